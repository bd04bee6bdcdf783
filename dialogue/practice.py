"""What a practice is made of: how it begins, its steps, and how it ends from outside."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from dialogue.event import Kind

if TYPE_CHECKING:
    from dialogue.talk import Talk
    from models import Couple

Step = Callable[["Talk"], Awaitable[None]]

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
EVER = 3650 * DAY  # the window of what has to happen, however long the companion was away


# When an alarm rings, from the couple's settings: wall time, weekend wall time or None, ISO weekdays.
Times = Callable[["Couple"], tuple[str, str | None, str]]


def step_name(step: Step) -> str:
    """A step is known by its function's name: in rows, in texts."""
    return str(step.__name__)


@dataclass(frozen=True)
class Begin:
    """One way a practice begins: by a command, by an alarm, by something that happened in the group."""

    practice: "Practice"
    step: Step
    window: timedelta = 2 * HOUR
    stranger: bool = False
    times: Times | None = None
    each: bool = False


class Practice:
    """One practice. `joint` talks belong to the couple, others to their owner alone and are always private. A `mutual`
    one is joint and begins only when each of the two has said yes to it by their own tap; either takes that back.

    `doors` are the commands whose buttons stand under every card of it. `grade` is how hard its messages are tried
    (see Outbox). `signal` tells the couple's own word for it. What `stays` is not tidied away; what does not `wait`
    goes on while a pause holds the others. A `red` one is heard in every state, and its door is a red button, where the
    chat system has colours. What brings the two `closer` rests while either holds or rests, and for some days after a
    word of danger; it says the same whatever the reason (R38).
    """

    def __init__(
        self,
        name: str,
        joint: bool = False,
        mutual: bool = False,
        doors: Iterable[str] = (),
        grade: str = "B",
        signal: Callable[["Couple"], str | None] | None = None,
        stays: bool = False,
        waits: bool = True,
        red: bool = False,
        closer: bool = False,
    ) -> None:
        self.name = name
        self.joint = joint or mutual or closer
        self.mutual = mutual or closer
        self.doors = tuple(doors)
        self.grade = grade
        self.signal = signal
        self.stays = stays
        self.waits = waits
        self.red = red
        self.closer = closer
        self.inner: Begin | None = None
        self.steps: dict[str, Step] = {}
        self.commands: dict[str, Begin] = {}
        self.alarms: dict[str, Begin] = {}
        self.events: dict[Kind, Begin] = {}
        self.endings: Step | None = None
        self.remarks: Step | None = None
        self.knocks: Step | None = None

    def step(self, function: Step) -> Step:
        """A function that runs when its question was answered, or its alarm rang."""
        self.steps[step_name(function)] = function
        return function

    def command(self, name: str, stranger: bool = False) -> Callable[[Step], Step]:
        """Begins with /name. `stranger`: also for somebody the companion does not know yet."""

        def register(function: Step) -> Step:
            self.commands[name] = Begin(self, function, stranger=stranger)
            return function

        return register

    def alarm(
        self, name: str, window: timedelta, times: Times | None = None, each: bool = False
    ) -> Callable[[Step], Step]:
        """Begins by the clock; past the window a ring is skipped and not mentioned.

        `times` tells when it rings; `each` that every person has one of their own, in their own zone.
        """

        def register(function: Step) -> Step:
            self.alarms[name] = Begin(self, function, window, times=times, each=each)
            return function

        return register

    def on(self, kind: Kind) -> Callable[[Step], Step]:
        """Begins by something that happened in the couple's group."""

        def register(function: Step) -> Step:
            self.events[kind] = Begin(self, function)
            return function

        return register

    def begin(self, function: Step) -> Step:
        """Begins only inside another talk (`Talk.run`)."""
        self.inner = Begin(self, function)
        return function

    def ending(self, function: Step) -> Step:
        """Runs when the talk is ended from outside: `talk.why` is parked, left, rung (its next ring) or gone."""
        self.endings = function
        return function

    def remark(self, function: Step) -> Step:
        """Runs for words under a card that answer no question."""
        self.remarks = function
        return function

    def knock(self, function: Step) -> Step:
        """Runs when somebody begins this practice while it is open, or another one that it holds."""
        self.knocks = function
        return function


class Practices:
    """All practices, in their one order."""

    def __init__(self, practices: Iterable[Practice]) -> None:
        self.all = {practice.name: practice for practice in practices}
        self.commands = {name: begin for one in self.all.values() for name, begin in one.commands.items()}
        self.signals = [one for one in self.all.values() if one.signal is not None]
        self.events = {kind: begin for one in self.all.values() for kind, begin in one.events.items()}

    def __getitem__(self, name: str) -> Practice:
        return self.all[name]

    def get(self, name: str) -> Practice | None:
        return self.all.get(name)

    def signalled(self, couple: "Couple", said: str) -> Begin | None:
        """The practice whose own word this is."""
        from dialogue.text import plain

        for practice in self.signals:
            word = practice.signal(couple) if practice.signal else None
            if word and plain(word) == plain(said):
                return next(iter(practice.commands.values()))
        return None
