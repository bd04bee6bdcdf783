"""Telegram's own language, in and out: updates become events, what is to be said becomes calls.

This folder alone knows Telegram; everything behind it speaks of people, chats and events.
"""

import asyncio
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import telegram
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    CallbackQuery,
    Chat,
    Message,
    Update,
    User,
)
from telegram.error import BadRequest, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot import logs, shape, static
from bot.errors import action
from bot.wire import READ, Arguments, Wire
from dialogue.event import Event, Kind
from dialogue.text import Texts

log = logs.logger(__name__)

Json = dict[str, Any]

CONNECTIONS = 512
LONG_POLL = 50  # seconds that Telegram may keep a getUpdates
COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@(\w+))?(?![\w/])(.*)", re.DOTALL)
AT_ONCE = (0.5, 1, 2, 4, 8)  # seconds between tries
NO_PREVIEW = {"is_disabled": True}
MANY = 20_000  # accounts whose country is remembered
PUT_ANEW = ("message can't be edited", "message to edit not found", "message_id_invalid")
TWICE = 60  # seconds: within them, a second word of having been added to a group is the same one

IN_GROUPS = ("checkin", "review", "pause", "park", "menu")
IN_PRIVATE = (*IN_GROUPS, "promise", "journal", "talk", "wave", "kept", "rights", "sos", "settings", "help")


class Account(telegram.Bot):
    """Closes its connections also when it never learnt its own name."""

    async def shutdown(self) -> None:
        await super().shutdown()
        await self.request.shutdown()


def connect(token: str, url: str, **httpx_kwargs: Any) -> telegram.Bot:
    """A Bot for the Bot API at `url`: scheme, host and port."""
    address = url.rstrip("/")
    request = make_request(READ, CONNECTIONS, httpx_kwargs)
    return Account(
        token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=request,
        get_updates_request=request,  # not used: bot/poll.py asks for itself
    )


def make_request(read: float, connections: int, httpx_kwargs: Json) -> BaseRequest:
    """How calls travel; for a server in this process (httpx_kwargs: its transport) through httpx."""
    return HTTPXRequest(connections, httpx_kwargs=httpx_kwargs) if httpx_kwargs else Wire(read, connections)


def _sound(event: Event) -> bool:
    """python-telegram-bot takes any value for any field; beyond this door a number is a number."""
    numbers = (event.chat, event.to, *(one for one in (event.user, event.message, event.reply_to) if one is not None))
    words = (event.words, event.data, event.tap, event.name, event.username or "", event.language)
    counted = all(type(one) is int and abs(one) < shape.BIG for one in numbers)
    return counted and all(isinstance(one, str) for one in words)


class TelegramLinks:
    """Addresses of t.me, which open what only the app can do."""

    def __init__(self, username: str) -> None:
        self.username = username
        self.me = f"@{username}"

    def invitation(self, token: str, words: str) -> str:
        link = f"https://t.me/{self.username}?start={token}"
        return f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(words, safe='')}"

    def group(self, token: str) -> str:
        return f"https://t.me/{self.username}?startgroup={token}"


