"""The page for a therapist: one page, one's own and shared words, and nothing of the other's own (R16)."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.summary import summary
from dialogue.text import Texts
from models import Person
from tests.sofa import PAIRED, sofa

EVERYTHING = ["feel", "promises", "worked", "parked", "agreements", "journal"]


async def page(us, name: str, sections: list[str]) -> tuple[bytes, str]:
    async with us.stage.database.session() as db:
        person = await db.scalar(select(Person.id).where(Person.user_id == us.person(name).id))
    files = await summary(us.stage.database, person, sections, Texts(), us.now)
    assert [name for name, _ in files] == ["summary.pdf", "summary.txt"]
    return files[0][1], files[1][1].decode()


@pytest.mark.parametrize("name", ["Ana", "Ben"])
async def test_r16_only_ones_own_and_shared_words(house: Path, tmp_path: Path, name: str) -> None:
    async with sofa(house, tmp_path, *PAIRED, "-- asleep Tuesday 14:00") as us:
        for author in ("Ana", "Ben"):
            await us(f"{author}: /win shared-{author}", f"{author}: /park", f"{author}: secret-{author}")
            await us(f"{author}: [Only me]", f"{author}: /journal", f"{author}: journal-{author}")
            await us(f"{author}: [Skip]", f"{author}: [Skip]", f"{author}: [Skip]")
            await us(f"{author}: /promise own-{author}", f"{author}: [No time]", f"{author}: [Only me]")
        other = {"Ana": "Ben", "Ben": "Ana"}[name]
        pdf, text = await page(us, name, EVERYTHING)
        for mark in (f"shared-{name}", f"shared-{other}", f"secret-{name}", f"journal-{name}", f"own-{name}"):
            assert mark in text
        for mark in (f"secret-{other}", f"journal-{other}", f"own-{other}"):
            assert mark not in text
        assert pdf.startswith(b"%PDF-")
        _, chosen = await page(us, name, ["worked"])
        assert f"shared-{name}" in chosen and f"journal-{name}" not in chosen


async def test_it_is_one_page_whatever_was_written(house: Path, tmp_path: Path) -> None:
    async with sofa(house, tmp_path, *PAIRED, "-- asleep Tuesday 14:00") as us:
        for number in range(9):
            await us(f"Ana: /win {number} " + "a long line, and Ψυχή, душа, 心 " * 20)
        pdf, text = await page(us, "Ana", EVERYTHING)
        assert pdf.count(b"/Type /Page\n") == 1
        assert all(f"{number} a long line" in text for number in range(9))
