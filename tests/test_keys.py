"""Keys and sealed words: who can read what, who cannot any more, and that nothing lies about in clear (R43)."""

import asyncio
import os
import sqlite3
import stat
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import StatementError

from bot.worker import Worker
from dialogue.text import clean, units
from models import Couple, DataKey, Entry, Person
from models.base import Blob
from models.database import Database, Refused, open_database
from models.keys import KeyGone, Keys, keys_of, member
from models.ring import Ring, new_key
from tests.canaries import on_disk
from tests.sofa import PAIRED, Sofa, sofa, unlock
from tests.stage import START, TelegramStage
from tests.transcript import Play

NOW = datetime(2026, 3, 2, 20, tzinfo=UTC)
OWNER, WHERE, ROW = "member:a", "entries|words_sealed", "row1"


def keys(*owners: str) -> Keys:
    """All with the same key, so that only what a value is bound to can tell them apart."""
    one = Keys(Ring(Path("nowhere"), [new_key()]), {}, {})
    one._known = {owner: {1: AESGCM(b"k" * 32), 2: AESGCM(b"l" * 32)} for owner in owners}
    return one


# --- sealed values ---------------------------------------------------------------------------------------------------


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(st.dictionaries(st.text(), st.text() | st.none() | st.integers()))
@example({"said": "👩🏽‍🚀 ø\u0000\u202e \U0010ffff"})
def test_what_is_sealed_opens_again(words: dict):
    one = keys(OWNER)
    blob = one.seal(OWNER, WHERE, ROW, words)
    assert one.open(OWNER, WHERE, ROW, blob) == words
    assert Blob().process_bind_param(blob, None) == blob  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("member:b", WHERE, ROW),
        (OWNER, "entries|other_sealed", ROW),
        (OWNER, "answers|words_sealed", ROW),
        (OWNER, WHERE, "row2"),
    ],
)
def test_a_value_in_another_place_does_not_open(elsewhere: tuple[str, str, str]):
    """R43."""
    one = keys(OWNER, "member:b")
    blob = one.seal(OWNER, WHERE, ROW, "words")
    with pytest.raises(InvalidTag):
        one.open(*elsewhere, blob)


def test_a_flipped_bit_is_an_error_never_text():
    """R43."""
    one = keys(OWNER)
    blob = one.seal(OWNER, WHERE, ROW, "the light on the stairs")
    for place in range(len(blob)):
        for bit in range(8):
            broken = bytearray(blob)
            broken[place] ^= 1 << bit
            with pytest.raises((InvalidTag, KeyGone)):
                one.open(OWNER, WHERE, ROW, bytes(broken))
    for length in range(len(blob)):
        with pytest.raises((InvalidTag, KeyGone, ValueError, IndexError)):
            one.open(OWNER, WHERE, ROW, blob[:length])


def test_equal_words_look_different():
    one = keys(OWNER)
    assert one.seal(OWNER, WHERE, ROW, "no") != one.seal(OWNER, WHERE, ROW, "no")


@pytest.mark.parametrize(
    "value", [b"the light on the stairs, and the tram", "text", b"\x01short", b"\x02" + b"x" * 60, 1]
)
def test_a_sealed_column_takes_no_plain_words(value: object):
    with pytest.raises(ValueError, match="sealed"):
        Blob().process_bind_param(value, None)  # type: ignore[arg-type]


async def test_plain_words_cannot_be_written_by_mistake(house, tmp_path):
    """R43."""
    async with sofa(house, tmp_path, *PAIRED) as us:
        async with us.stage.database.session() as db:
            with pytest.raises(StatementError, match="sealed"):
                await db.execute(update(Person).values(name_sealed=b"A name that nobody sealed, in so many letters."))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(alphabet=st.characters(), max_size=60))
@example("a\ud83db")
@example("\ude00")
def test_lone_surrogates_are_dropped_at_the_edge(words: str):
    """Half a sign cannot be stored; the rest of what was typed can."""
    kept = clean(words)
    kept.encode()
    assert clean(kept) == kept
    assert keys(OWNER).seal(OWNER, WHERE, ROW, kept)


def test_a_surrogate_is_dropped_and_a_pair_is_a_sign():
    assert (clean("a\ud83db"), clean("a\ud83d\ude00b"), clean("🌙")) == ("ab", "a😀b", "🌙")
    assert units(clean("🌙" * 2100)) == 4000


# --- the key file ----------------------------------------------------------------------------------------------------


async def opened(folder: Path, keys_file: Path | None = None) -> Database:
    url = f"sqlite:///{folder}/data/evenfall.db"
    return await open_database(url, keys_file or folder / "keys" / "master.keys", folder / "data")


