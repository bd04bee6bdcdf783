"""After words of danger: who to call, to their author alone. The words are not known here; nobody is judged."""

from datetime import timedelta

from dialogue.help_lines import region, who_to_call
from dialogue.practice import DAY, Practice
from dialogue.talk import Talk

practice = Practice("kit", grade="C", waits=False)

APART = timedelta(days=14)  # how long what brings the two closer rests


@practice.on("danger")
async def begin(talk: Talk) -> None:
    second = (talk.who.apart_until or "") > talk.now.date().isoformat()  # within those days; nothing else is counted
    talk.who.apart_until = (talk.now.date() + APART).isoformat()
    talk.ask(meant, of=talk.who, choices=("not_meant",), forget=True, doors=("sos",), sos=lines(talk))
    talk.later(once_more, at=talk.scene.morning_of(talk.who, "12:30"), window=DAY, second=second)


def lines(talk: Talk) -> str:
    return who_to_call(talk.scene.texts[talk.who.language], region(talk.scene.account_language))


@practice.step
async def meant(talk: Talk) -> None:
    """Then it simply stays there. Nobody is marked as safe by a tap."""
    talk.say("stays", to=talk.who, living="mine", doors=("sos",), sos=lines(talk))


@practice.step
async def once_more(talk: Talk) -> None:
    """The next day, the private question again; after a second time, who is trained for what is heavy."""
    if talk.given["second"]:
        talk.say("trained", to=talk.who, doors=("pro", "sos"))
    talk.run("safe", of=talk.who)
    talk.close()
