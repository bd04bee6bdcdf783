"""The rules of safety that no single chat can show: what must hold whatever was done before, by whomever.

R12 and R13 by comparison: the same evening of Ben is played beside several of Ana's, and his phone may not differ.
R7 and R22 by walking: a transcript is played, and in each new state of it both of them try to leave and to pause.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from dialogue.engine import Engine
from dialogue.event import Event
from dialogue.practice import Practices
from handlers import PRACTICES, pairing
from models import Alarm, Answer, Conversation, Couple, DataKey, Entry, Invitation, Message, Outbox, Person
from models.keys import keys_of
from tests.sofa import ENDED, EVENING, GROUP, PAIRED, Seen, Sofa, count_ids, sofa
from tests.stage import START, TEXTS, EngineStage, TelegramStage, open_house
from tests.transcript import FOLDER, Play, Transcript

ALONE = ("Ana: /start", "Ana: [I'm 18 or older, begin]")
INVITED = (*ALONE, "Ana: [Go on]", "Ana: [It's 19:14]", "Ana link: Ben")
SUNDAY = ("-- asleep Sunday 16:59", "-- 17:00")
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
        asked = "That's my partner" in us.labels("Ana")
        assert asked == (steps[-1] == "Ben: [Yes, with Ana]"), "she is asked after his own yes, and not without it"


async def test_a_link_works_once_for_a_day_and_not_for_oneself(house, tmp_path):
    """R2. Used, late, one's own, replaced: one and the same sentence."""
    async with sofa(house, tmp_path, *INVITED) as us:
        token = us.talk.tokens[f"start {us.person('Ana').chat}"][0]
        assert token not in repr(await us.raw()), "only its hash is kept"
        said = []
        for steps in (
            ("Ana link: Ana",),
            ("Ben: [I'm 18 or older, begin]", "Ben: [Rather not]", "Ana link: Cleo", "Cleo: [I'm 18 or older, begin]"),
            ("Ana: /start", "Ana: [It's 19:14]", "Ana old link: Cleo"),
            ("-- +24 h", "Ana link: Cleo"),
        ):
            us.from_now()
            await us(*steps)
            said += [
                seen.text.split("\n")[0]
                for name in ("Ana", "Cleo")
                for seen in us.phone(name)
                if "link no" in seen.text and seen.kind != "deleted"
            ]
        assert said == [DEAD] * 4
        assert "Ben" not in {row["name"] for row in (await us.rows())["people"]}


async def test_of_two_who_come_at_once_one_is_first(sqlite_house, tmp_path):
    """R2."""
    yes = "Yes, with Ana"
    steps = ("Ben: [I'm 18 or older, begin]", "Ana link: Cleo", "Cleo: [I'm 18 or older, begin]")
    async with sofa(sqlite_house, tmp_path, *INVITED, *steps) as us:
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
        dead = [seen.text for name in ("Ben", "Cleo") for seen in us.phone(name) if seen.text.startswith(DEAD)]
        assert (len(asked), len(dead)) == (1, 1)


async def test_a_link_is_used_by_who_marks_it_first(house, tmp_path):
    """R2. Also where two have read it as unused, as PostgreSQL lets them."""
    async with sofa(house, tmp_path, *INVITED) as us:
        async with us.stage.database.begin() as db:
            talk: Any = SimpleNamespace(scene=SimpleNamespace(db=db), now=us.now)
            link = await db.scalar(select(Invitation))
            assert [await pairing.use(talk, link), await pairing.use(talk, link)] == [True, False]


async def test_nobody_is_paired_by_a_name_or_by_being_there(house, tmp_path):
    """R3."""
    async with sofa(house, tmp_path, *ALONE, "Ana: [Go on]", "Ana: [It's 19:14]") as us:
        await us("Ben: /start", "Ben: [I'm 18 or older, begin]", "Ana: @ben", "Ana: /start @ben", "Ben: /start ana")
        await us("Ana group: Us", "Ben in group: /menu", "Ana in group: /start", "Ben in group: /start")
        rows = await us.rows()
        assert len({row["couple_id"] for row in rows["people"]}) == 2
        assert {row["group_id"] for row in rows["couples"]} == {None}, "a group is for two"


async def test_a_group_s_link_pairs_nobody(house, tmp_path):
    """R3, R2. Opened in a private chat it is a link like any that does not count; and the group can still be bound."""
    async with sofa(house, tmp_path, *PAIRED, "Ana: /group") as us:
        [token] = us.talk.tokens[f"startgroup {us.person('Ana').chat}"]
        await us(f"Cleo: /start {token}", "Cleo: [I'm 18 or older, begin]")
        assert any(DEAD in seen.text for seen in us.phone("Cleo"))
        links = [row for row in (await us.rows())["invitations"] if row["kind"] == "group"]
        assert [row["used_at"] for row in links] == [None]


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


# --- what two do together begins with a yes from each ----------------------------------------------------------------

WAITING = "It begins once you've both said yes. Nothing to do until then."
WITHOUT = {  # joint without it: evening, review and pause, and what is only said
    "checkin", "review", "pause", "parked", "house", "agree", "resting", "rules_again",
    *("welcome", "group", "gathering", "given", "shares", "phase_moved"),
}  # fmt: skip


def still(seen: list[Seen]) -> list[Seen]:
    """What was put on a phone, without what was taken away."""
    return [one for one in seen if one.kind != "deleted"]


def test_what_is_joint_is_agreed_to_first():
    """R4. Whatever two do together is mutual, or stands in the list above with a reason."""
    assert {one.name for one in PRACTICES if one.joint and not one.mutual} == WITHOUT


