"""The sender: outbox rows become messages, each claimed before it is sent.

Several chats side by side, in order within a chat. What an error means is in errors.py; what is done about a message
that may or may not have arrived depends on its grade (models/post.py).
"""

import asyncio
import random
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import lanes, logs
from bot.errors import Action, action
from bot.exports import render
from bot.front import TelegramFront
from bot.stop import Rejections
from bot.worker import OUTBOX, Worker
from dialogue.clock import Clock
from dialogue.event import Event
from models import Couple, Message, Outbox, Person
from models.database import Database, connected, passing
from models.keys import KeyGone, keys_of

log = logs.logger(__name__)

SIDE_BY_SIDE = 8
LEASE = timedelta(seconds=30)  # longer than all timeouts of one call together
BREATH = timedelta(seconds=5)  # for a chat whose row could not even be tried
OCCUPIED = timedelta(milliseconds=200)  # for a chat that another replica writes to
LONGEST = timedelta(hours=24)  # how long a message without a deadline is tried
TRIES = 5
COUNTED = timedelta(seconds=60)  # how long a count of the group's members is trusted
SHOWS = ("send", "edit", "copy")  # what puts words into a chat
TWO_FLOODS = 1.0  # seconds: two chats held within them mean everything is

SEEN = ("number", "chat_id", "kind", "priority", "state", "not_before", "lease_owner", "lease_until")
WAITING = (
    select(*(getattr(Outbox, name) for name in SEEN))
    .where(Outbox.state.in_(("pending", "sending")), Outbox.system == bindparam("system"))
    .order_by(Outbox.priority, Outbox.number)
    .limit(5000)
)


class Pace:
    """Telegram's speed limits with a margin, by the monotonic clock: overall, a private chat, a group."""

    EVERY = 1 / 28
    BURST = 3
    GROUP, WINDOW = 18, 60.0

    def __init__(self) -> None:
        self._next = 0.0
        self._private: dict[int, tuple[float, float]] = {}  # chat: what may be sent at once, and when that was true
        self._group: dict[int, deque[float]] = defaultdict(deque)

    def wait(self, chat: int) -> float:
        """Seconds until this chat may get something."""
        now = time.monotonic()
        if chat < 0:
            sent = self._group[chat]
            while sent and sent[0] <= now - self.WINDOW:
                sent.popleft()
            return sent[0] + self.WINDOW - now if len(sent) >= self.GROUP else 0.0
        return max(0.0, 1.0 - self._left(chat, now))

    def _left(self, chat: int, now: float) -> float:
        left, then = self._private.get(chat, (float(self.BURST), now))
        return min(float(self.BURST), left + now - then)

    def take(self, chat: int) -> float:
        """Count one message; returns the seconds to wait before it, for the overall limit."""
        now = time.monotonic()
        if chat < 0:
            self._group[chat].append(now)
        else:
            self._private[chat] = (self._left(chat, now) - 1, now)
        if len(self._private) > 10_000:
            self._private = {one: kept for one, kept in self._private.items() if self._left(one, now) < self.BURST}
        self._next = max(self._next + self.EVERY, now)
        return self._next - now

    async def next(self, chat: int, number: int) -> float | None:
        """Count one row's message; None when it may not go after all."""
        return self.take(chat)


@dataclass
class Load:
    """A claimed row, out of its session."""

    number: int
    kind: str
    chat: int
    grade: str
    attempts: int
    created_at: datetime
    expires_at: datetime | None
    couple: str | None
    ref: str | None
    body: dict[str, Any]
    message: int | None = None  # what an edit or a deletion is about
    sent: list[int] = field(default_factory=list)  # what is new in the chat


