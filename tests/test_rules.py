"""The rules of safety that no single chat can show: what must hold whatever was done before, by whomever.

R12 and R13 by comparison: the same evening of Ben is played beside several of Ana's, and his phone may not differ.
R7 and R22 by walking: a transcript is played, and in each new state of it both of them try to leave and to pause.
"""

import asyncio
import itertools
import secrets
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dialogue.engine import Engine
from dialogue.practice import Practices
from handlers import PRACTICES
from models import Alarm, Conversation, Couple, Outbox, Person
from models.keys import keys_of
from tests.sofa import ENDED, EVENING, GROUP, PAIRED, Seen, Sofa, sofa
from tests.stage import START, TEXTS, EngineStage, TelegramStage, open_house
from tests.transcript import FOLDER, Play, Transcript

ALONE = ("Ana: /start", "Ana: [I'm 18 or older, begin]")
INVITED = (*ALONE, "Ana: [Go on]", "Ana: [It's 19:14]", "Ana link: Ben")
DEAD = "This link no longer works. A new one can be sent at any time."


def sounded(seen: list[Seen]) -> list[str]:
    return [f"{one.at:%a %H:%M} {one.text.splitlines()[0]}" for one in seen if one.sounds]


# --- two say yes, each for themselves --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "steps",
    [
        (*INVITED, "Ben: [I'm 18 or older, begin]"),
        (*INVITED, "Ben: [I'm 18 or older, begin]", "Ben: [Yes, with Ana]"),
        (*INVITED, "Ben: [I'm 18 or older, begin]", "Ben: [Yes, with Ana]", "Ana: [It's someone else]"),
        (*INVITED, "Ben: [I'm 18 or older, begin]", "Ben: [Rather not]"),
    ],
)
async def test_one_yes_is_no_couple(steps: tuple[str, ...], house, tmp_path):
    """R1. Until both have confirmed, each in their own chat: no prompt, for days, and no joint talk."""
    async with sofa(house, tmp_path, *steps) as us:
        await us("-- +3 days", "Ana: /review", "Ben: /review", "-- +1 days")
        assert sounded(us.phone("Ana")) == sounded(us.phone("Ben")) == []
        rows = await us.rows()
        assert [row for row in rows["alarms"] if row["practice"] in ("checkin", "review")] == []
        assert len({row["couple_id"] for row in rows["people"]}) == len(rows["people"])
        assert "Ana" not in " ".join(seen.text for seen in us.phone("Ben"))


async def test_a_link_works_once_for_a_day_and_not_for_oneself(house, tmp_path):
    """R2. Used, late, one's own, replaced: one and the same sentence."""
    async with sofa(house, tmp_path, *INVITED) as us:
        token = us.talk.tokens[f"start {us.person('Ana').chat}"][0]
        assert token.encode() not in us.file.read_bytes(), "only its hash is kept"
        said = []
        for steps in (
            ("Ana link: Ana",),
            ("Ben: [I'm 18 or older, begin]", "Ben: [Rather not]", "Ana link: Cleo", "Cleo: [I'm 18 or older, begin]"),
            ("Ana: /start", "Ana: [It's 19:14]", "Ana old link: Cleo"),
            ("-- +24 h", "Ana link: Cleo"),
        ):
            us.from_now()
            await us(*steps)
            said += [seen.text for name in ("Ana", "Cleo") for seen in us.phone(name) if DEAD.split()[3] in seen.text]
        assert said == [DEAD] * 4
        assert "Ben" not in {row["name"] for row in (await us.rows())["people"]}


async def test_of_two_who_come_at_once_one_is_first(house, tmp_path):
    """R2."""
    yes = "Yes, with Ana"
    steps = ("Ben: [I'm 18 or older, begin]", "Ana link: Cleo", "Cleo: [I'm 18 or older, begin]")
    async with sofa(house, tmp_path, *INVITED, *steps) as us:
        taps = []
        for name in ("Ben", "Cleo"):
            message, key = us.talk._button([us.person(name).chat], yes)
            taps.append(us.event(name, "tap", data=key["callback_data"], message=message.id, tap="1"))
        other = await open_house(us.stage.folder)
        engine = Engine(Practices(PRACTICES), TEXTS, us.stage.clock, us.stage.links())

        async def second() -> None:
            async with other.begin() as db:
                await engine.hear(db, taps[1])

        await asyncio.gather(us.hear(taps[0]), second())
        await other.close()
        await us("-- nothing")
        asked = [seen.text for seen in us.phone("Ana") if "opened your link" in seen.text]
        dead = [name for name in ("Ben", "Cleo") if DEAD in [seen.text for seen in us.phone(name)]]
        assert (len(asked), len(dead)) == (1, 1)


async def test_nobody_is_paired_by_a_name_or_by_being_there(house, tmp_path):
    """R3."""
    async with sofa(house, tmp_path, *ALONE, "Ana: [Go on]", "Ana: [It's 19:14]") as us:
        await us("Ben: /start", "Ben: [I'm 18 or older, begin]", "Ana: @ben", "Ana: /start @ben", "Ben: /start ana")
        await us("Ana group: Us", "Ben in group: /menu", "Ana in group: /start", "Ben in group: /start")
        assert len({row["couple_id"] for row in (await us.rows())["people"]}) == 2


