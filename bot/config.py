"""The configuration: from the environment and `.env`, whole or not at all."""

import os
import re
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.stop import CONFIGURATION, Stop

DRIVERS = ("sqlite", "sqlite+aiosqlite", "postgresql+asyncpg")
OFF = ("false", "0", "no", "off")
CHOICES = {
    "LOG_LEVEL": ("debug", "info", "warning", "error"),
    "LOG_FORMAT": ("console", "json"),
    "FLOOD_LIMITS": ("true", "1", "yes", "on", *OFF),
}
TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Config:
    """What the process is told from outside; .env.example explains each setting."""

    telegram_bot_token: str = field(default="", repr=False)
    telegram_base_url: str = "https://api.telegram.org"
    evenfall_data: str | Path = "data"
    database_url: str = field(default="", repr=False)
    evenfall_keys_file: str | Path = ""
    evenfall_backups: str | Path = ""
    evenfall_operator: str = ""
    webhook_listen: str = "127.0.0.1:8080"
    health_listen: str = ""
    flood_limits: bool = True
    log_level: str = "INFO"
    log_format: str = "console"

    @property
    def token(self) -> str:
        return self.telegram_bot_token.strip()

    @property
    def url(self) -> str:
        return self.telegram_base_url.rstrip("/")

    @property
    def operator(self) -> str:
        return " ".join(self.evenfall_operator.split())

    @property
    def data(self) -> Path:
        return Path(self.evenfall_data).expanduser().resolve()

    @property
    def keys_file(self) -> Path:
        """Beside the data, never inside it."""
        if self.evenfall_keys_file:
            return Path(self.evenfall_keys_file).expanduser().resolve()
        return self.data.parent / "keys" / "master.keys"

    @property
    def backups(self) -> Path | None:
        return Path(self.evenfall_backups).expanduser().resolve() if self.evenfall_backups else None

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data / 'evenfall.db'}"

    @property
    def on_sqlite(self) -> bool:
        return self.database.startswith("sqlite")


def load() -> Config:
    """Read the configuration. A value that cannot be is one sentence and exit 78."""
    told = _told()
    for name, known in CHOICES.items():
        told[name] = said = told.get(name, "").lower()
        if said and said not in known:
            raise Stop(CONFIGURATION, f"{name} is not usable: {_hint(name)}")
    values: dict[str, Any] = {one.name: told[one.name.upper()] for one in fields(Config) if told.get(one.name.upper())}
    config = Config(**{**values, "flood_limits": told["FLOOD_LIMITS"] not in OFF})
    config = replace(config, log_level=config.log_level.upper())
    address = urlsplit(config.url)
    if address.scheme not in ("http", "https") or not _host(config.url) or address.path or address.query:
        raise Stop(CONFIGURATION, f"TELEGRAM_BASE_URL is not usable: {_hint('TELEGRAM_BASE_URL')}")
    try:
        driver = make_url(config.database).drivername
    except ArgumentError:
        driver = ""
    if driver not in DRIVERS:
        raise Stop(CONFIGURATION, f"DATABASE_URL is not usable: {_hint('DATABASE_URL')}")
    for name, where in (("WEBHOOK_LISTEN", config.webhook_listen), ("HEALTH_LISTEN", config.health_listen)):
        try:
            place(where or "127.0.0.1:0")
        except ValueError:
            raise Stop(CONFIGURATION, f"{name} is not usable: {_hint(name)}") from None
    return config


def _told() -> dict[str, str]:
    """What the environment and `.env` say; what is empty there says nothing. The environment wins."""
    file: dict[str, str | None] = {}
    try:
        if Path(".env").exists():
            from dotenv import dotenv_values

            file = dotenv_values(".env", interpolate=False, encoding="utf-8")
    except UnicodeDecodeError:
        raise Stop(CONFIGURATION, ".env is not readable as UTF-8 text: write it anew from .env.example.") from None
    except OSError as error:
        raise Stop(CONFIGURATION, f".env is not readable ({error.strerror}): mend its owner or mode.") from None
    return {name: value for name, value in {**file, **os.environ}.items() if value}


def complete(config: Config) -> Config:
    """What a running bot needs besides: whose token, and whose bot it is."""
    if not config.token:
        raise Stop(CONFIGURATION, "TELEGRAM_BOT_TOKEN is missing: put the token from BotFather into .env.")
    if not TOKEN.fullmatch(config.token):
        raise Stop(
            CONFIGURATION,
            "TELEGRAM_BOT_TOKEN does not look like a token (digits, a colon, letters): copy it again from BotFather.",
        )
    if not config.operator:
        raise Stop(
            CONFIGURATION,
            "EVENFALL_OPERATOR is missing: put the name of whoever runs this bot into .env; the couple is shown it.",
        )
    return config


def place(where: str) -> tuple[str, int]:
    """Host and port, such as 127.0.0.1:8090 or [::1]:8090. Raises ValueError."""
    host, _, port = where.rpartition(":")
    host = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if not host or not (port.isascii() and port.isdigit()) or int(port) > 65535:
        raise ValueError(where)
    return host, int(port)


def _host(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        return parts.hostname if parts.port != 0 else None
    except ValueError:
        return None


def _hint(name: str) -> str:
    return {
        "TELEGRAM_BASE_URL": "give scheme, host and, if need be, port, such as http://127.0.0.1:8081.",
        "DATABASE_URL": "begin it with sqlite:/// or postgresql+asyncpg://.",
        "WEBHOOK_LISTEN": "give host and port, such as 127.0.0.1:8080.",
        "HEALTH_LISTEN": "give host and port, such as 127.0.0.1:8090, or nothing.",
        "FLOOD_LIMITS": "choose true or false.",
        "LOG_LEVEL": "choose DEBUG, INFO, WARNING or ERROR.",
        "LOG_FORMAT": "choose console or json.",
    }.get(name, "see .env.example.")
