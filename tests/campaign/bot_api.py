"""The Bot API with a script of faults. What it writes down is the only truth the campaign judges by.

It confirms updates by offset as Telegram does, keeps messages so that edits and deletions are answered as there, and
plays faults call by call. Far smaller than the playground's, and made for thousands of calls a minute.
"""

import asyncio
import itertools
import json
import re
import socket
import struct
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from dialogue.clock import Clock
from tests.campaign.subject import TOKEN

Json = dict[str, Any]

BOT = {"id": 7700000001, "is_bot": True, "first_name": "Evenfall", "username": "evenfall_bot"}
PRESS = 150.0  # seconds that a button press waits for us
DAY = 24 * 3600.0
SHOWS = ("sendMessage", "copyMessage", "sendDocument")
STRUCTURED = ("reply_markup", "entities", "allowed_updates", "link_preview_options", "commands", "scope")


@dataclass
class Fault:
    """What happens to one call. `delivers`: whether it is carried out, whatever the caller learns of it."""

    kind: str  # status, reset, hang, slow, truncated, html, null, not ok, drip
    code: int = 200
    description: str = ""
    parameters: Json = field(default_factory=dict)
    delivers: bool = False
    seconds: float = 0.0

    @property
    def name(self) -> str:
        what = f"{self.kind} {self.code}" if self.kind in ("status", "html") else self.kind
        return f"{what}{' after' if self.delivers else ''}"


def status(code: int, description: str, **parameters: Any) -> Fault:
    return Fault("status", code, description, parameters)


@dataclass
class Call:
    """One call of the subject, as it arrived."""

    number: int
    at: float
    method: str
    args: Json
    fault: str = ""
    delivered: bool = False  # carried out: a person saw it, or would have
    message: int | None = None  # that it made
    over: bool = False  # answered, or its connection cut
    door: int = 0  # the port it came to: each replica has its own

    @property
    def chat(self) -> int:
        try:
            return int(self.args.get("chat_id", 0))
        except (TypeError, ValueError):
            return 0

    @property
    def text(self) -> str:
        return str(self.args.get("text", ""))

    @property
    def buttons(self) -> list[Json]:
        """Those under what was sent, row by row."""
        shown = self.args.get("reply_markup")
        rows = shown.get("inline_keyboard", ()) if isinstance(shown, dict) else ()
        return [one for row in rows for one in row]


@dataclass
class Rule:
    matches: Callable[[Call], bool]
    fault: Fault
    times: int


class Refused(Exception):
    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


