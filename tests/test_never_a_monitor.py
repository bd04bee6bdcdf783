"""Never a monitor, over every practice there is, found by walking: no practice is named here.

The two walk through everything for a while, at random. Then their histories part: in one, Ana does nothing more; in
another she goes on alone, through every command and every button, writes, skips, deletes; in a third she blocks the
companion. Whatever Ben can see of it (each message, its buttons, its sound, its minute, in the end every command and
every button behind it, and his export) is compared, and must be the same to the byte.

What is hers alone is not listed either: a step of hers counts as private unless, in that moment, it says something to
him or changes what belongs to both; such a step is taken back, because it was her own tap that told him. So nothing
may reach him later, of itself. `EVENFALL_WALKS=40` walks further.
"""

import os
import random
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.exports import render
from dialogue.event import Event
from handlers import PRACTICES
from models import Alarm, Answer, Conversation, Couple, Entry, Message, Outbox, Person, Question
from models.keys import keys_of
from models.people import DEFAULTS
from tests.sofa import PAIRED, Item, Sofa, sofa
from tests.stage import TEXTS

WALKS = int(os.environ.get("EVENFALL_WALKS", "2"))
COMMANDS = sorted({name for one in PRACTICES for name in one.commands})
ENDS = {"start", "leave", "erase"}  # not in the part that both walk: there would be no couple to look at
MARK = "quincunx"  # in whatever she writes alone


class Said(NamedTuple):
    """One thing that the companion did in a chat, as a person can see it."""

    at: str  # to the minute
    kind: str
    text: str
    labels: tuple[str, ...]
    silent: bool


