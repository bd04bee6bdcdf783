"""What every table shares: ids made by the application, and instants that are always UTC."""

import time
import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, MetaData, event
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

SEAL_VERSION = 1
SEAL_OVERHEAD = 1 + 4 + 12 + 16  # version, key id, nonce, tag


_last = 0


def new_id() -> str:
    """A row's id, made before the insert: a sealed column is bound to it. Of one process, later ones sort later."""
    global _last
    _last = max(time.time_ns(), _last + 1)
    return f"{_last:016x}{uuid.uuid4().hex[16:]}"


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


@event.listens_for(Base, "init", propagate=True)
def _known_before_the_insert(row: Base, args: Any, values: dict[str, Any]) -> None:
    """Sealed columns are bound to their row's id."""
    if hasattr(type(row), "id"):
        values.setdefault("id", new_id())


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC in every database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Blob(TypeDecorator[bytes]):
    """A sealed value. Anything that is not sealed is refused, so that plain words cannot be written by mistake."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        if not isinstance(value, bytes) or len(value) < SEAL_OVERHEAD or value[0] != SEAL_VERSION:
            raise ValueError("this column takes sealed values only")
        return value
