"""F23: the webhook under siege. Forged, oversize, slow, torn, doubled, out of order, in bursts, and without a database:
who has no secret leaves no row, whoever talks is answered, and what was refused with 503 comes in later, once.
"""

import asyncio
import copy
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from sqlalchemy import select

from bot.webhook import BIGGEST, HEADER, STORE
from bot.wire import KEPT
from models import Couple, Inbox
from tests import postgres
from tests.campaign.bot_api import BotApi
from tests.campaign.checker import judge_talk
from tests.campaign.database import lock
from tests.campaign.load import memory, open_files
from tests.campaign.people import CANARY, Crowd, accounts
from tests.campaign.registry import Outcome, run
from tests.campaign.stand import Stand
from tests.campaign.subject import Subject
from tests.campaign.town import TALKERS

Json = dict[str, Any]

AWAY = STORE + 3  # seconds without a database: longer than anything waits to be stored
GROWN, FILES = 50.0, 20  # MB that a siege may cost, and files (connections too) that may be open after it
STRANGER = 6_900_000_000


class Besieger:
    """Calls the webhooks of some subjects, as Telegram or as somebody else."""

    def __init__(self, api: BotApi, subjects: list[Subject]) -> None:
        self.api, self.subjects = api, subjects
        self.path = urlsplit(api.webhook["url"]).path
        self.secret = str(api.webhook["secret_token"])
        # Each call on a connection of its own: one that is kept may be closed just when it is used again.
        self.client = ClientSession(timeout=ClientTimeout(total=40), connector=TCPConnector(force_close=True))
        self.statuses: Counter[int] = Counter()
        self._turn = 0

    @property
    def port(self) -> int:
        """Any of them, in turn."""
        self._turn += 1
        return self.subjects[self._turn % len(self.subjects)].webhook_port

    def update(self, user: int, text: str, **more: Any) -> Json:
        """What somebody wrote, made but not brought."""
        made = self.api.say(user, text, **more)
        self.api.updates.pop()
        return made

    async def call(self, body: Any, headers: Any = None, path: str | None = None) -> int:
        told = [("Content-Type", "application/json"), (HEADER, self.secret)] if headers is None else headers
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        url = f"http://127.0.0.1:{self.port}{self.path if path is None else path}"
        try:
            async with self.client.post(url, data=data, headers=told) as answer:
                status = answer.status
        except (ClientError, OSError, TimeoutError):
            status = 0  # cut off
        self.statuses[status] += 1
        return status

    async def bring(self, update: Json, seconds: float = 90.0) -> list[int]:
        """As Telegram does: again until it is taken. What was answered."""
        answers: list[int] = []
        end = asyncio.get_running_loop().time() + seconds
        while not answers or (answers[-1] != 200 and asyncio.get_running_loop().time() < end):
            if answers:
                await asyncio.sleep(0.5)
            answers.append(await self.call(update))
        return answers

    async def raw(self, *parts: bytes, pause: float = 0.0, seconds: float = 20.0) -> bytes:
        """The first line that is answered to some bytes; nothing where the connection is cut."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        answer = asyncio.create_task(reader.readline())
        try:
            for part in parts:
                if answer.done():
                    break
                writer.write(part)
                await asyncio.wait({answer}, timeout=pause)
            return await asyncio.wait_for(answer, seconds)
        except OSError:
            return b""
        finally:
            answer.cancel()
            writer.close()

    def head(self, *more: str) -> bytes:
        lines = ("Host: bot", "Content-Type: application/json", f"{HEADER}: {self.secret}", *more)
        return "\r\n".join([f"POST {self.path} HTTP/1.1", *lines, "", ""]).encode()


def more_files(subjects: list[Subject], before: list[tuple[float, int]]) -> int:
    return max(open_files(one) - was for one, (_, was) in zip(subjects, before, strict=True))


@run("F23", "a hostile webhook, and a database that goes away", cost=60)
async def siege(stand: Stand) -> Outcome:
    rounds = stand.sized(1, 4)
    writers = range(TALKERS, TALKERS + 4)  # who write in bursts
    victim, late = writers.stop, writers.stop + 1  # for whom others speak; who write while the database is away
    await stand.move_in()
    await stand.settle_in(late + 1)
    stand.chats.update(range(STRANGER, STRANGER + 1000))  # who asks is answered
    api = await stand.api()
    subjects = await stand.replicas(api, 2)
    for one in subjects:
        await one.start(webhook=f"http://127.0.0.1:{api.port}/bot")
    await api.until(lambda: api.webhook.get("url"), 30)
    await stand.ready(api)
    over = asyncio.Event()
    courier = asyncio.create_task(api.call_in(lambda: [one.webhook_port for one in subjects], over))
    crowd = Crowd(api, TALKERS, stand.random, patience=150)
    crowd.begin()
    outcome = Outcome(expected=0, moved=0)
    besieger = Besieger(api, subjects)
    await crowd_writes(crowd)
    before = [(memory(one), open_files(one)) for one in subjects]
    forged_ids: set[int] = set()
    poisoned: set[int] = set()
    marks: set[str] = set()
    for number in range(rounds):
        slow = asyncio.create_task(slowly(besieger, outcome))
        forged_ids |= await forged(besieger, accounts(victim), outcome)
        await oddly(besieger, outcome)
        poisoned |= await poison(besieger, accounts(victim)[0], outcome)
        marks |= await burst(besieger, writers, number, outcome)
        await strangers(besieger, number, outcome)
        await slow
        stand.told(number + 1, rounds + 1)
    marks |= await away(stand, besieger, late, outcome)
    kept = await api.until(lambda: kept_by(api, writers, late) >= len(marks), 120)
    outcome.require(kept, f"{kept_by(api, writers, late)} of {len(marks)} were answered")
    well = await all_well(subjects)
    outcome.require(not well, f"afterwards it is not well: {well}")
    alive = [one.alive for one in subjects]
    await api.until(lambda: more_files(subjects, before) < FILES, KEPT + 15)  # idle connections are kept so long
    files = more_files(subjects, before)
    grown = max(memory(one) - was for one, (was, _) in zip(subjects, before, strict=True))
    await crowd.end()
    over.set()
    await courier
    await stand.drained()
    codes = [await one.stop() for one in subjects]
    await besieger.client.close()
    there = await stand.look()
    async with stand.opened() as database, database.session() as db:
        rows = set(await db.scalars(select(Inbox.update_id)))
        ended = set(await db.scalars(select(Couple.id).where(Couple.ended_at.is_not(None))))
    dead = there.inbox.pop("dead", 0)
    outcome.expected, outcome.moved = len(marks) + len(forged_ids), sum(there.marks[mark] == 1 for mark in marks)
    outcome.moved += len(forged_ids - rows)
    talked, expected = outcome.moved, outcome.expected
    judge_talk(outcome, crowd, there, doubled=0.05)
    outcome.expected, outcome.moved = expected, talked
    outcome.figures |= {
        "forged": len(forged_ids),
        "answers": " ".join(f"{status or 'cut'}×{count}" for status, count in sorted(besieger.statuses.items())),
        "dead": dead,
        "MB grown": round(grown, 1),
        "files": files,
    }
    outcome.require(not rows & forged_ids, f"{len(rows & forged_ids)} forged updates left a row")
    outcome.require(dead == len(poisoned) and poisoned <= rows, f"{dead} dead letters of {len(poisoned)} poisons")
    missing = {mark: there.marks[mark] for mark in marks if there.marks[mark] != 1}
    outcome.require(not missing, f"{len(missing)} of {len(marks)} words were not stored once")
    said = [call for user in accounts(victim) for call in api.seen(user)]
    outcome.require(not said and not ended, f"{len(said)} messages to somebody for whom others spoke")
    outcome.require(all(alive), "it died under the siege")
    outcome.require(grown < GROWN, f"it grew by {grown:.0f} MB")
    outcome.require(files < FILES, f"{files} more files are open")
    outcome.require(codes == [0] * len(codes), f"it ended with {codes}")
    secrets = [one.name for one in subjects if besieger.secret in one.said() or besieger.path in one.said()]
    outcome.require(not secrets, f"the log of {', '.join(secrets)} holds the secret")
    stand.judge_logs(outcome)
    return outcome


async def crowd_writes(crowd: Crowd) -> None:
    """Everybody has spoken once."""
    while not all(one.steps for one in crowd.talkers):  # noqa: ASYNC110
        await asyncio.sleep(0.1)


# --- who has no business here -----------------------------------------------------------------------------------------


async def forged(besieger: Besieger, victims: tuple[int, int], outcome: Outcome) -> set[int]:
    """In somebody's name, without the secret: 403 for each, whatever it says. The numbers of the updates."""
    kind, right = ("Content-Type", "application/json"), besieger.secret
    heads: list[list[tuple[str, str]]] = [
        [kind], [kind, (HEADER, "")], [kind, (HEADER, "wrong")], [kind, (HEADER, right[:-1])],
        [kind, (HEADER, right + "x")], [kind, (HEADER, right.swapcase())], [kind, (HEADER, right), (HEADER, right)],
        [kind, (HEADER, f"{right}, {right}")], [kind, ("Authorization", right)], [kind, ("X-Telegram-Secret", right)],
    ]  # fmt: skip
    words = ("/leave", "/erase", "/p", f"/win {CANARY} forged", "/export", "/start x", "/settings")
    updates, calls = [], []
    for number, head in enumerate(heads * 2):
        update = besieger.update(victims[number % 2], words[number % len(words)])
        updates.append(update)
        calls.append(besieger.call(update, head))
    wrong = Counter(await asyncio.gather(*calls)) - Counter({403: len(calls)})
    outcome.require(not wrong, f"forged calls were answered with {dict(wrong)}")
    # And with it, but elsewhere, or as something else.
    for path in ("/", "/bot", f"{besieger.path}/", f"{besieger.path}x", besieger.path[:-1], f"{besieger.path}%00"):
        updates.append(besieger.update(victims[0], "/leave"))
        status = await besieger.call(updates[-1], path=path)
        outcome.require(status == 404, f"a wrong path was answered with {status}")
    for content in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx"):
        updates.append(besieger.update(victims[0], "/erase"))
        status = await besieger.call(updates[-1], [("Content-Type", content), (HEADER, right)])
        outcome.require(status == 415, f"{content} was answered with {status}")
    return {one["update_id"] for one in updates}


