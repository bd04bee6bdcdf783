"""How much one account may send: what is beyond leaves no row and gets no answer.

Counted by the time at which Telegram took a message, so that what waited while we were away is not taken for a flood,
and by update, so that what is delivered twice counts once.
"""

import re
import time
from collections import Counter
from typing import Any

from sqlalchemy import func, select

from bot import logs, measures, shape
from bot.worker import INBOX, Worker
from models import Inbox, Person
from models.keys import keys_of

log = logs.logger(__name__)

Json = dict[str, Any]

MINUTE = 60.0
STRANGER = 5  # updates in a minute of somebody who never began here
KNOWN = 30  # of somebody who did
PAUSES = 30  # pauses of somebody known, beside all else they send
STATIC = 5  # asking who to call and what can be sent, whoever asks
QUEUE = 200  # messages of one chat that may wait to be played
MANY = 20_000  # accounts to remember
ASKED, UNKNOWN = 60.0, 5.0  # seconds that we remember whether somebody is known, or is not

PAUSE = re.compile(r"/(?:pause|p)(?:@\w+)?(?!\w)", re.IGNORECASE)
MEMBERS = ("left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id")


class Flood:
    """The limits of one process. `static` and `admitted` say what may come in; `trim` keeps queues short."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self._windows: dict[tuple[str, int], dict[int, float]] = {}  # lane and account: update, and when
        self._known: dict[int, tuple[bool, float]] = {}  # account: whether it began here, until when we believe it
        self._waiting: dict[int, int] = {}  # chat: at most so many of its messages wait

    def static(self, who: int, update: Json) -> bool:
        """Whether to answer at once. Needs no database."""
        return self._passes("static", who, update, STATIC)

    async def admitted(self, updates: list[Json]) -> list[Json]:
        """Those of some updates that may be stored."""
        kept = [one for one in map(shape.fit, updates) if one is not None]
        told = [(one, _account(one)) for one in kept]
        many = Counter(who for _, who in told if who is not None)
        known = await self._who_is_known(
            {who for who, count in many.items() if len(self._windows.get(("all", who), ())) + count > STRANGER}
        )
        admitted = [one for one, who in told if who is None or self._may(who, one, who in known)]
        if len(admitted) < len(kept):
            measures.REFUSED.add(len(kept) - len(admitted))
        return admitted

    def _may(self, who: int, update: Json, known: bool) -> bool:
        if known and _is_pause(update):
            return self._passes("pause", who, update, PAUSES)
        return self._passes("all", who, update, KNOWN if known else STRANGER)

    def _passes(self, lane: str, who: int, update: Json, limit: int) -> bool:
        now = self.worker.engine.clock.now().timestamp()
        at = _at(update, now)
        if len(self._windows) > MANY:
            self._forget(now)
        window = self._windows.setdefault((lane, who), {})
        number = update["update_id"]
        if number in window:
            return True
        for old in [one for one, then in window.items() if then <= at - MINUTE]:
            del window[old]
        if sum(then < at + MINUTE for then in window.values()) >= limit:  # what waited may come out of order
            return False
        window[number] = at
        return True

    def _forget(self, now: float) -> None:
        fresh = {one: kept for one, kept in self._windows.items() if any(at > now - MINUTE for at in kept.values())}
        self._windows = fresh if len(fresh) <= MANY else {}
        self._known.clear()

    async def _who_is_known(self, accounts: set[int]) -> set[int]:
        """Who of them said that they are of age: asked of the database only for those who send much."""
        now = time.monotonic()
        unsure = [one for one in accounts if self._known.get(one, (False, 0.0))[1] <= now]
        if unsure:
            async with self.worker.write() as db:
                began = select(Person.user_id).where(
                    Person.system == self.worker.system, Person.user_id.in_(unsure), Person.adult_at.is_not(None)
                )
                here = set(await db.scalars(began))
            self._known |= {one: (one in here, now + (ASKED if one in here else UNKNOWN)) for one in unsure}
        return {one for one in accounts if self._known[one][0]}

    # --- the queue -----------------------------------------------------------------------------------------------

    async def trim(self, updates: list[Json]) -> None:
        """After these were stored: where too much of one chat waits, the oldest that is no command is put away."""
        chats = Counter(chat for chat, _ in map(shape.address, updates) if chat is not None)
        if len(self._waiting) > MANY:
            self._waiting.clear()
        for chat, count in chats.items():
            self._waiting[chat] = self._waiting.get(chat, QUEUE) + count  # not seen before: look once
            if self._waiting[chat] > QUEUE:
                self._waiting[chat] = await self._trim(chat)

    async def _trim(self, chat: int) -> int:
        theirs = (Inbox.system == self.worker.system, Inbox.state == "new", Inbox.chat_id == chat)
        async with self.worker.write() as db:
            count = int(await db.scalar(select(func.count()).select_from(Inbox).where(*theirs)) or 0)
            if count <= QUEUE:
                return count
            await keys_of(db).need_today(db, INBOX, self.worker.engine.clock.now())
            rows = select(Inbox).where(*theirs).order_by(Inbox.number).with_for_update(skip_locked=True)
            plain = [row for row in await db.scalars(rows) if not _is_command(_opened(row))]
            for row in plain[: count - QUEUE]:
                row.state = "dead"
        away = len(plain[: count - QUEUE])
        measures.OVERFLOWED.add(away)
        log.warning("queue_trimmed", number=away)
        return count - away


def _account(update: Json) -> int | None:
    """Whose update it is. None for what is nobody's to send too much of: who left a group, and what cannot be read."""
    told = update.get("message") or update.get("callback_query") or update.get("my_chat_member")
    if not isinstance(told, dict) or any(name in told for name in MEMBERS):
        return None
    new = told.get("new_chat_members")
    if isinstance(new, list) and not any(isinstance(one, dict) and one.get("is_bot") for one in new):
        return None  # a third person in a group is always heard of
    who = told.get("from")
    account = who.get("id") if isinstance(who, dict) else None
    return account if isinstance(account, int) and abs(account) < shape.BIG else None


def _at(update: Json, now: float) -> float:
    """When Telegram took a message; a button press and the like do not tell, and never wait long."""
    message = update.get("message")
    date = message.get("date") if isinstance(message, dict) else None
    return min(float(date), now) if isinstance(date, int) and abs(date) < shape.BIG else now


def _opened(row: Inbox) -> Json:
    try:
        return row.payload or {}
    except Exception as error:
        log.error("update_sealed_for_ever", number=row.number, error=error)
        return {}


def _is_pause(update: Json) -> bool:
    return PAUSE.match(_text(update)) is not None


def _is_command(update: Json) -> bool:
    return _text(update).startswith("/")


def _text(update: Json) -> str:
    message = update.get("message")
    text = message.get("text") if isinstance(message, dict) else None
    return text if isinstance(text, str) else ""
