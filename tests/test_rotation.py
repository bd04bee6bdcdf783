"""Changing keys: killed anywhere and run again, every word is read; beside a running companion too (R43)."""

import asyncio
import os
import shutil
import warnings
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from bot import keys as command
from bot.backup import backup
from bot.config import Config
from bot.doctor import _store
from bot.keys import drop_old, rotate, rotate_data, verify
from bot.restore import restore
from bot.stop import Stop
from dialogue.clock import Clock
from models import Base, DataKey, Entry, KeyCheck, Person, sqlite
from models.keys import keys_of, member
from models.ring import Ring, find, new_key
from tests.sofa import PAIRED, _opened, sofa, unlock
from tests.stage import ON_POSTGRES, copy_house, open_house
from tests.test_backup import config_of, empty, evenfall, quiet

WORDS = ("Ana: /win the light on the stairs", "Ben: /park the money", "-- Tuesday 20:30", "Ana: [A little room]",
         "Ana: the tram", "Ben: [No]", "Ben: bread")  # fmt: skip
KILLED = 9
NOW = datetime(2026, 3, 5, tzinfo=UTC)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lived_in(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house with words of two in it, kept, asked and on their way: copy it."""
    kind = "sqlite_house" if request.param == "sqlite" else "postgres_house"
    new, folder = request.getfixturevalue(kind), tmp_path_factory.mktemp("lived_in")

    async def live() -> None:
        async with sofa(new, folder, *PAIRED, *WORDS):
            pass

    asyncio.run(live())
    copy_house(folder / "house", folder / "lived_in", kept=True)
    return folder / "lived_in"


@pytest.fixture
def home(lived_in: Path, tmp_path: Path) -> Path:
    copy_house(lived_in, tmp_path / "home")
    return tmp_path / "home"


async def everything(folder: Path) -> dict[str, Any]:
    """Every row in clear, but for the keys themselves."""
    database = await open_house(folder)
    try:
        async with database.session() as db:
            await unlock(db)
            tables = [one.class_ for one in Base.registry.mappers if one.class_ not in (DataKey, KeyCheck)]
            return {
                cls.__tablename__: sorted(map(repr, [_opened(row) for row in await db.scalars(select(cls))]))
                for cls in tables
            }
    finally:
        await database.close()


@asynccontextmanager
async def session(folder: Path) -> Any:
    database = await open_house(folder)
    try:
        async with database.begin() as db:
            yield db
    finally:
        await database.close()


def lines(folder: Path) -> list[str]:
    return (folder / "key").read_text().split()


# --- killed at every step --------------------------------------------------------------------------------------------


def killed(work: Callable[[], Awaitable[None]], at: int) -> bool:
    """Do it in a process of its own that dies at a given step: a file written or renamed, a commit. Whether it died."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        child = os.fork()
    if child:
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in (0, KILLED)
        return code == KILLED
    code = 1
    try:
        sqlite.DISK = ThreadPoolExecutor(1)  # the parent's threads are not here
        steps = iter(range(1, 10_000))

        def step(*_: Any, **__: Any) -> None:
            if next(steps) == at:
                os._exit(KILLED)

        for holder, name in ((os, "fsync"), (Path, "rename"), (Path, "unlink")):
            real = getattr(holder, name)
            setattr(holder, name, _around(real, step))
        event.listen(Session, "after_commit", step)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        asyncio.run(work())
        code = 0
    finally:
        os._exit(code)


def _around(real: Callable[..., Any], step: Callable[..., None]) -> Callable[..., Any]:
    def done(*words: Any, **more: Any) -> Any:
        step()
        result = real(*words, **more)
        step()
        return result

    return done


WORKS: dict[str, tuple[Callable[[Config], Awaitable[None]], Callable[[Config], Awaitable[None]] | None, int]] = {
    "rotate": (rotate, None, 8),
    "drop-old": (drop_old, rotate, 6),
    "rotate-data": (lambda config: rotate_data(config, "all", Clock()), None, 12),
}


@pytest.mark.parametrize("name", WORKS)
def test_killed_at_every_step_and_everything_is_read(name: str, lived_in: Path, tmp_path: Path):
    """R43."""
    work, before, least = WORKS[name]
    start = tmp_path / "start"
    copy_house(lived_in, start)
    if before is not None:
        asyncio.run(before(config_of(start)))
    words = asyncio.run(everything(start))
    assert "the light on the stairs" in str(words) and "the tram" in str(words), "they are there to be lost"
    died = True
    at = 0
    while died:
        at += 1 if not (start / ON_POSTGRES).exists() or at < 6 else 6  # a database costs more than a file
        copy_house(start, tmp_path / f"{name}{at}")
        home = tmp_path / f"{name}{at}"
        config = config_of(home)
        died = killed(partial(work, config), at)
        assert asyncio.run(everything(home)) == words, at
        if at % 6 == 0 or not died:
            asyncio.run(work(config))
            asyncio.run(verify(config))
            assert asyncio.run(everything(home)) == words, at
        shutil.rmtree(home)
    assert at > least, "it was killed at each of its steps"


# --- the master key --------------------------------------------------------------------------------------------------


async def test_a_new_master_key_wraps_every_key_and_touches_no_word(home: Path, capsys):
    async with session(home) as db:
        blobs = list(await db.scalars(select(Entry.words_sealed).order_by(Entry.id)))
    [old] = lines(home)
    await rotate(config_of(home))
    new, kept = lines(home)
    assert kept == old and (home / "key").stat().st_mode & 0o777 == 0o600
    async with session(home) as db:
        assert list(await db.scalars(select(Entry.words_sealed).order_by(Entry.id))) == blobs
        for wrapped in [*await db.scalars(select(DataKey.wrapped)), await db.scalar(select(KeyCheck.wrapped))]:
            Fernet(new).decrypt(wrapped)
    told = capsys.readouterr().out
    assert Ring(home / "key", [new]).fingerprint in told and "drop-old" in told
    assert new not in told and old not in told


async def test_an_unfinished_rotation_goes_on_with_its_key(home: Path, capsys):
    (home / "key").write_text(f"{new_key()}\n{lines(home)[0]}\n")
    before = lines(home)
    await rotate(config_of(home))
    assert lines(home) == before
    await rotate(config_of(home))
    assert len(lines(home)) == 3 and lines(home)[1:] == before


async def test_an_old_key_goes_only_when_nothing_needs_it(home: Path, tmp_path: Path, capsys):
    before = await everything(home)
    config = config_of(home, evenfall_backups=tmp_path / "backups")
    [old] = lines(home)
    await drop_old(config)
    assert lines(home) == [old] and "no old master key" in capsys.readouterr().out
    (tmp_path / "backups").mkdir()
    backed = tmp_path / "backups" / "evenfall-20260301T000000Z-keys.json"
    backed.write_text(f'{{"fingerprint": "{Ring(home / "key", [old]).fingerprint}"}}')
    await rotate(config)
    with pytest.raises(Stop, match=backed.name) as stop:
        await drop_old(config)
    assert stop.value.code == 78 and len(lines(home)) == 2
    backed.unlink()
    async with session(home) as db:
        wrapped = Fernet(old).encrypt(b"k" * 32)
        db.add(DataKey(owner="member:late", key_id=1, wrapped=wrapped, created_at=NOW))
    with pytest.raises(Stop, match="still needed"):
        await drop_old(config)
    (home / "key").write_text("\n".join(lines(home)))
    await rotate(config)
    assert len(lines(home)) == 3, "a key of its own"
    await drop_old(config)
    assert len(lines(home)) == 1 and await everything(home) == before
    await verify(config)


async def test_old_content_opens_after_a_rotation(house: Path, tmp_path: Path, monkeypatch):
    """Content is kept longer than keys: it comes back with the check of the keys that open it."""
    async with sofa(house, tmp_path, *PAIRED, *WORDS) as us:
        home, now = us.stage.folder, us.now
    config = config_of(home)
    clock = Clock()
    monkeypatch.setattr(clock, "now", lambda: now)
    await backup(config, tmp_path / "b", clock, quiet())
    await rotate(config)
    await drop_old(config)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=1))
    await backup(config, tmp_path / "b", clock, quiet())
    [content, _] = sorted((tmp_path / "b").glob("*-content.[sp]*"))
    [_, keys] = sorted((tmp_path / "b").glob("*.json"))
    there = empty(tmp_path / "there", home)
    await restore(config_of(there), content, keys, clock, quiet())
    assert "the light on the stairs" in str((await everything(there))["entries"])


