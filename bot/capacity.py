"""`evenfall capacity`: what so many couples need, on paper. docs/scale.md explains the same arithmetic.

What a process does and what an evening leaves on the disk was measured (docs/performance.md) and is rounded against us;
Telegram's limits are its own. Who asks says how their couples live.
"""

import math
from dataclasses import dataclass

TURN = 1 / 18  # seconds of a core for one answer, with its turn and its messages, where each comes by itself
BEGIN = 1 / 80  # seconds of a core for an evening to begin
USED = 0.6  # of a core: the rest is for what nobody foresaw
FREE = 28  # messages a second of one bot, two below Telegram's limit
PAID, PAID_AT, STARS = 1000, 10_000, 0.1  # a second with paid broadcasts; stars a bot must hold, and pays a message
PROMPTS = 4  # messages when an evening begins: two cards in two private chats
ANSWERS, PER_ANSWER = 10, 2.5  # turns of an evening, and the messages of one
EVENING, POSTS = 26_000, 3  # bytes of an evening's blank posts, and the days that these are kept
WORDS, KEPT = 2_500, 90  # bytes of its kept words, and the days that they are kept
COUPLE = 400_000  # bytes of a couple at rest, after two years: on which days what rang, which lines were shown
MEMORY = 150  # MB of a process


@dataclass(frozen=True)
class Need:
    """What it takes. A house is a bot token with a process, a database and a key of its own."""

    couples: int
    prompts: int  # evenings that begin in the fullest minute
    messages: float  # a second, while the fullest zone has its evenings
    houses: int
    last: float  # seconds until the last prompt of that minute
    turns: float  # a second and house
    load: float  # of a core, a house
    fits: bool  # whether one process can do what a house asks of it
    disk: float  # bytes
    memory: int  # MB
    stars: float  # a day, if what is beyond one bot's free messages were paid for


def need(couples: int, zone: float = 0.6, minute: float = 0.25, hours: float = 2.0, patience: float = 900.0) -> Need:
    """`zone`: the share of the couples in the fullest zone; `minute`: of those, in the same minute; `hours`: within
    which that zone's evenings lie; `patience`: seconds within which the last prompt of that minute must have come."""
    rush, seconds = couples * zone, hours * 3600
    prompts = round(rush * minute)
    evening = PROMPTS + ANSWERS * PER_ANSWER
    messages = rush * evening / seconds
    houses = max(1, math.ceil(messages / FREE), math.ceil(prompts * PROMPTS / (FREE * patience)))
    turns = rush * ANSWERS / seconds / houses
    load = turns * TURN + rush / seconds / houses * BEGIN
    disk = couples * (COUPLE + POSTS * EVENING + KEPT * WORDS)
    stars = max(0.0, messages - FREE) * seconds * STARS
    last = prompts * PROMPTS / (FREE * houses)
    return Need(couples, prompts, messages, houses, last, turns, load, load <= USED, disk, houses * MEMORY, stars)


def told(need: Need) -> list[str]:
    """The same in an operator's words."""
    one = need.houses == 1
    rush = f"{need.messages:,.1f} messages a second in the rush of the fullest time zone, {FREE} a bot at most."
    lines = [
        f"{_counted(need.couples, 'couple')}. In their fullest minute {_counted(need.prompts, 'evening')} may begin.",
        f"Telegram:  {_counted(need.houses, 'bot token')}. {rush}",
        f"           The last prompt of that minute comes {_span(need.last)} later.",
    ]
    if not one:
        lines.append("           A token is a house of its own: its process, its database, its key.")
        lines.append(
            f"           With paid broadcasts ({PAID:,} a second, for bots that hold {PAID_AT:,} stars) "
            f"{_counted(math.ceil(need.messages / PAID), 'token')} would do,"
        )
        lines.append(f"           for about {need.stars:,.0f} stars a day; Evenfall does not use them.")
    each = "" if one else " each"
    enough = "SQLite is enough" if need.fits else "PostgreSQL, and more than one replica"
    lines += [
        f"Processes: {need.houses:,}, {need.turns:.1f} answers a second{each} in the rush, "
        f"{max(need.load, 0.01):.0%} of a core{each}. {enough}.",
        "           PostgreSQL and a second replica besides, where an update of the program may be no gap.",
        f"Memory:    {need.memory:,} MB, without what a database server keeps.",
        f"Disk:      {_bytes(need.disk)}, and as much again for each backup that is kept.",
    ]
    return lines


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _span(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"


def _bytes(size: float) -> str:
    return f"{size / 1e6:,.0f} MB" if size < 1e9 else f"{size / 1e9:,.1f} GB"
