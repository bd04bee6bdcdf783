"""Saying something before being asked: a line for the other, now or with the ten minutes; or a plan for tonight.

A plan is gone at midnight, from both chats and from here. Nobody is asked where somebody is, or whether they arrived.
"""

from datetime import datetime, timedelta

from dialogue.practice import HOUR, MINUTE, Practice
from dialogue.talk import Talk
from dialogue.text import on
from models import Couple, Entry

practice = Practice("tell")
waiting = Practice("tell_waiting")
plan = Practice("plan", waits=False)
nudge = Practice("tell_nudge")

KIND = "tell"
DAYS = 30
LENGTH = 300  # signs


@practice.command("tell")
async def begin(talk: Talk) -> None:
    if talk.other is None:
        talk.close("alone")
    elif talk.words:
        ask_when(talk, talk.words)
    else:
        talk.ask(which, of=talk.who, choices=(("something",), ("plan",), ("never_mind",)), name=talk.other.name)


@practice.step
async def which(talk: Talk) -> None:
    if talk.chose(which) == "something":
        talk.ask(something, of=talk.who, choices=("never_mind",), text=True)
    elif talk.chose(which) == "plan":
        talk.ask(tonight, of=talk.who, choices=("never_mind",), text=True)
    else:
        talk.put_away()


# --- something to know -----------------------------------------------------------------------------------------------


@practice.step
async def something(talk: Talk) -> None:
    if talk.answered(something):
        ask_when(talk, talk.answered(something))
    else:
        talk.put_away()


def ask_when(talk: Talk, words: str) -> None:
    talk.ask(when, of=talk.who, choices=(("now", "with_the_evening"), ("never_mind",)), what=words[:LENGTH])


@practice.step
async def when(talk: Talk) -> None:
    words, other = talk.given["what"], talk.other
    if talk.chose(when) == "never_mind" or other is None:
        talk.put_away()
    elif talk.chose(when) == "now" and talk.scene.holder() is not None:
        talk.close("on-hold")
    elif talk.chose(when) == "now":
        talk.keep(KIND, by=talk.who, shared=True, days=DAYS, what=words)
        talk.say("told", to=other, doors=(), name=talk.who.name, what=words)
        talk.close("sent")
    else:
        due = await evening(talk)
        talk.keep(KIND, by=talk.who, days=DAYS, facts={"at": due.isoformat()}, what=words)
        talk.close("sent-later", day=on(talk.where(talk.who, due).date()))
        talk.run("tell_waiting", of=talk.who)


async def evening(talk: Talk) -> datetime:
    """When the next ten minutes begin."""
    rings = [alarm.due_at for alarm in await talk.scene.alarms("checkin") if alarm.due_at is not None]
    return min(rings) if rings else talk.now + timedelta(days=1)


@waiting.begin
@waiting.knock
async def wind(talk: Talk) -> None:
    """One talk a person for all that waits; what was deleted meanwhile in /kept is not sent."""
    soonest = talk.now + MINUTE
    talk.wind(send, [(one.id, max(moment(one), soonest)) for one in await unsent(talk)], window=3 * HOUR)
    talk.close_if_done()


@waiting.step
async def send(talk: Talk) -> None:
    """The author's own share, set in advance."""
    for entry in await unsent(talk):
        if entry.id == talk.given["entry"] and talk.other is not None:
            entry.shared, entry.facts = True, None
            talk.say("told", to=talk.other, doors=(), name=talk.who.name, what=entry.words["what"])
    talk.close_if_done()


async def unsent(talk: Talk) -> list[Entry]:
    return [entry for entry in await talk.kept(KIND, by=talk.who) if not entry.shared and entry.facts]


def moment(entry: Entry) -> datetime:
    return datetime.fromisoformat((entry.facts or {})["at"])


# --- a plan for tonight ----------------------------------------------------------------------------------------------


@practice.step
async def tonight(talk: Talk) -> None:
    if talk.answered(tonight):
        talk.ask(sure, of=talk.who, choices=("send", "never_mind"), what=talk.answered(tonight)[:LENGTH])
    else:
        talk.put_away()


@practice.step
async def sure(talk: Talk) -> None:
    talk.put_away()
    if talk.chose(sure) == "send":
        talk.run("plan", of=talk.who, what=talk.given["what"])


@plan.begin
async def show(talk: Talk) -> None:
    """In both private chats until midnight; a later plan takes the place of an earlier one."""
    if talk.other is None:
        talk.close()
        return
    talk.drop(midnight)
    talk.say("shown", to=talk.other, living="theirs", doors=(), name=talk.who.name, what=talk.given["what"])
    talk.ask(take_back, of=talk.who, choices=("take_back",), what=talk.given["what"])
    talk.later(midnight, at=talk.local("00:00", talk.today + timedelta(days=1)), window=timedelta(days=7))


@plan.knock
async def another(talk: Talk) -> None:
    await show(talk)


@plan.step
async def take_back(talk: Talk) -> None:
    gone(talk)


@plan.step
async def midnight(talk: Talk) -> None:
    gone(talk)


@plan.ending
async def ended(talk: Talk) -> None:
    talk.clear("theirs", "mine")


def gone(talk: Talk) -> None:
    talk.clear("theirs", "mine")
    talk.close()


# --- once a week, quietly, to who broke the trust --------------------------------------------------------------------


def times(couple: Couple) -> tuple[str, str | None, str]:
    """Three days before the review."""
    day = int(couple.setting("review").split()[0])
    return "18:00", None, str((day - 4) % 7 + 1)


@nudge.alarm("nudge", window=2 * HOUR, times=times, each=True)
async def ask_whether(talk: Talk) -> None:
    if talk.other is not None and talk.who in talk.repairing and not talk.stands_still:
        talk.say("anything", to=talk.who, living="mine", doors=("tell",), name=talk.other.name)
    talk.close()
