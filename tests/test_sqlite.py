"""SQLite in the process's own thread: who waits, and what a cancelled commit leaves."""

import asyncio
import sqlite3
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot import reserve
from models import sqlite
from models.database import Database
from tests.stage import copy_house, open_house


@pytest.fixture
async def opened(sqlite_house: Path, tmp_path: Path):
    copy_house(sqlite_house, tmp_path / "house")
    database = await open_house(tmp_path / "house")
    async with database.begin() as db:
        await db.execute(text("CREATE TABLE n (n INTEGER)"))
        await db.execute(text("INSERT INTO n VALUES (0)"))
    yield database
    await database.close()


async def test_the_settings_stand(opened: Database) -> None:
    async with opened.begin() as db:
        wanted = {"journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "temp_store": 2, "busy_timeout": 5000}
        assert {name: await db.scalar(text(f"PRAGMA {name}")) for name in wanted} == wanted
    assert "synchronous=FULL" in sqlite.SETTINGS


async def test_fifty_that_read_and_write_at_once_lose_nothing(opened: Database) -> None:
    async def more() -> None:
        async with opened.begin() as db:
            now = await db.scalar(text("SELECT n FROM n"))
            await asyncio.sleep(0)
            await db.execute(text("UPDATE n SET n = :n"), {"n": now + 1})

    await asyncio.gather(*(more() for _ in range(50)))
    async with opened.begin() as db:
        assert await db.scalar(text("SELECT n FROM n")) == 50


async def test_another_process_that_writes_is_waited_for_and_the_loop_goes_on(
    opened: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(opened.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(_set(opened, 7))
    await asyncio.sleep(0.05)
    assert not waiting.done(), "it waits, and we are not in its way"
    other.execute("COMMIT")
    await waiting
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with pytest.raises(OperationalError, match="locked"):
        await _set(opened, 8)
    other.execute("ROLLBACK")
    assert other.execute("SELECT n FROM n").fetchone() == (7,)
    await _set(opened, 9)
    other.close()


async def test_who_is_cancelled_in_a_commit_leaves_it_whole(opened: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk may be slow: nobody else gets the connection before it is done."""
    begun, go = threading.Event(), threading.Event()

    def slowly(work):
        def run() -> None:
            begun.set()
            go.wait(10)
            work()

        return quick(run)

    quick = sqlite._beside
    monkeypatch.setattr(sqlite, "_beside", slowly)
    task = asyncio.create_task(_set(opened, 5))
    await asyncio.to_thread(begun.wait, 10)
    for _ in range(3):
        task.cancel()
        await asyncio.sleep(0.01)
    assert not task.done()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    monkeypatch.undo()
    async with opened.begin() as db:
        assert await db.scalar(text("SELECT n FROM n")) == 5
    assert opened.engine.pool.checkedout() == 0


async def _set(database: Database, number: int) -> None:
    async with database.begin() as db:
        await db.execute(text("UPDATE n SET n = :n"), {"n": number})


def test_room_is_kept_back_and_given_up_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What must be possible then, erasing, writes too."""
    left = 10 * reserve.AMPLE
    monkeypatch.setattr(reserve.os, "statvfs", lambda folder: SimpleNamespace(f_bavail=left, f_frsize=1))
    monkeypatch.setattr(reserve, "SIZE", 4096)
    kept = reserve.Reserve(tmp_path)
    kept.look()
    assert kept.file.stat().st_size == 4096 and kept.file.stat().st_mode & 0o077 == 0
    left = reserve.FULL
    kept.look()
    assert kept.file.exists()
    left = reserve.FULL - 1
    kept.look()
    assert not kept.file.exists()
    left = reserve.AMPLE
    kept.look()
    assert not kept.file.exists(), "not back and forth"
