"""Every rule has a test that names it, docs/safety.md tells so truly; and rules that need no evening to be shown."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot import shape
from bot.exports import render
from bot.static import static_answer
from handlers import PRACTICES
from models import Couple, Person
from models.people import DEFAULTS
from tests import rules
from tests.sofa import EVENING, GROUP, PAIRED, Sofa, sofa
from tests.stage import TEXTS
from tests.test_pools import LANGUAGES, banned
from tests.test_texts import keyword, modules

ROOT = Path(__file__).parent.parent


def test_every_rule_has_a_test_that_names_it():
    """Or a reason that can be read."""
    every = list(rules.rules())
    assert every == [f"R{number}" for number in range(1, 50)]
    named = set().union(*(one[2] for one in rules.tests()))
    assert sorted(set(every) - named - rules.untested().keys()) == []
    assert sorted(named - set(every)) == [], "no such rule"


def test_the_page_is_current():
    """`make docs` writes it again."""
    assert rules.PAGE.read_text(encoding="utf-8") == rules.page()


GROUP_CHAT = {"id": -7, "type": "group", "title": "Us"}
WHO = {"id": 5, "is_bot": False, "first_name": "Ana"}


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ({"text": "we fought about the fridge"}, False),
        ({"text": "@evenfall_bot hello"}, False),
        ({"text": "yes", "reply_to_message": {"message_id": 3, "from": WHO}}, False),
        ({"photo": [{"file_id": "x"}], "caption": "/pause"}, False),
        ({"photo": [{"file_id": "x"}], "reply_to_message": {"message_id": 3, "from": {"is_bot": True}}}, False),
        ({"voice": {"file_id": "x"}, "reply_to_message": {"message_id": 3, "from": {"is_bot": True}}}, False),
        ({"new_chat_title": "Us two"}, False),
        ({"pinned_message": {"message_id": 3, "text": "the fridge"}}, False),
        ({"text": "/pause", "forward_date": 1}, False),
        ({"text": "/pause", "sender_chat": {"id": -7, "type": "group"}}, False),
        ({"text": "/pause"}, True),
        ({"text": "the tram", "reply_to_message": {"message_id": 3, "from": {"id": 9, "is_bot": True}}}, True),
        ({"new_chat_members": [WHO]}, True),
    ],
)
def test_a_groups_talk_is_not_for_us(message: dict, kept: bool):
    """R17. By its shape alone: commands, replies to a bot, and comings and goings."""
    update = {"update_id": 1, "message": {"message_id": 4, "date": 1, "chat": GROUP_CHAT, "from": WHO, **message}}
    assert (shape.fit(update) is not None) is kept
    update["message"]["chat"] = {**GROUP_CHAT, "type": "supergroup"}
    assert (shape.fit(update) is not None) is kept


@pytest.mark.parametrize("kind", ["edited_message", "channel_post", "chat_member", "message_reaction", "poll_answer"])
def test_what_else_is_told_of_a_group_is_not_for_us(kind: str):
    """R17. Words that were changed, who reacts, who votes, whose rights are other ones: no row."""
    told = {"chat": GROUP_CHAT, "from": WHO, "date": 1, "message_id": 4, "text": "/pause the fridge"}
    assert shape.fit({"update_id": 1, kind: told}) is None


def test_of_what_is_for_us_nothing_more_is_stored():
    """R17. Not what it replies to, not what it quotes: those are somebody's words for somebody else."""
    card = {"message_id": 3, "date": 1, "chat": GROUP_CHAT, "from": {"id": 9, "is_bot": True}, "text": "the fridge"}
    said = {"text": "the tram", "reply_to_message": card, "quote": {"text": "the fridge"}, "external_reply": card}
    message = {"message_id": 4, "date": 1, "chat": GROUP_CHAT, "from": WHO, **said}
    tap = {"id": "1", "from": WHO, "data": "x", "message": card}
    for update in ({"message": message}, {"callback_query": tap}):
        stored = shape.fit({"update_id": 1, **update})
        assert stored is not None and "fridge" not in str(stored)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_offers_to_prove_anything(lang: str):
    """R20. The words of it are banned in every language, over all that is said (tests/test_pools.py)."""
    assert [row for row in banned(lang) if row["rule"] == "R20" and len(row["words"]) > 2]


