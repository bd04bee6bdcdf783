"""What each can always do: take their words along, destroy them, be forgotten (R16, R42, R43, R44)."""

import ast
import asyncio
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter
from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import create_async_engine

from bot.backup import backup
from bot.exports import VERSION, render
from bot.keys import sealed_columns
from bot.ledger import Ledger, follow
from dialogue.couples import say_yes
from models import Alarm, Answer, Base, Couple, DataKey, Entry, Person
from models.database import Database
from models.keys import KeyGone, joint, member
from models.people import DEFAULTS, hashed
from tests.canaries import NAMES, allowed, found, found_in, mark, on_disk, plant
from tests.patience import until
from tests.sofa import EVENING, PAIRED, Sofa, lying, sofa, unlock
from tests.stage import ON_POSTGRES, START, TEXTS, TelegramStage, copy_house
from tests.test_backup import config_of, quiet
from tests.test_rotation import killed
from tests.transcript import Play

SCHEMA = Path(__file__).parent.parent / "docs" / "export.schema.json"


async def id_of(us: Sofa, name: str) -> str:
    async with us.stage.database.session() as db:
        return str(await db.scalar(select(Person.id).where(Person.user_id == us.person(name).id)))


async def exported(us: Sofa, name: str) -> tuple[bytes, dict[str, Any]]:
    """By name, or by the person's id."""
    person = await id_of(us, name) if name in NAMES else name
    files = dict(await render(us.stage.database, person, TEXTS, us.stage.clock))
    return b"".join(files.values()), json.loads(files["my-words.json"])


# --- take along ------------------------------------------------------------------------------------------------------


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Times(Shape):
    utc: str
    local: str


class Account(Shape):
    system: str
    number: int


class Telling(Shape):
    """The day on which it is to be told whole, and how much of it this person would like to know."""

    asks_for: str | None
    on: str | None
    somebody_near: bool | None
    done: bool


class You(Shape):
    name: str
    username: str | None
    role: str | None
    language: str
    zone: str
    since: Times
    settings: dict[str, str | int]
    account: Account
    pin: bool
    telling: Telling
    rests_until: str | None
    holds: bool


class Together(Shape):
    language: str
    zone: str
    settings: dict[str, str | int]
    phase: str


class Agreed(Shape):
    together: dict[str, bool]
    rules: list[str]
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
    done: bool


class Shown(Shape):
    """Of the other's words: the day, and no more of when."""

    kind: str
    date: str
    words: dict[str, str]


class Export(Shape):
    """What /export sends as my-words.json, version 3."""

    version: int
    made: Times
    you: You
    couple: Together
    agreed: Agreed
    under_way: list[UnderWay]
    words: list[Own]
    shown_to_you: list[Shown]


def test_the_published_schema_is_this_one():
    assert VERSION == 3 and "version 3" in str(Export.__doc__)
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
        await us("Ana: /export", "Ana: [As they are]")
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


