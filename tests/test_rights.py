"""What each can always do: take their words along, destroy them, be forgotten (R16, R42, R43, R44)."""

import asyncio
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter
from sqlalchemy import select

from bot.backup import backup
from bot.exports import VERSION, render
from bot.keys import sealed_columns
from bot.ledger import Ledger, follow
from models import Alarm, Answer, Base, Couple, DataKey, Entry, Person
from models.keys import KeyGone, joint, member
from models.people import hashed
from tests.canaries import NAMES, allowed, found, found_in, mark, plant
from tests.sofa import PAIRED, Sofa, sofa, unlock
from tests.stage import START, TEXTS, TelegramStage
from tests.test_backup import config_of, quiet
from tests.test_rotation import killed
from tests.transcript import Play

SCHEMA = Path(__file__).parent.parent / "docs" / "export.schema.json"


async def id_of(us: Sofa, name: str) -> str:
    async with us.stage.database.session() as db:
        return str(await db.scalar(select(Person.id).where(Person.user_id == us.person(name).id)))


async def exported(us: Sofa, name: str) -> tuple[bytes, dict[str, Any]]:
    files = dict(await render(us.stage.database, await id_of(us, name), TEXTS, us.stage.clock))
    return b"".join(files.values()), json.loads(files["my-words.json"])


# --- take along ------------------------------------------------------------------------------------------------------


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Times(Shape):
    utc: str
    local: str


class You(Shape):
    name: str
    username: str | None
    role: str | None
    language: str
    zone: str
    since: Times
    settings: dict[str, str]


class Together(Shape):
    language: str
    zone: str
    settings: dict[str, str | int]


class Agreed(Shape):
    together: dict[str, bool]
    adult: Times | None
    paired: Times | None


class UnderWay(Shape):
    practice: str
    question: str
    begun: Times
    choice: str | None = None
    words: str | None = None


class Own(Shape):
    kind: str
    shared: bool
    date: str
    expires: str | None
    utc: str
    local: str
    words: dict[str, str]
    facts: dict[str, Any]


class Shown(Shape):
    """Of the other's words: the day, and no more of when."""

    kind: str
    date: str
    words: dict[str, str]


class Export(Shape):
    """What /export sends as my-words.json, version 2."""

    version: int
    made: Times
    you: You
    couple: Together
    agreed: Agreed
    under_way: list[UnderWay]
    words: list[Own]
    shown_to_you: list[Shown]


def test_the_published_schema_is_this_one():
    assert VERSION == 2 and "version 2" in str(Export.__doc__)
    text = json.dumps(TypeAdapter(Export).json_schema(), indent=2) + "\n"
    if not SCHEMA.exists():
        SCHEMA.write_text(text)
    assert SCHEMA.read_text() == text, f"delete {SCHEMA.name} and run this once"


async def test_an_export_holds_six_of_eight_marks(house, tmp_path):
    """R16. All of one's own, of the other's what was shown; no number or id of theirs, and of their time the day."""
    async with sofa(house, tmp_path, *PAIRED) as us:
        every = await plant(us)
        async with us.stage.database.session() as db:
            await unlock(db)
            there = [*[one.words for one in await db.scalars(select(Entry))], *[
                one.said for one in await db.scalars(select(Answer))]]  # fmt: skip
            assert found(json.dumps(there).encode()) == every, "all eight are there to be found"
        for name, other in (NAMES, NAMES[::-1]):
            files, told = await exported(us, name)
            Export.model_validate(told)
            assert found(files) == allowed(name) and len(allowed(name)) == 6
            theirs = [await id_of(us, other), str(us.person(other).id), str(us.person(other).chat)]
            assert not [one for one in theirs if one.encode() in files]
        await us("Ana: /export")
        sent = [one for one in us.world.messages(us.person("Ana").chat) if one.document]
        assert len(sent) == 2 and not any(getattr(one, "protect_content", False) for one in sent)
        assert not [one for one in us.world.messages(us.person("Ben").chat) if one.document]
        await us("-- Thursday 12:00")
        assert not [one for one in us.world.messages(us.person("Ana").chat) if one.document], "tidied at noon"


async def test_facts_of_the_other_and_ids_stay_out(house, tmp_path):
    """When the other is reminded of what they promised is theirs; a row's id is nobody's."""
    async with sofa(house, tmp_path, *PAIRED) as us:
        async with us.stage.database.begin() as db:
            await unlock(db)
            for person in await db.scalars(select(Person)):
                entry = Entry(couple_id=person.couple_id, author_id=person.id, kind="promise", shared=True,
                              local_date=us.now.date(), created_at=us.now)  # fmt: skip
                db.add(entry)
                entry.words = {"what": "the tram"}
                entry.facts = {"remind": f"{person.name} at eight", "promise": "0" * 32}
        for name, other in (NAMES, NAMES[::-1]):
            files, told = await exported(us, name)
            assert f"{name} at eight".encode() in files and f"{other} at eight".encode() not in files
            assert b"0" * 32 not in files


