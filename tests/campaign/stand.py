"""What one run has at hand: a house of its own, a Bot API, subjects, dice with a seed, and a bar that moves."""

import asyncio
import itertools
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import func, select

from models import Inbox, Outbox, Ring
from models.database import Database, open_database
from tests import postgres
from tests.campaign.bot_api import BotApi
from tests.campaign.checker import Stored, judge_logs, stored
from tests.campaign.people import accounts, settle_in
from tests.campaign.registry import Outcome
from tests.campaign.subject import Nursery, Subject
from tests.stage import ON_POSTGRES, copy_house, make_house, open_house


class Houses:
    """A new database with its key, one for each kind, made once and copied; and the process that starts subjects."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="evenfall-campaign-"))
        self.nursery = Nursery()
        self._made: dict[str, Path] = {}
        self._lock = asyncio.Lock()

    async def open(self) -> None:
        postgres.prepare()
        await self.nursery.open()

    async def of(self, kind: str) -> Path:
        async with self._lock:
            if kind not in self._made:
                house = self.folder / f"house-{kind}"
                if kind == "postgres":
                    house.mkdir()
                    name = await asyncio.to_thread(postgres.create)
                    (house / ON_POSTGRES).write_text(name)
                await asyncio.to_thread(make_house, house)
                self._made[kind] = house
            return self._made[kind]

    async def close(self) -> None:
        await self.nursery.close()
        if "postgres" in self._made:
            await asyncio.to_thread(postgres.drop_all)
        await asyncio.to_thread(postgres.clear)
        shutil.rmtree(self.folder, ignore_errors=True)


class Stand:
    def __init__(
        self,
        houses: Houses,
        database: str,
        size: str,
        seed: int,
        folder: Path,
        told: Callable[[float, float], None] = lambda *_: None,
    ) -> None:
        self.houses = houses
        self.database = database  # "sqlite" or "postgres"
        self.size = size  # "quick", "normal" or "long"
        self.seed = seed
        self.random = Random(seed)
        self.folder = folder
        self.told = told  # how much is done, of how much
        self.house = folder / "house"
        self.subjects: list[Subject] = []
        self.apis: list[BotApi] = []
        self._mine: list[BotApi] = []
        self.chats: set[int] = set()  # of everybody who lives in the house: nothing may be sent elsewhere
        self.faults: dict[str, Any] = {}  # put into every subject (mutants.py)
        self.name = ""
        self._url = ""  # of a server of one's own
        self._numbers = itertools.count(1)

    def sized(self, quick: Any, normal: Any, long: Any = None) -> Any:
        """The value for this size."""
        return {"quick": quick, "normal": normal, "long": normal if long is None else long}[self.size]

    @property
    def shared(self) -> bool:
        return self.database == "postgres"

    def beside(self, name: str) -> "Stand":
        """A smaller one within this one, with a house of its own; its logs are judged with these."""
        folder = self.folder / name
        folder.mkdir()
        small = Stand(self.houses, self.database, self.size, self.seed, folder)
        small.subjects, small.apis, small.faults, small.name = self.subjects, self.apis, self.faults, f"{name} "
        return small

    # --- what is put up ------------------------------------------------------------------------------------------

    async def move_in(self, name: str = "house") -> None:
        """An empty house of one's own."""
        self.house = self.folder / name
        template = await self.houses.of(self.database)
        await asyncio.to_thread(copy_house, template, self.house)
        (self.house / "data").mkdir(exist_ok=True, mode=0o700)

    async def move_in_at(self, url: str) -> None:
        """An empty house on a PostgreSQL of one's own."""
        self.house.mkdir(parents=True)
        (self.house / "data").mkdir(mode=0o700)
        self._url = url
        async with self.opened():
            pass

    async def settle_in(
        self, couples: int, evenings: dict[int, datetime] | None = None, groups: dict[int, int] | None = None
    ) -> None:
        """Couples as they are after pairing; from now on their chats are known."""
        async with self.opened() as database:
            await settle_in(database, couples, evenings, groups)
        self.chats.update(user for number in range(couples) for user in accounts(number))
        self.chats.update((groups or {}).values())

    @property
    def has_house(self) -> bool:
        """Whether there is one, and it stands: a server of one's own goes with its run."""
        return (self.house / "key").exists() and not self._url

    @property
    def postgres_name(self) -> str:
        return (self.house / ON_POSTGRES).read_text()

    @property
    def url(self) -> str:
        """DATABASE_URL for a subject; nothing for SQLite in its data directory."""
        return self._url or (postgres.at(self.postgres_name) if self.shared else "")

    async def api(self) -> BotApi:
        api = BotApi()
        api.known = self.chats
        await api.open()
        self.apis.append(api)
        self._mine.append(api)
        return api

    def subject(self, api: BotApi, url: str = "", **settings: str) -> Subject:
        """A process that is not yet started; several of them on one house are replicas."""
        name = f"{self.name}subject{next(self._numbers)}"
        one = Subject(self.houses.nursery, self.house, url or api.url, self.url, name, **settings)
        one.faults = dict(self.faults)
        self.subjects.append(one)
        return one

    async def replicas(self, api: BotApi, count: int) -> list[Subject]:
        """Several, each at a door of its own; where there can only be one, that."""
        count = count if self.shared else 1
        return [self.subject(api, await api.another_door()) for _ in range(count)]

    async def ready(self, api: BotApi, seconds: float = 60.0) -> bool:
        """Wait until each subject that was started has told what its account shows, which it does when all is up."""
        doors = {one.door for one in self.subjects if one.process is not None and one.folder == self.house}
        return await api.until(
            lambda: doors <= {call.door for call in api.calls if call.method == "setMyCommands"}, seconds
        )

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Database]:
        """The house, for us to look into."""
        own = self._url and await open_database(self._url, self.house / "key")
        database = own or await open_house(self.house)
        try:
            yield database
        finally:
            await database.close()

    async def look(self) -> Stored:
        async with self.opened() as database:
            return await stored(database)

    async def drained(self, seconds: float = 40.0, evenings: int = 0) -> bool:
        """Wait until so many evenings have come, and nothing is to be played or sent any more. What comes of something
        is looked for after it: the other way round it could come in between."""
        end = time.monotonic() + seconds
        posts = select(func.count()).select_from(Outbox).where(Outbox.state.in_(("pending", "sending")))
        letters = select(func.count()).select_from(Inbox).where(Inbox.state == "new")
        rings = select(func.count()).select_from(Ring)
        async with self.opened() as database:
            while True:
                async with database.session() as db:
                    left = max(0, evenings - int(await db.scalar(rings) or 0))
                    left += int(await db.scalar(letters) or 0)
                    left += int(await db.scalar(posts) or 0)
                if not left or time.monotonic() > end:
                    return not left
                await asyncio.sleep(0.3)

    # --- the end -------------------------------------------------------------------------------------------------

    def judge_logs(self, outcome: Outcome, *allowed: str) -> None:
        judge_logs(outcome, {one.name: one.said() for one in self.subjects}, frozenset(allowed))
        outcome.require(all(api.known for api in self.apis), "it is not known who lives here")
        strange = sum(len(api.unknown) for api in self.apis)
        outcome.require(not strange, f"{strange} calls into unknown chats")

    async def close(self) -> None:
        for one in self.subjects:
            if one.alive and one.folder == self.house:
                await one.kill()
        for api in self._mine:
            await api.close()
