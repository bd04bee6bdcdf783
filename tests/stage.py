"""Where a transcript is played: three phones, one clock, and the companion behind them.

All stages share the phones (`playground.world.World`: who said what in which chat, and how Telegram refuses). They
differ in what stands between the phones and the engine. `EngineStage` makes events itself and carries the outbox out;
of bot/ only what renders files and static answers takes part. `TelegramStage` is the companion as it runs.
"""

import asyncio
import re
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn
from httpx import ASGITransport
from sqlalchemy import select
from sqlalchemy.event import listens_for
from sqlalchemy.ext.asyncio import AsyncSession

from bot.exports import files
from bot.front import TelegramFront, TelegramLinks, connect
from bot.poll import Poller
from bot.sender import Sender
from bot.static import Asked, asked, static_answer, static_buttons
from bot.worker import Worker
from dialogue.clock import SettableClock
from dialogue.engine import Engine
from dialogue.event import Event
from dialogue.practice import Practices
from dialogue.text import Texts
from handlers import PRACTICES
from models import Alarm, Couple, Inbox, Message, Outbox
from models.database import Database, open_database
from models.keys import keys_of
from playground.app import Server, app
from playground.bot_api import BotApi
from playground.content import Refused
from playground.world import World
from tests import postgres

TEXTS = Texts()
ON_POSTGRES = "postgres"  # a file in a house: the name of its database
USUAL = ("not modified", "not found", "can't be deleted", "query is too old", "identifiers are not specified")
TOKEN = "7700000001:playground"
OPERATOR = "Marta"
Json = dict[str, Any]


def make_house(folder: Path) -> None:
    """A new database and its key, to be copied for each play."""

    async def make() -> None:
        await (await open_house(folder)).close()

    asyncio.run(make())


async def open_house(folder: Path) -> Database:
    if (folder / ON_POSTGRES).exists():
        return await open_database(postgres.at((folder / ON_POSTGRES).read_text()), folder / "key")
    url = f"sqlite:///{folder / 'data' / 'evenfall.db'}"
    database = await open_database(url, folder / "key")

    @listens_for(database.engine.sync_engine, "connect")
    def hurry(connection: Any, record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")  # what a test writes need not survive a power cut

    return database


def copy_house(house: Path, folder: Path, kept: bool = False) -> None:
    """A house of one's own, as the other stands. One on PostgreSQL is a key, and a database by its name.

    Its database goes after the test, unless it is kept for others to copy.
    """
    shutil.copytree(house, folder)
    name = folder / ON_POSTGRES
    if name.exists():
        name.write_text(postgres.create(name.read_text(), kept))


class Stage:
    """The phones, the clock, and a database in a folder of its own."""

    def __init__(self, house: Path, folder: Path, start: datetime) -> None:
        self.house = house
        self.folder = folder / "house"
        self.stand(World(SettableClock(start), None), house)

    def stand(self, world: World, house: Path) -> None:
        """Go to a copy of a house, and to these phones. The companion must be closed."""
        shutil.rmtree(self.folder, ignore_errors=True)
        copy_house(house, self.folder)
        self.world = world
        self.clock: SettableClock = world.clock  # type: ignore[assignment]
        self.api = BotApi(world)

    async def open(self) -> None:
        """Start the companion; also after `close`, as a process starts anew on the same file."""
        self.database = await open_house(self.folder)
        self.engine = Engine(Practices(PRACTICES), TEXTS, self.clock, self.links())
        self.engine.operator = OPERATOR

    async def close(self) -> None:
        await self.database.close()

    def links(self) -> Any:
        raise NotImplementedError

    async def settle(self) -> None:
        """Play what people did, and deliver what is to be said, until all is still."""
        raise NotImplementedError

    async def ring(self) -> None:
        """One tick: what is due becomes events."""
        raise NotImplementedError

    async def settle_and_ring(self) -> None:
        """Until all is still and every alarm that is due now rang."""
        rung: set[tuple[str, datetime]] = set()
        await self.settle()
        while new := {(one.id, one.due_at) for one in await self._due(self.clock.now())} - rung:
            rung |= new
            await self.ring()
            await self.settle()

    async def next_alarm(self, until: datetime) -> datetime | None:
        """The next moment after now, and not after `until`, at which something rings."""
        now = self.clock.now()
        async with self.database.session() as db:
            later = select(Outbox.not_before).where(Outbox.state == "pending")
            posts = list(await db.scalars(later.where(Outbox.not_before > now, Outbox.not_before <= until)))
        return min([*posts, *(one.due_at for one in await self._due(until) if one.due_at > now)], default=None)

    async def _due(self, until: datetime) -> list[Alarm]:
        async with self.database.session() as db:
            query = select(Alarm).where(Alarm.due_at.is_not(None), Alarm.due_at <= until)
            return list(
                await db.scalars(query.order_by(Alarm.due_at, Alarm.practice, Alarm.name, Alarm.person_id, Alarm.id))
            )


@dataclass
class PaperLinks:
    """Addresses that look like Telegram's."""

    username: str

    @property
    def me(self) -> str:
        return f"@{self.username}"

    def invitation(self, token: str, words: str) -> str:
        link = f"https://t.me/{self.username}?start={token}"
        return f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(words, safe='')}"

    def group(self, token: str) -> str:
        return f"https://t.me/{self.username}?startgroup={token}"


