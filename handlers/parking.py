"""Parking: a topic is named now and talked about at the next review. It does come up."""

from dialogue.practice import Practice
from dialogue.talk import Talk
from dialogue.text import text, weekday

practice = Practice("park")
parked = Practice("parked", joint=True, waits=False)
evening = Practice("park_evening")

KIND = "parked"
TITLE = 120  # signs


@practice.command("park")
async def begin(talk: Talk) -> None:
    if talk.words and talk.other is None:
        only_mine(talk, talk.words[:TITLE])
    elif talk.words:
        park(talk, talk.words)
    else:
        talk.ask(title, of=talk.who, choices=("never_mind",), text=True)


@practice.step
async def title(talk: Talk) -> None:
    words = talk.answered(title)[:TITLE]
    if not words:
        talk.put_away()
    elif talk.other is None:
        only_mine(talk, words)
    else:
        talk.ask(shown, of=talk.who, choices=("both", "only_me", "never_mind"), title=words)


@practice.step
async def shown(talk: Talk) -> None:
    if talk.chose(shown) == "both":
        park(talk, talk.given["title"])
    elif talk.chose(shown) == "only_me":
        only_mine(talk, talk.given["title"])
    else:
        talk.put_away()


def only_mine(talk: Talk, words: str) -> None:
    talk.keep(KIND, by=talk.who, title=words)
    talk.close("kept-for-me", day=day(talk))


def park(talk: Talk, words: str) -> None:
    talk.keep(KIND, by=talk.who, shared=True, title=words[:TITLE])
    talk.put_away()
    talk.run("parked")


def day(talk: Talk) -> dict[str, int]:
    return weekday(int(talk.couple.setting("review").split()[0]))


@parked.begin
async def say_so(talk: Talk) -> None:
    """Said in the shared place, without the words."""
    talk.say("done", day=day(talk), doors=())
    talk.close()


# --- an evening that was parked --------------------------------------------------------------------------------------


@evening.begin
async def ask_title(talk: Talk) -> None:
    """Who parked an evening may name it; unnamed, it goes by its day."""
    fallback = talk.scene.put_into_words(talk.who, text("park-evening-of", day=weekday(talk.today.isoweekday())))
    entry = talk.keep(KIND, by=talk.who, shared=True, title=fallback)
    if talk.given["asked"]:
        talk.ask(named, of=talk.who, choices=("leave_it",), text=True, entry=entry.id, title=fallback)
    else:
        talk.close()


@evening.step
async def named(talk: Talk) -> None:
    words = talk.answered(named)
    if words:
        for entry in await talk.kept(KIND, by=talk.who):
            if entry.id == talk.given["entry"]:
                entry.words = {"title": words[:TITLE]}
    talk.close("parked", title=words[:TITLE] or talk.given["title"])
