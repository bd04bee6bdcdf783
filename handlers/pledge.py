"""Openness offered, never asked for: a person offers something about themselves for thirty days.

Only who offers can begin, renew or end it; it ends by itself. Both read what is offered now, and nothing of before.
"""

import tomllib
from datetime import date, timedelta
from functools import cache

from dialogue.practice import HOUR, Practice
from dialogue.talk import Button, Talk
from dialogue.text import FOLDER, joined, on, plain, text
from models import Entry

practice = Practice("pledge")
sunset = Practice("pledge_end")

KIND = "pledge"
DAYS = 30
LENGTH = 200  # signs
OFFERS = ("calendar", "late", "money", "plans")
MORNING = 10  # o'clock, where its maker is: when an offer that ends may be renewed


@practice.command("pledge")
async def begin(talk: Talk) -> None:
    if talk.words:
        ask_sure(talk, talk.words)
    else:
        await overview(talk)


async def overview(talk: Talk) -> None:
    own, theirs = await offered(talk)
    lines = [line(entry) for entry in own]
    if theirs and talk.other is not None:
        lines += [text("pledge-theirs", name=talk.other.name), *(line(entry) for entry in theirs)]
    rows = [(Button(entry.id, entry.words["what"]),) for entry in own]
    if lines:
        talk.ask(chosen, of=talk.who, choices=(*rows, ("offer", "close")), lines=joined(lines))
    else:
        ask_what(talk)


def line(entry: Entry) -> dict[str, object]:
    return text("pledge-line", what=entry.words["what"], day=on(ends(entry)))


@practice.step
async def chosen(talk: Talk) -> None:
    own, _ = await offered(talk)
    entry = next((one for one in own if one.id == talk.chose(chosen)), None)
    if talk.chose(chosen) == "offer":
        ask_what(talk)
    elif entry is not None:
        talk.ask(change, of=talk.who, choices=(("renew", "end"), ("back",)), line=line(entry), pledge=entry.id)
    elif talk.chose(chosen) == "close":
        talk.put_away()
    else:
        await overview(talk)


@practice.step
async def change(talk: Talk) -> None:
    own, _ = await offered(talk)
    entry = next((one for one in own if one.id == talk.given["pledge"]), None)
    if entry is None or talk.chose(change) == "back":
        await overview(talk)
    elif talk.chose(change) == "renew":
        await renew(talk, entry)
        talk.close("renewed", line=line(entry))
        talk.run("pledge_end", of=talk.who)
    else:
        await talk.scene.db.delete(entry)
        talk.close("ended")
        talk.run("pledge_end", of=talk.who)


# --- a new one -------------------------------------------------------------------------------------------------------


def ask_what(talk: Talk, key: str = "what") -> None:
    """Some offers to take as they are; or one's own words."""
    rows = tuple((Button(name, text(f"pledge-offer-{name}")),) for name in OFFERS)
    talk.ask(what, of=talk.who, choices=(*rows, ("never_mind",)), text=True, key=key)


@practice.step
async def what(talk: Talk) -> None:
    name = talk.chose(what) or ""
    if name == "never_mind":
        talk.put_away()
    elif name:
        ask_sure(talk, talk.scene.put_into_words(talk.who, text(f"pledge-offer-{name}")))
    else:
        ask_sure(talk, talk.answered(what))


@cache
def watching(language: str) -> list[str]:
    """Words of offers that would let one of the two watch the other."""
    return list(tomllib.loads((FOLDER / language / "pledge.toml").read_text())["watching"])


def ask_sure(talk: Talk, words: str) -> None:
    if any(f" {plain(one)} " in f" {plain(words)} " for one in watching(talk.who.language)):
        ask_what(talk, key="watching")
        return
    key = "sure" if talk.other is not None else "sure-alone"
    talk.ask(sure, of=talk.who, choices=("offer", "never_mind"), key=key, what=words[:LENGTH])


@practice.step
async def sure(talk: Talk) -> None:
    if talk.chose(sure) == "never_mind":
        talk.put_away()
        return
    until = talk.today + timedelta(days=DAYS)
    facts = {"until": until.isoformat()}
    entry = talk.keep(KIND, by=talk.who, shared=True, days=DAYS, facts=facts, what=talk.given["what"])
    if talk.other is not None:
        talk.say("told", to=talk.other, doors=(), name=talk.who.name, what=entry.words["what"], day=on(until))
    talk.close("offered", line=line(entry))
    talk.run("pledge_end", of=talk.who)


# --- it ends by itself: one talk a person, wound anew whenever something was offered, renewed or ended ---------------


@sunset.begin
@sunset.knock
async def wind(talk: Talk) -> None:
    own, _ = await offered(talk)
    morning = talk.where(talk.who, talk.now).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    lasts = [(entry.id, morning + (ends(entry) - morning.date())) for entry in own]
    talk.wind(last_day, lasts, window=10 * HOUR)
    talk.close_if_done()


@sunset.step
async def last_day(talk: Talk) -> None:
    """Its maker alone is asked, on its last day; without an answer it has ended."""
    own, _ = await offered(talk)
    entry = next((one for one in own if one.id == talk.given["entry"]), None)
    if entry is not None:
        talk.ask(again, of=talk.who, choices=("renew", "let_end"), what=entry.words["what"], pledge=entry.id)
        talk.later(over, after=12 * HOUR)


@sunset.step
async def again(talk: Talk) -> None:
    talk.drop(over)
    own, _ = await offered(talk)
    entry = next((one for one in own if one.id == talk.given["pledge"]), None)
    if entry is not None and talk.chose(again) == "renew":
        await renew(talk, entry)
        talk.say("renewed", to=talk.who, living="mine", doors=(), line=line(entry))
    else:
        talk.say("ended", to=talk.who, living="mine", doors=())
    await wind(talk)


@sunset.step
async def over(talk: Talk) -> None:
    """Nobody is told that it was not renewed: the card goes, and the list is shorter."""
    talk.clear("mine")
    talk.close_if_done()


# --- what there is ---------------------------------------------------------------------------------------------------


async def offered(talk: Talk) -> tuple[list[Entry], list[Entry]]:
    """One's own offers, and the other's, as they hold today."""
    own = [entry for entry in await talk.kept(KIND, by=talk.who) if ends(entry) >= talk.today]
    both = [entry for entry in await talk.kept(KIND) if ends(entry) >= talk.today]
    return own, [entry for entry in both if entry.author_id != talk.who.id]


async def renew(talk: Talk, entry: Entry) -> None:
    until = talk.today + timedelta(days=DAYS)
    entry.facts, entry.expires_on = {"until": until.isoformat()}, until
    await talk.scene.db.flush()


def ends(entry: Entry) -> date:
    return date.fromisoformat((entry.facts or {})["until"])
