"""F21: after every run, all that it left is searched for what people wrote in it, and for their names: the files of the
database and its log, a dump and a backup of it, the server's files, what the processes logged, and their metrics.
"""

import asyncio
import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout
from sqlalchemy import text

from tests import postgres
from tests.campaign.drill import newest, programs, typed
from tests.campaign.people import CANARY
from tests.campaign.registry import Outcome
from tests.campaign.stand import Stand
from tests.campaign.subject import Subject
from tests.canaries import disguises

SCRAPED = 3.0  # seconds between two looks at the metrics of each process
LOOKS = disguises(CANARY)


async def scrape(stand: Stand) -> None:
    """What anybody may ask of a process is asked all the while, and kept. Until cancelled."""
    async with ClientSession(timeout=ClientTimeout(total=3)) as client:
        while True:
            await asyncio.sleep(SCRAPED)
            for one in [one for one in stand.subjects if one.alive]:
                for what in ("metrics", "readyz"):
                    with suppress(ClientError, OSError, TimeoutError):
                        async with client.get(f"http://127.0.0.1:{one.health_port}/{what}") as answer:
                            await asyncio.to_thread(one.log.with_suffix(f".{what}").write_bytes, await answer.read())


async def search(stand: Stand, outcome: Outcome) -> None:
    """A word that lies anywhere is a miss."""
    elsewhere: list[Path] = []
    if stand.has_house:
        await backed_up(stand, outcome)
        elsewhere = await servers(stand)
    files, found = await asyncio.to_thread(searched, stand.folder, elsewhere)
    outcome.figures["searched"] = f"{files} files"
    outcome.require(not found, f"what somebody wrote lies in {', '.join(found[:5])}")


def searched(folder: Path, elsewhere: list[Path]) -> tuple[int, list[str]]:
    """How many files there are, and the names of those in which a word lies."""
    files = [one for one in (*folder.rglob("*"), *elsewhere) if one.is_file()]
    found = []
    for one in files:
        with suppress(FileNotFoundError):  # a server's file may go while we look
            held = one.read_bytes()
            if any(look in held for look in LOOKS):
                found.append(str(one.relative_to(folder)) if one.is_relative_to(folder) else one.name)
    return len(files), found


async def backed_up(stand: Stand, outcome: Outcome) -> None:
    """A backup of the house as it is now lies beside it, and a dump in clear."""
    subject = Subject(stand.houses.nursery, stand.house, "http://127.0.0.1:1", stand.url, "search")
    folder = stand.folder / "searched"
    code, said = await typed(subject, "backup", str(folder))
    outcome.require(code == 0, f"no backup could be taken afterwards: {said.strip()[-200:]}")
    if code == 0 and stand.shared:
        program = shutil.which("pg_restore", path=programs() + os.environ["PATH"])
        words = [program, f"--file={folder / 'dump.sql'}", newest(folder)[0]]
        await asyncio.to_thread(subprocess.run, words, check=True)


async def servers(stand: Stand) -> list[Path]:
    """What the server itself has of this database on its disk: the tables, its log of changes, and what it said."""
    place = Path(os.environ[postgres.PLACE])
    if not stand.shared or not (place / "data").is_dir():
        return []
    async with stand.opened() as database, database.session() as db:
        await db.execute(text("checkpoint"))
        number = await db.scalar(text("select oid from pg_database where datname = current_database()"))
    folders = (place / "data" / "base" / str(number), place / "data" / "pg_wal")
    return [place / "log", *(one for folder in folders for one in folder.rglob("*"))]
