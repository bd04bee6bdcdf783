"""What is written for oneself, or given to the other, seen from the other's phone and from inside the database."""

import pytest

from tests.sofa import PAIRED, Seen, Sofa, sofa

HER_OWN = {
    "writes and keeps it": ("/process", "the silver car", "[angry]", "[That's it]", "[Keep it, only for me]"),
    "writes and throws it away": ("/process", "the silver car", "[That's it]", "[Throw it away]"),
    "parks what she wrote": ("/process", "the silver car", "[That's it]", "[Keep it for Sunday]", "the car"),
    "leaves it half-way": ("/process", "the silver car"),
    "collects questions": ("/ask", "[Put one in]", "[Facts]", "Since when?", "[Close]"),
    "has a tender day": ("/tender", "[Name one]", "the hotel", "12 May", "[Once]", "[Close]"),
    "writes in the night": ("/night", "I can't sleep."),
    "breathes": ("/wave", "[Go on]", "[Enough]", "[Something cold]"),
    "owns something": ("/own", "I shouted.", "You left.", "[It stands]", "I call.", "[Keep it as…]"),
    "mends nothing after all": ("/mend", "[A misstep of mine…]", "I was late.", "[Never mind]"),
    "looks what disclosure is": ("/disclosure", "[Close]"),
    "says no contact for herself": ("/nocontact", "It is over.", "[Without it]", "[Close]"),
}  # fmt: skip


async def on_his_phone(us: Sofa, *hers: str) -> list[Seen]:
    await us(*(f"Ana: {one}" for one in hers), "-- Wednesday 09:00")
    return us.phone("Ben")


@pytest.mark.parametrize("hers", HER_OWN.values(), ids=HER_OWN)
async def test_what_she_writes_for_herself_is_not_seen(hers: tuple[str, ...], house, tmp_path):
    """R12, R13. The same night and the same morning on his phone, whatever she wrote."""
    async with sofa(house, tmp_path / "one", *PAIRED) as us:
        quiet = await on_his_phone(us)
    async with sofa(house, tmp_path / "two", *PAIRED) as us:
        assert await on_his_phone(us, *hers) == quiet != []


GIVEN = ("/own", "I shouted.", "You left.", "[It stands]", "I call.", "[Give it to Ana]", "[Yes, give it]")
VOICE = ("Ana: /voice", "Ana: [Ask for a sentence]", "Ana: I'm here.", "Ana: [Send it]", "Ben: I'm here.",
         "Ben: [Yes, it's for Ana]")  # fmt: skip


@pytest.mark.parametrize(
    ("before", "hers"),
    [
        (tuple(f"Ben: {one}" for one in GIVEN), ("[Read it]",)),
        (VOICE, ("/wave", "[Go on]", "[Hear Ben]", "[Hear Ben]", "[Enough]", "[Nothing to note]")),
        (VOICE[:4], ()),
    ],
    ids=["reads it and says nothing", "hears his voice, twice", "asks, and he is silent"],
)
async def test_what_she_does_with_it_is_not_seen(before: tuple[str, ...], hers: tuple[str, ...], house, tmp_path):
    """R12, R13. Read or not, heard or not: nothing of it comes back, now or when it lapses."""
    found = []
    for number, steps in enumerate(((), hers)):
        async with sofa(house, tmp_path / str(number), *PAIRED, *before) as us:
            await us(*(f"Ana: {one}" for one in steps), "-- asleep +9 days", "-- +1 min")
            found.append(us.phone("Ben"))
    assert found[0] == found[1]


async def stored(us: Sofa, canary: str) -> list[str]:
    return [table for table, rows in (await us.rows()).items() if canary in str(rows)]


@pytest.mark.parametrize(
    "hers",
    [
        ("-- asleep +4 days", "Ben: /disclosure", "Ben: canary began in March and lasted all summer"),
        ("Ben: /own", "Ben: [All I can think is “I am …”]", "Ben: I am a canary"),
        ("Ben: /nocontact", "Ben: It is over with Canary, and I am glad"),
    ],
    ids=["a confession", "the sentence about oneself", "a third person's name"],
)
async def test_what_is_not_to_be_kept_is_kept_nowhere(hers: tuple[str, ...], house, tmp_path):
    """Practices 1, 7 and 13: looked for in every row, unsealed, while the talk stands open."""
    async with sofa(house, tmp_path, *PAIRED, *hers) as us:
        waiting = ("inbox",)  # the update itself, sealed and blanked by its turn; no bare engine has one
        assert [
            table for table in await stored(us, "canary") + await stored(us, "Canary") if table not in waiting
        ] == []


async def test_the_answers_before_the_day_are_kept_nowhere(house, tmp_path):
    """Practice 7: four questions that may stop it; each is gone when the next stands there."""
    asks = ("-- asleep +4 days", "Ben: /disclosure", "Ben: [Is it the time]", "Ben: [No]", "Ben: [No]", "Ben: [Yes]")
    async with sofa(house, tmp_path, *PAIRED, *asks) as us:
        rows = await us.rows()
        steps = {row["id"]: row["step"] for row in rows["questions"]}
        assert {steps[row["question_id"]] for row in rows["answers"]} & {"afraid", "harm", "support", "rested"} == set()
        assert {"rested"} <= set(steps.values())


@pytest.mark.parametrize("name", ["Sandra", "García", "O'Neil"])
def test_a_name_is_seen_in_each_language(name: str):
    from types import SimpleNamespace

    from dialogue.text import Texts
    from handlers.nocontact import named

    texts = Texts()
    said = {
        "en": (f"It is over with {name}.", "It is over. I wrote to them on Monday and Ben knows."),
        "de": (
            f"Es ist vorbei mit {name}.",
            "Es ist vorbei. Ich habe die Nummer gelöscht, und mit Kontakt ist Schluss.",
        ),
        "es": (f"Se acabó con {name}.", "Se acabó. Borré el número y Ana lo vio."),
    }
    for code, (third, none) in said.items():
        scene = SimpleNamespace(words=lambda who, key: texts[who.language].write(key, {}, "UTC"))
        who = SimpleNamespace(language=code, name="Ben")
        talk = SimpleNamespace(who=who, both=[who, SimpleNamespace(name="Ana Maria")], scene=scene)
        assert named(talk, third), code
        assert not named(talk, none), code


@pytest.mark.parametrize(
    ("before", "taps", "phase"),
    [
        ("roles", ("Ben",), "one"),
        ("roles", ("Ana",), "two"),
        ("pairing_tomorrow", ("Ana",), "one"),
        ("pairing_tomorrow", ("Ana", "Ben"), "two"),
    ],
)
async def test_forward_takes_those_it_rests_with(before: str, taps: tuple[str, ...], phase: str, house, tmp_path):
    """R21. A role that was held counts after it was changed."""
    async with sofa(house, tmp_path, f"-- after {before}") as us:
        if before == "roles":
            await us("Ana: /settings", "Ana: [My part]", "Ana: [No roles]", "Ana: [Done]")
        for name in taps:
            await us(f"{name}: /phase", f"{name}: [A stretch further]")
        [couple] = (await us.rows())["couples"]
        assert (couple["confidences"] or {}).get("phase", "one") == phase
