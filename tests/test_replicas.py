"""Several replicas on one PostgreSQL: everything once, and in order."""

import asyncio
import contextlib
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event as events
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from telegram.error import Conflict

from bot import lanes
from bot.poll import Poller
from bot.replicas import SharedPace, SharedPoller, Turn
from bot.sender import Sender
from bot.stop import AGAIN, Stop
from bot.worker import Worker
from dialogue.clock import SettableClock
from dialogue.engine import Engine
from dialogue.event import Event
from dialogue.practice import Practices
from handlers import PRACTICES
from models import Couple, Inbox, Lease, Outbox, Person
from models.database import STILL, Database, open_database, passing
from models.keys import keys_of
from tests import postgres
from tests.patience import until
from tests.sofa import PAIRED, Sofa
from tests.stage import START, TEXTS, EngineStage, copy_house, open_house
from tests.test_migrations import differences
from tests.test_sender import NOW, Desk
from tests.test_turns import BOTH_IN, assert_shown_once, button, hear


@pytest.fixture
async def two(postgres_house: Path, tmp_path: Path) -> AsyncIterator[tuple[Database, Database]]:
    """Two replicas' view of one database."""
    copy_house(postgres_house, tmp_path / "house")
    both = (await open_house(tmp_path / "house"), await open_house(tmp_path / "house"))
    yield both
    for one in both:
        await one.close()


# --- the database ----------------------------------------------------------------------------------------------------


async def test_models_match_the_migrations_on_postgres(two) -> None:
    async with two[0].engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_replicas_start_together(postgres_house: Path, tmp_path: Path) -> None:
    """A new database, a new key: one makes them, the others wait."""
    url = postgres.at(postgres.create())
    opened = await asyncio.gather(*(open_database(url, tmp_path / "keys" / "master.keys") for _ in range(4)))
    async with opened[0].begin() as db:
        await keys_of(db).need_today(db, "system:inbox", NOW)
    for one in opened:
        async with one.session() as db:
            await keys_of(db).load(db, "system:inbox")
        await one.close()


async def test_the_day_s_key_is_one_for_all(two) -> None:
    async def seal(database: Database, word: str) -> bytes:
        async with database.begin() as db:
            await keys_of(db).need_today(db, "system:inbox", NOW)
            await asyncio.sleep(0.1)
            return keys_of(db).seal("system:inbox", "here", "1", word)

    sealed = await asyncio.gather(*(seal(one, "word") for one in two))
    for one in two:
        async with one.session() as db:
            await keys_of(db).load(db, "system:inbox")
            assert [keys_of(db).open("system:inbox", "here", "1", blob) for blob in sealed] == ["word", "word"]


async def test_a_commit_is_on_the_disk_whatever_the_server_was_told(two) -> None:
    """An update is confirmed once it is stored: a server that falls may not have it only in its memory."""
    async with two[0].engine.connect() as connection:
        told = "SELECT reset_val, setting FROM pg_settings WHERE name = 'synchronous_commit'"
        by_session, now = (await connection.exec_driver_sql(told)).one()
        assert (by_session, now) == ("on", "on")
    assert postgres.SETTINGS["synchronous_commit"] == "off", "else this shows nothing"


async def test_an_error_quotes_no_row(two) -> None:
    """PostgreSQL's DETAIL holds the failing row, and its CONTEXT the values of a statement."""
    canary = "canary7491"
    rows = {"id": canary, "created_at": NOW, "language": "en", "zone": "UTC", "place": "none", "settings": {}}
    for _ in range(2):
        with contextlib.suppress(IntegrityError) if _ == 0 else pytest.raises(IntegrityError) as caught:
            async with two[0].begin() as db:
                db.add(Couple(**rows, version=0))
    error: BaseException | None = caught.value
    seen = 0
    while error is not None:
        assert canary not in f"{error}{error!r}{vars(error)}", type(error)
        error, seen = error.__cause__, seen + 1
    assert seen >= 2
    with pytest.raises(DBAPIError) as caught_too:
        async with two[0].begin() as db:
            await db.execute(update(Couple).values(place=canary * 3))
    assert canary not in f"{caught_too.value}{vars(caught_too.value)}"
    assert not passing(caught_too.value)


