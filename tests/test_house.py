"""The house keeps its plan: read from the syntax trees, so that a wish becomes a rule."""

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dialogue.practice import Practice
from handlers import PRACTICES

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {  # each room, and what it may know of the others
    "models": set(),
    "dialogue": {"models"},
    "handlers": {"dialogue", "models"},
    "scheduler": {"dialogue", "models"},
    "playground": set(),
    "texts": set(),
    "migrations": {"models"},
    "bot": {"models", "dialogue", "handlers", "scheduler", "playground"},
    "tests": {"models", "dialogue", "handlers", "scheduler", "playground", "bot", "benchmarks"},
    "benchmarks": {"models", "dialogue", "bot", "tests"},
}
AT_HOME = {  # libraries that are met in one place alone
    "telegram": "bot/",
    "discord": "bot/",
    "apscheduler": "scheduler/",
    "fluent": "dialogue/wording.py",
}
LATE = {  # what `evenfall run` does not need before somebody asks for it: docs/profile.md, "What it weighs"
    "alembic", "asyncpg", "babel", "fluent", "fpdf", "playground", "pydantic", "starlette", "telegram.ext", "typer",
    "uvicorn", "bot.backup", "bot.health", "bot.replicas", "bot.webhook", "sqlalchemy.dialects.postgresql",
}  # fmt: skip
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
SPOKEN = ("say", "ask", "close")
SENTENCE = re.compile(r"[^\W\d_]{2,},? [^\W\d_]+")  # two words with a space between them


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield name(path), read(path)


@cache
def read(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports(tree: ast.Module, room: str) -> Iterator[str]:
    """Full names of what is imported anywhere in a module, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = f"{room}.{node.module or ''}".strip(".") if node.level else node.module or ""
            yield from (f"{module}.{one.name}" for one in node.names)


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def test_every_room_is_known():
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {"tests"}
    assert rooms == set(MAY_IMPORT)


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_point_one_way(room: str):
    wrong = [
        f"{module} imports {one}"
        for module, tree in modules(room)
        for one in imports(tree, room)
        if (other := one.partition(".")[0]) in MAY_IMPORT and other != room and other not in MAY_IMPORT[room]
    ]
    assert wrong == []


def test_handlers_do_not_know_each_other():
    wrong = [
        f"{module} imports {one}"
        for module, tree in modules("handlers")
        for one in imports(tree, "handlers")
        if one.partition(".")[0] == "handlers" and module != "handlers/__init__.py"
    ]
    assert wrong == []


def test_some_libraries_are_met_in_one_place():
    wrong = [
        f"{module} imports {one}"
        for module, tree in modules(*MAY_IMPORT)
        for one in imports(tree, "")
        if (home := AT_HOME.get(one.partition(".")[0])) and not module.startswith((home, "tests/", "benchmarks/"))
    ]
    assert wrong == []


def test_what_is_heavy_is_not_imported_at_the_start(tmp_path: Path):
    """The command itself, as far as the moment at which it would begin to live."""
    code = """
import asyncio, sys
import bot.main
asyncio.run = lambda work: (work.close(), print(*sys.modules))
sys.argv = ["evenfall", "run"]
bot.main.main()
"""
    own = {"PYTHONPATH": str(ROOT), "TELEGRAM_BOT_TOKEN": "1:token", "EVENFALL_OPERATOR": "Marta"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=own, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "bot.companion" in loaded
    assert loaded & LATE == set()


def test_no_module_hides_a_library():
    hiding = [
        name(path) for room in MAY_IMPORT for path in (ROOT / room).rglob("*") if path.stem in ("telegram", "discord")
    ]
    assert hiding == []


def test_one_clock():
    wrong = [
        f"{module}:{node.lineno}: {dotted(node)}"
        for module, tree in modules(*(room for room in MAY_IMPORT if room not in ("tests", "benchmarks")))
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and any(dotted(node).endswith(one) for one in CLOCKS)
    ]
    assert [one.partition(":")[0] for one in wrong] == ["dialogue/clock.py"], wrong


def test_words_live_in_texts():
    """A handler names its texts; no string in it reads like something to be said."""
    wrong = [
        f"{module}:{node.lineno}: {node.value!r}"
        for module, tree in modules("handlers")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SENTENCE.search(node.value)
        if node not in docstrings(tree)
    ]
    assert wrong == []


def test_what_is_said_is_named_by_a_key():
    wrong = [
        f"{module}:{key.lineno}: {ast.unparse(key)}"
        for module, tree in modules("handlers")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in SPOKEN
        for key in [*call.args[:1], *(one.value for one in call.keywords if one.arg == "key")]
        if isinstance(key, ast.JoinedStr)
        or isinstance(key, ast.Constant)
        and not re.fullmatch("[a-z][a-z_-]*", str(key.value))
    ]
    assert wrong == []


def docstrings(tree: ast.Module) -> list[ast.expr]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        one.body[0].value
        for one in ast.walk(tree)
        if isinstance(one, kinds) and one.body and isinstance(one.body[0], ast.Expr)
    ]


def test_every_module_says_what_it_is_for():
    silent = [module for module, tree in modules(*MAY_IMPORT) if tree.body and not ast.get_docstring(tree)]
    assert silent == []


def test_every_practice_is_in_the_list():
    found = {
        id(value): f"{path.stem}.{key}"
        for path in sorted((ROOT / "handlers").glob("*.py"))
        for key, value in vars(importlib.import_module(f"handlers.{path.stem}".removesuffix(".__init__"))).items()
        if isinstance(value, Practice)
    }
    assert set(found.values()) - {found.get(id(one)) for one in PRACTICES} == set()
    assert len({id(one) for one in PRACTICES}) == len(PRACTICES)


@pytest.mark.parametrize("ways", ["commands", "events"])
def test_no_two_practices_begin_alike(ways: str):
    """A practice that is listed later would take the command of an earlier one without a word."""
    begins = [way for practice in PRACTICES for way in getattr(practice, ways)]
    assert sorted(begins) == sorted(set(begins))
    assert len({practice.name for practice in PRACTICES}) == len(PRACTICES)
