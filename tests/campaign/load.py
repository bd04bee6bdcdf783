"""F19, F20: ten thousand evenings in one minute, and hours of talk. Only with --long."""

import asyncio
import os
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from tests.campaign.bot_api import BotApi
from tests.campaign.checker import judge_prompts, judge_talk
from tests.campaign.people import Crowd, datetime_now, evenings, late, percentile
from tests.campaign.registry import Outcome, run
from tests.campaign.stand import Stand
from tests.campaign.subject import Subject
from tests.campaign.town import TALKERS

SPEED = 30  # calls a second that Telegram takes
COUPLES = 10_000
MOVING = 40  # couples a second that move in, on a slow machine
MEGABYTE = 1024 * 1024


@run("F19", "10,000 evenings in one minute, while people talk", size="long", cost=2400)
async def load(stand: Stand) -> Outcome:
    """All within their window of two hours, nobody who writes waits long, and never too fast for Telegram."""
    couples = range(TALKERS, TALKERS + COUPLES)
    await stand.move_in()
    begin = datetime_now() + timedelta(seconds=60 + len(couples) / MOVING)
    due = {one: begin + timedelta(seconds=60 * (one - TALKERS) / len(couples)) for one in couples}
    await stand.settle_in(couples.stop, due)
    api = await stand.api()
    subjects = await stand.replicas(api, 3)
    for one in subjects:
        await one.start()
    await stand.ready(api)
    in_time = datetime_now() < begin
    crowd = Crowd(api, TALKERS, stand.random)
    crowd.begin()
    await asyncio.sleep((begin - datetime_now()).total_seconds())
    began = time.monotonic()
    before = -1
    wanted, sent = evenings(api, couples)
    while before < sent.total() < wanted:  # until all have come, or no more does
        before = sent.total()
        await asyncio.sleep(60)
        wanted, sent = await asyncio.to_thread(evenings, api, couples)  # not in the loop that notes when calls come
        stand.told(sent.total(), wanted)
    await crowd.end()
    await stand.drained(evenings=len(couples))
    for one in subjects:
        await one.stop()
    there = await stand.look()
    outcome = Outcome(expected=wanted, moved=0)
    outcome.figures["minutes"] = round((time.monotonic() - began) / 60, 1)
    outcome.require(in_time, "the couples had not moved in when their evening came")
    judge_talk(outcome, crowd, there, doubled=0)
    judge_prompts(outcome, api, couples, there, unknown=0)
    fastest, waits = busiest(api), late(crowd.steps())
    outcome.figures |= {"calls a second, at most": fastest, "p99 s": round(percentile(waits, 0.99), 1)}
    outcome.require(fastest <= SPEED, f"{fastest} messages in one second")
    outcome.require(percentile(waits, 0.95) < 2, f"answers took {percentile(waits, 0.95):.1f} s at p95")
    outcome.require(percentile(waits, 0.99) < 5, f"answers took {percentile(waits, 0.99):.1f} s at p99")
    stand.judge_logs(outcome)
    return outcome


def busiest(api: BotApi) -> int:
    """The most messages that came within one second."""
    times = [call.at for call in api.sends()]
    first = most = 0
    for number, at in enumerate(times):
        while times[first] <= at - 1:
            first += 1
        most = max(most, number - first + 1)
    return most


@run("F20", "eight hours of talk, begun anew each hour", size="long", cost=30_000)
async def soak(stand: Stand) -> Outcome:
    """Memory, files and the log of the database stay as they are."""
    await stand.move_in()
    await stand.settle_in(TALKERS)
    api = await stand.api()
    (subject,) = [stand.subject(api)]
    await subject.start()
    crowd = Crowd(api, TALKERS, stand.random)
    crowd.begin()
    grown: list[float] = []
    files: Counter[int] = Counter()
    wal = 0.0
    for hour in range(8):
        await asyncio.sleep(300)
        first = memory(subject)
        for minute in range(55):
            await asyncio.sleep(60)
            files[open_files(subject)] += 1
            log = stand.house / "data" / "evenfall.db-wal"
            wal = max(wal, log.stat().st_size / MEGABYTE if log.exists() else 0.0)
            stand.told(hour * 60 + minute + 5, 480)
        grown.append(memory(subject) - first)
        await subject.stop()
        await subject.start()
    await crowd.end()
    await stand.drained()
    await subject.stop()
    outcome = Outcome(expected=0.5 * 8 * 3600 * len(crowd.talkers) / 2.2, moved=0)
    judge_talk(outcome, crowd, await stand.look())
    outcome.figures |= {"MB grown in an hour": round(max(grown), 1), "files": max(files), "WAL MB": round(wal, 1)}
    outcome.require(max(grown) < 20, f"it grew by {max(grown):.0f} MB in an hour")
    outcome.require(wal < 16, f"the log of the database grew to {wal:.0f} MB")
    outcome.require(max(files) - min(files) < 20, f"between {min(files)} and {max(files)} files were open")
    stand.judge_logs(outcome)
    return outcome


def memory(subject: Subject) -> float:
    pages = int((Path("/proc") / str(subject.process) / "statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def open_files(subject: Subject) -> int:
    return len(os.listdir(f"/proc/{subject.process}/fd"))
