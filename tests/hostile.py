"""Updates that people who mean harm can make Telegram send: button data, ends of links and ids that they chose.

`thrown` tells what came of them: nothing of the couple's may have moved, and neither of the two may have been told.
"""

import string
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from dialogue.practice import Practices
from handlers import PRACTICES
from models import Base, Inbox, Outbox
from models.keys import keys_of
from playground import shapes
from tests.sofa import EVENING, GROUP, _opened, unlock
from tests.stage import START, TelegramStage
from tests.transcript import Play

Json = dict[str, Any]

SECRETS = ("quillAna", "quillBen")  # what the two wrote
BEFORE = (*GROUP, "Ana: /win quillAna", "Ben: /win quillBen", EVENING, "Ana: [No]", "Ana: quillAna", "Ben: [No]",
          "Cleo: /start")  # fmt: skip
THEIRS = {"people", "couples", "entries", "answers", "questions", "conversations", "invitations", "cards", "alarms"}
COUNTS = {"version", "settings", "counted_at"}  # what each turn moves, and how many links somebody has guessed
FAR = 2**62


class Crook:
    """Makes hostile updates, one like no other. `real` are buttons that stand on the phones of the two now."""

    def __init__(self, stage: TelegramStage, play: Play, seed: int) -> None:
        self.random, self.world = Random(seed), stage.world
        self.people = {one.name: one for one in self.world.people.values()}
        self.group = play.group()
        self.real = [data for *_, data in play.pressable]
        self.commands = Practices(PRACTICES).commands.keys()
        self.number = 10**6

    def payload(self, most: int = 64) -> str:
        """Noise, paths, signs of every kind, what is nearly right, what is real and another's."""
        alphabets = (string.printable, string.ascii_letters + "-_", "é漢🌙\u202e\u0000\ufeff", "/.%{}<>$'\";")
        kind, size = self.random.randrange(8), self.random.randint(1, most)
        words = "".join(self.random.choices(alphabets[kind % 4], k=size))
        real = self.random.choice(self.real)
        if kind == 4:
            words = "/" + words
        elif kind == 5:
            at = self.random.randrange(len(real))
            words = real[:at] + self.random.choice(string.ascii_letters) + real[at + 1 :]
        elif kind == 6:
            words = self.random.choice((real[:-1], real + real, real.swapcase(), f" {real}", real[::-1]))
        return words.encode()[:most].decode(errors="ignore") or "x"

    def update(self) -> Json:
        self.number += 1
        return {"update_id": self.number, **self.random.choice((self.press, self.press, self.link, self.forged))()}

    def press(self) -> Json:
        """A button's data, pressed by a stranger (who may have a real one), or by one of the two."""
        who = self.people[self.random.choice(("Cleo", "Cleo", "Ana", "Ben"))]
        data = self.payload()
        if who.name == "Cleo" and self.random.random() < 0.3:
            data = self.random.choice([*self.real, *(f"/{one}" for one in sorted(self.commands))])
        elif data in self.real or data.removeprefix("/") in self.commands:
            data = "x"  # that is theirs to press
        in_group = self.random.random() < 0.4
        chat = {"id": self.group, "type": "group", "title": "Us"} if in_group else self.private(who)
        about = {"message_id": self.random.choice((1, 5, FAR, self.random.randrange(1, 200))), "date": 1, "chat": chat,
                 "from": shapes.user(self.world, shapes.BOT)}  # fmt: skip
        press = {"id": f"{self.random.getrandbits(60)}", "chat_instance": self.payload(20), "data": data}
        return {"callback_query": press | {"from": shapes.user(self.world, who.id), "message": about}}

    def link(self) -> Json:
        """The end of a deep link: t.me/…?start= and ?startgroup=."""
        who = self.people["Cleo"]
        in_group = self.random.random() < 0.3
        chat = {"id": -self.random.randrange(10**6, 10**7), "type": "group", "title": "Hers"}
        words = f"/start{'@' + self.world.bot_username if in_group else ''} {self.payload(512)}"
        return self.message(who, words, chat if in_group else self.private(who))

    def forged(self) -> Json:
        """Ids of the two and of their group, where a stranger may put them."""
        who, ana = self.people["Cleo"], self.people["Ana"]
        chat = {"id": -self.random.randrange(10**6, 10**7), "type": "group", "title": "Hers"}
        more: Json = self.random.choice(
            (
                {"chat_shared": {"request_id": 1, "chat_id": self.group}},
                {"reply_to_message": {"message_id": self.number % 200, "date": 1, "chat": self.private(ana)}},
                {"left_chat_member": shapes.user(self.world, ana.id)},
                {"new_chat_members": [shapes.user(self.world, ana.id)]},
                {"via_bot": shapes.user(self.world, shapes.BOT)},
                {"text": f"/kept {ana.id}"},
                {"text": f"/export@{self.world.bot_username} {ana.chat}"},
            )
        )
        private = "chat_shared" in more or "reply_to_message" in more
        return self.message(who, self.payload(), self.private(who) if private else chat, **more)

    def private(self, who: Any) -> Json:
        return {"id": who.chat, "type": "private", "first_name": who.name}

    def message(self, who: Any, words: str, chat: Json, **more: Any) -> Json:
        date = int(self.world.clock.now().timestamp())
        said = {"message_id": self.number, "date": date, "chat": chat, "from": shapes.user(self.world, who.id)}
        return {"message": said | {"text": words} | more}


