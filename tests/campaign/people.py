"""Who uses the subject: talkers, who write and wait for an answer as people do, and sleepers, whose evening comes.

Each step of a talker carries a mark of its own. It is answered when the Bot API saw the reply it must have; what is
kept of it is counted in the database afterwards.
"""

import asyncio
import itertools
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from dialogue.clock import Clock
from models import Alarm, Couple, Person, new_id
from models.database import Database
from models.keys import joint, keys_of, member
from tests.campaign.bot_api import SHOWS, BotApi, Call

FIRST = 6_000_000_000
CANARY = "kanari"  # in everything anybody writes, and in every name: it may lie nowhere in clear
EVENING = "Your ten minutes."
APART = 2.05  # seconds between two steps of one person: thirty a minute is what may be sent
SPACE = "UTC"


def accounts(couple: int) -> tuple[int, int]:
    return FIRST + 2 * couple, FIRST + 2 * couple + 1


async def settle_in(
    database: Database,
    couples: int,
    evenings: dict[int, datetime] | None = None,
    groups: dict[int, int] | None = None,
) -> None:
    """Couples as they are after pairing. `evenings`: couple by number, and when its evening comes; `groups`: and where
    it is shown, if not in private."""
    now = datetime_now()
    for start in range(0, couples, 200):
        async with database.begin() as db:
            for number in range(start, min(start + 200, couples)):
                couple = Couple(
                    id=new_id(), created_at=now, paired_at=now, language="en", zone=SPACE, place="none", settings={}
                )
                if number in (groups or {}):
                    couple.group_id, couple.place, couple.counted_at = groups[number], "bound", now
                db.add(couple)
                await db.flush()
                people = []
                for user in accounts(number):
                    person = Person(
                        id=new_id(), system="telegram", user_id=user, chat_id=user, couple_id=couple.id,
                        created_at=now, adult_at=now, reachable=True, leaving=False, language="en", zone=SPACE,
                        settings={"agreed_on": now.date().isoformat()},
                    )  # fmt: skip
                    db.add(person)
                    people.append(person)
                await keys_of(db).need(db, now, joint(couple.id), *(member(one.id) for one in people))
                for person in people:
                    person.name, person.username, person.role = f"{CANARY} {person.user_id % 100_000}", None, None
                due = (evenings or {}).get(number, now + timedelta(days=1))
                db.add(
                    Alarm(
                        id=new_id(), couple_id=couple.id, practice="checkin", name="evening", due_at=due, window=7200,
                        wall=f"{due:%H:%M}", weekend=None, days="1234567", zone=SPACE, running=False,
                    )
                )  # fmt: skip


def datetime_now() -> datetime:
    return Clock().now().astimezone(UTC)


@dataclass
class Step:
    """One thing that one person did, and the reply it must have."""

    kind: str
    mark: str
    reply: str  # how the reply begins
    methods: tuple[str, ...]
    update: int
    since: int  # the number of calls there were before
    at: float
    answered: float | None = None
    by: Call | None = None

    def fits(self, call: Call) -> bool:
        return call.delivered and call.method in self.methods and call.text.startswith(self.reply)


class Talker:
    """One person: keeps a small win, writes something, keeps it by a tap, and again."""

    def __init__(self, api: BotApi, user: int, random: Random) -> None:
        self.api, self.user, self.random = api, user, random
        self.steps: list[Step] = []
        self.busy = False
        self._round = 0

    async def live(self, stop: asyncio.Event, patience: float) -> None:
        changed = self.api.watch(self.user)
        await asyncio.sleep(self.random.uniform(0, APART))
        try:
            while not stop.is_set():
                began = time.monotonic()
                self.busy = True
                if not await self._step(changed, patience):
                    return
                self.busy = False
                await asyncio.sleep(max(0.0, APART - (time.monotonic() - began)) + self.random.uniform(0, 0.2))
        finally:
            self.api.unwatch(self.user, changed)

    async def once(self, steps: int, patience: float) -> None:
        """So many steps, one right after another."""
        changed = self.api.watch(self.user)
        try:
            for _ in range(steps):
                if not await self._step(changed, patience):
                    return
        finally:
            self.api.unwatch(self.user, changed)

    async def _step(self, changed: asyncio.Event, patience: float) -> bool:
        """Do the next thing, and wait for its reply. False when none comes."""
        mark = f"{CANARY}{self.user % 1_000_000:06}x{len(self.steps):04}"
        since, kind = len(self.api.calls), ("win", "words", "tap")[self._round % 3]
        self._round += 1
        if kind == "win":
            update = self.api.say(self.user, f"/win {mark}")
            reply, methods = "Kept for", ("sendMessage",)
        elif kind == "words":
            update = self.api.say(self.user, f"{mark} on my mind")
            reply, methods = "Where does this belong?", ("sendMessage",)
        else:
            asked = self.steps[-1]
            assert asked.by is not None and asked.by.message is not None
            data = asked.by.buttons[0]["callback_data"]
            update = self.api.tap(self.user, self.user, asked.by.message, data)
            mark, reply, methods = asked.mark, "Kept, only for you", ("editMessageText", "sendMessage")
        step = Step(kind, mark, reply, methods, update["update_id"], since, time.monotonic())
        self.steps.append(step)
        end = time.monotonic() + patience
        looked = since
        while True:
            changed.clear()
            calls = self.api.calls
            for number in range(looked, len(calls)):
                if calls[number].chat == self.user and step.fits(calls[number]):
                    step.answered, step.by = time.monotonic(), calls[number]
                    return True
                if calls[number].over:
                    looked = number + 1 if looked == number else looked
            left = end - time.monotonic()
            if left <= 0:
                return False
            try:
                await asyncio.wait_for(changed.wait(), min(left, 1.0))
            except TimeoutError:
                pass

    # --- afterwards ----------------------------------------------------------------------------------------------

    def doubled(self) -> int:
        """Replies beyond the one that each step may have. The same edit made twice is no second reply: Telegram calls
        it not modified, and nobody sees it."""
        wanted = Counter((step.methods, step.reply) for step in self.steps)
        seen: Counter[tuple[tuple[str, ...], str]] = Counter()
        edits: set[tuple[Any, str]] = set()
        for call in self.api.seen(self.user):
            edit = call.args.get("message_id"), call.text
            if call.method.startswith("edit") and edit in edits:
                continue
            edits |= {edit} if call.method.startswith("edit") else set()
            seen.update(one for one in wanted if call.method in one[0] and call.text.startswith(one[1]))
        return sum(max(0, seen[one] - wanted[one]) for one in wanted)

    def kept(self) -> list[str]:
        """The marks that must be stored, once each."""
        return [step.mark for step in self.steps if step.kind in ("win", "tap")]