class EngineStage(Stage):
    """The bare engine: each update becomes an event here, each outbox row is carried out here."""

    def links(self) -> PaperLinks:
        return PaperLinks(self.world.bot_username)

    async def settle(self) -> None:
        moved = True
        while moved:
            updates = self.world.pending()
            for update in updates:
                self.world.confirm(update["update_id"] + 1)
                wish = asked(update, self.world.bot_username)
                if wish is not None:
                    await self._answer(wish)
                elif (event := event_of(update)) is not None:
                    await self._hear(event)
            moved = await self._deliver() or bool(updates)

    async def ring(self) -> None:
        for alarm in await self._due(self.clock.now()):
            await self._hear(Event("ring", alarm=alarm.id))

    async def _answer(self, wish: Asked) -> None:
        """Who to call, and what can be sent: without the engine, as the front does it."""
        told = (wish.command, wish.language, TEXTS, wish.country)
        body = {"text": static_answer(*told), "buttons": static_buttons(*told)}
        if wish.tap is not None:
            await self.api.answerCallbackQuery({"callback_query_id": wish.tap})
        await self.api.sendMessage({"chat_id": wish.person} | _look(body))

    async def _hear(self, event: Event) -> None:
        async with self.database.begin() as db:
            await self.engine.hear(db, event)

    async def _deliver(self) -> bool:
        """Carry out the oldest row that waits; False when none does."""
        async with self.database.begin() as db:
            waiting = await db.scalars(select(Outbox).where(Outbox.state == "pending").order_by(Outbox.number))
            row = next(iter(self._may_go(list(waiting))), None)
            if row is None:
                return False
            await keys_of(db).load(db, "system:outbox")
            body, row.body = row.body or {}, None
            row.state = "sent"
            count = await self._count(db, row)
            if row.kind != "export" and count == 3:
                await self._carry_out(db, row, body)
        if count != 3:
            await self._hear(Event("counted", chat=row.chat_id, private=False, count=count))
        elif row.kind == "export":
            await self._export(row, body)
        return True

    def _may_go(self, waiting: list[Outbox]) -> Iterator[Outbox]:
        """Rows whose time has come, in order within a chat; a pause does not wait behind one that must."""
        blocked: set[int] = set()
        for row in waiting:
            if row.not_before > self.clock.now():
                blocked.add(row.chat_id)
            elif row.chat_id not in blocked or row.priority == 0:
                yield row

    async def _count(self, db: AsyncSession, row: Outbox) -> int:
        """How many are in the couple's own group before something is shown there; anywhere else it does not matter."""
        bound = select(Couple).where(Couple.group_id == row.chat_id, Couple.place == "bound")
        if row.kind not in ("send", "edit", "copy") or await db.scalar(bound) is None:
            return 3
        return await self.api.getChatMemberCount({"chat_id": row.chat_id})

    async def _carry_out(self, db: AsyncSession, row: Outbox, body: Json) -> None:
        message = await db.get(Message, row.message_ref) if row.message_ref else None
        known = body.get("message_id") or (message.message_id if message else None)
        where: Json = {"chat_id": row.chat_id, "message_id": known}
        try:
            sent = await self._call(row.kind, where, body)
        except Refused as no:
            row.state = "dead"
            if no.code != 403 and not any(one in no.description for one in USUAL):
                raise
            return
        if message is not None and isinstance(sent, dict):
            message.message_id = sent["message_id"]

    async def _call(self, kind: str, where: Json, body: Json) -> Any:
        match kind:
            case "send":
                return await self.api.sendMessage(where | {"disable_notification": body["silent"]} | _look(body))
            case "copy":
                source, number = body["copy"]
                quiet = {"disable_notification": body["silent"]}
                return await self.api.copyMessage(where | quiet | {"from_chat_id": source, "message_id": number})
            case "edit":
                return await self._edit(where, body)
            case "delete":
                return await self.api.deleteMessage(where)
            case "answer":
                return await self.api.answerCallbackQuery({"callback_query_id": body["tap"], "text": body["text"]})
            case "leave":
                return await self.api.leaveChat(where)
        raise NotImplementedError(kind)

    async def _export(self, row: Outbox, wish: Json) -> None:
        for name, data in await files(self.database, wish, TEXTS, self.clock):
            where = {"chat_id": row.chat_id, "disable_notification": True}
            sent = await self.api.sendDocument(where | {"document": (name, data)})
            async with self.database.begin() as db:
                told = {"chat_id": row.chat_id, "message_id": sent["message_id"], "at": self.clock.now()}
                db.add(Message(couple_id=row.couple_id, **told))

    async def _edit(self, where: Json, body: Json) -> Json:
        """Only a message with buttons, or none, can be edited to one of the same kind: else it is put anew."""
        try:
            return await self.api.editMessageText(where | _look({**body, "force": False}))
        except Refused as no:
            if "can't be edited" not in no.description and "inline keyboard expected" not in no.description:
                raise
        sent = await self.api.sendMessage(where | {"disable_notification": True} | _look(body))
        await self.api.deleteMessage(where)
        return sent


