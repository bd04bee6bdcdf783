"""The evening's ten minutes, in its two styles.

*reveal*: each answers alone and at their own pace; the words are shown when both are in and both are here.
*together*: one card, two floors; speaking is enough.
"""

from datetime import timedelta
from typing import Any

from dialogue.practice import HOUR, MINUTE, Practice, Step
from dialogue.talk import Button, Talk
from dialogue.text import joined, shortened, text, weekday
from models import Couple, Person

practice = Practice("checkin", joint=True, doors=("pause",))

OPEN = 90 * MINUTE
LATER = 15 * MINUTE
LINGER = 30 * MINUTE  # after the ten minutes, until it closes by itself
WAYS_OUT = ("later", "not_tonight")
FEELINGS = ("calm", "warm", "hopeful", "tired", "sad", "lonely",
            "afraid", "angry", "ashamed", "numb", "tense", "unsure")  # fmt: skip
TITLE = 120  # signs of a parked title
AHEAD = ("pinch", "rotating")  # the slots of an evening that looks ahead
BESIDE = {"one": "two", "two": "one", "three": "two"}
JAR_LABEL = 28  # signs
ROOM_RESTS_AFTER = 3  # "no" three evenings in a row: then it is a small button instead of a question


def times(couple: Couple) -> tuple[str, str | None, str]:
    return couple.setting("evening"), couple.setting("weekend"), couple.setting("days")


@practice.command("checkin")
@practice.alarm("evening", window=2 * HOUR, times=times)
async def begin(talk: Talk) -> None:
    talk.later(end, at=talk.now + OPEN, window=30 * 24 * HOUR)  # after a late start too
    if len(talk.both) == 2 and talk.couple.setting("style", talk.today) == "together":
        await begin_together(talk)
        return
    lines = await ahead(talk) if looks_ahead(talk) else await usual(talk)
    if len(talk.both) == 2:
        talk.ask(here, of=talk.both, choices=("here", "aloud"), living="card")
    for person in talk.both:
        put(talk, person, "room" if asks_for_room(talk, person) else first_slot(talk, lines), lines, rings=True)


async def usual(talk: Talk) -> dict[str, Any]:
    lines = {slot: await talk.pick(f"evening_{slot}") for slot in ("room", "best", "closeness")}
    lines["rotating"] = await talk.pick("evening_rotating", phase=phase(talk))
    lines["pinch"] = await talk.pick("evening_pinch" if talk.today.toordinal() % 2 else "evening_mind")
    return lines


async def ahead(talk: Talk) -> dict[str, Any]:
    """Two questions of what is to come, and room for what hurts, as ever."""
    return {"room": await talk.pick("evening_room"), **{slot: await talk.pick("evening_ahead") for slot in AHEAD}}


def looks_ahead(talk: Talk) -> bool:
    """Whether the two have chosen such evenings (/forward); while what brings closer rests, they are the usual ones."""
    return bool(talk.scene.open_talks("forward")) and not talk.closer_rests


def phase(talk: Talk) -> str:
    """Every other day a question of where the two are now, between them one of the stretch beside it."""
    here = talk.couple.phase
    return BESIDE[here] if talk.today.toordinal() % 2 else here


# --- the slots, each at one's own pace -------------------------------------------------------------------------------


def first_slot(talk: Talk, lines: dict[str, Any]) -> str:
    return "feeling" if minutes(talk) == 15 else next(slot for slot in SLOTS if slot in lines)


def asks_for_room(talk: Talk, person: Person) -> bool:
    return two(talk) and person in talk.hurt and not room_rests(talk, person)


def room_rests(talk: Talk, person: Person) -> bool:
    return two(talk) and person.settings.get("no_room", 0) >= ROOM_RESTS_AFTER


def minutes(talk: Talk) -> int:
    return int(talk.couple.setting("minutes", talk.today))


