"""All that one turn needs of a couple, loaded in few statements, and what the turn is going to say.

Cards are written once, at the end of the turn: `put` collects, `flush` renders in each reader's language, seals, and
leaves rows in the outbox.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, bindparam, delete, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from dialogue.event import Event
from dialogue.practice import Practices
from dialogue.text import Language, Texts, units
from models import (
    Alarm,
    Answer,
    Card,
    Conversation,
    Couple,
    Inbox,
    Message,
    Outbox,
    Person,
    Question,
    Ring,
    Shown,
    new_id,
)
from models.base import among
from models.keys import joint, keys_of, member
from models.post import handle, post

LIMIT = 4096  # UTF-16 units a message
LATELY = timedelta(days=3)  # what is due rings on one of these days, unless the companion was away


@dataclass
class Play:
    """A talk to begin, or a step to run, once the present step is done."""

    practice: str = ""
    couple_id: str = ""
    who: Person | None = None
    parent: str | None = None  # the id of the talk this one is inside of, or that goes on
    then: str | None = None
    words: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    result: Any = None
    resumes: bool = False  # `then` is to run in `parent`
    why: str = ""  # `parent` is to end, and why


@dataclass
class Written:
    """What this turn does to one card."""

    fresh: bool = False  # its lines were begun anew in this turn
    rings: bool = False
    again: bool = False  # put below, though nothing else changed
    reveals: bool = False


def button_data(question: Question, choice: str) -> str:
    """What a button carries: nothing can be read from it, and nobody can make one."""
    digest = hmac.digest(question.nonce.encode(), choice.encode(), "sha256")
    return urlsafe_b64encode(digest[:18]).decode()


class Links(Protocol):
    """Addresses of the chat system: what only the front can know. `me` is how the companion is found there."""

    me: str

    def invitation(self, token: str, words: str) -> str:
        """Opens the person's own messages with words to change and a link to send."""

    def group(self, token: str) -> str:
        """Opens the choice of a group to bring the companion into."""


@dataclass
class Gathered:
    """What some turns of one transaction will need, read together, and left as each turn leaves it to the next."""

    rows: dict[str, tuple[Couple, list[Person], list[Conversation]]] = field(default_factory=dict)
    couples: list[Couple] = field(default_factory=list)
    people: dict[tuple[str, int], Person] = field(default_factory=dict)
    alarms: dict[str, Alarm] = field(default_factory=dict)  # those that ring
    rung: dict[str, set[date]] = field(default_factory=dict)  # on which of the last days each of them rang already
    since: date = date.max  # the first of these days


# What is asked for its columns alone is asked of the table: through its class it costs as much again.
PERSON: Any = Person.__table__.c
COUPLE: Any = Couple.__table__.c
ALARM: Any = Alarm.__table__.c
RANG: Any = Ring.__table__.c
SHOWN: Any = Shown.__table__.c
CONCERNED = union(
    select(PERSON.couple_id).where(PERSON.system == bindparam("system"), among(PERSON.user_id, "users")),
    select(COUPLE.id).where(among(COUPLE.group_id, "groups")),
    select(ALARM.couple_id).where(among(ALARM.id, "alarms")),
)
RINGING = select(Alarm).where(among(Alarm.id, "alarms"))
RUNG = select(RANG.alarm_id, RANG.local_date)
RUNG = RUNG.where(among(RANG.alarm_id, "alarms"), RANG.local_date >= bindparam("since"))
SEEN = select(SHOWN.line, SHOWN.on).where(SHOWN.couple_id == bindparam("couple"))
LOCKED = select(Couple).order_by(Couple.id).with_for_update(of=Couple)
THEIRS = LOCKED.where(Couple.id.in_(CONCERNED))
THESE = LOCKED.where(among(Couple.id, "couples"))
PEOPLE = select(Person).where(among(Person.couple_id, "couples")).order_by(Person.created_at, Person.id)
TALKS = select(Conversation).where(among(Conversation.couple_id, "couples"))
TALKS = TALKS.order_by(Conversation.opened_at, Conversation.id)
QUESTIONS = select(Question).where(among(Question.conversation_id, "wholes")).order_by(Question.seq)
ANSWERS = select(Answer).where(among(Answer.question_id, "wholes")).order_by(Answer.turn)
CARDS = select(Card).where(among(Card.conversation_id, "wholes")).order_by(Card.id)
ALARMS = select(Alarm).where(among(Alarm.conversation_id, "wholes")).order_by(Alarm.id)
FRESHLY = {"populate_existing": True}


