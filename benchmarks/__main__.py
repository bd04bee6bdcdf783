"""The command: measures the rows one after another, prints the table, and writes docs/performance.md."""

import asyncio
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks import postgres
from benchmarks.bench import FULL, QUICK, TINY, Bench, Sizes
from benchmarks.report import Run, print_table, write
from benchmarks.rows import ROWS
from benchmarks.subject import Absent, Broken, Server
from benchmarks.table import Row
from tests.postgres import NoServer


def main(
    only: str = typer.Option("", help=f"Some rows: {','.join(ROWS)}."),
    rounds: int = typer.Option(0, help="Rounds of each row; 5 without it, fewer with --quick."),
    quick: bool = typer.Option(False, "--quick", help="Small and short: to see that it works, not what it costs."),
    sqlite: bool = typer.Option(False, "--sqlite", help="Leave PostgreSQL out."),
    docs: bool = typer.Option(True, help="Write docs/performance.md (never with --only or --quick)."),
) -> None:
    """Measure what Evenfall costs, beside what its users would know."""
    chosen = [one.strip() for one in only.split(",") if one.strip()] or list(ROWS)
    if unknown := [one for one in chosen if one not in ROWS]:
        raise typer.BadParameter(f"no row is called {unknown[0]}: there are {', '.join(ROWS)}.")
    sizes = QUICK if quick else FULL
    if rounds:
        sizes = Sizes(**{**sizes.__dict__, "rounds": rounds})
    console = Console(width=None if sys.stdout.isatty() else 200)
    run = asyncio.run(measure(sizes, chosen, not sqlite, console))
    print_table(run, console)
    if docs and not only and not quick:
        write(run, " ".join(["make bench", *sys.argv[1:]]))
    if run.broken:
        raise typer.Exit(1)


async def measure(sizes: Sizes, chosen: list[str], on_postgres: bool, console: Console) -> Run:
    """Run some rows. A row that cannot be measured does not stop the others."""
    run = Run(time.monotonic())
    with tempfile.TemporaryDirectory(prefix="evenfall-bench-") as place:
        server = Server()
        try:
            with await _postgres(on_postgres, run) as base:
                columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
                with Progress(*columns, console=console, transient=True) as progress:
                    bar = progress.add_task("", total=len(chosen))
                    row = ""

                    def told(words: str) -> None:
                        progress.update(bar, description=f"{row}: {words}")

                    bench = Bench(sizes, server, Path(place), base, told)
                    for row in chosen:
                        told("")
                        begun = time.monotonic()
                        try:
                            found = await ROWS[row](bench)
                        except (Broken, Absent) as why:
                            found = []
                            run.broken[row] = str(why)
                        except Exception as error:  # of whatever a row stands on: the others are measured all the same
                            found = []
                            run.broken[row] = f"{type(error).__name__}: {' '.join(str(error).splitlines()[:1])}"
                        run.add(row, found, time.monotonic() - begun)
                        progress.advance(bar)
            run.busiest = server.busiest
        finally:
            server.close()
    run.took = time.monotonic() - run.begun
    return run


async def _postgres(wanted: bool, run: Run):  # type: ignore[no-untyped-def]
    if not wanted:
        return nullcontext()
    try:
        with_server = postgres.server()
        base = with_server.__enter__()
    except NoServer as no:
        run.broken["postgres"] = str(no)
        return nullcontext()
    return _Entered(with_server, base)


class _Entered:
    """A context that has been entered already."""

    def __init__(self, context, base) -> None:  # type: ignore[no-untyped-def]
        self.context, self.base = context, base

    def __enter__(self):  # type: ignore[no-untyped-def]
        return self.base

    def __exit__(self, *error: object) -> None:
        self.context.__exit__(*error)


__all__ = ["TINY", "Row", "measure"]

if __name__ == "__main__":
    typer.run(main)
