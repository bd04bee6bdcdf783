"""Where the two are: three stretches of the way, in plain words. Forward by those it rests with, back by anyone."""

from dialogue.practice import Practice
from dialogue.talk import Talk
from dialogue.text import text
from models import Person

practice = Practice("phase")
moved = Practice("phase_moved", joint=True, waits=False)

PHASES = ["one", "two", "three"]


@practice.command("phase")
async def begin(talk: Talk) -> None:
    """The same card for both; it says nothing of what the other tapped."""
    if talk.other is None:
        talk.close("alone")
        return
    forward = ("forward",) if talk.couple.phase != "three" else ()
    back = ("back",) if talk.couple.phase != "one" else ()
    talk.ask(here, of=talk.who, choices=(*forward, *back, "stay"), line=text(f"phase-names.{talk.couple.phase}"))


@practice.step
async def here(talk: Talk) -> None:
    chosen, place = talk.chose(here), PHASES.index(talk.couple.phase)
    if chosen == "back" and place > 0:
        move(talk, PHASES[place - 1])
    elif chosen == "forward" and place < 2:
        yes = {*talk.couple.confided("phase_yes", []), talk.who.id}
        if {one.id for one in await needed(talk)} <= yes:
            move(talk, PHASES[place + 1])
        else:
            talk.couple.confide(phase_yes=sorted(yes))
            talk.close("noted")
    else:
        yes = {*talk.couple.confided("phase_yes", [])} - {talk.who.id}
        talk.couple.confide(phase_yes=sorted(yes))
        talk.close("stays")


async def needed(talk: Talk) -> list[Person]:
    """Everyone who holds or held the hurt role; where nobody does, both (R21)."""
    found = [one for one in talk.both if one.role in ("hurt", "both") or await talk.kept("stood", by=one)]
    return found or talk.both


def move(talk: Talk, to: str) -> None:
    talk.couple.confide(phase=to, phase_yes=None)
    talk.put_away()
    talk.run("phase_moved")


@moved.begin
async def say_so(talk: Talk) -> None:
    """For both to read, and nobody is named."""
    talk.say("now", line=text(f"phase-names.{talk.couple.phase}"), doors=("pro",))
    talk.close()