def put(talk: Talk, person: Person, slot: str, lines: dict[str, Any], rings: bool = False, only: bool = False) -> None:
    """Put one slot's question to one person, on their own card."""
    line = lines.get(slot) or text("checkin-feeling")
    kept = {"lines": lines, "line": line, "day": review_day(talk), "only": only}
    if rings:
        kept["line"] = joined([text("checkin-opening"), line])
    ask: dict[str, Any] = {"of": person, "private": True, "living": "mine", "rings": rings, **kept}
    small = ("room_after_all",) if slot == first_slot(talk, lines) and room_rests(talk, person) else ()
    if slot == "room":
        talk.ask(room, choices=(("little", "sunday"), ("only_me", "no"), WAYS_OUT), **ask)
    elif slot == "feeling":
        rows = [FEELINGS[start : start + 3] for start in range(0, len(FEELINGS), 3)]
        talk.ask(feeling, choices=(*rows, ("skip", *small), WAYS_OUT), text=True, aloud=True, key="feelings", **ask)
    else:
        talk.ask(SLOTS[slot], choices=(("skip", *small), WAYS_OUT), text=True, aloud=True, key="slot", **ask)


def two(talk: Talk) -> bool:
    return len(talk.both) == 2


def goes_on(talk: Talk, step: Step, slot: str) -> bool:
    """Whether the answer was one, and no way out of the card."""
    chosen = talk.chose(step)
    lines = talk.given["lines"]
    if chosen == "later":
        talk.ask(waiting, of=talk.who, choices=("now", "not_tonight"), private=True, slot=slot, lines=lines)
        talk.later(again, after=LATER, window=HOUR, of=talk.who, slot=slot, lines=lines)
    elif chosen == "not_tonight":
        ask_out(talk, slot, lines)
    elif chosen == "room_after_all":
        talk.who.settings["no_room"] = 0
        put(talk, talk.who, "room", lines)
    else:
        return True
    return False


@practice.step
async def room(talk: Talk) -> None:
    if goes_on(talk, room, "room"):
        count = talk.who.settings.get("no_room", 0) + 1 if talk.chose(room) == "no" else 0
        talk.who.settings["no_room"] = count
        if talk.chose(room) == "sunday":
            ask_title(talk, lines=talk.given["lines"])
        elif talk.chose(room) == "only_me":
            talk.ask(only_mine, of=talk.who, choices=("skip",), text=True, private=True, lines=talk.given["lines"])
        else:
            put(talk, talk.who, first_slot(talk, talk.given["lines"]), talk.given["lines"])


@practice.step
async def only_mine(talk: Talk) -> None:
    """Written down, and shown to nobody."""
    if talk.answered(only_mine):
        talk.keep("note", by=talk.who, said=talk.answered(only_mine))
    put(talk, talk.who, first_slot(talk, talk.given["lines"]), talk.given["lines"])


def review_day(talk: Talk) -> dict[str, Any]:
    return weekday(int(talk.couple.setting("review").split()[0]))


def ask_title(talk: Talk, **given: Any) -> None:
    talk.ask(for_review, of=talk.who, choices=("leave_it",), text=True, private=True, day=review_day(talk), **given)


@practice.step
async def for_review(talk: Talk) -> None:
    """Parked for the review; until then only its author sees it."""
    title = talk.answered(for_review) or talk.scene.put_into_words(talk.who, text("checkin-something"))
    talk.keep("parked", by=talk.who, title=title[:TITLE])
    if "lines" in talk.given:
        put(talk, talk.who, first_slot(talk, talk.given["lines"]), talk.given["lines"])
    else:
        talk.say("heard", to=talk.who, living="mine", doors=())


@practice.step
async def feeling(talk: Talk) -> None:
    if goes_on(talk, feeling, "feeling"):
        await then(talk, "feeling")


@practice.step
async def best(talk: Talk) -> None:
    if goes_on(talk, best, "best"):
        await then(talk, "best")


@practice.step
async def pinch(talk: Talk) -> None:
    if goes_on(talk, pinch, "pinch"):
        await then(talk, "pinch")