NO = (("Ben: [Not now]",), ("Ben: [Not now]", "Ben: /wave"), ())


async def test_a_no_looks_like_no_answer(house, tmp_path):
    """R4, R12, R13. Her phone shows the same to the minute, whatever he does with what he was asked, but for a yes."""
    before = (*PAIRED, "-- asleep Tuesday 18:00", "Ana: /rules", "Ana: [Yes, from my side]")
    hers = []
    for number, his in enumerate(NO):
        async with sofa(house, tmp_path / str(number), *before) as us:
            await us(*his, "Ana: /rules", "-- +4 days", "Ana: /rules", "-- +10 min")
            hers.append(us.phone("Ana"))
            asked = [one for one in us.phone("Ben") if one.kind != "deleted" and "would like this" in one.text]
            assert asked == [], "he is asked once"
    assert WAITING in [one.text for one in hers[0]]
    assert hers[1:] == hers[:1] * 2


async def test_what_is_taken_back_stops_before_the_next_send(house, tmp_path):
    """R4. What waits in the outbox is not sent any more, and all that is said is that it rests."""
    yes = ("Ana: /rules", "Ana: [Yes, from my side]", "Ben: [Yes, from my side]")
    async with sofa(
        house, tmp_path, *PAIRED, "-- asleep Tuesday 18:00", *yes, "Ana: /consents", "Ana: [Agreements]"
    ) as us:
        taps = []
        for name, label in (("Ben", "3"), ("Ana", "Take it back")):
            message, key = us.talk._button([us.person(name).chat], label)
            taps.append(us.event(name, "tap", data=key["callback_data"], message=message.id, tap="1"))
        await us.hear(taps[0])
        assert "No hard topics" in str(await us.posts())
        await us.hear(taps[1])
        said = [row["body"]["text"] for row in await us.posts() if row["kind"] in ("send", "edit")]
        assert sorted({one.splitlines()[0] for one in said}) == [
            "Agreements: resting for now.",
            "What you've said yes to here. Tap one to change that.",
        ]
        us.from_now()
        await us("Ben: /rules")
        assert [seen.text for seen in us.phone("Ben") if seen.kind == "sent"][-1] == "Agreements: resting for now."
        assert "Tick" not in str(still(us.phone("Ana")))


async def test_a_yes_belongs_to_these_two(house, tmp_path):
    """R4. Who parts and begins anew with somebody says yes anew."""
    yes = ("Ana: /rules", "Ana: [Yes, from my side]", "Ben: [Yes, from my side]")
    async with sofa(house, tmp_path, *PAIRED, "-- asleep Tuesday 18:00", *yes, "Ana: /leave", "Ana: [Now]") as us:
        assert all("yes" not in row["settings"] for row in (await us.rows())["couples"] if row["ended_at"] is None)


# --- lines for one role ----------------------------------------------------------------------------------------------


async def test_who_was_hurt_reads_no_line_for_who_broke_something(house, tmp_path):
    """R26. Lines about what one did are for the other role, at each door that draws from them."""
    theirs = [line.text for pool in TEXTS["en"].pools.values() for line in pool.values() if line.role == "repairing"]
    assert len(theirs) > 40
    async with sofa(house, tmp_path, "-- after roles") as us:
        for name, reads in (("Ana", False), ("Ben", True)):
            us.from_now()
            await us(f"{name}: /journal", *[f"{name}: [Another beginning]"] * 16)
            assert any(line in seen.text for seen in us.phone(name) for line in theirs) == reads
            us.from_now()
            await us(f"{name}: /own")
            assert any("All I can think is" in label for label in us.labels(name)) == reads
            await us(f"{name}: /mend", f"{name}: [A misstep of mine…]", f"{name}: /disclosure")
            assert reads or not [seen for seen in us.phone(name) for line in theirs if line in seen.text]


# --- the safety question ---------------------------------------------------------------------------------------------


async def test_no_answer_to_the_safety_question_is_kept(house, tmp_path, monkeypatch):
    """R8. Whatever is tapped: the next card, every row, and later the partner's screens are the same."""
    found = []
    for number, label in enumerate(("Go on", "On my own", "Not now")):
        count_ids(monkeypatch)
        async with sofa(house, tmp_path / str(number), *ALONE) as us:
            await us(f"Ana: [{label}]")
            card, rows = us.phone("Ana")[-1], await us.rows()
            assert ("Who to call",) in card.buttons
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


SAFE = "Can you say no to your partner and stay safe? I keep no answer."
ADULT = "Cleo: [I'm 18 or older, begin]"


@pytest.mark.parametrize(
    ("steps", "asked"),
    [
        (("Cleo: /start", ADULT), SAFE),
        (("Cleo: /start nonsense", ADULT), SAFE),
        (("Ana link: Cleo", ADULT), SAFE.replace("your partner", "Ana")),
        (("Cleo: /start", ADULT, "Cleo: [Go on]", "Ana link: Cleo"), SAFE.replace("your partner", "Ana")),
        (("Ana link: Cleo", "-- +25 h", "Ana link: Cleo", ADULT), SAFE),
        (("Ana link: Cleo", ADULT, "-- +25 h", "Cleo: [Yes, with Ana]"), SAFE),
        (("Ana link: Cleo", ADULT, "Cleo: [Yes, with Ana]", "Ana: [It's someone else]"), SAFE),
    ],
)
async def test_each_is_asked_alone_whichever_way_they_came(steps: tuple[str, ...], asked: str, house, tmp_path):
    """R8. By themselves, by a link, by one that no longer counts, after somebody else was meant: with who to call."""
    async with sofa(house, tmp_path, *INVITED[:-1]) as us:
        await us(*steps)
        card = [seen for seen in us.phone("Cleo") if seen.kind != "deleted"][-1]
        assert card.text.endswith(asked) and ("Who to call",) in card.buttons


