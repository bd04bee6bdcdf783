"""Settings, in one card: each item opens, is answered, and leads back to the list. Times count from tomorrow on."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import select

from dialogue import couples, zones
from dialogue.practice import Practice
from dialogue.talk import Button, Choices, Talk
from dialogue.text import clean_name, text, wall, weekday
from models import Entry
from models.people import Role

practice = Practice("settings")

RETENTION = ("0", "30", "90", "365")
DAYS = {"every": "1234567", "weekdays": "12345", "weekend_days": "67", "three": "135"}


@practice.command("settings")
async def begin(talk: Talk) -> None:
    show(talk)


def show(talk: Talk, key: str = "list") -> None:
    couple = [("evening", "weekend", "days"), ("style", "minutes"), ("review_day", "review_time")]
    shared = [("pause_word", "shared_language")] if len(talk.both) == 2 else []
    mine = (
        [("name", "language", "zone"), ("role", "anyway", "apart")] if len(talk.both) == 2 else [("language", "zone")]
    )
    day, clock = talk.couple.setting("review").split()
    talk.ask(item, of=talk.who, choices=(*couple, *shared, *mine, ("retention", "done")), key=key,
             evening=wall(talk.couple.setting("evening")), weekend=wall(talk.couple.setting("weekend")),
             style=text(f"settings-style.{talk.couple.setting('style')}"), minutes=talk.couple.setting("minutes"),
             day=weekday(int(day)), review=wall(clock), retention=talk.keep_days)  # fmt: skip


@practice.step
async def item(talk: Talk) -> None:
    chosen = talk.chose(item) or "done"
    if chosen == "done":
        talk.put_away()
    elif chosen in TIMES:
        talk.ask(time, of=talk.who, choices=(TIMES[chosen], ("back",)), text=True, item=chosen, key=chosen)
    elif chosen in TYPED:
        talk.ask(typed, of=talk.who, choices=("back",), text=True, item=chosen, key=chosen)
    else:
        talk.ask(value, of=talk.who, choices=(*choices(talk, chosen), ("back",)), item=chosen, key=chosen)


def choices(talk: Talk, name: str) -> Choices:
    languages = tuple(Button(code, text(f"language-{code}")) for code in talk.scene.texts.languages)
    weekdays = tuple(Button(str(day), weekday(day)) for day in range(1, 8))
    offered: dict[str, Choices] = {
        "style": (("reveal", "together"),),
        "minutes": ((Button("10", text("settings-minutes.ten")), Button("15", text("settings-minutes.fifteen"))),),
        "days": tuple((day,) for day in DAYS),
        "review_day": weekdays,
        "language": languages,
        "shared_language": languages,
        "retention": tuple((Button(days, retention_label(days)),) for days in RETENTION),
        "role": (("hurt", "repairing"), ("both", "none")),
        "anyway": (("yes", "no"),),
        "apart": (("yes", "no"),),
    }  # fmt: skip
    return offered[name]


TIMES: dict[str, tuple[Button, ...]] = {
    "evening": tuple(Button(one, wall(one)) for one in ("19:30", "20:00", "20:30", "21:00", "21:30", "22:00")),
    "weekend": tuple(Button(one, wall(one)) for one in ("10:00", "18:00", "20:00", "20:30", "21:00", "21:30")),
    "review_time": tuple(Button(one, wall(one)) for one in ("10:00", "11:00", "15:00", "17:00", "18:00", "20:00")),
}
TYPED = ("name", "pause_word", "zone")


def retention_label(days: str) -> dict[str, Any]:
    return text("settings-retention.none") if days == "0" else text("settings-retention.days", days=days)


def read_time(words: str) -> str | None:
    """A time as people type it: "21:15", "9.30 pm", "21h"."""
    found = re.fullmatch(r"\s*(\d{1,2})(?:[:.h ]\s*(\d{2})?)?\s*(am|pm|uhr)?\s*", words.lower())
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3] in ("am", "pm"):
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


@practice.step
async def time(talk: Talk) -> None:
    name = talk.given["item"]
    if talk.chose(time) == "back":
        show(talk)
        return
    clock = talk.chose(time) or read_time(talk.answered(time))
    if clock is None:
        talk.ask(time, of=talk.who, choices=(TIMES[name], ("back",)), text=True, item=name, key="unread-time")
        return
    if name == "review_time":
        talk.couple.choose("review", f"{talk.couple.setting('review').split()[0]} {clock}", talk.today)
    else:
        talk.couple.choose(name, clock, talk.today)
    await changed(talk)


@practice.step
async def value(talk: Talk) -> None:
    name, chosen = talk.given["item"], talk.chose(value) or "back"
    if chosen == "back":
        show(talk)
    else:
        SET[name](talk, chosen)
        if name == "retention":
            await shorten(talk)
        await changed(talk)


def set_couple(name: str, read: Callable[[str], Any] = str) -> Callable[[Talk, str], None]:
    return lambda talk, chosen: talk.couple.choose(name, read(chosen), talk.today)


def set_own(name: str) -> Callable[[Talk, str], None]:
    return lambda talk, chosen: talk.who.choose(name, chosen, talk.today - timedelta(days=1))


def set_language(talk: Talk, chosen: str) -> None:
    talk.who.language = chosen
    if len(talk.both) == 1:
        talk.couple.language = chosen


def set_role(talk: Talk, chosen: str) -> None:
    talk.who.role = cast(Role, chosen)
    if chosen in ("hurt", "both"):
        talk.keep("stood", by=talk.who, facts={"hurt": True})


def set_shared_language(talk: Talk, chosen: str) -> None:
    talk.couple.language = chosen


def set_review_day(talk: Talk, chosen: str) -> None:
    talk.couple.choose("review", f"{chosen} {talk.couple.setting('review').split()[1]}", talk.today)


SET: dict[str, Callable[[Talk, str], None]] = {
    "style": set_couple("style"),
    "minutes": set_couple("minutes", int),
    "days": set_couple("days", DAYS.__getitem__),
    "review_day": set_review_day,
    "language": set_language,
    "shared_language": set_shared_language,
    "role": set_role,
    "retention": set_own("retention"),
    "anyway": set_own("anyway"),
    "apart": set_own("apart"),
}


async def shorten(talk: Talk) -> None:
    """The shorter of the two wishes counts, for what is there already too."""
    rows = select(Entry).where(
        Entry.author_id.in_([one.id for one in talk.both]), Entry.kind.in_(("evening", "review"))
    )
    for entry in await talk.scene.db.scalars(rows):
        last = entry.local_date + timedelta(days=talk.keep_days)
        if entry.expires_on is None or last < entry.expires_on:
            entry.expires_on = last


@practice.step
async def typed(talk: Talk) -> None:
    name, words = talk.given["item"], talk.answered(typed)
    if talk.chose(typed) == "back":
        show(talk)
    elif name == "name":
        talk.who.name = clean_name(words)
        show(talk, "changed")
    elif name == "pause_word":
        talk.couple.pause_word = words[:40]
        show(talk, "changed")
    else:
        found = zones.find(words, talk.who.language)
        if found is None:
            talk.ask(typed, of=talk.who, choices=("back",), text=True, item=name, key="unknown-zone")
            return
        talk.who.zone = found
        if len(talk.both) == 1:
            talk.couple.zone = found
            await changed(talk)
        else:
            talk.ask(also, of=talk.who, choices=("both", "only_me"))


@practice.step
async def also(talk: Talk) -> None:
    """A zone of one's own, or the couple's too: joint prompts follow the couple's."""
    if talk.chose(also) == "both":
        talk.couple.zone = talk.who.zone
    await changed(talk)


async def changed(talk: Talk) -> None:
    await couples.wind(talk.scene)
    talk.run("house")
    show(talk, "changed")
