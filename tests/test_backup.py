"""Backups: whole while others write, worthless without their keys, and what is over does not come back with them."""

import asyncio
import errno
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from cryptography.fernet import Fernet
from rich.console import Console
from sqlalchemy import create_engine, delete, func, insert, select

import bot.backup
from bot.backup import LEDGER, backup, newest, prune
from bot.config import Config
from bot.doctor import _backups
from bot.ledger import NAME, UNFINISHED, Gone, Ledger, follow
from bot.restore import restore
from bot.run import LOCK, alone
from bot.stop import Stop
from dialogue.clock import Clock, SettableClock
from dialogue.event import Event
from models import Alarm, Base, Couple, DataKey, Entry, Erasure, Inbox, Invitation, KeyCheck, Outbox, Person
from models.database import Database, alembic_config
from models.keys import KeyGone, member
from models.people import hashed
from tests import postgres
from tests.sofa import EVENING, PAIRED, Sofa, sofa, unlock
from tests.stage import ON_POSTGRES, START, TelegramStage, copy_house, open_house
from tests.test_config import evenfall
from tests.transcript import Play

ROOT = Path(__file__).parent.parent
CANARY = "Kanarienvogel"
WORDS = (*PAIRED, f"Ana: /win {CANARY} light", f"Ben: /win {CANARY} bread", EVENING, "Ana: [No]", f"Ana: {CANARY} tram")
LATER = timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest) -> Path:
    """A new house: on either database, in the ordinary run too."""
    return request.getfixturevalue("sqlite_house" if request.param == "sqlite" else "postgres_house")


def config_of(folder: Path, **more: Any) -> Config:
    name = folder / ON_POSTGRES
    url = postgres.at(name.read_text()) if name.exists() else ""
    about = {"evenfall_data": folder / "data", "evenfall_keys_file": folder / "key", "database_url": url}
    return Config(**{**about, **more})


def empty(folder: Path, like: Path, ledger: bool = True) -> Path:
    """A place without a database, with the key of another, and the ledger that lies beside it."""
    folder.mkdir()
    shutil.copy(like / "key", folder)
    if ledger and (like / NAME).exists():
        shutil.copy(like / NAME, folder)
    if (like / ON_POSTGRES).exists():
        (folder / ON_POSTGRES).write_text(postgres.create())
    return folder


def quiet() -> Console:
    return Console(file=io.StringIO(), width=200)


async def saved(folder: Path, to: Path, now: datetime) -> tuple[Path, Path]:
    """A backup of the house in a folder: content and keys."""
    await backup(config_of(folder), to, SettableClock(now), quiet())
    ending = "pgdump" if (folder / ON_POSTGRES).exists() else "sqlite"
    stem = f"evenfall-{now:%Y%m%dT%H%M%SZ}"
    return to / f"{stem}-content.{ending}", to / f"{stem}-keys.json"


async def refused(work: Awaitable[None], words: str, code: int = 78) -> str:
    with pytest.raises(Stop) as stop:
        await work
    assert words in stop.value.sentence and stop.value.code == code, stop.value.sentence
    assert "\n" not in stop.value.sentence and CANARY not in stop.value.sentence
    return stop.value.sentence


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Database]:
    database = await open_house(folder)
    try:
        yield database
    finally:
        await database.close()


async def words(folder: Path) -> set[str]:
    """All that anybody kept, as far as there are keys for it."""
    found = set()
    async with opened(folder) as database, database.session() as db:
        await unlock(db)
        for entry in await db.scalars(select(Entry)):
            try:
                found.update(entry.words.values())
            except KeyGone:
                found.add("unreadable")
    return found


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def in_sql(content: Path) -> bytes:
    """What an artefact says when it is unpacked."""
    if content.suffix == ".pgdump":
        return subprocess.run(["pg_restore", "--file=-", content], capture_output=True, check=True).stdout
    return content.read_bytes()


# --- the drill -------------------------------------------------------------------------------------------------------


async def test_a_backup_comes_back_elsewhere_with_its_words(home, tmp_path):
    async with sofa(home, tmp_path, *WORDS) as us:
        content, keys = await saved(us.stage.folder, tmp_path / "backups", us.now)
        there, before = empty(tmp_path / "there", us.stage.folder), await us.rows()
        out = io.StringIO()
        await restore(config_of(there), content, keys, us.stage.clock, Console(file=out, width=200))
    assert await words(there) == await words(us.stage.folder) == {f"{CANARY} light", f"{CANARY} bread"}
    async with opened(there) as database:
        stood, us.stage.database = us.stage.database, database
        after, us.stage.database = await us.rows(), stood
    for name in ("people", "couples", "entries", "answers", "questions", "cards", "conversations", "rings", "messages"):
        assert sorted(map(repr, after[name])) == sorted(map(repr, before[name])) and before[name], name
    assert CANARY in str(after["answers"]), "the answers that wait in an evening, too"
    assert "erased again" in out.getvalue() and CANARY not in out.getvalue()
    assert not [path for path in (there / "data").iterdir() if path.name not in ("evenfall.db", LOCK)]
    assert not [path for path in us.stage.folder.rglob(".evenfall-*")]
    async with opened(there) as database, database.engine.connect() as connection:
        as_made = lambda sync: compare_metadata(MigrationContext.configure(sync), Base.metadata)  # noqa: E731
        assert await connection.run_sync(as_made) == []


