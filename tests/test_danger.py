"""Words of danger: found in three languages, and what comes of them: who to call, for their author alone."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from dialogue import couples, danger
from dialogue.practice import Practice, Practices, Step
from dialogue.scene import button_data
from dialogue.talk import Talk
from dialogue.text import text
from handlers import PRACTICES
from models import Alarm, Conversation, Couple, Inbox, Person, Question
from models.keys import joint
from tests.sofa import EVENING, GROUP, PAIRED, Seen, Sofa, count_ids, sofa, unlock
from tests.stage import START, TEXTS, TelegramStage
from tests.transcript import Play

LINES = Path(__file__).parent / "danger"
LANGUAGES = ("de", "en", "es")
KIT = "A message from the companion."
MARK = "xylophone"  # a word that nobody here says
SAID = f"he hit me again, {MARK}"
LENGTHS = {"hit": 150, "benign": 400}

together = ("Ben: /settings", "Ben: [Style]", "Ben: [Together]", "-- Wednesday 20:30")


def lines(lang: str, kind: str) -> list[str]:
    found = (LINES / f"{lang}_{kind}.txt").read_text().splitlines()
    assert len(set(found)) == len(found) >= LENGTHS[kind]
    return found


# --- what is found ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_of_danger_is_found(lang: str):
    """R33. All of them: with typing errors, small letters, letters held down, numbers for letters."""
    assert [line for line in lines(lang, "hit") if not danger.in_danger(line)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_ordinary_lines_are_left_alone(lang: str):
    """R33. Chores, fights, jokes, sarcasm, songs, intimacy, typing errors: at most one in fifty is taken for danger."""
    every = lines(lang, "benign")
    wrong = [line for line in every if danger.in_danger(line)]
    assert len(wrong) <= len(every) * 0.02, wrong


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("which", ["first", "second"])
def test_lines_that_were_written_apart_from_the_phrases(which: str, lang: str):
    """R33. Sixty of each, written before (first) or after (second) the phrases were looked at, and measured before
    these were widened: rules.toml has the figures. Nothing that is found now may be lost again."""
    hit, benign = ((LINES / "fresh" / f"{which}_{lang}_{kind}.txt").read_text().splitlines() for kind in LENGTHS)
    assert len(set(hit)) == len(set(benign)) == 60
    assert [line for line in benign if danger.in_danger(line)] == []
    missed = [line for line in hit if not danger.in_danger(line)]
    assert len(missed) <= 4, missed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_phrase_is_there_in_vain_or_double(lang: str):
    """R33. What a reviewer reads is what is looked for."""
    import tomllib

    data = tomllib.loads((danger.FOLDER / lang / "danger.toml").read_text())
    phrases = [one for some in (*data["danger"].values(), *data["harmless"].values()) for one in some]
    assert sorted(phrases) == sorted(set(phrases))
    assert data["danger"].keys() >= {next(iter(data["danger"]))} and len(data["danger"]) == 3


@pytest.mark.parametrize(
    "words", ["I WANT TO DIE", "i want, to die", "I wánt to díe.", "so…\ni want to die", "i w@nt to d1e"]
)
def test_how_it_is_typed_does_not_matter(words: str):
    """R33."""
    assert danger.in_danger(words)


@pytest.mark.parametrize(
    "words", ["", "?", "🙂" * 2000, "a" * 4000, "die " * 1000, "i want to " * 400, "\x00\u202e" * 99]
)
def test_odd_texts_are_read_quickly(words: str):
    """R33. Nobody can make everybody wait by what they type."""
    before = time.process_time()
    assert not danger.in_danger(words)
    assert time.process_time() - before < 1


# --- in private ------------------------------------------------------------------------------------------------------


def kits(seen: list[Seen]) -> list[Seen]:
    return [one for one in seen if one.kind == "sent" and one.text.startswith(KIT)]


async def nothing_kept(us: Sofa) -> None:
    assert MARK not in str(await us.rows())


@asynccontextmanager
async def ana_and_ben(house, folder, *steps: str) -> AsyncIterator[Sofa]:
    async with sofa(house, folder, *steps) as us:
        us.from_now()
        yield us


@pytest.mark.parametrize(
    "before",
    [
        (),
        (EVENING, "Ana: [No]"),
        (EVENING, "Ana: [Only for me]"),
        ("Ana: /park",),
        ("Ana: /settings",),
        (EVENING, "Ben: /p"),
        ("Ben: /leave", "Ben: [Tomorrow at 10:00]"),
    ],
)
async def test_its_author_alone_is_told_who_to_call(before: tuple[str, ...], house, tmp_path):
    """R31, R37. Whatever was open: nothing is kept of it, nothing was answered by it, the other's phone is still."""
    async with ana_and_ben(house, tmp_path, *PAIRED, *before) as us:
        answers = len((await us.rows())["answers"])
        await us(f"Ana: {SAID}")
        [kit] = kits(us.phone("Ana"))
        assert kit.text.splitlines()[0] == KIT and "Find a Helpline" in kit.text
        assert us.phone("Ben") == []
        assert len((await us.rows())["answers"]) == answers
        await nothing_kept(us)


