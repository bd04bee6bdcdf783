"""Turns: two at once, buttons that are old, foreign or forged, strangers, and words that want to be more than words."""

import asyncio
import random
import string
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, update
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.util import await_only

from bot import shape
from dialogue.engine import Engine, Turn
from dialogue.event import Event
from dialogue.practice import Practices
from dialogue.scene import LIMIT, split
from dialogue.text import clean, units
from handlers import PRACTICES, checkin
from models import Conversation, Outbox
from models.database import Database
from models.keys import Keys, attach_keys
from models.post import attach_posts
from models.versions import attach_versions
from tests.sofa import EVENING, GROUP, PAIRED, Sofa, sofa
from tests.stage import TEXTS, open_house

BOTH_IN = (
    EVENING,
    *("Ana: [No]", "Ana: the tram", "Ana: [Skip]", "Ana: [Skip]", "Ana: [Skip]"),
    *("Ben: [No]", "Ben: soup", "Ben: [Skip]", "Ben: [Skip]", "Ben: [Skip]"),
)
STALE, NOT_YOURS, HELD = "That's no longer open.", "This one isn't yours to answer.", "On hold for now."


def button(us: Sofa, name: str, label: str) -> Event:
    """The press of a button that stands on somebody's phone, as an event."""
    one = us.person(name)
    message, key = us.talk._button([one.chat, *us.talk._shared(one)], label)
    where = {"chat": message.chat, "private": message.chat > 0, "message": message.id}
    return us.event(name, "tap", data=key["callback_data"], tap=f"{name}{label}", **where)


# --- both at once ----------------------------------------------------------------------------------------------------


async def test_both_tap_at_once(sqlite_house, tmp_path):
    """Two processes, one database: one waits for the other, both answers count, the words are shown once."""
    async with sofa(sqlite_house, tmp_path, *PAIRED, *BOTH_IN) as us:
        other = await open_house(us.stage.folder)
        engine = Engine(Practices(PRACTICES), TEXTS, us.stage.clock, us.stage.links())
        try:
            await asyncio.gather(
                us.hear(button(us, "Ana", "I'm here")), hear(other, engine, button(us, "Ben", "I'm here"))
            )
        finally:
            await other.close()
        await assert_shown_once(us)


async def hear(database: Database, engine: Engine, *events: Event) -> None:
    for one in events:
        async with database.begin() as db:
            await engine.hear(db, one)


async def assert_shown_once(us: Sofa) -> None:
    us.from_now()
    await us("-- nothing")
    for name in ("Ana", "Ben"):
        assert len([seen for seen in us.phone(name) if "the tram" in seen.text and "soup" in seen.text]) == 1
    rows = await us.rows()
    assert len([row for row in rows["alarms"] if row["name"] == "five"]) == 1
    assert len([row for row in rows["entries"] if row["kind"] == "evening"]) == 2


@asynccontextmanager
async def unlocked(us: Sofa, meanwhile: Callable[[], Awaitable[None]]) -> AsyncIterator[AsyncSession]:
    """A session as on a database that lets others write between what is read and what is written."""
    engine = create_async_engine(f"sqlite+inloop:///{us.file}", isolation_level="AUTOCOMMIT")
    async with AsyncSession(engine, expire_on_commit=False, autoflush=False) as db:
        db.info["keys"] = Keys(us.stage.database.ring, us.stage.database.cache, us.stage.database.queues)
        attach_keys(db.sync_session)
        event.listen(db.sync_session, "before_flush", lambda *_: await_only(meanwhile()), once=True)
        attach_versions(db.sync_session)
        attach_posts(db.sync_session)
        yield db
    await engine.dispose()


async def test_who_loses_the_race_is_played_again(sqlite_house, tmp_path):
    """The second writer fails before it has said anything; played again, both answers count."""
    async with sofa(sqlite_house, tmp_path, *PAIRED, *BOTH_IN) as us:
        ana, ben = button(us, "Ana", "I'm here"), button(us, "Ben", "I'm here")
        async with unlocked(us, lambda: us.hear(ben)) as db:
            with pytest.raises(StaleDataError):
                await us.stage.engine.hear(db, ana)
                await db.flush()
        rows = await us.rows()
        assert len(rows["answers"]) == 11, "ten of the slots, and his"
        await us.hear(ana)
        await assert_shown_once(us)


