"""What a message may hold: text with its entities, keyboards, and the words in which Telegram refuses the rest."""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]

TEXT = 4096
CAPTION = 1024
TOAST = 200
DATA = 64

STYLES = {"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote"}
OPAQUE = {"code", "pre", "text_link", "url", "bot_command", "mention"}  # nothing is marked inside these
ENTITIES = STYLES | OPAQUE | {"hashtag", "cashtag", "email", "phone_number", "text_mention", "custom_emoji"}
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'”’])"
    r"|(?<![\w/@])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[a-zA-Z0-9_]{4,32})\b"
)


class Refused(Exception):
    """Telegram says no: an error code, its own words, and sometimes what to do."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(reason: str) -> Refused:
    return Refused(400, f"Bad Request: {reason}")


def units(text: str) -> int:
    """Telegram counts in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str) -> list[str]:
    """A person's long text, cut as an app cuts it before sending; never inside a character."""
    done, room = [""], TEXT
    for letter in text:
        room -= units(letter)
        if room < 0:
            done.append("")
            room = TEXT - units(letter)
        done[-1] += letter
    return done


def formatted(text: Any, entities: Any, limit: int, parse_mode: Any = None) -> tuple[str, list[Json]]:
    """Text as Telegram keeps it: trimmed, entities checked and moved along, links and commands found."""
    if parse_mode:
        raise bad("unsupported parse_mode")  # the bot sends entities; to parse markup here would hide a slip
    if not isinstance(text, str):
        text = ""
    whole = units(text)
    if not isinstance(entities or [], list):
        raise bad("can't parse entities: expected an Array")
    for entity in entities or []:
        _check(entity, whole)
    kept = text.strip()
    lead = units(text[: len(text) - len(text.lstrip())])
    length = units(kept)
    if length > limit:
        raise bad("message is too long" if limit == TEXT else "message caption is too long")
    given = []
    for entity in entities or []:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, length)
        if start < end:
            given.append({**entity, "offset": start, "length": end - start})
    return kept, sorted(given + found(kept, given), key=lambda e: (e["offset"], -e["length"]))


def found(text: str, given: list[Json] | tuple[()] = ()) -> list[Json]:
    """Links, commands and names that Telegram marks by itself, where nothing of that sort is marked yet."""
    taken = [e for e in given if e["type"] in OPAQUE]
    marks = []
    for match in FOUND.finditer(text):
        start, length = units(text[: match.start()]), units(match[0])
        if all(e["offset"] + e["length"] <= start or start + length <= e["offset"] for e in taken):
            marks.append({"type": match.lastgroup, "offset": start, "length": length})
    return marks


def _check(entity: Any, whole: int) -> None:
    if not isinstance(entity, dict):
        raise bad("can't parse entities: expected an Object")
    kind, offset, length = entity.get("type"), entity.get("offset"), entity.get("length")
    if kind not in ENTITIES:
        raise bad(f"can't parse entities: unsupported entity type {kind!r}")
    if not isinstance(offset, int) or not isinstance(length, int) or offset < 0 or length < 0:
        raise bad("can't parse entities: receive an entity with incorrect offset/length")
    if offset + length > whole:
        raise bad(f"can't parse entities: entity at offset {offset} ends beyond the text")
    if kind == "text_link" and not str(entity.get("url", "")).startswith(("http://", "https://", "tg://")):
        raise bad("can't parse entities: text_link without a usable url")


def markup(given: Any, private: bool) -> Json | None:
    """A keyboard, checked: inline buttons, a reply keyboard, its removal, or ForceReply; Telegram takes one of them."""
    if not given:
        return None
    if not isinstance(given, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in given:
        rows = [[_inline(button) for button in row] for row in given["inline_keyboard"]]
        rows = [row for row in rows if row]
        return {"inline_keyboard": rows} if rows else None
    if "keyboard" in given:
        rows = [[_key(button, private) for button in row] for row in given["keyboard"]]
        return {**given, "keyboard": rows}
    if given.get("remove_keyboard") or given.get("force_reply"):
        return given
    raise bad("object expected as reply markup")


def _inline(button: Json) -> Json:
    if not button.get("text"):
        raise bad("inline keyboard button text must be non-empty")
    if "callback_data" in button:
        if not 1 <= len(str(button["callback_data"]).encode()) <= DATA:
            raise bad("BUTTON_DATA_INVALID")
    elif "url" in button:
        if not re.match(r"(https?|tg)://\S+$", str(button["url"])):
            raise bad(f"inline keyboard button URL '{button['url']}' is invalid: Unsupported URL protocol")
    elif "copy_text" not in button:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    return button


def _key(given: str | Json, private: bool) -> Json:
    button: Json = {"text": given} if isinstance(given, str) else given
    if not button.get("text"):
        raise bad("keyboard button text must be non-empty")
    if "request_chat" in button and not private:
        raise bad("chat can be requested in private chats only")
    return button
