"""From /start to the first evening: alone, or with a partner who says yes for themselves."""

import secrets
from datetime import datetime

from sqlalchemy import delete, update

from dialogue import couples, zones
from dialogue.practice import DAY, EVER, HOUR, Practice
from dialogue.talk import Button, Talk
from dialogue.text import at, text
from models import Invitation, Person
from models.people import hashed

practice = Practice("pairing")
meeting = Practice("meeting", grade="C")
welcome = Practice("welcome", joint=True, doors=("pause",))

TRIES = 5  # wrong links in a row, then none is looked at for an hour


@practice.command("start", stranger=True)
async def begin(talk: Talk) -> None:
    invitation = await opened(talk, talk.words) if talk.words else None
    if talk.who.adult_at is not None:
        await at_home(talk, invitation)
        return
    given = {"invitation": invitation.token_hash if invitation else "", "dead": bool(talk.words and not invitation)}
    talk.later(forgotten, after=DAY, window=EVER)
    ask_adult(talk, **given)


def ask_adult(talk: Talk, key: str = "adult", **given: object) -> None:
    given |= {"operator": talk.scene.operator, "bot": talk.scene.links.me}
    talk.ask(adult, of=talk.who, choices=(("begin",), ("keeps", "language"), ("under",)), key=key, **given)


@practice.step
async def adult(talk: Talk) -> None:
    chosen = talk.chose(adult)
    given = {name: talk.given[name] for name in ("invitation", "dead")}
    if chosen == "under":
        await forget(talk)
        talk.close("forgotten")
    elif chosen == "keeps":
        ask_adult(talk, key="keeps", **given)
    elif chosen == "language":
        ask_language(talk, **given)
    else:
        talk.who.adult_at = talk.now
        talk.who.zone = zones.guess(talk.scene.account_language or talk.who.language)
        talk.drop(forgotten)
        invitation = await waiting(talk, given["invitation"])
        if invitation is not None:
            await ask_guest(talk, invitation)
        elif given["dead"] or given["invitation"]:
            talk.say("dead", living="mine")
            ask_safe(talk)
        else:
            ask_safe(talk)


def ask_language(talk: Talk, **given: object) -> None:
    languages = [Button(code, text(f"language-{code}")) for code in talk.scene.texts.languages]
    talk.ask(language, of=talk.who, choices=languages, **given)


@practice.step
async def language(talk: Talk) -> None:
    talk.who.language = talk.chose(language) or talk.who.language
    talk.couple.language = talk.who.language
    ask_adult(talk, invitation=talk.given["invitation"], dead=talk.given["dead"])


@practice.step
async def forgotten(talk: Talk) -> None:
    await forget(talk)
    talk.put_away()


async def forget(talk: Talk) -> None:
    """Somebody who did not begin leaves no rows."""
    talk.scene.forget(talk.who)


# --- alone, or the one who asks --------------------------------------------------------------------------------------


def ask_safe(talk: Talk) -> None:
    talk.ask(safe, of=talk.who, choices=("go_on", "alone", "not_now"), doors=("sos",), forget=True)


@practice.step
async def safe(talk: Talk) -> None:
    """Whatever was tapped, the next card is the same one; the tap itself is kept nowhere."""
    ask_clock(talk)


def ask_clock(talk: Talk) -> None:
    here = Button("yes", text("pairing-clock.yes", time=at(talk.now)))
    talk.ask(clock, of=talk.who, choices=(here, "elsewhere"), doors=("sos",), time=at(talk.now))


@practice.step
async def clock(talk: Talk) -> None:
    if talk.chose(clock) == "elsewhere":
        talk.ask(town, of=talk.who, choices=("list",), text=True)
    else:
        settle(talk, talk.who.zone)


@practice.step
async def town(talk: Talk) -> None:
    found = zones.find(talk.answered(town), talk.who.language)
    if talk.chose(town) == "list":
        ask_region(talk)
    elif found is None:
        talk.ask(town, of=talk.who, choices=("list",), text=True, key="unknown-town")
    else:
        talk.who.zone = found
        ask_clock(talk)


