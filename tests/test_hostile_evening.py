"""A hostile evening in the playground, through the real poller, worker and sender: it changes nothing it should not.

Cleo joins the group; she and Ben press Ana's buttons, forge others, open links that were never sent, and flood; Ben
writes 4,096 units of pictures. Then Cleo leaves, and the evening goes on as if she had not been there.
"""

from typing import Any

from sqlalchemy import select

from models import Base
from tests.sofa import EVENING, GROUP, _opened, unlock
from tests.stage import START, TelegramStage
from tests.transcript import Play

HERS = ("Ana: [No]", "Ana: the tram", "Ana: [Skip]", "Ana: [Skip]", "Ana: [Skip]")
PICTURES = "🙂" * 2048  # 4,096 UTF-16 units
THEIRS = {"people", "couples", "entries", "answers", "questions", "conversations", "invitations"}


async def rows(stage: TelegramStage) -> dict[str, list[str]]:
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
    stage = TelegramStage(house, tmp_path, START)
    await stage.open()
    try:
        play = Play(stage)

        async def do(*steps: str) -> None:
            for step in steps:
                await play.step(step)

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
    finally:
        await stage.close()
