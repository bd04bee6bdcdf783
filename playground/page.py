"""The page's side: a stream of what changed, and one small act for each thing that a hand can do."""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from playground.shapes import BOT, Json, user
from playground.world import Message, Person, Press, World

STATIC = Path(__file__).parent / "static"
HEARTBEAT = 10  # seconds: the clock on the page follows the world's
TOO_LATE = 15  # seconds that a slow answer takes
PICTURES = ((b"\x89PNG", "image/png"), (b"\xff\xd8", "image/jpeg"), (b"RIFF", "image/webp"), (b"GIF8", "image/gif"))


class Page:
    """What the two phones show and do. An act is a method named after what a hand does."""

    def __init__(
        self, world: World, moves: Mapping[str, Callable[[], Awaitable[None]]], zone: str, languages: tuple[str, ...]
    ) -> None:
        self.world, self.moves, self.zone, self.languages = world, moves, zone, languages
        self.moving: str | None = None

    def routes(self) -> list[Route | Mount]:
        return [
            Route("/", self._index),
            Route("/page/events", self._events),
            Route("/page/file/{id}", self._file),
            Route("/page/{act}", self._act, methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ]

    # acts

    def say(self, a: Json) -> None:
        self.world.say(self._who(a), a["chat"], a["text"], a.get("reply_to"))

    def edit(self, a: Json) -> None:
        self.world.edit(self._who(a), a["chat"], a["message"], a["text"])

    def unsend(self, a: Json) -> None:
        self.world.unsend(self._who(a), a["chat"], a["message"])

    def media(self, a: Json) -> None:
        data = base64.b64decode(a.get("data", ""), validate=True)
        self.world.send_media(self._who(a), a["chat"], a["kind"], data, a.get("reply_to"))

    def tap(self, a: Json) -> Json:
        return {"press": self.world.tap_data(self._who(a), a["chat"], a["message"], a["data"])}

    def group(self, a: Json) -> Json:
        members = [self.world.people[id] for id in a["members"]]
        title = a["title"].strip() or "Us"
        return {"chat": self.world.make_group(self._who(a), title, members, a["bot"], a.get("payload"))}

    def startgroup(self, a: Json) -> None:
        who = self._who(a)
        self.world.add_bot(a["chat"], who)
        self.world.say(who, a["chat"], f"/start@{self.world.bot_username} {a['payload']}".strip())

    def share(self, a: Json) -> None:
        self.world.share_chat(self._who(a), a["request"], a["chat"])

    def join(self, a: Json) -> None:
        self.world.join(a["chat"], self._who(a))

    def leave(self, a: Json) -> None:
        self.world.leave(a["chat"], self._who(a))

    def invite(self, a: Json) -> None:
        self.world.add_bot(a["chat"], self._who(a))

    def kick(self, a: Json) -> None:
        self.world.kick_bot(a["chat"], self._who(a))

    def migrate(self, a: Json) -> None:
        self.world.migrate(a["chat"])

    def block(self, a: Json) -> None:
        (self.world.block if a["on"] else self.world.unblock)(self._who(a))

    def language(self, a: Json) -> None:
        if a["language"] in self.languages:
            self.world.speak(self._who(a), a["language"])

    def fail(self, a: Json) -> None:
        error = a["error"]
        if any(fault.error == error for fault in self.world.faults):
            self.world.forgive(error)
        elif error in (429, 500, "slow"):
            self.world.fail_next("sendMessage", error, wait=TOO_LATE)

    async def move(self, a: Json) -> None:
        """Move the clock; one move at a time."""
        if self.moving is None:
            self.moving = a["name"]
            self.world.wake()
            try:
                await self.moves[a["name"]]()
            finally:
                self.moving = None
                self.world.wake()

    # what is shown

    def changes(self, since: int) -> Json:
        """All that a page must know which has seen everything up to revision `since`."""
        world = self.world
        boxes = world.state.messages.values()
        return {
            "epoch": world.state.epoch,
            "revision": world.revision,
            "now": int(world.clock.now().timestamp() * 1000),
            "zone": self.zone,
            "moves": list(self.moves),
            "moving": self.moving,
            "languages": self.languages,
            "faults": [fault.error for fault in world.faults],
            "bot": {"id": BOT, "name": world.bot_name, "username": world.bot_username},
            "people": [self._person(p) for p in world.people.values()],
            "chats": [vars(c) | {"typing": world.typing.get(c.id, 0) > time.monotonic()} for c in world.chats.values()],
            "messages": [
                self._message(m) for box in boxes for m in box.values() if m.revision > since and (since or not m.gone)
            ],
            "presses": [self._press(p) for p in world.state.presses.values() if since and p.revision > since],
        }

    def _person(self, person: Person) -> Json:
        return vars(person) | {
            "about": self._profile("description", person.language),
            "commands": {kind: self._commands(person, kind) for kind in ("private", "group")},
        }

    def _profile(self, what: str, language: str) -> str:
        profile = self.world.state.profile
        return profile.get(f"{what}|{language}") or profile.get(f"{what}|") or ""

    def _commands(self, person: Person, kind: str) -> list[Json]:
        """The narrowest list that the bot has set, as an app picks it."""
        scopes: list[list[str | int | None]] = [
            ["all_private_chats" if kind == "private" else "all_group_chats", None, None],
            ["default", None, None],
        ]
        if kind == "private":
            scopes.insert(0, ["chat", person.chat, None])
        for scope in scopes:
            for language in (person.language, ""):
                commands = self.world.state.commands.get(json.dumps([*scope, language]))
                if commands:
                    return commands
        return []

    def _message(self, message: Message) -> Json:
        shape: Json = {"id": message.id, "chat": message.chat, "gone": message.gone}
        if message.gone:
            return shape
        return shape | {
            "by": message.sender,
            "name": user(self.world, message.sender)["first_name"],
            "at": message.date * 1000,
            "content": message.content,
            "markup": message.markup,
            "service": message.service,
            "silent": message.silent,
            "protected": message.protected,
            "edited": message.edited,
            "reply_to": message.reply_to,
        }

    def _press(self, press: Press) -> Json:
        return {"id": press.id, "person": press.person, "chat": press.chat, "answer": press.answer}

    def _who(self, a: Json) -> Person:
        return self.world.people[a["person"]]

    # HTTP

    async def _index(self, request: Request) -> Response:
        return FileResponse(STATIC / "index.html")

    async def _events(self, request: Request) -> Response:
        since = request.headers.get("last-event-id", "")
        return StreamingResponse(self._stream(int(since) if since.isdecimal() else 0), media_type="text/event-stream")

    async def _stream(self, since: int) -> AsyncIterator[str]:
        while not self.world.closed:
            pulse = self.world.pulse
            change = self.changes(since)
            since = change["revision"]
            yield f"id: {since}\ndata: {json.dumps(change)}\n\n"
            await self.world.changed(pulse, HEARTBEAT)

    async def _file(self, request: Request) -> Response:
        """A picture to look at, if its bytes are one; anything else is only handed over."""
        try:
            data = self.world.file(request.path_params["id"])
        except KeyError:
            return Response(status_code=404)
        mime = next((mime for magic, mime in PICTURES if data.startswith(magic)), None)
        if mime:
            return Response(data, media_type=mime)
        return Response(data, media_type="application/octet-stream", headers={"Content-Disposition": "attachment"})

    async def _act(self, request: Request) -> Response:
        name = request.path_params["act"]
        act = vars(Page).get(name) if name in ACTS else None
        if act is None or not request.headers.get("content-type", "").startswith("application/json"):
            return JSONResponse({"error": "No such act."}, 404)
        try:
            done: Any = act(self, await request.json())
            return JSONResponse((await done if isinstance(done, Awaitable) else done) or {})
        except (KeyError, ValueError, TypeError, binascii.Error) as no:
            return JSONResponse({"error": str(no)}, 400)


ACTS = {
    *("say", "edit", "unsend", "media", "tap", "group", "startgroup", "share", "join", "leave", "invite", "kick"),
    *("migrate", "block", "language", "fail", "move"),
}