HOSTS = {"api.telegram.org", "t.me", "bot.example.org", "127.0.0.1"}


def test_nobody_but_telegram_is_called():
    """R28. No address of anybody else stands in the program, and what is played knows nobody to send words to."""
    code = [
        path for room in ("bot", "dialogue", "handlers", "models", "scheduler") for path in (ROOT / room).rglob("*.py")
    ]
    found = {host for path in code for host in re.findall(r"https?://([\w-]+(?:\.[\w-]+)*)", path.read_text())}
    assert found <= HOSTS and "t.me" in found
    for path in code:
        calls = re.findall(
            r"^\s*(?:import|from) (httpx|aiohttp|requests|urllib\.request|http|socket)\b", path.read_text(), re.M
        )
        assert not calls or path.parent.name == "bot", path


NOT_THIS = {
    "en": ("therap", "lie detector", "evidence", "could read"),
    "de": ("therapie", "lügendetektor", "beweis", "könnte lesen"),
    "es": ("terap", "mentiras", "prueba", "podría leer"),
}
OPEN_CHATS = {"en": "not end-to-end encrypted", "de": "nicht Ende-zu-Ende-verschlüsselt",
              "es": "no están cifrados de extremo a extremo"}  # fmt: skip


async def test_who_runs_it_is_said_at_the_start(house, tmp_path):
    """R29. In the first message, whoever opens it and however, and in /about, to whoever asks."""
    async with sofa(house, tmp_path, "Ana: /start", "Ana: [I'm 18 or older, begin]", "Ana: [Go on]") as us:
        await us("Ana: [It's 19:14]")
        for step in ("Ana: /about", "Cleo: /about", "Ana link: Ben", "Cleo: /start nonsense"):
            [*_, text] = [one.text for one in await us(step) if one.mark != "(takes away)"]
            assert "Marta" in text and all(word in text.lower() for word in NOT_THIS["en"]), text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_this_is_not_is_said_in_each_language(lang: str):
    """R29, R43. And, before anybody begins, that Telegram's chats with bots are open to Telegram and to who runs it."""
    for key in ("pairing-adult", "about-about"):
        said = TEXTS[lang].write(key, {"operator": "Marta", "bot": "@the_one"}, "UTC")
        assert "Marta" in said and all(word in said.lower() for word in NOT_THIS[lang]), key
    for key in ("pairing-keeps", "about-about"):
        said = TEXTS[lang].write(key, {"operator": "Marta", "bot": "@the_one"}, "UTC")
        assert "Marta" in said and OPEN_CHATS[lang] in said, key
    assert "not one of you two" in (ROOT / "README.md").read_text()


ANGER = {"en": "afraid of your own anger", "de": "vor deiner eigenen Wut", "es": "miedo tu propia rabia"}
EMERGENCY = {"en": "your local emergency number", "de": "die Notrufnummer vor Ort",
             "es": "el número de emergencias de tu lugar"}  # fmt: skip
