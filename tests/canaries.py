"""Marks that nobody could write by chance, one for each author and visibility, and where they may be found.

    marks = await plant(us)          # two people write them, on their phones
    assert found(b"...") == set()    # in a log, a file, a metric: none, ever

A campaign calls `found` on whatever a run has left behind.
"""

import base64
import re
from collections.abc import Iterable
from pathlib import Path

from models.database import Database
from tests.sofa import EVENING, Sofa

MARK = re.compile(rb"Kanarie[A-Z][a-z]+(?:Alone|Named|Shown|Unshown)")
VISIBLE = ("Alone", "Named", "Shown", "Unshown")  # kept alone; named to both; shown at an evening; answered, not shown
NAMES = ("Ana", "Ben")


def mark(name: str, visible: str) -> str:
    return f"Kanarie{name}{visible}"


def allowed(name: str) -> set[str]:
    """What the export of one of the two holds: all of one's own, and of the other's what was shown."""
    other = next(one for one in NAMES if one != name)
    return {mark(name, one) for one in VISIBLE} | {mark(other, one) for one in ("Named", "Shown")}


def found(where: bytes) -> set[str]:
    """The marks that lie in some bytes, in any writing that a driver, JSON or a page may give them."""
    looks = [where, where.replace(b"\0", b"")]
    looks += [bytes.fromhex(one.decode()) for one in re.findall(rb"(?:[0-9a-f]{2}){12,}", where)]
    return {one.decode() for look in looks for one in MARK.findall(look)}


def disguises(word: str) -> set[bytes]:
    """A word as it may lie anywhere: in any writing that a driver, a dump, a log, JSON or a page may give it."""
    plain = word.encode()
    looks = {plain, plain.title(), plain.upper(), word.encode("utf-16-le"), word.encode("utf-16-be")}
    looks |= {plain.hex().encode(), plain.hex().upper().encode()}
    for before in range(3):  # wherever it stands in the groups of base64
        signs = base64.b64encode(b"\0" * before + plain)
        looks.add(signs[(before * 8 + 5) // 6 : (before + len(plain)) * 8 // 6])
    return looks


def found_in(*files: Path | Iterable[Path]) -> dict[str, set[str]]:
    """The files (of folders, all) in which marks lie."""
    every: list[Path] = []
    for one in files:
        every += [one] if isinstance(one, Path) else list(one)
    every = [file for one in every for file in (one.rglob("*") if one.is_dir() else [one]) if file.is_file()]
    return {file.name: marks for file in every if (marks := found(file.read_bytes()))}


FILES = """select relname, pg_read_binary_file(pg_relation_filepath(oid)) from pg_class
    where oid >= 16384 and relkind in ('r', 'i', 't')"""


async def on_disk(database: Database, folder: Path) -> dict[str, bytes]:
    """What a thief of the database finds: every byte of its files, also those that no row needs any more."""
    if not database.shared:
        return {file.name: file.read_bytes() for file in (folder / "data").iterdir()}
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.exec_driver_sql("CHECKPOINT")
        return {name: bytes(content) for name, content in await connection.exec_driver_sql(FILES)}


ROUND = (
    *(f"{name}: {step}" for name in NAMES for step in
      ("/park", mark(name, "Alone"), "[Only me]", "/rights", "[Name what stays mine]", mark(name, "Named"))),
    EVENING,
    "Ana: [No]", f"Ana: {mark('Ana', 'Shown')}", "Ana: [Skip]", "Ana: [Skip]", "Ana: [Skip]",
    "Ben: [No]", f"Ben: {mark('Ben', 'Shown')}", "Ben: [Skip]", "Ben: [Skip]", "Ben: [Skip]",
    "Ana: [I'm here]", "Ben: [I'm here]", "-- +20 min",
    "-- Wednesday 20:30",
    "Ana: [No]", f"Ana: {mark('Ana', 'Unshown')}", "Ben: [No]", f"Ben: {mark('Ben', 'Unshown')}",
)  # fmt: skip


async def plant(us: Sofa) -> set[str]:
    """Two people, paired, write one mark of each kind."""
    await us(*ROUND)
    return {mark(name, visible) for name in NAMES for visible in VISIBLE}
