"""F2: the couple's moves in any order, drawn by hypothesis, on the bare engine. What must hold: tests/any_order.py."""

import asyncio
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.any_order import AnyOrder, Flat, furnish
from tests.campaign.registry import Outcome, run
from tests.campaign.stand import Stand
from tests.sofa import GROUP, PAIRED

PLACES = {"in private": PAIRED, "in a group": GROUP}


@run("F2", "the couple's moves in any order", databases=("sqlite",), cost=30)
async def any_order(stand: Stand) -> Outcome:
    examples, steps = stand.sized(3, 12, 1000), stand.sized(20, 30, 50)
    outcome = Outcome(expected=0.5 * len(PLACES) * examples * steps, moved=0)
    house = await stand.houses.of("sqlite")
    done = 0
    for name, before in PLACES.items():
        flat = await furnish(house, stand.folder / name, *before)

        def told(turns: int) -> None:
            nonlocal done
            done += 1
            outcome.moved += turns
            stand.told(done, len(PLACES) * examples)

        wrong = await asyncio.to_thread(drawn, flat, examples, steps, stand.seed, told)
        outcome.require(not wrong, f"{name}: {wrong}")
    outcome.figures |= {"examples": done, "turns": int(outcome.moved)}
    return outcome


def drawn(flat: Flat, examples: int, steps: int, seed: int, told: Any) -> str:
    """What went wrong in some examples, and how it came to it; nothing if nothing did."""

    class Flatmates(AnyOrder):
        def teardown(self) -> None:
            super().teardown()
            told(self.turn)

    Flatmates.flat = flat
    how = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None, print_blob=False,
        phases=(Phase.generate, Phase.shrink) if examples > 100 else (Phase.generate,),
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
    )  # fmt: skip
    try:
        run_state_machine_as_test(hypothesis.seed(seed)(Flatmates), settings=how)
    except AssertionError as error:
        return "\n".join([str(error), *getattr(error, "__notes__", ())])
    return ""
