"""What waits in the outbox goes out once, in order, and as its grade allows: by real PTB, to a Telegram that fails."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.event import listens_for
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot import sender as sending
from bot.errors import action
from bot.exports import render
from bot.front import TelegramFront, TelegramLinks, connect
from bot.sender import End, Load, Pace, Sender
from bot.stop import Stop
from bot.worker import Worker
from dialogue.clock import SettableClock
from dialogue.engine import Engine
from dialogue.event import Event
from dialogue.practice import Practices
from handlers import PRACTICES
from models import Couple, Entry, Message, Outbox, Person, new_id
from models.keys import joint, keys_of, member
from playground.app import app
from playground.world import World
from tests.patience import until
from tests.stage import START, TEXTS, TelegramStage, copy_house, open_house
from tests.transcript import Play

NOW = datetime(2026, 3, 2, 20, 30, tzinfo=UTC)


class Wire(httpx.ASGITransport):
    """The way to the playground; `down` counts the calls that find nobody there, `silent` names methods whose next call
    is answered with nothing."""

    down = 0

    def __init__(self, world: World) -> None:
        super().__init__(app(world))
        self.calls: list[str] = []
        self.silent: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(request.url.path.rpartition("/")[2])
        if self.down:
            self.down -= 1
            raise httpx.ConnectError("nobody there")
        if self.calls[-1] in self.silent:
            self.silent.remove(self.calls[-1])
            return httpx.Response(200, json={"ok": True, "result": None})
        return await super().handle_async_request(request)


class Desk:
    """A sender with its database, and the phones that it sends to."""

    def __init__(self, database: Any) -> None:
        self.database = database
        self.clock = SettableClock(NOW)
        self.world = World(self.clock)
        self.wire = Wire(self.world)
        self.bot = connect("7700000001:token", "http://127.0.0.1", transport=self.wire)
        engine = Engine(Practices(PRACTICES), TEXTS, self.clock, TelegramLinks("evenfall_bot"))
        self.front = TelegramFront(self.bot, "evenfall_bot", TEXTS)
        self.worker = Worker(database, engine, self.front.to_event)
        self.sender = Sender(database, self.front, self.worker, self.clock)
        self.ana, self.ben = self.world.ana, self.world.ben
        for person in (self.ana, self.ben):
            self.world.say(person, person.chat, "Hello")

    async def post(self, chat: int, text: str = "Words", kind: str = "send", **columns: Any) -> str:
        """A row in the outbox; returns the handle of its message."""
        ref = columns.pop("ref", None) or new_id()
        body = columns.pop("body", {"text": text, "buttons": [], "silent": True})
        defaults = {"grade": "B", "priority": 1, "not_before": self.clock.now(), "created_at": self.clock.now()}
        async with self.database.begin() as db:
            await keys_of(db).need_today(db, "system:outbox", self.clock.now())
            row = Outbox(
                id=new_id(), system="telegram", chat_id=chat, kind=kind, message_ref=ref, **{**defaults, **columns}
            )
            db.add(row)
            row.body = body
            if kind in ("send", "copy"):
                db.add(Message(id=ref, chat_id=chat, at=self.clock.now()))
        return ref

    async def rows(self) -> list[Outbox]:
        async with self.database.session() as db:
            return list(await db.scalars(select(Outbox).order_by(Outbox.number)))

    async def states(self) -> list[str]:
        return [row.state for row in await self.rows()]

    async def later(self, seconds: float) -> int:
        self.clock.forward(timedelta(seconds=seconds))
        return await self.sender.drain()

    def texts(self, chat: int) -> list[str]:
        return [one.text for one in self.world.messages(chat) if one.sender == 7_700_000_001]

    async def pair(self, group: int | None = None, place: str = "bound") -> str:
        """A couple in the database, as if Ana and Ben had paired."""
        async with self.database.begin() as db:
            couple = Couple(
                id=new_id(), created_at=NOW, paired_at=NOW, language="en", zone="UTC", group_id=group,
                place=place if group else "none", settings={},
            )  # fmt: skip
            db.add(couple)
            await db.flush()
            await keys_of(db).need(db, NOW, joint(couple.id))
            for one in (self.ana, self.ben):
                person = Person(
                    id=new_id(), system="telegram", user_id=one.id, chat_id=one.chat, couple_id=couple.id,
                    created_at=NOW, adult_at=NOW, reachable=True, leaving=False, language="en", zone="UTC", settings={},
                )  # fmt: skip
                db.add(person)
                await keys_of(db).need(db, NOW, member(person.id))
                person.name = one.name
        return couple.id

    async def couple(self) -> Couple:
        async with self.database.session() as db:
            return (await db.scalars(select(Couple))).one()


@pytest.fixture
async def desk(house: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    copy_house(house, tmp_path / "house")
    desk = Desk(await open_house(tmp_path / "house"))
    await desk.bot.initialize()
    yield desk
    await desk.bot.shutdown()
    await desk.database.close()


# --- what an error means ---------------------------------------------------------------------------------------------


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind", "private", "means"),
    [
        (caused(NetworkError("x"), httpx.ConnectError("x")), "send", True, "again"),
        (caused(TimedOut(), httpx.ConnectTimeout("x")), "send", True, "again"),
        (caused(TimedOut(), httpx.PoolTimeout("x")), "send", True, "again"),
        (RetryAfter(7), "send", True, "hold"),
        (NetworkError("Too Many Requests"), "send", True, "hold"),
        (NetworkError("Too Many Requests (429). Parsing the server response b'' failed"), "send", True, "hold"),
        (BadRequest("Chat not found"), "send", True, "dead"),
        (BadRequest("Message is too long"), "send", True, "dead"),
        (BadRequest("Chat not found"), "edit", True, "dead"),
        (ChatMigrated(-100), "send", False, "moved"),
        (Forbidden("bot was blocked by the user"), "send", True, "blocked"),
        (Forbidden("user is deactivated"), "send", True, "blocked"),
        (Forbidden("user restricted receiving of voice messages"), "copy", True, "dead"),
        (BadRequest("VOICE_MESSAGES_FORBIDDEN"), "copy", True, "dead"),
        (Forbidden("bot was kicked from the group chat"), "send", False, "removed"),
        (Forbidden("bot is not a member of the supergroup chat"), "edit", False, "removed"),
        (Forbidden("bot is not a member of the group chat"), "leave", False, "done"),
        (Forbidden("CHAT_WRITE_FORBIDDEN"), "send", False, "dead"),
        (InvalidToken("Unauthorized"), "send", True, "token"),
        (NetworkError("Request Entity Too Large"), "export", True, "dead"),
        (NetworkError("Request Entity Too Large (413). Parsing"), "export", True, "dead"),
        (caused(TimedOut(), httpx.ReadTimeout("x")), "send", True, "unknown"),
        (caused(TimedOut(), httpx.WriteTimeout("x")), "send", True, "unknown"),
        (caused(NetworkError("x"), httpx.ReadError("x")), "send", True, "unknown"),
        (caused(NetworkError("x"), httpx.RemoteProtocolError("x")), "send", True, "unknown"),
        (NetworkError("Internal Server Error"), "send", True, "unknown"),
        (NetworkError("Bad Gateway"), "send", True, "unknown"),
        (Conflict("x"), "send", True, "unknown"),
        (TelegramError("Invalid server response"), "send", True, "unknown"),
        (KeyError("result"), "send", True, "unknown"),
        (AttributeError("x"), "send", True, "unknown"),
        (BadRequest("Message is not modified: specified new message content"), "edit", True, "done"),
        (BadRequest("Message to edit not found"), "edit", True, "done"),
        (BadRequest("Message to delete not found"), "delete", True, "done"),
        (BadRequest("Message can't be deleted for everyone"), "delete", True, "done"),
        (BadRequest("Query is too old and response timeout expired or query id is invalid"), "answer", True, "done"),
        (BadRequest("Message is not modified"), "send", True, "dead"),
    ],
    ids=str,
)
def test_every_error_has_its_action(error: Exception, kind: str, private: bool, means: str) -> None:
    assert action(error, kind, private).kind == means


def test_errors_carry_what_the_action_needs() -> None:
    assert action(RetryAfter(7), "send", True).seconds == 7
    assert action(NetworkError("Too Many Requests"), "send", True).seconds == 5
    assert action(ChatMigrated(-100), "send", False).to == -100


# --- the plain way ---------------------------------------------------------------------------------------------------


async def test_a_sent_row_is_blank_and_its_message_has_a_number(desk: Desk) -> None:
    buttons = [[{"label": "Yes", "data": "abc"}], [{"label": "Look", "url": "https://example.org"}]]
    ref = await desk.post(desk.ana.chat, body={"text": "<b>One</b> _two_", "buttons": buttons, "silent": False})
    assert await desk.sender.drain() == 1
    (row,) = await desk.rows()
    assert (row.state, row.body_sealed, row.lease_owner, row.attempts) == ("sent", None, None, 1)
    shown = desk.world.messages(desk.ana.chat)[-1]
    assert (shown.text, shown.silent, shown.buttons) == ("<b>One</b> _two_", False, [["Yes"], ["Look"]])
    assert shown.content["link_preview_options"]["is_disabled"] is True
    async with desk.database.session() as db:
        assert (await db.get_one(Message, ref)).message_id == shown.id


async def test_edits_and_deletions_find_their_message(desk: Desk) -> None:
    ref = await desk.post(desk.ana.chat, "First")
    await desk.post(desk.ana.chat, "Second", kind="edit", grade="D", ref=ref)
    assert await desk.sender.drain() == 2
    assert desk.texts(desk.ana.chat) == ["Second"]
    await desk.post(desk.ana.chat, "Second", kind="edit", grade="D", ref=ref)  # not modified
    await desk.post(desk.ana.chat, kind="delete", grade="D", ref=ref)
    await desk.post(desk.ana.chat, kind="delete", grade="D", ref=ref)  # gone, and forgotten
    await desk.post(desk.ana.chat, "Third", kind="edit", grade="D", ref=new_id())  # never was
    await desk.sender.drain()
    assert desk.texts(desk.ana.chat) == []
    assert await desk.states() == ["sent"] * 6
    async with desk.database.session() as db:
        assert await db.get(Message, ref) is None


async def test_what_cannot_be_edited_is_put_anew(desk: Desk) -> None:
    ref = await desk.post(desk.ana.chat, body={"text": "Say it", "buttons": [], "force": True, "silent": True})
    await desk.post(desk.ana.chat, "Thank you", kind="edit", grade="D", ref=ref)
    await desk.sender.drain()
    (shown,) = [one for one in desk.world.messages(desk.ana.chat) if one.sender == 7_700_000_001]
    assert shown.text == "Thank you"
    async with desk.database.session() as db:
        assert (await db.get_one(Message, ref)).message_id == shown.id


async def test_a_group_is_asked_for_with_a_keyboard_of_its_own(desk: Desk) -> None:
    buttons = [[{"label": "Choose", "group": True}], [{"label": "Not now", "data": "x"}]]
    await desk.post(desk.ana.chat, body={"text": "Which?", "buttons": buttons, "silent": True})
    await desk.sender.drain()
    keyboard = desk.world.messages(desk.ana.chat)[-1].markup or {}
    first, second = (row[0] for row in keyboard["keyboard"])
    assert first["request_chat"]["chat_is_channel"] is False and first["request_chat"]["bot_is_member"] is True
    assert (second["text"], keyboard["one_time_keyboard"]) == ("Not now", True)


async def test_a_voice_is_copied_and_a_group_is_left(desk: Desk) -> None:
    group = desk.world.make_group(desk.ana)
    voice = desk.world.send_media(desk.ana, desk.ana.chat, "voice")
    await desk.post(desk.ben.chat, kind="copy", body={"copy": [desk.ana.chat, voice], "silent": True})
    await desk.post(group, kind="leave", grade="D", body={})
    await desk.post(group, kind="leave", grade="D", body={})
    assert await desk.sender.drain() == 3
    assert "voice" in desk.world.messages(desk.ben.chat)[-1].content
    assert desk.world.chats[group].bot == "left"


async def test_a_press_is_answered_once_and_too_late_is_well(desk: Desk) -> None:
    await desk.post(desk.ana.chat, body={"text": "?", "buttons": [[{"label": "Yes", "data": "y"}]], "silent": True})
    await desk.sender.drain()
    press = desk.world.tap(desk.ana, desk.ana.chat, desk.world.messages(desk.ana.chat)[-1].id, "Yes")
    for text in ("Heard", "Again"):
        await desk.post(desk.ana.chat, kind="answer", grade="D", body={"tap": press, "text": text})
    await desk.sender.drain()
    assert [shown.text for shown in desk.world.log if shown.kind == "toast"] in (["Heard"], ["Again"])
    assert (await desk.states())[-2:] == ["sent", "sent"]


async def test_order_is_by_urgency_between_chats_and_by_number_within_one(desk: Desk) -> None:
    for chat, text, priority in (
        (desk.ana.chat, "prompt", 2),
        (desk.ben.chat, "answer", 1),
        (desk.ana.chat, "pause", 0),
    ):
        await desk.post(chat, text, priority=priority)
    await desk.sender.drain()
    assert [shown.text for shown in desk.world.log if shown.by == "bot"] == ["prompt", "answer", "pause"]


async def test_a_pause_overtakes_what_is_only_being_tried_again(desk: Desk) -> None:
    """R22."""
    desk.world.fail_next("sendMessage", 500)
    await desk.post(desk.ana.chat, "first")
    await desk.post(desk.ana.chat, "second")
    await desk.sender.drain()
    await desk.post(desk.ana.chat, "pause", priority=0, grade="C")
    await desk.sender.drain()
    assert desk.texts(desk.ana.chat) == ["pause"]
    await desk.later(1)
    assert desk.texts(desk.ana.chat) == ["pause", "first", "second"]


async def test_nothing_stale_is_sent(desk: Desk) -> None:
    """R47."""
    await desk.post(desk.ana.chat, expires_at=NOW + timedelta(hours=2), grade="A")
    assert await desk.later(2 * 3600) == 0
    assert (await desk.states(), desk.texts(desk.ana.chat)) == (["expired"], [])
    assert (await desk.rows())[0].body_sealed is None


# --- it may have arrived ---------------------------------------------------------------------------------------------


async def test_a_prompt_that_may_have_arrived_is_not_sent_again(desk: Desk) -> None:
    """R45."""
    desk.world.fail_next("sendMessage", 500, done=True)
    await desk.post(desk.ana.chat, grade="A", expires_at=NOW + timedelta(hours=2))
    await desk.sender.drain()
    await desk.later(600)
    assert (await desk.states(), desk.texts(desk.ana.chat)) == (["unknown"], ["Words"])
    assert (await desk.rows())[0].body_sealed is None


async def test_what_follows_a_prompt_that_may_have_arrived_is_put_anew(desk: Desk) -> None:
    """An edit of a message without a number would be lost, and with it the answer to who pressed."""
    desk.world.fail_next("sendMessage", 500, done=True)
    ref = await desk.post(desk.ana.chat, "Asked", grade="A", expires_at=NOW + timedelta(hours=2))
    await desk.sender.drain()
    await desk.post(desk.ana.chat, "Next", kind="edit", grade="D", ref=ref)
    await desk.sender.drain()
    assert (await desk.states(), desk.texts(desk.ana.chat)) == (["unknown", "sent"], ["Asked", "Next"])
    await desk.post(desk.ana.chat, "Last", kind="edit", grade="D", ref=ref)
    await desk.sender.drain()
    assert desk.texts(desk.ana.chat) == ["Asked", "Last"]


@pytest.mark.parametrize(("kind", "left"), [("edit", ["Next"]), ("delete", [])])
async def test_a_press_tells_that_a_prompt_arrived_and_which_it_is(desk: Desk, kind: str, left: list[str]) -> None:
    desk.world.fail_next("sendMessage", 500, done=True)
    ref = await desk.post(desk.ana.chat, "Asked", grade="A", expires_at=NOW + timedelta(hours=2))
    await desk.sender.drain()
    number = desk.world.messages(desk.ana.chat)[-1].id
    body = {"text": "Next", "buttons": [], "silent": True, "pressed": number}
    await desk.post(desk.ana.chat, kind=kind, grade="D", ref=ref, body=body)
    await desk.sender.drain()
    assert (await desk.states(), desk.texts(desk.ana.chat)) == (["sent", "sent"], left)
    await desk.post(desk.ana.chat, "Last", kind="edit", grade="D", ref=ref)
    await desk.sender.drain()
    assert desk.texts(desk.ana.chat) == ["Last"][: len(left)]


async def test_an_evening_goes_on_from_a_prompt_that_may_have_arrived(house: Path, tmp_path: Path) -> None:
    """Ana presses a card of which nobody knows whether it came: the next question takes its place."""
    stage = TelegramStage(house, tmp_path, START)
    await stage.open()
    try:
        play = Play(stage)
        await play.step("-- after pairing_tomorrow")
        stage.world.fail_next("sendMessage", 500, times=20, done=True)
        await play.step("-- Tuesday 20:30")
        async with stage.database.session() as db:
            unknown = select(func.count()).select_from(Outbox).where(Outbox.state == "unknown")
            asked = await db.scalar(unknown)
        stage.world.forgive(500)
        pressed = await play.step("Ana: [No]")
        assert [(item.where, item.mark) for item in pressed] == [("bot → Ana", "(edits)")]
        async with stage.database.session() as db:
            assert asked >= 4 and await db.scalar(unknown) == asked - 1
    finally:
        await stage.close()


async def test_an_answer_that_may_have_arrived_is_sent_again_and_given_up_after_five_tries(desk: Desk) -> None:
    desk.world.fail_next("sendMessage", 500, times=2, done=True)
    await desk.post(desk.ana.chat)
    await desk.sender.drain()
    assert await desk.states() == ["pending"]
    await desk.later(0.5)
    await desk.later(1)
    assert (await desk.states(), len(desk.texts(desk.ana.chat))) == (["sent"], 3)
    desk.world.fail_next("sendMessage", 500, times=5)
    await desk.post(desk.ben.chat)
    await desk.sender.drain()
    for _ in range(5):
        await desk.later(31)
    assert (await desk.states())[-1] == "unknown"
    assert (await desk.rows())[-1].attempts == 5


async def test_a_card_of_which_nobody_knows_whether_it_arrived_is_put_anew_by_its_next_edit(desk: Desk) -> None:
    """Its tries are over, and it may stand there: who answered it sees what comes next all the same."""
    desk.world.fail_next("sendMessage", 500, times=5)
    ref = await desk.post(desk.ana.chat)
    await desk.sender.drain()
    for _ in range(5):
        await desk.later(31)
    await desk.post(desk.ana.chat, "And now?", "edit", grade="D", ref=ref)
    await desk.sender.drain()
    assert desk.texts(desk.ana.chat) == ["And now?"]


async def test_an_edit_goes_on_being_tried_when_telegram_fails_for_long(desk: Desk) -> None:
    """A reveal in a group is one: nothing else would ever show it."""
    ref = await desk.post(desk.ana.chat)
    await desk.sender.drain()
    desk.world.fail_next("editMessageText", 500, times=9)
    await desk.post(desk.ana.chat, "Shown", "edit", grade="D", ref=ref)
    await desk.sender.drain()
    for _ in range(9):
        await desk.later(31)
    assert desk.texts(desk.ana.chat) == ["Shown"]


async def test_a_card_that_somebody_deleted_is_put_anew(desk: Desk) -> None:
    ref = await desk.post(desk.ana.chat)
    await desk.sender.drain()
    async with desk.database.session() as db:
        known = await db.get_one(Message, ref)
        await desk.bot.delete_message(desk.ana.chat, known.message_id)
    await desk.post(desk.ana.chat, "And now?", "edit", grade="D", ref=ref)
    await desk.sender.drain()
    assert desk.texts(desk.ana.chat) == ["And now?"]
    await desk.post(desk.ana.chat, "Still there", "edit", grade="D", ref=ref)
    await desk.sender.drain()
    assert desk.texts(desk.ana.chat) == ["Still there"]


async def test_a_damaged_row_stops_nobody_else(desk: Desk) -> None:
    await desk.post(desk.ana.chat)
    await desk.post(desk.ben.chat)
    async with desk.database.begin() as db:
        first = (await db.scalars(select(Outbox).order_by(Outbox.number))).first()
        sealed = bytearray(first.body_sealed)
        sealed[-1] ^= 1
        await db.execute(update(Outbox).where(Outbox.id == first.id).values(body_sealed=bytes(sealed)))
    await desk.sender.drain()
    assert (await desk.states(), desk.texts(desk.ben.chat)) == (["dead", "sent"], ["Words"])


async def test_a_pause_is_tried_until_its_return(desk: Desk) -> None:
    desk.world.fail_next("sendMessage", 500, times=1000)
    await desk.post(desk.ana.chat, grade="C", expires_at=NOW + timedelta(minutes=10))
    await desk.sender.drain()
    for _ in range(18):
        await desk.later(31)
    row = (await desk.rows())[0]
    assert row.state == "pending" and row.attempts > 10
    await desk.later(60)
    assert await desk.states() == ["expired"]


async def test_edits_are_repeated_freely(desk: Desk) -> None:
    ref = await desk.post(desk.ana.chat)
    await desk.sender.drain()
    desk.world.fail_next("editMessageText", 500, done=True)
    await desk.post(desk.ana.chat, "Changed", kind="edit", grade="D", ref=ref)
    await desk.sender.drain()
    await desk.later(1)
    assert (await desk.states())[-1] == "sent"  # the second time it was not modified


@pytest.mark.parametrize(("kind", "method"), [("edit", "editMessageText"), ("delete", "deleteMessage")])
async def test_what_is_answered_with_nothing_is_tried_again(desk: Desk, kind: str, method: str) -> None:
    ref = await desk.post(desk.ana.chat)
    await desk.sender.drain()
    desk.wire.silent.append(method)
    await desk.post(desk.ana.chat, "Changed", kind=kind, grade="D", ref=ref)
    await desk.sender.drain()
    assert (await desk.states())[-1] == "pending"
    await desk.later(1)
    assert desk.texts(desk.ana.chat) == (["Changed"] if kind == "edit" else [])


# --- it surely did not -----------------------------------------------------------------------------------------------


async def test_what_reached_nobody_is_tried_until_its_time_is_over(desk: Desk) -> None:
    desk.wire.down = 3
    await desk.post(desk.ana.chat, grade="A", expires_at=NOW + timedelta(hours=2))
    await desk.sender.drain()
    for _ in range(3):
        assert desk.texts(desk.ana.chat) == []
        await desk.later(5)
    assert (await desk.states(), desk.texts(desk.ana.chat)) == (["sent"], ["Words"])
    assert (await desk.rows())[0].attempts == 1
    desk.wire.down = 10_000
    await desk.post(desk.ana.chat, grade="A", expires_at=desk.clock.now() + timedelta(minutes=2))
    await desk.sender.drain()
    for _ in range(5):
        await desk.later(31)
    assert (await desk.states())[-1] == "expired"
    await desk.post(desk.ana.chat)  # without a deadline: a day
    await desk.sender.drain()
    await desk.later(3600)
    assert (await desk.states())[-1] == "pending"
    await desk.later(24 * 3600)
    assert (await desk.states())[-1] == "expired"


async def test_a_flood_holds_that_chat_alone(desk: Desk) -> None:
    desk.world.fail_next("sendMessage", 429, wait=20)
    await desk.post(desk.ana.chat, "one")
    await desk.post(desk.ana.chat, "urgent", priority=0, grade="C")
    await desk.post(desk.ben.chat, "two")
    await desk.sender.drain()
    assert (desk.texts(desk.ana.chat), desk.texts(desk.ben.chat)) == ([], ["two"])
    await desk.later(15)
    assert desk.texts(desk.ana.chat) == []
    await desk.later(7)
    assert desk.texts(desk.ana.chat) == ["one", "urgent"]


async def test_two_floods_at_once_hold_everything(desk: Desk) -> None:
    desk.world.fail_next("sendMessage", 429, times=2, wait=20)
    for person in desk.world.people.values():
        desk.world.say(person, person.chat, "Hello")
        await desk.post(person.chat)
    await desk.sender.drain()
    assert desk.texts(desk.world.cleo.chat) == []
    await desk.later(22)
    assert await desk.states() == ["sent"] * 3


async def test_a_wrong_token_stops_the_process_at_the_third_time(desk: Desk) -> None:
    desk.world.token = "another"
    await desk.post(desk.ana.chat)
    await desk.sender.drain()
    await desk.later(6)
    with pytest.raises(Stop) as stop:
        await desk.later(6)
    assert stop.value.code == 78 and "token" not in stop.value.sentence


# --- people and groups -----------------------------------------------------------------------------------------------


async def test_who_blocked_gets_nothing_more_and_nobody_is_told(desk: Desk) -> None:
    """R49."""
    await desk.pair()
    desk.world.block(desk.ana)
    for _ in range(3):
        await desk.post(desk.ana.chat)
    await desk.sender.drain()
    assert await desk.states() == ["cancelled"] * 3
    assert desk.wire.calls.count("sendMessage") == 1
    assert all(row.body_sealed is None for row in await desk.rows())
    assert (desk.texts(desk.ana.chat), desk.texts(desk.ben.chat)) == ([], [])
    async with desk.database.session() as db:
        reachable = {one.chat_id: one.reachable for one in await db.scalars(select(Person))}
    assert reachable == {desk.ana.chat: False, desk.ben.chat: True}


async def test_a_group_that_became_a_supergroup_is_followed(desk: Desk) -> None:
    """R48."""
    group = desk.world.make_group(desk.ana)
    couple = await desk.pair(group)
    await desk.post(group, "one", couple_id=couple)
    await desk.post(group, "two", couple_id=couple)
    to = desk.world.migrate(group)
    await desk.sender.drain()
    assert (await desk.couple()).group_id == to
    assert [text for text in desk.texts(to) if text in ("one", "two")] == ["one", "two"]


async def test_a_card_on_its_way_into_a_group_that_moved_comes_once(desk: Desk) -> None:
    """R48."""
    group = desk.world.make_group(desk.ana)
    await desk.pair(group)
    about = {"user": desk.ana.id, "chat": desk.ana.chat, "language": "en"}
    await desk.worker.play(Event("command", command="checkin", **about))
    to = desk.world.migrate(group)
    await desk.sender.drain()
    assert desk.texts(to).count("Your ten minutes.") == 1


async def test_a_card_that_is_being_sent_when_its_group_moves_comes_once(desk: Desk) -> None:
    """R48. The move is told in the group before the send that is under way is refused."""
    group = desk.world.make_group(desk.ana)
    await desk.pair(group)
    about = {"user": desk.ana.id, "chat": desk.ana.chat, "language": "en"}
    await desk.worker.play(Event("command", command="checkin", **about))
    deliver = desk.front.deliver

    async def moving(kind: str, chat: int, *more: Any) -> int | None:
        if chat == group and group not in moved:
            moved.append(group)
            to = desk.world.migrate(group)
            await desk.worker.play(Event("moved", chat=group, private=False, to=to))
        return await deliver(kind, chat, *more)

    moved: list[int] = []
    desk.front.deliver = moving  # type: ignore[method-assign]
    await desk.sender.drain()
    assert moved == [group]
    assert desk.texts((await desk.couple()).group_id or 0).count("Your ten minutes.") == 1


async def test_a_group_does_not_move_to_where_others_are(desk: Desk) -> None:
    """No group becomes another couple's: its words would be shown there."""
    group = desk.world.make_group(desk.ana)
    await desk.pair(group)
    async with desk.database.begin() as db:
        about = {"created_at": NOW, "language": "en", "zone": "UTC", "settings": {}}
        db.add(Couple(id=new_id(), group_id=-77, place="bound", **about))
    await desk.worker.play(Event("moved", chat=group, private=False, to=-77))
    async with desk.database.session() as db:
        assert set(await db.execute(select(Couple.group_id, Couple.place))) == {(-77, "bound"), (None, "none")}


