"""Being called: who does not know the secret leaves no row, what is thanked for is stored, and Telegram knows where."""

import asyncio
import contextlib
import json
import signal
import socket
import threading
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from telegram.error import BadRequest, NetworkError

from bot import listen, webhook
from bot.door import Door
from bot.poll import KINDS
from bot.stop import CONFIGURATION, Stop
from bot.webhook import BIGGEST, HEADER, Webhook, address, check_base, secret_of
from dialogue.clock import Clock
from models import Inbox
from playground.app import Server, app
from playground.bot_api import BotApi
from playground.content import Refused
from playground.world import World
from tests.patience import until
from tests.stage import copy_house, open_house
from tests.test_doors import TOKEN, Porch, _nothing, end, environment, said, start

SECRET = "Zq3-" + "aB9_xYw7" * 5
BASE = "https://bot.example.org/evenfall"
Json = dict[str, Any]


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Json:
    """The three calls about webhooks as Telegram itself answers them; the playground has no use for them."""
    set_to: Json = {"url": "", "pending_update_count": 0}

    async def set_webhook(api: BotApi, args: Json) -> bool:
        set_to.update(args, calls=set_to.get("calls", 0) + 1)
        return True

    async def delete_webhook(api: BotApi, args: Json) -> bool:
        set_to["url"] = set_to["url"] if set_to.get("stays") else ""
        return True

    real = BotApi.getUpdates

    async def get_updates(api: BotApi, args: Json) -> Any:
        if set_to["url"]:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        return await real(api, args)

    async def get_webhook_info(api: BotApi, args: Json) -> Json:
        known = ("url", "pending_update_count", "last_error_date", "last_error_message")
        return {"has_custom_certificate": False, **{name: set_to[name] for name in known if name in set_to}}

    monkeypatch.setattr(BotApi, "setWebhook", set_webhook)
    monkeypatch.setattr(BotApi, "deleteWebhook", delete_webhook)
    monkeypatch.setattr(BotApi, "getWebhookInfo", get_webhook_info)
    monkeypatch.setattr(BotApi, "getUpdates", get_updates)
    return set_to


class Gate(Porch):
    """A porch that is called."""

    def __init__(self, database: Any) -> None:
        super().__init__(database)
        self.door = Door(self.front, self.worker)
        self.webhook = Webhook(self.door, BASE, SECRET, "127.0.0.1:0", self.clock)
        self.path = self.webhook._path.decode()
        self.address = ("127.0.0.1", self.webhook.listener.port)
        self.caller = httpx.AsyncClient(transport=httpx.ASGITransport(self.webhook.app()), base_url="http://bot")

    async def call(self, body: Any = None, headers: Any = None, **more: Any) -> int:
        told = {"content-type": "application/json", HEADER: SECRET} if headers is None else headers
        content = body if isinstance(body, bytes) else json.dumps(self.text("words", 1) if body is None else body)
        answer = await self.caller.post(more.pop("path", self.path), content=content, headers=told, **more)
        return answer.status_code

    async def none(self) -> bool:
        return await self.count(Inbox) == 0


@pytest.fixture
async def gate(house: Path, tmp_path: Path, telegram: Json) -> AsyncIterator[Gate]:
    copy_house(house, tmp_path / "house")
    gate = Gate(await open_house(tmp_path / "house"))
    yield gate
    gate.webhook.listener.socket.close()
    await gate.caller.aclose()
    await gate.poller.close()
    await gate.bot.shutdown()
    await gate.database.close()


# --- who may come in -------------------------------------------------------------------------------------------------

JSON = ("content-type", "application/json")


@pytest.mark.parametrize(
    "headers",
    [
        [JSON],
        [JSON, (HEADER, "")],
        [JSON, (HEADER, "wrong")],
        [JSON, (HEADER, SECRET[:-1])],
        [JSON, (HEADER, SECRET + "x")],
        [JSON, (HEADER, SECRET.lower())],
        [JSON, (HEADER, SECRET), (HEADER, SECRET)],
        [JSON, (HEADER, SECRET), (HEADER, "wrong")],
        [JSON, (HEADER, "wrong"), (HEADER, SECRET)],
        [JSON, (HEADER, f"{SECRET}, {SECRET}")],
        [JSON, (HEADER, b"\xff\xfe")],
        [JSON, ("x-telegram-bot-api-secret", SECRET)],
        [JSON, ("authorization", SECRET)],
    ],
    ids=str,
)
async def test_without_the_secret_403_and_no_row(gate: Gate, headers: Any) -> None:
    assert await gate.call(headers=headers) == 403
    assert await gate.none()


