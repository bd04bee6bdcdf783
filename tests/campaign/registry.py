"""What there is to run: each run is a coroutine with a name, registered by the module it stands in.

    @run("F7", "everything comes twice")
    async def twice(stand: Stand) -> Outcome: ...

A run returns figures for the table, the sentences of what it missed, and how much of its expected volume it moved: one
that moved less than nine tenths has shown nothing, and fails.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.campaign.stand import Stand

ENOUGH = 0.9
BOTH = ("sqlite", "postgres")
SIZES = ("quick", "normal", "long")
MEASURED, FEW, MOST, HEAVY = range(4)  # what is counted to the half per cent, and what only waits; ...; what computes


@dataclass
class Outcome:
    """What one run found. `figures` are shown in the order given; without a sentence in `misses` it passed."""

    expected: float
    moved: float
    figures: dict[str, Any] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def require(self, true: bool, sentence: str) -> None:
        if not true:
            self.misses.append(sentence)

    @property
    def passed(self) -> bool:
        return not self.misses


Work = Callable[["Stand"], Awaitable[Outcome]]


@dataclass(frozen=True)
class Run:
    name: str  # F3
    says: str  # what is done, for the table
    work: Work
    databases: tuple[str, ...] = BOTH  # "sqlite", "postgres"; one that needs neither is run on ("sqlite",)
    size: str = "quick"  # the smallest size in which it takes part
    cost: float = 5.0  # seconds in --quick, roughly: the long ones begin first
    turn: int = MOST  # which of the turns below it takes part in, so that none disturbs one that measures


RUNS: list[Run] = []


def run(
    name: str,
    says: str,
    databases: tuple[str, ...] = BOTH,
    size: str = "quick",
    cost: float = 5.0,
    turn: int = MOST,
) -> Callable[[Work], Work]:
    def register(work: Work) -> Work:
        RUNS.append(Run(name, says, work, databases, size, cost, turn))
        return work

    return register
