"""What is going on between the companion and a couple: talks, their open questions, their cards, their alarms."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, BigInteger, Boolean, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Blob, Instant, insert_by
from models.keys import Sealed, joint, member
from models.post import later
from models.versions import Versioned

APART = timedelta(hours=12)  # two rings of one alarm are never closer than this


class Conversation(Base, Versioned):
    """One practice under way. Deleted when it closes: what shall stay was kept as an entry.

    `owner_id` is set for a talk of one person; `group_id` is the shared place, fixed at the beginning, None for
    both private chats. `held_by` is the talk that has put this one on hold. Until `still_until` it asks nothing further
    and nothing of it goes to the group: there was a word of danger, and it looks like an ordinary wait (R32).
    """

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    couple_id: Mapped[str] = mapped_column(ForeignKey("couples.id", ondelete="CASCADE"), index=True)
    practice: Mapped[str] = mapped_column(String(24))
    owner_id: Mapped[str | None] = mapped_column(String(32))
    parent_id: Mapped[str | None] = mapped_column(String(32), index=True)
    then: Mapped[str | None] = mapped_column(String(32))
    group_id: Mapped[int | None] = mapped_column(BigInteger)
    due: Mapped[datetime] = mapped_column(Instant)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    held_by: Mapped[str | None] = mapped_column(String(32))
    held_at: Mapped[datetime | None] = mapped_column(Instant)
    still_until: Mapped[datetime | None] = mapped_column(Instant)
    turn: Mapped[int] = mapped_column(default=0)
    given_sealed: Mapped[bytes | None] = mapped_column(Blob)

    questions: Mapped[list["Question"]] = relationship(
        order_by="Question.seq", cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )
    cards: Mapped[list["Card"]] = relationship(
        order_by="Card.id", cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )
    alarms: Mapped[list["Alarm"]] = relationship(
        order_by="Alarm.id", cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )

    given = Sealed[dict[str, Any] | None]("given_sealed", lambda row: _owner(row))


def _owner(talk: Conversation) -> str:
    return member(talk.owner_id) if talk.owner_id else joint(talk.couple_id)


class Question(Base):
    """Something asked and, while `open`, waiting. `seq` orders the questions of a talk; `nonce` binds its buttons."""

    __tablename__ = "questions"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    key_owner: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int]
    step: Mapped[str] = mapped_column(String(32))
    nonce: Mapped[str] = mapped_column(String(24))
    asked: Mapped[list[str]] = mapped_column(JSON)  # ids of people
    by: Mapped[str] = mapped_column(String(3))  # all or any
    private: Mapped[bool] = mapped_column(Boolean)
    text: Mapped[bool] = mapped_column(Boolean)
    forget: Mapped[bool] = mapped_column(Boolean)
    open: Mapped[bool] = mapped_column(Boolean, default=True)
    card: Mapped[str] = mapped_column(String(24))
    put_at: Mapped[datetime] = mapped_column(Instant)
    form_sealed: Mapped[bytes | None] = mapped_column(Blob)

    answers: Mapped[list["Answer"]] = relationship(
        order_by="Answer.turn", cascade="all, delete-orphan", passive_deletes=True, lazy="raise"
    )

    form = Sealed[dict[str, Any]]("form_sealed", lambda row: row.key_owner, looked_at=True)
    """choices (rows of [name, label or None]), given (what ask was handed) and doors."""


class Answer(Base):
    """One person's answer to one question, sealed under that person's key."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("question_id", "person_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    person_id: Mapped[str] = mapped_column(String(32))
    turn: Mapped[int]
    said_sealed: Mapped[bytes | None] = mapped_column(Blob)

    said = Sealed[dict[str, Any]]("said_sealed", lambda row: member(row.person_id))
    """choice, words and, for an answer given aloud, the message to copy."""


