"""F10, F11, F12: the database is locked, full, cut off, restarted or stands still."""

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

from tests import postgres
from tests.campaign.kills import RECOVERED
from tests.campaign.people import accounts, erase, percentile
from tests.campaign.registry import FEW, Outcome, run
from tests.campaign.stand import Stand
from tests.campaign.town import Town


@run("F10", "SQLite is locked for 9 s, and busy at the commit", databases=("sqlite",), cost=22)
async def locked(stand: Stand) -> Outcome:
    times = stand.sized(1, 3, 20)
    await stand.move_in()
    town = Town(stand, 12.0 * times)
    await town.open(busy=13)
    recoveries = []
    for number in range(times):
        await asyncio.sleep(2.5)
        await asyncio.to_thread(lock, stand.house / "data" / "evenfall.db", 9.0)
        recoveries.append(await town.recovery())
        stand.told(number + 1, times)
    await town.close()
    outcome = town.judge({"locks": times, "recovery s": round(max(recoveries), 1)})
    outcome.require(max(recoveries) < RECOVERED, f"it took {max(recoveries):.1f} s to speak again")
    return outcome


def lock(file: Path, seconds: float) -> None:
    other = sqlite3.connect(file, isolation_level=None, timeout=20)
    try:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        other.execute("ROLLBACK")
    finally:
        other.close()


# --- full -------------------------------------------------------------------------------------------------------------


@run("F11", "the disk is full", databases=("sqlite",), cost=30)
async def full(stand: Stand) -> Outcome:
    """A small disk of its own: filled, while people talk; one erases all they wrote; then there is room again."""
    times = stand.sized(1, 3, 20)
    await stand.move_in()
    town = Town(stand, 12.0 * times)
    erasing = accounts(town.sleepers.stop)[0]  # of a couple that does nothing else
    with disk(stand.house / "data", 300) as mounted:
        if not mounted:
            return Outcome(0, 0, {"not run": "only root can mount a small disk"})
        await town.open(patience=90, beside=1)
        recoveries = []
        erased = False
        for number in range(times):
            await asyncio.sleep(4)
            filler = stand.house / "data" / "filler"
            await asyncio.to_thread(fill, filler)
            await asyncio.sleep(3)
            if number == 0:
                erased = await erase(town.api, erasing)
            await asyncio.to_thread(fill, filler)
            await asyncio.sleep(2)
            filler.unlink()
            recoveries.append(await town.recovery())
            stand.told(number + 1, times)
        await town.close()
        with sqlite3.connect(stand.house / "data" / "evenfall.db") as look:
            whole = look.execute("pragma integrity_check").fetchone()[0]
        look.close()
    outcome = town.judge({"times": times, "recovery s": round(max(recoveries), 1), "integrity": whole})
    outcome.require(erased, "nothing could be erased while the disk was full")
    outcome.require(whole == "ok", "the database is damaged")
    outcome.require(max(recoveries) < RECOVERED, f"it took {max(recoveries):.1f} s to speak again")
    return outcome


