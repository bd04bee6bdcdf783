"""The Bot API over the world: what the bot may do, and how Telegram refuses it."""

from __future__ import annotations

import asyncio
import json
import mimetypes
import re
import struct
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from playground import shapes
from playground.content import CAPTION, TEXT, TOAST, Refused, bad, formatted, markup, units
from playground.shapes import BOT, Json
from playground.world import DAY, PRESS, Chat, Message, World

UPLOAD = 50 * 1024 * 1024
STRUCTURED = {"entities", "caption_entities", "reply_markup", "reply_parameters", "link_preview_options"}
STRUCTURED |= {"allowed_updates", "message_ids", "commands", "scope"}
FLAGS = {"disable_notification", "protect_content", "show_alert", "drop_pending_updates"}
STALE = "query is too old and response timeout expired or query ID is invalid"
SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def bot_api(world: World) -> list[Route]:
    """Routes for Telegram's own paths: /bot<token>/<method> and /file/bot<token>/<path>."""
    api = BotApi(world)

    async def method(request: Request) -> Response:
        return await api.serve(request)

    async def file(request: Request) -> Response:
        try:
            api.admit(request.path_params["token"])
            return Response(world.file(request.path_params["path"]), media_type="application/octet-stream")
        except KeyError:
            return _refusal(Refused(404, "Not Found"))
        except Refused as no:
            return _refusal(no)

    return [
        Route("/bot{token}/{method}", method, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path}", file, methods=["GET"]),
    ]


