"""F3, F4, F13, F14, F18: processes that are killed, stopped, told to end or started twice, while people talk."""

import asyncio
import signal
import time
from collections import Counter

from tests.campaign.bot_api import BotApi, Call, Fault
from tests.campaign.checker import Stored, judge_talk
from tests.campaign.people import EVENING, Crowd, Talker, accounts, datetime_now, percentile
from tests.campaign.registry import FEW, HEAVY, MEASURED, Outcome, run
from tests.campaign.stand import Stand
from tests.campaign.subject import Subject
from tests.campaign.town import Town

RECOVERED = 5.0  # seconds from a kill to the first message


@run("F3", "kill -9 at random", cost=45, turn=MEASURED)
async def kill_at_random(stand: Stand) -> Outcome:
    kills = stand.sized(8, 200, 400)
    between = stand.sized(1.5, 2.6)  # seconds of life, on average
    await stand.move_in()
    town = Town(stand, kills * (between + 0.8))
    await town.open()
    recoveries: list[float] = []
    for number in range(kills):
        await asyncio.sleep(stand.random.uniform(0.4, 2 * between - 0.4))
        victim = town.subjects[number % len(town.subjects)]
        await victim.kill()
        before = len(town.api.calls)
        await victim.start()
        recoveries.append(await town.recovery(before))
        await town.up(victim, before)  # it lives for a while before it is its turn again
        stand.told(number + 1, kills)
    await town.close()
    # A small check has some hundred messages, and one that was under way at a kill is already more than its share.
    outcome = town.judge({"kills": kills}, unsure=stand.sized(kills, 0))
    recoveries.sort()
    outcome.figures["recovery s"] = f"{percentile(recoveries, 0.5):.1f}, at most {recoveries[-1]:.1f}"
    limit = stand.sized(3 * RECOVERED, RECOVERED)  # make check runs on machines that have other things to do
    outcome.require(recoveries[-1] < limit, f"it took {recoveries[-1]:.1f} s until it spoke again")
    return outcome


@run("F3 webhook", "three replicas serve a webhook, any one is killed", databases=("postgres",), cost=30, turn=FEW)
async def webhook(stand: Stand) -> Outcome:
    kills = stand.sized(3, 15)
    await stand.move_in()
    town = Town(stand, kills * stand.sized(3.5, 4.5), rate=1.5)
    await town.open(replicas=3, webhook=True)
    over = asyncio.Event()
    courier = asyncio.create_task(town.api.call_in(lambda: [one.webhook_port for one in town.subjects], over))
    for number in range(kills):
        await asyncio.sleep(stand.random.uniform(1.5, 4.5))
        victim = town.subjects[number % 3]
        await victim.kill()
        await asyncio.sleep(0.5)
        before = len(town.api.calls)
        await victim.start(**town.how)
        await town.up(victim, before)
        stand.told(number + 1, kills)
    await town.close()
    over.set()
    await courier
    return town.judge({"kills": kills}, unsure=stand.sized(kills, 0))


# --- at every boundary ------------------------------------------------------------------------------------------------


@run("F4", "kill -9 at every commit and call", cost=60, turn=HEAVY)
async def kill_at_every_boundary(stand: Stand) -> Outcome:
    """One short talk and one evening, each time killed at another boundary of those that every such evening has."""
    boundaries = await enumerate_boundaries(stand)
    every = stand.sized(8, 1)
    chosen = boundaries[stand.seed % every :: every]
    outcome = Outcome(expected=len(chosen), moved=0)
    side_by_side = asyncio.Semaphore(3)
    done = 0

    async def one(number: int, boundary: Boundary) -> tuple[Boundary, list[str], Stored]:
        nonlocal done
        async with side_by_side:
            found = await killed_at(stand, f"at{number}", boundary)
            done += 1
            stand.told(done, len(chosen))
            return boundary, *found

    unsure = twice = 0
    for boundary, misses, there in await asyncio.gather(*(one(*about) for about in enumerate(chosen))):
        if NOT_DIED in misses:
            continue  # what is done in one commit or in two is not always the same; it counts as not moved
        outcome.moved += 1
        outcome.misses += [f"killed {boundary[0]} ({boundary[1]}): {miss}" for miss in misses]
        unsure += there.outbox[("A", "unknown")]
        twice += there.doubled
    calls = sum(" commit of " not in name for name, _ in chosen)
    outcome.figures |= {"boundaries": len(boundaries), "killed at": int(outcome.moved), "of them calls": calls}
    outcome.figures |= {"prompts unknown": unsure, "doubled": twice}
    outcome.require(0 < calls < len(chosen), "there were not both calls and commits")
    outcome.require(unsure <= len(chosen), f"{unsure} prompts are unknown after {len(chosen)} kills")
    stand.judge_logs(outcome)
    return outcome


