"""A PostgreSQL for the benchmark: the wheel that the tests use, as safe against a power cut as others run it."""

import shutil
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from benchmarks.populate import statement
from tests import postgres

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "300",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "log_statement": "none",
}


class Server:
    """The server's databases."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def at(self, name: str) -> str:
        return f"postgresql+asyncpg://evenfall@/{name}?host={self.folder}"

    async def create(self, template: str = "template0") -> str:
        """A new database, empty or a copy of another that nobody uses now. Returns its URL."""
        name = f"bench_{uuid.uuid4().hex[:12]}"
        await statement(self.at("postgres"), f'create database {name} template "{template}"')
        return self.at(name)

    async def copy(self, url: str) -> str:
        return await self.create(_name(url))

    async def drop(self, url: str) -> None:
        await statement(self.at("postgres"), f"drop database {_name(url)} with (force)")


def _name(url: str) -> str:
    return make_url(url).database or ""


@contextmanager
def server() -> Iterator[Server]:
    """Begin a server in a folder of its own, and end it."""
    folder = Path(tempfile.mkdtemp(prefix="evenfall-bench-pg-"))
    process: subprocess.Popen[bytes] | None = None
    try:
        binaries, user = postgres.programs(folder)
        process = postgres.begin(folder, binaries, user, SETTINGS)
        yield Server(folder)
    finally:
        if process is not None:
            process.send_signal(signal.SIGINT)
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)
