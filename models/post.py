"""What came in and what is to go out. A row is stored before an update is confirmed, and claimed before it is sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Double, Executable, Index, Integer, String, UniqueConstraint, event, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from models.base import Base, Blob, Instant, new_id
from models.keys import Sealed, keys_of


class Inbox(Base):
    """One raw update, sealed, until its turn was played; then blank. state: new, done, dead."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("system", "update_id"),
        UniqueConstraint("system", "chat_id", "message_id"),
        Index("ix_inbox_waiting", "state", "number"),
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(32))
    system: Mapped[str] = mapped_column(String(16))
    update_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)  # of a new message only: the second guard
    lane: Mapped[int | None] = mapped_column(BigInteger)  # the chat it happened in: each couple's come in order
    state: Mapped[str] = mapped_column(String(6), default="new")
    attempts: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime] = mapped_column(Instant)
    payload_sealed: Mapped[bytes | None] = mapped_column(Blob)

    payload = Sealed[dict[str, Any] | None]("payload_sealed", lambda row: "system:inbox")


class Outbox(Base):
    """One thing to say or do in one chat, rendered and sealed. Blank at its end.

    kind: send, copy (a voice), edit, delete, answer (a button press), leave (a group), export.
    grade: A at most once (prompts, files), B at least once (answers, reveals), C at least once until `expires_at`
    (pause, leaving, safety), D idempotent (edits, deletes, button answers).
    state: pending, held (a voice that waits for the end of a pause), sending, sent, unknown, expired, dead, cancelled.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "state", "priority", "number"),
        Index("ix_outbox_chat", "chat_id", "state"),
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    system: Mapped[str] = mapped_column(String(16))
    couple_id: Mapped[str | None] = mapped_column(String(32), index=True)
    person_id: Mapped[str | None] = mapped_column(String(32))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(8))
    grade: Mapped[str] = mapped_column(String(1))
    priority: Mapped[int] = mapped_column(default=2)  # 0 pause, safety, presses; 1 answers, 2 prompts, 3 edits
    guarded: Mapped[bool] = mapped_column(Boolean, default=False)  # words of people for a group: count it freshly first
    message_ref: Mapped[str | None] = mapped_column(String(32), index=True)
    state: Mapped[str] = mapped_column(String(9), default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    lease_owner: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    body_sealed: Mapped[bytes | None] = mapped_column(Blob)

    body = Sealed[dict[str, Any] | None]("body_sealed", lambda row: "system:outbox")


class Message(Base):
    """A message in a chat, ours or theirs, by a handle that exists before Telegram gave it a number.

    Kept so that a card can be edited, a reply can find its card, and a private chat can be tidied at noon.
    """

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("chat_id", "message_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    couple_id: Mapped[str | None] = mapped_column(String(32), index=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    stays: Mapped[bool] = mapped_column(Boolean, default=False)  # not tidied: the house card


class Lease(Base):
    """What one of several replicas has for a while, by the database's clock (seconds since 1970).

    `fence` counts the owners: who holds an older number has lost it. The row "pace" has no owner; its `until` is when
    the next message of all replicas together may go.
    """

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    owner: Mapped[str | None] = mapped_column(String(32))
    until: Mapped[float] = mapped_column(Double)
    fence: Mapped[int] = mapped_column(BigInteger, default=0)


# --- many at once: what some turns post is written in one statement, before anything else is asked or committed ------


def post(
    db: AsyncSession,
    system: str,
    chat: int,
    kind: str,
    body: dict[str, Any],
    at: datetime,
    grade: str,
    priority: int,
    couple: str | None = None,
    person: str | None = None,
    ref: str | None = None,
    guarded: bool = False,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Leave something to say or do in the outbox."""
    number = new_id()
    row = {
        "id": number,
        "system": system,
        "couple_id": couple,
        "person_id": person,
        "chat_id": chat,
        "kind": kind,
        "grade": grade,
        "priority": priority,
        "guarded": guarded,
        "message_ref": ref,
        "state": "pending",
        "attempts": 0,
        "not_before": not_before or at,
        "expires_at": expires_at,
        "created_at": at,
        "body_sealed": keys_of(db).seal("system:outbox", "outbox|body_sealed", number, body),
    }
    later(db, POSTED, row)


def handle(
    db: AsyncSession,
    couple: str,
    chat: int,
    at: datetime,
    ref: str | None = None,
    number: int | None = None,
    stays: bool = False,
) -> str:
    """Remember a message: one that was typed by its number, one of ours, until it has one, by its handle."""
    ref = ref or new_id()
    row = {"id": ref, "couple_id": couple, "chat_id": chat, "message_id": number, "at": at, "stays": stays}
    later(db, REMEMBERED, row)
    return ref


POSTED, REMEMBERED = insert(Base.metadata.tables["outbox"]), insert(Base.metadata.tables["messages"])


def later(db: AsyncSession, statement: Executable, row: dict[str, Any]) -> None:
    """One more row for a statement that is run for all of them."""
    db.info.setdefault("posted", {}).setdefault(statement, []).append(row)


def attach_posts(sessions: Session | type[Session]) -> None:
    """A session writes what was posted with its next statement, and at the latest with its commit."""

    def write(session: Session, *_: Any) -> None:
        waiting: dict[Executable, list[dict[str, Any]]] = session.info.pop("posted", {})
        for statement, rows in waiting.items():
            session.connection().execute(statement, rows)

    def ask(state: ORMExecuteState) -> None:
        if state.session.autoflush:
            write(state.session)

    event.listen(sessions, "do_orm_execute", ask)
    event.listen(sessions, "before_flush", write)
    event.listen(sessions, "before_commit", write)
    event.listen(sessions, "after_soft_rollback", lambda session, _: session.info.pop("posted", None))
