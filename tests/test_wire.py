"""The real way to the Bot API, over sockets: what each way of failing means for the message (bot/errors.py)."""

import asyncio
import os
import socket
import ssl
import struct
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import telegram
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot import wire, worker
from bot.errors import action
from bot.front import connect
from dialogue.clock import Clock

TOKEN = "7700000001:token"
SENT = b'{"ok":true,"result":{"message_id":5,"date":1772000000,"chat":{"id":7,"type":"private"},"text":"x"}}'
Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


def http(status: bytes, body: bytes, length: int | None = None) -> Answer:
    async def answer(to: asyncio.StreamWriter) -> None:
        to.write(b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status, length or len(body), body))

    return answer


async def silent(to: asyncio.StreamWriter) -> None:
    await asyncio.sleep(5)


async def reset(to: asyncio.StreamWriter) -> None:
    to.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    to.transport.abort()


async def hung_up(to: asyncio.StreamWriter) -> None:
    to.close()


async def half(to: asyncio.StreamWriter) -> None:
    await http(b"200 OK", SENT[:20], 100)(to)
    to.close()


class Server:
    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.heard: list[bytes] = []
        self.connections = 0
        self.tasks: list[asyncio.Task[None]] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.tasks.append(asyncio.current_task())
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                self.heard.append(await reader.readexactly(length))
                await (self.answers.pop(0) if self.answers else http(b"200 OK", SENT))(writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[Server, telegram.Bot]]:
    server = Server()
    door = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    bot = connect(TOKEN, f"http://127.0.0.1:{door.sockets[0].getsockname()[1]}")
    yield server, bot
    await bot.shutdown()
    door.close()
    for task in server.tasks:
        task.cancel()
    await asyncio.gather(*server.tasks, return_exceptions=True)
    await asyncio.sleep(0.01)


async def test_words_arrive_as_they_are_and_the_connection_is_kept() -> None:
    async with serving() as (server, bot):
        for words in ("a & b = ü 💛\n+", "again"):
            sent = await bot.send_message(7, words)
            assert parse_qs(server.heard[-1].decode())["text"] == [words]
        assert (sent.message_id, server.connections) == (5, 1)
        await bot.send_document(7, b"<p>words</p>", filename="my-words.html")
        assert b'filename="my-words.html"' in server.heard[-1]
        assert b"<p>words</p>" in server.heard[-1]


@pytest.mark.parametrize(("bypassed", "through"), [("", True), ("127.0.0.1", False)])
async def test_a_proxy_that_the_environment_names_is_taken(
    bypassed: str, through: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        await http(b"200 OK", SENT)(writer)
        writer.close()

    async with serving() as (server, bot), await asyncio.start_server(serve, "127.0.0.1", 0) as proxy:
        port = proxy.sockets[0].getsockname()[1]
        monkeypatch.setenv("http_proxy", f"http://ben:secret@127.0.0.1:{port}")
        monkeypatch.setenv("no_proxy", bypassed)
        assert (await bot.send_message(7, "x")).message_id == 5
        assert (len(heads), len(server.heard)) == ((1, 0) if through else (0, 1))
        assert all(b"Proxy-Authorization: Basic" in head for head in heads)


async def test_a_call_that_was_begun_is_written_before_a_transaction_takes_the_loop() -> None:
    """On SQLite a transaction is played in the loop: what was claimed before it must not wait until it is over."""
    came = [threading.Event(), threading.Event()]
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            with door.accept()[0] as line:
                for event in came:
                    line.recv(65536)
                    event.set()
                    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(SENT), SENT))

        thread = threading.Thread(target=serve)
        thread.start()
        bot = connect(TOKEN, f"http://127.0.0.1:{door.getsockname()[1]}")
        await bot.send_message(7, "the connection is made")
        call = asyncio.create_task(bot.send_message(7, "claimed"))
        for _ in range(worker.AHEAD):
            await asyncio.sleep(0)
        assert came[1].wait(10), "it waits for the loop"
        await call
        thread.join()
        await bot.shutdown()


@pytest.mark.parametrize(
    ("answer", "means"),
    [
        (silent, "unknown"),
        (reset, "unknown"),
        (hung_up, "unknown"),
        (half, "unknown"),
        (http(b"200 OK", b"<html>"), "unknown"),
        (http(b"502 Bad Gateway", b"<html>"), "unknown"),
        (http(b"429 Too Many", b'{"ok":false,"error_code":429,"parameters":{"retry_after":7}}'), "hold"),
        (http(b"403 Forbidden", b'{"ok":false,"error_code":403,"description":"Forbidden: blocked"}'), "blocked"),
        (http(b"413 Too Large", b'{"ok":false,"error_code":413,"description":"Request Entity Too Large"}'), "dead"),
        (http(b"401 No", b'{"ok":false,"error_code":401,"description":"Unauthorized"}'), "token"),
    ],
)  # fmt: skip
async def test_what_failed_after_it_was_sent(answer: Answer, means: str) -> None:
    async with serving() as (server, bot):
        bot._request[1]._read = 0.2
        server.answers.append(answer)
        with pytest.raises(Exception) as raised:  # noqa: PT011
            await bot.send_message(7, "words")
        assert action(raised.value, "send", True).kind == means
        assert len(server.heard) == 1, "it is not for the connection to send it again"
        assert TOKEN not in str(raised.value) or means == "token"
        assert (await bot.send_message(7, "next")).message_id == 5


async def test_who_is_not_there_got_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused, unknown by name, or silent while it is being connected to: surely not sent."""
    monkeypatch.setattr(wire, "CONNECT", 0.2)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and nobody listens
        full = socket.socket()
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        for address in (
            f"http://127.0.0.1:{taken.getsockname()[1]}",
            "http://nobody.invalid",
            f"http://127.0.0.1:{full.getsockname()[1]}",
        ):
            bot = connect(TOKEN, address)
            with pytest.raises(telegram.error.NetworkError) as raised:
                await bot.send_message(7, "words")
            assert action(raised.value, "send", True).kind == "again", address
            await bot.shutdown()
        for one in (*waiting, full):
            one.close()


ASKED = """
import asyncio, sys
import bot.main
with bot.main.light():
    from bot.front import connect
from telegram.error import NetworkError

async def main():
    bot = connect("7700000001:token", sys.argv[1])
    try:
        print((await bot.send_message(7, "x")).message_id)
    except NetworkError as error:
        print(error)
    await bot.shutdown()

asyncio.run(main())
"""


def certificate(folder: Path) -> Path:
    """A key, and what it says of itself: that it is 127.0.0.1's."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = Clock().now()
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.mark.parametrize("trusted, said", [(True, "5"), (False, "ClientConnectorCertificateError")])
async def test_a_server_must_prove_who_it_is(tmp_path: Path, trusted: bool, said: str):
    """Imported as `evenfall run` does it, which reads the certificates for those alone who verify by them."""
    file = certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)
    server = Server()
    door = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls)
    url = f"https://127.0.0.1:{door.sockets[0].getsockname()[1]}"
    known = {"SSL_CERT_FILE": str(file)} if trusted else {}
    asking = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ASKED, url, env={**os.environ, **known}, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await asking.communicate()
    door.close()
    assert told.decode().strip() == said
    assert len(server.heard) == trusted
