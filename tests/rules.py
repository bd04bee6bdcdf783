"""Writes docs/safety.md from the tests: each rule, the tests that name it, and what each of them shows.

python -m tests.rules
"""

import ast
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "safety.md"
RULE = re.compile(r"\bR(\d{1,2})(?![\d\w])")
HEAD = """# Rules of safety, and the test that shows each

Written by `make docs` from the tests; do not edit. A rule holds over every practice; where the two disagree, the rule
wins. What a transcript shows (`tests/transcripts/`) is not listed again here.
"""


def rules() -> dict[str, str]:
    return dict(tomllib.loads((ROOT / "tests" / "rules.toml").read_text(encoding="utf-8"))["rules"])


def untested() -> dict[str, str]:
    return dict(tomllib.loads((ROOT / "tests" / "rules.toml").read_text(encoding="utf-8"))["untested"])


def tests() -> list[tuple[str, str, set[str], str]]:
    """Each test that names a rule: its file, its name, the rules, what it shows."""
    found = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_"):
                said = ast.get_docstring(node) or ""
                named = {f"R{number}" for number in RULE.findall(f"{said} {node.name.replace('_', ' ').upper()}")}
                if named:
                    found.append((path.relative_to(ROOT).as_posix(), node.name, named, shows(node.name, said)))
    return found


def shows(name: str, said: str) -> str:
    """A test's own words: its name, and what its docstring adds to the numbers of the rules."""
    more = re.sub(r"^(?:and |, |R\d+(?:\s*\([^)]*\))?|Practices?[^:]*)+[.:]?\s*", "", " ".join(said.split()))
    title = name.removeprefix("test_").replace("_", " ")
    return f"{title[0].upper()}{title[1:]}." + (f" {more}" if more and not RULE.fullmatch(more) else "")


def page() -> str:
    every, reasons = tests(), untested()
    lines = [HEAD]
    for rule, sentence in rules().items():
        lines.append(f"## {rule}\n\n{sentence}\n")
        lines += [f"- {text} (`{path}`)" for path, _, named, text in every if rule in named]
        if rule in reasons:
            lines.append(f"- Not shown here: {reasons[rule]}")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
