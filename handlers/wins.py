"""A small victory, saved for the review, where it is shown as *ours*."""

from dialogue.practice import Practice
from dialogue.talk import Talk
from dialogue.text import weekday

practice = Practice("win")

KIND = "win"


@practice.command("win")
async def begin(talk: Talk) -> None:
    if talk.words:
        keep(talk, talk.words)
    else:
        talk.ask(what, of=talk.who, choices=("never_mind",), text=True, line=talk.pick_for(talk.who, "wins"))


@practice.step
async def what(talk: Talk) -> None:
    if talk.chose(what) == "never_mind":
        talk.put_away()
    else:
        keep(talk, talk.answered(what))


def keep(talk: Talk, words: str) -> None:
    talk.keep(KIND, by=talk.who, shared=True, days=365, what=words)
    key = "kept" if talk.other is not None else "kept-alone"
    talk.close(key, day=weekday(int(talk.couple.setting("review").split()[0])))
