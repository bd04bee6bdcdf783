"""The lines and the help lines, held to what no reader keeps in mind: counts, lengths, doubles, words never said."""

import ast as python
import re
import tomllib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from fnmatch import fnmatch
from itertools import chain, combinations
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

TEXTS = Path(__file__).resolve().parents[1] / "texts"
LANGUAGES = sorted(p.name for p in TEXTS.iterdir() if p.is_dir() and not p.name.startswith(("_", ".")))

COUNTS = {
    "evening_best": 12,
    "evening_pinch": 12,
    "evening_mind": 12,
    "evening_closeness": 12,
    "evening_room": 24,
    "evening_rotating": 180,
    "evening_quiet": 16,
    "evening_ahead": 56,
    "review_arrive": 16,
    "review_appreciation": 16,
    "review_worked": 16,
    "review_parked": 16,
    "review_shares": 16,
    "review_wish": 16,
    "review_word": 16,
    "review_themes": 26,
    "wins": 20,
    "journal_repairing": 16,
    "journal_everyday": 16,
    "agreements": 12,
    "listener_lines": 20,
    "validation": 40,
    "grounding": 20,
    "shame_guilt": 24,
    "repair_lines": 40,
    "disclosure": 20,
    "together_floor_best": 6,
    "together_floor_pinch": 6,
    "together_floor_mind": 6,
    "together_floor_closeness": 6,
}
PHASES = {"one", "two", "three"}
ROLES = {"hurt", "repairing"}
KINDS = {"emergency", "suicide", "domestic_abuse", "perpetrator", "directory", "therapist"}
MOST_WORDS = 25
TOO_ALIKE = 0.75  # of the words two lines use, this share is in both
OLDEST = timedelta(days=180)

every_language = pytest.mark.parametrize("lang", LANGUAGES)