async def test_a_copy_from_before_an_update_is_brought_up_to_date(tmp_path):
    """As the first version left it, and the content of then with the program of now."""
    folder = tmp_path / "old"
    (folder / "data").mkdir(parents=True)
    key = Fernet.generate_key()
    (folder / "key").touch(0o600)
    (folder / "key").write_bytes(key)
    engine = create_engine(f"sqlite:///{folder / 'data' / 'evenfall.db'}")
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        check = {"id": 1, "fingerprint": "f", "wrapped": Fernet(key).encrypt(b"f")}
        connection.execute(insert(KeyCheck), check)
        head = ScriptDirectory.from_config(config).get_current_head()
    engine.dispose()
    content, keys = await saved(folder, tmp_path / "backups", START)
    assert json.loads(keys.with_suffix(".manifest").read_bytes())["revision"] == "0001"
    there = empty(tmp_path / "there", folder)
    await restore(config_of(there), content, keys, console=quiet())
    with closing(sqlite3.connect(there / "data" / "evenfall.db")) as db:
        assert db.execute("select version_num from alembic_version").fetchall() == [(head,)] and head != "0001"


async def test_no_word_and_no_key_lies_in_a_backup(home, tmp_path):
    """Plain words nowhere; wrapped keys in the one artefact alone; keys of the queues in none."""
    async with sofa(home, tmp_path, *WORDS) as us:
        await us.hear(us.event("Ana", "text", words=f"{CANARY} on its way"))
        async with us.stage.database.session() as db:
            rows = (await db.execute(select(DataKey.owner, DataKey.wrapped))).all()
        content, keys = await saved(us.stage.folder, tmp_path / "backups", us.now)
        assert any(owner.startswith("member:") for owner, _ in rows) and any(
            one.startswith("system") for one, _ in rows
        )
    whole, sql = everything(tmp_path / "backups"), in_sql(content)
    master = (us.stage.folder / "key").read_bytes().strip()
    for look in (CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode().hex().encode(), master):
        assert look not in whole + sql
    assert b"checkin" in sql, "the search sees"
    for owner, wrapped in rows:
        for look in (wrapped, wrapped.hex().encode()):
            assert look not in sql + content.read_bytes()
        assert (wrapped in keys.read_bytes()) != owner.startswith("system:")
    for path in (tmp_path / "backups").iterdir():
        assert path.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "backups").stat().st_mode & 0o777 == 0o700
    for path in (content, keys):
        told = json.loads(path.with_suffix(".manifest").read_bytes())
        assert told["bytes"] == path.stat().st_size and len(told["sha256"]) == 64 and told["revision"]
    assert json.loads(content.with_suffix(".manifest").read_bytes())["rows"]["dek"] == 0
    if content.suffix == ".sqlite":
        file = sqlite3.connect(content)
        assert file.execute("select count(*) from dek").fetchone() == (0,)
        file.close()


async def test_content_alone_is_read_by_nobody(home, tmp_path):
    """With the master key, but without the other artefact."""
    async with sofa(home, tmp_path, *WORDS) as us:
        content, keys = await saved(us.stage.folder, tmp_path / "backups", us.now)
        there = empty(tmp_path / "there", us.stage.folder)
        await refused(restore(config_of(there), content, content, us.stage.clock), "First the content, then the keys")
        await refused(restore(config_of(there), keys, content, us.stage.clock), "First the content, then the keys")
        if content.suffix == ".sqlite":  # as somebody would who has no restore
            (there / "data").mkdir()
            shutil.copy(content, there / "data" / "evenfall.db")
            assert await words(there) == {"unreadable"}


WRITER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
db.execute("pragma synchronous=off")
for n in range(1_000_000):
    db.execute("begin immediate")
    row = (f"member:{n:032x}", sys.argv[2].encode())
    db.execute("insert into dek values (?, 1, ?, '2026-03-02 19:14:00.000000')", row)
    db.execute("insert into erasures values (?, '2026-03-02')", (f"{n:064x}",))
    db.execute("commit")
    if n == 20:
        print("running", flush=True)