async def test_a_group_that_threw_us_out_is_nobodys(desk: Desk) -> None:
    group = desk.world.make_group(desk.ana)
    couple = await desk.pair(group)
    desk.world.kick_bot(group, desk.ana)
    await desk.post(group, couple_id=couple)
    await desk.sender.drain()
    found = await desk.couple()
    assert (found.group_id, found.place) == (None, "none")
    assert "Words" not in desk.texts(desk.ana.chat) + desk.texts(desk.ben.chat)


async def test_the_group_is_counted_before_something_is_shown(desk: Desk) -> None:
    """R6."""
    group = desk.world.make_group(desk.ana)
    couple = await desk.pair(group)
    await desk.post(group, "one", couple_id=couple)
    await desk.sender.drain()
    assert (await desk.couple()).counted_at == NOW
    desk.world.chats[group].members.append(desk.world.cleo.id)  # nobody tells us
    await desk.post(group, "two", couple_id=couple)
    await desk.later(59)
    assert desk.texts(group) == ["one", "two"]  # counted a minute ago
    await desk.post(group, "secret", couple_id=couple, guarded=True)
    await desk.sender.drain()
    assert desk.texts(group) == ["one", "two"]
    assert (await desk.couple()).place == "held"
    assert "cancelled" in await desk.states()


