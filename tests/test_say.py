"""/say: its rules against its own sixty examples, and what nobody wrote to it stays unseen by it."""

import pytest

from handlers.say import HINTS, rules, seen
from tests.sofa import PAIRED, sofa
from tests.test_pools import LANGUAGES, banned, breaches, words

every_language = pytest.mark.parametrize("lang", LANGUAGES)


@every_language
def test_there_are_sixty_pairs_fifteen_a_hint(lang: str):
    hints = [pair["hint"] for pair in rules(lang)["pair"]]
    assert {name: hints.count(name) for name in HINTS} == dict.fromkeys(HINTS, 15)
    for side in ("before", "after"):
        said = [pair[side] for pair in rules(lang)["pair"]]
        assert len(set(said)) == 60
        assert all(len(words(one)) <= 25 for one in said)


@every_language
def test_what_wears_a_talk_down_is_seen(lang: str):
    missed = [
        pair for pair in rules(lang)["pair"] if pair["hint"] not in [name for name, _ in seen(lang, pair["before"])]
    ]
    assert missed == []


@every_language
def test_what_speaks_of_oneself_is_left_alone(lang: str):
    wrong = [(pair["after"], found) for pair in rules(lang)["pair"] if (found := seen(lang, pair["after"]))]
    assert wrong == []


@every_language
def test_the_better_half_says_no_banned_word(lang: str):
    """R19, R25, R26, R27."""
    rows = [row for row in banned(lang) if "pools" not in row]
    assert [(pair["after"], found) for pair in rules(lang)["pair"] if (found := breaches(pair["after"], rows))] == []


def test_a_phrase_is_found_whole_and_a_beginning_at_the_beginning():
    assert seen("en", "I was nevertheless glad, and you were too.") == []
    assert seen("en", "It rained. You left.") == [("attack", "you")]


async def test_nothing_is_given_without_the_author_s_own_tap(house, tmp_path):
    """R13, and practice 26: a draft, its hints, a look at oneself: nothing of it reaches the other phone."""
    async with sofa(house, tmp_path, *PAIRED, "-- asleep Tuesday 18:00", "-- nothing") as us:
        us.from_now()
        await us("Ana: /say You never call.", "Ana: [Give it to Ben]", "Ana: [‹ Back]", "Ana: I waited for a call.")
        await us("Ana: [Keep it for me]", "Ana: /mirror", "Ana: [I shut down]", "Ana: [That's enough]", "-- +1 min")
        assert us.phone("Ben") == []