async def test_a_connection_that_was_cut_is_no_fault_of_the_turn(two) -> None:
    """The pool looks before it lends; what breaks on the way is told apart from what a turn does wrong."""
    async with two[0].session() as db:
        await db.scalar(select(1))
    await _cut(two[1])
    async with two[0].session() as db:
        assert await db.scalar(select(1)) == 1
        await _cut(two[1])
        with pytest.raises(Exception) as caught:  # noqa: B017, PT011
            await db.scalar(select(1))
        assert passing(caught.value)


async def test_a_connection_is_asked_whether_it_is_there_only_where_it_rested(two, monkeypatch) -> None:
    """One that a network swallowed is not known to be cut: no transaction is to begin with it."""
    dialect = two[0].engine.sync_engine.dialect
    asked: list[Any] = []
    ask = dialect.do_ping
    monkeypatch.setattr(dialect, "do_ping", lambda one: asked.append(one) or ask(one))
    for _ in range(3):
        async with two[0].session() as db:
            await db.scalar(select(1))
    assert asked == []
    monkeypatch.setattr("models.database.RESTED", 0.0)
    await _cut(two[1])
    monkeypatch.setattr("asyncpg.Connection.is_closed", lambda self: False)
    async with two[0].session() as db:
        assert await db.scalar(select(1)) == 1
    assert asked


async def test_who_stands_still_in_a_transaction_holds_up_nobody(two) -> None:
    """A replica that is frozen has locked what others need; the server ends its transaction, and it plays again."""
    async with two[0].session() as db:
        told = "SHOW idle_in_transaction_session_timeout"
        assert await db.scalar(text(told)) == STILL
        await db.execute(text("SET idle_in_transaction_session_timeout = '50ms'"))
        await db.execute(insert(Lease).values(name="here", until=0.0, fence=0))
        async with asyncio.timeout(20), two[1].begin() as other:  # waits for the row
            await other.execute(insert(Lease).values(name="here", until=1.0, fence=0))
        with pytest.raises(Exception) as caught:  # noqa: B017, PT011
            await db.scalar(select(1))
        assert passing(caught.value)
    async with two[0].session() as db:
        assert await db.scalar(select(Lease.until)) == 1.0


async def _cut(database: Database) -> None:
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    await asyncio.sleep(0.05)


# --- what comes in ---------------------------------------------------------------------------------------------------


class Ears:
    """Instead of the engine: takes the couple's lock as it does, and remembers in the order of what was played."""

    def __init__(self, heard: list[tuple[str, str]]) -> None:
        self.clock = SettableClock(NOW)
        self.heard = heard
        self.played = 0

    async def hear(self, db: Any, event: Event) -> None:
        couple = await db.scalar(select(Person.couple_id).where(Person.user_id == event.user))
        await db.get(Couple, couple, with_for_update=True)
        await asyncio.sleep(0.002)
        if event.words.endswith("poison"):
            raise RuntimeError("cannot be played")
        heard = db.info.get("heard")
        if heard is None:
            heard = db.info["heard"] = []
            events.listen(db.sync_session, "after_commit", lambda session: self._counts(session, heard))
        heard.append((couple, event.words))

    def _counts(self, session: Any, heard: list[tuple[str, str]]) -> None:
        """What was played in a transaction that is undone was not played."""
        if not session.in_nested_transaction():
            self.heard += heard
            self.played += len(heard)
            heard.clear()


async def test_what_somebody_else_has_locked_is_not_asked_for_again_at_once(two) -> None:
    """One of two couples is being played elsewhere, the other's update is locked: nothing is left to do just now."""
    worker = Worker(two[0], Ears([]), _words)  # type: ignore[arg-type]
    users = await _couples(two[0], 2)
    await worker.receive([_said(number, user, "words") for number, user in enumerate(users[::2])])
    async with two[1].begin() as db:
        waiting = list(await db.execute(lanes.SOME, {"system": "telegram", "most": 100}))
        assert len(await lanes.ours(db, [waiting[0].lane])) == 1
        await db.execute(select(Inbox).where(Inbox.number == waiting[1].number).with_for_update())
        async with asyncio.timeout(5):
            assert await worker.work() == 0
    assert await worker.work() == 2