def ask_region(talk: Talk) -> None:
    talk.ask(region, of=talk.who, choices=tuple(zones.REGIONS))


@practice.step
async def region(talk: Talk) -> None:
    cities = [Button(zone, zones.city(zone, talk.who.language)) for zone in zones.REGIONS[talk.chose(region) or ""]]
    talk.ask(city, of=talk.who, choices=(*cities, "back"))


@practice.step
async def city(talk: Talk) -> None:
    chosen = talk.chose(city)
    if chosen == "back" or chosen is None:
        ask_region(talk)
    else:
        talk.who.zone = chosen
        ask_clock(talk)


def settle(talk: Talk, zone: str) -> None:
    if len(talk.both) == 1:
        talk.couple.zone = zone
    ask_partner(talk)


def ask_partner(talk: Talk) -> None:
    token = secrets.token_urlsafe(24)
    talk.scene.add(Invitation(token_hash=hashed(token), kind="pair", person_id=talk.who.id, expires_at=talk.now + DAY))
    words = talk.scene.words(talk.who, "pairing-invitation")
    link = Button("write", text("pairing-partner.write"), url=talk.scene.links.invitation(token, words))
    talk.ask(partner, of=talk.who, choices=((link,), ("alone",)))


@practice.step
async def partner(talk: Talk) -> None:
    """On one's own, for now."""
    await couples.wind(talk.scene)
    talk.ask(alone, of=talk.who, choices=("tonight", Button("tomorrow", tomorrow(talk))), evening=evening(talk))


def evening(talk: Talk) -> dict[str, object]:
    return talk.clock(talk.couple.setting("evening"))


def tomorrow(talk: Talk) -> dict[str, object]:
    return text("pairing-tomorrow", evening=evening(talk))


@practice.step
async def alone(talk: Talk) -> None:
    talk.run("house")
    if talk.chose(alone) == "tonight":
        talk.run("checkin")
        talk.close("tonight")
    else:
        talk.close("until", evening=evening(talk))


# --- the one who was asked -------------------------------------------------------------------------------------------


async def ask_guest(talk: Talk, invitation: Invitation, known: bool = False) -> None:
    """`known`: the guest has been here alone, and has words and a clock of their own."""
    host = await host_of(talk, invitation)
    if host is None:
        ask_safe(talk)
        return
    yes = Button("yes", text("pairing-guest.yes", name=host.name))
    talk.ask(
        guest, of=talk.who, choices=((yes,), ("rather_not",)), doors=("sos",), forget=False, name=host.name,
        invitation=invitation.token_hash, known=known,
    )  # fmt: skip


@practice.step
async def guest(talk: Talk) -> None:
    invitation = await waiting(talk, talk.given["invitation"])
    if talk.chose(guest) != "yes":
        if invitation is not None:
            await use(talk, invitation)
        if talk.given["known"]:
            talk.close("rather_not-known")
        else:
            await forget(talk)
            talk.close("rather_not")
    elif invitation is None or not await use(talk, invitation):
        talk.say("dead", living="mine")
        ask_safe(talk)
    else:
        host = await host_of(talk, invitation)
        scene = await talk.scene.reach(host.couple_id) if host else None
        if host is None or scene is None or len(scene.people) != 1:
            talk.say("dead", living="mine")
            ask_safe(talk)
            return
        if not talk.given["known"]:
            talk.who.zone = host.zone
        talk.say("asked", to=talk.who, living="mine", name=host.name)
        talk.run("meeting", then=met, couple=scene.couple, of=scene.people[0], guest=talk.who.id, home=talk.couple.id)


@practice.step
async def met(talk: Talk) -> None:
    """The other said that it is somebody else; nothing more is told."""
    talk.say("dead", living="mine")
    ask_safe(talk)


@meeting.begin
async def knock(talk: Talk) -> None:
    found = await newcomer(talk)
    if found is None:
        talk.close(result=False)
        return
    talk.ask(
        confirm, of=talk.who, choices=(("mine",), ("other",)), rings=True, name=found.name,
        key="confirm-known" if found.username else "confirm", username=f"@{found.username}", **talk.given,
    )  # fmt: skip


