"""One function: `hear` plays one event. It finds the couple, runs one step of a practice, and leaves what is to be said
in the outbox. The caller owns the transaction, so a turn that fails leaves nothing behind."""

from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from dialogue import couples
from dialogue.clock import Clock
from dialogue.danger import in_danger
from dialogue.event import Event
from dialogue.help_lines import region, who_to_call
from dialogue.practice import Begin, Practice, Practices, Step
from dialogue.refusals import refused
from dialogue.scene import Links, Play, Scene, button_data, gathered
from dialogue.talk import Talk
from dialogue.text import Texts, clean, clean_name, plain, text
from models import Alarm, Answer, Card, Conversation, Couple, Message, Person, Question, new_id
from models.keys import keys_of, member
from models.post import handle, post

TYPED = ("command", "text", "aloud")
STILL = timedelta(minutes=10)  # how long a talk in the group waits after a word of danger
WORDS = "words as typed"  # of an answer whose step runs later
FRESH = timedelta(hours=3)  # how long free text still belongs to the one open question


class Engine:
    """The practices, the words and the clock: everything a turn needs besides the database."""

    def __init__(self, practices: Practices, texts: Texts, clock: Clock, links: Links) -> None:
        self.links = links
        self.operator = ""
        self.practices = practices
        self.texts = texts
        self.clock = clock

    @cached_property
    def doors(self) -> dict[str, list[str]]:
        """The labels of doors as somebody may type them, in every language, and which doors they are."""
        named: dict[str, list[str]] = {}
        for name in self.practices.commands:
            for label in {plain(one) for one in self.texts.labels(f"{name}-door")}:
                named.setdefault(label, []).append(name)
        return named

    async def hear(self, db: AsyncSession, event: Event) -> None:
        """Play one event in the caller's transaction."""
        await Turn(self, db, event).play()


