"""Databases full of couples: one couple is played by the real engine, and then copied row by row.

A copy has ids, accounts and moments of its own, and everything sealed is sealed anew, under keys of its own that the
database's master key wraps: the companion reads a copy as it reads the original. Data keys come from a pool of a few
thousand, because to wrap one takes longer than all the rest of a couple.
"""

import asyncio
import json
import os
import random
import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Date, String, select
from sqlalchemy.engine import make_url

from dialogue.scene import button_data
from models import Base, Question
from models.base import SEAL_VERSION, Instant
from models.database import Database, open_database
from models.keys import Sealed
from tests.sofa import PAIRED, sofa, unlock
from tests.stage import open_house

ANSWERS = ("[No roles]", "[Not now]", "[Leave it]")
SETTLED = (*PAIRED, "-- Tuesday 12:30", *(f"{who}: {one}" for who in ("Ana", "Ben") for one in ANSWERS))
BEGUN = (*SETTLED, "-- 20:30", "Ana: [No]", "Ben: [No]")  # an evening: each is asked for the best of the day
FIRST = 6_000_000_000  # account of the first copy
PIECE = 1000  # copies made at once
POOL = 2048  # data keys
TABLES = ("couples", "people", "dek", "conversations", "questions", "answers", "cards", "alarms", "messages",
          "entries", "rings", "shown")  # fmt: skip
ID = re.compile(r"\b[0-9a-f]{32}\b")

Row = tuple[Any, ...]
Key = tuple[bytes, bytes]  # as it is, and wrapped


def account(couple: int, who: int = 0) -> int:
    """The account, and the private chat, of one of the two of a copied couple."""
    return FIRST + 2 * couple + who


@dataclass
class Copy:
    """A couple that comes into being."""

    number: int
    ids: list[str]
    keys: dict[int, Key]


# --- the couple that is played ----------------------------------------------------------------------------------------


async def template(folder: Path, steps: tuple[str, ...]) -> "Template":
    """Play one couple up to here."""
    house = folder / "template"
    await (await open_house(house)).close()
    async with sofa(house, folder / "played", *steps) as us:
        opened: dict[tuple[str, str, str], tuple[str, str]] = {}  # table, column, row: whose key, and the words
        async with us.stage.database.session() as db:
            await unlock(db)
            for mapper in Base.registry.mappers:
                sealed = [one for one in vars(mapper.class_).values() if isinstance(one, Sealed)]
                if mapper.class_.__tablename__ not in TABLES or not sealed:
                    continue
                for row in await db.scalars(select(mapper.class_)):
                    for one in sealed:
                        if getattr(row, one.column) is not None:
                            words = json.dumps(one.__get__(row, type(row)), ensure_ascii=False, separators=(",", ":"))
                            opened[row.__tablename__, one.column, row.id] = (one.owner(row), words)
        couple = (await us.couple()).id
        return Template(us.file, couple, [us.person(name).id for name in ("Ana", "Ben")], opened, us.now)


class Template:
    """A played couple, taken apart: what stays as it is, and what is another one's in every copy."""

    def __init__(self, file: Path, couple: str, accounts: list[int], opened: dict[Any, Any], now: datetime) -> None:
        self.accounts = accounts
        self.delta = datetime.now(UTC) - now
        self.places: dict[str, int] = {}  # ids and nonces, each with its place among a copy's
        with sqlite3.connect(file) as db:
            db.row_factory = sqlite3.Row
            raw = {name: [dict(row) for row in db.execute(f"select * from {name}")] for name in TABLES}
        db.close()
        mine = {couple, *(row["id"] for row in raw["people"])}
        raw["dek"] = [row for row in raw["dek"] if row["owner"].partition(":")[2] in mine]
        shown = {row["message_ref"] for row in raw["cards"]}  # what else was written is tidied by the next noon
        raw["messages"] = [row for row in raw["messages"] if row["id"] in shown]
        self.owners = {row["owner"]: self._place(row["owner"].partition(":")[2]) for row in raw["dek"]}
        self.nonces = [self._place(row["nonce"]) for row in raw["questions"]]
        self.columns = {name: tuple(raw[name][0]) for name in TABLES if raw[name]}
        self.rows = [
            (name, [self._value(name, column, row, opened) for column in row]) for name in TABLES for row in raw[name]
        ]

    def _place(self, word: str) -> int:
        return self.places.setdefault(word, len(self.places))

    def _value(self, table: str, column: str, row: dict[str, Any], opened: dict[Any, Any]) -> Any:
        """A constant, or what makes the value of a copy."""
        value = row[column]
        kind = Base.metadata.tables[table].columns[column].type
        if value is None:
            return None
        if table == "dek" and column == "wrapped":
            return partial(_wrapped, place=self.owners[row["owner"]])
        if column.endswith("_sealed"):
            owner, words = opened[table, column, row["id"]]
            where = f"v1|{table}|{column}|"
            bound = self._words(f"{owner}|{row['id']}")
            return partial(_sealed, where=where, bound=bound, key=self.owners[owner], words=self._words(words))
        if column in ("user_id", "chat_id") and value in self.accounts:
            return partial(_account, who=self.accounts.index(value))
        if column == "due_at" and row["wall"]:
            return partial(_spread, moment=_moment(value) + self.delta)
        if isinstance(kind, Instant):
            return _written(_moment(value) + self.delta)
        if isinstance(kind, Date):
            return (date.fromisoformat(value) + timedelta(days=round(self.delta / timedelta(days=1)))).isoformat()
        return self._words(value) if isinstance(value, str) else value

    def _words(self, words: str) -> Any:
        """A text; the ids in it become a copy's."""
        for one in ID.findall(words):
            self._place(one)
        known = [one for one in self.places if one in words]
        if not known:
            return words
        parts = re.split("(" + "|".join(map(re.escape, known)) + ")", words)
        return partial(_joined, parts=[self.places[part] if n % 2 else part for n, part in enumerate(parts)])

    def copies(self, pool: list[Key], start: int) -> dict[str, list[Row]]:
        """The rows of some couples, by table."""
        tables: dict[str, list[Row]] = {name: [] for name in self.columns}
        dice = random.Random(start)
        for number in range(start, start + PIECE):
            base = (0x18 << 56) + (number << 12)
            ids = [f"{base + place:016x}{dice.getrandbits(64):016x}" for place in range(len(self.places))]
            for place in self.nonces:
                ids[place] = f"{dice.getrandbits(80):020x}"
            copy = Copy(number, ids, {place: pool[dice.randrange(len(pool))] for place in self.owners.values()})
            for name, values in self.rows:
                tables[name].append(tuple([one(copy) if callable(one) else one for one in values]))
        return tables


