"""Every door of the house is gone through by whoever it is open to, whichever role they have."""

from collections import Counter

import pytest

from handlers import PRACTICES
from tests.sofa import Sofa, sofa

ENDS = {"leave", "erase"}  # after which there is nothing more to press
COMMANDS = sorted({name for one in PRACTICES for name in one.commands} - ENDS - {"start", "p"})


class Walker:
    """Presses every button of a practice's first card, and after each the one of the next card it pressed least."""

    def __init__(self, us: Sofa, name: str) -> None:
        self.us, self.name = us, name
        self.pressed: Counter[tuple[str, str]] = Counter()  # practice, button

    async def walk(self, command: str) -> None:
        before = -1
        while before < len(self.pressed):  # there was one that was not pressed before
            before = len(self.pressed)
            await self.us(f"{self.name}: /{command}")
            await self.press(command)
            await self.press(command)

    async def press(self, command: str) -> None:
        labels = self.card()
        if labels:
            label = min(labels, key=lambda one: self.pressed[command, one])
            self.pressed[command, label] += 1
            await self.us(f"{self.name}: [{label}]")

    def card(self) -> list[str]:
        """What can be pressed on the newest card; links are nobody's turn."""
        cards = [one for one in self.us.world.messages(self.us.person(self.name).chat) if one.buttons]
        newest = max(cards, key=lambda one: one.revision).markup if cards else None
        rows = (newest or {}).get("inline_keyboard", [])
        return [button["text"] for row in rows for button in row if "callback_data" in button]


@pytest.mark.parametrize("name", ["Ana", "Ben"], ids=["hurt", "repairing"])
async def test_no_button_ends_in_an_error(name, house, tmp_path):
    """Whatever one presses in any practice: what fails in a turn is raised here."""
    async with sofa(house, tmp_path, "-- after roles") as us:
        walker = Walker(us, name)
        for command in COMMANDS:
            await walker.walk(command)
        assert len(walker.pressed) > 100
