"""The second way in: Telegram calls us. An update is thanked for with 200 only once it is stored.

Whoever does not know the secret gets 403 and leaves no row. The address ends in a path made from the secret, so it
cannot be guessed either. Telegram calls again for anything but 200, so a database that fails (503) loses nothing.
"""

import asyncio
import base64
import hmac
import json
import os
import re
import secrets
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import WebhookInfo
from telegram.error import BadRequest, InvalidToken, RetryAfter

from bot import logs, measures
from bot.door import Door
from bot.listen import Listener
from bot.poll import BACK_OFF, KINDS
from bot.stop import CONFIGURATION, Rejections, Stop
from dialogue.clock import Clock

log = logs.logger(__name__)

HEADER = "x-telegram-bot-api-secret-token"
SECRET = re.compile(r"[A-Za-z0-9_-]{43,256}")  # 32 random bytes at least, in what Telegram allows
VARIED = 10  # different signs that a random one has
BIGGEST = 1024 * 1024  # bytes
BODY = 10.0  # seconds for a body to come in
STORE = 20.0  # seconds to store it
SIDE_BY_SIDE = 20  # calls that Telegram may make at once
LOOK = 30.0  # seconds between two looks at what Telegram thinks of our address
RECENT = timedelta(seconds=90)


def secret_of(keys_file: Path) -> str:
    """The webhook's secret, in a file beside the keys; made when there is none. A weak one is refused."""
    path = keys_file.parent / "webhook.secret"
    try:
        if not path.exists():
            _make(path)
        if path.stat().st_mode & 0o077:
            raise Stop(CONFIGURATION, f"{path} can be read by others: run chmod 600 on it.")
        secret = path.read_text().strip()
    except (OSError, UnicodeDecodeError):
        raise Stop(CONFIGURATION, f"{path} cannot be read or written: mend its owner, or that of its folder.") from None
    if not SECRET.fullmatch(secret) or len(set(secret)) < VARIED:
        raise Stop(CONFIGURATION, f"{path} holds no usable secret: delete it, and a new one is made.")
    return secret


def _make(path: Path) -> None:
    """Whole or not at all: another replica may be making it too, and the first one counts."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


def address(base: str, secret: str) -> str:
    """The address that Telegram is given: `base` and a path that is made from the secret."""
    digest = hmac.new(secret.encode(), b"evenfall webhook path", "sha256").digest()
    return f"{base.rstrip('/')}/{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def check_base(base: str, official: bool) -> str:
    """The address that was given on the command line; Telegram itself calls https alone."""
    try:
        parts = urlsplit(base)
        good = bool(parts.hostname) and parts.port != 0 and not (parts.query or parts.fragment or parts.username)
    except ValueError:
        parts, good = urlsplit(""), False
    if not good or parts.scheme not in (("https",) if official else ("https", "http")):
        raise Stop(CONFIGURATION, "--webhook is not usable: give the public address, such as https://bot.example.org.")
    return base


class Webhook:
    """Listens, tells Telegram where, and looks after it that Telegram keeps knowing."""

    def __init__(self, door: Door, base: str, secret: str, listen: str, clock: Clock) -> None:
        self.door = door
        self.bot = door.front.bot
        self.clock = clock
        self.url = address(base, secret)
        self.since = time.monotonic()  # the last time that Telegram knew the address and could reach it
        self._secret = secret.encode()
        self._path = urlsplit(self.url).path.encode()
        self.listener = Listener(self.app(), listen, "WEBHOOK_LISTEN")

    async def run(self) -> None:
        """Until cancelled. What Telegram will never accept ends the process."""
        parts = {asyncio.create_task(self.listener.run()), asyncio.create_task(self._keep())}
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in parts:
                task.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
        for task in done:
            task.result()

    async def close(self) -> None:
        await self.door.close()

    # --- Telegram's side -----------------------------------------------------------------------------------------

    async def _keep(self) -> None:
        """Set the webhook, and set it again when somebody else took it away."""
        await self.listener.started()
        rejections, fails, known = Rejections(), 0, False
        while True:
            wait = LOOK
            try:
                if not known:
                    await self._set()
                info = await self.bot.get_webhook_info()
                known, fails = info.url == self.url, 0
                if known:
                    self._note(info)
                else:
                    log.error("webhook_taken_away")
                    wait = BACK_OFF[0]
            except InvalidToken as error:
                log.warning("token_rejected", error=error)
                rejections.add()
                wait = 1
            except BadRequest as error:
                if not known and "resolve" not in str(error).lower():
                    raise Stop(
                        CONFIGURATION,
                        "The Bot API does not accept the address of --webhook: it must be https, on port 443, 80, 88 "
                        "or 8443, and reachable from there.",
                    ) from None
                log.warning("webhook_not_set", attempt=fails + 1, error=error)
                wait, fails = BACK_OFF[min(fails, len(BACK_OFF) - 1)], fails + 1
            except Exception as error:
                log.warning("webhook_not_set", attempt=fails + 1, error=error)
                wait, fails = BACK_OFF[min(fails, len(BACK_OFF) - 1)], fails + 1
                if isinstance(error, RetryAfter):
                    after = error.retry_after
                    wait = max(wait, after.total_seconds() if isinstance(after, timedelta) else after)
            await asyncio.sleep(wait)

    async def _set(self) -> None:
        secret = self._secret.decode()
        await self.bot.set_webhook(
            self.url, allowed_updates=KINDS, max_connections=SIDE_BY_SIDE, secret_token=secret
        )  # fmt: skip

    def _note(self, info: WebhookInfo) -> None:
        """Known is not enough: what waits there, and could not be brought just now, is not coming in."""
        failed = info.last_error_date is not None and self.clock.now() - info.last_error_date < RECENT
        if failed and info.pending_update_count:
            log.warning("webhook_not_reached", number=info.pending_update_count)
        else:
            self.since = time.monotonic()

    # --- our side ------------------------------------------------------------------------------------------------

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/{path:path}", self._answer, methods=["POST"])])

    async def _answer(self, request: Request) -> Response:
        status = await self._status(request)
        measures.WEBHOOK.add(of=str(status))
        # What was refused may still be sending: the connection is not used again.
        return Response(status_code=status, headers={} if status == 200 else {"connection": "close"})

    async def _status(self, request: Request) -> int:
        if not hmac.compare_digest(request.scope["path"].encode(), self._path):
            return 404
        given = request.headers.getlist(HEADER)
        if not hmac.compare_digest("\n".join(given).encode("latin-1"), self._secret):  # two are never the one
            return 403
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            return 415
        length = request.headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or len(length) > 9 or int(length) > BIGGEST:
            return 413
        try:
            async with asyncio.timeout(BODY):
                body = await _read(request)
        except (TimeoutError, ClientDisconnect):
            return 408
        if body is None:
            return 413
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return 400
        return await self._take(update) if isinstance(update, dict) else 400

    async def _take(self, update: dict[str, Any]) -> int:
        try:
            async with asyncio.timeout(STORE):
                await self.door.receive([update])
        except Exception as error:
            log.error("not_stored", error=error)
            return 503
        return 200


async def _read(request: Request) -> bytes | None:
    """The body; None as soon as it is too big."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BIGGEST:
            return None
    return bytes(body)
