"""A week at DEBUG under faults (R18): a word in every field that somebody may fill; none of them in a log, in what an
exception prints, or in the metrics."""

import itertools
import logging
import random
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.companion import Companion, introduce
from bot.front import connect
from bot.health import Health
from dialogue.practice import Practices
from handlers import PRACTICES
from playground import shapes
from playground.bot_api import BotApi
from playground.content import Refused
from tests.stage import OPERATOR, START, TOKEN, Stage, TelegramStage
from tests.test_logs import written  # noqa: F401
from tests.transcript import Play

CANARY = "canary-ZQ4"  # it is in every name, title, word, payload, file name, and in what fails
DANGEROUS = {"leave", "erase", "start"}
COMMANDS = sorted(Practices(PRACTICES).commands.keys() - DANGEROUS)
DAYS = 7
Json = dict[str, Any]


class Week(TelegramStage):
    """The companion with its health, as it runs."""

    async def open(self) -> None:
        await Stage.open(self)
        self.bot = connect(TOKEN, self.address, **self.transport())
        await introduce(self.bot)
        self.companion = Companion(self.database, self.bot, self.clock, OPERATOR, flood=True, **self.transport())
        self.engine, self.worker = self.companion.engine, self.companion.worker
        self.poller, self.sender = self.companion.poller, self.companion.sender


def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is a person, and every place, has the word in its name."""
    user, chat = shapes.user, shapes.chat

    def person(world: Any, id: int) -> Json:
        shape = user(world, id)
        if not shape["is_bot"]:
            shape |= {"first_name": f"{CANARY} A", "last_name": CANARY, "username": "canary_ZQ4", "language_code": "en"}
        return shape

    def place(world: Any, there: Any) -> Json:
        shape = chat(world, there)
        return shape | {"title" if there.id < 0 else "first_name": CANARY}

    monkeypatch.setattr(shapes, "user", person)
    monkeypatch.setattr(shapes, "chat", place)


def refusing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Telegram refuses and quotes what it refuses, once something stands in the list. A server takes its methods when
    it is made: this comes before."""
    send, calls, codes = BotApi.sendMessage, itertools.count(1), itertools.cycle((400, 429, 500, 502))
    begun: list[str] = []

    async def refused(api: BotApi, args: Json) -> Any:
        if begun and next(calls) % 6 == 0:
            raise Refused(next(codes), f"Bad Request: can't parse {CANARY} in “{args.get('text')}”")
        return await send(api, args)

    monkeypatch.setattr(BotApi, "sendMessage", refused)
    return begun


