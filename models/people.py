"""A person, the couple they are (or are alone in), and the link that brings two together.

Account and chat ids stand in clear, because every update is routed by them (decision 0005); names, roles and the
pause word are sealed.
"""

from datetime import date, datetime
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import JSON, BigInteger, Boolean, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Blob, Instant
from models.keys import Sealed, joint, member
from models.versions import Versioned

Role = Literal["hurt", "repairing", "both", "none"]

DEFAULTS: dict[str, Any] = {
    "style": "reveal",  # or "together"
    "minutes": 10,  # or 15
    "retention": 90,  # days that check-in answers are kept: 0, 30, 90, 365
    "evening": "20:30",
    "weekend": "20:30",
    "days": "1234567",
    "review": "7 17:00",  # ISO weekday and wall time
    "anyway": "no",  # person: show my words at the close in any case
    "apart": "no",  # person: show as soon as both are in
}


class Chosen:
    """Settings with a memory of one day: what is changed today counts from tomorrow's date on."""

    settings: Mapped[dict[str, Any]]

    def setting(self, name: str, today: date | None = None) -> Any:
        """What counts on the local date `today`; without a date, what was chosen last."""
        chosen = self.settings.get(name)
        if chosen is None:
            return DEFAULTS[name]
        return chosen["was"] if today is not None and chosen["on"] >= today.isoformat() else chosen["is"]

    def choose(self, name: str, value: Any, today: date) -> None:
        self.settings[name] = {"is": value, "was": self.setting(name, today), "on": today.isoformat()}


class Confiding:
    """What was chosen in confidence: sealed, while settings stand in clear, because the clock goes by them."""

    confidences: Sealed[dict[str, Any] | None]

    def confided(self, name: str, usual: Any = None) -> Any:
        return (self.confidences or {}).get(name, usual)

    def confide(self, **things: Any) -> None:
        """Add or change some; None takes one back."""
        kept = {**(self.confidences or {}), **things}
        self.confidences = {name: value for name, value in kept.items() if value is not None} or None


PERSONAL = ("yes", "rests", "holds")  # of a couple's settings, what each chose for themselves, by their id


class Couple(Base, Versioned, Chosen, Confiding):
    """One person alone, or two. `place` tells whether the bound group may be spoken to.

    place: none (both private chats are the shared place), gathering (bound, not both have tapped there yet),
    bound, held (a third person may be there; nothing is said).
    """

    __tablename__ = "couples"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    paired_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    group_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    place: Mapped[str] = mapped_column(String(10), default="none")
    tapped: Mapped[str | None] = mapped_column(String(32))  # who has tapped in a gathering group, while one has
    counted_at: Mapped[datetime | None] = mapped_column(Instant)  # when the group was last seen to hold three
    language: Mapped[str] = mapped_column(String(8), default="en")
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    rest_until: Mapped[datetime | None] = mapped_column(Instant)
    frozen: Mapped[bool] = mapped_column(Boolean, default=False)  # /hold: closeness waits
    settings: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(JSON), default=dict)
    pause_word_sealed: Mapped[bytes | None] = mapped_column(Blob)
    confidences_sealed: Mapped[bytes | None] = mapped_column(Blob)

    pause_word = Sealed[str | None]("pause_word_sealed", lambda row: joint(row.id))
    confidences = Sealed[dict[str, Any] | None]("confidences_sealed", lambda row: joint(row.id))
    """Where the two are on their way (phase, phase_yes), and what they agreed on (rules)."""

    @property
    def phase(self) -> str:
        """Which stretch of their way the two are on: one, two or three."""
        return str(self.confided("phase", "one"))

    def settings_alone(self) -> dict[str, Any]:
        """What goes with each of the two when they part: nothing that names either."""
        return {name: chosen for name, chosen in self.settings.items() if name not in PERSONAL}


class Person(Base, Chosen, Confiding):
    """One account in one chat system. `chat_id` is the private chat."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("system", "user_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    system: Mapped[str] = mapped_column(String(16))
    user_id: Mapped[int] = mapped_column(BigInteger)
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    couple_id: Mapped[str] = mapped_column(ForeignKey("couples.id"), index=True)
    ended_couple_id: Mapped[str | None] = mapped_column(String(32))  # for seven days after a leave
    created_at: Mapped[datetime] = mapped_column(Instant)
    adult_at: Mapped[datetime | None] = mapped_column(Instant)
    reachable: Mapped[bool] = mapped_column(Boolean, default=True)
    leaving: Mapped[bool] = mapped_column(Boolean, default=False)  # has left; the other is told later
    language: Mapped[str] = mapped_column(String(8))
    zone: Mapped[str] = mapped_column(String(64), default="UTC")
    settings: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(JSON), default=dict)
    name_sealed: Mapped[bytes | None] = mapped_column(Blob)
    username_sealed: Mapped[bytes | None] = mapped_column(Blob)
    role_sealed: Mapped[bytes | None] = mapped_column(Blob)
    apart_until_sealed: Mapped[bytes | None] = mapped_column(Blob)
    confidences_sealed: Mapped[bytes | None] = mapped_column(Blob)

    name = Sealed[str]("name_sealed", lambda row: member(row.id))
    username = Sealed[str | None]("username_sealed", lambda row: member(row.id))
    role = Sealed[Role | None]("role_sealed", lambda row: member(row.id))
    apart_until = Sealed[str | None]("apart_until_sealed", lambda row: member(row.id))
    """The day until which what brings the two closer rests for this person's sake; why is not written anywhere."""
    confidences = Sealed[dict[str, Any] | None]("confidences_sealed", lambda row: member(row.id))
    """The day of a telling and who is near (disclosure), how much of it is asked for (detail), and the PIN's digest."""


class Invitation(Base):
    """A link that works once, for 24 hours. Only its hash is kept. kind: "pair" (a partner) or "group"."""

    __tablename__ = "invitations"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


def hashed(secret: str) -> str:
    """What is stored in place of a link's token, or of an erased person's id."""
    return sha256(secret.encode()).hexdigest()


class Erasure(Base):
    """The ledger of the erased: enough to erase again after an old backup was restored, and no more."""

    __tablename__ = "erasures"

    member: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of the person's id
    erased_on: Mapped[date] = mapped_column(Date)
