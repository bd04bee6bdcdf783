"""The sender: outbox rows become messages, each claimed before it is sent.

Many chats side by side, in order within a chat. One transaction claims what may go now; each message is then on its
own, and marked as soon as it is known how it ended, together with all that ended meanwhile. What an error means is in
errors.py; what is done about a message that may or may not have arrived depends on its grade (models/post.py).
"""

import asyncio
import random
import time
from collections import defaultdict, deque
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Row, and_, bindparam, delete, literal, not_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import lanes, logs
from bot.errors import Action, action
from bot.front import CONNECTIONS, TelegramFront
from bot.stop import Rejections
from bot.worker import OUTBOX, Worker
from dialogue.clock import Clock
from dialogue.event import Event
from models import Couple, Message, Outbox, Person
from models.base import among
from models.database import Database, connected, passing
from models.keys import KeyGone, Keys, keys_of

log = logs.logger(__name__)

SIDE_BY_SIDE = CONNECTIONS  # chats that something is sent to at once
PAGE, PAGES = 200, 25  # waiting rows that are looked at together, and how often at most
FEW = 16  # and those that are looked at first where the pace lets one message go: mostly it is among them
NEXT = 8  # chats whose rows are looked at together there
LEASE = timedelta(seconds=30)  # longer than all timeouts of one call together
MISSED = 0.5  # seconds between two looks for what a killed process was sending
BREATH = timedelta(seconds=5)  # for a chat whose row could not even be tried
LONGEST = timedelta(hours=24)  # how long a message without a deadline is tried
TRIES = 5
COUNTED = timedelta(seconds=60)  # how long a count of the group's members is trusted
FRESHLY = 5.0  # seconds that it is, where words of people are shown
SHOWS = ("send", "edit", "copy")  # what puts words into a chat
PROMPTS = 2  # from this priority on nobody has just written or tapped, and waits
TWO_FLOODS = 1.0  # seconds: two chats held within them mean everything is

ROW: Any = Outbox.__table__.c  # of the table, not of its class, through which to ask costs as much again
MESSAGE: Any = Message.__table__.c
WAITING = (
    select(ROW.number, ROW.chat_id, ROW.kind, ROW.priority)
    .where(
        ROW.state == "pending",
        ROW.system == bindparam("system"),
        ROW.not_before <= bindparam("now"),
        not_(among(ROW.chat_id, "busy")),
        or_(
            ROW.priority > bindparam("priority"),
            and_(ROW.priority == bindparam("priority"), ROW.number > bindparam("number")),
        ),
    )
    .order_by(ROW.priority, ROW.number)
    .limit(bindparam("most"))
)
LINES = (  # with the number of the message that each is about, as far as it has one
    select(
        ROW.number, ROW.chat_id, ROW.kind, ROW.priority, ROW.state, ROW.not_before, ROW.couple_id, ROW.guarded,
        MESSAGE.message_id,
    )
    .outerjoin(Message.__table__, MESSAGE.id == ROW.message_ref)
    .where(
        among(ROW.chat_id, "chats"),
        or_(ROW.state == "pending", ROW.state == "sending"),  # what is in a list is put into the text anew each time
        ROW.kind != "answer",
        ROW.system == bindparam("system"),
    )
    .order_by(ROW.number)
)  # fmt: skip
SENDING = select(ROW.number, ROW.lease_owner, ROW.lease_until)
SENDING = SENDING.where(ROW.state == "sending", ROW.system == bindparam("system"))
FREE = select(ROW.number).where(among(ROW.number, "numbers"), ROW.state == "pending")
CLAIM = (
    update(Outbox.__table__)
    .where(ROW.number.in_(FREE.with_for_update(skip_locked=True).scalar_subquery()))
    .values(
        state="sending",
        attempts=ROW.attempts + 1,
        lease_owner=bindparam("owner"),
        lease_until=bindparam("until"),
    )
    .returning(*[ROW[name] for name in (
        "number", "id", "kind", "chat_id", "grade", "attempts", "created_at", "expires_at", "couple_id", "message_ref",
        "body_sealed",
    )])
)  # fmt: skip
ENDED = update(Outbox.__table__).where(among(ROW.number, "numbers"))
ENDED = ENDED.values(state=bindparam("end"), body_sealed=None, lease_owner=None, lease_until=None)
PUT_BACK = (
    update(Outbox.__table__)
    .where(ROW.number == bindparam("row"), ROW.state == "sending", ROW.lease_owner == bindparam("owner"))
    .values(
        state="pending", attempts=bindparam("tries"), not_before=bindparam("later"), lease_owner=None, lease_until=None
    )
)
NUMBERED = (
    update(Message.__table__)
    .where(MESSAGE.id == bindparam("ref"))
    .values(chat_id=bindparam("chat"), message_id=bindparam("sent"))
)
GONE = delete(Message.__table__).where(among(MESSAGE.id, "refs"))