async def refused(folder: Path, match: str, keys_file: Path | None = None) -> None:
    with pytest.raises(Refused, match=match):
        await opened(folder, keys_file)


@pytest.fixture
async def made(tmp_path: Path) -> Path:
    await (await opened(tmp_path)).close()
    return tmp_path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def test_the_key_is_made_once(made: Path):
    file = made / "keys" / "master.keys"
    first = file.read_bytes()
    Fernet(first.strip())
    assert (mode(file), mode(file.parent)) == (0o600, 0o700)
    assert mode(made / "data" / "evenfall.db") == 0o600
    await (await opened(made)).close()
    assert file.read_bytes() == first


async def test_a_missing_key_is_asked_for_by_its_fingerprint(made: Path):
    """Never a new one: that is how everything written before would be lost."""
    file = made / "keys" / "master.keys"
    file.unlink()
    with sqlite3.connect(made / "data" / "evenfall.db") as db:
        [(fingerprint,)] = db.execute("select fingerprint from keycheck")
    db.close()
    await refused(made, fingerprint)
    assert not file.exists()


ANOTHER = urlsafe_b64encode(b"k" * 32)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (ANOTHER, "is not the one"),
        (b"", "no usable key"),
        (b"\n", "no usable key"),
        (ANOTHER[:20], "no usable key"),
        (ANOTHER + b"\nhalf", "no usable key"),
        (b"\xff\xfe\x00binary", "no usable key"),
    ],
)
async def test_a_wrong_key_opens_nothing(content: bytes, says: str, made: Path):
    file, database = made / "keys" / "master.keys", made / "data" / "evenfall.db"
    file.write_bytes(content)
    before = database.read_bytes()
    await refused(made, says)
    assert (file.read_bytes(), database.read_bytes()) == (content, before)


@pytest.mark.parametrize("content", [b"", b"half a key"])
async def test_an_unusable_key_is_not_replaced_for_a_new_database_either(content: bytes, tmp_path: Path):
    (tmp_path / "keys").mkdir()
    file = tmp_path / "keys" / "master.keys"
    file.touch(0o600)
    file.write_bytes(content)
    await refused(tmp_path, "no usable key")
    assert file.read_bytes() == content


async def test_an_editor_s_newlines_do_no_harm(made: Path):
    file = made / "keys" / "master.keys"
    file.write_bytes(b"\n" + file.read_bytes() + b"\n\n")
    await (await opened(made)).close()


async def test_an_old_key_beside_a_new_one_still_reads(made: Path):
    file = made / "keys" / "master.keys"
    file.write_bytes(Fernet.generate_key() + b"\n" + file.read_bytes())
    await (await opened(made)).close()


@pytest.mark.parametrize("bits", [0o640, 0o604, 0o644, 0o660])
async def test_a_key_that_others_can_read_is_refused(bits: int, made: Path):
    os.chmod(made / "keys" / "master.keys", bits)
    await refused(made, "chmod 600")


async def test_a_key_where_everyone_can_put_another_is_refused(made: Path):
    os.chmod(made / "keys", 0o707)
    await refused(made, "chmod 700")


@pytest.mark.parametrize("where", ["data/master.keys", "data/deeper/master.keys", "keys/../data/master.keys"])
async def test_a_key_beside_its_data_is_refused(where: str, tmp_path: Path):
    """R43. A backup would hold both."""
    key = tmp_path / where
    await refused(tmp_path, "data directory", key)
    with pytest.raises(FileNotFoundError):
        mode(key)


# --- data keys -------------------------------------------------------------------------------------------------------


@pytest.fixture
async def database(house: Path, tmp_path: Path):
    async with sofa(house, tmp_path) as us:
        yield us.stage.database


async def owners(database: Database) -> set[str]:
    async with database.session() as db:
        return set(await db.scalars(select(DataKey.owner)))


async def test_reading_never_makes_a_key(database: Database):
    async with database.begin() as db:
        assert await keys_of(db).load(db, OWNER) == {OWNER}
    assert await owners(database) == set()


async def test_a_key_of_a_transaction_that_failed_is_forgotten(database: Database):
    """Else words would be sealed with a key that no row holds."""
    with pytest.raises(ZeroDivisionError):
        async with database.begin() as db:
            await keys_of(db).need(db, NOW, OWNER)
            await keys_of(db).need_today(db, "system:outbox", NOW)
            await db.flush()
            raise ZeroDivisionError
    assert (database.cache, database.queues, await owners(database)) == ({}, {}, set())
    blob = await sealed(database)
    database.cache.clear()
    async with database.begin() as db:
        await keys_of(db).load(db, OWNER)
        assert keys_of(db).open(OWNER, WHERE, ROW, blob) == "words"


