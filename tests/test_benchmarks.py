"""The benchmarks run and yield numbers. What the numbers are is nothing for a test: `make bench` tells."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.bench import TINY, Bench
from benchmarks.rows import ROWS
from benchmarks.rows.rate import densest
from benchmarks.subject import Server
from benchmarks.table import Row, number


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One small run, on SQLite."""
    server = Server()
    try:
        yield Bench(TINY, server, tmp_path_factory.mktemp("bench"), None, lambda words: None)
    finally:
        server.close()


@pytest.mark.parametrize("row", ROWS)
def test_a_row_yields_numbers(row: str, bench: Bench) -> None:
    found = asyncio.run(ROWS[row](bench))
    assert found
    for one in found:
        assert one.measured is not None or "not" in one.note, one.goal


@pytest.mark.parametrize(
    ("measured", "more", "verdict"),
    [(0.5, True, "below"), (1.0, True, "floor"), (3.1, True, "aim"), (3.1, False, "below"), (1.0, False, "aim")],
)
def test_a_goal_is_reached_or_not(measured: float, more: bool, verdict: str) -> None:
    goals = {"floor": 1.0, "aim": 3.0} if more else {"floor": 3.0, "aim": 1.0}
    assert Row("a goal", "a peer", measured, more=more, **goals).verdict == verdict


def test_no_row_needs_what_its_environment_does_not_hold() -> None:
    """The benchmark's own environment has its peers, and nothing of the tests' libraries."""
    absent = "import sys; sys.modules['pytest'] = sys.modules['hypothesis'] = sys.modules['syrupy'] = None"
    command = [sys.executable, "-c", f"{absent}; import benchmarks.rows, benchmarks.populate"]
    subprocess.run(command, check=True)


def test_a_second_is_any_second() -> None:
    assert densest([0.0, 0.5, 0.9, 1.2, 1.4]) == 4
    assert densest([]) == 0


def test_numbers_are_printed_with_the_digits_that_count() -> None:
    assert [number(one) for one in (1234.5, 2.345, 0.0512, 0.00123, 0, None)] == [
        "1,234", "2.35", "0.051", "0.0012", "0", "–",
    ]  # fmt: skip


def test_the_page_and_the_readme_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The README changes between its marks alone."""
    pages = {name: tmp_path / f"{name}.md" for name in ("page", "readme")}
    monkeypatch.setattr(report, "PAGE", pages["page"])
    monkeypatch.setattr(report, "README", pages["readme"])
    monkeypatch.setattr(report, "PICTURES", tmp_path)
    pages["readme"].write_text(report.README_MARKS.join(["before\n", "\nafter\n"]))
    run = report.Run(0.0)
    reached = Row("idle tick at 1,000,000 couples ÷ 1,000", "itself", 1.2, floor=2, aim=1.5, values=[1.1, 1.2, 1.3])
    run.add("idle", [reached, Row("something else", "a peer", None, note="not installed")], 1.0)
    report.write(run, "make bench")
    page, readme = (one.read_text() for one in pages.values())
    assert "| idle tick at 1,000,000 couples ÷ 1,000 | SQLite | 1.20 | 2.00 | 1.50 | aim |" in page
    assert "something else" in page
    assert readme.startswith("before\n<!-- bench -->\n| goal")
    assert readme.endswith("<!-- /bench -->\nafter\n")
    assert "something else" not in readme