def _look(body: Json) -> Json:
    """Text and buttons as the Bot API wants them."""
    rows, keys = body["buttons"], {"force_reply": True} if body.get("force") else None
    if any("group" in button for row in rows for button in row):
        keys = {"keyboard": [[_key(button) for button in row] for row in rows], "one_time_keyboard": True}
    elif rows:
        keys = {"inline_keyboard": [[_inline(button) for button in row] for row in rows]}
    return {"text": body["text"], "reply_markup": keys}


def _key(button: Json) -> Json:
    """A key below the chat: it asks for a group, or types its own label."""
    wish = {"request_chat": {"request_id": 1, "chat_is_channel": False, "bot_is_member": True}}
    return {"text": button["label"], **(wish if "group" in button else {})}


def _inline(button: Json) -> Json:
    kind = {"url": button["url"]} if "url" in button else {"callback_data": button["data"]}
    return {"text": button["label"], **kind}


def event_of(update: Json) -> Event | None:
    """What an update means, read afresh: the front has its own reading, and the stages must agree."""
    kind, shape = next((name, value) for name, value in update.items() if name != "update_id")
    place = (shape.get("message") or shape)["chat"]
    who = shape["from"]
    base: Json = {
        "user": who["id"],
        "chat": place["id"],
        "private": place["type"] == "private",
        "name": who["first_name"],
        "username": who.get("username"),
        "language": who.get("language_code", "en"),
    }
    if kind == "callback_query":
        message = shape["message"]["message_id"]
        return Event("tap", data=shape["data"], tap=shape["id"], message=message, **base)
    if kind == "my_chat_member":
        here = shape["new_chat_member"]["status"] == "member"
        if base["private"]:
            return Event("unblocked" if here else "blocked", **base)
        return Event("added", **base) if here else Event("removed", chat=place["id"], private=False)
    return _message(shape, base) if kind == "message" else None


