"""Every transcript, played on the bare engine and through python-telegram-bot."""

from pathlib import Path

import pytest

from tests.stage import ON_POSTGRES, EngineStage, SocketStage, TelegramStage
from tests.transcript import FOLDER, Item, Play, Transcript, difference, fits, matches

STAGES = {"engine": EngineStage, "ptb": TelegramStage}
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


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
        heard = await Play(stage).play(transcript)
    finally:
        await stage.close()
    if record:
        transcript.path.write_text(transcript.rewritten(heard))
        return
    if differences := wrong(transcript, heard):
        pytest.fail(differences, pytrace=False)


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