Boundary = tuple[str, int]  # its name, and which of that name

NOT_DIED = "did not die"


async def enumerate_boundaries(stand: Stand, where: str = "") -> list[Boundary]:
    """Those that each of several evenings passed: what can be done in one commit or in two is not counted on."""
    found: list[Counter[str]] = []
    for number in range(stand.sized(2, 3)):
        count = stand.folder / f"boundaries{number}"
        misses, _ = await one_evening(stand, f"count{number}", count=str(count))
        if misses:
            raise AssertionError(f"nobody was killed, and yet: {'; '.join(misses)}")
        found.append(Counter(count.read_text().split("\n")[:-1]))
    always = found[0]
    for other in found[1:]:
        always &= other
    return [(name, number) for name in always for number in range(1, always[name] + 1) if name.startswith(where)]


async def killed_at(stand: Stand, name: str, boundary: Boundary) -> tuple[list[str], Stored]:
    """One evening, killed there. It is begun again where it came to its end without passing there so often."""
    for number in range(3):
        misses, there = await one_evening(stand, f"{name}-{number}", die_at=boundary)
        if NOT_DIED not in misses:
            break
    return misses, there


async def one_evening(stand: Stand, name: str, **faults: object) -> tuple[list[str], Stored]:
    """One couple talks and has an evening, on a house of its own. Returns what is wrong, and what is stored."""
    small = stand.beside(name)
    await small.move_in()
    await small.settle_in(2, {1: datetime_now()})
    api = await small.api()
    subject = small.subject(api)
    await subject.start(**faults)
    talker = Talker(api, accounts(0)[0], stand.random)
    talking = asyncio.create_task(talker.once(3, 40))
    misses: list[str] = []
    if "die_at" in faults:
        calm = asyncio.create_task(_calm(api, talking))
        ended = asyncio.create_task(subject.ended(60))
        await asyncio.wait({calm, ended}, return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            await subject.start()
        else:
            ended.cancel()
            misses.append(NOT_DIED)
        calm.cancel()
        await asyncio.gather(calm, ended, return_exceptions=True)
    await talking
    if not await small.drained(20, evenings=1):
        misses.append("something still waits to be sent")
    await subject.stop()
    there = await small.look()
    there.doubled = talker.doubled()
    lost = [step.kind for step in talker.steps if step.answered is None]
    prompts = _prompts(api)
    unsure = there.outbox[("A", "unknown")]
    if lost or len(talker.steps) < 3:
        misses.append(f"no answer to {lost}")
    if there.inbox["dead"] or there.unreadable:
        misses.append(f"{there.inbox['dead']} dead letters, {there.unreadable} words that cannot be opened")
    if any(there.marks[mark] != 1 for mark in talker.kept()):
        misses.append("words were not stored once")
    if len(prompts) != len(set(prompts)):
        misses.append("a prompt came twice")
    if not 4 - unsure <= len(set(prompts)) <= 4 or there.rings != 1:
        misses.append(f"{len(set(prompts))} prompts of 4 came, {unsure} are unknown")
    await small.close()
    return misses, there


def _prompts(api: BotApi) -> list[tuple[int, str]]:
    return [(call.chat, call.text) for call in api.sends() if call.text.startswith(EVENING)]


async def _calm(api: BotApi, talking: asyncio.Task[None]) -> None:
    """Everything was said, and nothing more comes: it did not die."""
    await asyncio.shield(talking)
    await api.until(lambda: len(set(_prompts(api))) == 4, 10)
    await asyncio.sleep(2)


# --- stopped, told to end, started twice ------------------------------------------------------------------------------


@run("F13", "SIGSTOP past the lease, then SIGCONT", cost=50, turn=FEW)
async def stalled(stand: Stand) -> Outcome:
    """Stopped while it is sending: who stands still longer than the lease still owns the only send of a prompt."""
    stalls = stand.sized(1, 2, 20)
    seconds = 33.0
    await stand.move_in()
    town = Town(stand, stalls * (seconds + 5), rate=1.2, talkers=4)
    await town.open(patience=90)
    api = town.api
    for number in range(stalls):
        caught: list[Subject] = []
        before = len(_prompts(api))

        def stop(call: Call, caught: list[Subject] = caught, before: int = before) -> Fault | None:
            if caught or not call.text.startswith(EVENING) or len(_prompts(api)) < before + 3:
                return None
            caught.append(next(one for one in town.subjects if one.door == call.door))
            caught[0].signal(signal.SIGSTOP)
            return Fault("hang", delivers=True, seconds=0.5)

        api.chance = stop
        await api.until(lambda caught=caught: caught, 30)
        await asyncio.sleep(seconds)
        if caught:
            caught[0].signal(signal.SIGCONT)
        await asyncio.sleep(4)
        stand.told(number + 1, stalls)
    api.chance = None
    await town.close()
    # What was under way when it was stopped is in doubt: one message a stall, two where another was just claimed.
    return town.judge({"stalls": stalls}, unsure=2 * stalls)


@run("F14", "SIGTERM under load", cost=25)
async def told_to_end(stand: Stand) -> Outcome:
    times = stand.sized(2, 12, 50)
    await stand.move_in()
    town = Town(stand, times * 4.0)
    await town.open()
    slow = Fault("slow", seconds=0.2)
    town.api.chance = lambda call: slow if call.text and stand.random.random() < 0.3 else None
    ends: list[float] = []
    codes: list[int] = []
    for number in range(times):
        await asyncio.sleep(stand.random.uniform(1, 3))
        victim, began = town.subjects[number % len(town.subjects)], time.monotonic()
        codes.append(await victim.stop(20))
        ends.append(time.monotonic() - began)
        await victim.start()
        stand.told(number + 1, times)
    await town.close()
    outcome = town.judge({"ends": times, "slowest s": round(max(ends), 1)}, doubled=0, unknown=0)
    outcome.require(set(codes) == {0}, f"it ended with {codes}")
    outcome.require(max(ends) < 10, f"it took {max(ends):.0f} s to end")
    return outcome


@run("F18", "started twice on the same data", cost=12)
async def started_twice(stand: Stand) -> Outcome:
    """On SQLite the second goes away with 75; on PostgreSQL one of both polls, and the other sends too."""
    await stand.move_in()
    await stand.settle_in(4)
    api = await stand.api()
    first = stand.subject(api, await api.another_door())
    second = stand.subject(api, await api.another_door())
    crowd = Crowd(api, 4, stand.random)
    await first.start()
    await api.until(lambda: api.polls, 20)
    await second.start()
    crowd.begin()
    outcome = Outcome(expected=8, moved=0)
    if stand.shared:
        await asyncio.sleep(8)
        outcome.figures["pollers"] = len(api.pollers)
        outcome.require(len(api.pollers) == 1, f"{len(api.pollers)} processes polled")
    else:
        code = await second.ended(20)
        outcome.figures["exit code of the second"] = code
        outcome.require(code == 75, f"the second ended with {code}")
        await asyncio.sleep(3)
    outcome.require(api.conflicts == 0, f"{api.conflicts} times two asked at once")
    await crowd.end()
    for one in (first, second):
        if one.process is not None:
            await one.stop()
    judge_talk(outcome, crowd, await stand.look(), doubled=0)
    stand.judge_logs(outcome)
    return outcome