def toml(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def pools(lang: str) -> dict[str, list[dict]]:
    return {p.stem: toml(p)["line"] for p in sorted((TEXTS / lang / "pools").glob("*.toml"))}


def lines(lang: str) -> list[dict]:
    return list(chain.from_iterable(pools(lang).values()))


def words(text: str) -> list[str]:
    return re.findall(r"\w+(?:'\w+)*", text.replace("’", "'").casefold())


class Said(Visitor):
    """Collects what a message can put on a screen: texts and literal strings, never comments, keys or variables."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def visit_TextElement(self, node: ast.TextElement) -> None:  # noqa: N802
        self.parts.append(node.value)

    def visit_StringLiteral(self, node: ast.StringLiteral) -> None:  # noqa: N802
        self.parts.append(node.parse()["value"])

    def visit_NamedArgument(self, node: ast.NamedArgument) -> None:  # noqa: N802
        """An option of a function, such as a date's style: never shown."""


def messages(lang: str) -> list[tuple[str, str]]:
    found = []
    for path in sorted((TEXTS / lang).rglob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, ast.Junk):
                found.append((f"{path.name} (cannot be parsed)", entry.content))
            elif isinstance(entry, ast.Message | ast.Term):
                for pattern in (entry.value, *(a.value for a in entry.attributes)):
                    if pattern is not None:
                        said = Said()
                        said.visit(pattern)
                        found.append((f"{path.name} {entry.id.name}", " ".join(said.parts)))
    return found


def test_a_message_is_scanned_whole_and_nothing_else(tmp_path, monkeypatch):
    folder = tmp_path / "xx" / "deep"
    folder.mkdir(parents=True)
    (folder / "a.ftl").write_text(
        "# comment\n"
        'key = one { $variable } two { "three" } { DATETIME($day, dateStyle: "option") }\n'
        "    .button = four\n"
        "-term = { $n ->\n    [one] five\n   *[other] six\n }\n",
        encoding="utf-8",
    )
    monkeypatch.setitem(globals(), "TEXTS", tmp_path)
    said = words(" ".join(text for _, text in messages("xx")))
    assert said == ["one", "two", "three", "four", "five", "six"]


def banned(lang: str) -> list[dict]:
    return [row for row in toml(TEXTS / "banned.toml")["list"] if row["lang"] in (lang, "any")]


def breaches(text: str, rows: list[dict]) -> list[str]:
    spoken = " " + " ".join(words(text)) + " "
    found = []
    for row in rows:
        hits = [m for m in row.get("marks", ()) if m in text]
        hits += [w for w in row.get("words", ()) if f" {' '.join(words(w))} " in spoken]
        found += [f"{hit!r} ({row['rule']}: {row['why']})" for hit in hits]
    return found


def test_english_is_there():
    assert "en" in LANGUAGES


@every_language
def test_every_language_has_every_pool_in_full(lang):
    assert {name: len(found) for name, found in pools(lang).items()} == COUNTS


def test_every_pool_is_drawn_from():
    """Named in a practice, whole or put together (`f"evening_{slot}"`)."""
    drawn: set[str] = set()
    for path in (TEXTS.parent / "handlers").glob("*.py"):
        nodes = list(python.walk(python.parse(path.read_text(encoding="utf-8"))))
        named = {one.value for one in nodes if isinstance(one, python.Constant) and isinstance(one.value, str)}
        starts = {one.values[0].value for one in nodes if isinstance(one, python.JoinedStr) and one.values[1:]
                  and isinstance(one.values[0], python.Constant)}  # fmt: skip
        drawn |= named | {f"{start}{end}" for start in starts for end in named}
    assert sorted(pools("en").keys() - drawn) == []


@every_language
def test_every_language_has_the_same_lines(lang):
    def shape(of: str) -> dict:
        return {
            name: [(x["id"], x.get("phase"), x.get("role"), x.get("tags")) for x in found]
            for name, found in pools(of).items()
        }

    assert shape(lang) == shape("en")


@every_language
def test_a_line_has_an_id_a_text_and_known_fields(lang):
    for line in lines(lang):
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*-\d\d\d?", line["id"]), line
        assert line["text"] == " ".join(line["text"].split()) != "", line
        assert line.keys() <= {"id", "text", "phase", "role", "tags"}, line
        assert line.get("phase") in {None, *PHASES}, line
        assert line.get("role") in {None, *ROLES}, line
        assert all(isinstance(tag, str) for tag in line.get("tags", [])), line


@every_language
def test_the_first_months_and_the_room_are_for_whom_they_are(lang):
    phases = Counter(x.get("phase") for x in pools(lang)["evening_rotating"])
    assert phases == {"one": 60, "two": 60, "three": 60}
    assert {x.get("role") for x in pools(lang)["evening_rotating"]} == {None}
    assert {x.get("role") for x in pools(lang)["evening_room"]} == {"hurt"}


@every_language
def test_ids_are_unique(lang):
    ids = [line["id"] for line in lines(lang)]
    assert sorted(ids) == sorted(set(ids))


@every_language
def test_no_two_lines_are_nearly_the_same(lang):
    spoken = [(line["id"], frozenset(words(line["text"]))) for line in lines(lang)]
    alike = [(a, b) for (a, x), (b, y) in combinations(spoken, 2) if len(x & y) >= TOO_ALIKE * len(x | y)]
    assert alike == []


@every_language
def test_a_line_is_short_and_asks_one_thing(lang):
    for line in lines(lang):
        assert len(words(line["text"])) <= MOST_WORDS, line
        assert line["text"].count("?") <= 1, line
        if lang == "es":
            assert line["text"].count("¿") == line["text"].count("?"), line


@every_language
def test_a_language_has_its_banned_words(lang):
    """Every rule that has words in English has words here too (R19, R25, R26, R27)."""

    def rules(of: str) -> set[tuple[str, str]]:
        return {(row["rule"], row["why"].split(":")[0]) for row in banned(of)}

    assert rules(lang) == rules("en")
    assert {"R19", "R25", "R26", "R27"} <= {rule for rule, _ in rules(lang)}
    assert all(row.get("words") or row.get("marks") for row in banned(lang))


@every_language
def test_no_line_says_a_banned_word(lang):
    """R19, R25, R26, R27 over the pools."""
    for name, found in pools(lang).items():
        rows = [row for row in banned(lang) if any(fnmatch(name, p) for p in row.get("pools", ["*"]))]
        assert [(x["id"], b) for x in found for b in breaches(x["text"], rows)] == []


@every_language
def test_no_message_says_a_banned_word(lang):
    """R19, R25, R26, R27 over everything else the companion says."""
    rows = [row for row in banned(lang) if "pools" not in row]
    assert [(key, b) for key, text in messages(lang) for b in breaches(text, rows)] == []


def help_lines() -> list[dict]:
    return toml(TEXTS / "help_lines.toml")["line"]


def test_a_help_line_is_complete_and_fresh():
    """R35: a wrong number is worse than none."""
    today = datetime.now(UTC).date()  # noqa: TID251 - the one question here that only the real day answers
    for row in help_lines():
        assert row.keys() <= {"country", "kind", "name", "number", "url", "text", "source_url", "verified_on"}, row
        assert row["country"] == "any" or re.fullmatch(r"[A-Z]{2}", row["country"]), row
        assert row["kind"] in KINDS, row
        assert row["name"].strip(), row
        assert "number" in row or "url" in row, row
        assert re.fullmatch(r"[0-9][0-9 -]*", row.get("number", "0")), row
        assert re.fullmatch(r"https://\S+", row.get("url", "https://x")), row
        assert re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]+(/\S*)?", row["source_url"]), row
        assert type(row["verified_on"]) is date, row
        assert timedelta(0) <= today - row["verified_on"] <= OLDEST, row