class BotApi:
    """One bot account for one house."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.rules: list[Rule] = []
        self.chance: Callable[[Call], Fault | None] | None = None  # asked for each call that no rule is for
        self.updates: deque[tuple[float, Json]] = deque()
        self.confirmed: dict[int, float] = {}  # update: when it was confirmed
        self.members: dict[int, int] = defaultdict(lambda: 3)  # group: accounts in it
        self.moved: dict[int, int] = {}  # group: what it became
        self.known: set[int] | None = None  # chats there are; None: all of them
        self.unknown: list[Call] = []  # calls into other chats
        self.polls = 0
        self.conflicts = 0
        self.pollers: dict[int, float] = {}  # door: when it was last asked there
        self.polled = 0.0  # when it was last asked for updates
        self.webhook: Json = {}
        self.presses: dict[str, float] = {}
        self._messages: dict[int, dict[int, str]] = defaultdict(dict)
        self._last: dict[int, int] = defaultdict(int)
        self._numbers = itertools.count(700_000_000)
        self._news = asyncio.Event()
        self._watching: dict[int, list[asyncio.Event]] = defaultdict(list)
        self._runner: web.ServerRunner | None = None
        self.port = 0

    # --- the server ----------------------------------------------------------------------------------------------

    async def open(self) -> None:
        self._runner = web.ServerRunner(web.Server(self._serve, access_log=None), shutdown_timeout=0.2)
        await self._runner.setup()
        await self.open_door()

    async def open_door(self) -> None:
        assert self._runner is not None
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        self._site = site

    async def another_door(self) -> str:
        """The same bot at another port, to tell replicas apart."""
        assert self._runner is not None
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]

    async def shut_door(self) -> None:
        """From now on connections are refused; those there are go on."""
        await self._site.stop()

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.method == "HEAD":
            return web.Response()
        found = re.fullmatch(r"/bot([^/]+)/(\w+)", request.path)
        if found is None:
            return web.Response(status=404)
        args = await _arguments(request)
        call = Call(len(self.calls), time.monotonic(), found[2], args)
        if request.transport is not None:
            call.door = request.transport.get_extra_info("sockname")[1]
        if found[1] != TOKEN:
            return _refusal(Refused(401, "Unauthorized"))
        if call.method == "getUpdates":
            self.polls += 1
            self.polled = call.at
            self.pollers[call.door] = call.at
        else:
            self.calls.append(call)
        fault = self._fault(call)
        try:
            if fault is not None:
                call.fault = fault.name
                return await self._fail(request, call, fault)
            return web.json_response({"ok": True, "result": await self._carry_out(call)})
        except Refused as no:
            call.fault = call.fault or f"refused {no.code}"
            return _refusal(no)
        finally:
            call.over = True

    def _fault(self, call: Call) -> Fault | None:
        for rule in self.rules:
            if rule.times and rule.matches(call):
                rule.times -= 1
                return rule.fault
        return self.chance(call) if self.chance is not None else None

    async def _fail(self, request: web.BaseRequest, call: Call, fault: Fault) -> web.StreamResponse:
        result: Any = None
        if fault.delivers:
            try:
                result = await self._carry_out(call)
            except Refused as no:
                return _refusal(no)
        match fault.kind:
            case "status":
                return _refusal(Refused(fault.code, fault.description, **fault.parameters))
            case "hang":
                await asyncio.sleep(fault.seconds)
                if fault.delivers:
                    return web.json_response({"ok": True, "result": result})
            case "slow":
                await asyncio.sleep(fault.seconds)
                try:
                    return web.json_response({"ok": True, "result": await self._carry_out(call)})
                except Refused as no:
                    return _refusal(no)
            case "reset":
                return _cut(request, hard=True)
            case "truncated":
                body = json.dumps({"ok": True, "result": result}).encode() + b" " * 40
                response = web.StreamResponse(headers={"Content-Type": "application/json"})
                response.content_length = len(body)
                await response.prepare(request)
                await response.write(body[:20])
                return _cut(request, response=response)
            case "drip":
                response = web.StreamResponse(headers={"Content-Type": "application/json"})
                response.content_length = 1000
                await response.prepare(request)
                for _ in range(int(fault.seconds)):
                    await response.write(b" ")
                    await asyncio.sleep(1)
                return _cut(request, response=response)
            case "html":
                return web.Response(status=fault.code, text="<html>Bad Gateway</html>", content_type="text/html")
            case "null":
                return web.json_response({"ok": True, "result": None})
            case "not ok":
                return web.json_response({"ok": False})
        return _cut(request)

    # --- what a call does ----------------------------------------------------------------------------------------

    async def _carry_out(self, call: Call) -> Any:
        if call.method == "getUpdates":
            return await self._get_updates(call.args)
        result = getattr(self, f"_{call.method}", self._anything)(call)
        call.delivered = True
        self._changed(call.chat)
        return result

    def _anything(self, call: Call) -> bool:
        return True

    def _getMe(self, call: Call) -> Json:  # noqa: N802
        return BOT | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}

    def _place(self, call: Call) -> int:
        chat = call.chat
        if chat in self.moved:
            what = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, what, migrate_to_chat_id=self.moved[chat])
        if self.known is not None and chat not in self.known and chat not in self.moved.values():
            self.unknown.append(call)
            raise Refused(400, "Bad Request: chat not found")
        return chat

    def _put(self, call: Call) -> Json:
        chat = self._place(call)
        call.message = self.number_in(chat)
        self._messages[chat][call.message] = json.dumps([call.text, call.args.get("reply_markup")])
        return self._message(chat, call.message, call.text)

    _sendMessage = _sendDocument = _put  # noqa: N815

    def _copyMessage(self, call: Call) -> Json:  # noqa: N802
        return {"message_id": self._put(call)["message_id"]}

    def _editMessageText(self, call: Call) -> Json:  # noqa: N802
        chat, number = self._place(call), int(call.args.get("message_id", 0))
        looks = json.dumps([call.text, call.args.get("reply_markup")])
        if number not in self._messages[chat]:
            raise Refused(400, "Bad Request: message to edit not found")
        if self._messages[chat][number] == looks:
            raise Refused(400, "Bad Request: message is not modified: specified new message content is the same")
        self._messages[chat][number] = looks
        return self._message(chat, number, call.text)

    def _deleteMessage(self, call: Call) -> bool:  # noqa: N802
        chat, number = self._place(call), int(call.args.get("message_id", 0))
        if self._messages[chat].pop(number, None) is None:
            raise Refused(400, "Bad Request: message to delete not found")
        return True

    def _answerCallbackQuery(self, call: Call) -> bool:  # noqa: N802
        if time.monotonic() - self.presses.pop(str(call.args.get("callback_query_id")), 0.0) > PRESS:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        return True

    def _getChatMemberCount(self, call: Call) -> int:  # noqa: N802
        return self.members[self._place(call)]

    def _setWebhook(self, call: Call) -> bool:  # noqa: N802
        self.webhook = dict(call.args)
        return True

    def _deleteWebhook(self, call: Call) -> bool:  # noqa: N802
        self.webhook = {}
        return True

    def _getWebhookInfo(self, call: Call) -> Json:  # noqa: N802
        waiting = {"pending_update_count": len(self.updates), "has_custom_certificate": False}
        return {"url": self.webhook.get("url", ""), **waiting}

    def number_in(self, chat: int) -> int:
        """The next message's number in a chat."""
        self._last[chat] += 1
        return self._last[chat]

    def _message(self, chat: int, number: int, text: str) -> Json:
        return {"message_id": number, "date": int(_now()), "chat": _chat(chat), "from": BOT, "text": text}

    # --- updates -------------------------------------------------------------------------------------------------

    async def _get_updates(self, args: Json) -> list[Json]:
        mine = self.polls
        self._news.set()  # an older poll ends now
        await asyncio.sleep(0)
        self._confirm(int(args.get("offset", 0)))
        end = time.monotonic() + float(args.get("timeout", 0))
        while True:
            self._forget()
            if mine != self.polls:
                self.conflicts += 1
                raise Refused(409, "Conflict: terminated by other getUpdates request; make sure that only one bot runs")
            if self.webhook.get("url"):
                raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
            if self.updates or time.monotonic() >= end:
                return [update for _, update in list(self.updates)[: int(args.get("limit", 100))]]
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), end - time.monotonic())
            except TimeoutError:
                pass

    def _confirm(self, offset: int) -> None:
        while self.updates and self.updates[0][1]["update_id"] < offset:
            self._done(self.updates.popleft()[1])

    def _done(self, update: Json) -> None:
        self.confirmed.setdefault(update["update_id"], time.monotonic())

    def _forget(self) -> None:
        """Telegram keeps messages for a day, and presses for two and a half minutes."""
        now = time.monotonic()
        if self.updates and now - self.updates[0][0] > PRESS:
            limit = {True: PRESS, False: DAY}
            kept = [one for one in self.updates if now - one[0] <= limit["callback_query" in one[1]]]
            self.updates = deque(kept)

    def push(self, update: Json) -> Json:
        """An update as it is, with the next number if it has none."""
        update.setdefault("update_id", next(self._numbers))
        self.updates.append((time.monotonic(), update))
        self._news.set()
        return update

    def say(self, user: int, text: str, chat: int | None = None, **more: Any) -> Json:
        """Somebody writes, in private unless a chat is given."""
        place = user if chat is None else chat
        about = {"message_id": self.number_in(place), "date": int(_now()), "chat": _chat(place), "from": _user(user)}
        return self.push({"message": {**about, "text": text, **more}})

    def tap(self, user: int, chat: int, message: int, data: str) -> Json:
        """Somebody presses a button."""
        press = f"press{next(self._numbers)}"
        self.presses[press] = time.monotonic()
        shown = self._message(chat, message, "")
        about = {"id": press, "from": _user(user), "chat_instance": "1", "data": data, "message": shown}
        return self.push({"callback_query": about})

    async def call_in(self, ports: Callable[[], list[int]], stop: asyncio.Event) -> None:
        """Deliver by webhook, one after another, to any of these ports in turn, until the answer is 200."""
        turn = 0
        async with ClientSession(timeout=ClientTimeout(total=10)) as client:
            while not stop.is_set():
                if not self.updates or not self.webhook.get("url"):
                    await asyncio.sleep(0.01)
                    continue
                waiting = [self.updates.popleft() for _ in range(min(8, len(self.updates)))]
                path = re.sub(r"^https?://[^/]+", "", self.webhook["url"])
                secret = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
                jobs = []
                for _, update in waiting:
                    there = ports()
                    turn += 1
                    port = there[turn % len(there)] if there else 1
                    jobs.append(_post(client, f"http://127.0.0.1:{port}{path}", update, secret))
                again = []
                for one, taken in zip(waiting, await asyncio.gather(*jobs), strict=True):
                    if taken:
                        self._done(one[1])
                    else:
                        again.append(one)
                self.updates.extendleft(reversed(again))
                if again:
                    await asyncio.sleep(0.1)

    # --- what is looked at ---------------------------------------------------------------------------------------

    def script(self, fault: Fault, *methods: str, times: int = 1, chat: int | None = None) -> Rule:
        """The next calls of these methods (into one chat) meet this fault."""

        def matches(call: Call) -> bool:
            return (not methods or call.method in methods) and chat in (None, call.chat)

        rule = Rule(matches, fault, times)
        self.rules.append(rule)
        return rule

    def seen(self, chat: int, since: int = 0) -> Iterator[Call]:
        """What was carried out in one chat, from a call's number on."""
        return (call for call in itertools.islice(self.calls, since, None) if call.delivered and call.chat == chat)

    def sends(self) -> list[Call]:
        return [call for call in self.calls if call.method in SHOWS and call.delivered]

    def watch(self, chat: int) -> asyncio.Event:
        """Set whenever something was carried out in this chat."""
        event = asyncio.Event()
        self._watching[chat].append(event)
        return event

    def unwatch(self, chat: int, event: asyncio.Event) -> None:
        self._watching[chat].remove(event)

    def _changed(self, chat: int) -> None:
        for event in self._watching.get(chat, ()):
            event.set()

    async def until(self, true: Callable[[], Any], seconds: float = 30.0) -> bool:
        """Wait for something to come about; False when it did not in time."""
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                return False
            await asyncio.sleep(0.02)
        return True


