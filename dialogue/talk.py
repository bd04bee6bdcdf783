"""The vocabulary of a practice: ask, say, keep, later, run, hold, close. A talk describes; it never sends."""

import secrets
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select

from dialogue.practice import DAY, Practice, Step, step_name
from dialogue.scene import Play, Scene
from dialogue.text import at, joined, plain
from dialogue.when import read
from models import Alarm, Conversation, Couple, Entry, Person, Question
from models.keys import joint, member
from models.talks import shown


@dataclass(frozen=True)
class Button:
    """A choice whose label is not an attribute of its question's text, or that opens something.

    `label` is a string or a mark; `url` opens an address instead of answering; `group` asks the chat system
    to let the person choose a group.
    """

    name: str
    label: Any = None
    url: str | None = None
    group: bool = False


Choice = str | Button
Choices = Sequence[Choice | Sequence[Choice]]
People = Person | Iterable[Person]


class Talk:
    """One turn of one practice."""

    def __init__(
        self,
        scene: Scene,
        conversation: Conversation,
        practice: Practice,
        who: Person | None = None,
        words: str = "",
        result: Any = None,
        given: dict[str, Any] | None = None,
        why: str = "",
    ) -> None:
        self.scene = scene
        self.conversation = conversation
        self.practice = practice
        self._who = who
        self.words = words
        self.result = result
        self.given = given or {}
        self.why = why
        self.now = scene.now
        self.due = conversation.due

    # --- who and where -------------------------------------------------------------------------------------------

    @property
    def who(self) -> Person:
        """Whose turn this is: the owner of a solo talk, else whoever answered or called."""
        person = self._who or self.scene.person(self.conversation.owner_id)
        if person is None:
            raise LookupError("nobody's turn: the clock began this")
        return person

    @property
    def both(self) -> list[Person]:
        """The couple: one person or two."""
        return self.scene.people

    @property
    def called(self) -> bool:
        """Whether a person began or answered this turn, and not the clock."""
        return self._who is not None

    @property
    def other(self) -> Person | None:
        """The partner of `who`, when there is one."""
        return self.partner(self.who)

    def partner(self, person: Person) -> Person | None:
        return next((one for one in self.both if one is not person), None)

    @property
    def hurt(self) -> list[Person]:
        """Who is asked what a hurt partner is asked: the one who was hurt, or whoever may have been."""
        return self._of_role("hurt", "repairing")

    @property
    def closer_rests(self) -> bool:
        """Whether what brings the two closer rests; no single reason can be told from it."""
        return self.scene.rests_closer()

    @property
    def repairing(self) -> list[Person]:
        """Who is asked what the one who broke the trust is asked, or whoever may have broken it."""
        return self._of_role("repairing", "hurt")

    def _of_role(self, role: str, other: str) -> list[Person]:
        """Where it was left open, nobody who has said the other thing of themselves, unless both have."""
        said = [one for one in self.both if one.role == role]
        open_to_it = [one for one in self.both if one.role != other]
        return said if len(said) == 1 else open_to_it or list(self.both)

    @property
    def settled(self) -> bool:
        """Whether the first review is behind the couple: what is for later weeks does not show before."""
        return self.couple.settings.get("reviewed") is not None

    @property
    def at_rest(self) -> bool:
        """Whether the couple rests, or a pause is on: then nothing is suggested."""
        rests = self.couple.rest_until is not None and self.couple.rest_until > self.now
        return rests or self.scene.holder() is not None

    @property
    def stands_still(self) -> bool:
        """Whether no small suggestion is to come now: it is too early for any, the couple rests, a pause is on, or who
        would get it is leaving."""
        return self.at_rest or not self.settled or self.who.leaving

    @property
    def keep_days(self) -> int:
        """How long answers are kept: the shorter of both wishes. Either may shorten, both lengthen."""
        return min(int(person.setting("retention")) for person in self.both)

    @property
    def couple(self) -> Couple:
        return self.scene.couple

    @property
    def place(self) -> int | None:
        """The group this talk speaks in; None where both private chats are the shared place."""
        return self.conversation.group_id

    @property
    def today(self) -> date:
        """The couple's local date."""
        return self.now.astimezone(ZoneInfo(self.couple.zone)).date()

    def local(self, wall: str, day: date | None = None) -> datetime:
        """The instant of a wall time in the couple's zone, today or on a given date."""
        hour, minute = map(int, wall.split(":"))
        day = day or self.today
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(self.couple.zone))

    @staticmethod
    def where(person: Person, moment: datetime) -> datetime:
        """A moment as the clock on somebody's own wall shows it."""
        return moment.astimezone(ZoneInfo(person.zone))

    def typed(self, words: str, person: Person, usual: str = "20:00") -> datetime | None:
        """The moment that somebody wrote ("Friday 6pm"), where they are; None if it is not understood, or over.

        `usual` is the wall time where only a day was written.
        """
        zone = ZoneInfo(person.zone)
        found = read(words, self.scene.texts[person.language], self.now.astimezone(zone))
        if found is None:
            return None
        moment = found.at(time.fromisoformat(usual)).replace(tzinfo=zone).astimezone(UTC)
        return moment if moment > self.now else None

    def clock(self, wall: str) -> dict[str, Any]:
        """A wall time of the couple's, for a text: each reader sees their own local time."""
        return at(self.local(wall))

    # --- saying and asking ---------------------------------------------------------------------------------------

    def say(
        self,
        key: str,
        to: People | None = None,
        living: str | None = None,
        rings: bool = False,
        doors: Iterable[str] | None = None,
        reveals: bool = False,
        **args: Any,
    ) -> None:
        """Say a text in the shared place, or privately to somebody.

        `living` names the card it is written to; without it, it is a message of its own. `rings` sounds.
        `reveals` marks people's words: a group is counted freshly before they are shown.
        """
        line = {"key": self._key(key), "args": args}
        for chat in self.scene.chats(self.conversation, _people(to)):
            self.scene.put(self.conversation, living, chat, line, rings, _doors(doors), reveals)

    def ask(
        self,
        step: Step,
        of: People,
        choices: Choices = (),
        text: bool | None = None,
        private: bool = False,
        by: Literal["all", "any"] = "all",
        living: str | None = None,
        rings: bool = False,
        doors: Iterable[str] | None = None,
        forget: bool = False,
        aloud: bool = False,
        secret: bool = False,
        key: str | None = None,
        **given: Any,
    ) -> None:
        """Ask, and run `step` when all asked (by="any": the first) have answered.

        The text's key is the step's name unless `key` names another. `text` takes words beside the choices; it is
        the rule where there are no choices; `aloud` also takes a voice or video message. `secret` takes a PIN or a
        passphrase: words that are stored nowhere, and refused nowhere else. `given` is handed to the step and to the
        text.
        """
        asked = _people(of) or []
        name = step_name(step)
        private = private or self.conversation.owner_id is not None
        for old in self.conversation.questions:
            if old.open and old.step == name and set(old.asked) <= {person.id for person in asked}:
                self.scene.shut(self.conversation, old)
        owner = member(asked[0].id) if private and len(asked) == 1 else joint(self.couple.id)
        question = Question(
            conversation_id=self.conversation.id,
            key_owner=owner,
            seq=1 + max((one.seq for one in self.conversation.questions), default=0),
            step=name,
            nonce=secrets.token_urlsafe(15),
            asked=[person.id for person in asked],
            by=by,
            private=private,
            text=(not choices or secret) if text is None else text,
            forget=forget,
            open=True,
            card=living or ("mine" if private else "card"),
            put_at=self.now,
            answers=[],
        )
        self.scene.add(question)
        self.conversation.questions.append(question)
        form = {"key": self._key(key or name), "rows": _rows(choices), "given": given, "aloud": aloud}
        question.form = {**form, "secret": True} if secret else form
        for chat in self.scene.chats(self.conversation, asked if private else None):
            self.scene.put(self.conversation, question.card, chat, {"q": question.id}, rings, _doors(doors), False)

    def clear(self, *cards: str, of: People | None = None) -> None:
        """Take cards away, and the questions on them."""
        people = _people(of)
        for card in list(self.conversation.cards):
            if card.name in cards and (people is None or card.chat_id in {one.chat_id for one in people}):
                self.scene.erase_card(self.conversation, card)

    def unsay(self) -> None:
        """Take what was just typed in private out of the chat."""
        if self.scene.typed is not None:
            self.scene.unsay(self.who.chat_id, self.scene.typed)

    def drop(self, *steps: Step) -> None:
        """Take questions and alarms back."""
        names = {step_name(step) for step in steps}
        for question in self.conversation.questions:
            if question.open and question.step in names:
                self.scene.shut(self.conversation, question)
        for alarm in list(self.conversation.alarms):
            if alarm.name in names:
                self.conversation.alarms.remove(alarm)

    # --- what was answered ---------------------------------------------------------------------------------------

    def _answer(self, step: Step, by: Person | None) -> dict[str, Any]:
        person = by or self.who
        for question in reversed(self.conversation.questions):
            if question.step == step_name(step):
                for answer in question.answers:
                    if answer.person_id == person.id:
                        return answer.said
        return {}

    def answered(self, step: Step, by: Person | None = None) -> str:
        """The words last given to a question; empty where there were none."""
        return str(self._answer(step, by).get("words", ""))

    def chose(self, step: Step, by: Person | None = None) -> str | None:
        """The button last pressed for a question."""
        return self._answer(step, by).get("choice")

    def aloud(self, step: Step, by: Person | None = None) -> int | None:
        """The voice or video message that was the answer: its number in its author's private chat."""
        return self._answer(step, by).get("aloud")

    def waits_for(self, step: Step, of: Person) -> bool:
        """Whether a question stands open to somebody."""
        return any(
            one.open and one.step == step_name(step) and self.scene.owes(one, of) for one in self.conversation.questions
        )

    def asked(self, step: Step, of: Person | None = None) -> dict[str, Any]:
        """What an open question of this talk was given; nothing where it does not stand open (to somebody)."""
        open_ones = [
            one
            for one in self.conversation.questions
            if one.open and one.step == step_name(step) and (of is None or self.scene.owes(one, of))
        ]
        return deepcopy(open_ones[-1].form["given"]) if open_ones else {}

    def copy(self, message: int, author: Person) -> None:
        """Show a voice or video message of `author` in the shared place."""
        for chat in self.scene.chats(self.conversation, None):
            if chat != author.chat_id:
                self.scene.copy(self.conversation, chat, author.chat_id, message)

    # --- keeping -------------------------------------------------------------------------------------------------

    def keep(
        self,
        kind: str,
        by: Person,
        shared: bool = False,
        days: int | None = None,
        facts: dict[str, Any] | None = None,
        **words: str,
    ) -> Entry:
        """Keep somebody's words, sealed under their own key; for `days`, or until they delete them. What is written
        alone is shared with nobody, also not with a partner who comes later."""
        entry = Entry(
            couple_id=self.couple.id,
            author_id=by.id,
            kind=kind,
            shared=shared and len(self.both) > 1,
            done=False,
            local_date=self.today,
            created_at=self.now,
            expires_on=None if days is None else self.today + timedelta(days=days),
        )
        self.scene.add(entry)
        entry.words = {name: said for name, said in words.items() if said}
        entry.facts = facts
        return entry

    async def kept(self, kind: str, by: Person | None = None, since: date | None = None) -> list[Entry]:
        """What was kept, in this turn too, oldest first: one's own, or (without `by`) what both may read."""
        await self.scene.db.flush()
        query = select(Entry).where(Entry.kind == kind).order_by(Entry.created_at, Entry.id)
        if by:
            query = query.where(Entry.author_id == by.id)
        else:
            query = query.where(Entry.couple_id == self.couple.id, Entry.shared)
        if since:
            query = query.where(Entry.local_date >= since)
        return list(await self.scene.db.scalars(query))

    async def pick(self, pool: str, phase: str | None = None) -> dict[str, str]:
        """A line of a pool (of one phase), to be handed to a text: the one this couple has not seen for longest."""
        lines = [line.id for line in self.scene.texts["en"].pools[pool].values() if phase in (None, line.phase)]
        last = await self.scene.seen()
        chosen = min(lines, key=lambda line: last.get(f"{pool}/{line}", date.min))
        last[f"{pool}/{chosen}"] = self.today
        shown(self.scene.db, self.couple.id, f"{pool}/{chosen}", self.today)
        return {"line": f"{pool}/{chosen}"}

    def pick_for(self, person: Person, pool: str) -> dict[str, str]:
        """A line for one person alone: their next one, by which nobody else's lines are moved, and none that is meant
        for the other role."""
        pooled = self.scene.texts["en"].pools[pool].values()
        others = {"hurt": "repairing", "repairing": "hurt"}.get(person.role or "")
        lines = [line.id for line in pooled if line.role != others or others is None]
        last = person.settings.get(f"last_{pool}")
        number = lines.index(last) + 1 if last in lines else self.both.index(person)
        chosen = person.settings[f"last_{pool}"] = lines[number % len(lines)]
        return {"line": f"{pool}/{chosen}"}

    def beginnings(self, person: Person, pool: str, count: int = 3) -> dict[str, Any]:
        """Some lines for one person, to finish in their own words."""
        return joined([joined(["·", self.pick_for(person, pool)], " ") for _ in range(count)])

    def in_own_words(self, person: Person, pool: str, words: str) -> bool:
        """Whether there is more in it than a line of the pool: two words of one's own, and no gap left."""
        if "…" in words or "..." in words:
            return False
        said = plain(words).split()
        lines = self.scene.texts[person.language].pools[pool].values()
        return all(sum(one not in plain(line.text).split() for one in said) >= 2 for line in lines)

    # --- later, elsewhere, not now -------------------------------------------------------------------------------

    def later(
        self,
        step: Step,
        after: timedelta | None = None,
        at: datetime | None = None,
        window: timedelta = DAY,
        of: Person | None = None,
        **given: Any,
    ) -> None:
        """Run a step later in this talk: `after` a duration (which stands still on hold), or `at` a moment."""
        due = at if at is not None else self.now + (after or timedelta())
        alarm = Alarm(
            couple_id=self.couple.id,
            person_id=of.id if of else self.conversation.owner_id,
            conversation_id=self.conversation.id,
            practice=self.practice.name,
            name=step_name(step),
            due_at=due,
            window=int(window.total_seconds()),
            running=at is None,
        )
        self.scene.add(alarm)
        self.conversation.alarms.append(alarm)
        if given:
            alarm.given = given

    def wind(self, step: Step, moments: Iterable[tuple[str, datetime]], window: timedelta) -> None:
        """The alarms of a step anew: one for each entry whose moment is still to come."""
        self.drop(step)
        for entry, moment in moments:
            if moment > self.now:
                self.later(step, at=moment, window=window, entry=entry)

    def close_if_done(self) -> None:
        """End a talk in which nothing is asked and nothing is to come."""
        if not self.conversation.alarms and not any(question.open for question in self.conversation.questions):
            self.close()

    def run(
        self,
        practice: str,
        then: Step | None = None,
        couple: Couple | None = None,
        of: Person | None = None,
        **given: Any,
    ) -> None:
        """Begin a talk inside this one; when it closes, its result comes to `then`."""
        self.scene.queue.append(
            Play(
                practice=practice,
                couple_id=(couple or self.couple).id,
                who=of or self._who,
                parent=self.conversation.id if then else None,
                then=step_name(then) if then else None,
                given=given,
            )
        )

    def become(self, practice: str, of: Person, words: str = "", **given: Any) -> None:
        """This talk ends and another begins in its place: inside whatever this one was inside of."""
        inside = self.conversation
        self.scene.queue.append(
            Play(practice, self.couple.id, of, inside.parent_id, inside.then, words=words, given=given)
        )
        inside.parent_id = inside.then = None
        self.scene.close(inside)

    def hold(self) -> None:
        """The couple's other joint talks, and the caller's own, stand still until this one releases or closes."""
        self.scene.hold(self.conversation, self.who)

    def release(self, parked: bool = False) -> list[str]:
        """They go on where they stood, open questions put again; or, parked, they end. Returns their practices."""
        return self.scene.release(self.conversation, parked)

    def close(self, key: str | None = None, result: Any = None, **args: Any) -> None:
        """End this talk, with a last text on its card or without."""
        if key:
            self.say(key, to=self._owner(), living="mine" if self._owner() else "card", doors=(), **args)
        self.scene.close(self.conversation, result)

    def put_away(self) -> None:
        """End this talk without a word, and take away what each had before them."""
        self.clear("mine")
        self.close()

    def _owner(self) -> Person | None:
        return self.scene.person(self.conversation.owner_id)

    def _key(self, key: str) -> str:
        return f"{self.practice.name}-{key}".replace("_", "-")


def _people(people: People | None) -> list[Person] | None:
    if people is None:
        return None
    return [people] if isinstance(people, Person) else list(people)


def _doors(doors: Iterable[str] | None) -> list[str] | None:
    return None if doors is None else list(doors)


def _rows(choices: Choices) -> list[list[Any]]:
    """Choices as rows of [name, label, url, group]. A flat list is laid out by the scene."""
    rows: list[list[Any]] = []
    for row in choices:
        line = [row] if isinstance(row, (str, Button)) else list(row)
        flat = isinstance(row, (str, Button))
        cells = [
            [one, None, None, False] if isinstance(one, str) else [one.name, one.label, one.url, one.group]
            for one in line
        ]
        if flat and rows and rows[-1][0] == "flow":
            rows[-1][1].extend(cells)
        else:
            rows.append(["flow" if flat else "row", cells])
    return rows
