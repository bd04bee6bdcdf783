"""What several processes on one PostgreSQL share: who plays which couple, who polls, and how fast all send together.

On SQLite there is one process, and nothing here is asked.
"""

import asyncio
from collections.abc import Iterable
from typing import Any

from sqlalchemy import String, and_, bindparam, cast, func, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot import logs
from bot.sender import Pace
from models import Couple, Inbox, Lease, Person, new_id
from models.database import Database

log = logs.logger(__name__)

LANES = 8  # couples that one worker plays in one transaction: the next ones are for the next worker
POLLING = 15.0  # seconds that the poller's lease holds

NOW = func.extract("epoch", func.clock_timestamp())  # the database's clock: replicas need not agree on the time
LANE = func.coalesce(Person.couple_id, Couple.id, cast(Inbox.lane, String), Inbox.id)
OURS = text(
    "SELECT lane FROM unnest(:lanes) WITH ORDINALITY AS one(lane, place) "
    "WHERE pg_try_advisory_xact_lock(hashtextextended(lane, 0)) LIMIT :most"
).bindparams(bindparam("lanes", type_=ARRAY(String)))
ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:lane, 0))")


async def ours(db: AsyncSession, lanes: Iterable[str], most: int = LANES) -> set[str]:
    """Of these lanes some that nobody is playing; they are ours until the transaction ends."""
    return set(await db.scalars(OURS, {"lanes": list(dict.fromkeys(lanes)), "most": most}))


def _waiting(system: str) -> Any:
    """Which updates wait, and whose they are: a couple's, as far as that is known, else their chat's."""
    return (
        select(Inbox.number, LANE)
        .outerjoin(Person, and_(Person.system == Inbox.system, Person.chat_id == Inbox.lane))
        .outerjoin(Couple, Couple.group_id == Inbox.lane)
        .where(Inbox.system == system, Inbox.state == "new")
        .order_by(Inbox.number)
    )


async def claim(db: AsyncSession, system: str, most: int) -> list[Inbox]:
    """Updates to play now, in order: all that wait of some couples, and no other worker's."""
    query = _waiting(system).limit(most)
    seen = [(number, lane) for number, lane in await db.execute(query)]
    mine = await ours(db, (lane for _, lane in seen)) if seen else set()
    if not mine:
        return []
    # Looked at again: whoever had a lane before us has played some of it.
    still = [(number, lane) for number, lane in await db.execute(query) if lane in mine]
    rows = select(Inbox).where(Inbox.number.in_([number for number, _ in still]), Inbox.state == "new")
    locked = {row.number: row for row in await db.scalars(rows.with_for_update(skip_locked=True))}
    free, claimed = set(mine), []
    for number, lane in still:
        if number not in locked:
            free.discard(lane)
        elif lane in free:
            claimed.append(locked[number])
    return claimed


async def claim_one(db: AsyncSession, system: str, number: int) -> Inbox | None:
    """One update, when nobody plays anything of its couple."""
    waits = (await db.execute(_waiting(system).where(Inbox.number == number))).first()
    if waits is None:
        return None
    await db.execute(ALONE, {"lane": waits[1]})
    row = select(Inbox).where(Inbox.number == number, Inbox.state == "new")
    return await db.scalar(row.with_for_update())


class Poll:
    """The poller's lease: one replica asks Telegram, the others wait for it to be given back or to run out."""

    def __init__(self, database: Database, name: str = "poller", seconds: float = POLLING) -> None:
        self.database = database
        self.name = name
        self.seconds = seconds
        self.me = new_id()
        self.fence: int | None = None  # of our turn, while it is ours

    async def take(self) -> bool:
        """Have it, or keep it. A turn that ran out unseen is over: the next one has another number."""
        row = {"name": self.name, "owner": self.me, "until": NOW + self.seconds, "fence": 1}
        free = (Lease.owner.is_(None)) | (Lease.until < NOW)
        theirs = insert(Lease).values(row).on_conflict_do_update(
            index_elements=[Lease.name],
            set_={"owner": self.me, "until": NOW + self.seconds, "fence": Lease.fence + 1},
            where=free,
        ).returning(Lease.fence)  # fmt: skip
        async with self.database.begin() as db:
            kept = None
            if self.fence is not None:
                kept = await db.scalar(
                    update(Lease)
                    .where(Lease.name == self.name, Lease.owner == self.me, Lease.fence == self.fence)
                    .values(until=NOW + self.seconds)
                    .returning(Lease.fence)
                )
            fence = kept if kept is not None else await db.scalar(theirs)
        if fence != self.fence:
            log.info("lease_taken" if fence is not None else "lease_lost", number=fence)
        self.fence = fence
        return fence is not None

    async def hold(self) -> None:
        """Keep it for as long as it can be kept; returns when it is lost."""
        while True:
            await asyncio.sleep(self.seconds / 3)
            try:
                async with asyncio.timeout(self.seconds / 3):
                    if not await self.take():
                        return
            except Exception as error:  # what cannot be renewed in time is not ours any more
                log.warning("lease_not_kept", error=error)
                self.fence = None
                return

    async def give_back(self) -> None:
        if self.fence is None:
            return
        fence, self.fence = self.fence, None
        async with self.database.begin() as db:
            mine = update(Lease).where(Lease.name == self.name, Lease.owner == self.me, Lease.fence == fence)
            await db.execute(mine.values(owner=None))


class SharedPace(Pace):
    """The overall limit counted in the database, so that all replicas together stay below it."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database

    async def next(self, chat: int) -> float:
        self.take(chat)
        then = func.greatest(Lease.until + self.EVERY, NOW)
        row = {"name": "pace", "until": NOW, "fence": 0}
        moved = insert(Lease).values(row).on_conflict_do_update(index_elements=[Lease.name], set_={"until": then})
        async with self.database.begin() as db:
            await db.execute(text("SET LOCAL synchronous_commit = off"))  # a crash forgets milliseconds of it
            return float(await db.scalar(moved.returning(Lease.until - NOW)) or 0.0)
