"""CONTRIBUTING.md is true: its practice is added to a copy of the tree by doing what it says, and works there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "CONTRIBUTING.md").read_text()
ROOMS = ("bot", "dialogue", "handlers", "migrations", "models", "playground", "scheduler", "texts", "tests")
LIST = "handlers/__init__.py"


def blocks() -> dict[str, str]:
    """What stands in the guide for each file it names."""
    return {name: text for name, text in re.findall(r"^```\w+ (\S+)\n(.*?)^```$", GUIDE, re.M | re.S)}


def follow(tree: Path) -> None:
    """Do what the guide says."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__", "browser"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    for name, text in blocks().items():
        path = tree / name
        if name == LIST:
            known = path.read_text()
            assert text.strip() not in known
            lines = known.replace("PRACTICES = [\n", f"PRACTICES = [\n{text}").replace(
                "import (\n", "import (\n    gratitude,\n"
            )
            path.write_text(lines)
        else:
            assert not path.exists(), "a new file"
            path.write_text(text)


def test_three_files_and_one_line():
    """In the language every other is held against; the others say the same once more."""
    files = [name for name in blocks() if not re.match(r"texts/(?!en/)", name)]
    assert files == [
        "handlers/gratitude.py",
        "texts/en/gratitude.ftl",
        "tests/transcripts/gratitude.txt",
        LIST,
    ]
    assert len(blocks()[LIST].splitlines()) == 1


def test_the_practice_of_the_guide_works(tmp_path: Path):
    """Its transcript plays on the bare engine, its texts are complete, and it is in the list."""
    follow(tmp_path)
    tests = ["tests/test_transcripts.py", "tests/test_house.py", "tests/test_texts.py"]
    wanted = "(engine and gratitude) or (house and (handlers or practice)) or (texts and (key or english))"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", wanted, *tests],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 9


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`((?:tests|handlers|dialogue|docs|texts)/[\w./]*)`", GUIDE))))
def test_what_the_guide_names_is_there(name: str):
    assert (ROOT / name).exists()


def test_every_command_of_the_guide_is_a_target():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert set(re.findall(r"\bmake ([a-z-]+)", GUIDE)) <= targets
