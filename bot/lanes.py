"""Who plays whose updates, where several replicas share one PostgreSQL.

A lane is a couple, or the chat of somebody who has none. Whoever has its advisory lock plays it, until the end of the
transaction; so each couple's updates are played in order and once, and no two transactions wait for each other.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, Row, String, and_, bindparam, cast, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from models import Couple, Inbox, Person
from models.base import among

MOST = 8  # lanes that one replica takes in one transaction, where no more than twice as many wait

CAME: Any = Inbox.__table__.c
PERSON: Any = Person.__table__.c
COUPLE: Any = Couple.__table__.c
LANE = func.coalesce(PERSON.couple_id, COUPLE.id, cast(CAME.lane, String), CAME.id)
WAITING = (  # which updates wait, and whose they are: a couple's, as far as that is known, else their chat's
    select(CAME.number, LANE.label("lane"))
    .outerjoin(Person.__table__, and_(PERSON.system == CAME.system, PERSON.chat_id == CAME.lane))
    .outerjoin(Couple.__table__, COUPLE.group_id == CAME.lane)
    .where(CAME.system == bindparam("system"), CAME.state == "new")
    .order_by(CAME.number)
)
SOME = WAITING.limit(bindparam("most"))
ONE = WAITING.where(CAME.number == bindparam("number"))
UNPLAYED = select(CAME.number, CAME.id, CAME.payload_sealed).where(CAME.state == "new")
SEEN = SOME.cte("seen")
HELD = UNPLAYED.where(CAME.number.in_(select(SEEN.c.number).where(among(SEEN.c.lane, "lanes"))))
HELD = HELD.with_for_update(of=Inbox.__table__, skip_locked=True).cte("held")
STILL = (  # what waits of some lanes, in order; without an id where somebody else has it
    select(SEEN.c.number, SEEN.c.lane, HELD.c.id, HELD.c.payload_sealed)
    .outerjoin(HELD, HELD.c.number == SEEN.c.number)
    .where(among(SEEN.c.lane, "lanes"))
    .order_by(SEEN.c.number)
)
THIS = select(CAME.number).where(CAME.number == bindparam("number"), CAME.state == "new").with_for_update()
OURS = text(
    "SELECT lane FROM unnest(:lanes) WITH ORDINALITY AS one(lane, place) "
    "WHERE pg_try_advisory_xact_lock(hashtextextended(lane, 0)) LIMIT :most"
).bindparams(bindparam("lanes", type_=ARRAY(String)))
ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(:lane, 0))")


def share(waiting: int) -> int:
    """How many of the lanes that wait one replica takes: half of many, for the rest is for the next one."""
    return max(MOST, waiting // 2)


async def ours(db: AsyncSession, lanes: Iterable[str], most: int = MOST) -> set[str]:
    """Of these lanes some that nobody is playing; they are ours until the transaction ends."""
    return set(await db.scalars(OURS, {"lanes": list(dict.fromkeys(lanes)), "most": most}))


async def claim(db: AsyncSession, system: str, most: int) -> tuple[list[Row[Any]], bool]:
    """Updates to play now, in order: all that wait of some couples, and no other worker's. And whether more wait."""
    asked = {"system": system, "most": most}
    seen = [(number, lane) for number, lane in await db.execute(SOME, asked)]
    waiting = dict.fromkeys(lane for _, lane in seen)
    mine = await ours(db, waiting, share(len(waiting))) if seen else set()
    if not mine:
        return [], False
    # Looked at again: whoever had a lane before us has played some of it.
    free, claimed = set(mine), []
    for row in await db.execute(STILL, {**asked, "lanes": list(mine)}):
        if row.id is None:
            free.discard(row.lane)
        elif row.lane in free:
            claimed.append(row)
    more = len(mine) < len(waiting) or len(seen) == most
    return claimed, more and bool(claimed)  # what somebody else has locked is not asked for again at once


async def claim_one(db: AsyncSession, system: str, number: int) -> bool:
    """Whether one update still waits, when nobody plays anything of its couple."""
    waits = (await db.execute(ONE, {"system": system, "number": number})).first()
    if waits is None:
        return False
    await db.execute(ALONE, {"lane": waits[1]})
    return await db.scalar(THIS, {"number": number}) is not None
