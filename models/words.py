"""What people chose to keep."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Blob, Instant
from models.keys import Sealed, member


class Entry(Base):
    """Words of one author, sealed under the author's key. They follow their author when a couple ends.

    `shared` tells that both may read them; `done` that there is nothing left to do about them: a parked topic was
    talked about, a promise was kept. `facts` is what nobody wrote but what belongs to the words: when a promise is due.
    """

    __tablename__ = "entries"
    __table_args__ = (Index("ix_entries_couple_kind", "couple_id", "kind"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    couple_id: Mapped[str] = mapped_column(ForeignKey("couples.id"))
    author_id: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    shared: Mapped[bool] = mapped_column(Boolean, default=False)
    done: Mapped[bool] = mapped_column(Boolean, default=False)
    local_date: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_on: Mapped[date | None] = mapped_column(Date, index=True)
    words_sealed: Mapped[bytes | None] = mapped_column(Blob)
    facts_sealed: Mapped[bytes | None] = mapped_column(Blob)

    words = Sealed[dict[str, str]]("words_sealed", lambda row: member(row.author_id))
    facts = Sealed[dict[str, Any] | None]("facts_sealed", lambda row: member(row.author_id))
