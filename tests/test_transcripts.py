"""Every transcript, played on the bare engine and through python-telegram-bot."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from dialogue.practice import Practices
from handlers import PRACTICES
from models import Conversation
from tests.sofa import sofa
from tests.stage import ON_POSTGRES, TEXTS, EngineStage, SocketStage, TelegramStage
from tests.transcript import FOLDER, Item, Play, Transcript, difference, fits, matches

STAGES = {"engine": EngineStage, "ptb": TelegramStage}
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))

# What four weeks of two people can do without; everything else there is has its place in four_weeks.txt.
ELSEWHERE = {
    *("group", "gathering", "place", "astray"),  # they stay in their private chats
    *("leave", "farewell", "rest", "hold", "consents", "resting"),  # nobody leaves, rests, or takes a yes back
    *("settings", "rights", "export", "erase", "about", "idle", "pin", "pin_wait"),  # nothing is set or taken away
}
# what begins it all, what is it; the rest lies deeper, in /rights and /settings
DEEPER = {"start", "menu", "p", "about", "export", "erase", "pin"}


def wrong(transcript: Transcript, heard: dict[int, list[Item]]) -> str:
    steps = [step for step in transcript.steps if not fits(step.said, heard[step.number])]
    return "\n\n".join(difference(transcript.path, step, heard[step.number]) for step in steps)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("on", STAGES)
async def test_transcript(on: str, name: str, house: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    transcript = Transcript(FOLDER / f"{name}.txt")
    record = request.config.getoption("--record")
    if record and (on != "engine" or (house / ON_POSTGRES).exists()):
        pytest.skip("recorded from the bare engine on SQLite")
    stage = STAGES[on](house, tmp_path, transcript.start())
    await stage.open()
    try:
        with practices_met() as met:
            heard = await Play(stage).play(transcript)
    finally:
        await stage.close()
    if name == "four_weeks":
        assert {one.name for one in PRACTICES} - met == ELSEWHERE
    if record:
        transcript.path.write_text(transcript.rewritten(heard))
        return
    if differences := wrong(transcript, heard):
        pytest.fail(differences, pytrace=False)


@contextmanager
def practices_met() -> Iterator[set[str]]:
    """The practices that began meanwhile, also those that were over in the same turn."""
    met: set[str] = set()

    def note(talk: Conversation, value: str, *_: Any) -> None:
        met.add(value)

    event.listen(Conversation.practice, "set", note)
    try:
        yield met
    finally:
        event.remove(Conversation.practice, "set", note)


async def test_everything_is_two_taps_from_the_menu(sqlite_house: Path, tmp_path: Path) -> None:
    """A door on the screen of each room, for whatever can be called; a practice without one is not found."""
    async with sofa(sqlite_house, tmp_path, "-- after pairing_tomorrow") as us:
        found = set()
        for room in [label for row in (await us("Ana: /menu"))[0].buttons for label in row][:-2]:
            [card] = await us(f"Ana: [{room}]")
            found |= {label for row in card.buttons for label in row}
            await us("Ana: [‹ Back]")
        english = TEXTS["en"]
        there = {name for name in Practices(PRACTICES).commands if english.has(f"{name}-door")}
        there = {name for name in there if english.write(f"{name}-door", {}, "UTC") in found}
        assert Practices(PRACTICES).commands.keys() - there == DEEPER


async def test_over_a_socket(house: Path, tmp_path: Path) -> None:
    """Long polling, worker and sender each in its own loop, over HTTP on loopback."""
    transcript = Transcript(FOLDER / "pairing.txt")
    stage = SocketStage(house, tmp_path, transcript.start())
    try:
        await stage.open()
        heard = await Play(stage).play(transcript)
    finally:
        await stage.stop()
    assert not wrong(transcript, heard)


SAID = Item("bot → Ana", "(edits)", "Hello.\n\nOne thing: which?", (("Go on", "On my own"), ("Not now",)))


@pytest.mark.parametrize(
    "lines",
    [
        ["bot → Ana: (edits) Hello.", "", "One thing: which?", "[Go on] [On my own]", "[Not now]"],
        ["bot → Ana: (edits) Hello.", "", "One thing…", "[Go on] [On my…]", "[Not now]"],
        ["bot → Ana: (edits) Hello.", "…", "[Go on] [On my own]", "[Not now]"],
        ["bot → Ana: (edits) Hel…"],
    ],
)
def test_what_is_expected(lines: list[str]) -> None:
    assert matches(lines, SAID)


@pytest.mark.parametrize(
    "lines",
    [
        ["bot → Ana: (edits) Hello.", "", "One thing: which?"],
        ["bot → Ana: (edits) Hello.", "", "[Go on] [On my own]", "[Not now]"],
        ["bot → Ana: (edits) Hello.", "", "One thing: which?", "[Go on] [Not now]"],
        ["bot → Ana: (edits) Hello.", "", "One thing: which?", "[Go on] [On my own] [Not now]"],
        ["bot → Ana: Hello.", "", "One thing: which?", "[Go on] [On my own]", "[Not now]"],
        ["bot → Ana: …"],
        ["bot → Ben: (edits) Hel…"],
        ["bot → Ana: (edits) hello…"],
    ],
)
def test_what_is_not(lines: list[str]) -> None:
    assert not matches(lines, SAID)


def test_all_that_is_said_is_listed() -> None:
    block = ["bot → Ana: (edits) Hel…"]
    assert fits([block], [SAID])
    assert not fits([], [SAID])
    assert not fits([block], [])
    assert not fits([block], [SAID, SAID])
    assert fits([block, ["…"]], [SAID, SAID, SAID])


def test_a_recorded_file_is_what_was_heard(tmp_path: Path) -> None:
    """Steps, comments and blank lines stay; what was expected goes, what was said comes."""
    path = tmp_path / "one.txt"
    path.write_text("# Why.\n-- zone UTC\n\nAna: one\n  two\nbot → Ana: old\n\n  [Old]\n\n# Then.\nBen: [Go on]\n")
    transcript = Transcript(path)
    assert [step.text for step in transcript.steps] == ["-- zone UTC", "Ana: one\ntwo", "Ben: [Go on]"]
    assert transcript.steps[1].said == [["bot → Ana: old", "", "[Old]"]]
    said = "bot → Ana: (edits) Hello.\n\n  One thing: which?\n  [Go on] [On my own]\n  [Not now]\n"
    recorded = f"# Why.\n-- zone UTC\n\nAna: one\n  two\n{said}\n# Then.\nBen: [Go on]\n"
    assert transcript.rewritten({transcript.steps[1].number: [SAID]}) == recorded
    path.write_text(recorded)
    again = Transcript(path)
    assert fits(again.steps[1].said, [SAID])
    assert again.rewritten({again.steps[1].number: [SAID]}) == recorded
