"""What every table shares: ids made by the application, and instants that are always UTC."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    LargeBinary,
    MetaData,
    String,
    bindparam,
    event,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator

SEAL_VERSION = 1
SEAL_OVERHEAD = 1 + 4 + 12 + 16  # version, key id, nonce, tag


_last = 0


def new_id() -> str:
    """A row's id, made before the insert: a sealed column is bound to it. Of one process, later ones sort later."""
    global _last
    _last = max(time.time_ns(), _last + 1)
    return f"{_last:016x}{os.urandom(8).hex()}"


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


class Many(TypeDecorator[list[Any]]):
    """A list as one parameter: an array where the database knows arrays, else JSON."""

    impl = JSON
    cache_ok = True

    def __init__(self, numbers: bool) -> None:
        super().__init__()
        self.numbers = numbers

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        array = ARRAY(BigInteger if self.numbers else String)
        return dialect.type_descriptor(array if dialect.name == "postgresql" else JSON())


class Among(FunctionElement[Any]):
    """Whether a column holds one of many values."""

    type = NullType()  # as a boolean SQLAlchemy would compare it with 1, and no index would be used
    inherit_cache = True


@compiles(Among, "postgresql")
def _any(element: Any, compiler: Any, **how: Any) -> str:
    column, values = [compiler.process(one, **how) for one in element.clauses]
    return f"{column} = ANY ({values})"


@compiles(Among)
def _each(element: Any, compiler: Any, **how: Any) -> str:
    column, values = [compiler.process(one, **how) for one in element.clauses]
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608  # nosec B608: two compiled parts


def insert_by(dialect: str) -> Callable[[Any], Any]:
    """A database's own INSERT: it knows what to do where the row is there already. The other's is never imported."""
    own: Callable[[Any], Any] = import_module(f"sqlalchemy.dialects.{dialect}").insert
    return own


def among(column: Any, name: str) -> ColumnElement[Any]:
    """A condition on a parameter that is a list: one statement, prepared once, however long the list is."""
    return Among(column, bindparam(name, type_=Many(not isinstance(column.type, String))))