async def test_no_practice_ever_sees_it(house, tmp_path):
    """R31. After every command there is, and as the words of it: also of those that come later."""
    async with ana_and_ben(house, tmp_path, *PAIRED) as us:
        for command in sorted({name for one in PRACTICES for name in one.commands}):
            us.from_now()
            await us(f"Ana: /{command}", f"Ana: {SAID}", f"Ana: /{command} {SAID}")
            assert len(kits(us.phone("Ana"))) == 2, command
            assert kits(us.phone("Ben")) == [], command
        await nothing_kept(us)


async def test_beside_a_voice_they_are_heard_too(house, tmp_path):
    """R31. Words under a voice message, where an answer may be given aloud: the voice is no answer either."""
    async with ana_and_ben(house, tmp_path, *PAIRED, EVENING, "Ana: [No]") as us:
        answers = len((await us.rows())["answers"])
        await us.hear(us.event("Ana", "aloud", words=SAID, message=900))
        await us("-- nothing")
        assert len(kits(us.phone("Ana"))) == 1
        assert len((await us.rows())["answers"]) == answers
        await nothing_kept(us)


async def test_a_stop_is_still_a_stop(house, tmp_path):
    """R22, R31."""
    async with ana_and_ben(house, tmp_path, *PAIRED, EVENING) as us:
        await us(f"Ana: /p {SAID}")
        assert kits(us.phone("Ana"))
        assert [one.text for one in us.phone("Ben") if one.sounds] == ["Paused. Back at 21:00?"]
        await nothing_kept(us)


async def test_who_leaves_still_leaves(house, tmp_path):
    """R7, R31."""
    async with ana_and_ben(house, tmp_path, *PAIRED) as us:
        await us(f"Ana: /leave {SAID}")
        assert kits(us.phone("Ana"))
        await us("Ana: [Now]")
        assert any(one.text.startswith("This shared evening has ended") for one in us.phone("Ben"))
        await nothing_kept(us)


@pytest.mark.parametrize(
    ("account", "number"), [("de", ""), ("en", ""), ("es", ""), ("fr-FR", ""), ("de-DE", "116 016"), ("en-US", "988")]
)
@pytest.mark.parametrize("name", ["Ana", "Cleo"])
async def test_no_country_is_guessed_in_it(name: str, account: str, number: str, house, tmp_path):
    """R36. By the account's country alone: a language is none, neither theirs nor the one they are spoken to in."""
    async with ana_and_ben(house, tmp_path, *PAIRED) as us:
        async with us.stage.database.begin() as db:
            for person in await db.scalars(select(Person)):
                person.language = account[:2] if account[:2] in LANGUAGES else person.language
        await us.hear(us.event(name, "text", words=SAID, language=account, message=900))
        [said] = [row["body"]["text"] for row in await us.posts() if row["kind"] == "send"]
        assert "findahelpline.com" in said
        assert number in said if number else not any(sign.isdigit() for sign in said)


@pytest.mark.parametrize("before", [(), ("Cleo: /start",), ("Ana link: Cleo",)])
async def test_a_stranger_is_told_too(before: tuple[str, ...], house, tmp_path):
    """R30, R31. Also before anything began; and no more is known of them than before."""
    invited = ("Ana: /start", "Ana: [I'm 18 or older, begin]", "Ana: [Go on]", "Ana: [It's 19:14]")
    async with sofa(house, tmp_path, *invited, *before) as us:
        people = len((await us.rows())["people"])
        us.from_now()
        await us(f"Cleo: {SAID}")
        assert len(kits(us.phone("Cleo"))) == 1
        assert len((await us.rows())["people"]) == people
        await nothing_kept(us)


