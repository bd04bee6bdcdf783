"""Owning it: what I did, what it cost you, no "but", what I do next. A draft until its author gives it away."""

from dialogue.practice import DAY, Practice
from dialogue.talk import Talk
from dialogue.text import joined, plain, text
from models import Entry

practice = Practice("own", doors=("sos",))

KIND = "own"
DRAFT = 30  # days


async def draft(talk: Talk) -> Entry | None:
    drafts = [entry for entry in await talk.kept(KIND, by=talk.who) if not entry.shared]
    return drafts[-1] if drafts else None


@practice.command("own")
async def begin(talk: Talk) -> None:
    await go_on(talk)


async def go_on(talk: Talk) -> None:
    """The next part that is not written yet, or the whole to be read."""
    entry = await draft(talk)
    words = entry.words if entry else {}
    if "deed" not in words:
        shame = () if talk.who.role == "hurt" else ("shame",)  # its lines are for who broke something
        talk.ask(deed, of=talk.who, choices=(*shame, "leave"), text=True)
    elif "cost" not in words:
        talk.ask(cost, of=talk.who, choices=("leave",), text=True)
    elif "next" not in words:
        ask_no_but(talk, words)
    else:
        show(talk, words)


async def write(talk: Talk, **said: str) -> None:
    entry = await draft(talk)
    if entry is None:
        talk.keep(KIND, by=talk.who, days=DRAFT, **said)
        await talk.scene.db.flush()
    else:
        entry.words = {**entry.words, **said}


@practice.step
async def deed(talk: Talk) -> None:
    if talk.chose(deed) == "shame":
        line = talk.pick_for(talk.who, "shame_guilt")
        talk.ask(i_am, of=talk.who, choices=("leave",), text=True, forget=True, line=line)
    elif talk.answered(deed):
        await write(talk, deed=talk.answered(deed))
        await go_on(talk)
    else:
        leave(talk)


@practice.step
async def cost(talk: Talk) -> None:
    if talk.answered(cost):
        await write(talk, cost=talk.answered(cost))
        await go_on(talk)
    else:
        leave(talk)


def leave(talk: Talk) -> None:
    """What is written stays a draft."""
    talk.put_away()


# --- from shame to what was done: seen by nobody but its author ------------------------------------------------------


@practice.step
async def i_am(talk: Talk) -> None:
    """The sentence itself is not stored."""
    if talk.words:
        talk.ask(i_did, of=talk.who, choices=("leave",), text=True)
    else:
        leave(talk)


@practice.step
async def i_did(talk: Talk) -> None:
    if talk.answered(i_did):
        await write(talk, deed=talk.answered(i_did))
        talk.ask(it_caused, of=talk.who, choices=("leave",), text=True)
    else:
        leave(talk)


@practice.step
async def it_caused(talk: Talk) -> None:
    if talk.answered(it_caused):
        await write(talk, cost=talk.answered(it_caused))
        talk.ask(i_can, of=talk.who, choices=("leave",), text=True)
    else:
        leave(talk)


@practice.step
async def i_can(talk: Talk) -> None:
    if talk.answered(i_can):
        await write(talk, next=talk.answered(i_can))
        await go_on(talk)
    else:
        leave(talk)


# --- no "but" --------------------------------------------------------------------------------------------------------


def found(talk: Talk, *parts: str) -> list[str]:
    """The words in it that take back what stands before them, in the writer's language."""
    said = f" {plain(' '.join(parts))} "
    words = talk.scene.words(talk.who, "own-takes-back").split(", ")
    return [word for word in words if f" {plain(word)} " in said]


def ask_no_but(talk: Talk, words: dict[str, str]) -> None:
    back = found(talk, words["deed"], words["cost"])
    talk.ask(no_but, of=talk.who, choices=(("deed_again", "cost_again"), ("on", "leave")),
             key="takes-back-found" if back else "no-but", words=", ".join(back),
             lines=joined([words["deed"], words["cost"]]))  # fmt: skip


@practice.step
async def no_but(talk: Talk) -> None:
    chosen = talk.chose(no_but)
    if chosen == "deed_again":
        talk.ask(deed, of=talk.who, choices=("leave",), text=True, key="deed-again")
    elif chosen == "cost_again":
        talk.ask(cost, of=talk.who, choices=("leave",), text=True)
    elif chosen == "on":
        talk.ask(then, of=talk.who, choices=("leave",), text=True)
    else:
        leave(talk)


@practice.step
async def then(talk: Talk) -> None:
    if talk.answered(then):
        await write(talk, next=talk.answered(then))
        await go_on(talk)
    else:
        leave(talk)


# --- read, given, kept, thrown away ----------------------------------------------------------------------------------


def show(talk: Talk, words: dict[str, str]) -> None:
    lines = [words["deed"], words["cost"], words["next"]]
    back = found(talk, *lines)
    hint = text("own-hint", words=", ".join(back)) if back else ""
    if talk.other is None:
        talk.ask(whole, of=talk.who, choices=("change", "keep", "away"), key="whole-alone", lines=joined(lines),
                 line=hint)  # fmt: skip
    else:
        talk.ask(whole, of=talk.who, choices=(("give",), ("change", "keep"), ("away",)), lines=joined(lines),
                 line=hint, name=talk.other.name)  # fmt: skip


@practice.step
async def whole(talk: Talk) -> None:
    chosen = talk.chose(whole)
    if chosen == "give" and talk.other is not None:
        talk.ask(sure, of=talk.who, choices=("yes", "not_yet"), name=talk.other.name)
    elif chosen == "change":
        talk.ask(which, of=talk.who, choices=("deed_part", "cost_part", "next_part", "back"))
    elif chosen == "away":
        entry = await draft(talk)
        if entry is not None:
            await talk.scene.db.delete(entry)
        talk.close("gone")
    else:
        talk.close("draft")


@practice.step
async def which(talk: Talk) -> None:
    chosen = talk.chose(which)
    if chosen == "deed_part":
        talk.ask(deed, of=talk.who, choices=("leave",), text=True, key="deed-again")
    elif chosen == "cost_part":
        talk.ask(cost, of=talk.who, choices=("leave",), text=True)
    elif chosen == "next_part":
        talk.ask(then, of=talk.who, choices=("leave",), text=True)
    else:
        await go_on(talk)


@practice.step
async def sure(talk: Talk) -> None:
    entry = await draft(talk)
    if entry is None or talk.other is None:
        leave(talk)
    elif talk.chose(sure) != "yes":
        await go_on(talk)
    elif talk.scene.holder() is not None:
        talk.close("on-hold")
    else:
        entry.shared, entry.expires_on = True, talk.today + DRAFT * DAY
        await talk.scene.db.flush()
        talk.close("given", name=talk.other.name)
        talk.run("given")
