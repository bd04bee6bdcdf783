"""Time: 20:30 stays 20:30 in every zone, nothing rings twice, nothing late is sent or mentioned (R46, R47)."""

import asyncio
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.worker import Worker
from dialogue import couples, zones
from dialogue.engine import Engine
from dialogue.practice import HOUR, Practices
from dialogue.scene import Scene
from handlers import PRACTICES, checkin
from models import Alarm, Couple, Ring
from tests.sofa import EVENING, PAIRED, Seen, Sofa, sofa
from tests.stage import TEXTS, open_house

DAY = timedelta(days=1)
SHIFTY = (  # a gap at midnight, half an hour, two hours, at other times of the year than anywhere else
    "Pacific/Easter", "Pacific/Chatham", "Australia/Lord_Howe", "Antarctica/Troll", "America/Havana", "Asia/Beirut",
    "Africa/Cairo", "Africa/Casablanca", "America/Asuncion", "Asia/Gaza", "Europe/Chisinau", "America/Scoresbysund",
    "Pacific/Norfolk", "America/St_Johns", "Asia/Kathmandu", "Europe/Dublin",
)  # fmt: skip
OFFERED = tuple(zone for region in zones.REGIONS.values() for zone in region)
YEAR = datetime(2025, 1, 1, tzinfo=UTC)
WALLS = ("00:30", "02:30", "20:30", "22:30")


def alarm(zone: str, wall: str = "20:30", days: str = "1234567", weekend: str | None = None) -> Alarm:
    return Alarm(wall=wall, weekend=weekend, days=days, zone=zone)


def local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


# --- the function that every ring comes from -------------------------------------------------------------------------


@pytest.mark.parametrize("wall", WALLS)
def test_one_instant_for_each_local_date(wall: str):
    """R46. Over a year in many zones: each date has its ring, on that date, a day after the last one."""
    for zone in {*SHIFTY, *OFFERED}:
        one, last = alarm(zone, wall), None
        for number in range(date(2026, 1, 1).toordinal(), date(2027, 1, 2).toordinal()):
            day = date.fromordinal(number)
            ring = one.on(day)
            assert ring is not None and one.local_date(ring) == day, (zone, day)
            assert last is None or timedelta(hours=22) <= ring - last <= timedelta(hours=26), (zone, day)
            last = ring


@given(
    zone=st.sampled_from(sorted(available_timezones() & {*SHIFTY, *OFFERED})),
    wall=st.times().map(lambda one: f"{one:%H:%M}"),
    days=st.sets(st.sampled_from("1234567"), min_size=1).map(lambda some: "".join(sorted(some))),
    weekend=st.none() | st.times().map(lambda one: f"{one:%H:%M}"),
    moment=st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: YEAR + timedelta(minutes=minutes)),
)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_next_after_is_the_first_that_is_later(zone: str, wall: str, days: str, weekend: str | None, moment: datetime):
    one = alarm(zone, wall, days, weekend)
    there = one.local_date(moment)
    rings = [ring for offset in range(-2, 10) if (ring := one.on(there + offset * DAY)) is not None]
    first = one.next_after(moment)
    assert first == min(ring for ring in rings if ring > moment)
    assert one.next_after(first) > first
    assert one.first_from(there) == min(ring for ring in rings if one.local_date(ring) >= there)