class Card(Base):
    """A message of a talk that is edited as the talk goes. One a talk, name and chat."""

    __tablename__ = "cards"
    __table_args__ = (UniqueConstraint("conversation_id", "name", "chat_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    key_owner: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(24))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_ref: Mapped[str | None] = mapped_column(String(32), index=True)
    shows_sealed: Mapped[bytes | None] = mapped_column(Blob)

    shows = Sealed[dict[str, Any]]("shows_sealed", lambda row: row.key_owner, looked_at=True)
    """lines (a text with its arguments, or a question's id), doors, and how it looked when it was last sent."""


class Alarm(Base):
    """Something that is to happen later. A recurring one has a wall time; one of a talk rings once, in that talk.

    `wall` and `weekend` are local "HH:MM" in `zone`, `days` the ISO weekdays; `due_at` is the next ring in UTC.
    `left` (seconds) is what remains of a duration that stands still. `claimed_by` is the process that plays it first,
    as long as it is due when it was `claimed_for`.
    """

    __tablename__ = "alarms"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    couple_id: Mapped[str] = mapped_column(ForeignKey("couples.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str | None] = mapped_column(String(32), index=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"), index=True)
    practice: Mapped[str] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(String(32))  # the alarm's name, or the step of a talk
    due_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    window: Mapped[int] = mapped_column(Integer)  # seconds
    wall: Mapped[str | None] = mapped_column(String(5))
    weekend: Mapped[str | None] = mapped_column(String(5))
    days: Mapped[str | None] = mapped_column(String(7))
    zone: Mapped[str | None] = mapped_column(String(64))
    running: Mapped[bool] = mapped_column(Boolean, default=False)  # a duration (stands still on hold), not a moment
    left: Mapped[float | None]
    claimed_by: Mapped[str | None] = mapped_column(String(32))
    claimed_for: Mapped[datetime | None] = mapped_column(Instant)
    given_sealed: Mapped[bytes | None] = mapped_column(Blob)

    given = Sealed[dict[str, Any] | None](
        "given_sealed", lambda row: member(row.person_id) if row.person_id else joint(row.couple_id)
    )

    def on(self, day: date) -> datetime | None:
        """The one instant (UTC) at which a recurring alarm rings on a local date, or None.

        A wall time that does not exist on that date moves after the gap; one that comes twice rings the first time.
        """
        assert self.wall and self.days and self.zone
        if str(day.isoweekday()) not in self.days:
            return None
        wall = self.weekend if self.weekend and day.isoweekday() >= 6 else self.wall
        hour, minute = map(int, wall.split(":"))
        local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(self.zone), fold=0)
        return local.astimezone(UTC)

    def local_date(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.zone or "UTC")).date()

    def next_after(self, moment: datetime) -> datetime:
        """The first ring strictly after `moment` (UTC)."""
        day = self.local_date(moment) - timedelta(days=1)
        for _ in range(10):
            ring = self.on(day)
            if ring is not None and ring > moment:
                return ring
            day += timedelta(days=1)
        raise ValueError("an alarm needs at least one day of the week")

    def change(
        self,
        now: datetime,
        wall: str | None = None,
        weekend: str | None = None,
        days: str | None = None,
        zone: str | None = None,
    ) -> None:
        """New times or another zone, from the next local date on: a ring still due today stays where it is."""
        keep = self.due_at if self.due_at and self.local_date(self.due_at) == self.local_date(now) else None
        self.wall, self.weekend, self.days = wall or self.wall, weekend or self.weekend, days or self.days
        self.zone = zone or self.zone
        self.due_at = keep or self.first_from(self.local_date(now) + timedelta(days=1), after=now)

    def first_from(self, day: date, after: datetime | None = None) -> datetime:
        """The first ring on `day` or later; half a day or more after another one."""
        for offset in range(15):
            ring = self.on(day + timedelta(days=offset))
            if ring is not None and (after is None or ring - after >= APART):
                return ring
        raise ValueError("an alarm needs at least one day of the week")


class Ring(Base):
    """A recurring alarm rang on a local date. The pair is unique: nothing rings twice on one date."""

    __tablename__ = "rings"

    alarm_id: Mapped[str] = mapped_column(ForeignKey("alarms.id", ondelete="CASCADE"), primary_key=True)
    local_date: Mapped[date] = mapped_column(Date, primary_key=True)
    late: Mapped[bool] = mapped_column(Boolean, default=False)  # past its window: not sent, not mentioned


class Shown(Base):
    """A pool's line was shown to a couple; it does not come again within the pool's horizon."""

    __tablename__ = "shown"

    couple_id: Mapped[str] = mapped_column(ForeignKey("couples.id", ondelete="CASCADE"), primary_key=True)
    line: Mapped[str] = mapped_column(String(64), primary_key=True)
    on: Mapped[date] = mapped_column(Date)


def shown(db: AsyncSession, couple_id: str, line: str, today: date) -> None:
    """Note that a line was shown today."""
    later(db, _noted(db.get_bind().dialect.name), {"couple_id": couple_id, "line": line, "on": today})


@cache
def _noted(dialect: str) -> Any:
    row = insert_by(dialect)(Shown.__table__)
    return row.on_conflict_do_update(index_elements=["couple_id", "line"], set_={"on": row.excluded.on})
