"""The database: opened with its key or not at all; SQLite for one process, PostgreSQL for several replicas."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import ColumnElement, Connection, String, column, event, func, insert, inspect, select, text
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, InvalidatePoolError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from models.base import Base, new_id
from models.keys import KeyCheck, Keys, Unwrapped, attach_keys
from models.post import attach_posts
from models.ring import Refused, Ring, find
from models.versions import attach_versions

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent.parent / "migrations"
CHECK: Any = KeyCheck.__table__  # not by its class, for which SQLAlchemy would make all classes ready first
OPENING = 7_700_001  # the advisory lock of whoever migrates
NAME = "evenfall "  # of our connections, with the replica's own behind it
RESTED = 1.0  # seconds that nobody used a connection; then it is asked whether it is still there
STILL = "15s"  # in the midst of a transaction, and it is over: others wait for what it has locked
PASSING = (  # SQLSTATE classes: connections, who stood still, deadlocks, resources, locks, shutdowns
    "08", "25P03", "40", "53", "55", "57", "58",
)  # fmt: skip


class OurSession(Session):
    """What every session does of itself is attached once: to a listener of its own each would pay for it anew."""


for attach in (attach_keys, attach_versions, attach_posts):
    attach(OurSession)


class Database:
    """An engine, its master ring once it is known, and sessions that carry the keys."""

    ring: Ring

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.cache: dict[bytes, AESGCM] = {}  # data keys, by how they are wrapped
        self.queues: dict[str, Unwrapped] = {}  # the queues' keys, as a transaction found them and was committed
        self.me = new_id()  # among several replicas
        self.engine, self._kind = _engine(url, self.me)
        event.listen(self.engine.sync_engine, "connect", self._connected)
        self.shared = self.engine.dialect.name == "postgresql"  # others may be at work on it, in other processes
        self.sessions: type[Session] = type("Sessions", (OurSession,), {})  # who listens to all of ours listens here

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A session in one transaction: committed at the end, rolled back on an error."""
        db = self._session()
        try:
            await db.connection()  # first of all: a new one may lead to another server, where no key is known
            yield db
            await db.commit()  # and it has no connection any more
        except BaseException:
            await asyncio.shield(db.close())
            raise

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        async with self._session() as db:
            yield db

    def _session(self) -> AsyncSession:
        info = {"keys": Keys(self.ring, self.cache, self.queues)}
        return self._kind(self.engine, expire_on_commit=False, sync_session_class=self.sessions, info=info)

    def forget_keys(self) -> None:
        """Out of the memory: some may have been destroyed, by other replicas too."""
        self.cache = {}
        self.queues.clear()

    def _connected(self, *_: Any) -> None:
        """It may be to another server, which took over from one that fell: its keys are asked anew."""
        self.queues.clear()

    async def close(self) -> None:
        await self.engine.dispose()


def passing(error: BaseException) -> bool:
    """Whether the database, not what was done with it, is the trouble: the same may go well a moment later."""
    if isinstance(error, (OperationalError, InterfaceError, NoConnection, ConnectionError, TimeoutError)):
        return True
    state = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
    return isinstance(error, DBAPIError) and (error.connection_invalidated or (state or "").startswith(PASSING))


def connected(owner: Any) -> ColumnElement[bool]:
    """Whether the replica `owner` has a connection now: one that was killed has none, long before its leases end."""
    named = text("SELECT application_name FROM pg_stat_activity WHERE application_name IS NOT NULL")
    return func.concat(NAME, owner).in_(named.columns(column("application_name", String)))  # EXISTS would not correlate


