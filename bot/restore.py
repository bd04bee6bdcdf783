"""`evenfall restore`: an old copy comes back into an empty place, and nothing that is over comes back with it.

All is looked at before anything is written: both artefacts against their manifests, the file, the master key and every
wrapped key. What was on its way is expired, prompts ring from their next date on, who was erased is erased again, who
had left has left. The database stands in its place only when all of that is done.
"""

import asyncio
import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from cryptography.exceptions import InvalidTag
from cryptography.fernet import InvalidToken
from rich.console import Console
from rich.table import Table
from sqlalchemy import delete, func, inspect, or_, select, table, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from bot import backup as taken
from bot.backup import FORMAT, LEDGER, Artefact, Bar, digest, errors, look_through, postgres_tool, progress, put, sync
from bot.config import Config
from bot.ledger import UNFINISHED, Gone, Ledger, Replayed, replay, told
from bot.run import LOCK, alone, make_folder, open_or_refuse
from bot.stop import CONFIGURATION, Stop
from dialogue.clock import Clock
from models import Alarm, Conversation, DataKey, Inbox, Invitation, KeyCheck, Outbox, Person
from models.database import Refused, alembic_config
from models.keys import KeyGone, keys_of, member
from models.people import hashed
from models.ring import find

A_DAY = int(timedelta(days=1).total_seconds())
LATER = timedelta(hours=1)  # for what only tidies up: not in the first tick
STEP = 500


@dataclass
class Done:
    """What a restore did, for its table."""

    people: int = 0
    again: Replayed = field(default_factory=Replayed)
    posts: int = 0
    updates: int = 0
    alarms: int = 0
    links: int = 0


async def restore(
    config: Config, content: Path, keys: Path, clock: Clock | None = None, console: Console | None = None
) -> None:
    """Both artefacts become the database of this configuration, which must be none yet."""
    console = console or Console(highlight=False, soft_wrap=True)
    now = (clock or Clock()).now()
    with errors("The restore"), progress(console) as bar:
        whole, wrapped = _looked_at(config, content, keys, bar)
        gone = Ledger(*Ledger.of(config).places, content.parent / LEDGER, keys.parent / LEDGER).read()
        make_folder(config.data)
        with alone(config.data / LOCK):
            if config.on_sqlite:
                done = await _to_sqlite(config, content, wrapped, gone, now, bar)
            else:
                done = await _to_postgres(config, content, whole[0], wrapped, gone, now, bar)
    _tell(console, config, whole, done)


# --- before anything is written --------------------------------------------------------------------------------------


def _looked_at(
    config: Config, content: Path, keys: Path, bar: Callable[[str], Bar]
) -> tuple[list[Artefact], dict[str, Any]]:
    found = [_artefact(content, "content"), _artefact(keys, "keys")]
    if found[0].backend != ("sqlite" if config.on_sqlite else "postgresql"):
        raise Stop(
            CONFIGURATION, f"{content.name} is of another kind of database ({found[0].backend}): see DATABASE_URL."
        )
    if found[1].made_at < found[0].made_at:
        raise Stop(
            CONFIGURATION,
            f"{keys.name} is older than {content.name}: take the keys of the same backup, or of a later one.",
        )
    if found[0].revision not in {
        one.revision for one in ScriptDirectory.from_config(alembic_config()).walk_revisions()
    }:
        raise Stop(CONFIGURATION, f"{content.name} was written by a newer Evenfall: restore it with that one.")
    _refuse_to_overwrite(config)
    for one in found:
        if one.path.stat().st_size != one.size or digest(one.path, bar(f"look at {one.kind}")) != one.digest:
            raise Stop(CONFIGURATION, f"{one.path.name} is not as it was written (cut short or changed): take another.")
    if config.on_sqlite and look_through(content) != found[0].rows:
        raise Stop(CONFIGURATION, f"{content.name} does not hold what its manifest says: take another backup.")
    wrapped = json.loads(keys.read_bytes())
    _fits(config, wrapped)
    return found, wrapped


def _artefact(path: Path, kind: str) -> Artefact:
    if not path.is_file():
        raise Stop(CONFIGURATION, f"There is no file {path}: name an artefact of evenfall backup.")
    try:
        told = json.loads(path.with_suffix(".manifest").read_bytes())
        found = Artefact(
            path, told["kind"], datetime.fromisoformat(told["made_at"]), told["backend"], told["revision"],
            told["rows"], told["bytes"], told["sha256"],
        )  # fmt: skip
        usable = told["format"] == FORMAT and found.backend in taken.BACKENDS
    except FileNotFoundError:
        raise Stop(CONFIGURATION, f"{path.name} has no manifest beside it: copy both files of an artefact.") from None
    except (OSError, ValueError, KeyError, TypeError):
        usable = False
    if not usable:
        raise Stop(CONFIGURATION, f"The manifest of {path.name} cannot be read: take another backup.")
    if found.kind != kind:
        raise Stop(CONFIGURATION, "First the content, then the keys: evenfall restore CONTENT KEYS.")
    return found


