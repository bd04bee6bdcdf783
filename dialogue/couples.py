"""How two become a couple, what each said yes to, how one leaves, and the alarms a couple lives by."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update

from dialogue.practice import Begin, Practice
from dialogue.scene import Scene
from models import Alarm, Conversation, Couple, Entry, Person
from models.keys import joint, keys_of


def said_yes(couple: Couple, person: Person, practice: str) -> bool | None:
    """Whether somebody said yes to a mutual practice; False where they took it back, None where they never did."""
    said: bool | None = couple.settings.get("yes", {}).get(practice, {}).get(person.id)
    return said


def say_yes(couple: Couple, person: Person, practice: str, yes: bool | None = True) -> None:
    every = couple.settings.get("yes", {})
    couple.settings["yes"] = {**every, practice: {**every.get(practice, {}), person.id: yes}}


async def take_back(scene: Scene, person: Person, practice: str) -> bool:
    """From this turn on nothing more of a practice is sent. Whether both had said yes to it."""
    both = all(said_yes(scene.couple, one, practice) for one in scene.people)
    say_yes(scene.couple, person, practice, yes=False)
    for talk in scene.open_talks(practice):
        await scene.unsend(talk)
        if scene.end is not None:
            await scene.end(talk, "withdrawn")
    return both


async def wind(scene: Scene) -> None:
    """Set the recurring alarms of every practice to the couple's times; what changes counts from tomorrow on."""
    have = {(one.practice, one.name, one.person_id): one for one in await scene.alarms()}
    for practice in scene.practices.all.values():
        for name, begin in practice.alarms.items():
            if begin.times is None:
                continue
            for person in scene.people if begin.each else [None]:
                alarm = have.get((practice.name, name, person.id if person else None))
                _set(scene, practice, name, begin, person, alarm)
    await scene.db.flush()


def _set(scene: Scene, practice: Practice, name: str, begin: Begin, person: Person | None, alarm: Alarm | None) -> None:
    assert begin.times is not None
    wall, weekend, days = begin.times(scene.couple)
    zone = person.zone if person else scene.couple.zone
    if alarm is None:
        alarm = Alarm(
            couple_id=scene.couple.id,
            person_id=person.id if person else None,
            practice=practice.name,
            name=name,
            window=int(begin.window.total_seconds()),
            wall=wall,
            weekend=weekend,
            days=days,
            zone=zone,
            running=False,
        )
        scene.add(alarm)
        alarm.due_at = alarm.first_from(alarm.local_date(scene.now) + timedelta(days=1))
    elif (alarm.wall, alarm.weekend, alarm.days, alarm.zone) != (wall, weekend, days, zone):
        alarm.change(scene.now, wall, weekend, days, zone)


async def join(scene: Scene, guest: Person, alone: Scene) -> None:
    """The guest leaves being alone and is one of two; what either wrote alone stays theirs alone."""
    for talk in alone.talks:
        alone.close(talk)
    before = update(Entry).where(Entry.couple_id.in_((alone.couple.id, scene.couple.id)))
    await scene.db.execute(before.values(couple_id=scene.couple.id, shared=False))
    guest.couple_id = scene.couple.id
    await scene.db.flush()
    scene.people = [*scene.people, guest]
    scene.couple.paired_at = scene.now
    for (
        person
    ) in scene.people:  # each alone, whether they can say no: again after a quarter, and before another partner
        person.settings["asked_alone"] = scene.now.astimezone(ZoneInfo(person.zone)).date().isoformat()
    alone.dissolved = True
    for talk in scene.talks:
        if talk.owner_id is None:
            scene.close(talk)
    await wind(scene)


def stir(couple: Couple, today: date) -> None:
    """A sign of life, of whichever of the two: its month is remembered, no more."""
    month = today.isoformat()[:7]
    if couple.settings.get("stirred") != month or "noticed" in couple.settings:
        couple.settings["stirred"] = month
        couple.settings.pop("noticed", None)


def idle_months(couple: Couple, today: date) -> int:
    """For how many months neither gave a sign of life."""
    year, month = map(int, couple.settings.setdefault("stirred", today.isoformat()[:7]).split("-"))
    return (today.year - year) * 12 + today.month - month


async def part(scene: Scene, leaver: Person, leaving: Conversation) -> Scene | None:
    """The couple ends for both: nothing more is sent, each goes on alone. Returns the scene of who stays.

    What either had begun alone goes on with them. The ended couple's row, its key and what was shared stay for seven
    days, for each to fetch.
    """
    old = scene.couple
    await scene.cancel()
    for talk in scene.talks:
        if talk.owner_id is None and talk.id not in scene.closed and scene.end is not None:
            await scene.end(talk, "left")
    for alarm in await scene.alarms():
        await scene.db.delete(alarm)
    stays = None
    for person in list(scene.people):
        person.leaving = False
        person.ended_couple_id = old.id
        alone = Couple(
            created_at=scene.now,
            language=person.language,
            zone=person.zone,
            place="none",
            frozen=False,
            settings=old.settings_alone(),
        )
        scene.add(alone)
        await scene.db.flush()
        person.couple_id = alone.id
        await keys_of(scene.db).need(scene.db, scene.now, joint(alone.id))
        alone.confide(phase=old.confided("phase"))
        for talk in [one for one in scene.talks if one.owner_id == person.id and one is not leaving]:
            talk.couple_id = alone.id
            for alarm in talk.alarms:
                alarm.couple_id = alone.id
            scene.talks.remove(talk)
        if person is not leaver:
            stays = alone
    await scene.db.flush()
    old.ended_at = scene.now
    old.group_id, old.place, old.settings = None, "none", old.settings_alone()
    old.confide(phase_yes=None)
    return await scene.reach(stays.id) if stays is not None and scene.reach is not None else None


def close_group(scene: Scene, group: int) -> None:
    """Leave a group: it is nobody's any more."""
    scene.left.append(group)
