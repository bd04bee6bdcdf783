"""docs/reliability.md: what a campaign found, when, where, and the command that finds it again."""

import argparse
import os
import platform
import re
from datetime import UTC
from pathlib import Path
from typing import Any

from dialogue.clock import Clock
from tests.campaign.subject import ROOT

PAGE = ROOT / "docs" / "reliability.md"
PASSED = "passed"

HEAD = """# Reliability

Written by the campaign, by no hand: the real program under kills, faults and load, judged by what its Bot API saw
(decision record [0022](decisions/0022-the-campaign-is-judged-from-outside.md)). What the runs are is in
[tests/campaign](../tests/campaign).

| | |
|---|---|
| when | {when} |
| where | {where} |
| how long | {seconds:.0f} s |
| seed | {seed} |
| result | {result} |
| again | `{command}` |

| run | what | on | moved | figures | |
|---|---|---|---|---|---|
"""


def write(results: list[Any], asked: argparse.Namespace, seconds: float, page: Path = PAGE) -> None:
    """All of a campaign; or of a part of one, whose rows take the place of those that a whole one wrote."""
    now = f"{Clock().now().astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    lines = {}
    for run, kind, outcome in results:
        figures = " · ".join(f"{name} {value}" for name, value in outcome.figures.items())
        misses = [short(miss) for miss in outcome.misses]
        end = PASSED if outcome.passed else "**missed**: " + " ".join("; ".join(misses).split())
        if asked.only:
            end += f" (alone, {now}, seed {asked.seed})"
        lines[start(run.name, run.says, kind)] = f"{outcome.moved:.0f} | {figures} | {end} |"
    if asked.only and page.exists():
        text = page.read_text()
        for first, rest in lines.items():
            text = re.sub(f"(?m)^{re.escape(first)}.*$", lambda _, row=first + rest: row, text)
    else:
        head = HEAD.format(
            when=now,
            where=", ".join(
                (
                    f"{os.cpu_count()} cores",
                    f"{platform.system()} {platform.machine()}",
                    f"Python {platform.python_version()}",
                )
            ),
            seconds=seconds,
            seed=asked.seed,
            result="",
            command=f'make campaign ARGS="{command(asked)}"',
        )
        text = head + "\n".join(first + rest for first, rest in lines.items()) + "\n"
    rows = [line for line in text.splitlines() if re.match(r"\| [FT]\d", line)]
    passed = sum(f"| {PASSED}" in row for row in rows)
    text = re.sub(r"(?m)^\| result \|.*$", f"| result | {passed} passed, {len(rows) - passed} missed |", text)
    page.write_text(text)


def short(miss: str) -> str:
    """Of a run that broke, what it broke with: the way there names folders of this machine."""
    before, trace, _ = miss.partition("Traceback")
    return before + miss.strip().splitlines()[-1] if trace else miss


def start(name: str, says: str, kind: str) -> str:
    """How a run's row begins."""
    return f"| {name} | {says} | {kind} | "


def command(asked: argparse.Namespace) -> str:
    words = ["--write", f"--seed {asked.seed}"]
    words += [f"--{asked.size}"] if asked.size != "normal" else []
    words += [f"--only {asked.only}"] if asked.only else []
    words += [f"--database {asked.database}"] if asked.database else []
    return " ".join(words)