def _engine(url: str, me: str) -> tuple[AsyncEngine, type[AsyncSession]]:
    if make_url(url).get_backend_name() != "sqlite":
        return _shared_engine(url, me), AsyncSession
    from models.sqlite import SETTINGS, InLoopSession  # not where there is PostgreSQL

    engine = create_async_engine(make_url(url).set(drivername="sqlite+inloop"), hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def _settings(connection: Any, record: Any) -> None:
        for pragma in SETTINGS:
            connection.execute(f"PRAGMA {pragma}")

    return engine, InLoopSession


def _shared_engine(url: str, me: str) -> AsyncEngine:
    # What was committed is on the disk, whatever the server was told: an update is confirmed on the strength of it.
    server_settings = {
        "application_name": NAME + me,
        "timezone": "UTC",
        "synchronous_commit": "on",
        "idle_in_transaction_session_timeout": STILL,
    }
    engine = create_async_engine(
        url,
        hide_parameters=True,
        pool_size=5,
        pool_use_lifo=True,  # who is used again is warm: its statements are prepared
        max_overflow=15,
        connect_args={"server_settings": server_settings, "timeout": 10, "command_timeout": 60},
    )

    @event.listens_for(engine.sync_engine, "checkin")
    def _rests(connection: Any, record: Any) -> None:
        record.info["since"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def _asked_whether_it_is_there(connection: Any, record: Any, borrowed: Any) -> None:
        """That it was cut is known without asking. To ask takes three ways there and back before each transaction."""
        if connection.driver_connection.is_closed():
            raise InvalidatePoolError
        if time.monotonic() - record.info.get("since", time.monotonic()) > RESTED:
            try:
                engine.dialect.do_ping(connection)
            except Exception as error:
                raise InvalidatePoolError from error

    @event.listens_for(engine.sync_engine, "handle_error")
    def _tell_no_values(context: ExceptionContext) -> None:
        """PostgreSQL quotes the failing row in what it says about it; nobody may read that in an error."""
        above, below = context.sqlalchemy_exception, context.original_exception
        if above is not None and isinstance(above, StatementError):
            above.params = None
        for error in (above, below, below.__cause__):
            if error is not None and error.args:
                error.args = (str(error.args[0]).partition("\n")[0],)
            for name in ("detail", "hint", "query", "internal_query", "context"):
                if error is not above and getattr(error, name, None) is not None:
                    setattr(error, name, None)

    return engine


async def open_database(url: str, keys_file: Path, data: Path | None = None) -> Database:
    """Migrate, check the key, and open. Raises Refused with one sentence when that cannot be."""
    os.umask(0o077)
    where = make_url(url)
    if where.get_backend_name() == "sqlite" and where.database:
        Path(where.database).parent.mkdir(parents=True, exist_ok=True)
    database = Database(url)
    try:
        async with database.engine.begin() as connection:
            if database.shared:  # replicas start together: one migrates, the others wait
                await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({OPENING})")
            known = await connection.run_sync(_fingerprint)
            ring = database.ring = find(keys_file, known, data)
            migrated = await connection.run_sync(_migrate)
            if known is None:
                wrapped = ring.encrypt(ring.fingerprint.encode())
                await connection.execute(insert(CHECK).values(id=1, fingerprint=ring.fingerprint, wrapped=wrapped))
            else:
                row = (await connection.execute(select(CHECK.c.fingerprint, CHECK.c.wrapped))).one()
                try:
                    ring.decrypt(row.wrapped)
                except InvalidToken:
                    raise Refused(
                        f"The key file {keys_file} is not the one this database was written with: "
                        f"put back the key with the fingerprint {row.fingerprint}."
                    ) from None
        if migrated:  # a connection knows tables as they were
            await database.close()
    except BaseException:
        await database.close()
        raise
    return database


def _fingerprint(connection: Connection) -> str | None:
    """The fingerprint the database asks for; None for a new one."""
    if not inspect(connection).has_table("keycheck"):
        return None
    return connection.execute(select(CHECK.c.fingerprint)).scalar()


def alembic_config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def newest() -> str:
    """The number of the last migration: a file's name begins with its own."""
    return max(path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py"))


def _migrate(connection: Connection) -> bool:
    """Whether anything was to be changed. Alembic takes a while to be imported, and is needed once a release."""
    stands = inspect(connection).has_table("alembic_version")
    if stands and connection.scalar(text("SELECT version_num FROM alembic_version")) == newest():
        return False
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return True


__all__ = ["Base", "Database", "Refused", "open_database", "passing"]