# --- buttons ---------------------------------------------------------------------------------------------------------

STATES = {
    "evening": (*PAIRED, EVENING, "Ana: [A little room]", "Ana: bread"),
    "group": (*GROUP, EVENING, "Ana: [No]", "Ben: [Later]"),
    "pause": (*PAIRED, EVENING, "Ana: [No]", "Ana: /pause"),
    "review": (*PAIRED, "-- Sunday 17:00", "Ana: [I'm here]", "Ben: [I'm here]", "Ana: [3]"),
    "settings": (*PAIRED, "Ana: /settings", "Ana: [Evening]", "Ben: /menu"),
}


async def pressed(us: Sofa, *taps: Event) -> list[str]:
    """What presses are answered with; they must change nothing else."""
    before = await us.raw("outbox")
    last = max((row["number"] for row in await us.posts()), default=0)
    async with us.stage.database.begin() as db:
        for tap in taps:
            await us.stage.engine.hear(db, tap)
    said = await us.posts(last)
    assert await us.raw("outbox") == before
    assert [row["kind"] for row in said] == ["answer"] * len(taps)
    return [row["body"]["text"] for row in said]


@pytest.mark.parametrize("state", STATES)
async def test_a_foreign_button_changes_nothing(state: str, house, tmp_path):
    """The buttons of a private chat, pressed by the partner, and by a stranger."""
    async with sofa(house, tmp_path, *STATES[state]) as us:
        ana, ben = mine(us, "Ana"), mine(us, "Ben")
        taps = [
            us.event(name, "tap", data=data, tap="1") for name, some in (("Ana", ben), ("Ben", ana)) for data in some
        ]
        assert len(taps) >= 4
        said = set(await pressed(us, *taps))
        assert NOT_YOURS in said and said <= {NOT_YOURS, STALE}
        taps = [us.event("Cleo", "tap", data=data, tap="2") for data in ana + ben]
        assert set(await pressed(us, *taps)) == {STALE}


def mine(us: Sofa, name: str) -> list[str]:
    """What some of the buttons carry that are on one private chat and not on the other's."""
    found = {one.name: all_data(us, one.chat) for one in us.world.people.values()}
    return [data for data in found[name] if data not in found["Ben" if name == "Ana" else "Ana"]][:8]


def all_data(us: Sofa, chat: int) -> list[str]:
    """The newest first."""
    rows = [row for said in us.world.messages(chat)[::-1] for row in (said.markup or {}).get("inline_keyboard", [])]
    return [key["callback_data"] for row in rows for key in row if not key.get("callback_data", "/").startswith("/")]


async def test_a_third_person_s_press_in_the_group_changes_nothing(house, tmp_path):
    async with sofa(house, tmp_path, *STATES["group"]) as us:
        here = button(us, "Ana", "I'm here")
        assert await pressed(us, replace(here, user=us.person("Cleo").id, name="Cleo")) == [NOT_YOURS]


@pytest.mark.parametrize("state", STATES)
async def test_an_old_button_changes_nothing(state: str, house, tmp_path):
    """What stood on the phones at some time and was answered, or went away, since."""
    async with sofa(house, tmp_path, *STATES[state]) as us:
        chats = {one.chat: one.name for one in us.world.people.values()}
        now = {data for chat in [*chats, *us.talk.groups.values()] for data in all_data(us, chat)}
        old = [(chat, data) for chat, _, _, data in us.talk.pressable if data not in now and not data.startswith("/")]
        assert len(old) >= 5
        taps = [
            us.event(chats.get(chat, "Ana"), "tap", data=data, tap="3", chat=chat, private=chat > 0)
            for chat, data in old[-12:]
        ]
        assert set(await pressed(us, *taps)) <= {STALE, HELD, NOT_YOURS}


async def test_who_has_left_presses_nothing_that_is_for_both(house, tmp_path):
    """Her phone may still show it: until the other is told, nothing of hers counts."""
    async with sofa(house, tmp_path, *PAIRED, EVENING) as us:
        here, room = button(us, "Ana", "I'm here"), button(us, "Ana", "No")
        await us("Ana: /leave", "Ana: [Tomorrow at 10:00]")
        assert await pressed(us, here, room) == [NOT_YOURS, NOT_YOURS]


