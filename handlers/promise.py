"""Small promises, one's own only: made, kept, moved before their time, or not managed; marked by nobody else.

The other reads what was promised and what was kept. What was not managed is said to nobody: its maker may mend it.
A promise is an entry; its `facts` are when it is due, when its maker is reminded, and how it ended.
"""

from datetime import datetime, timedelta

from dialogue.practice import HOUR, Practice
from dialogue.talk import Button, Talk
from dialogue.text import at, joined, on, text
from models import Entry, Person

practice = Practice("promise")
reminder = Practice("promise_reminder")

KIND = "promise"
FELT = "felt"
LENGTH = 200  # signs
MISSED = 90  # days that its maker can still read what was not managed
KEPT = 365
FRESH = timedelta(days=14)  # how long a kept promise can be felt
SHOWN = 6
REMINDERS = ("at_its_time", "an_hour_before", "that_morning")


@practice.command("promise")
async def begin(talk: Talk) -> None:
    if talk.words:
        ask_by_when(talk, talk.words)
    else:
        await overview(talk)


@practice.begin
async def from_elsewhere(talk: Talk) -> None:
    """A wish that becomes a promise, or a reminder whose promise is to be moved."""
    if "what" in talk.given:
        ask_by_when(talk, talk.given["what"])
        return
    entry = await find(talk, talk.given["promise"])
    if entry is None:
        talk.close()
    else:
        ask_by_when(talk, entry.words["what"], entry.id)


# --- the list --------------------------------------------------------------------------------------------------------


async def overview(talk: Talk) -> None:
    """One's own, open or kept lately; of the other's what is open, or was kept and can be felt."""
    own = await open_ones(talk, talk.who)
    lately = [entry for entry in await shown_of(talk, talk.who) if entry.done]
    theirs = await shown_of(talk, talk.other) if talk.other is not None else []
    if not own and not lately and not theirs:
        talk.ask(what, of=talk.who, choices=("never_mind",), text=True)
        return
    felt = {entry.facts["promise"] for entry in await talk.kept(FELT) if entry.facts}
    lines = [line(talk, entry, entry.id in felt) for entry in [*own, *lately]]
    if theirs and talk.other is not None:
        lines += [text("promise-theirs", name=talk.other.name)]
        lines += [line(talk, entry, entry.id in felt) for entry in theirs]
    rows = [(Button(entry.id, entry.words["what"]),) for entry in own[:SHOWN]]
    for entry in [one for one in theirs if one.done and one.id not in felt][:2]:
        rows.append((Button(f"felt {entry.id}", text("promise-felt-label", what=entry.words["what"])),))
    talk.ask(chosen, of=talk.who, choices=(*rows, ("new", "close")), lines=joined(lines))


def line(talk: Talk, entry: Entry, felt: bool = False) -> dict[str, object]:
    due = due_of(entry)
    if entry.done:
        return text("promise-line-felt" if felt else "promise-line-kept", what=entry.words["what"])
    if due is None or due <= talk.now:
        return text("promise-line", what=entry.words["what"])
    return text("promise-line-due", what=entry.words["what"], day=day(due, talk.who), time=at(due))


@practice.step
async def chosen(talk: Talk) -> None:
    name = talk.chose(chosen) or "close"
    if name == "new":
        talk.ask(what, of=talk.who, choices=("never_mind",), text=True)
    elif name == "close":
        talk.put_away()
    elif name.startswith("felt "):
        await feel(talk, name.removeprefix("felt "))
    else:
        entry = await find(talk, name)
        if entry is None:
            await overview(talk)
        else:
            ask_how(talk, entry)


def ask_how(talk: Talk, entry: Entry) -> None:
    """Before its time a promise can be moved; afterwards it was kept, or not."""
    due = due_of(entry)
    ways = ("kept", "move", "not_managed") if due is None or due > talk.now else ("kept", "not_managed")
    talk.ask(how, of=talk.who, choices=(ways, ("back",)), line=line(talk, entry), promise=entry.id)


@practice.step
async def how(talk: Talk) -> None:
    entry = await find(talk, talk.given["promise"])
    if entry is None or talk.chose(how) == "back":
        await overview(talk)
    elif talk.chose(how) == "move":
        ask_by_when(talk, entry.words["what"], entry.id)
    else:
        finish(talk, entry, talk.chose(how) == "kept")