@practice.step
async def closeness(talk: Talk) -> None:
    if goes_on(talk, closeness, "closeness"):
        await then(talk, "closeness")


@practice.step
async def rotating(talk: Talk) -> None:
    if goes_on(talk, rotating, "rotating"):
        await then(talk, "rotating")


SLOTS: dict[str, Step] = {"best": best, "pinch": pinch, "closeness": closeness, "rotating": rotating}


async def then(talk: Talk, slot: str) -> None:
    """The evening's next slot, or, after the last one and where one answer was changed, the end."""
    lines = talk.given["lines"]
    slots = [one for one in SLOTS if one in lines]
    left = slots[slots.index(slot) + 1 :] if slot in slots else slots
    if talk.given.get("only") or not left:
        await done(talk)
    else:
        put(talk, talk.who, left[0], lines)


async def done(talk: Talk) -> None:
    ask_done(talk)
    await look(talk)


def ask_done(talk: Talk) -> None:
    key = "done-alone" if not two(talk) else "done" if talk.keep_days else "done-unkept"
    talk.ask(change, of=talk.who, choices=("change",), private=True, lines=talk.given["lines"], key=key)


@practice.step
async def change(talk: Talk) -> None:
    lines = talk.given["lines"]
    slots = [(Button(slot, lines[slot]),) for slot in SLOTS if slot in lines]
    talk.ask(which, of=talk.who, choices=(*slots, ("back",)), private=True, lines=lines)


@practice.step
async def which(talk: Talk) -> None:
    chosen = talk.chose(which) or "back"
    if chosen == "back":
        await done(talk)
    else:
        put(talk, talk.who, chosen, talk.given["lines"], only=True)


# --- later, not tonight ----------------------------------------------------------------------------------------------


@practice.step
async def waiting(talk: Talk) -> None:
    talk.drop(again)
    if talk.chose(waiting) == "now":
        put(talk, talk.who, talk.given["slot"], talk.given["lines"])
    else:
        ask_out(talk, talk.given["slot"], talk.given["lines"])


@practice.step
async def again(talk: Talk) -> None:
    if talk.waits_for(waiting, talk.who):
        talk.scene.withdraw(talk.conversation, "waiting", talk.who)
        put(talk, talk.who, talk.given["slot"], talk.given["lines"], rings=True)


def ask_out(talk: Talk, slot: str, lines: dict[str, Any]) -> None:
    if two(talk):
        ways = ("say_so", "quietly", "back")
        talk.ask(out, of=talk.who, choices=ways, private=True, slot=slot, lines=lines)
    else:
        talk.ask(out, of=talk.who, choices=("quietly", "back"), key="out-alone", slot=slot, lines=lines, private=True)


@practice.step
async def out(talk: Talk) -> None:
    if talk.chose(out) == "back":
        put(talk, talk.who, talk.given["slot"], talk.given["lines"])
    elif talk.chose(out) == "quietly" and two(talk):
        talk.say("quietly", to=talk.who, living="mine", doors=())
    elif talk.chose(out) == "quietly":
        talk.say("not-tonight", to=talk.who, living="mine", doors=(), line=await talk.pick("evening_quiet"))
        await finish(talk)
    else:
        await finish(talk, "not-tonight")


# --- here, and shown -------------------------------------------------------------------------------------------------


@practice.step
async def here(talk: Talk) -> None:
    """Both have tapped."""
    if all(talk.chose(here, by=one) == "aloud" for one in talk.both):
        await in_the_room(talk)
    elif both_in(talk):
        await begin_or_ask(talk)


async def begin_or_ask(talk: Talk) -> None:
    """Where one is here and the other would rather speak, they are asked once more."""
    if both_here(talk):
        await show(talk)
    else:
        talk.ask(here, of=talk.both, choices=("here", "aloud"), living="card", key="here-again")


