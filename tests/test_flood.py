"""Too much of one account: a stranger falls silent, a pause always comes in, a queue stays short, nobody else waits."""

import asyncio
import resource
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot import flood, measures
from bot.door import Door
from bot.flood import KNOWN, PAUSES, QUEUE, STATIC, STRANGER, Flood
from models import Inbox
from tests.stage import copy_house, open_house
from tests.test_doors import BOT, GROUP, NOW, Porch, said

ANA, BEN, CLEO = 5, 6, 7
Json = dict[str, Any]


class Gate(Porch):
    """A porch with limits; numbers count up by themselves."""

    def __init__(self, database: Any) -> None:
        super().__init__(database)
        self.flood = Flood(self.worker)
        self.door = Door(self.front, self.worker, self.flood)
        self.number = 0

    def message(self, who: int, words: str = "words", at: float = 0, **more: Any) -> Json:
        self.number += 1
        user = {"id": who, "is_bot": False, "first_name": "Somebody"}
        message = {
            "message_id": self.number, "date": int(NOW.timestamp() + at), "chat": {"id": who, "type": "private"},
            "from": user, "text": words, **more,
        }  # fmt: skip
        return {"update_id": self.number, "message": message}

    def tap(self, who: int) -> Json:
        told = self.message(who)
        message = {**told.pop("message"), "from": BOT}
        user = {"id": who, "is_bot": False, "first_name": "Somebody"}
        return {**told, "callback_query": {"id": str(self.number), "from": user, "data": "x", "message": message}}

    async def begun(self, *people: int) -> None:
        """They said that they are of age."""
        for who in people:
            await self.worker.receive([self.message(who, "/start")])
            await self.worker.work()
            user = next(one for one in await self.people() if one.user_id == who)
            async with self.worker.write() as db:
                (await db.get_one(type(user), user.id)).adult_at = NOW
        self.flood._windows.clear()

    async def people(self) -> list[Any]:
        from models import Person

        return await self.rows(Person)

    async def waiting(self, state: str = "new") -> list[Inbox]:
        return [row for row in await self.rows() if row.state == state]


@pytest.fixture
async def gate(house: Path, tmp_path: Path) -> AsyncIterator[Gate]:
    copy_house(house, tmp_path / "house")
    gate = Gate(await open_house(tmp_path / "house"))
    yield gate
    await gate.door.close()
    await gate.poller.close()
    await gate.bot.shutdown()
    await gate.database.close()


# --- how many --------------------------------------------------------------------------------------------------------


async def test_a_stranger_falls_silent_and_is_heard_again_a_minute_later(gate: Gate) -> None:
    for _ in range(20):
        await gate.door.receive([gate.message(CLEO)])
    assert await gate.count(Inbox) == STRANGER
    await gate.door.receive([gate.message(BEN)])
    assert await gate.count(Inbox) == STRANGER + 1  # nobody else's minute
    gate.clock.set(NOW.replace(minute=31, second=1))
    await gate.door.receive([gate.message(CLEO, at=61)])
    assert await gate.count(Inbox) == STRANGER + 2


async def test_a_strangers_flood_in_one_batch_and_by_taps(gate: Gate) -> None:
    await gate.door.receive([gate.message(CLEO) for _ in range(50)] + [gate.tap(BEN) for _ in range(50)])
    assert await gate.count(Inbox) == 2 * STRANGER


async def test_somebody_who_began_may_send_thirty(gate: Gate) -> None:
    await gate.begun(ANA)
    before = await gate.count(Inbox)
    refused = measures.REFUSED.by[""]
    for make in (gate.message, gate.tap):
        for _ in range(25):
            await gate.door.receive([make(ANA)])
    assert await gate.count(Inbox) == before + KNOWN
    assert measures.REFUSED.by[""] == refused + 50 - KNOWN