def _refuse_to_overwrite(config: Config) -> None:
    if not config.on_sqlite:
        return  # looked at when it is connected to
    place = _place(config)
    there = next((path for path in (place, *_beside(place)) if path.exists()), None)
    if there is not None:
        raise Stop(
            CONFIGURATION, f"{there} exists, and a restore overwrites nothing: move it away, or set EVENFALL_DATA."
        )


def _fits(config: Config, wrapped: dict[str, Any]) -> None:
    """The master key opens every wrapped key."""
    try:
        ring = find(config.keys_file, wrapped["fingerprint"], config.data)
    except Refused as refused:
        raise Stop(CONFIGURATION, str(refused)) from None
    try:
        ring.decrypt(wrapped["check"])
        for _, _, key, _ in wrapped["keys"]:
            ring.decrypt(key)
    except InvalidToken:
        raise Stop(
            CONFIGURATION,
            f"The key file {config.keys_file} does not open this backup: put back the key with the fingerprint "
            f"{wrapped['fingerprint']}.",
        ) from None


# --- into its place --------------------------------------------------------------------------------------------------


def _place(config: Config) -> Path:
    return Path(make_url(config.database).database or "").absolute()


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal")]


async def _to_sqlite(
    config: Config, content: Path, wrapped: dict[str, Any], gone: Gone, now: datetime, bar: Callable[[str], Bar]
) -> Done:
    """Made ready beside its place; the last step is a rename."""
    place = _place(config)
    part = place.parent / f".evenfall-restore-{os.getpid()}.part"
    try:
        _lay(content, part, wrapped)
        database = await open_or_refuse(f"sqlite:///{part}", config.keys_file, config.data)
        try:
            async with database.begin() as db:
                done = await _settle(db, wrapped, gone, now, bar)
                new = await told(db)
        finally:
            await database.close()
        Ledger.of(config).write(gone.add(new))
        _move(part, place)
    finally:
        for path in (part, *_beside(part)):
            path.unlink(missing_ok=True)
    return done


def _lay(content: Path, part: Path, wrapped: dict[str, Any]) -> None:
    """The copy, with the check of its keys: since the content was written, the master key may have changed."""
    part.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    taken.remove_undone(part.parent, "restore")
    put(part, b"")
    shutil.copyfile(content, part)
    file = sqlite3.connect(part)
    with file:
        file.execute(
            "UPDATE keycheck SET fingerprint = ?, wrapped = ?", (wrapped["fingerprint"], wrapped["check"].encode())
        )
    file.close()


def _move(part: Path, place: Path) -> None:
    file = sqlite3.connect(part, isolation_level=None)
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file.execute("PRAGMA journal_mode=DELETE")
    file.close()
    look_through(part)
    sync(part)
    part.rename(place)
    sync(place.parent)


async def _to_postgres(
    config: Config, content: Path, whole: Artefact, wrapped: dict[str, Any], gone: Gone, now: datetime,
    bar: Callable[[str], Bar],
) -> Done:  # fmt: skip
    """A table stands while it is not done: nothing runs on half a restore."""
    engine = create_async_engine(config.database, hide_parameters=True)
    try:
        await _mark(engine)
    finally:
        await engine.dispose()
    bar("pg_restore")(0, 0)
    words = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(content))
    await asyncio.to_thread(postgres_tool, "pg_restore", make_url(config.database), *words)
    await _count_all(config, whole)
    await _take_check(config, wrapped)
    database = await open_or_refuse(config.database, config.keys_file, config.data)
    try:
        async with database.begin() as db:
            done = await _settle(db, wrapped, gone, now, bar)
            Ledger.of(config).write(gone.add(await told(db)))
            await db.execute(text(f"DROP TABLE {UNFINISHED}"))
    finally:
        await database.close()
    return done


