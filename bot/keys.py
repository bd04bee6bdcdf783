"""`evenfall keys`: another master key, another data key, and whether everything still opens.

A new master key stands in the key file beside the old one before anything is wrapped with it; a new data key stands
beside the old one until no word is sealed with that any more. So each command may be killed anywhere, and is run again.
"""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.fernet import InvalidToken
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.backup import KEPT
from bot.config import Config
from bot.run import LOCK, alone, make_folder, open_or_refuse
from bot.stop import AGAIN, CONFIGURATION, Stop
from dialogue.clock import Clock
from models import Base, DataKey, KeyCheck, Sealed
from models.database import Database, passing
from models.keys import KeyGone, keys_of
from models.ring import fingerprint, new_key

BATCH = 200
ALL = "all"
Column = tuple[type[Any], str, "Sealed[Any]"]  # a table's class, the name of its sealed value, and that


def sealed_columns() -> Iterable[Column]:
    """Every sealed value of every table, from the tables themselves."""
    for mapper in sorted(Base.registry.mappers, key=lambda one: one.class_.__name__):
        for name, value in vars(mapper.class_).items():
            if isinstance(value, Sealed):
                yield mapper.class_, name, value


@asynccontextmanager
async def _opened(config: Config) -> AsyncIterator[Database]:
    """The database of this configuration, which must be there."""
    if config.on_sqlite and not config.database_url and not _there(config.data / "evenfall.db"):
        raise Stop(CONFIGURATION, f"There is no database in {config.data} yet: the first start makes it, and its key.")
    database = await open_or_refuse(config.database, config.keys_file, config.data)
    try:
        yield database
    except Exception as error:
        if passing(error):
            raise Stop(AGAIN, "The database was busy or does not answer: nothing was lost, try again.") from None
        if isinstance(error, OSError):
            raise Stop(
                CONFIGURATION,
                f"The key file {config.keys_file} cannot be written ({error.strerror}): its folder must be yours, "
                "and be mounted as a whole.",
            ) from None
        raise
    finally:
        await database.close()


def _there(path: Path) -> bool:
    return path.exists()


async def _locked(db: AsyncSession, database: Database) -> bytes:
    """The key check, ours until the end: whoever makes a data key meanwhile waits and then reads the key file anew."""
    check: bytes = (await db.scalars(select(KeyCheck.wrapped).with_for_update())).one()
    database.ring.follow(check)
    return check


# --- the master key --------------------------------------------------------------------------------------------------


async def rotate(config: Config) -> None:
    """A new master key, and every data key wrapped with it. Goes on where an earlier run was killed."""
    async with _opened(config) as database:
        ring = database.ring
        async with database.begin() as db:
            check = await _locked(db, database)
            if ring.by_the_first(check):
                ring.replace([new_key(), *ring.keys])
            count = await _wrap_anew(db, database, check)
    print(
        f"From now on the master key {ring.fingerprint} is used; {count} keys were wrapped anew, no word was touched.\n"
        f"Back up {config.keys_file} now: backups of today on need it. The old key stays in it for older backups; once "
        f"those of the last {KEPT['keys'].days} days are gone: evenfall keys drop-old."
    )


async def _wrap_anew(db: AsyncSession, database: Database, check: bytes) -> int:
    ring = database.ring
    for row in list(await db.scalars(select(DataKey).with_for_update().order_by(DataKey.owner, DataKey.key_id))):
        if not ring.by_the_first(row.wrapped):
            row.wrapped = ring.encrypt(ring.decrypt(row.wrapped))
    new = {"fingerprint": ring.fingerprint, "wrapped": ring.encrypt(ring.decrypt(check))}
    await db.execute(update(KeyCheck).values(**new))
    await db.flush()
    return len(list(await db.scalars(select(DataKey.key_id))))


async def drop_old(config: Config) -> None:
    """The key file holds the newest master key alone, once nothing needs another."""
    async with _opened(config) as database:
        ring = database.ring
        async with database.begin() as db:
            check = await _locked(db, database)
            dropped = [fingerprint(key) for key in ring.keys[1:]]
            if not dropped:
                print(f"There is no old master key: {config.keys_file} holds {ring.fingerprint} alone.")
                return
            wrapped = [check, *await db.scalars(select(DataKey.wrapped))]
            if not all(ring.by_the_first(one) for one in wrapped):
                raise Stop(CONFIGURATION, "An old master key is still needed: run evenfall keys rotate first.")
            _refuse_while_backed_up(config, dropped)
            ring.replace(ring.keys[:1])
    print(f"Dropped {', '.join(dropped)}: {config.keys_file} holds {ring.fingerprint} alone. Back it up now.")