@pytest.mark.parametrize(
    "path", ["/", "/webhook", "/evenfall", "/evenfall/", "{}x", "{}/", "/x{}", "//evenfall", "/evenfall/%C3%A4"]
)
async def test_any_other_path_is_nowhere(gate: Gate, path: str) -> None:
    assert await gate.call(path=path.format(gate.path)) == 404
    assert await gate.none()


async def test_only_post(gate: Gate) -> None:
    for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS"):
        answer = await gate.caller.request(method, gate.path, headers={HEADER: SECRET})
        assert answer.status_code == 405
    assert await gate.none()


@pytest.mark.parametrize("kind", [None, "", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"])
async def test_only_json(gate: Gate, kind: str | None) -> None:
    headers = {HEADER: SECRET} | ({} if kind is None else {"content-type": kind})
    assert await gate.call(headers=headers) == 415
    assert await gate.none()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"3", b'"x"', b"\xff", b"[" * 100_000, b'{"a":' * 100_000, b"9" * 10_000,
        b'{"update_id": 1}\0',
    ],
    ids=lambda body: repr(body[:12]),
)  # fmt: skip
async def test_what_is_no_object_is_refused(gate: Gate, body: bytes) -> None:
    assert await gate.call(body) == 400
    assert await gate.none()


@pytest.mark.parametrize(
    "update",
    [
        {}, {"update_id": "1", "message": {}}, {"update_id": 2**80, "message": {}}, {"update_id": 1},
        {"update_id": True, "message": {}}, {"update_id": 1, "poll": {}},
        said(location={"latitude": 1, "longitude": 2}),
    ],
    ids=str,
)  # fmt: skip
async def test_what_is_not_for_us_is_thanked_for_and_leaves_no_row(gate: Gate, update: Json) -> None:
    assert await gate.call(update) == 200
    assert await gate.none()


async def test_poison_becomes_a_dead_letter_of_its_own(gate: Gate) -> None:
    assert await gate.call({"update_id": 7, "message": "nonsense"}) == 200
    assert await gate.call({"update_id": 8, "message": {"text": "\ud800"}}) == 200
    assert await gate.call(gate.text("words", 9)) == 200
    gate.engine.hear = _unheard  # type: ignore[method-assign]
    await gate.worker.work()
    assert [row.state for row in await gate.rows()] == ["dead", "dead", "done"]


async def _unheard(db: Any, event: Any) -> None: ...


# --- thanked for, once it is stored ----------------------------------------------------------------------------------


async def test_200_means_stored_and_twice_is_once(gate: Gate, tmp_path: Path) -> None:
    headers = {"content-type": "Application/JSON; charset=utf-8", HEADER.upper(): SECRET}
    assert await gate.call(headers=headers) == 200
    other = await open_house(tmp_path / "house")  # seen from outside
    async with other.session() as db:
        assert [(row.update_id, row.state) for row in await db.scalars(select(Inbox))] == [(1, "new")]
    await other.close()
    assert [await gate.call() for _ in range(3)] == [200, 200, 200]
    assert await gate.count(Inbox) == 1