def test_no_help_line_stands_twice():
    seen = [(row["country"], row["kind"], row["name"]) for row in help_lines()]
    assert sorted(seen) == sorted(set(seen))


def test_every_country_has_somewhere_to_look():
    """R36: where there is no line, there is the directory."""
    assert [row["url"] for row in help_lines() if row["country"] == "any"] == ["https://findahelpline.com"]


FIGURE = {  # how long something takes, how many it helps: said of people who hurt, it is a promise
    "en": r"per ?cent|%|\bmonths?\b|\byears?\b|\bmost (couples|people|of)\b|\bstud(y|ies)\b|\bresearch|\bstatistic",
    "de": r"prozent|%|\bmonate?n?\b|\bjahre?n?\b|\bdie meisten\b|\bstudien?\b|\bforschung|\bstatisti",
    "es": r"por ciento|%|\bmes(es)?\b|\baños?\b|\bla mayoría\b|\bestudios?\b|\binvestigaci|\bestadístic",
}
NO_PROMISE = {  # what these say of months and years is a date, or has its caveat beside it
    "disclosure-why": {"en": "Nobody can promise", "de": "kann niemand zusagen", "es": "Nadie puede prometer"},
    **dict.fromkeys(("idle-notice", "export-summary-made", "rules-again-still", "tender-how-often", "say-defence")),
    **dict.fromkeys(("pairing-adult", "pairing-keeps", "export-page-adult", "disclosure-04", "repair-line-14")),
}


@every_language
def test_no_figure_is_a_promise(lang):
    """R27. Outside of questions no month, year or share of couples is named, but for what stands above."""
    said = [(key.split()[-1], text) for key, text in messages(lang)] + [(x["id"], x["text"]) for x in lines(lang)]
    stated = [(key, part) for key, text in said for part in re.findall(r"[^.?:\n]+(?:[.:\n]|$)", text)]
    found = [(key, part) for key, part in stated if re.search(FIGURE[lang], part, re.I)]
    assert [one for one in found if one[0] not in NO_PROMISE] == []
    for key, caveat in NO_PROMISE.items():
        assert caveat is None or [text for one, text in said if one == key and caveat[lang] in text], key


@every_language
def test_no_number_to_call_stands_in_a_text(lang):
    """R35. Where one could grow old unseen: they all come out of the one file with its dates."""
    said = [*messages(lang), *((x["id"], x["text"]) for x in lines(lang))]
    assert [(key, text) for key, text in said if re.search(r"\d(?:[ /-]?\d){2,}", text)] == []