async def feel(talk: Talk, promise: str) -> None:
    """The one it was kept for may say that it was felt: a mark of their own, nothing is owed."""
    theirs = await shown_of(talk, talk.other) if talk.other is not None else []
    for entry in theirs:
        if entry.id == promise:
            facts = {"promise": entry.id}
            talk.keep(FELT, by=talk.who, shared=True, days=MISSED, facts=facts, what=entry.words["what"])
    await overview(talk)


# --- a new one, or a new time ----------------------------------------------------------------------------------------


@practice.step
async def what(talk: Talk) -> None:
    words = talk.answered(what)
    if talk.chose(what) == "never_mind" or not words:
        talk.put_away()
    else:
        ask_by_when(talk, words)


def ask_by_when(talk: Talk, words: str, promise: str = "", key: str = "by-when") -> None:
    talk.ask(by_when, of=talk.who, choices=("no_time", "never_mind"), text=True, key=key,
             what=words[:LENGTH], promise=promise)  # fmt: skip


@practice.step
async def by_when(talk: Talk) -> None:
    """A time counts once it was read back and confirmed."""
    words, promise = talk.given["what"], talk.given["promise"]
    if talk.chose(by_when) == "never_mind":
        talk.put_away()
    elif talk.chose(by_when) == "no_time":
        await timed(talk, words, promise, None, None)
    elif (due := talk.typed(talk.answered(by_when), talk.who)) is None:
        ask_by_when(talk, words, promise, "by-when-again")
    else:
        talk.ask(confirm, of=talk.who, choices=("yes", "another"), what=words, promise=promise,
                 due=due.isoformat(), day=day(due, talk.who), time=at(due))  # fmt: skip


@practice.step
async def confirm(talk: Talk) -> None:
    words, promise, due = talk.given["what"], talk.given["promise"], datetime.fromisoformat(talk.given["due"])
    if talk.chose(confirm) == "another":
        ask_by_when(talk, words, promise)
    else:
        ways = [name for name in REMINDERS if reminded_at(talk, name, due) is not None]
        talk.ask(remind, of=talk.who, choices=(ways, ("no_reminder",)), what=words, promise=promise,
                 due=due.isoformat())  # fmt: skip


def reminded_at(talk: Talk, name: str, due: datetime) -> datetime | None:
    """When its maker is reminded, and nobody else; None where that would be over, or no earlier than its time."""
    morning = talk.where(talk.who, due).replace(hour=9, minute=0)
    moment = {"at_its_time": due, "an_hour_before": due - HOUR, "that_morning": morning}.get(name)
    return moment if moment is not None and talk.now < moment and (moment < due or name == "at_its_time") else None


@practice.step
async def remind(talk: Talk) -> None:
    due = datetime.fromisoformat(talk.given["due"])
    moment = reminded_at(talk, talk.chose(remind) or "", due)
    await timed(talk, talk.given["what"], talk.given["promise"], due, moment)


async def timed(talk: Talk, words: str, promise: str, due: datetime | None, moment: datetime | None) -> None:
    entry = await find(talk, promise) if promise else None
    if entry is not None:
        move(talk, entry, due, moment)
    elif talk.other is None:
        make(talk, words, due, moment, shared=False)
    else:
        talk.ask(shown_to, of=talk.who, choices=(("both", "only_me"), ("never_mind",)), what=words,
                 due=due.isoformat() if due else "", remind=moment.isoformat() if moment else "")  # fmt: skip


@practice.step
async def shown_to(talk: Talk) -> None:
    if talk.chose(shown_to) == "never_mind":
        talk.put_away()
        return
    due, moment = moment_of(talk.given["due"]), moment_of(talk.given["remind"])
    make(talk, talk.given["what"], due, moment, shared=talk.chose(shown_to) == "both")


def make(talk: Talk, words: str, due: datetime | None, moment: datetime | None, shared: bool) -> None:
    entry = talk.keep(KIND, by=talk.who, shared=shared, facts=dated({"state": "open"}, due, moment), what=words)
    tell(talk, entry, "told")
    talk.close("made-shared" if shared else "made", line=line(talk, entry))
    talk.run("promise_reminder", of=talk.who)


