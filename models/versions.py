"""Who changes a talk or a couple from how it no longer is has lost a race: nothing counts, and it is played again.

All that a flush is about to change is looked at in one statement a table; SQLAlchemy's own versions take one a row.
"""

from typing import Any

from sqlalchemy import String, Update, cast, event, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from models.base import Base, among


class Versioned:
    """A row that counts its changes."""

    version: Mapped[int] = mapped_column(default=0)


def attach_versions(sessions: Session | type[Session]) -> None:
    """To be attached first: who lost leaves nothing behind."""
    event.listen(sessions, "before_flush", _count_on)


def _count_on(session: Session, *_: Any) -> None:
    rows: dict[str, list[Any]] = {}
    concerned: list[Any] = [row for row in session.dirty if isinstance(row, Versioned) and session.is_modified(row)]
    concerned += [row for row in session.deleted if isinstance(row, Versioned)]
    for row in concerned:
        rows.setdefault(row.__tablename__, []).append(row)
    for table, changed in rows.items():
        asked = {"ids": [row.id for row in changed], "known": [f"{row.id} {row.version}" for row in changed]}
        found: Any = session.connection().execute(_counted(table), asked)
        if found.rowcount != len(changed):
            raise StaleDataError(f"{len(changed) - found.rowcount} of {table} were changed by somebody else.")
        for row in changed:
            set_committed_value(row, "version", row.version + 1)


COUNTED: dict[str, Update] = {}


def _counted(name: str) -> Update:
    if name not in COUNTED:
        table = Base.metadata.tables[name]
        known = table.c.id.concat(" ").concat(cast(table.c.version, String))
        these = update(table).where(among(table.c.id, "ids"), among(known, "known"))
        COUNTED[name] = these.values(version=table.c.version + 1)
    return COUNTED[name]
