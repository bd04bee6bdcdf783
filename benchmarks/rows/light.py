"""How much it holds while nothing happens, and how soon after its start it listens."""

import asyncio
from collections import defaultdict
from contextlib import AbstractAsyncContextManager
from typing import Any

from benchmarks.bench import Bench
from benchmarks.rows.path import AIOGRAM, ANCHOR
from benchmarks.subject import Subject
from benchmarks.table import Row, absent, ratio_row

REST = 1.0  # seconds after its start, until it is weighed


async def rows(bench: Bench) -> list[Row]:
    memory: dict[str, list[float]] = defaultdict(list)
    starts: dict[str, list[float]] = defaultdict(list)
    await bench.towns("settled", 1_000)
    for _ in bench.rounds(budget=bench.sizes.long_budget):
        for name in (ANCHOR, AIOGRAM, *bench.databases):
            if name == AIOGRAM and not has_aiogram():
                continue
            bench.told(name)
            if name in bench.databases:
                async with bench.house(name, "settled", 1_000) as house:
                    await weigh(bench.start.evenfall(house.url, house.keys), name, memory, starts)
            else:
                peer = bench.start.peer(name, "ptb" if name == ANCHOR else "aiogram_echo")
                await weigh(peer, name, memory, starts)
    found = []
    for on in bench.databases:
        note = f"{memory[on][-1]:.0f} MB, {memory[ANCHOR][-1]:.0f} MB"
        found.append(ratio_row("idle memory ÷ bare PTB", ANCHOR, _ratios(memory, on, ANCHOR), floor=1.6, aim=1.3, on=on,
                               note=note))  # fmt: skip
        if memory[AIOGRAM]:
            note = f"{memory[on][-1]:.0f} MB, {memory[AIOGRAM][-1]:.0f} MB"
            found.append(ratio_row("idle memory ÷ aiogram", AIOGRAM, _ratios(memory, on, AIOGRAM), floor=0.6, aim=0.45,
                                   on=on, note=note))  # fmt: skip
        else:
            found.append(
                absent("idle memory ÷ aiogram", AIOGRAM, "aiogram is not installed", floor=0.6, aim=0.45, on=on)
            )
        note = f"{starts[on][-1]:.2f} s, {starts[ANCHOR][-1]:.2f} s"
        found.append(ratio_row("cold start to the first getUpdates ÷ bare PTB", ANCHOR, _ratios(starts, on, ANCHOR),
                               floor=2, aim=1.5, on=on, note=note))  # fmt: skip
    return found


async def weigh(
    starting: AbstractAsyncContextManager[Subject], name: str, memory: dict[str, Any], starts: dict[str, Any]
) -> None:
    async with starting as subject:
        starts[name].append(await subject.ready())
        await asyncio.sleep(REST)
        memory[name].append(subject.memory())


def _ratios(found: dict[str, list[float]], above: str, below: str) -> list[float]:
    return [one / two for one, two in zip(found[above], found[below], strict=True)]


def has_aiogram() -> bool:
    try:
        import aiogram  # noqa: F401
    except ImportError:
        return False
    return True