class TelegramFront:
    """One bot account: reads what it is told, does what is to be done."""

    def __init__(self, bot: telegram.Bot, username: str, texts: Texts | None = None) -> None:
        self.bot = bot
        self.username = username
        self.texts = texts or Texts()
        self._countries: dict[int, str] = {}  # what somebody told about where they are: nowhere but here
        self._added: dict[int, tuple[int, int]] = {}  # group: the update that told of it, and when

    # --- in ------------------------------------------------------------------------------------------------------

    def to_event(self, update: Json) -> Event | None:
        """What an update means; None for what means nothing to us. Raises on what cannot be read."""
        event = self._read(update)
        if event is not None and not _sound(event):
            raise TypeError("a number or a word is of another type")
        return event

    def _read(self, update: Json) -> Event | None:
        if "my_chat_member" in update:
            change = update["my_chat_member"]
            return self._once(_standing(change), update["update_id"], change["date"])
        told = Update.de_json(update, None)
        if told.callback_query is not None:
            return _tap(told.callback_query)
        if told.message is not None:
            return self._once(self._message(told.message), told.update_id, update["message"]["date"])
        return None

    def _once(self, event: Event | None, update_id: int, at: int) -> Event | None:
        """Telegram tells twice that we were added: as our new standing and as a message in the group."""
        if event is not None and event.kind == "removed":
            self._added.pop(event.chat, None)
        if event is None or event.kind != "added":
            return event
        first, when = self._added.get(event.chat, (update_id, at))
        if first != update_id and abs(at - when) < TWICE:
            return None
        self._added[event.chat] = (update_id, at)
        return event

    def _message(self, message: Message) -> Event | None:
        service = self._service(message)
        if service is not None:
            return service
        who, private = message.from_user, message.chat.type == Chat.PRIVATE
        if who is None or who.is_bot or message.sender_chat is not None or message.chat.type == Chat.CHANNEL:
            return None
        if message.forward_origin is not None:
            return None
        about = _about(who, message.chat) | {"message": message.message_id}
        if message.chat_shared is not None:
            return Event(kind="chosen", to=message.chat_shared.chat_id, **about)
        answered = message.reply_to_message
        if answered is not None and (private or self._is_us(answered.from_user)):
            about["reply_to"] = answered.message_id
        if message.text is not None:
            return self._text(message.text, private, about)
        if not private:
            return None
        if message.voice is not None or message.video_note is not None:
            return Event(kind="aloud", words=message.caption or "", **about)
        return Event(kind="other", **about) if message.effective_attachment is not None else None

    def _text(self, text: str, private: bool, about: Json) -> Event | None:
        command = COMMAND.fullmatch(text)
        if command is not None:
            name, whose, words = command.groups()
            if whose is not None and whose.lower() != self.username.lower():
                return None
            return Event(kind="command", command=name.lower(), words=words.strip(), **about)
        if not private and "reply_to" not in about:
            return None
        return Event(kind="text", words=text, **about)

    def _service(self, message: Message) -> Event | None:
        """What happened to a group. Who comes or goes is not told on: the group is what matters."""
        chat, private = message.chat.id, message.chat.type == Chat.PRIVATE
        old, new = message.migrate_from_chat_id or chat, message.migrate_to_chat_id or chat
        if old != new:  # only groups move, and never into what is somebody's private chat
            return Event(kind="moved", chat=old, private=False, to=new) if old < 0 and new < 0 else None
        if private:
            return None
        if message.new_chat_members:
            if any(self._is_us(one) for one in message.new_chat_members):
                return Event(kind="added", **_about(message.from_user, message.chat)) if message.from_user else None
            return Event(kind="joined", chat=chat, private=False)
        if message.left_chat_member is not None:
            return Event(kind="removed" if self._is_us(message.left_chat_member) else "left", chat=chat, private=False)
        return None

    def _is_us(self, user: User | None) -> bool:
        return user is not None and user.is_bot and (user.username or "").lower() == self.username.lower()

    # --- out -----------------------------------------------------------------------------------------------------

    async def deliver(self, kind: str, chat: int, body: Json, message_id: int | None = None) -> int | None:
        """Do what an outbox row asks. Returns the number of the message that is there now, if there is a new one."""
        match kind:
            case "send":
                return await self._send(chat, body)
            case "edit":
                return await self._edit(chat, body, message_id or 0)
            case "delete":
                await self._call("deleteMessage", chat_id=chat, message_id=message_id or 0)
            case "answer":
                await self._call("answerCallbackQuery", callback_query_id=body["tap"], text=body.get("text") or None)
            case "leave":
                await self._call("leaveChat", chat_id=chat)
            case "copy":
                source, number = body["copy"]
                copy = {"from_chat_id": source, "message_id": number, "disable_notification": body.get("silent")}
                return _number(await self._call("copyMessage", chat_id=chat, **copy))
            case _:
                raise ValueError(kind)
        return None

    async def _call(self, method: str, **given: Any) -> Any:
        """One call, and Telegram's answer as it is: of a message that we sent we need its number, no more. Whether what
        is answered with nothing was done, nobody knows."""
        told = await self.bot.request.post(f"{self.bot.base_url}/{method}", Arguments(**given))  # type: ignore[arg-type]
        if told is None:
            raise TelegramError("Telegram answered with nothing.")
        return told

    async def _send(self, chat: int, body: Json) -> int:
        sent = await self._call(
            "sendMessage",
            chat_id=chat,
            text=body["text"],
            disable_notification=bool(body.get("silent")),
            link_preview_options=NO_PREVIEW,
            reply_markup=_markup(chat, body),
        )
        return _number(sent)

    async def _edit(self, chat: int, body: Json, message_id: int) -> int | None:
        """Change a message; where Telegram does not let us, a new one takes its place."""
        markup = _markup(chat, body)
        if markup is None or "keyboard" not in markup:
            try:
                await self._call(
                    "editMessageText",
                    chat_id=chat,
                    message_id=message_id,
                    text=body["text"],
                    link_preview_options=NO_PREVIEW,
                    reply_markup=_inline(body),
                )
                return None
            except BadRequest as error:
                if not any(one in str(error).lower() for one in PUT_ANEW):
                    raise
        sent = await self._send(chat, {**body, "silent": True})
        await self._away(chat, message_id)
        return sent

    async def _away(self, chat: int, message_id: int) -> None:
        try:
            await self._call("deleteMessage", chat_id=chat, message_id=message_id)
        except TelegramError as error:
            log.info("delete_failed", error=error)

    async def document(self, chat: int, name: str, data: bytes) -> int:
        """Send a file, silently; it may be saved."""
        sent = await self.bot.send_document(chat, data, filename=name, disable_notification=True)
        return sent.message_id

    async def count(self, chat: int) -> int:
        """How many accounts a group holds, ours included."""
        return await self.bot.get_chat_member_count(chat)

    # --- at once -------------------------------------------------------------------------------------------------

    def asked(self, update: Json) -> static.Asked | None:
        """Whether an update is one that is answered at once, and never stored."""
        return static.asked(update, self.username)

    async def answer(self, asked: static.Asked) -> None:
        """Say who to call, or what can be sent, in private. Tried a few times: nothing else remembers it."""
        if asked.country is not None:
            if len(self._countries) >= MANY:
                self._countries.clear()
            self._countries[asked.person] = asked.country
        told = (asked.command, asked.language, self.texts, self._countries.get(asked.person))
        calls = [("send", {"text": static.static_answer(*told), "buttons": static.static_buttons(*told)})]
        if asked.tap is not None:
            calls.insert(0, ("answer", {"tap": asked.tap}))
        for kind, body in calls:
            for seconds in AT_ONCE:
                try:
                    await self.deliver(kind, asked.person, body)
                    break
                except Exception as error:
                    log.warning("not_answered", kind=kind, error=error)
                    done = action(error, kind, True)
                    if done.kind in ("done", "dead", "blocked", "moved", "removed", "token"):
                        break
                    await asyncio.sleep(max(seconds, done.seconds))

    # --- what the account shows ----------------------------------------------------------------------------------

    async def register(self) -> None:
        """Commands and descriptions, in every language. What a server does not know is left out."""
        for call in self._registrations():
            try:
                await call
            except TelegramError as error:
                log.info("registration_failed", error=error)

    def _registrations(self) -> Iterator[Any]:
        scopes = ((IN_PRIVATE, BotCommandScopeAllPrivateChats()), (IN_GROUPS, BotCommandScopeAllGroupChats()))
        for language in self.texts.languages:
            code = None if language == "en" else language
            for names, scope in scopes:
                commands = [BotCommand(name, said) for name in names if (said := self.say(language, f"command-{name}"))]
                yield self.bot.set_my_commands(commands, scope=scope, language_code=code)
            if description := self.say(language, "description"):
                yield self.bot.set_my_description(description, language_code=code)
            if description := self.say(language, "short-description"):
                yield self.bot.set_my_short_description(description, language_code=code)

    def say(self, language: str, key: str) -> str:
        """A text of the front's own, or nothing where it is not written yet."""
        words = self.texts[language]
        return words.write(f"front-{key}", {}, "UTC") if words.has(f"front-{key}") else ""