async def sealed(database: Database) -> bytes:
    async with database.begin() as db:
        await keys_of(db).need(db, NOW, OWNER)
        return keys_of(db).seal(OWNER, WHERE, ROW, "words")


async def test_a_session_that_goes_on_after_a_failure_makes_its_key_anew(database: Database):
    async with database.session() as db:
        with pytest.raises(ZeroDivisionError):
            async with db.begin():
                await keys_of(db).need(db, NOW, OWNER)
                raise ZeroDivisionError
        async with db.begin():
            await keys_of(db).need(db, NOW, OWNER)
    assert await owners(database) == {OWNER}


async def test_a_key_of_a_savepoint_counts_when_all_is_committed(database: Database):
    with pytest.raises(ZeroDivisionError):
        async with database.begin() as db:
            async with db.begin_nested():
                await keys_of(db).need(db, NOW, OWNER)
            assert database.cache == {}
            raise ZeroDivisionError
    assert (database.cache, await owners(database)) == ({}, set())


async def test_after_a_savepoint_that_failed_the_transaction_goes_on(database: Database):
    async with database.begin() as db:
        await keys_of(db).need(db, NOW, OWNER)
        blob = keys_of(db).seal(OWNER, WHERE, ROW, "words")
        with pytest.raises(ZeroDivisionError):
            async with db.begin_nested():
                raise ZeroDivisionError
        await keys_of(db).need(db, NOW, OWNER)
        assert keys_of(db).open(OWNER, WHERE, ROW, blob) == "words"
    assert await owners(database) == {OWNER}


async def test_a_destroyed_key_is_gone_at_once(database: Database):
    blob = await sealed(database)
    async with database.begin() as db:
        await keys_of(db).load(db, OWNER)
        await keys_of(db).destroy(db, OWNER)
        with pytest.raises(KeyGone):
            keys_of(db).open(OWNER, WHERE, ROW, blob)
    assert database.cache == {}, "nor does it stay in the memory"
    async with database.begin() as db:
        assert await keys_of(db).load(db, OWNER) == {OWNER}
        with pytest.raises(KeyGone):
            keys_of(db).open(OWNER, WHERE, ROW, blob)


async def test_a_key_that_was_nearly_destroyed_still_reads(database: Database):
    blob = await sealed(database)
    with pytest.raises(ZeroDivisionError):
        async with database.begin() as db:
            await keys_of(db).destroy(db, OWNER)
            raise ZeroDivisionError
    async with database.begin() as db:
        await keys_of(db).load(db, OWNER)
        assert keys_of(db).open(OWNER, WHERE, ROW, blob) == "words"


async def test_a_queue_has_a_key_a_day(database: Database):
    for day in (2, 2, 3, 4):
        async with database.begin() as db:
            await keys_of(db).need_today(db, "system:inbox", NOW.replace(day=day))
    async with database.begin() as db:
        await keys_of(db).destroy_before(db, "system:inbox", NOW.replace(day=4).date())
    async with database.session() as db:
        days = await db.scalars(select(DataKey.key_id).where(DataKey.owner == "system:inbox"))
        assert list(days) == [NOW.replace(day=4).toordinal()]


async def test_a_queues_key_is_asked_for_once_and_anew_where_it_may_be_another_server(database: Database):
    """Two transactions a message would ask for it else. After a fall the new connection may lead to a server that
    never heard of today's key: what is sealed with it could be read by nobody."""
    asked: list[str] = []

    @event.listens_for(database.engine.sync_engine, "before_cursor_execute")
    def _note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    async def used() -> int:
        asked.clear()
        async with database.begin() as db:
            await keys_of(db).need_today(db, "system:inbox", NOW)
            keys_of(db).seal("system:inbox", WHERE, ROW, "words")
        return sum("FROM dek" in one for one in asked)

    assert await used() > 0
    assert await used() == 0
    await database.engine.dispose()
    assert await used() == 1


async def test_a_queues_key_that_was_destroyed_is_gone_from_the_memory(database: Database):
    async with database.begin() as db:
        await keys_of(db).need_today(db, "system:inbox", NOW)
        blob = keys_of(db).seal("system:inbox", WHERE, ROW, "words")
    async with database.begin() as db:
        await keys_of(db).destroy_before(db, "system:inbox", NOW.replace(day=NOW.day + 1).date())
    async with database.begin() as db:
        await keys_of(db).need_today(db, "system:inbox", NOW.replace(day=NOW.day + 1), blob)
        with pytest.raises(KeyGone):
            keys_of(db).open("system:inbox", WHERE, ROW, blob)


