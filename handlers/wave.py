"""A hard moment: ninety seconds of breathing in one card; then a word to the other, a voice, or what has helped."""

from datetime import timedelta

from dialogue.practice import MINUTE, Practice
from dialogue.talk import Button, Talk
from dialogue.text import plain, text
from models import Entry

practice = Practice("wave", doors=("sos",), waits=False)
tools = Practice("tools", waits=False)

BREATHS = 9
BREATH = timedelta(seconds=10)
WISHES = {"sit": "please-sit", "hour": "please-hour", "sentence": "please-sentence"}
FREELY = {"sit": "please-sit-freely", "hour": "please-hour-freely", "sentence": "please-sentence-freely"}
STARTERS = {"cold": "wave-helped.cold", "walk": "wave-helped.walk", "song": "wave-helped.song",
            "call": "wave-helped.call"}  # fmt: skip
KIND = "tool"
SHOWN = 6
LENGTH = 60  # signs


@practice.command("wave")
async def begin(talk: Talk) -> None:
    line = talk.pick_for(talk.who, "grounding")
    talk.drop(breath)
    talk.say("begin", to=talk.who, living="mine", line=line)
    talk.ask(sooner, of=talk.who, choices=("enough",))
    talk.later(breath, after=BREATH, window=2 * MINUTE, count=1, line=line)


@practice.step
async def breath(talk: Talk) -> None:
    """In for four, out for six: one edit a breath."""
    count = talk.given["count"]
    if count > BREATHS:
        talk.drop(sooner)
        await ask_still(talk)
        return
    bar = "●" * count + "○" * (BREATHS - count)
    talk.say("breath", to=talk.who, living="mine", bar=bar, line=talk.given["line"])
    talk.later(breath, after=BREATH, window=2 * MINUTE, count=count + 1, line=talk.given["line"])


@practice.step
async def sooner(talk: Talk) -> None:
    """Out of the breathing at any breath."""
    talk.drop(breath)
    await ask_still(talk)


async def ask_still(talk: Talk, key: str = "still") -> None:
    tell = ("tell",) if talk.other is not None else ()
    voice = ("voice",) if talk.other is not None and await talk.kept("voice", by=talk.other) else ()
    name = talk.other.name if talk.other is not None else ""
    talk.ask(still, of=talk.who, choices=("again", "enough", *tell, *voice), key=key, name=name)


@practice.step
async def still(talk: Talk) -> None:
    chosen = talk.chose(still)
    if chosen == "again":
        await begin(talk)
    elif chosen == "tell" and talk.other is not None:
        talk.ask(message, of=talk.who, choices=(("sit",), ("hour",), ("sentence",), ("back",)), name=talk.other.name)
    elif chosen == "voice":
        talk.run("voice_heard", of=talk.who)
        await ask_still(talk)
    else:
        await ask_helped(talk)


@practice.step
async def message(talk: Talk) -> None:
    """One tap, and it is with the other; how they take it is not reported."""
    wish = WISHES.get(talk.chose(message) or "")
    if wish is None or talk.other is None:
        await ask_still(talk)
    else:
        if talk.hurt == [talk.other]:  # who was hurt is asked for nothing
            talk.say(FREELY[talk.chose(message)], to=talk.other, name=talk.who.name, doors=())
        else:
            talk.say(WISHES[talk.chose(message)], to=talk.other, name=talk.who.name, doors=())
        if talk.chose(message) == "sit" and talk.who in talk.hurt:
            talk.run("beside", of=talk.other, name=talk.who.name)
        await ask_still(talk, "still-sent")


# --- what has helped: one's own list, by one's own taps --------------------------------------------------------------


async def ranked(talk: Talk) -> list[Entry]:
    own = await talk.kept(KIND, by=talk.who)
    return sorted(own, key=lambda entry: -(entry.facts or {}).get("taps", 0))


async def ask_helped(talk: Talk) -> None:
    own = await ranked(talk)
    rows = [(Button(entry.id, entry.words["what"]),) for entry in own[:SHOWN]]
    start = () if own else ("cold", "walk", "song", "call")
    talk.ask(helped, of=talk.who, choices=(*rows, *start, "skip"), text=True)


@practice.step
async def helped(talk: Talk) -> None:
    chosen = talk.chose(helped) or ""
    said = talk.answered(helped)[:LENGTH]
    if chosen in STARTERS:
        said = talk.scene.put_into_words(talk.who, text(STARTERS[chosen]))
    own = await ranked(talk)
    known = next((one for one in own if one.id == chosen or (said and plain(one.words["what"]) == plain(said))), None)
    if known is not None:
        known.facts = {"taps": (known.facts or {}).get("taps", 0) + 1}
    elif said:
        talk.keep(KIND, by=talk.who, facts={"taps": 1}, what=said)
    talk.close("done")


@tools.command("tools")
async def show(talk: Talk) -> None:
    own = await ranked(talk)
    two = ("hand",) if talk.other is not None else ()
    if own:
        talk.ask(box, of=talk.who, choices=("add", "take_out", *two, "close"), name=talk.other.name if two else "",
                 lines="\n".join(f"· {entry.words['what']}" for entry in own))  # fmt: skip
    else:
        talk.ask(added, of=talk.who, choices=("close",), text=True, key="empty")


@tools.step
async def box(talk: Talk) -> None:
    chosen = talk.chose(box)
    if chosen == "add":
        talk.ask(added, of=talk.who, choices=("close",), text=True)
    elif chosen == "take_out":
        rows = [(Button(entry.id, entry.words["what"]),) for entry in await ranked(talk)]
        talk.ask(out, of=talk.who, choices=(*rows, ("back",)))
    elif chosen == "hand" and talk.other is not None:
        talk.ask(sure, of=talk.who, choices=("yes", "no"), name=talk.other.name)
    else:
        talk.put_away()


@tools.step
async def added(talk: Talk) -> None:
    if talk.answered(added):
        talk.keep(KIND, by=talk.who, facts={"taps": 0}, what=talk.answered(added)[:LENGTH])
        await talk.scene.db.flush()
        await show(talk)
    else:
        talk.put_away()


@tools.step
async def out(talk: Talk) -> None:
    for entry in await ranked(talk):
        if entry.id == talk.chose(out):
            await talk.scene.db.delete(entry)
    await talk.scene.db.flush()
    await show(talk)


@tools.step
async def sure(talk: Talk) -> None:
    """Shown once, as it is now; the list itself stays one's own."""
    if talk.chose(sure) == "yes" and talk.other is not None:
        lines = "\n".join(f"· {entry.words['what']}" for entry in await ranked(talk))
        talk.say("handed", to=talk.other, name=talk.who.name, lines=lines, doors=())
    await show(talk)