def _joined(copy: Copy, parts: list[Any]) -> str:
    return "".join([copy.ids[one] if isinstance(one, int) else one for one in parts])


def _wrapped(copy: Copy, place: int) -> bytes:
    return copy.keys[place][1]


def _sealed(copy: Copy, where: str, bound: Callable[[Copy], str], key: int, words: Any) -> bytes:
    nonce = os.urandom(12)
    text = words(copy) if callable(words) else words
    secret = AESGCM(copy.keys[key][0]).encrypt(nonce, text.encode(), (where + bound(copy)).encode())
    return bytes([SEAL_VERSION, 0, 0, 0, 1]) + nonce + secret


def _account(copy: Copy, who: int) -> int:
    return account(copy.number, who)


def _spread(copy: Copy, moment: datetime) -> str:
    """Couples live by the minute they chose, none within the next hours: what is to be due, a row says itself."""
    return _written(moment + timedelta(hours=8, minutes=copy.number % 600))


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


# --- many more of them, for where most are never opened ---------------------------------------------------------------


IDS = {"id", "couple_id", "ended_couple_id", "person_id", "author_id", "conversation_id", "owner_id", "parent_id",
       "held_by", "question_id", "alarm_id", "message_ref"}  # fmt: skip


def multiplied(table: str, lite: bool, source: str, times: int) -> str:
    """The statement that adds a table's rows that often again, in the database's own words."""
    chosen = []
    for column in Base.metadata.tables[table].columns:
        name = f'one."{column.name}"'
        if column.name in ("owner", "key_owner"):
            colon = f"instr({name}, ':')" if lite else f"position(':' in {name})"
            name = f"substr({name}, 1, {colon}) || '2' || k || substr({name}, {colon} + 3)"
        elif (
            isinstance(column.type, String) and column.type.length == 32 and column.name not in ("step", "name", "then")
        ):
            name = f"'2' || k || substr({name}, 3)"
        elif column.name in ("user_id", "chat_id"):
            name = f"{name} + k * {10**8}"
        elif column.name == "due_at":  # what is to be due are true ones
            later = f"strftime('%Y-%m-%d %H:%M:%f', {name}, '+' || k || ' days') || '000'"
            name = later if lite else f"{name} + k * interval '1 day'"
        chosen.append(name)
    columns = ",".join(f'"{one.name}"' for one in Base.metadata.tables[table].columns)
    more = " union all ".join(f"select {k} as k" for k in range(1, times))
    return f"insert into {table} ({columns}) select {','.join(chosen)} from {source}{table} as one, ({more}) as more"


