"""A time as people type it: "Friday 6pm", "morgen um 20:00", "mañana a las 8 de la tarde".

What is not understood whole is not understood: a time counts only once its writer has confirmed it, and a guess that
drops half of what was written would be confirmed by a tired thumb. The phrases are data, `texts/<language>/when.toml`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from dialogue.text import Language

TOKEN = re.compile(
    r"[0-9]{1,2}:[0-9]{2}|[0-9]{1,2}\.[0-9]{2}(?!\.?[0-9])|[0-9]+[./-][0-9]+[./-]?[0-9]*|[0-9]{1,12}|\d+|[^\W\d_]+"
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
FAR = 9999  # of whatever unit: later than anybody plans
LATE = 8  # a bare hour up to this one is meant in the afternoon or evening


@dataclass(frozen=True)
class When:
    """A local date, and a wall time where one was written."""

    day: date
    clock: time | None = None

    def at(self, usual: time) -> datetime:
        """The wall time, naive, in the writer's zone; `usual` where no time of day was written."""
        return datetime.combine(self.day, self.clock or usual)


def read(words: str, language: Language, now: datetime) -> When | None:
    """What a person wrote, seen from `now` in their own zone; None where any of it was not understood."""
    found = _Found()
    for kind, value in _parts(_tokens(words, language.code), _phrases(language.folder)):
        if kind == "unknown" or not found.take(kind, value):
            return None
    try:
        return found.when(now)
    except (ValueError, OverflowError):
        return None


@dataclass
class _Found:
    """What has been read so far; each thing once."""

    days: int | None = None
    weekday: int | None = None
    dated: tuple[int, int, int | None] | None = None  # day, month, year
    month: int | None = None
    number: int | None = None  # not yet known what it counts
    clock: tuple[int, int] | None = None
    sure: bool = False  # the hour was written as one of twenty-four
    shift: str = ""
    part: int | None = None
    half: bool = False
    ahead: timedelta | None = None
    within: bool = False

    def take(self, kind: str, value: Any) -> bool:
        """Whether it fits beside what was read before."""
        match kind:
            case "filler":
                return True
            case "within" | "half" | "shift" | "weekday" | "days" | "part" | "dated" | "clock" | "sure":
                if getattr(self, kind) not in (None, "", False):
                    return False
                setattr(self, kind, value)
            case "month" if self.dated is None and self.month is None:
                self.month = value
            case "number" if value > 999 and self.dated is not None and self.dated[2] is None:
                self.dated = (self.dated[0], self.dated[1], value)
            case "number" if self.number is None:
                self.number = value
            case "unit" if self.within and self.number is not None and self.ahead is None:
                self.ahead, self.number = timedelta(**{value: min(self.number, FAR)}), None
            case "unit" if value == "hours" and not self.within:
                return self.take("oclock", None)
            case "oclock" if self.number is not None and self.clock is None:
                self.clock, self.number = (self.number, 0), None
            case "oclock" if self.clock is not None:
                pass
            case _:
                return False
        if self.month is not None and self.dated is None and self.number is not None:
            self.dated, self.number = (self.number, self.month, None), None
        return True

    def when(self, now: datetime) -> When | None:
        if self.within or self.ahead is not None:
            return self._ahead(now)
        if self.month is not None and self.dated is None:
            return None
        if self.number is not None:
            if self.clock is not None:
                return None
            self.clock = (self.number, 0)
        if self.half:
            if self.clock is None:
                return None
            self.clock = (self.clock[0], 30)
        if sum(one is not None for one in (self.days, self.weekday, self.dated)) > 1 and not (
            self.weekday is not None and self.dated is not None and self.days is None
        ):
            return None
        return self._settled(now)

    def _ahead(self, now: datetime) -> When | None:
        others = (self.days, self.weekday, self.dated, self.month, self.number)
        if self.ahead is None or any(one is not None for one in others):
            return None
        then = now.replace(tzinfo=None) + self.ahead
        if self.ahead < timedelta(days=1):
            return When(then.date(), then.time().replace(second=0, microsecond=0)) if self.clock is None else None
        return When(then.date(), self._clock())

    def _settled(self, now: datetime) -> When | None:
        today, clock = now.date(), self._clock()
        if self.dated is not None:
            return When(self._on(today), clock)
        if self.weekday is not None:
            return When(today + timedelta(days=(self.weekday - today.weekday() - 1) % 7 + 1), clock)
        if self.days is not None:
            return When(today + timedelta(days=self.days), clock)
        if clock is None:
            return None
        later = clock > now.time().replace(tzinfo=None)
        return When(today if later else today + timedelta(days=1), clock)

    def _on(self, today: date) -> date:
        day, month, year = self.dated or (0, 0, None)
        if year is not None:
            return date(year if year > 99 else 2000 + year, month, day)
        for candidate in range(today.year, today.year + 9):  # 29 February comes, but not every year
            try:
                found = date(candidate, month, day)
            except ValueError:
                continue
            if found >= today:
                return found
        raise ValueError("no such date")

    def _clock(self) -> time | None:
        if self.clock is None:
            return time(self.part) if self.part is not None else None
        hour, minute = self.clock
        if self.shift == "pm":
            hour = hour % 12 + 12 if hour <= 12 else hour
        elif self.shift == "am":
            hour = hour % 12
        elif self.part is not None:
            hour = hour + 12 if self.part >= 12 and 1 <= hour < 12 else hour
        elif not self.sure and 1 <= hour <= LATE:
            hour += 12
        return time(hour, minute)


