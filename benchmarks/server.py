"""A Bot API server as light as it can be, with the phones behind it. It runs in a process of its own, for all rows.

One port of loopback, many bots: each has its token and its own state here. People write by a plan (closed: each writes
on when the answer came; open: at fixed moments, whatever happens), and what the bot does is counted, timed from the
moment at which somebody wrote, and, where a row wants that, refused as Telegram refuses.

`POST /plan` is for the benchmark itself: {"do": name of a method of Bench, ...}.
"""

import asyncio
import json
import sys
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

Json = dict[str, Any]

SENDS = ("sendmessage", "copymessage", "senddocument")
SHOWS = (*SENDS, "editmessagetext")
SECOND, MOST = 1.0, 30  # Telegram's limit
PRIVATE, BURST = 1.0, 3  # and a chat's: one a second, a few at once
HEAD = b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
YES = b'{"ok":true,"result":true}'


class Bot:
    """One token: what waits for it, what it did."""

    def __init__(self) -> None:
        self.first = 0.0  # its first getUpdates
        self.updates: deque[Json] = deque()
        self.asking: asyncio.Future[None] | None = None
        self.update_id = 1
        self.message_id = 1_000_000
        self.forget()

    def forget(self) -> None:
        """A new plan."""
        self.plan: Iterator[tuple[int, deque[str]]] = iter(())
        self.lines: dict[int, deque[str]] = {}  # chat: what its person will still write
        self.wrote: dict[int, deque[float]] = defaultdict(deque)  # chat: moments that wait for an answer
        self.closed = False
        self.answers = 0
        self.delays: list[tuple[int, float]] = []  # chat, seconds from the writing to the answer
        self.shown: list[tuple[float, int]] = []  # all messages: the moment and the chat
        self.spoken: list[tuple[int, str]] = []  # chat, the first button's data
        self.keeps = False
        self.slow: dict[int, float] = {}
        self.wait = 0.0
        self.strict = False
        self.refused = 0
        self.room: dict[int, tuple[float, float]] = {}

    # --- what people write ---------------------------------------------------------------------------------------

    def write(self, chat: int, text: str, at: float) -> None:
        self.update_id += 1
        self.message_id += 1
        person = {"id": chat, "is_bot": False, "first_name": "Ana", "language_code": "en"}
        message = {
            "message_id": self.message_id,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "Ana"},
            "from": person,
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        self.updates.append({"update_id": self.update_id, "message": message})
        self.wrote[chat].append(at)
        if self.asking is not None and not self.asking.done():
            self.asking.set_result(None)

    def next_chat(self) -> None:
        found = next(self.plan, None)
        if found is not None:
            chat, lines = found
            self.lines[chat] = lines
            self.write(chat, lines.popleft(), time.monotonic())

    def answered(self, chat: int, now: float) -> None:
        """A message came into a chat: if somebody waits for it, that is the answer, and they write on."""
        waiting = self.wrote.get(chat)
        if not waiting:
            return
        self.answers += 1
        if self.keeps:
            self.delays.append((chat, now - waiting[0]))
        waiting.popleft()
        if self.closed and not waiting:
            lines = self.lines.get(chat)
            if lines:
                self.write(chat, lines.popleft(), now)
            else:
                self.lines.pop(chat, None)
                self.next_chat()

    # --- what the bot does ---------------------------------------------------------------------------------------

    async def call(self, method: str, body: bytes, kind: bytes) -> tuple[int, bytes]:
        if method == "getupdates":
            return 200, await self.hand_out(body, kind)
        if method in ("deletemessage", "answercallbackquery"):
            return 200, YES
        if method == "getme":
            me = {"id": 1, "is_bot": True, "first_name": "Evenfall", "username": "evenfall_bot"}
            return 200, json.dumps({"ok": True, "result": me}).encode()
        if method not in SHOWS:
            return 200, YES
        given = arguments(body, kind)
        chat = int(given["chat_id"])
        if self.strict and (seconds := self.too_many(chat)):
            self.refused += 1
            no = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry later",
                  "parameters": {"retry_after": seconds}}  # fmt: skip
            return 429, json.dumps(no).encode()
        now = time.monotonic()
        if method in SENDS:
            self.message_id += 1
            number = self.message_id
            self.shown.append((now, chat))
            if self.keeps and (markup := given.get("reply_markup")):
                keys = json.loads(markup) if isinstance(markup, str) else markup
                rows = keys.get("inline_keyboard") or [[{}]]
                self.spoken.append((chat, rows[0][0].get("callback_data", "")))
            seconds = self.slow.get(chat, self.wait)
            if seconds:
                await asyncio.sleep(seconds)
            self.answered(chat, now if not seconds else time.monotonic())
        else:
            number = int(given["message_id"])
            self.shown.append((now, chat))
        said = b'{"ok":true,"result":{"message_id":%d,"date":%d,"chat":{"id":%d,"type":"private"},"text":"."}}'
        return 200, said % (number, int(time.time()), chat)

    async def hand_out(self, body: bytes, kind: bytes) -> bytes:
        now = time.monotonic()
        self.first = self.first or time.time()
        seconds = float(arguments(body, kind).get("timeout", 0) or 0)
        while not self.updates and time.monotonic() < now + seconds:
            self.asking = asyncio.get_running_loop().create_future()
            try:
                await asyncio.wait_for(self.asking, now + seconds - time.monotonic())
            except TimeoutError:
                break
        some = [self.updates.popleft() for _ in range(min(100, len(self.updates)))]
        return json.dumps({"ok": True, "result": some}).encode()

    def too_many(self, chat: int) -> int:
        """Seconds to wait, or 0 when the message may go."""
        now = time.monotonic()
        last = self.shown[-MOST][0] if len(self.shown) >= MOST else 0.0
        left, then = self.room.get(chat, (float(BURST), now))
        left = min(float(BURST), left + (now - then) / PRIVATE)
        if now - last < SECOND or left < 1:
            return 1
        self.room[chat] = (left - 1, now)
        return 0


