"""The doors: what comes in is stored before it is confirmed, played once, and never a stop for the others."""

import asyncio
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from rich.console import Console
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from bot import shape
from bot.companion import HEALTH, Companion
from bot.config import Config
from bot.demo import demo
from bot.doctor import doctor, quick
from bot.front import TelegramFront, TelegramLinks, connect
from bot.poll import Poller
from bot.static import asked, static_answer, static_buttons
from bot.stop import Stop
from bot.worker import Worker
from dialogue.clock import Clock, SettableClock
from dialogue.engine import Engine
from dialogue.event import Event
from dialogue.help_lines import countries, help_lines
from dialogue.practice import Practices
from handlers import PRACTICES
from models import (
    Alarm,
    Card,
    Conversation,
    Couple,
    DataKey,
    Entry,
    Inbox,
    Invitation,
    Message,
    Outbox,
    Person,
    new_id,
)
from models.keys import KeyGone, joint, keys_of, member
from playground.app import Server, app
from playground.bot_api import BotApi
from playground.world import World
from scheduler import tick
from tests.patience import until
from tests.stage import TEXTS, copy_house, open_house

NOW = datetime(2026, 3, 2, 20, 30, tzinfo=UTC)
TOKEN = "7700000001:" + "t" * 35
Json = dict[str, Any]


class Porch:
    """A worker behind a real front, and the phones before it."""

    def __init__(self, database: Any) -> None:
        self.database = database
        self.clock = SettableClock(NOW)
        self.world = World(self.clock)
        self.transport = httpx.ASGITransport(app(self.world))
        self.bot = connect(TOKEN, "http://127.0.0.1", transport=self.transport)
        self.engine = Engine(Practices(PRACTICES), TEXTS, self.clock, TelegramLinks("evenfall_bot"))
        self.front = TelegramFront(self.bot, "evenfall_bot", TEXTS)
        self.worker = Worker(database, self.engine, self.front.to_event)
        self.poller = Poller(self.front, self.worker, transport=self.transport)
        self.heard: list[Event] = []

    def listen(self, monkeypatch: pytest.MonkeyPatch, fails: Any = None) -> None:
        """Hear events instead of playing them; `fails` may raise."""

        async def hear(db: Any, event: Event) -> None:
            if fails is not None:
                fails(event)
            self.heard.append(event)

        monkeypatch.setattr(self.engine, "hear", hear)

    def text(self, words: str, number: int) -> Json:
        who = {"id": 5, "is_bot": False, "first_name": "Ana"}
        message = {"message_id": number, "date": 1, "chat": {"id": 5, "type": "private"}, "from": who, "text": words}
        return {"update_id": number, "message": message}

    async def rows(self, table: Any = Inbox) -> list[Any]:
        async with self.database.session() as db:
            return list(await db.scalars(select(table).order_by(*table.__table__.primary_key)))

    async def count(self, table: Any) -> int:
        async with self.database.session() as db:
            return int(await db.scalar(select(func.count()).select_from(table)) or 0)


@pytest.fixture
async def porch(house: Path, tmp_path: Path) -> AsyncIterator[Porch]:
    copy_house(house, tmp_path / "house")
    porch = Porch(await open_house(tmp_path / "house"))
    yield porch
    await porch.poller.close()
    await porch.bot.shutdown()
    await porch.database.close()


# --- what is stored --------------------------------------------------------------------------------------------------

GROUP = {"id": -7, "type": "group", "title": "Us"}
WHO = {"id": 5, "is_bot": False, "first_name": "Ana"}
BOT = {"id": 9, "is_bot": True, "first_name": "Evenfall", "username": "evenfall_bot"}
PRIVATE = {"id": 5, "type": "private"}


def said(chat: Json = PRIVATE, **what: Any) -> Json:
    return {"update_id": 1, "message": {"message_id": 3, "date": 1, "chat": chat, "from": WHO, **what}}


CARD = {"message_id": 2, "date": 1, "chat": GROUP, "from": BOT, "text": "Ana: secret"}


@pytest.mark.parametrize(
    "update",
    [
        said(location={"latitude": 1, "longitude": 2}),
        said(venue={"location": {"latitude": 1, "longitude": 2}, "title": "x", "address": "y"}),
        said(contact={"phone_number": "1", "first_name": "x"}),
        said(text="x", forward_origin={"type": "hidden_user", "date": 1, "sender_user_name": "x"}),
        said(text="x", forward_date=1),
        said(pinned_message=CARD),
        said(GROUP, text="we talk"),
        said(GROUP, text="we talk", reply_to_message={**CARD, "from": WHO}),
        said(GROUP, photo=[], reply_to_message=CARD),
        said(GROUP, group_chat_created=True),
        said(GROUP, text="/pause", sender_chat=GROUP),
        {"update_id": 1, "edited_message": said(text="x")["message"]},
        {"update_id": 1, "channel_post": said({"id": -8, "type": "channel"}, text="x")["message"]},
        {"update_id": 1, "message_reaction": {}},
        {"update_id": 1, "callback_query": {"id": "1", "from": WHO, "chat_instance": "1", "data": "x"}},
        {"message": {}},
    ],
    ids=lambda update: "-".join([*update, *list(update.get("message", {}))[4:]]),
)
async def test_what_is_not_for_the_companion_leaves_no_row(porch: Porch, update: Json) -> None:
    await porch.worker.receive([update])
    assert await porch.count(Inbox) == 0