async def test_who_begins_is_believed_at_once(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(STRANGER + 1):
        await gate.door.receive([gate.message(ANA, "/start")])
    await gate.worker.work()
    (person,) = await gate.people()
    async with gate.worker.write() as db:
        (await db.get_one(type(person), person.id)).adult_at = NOW
    monkeypatch.setattr(flood, "UNKNOWN", 0.0)
    gate.flood._known.clear()
    before = await gate.count(Inbox)
    await gate.door.receive([gate.tap(ANA)])
    assert await gate.count(Inbox) == before + 1


@pytest.mark.parametrize("words", ["/pause", "/p", "/PAUSE@evenfall_bot", "/pause now"])
async def test_a_pause_comes_in_whatever_else_was_sent(gate: Gate, words: str) -> None:
    """R22."""
    await gate.begun(ANA)
    await gate.door.receive([gate.message(ANA) for _ in range(100)])
    before = await gate.count(Inbox)
    await gate.door.receive([gate.message(ANA, words)])
    assert await gate.count(Inbox) == before + 1
    await gate.door.receive([gate.message(ANA, "/pauses"), gate.message(ANA, "pause")])
    assert await gate.count(Inbox) == before + 1
    await gate.door.receive([gate.message(ANA, words) for _ in range(100)])
    assert await gate.count(Inbox) == before + PAUSES


async def test_a_strangers_pause_is_like_any_other_word_of_theirs(gate: Gate) -> None:
    await gate.door.receive([gate.message(CLEO, "/pause") for _ in range(20)])
    assert await gate.count(Inbox) == STRANGER


async def test_who_to_call_is_answered_beside_any_flood_and_itself_no_flood(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R30."""
    answers: list[Any] = []

    async def answer(asked: Any) -> None:
        answers.append(asked.person)

    monkeypatch.setattr(gate.front, "answer", answer)
    await gate.door.receive([gate.message(CLEO) for _ in range(50)])
    for _ in range(50):
        await gate.door.receive([gate.message(CLEO, "/sos")])
    await gate.door.receive([gate.message(ANA, "/help")])
    await asyncio.sleep(0)
    assert answers == [CLEO] * STATIC + [ANA]
    assert await gate.count(Inbox) == STRANGER


async def test_what_waited_while_we_were_away_is_no_flood(gate: Gate) -> None:
    """A day of messages, one every two minutes, comes in at once."""
    await gate.door.receive([gate.message(CLEO, at=-120 * one) for one in range(100)])
    assert await gate.count(Inbox) == 100


async def test_what_is_delivered_again_counts_once(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(updates: Any) -> None:
        raise OperationalError("", {}, Exception())

    told = [gate.message(CLEO) for _ in range(STRANGER)]
    with monkeypatch.context() as patch:
        patch.setattr(gate.worker, "receive", broken)
        for _ in range(5):
            with pytest.raises(OperationalError):
                await gate.door.receive(told)
    await gate.door.receive(told)
    assert await gate.count(Inbox) == STRANGER


async def test_a_third_person_in_the_group_is_always_heard_of(gate: Gate) -> None:
    def service(number: int, **what: Any) -> Json:
        told = said(GROUP, **what)
        return {"update_id": number, "message": {**told["message"], "message_id": number}}

    cleo = {"id": CLEO, "is_bot": False, "first_name": "Cleo"}
    for number in range(1, 101, 2):
        await gate.door.receive([service(number, new_chat_members=[cleo]), service(number + 1, left_chat_member=cleo)])
    assert await gate.count(Inbox) == 100
    await gate.door.receive([service(200 + one, new_chat_members=[BOT]) for one in range(50)])
    assert await gate.count(Inbox) == 100 + STRANGER  # a bot that is added over and over is somebody's doing
    await gate.door.receive([service(300, migrate_to_chat_id=-100)])
    assert await gate.count(Inbox) == 101 + STRANGER


async def test_talk_of_a_group_that_is_not_for_us_counts_nothing(gate: Gate) -> None:
    chatter = gate.message(CLEO)
    await gate.door.receive([{**chatter, "message": {**chatter["message"], "chat": GROUP}} for _ in range(50)])
    await gate.door.receive([gate.message(CLEO)])
    assert await gate.count(Inbox) == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"message": None}, {"message": "nonsense"}, {"message": {"from": 3, "date": "x"}}, {"callback_query": []},
        {"message": {"from": {"id": True}, "chat": {"id": 2**70, "type": "private"}, "message_id": 1}},
        {"my_chat_member": {"chat": {"type": "private"}}}, {"message": {"from": {"id": 2**70}, "date": 2**70}},
    ],
)  # fmt: skip
async def test_odd_updates_stop_nobody(gate: Gate, odd: Json) -> None:
    await gate.door.receive([{"update_id": 99, **odd}, 5, gate.message(ANA)])  # type: ignore[list-item]
    assert [row.chat_id for row in await gate.rows() if row.chat_id] == [ANA]


# --- the queue -------------------------------------------------------------------------------------------------------


async def test_of_too_long_a_queue_the_oldest_words_are_put_away_and_no_command(gate: Gate) -> None:
    told = [gate.message(ANA, "/pause" if one < 3 else "words", at=-120 * (400 - one)) for one in range(QUEUE + 30)]
    other = [gate.message(BEN, at=-120 * one) for one in range(30)]
    for start in range(0, len(told), 50):
        await gate.door.receive(told[start : start + 50])
    await gate.door.receive(other)
    theirs = [row for row in await gate.rows() if row.chat_id == ANA]
    assert [row.update_id for row in theirs if row.state == "dead"] == [one["update_id"] for one in told[3:33]]
    assert len([row for row in theirs if row.state == "new"]) == QUEUE
    assert len([row for row in await gate.waiting() if row.chat_id == BEN]) == 30
    again = Flood(gate.worker)  # another process, which has counted nothing yet
    await gate.worker.receive([extra := gate.message(ANA)])
    await again.trim([extra])
    assert len([row for row in await gate.waiting() if row.chat_id == ANA]) == QUEUE


async def test_a_letter_that_cannot_be_opened_is_put_away_like_others(gate: Gate) -> None:
    await gate.door.receive([gate.message(ANA, at=-120 * one) for one in range(QUEUE)])
    first = min(row.number for row in await gate.rows())
    async with gate.worker.write() as db:
        row = await db.get_one(Inbox, first)
        row.payload_sealed = (row.payload_sealed or b"")[:-1] + b"x"
    await gate.door.receive([gate.message(ANA)])
    assert [row.number for row in await gate.waiting("dead")] == [first]


# --- what it costs ---------------------------------------------------------------------------------------------------


async def test_ten_thousand_of_one_delay_nobody_and_fill_no_memory(gate: Gate) -> None:
    """Threat 20: 10,000 updates of one account; somebody else is stored in between within two seconds."""
    for _ in range(50):
        await gate.door.receive([gate.message(CLEO)])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    waited = []
    for round_number in range(100):
        await gate.door.receive([gate.message(CLEO) for _ in range(100)])
        begun = time.monotonic()
        await gate.door.receive([gate.message(1000 + round_number)])
        waited.append(time.monotonic() - begun)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"another's p95 {sorted(waited)[94] * 1000:.1f} ms, {grown:.1f} MB more")
    assert sorted(waited)[94] < 2
    assert grown < 50
    assert await gate.count(Inbox) == STRANGER + 100


async def test_many_strangers_are_forgotten_again(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood, "MANY", 100)
    for who in range(1000, 1250):
        assert gate.flood.static(who, gate.message(who, "/sos"))
    assert len(gate.flood._windows) <= 102


async def test_the_limits_ask_the_database_only_for_those_who_send_much(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    look = gate.flood.worker.write

    def write() -> Any:
        asked.append(1)
        return look()

    monkeypatch.setattr(gate.worker, "write", write)
    for _ in range(100):
        await gate.flood.admitted([gate.message(CLEO)])
    assert len(asked) == 1
    for who in range(100, 200):
        await gate.flood.admitted([gate.message(who)])
    assert len(asked) == 1
    async with gate.database.session() as db:
        assert await db.scalar(select(Inbox.number)) is None