"""


async def test_both_artefacts_are_of_one_instant_while_others_write(home, tmp_path, monkeypatch):
    """Each transaction adds a key and a row: a torn copy, or two instants, would tell different numbers."""
    monkeypatch.setattr(bot.backup, "PAGES", 1)
    async with sofa(home, tmp_path, *PAIRED) as us:
        count = select(func.count()).select_from(Erasure)
        async with us.stage.database.begin() as db:
            await db.execute(
                insert(Erasure), [{"member": "e" * 58 + f"{n:06}", "erased_on": START} for n in range(5000)]
            )
            own = await db.scalar(select(func.count()).where(DataKey.owner.not_like("system:%")))
        async with writing(us):
            async with us.stage.database.session() as db:
                first = await db.scalar(count)
            content, keys = await saved(us.stage.folder, tmp_path / "backups", us.now)
            async with us.stage.database.session() as db:
                last = await db.scalar(count)
    rows = json.loads(content.with_suffix(".manifest").read_bytes())["rows"]["erasures"]
    assert len(json.loads(keys.read_bytes())["keys"]) - own == rows - 5000
    assert first <= rows < last, "others wrote before and after that instant"
    there = empty(tmp_path / "there", us.stage.folder, ledger=False)
    await restore(config_of(there), content, keys, us.stage.clock, quiet())


@asynccontextmanager
async def writing(us: Sofa) -> AsyncIterator[None]:
    """Somebody else at work on the database, without a pause."""
    wrapped = us.stage.database.ring.encrypt(b"k" * 32)
    if not us.stage.database.shared:
        words = (sys.executable, "-c", WRITER, us.file, wrapped)
        process = await asyncio.create_subprocess_exec(*words, stdout=subprocess.PIPE)
        try:
            await process.stdout.readline()
            yield
        finally:
            process.kill()
            await process.wait()
        return
    other, running = await open_house(us.stage.folder), asyncio.Event()

    async def write() -> None:
        for n in range(1_000_000):
            async with other.begin() as db:
                db.add(DataKey(owner=f"member:{n:032x}", key_id=1, wrapped=wrapped, created_at=START))
                db.add(Erasure(member=f"{n:064x}", erased_on=START.date()))
            if n == 20:
                running.set()

    task = asyncio.create_task(write())
    await running.wait()
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await other.close()


async def test_what_is_only_in_the_log_is_in_the_backup(sqlite_house, tmp_path):
    """A plain copy of the file would not hold it."""
    async with sofa(sqlite_house, tmp_path, *PAIRED) as us:
        writer = sqlite3.connect(us.file, isolation_level=None)
        writer.execute("pragma wal_checkpoint(truncate)")
        plain = us.file.read_bytes()
        writer.execute("insert into erasures values (?, '2026-03-02')", ("ab" * 32,))
        assert us.file.read_bytes() == plain
        content, _ = await saved(us.stage.folder, tmp_path / "backups", us.now)
        writer.close()
    assert b"ab" * 32 in content.read_bytes()


# --- who is gone stays gone ------------------------------------------------------------------------------------------


async def gone_from(us: Sofa, there: Path, name: str) -> None:
    """No row of a restored house knows this person, and their words open with no key."""
    one = us.person(name)
    async with opened(there) as database:
        stood, us.stage.database = us.stage.database, database
        rows, us.stage.database = await us.rows(), stood
    assert str(one.id) not in str(rows) and str(one.chat) not in str(rows)
    assert f"{CANARY} light" not in str(rows) and f"{CANARY} tram" not in str(rows)
    [other] = rows["people"]
    assert other["name"] == "Ben" and other["couple_id"] in {row["id"] for row in rows["couples"]}
    assert f"{CANARY} bread" in str(rows["entries"]), "what the other wrote is theirs"
    assert len(rows["erasures"]) == 1
    assert {row["owner"] for row in rows["dek"] if row["owner"].startswith("member:")} == {member(other["id"])}


@pytest.mark.parametrize("known", ["beside the key", "beside the backup", "by a newer backup of the keys"])
async def test_an_erased_person_stays_erased(known: str, home, tmp_path):
    """The ghost: a copy from before the erasure comes back, with the keys of that day or newer ones."""
    async with sofa(home, tmp_path, *WORDS) as us:
        folder, backups = us.stage.folder, tmp_path / "backups"
        content, keys = await saved(folder, backups, us.now)
        if known == "beside the key":
            Ledger.of(config_of(folder)).watch(us.stage.database.sessions)
        await us("Ana: /erase", "Ana: [Destroy it all]")
        if known == "beside the key":
            assert len(Ledger(folder / NAME).read().person) == len(Ledger(folder / NAME).read().couple) == 1
        elif known == "beside the backup":
            await saved(folder, backups, us.now + LATER)
        else:
            _, keys = await saved(folder, tmp_path / "newer", us.now + LATER)
            (tmp_path / "newer" / LEDGER).unlink()
        there = empty(tmp_path / "there", folder, ledger=known == "beside the key")
        us.stage.clock.forward(2 * LATER)
        out = io.StringIO()
        await restore(config_of(there), content, keys, us.stage.clock, Console(file=out, width=200))
        assert [line.split("┃")[0] for line in out.getvalue().splitlines() if "erased again" in line and " 1 " in line]
        await gone_from(us, there, "Ana")
        assert "person " in (there / NAME).read_text(), "and it is written down where it came back to"

        await us.stage.database.close()
        us.stage.folder = there
        await us.stage.open()
        us.from_now()
        await us("Ben: /kept", "Ben: /schedule", "-- +2 days")
        assert "Ana" not in str(us.phone("Ben")) and us.phone("Ana") == []


async def test_without_the_ledger_the_ghost_would_be_there(home, tmp_path):
    """What the test above would see if nothing were remembered."""
    async with sofa(home, tmp_path, *WORDS) as us:
        content, keys = await saved(us.stage.folder, tmp_path / "backups", us.now)
        await us("Ana: /erase", "Ana: [Destroy it all]")
        there = empty(tmp_path / "there", us.stage.folder)
        await restore(config_of(there), content, keys, us.stage.clock, quiet())
        assert f"{CANARY} light" in await words(there)


async def test_who_left_stays_apart(home, tmp_path):
    """Leaving is one person's alone to say; an old copy does not bind them again."""
    async with sofa(home, tmp_path, *WORDS) as us:
        Ledger.of(config_of(us.stage.folder)).watch(us.stage.database.sessions)
        content, keys = await saved(us.stage.folder, tmp_path / "backups", us.now)
        await us("Ana: /leave", "Ana: [Now]")
        there = empty(tmp_path / "there", us.stage.folder)
        await restore(config_of(there), content, keys, us.stage.clock, quiet())
        await us.stage.database.close()
        us.stage.folder = there
        await us.stage.open()
        rows = await us.rows()
        assert len({row["couple_id"] for row in rows["people"]}) == 2
        assert {row["ended_couple_id"] for row in rows["people"]} == {
            row["id"] for row in rows["couples"] if row["ended_at"]
        }
        assert [row for row in rows["alarms"] if row["practice"] in ("checkin", "review")] == []
        us.from_now()
        await us("-- +4 days", "Ana: /kept", "Ben: /schedule")
        assert f"{CANARY} light" in str(us.phone("Ana")) and "Ben" not in str(us.phone("Ana"))


