"""Telegram's state as plain data: people, chats, messages and the updates that wait for the bot.

People act on it through `World` (the page and the tests do); the bot acts on it through bot_api.py. No HTTP here.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from playground import shapes
from playground.content import found, pieces
from playground.shapes import ANONYMOUS, BOT, Json

DAY = 24 * 3600
PRESS = 150  # seconds for which Telegram keeps a button press, and waits for its answer
SERVICE = (
    "group_chat_created",
    "new_chat_members",
    "left_chat_member",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "chat_shared",
    "pinned_message",
)
DEFAULT_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
PIXEL = bytes.fromhex(  # the sound, or the picture, of what a person sends without bringing one
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de00"
    "00000c4944415478da6378b1220700047801fda44da0ef0000000049454e44ae426082"
)


class Clock(Protocol):
    def now(self) -> datetime: ...


@dataclass
class Person:
    id: int
    name: str
    username: str
    language: str = "en"

    @property
    def chat(self) -> int:
        """The private chat with the bot."""
        return self.id


@dataclass
class Chat:
    """`kind`: private (with the bot), group, supergroup, or direct (between two people, nothing to do with the bot)."""

    id: int
    kind: str
    members: list[int]
    title: str = ""
    owner: int = 0
    bot: str = ""  # the bot's standing: "" never met, member, left, kicked (in a private chat: blocked)
    moved_to: int | None = None  # the supergroup that this group became
    pinned: int | None = None


@dataclass
class Message:
    """`content` is what the Bot API says of it: text and entities, a photo, or what a service message tells."""

    id: int
    chat: int
    sender: int
    date: int
    content: Json
    markup: Json | None = None
    silent: bool = False
    protected: bool = False
    reply_to: int | None = None
    edited: int | None = None
    revision: int = 0
    gone: bool = False

    @property
    def text(self) -> str:
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def buttons(self) -> list[list[str]]:
        return [[b["text"] for b in row] for row in (self.markup or {}).get("inline_keyboard", [])]

    @property
    def document(self) -> str | None:
        name: str | None = self.content.get("document", {}).get("file_name")
        return name

    @property
    def service(self) -> str | None:
        return next((kind for kind in SERVICE if kind in self.content), None)


@dataclass(frozen=True)
class Shown:
    """One thing that became visible in a chat the bot is in; `World.log` is their order, for tests."""

    kind: str  # sent, edited, deleted, toast, left
    chat: int
    message: int
    text: str
    buttons: list[list[str]]
    silent: bool
    document: str | None
    by: str | int  # "bot" or a person's id


@dataclass
class Press:
    """A button press until it is answered."""

    id: str
    person: int
    chat: int
    message: int
    at: int
    answer: Json | None = None
    revision: int = 0


@dataclass
class Fault:
    """The next way in which Telegram fails."""

    method: str | None
    error: int | str
    times: int
    wait: float
    done: bool


@dataclass
class State:
    """All that survives a restart, as JSON."""

    epoch: str = field(default_factory=lambda: secrets.token_hex(8))
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    messages: dict[int, dict[int, Message]] = field(default_factory=dict)
    updates: list[Json] = field(default_factory=list)
    presses: dict[str, Press] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    profile: dict[str, str] = field(default_factory=dict)
    allowed: list[str] = field(default_factory=lambda: list(DEFAULT_UPDATES))


class World:
    """Telegram, as far as three people and one bot need it. One thread at a time; waiters may live in any loop."""

    def __init__(
        self,
        clock: Clock,
        directory: Path | None = None,
        bot_username: str = "evenfall_bot",
        bot_name: str = "Evenfall",
        token: str | None = None,
    ) -> None:
        self.clock, self.bot_username, self.bot_name, self.token = clock, bot_username, bot_name, token
        self.log: list[Shown] = []
        self.faults: list[Fault] = []
        self.typing: dict[int, float] = {}
        self.closed = False
        self.pulse = 0
        self._wakers: set[Callable[[], None]] = set()
        self._blobs: dict[str, bytes] = {}
        self._directory = directory
        if directory:
            (directory / "files").mkdir(parents=True, exist_ok=True)
        self._state = self._load() or self._fresh()
        self.ana, self.ben, self.cleo = self.people.values()

    # what is there

    @property
    def people(self) -> dict[int, Person]:
        return self._state.people

    @property
    def chats(self) -> dict[int, Chat]:
        return self._state.chats

    @property
    def state(self) -> State:
        return self._state

    def now(self) -> int:
        return int(self.clock.now().timestamp())

    def messages(self, chat: int) -> list[Message]:
        """What a phone shows in that chat, oldest first."""
        return [m for m in self._state.messages.get(chat, {}).values() if not m.gone]

    def message(self, chat: int, id: int) -> Message | None:
        found = self._state.messages.get(chat, {}).get(id)
        return None if found is None or found.gone else found

    def button(self, chat: int, message_id: int, label: str) -> Json:
        """The inline button with that label, as the bot made it; KeyError if there is none."""
        message = self.message(chat, message_id)
        for row in (message and message.markup or {}).get("inline_keyboard", []):
            for button in row:
                if button["text"] == label:
                    return dict(button)
        raise KeyError(label)

    def direct(self, one: Person, other: Person) -> int:
        """The chat of two people, without the bot."""
        both = {one.id, other.id}
        return next(c.id for c in self.chats.values() if c.kind == "direct" and set(c.members) == both)

    # what people do

    def say(self, person: Person, chat: int, text: str, reply_to: int | None = None) -> int:
        place = self._enter(person, chat)
        if not text.strip():
            raise ValueError("nothing to say")
        for piece in pieces(text.strip()):
            content = {"text": piece, "entities": found(piece)}
            if not content["entities"]:
                del content["entities"]
            message = self.put(place, person.id, content, reply_to=reply_to)
        return message.id

    def edit(self, person: Person, chat: int, message_id: int, text: str) -> None:
        message = self._mine(person, chat, message_id)
        marks = found(text)
        self.change(message, {"text": text, **({"entities": marks} if marks else {})}, message.markup)
        if self._heard(message):
            self.tell("edited_message", shapes.message(self, message))

    def unsend(self, person: Person, chat: int, message_id: int) -> None:
        """A person deletes their own message; Telegram tells the bot nothing of it."""
        self.remove(self._mine(person, chat, message_id), by=person.id)

    def send_media(
        self, person: Person, chat: int, kind: str, data: bytes = b"", reply_to: int | None = None, caption: str = ""
    ) -> int:
        """kind: voice, video_note, photo, location, contact, forward or sticker."""
        place = self._enter(person, chat)
        return self.put(place, person.id, self._media(person, kind, data, caption), reply_to=reply_to).id

    def tap(self, person: Person, chat: int, message_id: int, label: str) -> str:
        """Press the inline button with that label; KeyError if it is not there or only opens a link."""
        return self.tap_data(person, chat, message_id, self.button(chat, message_id, label)["callback_data"])

    def tap_data(self, person: Person, chat: int, message_id: int, data: str) -> str:
        """Press with any data, as a forged client could. Returns the id of the press."""
        message = self._state.messages[chat][message_id]
        now = self.now()
        self._state.presses = {k: p for k, p in self._state.presses.items() if now - p.at <= PRESS}
        press = Press(str(self._count("press", 4_000_000_000_000_000_001)), person.id, chat, message_id, now)
        self._state.presses[press.id] = press
        shape = {
            "id": press.id,
            "from": shapes.user(self, person.id),
            "message": shapes.message(self, message),
            "chat_instance": str(-chat),
            "data": data,
        }
        self.tell("callback_query", shape)
        return press.id

    def make_group(
        self,
        by: Person,
        title: str = "Us",
        members: Iterable[Person] | None = None,
        add_bot: bool = True,
        start_payload: str | None = None,
    ) -> int:
        """A new group; without `members` it is the couple's."""
        invited = [self.ana, self.ben] if members is None else list(members)
        ids = dict.fromkeys([by.id, *(p.id for p in invited)])
        place = Chat(-self._count("group", 4_100_000_001), "group", list(ids), title, owner=by.id)
        self.chats[place.id] = place
        if add_bot:
            self._stand(place, "member", by.id)
        self.put(place, by.id, {"group_chat_created": True})
        if start_payload is not None:
            self.say(by, place.id, f"/start@{self.bot_username} {start_payload}".strip())
        return place.id

    def join(self, chat: int, person: Person) -> None:
        place = self._room(chat)
        if person.id not in place.members:
            place.members.append(person.id)
            self.put(place, person.id, {"new_chat_members": [shapes.user(self, person.id)]})

    def leave(self, chat: int, person: Person) -> None:
        place = self._room(chat)
        if person.id in place.members:
            place.members.remove(person.id)
            self.put(place, person.id, {"left_chat_member": shapes.user(self, person.id)})

    def add_bot(self, chat: int, by: Person) -> None:
        place = self._room(chat)
        if place.bot != "member":
            self._stand(place, "member", by.id)
            self.put(place, by.id, {"new_chat_members": [shapes.user(self, BOT)]})

    def kick_bot(self, chat: int, by: Person) -> None:
        place = self._room(chat)
        if place.bot == "member":
            self.put(place, by.id, {"left_chat_member": shapes.user(self, BOT)})
            self._stand(place, "kicked", by.id)

    def migrate(self, chat: int) -> int:
        """The group becomes a supergroup: a new id, and message ids that begin anew."""
        old = self._room(chat)
        if old.kind != "group":
            raise ValueError("only a group becomes a supergroup")
        place = Chat(
            -1_002_000_000_000 - self._count("supergroup", 1),
            "supergroup",
            list(old.members),
            old.title,
            old.owner,
            old.bot,
        )
        self.chats[place.id] = place
        old.moved_to = place.id
        place.bot = "left"
        self._stand(place, old.bot, old.owner)  # first of all it is told that the companion has come to the new one
        self.put(old, old.owner, {"migrate_to_chat_id": place.id})
        self.put(place, ANONYMOUS, {"migrate_from_chat_id": old.id})
        return place.id

    def block(self, person: Person) -> None:
        if self.chats[person.chat].bot == "member":
            self._stand(self.chats[person.chat], "kicked", person.id)

    def unblock(self, person: Person) -> None:
        if self.chats[person.chat].bot == "kicked":
            self._stand(self.chats[person.chat], "member", person.id)

    def share_chat(self, person: Person, request_id: int, chat: int) -> None:
        """Answer the last keyboard that asked for a chat with this request_id; KeyError if none did."""
        wish = self._wish(person, request_id)
        place = self._room(chat)
        if wish.get("bot_is_member"):
            self.add_bot(place.id, person)
        shared: Json = {"request_id": request_id, "chat_id": place.id}
        if wish.get("request_title"):
            shared["title"] = place.title
        self.put(self.chats[person.chat], person.id, {"chat_shared": shared})

    def speak(self, person: Person, language: str) -> None:
        """Set the language of that person's app."""
        person.language = language
        self.touch()

    def fail_next(
        self, method: str | None = None, error: int | str = 429, times: int = 1, wait: float = 5, done: bool = False
    ) -> None:
        """Let the next calls fail: 429, 500, 403, or "slow". Without `method`: any but getUpdates.

        `wait` is retry_after, or the seconds that a slow answer takes; `done` carries the call out before it fails.
        """
        self.faults.append(Fault(method, error, times, wait, done or error == "slow"))
        self.touch()

    def forgive(self, error: int | str) -> None:
        """Take such failures back."""
        self.faults = [fault for fault in self.faults if fault.error != error]
        self.touch()

    # what the Bot API builds on

    def put(
        self,
        place: Chat,
        sender: int,
        content: Json,
        markup: Json | None = None,
        silent: bool = False,
        protected: bool = False,
        reply_to: int | None = None,
    ) -> Message:
        """A new message, seen by everybody in the chat."""
        box = str(place.id) if place.kind == "supergroup" else "box"  # a supergroup counts for itself, as in Telegram
        id = self._count(box, 1)
        message = Message(id, place.id, sender, self.now(), content, markup, silent, protected, reply_to)
        self._state.messages.setdefault(place.id, {})[id] = message
        if sender == BOT:
            self.typing.pop(place.id, None)
        self._show("sent", message, sender)
        if self._heard(message):
            self._queue("message", shapes.message(self, message))
        self.touch(message)
        return message

    def change(self, message: Message, content: Json, markup: Json | None) -> None:
        if content != message.content:
            message.edited = self.now()
        message.content, message.markup = content, markup
        self._show("edited", message, message.sender)
        self.touch(message)

    def remove(self, message: Message, by: int = BOT) -> None:
        self._show("deleted", message, by)
        message.gone, message.content, message.markup = True, {}, None
        self.touch(message)

    def answer(self, press: Press, answer: Json) -> None:
        press.answer = answer
        message = self._state.messages[press.chat][press.message]
        if answer.get("text"):
            self.log.append(Shown("toast", press.chat, message.id, answer["text"], [], True, None, "bot"))
        self.touch(press)

    def part(self, place: Chat) -> None:
        """The bot leaves."""
        self.put(place, BOT, {"left_chat_member": shapes.user(self, BOT)})
        self.log.append(Shown("left", place.id, 0, "", [], True, None, "bot"))
        self._stand(place, "left", BOT)

    def tell(self, kind: str, shape: Json) -> None:
        """Queue an update for the bot."""
        self._queue(kind, shape)
        self.touch()

    def allow(self, kinds: list[str]) -> None:
        """Which updates the bot wants from now on; none named means Telegram's default."""
        kinds = kinds or list(DEFAULT_UPDATES)
        if kinds != self._state.allowed:
            self._state.allowed = kinds
            self._save()

    def act(self, place: Chat) -> None:
        """The bot is typing there, until it has written or five seconds are over."""
        self.typing[place.id] = time.monotonic() + 5
        self.wake()

    def confirm(self, offset: int) -> None:
        """Forget updates as getUpdates' offset says: below it, or, negative, all but the last ones."""
        waiting = self._state.updates
        kept = waiting[offset:] if offset < 0 else [u for u in waiting if u["update_id"] >= offset]
        if len(kept) != len(waiting):
            self._state.updates = kept
            self._save()

    def pending(self, limit: int = 100) -> list[Json]:
        """The updates that wait: messages for a day, presses for 150 seconds."""
        now = self.now()
        self._state.updates = [
            u for u in self._state.updates if now - u["at"] <= (PRESS if "callback_query" in u else DAY)
        ]
        return [{k: v for k, v in u.items() if k != "at"} for u in self._state.updates[:limit]]

    def fault(self, method: str) -> Fault | None:
        """The failure that is due for this call."""
        for fault in self.faults:
            if fault.method == method or (fault.method is None and method != "getUpdates"):
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.remove(fault)
                self.touch()
                return fault
        return None

    def keep_file(self, data: bytes) -> str:
        id = f"file{self._count('file', 1)}{secrets.token_hex(6)}"
        if self._directory:
            (self._directory / "files" / id).write_bytes(data)
        else:
            self._blobs[id] = data
        return id

    def file(self, id: str) -> bytes:
        """KeyError if there is no such file."""
        if not re.fullmatch(r"file\w+", id):
            raise KeyError(id)
        if not self._directory:
            return self._blobs[id]
        try:
            return (self._directory / "files" / id).read_bytes()
        except FileNotFoundError:
            raise KeyError(id) from None

    def touch(self, *changed: Message | Press) -> None:
        """Something changed: number it for the pages, save it, wake who waits."""
        revision = self._count("revision", 1)
        for thing in changed:
            thing.revision = revision
        self._save()
        self.wake()

    @property
    def revision(self) -> int:
        return self._state.counters.get("revision", 0)

    def wake(self) -> None:
        self.pulse += 1
        for waker in list(self._wakers):
            waker()

    async def changed(self, pulse: int, seconds: float) -> None:
        """Wait until `self.pulse` is another than `pulse`, the world closes, or the time is over."""
        loop, woken = asyncio.get_running_loop(), asyncio.Event()

        def waker() -> None:
            try:
                loop.call_soon_threadsafe(woken.set)
            except RuntimeError:  # its loop is gone
                self._wakers.discard(waker)

        self._wakers.add(waker)
        try:
            if self.pulse == pulse and not self.closed:
                await asyncio.wait_for(woken.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            self._wakers.discard(waker)

    def close(self) -> None:
        """End every wait at once: the server stops."""
        self.closed = True
        self.wake()

    # its own affairs

    def _fresh(self) -> State:
        people = [
            Person(5_100_000_001, "Ana", "ana"),
            Person(5_100_000_002, "Ben", "ben"),
            Person(5_100_000_003, "Cleo", "cleo"),
        ]
        state = State(people={p.id: p for p in people})
        for person in people:
            state.chats[person.id] = Chat(person.id, "private", [person.id])
        for id, (one, other) in enumerate([(0, 1), (0, 2), (1, 2)], start=11):
            state.chats[id] = Chat(id, "direct", [people[one].id, people[other].id])
        return state

    def _count(self, name: str, first: int) -> int:
        value = self._state.counters.get(name, first - 1) + 1
        self._state.counters[name] = value
        return value

    def _room(self, chat: int) -> Chat:
        """The chat, or the supergroup it became."""
        place = self.chats[chat]
        return place if place.moved_to is None else self.chats[place.moved_to]

    def _enter(self, person: Person, chat: int) -> Chat:
        """Who writes in a private chat has met the bot, and unblocks it."""
        place = self._room(chat)
        if person.id not in place.members:
            raise ValueError(f"{person.name} is not in this chat")
        if place.kind == "private":
            self.unblock(person)
            place.bot = "member"
        return place

    def _mine(self, person: Person, chat: int, message_id: int) -> Message:
        message = self.message(chat, message_id)
        if message is None or message.sender != person.id:
            raise KeyError(message_id)
        return message

    def _stand(self, place: Chat, status: str, by: int) -> None:
        """The bot's standing in a chat changes, and it is told."""
        old, place.bot = place.bot or "left", status
        self._queue(
            "my_chat_member",
            {
                "chat": shapes.chat(self, place),
                "from": shapes.user(self, by),
                "date": self.now(),
                "old_chat_member": shapes.member(self, BOT, old),
                "new_chat_member": shapes.member(self, BOT, status),
            },
        )
        self.touch()

    def _heard(self, message: Message) -> bool:
        """Group privacy: of a group's talk the bot gets commands, replies to it, and service messages."""
        place = self.chats[message.chat]
        if place.bot != "member" or message.sender == BOT:
            return False
        if place.kind == "private" or message.service:
            return True
        command = re.match(r"/\w+(?:@(\w+))?", message.text)
        if command:
            return command[1] is None or command[1].lower() == self.bot_username.lower()
        answered = message.reply_to and self._state.messages[message.chat].get(message.reply_to)
        return bool(answered and answered.sender == BOT)

    def _queue(self, kind: str, shape: Json) -> None:
        if kind in self._state.allowed:
            self._state.updates.append({"update_id": self._count("update", 810_000_001), kind: shape, "at": self.now()})

    def _show(self, kind: str, message: Message, by: int) -> None:
        if self.chats[message.chat].kind != "direct":
            who = "bot" if by == BOT else by
            text = f"[{message.service}]" if message.service else message.text
            self.log.append(
                Shown(kind, message.chat, message.id, text, message.buttons, message.silent, message.document, who)
            )

    def _wish(self, person: Person, request_id: int) -> Json:
        for message in reversed(self.messages(person.chat)):
            for row in (message.markup or {}).get("keyboard", []):
                for button in row:
                    wish = button.get("request_chat")
                    if wish and wish["request_id"] == request_id:
                        return dict(wish)
        raise KeyError(request_id)

    def _media(self, person: Person, kind: str, data: bytes, caption: str) -> Json:
        def file(**more: Any) -> Json:
            id = self.keep_file(data or PIXEL)
            return {"file_id": id, "file_unique_id": id, "file_size": len(data or PIXEL), **more}

        match kind:
            case "voice":
                return {"voice": file(duration=7, mime_type="audio/ogg")}
            case "video_note":
                return {"video_note": file(duration=7, length=240)}
            case "photo":
                return {"photo": [file(width=800, height=600)], **({"caption": caption} if caption else {})}
            case "location":
                return {"location": {"latitude": 48.2, "longitude": 16.37}}
            case "contact":
                return {"contact": {"phone_number": "+1 555 0100", "first_name": "Someone"}}
            case "sticker":
                shape = file(width=512, height=512, type="regular", is_animated=False, is_video=False, emoji="🌙")
                return {"sticker": shape}
            case "forward":
                origin = {"type": "hidden_user", "date": self.now(), "sender_user_name": "Someone"}
                return {"text": caption or "Words from somewhere else", "forward_origin": origin}
        raise ValueError(kind)

    def _load(self) -> State | None:
        path = self._directory and self._directory / "world.json"
        if not path or not path.exists():
            return None
        kept = json.loads(path.read_text())
        kept["people"] = {p["id"]: Person(**p) for p in kept["people"]}
        kept["chats"] = {c["id"]: Chat(**c) for c in kept["chats"]}
        kept["presses"] = {p["id"]: Press(**p) for p in kept["presses"]}
        messages: dict[int, dict[int, Message]] = {}
        for fields in kept["messages"]:
            message = Message(**fields)
            messages.setdefault(message.chat, {})[message.id] = message
        kept["messages"] = messages
        return State(**kept)

    def _save(self) -> None:
        """Whole and at once: written beside, then moved over."""
        if not self._directory:
            return
        state = vars(self._state) | {
            "people": [vars(p) for p in self.people.values()],
            "chats": [vars(c) for c in self.chats.values()],
            "presses": [vars(p) for p in self._state.presses.values()],
            "messages": [vars(m) for box in self._state.messages.values() for m in box.values()],
        }
        beside = self._directory / "world.json.new"
        with beside.open("w") as out:
            json.dump(state, out)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(self._directory / "world.json")
