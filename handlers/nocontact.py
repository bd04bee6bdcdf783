"""No contact: a statement of one's own that the other relationship has ended. Nobody asks for it, nobody checks it."""

import re
from datetime import date, datetime, timedelta

from dialogue.practice import DAY, HOUR, Practice
from dialogue.talk import Talk
from dialogue.text import joined, on, plain
from models import Entry

practice = Practice("nocontact")
renewal = Practice("nocontact_renew")

KIND = "nocontact"
RENEW = timedelta(days=30)
LENGTH = 800  # signs
MORNING = 10  # o'clock, where its author is: when it may be renewed


async def own(talk: Talk) -> Entry | None:
    mine = await talk.kept(KIND, by=talk.who)
    return mine[-1] if mine else None


@practice.command("nocontact")
async def begin(talk: Talk) -> None:
    if talk.who.role == "hurt":
        talk.close("not-yours")
    else:
        await show(talk)


async def show(talk: Talk) -> None:
    entry = await own(talk)
    if entry is None:
        talk.ask(statement, of=talk.who, choices=("never_mind",), text=True, forget=True)
        return
    show_it = ("show",) if talk.other is not None and not entry.shared else ()
    talk.ask(what, of=talk.who, choices=("renew", *show_it, "change", "end", "close"),
             lines=joined(list(entry.words.values())), name=talk.other.name if talk.other is not None else "",
             day=on(date.fromisoformat((entry.facts or {})["on"])))  # fmt: skip


@practice.step
async def statement(talk: Talk) -> None:
    words = talk.words[:LENGTH]
    if not words:
        talk.put_away()
    elif named(talk, words):
        talk.ask(statement, of=talk.who, choices=("never_mind",), text=True, forget=True, key="name-found")
    else:
        talk.ask(promised, of=talk.who, choices=(("add",), ("without",)), line=words)


def named(talk: Talk, words: str) -> bool:
    """Whether somebody else seems to be named: a capital letter where the language has none of its own."""
    ours = {plain(part) for one in talk.both for part in one.name.split()}
    known = {plain(word) for word in talk.scene.words(talk.who, "nocontact-no-names").split(", ")}
    german = talk.who.language == "de"
    found = []
    for sentence in re.split(r"[.!?…:\n]+\s*", words):
        every = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", sentence)
        for before, word in zip(every, every[1:], strict=False):
            after_a_name = plain(before) in known if german else True
            if word[0].isupper() and after_a_name and plain(word) not in ours | known:
                found.append(word)
    return bool(found)


@practice.step
async def promised(talk: Talk) -> None:
    """The second sentence is offered, word for word; it is the writer's to add."""
    sentence = talk.scene.words(talk.who, "nocontact-within-a-day") if talk.chose(promised) == "add" else ""
    entry = await own(talk)
    said = {"statement": talk.given["line"], **({"told": sentence} if sentence else {})}
    if entry is None:
        talk.keep(KIND, by=talk.who, facts={"on": talk.today.isoformat()}, **said)
    else:
        entry.words = said
        renew(talk, entry)
        entry.shared = entry.done = False
    await talk.scene.db.flush()
    talk.run("nocontact_renew", of=talk.who)
    await show(talk)


def renew(talk: Talk, entry: Entry) -> None:
    entry.facts = {**(entry.facts or {}), "on": talk.today.isoformat()}


@practice.step
async def what(talk: Talk) -> None:
    chosen, entry = talk.chose(what), await own(talk)
    if entry is None or chosen == "close":
        talk.put_away()
    elif chosen == "renew":
        renew(talk, entry)
        talk.close("renewed", day=on(talk.today))
        talk.run("nocontact_renew", of=talk.who)
    elif chosen == "show" and talk.other is not None:
        talk.ask(sure, of=talk.who, choices=("yes", "no"), name=talk.other.name)
    elif chosen == "change":
        talk.ask(statement, of=talk.who, choices=("never_mind",), text=True, forget=True)
    else:
        await talk.scene.db.delete(entry)
        talk.close("ended")
        talk.run("nocontact_renew", of=talk.who)


@practice.step
async def sure(talk: Talk) -> None:
    entry = await own(talk)
    if entry is None or talk.chose(sure) != "yes":
        await show(talk)
    elif talk.scene.holder() is not None:
        talk.close("on-hold")
    else:
        entry.shared = True
        await talk.scene.db.flush()
        talk.close("shown", name=talk.other.name if talk.other is not None else "")
        talk.run("given")


# --- every thirty days its author, and nobody else, may say that it still holds --------------------------------------


@renewal.begin
@renewal.knock
async def wind(talk: Talk) -> None:
    """Whatever was answered the last time, or not: thirty days later again, until its author wants no more of it."""
    entry = await own(talk)
    if entry is None:
        talk.drop(still)
        talk.clear("mine")
    moments = [(entry.id, next_morning(talk, entry))] if entry and "not_again" not in (entry.facts or {}) else []
    talk.wind(thirty_days, moments, window=10 * HOUR)
    talk.close_if_done()


def next_morning(talk: Talk, entry: Entry) -> datetime:
    here = talk.where(talk.who, talk.now)
    since = date.fromisoformat((entry.facts or {})["on"])
    day = since + RENEW * ((here.date() - since) // RENEW + 1)
    return here.replace(hour=MORNING, minute=0, second=0, microsecond=0) + (day - here.date())


@renewal.step
async def thirty_days(talk: Talk) -> None:
    entry = await own(talk)
    if entry is not None and entry.id == talk.given["entry"]:
        talk.ask(still, of=talk.who, choices=(("still", "not_again"),), doors=("nocontact",),
                 lines=joined(list(entry.words.values())))  # fmt: skip
        talk.later(over, after=12 * HOUR, window=30 * DAY)
    await wind(talk)


@renewal.step
async def still(talk: Talk) -> None:
    talk.drop(over)
    entry = await own(talk)
    if entry is not None and talk.chose(still) == "still":
        renew(talk, entry)
        talk.say("renewed", to=talk.who, living="mine", doors=(), day=on(talk.today))
    elif entry is not None:
        entry.facts = {**(entry.facts or {}), "not_again": True}
        talk.say("not-again", to=talk.who, living="mine", doors=())
    await wind(talk)


@renewal.step
async def over(talk: Talk) -> None:
    talk.clear("mine")
    await wind(talk)
