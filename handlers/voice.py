"""Their voice: one asks for a sentence, the other may say it aloud; it is heard from /wave, and no hearing is told."""

from sqlalchemy import select

from dialogue.practice import DAY, Practice
from dialogue.talk import Talk
from models import Entry, Message

practice = Practice("voice")
wish = Practice("voice_wish")
hearing = Practice("voice_heard", waits=False)

KIND = "voice"
LENGTH = 200  # signs of a sentence
WAITS = 7 * DAY


@practice.command("voice")
async def begin(talk: Talk) -> None:
    if talk.other is None:
        talk.close("alone")
        return
    own = ("take_back",) if await talk.kept(KIND, by=talk.who) else ()
    theirs = ("hear",) if await talk.kept(KIND, by=talk.other) else ()
    talk.ask(what, of=talk.who, choices=(*theirs, "ask_for", *own, "close"), name=talk.other.name)


@practice.step
async def what(talk: Talk) -> None:
    chosen = talk.chose(what)
    if chosen == "ask_for" and talk.other is not None:
        talk.ask(sentence, of=talk.who, choices=("never_mind",), text=True, name=talk.other.name)
    elif chosen == "take_back":
        for entry in await talk.kept(KIND, by=talk.who):
            await forget(talk, entry)
        talk.close("taken-back")
    else:
        if chosen == "hear":
            talk.run("voice_heard", of=talk.who)
        talk.put_away()


@practice.step
async def sentence(talk: Talk) -> None:
    words = talk.answered(sentence)[:LENGTH]
    if words and talk.other is not None:
        talk.ask(sure, of=talk.who, choices=("yes", "no"), name=talk.other.name, line=words)
    else:
        talk.put_away()


@practice.step
async def sure(talk: Talk) -> None:
    if talk.chose(sure) == "yes" and talk.other is not None:
        talk.close("asked", name=talk.other.name)
        talk.run("voice_wish", of=talk.other, name=talk.who.name, line=talk.given["line"])
    else:
        talk.put_away()


# --- the one who is asked: says it, writes it, or lets it be ---------------------------------------------------------


@wish.begin
async def ask_voice(talk: Talk) -> None:
    talk.later(lapse, after=WAITS, window=30 * DAY)
    talk.ask(said, of=talk.who, choices=("rather_not",), text=True, aloud=True, name=talk.given["name"],
             line=talk.given["line"])  # fmt: skip


@wish.step
async def said(talk: Talk) -> None:
    if talk.aloud(said) is None and not talk.answered(said):
        talk.put_away()
    else:
        talk.ask(give, of=talk.who, choices=("yes", "again", "no"), name=talk.given["name"], line=talk.given["line"])


@wish.step
async def give(talk: Talk) -> None:
    chosen = talk.chose(give)
    if chosen == "again":
        talk.ask(said, of=talk.who, choices=("rather_not",), text=True, aloud=True, name=talk.given["name"],
                 line=talk.given["line"])  # fmt: skip
        return
    if chosen == "yes" and talk.other is not None:
        for old in await talk.kept(KIND, by=talk.who):
            await forget(talk, old)
        message = talk.aloud(said)
        await stays(talk, message, True)
        talk.keep(KIND, by=talk.who, shared=True, facts={"message": message} if message else None,
                  sentence=talk.given["line"], said=talk.answered(said))  # fmt: skip
        talk.say("there", to=talk.other, name=talk.who.name, doors=())
        talk.close("kept")
    else:
        talk.put_away()


@wish.step
async def lapse(talk: Talk) -> None:
    talk.put_away()


async def stays(talk: Talk, message: int | None, yes: bool) -> None:
    """What was recorded lies in its author's own chat: it is not tidied away at noon while it can be heard."""
    where = Message.chat_id == talk.who.chat_id, Message.message_id == message
    for row in await talk.scene.db.scalars(select(Message).where(*where)):
        row.stays = yes


async def forget(talk: Talk, entry: Entry) -> None:
    await stays(talk, (entry.facts or {}).get("message"), False)
    await talk.scene.db.delete(entry)


# --- heard, as often as one likes ------------------------------------------------------------------------------------


@hearing.begin
async def hear(talk: Talk) -> None:
    """The sentence, its words where there are some, and the message itself."""
    theirs = await talk.kept(KIND, by=talk.other) if talk.other is not None else []
    if theirs and talk.other is not None:
        entry = theirs[-1]
        said = entry.words.get("said") or entry.words["sentence"]
        talk.say("words", to=talk.who, name=talk.other.name, line=said, doors=())
        message = (entry.facts or {}).get("message")
        if message:
            talk.scene.copy(talk.conversation, talk.who.chat_id, talk.other.chat_id, message)
    talk.close()
