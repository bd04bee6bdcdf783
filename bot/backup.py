"""`evenfall backup`: a whole copy of the database while it is in use, in two artefacts that are worthless alone.

The content is everything but the wrapped keys, the other artefact the wrapped keys alone; both are of one instant.
Neither can be read without the master key, which is in no backup. Keys are kept for 7 days and content for 30, so
that what somebody erased can be read from no backup after 7 days. Old content opens with newer keys.

The keys of the queues are left out: what was on its way is expired by a restore and shall not be read from a copy.
"""

import asyncio
import fcntl
import json
import os
import re
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from sqlalchemy import func, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.config import Config
from bot.ledger import NAME, Gone, Ledger, told
from bot.stop import AGAIN, CONFIGURATION, Stop
from dialogue.clock import Clock
from models import Base, DataKey, KeyCheck
from models.people import hashed

FORMAT = 1
KEPT = {"content": timedelta(days=30), "keys": timedelta(days=7)}
BACKENDS = ("sqlite", "postgresql")
LEDGER = f"evenfall-{NAME}"
OURS = re.compile(r"evenfall-(\d{8}T\d{6}Z)-(content|keys)\.(?:sqlite|pgdump|json|manifest)")
UNDONE = re.compile(r"\.evenfall-(backup|restore)-[\w-]+\.part(-wal|-shm|-journal)?")
PAGES = 256  # copied between two looks of the progress bar
CHUNK = 1 << 20

Bar = Callable[[int, int], None]


@dataclass
class Artefact:
    """One of the two, as its manifest tells."""

    path: Path
    kind: str
    made_at: datetime
    backend: str
    revision: str
    rows: dict[str, int]
    size: int = 0
    digest: str = ""

    @property
    def manifest(self) -> Path:
        return self.path.with_suffix(".manifest")

    def write(self) -> None:
        """The manifest comes last: what has none is not whole."""
        told = {
            "format": FORMAT,
            "kind": self.kind,
            "made_at": self.made_at.isoformat(),
            "backend": self.backend,
            "revision": self.revision,
            "rows": self.rows,
            "bytes": self.size,
            "sha256": self.digest,
        }
        put(self.manifest, json.dumps(told, indent=2).encode() + b"\n")


async def backup(
    config: Config, directory: Path | None = None, clock: Clock | None = None, console: Console | None = None
) -> None:
    """Write both artefacts into the directory, and let go of those whose time is over."""
    console = console or Console(highlight=False, soft_wrap=True)
    chosen = directory or config.backups
    if chosen is None:
        raise Stop(CONFIGURATION, "Where to? Name a directory: evenfall backup DIR, or set EVENFALL_BACKUPS.")
    folder = _folder(chosen.expanduser().resolve(), config)
    now = (clock or Clock()).now().astimezone(UTC).replace(microsecond=0)
    with _sole(folder), errors("The backup"):
        remove_undone(folder)
        stem = f"evenfall-{now:%Y%m%dT%H%M%SZ}"
        if any(folder.glob(f"{stem}-*")):
            raise Stop(AGAIN, "There is a backup of this very second: try again.")
        with progress(console) as bar:
            if config.on_sqlite:
                content, keys, gone = _from_sqlite(config, folder, stem, now, bar)
            else:
                content, keys, gone = await _from_postgres(config, folder, stem, now, bar)
            for one in (content, keys):
                one.size, one.digest = one.path.stat().st_size, digest(one.path, bar(f"hash {one.kind}"))
                one.write()
        safe = Ledger.of(config).write(gone)
        kept = Ledger(folder / LEDGER).write(Ledger.of(config).read().add(gone))
        pruned = prune(folder, now)
        sync(folder)
    table = Table("", "file", "bytes", "rows")
    for one in (content, keys):
        table.add_row(one.kind, one.path.name, f"{one.size:,}", f"{sum(one.rows.values()):,}")
    console.print(f"Backed up to {folder}:", markup=False)
    console.print(table)
    if pruned:
        console.print(f"Let go of {len(pruned)} old files.")
    if not (safe and kept):
        raise Stop(AGAIN, "The list of the erased could not be written: see that the folder of the key file is yours.")


