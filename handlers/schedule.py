"""Everything the companion will send this week: nothing comes as a surprise."""

from datetime import timedelta

from dialogue.practice import Practice
from dialogue.talk import Talk
from dialogue.text import at, joined, on, text

practice = Practice("schedule")

AHEAD = timedelta(days=7)


@practice.command("schedule")
async def begin(talk: Talk) -> None:
    rings = []
    for alarm in await talk.scene.alarms():
        if alarm.person_id not in (None, talk.who.id):
            continue
        due = alarm.due_at
        while due is not None and due < talk.now + AHEAD:
            resting = alarm.person_id is None and talk.couple.rest_until is not None and due < talk.couple.rest_until
            if not resting:
                rings.append((due, alarm))
            due = alarm.first_from(alarm.local_date(due) + timedelta(days=1), after=due)
    lines = [
        text(f"schedule-{alarm.name}", day=on(alarm.local_date(due)), time=at(due))
        for due, alarm in sorted(rings, key=lambda ring: ring[0])
        if alarm.name == "evening" or (alarm.name == "weekly" and talk.other is not None)
    ]
    talk.close("week" if lines else "nothing", lines=joined(lines))
