"""F1: anything Telegram may send, and what it should not: updates made at random from the Bot API's own types.

The types are python-telegram-bot's. An update may be whole, lack fields, or hold values of another type; it comes from
members, strangers, groups, channels and anonymous admins, forwarded, edited, pressed. None may be more than a dead
letter.
"""

import asyncio
import inspect
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from random import Random
from typing import Any

import telegram
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from telegram import constants

from dialogue.clock import Clock
from models import Inbox, Outbox
from tests.campaign.people import CANARY, accounts
from tests.campaign.registry import HEAVY, Outcome, run
from tests.campaign.stand import Stand

Json = dict[str, Any]

KINDS = ("valid", "missing", "wrong")
SHARE = 0.03  # of all fields that are left out, or of another type
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
US = {"id": 7700000001, "is_bot": True, "first_name": "Evenfall", "username": "evenfall_bot"}
STRANGER = 6_500_000_000
GROUP = -4_000_000
CHANNEL = -1_001_000_000_000
COMMANDS = (
    "start", "checkin", "review", "pause", "p", "park", "menu", "promise", "win", "journal", "talk", "wave", "kept",
    "rights", "sos", "settings", "help", "leave", "erase", "export", "schedule", "own", "rules", "hold", "say",
)  # fmt: skip
WRONG: tuple[Any, ...] = (None, True, -1, 2**70, 1.5, "", f"{CANARY}", [], [1], {}, {"id": "x"}, [[{}]])
# required, whatever the signature says
SINCE = ("persistent_id", "option_persistent_ids", "allows_revoting", "members_only", "can_react_to_messages")
OTHERS = (
    "edited_message", "channel_post", "edited_channel_post", "chat_member", "message_reaction", "poll", "poll_answer",
    "inline_query", "chat_join_request", "business_message", "chat_boost", "purchased_paid_media", "pre_checkout_query",
)  # fmt: skip


@cache
def fields(kind: type) -> list[tuple[str, str, bool]]:
    """Name, type and whether it must be there, of each field of a Bot API type."""
    found = []
    for name, one in inspect.signature(kind.__init__).parameters.items():
        if name in ("self", "api_kwargs") or one.kind in (one.VAR_POSITIONAL, one.VAR_KEYWORD):
            continue
        wanted = one.annotation.__name__ if isinstance(one.annotation, type) else str(one.annotation)
        must = one.default is one.empty or name in SINCE
        found.append(("from" if name == "from_user" else name, wanted, must))
    return found


@cache
def named(wanted: str) -> type | None:
    """The Bot API type that an annotation speaks of."""
    for word in re.findall(r"\b[A-Z]\w+", wanted):
        kind = getattr(telegram, word, None)
        if inspect.isclass(kind) and issubclass(kind, telegram.TelegramObject):
            return kind
    return None


@cache
def variants(kind: type) -> list[tuple[type, Json]]:
    """The types that stand for this one, each with what tells it apart."""
    found: list[tuple[type, Json]] = []
    for one in kind.__subclasses__():
        if not one.__name__.startswith(kind.__name__) or one.__module__ == kind.__module__ + ".deprecated":
            continue
        word = re.sub(r"(?<!^)(?=[A-Z])", "_", one.__name__.removeprefix(kind.__name__)).lower()
        if kind is telegram.ChatMember:
            found.append((one, {"status": constants.ChatMemberStatus[word.upper()].value}))
        else:
            found.append((one, {"type": word, "source": word}))
    return found or [(kind, {})]


