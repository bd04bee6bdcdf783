"""Words that one of the two gave to the other: they wait until they are read, and nothing comes back but by a tap."""

from dialogue.practice import DAY, Practice
from dialogue.talk import Talk
from dialogue.text import joined
from models import Entry

practice = Practice("given", joint=True, doors=("pause",))

KINDS = ("own", "process", "night", "mend", "say", "nocontact")
WAITS = 7 * DAY  # how long an answer can be tapped


async def waiting(talk: Talk) -> list[Entry]:
    """Given and not read yet, the oldest first."""
    entries = [entry for kind in KINDS for entry in await talk.kept(kind) if not entry.done]
    return sorted(entries, key=lambda entry: entry.created_at)


@practice.begin
async def bring(talk: Talk) -> None:
    """One at a time. In a group it is read when both are there (R6)."""
    entry = next(iter(await waiting(talk)), None)
    author = talk.scene.person(entry.author_id) if entry else None
    reader = talk.partner(author) if author is not None else None
    if entry is None or author is None or reader is None:
        talk.clear("mine", "card")
        talk.close()
    elif talk.place is None:
        talk.ask(read, of=reader, choices=("read",), private=True, name=author.name, entry=entry.id, doors=())
    else:
        talk.ask(read, of=talk.both, choices=("here",), key="here", name=author.name, entry=entry.id)


@practice.knock
async def another(talk: Talk) -> None:
    """What was not read yet stays in front."""
    if not any(talk.waits_for(read, person) for person in talk.both):
        talk.drop(heard, lapse)
        await bring(talk)


@practice.step
async def read(talk: Talk) -> None:
    entry = next((one for one in await waiting(talk) if one.id == talk.given["entry"]), None)
    author = talk.scene.person(entry.author_id) if entry else None
    reader = talk.partner(author) if author is not None else None
    if entry is None or author is None or reader is None:
        await bring(talk)
        return
    entry.done = True
    await talk.scene.db.flush()
    alone = talk.place is None
    talk.clear("mine", "card")
    talk.say("words", to=reader if alone else None, reveals=True, doors=(), name=author.name,
             lines=joined(list(entry.words.values())))  # fmt: skip
    if entry.kind == "own":
        talk.ask(heard, of=reader, choices=("heard", "not_yet"), private=alone, living="mine" if alone else "card",
                 author=author.id)  # fmt: skip
    else:
        key = "yours" if entry.kind in ("mend", "nocontact", "say") else "stay"
        talk.ask(heard, of=reader, choices=("heard",), private=alone, living="mine" if alone else "card", key=key,
                 author=author.id)  # fmt: skip
    talk.later(lapse, after=WAITS, window=30 * DAY)


@practice.step
async def heard(talk: Talk) -> None:
    """Said by the reader's own tap; without it nothing is said, and nobody waits."""
    author = talk.scene.person(talk.given["author"])
    if author is not None:
        key = "was-heard" if talk.chose(heard) == "heard" else "was-not-yet"
        talk.say(key, to=author, name=talk.who.name, doors=())
    talk.drop(lapse)
    await bring(talk)


@practice.step
async def lapse(talk: Talk) -> None:
    talk.drop(heard)
    await bring(talk)


@practice.ending
async def ended(talk: Talk) -> None:
    """Parked with everything else: what was given and not read yet still waits."""
    talk.clear("mine", "card")
    if talk.why == "parked":
        talk.run("given")
