"""The table: as it is printed, in docs/performance.md with its plots, and its short form in the README."""

import os
import platform
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.table import Row, number

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance.md"
PICTURES = ROOT / "docs" / "pictures"
README = ROOT / "README.md"
README_MARKS = "<!-- bench -->\n<!-- /bench -->"
MARKED = re.compile(r"(<!-- bench -->\n).*?(<!-- /bench -->)", re.DOTALL)
STYLES = {"aim": "green", "floor": "yellow", "below": "red", "not here": "dim"}
SHORT = ("the path ÷ the same evening the usual way", "the path, updates/s ÷ anchor",
         "300 ms on every send: throughput", "idle tick", "restart with", "idle memory ÷ bare PTB",
         "1, 2 and 8 replicas", "a stored evening")  # fmt: skip


@dataclass
class Run:
    """All that one run found."""

    begun: float
    rows: list[Row] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    busiest: float = 0.0
    took: float = 0.0

    def add(self, group: str, rows: list[Row], seconds: float) -> None:
        for row in rows:
            row.group = group
        self.rows += rows
        self.seconds[group] = seconds


def print_table(run: Run, console: Console) -> None:
    table = Table(title="What Evenfall costs", title_justify="left", pad_edge=False)
    for name in ("goal", "on", "measured", "floor", "aim", "reached", "n", "beside"):
        table.add_column(name, justify="right" if name in ("measured", "floor", "aim", "n") else "left")
    for row in run.rows:
        style = STYLES.get(row.verdict, "")
        goal, on, measured, floor, aim, verdict, n, beside = _cells(row)
        table.add_row(goal, on, measured, floor, aim, f"[{style}]{verdict}[/]" if style else verdict, n, beside)
    console.print(table)
    for row, why in run.broken.items():
        console.print(f"[red]{row} could not be measured:[/] {why}")
    console.print(_summary(run))


def write(run: Run, command: str) -> None:
    """The page, its plots, and the README's block, between its marks."""
    pictures = plots(run.rows)
    decision = next((ROOT / "docs" / "decisions").glob("*-how-it-is-measured.md"))
    lines = [
        "# Performance",
        "",
        f"Written by `{command}`. It is made anew by each run; do not edit it.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {_machine()}. {_summary(run)}",
        "",
        "All figures are ratios from one interleaved run at one Bot API server on loopback, medians of `n` rounds; how",
        f"each is measured, and what it leaves out, is told in a [decision](decisions/{decision.name}). *Reached*",
        "says whether the aim was reached, the floor, or neither (below). What the time is spent on:",
        "[profile.md](profile.md). What a town of couples needs: [scale.md](scale.md).",
        "",
        *_markdown(run.rows),
        "",
        *[f"{row} could not be measured: {why}" for row, why in run.broken.items()],
        *[f"![{words}](pictures/{file})\n" for file, words in pictures],
    ]
    PAGE.write_text("\n".join(lines).rstrip() + "\n")
    short = [row for row in run.rows if row.goal.startswith(SHORT)]
    block = "\n".join([*_markdown(short, ("goal", "on", "measured", "floor", "aim", "reached")), ""])
    README.write_text(MARKED.sub(lambda found: found[1] + block + found[2], README.read_text()))


def plots(rows: list[Row]) -> list[tuple[str, str]]:
    """One picture a theme of several rows: how far each is from its floor and its aim."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        return []
    PICTURES.mkdir(exist_ok=True)
    held = [row for row in rows if row.measured and row.floor]
    goals = [f"{row.goal} · {row.on}" for row in held]
    figure = Figure(figsize=(10, 0.3 * len(held) + 1.2), layout="constrained")
    axes = figure.add_subplot()
    gain = [_gain(row, row.measured) for row in held]
    colours = [{"aim": "#3a7d44", "floor": "#d9a441"}.get(row.verdict, "#b5483a") for row in held]
    axes.barh(goals, gain, color=colours, height=0.6)
    for place, row in enumerate(held):
        axes.plot([_gain(row, row.aim)] * 2, [place - 0.4, place + 0.4], color="black", linewidth=1.5)
    axes.axvline(1, color="grey", linestyle="--", linewidth=1)
    axes.set_xscale("log")
    axes.invert_yaxis()
    axes.set_xlabel("times better than the floor (dashed); the black mark is the aim")
    axes.tick_params(labelsize=7)
    figure.savefig(PICTURES / "bench-goals.svg", metadata={"Date": None})
    found = [("bench-goals.svg", "Each row by how far it is from its floor and its aim")]
    rounds = [row for row in rows if len(row.values) > 1]
    if rounds:
        figure = Figure(figsize=(10, 0.3 * len(rounds) + 1.2), layout="constrained")
        axes = figure.add_subplot()
        for place, row in enumerate(rounds):
            axes.plot([one / (row.measured or 1) for one in row.values], [place] * len(row.values), "o", alpha=0.5)
        axes.set_yticks(range(len(rounds)), [f"{row.goal} · {row.on}" for row in rounds])
        axes.invert_yaxis()
        axes.set_xlabel("each round ÷ the median")
        axes.tick_params(labelsize=7)
        figure.savefig(PICTURES / "bench-rounds.svg", metadata={"Date": None})
        found.append(("bench-rounds.svg", "How far the rounds of each row lie apart"))
    return found


def _gain(row: Row, value: float | None) -> float:
    assert row.floor
    value = value or row.floor
    return value / row.floor if row.more else row.floor / value


def _cells(row: Row) -> list[str]:
    return [
        row.goal, row.on, number(row.measured, row.unit), number(row.floor, row.unit), number(row.aim, row.unit),
        row.verdict, str(row.rounds), row.peer + (f" ({row.note})" if row.note else ""),
    ]  # fmt: skip


def _markdown(rows: list[Row], names: tuple[str, ...] = ()) -> list[str]:
    every = ("goal", "on", "measured", "floor", "aim", "reached", "n", "beside")
    chosen = [every.index(name) for name in names or every]
    lines = ["| " + " | ".join(every[place] for place in chosen) + " |", "|" + "---|" * len(chosen)]
    return lines + ["| " + " | ".join(_cells(row)[place] for place in chosen) + " |" for row in rows]


def _summary(run: Run) -> str:
    held = [row for row in run.rows if row.measured is not None]
    aims = sum(row.verdict == "aim" for row in held)
    below = sum(row.verdict == "below" for row in held)
    times = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in run.seconds.items())
    return (
        f"Of {len(held)} rows {aims} reach their aim, {below} stay below their floor. "
        f"The server took at most {run.busiest:.0%} of a core. It took {run.took / 60:.0f} minutes ({times})."
    )


def _machine() -> str:
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"model name\s*:\s*(.+)", info.read_text())
        name = found[1] if found else name
    return f"{os.cpu_count()} cores ({name}), {platform.system()}, Python {platform.python_version()}"