async def gather(db: AsyncSession, now: datetime, events: Iterable[Event]) -> None:
    """Read what these events will need of their couples. What is not found here is looked for in its turn."""
    of: dict[str, set[Any]] = {"users": set(), "groups": set(), "alarms": set()}
    system = ""
    for event in events:
        system = event.system  # of one worker's events it is the same
        of["users"] |= {event.user} - {None}
        of["groups"] |= set() if event.private else {event.chat}
        of["alarms"] |= {event.alarm} if event.kind == "ring" else set()
    ready = Gathered()
    if any(of.values()):
        asked = {"system": system, **{name: sorted(some) for name, some in of.items()}}
        ready = await _read(db, now, THEIRS, asked)
    db.info["gathered"] = ready
    if of["alarms"]:
        these = {"alarms": sorted(of["alarms"])}
        ready.alarms = {one.id: one for one in await db.scalars(RINGING, these, execution_options=FRESHLY)}
        ready.since = (now - LATELY).date()
        ready.rung = {one: set() for one in ready.alarms}
        for alarm, day in await db.execute(RUNG, {**these, "since": ready.since}):
            ready.rung[alarm].add(day)


def gathered(db: AsyncSession) -> Gathered:
    found: Gathered = db.info.setdefault("gathered", Gathered())
    return found


async def _read(db: AsyncSession, now: datetime, query: Select[Any], asked: dict[str, Any]) -> Gathered:
    """Couples with their people, their keys and their talks; the couples are locked."""
    couples = {one.id: one for one in await db.scalars(query, asked, execution_options=FRESHLY)}
    if not couples:
        return Gathered()
    these = {"couples": list(couples)}
    people = list(await db.scalars(PEOPLE, these))
    await keys_of(db).need(db, now, *map(joint, couples), *(member(one.id) for one in people))
    await keys_of(db).need_today(db, "system:outbox", now)
    talks = list(await db.scalars(TALKS, these, execution_options=FRESHLY))
    questions = await _parts(db, talks, "questions", QUESTIONS)
    await _parts(db, questions, "answers", ANSWERS)
    await _parts(db, talks, "cards", CARDS)
    await _parts(db, talks, "alarms", ALARMS)
    ready = Gathered({one.id: (one, [], []) for one in couples.values()}, list(couples.values()))
    for person in people:
        if person.couple_id in ready.rows:
            ready.rows[person.couple_id][1].append(person)
            ready.people[person.system, person.user_id] = person
    for talk in talks:
        if talk.couple_id in ready.rows:
            ready.rows[talk.couple_id][2].append(talk)
    return ready


async def _parts(db: AsyncSession, wholes: list[Any], name: str, query: Select[Any]) -> list[Any]:
    """Read what belongs to these talks (or questions), and put each to its own."""
    of: dict[str, list[Any]] = {one.id: [] for one in wholes}
    parts = list(await db.scalars(query, {"wholes": list(of)}, execution_options=FRESHLY)) if of else []
    for part in parts:
        of[part.question_id if name == "answers" else part.conversation_id].append(part)
    for whole in wholes:
        set_committed_value(whole, name, of[whole.id])
    return parts