async def oddly(besieger: Besieger, outcome: Outcome) -> None:
    """Too big, no JSON, no HTTP at all: refused, and nothing else happens."""
    for body in (b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 200_000, b'{"a":' * 200_000, b"\0" * 5000):
        status = await besieger.call(body)
        outcome.require(status == 400, f"a body that is no object was answered with {status}")
    status = await besieger.call(b" " * (BIGGEST + 1))
    outcome.require(status in (413, 0), f"more than a megabyte was answered with {status}")
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    refused = {
        "fifty megabytes": await besieger.raw(besieger.head("Content-Length: 52428800"), b"{" * 1000),
        "chunks without end": await besieger.raw(besieger.head("Transfer-Encoding: chunked"), *[chunk] * 40),
        "a length that is none": await besieger.raw(besieger.head("Content-Length: -1"), b"{}"),
        "two lengths": await besieger.raw(besieger.head("Content-Length: 2", "Content-Length: 3"), b"{}x"),
        "another protocol": await besieger.raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(500)),
        "headers without end": await besieger.raw(besieger.head(*["X-A: " + "a" * 1000] * 80)),
    }
    for name, line in refused.items():
        good = line == b"" or line.split(b" ")[1:2] in ([b"400"], [b"413"], [b"431"])
        outcome.require(good, f"{name} was answered with {line!r}")