async def test_without_any_handler_a_wrong_count_still_shows_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R6."""
    group = desk.world.make_group(desk.ana, members=[desk.ana, desk.ben, desk.world.cleo])
    couple = await desk.pair(group)
    monkeypatch.setattr(desk.worker.engine, "hear", lambda db, event: asyncio.sleep(0))
    await desk.post(group, couple_id=couple)
    assert await desk.sender.drain() == 0
    assert (desk.texts(group), await desk.states()) == ([], ["cancelled"])


async def test_a_group_that_cannot_be_counted_is_not_spoken_to(desk: Desk) -> None:
    """R6."""
    group = desk.world.make_group(desk.ana)
    couple = await desk.pair(group)
    desk.world.fail_next("getChatMemberCount", 500)
    await desk.post(group, couple_id=couple)
    await desk.sender.drain()
    assert (desk.texts(group), await desk.states()) == ([], ["pending"])
    await desk.later(1)
    assert desk.texts(group) == ["Words"]


async def test_a_row_that_was_on_its_way_when_the_group_was_held_stays_back(desk: Desk) -> None:
    """R6."""
    group = desk.world.make_group(desk.ana)
    couple = await desk.pair(group)
    desk.world.fail_next("sendMessage", 500)
    await desk.post(group, couple_id=couple)
    await desk.sender.drain()
    async with desk.database.begin() as db:
        await db.execute(update(Couple).values(place="held"))
    await desk.later(60)
    assert (desk.texts(group), await desk.states()) == ([], ["cancelled"])


# --- who dies on the way ---------------------------------------------------------------------------------------------


async def test_a_lease_that_ran_out_is_sent_again_unless_it_must_not_be(desk: Desk) -> None:
    """R45."""
    for grade in "ABCD":
        await desk.post(desk.ana.chat, grade, grade=grade)
    async with desk.database.begin() as db:
        lease = {"state": "sending", "lease_owner": desk.sender.me, "lease_until": NOW + timedelta(seconds=30)}
        await db.execute(update(Outbox).values(**lease))
    assert await desk.sender.drain() == 0
    await desk.later(31)
    assert await desk.states() == ["unknown", "sent", "sent", "sent"]
    assert desk.texts(desk.ana.chat) == ["B", "C", "D"]


async def test_what_a_process_before_this_one_was_sending_does_not_wait_for_its_lease(desk: Desk) -> None:
    """SQLite has one process: another's lease is that of one that was killed."""
    for grade in "AB":
        await desk.post(desk.ana.chat, grade, grade=grade)
    async with desk.database.begin() as db:
        lease = {"state": "sending", "lease_owner": "killed", "lease_until": NOW + timedelta(seconds=30)}
        await db.execute(update(Outbox).values(**lease))
    assert await desk.sender.drain() == 1
    assert await desk.states() == ["unknown", "sent"]
    assert desk.texts(desk.ana.chat) == ["B"]


