"""The question box: honest questions are collected here, and at most three at a time go to the next talk."""

import re

from dialogue.practice import Practice
from dialogue.talk import Button, Talk
from dialogue.text import joined, plain
from models import Entry

practice = Practice("ask")
put = Practice("asked")

KIND = "question"
MOST = 3
LENGTH = 400  # signs
SHOWN = 8


async def own(talk: Talk) -> list[Entry]:
    """One's own questions that were not answered yet."""
    return [entry for entry in await talk.kept(KIND, by=talk.who) if not entry.done]


@practice.command("ask")
async def begin(talk: Talk) -> None:
    await show(talk)


async def show(talk: Talk) -> None:
    found = await own(talk)
    boxed = [entry for entry in found if not entry.shared]
    released = [entry for entry in found if entry.shared]
    room = talk.other is not None and boxed and len(released) < MOST
    release = ("release",) if room else ()
    answered = ("answered",) if released else ()
    out = ("take_out",) if boxed else ()
    if found:
        mark = [f"· {entry.words['question']}" for entry in boxed]
        mark += [f"› {entry.words['question']}" for entry in released]
        key = "box" if talk.other is not None else "box-alone"
        talk.ask(box, of=talk.who, choices=(("add", *release), (*answered, *out, "close")), key=key,
                 lines="\n".join(mark))  # fmt: skip
    else:
        talk.ask(box, of=talk.who, choices=("add", "close"), key="empty")


@practice.step
async def box(talk: Talk) -> None:
    chosen = talk.chose(box)
    if chosen == "add":
        talk.ask(about, of=talk.who, choices=(("facts",), ("meaning",), ("safety",), ("future",), ("back",)))
    elif chosen == "release":
        await ask_release(talk, [])
    elif chosen == "answered":
        await ask_which(talk, released=True)
    elif chosen == "take_out":
        await ask_which(talk, released=False)
    else:
        talk.put_away()


@practice.step
async def about(talk: Talk) -> None:
    if talk.chose(about) == "back":
        await show(talk)
    else:
        talk.ask(question, of=talk.who, choices=("back",), text=True, about=talk.chose(about))


@practice.step
async def question(talk: Talk) -> None:
    words = talk.answered(question)[:LENGTH]
    if not words:
        await show(talk)
    elif careful(talk, words):
        talk.ask(pictures, of=talk.who, choices=("as_it_is", "other_words", "drop"), about=talk.given["about"],
                 line=words)  # fmt: skip
    else:
        await keep(talk, words)


def careful(talk: Talk, words: str) -> bool:
    """Whether the answer may be a picture that does not go away again."""
    said = f" {plain(words)} "
    found = re.split(r"[,\s]*\n\s*|, ", talk.scene.words(talk.who, "ask-careful"))
    return any(f" {plain(word)} " in said for word in found if word.strip())


@practice.step
async def pictures(talk: Talk) -> None:
    if talk.chose(pictures) == "as_it_is":
        await keep(talk, talk.given["line"])
    elif talk.chose(pictures) == "other_words":
        talk.ask(question, of=talk.who, choices=("back",), text=True, about=talk.given["about"])
    else:
        await show(talk)


async def keep(talk: Talk, words: str) -> None:
    talk.keep(KIND, by=talk.who, facts={"about": talk.given["about"]}, question=words)
    await talk.scene.db.flush()
    await show(talk)


# --- at most three, by one's own tap ---------------------------------------------------------------------------------


async def ask_release(talk: Talk, chosen: list[str]) -> None:
    found = await own(talk)
    left = MOST - len([entry for entry in found if entry.shared]) - len(chosen)
    rows = [(Button(entry.id, entry.words["question"]),) for entry in found
            if not entry.shared and entry.id not in chosen]  # fmt: skip
    lines = [f"› {entry.words['question']}" for entry in found if entry.id in chosen]
    rows = rows[:SHOWN] if left > 0 else []
    name = talk.other.name if talk.other is not None else ""
    if chosen:
        talk.ask(release, of=talk.who, choices=(*rows, ("hand", "back")), chosen=chosen, name=name,
                 lines=joined(lines), key="release-these")  # fmt: skip
    else:
        talk.ask(release, of=talk.who, choices=(*rows, ("back",)), chosen=chosen, name=name)


@practice.step
async def release(talk: Talk) -> None:
    tapped, chosen = talk.chose(release), talk.given["chosen"]
    if tapped == "back" or talk.other is None:
        await show(talk)
    elif tapped != "hand":
        await ask_release(talk, [*chosen, tapped or ""])
    elif talk.scene.holder() is not None:
        talk.close("on-hold")
    else:
        lines = []
        for entry in await own(talk):
            if entry.id in chosen:
                entry.shared = True
                lines.append(f"· {entry.words['question']}")
        await talk.scene.db.flush()
        talk.close("released", name=talk.other.name)
        talk.run("asked", of=talk.other, name=talk.who.name, lines="\n".join(lines))


async def ask_which(talk: Talk, released: bool) -> None:
    rows = [(Button(entry.id, entry.words["question"]),) for entry in await own(talk) if entry.shared == released]
    if released:
        talk.ask(answered, of=talk.who, choices=(*rows[:SHOWN], ("back",)))
    else:
        talk.ask(out, of=talk.who, choices=(*rows[:SHOWN], ("back",)))


@practice.step
async def answered(talk: Talk) -> None:
    """What was said stays in the room: only that the question was answered is kept."""
    for entry in await own(talk):
        if entry.id == talk.chose(answered):
            entry.done = True
    await talk.scene.db.flush()
    await show(talk)


@practice.step
async def out(talk: Talk) -> None:
    for entry in await own(talk):
        if entry.id == talk.chose(out):
            await talk.scene.db.delete(entry)
    await talk.scene.db.flush()
    await show(talk)


# --- the one who is asked --------------------------------------------------------------------------------------------


@put.begin
async def read(talk: Talk) -> None:
    """Read alone, answered in a talk, never typed here."""
    name, lines = talk.given["name"], talk.given["lines"]
    talk.ask(how, of=talk.who, choices=("in_a_talk", "therapist"), name=name, lines=lines)


@put.knock
async def more(talk: Talk) -> None:
    before = talk.asked(how).get("lines", "")
    lines = f"{before}\n{talk.given['lines']}".strip()
    talk.ask(how, of=talk.who, choices=("in_a_talk", "therapist"), name=talk.given["name"], lines=lines)


@put.step
async def how(talk: Talk) -> None:
    if talk.chose(how) == "therapist" and talk.other is not None:
        talk.say("with-help", to=talk.other, name=talk.who.name, lines=talk.given["lines"], doors=())
        talk.close("help-said", name=talk.other.name)
    else:
        talk.close("read")
