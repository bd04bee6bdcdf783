"""Two people, in any order: what they may do, drawn at random by hypothesis, and what must hold after each of it.

Nothing is told of what a practice should do next; only what must never be. What the companion says waits in the outbox
until it is delivered, and the network may be stuck for a while: so a pause may meet words that are on their way.
"""

import asyncio
import re
import shutil
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from dialogue.clock import SettableClock
from dialogue.engine import Engine
from dialogue.event import Event
from dialogue.practice import Practices
from dialogue.scene import button_data
from handlers import PRACTICES
from models import Alarm, Answer, Card, Conversation, Couple, Entry, Message, Outbox, Person, Question
from models.keys import keys_of
from tests.sofa import sofa, unlock
from tests.stage import OPERATOR, TEXTS, PaperLinks, open_house

NAMES = ("Ana", "Ben")
COMMANDS = sorted({name for one in PRACTICES for name in one.commands} - {"leave", "erase", "pause", "p", "start"})
MARK = re.compile(r"quill(?:Ana|Ben)\d+x")
DAY = timedelta(days=1)
EVENING_ENDS = timedelta(hours=30)  # ninety minutes, and a day in which it may have been held
PAUSE_ENDS = timedelta(hours=36)  # a day, the night after it, two hours in which the return waits

people = st.sampled_from(NAMES)
places = st.floats(0, 1)  # among buttons, from the newest to the oldest


class Flat:
    """Where it begins: a couple that was played once, to be copied for each example."""

    def __init__(self, folder: Path, now: datetime, chats: dict[str, int], group: int | None) -> None:
        self.folder, self.now, self.chats, self.group = folder, now, chats, group


async def furnish(house: Path, folder: Path, *steps: str) -> Flat:
    async with sofa(house, folder, *steps) as us:
        chats = {name: us.person(name).chat for name in NAMES}
        group = next((one for one in us.world.chats if one < 0), None)
        return Flat(us.stage.folder, us.now, chats, group)


