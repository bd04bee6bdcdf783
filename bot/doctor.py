"""`evenfall doctor`: what could be wrong, one line each, with what would mend it."""

import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import httpx
import telegram
from rich.console import Console
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import InvalidToken, TelegramError

from bot.backup import newest
from bot.companion import HEALTH
from bot.config import Config, complete
from bot.front import connect
from bot.health import FRESH, ROOM, SKEW, TICKED, WAITED, ask
from bot.run import open_or_refuse
from bot.stop import Stop
from dialogue.clock import Clock
from models import Alarm, Couple, KeyCheck, Person
from models.database import Database

NOTE = {"at": 60, "polled": FRESH, "ticked": TICKED, "waiting": WAITED.total_seconds()}  # seconds: what is late
OLD = 26  # hours

Finding = tuple[str, str, str | None]  # what was looked at, what was found, how to mend it


async def doctor(config: Config, console: Console | None = None, **httpx_kwargs: Any) -> int:
    """Look at everything. 0 when all is well."""
    console = console or Console(highlight=False, soft_wrap=True)
    ill = 0
    async for what, found, mend in _findings(config, httpx_kwargs):
        ill += mend is not None
        sign = "[green]ok  [/]" if mend is None else "[red]mend[/]"
        console.print(f"{sign} {what}: ", end="")
        console.print(found if mend is None else f"{found}. {mend}", markup=False)
    return 1 if ill else 0


async def quick(config: Config) -> int:
    """Whether the running bot is well: by its own word where HEALTH_LISTEN is set, else from the note it leaves."""
    if config.health_listen:
        late = await ask(config.health_listen)
        print("well" if not late else f"not well: {', '.join(late)}")
        return 1 if late else 0
    try:
        note = json.loads(_read(config.data / HEALTH))
        ages = {**note, "at": (Clock().now() - datetime.fromisoformat(note["at"])).total_seconds()}
        late = [name for name, limit in NOTE.items() if not ages[name] < limit]
    except (OSError, ValueError, KeyError, TypeError):
        late = ["note"]
    print("well" if not late else f"not well: {', '.join(late)}")
    return 1 if late else 0


def _read(path: Path) -> str:
    return path.read_text()


async def _findings(config: Config, httpx_kwargs: dict[str, Any]) -> AsyncIterator[Finding]:
    try:
        complete(config)
        yield "settings", f"complete; run by {config.operator}", None
    except Stop as stop:
        yield "settings", "not complete", stop.sentence
    async for finding in _server(config, httpx_kwargs):
        yield finding
    yield _disk(config.data)
    if config.backups is None:
        yield "backup", "EVENFALL_BACKUPS is not set, so none was looked for", None
    else:
        yield _backups(config.backups)
    async for finding in _store(config):
        yield finding


# --- Telegram --------------------------------------------------------------------------------------------------------


async def _server(config: Config, httpx_kwargs: dict[str, Any]) -> AsyncIterator[Finding]:
    try:
        async with httpx.AsyncClient(timeout=10, **httpx_kwargs) as client:
            date = (await client.get(config.url)).headers.get("date")
    except httpx.HTTPError as error:
        yield "base URL", f"no answer ({type(error).__name__})", f"See that {config.url} can be reached from here."
        return
    yield "base URL", f"{config.url} answers", None
    yield _clock(date)
    if config.token:
        async for finding in _account(config, httpx_kwargs):
            yield finding


def _clock(date: str | None) -> Finding:
    if date is None:
        return "clock", "the server does not tell the time, so it was not compared", None
    skew = abs((Clock().now() - parsedate_to_datetime(date).astimezone(UTC)).total_seconds())
    if skew > SKEW:
        return "clock", f"{skew:.0f} seconds off", "Let the system's time be kept by NTP."
    return "clock", "right", None


