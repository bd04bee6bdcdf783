"""The one clock. Everything that asks for the time is handed one; tests and the playground set theirs."""

from datetime import UTC, datetime, timedelta


class Clock:
    """The system's time."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251


class SettableClock(Clock):
    """A clock that runs on from where it is set, or stands still."""

    def __init__(self, start: datetime, running: bool = False) -> None:
        self._start = start.astimezone(UTC)
        self._since = Clock.now(self) if running else None

    def now(self) -> datetime:
        if self._since is None:
            return self._start
        return self._start + (Clock.now(self) - self._since)

    def set(self, moment: datetime) -> None:
        """Go to a moment. Never backwards."""
        self._start = max(moment, self.now()).astimezone(UTC)
        if self._since is not None:
            self._since = Clock.now(self)

    def forward(self, step: timedelta) -> None:
        self.set(self.now() + step)