def arguments(body: bytes, kind: bytes) -> Json:
    """What a call carries: libraries send forms, JSON, or forms in parts."""
    if not body:
        return {}
    if b"json" in kind:
        found = json.loads(body)
        return found if isinstance(found, dict) else {}
    if b"multipart" in kind:
        mark = b"--" + kind.partition(b"boundary=")[2].strip(b'"')
        parts = [part.partition(b"\r\n\r\n") for part in body.split(mark)]
        return {
            head.partition(b'name="')[2].partition(b'"')[0].decode(): value[:-2].decode()
            for head, _, value in parts[1:-1]
        }
    return {name: one[0] for name, one in parse_qs(body.decode(), keep_blank_values=True).items()}


class Endless(deque[str]):
    """Somebody who always has something to say."""

    def __bool__(self) -> bool:
        return True

    def popleft(self) -> str:
        return "a few words"


class Bench:
    """What the benchmark asks of the server. Each method is one wish."""

    def __init__(self) -> None:
        self.bots: dict[str, Bot] = defaultdict(Bot)

    async def first(self, token: str, seconds: float = 60) -> float | None:
        """Wait for the first getUpdates of a bot, and tell when it was."""
        await _until(lambda: bool(self.bots[token].first), seconds)
        return self.bots[token].first or None

    async def answered(self, token: str, count: int, seconds: float = 30) -> bool:
        """Wait until so many were answered."""
        return await _until(lambda: self.bots[token].answers >= count, seconds)

    async def showed(self, token: str, count: int, seconds: float = 60) -> bool:
        """Wait until so many messages were shown."""
        return await _until(lambda: len(self.bots[token].shown) >= count, seconds)

    async def forget(self, token: str) -> None:
        self.bots[token].forget()
        self.bots[token].updates.clear()

    async def gone(self, token: str) -> None:
        self.bots.pop(token, None)

    async def play(self, token: str, chats: list[int], lines: list[str], active: int, wait: float = 0.0) -> None:
        """Closed: so many people at a time, each through their lines; without an end if there are no lines."""
        bot = self.bots[token]
        bot.forget()
        bot.closed, bot.wait = True, wait
        bot.plan = ((chat, deque(lines) if lines else Endless()) for chat in chats)
        for _ in range(active):
            bot.next_chat()

    async def pour(self, token: str, chats: list[int], lines: list[str], active: int, wait: float) -> None:
        """Each of these people writes all their lines at once; the next one when the last answer came."""
        bot = self.bots[token]
        bot.forget()
        bot.keeps, bot.closed, bot.wait = True, True, wait
        bot.plan = self._poured(bot, iter(chats), lines)
        for _ in range(active):
            bot.next_chat()

    def _poured(self, bot: Bot, chats: Iterator[int], lines: list[str]) -> Iterator[tuple[int, deque[str]]]:
        for chat in chats:
            for line in lines[:-1]:
                bot.write(chat, line, time.monotonic())
            yield chat, deque(lines[-1:])

    async def flow(self, token: str, chats: list[int], text: str, rate: float, slow: Json | None = None) -> list[Any]:
        """Open: one of them writes each 1/rate seconds. Returns the delays of all that were answered in time."""
        bot = self.bots[token]
        bot.keeps, bot.delays = True, []
        bot.slow = {int(chat): seconds for chat, seconds in (slow or {}).items()}
        begun = time.monotonic()
        for place, chat in enumerate(chats):
            at = begun + place / rate
            await asyncio.sleep(max(0.0, at - time.monotonic()))
            bot.write(chat, text, at)
        fast = [chat for chat in chats if chat not in bot.slow]
        await _until(lambda: not any(bot.wrote.get(chat) for chat in fast), 15)
        now = time.monotonic()
        late = [(chat, now - at) for chat in fast for at in bot.wrote.get(chat, ())]
        return bot.delays + late

    async def still(self, token: str, seconds: float = 30) -> bool:
        """Nobody begins anew; wait until everybody was answered."""
        bot = self.bots[token]
        bot.plan = iter(())
        bot.lines.clear()
        return await _until(lambda: not any(bot.wrote.values()), seconds)

    async def strict(self, token: str) -> None:
        """From now on refuse what Telegram refuses."""
        self.bots[token].forget()
        self.bots[token].strict = True

    async def state(self, token: str) -> Json:
        bot = self.bots[token]
        return {
            "at": time.monotonic(),
            "busy": time.process_time(),
            "answers": bot.answers,
            "waiting": sum(map(len, bot.wrote.values())),
            "shown": len(bot.shown),
            "refused": bot.refused,
        }

    async def moments(self, token: str) -> list[Any]:
        return self.bots[token].shown

    async def spoken(self, token: str) -> list[Any]:
        return self.bots[token].spoken