async def test_a_running_companion_goes_on_with_the_new_key(home: Path):
    """The key file is replaced while it runs: what is wrapped anew it opens, and what it makes, the new key opens."""
    database = await open_house(home)
    try:
        await rotate(config_of(home))
        async with database.begin() as db:
            person = (await db.scalars(select(Person))).first()
            await keys_of(db).load(db, member(person.id))
            assert person.name in ("Ana", "Ben")
            await keys_of(db).need(db, NOW, "member:new")
        database.forget_keys()
        await drop_old(config_of(home))
        async with database.begin() as db:
            assert await keys_of(db).load(db, "member:new") == set()
            await keys_of(db).need(db, NOW, "member:newer")
        [only] = lines(home)
        async with database.begin() as db:
            for wrapped in await db.scalars(select(DataKey.wrapped)):
                Fernet(only).decrypt(wrapped)
    finally:
        await database.close()


@pytest.mark.parametrize("content", ["", "half a key", "another", None])
async def test_a_key_file_that_is_spoilt_while_it_runs_is_not_taken_over(content: str | None, home: Path):
    """Nothing is ever wrapped with a key that is not this database's."""
    file, database = home / "key", await open_house(home)
    good = file.read_text()
    try:
        file.unlink() if content is None else file.write_text(new_key() if content == "another" else content)
        async with database.begin() as db:
            await keys_of(db).need(db, NOW, "member:new")
        async with database.begin() as db:
            await db.execute(
                update(DataKey).where(DataKey.owner == "member:new").values(wrapped=Fernet(new_key()).encrypt(b"k"))
            )
        database.forget_keys()
        with pytest.raises(InvalidToken):
            async with database.begin() as db:
                await keys_of(db).load(db, "member:new")
        async with database.begin() as db:
            await keys_of(db).need(db, NOW, "member:newer")
            await db.flush()
            wrapped = await db.scalar(select(DataKey.wrapped).where(DataKey.owner == "member:newer"))
    finally:
        await database.close()
    assert Fernet(good.strip()).decrypt(wrapped)


