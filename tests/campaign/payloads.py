"""Threat 7: payloads that somebody made up, thrown at a couple in the midst of an evening (tests/hostile.py)."""

import asyncio

from tests.campaign.registry import Outcome, run
from tests.campaign.stand import Stand
from tests.hostile import thrown


@run("T7", "made-up buttons, links and ids", databases=("sqlite",), cost=40)
async def payloads(stand: Stand) -> Outcome:
    count = stand.sized(300, 10_000, 100_000)
    house = await stand.houses.of(stand.database)
    throwing = thrown(house, stand.folder / "thrown", count, stand.seed, stand.told)
    wrong = await asyncio.to_thread(asyncio.run, throwing)  # the Bot API of others is in this thread
    outcome = Outcome(expected=count, moved=0 if wrong else count)
    outcome.misses += wrong[:5]
    outcome.figures["thrown"] = count
    return outcome
