"""Long polling: an update is confirmed only once it is stored.

Telegram keeps what is not confirmed, so a crash between two lines here loses nothing. Updates come raw: one that cannot
be read is a dead letter of its own, never a stop for the others.
"""

import asyncio
import time
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot import logs
from bot.door import Door
from bot.front import LONG_POLL, READ, TelegramFront, make_request
from bot.stop import AGAIN, Rejections, Stop
from bot.wire import Arguments
from bot.worker import Worker
from models.database import passing

log = logs.logger(__name__)

Json = dict[str, Any]

KINDS = ["message", "callback_query", "my_chat_member"]
BACK_OFF = (0.5, 1, 2, 5, 10, 30)  # seconds
WHOLE = LONG_POLL + READ + 15.0  # seconds for one answer as a whole: one that drips in is none
PATIENT = 2  # at most so far into these, where it is the database that fails
ANEW = 3  # failures in a row, then the connections are made anew


class Poller:
    """Asks Telegram for updates, hands them to the door, and confirms them with the next question."""

    def __init__(self, front: TelegramFront, worker: Worker, door: Door | None = None, **httpx_kwargs: Any) -> None:
        self.front = front
        self.door = door or Door(front, worker)
        self._httpx = httpx_kwargs
        self.request = make_request(LONG_POLL + READ, 1, httpx_kwargs)
        self.since = time.monotonic()  # the last time that all went well
        self._offset = 0

    async def once(self) -> int:
        """One round without waiting, with its immediate answers. Returns how many updates came."""
        count = await self._round(0)
        if self.door.answers:
            await asyncio.wait(self.door.answers)
        return count

    async def run(self) -> None:
        """Poll until cancelled. What fails is tried again, later and later; what cannot be mended ends the process."""
        rejections = Rejections()
        fails = 0
        await self._no_webhook()
        while True:
            try:
                await self._round(LONG_POLL)
                fails = 0
                continue
            except Conflict as error:
                await self._no_poll(error, fails)
            except InvalidToken as error:
                log.warning("token_rejected", error=error)
                rejections.add()
            except Exception as error:
                log.warning("poll_failed", attempt=fails + 1, error=error)
                if passing(error):  # ours, not Telegram's: nobody is spared by waiting long
                    fails = min(fails, PATIENT)
            await asyncio.sleep(BACK_OFF[min(fails, len(BACK_OFF) - 1)])
            fails += 1
            if fails % ANEW == 0:
                await self._anew()

    async def close(self) -> None:
        await self.door.close()
        await self.request.shutdown()

    async def _round(self, seconds: int) -> int:
        asks = Arguments(offset=self._offset, timeout=seconds, allowed_updates=KINDS)
        async with asyncio.timeout(WHOLE):
            updates: list[Json] = await self.request.post(  # type: ignore[assignment]
                f"{self.front.bot.base_url}/getUpdates",
                asks,  # type: ignore[arg-type]
            )
        numbers = [one["update_id"] for one in updates if isinstance(one, dict) and "update_id" in one]
        if not isinstance(updates, list) or (updates and not numbers):
            raise ValueError("no list of updates")  # and not asked for again at once
        await self.door.receive(updates)
        if numbers:
            self._offset = numbers[-1] + 1
        self.since = time.monotonic()
        return len(updates)

    async def _no_poll(self, error: Conflict, fails: int) -> None:
        """Somebody else gets the updates: another process, or an address that was set since we began."""
        if "webhook" not in str(error).lower():
            raise Stop(AGAIN, "Another process is using this bot's token: only one may poll at a time.") from None
        if fails + 1 >= ANEW:
            raise Stop(AGAIN, "This bot has a webhook that does not go away: another process sets it.") from None
        log.warning("webhook_in_the_way", error=error)
        await self._no_webhook()

    async def _anew(self) -> None:
        """A pool whose one connection never comes back would wait for ever."""
        old, self.request = self.request, make_request(LONG_POLL + READ, 1, self._httpx)
        try:
            await old.shutdown()
        except Exception as error:
            log.info("not_closed", error=error)

    async def _no_webhook(self) -> None:
        """A webhook left over from elsewhere would keep every update from us."""
        try:
            await self.front.bot.delete_webhook()
        except TelegramError as error:
            log.info("webhook_not_deleted", error=error)