def newest(folder: Path) -> datetime | None:
    """When the newest backup was made, of which both parts are there."""
    made: dict[str, set[str]] = {}
    for path in folder.glob("evenfall-*.manifest") if folder.is_dir() else ():
        match = OURS.fullmatch(path.name)
        if match and any(one != path for one in folder.glob(f"{path.stem}.*")):
            made.setdefault(match[1], set()).add(match[2])
    whole = [stamp for stamp, kinds in made.items() if kinds == set(KEPT)]
    return _moment(max(whole)) if whole else None


def prune(folder: Path, now: datetime) -> list[str]:
    """Remove what is older than its kind is kept. Only our own names, only plain files."""
    gone = []
    for path in sorted(folder.iterdir()):
        match = OURS.fullmatch(path.name)
        if match and path.is_file() and not path.is_symlink() and now - _moment(match[1]) > KEPT[match[2]]:
            path.unlink()
            gone.append(path.name)
    return gone


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


# --- SQLite ----------------------------------------------------------------------------------------------------------


def _from_sqlite(
    config: Config, folder: Path, stem: str, now: datetime, bar: Callable[[str], Bar]
) -> tuple[Artefact, Artefact, Gone]:
    """The copy that still holds the keys lies beside the database, never in the backup directory."""
    source = Path(make_url(config.database).database or "")
    if not source.exists():
        raise Stop(CONFIGURATION, f"There is no database at {source}: there is nothing to back up yet.")
    content = folder / f"{stem}-content.sqlite"
    beside, part = source.parent / f".evenfall-backup-{os.getpid()}.part", folder / f".evenfall-backup-{stem}.part"
    with _sole(source.parent):
        remove_undone(source.parent)
        keys, gone, revision = _part_from_keys(source, beside, part, bar)
    try:
        rows = look_through(part)
        os.chmod(part, 0o600)
        sync(part)
        part.rename(content)
    finally:
        part.unlink(missing_ok=True)
    return (
        Artefact(content, "content", now, "sqlite", revision, rows),
        _write_keys(folder, stem, now, "sqlite", revision, keys),
        gone,
    )


def _part_from_keys(
    source: Path, beside: Path, part: Path, bar: Callable[[str], Bar]
) -> tuple[dict[str, Any], Gone, str]:
    try:
        put(beside, b"")
        copy = sqlite3.connect(beside, isolation_level=None)
        try:
            _copy(source, copy, bar("copy"))
            copy.execute("PRAGMA journal_mode=DELETE")
            _check(copy)  # here: VACUUM would write a damaged index anew, and nobody would know
            copy.execute("PRAGMA secure_delete=ON")
            copy.execute("PRAGMA temp_store=MEMORY")
            keys = _keys_of(copy)
            gone = _gone_of(copy)
            [(revision,)] = copy.execute("SELECT version_num FROM alembic_version")
            copy.execute("DELETE FROM dek")
            put(part, b"")
            copy.execute("VACUUM INTO ?", (str(part),))
        finally:
            copy.close()
        return keys, gone, revision
    finally:
        for name in ("", "-wal", "-shm", "-journal"):
            beside.with_name(beside.name + name).unlink(missing_ok=True)


def _copy(source: Path, copy: sqlite3.Connection, bar: Bar) -> None:
    """One instant, whoever writes meanwhile: the open transaction keeps it, however long the pages take."""
    live = sqlite3.connect(f"file:{quote(str(source))}?mode=rw", uri=True, isolation_level=None, timeout=10)
    try:
        live.execute("PRAGMA query_only=ON")
        live.execute("BEGIN")
        live.execute("SELECT count(*) FROM sqlite_master").fetchone()
        live.backup(copy, pages=PAGES, progress=lambda _, left, total: bar(total - left, total))
    finally:
        live.close()