async def _post(client: ClientSession, url: str, update: Json, headers: dict[str, str]) -> bool:
    try:
        async with client.post(url, json=update, headers=headers) as answer:
            return answer.status == 200
    except (ClientError, OSError, TimeoutError):
        return False


def _now() -> float:
    return Clock().now().timestamp()


def _user(user: int) -> Json:
    return {"id": user, "is_bot": False, "first_name": f"kanari {user % 100_000}", "language_code": "en"}


def _chat(chat: int) -> Json:
    kind = "private" if chat > 0 else "supergroup" if chat < -(10**12) else "group"
    return {"id": chat, "type": kind, **({"first_name": "kanari"} if chat > 0 else {"title": "Us, kanari"})}


def _refusal(no: Refused) -> web.Response:
    body: Json = {"ok": False, "error_code": no.code, "description": no.description}
    if no.parameters:
        body["parameters"] = no.parameters
    return web.json_response(body, status=no.code)


def _cut(
    request: web.BaseRequest, hard: bool = False, response: web.StreamResponse | None = None
) -> web.StreamResponse:
    """End the connection, with a reset if it is to be hard."""
    transport = request.transport
    if transport is not None:
        raw = transport.get_extra_info("socket")
        if hard and raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return response or web.Response(status=500)


async def _arguments(request: web.BaseRequest) -> Json:
    body = await request.read()
    kind = request.headers.get("Content-Type", "")
    if kind.startswith("application/json"):
        return dict(json.loads(body or b"{}"))
    if kind.startswith("multipart/"):
        whole = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
        parts = {one.get_param("name", header="content-disposition"): one for one in whole.get_payload()}  # type: ignore[union-attr, arg-type]
        return {str(name): one.get_payload(decode=True).decode("utf-8", "replace") for name, one in parts.items()}  # type: ignore[union-attr]
    args: Json = dict(parse_qsl(body.decode(), keep_blank_values=True))
    for name in STRUCTURED:
        if name in args:
            try:
                args[name] = json.loads(args[name])
            except ValueError:
                pass
    return args
