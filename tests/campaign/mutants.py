"""What is put into a subject from outside before it runs: points at which it dies, and mutants that must be caught.

`install({"die_at": 12})` ends the process at its twelfth boundary (before and after each commit and each call to the
Bot API); `install({"count": path})` writes down how many there are. `install({"mutant": name})` breaks the program in
one way that the campaign must notice.
"""

import os
import signal
import sqlite3
from collections.abc import Callable
from typing import Any


def install(faults: dict[str, Any]) -> None:
    if "die_at" in faults or "count" in faults:
        _boundaries(faults.get("die_at", 0), faults.get("count", ""))
    if "busy" in faults:
        _busy(faults["busy"])
    if "mutant" in faults:
        MUTANTS[faults["mutant"]]()


# --- every boundary ---------------------------------------------------------------------------------------------------


def _boundaries(die_at: int, count: str) -> None:
    """Before and after each commit that wrote something, and before and after each call but getUpdates."""
    from sqlalchemy.engine import Connection
    from telegram.request import HTTPXRequest

    passed = 0

    def boundary(where: str) -> None:
        nonlocal passed
        passed += 1
        if count:
            with open(count, "a") as file:
                file.write(f"{where}\n")
        if passed == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    wrote: set[int] = set()
    execute, commit = Connection._execute_context, Connection._commit_impl

    def watched(self: Any, dialect: Any, constructor: Any, statement: Any, *rest: Any, **more: Any) -> Any:
        result = execute(self, dialect, constructor, statement, *rest, **more)
        if getattr(result.context, "isinsert", False) or result.context.isupdate or result.context.isdelete:
            wrote.add(id(self))
        return result

    def committed(self: Any) -> None:
        if id(self) not in wrote:
            return commit(self)
        wrote.discard(id(self))
        boundary("before commit")
        commit(self)
        return boundary("after commit")

    do_request = HTTPXRequest.do_request

    async def requested(self: Any, url: str, *rest: Any, **more: Any) -> Any:
        name = url.rpartition("/")[2]
        if not name.startswith(("send", "edit", "delete", "answer", "copy", "getChat")) or name == "deleteWebhook":
            return await do_request(self, url, *rest, **more)
        boundary(f"before {name}")
        result = await do_request(self, url, *rest, **more)
        boundary(f"after {name}")
        return result

    Connection._execute_context = watched  # type: ignore[assignment]
    Connection._commit_impl = committed  # type: ignore[method-assign]
    HTTPXRequest.do_request = requested  # type: ignore[method-assign]


def _busy(every: int) -> None:
    """Each so many commits the database is busy, and nothing was committed."""
    from sqlalchemy.engine import Connection
    from sqlalchemy.exc import OperationalError

    commit, count = Connection._commit_impl, 0

    def committed(self: Any) -> None:
        nonlocal count
        count += 1
        if count > 20 and count % every == 0:
            raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database is locked"))
        commit(self)

    Connection._commit_impl = committed  # type: ignore[method-assign]


# --- mutants ----------------------------------------------------------------------------------------------------------

MUTANTS: dict[str, Callable[[], None]] = {}


def mutant(work: Callable[[], None]) -> Callable[[], None]:
    MUTANTS[work.__name__] = work
    return work
