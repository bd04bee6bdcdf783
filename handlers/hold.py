"""Hold: coming closer waits. What brings two closer asks here first; each lifts only their own hold."""

from dialogue.practice import Practice
from dialogue.talk import Talk

practice = Practice("hold", waits=False)


@practice.command("hold")
async def begin(talk: Talk) -> None:
    if talk.who.id in talk.couple.settings.get("holds", []):
        talk.ask(lift, of=talk.who, choices=("lift", "keep"))
    else:
        put(talk, [*talk.couple.settings.get("holds", []), talk.who.id])
        talk.close("begun")


def put(talk: Talk, holds: list[str]) -> None:
    talk.couple.settings["holds"] = holds
    talk.couple.frozen = bool(holds)


@practice.step
async def lift(talk: Talk) -> None:
    if talk.chose(lift) == "lift":
        put(talk, [one for one in talk.couple.settings.get("holds", []) if one != talk.who.id])
        talk.close("lifted")
    else:
        talk.close("kept")