def said(talk: Talk, person: Person) -> list[Any]:
    """What somebody answered, in the order of the slots, without the slots' names."""
    words: list[Any] = []
    if talk.chose(feeling, by=person) in FEELINGS:
        words.append(text(f"checkin-feelings.{talk.chose(feeling, by=person)}"))
    words += [talk.answered(step, by=person) for step in (feeling, *SLOTS.values())]
    return [one for one in words if one]


def aloud(talk: Talk, person: Person) -> list[int]:
    notes = [talk.aloud(step, by=person) for step in (feeling, *SLOTS.values())]
    return [note for note in notes if note is not None]


def is_in(talk: Talk, person: Person) -> bool:
    """A card that was skipped whole never counts, it looks like no answer; to ask for room is one."""
    answered = said(talk, person) or aloud(talk, person) or wants_room(talk, person)
    return talk.waits_for(change, person) and bool(answered)


def wants_room(talk: Talk, person: Person) -> bool:
    return talk.chose(room, by=person) == "little"


def both_in(talk: Talk) -> bool:
    return all(is_in(talk, person) for person in talk.both)


async def look(talk: Talk) -> None:
    """Somebody is done: are both, and are both here?"""
    if not two(talk):
        return
    apart = talk.place is None and all(one.setting("apart") == "yes" for one in talk.both)
    if not both_in(talk):
        return
    tell_of_room(talk)
    if apart:
        await show(talk)
    elif any(talk.waits_for(here, one) for one in talk.both):
        talk.say("both-in", living="card")
    else:
        await begin_or_ask(talk)


def both_here(talk: Talk) -> bool:
    return all(talk.chose(here, by=one) == "here" for one in talk.both)


def tell_of_room(talk: Talk) -> None:
    """Before the words are shown, one quiet line to the partner of who asked for room."""
    for person in talk.hurt:
        partner = talk.partner(person)
        if wants_room(talk, person) and partner is not None:
            talk.say("room-asked", to=partner, living="room", doors=(), name=person.name)


async def show(talk: Talk) -> None:
    talk.drop(here, change, which, again, waiting, out)
    keep(talk, shared=True)
    lines = [shown(talk, person) for person in talk.both]
    half = minutes(talk) // 2
    talk.say(
        "shown", living="card", reveals=True, words=joined(lines, "\n"), minutes=minutes(talk), half=half,
    )  # fmt: skip
    for person in talk.both:
        for note in aloud(talk, person):
            talk.copy(note, person)
    talk.clear("mine")
    start_timer(talk, shown=True)


def shown(talk: Talk, person: Person) -> dict[str, Any]:
    without = "checkin-said-aloud" if aloud(talk, person) else "checkin-only-room"
    return text("checkin-words", name=person.name, words=joined(said(talk, person) or [text(without)], " / "))


def start_timer(talk: Talk, shown: bool = False) -> None:
    half = timedelta(minutes=minutes(talk) / 2)
    talk.drop(end)
    talk.later(five, after=half, window=2 * MINUTE)
    talk.later(ten, after=2 * half, window=HOUR, shown=shown)
    talk.later(end, after=2 * half + LINGER, window=30 * 24 * HOUR)


@practice.step
async def five(talk: Talk) -> None:
    talk.say("five", living="sign", rings=True)


@practice.step
async def ten(talk: Talk) -> None:
    talk.clear("sign", "room")
    if talk.given.get("shown"):
        ask_jar(talk)
    talk.ask(
        good_night, of=talk.both, choices=("good_night",), by="any", living="sign", rings=True,
        minutes=minutes(talk), doors=(),
    )  # fmt: skip


def ask_jar(talk: Talk) -> None:
    """Each shown best can go into the jar; it is in once both have tapped it, and a lone tap is seen by nobody."""
    for step, person in zip((jar, jar_too), talk.both, strict=True):
        words = talk.answered(best, by=person)
        if words:
            button = Button("jar", text("checkin-jar-label", words=shortened(words, JAR_LABEL)))
            talk.ask(
                step, of=talk.both, choices=(button,), living="sign", key="jar", doors=(), author=person.id, said=words
            )
            talk.scene.reveals(talk.conversation, "sign")


