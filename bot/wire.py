"""How calls travel to the Bot API: aiohttp below python-telegram-bot, over connections that are kept."""

import json
from typing import Any
from urllib.parse import urlencode
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

CONNECT, READ, WRITE, POOL = 5.0, 10.0, 10.0, 3.0  # seconds; together less than a lease
KEPT = 75.0  # seconds that an idle connection is kept
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Wire(BaseRequest):
    """Connections to one server. They are made with the first call."""

    def __init__(self, read: float, connections: int) -> None:
        self._read = read
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _connected(self, server: URL) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, limit_per_host=0, keepalive_timeout=KEPT),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=proxy_to(server),
            )
        return self._session

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more: Any
    ) -> tuple[int, bytes]:
        """Whoever reads the cause of what is raised can tell whether anything reached the server (bot/errors.py)."""
        limits = aiohttp.ClientTimeout(
            total=POOL + CONNECT + WRITE + self._read,
            connect=POOL + CONNECT,
            sock_connect=CONNECT,
            sock_read=self._read,
        )
        told: dict[str, Any] = {}
        if request_data is not None and request_data.contains_files:
            told["data"] = _with_files(request_data)
        elif request_data is not None:
            told = {"data": urlencode(request_data.json_parameters), "headers": FORM}
        where = URL(url, encoded=True)
        try:
            async with self._connected(where).request(
                method, where, timeout=limits, allow_redirects=False, **told
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error


def proxy_to(server: URL) -> str | None:
    """The proxy that the environment names for a server. aiohttp, where it is told to look, does so with every call:
    in two other threads, and it reads a file."""
    return None if proxy_bypass(server.host or "") else getproxies().get(server.scheme)


class Arguments:
    """The arguments of one call, as python-telegram-bot's requests read them: plain values, no objects of its own."""

    multipart_data = None
    contains_files = False

    def __init__(self, **given: Any) -> None:
        self.json_parameters = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in given.items()
            if value is not None
        }


def _with_files(told: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in told.json_parameters.items():
        form.add_field(name, value)
    for name, (file, data, kind) in (told.multipart_data or {}).items():  # type: ignore[misc]
        form.add_field(name, data, filename=file, content_type=kind)
    return form
