"""The sender: outbox rows become messages, each claimed before it is sent.

Many chats side by side, in order within a chat. It goes in rounds of one transaction each: what was sent since the
last one is marked, and what goes next is claimed. What an error means is in errors.py; what is done about a message
that may or may not have arrived depends on its grade (models/post.py).
"""

import asyncio
import random
import time
from collections import defaultdict, deque
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, delete, literal, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import lanes, logs
from bot.errors import Action, action
from bot.exports import files
from bot.front import TelegramFront
from bot.stop import Rejections
from bot.worker import OUTBOX, Worker
from dialogue.clock import Clock
from dialogue.event import Event
from models import Couple, Message, Outbox, Person
from models.database import Database, connected
from models.keys import KeyGone, Keys, keys_of

log = logs.logger(__name__)

SIDE_BY_SIDE = 256
PAGE, PAGES = 200, 25  # waiting rows that are looked at together, and how often at most
LEASE = timedelta(seconds=30)  # longer than all timeouts of one call together
BREATH = timedelta(seconds=5)  # for a chat whose row could not even be tried
LANES = 8  # chats that one round looks at where others share the pace: the next ones are another replica's
OCCUPIED = 0.05  # seconds until we look again where other replicas write to all chats that wait
LONGEST = timedelta(hours=24)  # how long a message without a deadline is tried
TRIES = 5
COUNTED = timedelta(seconds=60)  # how long a count of the group's members is trusted
SHOWS = ("send", "edit", "copy")  # what puts words into a chat
TWO_FLOODS = 1.0  # seconds: two chats held within them mean everything is

