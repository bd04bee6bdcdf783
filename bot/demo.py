"""`evenfall demo`: a week in the terminal, in seconds.

Two voices and a clock of their own act on the playground; the unchanged companion answers through its real front,
without a socket. What is played stands in texts/en/demo.toml.
"""

import re
import tempfile
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import httpx
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import func, select

from bot.companion import Companion
from bot.front import connect
from bot.run import open_or_refuse
from bot.stop import Stop
from dialogue.clock import SettableClock
from dialogue.text import FOLDER
from models import Alarm
from playground.app import app
from playground.shapes import BOT
from playground.world import Message, Person, World

START = datetime(2026, 3, 2, 19, 14, tzinfo=UTC)  # a Monday
OPERATOR = "Marta"
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
COLOURS = {"Ana": "magenta", "Ben": "cyan"}
COMPANION = "bold yellow"


async def demo(console: Console | None = None) -> int:
    """Play every scene; 0 when all went as written."""
    with tempfile.TemporaryDirectory(prefix="evenfall-demo-") as folder:
        clock = SettableClock(START)
        world = World(clock)
        home = Path(folder)
        url = f"sqlite:///{home / 'data' / 'evenfall.db'}"
        database = await open_or_refuse(url, home / "keys" / "master.keys", home / "data")
        wire = {"transport": httpx.ASGITransport(app(world))}
        bot = connect(f"{BOT}:demo", "http://127.0.0.1", **wire)
        await bot.initialize()
        companion = Companion(database, bot, clock, OPERATOR, **wire)
        try:
            stage = Stage(companion, world, clock, console or Console(highlight=False))
            for scene in _scenes():
                stage.heading(scene["title"])
                for step in scene["steps"]:
                    await stage.step(step)
        finally:
            await companion.close()
    return 0


def _scenes() -> list[dict[str, list[str]]]:
    return list(tomllib.loads((FOLDER / "en" / "demo.toml").read_text())["scene"])


@dataclass(frozen=True)
class Line:
    """Something that the companion shows, and in whose chat."""

    where: str
    text: str
    buttons: tuple[tuple[str, ...], ...]
    changed: bool
    sounds: bool


