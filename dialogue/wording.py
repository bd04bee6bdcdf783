"""How one language puts things: Fluent for its sentences, Babel for its dates and times.

Imported with the first text that is said, of which a start has none: the two take a thirtieth of it.
"""

import re
from datetime import date, time
from functools import cached_property
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time, get_day_names, match_skeleton
from fluent.runtime import FluentBundle, FluentResource, resolver
from fluent.runtime.prepare import Compiler

COMPILED = Compiler()

resolver.MAX_PART_LENGTH = 100_000  # what people say to each other is longer than a translator's words


def understood(source: str) -> Any:
    """One message of a Fluent file, ready to be said."""
    return COMPILED(FluentResource(source).body[0])


class Wording:
    """One language. What it knows of numbers and dates is read with the first text that something is put into."""

    def __init__(self, code: str) -> None:
        self.code = code

    @cached_property
    def _bundle(self) -> FluentBundle:
        return FluentBundle([self.code], use_isolating=False)

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse("en_GB" if self.code == "en" else self.code)

    @cached_property
    def _day(self) -> str:
        """How a day is written in a sentence, its name never cut short."""
        skeletons = self.locale.datetime_skeletons
        return re.sub("E+", "EEEE", skeletons[match_skeleton("MMMMEEEEd", skeletons)].pattern)

    def plain(self, pattern: Any) -> str | None:
        """A text into which nothing is put."""
        return str(pattern.value) if isinstance(pattern, resolver.TextElement) else None

    def filled(self, pattern: Any, given: dict[str, Any]) -> tuple[str, list[Exception]]:
        """A text with what is put into it, and what was wrong with that."""
        written, errors = self._bundle.format_pattern(pattern, given)
        return str(written), errors

    def time(self, clock: time) -> str:
        return format_time(clock, "short", locale=self.locale)

    def day(self, day: date) -> str:
        return format_date(day, self._day, locale=self.locale)

    def weekday(self, number: int) -> str:
        """An ISO weekday, 1 to 7, by name."""
        return str(get_day_names("wide", locale=self.locale)[number - 1])