class Telegram:
    """Makes updates, one like no other."""

    def __init__(self, random: Random, members: list[int], chats: set[int]) -> None:
        self.random, self.members = random, members
        self.strangers = [STRANGER + number for number in range(60)]
        self.groups = [GROUP - number for number in range(6)]
        self.chats = chats  # all that any update spoke of
        self.chats |= {*members, *self.strangers, *self.groups}
        self.kind = KINDS[0]
        self.buttons: list[tuple[int, int, str]] = []  # chat, message and data of buttons that were shown
        self._message = 1_000

    def update(self) -> Json:
        dice = self.random.random()
        if dice < 0.62:
            told = {"message": self.message()}
        elif dice < 0.8:
            told = {"callback_query": self.press()}
        elif dice < 0.87:
            told = {"my_chat_member": self.standing()}
        else:
            name = self.random.choice(OTHERS)
            wanted = next(wanted for field, wanted, _ in fields(telegram.Update) if field == name)
            told = {name: self.message() if wanted.startswith("telegram._message.Message") else self.value(wanted, 3)}
        told = {name: self.spoilt(value) for name, value in told.items()}
        self.chats |= set(_places(told))
        return told

    # --- what people do ------------------------------------------------------------------------------------------

    def person(self) -> Json:
        user = self.random.choice(self.members if self.random.random() < 0.6 else self.strangers)
        names = ("Ana", "\u202eneB", "x" * 300, "", f"{CANARY} 🌙")
        return {"id": user, "is_bot": self.random.random() < 0.02, "first_name": self.random.choice(names)}

    def place(self, person: Json) -> Json:
        dice = self.random.random()
        if dice < 0.7:
            return {"id": person["id"], "type": "private", "first_name": "x"}
        if dice < 0.95:
            title, kind = self.random.choice(("Us", CANARY)), self.random.choice(("group", "supergroup"))
            return {"id": self.random.choice(self.groups), "type": kind, "title": title}
        return {"id": CHANNEL - self.random.randrange(5), "type": "channel", "title": "News"}

    def message(self) -> Json:
        """What is always there, and a few fields more; half of them are words or a command."""
        person = self.person()
        found = self.value("Message", 3, few=True) | {"chat": self.place(person), "from": person}
        self._message += 1
        found |= {"message_id": self._message, "date": int(Clock().now().timestamp())}
        if self.random.random() < 0.7:
            found["text"] = self.words()
        if self.random.random() < 0.1:
            found["forward_origin"] = self.value("MessageOrigin", 2)
        if found["chat"]["type"] != "private" and self.random.random() < 0.3:
            found |= {"from": ANONYMOUS, "sender_chat": found["chat"]}
        if self.random.random() < 0.2:
            found["reply_to_message"] = self.shown(found["chat"])
        return found

    def shown(self, chat: Json) -> Json:
        """Something that we said."""
        return {"message_id": self.random.randrange(1, 60), "date": 1, "chat": chat, "from": US, "text": "?"}

    def words(self) -> str:
        dice = self.random.random()
        if dice < 0.45:
            at = self.random.choice(("", "", "@evenfall_bot", "@other_bot"))
            more = self.random.choice(("", "", f" {CANARY}", " " + "A" * 64, " 21:00", "\n"))
            return f"/{self.random.choice(COMMANDS)}{at}{more}"
        return self.random.choice(
            (f"{CANARY} soup", "{0.__class__}%s<b>", "🌙" * 2000, " ", "\u2066x", "9", "tomorrow")
        )

    def press(self) -> Json:
        person = self.person()
        found = self.value("CallbackQuery", 2, few=True)
        chat, message, data = person["id"], self.random.randrange(1, 60), f"{CANARY}{self.random.getrandbits(64):x}"
        if self.buttons and self.random.random() < 0.6:
            chat, message, data = self.random.choice(self.buttons)
            if chat > 0 and self.random.random() < 0.8:
                person = person | {"id": chat}
        place = {"id": chat, "type": "private" if chat > 0 else "group"}
        about = self.shown(place) | {"message_id": message}
        return found | {"id": f"{self.random.getrandbits(60)}", "from": person, "message": about, "data": data}

    def standing(self) -> Json:
        """We were added or removed."""
        person = self.person()
        chat, at = self.place(person), int(Clock().now().timestamp())
        before, now = (self.value("ChatMember", 1) | {"user": US} for _ in range(2))
        return {"chat": chat, "from": person, "date": at, "old_chat_member": before, "new_chat_member": now}

    # --- by the types --------------------------------------------------------------------------------------------

    def value(self, wanted: str, depth: int, few: bool = False) -> Any:
        """Something of a type; without many optional fields where that is enough."""
        if "Sequence[" in wanted or "tuple[" in wanted or "list[" in wanted:
            inner = wanted.partition("[")[2]
            return [self.value(inner, depth) for _ in range(self.random.randrange(1, 3))]
        kind = named(wanted)
        if kind is not None:
            return self.whole(kind, depth, few)
        if "datetime" in wanted:
            return int(Clock().now().timestamp())
        if re.search(r"\bbool\b", wanted):
            return self.random.random() < 0.5
        if re.search(r"\bint\b|timedelta", wanted):
            return self.random.choice((0, 1, -1, self.random.getrandbits(40), 5))
        if re.search(r"\bfloat\b", wanted):
            return self.random.uniform(-180, 180)
        return self.random.choice(("x", f"{CANARY}", "member", "", "🌙", "private"))

    def whole(self, kind: type, depth: int, few: bool) -> Json:
        one, found = self.random.choice(variants(kind))
        found = dict(found)
        every = fields(one)
        rare = 2 / len(every) if few else 0.25
        for name, wanted, must in every:
            if must or (depth > 0 and self.random.random() < rare):
                if depth <= -2 and named(wanted) is not None:
                    found[name] = {}
                else:
                    found[name] = self.value(wanted, depth - 1)
        return found

    def spoilt(self, value: Any) -> Any:
        """As the kind of this run wishes."""
        if self.kind == "valid" or not isinstance(value, (dict, list)):
            return value
        if isinstance(value, list):
            return [self.spoilt(one) for one in value]
        found = {}
        for name, one in value.items():
            if self.random.random() < SHARE:
                if self.kind == "wrong":
                    found[name] = self.random.choice(WRONG)
                continue
            found[name] = self.spoilt(one)
        return found


