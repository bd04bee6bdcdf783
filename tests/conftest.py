"""What several tests share: a new house (database and key) on either database, made once and copied."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import postgres
from tests.stage import ON_POSTGRES, make_house

ON_BOTH = (
    *("test_doors", "test_sender", "test_time", "test_turns", "test_webhook"),  # what delivery rests on
    *("test_migrations", "test_the_key_is_gone_from_every_file_at_once"),  # what each database does in its own way
)
ONCE = (  # long walks over what the engine decides, in those modules: no database decides it otherwise
    *("test_anything_in_any_order", "test_a_foreign_button_changes_nothing", "test_an_old_button_changes_nothing"),
    *("test_a_long_sleep_brings_no_storm", "test_an_update_becomes_an_event"),
)
TOLD_ON_BOTH = ("four_weeks", "group_moves", "leave", "pause", "pin", "rejoin", "restart", "review_turns", "week")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without --everywhere, PostgreSQL has what rests on it most, and the transcripts in which most happens."""
    if config.getoption("everywhere"):
        return
    left = [one for one in items if "[postgresql" in one.name and not _on_both(one)]
    config.hook.pytest_deselected(items=left)
    gone = set(map(id, left))
    items[:] = [one for one in items if id(one) not in gone]


def _on_both(item: Any) -> bool:
    if item.path.stem == "test_transcripts":
        return any(item.name.endswith(f"-ptb-{name}]") for name in TOLD_ON_BOTH)
    if item.originalname in ONCE:
        return False
    return item.path.stem in ON_BOTH or item.originalname in ON_BOTH or "house" not in getattr(item, "fixturenames", ())


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--everywhere", action="store_true", help="every test on PostgreSQL too")
    parser.addoption("--record", action="store_true", help="rewrite what transcripts expect from what is said")


IN_MEMORY = Path("/dev/shm")  # what a test writes need not survive a power cut
ROOM = 2 << 30  # bytes free there, or the ordinary place is used


def pytest_configure(config: pytest.Config) -> None:
    if "TMPDIR" not in os.environ and os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM:
        os.environ["TMPDIR"] = str(IN_MEMORY)
        tempfile.tempdir = None
    if not hasattr(config, "workerinput"):
        postgres.prepare()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.clear()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest) -> Path:
    """A folder with a new database and its key: copy it, never open it. Every test that asks for it runs on both."""
    return request.getfixturevalue("postgres_house" if request.param == "postgresql" else "sqlite_house")


@pytest.fixture(scope="session")
def sqlite_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For what is SQLite's own: its files, its log, one process at a time. Of replicas tells `test_replicas.py`."""
    folder = tmp_path_factory.mktemp("house")
    make_house(folder)
    return folder


@pytest.fixture(scope="session")
def postgres_house(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Path]:
    """Where PostgreSQL cannot run, what needs it is skipped; where all must be shown, it fails."""
    try:
        postgres.server()
    except postgres.NoServer as no:
        if os.environ.get("CI") or pytestconfig.getoption("everywhere"):
            raise
        pytest.skip(str(no))
    postgres.tools()
    folder = tmp_path_factory.mktemp("postgres")
    (folder / ON_POSTGRES).write_text(postgres.create(kept=True))
    make_house(folder)
    yield folder
    postgres.drop_all()


@pytest.fixture(autouse=True)
def databases_of_one_test() -> Iterator[None]:
    yield
    postgres.drop_used()
