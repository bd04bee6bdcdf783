"""F9: getUpdates fails in every way. What cannot be mended ends the process with a code that says so; all else is
survived; and it is never alive and deaf without saying so."""

import asyncio
import time
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.campaign.bot_api import BotApi, Fault, status
from tests.campaign.people import Talker, accounts
from tests.campaign.registry import MEASURED, Outcome, run
from tests.campaign.stand import Stand

RED = 90.0  # seconds until it must be seen


@run("F9", "getUpdates fails, hangs, drips or is taken away", cost=40, turn=MEASURED)
async def deaf(stand: Stand) -> Outcome:
    conflict = status(409, "Conflict: terminated by other getUpdates request; make sure that only one bot runs")
    cases = [
        survives(stand, "once401", status(401, "Unauthorized"), 1),
        survives(stand, "gateway", Fault("html", 502), 3),
        survives(stand, "broken", Fault("truncated"), 2),
        survives(stand, "nothing", Fault("null"), 2),
        ends(stand, "401", status(401, "Unauthorized"), 78),
        ends(stand, "404", status(404, "Not Found"), 78),
    ]
    if stand.shared:
        cases.append(survives(stand, "409", conflict, 2))
    else:
        cases.append(ends(stand, "409", conflict, 75))
    if stand.size != "quick":
        cases.append(survives(stand, "drip", Fault("drip", seconds=85), 1, patience=110))
        cases.append(survives(stand, "hang", Fault("hang", seconds=130), 2, patience=190, red=True))
    outcome = Outcome(expected=len(cases), moved=0)
    for done, coming in enumerate(asyncio.as_completed(cases), 1):
        name, wrong, figure = await coming
        stand.told(done, len(cases))
        outcome.moved += not wrong
        outcome.require(not wrong, f"{name}: {wrong}")
        outcome.figures[name] = figure
    stand.judge_logs(outcome)
    return outcome


async def put_up(stand: Stand, name: str) -> tuple[Stand, BotApi, Any]:
    small = stand.beside(name)
    await small.move_in()
    await small.settle_in(1)
    api = await small.api()
    return small, api, small.subject(api)


async def ends(stand: Stand, name: str, fault: Fault, code: int) -> tuple[str, str, str]:
    small, api, subject = await put_up(stand, name)
    api.script(fault, "getUpdates", times=1000)
    await subject.start()
    try:
        ended = await subject.ended(60)
    except TimeoutError:
        ended = None
    await small.close()
    wrong = "" if ended == code else f"it ended with {ended}, not {code}: {subject.said().strip()[-300:]}"
    return name, wrong, f"exit {ended}"


async def survives(
    stand: Stand, name: str, fault: Fault, times: int, patience: float = 60.0, red: bool = False
) -> tuple[str, str, str]:
    """One update waits meanwhile; it is answered when the fault is over, and /readyz is red while it lasts too long."""
    small, api, subject = await put_up(stand, name)
    talker = Talker(api, accounts(0)[0], stand.random)
    await subject.start()
    await talker.once(1, 30)
    rule = api.script(fault, "getUpdates", times=times)
    began = time.monotonic()
    asked = asyncio.create_task(_until_red(subject.health_port, patience)) if red else None
    talking = asyncio.create_task(_late(api, talker, rule, patience))
    answered = await talking
    took = time.monotonic() - began
    alive = subject.alive
    reddened = None
    if asked is not None:
        asked.cancel()
        reddened = next(iter(await asyncio.gather(asked, return_exceptions=True)))
    well = await api.until(lambda: not rule.times, 5)
    await subject.stop()
    await small.close()
    wrong = "" if alive and answered and well else f"alive {alive}, answered {answered}, faults left {rule.times}"
    if red and took > RED and not (isinstance(reddened, float) and reddened <= RED):
        wrong = f"/readyz was not red after {RED:.0f} s of silence ({reddened})"
    return name, wrong, f"{took:.0f} s"


async def _late(api: BotApi, talker: Talker, rule: Any, patience: float) -> bool:
    """The poll under way ends with an update, the next one meets the fault, and another update comes meanwhile."""
    before = rule.times
    api.say(talker.user, "/schedule")
    await api.until(lambda: rule.times < before, 60)
    await talker.once(1, patience)
    return talker.steps[-1].answered is not None


async def _until_red(port: int, seconds: float) -> float | None:
    """When /readyz said that no updates come in."""
    began = time.monotonic()
    async with ClientSession(timeout=ClientTimeout(total=5)) as client:
        while time.monotonic() - began < seconds:
            try:
                async with client.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if "updates" in (await answer.json())["ill"]:
                        return time.monotonic() - began
            except (ClientError, OSError, TimeoutError, ValueError):
                pass
            await asyncio.sleep(1)
    return None
