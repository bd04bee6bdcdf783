"""A small HTTP server inside our own loop: it takes no signals, waits for no slow sender, and says little of itself."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.config import place
from bot.stop import AGAIN, CONFIGURATION, Stop

HEADERS = 10.0  # seconds for a request's line and headers
GRACE = 2  # seconds for answers under way, at the end
TOGETHER = 500  # connections


class Listener:
    """Holds its port from the start, serves from `run` on, and lets go of it in peace when cancelled."""

    def __init__(self, app: ASGIApp, where: str, setting: str) -> None:
        host, port = place(where)
        try:
            self.socket = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        except socket.gaierror:
            raise Stop(CONFIGURATION, f"{setting}: there is no address {host} here.") from None
        except OSError as error:
            raise Stop(AGAIN, f"{setting}: {where} cannot be used ({error.strerror}): choose another port.") from None
        self.port: int = self.socket.getsockname()[1]
        config = uvicorn.Config(
            app, http=Patient, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False,
            proxy_headers=False, limit_concurrency=TOGETHER, timeout_graceful_shutdown=GRACE,
            h11_max_incomplete_event_size=16 * 1024,
        )  # fmt: skip
        self.server = Quiet(config)

    async def run(self) -> None:
        serving = asyncio.create_task(self.server.serve([self.socket]))
        try:
            await asyncio.shield(serving)
        except asyncio.CancelledError:
            self.server.should_exit = True
            with suppress(Exception):
                await serving
            raise
        finally:
            self.socket.close()

    async def started(self) -> None:
        await self.server.ready.wait()


class Quiet(uvicorn.Server):
    """The server without signal handlers of its own: the process has them already."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Patient(H11Protocol):
    """Patient for so long: whoever does not come to the end of a request's headers is cut off."""

    _slow: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._slow = self.loop.call_later(HEADERS, self._cut_off)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._at_ease()
        elif self._slow is None and not self.transport.is_closing():
            self._slow = self.loop.call_later(HEADERS, self._cut_off)

    def connection_lost(self, exc: Exception | None) -> None:
        self._at_ease()
        super().connection_lost(exc)

    def _at_ease(self) -> None:
        if self._slow is not None:
            self._slow.cancel()
            self._slow = None

    def _cut_off(self) -> None:
        self._slow = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
