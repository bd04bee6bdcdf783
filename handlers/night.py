"""The night letter: written at any hour and sealed; before the next evening only its author is asked about it."""

from datetime import datetime, timedelta

from dialogue.practice import DAY, HOUR, MINUTE, Practice
from dialogue.talk import Talk
from dialogue.text import at, text, weekday
from models import Entry

practice = Practice("night", doors=("sos",), waits=False)

KIND = "night"
BEFORE = 15 * MINUTE
MOST = 7  # days
TITLE = 120  # signs


@practice.command("night")
async def begin(talk: Talk) -> None:
    talk.ask(letter, of=talk.who, choices=("never_mind",), text=True)


@practice.knock
async def more(talk: Talk) -> None:
    """One letter a night: what comes after belongs to it."""
    talk.drop(true, title)
    if await sealed(talk) is None:
        await begin(talk)
    elif not talk.waits_for(opened, talk.who):
        talk.ask(letter, of=talk.who, choices=("never_mind",), text=True, key="more")


async def sealed(talk: Talk) -> Entry | None:
    letters = [entry for entry in await talk.kept(KIND, by=talk.who) if not entry.shared]
    return letters[-1] if letters else None


@practice.step
async def letter(talk: Talk) -> None:
    words, before = talk.answered(letter), await sealed(talk)
    if words and before is not None:
        before.words = {"said": f"{before.words['said']}\n{words}"}
    elif words:
        talk.keep(KIND, by=talk.who, days=MOST, said=words)
    if not words and before is None:
        talk.put_away()
        return
    moment = next_evening(talk)
    talk.drop(ask_open)
    talk.later(ask_open, at=moment, window=90 * MINUTE)
    talk.say("sealed", to=talk.who, living="mine", time=at(moment), doors=())


def next_evening(talk: Talk) -> datetime:
    """A quarter of an hour before the next evening; never in the same breath as the letter."""
    for step in range(3):
        day = talk.today + timedelta(days=step)
        clock = talk.couple.setting("weekend" if day.isoweekday() >= 6 else "evening", day)
        moment = talk.local(clock, day) - BEFORE
        if moment > talk.now + HOUR:
            return moment
    return talk.now + DAY


@practice.step
async def ask_open(talk: Talk) -> None:
    entry = await sealed(talk)
    if entry is None:
        talk.put_away()
        return
    talk.later(lapse, after=MOST * DAY, window=30 * DAY)
    show(talk, entry)


def show(talk: Talk, entry: Entry) -> None:
    day = weekday(int(talk.couple.setting("review").split()[0]))
    softer = ("softer",) if talk.other is not None else ()
    talk.ask(opened, of=talk.who, choices=(("still_true", *softer), ("sunday", "burn")), day=day,
             words=entry.words["said"])  # fmt: skip


@practice.step
async def opened(talk: Talk) -> None:
    chosen, entry = talk.chose(opened), await sealed(talk)
    if entry is None:
        talk.close("burnt")
    elif chosen == "still_true" and talk.other is not None:
        talk.ask(true, of=talk.who, choices=(("keep",), ("give",), ("back",)), name=talk.other.name)
    elif chosen == "still_true":
        await become(talk, entry, "note", said=entry.words["said"])
        talk.close("kept")
    elif chosen == "softer":
        words = entry.words["said"]
        await talk.scene.db.delete(entry)
        talk.put_away()
        talk.run("say", of=talk.who, draft=words)
    elif chosen == "sunday":
        talk.ask(title, of=talk.who, choices=("no_words",), text=True)
    else:
        await talk.scene.db.delete(entry)
        talk.close("burnt")


async def become(talk: Talk, entry: Entry, kind: str, **words: str) -> None:
    """The letter is answered: what is kept of it is kept as something else."""
    await talk.scene.db.delete(entry)
    talk.keep(kind, by=talk.who, **words)
    await talk.scene.db.flush()


@practice.step
async def true(talk: Talk) -> None:
    entry = await sealed(talk)
    if entry is None:
        talk.close("burnt")
    elif talk.chose(true) == "back":
        show(talk, entry)
    elif talk.chose(true) == "give" and talk.other is not None and talk.scene.holder() is None:
        entry.shared = True
        await talk.scene.db.flush()
        talk.close("given", name=talk.other.name)
        talk.run("given")
    else:
        await become(talk, entry, "note", said=entry.words["said"])
        talk.close("kept")


@practice.step
async def title(talk: Talk) -> None:
    entry = await sealed(talk)
    words = talk.answered(title) or talk.scene.put_into_words(talk.who, text("night-untitled"))
    if entry is not None:
        await become(talk, entry, "parked", title=words[:TITLE])
    talk.close("parked", day=weekday(int(talk.couple.setting("review").split()[0])))


@practice.step
async def lapse(talk: Talk) -> None:
    talk.put_away()