TAKEN = {  # each sealed value, and where /export has it; or why it has it not
    ("Answer", "said"): "under_way",
    ("Couple", "pause_word"): "couple.settings",
    ("Entry", "words"): "words, shown_to_you",
    ("Entry", "facts"): "words",
    ("Person", "name"): "you",
    ("Person", "username"): "you",
    ("Person", "role"): "you",
    ("Person", "apart_until"): "not: whoever demands the file would learn of a safety event (R38)",
    ("Alarm", "given"): "what a later step is handed: taken from the talk's own answers",
    ("Card", "shows"): "what stands on the screen",
    ("Conversation", "given"): "what a talk was begun with: no words but its own answers'",
    ("Question", "form"): "what was asked, in our words",
    ("Inbox", "payload"): "on its way in: blank after its turn",
    ("Outbox", "body"): "on its way out: blank once it was sent",
}


def test_every_sealed_value_is_exported_or_it_is_said_why_not():
    """A new sealed column is red here until somebody has decided."""
    assert {(cls.__name__, name) for cls, name, _ in sealed_columns()} == set(TAKEN)


# --- destroy ---------------------------------------------------------------------------------------------------------


async def traces(us: Sofa, person: str, chat: int) -> list[str]:
    """Wherever, in any table, one person still is: an id, a chat, a value under their key."""
    left = []
    async with us.stage.database.session() as db:
        await unlock(db)
        for mapper in Base.registry.mappers:
            for row in await db.scalars(select(mapper.class_)):
                values = {one.key: getattr(row, one.key) for one in mapper.column_attrs}
                for name, value in values.items():
                    there = person in json.dumps(value, default=str) or (name != "message_ref" and value == chat)
                    if there:
                        left.append(f"{mapper.class_.__tablename__}.{name}")
        for cls, name, sealed in sealed_columns():
            for row in await db.scalars(select(cls).where(getattr(cls, sealed.column).is_not(None))):
                if sealed.owner(row) == member(person):
                    left.append(f"{cls.__tablename__}.{name} under their key")
    return left


@pytest.mark.parametrize("alone", [False, True])
async def test_after_an_erasure_no_table_knows_the_person(alone: bool, house, tmp_path):
    """R42. Every table is walked, so also those that come later: no id, no chat, nothing under their key."""
    stage = TelegramStage(house, tmp_path, START)
    await stage.open()
    us = Sofa(stage)
    try:
        await us(*PAIRED)
        await plant(us)
        if alone:
            await us("Ana: /leave", "Ana: [Now]")
        ana, chat = await id_of(us, "Ana"), us.person("Ana").chat
        assert await traces(us, ana, chat)
        await us("Ana: /erase", "Ana: [Destroy it all]")
        last = {"outbox.chat_id"}  # the goodbye itself, until it is let go
        assert set(await traces(us, ana, chat)) <= last
        async with stage.database.session() as db:
            await unlock(db)
            for entry in await db.scalars(select(Entry)):
                assert "Ben" in str(entry.words)
        assert (
            found((await exported(us, "Ben"))[0])
            == {one for one in allowed("Ben") if "Ben" in one} - (set() if not alone else {mark("Ben", "Unshown")})
            or alone
        )
    finally:
        await stage.close()


async def wrapped_of(us: Sofa, owner: str) -> bytes:
    async with us.stage.database.session() as db:
        return bytes(await db.scalar(select(DataKey.wrapped).where(DataKey.owner == owner)) or b"")


async def test_the_key_is_gone_from_every_file_at_once(house, tmp_path):
    """Through the companion as it runs: no housekeeping has to come first."""
    stage = TelegramStage(house, tmp_path, START)
    await stage.open()
    us = Sofa(stage)
    try:
        await us(*PAIRED, "Ana: /win the light")
        key = await wrapped_of(us, member(await id_of(us, "Ana")))
        files = list((stage.folder / "data").iterdir())
        assert key and any(key in one.read_bytes() for one in files)
        await us("Ana: /erase", "Ana: [Destroy it all]")
        assert not any(key in one.read_bytes() for one in (stage.folder / "data").iterdir())
    finally:
        await stage.close()


