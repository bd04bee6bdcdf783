"""Keys and sealed columns: who can read which words.

A master ring (a file, never in the database) wraps one data key an owner; an owner is a person
(`member:<id>`), a couple (`couple:<id>`) or a queue (`system:inbox`, `system:outbox`, a new key a day).
A sealed value is `version ‖ key id ‖ nonce ‖ AES-256-GCM`, bound to its table, column, owner and row.
"""

import json
import os
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Generic, TypeVar, overload

from cryptography.exceptions import InvalidTag
from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import String, delete, event, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from models.base import SEAL_VERSION, Base, Instant, among, insert_by
from models.ring import Ring


class DataKey(Base):
    """One owner's data key, wrapped by the master ring. Without this row the owner's words are gone."""

    __tablename__ = "dek"

    owner: Mapped[str] = mapped_column(String(64), primary_key=True)
    key_id: Mapped[int] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(Instant)


class KeyCheck(Base):
    """Tells at start whether the key file belongs to this database."""

    __tablename__ = "keycheck"

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(16))
    wrapped: Mapped[bytes]


class KeyGone(LookupError):
    """The owner's key was destroyed; the words cannot be read by anyone."""


def member(person_id: str) -> str:
    """The owner name of what one person wrote."""
    return f"member:{person_id}"


def joint(couple_id: str) -> str:
    """The owner name of what a couple holds together."""
    return f"couple:{couple_id}"


Unwrapped = dict[int, AESGCM]
KEY: Any = DataKey.__table__.c
OWNED = select(KEY.owner, KEY.key_id, KEY.wrapped).where(among(KEY.owner, "owners"))
HELD = OWNED.with_for_update(read=True, key_share=True)
WRITTEN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
T = TypeVar("T")


class Keys:
    """The data keys that one session may use. Which there are of people and couples is asked in each transaction; only
    unwrapping is remembered, so that nothing is ever written with a key that somebody else has destroyed or replaced.
    A queue's key of a day is never replaced, and stays until long after its day: what was committed is remembered."""

    def __init__(self, ring: Ring, cache: dict[bytes, AESGCM], queues: dict[str, Unwrapped]) -> None:
        self._ring = ring
        self._cache = cache
        self._queues = queues
        self._known: dict[str, Unwrapped] = {}
        self.seen: dict[bytes, Any] = {}  # what was opened and is only looked at, by how it is sealed

    def forget(self) -> None:
        self._known.clear()
        self.seen.clear()

    def committed(self) -> None:
        """The transaction has ended well: what it knew of the queues holds for the next ones too."""
        self._queues |= {owner: known for owner, known in self._known.items() if owner.startswith("system:")}
        self.forget()

    async def load(self, db: AsyncSession, *owners: str) -> set[str]:
        """Make the owners' keys ready to read with. Never creates one. Returns the owners that have none.

        On PostgreSQL they stay where they are until this transaction ends.
        """
        unknown = {owner for owner in owners if not self._known.get(owner)}
        if unknown:
            of_queues = all(owner.startswith("system:") for owner in unknown)  # theirs are everybody's
            query = OWNED if of_queues else HELD
            for owner, key_id, wrapped in list(await db.execute(query, {"owners": sorted(unknown)})):
                self._known.setdefault(owner, {})[key_id] = await self._unwrap(db, wrapped)
        return {owner for owner in unknown if not self._known.get(owner)}

    async def _unwrap(self, db: AsyncSession, wrapped: bytes) -> AESGCM:
        if wrapped not in self._cache:
            try:
                key = self._ring.decrypt(wrapped)
            except InvalidToken:  # the master key was changed while we ran
                await self._follow(db)
                key = self._ring.decrypt(wrapped)
            self._cache[wrapped] = AESGCM(key)
        return self._cache[wrapped]

    async def _follow(self, db: AsyncSession) -> None:
        """Look at the key file again; a rotation that is under way is waited for."""
        check = await db.scalar(select(KeyCheck.wrapped).with_for_update(read=True))
        if check is not None:
            self._ring.follow(check)

    async def need(self, db: AsyncSession, now: datetime, *owners: str) -> None:
        """Load the owners' keys, and create those that are missing: for inserting transactions only."""
        for owner in sorted(await self.load(db, *owners)):
            await self.create(db, owner, 1, now)

    async def create(self, db: AsyncSession, owner: str, key_id: int, now: datetime) -> None:
        """A new data key, with which the owner's words are sealed from now on."""
        await self._follow(db)
        key = AESGCM.generate_key(256)
        db.add(DataKey(owner=owner, key_id=key_id, wrapped=self._ring.encrypt(key), created_at=now))
        self._known.setdefault(owner, {})[key_id] = AESGCM(key)

    async def need_today(self, db: AsyncSession, owner: str, now: datetime, *sealed: bytes | None) -> None:
        """A queue's key of this day (UTC), made with its first use, and those that some of its values were sealed with.

        Midnight comes to another replica a moment earlier.
        """
        today = _day_number(now.date())
        needed = {today, *(int.from_bytes(blob[1:5]) for blob in sealed if blob)}
        if owner not in self._known:
            self._known[owner] = dict(self._queues.get(owner, {}))
        if not needed <= self._known[owner].keys():
            del self._known[owner]
            await self.load(db, owner)
            if today not in self._known.get(owner, {}):
                await self._begin_day(db, owner, today, now)

    async def _begin_day(self, db: AsyncSession, owner: str, today: int, now: datetime) -> None:
        """The day's first use may be in several replicas at once: all take the key that was stored first."""
        await self._follow(db)
        wrapped = self._ring.encrypt(AESGCM.generate_key(256))
        row = {"owner": owner, "key_id": today, "wrapped": wrapped, "created_at": now}
        await db.execute(insert_by(db.get_bind().dialect.name)(DataKey).on_conflict_do_nothing(), row)
        mine = select(DataKey.wrapped).where(DataKey.owner == owner, DataKey.key_id == today)
        stored = await db.scalar(mine) or b""
        self._known.setdefault(owner, {})[today] = AESGCM(self._ring.decrypt(stored))

    async def destroy(self, db: AsyncSession, owner: str) -> None:
        """Shred: the owner's words become unreadable with this transaction's commit."""
        await db.flush()
        gone = delete(DataKey).where(DataKey.owner == owner).returning(DataKey.wrapped)
        for wrapped in list(await db.scalars(gone)):
            self._cache.pop(wrapped, None)
        self._known.pop(owner, None)
        self.seen.clear()

    async def destroy_before(self, db: AsyncSession, owner: str, day: date) -> None:
        """Shred a queue's keys of the days before `day`."""
        await db.execute(delete(DataKey).where(DataKey.owner == owner, DataKey.key_id < _day_number(day)))
        self._known.pop(owner, None)
        self._queues.pop(owner, None)

    def newest(self, owner: str, blob: bytes) -> bool:
        """Whether a value is sealed with the key that its owner's words are sealed with now."""
        return int.from_bytes(blob[1:5]) == max(self._known[owner])

    def seal(self, owner: str, where: str, row_id: str, value: Any) -> bytes:
        known = self._known.get(owner)
        if not known:
            raise KeyGone(owner.partition(":")[0])
        key_id = max(known)
        nonce = os.urandom(12)
        text = WRITTEN.encode(value).encode()
        secret = known[key_id].encrypt(nonce, text, _bound(where, owner, row_id))
        return bytes([SEAL_VERSION]) + key_id.to_bytes(4) + nonce + secret

    def open(self, owner: str, where: str, row_id: str, blob: bytes) -> Any:
        known = self._known.get(owner) or {}
        key = known.get(int.from_bytes(blob[1:5]))
        if key is None or blob[0] != SEAL_VERSION:
            raise KeyGone(owner.partition(":")[0])
        return json.loads(key.decrypt(blob[5:17], blob[17:], _bound(where, owner, row_id)).decode())

    def look(self, owner: str, where: str, row_id: str, blob: bytes) -> Any:
        """The same for what is looked at many times in a turn, and never changed in place."""
        value = self.seen[blob] = self.open(owner, where, row_id, blob)
        return value