class Pace:
    """Telegram's speed limits with a margin, by the monotonic clock: overall, a private chat, a group. Overall one
    message may go before its turn, which prompts never take: who wrote is answered at once, however many wait."""

    EVERY = 1 / 28
    LATE = EVERY / 2  # who comes so late to a turn does not push back the next one
    BURST = 3
    GROUP, WINDOW = 18, 60.0

    def __init__(self) -> None:
        self._free = 0.0  # when the next prompt may go
        self._private: dict[int, tuple[float, float]] = {}  # chat: what may be sent at once, and when that was true
        self._group: dict[int, deque[float]] = defaultdict(deque)

    def rest(self, prompt: bool = True) -> float:
        """Seconds until a prompt may go, or what is no prompt, as far as is known here."""
        return max(0.0, self._free - (0 if prompt else self.EVERY) - time.monotonic())

    async def waits(self, db: AsyncSession, chats: list[int]) -> dict[int, float]:
        """Those of some chats that had their share, and the seconds until they may get something."""
        return {chat: wait for chat in chats if (wait := self.wait(chat)) > 0}

    async def next(self, db: AsyncSession, chat: int, prompt: bool = True) -> float:
        """Count one message that goes now, if it may; else the seconds until one may."""
        return self.take(chat, prompt)

    def wait(self, chat: int) -> float:
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

    def take(self, chat: int, prompt: bool = True) -> float:
        now = time.monotonic()
        if (rest := self.rest(prompt)) > 0:
            return rest
        self._free = max(self._free, now - self.LATE) + self.EVERY
        if chat < 0:
            self._group[chat].append(now)
        else:
            self._private[chat] = (self._left(chat, now) - 1, now)
        if len(self._private) > 10_000:
            self._private = {one: kept for one, kept in self._private.items() if self._left(one, now) < self.BURST}
        return 0.0


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
    found: bool = False  # its number was not known; a press told it
    sent: list[int] = field(default_factory=list)  # what is new in the chat


@dataclass(eq=False)
class End:
    """How it went with a row: a state to stay in, or `pending`, from when on and after how many tries."""

    load: Load
    state: str
    later: datetime | None = None
    attempts: int = 0


