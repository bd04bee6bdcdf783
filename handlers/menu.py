"""Everything within two taps, by need and the same for both. What does not exist yet does not show."""

from dialogue.practice import Practice
from dialogue.talk import Talk

practice = Practice("menu", doors=("pause", "sos"), waits=False)

ROOMS = {
    "hard": ("wave", "process", "night", "ask", "voice", "tools", "tender"),
    "tonight": ("checkin", "park", "tell", "win", "jar", "forward"),
    "right": ("promise", "pledge", "own", "mend", "nocontact", "disclosure", "say", "talk", "rules"),
    "sunday": ("review", "win", "park", "journal", "mirror", "schedule"),
    "ours": ("settings", "phase", "quiet", "hold", "rights", "consents", "kept", "pro", "summary", "group", "leave"),
}


@practice.command("menu")
async def begin(talk: Talk) -> None:
    talk.ask(room, of=talk.who, choices=tuple((name,) for name in ROOMS))


@practice.step
async def room(talk: Talk) -> None:
    name = talk.chose(room) or "hard"
    talk.ask(back, of=talk.who, choices=(("back",),), doors=(*ROOMS[name], "pause", "sos"), key=name)


@practice.step
async def back(talk: Talk) -> None:
    await begin(talk)