class Walk:
    """A couple on the bare engine: what each was shown, and what each can press."""

    def __init__(self, us: Sofa, seed: int) -> None:
        self.us = us
        self.dice = {name: random.Random(f"{seed} {name}") for name in ("Ana", "Ben", "alone")}  # noqa: S311
        self.seen: dict[int, list[Said]] = {}
        self.buttons: dict[int, list[str]] = {}
        self.newest: dict[int, int] = {}  # the number of each chat's newest message, to reply to
        self.sent = 10_000
        self.alone: set[str] = set()  # practices in which she went on alone
        self.steps = 0

    def chat(self, name: str) -> int:
        return int(self.us.person(name).chat)

    async def hear(self, event: Event, alone: bool = False) -> bool:
        """Play one event; where it is to be hers alone and is not, take it back."""
        async with self.us.stage.database.session() as db:
            transaction = await db.begin()
            last = await db.scalar(select(func.max(Outbox.number))) or 0
            before = await belongs_to_both(db) if alone else None
            await self.us.stage.engine.hear(db, event)
            await db.flush()
            rows = list(await db.scalars(select(Outbox).where(Outbox.number > last).order_by(Outbox.number)))
            if alone and (any(row.chat_id != event.chat for row in rows) or await belongs_to_both(db) != before):
                await transaction.rollback()
                return False
            await keys_of(db).load(db, "system:outbox")
            for row in rows:
                self.shown(row)
                row.state = "sent"
                put = row.message_ref if row.kind in ("send", "edit") else None
                message = await db.get(Message, put) if put else None
                if message is not None:
                    self.sent += 1
                    message.message_id = self.newest[row.chat_id] = message.message_id or self.sent
            await transaction.commit()
        return True

    def shown(self, row: Outbox) -> None:
        body = row.body or {}
        keys = keys_on(body)
        moment = max(row.not_before, self.us.now)
        one = (
            Said(
                f"{moment:%d %H:%M}",
                row.kind,
                body.get("text", ""),
                tuple(key["label"] for key in keys),
                body["silent"],
            )
            if row.kind not in ("answer", "leave")
            else Said(f"{moment:%d %H:%M}", row.kind, body.get("text", ""), (), True)
        )
        self.seen.setdefault(row.chat_id, []).append(one)
        pressable = [key["data"] for key in keys if "data" in key]
        self.buttons[row.chat_id] = [*self.buttons.get(row.chat_id, []), *pressable][-40:]

    async def until(self, moment: datetime) -> None:
        """Let the clock ring, alarm by alarm."""
        rung: set[tuple[str, datetime]] = set()
        while True:
            async with self.us.stage.database.session() as db:
                due = (
                    select(Alarm.id, Alarm.due_at)
                    .where(Alarm.due_at <= moment)
                    .order_by(Alarm.due_at, Alarm.practice, Alarm.name, Alarm.person_id)
                )
                rows = [tuple(row) for row in await db.execute(due) if tuple(row) not in rung]
            if not rows:
                break
            rung.add(rows[0])
            self.us.stage.clock.set(max(self.us.now, rows[0][1]))
            await self.hear(Event("ring", alarm=rows[0][0]))
        self.us.stage.clock.set(moment)

    async def act(self, name: str, dice: random.Random, words: str, without: set[str], alone: bool = False) -> bool:
        """One thing that somebody may do: a button of the last ones, a command, some words."""
        there = self.buttons.get(self.chat(name), [])
        kind = dice.choice(("tap", "tap", "tap", "words", "command"))
        if kind == "tap" and there:
            data = there[-1 - int(len(there) * dice.random() ** 2)]
            if data.removeprefix("/") in without:
                return False
            event = self.us.event(name, "tap", data=data, tap="1")
        elif kind == "words":
            event = self.us.event(name, "text", words=words)
        else:
            event = self.us.event(name, "command", command=dice.choice([one for one in COMMANDS if one not in without]))
        return await self.hear(event, alone)

    async def together(self, steps: int) -> None:
        for number in range(steps):
            for name in ("Ana", "Ben"):
                await self.act(name, self.dice[name], f"{name} says {number}", ENDS | {"pause", "p"})

    async def she_alone(self) -> None:
        """Every command, and what it leads to, in some order."""
        dice = self.dice["alone"]
        for number, command in enumerate(dice.sample(COMMANDS, len(COMMANDS))):
            if await self.hear(self.us.event("Ana", "command", command=command), alone=True):
                self.alone.add(command)
                self.steps += 1
            reply = self.us.event("Ana", "text", words=f"{MARK} {number}", reply_to=self.newest.get(self.chat("Ana")))
            self.steps += await self.hear(reply, alone=True)
            for step in range(3):
                said = await self.act("Ana", dice, f"{MARK} {number} {step}", set(), alone=True)
                self.steps += said

    async def he_goes_on(self) -> None:
        """The evening, the night and the next day, in which he does what he would do."""
        for hour in range(26):
            await self.until(self.us.now + timedelta(hours=1))
            if 18 <= self.us.now.hour <= 22:
                await self.act("Ben", self.dice["Ben"], f"Ben says {hour}", ENDS)

    async def he_looks(self) -> dict[str, list[Any]]:
        """Every command there is, and each button that it brought, up to one that says something to her too: where both
        must have tapped the same, he may see that she has. Nothing of it counts."""
        found = {}
        for command in COMMANDS:
            async with self.us.stage.database.session() as db:
                held = await db.begin()
                looked = [await self.said(db, self.us.event("Ben", "command", command=command))]
                taps = [data for _, _, carried in looked[0] or () for data in carried]
                while taps and looked[-1] is not None:
                    looked.append(await self.said(db, self.us.event("Ben", "tap", data=taps.pop(0), tap="1")))
                await held.rollback()
            found[command] = [said and [(text, labels) for text, labels, _ in said] for said in looked]
        return found

    async def said(self, db: AsyncSession, event: Event) -> list[tuple[str, list[str], list[str]]] | None:
        """What an event brings into its own chat: words, labels, and what these carry. None if it says it elsewhere."""
        last = await db.scalar(select(func.max(Outbox.number))) or 0
        await self.us.stage.engine.hear(db, event)
        await db.flush()
        rows = list(await db.scalars(select(Outbox).where(Outbox.number > last).order_by(Outbox.number)))
        if any(row.chat_id != event.chat for row in rows):
            return None
        bodies = [(row.body or {}, keys_on(row.body or {})) for row in rows]
        return [
            (body.get("text", ""), [key["label"] for key in keys], [key["data"] for key in keys if "data" in key])
            for body, keys in bodies
        ]

    async def what_he_has(self) -> tuple[list[Said], dict[str, list[Any]], list[tuple[str, bytes]]]:
        async with self.us.stage.database.session() as db:
            ben = await db.scalar(select(Person.id).where(Person.user_id == self.us.person("Ben").id))
        files = await render(self.us.stage.database, ben, TEXTS, self.us.stage.clock)
        return self.seen.get(self.chat("Ben"), []), await self.he_looks(), files

    def at_night(self) -> list[Said]:
        """What sounded on either phone when both had long been still."""
        every = [one for name in ("Ana", "Ben") for one in self.seen.get(self.chat(name), [])]
        return [one for one in every if not one.silent and not "08:00" <= one.at[3:] < "23:30"]


