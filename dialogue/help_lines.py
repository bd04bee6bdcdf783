"""Who to call, and where to look for a therapist: lines by country from one data file, put into words. A country is
told, never guessed.

Where it is not known, and where there is no line, there are the local emergency number and the directory (R36).
"""

import tomllib
from functools import cache

from dialogue.text import FOLDER, Language


@cache
def help_lines() -> list[dict[str, str]]:
    return list(tomllib.loads((FOLDER / "help_lines.toml").read_text(encoding="utf-8"))["line"])


@cache
def countries() -> tuple[str, ...]:
    """Those with a line of their own."""
    return tuple(sorted({row["country"] for row in help_lines() if "number" in row}))


def region(account_language: str | None) -> str | None:
    """The country an account names, such as US in en-US."""
    parts = (account_language or "").split("-")[1:]
    return next((part for part in parts if len(part) == 2 and part.isupper()), None)


def country_name(words: Language, country: str) -> str:
    return str(words.wording.locale.territories.get(country, country))


def who_to_call(words: Language, country: str | None) -> str:
    """The whole of what is said to somebody who needs a person to talk to; the first line is neutral (R37)."""
    return words.write("front-sos", {"lines": _lines(words, country)}, "UTC")


def where_to_look(words: Language, country: str | None) -> str:
    """Public lists of therapists: a country's own where it is known and has one, else all of them."""
    every = [row for row in help_lines() if row["kind"] == "therapist"]
    here = [row for row in every if row["country"] == country] or every
    return "\n".join(f"· {country_name(words, row['country'])}: {row['name']}, {row['url']}" for row in here)


def _lines(words: Language, country: str | None) -> str:
    here = [row for row in help_lines() if row["country"] == country and "number" in row]
    parts = (
        ["\n".join([country_name(words, country), *(_line(words, row) for row in here)])] if country and here else []
    )
    for row in help_lines():
        if row["kind"] == "directory":
            parts.append(words.write("front-sos-directory", {"name": row["name"], "url": row["url"]}, "UTC"))
    return "\n\n".join(parts)


def _line(words: Language, row: dict[str, str]) -> str:
    key = "front-sos-line-text" if "text" in row else "front-sos-line"
    kind = words.write(f"front-sos-{row['kind'].replace('_', '-')}", {}, "UTC")
    args = {"name": row["name"], "number": row["number"], **({"text": row["text"]} if "text" in row else {})}
    return f"{kind}\n{words.write(key, args, 'UTC')}"