async def test_that_is_not_what_i_meant_changes_nothing(house, tmp_path):
    """R34. It stays on the screen, and what rests goes on resting: nobody is marked as safe."""
    async with ana_and_ben(house, tmp_path, *PAIRED, f"Ana: {SAID}") as us:
        before = (await us.rows())["people"]
        assert before[0]["apart_until"]
        await us("Ana: [That's not what I meant]")
        [after] = [one for one in us.phone("Ana") if one.kind != "deleted"]
        assert after.kind == "edited" and after.text.startswith(KIT) and "Find a Helpline" in after.text
        rows = await us.rows()
        assert rows["people"] == before, "no setting, no day of hers"
        assert "not_meant" not in str(rows["answers"])
        us.from_now()
        await us("-- Wednesday 09:00")
        assert [one.text for one in us.phone("Ana") if one.kind == "deleted" and one.text.startswith(KIT)] == []
        assert [one for one in us.phone("Ana") if "for you alone" in one.text], "and the next day she is asked as ever"


async def test_the_next_day_the_private_question_comes_again(house, tmp_path):
    """R9. In private, without a sound, with a first line that says nothing; and once."""
    async with ana_and_ben(house, tmp_path, *PAIRED, "-- Friday 18:00", f"Ana: {SAID}") as us:
        await us("-- Saturday 12:30")
        asked = [one for one in us.phone("Ana") if one.text.startswith("A question, for you alone.\n")]
        assert [(f"{one.at:%a %H:%M}", one.kind, one.sounds) for one in asked] == [("Sat 12:30", "sent", False)]
        assert not any("A question" in one.text for one in us.phone("Ben"))


@pytest.mark.parametrize("days", [90, 91])
async def test_the_private_question_comes_each_quarter(days: int, house, tmp_path):
    """R9. Without a sound."""
    async with sofa(house, tmp_path, *PAIRED, "-- asleep 2026-03-08 23:00") as us:
        async with us.stage.database.begin() as db:
            for person in await db.scalars(select(Person)):
                person.settings["asked_alone"] = (date(2026, 3, 9) - timedelta(days=days)).isoformat()
        us.from_now()
        await us("-- 12:31")
        hers = [one for one in us.phone("Ana") if "for you alone" in one.text]
        assert [one.sounds for one in hers] == ([False] if days == 91 else [])


async def test_no_answer_to_the_private_question_is_kept(house, tmp_path, monkeypatch):
    """R9. Whatever is tapped: the next card, every row, and two days later both phones and every row are the same."""
    found = []
    for number, label in enumerate(("Yes", "No", "I'm not sure")):
        async with sofa(house, tmp_path / str(number), *PAIRED) as us:
            count_ids(monkeypatch)  # from here on: how they came together may have been played before
            await us("-- asleep 2026-03-08 23:00")
            await let_a_quarter_pass(us)
            await us("-- 12:31")
            assert {row["forget"] for row in (await us.rows())["questions"] if row["step"] == "again"} == {True}
            us.from_now()
            await us(f"Ana: [{label}]")
            [after], rows = us.phone("Ana"), await us.rows()
            assert after.text.startswith("Thank you.\n") and after.buttons == (("Who to call",),)
            assert us.phone("Ben") == []
            await us("-- Wednesday 13:00")
            found.append((after, rows, us.phone("Ana"), us.phone("Ben"), await us.rows()))
    assert found[1:] == found[:1] * 2


def asked_alone(us: Sofa, name: str) -> list[tuple[str, str]]:
    """The private question on somebody's phone: when it came, and when it was taken away."""
    return [(f"{one.at:%a %H:%M}", one.kind) for one in us.phone(name) if "for you alone" in one.text]


async def let_a_quarter_pass(us: Sofa) -> None:
    async with us.stage.database.begin() as db:
        for person in await db.scalars(select(Person)):
            person.settings["asked_alone"] = "2025-12-01"


async def test_the_private_question_is_asked_once_and_lapses(house, tmp_path):
    """R9. Nobody need answer: it goes after a day, and the next Monday is no quarter later."""
    async with ana_and_ben(house, tmp_path, *PAIRED, "-- asleep 2026-03-08 23:00") as us:
        await let_a_quarter_pass(us)
        await us("-- 12:31", "-- +25 h")
        assert asked_alone(us, "Ana") == [("Mon 12:30", "sent"), ("Tue 12:30", "deleted")]
        us.from_now()
        await us("-- asleep 2026-03-15 23:00", "-- 12:31")
        assert asked_alone(us, "Ana") == asked_alone(us, "Ben") == []


