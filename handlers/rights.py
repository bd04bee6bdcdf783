"""What each of you can always do: see, take along, destroy. And what nobody can do here."""

from dialogue import couples
from dialogue.practice import Practice
from dialogue.talk import Talk
from models import Erasure
from models.people import hashed

practice = Practice("rights")
export = Practice("export")
erase = Practice("erase", grade="C")


@practice.command("rights")
async def begin(talk: Talk) -> None:
    talk.say("rights", to=talk.who, living="mine", doors=("kept", "export", "erase", "leave"))
    talk.close()


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