class Crowd:
    """Talkers at work."""

    def __init__(self, api: BotApi, couples: int, random: Random, patience: float = 60.0) -> None:
        self.api = api
        self.talkers = [Talker(api, user, random) for number in range(couples) for user in accounts(number)]
        self.stop = asyncio.Event()
        self.patience = patience
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self) -> None:
        self._tasks = [asyncio.create_task(one.live(self.stop, self.patience)) for one in self.talkers]

    async def end(self, steps: int = 2) -> None:
        """No new steps once each has done some; those under way are waited for."""
        for talker, task in zip(self.talkers, self._tasks, strict=True):
            while len(talker.steps) < steps and not task.done():  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        self.stop.set()
        await asyncio.gather(*self._tasks)

    def steps(self) -> list[Step]:
        return [step for talker in self.talkers for step in talker.steps]

    def answered(self) -> int:
        return sum(step.answered is not None for step in self.steps())


async def erase(api: BotApi, user: int) -> bool:
    """Somebody destroys what they wrote; whether it was done."""
    since = len(api.calls)
    return await _first_way(api, user, "/erase") and await api.until(
        lambda: any(call.text.startswith("Done.") for call in api.seen(user, since)), 25
    )


async def leave(api: BotApi, user: int) -> bool:
    """Somebody goes, and the other is told now; whether they were."""
    since = len(api.calls)
    return await _first_way(api, user, "/leave") and await api.until(lambda: any(api.seen(user + 1, since)), 25)


async def _first_way(api: BotApi, user: int, command: str) -> bool:
    """Take the first of the ways that a command offers; whether it offered any."""
    since = len(api.calls)
    api.say(user, command)
    if not await api.until(lambda: any(call.args.get("reply_markup") for call in api.seen(user, since)), 25):
        return False
    asked = next(call for call in api.seen(user, since) if call.args.get("reply_markup"))
    api.tap(user, user, asked.message or 0, asked.buttons[0]["callback_data"])
    return True


class Sleepers:
    """Those whose evening comes: each presses a button of each of its cards, soon after it is there."""

    def __init__(self, api: BotApi, couples: range, random: Random) -> None:
        self.api, self.random = api, random
        self.mine = {user for number in couples for user in accounts(number)}
        self.pressed = 0
        self.stop = asyncio.Event()

    async def live(self) -> None:
        looked = 0
        while not self.stop.is_set():
            for call in itertools.islice(self.api.calls, looked, None):
                if not call.over:
                    break
                looked += 1
                if call.delivered and call.chat in self.mine and prompt(call):
                    asyncio.get_running_loop().call_later(self.random.uniform(0.2, 3), self._press, call)
            await asyncio.sleep(0.2)

    def _press(self, call: Call) -> None:
        if not self.stop.is_set():
            pressed = next(one for one in call.buttons if one["text"] == CARDS[prompt(call)])
            self.api.tap(call.chat, call.chat, call.message or 0, pressed["callback_data"])
            self.pressed += 1


CARDS = {"A little room": "No", "I'm here": "I'm here"}  # an evening's two, by their first button; what is pressed


def prompt(call: Call) -> str:
    """Which of an evening's cards was sent with this call, by its first button; or none."""
    shown = call.buttons if call.method in SHOWS and call.text.startswith(EVENING) else []
    return shown[0]["text"] if shown and shown[0]["text"] in CARDS else ""


def evenings(api: BotApi, couples: range) -> tuple[int, Counter[tuple[int, str]]]:
    """How many messages the evenings of these couples must have, and what was sent: chat and card, how often."""
    mine = {user for number in couples for user in accounts(number)}
    sent = Counter((call.chat, prompt(call)) for call in api.sends() if call.chat in mine and prompt(call))
    return 4 * len(couples), sent


def late(steps: list[Step]) -> list[float]:
    return sorted(step.answered - step.at for step in steps if step.answered is not None)


def percentile(numbers: list[float], share: float) -> float:
    return numbers[min(len(numbers) - 1, int(share * len(numbers)))] if numbers else 0.0