DEVICE = {"en": "use another device", "de": "ein anderes Gerät", "es": "usa otro aparato"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_to_call_is_for_both_of_them_and_for_a_phone_that_is_checked(lang: str):
    """R39, R40, R36, R34. In /sos and in what follows words of danger, which is the same text, and stays it."""
    for account in (lang, f"{lang}-FR", f"{lang}-US"):
        said = static_answer("sos", account, TEXTS)
        assert all(one[lang] in said for one in (ANGER, DEVICE, EMERGENCY)) and "findahelpline.com" in said
    for key in ("kit-meant", "kit-stays"):
        assert TEXTS[lang].write(key, {"sos": said}, "UTC").startswith(said), key


SHOWN = (
    *(f"{name}: {step}" for name in ("Ana", "Ben") for step in ("[No]", "bread", "[Skip]", "[Skip]", "[Skip]")),
    *("Ana: [I'm here]", "Ben: [I'm here]", "-- +20 min"),
)


async def test_each_kind_is_kept_for_its_time(house, tmp_path):
    """R41. Answers of an evening for ninety days, pulses for a year, a plan until midnight, of a telling nothing."""
    async with sofa(house, tmp_path, "-- after review") as us:
        assert DEFAULTS["retention"] == 90
        await us("-- Tuesday 20:30", *SHOWN)
        assert await days_kept(us, "evening") == {90} and await days_kept(us, "pulse") == {365}
        await us("Ben: /tell", "Ben: [A plan for tonight]", "Ben: home about nine", "Ben: [Send]")
        assert "home about nine" in str(await us.rows())
        await us("Ben: /disclosure", "Ben: It began in March when I was in Graz")
        assert "in Graz" not in str(await us.rows())
        await us("Ben: [Leave it]", "-- 23:59")
        assert "home about nine" in str(await us.rows())
        await us("-- +2 min")
        assert "home about nine" not in str(await us.rows())


async def test_the_shorter_wish_counts_for_what_is_there_too(house, tmp_path):
    """R41. Either shortens, at once and for both; it takes both to lengthen."""
    async with sofa(house, tmp_path, *PAIRED, EVENING, *SHOWN) as us:
        assert await days_kept(us, "evening") == {90}
        await us("Ben: /settings", "Ben: [How long it's kept]", "Ben: [30 days]")
        assert await days_kept(us, "evening") == {30}
        await us("Ana: /settings", "Ana: [How long it's kept]", "Ana: [365 days]", "-- Wednesday 20:30", *SHOWN)
        assert await days_kept(us, "evening") == {30}


async def days_kept(us: Sofa, kind: str) -> set[int]:
    rows = [row for row in (await us.rows())["entries"] if row["kind"] == kind]
    return {(row["expires_on"] - row["local_date"]).days for row in rows}


EVIDENCE = (
    r"sign(ed|ature)?|hash|digest|proof|prove|verif|seen|read_at|witness|evidence|screenshot|transcript|message_id"
)


def test_no_command_and_no_field_is_there_to_prove_anything():
    """R20. Nothing is called so, neither what can be sent nor what a file holds, and no file is signed."""
    names = {name for one in PRACTICES for name in (one.name, *one.commands, *one.steps)}
    schema = json.loads((ROOT / "docs" / "export.schema.json").read_text())
    fields = {name for shape in [schema, *schema["$defs"].values()] for name in shape["properties"]}
    assert len(names) > 100 and len(fields) > 30
    assert [one for one in sorted(names | fields) if re.fullmatch(rf"(\w+_)?({EVIDENCE})(_\w+)?", one)] == []


async def test_what_was_deleted_leaves_no_gap_in_a_file(house, tmp_path):
    """R20. Nobody can show that something was there: the file is the one of somebody who never wrote it."""
    found = []
    for number, steps in enumerate(
        ((), ("Ana: /win it was a lie", "Ana: /kept", "Ana: [Delete this]", "Ana: [Close]"))
    ):
        async with sofa(house, tmp_path / str(number), *PAIRED, "Ana: /win the light", "-- +1 min", *steps) as us:
            async with us.stage.database.session() as db:
                ana = await db.scalar(select(Person.id).where(Person.user_id == us.world.ana.id))
            found.append(await render(us.stage.database, ana, TEXTS, us.stage.clock))
    assert found[0] == found[1] and b"the light" in found[0][0][1]


async def test_of_the_other_a_file_tells_no_moment(house, tmp_path):
    """R20, R16. The day of what they showed, so that no minute of theirs can be held against them."""
    async with sofa(house, tmp_path, *PAIRED, "-- Tuesday 18:07", "Ben: /win the light", "-- 19:31") as us:
        async with us.stage.database.session() as db:
            ana = await db.scalar(select(Person.id).where(Person.user_id == us.world.ana.id))
        files = b"".join(data for _, data in await render(us.stage.database, ana, TEXTS, us.stage.clock))
        assert b"the light" in files and b"2026-03-03" in files
        assert b"18:07" not in files and b"19:31" in files


async def test_a_hold_is_put_by_one_at_once_and_nobody_is_told(house, tmp_path):
    """R21. By either, without the other; each lifts only their own."""
    async with sofa(house, tmp_path, *PAIRED) as us:
        for mine, other in (("Ana", "Ben"), ("Ben", "Ana")):
            us.from_now()
            await us(f"{mine}: /hold")
            assert (await us.couple()).frozen and us.phone(other) == []
        await us("Ana: /hold", "Ana: [Lift it]")
        assert (await us.couple()).frozen, "his is his"


@pytest.mark.parametrize("place", ["bound", "held"])
async def test_a_group_that_gets_a_new_number_keeps_its_couple(place: str, house, tmp_path):
    """R48. As it was: bound, or held; what waits goes there, what is under way goes on there; told twice is once."""
    async with sofa(
        house, tmp_path, *GROUP, EVENING, *(["Cleo joins", "Cleo leaves"] if place == "held" else [])
    ) as us:
        before = await us.couple()
        assert before.place == place
        await us.hear(us.event("Ben", "command", command="pause"))
        waiting = [row["chat_id"] for row in await us.posts()]
        moved = us.event("Ana", "moved", chat=before.group_id, private=False, to=-100123)
        await us.hear(moved, moved)
        after, rows = await us.couple(), await us.rows()
        assert (after.id, after.place, after.group_id) == (before.id, place, -100123)
        assert before.group_id not in [row["chat_id"] for row in await us.posts() if row["kind"] == "send"]
        assert (
            (before.group_id in waiting)
            == (-100123 in [row["chat_id"] for row in await us.posts()])
            == (place == "bound")
        )
        talks = {row["practice"]: row["group_id"] for row in rows["conversations"]}
        assert (talks["checkin"] == -100123) == (place == "bound")
        there = {name: some for name, some in rows.items() if name not in ("messages", "outbox")}
        there["cards"] = [row for row in rows["cards"] if row["message_ref"]]
        assert [name for name, some in there.items() for row in some if before.group_id in row.values()] == []


def test_what_two_do_together_has_one_alarm():
    """R45. One a couple, not one a person: else both would be called twice. And what rings is sent at most once."""
    assert [one.name for one in PRACTICES if one.joint and any(begin.each for begin in one.alarms.values())] == []
    assert {name for one in PRACTICES if one.joint for name in one.alarms} >= {"evening", "weekly"}
    assert [one.name for one in PRACTICES if one.alarms and one.grade not in "AB"] == []


SOUNDS = {  # the modules in which something may sound, as practices.md has it: everything else is silent
    "handlers.checkin": "the evening's cards, and the signs at five and at ten minutes",
    "handlers.review": "Sunday's cards",
    "handlers.pause": "that it is called, and its return",
    "handlers.promise": "one's own reminder",
    "handlers.pairing": "that the other said yes",
    "handlers.turns": "the end of the time that both have begun",
}


def test_nothing_else_sounds():
    """R24. A new sound is red here, whenever it comes."""
    calls = [(one.name, call) for one in modules() for _, call in one.calls("ask", "say") if keyword(call, "rings")]
    assert {name for name, _ in calls} == SOUNDS.keys()


def test_what_comes_by_the_clock_comes_by_day():
    """R24, R47. Every alarm there is, as nobody has changed it: between eight and ten, and late by two hours at most
    where it is for both, or by what is left of the day."""
    rings = [(one, begin) for one in PRACTICES for begin in one.alarms.values()]
    assert len(rings) > 6
    for one, begin in rings:
        assert begin.times is not None, one.name
        for wall in filter(None, begin.times(Couple(settings={}))[:2]):
            due = datetime.strptime(wall, "%H:%M")  # noqa: DTZ007 - a wall time
            assert 8 <= due.hour < 22, one.name
            by_day = not one.joint and due + begin.window <= due.replace(hour=22, minute=0)
            assert begin.window <= timedelta(hours=2) or by_day, one.name
