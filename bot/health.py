"""Is it well? `/livez` for a supervisor, `/readyz` with each check by its name, `/metrics` in numbers without ids.

Only loopback is meant to ask: none of it holds a secret, but how often two people write is theirs to know.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from cryptography.fernet import InvalidToken
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select, update
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import logs, measures
from bot.listen import Listener
from models import Inbox, KeyCheck, Lease, Outbox

if TYPE_CHECKING:
    from bot.companion import Companion

log = logs.logger(__name__)

LOOP = 10.0  # seconds without a turn of the event loop
FRESH = 80.0  # seconds since updates last could come in: longer than any poll, and seen within ninety
TICKED = 60.0  # seconds since the scheduler's last tick
PROBE = 5.0  # seconds for a write
ROOM = 50 * 1024 * 1024  # bytes
LATE = timedelta(minutes=5)  # a prompt that should have gone
WAITED = timedelta(seconds=60)  # an update that nobody plays
SKEW = 120.0  # seconds between our clock and Telegram's
COMPARE = 60.0  # seconds between two looks at Telegram's clock
ONCE = 2.0  # seconds that an answer holds: asking often costs nothing

STATES = ("pending", "held", "sending", "sent", "unknown", "expired", "dead", "cancelled")

Found = dict[str, Any]  # ok, and a number that explains it


class Counted(Collector):
    """What is counted while it runs, and nothing of the process or the interpreter."""

    def collect(self) -> Iterator[Metric]:
        sent = HistogramMetricFamily(measures.SENT.name, measures.SENT.says, labels=[measures.SENT.label])
        limits = [*map(str, map(float, measures.SECONDS)), "+Inf"]
        for kind, counts in measures.SENT.by.items():
            sent.add_metric([kind], list(zip(limits, accumulate(counts), strict=True)), measures.SENT.sums[kind])
        yield sent
        for one in measures.COUNTS:
            told = CounterMetricFamily(one.name, one.says, labels=[one.label] if one.label else [])
            for label, number in one.by.items():
                told.add_metric([label] if one.label else [], number)
            yield told


COUNTED = CollectorRegistry()
COUNTED.register(Counted())


class Health:
    """Looks at one running companion. `extra` are gauges of others: a name, what it says, and who knows the number."""

    def __init__(self, companion: "Companion", url: str, data: Path, listen: str, **httpx_kwargs: Any) -> None:
        self.companion = companion
        self.database = companion.database
        self.data = data
        self.extra: list[tuple[str, str, Callable[[], float | None]]] = []
        self.listener = Listener(self.app(), listen, "HEALTH_LISTEN")
        self._url, self._httpx = url, httpx_kwargs
        self._turned = time.monotonic()
        self._skew: float | None = None
        self._one_at_a_time = asyncio.Lock()
        self._last: dict[str, tuple[float, Any]] = {}

    async def run(self) -> None:
        """Until cancelled."""
        parts = [asyncio.create_task(one) for one in (self.listener.run(), self._turn(), self._compare())]
        try:
            await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in parts:
                task.cancel()
            await asyncio.gather(*parts, return_exceptions=True)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/livez", self._livez),
                Route("/readyz", self._readyz),
                Route("/metrics", self._metrics),
            ]
        )

    async def _turn(self) -> None:
        while True:
            self._turned = time.monotonic()
            await asyncio.sleep(1)

    async def _compare(self) -> None:
        """Our clock beside the one of the Bot API; where that does not tell the time, nothing is known."""
        async with httpx.AsyncClient(timeout=10, **self._httpx) as client:
            while True:
                try:
                    date = (await client.head(self._url)).headers.get("date")
                    told = parsedate_to_datetime(date).astimezone(UTC) if date else None
                    self._skew = (self.companion.clock.now() - told).total_seconds() if told else None
                except (httpx.HTTPError, ValueError) as error:
                    log.info("clock_not_compared", error=error)
                await asyncio.sleep(COMPARE)

    # --- what is asked -------------------------------------------------------------------------------------------

    async def _livez(self, request: Request) -> Response:
        well = time.monotonic() - self._turned < LOOP
        return PlainTextResponse("alive\n" if well else "stuck\n", 200 if well else 503)

    async def _readyz(self, request: Request) -> Response:
        checks = await self._held("checks", self.checks)
        ill = [name for name, found in checks.items() if not found["ok"]]
        return JSONResponse({"ok": not ill, "ill": ill, "checks": checks}, 503 if ill else 200)

    async def _metrics(self, request: Request) -> Response:
        text = generate_latest(COUNTED) + await self._held("numbers", self._numbers)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    async def _held(self, name: str, look: Callable[[], Awaitable[Any]]) -> Any:
        async with self._one_at_a_time:
            when, found = self._last.get(name, (0.0, None))
            if found is None or time.monotonic() - when > ONCE:
                found = await look()
                self._last[name] = (time.monotonic(), found)
            return found

    # --- the checks ----------------------------------------------------------------------------------------------

    async def checks(self) -> dict[str, Found]:
        """Each by its name: whether it is well, and the number that says so."""
        companion = self.companion
        now = time.monotonic()
        found = {
            "updates": _below(now - companion.way_in.since, FRESH),
            "tick": _below(now - companion.ticker.last, TICKED),
            "disk": await asyncio.to_thread(self._room),
            "clock": {"ok": self._skew is None or abs(self._skew) < SKEW, "seconds": self._skew and round(self._skew)},
        }
        begun = time.monotonic()
        try:
            async with asyncio.timeout(PROBE):
                found |= await self._stored()
            found["database"] = _below(time.monotonic() - begun, PROBE)
        except Exception as error:
            log.error("not_probed", error=error)
            unknown = ("database", "key", "prompts", "inbox", "lease")
            found |= {name: {"ok": False, "seconds": None} for name in unknown}
        return dict(sorted(found.items()))

    async def _stored(self) -> dict[str, Found]:
        """What the database tells, in one transaction that writes."""
        async with self.companion.worker.write() as db:
            await db.execute(update(KeyCheck).values(fingerprint=KeyCheck.fingerprint))
            wrapped = await db.scalar(select(KeyCheck.wrapped))
            now = self.companion.clock.now()
            prompt = select(func.min(Outbox.not_before)).where(
                Outbox.state == "pending", Outbox.grade == "A", Outbox.not_before <= now
            )
            late = await db.scalar(prompt.where((Outbox.expires_at.is_(None)) | (Outbox.expires_at > now)))
            oldest = await db.scalar(select(func.min(Inbox.received_at)).where(Inbox.state == "new"))
            leased = not self._leased() or await self._is_leased(db, now.timestamp())
        return {
            "key": {"ok": self._fits(wrapped)},
            "prompts": _below((now - (late or now)).total_seconds(), LATE.total_seconds()),
            "inbox": _below((now - (oldest or now)).total_seconds(), WAITED.total_seconds()),
            "lease": {"ok": leased},
        }

    def _leased(self) -> bool:
        """Whether polling goes by a lease: on PostgreSQL, and where no webhook makes it needless."""
        return self.database.shared and self.companion.way_in is self.companion.poller

    async def _is_leased(self, db: Any, now: float) -> bool:
        """Whether some replica polls. Leases run by the database's clock."""
        if self.database.engine.dialect.name == "postgresql":
            now = float(await db.scalar(select(func.extract("epoch", func.clock_timestamp()))))
        held = select(Lease.fence).where(Lease.name == "poller", Lease.owner.is_not(None), Lease.until > now)
        return await db.scalar(held) is not None

    def _fits(self, wrapped: bytes | None) -> bool:
        try:
            return wrapped is not None and bool(self.database.ring.decrypt(wrapped))
        except InvalidToken:
            return False

    def _room(self) -> Found:
        room = os.statvfs(self.data)
        free = room.f_bavail * room.f_frsize
        return {"ok": free > ROOM, "bytes": free}

    # --- the numbers ---------------------------------------------------------------------------------------------

    async def _numbers(self) -> bytes:
        """What is counted when it is asked for."""
        registry = CollectorRegistry()

        def tell(name: str, says: str, value: float | None) -> None:
            if value is not None:
                Gauge(f"evenfall_{name}", says, registry=registry).set(value)

        now = time.monotonic()
        tell("loop_seconds", "Since the event loop last turned", now - self._turned)
        tell("updates_seconds", "Since updates last could come in", now - self.companion.way_in.since)
        tell("tick_seconds", "Since the scheduler's last tick", now - self.companion.ticker.last)
        tell("clock_skew_seconds", "Our clock before Telegram's", self._skew)
        try:
            async with asyncio.timeout(PROBE), self.companion.worker.write() as db:
                oldest = await db.scalar(select(func.min(Inbox.received_at)).where(Inbox.state == "new"))
                letters = await _by_state(db, Inbox.state)
                posts = await _by_state(db, Outbox.state)
        except Exception as error:
            log.error("not_counted", error=error)
            tell("database_up", "Whether the database answers", 0)
            return generate_latest(registry)
        tell("database_up", "Whether the database answers", 1)
        at = self.companion.clock.now()
        tell("inbox_lag_seconds", "Age of the oldest update that waits", (at - (oldest or at)).total_seconds())
        tell("inbox_waiting", "Updates that wait", letters.get("new", 0))
        tell("dead_letters", "Updates that could not be played, of two weeks", letters.get("dead", 0))
        outbox = Gauge("evenfall_outbox", "What is to be sent and was, of two weeks", ["state"], registry=registry)
        for state in STATES:
            outbox.labels(state).set(posts.get(state, 0))
        tell("sends_unknown", "Messages that may or may not have arrived, of two weeks", posts.get("unknown", 0))
        for name, says, know in self.extra:
            tell(name, says, await asyncio.to_thread(know))
        return generate_latest(registry)


def _below(seconds: float, limit: float) -> Found:
    return {"ok": seconds < limit, "seconds": round(seconds, 1)}


async def _by_state(db: Any, column: Any) -> dict[str, int]:
    return {state: count for state, count in await db.execute(select(column, func.count()).group_by(column))}


async def ask(listen: str) -> list[str]:
    """What is ill of the companion that answers there, for `doctor --quick`."""
    host, _, port = listen.rpartition(":")
    host = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104  # nosec B104
    try:
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            answer = await client.get(f"http://{host}:{port}/readyz")
            return [str(name) for name in answer.json()["ill"]]
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return ["no answer"]
