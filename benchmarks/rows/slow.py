"""When Telegram is slow: every send takes its time, or some chats' do."""

import random
from collections import defaultdict

from benchmarks.bench import Bench
from benchmarks.populate import buttons
from benchmarks.rows.path import LINES, Supply, one
from benchmarks.subject import Broken, Subject
from benchmarks.table import Row, percentile, ratio_row
from models.database import open_database

WAIT = 0.3  # seconds that a send takes
LONG = 2  # windows: people who began together are answered in waves, and of a few waves one more would tell
SLOW, SHARE = 1.0, 0.05  # seconds that a slow chat's take, and how many chats are slow
LOAD, MOST = 0.3, 150.0  # of what it can do, and answers a second: so much is asked of it while some are slow


async def rows(bench: Bench) -> list[Row]:
    found = []
    for on in bench.databases:
        async with bench.house(on, "begun", bench.sizes.begun) as house:
            async with bench.start.evenfall(house.url, house.keys, "--free", name=f"Evenfall on {on}") as subject:
                await subject.ready()
                bench.told(f"300 ms on every send, {on}")
                row, limit, supply = await held(bench, subject, on)
                found.append(row)
                bench.told(f"all at once, {on}")
                said = await pour(bench, subject, supply)
                bench.told(f"slow chats, {on}")
                found.append(await others(bench, subject, supply, limit, on))
            database = await open_database(house.url, house.keys)
            found.insert(-1, order(said, await buttons(database), on, bench))
            await database.close()
    return found


async def held(bench: Bench, subject: Subject, on: str) -> tuple[Row, float, Supply]:
    """Throughput while every send takes 300 ms, over what it could be at best."""
    supply = Supply(bench, 3 * bench.sizes.rounds)
    ratios, limits = [], []
    for _ in bench.rounds(budget=bench.sizes.long_budget):
        free = await one(bench, subject, supply, windows=LONG)
        slow = await one(bench, subject, supply, WAIT, bench.sizes.held, windows=LONG)
        limits.append(free.rate)
        ratios.append(slow.rate / min(bench.sizes.held / WAIT, free.rate))
    limit = sorted(limits)[len(limits) // 2]
    note = f"{bench.sizes.held} chats; CPU limit {limit:,.0f}/s"
    goal = "300 ms on every send: throughput ÷ min(chats / 0.3 s, CPU limit)"
    return ratio_row(goal, "itself without", ratios, floor=0.9, aim=0.95, more=True, on=on, note=note), limit, supply


async def pour(bench: Bench, subject: Subject, supply: Supply) -> list[list[object]]:
    """People write all four answers in one breath, while every send takes its time."""
    chats = supply.chats(subject.token, bench.sizes.order)
    await subject.ask("pour", chats=chats, lines=LINES, active=min(bench.sizes.held, len(chats)), wait=WAIT)
    if not await subject.ask("answered", count=len(LINES) * len(chats), seconds=240):
        raise Broken(f"{subject.name} did not answer all that was written at once")
    return list(await subject.ask("spoken"))


def order(said: list[list[object]], asked: dict[str, tuple[str, int]], on: str, bench: Bench) -> Row:
    """Answers that came before one that was due earlier, in the same chat."""
    lines: dict[object, list[int]] = defaultdict(list)
    for chat, data in said:
        if data in asked:
            lines[chat].append(asked[str(data)][1])
    count = sum(map(len, lines.values()))
    if count < len(said) / 2:
        raise Broken("too few of the answers could be told apart")
    wrong = sum(one > two for line in lines.values() for one, two in zip(line, line[1:], strict=False))
    note = f"{count:,} answers in {len(lines):,} chats, four in one breath each"
    return Row("300 ms on every send: answers out of order", "none allowed", wrong, floor=0, aim=0, on=on, note=note)


async def others(bench: Bench, subject: Subject, supply: Supply, limit: float, on: str) -> Row:
    """What the others notice when one chat in twenty is slow."""
    rate, ratios, worst = min(MOST, max(5.0, LOAD * limit)), [], []
    count = max(10, int(rate * bench.sizes.window))
    dice = random.Random(1)
    for _ in bench.rounds():
        tails = []
        for share in (0.0, SHARE):
            chats = supply.chats(subject.token, count)
            slow = {str(chat): SLOW for chat in chats if dice.random() < share}
            await subject.ask("forget")
            delays = await subject.ask("flow", chats=chats, text="A few words.", rate=rate, slow=slow)
            mine = [seconds for chat, seconds in delays if str(chat) not in slow]
            tails.append(percentile(mine, 0.99))
            await subject.ask("still", seconds=30)
        ratios.append(tails[1] / tails[0])
        worst.append(tails)
    middle = sorted(worst)[len(worst) // 2]
    note = (
        f"p99 {middle[0] * 1000:.0f} and {middle[1] * 1000:.0f} ms at {rate:,.0f} answers/s; slow: {SLOW:.0f} s a send"
    )
    return ratio_row("p99 of other chats with 5 % slow chats ÷ with none", "itself without", ratios, floor=1.5, aim=1.2,
                     on=on, note=note)  # fmt: skip