async def test_two_workers_play_each_couples_updates_once_and_in_order(two) -> None:
    heard: list[tuple[str, str]] = []
    workers = [Worker(one, Ears(heard), _words) for one in two]  # type: ignore[arg-type]
    users = await _couples(two[0], 12)
    said = [_said(number, users[(number * 7) % len(users)], f"{number:04}") for number in range(300)]
    said[100] = _said(100, users[3], "0100 poison")

    async def receive() -> None:
        for start in range(0, 300, 30):  # some come twice, at both doors
            await asyncio.gather(*(one.receive(said[max(0, start - 5) : start + 30]) for one in workers))
            await asyncio.sleep(0.02)

    running = [asyncio.create_task(one.run()) for one in workers]
    await receive()
    async with asyncio.timeout(90), two[0].session() as db:
        while await db.scalar(select(func.count()).where(Inbox.state == "new")):
            await db.rollback()
            await asyncio.sleep(0.05)
    for one in workers:
        one.stop()
    await asyncio.gather(*running)
    assert sorted(words for _, words in heard) == [f"{number:04}" for number in range(300) if number != 100]
    by_couple = defaultdict(list)
    for couple, words in heard:
        by_couple[couple].append(words)
    assert len(by_couple) == 12
    assert all(words == sorted(words) for words in by_couple.values())
    assert all(one.engine.played > 20 for one in workers), "both had their share"  # type: ignore[attr-defined]
    async with two[0].session() as db:
        states = Counter(await db.scalars(select(Inbox.state)))
    assert states == {"done": 299, "dead": 1}


def _said(number: int, user: int, words: str) -> dict[str, Any]:
    who = {"id": user, "is_bot": False, "first_name": "A"}
    message = {"message_id": number + 1, "date": 1, "chat": {"id": user, "type": "private"}, "from": who, "text": words}
    return {"update_id": number, "message": message}


def _words(raw: dict[str, Any]) -> Event:
    said = raw["message"]
    return Event("text", user=said["from"]["id"], chat=said["chat"]["id"], words=said["text"])


async def _couples(database: Database, count: int) -> list[int]:
    async with database.begin() as db:
        for number in range(count):
            couple = Couple(id=f"c{number}", created_at=NOW, language="en", zone="UTC", place="none", settings={})
            db.add(couple)
            await db.flush()
            for user in (1000 + 2 * number, 1001 + 2 * number):
                db.add(
                    Person(
                        system="telegram",
                        user_id=user,
                        chat_id=user,
                        couple_id=couple.id,
                        created_at=NOW,
                        language="en",
                        settings={},
                    )  # fmt: skip
                )
    return [1000 + number for number in range(2 * count)]


async def test_both_tap_at_once_on_postgres(postgres_house: Path, tmp_path: Path) -> None:
    async with playing(postgres_house, tmp_path, *PAIRED, *BOTH_IN) as us:
        other = await open_house(us.stage.folder)
        engine = Engine(Practices(PRACTICES), TEXTS, us.stage.clock, us.stage.links())
        try:
            ana, ben = button(us, "Ana", "I'm here"), button(us, "Ben", "I'm here")
            await asyncio.gather(us.hear(ana), hear(other, engine, ben))
        finally:
            await other.close()
        await assert_shown_once(us)


@contextlib.asynccontextmanager
async def playing(house: Path, folder: Path, *steps: str) -> AsyncIterator[Sofa]:
    stage = EngineStage(house, folder, START)
    await stage.open()
    try:
        us = Sofa(stage)
        await us(*steps)
        us.from_now()
        yield us
    finally:
        await stage.close()


# --- the clock -------------------------------------------------------------------------------------------------------


async def test_two_tickers_ring_each_alarm_once(postgres_house: Path, tmp_path: Path) -> None:
    async with playing(postgres_house, tmp_path, *PAIRED) as us:
        other = await open_house(us.stage.folder)
        engine = Engine(Practices(PRACTICES), TEXTS, us.stage.clock, us.stage.links())
        workers = [Worker(us.stage.database, us.stage.engine, _words), Worker(other, engine, _words)]
        try:
            for _ in range(3):
                us.stage.clock.forward(timedelta(days=1))
                rung = await asyncio.gather(*(one.ring() for one in [*workers, *workers]))
                assert sum(rung)
        finally:
            await other.close()
        rows = await us.rows()
        rings = Counter((row["alarm_id"], row["local_date"]) for row in rows["rings"])
        assert rings and set(rings.values()) == {1}
        assert len({row["due_at"] for row in rows["alarms"] if row["due_at"] <= us.stage.clock.now()}) == 0
        evenings = [row for row in await us.posts() if row["grade"] == "A" and row["kind"] == "send"]
        asked = Counter((row["chat_id"], row["created_at"], row["body"]["text"]) for row in evenings)
        assert all(count == 1 for count in asked.values())


