"""A hostile evening in the playground, through the real poller, worker and sender: it changes nothing it should not.

Cleo joins the group; she and Ben press Ana's buttons, forge others, open links that were never sent, and flood; Ben
writes 4,096 units of pictures. Then Cleo leaves, and the evening goes on as if she had not been there. And Ben himself
presses and types more than anybody can, in the middle of Ana's evening.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.flood import KNOWN
from models import Base, Inbox
from tests.sofa import EVENING, GROUP, PAIRED, _opened, unlock
from tests.stage import START, Stage, TelegramStage
from tests.test_quiet_week import Week
from tests.transcript import Play

HERS = ("Ana: [No]", "Ana: the tram", "Ana: [Skip]", "Ana: [Skip]", "Ana: [Skip]")
PICTURES = "🙂" * 2048  # 4,096 UTF-16 units
THEIRS = {"people", "couples", "entries", "answers", "questions", "conversations", "invitations"}


@asynccontextmanager
async def playing(stage: TelegramStage) -> AsyncIterator[Play]:
    await stage.open()
    try:
        yield Play(stage)
    finally:
        await stage.close()


async def rows(stage: Stage) -> dict[str, list[str]]:
    """What is theirs, in clear; without the counters that every turn moves."""
    moving = {"version", "counted_at", "tapped", "place", "group_id", "held_at"}
    async with stage.database.session() as db:
        await unlock(db)
        return {
            kind.__tablename__: sorted(
                str(sorted((name, value) for name, value in _opened(row).items() if name not in moving))
                for row in await db.scalars(select(kind))
            )
            for kind in (mapper.class_ for mapper in Base.registry.mappers)
            if kind.__tablename__ in THEIRS
        }


async def test_a_hostile_evening_changes_nothing(house: Any, tmp_path: Any) -> None:
    """R6, R14, R17, R2. And afterwards the words are shown, to the two of them."""
    async with playing(TelegramStage(house, tmp_path, START)) as play:
        stage, do = play.stage, play.steps
        await do(*GROUP, EVENING, *HERS, "Ben: [No]", f"Ben: {PICTURES}", "Ben: [Skip]")
        await do("Cleo joins")
        before = await rows(stage)
        mark, people = len(stage.world.log), {one.chat for one in stage.world.people.values()}
        cleo = next(one for one in stage.world.people.values() if one.name == "Cleo")

        ana, ben = stage.world.ana, stage.world.ben
        hers = [data for chat, _, _, data in play.pressable if chat == ana.chat and not data.startswith("/")]
        his = {data for chat, _, _, data in play.pressable if chat == ben.chat}  # a shared card stands in both chats
        await do("Cleo: /start")
        for data in hers[-12:]:  # all that her own last buttons carry, from a chat of their own
            for who in (cleo, *([] if data in his else [ben])):
                play._tap(who, play._bot_messages([who.chat])[0], {"callback_data": data})
        await do("-- nothing")
        await do("Cleo forges press", "Ben forges press")
        for token in ("AAAA", "x" * 64, "../../etc", "🙂" * 16, "0" * 60):
            stage.world.say(cleo, cleo.chat, f"/start {token}")
        await do("-- nothing", "Cleo: [I'm not]")
        for _ in range(20):
            stage.world.say(cleo, play.group(), "/menu")
            stage.world.say(cleo, play.group(), PICTURES)
            stage.world.say(cleo, cleo.chat, PICTURES)
        await do("-- nothing", "Cleo sends location", "Cleo sends contact")

        group = [one for one in stage.world.log[mark:] if one.chat == play.group() and one.by == "bot"]
        assert [one.text for one in group if one.kind in ("sent", "edited")] == []
        shown = [one for one in stage.world.log[mark:] if one.by == "bot" and one.chat != cleo.chat]
        assert all(one.chat in people | {play.group()} for one in shown)
        assert not any("tram" in one.text for one in stage.world.log[mark:] if one.chat == cleo.chat)
        assert await rows(stage) == before, "nothing of theirs was moved"

        await do("Cleo leaves", "Ben in group: /menu", "Ana in group: /menu")
        await do("Ben: [Skip]", "Ben: [Skip]")
        await do("Ana: [I'm here]", "Ben: [I'm here]")
        said = "".join(one.text for one in stage.world.log[mark:] if one.chat in (stage.world.ana.chat, play.group()))
        assert "the tram" in said and said.count("🙂") >= 2000


async def test_one_of_the_two_floods_and_the_other_s_evening_goes_on(house: Any, tmp_path: Any) -> None:
    """Threat 20. Two hundred presses and messages of Ben's in a minute: thirty come in, and of the others no row is
    there; Ana's answer waits behind none of it, and her phone shows no sign of it."""
    flood = "halcyon"
    async with playing(Week(house, tmp_path, START)) as play:
        stage, do = play.stage, play.steps
        await do(*PAIRED, EVENING, "Ana: [No]", "Ben: [No]")
        stage.clock.forward(timedelta(minutes=2))
        world, ana, ben = stage.world, stage.world.ana, stage.world.ben
        card, mark = play._bot_messages([ben.chat])[0], len(world.log)
        there = len(await letters(stage))
        for number in range(100):
            world.say(ben, ben.chat, f"{flood} {number}")
            play._tap(ben, card, {"callback_data": "pressed before"})
            if number == 50:
                world.say(ana, ana.chat, "the tram")
        await do("-- nothing")

        came = (await letters(stage))[there:]
        assert [row.chat_id for row in came].count(ana.chat) == 1
        assert len(came) == KNOWN + 1 and {row.state for row in came} == {"done"}
        assert all(row.payload_sealed is None for row in came)
        kept = set(re.findall(rf"{flood} \d+", str(await rows(stage))))
        assert 0 < len(kept) <= KNOWN
        said = [one for one in world.log[mark:] if one.by == "bot" and one.kind in ("sent", "silent", "edited")]
        hers = [one for one in said if one.chat == ana.chat]
        assert len(hers) == 1 and flood not in str(hers), "the next question, and nothing else"
        assert said.index(hers[0]) <= 1, "beside his first one, not behind his last"

        stage.clock.forward(timedelta(minutes=2))
        await do("Ana: [Skip]", "Ana: [Skip]", "Ana: [Skip]", "Ana: [I'm here]", "Ben: [I'm here]")
        shown = [one.text for one in world.log[mark:] if one.by == "bot" and one.chat == ben.chat]
        assert any("the tram" in one for one in shown), "a minute later he is heard again"


async def letters(stage: Stage) -> list[Inbox]:
    async with stage.database.session() as db:
        return list(await db.scalars(select(Inbox).order_by(Inbox.number)))
