"""F15, F16 and F17: clocks that change by law, clocks that jump, and a companion that was away.

An evening rings once a local date, inside its window, whatever the clock does. Prompts are judged by the Bot API's
history: each is put beside what the companion's clock said when it came.
"""

import asyncio
import os
import sys
import time
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import select

from bot.companion import Companion
from bot.run import connect
from dialogue.clock import Clock
from models import Alarm
from tests.campaign.bot_api import BotApi
from tests.campaign.people import EVENING, accounts, datetime_now
from tests.campaign.registry import MEASURED, Outcome, run
from tests.campaign.stand import Stand
from tests.campaign.subject import ROOT, TOKEN, Subject

DAY = timedelta(days=1)
WINDOW = timedelta(hours=2)
WALLS = ("17:00", "20:30", "21:30", "22:30", "02:30")
SHIFTY = (
    "Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia", "Asia/Tehran",
    "Pacific/Easter", "America/Santiago", "Asia/Kathmandu", "Africa/Cairo", "America/Sao_Paulo", "Pacific/Chatham",
)  # fmt: skip
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
CHANGES = (  # a zone whose clocks change, the first of three days around it, the wall time
    ("Europe/London", "2026-03-28", "20:30"),
    ("Europe/London", "2026-10-24", "01:30"),  # comes twice
    ("Pacific/Easter", "2026-09-04", "22:30"),  # does not exist
    ("Pacific/Easter", "2026-04-03", "21:30"),
)


# --- F15 -------------------------------------------------------------------------------------------------------------


@run("F15", "clocks change by law, in every zone", cost=8)
async def zones(stand: Stand) -> Outcome:
    names = SHIFTY if stand.size == "quick" else tuple(sorted(available_timezones()))
    outcome = Outcome(expected=0, moved=0)
    dates = 0
    if not stand.shared:  # needs no database: once is enough
        alike: dict[Course, list[str]] = defaultdict(list)
        for name in names:
            alike[course(name)].append(name)
        for done, (name, *others) in enumerate(alike.values()):
            for wall in WALLS:
                days, wrong = await asyncio.to_thread(swept, name, wall)
                dates += days * (1 + len(others))
                outcome.misses += wrong
            stand.told(done, len(alike) + len(CHANGES))
        outcome.expected += len(names) * len(WALLS) * ((LAST - FIRST).days + 1)
        outcome.moved += dates
        outcome.figures |= {"zones": len(names), "of different clocks": len(alike), "dates": dates}
    changes = CHANGES[:2] if stand.size == "quick" else CHANGES
    for number, (zone, day, wall) in enumerate(changes):
        small = stand.beside(f"change{number}")
        prompts = await over_a_change(small, zone, date.fromisoformat(day), wall, outcome)
        outcome.expected, outcome.moved = outcome.expected + 3 * 2, outcome.moved + prompts
        await small.close()
    outcome.figures["evenings over a change"] = len(changes) * 3
    return outcome


Course = tuple[tuple[datetime, timedelta], ...]


