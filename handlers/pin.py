"""A PIN, for whoever wants one, before words leave as files and before they are destroyed. Never before leaving: the
PIN is against a hand on the phone, not against its owner, so a forgotten one falls away after three days."""

from datetime import datetime
from typing import Any

from dialogue.practice import DAY, EVER, MINUTE, Practice
from dialogue.talk import Talk
from dialogue.text import at, on
from models.locks import digest, fits

practice = Practice("pin")
asked = Practice("pin_asked", waits=False)
waiting = Practice("pin_wait", waits=False)

FEWEST, MOST = 4, 8  # digits
TRIES = 5  # wrong ones in a row; then each further one costs twice the wait
FIRST_WAIT, LONGEST_WAIT = 15 * MINUTE, DAY
FALLS_AFTER, REMINDED_AFTER = 3 * DAY, 2 * DAY


def digits(talk: Talk) -> str | None:
    """The PIN that was typed, which is taken out of the chat; None where it is no number, which stays."""
    written = "".join(sign for sign in talk.words if sign not in " -.")
    if not (written.isascii() and written.isdigit()):
        return None
    talk.unsay()
    return written


def leave(talk: Talk) -> None:
    talk.put_away()


# --- set, changed, taken away ----------------------------------------------------------------------------------------


@practice.command("pin")
async def begin(talk: Talk) -> None:
    if talk.words:
        talk.unsay()
    if talk.who.confided("pin") is None:
        ask_new(talk)
    else:
        talk.ask(what, of=talk.who, choices=(("change",), ("away",), ("never_mind",)))


def ask_new(talk: Talk, key: str = "new") -> None:
    talk.ask(new, of=talk.who, choices=("never_mind",), secret=True, key=key)


@practice.step
async def new(talk: Talk) -> None:
    if talk.chose(new) == "never_mind":
        leave(talk)
        return
    typed = digits(talk)
    if typed is None or not FEWEST <= len(typed) <= MOST:
        ask_new(talk, "digits")
    elif len(set(typed)) < 3 or typed in "0123456789" or typed in "9876543210":
        ask_new(talk, "plain")
    else:
        talk.ask(once_more, of=talk.who, choices=("never_mind",), secret=True, stored=await digest(typed))


@practice.step
async def once_more(talk: Talk) -> None:
    if talk.chose(once_more) == "never_mind":
        leave(talk)
        return
    typed, stored = digits(talk), talk.given["stored"]
    if typed is None or not await fits(typed, stored):
        ask_new(talk, "differs")
    else:
        await put(talk, stored)
        talk.close("set")


@practice.step
async def what(talk: Talk) -> None:
    if talk.chose(what) == "change":
        talk.run("pin_asked", then=change, opens=True)
    elif talk.chose(what) == "away":
        talk.run("pin_asked", then=away, opens=True)
    else:
        leave(talk)


@practice.step
async def change(talk: Talk) -> None:
    if talk.result:
        ask_new(talk)
    else:
        leave(talk)


@practice.step
async def away(talk: Talk) -> None:
    if talk.result:
        await put(talk, None)
        talk.close("gone")
    else:
        leave(talk)


async def put(talk: Talk, stored: dict[str, Any] | None) -> None:
    """Another PIN, or none: one that was to fall away is settled by it."""
    talk.who.confide(pin=stored)
    for wait in talk.scene.open_talks(waiting.name, talk.who):
        talk.scene.close_and_clear(wait)


# --- asked for, inside what it stands before -------------------------------------------------------------------------


@asked.begin
async def ask(talk: Talk) -> None:
    """Hands back what it `opens`: at once where there is no PIN, and never what was not opened."""
    if talk.who.confided("pin") is None:
        talk.close(result=talk.given["opens"])
    else:
        put_question(talk, talk.given["opens"])


def put_question(talk: Talk, opens: Any, key: str = "pin") -> None:
    until = rests_until(talk)
    given = {"opens": opens} if until is None else {"opens": opens, "time": at(until)}
    key = key if until is None else "later"
    talk.ask(pin, of=talk.who, choices=("forgotten", "never_mind"), secret=True, key=key, **given)


def rests_until(talk: Talk) -> datetime | None:
    """Until when no PIN is looked at, after too many wrong ones."""
    until = talk.who.confided("pin", {}).get("until")
    moment = datetime.fromisoformat(until) if until else None
    return moment if moment is not None and moment > talk.now else None


@asked.step
async def pin(talk: Talk) -> None:
    opens, stored = talk.given["opens"], talk.who.confided("pin")
    if talk.chose(pin):
        leave(talk)
        if talk.chose(pin) == "forgotten":
            talk.run("pin_wait", of=talk.who)
        return
    typed = digits(talk)
    if stored is None:
        talk.close(result=opens)
    elif typed is None or rests_until(talk) is not None:
        put_question(talk, opens)
    elif await fits(typed, stored):
        talk.who.confide(pin={name: stored[name] for name in ("salt", "digest")})
        talk.clear("mine")
        talk.close(result=opens)
    else:
        wrong = stored.get("wrong", 0) + 1
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (wrong - TRIES)) if wrong >= TRIES else None
        until = (talk.now + wait).isoformat() if wait else None
        talk.who.confide(pin={**stored, "wrong": wrong, "until": until})
        put_question(talk, opens, "wrong")


# --- forgotten -------------------------------------------------------------------------------------------------------


@waiting.begin
async def begin_wait(talk: Talk) -> None:
    """Three days in which whoever owns the chat sees it, and can stop it with one tap."""
    falls = talk.now + FALLS_AFTER
    talk.later(over, at=falls, window=EVER)
    talk.later(remind, at=talk.now + REMINDED_AFTER, falls=falls.isoformat())
    ask_wait(talk, falls)


def ask_wait(talk: Talk, falls: datetime) -> None:
    day = on(talk.where(talk.who, falls).date())
    talk.ask(wait, of=talk.who, choices=("keep",), day=day, time=at(falls), falls=falls.isoformat())


@waiting.knock
@waiting.step
async def remind(talk: Talk) -> None:
    """Shown again, on the day before and whenever somebody says again that it is forgotten; it falls no sooner."""
    falls = talk.given.get("falls") or talk.asked(wait)["falls"]
    talk.clear("mine")
    ask_wait(talk, datetime.fromisoformat(falls))


@waiting.step
async def wait(talk: Talk) -> None:
    talk.close("kept")


@waiting.step
async def over(talk: Talk) -> None:
    talk.who.confide(pin=None)
    talk.clear("mine")
    talk.say("over", to=talk.who, doors=("export",))
    talk.close()
