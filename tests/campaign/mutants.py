"""What is put into a subject from outside before it runs: points at which it dies, and mutants that must be caught.

`install({"count": path})` writes down every boundary that is passed: before and after each commit that wrote something,
and each call to the Bot API. `install({"die_at": ["after sendMessage", 2]})` ends the process at the second of a name.
`install({"mutant": name})` breaks the program in one way that the campaign must notice.
"""

import os
import re
import signal
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any


def install(faults: dict[str, Any]) -> None:
    if "die_at" in faults or "count" in faults:
        _boundaries(tuple(faults.get("die_at", ())), faults.get("count", ""))
    if "busy" in faults:
        _busy(faults["busy"])
    if "mutant" in faults:
        MUTANTS[faults["mutant"]]()


# --- every boundary ---------------------------------------------------------------------------------------------------


WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)")


def _boundaries(die_at: tuple[str, int] | tuple[()], count: str) -> None:
    """A boundary's name is the call's method, or the tables that the commit is about: what it is, however many others
    were passed before it."""
    from sqlalchemy.engine import Connection

    from bot.wire import Wire

    passed: Counter[str] = Counter()

    def boundary(where: str) -> None:
        passed[where] += 1
        if count:
            with open(count, "a") as file:
                file.write(f"{where}\n")
        if (where, passed[where]) == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    wrote: dict[int, set[str]] = defaultdict(set)
    execute, commit = Connection._execute_context, Connection._commit_impl

    def watched(self: Any, dialect: Any, constructor: Any, statement: Any, *rest: Any, **more: Any) -> Any:
        result = execute(self, dialect, constructor, statement, *rest, **more)
        if about := WRITES.match(result.context.statement or ""):
            wrote[id(self)].add(about[1])
        return result

    def committed(self: Any) -> None:
        tables = wrote.pop(id(self), None)
        if not tables:
            return commit(self)
        name = f"commit of {', '.join(sorted(tables))}"
        boundary(f"before {name}")
        commit(self)
        return boundary(f"after {name}")

    do_request = Wire.do_request

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
    Wire.do_request = requested  # type: ignore[method-assign]


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


@mutant
def numbered_anew() -> None:
    """Nothing tells that an update came before."""
    from bot.worker import Worker

    row, numbers = Worker._inbox_row, iter(range(10**12, 10**13))

    def rowed(self: Any, *given: Any) -> dict[str, Any]:
        return {**row(self, *given), "update_id": next(numbers) * 1000 + os.getpid() % 1000, "message_id": None}

    Worker._inbox_row = rowed  # type: ignore[method-assign]


@mutant
def unguarded() -> None:
    """The second guard, a message's own number, is gone."""
    from bot.worker import Worker

    row = Worker._inbox_row
    Worker._inbox_row = lambda self, *given: {**row(self, *given), "message_id": None}  # type: ignore[method-assign]


@mutant
def unclaimed() -> None:
    """What is being sent still looks as if it waited."""
    from sqlalchemy import update

    from bot.sender import Sender
    from models import Outbox

    claim = Sender._claim

    async def claimed(self: Any, db: Any, numbers: list[int], now: Any) -> Any:
        loads = await claim(self, db, numbers, now)
        back = update(Outbox).where(Outbox.number.in_([load.number for load in loads]))
        await db.execute(back.values(state="pending", lease_owner=None, lease_until=None))
        return loads

    Sender._claim = claimed  # type: ignore[method-assign]


@mutant
def done_later() -> None:
    """A turn and the flag that it was played are two transactions."""
    from sqlalchemy import select, update

    from bot.worker import Worker
    from models import Inbox

    turns, batch = Worker._turns, Worker._batch
    played: list[int] = []

    async def turned(self: Any, db: Any, read: Any) -> None:
        numbers = [number for number, _ in read]
        sealed = {number: words for number, words in await db.execute(select(Inbox.number, Inbox.payload_sealed))}
        await turns(self, db, read)
        for number in numbers:
            again = update(Inbox).where(Inbox.number == number)
            await db.execute(again.values(state="new", payload_sealed=sealed[number]))
        played.extend(numbers)

    async def batched(self: Any, *apart: Any) -> Any:
        found = await batch(self, *apart)
        if played:
            async with self.write() as db:
                await db.execute(update(Inbox).where(Inbox.number.in_(played)).values(state="done"))
            played.clear()
        return found

    Worker._turns, Worker._batch = turned, batched  # type: ignore[method-assign]


@mutant
def confirmed_early() -> None:
    """Updates are confirmed before they are stored."""
    import asyncio

    from bot.door import Door

    receive, storing = Door.receive, set()

    async def store(self: Any, updates: Any) -> None:
        await asyncio.sleep(0.3)
        await receive(self, updates)

    async def received(self: Any, updates: Any) -> None:
        task = asyncio.create_task(store(self, updates))
        storing.add(task)
        task.add_done_callback(storing.discard)

    Door.receive = received  # type: ignore[method-assign]


@mutant
def unbound() -> None:
    """What is sealed is not bound to its place: it could be moved to another row."""
    from models import keys

    keys._bound = lambda *_: b""


@mutant
def asked_again() -> None:
    """A prompt that may have arrived is sent again."""
    from dataclasses import replace

    from bot.sender import Sender

    unknown = Sender._unknown
    Sender._unknown = lambda self, load: unknown(self, replace(load, grade="B"))  # type: ignore[method-assign]


@mutant
def stubborn() -> None:
    """What can never arrive is tried again."""
    from bot import sender

    action = sender.action

    def stubborn_action(*given: Any) -> Any:
        done = action(*given)
        return type(done)("unknown") if done.kind == "dead" else done

    sender.action = stubborn_action


@mutant
def talkative() -> None:
    """What people write is in the log."""
    import logging

    from bot import logs
    from bot.worker import Worker

    turns = Worker._turns

    async def told(self: Any, db: Any, read: Any) -> None:
        logging.getLogger("bot").warning("played %s", read)
        await turns(self, db, read)

    logs.Formatter._said = lambda self, record: {"event": str(record.getMessage())}  # type: ignore[method-assign]
    Worker._turns = told  # type: ignore[method-assign]