async def _mark(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        there = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
        if there:
            raise Stop(
                CONFIGURATION,
                "The database that DATABASE_URL names is not empty, and a restore overwrites nothing: make a new one.",
            )
        await connection.execute(text(f"CREATE TABLE {UNFINISHED} ()"))


async def _count_all(config: Config, whole: Artefact) -> None:
    engine = create_async_engine(config.database, hide_parameters=True)
    try:
        async with engine.connect() as connection:
            there = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
            for name, rows in whole.rows.items():
                found = select(func.count()).select_from(table(name))
                if name not in there or (await connection.execute(found)).scalar() != rows:
                    raise Stop(CONFIGURATION, f"{whole.path.name} does not hold what its manifest says: take another.")
    finally:
        await engine.dispose()


async def _take_check(config: Config, wrapped: dict[str, Any]) -> None:
    engine = create_async_engine(config.database, hide_parameters=True)
    try:
        async with engine.begin() as connection:
            check = {"fingerprint": wrapped["fingerprint"], "wrapped": wrapped["check"].encode()}
            await connection.execute(update(KeyCheck).values(**check))
    finally:
        await engine.dispose()


# --- what is over ----------------------------------------------------------------------------------------------------


async def _settle(
    db: AsyncSession, wrapped: dict[str, Any], gone: Gone, now: datetime, bar: Callable[[str], Bar]
) -> Done:
    """In one transaction: the keys, then all that must not come back."""
    done = Done()
    gone.add(await told(db))
    owners = await _give_keys(db, wrapped, gone)
    done.people = int(await db.scalar(select(func.count()).select_from(Person)) or 0)
    done.again = await replay(db, now, gone, owners)
    await _fit_together(db, bar("open a name of each"))
    await _silence(db, now, done)
    return done


async def _give_keys(db: AsyncSession, wrapped: dict[str, Any], gone: Gone) -> set[str]:
    """The wrapped keys, but of those who are gone: theirs does not reach the file again."""
    erased = {member(person) for person in await db.scalars(select(Person.id)) if hashed(person) in gone.person}
    await db.execute(delete(DataKey))
    for owner, number, key, then in wrapped["keys"]:
        if owner not in erased:
            made = datetime.fromisoformat(then).astimezone(UTC)
            db.add(DataKey(owner=owner, key_id=number, wrapped=key.encode(), created_at=made))
    await db.flush()
    return {owner for owner, *_ in wrapped["keys"]} - erased


async def _fit_together(db: AsyncSession, bar: Bar) -> None:
    """Whether these keys are of this content: a sealed name of each opens."""
    people = list(await db.scalars(select(Person).order_by(Person.id)))
    for number, person in enumerate(people, 1):
        try:
            await keys_of(db).load(db, member(person.id))
            _ = person.name
        except (KeyGone, InvalidTag, InvalidToken):
            raise Stop(CONFIGURATION, "These keys do not open this content: take the two of one backup.") from None
        if number % STEP == 0 or number == len(people):
            bar(number, len(people))


async def _silence(db: AsyncSession, now: datetime, done: Done) -> None:
    """Nothing of that day is sent, played or rung now; no link of that day opens."""
    waiting = update(Outbox).where(Outbox.state.in_(("pending", "sending")))
    done.posts = await _count(db, waiting.values(state="expired", lease_owner=None, lease_until=None))
    await db.execute(update(Outbox).values(body_sealed=None))
    done.updates = await _count(db, update(Inbox).where(Inbox.state == "new").values(state="dead"))
    await db.execute(update(Inbox).values(payload_sealed=None))
    done.links = await _count(db, delete(Invitation))
    await _end_pauses(db, now)
    for alarm in list(await db.scalars(select(Alarm).where(Alarm.due_at <= now))):
        if alarm.conversation_id is None and alarm.wall is not None:
            alarm.due_at = alarm.next_after(now)
        elif alarm.window > A_DAY:
            alarm.due_at = now + LATER  # the end of something, not a prompt
        else:
            await db.delete(alarm)
        done.alarms += 1
    await db.flush()


async def _end_pauses(db: AsyncSession, now: datetime) -> None:
    """A pause whose time is over would ask whether to go on; unasked it would hold every evening to come."""
    rung = select(Alarm.conversation_id).where(Alarm.due_at <= now, Alarm.conversation_id.is_not(None))
    held = select(Conversation).where(Conversation.held_by == Conversation.id, Conversation.id.in_(rung))
    for pause in list(await db.scalars(held)):
        stood = select(Conversation.id).where(Conversation.held_by == pause.id, Conversation.id != pause.id)
        still = or_(Alarm.conversation_id.in_(stood), Alarm.conversation_id.is_(None))
        mine = (Alarm.couple_id == pause.couple_id, Alarm.due_at.is_(None), still)
        await db.execute(update(Alarm).where(*mine).values(due_at=now, left=None))
        free = update(Conversation).where(Conversation.held_by == pause.id, Conversation.id != pause.id)
        await db.execute(free.values(held_by=None, held_at=None))
        await db.execute(delete(Conversation).where(Conversation.id == pause.id))


async def _count(db: AsyncSession, statement: Any) -> int:
    return int((await db.execute(statement)).rowcount)  # type: ignore[attr-defined]


def _tell(console: Console, config: Config, whole: list[Artefact], done: Done) -> None:
    told = Table("", "restored")
    for one in whole:
        told.add_row(one.kind, f"{one.made_at:%Y-%m-%d %H:%M} UTC, {sum(one.rows.values()):,} rows, intact")
    told.add_row("people", f"{done.people - done.again.erased:,}")
    told.add_row("erased again", f"{done.again.erased:,}")
    told.add_row("couples parted again", f"{done.again.parted:,}")
    told.add_row("messages expired", f"{done.posts:,}")
    told.add_row("updates put away", f"{done.updates:,}")
    told.add_row("alarms expired or moved on", f"{done.alarms:,}")
    told.add_row("links closed", f"{done.links:,}")
    where = _place(config) if config.on_sqlite else "the database that DATABASE_URL names"
    console.print(f"Restored to {where}:", markup=False)
    console.print(told)
    console.print("Now look with: evenfall doctor")


__all__ = ["restore"]