class BotApi:
    """One public coroutine a Bot API method, named as Telegram names it; arguments come as the one dict sent."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._poll = 0
        names = (n for n in vars(BotApi) if re.fullmatch(r"[a-z]+[A-Z]\w*", n))
        self._methods: dict[str, Callable[[Json], Awaitable[Any]]] = {n.lower(): getattr(self, n) for n in names}

    def admit(self, token: str) -> None:
        if self.world.token not in (None, token):
            raise Refused(401, "Unauthorized")

    async def serve(self, request: Request) -> Response:
        name = request.path_params["method"]
        try:
            self.admit(request.path_params["token"])
            method = self._methods.get(name.lower())
            if method is None:
                raise Refused(404, "Not Found")
            args = await _arguments(request)
            fault = self.world.fault(name)
            if fault and not fault.done:
                raise _failure(fault.error, fault.wait)
            result = await method(args)
            if fault and fault.error == "slow":
                await asyncio.sleep(fault.wait)
            elif fault:
                raise _failure(fault.error, fault.wait)
            return JSONResponse({"ok": True, "result": result})
        except Refused as no:
            return _refusal(no)

    # updates

    async def getUpdates(self, args: Json) -> list[Json]:  # noqa: N802
        self._poll += 1
        mine = self._poll
        self.world.wake()  # an older poll ends now
        if isinstance(args.get("allowed_updates"), list):
            self.world.allow(args["allowed_updates"])
        self.world.confirm(_int(args, "offset", 0))
        limit = min(max(_int(args, "limit", 100), 1), 100)
        loop = asyncio.get_running_loop()
        end = loop.time() + min(max(_int(args, "timeout", 0), 0), 50)
        while True:
            pulse = self.world.pulse
            waiting = self.world.pending(limit)
            left = end - loop.time()
            if waiting or left <= 0 or self.world.closed:
                return waiting
            await self.world.changed(pulse, left)
            if self._poll != mine:
                raise Refused(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )

    async def getWebhookInfo(self, args: Json) -> Json:  # noqa: N802
        return {"url": "", "has_custom_certificate": False, "pending_update_count": len(self.world.pending(10**6))}

    async def setWebhook(self, args: Json) -> bool:  # noqa: N802
        if args.get("url"):  # a machine of one's own cannot be reached from Telegram
            raise bad("bad webhook: IP address 127.0.0.1 is reserved")
        return await self.deleteWebhook(args)

    async def deleteWebhook(self, args: Json) -> bool:  # noqa: N802
        if args.get("drop_pending_updates"):
            self.world.confirm(2**62)
        return True

    # messages

    async def sendMessage(self, args: Json) -> Json:  # noqa: N802
        place = self._open(args)
        text, entities = formatted(args.get("text"), args.get("entities"), TEXT, args.get("parse_mode"))
        if not text:
            raise bad("message text is empty")
        return self._send(place, args, _said("text", text, entities))

    async def sendPhoto(self, args: Json) -> Json:  # noqa: N802
        place = self._open(args)
        file, data = self._file(args.get("photo"), args)
        width, height = struct.unpack(">II", data[16:24]) if data[:4] == b"\x89PNG" else (800, 600)
        shape = {k: file[k] for k in ("file_id", "file_unique_id", "file_size")} | {"width": width, "height": height}
        return self._send(place, args, {"photo": [shape], **self._caption(args)})

    async def sendDocument(self, args: Json) -> Json:  # noqa: N802
        place = self._open(args)
        file, _ = self._file(args.get("document"), args)
        return self._send(place, args, {"document": file, **self._caption(args)})

    async def copyMessage(self, args: Json) -> Json:  # noqa: N802
        place = self._open(args)
        source = self.world.message(_int(args, "from_chat_id", 0), _int(args, "message_id", 0))
        if source is None or self.world.chats[source.chat].kind == "direct":
            raise bad("message to copy not found")
        if source.service or source.protected:
            raise bad("message can't be copied")
        content = {k: v for k, v in source.content.items() if k != "forward_origin"}
        return {"message_id": self._send(place, args, content)["message_id"]}

    async def editMessageText(self, args: Json) -> Json:  # noqa: N802
        message = self._editable(args)
        if "text" not in message.content:
            raise bad("there is no text in the message to edit")
        text, entities = formatted(args.get("text"), args.get("entities"), TEXT, args.get("parse_mode"))
        if not text:
            raise bad("message text is empty")
        return self._edit(message, _said("text", text, entities), args)

    async def editMessageReplyMarkup(self, args: Json) -> Json:  # noqa: N802
        message = self._editable(args)
        return self._edit(message, message.content, args)

    async def deleteMessage(self, args: Json) -> bool:  # noqa: N802
        place = self._chat(args)
        message = self.world.message(place.id, _int(args, "message_id", 0))
        if message is None:
            raise bad("message to delete not found")
        self._deletable(place, message)
        self.world.remove(message)
        return True

    async def deleteMessages(self, args: Json) -> bool:  # noqa: N802
        place = self._chat(args)
        ids = args.get("message_ids")
        if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
            raise bad("message identifiers are not specified" if not ids else "too many message identifiers specified")
        there = [m for id in ids if (m := self.world.message(place.id, int(id)))]
        for message in there:
            self._deletable(place, message)
        for message in there:
            self.world.remove(message)
        return True

    async def pinChatMessage(self, args: Json) -> bool:  # noqa: N802
        place, message = self._pinnable(args)
        if message is None:
            raise bad("message to pin not found")
        place.pinned = message.id
        pinned = shapes.message(self.world, message, deep=False)
        self.world.put(place, BOT, {"pinned_message": pinned}, silent=bool(args.get("disable_notification")))
        return True

    async def unpinChatMessage(self, args: Json) -> bool:  # noqa: N802
        place, message = self._pinnable(args)
        if place.pinned is None or (message and message.id != place.pinned):
            raise bad("message to unpin not found")
        place.pinned = None
        self.world.touch()
        return True

    async def sendChatAction(self, args: Json) -> bool:  # noqa: N802
        self.world.act(self._open(args))
        return True

    async def answerCallbackQuery(self, args: Json) -> bool:  # noqa: N802
        press = self.world.state.presses.get(str(args.get("callback_query_id")))
        if press is None or press.answer is not None or self.world.now() - press.at > PRESS:
            raise bad(STALE)
        if units(str(args.get("text") or "")) > TOAST:
            raise bad("MESSAGE_TOO_LONG")
        self.world.answer(press, {k: args[k] for k in ("text", "show_alert", "url") if args.get(k)})
        return True

    # files

    async def getFile(self, args: Json) -> Json:  # noqa: N802
        id = str(args.get("file_id"))
        try:
            size = len(self.world.file(id))
        except KeyError:
            raise bad("wrong file_id or the file is temporarily unavailable") from None
        return {"file_id": id, "file_unique_id": id, "file_size": size, "file_path": id}

    # the bot itself

    async def getMe(self, args: Json) -> Json:  # noqa: N802
        return shapes.user(self.world, BOT) | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    async def setMyCommands(self, args: Json) -> bool:  # noqa: N802
        commands = args.get("commands") or []
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "")) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.world.state.commands[self._scope(args)] = commands
        self.world.touch()
        return True

    async def deleteMyCommands(self, args: Json) -> bool:  # noqa: N802
        self.world.state.commands.pop(self._scope(args), None)
        self.world.touch()
        return True

    async def getMyCommands(self, args: Json) -> list[Json]:  # noqa: N802
        return self.world.state.commands.get(self._scope(args), [])

    async def setMyName(self, args: Json) -> bool:  # noqa: N802
        return self._profile("name", args)

    async def setMyDescription(self, args: Json) -> bool:  # noqa: N802
        return self._profile("description", args)

    async def setMyShortDescription(self, args: Json) -> bool:  # noqa: N802
        return self._profile("short_description", args)

    async def setChatMenuButton(self, args: Json) -> bool:  # noqa: N802
        return True  # the page always shows the commands

    # chats

    async def getChat(self, args: Json) -> Json:  # noqa: N802
        return shapes.chat_full(self.world, self._inside(args))

    async def getChatMember(self, args: Json) -> Json:  # noqa: N802
        place = self._inside(args)
        who = _int(args, "user_id", 0)
        if who != BOT and who not in self.world.people:
            raise bad("invalid user_id specified")
        if who == BOT:
            status = place.bot or "left"
        else:
            status = "left" if who not in place.members else "creator" if who == place.owner else "member"
        return shapes.member(self.world, who, status)

    async def getChatMemberCount(self, args: Json) -> int:  # noqa: N802
        return len(self._inside(args).members) + 1

    async def leaveChat(self, args: Json) -> bool:  # noqa: N802
        place = self._inside(args)
        if place.kind == "private":
            raise bad("chat member status can't be changed in private chats")
        self.world.part(place)
        return True

    # how Telegram refuses

    def _chat(self, args: Json) -> Chat:
        """The chat that is meant; one that became a supergroup says so."""
        if args.get("chat_id") in (None, ""):
            raise bad("chat_id is empty")
        place = self.world.chats.get(_int(args, "chat_id", 0))
        if place is None or place.kind == "direct" or not (place.bot or place.kind == "private"):
            raise bad("chat not found")
        if place.moved_to is not None:
            raise Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=place.moved_to,
            )
        return place

    def _inside(self, args: Json) -> Chat:
        """A chat that the bot knows from within."""
        place = self._chat(args)
        if place.kind == "private":
            if not place.bot:
                raise bad("chat not found")
        elif place.bot != "member":
            how = "was kicked from" if place.bot == "kicked" else "is not a member of"
            raise Refused(403, f"Forbidden: bot {how} the {place.kind} chat")
        return place

    def _open(self, args: Json) -> Chat:
        """A chat that the bot may write in."""
        place = self._chat(args)
        if place.kind == "private" and place.bot == "kicked":
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if place.kind == "private" and not place.bot:
            raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
        return self._inside(args)

    def _editable(self, args: Json) -> Message:
        place = self._open(args)
        message = self.world.message(place.id, _int(args, "message_id", 0))
        if message is None:
            raise bad("message to edit not found")
        if message.sender != BOT or message.service or not ({"inline_keyboard"} >= set(message.markup or {})):
            raise bad("message can't be edited")
        return message

    def _deletable(self, place: Chat, message: Message) -> None:
        if self.world.now() - message.date > 2 * DAY:
            raise bad("message can't be deleted for everyone")
        if message.sender != BOT and place.kind != "private":
            raise bad("message can't be deleted")

    def _pinnable(self, args: Json) -> tuple[Chat, Message | None]:
        place = self._open(args)
        if place.kind != "private":
            raise bad("not enough rights to manage pinned messages in the chat")
        return place, self.world.message(place.id, _int(args, "message_id", 0))

    # what several methods share

    def _send(self, place: Chat, args: Json, content: Json) -> Json:
        reply = args.get("reply_parameters") or {}
        answered = reply.get("message_id")
        if answered is not None and self.world.message(place.id, int(answered)) is None:
            if not reply.get("allow_sending_without_reply"):
                raise bad("message to be replied not found")
            answered = None
        if args.get("link_preview_options") and "text" in content:
            content["link_preview_options"] = args["link_preview_options"]
        message = self.world.put(
            place,
            BOT,
            content,
            markup(args.get("reply_markup"), place.kind == "private"),
            silent=bool(args.get("disable_notification")),
            protected=bool(args.get("protect_content")),
            reply_to=answered,
        )
        return shapes.message(self.world, message)

    def _edit(self, message: Message, content: Json, args: Json) -> Json:
        private = self.world.chats[message.chat].kind == "private"
        keyboard = markup(args.get("reply_markup"), private)
        if keyboard and "inline_keyboard" not in keyboard:
            raise bad("inline keyboard expected")
        if args.get("link_preview_options") and "text" in content:
            content["link_preview_options"] = args["link_preview_options"]
        if content == message.content and keyboard == message.markup:
            raise bad(SAME)
        self.world.change(message, content, keyboard)
        return shapes.message(self.world, message)

    def _caption(self, args: Json) -> Json:
        text, entities = formatted(args.get("caption"), args.get("caption_entities"), CAPTION, args.get("parse_mode"))
        return _said("caption", text, entities)

    def _file(self, given: Any, args: Json) -> tuple[Json, bytes]:
        """An uploaded file, or the id of one that is known."""
        if isinstance(given, str) and given.startswith("attach://"):
            given = args.get(given.removeprefix("attach://"))
        if isinstance(given, tuple):
            name, data = given
            if not data:
                raise bad("file must be non-empty")
            id = self.world.keep_file(data)
        else:
            name, id = "file", str(given)
            try:
                data = self.world.file(id)
            except KeyError:
                raise bad("wrong file identifier/HTTP URL specified") from None
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        shape = {"file_id": id, "file_unique_id": id, "file_size": len(data), "file_name": name, "mime_type": mime}
        return shape, data

    def _scope(self, args: Json) -> str:
        scope = args.get("scope") or {"type": "default"}
        return json.dumps([scope["type"], scope.get("chat_id"), scope.get("user_id"), args.get("language_code") or ""])

    def _profile(self, what: str, args: Json) -> bool:
        self.world.state.profile[f"{what}|{args.get('language_code') or ''}"] = args.get(what) or ""
        self.world.touch()
        return True


def _said(kind: str, text: str, entities: list[Json]) -> Json:
    if not text:
        return {}
    marks = {"text": "entities", "caption": "caption_entities"}[kind]
    return {kind: text, **({marks: entities} if entities else {})}


def _failure(error: int | str, wait: float) -> Refused:
    match error:
        case 429:
            return Refused(429, f"Too Many Requests: retry after {int(wait)}", retry_after=int(wait))
        case 403:
            return Refused(403, "Forbidden: bot was blocked by the user")
    return Refused(500, "Internal Server Error")


def _refusal(no: Refused) -> Response:
    body: Json = {"ok": False, "error_code": no.code, "description": no.description}
    if no.parameters:
        body["parameters"] = no.parameters
    return JSONResponse(body, status_code=no.code)


def _int(args: Json, name: str, default: int) -> int:
    try:
        return int(args.get(name, default))
    except (TypeError, ValueError):
        return 0


async def _arguments(request: Request) -> Json:
    """Arguments from the query and from a JSON, urlencoded or multipart body; values that are JSON are opened."""
    args: Json = dict(request.query_params)
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > UPLOAD:
            raise Refused(413, "Request Entity Too Large")
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        try:
            args |= json.loads(body or b"{}")
        except (ValueError, TypeError):
            raise bad("can't parse JSON object") from None
    elif kind.startswith("multipart/form-data"):
        args |= _parts(bytes(body), kind)
    else:
        args |= dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return {name: _opened(name, value) for name, value in args.items()}


def _opened(name: str, value: Any) -> Any:
    """What is structured, or a flag, comes as JSON in a string."""
    if name not in STRUCTURED | FLAGS or not isinstance(value, str) or not value:
        return value
    try:
        return json.loads(value.lower() if name in FLAGS else value)
    except ValueError:
        what = "entities" if "entities" in name else name
        raise bad(f"can't parse {what} JSON object") from None


def _parts(body: bytes, kind: str) -> dict[str, Any]:
    """A multipart body: texts as strings, files as (name, bytes)."""
    boundary = re.search(r'boundary="?([^";]+)', kind)
    if not boundary:
        raise bad("multipart body without a boundary")
    args: dict[str, Any] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:-1]:
        head, _, data = part.partition(b"\r\n\r\n")
        header = head.decode("utf-8", "replace")
        name, file = re.search(r'\bname="([^"]*)"', header), re.search(r'filename="([^"]*)"', header)
        if name:
            args[name[1]] = (file[1], data) if file else data.decode("utf-8", "replace")
    return args