@pytest.mark.parametrize(
    "steps",
    [
        ("Cleo: /start", "Cleo: [I'm not]"),
        ("Cleo: /start", "-- +25 h"),
        ("Cleo: /start", "Cleo: [What do you keep?]", "-- +25 h"),
        ("Cleo: /start", "Cleo: [Another language]", "-- +25 h"),
        ("Cleo: /start", "Cleo: /start", "Cleo: /start guess", "-- +25 h"),
        ("Cleo: /start", "Cleo: hello?", "Cleo: /pause", "Cleo: /checkin", "-- +25 h"),
        ("Cleo: /start", "-- asleep +40 days"),
        ("Cleo: /about",),
        ("Ana link: Cleo", "Cleo: [I'm not]"),
        ("Ana link: Cleo", "-- +25 h"),
        ("Ana link: Cleo", "Cleo: [I'm 18 or older, begin]", "Cleo: [Rather not]"),
    ],
)
async def test_who_did_not_begin_leaves_no_row(steps: tuple[str, ...], house, tmp_path):
    """R5. Nothing but the ends of what was sent: no name, no link, no key."""
    before = INVITED[:-1] if "Ana" in steps[0] else ()
    async with sofa(house, tmp_path, *before) as us:
        there = await us.rows()
        cleo = us.person("Cleo")
        await us(*steps)
        rows = await us.rows()
        posts = [row for row in rows["outbox"] if row["chat_id"] == cleo.chat]
        assert posts and all(row["state"] in ENDED and row["body"] is None for row in posts)
        for name in rows.keys() - {"inbox", "outbox", "keycheck"}:
            ours = {one.get("id", one.get("owner")) for one in there[name]}
            new = [row for row in rows[name] if row.get("id", row.get("owner")) not in ours]
            if name == "dek":
                new = [row for row in new if not row["owner"].startswith("system:")]
            if name == "invitations":
                new = [row for row in rows[name] if row["token_hash"] not in {one["token_hash"] for one in there[name]}]
            assert new == [], name
        assert str(cleo.id) not in str({name: some for name, some in rows.items() if name != "outbox"})


# --- the safety question ---------------------------------------------------------------------------------------------


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids and links that come out alike in each play."""
    numbers = itertools.count(1)
    monkeypatch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=next(numbers)))
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size: f"{next(numbers):032}")


async def test_no_answer_to_the_safety_question_is_kept(house, tmp_path, monkeypatch):
    """R8. Whatever is tapped: the next card, every row, and later the partner's screens are the same."""
    found = []
    for number, label in enumerate(("Go on", "On my own", "Not now")):
        numbers = itertools.count(1)
        monkeypatch.setattr(uuid, "uuid4", lambda numbers=numbers: uuid.UUID(int=next(numbers)))
        monkeypatch.setattr(secrets, "token_urlsafe", lambda size, numbers=numbers: f"{next(numbers):032}")
        async with sofa(house, tmp_path / str(number), *ALONE) as us:
            await us(f"Ana: [{label}]")
            card, rows = us.phone("Ana")[-1], await us.rows()
            assert rows["answers"] == [] or [row["said"] for row in rows["answers"]] == [
                {"choice": "begin", "words": ""},
                {},
            ]
            assert label not in str(rows)
            await us(*INVITED[3:], "Ben: [I'm 18 or older, begin]", "Ben: [Yes, with Ana]", "Ana: [That's my partner]")
            await us("Ana: [Tomorrow at 20:30]", "Ben: [Tomorrow at 20:30]", "-- Tuesday 22:30")
            found.append((card, rows, us.phone("Ben"), await us.rows()))
    assert found[0][0].text.startswith("You can use me on your own, or with your partner.")
    for one in found[1:]:
        for mine, first in zip(one, found[0], strict=True):
            assert mine == first


# --- never a monitor -------------------------------------------------------------------------------------------------

