"""Danger words: whole phrases that may mean that somebody is not safe, found in what was typed, whatever it was for.

A list finds some of it, never everything: docs/safety.md (R33) says how much of lines it had never seen.

Nothing here judges or remembers. What is found leads to one thing: who to call, shown to its author alone. The phrases
live in `texts/<language>/danger.toml`, and every language's are looked for: people do not always despair in the
language they chose.

In a phrase, `(a|b c|)` is one of several or nothing, `_` any word, `_?` perhaps one, `.` the end of a sentence, and
`<they>` what `[groups]` says of it. Harmless phrases are taken out first; `[spelled]` lists how people mistype.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from dialogue.text import FOLDER

PARTS = re.compile(r"<\w+>|_\??|[()|.]|[^\s()|<>.]+")
APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ*"))
LOOKS_LIKE = str.maketrans("013457@$!", "oieastasi")
BOUNDARY = re.compile(r"[.!?;:…\n]+(?=\s|$)|\n")
HELD_DOWN = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
LONE = re.compile(r"(?<!\S)(?:\w ){2,}\w(?!\S)")


class Phrases:
    """What one language looks for."""

    def __init__(self, path: Path) -> None:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        self.groups = {name: _alternatives(said, {}) for name, said in data.get("groups", {}).items()}
        self.spelled = {wrong: right for right, all_of in data.get("spelled", {}).items() for wrong in all_of}
        self.harmless = self._any_of(data["harmless"])
        self.danger = self._any_of(data["danger"])

    def _any_of(self, lists: dict[str, list[str]]) -> re.Pattern[str]:
        phrases = [_alternatives(one, self.groups) for some in lists.values() for one in some]
        return re.compile("(?<= )(?:" + "|".join(phrases) + ")")

    def found_in(self, folded: str) -> bool:
        said = " ".join(self.spelled.get(word, word) for word in folded.split())
        said = f" {said} "
        if self.danger.search(said) is None:  # as for most of what is said; to take out what is harmless adds nothing
            return False
        return self.danger.search(self.harmless.sub("~ ", said)) is not None


def _alternatives(phrase: str, groups: dict[str, str]) -> str:
    """A phrase as an expression over folded words, each followed by one space."""
    written = ""
    for part in PARTS.findall(phrase):
        if part in "(|)":
            written += {"(": "(?:", "|": "|", ")": ")"}[part]
        elif part[0] == "<":
            written += f"(?:{groups[part[1:-1]]})"
        elif part[0] == "_":
            written += r"(?:[^\s.~]+ )" + part[1:]
        elif part == ".":
            written += r"\. "
        else:
            written += "".join(f"{re.escape(word)} " for word in fold(part).split() if word != ".")
    return written


def fold(words: str) -> str:
    """Words as they are compared: small letters without marks, one space between, a dot at the end of a sentence."""
    words = BOUNDARY.sub(" \x00 ", words.casefold() + "\n").translate(APOSTROPHES)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign))
    tokens = "".join(sign if sign.isalnum() or sign in "@$!\x00" else " " for sign in plain).split()
    read = " ".join(_letters(one) for one in tokens)
    read = LONE.sub(lambda found: found[0].replace(" ", ""), read)
    for pair in ("ae", "oe", "ue"):  # as umlauts are typed without them
        read = read.replace(pair, pair[0])
    return re.sub(r"( \.)+", " .", HELD_DOWN.sub(r"\1\1", read)).removeprefix(". ")


def _letters(token: str) -> str:
    if token == "\x00":  # noqa: S105  # nosec B105
        return "."
    letters = token.strip("@$!")
    if any(sign.isalpha() for sign in letters):
        letters = letters.translate(LOOKS_LIKE)
    return "".join(sign for sign in letters if sign.isalnum())


@cache
def languages() -> dict[str, Phrases]:
    return {path.parent.name: Phrases(path) for path in sorted(FOLDER.glob("*/danger.toml"))}


def readings(words: str) -> Iterator[str]:
    """A text as it may be meant: letters held down count as two, or as one."""
    yield fold(words)
    if HELD_DOWN.search(words):
        yield fold(HELD_DOWN.sub(r"\1", words))


def in_danger(words: str) -> bool:
    """Whether somebody's words hold a phrase of danger, in any language."""
    return any(one.found_in(read) for read in readings(words) for one in languages().values())
