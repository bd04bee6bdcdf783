"""Against Telegram's limits: a strict simulator answers 429 to the 31st message of any second.

A prompt is a message to the couple's private chats. Answers are to people who ask for something else meanwhile, one
message each. These rows are bound by the clock, not by CPU.
"""

import asyncio
from collections import deque
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

from benchmarks.bench import Bench, House
from benchmarks.populate import account, connect, statement
from benchmarks.rows.due import claimed
from benchmarks.rows.path import Supply
from benchmarks.table import POSTGRES, Row, percentile, ratio_row
from models import Outbox, new_id
from models.database import open_database
from models.keys import keys_of

LIMIT = 30  # messages a second
ANSWERS = 5  # a second
ASK = "/kept"  # what is asked for meanwhile: one message answers it
RUSH = 9  # answers of a check-in a second: with their messages all that one bot may send
COUPLES = 2_000
EACH = 4  # messages of one evening's beginning: two cards in two private chats
SEEN = 8.0  # seconds for which replicas are watched
BACKLOG = 8_000  # prompts, more than can go out until eight replicas have begun


async def rows(bench: Bench) -> list[Row]:
    await bench.towns("settled", COUPLES)
    found = [row for on in bench.databases for row in await burst(bench, on)]  # each has the machine for itself
    found += [await waiting(bench, on) for on in bench.databases]
    found += [await rush(bench, on) for on in bench.databases]
    if bench.postgres is not None:
        found += await together(bench)
    return found


