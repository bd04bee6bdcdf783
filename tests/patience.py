"""Waiting for something to come about. A slow machine takes longer, and that is no failure."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any

PATIENCE = 60  # seconds; only what never comes about takes them


async def until(true: Callable[[], Any | Awaitable[Any]], seconds: float = PATIENCE) -> None:
    """Returns once `true` is; raises AssertionError when it has not become so in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = true()
        if await found if inspect.isawaitable(found) else found:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come about")
