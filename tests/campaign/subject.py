"""The subject: `evenfall run` as a process of its own, started, killed, stopped and waited for."""

import asyncio
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
TOKEN = "7700000001:" + "c" * 35


class Nursery:
    """The one process that starts subjects (launch.py)."""

    def __init__(self) -> None:
        self._orders: dict[int, asyncio.Future[int]] = {}
        self._ended: dict[int, asyncio.Future[int]] = {}
        self._number = 0
        self.living: set[int] = set()

    async def open(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.campaign.launch",
            cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        if not await self.process.stdout.readline():
            raise RuntimeError("tests/campaign/launch.py did not start")
        self._reading = asyncio.create_task(self._read())

    async def start(
        self, folder: Path, log: Path, env: dict[str, str], words: list[str], faults: dict[str, Any]
    ) -> int:
        self._number += 1
        began: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._orders[self._number] = began
        order = {"number": self._number, "folder": str(folder), "log": str(log), "env": env, "words": words}
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({**order, "faults": faults}).encode() + b"\n")
        return await began

    async def _read(self) -> None:
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            told = json.loads(line)
            if "begun" in told:
                self.living.add(told["begun"])
                self._orders.pop(told["order"]).set_result(told["begun"])
            else:
                self.living.discard(told["ended"])
                self.ended(told["ended"]).set_result(told["code"])

    def ended(self, process: int) -> asyncio.Future[int]:
        """Its exit code, once it has one. -9 for one that was killed."""
        return self._ended.setdefault(process, asyncio.get_running_loop().create_future())

    async def close(self) -> None:
        for process in list(self.living):
            os.kill(process, signal.SIGKILL)
        if self.process.stdin is not None:
            self.process.stdin.close()
        await self.process.wait()
        await self._reading


class Subject:
    """One process, and those that come after it on the same data."""

    def __init__(
        self, nursery: Nursery, folder: Path, url: str, database: str, name: str = "subject", **settings: str
    ) -> None:
        self.nursery = nursery
        self.folder = folder  # of the house: data and key
        self.name = name
        self.log = folder / f"{name}.log"
        self.health_port = free_port()
        self.webhook_port = free_port()
        self.env = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_BASE_URL": url,
            "EVENFALL_OPERATOR": "Marta",
            "EVENFALL_DATA": str(folder / "data"),
            "EVENFALL_KEYS_FILE": str(folder / "key"),
            "HEALTH_LISTEN": f"127.0.0.1:{self.health_port}",
            "WEBHOOK_LISTEN": f"127.0.0.1:{self.webhook_port}",
            "LOG_LEVEL": "DEBUG" if settings.pop("debug", "") else "INFO",
            **({"DATABASE_URL": database} if database else {}),
            **settings,
        }
        self.process: int | None = None
        self.since = 0.0  # when it was last started
        self.codes: list[int] = []
        self.faults: dict[str, Any] = {}

    async def start(self, webhook: str = "", **faults: Any) -> None:
        words = ["run", "--webhook", webhook] if webhook else ["run"]
        self.since = time.monotonic()
        self.process = await self.nursery.start(self.folder, self.log, self.env, words, {**self.faults, **faults})

    @property
    def door(self) -> int:
        """The port of the Bot API it was told of."""
        return int(self.env["TELEGRAM_BASE_URL"].rpartition(":")[2])

    @property
    def alive(self) -> bool:
        return self.process in self.nursery.living

    def signal(self, number: int) -> None:
        if self.process is not None and self.alive:
            os.kill(self.process, number)

    async def kill(self) -> None:
        self.signal(signal.SIGKILL)
        await self.ended(10)

    async def ended(self, seconds: float) -> int:
        """Wait for its end; its exit code."""
        assert self.process is not None
        code = await asyncio.wait_for(asyncio.shield(self.nursery.ended(self.process)), seconds)
        self.codes.append(code)
        self.process = None
        return code

    async def stop(self, seconds: float = 15) -> int:
        """SIGTERM, and its exit code."""
        if self.process is None:
            return self.codes[-1] if self.codes else 0
        self.signal(signal.SIGTERM)
        try:
            return await self.ended(seconds)
        except TimeoutError:
            await self.kill()
            return self.codes[-1]

    def said(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