async def test_keys_of_a_couple_that_are_gone_are_an_end(home, tmp_path):
    """Between the copy of the content and that of the keys a couple ended for good."""
    async with sofa(home, tmp_path, *WORDS) as us:
        content, _ = await saved(us.stage.folder, tmp_path / "backups", us.now)
        async with us.stage.database.begin() as db:
            await db.execute(delete(DataKey).where(DataKey.owner.like("couple:%")))
        _, keys = await saved(us.stage.folder, tmp_path / "newer", us.now + LATER)
        there = empty(tmp_path / "there", us.stage.folder)
        await restore(config_of(there), content, keys, us.stage.clock, quiet())
        await us.stage.database.close()
        us.stage.folder = there
        await us.stage.open()
        us.from_now()
        await us("Ana: /menu", "Ben: /kept", "-- +3 days")
        assert f"{CANARY} bread" in str(us.phone("Ben")) and len(us.phone("Ana")) > 0


async def test_an_old_file_that_was_copied_by_hand_is_cleaned_at_the_start(home, tmp_path):
    async with sofa(home, tmp_path, *WORDS) as us:
        config = config_of(us.stage.folder)
        async with us.stage.database.session() as db:
            ana = await db.scalar(select(Person.id).where(Person.user_id == us.person("Ana").id))
        Ledger.of(config).write(Gone({hashed(str(ana)): date(2026, 3, 3)}))
        await follow(us.stage.database, config)
        await gone_from(us, us.stage.folder, "Ana")
        await us("Ben: /erase", "Ben: [Destroy it all]")
        assert len(Ledger.of(config).read().person) == 2, "and from now on it is written down"


