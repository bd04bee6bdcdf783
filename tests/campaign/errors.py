"""F5, F6: each way in which a call can fail, and exactly what the table of errors says is to be done about it."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from models import Couple, Outbox, Person
from tests.campaign.bot_api import BotApi, Call, Fault, status
from tests.campaign.checker import judge_talk
from tests.campaign.people import EVENING, Crowd, Talker, accounts, datetime_now
from tests.campaign.registry import Outcome, run
from tests.campaign.stand import Stand
from tests.campaign.town import spread

SLOW = 11.0  # seconds: longer than a call is waited for


def unsure() -> list[Fault]:
    """What leaves open whether it arrived."""
    faults = [status(code, "Internal Server Error") for code in (500, 502, 503, 504)]
    faults += [Fault(kind, delivers=delivers) for kind in ("reset", "truncated") for delivers in (False, True)]
    faults += [Fault("html"), Fault("html", 502), Fault("null", delivers=True), Fault("not ok", delivers=True)]
    return faults


HANGS = [Fault("slow", seconds=SLOW), Fault("hang", seconds=SLOW)]
REFUSALS = [
    status(400, "Bad Request: chat not found"),
    status(400, "Bad Request: can't parse entities: unexpected end tag"),
    status(400, "Bad Request: message is too long"),
    status(413, "Request Entity Too Large"),
]
BLOCKS = [status(403, "Forbidden: bot was blocked by the user"), status(403, "Forbidden: user is deactivated")]
FLOODS = [status(429, "Too Many Requests: retry after 2", retry_after=2), status(429, "Too Many Requests")]
SETTLED = [
    ("editMessageText", status(400, "Bad Request: message is not modified: specified new message content")),
    ("editMessageText", status(400, "Bad Request: message to edit not found")),
    ("answerCallbackQuery", status(400, "Bad Request: query is too old and response timeout expired")),
]


@dataclass
class Case:
    """One fault of one kind of message, in the private chat of a couple of its own."""

    grade: str
    fault: Fault
    calls: int  # that there must be of the message that met the fault
    method: str = "sendMessage"
    blocks: bool = False
    couple: int = 0

    @property
    def name(self) -> str:
        return f"{self.grade} {self.fault.name} {self.fault.description[:40]}"

    @property
    def chat(self) -> int:
        return accounts(self.couple)[0]


def cases() -> list[Case]:
    found = []
    for grade in "ABCD":
        method = "editMessageText" if grade == "D" else "sendMessage"
        again = 1 if grade == "A" else 2
        found += [Case(grade, fault, again, method) for fault in unsure()]
        found += [Case(grade, fault, 2, method) for fault in FLOODS]
        found += [Case(grade, fault, 1, method) for fault in REFUSALS]
        if grade in "AB":
            found += [Case(grade, fault, again, method) for fault in HANGS]
            found += [Case(grade, fault, 1, method, blocks=True) for fault in BLOCKS]
    found += [Case("D", fault, 1, method) for method, fault in SETTLED]
    for number, one in enumerate(found):
        one.couple = number
    return found


@run("F5", "the table of errors, row by row", cost=60)
async def table(stand: Stand) -> Outcome:
    rows = cases()
    outcome = Outcome(expected=len(rows) + 3, moved=0)
    await asyncio.gather(each_row(stand, rows, outcome), rejected(stand, outcome), refused(stand, outcome))
    outcome.figures |= {"rows": len(rows), "as the table says": int(outcome.moved)}
    stand.judge_logs(outcome)
    return outcome


async def each_row(stand: Stand, rows: list[Case], outcome: Outcome) -> None:
    await stand.move_in()
    prompted = [one for one in rows if one.grade == "A"]
    evenings = {one.couple: datetime_now() for one in prompted}
    await stand.settle_in(len(rows) + 2, evenings)
    api = await stand.api()
    for one in prompted:
        api.script(one.fault, one.method, chat=one.chat)
    subject = stand.subject(api)
    await subject.start()
    await asyncio.gather(*(provoke(api, one, stand) for one in rows if one.grade != "A"))
    await asyncio.sleep(3)
    await stand.drained(60, evenings=len(prompted))
    for one in rows:
        met = [call for call in api.calls if call.chat == one.chat and call.fault == one.fault.name]
        if one.method == "answerCallbackQuery":
            met = [call for call in api.calls if call.method == one.method and call.fault == one.fault.name]
        if not met:
            outcome.require(False, f"{one.name}: no call met it")
            continue
        same = [call for call in api.calls if _same(call, met[0])]
        after = [call for call in api.calls[met[0].number + 1 :] if call.chat == one.chat and call.text]
        right = len(same) == one.calls and not (one.blocks and after)
        outcome.moved += right
        outcome.require(right, f"{one.name}: {len(same)} calls instead of {one.calls}, {len(after)} after it")
    async with stand.opened() as database, database.session() as db:
        gone = select(Person.chat_id).where(Person.reachable.is_(False))
        blocked = {one.chat for one in rows if one.blocks}
        outcome.require(set(await db.scalars(gone)) == blocked, "the unreachable are not those who blocked")
        states = Counter(await db.scalars(select(Outbox.state).where(Outbox.grade == "A")))
    partners = [accounts(one.couple)[1] for one in prompted]
    prompts = Counter(call.chat for call in api.sends() if call.text.startswith(EVENING))
    outcome.require(all(prompts[one] == 2 for one in partners), "a partner's prompts were not theirs alone")
    outcome.figures["prompts unknown"] = states["unknown"]
    await alone(api, len(rows), outcome)
    await subject.stop()


def _same(call: Call, other: Call) -> bool:
    def about(one: Call) -> tuple[object, ...]:
        args = one.args
        return one.method, one.chat, one.text, args.get("message_id"), args.get("callback_query_id")

    return about(call) == about(other)


async def provoke(api: BotApi, case: Case, stand: Stand) -> None:
    """Do what brings about such a message, with the fault lying in wait."""
    await asyncio.sleep(stand.random.uniform(0, 3))
    if case.grade == "D":
        talker = Talker(api, case.chat, stand.random)
        await talker.once(2, 60)
        about = None if case.method == "answerCallbackQuery" else case.chat
        api.script(case.fault, case.method, chat=about)
        await talker.once(1, 3)
    else:
        api.script(case.fault, case.method, chat=case.chat)
        api.say(case.chat, "/win a walk" if case.grade == "B" else "/p")


async def alone(api: BotApi, couple: int, outcome: Outcome) -> None:
    """A 429 holds its own chat, and nobody else's."""
    held, other = accounts(couple)[0], accounts(couple + 1)[0]
    api.script(status(429, "Too Many Requests: retry after 5", retry_after=5), "sendMessage", chat=held)
    since, began = len(api.calls), time.monotonic()
    api.say(held, "/win held")
    await asyncio.sleep(0.7)
    api.say(other, "/win not held")
    quick = await api.until(lambda: any(api.seen(other, since)), 4)
    late = await api.until(lambda: any(call.text for call in api.seen(held, since)), 20)
    right = quick and late and time.monotonic() - began >= 5
    outcome.moved += right
    outcome.require(right, "a 429 did not hold its own chat alone, for as long as it says")