# --- never a monitor -------------------------------------------------------------------------------------------------

ANSWERS = ("Ben: [No]", "Ben: soup", "Ben: [Skip]", "Ben: [Skip]", "Ben: [Skip]", "Ben: [I'm here]")
PAUSES = ("-- 20:55", "Ben: /p", "Ben: [20 min]", "Ben: [Another]", "-- 21:15", "Ben: [Ready]")
NEXT_DAY = ("-- Wednesday 12:30", "Ben: /checkin", "Ben: [No]", "-- 12:40")
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
    "is busy": (
        *("/wave", "/wave", "/wave", "/menu", "[Ours]", "/kept", "/rights", "/schedule", "/export", "/about", "/hold"),
        *("something on my mind", "[Keep it, only for me]", "/win we laughed", "/park", "the money", "[Only me]"),
        *("/settings", "[At the close]", "[Show mine]", "[Living apart]", "[Yes]", "[Done]"),
    ),
    "leaves, told tomorrow": ("/leave", "[Tomorrow at 10:00]"),
}
LASTING = {"skips everything": (), "is busy": ("-- 23:30", *NEXT_DAY), "leaves, told tomorrow": ("-- 23:30",)}
HERS = (  # what she may do while he is not done
    ("[A little room]", "the tram", "[Skip]", "the cat", "[Skip]", "[I'm here]"),
    ("[No]", "[Skip]", "[Skip]", "[Skip]", "[Skip]", "[I'm here]"),
    ("[Not tonight]", "[Quietly]"),
    ("[I'm here]",),
)


async def ben_sees(house, folder, *steps: str) -> list[Seen]:
    async with sofa(house, folder, *steps[:1], "-- Tuesday 20:29") as us:
        await us(*steps[1:])
        return us.phone("Ben")


def ana(does: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"Ana: {one}" for one in does)


@pytest.mark.parametrize("hers", ANA)
async def test_what_she_does_alone_is_not_seen(hers: str, house, tmp_path):
    """R12, R13. He has answered and is here: his phone shows the same as if she did nothing, in the same moments."""
    until = (*PAUSES, *LASTING[hers]) if hers in LASTING else ("-- 22:01",)
    steps = ("-- 20:40", *ANSWERS, "-- 20:45", ..., *until)
    await assert_same(house, tmp_path, PAIRED[0], ana(ANA[hers]), *steps)


@pytest.mark.parametrize(
    ("before", "hers"), [*((PAIRED[0], one) for one in HERS), *((GROUP[0], one) for one in HERS[:2])]
)
async def test_what_she_answers_is_not_seen_until_he_has(before: str, hers: tuple[str, ...], house, tmp_path):
    """R12, R13. The same, where he has begun and stopped half-way; in private chats and with a group."""
    await assert_same(house, tmp_path, before, ana(hers), "-- 20:35", ..., "-- 20:40", *ANSWERS[:2], "-- 22:01")


@pytest.mark.parametrize("before", [PAIRED[0], GROUP[0]])
async def test_when_she_answered_is_not_seen(before: str, house, tmp_path):
    """R12. The same words, a quarter of an hour later: once both are here, his phone shows the same, to the minute."""
    hers, wait = ana(HERS[0]), ("-- 20:50",)
    after = ("-- 20:55", *ANSWERS, "-- 22:01")
    seen = await assert_same(house, tmp_path, before, hers + wait, "-- 20:35", ..., *after, otherwise=wait + hers)
    assert [one for one in seen if "the tram" in one.text], "the words were shown"


@pytest.mark.parametrize("before", [PAIRED[0], GROUP[0]])
async def test_a_block_is_not_seen(before: str, house, tmp_path):
    """R49, R13. Her phone takes nothing any more; his evening, his pause, its return are what they would have been."""
    steps = ("-- 20:31", ..., "-- 20:40", *ANSWERS, *PAUSES, "-- 23:30", "-- Wednesday 20:31", *ANSWERS, "-- 22:01")
    await assert_same(house, tmp_path, before, ("Ana blocks",), *steps)


async def test_who_blocked_is_written_to_again_once_they_write(house, tmp_path):
    """R49. Until then nothing is even put for them; afterwards all is as it was."""
    async with sofa(house, tmp_path, *PAIRED, "-- Tuesday 19:00", "Ana blocks", "-- Tuesday 20:31") as us:
        theirs = select(Outbox.state).where(Outbox.chat_id == us.person("Ana").chat).order_by(Outbox.number)
        async with us.stage.database.session() as db:
            before = list(await db.scalars(theirs))
        await us("-- Wednesday 20:31", "-- Thursday 20:31")
        async with us.stage.database.session() as db:
            assert list(await db.scalars(theirs)) == before
        us.from_now()
        await us("Ana unblocks", "Ana: /menu", "-- Friday 20:31")
        assert {seen.at.day for seen in us.phone("Ana") if seen.text.startswith("Your ten minutes.")} == {6}


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
    here = (*SUNDAY, "Ana: [I'm here]", "Ben: [I'm here]")
    after = ("Ben: [3]", "Ben: [3]", "Ben: [3]", "Ben: hopeful")
    await assert_same(house, tmp_path, PAIRED[0], ana(hers), *here, ..., *after, otherwise=ana(("[Skip]",) * 3))


