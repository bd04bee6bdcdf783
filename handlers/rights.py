"""What each of you can always do: see, take along, destroy. And what nobody can do here."""

from dialogue import couples
from dialogue.practice import Practice
from dialogue.talk import Talk
from dialogue.text import joined, text
from models import Erasure
from models.people import hashed

KIND = "private"
MOST = 3
LENGTH = 80  # signs

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
        rights, of=talk.who, choices=("name_one",), doors=("kept", "export", "erase", "leave"), lists=joined(lists),
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
    talk.scene.export(talk.conversation, talk.who)
    talk.close("coming")


@erase.command("erase")
async def begin_erase(talk: Talk) -> None:
    key = "both" if len(talk.both) == 2 else "sure"
    talk.ask(sure, of=talk.who, choices=(("destroy",), ("never_mind",)), key=key)


@erase.step
async def sure(talk: Talk) -> None:
    """The key first: from this turn's end on nobody can read what this person wrote."""
    if talk.chose(sure) != "destroy":
        talk.clear("mine")
        talk.close()
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