async def _until(so: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not so():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.005)
    return True


class Talk(asyncio.Protocol):
    """HTTP/1.1 with Content-Length, kept alive: as much of it as these clients use."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.left = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self.left += data
        while True:
            head, found, rest = self.left.partition(b"\r\n\r\n")
            if not found:
                return
            low = head.lower()
            size = int(_header(low, b"content-length:") or 0)
            if b"transfer-encoding: chunked" in low:
                body, end = _chunks(rest)
                if end is None:
                    return
            elif len(rest) < size:
                return
            else:
                body, end = rest[:size], size
            self.left = rest[end:]
            path = head.split(b" ", 2)[1].decode()
            kind = _header(low, b"content-type:")
            if b"multipart" in kind:  # its boundary is not to be lowered
                kind = head[low.index(b"content-type:") + 13 :].split(b"\r\n")[0].strip()
            asyncio.ensure_future(self.answer(path, body, kind))

    async def answer(self, path: str, body: bytes, kind: bytes) -> None:
        try:
            if path == "/plan":
                wish = json.loads(body)
                result = await getattr(self.bench, wish.pop("do"))(**wish)
                code, text = 200, json.dumps(result).encode()
            else:
                _, token, method = path.split("?")[0].split("/")[:3]
                code, text = await self.bench.bots[token[3:]].call(method.lower(), body, kind)
        except Exception as error:
            print(f"{path}: {error!r}", file=sys.stderr, flush=True)
            code, text = 500, b'{"ok":false,"error_code":500,"description":"broken"}'
        self.transport.write(HEAD % (code, len(text)) + text)


def _header(head: bytes, name: bytes) -> bytes:
    _, found, rest = head.partition(b"\r\n" + name)
    return rest.partition(b"\r\n")[0].strip() if found else b""


def _chunks(data: bytes) -> tuple[bytes, int | None]:
    body, place = b"", 0
    while True:
        line = data.find(b"\r\n", place)
        if line < 0:
            return b"", None
        size = int(data[place:line], 16)
        if len(data) < line + 2 + size + 2:
            return b"", None
        body += data[line + 2 : line + 2 + size]
        place = line + 2 + size + 2
        if size == 0:
            return body, place


async def serve() -> None:
    bench = Bench()
    server = await asyncio.get_running_loop().create_server(lambda: Talk(bench), "127.0.0.1", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
