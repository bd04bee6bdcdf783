"""What is always there: one quiet card with the couple's times, and a private chat that is tidy at noon."""

from sqlalchemy import select

from dialogue.practice import HOUR, MINUTE, Practice
from dialogue.talk import Talk
from dialogue.text import weekday
from models import Card, Conversation, Couple, Message

practice = Practice("house", joint=True, doors=("checkin", "park", "pause"), stays=True, waits=False)
tidy = Practice("tidy", waits=False)

DELETABLE = 48 * HOUR  # how long Telegram lets a message be deleted


@practice.begin
async def begin(talk: Talk) -> None:
    show(talk)


@practice.knock
async def refresh(talk: Talk) -> None:
    show(talk)


def show(talk: Talk) -> None:
    """The card that names the couple's times and nobody; beside a group, each private chat has its own quiet one."""
    for person in talk.both if talk.place is not None else []:
        talk.say("nothing", to=person, living="own", doors=("menu",))
    day, review = talk.couple.setting("review").split()
    resting = talk.couple.rest_until is not None and talk.couple.rest_until > talk.now
    if resting:
        talk.say("resting", living="house")
    elif len(talk.both) == 1:
        talk.say("alone", living="house", doors=("checkin", "menu"), evening=talk.clock(talk.couple.setting("evening")))
    else:
        evening = talk.clock(talk.couple.setting("evening"))
        talk.say("times", living="house", evening=evening, day=weekday(int(day)), review=talk.clock(review))


def noon(couple: Couple) -> tuple[str, str | None, str]:
    return "12:00", None, "1234567"


@tidy.alarm("noon", window=6 * HOUR, times=noon, each=True)
async def at_noon(talk: Talk) -> None:
    """Yesterday's private messages go, theirs and ours; a card that still asks something stays."""
    chat = talk.who.chat_id
    open_cards = select(Card.message_ref).join(Conversation).where(
        Card.message_ref.is_not(None), Conversation.couple_id == talk.couple.id
    )  # fmt: skip
    messages = await talk.scene.db.scalars(
        select(Message).where(
            Message.chat_id == chat,
            Message.stays.is_(False),
            Message.at > talk.now - DELETABLE + 5 * MINUTE,
            Message.id.not_in(open_cards),
        )
    )
    for message in messages:
        talk.scene.unsay(chat, message.id)
    talk.close()