ANA = {  # what she may do in an evening, as far as she does not answer so that words can be shown
    "answers a little": ("[No]", "bread", "[Skip]"),
    "skips everything": ("[No]", "[Skip]", "[Skip]", "[Skip]", "[Skip]"),
    "not tonight, quietly": ("[Not tonight]", "[Quietly]"),
    "nearly not tonight": ("[Not tonight]", "[Back]", "[No]"),
    "later": ("[Later]",),
    "for herself": ("[Only for me]", "I saw a silver car.", "[Skip]"),
    "for Sunday": ("[Keep it for Sunday]", "the call"),
    "a little room": ("[A little room]",),
    "is here": ("[I'm here]",),
    "in person": ("[In person, phones down]",),
    "something else": ("/wave", "/menu", "[Ours]", "/kept", "/rights", "/schedule", "/export", "/about"),
    "writes": ("something on my mind", "[Keep it, only for me]", "/win we laughed", "/hold"),
    "parks for herself": ("/park", "the money", "[Only me]"),
    "settings of her own": ("/settings", "[At the close]", "[Show mine]", "[Living apart]", "[Yes]", "[Done]"),
    "breathes twice": ("/wave", "/wave", "/wave"),
    "leaves, told tomorrow": ("/leave", "[Tomorrow at 10:00]"),
}
HERS = (  # what she may do while he is not done
    ("[A little room]", "the tram", "[Skip]", "the cat", "[Skip]", "[I'm here]"),
    ("[No]", "[Skip]", "[Skip]", "[Skip]", "[Skip]", "[I'm here]"),
    ("[Not tonight]", "[Quietly]"),
    ("[I'm here]",),
)
ANSWERS = ("Ben: [No]", "Ben: soup", "Ben: [Skip]", "Ben: [Skip]", "Ben: [Skip]", "Ben: [I'm here]")
PAUSES = ("-- 20:55", "Ben: /p", "Ben: [20 min]", "Ben: [Another]", "-- 21:15", "Ben: [Ready]")
NEXT_DAY = ("-- Wednesday 12:30", "Ben: /checkin", "Ben: [No]", "-- 12:40")


async def ben_sees(house, folder, *steps: str) -> list[Seen]:
    async with sofa(house, folder, *steps[:1], "-- Tuesday 20:29") as us:
        await us(*steps[1:])
        return us.phone("Ben")


def ana(does: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"Ana: {one}" for one in does)


@pytest.mark.parametrize("hers", ANA)
async def test_what_she_does_alone_is_not_seen(hers: str, house, tmp_path):
    """R12, R13. He has answered and is here: his phone shows the same as if she did nothing, in the same moments."""
    until = () if "tomorrow" in hers else NEXT_DAY
    steps = ("-- 20:40", *ANSWERS, "-- 20:45", ..., *PAUSES, "-- 23:30", *until)
    await assert_same(house, tmp_path, PAIRED[0], ana(ANA[hers]), *steps)


@pytest.mark.parametrize("hers", HERS)
@pytest.mark.parametrize("before", [PAIRED[0], GROUP[0]])
async def test_what_she_answers_is_not_seen_until_he_has(before: str, hers: tuple[str, ...], house, tmp_path):
    """R12, R13. The same, where he has begun and stopped half-way; in private chats and with a group."""
    await assert_same(house, tmp_path, before, ana(hers), "-- 20:35", ..., "-- 20:40", *ANSWERS[:2], "-- 22:01")


@pytest.mark.parametrize("before", [PAIRED[0], GROUP[0]])
async def test_a_block_is_not_seen(before: str, house, tmp_path):
    """R49, R13. Her phone takes nothing any more; his evening, his pause and its return are what they would have been."""
    steps = ("-- 20:31", ..., "-- 20:40", *ANSWERS, *PAUSES, "-- 23:30", *NEXT_DAY)
    await assert_same(house, tmp_path, before, ("Ana blocks",), *steps)


@pytest.mark.parametrize(
    "hers", [("[Keep it for Sunday]", "the call"), ("[Only for me]",), ("[No]",), ("/wave", "/hold")]
)
async def test_what_she_says_alone_is_not_seen_in_the_other_style(hers: tuple[str, ...], house, tmp_path):
    """R12, R13. The evening *together*, up to the close."""
    style = ("Ben: /settings", "Ben: [Style]", "Ben: [Together]", "-- Wednesday 20:30")
    await assert_same(house, tmp_path, PAIRED[0], ana(hers), *style, ..., "Ben: [No]", "Ben: [I'm here]", "-- 22:01")


@pytest.mark.parametrize("hers", [("[0]", "[0]", "[10]"), ("[3]", "[Skip]", "[4]")])
async def test_a_pulse_is_not_seen(hers: tuple[str, ...], house, tmp_path):
    """R12, R15. Whatever she marks in the review: his phone shows the same as if she had skipped it."""
    here = ("-- Sunday 17:00", "Ana: [I'm here]", "Ben: [I'm here]")
    after = ("Ben: [3]", "Ben: [3]", "Ben: [3]", "Ben: hopeful")
    await assert_same(house, tmp_path, PAIRED[0], ana(hers), *here, ..., *after, otherwise=ana(("[Skip]",) * 3))


SEEN: dict[Any, list[Seen]] = {}  # his evenings beside somebody who does nothing


async def assert_same(
    house, folder, before: str, hers: tuple[str, ...], *steps: Any, otherwise: tuple[str, ...] = ()
) -> None:
    """Play his steps with hers in the place of `...`, and with the others; his phone is the same."""
    place = steps.index(...)

    def with_hers(some: tuple[str, ...]) -> tuple[str, ...]:
        return (before, *steps[:place], *some, *steps[place + 1 :])

    plain = with_hers(otherwise)
    if plain not in SEEN:
        SEEN[plain] = await ben_sees(house, folder / "otherwise", *plain)
    seen = await ben_sees(house, folder / "hers", *with_hers(hers))
    assert len(seen) > 3, "he was there"
    assert seen == SEEN[plain]
