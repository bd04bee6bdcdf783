"""What is not taken, wherever it is typed: the keys to somebody's things, and where somebody is."""

from pathlib import Path

import pytest

from dialogue.refusals import refused
from handlers import PRACTICES
from tests.sofa import EVENING, GROUP, PAIRED, Sofa, sofa

ORDINARY = Path(__file__).parent / "danger"

SECRETS = [
    *("my password is hunter2", "password: rosebud", "his password is rosebud", "Mein Passwort ist Sommer2024"),
    *(
        "Passwort fürs Handy: Igel!7",
        "mi contraseña es gato123",
        "la contraseña del wifi: perropatas",
        "the PIN is 4711",
    ),
    *("pin 0815", "Die PIN vom Handy ist 2580", "el pin es 9876", "Geheimzahl 4321", "passcode 135790"),
    *("IMEI 49 015420 323751 8", "490154203237518", "4111 1111 1111 1111", "4111-1111-1111-1111", "378282246310005"),
    "it is 5500005555555559, exp 12/28",
]
PLACES = [
    *("52.52000, 13.40500", "I'm at 48.8584,2.2945", "52°31'12\"N 13°24'18\"E", "https://maps.app.goo.gl/abc"),
    *("https://www.google.com/maps/place/x", "see https://www.openstreetmap.org/#map=1", "geo:52.5,13.4"),
    *("///filled.count.soap", "9F4MGC22+22 Berlin"),
]
TAKEN = [
    *("The password between us is kindness", "I changed my password", "You asked for my password and that hurt"),
    *(
        "at 20:30",
        "2019 was hard, 2024 better",
        "400 for brakes",
        "+49 151 23456789",
        "0151 2345678901",
        "IBAN DE89 3704",
    ),
    *("call 0808 2000 247", "12.50 and 13.90", "It cost 1234 euros", "pinned the note", "bowling: 300 pins", "1400 km"),
    *("Pin an der Wand", "Order 1234567890123", "0000000000000000", "ISBN 978-3-16-148410-0", "Passwort vergessen"),
    *("Es un año clave 2024", "I looked on maps", "2026-03-02 20:30 to 2026-03-03", "The password is that we say soup"),
]


@pytest.mark.parametrize("words", SECRETS)
def test_keys_to_somebodys_things_are_not_taken(words: str):
    """R11."""
    assert refused(words) == "talk-no-secrets"


@pytest.mark.parametrize("words", PLACES)
def test_where_somebody_is_is_not_taken(words: str):
    """R10. What is typed; a location itself is dropped by its shape (tests/test_doors.py)."""
    assert refused(words) == "talk-no-places"


def test_what_only_looks_like_it_is_taken():
    """R10, R11."""
    lines = [line for path in sorted(ORDINARY.glob("*.txt")) for line in path.read_text().splitlines()]
    assert len(lines) > 1500
    assert [words for words in (*TAKEN, *lines) if refused(words)] == []


async def untouched(us: Sofa, words: str) -> None:
    assert words not in str(await us.rows())


async def test_no_field_takes_it(house, tmp_path):
    """R11. After every command, as its words, and for the question that stands open; in names and in settings too."""
    words = SECRETS[0]
    async with sofa(house, tmp_path, *PAIRED) as us:
        for command in sorted({name for one in PRACTICES for name in one.commands} - {"start"}):
            us.from_now()
            await us(f"Ana: /{command}", f"Ana: {words}", f"Ana: /{command} {words}")
            hints = [seen for seen in us.phone("Ana") if seen.text.startswith("I don't take passwords")]
            assert len(hints) == (1 if command == "pin" else 2), "but where a PIN is what was asked for"
            assert all(words not in seen.text for seen in us.phone("Ben")), command
        await untouched(us, words)


async def test_the_question_stays_open_and_the_hint_is_private(house, tmp_path):
    """R10, R11. In a group the hint comes in private, and nothing there changes."""
    async with sofa(house, tmp_path, *GROUP, EVENING) as us:
        us.from_now()
        await us(f"Ana replies: {PLACES[3]}", "-- nothing")
        assert [seen.text[:20] for seen in us.phone("Ana")] == ["I don't take places "]
        assert us.phone("Ben") == []
        await untouched(us, PLACES[3])