async def slowly(besieger: Besieger, outcome: Outcome) -> None:
    """Connections that say nothing, or a byte now and then: each is cut off, and meanwhile others are served."""
    whole = besieger.head("Content-Length: 400")
    drops = [b" "] * 60
    silent = [besieger.raw(b"", seconds=40) for _ in range(15)]
    heads = [besieger.raw(*(whole[number : number + 1] for number in range(60)), pause=0.5) for _ in range(15)]
    bodies = [besieger.raw(whole, *drops, pause=0.5) for _ in range(15)]
    ended = await asyncio.gather(*silent, *heads, *bodies, return_exceptions=True)
    open_still = [one for one in ended if isinstance(one, BaseException)]
    outcome.require(not open_still, f"{len(open_still)} slow connections were not ended: {open_still[:1]!r}")
    lines = Counter(line.split(b" ")[1] if line else b"cut" for line in ended if isinstance(line, bytes))
    outcome.require(set(lines) <= {b"cut", b"408", b"400"}, f"slow connections were answered with {dict(lines)}")


# --- who has the secret -----------------------------------------------------------------------------------------------


async def poison(besieger: Besieger, user: int, outcome: Outcome) -> set[int]:
    """Telegram itself, gone mad: thanked for, and a dead letter each. Their numbers."""
    made = [besieger.update(user, f"{CANARY} poison") for _ in range(6)]
    spoilt = ({"from": "nobody"}, {"entities": [{"type": 7}]}, {"date": "soon"}, {"date": {}}, {"message_id": []},
              {"reply_to_message": {"message_id": []}})  # fmt: skip
    for update, wrong in zip(made, spoilt, strict=True):
        update["message"] |= wrong
    made += [{"update_id": besieger.update(user, "")["update_id"], "message": one} for one in ("none", [], 7)]
    await brought(besieger, made, "what cannot be read", outcome)
    return {one["update_id"] for one in made}


