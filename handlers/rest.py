"""Rest: no joint prompts for some days. Either may rest; each ends only their own; it is named as nobody's."""

from datetime import datetime, timedelta

from dialogue.practice import DAY, Practice
from dialogue.talk import Talk
from dialogue.text import on

practice = Practice("rest", waits=False)

LENGTHS = {"one": DAY, "three": 3 * DAY, "week": 7 * DAY, "open": 3650 * DAY}


@practice.command("quiet")
async def begin(talk: Talk) -> None:
    if talk.given.get("open"):
        await begin_rest(talk, "open")
        talk.close("open")
    elif talk.who.id in rests(talk):
        talk.ask(end, of=talk.who, choices=("end", "keep"))
    else:
        talk.ask(length, of=talk.who, choices=(*LENGTHS, "never_mind"))


def rests(talk: Talk) -> dict[str, str]:
    """Who rests until when; what is over is left out."""
    now = talk.now.isoformat()
    return {person: until for person, until in talk.couple.settings.get("rests", {}).items() if until > now}


def put(talk: Talk, resting: dict[str, str]) -> None:
    talk.couple.settings["rests"] = resting
    ends = [datetime.fromisoformat(until) for until in resting.values()]
    talk.couple.rest_until = max(ends, default=None)
    talk.run("house")


async def begin_rest(talk: Talk, name: str) -> datetime:
    """Joint prompts rest until the morning after so many days."""
    until = talk.local("04:00", talk.today) + LENGTHS[name]
    put(talk, {**rests(talk), talk.who.id: until.isoformat()})
    return until


@practice.step
async def length(talk: Talk) -> None:
    chosen = talk.chose(length)
    if chosen not in LENGTHS:
        talk.put_away()
    else:
        until = await begin_rest(talk, chosen)
        day = (until - timedelta(hours=5)).astimezone(until.tzinfo).date()
        talk.close("open" if chosen == "open" else "until", day=on(day + timedelta(days=1)))


@practice.step
async def end(talk: Talk) -> None:
    if talk.chose(end) == "end":
        put(talk, {person: until for person, until in rests(talk).items() if person != talk.who.id})
        talk.close("over")
    else:
        talk.put_away()
