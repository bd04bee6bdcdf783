"""Looking ahead: for four weeks the evenings ask only of what is to come. Each says yes to it; either ends it."""

from datetime import timedelta

from dialogue import couples
from dialogue.practice import DAY, Practice
from dialogue.talk import Talk
from dialogue.text import on

practice = Practice("forward", closer=True, waits=False)

LENGTH = timedelta(days=28)


@practice.command("forward")
async def begin(talk: Talk) -> None:
    """While this talk is open, the evenings look ahead."""
    until = talk.today + LENGTH
    talk.say("begun", living="card", doors=(), day=on(until))
    talk.later(over, at=talk.local("18:00", until), window=30 * DAY)


@practice.knock
async def begun(talk: Talk) -> None:
    if talk.called:
        talk.ask(which, of=talk.who, choices=("go_on", "end"), private=True, doors=())


@practice.step
async def which(talk: Talk) -> None:
    """Ended by either, at once; who it was is not said."""
    talk.clear("mine")
    if talk.chose(which) == "end":
        end(talk, "ended")


@practice.step
async def over(talk: Talk) -> None:
    end(talk, "over")


def end(talk: Talk, key: str) -> None:
    """Another four weeks take a yes from each again."""
    for person in talk.both:
        couples.say_yes(talk.couple, person, practice.name, yes=None)
    talk.clear("mine", "card")
    talk.say(key, doors=())
    talk.close()


@practice.ending
async def ended(talk: Talk) -> None:
    talk.clear("mine", "card")
