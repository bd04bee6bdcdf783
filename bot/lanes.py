"""Who plays whose updates, where several replicas share one PostgreSQL.

A lane is a couple, or the chat of somebody who has none. Whoever has its advisory lock plays it, until the end of the
transaction; so each couple's updates are played in order and once, and no two transactions wait for each other.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, Row, String, and_, bindparam, cast, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from models import Couple, Inbox, Person

MOST = 8  # lanes that one replica takes in one transaction, where no more than twice as many wait

LANE = func.coalesce(Person.couple_id, Couple.id, cast(Inbox.lane, String), Inbox.id)
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


def _waiting(system: str) -> Any:
    """Which updates wait, and whose they are: a couple's, as far as that is known, else their chat's."""
    return (
        select(Inbox.number, LANE)
        .outerjoin(Person, and_(Person.system == Inbox.system, Person.chat_id == Inbox.lane))
        .outerjoin(Couple, Couple.group_id == Inbox.lane)
        .where(Inbox.system == system, Inbox.state == "new")
        .order_by(Inbox.number)
    )


async def claim(db: AsyncSession, system: str, most: int) -> list[Row[Any]]:
    """Updates to play now, in order: all that wait of some couples, and no other worker's."""
    query = _waiting(system).limit(most)
    seen = [(number, lane) for number, lane in await db.execute(query)]
    waiting = dict.fromkeys(lane for _, lane in seen)
    mine = await ours(db, waiting, share(len(waiting))) if seen else set()
    if not mine:
        return []
    # Looked at again: whoever had a lane before us has played some of it.
    still = [(number, lane) for number, lane in await db.execute(query) if lane in mine]
    rows = select(Inbox.number, Inbox.id, Inbox.payload_sealed).where(Inbox.state == "new")
    rows = rows.where(Inbox.number.in_([number for number, _ in still]))
    locked = {row.number: row for row in await db.execute(rows.with_for_update(skip_locked=True))}
    free, claimed = set(mine), []
    for number, lane in still:
        if number not in locked:
            free.discard(lane)
        elif lane in free:
            claimed.append(locked[number])
    return claimed


async def claim_one(db: AsyncSession, system: str, number: int) -> bool:
    """Whether one update still waits, when nobody plays anything of its couple."""
    waits = (await db.execute(_waiting(system).where(Inbox.number == number))).first()
    if waits is None:
        return False
    await db.execute(ALONE, {"lane": waits[1]})
    row = select(Inbox.number).where(Inbox.number == number, Inbox.state == "new")
    return await db.scalar(row.with_for_update()) is not None
