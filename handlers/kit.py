"""After words of danger: who to call, to their author alone. The words are not known here; nobody is judged."""

from datetime import timedelta

from dialogue.help_lines import region, who_to_call
from dialogue.practice import DAY, Practice
from dialogue.talk import Talk

practice = Practice("kit", grade="C", waits=False)

APART = timedelta(days=14)  # how long what brings the two closer rests


@practice.on("danger")
async def begin(talk: Talk) -> None:
    talk.who.apart_until = (talk.now.date() + APART).isoformat()
    talk.ask(meant, of=talk.who, choices=("not_meant",), forget=True, doors=("sos",), sos=lines(talk))
    talk.later(once_more, at=talk.scene.morning_of(talk.who, "12:30"), window=DAY)


def lines(talk: Talk) -> str:
    return who_to_call(talk.scene.texts[talk.who.language], region(talk.scene.account_language))


@practice.step
async def meant(talk: Talk) -> None:
    """Then it simply stays there. Nobody is marked as safe by a tap."""
    talk.say("stays", to=talk.who, living="mine", doors=("sos",), sos=lines(talk))


@practice.step
async def once_more(talk: Talk) -> None:
    """The next day, the private question again."""
    talk.run("safe", of=talk.who)
    talk.close()
