"""The path: a check-in answer from its arrival to the next question, durable all the way.

All subjects live at one server and take turns; nobody writes to those whose turn it is not.
"""

from collections import defaultdict
from contextlib import AsyncExitStack

from benchmarks.bench import Bench
from benchmarks.populate import account
from benchmarks.subject import Absent, Broken, Subject, Window
from benchmarks.table import POSTGRES, Row, absent, ratio_row

LINES = ["The walk to the tram. The light.", "I saw a silver car and lost an hour.", "When you laughed at the cat.",
         "To hear when you are late."]  # fmt: skip
USUAL = "PTB, ConversationHandler, SQLAlchemy"
ANCHOR, AIOGRAM, GRAMMY, ECHO = (
    "bare PTB echo",
    "aiogram's bare echo",
    "grammY runner's bare echo",
    "the same as an echo",
)


def path(on: str) -> str:
    return f"the path on {on}"


def usual(on: str) -> str:
    return f"the usual way on {on}"


async def rows(bench: Bench) -> list[Row]:
    windows: dict[str, list[Window]] = defaultdict(list)
    missing: dict[str, str] = {}
    async with AsyncExitStack() as stack:
        subjects = await begin(bench, stack, missing)
        supply = Supply(bench, bench.sizes.rounds)
        for _ in bench.rounds():
            for name, subject in subjects.items():
                bench.told(name)
                windows[name].append(await one(bench, subject, supply if name.startswith("the path") else None))
    return [*compared(bench, windows, missing), *cpu(bench, windows)]


class Supply:
    """Chats in the middle of their evening, each once."""

    def __init__(self, bench: Bench, parts: int) -> None:
        self.all = 2 * bench.sizes.begun
        self.share = self.all // parts
        self.next: dict[str, int] = defaultdict(int)

    def chats(self, name: str, count: int = 0) -> list[int]:
        start = self.next[name]
        self.next[name] += count or self.share
        if self.next[name] > self.all:
            raise Broken("there were too few couples for all rounds: sizes.begun is too small")
        return [account(0, start + place) for place in range(count or self.share)]


async def begin(bench: Bench, stack: AsyncExitStack, missing: dict[str, str]) -> dict[str, Subject]:
    """Start everybody, one after another."""
    found = {ANCHOR: await stack.enter_async_context(bench.start.peer(ANCHOR, "ptb"))}
    for on in bench.databases:
        house = await stack.enter_async_context(bench.house(on, "begun", bench.sizes.begun))
        found[path(on)] = await stack.enter_async_context(
            bench.start.evenfall(house.url, house.keys, "--free", name=path(on))
        )
        url = await stack.enter_async_context(bench.empty(on))
        found[usual(on)] = await stack.enter_async_context(bench.start.peer(usual(on), "usual", DATABASE_URL=url))
    house = await stack.enter_async_context(bench.house(bench.databases[0], "begun", bench.sizes.begun))
    found[ECHO] = await stack.enter_async_context(
        bench.start.evenfall(house.url, house.keys, "--free", "--echo", name=ECHO)
    )
    try:
        import aiogram  # noqa: F401

        found[AIOGRAM] = await stack.enter_async_context(bench.start.peer(AIOGRAM, "aiogram_echo"))
    except ImportError:
        missing[AIOGRAM] = "aiogram is not installed: it comes with the extra bench"
    try:
        found[GRAMMY] = await stack.enter_async_context(bench.start.grammy())
    except Absent as why:
        missing[GRAMMY] = str(why)
    for subject in found.values():
        await subject.ready()
    return found


async def one(bench: Bench, subject: Subject, supply: Supply | None, wait: float = 0.0, active: int = 0) -> Window:
    """One round of one subject: as much as it can, from people who write on as soon as they were answered."""
    sizes, active = bench.sizes, active or bench.sizes.active
    chats = supply.chats(subject.token) if supply else [account(0, place) for place in range(active)]
    await subject.ask("play", chats=chats, lines=LINES if supply else [], active=active, wait=wait)
    window = await subject.window(sizes.window, settle=min(0.5 + wait, sizes.window))
    waiting = (await subject.ask("state"))["waiting"]
    if not window.answers:
        raise Broken(f"{subject.name} answered nobody: {subject.last_words()}")
    if waiting < active / 2:
        raise Broken("there were too few couples for a round: sizes.begun is too small")
    if not await subject.ask("still", seconds=60):
        raise Broken(f"{subject.name} left people without an answer: {subject.last_words()}")
    return window


def compared(bench: Bench, windows: dict[str, list[Window]], missing: dict[str, str]) -> list[Row]:
    def ratios(above: str, below: str) -> list[float]:
        return [one.rate / two.rate for one, two in zip(windows[above], windows[below], strict=True)]

    found = []
    for on in bench.databases:
        per = windows[path(on)]
        note = (
            f"{_middle([one.rate for one in per]):,.0f}/s, {_middle([one.micros for one in per]):,.0f} µs of CPU each"
        )
        found += [
            ratio_row("the path ÷ the same evening the usual way", USUAL,
                      ratios(path(on), usual(on)), floor=1.0, aim=3.0, more=True, on=on,
                      note=_said(windows[usual(on)])),
            ratio_row("the path, updates/s ÷ anchor", ANCHOR, ratios(path(on), ANCHOR), floor=0.4, aim=1.5, more=True,
                      on=on, note=f"{note}; anchor {_said(windows[ANCHOR])}"),
        ]  # fmt: skip
        for name, aim in ((AIOGRAM, 0.8), (GRAMMY, 0.4)):
            goal = f"the path ÷ {name}"
            if name in missing:
                found.append(absent(goal, name, missing[name], aim=aim, more=True, on=on))
            else:
                said = _said(windows[name])
                found.append(ratio_row(goal, name, ratios(path(on), name), aim=aim, more=True, on=on, note=said))
    return found


def cpu(bench: Bench, windows: dict[str, list[Window]]) -> list[Row]:
    return [
        ratio_row(
            "CPU of the path ÷ CPU of the same bot as an echo",
            "Evenfall's own transport",
            [one.micros / two.micros for one, two in zip(windows[path(on)], windows[ECHO], strict=True)],
            floor=6,
            aim=2,
            on=on,
            note=_said(windows[ECHO]) + ("; the database's own not counted" * (on == POSTGRES)),
        )  # fmt: skip
        for on in bench.databases
    ]


def _said(some: list[Window]) -> str:
    return f"{_middle([one.rate for one in some]):,.0f}/s, {_middle([one.micros for one in some]):,.0f} µs"


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
