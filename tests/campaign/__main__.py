"""`python -m tests.campaign`: runs what is registered, shows bars while it runs and one table at the end."""

import argparse
import asyncio
import importlib
import logging
import pkgutil
import sys
import time
import traceback
from random import Random

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

import tests.campaign
from tests.campaign.registry import ENOUGH, RUNS, SIZES, Outcome, Run
from tests.campaign.stand import Houses, Stand
from tests.campaign.traces import scrape, search

Result = tuple[Run, str, Outcome]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make campaign", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_const", const="quick", dest="size", help="the small one of make check")
    size.add_argument("--long", action="store_const", const="long", dest="size", help="load, soak, hundreds of each")
    parser.add_argument("--only", default="", help="some runs by their names, such as F3,F5")
    parser.add_argument("--database", choices=("sqlite", "postgres"), help="only on this one")
    parser.add_argument("--seed", type=int, default=None, help="repeats the dice of an earlier campaign")
    parser.add_argument("--jobs", type=int, default=4, help="how many runs side by side")
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md")
    parser.set_defaults(size="normal")
    return parser.parse_args()


def load() -> None:
    """Every module of this package may hold runs."""
    for module in pkgutil.iter_modules(tests.campaign.__path__):
        if module.name not in ("__main__", "launch"):
            importlib.import_module(f"tests.campaign.{module.name}")


def chosen(asked: argparse.Namespace) -> list[tuple[Run, str]]:
    names = {name.strip().upper() for name in asked.only.split(",") if name.strip()}
    known = {run.name.partition(" ")[0] for run in RUNS}
    if names - known:
        sys.exit(f"There is no {', '.join(sorted(names - known))}: there are {', '.join(sorted(known, key=order))}.")
    runs = [run for run in RUNS if SIZES.index(run.size) <= SIZES.index(asked.size) or names]
    runs = [run for run in runs if not names or run.name.partition(" ")[0] in names]
    return [(run, kind) for run in runs for kind in run.databases if asked.database in (None, kind)]


def order(name: str) -> tuple[int, str]:
    digits = "".join(sign for sign in name.partition(" ")[0] if sign.isdigit())
    return int(digits or 0), name


async def campaign(asked: argparse.Namespace, console: Console) -> list[Result]:
    houses = Houses()
    await houses.open()
    todo = sorted(chosen(asked), key=lambda one: -one[0].cost)
    results: list[Result] = []
    side_by_side = asyncio.Semaphore(asked.jobs)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=not console.is_terminal) as bars:
        whole = bars.add_task("[bold]the campaign", total=len(todo))

        async def one(run: Run, kind: str) -> None:
            async with side_by_side:
                bar = bars.add_task(f"{run.name} {run.says}, {kind}", total=None)

                def told(done: float, total: float) -> None:
                    bars.update(bar, completed=done, total=total)

                outcome = await play(houses, run, kind, asked, told)
                results.append((run, kind, outcome))
                bars.remove_task(bar)
                bars.advance(whole)
                if not console.is_terminal:
                    said = "passed" if outcome.passed else "MISSED: " + "; ".join(outcome.misses[:5])
                    line = f"{run.name} {run.says}, {kind}, {outcome.seconds:.0f} s: {said}"
                    console.print(line, highlight=False, markup=False)

        try:
            turns = sorted({run.turn for run, _ in todo}) if asked.size != "quick" else (None,)
            for turn in turns:
                await asyncio.gather(*(one(run, kind) for run, kind in todo if turn in (None, run.turn)))
        finally:
            await houses.close()
    return sorted(results, key=lambda one: (order(one[0].name), one[1] != "sqlite"))


async def play(houses: Houses, run: Run, kind: str, asked: argparse.Namespace, told: object) -> Outcome:
    folder = houses.folder / f"{run.name}-{kind}".replace(" ", "-")
    folder.mkdir()
    stand = Stand(houses, kind, asked.size, asked.seed, folder, told)  # type: ignore[arg-type]
    began = time.monotonic()
    scraping = asyncio.create_task(scrape(stand))
    try:
        outcome = await run.work(stand)
        await search(stand, outcome)
        outcome.require(
            outcome.moved >= ENOUGH * outcome.expected,
            f"only {outcome.moved:.0f} of {outcome.expected:.0f} were moved: it has shown nothing",
        )
    except Exception:
        outcome = Outcome(0, 0, misses=["the run itself broke:\n" + traceback.format_exc(limit=-4)])
    finally:
        scraping.cancel()
        await asyncio.gather(scraping, return_exceptions=True)
        await stand.close()
    outcome.seconds = time.monotonic() - began
    return outcome


def table(results: list[Result]) -> Table:
    shown = Table(title="The campaign", show_lines=False, pad_edge=False)
    for name in ("run", "what", "on", "moved", "figures", "s", ""):
        shown.add_column(name, justify="right" if name in ("moved", "s") else "left", overflow="fold")
    for run, kind, outcome in results:
        figures = " · ".join(f"{name} {value}" for name, value in outcome.figures.items())
        end = "[green]passed" if outcome.passed else "[red]MISSED"
        moved = f"{outcome.moved:.0f}"
        shown.add_row(run.name, run.says, kind, moved, figures, f"{outcome.seconds:.0f}", end)
    return shown


def main() -> None:
    asked = arguments()
    if asked.seed is None:
        asked.seed = Random().randrange(10**6)
    load()
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # connections that end are what this is about
    console = Console(width=None if sys.stdout.isatty() else 160)
    began = time.monotonic()
    results = asyncio.run(campaign(asked, console))
    seconds = time.monotonic() - began
    console.print(table(results))
    missed = [one for one in results if not one[2].passed]
    for run, kind, outcome in missed:
        for sentence in outcome.misses:
            console.print(f"{run.name}, {kind}: {sentence}", style="red", highlight=False, markup=False)
    console.print(f"Seed {asked.seed}, {seconds:.0f} s: {len(results) - len(missed)} passed, {len(missed)} missed.")
    if asked.write:
        from tests.campaign.report import write

        write(results, asked, seconds)
    sys.exit(1 if missed or not results else 0)


if __name__ == "__main__":
    main()
