"""Alembic, always run by the process itself at start, on the connection it was given."""

from typing import Any, Literal

from alembic import context

from models import Base
from models.base import Blob, Instant


def render(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """A migration stands on its own: it names the database's types, not ours."""
    if isinstance(item, Instant):
        return "sa.DateTime()"
    if isinstance(item, Blob):
        return "sa.LargeBinary()"
    return False


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, render_item=render)
with context.begin_transaction():
    context.run_migrations()
