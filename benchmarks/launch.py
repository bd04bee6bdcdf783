"""`evenfall run` as it is, with what a row needs changed from outside; nothing in the companion knows of it.

--free        no rate limit: rows about CPU would otherwise measure Telegram's 30 a second
--notes FILE  ticks, the loop's longest stall and its own start are noted there
--echo        nothing but the transport: what is written is sent back, with no inbox, no turn and no outbox
"""

import argparse
import asyncio
import contextlib
import json
import sys
import time
from pathlib import Path
from typing import Any

BEAT = 0.005  # seconds between two beats of the heart that notices a stall


def free() -> None:
    import bot.run

    bot.run.Pace = lambda: None  # type: ignore[misc,assignment]


def echo() -> None:
    import bot.companion
    from bot.door import Door

    class Echo(Door):
        """Says what it heard; so many at a time as the companion sends, in order per chat."""

        async def receive(self, updates: list[dict[str, Any]]) -> None:
            for one in updates:
                event = self.front.to_event(one)
                if event is not None:
                    task = asyncio.create_task(self._say(event.chat, event.words))
                    self.answers.add(task)
                    task.add_done_callback(self.answers.discard)

        async def _say(self, chat: int, words: str) -> None:
            await self.front.deliver("send", chat, {"text": words, "buttons": [], "silent": True})

    bot.companion.Door = Echo  # type: ignore[misc]


def noted(file: Path, begun: float) -> None:
    """Write down each tick, and how late the loop's heart beats."""
    import bot.companion

    told: dict[str, Any] = {"begun": begun, "served": 0.0, "stall": 0.0, "ticks": []}
    serve = bot.companion.Companion.serve

    async def beat() -> None:
        last = time.monotonic()
        while True:
            await asyncio.sleep(BEAT)
            now = time.monotonic()
            told["stall"] = max(told["stall"], now - last - BEAT)
            last = now

    async def write() -> None:
        while True:
            await asyncio.sleep(0.25)
            beside = file.with_suffix(".new")
            beside.write_text(json.dumps(told))
            beside.replace(file)
            if file.with_suffix(".anew").exists():
                file.with_suffix(".anew").unlink()
                told["stall"], told["ticks"] = 0.0, []

    async def watched(self: Any, *args: Any, **kwargs: Any) -> None:
        told["served"] = time.time()
        tick = self.ticker._tick

        async def timed() -> None:
            wall, cpu = time.perf_counter(), time.process_time()
            await tick()
            told["ticks"].append([time.perf_counter() - wall, time.process_time() - cpu])

        self.ticker._tick = timed
        tasks = [asyncio.create_task(one) for one in (beat(), write())]
        try:
            await serve(self, *args, **kwargs)
        finally:
            for task in tasks:
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(*tasks)

    bot.companion.Companion.serve = watched  # type: ignore[method-assign]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--free", action="store_true")
    parser.add_argument("--echo", action="store_true")
    parser.add_argument("--notes", type=Path)
    given = parser.parse_args()
    import bot.main
    import bot.run

    begun = time.time()
    if given.free:
        free()
    if given.echo:
        echo()
    if given.notes is not None:
        noted(given.notes, begun)
    sys.argv = ["evenfall", "run"]
    bot.main.main()


if __name__ == "__main__":
    main()
