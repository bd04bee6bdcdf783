"""Words that answer no question: where do they belong? Nothing typed is ever sent anywhere by guess."""

from dialogue.practice import Practice
from dialogue.talk import Button, Talk

practice = Practice("belongs")


@practice.on("text")
async def begin(talk: Talk) -> None:
    ask_where(talk, talk.words)


@practice.knock
async def more(talk: Talk) -> None:
    """Several messages in a row are one thing said."""
    before = talk.asked(where).get("said", "")
    ask_where(talk, f"{before}\n{talk.words}".strip())


def ask_where(talk: Talk, said: str) -> None:
    waiting = talk.scene.waiting_for(talk.who)
    labels = [(Button(question.id, label),) for question, label in waiting[:3]]
    talk.ask(where, of=talk.who, choices=(*labels, ("note", "nowhere")), said=said)


@practice.step
async def where(talk: Talk) -> None:
    chosen = talk.chose(where)
    if chosen == "note":
        talk.keep("note", by=talk.who, said=talk.given["said"])
        talk.close("noted")
    elif chosen == "nowhere" or chosen is None:
        talk.close("nowhere")
    else:
        talk.clear("mine")
        talk.scene.answer(chosen, talk.who, talk.given["said"])
        talk.close()