def keys_on(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [key for line in body.get("buttons", ()) for key in line]


async def belongs_to_both(db: AsyncSession) -> str:
    """What is not one person's alone: the couple, who they are to each other, shared words, joint talks and alarms."""
    found: list[Any] = []
    for couple in await db.scalars(select(Couple)):
        found.append((couple.id, couple.place, couple.language, couple.zone, couple.rest_until, couple.frozen,
                      sorted(map(str, couple.settings.items())), couple.pause_word_sealed))  # fmt: skip
    for person in await db.scalars(select(Person)):
        chosen = sorted((name, str(value)) for name, value in person.settings.items() if name in DEFAULTS)
        found.append((person.id, person.couple_id, person.leaving, person.language, person.zone, person.role_sealed,
                      person.name_sealed, person.apart_until_sealed, chosen))  # fmt: skip
    joint = select(Conversation.id).where(Conversation.owner_id.is_(None))
    asked = select(Question.id).where(Question.conversation_id.in_(joint))
    for kind, rows in (
        (Entry, select(Entry.id, Entry.done, Entry.words_sealed, Entry.facts_sealed).where(Entry.shared)),
        (Conversation, select(Conversation.id, Conversation.turn).where(Conversation.owner_id.is_(None))),
        (Answer, select(Answer.id).where(Answer.question_id.in_(asked))),
        (Alarm, select(Alarm.id, Alarm.due_at).where(or_(Alarm.person_id.is_(None), Alarm.conversation_id.in_(joint)))),
    ):
        found.append((kind.__name__, sorted(map(str, await db.execute(rows)))))
    return str(found)


HIS = (
    *("/promise quincunx, the bank", "[No time]", "[Both of us]", "/promise quincunx, a call", "[No time]"),
    *("[Both of us]", "/promise", "[quincunx, a call]", "[Kept]", "/pledge quincunx, my calendar", "[Offer it]"),
    *("/park quincunx, the car", "/win quincunx, breakfast", "/tell quincunx, lunch", "[Now]", "/kept", "[Close]"),
    *("/own", "quincunx, a lie", "[Not now]", "/process", "quincunx", "[That's it]", "[Keep it, only for me]"),
)


async def his_entries(us: Sofa) -> list[str]:
    rows = await us.rows()
    ben = next(row["id"] for row in rows["people"] if row["user_id"] == us.person("Ben").id)
    return sorted(str(sorted(row.items())) for row in rows["entries"] if row["author_id"] == ben)


async def test_what_is_his_she_cannot_make_change_or_end(house, tmp_path):
    """R14. Wherever a card of hers shows words of his: no button on it, and none behind it, moves anything of his."""
    async with sofa(house, tmp_path, *PAIRED, "-- asleep Tuesday 18:00", *(f"Ben: {one}" for one in HIS)) as us:
        before, seen = await his_entries(us), set()
        assert len(before) == 8
        for command in (one for one in COMMANDS if one not in ENDS | {"review", "checkin", "talk", "pause", "p"}):
            first = labels(await us(f"Ana: /{command}"))
            if not any(MARK in one for one in first):
                continue
            seen.add(command)
            for label in first[1:]:
                await us(f"Ana: /{command}")
                for behind in labels(await us(f"Ana: [{label}]"))[1:]:
                    await us(f"Ana: /{command}")
                    for one in (label, behind):
                        if one in us.labels("Ana"):
                            await us(f"Ana: [{one}]")
                assert await his_entries(us) == before, (command, label)
        assert {"promise", "pledge"} <= seen


def labels(said: list[Item]) -> list[str]:
    """The text of what she is shown, and the buttons on it."""
    hers = [one for one in said if one.where in ("bot → Ana", "bot → both") and one.mark != "(takes away)"]
    return ["".join(one.text for one in hers), *(label for one in hers for row in one.buttons for label in row)]


async def history(house: Any, folder: Any, seed: int, hers: str) -> tuple[Any, Walk]:
    async with sofa(house, folder, *PAIRED, start=datetime(2026, 3, 2, 19, 14, tzinfo=UTC)) as us:
        walk = Walk(us, seed)
        await walk.together(12)
        if hers == "alone":
            await walk.she_alone()
        elif hers == "blocks":
            await walk.hear(us.event("Ana", "blocked"))
        await walk.he_goes_on()
        lying = str(await us.raw())
        assert MARK not in lying and " says " not in lying, "of no words, whoever wrote them, lies one in clear (R43)"
        assert walk.at_night() == [], "(R24)"
        return await walk.what_he_has(), walk


@pytest.mark.parametrize("seed", range(WALKS))
async def test_of_what_she_does_alone_he_sees_nothing(seed: int, house, tmp_path):
    """R12, R13, R15, R16, R49. Beside silence, a walk through everything she has alone, and a block."""
    nothing, _ = await history(house, tmp_path / "nothing", seed, "")
    alone, walk = await history(house, tmp_path / "alone", seed, "alone")
    blocked, _ = await history(house, tmp_path / "blocked", seed, "blocks")
    assert len(nothing[0]) > 10, "he was there"
    assert walk.steps > 50 and len(walk.alone) > 20, "she was there"
    assert MARK not in str(alone)
    for hers in (alone, blocked):
        assert hers[0] == nothing[0]
        assert hers[2] == nothing[2]
        for command, looked in nothing[1].items():
            both = [pair for pair in zip(hers[1][command], looked, strict=False) if None not in pair]
            assert [mine for mine, _ in both] == [first for _, first in both], command
