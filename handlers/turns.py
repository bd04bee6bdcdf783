"""Talk in turns: one speaks, the other says back what was heard, until the speaker feels understood; then the other way
round. Nothing that is said is kept, only what it was about and whether both were understood."""

from typing import Any

from dialogue.practice import DAY, HOUR, MINUTE, Practice
from dialogue.talk import Button, Talk
from dialogue.text import units
from models import Entry, Person

practice = Practice("turns", mutual=True, doors=("pause",))

CONTAINER = 25 * MINUTE
LONGER = 15 * MINUTE
PATIENCE = 5 * MINUTE  # how long the end of the container waits for two who want more
LAPSES = 3 * HOUR
MESSAGES = 3
ROUNDS = 3
SHORT = 500  # units of one message that can still be held in mind
TITLE = 120  # signs
OFFERED = 5  # parked topics

STATE = ("title", "entry", "caller", "speaker", "round", "understood", "first", "second", "spoken", "passed")

State = dict[str, Any]


# --- what about, and do both want to now -----------------------------------------------------------------------------


@practice.command("talk")
async def begin(talk: Talk) -> None:
    if talk.other is None:
        talk.close("alone")
    elif "title" in talk.given:
        ask_both(talk, talk.given["title"], talk.given.get("entry"))
    elif talk.words:
        ask_both(talk, talk.words[:TITLE], None)
    else:
        talk.later(lapse, at=talk.now + LAPSES, window=DAY)
        rows = [(Button(one.id, one.words["title"]),) for one in (await parked(talk))[:OFFERED]]
        talk.ask(title, of=talk.who, choices=(*rows, ("never_mind",)), text=True, private=True, doors=())


async def parked(talk: Talk) -> list[Entry]:
    return [one for one in await talk.kept("parked") if not one.done]


@practice.step
async def title(talk: Talk) -> None:
    if talk.chose(title) == "never_mind":
        talk.put_away()
        return
    talk.clear("mine")
    entry = next((one for one in await parked(talk) if one.id == talk.chose(title)), None)
    if entry is not None:
        ask_both(talk, entry.words["title"], entry.id)
    else:
        ask_both(talk, talk.answered(title)[:TITLE], None)


def ask_both(talk: Talk, words: str, entry: str | None) -> None:
    talk.drop(lapse)
    talk.later(lapse, at=talk.now + LAPSES, window=DAY)
    speaker = talk.hurt[0] if len(talk.hurt) == 1 else talk.who
    listener = talk.partner(speaker)
    state = {"title": words, "entry": entry, "caller": talk.who.id, "speaker": speaker.id, "round": 1,
             "understood": {}, "first": speaker.name, "second": listener.name if listener else ""}  # fmt: skip
    talk.ask(start, of=talk.both, choices=("write", "aloud"), living="card", **state)
    talk.ask(not_now, of=talk.both, choices=("not_now",), by="any", living="card", entry=entry)


@practice.step
async def lapse(talk: Talk) -> None:
    """Not begun: it goes, and nothing is said about it."""
    talk.clear("mine", "card")
    talk.close()


@practice.step
async def not_now(talk: Talk) -> None:
    talk.close("later")


@practice.step
async def start(talk: Talk) -> None:
    """Both want to. Spoken, where both would rather speak; before it, a card for whoever listens first."""
    talk.drop(lapse, not_now)
    spoken = all(talk.chose(start, by=one) == "aloud" for one in talk.both)
    state = {**state_of(talk.given), "spoken": spoken}
    talk.later(limit, after=CONTAINER, window=DAY)
    await before(talk, state)


async def before(talk: Talk, state: State) -> None:
    put_frame(talk, state)
    speaker, listener = roles(talk, state)
    talk.clear("turn")
    talk.say("before-speaking", to=speaker, living="mine", doors=("pause",), name=listener.name)
    key = "ready-hurt" if talk.hurt == [listener] else "ready"
    talk.ask(ready, of=listener, choices=("ready",), private=True, living="mine", doors=("pause",), key=key,
             name=speaker.name, **state)  # fmt: skip


def state_of(given: State) -> State:
    """What goes from one question to the next."""
    return {name: given[name] for name in STATE if name in given}


def roles(talk: Talk, state: State) -> tuple[Person, Person]:
    """Who speaks and who listens."""
    speaker = next(one for one in talk.both if one.id == state["speaker"])
    return speaker, next(one for one in talk.both if one is not speaker)


def put_frame(talk: Talk, state: State) -> None:
    """What stands in the shared place all the while: what it is about, who has the floor, and the way out."""
    speaker, listener = roles(talk, state)
    frame = {**state, "name": speaker.name, "listener": listener.name}
    talk.ask(leave, of=talk.both, choices=("leave",), by="any", living="card", key="frame", **frame)