async def test_a_held_question_keeps_its_buttons_to_itself(house, tmp_path):
    async with sofa(house, tmp_path, *PAIRED, EVENING, "Ben: /p") as us:
        assert await pressed(us, button(us, "Ana", "A little room")) == [HELD]


def payloads(count: int, seed: int, real: list[str]) -> list[str]:
    """Anything of 1 to 64 bytes: noise, what is nearly right, paths, signs of every kind."""
    chance = random.Random(seed)
    alphabets = [string.printable, string.ascii_letters + "-_", "é漢🌙\u202e\u0000", "/.%{}<>$"]
    found: list[str] = []
    while len(found) < count:
        kind, size = chance.randrange(6), chance.randint(1, 64)
        words = "".join(chance.choices(alphabets[kind % 4], k=size))
        if kind == 4:
            words = "/" + words
        if kind == 5:
            near = list(chance.choice(real))
            near[chance.randrange(len(near))] = chance.choice(string.ascii_letters)
            words = "".join(near)
        words = words.encode()[:64].decode(errors="ignore")
        if words and words not in real and words[1:] not in Practices(PRACTICES).commands:
            found.append(words)
    return found


async def test_a_thousand_forged_presses_change_nothing(house, tmp_path):
    """The turn is loaded once: what is tried a thousand times is whether anything matches."""
    async with sofa(house, tmp_path, *STATES["evening"]) as us:
        real = mine(us, "Ana") + mine(us, "Ben")
        forged = payloads(1000, 7, real)
        async with us.stage.database.session() as db, db.begin():
            turn = Turn(us.stage.engine, db, us.event("Ana", "tap", tap="4"))
            scene = await turn._scene_of_event()
            assert scene is not None
            who = turn._who(scene)
            assert who is not None
            for data in forged:
                turn.toast, turn.event = "", replace(turn.event, data=data)
                await turn._tap(scene, who)
                assert turn.toast == "talk-stale", data
            assert not db.new and not db.dirty and not scene.written and not scene.singles and not scene.queue
        taps = [us.event("Ana", "tap", data=data, tap="5") for data in forged[::50]]
        assert set(await pressed(us, *taps)) == {STALE}


async def test_guessed_links_open_nothing(house, tmp_path):
    """R2. Whoever guesses, and whatever: one and the same sentence, and nothing changes hands."""
    async with sofa(house, tmp_path, *PAIRED, "Cleo: /start", "Cleo: [I'm 18 or older, begin]") as us:
        before = await us.rows()
        async with us.stage.database.begin() as db:
            for number, words in enumerate(payloads(60, 8, ["x" * 32])):
                name = ("Ana", "Cleo")[number % 2]
                await us.stage.engine.hear(db, us.event(name, "command", command="start", words=words))
        after = await us.rows()
        assert [row["couple_id"] for row in after["people"]] == [row["couple_id"] for row in before["people"]]
        assert after["invitations"] == before["invitations"]
        assert len(after["conversations"]) <= len(before["conversations"])
        texts = {row["body"]["text"] for row in await us.posts() if row["kind"] == "send"}
        assert texts <= {"This link no longer works. A new one can be sent at any time.", *lines_of("menu-room")}


def lines_of(key: str) -> set[str]:
    return set(TEXTS.labels(key))


async def test_five_wrong_links_and_none_is_looked_at_for_an_hour(house, tmp_path):
    """R2. Even the right one, and by the same sentence."""
    async with sofa(
        house, tmp_path, "Ana: /start", "Ana: [I'm 18 or older, begin]", "Ana: [Go on]", "Ana: [It's 19:14]"
    ) as us:
        await us(*(f"Ben: /start guess{number}" for number in range(5)))
        await us("Ana link: Ben", "Ben: [I'm 18 or older, begin]")
        assert not any(label.startswith("Yes, with") for label in us.labels("Ben"))
        await us("-- +61 min", "Ana link: Ben")
        assert "Yes, with Ana" in us.labels("Ben")


# --- strangers -------------------------------------------------------------------------------------------------------

