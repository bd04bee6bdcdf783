"""One line of the table: what was measured, what it had to be, and beside whom."""

from dataclasses import dataclass, field
from statistics import median

SQLITE, POSTGRES = "SQLite", "PostgreSQL"


@dataclass
class Row:
    """A goal of the table. `more`: whether more is better."""

    goal: str
    peer: str
    measured: float | None
    floor: float | None = None
    aim: float | None = None
    more: bool = False
    on: str = SQLITE
    rounds: int = 1
    note: str = ""
    unit: str = ""
    group: str = ""
    values: list[float] = field(default_factory=list)

    def reached(self, goal: float | None) -> bool | None:
        if goal is None or self.measured is None:
            return None
        return self.measured >= goal if self.more else self.measured <= goal

    @property
    def verdict(self) -> str:
        if self.measured is None:
            return "not here"
        if self.reached(self.aim):
            return "aim"
        if self.floor is None:
            return "shown" if self.aim is None else "measured"
        return "floor" if self.reached(self.floor) else "below"


def ratio_row(goal: str, peer: str, values: list[float], **more: object) -> Row:
    """A row whose value is the median of its rounds."""
    return Row(goal, peer, median(values) if values else None, rounds=len(values), values=values, **more)  # type: ignore[arg-type]


def absent(goal: str, peer: str, why: str, **more: object) -> Row:
    return Row(goal, peer, None, note=why, rounds=0, **more)  # type: ignore[arg-type]


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def number(value: float | None, unit: str = "") -> str:
    """As it is printed: three digits that count."""
    if value is None:
        return "–"
    if value == 0:
        text = "0"
    elif abs(value) >= 100:
        text = f"{value:,.0f}"
    elif abs(value) >= 1:
        text = f"{value:.2f}"
    else:
        text = f"{value:.2g}" if abs(value) < 0.01 else f"{value:.3f}"
    return f"{text} {unit}".strip()