@pytest.mark.parametrize("by", ["a quarter", "words of danger"])
@pytest.mark.parametrize("who", ["has left", "is alone"])
async def test_who_has_no_partner_is_not_asked_about_one(who: str, by: str, house, tmp_path):
    """R9. And of somebody who has left and is not told of yet, the other's phone shows what it would have shown."""
    alone = ("Ana: /start", "Ana: [I'm 18 or older, begin]", "Ana: [Go on]", "Ana: [It's 19:14]",
             "Ana: [On my own, first]", "Ana: [Tomorrow at 20:30]")  # fmt: skip
    left = ("Ana: /leave", "Ana: [Tomorrow at 10:00]")
    async with ana_and_ben(house, tmp_path, *(alone if who == "is alone" else PAIRED)) as us:
        await us("-- asleep 2026-03-08 23:00", *([f"Ana: {SAID}"] if by == "words of danger" else []))
        await let_a_quarter_pass(us)
        await us("-- 11:00", *(left if who == "has left" else ()), "-- 12:31")
        assert asked_alone(us, "Ana") == []
        assert len(asked_alone(us, "Ben")) == (1 if who == "has left" else 0)


async def test_before_another_partner_the_question_is_asked_anew(house, tmp_path):
    """R8. Somebody whose couple has ended, and who begins again."""
    async with sofa(house, tmp_path, *PAIRED, "Ana: /leave", "Ana: [Now]") as us:
        us.from_now()
        await us("Ana: /start")
        assert "Can you say no to your partner and stay safe?" in us.phone("Ana")[-1].text


# --- stored nowhere, logged nowhere ----------------------------------------------------------------------------------


async def test_of_the_words_no_row_and_no_line_is_left(house, tmp_path, caplog):
    """R31, R18. Through the real poller, worker and sender, at DEBUG: the inbox is blank, the log knows nothing."""
    caplog.set_level("DEBUG")
    stage = TelegramStage(house, tmp_path, START)
    await stage.open()
    try:
        play = Play(stage)
        for step in (*PAIRED, EVENING, f"Ana: {SAID}"):
            said = await play.step(step)
        assert [item.text.splitlines()[0] for item in said] == [KIT]
        async with stage.database.session() as db:
            rows = list(await db.scalars(select(Inbox)))
            assert rows and all(row.payload_sealed is None and row.state == "done" for row in rows)
        ours = [record for record in caplog.records if record.name.startswith(("bot", "dialogue", "handlers"))]
        assert not any(MARK in record.getMessage() for record in ours)
    finally:
        await stage.close()


# --- in the group ----------------------------------------------------------------------------------------------------


def in_group(us: Sofa) -> list[Seen]:
    return [seen for chat, seen in us.shown() if chat == us.talk.group()]


FLOOR = (*GROUP, *together, "Ana in group: [I'm here]", "Ben in group: [I'm here]")


async def test_in_the_group_nothing_is_said_named_or_changed(house, tmp_path):
    """R32. Its author alone is told, in private; the group shows what it would have shown had she not spoken."""
    async with ana_and_ben(house, tmp_path, *FLOOR) as us:
        await us(f"Ana replies: {SAID}")
        assert in_group(us) == []
        assert len(kits(us.phone("Ana"))) == 1 and kits(us.phone("Ben")) == []
        await nothing_kept(us)


async def test_for_ten_minutes_no_further_slot_is_asked_there(house, tmp_path):
    """R32. Not by a tap and not by the clock; then the talk goes on where it stood, as after any wait."""
    async with ana_and_ben(house, tmp_path, *FLOOR) as us:
        await us("-- +1 min", f"Ana replies: {SAID}", "-- +1 min", "Ben in group: [Now you]", "-- +8 min")
        assert in_group(us) == []
        await us("-- +1 min")
        moved = [seen for seen in in_group(us) if seen.kind in ("sent", "edited")]
        assert [f"{seen.at:%H:%M}" for seen in moved[:1]] == ["20:41"]
        assert "Ben" in moved[0].text or "Ana" in moved[0].text


async def test_no_step_is_taken_while_it_is_still(house, tmp_path):
    """R32. Not only is nothing sent: nothing further is asked, in no row, and nothing waits to be sent later."""

    async def standing() -> tuple[set[tuple[str, str]], list[Any]]:
        rows = await us.rows()
        shared = {row["id"] for row in rows["conversations"] if row["owner_id"] is None}
        asked = {(row["id"], row["step"]) for row in rows["questions"] if row["conversation_id"] in shared}
        return asked, [row["body"] for row in await us.posts() if row["chat_id"] == us.talk.group()]

    async with ana_and_ben(house, tmp_path, *FLOOR) as us:
        await us("-- +1 min", f"Ana replies: {SAID}", "-- +1 min")
        before = await standing()
        await us("Ben in group: [Now you]", "-- +8 min")
        assert await standing() == before and before[0] and not before[1]
        await us("-- +2 min")
        assert (await standing())[0] != before[0]


