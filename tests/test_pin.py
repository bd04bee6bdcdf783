"""A PIN before words leave or are destroyed, and a passphrase on the file (threat 14): nothing goes round it, nothing
of it is kept, and it never stands before leaving (R7)."""

import io
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import locked
from bot.exports import files as made
from bot.stop import MISSING, NO_ROOM, WRONG, Stop
from handlers.pin import FIRST_WAIT, LONGEST_WAIT, TRIES
from models import Outbox, Person, locks
from models.keys import keys_of
from models.locks import FILE, Cost, key_of
from models.locks import PIN as COST
from tests.sofa import PAIRED, Sofa, lying, sofa, unlock

SET = (*PAIRED, "Ana: /win the light", "Ana: /pin", "Ana: 4077", "Ana: 4077")
WORDS = "Tram nine honey window"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """A guess need not be dear here: what it costs is held below."""
    monkeypatch.setattr(locks, "PIN", Cost(rounds=4))


def test_a_guess_is_dear():
    assert FILE.size * FILE.times << FILE.rounds >= 8 * 3 << 15
    assert COST.size * COST.times << COST.rounds >= 8 << 15


def files(us: Sofa, name: str) -> list[str]:
    return [one.document for one in us.world.messages(us.person(name).chat) if one.document]


async def pin_of(us: Sofa) -> dict[str, Any]:
    async with us.stage.database.session() as db:
        await unlock(db)
        ana = await db.scalar(select(Person).where(Person.user_id == us.world.ana.id))
        assert ana is not None
        return dict(ana.confided("pin", {}))


WAYS = {
    "by its door": ("Ana: /rights", "Ana: [Take my words along]", "Ana: [As they are]"),
    "typed": ("Ana: /export", "Ana: As they are"),
    "locked": ("Ana: /export", "Ana: [Behind a passphrase]", f"Ana: {WORDS}"),
    "a page": ("Ana: /summary", "Ana: [Make it]"),
    "after a restart": ("Ana: /export", "-- restart", "Ana: [As they are]"),
    "after being left": ("Ben: /leave", "Ben: [Now]", "Ana: /export", "Ana: [As they are]"),
    "destroying": ("Ana: /erase", "Ana: [Destroy it all]"),
    "taking it away": ("Ana: /pin", "Ana: [No PIN any more]"),
    "another one": ("Ana: /pin", "Ana: [Another one]"),
}


@pytest.mark.parametrize("way", WAYS)
async def test_nothing_goes_round_the_pin(way: str, house, tmp_path):
    """Threat 14. However it is reached: the PIN is asked, and neither another one nor another button opens it."""
    async with sofa(house, tmp_path, *SET) as us:
        before = await pin_of(us)
        await us(*WAYS[way])
        assert us.phone("Ana")[-1].text == "Your PIN?"
        await us("Ana: 4078", "Ana: four oh seven seven", "Ben: 4077")
        for old in ("As they are", "Destroy it all", "Make it", "No PIN any more", "Another one"):
            try:
                await us(f"Ana taps old [{old}]")
            except LookupError:  # never was on this way
                continue
        await us("Ana: [Never mind]", "Ana: 4077")
        kept = await pin_of(us)
        assert not files(us, "Ana") and kept["digest"] == before["digest"]
        assert [one["words"] for one in (await us.rows())["entries"]] == [{"what": "the light"}]
        await us(*[step for step in WAYS[way] if "leave" not in step and "[Now]" not in step])
        await us("Ana: 4077")
        opened = files(us, "Ana") or not (await us.rows())["entries"] or us.phone("Ana")[-1].text
        assert opened and opened != "Your PIN?", "and the right one opens it"


@pytest.mark.parametrize("state", [(), ("Ben: /pause", "Ana: /export"),
                                   ("Ana: /erase", "Ana: [Destroy it all]", "Ana: [I forgot it]")])  # fmt: skip
async def test_leaving_never_asks_for_it(state: tuple[str, ...], house, tmp_path):
    """R7. Also where a PIN is set, is asked for, or falls away."""
    async with sofa(house, tmp_path, *SET, *state) as us:
        us.from_now()
        await us("Ana: /leave", "Ana: [Now]")
        assert not [one for one in us.phone("Ana") if "PIN?" in one.text]
        assert len({one["couple_id"] for one in (await us.rows())["people"]}) == 2


