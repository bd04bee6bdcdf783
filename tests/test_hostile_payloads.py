"""Buttons, links and ids that somebody made up or has from somebody else: nothing is done, and nothing is told."""

from sqlalchemy import select

from dialogue.practice import Practices
from handlers import PRACTICES
from models import Conversation, Question
from tests.hostile import thrown
from tests.sofa import PAIRED, Sofa, sofa
from tests.test_turns import HELD, NOT_YOURS, STALE, pressed

EVERY = Practices(PRACTICES).commands
FINAL = sorted(name for name, begin in EVERY.items() if begin.practice.grade == "C")  # they end or stop all else
COMMANDS = [*sorted(EVERY.keys() - {"start", *FINAL}), *FINAL]
DEEP = 2  # screens behind each command


async def test_three_hundred_hostile_updates_change_and_tell_nothing(house, tmp_path):
    """Threat 7, R2, R14. Through the front, the database and the engine; `make campaign` throws ten thousand."""
    assert await thrown(house, tmp_path, 300, 7) == []


async def test_every_button_of_hers_is_nothing_to_others(sqlite_house, tmp_path):
    """Threat 6, R14. Behind every command that there is, found by walking: what stands open before Ana alone is pressed
    by Ben and by Cleo. No row changes, and all they hear is that it is not theirs. That she opened it tells him nothing
    either (R12)."""
    async with sofa(sqlite_house, tmp_path, *PAIRED, "Ben: /win a walk", "Ben: /menu") as us:
        walked, kinds, tried = set(), set(), set()
        for command in COMMANDS:
            us.from_now()
            await us(f"Ana: /{command}")
            assert EVERY[command].practice.joint or us.phone("Ben") == [], f"to open {command} tells him"
            for deep in range(DEEP):
                hers = [data for data in await only_hers(us) if data not in tried]
                if not hers:
                    break
                tried |= set(hers)
                walked.add(command)
                kinds |= await kinds_of(us)
                taps = [us.event(name, "tap", data=data, tap="1") for name in ("Ben", "Cleo") for data in hers]
                assert set(await pressed(us, *taps)) <= {STALE, NOT_YOURS, HELD}, command
                if command in FINAL:
                    break
                await us.hear(us.event("Ana", "tap", data=hers[deep % len(hers)], tap="2"))
                await us("-- nothing")
        assert len(walked) > len(COMMANDS) / 2, "she was there"
        assert len(kinds) > 45 and len(tried) > 150, f"{len(tried)} buttons of {len(kinds)} questions"


async def only_hers(us: Sofa) -> list[str]:
    """What stands open on her phone, and not on his: the newest first."""
    his = set(standing(us, "Ben"))
    return [data for data in standing(us, "Ana") if data not in his]


def standing(us: Sofa, name: str) -> list[str]:
    said = us.world.messages(us.person(name).chat)[::-1]
    keys = [key for one in said for row in (one.markup or {}).get("inline_keyboard", []) for key in row]
    return [key["callback_data"] for key in keys if not key.get("callback_data", "/").startswith("/")]


async def kinds_of(us: Sofa) -> set[tuple[str, str]]:
    """The questions that stand open now: of which practice, and which step."""
    async with us.stage.database.session() as db:
        query = select(Conversation.practice, Question.step).join(Question, Question.conversation_id == Conversation.id)
        return {(practice, step) for practice, step in await db.execute(query.where(Question.open))}
