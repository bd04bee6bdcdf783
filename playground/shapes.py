"""The world's things as the Bot API spells them: what the bot reads in updates and answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playground.world import Chat, Message, World

BOT = 7_700_000_001  # beyond 32 bits, as Telegram's ids may be
ANONYMOUS = 1_087_968_824  # Telegram's GroupAnonymousBot, in whose name a supergroup speaks
NAMELESS = {"id": ANONYMOUS, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}

Json = dict[str, Any]


def user(world: World, id: int) -> Json:
    if id == BOT:
        return {"id": BOT, "is_bot": True, "first_name": world.bot_name, "username": world.bot_username}
    if id == ANONYMOUS:
        return dict(NAMELESS)
    person = world.people[id]
    return {
        "id": id,
        "is_bot": False,
        "first_name": person.name,
        "username": person.username,
        "language_code": person.language,
    }


def chat(world: World, place: Chat) -> Json:
    if place.kind == "private":
        person = world.people[place.id]
        return {"id": place.id, "type": "private", "first_name": person.name, "username": person.username}
    shape = {"id": place.id, "type": place.kind, "title": place.title}
    if place.kind == "group":
        shape["all_members_are_administrators"] = False
    return shape


def chat_full(world: World, place: Chat) -> Json:
    gifts = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
    )
    shape = chat(world, place) | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    pinned = place.pinned and world.message(place.id, place.pinned)
    if pinned:
        shape["pinned_message"] = message(world, pinned)
    return shape


def member(world: World, id: int, status: str) -> Json:
    shape: Json = {"user": user(world, id), "status": status}
    if status == "kicked":
        shape["until_date"] = 0
    if status == "creator":
        shape["is_anonymous"] = False
    return shape


def message(world: World, said: Message, deep: bool = True) -> Json:
    """`deep` carries the message replied to, one level, as Telegram does."""
    place = world.chats[said.chat]
    shape: Json = {
        "message_id": said.id,
        "date": said.date,
        "chat": chat(world, place),
        "from": user(world, said.sender),
        **json.loads(json.dumps(said.content)),
    }
    if said.sender == ANONYMOUS:
        shape["sender_chat"] = chat(world, place)
    if said.edited:
        shape["edit_date"] = said.edited
    if said.protected:
        shape["has_protected_content"] = True
    if said.markup and "inline_keyboard" in said.markup:
        shape["reply_markup"] = json.loads(json.dumps(said.markup))
    answered = deep and said.reply_to and world.message(said.chat, said.reply_to)
    if answered:
        shape["reply_to_message"] = message(world, answered, deep=False)
    return shape
