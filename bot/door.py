"""The door that both ways in share: what is answered at once, what is too much, what is stored."""

import asyncio
from collections import deque
from typing import Any

from bot.flood import Flood
from bot.front import TelegramFront
from bot.worker import Worker

Json = dict[str, Any]


class Door:
    """Takes raw updates in. After `receive` they may be confirmed. Without a flood there are no limits."""

    def __init__(self, front: TelegramFront, worker: Worker, flood: Flood | None = None) -> None:
        self.front = front
        self.worker = worker
        self.flood = flood
        self.answers: set[asyncio.Task[None]] = set()
        self._answered: deque[int] = deque(maxlen=1000)  # where storing fails, the same updates come again

    async def receive(self, updates: list[Json]) -> None:
        kept = [one for one in updates if isinstance(one, dict) and not self._at_once(one)]
        if self.flood is None:
            await self.worker.receive(kept)
            return
        kept = await self.flood.admitted(kept)
        await self.worker.receive(kept)
        await self.flood.trim(kept)

    async def close(self) -> None:
        if self.answers:
            await asyncio.wait(self.answers, timeout=2)

    def _at_once(self, update: Json) -> bool:
        """Who to call and what can be sent: answered here and now, whatever the database is doing."""
        asked = self.front.asked(update)
        if asked is None:
            return False
        if update["update_id"] not in self._answered:
            self._answered.append(update["update_id"])
            if self.flood is None or self.flood.static(asked.person, update):
                task = asyncio.create_task(self.front.answer(asked))
                self.answers.add(task)
                task.add_done_callback(self.answers.discard)
        return True
