"""Mending: a misstep in two lines, and after a rough talk four lines from each, shown together, with no verdict."""

from datetime import datetime, timedelta

from dialogue.practice import DAY, HOUR, MINUTE, Practice, Step
from dialogue.talk import Talk
from dialogue.text import at, joined, text
from models import Entry, Person

practice = Practice("mend")
repair = Practice("repair", mutual=True, closer=True, doors=("pause",))  # closer: not while a word of danger rests

KIND = "mend"
KEPT = 90  # days
KEPT_REPAIR = 30
SOONEST = 20 * MINUTE
LATEST = 72 * HOUR


@practice.command("mend")
async def begin(talk: Talk) -> None:
    if talk.other is None:
        ask_happened(talk)
    else:
        talk.ask(which, of=talk.who, choices=(("misstep",), ("rough",), ("never_mind",)))


@practice.step
async def which(talk: Talk) -> None:
    if talk.chose(which) == "misstep":
        ask_happened(talk)
    elif talk.chose(which) == "rough":
        talk.ask(how_long, of=talk.who, choices=(("just_now",), ("today",), ("longer",), ("never_mind",)))
    else:
        talk.put_away()


# --- two lines -------------------------------------------------------------------------------------------------------


def ask_happened(talk: Talk) -> None:
    line = talk.pick_for(talk.who, "repair_lines")
    talk.ask(happened, of=talk.who, choices=("never_mind",), text=True, line=line)


@practice.step
async def happened(talk: Talk) -> None:
    if talk.answered(happened):
        talk.ask(will_do, of=talk.who, choices=("never_mind",), text=True)
    else:
        talk.put_away()


@practice.step
async def will_do(talk: Talk) -> None:
    if not talk.answered(will_do):
        talk.put_away()
        return
    lines = joined([talk.answered(happened), talk.answered(will_do)])
    if talk.other is None:
        talk.ask(whole, of=talk.who, choices=("keep", "again", "away"), key="whole-alone", lines=lines)
    else:
        talk.ask(whole, of=talk.who, choices=(("give",), ("again", "away")), lines=lines, name=talk.other.name)


@practice.step
async def whole(talk: Talk) -> None:
    chosen = talk.chose(whole)
    if chosen == "again":
        ask_happened(talk)
    elif chosen == "keep":
        keep(talk, shared=False)
        talk.close("kept")
    elif chosen == "give" and talk.other is not None and talk.scene.holder() is not None:
        keep(talk, shared=False)
        talk.close("on-hold")
    elif chosen == "give" and talk.other is not None:
        keep(talk, shared=True)
        await talk.scene.db.flush()
        talk.close("given", name=talk.other.name)
        talk.run("given")
    else:
        talk.close("gone")


def keep(talk: Talk, shared: bool) -> Entry:
    said = {"happened": talk.answered(happened), "will_do": talk.answered(will_do)}
    return talk.keep(KIND, by=talk.who, shared=shared, days=KEPT, **said)


# --- after a rough talk ----------------------------------------------------------------------------------------------


@practice.step
async def how_long(talk: Talk) -> None:
    chosen = talk.chose(how_long)
    if chosen == "longer":
        talk.close("too-long")
    elif chosen in ("just_now", "today"):
        talk.put_away()
        talk.run("repair", of=talk.who, wait=chosen == "just_now")
    else:
        talk.put_away()


@repair.begin
async def settle(talk: Talk) -> None:
    """Twenty minutes at least, and never in the night."""
    start = talk.now + (SOONEST if talk.given.get("wait") else timedelta())
    start = by_day(talk, start)
    talk.later(limit, at=talk.now + LATEST, window=30 * DAY)
    if start > talk.now:
        talk.later(put, at=start, window=12 * HOUR)
        talk.say("later", to=talk.who, living="mine", time=at(start))
    else:
        await put(talk)


def by_day(talk: Talk, moment: datetime) -> datetime:
    if talk.local("08:00") <= moment < talk.local("22:00"):
        return moment
    return talk.local("08:30", talk.today + timedelta(days=0 if moment < talk.local("08:00") else 1))


@repair.step
async def put(talk: Talk) -> None:
    talk.ask(here, of=talk.both, choices=("here",), living="card")
    for person in talk.both:
        ask_line(talk, felt, person)


def ask_line(talk: Talk, step: Step, person: Person) -> None:
    talk.ask(step, of=person, choices=("skip",), text=True, private=True)


@repair.step
async def felt(talk: Talk) -> None:
    ask_line(talk, saw, talk.who)


@repair.step
async def saw(talk: Talk) -> None:
    ask_line(talk, mine, talk.who)


@repair.step
async def mine(talk: Talk) -> None:
    ask_line(talk, wish, talk.who)


@repair.step
async def wish(talk: Talk) -> None:
    talk.say("in", to=talk.who, living="mine")
    look(talk)


@repair.step
async def here(talk: Talk) -> None:
    look(talk)


LINES: tuple[Step, ...] = (felt, saw, mine, wish)


def said(talk: Talk, person: Person) -> list[str]:
    return [words for words in (talk.answered(step, by=person) for step in LINES) if words]


def look(talk: Talk) -> None:
    """Shown when both are in and both are here; a card skipped whole looks like no answer."""
    done = all(said(talk, one) and not any(talk.waits_for(step, one) for step in LINES) for one in talk.both)
    if not done or not all(talk.chose(here, by=one) for one in talk.both):
        return
    keep_lines(talk, shared=True)
    words = [text("repair-words", name=one.name, lines=joined(list(said(talk, one)))) for one in talk.both]
    talk.clear("mine")
    talk.say("shown", living="card", reveals=True, words=joined(words, "\n\n"), doors=())
    talk.close()


def keep_lines(talk: Talk, shared: bool) -> None:
    for person in talk.both:
        words = {name: talk.answered(step, by=person) for name, step in zip(NAMES, LINES, strict=True)}
        if any(words.values()):
            talk.keep("repair", by=person, shared=shared, days=KEPT_REPAIR, **words)


NAMES = ("felt", "saw", "own", "wish")


@repair.step
async def limit(talk: Talk) -> None:
    """Three days: it closes for both in the same minute and the same words; each keeps their own lines."""
    keep_lines(talk, shared=False)
    talk.drop(here, felt, saw, mine, wish, put)
    for person in talk.both:
        talk.say("over", to=person, living="mine", doors=())
    talk.clear("card")
    talk.close()


@repair.ending
async def ended(talk: Talk) -> None:
    keep_lines(talk, shared=False)
    talk.clear("mine", "card")