PRIVATE = [
    {"kind": "text", "words": "hello"},
    {"kind": "aloud"},
    {"kind": "other"},
    {"kind": "command", "command": "pause"},
    {"kind": "command", "command": "leave"},
    {"kind": "command", "command": "erase"},
    {"kind": "command", "command": "no_such_thing"},
    {"kind": "command", "command": "stop"},
    {"kind": "tap", "data": "/pause", "tap": "1"},
    {"kind": "tap", "data": "/start", "tap": "1"},
    {"kind": "blocked"},
    {"kind": "unblocked"},
    {"kind": "chosen", "to": -77},
]
IN_GROUP = [
    {"kind": "text", "words": "hello", "reply_to": 1},
    {"kind": "command", "command": "start", "words": "x"},
    {"kind": "command", "command": "checkin"},
    {"kind": "command", "command": "pause"},
    {"kind": "command", "command": "leave"},
    {"kind": "command", "command": "group"},
    {"kind": "tap", "data": "/pause", "tap": "1"},
    {"kind": "tap", "data": "/leave", "tap": "1"},
]


async def test_a_stranger_leaves_no_row(house, tmp_path):
    """Nothing but one sentence: to begin, send /start."""
    async with sofa(house, tmp_path, *PAIRED) as us:
        before = await us.raw("outbox")
        for does in PRIVATE:
            await us.hear(us.event("Cleo", message=9, **does))
            assert await us.raw("outbox") == before, does
        said = await us.posts()
        assert {row["chat_id"] for row in said} == {us.person("Cleo").chat}
        assert {row["body"]["text"] for row in said} == {"Hello. To begin, send /start.", STALE}


@pytest.mark.parametrize("known", ["unknown", "alone", "of another couple"])
async def test_who_is_not_of_the_couple_changes_nothing_in_its_group(known: str, house, tmp_path):
    """Whatever they are elsewhere: nothing is said in the group, it is not left, and theirs does not become it."""
    async with sofa(house, tmp_path, *GROUP) as us:
        if known != "unknown":
            await us("Cleo: /start", "Cleo: [I'm 18 or older, begin]", "Cleo: [Go on]", "Cleo: [It's…]")
        if known == "of another couple":
            await another(us)
        group, before = us.talk.group(), await us.raw("outbox")
        for does in IN_GROUP:
            await us.hear(us.event("Cleo", chat=group, private=False, message=9, **does))
            assert await us.raw("outbox") == before, does
        assert {row["kind"] for row in await us.posts()} == {"answer"}
        await us.hear(us.event("Cleo", "chosen", message=9, to=group))
        assert [row for row in await us.posts() if row["chat_id"] == group and row["kind"] != "answer"] == []
        assert (await us.raw("outbox"))["couples"] == before["couples"]


async def another(us: Sofa) -> None:
    """A fourth person, who is Cleo's partner."""
    dora = {"user": 99, "chat": 99, "name": "Dora", "language": "en"}
    token = us.talk.tokens[f"start {us.person('Cleo').chat}"][-1]
    await us.hear(Event("command", command="start", words=token, **dora))
    for label in ("I'm 18 or older, begin", "Yes, with Cleo"):
        said = [row for row in await us.posts() if row["chat_id"] == 99 and row["kind"] != "answer"][-1]
        [data] = [key["data"] for row in said["body"]["buttons"] for key in row if key["label"] == label]
        await us.hear(Event("tap", data=data, tap="9", **dora))
    async with us.stage.database.begin() as db:
        await db.execute(update(Outbox).where(Outbox.chat_id == 99).values(state="cancelled"))
    await us("-- nothing", "Cleo: [That's my partner]")
    async with us.stage.database.begin() as db:
        await db.execute(update(Outbox).where(Outbox.chat_id == 99).values(state="cancelled"))


async def test_a_stranger_s_group_is_left_with_one_neutral_line(house, tmp_path):
    async with sofa(house, tmp_path, *PAIRED) as us:
        before = await us.raw("outbox")
        await us.hear(us.event("Cleo", "added", chat=-5, private=False))
        assert [(row["kind"], row["body"].get("text")) for row in await us.posts()] == [
            ("send", "This isn't my place. Goodbye."),
            ("leave", None),
        ]
        for does in IN_GROUP:
            await us.hear(us.event("Cleo", chat=-5, private=False, message=9, **does))
        assert {row["kind"] for row in await us.posts()} == {"send", "leave", "answer"}
        assert await us.raw("outbox") == before