# --- what goes out ---------------------------------------------------------------------------------------------------


async def test_two_senders_send_each_row_once_and_in_order(two) -> None:
    desk = Desk(two[0])
    await desk.bot.initialize()
    other = Sender(two[1], desk.front, Worker(two[1], desk.worker.engine, desk.front.to_event), desk.clock)
    for number in range(25):
        await desk.post(desk.ana.chat, f"Ana {number:02}")
        await desk.post(desk.ben.chat, f"Ben {number:02}", grade="A")
    running = [asyncio.create_task(one.run()) for one in (desk.sender, other)]
    async with asyncio.timeout(90):
        while set(await desk.states()) != {"sent"}:
            desk.clock.forward(timedelta(milliseconds=300))
            await asyncio.sleep(0.05)
    for one in (desk.sender, other):
        one.stop()
    await asyncio.gather(*running)
    assert desk.texts(desk.ana.chat) == [f"Ana {number:02}" for number in range(25)]
    assert desk.texts(desk.ben.chat) == [f"Ben {number:02}" for number in range(25)]
    await desk.bot.shutdown()


async def test_the_pace_is_one_for_all(two) -> None:
    """Two replicas together get as many turns as one; a chat that had its share waits, at either."""
    paces = [SharedPace(), SharedPace()]

    async def ask(which: int, chat: int) -> float:
        async with two[which].begin() as db:
            return await paces[which].next(db, chat)

    async def goes(which: int, chat: int) -> bool:
        return await ask(which, chat) == 0

    async def waits(which: int, *chats: int) -> dict[int, float]:
        async with two[which].begin() as db:
            return await paces[which].waits(db, list(chats))

    began = time.monotonic()
    given = 0
    while given < 20:
        wait = await ask(given % 2, 9000 + given)
        given += wait == 0
        assert wait <= 1 / 28 + 0.001
        await asyncio.sleep(wait)
    assert time.monotonic() - began >= 18 / 28
    async with asyncio.timeout(60):
        began, taken = time.monotonic(), 1.0
        while taken or time.monotonic() - began > 1 / 28:  # until all three ask before the next prompt's turn
            await asyncio.sleep(0.2)  # nobody's turn is left
            began = time.monotonic()
            taken = await ask(0, 8000)
            async with two[1].begin() as db:
                early = await paces[1].next(db, 8001, prompt=False)
            later = await ask(0, 8002)
    assert early == 0, "who wrote goes before the turn of the next prompt, at either"
    assert later > 1 / 28, "and the next prompt waits for both"
    for first, burst, seconds in ((770, 3, 1), (-770, 6, 5)):
        for chat in range(first, first + 20):  # until they ask within the time that makes room for another
            began = time.monotonic()
            for number in range(burst):
                assert await waits(number % 2, chat, 78) == {}
                await until(partial(goes, number % 2, chat))
            waiting = [(await waits(which, chat, 78)).keys() for which in (0, 1)]
            if time.monotonic() - began < seconds:
                break
        assert waiting == [{chat}, {chat}]
    await asyncio.sleep(0.2)
    with contextlib.suppress(RuntimeError):
        async with two[0].begin() as db:
            assert await paces[0].next(db, 78) == 0
            raise RuntimeError
    async with two[0].session() as db:
        assert await db.get(Lease, "chat 78") is None, "what was not claimed costs nothing"