async def test_a_timer_waits_too(house, tmp_path):
    """R32. The floor of five minutes lasts longer, and nobody is told why."""
    async with ana_and_ben(house, tmp_path, *FLOOR) as us:
        await us("-- +4 min", f"Ana replies: {SAID}", "-- +9 min")
        assert in_group(us) == []
        await us("-- +2 min")
        assert [f"{seen.at:%H:%M}" for seen in in_group(us)][:1] == ["20:44"]


async def test_a_pause_is_heard_in_those_ten_minutes(house, tmp_path):
    """R22, R32."""
    async with ana_and_ben(house, tmp_path, *FLOOR) as us:
        await us(f"Ana replies: {SAID}", "Ben in group: /p")
        assert [seen.text for seen in in_group(us) if seen.sounds] == ["Paused. Back at 21:00?"]


async def test_what_is_answered_in_private_meanwhile_is_shown_after(house, tmp_path):
    """R32. The evening *reveal*: his last answer would say "Both are in." in the group; it waits, and then it does."""
    ready = ("Ana: [No]", "Ana: bread", "Ana: [Skip]", "Ana: [Skip]", "Ana: [Skip]")
    his = ("Ben: [No]", "Ben: soup", "Ben: [Skip]", "Ben: [Skip]")
    async with ana_and_ben(house, tmp_path, *GROUP, EVENING, *ready, *his) as us:
        await us(f"Ana replies: {SAID}", "Ben: [Skip]", "-- +9 min")
        assert in_group(us) == []
        await us("-- +2 min")
        assert [seen.text for seen in in_group(us)] == ["Both are in."]


async def test_a_command_in_the_group_with_such_words_does_nothing_there(house, tmp_path):
    """R32."""
    async with ana_and_ben(house, tmp_path, *GROUP) as us:
        await us(f"Ana in group: /park {SAID}")
        assert in_group(us) == [] and len(kits(us.phone("Ana"))) == 1
        await nothing_kept(us)


# --- what brings closer rests ----------------------------------------------------------------------------------------

CAUSES = {
    "her hold": ("Ana: /hold",),
    "his hold": ("Ben: /hold",),
    "her rest": ("Ana: /quiet", "Ana: [A week]"),
    "his rest": ("Ben: /quiet", "Ben: [Until I say so]"),
    "her words": (f"Ana: {SAID}",),
    "his words": ("Ben: I am going to kill her",),
    "her yes taken back": (),
    "not meant so": (f"Ana: {SAID}", "Ana: [That's not what I meant]"),
}
begun: list[str] = []
near = Practice("choosing", closer=True)  # by the name of one that has a name to say


@near.command("near")
async def begin(talk: Talk) -> None:
    begun.append(talk.who.name)
    talk.close()


async def say_yes(us: Sofa, **said: bool) -> None:
    ours = await us.couple()
    async with us.stage.database.begin() as db:
        couple = await db.get_one(Couple, ours.id)
        await unlock(db)
        for person in await db.scalars(select(Person).where(Person.couple_id == couple.id)):
            couples.say_yes(couple, person, near.name, said.get(person.name, True))


async def ask_for_closeness(us: Sofa, name: str) -> list[tuple[str, str]]:
    us.stage.engine.practices = Practices([*(one for one in PRACTICES if one.name != near.name), near])
    begun.clear()
    us.from_now()
    await us.hear(us.event(name, "command", command="near"))
    await us("-- nothing")
    return [(one.kind, one.text) for one in us.phone(name)]


@pytest.mark.parametrize("cause", CAUSES)
async def test_closeness_rests_and_no_cause_can_be_told(cause: str, house, tmp_path):
    """R38. A hold, a rest, a word of danger, of either: the same words, to either."""
    async with sofa(house, tmp_path, *PAIRED, *CAUSES[cause]) as us:
        await say_yes(us, Ana=cause != "her yes taken back")
        readers = ("Ben",) if cause == "her yes taken back" else ("Ana", "Ben")  # who took it back may say yes again
        said = [await ask_for_closeness(us, name) for name in readers]
        assert begun == [] and said == [[("sent", "Agreements: resting for now.")]] * len(readers)


