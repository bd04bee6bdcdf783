"""How the two of you talk: each ticks in private, and only what both ticked becomes the agreement."""

from datetime import date, timedelta
from typing import Any

from dialogue.practice import DAY, Practice
from dialogue.talk import Button, Talk
from dialogue.text import joined
from models import Person

practice = Practice("rules")
choosing = Practice("choosing", mutual=True)
again = Practice("rules_again", joint=True)

POOL = "agreements"
QUARTER = timedelta(days=90)
LAPSES = 2 * DAY


def agreed(talk: Talk) -> list[str]:
    """The lines that both have ticked, and nobody has taken out since."""
    return list(talk.couple.confided("rules", {}).get("lines", []))


def put(talk: Talk, lines: list[str]) -> None:
    talk.couple.confide(rules={"lines": lines, "on": talk.today.isoformat()})


def listed(lines: list[str], marks: list[str] | None = None) -> dict[str, Any]:
    marks = marks or ["·"] * len(lines)
    return joined([joined([mark, {"line": f"{POOL}/{line}"}], " ") for mark, line in zip(marks, lines, strict=True)])


# --- as it stands ----------------------------------------------------------------------------------------------------


@practice.command("rules")
async def begin(talk: Talk) -> None:
    if talk.other is None:
        talk.close("alone")
    elif agreed(talk):
        show(talk)
    else:
        talk.run("choosing")
        talk.close()


def show(talk: Talk) -> None:
    talk.ask(look, of=talk.who, choices=("anew", "take_out", "close"), lines=listed(agreed(talk)))


@practice.step
async def look(talk: Talk) -> None:
    if talk.chose(look) == "take_out":
        lines = agreed(talk)
        numbers = [Button(line, str(number)) for number, line in enumerate(lines, 1)]
        marks = [f"{number}." for number in range(1, len(lines) + 1)]
        talk.ask(which, of=talk.who, choices=(*numbers, ("back",)), lines=listed(lines, marks))
        return
    if talk.chose(look) == "anew":
        talk.run("choosing")
    talk.put_away()


@practice.step
async def which(talk: Talk) -> None:
    """Either takes one out, and it is out for both."""
    chosen = talk.chose(which)
    left = [line for line in agreed(talk) if line != chosen]
    if len(left) < len(agreed(talk)):
        put(talk, left)
    if left:
        show(talk)
    else:
        talk.close("none-left")


# --- choosing, each alone --------------------------------------------------------------------------------------------


@choosing.begin
async def choose(talk: Talk) -> None:
    talk.later(lapse, at=talk.now + LAPSES, window=30 * DAY)
    for person in talk.both:
        ask_ticks(talk, person, agreed(talk))


def ask_ticks(talk: Talk, person: Person, ticked: list[str]) -> None:
    lines = list(talk.scene.texts["en"].pools[POOL])
    marks = [f"{number}. ✓" if line in ticked else f"{number}." for number, line in enumerate(lines, 1)]
    buttons = [Button(line, f"{number} ✓" if line in ticked else str(number)) for number, line in enumerate(lines, 1)]
    rows = [tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4)]
    talk.ask(tick, of=person, choices=(*rows, ("done", "not_now")), private=True, living="mine", doors=("pause",),
             lines=listed(lines, marks), ticked=ticked)  # fmt: skip


@choosing.step
async def tick(talk: Talk) -> None:
    chosen, ticked = talk.chose(tick), talk.given["ticked"]
    if chosen == "not_now":
        talk.clear("mine", of=talk.who)
        if not any(talk.waits_for(step, one) for step in (tick, change) for one in talk.both):
            talk.close()
    elif chosen != "done":
        ask_ticks(talk, talk.who, [one for one in ticked if one != chosen] if chosen in ticked else [*ticked, chosen])
    else:
        talk.ask(change, of=talk.who, choices=("change",), private=True, doors=("pause",), ticked=ticked)
        ready = [talk.asked(change, of=one) for one in talk.both]
        if all(ready):
            settle(talk, ready)


@choosing.knock
async def after_all(talk: Talk) -> None:
    if not any(talk.waits_for(step, talk.who) for step in (tick, change)):
        ask_ticks(talk, talk.who, agreed(talk))


@choosing.step
async def lapse(talk: Talk) -> None:
    """Not chosen by both: it goes, for both in the same minute, and what stood stands."""
    talk.put_away()


@choosing.step
async def change(talk: Talk) -> None:
    ask_ticks(talk, talk.who, talk.given["ticked"])


def settle(talk: Talk, ready: list[dict[str, Any]]) -> None:
    """What both ticked, and nothing of the rest."""
    lines = [line for line in talk.scene.texts["en"].pools[POOL] if all(line in one["ticked"] for one in ready)]
    put(talk, lines)
    talk.clear("mine")
    if lines:
        talk.close("agreed", lines=listed(lines))
    else:
        talk.close("nothing-shared")


# --- every three months, after a review ------------------------------------------------------------------------------


@again.begin
async def ask_again(talk: Talk) -> None:
    """Asked at most once in three months, and never before the two have chosen once."""
    rules = talk.couple.confided("rules", {})
    if not rules.get("lines") or talk.today - date.fromisoformat(rules["on"]) < QUARTER:
        talk.close()
        return
    put(talk, rules["lines"])
    talk.ask(still, of=talk.both, choices=("anew", "leave"), by="any", living="card", doors=(),
             lines=listed(rules["lines"]))  # fmt: skip


@again.step
async def still(talk: Talk) -> None:
    if talk.chose(still) == "anew":
        talk.run("choosing")
    talk.close("stands")
