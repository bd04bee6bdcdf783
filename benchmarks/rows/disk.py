"""What is left of an evening on the disk, and of two years of them.

One couple lives through its evenings at a clock that is set, with the real worker, sender and housekeeping; only the
call to Telegram is left out. Both answer all four slots, both are here, the words are shown.
"""

import sqlite3
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from telegram import Bot

from benchmarks.bench import Bench
from benchmarks.populate import SETTLED
from benchmarks.rows.path import LINES
from benchmarks.table import Row
from bot.front import Json, TelegramFront
from bot.sender import Sender
from bot.worker import Worker
from dialogue.clock import SettableClock
from dialogue.scene import button_data
from models import Person, Question
from models.database import Database
from tests.sofa import sofa, unlock
from tests.stage import TEXTS, open_house

YEARS = 730  # evenings
FRESH = 12  # evenings after which nothing was let go of yet
OLD = 110  # evenings after which as much goes as comes: answers are kept for 90 days, posts for three


class Silent(TelegramFront):
    """Telegram says yes to everything."""

    number = 1_000_000

    async def deliver(self, kind: str, chat: int, body: Json, message_id: int | None = None) -> int | None:
        self.number += 1
        return self.number if kind in ("send", "copy") else None


class Evenings:
    """One couple's life with the companion."""

    def __init__(self, database: Database, clock: SettableClock, engine: Any, people: list[int]) -> None:
        self.database = database
        self.clock = clock
        self.people = people
        front = Silent(Bot("1:a"), "evenfall_bot", TEXTS)
        self.worker = Worker(database, engine, front.to_event)
        self.sender = Sender(database, front, self.worker, clock)
        self.update = 500_000  # numbers of messages that nobody has used yet

    async def evening(self) -> None:
        day = self.clock.now().astimezone(ZoneInfo("Europe/London"))
        await self.until(day.replace(hour=20, minute=30))
        await self.press("room", "no")
        for line in LINES:
            for person in self.people:
                await self.write(person, line)
        await self.press("here", "here")
        for minutes in (5, 10, 45):
            await self.until(day.replace(hour=20, minute=30) + timedelta(minutes=minutes))
        await self.until((day + timedelta(days=1)).replace(hour=12, minute=1))  # tidied at noon
        await self.worker.keep_house()

    async def until(self, moment: datetime) -> None:
        self.clock.set(moment)
        await self.worker.ring()
        await self.still()

    async def still(self) -> None:
        while await self.worker.work() + await self.sender.drain():
            pass

    async def write(self, person: int, text: str) -> None:
        await self.hear("message", {"message_id": self.update, "text": text, **self.about(person)})

    def about(self, person: int) -> Json:
        who = {"id": person, "is_bot": False, "first_name": "Ana", "language_code": "en"}
        return {"date": int(self.clock.now().timestamp()), "chat": {"id": person, "type": "private"}, "from": who}

    async def press(self, step: str, choice: str) -> None:
        """Whoever is asked this presses that."""
        async with self.database.session() as db:
            await unlock(db)
            open_ = list(await db.scalars(select(Question).where(Question.step == step, Question.open)))
            accounts = {one.id: one.user_id for one in await db.scalars(select(Person))}
            taps = [(accounts[who], button_data(one, choice)) for one in open_ for who in one.asked]
        for person, data in taps:
            about = self.about(person)
            message = {"message_id": 1, "date": about["date"], "chat": about["chat"]}
            tap = {
                "id": str(self.update),
                "from": about["from"],
                "message": message,
                "chat_instance": "1",
                "data": data,
            }
            await self.hear("callback_query", tap)

    async def hear(self, kind: str, what: Json) -> None:
        self.update += 1
        await self.worker.receive([{"update_id": self.update, kind: what}])
        await self.still()


async def rows(bench: Bench) -> list[Row]:
    count = bench.sizes.evenings
    with tempfile.TemporaryDirectory(prefix="evenfall-bench-") as place:
        folder = Path(place)
        house = folder / "template"
        await (await open_house(house)).close()
        sizes = []
        async with sofa(house, folder, *SETTLED) as us:
            people = [us.person(name).id for name in ("Ana", "Ben")]
            life = Evenings(us.stage.database, us.stage.clock, us.stage.engine, people)
            await life.still()
            for evening in range(count):
                if evening % 10 == 0:
                    bench.told(f"evening {evening} of {count}")
                sizes.append(size(us.file))
                await life.evening()
            sizes.append(size(us.file))
            kept = number_of(us.file, "select count(*) from entries")
    fresh = min(FRESH, count)
    a_day = (sizes[fresh] - sizes[0]) / fresh
    start = min(OLD, count // 2)
    steady = max(0.0, (sizes[count] - sizes[start]) / (count - start))
    grown = (sizes[count] + steady * max(0, YEARS - count) - sizes[0]) / 1e6
    note = f"{count} evenings played, {steady / 1024:.2f} KB a day at the end; {kept:,} kept texts"
    return [
        Row("a stored evening, bytes on disk", "both partners, all slots", a_day / 1024, aim=4, unit="KB",
            rounds=fresh, note="with its blank posts of three days"),
        Row("growth over two years of one couple", "both partners, all slots", grown, aim=4, unit="MB", rounds=count,
            note=note),
    ]  # fmt: skip


def size(file: Path) -> int:
    """Bytes in use: what was let go of is written to again."""
    pages, free, each = (number_of(file, f"pragma {name}") for name in ("page_count", "freelist_count", "page_size"))
    return (pages - free) * each


def number_of(file: Path, query: str) -> int:
    with sqlite3.connect(file) as db:
        found = int(db.execute(query).fetchone()[0])
    db.close()
    return found
