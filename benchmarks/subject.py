"""Processes that are measured: how each is started, and what it costs while it runs."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parent.parent
GRAMMY = Path(__file__).parent / "grammy"
FEWEST, PATIENCE = 20, 15.0  # answers of a round, and the seconds that a slow subject gets for them
START = 150.0  # seconds until a process must have asked for updates; eight of them start on two cores


class Absent(Exception):
    """A peer that is not installed here; the message says how to get it."""


class Broken(Exception):
    """A measurement that cannot be had; the message says why."""


class Server:
    """The Bot API of all rows, asked from here. Its own share of a core is watched."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.server"], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}"
        self.busiest = 0.0
        self._count = 1000

    def token(self) -> str:
        self._count += 1
        return f"{self._count}:{'e' * 35}"

    async def ask(self, do: str, token: str, **wish: Any) -> Any:
        return await asyncio.to_thread(self._ask, {"do": do, "token": token, **wish})

    def _ask(self, wish: dict[str, Any]) -> Any:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=600)
        try:
            connection.request("POST", "/plan", json.dumps(wish))
            answer = connection.getresponse()
            text = answer.read()
            if answer.status != 200:
                raise Broken(f"the server could not {wish['do']}")
            return json.loads(text)
        finally:
            connection.close()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


@dataclass
class Subject:
    """One process (or some replicas of it) behind one token."""

    name: str
    server: Server
    token: str
    folder: Path
    database: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    begun: float = 0.0

    @property
    def notes_file(self) -> Path:
        return self.folder / "notes.json"

    async def ask(self, do: str, **wish: Any) -> Any:
        return await self.server.ask(do, self.token, **wish)

    async def ready(self) -> float:
        """Seconds until its first getUpdates."""
        first = await self.ask("first", seconds=START)
        if first is None:
            raise Broken(f"{self.name} did not ask for updates in time: {self.last_words()}")
        return float(first - self.begun)

    def last_words(self) -> str:
        log = self.folder / "log"
        return log.read_text(errors="replace").strip()[-800:] if log.exists() else ""

    def cpu(self) -> float:
        """Seconds of CPU that its processes have used."""
        times = [psutil.Process(one.pid).cpu_times() for one in self.processes]
        return sum(one.user + one.system for one in times)

    def memory(self) -> float:
        """What it holds, in MB."""
        return sum(psutil.Process(one.pid).memory_info().rss for one in self.processes) / 1e6

    async def notes(self) -> dict[str, Any]:
        """What the launcher has written down by now."""
        for _ in range(200):
            if self.notes_file.exists():
                return dict(json.loads(self.notes_file.read_text()))
            await asyncio.sleep(0.05)
        raise Broken(f"{self.name} took no notes: {self.last_words()}")

    async def all_serve(self, replicas: int) -> None:
        """Wait until each replica is at work, not only the one that polls."""
        files = [self.folder / f"notes{number or ''}.json" for number in range(replicas)]
        for _ in range(600):
            if all(file.exists() for file in files):
                return
            await asyncio.sleep(0.1)
        raise Broken(f"not all of {replicas} replicas began: {self.last_words()}")

    async def notes_anew(self) -> None:
        anew = self.notes_file.with_suffix(".anew")
        anew.touch()
        for _ in range(600):
            if not anew.exists():
                break
            await asyncio.sleep(0.05)

    async def window(self, seconds: float, settle: float = 0.5) -> "Window":
        """Count what it does for some seconds, once it is under way."""
        await self.ask("answered", count=1)
        await asyncio.sleep(settle)
        before, cpu = await self.ask("state"), self.cpu()
        await asyncio.sleep(seconds)
        await self.ask("answered", count=before["answers"] + FEWEST, seconds=PATIENCE)
        after, used = await self.ask("state"), self.cpu() - cpu
        wall = after["at"] - before["at"]
        busy = (after["busy"] - before["busy"]) / wall
        self.server.busiest = max(self.server.busiest, busy)
        return Window(after["answers"] - before["answers"], wall, used, busy)

    async def stop(self) -> None:
        for one in self.processes:
            if one.poll() is None:
                one.terminate()
        for one in self.processes:
            try:
                await asyncio.to_thread(one.wait, 10)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
        self.processes = []


@dataclass
class Window:
    answers: int
    wall: float
    cpu: float
    busy: float  # share of a core that the server took

    @property
    def rate(self) -> float:
        return self.answers / self.wall

    @property
    def micros(self) -> float:
        """µs of the process's CPU for one answer."""
        return self.cpu / max(self.answers, 1) * 1e6


class Starter:
    """Starts subjects: each in a folder of its own, all at one server."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.folder = folder

    def make(self, name: str) -> Subject:
        return Subject(name, self.server, self.server.token(), Path(tempfile.mkdtemp(prefix="one-", dir=self.folder)))

    def begin(self, subject: Subject, command: list[str | Path], **settings: str) -> Subject:
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": os.environ.get("HOME", ""),
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_BOT_TOKEN": subject.token,
            "TELEGRAM_BASE_URL": self.server.url,
            "NOTES": str(subject.notes_file),
            **settings,
        }
        log = (subject.folder / "log").open("ab")
        subject.begun = time.time()
        subject.processes.append(subprocess.Popen(command, cwd=subject.folder, env=environment, stdout=log, stderr=log))
        log.close()
        return subject

    @asynccontextmanager
    async def evenfall(
        self, database: str, keys: Path, *flags: str, replicas: int = 1, flood: bool = False, name: str = "Evenfall"
    ) -> AsyncIterator[Subject]:
        """The companion. Without flags it is `evenfall run` and nothing else."""
        subject = self.make(name)
        subject.database = database
        for number in range(replicas):
            data = subject.folder / f"data{number}"
            command: list[str | Path] = [sys.executable, "-m", "bot.main", "run"]
            if flags:
                command = [sys.executable, "-m", "benchmarks.launch", *flags]
                if "--notes" in flags:
                    command.append(str(subject.folder / f"notes{number or ''}.json"))
            self.begin(
                subject, command, EVENFALL_DATA=str(data), EVENFALL_KEYS_FILE=str(keys), DATABASE_URL=database,
                EVENFALL_OPERATOR="Marta", FLOOD_LIMITS="true" if flood else "false", LOG_LEVEL="ERROR",
            )  # fmt: skip
        try:
            yield subject
        finally:
            await subject.stop()

    @asynccontextmanager
    async def peer(self, name: str, module: str, **settings: str) -> AsyncIterator[Subject]:
        """A peer in Python."""
        subject = self.make(name)
        subject.database = settings.get("DATABASE_URL", "")
        self.begin(subject, [sys.executable, "-m", f"benchmarks.peers.{module}"], **settings)
        try:
            yield subject
        finally:
            await subject.stop()

    @asynccontextmanager
    async def grammy(self) -> AsyncIterator[Subject]:
        node = shutil.which("node")
        if node is None:
            raise Absent("grammY needs node, which is not here")
        if not (GRAMMY / "node_modules" / "grammy").exists():
            raise Absent("grammY is not installed: run npm ci in benchmarks/grammy")
        subject = self.make("grammY with its runner")
        self.begin(subject, [node, GRAMMY / "echo.mjs"])
        try:
            yield subject
        finally:
            await subject.stop()
