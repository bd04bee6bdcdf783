"""Updates made at random (F1), small: through the door, the database and the engine."""

from random import Random

import pytest
from sqlalchemy import select

from models import Inbox, Outbox
from tests.campaign.random_updates import KINDS, Telegram
from tests.sofa import PAIRED
from tests.stage import START, TelegramStage
from tests.transcript import Play


@pytest.mark.parametrize("kind", KINDS)
async def test_anything_is_done_or_dead_and_nothing_fails(kind, house, tmp_path, caplog) -> None:
    """The couple's own buttons are pressed too; what goes out goes to who wrote."""
    stage = TelegramStage(house, tmp_path, START)
    await stage.open()
    try:
        play = Play(stage)
        await play.step(*PAIRED)
        people = [stage.world.ana.id, stage.world.ben.id]
        made = Telegram(Random(7), people, kind)
        for start in range(0, 200, 20):
            for box in stage.world.state.messages.values():
                for message in box.values():
                    rows = (message.markup or {}).get("inline_keyboard", [])
                    made.buttons += [(message.chat, message.id, b["callback_data"]) for r in rows for b in r if "callback_data" in b]  # fmt: skip # noqa: E501
            await stage.worker.receive([{"update_id": 10_000 + start + n, **made.update()} for n in range(20)])
            await stage.worker.work()
        async with stage.database.session() as db:
            assert set(await db.scalars(select(Inbox.state))) <= {"done", "dead"}
            assert set(await db.scalars(select(Outbox.chat_id))) <= {*made.chats, None}
        assert "turn_failed" not in caplog.text
    finally:
        await stage.close()
