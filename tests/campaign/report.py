"""docs/reliability.md: what a campaign found, when, where, and the command that finds it again."""

import argparse
import os
import platform
from datetime import UTC
from pathlib import Path
from typing import Any

from dialogue.clock import Clock
from tests.campaign.subject import ROOT

PAGE = ROOT / "docs" / "reliability.md"

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
    missed = sum(not outcome.passed for _, _, outcome in results)
    head = HEAD.format(
        when=f"{Clock().now().astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        where=f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}",
        seconds=seconds,
        seed=asked.seed,
        result=f"{len(results) - missed} passed, {missed} missed",
        command=f'make campaign ARGS="{command(asked)}"',
    )
    lines = []
    for run, kind, outcome in results:
        figures = " · ".join(f"{name} {value}" for name, value in outcome.figures.items())
        end = "passed" if outcome.passed else "**missed**: " + " ".join("; ".join(outcome.misses).split())
        lines.append(f"| {run.name} | {run.says} | {kind} | {outcome.moved:.0f} | {figures} | {end} |")
    page.write_text(head + "\n".join(lines) + "\n")


def command(asked: argparse.Namespace) -> str:
    words = ["--write", f"--seed {asked.seed}"]
    words += [f"--{asked.size}"] if asked.size != "normal" else []
    words += [f"--only {asked.only}"] if asked.only else []
    words += [f"--database {asked.database}"] if asked.database else []
    return " ".join(words)
