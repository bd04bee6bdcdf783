"""Updates made at random (F1), small: through the front, the database and the engine."""

from random import Random

import pytest
from sqlalchemy import select

from models import Inbox, Outbox
from tests.campaign.random_updates import KINDS, Telegram
from tests.sofa import PAIRED
from tests.stage import START, TelegramStage
from tests.transcript import Play


@pytest.mark.parametrize("kind", KINDS)
async def test_anything_is_done_or_dead_and_no_turn_fails(kind, house, tmp_path, monkeypatch):
    """The couple's own buttons are pressed too; what is to go out goes to who wrote."""
    stage = TelegramStage(house, tmp_path, START)
    await stage.open()
    try:
        play = Play(stage)
        await play.step(*PAIRED)
        made = Telegram(Random(7), [stage.world.ana.id, stage.world.ben.id], set())
        made.kind = kind
        made.buttons = [(chat, message, data) for chat, message, _, data in play.pressable]
        hear, failed = stage.engine.hear, []

        async def listen(db, event):
            try:
                await hear(db, event)
            except Exception as error:
                failed.append(repr(error))
                raise

        monkeypatch.setattr(stage.engine, "hear", listen)
        for start in range(0, 200, 20):
            updates = [{"update_id": 10_000 + start + number, **made.update()} for number in range(20)]
            await stage.worker.receive(updates)
            await stage.worker.work()
        assert failed == []
        async with stage.database.session() as db:
            assert set(await db.scalars(select(Inbox.state))) <= {"done", "dead"}
            assert set(await db.scalars(select(Outbox.chat_id))) - {None} <= made.chats
    finally:
        await stage.close()