class disk:  # noqa: N801
    """A small file system in memory over a folder with what is in it."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder, self.size = folder, megabytes

    def __enter__(self) -> bool:
        aside = self.folder.with_name("aside")
        shutil.copytree(self.folder, aside)
        words = ["mount", "-t", "tmpfs", "-o", f"size={self.size}m,mode=700", "tmpfs", str(self.folder)]
        try:
            self.mounted = os.getuid() == 0 and subprocess.run(words, capture_output=True).returncode == 0
        except OSError:
            self.mounted = False
        if self.mounted:
            shutil.copytree(aside, self.folder, dirs_exist_ok=True)
        return self.mounted

    def __exit__(self, *_: object) -> None:
        if self.mounted:
            shutil.rmtree(self.folder.with_name("aside"))
            shutil.copytree(self.folder, self.folder.with_name("aside"), ignore=shutil.ignore_patterns("filler"))
            subprocess.run(["umount", "-l", str(self.folder)], check=True)


def fill(file: Path) -> None:
    """Until nothing fits any more."""
    with file.open("ab", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while filler.write(b"\0" * size) == size:
                    pass
            except OSError:
                pass


# --- PostgreSQL falls -------------------------------------------------------------------------------------------------


@run("F12", "PostgreSQL is restarted, cut off, stands still", databases=("postgres",), cost=50, turn=FEW)
async def falls(stand: Stand) -> Outcome:
    """A server of its own: ended without mercy, its connections cut, all of it stopped for 20 s."""
    rounds = stand.sized(1, 2, 7)
    own = Server(stand.folder / "server")
    await asyncio.to_thread(own.open)
    try:
        await stand.move_in_at(own.url)
        town = Town(stand, rounds * 40.0, rate=1)
        await town.open()
        recoveries = []
        for number in range(rounds):
            for fault in (own.restart, own.cut, own.stand_still):
                await asyncio.sleep(stand.random.uniform(2, 4))
                await asyncio.to_thread(fault)
                recoveries.append(await town.recovery())
            stand.told(number + 1, rounds)
        await town.close()
    finally:
        for one in stand.subjects:
            if one.alive:
                await one.kill()
        await asyncio.to_thread(own.close)
    recoveries.sort()
    told = {"falls": 3 * rounds, "recovery s": f"{percentile(recoveries, 0.5):.1f}, at most {recoveries[-1]:.1f}"}
    outcome = town.judge(told)
    outcome.require(recoveries[-1] < RECOVERED, f"it took {recoveries[-1]:.1f} s to speak again")
    outcome.require("kanari" not in own.said(), "the server's log quotes what somebody wrote")
    return outcome


class Server:
    """A PostgreSQL of one's own, that can be made to fall. What it leaves is put into `left`."""

    def __init__(self, left: Path) -> None:
        self.left = left
        self._said = ""

    def open(self) -> None:
        self.folder = Path(postgres.tempfile.mkdtemp(prefix="evenfall-own-pg-"))
        self.binaries, self.user = postgres.programs(self.folder)
        self.process = postgres.begin(self.folder, self.binaries, self.user, postgres.SETTINGS)

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://evenfall@/postgres?host={self.folder}"

    def restart(self) -> None:
        self.process.send_signal(signal.SIGQUIT)  # as pg_ctl restart -m immediate
        self.process.wait()
        data = self.folder / "data"
        settings = [word for name, value in postgres.SETTINGS.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as file:
            words = [self.binaries / "postgres", "-D", data, "-k", self.folder, *settings]
            self.process = subprocess.Popen(words, stdout=file, stderr=file, cwd=self.folder, **self.user)
        for _ in range(300):
            state = data / "postmaster.pid"
            if state.exists() and "ready" in state.read_text():
                return
            time.sleep(0.05)

    def cut(self) -> None:
        statement = (
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where application_name like 'evenfall%' and pid <> pg_backend_pid()"
        )
        asyncio.run(self._execute(statement))

    async def _execute(self, statement: str) -> None:
        import asyncpg

        connection = await asyncpg.connect(user="evenfall", database="postgres", host=str(self.folder))
        await connection.execute(statement)
        await connection.close()

    def stand_still(self) -> None:
        processes = [self.process.pid, *children(self.process.pid)]
        for one in processes:
            os.kill(one, signal.SIGSTOP)
        time.sleep(20)
        for one in processes:
            os.kill(one, signal.SIGCONT)

    def said(self) -> str:
        return self._said or (self.folder / "log").read_text(errors="replace")

    def close(self) -> None:
        self._said = self.said()
        self.process.send_signal(signal.SIGCONT)
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()
        shutil.move(self.folder / "data", self.left)
        shutil.rmtree(self.folder, ignore_errors=True)


def children(process: int) -> list[int]:
    found = []
    for one in Path("/proc").iterdir():
        try:
            if one.name.isdigit() and int((one / "stat").read_text().rpartition(")")[2].split()[1]) == process:
                found.append(int(one.name))
        except (OSError, IndexError):
            continue
    return found
