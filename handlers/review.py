"""The weekly review: steps that can each be skipped; it may stop and go on another day. The first one is short."""

from datetime import date, timedelta
from typing import Any

from dialogue.practice import DAY, HOUR, Practice, Step
from dialogue.talk import Button, Talk
from dialogue.text import at, joined, on, text, weekday
from models import Couple, Entry, Person

practice = Practice("review", joint=True, doors=("pause",))

PULSE = ("safe", "trusting", "close")
SHORT = ("arrive", "parked", "word")
WHOLE = ("arrive", "appreciation", "worked", "parked", "shares", "wish", "word")
WEEK = 7 * DAY
FORTNIGHT = timedelta(days=13)  # between two themes
SHOWN_TOPICS = 6


def times(couple: Couple) -> tuple[str, str | None, str]:
    day, clock = couple.setting("review").split()
    return clock, None, day


@practice.command("review")
@practice.alarm("weekly", window=2 * HOUR, times=times)
async def begin(talk: Talk) -> None:
    """Both tap that they are ready; nobody is pressed to a day."""
    if len(talk.both) == 1:
        talk.close("alone" if talk.called else None)
        return
    call(talk, await first_one(talk))


def call(talk: Talk, first: bool) -> None:
    """It rings in private; where the private chats are the shared place, one card is enough."""
    mirror = () if first else ("mirror",)
    if talk.place is None:
        ask_here(talk, "here-first" if first else "here-begin", rings=True, doors=(*mirror, "pause"))
        return
    for person in talk.both:
        talk.say("first" if first else "begin", to=person, living="mine", rings=True, doors=mirror)
    ask_here(talk)


async def first_one(talk: Talk) -> bool:
    return talk.couple.settings.get("reviewed") is None


def ask_here(talk: Talk, key: str = "here", rings: bool = False, doors: tuple[str, ...] = ("pause",)) -> None:
    day = weekday(talk.today.isoweekday())
    talk.ask(here, of=talk.both, choices=("here",), living="card", key=key, rings=rings, doors=doors, day=day)
    talk.ask(postpone, of=talk.both, choices=("later_today", "another_day"), by="any", living="card", doors=doors)


@practice.step
async def postpone(talk: Talk) -> None:
    talk.drop(here)
    then = talk.now + 2 * HOUR
    if talk.chose(postpone) == "later_today" and then < talk.local("22:00"):
        talk.later(return_to_it, at=then, window=3 * HOUR)
        talk.ask(sooner, of=talk.both, choices=("now",), by="any", living="card", key="later-today", until=at(then))
    else:
        days = [talk.today + timedelta(days=step) for step in range(1, 6)]
        choices = [Button(day.isoformat(), weekday(day.isoweekday())) for day in days]
        talk.ask(which_day, of=talk.both, choices=choices, by="any", living="card")


@practice.step
async def which_day(talk: Talk) -> None:
    chosen = date.fromisoformat(talk.chose(which_day) or "")
    clock = talk.couple.setting("review").split()[1]
    talk.later(return_to_it, at=talk.local(clock, chosen), window=2 * HOUR)
    talk.ask(sooner, of=talk.both, choices=("now",), by="any", living="card", key="on-day", day=on(chosen),
             review=talk.clock(clock))  # fmt: skip


@practice.step
async def sooner(talk: Talk) -> None:
    talk.drop(return_to_it)
    ask_here(talk)


@practice.step
async def return_to_it(talk: Talk) -> None:
    talk.drop(sooner)
    call(talk, await first_one(talk))


@practice.step
async def here(talk: Talk) -> None:
    talk.drop(postpone)
    await go(talk, "arrive")


async def go(talk: Talk, name: str) -> None:
    """One step of the review."""
    await STEPS[name](talk)


async def onward(talk: Talk, after: str) -> None:
    """The step that follows; the first review has fewer."""
    steps = SHORT if await first_one(talk) else WHOLE
    await go(talk, steps[steps.index(after) + 1])


