"""Tender days: dates and places that hurt, known to one alone. On the day its owner is asked what would help."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogue.practice import HOUR, Practice
from dialogue.talk import Button, Talk
from dialogue.text import on
from models import Entry

practice = Practice("tender", waits=False)

KIND = "tender"
MORNING = "09:00"
LENGTH = 120  # signs


async def own(talk: Talk) -> list[Entry]:
    return await talk.kept(KIND, by=talk.who)


@practice.command("tender")
async def begin(talk: Talk) -> None:
    await show(talk)


@practice.knock
async def again(talk: Talk) -> None:
    """The talk stays open while there are days to come: its alarms live in it."""
    talk.drop(what, when, how_often, out, helps, told)
    await show(talk)


async def show(talk: Talk) -> None:
    found = await own(talk)
    if not found:
        talk.ask(days, of=talk.who, choices=("add", "close"), key="none")
        return
    lines = [f"· {entry.words['what']}" + (f" ({in_words(talk, entry)})" if entry.facts else "") for entry in found]
    talk.ask(days, of=talk.who, choices=("add", "take_out", "close"), lines="\n".join(lines))


def in_words(talk: Talk, entry: Entry) -> str:
    return talk.scene.put_into_words(talk.who, on(date.fromisoformat((entry.facts or {})["on"])))


@practice.step
async def days(talk: Talk) -> None:
    if talk.chose(days) == "add":
        talk.ask(what, of=talk.who, choices=("back",), text=True)
    elif talk.chose(days) == "take_out":
        rows = [(Button(entry.id, entry.words["what"]),) for entry in await own(talk)]
        talk.ask(out, of=talk.who, choices=(*rows, ("back",)))
    else:
        await rest(talk)


async def rest(talk: Talk) -> None:
    """Out of sight until a day comes; with no day to come there is nothing left to keep open."""
    talk.clear("mine")
    talk.close_if_done()


@practice.step
async def what(talk: Talk) -> None:
    if talk.answered(what):
        talk.ask(when, of=talk.who, choices=("no_date", "back"), text=True, line=talk.answered(what)[:LENGTH])
    else:
        await show(talk)


@practice.step
async def when(talk: Talk) -> None:
    line, words = talk.given["line"], talk.answered(when)
    if talk.chose(when) == "back":
        await show(talk)
    elif not words:
        talk.keep(KIND, by=talk.who, what=line)
        await talk.scene.db.flush()
        await show(talk)
    elif (moment := talk.typed(words, talk.who, usual=MORNING)) is None:
        talk.ask(when, of=talk.who, choices=("no_date", "back"), text=True, line=line, key="when-again")
    else:
        day = moment.astimezone(ZoneInfo(talk.who.zone)).date()
        talk.ask(how_often, of=talk.who, choices=("once", "every_year", "other_day"), line=line, iso=day.isoformat(),
                 day=on(day))  # fmt: skip


@practice.step
async def how_often(talk: Talk) -> None:
    """Said back before it counts."""
    if talk.chose(how_often) == "other_day":
        talk.ask(when, of=talk.who, choices=("no_date", "back"), text=True, line=talk.given["line"])
        return
    yearly = talk.chose(how_often) == "every_year"
    day = date.fromisoformat(talk.given["iso"])
    entry = talk.keep(KIND, by=talk.who, facts={"on": day.isoformat(), "yearly": yearly}, what=talk.given["line"])
    await talk.scene.db.flush()
    ring(talk, entry, day)
    await show(talk)


def ring(talk: Talk, entry: Entry, day: date) -> None:
    hour, minute = map(int, MORNING.split(":"))
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(talk.who.zone))
    if moment > talk.now:
        talk.later(day_comes, at=moment, window=12 * HOUR, of=talk.who, entry=entry.id)


@practice.step
async def out(talk: Talk) -> None:
    for entry in await own(talk):
        if entry.id == talk.chose(out):
            await talk.scene.db.delete(entry)
    await talk.scene.db.flush()
    await show(talk)


# --- the day ---------------------------------------------------------------------------------------------------------


@practice.step
async def day_comes(talk: Talk) -> None:
    entry = next((one for one in await own(talk) if one.id == talk.given["entry"]), None)
    if entry is None or not entry.facts:
        return
    if entry.facts["yearly"]:
        day = date.fromisoformat(entry.facts["on"])
        leap = (day.month, day.day) == (2, 29)
        following = (day - timedelta(days=1) if leap else day).replace(year=day.year + 1)
        entry.facts = {**entry.facts, "on": following.isoformat()}
        ring(talk, entry, following)
    ask_help(talk, entry.words["what"])


def ask_help(talk: Talk, line: str) -> None:
    tell = ("tell",) if talk.other is not None else ()
    talk.ask(helps, of=talk.who, choices=(*tell, "just_know"), doors=("wave", "sos"), line=line,
             name=talk.other.name if talk.other is not None else "")  # fmt: skip


@practice.step
async def helps(talk: Talk) -> None:
    if talk.chose(helps) == "tell" and talk.other is not None:
        talk.ask(told, of=talk.who, choices=("only_that", "back"), text=True, line=talk.given["line"],
                 name=talk.other.name)  # fmt: skip
    else:
        await rest(talk)


@practice.step
async def told(talk: Talk) -> None:
    """What the other reads is what was written here, and never what the day is about."""
    if talk.chose(told) == "back" or talk.other is None:
        ask_help(talk, talk.given["line"])
        return
    words = talk.answered(told)
    if words:
        talk.say("today-with", to=talk.other, name=talk.who.name, words=words, doors=())
    else:
        talk.say("today", to=talk.other, name=talk.who.name, doors=())
    talk.say("said", to=talk.who, living="mine", name=talk.other.name, doors=())
    talk.close_if_done()
