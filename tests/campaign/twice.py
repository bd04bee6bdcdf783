"""F7, F8: what comes twice, out of order, or cannot be read."""

import asyncio
import copy
import time

from tests.campaign.checker import judge_talk
from tests.campaign.people import CANARY, Crowd, accounts
from tests.campaign.registry import MEASURED, Outcome, run
from tests.campaign.stand import Stand


@run("F7", "everything comes twice, and out of order", cost=12)
async def twice(stand: Stand) -> Outcome:
    """Again with its number, again with another one, and with a number far below all before it."""
    couples = stand.sized(6, 12)
    seconds = stand.sized(7.0, 30.0, 300.0)
    await stand.move_in()
    await stand.settle_in(couples)
    api = await stand.api()
    subjects = await stand.replicas(api, 2)
    for one in subjects:
        await one.start()
    await stand.ready(api)
    repeated = 0
    push = api.push

    def pushed(update: dict) -> dict:
        """Each update three times: at once, and a moment later with a number of its own."""
        nonlocal repeated
        first = push(update)
        # A press comes no second time under another number: with a low one it could be confirmed before it was told.
        if (
            "message" in first and stand.random.random() < 0.1
        ):  # as after a week without updates: numbers begin anywhere
            first["update_id"] = stand.random.randrange(1000, 10**6)
        push(copy.deepcopy(first))
        again = copy.deepcopy(first)
        del again["update_id"]
        if "message" in again:
            asyncio.get_running_loop().call_later(stand.random.uniform(0, 1), push, again)
        repeated += 2
        return first

    api.push = pushed  # type: ignore[method-assign]
    crowd = Crowd(api, couples, stand.random)
    crowd.begin()
    for second in range(int(seconds)):
        await asyncio.sleep(1)
        stand.told(second, seconds)
    await crowd.end()
    await stand.drained(20)
    for one in subjects:
        await one.stop()
    outcome = Outcome(expected=2 * len(crowd.talkers), moved=0)
    outcome.figures["repeated"] = repeated
    judge_talk(outcome, crowd, await stand.look(), doubled=0)
    stand.judge_logs(outcome)
    return outcome


@run("F8", "updates that cannot be read, in the midst of others", cost=12, turn=MEASURED)
async def poison(stand: Stand) -> Outcome:
    seconds = stand.sized(6.0, 20.0, 120.0)
    await stand.move_in()
    await stand.settle_in(6)
    api = await stand.api()
    subject = stand.subject(api)
    await subject.start()
    await stand.ready(api)  # how long an answer takes is asked of one that is up
    crowd = Crowd(api, 6, stand.random)
    crowd.begin()
    poured, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        await asyncio.sleep(0.25)
        user = accounts(stand.random.randrange(6))[0]
        update = api.say(user, f"{CANARY} poison")
        poisons = (
            {"from": "nobody"},
            {"entities": [{"type": 7}]},
            {"date": "soon"},
            {"reply_to_message": {"message_id": []}, "date": {}},
        )
        update["message"] |= poisons[poured % len(poisons)]
        poured += 1
    await crowd.end()
    await stand.drained(20)
    await subject.stop()
    there = await stand.look()
    dead = there.inbox.pop("dead", 0)
    outcome = Outcome(expected=poured, moved=dead)
    outcome.figures |= {"poured": poured, "dead letters": dead}
    moved = outcome.moved
    judge_talk(outcome, crowd, there, doubled=0)
    waits = max((step.answered or 0) - step.at for step in crowd.steps())
    outcome.require(waits < stand.sized(30, 2), f"somebody waited {waits:.1f} s for an answer")
    outcome.moved = moved
    stand.judge_logs(outcome)
    return outcome