# --- arrive: three private sliders -----------------------------------------------------------------------------------


async def arrive(talk: Talk) -> None:
    talk.say("arriving", living="card", line=await talk.pick("review_arrive"))
    for person in talk.both:
        slider(talk, person, 0)


def slider(talk: Talk, person: Person, number: int) -> None:
    scale = [str(value) for value in range(11)]
    rows = [[Button(value, value) for value in scale[:6]], [Button(value, value) for value in scale[6:]]]
    talk.ask(PULSES[number], of=person, choices=(*rows, ("skip",)), private=True, doors=())


async def slid(talk: Talk, number: int) -> None:
    if number < 2:
        slider(talk, talk.who, number + 1)
        return
    marks = {name: talk.chose(step) for name, step in zip(PULSE, PULSES, strict=True)}
    words = {name: mark for name, mark in marks.items() if mark and mark != "skip"}
    if words:
        talk.keep("pulse", by=talk.who, days=365, **words)
    own = [entry for entry in await talk.kept("parked", by=talk.who) if not entry.shared and not entry.done]
    if own:
        ask_bring(talk, own)
    else:
        await arrived(talk)


def ask_bring(talk: Talk, own: list[Entry]) -> None:
    """What somebody kept to themselves comes to the table by their own tap, or stays; the other sees neither."""
    talk.ask(bring, of=talk.who, choices=("bring", "not_yet"), private=True, doors=(),
             title=own[0].words["title"], entry=own[0].id, rest=[entry.id for entry in own[1:]])  # fmt: skip


@practice.step
async def bring(talk: Talk) -> None:
    own = {entry.id: entry for entry in await talk.kept("parked", by=talk.who)}
    if talk.chose(bring) == "bring" and talk.given["entry"] in own:
        own[talk.given["entry"]].shared = True
        await talk.scene.db.flush()
    rest = [own[one] for one in talk.given["rest"] if one in own]
    if rest:
        ask_bring(talk, rest)
    else:
        await arrived(talk)


async def arrived(talk: Talk) -> None:
    if any(talk.waits_for(step, person) for step in (*PULSES, bring) for person in talk.both):
        talk.say("pulse-kept", to=talk.who, living="mine", doors=())
    else:
        talk.clear("mine")
        await onward(talk, "arrive")


@practice.step
async def safe(talk: Talk) -> None:
    await slid(talk, 0)


@practice.step
async def trusting(talk: Talk) -> None:
    await slid(talk, 1)


@practice.step
async def close(talk: Talk) -> None:
    await slid(talk, 2)


PULSES: list[Step] = [safe, trusting, close]


# --- appreciations: alone first, shown together ----------------------------------------------------------------------


async def appreciations(talk: Talk) -> None:
    talk.say("appreciating", living="card")
    line = await talk.pick("review_appreciation")
    for person in talk.both:
        talk.ask(appreciation, of=person, choices=("skip",), text=True, private=True, doors=(), line=line)


@practice.step
async def appreciation(talk: Talk) -> None:
    if talk.answered(appreciation):
        talk.ask(one_more, of=talk.who, choices=("enough",), text=True, private=True, doors=())
    else:
        talk.say("waiting", to=talk.who, living="mine", doors=())
        await appreciated(talk)


@practice.step
async def one_more(talk: Talk) -> None:
    talk.say("waiting", to=talk.who, living="mine", doors=())
    await appreciated(talk)


async def appreciated(talk: Talk) -> None:
    if any(talk.waits_for(step, person) for step in (appreciation, one_more) for person in talk.both):
        return
    talk.clear("mine")
    lines = told(talk, appreciation, one_more)
    if lines:
        show(talk, "shown", "appreciation", words=joined(lines))
    else:
        await onward(talk, "appreciation")


def told(talk: Talk, *steps: Step) -> list[Any]:
    """Each one's words, for both to read at once."""
    lines = []
    for person in talk.both:
        words = [talk.answered(step, by=person) for step in steps]
        if any(words):
            lines.append(text("review-words", name=person.name, words=" / ".join(word for word in words if word)))
    return lines


