"""Who to call, and what can be sent: answered from files alone, so that they work when nothing else does.

Numbers are never guessed: an account that tells its region is shown that region's lines, any other all of them by
country; always the advice to call the local emergency number, and the directory (R30, R35 to R37).
"""

import re
from dataclasses import dataclass
from typing import Any

from bot import shape
from dialogue.help_lines import countries, country_name, region, who_to_call
from dialogue.text import Texts

COMMANDS = ("sos", "help")
ALL = (
    *("checkin", "review", "pause", "park", "win", "menu", "wave", "kept", "schedule", "quiet", "group"),
    *("say", "talk", "rules", "consents"),
    *("rights", "settings", "pro", "about", "export", "erase", "pin", "leave", "sos"),
)

Json = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """Somebody wants to know who to call, or what can be sent. It is always answered in private."""

    command: str
    person: int
    language: str
    tap: str | None = None
    country: str | None = None


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
        re.match(rf"/({'|'.join(COMMANDS)})(?:@(\w+))?(?!\w)(?: ([a-z]{{2}})\Z)?", said, re.IGNORECASE)
        if isinstance(said, str)
        else None
    )
    if found is None or who.get("is_bot") or (found[2] or username).lower() != username.lower():
        return None
    tap = told.get("id") if "callback_query" in kept else None
    country = (found[3] or "").upper()
    told_country = country if country in countries() else None
    return Asked(found[1].lower(), who["id"], str(who.get("language_code") or "en"), tap, told_country)


def static_buttons(command: str, language_code: str, texts: Texts, country: str | None = None) -> list[list[Json]]:
    """Under /sos: the countries that have lines of their own, for whoever is in another one, or has not said."""
    here = country or region(language_code)
    words = texts[texts.guess(language_code)]
    others = [one for one in countries() if one != here] if command == "sos" else []
    buttons = [{"label": country_name(words, one), "data": f"/sos {one}"} for one in others]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def static_answer(command: str, language_code: str, texts: Texts, country: str | None = None) -> str:
    """The words of /sos or /help for an account that says it speaks this language; `country` is what it told us."""
    words = texts[texts.guess(language_code)]
    if not words.has(f"front-{command}"):
        words = texts["en"]
    if command == "sos":
        return who_to_call(words, country or region(language_code))
    does = [(name, f"front-command-{name}") for name in ALL if words.has(f"front-command-{name}")]
    rows = [
        words.write("front-help-command", {"name": name, "does": words.write(key, {}, "UTC")}, "UTC")
        for name, key in does
    ]
    return words.write("front-help", {"commands": "\n".join(rows)}, "UTC")
