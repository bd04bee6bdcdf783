"""Is it well: each check turns red for its own reason, polling never dies silently, and a signal ends all in time."""

import asyncio
import re
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError
from telegram.error import NetworkError, RetryAfter

from bot import health, measures
from bot.companion import Companion
from bot.config import Config
from bot.doctor import quick
from bot.health import Health
from bot.poll import Poller
from bot.stop import Stop
from dialogue.clock import Clock
from models import Inbox, KeyCheck, Lease, Outbox, new_id
from playground.app import Server, app
from playground.world import World
from tests.patience import until
from tests.stage import copy_house, open_house
from tests.test_doors import NOW, TOKEN, Porch, _nothing, end, environment, start

Json = dict[str, Any]
CHECKS = {"updates", "tick", "disk", "clock", "database", "key", "prompts", "inbox", "lease"}


class Bed(Porch):
    """A companion that does not run by itself, and who looks after it."""

    date: str | None = format_datetime(NOW)

    async def lie_down(self, data: Path) -> None:
        await self.bot.initialize()  # the companion asks its bot for its name
        self.companion = Companion(self.database, self.bot, self.clock, "Marta", transport=self.transport)
        told = httpx.MockTransport(lambda _: httpx.Response(302, headers={"date": self.date} if self.date else {}))
        self.health = Health(self.companion, "http://127.0.0.1", data, "127.0.0.1:0", transport=told)
        self.caller = httpx.AsyncClient(transport=httpx.ASGITransport(self.health.app()), base_url="http://health")

    async def compare(self) -> None:
        """One look at the server's clock."""
        looking = asyncio.create_task(self.health._compare())
        await asyncio.sleep(0.05)
        looking.cancel()

    async def get(self, path: str) -> tuple[int, str]:
        answer = await self.caller.get(path)
        return answer.status_code, answer.text

    async def ill(self) -> list[str]:
        self.health._last.clear()
        answer = await self.caller.get("/readyz")
        told = answer.json()
        assert set(told["checks"]) == CHECKS
        assert answer.status_code == (503 if told["ill"] else 200)
        assert told["ok"] == (not told["ill"])
        return list(told["ill"])

    async def numbers(self) -> dict[str, float]:
        self.health._last.clear()
        text = (await self.caller.get("/metrics")).text
        lines = [line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#")]
        return {name: float(value) for name, value in lines}

    async def add(self, *rows: Any) -> None:
        async with self.database.begin() as db:
            db.add_all(rows)

    def post(self, state: str = "pending", late: float = 0, **more: Any) -> Outbox:
        at = NOW - timedelta(seconds=late)
        told = {"system": "telegram", "chat_id": 987_654_321, "kind": "send", "grade": "A", "created_at": at}
        return Outbox(id=new_id(), state=state, not_before=at, **told | more)

    async def leased(self, seconds: float) -> None:
        """Somebody polls for so long. Leases run by the clock of the database."""
        async with self.database.begin() as db:
            await db.execute(delete(Lease))
            now = Clock().now() if self.database.engine.dialect.name == "postgresql" else NOW
            db.add(Lease(name="poller", owner="x", until=now.timestamp() + seconds, fence=3))

    def letter(self, number: int, state: str = "new", late: float = 0) -> Inbox:
        at = NOW - timedelta(seconds=late)
        return Inbox(id=new_id(), system="telegram", update_id=number, state=state, received_at=at)


@pytest.fixture
async def bed(house: Path, tmp_path: Path) -> AsyncIterator[Bed]:
    copy_house(house, tmp_path / "house")
    bed = Bed(await open_house(tmp_path / "house"))
    await bed.lie_down(tmp_path)
    await bed.leased(600)
    yield bed
    bed.health.listener.socket.close()
    await bed.caller.aclose()
    await bed.companion.poller.close()
    await bed.poller.close()
    await bed.bot.shutdown()
    await bed.database.close()


# --- asked -----------------------------------------------------------------------------------------------------------


async def test_well(bed: Bed) -> None:
    assert await bed.ill() == []
    assert await bed.get("/livez") == (200, "alive\n")
    for path in ("/", "/metric", "/readyz/x"):
        assert (await bed.get(path))[0] == 404


async def updates(bed: Bed) -> None:
    bed.companion.way_in.since -= 91


async def tick(bed: Bed) -> None:
    bed.companion.ticker.last -= 61


async def inbox(bed: Bed) -> None:
    await bed.add(bed.letter(1, late=61))


async def prompts(bed: Bed) -> None:
    await bed.add(bed.post(late=301))


async def key(bed: Bed) -> None:
    bed.database.ring = MultiFernet([Fernet(Fernet.generate_key())])


async def clock(bed: Bed) -> None:
    bed.date = format_datetime(NOW + timedelta(seconds=121))


async def lease(bed: Bed) -> None:
    """Several replicas, and the one that polled is gone."""
    await bed.leased(-1)
    bed.health.database.shared = True


async def no_lease(bed: Bed) -> None:
    async with bed.database.begin() as db:
        await db.execute(delete(Lease))
    bed.health.database.shared = True


@pytest.mark.parametrize(
    ("name", "fall"),
    [("updates", updates), ("tick", tick), ("inbox", inbox), ("prompts", prompts), ("key", key), ("clock", clock),
     ("lease", lease), ("lease", no_lease)],
)  # fmt: skip
async def test_each_check_is_red_for_its_own_reason(bed: Bed, name: str, fall: Callable[[Bed], Any]) -> None:
    await fall(bed)
    await bed.compare()
    assert await bed.ill() == [name]


async def test_what_is_only_nearly_late_is_well(bed: Bed) -> None:
    bed.companion.way_in.since -= 70
    bed.companion.ticker.last -= 50
    bed.date = format_datetime(NOW - timedelta(seconds=119))
    await bed.compare()
    await bed.add(
        bed.letter(1, late=59), bed.letter(2, "done", late=999), bed.letter(3, "dead", late=999), bed.post(late=299),
        bed.post("sent", late=999), bed.post("unknown", late=999), bed.post(late=999, grade="B"), bed.post(late=-999),
        bed.post(late=999, expires_at=NOW - timedelta(seconds=1)),
    )  # fmt: skip
    await bed.leased(5)
    bed.health.database.shared = True
    assert await bed.ill() == []


async def test_a_server_that_tells_no_time_is_no_reason(bed: Bed) -> None:
    bed.date = None
    await bed.compare()
    assert await bed.ill() == []


async def test_a_full_disk_is_red(bed: Bed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "ROOM", 2**62)
    assert await bed.ill() == ["disk"]


async def test_a_database_that_fails_or_hangs_is_red_in_time(bed: Bed, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = ["database", "inbox", "key", "lease", "prompts"]
    with monkeypatch.context() as patch:
        patch.setattr(bed.database, "begin", lambda: (_ for _ in ()).throw(OperationalError("", {}, Exception())))
        assert await bed.ill() == stored
        assert (await bed.numbers())["evenfall_database_up"] == 0
    with monkeypatch.context() as patch:
        patch.setattr(health, "PROBE", 0.1)
        async with bed.companion.worker.write() as db:  # somebody writes, and does not end
            await db.execute(update(KeyCheck).values(fingerprint=KeyCheck.fingerprint))
            assert await bed.ill() == stored
    assert await bed.ill() == []


async def test_a_loop_that_is_stuck_is_not_alive(bed: Bed) -> None:
    turning = asyncio.create_task(bed.health._turn())
    await asyncio.sleep(0.01)
    bed.health._turned -= 11
    assert await bed.get("/livez") == (503, "stuck\n")
    await asyncio.sleep(1.1)
    assert (await bed.get("/livez"))[0] == 200
    turning.cancel()


async def test_asking_often_costs_one_look(bed: Bed, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    write = bed.companion.worker.write

    def count() -> Any:
        looks.append(1)
        return write()

    monkeypatch.setattr(bed.companion.worker, "write", count)
    await asyncio.gather(*(bed.get("/readyz") for _ in range(50)))
    assert len(looks) == 1


# --- counted ---------------------------------------------------------------------------------------------------------


async def test_numbers_tell_how_much_and_nobody(bed: Bed) -> None:
    await bed.add(
        bed.letter(1, late=30), bed.letter(2), bed.letter(3, "dead"), bed.post(), bed.post("unknown"),
        bed.post("unknown"), bed.post("sent"),
    )  # fmt: skip
    bed.health.extra.append(("backup_age_seconds", "Age of the newest backup", lambda: 77.0))
    bed.health.extra.append(("drill_age_seconds", "Age of the last restore drill", lambda: None))
    told = await bed.numbers()
    assert (told["evenfall_inbox_waiting"], told["evenfall_inbox_lag_seconds"]) == (2, 30)
    assert told["evenfall_dead_letters"] == 1
    assert told['evenfall_outbox{state="unknown"}'] == told["evenfall_sends_unknown"] == 2
    assert (told['evenfall_outbox{state="pending"}'], told['evenfall_outbox{state="cancelled"}']) == (1, 0)
    assert told["evenfall_backup_age_seconds"] == 77 and "evenfall_drill_age_seconds" not in told
    for name in ("too_many_requests_total", "lease_changes_total", "updates_refused_total"):
        assert f"evenfall_{name}" in told
    assert "evenfall_clock_skew_seconds" not in told  # not compared yet
    labels = set(re.findall(r"(\w+)=", " ".join(told)))
    assert labels <= {"state", "kind", "status", "le"}
    assert "987654321" not in " ".join(told) and "Marta" not in " ".join(told)


async def test_sends_and_429s_are_counted(bed: Bed) -> None:
    front, many = bed.companion.front, measures.TOO_MANY.by[""]
    sent = measures.SENT.sums["send"]
    ana = bed.world.ana
    bed.world.say(ana, ana.chat, "/start")
    await front.deliver("send", ana.chat, {"text": "words"})
    assert measures.SENT.sums["send"] > sent
    bed.world.fail_next("sendMessage", 429)
    with pytest.raises(RetryAfter):
        await front.deliver("send", ana.chat, {"text": "words"})
    bed.world.fail_next("sendMessage", 500)
    with pytest.raises(NetworkError):
        await front.deliver("send", ana.chat, {"text": "words"})
    assert measures.TOO_MANY.by[""] == many + 1
    told = await bed.numbers()
    slow = told['evenfall_send_seconds_bucket{kind="send",le="30.0"}']
    assert told['evenfall_send_seconds_count{kind="send"}'] == sum(measures.SENT.by["send"]) >= slow > 0
    assert told['evenfall_send_seconds_sum{kind="send"}'] == pytest.approx(measures.SENT.sums["send"])
    assert told["evenfall_too_many_requests_total"] == many + 1
    assert told['evenfall_send_failures_total{kind="send"}'] == measures.FAILED.by["send"] >= 2


async def test_over_a_socket_and_for_the_quick_doctor(bed: Bed, tmp_path: Path) -> None:
    config = Config(evenfall_data=tmp_path, health_listen=f"127.0.0.1:{bed.health.listener.port}")
    assert await quick(replace(config, health_listen="127.0.0.1:1")) == 1
    running = asyncio.create_task(bed.health.run())
    await bed.health.listener.started()
    assert await quick(config) == 0
    bed.companion.way_in.since -= 100
    bed.health._last.clear()
    assert await quick(config) == 1
    with pytest.raises(Stop, match="HEALTH_LISTEN"):
        Health(bed.companion, "http://127.0.0.1", tmp_path, config.health_listen)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


# --- polling does not die silently (F9) ------------------------------------------------------------------------------


def answering(bed: Bed, *answers: Any) -> Poller:
    """A poller whose getUpdates is answered by these, one after another; then the last one for ever."""
    left = list(answers)

    async def answer(request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("getUpdates"):
            return httpx.Response(200, json={"ok": True, "result": True})
        now = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(now, Exception):
            raise now
        if isinstance(now, httpx.Response):
            return now
        return now() if callable(now) else httpx.Response(200, json=now)

    return Poller(bed.front, bed.worker, transport=httpx.MockTransport(answer))


def refused(code: int, words: str) -> Callable[[], httpx.Response]:
    return lambda: httpx.Response(code, json={"ok": False, "error_code": code, "description": words})


async def poll(bed: Bed, poller: Poller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the poller's one update is stored, or it stops."""
    monkeypatch.setattr("bot.poll.BACK_OFF", (0.01,))
    running = asyncio.create_task(poller.run())
    try:
        for _ in range(500):
            await asyncio.wait({running}, timeout=0.02)
            if running.done():
                running.result()
            if await bed.count(Inbox):
                return
        raise TimeoutError
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await poller.close()


@pytest.mark.parametrize(
    ("code", "words", "ends"),
    [(401, "Unauthorized", 78), (404, "Not Found", 78), (409, "Conflict: terminated by other getUpdates request", 75)],
)
async def test_what_cannot_be_mended_ends_the_process(
    bed: Bed, monkeypatch: pytest.MonkeyPatch, code: int, words: str, ends: int
) -> None:
    with pytest.raises(Stop) as stop:
        await poll(bed, answering(bed, refused(code, words)), monkeypatch)
    assert stop.value.code == ends


class Drip(httpx.AsyncByteStream):
    """An answer that never ends, though something always comes."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "trouble",
    [
        refused(401, "Unauthorized"), refused(404, "Not Found"), refused(429, "Too Many Requests"),
        refused(500, "Internal Server Error"), refused(502, "Bad Gateway"),
        httpx.ConnectError("x"), httpx.ReadTimeout("x"), httpx.PoolTimeout("x"), httpx.RemoteProtocolError("x"),
        {"ok": True}, {"ok": True, "result": None}, {"ok": True, "result": {"update_id": 1}}, {"ok": False},
        {"ok": True, "result": [None]}, {"ok": True, "result": [{"update_id": "x"}]}, [],
        lambda: httpx.Response(200, text="<html>"), lambda: httpx.Response(200, stream=Drip()),
    ],
)  # fmt: skip
async def test_after_any_other_trouble_it_goes_on(bed: Bed, monkeypatch: pytest.MonkeyPatch, trouble: Any) -> None:
    monkeypatch.setattr("bot.poll.WHOLE", 0.2)
    good = {"ok": True, "result": [bed.text("words", 7)]}
    await poll(bed, answering(bed, trouble, trouble, good), monkeypatch)
    assert [row.update_id for row in await bed.rows()] == [7]


async def test_trouble_that_lasts_turns_red_and_makes_the_connections_anew(
    bed: Bed, monkeypatch: pytest.MonkeyPatch
) -> None:
    poller = answering(bed, httpx.PoolTimeout("x"))
    bed.companion.way_in = poller
    monkeypatch.setattr("bot.poll.BACK_OFF", (0.01,))
    first, begun = poller.request, poller.since
    running = asyncio.create_task(poller.run())
    await until(lambda: poller.request is not first)
    assert poller.since == begun and not running.done()
    monkeypatch.setattr(health, "FRESH", 0.01)
    assert await bed.ill() == ["updates"]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await poller.close()


# --- a signal under load ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hangs", [False, True], ids=["well", "telegram_hangs"])
async def test_a_signal_under_load_ends_it_in_time_and_loses_nothing(tmp_path: Path, hangs: bool) -> None:
    """SIGTERM while people write: exit 0 within ten seconds; after a restart every update is there once."""
    world = World(Clock(), token=TOKEN)
    server = Server(world, uvicorn.Config(app(world), port=0, log_config=None))
    server.capture_signals = _nothing  # type: ignore[method-assign, assignment]
    serving = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    port = server.servers[0].sockets[0].getsockname()[1]
    own = environment(tmp_path, port, FLOOD_LIMITS="false")
    people = (world.ana, world.ben, world.cleo)
    said = 0
    process = start(tmp_path, "run", env=own)

    async def write() -> None:
        nonlocal said
        while said < 400:
            for one in people:
                world.say(one, one.chat, f"words {said}")
                said += 1
            await asyncio.sleep(0.05)

    def answers() -> int:
        return sum(1 for one in people for each in world.messages(one.chat) if each.sender != one.id)

    file = tmp_path / "data" / "evenfall.db"
    try:
        writing = asyncio.create_task(write())
        await until(lambda: answers() >= 3)
        if hangs:
            world.fail_next("sendMessage", "slow", times=1000, wait=60)
            await asyncio.sleep(0.5)
        begun = time.monotonic()
        code, _, err = await end(process, signal.SIGTERM)
        took = time.monotonic() - begun
        world.forgive("slow")
        writing.cancel()
        print(f"{said} updates; ended {took:.1f} s after the signal")
        assert code == 0 and took < 10, err
        with sqlite3.connect(file) as db:
            left = db.execute("select count(*) from outbox where state = 'sending'").fetchone()[0]
            assert left == 0 or hangs
        db.close()
        process = start(tmp_path, "run", env=own)
        world.say(world.ana, world.ana.chat, "one more")  # taken in only once the process is up
        said += 1
        await until(lambda: not world.pending(), 30)
        code, _, err = await end(process, signal.SIGTERM)
        assert code == 0, err
        with sqlite3.connect(file) as db:
            stored = db.execute("select count(*), count(distinct update_id) from inbox").fetchone()
            dead = db.execute("select count(*) from inbox where state = 'dead'").fetchone()
        db.close()
        assert stored == (said, said) and dead == (0,)
    finally:
        if process.poll() is None:
            process.kill()
        server.should_exit = True
        await serving