WAITING = (
    select(Outbox.number, Outbox.chat_id, Outbox.kind, Outbox.priority)
    .where(
        Outbox.state == "pending",
        Outbox.system == bindparam("system"),
        Outbox.not_before <= bindparam("now"),
        Outbox.chat_id.not_in(bindparam("busy", expanding=True)),
        or_(
            Outbox.priority > bindparam("priority"),
            and_(Outbox.priority == bindparam("priority"), Outbox.number > bindparam("number")),
        ),
    )
    .order_by(Outbox.priority, Outbox.number)
    .limit(PAGE)
)
LINES = (
    select(Outbox.number, Outbox.chat_id, Outbox.kind, Outbox.priority, Outbox.state, Outbox.not_before)
    .where(
        Outbox.chat_id.in_(bindparam("chats", expanding=True)),
        Outbox.state.in_(("pending", "sending")),
        Outbox.kind != "answer",
        Outbox.system == bindparam("system"),
    )
    .order_by(Outbox.number)
)
SENDING = select(Outbox.number, Outbox.lease_owner, Outbox.lease_until).where(
    Outbox.state == "sending", Outbox.system == bindparam("system")
)
CLAIMED = (
    "number", "id", "kind", "chat_id", "grade", "attempts", "created_at", "expires_at", "couple_id", "message_ref",
    "body_sealed",
)  # fmt: skip
NUMBERED = (
    update(Message.__table__)
    .where(Message.__table__.c.id == bindparam("ref"))
    .values(chat_id=bindparam("chat"), message_id=bindparam("sent"))
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
        self._ended: list[tuple[Load, str]] = []  # what is over, and how, until it is marked
        self._marking = asyncio.Lock()
        self._turn = (0, 0.0)  # the row that has the next slot of the pace, and when that is
        self._held: dict[int, datetime] = {}  # chats that Telegram wants to rest
        self._all_held: datetime | None = None
        self._flood = (0, 0.0)  # the chat last held, and when
        self._failing = 0  # calls in a row that reached nobody
        self._rejections = Rejections()
        self._stopping = False

    # --- a round -------------------------------------------------------------------------------------------------

    async def _round(self, room: int, pace: Pace | None) -> tuple[list[Row], list[Load], float]:
        """Mark what ended, and claim what goes next: rows of groups, which are counted first, are only named.

        Returns those rows, the claimed ones, and the seconds until there may be more.
        """
        ended = list(self._ended)
        try:
            if self.database.shared:
                await self._settle()
                ended = []
            async with self.worker.write() as db:
                await self._mark(db, ended)
                now = self.clock.now()
                await self._reclaim(db, now)
                if self._resting():
                    rows, pause = [], 1.0
                else:
                    rows, pause = await self._next(db, now, room, pace, {load.number for load, _ in ended})
                groups = [row for row in rows if row.chat_id < 0]
                loads = await self._claim(db, [row.number for row in rows if row.chat_id > 0], now)
                if rows and not (groups or loads):  # what was chosen came to its end without being sent
                    pause = 0.0
        except IntegrityError as error:  # the message is known by another handle
            log.error("message_known", error=error)
            await self._mark_alone(ended)
            groups, loads, pause = [], [], 0.0
        del self._ended[: len(ended)]
        return groups, loads, pause

    async def _next(
        self, db: AsyncSession, now: datetime, room: int, pace: Pace | None, marked: set[int]
    ) -> tuple[list[Row], float]:
        """Rows that may go now, most urgent first.

        A chat is as urgent as its most urgent row, and its rows go in order; a pause need not wait behind one that
        is only being tried again. Answers to buttons wait for nobody.
        """
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        busy = {chat for _, chat in self._tasks.values()} | self._held.keys()
        busy |= {load.chat for load, _ in self._ended if load.number not in marked and load.kind != "answer"}
        taken = {number for number, _ in self._tasks.values()} | {load.number for load, _ in self._ended}
        (mine, at), chosen, pause = self._turn, [], 1.0
        if pace is not None and at > time.monotonic():
            room, pause = 0, at - time.monotonic()
        else:
            self._turn = (0, 0.0)
        after, occupied = (-1, 0), False
        for _ in range(PAGES):
            asked = {"system": self.worker.system, "now": now, "busy": sorted(busy - {None})}
            page = list(await db.execute(WAITING, {**asked, "priority": after[0], "number": after[1]}))
            chosen += [row for row in page if row.kind == "answer" and row.number not in taken]
            chats = list(dict.fromkeys(row.chat_id for row in page if row.kind != "answer"))
            next_one = {row.chat_id for row in page if row.number == mine}
            waits = {chat: pace.wait(chat) for chat in chats if chat not in next_one} if pace is not None else {}
            pause = min(pause, *(wait for wait in waits.values() if wait > 0), pause)
            free = [chat for chat in chats if waits.get(chat, 0) <= 0]
            lines = await self._lines(db, free if room > 0 else [], 2 * room if pace is None else LANES)
            occupied = occupied or (self.database.shared and room > 0 and len(lines) < len(free))
            rows = [row for chat in free if (row := _first(lines.get(chat, []), now)) is not None]
            for row in sorted(rows, key=lambda row: row.number != mine):  # whose slot has come goes before all
                if room <= 0:
                    break
                if pace is not None and row.number != mine:
                    turn = await pace.next(row.chat_id, row.number)
                    if turn is None:
                        continue
                    if turn > 0:
                        self._turn, pause, room = (row.number, time.monotonic() + turn), min(pause, turn), 0
                        continue
                chosen.append(row)
                room -= 1
            busy |= set(chats)
            if room <= 0 or len(page) < PAGE:
                break
            after = (page[-1].priority, page[-1].number)
        return chosen, OCCUPIED if occupied and not chosen else pause

    async def _lines(self, db: AsyncSession, chats: list[int], most: int) -> dict[int, list[Row]]:
        """What waits in some chats, in order. Replicas write to a chat one after another: theirs are left out."""
        if self.database.shared and chats:
            names = {f"chat {chat}": chat for chat in chats}
            chats = [names[lane] for lane in await lanes.ours(db, names, most)]
        lines: dict[int, list[Row]] = defaultdict(list)
        if chats:
            for row in await db.execute(LINES, {"chats": chats, "system": self.worker.system}):
                lines[row.chat_id].append(row)
        return lines

    # --- how many at once ----------------------------------------------------------------------------------------

    async def drain(self) -> int:
        """Send what is due now, one after another, by no limit, until nothing is due. How many."""
        count = 0
        while True:
            groups, loads, pause = await self._round(SIDE_BY_SIDE, None)
            for load in loads:
                count += await self._deliver(load)
            for row in groups:
                count += await self._to_group(row.number, row.chat_id)
            if self._tasks and not (groups or loads):
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
                self._finish()
            elif pause > 0 and not (groups or loads or self._ended):
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
        await self._round(0, None)

    def stop(self) -> None:
        self._stopping = True
        self.nudge.set()

    async def _start_some(self) -> float:
        """Begin to send what may go. Returns for how long nothing else can."""
        busy = sum(chat is not None for _, chat in self._tasks.values())
        groups, loads, pause = await self._round(SIDE_BY_SIDE - busy, self.pace)
        for load in loads:
            self._start(self._deliver(load), load.number, None if load.kind == "answer" else load.chat)
        for row in groups:
            self._start(self._to_group(row.number, row.chat_id), row.number, row.chat_id)
        return pause

    def _start(self, delivery: Coroutine[Any, Any, bool], number: int, chat: int | None) -> None:
        task = asyncio.create_task(delivery)
        self._tasks[task] = (number, chat)
        task.add_done_callback(lambda _: self.nudge.set())

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

    async def _to_group(self, number: int, chat: int) -> bool:
        """A group is counted before something is shown in it, and its row claimed only then."""
        if self._resting() or not await self._may_be_shown(number):
            return False
        async with self.worker.write() as db:
            now = self.clock.now()
            row = _first((await self._lines(db, [chat], 1)).get(chat, []), now)
            tap = await db.scalar(select(Outbox.kind).where(Outbox.number == number)) == "answer"
            loads = await self._claim(db, [number], now) if tap or (row and row.number == number) else []
        return bool(loads) and await self._deliver(loads[0])

    async def _deliver(self, load: Load) -> bool:
        """Send a claimed row. Whether it went out; the next round marks it."""
        if self._resting():
            await self._again(load, 0)
            return False
        try:
            await self._call(load)
        except Exception as error:
            done = action(error, load.kind, load.chat > 0)
            log.info("not_sent", number=load.number, kind=load.kind, grade=load.grade, reason=done.kind, error=error)
            await self._after(load, done)
            return done.kind == "done"
        self._failing = 0
        self._end(load, "sent")
        if self.database.shared:
            await self._settle()
        return True

    async def _call(self, load: Load) -> None:
        if load.kind == "export":
            for name, data in await files(self.database, load.body, clock=self.clock):
                load.sent.append(await self.front.document(load.chat, name, data))
            return
        sent = await self.front.deliver(load.kind, load.chat, load.body, load.message)
        if sent is not None:
            load.sent.append(sent)

    async def _claim(self, db: AsyncSession, numbers: list[int], now: datetime) -> list[Load]:
        """Make rows ours, for half a minute: those that there is still something to send of, in their order."""
        if not numbers:
            return []
        pending = and_(Outbox.number.in_(numbers), Outbox.state == "pending")
        wanted = select(*(getattr(Outbox, name) for name in CLAIMED)).where(pending)
        rows = list(await db.execute(wanted.with_for_update(skip_locked=True)))
        keys = keys_of(db)
        await keys.need_today(db, OUTBOX, now, *(row.body_sealed for row in rows))
        refs = [row.message_ref for row in rows if row.kind in ("edit", "delete")]
        known: dict[str, int | None] = {}
        if refs:
            about = await db.execute(select(Message.id, Message.message_id).where(Message.id.in_(refs)))
            known = {ref: number for ref, number in about}
        loads: dict[int, Load] = {}
        for row in rows:
            load = await self._load(db, keys, row, known, now)
            if load is not None:
                loads[row.number] = load
        if not loads:
            return []
        ours = update(Outbox).where(Outbox.number.in_(list(loads)), Outbox.state == "pending")
        lease = {"lease_owner": self.me, "lease_until": now + LEASE}
        ours = ours.values(state="sending", attempts=Outbox.attempts + 1, **lease).returning(Outbox.number)
        claimed = set(await db.scalars(ours, execution_options={"synchronize_session": False}))
        return [loads[number] for number in numbers if number in claimed]

    async def _load(
        self, db: AsyncSession, keys: Keys, row: Row, known: dict[str, int | None], now: datetime
    ) -> Load | None:
        if row.expires_at is not None and row.expires_at <= now:
            return await self._close(db, row.number, "expired")
        if row.chat_id < 0 and await self._is_held(db, row):
            return await self._close(db, row.number, "cancelled")
        try:
            sealed = row.body_sealed
            body = {} if sealed is None else keys.open(OUTBOX, "outbox|body_sealed", row.id, sealed)
        except KeyGone:
            log.error("body_unreadable", number=row.number)
            return await self._close(db, row.number, "dead")
        about = None
        if row.kind in ("edit", "delete"):
            about = body.get("message_id") or known.get(row.message_ref)
            if about is None:
                return await self._about_nothing(db, row, now)
        return Load(
            row.number, row.kind, row.chat_id, row.grade, row.attempts + 1, row.created_at, row.expires_at,
            row.couple_id, row.message_ref, body, about,
        )  # fmt: skip

    async def _close(self, db: AsyncSession, number: int, state: str) -> None:
        """An end, and nothing to read there any more."""
        row = update(Outbox).where(Outbox.number == number)
        await db.execute(row.values(state=state, body_sealed=None, lease_owner=None, lease_until=None))

    async def _about_nothing(self, db: AsyncSession, row: Row, now: datetime) -> None:
        """An edit or a deletion of a message that has no number: it waits for it, or will never have one."""
        sending = select(Outbox.number).where(
            Outbox.message_ref == row.message_ref,
            Outbox.kind.in_(("send", "copy")),
            Outbox.state.in_(("pending", "sending")),
        )
        if await db.scalar(sending.limit(1)) is None:
            await self._close(db, row.number, "sent")
        else:
            later = update(Outbox).where(Outbox.number == row.number)
            await db.execute(later.values(not_before=now + timedelta(seconds=1)))

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

    async def _is_held(self, db: AsyncSession, row: Row) -> bool:
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
                self._end(load, "sent")
            case "dead":
                self._end(load, "dead")
            case "unknown":
                await self._unknown(load)
            case "again":
                self._failing += 1
                await self._again(load, min(30.0, 0.5 * 2 ** min(self._failing, 6)))
            case "hold":
                self._hold(load, done.seconds)
                await self._again(load, done.seconds + random.uniform(0.1, 1))  # noqa: S311  # nosec B311
            case "moved" if load.attempts <= TRIES:
                await self._retry(load, 0, load.attempts)  # first: what waits is not put a second time
                await self._move(load.chat, done.to)
            case "moved":
                self._end(load, "dead")
            case "blocked":
                self._end(load, "cancelled")
                await self._blocked(load.chat)
            case "removed":
                self._end(load, "cancelled")
                await self._removed(load.chat)
            case "token":
                await self._again(load, 5)
                self._rejections.add()

    async def _unknown(self, load: Load) -> None:
        """It may have arrived: whether it is sent again, is for its grade to say."""
        if load.grade == "A":
            self._end(load, "unknown")
        elif load.grade in ("B", "D") and load.attempts >= TRIES:
            self._end(load, "dead")
        else:
            await self._retry(load, min(30.0, 0.5 * 2 ** min(load.attempts - 1, 6)), load.attempts)

    async def _again(self, load: Load, seconds: float) -> None:
        """It surely did not arrive: that was no try."""
        await self._retry(load, seconds, load.attempts - 1)

    async def _retry(self, load: Load, seconds: float, attempts: int) -> None:
        later = self.clock.now() + timedelta(seconds=seconds)
        until = load.expires_at or load.created_at + LONGEST
        if later >= until:
            self._end(load, "expired")
            return
        async with self.worker.write() as db:
            await db.execute(
                update(Outbox)
                .where(Outbox.number == load.number, Outbox.state == "sending", Outbox.lease_owner == self.me)
                .values(state="pending", attempts=attempts, not_before=later, lease_owner=None, lease_until=None)
            )

    def _end(self, load: Load, state: str) -> None:
        """It is over with this row: the next round writes it down."""
        self._ended.append((load, state))

    async def _settle(self) -> None:
        """Where a round takes a moment, on PostgreSQL, what ended is marked at once: until then it is in doubt."""
        async with self._marking:
            ended = list(self._ended)
            try:
                async with self.worker.write() as db:
                    await self._mark(db, ended)
            except IntegrityError as error:  # the message is known by another handle
                log.error("message_known", error=error)
                await self._mark_alone(ended)
            del self._ended[: len(ended)]

    async def _mark_alone(self, ended: list[tuple[Load, str]]) -> None:
        for load, state in ended:
            try:
                async with self.worker.write() as db:
                    await self._mark(db, [(load, state)])
            except IntegrityError:
                async with self.worker.write() as db:
                    await self._mark(db, [(replace(load, ref=None), state)])

    async def _mark(self, db: AsyncSession, ended: list[tuple[Load, str]]) -> None:
        """The rows' ends; what was sent has its number from now on, what was deleted is forgotten."""
        for state in dict.fromkeys(state for _, state in ended):
            rows = update(Outbox).where(Outbox.number.in_([load.number for load, how in ended if how == state]))
            rows = rows.values(state=state, body_sealed=None, lease_owner=None, lease_until=None)
            await db.execute(rows, execution_options={"synchronize_session": False})
        sent = [load for load, state in ended if state == "sent"]
        gone = [load.ref for load in sent if load.ref and load.kind == "delete"]
        if gone:
            away = delete(Message).where(Message.id.in_(gone))
            await db.execute(away, execution_options={"synchronize_session": False})
        numbers = [
            {"ref": load.ref, "chat": load.chat, "sent": load.sent[-1]}
            for load in sent
            if load.ref and load.sent and load.kind not in ("delete", "export")
        ]
        if numbers:
            await db.execute(NUMBERED, numbers)
        for load in sent:
            if load.kind == "export":
                about = {"couple_id": load.couple, "chat_id": load.chat, "at": self.clock.now()}
                db.add_all(Message(message_id=number, **about) for number in load.sent)

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

    async def _reclaim(self, db: AsyncSession, now: datetime) -> None:
        """Rows whose sender never came back: what may not be sent twice is left, the rest is sent again."""
        mine = {number for number, _ in self._tasks.values()} | {load.number for load, _ in self._ended}
        sending = await db.execute(SENDING, {"system": self.worker.system})
        others = [row for row in sending if row.number not in mine]
        gone = await self._gone(db, {row.lease_owner for row in others} - {None, self.me})
        lost = [row.number for row in others if row.lease_until < now or row.lease_owner in gone]
        if lost:
            free = {"lease_owner": None, "lease_until": None}
            over = or_(Outbox.lease_until < now, Outbox.lease_owner.in_(gone))
            rows = update(Outbox).where(Outbox.number.in_(lost), Outbox.state == "sending", over)
            await db.execute(rows.where(Outbox.grade == "A").values(state="unknown", body_sealed=None, **free))
            await db.execute(rows.values(state="pending", **free))

    async def _gone(self, db: AsyncSession, owners: set[str]) -> set[str]:
        """Senders that died: on SQLite all but this one, on PostgreSQL those without a connection."""
        if not self.database.shared:
            return owners
        return {one for one in owners if not await db.scalar(select(connected(literal(one))))}


def _first(line: list[Row], now: datetime) -> Row | None:
    """The row of a chat that goes next: its oldest, or, while that one cannot, a pause; none while one is sent."""
    if not line or any(row.state == "sending" for row in line):
        return None
    if line[0].not_before <= now:
        return line[0]
    return next((row for row in line if row.priority == 0 and row.not_before <= now), None)


def _cancelled() -> Any:
    return update(Outbox).where(Outbox.state == "pending").values(state="cancelled", body_sealed=None)
