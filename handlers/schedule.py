"""Everything the companion will send this week: nothing comes as a surprise."""

from datetime import datetime, timedelta

from dialogue.practice import Practice
from dialogue.talk import Talk
from dialogue.text import at, joined, on, text
from models import Alarm

practice = Practice("schedule")

AHEAD = timedelta(days=7)
OWN = ("promise_reminder", "pledge_end", "tell_waiting", "nocontact_renew")


@practice.command("schedule")
async def begin(talk: Talk) -> None:
    rings = []
    for alarm in await talk.scene.alarms():
        if not comes(talk, alarm):
            continue
        due = alarm.due_at
        while due is not None and due < talk.now + AHEAD:
            resting = alarm.person_id is None and talk.couple.rest_until is not None and due < talk.couple.rest_until
            if not resting:
                rings.append((due, alarm.name))
            due = alarm.first_from(alarm.local_date(due) + timedelta(days=1), after=due)
    lines = [
        text(f"schedule-{name}", day=on(talk.where(talk.who, due).date()), time=at(due))
        for due, name in sorted([*rings, *reminders(talk)])
    ]
    talk.close("week" if lines else "nothing", lines=joined(lines))


def comes(talk: Talk, alarm: Alarm) -> bool:
    """Whether an alarm says something to who asks. The tidying at noon is told in a line of its own."""
    if alarm.person_id not in (None, talk.who.id):
        return False
    if alarm.name == "evening" or talk.other is None:
        return alarm.name == "evening"
    if alarm.name == "nudge":
        return talk.settled and talk.who in talk.repairing
    return alarm.name in ("weekly", "offers") or (alarm.name == "journal" and talk.settled)


def reminders(talk: Talk) -> list[tuple[datetime, str]]:
    """What one has set for oneself alone."""
    own = [one for one in talk.scene.talks if one.owner_id == talk.who.id and one.practice in OWN]
    dues = [alarm.due_at for one in own for alarm in one.alarms]
    return [(due, "own") for due in dues if due is not None and due < talk.now + AHEAD]
