"""Many evenings in one minute, beside PTB's JobQueue with a job a couple."""

import asyncio
import time
from datetime import UTC, datetime

from benchmarks.bench import Bench, House
from benchmarks.populate import number, statement
from benchmarks.subject import Broken
from benchmarks.table import POSTGRES, SQLITE, Row, absent, ratio_row

LOOK = 0.05  # seconds between two looks at what is still due
JOBS = "PTB's JobQueue on SQLite, grace raised"


async def rows(bench: Bench) -> list[Row]:
    sizes = bench.sizes
    await bench.towns("settled", sizes.many)
    found = []
    bench.told(JOBS)
    try:
        jobs, why = await job_queue(bench, SQLITE), ""
    except Broken as broken:
        jobs, why = None, str(broken)
    for on in bench.databases:
        last, all_begun, stalls, starts = [], [], [], []
        for _ in bench.rounds():
            bench.told(f"{sizes.due:,} evenings, {on}")
            async with bench.house(on, "settled", sizes.many) as house:
                async with bench.start.evenfall(house.url, house.keys, "--notes", name=f"Evenfall on {on}") as subject:
                    await subject.ready()
                    notes = await subject.notes()
                    starts.append(await subject.ask("first") - notes["begun"])
                    await subject.notes_anew()
                    _, seconds, begun = await claimed(house, sizes.due)
                    last.append(seconds)
                    all_begun.append(begun)
                    await asyncio.sleep(0.6)
                    stalls.append((await subject.notes())["stall"])
        of = f"{sizes.due:,} evening prompts due at once among {sizes.many:,} couples"
        middle = sorted(last)[len(last) // 2]
        mine = f"last after {middle:.2f} s"
        middle = sorted(all_begun)[len(all_begun) // 2]
        played = f"last after {middle:.2f} s, {sizes.due / middle:,.0f} evenings/s, each with its talk, question, cards"
        start = f"{sorted(starts)[len(starts) // 2] * 1000:.0f} ms from the end of the imports to the first getUpdates"
        goals = {"on": on, "floor": 1 / 5, "aim": 1 / 10}
        restart = {"on": on, "floor": 1 / 100, "aim": 1 / 1000}
        if jobs is None:
            found += [
                absent(f"{of}: last claimed ÷ JobQueue's", JOBS, f"{mine}; {why}", **goals),
                absent(f"restart with {sizes.many:,} couples ÷ JobQueue's loading", JOBS, f"{start}; {why}", **restart),
            ]
        else:
            short = "" if jobs["rang"] == sizes.due else f"; of JobQueue's only {jobs['rang']:,} rang"
            found += [
                ratio_row(f"{of}: last claimed ÷ JobQueue's", JOBS, [one / jobs["last"] for one in last], **goals,
                          note=f"{mine}, JobQueue's after {jobs['last']:.2f} s{short}"),
                ratio_row(f"{of}: last begun and in the outbox ÷ JobQueue's last noted", JOBS,
                          [one / jobs["last"] for one in all_begun], on=on, note=played),
                ratio_row(f"restart with {sizes.many:,} couples ÷ JobQueue's loading", JOBS,
                          [one / jobs["start"] for one in starts], **restart,
                          note=f"{start}, JobQueue {jobs['start']:.1f} s"),
            ]  # fmt: skip
        theirs = f"JobQueue's: {jobs['stall'] * 1000:,.0f} ms" if jobs else why
        found.append(ratio_row(f"{of}: the loop's longest stall", JOBS, [one * 1000 for one in stalls], aim=20,
                               unit="ms", on=on, note=theirs))  # fmt: skip
    if bench.postgres is not None:
        found.append(await replicas(bench))
    return found


async def claimed(house: House, count: int) -> tuple[float, float, float]:
    """So many evenings are due now, those of the first couples. Returns the seconds until the first had begun, until
    the last of them was claimed, and until the last had begun."""
    now = datetime.now(UTC)
    moment = now.strftime("%Y-%m-%d %H:%M:%S.%f")
    some = "select id from alarms where practice = 'checkin' and conversation_id is null order by id limit"
    await statement(house.url, f"update alarms set due_at = '{moment}' where id in ({some} {count})")
    begun = time.monotonic()
    first = last = 0.0
    left = count
    patience = 60 + count / 20
    due = f"select count(*) from alarms where due_at = '{moment}'"
    while left:
        if not last and not await number(house.url, f"{due} and (claimed_for is null or claimed_for <> due_at)"):
            last = time.monotonic() - begun
        left = await number(house.url, due)
        if left < count and not first:
            first = time.monotonic() - begun
        if time.monotonic() - begun > patience:
            raise Broken(f"{left:,} of {count:,} evenings did not begin")
        await asyncio.sleep(LOOK)
    return first, last, time.monotonic() - begun


async def job_queue(bench: Bench, on: str) -> dict[str, float]:
    """The peer, once: to load its jobs takes it longer than all the rest of this row."""
    async with bench.empty(on) as url:
        subject_settings = {"COUNT": str(bench.sizes.many), "DUE": str(bench.sizes.due), "DATABASE_URL": url}
        async with bench.start.peer(JOBS, "jobs", **subject_settings) as subject:
            for _ in range(6000):
                if subject.notes_file.exists():
                    return dict(await subject.notes())
                if subject.processes[0].poll() is not None:
                    break
                await asyncio.sleep(0.1)
            raise Broken(f"JobQueue did not come to an end: {subject.last_words()}")


async def replicas(bench: Bench) -> Row:
    """Evenings begun in a second by one process, and by two."""
    ratios, speeds, some = [], [], max(bench.sizes.due // 4, 1)
    for _ in bench.rounds():
        rates = []
        for count in (1, 2):
            bench.told(f"{count} replicas begin evenings")
            async with bench.house(POSTGRES, "settled", bench.sizes.many) as house:
                async with bench.start.evenfall(house.url, house.keys, "--notes", replicas=count) as subject:
                    await subject.ready()
                    await subject.all_serve(count)
                    first, _, last = await claimed(house, some)
                    rates.append(some / max(last - first + LOOK, LOOK))
        ratios.append(rates[1] / rates[0])
        speeds.append(rates)
    middle = sorted(speeds)[len(speeds) // 2]
    note = f"{middle[0]:,.0f}/s and {middle[1]:,.0f}/s; the database shares the same cores"
    return ratio_row("claims/s with two replicas ÷ one", "one replica", ratios, floor=1.3, aim=1.7, more=True,
                     on=POSTGRES, note=note)  # fmt: skip
