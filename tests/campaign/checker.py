"""The judge: what the Bot API saw, what is stored, and what the log says."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from models import Entry, Inbox, Outbox, Ring
from models.database import Database
from models.keys import InvalidTag
from tests.campaign.people import CANARY, Crowd, evenings, late, percentile
from tests.campaign.registry import Outcome
from tests.campaign.subject import TOKEN
from tests.sofa import unlock

DOUBLED = 0.01  # of all answers
UNKNOWN = 0.005  # of all prompts
LOUD = re.compile(r"\b(crashed|task_failed|turn_dead|event_failed|message_known)\b|Traceback|never retrieved")


@dataclass
class Stored:
    """What lies in the database, opened."""

    marks: Counter[str] = field(default_factory=Counter)
    inbox: Counter[str] = field(default_factory=Counter)
    outbox: Counter[tuple[str, str]] = field(default_factory=Counter)  # grade and state
    rings: int = 0
    doubled: int = 0
    unreadable: int = 0


async def stored(database: Database) -> Stored:
    found = Stored()
    mark = re.compile(CANARY + r"\d{6}x\d{4}")
    async with database.session() as db:
        await unlock(db)
        for entry in await db.scalars(select(Entry)):
            try:
                found.marks.update(mark.findall(json.dumps(entry.words)))
            except InvalidTag:
                found.unreadable += 1
        found.inbox = Counter(await db.scalars(select(Inbox.state)))
        found.outbox = Counter((grade, state) for grade, state in await db.execute(select(Outbox.grade, Outbox.state)))
        found.rings = int(await db.scalar(select(func.count()).select_from(Ring)) or 0)
    return found


def judge_talk(outcome: Outcome, crowd: Crowd, there: Stored, doubled: float = DOUBLED) -> None:
    """Nothing lost, nothing stored twice, few answers doubled."""
    steps = crowd.steps()
    lost = [step for step in steps if step.answered is None]
    marks = Counter(mark for talker in crowd.talkers for mark in talker.kept())
    unkept = [mark for mark in marks if there.marks[mark] == 0]
    twice = [mark for mark, count in there.marks.items() if count > max(1, marks[mark])]
    again = sum(talker.doubled() for talker in crowd.talkers)
    waits = late(steps)
    outcome.moved += len(steps) - len(lost)
    outcome.figures |= {
        "answers": len(steps) - len(lost),
        "lost": len(lost),
        "unkept": len(unkept),
        "stored twice": len(twice),
        "doubled": f"{again} ({again / max(1, len(steps)):.2%})",
        "p95 s": round(percentile(waits, 0.95), 2),
    }
    outcome.require(not lost, f"{len(lost)} updates have no answer, the first a {lost[0].kind if lost else ''}")
    outcome.require(not unkept, f"{len(unkept)} words were answered and not kept")
    outcome.require(not twice, f"{len(twice)} words were stored twice")
    outcome.require(again <= max(1, doubled * len(steps)), f"{again} of {len(steps)} answers came twice")
    outcome.require(not there.unreadable, f"{there.unreadable} sealed words cannot be opened")
    outcome.require(there.inbox["new"] == 0, f"{there.inbox['new']} updates still wait")
    outcome.require(there.inbox["dead"] == 0, f"{there.inbox['dead']} updates are dead letters")


def judge_prompts(outcome: Outcome, api: Any, couples: range, there: Stored, unknown: float = UNKNOWN) -> None:
    """At most one of each prompt, and very few of which nobody knows."""
    wanted, sent = evenings(api, couples)
    twice = sum(count - 1 for count in sent.values())
    lost = wanted - len(sent)
    unsure = there.outbox[("A", "unknown")]
    outcome.moved += len(sent)
    outcome.figures |= {
        "prompts": len(sent),
        "prompts twice": twice,
        "prompts unknown": f"{unsure} ({unsure / max(1, wanted):.2%})",
        "prompts lost": lost,
    }
    outcome.require(twice == 0, f"{twice} prompts were sent twice")
    outcome.require(there.rings == len(couples), f"{there.rings} evenings rang of {len(couples)}")
    outcome.require(lost <= unsure, f"{lost} prompts never came, and only {unsure} are marked unknown")
    outcome.require(unsure <= max(1, unknown * wanted), f"{unsure} of {wanted} prompts are unknown")


def judge_logs(outcome: Outcome, logs: dict[str, str], allowed: frozenset[str] = frozenset()) -> None:
    """No word, no token, no unhandled exception."""
    outcome.require(any(logs.values()), "there is no log to be judged")
    for name, said in logs.items():
        outcome.require(CANARY not in said, f"{name} quotes what somebody wrote")
        outcome.require(TOKEN not in said and TOKEN.partition(":")[2] not in said, f"{name} holds the token")
        loud = Counter(found.group() for found in LOUD.finditer(said))
        unhandled = {event: count for event, count in loud.items() if event not in allowed}
        outcome.require(not unhandled, f"{name}: {', '.join(f'{count} × {one}' for one, count in unhandled.items())}")
