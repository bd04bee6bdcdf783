"""The ledger of those who are gone: what an old copy of the database must never bring back.

A small file that is only ever added to, beside the key file and so outside of everything that a restore replaces. A
line is a kind, the SHA-256 of a row's random id, and a day: `person` was erased, `couple` has parted. It is written
after the commit that made it true, completed from the tables at each start, and held against them then: whichever way
an old copy came in, the erased are erased again, and who has left stays apart.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, event, inspect, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from bot import logs
from bot.config import Config
from bot.stop import CONFIGURATION, Stop
from dialogue.clock import Clock
from models import (
    Alarm,
    Answer,
    Card,
    Conversation,
    Couple,
    Entry,
    Erasure,
    Inbox,
    Message,
    Outbox,
    Person,
    new_id,
)
from models.database import Database
from models.keys import joint, keys_of, member
from models.people import hashed

log = logs.logger(__name__)

NAME = "erasures.log"
UNFINISHED = "evenfall_restoring"  # a table that stands while a restore is under way
FETCHED = timedelta(days=8)  # an end so long ago that the housekeeping lets go of the couple


@dataclass
class Gone:
    """Digests of who was erased and of which couples parted, with the day."""

    person: dict[str, date] = field(default_factory=dict)
    couple: dict[str, date] = field(default_factory=dict)

    def add(self, other: "Gone") -> "Gone":
        self.person = {**other.person, **self.person}
        self.couple = {**other.couple, **self.couple}
        return self

    def beyond(self, other: "Gone") -> "Gone":
        """What the other does not know."""
        return Gone(
            {one: day for one, day in self.person.items() if one not in other.person},
            {one: day for one, day in self.couple.items() if one not in other.couple},
        )

    def __bool__(self) -> bool:
        return bool(self.person or self.couple)


class Ledger:
    """The file, and where it may lie instead when its place cannot be written to."""

    def __init__(self, *places: Path) -> None:
        self.places = places

    @classmethod
    def of(cls, config: Config) -> "Ledger":
        return cls(config.keys_file.parent / NAME, config.data / NAME)

    def read(self) -> Gone:
        gone = Gone()
        for place in self.places:
            for line in _lines(place):
                _parse(line, gone)
        return gone

    def write(self, gone: Gone) -> bool:
        """Add what is not there yet. False when it could be written nowhere."""
        new = gone.beyond(self.read())
        if not new:
            return True
        lines = "".join(
            f"{kind} {digest} {day.isoformat()}\n"
            for kind, some in (("person", new.person), ("couple", new.couple))
            for digest, day in some.items()
        )
        for place in self.places:
            try:
                _append(place, lines)
                return True
            except OSError as error:
                log.warning("ledger_elsewhere", error=error)
        log.error("ledger_not_written")
        return False

    def watch(self, sessions: type[Session]) -> None:
        """Note, after its commit, what each session made true."""

        @event.listens_for(sessions, "after_flush")
        def _flushed(session: Session, context: Any) -> None:
            seen = session.info.setdefault(self, [])
            seen.extend(row for row in session.new if isinstance(row, Erasure))
            seen.extend(row for row in session.dirty if isinstance(row, Couple))

        @event.listens_for(sessions, "after_commit")
        def _committed(session: Session) -> None:
            if session.in_nested_transaction():
                return  # a savepoint: what is around it may still be rolled back
            gone = Gone()
            for row in session.info.pop(self, []):
                kept = inspect(row).dict if inspect(row).persistent else {}  # a rollback has taken the others out
                if isinstance(row, Erasure) and kept:
                    gone.person[row.member] = row.erased_on
                elif kept.get("ended_at") is not None:
                    gone.couple[hashed(row.id)] = row.ended_at.date()
            if gone:
                self.write(gone)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise Stop(CONFIGURATION, f"{path} cannot be read ({error.strerror}): mend its owner or mode.") from None


def _parse(line: str, gone: Gone) -> None:
    """A line that is not whole, as a crash may leave one, counts for nothing."""
    try:
        kind, digest, day = line.split()
        if kind in ("person", "couple") and len(bytes.fromhex(digest)) == 32:
            getattr(gone, kind).setdefault(digest, date.fromisoformat(day))
    except ValueError:
        pass


def _append(path: Path, lines: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600)
    try:
        size = os.fstat(handle).st_size
        torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        os.write(handle, (("\n" if torn else "") + lines).encode())
        os.fsync(handle)
    finally:
        os.close(handle)


# --- at each start ---------------------------------------------------------------------------------------------------


async def follow(database: Database, config: Config) -> None:
    """Hold ledger and database against each other, and write down from now on what becomes true."""
    async with database.engine.connect() as connection:
        if await connection.run_sync(lambda sync: inspect(sync).has_table(UNFINISHED)):
            raise Stop(
                CONFIGURATION,
                "A restore into this database was broken off: empty the database, and restore again.",
            )
    ledger = Ledger.of(config)
    gone = ledger.read()
    async with database.begin() as db:
        ledger.write(await told(db))
        if gone:
            done = await replay(db, Clock().now(), gone)
            if done.erased or done.parted:
                log.warning("gone_again", number=done.erased + done.parted)
    ledger.watch(database.sessions)


async def told(db: AsyncSession) -> Gone:
    """What the tables know."""
    people, couples = Erasure.__table__.c, Couple.__table__.c  # a start asks before classes are needed
    erased = await db.execute(select(people.member, people.erased_on))
    ended = await db.execute(select(couples.id, couples.ended_at).where(couples.ended_at.is_not(None)))
    return Gone({one: day for one, day in erased}, {hashed(one): then.date() for one, then in ended})


# --- once more -------------------------------------------------------------------------------------------------------


@dataclass
class Replayed:
    erased: int = 0
    parted: int = 0


async def replay(db: AsyncSession, now: datetime, gone: Gone, owners: set[str] | None = None) -> Replayed:
    """Erase again who was erased, part again who had parted. Nothing is said to anybody.

    `owners` are those whose keys were restored: a person or couple without one was let go of between the two copies.
    """
    done = Replayed()
    people = list(await db.scalars(select(Person)))
    homes: dict[str, list[Person]] = {}
    for person in people:
        homes.setdefault(person.couple_id, []).append(person)
    erased = {one.id: gone.person.get(hashed(one.id)) for one in people}
    lost = {one.id for one in people if owners is not None and member(one.id) not in owners}
    away = {one for one, day in erased.items() if day is not None} | lost
    for couple in list(await db.scalars(select(Couple).where(Couple.ended_at.is_(None)))):
        both = homes.get(couple.id, [])
        keyless = owners is not None and joint(couple.id) not in owners
        day = gone.couple.get(hashed(couple.id))
        left = owners is not None and any(one.leaving for one in both)
        if day is None and not keyless and not left and (len(both) < 2 or not away & {one.id for one in both}):
            continue
        ended = now if day is None else min(now, datetime.combine(day, time(), UTC))
        await _part(db, now, couple, both, now - FETCHED if keyless else ended, keyless)
        done.parted += len(both) > 1
    for person in [one for one in people if one.id in away]:
        await _erase(db, person, erased[person.id] or now.date())
        done.erased += 1
    return done


async def _part(
    db: AsyncSession, now: datetime, couple: Couple, people: Iterable[Person], ended: datetime, keyless: bool
) -> None:
    """Each goes on alone, with what they had begun alone. The ended couple stays until the housekeeping takes it."""
    readable = not await keys_of(db).load(db, joint(couple.id)) and not keyless
    for person in people:
        alone = Couple(
            id=new_id(), created_at=now, language=person.language, zone=person.zone, place="none", frozen=False,
            settings=couple.settings_alone(),
        )  # fmt: skip
        db.add(alone)
        await db.flush()
        await keys_of(db).need(db, now, joint(alone.id))
        alone.confide(phase=couple.confided("phase") if readable else None)
        person.couple_id, person.leaving = alone.id, False
        person.ended_couple_id = None if keyless else couple.id
        theirs = (Conversation.owner_id == person.id, Conversation.couple_id == couple.id)
        own = select(Conversation.id).where(*theirs, Conversation.practice != "leave")
        await db.execute(update(Alarm).where(Alarm.conversation_id.in_(own)).values(couple_id=alone.id))
        await db.execute(update(Conversation).where(Conversation.id.in_(own)).values(couple_id=alone.id))
    await db.flush()
    await db.execute(delete(Conversation).where(Conversation.couple_id == couple.id))
    await db.execute(delete(Alarm).where(Alarm.couple_id == couple.id))
    couple.ended_at, couple.group_id, couple.place, couple.settings = ended, None, "none", couple.settings_alone()
    if keyless:
        couple.pause_word_sealed = couple.confidences_sealed = None
    await db.flush()


async def _erase(db: AsyncSession, person: Person, day: date) -> None:
    """The key first, then every row, then the person."""
    home, digest = person.couple_id, hashed(person.id)
    await keys_of(db).destroy(db, member(person.id))
    for rows in (
        delete(Conversation).where(Conversation.owner_id == person.id),
        delete(Alarm).where(Alarm.person_id == person.id),
        delete(Answer).where(Answer.person_id == person.id),
        delete(Card).where(Card.chat_id == person.chat_id),
        delete(Message).where(Message.chat_id == person.chat_id),
        delete(Outbox).where(or_(Outbox.chat_id == person.chat_id, Outbox.person_id == person.id)),
        delete(Inbox).where(Inbox.chat_id == person.chat_id),
        delete(Person).where(Person.id == person.id),
    ):
        await db.execute(rows)
    if await db.get(Erasure, digest) is None:
        db.add(Erasure(member=digest, erased_on=day))
    others = [select(some.id).where(some.couple_id == home).limit(1) for some in (Person, Entry)]
    if [await db.scalar(one) for one in others] == [None, None]:
        await db.execute(delete(Couple).where(Couple.id == home))
        await keys_of(db).destroy(db, joint(home))
    await db.flush()


__all__ = ["Gone", "Ledger", "Replayed", "follow", "replay", "told"]