async def test_the_start_completes_the_ledger_from_the_tables(home, tmp_path):
    async with sofa(home, tmp_path, *PAIRED, "Ana: /erase", "Ana: [Destroy it all]") as us:
        config = config_of(us.stage.folder)
        assert not Ledger.of(config).read()
        await follow(us.stage.database, config)
        gone = Ledger.of(config).read()
        assert len(gone.person) == len(gone.couple) == 1
        lines = (us.stage.folder / NAME).read_text()
        await follow(us.stage.database, config)
        assert (us.stage.folder / NAME).read_text() == lines, "each once"
        assert not any(str(us.person(name).id) in lines for name in ("Ana", "Ben"))
        assert (us.stage.folder / NAME).stat().st_mode & 0o777 == 0o600


async def test_an_erasure_that_was_rolled_back_is_not_written_down(home, tmp_path):
    """Whole, or a savepoint; and one beside it that was not."""
    async with sofa(home, tmp_path, *PAIRED) as us:
        ledger = Ledger.of(config_of(us.stage.folder))
        ledger.watch(us.stage.database.sessions)

        async def erase(db: Any, letter: str) -> None:
            db.add(Erasure(member=letter * 64, erased_on=START.date()))
            couple = (await db.scalars(select(Couple))).one()
            couple.ended_at = START if letter == "b" else None
            await db.flush()

        with pytest.raises(ZeroDivisionError):
            async with us.stage.database.begin() as db:
                await erase(db, "a")
                raise ZeroDivisionError
        async with us.stage.database.begin() as db:
            for letter in "bcd":
                try:
                    async with db.begin_nested():
                        await erase(db, letter)
                        if letter != "c":
                            raise ZeroDivisionError
                except ZeroDivisionError:
                    pass
            assert not ledger.read(), "not before the commit"
        assert ledger.read() == Gone({"c" * 64: START.date()}, {})


def test_a_ledger_is_only_added_to_and_reads_past_a_torn_line(tmp_path, monkeypatch):
    first, second = tmp_path / "keys" / NAME, tmp_path / "data" / NAME
    ledger = Ledger(first, second)
    a, b, c = (Gone({letter * 64: date(2026, 3, 2)}) for letter in "abc")
    assert ledger.write(a) and ledger.write(a) and first.read_text().count("\n") == 1
    first.write_text(first.read_text() + "person bbbb")
    before = first.read_text()
    assert ledger.write(b) and first.read_text().startswith(before)
    assert set(ledger.read().person) == {"a" * 64, "b" * 64}

    def read_only(path: Any, flags: int, *more: Any) -> int:
        if Path(path) == first and flags & os.O_CREAT:
            raise OSError(errno.EROFS, "Read-only file system")
        return real(path, flags, *more)

    real = os.open
    monkeypatch.setattr(os, "open", read_only)
    assert ledger.write(c) and second.exists() and set(ledger.read().person) == {"a" * 64, "b" * 64, "c" * 64}
    monkeypatch.setattr(os, "open", lambda *words: read_only(first, os.O_CREAT))
    assert not ledger.write(Gone({"d" * 64: date(2026, 3, 2)})), "said, and not in silence"


# --- nothing old is said ---------------------------------------------------------------------------------------------


async def test_the_first_tick_after_an_old_copy_says_nothing(home, tmp_path):
    """Three days later, in the middle of an evening's window: with posts, updates, alarms and links of that day."""
    stage = TelegramStage(home, tmp_path, START)
    await stage.open()
    play = Play(stage)
    for step in (*WORDS, "Ana: /pause", "Ana: [20 min]", "Cleo: /start"):
        await play.step(step)
    stage.world.say(stage.world.ben, stage.world.ben.chat, "/wave")
    updates = stage.world.pending()
    ana = stage.world.ana
    about = {"user": ana.id, "chat": ana.chat, "name": ana.name, "username": ana.username, "language": "en"}
    async with stage.database.begin() as db:
        await stage.engine.hear(db, Event("command", command="rights", **about))
        db.add(Invitation(token_hash="f" * 64, kind="pair", person_id=await db.scalar(select(Person.id).limit(1)),
                          expires_at=START + timedelta(days=30)))  # fmt: skip
    await stage.worker.receive(updates)
    stage.world.confirm(updates[-1]["update_id"] + 1)
    content, keys = await saved(stage.folder, tmp_path / "backups", stage.clock.now())
    old = tmp_path / "old"
    await stage.close()
    copy_house(stage.folder, old)
    stage.clock.set(datetime(2026, 3, 6, 20, 45, tzinfo=UTC))
    there = empty(tmp_path / "there", stage.folder)
    await restore(config_of(there), content, keys, stage.clock, quiet())

    said = {}
    for place in (there, old):
        stage.folder = place
        await stage.open()
        if place is there:
            async with stage.database.session() as db:
                waiting = select(func.count()).select_from(Outbox).where(Outbox.state.in_(("pending", "sending")))
                assert await db.scalar(waiting) == 0
                new = select(func.count()).select_from(Inbox).where(Inbox.state == "new")
                assert await db.scalar(new) == await db.scalar(select(func.count()).select_from(Invitation)) == 0
                sealed = select(func.count()).where(Outbox.body_sealed.is_not(None))
                assert await db.scalar(sealed) == 0
                due = list(await db.scalars(select(Alarm.due_at).where(Alarm.due_at.is_not(None))))
                assert min(due) > stage.clock.now()
        before = len(stage.world.log)
        await stage.worker.work()
        await stage.worker.ring()
        await stage.sender.drain()
        said[place.name] = len(stage.world.log) - before
        await stage.close()
    assert said["there"] == 0 and said["old"] > 0, said

    stage.folder = there  # and life goes on: the pause is ended, the next evening comes
    await stage.open()
    before = len(stage.world.log)
    await play.step("-- Saturday 20:30")
    assert any(line.by == "bot" for line in stage.world.log[before:])
    await stage.close()


