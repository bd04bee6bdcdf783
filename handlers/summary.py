"""A page to bring to a therapist: one's own words and what both may read, in the sections one chooses."""

from dialogue.practice import Practice
from dialogue.talk import Button, Talk
from dialogue.text import text

practice = Practice("summary")

SECTIONS = ("feel", "promises", "worked", "parked", "agreements", "journal")
AT_FIRST = ("feel", "promises", "worked", "parked", "agreements")  # the journal only by its owner's tap


@practice.command("summary")
async def begin(talk: Talk) -> None:
    ask_sections(talk, list(AT_FIRST))


def ask_sections(talk: Talk, chosen: list[str]) -> None:
    rows = [
        (Button(name, text("summary-in" if name in chosen else "summary-out", part=text(f"summary-part-{name}"))),)
        for name in SECTIONS
    ]
    talk.ask(sections, of=talk.who, choices=(*rows, ("make", "never_mind")), chosen=chosen)


@practice.step
async def sections(talk: Talk) -> None:
    name, chosen = talk.chose(sections), talk.given["chosen"]
    if name == "never_mind":
        talk.put_away()
    elif name != "make":
        ask_sections(talk, [one for one in chosen if one != name] if name in chosen else [*chosen, name or ""])
    elif chosen:
        talk.run("pin_asked", then=send, opens=chosen)
    else:
        ask_sections(talk, chosen)


@practice.step
async def send(talk: Talk) -> None:
    if talk.result:
        talk.scene.export(talk.conversation, talk.who, summary=talk.result)
        talk.close("coming")
    else:
        talk.put_away()