class Turn:
    """One event and what comes of it; a turn may reach into a second couple (a partner who is just being found)."""

    def __init__(self, engine: Engine, db: AsyncSession, event: Event) -> None:
        self.engine = engine
        self.practices = engine.practices
        self.db = db
        self.event = event
        self.now = engine.clock.now()
        self.scenes: dict[str, Scene] = {}
        self.people: list[Person] = []  # of the couple, as the turn found them
        self.secret: tuple[Conversation, Question] | None = None  # which question's, if these words are one
        self.toast = ""
        self.chat_language = engine.texts.guess(event.language)

    async def play(self) -> None:
        scene = await self._scene_of_event()
        if scene is not None:
            self.people = list(scene.people)
            who = self._who(scene)
            if who is not None:
                self.chat_language = who.language
                await self._note(scene, who)
            if who is None or not await self._heeded(scene, who):
                await self._route(scene, who)
            await self._run_queues()
        else:
            self.toast = "talk-stale"
        for one in self.scenes.values():
            await one.flush()
        if self.event.tap:
            await self._answer_tap()
        if scene is not None and len(self.scenes) == 1 and scene.people == self.people and not scene.dissolved:
            scene.hand_on()

    # --- whose turn is it ----------------------------------------------------------------------------------------

    async def scene(self, couple_id: str) -> Scene | None:
        if couple_id not in self.scenes:
            found = await Scene.load(self.db, self.now, self.engine.texts, self.practices, couple_id)
            if found is None:
                return None
            found.reach, found.links, found.operator = self.scene, self.engine.links, self.engine.operator
            found.account_language = self.event.language
            found.end = partial(self._end, found)
            self.scenes[couple_id] = found
        return self.scenes[couple_id]

    async def _scene_of_event(self) -> Scene | None:
        event = self.event
        ready = gathered(self.db)
        if event.kind == "ring":
            rings = ready.alarms.get(event.alarm)
            if rings is not None and rings.couple_id in ready.rows:
                return await self.scene(rings.couple_id)
            return await self._found(select(Alarm.couple_id).where(Alarm.id == event.alarm))
        if not event.private:  # a couple's group is theirs, whoever else speaks in it
            couple = next((one for one in ready.couples if one.group_id == event.chat), None)
            if couple is not None and couple.id in ready.rows:
                return await self.scene(couple.id)
            found = await self._found(select(Couple.id).where(Couple.group_id == event.chat))
            if found is not None:
                return found
        if event.user is not None:
            person = ready.people.get((event.system, event.user))
            if person is not None and person.couple_id in ready.rows:
                return await self.scene(person.couple_id)
            known = Person.system == event.system, Person.user_id == event.user
            found = await self._found(select(Person.couple_id).where(*known))
            if found is not None:
                return found
        return await self._stranger() if event.private or event.kind == "added" else None

    async def _found(self, query: Select[str]) -> Scene | None:
        """The couple that a query leads to, locked; until then it may have become another one."""
        couple_id = await self.db.scalar(query)
        while couple_id is not None:
            scene = await self.scene(couple_id)
            if self.db.get_bind().dialect.name == "sqlite":
                return scene  # nobody else writes meanwhile
            now = await self.db.scalar(query)
            if now == couple_id:
                return scene
            self.scenes.pop(couple_id, None)
            couple_id = now
        return None

    async def _stranger(self) -> Scene | None:
        """Somebody unknown: begins where a practice is open to strangers, else hears one sentence."""
        event = self.event
        begin = self.practices.commands.get(event.command) if event.kind == "command" else None
        if event.kind == "added":
            await self._turn_away(event.chat)
        elif event.private and begin is not None and begin.stranger and event.user is not None:
            couple = Couple(
                id=new_id(), created_at=self.now, language=self.chat_language, zone="UTC", place="none", settings={}
            )
            self.db.add(couple)
            await self.db.flush()
            person = Person(
                id=new_id(),
                system=event.system,
                user_id=event.user,
                chat_id=event.chat,
                couple_id=couple.id,
                created_at=self.now,
                reachable=True,
                leaving=False,
                language=self.chat_language,
                settings={},
            )
            self.db.add(person)
            await keys_of(self.db).need(self.db, self.now, member(person.id))
            person.name = clean_name(event.name)
            person.username = event.username
            await self.db.flush()
            return await self.scene(couple.id)
        elif event.private and event.kind in TYPED and in_danger(event.words):
            words = who_to_call(self.engine.texts[self.chat_language], region(event.language))
            await self._post_words(event.chat, words, grade="C")
        elif event.private and event.kind in (*TYPED, "other") and event.command != "stop":
            await self._post_plain(event.chat, "talk-stranger")
        return None

    async def _turn_away(self, chat: int) -> None:
        """A group that is nobody's here: one neutral line, then gone."""
        await self._post_plain(chat, "talk-not-here")
        self._post(chat, "leave", {})

    async def _post_plain(self, chat: int, key: str) -> None:
        await self._post_words(chat, self.engine.texts[self.chat_language].write(key, {}, "UTC"))

    async def _post_words(self, chat: int, words: str, grade: str = "B") -> None:
        await keys_of(self.db).need_today(self.db, "system:outbox", self.now)
        self._post(chat, "send", {"text": words, "buttons": [], "silent": True}, grade)

    def _post(self, chat: int, kind: str, body: dict[str, Any], grade: str = "B") -> None:
        grade = "D" if kind in ("answer", "leave") else grade
        priority = 0 if kind == "answer" else 1  # a button that was pressed waits for no message
        post(self.db, self.event.system, chat, kind, body, self.now, grade, priority)

    def _who(self, scene: Scene) -> Person | None:
        event = self.event
        return next((one for one in scene.people if one.user_id == event.user and one.system == event.system), None)

    async def _note(self, scene: Scene, who: Person) -> None:
        """What every sign of life brings: reachable again, and a handle for what was typed."""
        event = self.event
        if event.kind not in ("ring", "blocked"):
            who.reachable = True
            couples.stir(scene.couple, self.now.date())
        if event.message is not None and event.private and event.kind in ("command", "text", "aloud", "other"):
            scene.typed = handle(self.db, scene.couple.id, event.chat, self.now, number=event.message)
        if event.kind in ("command", "text", "aloud", "other"):
            scene.disturbed.add(event.chat)

    # --- before anything else reads what was typed ---------------------------------------------------------------

    async def _heeded(self, scene: Scene, who: Person) -> bool:
        """Words of danger go no further: their author alone sees who to call (R31, R32). What is not taken goes no
        further either, with a hint (R11). Who stops or leaves still does (R7, R22)."""
        event = self.event
        self.secret = await self._secret(scene, who)
        if event.kind not in TYPED or not event.words:
            return False
        called = self.practices.commands.get(event.command)
        if in_danger(event.words):
            if not event.private:
                await self._be_still(scene)
            begin = self.practices.events.get("danger")
            if begin is not None:
                await self._begin(scene, begin, who)
        else:
            link = called is not None and called.stranger and " " not in event.words
            hint = None if link or self.secret else refused(event.words)
            if hint is None:
                return False
            await self._post_plain(who.chat_id, hint)
        leaves = called is not None and called.practice.grade == "C"
        return not (self._stops(scene) or leaves)

    async def _be_still(self, scene: Scene) -> None:
        """In the group nothing is said, named or changed: the talk waits, as if for an answer."""
        card = await self._replied_to(scene) if self.event.reply_to is not None else None
        talk = scene.talk(card.conversation_id) if card is not None else None
        if talk is not None:
            talk.still_until = self.now + STILL

    # --- what is it ----------------------------------------------------------------------------------------------

    async def _route(self, scene: Scene, who: Person | None) -> None:
        event = self.event
        if event.kind == "ring":
            await self._ring(scene)
        elif event.kind == "blocked" and who is not None:
            who.reachable = False
        elif event.kind == "unblocked":
            return
        elif not event.private:
            await self._in_group(scene, who)
        elif who is not None:
            await self._in_private(scene, who)

    async def _in_private(self, scene: Scene, who: Person) -> None:
        event = self.event
        if event.kind == "tap":
            await self._tap(scene, who)
        elif event.kind == "command":
            await self._command(scene, who)
        elif event.kind in ("text", "aloud"):
            await self._words(scene, who)
        elif event.kind == "other":
            await self._post_plain(event.chat, "talk-words-only")
        elif event.kind in self.practices.events:
            await self._happened(scene, who, event.kind)

    async def _in_group(self, scene: Scene, who: Person | None) -> None:
        event = self.event
        begins = event.kind == "command" and event.command == "start" and scene.couple.group_id != event.chat
        if begins or (event.kind == "added" and who is not None):
            await self._happened(scene, who, "added")
        elif scene.couple.group_id != event.chat:
            return
        elif event.kind in ("removed", "joined", "left", "moved", "counted"):
            await self._happened(scene, who, event.kind)
        elif who is None:
            self.toast = "talk-not-yours"
        elif scene.couple.place != "bound" and not self._stops(scene):
            await self._happened(scene, who, "tap")
        elif event.kind == "tap":
            await self._tap(scene, who)
        elif event.kind == "command":
            await self._command(scene, who)
        elif event.kind == "text" and event.reply_to is not None:
            await self._words(scene, who)

    def _stops(self, scene: Scene) -> bool:
        """Whether this is a command, its door, or the couple's own word for it, that is heard in every state."""
        begin = self.practices.commands.get(self.event.command or self.event.data.removeprefix("/"))
        if self.event.kind == "text":
            begin = self.practices.signalled(scene.couple, clean(self.event.words))
        return begin is not None and begin.practice.red

    async def _happened(self, scene: Scene, who: Person | None, kind: Any) -> None:
        begin = self.practices.events.get(kind)
        event = self.event
        if begin is not None:
            given = {"chat": event.chat, "to": event.to, "count": event.count}
            await self._begin(scene, begin, who, words=event.words, given=given)

    async def _command(self, scene: Scene, who: Person) -> None:
        begin = self.practices.commands.get(self.event.command)
        if begin is None:
            begin = self.practices.commands["menu"]
        if await self._known(who, begin):
            await self._begin(scene, begin, who, words=clean(self.event.words))

    async def _known(self, who: Person, begin: Begin | None) -> bool:
        """Nothing begins for somebody who has not said that they are an adult."""
        if who.adult_at is None and (begin is None or not begin.stranger):
            await self._post_plain(who.chat_id, "talk-stranger")
            return False
        return True

    # --- buttons -------------------------------------------------------------------------------------------------

    async def _tap(self, scene: Scene, who: Person) -> None:
        data = self.event.data
        if data.startswith("/"):
            begin = self.practices.commands.get(data[1:])
            if begin is None:
                self.toast = "talk-stale"
            elif await self._known(who, begin):
                await self._begin(scene, begin, who)
            return
        for talk in scene.talks:
            for question in talk.questions:
                choice = self._matching(question, data)
                if choice is None:
                    continue
                self._note_press(scene, talk, question)
                if who.id not in question.asked or (who.leaving and talk.owner_id is None):
                    self.toast = "talk-not-yours"
                elif talk.held_by and talk.held_by != talk.id:
                    self.toast = "talk-held"
                elif scene.owes(question, who):
                    await self._answered(scene, talk, question, who, choice=choice)
                else:
                    self.toast = "talk-stale"
                return
        self.toast = "talk-stale"

    def _note_press(self, scene: Scene, talk: Conversation, question: Question) -> None:
        """A press tells the number of the message it was made on: of some it is not known whether they arrived."""
        for card in talk.cards:
            here = card.name == question.card and card.chat_id == self.event.chat
            if here and card.message_ref and self.event.message:
                scene.pressed[card.message_ref] = self.event.message

    def _matching(self, question: Question, data: str) -> str | None:
        for _, cells in question.form["rows"]:
            for cell in cells:
                if data == button_data(question, cell[0]):
                    return str(cell[0])
        return None

    async def _answer_tap(self) -> None:
        words = ""
        if self.toast:
            words = self.engine.texts[self.chat_language].write(self.toast, {}, "UTC")
        await keys_of(self.db).need_today(self.db, "system:outbox", self.now)
        self._post(self.event.chat, "answer", {"tap": self.event.tap, "text": words})

    # --- words ---------------------------------------------------------------------------------------------------

    async def _words(self, scene: Scene, who: Person) -> None:
        """A reply belongs to its question; a typed label presses its button; else the one fresh question; else ask."""
        event = self.event
        words = clean(event.words)
        signalled = self.practices.signalled(scene.couple, words) if event.kind == "text" else None
        if signalled is not None:
            await self._begin(scene, signalled, who)
            return
        waiting = [
            (talk, question)
            for talk in scene.talks
            for question in talk.questions
            if scene.owes(question, who) and talk.held_by in (None, talk.id) and not (who.leaving and not talk.owner_id)
        ]
        card = await self._replied_to(scene) if event.reply_to is not None else None
        if card is not None:
            waiting = [(talk, question) for talk, question in waiting if self._on(card, talk, question)]
        for talk, question in waiting:
            choice = self._typed_label(scene, question, words)
            if choice is not None and event.kind == "text":
                await self._answered(scene, talk, question, who, choice=choice)
                return
        door = self._typed_door(scene, words) if event.kind == "text" and who.adult_at else None
        if door is not None:
            await self._begin(scene, door, who)
            return
        if self.secret is not None:
            await self._answered(scene, *self.secret, who, words=event.words.strip())
            return
        open_to_words = [(talk, one) for talk, one in waiting if one.text and not one.form.get("secret")]
        if card is None:
            open_to_words = [
                (talk, one) for talk, one in open_to_words if one.private and self.now - one.put_at < FRESH
            ]
        if len(open_to_words) == 1 or (card is not None and open_to_words):
            talk, question = open_to_words[0]
            if event.kind == "aloud" and not question.form["aloud"]:
                await self._post_plain(event.chat, "talk-typed")
                return
            await self._answered(scene, talk, question, who, words=words)
        elif card is not None and await self._remarked(scene, card, who, words):
            return
        elif event.kind == "aloud" and event.private:
            await self._post_plain(event.chat, "talk-typed")
        elif event.private and await self._known(who, None):
            await self._homeless(scene, who, open_to_words, words)

    async def _secret(self, scene: Scene, who: Person) -> tuple[Conversation, Question] | None:
        """The question for a PIN or a passphrase, where that is what was asked last and these words answer."""
        event = self.event
        if event.kind != "text" or not event.private:
            return None
        waiting = [
            (talk, one)
            for talk in scene.talks
            for one in talk.questions
            if one.text and one.private and scene.owes(one, who) and talk.held_by in (None, talk.id)
        ]
        newest = max(waiting, key=lambda pair: (pair[1].put_at, pair[1].id), default=None)
        if newest is None or not newest[1].form.get("secret") or self.now - newest[1].put_at >= FRESH:
            return None
        card = await self._replied_to(scene) if event.reply_to is not None else None
        return newest if event.reply_to is None or (card is not None and self._on(card, *newest)) else None

    def _typed_door(self, scene: Scene, words: str) -> Begin | None:
        """The door whose label was typed, of those that stand in this chat."""
        named = self.engine.doors.get(plain(words))
        if named is None:
            return None
        there = {door for talk in scene.talks for card in talk.cards for door in scene.doors(card, self.event.chat)}
        return next((self.practices.commands[name] for name in named if name in there), None)

    async def _replied_to(self, scene: Scene) -> Card | None:
        ref = await self.db.scalar(
            select(Message.id).where(Message.chat_id == self.event.chat, Message.message_id == self.event.reply_to)
        )
        return next((card for talk in scene.talks for card in talk.cards if ref and card.message_ref == ref), None)

    def _on(self, card: Card, talk: Conversation, question: Question) -> bool:
        return talk.id == card.conversation_id and question.card == card.name

    def _typed_label(self, scene: Scene, question: Question, words: str) -> str | None:
        said = plain(words)
        for _, cells in question.form["rows"]:
            for cell in cells:
                if plain(scene.label(question, cell, self.event.chat)) == said and not cell[2]:
                    return str(cell[0])
        return None

    async def _remarked(self, scene: Scene, card: Card, who: Person, words: str) -> bool:
        talk = scene.talk(card.conversation_id)
        if talk is None:
            return False
        if talk.held_by and talk.held_by != talk.id:
            await self._knock(scene, who)
            return True
        practice = self.practices.get(talk.practice)
        if practice is None or practice.remarks is None:
            return False
        self._echo(scene, talk, who, words)
        await self._step(scene, talk, practice, practice.remarks, who, words=words)
        return True

    async def _homeless(
        self, scene: Scene, who: Person, waiting: list[tuple[Conversation, Question]], words: str
    ) -> None:
        """Words that belong to no question: a practice asks where they go."""
        begin = self.practices.events.get("text")
        if begin is not None and words:
            await self._begin(scene, begin, who, words=words)

    async def _answered(
        self,
        scene: Scene,
        talk: Conversation,
        question: Question,
        who: Person,
        choice: str | None = None,
        words: str = "",
    ) -> None:
        practice = self.practices.get(talk.practice)
        step = practice.steps.get(question.step) if practice else None
        talk.turn += 1
        if practice is None or step is None:
            await self._end(scene, talk, "gone")
            self.toast = "talk-stale"
            if self.event.private and not self.event.tap:
                await self._post_plain(self.event.chat, "talk-stale")
            return
        answer = Answer(id=new_id(), question_id=question.id, person_id=who.id, turn=talk.turn)
        kept = "" if question.form.get("secret") else words
        said: dict[str, Any] = {} if question.forget else {"choice": choice, "words": kept}
        if self.event.kind == "aloud" and self.event.message is not None:
            said["aloud"] = self.event.message
        self.db.add(answer)
        question.answers.append(answer)
        answer.said = said
        if not question.private and words:
            self._echo(scene, talk, who, words)
        complete = question.by == "any" or len(question.answers) == len(question.asked)
        if complete and scene.is_still(talk) and not question.private:
            question.open = False  # its card stays as it is
            self._run_when_still_ends(talk, question, who, words)
        elif complete:
            scene.shut(talk, question)
            given = deepcopy(question.form["given"])
            await self._step(scene, talk, practice, step, who, words=words, given=given)
        else:
            for card in talk.cards:
                if card.name == question.card:
                    scene.touch(card)

    def _run_when_still_ends(self, talk: Conversation, question: Question, who: Person, words: str) -> None:
        alarm = Alarm(
            couple_id=talk.couple_id,
            person_id=who.id,
            conversation_id=talk.id,
            practice=talk.practice,
            name=question.step,
            due_at=talk.still_until,
            window=int(timedelta(days=1).total_seconds()),
            running=False,
        )
        self.db.add(alarm)
        talk.alarms.append(alarm)
        alarm.given = {**question.form["given"], WORDS: words}

    def _echo(self, scene: Scene, talk: Conversation, who: Person, words: str) -> None:
        """Where two private chats are one place, what one types to a shared card is shown in the other."""
        if talk.group_id is None and talk.owner_id is None and self.event.private:
            for other in scene.people:
                if other is not who:
                    line = {"key": "talk-echo", "args": {"name": who.name, "words": words}}
                    scene.put(talk, None, other.chat_id, line, False, [], False)

    # --- the clock -----------------------------------------------------------------------------------------------

    async def _ring(self, scene: Scene) -> None:
        alarm = gathered(self.db).alarms.pop(self.event.alarm, None)
        if alarm is None or alarm in self.db.deleted:
            alarm = await self.db.get(Alarm, self.event.alarm, populate_existing=True)
        if alarm is None or alarm.due_at is None or alarm.due_at > self.now:
            return
        due = alarm.due_at
        until = due + timedelta(seconds=alarm.window)
        late = self.now > until
        scene.window = until
        if alarm.conversation_id is not None:
            await self._ring_in_talk(scene, alarm, late)
            return
        practice = self.practices.get(alarm.practice)
        begin = practice.alarms.get(alarm.name) if practice else None
        if practice is None or begin is None:
            await self.db.delete(alarm)
            return
        if practice.joint and scene.holder() is not None and not late:
            alarm.due_at, alarm.left = None, 0.0  # rings when the hold ends, if it is still its time then
            return
        resting = practice.joint and scene.couple.rest_until is not None and scene.couple.rest_until > self.now
        if await scene.rang(alarm, late) and not late and not resting:
            scene.prompts = True
            await self._begin(scene, begin, scene.person(alarm.person_id), due=due, rung=True)

    async def _ring_in_talk(self, scene: Scene, alarm: Alarm, late: bool) -> None:
        talk = scene.talk(alarm.conversation_id)
        if talk is None:
            await self.db.delete(alarm)
            return
        if talk.held_by and talk.held_by != talk.id:
            return
        practice = self.practices.get(talk.practice)
        step = practice.steps.get(alarm.name) if practice else None
        given = dict(alarm.given or {})
        words = given.pop(WORDS, "")
        who = scene.person(alarm.person_id)
        row = next((one for one in talk.alarms if one.id == alarm.id), None)
        if row is None:  # taken back by an earlier turn of this transaction
            return
        if row.running and scene.is_still(talk):
            row.due_at = talk.still_until
            return
        talk.alarms.remove(row)
        talk.turn += 1
        scene.prompts = alarm.person_id is None and not alarm.running  # a moment set for both, no length of time
        if practice is None or step is None:
            await self._end(scene, talk, "gone")
        elif not late:
            await self._step(scene, talk, practice, step, who, words=words, given=given)

    # --- playing -------------------------------------------------------------------------------------------------

    async def _knock(self, scene: Scene, who: Person) -> None:
        holder = scene.holder()
        practice = self.practices.get(holder.practice) if holder else None
        if holder is not None and practice is not None and practice.knocks is not None:
            await self._step(scene, holder, practice, practice.knocks, who)

    async def _begin(
        self,
        scene: Scene,
        begin: Begin,
        who: Person | None,
        words: str = "",
        due: datetime | None = None,
        rung: bool = False,
        play: Play | None = None,
        given: dict[str, Any] | None = None,
    ) -> None:
        """Begin a practice, or go to where it already stands open."""
        practice = begin.practice
        owner = None if practice.joint else who
        if practice.joint and who is not None and who.leaving:
            await self._post_plain(who.chat_id, "talk-left")
            return
        if practice.closer and scene.rests_closer():
            await self._rests(practice, who if not rung else None, scene, play)
            return
        if practice.mutual and not self._both_said_yes(scene, practice):
            self._ask_both(scene, practice, who, words, play, given)
            return
        open_talks = scene.open_talks(practice.name, owner)
        holder = scene.holder()
        if practice.joint and holder is not None and holder.practice != practice.name and practice.waits:
            if who is not None:
                await self._knock(scene, who)
            return
        if open_talks and not rung and (play is None or play.parent is None):
            if practice.knocks is not None and open_talks[0] is not holder:
                given = play.given if play else given
                await self._step(scene, open_talks[0], practice, practice.knocks, who, words=words, given=given)
                return
            if practice.joint and (practice.waits or open_talks[0] is holder):
                scene.put_again(open_talks[0])
                return
        for old in open_talks:
            await self._end(scene, old, "rung")
        talk = scene.open(practice.name, owner, due or self.now, play or Play())
        if practice.alarms and not rung:
            await self._count_as_today(scene, practice)
        await self._step(scene, talk, practice, begin.step, who, words=words, given=play.given if play else given)

    def _both_said_yes(self, scene: Scene, practice: Practice) -> bool:
        """Somebody alone is asked by nobody: the practice itself says what it is for one."""
        return len(scene.people) == 1 or all(couples.said_yes(scene.couple, p, practice.name) for p in scene.people)

    def _ask_both(
        self,
        scene: Scene,
        practice: Practice,
        who: Person | None,
        words: str,
        play: Play | None,
        given: dict[str, Any] | None,
    ) -> None:
        """What was to begin waits for a yes from each (R4); by the clock it does not begin at all."""
        if who is not None:
            handed = (play.given if play else given) or {}
            asks = {"practice": practice.name, "words": words, "handed": handed}
            first = replace(play or Play(), practice="agree", couple_id=scene.couple.id, who=who, given=asks)
            scene.queue.append(first)
        elif play is not None and play.parent:
            scene.queue.append(Play(parent=play.parent, then=play.then, resumes=True))

    async def _rests(self, practice: Practice, who: Person | None, scene: Scene, play: Play | None) -> None:
        """Not now, in the words that a yes taken back has too (R38); what the clock begins says nothing."""
        if who is not None:
            name = {"name": text(f"agree-name-{practice.name}")}
            words = self.engine.texts[who.language].write("agree-resting", name, who.zone)
            await self._post_words(who.chat_id, words)
        if play is not None and play.parent and play.then:
            scene.queue.append(Play(parent=play.parent, then=play.then, resumes=True))

    async def _count_as_today(self, scene: Scene, practice: Practice) -> None:
        """An evening begun by hand is today's evening: its alarm does not ring again on this date."""
        for alarm in await scene.alarms(practice.name):
            if alarm.due_at is not None and alarm.local_date(alarm.due_at) == alarm.local_date(self.now):
                await scene.rang(alarm)

    async def _end(self, scene: Scene, talk: Conversation, why: str) -> None:
        """End a talk from outside."""
        practice = self.practices.get(talk.practice)
        if practice is not None and practice.endings is not None:
            await self._step(scene, talk, practice, practice.endings, None, why=why)
            scene.close(talk, why)
        else:
            scene.close_and_clear(talk)

    async def _step(
        self,
        scene: Scene,
        talk: Conversation,
        practice: Practice,
        step: Step,
        who: Person | None,
        words: str = "",
        given: dict[str, Any] | None = None,
        result: Any = None,
        why: str = "",
    ) -> None:
        talk.turn += 1
        if practice.closer and scene.rests_closer() and not why and talk.turn > 1:  # it rests where it stands (R38)
            await self._end(scene, talk, "rests")
            await self._rests(practice, who if self.event.kind != "ring" else None, scene, None)
            return
        await step(Talk(scene, talk, practice, who, words, result, given, why))

    async def _run_queues(self) -> None:
        while any(scene.queue for scene in self.scenes.values()):
            for scene in list(self.scenes.values()):
                while scene.queue:
                    await self._queued(scene.queue.pop(0))

    async def _queued(self, play: Play) -> None:
        if play.resumes or play.why:
            await self._go_on(play)
            return
        if "question" in play.given and play.who is not None:
            await self._given_after_all(play.who, play.given["question"], play.given["words"])
            return
        where = await self.scene(play.couple_id)
        practice = self.practices.get(play.practice)
        if where is not None and practice is not None:
            every = [practice.inner, *practice.commands.values(), *practice.alarms.values(), *practice.events.values()]
            begin = next(one for one in every if one is not None)
            await self._begin(where, begin, play.who, words=play.words, play=play)

    async def _given_after_all(self, who: Person, question_id: str, words: str) -> None:
        scene = self.scenes[who.couple_id]
        for talk in scene.talks:
            for question in talk.questions:
                if question.id == question_id and scene.owes(question, who):
                    await self._answered(scene, talk, question, who, words=words)
                    return

    async def _go_on(self, play: Play) -> None:
        """An inner talk came to its end, or a held one is to end: its talk may be another couple's."""
        found = [(scene, scene.talk(play.parent)) for scene in self.scenes.values()]
        scene, talk = next(((scene, talk) for scene, talk in found if talk is not None), (None, None))
        if talk is None:
            row = await self.db.get(Conversation, play.parent) if play.parent else None
            scene = await self.scene(row.couple_id) if row is not None else None
            talk = scene.talk(play.parent) if scene is not None else None
        practice = self.practices.get(talk.practice) if talk is not None else None
        if scene is None or talk is None or practice is None:
            return
        if play.why:
            await self._end(scene, talk, play.why)
        elif play.then in practice.steps:
            await self._step(scene, talk, practice, practice.steps[play.then], play.who, result=play.result)