async def test_of_a_pin_or_a_passphrase_nothing_is_kept(house, tmp_path, caplog):
    """Neither in clear nor sealed, in no table, log or message; what is kept of the PIN is sealed, and salted."""
    caplog.set_level("DEBUG")
    first, second, wrong = "40771163", "80812406", "99310759"  # as long as may be: four digits stand in any long digest
    set_twice = ("Ana: /pin", f"Ana: {first}", f"Ana: {first}", "Ana: /pin", "Ana: [Another one]", f"Ana: {first}")
    async with sofa(house, tmp_path, *PAIRED, *set_twice, "Ana: 80 812 406", f"Ana: {second}") as us:
        await us("Ana: /export", "Ana: [Behind a passphrase]", f"Ana: {WORDS}", f"Ana: {wrong}")
        stored = await pin_of(us)
        rows = json.dumps(await us.rows(), default=str)
        for words in (first, second, "80 812 406", wrong, WORDS):
            assert words not in rows and words not in caplog.text, words
            there = [one.text for one in us.world.messages(us.person("Ana").chat) if words in one.text]
            assert not there, "taken out of the chat"
        assert stored["digest"] in rows and len(bytes.fromhex(stored["salt"])) == 16
        assert stored["digest"] not in repr(await lying(us.stage.database)), "and sealed"
        await us(f"Ana: {second}")
        assert files(us, "Ana") == [locked.NAME]
        assert WORDS not in json.dumps(await us.rows(), default=str)


async def test_what_is_typed_beside_the_question_is_not_taken_for_a_pin(house, tmp_path):
    """Words stay in the chat and count as no try; a secret is refused everywhere else (R11)."""
    async with sofa(house, tmp_path, *SET, "Ana: /export", "Ana: [As they are]", "Ana: I miss the sea") as us:
        assert "wrong" not in await pin_of(us)
        assert [one for one in us.world.messages(us.person("Ana").chat) if one.text == "I miss the sea"]
        await us("Ana: [Never mind]", f"Ana: my password is {WORDS.replace(' ', '-')}")
        assert "don't take passwords" in us.phone("Ana")[-1].text
        await us("Ana: /export", "Ana: [Behind a passphrase]", "Ana: /journal", "Ana: my PIN is 4077")
        assert "don't take passwords" in us.phone("Ana")[-1].text, "what was asked last is what is answered"


async def test_words_of_danger_are_heard_before_a_passphrase(house, tmp_path):
    """R31."""
    async with sofa(house, tmp_path, *PAIRED, "Ana: /export", "Ana: [Behind a passphrase]") as us:
        await us("Ana: I want to kill myself tonight")
        assert not files(us, "Ana") and "local emergency number" in us.phone("Ana")[-1].text


async def test_wrong_ones_are_limited(house, tmp_path):
    """Five, then a quarter of an hour in which none is looked at; each further one doubles it, up to a day."""
    async with sofa(house, tmp_path, *SET, "Ana: /quiet", "Ana: /export", "Ana: [As they are]") as us:
        for number in range(TRIES):
            await us(f"Ana: {9000 + number}")
        waits = []
        for number in range(8):
            until = (await pin_of(us))["until"]
            waits.append(us.now.fromisoformat(until) - us.now)
            await us("Ana: 4077")
            assert not files(us, "Ana"), "not even the right one"
            us.stage.clock.forward(waits[-1] + timedelta(seconds=1))
            await us(*(("Ana: /export", "Ana: [As they are]") if number else ()), f"Ana: {9100 + number}")
        doubled = [min(LONGEST_WAIT, FIRST_WAIT * 2**number) for number in range(8)]
        assert waits == doubled and waits[-1] == timedelta(days=1)
        us.stage.clock.forward(LONGEST_WAIT + timedelta(seconds=1))
        await us("Ana: /export", "Ana: [As they are]", "Ana: 4077")
        assert len(files(us, "Ana")) == 2 and "wrong" not in await pin_of(us)


async def test_a_forgotten_one_falls_away_and_the_other_sees_nothing(house, tmp_path):
    """Three days, on its owner's phone all the while; asking again brings it no nearer, one tap keeps it."""
    async with sofa(house, tmp_path, *SET, "Ana: /quiet", "Ana: [A week]") as us:
        forgot = ("Ana: /erase", "Ana: [Destroy it all]", "Ana: [I forgot it]")
        await us(*forgot)
        first = us.phone("Ana")[-1].text
        us.from_now()
        us.stage.clock.forward(timedelta(hours=30))
        await us(*forgot)
        assert us.phone("Ana")[-1].text == first, "no nearer, and no later"
        await us("Ana: [Keep my PIN]")
        us.stage.clock.forward(timedelta(days=4))
        await us.stage.settle_and_ring()
        assert await pin_of(us)
        await us(*forgot)
        us.stage.clock.forward(timedelta(days=2, hours=23))
        await us.stage.settle_and_ring()
        assert await pin_of(us) and "Keep my PIN" in us.labels("Ana")
        us.stage.clock.forward(timedelta(hours=2))
        await us.stage.settle_and_ring()
        assert not await pin_of(us)
        assert not [one for one in us.phone("Ben") if "PIN" in one.text]