async def multiply(url: str, times: int) -> None:
    """Let a database full of couples hold that many times as many (10 at most); the first ones are true."""
    if not url.startswith("sqlite"):
        db = await connect(url)
        for table in TABLES:
            await db.execute(multiplied(table, False, "", times))
        await db.execute("analyze")
        await db.close()
        return
    file = make_url(url).database or ""
    small = Path(file).with_suffix(".small")
    shutil.copy(file, small)
    with sqlite3.connect(file) as lite:
        for pragma in ("journal_mode=MEMORY", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-500000"):
            lite.execute(f"pragma {pragma}")
        lite.execute("attach ? as small", (str(small),))
        for table in TABLES:
            lite.execute(multiplied(table, True, "small.", times))
        lite.commit()
        lite.execute("detach small")
        lite.execute("pragma journal_mode=WAL")
    lite.close()
    small.unlink()


# --- into a database --------------------------------------------------------------------------------------------------


class Town:
    """A database that fills with copies; on SQLite a file, on PostgreSQL a database."""

    def __init__(self, url: str, keys: Path) -> None:
        self.url = url
        self.keys = keys
        self.count = 0
        self.file = Path(make_url(url).database or "") if url.startswith("sqlite") else None

    async def found(self) -> None:
        """Make it, empty."""
        await (await open_database(self.url, self.keys)).close()

    async def settle(self, origin: Template, count: int) -> None:
        """Let it grow to so many couples (a multiple of PIECE)."""
        database = await open_database(self.url, self.keys)
        pool = [(key, database.ring.encrypt(key)) for key in (AESGCM.generate_key(256) for _ in range(POOL))]
        await database.close()
        pieces = (origin.copies(pool, start) for start in range(self.count, count, PIECE))
        if self.file is not None:
            self._fill(self.file, origin, pieces)
        else:
            await self._copy_in(origin, pieces)
        self.count = max(count, self.count)

    def _fill(self, file: Path, origin: Template, pieces: Iterator[dict[str, list[Row]]]) -> None:
        with sqlite3.connect(file) as db:
            for pragma in ("journal_mode=MEMORY", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-500000"):
                db.execute(f"pragma {pragma}")
            for tables in pieces:
                for name, rows in tables.items():
                    marks = ",".join("?" * len(rows[0]))
                    db.executemany(f"insert into {name} ({_names(origin, name)}) values ({marks})", rows)
            db.commit()
            db.execute("pragma journal_mode=WAL")
        db.close()

    async def _copy_in(self, origin: Template, pieces: Iterator[dict[str, list[Row]]]) -> None:
        db = await connect(self.url)
        try:
            for tables in pieces:
                async with db.transaction():
                    for name, rows in tables.items():
                        text = "".join(["\t".join([_copied(value) for value in row]) + "\n" for row in rows])
                        await db.copy_to_table(name, source=_source(text.encode()), columns=origin.columns[name])
            await db.execute("analyze")
        finally:
            await db.close()


async def connect(url: str) -> asyncpg.Connection:
    """A plain connection to where a URL of SQLAlchemy's leads."""
    where = make_url(url)
    place = {"host": where.query.get("host") or where.host, "port": where.port, "password": where.password}
    known = {name: one for name, one in place.items() if one}
    return await asyncpg.connect(user=where.username, database=where.database, **known)


async def _source(text: bytes) -> Any:
    yield text


def _names(origin: Template, table: str) -> str:
    return ",".join(f'"{one}"' for one in origin.columns[table])


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    return str(value).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


async def statement(url: str, words: str, rows: list[Row] | None = None) -> None:
    """One statement, on SQLite also for many rows."""
    if url.startswith("sqlite"):
        with sqlite3.connect(make_url(url).database or "", timeout=30) as lite:
            if rows:
                lite.executemany(words, rows)
            else:
                lite.execute(words)
        lite.close()
        return
    db = await connect(url)
    await db.execute(words)
    await db.close()


async def number(url: str, words: str) -> int:
    """What one query counts, while the companion is at work."""
    if url.startswith("sqlite"):
        with sqlite3.connect(f"file:{make_url(url).database}?mode=ro", uri=True) as lite:
            found = lite.execute(words).fetchone()[0]
        lite.close()
        return int(found or 0)
    db = await connect(url)
    found = await db.fetchval(words)
    await db.close()
    return int(found or 0)


async def buttons(database: Database) -> dict[str, tuple[str, int]]:
    """What the first button of each private question carries: whose question it is, and its place in the talk."""
    found = {}
    async with database.session() as db:
        await unlock(db)
        for question in await db.scalars(select(Question).where(Question.private)):
            first = question.form["rows"][0][1][0][0]
            found[button_data(question, str(first))] = (question.asked[0], question.seq)
    return found


async def fill(url: str, keys: Path, kind: str, count: int) -> None:
    """A new database full of couples, who live through nothing now or are in the middle of their evening."""
    with tempfile.TemporaryDirectory(prefix="evenfall-bench-") as folder:
        origin = await template(Path(folder), {"begun": BEGUN, "settled": SETTLED}[kind])
    town = Town(url, keys)
    await town.found()
    await town.settle(origin, count)


if __name__ == "__main__":
    if sys.argv[1] == "multiply":
        asyncio.run(multiply(sys.argv[2], int(sys.argv[3])))
    else:
        asyncio.run(fill(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
