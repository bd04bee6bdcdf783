"""The door: what of an update may be stored at all, told by its shape alone.

Places, contacts, forwards, and the talk of a group that is not for the companion, leave no row and no line in a log.
What is stored carries no more than is needed: a reply without the words it replies to.
"""

from typing import Any

Json = dict[str, Any]

NEVER = ("location", "venue", "contact", "users_shared", "web_app_data", "passport_data", "pinned_message")
FORWARDED = ("forward_origin", "forward_from", "forward_from_chat", "forward_sender_name", "forward_date")
SERVICE = ("new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id")
GROUPS = ("group", "supergroup")
POINTER = ("message_id", "date", "chat", "from")
BIG = 2**63


def fit(update: Json) -> Json | None:
    """The update as it may be stored, or None. What is too odd to judge is kept: it becomes a dead letter."""
    if not _number(update.get("update_id")):
        return None
    if isinstance(update.get("message"), dict):
        return _message(update)
    if isinstance(update.get("callback_query"), dict):
        return _tap(update)
    chat = _dict(_dict(update.get("my_chat_member")).get("chat"))
    if chat.get("type") in ("private", *GROUPS):
        return update
    known = ("message", "callback_query", "my_chat_member")
    return update if any(name in update for name in known) and not chat else None


def address(update: Json) -> tuple[int | None, int | None]:
    """Chat and number of a new message: the second guard against playing it twice."""
    message = _dict(update.get("message"))
    chat, number = _dict(message.get("chat")).get("id"), message.get("message_id")
    return (chat, number) if _number(chat) and _number(number) else (None, None)


def lane(update: Json) -> int | None:
    """The chat in which it happened: what happens in one chat is played in order."""
    tap = _dict(update.get("callback_query"))
    about = _dict(tap.get("message")) or _dict(update.get("message")) or _dict(update.get("my_chat_member"))
    chat = _dict(about.get("chat")).get("id") or _dict(tap.get("from")).get("id")
    return chat if _number(chat) else None


def _message(update: Json) -> Json | None:
    message = update["message"]
    if any(name in message for name in (*NEVER, *FORWARDED)):
        return None
    kind = _dict(message.get("chat")).get("type")
    service = any(name in message for name in SERVICE)
    if kind == "channel" or ("sender_chat" in message and not service):
        return None
    if kind in GROUPS and not service and not _meant(message):
        return None
    kept = {name: value for name, value in message.items() if name not in ("external_reply", "quote")}
    if isinstance(kept.get("reply_to_message"), dict):
        kept["reply_to_message"] = _pointer(kept["reply_to_message"])
    return {"update_id": update["update_id"], "message": kept}


def _meant(message: Json) -> bool:
    """Of a group's talk: commands, and replies to a bot."""
    text = message.get("text")
    if not isinstance(text, str):
        return False
    return text.startswith("/") or bool(_dict(_dict(message.get("reply_to_message")).get("from")).get("is_bot"))


def _tap(update: Json) -> Json | None:
    tap = update["callback_query"]
    if "message" not in tap:
        return None
    kept = {name: value for name, value in tap.items() if name != "message"}
    kept["message"] = _pointer(tap["message"]) if isinstance(tap["message"], dict) else tap["message"]
    return {"update_id": update["update_id"], "callback_query": kept}


def _pointer(message: Json) -> Json:
    return {name: message[name] for name in POINTER if name in message}


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < BIG
