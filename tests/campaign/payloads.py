"""Threat 7: payloads that somebody made up, thrown at a couple in the midst of an evening (tests/hostile.py)."""

from tests.campaign.registry import Outcome, run
from tests.campaign.stand import Stand
from tests.hostile import thrown


@run("T7", "made-up buttons, links and ids", cost=60)
async def payloads(stand: Stand) -> Outcome:
    count = stand.sized(1_000, 10_000, 100_000)
    house = await stand.houses.of(stand.database)
    wrong = await thrown(house, stand.folder / "thrown", count, stand.seed, stand.told)
    outcome = Outcome(expected=count, moved=0 if wrong else count)
    outcome.misses += wrong[:5]
    outcome.figures["thrown"] = count
    return outcome