class AnyOrder(RuleBasedStateMachine):
    """Set `flat` in a subclass."""

    flat: Flat

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp()) / "house"
        shutil.copytree(self.flat.folder, self.folder)
        self.clock = SettableClock(self.flat.now)
        self.buttons: dict[int, list[str]] = {}  # chat: what was shown there, the newest last
        self.written: dict[str, tuple[str, int]] = {}  # mark: who wrote it, and at which turn
        self.tapped = dict.fromkeys(NAMES, -1)  # the last turn at which somebody tapped
        self.gates: dict[str, set[str]] = {}  # evening: who tapped that they are here
        self.stuck = False
        self.turn = 0
        self.sent = 0
        self.run(self.open())

    def run(self, work: Any) -> Any:
        return self.runner.run(work)

    async def open(self) -> None:
        self.database = await open_house(self.folder)
        self.engine = Engine(Practices(PRACTICES), TEXTS, self.clock, PaperLinks("evenfall_bot"))
        self.engine.operator = OPERATOR

    # --- what they do --------------------------------------------------------------------------------------------

    @rule(who=people, place=places)
    def taps(self, who: str, place: float) -> None:
        """A button of the last ones, in private or in the group."""
        self.act(self.tap(who, place**3))

    @rule(who=people, place=places)
    def taps_again(self, who: str, place: float) -> None:
        """The same press, brought twice."""
        event = self.tap(who, place**3)
        self.act(event)
        self.act(event)

    @rule(who=people, place=places)
    def taps_any(self, who: str, place: float) -> None:
        """Any button that ever was, the other's too, and long after."""
        every = [data for chat in sorted(self.buttons) for data in self.buttons[chat]]
        if every:
            data = every[min(len(every) - 1, int(place * len(every)))]
            self.act(self.event(who, "tap", data=data, tap="1"))

    @rule(who=people)
    def writes(self, who: str) -> None:
        self.act(self.event(who, "text", words=self.words(who)))

    @rule(who=people, name=st.sampled_from(COMMANDS), more=st.booleans())
    def calls(self, who: str, name: str, more: bool) -> None:
        self.act(self.event(who, "command", command=name, words=self.words(who) if more else ""))

    @rule(who=people, name=st.sampled_from(("checkin", "review", "talk", "pause", "hold", "quiet")))
    def calls_often(self, who: str, name: str) -> None:
        self.act(self.event(who, "command", command=name))

    @rule(who=people)
    def pauses(self, who: str) -> None:
        """/p, and whatever was on its way for both is not sent after it."""
        self.act(self.event(who, "command", command="p"))

    @rule(first=places, second=places)
    def both_at_once(self, first: float, second: float) -> None:
        """Two turns begin before either has ended."""
        self.act(self.tap("Ana", first**3), self.tap("Ben", second**3))

    @rule(who=people, really=st.integers(0, 7))
    def leaves(self, who: str, really: int) -> None:
        """Seldom: afterwards there are not two any more."""
        if really != 7:
            return
        self.act(self.event(who, "command", command="leave"))
        self.deliver()
        self.act(self.tap(who, 0))

    @rule(who=people, there=st.booleans())
    def blocks(self, who: str, there: bool) -> None:
        self.act(self.event(who, "unblocked" if there else "blocked"))

    # --- what happens --------------------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from((1, 5, 10, 20, 45, 90, 240, 900)))
    def passes(self, minutes: int) -> None:
        """Time, and each alarm at its moment."""
        self.until(self.clock.now() + timedelta(minutes=minutes))

    @rule()
    def comes(self) -> None:
        """The next moment at which anything rings."""
        due = self.run(self.next_due())
        if due is not None:
            self.until(due)

    @rule(hours=st.sampled_from((1, 3, 12, 30, 100)))
    def sleeps(self, hours: int) -> None:
        """The machine was away: everything rings late."""
        self.clock.set(self.clock.now() + timedelta(hours=hours))
        self.until(self.clock.now())

    @rule(stuck=st.booleans())
    def network(self, stuck: bool) -> None:
        self.stuck = stuck

    @rule()
    def restarts(self) -> None:
        self.run(self.database.close())
        self.run(self.open())

    # --- playing -------------------------------------------------------------------------------------------------

    def event(self, who: str, kind: Any, **more: Any) -> Event:
        chat = self.flat.chats[who]
        about = {"user": chat, "chat": chat, "name": who, "username": None, "language": "en"}
        return Event(kind, **about | more)

    def words(self, who: str) -> str:
        mark = f"quill{who}{self.turn}x"
        self.written[mark] = (who, self.turn)
        return mark

    def tap(self, who: str, place: float) -> Event | None:
        chats = [self.flat.chats[who], *([self.flat.group] if self.flat.group else [])]
        there = [(chat, data) for chat in chats for data in self.buttons.get(chat, ())]
        if not there:
            return None
        chat, data = there[-1 - min(len(there) - 1, int(place * len(there)))]
        return self.event(who, "tap", data=data, tap="1", chat=chat, private=chat > 0)

    def act(self, *events: Event | None) -> None:
        self.deliver()
        there = [one for one in events if one is not None]
        self.run(self.hear(*there))
        self.deliver()

    async def hear(self, *events: Event) -> None:
        """Play what was done, at once where there are two; then look at what came of it."""
        if not events:
            return
        self.turn += 1
        for one in events:
            if one.kind == "tap":
                self.tapped[self.name(one)] = self.turn
                await self.note_gate(one)
        async with self.database.session() as db:
            last = await db.scalar(select(func.max(Outbox.number))) or 0
            before = await self.paused(db)
            evening = await evening_words(db)
            alone = await self.asked_alone(db, events[0]) if len(events) == 1 and events[0].kind == "text" else False
            alarm = await db.get(Alarm, events[0].alarm) if events[0].kind == "ring" else None
            actor = {one.chat for one in events}
            actor |= {one.user for one in events}
            if alarm is not None and alarm.person_id is not None:
                actor.add((await db.get_one(Person, alarm.person_id)).chat_id)
        await asyncio.gather(*(self.turn_of(one) for one in events))
        async with self.database.session() as db:
            await keys_of(db).load(db, "system:outbox")
            rows = list(await db.scalars(select(Outbox).where(Outbox.number > last).order_by(Outbox.number)))
            still = await self.paused(db)
            for row in rows:
                if before and before == still and row.kind in ("send", "copy") and row.chat_id not in actor:
                    said = (row.body or {}).get("text", "")[:80]
                    assert row.grade == "C", f"in a pause, something else was said to the other: {said!r}"
                await self.look(db, row, events, evening, alone)

    async def turn_of(self, event: Event) -> None:
        async with self.database.begin() as db:
            await self.engine.hear(db, event)

    def name(self, event: Event) -> str:
        return next(name for name, chat in self.flat.chats.items() if chat == event.user)

    # --- what must hold of what is said --------------------------------------------------------------------------

    async def look(
        self, db: AsyncSession, row: Outbox, events: tuple[Event, ...], evening: dict[str, str], alone: bool
    ) -> None:
        """Words reach the other by their author's tap, or where both were asked; an evening's when both are here."""
        for mark in MARK.findall((row.body or {}).get("text", "")):
            author, when = self.written[mark]
            if row.chat_id == self.flat.chats[author]:
                continue
            if mark in evening:
                both = self.gates.get(evening[mark], set())
                assert both == set(NAMES), f"{author}'s evening was shown, and only {both or 'nobody'} was here"
            if self.tapped[author] > when or await given(db, mark):
                continue
            typed = when == self.turn - 1 and any(one.words for one in events)
            assert typed and not alone, f"{author} wrote {mark} alone, tapped nothing, and it went to the other"

    async def asked_alone(self, db: AsyncSession, event: Event) -> bool:
        """Whether the one thing that words can be an answer to is a question to their author alone."""
        if not event.private:
            return False
        now, who = self.clock.now(), select(Person.id).where(Person.user_id == event.user)
        me = await db.scalar(who)
        answered = select(Answer.question_id).where(Answer.person_id == me)
        asked = select(Question).join(Conversation, Conversation.id == Question.conversation_id)
        asked = asked.where(Question.open, Question.text, Question.id.not_in(answered), Conversation.held_by.is_(None))
        mine = [one for one in await db.scalars(asked) if me in one.asked]
        return len(mine) == 1 and mine[0].private and now - mine[0].put_at < timedelta(hours=3)

    async def note_gate(self, event: Event) -> None:
        """Who says that they are here, of those who are asked it."""
        async with self.database.session() as db:
            await unlock(db)
            asked = select(Question).join(Conversation, Conversation.id == Question.conversation_id)
            for one in await db.scalars(asked.where(Question.step == "here", Conversation.practice == "checkin")):
                if any(button_data(one, cell[0]) == event.data for _, cells in one.form["rows"] for cell in cells):
                    self.gates.setdefault(one.conversation_id, set()).add(self.name(event))

    async def paused(self, db: AsyncSession) -> set[str]:
        held = select(Conversation.id).where(Conversation.held_by == Conversation.id)
        return set(await db.scalars(held))

    def deliver(self) -> None:
        if not self.stuck:
            self.run(self.send())

    async def send(self) -> None:
        """What waits is shown, in order. In a pause nothing of what stands still is."""
        now = self.clock.now()
        async with self.database.begin() as db:
            await keys_of(db).load(db, "system:outbox")
            waiting = select(Outbox).where(Outbox.state == "pending", Outbox.not_before <= now).order_by(Outbox.number)
            for row in list(await db.scalars(waiting)):
                if row.expires_at is not None and row.expires_at <= now:
                    row.state = "expired"
                    continue
                if row.kind in ("send", "copy") and row.message_ref:
                    of = select(Conversation).join(Card, Card.conversation_id == Conversation.id)
                    talk = await db.scalar(of.where(Card.message_ref == row.message_ref))
                    held = talk is not None and talk.held_by not in (None, talk.id)
                    assert not held, f"{talk and talk.practice} stands still, and something of it is sent after all"
                    message = await db.get(Message, row.message_ref)
                    if message is not None:
                        self.sent += 1
                        message.message_id = 10_000 + self.sent
                keys = [key["data"] for line in (row.body or {}).get("buttons", ()) for key in line if "data" in key]
                self.buttons.setdefault(row.chat_id, []).extend(keys)
                row.state, row.body = "sent", None

    # --- the clock -----------------------------------------------------------------------------------------------

    def until(self, moment: datetime) -> None:
        rung: set[tuple[str, datetime]] = set()
        for _ in range(400):
            due = self.run(self.next_due(rung))
            if due is None or due > moment:
                break
            self.clock.set(max(self.clock.now(), due))
            self.run(self.ring(rung))
            self.deliver()
        else:
            raise AssertionError("it rings and rings")
        self.clock.set(max(moment, self.clock.now()))

    async def next_due(self, rung: set[tuple[str, datetime]] = frozenset()) -> datetime | None:  # type: ignore[assignment]
        async with self.database.session() as db:
            rows = await db.execute(select(Alarm.id, Alarm.due_at).where(Alarm.due_at.is_not(None)))
            return min((due for alarm, due in rows if (alarm, due) not in rung), default=None)

    async def ring(self, rung: set[tuple[str, datetime]]) -> None:
        async with self.database.session() as db:
            due = select(Alarm.id, Alarm.due_at).where(Alarm.due_at <= self.clock.now())
            rows = [tuple(row) for row in await db.execute(due.order_by(Alarm.due_at, Alarm.practice, Alarm.id))]
        for alarm, when in rows:
            if (alarm, when) not in rung:
                rung.add((alarm, when))
                await self.hear(Event("ring", alarm=alarm))
                return

    # --- what must hold of the tables ----------------------------------------------------------------------------

    @invariant()
    def the_tables_fit_together(self) -> None:
        self.run(self.consistent())

    async def consistent(self) -> None:
        async with self.database.session() as db:
            assert list(await db.execute(text("pragma foreign_key_check"))) == []
            talks = {one.id: one for one in await db.scalars(select(Conversation))}
            ends = {one.id: one.ended_at for one in await db.scalars(select(Couple))}
            both: dict[str, set[str]] = {}
            for person in await db.scalars(select(Person)):
                both.setdefault(person.couple_id, set()).add(person.id)
            assert all(len(some) <= 2 for some in both.values()), "three in one couple"
            assert all(ends[couple] is None for couple in both), "somebody lives in a couple that has ended"
            one_of = Counter(
                (one.couple_id, one.practice, one.owner_id) for one in talks.values() if one.parent_id is None
            )
            assert max(one_of.values(), default=0) <= 1, f"open twice: {one_of.most_common(1)}"
            holders = Counter(one.couple_id for one in talks.values() if one.held_by == one.id)
            assert max(holders.values(), default=0) <= 1, "two pauses at once"
            for one in talks.values():
                assert one.held_by is None or one.held_by in talks, f"{one.practice} is held by nothing"
                assert one.parent_id is None or one.parent_id in talks, f"{one.practice} has lost what it is for"
            for question in await db.scalars(select(Question).where(Question.open)):
                home = talks[question.conversation_id].couple_id
                assert set(question.asked) <= both.get(home, set()), f"{question.step} asks who is not of the couple"
            for alarm in await db.scalars(select(Alarm)):
                assert alarm.due_at or alarm.couple_id in holders, f"{alarm.practice} {alarm.name} never rings again"

    def teardown(self) -> None:
        try:
            self.stuck = False
            self.deliver()
            began = self.clock.now()
            for hours in (1, 2, 6, 12, 24):
                self.until(began + timedelta(hours=hours))
            self.until(began + EVENING_ENDS)
            self.run(self.ended(began, "checkin"))
            self.until(began + PAUSE_ENDS)
            self.run(self.ended(began, "pause"))
            self.run(self.consistent())
        finally:
            self.run(self.database.close())
            self.runner.close()
            shutil.rmtree(self.folder.parent)

    async def ended(self, began: datetime, practice: str) -> None:
        async with self.database.session() as db:
            old = select(Conversation).where(Conversation.practice == practice, Conversation.opened_at <= began)
            for one in await db.scalars(old):
                raise AssertionError(f"{practice} of {one.opened_at:%d %H:%M} never ends (held: {one.held_by})")


async def evening_words(db: AsyncSession) -> dict[str, str]:
    """What was answered alone in an evening that goes on: mark, and which evening."""
    await unlock(db)
    found = {}
    query = (
        select(Answer, Question.conversation_id)
        .join(Question, Question.id == Answer.question_id)
        .join(Conversation, Conversation.id == Question.conversation_id)
        .where(Conversation.practice == "checkin", Question.private)
    )
    for answer, talk in await db.execute(query):
        found |= dict.fromkeys(MARK.findall(str(answer.said)), talk)
    return found


async def given(db: AsyncSession, mark: str) -> bool:
    """Whether these words were given to both: a name, something kept for both."""
    await unlock(db)
    names = [one.name for one in await db.scalars(select(Person))]
    shared = [str(one.words) for one in await db.scalars(select(Entry).where(Entry.shared))]
    return any(mark in one for one in (*names, *shared))