class Scene:
    """One couple in one turn."""

    links: Links

    def __init__(
        self,
        db: AsyncSession,
        now: datetime,
        texts: Texts,
        practices: Practices,
        couple: Couple,
        people: list[Person],
        talks: list[Conversation],
    ) -> None:
        self.db = db
        self.now = now
        self.texts = texts
        self.practices = practices
        self.couple = couple
        self.people = people
        self.talks = talks
        self.system = people[0].system
        self.queue: list[Play] = []
        self.closed: dict[str, Any] = {}
        self.written: dict[str, Written] = {}
        self.typed: str | None = None  # the handle of what was just typed in private
        self.disturbed: set[int] = set()  # chats in which something new stands below the cards
        self.pressed: dict[str, int] = {}  # card's message, by its handle: its number, told by a press on it
        self.window: datetime | None = None  # a ring's turn: until when its messages may go out
        self.prompts = False  # both are called at a time that was set: it makes no sound in anybody's own night
        self.left: list[int] = []  # groups to go away from
        self.stopped: list[Conversation] = []  # they stand still from this turn on
        self.released = False  # a hold ended: prompts that fell due in it ring now, if it is still their time
        self.parked = False  # what was on hold was put away
        self.forgotten: list[Person] = []
        self.operator = ""  # who runs this companion
        self.account_language: str | None = None  # what the chat system says of the account, such as "en-US"
        self.dissolved = False  # the couple goes with this turn
        self.end: Callable[[Conversation, str], Awaitable[None]] | None = None  # ends a talk from outside
        self.reach: Callable[[str], Awaitable[Scene | None]] | None = None  # another couple's scene in the same turn
        self.singles: list[tuple[Conversation | None, int, dict[str, Any], bool, bool]] = []

    @classmethod
    async def load(
        cls, db: AsyncSession, now: datetime, texts: Texts, practices: Practices, couple_id: str
    ) -> "Scene | None":
        ready = gathered(db)
        if couple_id not in ready.rows:
            ready = await _read(db, now, THESE, {"couples": [couple_id]})
        couple, people, talks = ready.rows.pop(couple_id, (None, [], []))
        return cls(db, now, texts, practices, couple, people, talks) if couple is not None and people else None

    def hand_on(self) -> None:
        """The couple's next turn in this transaction finds it as this one leaves it."""
        talks = [one for one in self.talks if one.id not in self.closed]
        gathered(self.db).rows[self.couple.id] = (self.couple, self.people, talks)

    async def seen(self) -> dict[str, date]:
        """The pools' lines that this couple was shown, and when; whoever shows one more notes it here too."""
        known: dict[str, dict[str, date]] = self.db.info.setdefault("seen", {})
        if self.couple.id not in known:
            with self.db.no_autoflush:  # in this transaction nobody has read or shown any
                known[self.couple.id] = {
                    line: on for line, on in await self.db.execute(SEEN, {"couple": self.couple.id})
                }
        return known[self.couple.id]

    def add(self, row: Any) -> None:
        self.db.add(row)

    def person(self, person_id: str | None) -> Person | None:
        return next((one for one in self.people if one.id == person_id), None)

    def talk(self, conversation_id: str | None) -> Conversation | None:
        return next((one for one in self.talks if one.id == conversation_id and one.id not in self.closed), None)

    def open_talks(self, practice: str, owner: Person | None = None) -> list[Conversation]:
        return [
            one
            for one in self.talks
            if one.practice == practice and one.id not in self.closed and one.owner_id == (owner.id if owner else None)
        ]

    # --- talks ---------------------------------------------------------------------------------------------------

    def open(self, practice: str, owner: Person | None, due: datetime, play: Play) -> Conversation:
        talk = Conversation(
            id=new_id(),
            couple_id=self.couple.id,
            practice=practice,
            owner_id=owner.id if owner else None,
            parent_id=play.parent,
            then=play.then,
            group_id=self.couple.group_id if self.couple.place == "bound" else None,
            due=due,
            opened_at=self.now,
            turn=0,
            questions=[],
            cards=[],
            alarms=[],
        )
        self.add(talk)
        self.talks.append(talk)
        if play.given:
            talk.given = play.given
        return talk

    def close(self, talk: Conversation, result: Any = None) -> None:
        """End a talk: its questions go, its cards keep their words and lose their buttons."""
        if talk.id in self.closed:
            return
        if any(one.held_by == talk.id for one in self.talks):
            self.release(talk)
        self.closed[talk.id] = result
        for question in talk.questions:
            if question.open:
                self.shut(talk, question)
        for card in talk.cards:
            self.touch(card)
        for child in [one for one in self.talks if one.parent_id == talk.id and one.id not in self.closed]:
            self.close(child)
        if talk.parent_id and talk.then:
            self.queue.append(Play(parent=talk.parent_id, then=talk.then, result=result, resumes=True))

    def close_and_clear(self, talk: Conversation) -> None:
        """End a talk and take its cards away."""
        for card in list(talk.cards):
            self.erase_card(talk, card)
        self.close(talk)

    def holder(self) -> Conversation | None:
        """The talk that has put the joint talks on hold, if there is one."""
        return next((one for one in self.talks if one.held_by == one.id and one.id not in self.closed), None)

    def hold(self, holder: Conversation, who: Person) -> None:
        """Mark what stands still. The holder is marked with its own id."""
        holder.held_by, holder.held_at = holder.id, self.now
        for talk in self.talks:
            practice = self.practices.get(talk.practice)
            if talk.id in self.closed or talk.held_by is not None or (practice is not None and not practice.waits):
                continue
            if talk.owner_id is None or talk.owner_id == who.id:
                talk.held_by, talk.held_at = holder.id, self.now
                self.stopped.append(talk)
                for alarm in talk.alarms:
                    if alarm.running and alarm.due_at:
                        alarm.left = (alarm.due_at - self.now).total_seconds()
                        alarm.due_at = None

    def release(self, holder: Conversation, parked: bool = False) -> list[str]:
        self.released, self.parked = True, parked
        names = []
        for talk in self.talks:
            if talk.held_by != holder.id or talk.id in self.closed:
                continue
            stood = self.now - (talk.held_at or self.now)
            talk.held_by, talk.held_at = None, None
            if talk is holder:
                continue
            names.append(talk.practice)
            if parked and talk.owner_id is None:
                self.queue.append(Play(parent=talk.id, why="parked"))
                continue
            for alarm in talk.alarms:
                if alarm.left is not None:
                    alarm.due_at, alarm.left = self.now + timedelta(seconds=alarm.left), None
                elif alarm.due_at and alarm.due_at <= self.now:
                    alarm.due_at += stood
            for card in talk.cards:
                unsent = card.message_ref is None  # taken back: its words may be such that a group is counted first
                if unsent or self._open_on(talk, card):
                    written = self.touch(card)
                    written.again, written.reveals = True, written.reveals or unsent
        return names

    def is_still(self, talk: Conversation) -> bool:
        """Whether this talk asks nothing further for the moment."""
        return talk.still_until is not None and talk.still_until > self.now

    def rests_closer(self) -> bool:
        """Whether what brings the two closer rests: a hold, a rest, or some days apart; which of them is nobody's."""
        resting = self.couple.rest_until is not None and self.couple.rest_until > self.now
        today = self.now.date().isoformat()
        return self.couple.frozen or resting or any((one.apart_until or "") > today for one in self.people)

    def owes(self, question: Question, person: Person) -> bool:
        """Whether an open question waits for this person."""
        return (
            question.open
            and person.id in question.asked
            and all(answer.person_id != person.id for answer in question.answers)
        )

    def shut(self, talk: Conversation, question: Question) -> None:
        question.open = False
        for card in talk.cards:
            if card.name == question.card:
                self.touch(card)

    # --- cards ---------------------------------------------------------------------------------------------------

    def chats(self, talk: Conversation, people: list[Person] | None) -> list[int]:
        """Where something is shown: people's private chats, or the shared place."""
        if people is None:
            owner = self.person(talk.owner_id)
            if owner is not None:
                return [owner.chat_id]
            if talk.group_id is not None:
                return [talk.group_id]
            people = self.people
        return [person.chat_id for person in people]

    def reader(self, chat: int) -> Person | None:
        return next((one for one in self.people if one.chat_id == chat), None)

    def put(
        self,
        talk: Conversation,
        name: str | None,
        chat: int,
        line: dict[str, Any],
        rings: bool,
        doors: list[str] | None,
        reveals: bool,
    ) -> None:
        look = {
            "doors": list(self.practices[talk.practice].doors) if doors is None else doors,
            "own": doors is not None,
        }
        if name is None:
            self.singles.append((talk, chat, {"lines": [line], **look}, rings, reveals))
            self.disturbed.add(chat)
            return
        card = next((one for one in talk.cards if one.name == name and one.chat_id == chat), None)
        if card is None:
            reader = self.reader(chat)
            owner = member(reader.id) if reader and talk.owner_id else joint(self.couple.id)
            card = Card(id=new_id(), conversation_id=talk.id, key_owner=owner, name=name, chat_id=chat)
            self.add(card)
            talk.cards.append(card)
        written = self.touch(card)
        lines = [*card.shows["lines"], line] if written.fresh else [line]
        card.shows = {"lines": lines, **look, "looks": self._looks(card)}
        written.fresh = True
        written.rings = written.rings or rings
        written.reveals = written.reveals or reveals

    def copy(self, talk: Conversation, chat: int, source: int, message: int) -> None:
        self.singles.append((talk, chat, {"copy": [source, message]}, False, True))
        self.disturbed.add(chat)

    def touch(self, card: Card) -> Written:
        return self.written.setdefault(card.id, Written())

    def erase_card(self, talk: Conversation, card: Card) -> None:
        reader = self.reader(card.chat_id)
        for question in talk.questions:
            others = question.private and reader is not None and reader.id not in question.asked
            if question.open and question.card == card.name and not others:
                question.open = False
        if card.message_ref:
            self.unsay(card.chat_id, card.message_ref)
        self._blank(card)

    def _blank(self, card: Card) -> None:
        """The card shows nothing any more; its row may serve again."""
        card.message_ref, card.shows_sealed = None, None
        self.written.pop(card.id, None)

    def _looks(self, card: Card) -> str | None:
        """A digest of what the card shows on the screen: equal looks are not sent again."""
        return card.shows.get("looks") if card.shows_sealed is not None else None

    def doors(self, card: Card, chat: int) -> list[str]:
        """The doors on a card, where it stands in that chat."""
        here = card.chat_id == chat and card.message_ref is not None and card.shows_sealed is not None
        return list(card.shows["doors"]) if here else []

    def has_card(self, talk: Conversation, name: str) -> bool:
        return any(card.name == name and card.shows_sealed is not None for card in talk.cards)

    def withdraw(self, talk: Conversation, step: str, person: Person) -> None:
        """Take one open question of one person back."""
        for question in talk.questions:
            if question.step == step and question.asked == [person.id] and question.open:
                self.shut(talk, question)

    def words(self, reader: Person, key: str) -> str:
        """A text for somebody, where it is needed as a string at once."""
        return self.texts[reader.language].write(key, {}, reader.zone)

    def put_into_words(self, reader: Person, mark: Any) -> str:
        """A mark as a string, in somebody's own language."""
        return str(self.texts[reader.language].put(mark, reader.zone))

    def reveals(self, talk: Conversation, name: str) -> None:
        """What stands on this card now are people's words."""
        for card in talk.cards:
            if card.name == name:
                self.touch(card).reveals = True

    def morning_of(self, person: Person, wall: str) -> datetime:
        """Tomorrow's wall time where somebody is."""
        hour, minute = map(int, wall.split(":"))
        local = self.now.astimezone(ZoneInfo(person.zone)) + timedelta(days=1)
        return local.replace(hour=hour, minute=minute, second=0, microsecond=0)

    def waiting_for(self, person: Person) -> list[tuple[Question, str]]:
        """Open questions that somebody could answer in words, with their first words."""
        found = []
        for talk in self.talks:
            for question in talk.questions:
                secret = question.form.get("secret", False)
                if question.text and not secret and self.owes(question, person) and talk.held_by in (None, talk.id):
                    language, zone = self.language(person.chat_id)
                    words = language.write(question.form["key"], question.form["given"], zone)
                    found.append((question, words.splitlines()[-1][:60]))
        return found

    def answer(self, question_id: str, person: Person, words: str) -> None:
        """Give words to a question after all, as if they had been typed to it."""
        self.queue.append(Play(who=person, given={"question": question_id, "words": words}))

    def fall_silent(self, person: Person) -> None:
        """Somebody has left and the other does not know yet: joint cards go from their own private chat only."""
        for talk in self.talks:
            if talk.owner_id is None:
                for card in [one for one in talk.cards if one.chat_id == person.chat_id]:
                    if card.message_ref:
                        self.unsay(card.chat_id, card.message_ref)
                    self._blank(card)

    def say_goodbye(self, chat: int) -> None:
        """One neutral line in a group that is not, or not yet, this couple's."""
        self.singles.append(
            (None, chat, {"lines": [{"key": "talk-not-here", "args": {}}], "doors": [], "own": True}, False, False)
        )

    def export(self, talk: Conversation, person: Person, **wish: Any) -> None:
        """Somebody's own words as files; they are put together when they are sent. `wish` tells which ones."""
        self._post(talk, person.chat_id, "export", {"person": person.id, **wish}, ref=new_id())

    async def follow_group(self, to: int) -> None:
        """The group has a new id. Messages of the old one can no longer be edited: what waits is put again."""
        old, self.couple.group_id = self.couple.group_id, to
        if old == to:
            return
        waiting = [Outbox.state == "pending", Outbox.chat_id == old]
        await self.db.execute(
            update(Outbox)
            .where(*waiting, Outbox.kind.in_(("edit", "delete")))
            .values(state="cancelled", body_sealed=None)
        )
        going = Outbox.state.in_(("pending", "sending"))  # one on its way is refused there, and sent again here
        unsent = select(Outbox.message_ref).where(going, Outbox.chat_id == old, Outbox.kind == "send")
        coming = set(await self.db.scalars(unsent))  # these appear in the new one as they are
        await self.db.execute(update(Outbox).where(*waiting).values(chat_id=to))
        for talk in self.talks:
            if talk.group_id == old:
                talk.group_id = to
            for card in talk.cards:
                if card.chat_id == old and card.message_ref in coming:
                    card.chat_id = to
                elif card.chat_id == old and card.shows_sealed is not None:
                    card.chat_id, card.message_ref = to, None
                    if self._open_on(talk, card) or (practice := self.practices.get(talk.practice)) and practice.stays:
                        self.touch(card).again = True

    def forget(self, person: Person) -> None:
        """Somebody alone goes without a trace: with the end of this turn no row of theirs is left."""
        self.forgotten.append(person)

    def put_again(self, talk: Conversation) -> None:
        """Put the cards of a talk that still ask something below what has been said since."""
        for card in talk.cards:
            if self._open_on(talk, card):
                self.touch(card).again = True

    def leave_group(self) -> None:
        """The shared place falls back to both private chats: open questions are put again there, words are not."""
        group = self.couple.group_id
        for talk in self.talks:
            if talk.group_id != group or talk.owner_id is not None or talk.id in self.closed:
                continue
            talk.group_id = None
            for card in [one for one in talk.cards if one.chat_id == group and one.shows_sealed is not None]:
                questions = [one for one in talk.questions if one.open and one.card == card.name]
                doors = card.shows["doors"]
                name = card.name
                self._blank(card)
                for question in questions:
                    for chat in self.chats(talk, None):
                        self.put(talk, name, chat, {"q": question.id}, False, doors, False)

    async def cancel(self, chat: int | None = None) -> None:
        """Take back what was not sent yet: for one chat, or for the whole couple. What is to go out of a chat goes."""
        mine = [Outbox.couple_id == self.couple.id, Outbox.kind != "delete"]
        if chat is not None:
            mine.append(Outbox.chat_id == chat)
        waiting = update(Outbox).where(Outbox.state.in_(("pending", "held")), *mine)
        await self.db.execute(waiting.values(state="cancelled", body_sealed=None))
        in_flight = update(Outbox).where(Outbox.state == "sending", *mine)
        await self.db.execute(in_flight.values(expires_at=self.now))  # it may arrive, but is not tried again

    async def _take_back(self, talks: list[Conversation]) -> None:
        """What of a talk that stands still was on its way does not come after all; it is put when the talk goes on."""
        cards = {card.message_ref: card for talk in talks for card in talk.cards if card.message_ref}
        pending, nothing = Outbox.state == "pending", {"state": "cancelled", "body_sealed": None}
        shown = (Outbox.kind == "edit") & Outbox.guarded  # people's words, in a card that stands there
        theirs = (Outbox.message_ref.in_(cards), (Outbox.kind == "send") | shown)
        waiting = update(Outbox).where(pending, *theirs).values(nothing)
        about = (Outbox.message_ref, Outbox.kind, Outbox.chat_id, Outbox.created_at)
        for ref, kind, chat, at in (await self.db.execute(waiting.returning(*about))).all():
            cards[str(ref)].message_ref = None
            if kind == "edit":
                self.unsay(chat, str(ref))
            else:  # of a long one the parts before it
                parts = (Outbox.kind == "send", Outbox.guarded, Outbox.chat_id == chat, Outbox.created_at == at)
                await self.db.execute(update(Outbox).where(pending, *parts).values(nothing))
        voices = (Outbox.kind == "copy", Outbox.couple_id == self.couple.id)  # on no card: they wait, and come after it
        await self.db.execute(update(Outbox).where(pending, *voices).values(state="held"))
        in_flight = (Outbox.message_ref.in_(cards) & (Outbox.kind == "send")) | and_(*voices)
        going = update(Outbox).where(Outbox.state == "sending", in_flight)
        await self.db.execute(going.values(expires_at=self.now))  # it may arrive, but is not tried again

    async def _give_back(self) -> None:
        """The voices that waited for the end of a pause."""
        held = update(Outbox).where(Outbox.state == "held", Outbox.couple_id == self.couple.id)
        if self.parked:
            await self.db.execute(held.values(state="cancelled", body_sealed=None))
        else:
            await self.db.execute(held.values(state="pending"))

    async def unsend(self, talk: Conversation) -> None:
        """Take back what a talk has not sent yet."""
        refs = [card.message_ref for card in talk.cards if card.message_ref]
        waiting = update(Outbox).where(Outbox.state == "pending", Outbox.message_ref.in_(refs))
        await self.db.execute(waiting.values(state="cancelled", body_sealed=None))

    def _open_on(self, talk: Conversation, card: Card) -> list[Question]:
        """The open questions whose buttons stand on a card."""
        if talk.id in self.closed:
            return []
        reader = self.reader(card.chat_id)
        return [
            one
            for one in talk.questions
            if one.open and one.card == card.name and (reader is None or self.owes(one, reader))
        ]

    # --- the end of the turn -------------------------------------------------------------------------------------

    def language(self, chat: int) -> tuple[Language, str]:
        """The words and the zone in which a chat is spoken to."""
        reader = self.reader(chat)
        if reader is not None:
            return self.texts[reader.language], reader.zone
        return self.texts[self.couple.language], self.couple.zone

    def label(self, question: Question, cell: list[Any], chat: int) -> str:
        language, zone = self.language(chat)
        form = question.form
        if cell[1] is not None:
            return str(language.put(cell[1], zone))[:64]
        return language.write(f"{form['key']}.{cell[0]}", form["given"], zone)

    def _render(
        self, talk: Conversation | None, shows: dict[str, Any], chat: int, asked: list[Question]
    ) -> dict[str, Any]:
        language, zone = self.language(chat)
        lines = []
        for line in shows["lines"]:
            if "q" in line:
                question = next((one for one in talk.questions if one.id == line["q"]), None) if talk else None
                if question is not None:
                    lines.append(language.write(question.form["key"], question.form["given"], zone))
            else:
                lines.append(language.write(line["key"], line["args"], zone))
        buttons = [row for question in asked for row in self._buttons(question, chat)]
        done = talk is not None and talk.id in self.closed and not shows["own"]
        doors = [] if done else [door for door in shows["doors"] if language.has(f"{door}-door")]
        buttons += _flow([self._door(door, language) for door in doors])
        force = not buttons and any(question.text for question in asked)
        return {"text": "\n\n".join(line.strip() for line in lines if line.strip()), "buttons": buttons, "force": force}

    def _door(self, name: str, language: Language) -> dict[str, Any]:
        """A button that begins another talk."""
        begin = self.practices.commands.get(name)
        button: dict[str, Any] = {"label": language.write(f"{name}-door", {}, "UTC"), "data": f"/{name}"}
        return {**button, "red": True} if begin is not None and begin.practice.red else button

    def _buttons(self, question: Question, chat: int) -> list[list[dict[str, Any]]]:
        rows: list[list[dict[str, Any]]] = []
        for kind, cells in question.form["rows"]:
            row = []
            for cell in cells:
                button: dict[str, Any] = {"label": self.label(question, cell, chat)}
                if cell[2]:
                    button["url"] = cell[2]
                elif cell[3]:
                    button["group"] = True
                else:
                    button["data"] = button_data(question, cell[0])
                row.append(button)
            rows += _flow(row) if kind == "flow" else [row]
        return rows

    async def flush(self) -> None:
        """Turn what was put into outbox rows."""
        if self.stopped:
            await self._take_back(self.stopped)
        cards = [(talk, card) for talk in self.talks for card in talk.cards if card.id in self.written]
        for conversation, chat, shows, rings, reveals in self.singles:
            if "copy" in shows:
                self._post(conversation, chat, "copy", shows, silent=True, guarded=True, ref=new_id())
            else:
                body = self._render(conversation, shows, chat, [])
                self._send(conversation, chat, body, rings and not self._sleeps(chat), reveals)
        for chat in self.left:  # after the last words there
            self._post(None, chat, "leave", {})
        for talk, card in cards:
            if card.shows_sealed is None:
                continue
            written = self.written[card.id]
            asked = self._open_on(talk, card)
            body = self._render(talk, card.shows, card.chat_id, asked)
            words = hashlib.sha256(body["text"].encode()).hexdigest()[:16]
            looks = words + hashlib.sha256(repr(body["buttons"]).encode()).hexdigest()[:16]
            last = split(body["text"])[-1]
            practice = self.practices.get(talk.practice)
            below = card.chat_id in self.disturbed and written.fresh and not (practice and practice.stays)
            buried = written.reveals and self.reader(card.chat_id) is not None  # under what was typed in private
            long = last.start > 0 and not (self._looks(card) or "").startswith(words)  # more than an edit can hold
            moves = written.rings or written.again or below or buried or long
            if card.message_ref and looks == self._looks(card) and not moves:
                continue
            if card.message_ref and not moves:
                edited = {**body, "text": last.text}  # of a long one the last part, which has the buttons
                self._post(talk, card.chat_id, "edit", edited, ref=card.message_ref, guarded=written.reveals)
            else:
                if card.message_ref:
                    self.unsay(card.chat_id, card.message_ref, talk)
                rings = written.rings and not self._sleeps(card.chat_id)
                card.message_ref = self._send(talk, card.chat_id, body, rings, written.reveals)
            card.shows = {**card.shows, "looks": looks}
        if self.released:
            await self._give_back()
            await self._prompts_after_hold()
        if self.closed:
            await self.db.flush()  # a talk may open and close in one turn
        for talk in self.talks:
            if talk.id in self.closed:
                await self.db.delete(talk)
        for person in self.forgotten:
            await self._erase(person)
        if self.dissolved or not self.people:
            await self.db.flush()
            await self.db.execute(delete(Couple).where(Couple.id == self.couple.id))
            await keys_of(self.db).destroy(self.db, joint(self.couple.id))

    def _sleeps(self, chat: int) -> bool:
        """Whether a prompt at the couple's time comes in the night of somebody who lives by another clock."""
        reader = self.reader(chat)
        if not self.prompts or reader is None or reader.zone == self.couple.zone:
            return False
        return not 8 <= self.now.astimezone(ZoneInfo(reader.zone)).hour < 22

    async def _erase(self, person: Person) -> None:
        """The key first, then the rows, then the person. Last words to them wait in the outbox until they are sent."""
        await keys_of(self.db).destroy(self.db, member(person.id))
        await self.db.flush()
        last = await self.db.scalars(
            select(Outbox).where(Outbox.chat_id == person.chat_id, Outbox.kind.in_(("edit", "delete")))
        )
        for row in last:
            known = await self.db.get(Message, row.message_ref) if row.state == "pending" else None
            if known is not None and row.body is not None:
                row.body = {**row.body, "message_id": known.message_id}
        for talk in [one for one in self.talks if one.id not in self.closed]:
            if talk.owner_id == person.id or len(self.people) == 1:
                await self.db.delete(talk)
                self.talks.remove(talk)
        if person.ended_couple_id:  # what the two had together is not fetched any more
            await keys_of(self.db).destroy(self.db, joint(person.ended_couple_id))
            ended = update(Couple).where(Couple.id == person.ended_couple_id)
            await self.db.execute(ended.values(pause_word_sealed=None, confidences_sealed=None))
        await self.db.flush()
        mine = Outbox.chat_id == person.chat_id
        await self.db.execute(delete(Outbox).where(mine, Outbox.state.not_in(("pending", "sending"))))
        await self.db.execute(update(Outbox).where(mine).values(person_id=None, couple_id=None))
        came = or_(Inbox.chat_id == person.chat_id, Inbox.lane == person.chat_id)
        played = update(Inbox).where(came, Inbox.state != "new")
        await self.db.execute(played.values(chat_id=None, lane=None, payload_sealed=None))
        await self.db.execute(delete(Message).where(Message.chat_id == person.chat_id))
        await self.db.execute(delete(Person).where(Person.id == person.id))
        self.people = [one for one in self.people if one is not person]

    async def _prompts_after_hold(self) -> None:
        for alarm in await self.alarms():
            if alarm.due_at is None:
                today = alarm.on(alarm.local_date(self.now))
                still = today is not None and today <= self.now <= today + timedelta(seconds=alarm.window)
                alarm.due_at, alarm.left = today if still else alarm.next_after(self.now), None

    def unsay(self, chat: int, ref: str, talk: Conversation | None = None) -> None:
        """Delete a message of ours, or one that was typed to us."""
        self._post(talk, chat, "delete", {}, ref=ref)

    def _send(
        self, talk: Conversation | None, chat: int, body: dict[str, Any], rings: bool, reveals: bool
    ) -> str | None:
        ref = None
        for part in split(body["text"]):
            ref = new_id()
            last = part.end == len(body["text"])
            piece = {**body, "text": part.text, "buttons": body["buttons"] if last else []}
            self._post(talk, chat, "send", piece, silent=not rings, ref=ref, guarded=reveals)
        return ref

    def _post(
        self,
        talk: Conversation | None,
        chat: int,
        kind: str,
        body: dict[str, Any],
        silent: bool = True,
        ref: str | None = None,
        guarded: bool = False,
    ) -> None:
        reader = self.reader(chat)
        practice = self.practices.get(talk.practice) if talk else None
        if reader is not None and not reader.reachable:
            return
        if reader is not None and reader.leaving and talk is not None and talk.owner_id != reader.id:
            return  # what is shared, and what the other's own talk would say
        grade = {"edit": "D", "delete": "D", "leave": "D", "export": "A"}.get(kind, practice.grade if practice else "B")
        still = talk is not None and chat == talk.group_id and self.is_still(talk)
        if kind in ("edit", "delete") and ref in self.pressed:
            body = {**body, "pressed": self.pressed[ref]}
        if self.window is not None and grade == "B":
            grade = "A"
        priority = 0 if grade == "C" else 1 if self.window is None else 2 if grade == "A" else 3
        post(
            self.db,
            self.system,
            chat,
            kind,
            {**body, "silent": silent},
            self.now,
            grade,
            priority,
            couple=self.couple.id,
            person=reader.id if reader else None,
            ref=ref,
            guarded=guarded,
            not_before=talk.still_until if talk is not None and still else None,
            expires_at=self.window if grade == "A" else None,
        )
        if kind in ("send", "copy") and ref:
            handle(self.db, self.couple.id, chat, self.now, ref, stays=practice is not None and practice.stays)

    # --- alarms --------------------------------------------------------------------------------------------------

    async def alarms(self, practice: str | None = None) -> list[Alarm]:
        """The couple's recurring alarms."""
        query = select(Alarm).where(Alarm.couple_id == self.couple.id, Alarm.conversation_id.is_(None))
        if practice:
            query = query.where(Alarm.practice == practice)
        return list(await self.db.scalars(query.order_by(Alarm.id)))

    async def rang(self, alarm: Alarm, late: bool = False) -> bool:
        """Note that an alarm rang on its local date, and set its next. False when it had rung there already."""
        assert alarm.due_at is not None
        day = alarm.local_date(alarm.due_at)
        known = gathered(self.db)
        if day >= known.since and alarm.id in known.rung:
            first = day not in known.rung[alarm.id]
            known.rung[alarm.id].add(day)
        else:
            with self.db.no_autoflush:  # one that was noted in this transaction is found by the unique key
                first = await self.db.get(Ring, (alarm.id, day)) is None
        if first:
            self.add(Ring(alarm_id=alarm.id, local_date=day, late=late))
        alarm.due_at = alarm.first_from(day + timedelta(days=1), after=alarm.due_at)
        return first


@dataclass(frozen=True)
class Part:
    text: str
    start: int
    end: int


def split(words: str, limit: int = LIMIT) -> list[Part]:
    """Words in parts that fit one message each, cut at a line or a space where there is one, never inside a sign."""
    parts, start = [], 0
    while units(words[start:]) > limit:
        size = limit
        while units(words[start : start + size]) > limit:
            size -= max(1, (units(words[start : start + size]) - limit) // 2)
        piece = words[start : start + size]
        cut = max(piece.rfind("\n"), piece.rfind(" "))
        size = cut if cut > size // 2 else size
        parts.append(Part(words[start : start + size].strip(), start, start + size))
        start += size
    return [*parts, Part(words[start:].strip(), start, len(words))]


def _flow(buttons: list[dict[str, Any]], width: int = 34, most: int = 6) -> list[list[dict[str, Any]]]:
    """Lay buttons out in rows that a phone shows whole."""
    rows: list[list[dict[str, Any]]] = []
    for button in buttons:
        row = rows[-1] if rows else []
        if row and len(row) < most and sum(len(one["label"]) + 4 for one in [*row, button]) <= width:
            row.append(button)
        else:
            rows.append([button])
    return rows