async def thrown(
    house: Path, folder: Path, count: int, seed: int, told: Callable[[int, int], None] = lambda *_: None
) -> list[str]:
    """Throw so many at a couple in the midst of an evening; the sentences of what went wrong."""
    stage = TelegramStage(house, folder, START)
    await stage.open()
    try:
        play = Play(stage)
        for step in BEFORE:
            await play.step(step)
        crook = Crook(stage, play, seed)
        hear, wrong = stage.engine.hear, []

        async def listen(db: Any, event: Any) -> None:
            try:
                await hear(db, event)
            except Exception as error:
                wrong.append(f"a turn failed: {error!r}")
                raise

        stage.engine.hear = listen  # type: ignore[method-assign]
        before = await theirs(stage, crook)
        for start in range(0, count, 50):
            await stage.worker.receive([crook.update() for _ in range(min(50, count - start))])
            await stage.worker.work()
            wrong += await told_to(stage, crook)
            told(start, count)
            if wrong:
                break
        after = await theirs(stage, crook)
        wrong += [f"of theirs, {name} was changed" for name in before if before[name] != after[name]]
        async with stage.database.session() as db:
            states = set(await db.scalars(select(Inbox.state)))
        wrong += [f"updates are left: {states}"] * (not states <= {"done", "dead"})
        return wrong
    finally:
        await stage.close()


async def theirs(stage: TelegramStage, crook: Crook) -> dict[str, list[str]]:
    """The rows that belong to the two, in clear."""
    mine = {crook.people[name].id for name in ("Ana", "Ben")}
    async with stage.database.session() as db:
        await unlock(db)
        found = {}
        for kind in (mapper.class_ for mapper in Base.registry.mappers):
            found[kind.__tablename__] = [_opened(row) for row in await db.scalars(select(kind))]
    people = {row["id"] for row in found["people"] if row["user_id"] in mine}
    couples = {row["couple_id"] for row in found["people"] if row["id"] in people}
    talks = {row["id"] for row in found["conversations"] if row["couple_id"] in couples}
    asked = {row["id"] for row in found["questions"] if row["conversation_id"] in talks}
    owners = {"id", "person_id", "couple_id", "conversation_id", "question_id", "author_id"}
    ours = people | couples | talks | asked
    return {
        name: sorted(
            str(sorted((key, str(value)) for key, value in row.items() if key not in COUNTS))
            for row in found[name]
            if {str(row[key]) for key in owners & row.keys()} & ours
        )
        for name in THEIRS
    }


async def told_to(stage: TelegramStage, crook: Crook) -> list[str]:
    """What was said since: to the two only toasts on their own presses; to others no word of theirs. It is cleared."""
    two = {crook.people[name].chat for name in ("Ana", "Ben")} | {crook.group}
    wrong = []
    async with stage.database.begin() as db:
        await keys_of(db).load(db, "system:outbox")
        for row in list(await db.scalars(select(Outbox).where(Outbox.state == "pending"))):
            said = (row.body or {}).get("text", "")
            if row.chat_id in two and row.kind != "answer":
                wrong.append(f"the two were told something ({row.kind})")
            if any(one in said for one in (*SECRETS, "Ana", "Ben")):
                wrong.append("a stranger was told something of theirs")
            row.state, row.body = "sent", None
    return wrong