async def burst(bench: Bench, on: str) -> list[Row]:
    """Prompts all at once, and people who write."""
    count = bench.sizes.burst
    floor = count / (LIMIT - ANSWERS)
    ratios, refused = [], 0
    for _ in bench.rounds(budget=bench.sizes.long_budget):
        bench.told(f"{count} prompts against 30 a second")
        async with bench.house(on, "settled", COUPLES) as house:
            async with bench.start.evenfall(house.url, house.keys, flood=True, name=f"Evenfall on {on}") as subject:
                await subject.ready()
                await subject.ask("strict")
                chats = [account(COUPLES - 1 - place) for place in range(int(ANSWERS * floor * 1.5))]
                flow = asyncio.create_task(subject.ask("flow", chats=chats, text=ASK, rate=ANSWERS))
                prompted = asyncio.create_task(claimed(house, count // EACH))
                await asyncio.gather(flow, prompted)
                for _ in range(300):
                    moments = [at for at, chat in await subject.ask("moments") if chat not in chats]
                    if len(moments) >= count:
                        break
                    await asyncio.sleep(0.2)
                ratios.append((moments[-1] - moments[0]) / floor * count / len(moments))
                refused += (await subject.ask("state"))["refused"]
    goal = f"{count} prompts + {ANSWERS} answers/s against 30 a second"
    note = f"the floor is {floor:.0f} s, from the first prompt to the last"
    return [
        ratio_row(f"{goal} ÷ the physical floor", "a strict simulator", ratios, floor=1.25, aim=1.10, on=on, note=note),
        Row(f"{goal}: 429s", "a strict simulator", float(refused), floor=0, aim=0, on=on, rounds=len(ratios)),
    ]


async def waiting(bench: Bench, on: str) -> Row:
    """How long an answer takes while so many prompts wait, and while none does."""
    count, seconds = bench.sizes.waiting, bench.sizes.flow
    tails: list[list[float]] = [[], []]
    async with AsyncExitStack() as stack:
        subjects = []
        for full in (False, True):
            house = await stack.enter_async_context(bench.house(on, "settled", COUPLES))
            if full:
                bench.told(f"{count:,} prompts wait, {on}")
                await fill(house, count)
            subject = await stack.enter_async_context(
                bench.start.evenfall(house.url, house.keys, name=f"Evenfall on {on}")
            )
            await subject.ready()
            subjects.append(subject)
        await asyncio.sleep(2)
        chats = [account(place) for place in range(COUPLES)]
        used = 0
        for _ in bench.rounds(budget=bench.sizes.long_budget):
            for place, subject in enumerate(subjects):
                some = chats[used : used + int(ANSWERS * seconds)]
                delays = await subject.ask("flow", chats=some, text=ASK, rate=ANSWERS)
                tails[place] += [one for _, one in delays]
            used += int(ANSWERS * seconds)
    idle, loaded = (percentile(one, 0.99) for one in tails)
    note = f"p99 {idle * 1000:.0f} and {loaded * 1000:.0f} ms of {len(tails[0])} answers each, at {ANSWERS}/s"
    return Row(f"answer p99 while {count:,} prompts wait ÷ idle", "itself, idle", loaded / idle, floor=2, aim=1.5,
               on=on, rounds=len(tails[0]), note=note)  # fmt: skip


async def rush(bench: Bench, on: str) -> Row:
    """What an answer costs where each comes by itself, as fast as one bot may speak, and nothing is shared."""
    async with bench.house(on, "begun", bench.sizes.begun) as house:
        async with bench.start.evenfall(house.url, house.keys, flood=True, name=f"Evenfall on {on}") as subject:
            await subject.ready()
            bench.told(f"{RUSH} answers a second, {on}")
            await asyncio.sleep(2)
            seconds = 3 * bench.sizes.flow
            chats = Supply(bench, 1).chats(subject.token, int(RUSH * seconds))
            before = subject.cpu()
            await subject.ask("flow", chats=chats, text="A few words.", rate=RUSH)
            used = subject.cpu() - before
    note = f"{used / seconds:.0%} of a core for {len(chats)} answers of a check-in, each with its turn and messages"
    return Row(f"CPU of an answer, at {RUSH} a second", "as fast as one bot may speak", used / len(chats) * 1000, on=on,
               note=note, unit="ms")  # fmt: skip


async def together(bench: Bench) -> list[Row]:
    """Replicas send what waits: never more than the limit, and no less for being many."""
    most: dict[int, int] = {}
    speed: dict[int, float] = {}
    for count in (1, 2, 8):
        bench.told(f"{count} replicas send")
        async with bench.house(POSTGRES, "settled", COUPLES) as house:
            await fill(house, BACKLOG)
            async with bench.start.evenfall(house.url, house.keys, "--notes", replicas=count) as subject:
                await subject.ready()
                await subject.all_serve(count)
                await asyncio.sleep(1)
                before = len(await subject.ask("moments"))
                await asyncio.sleep(SEEN)
                moments = [at for at, _ in await subject.ask("moments")]
                most[count] = densest(moments)
                speed[count] = (len(moments) - before) / SEEN
    note = ", ".join(f"{count}: {most[count]}" for count in most)
    said = ", ".join(f"{count}: {speed[count]:.1f}/s" for count in speed)
    return [
        Row("1, 2 and 8 replicas: messages in any one second", "Telegram's limit", max(most.values()), floor=30,
            aim=30, on=POSTGRES, note=note),
        Row("goodput of 8 replicas ÷ 1", "one replica", speed[8] / speed[1], floor=0.9, aim=0.98, more=True,
            on=POSTGRES, note=said),
    ]  # fmt: skip


def densest(moments: list[float]) -> int:
    """The most messages that any one second holds."""
    last: deque[float] = deque()
    most = 0
    for at in moments:
        last.append(at)
        while last[0] <= at - 1:
            last.popleft()
        most = max(most, len(last))
    return most


async def fill(house: House, count: int) -> None:
    """Prompts that wait to be sent, each to another chat that nobody writes from."""
    database = await open_database(house.url, house.keys)
    now = datetime.now(UTC)
    moment, until = (f"{one:%Y-%m-%d %H:%M:%S.%f}" for one in (now, now + timedelta(hours=2)))
    body = {"text": "Your ten minutes.", "buttons": [], "silent": False}
    columns = ("id", "system", "chat_id", "kind", "grade", "priority", "guarded", "state", "attempts", "not_before",
               "expires_at", "created_at", "body_sealed")  # fmt: skip
    async with database.begin() as db:
        keys = keys_of(db)
        await keys.need_today(db, "system:outbox", now)
        rows = []
        for place in range(count):
            row = new_id()
            sealed = keys.seal("system:outbox", "outbox|body_sealed", row, body)
            chat = account(10_000_000 + place)
            rows.append((row, "telegram", chat, "send", "A", 2, False, "pending", 0, moment, until, moment, sealed))
    await database.close()
    if house.on == POSTGRES:
        db_ = await connect(house.url)
        dates = [now.replace(tzinfo=None), (now + timedelta(hours=2)).replace(tzinfo=None)]
        records = [(*one[:9], dates[0], dates[1], dates[0], one[12]) for one in rows]
        await db_.copy_records_to_table(Outbox.__tablename__, records=records, columns=columns)
        await db_.execute("analyze outbox")
        await db_.close()
        return
    marks = ",".join("?" * len(columns))
    await statement(house.url, f"insert into outbox ({','.join(columns)}) values ({marks})", rows)
