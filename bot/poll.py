"""Long polling: an update is confirmed only once it is stored.

Telegram keeps what is not confirmed, so a crash between two lines here loses nothing. Updates come raw: one that cannot
be read is a dead letter of its own, never a stop for the others.
"""

import asyncio
import json
import time
from collections import deque
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot import logs
from bot.front import LONG_POLL, READ, TelegramFront, make_request
from bot.stop import AGAIN, Rejections, Stop
from bot.worker import Worker

log = logs.logger(__name__)

Json = dict[str, Any]

KINDS = ["message", "callback_query", "my_chat_member"]
BACK_OFF = (0.5, 1, 2, 5, 10, 30)  # seconds


class Poller:
    """Asks Telegram for updates, hands them to the worker, and confirms them with the next question."""

    def __init__(self, front: TelegramFront, worker: Worker, **httpx_kwargs: Any) -> None:
        self.front = front
        self.worker = worker
        self.request = make_request(LONG_POLL + READ, 1, httpx_kwargs)
        self.since = time.monotonic()  # the last time that all went well
        self._offset = 0
        self._answered: deque[int] = deque(maxlen=1000)  # where storing fails, the same updates come again
        self._answers: set[asyncio.Task[None]] = set()

    async def once(self) -> int:
        """One round without waiting, with its immediate answers. Returns how many updates came."""
        count = await self._round(0)
        if self._answers:
            await asyncio.wait(self._answers)
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
            except Conflict:
                raise Stop(AGAIN, "Another process is using this bot's token: only one may poll at a time.") from None
            except InvalidToken as error:
                log.warning("token_rejected", error=error)
                rejections.add()
            except Exception as error:
                log.warning("poll_failed", attempt=fails + 1, error=error)
            await asyncio.sleep(BACK_OFF[min(fails, len(BACK_OFF) - 1)])
            fails += 1

    async def close(self) -> None:
        if self._answers:
            await asyncio.wait(self._answers, timeout=3)
        await self.request.shutdown()

    async def _round(self, seconds: int) -> int:
        asks = Arguments(offset=self._offset, timeout=seconds, allowed_updates=KINDS)
        updates: list[Json] = await self.request.post(  # type: ignore[assignment]
            f"{self.front.bot.base_url}/getUpdates",
            asks,  # type: ignore[arg-type]
        )
        await self.worker.receive([one for one in updates if not self._at_once(one)])
        if updates:
            self._offset = updates[-1]["update_id"] + 1
        self.since = time.monotonic()
        return len(updates)

    def _at_once(self, update: Json) -> bool:
        """Who to call and what can be sent: answered here and now, whatever the database is doing."""
        asked = self.front.asked(update)
        if asked is not None and update["update_id"] not in self._answered:
            self._answered.append(update["update_id"])
            task = asyncio.create_task(self.front.answer(asked))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)
        return asked is not None

    async def _no_webhook(self) -> None:
        """A webhook left over from elsewhere would keep every update from us."""
        try:
            await self.front.bot.delete_webhook()
        except TelegramError as error:
            log.info("webhook_not_deleted", error=error)


class Arguments:
    """The arguments of one call, as PTB's requests read them; Bot.get_updates itself would parse what comes."""

    multipart_data = None
    contains_files = False

    def __init__(self, **given: Any) -> None:
        self.json_parameters = {name: json.dumps(value) for name, value in given.items()}
