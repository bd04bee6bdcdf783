"""What is logged: never a word anybody wrote, never a token, at any level and under any fault."""

import asyncio
import json
import logging
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
from telegram.error import InvalidToken

from bot import logs
from bot.companion import Companion, introduce
from bot.front import connect
from bot.stop import Stop
from dialogue.clock import SettableClock
from playground.app import app
from playground.world import World
from tests.stage import copy_house, open_house

TOKEN = "7700000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
CANARY = "canary-ZQ4"


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """All lines that were written, once the test has set up logging; everything is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    levels = {name: logging.getLogger(name).level for name in logs.WORDY}
    lines: list[str] = []
    monkeypatch.setattr(logging, "raiseExceptions", logging.raiseExceptions)

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(root.handlers[0].format(record))

    logs.setup("DEBUG", "console", ())
    root.addHandler(Kept(logging.DEBUG))
    yield lines
    root.handlers[:], root.level = handlers, level
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    logging.captureWarnings(False)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)


async def test_a_day_under_faults_leaves_no_word_and_no_token(
    written: list[str], house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R18."""
    copy_house(house, tmp_path / "house")
    database = await open_house(tmp_path / "house")
    clock = SettableClock(datetime(2026, 3, 2, 20, 30, tzinfo=UTC))
    world = World(clock)
    world.ana.name = CANARY
    wire = {"transport": httpx.ASGITransport(app(world))}
    bot = connect(TOKEN, "http://127.0.0.1", **wire)
    await introduce(bot)
    companion = Companion(database, bot, clock, "Marta", **wire)
    chat = world.ana.chat
    world.say(world.ana, chat, "/sos")
    world.fail_next("sendMessage", 500)
    await companion.settle()
    for words in ("/start", f"{CANARY} one", f"/win {CANARY}", f"/start {CANARY}"):
        world.say(world.ana, chat, words)
    world.send_media(world.ana, chat, "location")
    world.send_media(world.ana, chat, "forward", caption=CANARY)
    world.tell("message", {"text": CANARY})  # unreadable
    world.fail_next("sendMessage", 500, done=True)
    world.fail_next("sendMessage", 429, wait=1)
    await companion.settle()
    hear = companion.engine.hear

    async def failing(db: object, event: object) -> None:
        await hear(db, event)  # type: ignore[arg-type]
        raise ValueError(CANARY)

    monkeypatch.setattr(companion.engine, "hear", failing)
    world.say(world.ana, chat, f"{CANARY} two")
    await companion.settle()
    world.token = "another"
    with pytest.raises(Stop):
        for _ in range(3):
            try:
                await bot.send_message(chat, CANARY)
            except InvalidToken as error:
                logging.getLogger("somebody").error("went wrong: %s", CANARY, exc_info=error)
                companion.sender._rejections.add()
    await companion.close()
    text = "\n".join(written)
    assert len(written) > 30
    assert CANARY not in text and TOKEN not in text and TOKEN.split(":")[1] not in text
    for event in ("turn_failed", "turn_dead", "update_unreadable", "not_sent", "not_answered"):
        assert event in text, event
    assert "went wrong: %s" in text and "telegram.error.InvalidToken at " in text


def formatted(record: logging.LogRecord, style: str = "console", *hidden: str) -> str:
    return logs.Formatter(style, hidden).format(record)


def record(message: object, *args: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("lib", logging.ERROR, "/x/lib.py", 17, message, args, info, "work")


def test_foreign_records_are_their_template_alone() -> None:
    assert formatted(record("said %s", CANARY)).endswith("lib said %s")
    assert formatted(record(f"said {CANARY}")).endswith("lib work:17")
    assert formatted(record({"said": CANARY})).endswith("lib work:17")
    assert CANARY not in formatted(record("%(x)s", {"x": CANARY}))


def test_exceptions_are_classes_and_places() -> None:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as cause:
            raise ValueError(CANARY) from cause
    except ValueError as error:
        line = formatted(record("failed %s", 1, error=error))
    assert CANARY not in line
    assert "error=builtins.KeyError at test_logs.py:" in line and " > builtins.ValueError at test_logs.py:" in line


def test_tokens_are_hidden_wherever_they_are() -> None:
    assert TOKEN not in formatted(record(f"https://x/bot{TOKEN}/getMe %s", 1))
    assert "secret" not in formatted(record("1:secret %s", 1), "console", "1:secret")


def test_our_own_records_have_allowed_fields_only(written: list[str]) -> None:
    logs.logger("bot.x").warning("turn_failed", attempt=2, words=CANARY, error=ValueError(CANARY), user=5)
    assert written[-1].endswith("bot.x turn_failed attempt=2 error=builtins.ValueError")
    logging.getLogger().handlers[0].setFormatter(logs.Formatter("json"))
    logs.logger("bot.x").warning("turn_failed", attempt=2, words=CANARY)
    told = json.loads(written[-1])
    assert {**told, "at": ""} == {"at": "", "level": "warning", "from": "bot.x", "event": "turn_failed", "attempt": 2}


async def test_what_nobody_caught_is_told_without_words(written: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    written.clear()
    error = ValueError(CANARY)
    about = SimpleNamespace(exc_type=ValueError, exc_value=error, exc_traceback=None, err_msg=CANARY, object=CANARY)
    sys.excepthook(ValueError, error, None)
    threading.excepthook(about)  # type: ignore[arg-type]
    sys.unraisablehook(about)
    asyncio.get_running_loop().set_exception_handler(logs.loop_handler)
    asyncio.get_running_loop().call_exception_handler({"message": CANARY, "exception": ValueError(CANARY)})
    logging.getLogger("py.warnings").warning("%s", CANARY)
    told = capsys.readouterr()
    assert CANARY not in told.err + told.out + "\n".join(written)
    assert all("crashed error=builtins.ValueError" in line for line in written[:3]) and "task_failed" in written[3]
