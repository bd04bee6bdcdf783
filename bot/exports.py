"""One person's own words as two files: JSON for machines, a page for people.

It holds everything this person wrote, and of the partner's words those that were shown, by day and without a name or
number of theirs. The partner's private words are never read.
"""

import asyncio
import json
import re
from datetime import UTC, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import locked
from bot.summary import summary
from dialogue.clock import Clock
from dialogue.text import Language, Texts, at, on
from models import Answer, Conversation, Couple, Entry, Person, Question
from models.database import Database
from models.keys import joint, keys_of, member
from models.people import DEFAULTS

VERSION = 3  # of what docs/export.schema.json tells
PERSONAL = ("anyway", "apart", "retention")
ID = re.compile(r"[0-9a-f]{32}")  # of a row
CHUNK = 500  # entries read before others get their turn

Json = dict[str, Any]

STYLE = """body{font:1.05rem/1.55 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#222;
background:#fff}h1,h2{font-weight:600}dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem}dt{color:#666}
dd{margin:0}article{margin:1.2rem 0;padding-left:1rem;border-left:3px solid #ccd}p{white-space:pre-wrap;margin:.3rem 0}
small{color:#666}@media(prefers-color-scheme:dark){body{background:#181a1f;color:#ddd}dt,small{color:#999}
article{border-color:#445}}"""


async def files(
    database: Database, wish: Json, texts: Texts | None = None, clock: Clock | None = None
) -> list[tuple[str, bytes]]:
    """What an export row asks for, by name: all of a person's words, or a page for a therapist."""
    if "summary" in wish:
        now = (clock or Clock()).now()
        return await summary(database, wish["person"], wish["summary"], texts or Texts(), now)
    made = await render(database, wish["person"], texts, clock)
    return [locked.close(made, wish["lock"])] if "lock" in wish else made


async def render(
    database: Database, person_id: str, texts: Texts | None = None, clock: Clock | None = None
) -> list[tuple[str, bytes]]:
    """The files, by name. Raises LookupError when the person, or their key, is gone."""
    async with database.begin() as db:
        person = await db.get(Person, person_id)
        if person is None:
            raise LookupError("nobody to export")
        held = await _read(db, person, (clock or Clock()).now())
    words = (texts or Texts())[person.language]
    return await asyncio.to_thread(_files, held, words, person.zone)


def _files(held: Json, words: Language, zone: str) -> list[tuple[str, bytes]]:
    data = json.dumps(held, ensure_ascii=False, indent=2)
    return [("my-words.html", _page(held, words, zone).encode()), ("my-words.json", data.encode())]


# --- what is in it ---------------------------------------------------------------------------------------------------


async def _read(db: AsyncSession, person: Person, now: datetime) -> Json:
    couple = await db.get_one(Couple, person.couple_id)
    theirs = (
        select(Entry)
        .where(Entry.author_id != person.id, Entry.shared)
        .where(or_(Entry.couple_id == person.couple_id, Entry.couple_id == (person.ended_couple_id or "")))
        .order_by(Entry.local_date, Entry.id)
    )
    shown = list(await db.scalars(theirs))
    authors = {member(entry.author_id) for entry in shown}
    gone = await keys_of(db).load(db, member(person.id), joint(couple.id), *authors)
    zone, couple_there = ZoneInfo(person.zone), joint(couple.id) not in gone
    return {
        "version": VERSION,
        "made": _times(now, zone),
        "you": _you(person, couple, zone),
        "couple": _couple(couple, couple_there),
        "agreed": _agreed(couple, person, zone, couple_there),
        "under_way": await _under_way(db, person, zone),
        "words": [entry async for entry in _own(db, person, zone)],
        "shown_to_you": [
            {"kind": entry.kind, "date": entry.local_date.isoformat(), "words": entry.words}
            for entry in shown
            if member(entry.author_id) not in gone
        ],
    }


async def _own(db: AsyncSession, person: Person, zone: ZoneInfo) -> Any:
    rows = await db.scalars(
        select(Entry).where(Entry.author_id == person.id).order_by(Entry.created_at, Entry.id)
    )  # fmt: skip
    for number, entry in enumerate(rows, 1):
        if number % CHUNK == 0:
            await asyncio.sleep(0)
        yield {
            "kind": entry.kind,
            "shared": entry.shared,
            "done": entry.done,
            "date": entry.local_date.isoformat(),
            "expires": entry.expires_on.isoformat() if entry.expires_on else None,
            **_times(entry.created_at, zone),
            "words": entry.words,
            "facts": {name: fact for name, fact in (entry.facts or {}).items() if not ID.fullmatch(str(fact))},
        }


async def _under_way(db: AsyncSession, person: Person, zone: ZoneInfo) -> list[Json]:
    """What this person answered in talks that are not over."""
    mine = select(Answer, Question.step, Conversation.practice, Conversation.opened_at)
    mine = mine.join(Question, Question.id == Answer.question_id).join(Conversation)
    found = []
    for answer, step, practice, opened in await db.execute(
        mine.where(Answer.person_id == person.id).order_by(Answer.id)
    ):
        said = {name: answer.said.get(name) for name in ("choice", "words") if answer.said.get(name)}
        if said:
            found.append({"practice": practice, "question": step, "begun": _times(opened, zone), **said})
    return found


def _agreed(couple: Couple, person: Person, zone: ZoneInfo, readable: bool) -> Json:
    """What this person said yes to, since when there is a couple, and how the two agreed to talk."""
    yes = {practice: said[person.id] for practice, said in couple.settings.get("yes", {}).items() if person.id in said}
    times = {"adult": person.adult_at, "paired": couple.paired_at}
    rules = couple.confided("rules", {}) if readable else {}
    return {
        "together": yes,
        "rules": rules.get("lines", []),
        **{name: _times(at, zone) if at else None for name, at in times.items()},
    }