async def _account(config: Config, httpx_kwargs: dict[str, Any]) -> AsyncIterator[Finding]:
    bot = connect(config.token, config.url, **httpx_kwargs)
    try:
        await bot.initialize()
    except InvalidToken:
        yield "token", "rejected", "Copy TELEGRAM_BOT_TOKEN again from BotFather."
    except TelegramError as error:
        yield "token", f"could not be tried ({type(error).__name__})", "Try again in a minute."
    else:
        yield "token", f"belongs to @{bot.username}", None
        for finding in _privacy(bot.bot):
            yield finding
    finally:
        await bot.shutdown()


def _privacy(me: telegram.User) -> list[Finding]:
    found: list[Finding] = []
    if me.can_read_all_group_messages:
        mend = "In BotFather: /setprivacy, this bot, Enable. Then remove it from its groups and add it again."
        found.append(("privacy mode", "off: the bot is sent everything that is said in a group", mend))
    else:
        found.append(("privacy mode", "on", None))
    if me.can_join_groups is False:
        found.append(("groups", "the bot may not be added to any", "In BotFather: /setjoingroups, this bot, Enable."))
    return found


# --- what is stored --------------------------------------------------------------------------------------------------


def _disk(data: Path) -> Finding:
    there = next(path for path in (data, *data.parents) if path.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        return "data", f"{there} cannot be written to", "Mend its owner or mode, or set EVENFALL_DATA."
    room = os.statvfs(there)
    if room.f_bavail * room.f_frsize < ROOM:
        return "data", f"{there} is almost full", "Make room: at least 50 MB."
    return "data", str(data), None


def _backups(folder: Path) -> Finding:
    made = newest(folder)
    if made is None:
        return "backup", f"none in {folder}", "Run evenfall backup, each day."
    hours = (Clock().now() - made).total_seconds() / 3600
    age = f"{hours:.0f} hours old" if hours < 48 else f"{hours / 24:.0f} days old"
    return "backup", f"the newest is {age}", None if hours <= OLD else "Run evenfall backup, each day."


async def _store(config: Config) -> AsyncIterator[Finding]:
    if config.on_sqlite and not config.database_url and not _there(config.data / "evenfall.db"):
        yield "database", "none yet; the first start makes it, and its key", None
        yield _zones([])
        return
    try:
        database = await open_or_refuse(config.database, config.keys_file, config.data)
    except Stop as stop:
        yield "database and key", "cannot be opened", stop.sentence
        return
    try:
        yield await _key(database)
        yield await _probe(database)
        async with database.begin() as db:
            stored = [name for column in (Person.zone, Couple.zone, Alarm.zone) for name in await db.scalars(
                select(column).distinct()
            )]  # fmt: skip
        yield _zones([name for name in stored if name])
    finally:
        await database.close()


async def _key(database: Database) -> Finding:
    ring = database.ring
    async with database.begin() as db:
        check = (await db.scalars(select(KeyCheck.wrapped))).one()
    if not ring.by_the_first(check):
        return "key", f"{ring.path} fits, but is half changed", "Run evenfall keys rotate again."
    days = (Clock().now() - ring.made(check)).days
    old = f"; {len(ring.keys) - 1} older beside it (evenfall keys drop-old)" if len(ring.keys) > 1 else ""
    return "key", f"{ring.path} fits the database; {ring.fingerprint}, {days} days old{old}", None


def _there(path: Path) -> bool:
    return path.exists()


async def _probe(database: Database) -> Finding:
    try:
        async with database.begin() as db:
            await db.execute(update(KeyCheck).values(fingerprint=KeyCheck.fingerprint))
    except SQLAlchemyError:
        return "database", "cannot be written to", "See that its file and folder are yours, and that there is room."
    return "database", "can be written to", None


def _zones(stored: list[str]) -> Finding:
    unknown = []
    for name in {"Europe/Vienna", "Asia/Kathmandu", "Australia/Lord_Howe", *stored}:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            unknown.append(name)
    if unknown:
        return "time zones", f"unknown: {', '.join(sorted(unknown))}", "Install tzdata anew."
    return "time zones", "known", None
