"""Say it well: what one wants to say is looked at by a few rules, on this machine alone, and given by one's own tap or
not at all. In it, a look at four habits that wear a talk down: about oneself only."""

import tomllib
from functools import cache
from typing import Any

from dialogue.practice import Practice
from dialogue.talk import Talk
from dialogue.text import FOLDER, joined, plain, text

practice = Practice("say")

HINTS = ("always", "names", "mind", "attack")
PATTERNS = ["criticism", "contempt", "defence", "silence"]
LENGTH = 1500  # signs
DAYS = 30


# --- what the rules see ----------------------------------------------------------------------------------------------


@cache
def rules(language: str) -> dict[str, Any]:
    """The phrases of each hint, and examples of how else it can be said."""
    return tomllib.loads((FOLDER / language / "say.toml").read_text())


def seen(language: str, words: str) -> list[tuple[str, str]]:
    """Each hint that fits, with the words it was found by. `attack` looks at how sentences begin, the rest anywhere."""
    found = []
    for name in HINTS:
        hits = [phrase for phrase in rules(language)["hint"][name] if in_it(name, phrase, words)]
        if hits:
            found.append((name, max(hits, key=len)))
    return found


def in_it(name: str, phrase: str, words: str) -> bool:
    if name != "attack":
        return f" {plain(phrase)} " in f" {plain(words)} "
    sentences = words.translate(dict.fromkeys(map(ord, ".!?;:…\n"), "\n")).split("\n")
    return any(f"{plain(one)} ".startswith(f"{plain(phrase)} ") for one in sentences)


# --- finding the words -----------------------------------------------------------------------------------------------


@practice.command("say")
async def begin(talk: Talk) -> None:
    draft = talk.words or talk.given.get("draft", "")
    if draft:
        look(talk, draft[:LENGTH])
    else:
        ask_draft(talk)


def ask_draft(talk: Talk) -> None:
    talk.ask(draft, of=talk.who, choices=(("patterns",), ("never_mind",)), text=True)


@practice.step
async def draft(talk: Talk) -> None:
    if talk.chose(draft) == "patterns":
        ask_pattern(talk)
    elif talk.chose(draft) == "never_mind":
        talk.put_away()
    else:
        look(talk, talk.answered(draft)[:LENGTH])


def look(talk: Talk, words: str) -> None:
    """One's own words, what might be heard in them, and one shape to fill. It may be typed anew."""
    hints = seen(talk.who.language, words)
    ways = ("give", "keep", "never_mind") if talk.other is not None else ("keep", "never_mind")
    name = talk.other.name if talk.other is not None else ""
    if hints:
        lines = joined([text(f"say-hint-{hint}", words=phrase) for hint, phrase in hints])
        talk.ask(other_words, of=talk.who, choices=ways, text=True, words=words, lines=lines,
                 line=example(talk, hints[0][0]), name=name)  # fmt: skip
    else:
        talk.ask(other_words, of=talk.who, choices=ways, text=True, key="clear", words=words, name=name)


def example(talk: Talk, hint: str) -> dict[str, Any]:
    """The next of the pairs for this hint."""
    pairs = [one for one in rules(talk.who.language)["pair"] if one["hint"] == hint]
    number = int(talk.who.settings.get("pair", 0)) % len(pairs)
    talk.who.settings["pair"] = number + 1
    return text("say-pair", before=pairs[number]["before"], after=pairs[number]["after"])


@practice.step
async def other_words(talk: Talk) -> None:
    chosen, words = talk.chose(other_words), talk.given["words"]
    if talk.answered(other_words):
        look(talk, talk.answered(other_words)[:LENGTH])
    elif chosen == "give" and talk.other is not None:
        talk.ask(sure, of=talk.who, choices=("give", "back"), words=words, name=talk.other.name)
    elif chosen == "keep":
        talk.keep("say", by=talk.who, days=DAYS, said=words)
        talk.close("kept")
    else:
        talk.put_away()


@practice.step
async def sure(talk: Talk) -> None:
    """Only this tap gives it away."""
    if talk.chose(sure) == "back" or talk.other is None:
        look(talk, talk.given["words"])
        return
    if talk.scene.holder() is not None:
        talk.keep("say", by=talk.who, days=DAYS, said=talk.given["words"])
        talk.close("on-hold")
        return
    talk.keep("say", by=talk.who, shared=True, days=DAYS, said=talk.given["words"])
    await talk.scene.db.flush()
    talk.close("given", name=talk.other.name)
    talk.run("given")


# --- a look at oneself -----------------------------------------------------------------------------------------------


@practice.command("mirror")
async def mirror(talk: Talk) -> None:
    ask_pattern(talk)


def ask_pattern(talk: Talk) -> None:
    talk.ask(pattern, of=talk.who, choices=(*((one,) for one in PATTERNS), ("none", "back")))


@practice.step
async def pattern(talk: Talk) -> None:
    chosen = talk.chose(pattern)
    if chosen in PATTERNS:
        talk.ask(antidote, of=talk.who, choices=("back", "enough"), key=PATTERNS[PATTERNS.index(chosen)])
    elif chosen == "none":
        talk.close("none")
    else:
        ask_draft(talk)


@practice.step
async def antidote(talk: Talk) -> None:
    if talk.chose(antidote) == "back":
        ask_pattern(talk)
    else:
        talk.put_away()
