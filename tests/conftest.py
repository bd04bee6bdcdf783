"""What several tests share: a new house (database and key), made once and copied."""

from pathlib import Path

import pytest

from tests.stage import make_house


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="rewrite what transcripts expect from what is said")


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a new database and its key: copy it, never open it."""
    folder = tmp_path_factory.mktemp("house")
    make_house(folder)
    return folder
