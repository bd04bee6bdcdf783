"""What a million couples cost while nothing is due, and when something is."""

import asyncio
from statistics import median

from benchmarks.bench import Bench
from benchmarks.rows.due import LOOK, claimed
from benchmarks.subject import Subject
from benchmarks.table import Row, ratio_row

SMALL = 1_000
BURST = 500  # prompts at once


async def rows(bench: Bench) -> list[Row]:
    await bench.towns("settled", SMALL)
    await bench.multiply("settled", bench.sizes.many, bench.sizes.idle)
    big = bench.sizes.many * bench.sizes.idle
    found = []
    for on in bench.databases:
        ticks, bursts, memories = [], [], []
        burst = min(BURST, bench.sizes.due)
        for turn in bench.rounds():
            bench.told(f"{big:,} couples and {SMALL:,}, {on}")
            own = big < 100_000
            async with bench.house(on, "settled", SMALL) as few, bench.house(on, "settled", big, own) as many:
                async with (
                    bench.start.evenfall(few.url, few.keys, "--notes", name=f"{SMALL:,} on {on}") as low,
                    bench.start.evenfall(many.url, many.keys, "--notes", name=f"{big:,} on {on}") as high,
                ):
                    for one in (low, high):
                        await one.ready()
                    if not turn:
                        await asyncio.sleep(1)
                        for one in (low, high):
                            await one.notes_anew()
                        await asyncio.sleep(bench.sizes.idle_seconds)
                        cheap, dear = [await _tick(one) for one in (low, high)]
                        ticks = [after / before for before, after in zip(cheap, dear, strict=False)]
                        said = f"{median(cheap) * 1000:.2f} and {median(dear) * 1000:.2f} ms a tick"
                    memories.append(high.memory() / low.memory())
                    rates = []
                    for house in (few, many):
                        first, _, last = await claimed(house, burst)
                        rates.append(burst / (last - first + LOOK))
                    bursts.append(rates[1] / rates[0])
        of = f"{big:,} couples ÷ {SMALL:,}"
        found += [
            ratio_row(f"idle tick at {of}", "itself, small", ticks, floor=2, aim=1.5, on=on, note=said),
            ratio_row(f"a burst of {burst} prompts at {of}", "itself, small", bursts, floor=0.4, aim=0.8, more=True,
                      on=on),
            ratio_row(f"memory at {of}", "itself, small", memories, floor=1.3, aim=1.15, on=on),
        ]  # fmt: skip
    return found


async def _tick(subject: Subject) -> list[float]:
    """Seconds of each tick that was watched."""
    return [wall for wall, _ in (await subject.notes())["ticks"]] or [0.001]