@pytest.mark.parametrize(
    ("zone", "day", "wall", "shown", "utc"),
    [
        ("Pacific/Easter", "2026-09-05", "22:30", "23:30", "04:30"),  # the hour does not exist: after the gap
        ("Pacific/Easter", "2026-04-04", "21:30", "21:30", "02:30"),  # the hour comes twice: the first time
        ("Europe/Berlin", "2026-03-29", "02:30", "03:30", "01:30"),
        ("Europe/Berlin", "2026-10-25", "02:30", "02:30", "00:30"),
        ("America/Havana", "2026-03-08", "00:30", "01:30", "05:30"),
        ("Asia/Kathmandu", "2026-07-01", "20:30", "20:30", "14:45"),  # zones of three quarters of an hour
        ("Pacific/Chatham", "2026-07-01", "20:30", "20:30", "07:45"),
        ("Pacific/Chatham", "2026-04-05", "03:00", "03:00", "13:15"),
        ("Pacific/Chatham", "2026-09-27", "03:00", "04:00", "14:15"),
    ],
)
def test_when_the_clocks_change(zone: str, day: str, wall: str, shown: str, utc: str):
    """R46, by the examples."""
    one = alarm(zone, wall)
    ring = one.on(date.fromisoformat(day))
    assert ring is not None
    there = local(ring, zone)
    assert (f"{there:%Y-%m-%d}", f"{there:%H:%M}", there.fold, f"{ring:%H:%M}") == (day, shown, 0, utc)
    around = [one.next_after(ring - 2 * DAY)]
    for _ in range(3):
        around.append(one.next_after(around[-1]))
    assert [one.local_date(each) for each in around].count(date.fromisoformat(day)) == 1


# --- what somebody changes -------------------------------------------------------------------------------------------


def test_a_change_counts_from_the_next_local_date():
    evening = alarm("Europe/Berlin")
    noon = datetime(2026, 3, 3, 11, tzinfo=UTC)  # a Tuesday
    evening.due_at = today = evening.next_after(noon)
    evening.change(noon, wall="18:00")
    assert evening.due_at == today, "what is due today stays"
    assert local(evening.next_after(today), "Europe/Berlin").isoformat() == "2026-03-04T18:00:00+01:00"

    evening.due_at = evening.next_after(today)
    evening.change(today + HOUR, days="67", weekend="10:00")
    assert local(evening.due_at, "Europe/Berlin").isoformat() == "2026-03-07T10:00:00+01:00"


def test_a_setting_counts_from_the_next_local_date():
    couple, today = Couple(settings={}), date(2026, 3, 3)
    couple.choose("style", "together", today)
    couple.choose("style", "together", today)  # twice on one day is once
    assert (couple.setting("style", today), couple.setting("style", today + DAY)) == ("reveal", "together")
    couple.choose("style", "reveal", today + DAY)
    assert (couple.setting("style", today + DAY), couple.setting("style")) == ("together", "reveal")


class Desk:
    """As much of a scene as alarms need."""

    def __init__(self, zone: str) -> None:
        self.couple = Couple(zone=zone, settings={})
        self.couple.id = "c"
        self.now = datetime(2026, 3, 1, tzinfo=UTC)
        self.people: list[Any] = []
        self.practices = Practices([checkin.practice])
        self.kept: dict[Any, Any] = {}
        self.db = SimpleNamespace(flush=self._flush, get=self._get, info={}, no_autoflush=nullcontext())

    async def _flush(self) -> None: ...

    async def _get(self, kind: type, key: Any) -> Any:
        return self.kept.get((kind, key))

    def add(self, row: Any) -> None:
        self.kept[(Ring, (row.alarm_id, row.local_date)) if isinstance(row, Ring) else (type(row), row.id)] = row

    async def alarms(self) -> list[Alarm]:
        return [row for row in self.kept.values() if isinstance(row, Alarm)]

    async def until(self, moment: datetime) -> list[datetime]:
        """The evenings that come until then."""
        rings = []
        [evening] = await self.alarms()
        while evening.due_at <= moment:
            due = evening.due_at
            if await Scene.rang(self, evening):  # type: ignore[arg-type]
                rings.append(due)  # else somebody flew over the date line, and had this date's evening before
        self.now = moment
        return rings


CHANGES = st.tuples(
    st.integers(1, 60 * 60),  # minutes until then
    st.sampled_from(("zone", "evening", "weekend")),
    st.sampled_from(("Pacific/Kiritimati", "Pacific/Honolulu", "Europe/London", "Asia/Kathmandu", "America/New_York")),
    st.times().map(lambda one: f"{one:%H:%M}"),
)