def show(talk: Talk, key: str, name: str, reveals: bool = True, **args: Any) -> None:
    talk.ask(next_step, of=talk.both, choices=("on",), by="any", living="card", key=key, name=name, **args)
    if reveals:
        talk.scene.reveals(talk.conversation, "card")


@practice.step
async def next_step(talk: Talk) -> None:
    talk.clear("mine")
    await onward(talk, talk.given["name"])


# --- what worked -----------------------------------------------------------------------------------------------------


async def worked(talk: Talk) -> None:
    """Small victories and kept promises of the week, as theirs together: nobody's name stands beside them."""
    since = talk.today - timedelta(days=7)
    kept = [one for one in await talk.kept("promise") if (one.facts or {}).get("ended", "") >= since.isoformat()]
    ours = [*await talk.kept("win", since=since), *kept]
    if ours:
        words = "\n".join(f"· {one.words['what']}" for one in ours)
        show(talk, "worked", "worked", words=words)
    else:
        show(talk, "worked-aloud", "worked", reveals=False, line=await talk.pick("review_worked"))


# --- one parked topic ------------------------------------------------------------------------------------------------


async def topics(talk: Talk) -> list[Entry]:
    """Parked for both to see, and not talked about yet. Oldest first."""
    return [entry for entry in await talk.kept("parked") if not entry.done]


async def parked(talk: Talk) -> None:
    await offer(talk, await topics(talk))


async def offer(talk: Talk, found: list[Entry]) -> None:
    if not found:
        await offer_theme(talk)
    elif len(found) == 1:
        await ask_topic(talk, found[0])
    else:
        rows = [(Button(entry.id, entry.words["title"]),) for entry in found[:SHOWN_TOPICS]]
        talk.ask(which, of=talk.both, choices=(*rows, ("leave",)), by="any", living="card")


async def ask_topic(talk: Talk, entry: Entry) -> None:
    talk.ask(topic, of=talk.both, choices=("yes", "leave"), by="any", living="card", day=on(entry.local_date),
             title=entry.words["title"], entry=entry.id, line=await talk.pick("review_parked"))  # fmt: skip


@practice.step
async def which(talk: Talk) -> None:
    entry = next((one for one in await topics(talk) if one.id == talk.chose(which)), None)
    if entry is None:
        await onward(talk, "parked")
    else:
        await ask_topic(talk, entry)


@practice.step
async def topic(talk: Talk) -> None:
    """Talked through in turns; the first review, which is short, only gives the turns out."""
    if talk.chose(topic) == "leave":
        await onward(talk, "parked")
    elif not await first_one(talk):
        talk.clear("card")
        talk.run("turns", then=in_turns, title=talk.given["title"], entry=talk.given["entry"])
    else:
        talk.ask(talked, of=talk.both, choices=("talked",), living="card", title=talk.given["title"],
                 entry=talk.given["entry"], speaker=talk.both[0].name, listener=talk.both[1].name)  # fmt: skip
        talk.ask(left, of=talk.both, choices=("leave",), by="any", living="card")


async def offer_theme(talk: Talk) -> None:
    """Where nothing is parked, every other week a theme: to talk about in turns, or not today."""
    last = talk.couple.settings.get("themed")
    if await first_one(talk) or (last is not None and talk.today - date.fromisoformat(last) < FORTNIGHT):
        await onward(talk, "parked")
        return
    talk.couple.settings["themed"] = talk.today.isoformat()
    line = await talk.pick("review_themes")
    talk.ask(theme, of=talk.both, choices=("yes", "leave"), by="any", living="card", line=line)


@practice.step
async def theme(talk: Talk) -> None:
    if talk.chose(theme) == "yes":
        talk.clear("card")
        title = talk.scene.texts[talk.couple.language].put(talk.given["line"], talk.couple.zone)
        talk.run("turns", then=in_turns, title=title)
    else:
        await onward(talk, "parked")