@pytest.mark.parametrize(
    "update",
    [
        said(text="words"),
        said(voice={}),
        said(chat_shared={"request_id": 1, "chat_id": -7}),
        said(GROUP, text="/pause"),
        said(GROUP, text="words", reply_to_message=CARD),
        said(GROUP, new_chat_members=[WHO]),
        said(GROUP, left_chat_member=WHO),
        said(GROUP, migrate_to_chat_id=-100, sender_chat=GROUP),
        {"update_id": 1, "callback_query": {"id": "1", "from": WHO, "data": "x", "message": CARD}},
        {"update_id": 1, "my_chat_member": {"chat": GROUP}},
        {"update_id": 1, "message": "nonsense"},
    ],
    ids=lambda update: "-".join([*update, *(list(update["message"])[4:] if "message" in update else [])]),
)
async def test_what_is_for_the_companion_is_stored_sealed(porch: Porch, update: Json) -> None:
    await porch.worker.receive([update])
    async with porch.database.session() as db:
        await keys_of(db).load(db, "system:inbox")
        row = (await db.scalars(select(Inbox))).one()
        assert (row.state, row.update_id) == ("new", 1)
        assert "secret" not in json.dumps(row.payload)  # neither the words replied to nor those of the pressed card
        assert b"words" not in (row.payload_sealed or b"")


async def test_an_update_is_stored_once_by_its_number_and_by_its_message(porch: Porch) -> None:
    one, again = porch.text("a", 1), porch.text("a", 1)
    renumbered = {**porch.text("a", 1), "update_id": 99}
    await porch.worker.receive([one, again])
    await porch.worker.receive([one, renumbered, porch.text("b", 2)])
    assert [row.update_id for row in await porch.rows()] == [1, 2]


