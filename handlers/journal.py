"""The accountability journal: one thing that was mine, what it did, what I own of it, what I do next. For oneself.

The day before the review each may give one entry away: only if there is one from both, or in any case. Nobody can tell
that there was none. In the review it is read, and may be answered with a tap.
"""

from datetime import timedelta

from dialogue.practice import DAY, HOUR, Practice
from dialogue.talk import Button, Talk
from dialogue.text import joined, shortened, text
from models import Couple, Entry, Person

practice = Practice("journal")
week = Practice("journal_week")
shares = Practice("shares", joint=True, doors=("pause",))

KIND = "journal"
SHARE = "week"
DAYS = 90  # that the copy is kept which was given away
WEEK = timedelta(days=8)
LABEL = 40  # signs of an entry on its button
PARTS = ("deed", "effect", "own", "next")


# --- writing ---------------------------------------------------------------------------------------------------------


@practice.command("journal")
async def begin(talk: Talk) -> None:
    """Stems by role: who was hurt is asked about everyday matters alone."""
    line = talk.pick_for(talk.who, "journal_repairing" if talk.who.role == "repairing" else "journal_everyday")
    talk.ask(deed, of=talk.who, choices=("another", "never_mind"), text=True, line=line)


@practice.step
async def deed(talk: Talk) -> None:
    if talk.chose(deed) == "another":
        await begin(talk)
    elif talk.answered(deed):
        talk.ask(effect, of=talk.who, choices=("skip",), text=True)
    else:
        talk.put_away()


@practice.step
async def effect(talk: Talk) -> None:
    talk.ask(own, of=talk.who, choices=("skip",), text=True)


@practice.step
async def own(talk: Talk) -> None:
    talk.ask(next_time, of=talk.who, choices=("skip",), text=True)


@practice.step
async def next_time(talk: Talk) -> None:
    steps = (deed, effect, own, next_time)
    words = {part: talk.answered(step) for part, step in zip(PARTS, steps, strict=True)}
    talk.keep(KIND, by=talk.who, **words)
    talk.close("kept")


# --- twice a week, quietly; the day before the review it asks what may be given away ---------------------------------


def times(couple: Couple) -> tuple[str, str | None, str]:
    day = int(couple.setting("review").split()[0])
    return "18:00", None, "".join(sorted(str((day - before - 1) % 7 + 1) for before in (1, 5)))


@week.alarm("journal", window=2 * HOUR, times=times, each=True)
async def ask_whether(talk: Talk) -> None:
    if talk.other is None or talk.stands_still:
        talk.close()
        return
    review = int(talk.couple.setting("review").split()[0])
    tomorrow = talk.where(talk.who, talk.now) + DAY
    if tomorrow.isoweekday() == review and await lately(talk):
        await offer(talk)
    else:
        talk.say("line", to=talk.who, living="mine", doors=("journal",))
        talk.close()


async def lately(talk: Talk) -> list[Entry]:
    """One's own entries of the week, the newest first."""
    return (await talk.kept(KIND, by=talk.who, since=talk.today - timedelta(days=7)))[::-1][:5]


async def offer(talk: Talk) -> None:
    rows = [(Button(entry.id, shortened(entry.words["deed"], LABEL)),) for entry in await lately(talk)]
    talk.ask(which, of=talk.who, choices=(*rows, ("not_this_week",)))
    talk.later(lapse, after=20 * HOUR, window=30 * DAY)


@week.step
async def lapse(talk: Talk) -> None:
    talk.put_away()


@week.step
async def which(talk: Talk) -> None:
    entry = next((one for one in await lately(talk) if one.id == talk.chose(which)), None)
    if entry is None or talk.other is None:
        await lapse(talk)
    else:
        talk.ask(preview, of=talk.who, choices=(("with_theirs",), ("in_any_case",), ("another", "no")),
                 entry=entry.id, words=whole(entry), name=talk.other.name)  # fmt: skip


@week.step
async def preview(talk: Talk) -> None:
    """Given away as a copy: what stands in the journal stays one's own."""
    entry = next((one for one in await lately(talk) if one.id == talk.given["entry"]), None)
    chosen = talk.chose(preview)
    if chosen == "another":
        await offer(talk)
    elif entry is None or chosen == "no":
        await lapse(talk)
    else:
        talk.drop(lapse)
        for old in await waiting_of(talk, talk.who):
            await talk.scene.db.delete(old)
        copy = talk.keep(SHARE, by=talk.who, days=DAYS, facts={"way": chosen or ""}, **entry.words)
        talk.ask(take_back, of=talk.who, choices=("take_back",), copy=copy.id)
        talk.later(settled, after=DAY, window=30 * DAY)


@week.step
async def take_back(talk: Talk) -> None:
    """Within a day, whether it was read by then or not."""
    for entry in await talk.kept(SHARE, by=talk.who):
        if entry.id == talk.given["copy"]:
            await talk.scene.db.delete(entry)
    talk.close("taken-back")


@week.step
async def settled(talk: Talk) -> None:
    talk.put_away()


def whole(entry: Entry) -> str:
    return "\n".join(entry.words[part] for part in PARTS if part in entry.words)


async def waiting_of(talk: Talk, person: Person) -> list[Entry]:
    """What somebody gave for this review and nobody has read."""
    copies = await talk.kept(SHARE, by=person, since=talk.today - WEEK)
    return [one for one in copies if not one.shared and not one.done and one.couple_id == talk.couple.id]


# --- reading them, inside the review ---------------------------------------------------------------------------------


@shares.begin
async def read(talk: Talk) -> None:
    """Both at once, or alone where its author wanted that; where there is nothing, nothing is said."""
    given = {person.id: await waiting_of(talk, person) for person in talk.both}
    all_gave = all(given.values())
    read_now = []
    for person in talk.both:
        for entry in given[person.id]:
            entry.done = True
            entry.shared = all_gave or (entry.facts or {}).get("way") == "in_any_case"
            if entry.shared:
                read_now.append((person, entry))
    if not read_now:
        talk.close()
        return
    lines = [text("shares-words", name=person.name, words=whole(entry)) for person, entry in read_now]
    talk.ask(shown, of=talk.both, choices=("on",), by="any", living="card", words=joined(lines, "\n\n"),
             line=await talk.pick("review_shares"))  # fmt: skip
    talk.scene.reveals(talk.conversation, "card")
    for person, entry in read_now:
        reader = talk.partner(person)
        if reader is not None:
            talk.ask(heard, of=reader, choices=(("thank_you", "felt"), ("talk_about",)), private=True, doors=(),
                     name=person.name, title=entry.words["deed"])  # fmt: skip


@shares.step
async def heard(talk: Talk) -> None:
    """One tap for its author to read, or a topic for later; no tap is no answer."""
    chosen, other = talk.chose(heard), talk.other
    talk.clear("mine", of=talk.who)
    if other is None:
        return
    if chosen == "talk_about":
        title = talk.scene.put_into_words(talk.who, text("shares-topic", name=other.name, title=talk.given["title"]))
        talk.keep("parked", by=talk.who, shared=True, title=title[:120])
        talk.say("parked", to=talk.who, doors=())
    else:
        key = "thank-you" if chosen == "thank_you" else "felt"
        talk.say(key, to=other, doors=(), name=talk.who.name)


@shares.step
async def shown(talk: Talk) -> None:
    talk.clear("mine", "card")
    talk.close()


@shares.ending
async def ended(talk: Talk) -> None:
    talk.clear("mine", "card")