def _refuse_while_backed_up(config: Config, dropped: list[str]) -> None:
    if config.backups is None:
        return
    for path in sorted(config.backups.glob("evenfall-*-keys.json")):
        try:
            needs = json.loads(path.read_bytes())["fingerprint"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if needs in dropped:
            raise Stop(CONFIGURATION, f"{path} can only be opened with an old master key: remove it, or wait.")


# --- the data keys ---------------------------------------------------------------------------------------------------


async def rotate_data(config: Config, owner: str, clock: Clock | None = None) -> None:
    """A new data key for one owner, or for all, and their words sealed with it."""
    make_folder(config.data)
    with alone(config.data / LOCK) if config.on_sqlite else nullcontext():
        async with _opened(config) as database:
            owners = await _chosen(database, owner)
            for one in owners:
                await _begin_another(database, one, (clock or Clock()).now())
            count = await _seal_anew(database, owners)
            left = owners
            while left := await _let_go(database, left):
                count += await _seal_anew(database, left)  # something was written meanwhile
    print(f"{len(owners)} have a new data key; {count} values were sealed anew, and the old keys destroyed.")


async def _chosen(database: Database, owner: str) -> list[str]:
    async with database.begin() as db:
        known = sorted(set(await db.scalars(select(DataKey.owner))))
    words = [one for one in known if not one.startswith("system:")]
    if owner == ALL:
        return words
    if owner not in known:
        raise Stop(CONFIGURATION, f"Nobody here has the key {owner}: name member:…, couple:… or all.")
    if owner not in words:
        raise Stop(CONFIGURATION, f"{owner} gets a new key each day by itself: name member:…, couple:… or all.")
    return [owner]


async def _begin_another(database: Database, owner: str, now: datetime) -> None:
    """A second data key beside the first; where an earlier run was killed, the two that are there."""
    async with database.begin() as db:
        numbers = list(await db.scalars(select(DataKey.key_id).where(DataKey.owner == owner)))
        if len(numbers) == 1:
            await keys_of(db).create(db, owner, numbers[0] + 1, now)


async def _seal_anew(database: Database, owners: list[str]) -> int:
    """Walk every table in batches; a value that is changed meanwhile by others is theirs to have sealed."""
    count = 0
    for cls, name, sealed in sealed_columns():
        last = ""
        while True:
            async with database.begin() as db:
                last, done = await _batch(db, cls, name, sealed, set(owners), last)
            count += done
            if not last:
                break
    return count


async def _batch(
    db: AsyncSession, cls: type[Any], name: str, sealed: "Sealed[Any]", owners: set[str], after: str
) -> tuple[str, int]:
    column = getattr(cls, sealed.column)
    rows = list(await db.scalars(select(cls).where(column.is_not(None), cls.id > after).order_by(cls.id).limit(BATCH)))
    mine = [(row, owner) for row in rows if (owner := sealed.owner(row)) in owners]
    keys = keys_of(db)
    await keys.load(db, *{owner for _, owner in mine})
    count = 0
    for row, owner in mine:
        old = getattr(row, sealed.column)
        if not keys.newest(owner, old):
            new = keys.seal(owner, sealed.where(row), row.id, getattr(row, name))
            swap = update(cls).where(cls.id == row.id, column == old).values({sealed.column: new})
            count += (await db.execute(swap, execution_options={"synchronize_session": False})).rowcount
    return (rows[-1].id if len(rows) == BATCH else ""), count


async def _let_go(database: Database, owners: list[str]) -> list[str]:
    """Destroy older keys that nothing is sealed with. Who writes now waits for us. Returns whose are still needed."""
    async with database.begin() as db:
        locked = select(DataKey.owner, DataKey.key_id).where(DataKey.owner.in_(owners)).with_for_update()
        numbers = [(owner, number) for owner, number in await db.execute(locked)]
        await keys_of(db).load(db, *owners)
        wanted, needed = set(owners), set()
        for cls, _, sealed in sealed_columns():
            async for row in _rows(db, cls, sealed):
                owner = sealed.owner(row)
                if owner in wanted and not keys_of(db).newest(owner, getattr(row, sealed.column)):
                    needed.add(owner)
        newest = dict(sorted(numbers))
        for owner, number in numbers:
            if owner not in needed and number < newest[owner]:
                await db.execute(delete(DataKey).where(DataKey.owner == owner, DataKey.key_id == number))
    return sorted(needed)


async def _rows(db: AsyncSession, cls: type[Any], sealed: "Sealed[Any]") -> AsyncIterator[Any]:
    """The rows of a table that have something sealed, not all at once in the memory."""
    query = select(cls).where(getattr(cls, sealed.column).is_not(None)).execution_options(yield_per=BATCH)
    async for row in await db.stream_scalars(query):
        yield row


# --- whether everything opens ----------------------------------------------------------------------------------------


async def verify(config: Config) -> None:
    """Unwrap every data key, and open every value. Nothing is written."""
    async with _opened(config) as database:
        ring = database.ring
        async with database.begin() as db:
            check = (await db.scalars(select(KeyCheck.wrapped))).one()
            shut = await _shut(db)
        made = ring.made(check)
    if shut:
        owners = ", ".join(sorted(shut)[:3])
        raise Stop(CONFIGURATION, f"{len(shut)} cannot be opened ({owners} …): restore keys and content of one backup.")
    old = f", and {len(ring.keys) - 1} older" if len(ring.keys) > 1 else ""
    print(f"Everything opens. The master key is {ring.fingerprint} of {made:%Y-%m-%d}{old}.")


async def _shut(db: AsyncSession) -> set[str]:
    """The owners of whose keys or values one does not open."""
    keys = keys_of(db)
    shut: set[str] = set()
    for owner in sorted(set(await db.scalars(select(DataKey.owner)))):
        try:
            await keys.load(db, owner)
        except InvalidToken:
            shut.add(owner)
    for cls, name, sealed in sealed_columns():
        async for row in _rows(db, cls, sealed):
            try:
                getattr(row, name)
            except (KeyGone, InvalidTag):
                shut.add(sealed.owner(row))
    return shut


__all__ = ["drop_old", "rotate", "rotate_data", "sealed_columns", "verify"]
