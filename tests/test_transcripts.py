"""Every transcript, played on the bare engine and through python-telegram-bot."""

from pathlib import Path

import pytest

from tests.stage import EngineStage, TelegramStage
from tests.transcript import FOLDER, Play, Transcript, difference, fits

STAGES = {"engine": EngineStage, "ptb": TelegramStage}
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("on", STAGES)
async def test_transcript(on: str, name: str, house: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    transcript = Transcript(FOLDER / f"{name}.txt")
    record = request.config.getoption("--record")
    if record and on != "engine":
        pytest.skip("recorded from the bare engine")
    stage = STAGES[on](house, tmp_path, transcript.start())
    await stage.open()
    try:
        heard = await Play(stage).play(transcript)
    finally:
        await stage.close()
    if record:
        transcript.path.write_text(transcript.rewritten(heard))
        return
    wrong = [step for step in transcript.steps if not fits(step.said, heard[step.number])]
    if wrong:
        pytest.fail("\n\n".join(difference(transcript.path, step, heard[step.number]) for step in wrong), pytrace=False)