def _you(person: Person, couple: Couple, zone: ZoneInfo) -> Json:
    plan, rests = person.confided("disclosure", {}), couple.settings.get("rests", {})
    return {
        "name": person.name,
        "username": person.username,
        "role": person.role,
        "language": person.language,
        "zone": person.zone,
        "since": _times(person.created_at, zone),
        "settings": {name: person.setting(name) for name in PERSONAL},
        "account": {"system": person.system, "number": person.user_id},
        "pin": person.confided("pin") is not None,
        "telling": {
            "asks_for": person.confided("detail"),
            "on": plan.get("on"),
            "somebody_near": plan.get("with"),
            "done": plan.get("done", False),
        },
        "rests_until": rests.get(person.id),
        "holds": person.id in couple.settings.get("holds", []),
    }


def _couple(couple: Couple, readable: bool) -> Json:
    settings = {name: couple.setting(name) for name in DEFAULTS if name not in PERSONAL}
    if readable and couple.pause_word:
        settings["pause-word"] = couple.pause_word
    phase = couple.phase if readable else "one"
    return {"language": couple.language, "zone": couple.zone, "settings": settings, "phase": phase}


def _times(moment: datetime, zone: ZoneInfo) -> Json:
    return {
        "utc": moment.astimezone(UTC).isoformat(timespec="seconds"),
        "local": moment.astimezone(zone).isoformat(timespec="seconds"),
    }


# --- how it looks ----------------------------------------------------------------------------------------------------


def _page(held: Json, words: Language, zone: str) -> str:
    def said(key: str, **args: Any) -> str:
        return escape(words.write(f"export-page-{key}", args, zone))

    def kind(entry: Json) -> str:
        key = f"kept-kind-{entry['kind']}"
        return escape(words.write(key, {}, zone) if words.has(key) else entry["kind"])

    def day(entry: Json) -> str:
        date = datetime.fromisoformat(entry["date"]).date()
        return escape(f"{words.put(on(date), zone)} {date.year}")

    def paragraphs(entry: Json) -> str:
        return "".join(f"<p>{escape(said)}</p>" for said in entry["words"].values())

    def own(entry: Json) -> str:
        clock = escape(str(words.put(at(datetime.fromisoformat(entry["utc"])), zone)))
        who = said("shared" if entry["shared"] else "private")
        when = f'<time datetime="{escape(entry["utc"])}" title="{escape(entry["utc"])}">{day(entry)}, {clock}</time>'
        return f"<article><small>{when} · {kind(entry)} · {who}</small>{paragraphs(entry)}</article>"

    def unfinished(entry: Json) -> str:
        begun = on(datetime.fromisoformat(entry["begun"]["local"]).date())
        when = escape(str(words.put(begun, zone)))
        return f"<article><small>{when}</small><p>{escape(entry.get('words') or entry['choice'])}</p></article>"

    def theirs(entry: Json) -> str:
        return f"<article><small>{day(entry)} · {kind(entry)}</small>{paragraphs(entry)}</article>"

    def rows(pairs: list[tuple[str, Any]]) -> str:
        kept = [(name, value) for name, value in pairs if value not in (None, "")]
        return "<dl>" + "".join(f"<dt>{said(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in kept) + "</dl>"

    you, couple = held["you"], held["couple"]
    made = datetime.fromisoformat(held["made"]["utc"])
    about = [(name, you[name]) for name in ("name", "username", "role", "language", "zone")]
    about += [("since", you["since"]["local"])]
    about += [(name, (held["agreed"][name] or {}).get("local")) for name in ("adult", "paired")]
    about += [(f"setting-{name}", value) for name, value in you["settings"].items()]
    about += [("account", f"{you['account']['system']} {you['account']['number']}")]
    telling = you["telling"]
    asks = telling["asks_for"]
    about += [
        ("pin", said("yes") if you["pin"] else None),
        ("holds", said("yes") if you["holds"] else None),
        ("rests", you["rests_until"]),
        ("telling-asks", words.write(f"disclosure-level.{asks}", {}, zone) if asks else None),
        ("telling-on", telling["on"]),
        ("telling-near", said("yes") if telling["somebody_near"] else None),
        ("telling-done", said("yes") if telling["done"] else None),
    ]
    joint_ones = [(name, couple[name]) for name in ("language", "zone")]
    joint_ones += [(f"setting-{name}", value) for name, value in couple["settings"].items()]
    rules = [str(words.put({"line": f"agreements/{line}"}, zone)) for line in held["agreed"]["rules"]]
    joint_ones += [("phase", words.write(f"phase-names.{couple['phase']}", {}, zone)), ("rules", " ".join(rules))]
    nothing = f"<p>{said('none')}</p>"
    return "\n".join(
        [
            f'<!doctype html><html lang="{escape(words.code)}"><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">',
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
            f"<title>{said('title')}</title><style>{STYLE}</style><h1>{said('title')}</h1>",
            f"<p>{said('made', day=on(made.astimezone(ZoneInfo(zone)).date()), time=at(made))}</p>",
            f"<h2>{said('you')}</h2>{rows(about)}<h2>{said('couple')}</h2>{rows(joint_ones)}",
            f"<h2>{said('own')}</h2>{''.join(map(own, held['words'])) or nothing}",
            f"<h2>{said('under-way')}</h2>{''.join(map(unfinished, held['under_way'])) or nothing}",
            f"<h2>{said('theirs')}</h2>{''.join(map(theirs, held['shown_to_you'])) or nothing}",
            "</html>",
        ]
    )
