"""The playground as one application: the Bot API for the bot, the page for people, and a guard before both."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.bot_api import bot_api
from playground.page import Page
from playground.world import World

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def app(
    world: World,
    moves: Mapping[str, Callable[[], Awaitable[None]]] | None = None,
    zone: str = "UTC",
    languages: Collection[str] = ("en",),
    hosts: Collection[str] = (),
) -> Starlette:
    """`moves` are the clock's buttons (5min, 1h, evening, review), `zone` the clock's; `languages` those that a phone
    may be set to; `hosts` the names, beside loopback, under which the page may be opened."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        world.close()

    routes = [*bot_api(world), *Page(world, moves or {}, zone, tuple(languages)).routes()]
    return Starlette(routes=routes, middleware=[Middleware(Guard, hosts=hosts)], lifespan=lifespan)


class Server(uvicorn.Server):
    """uvicorn that does not wait for long polls and open pages when it stops."""

    def __init__(self, world: World, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.world = world

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.world.close()
        await super().shutdown(sockets)


class Guard:
    """Keeps other people's web pages out: a foreign Host (a rebound name), a foreign Origin, a cross-site request."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app, self.hosts = app, {*LOOPBACK, *hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if self._welcome(scope, Headers(scope=scope)):
            await self.app(scope, receive, guarded)
        else:
            await PlainTextResponse("This page is for this machine alone.", 403)(scope, receive, guarded)

    def _welcome(self, scope: Scope, headers: Headers) -> bool:
        host = headers.get("host", "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
        if name.lower() not in self.hosts:
            return False
        if "origin" in headers and headers["origin"] != f"{scope['scheme']}://{host}":
            return False
        opened = scope["method"] == "GET" and scope["path"] == "/"  # a link elsewhere may lead here
        return opened or headers.get("sec-fetch-site", "none") in ("same-origin", "none")
