"""`evenfall capacity`: the arithmetic of docs/scale.md, and that page says what the command says."""

import re
from pathlib import Path

import pytest

from bot.capacity import FREE, PROMPTS, need, told

PAGE = Path(__file__).parent.parent / "docs" / "scale.md"


def test_a_thousand_couples_need_one_process_and_one_token() -> None:
    found = need(1_000)
    assert (found.houses, found.fits) == (1, True)


def test_more_couples_never_need_less() -> None:
    needs = [need(10**power) for power in range(7)]
    for name in ("houses", "disk", "memory", "messages", "stars"):
        values = [getattr(one, name) for one in needs]
        assert values == sorted(values), name


def test_the_last_prompt_comes_within_the_patience() -> None:
    for couples in (1_000, 30_000, 250_000):
        found = need(couples, patience=600)
        assert found.last <= 600
        assert found.prompts * PROMPTS <= FREE * found.houses * 600 + 1


def test_a_town_that_lives_by_many_clocks_needs_fewer_tokens() -> None:
    assert need(100_000, zone=0.1).houses < need(100_000, zone=1).houses


@pytest.mark.parametrize("couples", [1_000, 100_000, 1_000_000])
def test_the_page_says_what_the_command_says(couples: int) -> None:
    said = "\n".join(re.findall(r"```\n(.*?)```", PAGE.read_text(), re.DOTALL))
    for line in told(need(couples)):
        assert line in said