async def live(changes: list[tuple[int, str, str, str]]) -> list[list[datetime]]:
    """The evenings between one change and the next, and in the four days after the last."""
    desk = Desk("Europe/Berlin")
    await couples.wind(desk)  # type: ignore[arg-type]
    found = []
    for minutes, what, zone, wall in changes:
        found.append(await desk.until(desk.now + timedelta(minutes=minutes)))
        if what == "zone":
            desk.couple.zone = zone
        else:
            desk.couple.choose(what, wall, local(desk.now, desk.couple.zone).date())
        await couples.wind(desk)  # type: ignore[arg-type]
    return [*found, await desk.until(desk.now + 4 * DAY)]


def between(found: list[list[datetime]]) -> list[timedelta]:
    every = [ring for some in found for ring in some]
    return [later - sooner for sooner, later in zip(every, every[1:], strict=False)]


@given(changes=st.lists(CHANGES, min_size=1, max_size=8))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_never_two_evenings_within_twelve_hours(changes: list[tuple[int, str, str, str]]):
    """Whatever zone and time are chosen, whenever, and however often; and they go on."""
    found = asyncio.run(live(changes))
    assert min(between(found)) >= timedelta(hours=12)
    assert len(found[-1]) >= 2


@given(change=CHANGES)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_one_change_loses_no_more_than_one_evening(change: tuple[int, str, str, str]):
    """R46. The one of today comes as it was; the next one in the new zone, at the new time."""
    found = asyncio.run(live([(change[0] + 2 * 24 * 60, *change[1:])]))
    assert max(between(found)) <= timedelta(hours=48)
    if change[1] == "zone":
        assert {f"{local(ring, change[2]):%H:%M}" for ring in found[-1][1:]} == {"20:30"}


# --- the evening of a couple -----------------------------------------------------------------------------------------


def rung(us: Sofa, name: str) -> list[Seen]:
    """The evenings that sounded on a phone."""
    return [seen for seen in us.phone(name) if seen.sounds and seen.text.startswith("Your ten minutes.")]


async def test_the_evening_keeps_its_wall_time_over_a_clock_change(house, tmp_path):
    """R46. Clocks go forward in London on 29 March, and back on 25 October 2026."""
    start = datetime(2026, 3, 27, 19, 14, tzinfo=UTC)
    async with sofa(house, tmp_path, *PAIRED, "-- zone Europe/London", start=start) as us:
        await us("-- Sunday 23:00")
        assert [f"{seen.at:%d %H:%M}" for seen in rung(us, "Ben")] == ["28 20:30", "29 19:30"]


async def test_a_leave_is_told_at_ten_over_a_clock_change(house, tmp_path):
    """R46. Of that night an hour is missing."""
    start = datetime(2026, 3, 27, 19, 14, tzinfo=UTC)
    async with sofa(house, tmp_path, *PAIRED, "-- zone Europe/London", "-- Saturday 21:00", start=start) as us:
        await us("Ana: /leave", "Ana: [Tomorrow at 10:00]", "-- Sunday 11:59")
        [told] = [seen for seen in us.phone("Ben") if seen.text.startswith("This shared evening has ended")]
        assert f"{local(told.at, 'Europe/London'):%a %H:%M}" == "Sun 10:00"


