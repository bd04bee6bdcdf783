"""What is said is written, in every language alike, and nothing is written that is never said.

Which keys the code uses is read from its syntax trees; only module constants (FEELINGS, ROOMS, the practices) are taken
as they are. An expression that cannot be read fails with its place, so that this file grows with the code.
"""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, TypeGuard

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from bot import exports, front, static
from dialogue.practice import Practice
from dialogue.talk import Button
from dialogue.text import Language, Texts
from handlers import PRACTICES, checkin, phases, pledge, process, say, settings, summary
from models.people import DEFAULTS
from tests.test_pools import KINDS, banned, breaches, messages

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "texts"
LANGUAGES = sorted({path.parent.name for path in FOLDER.glob("*/*.ftl")})
LABEL = 64  # signs of a button

Uses = dict[str, set[str]]  # each key, and the labels asked of it

every_language = pytest.mark.parametrize("lang", LANGUAGES)


# --- what is written -------------------------------------------------------------------------------------------------


class Variables(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802
        self.found.add(node.id.name)


def variables(pattern: ftl.Pattern | None) -> set[str]:
    seen = Variables()
    if pattern is not None:
        seen.visit(pattern)
    return seen.found


@cache
def entries(lang: str) -> list[tuple[str, Any]]:
    """Everything in a language's files, with the file's name."""
    parser = FluentParser()
    return [
        (path.name, entry)
        for path in sorted((FOLDER / lang).glob("*.ftl"))
        for entry in parser.parse(path.read_text(encoding="utf-8")).body
        if not isinstance(entry, ftl.BaseComment)
    ]


def written(lang: str) -> dict[str, ftl.Message]:
    return {entry.id.name: entry for _, entry in entries(lang) if isinstance(entry, ftl.Message)}


def labels(message: ftl.Message) -> set[str]:
    return {one.id.name for one in message.attributes}


@every_language
def test_every_file_can_be_read(lang: str):
    wrong = [f"{name}: {entry.content!r}" for name, entry in entries(lang) if not isinstance(entry, ftl.Message)]
    assert wrong == []
    keys = [entry.id.name for _, entry in entries(lang)]
    assert sorted(keys) == sorted(set(keys))
    assert [key for key, message in written(lang).items() if len(labels(message)) != len(message.attributes)] == []


@every_language
def test_a_text_that_is_parsed_alone_is_the_same_as_in_its_file(lang: str):
    """Texts are parsed one by one, when they are first said (dialogue/text.py), and so none may refer to another."""
    language = Language(FOLDER / lang)
    assert set(language._sources) == set(written(lang)) and language._messages == {}
    for key, whole in written(lang).items():
        [alone] = FluentParser().parse(language._sources[key]).body[:1]
        assert whole.equals(alone, ["span", "comment"]), key
        assert "MessageReference" not in str(whole.to_json()), key


@every_language
def test_a_language_is_written_like_english(lang: str):
    """The same keys in the same files, with the same labels and variables."""

    def shape(of: str) -> dict[str, dict[str, set[str]]]:
        return {
            f"{name}: {entry.id.name}": {"": variables(entry.value)}
            | {f".{one.id.name}": variables(one.value) for one in entry.attributes}
            for name, entry in entries(of)
        }

    here, english = shape(lang), shape("en")
    assert sorted(english.keys() - here.keys()) == [], f"not written in {lang}"
    assert sorted(here.keys() - english.keys()) == [], f"only written in {lang}"
    assert {key: here[key] for key in here if here[key] != english[key]} == {}, "labels or variables differ"


def test_a_language_is_named_in_itself():
    """Whoever cannot read this one finds their own: the file is the same everywhere."""
    assert len({(FOLDER / lang / "languages.ftl").read_text() for lang in LANGUAGES}) == 1


# --- what is said: reading the practices -----------------------------------------------------------------------------


class UnreadableError(Exception):
    """This file does not understand an expression: teach it, or name its keys in BY_HAND or FILLED."""


class Module:
    """One module of handlers, read for the keys it says."""

    def __init__(self, module: ModuleType) -> None:
        assert module.__file__ is not None
        self.name = module.__name__
        self.values = vars(module)
        self.tree = ast.parse(Path(module.__file__).read_text())
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        self.functions = {node.name: node for node in self.tree.body if isinstance(node, kinds)}
        self.inside = [(name, one) for name, node in self.functions.items() for one in ast.walk(node) if is_call(one)]
        self.practices = [value for value in self.values.values() if isinstance(value, Practice)]
        self.reading: set[tuple[str, str]] = set()

    # who speaks

    def speakers(self) -> dict[str, set[str]]:
        """Each function, and the names of the practices whose talks reach it."""
        reach: dict[str, set[str]] = {name: set() for name in self.functions}
        own = {name: practice.name for practice in self.practices for name in registered(practice)}
        for name in own:
            reach[name].add(own[name])
        calls = {name: self.mentioned(node) - own.keys() for name, node in self.functions.items()}
        changed = True
        while changed:
            before = sum(map(len, reach.values()))
            for name, mentioned in calls.items():
                for one in mentioned:
                    reach[one] |= reach[name]
            changed = sum(map(len, reach.values())) != before
        return reach

    def mentioned(self, node: ast.AST) -> set[str]:
        """Functions of this module that a piece of code names, in its tables too."""
        names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        tables = [one for one in self.tree.body if isinstance(one, (ast.Assign, ast.AnnAssign))]
        for table in tables:
            targets = table.targets if isinstance(table, ast.Assign) else [table.target]
            if table.value and any(isinstance(one, ast.Name) and one.id in names for one in targets):
                names |= {one.id for one in ast.walk(table.value) if isinstance(one, ast.Name)}
        return names & self.functions.keys()

    # what a string can be

    def could_be(self, node: ast.expr | None, where: str) -> set[str]:
        """The strings an expression can be or hold: keys, or the names of choices that bring no label of their own."""
        match node:
            case None | ast.Compare():
                return set()
            case ast.Constant(value=value):
                return {value} if isinstance(value, str) else set()
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.BoolOp(values=parts):
                return set().union(*(self.could_be(one, where) for one in parts))
            case ast.Starred(value=inner):
                return self.could_be(inner, where)
            case ast.IfExp(body=one, orelse=other):
                return self.could_be(one, where) | self.could_be(other, where)
            case ast.ListComp(elt=inner) | ast.GeneratorExp(elt=inner):
                return self.could_be(inner, where)
            case ast.Call(func=ast.Name(id="tuple" | "list"), args=[inner]):
                return self.could_be(inner, where)
            case ast.Call(func=ast.Name(id="Button"), args=[name, *rest], keywords=more):
                labelled = rest or any(one.arg == "label" for one in more)
                return set() if labelled else self.could_be(name, where)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="talk"), attr="chose"), args=[step, *_]):
                return self.offered(ast.unparse(step))
            case ast.Subscript(value=inner, slice=ast.Slice()):
                return self.could_be(inner, where)
            case ast.Subscript(value=ast.Name(id=table)) if isinstance(self.values.get(table), (dict, list)):
                held = self.values[table]
                return set().union(*map(named, held.values() if isinstance(held, dict) else held))
            case ast.Attribute(value=ast.Name(id=module), attr=attr) if isinstance(self.values.get(module), ModuleType):
                return named(getattr(self.values[module], attr))
            case ast.Name(id=name):
                return self.named_here(name, node, where)
        raise UnreadableError(f"{self.name}:{node.lineno}: {ast.unparse(node)}")

    def named_here(self, name: str, node: ast.expr, where: str) -> set[str]:
        function = self.functions[where]
        arguments = function.args.posonlyargs + function.args.args
        bound = list(bindings(function, name))
        if name in {one.arg for one in arguments + function.args.kwonlyargs}:
            bound += [(where, value) for value in defaults(function, name)]
            bound += [(caller, value) for caller, value in self.handed(where, name)]
        if not bound:
            if name in self.values and not name.startswith("_"):
                return named(self.values[name])
            raise UnreadableError(f"{self.name}:{node.lineno}: {name}")
        if (where, name) in self.reading:
            return set()
        self.reading.add((where, name))
        try:
            return set().union(*(self.could_be(value, there or where) for there, value in bound))
        finally:
            self.reading.discard((where, name))

    def handed(self, function: str, name: str) -> Iterator[tuple[str, ast.expr]]:
        """What callers in this module hand over for an argument."""
        arguments = self.functions[function].args
        place = [one.arg for one in arguments.posonlyargs + arguments.args].index(name)
        for caller, call in self.inside:
            if isinstance(call.func, ast.Name) and call.func.id == function:
                if len(call.args) > place:
                    yield caller, call.args[place]
                yield from ((caller, one.value) for one in call.keywords if one.arg == name)

    def offered(self, step: str) -> set[str]:
        """The choices of every question that leads to a step."""
        found = [
            self.could_be(keyword(call, "choices"), where)
            for where, call in self.calls("ask")
            if ast.unparse(call.args[0]) == step
        ]
        return set().union(*found)

    def calls(self, *verbs: str) -> Iterator[tuple[str, ast.Call]]:
        """`talk.ask(...)` and the like, with the function they stand in."""
        for where, call in self.inside:
            match call.func:
                case ast.Attribute(value=ast.Name(id="talk"), attr=verb) if verb in verbs:
                    yield where, call

    # what is said

    def uses(self) -> Iterator[tuple[str, set[str]]]:
        speakers = self.speakers()
        for where, call in self.calls("ask", "say", "close"):
            if f"{self.name}.{where}" in BY_HAND:
                continue
            keys, offered = self.keys_of(call, where)
            if keys and not speakers[where]:
                raise UnreadableError(f"{self.name}:{call.lineno}: no practice reaches {where}")
            yield from ((f"{who}-{key}".replace("_", "-"), offered) for who in speakers[where] for key in keys)
        for where, call in self.inside:
            match call:
                case ast.Call(func=ast.Name(id="text"), args=[key, *_]):
                    yield from map(split, full(key) if isinstance(key, ast.JoinedStr) else self.could_be(key, where))
                case ast.Call(func=ast.Attribute(attr="words"), args=[_, key]):  # talk.scene.words(who, key)
                    yield from map(split, self.could_be(key, where))

    def keys_of(self, call: ast.Call, where: str) -> tuple[set[str], set[str]]:
        assert isinstance(call.func, ast.Attribute)
        if call.func.attr != "ask":
            return self.could_be(call.args[0] if call.args else None, where), set()
        key, step = keyword(call, "key"), call.args[0]
        offered = self.could_be(keyword(call, "choices"), where)
        if key is not None:
            return self.could_be(key, where), offered
        if (
            isinstance(step, ast.Name)
            and step.id in self.functions
            and not list(bindings(self.functions[where], step.id))
        ):
            return {step.id}, offered
        return self.could_be(step, where), offered

    def doors(self) -> set[str]:
        on_cards = [
            self.could_be(given, where)
            for where, call in self.calls("ask", "say")
            if (given := keyword(call, "doors")) is not None
        ]
        return set().union(*on_cards, *(practice.doors for practice in self.practices))

    def kinds(self) -> set[str]:
        """What is kept, by kind."""
        return set().union(*(self.could_be(call.args[0], where) for where, call in self.calls("keep")))


