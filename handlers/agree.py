"""What two do together beyond evening, review and pause begins with each one's own yes, the first time it is used.

Whoever wants it says yes first, then the other is asked, in private; either takes it back at any time. Nobody is told
a no: it looks like no answer. What was taken back rests, like everything that rests.
"""

from datetime import date, timedelta
from typing import Any

from dialogue import couples
from dialogue.practice import DAY, Practice
from dialogue.talk import Button, Talk
from dialogue.text import text
from models import Person

practice = Practice("agree", joint=True)
resting = Practice("resting", joint=True, waits=False)
consents = Practice("consents", waits=False)

LAPSES = 3 * DAY
NOT_AGAIN = timedelta(days=7)  # the other is asked once in so many days, however often it is called


@practice.begin
async def begin(talk: Talk) -> None:
    name, who = talk.given["practice"], talk.who
    inside = talk.conversation.parent_id is not None
    lacking = [one for one in talk.both if not couples.said_yes(talk.couple, one, name)]
    if any(couples.said_yes(talk.couple, one, name) is False for one in lacking if inside or one is not who):
        talk.say("resting", to=None if inside else who, doors=(), name=text(f"agree-name-{name}"))
        talk.close()
        return
    talk.drop(lapse)
    talk.later(lapse, at=talk.now + LAPSES, window=30 * DAY)
    given = {**talk.given, "caller": who.id, "inside": inside}
    if inside:
        for person in lacking:
            ask_yes(talk, person, given)
    elif who in lacking:
        ask_yes(talk, who, given)
    else:
        ask_other(talk, given)


def ask_yes(talk: Talk, person: Person, given: dict[str, Any]) -> None:
    name = given["practice"]
    ask = {**given, "name": talk.who.name, "what": text(f"agree-what-{name}")}
    own = given["inside"] or person.id == given["caller"]
    talk.ask(yes, of=person, choices=("yes", "not_now"), private=True, doors=(), key="own" if own else "asked", **ask)


def ask_other(talk: Talk, given: dict[str, Any]) -> None:
    """In the caller's name, who has just tapped for it; not again within a week."""
    asked = talk.couple.settings.get("asked", {})
    last = asked.get(given["practice"])
    other = talk.other
    if other is not None and (last is None or talk.today - date.fromisoformat(last) >= NOT_AGAIN):
        talk.couple.settings["asked"] = {**asked, given["practice"]: talk.today.isoformat()}
        ask_yes(talk, other, given)
    talk.say("waiting", to=talk.who, living="mine", doors=())


@practice.step
async def yes(talk: Talk) -> None:
    name, caller = talk.given["practice"], talk.scene.person(talk.given["caller"])
    if talk.chose(yes) != "yes":
        talk.clear("mine", of=talk.both if talk.given["inside"] else talk.who)
        if talk.given["inside"] or not any(couples.said_yes(talk.couple, one, name) for one in talk.both):
            talk.close()
        return  # who said yes waits as if nothing were answered: it lapses as it would have
    couples.say_yes(talk.couple, talk.who, name)
    if caller is not None and all(couples.said_yes(talk.couple, one, name) for one in talk.both):
        talk.clear("mine")
        talk.become(name, of=caller, words=talk.given["words"], **talk.given["handed"])
    elif talk.given["inside"]:
        talk.say("waiting", to=talk.who, living="mine", doors=())
    else:
        ask_other(talk, talk.given)


@practice.knock
async def again(talk: Talk) -> None:
    """Called again, by either, or another one is: who has been asked already may still answer."""
    await begin(talk)


@practice.step
async def lapse(talk: Talk) -> None:
    """Unanswered, it goes as quietly as it came, for both in the same minute."""
    talk.put_away()


# --- said yes to -----------------------------------------------------------------------------------------------------


@consents.command("consents")
async def show(talk: Talk) -> None:
    """What one has said yes to oneself, or took back; the other's list is their own."""
    mine = [
        one.name
        for one in talk.scene.practices.all.values()
        if one.mutual and couples.said_yes(talk.couple, talk.who, one.name) is not None
    ]
    if mine:
        rows = [(Button(name, text(f"agree-name-{name}")),) for name in mine]
        talk.ask(which, of=talk.who, choices=(*rows, ("done",)))
    else:
        talk.close("nothing")


@consents.step
async def which(talk: Talk) -> None:
    name = talk.chose(which) or "done"
    if name == "done":
        talk.put_away()
    elif couples.said_yes(talk.couple, talk.who, name):
        talk.ask(change, of=talk.who, choices=("take_back", "back"), key="given", name=text(f"agree-name-{name}"),
                 which=name)  # fmt: skip
    else:
        talk.ask(change, of=talk.who, choices=("say_yes", "back"), key="taken", name=text(f"agree-name-{name}"),
                 which=name)  # fmt: skip


@consents.step
async def change(talk: Talk) -> None:
    name = talk.given["which"]
    if talk.chose(change) == "say_yes":
        couples.say_yes(talk.couple, talk.who, name)
    elif talk.chose(change) == "take_back" and await couples.take_back(talk.scene, talk.who, name):
        talk.run("resting", which=name)
    await show(talk)


@resting.begin
async def say_so(talk: Talk) -> None:
    """For both to read, and no more than that."""
    talk.say("it-rests", doors=(), name=text(f"agree-name-{talk.given['which']}"))
    talk.close()