async def burst(besieger: Besieger, couples: range, number: int, outcome: Outcome) -> set[str]:
    """Everything at once, backwards, each three times and once more with another number. The marks in it."""
    updates = []
    for user in (user for couple in couples for user in accounts(couple)):
        updates += [besieger.update(user, f"/win {mark(user, number * 10 + place)}") for place in range(3)]
    updates.reverse()
    again = [copy.deepcopy(one) | {"update_id": besieger.update(STRANGER, "")["update_id"]} for one in updates]
    await brought(besieger, updates * 3 + again, "a burst", outcome)
    return {one["message"]["text"].removeprefix("/win ") for one in updates}


async def brought(besieger: Besieger, updates: list[Json], what: str, outcome: Outcome) -> None:
    """All at once. Where the line is busy, Telegram comes again."""
    answers = await asyncio.gather(*(besieger.bring(one) for one in updates))
    strange = {status for one in answers for status in one} - {200, 503, 0}
    outcome.require(all(one[-1] == 200 for one in answers), f"{what} was not taken")
    outcome.require(not strange, f"{what} was answered with {strange}")


def mark(user: int, place: int) -> str:
    return f"{CANARY}{user % 1_000_000:06}x{place:04}"


async def strangers(besieger: Besieger, number: int, outcome: Outcome) -> None:
    """Twenty accounts that nobody knows, ten messages each: five answers at most, and no row of a person."""
    users = [STRANGER + 100 * (number + 1) + one for one in range(20)]
    updates = [besieger.update(user, "hello") for user in users for _ in range(10)]
    await brought(besieger, updates, "what strangers say", outcome)
    most = 5 * len(besieger.subjects)
    loud = [user for user in users if sum(1 for _ in besieger.api.seen(user)) > most]
    outcome.require(not loud, f"{len(loud)} strangers were answered more than {most} times")


# --- the database is away ---------------------------------------------------------------------------------------------


async def away(stand: Stand, besieger: Besieger, couple: int, outcome: Outcome) -> set[str]:
    """503 for what cannot be stored, which comes again; who to call is answered all the while."""
    users = accounts(couple)
    updates = [besieger.update(user, f"/win {mark(user, place)}") for user in users for place in range(4)]
    gone = asyncio.create_task(asyncio.to_thread(take_away, stand))
    await asyncio.sleep(1)
    bringing = [asyncio.create_task(besieger.bring(one)) for one in updates]
    since, asker = len(besieger.api.calls), STRANGER + 7
    status = await besieger.call(besieger.update(asker, "/sos"))
    helped = await besieger.api.until(lambda: any(besieger.api.seen(asker, since)), 10)
    outcome.require(status == 200 and helped and not gone.done(), "who to call was not told without a database")
    livez = await asked(besieger.client, besieger.subjects[0], "livez")
    outcome.require(livez == 200, f"/livez said {livez} without a database")
    await gone
    answers = await asyncio.gather(*bringing)
    refused = sum(one.count(503) for one in answers)
    outcome.figures["refused with 503"] = refused
    outcome.require(refused > 0, "nothing was refused while the database was away: it has shown nothing")
    outcome.require(all(one[-1] == 200 for one in answers), "what was refused with 503 was not taken later")
    strange = {status for one in answers for status in one} - {200, 503, 0}
    outcome.require(not strange, f"without a database it answered {strange}")
    return {mark(user, place) for user in users for place in range(4)}


def take_away(stand: Stand) -> None:
    if not stand.shared:
        lock(stand.house / "data" / "evenfall.db", AWAY)
        return
    with shut(stand.postgres_name):
        time.sleep(AWAY / 2)


@contextmanager
def shut(name: str) -> Iterator[None]:
    """Nobody may connect to this database, and whoever is connected no longer is."""
    cut = f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
    postgres._admin(f'alter database "{name}" with allow_connections false')
    try:
        postgres._admin(cut)
        yield
    finally:
        postgres._admin(f'alter database "{name}" with allow_connections true')


# --- afterwards -------------------------------------------------------------------------------------------------------


def kept_by(api: BotApi, writers: range, late: int) -> int:
    """How many wins of these were answered."""
    users = {user for couple in (*writers, late) for user in accounts(couple)}
    return sum(call.chat in users and call.text.startswith("Kept for") for call in api.sends())


async def asked(client: ClientSession, subject: Subject, what: str) -> int:
    try:
        async with client.get(f"http://127.0.0.1:{subject.health_port}/{what}") as answer:
            return answer.status
    except (ClientError, OSError, TimeoutError):
        return 0


async def all_well(subjects: list[Subject], seconds: float = 60.0) -> str:
    """What /readyz of each says is ill, once there was time to mend it."""
    ill = ""
    async with ClientSession(timeout=ClientTimeout(total=10)) as client:
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            found = [await asked(client, one, "readyz") for one in subjects]
            ill = "" if set(found) == {200} else str(found)
            if not ill:
                break
            await asyncio.sleep(1)
    return ill
