"""What each of you can always do: see, take along, destroy. And what nobody can do here."""

import os

from dialogue import couples
from dialogue.practice import Practice
from dialogue.talk import Talk
from dialogue.text import joined, text
from models import Erasure
from models.locks import FILE, SALT, stretch
from models.people import hashed

KIND = "private"
MOST = 3
LENGTH = 80  # signs
SHORTEST = 12  # signs of a passphrase

practice = Practice("rights")
export = Practice("export")
erase = Practice("erase", grade="C")


@practice.command("rights")
async def begin(talk: Talk) -> None:
    await show(talk)


async def show(talk: Talk) -> None:
    """The agreement, and what each has said stays their own."""
    lists = []
    for person in talk.both:
        things = [entry.words["what"] for entry in await talk.kept(KIND, by=person)]
        if things:
            lists.append(text("rights-stays-private", name=person.name, things=", ".join(things)))
    talk.ask(
        rights, of=talk.who, choices=("name_one",), doors=("kept", "export", "erase", "pin", "leave"),
        lists=joined(lists),
    )  # fmt: skip


@practice.step
async def rights(talk: Talk) -> None:
    talk.ask(thing, of=talk.who, choices=("back",), text=True)


@practice.step
async def thing(talk: Talk) -> None:
    """One to three things that stay one's own; both read the list, nobody owes more than the name."""
    own = await talk.kept(KIND, by=talk.who)
    if talk.answered(thing):
        for entry in own[: max(0, len(own) - MOST + 1)]:
            await talk.scene.db.delete(entry)
        talk.keep(KIND, by=talk.who, shared=True, what=talk.answered(thing)[:LENGTH])
        await talk.scene.db.flush()
    await show(talk)


@export.command("export")
async def begin_export(talk: Talk) -> None:
    talk.ask(how, of=talk.who, choices=(("plain",), ("locked",), ("never_mind",)))


@export.step
async def how(talk: Talk) -> None:
    if talk.chose(how) == "plain":
        talk.run("pin_asked", then=send, opens={})
    elif talk.chose(how) == "locked":
        talk.ask(passphrase, of=talk.who, choices=("never_mind",), secret=True)
    else:
        talk.put_away()


@export.step
async def passphrase(talk: Talk) -> None:
    """What it makes is handed on, to lock the file with; the passphrase itself is not."""
    if talk.chose(passphrase) == "never_mind":
        talk.put_away()
        return
    talk.unsay()
    if len(talk.words) < SHORTEST:
        talk.ask(passphrase, of=talk.who, choices=("never_mind",), secret=True, key="short")
    else:
        salt = os.urandom(SALT)
        key = await stretch(talk.words, salt, FILE)
        talk.run("pin_asked", then=send, opens={"lock": {"salt": salt.hex(), "key": key.hex()}})


@export.step
async def send(talk: Talk) -> None:
    if talk.result is None:
        talk.put_away()
    else:
        talk.scene.export(talk.conversation, talk.who, **talk.result)
        talk.close("coming-locked" if talk.result else "coming")


@erase.command("erase")
async def begin_erase(talk: Talk) -> None:
    key = "both" if len(talk.both) == 2 else "sure"
    talk.ask(sure, of=talk.who, choices=(("destroy",), ("never_mind",)), key=key)


@erase.step
async def sure(talk: Talk) -> None:
    if talk.chose(sure) == "destroy":
        talk.run("pin_asked", then=destroy, opens=True)
    else:
        talk.put_away()


@erase.step
async def destroy(talk: Talk) -> None:
    """The key first: from this turn's end on nobody can read what this person wrote."""
    if not talk.result:
        talk.put_away()
        return
    who, group = talk.who, talk.couple.group_id
    talk.scene.add(Erasure(member=hashed(who.id), erased_on=talk.today))
    talk.close("done")
    if len(talk.both) == 2:
        other = talk.other
        stays = await couples.part(talk.scene, who, talk.conversation)
        if group is not None:
            couples.close_group(talk.scene, group)
        if stays is not None:
            talk.run("farewell", couple=stays.couple, of=other)
        alone = await talk.scene.reach(who.couple_id)
        if alone is not None:
            alone.forget(who)
    else:
        talk.scene.forget(who)