COLUMNS = {  # each column of each table: where /export has it, or, in words, why it has it not
    "Person": {
        "name_sealed": "you.name",
        "username_sealed": "you.username",
        "role_sealed": "you.role",
        "language": "you.language",
        "zone": "you.zone",
        "created_at": "you.since",
        "adult_at": "agreed.adult",
        "system": "you.account.system",
        "user_id": "you.account.number",
        "settings": "by its names, below",
        "confidences_sealed": "by its names, below",
        "apart_until_sealed": "whoever demands the file would learn of a safety event (R38)",
        "leaving": "whoever demands the file would learn of it before the time that was chosen (R7)",
        "chat_id": "the chat it is sent to: Telegram's number for it",
        "id couple_id ended_couple_id reachable": "our own bookkeeping",
    },
    "Couple": {
        "language": "couple.language",
        "zone": "couple.zone",
        "paired_at": "agreed.paired",
        "pause_word_sealed": "couple.settings.pause-word",
        "settings": "by its names, below",
        "confidences_sealed": "by its names, below",
        "rest_until frozen": "the couple's, out of each one's own: you.rests_until, you.holds",
        "id created_at ended_at group_id place tapped counted_at version": "our own bookkeeping of a place",
    },
    "Entry": {
        "kind": "words.0.kind",
        "shared": "words.0.shared",
        "local_date": "words.0.date",
        "created_at": "words.0.utc",
        "expires_on": "words.0.expires",
        "words_sealed": "words.0.words",
        "facts_sealed": "words.0.facts",
        "done": "words.0.done",
        "id couple_id author_id": "our own bookkeeping",
    },
    "Answer": {
        "said_sealed": "under_way.0",
        "id question_id person_id turn": "our own bookkeeping",
    },
    "Conversation": {
        "practice": "under_way.0.practice",
        "opened_at": "under_way.0.begun",
        "given_sealed": "what a talk was begun with: no words but its own answers'",
        "id couple_id owner_id parent_id then group_id due held_by held_at still_until turn version": "where it stands",
    },
    "Question": {
        "step": "under_way.0.question",
        "form_sealed": "what was asked, in our words",
        "id conversation_id key_owner seq nonce asked by private text forget open card put_at": "where a talk stands",
    },
    "Card": {"id conversation_id key_owner name chat_id message_ref shows_sealed": "what stands on the screen"},
    "Alarm": {
        "id couple_id person_id conversation_id practice name due_at window wall weekend days zone running left "
        "given_sealed": "when something is to happen, made from the settings; what a step is handed, from its answers",
        "claimed_by claimed_for": "which process plays it",
    },
    "Ring": {"alarm_id local_date late": "that something was asked on a day"},
    "Shown": {"couple_id line on": "which of our own lines the two have seen"},
    "Invitation": {"token_hash kind person_id expires_at used_at": "a link's digest, for a day"},
    "Erasure": {"member erased_on": "after the person is gone: a digest"},
    "DataKey": {"owner key_id wrapped created_at": "keys: a file with them would be a second key"},
    "KeyCheck": {"id fingerprint wrapped": "keys: a file with them would be a second key"},
    "Inbox": {
        "number id system update_id chat_id message_id lane state attempts received_at "
        "payload_sealed": "on its way in: blank after its turn",
    },
    "Outbox": {
        "number id system couple_id person_id chat_id kind grade priority guarded message_ref state attempts "
        "not_before expires_at lease_owner lease_until created_at body_sealed": "on its way out, then blank",
    },
    "Message": {"id couple_id chat_id message_id at stays": "numbers of messages that stand in their own chat"},
    "Lease": {"name owner until fence": "which replica does what"},
}  # fmt: skip
KEYS = {  # each name within settings and confidences, likewise
    **{name: f"couple.settings.{name}" for name in ("evening", "weekend", "days", "style", "minutes", "review")},
    **{name: f"you.settings.{name}" for name in ("anyway", "apart", "retention")},
    "disclosure": "you.telling",
    "detail": "you.telling.asks_for",
    "pin": "you.pin",
    "rests": "you.rests_until",
    "holds": "you.holds",
    "phase": "couple.phase",
    "rules": "agreed.rules",
    "yes": "agreed.together",
    "phase_yes": "who has tapped forward is nobody's to see before all have (R21)",
    "asked_alone": "when the private question was last put: nothing of the answer, and a file may be demanded (R8)",
    "agreed_on": "the day on which both read what nobody does here",
    "tries": "wrong links in a row, for an hour",
    "no_room": "so that a question that was not wanted is asked more seldom",
    "reviewed": "the day of the last review, so that the next finds its place",
    "asked": "when something was last offered to the two, so that it is not offered again soon",
    "stirred": "the month of the last sign of life of either",
    "noticed": "that the year of silence was told",
    "themed": "the day of the last theme of a review, so that one comes every other week",
    "drew": "which of one's own lines came out of the jar last",
    "pair": "which of our lines comes next",
    "last_": "which of our lines comes next",
}  # fmt: skip
PATH = re.compile(r"[a-z]+(_[a-z]+)*(\.[a-z0-9_-]+)+")


