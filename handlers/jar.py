"""The jar: good moments that both tapped into it. On a heavy evening either draws one, alone."""

from dialogue.practice import Practice
from dialogue.talk import Talk
from dialogue.text import on
from models import Entry

practice = Practice("jar", waits=False)

KIND = "jar"


@practice.command("jar")
async def begin(talk: Talk) -> None:
    await draw(talk)


async def draw(talk: Talk) -> None:
    """The one that this person has not drawn for the longest time."""
    found = await talk.kept(KIND) if talk.other is not None else await talk.kept(KIND, by=talk.who)
    if not found:
        talk.close("empty" if talk.other is not None else "empty-alone")
        return
    entry = following(found, talk.who.settings.get("drew"))
    talk.who.settings["drew"] = entry.id
    more = ("another",) if len(found) > 1 else ()
    talk.ask(drawn, of=talk.who, choices=(*more, "take_out", "close"), day=on(entry.local_date),
             words=entry.words["said"], entry=entry.id)  # fmt: skip


def following(found: list[Entry], last: str | None) -> Entry:
    number = next((place for place, entry in enumerate(found) if entry.id == last), -1)
    return found[(number + 1) % len(found)]


@practice.step
async def drawn(talk: Talk) -> None:
    if talk.chose(drawn) == "another":
        await draw(talk)
    elif talk.chose(drawn) == "take_out":
        for entry in await talk.kept(KIND):
            if entry.id == talk.given["entry"]:
                await talk.scene.db.delete(entry)
        talk.close("out")
    else:
        talk.put_away()