def move(talk: Talk, entry: Entry, due: datetime | None, moment: datetime | None) -> None:
    entry.facts = dated({"state": "open"}, due, moment)
    tell(talk, entry, "told-moved")
    talk.close("moved", line=line(talk, entry))
    talk.run("promise_reminder", of=talk.who)


def finish(talk: Talk, entry: Entry, kept: bool) -> None:
    say_how(talk, entry, kept)
    talk.close()
    end(talk, entry, kept)
    talk.run("promise_reminder", of=talk.who)


def say_how(talk: Talk, entry: Entry, kept: bool) -> None:
    """To its maker alone; what was not managed has a way to mend it beside it."""
    key = "not-managed" if not kept else "kept-shared" if entry.shared else "kept"
    talk.say(key, to=talk.who, living="mine", doors=() if kept else ("mend",))


def end(talk: Talk, entry: Entry, kept: bool) -> None:
    """How it ended, by its maker's own mark. What was not managed is shown to nobody else from here on."""
    entry.facts = {"state": "kept" if kept else "missed", "ended": talk.today.isoformat()}
    entry.done, entry.shared = True, entry.shared and kept
    entry.expires_on = talk.today + timedelta(days=KEPT if kept else MISSED)


def tell(talk: Talk, entry: Entry, key: str) -> None:
    """The other reads it in their own chat, without a sound, by the maker's own tap."""
    if entry.shared and talk.other is not None:
        due = due_of(entry)
        until = "" if due is None else text("promise-until", day=day(due, talk.other), time=at(due))
        talk.say(key, to=talk.other, doors=(), name=talk.who.name, what=entry.words["what"], until=until)


# --- the reminder: one talk a person, wound anew whenever a promise was made, moved or ended ------------------------


@reminder.begin
@reminder.knock
async def wind(talk: Talk) -> None:
    times = [(one.id, moment_of((one.facts or {}).get("remind", ""))) for one in await open_ones(talk, talk.who)]
    talk.wind(ring, [(entry, moment) for entry, moment in times if moment is not None], window=3 * HOUR)
    asked = talk.asked(outcome).get("promise")
    if asked and await find(talk, asked) is None:
        talk.clear("mine")
    talk.close_if_done()


@reminder.step
async def ring(talk: Talk) -> None:
    entry = await find(talk, talk.given["entry"])
    if entry is not None:
        ask_outcome(talk, entry)


def ask_outcome(talk: Talk, entry: Entry) -> None:
    due = due_of(entry)
    ways = ("kept", "move", "not_managed") if due is not None and due > talk.now else ("kept", "not_managed")
    talk.ask(outcome, of=talk.who, choices=(ways, ("later",)), rings=True, line=line(talk, entry), promise=entry.id)


@reminder.step
async def outcome(talk: Talk) -> None:
    entry = await find(talk, talk.given["promise"])
    name = talk.chose(outcome)
    if entry is None or name == "later":
        talk.clear("mine")
    elif name == "move":
        talk.clear("mine")
        talk.run("promise", of=talk.who, promise=entry.id)
    else:
        say_how(talk, entry, name == "kept")
        end(talk, entry, name == "kept")
    talk.close_if_done()


# --- what there is ---------------------------------------------------------------------------------------------------


async def open_ones(talk: Talk, person: Person) -> list[Entry]:
    return [entry for entry in await talk.kept(KIND, by=person) if not entry.done]


async def shown_of(talk: Talk, person: Person) -> list[Entry]:
    """What of somebody's promises the other may read: open ones, and those kept lately."""
    since = (talk.today - FRESH).isoformat()
    shared = [entry for entry in await talk.kept(KIND) if entry.author_id == person.id]
    return [one for one in shared if not one.done or (one.facts or {}).get("ended", "") >= since]


async def find(talk: Talk, promise: str) -> Entry | None:
    """An open promise of one's own."""
    return next((entry for entry in await open_ones(talk, talk.who) if entry.id == promise), None)


def dated(facts: dict[str, str], due: datetime | None, moment: datetime | None) -> dict[str, str]:
    times = {"due": due, "remind": moment}
    return facts | {name: when.isoformat() for name, when in times.items() if when is not None}


def due_of(entry: Entry) -> datetime | None:
    return moment_of((entry.facts or {}).get("due", ""))


def moment_of(iso: str) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


def day(moment: datetime, reader: Person) -> dict[str, str]:
    return on(Talk.where(reader, moment).date())