def _places(told: Any, name: str = "") -> Iterator[int]:
    """The chats and people that an update speaks of where somebody may answer: not those that a field only quotes."""
    if isinstance(told, dict):
        if name in ("chat", "from") and type(told.get("id")) is int:
            yield told["id"]
        for key, one in told.items():
            if key in ("message", "callback_query", "my_chat_member", "chat", "from", "chat_shared"):
                yield from _places(one, key)
            elif key in ("migrate_to_chat_id", "migrate_from_chat_id", "chat_id") and type(one) is int:
                yield one


@run("F1", "random updates, whole, lacking and wrong", cost=40, turn=HEAVY)
async def random_updates(stand: Stand) -> Outcome:
    # What is read and what it means is the same on both: the other one is shown what it makes of some.
    each, couples = stand.sized(1_000, 2_000 if stand.shared else 10_000, 10_000), 20
    await stand.move_in()
    await stand.settle_in(couples)
    api = await stand.api()
    subject = stand.subject(api, FLOOD_LIMITS="false", debug="yes")
    await subject.start()
    members = [user for number in range(couples) for user in accounts(number)]
    outcome = Outcome(expected=3 * each, moved=0)
    sent, began = 0, time.monotonic()
    looked = 0
    made = Telegram(stand.random, members, stand.chats)
    for made.kind in KINDS:
        for _ in range(0, each, 100):
            for call in api.calls[looked:]:
                if call.message is not None:
                    pressable = [one["callback_data"] for one in call.buttons if "callback_data" in one]
                    made.buttons += [(call.chat, call.message, data) for data in pressable]
            looked = len(api.calls)
            for _ in range(100):
                api.push(made.update())
                sent += 1
            for _ in range(600):  # no stall
                if not api.updates:
                    break
                await asyncio.sleep(0.05)
            outcome.require(not api.updates, f"after {sent} updates nothing came in for half a minute")
            stand.told(sent, 3 * each)
            if api.updates:
                break
    quiet = await _played(stand, outcome)
    outcome.figures |= {"updates": sent, "a second": round(sent / (time.monotonic() - began))}
    before = len(api.calls)
    api.say(members[0], "/sos")  # static, and first in no queue
    alive = await api.until(lambda: any(call.chat == members[0] for call in api.calls[before:]), 20)
    outcome.require(alive, "afterwards it answers nobody")
    code = await subject.stop(30)
    outcome.require(code == 0, f"it ended with {code}")
    outcome.moved = len(api.confirmed) - 1
    outcome.figures |= {"done": quiet["done"], "dead": quiet["dead"], "calls": len(api.calls)}
    stand.judge_logs(outcome)
    return outcome


async def _played(stand: Stand, outcome: Outcome) -> dict[str, int]:
    """Every update is done or dead, and nothing is addressed to a chat that nobody wrote from."""
    states: dict[str, int] = {"new": 1}
    for _ in range(180):
        with suppress(OperationalError):  # SQLite: while the subject plays without a pause, nobody else's turn comes
            async with stand.opened() as database, database.session() as db:
                states = dict((await db.execute(select(Inbox.state, func.count()).group_by(Inbox.state))).all())
                posts = select(Outbox.chat_id, Outbox.kind).distinct()
                strange = [(chat, kind) for chat, kind in await db.execute(posts) if chat not in stand.chats]
        if not states.get("new"):
            break
        await asyncio.sleep(1)
    else:
        outcome.misses.append(f"{states.get('new')} updates still wait after three minutes")
        return {"done": 0, "dead": 0}
    outcome.require(not strange, f"written to, though nobody wrote from there: {strange[:5]}")
    return {state: int(states.get(state, 0)) for state in ("done", "dead")}