SEEN: dict[Any, list[Seen]] = {}  # his evenings beside somebody who does nothing


async def assert_same(
    house, folder, before: str, hers: tuple[str, ...], *steps: Any, otherwise: tuple[str, ...] = ()
) -> list[Seen]:
    """Play his steps with hers in the place of `...`, and with the others; his phone is the same: this one."""
    place = steps.index(...)

    def with_hers(some: tuple[str, ...]) -> tuple[str, ...]:
        return (before, *steps[:place], *some, *steps[place + 1 :])

    plain = with_hers(otherwise)
    if plain not in SEEN:
        SEEN[plain] = await ben_sees(house, folder / "otherwise", *plain)
    seen = await ben_sees(house, folder / "hers", *with_hers(hers))
    assert len(seen) > 3, "he was there"
    assert seen == SEEN[plain]
    return seen


# --- a third person in the group -------------------------------------------------------------------------------------

IN_GROUP = {
    "nothing going on": (),
    "an evening": (EVENING, "Ana: [No]", "Ana: the tram"),
    "words to be shown": (
        EVENING,
        *ana(("[No]", "the tram", "[Skip]", "[Skip]", "[Skip]", "[I'm here]")),
        *ANSWERS[:-1],
    ),
    "words shown": (EVENING, *ana(("[No]", "the tram", "[Skip]", "[Skip]", "[Skip]", "[I'm here]")), *ANSWERS),
    "a pause": (EVENING, "Ana: [No]", "Ben in group: /p"),
    "a review": (*SUNDAY, "Ana: [I'm here]", "Ben: [I'm here]"),
}
HELD = "I've stopped speaking in the group: somebody else may be in it."


def told(us: Sofa) -> list[int]:
    """How often each heard in private that the group is held."""
    return [
        sum(seen.kind == "sent" and seen.text.startswith(HELD) for seen in us.phone(name)) for name in ("Ana", "Ben")
    ]


def in_group(us: Sofa) -> list[Seen]:
    return [seen for chat, seen in us.shown() if chat == us.talk.group()]


@pytest.mark.parametrize("state", IN_GROUP)
async def test_nothing_is_said_to_a_third_person(state: str, house, tmp_path):
    """R6. From the join on: whatever the two go on to do, and the clock: the group hears nothing."""
    async with sofa(house, tmp_path, *GROUP, *IN_GROUP[state]) as us:
        us.from_now()
        await us("Cleo joins")
        assert told(us) == [1, 1]
        for label in ("No", "I'm here", "Skip", "Ready", "Go on"):
            for name in ("Ana", "Ben"):
                if label in us.labels(name):
                    await us(f"{name}: [{label}]")
        await us("Ana: /win breakfast", "Ben: /park the call", "Ana: /settings", "Ana: [Style]", "Ana: [Together]")
        await us("Cleo in group: hello", "Cleo leaves", "Cleo joins", "-- +10 min", "Ben: /p", "-- +26 h")
        assert in_group(us) == []
        assert told(us) == [1, 1]


WORD = ("Ben: /settings", "Ben: [Pause word]", "Ben: Pineapple", "Ben: [Done]")


async def test_pausing_works_in_a_group_that_is_held_or_gathering(house, tmp_path):
    """R22, R6. It is heard there, and said in private."""
    async with sofa(house, tmp_path, *PAIRED, "Ana group: Us", EVENING) as us:
        await us("Ana in group: /p")
        assert "Paused. Back at 21:00?" in [seen.text for seen in us.phone("Ben")]
    async with sofa(house, tmp_path / "held", *GROUP, EVENING) as us:
        old = us.talk._button([us.talk.group()], "✋ Pause")
        await us("Cleo joins")
        us.from_now()
        us.talk._tap(us.person("Ben"), *old)
        await us("-- nothing")
        assert "Paused. Back at 21:00?" in [seen.text for seen in us.phone("Ana")]
        assert in_group(us) == []
    async with sofa(house, tmp_path / "word", *GROUP, *WORD, EVENING) as us:
        old = next(one for one in us.world.messages(us.talk.group()) if one.buttons)
        await us("Cleo joins")
        us.from_now()
        us.world.say(us.person("Ben"), us.talk.group(), "pineapple", reply_to=old.id)
        await us("-- nothing")
        assert "Paused. Back at 21:00?" in [seen.text for seen in us.phone("Ana")]
        assert in_group(us) == []


@pytest.mark.parametrize(
    ("place", "before"), [("held", (*GROUP, "Cleo joins")), ("gathering", (*PAIRED, "Ana group: Us (Ana, Ben, Cleo)"))]
)
@pytest.mark.parametrize("tappers", [("Ana",), ("Ana", "Ana"), ("Cleo", "Ana"), ("Ana", "Cleo", "Cleo")])
async def test_one_alone_does_not_open_a_group(tappers: tuple[str, ...], place: str, before: Any, house, tmp_path):
    """R6. Neither one that is held nor one that somebody of them has just brought the companion into."""
    async with sofa(house, tmp_path, *before) as us:
        for name in tappers:
            person = us.person(name)
            us.world.say(person, us.talk.group(), "/menu")
            await us("-- nothing")
        us.from_now()
        await us("-- Tuesday 20:35")
        assert in_group(us) == []
        assert (await us.couple()).place == place


