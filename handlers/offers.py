"""What is offered by the clock: one quiet private card a week at most. A tap declines it once and for all; the other
is told nothing of any of it."""

from zoneinfo import ZoneInfo

from dialogue.practice import DAY, HOUR, Practice
from dialogue.talk import Talk
from dialogue.text import text
from models import Couple

practice = Practice("offer", waits=False)

DECLINED = "declined"
OWN_WEEKS = 6
PHASE_WEEKS = 4


def times(couple: Couple) -> tuple[str, str | None, str]:
    """Four days before the review."""
    day = int(couple.setting("review").split()[0])
    return "18:00", None, str((day - 5) % 7 + 1)


@practice.alarm("offers", window=2 * HOUR, times=times, each=True)
async def weekly(talk: Talk) -> None:
    """Where the two are, every fourth week; in the first weeks owning it, for who broke the trust."""
    who = talk.who
    if talk.other is None or who.leaving or talk.at_rest:
        talk.close()
        return
    declined = {(entry.facts or {})["offer"] for entry in await talk.kept(DECLINED, by=who)}
    given = any(entry.shared for entry in await talk.kept("own", by=who))
    own_weeks = who in talk.repairing and week(talk) <= OWN_WEEKS
    own = ("own",) if own_weeks and not given and "own" not in declined else ()
    if week(talk) % PHASE_WEEKS == 0 and "phase" not in declined:
        line = text(f"phase-names.{talk.couple.phase}")
        talk.ask(declines, of=who, choices=("not_again",), doors=("phase", *own), key="phase", line=line, offer="phase")
        talk.later(lapse, after=20 * HOUR, window=30 * DAY)
    elif own:
        talk.ask(declines, of=who, choices=("not_again",), doors=own, key="own", offer="own")
        talk.later(lapse, after=20 * HOUR, window=30 * DAY)
    else:
        talk.close()


def week(talk: Talk) -> int:
    """Which week of the two this is; the day they became two is in none yet."""
    assert talk.couple.paired_at is not None
    first = talk.couple.paired_at.astimezone(ZoneInfo(talk.couple.zone)).date()
    return ((talk.today - first).days - 1) // 7 + 1


@practice.step
async def declines(talk: Talk) -> None:
    talk.keep(DECLINED, by=talk.who, facts={"offer": talk.given["offer"]})
    talk.close("declined")


@practice.step
async def lapse(talk: Talk) -> None:
    talk.put_away()
