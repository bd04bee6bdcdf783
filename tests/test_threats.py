"""docs/threats.md is true: each row names a test that is there. And the rows that had none."""

import ast
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Bot

from bot import shape
from bot.front import TelegramFront
from bot.keys import verify
from dialogue.scene import split
from dialogue.text import units
from models import Entry
from tests.canaries import found
from tests.sofa import EVENING, PAIRED, sofa, unlock
from tests.sofa import GROUP as GROUP_BOUND
from tests.stage import TEXTS
from tests.test_backup import config_of, evenfall
from tests.test_container import LOCKS, ROOT
from tests.test_doors import BOT, CARD, GROUP, said
from tests.test_turns import all_data, pressed

TABLE = ROOT / "docs" / "threats.md"


def test_every_threat_names_a_test_that_is_there():
    rows = re.findall(r"^\| (\d+) \|(.*)$", TABLE.read_text(), re.M)
    assert [int(number) for number, _ in rows] == list(range(1, 24))
    for number, row in rows:
        named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", row)
        assert named, f"row {number} names no test"
        for file, test in named:
            tree = ast.parse((ROOT / "tests" / file).read_text())
            assert test in {getattr(node, "name", "") for node in tree.body}, f"row {number}: {file}::{test}"


# --- 4 ---------------------------------------------------------------------------------------------------------------

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


@pytest.mark.parametrize("words", ["/pause", "/leave", "/erase", "/start", "soup"])
def test_a_mask_is_nobody(words: str):
    """Whoever speaks as a group or a channel, or passes on what somebody else said, is not one of the two."""
    reply = {"reply_to_message": CARD} if not words.startswith("/") else {}
    channel = {"id": -1001, "type": "channel", "title": "x"}
    for masked in (
        {"sender_chat": GROUP},
        {"sender_chat": channel},
        {"forward_origin": {"type": "channel", "date": 1}},
    ):
        assert shape.fit(said(GROUP, text=words, **reply, **masked)) is None
    anonymous = said(GROUP, text=words, sender_chat=GROUP, **reply)
    anonymous["message"]["from"] = ANONYMOUS
    assert shape.fit(anonymous) is None
    front = TelegramFront(Bot("1:a"), "evenfall_bot", TEXTS)
    plain = said({**GROUP}, text=words, reply_to_message=CARD)
    assert shape.fit(plain) is not None and front.to_event(plain) is not None, "without a mask it is heard"
    plain["message"]["from"] = {**BOT, "username": "another_bot"}
    assert front.to_event(plain) is None, "and no other bot is"


# --- 6 ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "before",
    [
        ("Ana: /settings", "Ana: /kept", "Ana: /rights", "Ana: /schedule"),
        ("Ana: /park", "Ana: the money", "Ana: /own"),
        ("Ana: /promise", "Ana: /pledge", "Ana: /quiet"),
        ("Ana: /leave", "Ana: /erase", "Ana: /win"),
        (EVENING, "Ana: [A little room]", "Ana: bread"),
        ("-- Sunday 17:00", "Ana: [I'm here]", "Ben: [I'm here]", "Ana: [3]"),
    ],
    ids=["looking", "writing", "promising", "going", "evening", "review"],
)
async def test_no_button_of_one_works_for_another(before: tuple[str, ...], house, tmp_path):
    """Everything that was ever put before Ana alone, pressed by Ben and by a stranger: no row changes."""
    async with sofa(house, tmp_path, *PAIRED, *before) as us:
        both = set(all_data(us, us.person("Ben").chat))
        hers = [data for data in all_data(us, us.person("Ana").chat) if data not in both]
        assert hers
        for name in ("Ben", "Cleo"):
            taps = [us.event(name, "tap", data=data, tap=str(number)) for number, data in enumerate(hers)]
            assert all(await pressed(us, *taps)), "and it is said, in a word"


# --- 11 --------------------------------------------------------------------------------------------------------------


async def test_no_command_shows_a_word(house, tmp_path, capsys):
    """Nothing that is typed on the machine prints what somebody wrote, or a name."""
    mark = "KanarieAnaAlone"
    async with sofa(
        house, tmp_path, *PAIRED, f"Ana: /win {mark}", "Ana: /settings", "Ana: [My name]", f"Ana: {mark}"
    ) as us:
        folder = us.stage.folder
        async with us.stage.database.session() as db:
            await unlock(db)
            assert found(json.dumps([one.words for one in await db.scalars(select(Entry))]).encode()) == {mark}
    await verify(config_of(folder))
    told = capsys.readouterr().out
    env = {"EVENFALL_DATA": str(folder / "data"), "EVENFALL_KEYS_FILE": str(folder / "key")}
    env |= {"DATABASE_URL": config_of(folder).database_url, "PATH": os.environ["PATH"]}
    for words in (["doctor"], ["backup", str(tmp_path / "backups")]):
        done = evenfall(tmp_path, *words, TELEGRAM_BASE_URL="http://127.0.0.1:1", **env)
        told += done.stdout + done.stderr
    assert "Everything opens" in told and "Backed up" in told and not found(told.encode())
    commands = ast.parse((ROOT / "bot" / "commands.py").read_text()).body
    typed = {one.name for one in commands if isinstance(one, ast.FunctionDef) and one.decorator_list}
    assert typed == {
        "run", "play", "demo", "backup", "restore", "rotate", "rotate_data", "drop_old", "verify", "doctor", "version",
        "capacity", "open_export",  # with the passphrase and without a database
    }, "a new command: does it show a word?"  # fmt: skip