async def test_closeness_rests_fourteen_days(house, tmp_path):
    """R38."""
    async with sofa(house, tmp_path, *PAIRED, f"Ana: {SAID}", "-- asleep 2026-03-15 19:00") as us:
        await say_yes(us)
        await ask_for_closeness(us, "Ben")
        assert begun == []
        await us("-- asleep 2026-03-16 19:30")
        assert await ask_for_closeness(us, "Ben") == [] and begun == ["Ben"]


TOGETHER = {  # joint, and not closer: why it may go on while what brings the two closer rests
    **dict.fromkeys(("checkin", "review", "pause", "parked"), "evening, review and pause: agreed by pairing"),
    **dict.fromkeys(("house", "welcome", "given", "phase_moved", "group", "gathering"), "only said, or only the place"),
    **dict.fromkeys(("agree", "resting"), "how a yes is asked for, and how it is said that something rests"),
    **dict.fromkeys(("choosing", "rules_again"), "limits: how the two do not talk to each other"),
    "shares": "one line each gave themselves, in the review",
    "turns": "what is hard, said in turns with a stop at hand: begun by a yes of each, and never offered",
}  # fmt: skip


def test_what_two_do_together_rests_or_it_is_said_why_not():
    """R38. All that is joint, also what comes later, and practices.md 32 to 38 and 54: a new one is red here."""
    closer = {"ladder", "vision", "forward", "under", "ritual", "closer", "repair"}
    assert {one.name for one in PRACTICES if one.joint and not one.closer} == set(TOGETHER)
    assert [one.name for one in PRACTICES if one.name in closer and not one.closer] == []


CLOSER = [one for one in PRACTICES if one.closer]


@pytest.mark.parametrize("practice", CLOSER, ids=[one.name for one in CLOSER])
@pytest.mark.parametrize("way", ["tap", "clock"])
@pytest.mark.parametrize("cause", ["nothing", "her words", "his hold"])
async def test_what_is_under_way_rests_too(cause: str, way: str, practice: Practice, house, tmp_path, monkeypatch):
    """R38. After words of danger no step of what brings closer runs any more. Nothing shows before somebody touches it;
    then the words are those of every other rest."""
    ran: list[str] = []
    for name, step in practice.steps.items():
        monkeypatch.setitem(practice.steps, name, recorder(ran, step))
    async with sofa(house, tmp_path, *PAIRED) as us:
        await put_under_way(us, practice)
        await us(*CAUSES.get(cause, ()), "-- nothing")
        us.from_now()
        if way == "tap":
            await us.hear(us.event("Ben", "tap", data=button_data(Question(nonce="now"), "x"), tap="1"))
        await us("-- +2 min" if way == "clock" else "-- nothing")
        rows = [one for one in (await us.rows())["conversations"] if one["practice"] == practice.name]
        if cause == "nothing":
            assert ran and rows, "it would go on"
            return
        assert ran == [] and rows == [] and us.phone("Ana") == []
        resting = TEXTS["en"].write("agree-resting", {"name": text(f"agree-name-{practice.name}")}, "UTC")
        assert [one.text for one in us.phone("Ben") if one.kind == "sent"] == ([resting] if way == "tap" else [])


def recorder(ran: list[str], step: Step) -> Step:
    async def noted(talk: Talk) -> None:
        ran.append(step.__name__)

    return noted


async def put_under_way(us: Sofa, practice: Practice) -> None:
    """A talk of this practice in which its first step waits for a tap, and its last one for the clock."""
    couple = await us.couple()
    async with us.stage.database.begin() as db:
        await unlock(db)
        people = list(await db.scalars(select(Person).where(Person.couple_id == couple.id)))
        first, *_, last = [*practice.steps, *practice.steps]
        talk = Conversation(couple_id=couple.id, practice=practice.name, due=us.now, opened_at=us.now, turn=1)
        db.add(talk)
        question = Question(
            conversation_id=talk.id, key_owner=joint(couple.id), seq=1, step=first, nonce="now", by="any",
            private=False, asked=[one.id for one in people], text=False, forget=False, open=True, card="card",
            put_at=us.now,
        )  # fmt: skip
        db.add(question)
        question.form = {"key": "", "rows": [["row", [["x", "X", None, False]]]], "given": {}, "aloud": False}
        db.add(Alarm(
            couple_id=couple.id, conversation_id=talk.id, practice=practice.name, name=last, window=3600,
            due_at=us.now + timedelta(minutes=1), running=False,
        ))  # fmt: skip