def _keys_of(copy: sqlite3.Connection) -> dict[str, Any]:
    check = copy.execute("SELECT fingerprint, wrapped FROM keycheck").fetchone()
    rows = copy.execute("SELECT owner, key_id, wrapped, created_at FROM dek ORDER BY owner, key_id").fetchall()
    return _as_json(check, [(*row[:3], datetime.fromisoformat(row[3])) for row in rows])


def _gone_of(copy: sqlite3.Connection) -> Gone:
    erased = copy.execute("SELECT member, erased_on FROM erasures").fetchall()
    ended = copy.execute("SELECT id, ended_at FROM couples WHERE ended_at IS NOT NULL").fetchall()
    day = datetime.fromisoformat
    return Gone({one: day(then).date() for one, then in erased}, {hashed(one): day(then).date() for one, then in ended})


def _check(file: sqlite3.Connection) -> None:
    if [line for (line,) in file.execute("PRAGMA integrity_check")] != ["ok"]:
        raise sqlite3.DatabaseError("integrity_check")


def look_through(path: Path) -> dict[str, int]:
    """Whether a database file is whole; the number of rows in each table, keys none."""
    file = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    try:
        _check(file)
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        ours = [name for name in names if not name.startswith("sqlite_")]
        return {name: file.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in ours}  # noqa: S608  # nosec B608
    finally:
        file.close()


# --- PostgreSQL ------------------------------------------------------------------------------------------------------