def test_every_column_is_exported_or_it_is_said_why_not():
    """A new column, or a new name within the settings, is red here until somebody has decided."""
    there = {mapper.class_.__name__: {one.key for one in mapper.column_attrs} for mapper in Base.registry.mappers}
    said = {table: {name for names in some for name in names.split()} for table, some in COLUMNS.items()}
    assert there == said
    written = {name for path in sorted(chain(*map(ROOT.glob, WRITE))) for name in names_in(path)}
    assert written | set(DEFAULTS) == set(KEYS)


ROOT = Path(__file__).parent.parent
WRITE = ("bot/*.py", "dialogue/*.py", "handlers/*.py", "models/*.py")


def names_in(file: Path) -> Iterator[str]:
    """The names under which something is put into settings or confidences, wherever that is written."""
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.Subscript(value=ast.Attribute(attr="settings"), slice=name):
                yield from named(name)
            case ast.Call(func=ast.Attribute(attr="setdefault" | "get" | "pop", value=ast.Attribute(attr="settings"))):
                yield from named(node.args[0])
            case ast.Call(func=ast.Attribute(attr="confided" | "choose")):
                yield from named(node.args[0])
            case ast.Call(func=ast.Attribute(attr="confide")):
                yield from (one.arg for one in node.keywords if one.arg)
            case ast.Compare(comparators=[ast.Attribute(attr="settings")], left=name):
                yield from named(name)


def named(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(name)):
            yield name
        case ast.JoinedStr(values=[ast.Constant(value=str(name)), *_]):
            yield name


OTHERWISE: dict[str, Any] = {  # something else for what stands under a path
    "you.language": "de", "you.zone": "Asia/Tokyo", "couple.language": "es", "couple.zone": "Asia/Tokyo",
    "you.role": "repairing", "you.account.system": "discord", "words.0.words": {"what": "the sea"},
    "words.0.facts": {"due": "2026-03-09"}, "under_way.0": {"choice": None, "words": "the sea"},
}  # fmt: skip


CHOSEN: dict[str, Any] = {
    "evening": "19:00", "weekend": "11:00", "days": "67", "style": "together", "minutes": 15, "review": "6 10:00",
    "retention": "30", "disclosure": {"on": "2026-03-14", "with": True}, "detail": "outline",
    "pin": {"salt": "00ff", "digest": "00ff"}, "phase": "two", "rules": {"lines": ["agreement-02"], "on": "2026-03-03"},
}  # fmt: skip


async def test_what_is_said_to_be_exported_is(house, tmp_path):
    """Each such column is changed, one after another: the file tells the change, at the place that is named."""
    async with sofa(house, tmp_path, *PAIRED, "Ana: /win the light", EVENING, "Ana: [No]", "Ana: bread") as us:
        ana = await id_of(us, "Ana")
        for table, column, path in [
            (table, names, path)
            for table, some in COLUMNS.items()
            for names, path in some.items()
            if PATH.fullmatch(path)
        ]:
            before = (await exported(us, ana))[1]
            async with us.stage.database.begin() as db:
                await unlock(db)
                cls = next(one.class_ for one in Base.registry.mappers if one.class_.__name__ == table)
                mine = {"Person": cls.id == ana, "Answer": Answer.person_id == ana}.get(table, true())
                for row in await db.scalars(select(cls).where(mine)):
                    change(row, column.removesuffix("_sealed"), path)
            page, after = await exported(us, ana)
            Export.model_validate(after)
            assert at_path(before, path) != at_path(after, path), f"{table}.{column} is not at {path}"
        for name, path in KEYS.items():
            if not PATH.fullmatch(path):
                continue
            page_before, before = await exported(us, ana)
            async with us.stage.database.begin() as db:
                await unlock(db)
                person = await db.get_one(Person, ana)
                couple = await db.get_one(Couple, person.couple_id)
                if name in DEFAULTS:
                    (person if path.startswith("you") else couple).choose(
                        name, CHOSEN.get(name, "yes"), date(2026, 1, 1)
                    )
                elif name in ("rests", "holds", "yes"):
                    couple.settings[name] = {
                        "rests": {ana: "2026-04-01"},
                        "holds": [ana],
                        "yes": {"talk": {ana: True}},
                    }[name]
                else:
                    (couple if name in ("phase", "rules") else person).confide(**{name: CHOSEN[name]})
            page, after = await exported(us, ana)
            Export.model_validate(after)
            assert at_path(before, path) != at_path(after, path), f"{name} is not at {path}"
            assert name == "yes" or shown(page_before) != shown(page), f"{name} is not on the page"
        assert b"00ff" not in page, "of the PIN, that there is one"


