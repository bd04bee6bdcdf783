"""Every word the companion says, by language; how a language puts them is in wording.py.

An argument of a text is a string, a number, or a mark that is put into words late, in the reader's own language and
zone: `at(moment)`, `on(day)`, `weekday(number)`, `wall("20:30")`, `text(key)`, or a pool's line from `Talk.pick`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from dialogue.wording import Wording

FOLDER = Path(__file__).parent.parent / "texts"

Mark = dict[str, Any]


def at(moment: datetime) -> Mark:
    """A moment, shown as the reader's local time of day."""
    return {"at": moment.isoformat()}


def on(day: date) -> Mark:
    """A date, shown with its weekday."""
    return {"on": day.isoformat()}


def weekday(number: int) -> Mark:
    """An ISO weekday, 1 to 7, by name."""
    return {"weekday": number}


def wall(clock: str) -> Mark:
    """A wall time "HH:MM", as the reader's language writes it."""
    return {"wall": clock}


def text(key: str, **args: Any) -> Mark:
    """Another text, inside this one."""
    return {"text": key, "args": args}


def writable(value: Any) -> bool:
    """Whether an argument can stand in a text; a step may be handed more than its text needs."""
    return isinstance(value, (str, int)) or (isinstance(value, dict) and bool(MARKS & value.keys()))


MARKS = {"at", "on", "weekday", "wall", "text", "line", "join"}


def joined(parts: list[Any], between: str = "\n") -> Mark:
    """Several marks or strings as one."""
    return {"join": parts, "with": between}


@dataclass(frozen=True)
class Line:
    """One line of a pool."""

    id: str
    text: str
    phase: str | None = None
    role: str | None = None


class Language:
    """The texts and pools of one language.

    A text is parsed when it is first said: all of them at once took half a second of each start, and 12 MB.
    """

    def __init__(self, folder: Path) -> None:
        self.code = folder.name
        self.folder = folder
        self._messages: dict[str, Any] = {}  # as Fluent understands them

    @cached_property
    def _sources(self) -> dict[str, str]:
        """Texts as they stand in the files."""
        sources: dict[str, str] = {}
        for path in sorted(self.folder.glob("*.ftl")):
            for source in ENTRY.split(path.read_text()):
                name, is_text, _ = source.partition("=")
                if is_text and not source.startswith("#"):
                    sources.setdefault(name.strip(), source)
        return sources

    @cached_property
    def wording(self) -> "Wording":
        from dialogue.wording import Wording

        return Wording(self.code)

    def _message(self, name: str) -> Any:
        """A text as Fluent understands it. Raises KeyError for one nobody wrote."""
        if name not in self._messages:
            from dialogue.wording import understood

            self._messages[name] = understood(self._sources[name])
        return self._messages[name]

    @cached_property
    def pools(self) -> Mapping[str, Mapping[str, Line]]:
        pools = {}
        for path in sorted(self.folder.glob("pools/*.toml")):
            lines = tomllib.loads(path.read_text())["line"]
            pools[path.stem] = {
                row["id"]: Line(row["id"], row["text"], row.get("phase"), row.get("role")) for row in lines
            }
        return pools

    def write(self, key: str, args: Mapping[str, Any], zone: str) -> str:
        """A text by its key; `key.attribute` for a label. Raises KeyError for a text nobody wrote."""
        name, _, attribute = key.partition(".")
        message = self._message(name)
        pattern = message.attributes.get(attribute) if attribute else message.value
        if pattern is None:
            raise KeyError(key)
        plain = self.wording.plain(pattern)
        if plain is not None:
            return plain
        ready = {name: self.put(value, zone) for name, value in args.items() if writable(value)}
        written, errors = self.wording.filled(pattern, ready)
        if errors:
            raise KeyError(f"{self.code} {key}: {errors[0]}")
        return written

    def has(self, key: str) -> bool:
        name, _, attribute = key.partition(".")
        if name not in self._sources:
            return False
        return not attribute or attribute in self._message(name).attributes

    def put(self, value: Any, zone: str) -> Any:
        """A mark put into words; anything else as it is."""
        if not isinstance(value, dict):
            return value
        if "at" in value:
            moment = datetime.fromisoformat(value["at"]).astimezone(ZoneInfo(zone))
            return self.wording.time(moment.time()).replace("\u202f", "\u00a0")
        if "on" in value:
            return self.wording.day(date.fromisoformat(value["on"]))
        if "weekday" in value:
            return self.wording.weekday(value["weekday"])
        if "wall" in value:
            return self.wording.time(time.fromisoformat(value["wall"]))
        if "line" in value:
            pool, _, line = value["line"].partition("/")
            return self.pools[pool][line].text
        if "join" in value:
            return value["with"].join(str(self.put(part, zone)) for part in value["join"])
        return self.write(value["text"], value.get("args", {}), zone)


class Texts:
    """All languages. The first one, English, is the one every other is held against."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.languages = {path.name: Language(path) for path in sorted(folder.iterdir()) if list(path.glob("*.ftl"))}

    def __getitem__(self, code: str) -> Language:
        return self.languages.get(code) or self.languages["en"]

    def guess(self, code: str | None) -> str:
        """The language to begin in, from what the chat system says of the account."""
        short = (code or "en").split("-")[0].lower()
        return short if short in self.languages else "en"

    def labels(self, key: str) -> Iterator[str]:
        """A text in every language."""
        for language in self.languages.values():
            if language.has(key):
                yield language.write(key, {}, "UTC")


def plain(words: str) -> str:
    """Words as compared: case, spaces, signs and pictures around them do not count."""
    return " ".join(SIGNS.sub(" ", words).casefold().split()) or words.strip()


def units(words: str) -> int:
    """Length as chat systems count it: UTF-16 units."""
    return len(words.encode("utf-16-le")) // 2


def shortened(words: str, signs: int) -> str:
    """Words as they fit on a button: cut between two of them."""
    if len(words) <= signs:
        return words
    return (words[:signs].rpartition(" ")[0] or words[:signs]) + "…"


def clean(words: str, limit: int = 4000) -> str:
    """Words as they are stored: no control or direction signs, no lone surrogates, at most `limit` UTF-16 units."""
    words = words.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    kept = "".join(map(_kept, words))
    while units(kept) > limit:
        kept = kept[: len(kept) - max(1, (units(kept) - limit) // 2)]
    return kept.strip(" \n" + JOINERS)


def _kept(sign: str) -> str:
    if sign == "\n" or sign in JOINERS:
        return sign
    if sign.isspace():
        return " "
    return sign if sign.isprintable() and sign not in DIRECTIONS else ""


def clean_name(name: str) -> str:
    """A name for one line: at most 64 signs, nothing invisible, no link or mention."""
    visible = "".join(sign for sign in clean(name) if sign not in "@" + JOINERS)
    return " ".join(visible.split())[:64] or "?"


ENTRY = re.compile(r"^(?=[A-Za-z#])", re.MULTILINE)  # where one begins in a file: what goes on is indented
SIGNS = re.compile(r"[^\w\s]|_")  # neither a letter or digit nor a space
JOINERS = "\u200c\u200d"  # a family is one sign made of several; Persian needs the other one
DIRECTIONS = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
