"""Several turns in one transaction say and keep what they would have one by one."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.event import listens_for

from bot.worker import Worker
from dialogue.event import Event
from dialogue.scene import gather
from models import Couple
from tests.sofa import EVENING, GROUP, PAIRED, Sofa, sofa

TALK = [
    ("Ana", "text", {"words": "No"}),
    ("Ben", "text", {"words": "tea on the roof"}),
    ("Ana", "text", {"words": "bread"}),
    ("Ana", "text", {"words": "the phone at dinner"}),
    ("Ben", "command", {"command": "win", "words": "we laughed"}),
    ("Ben", "command", {"command": "win", "words": "and danced"}),
    ("Ben", "command", {"command": "pause"}),
    ("Ana", "text", {"words": "and then?"}),
    ("Cleo", "command", {"command": "start"}),
    ("Cleo", "command", {"command": "start"}),
]


async def together(us: Sofa, events: list[Event]) -> None:
    async with us.stage.database.begin() as db:
        await gather(db, us.now, events)
        for event in events:
            await us.stage.engine.hear(db, event)


@pytest.mark.parametrize("before", [(*PAIRED, EVENING), (*GROUP, EVENING)], ids=["private", "group"])
async def test_together_is_as_one_by_one(before: tuple[str, ...], house: Path, tmp_path: Path) -> None:
    told = []
    for how in ("one by one", "together"):
        async with sofa(house, tmp_path / how, *before) as us:
            number = 900
            events = []
            for name, kind, more in TALK:
                number += 1
                events.append(us.event(name, kind, message=number, **more))
            if how == "together":
                await together(us, events)
            else:
                await us.hear(*events)
            while await us.stage._deliver():
                pass
            rows = await us.rows()
            kept = [(len(rows[name]), name) for name in ("answers", "entries", "conversations", "people", "couples")]
            told.append((us.shown(), kept, await _strangers(us)))
    assert told[0] == told[1]
    assert len(told[0][0]) > 8
    assert told[0][2] == 1, "who comes twice at once is one person"


async def _strangers(us: Sofa) -> int:
    async with us.stage.database.session() as db:
        return int(await db.scalar(select(func.count()).select_from(Couple).where(Couple.paired_at.is_(None))) or 0)


async def test_many_couples_are_read_in_as_few_statements_as_one(house: Path, tmp_path: Path) -> None:
    async with sofa(house, tmp_path, *PAIRED, EVENING) as us:
        counts: list[int] = []
        said: list[str] = []

        @listens_for(us.stage.database.engine.sync_engine, "before_cursor_execute")
        def count(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
            said.append(statement)

        for names in (["Ana"], ["Ana", "Ben"]):
            events = [us.event(name, "text", words="x") for name in names]
            async with us.stage.database.begin() as db:
                await gather(db, us.now, events)
                said.clear()
                for event in events[:1]:
                    await us.stage.engine.hear(db, event)
                counts.append(sum(one.startswith("SELECT") for one in said))
                await db.rollback()
        assert counts == [0, 0], "all that a turn reads was read before it"


async def test_more_turns_are_written_in_as_many_statements_as_one(house: Path, tmp_path: Path) -> None:
    async with sofa(house, tmp_path, *PAIRED, EVENING) as us:
        said: list[str] = []

        @listens_for(us.stage.database.engine.sync_engine, "before_cursor_execute")
        def count(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
            said.append(statement)

        told = []
        for names in (["Ana"], ["Ana", "Ben"]):
            async with us.stage.database.begin() as db:
                await gather(db, us.now, [us.event(name, "text", words="No") for name in names])
                said.clear()
                for name in names:
                    await us.stage.engine.hear(db, us.event(name, "text", words="No", message=990 + len(name)))
                assert not said, "until all were heard nothing is written"
                await db.flush()
                told.append(sorted(" ".join(one.split()[:3]) for one in said))
                await db.rollback()
        assert told[0] == told[1]
        assert len(told[0]) >= 5


async def test_what_is_due_and_what_a_turn_reads_is_found_by_an_index(house: Path, tmp_path: Path) -> None:
    """However many couples there are: no table is looked through."""
    async with sofa(house, tmp_path, *PAIRED, EVENING, "Ana: [No]", "Ana: bread") as us:
        database = us.stage.database
        asked: list[tuple[str, Any]] = []

        @listens_for(database.engine.sync_engine, "before_cursor_execute")
        def note(connection: Any, cursor: Any, statement: str, parameters: Any, *more: Any) -> None:
            if statement.startswith(("SELECT", "UPDATE alarms")) and " FROM unnest" not in statement:
                asked.append((statement, parameters))

        worker = Worker(database, us.stage.engine, lambda update: None)
        alarms = [row["id"] for row in (await us.rows())["alarms"]]
        asked.clear()
        await worker._claim()
        async with database.begin() as db:
            await worker._due(db)
            rings = [Event("ring", alarm=alarm) for alarm in alarms]
            await gather(db, us.now, [us.event("Ana", "text", words="x"), *rings])
        if database.shared:
            explain, scan = "EXPLAIN ", r"Seq Scan on (\w+)"
        else:
            explain, scan = "EXPLAIN QUERY PLAN ", r"SCAN (?!json_each)(\w+)"
        assert sum(statement.startswith("UPDATE") for statement, _ in asked) == 2, "claimed, and taken over"
        looked_at = set()
        async with database.begin() as db:
            connection = await db.connection()
            if database.shared:  # so small a table is read whole, if that is not forbidden
                await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            for statement, parameters in list(asked):
                plan = await connection.exec_driver_sql(explain + statement, parameters)
                said = "\n".join(str(row) for row in plan)
                assert not re.findall(scan, said), f"{statement}\n{said}"
                looked_at |= set(re.findall(r"\sFROM (\w+)", statement))
        assert looked_at >= {"alarms", "people", "couples", "conversations", "questions", "answers", "cards", "dek"}
