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
        supply = Supply(bench, 1 + bench.sizes.rounds)
        warm = False
        for _ in bench.rounds(1 + bench.sizes.rounds, bench.sizes.long_budget):
            for name, subject in list(subjects.items()):
                bench.told(name if warm else f"{name} warms up")
                try:
                    window = await one(bench, subject, supply if name.startswith("the path") else None)
                except Broken as why:
                    missing[name] = str(why)
                    del subjects[name]
                else:
                    windows[name] += [window] * warm
            warm = True
    return [*compared(bench, windows, missing), *cpu(bench, windows, missing)]


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
    """Start everybody, one after another. Who does not come is missing, with the reason."""
    start, found = bench.start, {}
    starts = {ANCHOR: start.peer(ANCHOR, "ptb")}
    for on in bench.databases:
        house = await stack.enter_async_context(bench.house(on, "begun", bench.sizes.begun))
        starts[path(on)] = start.evenfall(house.url, house.keys, "--free", name=path(on))
        url = await stack.enter_async_context(bench.empty(on))
        starts[usual(on)] = start.peer(usual(on), "usual", DATABASE_URL=url)
    house = await stack.enter_async_context(bench.house(bench.databases[0], "begun", bench.sizes.begun))
    starts[ECHO] = start.evenfall(house.url, house.keys, "--free", "--echo", name=ECHO)
    starts[AIOGRAM] = start.peer(AIOGRAM, "aiogram_echo")
    starts[GRAMMY] = start.grammy()
    for name, starting in starts.items():
        bench.told(f"{name} begins")
        try:
            subject = await stack.enter_async_context(starting)
            await subject.ready()
        except (Broken, Absent) as why:
            missing[name] = str(why)
        else:
            found[name] = subject
    return found


async def one(
    bench: Bench, subject: Subject, supply: Supply | None, wait: float = 0.0, active: int = 0, windows: int = 1
) -> Window:
    """One round of one subject: as much as it can, from people who write on as soon as they were answered."""
    sizes, active = bench.sizes, active or bench.sizes.active
    chats = supply.chats(subject.token) if supply else [account(0, place) for place in range(active)]
    await subject.ask("play", chats=chats, lines=LINES if supply else [], active=active, wait=wait)
    window = await subject.window(windows * sizes.window, settle=min(0.5 + wait, sizes.window))
    waiting = (await subject.ask("state"))["waiting"]
    if not window.answers:
        raise Broken(f"{subject.name} answered nobody: {subject.last_words()}")
    if waiting < active / 2:
        raise Broken("there were too few couples for a round: sizes.begun is too small")
    if not await subject.ask("still", seconds=60):
        raise Broken(f"{subject.name} left people without an answer: {subject.last_words()}")
    return window


def compared(bench: Bench, windows: dict[str, list[Window]], missing: dict[str, str]) -> list[Row]:
    found = []
    for on in bench.databases:
        mine, peer = path(on), usual(on)
        beside = [
            ("the path ÷ the same evening the usual way", peer, USUAL, {"floor": 1.0, "aim": 3.0}),
            ("the path, updates/s ÷ anchor", ANCHOR, ANCHOR, {"floor": 0.4, "aim": 1.5}),
            (f"the path ÷ {AIOGRAM}", AIOGRAM, AIOGRAM, {"aim": 0.8}),
            (f"the path ÷ {GRAMMY}", GRAMMY, GRAMMY, {"aim": 0.4}),
        ]
        for goal, name, said, goals in beside:
            why = missing.get(mine) or missing.get(name)
            if why is not None:
                found.append(absent(goal, said, why, more=True, on=on, **goals))
                continue
            rates = [one.rate / two.rate for one, two in zip(windows[mine], windows[name], strict=True)]
            note = f"{_said(windows[mine])}; {_said(windows[name])}"
            found.append(ratio_row(goal, said, rates, more=True, on=on, note=note, **goals))
    return found


def cpu(bench: Bench, windows: dict[str, list[Window]], missing: dict[str, str]) -> list[Row]:
    """µs of CPU of the process itself: a figure that other work on the machine hardly changes."""
    found = []
    for on in bench.databases:
        kinds = [
            ("CPU of the path ÷ CPU of the same bot as an echo", ECHO, "Evenfall's own transport",
             {"floor": 6, "aim": 2}),
            ("CPU of the path ÷ CPU of the same evening the usual way", usual(on), USUAL, {}),
            ("CPU of the path ÷ CPU of the anchor", ANCHOR, ANCHOR, {}),
        ]  # fmt: skip
        for goal, name, said, goals in kinds:
            why = missing.get(path(on)) or missing.get(name)
            if why is not None:
                found.append(absent(goal, said, why, on=on, **goals))
                continue
            pairs = zip(windows[path(on)], windows[name], strict=True)
            note = f"{_said(windows[path(on)])}; {_said(windows[name])}" + "; without the server's" * (on == POSTGRES)
            found.append(ratio_row(goal, said, [one.micros / two.micros for one, two in pairs], on=on, note=note,
                                   **goals))  # fmt: skip
    return found


def _said(some: list[Window]) -> str:
    return f"{_middle([one.rate for one in some]):,.0f}/s, {_middle([one.micros for one in some]):,.0f} µs"


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
