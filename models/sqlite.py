"""SQLite in the process's own thread: for a statement of some microseconds a way to another thread and back is long.

Only what waits leaves it: a commit, until the disk has what was written, and a transaction whose turn has not come.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import URL, Executable
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util.concurrency import await_, in_greenlet

PATIENCE = 5.0  # seconds to wait for another process that writes
SETTINGS = (
    f"busy_timeout={PATIENCE * 1000:.0f}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
)
DISK = ThreadPoolExecutor(16, "disk")  # more than a pool has connections: no commit waits for a thread


class Cursor(sqlite3.Cursor):
    async def _async_soft_close(self) -> None:
        """What SQLAlchemy awaits when all rows were read."""


class Connection(sqlite3.Connection):
    """One connection; used by one task at a time."""

    _written = 0

    def cursor(self, factory: Any = Cursor) -> Any:
        return super().cursor(factory)

    def begin(self) -> None:
        """BEGIN IMMEDIATE: the driver would read outside a transaction and lose updates."""
        until = time.monotonic() + PATIENCE
        self.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    self.execute("BEGIN IMMEDIATE")
                    break
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                        raise
                await_(asyncio.sleep(0.005))
        finally:
            self.execute(f"PRAGMA {SETTINGS[0]}")
        self._written = self.total_changes

    def commit(self) -> None:
        if self.total_changes == self._written:
            super().commit()
        else:
            await_(_beside(super().commit))


async def _beside(work: Callable[[], None]) -> None:
    """Do it in another thread. Who is cancelled meanwhile waits for its end: a connection is not used by two."""
    done = asyncio.get_running_loop().run_in_executor(DISK, work)
    try:
        await asyncio.shield(done)
    except asyncio.CancelledError:
        while not done.done():
            try:
                await asyncio.wait({done})
            except asyncio.CancelledError:
                continue
        raise


def _awaited() -> None:
    """SQLAlchemy takes a statement for which nothing was awaited for a mistake."""
    if in_greenlet():
        await_(_nothing())


async def _nothing() -> None: ...


class InLoop(SQLiteDialect_pysqlite):
    """The driver of the standard library, used from coroutines."""

    driver = "inloop"
    is_async = True
    has_terminate = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def create_connect_args(self, url: URL) -> Any:
        args, options = super().create_connect_args(url)
        return args, {**options, "factory": Connection, "check_same_thread": False}

    def do_begin(self, dbapi_connection: Any) -> None:
        if dbapi_connection.isolation_level is not None:  # else each statement is a transaction
            dbapi_connection.begin()

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        cursor.execute(statement, parameters)
        _awaited()

    def do_executemany(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        cursor.executemany(statement, parameters)
        _awaited()

    def do_terminate(self, dbapi_connection: Any) -> None:
        dbapi_connection.close()


class InLoopSession(AsyncSession):
    """A session that asks where it stands. None of its statements waits, so none needs a way out and back for itself,
    which would cost as much as the statement; only to begin and to commit is one taken."""

    _begun: SessionTransaction | None = None

    async def connection(self, *args: Any, **more: Any) -> AsyncConnection:
        found = await super().connection(*args, **more)
        self._begun = self.sync_session.get_transaction()
        return found

    async def _here(self) -> Session:
        if self._begun is None or self._begun is not self.sync_session.get_transaction():
            await self.connection()
        return self.sync_session

    async def execute(self, statement: Executable, params: Any = None, **more: Any) -> Any:
        options = {**more.pop("execution_options", {}), "prebuffer_rows": True}
        return (await self._here()).execute(statement, params, execution_options=options, **more)

    async def scalar(self, statement: Executable, params: Any = None, **more: Any) -> Any:
        return (await self._here()).scalar(statement, params, **more)

    async def get(self, *args: Any, **more: Any) -> Any:
        return (await self._here()).get(*args, **more)

    async def flush(self, objects: Any = None) -> None:
        (await self._here()).flush(objects)


registry.register("sqlite.inloop", __name__, InLoop.__name__)
