"""The database: opened with its key or not at all.

Settings for SQLite are those that were measured: BEGIN IMMEDIATE for every transaction that may write (the driver
otherwise reads outside a transaction and loses updates), WAL, synchronous=FULL, secure_delete.
"""

import os
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Connection, event, insert, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from models.base import Base
from models.keys import KeyCheck, Keys, Unwrapped

MIGRATIONS = Path(__file__).parent.parent / "migrations"


class Refused(Exception):
    """The database or its key cannot be used as things are; the message says what to do."""


class Database:
    """An engine, its master ring, and sessions that carry the keys."""

    def __init__(self, url: str, ring: MultiFernet) -> None:
        self.url = make_url(url)
        self.ring = ring
        self.cache: dict[str, Unwrapped] = {}
        self.engine = _engine(url)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A session in one transaction: committed at the end, rolled back on an error."""
        async with self.session() as db, db.begin():
            yield db

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self.engine, expire_on_commit=False, autoflush=False) as db:
            Keys(self.ring, self.cache).attach(db.sync_session)
            yield db

    async def close(self) -> None:
        await self.engine.dispose()


def _engine(url: str) -> AsyncEngine:
    if make_url(url).get_backend_name() != "sqlite":
        return create_async_engine(url, hide_parameters=True, pool_pre_ping=True)
    engine = create_async_engine(url, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def _settings(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "busy_timeout=5000",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


async def open_database(url: str, keys_file: Path, data: Path | None = None) -> Database:
    """Migrate, check the key, and open. Raises Refused with one sentence when that cannot be."""
    os.umask(0o077)
    where = make_url(url)
    if where.get_backend_name() == "sqlite" and where.database:
        Path(where.database).parent.mkdir(parents=True, exist_ok=True)
    engine = _engine(url)
    try:
        async with engine.begin() as connection:
            known = await connection.run_sync(_fingerprint)
            ring, fingerprint, lines = _ring(keys_file, known, data)
            await connection.run_sync(_migrate)
            if known is None:
                wrapped = ring.encrypt(fingerprint.encode())
                await connection.execute(insert(KeyCheck).values(id=1, fingerprint=fingerprint, wrapped=wrapped))
            else:
                row = (await connection.execute(select(KeyCheck.fingerprint, KeyCheck.wrapped))).one()
                try:
                    ring.decrypt(row.wrapped)
                except InvalidToken:
                    raise Refused(
                        f"The key file {keys_file} is not the one this database was written with: "
                        f"put back the key with the fingerprint {row.fingerprint}."
                    ) from None
    finally:
        await engine.dispose()
    return Database(url, ring)


def _fingerprint(connection: Connection) -> str | None:
    """The fingerprint the database asks for; None for a new one."""
    if not inspect(connection).has_table("keycheck"):
        return None
    return connection.execute(select(KeyCheck.fingerprint)).scalar()


def _ring(path: Path, known: str | None, data: Path | None) -> tuple[MultiFernet, str, int]:
    """Read the key file, or make it for a new database. Returns the ring, its fingerprint and the number of keys."""
    if data is not None and data.resolve() in path.resolve().parents:
        raise Refused(f"The key file {path} lies inside the data directory: move it out, a backup would hold both.")
    if not path.exists():
        if known is not None:
            raise Refused(
                f"The key file {path} is missing, and this database can only be read with the key {known}: "
                "put the file back; no new one is made."
            )
        _write_key(path)
    mode = path.stat().st_mode
    if mode & 0o077:
        raise Refused(f"The key file {path} can be read by others: run chmod 600 on it.")
    if path.parent.stat().st_mode & stat.S_IWOTH:
        raise Refused(f"The folder of the key file {path} can be written by everyone: run chmod 700 on it.")
    try:
        lines = path.read_text().split()
        ring = MultiFernet([Fernet(line) for line in lines])
    except ValueError:
        raise Refused(f"The key file {path} holds no usable key: put back the file from your backup.") from None
    return ring, sha256(lines[0].encode()).hexdigest()[:12], len(lines)


def _write_key(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(Fernet.generate_key() + b"\n")
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _migrate(connection: Connection) -> None:
    config = alembic_config()
    head = ScriptDirectory.from_config(config).get_current_head()
    if MigrationContext.configure(connection).get_current_revision() != head:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


__all__ = ["Base", "Database", "Refused", "open_database"]