class Sender:
    """Sends what waits in the outbox. `nudge` is set when there may be something to send, `news` when it is new."""

    def __init__(
        self, database: Database, front: TelegramFront, worker: Worker, clock: Clock, pace: Pace | None = None
    ) -> None:
        self.database = database
        self.front = front
        self.worker = worker
        self.clock = clock
        self.pace = pace
        self.nudge = asyncio.Event()
        self.news = asyncio.Event()
        worker.committed = self._committed
        self.me = database.me
        self._tasks: dict[asyncio.Task[Any], tuple[int, int | None]] = {}  # number, and the chat that is busy
        self._ends: list[End] = []  # to be marked
        self._marking = asyncio.Lock()
        self._counted: dict[int, float] = {}  # row: when its group was counted for it
        self._in_doubt: set[int] = set()  # rows of a claim that failed: perhaps ours, surely not sent
        self._missed = 0.0  # when we last looked for what nobody is sending any more
        self._held: dict[int, datetime] = {}  # chats that Telegram wants to rest
        self._all_held: datetime | None = None
        self._flood = (0, 0.0)  # the chat last held, and when
        self._failing = 0  # calls in a row that reached nobody
        self._rejections = Rejections()
        self._stopping = False

    # --- how many at once ----------------------------------------------------------------------------------------

    async def drain(self) -> int:
        """Send what is due now, one after another, by no limit, until nothing is due. How many."""
        count = 0
        while True:
            self._missed = 0.0
            loads, groups, pause = await self._claim_some(SIDE_BY_SIDE, None)
            ends = [(load, *(await self._send(load))) for load in loads]
            await self._mark(*(end for _, end, _ in ends))
            for load, end, done in ends:
                await self._follow(load, done)
                count += end.state == "sent"
            for row in groups:
                await self._count(row)
            if pause > 0 and not (loads or groups):
                return count

    async def run(self) -> None:
        """Send for ever, until told to stop; what was claimed is finished first."""
        while not self._stopping:
            await self._until_it_may()
            self.nudge.clear()
            self._finish()  # before looking: a chat that is free again counts as free
            pause = 1.0
            try:
                pause = await self._start_some()
            except Exception as error:
                log.error("sender_failed", error=error)
                await asyncio.sleep(1)
            try:
                async with asyncio.timeout(pause):  # wait_for would lose a cancellation that comes with the nudge
                    await self.nudge.wait()
            except TimeoutError:
                pass
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        self._finish()

    def stop(self) -> None:
        self._stopping = True
        self.nudge.set()

    def _committed(self) -> None:
        self.nudge.set()
        self.news.set()

    async def _until_it_may(self) -> None:
        """Wait for the next prompt's turn. What is new may be an answer, and is looked at as soon as one may go."""
        if self.pace is None:
            await asyncio.sleep(0)
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(self.pace.rest()):
                await self.news.wait()
        await asyncio.sleep(self.pace.rest(prompt=not self.news.is_set()))
        self.news.clear()

    async def _start_some(self) -> float:
        """Begin to send what may go. Returns for how long nothing else can."""
        busy = sum(chat is not None for _, chat in self._tasks.values())
        loads, groups, pause = await self._claim_some(SIDE_BY_SIDE - busy, self.pace)
        for load in loads:
            self._start(self._deliver(load), load.number, None if load.kind == "answer" else load.chat)
        for row in groups:
            self._start(self._count(row), row.number, row.chat_id)
        return pause

    def _start(self, job: Coroutine[Any, Any, None], number: int, chat: int | None) -> None:
        task = asyncio.create_task(job)
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

    # --- what goes next ------------------------------------------------------------------------------------------

    async def _claim_some(self, room: int, pace: Pace | None) -> tuple[list[Load], list[Row], float]:
        """Claim what may go now. Returns it, the rows whose group is to be counted first, and the seconds until there
        may be more."""
        if self._resting():
            return [], [], 1.0
        rows: list[Row] = []
        in_doubt = set(self._in_doubt)
        try:
            async with self.worker.write() as db:
                now = self.clock.now()
                if in_doubt:
                    await db.execute(_free().where(Outbox.number.in_(in_doubt), Outbox.lease_owner == self.me))
                if time.monotonic() - self._missed > MISSED:
                    await self._reclaim(db, now)
                    self._missed = time.monotonic()
                rows, groups, pause = await self._choose(db, now, room, pace)
                loads = await self._claim(db, rows, now)
        except Exception:
            self._in_doubt |= {row.number for row in rows}
            raise
        self._in_doubt -= in_doubt
        if rows and not loads:  # what was chosen came to its end without being sent
            pause = 0.0
        return loads, groups, pause

    async def _choose(
        self, db: AsyncSession, now: datetime, room: int, pace: Pace | None
    ) -> tuple[list[Row], list[Row], float]:
        """Rows that may go now, most urgent first, and rows whose group is to be counted.

        A chat is as urgent as its most urgent row, and its rows go in order; a pause need not wait behind one that
        is only being tried again. Answers to buttons wait for nobody.
        """
        self._held = {chat: until for chat, until in self._held.items() if until > now}
        busy = {chat for _, chat in self._tasks.values() if chat is not None} | self._held.keys()
        taken = {number for number, _ in self._tasks.values()}
        chosen: list[Row] = []
        groups: list[Row] = []
        pause, after = 1.0, (-1, 0)
        for look in range(PAGES):
            most = PAGE if pace is None or look else FEW
            asked = {"system": self.worker.system, "now": now, "busy": sorted(busy), "most": most}
            page = list(await db.execute(WAITING, {**asked, "priority": after[0], "number": after[1]}))
            chosen += [row for row in page if row.kind == "answer" and row.number not in taken]
            chats = list(dict.fromkeys(row.chat_id for row in page if row.kind != "answer"))
            waits = await pace.waits(db, chats) if pace is not None and chats else {}
            pause = min([pause, *waits.values()])
            free = [chat for chat in chats if chat not in waits]
            if pace is not None:
                together = NEXT
            else:
                together = lanes.share(len(free)) if self.database.shared else PAGE
            for start in range(0, len(free), together):
                for row in await self._heads(db, free[start : start + together], now):
                    if room <= 0:
                        return chosen, groups, pause
                    if row.chat_id < 0 and not await self._is_counted(db, row, now):
                        groups.append(row)
                        continue
                    wait = 0.0 if pace is None else await self._turn(db, row, pace)
                    if wait > 0:
                        return chosen, groups, min(pause, wait)
                    chosen.append(row)
                    room -= 1
            busy |= set(chats)
            if len(page) < most:
                break
            after = (page[-1].priority, page[-1].number)
        return chosen, groups, pause

    async def _turn(self, db: AsyncSession, row: Row[Any], pace: Pace) -> float:
        """Seconds until this row may go; with 0 it has its turn."""
        prompt = row.priority >= PROMPTS
        return pace.rest(prompt) or await pace.next(db, row.chat_id, prompt)

    async def _heads(self, db: AsyncSession, chats: list[int], now: datetime) -> list[Row]:
        """The row of each of some chats that goes next. Chats that another replica is looking at are left to it."""
        if self.database.shared:
            mine = await lanes.ours(db, [f"chat {chat}" for chat in chats], len(chats))
            chats = [chat for chat in chats if f"chat {chat}" in mine]
        lines: dict[int, list[Row]] = defaultdict(list)
        if chats:
            for row in await db.execute(LINES, {"chats": chats, "system": self.worker.system}):
                lines[row.chat_id].append(row)
        return [row for chat in chats if (row := _first(lines[chat], now)) is not None]

    # --- one row -------------------------------------------------------------------------------------------------

    async def _deliver(self, load: Load) -> None:
        """Send a claimed row, write down how it ended, and do what follows from that."""
        end, done = await self._send(load)
        await self._mark(end)
        await self._follow(load, done)

    async def _send(self, load: Load) -> tuple[End, Action]:
        if self._resting():
            return self._again(load, 0), Action("again")
        try:
            await self._call(load)
        except Exception as error:
            done = action(error, load.kind, load.chat > 0)
            log.info("not_sent", number=load.number, kind=load.kind, grade=load.grade, reason=done.kind, error=error)
        else:
            self._failing = 0
            done = Action("done")
        return self._end(load, done), done

    async def _call(self, load: Load) -> None:
        if load.kind == "export":
            from bot.exports import files  # seldom

            for name, data in await files(self.database, load.body, clock=self.clock):
                load.sent.append(await self.front.document(load.chat, name, data))
            return
        sent = await self.front.deliver(load.kind, load.chat, load.body, load.message)
        if sent is None and load.found:
            sent = load.message
        if sent is not None:
            load.sent.append(sent)

    async def _claim(self, db: AsyncSession, chosen: list[Row], now: datetime) -> list[Load]:
        """Make rows ours, for half a minute: those that there is still something to send of, in their order."""
        if not chosen:
            return []
        claim = {"numbers": [row.number for row in chosen], "owner": self.me, "until": now + LEASE}
        rows = {row.number: row for row in await db.execute(CLAIM, claim)}
        keys = keys_of(db)
        await keys.need_today(db, OUTBOX, now, *(row.body_sealed for row in rows.values()))
        about = {row.number: row.message_id for row in chosen if row.kind != "answer"}
        loads = [
            await self._load(db, keys, rows[row.number], about.get(row.number), now)
            for row in chosen
            if row.number in rows
        ]
        return [load for load in loads if load is not None]

    async def _load(self, db: AsyncSession, keys: Keys, row: Row, about: int | None, now: datetime) -> Load | None:
        if row.expires_at is not None and row.expires_at <= now:
            return await self._close(db, row.number, "expired")
        if row.chat_id < 0 and await self._is_held(db, row):
            return await self._close(db, row.number, "cancelled")
        try:
            sealed = row.body_sealed
            body = {} if sealed is None else keys.open(OUTBOX, "outbox|body_sealed", row.id, sealed)
        except (KeyGone, InvalidTag, ValueError):  # its key is gone, or it was damaged: no other waits for it
            log.error("body_unreadable", number=row.number)
            return await self._close(db, row.number, "dead")
        load = Load(
            row.number, row.kind, row.chat_id, row.grade, row.attempts, row.created_at, row.expires_at,
            row.couple_id, row.message_ref, body,
        )  # fmt: skip
        if row.kind in ("edit", "delete"):
            load.message = body.get("message_id") or about
            if load.message is None:
                return await self._about_nothing(db, load, now)
        return load

    async def _close(self, db: AsyncSession, number: int, state: str) -> None:
        """An end, and nothing to read there any more."""
        await db.execute(ENDED, {"numbers": [number], "end": state})

    async def _about_nothing(self, db: AsyncSession, load: Load, now: datetime) -> Load | None:
        """An edit or a deletion of a message that has no number: it waits for it, or will never have one. Where nobody
        knows whether it arrived, a press on it tells that it did, and which it is; else an edit of it is put anew."""
        about = select(Outbox.state).where(Outbox.message_ref == load.ref, Outbox.kind.in_(("send", "copy")))
        states = set(await db.scalars(about))
        if states & {"pending", "sending"}:
            back = {"row": load.number, "owner": self.me, "tries": load.attempts - 1}
            await db.execute(PUT_BACK, {**back, "later": now + timedelta(seconds=1)})
            return None
        if "unknown" in states and load.body.get("pressed"):
            return replace(load, message=load.body["pressed"], found=True)
        if "unknown" in states and load.kind == "edit":
            return replace(load, kind="send", grade="B")
        return await self._close(db, load.number, "sent")

    # --- the group holds three, or nothing is shown in it --------------------------------------------------------

    async def _is_counted(self, db: AsyncSession, row: Row, now: datetime) -> bool:
        """Whether a row may go into its group, as far as the count of who is there goes."""
        couple = await db.get(Couple, row.couple_id) if row.couple_id else None
        if couple is None or couple.place != "bound" or couple.group_id != row.chat_id or row.kind not in SHOWS:
            return True
        if row.guarded:
            return time.monotonic() - self._counted.get(row.number, 0.0) < FRESHLY
        return couple.counted_at is not None and now - couple.counted_at <= COUNTED

    async def _count(self, row: Row) -> None:
        """Count the couple's group before something is shown there; a wrong number is an event, and nothing is."""
        try:
            count = await self.front.count(row.chat_id)
        except Exception as error:
            done = action(error, row.kind, False)
            log.info("not_counted", number=row.number, reason=done.kind, error=error)
            await self._not_counted(row.number, row.chat_id, done)
            return
        if count == 3:
            async with self.worker.write() as db:
                counted = update(Couple).where(Couple.id == row.couple_id)
                await db.execute(counted.values(counted_at=self.clock.now()))
            just = time.monotonic()
            self._counted = {one: at for one, at in self._counted.items() if just - at < FRESHLY} | {row.number: just}
            return
        group = Event("counted", self.worker.system, chat=row.chat_id, private=False, count=count)
        await self.worker.play(group)
        await self._cancel(row.number)

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

    def _end(self, load: Load, done: Action) -> End:
        """What the table of errors says of the row."""
        match done.kind:
            case "done":
                return End(load, "sent")
            case "unknown":
                return self._unknown(load)
            case "again":
                self._failing += 1
                return self._again(load, min(30.0, 0.5 * 2 ** min(self._failing, 6)))
            case "hold":
                self._hold(load, done.seconds)
                return self._again(load, done.seconds + random.uniform(0.1, 1))  # noqa: S311  # nosec B311
            case "moved" if load.attempts <= TRIES:
                return self._retry(load, 0, load.attempts)
            case "blocked" | "removed":
                return End(load, "cancelled")
            case "token":
                return self._again(load, 5)
        return End(load, "dead")

    async def _follow(self, load: Load, done: Action) -> None:
        """What else it tells, once the row is marked: what waits of it is not put a second time."""
        match done.kind:
            case "moved" if load.attempts <= TRIES:
                await self._move(load.chat, done.to)
            case "blocked":
                await self._blocked(load.chat)
            case "removed":
                await self._removed(load.chat)
            case "token":
                self._rejections.add()

    def _unknown(self, load: Load) -> End:
        """It may have arrived: whether it is sent again, is for its grade to say."""
        if load.grade == "A":
            return End(load, "unknown")
        if load.grade == "B" and load.attempts >= TRIES:
            return End(load, "unknown")
        return self._retry(load, min(30.0, 0.5 * 2 ** min(load.attempts - 1, 6)), load.attempts)

    def _again(self, load: Load, seconds: float) -> End:
        """It surely did not arrive: that was no try."""
        return self._retry(load, seconds, load.attempts - 1)

    def _retry(self, load: Load, seconds: float, attempts: int) -> End:
        later = self.clock.now() + timedelta(seconds=seconds)
        if later >= (load.expires_at or load.created_at + LONGEST):
            return End(load, "expired")
        return End(load, "pending", later, attempts)

    async def _mark(self, *ends: End) -> None:
        """Write down how rows ended, in one transaction with all that ended meanwhile. A database that fails is tried
        again: until then these chats get nothing."""
        self._ends += ends
        while any(end in self._ends for end in ends):
            async with self._marking:
                if not any(end in self._ends for end in ends):  # somebody else has marked them
                    return
                await asyncio.sleep(0)  # who ends in the same moment comes along
                some, self._ends = self._ends, []
                try:
                    await self._mark_some(some)
                except Exception as error:
                    if not passing(error):
                        raise
                    log.warning("not_marked", error=error)
                    self._ends[:0] = some
                    await asyncio.sleep(0.5)

    async def _mark_some(self, ends: list[End]) -> None:
        try:
            async with self.worker.write() as db:
                await self._write(db, ends)
        except IntegrityError as error:  # the message is known by another handle
            log.error("message_known", error=error)
            for end in ends:
                try:
                    async with self.worker.write() as db:
                        await self._write(db, [end])
                except IntegrityError:
                    async with self.worker.write() as db:
                        await self._write(db, [replace(end, load=replace(end.load, ref=None))])

    async def _write(self, db: AsyncSession, ends: list[End]) -> None:
        """The rows' ends; what was sent has its number from now on, what was deleted is forgotten."""
        back = [
            {"row": end.load.number, "owner": self.me, "tries": end.attempts, "later": end.later}
            for end in ends
            if end.state == "pending"
        ]
        if back:
            await db.execute(PUT_BACK, back)
        for state in dict.fromkeys(end.state for end in ends if end.state != "pending"):
            numbers = [end.load.number for end in ends if end.state == state]
            await db.execute(ENDED, {"numbers": numbers, "end": state})
        sent = [end.load for end in ends if end.state == "sent"]
        gone = [load.ref for load in sent if load.ref and load.kind == "delete"]
        if gone:
            await db.execute(GONE, {"refs": gone})
        sent_as = [
            {"ref": load.ref, "chat": load.chat, "sent": load.sent[-1]}
            for load in sent
            if load.ref and load.sent and load.kind not in ("delete", "export")
        ]
        if sent_as:
            await db.execute(NUMBERED, sent_as)
        if found := [load.ref for load in sent if load.found]:
            arrived = update(Outbox).where(Outbox.message_ref.in_(found), Outbox.state == "unknown")
            await db.execute(arrived.values(state="sent"), execution_options={"synchronize_session": False})
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
        mine = {number for number, _ in self._tasks.values()}
        sending = await db.execute(SENDING, {"system": self.worker.system})
        others = [row for row in sending if row.number not in mine]
        gone = await self._gone(db, {row.lease_owner for row in others} - {None, self.me})
        lost = [row.number for row in others if row.lease_until < now or row.lease_owner in gone]
        if lost:
            over = or_(Outbox.lease_until < now, Outbox.lease_owner.in_(gone))
            rows = _free().where(Outbox.number.in_(lost), over)
            await db.execute(rows.where(Outbox.grade == "A").values(state="unknown", body_sealed=None))
            await db.execute(rows)

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


def _free() -> Any:
    """What was claimed is to be sent again."""
    return (
        update(Outbox)
        .where(Outbox.state == "sending")
        .values(state="pending", lease_owner=None, lease_until=None)
        .execution_options(synchronize_session=False)
    )


def _cancelled() -> Any:
    return update(Outbox).where(Outbox.state == "pending").values(state="cancelled", body_sealed=None)
