"""What happens because time passes: one tick, one housekeeping, for ever. Who is due is the database's to say."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from apscheduler.triggers.base import BaseTrigger

from dialogue.clock import Clock

if TYPE_CHECKING:
    from apscheduler.job import Job
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

TICK = 1  # seconds
HOUSE = 600  # seconds
LOOK = 15.0  # seconds between two looks of the guard
SILENCE = 60.0  # seconds without a tick, by the monotonic clock, after which the guard wakes the scheduler
JUMP = timedelta(hours=6)  # by which the clock may move between two ticks and be believed at once

Work = Callable[[], Awaitable[object]]


class Every(BaseTrigger):  # type: ignore[misc]
    """So many seconds after the last time. APScheduler's own would list all the times that a clock which jumped has
    left out, before it lets go of them: a year of them takes minutes, in which nothing else happens."""

    def __init__(self, seconds: int) -> None:
        self.apart = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        return now + self.apart


class Ticker:
    """Calls `tick` every second and `house` every ten minutes; a job that fails is called again next time.

    A clock that jumped by more than six hours is not believed until the next tick agrees with it: meanwhile nothing
    rings, and nothing is let go of as if its time were over.
    """

    def __init__(self, tick: Work, house: Work) -> None:
        self.last = time.monotonic()
        self._tick, self._house = tick, house
        self._shift = _shift()
        self._scheduler: AsyncIOScheduler | None = None
        self._jobs: list[Job] = []
        self._guard: asyncio.Task[None] | None = None

    def start(self) -> None:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler  # looks through all that is installed

        self._scheduler = AsyncIOScheduler(timezone=UTC)
        for work, seconds in ((self._ring, TICK), (self._keep, HOUSE)):
            job = self._scheduler.add_job(work, Every(seconds), misfire_grace_time=None, coalesce=True, max_instances=1)
            self._jobs.append(job)
        self._scheduler.start()
        self._guard = asyncio.create_task(self._watch())

    def stop(self) -> None:
        if self._guard is not None:
            self._guard.cancel()
        if self._scheduler is not None and self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _ring(self) -> None:
        self.last = time.monotonic()
        believed, self._shift = self._believed(), _shift()
        if not believed:
            logging.getLogger(__name__).warning("%s", "clock jumped: one tick is left out")
            return
        await self._tick()
        self.last = time.monotonic()

    async def _keep(self) -> None:
        if self._believed():
            await self._house()

    def _believed(self) -> bool:
        """Whether the clock went on since the last tick as time did."""
        return abs(_shift() - self._shift) < JUMP

    async def _watch(self) -> None:
        """A clock that was set back leaves jobs asleep until it has caught up: they are put to now."""
        while True:
            await asyncio.sleep(LOOK)
            if self._scheduler is not None and time.monotonic() - self.last > SILENCE:
                logging.getLogger(__name__).warning("%s", "clock moved: jobs put to now")
                for job in self._jobs:
                    job.modify(next_run_time=Clock().now())
                self._scheduler.wakeup()
                self.last = time.monotonic()


def _shift() -> timedelta:
    """The clock beside time that cannot be set: it changes when the clock does."""
    return timedelta(seconds=Clock().now().timestamp() - time.monotonic())