def test_killed_in_the_middle_of_an_erasure_it_is_before_or_after(house, tmp_path):
    """At each commit and each write of a file: all can be read, or nothing; and the next start finishes it."""
    stage = TelegramStage(house, tmp_path, START)
    config = config_of(stage.folder)

    async def start(work: Any) -> Any:
        await stage.open()
        try:
            await follow(stage.database, config)
            return await work()
        finally:
            await stage.close()

    async def before() -> str:
        us = Sofa(stage)
        await us(*PAIRED, "Ana: /win the light", "Ana: /erase")
        return await id_of(us, "Ana")

    async def readable() -> list[str]:
        await stage.worker.work()  # as a start does
        read = []
        async with stage.database.session() as db:
            await unlock(db)
            for entry in await db.scalars(select(Entry)):
                try:
                    read.append(str(entry.words))
                except KeyGone:
                    read.append("unreadable")
        return read

    async def tap() -> None:
        await Play(stage).step("Ana: [Destroy it all]")

    ana = asyncio.run(start(before))
    shutil.copytree(stage.folder, tmp_path / "kept")
    states, at, died = set(), 0, True
    while died:
        at += 1
        shutil.rmtree(stage.folder)
        shutil.copytree(tmp_path / "kept", stage.folder)
        died = killed(lambda: start(tap), at)
        read = asyncio.run(start(readable))
        assert read in ([], ["{'what': 'the light'}"]) or len(read) == 1 and "the light" in read[0], at
        known = bool(Ledger.of(config).read().person)
        assert known or read, "who is erased is in the ledger, after the next start at the latest"
        states.add(not read)
        assert read or not any(ana.encode() in one.read_bytes() for one in (stage.folder / "data").iterdir()), at
    assert states == {True, False} and at > 3


async def test_what_two_had_together_is_shredded_by_either(house, tmp_path):
    """R44. For a week each can fetch it; whoever destroys theirs ends that at once, for both."""
    async with sofa(house, tmp_path, *PAIRED, "Ana: /settings", "Ana: [Pause word]", "Ana: lighthouse") as us:
        couple = (await us.couple()).id
        await us("Ana: /leave", "Ana: [Now]")
        assert await wrapped_of(us, joint(couple))
        await us("Ben: /erase", "Ben: [Destroy it all]")
        assert not await wrapped_of(us, joint(couple))
        async with us.stage.database.session() as db:
            assert (await db.get_one(Couple, couple)).pause_word_sealed is None


# --- a year of silence -----------------------------------------------------------------------------------------------


async def asleep_until(us: Sofa, day: datetime) -> None:
    """Nobody writes, and what would ring meanwhile is taken as rung: the clock goes to a day's morning."""
    us.stage.clock.forward(day - us.now)
    async with us.stage.database.begin() as db:
        for alarm in await db.scalars(select(Alarm).where(Alarm.due_at < us.now)):
            alarm.due_at = alarm.next_after(us.now) if alarm.wall else None
    await us.stage.settle_and_ring()


async def months(us: Sofa, first: datetime, count: int) -> None:
    for day in range(count):
        await asleep_until(us, first + timedelta(days=day))
        us.stage.clock.forward(timedelta(hours=6))
        await us.stage.settle_and_ring()


async def test_after_a_year_of_silence_a_notice_and_a_month_later_nothing(house, tmp_path):
    """Retention. Over fourteen months: nothing before the twelfth is over; the same quiet line to each; then no row."""
    async with sofa(house, tmp_path, *PAIRED, "Ana: /win the light") as us:
        people = {name: await id_of(us, name) for name in NAMES}
        await months(us, datetime(2027, 2, 26, 8, tzinfo=UTC), 2)
        us.from_now()
        await months(us, datetime(2027, 3, 1, 8, tzinfo=UTC), 2)
        for name in NAMES:
            [line] = [one for one in us.phone(name) if "quiet here for a year" in one.text]
            assert not line.sounds and "31 March" in line.text
        await months(us, datetime(2027, 3, 29, 8, tzinfo=UTC), 2)
        assert len((await us.rows())["people"]) == 2, "not a day before"
        await months(us, datetime(2027, 3, 31, 8, tzinfo=UTC), 2)
        rows = await us.rows()
        assert not (rows["people"] or rows["couples"] or rows["entries"] or rows["alarms"] or rows["conversations"])
        assert {one["member"] for one in rows["erasures"]} == {hashed(one) for one in people.values()}
        for name in NAMES:
            assert not await wrapped_of(us, member(people[name]))


async def test_a_sign_of_life_of_either_keeps_everything(house, tmp_path):
    async with sofa(house, tmp_path, *PAIRED, "Ana: /win the light") as us:
        await months(us, datetime(2027, 3, 1, 8, tzinfo=UTC), 1)
        await us("Ben: /menu")
        await months(us, datetime(2027, 4, 1, 8, tzinfo=UTC), 2)
        assert len((await us.rows())["people"]) == 2
        assert "noticed" not in (await us.couple()).settings


# --- canaries in every place -----------------------------------------------------------------------------------------


async def test_no_mark_lies_in_clear_in_database_log_backup_or_dump(house, tmp_path):
    """R43. Through the companion as it runs; then every byte that it has left anywhere."""
    stage = TelegramStage(house, tmp_path, START)
    await stage.open()
    try:
        us = Sofa(stage)
        await us(*PAIRED)
        every = await plant(us)
        assert found_in(stage.folder) == {}
        await backup(config_of(stage.folder), tmp_path / "backups", stage.clock, quiet())
        assert found_in(tmp_path / "backups") == {}
        assert found_in(stage.folder) == {}
    finally:
        await stage.close()
    assert found(json.dumps(sorted(every)).encode()) == every, "the search sees"
    assert found("KanarieAnaAlone".encode("utf-16-le")) and found(b"KanarieBenShown".hex().encode())
