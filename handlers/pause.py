"""The pause: either of you, any time, without a reason. Everything joint stands still until both are ready."""

from datetime import datetime, timedelta

from dialogue.practice import EVER, HOUR, MINUTE, Practice
from dialogue.talk import Talk
from dialogue.text import at
from models import Couple, Person


def signal(couple: Couple) -> str | None:
    return couple.pause_word


practice = Practice("pause", joint=True, grade="C", signal=signal, waits=False, red=True)

LENGTHS = {"twenty": 20 * MINUTE, "thirty": 30 * MINUTE, "hour": HOUR}
SHORTEST = 20 * MINUTE
LONGEST = 24 * HOUR
PATIENCE = 2 * HOUR  # how long the return waits for both, then everything is parked


@practice.command("pause")
async def begin(talk: Talk) -> None:
    talk.hold()
    until = talk.now + LENGTHS["thirty"]
    talk.later(back, at=until, window=EVER)
    ask_length(talk, until, rings=True)
    for person in talk.both:
        soothe(talk, person)


@practice.command("p")
async def short(talk: Talk) -> None:
    await begin(talk)


def ask_length(talk: Talk, until: datetime, rings: bool = False, key: str = "length") -> None:
    talk.ask(length, of=talk.both, choices=(*LENGTHS, "tomorrow"), by="any", living="card", rings=rings,
             until=at(until), key=key)  # fmt: skip


@practice.step
async def length(talk: Talk) -> None:
    """Whoever taps decides; it may be tapped again until the return."""
    talk.drop(back)
    start = talk.conversation.held_at or talk.now
    until = start + LENGTHS.get(talk.chose(length) or "", LONGEST)
    if talk.chose(length) == "tomorrow":
        until = min(start + LONGEST, tomorrow(talk))
    until = max(until, start + SHORTEST, talk.now)
    talk.later(back, at=until, window=EVER)
    ask_length(talk, until, key="length-tomorrow" if talk.chose(length) == "tomorrow" else "length")


def tomorrow(talk: Talk) -> datetime:
    """The next morning at ten: before eight it is still the same night."""
    return talk.local("10:00", talk.today + timedelta(days=0 if talk.now < talk.local("08:00") else 1))


def soothe(talk: Talk, person: Person) -> None:
    line = talk.pick_for(person, "grounding")
    talk.ask(another, of=person, choices=("another",), private=True, living="mine", doors=("sos",), line=line)


@practice.step
async def another(talk: Talk) -> None:
    soothe(talk, talk.who)


# --- the return ------------------------------------------------------------------------------------------------------


@practice.step
async def back(talk: Talk) -> None:
    """Asked of both; at night it waits for the morning."""
    if night(talk):
        talk.later(back, at=morning(talk), window=EVER)
        return
    talk.drop(length)
    ask_return(talk, longer=True)
    limit = min(talk.now + PATIENCE, max((talk.conversation.held_at or talk.now) + LONGEST, talk.now + HOUR))
    talk.later(limit_reached, at=limit, window=EVER)


def ask_return(talk: Talk, longer: bool) -> None:
    """Ready takes both; longer, or parking it, takes one."""
    talk.ask(ready, of=talk.both, choices=("ready",), living="card", rings=True)
    ways = ("longer", "park") if longer else ("park",)
    talk.ask(not_yet, of=talk.both, choices=ways, by="any", living="card")
    if talk.place is None:
        talk.clear("mine")


@practice.step
async def ready(talk: Talk) -> None:
    talk.release()
    talk.clear("mine", "reminder")
    talk.close("over")


@practice.step
async def not_yet(talk: Talk) -> None:
    talk.drop(limit_reached, ready)
    if talk.chose(not_yet) == "park":
        park(talk, talk.who)
    else:
        until = talk.now + LENGTHS["thirty"]
        talk.later(back_again, at=until, window=EVER)
        talk.say("longer", living="card", until=at(until))


@practice.step
async def back_again(talk: Talk) -> None:
    if night(talk):
        talk.later(back_again, at=morning(talk), window=EVER)
        return
    ask_return(talk, longer=False)
    talk.later(limit_reached, at=talk.now + PATIENCE, window=EVER)


def night(talk: Talk) -> bool:
    return talk.now < talk.local("08:00") or talk.now >= talk.local("22:00")


def morning(talk: Talk) -> datetime:
    today = talk.local("08:00")
    return today if talk.now < today else talk.local("08:00", talk.today + timedelta(days=1))


@practice.step
async def limit_reached(talk: Talk) -> None:
    """No return: both read the same sentence, whoever was silent."""
    park(talk, None)


def park(talk: Talk, parker: Person | None) -> None:
    ended = talk.release(parked=True)
    talk.clear("mine", "reminder")
    talk.close("parked" if {"checkin", "turns"} & set(ended) else "put-down")
    if "checkin" in ended:
        talk.run("park_evening", of=parker or talk.both[0], asked=parker is not None)
    talk.run("house")


# --- while it lasts --------------------------------------------------------------------------------------------------


@practice.knock
async def knock(talk: Talk) -> None:
    """Called again, or something else begun: one reminder, then none."""
    if not talk.scene.has_card(talk.conversation, "reminder"):
        talk.say("reminder", living="reminder", doors=())