def course(name: str) -> Course:
    """How a zone's clocks go in these years, to the second: zones that go alike need to be looked at once."""
    zone = ZoneInfo(name)

    def ahead(at: datetime) -> timedelta:
        return at.astimezone(zone).utcoffset() or timedelta(0)

    at = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC) - 3 * DAY
    found = [(at, ahead(at))]
    while at.date() <= LAST + 3 * DAY:
        after = at + DAY
        if ahead(after) != found[-1][1]:
            before, changed = at, after
            while changed - before > timedelta(seconds=1):
                middle = before + timedelta(seconds=(changed - before) // timedelta(seconds=2))
                before, changed = (middle, changed) if ahead(middle) == found[-1][1] else (before, middle)
            found.append((changed, ahead(after)))
        at = after
    return tuple(found)


def swept(name: str, wall: str) -> tuple[int, list[str]]:
    """Two years of one wall time in one zone, day by day and as the companion goes from ring to ring."""
    alarm = Alarm(wall=wall, weekend=None, days="1234567", zone=name)
    zone, wrong, count = ZoneInfo(name), [], 0
    hour, minute = map(int, wall.split(":"))
    last: datetime | None = None
    for number in range(FIRST.toordinal(), LAST.toordinal() + 1):
        day = date.fromordinal(number)
        ring = alarm.on(day)
        if ring is None:
            wrong.append(f"{name} {wall} {day}: no ring")
            continue
        count += 1
        there = ring.astimezone(zone)
        asked = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
        exists = asked.astimezone(UTC).astimezone(zone) == asked.replace(fold=0)
        passed = timedelta(hours=there.hour - hour, minutes=there.minute - minute)
        if there.date() != day or there.fold or (exists and passed):
            wrong.append(f"{name} {wall} {day}: it rings at {there.isoformat()}")
        if not exists and not timedelta(0) < passed <= timedelta(hours=2):
            wrong.append(f"{name} {wall} {day}: not after the gap, at {there.isoformat()}")
        if last is not None:
            if not timedelta(hours=22) <= ring - last <= timedelta(hours=26):
                wrong.append(f"{name} {wall} {day}: {ring - last} after the last one")
            if alarm.next_after(last) != ring:
                wrong.append(f"{name} {wall} {day}: the ring after the last one is another")
        if ring - alarm.first_from(day, after=ring - timedelta(hours=11)) > -timedelta(hours=1):
            wrong.append(f"{name} {wall} {day}: a change brings a ring within twelve hours")
        last = ring
    return count, wrong[:5]


async def over_a_change(stand: Stand, zone: str, first: date, wall: str, outcome: Outcome) -> int:
    """One couple lives through three days, looked at every quarter of an hour around its evenings."""
    await stand.move_in()
    alarm = Alarm(wall=wall, weekend=None, days="1234567", zone=zone)
    rings = [ring for offset in range(3) if (ring := alarm.on(first + offset * DAY)) is not None]
    async with Aboard(stand) as aboard:
        aboard.clock.set(rings[0] - timedelta(hours=4))
        await settle(stand, {0: rings[0]}, wall, zone)
        for ring in rings:
            for quarters in range(-10, 12):
                aboard.clock.set(ring + quarters * timedelta(minutes=15))
                await aboard.tick()
        prompts = aboard.prompts()
    wanted = {(user, first + offset * DAY) for user in accounts(0) for offset in range(3)}
    by_date = Counter((user, at.astimezone(ZoneInfo(zone)).date()) for user, at in prompts)
    outcome.require(
        by_date == dict.fromkeys(wanted, 1),
        f"{zone} {first} {wall}: {sorted((f'{day}', count) for (_, day), count in by_date.items())}",
    )
    outcome.require(
        all(any(timedelta(0) <= at - ring < WINDOW for ring in rings) for _, at in prompts),
        f"{zone} {first} {wall}: outside its window",
    )
    return len(prompts)


# --- F16 -------------------------------------------------------------------------------------------------------------

STEPS = {"+1 h": 3600, "-1 h": -3600, "+1 d": 86400, "-1 d": -86400, "+1 y": 31_536_000, "-1 y": -31_536_000}


@run("F16", "the clock jumps an hour, a day, a year, and back", cost=14, turn=MEASURED)
async def steps(stand: Stand) -> Outcome:
    """Two couples: the evening of one came before the first step, that of the other comes with it."""
    chosen = list(STEPS)[:4] if stand.size == "quick" else list(STEPS)
    library = await asyncio.to_thread(faketime)
    await stand.move_in()
    api = await stand.api()
    now = datetime_now()
    due = {0: now + timedelta(seconds=2), 1: now + timedelta(minutes=40)}
    outcome = Outcome(expected=len(chosen) + 4, moved=0, figures={"clock": "libfaketime" if library else "in process"})
    ahead: list[tuple[float, float]] = [(0.0, 0.0)]  # since when the clock is so far ahead
    if library is None:
        outcome.figures["libfaketime"] = "not installed"
    await settle(stand, due)
    if library is not None:
        said = stand.folder / "faketime"
        say(said, 0)
        subject = Jumping(stand, api, library, said)
        await subject.start()
        outcome.require(await stand.ready(api), "the subject did not come up")
        await api.until(lambda: len(evening(api)) >= 2, 20)
        for name in chosen:
            ahead_now = ahead[-1][1] + STEPS[name]
            say(said, ahead_now)
            ahead.append((time.monotonic(), ahead_now))
            if STEPS[name] > 0:  # what rings at a step has to be there before the next one: by then it would be stale
                rung = 2 * (chosen.index(name) // 2 + 2)
                await api.until(lambda rung=rung: len(evening(api)) >= rung, 20)
            await asyncio.sleep(stand.sized(1.5, 75 if STEPS[name] < 0 else 6))
            outcome.moved += subject.alive
        code = await subject.stop()
        outcome.require(code == 0, f"it ended with {code}")
        stand.judge_logs(outcome)
        prompts = [(call.chat, moment(call.at, ahead)) for call in evening(api)]
    else:
        async with Aboard(stand, api) as aboard:
            await asyncio.sleep(2.5)
            await aboard.tick()
            for name in chosen:
                aboard.clock.ahead += timedelta(seconds=STEPS[name])
                await aboard.tick()
                await aboard.tick()
                outcome.moved += 1
            prompts = aboard.prompts()
    outcome.moved += min(4, len(prompts))
    by_date = Counter((user, at.date()) for user, at in prompts)
    twice = sum(count - 1 for count in by_date.values())
    walls = {user: each for number, each in due.items() for user in accounts(number)}
    stray = sum(not inside(at, walls[user]) for user, at in prompts)
    outcome.figures |= {"steps": len(chosen), "prompts": len(prompts), "twice": twice, "outside the window": stray}
    outcome.require(not twice, f"{twice} prompts came twice on a date")
    outcome.require(not stray, f"{stray} prompts came outside their window")
    return outcome


def faketime() -> Path | None:
    """Debian's, where it is installed."""
    return next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))), None)