async def test_a_sign_from_before_somebody_came_does_not_count(house, tmp_path):
    """R6. Both taps come after the last coming and going."""
    async with sofa(house, tmp_path, *GROUP) as us:
        await us("Cleo joins", "Cleo leaves", "Ana in group: /menu", "Cleo joins", "Cleo leaves")
        await us("Ben in group: /menu")
        assert (await us.couple()).place == "held"
        await us("Ana in group: /menu")
        assert (await us.couple()).place == "bound"


async def test_coming_and_going_is_told_once(house, tmp_path):
    """R6. However often."""
    async with sofa(house, tmp_path, *GROUP) as us:
        us.from_now()
        await us(*("Cleo joins", "Cleo leaves") * 15)
        assert (len(us.phone("Ana")), in_group(us)) == (1, [])


APART = ("/settings", "[At the close]", "[Show mine]", "[Living apart]", "[Yes]", "[Done]")


async def test_words_come_into_a_group_only_when_both_are_here(house, tmp_path):
    """R6. Whatever each has chosen for the private chats: in the group it takes a tap of both, in that evening."""
    chosen = [f"{name}: {one}" for name in ("Ana", "Ben") for one in APART]
    hers = ana(("[No]", "the tram", "[Skip]", "[Skip]", "[Skip]", "[I'm here]"))
    async with sofa(house, tmp_path, *GROUP, *chosen, EVENING, *hers, *ANSWERS[:-1]) as us:
        us.from_now()
        await us("-- +3 h")
        assert in_group(us) and not [seen for seen in in_group(us) if {"tram", "soup"} & {*seen.text.split()}]
        await us("-- Wednesday 20:30", *hers, *ANSWERS)
        assert [seen for seen in in_group(us) if "the tram" in seen.text and "soup" in seen.text]


@pytest.mark.parametrize("unseen", ["somebody came", "one of the two went"])
async def test_somebody_who_came_unseen_is_counted(unseen: str, house, tmp_path):
    """R6. No update told of it: the group is counted before something is shown in it, through the real sender."""
    stage = TelegramStage(house, tmp_path, START)
    await stage.open()
    try:
        play = Play(stage)
        await play.step(GROUP[0])
        await play.step("-- Tuesday 20:00")
        members = stage.world.chats[play.group()].members
        members.append(stage.world.cleo.id) if unseen == "somebody came" else members.remove(stage.world.ben.id)
        before = len(stage.world.log)
        await play.step(EVENING)
        assert [one for one in stage.world.log[before:] if one.chat == play.group()] == []
        assert sum(one.text.startswith(HELD) for one in stage.world.log[before:]) == 2
    finally:
        await stage.close()


# --- leaving and pausing, in every state -----------------------------------------------------------------------------

WALKED = ("checkin_reveal", "checkin_together", "review", "pause", "group_third")
KNOWN: set[Any] = set()  # states that were tried


@pytest.mark.parametrize("name", WALKED)
async def test_either_can_leave_erase_and_pause_in_every_state(name: str, house, tmp_path):
    """R7, R22, R42. Tried in each state of a transcript, in a transaction that is then rolled back."""
    stage = EngineStage(house, tmp_path, START)
    await stage.open()
    tried = 0
    try:
        play = Play(stage)
        for step in Transcript(FOLDER / f"{name}.txt").steps:
            await play.step(step.text)
            state = await state_of(stage)
            if state is not None and (name, state) not in KNOWN:
                KNOWN.add((name, state))
                who, other = (stage.world.ana, stage.world.ben) if tried % 2 else (stage.world.ben, stage.world.ana)
                await try_to_pause(stage, who)
                await try_to_leave(stage, who, other)
                await try_to_erase(stage, who)
                tried += 1
    finally:
        await stage.close()
    assert tried >= 3


async def state_of(stage: EngineStage) -> Any:
    """What stands open, to whom; None unless the two are a couple."""
    async with stage.database.session() as db:
        couple = await db.scalar(select(Couple).where(Couple.paired_at.is_not(None), Couple.ended_at.is_(None)))
        leaving = await db.scalar(select(Person.id).where(Person.leaving))
        if couple is None or leaving is not None:
            return None
        talks = list(await db.scalars(select(Conversation).where(Conversation.couple_id == couple.id)))
        alarms = list(await db.scalars(select(Alarm).where(Alarm.conversation_id.in_(one.id for one in talks))))
        return (
            couple.place,
            *sorted((talk.practice, talk.owner_id is None, talk.held_by is not None) for talk in talks),
            *sorted(alarm.name for alarm in alarms),
        )


@asynccontextmanager
async def rolled_back(stage: EngineStage) -> AsyncIterator[AsyncSession]:
    async with stage.database.session() as db:
        held = await db.begin()
        yield db
        await held.rollback()


async def said_in(db: AsyncSession, after: int = 0) -> list[dict[str, Any]]:
    rows = await db.scalars(
        select(Outbox).where(Outbox.state == "pending", Outbox.number > after).order_by(Outbox.number)
    )
    await keys_of(db).load(db, "system:outbox")
    return [{"chat": row.chat_id, "kind": row.kind, "number": row.number, **(row.body or {})} for row in rows]


async def try_to_pause(stage: EngineStage, who: Any) -> None:
    async with rolled_back(stage) as db:
        already = await db.scalar(select(Conversation.id).where(Conversation.held_by == Conversation.id))
        await hear(stage, db, who, "command", command="pause")
        couple = await db.scalar(select(Person.couple_id).where(Person.user_id == who.id))
        talks = list(await db.scalars(select(Conversation).where(Conversation.couple_id == couple)))
        [pause] = [one for one in talks if one.practice == "pause"]
        assert pause.held_by == pause.id
        waits = {one.name: one.waits for one in PRACTICES}
        assert {one.held_by for one in talks if one.owner_id is None and waits[one.practice]} <= {pause.id}
        texts = [one["text"] for one in await said_in(db) if one["kind"] == "send" and not one["silent"]]
        if already is None:
            assert texts and all(text.startswith("Paused. Back at") for text in texts)