async def test_the_schedule_tells_what_comes(house, tmp_path):
    """Also after a change that keeps two evenings half a day apart: today's as it was, then the day after tomorrow."""
    async with sofa(house, tmp_path, *PAIRED, "-- Tuesday 19:00") as us:
        await us("Ana: /settings", "Ana: [Evening]", "Ana: 8:00", "Ana: [Weekend]", "Ana: 9:00", "Ana: [Done]")
        await us("Ana: /schedule")
        told = [line for line in us.phone("Ana")[-1].text.splitlines() if "ten minutes" in line]
        us.from_now()
        await us("-- Tuesday 18:59")
        came = [f"{seen.at:%A}"[:3] + f"{seen.at:%H:%M}" for seen in rung(us, "Ana")]
        assert [line[:3] + line.partition(", ")[2][:5] for line in told] == came
        assert came == ["Tue20:30", "Thu08:00", "Fri08:00", "Sat09:00", "Sun09:00", "Mon08:00", "Tue08:00"]


@pytest.mark.parametrize(("until", "times"), [("22:15", 1), ("22:29", 1), ("22:31", 0), ("23:50", 0)])
async def test_late_inside_its_window_or_not_at_all(until: str, times: int, house, tmp_path):
    """R47. The machine slept; past two hours the evening is skipped, and nobody hears of it."""
    async with sofa(house, tmp_path, *PAIRED) as us:
        await us("-- Tuesday 19:00")
        us.from_now()
        await us(f"-- asleep {until}", "-- +2 min")
        for name in ("Ana", "Ben"):
            assert len(rung(us, name)) == times
            assert [seen.text for seen in us.phone(name) if "over" in seen.text] == []
            assert ("Not tonight" in us.labels(name)) == bool(times), "what rings can be answered"
        if not times:
            assert us.shown() == []
        await us("-- Wednesday 20:30")
        assert len(rung(us, "Ana")) == times + 1


@pytest.mark.parametrize("wakes", ["15:00", "20:45"])
@pytest.mark.parametrize("on", ["2026-03-05", "2026-03-06", "2026-04-04"])
async def test_a_long_sleep_brings_no_storm(on: str, wakes: str, house, tmp_path):
    """R47. Hours, a day, a month: at most the one evening whose time it is, and nothing of what lies between."""
    async with sofa(house, tmp_path, *PAIRED) as us:
        await us("-- Thursday 13:00")
        us.from_now()
        await us(f"-- asleep {on} {wakes}")
        for name in ("Ana", "Ben"):
            assert len(rung(us, name)) == (wakes == "20:45")
            assert [seen for seen in us.phone(name) if seen.sounds and seen not in rung(us, name)] == []
            assert [seen.text for seen in us.phone(name) if "review" in seen.text.lower()] == []
        evenings, known = await rings(us, "evening"), us.now.date().toordinal() - date(2026, 3, 2).toordinal()
        assert len(evenings) == known - (wakes == "15:00"), "what was missed is noted, once a date"


async def test_a_review_that_is_past_its_window_is_not_mentioned(house, tmp_path):
    """R47."""
    async with sofa(house, tmp_path, *PAIRED) as us:
        await us("-- Saturday 23:00")
        us.from_now()
        await us("-- asleep Sunday 19:01")
        assert us.shown() == []


async def test_what_was_put_off_is_not_asked_late(house, tmp_path):
    """R47. In a quarter of an hour, she said; the machine slept over it, and over the evening's end."""
    async with sofa(house, tmp_path, *PAIRED, EVENING, "Ana: [Later]") as us:
        us.from_now()
        await us("-- asleep 22:30", "-- +1 min")
        assert [seen for seen in us.phone("Ana") if seen.sounds] == []


@pytest.mark.parametrize("by_hand", ["Tuesday 18:00", "Tuesday 22:10"])
async def test_an_evening_begun_by_hand_is_today_s(by_hand: str, house, tmp_path):
    """Never two on one local date, whether it came before or after."""
    async with sofa(house, tmp_path, *PAIRED) as us:
        await us(f"-- {by_hand}", "Ana: /checkin", "-- 23:59")
        assert len(rung(us, "Ben")) == (1 if "18:00" in by_hand else 2), "the second one is her own wish"
        assert len(await rings(us, "evening")) == 1
        await us("-- Wednesday 23:59")
        assert len(await rings(us, "evening")) == 2