def inside(at: datetime, due: datetime) -> bool:
    """Whether an evening of that wall time, on any date, is in its window; wall times have no seconds."""
    return (at - due + timedelta(minutes=1)) % DAY <= WINDOW + timedelta(minutes=2)


def say(file: Path, seconds: float) -> None:
    """The subject's clock is so far ahead from now on."""
    beside = file.with_suffix(".new")
    beside.write_text(f"{seconds:+.0f}\n")
    beside.replace(file)


def moment(at: float, ahead: list[tuple[float, float]]) -> datetime:
    """What the subject's clock showed when a call came."""
    shift = [seconds for since, seconds in ahead if since <= at][-1]
    return datetime_now() - timedelta(seconds=time.monotonic() - at) + timedelta(seconds=shift)


class Jumping(Subject):
    """A subject under libfaketime, which must be there when a process begins: it is no fork of the nursery's."""

    def __init__(self, stand: Stand, api: BotApi, library: Path, said: Path) -> None:
        super().__init__(
            stand.houses.nursery, stand.house, api.url, stand.url, "jumping",
            LD_PRELOAD=str(library), FAKETIME_TIMESTAMP_FILE=str(said), FAKETIME_NO_CACHE="1",
            FAKETIME_DONT_FAKE_MONOTONIC="1", DONT_FAKE_MONOTONIC="1", NO_FAKE_STAT="1", PYTHONPATH=str(ROOT),
        )  # fmt: skip
        stand.subjects.append(self)

    async def start(self, webhook: str = "", **faults: Any) -> None:
        log = os.open(self.log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        words = ("-c", "import bot.main; bot.main.main()", "run")
        process = await asyncio.create_subprocess_exec(
            sys.executable, *words, cwd=self.folder, env=self.env, stdin=asyncio.subprocess.DEVNULL,
            stdout=log, stderr=log,
        )  # fmt: skip
        os.close(log)
        self.since, self.process = time.monotonic(), process.pid
        self.nursery.living.add(process.pid)
        self._waiting = asyncio.create_task(self._wait(process))

    async def _wait(self, process: asyncio.subprocess.Process) -> None:
        code = await process.wait()
        self.nursery.living.discard(process.pid)
        self.nursery.ended(process.pid).set_result(code)


# --- F17 -------------------------------------------------------------------------------------------------------------

AWAY = {"10 min": timedelta(minutes=10), "3 h": timedelta(hours=3), "3 d": 3 * DAY, "30 d": 30 * DAY}


@run("F17", "back after ten minutes, three hours, three days, a month", cost=12)
async def away(stand: Stand) -> Outcome:
    """For each time away: a couple whose evening was due when it began, and one whose evening it is on the return."""
    await stand.move_in()
    api = await stand.api()
    now = datetime_now()
    due, now_is = {}, {}
    for number, since in enumerate(AWAY.values()):
        due[2 * number], now_is[2 * number] = now - since, since <= WINDOW or since % DAY < WINDOW
        due[2 * number + 1] = now - since - timedelta(hours=3)  # its evening was over on each of those days
        now_is[2 * number + 1] = False
    await settle(stand, due)
    subject = stand.subject(api)
    await subject.start()
    outcome = Outcome(expected=0, moved=0)
    outcome.require(await stand.ready(api), "the subject did not come up")
    wanted = {user for number, true in now_is.items() if true for user in accounts(number)}
    await api.until(lambda: wanted <= {call.chat for call in evening(api)})
    await stand.drained(30, evenings=len(due))
    await asyncio.sleep(stand.sized(2.5, 5))  # one more tick: nothing comes after
    code = await subject.stop()
    outcome.require(code == 0, f"it ended with {code}")
    stand.judge_logs(outcome)
    came = Counter(call.chat for call in evening(api))
    shown = Counter(call.chat for call in api.sends() if call.chat in {u for n in due for u in accounts(n)})
    outcome.expected, outcome.moved = len(wanted), len(wanted & came.keys())
    stale = sum(count for user, count in came.items() if user not in wanted)
    twice = sum(count - 1 for count in came.values())
    mentioned = sum(count for user, count in shown.items() if user not in wanted) - stale
    outcome.figures = {"couples": len(due), "prompts": sum(came.values()), "twice": twice, "outside the window": stale}
    outcome.figures["mentioned"] = mentioned
    outcome.require(not twice, f"{twice} prompts more than one")
    outcome.require(not stale, f"{stale} prompts outside their window")
    outcome.require(not mentioned, f"{mentioned} messages mention what was missed")
    return outcome


# --- what they share -------------------------------------------------------------------------------------------------


async def settle(stand: Stand, due: dict[int, datetime], wall: str = "", zone: str = "UTC") -> None:
    await stand.settle_in(len(due), due)
    async with stand.opened() as database:
        if wall:
            async with database.begin() as db:
                for alarm in await db.scalars(select(Alarm)):
                    alarm.wall, alarm.zone = wall, zone


def evening(api: BotApi) -> list[Any]:
    """The prompts: of an evening's messages to one person, the one that begins it."""
    return [call for call in api.sends() if call.delivered and call.text == EVENING]


class Moved(Clock):
    """The system's clock, so far ahead or behind."""

    ahead = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.ahead

    def set(self, there: datetime) -> None:
        self.ahead = there - super().now()


class Aboard:
    """The companion in this process, on a clock that can be set, against the Bot API."""

    def __init__(self, stand: Stand, api: BotApi | None = None) -> None:
        self.stand, self._api, self.clock = stand, api, Moved()
        self._seen = 0
        self._prompts: list[tuple[int, datetime]] = []

    async def __aenter__(self) -> "Aboard":
        self.api = self._api or await self.stand.api()
        self._opened = self.stand.opened()
        bot = connect(TOKEN, self.api.url)
        await bot.initialize()
        self.companion = Companion(await self._opened.__aenter__(), bot, self.clock, "Marta")
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self.companion.poller.close()
        await self.companion.bot.shutdown()
        await self._opened.__aexit__(*error)

    async def tick(self) -> None:
        """One look at what is due; what came of it is kept with what the clock shows."""
        await self.companion.worker.ring()
        await self.companion.sender.drain()
        calls = evening(self.api)
        self._prompts += [(call.chat, self.clock.now()) for call in calls[self._seen :]]
        self._seen = len(calls)

    def prompts(self) -> list[tuple[int, datetime]]:
        return self._prompts