async def try_to_leave(stage: EngineStage, who: Any, other: Any) -> None:
    for label in ("Now", "Tomorrow at 10:00"):
        async with rolled_back(stage) as db:
            before = await db.scalar(select(Person.couple_id).where(Person.user_id == other.id))
            await hear(stage, db, who, "command", command="leave")
            asked = (await said_in(db))[-1]
            assert asked["chat"] == who.chat
            [data] = [key["data"] for row in asked["buttons"] for key in row if key["label"] == label]
            await hear(stage, db, who, "tap", data=data, tap="1")
            said = [one for one in await said_in(db, asked["number"]) if one["chat"] != who.chat]
            if label == "Now":
                assert {one["kind"] for one in said} <= {"send", "delete", "edit", "leave"}
                assert [one["text"].split(".")[0] for one in said if one["kind"] == "send"] == [
                    "This shared evening has ended"
                ]
                people = list(await db.scalars(select(Person).where(Person.user_id.in_((who.id, other.id)))))
                assert len({one.couple_id for one in people} | {before}) == 3
                for kind in (Alarm, Conversation):
                    assert list(await db.scalars(select(kind).where(kind.couple_id == before))) == []
            else:
                assert said == [], "the other's screens stay what they were"


async def try_to_erase(stage: EngineStage, who: Any) -> None:
    async with rolled_back(stage) as db:
        person = await db.scalar(select(Person.id).where(Person.user_id == who.id))
        await hear(stage, db, who, "command", command="erase")
        [data] = [
            key["data"] for row in (await said_in(db))[-1]["buttons"] for key in row if key["label"] == "Destroy it all"
        ]
        await hear(stage, db, who, "tap", data=data, tap="1")
        left = {
            DataKey: DataKey.owner == f"member:{person}",
            Person: Person.id == person,
            Entry: Entry.author_id == person,
            Answer: Answer.person_id == person,
            Alarm: Alarm.person_id == person,
            Conversation: Conversation.owner_id == person,
            Invitation: Invitation.person_id == person,
            Message: Message.chat_id == who.chat,
        }
        assert [
            kind.__name__ for kind, theirs in left.items() if list(await db.scalars(select(kind).where(theirs)))
        ] == []


async def hear(stage: EngineStage, db: AsyncSession, who: Any, kind: Any, **more: Any) -> None:
    await stage.engine.hear(db, Event(kind, user=who.id, chat=who.chat, name=who.name, message=None, **more))


async def test_who_has_left_is_asked_nothing(house, tmp_path):
    """R7. Until the other is told: no evening, no pause, no house card; what is hers alone goes on."""
    async with sofa(house, tmp_path, *PAIRED, "-- Tuesday 20:00", "Ana: /leave", "Ana: [Tomorrow at 10:00]") as us:
        us.from_now()
        await us(EVENING, "Ben: [No]", "Ben: /p", "Ben: [20 min]", "-- 20:50", "Ben: /settings", "Ben: [Style]")
        await us("Ben: [Together]", "-- Wednesday 09:59")
        assert us.phone("Ana") == []
        await us("Ana: /wave")
        assert us.phone("Ana")[0].text.startswith("I'm here.")


async def test_what_was_not_sent_yet_is_taken_back(house, tmp_path):
    """R7, R6, I5. A leave, and a group that is held, come before what still waits in the outbox."""
    async with sofa(house, tmp_path, *PAIRED, "Ana: /leave") as us:
        message, key = us.talk._button([us.person("Ana").chat], "Now")
        now = us.event("Ana", "tap", data=key["callback_data"], message=message.id, tap="1")
        await us.hear(us.event("Ben", "command", command="pause"))
        assert [row["kind"] for row in await us.posts()] == ["send"] * 4
        await us.hear(now)
        told = [row["body"]["text"].split(".")[0] for row in await us.posts() if row["kind"] == "send"]
        assert told == ["This shared evening has ended"]
    async with sofa(house, tmp_path / "group", *GROUP) as us:
        await us.hear(us.event("Ben", "command", command="pause"))
        await us.hear(us.event("Cleo", "joined", chat=us.talk.group(), private=False))
        assert [row["kind"] for row in await us.posts() if row["chat_id"] == us.talk.group()] == []


async def test_after_leaving_nothing_of_the_other_can_be_touched(house, tmp_path):
    """R7, R14. By every button there was and every command, of somebody who has left."""
    steps = (EVENING, "Ana: [No]", "Ben: [No]", "Ben: soup", "Ben: /win breakfast", "Ana: /leave", "Ana: [Now]")
    async with sofa(house, tmp_path, *PAIRED, *steps) as us:
        us.from_now()
        chats = {one.chat for one in us.world.people.values()}
        taps = [us.event("Ana", "tap", data=data, tap="1") for chat, _, _, data in us.talk.pressable if chat in chats]
        commands = [us.event("Ana", "command", command=one) for one in Practices(PRACTICES).commands]
        async with us.stage.database.begin() as db:
            for one in [*taps[-25:], *commands]:
                await us.stage.engine.hear(db, one)
        await us("Ana: soup for everybody", "-- Wednesday 20:35")
        assert [seen for seen in us.phone("Ben") if seen.kind != "deleted" and f"{seen.at:%H:%M}" != "20:30"] == []
        words = [row["words"] for row in (await us.rows())["entries"]]
        assert {"what": "breakfast"} in words


