"""What most runs have in common: couples who talk, couples whose evening comes, and the subjects that serve them."""

import asyncio
import time
from datetime import datetime, timedelta
from typing import Any

from tests.campaign.checker import DOUBLED, UNKNOWN, judge_prompts, judge_talk
from tests.campaign.people import Crowd, Sleepers, datetime_now
from tests.campaign.registry import Outcome
from tests.campaign.stand import Stand
from tests.campaign.subject import Subject

TALKERS = 8  # couples
RATE = 1.0  # evenings a second: with all that is said, half of what may be sent


class Town:
    """`open` lets them begin, `close` waits until all is said and done, `judge` tells what was wrong."""

    def __init__(self, stand: Stand, seconds: float, rate: float = RATE, talkers: int = TALKERS) -> None:
        self.stand = stand
        self.sleepers = range(talkers, talkers + max(20, int(seconds * rate)))
        self.evenings = spread(self.sleepers, seconds)
        self.talkers = talkers

    async def open(self, replicas: int = 2, patience: float = 60.0, beside: int = 0, **start: Any) -> None:
        """Everybody has moved in, and some couples beside; the subjects are up, and people talk."""
        stand = self.stand
        await stand.settle_in(self.sleepers.stop + beside, self.evenings)
        self.api = await stand.api()
        self.subjects = await stand.replicas(self.api, replicas)
        self.crowd = Crowd(self.api, self.talkers, stand.random, patience)
        if "webhook" in start:
            start["webhook"] = f"http://127.0.0.1:{self.api.port}/bot"
        self.how = start
        for one in self.subjects:
            await one.start(**start)
        await stand.ready(self.api)
        self.crowd.begin()
        self.asleep = Sleepers(self.api, self.sleepers, stand.random)
        self._pressing = asyncio.create_task(self.asleep.live())

    async def recovery(self, since: int | None = None, seconds: float = 30.0) -> float:
        """How long until somebody is told something, again: after these many calls, or from now on."""
        before, began = len(self.api.calls) if since is None else since, time.monotonic()

        def told() -> bool:
            return any(call.delivered and call.chat for call in self.api.calls[before:])

        return time.monotonic() - began if await self.api.until(told, seconds) else seconds

    async def up(self, subject: Subject, since: int) -> None:
        """Wait until a subject that was started after so many calls is at work."""
        calls = self.api.calls
        await self.api.until(
            lambda: any(one.method == "setMyCommands" and one.door == subject.door for one in calls[since:]), 30
        )

    async def close(self) -> None:
        """The last evening has come, what was begun is finished, and what is stored is looked at."""
        last = max(self.evenings.values()) - datetime_now()
        await asyncio.sleep(max(0.0, last.total_seconds()) + 3)
        self.alive = [one.alive for one in self.subjects]
        await self.crowd.end()
        await self.stand.drained(seconds=120, evenings=len(self.sleepers))
        self.asleep.stop.set()
        await self._pressing
        self.codes = [await one.stop() for one in self.subjects]
        self.there = await self.stand.look()

    def judge(
        self, figures: dict[str, Any], doubled: float = DOUBLED, unknown: float = UNKNOWN, unsure: int = 0
    ) -> Outcome:
        """As shares of all answers and of all prompts; `unsure` of both are no miss where they are few."""
        steps, prompts = len(self.crowd.steps()), 4 * len(self.sleepers)
        outcome = Outcome(expected=prompts + 2 * len(self.crowd.talkers), moved=0, figures=figures)
        judge_talk(outcome, self.crowd, self.there, max(doubled, unsure / max(1, steps)))
        outcome.figures["pressed"] = self.asleep.pressed
        judge_prompts(outcome, self.api, self.sleepers, self.there, max(unknown, unsure / prompts))
        outcome.require(all(self.alive), f"a process has died: {self.alive}")
        outcome.require(set(self.codes) == {0}, f"it ended with {self.codes}")
        self.stand.judge_logs(outcome)
        return outcome


def spread(couples: range, seconds: float) -> dict[int, datetime]:
    """Their evenings, evenly over so many seconds from now on."""
    begin = datetime_now() + timedelta(seconds=2)
    return {one: begin + timedelta(seconds=seconds * (one - couples.start) / len(couples)) for one in couples}