# --- what is refused -------------------------------------------------------------------------------------------------


MADE: dict[Path, Path] = {}  # the house of a couple and its backup, for each kind of house


@pytest.fixture
async def taken(home: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A house, only to be read, and a backup of it to spoil."""
    if home not in MADE:
        folder = tmp_path_factory.mktemp("taken")
        async with sofa(home, folder, *PAIRED) as us:
            await saved(us.stage.folder, folder / "backups", START)
        copy_house(folder / "house", folder / "kept", kept=True)
        MADE[home] = folder
    shutil.copytree(MADE[home] / "backups", tmp_path / "backups")
    [content] = [*(tmp_path / "backups").glob("*.sqlite"), *(tmp_path / "backups").glob("*.pgdump")]
    [keys] = (tmp_path / "backups").glob("*-keys.json")
    return MADE[home] / "kept", content, keys


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def change(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def tell(name: str, value: Any) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        manifest = path.with_suffix(".manifest")
        manifest.write_text(json.dumps({**json.loads(manifest.read_text()), name: value}))

    return write


@pytest.mark.parametrize(
    ("which", "spoil", "says"),
    [
        ("content", cut, "is not as it was written"),
        ("content", change, "is not as it was written"),
        ("keys", cut, "is not as it was written"),
        ("keys", change, "is not as it was written"),
        ("content", Path.unlink, "There is no file"),
        ("keys", lambda path: path.with_suffix(".manifest").unlink(), "has no manifest beside it"),
        ("content", lambda path: path.with_suffix(".manifest").write_text("{"), "manifest of"),
        ("content", tell("format", 2), "manifest of"),
        ("content", tell("revision", "9999"), "newer Evenfall"),
        ("content", tell("backend", "other"), "manifest of"),
        ("content", tell("rows", {"people": 1}), "does not hold what its manifest says"),
        ("keys", tell("made_at", "2026-01-01T00:00:00+00:00"), "is older than"),
    ],
)
async def test_a_spoilt_backup_is_refused(which: str, spoil: Any, says: str, taken, tmp_path):
    folder, content, keys = taken
    spoil(content if which == "content" else keys)
    there = empty(tmp_path / "there", folder)
    await refused(restore(config_of(there), content, keys), says)
    assert not (there / "data" / "evenfall.db").exists()
    assert not any(there.rglob(".evenfall-*"))


async def test_a_restore_overwrites_nothing(taken, tmp_path):
    folder, content, keys = taken
    before = everything(folder)
    await refused(restore(config_of(folder), content, keys), "overwrites nothing")
    assert everything(folder) == before or (folder / ON_POSTGRES).exists()
    there = empty(tmp_path / "there", folder)
    if not (folder / ON_POSTGRES).exists():
        (there / "data").mkdir()
        (there / "data" / "evenfall.db-wal").touch()
        await refused(restore(config_of(there), content, keys), "overwrites nothing")
        (there / "data" / "evenfall.db-wal").unlink()
    await restore(config_of(there), content, keys, console=quiet())
    await refused(restore(config_of(there), content, keys), "overwrites nothing")


async def test_the_wrong_key_is_refused_before_anything_is_written(taken, tmp_path):
    folder, content, keys = taken
    there = empty(tmp_path / "there", folder)
    (there / "key").write_bytes(Fernet.generate_key())
    fingerprint = json.loads(keys.read_bytes())["fingerprint"]
    await refused(restore(config_of(there), content, keys), fingerprint)
    (there / "key").unlink()
    await refused(restore(config_of(there), content, keys), fingerprint)
    assert sorted(path.name for path in there.iterdir() if path.name != ON_POSTGRES) == []
    shutil.copy(folder / "key", there)
    await restore(config_of(there), content, keys, console=quiet())


async def test_keys_of_others_are_refused(taken, tmp_path, sqlite_house):
    """Under the same master key, of the same people, but other keys: caught by opening one name of each."""
    folder, content, keys = taken
    there = empty(tmp_path / "there", folder)
    found = json.loads(keys.read_bytes())
    found["keys"] = [
        [*row[:2], other[2], row[3]] for row, other in zip(found["keys"], found["keys"][::-1], strict=True)
    ]
    keys.write_text(json.dumps(found))
    tell("bytes", keys.stat().st_size)(keys)
    tell("sha256", bot.backup.digest(keys, lambda done, total: None))(keys)
    await refused(restore(config_of(there), content, keys), "do not open this content")
    assert not (there / "data" / "evenfall.db").exists() and not any(there.rglob(".evenfall-*"))
    if (there / ON_POSTGRES).exists():
        async with opened(there) as database:
            await refused(follow(database, config_of(there)), "was broken off")


async def test_one_kind_of_database_does_not_become_another(taken, tmp_path):
    folder, content, keys = taken
    there = empty(tmp_path / "there", folder)
    other = "" if (folder / ON_POSTGRES).exists() else "postgresql+asyncpg://nobody@127.0.0.1:1/none"
    await refused(restore(config_of(there, database_url=other), content, keys), "another kind of database")


async def test_a_database_in_use_is_left_alone(taken, tmp_path):
    folder, content, keys = taken
    there = empty(tmp_path / "there", folder)
    (there / "data").mkdir()
    with alone(there / "data" / LOCK):
        await refused(restore(config_of(there), content, keys), "already running", 75)


async def test_where_a_backup_may_not_lie(sqlite_house, tmp_path):
    async with sofa(sqlite_house, tmp_path) as us:
        config = config_of(us.stage.folder)
        await refused(backup(config, us.stage.folder), "lies inside")
        await refused(backup(config, us.stage.folder / "data" / "backups"), "inside the data directory")
        await refused(backup(config, None), "EVENFALL_BACKUPS")
        (tmp_path / "file").touch()
        await refused(backup(config, tmp_path / "file"), "cannot be made")
        with bot.backup._sole(us.stage.folder / "data"):
            await refused(backup(config, tmp_path / "backups"), "under way", 75)
        await saved(us.stage.folder, tmp_path / "backups", us.now)
        await refused(backup(config, tmp_path / "backups", us.stage.clock), "this very second", 75)
        await backup(config_of(us.stage.folder, evenfall_backups=tmp_path / "others"), None, console=quiet())
        assert newest(tmp_path / "others") is not None
    empty(tmp_path / "there", us.stage.folder)
    await refused(backup(config_of(tmp_path / "there"), tmp_path / "backups"), "nothing to back up")


async def test_a_damaged_database_makes_no_backup(sqlite_house, tmp_path):
    async with sofa(sqlite_house, tmp_path, *PAIRED) as us:
        folder = us.stage.folder
    file = folder / "data" / "evenfall.db"
    db = sqlite3.connect(file)
    [page] = db.execute("select rootpage from sqlite_master where name = 'ix_entries_couple_kind'").fetchone()
    [size] = db.execute("pragma page_size").fetchone()
    db.close()
    data = bytearray(file.read_bytes())
    data[(page - 1) * size : page * size] = b"\x07" * size
    file.write_bytes(data)
    with pytest.raises(Stop, match="damaged|malformed|could not be made"):
        await backup(config_of(folder), tmp_path / "backups", console=quiet())
    assert list((tmp_path / "backups").iterdir()) == []


async def test_what_a_killed_run_has_left_is_removed(sqlite_house, tmp_path):
    async with sofa(sqlite_house, tmp_path, *PAIRED) as us:
        data, backups = us.stage.folder / "data", tmp_path / "backups"
        backups.mkdir()
        left = [
            data / ".evenfall-backup-1.part",
            data / ".evenfall-backup-1.part-wal",
            backups / ".evenfall-backup-x.part",
        ]
        kept = [data / ".evenfall-other", backups / "evenfall-notes.txt"]
        for path in (*left, *kept):
            path.touch()
        await saved(us.stage.folder, backups, us.now)
        assert [path.exists() for path in (*left, *kept)] == [False] * 3 + [True] * 2


# --- how long they are kept ------------------------------------------------------------------------------------------


def test_content_is_kept_thirty_days_and_keys_seven(tmp_path):
    now = datetime(2026, 3, 31, 12, tzinfo=UTC)
    kinds = ("content.sqlite", "content.pgdump", "content.manifest", "keys.json", "keys.manifest")
    for days in (0, 6, 7, 8, 29, 30, 31, 400):
        for kind in kinds:
            (tmp_path / f"evenfall-{now - timedelta(days=days):%Y%m%dT%H%M%SZ}-{kind}").touch()
    strange = ("evenfall-20200101T000000Z-content.txt", "my-evenfall-20200101T000000Z-keys.json", LEDGER, "notes")
    for name in strange:
        (tmp_path / name).touch()
    (tmp_path / "evenfall-20200101T000000Z-content.sqlite").symlink_to(tmp_path / "notes")
    (tmp_path / "evenfall-20200101T000000Z-keys.json").mkdir()
    gone = prune(tmp_path, now)
    assert len(gone) == 2 * 3 + 5 * 2
    left = {path.name for path in tmp_path.iterdir()}
    assert left > set(strange) and len(left) == 6 * 3 + 3 * 2 + len(strange) + 2


async def test_old_keys_go_with_the_next_backup_and_old_content_opens_with_the_new(home, tmp_path):
    """After seven days no backup opens what was erased; what was not erased can still be read from old content."""
    async with sofa(home, tmp_path, *WORDS) as us:
        backups = tmp_path / "backups"
        content, old = await saved(us.stage.folder, backups, us.now)
        us.stage.clock.forward(timedelta(days=8))
        _, keys = await saved(us.stage.folder, backups, us.now)
        assert content.exists() and not old.exists()
        there = empty(tmp_path / "there", us.stage.folder)
        await restore(config_of(there), content, keys, us.stage.clock, quiet())
    assert await words(there) == {f"{CANARY} light", f"{CANARY} bread"}


def test_the_doctor_tells_the_age(tmp_path):
    assert _backups(tmp_path)[1:] == (f"none in {tmp_path}", "Run evenfall backup, each day.")
    assert _backups(tmp_path / "none")[2] is not None

    def lay(hours: int, *kinds: str) -> None:
        for kind in kinds or ("content.sqlite", "content.manifest", "keys.json", "keys.manifest"):
            (tmp_path / f"evenfall-{Clock().now() - timedelta(hours=hours):%Y%m%dT%H%M%SZ}-{kind}").touch()

    lay(24 * 5)
    lay(3, "content.sqlite", "content.manifest")
    assert _backups(tmp_path) == ("backup", "the newest is 5 days old", "Run evenfall backup, each day.")
    lay(2)
    assert _backups(tmp_path) == ("backup", "the newest is 2 hours old", None)


# --- the commands ----------------------------------------------------------------------------------------------------


async def test_the_commands_do_it_and_say_so(sqlite_house, tmp_path):
    """As somebody would type it: a table and 0, or one sentence and 78."""
    async with sofa(sqlite_house, tmp_path, *WORDS) as us:
        folder = us.stage.folder
    env = {"EVENFALL_DATA": str(folder / "data"), "EVENFALL_KEYS_FILE": str(folder / "key"), "COLUMNS": "200"}
    done = evenfall(tmp_path, "backup", "backups", **env)
    assert (done.returncode, done.stderr) == (0, "") and "content" in done.stdout and "keys" in done.stdout
    [content] = (tmp_path / "backups").glob("*.sqlite")
    [keys] = (tmp_path / "backups").glob("*.json")
    done = evenfall(tmp_path, "restore", str(content), str(keys), **env)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (
        78,
        "",
        1,
    ) and "overwrites nothing" in done.stderr
    there = empty(tmp_path / "there", folder)
    env |= {"EVENFALL_DATA": str(there / "data"), "EVENFALL_KEYS_FILE": str(there / "key")}
    done = evenfall(tmp_path, "restore", str(content), str(keys), **env)
    assert (done.returncode, done.stderr) == (0, "") and "erased again" in done.stdout, done.stderr
    assert (there / "data" / "evenfall.db").stat().st_mode & 0o777 == 0o600
    assert len(await words(there)) == 2


async def test_a_postgres_without_its_programs_or_server_is_a_sentence(sqlite_house, tmp_path, monkeypatch):
    async with sofa(sqlite_house, tmp_path) as us:
        folder = us.stage.folder
    config = config_of(folder, database_url="postgresql+asyncpg://nobody@127.0.0.1:1/none")
    await refused(backup(config, tmp_path / "backups"), "", 75)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Stop, match="postgresql-client"):
        bot.backup.postgres_tool("pg_dump", bot.backup.make_url(config.database))


async def test_a_table_of_a_broken_restore_stops_the_start(home, tmp_path):
    async with sofa(home, tmp_path) as us:
        async with us.stage.database.engine.begin() as connection:
            await connection.exec_driver_sql(f"create table {UNFINISHED} (n integer)")
        await refused(follow(us.stage.database, config_of(us.stage.folder)), "was broken off")
