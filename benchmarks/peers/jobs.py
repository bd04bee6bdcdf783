"""Evening prompts the usual way: PTB's JobQueue, one daily job a couple, loaded from the database at the start.

Its misfire grace, one second as it comes, is raised, or most of the prompts would never ring. A job notes in a
transaction of its own that the evening has begun, one after another as SQLite wants it, and sends nothing. Written to
NOTES: what the start took, when the last of DUE prompts was noted, and how long the loop stood still.
"""

import asyncio
import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Column, DateTime, Integer, MetaData, String, Table, insert
from telegram.ext import Application, ContextTypes

from models.database import Database

COUNT, DUE = int(os.environ["COUNT"]), int(os.environ["DUE"])
NOTES = Path(os.environ["NOTES"])

metadata = MetaData()
evenings = Table("evenings", metadata, Column("id", Integer, primary_key=True), Column("couple", String(32)),
                 Column("begun", DateTime))  # fmt: skip


def main() -> None:
    begun = time.time()
    url = os.environ["TELEGRAM_BASE_URL"]
    application = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"]).base_url(f"{url}/bot").build()
    jobs = application.job_queue
    assert jobs is not None
    jobs.scheduler.configure(job_defaults={"misfire_grace_time": 3600}, timezone=UTC)
    database = Database(os.environ["DATABASE_URL"])
    rang: list[float] = []
    turn = asyncio.Lock()

    async def prompt(context: ContextTypes.DEFAULT_TYPE) -> None:
        async with turn, database.engine.begin() as db:
            begun = datetime.now(UTC).replace(tzinfo=None)
            await db.execute(insert(evenings).values(couple=context.job.name, begun=begun))  # type: ignore[union-attr]
        rang.append(time.time())

    couples = [
        (f"couple {number}", f"{number % 24}:{number % 60}") for number in range(COUNT)
    ]  # as if read from a table
    for couple, wall in couples[DUE:]:
        hour, minute = map(int, wall.split(":"))
        at = (datetime.now(UTC) + timedelta(hours=8 + hour % 12)).replace(minute=minute)
        jobs.run_daily(prompt, at.timetz(), name=couple)

    async def ready(application: Application) -> None:  # type: ignore[type-arg]
        asyncio.get_running_loop().create_task(watch())

    async def watch() -> None:
        loaded = time.time()
        async with database.engine.begin() as db:
            await db.run_sync(metadata.create_all)
        due = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)
        for couple, _ in couples[:DUE]:  # these ring now, whenever the others were loaded
            jobs.run_daily(prompt, due.timetz(), name=couple)
        stall, last = 0.0, time.monotonic()
        until = time.monotonic() + 120
        while len(rang) < DUE and time.monotonic() < until:
            await asyncio.sleep(0.005)
            if time.time() > due.timestamp():
                stall = max(stall, time.monotonic() - last - 0.005)
            last = time.monotonic()
        told = {"start": loaded - begun, "rang": len(rang), "stall": stall,
                "last": max(rang, default=time.time()) - due.timestamp()}  # fmt: skip
        await asyncio.to_thread(NOTES.write_text, json.dumps(told))

    application.post_init = _after_start(application, ready)
    application.run_polling()


def _after_start(application: Application, ready):  # type: ignore[no-untyped-def,type-arg]
    """The scheduler takes the jobs in when it starts: what comes after that is ready."""

    async def wait(_: Application) -> None:  # type: ignore[type-arg]
        async def look() -> None:
            while not application.job_queue.scheduler.running:  # type: ignore[union-attr]  # noqa: ASYNC110
                await asyncio.sleep(0.001)
            await ready(application)

        asyncio.get_running_loop().create_task(look())

    return wait


if __name__ == "__main__":
    main()