def _about(user: User, chat: Chat) -> Json:
    return {
        "user": user.id,
        "chat": chat.id,
        "private": chat.type == Chat.PRIVATE,
        "name": user.full_name,
        "username": user.username,
        "language": user.language_code or "en",
    }


def _tap(tap: CallbackQuery) -> Event | None:
    if tap.message is None or tap.data is None or tap.from_user.is_bot:
        return None
    about = _about(tap.from_user, tap.message.chat)
    return Event(kind="tap", data=tap.data or "", tap=tap.id, message=tap.message.message_id, **about)


def _standing(change: Json) -> Event | None:
    """Our own standing in a chat changed. Read by hand: of all that may be told about rights, we need a word."""
    chat, who = Chat.de_json(change["chat"], None), User.de_json(change["from"], None)
    here, before = (_is_in(change[f"{name}_chat_member"]) for name in ("new", "old"))
    if chat.type == Chat.PRIVATE:
        kind: Kind = "unblocked" if here else "blocked"
        return Event(kind=kind, **_about(who, chat))
    if here and not before:
        return None if who.is_bot else Event(kind="added", **_about(who, chat))
    return None if here else Event(kind="removed", chat=chat.id, private=False)


def _is_in(member: Json) -> bool:
    return member["status"] not in ("left", "kicked") and bool(member.get("is_member", True))


def _number(message: Json) -> int:
    """What a message that was sent is known by; an answer without it is no answer."""
    number = message["message_id"]
    if type(number) is not int or abs(number) >= shape.BIG:
        raise TypeError("a message's number is of another type")
    return number


def _markup(chat: int, body: Json) -> Json | None:
    """Telegram takes one kind of keyboard a message."""
    rows = body.get("buttons") or []
    if any("group" in button for row in rows for button in row):
        keys = [[_key(button) for button in row if "url" not in button] for row in rows]
        return {"keyboard": [row for row in keys if row], "resize_keyboard": True, "one_time_keyboard": True}
    if not rows and body.get("force"):
        return {"force_reply": True, "selective": chat < 0}
    return _inline(body)


def _key(button: Json) -> Json:
    """A key of the keyboard below: it asks for a group, or types its own label."""
    key = {"text": button["label"]}
    if "group" not in button:
        return key
    return {**key, "request_chat": {"request_id": 1, "chat_is_channel": False, "bot_is_member": True}}


def _inline(body: Json) -> Json | None:
    rows = [[_button(button) for button in row if "group" not in button] for row in body.get("buttons") or []]
    rows = [row for row in rows if row]
    return {"inline_keyboard": rows} if rows else None


def _button(button: Json) -> Json:
    if "url" in button:
        return {"text": button["label"], "url": button["url"]}
    red = {"style": "danger"} if button.get("red") else {}
    return {"text": button["label"], "callback_data": button["data"], **red}
