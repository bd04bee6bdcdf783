"""The second day: where each stands, a group, a style. One quiet private card, nothing of it required."""

from dialogue.practice import DAY, Practice
from dialogue.talk import Talk

practice = Practice("second_day", waits=False)


@practice.begin
async def begin(talk: Talk) -> None:
    tomorrow = talk.scene.morning_of(talk.who, "12:30")
    talk.later(ask_role, at=tomorrow, window=DAY)


@practice.step
async def ask_role(talk: Talk) -> None:
    if talk.other is None or talk.who.leaving:
        talk.close()
        return
    talk.later(lapse, after=DAY, window=30 * DAY)
    talk.ask(role, of=talk.who, choices=(("hurt", "repairing"), ("both", "none"), ("skip",)))


@practice.step
async def lapse(talk: Talk) -> None:
    """Unanswered, it becomes what both are to read; the rest is in /settings, but the role, which stays open."""
    if talk.other is None or talk.who.leaving:
        talk.put_away()
    else:
        talk.close("ended")


@practice.step
async def role(talk: Talk) -> None:
    chosen = talk.chose(role)
    if chosen in ("hurt", "repairing", "both", "none"):
        talk.who.role = chosen
    if chosen in ("hurt", "both"):
        talk.keep("stood", by=talk.who, facts={"hurt": True})
    if len(talk.both) == 2 and talk.couple.group_id is None:
        talk.ask(place, of=talk.who, choices=("how", "skip"))
    else:
        ask_style(talk)


@practice.step
async def place(talk: Talk) -> None:
    if talk.chose(place) == "how":
        talk.run("place")
    ask_style(talk)


def ask_style(talk: Talk) -> None:
    talk.ask(style, of=talk.who, choices=("reveal", "together", "skip"))


@practice.step
async def style(talk: Talk) -> None:
    chosen = talk.chose(style)
    if chosen in ("reveal", "together"):
        talk.couple.choose("style", chosen, talk.today)
    talk.close("done")
