"""One's own words, read back one at a time, newest first; any of them can be deleted."""

from sqlalchemy import select

from dialogue.practice import Practice
from dialogue.talk import Talk
from dialogue.text import joined, on, text
from models import Entry

practice = Practice("kept")

WORDLESS = ("stood", "declined")  # a role that was held, an offer that is not to come again


@practice.command("kept")
async def begin(talk: Talk) -> None:
    await show(talk, 0)


async def own(talk: Talk) -> list[Entry]:
    words = Entry.author_id == talk.who.id, Entry.kind.not_in(WORDLESS)
    rows = await talk.scene.db.scalars(select(Entry).where(*words).order_by(Entry.created_at.desc(), Entry.id))
    return list(rows)


async def show(talk: Talk, number: int) -> None:
    entries = await own(talk)
    if not entries:
        talk.close("nothing")
        return
    number = min(max(number, 0), len(entries) - 1)
    entry = entries[number]
    ways = [way for way, there in (("newer", number > 0), ("older", number + 1 < len(entries))) if there]
    words = joined([text(f"kept-kind-{entry.kind}"), *entry.words.values()])
    talk.ask(page, of=talk.who, choices=(ways, ("delete", "close")) if ways else (("delete", "close"),),
             day=on(entry.local_date), words=words, number=number + 1, all=len(entries), entry=entry.id,
             key="shared" if entry.shared else "private")  # fmt: skip


@practice.step
async def page(talk: Talk) -> None:
    number = talk.given["number"] - 1
    chosen = talk.chose(page)
    if chosen == "older":
        await show(talk, number + 1)
    elif chosen == "newer":
        await show(talk, number - 1)
    elif chosen == "delete":
        for entry in await own(talk):
            if entry.id == talk.given["entry"]:
                await talk.scene.db.delete(entry)
        await talk.scene.db.flush()
        await show(talk, number)
    else:
        talk.put_away()