async def test_half_a_sign_and_a_giant_number_stop_nobody(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    porch.listen(monkeypatch)
    giant = porch.text("giant", 2)
    giant["message"]["chat"]["id"] = 2**80
    await porch.worker.receive([porch.text("\ud83d", 1), giant, porch.text("good", 3)])
    await porch.worker.work()
    assert [event.words for event in porch.heard] == ["good"]
    assert [row.state for row in await porch.rows()] == ["dead", "dead", "done"]


# --- turns -----------------------------------------------------------------------------------------------------------


async def test_turns_are_played_in_order_and_blanked(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    porch.listen(monkeypatch)
    await porch.worker.receive([porch.text(str(number), number) for number in range(1, 121)])
    assert await porch.worker.work() == 120
    assert [event.words for event in porch.heard] == [str(number) for number in range(1, 121)]
    assert {(row.state, row.payload_sealed) for row in await porch.rows()} == {("done", None)}
    assert await porch.worker.work() == 0


async def test_an_unreadable_update_is_a_dead_letter(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    porch.listen(monkeypatch)
    odd = porch.text("odd", 2)
    odd["message"]["from"] = {"id": 5}
    await porch.worker.receive([porch.text("one", 1), odd, {"update_id": 3, "message": 17}, porch.text("four", 4)])
    await porch.worker.work()
    assert [event.words for event in porch.heard] == ["one", "four"]
    assert [(row.state, row.payload_sealed is None) for row in await porch.rows()] == [
        ("done", True), ("dead", False), ("dead", False), ("done", True),
    ]  # fmt: skip


async def test_a_turn_that_fails_is_played_again_alone(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    left = 2

    def fails(event: Event) -> None:
        nonlocal left
        if event.words == "two" and left:
            left -= 1
            raise RuntimeError

    porch.listen(monkeypatch, fails)
    await porch.worker.receive([porch.text(words, n) for n, words in enumerate(("one", "two", "three"), 1)])
    assert await porch.worker.work() == 3
    assert [event.words for event in porch.heard] == ["one", "one", "two", "three"], "what was undone is played again"
    assert [row.state for row in await porch.rows()] == ["done"] * 3


async def test_a_turn_that_always_fails_is_put_away_and_leaves_nothing(
    porch: Porch, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0

    async def hear(db: Any, event: Event) -> None:
        nonlocal tried
        db.add(Couple(id=event.words, created_at=NOW, settings={}))
        await db.flush()
        if event.words == "two":
            tried += 1
            raise ValueError(event.words)

    monkeypatch.setattr(porch.engine, "hear", hear)
    await porch.worker.receive([porch.text(words, n) for n, words in enumerate(("one", "two", "three"), 1)])
    assert await porch.worker.work() == 2
    assert (tried, {row.id for row in await porch.rows(Couple)}) == (5, {"one", "three"})
    assert [row.state for row in await porch.rows()] == ["done", "dead", "done"]


async def test_a_database_that_fails_loses_no_turn(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    down = True

    def fails(event: Event) -> None:
        if down:
            raise OperationalError("", {}, Exception())

    porch.listen(monkeypatch, fails)
    await porch.worker.receive([porch.text("one", 1)])
    for _ in range(5):
        with pytest.raises(OperationalError):
            await porch.worker.work()
    down = False
    assert await porch.worker.work() == 1
    assert [row.state for row in await porch.rows()] == ["done"]


async def test_a_key_made_in_a_turn_that_was_rolled_back_seals_nothing(porch: Porch) -> None:
    """A savepoint's commit is not the commit."""
    try:
        async with porch.database.begin() as db:
            async with db.begin_nested():
                await keys_of(db).need(db, NOW, "member:x")
            raise RuntimeError
    except RuntimeError:
        pass
    async with porch.database.begin() as db:
        assert await keys_of(db).load(db, "member:x") == {"member:x"}


async def test_the_worker_plays_what_arrives_until_it_is_stopped(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    porch.listen(monkeypatch)
    running = asyncio.create_task(porch.worker.run())
    await porch.worker.receive([porch.text("one", 1)])
    await until(lambda: porch.heard)
    porch.worker.stop()
    await asyncio.wait_for(running, 60)
    assert [event.words for event in porch.heard] == ["one"]


# --- alarms ----------------------------------------------------------------------------------------------------------


async def alarms(porch: Porch, *minutes: int, **columns: Any) -> str:
    """A couple with alarms that many minutes ago, named by them."""
    async with porch.database.begin() as db:
        couple = Couple(id=new_id(), created_at=NOW, settings={})
        db.add(couple)
        await db.flush()
        for ago in minutes:
            due = NOW - timedelta(minutes=ago)
            db.add(
                Alarm(id=f"a{ago}", couple_id=couple.id, practice="x", name="y", due_at=due, window=60, **columns)
            )  # fmt: skip
    return couple.id


async def ring(porch: Porch, monkeypatch: pytest.MonkeyPatch, fails: str = "", stays: str = "") -> list[str]:
    rung: list[str] = []

    async def hear(db: Any, event: Event) -> None:
        if event.alarm == fails:
            raise RuntimeError
        rung.append(event.alarm)
        if event.alarm != stays:
            await db.execute(update(Alarm).where(Alarm.id == event.alarm).values(due_at=None))

    monkeypatch.setattr(porch.engine, "hear", hear)
    await asyncio.wait_for(porch.worker.ring(), 60)
    return rung


async def test_what_is_due_rings_oldest_first(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    await alarms(porch, 1, 30, 5, 0, -5)
    assert await ring(porch, monkeypatch) == ["a30", "a5", "a1", "a0"]
    assert await ring(porch, monkeypatch) == []


async def test_more_than_a_batch_rings_too(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.worker.ALARMS", 20)
    await alarms(porch, *range(1, 71))
    assert await ring(porch, monkeypatch) == [f"a{ago}" for ago in range(70, 0, -1)]


async def test_all_that_is_due_is_claimed_before_the_first_begins(
    porch: Porch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.worker.ALARMS", 20)
    await alarms(porch, *range(1, 71), -5)
    seen: list[int] = []

    async def hear(db: Any, event: Event) -> None:
        claimed = select(func.count()).where(Alarm.claimed_by == porch.database.me, Alarm.claimed_for == Alarm.due_at)
        seen.append(await db.scalar(claimed))
        await db.execute(update(Alarm).where(Alarm.id == event.alarm).values(due_at=None))

    monkeypatch.setattr(porch.engine, "hear", hear)
    await asyncio.wait_for(porch.worker.ring(), 60)
    assert seen == list(range(70, 0, -1))


async def test_what_a_dead_process_had_claimed_is_taken_over(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.worker.ALARMS", 10)
    await alarms(porch, 30)
    assert await ring(porch, monkeypatch, fails="a30") == []  # it stays ours, and is left alone for a while
    await alarms(porch, *range(1, 30))
    async with porch.database.begin() as db:
        await db.execute(update(Alarm).where(Alarm.id != "a30").values(claimed_by="gone", claimed_for=Alarm.due_at))
    assert sorted(await ring(porch, monkeypatch)) == sorted(f"a{ago}" for ago in range(1, 30))


async def test_a_claim_of_last_time_goes_before_nobody(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    await alarms(porch, 10, 20)
    async with porch.database.begin() as db:
        before = update(Alarm).values(claimed_by=porch.database.me, claimed_for=NOW - timedelta(days=1))
        await db.execute(before.where(Alarm.id == "a10"))
    assert await ring(porch, monkeypatch) == ["a20", "a10"]


async def test_a_claim_holds_for_the_moment_it_was_made_for(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who puts an alarm to another moment need not know of claims."""
    await alarms(porch, 10)
    async with porch.database.begin() as db:
        await db.execute(update(Alarm).values(claimed_by="gone", claimed_for=NOW - timedelta(hours=1)))
    assert await ring(porch, monkeypatch) == ["a10"]


async def test_an_alarm_that_is_left_alone_is_not_passed_to_and_fro(
    porch: Porch, monkeypatch: pytest.MonkeyPatch
) -> None:
    await alarms(porch, 1)
    assert await ring(porch, monkeypatch, fails="a1") == []
    async with porch.database.begin() as db:
        await db.execute(update(Alarm).values(claimed_by="another"))
    assert await ring(porch, monkeypatch) == []
    async with porch.database.session() as db:
        assert await db.scalar(select(Alarm.claimed_by)) == "another"


async def test_alarms_of_a_held_talk_wait_and_the_holders_ring(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    couple = await alarms(porch, 3)
    async with porch.database.begin() as db:
        for talk, holder in (("holder", "holder"), ("held", "holder"), ("free", None)):
            row = Conversation(
                id=talk, couple_id=couple, practice="x", due=NOW, opened_at=NOW, held_by=holder, turn=0
            )  # fmt: skip
            db.add(row)
            await db.flush()
            db.add(
                Alarm(id=f"of-{talk}", couple_id=couple, conversation_id=talk, practice="x", name="y", due_at=NOW,
                      window=60)
            )  # fmt: skip
    assert (
        await ring(porch, monkeypatch) == ["a3", "of-free", "of-holder"] or set(await ring(porch, monkeypatch)) == set()
    )
    async with porch.database.session() as db:
        assert (await db.get_one(Alarm, "of-held")).due_at == NOW


async def test_an_alarm_that_fails_or_stays_due_stops_no_other(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    await alarms(porch, 1, 2, 3, 4)
    assert await ring(porch, monkeypatch, fails="a4", stays="a2") == ["a3", "a2", "a1"]
    assert await ring(porch, monkeypatch) == []  # left alone for a while
    porch.clock.forward(timedelta(minutes=11))
    assert await ring(porch, monkeypatch) == ["a4", "a2"]


async def test_the_ticker_calls_both_and_is_woken_when_it_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []

    def call(name: str) -> Any:
        async def work() -> None:
            called.append(name)
            raise RuntimeError(name)  # next time again

        return work

    monkeypatch.setattr(tick, "TICK", 0.05)
    monkeypatch.setattr(tick, "HOUSE", 0.1)
    monkeypatch.setattr(tick, "LOOK", 0.05)
    monkeypatch.setattr(tick, "SILENCE", 0.3)
    ticker = tick.Ticker(call("tick"), call("house"))
    ticker.start()
    await until(lambda: called.count("tick") > 3 and "house" in called)
    for job in ticker._jobs:  # as after a clock that was set back by an hour
        job.modify(next_run_time=job.next_run_time + timedelta(hours=1))
    await asyncio.sleep(0.1)
    called.clear()
    await until(lambda: called.count("tick") > 3)
    ticker.stop()


async def test_a_year_left_out_is_one_tick_not_millions() -> None:
    """A clock that jumps must not keep the process busy with the ticks that never were."""

    async def nothing() -> None: ...

    ticker = tick.Ticker(nothing, nothing)
    ticker.start()
    for job in ticker._jobs:
        later = job.next_run_time + timedelta(days=1)  # by the old way 43,200
        assert job._get_run_times(later) == [job.next_run_time]
        assert job.trigger.get_next_fire_time(job.next_run_time, later) - later == job.trigger.apart
    ticker.stop()


@pytest.mark.parametrize(("hours", "left_out"), [(5, False), (7, True), (-7, True), (8760, True)])
async def test_a_clock_that_jumps_is_believed_when_two_ticks_agree(
    hours: int, left_out: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []

    def call(name: str) -> Any:
        async def work() -> None:
            called.append(name)

        return work

    ticker = tick.Ticker(call("tick"), call("house"))
    await ticker._ring()
    await ticker._keep()
    assert called == ["tick", "house"]
    there = Clock.now
    monkeypatch.setattr(Clock, "now", lambda self: there(self) + timedelta(hours=hours))
    await ticker._keep()
    await ticker._ring()
    assert called[2:] == ([] if left_out else ["house", "tick"])
    called.clear()
    await ticker._ring()
    await ticker._keep()
    assert called == ["tick", "house"], "two ticks agree"


# --- the house -------------------------------------------------------------------------------------------------------


async def test_posts_and_letters_are_let_go_in_their_time(porch: Porch) -> None:
    async with porch.database.begin() as db:
        await keys_of(db).need_today(db, "system:inbox", NOW)
        await keys_of(db).need_today(db, "system:outbox", NOW)
        await db.flush()
        for number, (state, days) in enumerate((("new", 20), ("done", 13), ("done", 15), ("dead", 2), ("dead", 4)), 1):
            inbox = Inbox(
                id=new_id(), system="telegram", update_id=number, state=state, attempts=0,
                received_at=NOW - timedelta(days=days),
            )  # fmt: skip
            db.add(inbox)
            inbox.payload = {"words": "x"} if state != "done" else None
        for state, days in (
            ("pending", 0), ("sent", 2), ("sent", 4), ("unknown", 13), ("unknown", 15), ("pending", 1),
        ):  # fmt: skip
            outbox = Outbox(
                id=new_id(), system="telegram", chat_id=5, kind="send", grade="A", priority=1, state=state,
                not_before=NOW, created_at=NOW - timedelta(days=days),
                expires_at=NOW if days == 0 else None,
            )  # fmt: skip
            db.add(outbox)
            outbox.body = {"text": "x"} if state == "pending" else None
    await porch.worker.keep_house()
    assert [(row.update_id, row.payload_sealed is not None) for row in await porch.rows()] == [
        (1, True), (2, False), (4, True), (5, False),
    ]  # fmt: skip
    assert [(row.state, row.body_sealed is not None) for row in await porch.rows(Outbox)] == [
        ("expired", False), ("sent", False), ("unknown", False), ("pending", True),
    ]  # fmt: skip


async def test_the_queues_keys_of_past_days_go_unless_a_row_needs_one(porch: Porch) -> None:
    async with porch.database.begin() as db:
        for days in (10, 5, 2, 0):
            for owner in ("system:inbox", "system:outbox"):
                await keys_of(db).need_today(db, owner, NOW - timedelta(days=days))
            await db.flush()
        row = Inbox(
            id=new_id(), system="telegram", update_id=1, state="new", attempts=0, received_at=NOW - timedelta(days=5)
        )
        db.add(row)
        row.payload = {"words": "x"}
    await porch.worker.keep_house()
    async with porch.database.session() as db:
        kept = {
            (one.owner, (NOW.date() - date.fromordinal(one.key_id)).days) for one in await db.scalars(select(DataKey))
        }
    assert kept == {
        ("system:inbox", 5), ("system:inbox", 2), ("system:inbox", 0), ("system:outbox", 2), ("system:outbox", 0),
    }  # fmt: skip


async def test_old_words_messages_and_links_go_and_living_cards_stay(porch: Porch) -> None:
    async with porch.database.begin() as db:
        couple = Couple(id=new_id(), created_at=NOW, settings={})
        db.add(couple)
        await db.flush()
        person = Person(
            id=new_id(), system="telegram", user_id=5, chat_id=5, couple_id=couple.id, created_at=NOW, language="en",
            settings={},
        )  # fmt: skip
        db.add(person)
        await db.flush()
        for day in (date(2026, 3, 1), date(2026, 3, 2), None):
            db.add(
                Entry(couple_id=couple.id, author_id=person.id, kind="x", local_date=NOW.date(), created_at=NOW,
                      expires_on=day)
            )  # fmt: skip
        for name, hours in (("gone", -1), ("open", 1)):
            db.add(
                Invitation(token_hash=name, kind="pair", person_id=person.id, expires_at=NOW + timedelta(hours=hours))
            )
        talk = Conversation(id=new_id(), couple_id=couple.id, practice="x", due=NOW, opened_at=NOW, turn=0)
        db.add(talk)
        await db.flush()
        for name, hours in (("old", 49), ("young", 47), ("card", 500), ("waiting", 500)):
            db.add(Message(id=name, chat_id=5, at=NOW - timedelta(hours=hours)))
        db.add(Card(conversation_id=talk.id, key_owner="x", name="card", chat_id=5, message_ref="card"))
        db.add(
            Outbox(id=new_id(), system="telegram", chat_id=5, kind="edit", grade="D", priority=1, state="pending",
                   not_before=NOW, created_at=NOW, message_ref="waiting")
        )  # fmt: skip
    await porch.worker.keep_house()
    assert {row.expires_on for row in await porch.rows(Entry)} == {date(2026, 3, 2), None}
    assert [row.token_hash for row in await porch.rows(Invitation)] == ["open"]
    assert {row.id for row in await porch.rows(Message)} == {"young", "card", "waiting"}


async def test_a_couple_that_ended_a_week_ago_is_let_go_and_each_keeps_their_own(porch: Porch) -> None:
    """R44."""
    async with porch.database.begin() as db:
        homes = {name: Couple(id=name, created_at=NOW, settings={}) for name in ("old", "recent", "ana", "ben")}
        homes["old"].ended_at, homes["recent"].ended_at = NOW - timedelta(days=8), NOW - timedelta(days=6)
        db.add_all(homes.values())
        await db.flush()
        await keys_of(db).need(db, NOW, joint("old"), joint("recent"))
        for number, (name, ended) in enumerate((("ana", "old"), ("ben", "recent")), 5):
            person = Person(
                id=f"p-{name}", system="telegram", user_id=number, chat_id=number, couple_id=name,
                ended_couple_id=ended, created_at=NOW, language="en", settings={},
            )  # fmt: skip
            db.add(person)
            await keys_of(db).need(db, NOW, member(person.id))
            await db.flush()
            entry = Entry(
                couple_id=ended, author_id=person.id, kind="x", shared=True, local_date=NOW.date(), created_at=NOW
            )
            db.add(entry)
            entry.words = {"best": name}
    await porch.worker.keep_house()
    async with porch.database.session() as db:
        await keys_of(db).load(db, member("p-ana"))
        entries = {one.author_id: one for one in await db.scalars(select(Entry))}
        assert (entries["p-ana"].couple_id, entries["p-ana"].shared) == ("ana", False)
        assert entries["p-ana"].words == {"best": "ana"}
        assert (entries["p-ben"].couple_id, entries["p-ben"].shared) == ("recent", True)
        assert {one.id: one.ended_couple_id for one in await db.scalars(select(Person))} == {
            "p-ana": None, "p-ben": "recent",
        }  # fmt: skip
        assert set(await db.scalars(select(Couple.id))) == {"recent", "ana", "ben"}
        assert await keys_of(db).load(db, joint("old"), joint("recent")) == {joint("old")}
        with pytest.raises(KeyGone):
            keys_of(db).seal(joint("old"), "x|y", "z", "words")


async def test_the_house_is_kept_on_an_empty_database(porch: Porch) -> None:
    await porch.worker.keep_house()
    await porch.worker.keep_house()


# --- what an update means --------------------------------------------------------------------------------------------

ABOUT = {"user": 5, "name": "Ana", "language": "en", "message": 3}
HERE = {**ABOUT, "chat": 5}
THERE = {**ABOUT, "chat": -7, "private": False}


@pytest.mark.parametrize(
    ("update", "event"),
    [
        (said(text="words"), Event("text", words="words", **HERE)),
        (said(text="/start"), Event("command", command="start", **HERE)),
        (said(text="/START@Evenfall_bot  abc\ndef"), Event("command", command="start", words="abc\ndef", **HERE)),
        (said(text="/p."), Event("command", command="p", words=".", **HERE)),
        (said(text="/start@another_bot"), None),
        (said(text="/etc/passwd"), Event("text", words="/etc/passwd", **HERE)),
        (said(text="x", reply_to_message=CARD), Event("text", words="x", reply_to=2, **HERE)),
        (said(voice={"file_id": "a", "file_unique_id": "b", "duration": 1}), Event("aloud", **HERE)),
        (
            said(video_note={"file_id": "a", "file_unique_id": "b", "duration": 1, "length": 1}),
            Event("aloud", **HERE),
        ),
        (said(photo=[{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]), Event("other", **HERE)),
        (said(dice={"emoji": "x", "value": 1}), Event("other", **HERE)),
        (said(chat_shared={"request_id": 1, "chat_id": -7}), Event("chosen", to=-7, **HERE)),
        (said(message_auto_delete_timer_changed={"message_auto_delete_time": 5}), None),
        (said(GROUP, text="/pause"), Event("command", command="pause", **THERE)),
        (said(GROUP, text="x", reply_to_message=CARD), Event("text", words="x", reply_to=2, **THERE)),
        (said(GROUP, text="x", reply_to_message={**CARD, "from": {**BOT, "username": "other_bot"}}), None),
        (said(GROUP, text="/pause", sender_chat=GROUP), None),
        (said(GROUP, new_chat_members=[WHO]), Event("joined", chat=-7, private=False)),
        (said(GROUP, new_chat_members=[{**BOT, "username": "spy_bot"}]), Event("joined", chat=-7, private=False)),
        (said(GROUP, left_chat_member=WHO), Event("left", chat=-7, private=False)),
        (said(GROUP, left_chat_member=BOT), Event("removed", chat=-7, private=False)),
        (said(GROUP, migrate_to_chat_id=5), None),
        (said(GROUP, migrate_to_chat_id=-100), Event("moved", chat=-7, private=False, to=-100)),
        (
            said({**GROUP, "id": -100, "type": "supergroup"}, migrate_from_chat_id=-7, sender_chat=GROUP),
            Event("moved", chat=-7, private=False, to=-100),
        ),
        (
            {"update_id": 1, "callback_query": {
                "id": "8", "from": WHO, "chat_instance": "1", "data": "abc", "message": {**CARD, "message_id": 3}}},
            Event("tap", data="abc", tap="8", **THERE),
        ),
        (
            {"update_id": 1, "callback_query": {
                "id": "8", "from": WHO, "chat_instance": "1", "data": "abc",
                "message": {"message_id": 3, "date": 0, "chat": PRIVATE}}},
            Event("tap", data="abc", tap="8", **HERE),
        ),
        ({"update_id": 1, "edited_message": said(text="x")["message"]}, None),
        ({"update_id": 1, "channel_post": said({"id": -8, "type": "channel"}, text="x")["message"]}, None),
        ({"update_id": 1}, None),
    ],
    ids=lambda value: "" if isinstance(value, Event) else None,
)  # fmt: skip
async def test_an_update_becomes_an_event(porch: Porch, update: Json, event: Event | None) -> None:
    assert porch.front.to_event(update) == event


@pytest.mark.parametrize("chat", [None, "5", True, 5.0, 2**70])
async def test_what_happened_in_no_chat_cannot_be_read(porch: Porch, chat: Any) -> None:
    tapped = {"id": "8", "from": WHO, "chat_instance": "1", "data": "abc"}
    tapped["message"] = {"message_id": 3, "date": 0, "chat": {**PRIVATE, "id": chat}}
    for odd in (said({**PRIVATE, "id": chat}, text="x"), {"update_id": 1, "callback_query": tapped}):
        with pytest.raises(TypeError):
            porch.front.to_event(odd)


def standing(chat: Json, before: str, after: str, number: int = 1, at: int = 1) -> Json:
    change = {"chat": chat, "from": WHO, "date": at}
    for name, status in (("old", before), ("new", after)):
        change[f"{name}_chat_member"] = {"user": BOT, "status": status, "until_date": 0}
    return {"update_id": number, "my_chat_member": change}


async def test_our_own_standing_becomes_an_event_and_being_added_is_told_once(porch: Porch) -> None:
    about = {"user": 5, "name": "Ana", "language": "en"}
    event = porch.front.to_event
    assert event(standing(PRIVATE, "member", "kicked")) == Event("blocked", chat=5, **about)
    assert event(standing(PRIVATE, "kicked", "member")) == Event("unblocked", chat=5, **about)
    added = Event("added", chat=-7, private=False, **about)
    service = said(GROUP, new_chat_members=[BOT])
    assert event(standing(GROUP, "left", "member", 1)) == added
    assert event(standing(GROUP, "left", "member", 1)) == added  # the same one, played again
    assert event({**service, "update_id": 2}) is None
    assert event(standing(GROUP, "member", "administrator", 3)) is None
    assert event(standing(GROUP, "member", "kicked", 4)) == Event("removed", chat=-7, private=False)
    assert event(standing(GROUP, "kicked", "member", 5)) == added


def test_links_open_what_only_the_app_can_do() -> None:
    links = TelegramLinks("evenfall_bot")
    assert links.group("abc") == "https://t.me/evenfall_bot?startgroup=abc"
    assert links.invitation("abc", "Du & ich?") == (
        "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fevenfall_bot%3Fstart%3Dabc&text=Du%20%26%20ich%3F"
    )


# --- who to call, and what can be sent -------------------------------------------------------------------------------


def test_who_to_call_is_asked_for_by_word_or_button_and_always_answered_in_private() -> None:
    """R30."""
    tap = {"id": "8", "from": {**WHO, "language_code": "de"}, "data": "/sos", "message": CARD}
    found = asked({"update_id": 1, "callback_query": tap}, "evenfall_bot")
    assert found is not None and (found.command, found.person, found.language, found.tap) == ("sos", 5, "de", "8")
    in_group = asked(said(GROUP, text="/help@evenfall_bot"), "evenfall_bot")
    assert in_group is not None and (in_group.command, in_group.person, in_group.tap) == ("help", 5, None)
    for other in ("/sosa", "sos", "/sos@another_bot", "/menu"):
        assert asked(said(text=other), "evenfall_bot") is None
    assert asked(said(GROUP, text="/sos", sender_chat=GROUP), "evenfall_bot") is None
    assert asked({"update_id": 1, "message": {"from": 5, "text": "/sos"}}, "evenfall_bot") is None


def test_numbers_are_those_of_the_accounts_country_and_never_guessed() -> None:
    """R36."""
    american, german, unknown = (static_answer("sos", code, TEXTS) for code in ("en-US", "de-DE", "fr-FR"))
    anywhere = static_answer("sos", "en", TEXTS)
    assert "988" in american and "116 123" not in american
    assert "116 016" in german and "988" not in german
    assert all("findahelpline.com" in one for one in (american, german, unknown, anywhere))
    assert not re.search(r"\d{3}", unknown)
    assert not re.search(r"\d{3}", anywhere), "a language is no country"


def test_no_country_is_given_the_numbers_of_another() -> None:
    """R36. Every country there is: a neighbour's line may not answer, or not in a language that is understood."""
    every = [row for row in help_lines() if "number" in row]
    codes = [code for code in TEXTS["en"].wording.locale.territories if re.fullmatch("[A-Z]{2}", code)]
    assert len(codes) > 200
    for code in codes:
        said = static_answer("sos", f"en-{code}", TEXTS)
        shown = {row["country"] for row in every if f"{row['name']}: {row['number']}" in said}
        assert shown == ({code} if code in countries() else set())


def test_the_country_is_asked_once_and_told_by_a_button() -> None:
    """R36. Every country with lines has a button; it is answered like /sos itself, and remembered by nobody else."""
    for row in static_buttons("sos", "en", TEXTS):
        for button in row:
            tap = {"id": "8", "from": WHO, "data": button["data"], "message": CARD}
            found = asked({"update_id": 1, "callback_query": tap}, "evenfall_bot")
            assert found is not None and found.country is not None
            words = static_answer("sos", "en", TEXTS, found.country)
            assert button["label"] in words and re.search(r"\d\d", words)
            assert button["label"] not in str(static_buttons("sos", "en", TEXTS, found.country))
    assert asked(said(text="/sos he is at the door"), "evenfall_bot").country is None  # type: ignore[union-attr]


@pytest.mark.parametrize("code", sorted(TEXTS.languages))
def test_the_first_line_tells_a_strangers_eye_nothing(code: str) -> None:
    """R37."""
    first = static_answer("sos", code, TEXTS).splitlines()[0].lower()
    assert not re.search(r"unsafe|danger|violence|gewalt|gefahr|violencia|peligro|hotline|988|suici", first)
    assert "/pause" in static_answer("help", code, TEXTS)


async def test_who_to_call_needs_no_database_and_leaves_no_row(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    """R30."""

    async def broken(updates: Any) -> None:
        if updates:
            raise OperationalError("", {}, Exception())

    world = porch.world
    world.say(world.ana, world.ana.chat, "/sos")
    world.say(world.ana, world.ana.chat, "and some words")
    monkeypatch.setattr(porch.worker, "receive", broken)
    for _ in range(3):
        with pytest.raises(OperationalError):
            await porch.poller.once()
        await asyncio.sleep(0.05)
    answers = [one.text for one in world.messages(world.ana.chat) if one.sender != world.ana.id]
    assert len(answers) == 1 and "findahelpline.com" in answers[0]
    monkeypatch.undo()
    assert await porch.poller.once() == 2
    assert [row.message_id for row in await porch.rows()] == [2]
    world.fail_next("sendMessage", 500)
    world.say(world.ben, world.ben.chat, "/help")
    await porch.poller.once()
    assert "/checkin" in world.messages(world.ben.chat)[-1].text  # tried again


# --- polling ---------------------------------------------------------------------------------------------------------


async def test_an_update_is_confirmed_only_when_it_is_stored(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    world = porch.world
    world.say(world.ana, world.ana.chat, "words")
    with monkeypatch.context() as patch:
        patch.setattr(porch.database, "begin", lambda: (_ for _ in ()).throw(OperationalError("", {}, Exception())))
        with pytest.raises(OperationalError):
            await porch.poller.once()
    assert len(world.pending()) > 0
    count = await porch.poller.once()
    assert count and await porch.count(Inbox) == count
    await porch.poller.once()
    assert world.pending() == []


async def test_polling_goes_on_after_errors_and_stops_for_what_cannot_be_mended(
    porch: Porch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.poll.BACK_OFF", (0.01,))
    world = porch.world
    world.fail_next("getUpdates", 500, times=5)
    world.say(world.ana, world.ana.chat, "words")
    running = asyncio.create_task(porch.poller.run())
    await until(lambda: porch.count(Inbox))
    world.token = "another"
    world.wake()
    world.say(world.ana, world.ana.chat, "more")
    with pytest.raises(Stop) as stop:
        await asyncio.wait_for(running, 60)
    assert stop.value.code == 78


async def test_a_second_poller_ends_the_first_with_75(porch: Porch) -> None:
    porch.world.say(porch.world.ana, porch.world.ana.chat, "words")
    first = asyncio.create_task(porch.poller.run())
    await until(lambda: porch.count(Inbox))
    await asyncio.sleep(0.2)  # asking again
    await BotApi(porch.world).getUpdates({})  # its own count of polls; the one that counts is over HTTP
    second = Poller(porch.front, porch.worker, transport=porch.transport)
    other = asyncio.create_task(second.run())
    with pytest.raises(Stop) as stop:
        await asyncio.wait_for(first, 60)
    assert stop.value.code == 75
    other.cancel()
    await asyncio.gather(other, return_exceptions=True)
    await second.close()


# --- put together ----------------------------------------------------------------------------------------------------


def test_the_door_keeps_what_it_cannot_judge() -> None:
    assert shape.fit({"update_id": 1, "message": None}) == {"update_id": 1, "message": None}
    assert shape.fit({"update_id": True, "message": {}}) is None
    assert shape.address(said(text="x")) == (5, 3)


async def test_what_the_account_shows_is_registered_as_far_as_the_server_goes(porch: Porch) -> None:
    porch.world.fail_next("setMyDescription", 500)
    await porch.front.register()
    commands = porch.world.state.commands
    private = next(found for scope, found in commands.items() if "private" in scope and scope.endswith('""]'))
    group = next(found for scope, found in commands.items() if "group" in scope and scope.endswith('""]'))
    assert {"checkin", "pause", "sos", "help"} <= {one["command"] for one in private}
    assert [one["command"] for one in group] == ["checkin", "review", "pause", "park", "menu"]
    assert "Ten quiet minutes" in porch.world.state.profile["short_description|"]
    porch.world.token = "another"
    await porch.front.register()  # nothing is known there: no stop


async def test_the_demo_plays_a_week() -> None:
    out = io.StringIO()
    assert await demo(Console(file=out, width=100)) == 0
    shown = out.getvalue()
    for word in ("Ana", "Ben", "Paused.", "Both are in.", "silver car", "Half-way", "Sunday"):
        assert word in shown, word


async def test_the_doctor_finds_what_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("TELEGRAM", "EVENFALL", "DATABASE_URL")):
            monkeypatch.delenv(name)
    world = World(SettableClock(NOW))
    transport = httpx.ASGITransport(app(world))

    async def ask(**settings: Any) -> tuple[int, str]:
        config = Config(
            telegram_base_url="http://127.0.0.1", evenfall_data=tmp_path / "data",
            **{"telegram_bot_token": TOKEN, "evenfall_operator": "Marta", **settings},
        )  # fmt: skip
        out = io.StringIO()
        code = await doctor(config, Console(file=out, width=300), transport=transport)
        return code, out.getvalue()

    code, told = await ask()
    assert code == 0 and "mend" not in told and "@evenfall_bot" in told, told
    code, told = await ask(evenfall_operator="")
    assert code == 1 and "EVENFALL_OPERATOR" in told
    monkeypatch.setattr("bot.doctor._privacy.__code__", (lambda me: [("privacy mode", "off", "mend it")]).__code__)
    assert (await ask())[0] == 1
    world.token = "another"
    code, told = await ask()
    assert code == 1 and "rejected" in told and TOKEN not in told


async def test_the_quick_doctor_reads_the_note_of_a_living_companion(porch: Porch, tmp_path: Path) -> None:
    config = Config(evenfall_data=tmp_path)
    assert await quick(config) == 1
    await porch.bot.initialize()
    companion = Companion(porch.database, porch.bot, Clock(), "Marta", transport=porch.transport)
    stop = asyncio.Event()
    living = asyncio.create_task(companion.serve(stop, tmp_path / HEALTH))
    await until((tmp_path / HEALTH).exists)
    assert await quick(config) == 0
    note = json.loads((tmp_path / HEALTH).read_text())
    assert set(note) == {"at", "polled", "ticked", "waiting"}
    begun = time.monotonic()
    stop.set()
    await living
    assert time.monotonic() - begun < 10
    await companion.poller.close()
    (tmp_path / HEALTH).write_text(json.dumps({**note, "polled": 91}))
    assert await quick(config) == 1


# --- in a process of its own -----------------------------------------------------------------------------------------


def modes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()}


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM", "EVENFALL"))}
    return {
        **kept,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_BASE_URL": f"http://127.0.0.1:{port}",
        "EVENFALL_DATA": str(folder / "data"),
        "EVENFALL_OPERATOR": "Marta",
        **more,
    }


def start(folder: Path, *words: str, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot.main", *words],
        cwd=folder, env={**(env or os.environ), "PYTHONPATH": str(Path(__file__).parent.parent)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


async def end(process: subprocess.Popen[str], send: int | None = None) -> tuple[int, str, str]:
    if send is not None:
        process.send_signal(send)
    out, err = await asyncio.to_thread(process.communicate, timeout=60)
    return process.returncode, out, err


async def test_run_over_a_socket(tmp_path: Path) -> None:
    """The whole process: it answers, a second one goes away, a signal ends it, a restart loses nothing."""
    world = World(Clock(), token=TOKEN)
    server = Server(world, uvicorn.Config(app(world), port=0, log_config=None))
    server.capture_signals = _nothing  # type: ignore[method-assign, assignment]
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    env = environment(tmp_path, port)
    process = start(tmp_path, "run", env=env)
    second = None
    try:
        chat = world.ana.chat
        world.say(world.ana, chat, "/start")
        await until(lambda: any(one.buttons for one in world.messages(chat)))
        second = start(tmp_path, "run", env=env)
        code, _, err = await end(second)
        assert (code, "already running" in err, err.count("\n")) == (75, True, 1)
        begun = time.monotonic()
        code, out, err = await end(process, signal.SIGTERM)
        assert code == 0 and time.monotonic() - begun < 10, err
        assert "A new key was made" in out and TOKEN not in out + err
        mode = modes(tmp_path)
        assert mode["evenfall.db"] == mode["master.keys"] == 0o600
        card = next(one for one in world.messages(chat) if one.buttons)
        world.tap(world.ana, chat, card.id, card.buttons[0][0])
        process = start(tmp_path, "run", env=env)
        await until(lambda: (world.message(chat, card.id) or card).edited is not None)
        code, out, err = await end(process, signal.SIGINT)
        assert (code, out) == (0, ""), err
        (tmp_path / "keys" / "master.keys").unlink()
        process = start(tmp_path, "run", env=env)
        code, out, err = await end(process)
        assert code == 78 and "master.keys" in err and "Traceback" not in err
        world.token = "another"
        process = start(tmp_path, "run", env={**env, "EVENFALL_DATA": str(tmp_path / "other" / "data")})
        code, out, err = await end(process)
        assert code == 78 and "TELEGRAM_BOT_TOKEN" in err and TOKEN not in out + err
    finally:
        for one in (process, second):
            if one is not None and one.poll() is None:
                one.kill()
        server.should_exit = True
        await serving


async def test_play_serves_the_playground_and_goes_on_where_it_stood(tmp_path: Path) -> None:
    folder = tmp_path / "played"
    process = start(tmp_path, "play", "--port", "0", "--data", str(folder))
    ana = 5_100_000_001
    try:
        async with httpx.AsyncClient(timeout=90) as client:
            url = await _address(process)
            assert (await client.get(url)).status_code == 200
            await client.post(f"{url}/page/say", json={"person": ana, "chat": ana, "text": "/start"})
            await _shown(client, url, lambda state: any(one.get("markup") for one in state["messages"]))
            before = (await _state(client, url))["now"]
            await client.post(f"{url}/page/move", json={"name": "1h"})
            state = await _state(client, url)
            assert 3600_000 <= state["now"] - before < 3660_000
        code, _, err = await end(process, signal.SIGINT)
        assert code == 0, err
        process = start(tmp_path, "play", "--port", "0", "--data", str(folder))
        async with httpx.AsyncClient(timeout=90) as client:
            url = await _address(process)
            again = await _state(client, url)
            assert again["now"] >= state["now"] and again["epoch"] == state["epoch"]
            second = start(tmp_path, "play", "--port", "0", "--data", str(folder))
            assert (await end(second))[0] == 75
        assert (await end(process, signal.SIGTERM))[0] == 0
        process = start(tmp_path, "play", "--port", "0", "--data", str(folder), "--fresh")
        async with httpx.AsyncClient(timeout=90) as client:
            assert (await _state(client, await _address(process)))["epoch"] != state["epoch"]
        assert (await end(process, signal.SIGTERM))[0] == 0
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "letter").touch()
        process = start(tmp_path, "play", "--port", "0", "--data", str(tmp_path / "mine"), "--fresh")
        code, _, err = await end(process)
        assert code == 78 and (tmp_path / "mine" / "letter").exists() and "--data" in err
    finally:
        if process.poll() is None:
            process.kill()


async def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = await asyncio.wait_for(asyncio.to_thread(process.stdout.readline), 60)
    found = re.search(r"http://\S+", line)
    assert found, line
    return found[0]


async def _state(client: httpx.AsyncClient, url: str) -> Json:
    async with client.stream("GET", f"{url}/page/events") as stream:
        async for line in stream.aiter_lines():
            if line.startswith("data:"):
                return dict(json.loads(line[5:]))
    raise AssertionError


async def _shown(client: httpx.AsyncClient, url: str, true: Any) -> None:
    async def shown() -> bool:
        return bool(true(await _state(client, url)))

    await until(shown)


class _nothing:  # noqa: N801
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...