async def test_what_a_killed_replica_was_sending_is_missed_at_once(two) -> None:
    """Its connections are gone; one that only stands still has them, and its lease holds."""
    desk = Desk(two[0])
    await desk.bot.initialize()
    for grade in "AB":
        await desk.post(desk.ana.chat, grade, grade=grade)
    async with two[1].begin() as db:
        lease = {"state": "sending", "lease_owner": two[1].me, "lease_until": NOW + timedelta(seconds=30)}
        await db.execute(update(Outbox).values(**lease))
    assert await desk.sender.drain() == 0
    assert await Turn(two[1]).take() and not await Turn(two[0]).take()
    await two[1].close()
    await until(Turn(two[0]).take)
    assert await desk.sender.drain() == 1
    assert desk.texts(desk.ana.chat) == ["B"]
    await desk.bot.shutdown()


# --- who polls -------------------------------------------------------------------------------------------------------


async def test_one_has_the_lease_until_it_gives_it_back_or_is_gone(two) -> None:
    first, second = (Turn(one, seconds=600) for one in two)
    assert await first.take() and not await second.take()
    assert await first.take() and first.fence == 1, "kept, not taken anew"
    await first.give_back()
    assert await second.take() and not await first.take()
    assert second.fence == 2
    async with two[0].begin() as db:
        await db.execute(update(Lease).values(until=0.0))
    assert await first.take() and first.fence == 3, "the second's ran out"
    assert not await second.take(), "and finds out when it comes back"
    assert second.fence is None
    taken = await asyncio.gather(*(Turn(two[number % 2], "new").take() for number in range(8)))
    assert sum(taken) == 1


async def test_who_comes_second_at_the_very_moment_has_no_lease(two) -> None:
    """The row that it waited for is the one it judges, though it was not there when it began."""
    first, second = (Turn(one, seconds=600) for one in two)

    async def waits() -> bool:
        async with two[0].session() as db:
            blocked = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            return bool(await db.scalar(blocked))

    async with two[0].begin() as db:
        row = {"name": first.name, "owner": first.me, "until": 2.0**33, "fence": 1}
        await db.execute(insert(Lease).values(row))
        coming = asyncio.create_task(second.take())
        await until(waits)
    assert not await coming


async def test_a_lease_of_one_who_is_gone_is_free_while_others_live(two) -> None:
    first, second = (Turn(one, seconds=600) for one in two)
    assert await Turn(two[0], "another").take()
    async with two[0].begin() as db:
        row = {"name": first.name, "owner": "gone", "until": 2.0**33, "fence": 1}
        await db.execute(insert(Lease).values(row))
    assert await second.take() and not await first.take()


async def test_one_replica_polls_and_another_takes_over(two, monkeypatch: pytest.MonkeyPatch) -> None:
    polls: list[int] = []

    async def run(self: SharedPoller) -> None:
        while True:
            polls.append(pollers.index(self))
            await asyncio.sleep(0.02)

    monkeypatch.setattr(Poller, "run", run)
    desks = [Desk(one) for one in two]
    pollers = [SharedPoller(one.database, one.front, one.worker, transport=one.wire) for one in desks]
    running = [asyncio.create_task(one.run()) for one in pollers]
    await until(lambda: len(polls) > 20)
    first = polls[0]
    assert set(polls) == {first}
    running[first].cancel()
    await asyncio.wait([running[first]])
    polls.clear()
    await until(lambda: len(polls) > 5)
    assert set(polls) == {1 - first}
    running[1 - first].cancel()
    await asyncio.gather(*running, return_exceptions=True)
    for one in pollers:
        await one.close()


async def test_a_conflict_right_after_a_change_is_waited_out(two, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one before may take a moment to notice; a foreign process that stays is another matter."""
    monkeypatch.setattr(SharedPoller, "_round", _conflict)
    monkeypatch.setattr(Poller, "_no_webhook", _nothing)
    monkeypatch.setattr("bot.replicas.SETTLED", 0.5)
    desk = Desk(two[0])
    poller = SharedPoller(two[0], desk.front, desk.worker, transport=desk.wire)
    began = time.monotonic()
    with pytest.raises(Stop) as stop:
        async with asyncio.timeout(5):
            await poller.run()
    assert stop.value.code == AGAIN and time.monotonic() - began > 0.5
    assert await Turn(two[1]).take(), "given back"
    await poller.close()


async def _conflict(self: Any, seconds: int) -> int:
    await asyncio.sleep(0.3)
    raise Conflict("terminated by other getUpdates request")


async def _nothing(self: Any) -> None:
    return