@practice.step
async def in_turns(talk: Talk) -> None:
    await onward(talk, "parked")


@practice.step
async def talked(talk: Talk) -> None:
    """Both have tapped: one alone could put away what the other parked."""
    talk.drop(left)
    for entry in await topics(talk):
        if entry.id == talk.given["entry"]:
            entry.done = True
    await onward(talk, "parked")


@practice.step
async def left(talk: Talk) -> None:
    talk.drop(talked)
    await onward(talk, "parked")


# --- what each has given away of the week ----------------------------------------------------------------------------


async def shares(talk: Talk) -> None:
    talk.run("shares", then=shared)


@practice.step
async def shared(talk: Talk) -> None:
    await onward(talk, "shares")


# --- next week's wish ------------------------------------------------------------------------------------------------


async def wishes(talk: Talk) -> None:
    talk.say("wishing", living="card")
    line = await talk.pick("review_wish")
    for person in talk.both:
        talk.ask(wish, of=person, choices=("skip",), text=True, private=True, doors=(), line=line)


@practice.step
async def wish(talk: Talk) -> None:
    talk.say("waiting", to=talk.who, living="mine", doors=())
    if any(talk.waits_for(wish, person) for person in talk.both):
        return
    talk.clear("mine")
    lines = told(talk, wish)
    if not lines:
        await onward(talk, "wish")
        return
    show(talk, "wishes", "wish", words=joined(lines))
    for giver in talk.both:
        other = talk.partner(giver)
        what = talk.answered(wish, by=other) if other is not None else ""
        if other is not None and what:
            talk.ask(promise, of=giver, choices=("promise",), private=True, doors=(), name=other.name, what=what)


@practice.step
async def promise(talk: Talk) -> None:
    """A wish becomes a promise by its giver's own tap, in their own time; nobody sees that it did not."""
    talk.clear("mine", of=talk.who)
    talk.run("promise", of=talk.who, what=talk.given["what"])


# --- one word each, and the next date --------------------------------------------------------------------------------


async def one_word(talk: Talk) -> None:
    talk.say("one-word", living="card", line=await talk.pick("review_word"))
    for person in talk.both:
        talk.ask(word, of=person, choices=("skip",), text=True, private=True, doors=())


@practice.step
async def word(talk: Talk) -> None:
    talk.say("waiting", to=talk.who, living="mine", doors=())
    if any(talk.waits_for(word, person) for person in talk.both):
        return
    talk.clear("mine")
    keep(talk)
    talk.couple.settings["reviewed"] = talk.today.isoformat()
    day, clock = talk.couple.setting("review").split()
    words = ", ".join(one for one in (talk.answered(word, by=person) for person in talk.both) if one)
    words = words[:1].upper() + words[1:]
    talk.close("closed" if words else "closed-silent", words=words, day=weekday(int(day)), review=talk.clock(clock))
    talk.run("house")
    talk.run("rules_again")


STEPS: dict[str, Step] = {"arrive": arrive, "appreciation": appreciations, "worked": worked, "parked": parked,
                          "shares": shares, "wish": wishes, "word": one_word}  # fmt: skip


def keep(talk: Talk, shared: bool = True) -> None:
    retention = talk.keep_days
    for person in talk.both:
        more = " / ".join(one for one in (talk.answered(s, by=person) for s in (appreciation, one_more)) if one)
        words = {"appreciation": more, "wish": talk.answered(wish, by=person), "word": talk.answered(word, by=person)}
        if retention and any(words.values()):
            talk.keep("review", by=person, shared=shared, days=retention, **words)


@practice.ending
async def ended(talk: Talk) -> None:
    """Another week has come, or it was parked: private cards go, nothing is said about it. What each wrote stays theirs
    alone; not all of it was shown."""
    keep(talk, shared=False)
    talk.clear("mine", "card")
