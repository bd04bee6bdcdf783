"""All parts put together, once: what `run`, `play` and `demo` have in common."""

import asyncio
import json
import time
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import telegram
from sqlalchemy import func, select
from telegram.error import InvalidToken, TelegramError

from bot import logs
from bot.door import Door
from bot.flood import Flood
from bot.front import TelegramLinks
from bot.measures import MeasuredFront
from bot.poll import BACK_OFF, Poller
from bot.reserve import Reserve
from bot.sender import Pace, Sender
from bot.stop import Rejections
from bot.worker import Worker
from dialogue.clock import Clock
from dialogue.engine import Engine
from dialogue.practice import Practices
from dialogue.text import Texts
from handlers import PRACTICES
from models import Inbox
from models.database import Database
from scheduler.tick import Ticker

if TYPE_CHECKING:
    from bot.health import Health
    from bot.webhook import Webhook

log = logs.logger(__name__)

HEALTH = "health.json"
PROBE = 10  # seconds between two looks at one's own health
FIRST = 0.1  # seconds in which it begins to listen, before all else is made ready
FINISH = 3  # seconds to play what is stored, at the end


class Companion:
    """One bot account on one database. `bot` is initialized: its name is known."""

    def __init__(
        self,
        database: Database,
        bot: telegram.Bot,
        clock: Clock,
        operator: str,
        pace: Pace | None = None,
        flood: bool = False,
        **httpx_kwargs: Any,
    ) -> None:
        self.database = database
        self.bot = bot
        self.clock = clock
        self.texts = Texts()
        self.engine = Engine(Practices(PRACTICES), self.texts, clock, TelegramLinks(bot.username))
        self.engine.operator = operator
        self.front = MeasuredFront(bot, bot.username, self.texts)
        self.worker = Worker(database, self.engine, self.front.to_event)
        self.door = Door(self.front, self.worker, Flood(self.worker) if flood else None)
        if database.shared:
            from bot.replicas import SharedPace, SharedPoller  # speaks PostgreSQL

            pace = SharedPace() if pace is not None else None
            self.poller: Poller = SharedPoller(database, self.front, self.worker, self.door, **httpx_kwargs)
        else:
            self.poller = Poller(self.front, self.worker, self.door, **httpx_kwargs)
        self.sender = Sender(database, self.front, self.worker, clock, pace)
        self.way_in: Poller | Webhook = self.poller
        self.health: Health | None = None
        self.ticker = Ticker(self.worker.ring, self.worker.keep_house)

    async def settle(self) -> None:
        """Take in, play and send, until all is still: instead of `serve`, where the clock stands."""
        while await self.poller.once() + await self.worker.work() + await self.sender.drain():
            pass

    async def serve(self, stop: asyncio.Event, health: Path | None = None) -> None:
        """Live until `stop` is set, or until a part cannot go on (it raises Stop)."""
        poller = asyncio.create_task(self.way_in.run())
        try:
            await asyncio.wait({poller}, timeout=FIRST)
        except asyncio.CancelledError:
            poller.cancel()
            raise
        jobs = [self.worker.run(), self.sender.run()]
        if self.health is not None:
            jobs.append(self.health.run())
        if health is not None:
            jobs.append(self._tell_health(health))
            if not self.database.shared:
                jobs.append(Reserve(health.parent).watch())
        self.ticker.start()
        worker, sender, *others = [asyncio.create_task(job) for job in jobs]
        others.append(asyncio.create_task(self.front.register()))
        asked = asyncio.create_task(stop.wait())
        watched = {poller, worker, sender, asked}
        try:
            done, _ = await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (asked, poller, *others):
                task.cancel()
            self.ticker.stop()
            await _within(FINISH, self.worker.work())
            self.worker.stop()
            self.sender.stop()
            await asyncio.wait({worker, sender}, timeout=3)
            for task in (worker, sender):
                task.cancel()
            await asyncio.wait({*watched, *others}, timeout=1)
        for task in done - {asked}:
            task.result()

    async def close(self) -> None:
        await self.poller.close()
        await self.bot.shutdown()
        await self.database.close()

    async def _tell_health(self, health: Path) -> None:
        """Leave a note for `doctor --quick`: it is only as fresh as the loop, the database and the polling are."""
        while True:
            try:
                async with self.worker.write() as db:
                    oldest = await db.scalar(select(func.min(Inbox.received_at)).where(Inbox.state == "new"))
                now = self.clock.now()
                note = {
                    "at": now.isoformat(),
                    "polled": round(time.monotonic() - self.way_in.since),
                    "ticked": round(time.monotonic() - self.ticker.last),
                    "waiting": round((now - (oldest or now)) / timedelta(seconds=1)),
                }
                await asyncio.to_thread(_write, health, json.dumps(note))
            except Exception as error:
                log.error("health_unknown", error=error)
            await asyncio.sleep(PROBE)


async def introduce(bot: telegram.Bot) -> None:
    """Learn the bot's own name. A network that is down is waited for; a token that is refused is not."""
    rejections = Rejections()
    fails = 0
    while True:
        try:
            await bot.initialize()
            return
        except InvalidToken as error:
            log.warning("token_rejected", error=error)
            rejections.add()
            await asyncio.sleep(1)
        except TelegramError as error:
            log.warning("not_reached", attempt=fails + 1, error=error)
            await asyncio.sleep(BACK_OFF[min(fails, len(BACK_OFF) - 1)])
            fails += 1


async def _within(seconds: float, work: Coroutine[Any, Any, Any]) -> None:
    try:
        await asyncio.wait_for(work, seconds)
    except Exception as error:
        log.warning("not_finished", error=error)


def _write(path: Path, text: str) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(text)
    beside.replace(path)
