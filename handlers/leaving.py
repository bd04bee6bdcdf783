"""Leaving: by either, at once, in every state. When the other hears of it is the leaver's to say."""

from dialogue import couples
from dialogue.practice import EVER, Practice
from dialogue.talk import Talk
from dialogue.text import wall

practice = Practice("leave", doors=("sos",), grade="C", waits=False)
farewell = Practice("farewell", grade="C")

TOLD_AT = "10:00"


@practice.command("leave")
async def begin(talk: Talk) -> None:
    if talk.other is None:
        talk.close("alone")
    elif talk.who.leaving:
        talk.ask(waiting, of=talk.who, choices=("now",), until=wall(TOLD_AT))
        tell_later(talk)
    else:
        talk.ask(when, of=talk.who, choices=(("now", "tomorrow"), ("rest",), ("never_mind",)), until=wall(TOLD_AT))


@practice.step
async def when(talk: Talk) -> None:
    chosen = talk.chose(when)
    if chosen == "now":
        await end(talk)
    elif chosen == "tomorrow":
        talk.who.leaving = True
        await talk.scene.cancel(chat=talk.who.chat_id)
        talk.scene.fall_silent(talk.who)
        talk.ask(waiting, of=talk.who, choices=("now",), until=wall(TOLD_AT))
        tell_later(talk)
    elif chosen == "rest":
        talk.run("rest", of=talk.who, open=True)
        talk.put_away()
    else:
        talk.put_away()


def tell_later(talk: Talk) -> None:
    talk.later(tell, at=talk.scene.morning_of(talk.other or talk.who, TOLD_AT), window=EVER)


@practice.step
async def waiting(talk: Talk) -> None:
    await end(talk)


@practice.step
async def tell(talk: Talk) -> None:
    await end(talk)


async def end(talk: Talk) -> None:
    """One transaction: nothing more is sent to either about the couple but one neutral line."""
    other, group = talk.other, talk.couple.group_id
    stays = await couples.part(talk.scene, talk.who, talk.conversation)
    talk.say("left", to=talk.who, living="mine", doors=("export",))
    talk.close()
    if group is not None:
        couples.close_group(talk.scene, group)
    if stays is not None:
        talk.run("farewell", couple=stays.couple, of=other)


@farewell.begin
async def say_farewell(talk: Talk) -> None:
    talk.say("ended", to=talk.who, doors=("sos", "export"))
    talk.close()
