"""Every rule has a test that names it, docs/safety.md tells so truly; and rules that need no evening to be shown."""

import re
from pathlib import Path

import pytest

from bot import shape
from bot.static import static_answer
from models.people import DEFAULTS
from tests import rules
from tests.sofa import GROUP, PAIRED, sofa
from tests.stage import TEXTS
from tests.test_pools import LANGUAGES, banned

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
        ({"text": "/pause"}, True),
        ({"text": "the tram", "reply_to_message": {"message_id": 3, "from": {"id": 9, "is_bot": True}}}, True),
        ({"new_chat_members": [WHO]}, True),
    ],
)
def test_a_groups_talk_is_not_for_us(message: dict, kept: bool):
    """R17. By its shape alone: commands, replies to a bot, and comings and goings."""
    update = {"update_id": 1, "message": {"message_id": 4, "date": 1, "chat": GROUP_CHAT, "from": WHO, **message}}
    assert (shape.fit(update) is not None) is kept


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_offers_to_prove_anything(lang: str):
    """R20. The words of it are banned in every language, over all that is said (tests/test_pools.py)."""
    assert [row for row in banned(lang) if row["rule"] == "R20" and len(row["words"]) > 2]


def test_no_language_model_comes_with_it():
    """R28. No client of one is in what is installed."""
    names = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / "requirements.lock").read_text(), re.M | re.I))
    models = r"openai|anthropic|langchain|llama|transformers|mistralai|cohere|google-genai|google-generativeai|litellm"
    assert len(names) > 20 and [one for one in names if re.match(models, one)] == []


async def test_who_runs_it_is_said_at_the_start(house, tmp_path):
    """R29. In the first message and in /about: not therapy, no lie detector, no evidence, and who could read it."""
    async with sofa(house, tmp_path, "Ana: /start", "Ana: /about") as us:
        said = [seen.text for seen in us.stage.world.log if seen.by == "bot"]
        for text in (said[0], said[-1]):
            assert "Marta" in text and all(word in text.lower() for word in ("therap", "lie detector", "evidence")), (
                text
            )


ANGER = {"en": "afraid of your own anger", "de": "vor deiner eigenen Wut", "es": "miedo tu propia rabia"}
DEVICE = {"en": "use another device", "de": "ein anderes Gerät", "es": "usa otro aparato"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_to_call_is_for_both_of_them_and_for_a_phone_that_is_checked(lang: str):
    """R39, R40. In /sos and in what follows words of danger, which is the same text."""
    said = static_answer("sos", lang, TEXTS)
    assert ANGER[lang] in said and DEVICE[lang] in said
    kit = TEXTS[lang].write("kit-meant", {"sos": said}, "UTC")
    assert kit.startswith(said)


def test_answers_are_kept_for_ninety_days_unless_chosen_otherwise():
    """R41."""
    assert DEFAULTS["retention"] == 90


async def test_a_hold_is_put_by_one_at_once_and_nobody_is_told(house, tmp_path):
    """R21. By either, without the other; each lifts only their own."""
    async with sofa(house, tmp_path, *PAIRED) as us:
        for mine, other in (("Ana", "Ben"), ("Ben", "Ana")):
            us.from_now()
            await us(f"{mine}: /hold")
            assert (await us.couple()).frozen and us.phone(other) == []
        await us("Ana: /hold", "Ana: [Lift it]")
        assert (await us.couple()).frozen, "his is his"


async def test_a_group_that_gets_a_new_number_keeps_its_couple(house, tmp_path):
    """R48."""
    async with sofa(house, tmp_path, *GROUP) as us:
        before = await us.couple()
        await us.hear(us.event("Ana", "moved", chat=before.group_id, private=False, to=-100123))
        after = await us.couple()
        assert (after.id, after.place, after.group_id) == (before.id, "bound", -100123)