class Sender:
    """Sends what waits in the outbox. `nudge` is set when there may be something new."""

    def __init__(
        self, database: Database, front: TelegramFront, worker: Worker, clock: Clock, pace: Pace | None = None
    ) -> None:
        self.database = database
        self.front = front
        self.worker = worker
        self.clock = clock
        self.pace = pace
        self.nudge = asyncio.Event()
        worker.committed = self.nudge.set
        self.me = database.me
        self._tasks: dict[asyncio.Task[bool], tuple[int, int | None]] = {}  # number, and the chat that is busy
        self._held: dict[int, datetime] = {}  # chats that Telegram wants to rest
        self._all_held: datetime | None = None
        self._flood = (0, 0.0)  # the chat last held, and when
        self._failing = 0  # calls in a row that reached nobody
        self._rejections = Rejections()
        self._stopping = False

    # --- which row -----------------------------------------------------------------------------------------------

    async def _due(self) -> list[tuple[int, int, bool]]:
        """Rows that may go now, in order: number, chat, whether it only answers a button.

        A chat is as urgent as its most urgent row, and its rows go in order; a pause need not wait behind one that
        is only being tried again. Answers to buttons wait for nobody.
        """
        now = self.clock.now()
        if self._resting():
            return []
        async with self.worker.write() as db:
            waiting = list(await db.execute(WAITING, {"system": self.worker.system}))
            if await self._reclaimed(db, waiting, now):
                waiting = list(await db.execute(WAITING, {"system": self.worker.system}))
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        busy = {chat for _, chat in self._tasks.values()} | self._held.keys()
        taken = {number for number, _ in self._tasks.values()}
        lines: dict[int, list[Any]] = defaultdict(list)
        found = []
        for row in waiting:
            if row.kind != "answer":
                lines[row.chat_id].append(row)
            elif row.state == "pending" and row.not_before <= now and row.number not in taken:
                found.append((row.priority, row.number, row.chat_id, True))
        for chat, line in lines.items():
            row = _first(line, now)
            if row is not None and chat not in busy:
                found.append((min(one.priority for one in line), row.number, chat, False))
        if self.database.shared:  # replicas that all begin with the same row would only be in each other's way
            found.sort(key=lambda one: (one[0], random.random()))  # noqa: S311
        else:
            found.sort()
        return [(number, chat, answers_tap) for _, number, chat, answers_tap in found]

    # --- how many at once ----------------------------------------------------------------------------------------

    async def drain(self, until_idle: bool = True) -> int:
        """Send what is due now, one after another, by no limit; until nothing is due, or once through. How many."""
        count = 0
        while True:
            rows = await self._due()
            for number, chat, _ in rows:
                count += await self._deliver(number, chat)
            if self._tasks and not rows:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
                self._finish()
            elif not rows or not until_idle:
                return count

    async def run(self) -> None:
        """Send for ever, until told to stop; what was claimed is finished first."""
        while not self._stopping:
            self.nudge.clear()
            self._finish()  # before looking: a chat that is free again counts as free
            pause = 1.0
            try:
                pause = await self._start_some()
            except Exception as error:
                log.error("sender_failed", error=error)
                await asyncio.sleep(1)
            try:
                await asyncio.wait_for(self.nudge.wait(), pause)
            except TimeoutError:
                pass
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        self._finish()

    def stop(self) -> None:
        self._stopping = True
        self.nudge.set()

    async def _start_some(self) -> float:
        """Begin to send what may go. Returns for how long nothing else can."""
        pause = 1.0
        for number, chat, answers_tap in sorted(await self._due(), key=lambda row: not row[2]):
            if not answers_tap:
                if sum(busy is not None for _, busy in self._tasks.values()) >= SIDE_BY_SIDE:
                    break
                if self.pace is not None:
                    wait = self.pace.wait(chat)
                    if wait > 0:
                        pause = min(pause, wait)
                        continue
                    turn = await self.pace.next(chat, number)
                    if turn is None:
                        continue
                    await asyncio.sleep(turn)
            if self._stopping:
                break
            task = asyncio.create_task(self._deliver(number, chat))
            self._tasks[task] = (number, None if answers_tap else chat)
            task.add_done_callback(lambda _: self.nudge.set())
        return pause

    def _finish(self) -> None:
        """Let go of what is done; what went wrong beyond the table is raised here."""
        for task in [one for one in self._tasks if one.done()]:
            number, chat = self._tasks.pop(task)
            error = task.exception()
            if isinstance(error, Exception):
                log.error("send_failed", number=number, error=error)
                if chat is not None:
                    self._held[chat] = self.clock.now() + BREATH
            elif error is not None:
                raise error

    # --- one row -------------------------------------------------------------------------------------------------

    async def _deliver(self, number: int, chat: int) -> bool:
        """Claim one row, send it, mark it. Whether it went out."""
        if self._resting():
            return False
        if chat < 0 and not await self._may_be_shown(number):
            return False
        load = await self._claim(number)
        if load is None:
            return False
        try:
            await self._call(load)
        except Exception as error:
            done = action(error, load.kind, load.chat > 0)
            log.info("not_sent", number=number, kind=load.kind, grade=load.grade, reason=done.kind, error=error)
            await self._after(load, done)
            return done.kind == "done"
        self._failing = 0
        await self._end(load, "sent")
        return True

    async def _call(self, load: Load) -> None:
        if load.kind == "export":
            for name, data in await render(self.database, load.body["person"]):
                load.sent.append(await self.front.document(load.chat, name, data))
            return
        sent = await self.front.deliver(load.kind, load.chat, load.body, load.message)
        if sent is not None:
            load.sent.append(sent)

    async def _claim(self, number: int) -> Load | None:
        """Make the row ours, for half a minute. None when there is nothing to send any more."""
        async with self.worker.write() as db:
            now = self.clock.now()
            if self.database.shared and not await self._chat_is_free(db, number, now):
                return None
            row = await db.get(Outbox, number, with_for_update={"skip_locked": True})
            if row is None or row.state != "pending":
                return None
            if row.expires_at is not None and row.expires_at <= now:
                _close(row, "expired")
                return None
            if row.chat_id < 0 and await self._is_held(db, row):
                _close(row, "cancelled")
                return None
            await keys_of(db).need_today(db, OUTBOX, now, row.body_sealed)
            try:
                body = row.body or {}
            except KeyGone:
                log.error("body_unreadable", number=number)
                _close(row, "dead")
                return None
            about = None
            if row.kind in ("edit", "delete"):
                known = select(Message.message_id).where(Message.id == row.message_ref)
                about = body.get("message_id") or await db.scalar(known)
                if about is None:
                    await self._about_nothing(db, row, now)
                    return None
            attempts = row.attempts + 1
            claimed = await db.execute(
                update(Outbox)
                .where(Outbox.number == number, Outbox.state == "pending")
                .values(state="sending", attempts=attempts, lease_owner=self.me, lease_until=now + LEASE)
            )
            if claimed.rowcount != 1:
                return None
            return Load(
                number, row.kind, row.chat_id, row.grade, attempts, row.created_at, row.expires_at,
                row.couple_id, row.message_ref, body, about,
            )  # fmt: skip

    async def _chat_is_free(self, db: AsyncSession, number: int, now: datetime) -> bool:
        """Several replicas write to a chat one after another, and in order."""
        row = select(Outbox.chat_id, Outbox.kind, Outbox.priority).where(Outbox.number == number)
        found = (await db.execute(row)).one_or_none()
        if found is None or found.kind == "answer":
            return found is not None
        await db.execute(lanes.ALONE, {"lane": f"chat {found.chat_id}"})
        busy = and_(Outbox.state == "sending", Outbox.lease_until >= now)
        older = and_(Outbox.state == "pending", Outbox.number < number)
        other = select(Outbox.number).where(
            Outbox.chat_id == found.chat_id, Outbox.kind != "answer", Outbox.system == self.worker.system,
            Outbox.number != number,
            busy if found.priority == 0 else or_(busy, older),
        )  # fmt: skip
        if await db.scalar(other.limit(1)) is None:
            return True
        self._held.setdefault(found.chat_id, now + OCCUPIED)
        return False

    async def _about_nothing(self, db: AsyncSession, row: Outbox, now: datetime) -> None:
        """An edit or a deletion of a message that has no number: it waits for it, or will never have one."""
        sending = select(Outbox.number).where(
            Outbox.message_ref == row.message_ref,
            Outbox.kind.in_(("send", "copy")),
            Outbox.state.in_(("pending", "sending")),
        )
        if await db.scalar(sending.limit(1)) is None:
            _close(row, "sent")
        else:
            row.not_before = now + timedelta(seconds=1)

    # --- the group holds three, or nothing is shown in it --------------------------------------------------------

    async def _may_be_shown(self, number: int) -> bool:
        """Count the couple's group before something is shown there; a wrong number is an event, and nothing is."""
        async with self.worker.write() as db:
            row = await db.get(Outbox, number)
            couple = await db.get(Couple, row.couple_id) if row is not None and row.couple_id else None
            if row is None or couple is None or couple.place != "bound" or couple.group_id != row.chat_id:
                return True
            fresh = couple.counted_at is not None and self.clock.now() - couple.counted_at <= COUNTED
            if row.kind not in SHOWS or row.state != "pending" or (fresh and not row.guarded):
                return True
            chat, kind = row.chat_id, row.kind
        try:
            count = await self.front.count(chat)
        except Exception as error:
            done = action(error, kind, False)
            log.info("not_counted", number=number, reason=done.kind, error=error)
            await self._not_counted(number, chat, done)
            return False
        if count == 3:
            async with self.worker.write() as db:
                await db.execute(update(Couple).where(Couple.id == couple.id).values(counted_at=self.clock.now()))
            return True
        await self.worker.play(Event("counted", self.worker.system, chat=chat, private=False, count=count))
        await self._cancel(number)
        return False

    async def _not_counted(self, number: int, chat: int, done: Action) -> None:
        if done.kind == "moved":
            await self._move(chat, done.to)
        elif done.kind == "removed":
            await self._removed(chat)
        elif done.kind == "dead":
            await self._cancel(number)
        elif done.kind == "token":
            self._rejections.add()
        if done.kind in ("again", "hold", "unknown", "token"):
            later = self.clock.now() + timedelta(seconds=max(done.seconds, 1.0))
            async with self.worker.write() as db:
                await db.execute(update(Outbox).where(Outbox.number == number).values(not_before=later))

    async def _is_held(self, db: AsyncSession, row: Outbox) -> bool:
        """A group that may hold somebody else: a row that was on its way when it was held does not go out after all."""
        couple = await db.get(Couple, row.couple_id) if row.couple_id else None
        return (
            couple is not None
            and couple.place == "held"
            and couple.group_id == row.chat_id
            and row.kind in SHOWS
        )  # fmt: skip

    # --- how it ended --------------------------------------------------------------------------------------------

    async def _after(self, load: Load, done: Action) -> None:
        """Do what the table of errors says."""
        match done.kind:
            case "done":
                await self._end(load, "sent")
            case "dead":
                await self._end(load, "dead")
            case "unknown":
                await self._unknown(load)
            case "again":
                self._failing += 1
                await self._again(load, min(30.0, 0.5 * 2 ** min(self._failing, 6)))
            case "hold":
                self._hold(load, done.seconds)
                await self._again(load, done.seconds + random.uniform(0.1, 1))  # noqa: S311
            case "moved" if load.attempts <= TRIES:
                await self._retry(load, 0, load.attempts)  # first: what waits is not put a second time
                await self._move(load.chat, done.to)
            case "moved":
                await self._end(load, "dead")
            case "blocked":
                await self._end(load, "cancelled")
                await self._blocked(load.chat)
            case "removed":
                await self._end(load, "cancelled")
                await self._removed(load.chat)
            case "token":
                await self._again(load, 5)
                self._rejections.add()

    async def _unknown(self, load: Load) -> None:
        """It may have arrived: whether it is sent again, is for its grade to say."""
        if load.grade == "A":
            await self._end(load, "unknown")
        elif load.grade in ("B", "D") and load.attempts >= TRIES:
            await self._end(load, "dead")
        else:
            await self._retry(load, min(30.0, 0.5 * 2 ** min(load.attempts - 1, 6)), load.attempts)

    async def _again(self, load: Load, seconds: float) -> None:
        """It surely did not arrive: that was no try."""
        await self._retry(load, seconds, load.attempts - 1)

    async def _retry(self, load: Load, seconds: float, attempts: int) -> None:
        later = self.clock.now() + timedelta(seconds=seconds)
        until = load.expires_at or load.created_at + LONGEST
        if later >= until:
            await self._end(load, "expired")
            return
        async with self.worker.write() as db:
            await db.execute(
                update(Outbox)
                .where(Outbox.number == load.number, Outbox.state == "sending", Outbox.lease_owner == self.me)
                .values(state="pending", attempts=attempts, not_before=later, lease_owner=None, lease_until=None)
            )

    async def _end(self, load: Load, state: str) -> None:
        for attempt in range(1, TRIES + 1):
            try:
                await self._mark(load, state)
                return
            except IntegrityError as error:  # the message is known by another handle
                log.error("message_known", error=error)
                load = replace(load, ref=None)
            except Exception as error:
                if attempt == TRIES or not passing(error):
                    raise
                log.warning("end_again", number=load.number, attempt=attempt, error=error)
                await asyncio.sleep(0.2 * 2**attempt)

    async def _mark(self, load: Load, state: str) -> None:
        """The row's end; what was sent has its number from now on, what was deleted is forgotten."""
        async with self.worker.write() as db:
            ended = update(Outbox).where(Outbox.number == load.number)
            await db.execute(ended.values(state=state, body_sealed=None, lease_owner=None, lease_until=None))
            if state != "sent":
                return
            if load.kind == "export":
                for number in load.sent:
                    now = self.clock.now()
                    db.add(Message(couple_id=load.couple, chat_id=load.chat, message_id=number, at=now))
            elif load.ref and load.kind == "delete":
                await db.execute(delete(Message).where(Message.id == load.ref))
            elif load.ref and load.sent:
                numbered = update(Message).where(Message.id == load.ref)
                await db.execute(numbered.values(chat_id=load.chat, message_id=load.sent[-1]))

    # --- what the sender finds out -------------------------------------------------------------------------------

    def _resting(self) -> bool:
        return self._all_held is not None and self._all_held > self.clock.now()

    def _hold(self, load: Load, seconds: float) -> None:
        """One chat rests; two within a second, and everything does."""
        until = self.clock.now() + timedelta(seconds=seconds)
        last, when = self._flood
        if last not in (0, load.chat) and time.monotonic() - when < TWO_FLOODS:
            self._all_held = until
        self._flood = (load.chat, time.monotonic())
        if load.kind != "answer":
            self._held[load.chat] = until

    async def _move(self, chat: int, to: int) -> None:
        """The group has a new id: the couple and what waits follow."""
        await self.worker.play(Event("moved", self.worker.system, chat=chat, private=False, to=to))
        async with self.worker.write() as db:
            waiting = Outbox.state.in_(("pending", "sending"))
            await db.execute(update(Outbox).where(Outbox.chat_id == chat, waiting).values(chat_id=to))

    async def _blocked(self, chat: int) -> None:
        """Somebody does not want to hear from us. Nobody is told."""
        async with self.worker.write() as db:
            query = select(Person.user_id).where(Person.chat_id == chat, Person.system == self.worker.system)
            user = await db.scalar(query)
            await db.execute(_cancelled().where(Outbox.chat_id == chat))
        if user is not None:
            await self.worker.play(Event("blocked", self.worker.system, user=user, chat=chat))

    async def _removed(self, chat: int) -> None:
        async with self.worker.write() as db:
            await db.execute(_cancelled().where(Outbox.chat_id == chat))
        await self.worker.play(Event("removed", self.worker.system, chat=chat, private=False))

    async def _cancel(self, number: int) -> None:
        async with self.worker.write() as db:
            await db.execute(_cancelled().where(Outbox.number == number))

    async def _reclaimed(self, db: AsyncSession, waiting: list[Any], now: datetime) -> bool:
        """Rows whose sender never came back: what may not be sent twice is left, the rest is sent again."""
        mine = {number for number, _ in self._tasks.values()}
        sending = [row for row in waiting if row.state == "sending" and row.number not in mine]
        gone = await self._gone(db, {row.lease_owner for row in sending} - {None, self.me})
        lost = [row.number for row in sending if row.lease_until < now or row.lease_owner in gone]
        if lost:
            free = {"lease_owner": None, "lease_until": None}
            over = or_(Outbox.lease_until < now, Outbox.lease_owner.in_(gone))
            rows = update(Outbox).where(Outbox.number.in_(lost), Outbox.state == "sending", over)
            await db.execute(rows.where(Outbox.grade == "A").values(state="unknown", body_sealed=None, **free))
            await db.execute(rows.values(state="pending", **free))
        return bool(lost)

    async def _gone(self, db: AsyncSession, owners: set[str]) -> set[str]:
        """Senders that died: on SQLite all but this one, on PostgreSQL those without a connection."""
        if not self.database.shared:
            return owners
        return {one for one in owners if not await db.scalar(select(connected(literal(one))))}


def _first(line: list[Any], now: datetime) -> Any:
    """The row of a chat that goes next: its oldest, or, while that one cannot, a pause."""
    line = sorted(line, key=lambda row: row.number)
    if line[0].state == "pending" and line[0].not_before <= now:
        return line[0]
    return next((row for row in line if row.priority == 0 and row.state == "pending" and row.not_before <= now), None)


def _close(row: Outbox, state: str) -> None:
    """An end, and nothing to read there any more."""
    row.state, row.body_sealed, row.lease_owner, row.lease_until = state, None, None, None


def _cancelled() -> Any:
    return update(Outbox).where(Outbox.state == "pending").values(state="cancelled", body_sealed=None)
