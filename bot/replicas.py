"""What several replicas on one PostgreSQL share besides the rows: who polls, and how fast all send together.

On SQLite there is one process, and nothing here is asked. Time here is the database's: replicas need not agree on it.
"""

import asyncio
import time
from typing import Any

from sqlalchemy import ColumnElement, Double, String, bindparam, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot import logs, measures
from bot.poll import Poller
from bot.sender import Pace
from bot.stop import AGAIN, Stop
from models import Lease
from models.base import among
from models.database import Database, connected

log = logs.logger(__name__)

POLLING = 15.0  # seconds that the poller's lease holds
SETTLED = 60.0  # seconds after which nobody can be in the way who polled before us
TIDY = 1000  # messages after which chats that have been silent are forgotten
LEASES: Any = Lease.__table__  # not by its class: it is asked before classes are needed, and for each message
HELD = LEASES.c
NOW = func.extract("epoch", func.clock_timestamp())


def _moved(name: Any, first: Any, later: ColumnElement[float], room: Any = None, given: Any = None) -> Any:
    """Push a row's moment on, if there is room, and where something is given; tells how far away it is now."""
    row = select(name, first, literal(0))
    row = row.select_from(given) if given is not None else row
    moved = insert(LEASES).from_select(["name", "until", "fence"], row)
    moved = moved.on_conflict_do_update(index_elements=[HELD.name], set_={"until": later}, where=room)
    return moved.returning((HELD.until - NOW).label("left"))


def _taken() -> Any:
    """A turn of all, and where there is one, one of the chat's: in one statement."""
    chat, seconds = bindparam("chat", type_=String), bindparam("seconds", type_=Double)
    early = bindparam("early", type_=Double)
    free = func.greatest(HELD.until, NOW - Pace.LATE) + Pace.EVERY
    turn = _moved(literal("pace"), NOW + Pace.EVERY, free, HELD.until <= NOW + early).cte("turn")
    counted = _moved(chat, NOW + seconds, func.greatest(HELD.until, NOW) + seconds, given=turn)
    return select(turn.c.left).add_cte(counted.cte("counted"))


TAKEN = _taken()
REST = select(HELD.until - NOW).where(HELD.name == "pace")
AHEAD = select(HELD.name, HELD.until - NOW).where(among(HELD.name, "names"), HELD.until > NOW)


class Turn:
    """The poller's lease: one replica asks Telegram, the others wait for it to be given back, to run out, or for its
    owner to have no connection any more."""

    def __init__(self, database: Database, name: str = "poller", seconds: float = POLLING) -> None:
        self.database = database
        self.name = name
        self.seconds = seconds
        self.me = database.me
        self.fence: int | None = None  # of our turn, while it is ours
        self.since = 0.0  # when it began to be ours

    async def take(self) -> bool:
        """Have it, or keep it. A turn that ran out unseen is over: the next one has another number."""
        row = {"name": self.name, "owner": self.me, "until": NOW + self.seconds, "fence": 1}
        free = (HELD.owner.is_(None)) | (HELD.until < NOW) | ~connected(HELD.owner)
        theirs = insert(LEASES).values(row).on_conflict_do_update(
            index_elements=[HELD.name],
            set_={"owner": self.me, "until": NOW + self.seconds, "fence": HELD.fence + 1},
            where=free,
        ).returning(HELD.fence)  # fmt: skip
        async with self.database.begin() as db:
            kept = None
            if self.fence is not None:
                kept = await db.scalar(
                    update(LEASES)
                    .where(HELD.name == self.name, HELD.owner == self.me, HELD.fence == self.fence)
                    .values(until=NOW + self.seconds)
                    .returning(HELD.fence)
                )
            fence = kept if kept is not None else await db.scalar(theirs)
        if fence != self.fence:
            log.info("lease_taken" if fence is not None else "lease_lost", number=fence)
            measures.LEASES.add()
            self.since = time.monotonic()
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
            mine = update(LEASES).where(HELD.name == self.name, HELD.owner == self.me, HELD.fence == fence)
            await db.execute(mine.values(owner=None))


class SharedPoller(Poller):
    """Polls while it has the lease, and waits for it while another replica has it."""

    def __init__(self, database: Database, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lease = Turn(database)

    async def run(self) -> None:
        try:
            while True:
                await self._one_turn()
        finally:
            await self.lease.give_back()

    async def _one_turn(self) -> None:
        try:
            async with asyncio.timeout(self.lease.seconds / 3):
                mine = await self.lease.take()
        except Exception as error:
            log.warning("lease_unknown", error=error)
            await asyncio.sleep(1)
            return
        if not mine:
            self.since = time.monotonic()  # all is well: somebody polls
            await asyncio.sleep(self.lease.seconds / 30)
            return
        self._offset = 0  # what was confirmed meanwhile does not come again
        polling, holding = asyncio.create_task(super().run()), asyncio.create_task(self.lease.hold())
        try:
            await asyncio.wait({polling, holding}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (polling, holding):
                task.cancel()
            await asyncio.wait({polling, holding}, timeout=5)
        stop = polling.exception() if polling.done() and not polling.cancelled() else None
        if isinstance(stop, Stop) and (stop.code != AGAIN or self._settled()):
            raise stop
        if stop is not None:
            log.warning("poll_in_the_way", error=stop)
            await asyncio.sleep(1)

    def _settled(self) -> bool:
        """Whether nobody of ours can be polling: after a change the one before may take a moment to notice."""
        return self.lease.fence is not None and time.monotonic() - self.lease.since > SETTLED


class SharedPace(Pace):
    """The same limits counted in the database, so that all replicas together stay below them. A turn is taken in the
    transaction that claims the message: what is not claimed has used up none."""

    PRIVATE = (1.0, 3)  # seconds between two messages to a chat, and how many at once
    TO_GROUP = (5.0, 6)  # at most 18 in any minute

    def __init__(self) -> None:
        super().__init__()
        self._counted = 0

    async def waits(self, db: AsyncSession, chats: list[int]) -> dict[int, float]:
        names = {f"chat {chat}": chat for chat in chats}
        found: dict[int, float] = {}
        for name, until in await db.execute(AHEAD, {"names": list(names)}):
            seconds, burst = self._limits(names[name])
            if until > seconds * (burst - 1):
                found[names[name]] = until - seconds * (burst - 1)
        return found

    async def next(self, db: AsyncSession, chat: int, prompt: bool = True) -> float:
        seconds, _ = self._limits(chat)
        early = 0.0 if prompt else self.EVERY
        wait = await db.scalar(TAKEN, {"chat": f"chat {chat}", "seconds": seconds, "early": early})
        goes = wait is not None
        if not goes:
            wait = await db.scalar(REST)
        self._free = time.monotonic() + (wait or 0.0)
        self._counted += goes
        if goes and self._counted % TIDY == 0:
            await db.execute(delete(LEASES).where(HELD.name.startswith("chat "), HELD.until < NOW - 60))
        return 0.0 if goes else max(self.rest(prompt), 0.001)

    def _limits(self, chat: int) -> tuple[float, int]:
        return self.TO_GROUP if chat < 0 else self.PRIVATE
