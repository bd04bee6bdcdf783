"""What all rows share: the server, the databases full of couples, the number of rounds."""

import asyncio
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.populate import Town
from benchmarks.postgres import Server as Postgres
from benchmarks.subject import ROOT, Broken, Server, Starter
from benchmarks.table import POSTGRES, SQLITE


@dataclass(frozen=True)
class Sizes:
    """How large a run is."""

    rounds: int = 5
    window: float = 4  # seconds of one round of throughput
    active: int = 100  # chats that talk at once
    held: int = 480  # and where every send takes 300 ms: so many that those who wait leave enough to do
    begun: int = 12_000  # couples in the middle of their evening
    order: int = 3_000  # chats that write all at once
    many: int = 100_000  # couples of whom some are due
    due: int = 10_000
    idle: int = 10  # times as many, where nothing is due
    idle_seconds: float = 20
    burst: int = 600  # prompts against the strict simulator
    waiting: int = 100_000  # prompts in the outbox
    flow: float = 8  # seconds of open-loop writing
    evenings: int = 200
    budget: float = 40  # seconds after which a row begins no further round
    long_budget: float = 360  # and where eight subjects take turns, or people are many


FULL = Sizes()
QUICK = Sizes(
    rounds=2, window=1.0, begun=2_000, order=200, many=10_000, due=500, idle=3, idle_seconds=5, burst=200,
    waiting=10_000, flow=3, evenings=20, budget=6, long_budget=6,
)  # fmt: skip
TINY = Sizes(
    rounds=1, window=0.3, active=20, held=20, begun=1_000, order=20, many=2_000, due=20, idle=2, idle_seconds=2.1,
    burst=40, waiting=1_000, flow=1, evenings=3, budget=1, long_budget=1,
)  # fmt: skip


@dataclass
class House:
    """A database of one's own, and the key it needs."""

    on: str
    url: str
    keys: Path


class Bench:
    """One run."""

    def __init__(
        self, sizes: Sizes, server: Server, folder: Path, postgres: Postgres | None, told: Callable[[str], None]
    ) -> None:
        self.sizes = sizes
        self.server = server
        self.folder = folder
        self.postgres = postgres
        self.told = told  # shown beside the progress bar
        self.start = Starter(server, folder)
        self.keys = folder / "keys" / "master.keys"
        self._towns: dict[tuple[str, str, int], str] = {}

    @property
    def databases(self) -> tuple[str, ...]:
        return (SQLITE, POSTGRES) if self.postgres is not None else (SQLITE,)

    def rounds(self, most: int | None = None, budget: float = 0.0) -> Iterator[int]:
        """Rounds of one row: as many as the run wants, but none is begun once its time is over."""
        begun = time.monotonic()
        for number in range(most or self.sizes.rounds):
            if number > bool(budget) and time.monotonic() - begun > (budget or self.sizes.budget):
                return
            yield number

    async def towns(self, kind: str, count: int) -> None:
        """Fill a database of each kind with couples, side by side; kept until the end of the run."""
        missing = [on for on in self.databases if (on, kind, count) not in self._towns]
        if not missing:
            return
        self.told(f"{count:,} couples move in")
        urls = [await self._new(on, f"{kind}-{count}") for on in missing]
        if not self.keys.exists():
            await Town(urls[0], self.keys).found()
        await asyncio.gather(*(self._fill(url, str(self.keys), kind, str(count)) for url in urls))
        self._towns |= {(on, kind, count): url for on, url in zip(missing, urls, strict=True)}

    async def multiply(self, kind: str, count: int, times: int) -> None:
        """Databases with that many times as many couples, of whom the first `count` are true."""
        await self.towns(kind, count)
        missing = [on for on in self.databases if (on, kind, count * times) not in self._towns]
        if not missing:
            return
        self.told(f"{count * times:,} couples move in")
        urls = []
        for on in missing:
            small = self._towns[on, kind, count]
            if on == POSTGRES:
                assert self.postgres is not None
                urls.append(await self.postgres.copy(small))
            else:
                urls.append(await self._new(on, f"{kind}-{count * times}"))
                await asyncio.to_thread(shutil.copy, small.partition("///")[2], urls[-1].partition("///")[2])
        await asyncio.gather(*(self._fill("multiply", url, str(times)) for url in urls))
        self._towns |= {(on, kind, count * times): url for on, url in zip(missing, urls, strict=True)}

    async def _new(self, on: str, name: str) -> str:
        if on == POSTGRES:
            assert self.postgres is not None
            return await self.postgres.create()
        return f"sqlite+aiosqlite:///{self.folder / f'{name}.db'}"

    async def _fill(self, *words: str) -> None:
        """In a process of its own: to make a million couples takes a core for a while."""
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", "benchmarks.populate", *words, cwd=ROOT)
        if await process.wait():
            raise Broken("the couples could not move in")

    @asynccontextmanager
    async def house(self, on: str, kind: str, count: int, own: bool = True) -> AsyncIterator[House]:
        """A copy of a full database, or, where it is large and nothing will be wrong with it, the database itself."""
        if (on, kind, count) not in self._towns:
            await self.towns(kind, count)
        url = self._towns[on, kind, count]
        if not own:
            yield House(on, url, self.keys)
            return
        if on == POSTGRES:
            assert self.postgres is not None
            copied = await self.postgres.copy(url)
            try:
                yield House(on, copied, self.keys)
            finally:
                await self.postgres.drop(copied)
            return
        place = Path(tempfile.mkdtemp(prefix="house-", dir=self.folder))
        await asyncio.to_thread(shutil.copy, url.partition("///")[2], place / "evenfall.db")
        try:
            yield House(on, f"sqlite+aiosqlite:///{place / 'evenfall.db'}", self.keys)
        finally:
            shutil.rmtree(place, ignore_errors=True)

    @asynccontextmanager
    async def empty(self, on: str) -> AsyncIterator[str]:
        """An empty database, for a peer."""
        if on == POSTGRES:
            assert self.postgres is not None
            url = await self.postgres.create()
            try:
                yield url
            finally:
                await self.postgres.drop(url)
            return
        place = Path(tempfile.mkdtemp(prefix="peer-", dir=self.folder))
        yield f"sqlite+aiosqlite:///{place / 'usual.db'}"
        shutil.rmtree(place, ignore_errors=True)