async def newcomer(talk: Talk) -> Person | None:
    alone = await talk.scene.reach(talk.given["home"])
    return alone.person(talk.given["guest"]) if alone is not None else None


@meeting.step
async def confirm(talk: Talk) -> None:
    alone = await talk.scene.reach(talk.given["home"])
    found = await newcomer(talk)
    if talk.chose(confirm) != "mine":
        talk.close("other", result=False)
    elif found is None or alone is None or len(talk.both) != 1:
        talk.close("gone", result=False)
    else:
        for asking in talk.scene.open_talks("pairing", talk.who):
            talk.scene.close_and_clear(asking)
        talk.close("paired", name=found.name)
        await couples.join(talk.scene, found, alone)
        talk.run("welcome")


@welcome.begin
async def both_here(talk: Talk) -> None:
    sunday = talk.couple.setting("review").split()
    talk.ask(
        first, of=talk.both, choices=("tonight", Button("tomorrow", tomorrow(talk))), rings=True,
        evening=evening(talk), day={"weekday": int(sunday[0])}, review=talk.clock(sunday[1]),
    )  # fmt: skip
    for person in talk.both:
        talk.run("second_day", of=person)


@welcome.step
async def first(talk: Talk) -> None:
    for person in talk.both:
        person.settings["agreed_on"] = talk.today.isoformat()  # nobody watches, scores or presses: read, and gone on
    talk.run("house")
    if all(talk.chose(first, by=person) == "tonight" for person in talk.both):
        talk.run("checkin")
        talk.close("tonight")
    else:
        talk.close("until", evening=evening(talk))


# --- links -----------------------------------------------------------------------------------------------------------


async def opened(talk: Talk, token: str) -> Invitation | None:
    """The invitation behind a link, unless it is used, late, one's own, or too many wrong ones came before."""
    tries = talk.who.settings.get("tries", {"wrong": 0, "until": ""})
    if tries["until"] and datetime.fromisoformat(tries["until"]) > talk.now:
        return None
    invitation = await waiting(talk, hashed(token))
    if invitation is None:
        wrong = tries["wrong"] + 1
        until = (talk.now + HOUR).isoformat() if wrong >= TRIES else ""
        talk.who.settings["tries"] = {"wrong": 0 if until else wrong, "until": until}
    return invitation


async def waiting(talk: Talk, token_hash: str) -> Invitation | None:
    invitation = await talk.scene.db.get(Invitation, token_hash) if token_hash else None
    if invitation is None or invitation.kind != "pair" or invitation.used_at is not None:
        return None
    own = invitation.person_id == talk.who.id
    return None if own or invitation.expires_at <= talk.now or len(talk.both) == 2 else invitation


async def use(talk: Talk, invitation: Invitation) -> bool:
    """Single use: of two who come at once, one is first."""
    won = await talk.scene.db.execute(
        update(Invitation)
        .where(Invitation.token_hash == invitation.token_hash, Invitation.used_at.is_(None))
        .values(used_at=talk.now)
    )
    return bool(won.rowcount)


async def host_of(talk: Talk, invitation: Invitation) -> Person | None:
    host = await talk.scene.db.get(Person, invitation.person_id)
    if host is None:
        return None
    scene = await talk.scene.reach(host.couple_id)
    return scene.person(host.id) if scene is not None and len(scene.people) == 1 else None


async def at_home(talk: Talk, invitation: Invitation | None) -> None:
    """/start by somebody who is here already."""
    if invitation is not None:
        await ask_guest(talk, invitation, known=True)
    elif talk.words:
        talk.close("dead")
    elif len(talk.both) == 1:
        await talk.scene.db.execute(
            delete(Invitation).where(Invitation.person_id == talk.who.id, Invitation.used_at.is_(None))
        )
        if "asked_alone" in talk.who.settings:  # there was a partner before: asked anew before another one
            ask_safe(talk)
        else:
            ask_clock(talk)
    else:
        talk.put_away()
        talk.run("menu")
