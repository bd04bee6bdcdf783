"""The playground is Telegram as far as python-telegram-bot can tell: what it carries, keeps back and refuses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    KeyboardButtonRequestChat,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from playground.app import Server, app
from playground.world import World
from tests.chromium import CHROMIUM, FLAGS, needs_chromium

HOME = "http://127.0.0.1:8765"


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 3, 5, 20, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def on(self, **more: float) -> None:
        self.time += timedelta(**more)


class Telegram:
    """A world, its application, and the real Bot before it."""

    def __init__(self, directory: Path | None = None, token: str | None = None) -> None:
        self.clock = Clock()
        self.world = World(self.clock, directory, token=token)
        self.app = app(self.world)
        self.bot = self.another()
        self.seen = 0

    def another(self, token: str = "1:token") -> Bot:
        ways = [HTTPXRequest(httpx_kwargs={"transport": httpx.ASGITransport(self.app)}) for _ in range(2)]
        return Bot(token, f"{HOME}/bot", f"{HOME}/file/bot", request=ways[0], get_updates_request=ways[1])

    async def heard(self, **wishes: list[str]) -> list[Update]:
        """The updates that are new, confirmed by the next call."""
        updates = await self.bot.get_updates(offset=self.seen, timeout=0, **wishes)
        if updates:
            self.seen = updates[-1].update_id + 1
        return list(updates)

    async def texts(self) -> list[str]:
        return [u.message.text or "" for u in await self.heard() if u.message]


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    telegram = Telegram()
    async with telegram.bot:
        telegram.world.say(telegram.world.ana, telegram.world.ana.chat, "/start")
        await telegram.heard()
        await telegram.heard()  # the second confirms the first
        yield telegram


def keys(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label.lower()) for label in labels]])


# what is carried


async def test_an_update_waits_until_it_is_confirmed(telegram: Telegram) -> None:
    world, bot = telegram.world, telegram.bot
    for word in ("one", "two", "three"):
        world.say(world.ana, world.ana.chat, word)
    first = await bot.get_updates(offset=telegram.seen, timeout=0)
    assert [u.message.text for u in first] == ["one", "two", "three"]
    assert [u.update_id for u in first] == list(range(first[0].update_id, first[0].update_id + 3))
    assert await bot.get_updates(timeout=0) == first, "nothing was confirmed"
    assert [u.message.text for u in await bot.get_updates(offset=first[1].update_id, limit=1, timeout=0)] == ["two"]
    assert [u.message.text for u in await bot.get_updates(offset=-1, timeout=0)] == ["three"]
    assert (await bot.get_webhook_info()).pending_update_count == 1
    assert await bot.get_updates(offset=first[2].update_id + 1, timeout=0) == ()


async def test_messages_wait_a_day_and_presses_150_seconds(telegram: Telegram) -> None:
    world, ana = telegram.world, telegram.world.ana
    card = await telegram.bot.send_message(ana.chat, "Your ten minutes.", reply_markup=keys("Here"))
    world.say(ana, ana.chat, "hello")
    world.tap(ana, ana.chat, card.message_id, "Here")
    telegram.clock.on(seconds=151)
    assert [bool(u.message) for u in await telegram.bot.get_updates(timeout=0)] == [True]
    telegram.clock.on(days=1)
    assert await telegram.bot.get_updates(timeout=0) == ()


async def test_only_the_kinds_asked_for_come(telegram: Telegram) -> None:
    world, ana = telegram.world, telegram.world.ana
    await telegram.heard(allowed_updates=["callback_query"])
    card = await telegram.bot.send_message(ana.chat, "A card", reply_markup=keys("Here"))
    world.say(ana, ana.chat, "not wanted")
    world.tap(ana, ana.chat, card.message_id, "Here")
    assert [u.callback_query.data for u in await telegram.heard()] == ["here"]


async def test_a_card_is_sent_edited_pressed_answered_and_deleted(telegram: Telegram) -> None:
    world, bot, ana = telegram.world, telegram.bot, telegram.world.ana
    card = await bot.send_message(ana.chat, "Your ten minutes.", reply_markup=keys("Here", "Pause"))
    assert card.date == telegram.clock.now()
    world.tap(ana, ana.chat, card.message_id, "Pause")
    with pytest.raises(KeyError):
        world.tap(ana, ana.chat, card.message_id, "No such button")
    [update] = await telegram.heard()
    press = update.callback_query
    assert (press.data, press.from_user.first_name, press.message.text) == ("pause", "Ana", "Your ten minutes.")
    assert press.message.reply_markup == keys("Here", "Pause")
    await press.answer("Paused.")
    await bot.edit_message_text("It's on hold.", ana.chat, card.message_id)
    await bot.delete_message(ana.chat, card.message_id)
    told = [(s.kind, s.text, s.buttons, s.silent, s.by) for s in world.log[1:]]
    assert told == [
        ("sent", "Your ten minutes.", [["Here", "Pause"]], False, "bot"),
        ("toast", "Paused.", [], True, "bot"),
        ("edited", "It's on hold.", [], False, "bot"),
        ("deleted", "It's on hold.", [], False, "bot"),
    ]


async def test_what_people_send(telegram: Telegram) -> None:
    world, ana = telegram.world, telegram.world.ana
    asked = await telegram.bot.send_message(ana.chat, "Which?", reply_markup=ForceReply(), disable_notification=True)
    said = world.say(ana, ana.chat, "/park the call", reply_to=asked.message_id)
    world.edit(ana, ana.chat, said, "the call, gently")
    for kind in ("voice", "video_note", "photo", "location", "contact", "sticker", "forward"):
        world.send_media(ana, ana.chat, kind)
    reply, edit, *media = await telegram.heard()
    assert reply.message.reply_to_message.message_id == asked.message_id
    assert reply.message.parse_entities(["bot_command"]) == {reply.message.entities[0]: "/park"}
    assert (reply.message.from_user.language_code, reply.message.chat.type) == ("en", "private")
    assert edit.edited_message.text == "the call, gently"
    messages = [u.message for u in media]
    assert all(getattr(m, k) for m, k in zip(messages, ("voice", "video_note", "photo", "location"), strict=False))
    assert (messages[4].contact, messages[5].sticker, messages[6].forward_origin) != (None, None, None)
    file = await telegram.bot.get_file(messages[2].photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()).startswith(b"\x89PNG")
    world.say(ana, ana.chat, "🌙" * 2100)
    assert [len(text) for text in await telegram.texts()] == [2048, 52]


async def test_files_and_copies(telegram: Telegram) -> None:
    bot, world, ana = telegram.bot, telegram.world, telegram.world.ana
    words = b'--x\r\n{"own": "words"}\r\n\r\n--'
    sent = await bot.send_document(ana.chat, words, filename="words.json", caption="Yours.")
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("words.json", len(words), "Yours.")
    assert bytes(await (await bot.get_file(sent.document.file_id)).download_as_bytearray()) == words
    voice = world.send_media(ana, ana.chat, "voice")
    copy = await bot.copy_message(ana.chat, ana.chat, voice)
    assert world.message(ana.chat, copy.message_id).content["voice"]
    assert world.log[-3].document == "words.json"


async def test_entities_are_kept_moved_with_the_trim_and_found(telegram: Telegram) -> None:
    text = "  🌙 go to https://example.org, /pause "
    sent = await telegram.bot.send_message(telegram.world.ana.chat, text, entities=[MessageEntity("bold", 5, 2)])
    assert sent.text == text.strip()
    assert {e.type: e_text for e, e_text in sent.parse_entities().items()} == {
        "bold": "go",
        "url": "https://example.org",
        "bot_command": "/pause",
    }


async def test_the_bot_itself(telegram: Telegram) -> None:
    bot = telegram.bot
    me = await bot.get_me()
    assert (me.username, me.can_read_all_group_messages) == ("evenfall_bot", False)
    await bot.set_my_commands([BotCommand("pause", "Stop everything")])
    await bot.set_my_commands([BotCommand("p", "Pause")], BotCommandScopeAllGroupChats(), language_code="de")
    assert [c.command for c in await bot.get_my_commands()] == ["pause"]
    assert [c.command for c in await bot.get_my_commands(BotCommandScopeAllGroupChats(), "de")] == ["p"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    assert await bot.set_my_description("Ten minutes")
    assert await bot.set_my_short_description("Ten")
    assert await bot.set_my_name("Evenfall")
    assert await bot.set_chat_menu_button()
    assert await bot.send_chat_action(telegram.world.ana.chat, "typing")
    assert await bot.delete_webhook()
    with pytest.raises(BadRequest, match="(?i)bad webhook"):
        await bot.set_webhook("https://example.org")


async def test_pinning(telegram: Telegram) -> None:
    bot, ana = telegram.bot, telegram.world.ana
    card = await bot.send_message(ana.chat, "The house card")
    await bot.pin_chat_message(ana.chat, card.message_id)
    assert (await bot.get_chat(ana.chat)).pinned_message.message_id == card.message_id
    await bot.unpin_chat_message(ana.chat)
    assert (await bot.get_chat(ana.chat)).pinned_message is None


# groups


async def test_privacy_mode(telegram: Telegram) -> None:
    world, bot = telegram.world, telegram.bot
    group = world.make_group(world.ana, start_payload="once")
    card = await bot.send_message(group, "Both are in.")
    mine = world.say(world.ana, group, "only for Ben")
    world.say(world.ben, group, "only for Ana", reply_to=mine)
    world.say(world.ben, group, "a reply to the card", reply_to=card.message_id)
    world.say(world.ben, group, "/p")
    world.say(world.ben, group, "/menu@evenfall_bot")
    world.say(world.ben, group, "/menu@another_bot")
    world.send_media(world.ben, group, "voice")
    world.say(world.ana, world.direct(world.ana, world.ben), "between us")
    added, made, *said = await telegram.heard()
    assert (added.my_chat_member.new_chat_member.status, made.message.group_chat_created) == ("member", True)
    assert [u.message.text for u in said] == [
        "/start@evenfall_bot once",
        "a reply to the card",
        "/p",
        "/menu@evenfall_bot",
    ]
    assert "only for Ben" in [m.text for m in world.messages(group)]


async def test_who_comes_and_goes(telegram: Telegram) -> None:
    world, bot = telegram.world, telegram.bot
    group = world.make_group(world.ana)
    world.join(group, world.cleo)
    assert await bot.get_chat_member_count(group) == 4
    world.leave(group, world.cleo)
    assert [(await bot.get_chat_member(group, p.id)).status for p in world.people.values()] == [
        "creator",
        "member",
        "left",
    ]
    *_, joined, left = [u.message for u in await telegram.heard() if u.message]
    assert joined.new_chat_members[0].first_name == left.left_chat_member.first_name == "Cleo"
    world.kick_bot(group, world.ben)
    assert (await telegram.heard())[-1].my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(group, "hello")
    world.add_bot(group, world.ana)
    await bot.leave_chat(group)
    assert world.log[-1].kind == "left"
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(group, "hello")


async def test_a_group_becomes_a_supergroup(telegram: Telegram) -> None:
    world, bot = telegram.world, telegram.bot
    old = world.make_group(world.ana)
    new = world.migrate(old)
    to, since = [u.message for u in await telegram.heard() if u.message][-2:]
    assert (to.migrate_to_chat_id, since.migrate_from_chat_id, since.sender_chat.id) == (new, old, new)
    with pytest.raises(ChatMigrated) as no:
        await bot.send_message(old, "hello")
    assert no.value.new_chat_id == new
    world.say(world.ben, old, "/p")
    assert (await telegram.heard())[-1].message.chat.id == new
    assert (await bot.send_message(new, "hello")).message_id == 3, "a supergroup counts its own messages"


async def test_a_chat_is_chosen(telegram: Telegram) -> None:
    world, ana = telegram.world, telegram.world.ana
    wish = KeyboardButton("Choose", request_chat=KeyboardButtonRequestChat(7, False, bot_is_member=True))
    await telegram.bot.send_message(ana.chat, "Which group?", reply_markup=ReplyKeyboardMarkup([[wish]]))
    group = world.make_group(ana, add_bot=False)
    world.share_chat(ana, 7, group)
    *_, shared = await telegram.heard()
    assert (shared.message.chat_shared.request_id, shared.message.chat_shared.chat_id) == (7, group)
    assert (await telegram.bot.get_chat(group)).title == "Us"
    with pytest.raises(KeyError):
        world.share_chat(ana, 8, group)


# what is refused


async def test_refused_texts_and_buttons(telegram: Telegram) -> None:
    bot, chat = telegram.bot, telegram.world.ana.chat
    assert await bot.send_message(chat, "🌙" * 2048)

    def press(data: str) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[InlineKeyboardButton("Go", api_kwargs={"callback_data": data})]])

    for words, call in [
        ("Message is too long", {"text": "🌙" * 2049}),
        ("Message text is empty", {"text": " \n"}),
        ("Button_data_invalid", {"text": "x", "reply_markup": press("ä" * 33)}),
        ("Button_data_invalid", {"text": "x", "reply_markup": press("")}),
        (
            "Text buttons are unallowed",
            {"text": "x", "reply_markup": InlineKeyboardMarkup([[InlineKeyboardButton("Go")]])},
        ),
        ("Can't parse entities", {"text": "x", "entities": [MessageEntity("bold", 0, 9)]}),
        ("Can't parse entities", {"text": "x", "entities": [MessageEntity("glitter", 0, 1)]}),
        ("Message to be replied not found", {"text": "x", "reply_parameters": ReplyParameters(999)}),
    ]:
        with pytest.raises(BadRequest, match=f"(?i){words}"):
            await bot.send_message(chat, **call)
    assert await bot.send_message(chat, "x", reply_markup=press("ä" * 32))
    with pytest.raises(BadRequest, match="caption is too long"):
        await bot.send_document(chat, b"x", caption="x" * 1025)


async def test_refused_edits_and_deletions(telegram: Telegram) -> None:
    world, bot, chat = telegram.world, telegram.bot, telegram.world.ana.chat
    card = await bot.send_message(chat, "A card", reply_markup=keys("Here"))
    asks = await bot.send_message(chat, "A question", reply_markup=ForceReply())
    said = world.say(world.ana, chat, "my words")
    with pytest.raises(BadRequest, match="(?i)message is not modified: specified new message content"):
        await bot.edit_message_text("A card", chat, card.message_id, reply_markup=keys("Here"))
    with pytest.raises(BadRequest, match="not modified"):
        await bot.edit_message_reply_markup(chat, card.message_id, reply_markup=keys("Here"))
    for id in (said, asks.message_id):
        with pytest.raises(BadRequest, match="(?i)message can't be edited"):
            await bot.edit_message_text("other", chat, id)
    with pytest.raises(BadRequest, match="(?i)message to edit not found"):
        await bot.edit_message_text("other", chat, 999)
    await bot.delete_messages(chat, [said, 999])
    for gone in (said, 999):
        with pytest.raises(BadRequest, match="(?i)message to delete not found"):
            await bot.delete_message(chat, gone)
    group = world.make_group(world.ana)
    with pytest.raises(BadRequest, match="(?i)message can't be deleted$"):
        await bot.delete_message(group, world.say(world.ana, group, "ours"))
    telegram.clock.on(hours=48, seconds=1)
    with pytest.raises(BadRequest, match="(?i)message can't be deleted for everyone"):
        await bot.delete_message(chat, card.message_id)


async def test_a_press_is_answered_once_and_in_time(telegram: Telegram) -> None:
    world, bot, ana = telegram.world, telegram.bot, telegram.world.ana
    card = await bot.send_message(ana.chat, "A card", reply_markup=keys("Here"))
    presses = [world.tap(ana, ana.chat, card.message_id, "Here") for _ in range(2)]
    with pytest.raises(BadRequest, match="MESSAGE_TOO_LONG|Message_too_long"):
        await bot.answer_callback_query(presses[0], "x" * 201)
    await bot.answer_callback_query(presses[0], "x" * 200)
    stale = "(?i)query is too old and response timeout expired or query id is invalid"
    for answered_or_unknown in (presses[0], "1"):
        with pytest.raises(BadRequest, match=stale):
            await bot.answer_callback_query(answered_or_unknown)
    telegram.clock.on(seconds=151)
    with pytest.raises(BadRequest, match=stale):
        await bot.answer_callback_query(presses[1])


async def test_refused_people_and_chats(telegram: Telegram) -> None:
    world, bot = telegram.world, telegram.bot
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(world.ben.chat, "hello")
    for unknown in (42, world.direct(world.ana, world.ben), world.make_group(world.cleo, "Hers", (), add_bot=False)):
        with pytest.raises(BadRequest, match="(?i)chat not found"):
            await bot.send_message(unknown, "hello")
    world.block(world.ana)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(world.ana.chat, "hello")
    world.say(world.ana, world.ana.chat, "/start")
    blocked, back, said = await telegram.heard()
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert (back.my_chat_member.new_chat_member.status, said.message.text) == ("member", "/start")
    assert await bot.send_message(world.ana.chat, "hello")


async def test_failures_on_demand(telegram: Telegram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    world, bot, chat = telegram.world, telegram.bot, telegram.world.ana.chat
    world.fail_next("sendMessage", 429, wait=7)
    await bot.get_me()
    with pytest.raises(RetryAfter) as no:
        await bot.send_message(chat, "one")
    assert no.value.retry_after == timedelta(seconds=7)
    world.fail_next(error=500, times=2)
    await telegram.heard()
    for _ in range(2):
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await bot.send_message(chat, "two")
    world.fail_next(error=403)
    with pytest.raises(Forbidden):
        await bot.send_message(chat, "three")
    world.fail_next(error=500, done=True)
    with pytest.raises(NetworkError):
        await bot.send_message(chat, "four")
    assert [m.text for m in world.messages(chat)] == ["/start", "four"]


async def test_tokens_and_unknown_methods() -> None:
    telegram = Telegram(token="1:right")
    async with telegram.another("1:right") as bot:
        with pytest.raises(EndPointNotFound):
            await bot.do_api_request("noSuchMethod")
    with pytest.raises(InvalidToken):
        await telegram.another("1:wrong").initialize()


# polls, restarts, the wire


async def test_of_two_polls_the_older_ends(telegram: Telegram) -> None:
    older = asyncio.create_task(telegram.bot.get_updates(offset=telegram.seen, timeout=30))
    await asyncio.sleep(0.05)
    async with telegram.another() as second:
        newer = asyncio.create_task(second.get_updates(offset=telegram.seen, timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await asyncio.wait_for(older, 60)
        telegram.world.say(telegram.world.ana, telegram.world.ana.chat, "at last")
        assert [u.message.text for u in await asyncio.wait_for(newer, 60)] == ["at last"]


async def test_everything_survives_a_restart(tmp_path: Path) -> None:
    before = Telegram(tmp_path)
    world = before.world
    async with before.bot as bot:
        world.say(world.ana, world.ana.chat, "/start")
        card = await bot.send_message(world.ana.chat, "A card", reply_markup=keys("Here"))
        document = await bot.send_document(world.ana.chat, b"words", filename="words.json")
        await bot.set_my_commands([BotCommand("pause", "Stop")])
    group = world.migrate(world.make_group(world.ana))
    after = Telegram(tmp_path)
    assert (vars(after.world.state).keys(), after.world.chats) == (vars(world.state).keys(), world.chats)
    assert after.world.messages(group) == world.messages(group)
    async with after.bot as bot:
        after.world.tap(after.world.ana, world.ana.chat, card.message_id, "Here")
        updates = await after.heard()
        assert (updates[0].message.text, updates[-1].callback_query.data) == ("/start", "here")
        assert [c.command for c in await bot.get_my_commands()] == ["pause"]
        file = await bot.get_file(document.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"words"
        assert (await bot.send_message(group, "still here")).message_id == 2
    with pytest.raises(KeyError):
        after.world.file("../world.json")


@asynccontextmanager
async def served(world: World, **more: object) -> AsyncIterator[str]:
    server = Server(world, uvicorn.Config(app(world, **more), port=0, log_level="warning"))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await asyncio.wait_for(running, 60)


async def test_over_a_socket() -> None:
    world = World(Clock())
    async with served(world) as home:
        way = HTTPXRequest(read_timeout=0.2)
        async with Bot("1:token", f"{home}/bot", request=way) as bot:
            poll = asyncio.create_task(bot.get_updates(timeout=20))
            await asyncio.sleep(0.05)
            world.say(world.ana, world.ana.chat, "/start")
            assert [u.message.text for u in await asyncio.wait_for(poll, 60)] == ["/start"]
            await bot.send_photo(world.ana.chat, b"\x89PNG" + bytes(40), caption="a picture")
            world.fail_next("sendMessage", "slow", wait=0.4)
            with pytest.raises(TimedOut):
                await bot.send_message(world.ana.chat, "late")
            assert [m.text for m in world.messages(world.ana.chat)] == ["/start", "a picture", "late"]
            waiting = asyncio.create_task(bot.get_updates(offset=810_000_002, timeout=30))
            await asyncio.sleep(0.05)
    try:  # the server stopped at once, and the long poll with it
        assert await asyncio.wait_for(waiting, 20) == ()
    except TelegramError:
        pass


# the page


async def test_no_foreign_page_drives_it(telegram: Telegram) -> None:
    ana = telegram.world.ana.id
    word = {"person": ana, "chat": ana, "text": "hello"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(telegram.app), base_url=HOME) as web:
        page = await web.get("/", headers={"Sec-Fetch-Site": "cross-site"})
        assert page.status_code == 200
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert "unsafe" not in page.headers["content-security-policy"]
        assert (await web.post("/page/say", json=word, headers={"Origin": HOME})).status_code == 200
        for headers in (
            {"Origin": "https://example.org"},
            {"Origin": "null"},
            {"Origin": "http://127.0.0.1:9999"},
            {"Host": "example.org"},
            {"Host": "127.0.0.1.example.org:8765"},
            {"Sec-Fetch-Site": "cross-site"},
        ):
            assert (await web.post("/page/say", json=word, headers=headers)).status_code == 403, headers
            assert (await web.get("/bot1:token/getMe", headers=headers)).status_code == 403, headers
        assert (await web.post("/page/say", content='{"text": "form"}')).status_code == 404, "JSON only"
        for act in ("_who", "changes", "routes", "__init__"):
            assert (await web.post(f"/page/{act}", json=word)).status_code == 404
    assert [m.text for m in telegram.world.messages(ana)] == ["/start", "hello"]


async def test_a_file_is_shown_only_if_it_is_a_picture(telegram: Telegram) -> None:
    script = telegram.world.keep_file(b"<script>alert(1)</script>")
    photo = telegram.world.keep_file(b"\x89PNG...")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(telegram.app), base_url=HOME) as web:
        answer = await web.get(f"/page/file/{script}")
        assert answer.headers["content-disposition"] == "attachment"
        assert answer.headers["content-type"] == "application/octet-stream"
        assert (await web.get(f"/page/file/{photo}")).headers["content-type"] == "image/png"
        assert (await web.get("/page/file/unknown")).status_code == 404


@pytest.mark.browser
@needs_chromium
async def test_two_phones_in_a_browser() -> None:
    from playwright.async_api import async_playwright, expect

    clock = Clock()
    world = World(clock)

    async def five() -> None:
        clock.on(minutes=5)

    async with served(world, moves={"5min": five}, zone="Europe/Vienna") as home, async_playwright() as play:
        browser = await play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if line.type in ("error", "warning") else None)
        async with Bot("1:token", f"{home}/bot") as bot:
            await page.goto(home)
            ana, ben = page.locator(".phone.ana"), page.locator(".phone.ben")
            await ana.get_by_role("button", name="Start").click()
            await expect(ana.locator(".own .text")).to_have_text("/start")

            # what is written stays text, whatever it looks like
            evil = "<img src=x onerror=\"document.title='owned'\">"
            marks = [MessageEntity("bold", 0, 4), MessageEntity("text_link", 5, 3, url="https://example.org/")]
            await bot.send_message(world.ana.chat, evil, entities=marks)
            await expect(ana.locator(".bot .text")).to_have_text(evil)
            assert await ana.locator(".log img:not([alt=''])").count() == 0
            assert await ana.locator(".bot .text strong").text_content() == "<img"
            assert await page.title() == "Evenfall · the playground"
            script = InlineKeyboardMarkup(
                [[InlineKeyboardButton("Go", url="tg://resolve"), InlineKeyboardButton("Tap", callback_data="t")]]
            )
            card = await bot.send_message(world.ana.chat, "A card", reply_markup=script)
            await expect(ana.get_by_role("button", name="Tap")).to_be_visible()
            assert await ana.locator(".keys a").count() == 0, "only http addresses become links"

            # a press spins until its answer, which is a toast; the card changes in place
            await ana.get_by_role("button", name="Tap").click()
            await expect(ana.locator(".key[aria-busy=true]")).to_be_visible()
            press = (await bot.get_updates(offset=-1, timeout=5))[0].callback_query
            await press.answer("Kept for tonight")
            await expect(ana.get_by_role("status")).to_have_text("Kept for tonight")
            await expect(ana.locator(".key[aria-busy=true]")).to_have_count(0)
            await bot.edit_message_text("Another card", world.ana.chat, card.message_id)
            await expect(ana.locator(".changed .text")).to_have_text("Another card")

            # ForceReply opens the reply, Escape closes it
            await ana.get_by_label("Message from Ana").focus()
            await bot.send_message(
                world.ana.chat, "Which?", reply_markup=ForceReply(input_field_placeholder="One sentence")
            )
            await expect(ana.get_by_placeholder("One sentence")).to_be_focused()
            await page.keyboard.press("Escape")
            await expect(ana.locator(".replying")).to_be_hidden()

            # an invitation goes by hand, and opens the other phone's START
            link = "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fevenfall_bot%3Fstart%3Dabc&text=Ten%20minutes"
            invite = InlineKeyboardMarkup([[InlineKeyboardButton("Write to my partner", url=link)]])
            await bot.send_message(world.ana.chat, "Your own words", reply_markup=invite)
            await ana.get_by_role("link", name="Write to my partner").click()
            await ana.get_by_role("button", name="Send to Ben").click()
            await ben.get_by_role("tab", name="Ana").click()
            await ben.get_by_role("link", name="t.me/evenfall_bot").click()
            await ben.get_by_role("button", name="Start").click()
            await expect(ben.locator(".own .text")).to_have_text("/start abc")

            # the one clock
            await expect(page.locator("#time")).to_have_text("21:30")
            await page.get_by_role("button", name="+5 min").click()
            await expect(page.locator("#time")).to_have_text("21:35")
        assert problems == []
        await browser.close()
