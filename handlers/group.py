"""The couple's group: bound when both have tapped in it, held while a third person may be there, left again any time.

In a group that is not bound nothing of content is said. A held group opens again once both have tapped there.
"""

import secrets

from sqlalchemy import select

from dialogue import couples
from dialogue.practice import DAY, MINUTE, Practice
from dialogue.talk import Button, Talk
from dialogue.text import text
from models import Couple, Invitation
from models.people import hashed

practice = Practice("group", joint=True, waits=False, grade="C")
gathering = Practice("gathering", joint=True, waits=False)
offer = Practice("place")
astray = Practice("astray")

GRACE = MINUTE / 4


# --- how a group comes to be theirs ----------------------------------------------------------------------------------


@offer.command("group")
async def begin(talk: Talk) -> None:
    if len(talk.both) == 1:
        talk.close("alone")
    elif talk.couple.group_id is not None:
        talk.ask(bound, of=talk.who, choices=("leave", "stay"))
    else:
        token = secrets.token_urlsafe(24)
        talk.scene.add(
            Invitation(token_hash=hashed(token), kind="group", person_id=talk.who.id, expires_at=talk.now + DAY)
        )
        link = Button("choose", text("place-none.choose"), url=talk.scene.links.group(token))
        talk.ask(none, of=talk.who, choices=((link,), ("pick",), ("stay",)))


@offer.step
async def none(talk: Talk) -> None:
    if talk.chose(none) == "pick":
        talk.ask(picked, of=talk.who, choices=(Button("pick", text("place-none.pick"), group=True),))
    else:
        talk.close("private")


@offer.step
async def picked(talk: Talk) -> None:
    talk.close("private")


@offer.step
async def bound(talk: Talk) -> None:
    if talk.chose(bound) == "leave" and talk.couple.group_id is not None:
        group = talk.couple.group_id
        talk.close("left")
        await give_up(talk)
        couples.close_group(talk.scene, group)
        talk.run("house")
    else:
        talk.close("stays")


@practice.on("chosen")
async def chosen(talk: Talk) -> None:
    """Shared by the chat system's own chooser; the companion is in it by then."""
    for open_offer in talk.scene.open_talks("place", talk.who):
        talk.scene.close_and_clear(open_offer)
    await bind(talk, talk.given["to"])


@practice.on("added")
async def added(talk: Talk) -> None:
    await bind(talk, talk.given["chat"])


async def bind(talk: Talk, group: int) -> None:
    talk.close()
    if await talk.scene.db.scalar(select(Couple.id).where(Couple.group_id == group)):
        return  # theirs already, or another couple's
    if talk.couple.group_id is not None:
        talk.run("astray", of=talk.who, chat=group)
        return
    if len(talk.both) == 1 or talk.who.leaving:
        go_away(talk, group)
        return
    talk.couple.group_id, talk.couple.place, talk.couple.tapped = group, "gathering", None
    talk.run("gathering")


def go_away(talk: Talk, group: int) -> None:
    talk.scene.say_goodbye(group)
    couples.close_group(talk.scene, group)


@astray.begin
@astray.knock
async def wait(talk: Talk) -> None:
    """Another group than theirs; or theirs, which has become a supergroup, and we are told so in a moment."""
    talk.later(theirs, after=GRACE, window=DAY, chat=talk.given["chat"])


@astray.step
async def theirs(talk: Talk) -> None:
    if talk.couple.group_id != talk.given["chat"]:
        go_away(talk, talk.given["chat"])
    talk.close_if_done()


@gathering.begin
async def gather(talk: Talk) -> None:
    talk.conversation.group_id = talk.couple.group_id
    talk.ask(here, of=talk.both, choices=("here",))


@gathering.step
async def here(talk: Talk) -> None:
    talk.close()


@practice.on("tap")
async def tapped(talk: Talk) -> None:
    """A sign of one of the two in a group that is gathering or held; with the second it opens."""
    talk.close()
    couple = talk.couple
    if couple.tapped is None or couple.tapped == talk.who.id:
        couple.tapped = talk.who.id
        return
    couple.place, couple.tapped, couple.counted_at = "bound", None, None
    for waiting in talk.scene.open_talks("gathering"):
        talk.scene.close(waiting)
    move_in(talk)


def move_in(talk: Talk) -> None:
    """The quiet card moves to the group."""
    for old in talk.scene.open_talks("house"):
        talk.scene.close_and_clear(old)
    talk.run("house")


# --- a third person, a leave, a removal ------------------------------------------------------------------------------


@practice.on("joined")
async def joined(talk: Talk) -> None:
    await hold(talk)


@practice.on("left")
async def left(talk: Talk) -> None:
    await hold(talk)


@practice.on("counted")
async def counted(talk: Talk) -> None:
    if talk.given["count"] == 3:
        talk.couple.counted_at = talk.now
        talk.close()
    else:
        await hold(talk)


async def hold(talk: Talk) -> None:
    """Nothing more is said there; both are told in private, once."""
    couple = talk.couple
    couple.tapped = None
    if couple.place == "bound":
        couple.place = "held"
        await talk.scene.cancel(chat=couple.group_id)
        talk.scene.leave_group()
        for person in talk.both:
            talk.say("held", to=person)
    talk.close()


@practice.on("removed")
async def removed(talk: Talk) -> None:
    await give_up(talk)
    for person in talk.both:
        talk.say("removed", to=person)
    talk.close()
    talk.run("house")


async def give_up(talk: Talk) -> None:
    await talk.scene.cancel(chat=talk.couple.group_id)
    talk.scene.leave_group()
    talk.couple.group_id, talk.couple.place, talk.couple.tapped = None, "none", None


@practice.on("moved")
async def moved(talk: Talk) -> None:
    """A group became a supergroup: the couple follows it, what waits is put again. No group is two couples'."""
    others = select(Couple.id).where(Couple.group_id == talk.given["to"], Couple.id != talk.couple.id)
    if await talk.scene.db.scalar(others) is None:
        talk.close()
        await talk.scene.follow_group(talk.given["to"])
    else:
        await removed(talk)