async def rejected(stand: Stand, outcome: Outcome) -> None:
    """A token that is refused three times ends the process with 78, and what it should have said is said later."""
    small = stand.beside("rejected")
    await small.move_in()
    await small.settle_in(1)
    api = await small.api()
    talker = Talker(api, accounts(0)[0], stand.random)
    rule = api.script(status(401, "Unauthorized"), "sendMessage", times=1000)
    subject = small.subject(api)
    await subject.start()
    talking = asyncio.create_task(talker.once(1, 60))
    try:
        code = await subject.ended(45)
    except TimeoutError:
        code = None
    rule.times = 0
    await subject.start()
    await talking
    await subject.stop()
    right = code == 78 and talker.steps[0].answered is not None and talker.doubled() == 0
    outcome.moved += right
    outcome.require(right, f"a token that is refused ended it with {code}, and the answer did not come once")
    await small.close()


async def refused(stand: Stand, outcome: Outcome) -> None:
    """Nobody listens: surely nothing arrived, so everything is tried again until it does, and comes once."""
    small = stand.beside("refused")
    await small.move_in()
    await small.settle_in(4)
    api = await small.api()
    subject = small.subject(api)
    await subject.start()
    talkers = [Talker(api, user, stand.random) for number in range(4) for user in accounts(number)]
    for one in talkers:
        api.script(status(429, "Too Many Requests: retry after 3", retry_after=3), "sendMessage", chat=one.user)
    talking = [asyncio.create_task(one.once(1, 60)) for one in talkers]
    await api.until(lambda: sum(bool(call.fault) for call in api.calls) >= 2, 20)
    await asyncio.sleep(1)
    await api.shut_door()
    await asyncio.sleep(5)
    await api.open_door()
    await asyncio.gather(*talking)
    await subject.stop()
    right = all(one.steps[0].answered is not None for one in talkers) and not sum(one.doubled() for one in talkers)
    outcome.moved += right
    outcome.require(right, "after nobody had listened for a while, not every answer came once")
    await small.close()