async def rings(us: Sofa, name: str) -> list[tuple[str, date]]:
    rows = await us.rows()
    named = {row["id"] for row in rows["alarms"] if row["name"] == name}
    found = [(row["alarm_id"], row["local_date"]) for row in rows["rings"] if row["alarm_id"] in named]
    assert len(found) == len(set(found))
    return found


@pytest.mark.parametrize(("ready", "times"), [("20:50", 1), ("22:20", 1), ("22:35", 0)])
async def test_an_evening_that_falls_into_a_pause(ready: str, times: int, house, tmp_path):
    """It comes when the pause is over, if it is still its time then; never twice."""
    async with sofa(house, tmp_path, *PAIRED) as us:
        await us("-- Tuesday 20:20", "Ana: /pause", "Ben: [20 min]")
        await us("-- 20:40", "Ana: [Ready]", f"-- {ready}")
        us.from_now()
        await us("Ben: [Ready]", "-- 23:59")
        assert len(rung(us, "Ana")) == len(rung(us, "Ben")) == times
        await us("-- Wednesday 20:30")
        assert len(rung(us, "Ana")) == times + 1


# --- two tickers -----------------------------------------------------------------------------------------------------


async def second(us: Sofa) -> Engine:
    """Another process: its own engine and keys, on the same file."""
    return Engine(Practices(PRACTICES), TEXTS, us.stage.clock, us.stage.links())


async def test_two_tickers_ring_each_alarm_once(sqlite_house, tmp_path):
    """R45."""
    async with sofa(sqlite_house, tmp_path, *PAIRED, "-- Tuesday 20:29") as us:
        us.stage.clock.forward(timedelta(minutes=1))
        other = await open_house(us.stage.folder)
        try:
            workers = [
                Worker(us.stage.database, us.stage.engine, lambda update: None),
                Worker(other, await second(us), lambda update: None),
            ]
            assert sum(await asyncio.gather(*(one.ring() for one in workers))) == 1
            prompts = [row for row in await us.posts() if not row["body"]["silent"]]
            assert [row["chat_id"] for row in prompts] == [us.person("Ana").chat, us.person("Ben").chat]
            assert {row["grade"] for row in prompts} == {"A"}, "at most once"
            assert {row["expires_at"] for row in prompts} == {us.now + 2 * HOUR}, "nor after its time (R47)"
        finally:
            await other.close()


async def test_a_ring_that_is_heard_by_two_rings_once(sqlite_house, tmp_path):
    """R45. Both had found it due before either had played it."""
    async with sofa(sqlite_house, tmp_path, *PAIRED, "-- Tuesday 20:29") as us:
        us.stage.clock.forward(timedelta(minutes=1))
        other = await open_house(us.stage.folder)
        try:
            [due] = await us.stage._due(us.now)
            ring = us.event("Ana", "ring", alarm=due.id)

            async def hear(database: Any, engine: Engine) -> None:
                async with database.begin() as db:
                    await engine.hear(db, ring)

            heard = [hear(us.stage.database, us.stage.engine), hear(other, await second(us)), us.hear(ring, ring)]
            await asyncio.gather(*heard)
            assert len([row for row in await us.posts() if not row["body"]["silent"]]) == 2
            assert len(await rings(us, "evening")) == 1
        finally:
            await other.close()


async def test_the_same_date_cannot_be_rung_twice(house, tmp_path):
    """R45. Were an alarm set back by mistake, the pair of alarm and date still holds."""
    async with sofa(house, tmp_path, *PAIRED, EVENING) as us:
        evening = next(one for one in await us.stage._due(us.now + DAY) if one.name == "evening")
        async with us.stage.database.begin() as db:
            (await db.get_one(Alarm, evening.id)).due_at = us.now
        us.from_now()
        await us("-- +1 min")
        assert us.shown() == []