async def test_a_claim_whose_commit_is_in_doubt_was_not_sent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database has it and could not say so: the prompt is neither lost nor unknown, and comes once."""
    write, falls = desk.worker.write, True

    @asynccontextmanager
    async def falling() -> AsyncIterator[Any]:
        async with write() as db:
            yield db
        if falls:
            raise ConnectionError

    await desk.post(desk.ana.chat, grade="A", expires_at=NOW + timedelta(hours=2))
    monkeypatch.setattr(desk.worker, "write", falling)
    with pytest.raises(ConnectionError):
        await desk.sender.drain()
    assert (await desk.states(), desk.texts(desk.ana.chat)) == (["sending"], [])
    falls = False
    assert await desk.sender.drain() == 1
    assert (await desk.states(), desk.texts(desk.ana.chat)) == (["sent"], ["Words"])


async def test_a_mark_that_could_not_be_written_is_tried_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    write, fails = desk.sender._write, iter((True, True, False))

    async def failing(*given: Any) -> None:
        if next(fails):
            raise ConnectionError
        await write(*given)

    monkeypatch.setattr(desk.sender, "_write", failing)
    await desk.post(desk.ana.chat, grade="A", expires_at=NOW + timedelta(hours=2))
    assert await desk.sender.drain() == 1
    assert (await desk.states(), desk.texts(desk.ana.chat)) == (["sent"], ["Words"])


async def test_who_has_been_marked_does_not_wait_behind_the_others(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty chats, each of which sends on as soon as its last message is marked, are marked together and not one by
    one: each waits for the transaction that marks it, and for no other."""
    write, sizes = desk.sender._write, []

    async def counted(db: Any, ends: list[Any]) -> None:
        sizes.append(len(ends))
        await write(db, ends)

    async def sends(chat: int) -> None:
        for _ in range(5):
            await desk.sender._mark(End(Load(chat, "send", chat, "B", 1, NOW, None, None, None, {}), "sent"))

    monkeypatch.setattr(desk.sender, "_write", counted)
    await asyncio.gather(*(sends(1 + chat) for chat in range(30)))
    assert sum(sizes) == 150
    assert len(sizes) <= 15