# --- at random --------------------------------------------------------------------------------------------------------


@run("F5 random", "three calls in ten fail, in any way", cost=35)
async def at_random(stand: Stand) -> Outcome:
    seconds = stand.sized(12.0, 40.0, 3600.0)
    couples = 6
    sleepers = range(couples, couples + int(seconds))
    await stand.move_in()
    evenings = spread(sleepers, seconds)
    await stand.settle_in(sleepers.stop, evenings)
    api = await stand.api()
    subject = stand.subject(api)
    faults = [*unsure(), FLOODS[0]]

    def chance(call: Call) -> Fault | None:
        said = call.method.startswith(("send", "edit", "answer", "delete"))
        return stand.random.choice(faults) if said and stand.random.random() < 0.3 else None

    api.chance = chance
    await subject.start()
    crowd = Crowd(api, couples, stand.random, patience=120)
    crowd.begin()
    await asyncio.sleep(seconds + 2)
    api.chance = None
    await crowd.end()
    await stand.drained(60, evenings=len(sleepers))
    await subject.stop()
    there = await stand.look()
    outcome = Outcome(expected=4 * len(sleepers), moved=0)
    judge_talk(outcome, crowd, there, doubled=0.3)
    sent = Counter((call.chat, call.text) for call in api.sends() if call.text.startswith(EVENING))
    twice = sum(count - 1 for count in sent.values())
    unknown = there.outbox[("A", "unknown")]
    outcome.moved = len(sent) + unknown
    outcome.figures |= {"prompts": len(sent), "prompts twice": twice, "prompts unknown": unknown}
    outcome.require(twice == 0, f"{twice} prompts came twice")
    outcome.require(4 * len(sleepers) - len(sent) <= unknown, "prompts are missing that nobody knows of")
    stand.judge_logs(outcome)
    return outcome


# --- a group that becomes a supergroup --------------------------------------------------------------------------------


@run("F6", "a group becomes a supergroup", cost=15)
async def moves(stand: Stand) -> Outcome:
    """Told by a send that is refused, by a message in the group, or by both, in the middle of an evening."""
    count = stand.sized(6, 30, 100)
    await stand.move_in()
    old = {number: -(1000 + number) for number in range(count)}
    new = {number: -(10**12) - 1000 - number for number in range(count)}
    evenings = spread(range(count), count / 4)
    await stand.settle_in(count, evenings, groups=old)
    api = await stand.api()
    subjects = await stand.replicas(api, 2)
    for one in subjects:
        await one.start()

    async def move(number: int) -> None:
        """Before its evening, after it, or so that only a send can tell."""
        way = number % 3
        due = (evenings[number] - datetime_now()).total_seconds()
        await asyncio.sleep(max(0.0, due + (3.5 if way == 1 else -1)))
        api.moved[old[number]] = new[number]
        if way < 2:
            ana = accounts(number)[0]
            api.say(ana, "", chat=old[number], migrate_to_chat_id=new[number])
            api.say(ana, "", chat=new[number], migrate_from_chat_id=old[number])

    await asyncio.gather(*(move(number) for number in range(count)))
    await stand.drained(40, evenings=count)
    for number in range(count):
        api.say(accounts(number)[0], f"/p@{'evenfall_bot'}", chat=new[number])
    paused = await api.until(lambda: all(any(_paused(api, new[number])) for number in range(count)), 60)
    await stand.drained(20)
    for one in subjects:
        await one.stop()
    async with stand.opened() as database, database.session() as db:
        groups = set(await db.scalars(select(Couple.group_id)))
    shown = Counter(call.chat for call in api.sends() if call.text == EVENING)
    once = sum(1 <= shown[old[number]] + shown[new[number]] <= 2 for number in range(count))
    outcome = Outcome(expected=count, moved=once)
    outcome.figures |= {"groups": count, "followed": len(groups & set(new.values()))}
    outcome.require(groups == set(new.values()), "not every couple followed its group")
    outcome.require(paused, "a pause in the new group was not answered")
    twice = [number % 3 for number in range(count) if shown[old[number]] > 1 or shown[new[number]] > 1]
    outcome.require(not twice, f"a prompt came twice where the move was told {twice}")
    stand.judge_logs(outcome)
    return outcome


def _paused(api: BotApi, chat: int) -> list[Call]:
    return [call for call in api.seen(chat) if call.text.startswith("Paused")]
