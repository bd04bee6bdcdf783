"""One page for a therapist, as PDF and as text: its owner's words, and what both may read. Nothing of the other's own.

What does not fit the page is in the text. The sections are the owner's to choose, each time.
"""

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from dialogue.text import Language, Texts, at, on
from models import Couple, Entry, Person
from models.database import Database
from models.keys import joint, keys_of, member

FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
BACK = timedelta(days=90)  # what is older is another page's
MOST = 6  # lines of a section on the page
LONG = 180  # signs of a line there

Section = tuple[str, list[str]]


async def summary(
    database: Database, person_id: str, sections: list[str], texts: Texts, now: datetime
) -> list[tuple[str, bytes]]:
    """The files, by name. Raises LookupError when the person, or their key, is gone."""
    async with database.begin() as db:
        person = await db.get(Person, person_id)
        if person is None:
            raise LookupError("nobody to sum up")
        words = texts[person.language]
        found = await _read(db, person, words, sections, now)
        head = _head(person, words, now)
    return await asyncio.to_thread(_files, head, found)


async def _read(db: AsyncSession, person: Person, words: Language, sections: list[str], now: datetime) -> list[Section]:
    couple = await db.get_one(Couple, person.couple_id)
    since = (now - BACK).date()
    readable = or_(Entry.author_id == person.id, Entry.shared & (Entry.couple_id == couple.id))
    query = select(Entry).where(readable, Entry.local_date >= since).order_by(Entry.created_at.desc(), Entry.id)
    rows = list(await db.scalars(query))
    gone = await keys_of(db).load(db, joint(couple.id), *{member(row.author_id) for row in rows})
    rows = [row for row in rows if member(row.author_id) not in gone]
    if member(person.id) in gone:
        raise LookupError("nobody's words")
    agreed = couple.confided("rules", {}).get("lines", []) if joint(couple.id) not in gone else []
    lines = {
        "feel": [_felt(row, words, person) for row in rows if row.kind == "pulse"],
        "promises": [_line(row, words, "what") for row in rows if row.kind == "promise" and not row.done],
        "worked": [
            _line(row, words, "what")
            for row in rows
            if row.kind == "win" or row.kind == "promise" and (row.facts or {}).get("state") == "kept" and row.shared
        ],
        "parked": [_line(row, words, "title") for row in rows if row.kind == "parked" and not row.done],
        "agreements": [str(words.put({"line": f"agreements/{line}"}, person.zone)) for line in agreed],
        "journal": [_line(row, words) for row in rows if row.kind == "journal"],
    }
    return [(_title(name, words), found) for name, found in lines.items() if name in sections and found]


def _title(name: str, words: Language) -> str:
    keys = {
        "feel": "export-summary-feel",
        "promises": "export-summary-promises",
        "worked": "export-summary-worked",
        "parked": "export-summary-parked",
        "agreements": "export-summary-agreements",
        "journal": "export-summary-journal",
    }
    return words.write(keys[name], {}, "UTC")


def _day(day: date, words: Language) -> str:
    return str(words.put(on(day), "UTC"))


def _line(row: Entry, words: Language, part: str = "") -> str:
    said = row.words.get(part, "") if part else " / ".join(row.words.values())
    return f"{_day(row.local_date, words)}: {said}"


def _felt(row: Entry, words: Language, person: Person) -> str:
    marks = row.words
    found = words.write(
        "export-summary-marks", {name: marks.get(name, "–") for name in ("safe", "trusting", "close")}, person.zone
    )
    return f"{_day(row.local_date, words)}: {found}"


def _head(person: Person, words: Language, now: datetime) -> list[str]:
    made = now.astimezone(ZoneInfo(person.zone))
    return [
        words.write("export-summary-title", {"name": person.name}, person.zone),
        words.write("export-summary-made", {"day": on(made.date()), "time": at(now)}, person.zone),
    ]


# --- how it looks ----------------------------------------------------------------------------------------------------


def _files(head: list[str], sections: list[Section]) -> list[tuple[str, bytes]]:
    blocks = ["\n".join(head), *("\n".join([title, *(f"- {line}" for line in lines)]) for title, lines in sections)]
    return [("summary.pdf", _pdf(head, sections)), ("summary.txt", ("\n\n".join(blocks) + "\n").encode())]


def _pdf(head: list[str], sections: list[Section]) -> bytes:
    """One page of A4: as many lines of each section as there is room for."""
    from fpdf import FPDF  # some forty modules, and seldom needed

    most = MOST
    while True:
        page = FPDF(format="A4")
        page.set_margins(20, 18, 20)
        page.set_auto_page_break(True, 18)
        page.add_page()
        page.add_font("sans", fname=FONT)
        _put(page, head[0], 16)
        _put(page, head[1], 9)
        for title, lines in sections:
            page.ln(4)
            _put(page, title, 12)
            for line in lines[:most]:
                _put(page, "· " + (line if len(line) <= LONG else line[: LONG - 1] + "…"), 9.5)
        if page.pages_count == 1 or most == 1:
            return bytes(page.output())
        most -= 1


def _put(page: Any, words: str, size: float) -> None:
    page.set_font("sans", size=size)
    page.multi_cell(0, size * 0.5, words, new_x="LMARGIN", new_y="NEXT", align="L")