# --- the locked file -------------------------------------------------------------------------------------------------


def locked_file(words: str) -> bytes:
    lock = {"salt": "00" * 16, "key": key_of(words, bytes(16), FILE).hex()}
    return locked.close([("my-words.html", "é <b>".encode()), ("my-words.json", b"{}")], lock)[1]


async def test_what_export_sends_opens_with_the_passphrase(house, tmp_path, monkeypatch):
    async with sofa(
        house, tmp_path, *PAIRED, "Ana: /win the light", "Ana: /export", "Ana: [Behind a passphrase]"
    ) as us:
        async with us.stage.database.session() as db:
            ana = await db.scalar(select(Person.id).where(Person.user_id == us.world.ana.id))
        await us.hear(us.event("Ana", "text", words=f"  {WORDS} ", message=9000))
        async with us.stage.database.session() as db:
            await keys_of(db).load(db, "system:outbox")
            body = (await db.scalars(select(Outbox).where(Outbox.kind == "export"))).one().body
        [(name, data)] = await made(us.stage.database, body, clock=us.stage.clock)
        assert name == locked.NAME and body["person"] == ana and b"the light" not in data
        (tmp_path / name).write_bytes(data)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{WORDS}\n"))
    locked.open_here(tmp_path / name, tmp_path)
    assert json.loads((tmp_path / "my-words.json").read_text())["words"][0]["words"] == {"what": "the light"}
    assert "the light" in (tmp_path / "my-words.html").read_text()
    assert (tmp_path / "my-words.json").stat().st_mode & 0o077 == 0, "for its owner alone"
    for wish, code in (((tmp_path / name, tmp_path), NO_ROOM), ((tmp_path / "nowhere", tmp_path), MISSING)):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{WORDS}\n"))
        with pytest.raises(Stop) as stop:
            locked.open_here(*wish)
        assert stop.value.code == code


def test_another_passphrase_is_one_sentence_and_leaves_nothing(tmp_path):
    """The program itself: what it says, and what it ends with."""
    (tmp_path / locked.NAME).write_bytes(locked_file(WORDS))
    wrong = run(tmp_path / locked.NAME, f"{WORDS}s", tmp_path)
    assert wrong.returncode == WRONG and not wrong.stdout
    assert wrong.stderr == "The passphrase does not open this file: try it again, sign by sign.\n"
    assert [one.name for one in tmp_path.iterdir()] == [locked.NAME]


def run(file: Path, words: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot.main", "open-export", str(file), "--to", str(folder)],
        input=words + "\n", capture_output=True, text=True, timeout=300,
    )  # fmt: skip


def test_every_byte_of_it_is_bound(monkeypatch):
    """Bent anywhere, cut anywhere: one sentence, and never a part of what is in it."""
    monkeypatch.setattr(locked, "FILE", Cost(rounds=4, times=1))
    monkeypatch.setitem(globals(), "FILE", Cost(rounds=4, times=1))
    data = locked_file(WORDS)
    assert locked.open_(data, f" {WORDS}\n")["my-words.html"] == "é <b>"
    monkeypatch.setattr(locked, "DEAREST", Cost(rounds=6, size=8, times=2))
    for at in range(len(data)):
        bent = bytearray(data)
        bent[at] ^= 1
        with pytest.raises(Stop) as stop:
            locked.open_(bytes(bent), WORDS)
        assert stop.value.code == WRONG
    for length in range(len(data)):
        with pytest.raises(Stop):
            locked.open_(data[:length], WORDS)


def test_the_page_says_how_to_open_it_without_evenfall(tmp_path, monkeypatch):
    """The format in docs/export.md, by the program that is printed there."""
    text = (Path(__file__).parent.parent / "docs" / "export.md").read_text()
    program = text.partition("```python\n")[2].partition("```")[0]
    (tmp_path / locked.NAME).write_bytes(locked_file(WORDS))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("builtins.input", lambda ask: WORDS)
    exec(program, {})  # noqa: S102
    assert (tmp_path / "my-words.html").read_text(encoding="utf-8") == "é <b>"
