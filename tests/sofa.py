"""Two people on a sofa, for what a transcript cannot show: played in its notation on the bare engine, with a look at
each phone (what was shown, and when) and into the database.

    async with sofa(house, tmp_path, *PAIRED, EVENING) as us:
        await us("Ana: [No]", "Ana: bread")
        assert us.phone("Ben") == ...
"""

import itertools
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from dialogue.event import Event
from models import Base, Couple, DataKey, Outbox, Person
from models.database import Database
from models.keys import Sealed, keys_of
from playground.world import Person as Phone
from playground.world import Shown
from tests.stage import START, EngineStage
from tests.transcript import Item, Play

if TYPE_CHECKING:  # the benchmark plays couples too, and knows no pytest
    from pytest import MonkeyPatch

PAIRED = ("-- after pairing_tomorrow",)  # on a Monday
EVENING = "-- Tuesday 20:30"
GROUP = ("-- after group_bound",)
ENDED = ("sent", "cancelled", "expired", "dead", "unknown", "done")


class Seen(NamedTuple):
    """One thing that a phone showed, without the numbers that Telegram gives."""

    at: datetime
    kind: str
    text: str
    buttons: tuple[tuple[str, ...], ...]
    sounds: bool


class Log(list[Shown]):
    """The world's log, with the moment of each line."""

    def __init__(self, lines: Iterable[Shown], clock: Any) -> None:
        super().__init__(lines)
        self.clock = clock
        self.moments = [clock.now()] * len(self)

    def append(self, line: Shown) -> None:
        super().append(line)
        self.moments.append(self.clock.now())


class Sofa:
    def __init__(self, stage: EngineStage) -> None:
        self.stage = stage
        self.talk = Play(stage)
        self.since = 0

    async def __call__(self, *steps: str) -> list[Item]:
        """Play some steps; what was said after the last of them."""
        said: list[Item] = []
        for step in steps:
            said = await self.talk.step(step)
            if not isinstance(self.world.log, Log):
                self.world.log = Log(self.world.log, self.stage.clock)
        return said

    @property
    def world(self) -> Any:
        return self.stage.world

    @property
    def now(self) -> datetime:
        return self.stage.clock.now()

    def person(self, name: str) -> Phone:
        return next(one for one in self.world.people.values() if one.name == name)

    def from_now(self) -> None:
        """What the phones show is told from here on."""
        self.since = len(self.world.log)

    def phone(self, name: str) -> list[Seen]:
        """All that the companion showed to one person, in private and in their groups, and when."""
        one = self.person(name)
        mine = {one.chat, *(chat.id for chat in self.world.chats.values() if chat.id < 0 and one.id in chat.members)}
        return [seen for chat, seen in self.shown() if chat in mine]

    def shown(self) -> list[tuple[int, Seen]]:
        """All that the companion did in any chat."""
        log = self.world.log
        lines = list(zip(log, log.moments, strict=True))[self.since :]
        return [
            (
                one.chat,
                Seen(at, one.kind, one.text, tuple(map(tuple, one.buttons)), one.kind == "sent" and not one.silent),
            )
            for one, at in lines
            if one.by == "bot"
        ]

    def labels(self, name: str) -> list[str]:
        """The buttons that can be pressed on one phone now."""
        one = self.person(name)
        chats = [one.chat, *(chat.id for chat in self.world.chats.values() if chat.id < 0 and one.id in chat.members)]
        return [label for chat in chats for said in self.world.messages(chat) for row in said.buttons for label in row]

    # --- the companion, by hand ----------------------------------------------------------------------------------

    def event(self, name: str, kind: str, **more: Any) -> Event:
        """Something that one of them does in private."""
        one = self.person(name)
        about = {"user": one.id, "chat": one.chat, "name": one.name, "username": one.username, "language": "en"}
        return Event(kind, **about | more)

    async def hear(self, *events: Event) -> None:
        """Play events, each in a transaction of its own; nothing is delivered yet."""
        for event in events:
            async with self.stage.database.begin() as db:
                await self.stage.engine.hear(db, event)

    # --- the database --------------------------------------------------------------------------------------------

    @property
    def file(self) -> Path:
        return self.stage.folder / "data" / "evenfall.db"

    async def raw(self, *without: str) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table as it lies there, sealed."""
        found = await lying(self.stage.database)
        return {name: rows for name, rows in found.items() if name not in without}

    async def rows(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table by its key, with what is sealed in clear."""
        found = {}
        async with self.stage.database.session() as db:
            await unlock(db)
            for mapper in Base.registry.mappers:
                rows = select(mapper.class_).order_by(*mapper.primary_key)  # PostgreSQL has no order of its own
                found[mapper.class_.__tablename__] = [_opened(row) for row in await db.scalars(rows)]
        return found

    async def couple(self) -> Couple:
        """Ana's couple."""
        async with self.stage.database.session() as db:
            mine = select(Person.couple_id).where(Person.user_id == self.world.ana.id)
            return await db.get_one(Couple, await db.scalar(mine))

    async def posts(self, after: int = 0) -> list[dict[str, Any]]:
        """What waits in the outbox, from a number on."""
        async with self.stage.database.session() as db:
            await keys_of(db).load(db, "system:outbox")
            waiting = select(Outbox).where(Outbox.state == "pending", Outbox.number > after).order_by(Outbox.number)
            return [_opened(row) for row in await db.scalars(waiting)]


async def lying(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """What the database gives to whoever has no key."""
    async with database.engine.connect() as db:
        found = {name: await db.execute(text(f"select * from {name}")) for name in Base.metadata.tables}
        return {name: sorted((tuple(row) for row in rows), key=repr) for name, rows in found.items()}


async def unlock(db: AsyncSession) -> None:
    """Load every key there is, so that all that can be read is readable."""
    await keys_of(db).load(db, *await db.scalars(select(DataKey.owner).distinct()))


def _opened(row: Any) -> dict[str, Any]:
    sealed = {name: getattr(row, name) for name, value in vars(type(row)).items() if isinstance(value, Sealed)}
    plain = {one.key: getattr(row, one.key) for one in type(row).__mapper__.column_attrs}
    return sealed | {name: value for name, value in plain.items() if not name.endswith("_sealed") and name != "wrapped"}


def count_ids(monkeypatch: "MonkeyPatch") -> None:
    """Ids and tokens count up from one, so that two histories can be compared row by row."""
    numbers = itertools.count(1)
    monkeypatch.setattr("models.base.os", SimpleNamespace(urandom=lambda size: next(numbers).to_bytes(size, "big")))
    monkeypatch.setattr("models.base._last", 1 << 62)  # ids count on from here
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size: f"{next(numbers):022}")


@asynccontextmanager
async def sofa(house: Path, folder: Path, *steps: str, start: datetime = START) -> AsyncIterator[Sofa]:
    """Open the companion in a copy of the house, and play what comes before the test."""
    stage = EngineStage(house, folder, start)
    await stage.open()
    try:
        us = Sofa(stage)
        await us(*steps)
        us.from_now()
        yield us
    finally:
        await stage.close()


__all__ = [
    "ENDED",
    "EVENING",
    "GROUP",
    "Item",
    "Outbox",
    "PAIRED",
    "Seen",
    "Sofa",
    "count_ids",
    "lying",
    "sofa",
    "unlock",
]