@practice.step
async def ready(talk: Talk) -> None:
    talk.clear("mine")
    state = state_of(talk.given)
    if state["round"] == 1 and not state["understood"] and await questions(talk):
        await next_question(talk, state)
    else:
        floor(talk, state)


# --- questions that were released into this talk ---------------------------------------------------------------------


async def questions(talk: Talk) -> list[Entry]:
    return [one for one in await talk.kept("question") if not one.done]


async def next_question(talk: Talk, state: State) -> None:
    """Shown to both; who did not ask answers here, in person, or says who else is to be there. No answer is kept."""
    passed = state.get("passed", [])
    found = [one for one in await questions(talk) if one.id not in passed]
    if not found:
        floor(talk, state)
        return
    asker = next(one for one in talk.both if one.id == found[0].author_id)
    answers = talk.partner(asker) or asker
    talk.clear("turn")
    words = found[0].words["question"]
    talk.say("asked", doors=(), reveals=True, name=asker.name, words=words)
    ask = {**turn_of(talk, answers), **state, "question_id": found[0].id, "name": asker.name}
    talk.ask(answer, text=True, forget=True, **ask)
    talk.ask(without_words, choices=("in_person", "therapist"), **ask)


@practice.step
async def answer(talk: Talk) -> None:
    talk.drop(without_words)
    show(talk, talk.who, talk.words)
    await after_question(talk, done=True)


@practice.step
async def without_words(talk: Talk) -> None:
    talk.drop(answer)
    how = talk.chose(without_words)
    if how == "therapist":
        talk.say("with-therapist", doors=(), name=talk.who.name)
    else:
        talk.say("in-person", doors=(), name=talk.who.name)
    await after_question(talk, done=False)  # whether it was answered then, its asker says, in /ask


async def after_question(talk: Talk, done: bool) -> None:
    for one in await questions(talk):
        if one.id == talk.given["question_id"]:
            one.done = done
    state = state_of(talk.given)
    await next_question(talk, {**state, "passed": [*state.get("passed", []), talk.given["question_id"]]})


# --- the floor -------------------------------------------------------------------------------------------------------


def turn_of(talk: Talk, person: Person) -> dict[str, Any]:
    """Asked of one in the shared place; where that is two private chats, what one types there needs no reply."""
    return {"of": person, "private": talk.place is None, "living": "turn", "doors": ()}


def show(talk: Talk, who: Person, words: str) -> None:
    """What one typed in private stands in the other's chat; in a group it stands there already."""
    other = talk.partner(who)
    if talk.place is None and other is not None:
        talk.say("words", to=other, doors=(), name=who.name, words=words)


def floor(talk: Talk, state: State, count: int = 0, key: str = "speak") -> None:
    """One thing, in at most three short messages; the other says it back when ready."""
    speaker, listener = roles(talk, state)
    to_speaker = {**turn_of(talk, speaker), **state, "count": count, "name": listener.name, "called": speaker.name}
    to_listener = {**turn_of(talk, listener), **state, "name": speaker.name}
    if state["spoken"]:
        talk.ask(back, choices=("said_back",), key="aloud", **to_listener)
        return
    if count < MESSAGES:
        talk.ask(speak, text=True, forget=True, key="more" if count and key == "speak" else key, **to_speaker)
        if count:
            talk.ask(handed, choices=("thats_all",), **to_speaker)
    else:
        talk.drop(handed)
    if count == MESSAGES and talk.place is None:
        talk.say("three", to=speaker, living="turn", doors=(), name=listener.name)
    if count:
        talk.ask(back, choices=("say_back",), key="listening", **to_listener)
    elif talk.place is None:
        talk.say("listen", to=listener, living="turn", doors=(), name=speaker.name)


@practice.step
async def speak(talk: Talk) -> None:
    state, count = state_of(talk.given), talk.given["count"]
    if units(talk.words) > SHORT:
        floor(talk, state, count, "shorter")
        return
    show(talk, talk.who, talk.words)
    floor(talk, state, count + 1)


@practice.step
async def handed(talk: Talk) -> None:
    await say_back(talk)


@practice.step
async def back(talk: Talk) -> None:
    if talk.given["spoken"]:
        ask_heard(talk, state_of(talk.given))
    else:
        await say_back(talk)


async def say_back(talk: Talk) -> None:
    """The listener's words: what was heard, with nothing added."""
    talk.drop(speak, handed, back)
    state = state_of(talk.given)
    speaker, listener = roles(talk, state)
    talk.ask(paraphrase, text=True, forget=True, line=talk.pick_for(listener, "listener_lines"),
             name=speaker.name, called=listener.name, **turn_of(talk, listener), **state)  # fmt: skip
    if talk.place is None:
        talk.say("wait", to=speaker, living="turn", doors=(), name=listener.name)


@practice.step
async def paraphrase(talk: Talk) -> None:
    show(talk, talk.who, talk.words)
    ask_heard(talk, state_of(talk.given))