# --- 14, 19 ----------------------------------------------------------------------------------------------------------

HERS = (
    *("/process", "heron one", "[That's it]", "[Keep it, only for me]", "/win heron two", "/journal", "heron three"),
    *("[Skip]", "[Skip]", "heron four", "/own", "heron five", "heron six", "[It stands]", "heron seven"),
    *("[Keep it as…]", "/tender", "[Name one]", "heron eight", "12 May", "[Once]", "[Close]"),
    *("/kept", "[Close]", "/export", "[As they are]"),
)


async def test_what_was_written_alone_does_not_stay_on_the_screen(house, tmp_path):
    """Threat 14. The next noon an unlocked phone shows none of it and no file; what was kept is kept."""
    async with sofa(house, tmp_path, *PAIRED, "-- Tuesday 18:00", *(f"Ana: {one}" for one in HERS)) as us:
        chat = us.person("Ana").chat
        assert [one for one in us.world.messages(chat) if one.document]
        await us("-- Wednesday 12:01")
        left = us.world.messages(chat)
        assert left and [one for one in left if "heron" in one.text or one.document] == []
        assert str((await us.rows())["entries"]).count("heron") == 8


@pytest.mark.parametrize("before", [PAIRED, GROUP_BOUND], ids=["private", "group"])
async def test_a_voice_stays_where_it_was_said_until_both_are_here(before: tuple[str, ...], house, tmp_path):
    """Threat 19. Of a voice only its number is kept; it is shown by Telegram's own copy, as words are."""
    async with sofa(house, tmp_path, *before, EVENING, "Ana: [No]", "Ana says aloud") as us:
        chats = [us.person("Ben").chat, *us.talk.groups.values()]

        def heard() -> list[Any]:
            return [one for chat in chats for one in us.world.messages(chat) if "voice" in one.content]

        skips = ("[Skip]", "[Skip]", "[Skip]")
        await us(*(f"Ana: {one}" for one in (*skips, "[I'm here]")), "Ben: [No]", "Ben: soup")
        await us(*(f"Ben: {one}" for one in skips))
        assert heard() == []
        said = [row["said"] for row in (await us.rows())["answers"] if "aloud" in row["said"]]
        assert [sorted(one) for one in said] == [["aloud", "choice", "words"]] and isinstance(said[0]["aloud"], int)
        await us("Ben: [I'm here]")
        assert len(heard()) == 1


# --- 18, 23 ------------------------------------------------------------------------------------------------------


def test_no_language_model_reads_along():
    """R28. Not one client of any is in what is installed."""
    locked = (ROOT / LOCKS[0]).read_text()
    packages = set(re.findall(r"^([a-z0-9._-]+)==", locked, re.M))
    assert "cryptography" in packages
    model = re.compile(
        r"openai|anthropic|llm|llama|gpt|groq|transformers|torch|langchain|mistral|cohere|genai|generativeai|huggingface"
    )
    assert not [one for one in packages if model.search(one)]


@pytest.mark.parametrize("size", [4095, 4096, 4097, 8192, 8193])
@pytest.mark.parametrize("sign", ["a", "🌙", "a 🌙 "])
def test_at_the_limit_no_sign_is_torn(size: int, sign: str):
    words = (sign * size)[:size]
    while units(words) > size:
        words = words[:-1]
    parts = split(words)
    assert all(0 < units(part.text) <= 4096 for part in parts if part.text)
    assert len(parts) == 1 or units(words) > 4096
    assert "".join(part.text for part in parts).replace(" ", "") == words.replace(" ", "")
    for part in parts:
        part.text.encode()


def test_no_text_leads_elsewhere():
    """An address in what the companion says would teach people to follow one."""
    allowed = {"findahelpline.com"}
    strange: list[Any] = []
    for path in sorted((ROOT / "texts").rglob("*.ftl")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for address in re.findall(r"(?:https?://|t\.me/|www\.)\S+|\b[\w-]+\.(?:com|org|net|io|me)\b", line):
                if not line.startswith("#") and address.strip("().,") not in allowed:
                    strange.append((Path(path).relative_to(ROOT).as_posix(), number, address))
    assert not strange


# --- 23 --------------------------------------------------------------------------------------------------------------


async def test_who_begins_reads_its_own_name(house, tmp_path):
    """Threat 23. The very first message, whoever opens it, and /about, in each language."""
    for code in TEXTS.languages:
        for key in ("pairing-adult", "about-about"):
            assert "@the_one" in TEXTS[code].write(key, {"operator": "Marta", "bot": "@the_one"}, "UTC")
    async with sofa(house, tmp_path) as us:
        for who in ("Ana: /start", "Cleo: /start abc", "Cleo: /about"):
            [*_, told] = await us(who)
            assert f"@{us.world.bot_username}" in told.text, who
