"""The private question again: every quarter, and the day after words of danger. No answer is kept, and none matters
to what comes next."""

from datetime import date, timedelta

from dialogue.practice import DAY, HOUR, Practice
from dialogue.talk import Talk
from models import Couple

practice = Practice("safe", doors=("sos",), waits=False)
quarter = Practice("quarter", waits=False)

QUARTER = timedelta(days=91)


def mondays(couple: Couple) -> tuple[str, str | None, str]:
    return "12:30", None, "1"


@quarter.alarm("quarterly", window=6 * HOUR, times=mondays, each=True)
async def look(talk: Talk) -> None:
    """Before two begin they were asked; from then on, every thirteenth Monday."""
    last = talk.who.settings.get("asked_alone")
    if talk.other is not None and (last is None or date.fromisoformat(last) + QUARTER <= talk.today):
        talk.who.settings["asked_alone"] = talk.today.isoformat()
        talk.run("safe", of=talk.who)
    talk.close()


@practice.begin
async def begin(talk: Talk) -> None:
    if talk.other is None or talk.who.leaving:
        talk.close()
        return
    talk.later(lapse, after=DAY, window=30 * DAY)
    talk.ask(again, of=talk.who, choices=(("yes", "no", "not_sure"),), forget=True)


@practice.step
async def again(talk: Talk) -> None:
    """Whatever was tapped, this comes next."""
    talk.say("heard", to=talk.who, living="mine", doors=("sos",))
    talk.close()


@practice.step
async def lapse(talk: Talk) -> None:
    talk.put_away()