def _message(shape: Json, base: Json) -> Event | None:
    for service, kind in (("new_chat_members", "joined"), ("left_chat_member", "left")):
        if service in shape:
            people = shape[service] if isinstance(shape[service], list) else [shape[service]]
            return None if people[0]["is_bot"] else Event(kind, chat=base["chat"], private=False)
    if "migrate_to_chat_id" in shape:
        return Event("moved", chat=base["chat"], private=False, to=shape["migrate_to_chat_id"])
    about = base | {"message": shape["message_id"], "reply_to": shape.get("reply_to_message", {}).get("message_id")}
    if "chat_shared" in shape:
        return Event("chosen", to=shape["chat_shared"]["chat_id"], **about)
    if "forward_origin" in shape:
        return None
    if "text" in shape:
        command = re.fullmatch(r"/(\w+)(?:@\w+)?(?:\s+(.*))?", shape["text"], re.DOTALL)
        if command:
            return Event("command", command=command[1].lower(), words=(command[2] or "").strip(), **about)
        return Event("text", words=shape["text"], **about)
    if base["private"] and ("voice" in shape or "video_note" in shape):
        return Event("aloud", **about)
    return Event("other", **about) if base["private"] and ("photo" in shape or "sticker" in shape) else None


class TelegramStage(Stage):
    """The companion as it runs: poller, worker, front and sender around python-telegram-bot, HTTP without a socket."""

    address = "http://127.0.0.1"

    def links(self) -> TelegramLinks:
        return TelegramLinks(self.world.bot_username)

    def transport(self) -> Json:
        return {"transport": ASGITransport(app(self.world))}

    async def open(self) -> None:
        await super().open()
        self.bot = connect(TOKEN, self.address, **self.transport())
        await self.bot.initialize()
        front = TelegramFront(self.bot, self.bot.username, TEXTS)
        self.worker = Worker(self.database, self.engine, front.to_event)
        self.poller = Poller(front, self.worker, **self.transport())
        self.sender = Sender(self.database, front, self.worker, self.clock)

    async def close(self) -> None:
        await self.poller.close()
        await self.bot.shutdown()
        await super().close()

    async def settle(self) -> None:
        waiting = True
        while waiting:
            while await self.poller.once():  # the last round, an empty one, confirms
                await self.worker.work()
            await self.sender.drain()
            waiting = bool(self.world.pending())

    async def ring(self) -> None:
        await self.worker.ring()


class SocketStage(TelegramStage):
    """The same over a real socket, with every loop running for itself as in production."""

    tasks: list[asyncio.Task[None]] = []
    server: Server | None = None

    def transport(self) -> Json:
        return {}

    async def open(self) -> None:
        if self.server is None:
            door = socket.create_server(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{door.getsockname()[1]}"
            self.server = Server(self.world, uvicorn.Config(app(self.world), log_level="error"))
            self.serving = asyncio.create_task(self.server.serve([door]))
        await super().open()
        self.tasks = [asyncio.create_task(one.run()) for one in (self.poller, self.worker, self.sender)]

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await super().close()

    async def stop(self) -> None:
        """Close the companion, then the server."""
        await self.close()
        if self.server is not None:
            self.server.should_exit = True
            await self.serving

    async def settle(self) -> None:
        while self.world.pending() or await self._waits():
            for task in self.tasks:
                if task.done():
                    task.result()
            await asyncio.sleep(0.01)

    async def _waits(self) -> bool:
        new = select(Inbox.number).where(Inbox.state == "new")
        unsent = select(Outbox.number).where(Outbox.state.in_(("pending", "sending")))
        async with self.database.session() as db:
            return await db.scalar(new.limit(1)) is not None or await db.scalar(unsent.limit(1)) is not None


START = datetime(2026, 3, 2, 19, 14, tzinfo=UTC)  # a Monday