@practice.step
async def jar(talk: Talk) -> None:
    """Both have tapped it."""
    author = talk.scene.person(talk.given["author"])
    if author is not None:
        talk.keep("jar", by=author, shared=True, said=talk.given["said"])


@practice.step
async def jar_too(talk: Talk) -> None:
    await jar(talk)


@practice.step
async def good_night(talk: Talk) -> None:
    talk.run("house")
    talk.close()


# --- in the room, phones down ----------------------------------------------------------------------------------------


async def in_the_room(talk: Talk) -> None:
    """Spoken, not typed: the questions are there, nothing is stored."""
    pools = ["evening_ahead"] * 2 if looks_ahead(talk) else ["evening_best", "evening_pinch", "evening_closeness"]
    lines = [await talk.pick(pool) for pool in pools]
    tell_of_room(talk)
    drop_slots(talk)
    talk.clear("mine")
    talk.say("aloud", living="card", lines=joined(lines, "\n"), minutes=minutes(talk))
    start_timer(talk)


# --- together --------------------------------------------------------------------------------------------------------


async def begin_together(talk: Talk) -> None:
    """One card, two floors. Who begins alternates from day to day."""
    speaker = talk.both[talk.today.toordinal() % 2]
    slots = ("best", "pinch", "mind", "closeness")
    pools = ["evening_ahead"] * 2 if looks_ahead(talk) else [f"together_floor_{slot}" for slot in slots]
    lines = joined([await talk.pick(pool) for pool in pools], "\n")
    talk.ask(floor, of=talk.both, choices=("here",), living="card", rings=True, key="together", name=speaker.name,
             minutes=minutes(talk) // 2, speaker=speaker.id, lines=lines)  # fmt: skip
    talk.ask(not_now, of=talk.both, choices=("not_tonight",), by="any", living="card")
    for person in talk.hurt:
        if asks_for_room(talk, person):
            ask_little_room(talk, person, await talk.pick("evening_room"))


def ask_little_room(talk: Talk, person: Person, line: Any) -> None:
    talk.ask(little_room, of=person, choices=(("little", "sunday"), ("only_me", "no")), private=True, living="mine",
             rings=True, line=line, day=review_day(talk))  # fmt: skip


@practice.step
async def not_now(talk: Talk) -> None:
    """Said by one, named as nobody's, and it closes for both."""
    await finish(talk, "not-tonight")


@practice.step
async def little_room(talk: Talk) -> None:
    chosen = talk.chose(little_room)
    talk.who.settings["no_room"] = talk.who.settings.get("no_room", 0) + 1 if chosen == "no" else 0
    if chosen == "sunday":
        ask_title(talk)
        return
    if chosen == "little" and talk.other is not None:
        talk.say("room-asked", to=talk.other, living="room", doors=(), name=talk.who.name)
    talk.say("heard", to=talk.who, living="mine", doors=())


@practice.step
async def floor(talk: Talk) -> None:
    """Both are here: the first floor begins."""
    talk.drop(end, not_now)
    talk.later(end, after=timedelta(minutes=minutes(talk)) + LINGER, window=30 * 24 * HOUR)
    give_floor(talk, talk.given["speaker"], "floor-of", now_you)


def give_floor(talk: Talk, speaker: str, key: str, step: Step) -> None:
    person = talk.scene.person(speaker)
    name = person.name if person else ""
    half = timedelta(minutes=minutes(talk) / 2)
    given = {"name": name, "speaker": speaker, "lines": talk.given.get("lines", ""), "minutes": minutes(talk) // 2}
    talk.ask(step, of=talk.both, choices=("now_you",), by="any", living="card", key=key,
             rings=key == "floor-next", **given)  # fmt: skip
    talk.later(step, after=half, window=HOUR, **given)


@practice.step
async def now_you(talk: Talk) -> None:
    talk.drop(now_you)
    other = next(one.id for one in talk.both if one.id != talk.given["speaker"])
    give_floor(talk, other, "floor-next", enough)


@practice.step
async def enough(talk: Talk) -> None:
    talk.drop(enough)
    talk.clear("mine", "room")
    talk.ask(good_night, of=talk.both, choices=("good_night",), by="any", living="card", rings=True,
             minutes=minutes(talk), doors=())  # fmt: skip


# --- the end ---------------------------------------------------------------------------------------------------------


@practice.remark
async def remark(talk: Talk) -> None:
    """Words under the shared card are visible at once, and logged under their author."""
    retention = talk.keep_days
    if retention:
        talk.keep("evening", by=talk.who, shared=True, days=retention, said=talk.words)


def drop_slots(talk: Talk) -> None:
    talk.drop(
        here,
        floor,
        little_room,
        only_mine,
        room,
        feeling,
        best,
        pinch,
        closeness,
        rotating,
        change,
        waiting,
        again,
        out,
    )


def keep(talk: Talk, shared: bool = False) -> None:
    retention = talk.keep_days
    for person in talk.both:
        words = {SLOT_NAMES[step]: talk.answered(step, by=person) for step in SLOT_NAMES}
        if talk.chose(feeling, by=person) in FEELINGS:
            words["feeling"] = str(talk.chose(feeling, by=person))
        if retention and any(words.values()):
            talk.keep("evening", by=person, shared=shared, days=retention, **words)


SLOT_NAMES: dict[Step, str] = {feeling: "feeling", best: "best", pinch: "pinch", closeness: "closeness",
                               rotating: "question"}  # fmt: skip


@practice.step
async def end(talk: Talk) -> None:
    """Ninety minutes: it closes for both in the same minute, in the same words."""
    await finish(talk)


def is_unbegun(talk: Talk) -> bool:
    """Whether nothing was shown or said yet: then the shared card is an empty one."""
    if two(talk) and all(talk.chose(floor, by=one) for one in talk.both):
        return False
    return talk.scene.has_card(talk.conversation, "mine") or any(talk.waits_for(floor, one) for one in talk.both)


async def finish(talk: Talk, key: str = "over") -> None:
    """Close for both. What was not shown stays with its author, unless its author has set otherwise in advance."""
    unbegun = is_unbegun(talk)
    if talk.scene.has_card(talk.conversation, "mine"):
        safe = two(talk) and key == "over" and (talk.place is None or both_here(talk))
        advance = [one for one in talk.both if safe and shows_anyway(talk, one)]
        drop_slots(talk)
        keep(talk)
        if key == "not-tonight":
            talk.clear("mine")  # the shared card says it
        else:
            for person in talk.both:
                talk.say(key, to=person, living="mine", doors=())
        if advance:
            unbegun = False
            words = joined([shown(talk, one) for one in advance])
            talk.say("shown-anyway", living="card", reveals=True, doors=(), words=words)
    if key == "not-tonight":
        talk.say(key, living="card", doors=(), line=await talk.pick("evening_quiet"))
    elif unbegun:
        talk.clear("card")
    talk.clear("room", "sign")
    talk.run("house")
    talk.close()


def shows_anyway(talk: Talk, person: Person) -> bool:
    """Who left tonight quietly has said that it is over for them."""
    quietly = talk.chose(out, by=person) == "quietly"
    return person.setting("anyway") == "yes" and bool(said(talk, person)) and not quietly


@practice.ending
async def ended(talk: Talk) -> None:
    """Parked, or another evening has come: nothing is lost, nobody is told anything."""
    unbegun = is_unbegun(talk)
    if talk.scene.has_card(talk.conversation, "mine"):
        keep(talk)
    drop_slots(talk)
    talk.clear("mine", "room", "sign")
    if unbegun:
        talk.clear("card")
