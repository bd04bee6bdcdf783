"""Professional help: what a couples therapist, one's own and a coach each do, what to ask them, and where to look."""

from dialogue.help_lines import region, where_to_look
from dialogue.practice import Practice
from dialogue.talk import Talk

practice = Practice("pro", doors=("summary", "sos"), waits=False)

PAGES = ["couples", "own", "coach", "questions", "where"]


@practice.command("pro")
async def begin(talk: Talk) -> None:
    talk.ask(which, of=talk.who, choices=(*((page,) for page in PAGES), ("close",)))


@practice.step
async def which(talk: Talk) -> None:
    chosen = talk.chose(which)
    if chosen in PAGES:
        lists = where_to_look(talk.scene.texts[talk.who.language], region(talk.scene.account_language))
        talk.ask(back, of=talk.who, choices=("back",), key=PAGES[PAGES.index(chosen)], lists=lists)
    else:
        talk.put_away()


@practice.step
async def back(talk: Talk) -> None:
    await begin(talk)