@pytest.mark.parametrize("kind", ["removed", "joined", "left", "moved", "counted"])
async def test_what_happens_in_a_group_that_nobody_knows(kind: str, house, tmp_path):
    async with sofa(house, tmp_path, *PAIRED) as us:
        before = await us.raw()
        await us.hear(Event(kind, chat=-5, private=False, to=-6, count=9))
        assert await us.raw() == before


# --- what is no longer there -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["pressed", "typed"])
async def test_a_step_that_is_gone_closes_its_talk_kindly(how: str, house, tmp_path, monkeypatch):
    """After an update: no error, no dead button, and what was answered before is kept."""
    async with sofa(house, tmp_path, *PAIRED, EVENING, "Ben: [No]", "Ben: soup", "Ana: [No]", "Ana: bread") as us:
        gone = (await us.raw("outbox"))["conversations"]
        monkeypatch.delitem(checkin.practice.steps, "pinch")
        us.from_now()
        await us("Ana: [Skip]" if how == "pressed" else "Ana: the tram")
        assert STALE in [seen.text for seen in us.phone("Ana")]
        assert STALE not in [seen.text for seen in us.phone("Ben")]
        for name in ("Ana", "Ben"):
            assert not {"Skip", "Later", "Not tonight", "I'm here"} & set(us.labels(name))
        rows = await us.rows()
        assert len(rows["conversations"]) == len(gone) - 1
        assert sorted(row["words"]["best"] for row in rows["entries"]) == ["bread", "soup"]
        await us("-- Wednesday 20:30")
        assert "Not tonight" in us.labels("Ana")


async def test_a_ring_for_a_step_that_is_gone(house, tmp_path, monkeypatch):
    async with sofa(house, tmp_path, *PAIRED, EVENING, "Ana: [No]", "Ana: bread", "Ben: [Later]") as us:
        monkeypatch.delitem(checkin.practice.steps, "again")
        await us("-- +15 min")
        rows = await us.rows()
        assert [row["practice"] for row in rows["conversations"] if row["practice"] == "checkin"] == []
        assert [row["words"]["best"] for row in rows["entries"]] == ["bread"]
        assert not {"Skip", "Now after all", "I'm here"} & {*us.labels("Ana"), *us.labels("Ben")}


async def test_a_practice_that_is_gone(house, tmp_path):
    async with sofa(house, tmp_path, *PAIRED, EVENING) as us:
        async with us.stage.database.begin() as db:
            await db.execute(update(Conversation).where(Conversation.practice == "checkin").values(practice="gone"))
        await us("Ana: [No]")
        assert not {"No", "I'm here"} & {*us.labels("Ana"), *us.labels("Ben")}
        await us("-- 23:00", "Ana: /checkin")
        assert "Not tonight" in us.labels("Ana")


async def test_an_edited_message_changes_nothing(house, tmp_path):
    """Threat 13: what was said stays what was said."""
    async with sofa(house, tmp_path, *PAIRED, EVENING, "Ana: [No]") as us:
        ana = us.person("Ana")
        number = us.world.say(ana, ana.chat, "bread")
        await us("-- nothing")
        before = await us.raw()
        us.world.edit(ana, ana.chat, number, "something else")
        [edit] = us.world.pending()
        assert "edited_message" in edit
        assert shape.fit(edit) is None, "the front leaves it at the door"
        us.from_now()
        await us("-- nothing")
        assert (await us.raw(), us.shown()) == (before, [])


# --- words that are long, or want to be more than words --------------------------------------------------------------


@given(st.text(alphabet="a \n🌙é", max_size=400), st.integers(8, 60))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_long_words_are_split_between_signs(words: str, limit: int):
    parts = split(words, limit)
    assert all(units(part.text) <= limit for part in parts)
    assert "".join("".join(part.text for part in parts).split()) == "".join(words.split())
    assert parts[-1].end == len(words)
    for part in parts:
        part.text.encode()