@pytest.mark.parametrize("said", ["Ana: pineapple", "Ana replies: pineapple", "Ana: /p", "Ana in group: /pause"])
async def test_a_pause_is_heard_however_it_is_said(said: str, house, tmp_path):
    """R22. Also where words are being asked for, which it then is not; at once, and nobody is asked why."""
    async with sofa(house, tmp_path, *GROUP, *WORD, EVENING, "Ana: [No]") as us:
        us.from_now()
        await us(said)
        assert "Paused. Back at 21:00?" in sounded(us.phone("Ben"))[0]
        assert [row for row in (await us.rows())["answers"] if "pineapple" in str(row["said"])] == []


async def test_no_pause_is_counted(house, tmp_path):
    """R22. After a second and a third one everything is as it was after the first; by the lines alone, which go on."""
    async with sofa(house, tmp_path, *PAIRED, "-- Tuesday 09:00") as us:
        found = []
        for _ in range(3):
            await us("Ana: /pause", "-- +30 min", "Ana: [Ready]", "Ben: [Ready]")
            rows = await us.rows()
            kept = [
                (name, value if name != "settings" else {k: v for k, v in value.items() if not k.startswith("last_")})
                for table in ("people", "couples")
                for row in rows[table]
                for name, value in row.items()
                if name != "version"
            ]
            rests = ("entries", "answers", "questions", "conversations", "alarms", "rings", "cards")
            found.append((str(kept), {table: len(rows[table]) for table in rests}))
        assert found[1:] == found[:1] * 2


# --- a pause has an end, and the night is quiet ----------------------------------------------------------------------


@pytest.mark.parametrize("label", ["20 min", "30", "An hour", "Tomorrow"])
@pytest.mark.parametrize("called", ["01:00", "07:30", "09:15", "21:50"])
async def test_a_pause_lasts_between_twenty_minutes_and_a_day(called: str, label: str, house, tmp_path):
    """R23, R24. Whatever is tapped, at whatever hour: asked again within a day, never sooner, never at night."""
    async with sofa(house, tmp_path, *PAIRED, f"-- Tuesday {called}", "Ana: /p", f"Ben: [{label}]") as us:
        start = us.now
        us.from_now()
        while not (back := [seen for seen in us.phone("Ana") if seen.text == "Ready to go on?"]):
            await us("-- +1 h")
        assert timedelta(minutes=20) <= back[0].at - start <= timedelta(hours=24)
        assert 8 <= back[0].at.astimezone(ZoneInfo("Europe/London")).hour < 22
        us.from_now()
        await us("-- +3 h")
        assert "Ready to go on?" not in [seen.text for seen in us.phone("Ana") if seen.kind != "deleted"], "asked once"
        assert "Ready" not in us.labels("Ana") + us.labels("Ben"), "and then parked"


async def test_a_shorter_pause_is_never_shorter_than_twenty_minutes(house, tmp_path):
    """R23. Chosen late: it is over at once, not before."""
    async with sofa(house, tmp_path, *PAIRED, "-- Tuesday 18:00", "Ana: /p", "-- +10 min", "Ben: [20 min]") as us:
        us.from_now()
        await us("-- +9 min")
        assert us.shown() == []
        await us("-- +1 min", "-- nothing")
        assert sounded(us.phone("Ben")) == ["Tue 18:20 Ready to go on?"]


async def test_one_extension_and_then_it_is_parked(house, tmp_path):
    """R23. And nobody can tell who was silent: both read the same, in the same moment."""
    async with sofa(house, tmp_path, *PAIRED, EVENING, "Ana: [No]", "Ana: bread", "Ben: /p") as us:
        us.from_now()
        await us("-- +30 min", "Ben: [A bit longer]", "-- +30 min")
        assert "A bit longer" not in us.labels("Ana") + us.labels("Ben")
        await us("Ana: [Ready]", "-- +5 h")
        for name in ("Ana", "Ben"):
            assert sounded(us.phone(name)) == ["Tue 21:00 Ready to go on?", "Tue 21:30 Ready to go on?"]
        parked = [[(one.at, one.text) for one in us.phone(name) if "Parked" in one.text] for name in ("Ana", "Ben")]
        assert parked[0] == parked[1] and len(parked[0]) == 1
        assert "Just the day" not in us.labels("Ana") + us.labels("Ben"), "nobody has parked it"
        assert not {"Ready", "I'm here", "Skip"} & {*us.labels("Ana"), *us.labels("Ben")}


@pytest.mark.parametrize("asleep", ["18:10", "18:40"])
async def test_a_pause_ends_though_the_machine_slept(asleep: str, house, tmp_path):
    """R22, R23. Over its return, or over its limit: what stands still does not stand still for ever."""
    steps = ("-- Tuesday 18:00", "Ana: /p", f"-- {asleep}", "-- asleep Thursday 12:00", "-- +1 min")
    async with sofa(house, tmp_path, *PAIRED, *steps) as us:
        assert ("Ready" in us.labels("Ana")) == (asleep == "18:10")
        await us("-- +1 h")
        assert "Ready" not in us.labels("Ana") + us.labels("Ben")
        await us("-- 20:30")
        assert "Not tonight" in us.labels("Ana")


