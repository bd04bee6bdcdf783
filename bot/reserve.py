"""Room kept back on the disk: given up when it is full, so that what must be possible then, erasing, still is."""

import asyncio
import os
from pathlib import Path

from bot import logs

log = logs.logger(__name__)

NAME = "reserve"
SIZE = 48 * 1024 * 1024  # bytes; below what /readyz asks for, so that giving it up does not look like room
FULL = 8 * 1024 * 1024  # bytes that are left, and it is given up: more than one batch of turns writes
AMPLE = 4 * SIZE  # bytes that are left, and it is kept back again
EVERY = 1.0  # seconds between two looks


class Reserve:
    """A file of nothing beside the database. A deletion on a full disk fails like any other write."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / NAME

    async def watch(self) -> None:
        """Until cancelled. Whoever wants to erase on a full disk does not wait long for it."""
        while True:
            try:
                await asyncio.to_thread(self.look)
            except OSError as error:
                log.error("reserve_unknown", error=error)
            await asyncio.sleep(EVERY)

    def look(self) -> None:
        """Give it up, or keep it back, as the disk is now."""
        room = os.statvfs(self.file.parent)
        free = room.f_bavail * room.f_frsize
        if free < FULL and self.file.exists():
            self.file.unlink()
            log.error("reserve_given_up")
        elif free > AMPLE and not self.file.exists():
            self._make()

    def _make(self) -> None:
        handle = os.open(self.file, os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            os.posix_fallocate(handle, 0, SIZE)
        except OSError as error:
            self.file.unlink()
            log.info("reserve_not_made", error=error)
        finally:
            os.close(handle)
