"""The worker: it owns the transaction of every turn.

What comes in is sealed and stored before anybody confirms it; waiting turns are played one after another, several in
one transaction. Where one of them fails nothing of that transaction counts: they are played again, each in a savepoint,
and the one that fails once more alone.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Row, and_, bindparam, delete, func, not_, or_, select, update
from sqlalchemy.event import listen
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from bot import lanes, logs, shape
from dialogue.engine import Engine
from dialogue.event import Event
from dialogue.scene import gather
from models import (
    Alarm,
    Card,
    Conversation,
    Couple,
    DataKey,
    Entry,
    Erasure,
    Inbox,
    Invitation,
    Message,
    Outbox,
    Person,
    new_id,
)
from models.base import among, insert_by
from models.database import Database, passing
from models.keys import joint, keys_of

log = logs.logger(__name__)

T = TypeVar("T")

BATCH = 100  # updates in one transaction
ALARMS = 500  # alarms in one transaction
SHARE = 0.5  # seconds after which a batch is committed, so that the sender gets its turn
TOGETHER = 25  # turns whose couples are read together
TRIES = 3
AHEAD = 3  # rounds of the loop in which a call that was begun is written to its connection
SHORTLY = 500  # milliseconds that others wait while the table of keys is written anew
ASIDE = timedelta(minutes=10)  # how long an alarm that cannot be played is left alone
INBOX, OUTBOX = "system:inbox", "system:outbox"

# Of tables, and made once: a statement that is made for each round, or of classes, costs as much again as asking it.
CAME: Any = Inbox.__table__.c
WAITING = lanes.UNPLAYED.where(CAME.system == bindparam("system")).order_by(CAME.number).limit(BATCH)
ONE = lanes.UNPLAYED.where(CAME.number == bindparam("number"))
THESE = update(Inbox.__table__).where(among(CAME.number, "numbers"))
PLAYED = THESE.values(state="done", payload_sealed=None)
DEAD = THESE.values(state="dead")

ALARM: Any = Alarm.__table__.c
TALK: Any = Conversation.__table__.c
DUE = (  # the talk of one that stands still waits
    select(ALARM.id, ALARM.due_at, ALARM.couple_id)
    .outerjoin(Conversation.__table__, TALK.id == ALARM.conversation_id)
    .where(ALARM.due_at <= bindparam("now"), or_(TALK.held_by.is_(None), TALK.held_by == TALK.id))
    .limit(bindparam("most"))
)
CLAIMED = ALARM.claimed_for == ALARM.due_at  # since then it was put to another moment, if not
OURS = DUE.where(CLAIMED, ALARM.claimed_by == bindparam("me"))
OURS = OURS.order_by(ALARM.due_at, ALARM.practice, ALARM.name, ALARM.person_id, ALARM.id)
FREE = DUE.where(or_(ALARM.claimed_for.is_(None), not_(CLAIMED))).order_by(ALARM.due_at)
OTHERS = DUE.where(CLAIMED, ALARM.claimed_by != bindparam("me"), not_(among(ALARM.id, "aside")))
OTHERS = OTHERS.order_by(ALARM.due_at.desc(), ALARM.id.desc())


def _claims(these: Any) -> Any:
    ids = these.with_only_columns(ALARM.id).with_for_update(of=Alarm.__table__, skip_locked=True)
    claim = update(Alarm.__table__).where(ALARM.id.in_(ids.scalar_subquery()))
    return claim.values(claimed_by=bindparam("me"), claimed_for=ALARM.due_at)


CLAIM, TAKE_OVER = _claims(FREE), _claims(OTHERS)

DEAD_FOR = timedelta(hours=72)
SENT_FOR = timedelta(hours=72)
KNOWN_FOR = timedelta(days=14)  # numbers of updates, and posts of which nobody knows whether they arrived
DELETABLE = timedelta(hours=48)
FETCHABLE = timedelta(days=7)
EVERYWHERE = timedelta(hours=12)  # after it a date is over in every zone


class Worker:
    """Plays turns for one database, one batch at a time in this process.

    `committed` is called when there may be something to send; `arrived` is set when there is something to play.
    """

    def __init__(
        self,
        database: Database,
        engine: Engine,
        to_event: Callable[[dict[str, Any]], Event | None],
        system: str = "telegram",
    ) -> None:
        self.database = database
        self.engine = engine
        self.to_event = to_event
        self.system = system
        self.lock = asyncio.Lock()
        self.arrived = asyncio.Event()
        self.committed: Callable[[], None] = lambda: None
        self._stopping = False
        self._erased = True  # perhaps, by a process that was killed before it could wipe
        listen(database.sessions, "after_flush", self._flushed)
        self._aside: dict[str, tuple[datetime, datetime]] = {}  # alarm: when it was due, until when it is left alone

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A transaction in its turn. SQLite has one writer: to wait here is cheaper than to wait there. It is played in
        this loop, so what the last one claimed is first on its way: of what is killed in between, nobody knows."""
        async with nullcontext() if self.database.shared else self.lock:
            for _ in range(0 if self.database.shared else AHEAD):
                await asyncio.sleep(0)
            async with self.database.begin() as db:
                yield db

    # --- what comes in -------------------------------------------------------------------------------------------

    async def receive(self, updates: list[dict[str, Any]]) -> None:
        """Store what is for the companion. After the return the updates may be confirmed."""
        kept = [one for one in map(shape.fit, updates) if one is not None]
        if not kept:
            return
        async with self.write() as db:
            now = self.engine.clock.now()
            await keys_of(db).need_today(db, INBOX, now)
            rows = [self._inbox_row(db, one, now) for one in kept]
            own = insert_by(self.database.engine.dialect.name)
            await db.execute(own(Inbox).on_conflict_do_nothing(), rows)
        self.arrived.set()

    def _inbox_row(self, db: AsyncSession, update: dict[str, Any], now: datetime) -> dict[str, Any]:
        chat, message = shape.address(update)
        row_id = new_id()
        row = {
            "id": row_id,
            "system": self.system,
            "update_id": update["update_id"],
            "chat_id": chat,
            "message_id": message,
            "lane": shape.lane(update),
            "state": "new",
            "attempts": 0,
            "received_at": now,
        }
        try:
            sealed = keys_of(db).seal(INBOX, "inbox|payload_sealed", row_id, update)
        except UnicodeEncodeError:  # half a sign: no chat system sends it, and nothing could store it
            return {**row, "state": "dead", "payload_sealed": None}
        return {**row, "payload_sealed": sealed}

    async def work(self) -> int:
        """Play what waits, in order. Returns how many turns were played."""
        played, more = 0, True
        while more:
            count, more, failed = await _or_apart(self._batch)
            played += count
            if failed is not None:
                played += await self._alone(failed)
            if count or failed is not None:
                self.committed()
        if self._erased:
            await self.wipe()
            self._erased = False
        return played

    async def _batch(self, apart: bool) -> tuple[int, bool, int | None]:
        """Play some in one transaction; if they are to be held `apart`, up to the first that fails.

        Returns how many, whether more may wait, and the number of that one.
        """
        count, end = 0, time.monotonic() + SHARE
        async with self.write() as db:
            waiting, more = await self._waiting(db)
            for rows in _groups(waiting):
                now, sealed = self.engine.clock.now(), [row.payload_sealed for row in rows]
                await keys_of(db).need_today(db, INBOX, now, *sealed)
                read = [(row.number, self._read(db, row)) for row in rows]
                await gather(db, now, [event for _, event in read if isinstance(event, Event)])
                for turns in [[turn] for turn in read] if apart else [read]:
                    try:
                        async with db.begin_nested() if apart else nullcontext():
                            await self._turns(db, turns)
                    except Exception as error:
                        if passing(error) or not apart:
                            raise
                        log.info("turn_again", error=error)
                        return count, True, turns[0][0]
                    count += len(turns)
                if time.monotonic() > end:
                    break
        return count, more or count < len(waiting), None

    async def _waiting(self, db: AsyncSession) -> tuple[list[Row[Any]], bool]:
        """What is to be played now, and whether more waits; what comes meanwhile says so (`arrived`)."""
        if self.database.shared:
            return await lanes.claim(db, self.system, BATCH)
        rows = list(await db.execute(WAITING, {"system": self.system}))
        return rows, len(rows) == BATCH

    async def _alone(self, number: int) -> int:
        """Play one turn in a fresh session, a few times; then it is a dead letter, and no stop for the others."""
        for attempt in range(1, TRIES + 1):
            try:
                async with self.write() as db:
                    shared = self.database.shared
                    if shared and not await lanes.claim_one(db, self.system, number):
                        return 0
                    row = (await db.execute(ONE, {"number": number})).first()
                    if row is None:
                        return 0
                    await keys_of(db).need_today(db, INBOX, self.engine.clock.now(), row.payload_sealed)
                    await self._turns(db, [(number, self._read(db, row))])
                return 1
            except Exception as error:
                if passing(error):
                    raise
                log.warning("turn_failed", attempt=attempt, error=error)
        async with self.write() as db:
            unplayed = update(Inbox).where(Inbox.number == number, Inbox.state == "new")
            await db.execute(unplayed.values(state="dead", attempts=TRIES))
        log.error("turn_dead", number=number)
        return 0

    def _read(self, db: AsyncSession, row: Row[Any]) -> Event | Exception | None:
        """What an update means. One that cannot be read is a dead letter."""
        try:
            sealed = row.payload_sealed
            update = {} if sealed is None else keys_of(db).open(INBOX, "inbox|payload_sealed", row.id, sealed)
            return self.to_event(update or {})
        except Exception as error:
            log.warning("update_unreadable", number=row.number, error=error)
            return error

    async def _turns(self, db: AsyncSession, read: list[tuple[int, Event | Exception | None]]) -> None:
        """Play turns, and write down that they were played: all of it counts, or nothing."""
        dead = [number for number, event in read if isinstance(event, Exception)]
        played = [number for number, event in read if not isinstance(event, Exception)]
        if dead:
            await db.execute(DEAD, {"numbers": dead})
        if played:
            await db.execute(PLAYED, {"numbers": played})
        for _, event in read:
            if isinstance(event, Event):
                await self.engine.hear(db, event)
                await asyncio.sleep(0)  # the sender's answers come in meanwhile
        await db.flush()

    # --- the clock, and what the sender finds out ----------------------------------------------------------------

    async def ring(self) -> int:
        """Play what is due: claim all of it first, then begin one after another. Returns how many alarms rang."""
        rung: set[tuple[str, datetime]] = set()
        while True:
            count, failed = await _or_apart(partial(self._ring_some, rung))
            if failed is not None:
                await self._ring_alone(*failed)
            elif count == 0 and not await self._claim():
                return len(rung)
            self.committed()

    async def _claim(self) -> int:
        """Make ours what is due and nobody's, some in a statement, so that nobody waits long. Returns how many."""
        claimed = 0
        while True:
            async with self.write() as db:
                asked = {"now": self.engine.clock.now(), "me": self.database.me, "most": ALARMS}
                some: Any = await db.execute(CLAIM, asked)
            claimed += some.rowcount
            if some.rowcount < ALARMS:
                return claimed

    async def _ring_some(self, rung: set[tuple[str, datetime]], apart: bool) -> tuple[int, tuple[str, datetime] | None]:
        rang: list[tuple[str, datetime]] = []
        failed, end = None, time.monotonic() + SHARE
        async with self.write() as db:
            now = self.engine.clock.now()
            for some in _groups(await self._due(db)):
                await gather(db, now, [self._rings(alarm) for alarm, _ in some])
                await asyncio.sleep(0)  # nothing that is pressed meanwhile waits long
                for alarm, due in some:
                    if (alarm, due) in rung or (alarm, due) in rang:
                        self._set_aside(alarm, due)
                        continue
                    try:
                        async with db.begin_nested() if apart else nullcontext():
                            await self.engine.hear(db, self._rings(alarm))
                    except Exception as error:
                        if passing(error) or not apart:
                            raise
                        log.info("ring_again", error=error)
                        failed = alarm, due
                        break
                    rang.append((alarm, due))
                    await asyncio.sleep(0)
                await db.flush()
                await asyncio.sleep(0)
                if failed is not None or time.monotonic() > end:
                    break
        rung.update(rang)
        return len(rang), failed

    def _rings(self, alarm: str) -> Event:
        return Event(kind="ring", system=self.system, alarm=alarm)

    async def _ring_alone(self, alarm: str, due: datetime) -> None:
        try:
            await self.play(self._rings(alarm))
        except Exception as error:
            if passing(error):
                raise
            self._set_aside(alarm, due)

    def _set_aside(self, alarm: str, due: datetime) -> None:
        self._aside[alarm] = (due, self.engine.clock.now() + ASIDE)

    async def _due(self, db: AsyncSession) -> list[tuple[str, datetime]]:
        """Alarms of ours that are due, oldest first. Who has none left takes over some that others have claimed, the
        newest first: the others are at work on the oldest, or died."""
        now = self.engine.clock.now()
        self._aside = {alarm: (due, until) for alarm, (due, until) in self._aside.items() if until > now}
        asked = {"now": now, "me": self.database.me, "most": ALARMS + len(self._aside)}
        rows = await self._ours(db, asked)
        if not rows:
            some = ALARMS // 10 if self.database.shared else ALARMS
            taken: Any = await db.execute(TAKE_OVER, {**asked, "most": some, "aside": list(self._aside)})
            if taken.rowcount:
                rows = await self._ours(db, asked)
        if self.database.shared and rows:  # of couples that nobody plays; looked at again once they are ours
            mine = await lanes.ours(db, [row.couple_id for row in rows], ALARMS // 10)
            rows = [row for row in await self._ours(db, asked) if row.couple_id in mine]
        return [(row.id, row.due_at) for row in rows]

    async def _ours(self, db: AsyncSession, asked: dict[str, Any]) -> list[Row[Any]]:
        return [row for row in await db.execute(OURS, asked) if self._aside.get(row.id, (None,))[0] != row.due_at]

    async def play(self, *events: Event) -> None:
        """Play internal events in a transaction of their own."""
        for attempt in range(1, TRIES + 1):
            try:
                async with self.write() as db:
                    for event in events:
                        await self.engine.hear(db, event)
                break
            except Exception as error:
                if passing(error):
                    raise
                log.warning("event_failed", kind=events[0].kind, attempt=attempt, error=error)
                if attempt == TRIES:
                    raise
        self.committed()

    # --- for ever ------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Play what arrives, until told to stop. A database that fails is tried again."""
        while not self._stopping:
            self.arrived.clear()
            try:
                await self.work()
            except Exception as error:
                log.error("work_failed", error=error)
                await asyncio.sleep(1)
                continue
            try:
                async with asyncio.timeout(1):
                    await self.arrived.wait()
            except TimeoutError:
                pass

    def stop(self) -> None:
        self._stopping = True
        self.arrived.set()

    # --- the house -----------------------------------------------------------------------------------------------

    async def keep_house(self) -> None:
        """Let go of what is over: each thing in a transaction of its own, so that nobody waits long."""
        for chore in (self._posts, self._letters, self._talks, self._ended, self._day_keys):
            async with self.write() as db:
                if not self.database.shared or await lanes.ours(db, ["house"]):
                    await chore(db, self.engine.clock.now())
        self.database.forget_keys()
        await self.wipe()

    async def _posts(self, db: AsyncSession, now: datetime) -> None:
        late = update(Outbox).where(Outbox.state == "pending", Outbox.expires_at <= now)
        await db.execute(late.values(state="expired", body_sealed=None))
        ended = Outbox.state.not_in(("pending", "sending", "held", "unknown"))
        unknown = and_(Outbox.state == "unknown", Outbox.created_at < now - KNOWN_FOR)
        await db.execute(delete(Outbox).where(or_(and_(ended, Outbox.created_at < now - SENT_FOR), unknown)))

    async def _letters(self, db: AsyncSession, now: datetime) -> None:
        dead = update(Inbox).where(Inbox.state == "dead", Inbox.received_at < now - DEAD_FOR)
        await db.execute(dead.values(payload_sealed=None))
        await db.execute(delete(Inbox).where(Inbox.state != "new", Inbox.received_at < now - KNOWN_FOR))

    async def _talks(self, db: AsyncSession, now: datetime) -> None:
        await db.execute(delete(Entry).where(Entry.expires_on < (now - EVERYWHERE).date()))
        await db.execute(delete(Invitation).where(Invitation.expires_at < now))
        cards = select(Card.message_ref).where(Card.message_ref.is_not(None))
        waiting = select(Outbox.message_ref).where(
            Outbox.message_ref.is_not(None), Outbox.state.in_(("pending", "sending"))
        )
        old = delete(Message).where(Message.at < now - DELETABLE)
        await db.execute(old.where(Message.id.not_in(cards), Message.id.not_in(waiting)))

    async def _ended(self, db: AsyncSession, now: datetime) -> None:
        """Couples that ended a week ago: each takes along what is theirs, and what was joint cannot be read again."""
        for couple in list(await db.scalars(select(Couple.id).where(Couple.ended_at < now - FETCHABLE))):
            authors = select(Entry.author_id).where(Entry.couple_id == couple).distinct()
            people = await db.execute(select(Person.id, Person.couple_id).where(Person.id.in_(authors)))
            for person, home in list(people):
                theirs = update(Entry).where(Entry.couple_id == couple, Entry.author_id == person)
                await db.execute(theirs.values(couple_id=home, shared=False))
            left = update(Person).where(Person.ended_couple_id == couple)
            await db.execute(left.values(ended_couple_id=None))
            await db.execute(delete(Couple).where(Couple.id == couple))
            await keys_of(db).destroy(db, joint(couple))

    async def _day_keys(self, db: AsyncSession, now: datetime) -> None:
        """The queues' keys of past days go, save one that a waiting row still needs."""
        oldest_in = await db.scalar(select(func.min(Inbox.received_at)).where(Inbox.payload_sealed.is_not(None)))
        oldest_out = await db.scalar(select(func.min(Outbox.created_at)).where(Outbox.body_sealed.is_not(None)))
        for owner, oldest in ((INBOX, oldest_in), (OUTBOX, oldest_out)):
            await keys_of(db).destroy_before(db, owner, min(now - DEAD_FOR, oldest or now).date())

    async def wipe(self) -> None:
        """What was deleted goes from the files too. SQLite keeps it in its log until that is folded in (and writes
        zeros over it then); PostgreSQL in the table of keys until that is written anew. Nobody waits long for it:
        where somebody else is reading there, as a backup does, the next housekeeping does it."""
        if self.database.shared:
            try:
                await self._write_keys_anew()
            except DBAPIError as error:
                if not passing(error):
                    raise
                log.info("wiped_later", error=error)
            return
        async with self.lock, self.database.engine.connect() as connection:
            raw = await connection.get_raw_connection()
            if raw.driver_connection is not None:
                fold = raw.driver_connection.execute
                await asyncio.to_thread(lambda: fold("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())

    async def _write_keys_anew(self) -> None:
        """An ordinary VACUUM would leave in its page what was written last."""
        async with self.database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql(f"SET lock_timeout = {SHORTLY}")
            try:
                await connection.exec_driver_sql(f"VACUUM FULL {DataKey.__tablename__}")
            finally:
                await connection.exec_driver_sql("RESET lock_timeout")

    def _flushed(self, session: Session, context: Any) -> None:
        """Somebody was erased: the files are wiped as soon as it counts."""
        self._erased = self._erased or any(isinstance(row, Erasure) for row in session.new)


async def _or_apart(play: Callable[[bool], Awaitable[T]]) -> T:
    """Play some together; where one of them fails nothing of it counts, and they are played again, each apart."""
    try:
        return await play(False)
    except Exception as error:
        if passing(error):
            raise
        log.info("again_apart", error=error)
    return await play(True)


def _groups(rows: list[T]) -> Iterator[list[T]]:
    for start in range(0, len(rows), TOGETHER):
        yield rows[start : start + TOGETHER]