async def test_a_row_is_claimed_once(desk: Desk) -> None:
    await desk.post(desk.ana.chat)
    other = Sender(desk.database, desk.front, desk.worker, desk.clock)
    counts = await asyncio.gather(desk.sender.drain(), other.drain())
    assert (sum(counts), desk.texts(desk.ana.chat)) == (1, ["Words"])


# --- for ever, and how fast ------------------------------------------------------------------------------------------


async def test_a_slow_chat_delays_no_other_and_a_stop_finishes_what_was_claimed(desk: Desk) -> None:
    running = asyncio.create_task(desk.sender.run())
    desk.world.fail_next("sendMessage", "slow", wait=4)
    await desk.post(desk.ana.chat, "slow")
    desk.sender.nudge.set()
    await until(lambda: "sendMessage" in desk.wire.calls)
    await desk.post(desk.ben.chat, "quick")
    desk.sender.nudge.set()
    await until(lambda: "quick" in desk.texts(desk.ben.chat))
    assert (await desk.states())[0] == "sending"
    desk.sender.stop()
    await asyncio.wait_for(running, 60)
    assert await desk.states() == ["sent", "sent"]


async def test_a_row_that_cannot_even_be_tried_does_not_spin(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    group = desk.world.make_group(desk.ana, members=[desk.ana, desk.ben, desk.world.cleo])
    couple = await desk.pair(group)

    async def hear(db: Any, event: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(desk.worker.engine, "hear", hear)
    await desk.post(group, couple_id=couple)
    running = asyncio.create_task(desk.sender.run())
    await asyncio.sleep(0.5)
    desk.sender.stop()
    await asyncio.wait_for(running, 60)
    assert desk.wire.calls.count("getChatMemberCount") == 1
    assert await desk.states() == ["pending"]


async def test_a_commit_of_the_worker_wakes_the_sender(desk: Desk) -> None:
    running = asyncio.create_task(desk.sender.run())
    await asyncio.sleep(0.1)
    await desk.worker.receive(desk.world.pending())
    await desk.worker.work()
    await until(lambda: desk.texts(desk.ana.chat))
    desk.sender.stop()
    await asyncio.wait_for(running, 60)
    assert desk.texts(desk.ana.chat)


async def test_who_is_free_is_found_behind_many_who_had_their_share(desk: Desk) -> None:
    pace = Pace()
    for chat in range(1, sending.FEW + 5):
        pace._private[chat] = (0.0, time.monotonic())
        await desk.post(chat, "later")
    await desk.post(desk.ana.chat, "now", priority=2)
    loads, _, _ = await desk.sender._claim_some(8, pace)
    assert [load.chat for load in loads] == [desk.ana.chat]


async def test_a_press_waits_for_no_message(desk: Desk) -> None:
    """However many were there before it, and where no message may go yet: it counts against no limit."""
    await desk.post(desk.ana.chat, body={"text": "?", "buttons": [[{"label": "Yes", "data": "y"}]], "silent": True})
    await desk.sender.drain()
    for chat in range(1, sending.FEW + 5):
        await desk.post(chat, "before")
    desk.world.tap(desk.ana, desk.ana.chat, desk.world.messages(desk.ana.chat)[-1].id, "Yes")
    await desk.worker.receive(desk.world.pending())
    await desk.worker.work()
    pace = Pace()
    pace._free = time.monotonic() + 60
    loads, _, _ = await desk.sender._claim_some(8, pace)
    assert [load.kind for load in loads] == ["answer"]


def test_the_pace_stays_below_telegrams_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(sending.time, "monotonic", lambda: now)
    pace = Pace()
    went: list[float] = []
    while now < 1003:  # who wants to send looks every five milliseconds
        if pace.take(len(went)) == 0:
            went.append(now)
        now += 0.005
    assert len(went) == pytest.approx(3 * 28, abs=1)
    assert max(sum(at <= one < at + 1 for one in went) for at in went) <= 29
    now += 1
    assert pace.take(1) == 0 and pace.take(2) == pytest.approx(pace.rest()) and pace.rest() > 0
    for _ in range(3):
        now += 0.05
        assert pace.wait(100) == 0 and pace.take(100) == 0
    assert pace.wait(100) == pytest.approx(0.9)
    now += 0.9
    assert pace.wait(100) == pytest.approx(0)
    for _ in range(18):
        now += 0.1
        assert pace.wait(-5) == 0 and pace.take(-5) == 0
    assert pace.wait(-5) == pytest.approx(60 - 1.7)
    now += 60
    assert pace.wait(-5) == 0


def test_an_answer_goes_before_its_turn_and_the_next_prompt_waits_for_both(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(sending.time, "monotonic", lambda: now)
    pace = Pace()
    went: list[float] = []
    asked, waited = 0, []
    while now < 1010:
        if asked * 0.2 <= now - 1000:  # five a second write, and are answered as soon as they may be
            if pace.take(asked, prompt=False) == 0:
                waited.append(now - 1000 - asked * 0.2)
                asked += 1
                went.append(now)
        elif pace.take(9000 + len(went)) == 0:
            went.append(now)
        now += 0.001
    assert asked == 50 and max(waited) < 0.002
    assert len(went) == pytest.approx(10 * 28, abs=2), "it costs no message"
    assert max(sum(at <= one < at + 1 for one in went) for at in went) <= 30
    assert pace.take(1, prompt=False) == 0 and 0 < pace.take(2, prompt=False) < pace.take(3), "only one"


async def test_who_writes_is_answered_before_the_next_prompt(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long that must wait, and whatever else has come to its end meanwhile."""
    monkeypatch.setattr(Pace, "EVERY", 60.0)
    desk.sender.pace = Pace()
    await desk.post(desk.ana.chat, "A prompt", grade="A")
    await desk.post(desk.world.cleo.chat, "Another", grade="A")
    running = asyncio.create_task(desk.sender.run())
    await until(lambda: desk.texts(desk.ana.chat))
    await desk.post(desk.ben.chat, "An answer", priority=1)
    desk.worker.committed()
    await until(lambda: desk.texts(desk.ben.chat))
    await desk.post(desk.ben.chat, "One more", priority=1)
    desk.worker.committed()
    await asyncio.sleep(0.3)
    assert not desk.texts(desk.world.cleo.chat)
    assert desk.texts(desk.ben.chat) == ["An answer"]
    desk.sender.stop()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


# --- one's own words -------------------------------------------------------------------------------------------------


async def test_an_export_holds_all_of_ones_own_and_of_the_others_only_what_was_shown(desk: Desk) -> None:
    couple = await desk.pair()
    async with desk.database.begin() as db:
        people = {one.chat_id: one for one in await db.scalars(select(Person))}
        await keys_of(db).load(db, *(member(one.id) for one in people.values()), joint(couple))
        for who in (desk.ana, desk.ben):
            for shared in (True, False):
                entry = Entry(
                    couple_id=couple, author_id=people[who.chat].id, kind="evening", shared=shared,
                    local_date=date(2026, 3, 2), created_at=NOW,
                )  # fmt: skip
                db.add(entry)
                entry.words = {"best": f"<mark-{who.name}-{'shared' if shared else 'private'}>"}
        people[desk.ana.chat].zone = "Asia/Kathmandu"
        ana = people[desk.ana.chat].id
        ids = {people[desk.ben.chat].id, str(desk.ben.id)}
    await desk.post(desk.ana.chat, kind="export", grade="A", body={"person": ana, "silent": True})
    assert await desk.sender.drain() == 1
    documents = [one for one in desk.world.messages(desk.ana.chat) if one.document]
    assert [one.document for one in documents] == ["my-words.html", "my-words.json"]
    files = dict(await render(desk.database, ana, TEXTS, desk.clock))
    told = json.loads(files["my-words.json"])
    assert told["version"] == 3
    assert {words for entry in told["words"] for words in entry["words"].values()} == {
        "<mark-Ana-shared>", "<mark-Ana-private>",
    }  # fmt: skip
    assert told["shown_to_you"] == [
        {"kind": "evening", "date": "2026-03-02", "words": {"best": "<mark-Ben-shared>"}}
    ]  # fmt: skip
    assert told["words"][0]["utc"] == "2026-03-02T20:30:00+00:00"
    assert told["words"][0]["local"] == "2026-03-03T02:15:00+05:45"
    page = files["my-words.html"].decode()
    assert "&lt;mark-Ben-shared&gt;" in page and "<mark" not in page
    for name, data in files.items():
        assert b"Ben-private" not in data, name
        assert not any(one.encode() in data for one in ids), name
    async with desk.database.session() as db:
        tidied = {one.message_id for one in await db.scalars(select(Message)) if one.chat_id == desk.ana.chat}
    assert {one.id for one in documents} <= tidied


async def test_an_export_of_somebody_who_is_gone_ends_quietly(desk: Desk) -> None:
    await desk.post(desk.ana.chat, kind="export", grade="A", body={"person": "nobody", "silent": True})
    assert await desk.sender.drain() == 0
    assert desk.texts(desk.ana.chat) == []


@pytest.fixture(params=["sqlite_house", "postgres_house"])
def either(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)


async def test_what_goes_next_is_found_by_its_urgency_however_much_waits(either: Path, tmp_path: Path) -> None:
    copy_house(either, tmp_path / "house")
    database = await open_house(tmp_path / "house")
    asked = {"system": "telegram", "now": NOW, "busy": [5], "priority": -1, "number": 0, "most": sending.PAGE}
    said: list[Any] = []
    listens_for(database.engine.sync_engine, "before_cursor_execute")(lambda *about: said.append(about[2:4]))
    async with database.begin() as db:
        connection = await db.connection()
        for way in ("seqscan", "sort") if database.shared else ():  # an empty table is read whole
            await connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        await db.execute(sending.WAITING, asked)
        statement, values = said[-1]
        explain = "EXPLAIN " if database.shared else "EXPLAIN QUERY PLAN "
        plan = str(list(await connection.exec_driver_sql(explain + statement, values)))
    await database.close()
    assert "ix_outbox_waiting" in plan
    assert "TEMP B-TREE" not in plan and "Sort" not in plan


@pytest.mark.parametrize("steps", range(4))
async def test_a_cancellation_that_comes_with_the_nudge_is_not_lost(desk: Desk, steps: int) -> None:
    """Else whoever closes would wait for ever for a sender that has begun another round."""
    running = asyncio.create_task(desk.sender.run())
    await asyncio.sleep(0.2)  # until nothing is left to send, and it waits
    desk.sender.nudge.set()
    for _ in range(steps):
        await asyncio.sleep(0)
    running.cancel()
    done, _ = await asyncio.wait({running}, timeout=0.9)
    desk.sender.stop()
    assert done and running.cancelled()
