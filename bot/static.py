"""Who to call, and what can be sent: answered from files alone, so that they work when nothing else does.

Numbers are never guessed: an account that tells its region is shown that region's lines, any other all of them by
country; always the advice to call the local emergency number, and the directory (R30, R35 to R37).
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from bot import shape
from dialogue.text import FOLDER, Language, Texts

COMMANDS = ("sos", "help")
ALL = (
    *("checkin", "review", "pause", "park", "win", "menu", "wave", "kept", "schedule", "quiet", "group"),
    *("rights", "settings", "about", "export", "erase", "leave", "sos"),
)

Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """Somebody wants to know who to call, or what can be sent. It is always answered in private."""

    command: str
    person: int
    language: str
    tap: str | None = None


def asked(update: Json, username: str) -> Asked | None:
    """Whether an update asks for one of the two, told by its shape alone."""
    kept = shape.fit(update)
    if kept is None:
        return None
    told = kept.get("message") or kept.get("callback_query")
    who = told.get("from") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(who, dict) or not isinstance(who.get("id"), int):
        return None
    said = told.get("text") if "message" in kept else told.get("data")
    found = (
        re.match(rf"/({'|'.join(COMMANDS)})(?:@(\w+))?(?!\w)", said, re.IGNORECASE) if isinstance(said, str) else None
    )
    if found is None or who.get("is_bot") or (found[2] or username).lower() != username.lower():
        return None
    tap = told.get("id") if "callback_query" in kept else None
    return Asked(found[1].lower(), who["id"], str(who.get("language_code") or "en"), tap)


def static_answer(command: str, language_code: str, texts: Texts) -> str:
    """The words of /sos or /help for an account that says it speaks this language."""
    words = texts[texts.guess(language_code)]
    if not words.has(f"front-{command}"):
        words = texts["en"]
    if command == "sos":
        return words.write("front-sos", {"lines": _lines(words, _region(language_code))}, "UTC")
    does = [(name, f"front-command-{name}") for name in ALL if words.has(f"front-command-{name}")]
    rows = [
        words.write("front-help-command", {"name": name, "does": words.write(key, {}, "UTC")}, "UTC")
        for name, key in does
    ]
    return words.write("front-help", {"commands": "\n".join(rows)}, "UTC")


@cache
def help_lines() -> list[dict[str, str]]:
    return list(tomllib.loads((FOLDER / "help_lines.toml").read_text())["line"])


def _region(language_code: str) -> str | None:
    """The country an account names, such as US in en-US."""
    return next((part for part in language_code.split("-")[1:] if len(part) == 2 and part.isupper()), None)


def _lines(words: Language, region: str | None) -> str:
    rows = sorted((row for row in help_lines() if "number" in row), key=lambda row: row["country"])
    if region is not None:
        rows = [row for row in rows if row["country"] == region]
    parts = []
    for country, of_country in groupby(rows, key=lambda row: row["country"]):
        name = words.locale.territories.get(country, country)
        parts.append("\n".join([name, *(_line(words, row) for row in of_country)]))
    for row in help_lines():
        if row["kind"] == "directory":
            parts.append(words.write("front-sos-directory", {"name": row["name"], "url": row["url"]}, "UTC"))
    return "\n\n".join(parts)


def _line(words: Language, row: dict[str, str]) -> str:
    key = "front-sos-line-text" if "text" in row else "front-sos-line"
    kind = words.write(f"front-sos-{row['kind'].replace('_', '-')}", {}, "UTC")
    args = {"name": row["name"], "number": row["number"], **({"text": row["text"]} if "text" in row else {})}
    return f"{kind}\n{words.write(key, args, 'UTC')}"