def change(row: Any, name: str, path: str) -> None:
    now = getattr(row, name)
    match now:
        case _ if path in OTHERWISE:
            new = OTHERWISE[path]
        case bool():
            new = not now
        case datetime() | date():
            new = now + timedelta(days=1)
        case int():
            new = now + 1
        case None | str():
            new = f"{now or ''}x"
        case _:
            raise AssertionError(path)
    setattr(row, name, new)


def at_path(told: Any, path: str) -> Any:
    for part in path.split("."):
        told = told[int(part)] if part.isdigit() else told.get(part)
    return told


def shown(files: bytes) -> bytes:
    """The page that people read, without when it was made."""
    return files.partition(b"</html>")[0]


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
                    if there or person in str(getattr(row, "confidences", "")):
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
        await us("Ana: /hold", "Ana: /quiet", "Ana: [A week]", "Ana: /pin", "Ana: 4077", "Ana: 4077", "Ana: /rights",
                 "Ana: /phase", "Ana: [A stretch further]")  # fmt: skip
        async with stage.database.begin() as db:
            await unlock(db)
            person = (await db.scalars(select(Person).where(Person.user_id == us.person("Ana").id))).one()
            say_yes(await db.get_one(Couple, person.couple_id), person, "talk")
        if alone:
            await us("Ana: /leave", "Ana: [Now]")
        ana, chat = await id_of(us, "Ana"), us.person("Ana").chat
        assert await traces(us, ana, chat)
        await us("Ana: /erase", "Ana: [Destroy it all]", "Ana: 4077")
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
    """Through the companion as it runs: no housekeeping has to come first. Whoever's key was made last, too."""
    stage = TelegramStage(house, tmp_path, START)
    await stage.open()
    us = Sofa(stage)

    async def lies(key: bytes) -> bool:
        return any(key in one for one in (await on_disk(stage.database, stage.folder)).values())

    try:
        await us(*PAIRED, "Ana: /win the light", "Ben: /win the bread")
        async with stage.database.session() as db:
            wrapped = [bytes(one) for one in await db.scalars(select(DataKey.wrapped).where(DataKey.owner.like("m%")))]
        assert len(wrapped) == 2 and [await lies(one) for one in wrapped] == [True, True]
        await us("Ben: /erase", "Ben: [Destroy it all]")
        assert sorted([await lies(one) for one in wrapped]) == [False, True]
        await us("Ana: /erase", "Ana: [Destroy it all]")
        assert [await lies(one) for one in wrapped] == [False, False]
    finally:
        await stage.close()


async def test_a_backup_that_reads_the_keys_keeps_nobody_waiting(postgres_house, tmp_path):
    """PostgreSQL writes no table anew that somebody reads: the next housekeeping does it."""
    stage = TelegramStage(postgres_house, tmp_path, START)
    await stage.open()
    us = Sofa(stage)
    try:
        await us(*PAIRED, "Ana: /win the light")
        key = await wrapped_of(us, member(await id_of(us, "Ana")))
        other = create_async_engine(stage.database.url)
        async with other.connect() as reading:
            await reading.execute(select(DataKey.owner))
            await us("Ana: /erase", "Ana: [Destroy it all]")
            assert key in (await on_disk(stage.database, stage.folder))["dek"], "it is read there"
        await other.dispose()
        await stage.worker.keep_house()
        assert key not in (await on_disk(stage.database, stage.folder))["dek"]
    finally:
        await stage.close()


