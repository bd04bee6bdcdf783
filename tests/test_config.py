"""Half a configuration is one clear sentence and exit 78; the token's value is never in it."""

import subprocess
import sys
from dataclasses import fields
from importlib import metadata
from pathlib import Path

import pytest

from bot.config import Config, complete, load
from bot.stop import Stop

ROOT = Path(__file__).parent.parent
NAMES = ("TELEGRAM_BOT_TOKEN", "TELEGRAM_BASE_URL", "EVENFALL_DATA", "EVENFALL_KEYS_FILE", "EVENFALL_OPERATOR")
GOOD = {"TELEGRAM_BOT_TOKEN": "123456:secret-Secret_secret", "EVENFALL_OPERATOR": "Marta"}


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A complete configuration, in an empty folder."""
    for name in (*NAMES, "DATABASE_URL", "LOG_LEVEL", "LOG_FORMAT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def test_defaults_need_nothing_but_token_and_operator(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    config = complete(load())
    assert (config.token, config.operator) == (GOOD["TELEGRAM_BOT_TOKEN"], "Marta")
    assert config.url == "https://api.telegram.org"
    assert config.data == tmp_path / "data"
    assert config.keys_file == tmp_path / "keys" / "master.keys"
    assert config.database == f"sqlite:///{tmp_path / 'data' / 'evenfall.db'}"
    assert GOOD["TELEGRAM_BOT_TOKEN"] not in repr(config)


def test_the_key_lies_beside_the_data_wherever_that_is(env: pytest.MonkeyPatch) -> None:
    env.setenv("EVENFALL_DATA", "/var/lib/evenfall/data")
    assert load().keys_file == Path("/var/lib/evenfall/keys/master.keys")
    env.setenv("EVENFALL_KEYS_FILE", "/keys/master.keys")
    assert load().keys_file == Path("/keys/master.keys")


def test_a_file_is_read_and_the_environment_wins(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    env.delenv("EVENFALL_OPERATOR")
    (tmp_path / ".env").write_text("EVENFALL_OPERATOR=Ida\nTELEGRAM_BOT_TOKEN=1:file\nUNKNOWN=1\nLOG_LEVEL=debug\n")
    config = complete(load())
    assert (config.operator, config.token) == ("Ida", GOOD["TELEGRAM_BOT_TOKEN"])
    assert config.log_level == "DEBUG"


@pytest.mark.parametrize(("said", "meant"), [("", True), ("TRUE", True), ("1", True), ("False", False), ("off", False)])
def test_a_switch_is_said_as_people_say_it(env: pytest.MonkeyPatch, said: str, meant: bool) -> None:
    env.setenv("FLOOD_LIMITS", said)
    assert load().flood_limits is meant


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081"),
        ("http://127.0.0.1:8081/", "http://127.0.0.1:8081"),
        ("https://[::1]:8081", "https://[::1]:8081"),
        ("http://bot-api", "http://bot-api"),
    ],
)
def test_an_address_is_scheme_host_and_port(env: pytest.MonkeyPatch, url: str, kept: str) -> None:
    env.setenv("TELEGRAM_BASE_URL", url)
    assert load().url == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", ""),
        ("TELEGRAM_BOT_TOKEN", "no-token-at-all"),
        ("TELEGRAM_BOT_TOKEN", "123:sec ret"),
        ("TELEGRAM_BASE_URL", "api.telegram.org"),
        ("TELEGRAM_BASE_URL", "ftp://127.0.0.1"),
        ("TELEGRAM_BASE_URL", "http://127.0.0.1:port"),
        ("TELEGRAM_BASE_URL", "http://127.0.0.1/bot"),
        ("TELEGRAM_BASE_URL", "http://"),
        ("DATABASE_URL", "mysql://user:hunter2@host/name"),
        ("DATABASE_URL", "not an address"),
        ("EVENFALL_OPERATOR", "  "),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("FLOOD_LIMITS", "maybe"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(env: pytest.MonkeyPatch, name: str, value: str) -> None:
    env.setenv(name, value)
    with pytest.raises(Stop) as stop:
        complete(load())
    assert stop.value.code == 78
    assert stop.value.sentence.startswith(name) and "\n" not in stop.value.sentence
    for part in ("no-token", "sec ret", "secret", "hunter2"):
        assert part not in stop.value.sentence


def test_every_setting_is_explained_and_no_other() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    explained = {
        line.lstrip("#").partition("=")[0] for line in lines if "=" in line and " " not in line.partition("=")[0]
    }
    assert explained == {one.name.upper() for one in fields(Config)}


def evenfall(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.main", *words],
        cwd=folder, env={"PYTHONPATH": str(ROOT), **env}, capture_output=True, text=True, timeout=30,
    )  # fmt: skip


def test_the_command_line_says_it_on_stderr_and_leaves_nothing(tmp_path: Path) -> None:
    done = evenfall(tmp_path, "run", TELEGRAM_BOT_TOKEN="no-token-at-all", EVENFALL_OPERATOR="Marta")  # noqa: S106
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (78, "", 1)
    assert "no-token-at-all" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_printed(tmp_path: Path) -> None:
    assert evenfall(tmp_path, "version").stdout.strip() == metadata.version("evenfall")


@pytest.mark.parametrize("where", ["data/master.keys", "data/sub/master.keys"])
def test_a_key_inside_the_data_is_refused(tmp_path: Path, where: str) -> None:
    done = evenfall(
        tmp_path, "run", **GOOD, EVENFALL_DATA=str(tmp_path / "data"), EVENFALL_KEYS_FILE=str(tmp_path / where)
    )
    assert done.returncode == 78 and "inside the data directory" in done.stderr
    assert "Traceback" not in done.stderr and "Secret" not in done.stderr


def test_a_key_that_others_can_read_and_a_database_that_cannot_be_made_are_refused(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    key = tmp_path / "keys" / "master.keys"
    key.write_text("x")
    key.chmod(0o644)
    done = evenfall(tmp_path, "run", **GOOD)
    assert done.returncode == 78 and "chmod 600" in done.stderr
    (tmp_path / "file").touch()
    done = evenfall(tmp_path, "run", **GOOD, EVENFALL_DATA=str(tmp_path / "file" / "data"))
    assert done.returncode == 78 and "EVENFALL_DATA" in done.stderr and done.stderr.count("\n") == 1