class Stage:
    """Plays one step after another, and prints what becomes visible."""

    def __init__(self, companion: Companion, world: World, clock: SettableClock, console: Console) -> None:
        self.companion = companion
        self.world = world
        self.clock = clock
        self.console = console
        self.people = {person.name: person for person in world.people.values()}
        self.seen = 0
        self.told: datetime | None = None  # the time last printed

    async def step(self, step: str) -> None:
        if step.startswith("-- "):
            await self._time(step.removeprefix("-- "))
            return
        sends = re.fullmatch(r"(\w+) sends (\w+) the link", step)
        if sends:
            await self._link(*(self.people[name] for name in sends.groups()))
            return
        who, replies, said = re.fullmatch(r"(\w+)( replies)?: (.+)", step, re.DOTALL).groups()  # type: ignore[union-attr]
        person = self.people[who]
        self._voice(person, said)
        if said.startswith("[") and said.endswith("]"):
            self._press(person, said[1:-1])
        else:
            card = self._newest(person).id if replies else None
            self.world.say(person, person.chat, said, reply_to=card)
        await self._settle()

    # --- what people do ------------------------------------------------------------------------------------------

    def _press(self, person: Person, label: str) -> None:
        for message in reversed(self.world.messages(person.chat)):
            if any(label in row for row in message.buttons):
                self.world.tap(person, person.chat, message.id, label)
                return
        raise Stop(1, f"The demo does not fit the practices: {person.name} has no button [{label}].")

    def _newest(self, person: Person) -> Message:
        return next(one for one in reversed(self.world.messages(person.chat)) if one.sender == BOT and one.buttons)

    async def _link(self, host: Person, guest: Person) -> None:
        """The host's own hand sends what the button prepared; the guest opens the link."""
        for message in reversed(self.world.messages(host.chat)):
            for button in [one for row in (message.markup or {}).get("inline_keyboard", []) for one in row]:
                found = re.search(r"start=([\w-]+)", unquote(button.get("url", "")))
                if found:
                    words = unquote(button["url"].partition("&text=")[2])
                    self._voice(host, words, to=guest)
                    self.world.say(guest, guest.chat, f"/start {found[1]}")
                    await self._settle()
                    return
        raise Stop(1, f"The demo does not fit the practices: {host.name} has no link to send.")

    # --- the clock -----------------------------------------------------------------------------------------------

    async def _time(self, to: str) -> None:
        asleep = to.startswith("asleep ")
        target = self._moment(to.removeprefix("asleep "))
        while not asleep:
            async with self.companion.worker.write() as db:
                due = await db.scalar(
                    select(func.min(Alarm.due_at)).where(Alarm.due_at > self.clock.now(), Alarm.due_at <= target)
                )
            if due is None:
                break
            self.clock.set(due)
            await self._settle()
        self.clock.set(target)
        if asleep:
            await self.companion.worker.ring()
            await self.companion.settle()
            self.seen = len(self.world.log)
        else:
            await self._settle()

    def _moment(self, to: str) -> datetime:
        now = self.clock.now()
        step = re.fullmatch(r"\+(\d+) min", to)
        if step:
            return now + timedelta(minutes=int(step[1]))
        day, _, wall = to.rpartition(" ")
        hour, minute = map(int, wall.split(":"))
        moment = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        while moment <= now or (day and moment.weekday() != DAYS.index(day)):
            moment += timedelta(days=1)
        return moment

    async def _settle(self) -> None:
        await self.companion.settle()
        while await self.companion.worker.ring():
            await self.companion.settle()
        self._show()

    # --- what is seen --------------------------------------------------------------------------------------------

    def heading(self, title: str) -> None:
        self.console.print()
        self.console.rule(f"[bold]{title}")
        self.told = None

    def _clock(self) -> None:
        """The time, where it has changed."""
        now = self.clock.now().replace(second=0, microsecond=0)
        if now != self.told:
            self.told = now
            self.console.print(f"{now:%A %H:%M}", style="dim", justify="center")

    def _voice(self, person: Person, said: str, to: Person | None = None) -> None:
        self._clock()
        name = f"{person.name} → {to.name}" if to else person.name
        self._line(name, COLOURS.get(person.name, "white"), said, "")

    def _show(self) -> None:
        """The last look of each message that came or changed, once where both were shown the same."""
        new, self.seen = self.world.log[self.seen :], len(self.world.log)
        last: dict[tuple[int, int], Line] = {}
        for shown in new:
            if shown.by != "bot" or shown.kind not in ("sent", "edited", "deleted"):
                continue
            key = (shown.chat, shown.message)
            first = last.pop(key, None)
            if shown.kind == "deleted":
                continue
            changed = shown.kind == "edited" and (first is None or first.changed)
            buttons = tuple(tuple(row) for row in shown.buttons)
            name = self.world.people[shown.chat].name if shown.chat in self.world.people else ""
            last[key] = Line(name, shown.text, buttons, changed, not shown.silent and not changed)
        lines = list(last.values())
        if lines:
            self._clock()
        while lines:
            line = lines.pop(0)
            twin = next((one for one in lines if _alike(one, line)), None)
            if twin is not None:
                lines.remove(twin)
            notes = [note for note, there in (("edits", line.changed), ("sounds", line.sounds)) if there]
            name = f"Evenfall → {'both' if twin else line.where}"
            self._line(name, COMPANION, line.text, ", ".join(notes), line.buttons)

    def _line(self, name: str, style: str, said: str, note: str, buttons: tuple[tuple[str, ...], ...] = ()) -> None:
        body = Text(said)
        if note:
            body.append(f"  ({note})", style="dim")
        for row in buttons:
            body.append("\n" + " ".join(f"[{label}]" for label in row), style="dim")
        grid = Table.grid(padding=(0, 2))
        grid.add_column(width=15, justify="right", style=style, no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(name, body)
        self.console.print(grid)


def _alike(one: Line, other: Line) -> bool:
    return one.where != other.where and (one.text, one.buttons) == (other.text, other.buttons)
