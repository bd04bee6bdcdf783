"""The same evening, written the usual way: an Application with a ConversationHandler, and one SQLAlchemy transaction an
answer, on a database with the very settings that Evenfall uses.

It asks the same questions, takes the old one away when words were typed, keeps every answer, and tells both when both
are in. It is written as well as its documentation teaches: a join instead of lazy loads, the calls of one turn side by
side. It is spared what Evenfall does besides: it seals nothing, and where everybody is, it holds in memory, so that a
restart forgets it.
"""

import asyncio
import os
from datetime import UTC, datetime

from sqlalchemy import BigInteger, ForeignKey, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, ContextTypes, ConversationHandler, MessageHandler, filters

from models.database import Database

SLOTS = ("best", "pinch", "closeness", "question")
ASKED = {
    "pinch": "Where did today pinch?",
    "closeness": "A moment you felt close today, or wished for one?",
    "question": "One thing that would make tomorrow feel steadier?",
    "done": "Kept. You're done for tonight.",
}
WAYS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Skip", callback_data="skip")],
        [InlineKeyboardButton("Later", callback_data="later"), InlineKeyboardButton("Not tonight", callback_data="no")],
        [InlineKeyboardButton("Pause", callback_data="pause")],
    ]
)
HERE = InlineKeyboardMarkup([[InlineKeyboardButton("I'm here", callback_data="here")]])


class Base(DeclarativeBase):
    pass


class Person(Base):
    __tablename__ = "usual_people"

    chat: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    couple: Mapped[int] = mapped_column(BigInteger, index=True)
    answered: Mapped[int] = mapped_column(default=0)


class Answer(Base):
    __tablename__ = "usual_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat: Mapped[int] = mapped_column(ForeignKey(Person.chat, ondelete="CASCADE"), index=True)
    slot: Mapped[str] = mapped_column(String(12))
    words: Mapped[str]
    at: Mapped[datetime]


class Evening:
    """The handlers, and their database."""

    def __init__(self, database: Database) -> None:
        self.session = async_sessionmaker(database.engine, expire_on_commit=False)

    def step(self, place: int):  # type: ignore[no-untyped-def]
        slot = SLOTS[place]
        after = SLOTS[place + 1] if place + 1 < len(SLOTS) else "done"

        async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
            chat, words = update.effective_chat.id, update.message.text  # type: ignore[union-attr]
            old = context.user_data.get("card", 1)  # type: ignore[union-attr]
            async with self.session() as db, db.begin():
                person = await self.person(db, chat)
                db.add(Answer(chat=chat, slot=slot, words=words, at=datetime.now(UTC).replace(tzinfo=None)))
                person.answered += 1
                both = await self.both_in(db, person) if after == "done" else []
            _, sent = await asyncio.gather(
                context.bot.delete_message(chat, old),
                context.bot.send_message(chat, ASKED[after], reply_markup=WAYS, disable_notification=True),
            )
            context.user_data["card"] = sent.message_id  # type: ignore[index]
            for other in both:
                await context.bot.edit_message_text("Both are in.", other, 1, reply_markup=HERE)
            return ConversationHandler.END if after == "done" else place + 1

        return answer

    async def person(self, db: AsyncSession, chat: int) -> Person:
        person = await db.get(Person, chat)
        if person is None:
            person = Person(chat=chat, couple=chat // 2, answered=0)
            db.add(person)
            await db.flush()
        return person

    async def both_in(self, db: AsyncSession, person: Person) -> list[int]:
        await db.flush()
        query = select(Person.chat, func.count(Answer.id)).join(Answer).where(Person.couple == person.couple)
        counts = (await db.execute(query.group_by(Person.chat))).all()
        return [chat for chat, _ in counts] if len({count for _, count in counts}) == 1 and len(counts) == 2 else []


def main() -> None:
    database = Database(os.environ["DATABASE_URL"])
    evening = Evening(database)

    async def begin(application: Application) -> None:  # type: ignore[type-arg]
        async with database.engine.begin() as db:
            await db.run_sync(Base.metadata.create_all)

    async def end(application: Application) -> None:  # type: ignore[type-arg]
        await database.close()

    builder = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"])
    url = os.environ["TELEGRAM_BASE_URL"]
    application = builder.base_url(f"{url}/bot").post_init(begin).post_shutdown(end).build()
    words = [MessageHandler(filters.TEXT & ~filters.COMMAND, evening.step(place)) for place in range(len(SLOTS))]
    states = {place: [words[place]] for place in range(1, len(SLOTS))}
    application.add_handler(ConversationHandler(entry_points=[words[0]], states=states, fallbacks=[]))
    application.run_polling()


if __name__ == "__main__":
    main()