def test_killed_in_the_middle_of_an_erasure_it_is_before_or_after(house, tmp_path):
    """At each commit and each write of a file: all can be read, or nothing; and the next start finishes it."""
    stage = TelegramStage(house, tmp_path, START)

    async def start(work: Any) -> Any:
        await stage.open()
        try:
            await follow(stage.database, config_of(stage.folder))
            return await work()
        finally:
            await stage.close()

    async def before() -> tuple[str, bytes]:
        us = Sofa(stage)
        await us(*PAIRED, "Ana: /win the light", "Ana: /erase")
        ana = await id_of(us, "Ana")
        return ana, await wrapped_of(us, member(ana))

    async def left() -> tuple[list[str], str, bytes]:
        """What can be read, what stands in the tables, and what lies on the disk."""
        await until(lambda: alone_in(stage.database))
        await stage.worker.work()  # as a start does
        read = []
        async with stage.database.session() as db:
            await unlock(db)
            for entry in await db.scalars(select(Entry)):
                try:
                    read.append(str(entry.words))
                except KeyGone:
                    read.append("unreadable")
        disk = b"".join((await on_disk(stage.database, stage.folder)).values())
        return read, repr(await lying(stage.database)), disk

    async def tap() -> None:
        await Play(stage).step("Ana: [Destroy it all]")

    ana, key = asyncio.run(start(before))
    copy_house(stage.folder, tmp_path / "kept", kept=True)
    states, at, died = set(), 0, True
    while died:
        at += 1
        shutil.rmtree(stage.folder)
        copy_house(tmp_path / "kept", stage.folder)
        died = killed(lambda: start(tap), at)
        read, rows, disk = asyncio.run(start(left))
        assert read in ([], ["{'what': 'the light'}"]) or len(read) == 1 and "the light" in read[0], at
        known = bool(Ledger.of(config_of(stage.folder)).read().person)
        assert known or read, "who is erased is in the ledger, after the next start at the latest"
        states.add(not read)
        assert (ana in rows, key in disk) == (bool(read), bool(read)), at
        if not (stage.folder / ON_POSTGRES).exists():  # there, whatever was deleted is overwritten with zeros
            assert read or ana.encode() not in disk, at
    assert states == {True, False} and at > 3


async def alone_in(database: Database) -> bool:
    """Whether nobody else has a connection to it: a server takes a moment to see that somebody was killed."""
    if not database.shared:
        return True
    others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    async with database.engine.connect() as connection:
        return (await connection.exec_driver_sql(others)).scalar() == 0


async def test_what_was_shared_can_be_fetched_for_seven_days(house, tmp_path):
    """R44. By each, all of their own and what was shown to them; then their own, and what was joint is unreadable."""
    stage = TelegramStage(house, tmp_path, START)
    await stage.open()
    try:
        us = Sofa(stage)
        await us(*PAIRED, "Ana: /settings", "Ana: [Pause word]", "Ana: lighthouse")
        await plant(us)
        couple = (await us.couple()).id
        await us("Ana: /leave", "Ana: [Now]")
        for later, whose in ((timedelta(days=7, minutes=-5), NAMES), (timedelta(minutes=10), ())):
            stage.clock.forward(later)
            await stage.worker.keep_house()
            for name in NAMES:
                seen = {one for one in allowed(name) if name in one or whose}
                assert found((await exported(us, name))[0]) - {mark(name, "Unshown")} == seen - {mark(name, "Unshown")}
            assert bool(await wrapped_of(us, joint(couple))) == bool(whose)
        assert couple not in {one["id"] for one in (await us.rows())["couples"]}
    finally:
        await stage.close()


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
        await backup(config_of(stage.folder), tmp_path / "backups", stage.clock, quiet())
        assert found_in(stage.folder, tmp_path / "backups") == {}
        disk = await on_disk(stage.database, stage.folder)
        assert not [name for name, content in disk.items() if found(content)] and b"checkin" in b"".join(disk.values())
    finally:
        await stage.close()
    assert found(json.dumps(sorted(every)).encode()) == every, "the search sees"
    assert found("KanarieAnaAlone".encode("utf-16-le")) and found(b"KanarieBenShown".hex().encode())
