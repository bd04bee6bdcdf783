"""F24: the campaign itself is tried. The program is broken in one way at a time, and each must be noticed."""

import shutil

from tests.campaign.errors import BLOCKS, REFUSALS, Case, each_row, unsure
from tests.campaign.kills import NOT_DIED, enumerate_boundaries, killed_at, one_evening
from tests.campaign.mutants import MUTANTS
from tests.campaign.registry import HEAVY, Outcome, run
from tests.campaign.stand import Stand
from tests.campaign.twice import twice


@run(
    "F24",
    "the program is broken on purpose, and it is noticed",
    databases=("sqlite",),
    size="normal",
    cost=200,
    turn=HEAVY,
)
async def broken_on_purpose(stand: Stand) -> Outcome:
    catches = {
        "numbered_anew": everything_twice,
        "unguarded": everything_twice,
        "unclaimed": killed("after sendMessage"),
        "done_later": killed("after commit"),
        "confirmed_early": killed("before commit"),
        "unbound": killed(),
        "asked_again": errors("A"),
        "stubborn": errors("B"),
        "talkative": killed(),
    }
    assert catches.keys() == MUTANTS.keys()
    outcome = Outcome(expected=len(catches), moved=0)
    for number, (name, catch) in enumerate(catches.items()):
        small = Stand(stand.houses, stand.database, "quick", stand.seed, stand.folder / name)
        small.folder.mkdir()
        small.faults["mutant"] = name
        noticed = await catch(small)
        await small.close()
        shutil.rmtree(small.folder)  # one of them tells what people write
        outcome.moved += bool(noticed)
        outcome.figures[name] = "noticed" if noticed else "not noticed"
        outcome.require(bool(noticed), f"nothing noticed that the program was {name}")
        stand.told(number + 1, len(catches))
    return outcome


async def everything_twice(stand: Stand) -> list[str]:
    return (await twice(stand)).misses


def killed(where: str = ""):  # noqa: ANN201
    """One evening, killed at boundaries of one kind until something is noticed; or not killed at all."""

    async def catch(stand: Stand) -> list[str]:
        misses, there = await one_evening(stand, "calm")
        outcome = Outcome(0, 0)
        stand.judge_logs(outcome)
        misses += outcome.misses + ["what is sealed cannot be opened"] * there.unreadable
        if misses or not where:
            return misses
        for number, boundary in enumerate(await enumerate_boundaries(stand, where)):
            misses, _ = await killed_at(stand, f"at{number}", boundary)
            if misses and misses != [NOT_DIED]:
                break
        return misses

    return catch


def errors(grade: str):  # noqa: ANN201
    async def catch(stand: Stand) -> list[str]:
        faults = [*unsure()[:4], *REFUSALS, *BLOCKS]
        rows = [Case(grade, fault, 1 if grade == "A" or fault in REFUSALS else 2) for fault in faults[:8]]
        for number, row in enumerate(rows):
            row.couple = number
        outcome = Outcome(0, 0)
        await each_row(stand, rows, outcome)
        return outcome.misses

    return catch