def failing(stage: Week, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn fails; the database does, and shows its parameters."""
    hear, turns = stage.engine.hear, itertools.count(1)

    async def failed(db: Any, event: Any) -> None:
        await hear(db, event)
        poison = event.kind == "text" and event.words.endswith("said 3")  # a day on which no word can be played
        if next(turns) % 7 == 0 or poison:
            raise next(errors)

    def every() -> Any:
        while True:
            yield ValueError(CANARY)
            yield IntegrityError(f"insert {CANARY}", {"words": CANARY}, Exception(f"DETAIL: ({CANARY})"))
            yield DBAPIError(f"update {CANARY}", {"words": CANARY}, Exception(CANARY))
            yield KeyError(CANARY)

    errors = every()
    monkeypatch.setattr(stage.engine, "hear", failed)


def malformed(world: Any) -> list[tuple[str, Json]]:
    """What cannot be read, or is not for us, with the word wherever one fits."""
    ana = world.ana
    about = {"message_id": 9, "date": 1, "chat": shapes.chat(world, world.chats[ana.chat])}
    message = about | {"from": shapes.user(world, ana.id)}
    photo = {"file_id": CANARY, "file_unique_id": CANARY, "width": 1, "height": 1}
    file = {"file_id": CANARY, "file_unique_id": CANARY}
    return [
        ("message", {"text": CANARY}),
        ("message", message | {"text": [CANARY]}),
        ("message", message | {"text": CANARY, "date": CANARY}),
        ("message", message | {"text": CANARY, "entities": [{"type": CANARY, "offset": CANARY}]}),
        ("message", message | {"from": CANARY, "text": CANARY}),
        ("message", message | {"document": file | {"file_name": f"{CANARY}.pdf"}, "caption": CANARY}),
        ("message", message | {"voice": file | {"duration": 1, "mime_type": CANARY}, "caption": CANARY}),
        ("message", message | {"photo": [photo], "caption": CANARY}),
        ("message", message | {"contact": {"phone_number": CANARY, "first_name": CANARY}}),
        ("message", message | {"new_chat_title": CANARY}),
        ("message", message | {"text": CANARY, "forward_sender_name": CANARY}),
        ("message", message | {"text": CANARY, "quote": {"text": CANARY, "position": 0}}),
        ("callback_query", {"id": CANARY, "from": message["from"], "data": CANARY, "chat_instance": CANARY}),
        ("callback_query", {"id": "1", "from": message["from"], "data": CANARY, "message": about}),
        ("callback_query", {"id": "1", "from": message["from"], "data": [CANARY], "message": message}),
        ("my_chat_member", {"chat": about["chat"], "from": message["from"], "new_chat_member": {"status": CANARY}}),
        (CANARY, {"text": CANARY}),
    ]


async def test_in_a_week_under_faults_no_word_is_logged(
    written: list[str],  # noqa: F811
    house: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """R18. Every command is called, buttons are pressed, files are sent; no name, id or token is logged either."""
    refuse = refusing(monkeypatch)
    stage = Week(house, tmp_path, START)
    await stage.open()
    health = Health(stage.companion, stage.address, tmp_path, "127.0.0.1:0", **stage.transport())
    try:
        play, dice = Play(stage), random.Random(18)
        for step in ("-- after group_bound", "Ana: /settings", "Ana: [My name]", f"Ana: {CANARY}"):
            await play.step(step)
        named(monkeypatch)
        failing(stage, monkeypatch)
        refuse.append("from now on")
        world = stage.world
        for day in range(DAYS):
            for name in ("Ana", "Ben"):
                for command in COMMANDS[day::DAYS][:: 1 if name == "Ana" else 4]:
                    await play.step(f"{name}: /{command} {CANARY} {day}")
                    press(play, name, dice)
                await play.step(f"{name}: {CANARY} said {day}")
                await play.step(f"{name}: {CANARY} said {day}")
            await play.step(f"Ana in group: /start {CANARY}")
            for kind, shape in malformed(world)[day::3]:
                world.tell(kind, shape)
            world.send_media(world.ana, world.ana.chat, "photo", caption=CANARY)
            await play.step("Ben forges press")
            await play.step("-- 20:30")
        logging.getLogger("somebody").error("went wrong: %s", CANARY, exc_info=ValueError(CANARY))
        sys.excepthook(ValueError, ValueError(CANARY), None)
        asker = httpx.AsyncClient(transport=httpx.ASGITransport(health.app()), base_url="http://health")
        async with asker:
            told = [(await asker.get(path)).text for path in ("/metrics", "/readyz", "/livez")]
        await asker.aclose()
    finally:
        health.listener.socket.close()
        await stage.close()
    said = [one.text for one in stage.world.log if one.by == "bot"]
    assert sum(CANARY in one for one in said) > 40, "the words were there"
    lines = "\n".join(written)
    for event in ("turn_failed", "turn_dead", "update_unreadable", "not_sent", "crashed"):
        assert event in lines, event
    assert sum("not_sent" in one and "kind=send" in one for one in written) > 10, "what was sent was refused"
    assert any(" telegram" in one or " httpcore" in one for one in written), "others log at DEBUG, too"
    assert "evenfall_dead_letters" in told[0] and len(written) > 500
    output = capsys.readouterr()
    for where, text in {"log": lines, "output": output.out + output.err, "health": "\n".join(told)}.items():
        assert CANARY.lower() not in text.lower() and "canary" not in text.lower(), where
        assert TOKEN not in text and str(stage.world.ana.id) not in text, where


def press(play: Play, name: str, dice: random.Random) -> None:
    """One of the buttons on somebody's newest messages."""
    person = play._person(name)
    there = [
        (message, key)
        for message in play._bot_messages([person.chat])[:4]
        for row in (message.markup or {}).get("inline_keyboard", [])
        for key in row
        if key.get("callback_data", "/").removeprefix("/") not in DANGEROUS | {""}
    ]
    if there:
        play._tap(person, *dice.choice(there))