def attach_keys(sessions: Session | type[Session]) -> None:
    """With its transaction's end a session forgets which keys there are."""

    @event.listens_for(sessions, "after_commit")
    def _committed(session: Session) -> None:
        if not session.in_nested_transaction():
            session.info["keys"].committed()

    @event.listens_for(sessions, "after_soft_rollback")
    def _rolled_back(session: Session, previous: Any) -> None:
        session.info["keys"].forget()


def _day_number(day: date) -> int:
    return day.toordinal()


def _bound(where: str, owner: str, row_id: str) -> bytes:
    return f"v1|{where}|{owner}|{row_id}".encode()


def keys_of(db: AsyncSession) -> Keys:
    """The keys a session carries."""
    keys: Keys = db.info["keys"]
    return keys


class Sealed(Generic[T]):
    """Words in a row, read and written in clear, stored sealed. The row must be in its session.

    `owner` tells from the row whose key it is; `column` is the mapped column that takes the sealed bytes. What is
    `looked_at` is opened once, and changed only as a whole.
    """

    def __init__(self, column: str, owner: Callable[[Any], str], looked_at: bool = False) -> None:
        self.column = column
        self.owner = owner
        self.looked_at = looked_at

    @overload
    def __get__(self, row: None, cls: type) -> "Sealed[T]": ...
    @overload
    def __get__(self, row: Any, cls: type) -> T: ...
    def __get__(self, row: Any, cls: type) -> Any:
        if row is None:
            return self
        blob = getattr(row, self.column)
        if blob is None:
            return None
        keys = _keys(row)
        if self.looked_at and blob in keys.seen:
            return keys.seen[blob]
        return (keys.look if self.looked_at else keys.open)(self.owner(row), self.where(row), row.id, blob)

    def __set__(self, row: Any, value: T) -> None:
        blob = None if value is None else _keys(row).seal(self.owner(row), self.where(row), row.id, value)
        setattr(row, self.column, blob)

    def where(self, row: Any) -> str:
        """The table and column a value is bound to."""
        return f"{row.__tablename__}|{self.column}"


def _keys(row: Any) -> Keys:
    session = object_session(row)
    if session is None:
        raise RuntimeError("a sealed column is written after its row was added to the session")
    keys: Keys = session.info["keys"]
    return keys


__all__ = ["DataKey", "InvalidTag", "KeyCheck", "KeyGone", "Keys", "Sealed", "joint", "keys_of", "member"]
