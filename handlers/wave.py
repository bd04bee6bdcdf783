"""A hard moment: ninety seconds of breathing in one card, which is edited as the breath goes and then is still."""

from datetime import timedelta

from dialogue.practice import MINUTE, Practice
from dialogue.talk import Talk

practice = Practice("wave", doors=("sos",), waits=False)

BREATHS = 9
BREATH = timedelta(seconds=10)


@practice.command("wave")
async def begin(talk: Talk) -> None:
    line = talk.pick_for(talk.who, "grounding")
    talk.say("begin", to=talk.who, living="mine", line=line)
    talk.later(breath, after=BREATH, window=2 * MINUTE, count=1, line=line)


@practice.step
async def breath(talk: Talk) -> None:
    """In for four, out for six: one edit a breath."""
    count = talk.given["count"]
    if count > BREATHS:
        talk.ask(still, of=talk.who, choices=("again", "enough"))
        return
    bar = "●" * count + "○" * (BREATHS - count)
    talk.say("breath", to=talk.who, living="mine", bar=bar, line=talk.given["line"])
    talk.later(breath, after=BREATH, window=2 * MINUTE, count=count + 1, line=talk.given["line"])


@practice.step
async def still(talk: Talk) -> None:
    if talk.chose(still) == "again":
        await begin(talk)
    else:
        talk.close("done")
