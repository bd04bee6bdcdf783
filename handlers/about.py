"""What this is, and what it is not."""

from dialogue.practice import Practice
from dialogue.talk import Talk

practice = Practice("about")


@practice.command("about", stranger=True)
async def begin(talk: Talk) -> None:
    if talk.who.adult_at is None:
        talk.say("about", to=talk.who, living="mine", operator=talk.scene.operator, bot=talk.scene.links.me)
        talk.scene.forget(talk.who)
        talk.close()
    else:
        talk.close("about", operator=talk.scene.operator, bot=talk.scene.links.me)
