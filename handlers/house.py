"""What is always there: one quiet card with the couple's times, and a private chat that is tidy at noon."""

from datetime import date, timedelta

from sqlalchemy import select

from dialogue import couples
from dialogue.practice import HOUR, MINUTE, Practice
from dialogue.talk import Talk
from dialogue.text import on, weekday
from models import Card, Conversation, Couple, Erasure, Message
from models.people import hashed

practice = Practice("house", joint=True, doors=("checkin", "park", "pause"), stays=True, waits=False)
tidy = Practice("tidy", waits=False)
idle = Practice("idle", stays=True, waits=False)

IDLE = 12  # months
NOTICE = 30  # days
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
    let_go_of_the_idle(talk)


def let_go_of_the_idle(talk: Talk) -> None:
    """After a year without a sign of life one quiet line to each; a month later everything is erased, as by /erase."""
    if couples.idle_months(talk.couple, talk.today) < IDLE:
        return
    noticed = talk.couple.settings.setdefault("noticed", talk.today.isoformat())
    if noticed == talk.today.isoformat():
        talk.run("idle")
    elif talk.today >= date.fromisoformat(noticed) + timedelta(days=NOTICE):
        if talk.couple.group_id is not None:
            couples.close_group(talk.scene, talk.couple.group_id)
        for person in talk.both:
            talk.scene.add(Erasure(member=hashed(person.id), erased_on=talk.today))
            talk.scene.forget(person)


@idle.begin
async def tell(talk: Talk) -> None:
    """It is not tidied away: whoever comes back within the month shall find it."""
    talk.say("notice", to=talk.who, doors=("export",), until=on(talk.today + timedelta(days=NOTICE)))
    talk.close()