async def _from_postgres(
    config: Config, folder: Path, stem: str, now: datetime, bar: Callable[[str], Bar]
) -> tuple[Artefact, Artefact, Gone]:
    """pg_dump sees the snapshot of the transaction in which the keys are read."""
    content, part = folder / f"{stem}-content.pgdump", folder / f".evenfall-backup-{stem}.part"
    engine = create_async_engine(config.database, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            await connection.execution_options(isolation_level="REPEATABLE READ")
            snapshot = str((await connection.execute(text("SELECT pg_export_snapshot()"))).scalar())
            if (await connection.execute(text("SELECT to_regclass('keycheck')"))).scalar() is None:
                raise Stop(CONFIGURATION, "The database that DATABASE_URL names is empty: nothing to back up yet.")
            check = (await connection.execute(select(KeyCheck.fingerprint, KeyCheck.wrapped))).first()
            keys = (await connection.execute(select(DataKey).order_by(DataKey.owner, DataKey.key_id))).all()
            gone = await told(connection)  # type: ignore[arg-type]
            revision = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar_one()
            rows = {}
            for name, table in sorted(Base.metadata.tables.items()):
                count = select(func.count()).select_from(table)
                rows[name] = 0 if name == "dek" else (await connection.execute(count)).scalar_one()
            put(part, b"")
            words = ["--format=custom", "--no-owner", "--no-privileges", "--exclude-table-data=dek"]
            bar("pg_dump")(0, 0)
            await asyncio.to_thread(
                postgres_tool, "pg_dump", make_url(config.database), *words, f"--snapshot={snapshot}", f"--file={part}"
            )
        os.chmod(part, 0o600)
        sync(part)
        part.rename(content)
    finally:
        await engine.dispose()
        part.unlink(missing_ok=True)
    found = _as_json(check, [(one.owner, one.key_id, one.wrapped, one.created_at) for one in keys])
    return (
        Artefact(content, "content", now, "postgresql", revision, rows),
        _write_keys(folder, stem, now, "postgresql", revision, found),
        gone,
    )


def postgres_tool(name: str, url: URL, *words: str) -> None:
    """pg_dump or pg_restore. The password goes by the environment, where no list of processes shows it."""
    query = {key: value for key, value in url.query.items() if isinstance(value, str)}
    where = {
        "PGHOST": query.get("host") or url.host,
        "PGPORT": query.get("port") or url.port,
        "PGUSER": query.get("user") or url.username,
        "PGPASSWORD": query.get("password") or url.password,
        "PGDATABASE": query.get("database") or url.database,
        "PGSSLMODE": query.get("ssl") or query.get("sslmode"),
    }
    env = {**os.environ, **{key: str(value) for key, value in where.items() if value}}
    if name == "pg_restore":
        words = (f"--dbname={url.database}", *words)
    try:
        done = subprocess.run([name, "--no-password", *words], env=env, capture_output=True, text=True)  # noqa: S603  # nosec B603
    except FileNotFoundError:
        raise Stop(
            CONFIGURATION, f"{name} is not installed here: install PostgreSQL's client programs (postgresql-client)."
        ) from None
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[0].rstrip(".")[:200]
        raise Stop(AGAIN, f"{name} failed ({reason}).")


# --- what both have in common ----------------------------------------------------------------------------------------


def _as_json(check: Any, rows: list[tuple[str, int, bytes, datetime]]) -> dict[str, Any]:
    if check is None:
        raise Stop(CONFIGURATION, "This database has no key yet: there is nothing to back up.")
    keys = [
        [owner, number, wrapped.decode("ascii"), then.replace(tzinfo=UTC).isoformat()]
        for owner, number, wrapped, then in rows
        if not owner.startswith("system:")
    ]
    return {"format": FORMAT, "fingerprint": check[0], "check": check[1].decode("ascii"), "keys": keys}


def _write_keys(folder: Path, stem: str, now: datetime, backend: str, revision: str, keys: dict[str, Any]) -> Artefact:
    path = folder / f"{stem}-keys.json"
    put(path, json.dumps(keys, indent=1).encode() + b"\n")
    return Artefact(path, "keys", now, backend, revision, {"dek": len(keys["keys"])})


def _folder(folder: Path, config: Config) -> Path:
    if folder in config.keys_file.parents:
        raise Stop(CONFIGURATION, f"The key file {config.keys_file} lies inside {folder}: a backup would be beside it.")
    if folder == config.data or config.data in folder.parents:
        raise Stop(CONFIGURATION, f"{folder} lies inside the data directory and would be lost with it: name another.")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Stop(CONFIGURATION, f"The directory {folder} cannot be made ({error.strerror}): name another.") from None
    return folder


@contextmanager
def _sole(folder: Path) -> Iterator[None]:
    """One backup at a time in a directory."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Stop(AGAIN, f"Another backup to {folder} is under way: wait for it.") from None
    finally:
        os.close(handle)


@contextmanager
def errors(what: str) -> Iterator[None]:
    """What a disk or a database may refuse is one sentence; none of them quotes what is stored."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise Stop(AGAIN, f"{what} could not be made ({error}): see that there is room, and try again.") from None
    except sqlite3.DatabaseError as error:
        raise Stop(CONFIGURATION, f"{what} was not made: the database file is damaged ({error}).") from None
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise Stop(AGAIN, f"{what} could not be made ({error.orig}): see that there is room.") from None
        raise Stop(AGAIN, "The database does not answer: see DATABASE_URL, and that the server runs.") from None
    except OSError as error:
        raise Stop(AGAIN, f"{what} could not be written ({error.strerror}): see that there is room.") from None


@contextmanager
def progress(console: Console) -> Iterator[Callable[[str], Bar]]:
    """Bars where somebody looks on; nothing in a log."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:

        def begin(what: str) -> Bar:
            task = shown.add_task(what, total=None)
            return lambda done, total: shown.update(task, completed=done, total=total or None)

        yield begin


def remove_undone(folder: Path, kind: str = "backup") -> None:
    """What a run that was killed has left."""
    for path in folder.iterdir():
        match = UNDONE.fullmatch(path.name)
        if match and match[1] == kind and path.is_file():
            path.unlink()


def put(path: Path, data: bytes) -> None:
    """A new file, for its owner alone."""
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def digest(path: Path, bar: Bar) -> str:
    size, done, total = path.stat().st_size, 0, sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            total.update(chunk)
            done += len(chunk)
            bar(done, size)
    return total.hexdigest()


__all__ = ["Artefact", "backup", "newest", "prune"]
