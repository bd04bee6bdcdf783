"""After “please sit with me”: three beginnings for who reads it, to finish in their own words, or not."""

from dialogue.practice import DAY, HOUR, Practice
from dialogue.talk import Talk

practice = Practice("beside", waits=False)

LAPSES = 3 * HOUR


@practice.begin
@practice.knock
async def begin(talk: Talk) -> None:
    """Nothing comes of it but by a tap, and while everything is on hold it isn't asked."""
    if talk.who.leaving or talk.scene.holder() is not None:
        talk.close()
        return
    talk.drop(sure, lapse)
    talk.ask(words, of=talk.who, choices=("leave",), text=True, forget=True, name=talk.given["name"],
             lines=talk.beginnings(talk.who, "validation"))  # fmt: skip
    talk.later(lapse, after=LAPSES, window=30 * DAY)


@practice.step
async def words(talk: Talk) -> None:
    name = talk.given["name"]
    if not talk.words:
        await lapse(talk)
    elif talk.in_own_words(talk.who, "validation", talk.words):
        talk.ask(sure, of=talk.who, choices=("send", "leave"), name=name, words=talk.words)
    else:
        talk.ask(words, of=talk.who, choices=("leave",), text=True, forget=True, key="unfinished", name=name)


@practice.step
async def sure(talk: Talk) -> None:
    if talk.chose(sure) != "send" or talk.other is None:
        await lapse(talk)
    elif talk.scene.holder() is not None:
        talk.close("on-hold")
    else:
        talk.say("said", to=talk.other, doors=(), name=talk.who.name, words=talk.given["words"])
        talk.close("sent", name=talk.other.name)


@practice.step
async def lapse(talk: Talk) -> None:
    talk.put_away()
