"""F3: killed at random, again and again, while people talk and evenings come."""

import asyncio
import time
from datetime import timedelta

from tests.campaign.checker import judge_prompts, judge_talk
from tests.campaign.people import Crowd, datetime_now, percentile, settle_in
from tests.campaign.registry import Outcome, run
from tests.campaign.stand import Stand

RECOVERED = 5.0  # seconds from a start to the first answer
TALKERS = 8  # couples


@run("F3", "kill -9 at random", cost=45)
async def kill_at_random(stand: Stand) -> Outcome:
    kills = stand.sized(8, 200, 400)
    between = 1.5  # seconds of life, on average
    seconds = kills * (between + 0.8)
    sleepers = range(TALKERS, TALKERS + max(20, int(seconds * 1.6)))
    await stand.move_in()
    begin = datetime_now() + timedelta(seconds=2)
    evenings = {number: begin + timedelta(seconds=seconds * (number - TALKERS) / len(sleepers)) for number in sleepers}
    async with stand.opened() as database:
        await settle_in(database, sleepers.stop, evenings)
    api = await stand.api()
    subjects = [stand.subject(api) for _ in range(2 if stand.shared else 1)]
    crowd = Crowd(api, TALKERS, stand.random)
    for one in subjects:
        await one.start()
    crowd.begin()
    recoveries: list[float] = []
    for number in range(kills):
        await asyncio.sleep(stand.random.uniform(0.4, 2 * between - 0.4))
        victim = subjects[number % len(subjects)]
        await victim.kill()
        before, killed = len(api.calls), time.monotonic()
        await victim.start()
        there = await api.until(lambda before=before: _somebody(api, before), 30)
        recoveries.append(time.monotonic() - killed if there else 30.0)
        stand.told(number + 1, kills)
    await asyncio.sleep(max(0.0, (max(evenings.values()) - datetime_now()).total_seconds() + 3))
    await crowd.end()
    await stand.drained()
    for one in subjects:
        await one.stop()
    there = await stand.look()
    outcome = Outcome(expected=4 * len(sleepers) + 0.5 * len(crowd.talkers) * seconds / 3, moved=0)
    outcome.figures["kills"] = kills
    judge_talk(outcome, crowd, there)
    judge_prompts(outcome, api, sleepers, there)
    recoveries.sort()
    outcome.figures["recovery s"] = f"{percentile(recoveries, 0.5):.1f}, at most {recoveries[-1]:.1f}"
    outcome.require(recoveries[-1] < RECOVERED, f"it took {recoveries[-1]:.1f} s until it spoke again")
    stand.judge_logs(outcome)
    return outcome


def _somebody(api: object, before: int) -> bool:
    """Whether somebody was given something since."""
    calls = api.calls  # type: ignore[attr-defined]
    return any(call.delivered and call.chat for call in calls[before:])
