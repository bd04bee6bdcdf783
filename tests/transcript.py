"""A transcript: a chat between named people and the companion, as a text file that can be played and compared.

    # The listener mirrors until the speaker feels heard.
    Ana: /talk
    bot → Ana: (edits) Speak about one thing.
      [Go on] [✋ Pause]
    -- 21:00

A line that begins with a person, with `--`, or says what happens to the group, is a step; the `bot` lines below it are
all that was said until the next step, in the order Ana, Ben, Cleo, group. “…” ends a text or a label that goes on, or
is a whole line: any lines; on a line of its own, anything. STEPS, below, is the whole notation; what may need a word:

    Ana in group: /pause        in the first group; `Ana in Us:` in one by its title; `bot:` and `bot in Us:` likewise
    Ana replies: words          to the newest card in the group, else in private; also `replies to “first words”:`
    Ana link: Ben               Ben opens the newest link that came to Ana; `Ana old link: Cleo` her first
    Ana group: Us (Ana, Cleo)   a group with the companion in it; without names it is Ana's and Ben's, Cleo's her own
    Ana taps old [Go on]        the oldest button of that name, as it was; `Cleo taps Ana's [Go on]` with Ana's data
    Cleo joins unseen           and Telegram never told; `Cleo joins`, `Cleo leaves` are told
    -- 21:00                    the next, alarm by alarm; also `-- +5 min`, `-- Sunday 17:00`, `-- 2026-03-29 02:30`
    -- asleep 21:00             the same, but nothing rings until then: the machine slept
    -- after pairing            another transcript is played first, unseen
    -- restart                  the process is thrown away

`python -m tests.transcript FILE` plays a file on the bare engine and prints it with what was said.
"""

import asyncio
import copy
import re
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher, unified_diff
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from playground.shapes import BOT
from playground.world import SERVICE, Message, Person, Shown, World
from tests.stage import START, EngineStage, Stage, copy_house, make_house