@pytest.mark.parametrize(("before", "sign"), [(PAIRED, "🌙"), (PAIRED, "ab cd\n"), (GROUP, "🌙")])
async def test_long_answers_are_kept_whole_and_shown_whole(before: tuple[str], sign: str, house, tmp_path):
    """4,096 units are what Telegram takes; 4,000 of them are kept, and the reveal comes in parts."""
    words = (sign * 4096)[: 4096 // units(sign) * len(sign)]
    async with sofa(house, tmp_path, *before, EVENING, "Ana: [No]", "Ben: [No]") as us:
        for name in ("Ana", "Ben"):
            one = us.person(name)
            us.world.say(one, one.chat, words)
            await us("-- nothing", f"{name}: [Skip]", f"{name}: [Skip]", f"{name}: [Skip]")
        us.from_now()
        await us("Ana: [I'm here]", "Ben: [I'm here]")
        kept = [row["words"]["best"] for row in (await us.rows())["entries"]]
        assert kept[0] == kept[1] and words.startswith(kept[0]) and 3990 <= units(kept[0]) <= 4000
        for name in ("Ana", "Ben"):
            texts = [seen.text for seen in us.phone(name) if seen.kind in ("sent", "edited") and sign[:2] in seen.text]
            assert all(units(text) <= LIMIT for text in texts)
            shown = "".join("".join(texts).split())
            assert shown.count("".join(kept[0].split())) == 2, "both, from the first sign to the last"
        us.from_now()
        await us("-- +10 min", "Ana: [Good night]")
        for name in ("Ana", "Ben"):
            assert [seen for seen in us.phone(name) if sign * 3 in seen.text and seen.kind == "sent"] == [], (
                "not once more"
            )


HOSTILE = [
    "{0.__class__.__mro__}",
    "%s %(name)s %n",
    "<b>bold</b> <a href='tg://user?id=1'>x</a>",
    "{ $name } { talk-stale } {$words}",
    "*b* _i_ `c` [x](https://example.org)",
    "-- term = value\n    .attribute = x",
    "${jndi:ldap://x} {{7*7}} \\u0041 \\x41",
]


async def test_words_are_data(house, tmp_path):
    """Threats 16 and 17. As a name, an answer, a title, a win: shown as they were typed, and no markup."""
    name, title, win, *answers = HOSTILE
    async with sofa(house, tmp_path, *PAIRED) as us:
        for step in ("/settings", "[My name]", name, "[Done]", f"/park {title}", f"/win {win}"):
            await us(f"Ana: {step}")
        await us(EVENING, "Ana: [No]", *(f"Ana: {words}" for words in answers))
        await us("Ben: [No]", "Ben: soup", "Ben: [Skip]", "Ben: [Skip]", "Ben: [Skip]", "Ana: [I'm here]")
        us.from_now()
        await us("Ben: [I'm here]")
        [shown] = [seen.text for seen in us.phone("Ben") if "soup" in seen.text]
        assert shown.startswith(f"{name}: {' / '.join(answers)}\nBen: soup\n")
        pages = [us.phone("Ana")[-1].text async for _ in each(us, "Ana: /kept", "Ana: [Older]", "Ana: [Older]")]
        assert all(any(words in page for page in pages) for words in (title, win, "\n".join(answers)))
        said = [one for who in us.world.people.values() for one in us.world.messages(who.chat) if one.sender != who.id]
        marks = {mark["type"] for one in said for mark in one.content.get("entities", [])}
        assert marks <= {"url", "mention", "bot_command"}, "what every app finds by itself"


async def each(us: Sofa, *steps: str) -> AsyncIterator[str]:
    for step in steps:
        await us(step)
        yield step


async def test_a_name_has_nothing_invisible(house, tmp_path):
    """Threat 16: no direction signs, no zero width, no mention, one line, 64 signs at most."""
    async with sofa(house, tmp_path, *PAIRED) as us:
        await us("Ana: /settings", "Ana: [My name]", "Ana: \u202e@an\u200b\u200da\u2066\n\u0007 of  " + "x" * 80)
        [name] = [row["name"] for row in (await us.rows())["people"] if row["user_id"] == us.person("Ana").id]
        assert name == "ana of " + "x" * 57


async def test_signs_that_are_joined_stay_joined(house, tmp_path):
    """A family is one sign made of several; so are words in Persian."""
    words = "👩‍❤️‍👨 می‌خواهم"
    async with sofa(house, tmp_path, *PAIRED, f"Ana: /win {words}") as us:
        assert [row["words"]["what"] for row in (await us.rows())["entries"]] == [words]


def test_every_space_is_a_space():
    """What other keyboards put between words does not glue them together."""
    assert clean("a\tb\u00a0c\u3000d\u2009e\nf\u2028g") == "a b c d e\nf g"


# --- where words belong ----------------------------------------------------------------------------------------------


async def test_words_to_a_held_question_are_not_taken_for_its_answer(house, tmp_path):
    async with sofa(house, tmp_path, *PAIRED, EVENING, "Ana: [No]", "Ben: /p") as us:
        us.from_now()
        await us("Ana: bread")
        assert [seen.text for seen in us.phone("Ana")] == ["Where does this belong?"]
        await us("Ana: [Nowhere]", "-- +30 min", "Ana: [Ready]", "Ben: [Ready]", "Ana: bread")
        assert [row["said"]["words"] for row in (await us.rows())["answers"] if row["said"].get("words")] == ["bread"]


async def test_a_reply_to_a_held_card_is_told_that_it_waits(house, tmp_path):
    async with sofa(house, tmp_path, *PAIRED, EVENING, "Ana: [No]", "Ben: /p") as us:
        us.from_now()
        await us("Ana replies to “What was today's”: bread")
        assert [seen.text for seen in us.phone("Ana")] == ["It's on hold. I come back when it's time."]
        assert [row for row in (await us.rows())["answers"] if row["said"].get("words")] == []


@pytest.mark.parametrize(("first", "left"), [("What was today's", "Never mind"), ("What shall wait", "Not tonight")])
async def test_a_reply_finds_its_question_among_several(first: str, left: str, house, tmp_path):
    """Two stand open, and either can be meant; also after an hour."""
    async with sofa(house, tmp_path, *PAIRED, EVENING, "Ana: [No]", "Ana: /park", "-- +80 min") as us:
        us.from_now()
        await us(f"Ana replies to “{first}”: bread")
        assert left in us.labels("Ana"), "the other one still waits"
        answers = [row["said"]["words"] for row in (await us.rows())["answers"] if row["said"].get("words")]
        assert answers == ["bread"] or any("bread" in seen.text for seen in us.phone("Ana"))
        assert [seen.text for seen in us.phone("Ana") if seen.text.startswith(first) and seen.kind == "deleted"]


async def test_free_words_belong_to_one_fresh_question_or_are_asked_about(house, tmp_path):
    async with sofa(house, tmp_path, *PAIRED, "Ana: /park", "-- +2 h", "-- +59 min") as us:
        us.from_now()
        await us("-- +2 min", "Ana: the money")
        assert us.phone("Ana")[-1].text == "Where does this belong?"


# --- anything, in any order ------------------------------------------------------------------------------------------

CLOCK = ("+1 min", "+15 min", "+1 h", "+9 h", "20:30", "12:00", "asleep +2 days", "Sunday 17:00")
WORDS = ("bread", "skip", "21:15", "pineapple", "✋ Pause", "no", "x" * 3000)
GROUP_LIFE = ("Cleo joins", "Cleo leaves", "Ana in group: /menu", "Ben in group: /p", "-- restart")


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("before", [PAIRED, GROUP])
async def test_anything_in_any_order(before: tuple[str], seed: int, house, tmp_path):
    """Whatever the two press, type and send, and however the clock goes: no error, nothing in a group that is held."""
    chance = random.Random(seed)
    commands = sorted(Practices(PRACTICES).commands.keys() - {"erase", "leave"})
    async with sofa(house, tmp_path, *before) as us:
        for _ in range(30):
            name = chance.choice(("Ana", "Ben"))
            label = chance.choice([one for one in us.labels(name) if one != "Write to my partner"] or ["Menu"])
            step = chance.choices(
                (
                    f"{name}: [{label}]",
                    f"{name}: {chance.choice(WORDS)}",
                    f"{name}: /{chance.choice(commands)}",
                    f"{name} replies: {chance.choice(WORDS)}",
                    f"-- {chance.choice(CLOCK)}",
                    chance.choice(GROUP_LIFE) if before is GROUP else f"{name} forges press",
                ),
                (10, 3, 3, 1, 3, 2),
            )[0]
            held, shown = (await us.couple()).place == "held", len(us.shown())
            try:
                await us(step)
            except LookupError as error:  # a button that only opens a link, a card that is gone
                if not str(error).startswith(("no ", "[")):
                    raise
            after = [chat for chat, _ in us.shown()[shown:] if chat < 0]
            assert not (held and after and (await us.couple()).place == "held"), step
        await us("-- +3 h", "Ana: /about")
        assert "I'm not therapy" in us.phone("Ana")[-1].text