# --- the data keys ---------------------------------------------------------------------------------------------------


async def test_one_owner_s_words_are_sealed_anew_and_nobody_else_s(home: Path, monkeypatch):
    monkeypatch.setattr(command, "BATCH", 2)
    before = await everything(home)
    async with session(home) as db:
        ana, ben = list(await db.scalars(select(Person.id).order_by(Person.created_at)))
        blobs = dict((await db.execute(select(Entry.author_id, Entry.words_sealed))).all())
    await rotate_data(config_of(home), member(ana), Clock())
    assert await everything(home) == before
    async with session(home) as db:
        after = dict((await db.execute(select(Entry.author_id, Entry.words_sealed))).all())
        numbers = list(await db.scalars(select(DataKey.key_id).where(DataKey.owner == member(ana))))
    assert numbers == [2]
    assert after[ben] == blobs[ben] and after[ana] != blobs[ana] and after[ana][1:5] == (2).to_bytes(4)


async def test_what_is_written_meanwhile_is_sealed_anew_too(home: Path, monkeypatch):
    """The old key stays until nothing is sealed with it: also what came in behind the walk."""
    seal_anew = command._seal_anew
    rounds = []

    async def and_then(database: Any, owners: list[str]) -> int:
        count = await seal_anew(database, owners)
        if not rounds:
            async with session(home) as db:
                person = (await db.scalars(select(Person))).first()
                await keys_of(db).load(db, member(person.id))
                keys_of(db)._known[member(person.id)].pop(2)  # it had read its keys before
                person.name = "Anna"
        rounds.append(owners)
        return count

    monkeypatch.setattr(command, "_seal_anew", and_then)
    await rotate_data(config_of(home), "all", Clock())
    assert len(rounds) == 2 and len(rounds[1]) == 1
    assert "Anna" in str((await everything(home))["people"])
    await verify(config_of(home))


