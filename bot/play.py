"""`evenfall play`: the playground in one process.

A small Telegram of one's own on this machine, and the unchanged companion, which talks to it over HTTP. Both live by
one clock, which can be moved.
"""

import asyncio
import json
import secrets
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn
from sqlalchemy import func, select

from bot import logs
from bot.companion import Companion, introduce
from bot.front import connect
from bot.run import LOCK, alone, make_folder, open_or_refuse
from bot.stop import AGAIN, CONFIGURATION, Stop
from dialogue.clock import Clock, SettableClock
from dialogue.text import Texts
from models import Alarm
from playground.app import Server, app
from playground.shapes import BOT
from playground.world import World

log = logs.logger(__name__)

MARKER = ".evenfall-playground"  # what --fresh may delete
OPERATOR = "Marta"  # whose bot the playground says it is
SAVE = 5  # seconds between two looks at the clock
LOOPBACK = "127.0.0.1"


async def play(folder: Path, host: str, port: int, fresh: bool) -> None:
    """Serve the page and live behind it, until a signal."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(logs.loop_handler)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    folder = _own(folder, fresh)
    with alone(folder / LOCK):
        await _play(folder, host, port, stop)


async def _play(folder: Path, host: str, port: int, stop: asyncio.Event) -> None:
    listening = _listen(host, port)
    token = f"{BOT}:{secrets.token_urlsafe(32)}"
    clock = Kept(folder / "clock.json")
    world = World(clock, folder / "world", token=token)
    database = await open_or_refuse(
        f"sqlite:///{folder / 'data' / 'evenfall.db'}", folder / "keys" / "master.keys", folder / "data"
    )
    address = listening.getsockname()
    bot = connect(token, f"http://{LOOPBACK if host in ('', '0.0.0.0') else _shown(host)}:{address[1]}")  # noqa: S104  # nosec B104
    moves = Moves(clock, stop)
    page = app(world, moves.all, "UTC", tuple(Texts().languages), hosts=(host,))
    server = Quiet(world, uvicorn.Config(page, log_config=None, access_log=False, timeout_graceful_shutdown=2))
    serving = asyncio.create_task(server.serve([listening]))
    saving = asyncio.create_task(clock.keep())
    try:
        await introduce(bot)
        companion = Companion(database, bot, clock, OPERATOR)
        moves.companion = companion
        print(f"Evenfall's playground: http://{_shown(host)}:{address[1]}  (Ctrl+C ends it)", flush=True)
        await companion.serve(stop)
        await companion.poller.close()
    finally:
        saving.cancel()
        clock.save()
        server.should_exit = True
        await asyncio.gather(serving, saving, return_exceptions=True)
        await bot.shutdown()
        await database.close()


class Kept(SettableClock):
    """A clock that runs on, and goes on after a restart where it stood."""

    def __init__(self, path: Path) -> None:
        self.path = path
        start = Clock().now().replace(hour=19, minute=14, second=0)  # a new world begins before its first evening
        if path.exists():
            start = datetime.fromisoformat(json.loads(path.read_text())["now"])
        super().__init__(start, running=True)

    def save(self) -> None:
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps({"now": self.now().astimezone(UTC).isoformat()}))
        beside.replace(self.path)

    def set(self, moment: datetime) -> None:
        super().set(moment)
        self.save()

    async def keep(self) -> None:
        while True:
            self.save()
            await asyncio.sleep(SAVE)


class Moves:
    """The buttons of the page's clock. It moves alarm by alarm, so that nothing is late that would not have been."""

    def __init__(self, clock: SettableClock, stop: asyncio.Event) -> None:
        self.clock = clock
        self.stop = stop
        self.companion: Companion | None = None
        self.all = {
            "5min": lambda: self.forward(timedelta(minutes=5)),
            "1h": lambda: self.forward(timedelta(hours=1)),
            "evening": lambda: self.to_next("checkin"),
            "review": lambda: self.to_next("review"),
        }

    async def forward(self, step: timedelta) -> None:
        await self._to(self.clock.now() + step)

    async def to_next(self, practice: str) -> None:
        """Go to the next time that a practice begins by the clock, if there is one."""
        if self.companion is None:
            return
        async with self.companion.worker.write() as db:
            target = await db.scalar(
                select(func.min(Alarm.due_at)).where(
                    Alarm.practice == practice, Alarm.conversation_id.is_(None), Alarm.due_at > self.clock.now()
                )
            )
        if target is not None:
            await self._to(target)

    async def _to(self, target: datetime) -> None:
        if self.companion is None:
            return
        await self._settle(self.companion)
        while not self.stop.is_set():
            async with self.companion.worker.write() as db:
                due = await db.scalar(
                    select(func.min(Alarm.due_at)).where(Alarm.due_at > self.clock.now(), Alarm.due_at <= target)
                )
            self.clock.set(due or target)
            await self._settle(self.companion)
            if due is None:
                return

    async def _settle(self, companion: Companion) -> None:
        while await companion.worker.work() + await companion.worker.ring() + await companion.sender.drain():
            pass


class Quiet(Server):
    """The server without signal handlers of its own: the process has them already."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _own(folder: Path, fresh: bool) -> Path:
    """The playground's directory: a new one, or one that is known to be it."""
    folder = folder.expanduser().resolve()
    known = (folder / MARKER).exists()
    if folder.exists() and not known and any(folder.iterdir()):
        raise Stop(CONFIGURATION, f"{folder} is not a playground's directory: name another one with --data.")
    if fresh and known:
        with alone(folder / LOCK):
            shutil.rmtree(folder)
    make_folder(folder)
    (folder / MARKER).touch()
    return folder


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise Stop(AGAIN, f"{host}:{port} cannot be used ({error.strerror}): choose another --port.") from None


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