# --- words and numbers ------------------------------------------------------------------------------------------------


def _tokens(words: str, code: str) -> list[str]:
    spread = re.sub(r"(?<=\d)(?=[^\W\d_])", " ", _folded(words, code))
    return TOKEN.findall(spread)


def _folded(words: str, code: str) -> str:
    words = unicodedata.normalize("NFC", words).casefold()
    if code == "de":
        words = words.translate(UMLAUTS)
    decomposed = unicodedata.normalize("NFD", words)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _parts(tokens: list[str], phrases: Mapping[tuple[str, ...], list[tuple[str, Any]]]) -> Iterator[tuple[str, Any]]:
    longest = max(map(len, phrases))
    place = 0
    while place < len(tokens):
        for size in range(min(longest, len(tokens) - place), 0, -1):
            found = phrases.get(tuple(tokens[place : place + size]))
            if found:
                yield from found
                place += size
                break
        else:
            yield from _number(tokens[place])
            place += 1


def _number(token: str) -> Iterator[tuple[str, Any]]:
    """A clock with a colon, a date with dots or strokes (day first), or a bare number."""
    if re.fullmatch(r"\d{1,2}[:.]\d{2}", token) and (":" in token or int(token[-2:]) > 12):
        hour, minute = re.split("[:.]", token)
        yield "clock", (int(hour), int(minute))
        if hour.startswith("0"):
            yield "sure", True
        return
    pieces = [int(piece) for piece in re.split(r"[./-]", token) if piece.isascii() and piece.isdigit()]
    if len(pieces) in (2, 3):
        if pieces[0] > 999:
            pieces.reverse()
        yield "dated", (pieces[0], pieces[1], pieces[2] if len(pieces) == 3 else None)
    else:
        yield ("number", pieces[0]) if len(pieces) == 1 else ("unknown", token)


@cache
def _phrases(folder: Path) -> Mapping[tuple[str, ...], list[tuple[str, Any]]]:
    """Every phrase of a language, as tokens, and what it says."""
    from babel import Locale  # a start does not wait for it
    from babel.dates import get_day_names, get_month_names

    code = folder.name
    data = tomllib.loads((folder / "when.toml").read_text())
    locale = Locale.parse(code)
    found: dict[tuple[str, ...], list[tuple[str, Any]]] = {}

    def add(phrase: str, kind: str, value: Any, over: bool = True) -> None:
        key = tuple(_tokens(phrase, code))
        if over or key not in found:
            found.setdefault(key, []).append((kind, value))

    for phrase, days in data["days"].items():
        add(phrase, "days", days)
    for phrase, hour in data["parts"].items():
        add(phrase, "part", hour)
    for name in ("am", "pm"):
        for phrase in data["hours"][name]:
            add(phrase, "shift", name)
    for phrase in data["hours"]["oclock"]:
        add(phrase, "oclock", None)
    for phrase in data["hours"]["half"]:
        add(phrase, "half", True)
    for phrase in data["filler"]["words"]:
        add(phrase, "filler", None)
    for phrase in data["filler"]["within"]:
        add(phrase, "within", True)
    for width in ("wide", "abbreviated"):
        for number, name in get_day_names(width, locale=locale).items():
            add(name, "weekday", number, over=False)
        for number, name in get_month_names(width, locale=locale).items():
            add(name, "month", number, over=False)
    for phrase, number in data["numbers"].items():
        add(phrase, "number", number, over=False)
    for phrase, unit in data["units"].items():
        add(phrase, "unit", unit, over=False)
    return found