FOLDER = Path(__file__).parent / "transcripts"
SAID = re.compile(r"bot(?: → \w+| in [^:]+)?:")
TOKEN = re.compile(r"/start \S+")  # a link's end is another one each time
SERVICES = {f"[{kind}]" for kind in SERVICE}
ROW = re.compile(r"\[.+\]$")
MARKS = {
    "silent": "",
    "sent": "(sounds)",
    "edited": "(edits)",
    "deleted": "(takes away)",
    "toast": "(hints)",
    "left": "(leaves)",
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


# --- what is written -------------------------------------------------------------------------------------------------


@dataclass
class Step:
    """One step, and the blocks of lines that are expected to be said after it."""

    number: int  # of its line
    lines: list[str]
    said: list[list[str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class Transcript:
    """A file's steps, and its lines as they stand."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.source = path.read_text().splitlines()
        self.steps: list[Step] = []
        self.kept: list[str | Step] = []  # the file without what is expected, for recording
        block: list[str] | None = None
        blank = 0
        for number, line in enumerate(self.source, 1):
            if not line.strip():
                blank += 1
                continue
            if line[0].isspace() and block is not None:
                block += [""] * blank + [line.strip()]
                if self.steps and block is self.steps[-1].lines:
                    self.kept[-1:] = [*[""] * blank, line, self.steps[-1]]
                blank = 0
                continue
            self.kept += [""] * blank
            blank = 0
            if line.startswith("#"):
                self.kept.append(line)
                block = None
            elif SAID.match(line) or line == "…":
                if not self.steps:
                    raise SyntaxError(f"{path.name}:{number}: nothing happened before this was said")
                block = [line.strip()]
                self.steps[-1].said.append(block)
            else:
                self.steps.append(Step(number, block := [line.strip()]))
                self.kept += [line, self.steps[-1]]

    def start(self) -> datetime:
        """Where the clock stands at first."""
        for step in self.steps:
            found = re.fullmatch(r"-- now (.+?) UTC", step.text)
            if found:
                return datetime.fromisoformat(found[1]).replace(tzinfo=UTC)
        return START

    def rewritten(self, heard: "dict[int, list[Item]]") -> str:
        """The file with what was really said: recorded."""
        lines = []
        for one in self.kept:
            lines += [one] if isinstance(one, str) else _written(heard.get(one.number, []))
        return "\n".join(lines) + "\n"


# --- what is said ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """One thing that became visible."""

    where: str  # "bot → Ana", "bot"
    mark: str
    text: str
    buttons: tuple[tuple[str, ...], ...]

    def lines(self) -> list[str]:
        first, *more = " ".join(filter(None, (f"{self.where}:", self.mark, self.text))).split("\n")
        rows = [" ".join(f"[{label}]" for label in row) for row in self.buttons]
        return [line.strip() for line in (first, *more, *rows)]

    def short(self) -> "Item":
        """What is taken away is known by its first words."""
        if self.mark != "(takes away)":
            return self
        head = self.text.split("\n")[0]
        cut = head if len(head) <= 40 else head[:40].rpartition(" ")[0]
        return Item(self.where, self.mark, cut + ("" if cut == self.text else "…"), ())


def _written(items: Iterable[Item]) -> list[str]:
    """As recorded: what follows the first line stands indented."""
    found = []
    for item in items:
        first, *more = item.short().lines()
        found += [first, *(f"  {line}" if line else "" for line in more)]
    return found


def matches(expected: list[str], item: Item) -> bool:
    """Whether what was said is what is expected; “…” stands for a text's end, for any lines, or for a label's end."""
    if next((mark for mark in MARKS.values() if mark and f": {mark}" in expected[0]), "") != item.mark:
        return False
    rows = 0
    while rows < len(expected) - 1 and ROW.match(expected[-1 - rows]):
        rows += 1
    text, buttons = expected[: len(expected) - rows], expected[len(expected) - rows :]
    parts = []
    for line in text:
        if line == "…":
            parts.append("(?:.*\n)*?")
        else:
            parts.append(re.escape(line.removesuffix("…")) + (".*" if line.endswith("…") else "") + "\n")
    if text[-1].endswith("…"):
        parts[-1] = parts[-1].removesuffix("\n").removesuffix(".*") + "(?s:.*)" + ("\n" if rows else "")
    parts += [re.escape(line).replace("…\\]", ".*?\\]") + "\n" for line in buttons]
    return re.fullmatch("".join(parts), "".join(f"{line}\n" for line in item.lines())) is not None


def fits(expected: list[list[str]], items: list[Item]) -> bool:
    """All that was said and nothing else; a line “…” on its own stands for anything."""
    if not expected:
        return not items
    if expected[0] == ["…"]:
        return any(fits(expected[1:], items[count:]) for count in range(len(items) + 1))
    return bool(items) and matches(expected[0], items[0]) and fits(expected[1:], items[1:])


def difference(path: Path, step: Step, items: list[Item]) -> str:
    """What was expected and was not said, and what was said and not expected."""
    left = list(items)
    expected: list[str] = []
    for block in step.said:
        found = next((item for item in left if matches(block, item)), None)
        if found is not None:
            left.remove(found)
            expected += _written([found])
        else:
            expected += [block[0], *(f"  {line}" if line else "" for line in block[1:])]
    lines = list(unified_diff(expected, _written(items), lineterm="", n=30))[3:]
    return "\n".join([f"{path.name}:{step.number}: {step.text}   (- expected, + said)", *lines])


PLAYED: dict[Path, tuple[World, dict[str, Any]]] = {}  # what other transcripts begin with, by its house


# --- playing ---------------------------------------------------------------------------------------------------------


class Play:
    """One transcript on one stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.zone = ZoneInfo("UTC")
        self.groups: dict[str, int] = {}
        self.tokens: dict[str, list[str]] = {}  # by person: the links that came in their messages, oldest first
        self.pressable: list[tuple[int, int, str, str]] = []  # chat, message, label, data: all there ever was
        self.seen = 0
        self.revision = 0
        self.actor: Person | None = None  # who pressed last

    @property
    def world(self) -> World:
        return self.stage.world

    async def play(self, transcript: Transcript) -> dict[int, list[Item]]:
        """Play all steps; what was said after each, by the number of its line."""
        heard = {}
        for step in transcript.steps:
            try:
                heard[step.number] = await self.step(step.text)
            except Exception as error:
                error.add_note(f"{transcript.path.name}:{step.number}: {step.text}")
                raise
        return heard

    async def steps(self, *texts: str) -> None:
        for text in texts:
            await self.step(text)

    async def step(self, text: str) -> list[Item]:
        for pattern, method in STEPS:
            found = re.fullmatch(pattern, text, re.DOTALL)
            if found:
                given = [self._person(one) if one in ("Ana", "Ben", "Cleo") else one for one in found.groups()]
                items = await method(self, *given) or []
                return items + await self._heard()
        raise SyntaxError(f"no such step: {text}")

    async def _heard(self) -> list[Item]:
        """What became visible, once all is still."""
        await self.stage.settle_and_ring()
        shown, self.seen = self.world.log[self.seen :], len(self.world.log)
        self._remember()
        return list(_together(self._items(shown)))

    def _items(self, shown: list[Shown]) -> Iterator[Item]:
        """Ordered by chat: the order between chats is nobody's promise."""
        places = [*self.world.people, *self.groups.values(), *self.world.chats]
        for one in sorted(shown, key=lambda one: places.index(one.chat)):
            place = self.world.chats[one.chat]
            if one.by != "bot" or one.text in SERVICES:
                continue
            if one.kind == "toast" or place.kind == "private":
                person = self.actor if one.kind == "toast" else self.world.people[place.id]
                where = f"bot → {person.name}"
            else:
                where = "bot" if place.title in (*self.groups, "")[:1] else f"bot in {place.title}"
            content = self.world.state.messages[one.chat][one.message].content if one.message else {}
            aloud = next((f"({kind})" for kind in ("voice", "video_note", "photo") if kind in content), "")
            document = f"(document) {one.document}" if one.document else ""
            text = " ".join(filter(None, (aloud, document, TOKEN.sub("/start …", one.text))))
            mark = MARKS["silent" if one.kind == "sent" and one.silent else one.kind]
            buttons = tuple(tuple(row) for row in one.buttons) if one.kind != "deleted" else ()
            yield Item(where, mark, text, buttons)

    def _remember(self) -> None:
        """Keep the buttons and links that came, for presses of old ones."""
        fresh = [m for box in self.world.state.messages.values() for m in box.values() if m.revision > self.revision]
        self.revision = self.world.revision
        for message in sorted(fresh, key=lambda one: one.revision):
            for button in _inline(message):
                if "callback_data" in button:
                    self.pressable.append((message.chat, message.id, button["text"], button["callback_data"]))
                for kind, token in re.findall(r"[?&](start|startgroup)=([\w-]+)", unquote(button.get("url", ""))):
                    known = self.tokens.setdefault(f"{kind} {message.chat}", [])
                    if token not in known:
                        known.append(token)

    # --- finding -------------------------------------------------------------------------------------------------

    def _person(self, name: str) -> Person:
        return next(one for one in self.world.people.values() if one.name == name)

    def group(self, name: str = "group") -> int:
        """A group by its title; "group" is the first one. A supergroup that it became takes its place."""
        chat = next(iter(self.groups.values())) if name == "group" else self.groups[name]
        return self.world.chats[chat].moved_to or chat

    def _shared(self, person: Person) -> list[int]:
        chats = [self.group(title) for title in self.groups]
        return [chat for chat in chats if person.id in self.world.chats[chat].members]

    def _bot_messages(self, chats: Iterable[int]) -> list[Message]:
        """What the companion said there, the newest first."""
        every = [one for chat in chats for one in self.world.messages(chat) if one.sender == BOT and not one.service]
        return sorted(every, key=lambda one: one.revision, reverse=True)

    def _button(self, chats: list[int], label: str) -> tuple[Message, dict[str, Any]]:
        messages = self._bot_messages(chats)
        for message in messages:
            for button in _inline(message):
                if _labelled(button["text"], label):
                    return message, button
        there = [f"[{button['text']}]" for message in messages for button in _inline(message)]
        raise LookupError(f"no button [{label}]; there are {' '.join(there) or 'none'}")

    def _keys(self, person: Person) -> list[dict[str, Any]]:
        """The keyboard below somebody's private chat, when there is one."""
        asked = [one for one in self._bot_messages([person.chat]) if "keyboard" in (one.markup or {})]
        return [key for row in asked[0].markup["keyboard"] for key in row] if asked and asked[0].markup else []

    # --- what people do ------------------------------------------------------------------------------------------

    async def say(self, person: Person, words: str) -> None:
        self.world.say(person, person.chat, words)

    async def say_in(self, person: Person, place: str, words: str) -> None:
        self.world.say(person, self.group(place), words)

    async def reply(self, person: Person, words: str) -> None:
        """To the newest card that waits: in the group where there is one, else in private."""
        chats = [*self._shared(person)[:1], person.chat]
        card = _first((one for chat in chats for one in self._bot_messages([chat]) if one.markup), "no card waits")
        self.world.say(person, card.chat, words, reply_to=card.id)

    async def reply_to(self, person: Person, first: str, words: str) -> None:
        every = self._bot_messages([*self._shared(person), person.chat])
        message = _first((one for one in every if _labelled(one.text, first.removesuffix("…") + "…")), f"no “{first}”")
        self.world.say(person, message.chat, words, reply_to=message.id)

    async def press(self, person: Person, label: str) -> None:
        for key in self._keys(person):
            if _labelled(key["text"], label):
                self.world.say(person, person.chat, key["text"])
                return
        self._tap(person, *self._button([person.chat, *self._shared(person)], label))

    async def press_in(self, person: Person, place: str, label: str) -> None:
        self._tap(person, *self._button([self.group(place)], label))

    def _tap(self, person: Person, message: Message, button: dict[str, Any]) -> None:
        if "callback_data" not in button:
            raise LookupError(f"[{button['text']}] opens a link: `Ana link: Ben` or `Ana group link: Us`")
        self.actor = person
        self.world.tap_data(person, message.chat, message.id, button["callback_data"])

    async def press_old(self, person: Person, label: str) -> None:
        """What a phone shows that has not been brought up to date: the oldest button of that name, as it was."""
        self.actor = person
        chats = [person.chat, *self._shared(person)]
        old = (one for one in self.pressable if one[0] in chats and _labelled(one[2], label))
        chat, message, _, data = _first(old, f"there never was [{label}]")
        self.world.tap_data(person, chat, message, data)

    async def press_foreign(self, person: Person, other: Person, label: str) -> None:
        """A changed app sends what another's button carries, from a chat of its own."""
        message, button = self._button([other.chat, *self._shared(other)], label)
        own = self._bot_messages([person.chat, *self._shared(person)])
        self._tap(person, own[0] if own else message, button)

    async def forge(self, person: Person) -> None:
        own = self._bot_messages([person.chat, *self._shared(person)])
        self._tap(person, _first(own, "nothing to press"), {"callback_data": "AAAAAAAAAAAAAAAAAAAAAAAA"})

    async def link(self, person: Person, guest: Person) -> None:
        self.world.say(guest, guest.chat, f"/start {self.tokens[f'start {person.chat}'][-1]}")

    async def old_link(self, person: Person, guest: Person) -> None:
        self.world.say(guest, guest.chat, f"/start {self.tokens[f'start {person.chat}'][0]}")

    async def make_group(
        self, person: Person, title: str, names: str | None = None, payload: str | None = None
    ) -> None:
        """Ana and Ben make theirs together; `(Ana, Cleo)` names who is in it; Cleo's is her own."""
        couple = [self.world.ana, self.world.ben]
        members = [self._person(name.strip()) for name in names.split(",")] if names else couple
        if person is self.world.cleo and not names:
            members = []
        self.groups[title] = self.world.make_group(person, title, members, start_payload=payload)

    async def group_by_link(self, person: Person, title: str, names: str | None = None) -> None:
        await self.make_group(person, title, names, self.tokens[f"startgroup {person.chat}"][-1])

    async def share(self, person: Person, title: str) -> None:
        """Answer the keyboard that asks for a group; it is made now unless it is there."""
        if title not in self.groups:
            self.groups[title] = self.world.make_group(person, title, add_bot=False)
        wish = _first((key for key in self._keys(person) if "request_chat" in key), "no keyboard asks for a group")
        self.world.share_chat(person, wish["request_chat"]["request_id"], self.group(title))

    async def joins(self, person: Person, unseen: str | None) -> None:
        """Unseen: Telegram never told, because the companion was away for more than a day."""
        if unseen:
            self.world.chats[self.group()].members.append(person.id)
        else:
            self.world.join(self.group(), person)

    async def leaves(self, person: Person, unseen: str | None) -> None:
        if unseen:
            self.world.chats[self.group()].members.remove(person.id)
        else:
            self.world.leave(self.group(), person)

    async def becomes_supergroup(self) -> None:
        title = next(iter(self.groups))
        self.groups[title] = self.world.migrate(self.group())

    async def bot_removed(self) -> None:
        self.world.kick_bot(self.group(), self.world.ana)

    async def blocks(self, person: Person) -> None:
        self.world.block(person)

    async def unblocks(self, person: Person) -> None:
        self.world.unblock(person)

    async def aloud(self, person: Person) -> None:
        self.world.send_media(person, person.chat, "voice")

    async def sends(self, person: Person, kind: str) -> None:
        self.world.send_media(person, person.chat, kind)

    # --- the clock, and what is set ------------------------------------------------------------------------------

    async def clock_to(self, asleep: str | None, when: str) -> list[Item]:
        """Alarm by alarm; asleep, all that was due meanwhile rings at the end."""
        until = self._moment(when)
        items = []
        while not asleep and (due := await self.stage.next_alarm(until)):
            self.stage.clock.set(due)
            items += await self._heard()
        self.stage.clock.set(until)
        return items

    def _moment(self, when: str) -> datetime:
        now = self.stage.clock.now().astimezone(self.zone)
        found = re.fullmatch(r"\+(\d+) (min|h|day|week)s?", when)
        if found:
            units = {"min": "minutes", "h": "hours", "day": "days", "week": "weeks"}
            return now.astimezone(UTC) + timedelta(**{units[found[2]]: int(found[1])})
        day, _, wall = when.rpartition(" ")
        hour, minute = map(int, wall.split(":"))
        if re.match(r"\d", day):
            return datetime.fromisoformat(when).replace(tzinfo=self.zone)
        then = now.replace(hour=hour, minute=minute, second=0, microsecond=0, fold=0)
        while then <= now or (day and then.weekday() != DAYS.index(day)):
            then += timedelta(days=1)
        return then

    async def in_zone(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)

    async def speaks(self, person: Person, language: str) -> None:
        self.world.speak(person, language)

    async def after(self, name: str) -> None:
        """Play another transcript first; what is said in it is its own affair. Played once, it is stood upon again."""
        stage, first = self.stage, self.world.revision == 0 and self.zone == ZoneInfo("UTC")
        house = stage.house.with_name(
            f"{stage.house.name}-{type(stage).__name__}-{name}-{self.stage.clock.now():%y%m%d%H%M}"
        )
        if first and house in PLAYED:
            await stage.close()
            world, mine = copy.deepcopy(PLAYED[house])
            stage.stand(world, house)
            vars(self).update(mine)
            await stage.open()
            return
        await self.play(Transcript(FOLDER / f"{name}.txt"))
        if first:
            await stage.close()
            copy_house(stage.folder, house, kept=True)
            mine = {name: value for name, value in vars(self).items() if name != "stage"}
            PLAYED[house] = copy.deepcopy((self.world, mine))
            await stage.open()

    async def restart(self) -> None:
        await self.stage.close()
        await self.stage.open()

    async def nothing(self) -> None:
        """All that is said is listed anyway."""


WHO = "(Ana|Ben|Cleo)"
STEPS: list[tuple[str, Any]] = [
    (rf"{WHO}: \[([^\n]+)\]", Play.press),
    (rf"{WHO}: (.+)", Play.say),
    (rf"{WHO} in (\w+): \[([^\n]+)\]", Play.press_in),
    (rf"{WHO} in (\w+): (.+)", Play.say_in),
    (rf"{WHO} replies: (.+)", Play.reply),
    (rf"{WHO} replies to “(.+?)”: (.+)", Play.reply_to),
    (rf"{WHO} link: {WHO}", Play.link),
    (rf"{WHO} old link: {WHO}", Play.old_link),
    (rf"{WHO} group: (\w+)(?: \((.+)\))?", Play.make_group),
    (rf"{WHO} group link: (\w+)(?: \((.+)\))?", Play.group_by_link),
    (rf"{WHO} shares: (\w+)", Play.share),
    (rf"{WHO} joins( unseen)?", Play.joins),
    (rf"{WHO} leaves( unseen)?", Play.leaves),
    (r"group becomes supergroup", Play.becomes_supergroup),
    (r"bot removed", Play.bot_removed),
    (rf"{WHO} blocks", Play.blocks),
    (rf"{WHO} unblocks", Play.unblocks),
    (rf"{WHO} says aloud", Play.aloud),
    (rf"{WHO} sends (photo|location|contact|sticker|forward|video_note)", Play.sends),
    (rf"{WHO} taps old \[(.+)\]", Play.press_old),
    (rf"{WHO} taps {WHO}'s \[(.+)\]", Play.press_foreign),
    (rf"{WHO} forges press", Play.forge),
    (r"-- now .+ UTC", Play.nothing),
    (r"-- nothing", Play.nothing),
    (r"-- restart", Play.restart),
    (r"-- zone (\S+)", Play.in_zone),
    (rf"-- {WHO} speaks (\w+)", Play.speaks),
    (r"-- after (\w+)", Play.after),
    (rf"-- (asleep )?(\+\d+ (?:min|h|days?|weeks?)|(?:(?:{'|'.join(DAYS)}|[\d-]+) )?\d\d:\d\d)", Play.clock_to),
]


def _first(found: Iterable[Any], otherwise: str) -> Any:
    for one in found:
        return one
    raise LookupError(otherwise)


def _inline(message: Message) -> list[dict[str, Any]]:
    return [button for row in (message.markup or {}).get("inline_keyboard", []) for button in row]


def _labelled(label: str, wanted: str) -> bool:
    return label == wanted or (wanted.endswith("…") and label.startswith(wanted[:-1]))


def _together(said: Iterable[Item]) -> Iterator[Item]:
    """What is said alike in Ana's and in Ben's private chat becomes one line."""
    by_name: dict[str, list[Item]] = {}
    for item in said:
        by_name.setdefault(item.where, []).append(item)
    ana, ben = by_name.pop("bot → Ana", []), by_name.pop("bot → Ben", [])
    alike = [[(one.mark, one.text, one.buttons) for one in items] for items in (ana, ben)]
    for how, i, j, k, m in SequenceMatcher(None, *alike, autojunk=False).get_opcodes():
        if how == "equal":
            yield from (Item("bot → both", one.mark, one.text, one.buttons) for one in ana[i:j])
        else:
            yield from (*ana[i:j], *ben[k:m])
    for items in by_name.values():
        yield from items


async def show(transcript: Transcript, folder: Path) -> None:
    """Play a transcript on the bare engine and print it as it goes."""
    stage = EngineStage(folder / "new", folder, transcript.start())
    await stage.open()
    play = Play(stage)
    try:
        for one in transcript.kept:
            if isinstance(one, str):
                print(one)
            else:
                print("".join(f"{line}\n" for line in _written(await play.step(one.text))), end="")
    except Exception:
        traceback.print_exc(file=sys.stdout)
    finally:
        await stage.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        make_house(Path(name) / "new")
        asyncio.run(show(Transcript(Path(sys.argv[1])), Path(name)))
