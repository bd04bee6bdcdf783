"""The couple's moves in any order (F2), small: some examples on SQLite. `EVENFALL_EXAMPLES=500` draws more."""

import asyncio
import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import select

from dialogue.event import Event
from models import Alarm
from playground.world import BOT
from tests.any_order import AnyOrder, furnish
from tests.sofa import EVENING, GROUP, PAIRED, Sofa, sofa

EXAMPLES = int(os.environ.get("EVENFALL_EXAMPLES", "2"))


@pytest.mark.parametrize("before", [PAIRED, GROUP], ids=["private", "group"])
async def test_in_any_order_nothing_is_told_and_everything_ends(before, sqlite_house, tmp_path):
    """R12, R13, R22. What a pause stopped is not sent after it; no evening is shown before both are here; there is at
    most one talk of a kind; the tables fit; every evening and every pause ends."""
    flat = await furnish(sqlite_house, tmp_path, *before)
    machine = type("Flatmates", (AnyOrder,), {"flat": flat})
    how = settings(
        max_examples=EXAMPLES, stateful_step_count=20, deadline=None, database=None, derandomize=EXAMPLES < 10,
        phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    await asyncio.to_thread(run_state_machine_as_test, machine, settings=how)


async def test_what_was_on_its_way_when_a_pause_came_waits_for_its_end(house, tmp_path):
    """R22. The evening's prompts were not sent yet: in the pause none of them is, and after it all are there."""
    async with sofa(house, tmp_path, *PAIRED, "-- asleep Tuesday 20:29") as us:
        us.stage.clock.set(us.now + timedelta(minutes=1))
        async with us.stage.database.session() as db:
            evening = await db.scalar(select(Alarm.id).where(Alarm.name == "evening"))
        await us.hear(Event("ring", alarm=evening))
        asked = [post["body"]["text"] for post in await us.posts() if post["kind"] == "send"]
        assert len(asked) >= 4, "the evening's cards wait"
        await us.hear(us.event("Ana", "command", command="p"))
        left = [post for post in await us.posts() if post["kind"] == "send"]
        assert left and all(post["grade"] == "C" for post in left), "only the pause is said"
        await us("-- +30 min", "Ana: [Ready]")
        since = len(us.phone("Ben"))
        await us("Ben: [Ready]")
        again = [seen.text for seen in us.phone("Ben")[since:] if seen.kind == "sent"]
        assert set(again) <= set(asked) and len(again) >= 2, "and now the evening goes on"


@pytest.mark.parametrize("ends, comes", [("Ben: [Ready]", 1), ("Ben: [Park it]", 0)])
async def test_a_voice_on_its_way_when_a_pause_came_waits_for_its_end(
    ends: str, comes: int, house, tmp_path, monkeypatch
):
    """R22. It stands on no card. When it goes on it comes once; parked, it does not."""
    spoken = ("Ana: [No]", "Ana says aloud", *["Ana: [Skip]"] * 3, "Ben: [No]", "Ben: Soup.", *["Ben: [Skip]"] * 3)
    async with sofa(house, tmp_path, *PAIRED, EVENING, *spoken, "Ana: [I'm here]") as us:
        with monkeypatch.context() as slow:
            slow.setattr(us.stage, "_may_go", lambda waiting: iter(()))
            await us("Ben: [I'm here]")
            assert "copy" in {post["kind"] for post in await us.posts()}
            await us("Ana: /p")
        await us("-- +1 min")
        assert not voices(us), "nothing that was said is heard in the pause"
        await us("-- +30 min", "Ana: [Ready]", ends)
        assert len(voices(us)) == comes


def voices(us: Sofa) -> list[object]:
    """What the companion has brought to Ben's phone of what was said aloud."""
    return [one for one in us.world.messages(us.person("Ben").chat) if one.sender == BOT and "voice" in one.content]


async def test_an_edit_that_shows_words_in_a_group_does_not_come_in_a_pause(house, tmp_path, monkeypatch):
    """R22. The reveal was on its way; it comes when the evening goes on."""
    told = ("Ana: [No]", "Ana: Bread.", *["Ana: [Skip]"] * 3, "Ben: [No]", "Ben: Soup.", *["Ben: [Skip]"] * 3)
    async with sofa(house, tmp_path, *GROUP, EVENING, *told, "Ana: [I'm here]") as us:
        with monkeypatch.context() as slow:
            slow.setattr(us.stage, "_may_go", lambda waiting: iter(()))
            await us("Ben: [I'm here]")
            assert [post["kind"] for post in await us.posts() if "Bread." in str(post["body"])] == ["edit"]
            await us("Ana: /p")
        us.from_now()
        await us("-- +1 min")
        assert not [seen for seen in us.phone("Ben") if "Bread." in seen.text]
        await us("-- +30 min", "Ana: [Ready]", "Ben: [Ready]")
        assert len([seen for seen in us.phone("Ben") if "Bread." in seen.text]) == 1