def is_call(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call)


def registered(practice: Practice) -> set[str]:
    begins = [practice.inner, *practice.commands.values(), *practice.alarms.values(), *practice.events.values()]
    steps = [*practice.steps.values(), practice.endings, practice.remarks, practice.knocks]
    return {one.__name__ for one in [*(begin.step for begin in begins if begin), *steps] if one is not None}


def named(value: Any) -> set[str]:
    """The names in a constant: choices, or a step's own."""
    match value:
        case str():
            return {value}
        case Button():
            return set() if value.label is not None else {value.name}
        case dict() | list() | tuple():
            return set().union(*map(named, value))
        case _ if callable(value):
            return {value.__name__}
    return set()


def bindings(function: ast.AST, name: str) -> Iterator[tuple[str, ast.expr]]:
    """What a name is set to inside a function, loops and comprehensions included."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=targets, value=value):
                pairs = [(target, value) for target in targets]
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
                pairs = [(target, value)]
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                pairs = [(target, value)]
            case _:
                continue
        for target, value in pairs:
            places = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
            if any(isinstance(one, ast.Name) and one.id == name for one in places):
                yield "", value


def defaults(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> Iterator[ast.expr]:
    positional = function.args.posonlyargs + function.args.args
    pairs = [*zip(reversed(positional), reversed(function.args.defaults), strict=False)]
    pairs += [*zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)]  # type: ignore[list-item]
    return (value for one, value in pairs if one.arg == name and value is not None)


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((one.value for one in call.keywords if one.arg == name), None)


def split(key: str) -> tuple[str, set[str]]:
    name, _, label = key.partition(".")
    return name, {label} if label else set()


def full(key: ast.JoinedStr) -> set[str]:
    """Every key an f-string can be; its beginning must be one of FILLED."""
    match key.values:
        case [ast.Constant(value=str() as beginning), ast.FormattedValue()] if beginning in filled():
            return {f"{beginning}{end}" for end in filled()[beginning]}
    raise UnreadableError(f"line {key.lineno}: {ast.unparse(key)}")


@cache
def modules() -> list[Module]:
    found = sorted(path.stem for path in (ROOT / "handlers").glob("[a-z]*.py"))
    return [Module(importlib.import_module(f"handlers.{name}")) for name in found]


@cache
def filled() -> dict[str, set[str]]:
    """What can follow where a key is put together, by its beginning."""
    commands = set().union(*(practice.commands for practice in PRACTICES), static.COMMANDS)
    return {
        "language-": set(LANGUAGES),
        "settings-style.": {"reveal", "together"},
        "checkin-feelings.": set(checkin.FEELINGS),
        "process-feelings.": set(process.FEELINGS),
        "phase-names.": set(phases.PHASES),
        "kept-kind-": set().union(*(module.kinds() for module in modules())),
        "pledge-offer-": set(pledge.OFFERS),
        "summary-part-": set(summary.SECTIONS),
        "schedule-": {"own", *(name for one in PRACTICES for name in one.alarms)} - {"noon", "quarterly"},  # left out
        "front-": {*static.COMMANDS, *introduced()},
        "front-command-": commands & {*static.ALL, *static.COMMANDS, *front.IN_PRIVATE},
        "front-sos-": {kind.replace("_", "-") for kind in KINDS - {"directory", "therapist"}},
        "export-page-": page(),
        "say-hint-": set(say.HINTS),
        "agree-name-": {one.name for one in PRACTICES if one.mutual},
        "agree-what-": {one.name for one in PRACTICES if one.mutual},
    }


BY_HAND = {  # functions whose keys follow from what was tapped, and where these are named instead
    "handlers.settings.item": "settings_items: each setting's question is named like the setting",
}


def settings_items() -> Iterator[tuple[str, set[str]]]:
    talk: Any = SimpleNamespace(scene=SimpleNamespace(texts=Texts()))
    for name in (*settings.TIMES, *settings.TYPED):
        yield f"settings-{name}".replace("_", "-"), {"back"}
    for name in settings.SET:
        yield f"settings-{name}".replace("_", "-"), {"back", *named(settings.choices(talk, name))}


# --- what is said: the rest ------------------------------------------------------------------------------------------


def trees(*rooms: str) -> Iterator[ast.AST]:
    for room in rooms:
        for path in sorted((ROOT / room).glob("*.py")):
            yield from ast.walk(ast.parse(path.read_text()))


def introduced() -> set[str]:
    """What the front says of itself: `self.say(language, "description")`."""
    asked = [node for node in trees("bot") if isinstance(node, ast.Call) and ast.unparse(node.func) == "self.say"]
    return {call.args[1].value for call in asked if isinstance(call.args[1], ast.Constant)}


def page() -> set[str]:
    """The headings and names of the exported page: what `said` is called with, and the first of each pair."""
    tree = ast.parse(Path(exports.__file__).read_text())
    body = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "_page")
    found = {f"setting-{name}" for name in (*DEFAULTS, *exports.PERSONAL, "pause-word")}
    for node in ast.walk(body):
        match node:
            case ast.Call(func=ast.Name(id="said"), args=[key, *_]):
                branches = [key.body, key.orelse] if isinstance(key, ast.IfExp) else [key]
                found |= {one.value for one in branches if isinstance(one, ast.Constant)}
            case ast.comprehension(iter=ast.Tuple(elts=names)):
                found |= {one.value for one in names if isinstance(one, ast.Constant)}
            case ast.List(elts=pairs):
                firsts = [one.elts[0] for one in pairs if isinstance(one, ast.Tuple)]
                found |= {one.value for one in firsts if isinstance(one, ast.Constant)}
    return found


ENGINE = re.compile(r"(?:talk|front|export|kept-kind)-[a-z-]*")


def said_elsewhere() -> Iterator[str]:
    """Keys that dialogue and bot name themselves."""
    nodes = list(trees("dialogue", "bot"))
    inside = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        match node:
            case ast.Constant(value=str() as key) if ENGINE.fullmatch(key) and id(node) not in inside:
                yield key
            case ast.JoinedStr(values=[ast.Constant(value=str() as beginning), *_]) if ENGINE.fullmatch(beginning):
                yield from full(node)


@cache
def doors() -> set[str]:
    return set().union(*(module.doors() for module in modules()))


@cache
def said() -> Uses:
    found: Uses = {}
    elsewhere = (split(key) for key in said_elsewhere())
    on_cards = ((f"{door}-door", set[str]()) for door in doors())
    for key, offered in chain(*(module.uses() for module in modules()), settings_items(), elsewhere, on_cards):
        found.setdefault(key, set()).update(offered)
    return found


def spelled(uses: Uses) -> set[str]:
    return {key for key in uses} | {f"{key}.{label}" for key, offered in uses.items() for label in offered}


def test_every_key_that_is_said_is_written():
    english = {key: labels(message) for key, message in written("en").items() if message.value is not None}
    assert sorted(spelled(said()) - spelled(english)) == []


def test_no_key_is_written_in_vain():
    """A command's door may be written before a card shows it."""
    waiting = {f"{command}-door" for practice in PRACTICES for command in practice.commands}
    english = {key: labels(message) for key, message in written("en").items()}
    assert sorted(spelled(english) - spelled(said()) - waiting) == []


