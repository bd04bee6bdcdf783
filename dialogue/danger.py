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

ANY = "_"  # of the words that a phrase may begin with
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
        self.spelled = {wrong: right for right, all_of in data.get("spelled", {}).items() for wrong in all_of}
        self.harmless = ByFirstWord(data["harmless"], data.get("groups", {}))
        self.danger = ByFirstWord(data["danger"], data.get("groups", {}))

    def found_in(self, folded: str) -> bool:
        said = "".join(f"{self.spelled.get(word, word)} " for word in folded.split())
        # Mostly nothing is found; to take out what is harmless adds nothing to it.
        return self.danger.stands_in(said) and self.danger.stands_in(self.harmless.taken_out_of(said))


class ByFirstWord:
    """Phrases, each looked for only where a word stands that it may begin with. They are made ready with that word."""

    def __init__(self, lists: dict[str, list[str]], groups: dict[str, str]) -> None:
        written = {name: _alternatives(said, {}) for name, said in groups.items()}
        begins = {name: _begins(PARTS.findall(said), {}) for name, said in groups.items()}
        self.phrases = [
            (_begins(PARTS.findall(one), begins), _alternatives(one, written))
            for some in lists.values()
            for one in some
        ]
        self.known = {word for words, _ in self.phrases for word in words}
        self.ready: dict[str, re.Pattern[str] | None] = {}

    def _at(self, word: str) -> re.Pattern[str] | None:
        """The phrases that may begin with this word. Words of people's own are not remembered."""
        first = word if word in self.known else ANY
        if first not in self.ready:
            some = [f"(?:{written})" for words, written in self.phrases if first in words or ANY in words]
            self.ready[first] = re.compile("|".join(some)) if some else None
        return self.ready[first]

    def stands_in(self, said: str) -> bool:
        place = 0
        for word in said.split():
            some = self._at(word)
            if some is not None and some.match(said, place):
                return True
            place += len(word) + 1
        return False

    def taken_out_of(self, said: str) -> str:
        """What is said, with a sign that stands in no phrase where each of these was."""
        left, place = "", 0
        while place < len(said):
            end = said.index(" ", place) + 1
            some = self._at(said[place : end - 1])
            found = some.match(said, place) if some is not None else None
            if found is not None and found.end() > place:
                left, place = f"{left}~ ", found.end()
            else:
                left, place = left + said[place:end], end
        return left


def _begins(parts: list[str], groups: dict[str, set[str]]) -> set[str]:
    """The words that a phrase may begin with: ANY where it may be any, and none ("") where it may be empty."""
    begins: set[str] = set()
    first = {""}  # of this alternative
    while parts:
        part = parts.pop(0)
        if part in ("|", ")"):
            begins, first = begins | first, {""}
            if part == ")":
                return begins
            continue
        if part == "(":
            here = _begins(parts, groups)
        elif part[0] == "<":
            here = groups[part[1:-1]]
        elif part[0] == "_":
            here = {ANY, ""} if part.endswith("?") else {ANY}
        else:
            here = {part if part == "." else next(iter(_words(part)), "")}
        if "" in first:
            first = (first - {""}) | here
    return begins | first


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
            written += "".join(f"{re.escape(word)} " for word in _words(part))
    return written


@cache
def _words(part: str) -> list[str]:
    """A word of a phrase, folded: mostly one."""
    return [word for word in fold(part).split() if word != "."]


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