async def test_two_keys_of_one_person_never_share_words(database: Database):
    """Each value names the key that it was sealed with."""
    async with database.begin() as db:
        await keys_of(db).need_today(db, OWNER, NOW)
        old = keys_of(db).seal(OWNER, WHERE, ROW, "old")
        await db.flush()
        await keys_of(db).need_today(db, OWNER, NOW.replace(day=9))
        new = keys_of(db).seal(OWNER, WHERE, ROW, "new")
        assert old[1:5] != new[1:5]
        assert [keys_of(db).open(OWNER, WHERE, ROW, blob) for blob in (old, new)] == ["old", "new"]


# --- nothing in clear ------------------------------------------------------------------------------------------------

CANARY = "Kanarienvogel"
EVENING = f"""
Ana: /settings
Ana: [My name]
Ana: {CANARY} Ana
Ana: [Pause word]
Ana: {CANARY} still
Ben: /win {CANARY} breakfast
Ben: /park {CANARY} money
-- Tuesday 20:30
Ana: [A little room]
Ana: {CANARY} tram
Ana: {CANARY} call
Ana: {CANARY} cat
Ana: {CANARY} bread
Ben: [Only for me]
Ben: {CANARY} alone
Ben: {CANARY} soup
Ben: [Skip]
Ana: {CANARY} still
Ana: {CANARY} to nobody
Ana: [Keep it, only for me]
-- +30 min
Ana: [Ready]
Ben: [Ready]
Ben: [Skip]
"""


async def test_words_names_and_the_pause_word_never_lie_in_clear(house, tmp_path):
    """R43. A whole evening through the inbox and out again; then every byte of the database is searched."""
    stage = TelegramStage(house, tmp_path, START)
    await stage.open()
    try:
        play = Play(stage)
        await play.step(PAIRED[0])
        play.world.ana.username = play.world.ben.username = CANARY
        for step in EVENING.strip().splitlines():
            await play.step(step)
            assert await found(stage, CANARY) == []
        await play.step("Ben: [Skip]")
        assert await found(stage, CANARY) == []
        async with stage.database.session() as db:
            await unlock(db)
            kept = [" ".join(row.words.values()) for row in await db.scalars(select(Entry))]
            assert sum(CANARY in words for words in kept) == 4, "they were there to be found"
            assert CANARY in str((await db.scalar(select(Couple))).pause_word)
    finally:
        await stage.close()
    assert await found(stage, CANARY) == []
    assert await found(stage, "checkin"), "what is no secret is found: the search sees"
    await stage.database.close()


async def found(stage: TelegramStage, words: str) -> list[str]:
    """Where words lie in the database, in any writing that a driver or JSON may give them."""
    looks = [words.encode(), words.encode("utf-16-le"), words.encode().hex().encode()]
    places = await on_disk(stage.database, stage.folder)
    return [name for name, content in places.items() for look in looks if look in content]


async def test_what_is_erased_is_gone(house, tmp_path):
    """R42. The person's wrapped key, and so every word in any copy, once the log was folded in."""
    async with sofa(house, tmp_path, *PAIRED, "Ana: /win the light") as us:
        mine, other = await wrapped(us, "Ana"), await wrapped(us, "Ben")
        assert mine in await contents(us)
        await us("Ana: /erase", "Ana: [Destroy it all]")
        await Worker(us.stage.database, us.stage.engine, lambda update: None).wipe()
        assert mine not in await contents(us)
        assert other in await contents(us)


async def wrapped(us: Sofa, name: str) -> bytes:
    async with us.stage.database.session() as db:
        who = await db.scalar(select(Person.id).where(Person.user_id == us.person(name).id))
        return await db.scalar(select(DataKey.wrapped).where(DataKey.owner == member(str(who)))) or b""


async def contents(us: Sofa) -> bytes:
    return b"".join((await on_disk(us.stage.database, us.stage.folder)).values())


async def test_the_database_is_set_as_measured(made: Path):
    wished = {
        "secure_delete": 1, "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "temp_store": 2,
        "busy_timeout": 5000,
    }  # fmt: skip
    database = await opened(made)
    async with database.engine.connect() as connection:
        real = {name: (await connection.execute(text(f"PRAGMA {name}"))).scalar() for name in wished}
    await database.close()
    assert real == wished


async def test_no_update_is_lost_between_fifty_who_write_at_once(sqlite_house, tmp_path):
    """SQLite begins a transaction that may write at once; on PostgreSQL, what two read and write has a version."""
    async with sofa(sqlite_house, tmp_path, *PAIRED) as us:

        async def add() -> None:
            async with us.stage.database.begin() as db:
                seen = list(await db.scalars(select(Person.settings)))[0].get("n", 0)
                await asyncio.sleep(0)
                await db.execute(update(Person).values(settings={"n": seen + 1}))

        await asyncio.gather(*(add() for _ in range(50)))
        assert {row["settings"]["n"] for row in (await us.rows())["people"]} == {50}