def test_what_is_read_by_hand_is_there():
    assert [
        name for name in BY_HAND if name not in {f"{one.name}.{f}" for one in modules() for f in one.functions}
    ] == []


# --- how it is written -----------------------------------------------------------------------------------------------

TYPICAL: dict[str, str | int] = {
    "after": "…", "before": "…",
    "all": 128, "bar": "●●●●○○○○○", "commands": "/menu · …", "day": "Donnerstag", "days": "365", "does": "…",
    "evening": "20:30", "line": "…", "lines": "…", "listener": "Maximiliane", "minutes": 15, "name": "Maximiliane",
    "bot": "@the_evenfall_bot", "number": 127, "operator": "Marta", "retention": 365, "review": "17:00",
    "speaker": "Maximiliane", "style": "…",
    "text": "…", "time": "20:14", "title": "…", "until": "10:00", "url": "…", "username": "@maximiliane",
    "weekend": "20:30", "words": "…", "lists": "…", "things": "…", "what": "…", "sos": "…",
    "part": "Unsere Abmachungen", "safe": "10", "trusting": "10", "close": "10",
    "called": "Maximiliane", "first": "Maximiliane", "second": "Maximiliane",
}  # fmt: skip


@cache
def written_out(lang: str) -> list[tuple[str, str]]:
    """Every message and every label, with typical arguments."""
    language = Texts()[lang]
    names = {key: [key, *(f"{key}.{label}" for label in sorted(labels(one)))] for key, one in written(lang).items()}
    return [(key, language.write(key, TYPICAL, "UTC")) for key in chain.from_iterable(names.values())]


