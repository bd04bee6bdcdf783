"""Telling it whole: a guide for each alone, before it. Nothing of what is told is ever stored here."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from dialogue.practice import HOUR, Practice, Step, step_name
from dialogue.talk import Talk
from dialogue.text import on, text

practice = Practice("disclosure", doors=("sos",))

FIRST = 72 * HOUR
LONG = 120  # signs: more than a date needs
LEVELS = {"outline": "disclosure-level.outline", "facts": "disclosure-level.facts",
          "questions": "disclosure-level.questions", "not_yet": "disclosure-level.not_yet"}  # fmt: skip
POOL = "disclosure"


@practice.command("disclosure")
async def begin(talk: Talk) -> None:
    since = talk.couple.paired_at or talk.couple.created_at
    if talk.now - since < FIRST:
        talk.ask(first, of=talk.who, choices=("close",), doors=("wave", "sos"))
    else:
        show(talk)


@practice.step
async def first(talk: Talk) -> None:
    talk.put_away()


def tells(talk: Talk) -> bool:
    return talk.who.role != "hurt"


def hears(talk: Talk) -> bool:
    return talk.who.role != "repairing"


def show(talk: Talk) -> None:
    """Two guides; where no role says which, both. Words that are typed under it go to `typed`, which stores nothing."""
    level = ("level",) if hears(talk) and talk.other is not None else ()
    ready = ("ready",) if tells(talk) else ()
    plan = talk.who.confided("disclosure", {})
    when = text("disclosure-planned", day=on(date.fromisoformat(plan["on"]))) if "on" in plan else ""
    done = ("told",) if "on" in plan else ()
    kind = "disclosure-hearer" if not tells(talk) else "disclosure-both" if hears(talk) else "disclosure-teller"
    talk.ask(guide, of=talk.who, choices=(("why",), ("cards",), (*level, *ready), (*done, "close")), line=when,
             lines=text(kind), words=wished(talk))  # fmt: skip
    talk.ask(typed, of=talk.who, text=True, forget=True)


def wished(talk: Talk) -> Any:
    """What the one who hears would want to know, told to the one who tells."""
    wish = talk.other.confided("detail") if talk.other is not None and tells(talk) else None
    return text("disclosure-wished", what=text(LEVELS[wish])) if wish in LEVELS else ""


@practice.step
async def guide(talk: Talk) -> None:
    chosen = talk.chose(guide)
    talk.drop(typed)
    if chosen == "why":
        talk.ask(back, of=talk.who, choices=("back",), key="why")
    elif chosen == "cards":
        ask_card(talk, 0)
    elif chosen == "level":
        talk.ask(level, of=talk.who, choices=(("outline",), ("facts",), ("questions",), ("not_yet",), ("back",)),
                 name=talk.other.name if talk.other is not None else "")  # fmt: skip
    elif chosen == "ready":
        ask_stop(talk, 0)
    elif chosen == "told":
        plan = talk.who.confided("disclosure", {})
        talk.who.confide(disclosure={**{name: plan[name] for name in plan if name != "on"}, "done": True})
        talk.close("told")
    else:
        talk.put_away()


@practice.step
async def back(talk: Talk) -> None:
    show(talk)


# --- what is typed here by mistake -----------------------------------------------------------------------------------


@practice.step
async def typed(talk: Talk) -> None:
    """The thing itself was typed: it goes nowhere, and its message can go too."""
    ask_delete(talk)


def ask_delete(talk: Talk) -> None:
    talk.drop(guide)
    talk.ask(pasted, of=talk.who, choices=("delete", "leave"), message=talk.scene.typed or "")


@practice.step
async def pasted(talk: Talk) -> None:
    if talk.chose(pasted) == "delete" and talk.given["message"]:
        talk.scene.unsay(talk.who.chat_id, talk.given["message"])
    show(talk)


# --- cards to read, one at a time ------------------------------------------------------------------------------------


def ask_card(talk: Talk, number: int) -> None:
    lines = [one for one in talk.scene.texts["en"].pools[POOL].values() if fits(talk, one.role)]
    more = ("another",) if number + 1 < len(lines) else ()
    talk.ask(card, of=talk.who, choices=(*more, "back"), line={"line": f"{POOL}/{lines[number].id}"}, number=number)


def fits(talk: Talk, role: str | None) -> bool:
    return role is None or (role == "hurt" and hears(talk)) or (role == "repairing" and tells(talk))


@practice.step
async def card(talk: Talk) -> None:
    if talk.chose(card) == "another":
        ask_card(talk, talk.given["number"] + 1)
    else:
        show(talk)


# --- how much of it: said by the one who hears, to the one who tells -------------------------------------------------


@practice.step
async def level(talk: Talk) -> None:
    chosen = talk.chose(level)
    if chosen in LEVELS and talk.other is not None:
        talk.who.confide(detail=chosen)
        talk.say("wished-now", to=talk.other, name=talk.who.name, what=text(LEVELS[chosen]), doors=())
        talk.close("wish-said", name=talk.other.name)
    else:
        show(talk)


# --- before the day: four things that stop it ------------------------------------------------------------------------


def ask_stop(talk: Talk, number: int) -> None:
    talk.ask(STOPS[number], of=talk.who, choices=("yes", "no"), number=number)


async def stopped(talk: Talk, step: Step, stops_on: str) -> None:
    """One answer that stops it, and it is not tonight. No answer stays, not even until the talk is over."""
    number, chosen = talk.given["number"] + 1, talk.chose(step)
    await talk.scene.db.flush()
    questions = talk.conversation.questions
    for answered in [one for one in questions if one.step == step_name(step)]:
        questions.remove(answered)
    if chosen == stops_on:
        talk.say("not-tonight", living="mine", doors=("sos",))
        talk.close()
    elif number < len(STOPS):
        ask_stop(talk, number)
    else:
        talk.ask(day, of=talk.who, choices=("no_day",), text=True, forget=True)


@practice.step
async def afraid(talk: Talk) -> None:
    await stopped(talk, afraid, "yes")


@practice.step
async def harm(talk: Talk) -> None:
    await stopped(talk, harm, "yes")


@practice.step
async def support(talk: Talk) -> None:
    await stopped(talk, support, "no")


@practice.step
async def rested(talk: Talk) -> None:
    await stopped(talk, rested, "no")


STOPS: list[Step] = [afraid, harm, support, rested]


@practice.step
async def day(talk: Talk) -> None:
    words = talk.words
    moment = talk.typed(words, talk.who) if words else None
    if not words:
        show(talk)
    elif moment is not None:
        iso = moment.astimezone(ZoneInfo(talk.who.zone)).date()
        talk.ask(company, of=talk.who, choices=(("with_one",), ("without",)), day=on(iso), iso=iso.isoformat())
    elif len(words) > LONG:
        ask_delete(talk)
    else:
        talk.ask(day, of=talk.who, choices=("no_day",), text=True, forget=True, key="day-again")


@practice.step
async def company(talk: Talk) -> None:
    talk.who.confide(disclosure={"on": talk.given["iso"], "with": talk.chose(company) == "with_one"})
    talk.close("set", day=talk.given["day"])