def ask_heard(talk: Talk, state: State) -> None:
    speaker, listener = roles(talk, state)
    choices = ("understood", "almost", "not_yet")
    talk.ask(heard, choices=choices, name=listener.name, called=speaker.name, **turn_of(talk, speaker), **state)
    if talk.place is None:
        talk.say("wait-heard", to=listener, living="turn", doors=(), name=speaker.name)


@practice.step
async def heard(talk: Talk) -> None:
    """Understood; or once more, three times at most, and then the other has the floor all the same."""
    state = state_of(talk.given)
    speaker, listener = roles(talk, state)
    if talk.chose(heard) == "understood":
        state = {**state, "understood": {**state["understood"], speaker.id: True}}
        talk.clear("turn")
        if talk.hurt == [listener]:
            await swap(talk, state)  # the hurt partner owes no such sentence
            return
        talk.ask(validate, of=listener, choices=("skip",), text=True, private=True, living="mine", doors=("pause",),
                 lines=talk.beginnings(listener, "validation"), name=speaker.name, **state)  # fmt: skip
    elif state["round"] < ROUNDS:
        floor(talk, {**state, "round": state["round"] + 1}, 0, "missing")
    else:
        talk.say("enough-rounds", doors=())
        await swap(talk, {**state, "understood": {**state["understood"], speaker.id: False}})


# --- a beginning to finish in one's own words ------------------------------------------------------------------------


@practice.step
async def validate(talk: Talk) -> None:
    words, state = talk.answered(validate), state_of(talk.given)
    if not words:
        talk.clear("mine")
        await swap(talk, state)
    elif not talk.in_own_words(talk.who, "validation", words):
        talk.ask(validate, of=talk.who, choices=("skip",), text=True, private=True, living="mine", doors=("pause",),
                 key="unfinished", name=talk.given["name"], **state)  # fmt: skip
    else:
        talk.ask(send, of=talk.who, choices=("send", "leave_it"), private=True, living="mine", doors=("pause",),
                 words=words, name=talk.given["name"], **state)  # fmt: skip


@practice.step
async def send(talk: Talk) -> None:
    if talk.chose(send) == "send":
        to = talk.other if talk.place is None else None
        talk.say("words", to=to, doors=(), reveals=True, name=talk.who.name, words=talk.given["words"])
    talk.clear("mine")
    await swap(talk, state_of(talk.given))


# --- the other way round, and the end --------------------------------------------------------------------------------


async def swap(talk: Talk, state: State) -> None:
    speaker, listener = roles(talk, state)
    talk.clear("turn")
    if listener.id not in state["understood"]:
        await before(talk, {**state, "speaker": listener.id, "round": 1})
    else:
        await finish(talk, state, all(state["understood"].values()))


@practice.step
async def leave(talk: Talk) -> None:
    """Either, at any time; nobody is asked why."""
    await finish(talk, state_of(talk.given), completed=False, key="left")


@practice.step
async def limit(talk: Talk) -> None:
    """The container is full. Longer, once, takes both; enough takes one."""
    state = state_of(talk.asked(leave))
    talk.ask(longer, of=talk.both, choices=("longer",), living="clock", rings=True, doors=(), **state)
    talk.ask(enough, of=talk.both, choices=("enough",), by="any", living="clock", doors=(), **state)
    talk.later(over, after=PATIENCE, window=DAY)


@practice.step
async def longer(talk: Talk) -> None:
    talk.drop(over, enough)
    talk.clear("clock")
    talk.later(over, after=LONGER, window=DAY)


@practice.step
async def enough(talk: Talk) -> None:
    await finish(talk, state_of(talk.given), completed=False, key="time")


@practice.step
async def over(talk: Talk) -> None:
    await finish(talk, state_of(talk.asked(leave)), completed=False, key="time")


async def finish(talk: Talk, state: State, completed: bool, key: str = "not-all") -> None:
    """Only what it was about stays, and whether both were understood. Solving has its place after that, not before."""
    entry = next((one for one in await parked(talk) if one.id == state["entry"]), None)
    if completed and entry is not None:
        entry.done = True
    caller = talk.scene.person(state["caller"]) or talk.both[0]
    talk.keep("talk", by=caller, shared=True, days=365, title=state["title"]).done = completed
    talk.clear("mine", "turn", "clock")
    if completed:
        talk.say("both-understood", living="card", doors=("promise",))
    else:
        talk.say(key, living="card", doors=("park",))
    talk.scene.close(talk.conversation, completed)


@practice.ending
async def ended(talk: Talk) -> None:
    """Parked with a pause: what it was about waits for the review. Cards with words go."""
    state = state_of(talk.asked(leave) or talk.asked(start))
    if talk.why == "parked" and state and state["entry"] is None:
        caller = talk.scene.person(state["caller"]) or talk.both[0]
        talk.keep("parked", by=caller, shared=True, title=state["title"])
    talk.clear("mine", "turn", "clock", "card")