@every_language
def test_a_label_fits_its_button(lang: str):
    doors = [(key, said) for key, said in written_out(lang) if "." in key or key.endswith("-door")]
    assert [(key, said) for key, said in doors if not 0 < len(said) <= LABEL or "\n" in said] == []


@every_language
def test_two_labels_of_one_question_are_not_the_same(lang: str):
    seen: dict[str, list[str]] = {}
    for key, label in written_out(lang):
        if "." in key:
            seen.setdefault(key.partition(".")[0], []).append(label)
    assert [(key, found) for key, found in seen.items() if len(found) != len(set(found))] == []


@every_language
def test_what_the_chat_system_limits_fits(lang: str):
    limits = (("front-command-", 256), ("front-description", 512), ("front-short-description", 120), ("talk-", 200))
    wrong = [
        (key, len(said))
        for key, said in written_out(lang)
        for beginning, most in limits
        if key.startswith(beginning) and not 3 <= len(said) <= most
    ]
    assert wrong == []


def test_the_red_button_looks_the_same_everywhere():
    assert {lang: dict(written_out(lang))["pause-door"] for lang in LANGUAGES} == {
        lang: "✋ Pausa" if lang == "es" else "✋ Pause" for lang in LANGUAGES
    }


@every_language
def test_nothing_exclaims(lang: str):
    assert [(key, said) for key, said in written_out(lang) if set(said) & set("!¡！‼❗")] == []
    if lang == "es":
        assert [(key, said) for key, said in written_out(lang) if said.count("¿") != said.count("?")] == []