async def test_the_database_is_down_503_and_brought_again_once(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(gate.database, "begin", lambda: (_ for _ in ()).throw(OperationalError("", {}, Exception())))
        assert await gate.call() == 503
    assert await gate.none()
    assert await gate.call() == 200
    assert await gate.count(Inbox) == 1


async def test_the_database_hangs_503(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(webhook, "STORE", 0.1)
        async with gate.worker.write() as db:  # somebody writes, and does not end
            if gate.database.shared:
                await db.execute(text("lock table inbox in exclusive mode"))
            assert await gate.call() == 503
    assert await gate.call() == 200
    assert await gate.count(Inbox) == 1


async def test_many_at_once_are_each_stored_once(gate: Gate) -> None:
    calls = [gate.call(gate.text("words", 1 + number % 50)) for number in range(150)]
    assert set(await asyncio.gather(*calls)) == {200}
    assert await gate.count(Inbox) == 50


async def test_who_to_call_is_answered_with_no_database(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate.database, "begin", lambda: (_ for _ in ()).throw(OperationalError("", {}, Exception())))
    world = gate.world
    world.say(world.ana, world.ana.chat, "/sos")
    (update,) = world.pending()
    assert await gate.call(update) == 200
    assert await gate.call(update) == 200  # brought again: not said again
    await gate.door.close()
    answers = [one.text for one in world.messages(world.ana.chat) if one.sender != world.ana.id]
    assert len(answers) == 1 and "findahelpline.com" in answers[0]


# --- over a socket: who is big, and who is slow ----------------------------------------------------------------------


def head(gate: Gate, *more: str) -> bytes:
    lines = [f"POST {gate.path} HTTP/1.1", "Host: bot", "Content-Type: application/json", f"{HEADER}: {SECRET}", *more]
    return "\r\n".join([*lines, "", ""]).encode()


@contextlib.asynccontextmanager
async def listening(gate: Gate) -> AsyncIterator[None]:
    serving = asyncio.create_task(gate.webhook.listener.run())
    await gate.webhook.listener.started()
    try:
        yield
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def send(gate: Gate, *parts: bytes) -> bytes:
    """What is answered until the other side closes."""
    reader, writer = await asyncio.open_connection(*gate.address)
    for part in parts:
        writer.write(part)
        await asyncio.sleep(0)
    answer = await reader.read()
    writer.close()
    return answer


async def drip(gate: Gate, beginning: bytes) -> bytes:
    """The first line of the answer to a body that never ends, a byte at a time."""
    reader, writer = await asyncio.open_connection(*gate.address)
    writer.write(beginning)
    answer = asyncio.create_task(reader.readline())
    while not answer.done():
        writer.write(b" ")
        await asyncio.wait({answer}, timeout=0.1)
    writer.close()
    return answer.result()


async def test_fifty_megabytes_are_refused_unread(gate: Gate) -> None:
    async with listening(gate):
        answer = await send(gate, head(gate, f"Content-Length: {50 * 1024 * 1024}") + b"{" * 1000)
        assert answer.startswith(b"HTTP/1.1 413"), "before the rest has come"
        assert b"connection: close" in answer.lower()
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        answer = await send(gate, head(gate, "Transfer-Encoding: chunked"), *[chunk] * (BIGGEST // 0x10000 + 1))
        assert answer.startswith(b"HTTP/1.1 413")
        for length in ("-1", "x", "9" * 40, "5, 6"):
            answer = await send(gate, head(gate, f"Content-Length: {length}") + b"{}")
            assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 413")), length
    assert await gate.none()


async def test_a_body_of_one_megabyte_comes_in(gate: Gate) -> None:
    body = json.dumps(gate.text("words", 1)).encode()
    assert await gate.call(body + b" " * (BIGGEST - len(body))) == 200
    assert await gate.call(body + b" " * (BIGGEST - len(body) + 1)) == 413


async def test_two_secrets_over_the_wire_are_none(gate: Gate) -> None:
    body = json.dumps(gate.text("words", 1)).encode()
    async with listening(gate):
        twice = head(gate, f"{HEADER}: {SECRET}", f"Content-Length: {len(body)}")
        answer = await send(gate, twice + body)
    assert answer.startswith(b"HTTP/1.1 403") and await gate.none()


async def test_slow_senders_are_cut_off_and_delay_nobody(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listen, "HEADERS", 0.4)
    monkeypatch.setattr(webhook, "BODY", 0.4)
    async with listening(gate):
        body = json.dumps(gate.text("words", 1)).encode()
        whole = head(gate, f"Content-Length: {len(body)}")
        slow = [
            asyncio.open_connection(*gate.address),  # says nothing at all
            *(asyncio.open_connection(*gate.address) for _ in range(50)),
        ]
        quiet = [await one for one in slow]
        for number, (_, writer) in enumerate(quiet[1:]):
            writer.write(whole[: 10 + number])
        dripping = asyncio.create_task(drip(gate, whole + body[:5]))
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{gate.address[1]}") as caller:
            for number in range(1, 6):
                begun = time.monotonic()
                told = {"content-type": "application/json", HEADER: SECRET}
                answer = await caller.post(gate.path, json=gate.text("words", number), headers=told)
                assert answer.status_code == 200 and time.monotonic() - begun < 10, "one after another takes 20 s"
            for reader, writer in quiet:
                assert await asyncio.wait_for(reader.read(), 60) == b""
                writer.close()
        assert (await asyncio.wait_for(dripping, 60)).startswith(b"HTTP/1.1 408")
        # a connection that was used once and then drips is cut off as well
        reader, writer = await asyncio.open_connection(*gate.address)
        writer.write(head(gate, "Content-Length: 2") + b"{}")
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200")
        writer.write(whole[:20])
        await asyncio.wait_for(reader.read(), 60)
        writer.close()
    assert await gate.count(Inbox) == 5


async def test_who_hangs_up_stops_nobody(gate: Gate) -> None:
    async with listening(gate):
        for _ in range(20):
            reader, writer = await asyncio.open_connection(*gate.address)
            writer.write(head(gate, "Content-Length: 500") + b'{"update_id')
            await writer.drain()
            writer.transport.abort()
        await asyncio.sleep(0.1)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{gate.address[1]}") as caller:
            told = {"content-type": "application/json", HEADER: SECRET}
            assert (await caller.post(gate.path, json=gate.text("words", 1), headers=told)).status_code == 200
    assert await gate.count(Inbox) == 1


async def test_a_port_that_is_taken_is_said_at_once(gate: Gate) -> None:
    with pytest.raises(Stop, match="WEBHOOK_LISTEN") as stop:
        Webhook(gate.door, BASE, SECRET, f"127.0.0.1:{gate.address[1]}", gate.clock)
    assert stop.value.code == 75


# --- the secret ------------------------------------------------------------------------------------------------------


def test_the_secret_is_made_once_beside_the_keys(tmp_path: Path) -> None:
    keys = tmp_path / "keys" / "master.keys"
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(secret_of(keys))) for _ in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 20 and len(set(found)) == 1
    assert len(found[0]) >= 43
    path = tmp_path / "keys" / "webhook.secret"
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
    assert [one.name for one in path.parent.iterdir()] == ["webhook.secret"]
    assert found[0] not in address(BASE, found[0])


@pytest.mark.parametrize("secret", ["", "short", "a" * 64, "abc" * 20, "x" * 42, f"{SECRET}!", f"{SECRET} {SECRET}"])
def test_a_weak_secret_is_refused(tmp_path: Path, secret: str) -> None:
    path = tmp_path / "webhook.secret"
    path.write_text(secret)
    path.chmod(0o600)
    with pytest.raises(Stop, match="webhook.secret") as stop:
        secret_of(tmp_path / "master.keys")
    assert stop.value.code == CONFIGURATION and (not secret or secret not in stop.value.sentence)


def test_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    secret_of(tmp_path / "master.keys")
    (tmp_path / "webhook.secret").chmod(0o644)
    with pytest.raises(Stop, match="chmod 600"):
        secret_of(tmp_path / "master.keys")
    (tmp_path / "webhook.secret").unlink()
    (tmp_path / "webhook.secret").mkdir(mode=0o700)
    with pytest.raises(Stop, match="cannot be read"):
        secret_of(tmp_path / "master.keys")


def test_the_path_changes_with_the_secret_and_tells_nothing_of_it() -> None:
    assert address("https://a", "one") != address("https://a", "two")
    assert len(address("https://a", "one")) == len("https://a/") + 43


@pytest.mark.parametrize("base", ["", "bot.example.org", "http://bot.example.org", "ftp://x", "https://", "https://x:0",
                                  "https://x:y", "https://x?y", "https://me@x", "https://["])  # fmt: skip
def test_telegram_calls_https_alone(base: str) -> None:
    with pytest.raises(Stop, match="--webhook"):
        check_base(base, official=True)


def test_ones_own_server_may_call_without_tls() -> None:
    assert check_base("http://127.0.0.1:9", official=False)
    assert check_base("https://bot.example.org:8443/x", official=True)


# --- Telegram knows where --------------------------------------------------------------------------------------------


async def test_the_webhook_is_set_with_its_secret_and_set_again_when_taken_away(
    gate: Gate, telegram: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "LOOK", 0.05)
    monkeypatch.setattr(webhook, "BACK_OFF", (0.01,))
    running = asyncio.create_task(gate.webhook.run())
    await until(lambda: telegram["url"])
    allowed = telegram["allowed_updates"]
    assert (json.loads(allowed) if isinstance(allowed, str) else allowed) == KINDS
    assert telegram["url"] == gate.webhook.url and telegram["url"].startswith(f"{BASE}/")
    assert telegram["secret_token"] == SECRET and 1 <= int(telegram["max_connections"]) <= 100
    assert SECRET not in telegram["url"]
    telegram["url"] = ""
    await until(lambda: telegram["url"])
    assert telegram["calls"] == 2
    # it cannot be reached from there: not well, though set
    await asyncio.sleep(0.2)
    telegram |= {"pending_update_count": 3, "last_error_date": int(gate.clock.now().timestamp()) - 5}
    await asyncio.sleep(0.2)
    stale = gate.webhook.since
    await asyncio.sleep(0.2)
    assert gate.webhook.since == stale
    gate.clock.set(gate.clock.now() + timedelta(minutes=5))
    await until(lambda: gate.webhook.since > stale)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert telegram["url"]  # it stays: what comes meanwhile waits at Telegram
    with pytest.raises(OSError):
        socket.create_connection(gate.address, 1).close()


async def test_a_telegram_that_fails_is_tried_again_and_one_that_refuses_ends_it(
    gate: Gate, telegram: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "BACK_OFF", (0.01,))
    errors: list[Exception] = [NetworkError("x"), BadRequest("Bad webhook: Failed to resolve host: x"), KeyError("x")]

    async def failing() -> None:
        raise errors.pop(0) if errors else BadRequest("Bad webhook: HTTPS URL must be provided for webhook")

    monkeypatch.setattr(gate.webhook, "_set", failing)
    with pytest.raises(Stop, match="--webhook") as stop:
        await asyncio.wait_for(gate.webhook.run(), 60)
    assert stop.value.code == CONFIGURATION and not errors


async def test_a_token_that_is_refused_ends_it(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    gate.world.token = "another"
    sleep = asyncio.sleep
    monkeypatch.setattr("bot.webhook.asyncio.sleep", lambda seconds: sleep(min(seconds, 0.01)))
    with pytest.raises(Stop, match="TELEGRAM_BOT_TOKEN") as stop:
        await asyncio.wait_for(gate.webhook.run(), 60)
    assert stop.value.code == CONFIGURATION


async def test_polling_takes_a_webhook_away_also_one_that_comes_later(
    gate: Gate, telegram: Json, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.poll.BACK_OFF", (0.01,))
    telegram["url"] = "https://elsewhere.example.org"
    running = asyncio.create_task(gate.poller.run())
    await until(lambda: not telegram["url"])
    await asyncio.sleep(0.1)
    telegram["url"] = "https://elsewhere.example.org"
    gate.world.say(gate.world.ana, gate.world.ana.chat, "words")
    gate.world.wake()
    await until(lambda: not telegram["url"])
    await until(lambda: gate.count(Inbox))
    assert await gate.count(Inbox) == 1

    telegram["stays"] = True
    telegram["url"] = "https://elsewhere.example.org"
    gate.world.say(gate.world.ana, gate.world.ana.chat, "more")
    with pytest.raises(Stop, match="webhook") as stop:
        await asyncio.wait_for(running, 60)
    assert stop.value.code == 75


# --- in a process of its own -----------------------------------------------------------------------------------------


async def test_run_with_a_webhook_over_a_socket(tmp_path: Path, telegram: Json) -> None:
    """The whole process: it sets its webhook, is called, answers, ends; polling takes the webhook away again."""
    world = World(Clock(), token=TOKEN)
    server = Server(world, uvicorn.Config(app(world), port=0, log_config=None))
    server.capture_signals = _nothing  # type: ignore[method-assign, assignment]
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = environment(tmp_path, server.servers[0].sockets[0].getsockname()[1], WEBHOOK_LISTEN=f"127.0.0.1:{port}")
    process = start(tmp_path, "run", "--webhook", f"http://127.0.0.1:{port}", env=own)
    chat = world.ana.chat
    try:
        await until(lambda: telegram["url"])
        secret = (tmp_path / "keys" / "webhook.secret").read_text().strip()
        assert telegram["secret_token"] == secret
        world.say(world.ana, chat, "/start")
        (update,) = world.pending()
        async with httpx.AsyncClient() as caller:
            assert (await caller.post(telegram["url"], json=update)).status_code == 403
            assert (await caller.post(telegram["url"], json=update, headers={HEADER: secret})).status_code == 200
        await until(lambda: any(one.buttons for one in world.messages(chat)))
        world.confirm(update["update_id"] + 1)
        begun = time.monotonic()
        code, out, err = await end(process, signal.SIGTERM)
        assert code == 0 and time.monotonic() - begun < 10, err
        assert secret not in out + err and telegram["url"] not in out + err
        assert telegram["url"]
        process = start(tmp_path, "run", env=own)
        await until(lambda: not telegram["url"])
        code, _, err = await end(process, signal.SIGTERM)
        assert code == 0, err
        process = start(tmp_path, "run", "--webhook", "bot.example.org", env=own)
        code, _, err = await end(process)
        assert code == 78 and "--webhook" in err and "Traceback" not in err
    finally:
        if process.poll() is None:
            process.kill()
        server.should_exit = True
        await serving
