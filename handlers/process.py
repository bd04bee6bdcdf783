"""Room on paper: write what is there, find words for it, and decide afterwards. Nobody hears that it was written."""

from dialogue.practice import Practice
from dialogue.talk import Talk
from dialogue.text import joined, text, weekday

practice = Practice("process", doors=("sos",))

KIND = "process"
TITLE = 120  # signs
FEELINGS = ("angry", "sad", "afraid", "ashamed", "lonely", "numb",
            "humiliated", "longing", "tired", "confused", "relieved", "tender")  # fmt: skip


@practice.command("process")
async def begin(talk: Talk) -> None:
    talk.ask(written, of=talk.who, choices=("never_mind",), text=True)


@practice.knock
async def again(talk: Talk) -> None:
    """Called again while words of it wait: they are not lost."""
    names = said_feelings(talk)
    talk.drop(where, title, sure)
    if talk.answered(written):
        ask_feelings(talk, names)
    else:
        await begin(talk)


@practice.step
async def written(talk: Talk) -> None:
    if talk.answered(written):
        ask_feelings(talk, [])
    else:
        talk.put_away()


def said_feelings(talk: Talk) -> list[str]:
    return list(talk.asked(feelings).get("names", ()) or talk.asked(where).get("names", ()))


def ask_feelings(talk: Talk, names: list[str]) -> None:
    """Several may be true at once; tapped again, one goes."""
    rows = [FEELINGS[start : start + 3] for start in range(0, len(FEELINGS), 3)]
    talk.ask(feelings, of=talk.who, choices=(*rows, ("enough",)), names=names, words=in_words(talk, names))


def in_words(talk: Talk, names: list[str]) -> str:
    found = [talk.scene.put_into_words(talk.who, text(f"process-feelings.{name}")) for name in names]
    return " · ".join(found) or "…"


@practice.step
async def feelings(talk: Talk) -> None:
    chosen, names = talk.chose(feelings), list(talk.given["names"])
    if chosen in FEELINGS:
        ask_feelings(talk, [one for one in names if one != chosen] if chosen in names else [*names, chosen])
    elif talk.other is None:
        talk.ask(where, of=talk.who, choices=("keep", "delete"), key="where-alone", names=names)
    else:
        day = weekday(int(talk.couple.setting("review").split()[0]))
        talk.ask(where, of=talk.who, choices=(("keep",), ("share",), ("park",), ("delete",)), names=names,
                 name=talk.other.name, day=day)  # fmt: skip


@practice.step
async def where(talk: Talk) -> None:
    chosen, names = talk.chose(where), talk.given["names"]
    if chosen == "keep":
        keep(talk, names)
        talk.close("kept")
    elif chosen == "park":
        talk.ask(title, of=talk.who, choices=("no_words",), text=True, names=names)
    elif chosen == "share" and talk.other is not None:
        felt = [in_words(talk, names)] if names else []
        lines = joined([talk.answered(written), *felt])
        talk.ask(sure, of=talk.who, choices=("yes", "no"), names=names, name=talk.other.name, lines=lines)
    else:
        talk.close("deleted")


def keep(talk: Talk, names: list[str], shared: bool = False) -> None:
    felt = in_words(talk, names) if names else ""
    talk.keep(KIND, by=talk.who, shared=shared, said=talk.answered(written), felt=felt)


@practice.step
async def title(talk: Talk) -> None:
    """The words stay here; only their title comes to the review, and only by a tap there."""
    keep(talk, talk.given["names"])
    words = talk.answered(title) or talk.scene.put_into_words(talk.who, text("process-untitled"))
    talk.keep("parked", by=talk.who, title=words[:TITLE])
    talk.close("parked", day=weekday(int(talk.couple.setting("review").split()[0])))


@practice.step
async def sure(talk: Talk) -> None:
    if talk.chose(sure) != "yes" or talk.other is None:
        ask_feelings(talk, talk.given["names"])
    elif talk.scene.holder() is not None:
        keep(talk, talk.given["names"])
        talk.close("on-hold")
    else:
        keep(talk, talk.given["names"], shared=True)
        await talk.scene.db.flush()
        talk.close("shared", name=talk.other.name)
        talk.run("given")