LOUD = {  # beginnings of words that a locked screen is not to show; "=" for a word that is only itself
    "en": [
        *("affair", "infidel", "unfaithful", "cheat", "betray", "adulter", "trust", "=lie", "=lies", "=lied", "=lying"),
        *("secret", "confess", "divorce", "separat", "traum", "forgiv", "=sex", "sexual", "intima", "therap", "abus"),
        *("violen", "suicid", "danger", "unsafe", "=safe", "crisis", "hurt", "repairing", "afraid"),
    ],
    "de": [
        *("affäre", "seitensprung", "untreu", "fremdge", "betrug", "betrog", "betrüg", "verrat", "vertrau", "ehebruch"),
        *("lüge", "gelogen", "geheim", "geständ", "gesteh", "scheidung", "trenn", "traum", "verzeih", "vergeb", "=sex"),
        *("sexu", "intim", "therap", "missbrauch", "gewalt", "suizid", "selbstmord", "gefahr", "krise", "verletz"),
        "angst",
    ],
    "es": [
        *(
            "infidel",
            "infiel",
            "aventura",
            "amante",
            "adulter",
            "engañ",
            "traici",
            "confia",
            "mentir",
            "secret",
            "confes",
        ),
        *(
            "divorc",
            "separa",
            "traum",
            "perd",
            "=sexo",
            "sexual",
            "intim",
            "íntim",
            "terap",
            "maltrat",
            "abus",
            "violen",
        ),
        *("suicid", "crisis", "herid", "hirier", "daño", "peligr", "miedo"),
    ],
}
SHOWN_ELSEWHERE = (
    *("front-description", "front-short-description"),  # in the bot's profile
    *("export-page-", "export-summary-", "front-sos-"),  # in a file, below the first line of front-sos
    *("pairing-safe", "pairing-guest", "review-safe"),  # the next card of somebody who has just tapped, without a sound
)