async def test_who_cannot_get_a_new_key(home: Path):
    for owner, says in (("member:nobody", "Nobody here"), ("system:outbox", "each day by itself")):
        with pytest.raises(Stop, match=says) as stop:
            await rotate_data(config_of(home), owner)
        assert stop.value.code == 78


# --- whether everything opens ----------------------------------------------------------------------------------------


async def test_verify_names_what_does_not_open_and_writes_nothing(home: Path, capsys):
    file = home / "data" / "evenfall.db"
    before = file.read_bytes() if file.exists() else b""
    await verify(config_of(home))
    assert "Everything opens" in capsys.readouterr().out
    assert not before or file.read_bytes() == before
    async with session(home) as db:
        entry = (await db.scalars(select(Entry))).first()
        spoilt = entry.words_sealed[:-1] + bytes([entry.words_sealed[-1] ^ 1])
        await db.execute(update(Entry).where(Entry.id == entry.id).values(words_sealed=spoilt))
    with pytest.raises(Stop, match=f"member:{entry.author_id}") as stop:
        await verify(config_of(home))
    assert stop.value.code == 78


async def test_the_doctor_tells_the_key_s_age(home: Path, monkeypatch):
    async def told() -> list[Any]:
        return [one async for one in _store(config_of(home)) if one[0] == "key"]

    now = Clock().now()
    monkeypatch.setattr("bot.doctor.Clock.now", lambda self: now + timedelta(days=40))
    [(_, found, mend)] = await told()
    assert "40 days old" in found and mend is None
    await rotate(config_of(home))
    [(_, found, mend)] = await told()
    assert "1 older beside it" in found and mend is None
    (home / "key").write_text("\n".join([new_key(), *lines(home)]))
    [(_, found, mend)] = await told()
    assert "half changed" in found and "rotate again" in mend


# --- as one types it -------------------------------------------------------------------------------------------------


@pytest.fixture
def typed(sqlite_house: Path, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    copy_house(sqlite_house, tmp_path / "typed")
    env = {"EVENFALL_DATA": str(tmp_path / "typed" / "data"), "EVENFALL_KEYS_FILE": str(tmp_path / "typed" / "key")}
    yield lambda *words: evenfall(tmp_path, "keys", *words, **env)


def test_the_commands_say_one_thing_and_their_code(typed: Callable[..., Any], tmp_path: Path):
    for words, says in ((["rotate"], "Back up"), (["verify"], "Everything opens"), (["drop-old"], "Dropped")):
        done = typed(*words)
        assert (done.returncode, done.stderr) == (0, "") and says in done.stdout
    (tmp_path / "typed" / "key").unlink()
    done = typed("verify")
    assert (done.returncode, done.stdout) == (78, "") and done.stderr.count("\n") == 1


async def test_data_keys_are_not_changed_under_a_running_companion(sqlite_house: Path, tmp_path: Path):
    """On SQLite; and a master key that cannot be written, and a place without a database, are each a sentence."""
    from bot.run import LOCK, alone

    copy_house(sqlite_house, tmp_path / "home")
    config = config_of(tmp_path / "home")
    with alone(config.data / LOCK), pytest.raises(Stop, match="already running") as stop:
        await rotate_data(config, "all")
    assert stop.value.code == 75
    with pytest.raises(Stop, match="no database") as stop:
        await verify(config_of(tmp_path / "none"))
    assert stop.value.code == 78
    assert find(config.keys_file, None, None).keys == tuple(lines(tmp_path / "home"))


async def test_a_key_file_that_cannot_be_written_is_a_sentence(home: Path, monkeypatch):
    def refuse(*_: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(Stop, match="Read-only file system") as stop:
        await rotate(config_of(home))
    assert stop.value.code == 78
    monkeypatch.undo()
    await verify(config_of(home))