NIGHTS = {
    "nothing answered": ("-- Tuesday 21:59",),
    "half an evening": (EVENING, "Ana: [No]", "Ana: bread", "Ben: [No]", "-- 21:59"),
    "a review": (*SUNDAY, "Ana: [I'm here]", "-- 21:59"),
    "a review put off": (*SUNDAY, "-- 20:30", "Ben: [Later today]", "-- 21:59"),
    "a pause": (EVENING, "-- 21:50", "Ana: /p", "-- 21:59"),
    "a longer pause": (EVENING, "-- 21:05", "Ana: /p", "-- 21:35", "Ben: [A bit longer]", "-- 21:59"),
    "a pause until tomorrow": (EVENING, "Ana: /p", "Ben: [Tomorrow]", "-- 21:59"),
    "breathing": ("-- Tuesday 21:55", "Ana: /wave", "-- 21:59"),
    "leaving": ("-- Tuesday 21:00", "Ana: /leave", "Ana: [Tomorrow at 10:00]", "-- 21:59"),
    "a new group": ("-- Tuesday 21:00", "Ana group: Us", "Ana: [I'm here]", "-- 21:59"),
}


@pytest.mark.parametrize("night", NIGHTS)
async def test_the_night_is_quiet(night: str, house, tmp_path):
    """R24. From ten to eight nothing sounds on either phone, whatever was left open."""
    async with sofa(house, tmp_path, *PAIRED, *NIGHTS[night]) as us:
        us.from_now()
        async with us.stage.database.session() as db:
            due = {
                one.name
                for one in await db.scalars(select(Alarm))
                if one.due_at and one.due_at < us.now + timedelta(days=1)
            }
        assert due, "there is something that could"
        await us("-- 07:59")
        assert sounded(us.phone("Ana")) == sounded(us.phone("Ben")) == []


async def test_what_nobody_answers_sounds_once(house, tmp_path):
    """R24. An evening, a review, a promise of one's own, a pause: whoever is silent, there is no second sound."""
    promise = ("Ana: /promise the bank", "Ana: Sunday 6pm", "Ana: [Yes]", "Ana: [At its time]", "Ana: [Both of us]")
    async with sofa(house, tmp_path, *PAIRED, "-- asleep Saturday 23:00", *promise) as us:
        us.from_now()
        await us("-- Monday 20:29")
        evening, review = "Sun 20:30 Your ten minutes.", "Sun 17:00"
        assert [one for one in sounded(us.phone("Ben")) if not one.startswith(review)] == [evening]
        hers = [one for one in sounded(us.phone("Ana")) if not one.startswith(review)]
        assert len(hers) == 2 and hers[0].startswith("Sun 18:00") and hers[1] == evening
        assert [one.startswith(review) for one in sounded(us.phone("Ana"))].count(True) == 1


async def test_what_sounds_at_night_was_asked_for(house, tmp_path):
    """R24, and practices.md, What sounds: one's own reminder, and a pause that is called."""
    later = ("Ana: [Not tonight]", "Ana: [Say so for me]", "-- 21:50", "Ben: /checkin", "Ana: [Later]")
    async with sofa(house, tmp_path, *PAIRED, EVENING, *later) as us:
        await us("-- +15 min", "Ana: [No]", "Ben: /p")
        assert sounded(us.phone("Ana")) == ["Tue 22:05 Your ten minutes.", "Tue 22:05 Paused. Back at 22:35?"]
        assert sounded(us.phone("Ben")) == ["Tue 22:05 Paused. Back at 22:35?"]


@pytest.mark.parametrize(("who", "city", "sounds"), [("Ben", "Athens", 0), ("Ben", "Sydney", 0), ("Ana", "Berlin", 1)])
async def test_an_evening_in_one_s_own_night_comes_without_a_sound(who: str, city: str, sounds: int, house, tmp_path):
    """R24, R46. The couple's clock rings, and for what is one's own the own one; where it is night for one of them, the
    card is there and makes no sound: half past ten in Athens, half past seven in Sydney."""
    own = (f"{who}: /settings", f"{who}: [My clock]", f"{who}: {city}", f"{who}: [Only my own]", f"{who}: [Done]")
    async with sofa(house, tmp_path, *PAIRED, *own, "-- Tuesday 20:29") as us:
        us.from_now()
        await us(EVENING)
        other = {"Ana": "Ben", "Ben": "Ana"}[who]
        assert sounded(us.phone(other)) == ["Tue 20:30 Your ten minutes."]
        assert len(sounded(us.phone(who))) == sounds
        assert "Not tonight" in us.labels(who)
        rows = await us.rows()
        zones = {None: "Europe/London", **{row["id"]: row["zone"] for row in rows["people"]}}
        recurring = [row for row in rows["alarms"] if row["wall"]]
        assert len(set(zones.values())) == 2 and len(recurring) > 6
        assert [row["practice"] for row in recurring if row["zone"] != zones[row["person_id"]]] == []


@pytest.mark.parametrize(("city", "sounds"), [("Tokyo", 0), ("Berlin", 1)])
async def test_a_pause_comes_back_without_a_sound_in_one_s_own_night(city: str, sounds: int, house, tmp_path):
    """R24. Half past seven in London is half past four in Tokyo: the question is there, and rings on one phone."""
    own = ("Ben: /settings", "Ben: [My clock]", f"Ben: {city}", "Ben: [Only my own]", "Ben: [Done]")
    async with sofa(house, tmp_path, *PAIRED, *own, "-- Tuesday 19:00", "Ana: /p") as us:
        us.from_now()
        await us("-- 19:30")
        assert sounded(us.phone("Ana")) == ["Tue 19:30 Ready to go on?"]
        assert len(sounded(us.phone("Ben"))) == sounds
        assert "Ready" in us.labels("Ben")