@every_language
def test_the_first_line_tells_a_strangers_eye_nothing(lang: str):
    """R37, and R9: what a locked screen shows is neutral. Labels do not show there."""
    assert lang in LOUD, "write down its loud words"
    wrong = []
    for key, said in written_out(lang):
        spoken = re.findall(r"\w+", said.splitlines()[0].casefold()) if said and "." not in key else []
        loud = [
            word
            for word in spoken
            if any(word == one[1:] if one[0] == "=" else word.startswith(one) for one in LOUD[lang])
        ]
        if loud and not key.endswith("-door") and not key.startswith(SHOWN_ELSEWHERE):
            wrong.append((key, loud))
    assert wrong == []


NEUTRAL = {  # all that a locked screen shows of what is said for somebody's safety; … is the whole of /sos
    "en": ("A message from the companion.", "A question, for you alone.", "Thank you.",
           "Something for a quiet moment, for you alone.", "…",
           "Four questions before a day is set; I keep no answer.", "The second of four."),
    "de": ("Eine Nachricht für dich.", "Eine Frage, nur an dich.", "Danke.",
           "Etwas für einen ruhigen Moment, nur für dich.", "…",
           "Vier Fragen, ehe ein Tag feststeht; ich hebe keine Antwort auf.", "Die zweite von vieren."),
    "es": ("Un mensaje para ti.", "Una pregunta, solo para ti.", "Gracias.",
           "Algo para un momento de calma, solo para ti.", "…",
           "Cuatro preguntas antes de fijar un día; no guardo ninguna respuesta.", "La segunda de cuatro."),
}  # fmt: skip


@every_language
def test_a_safety_message_begins_with_one_of_few_lines(lang: str):
    """R37, R9. No list of loud words is ever whole: what these begin with was read by somebody, and is in this list."""
    safety = re.compile(r"(safe|kit)-[a-z-]+|front-sos|disclosure-(afraid|harm)")
    first = {key: one.splitlines()[0] for key, one in written_out(lang) if safety.fullmatch(key)}
    assert len(first) > 7
    assert {key: one for key, one in first.items() if one not in NEUTRAL[lang]} == {}


@every_language
def test_neither_of_the_two_has_a_gender(lang: str):
    """The list that holds over the pools holds here; English may say "partner", Spanish "tu pareja"."""
    rows = [row for row in banned(lang) if row["why"].startswith("no gender")]
    assert rows
    assert [(key, found) for key, said in messages(lang) for found in breaches(said, rows)] == []
