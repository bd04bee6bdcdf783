"""Times as people type them: understood whole, or not at all."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.text import Texts
from dialogue.when import read

TEXTS = Texts()
NOW = datetime(2026, 3, 3, 18, 0, tzinfo=ZoneInfo("Europe/London"))  # a Tuesday

UNDERSTOOD = {
    "en": {
        "Friday 6pm": "2026-03-06 18:00",
        "friday at 6": "2026-03-06 18:00",
        "on Friday, at 6:30 pm": "2026-03-06 18:30",
        "tomorrow 8 pm": "2026-03-04 20:00",
        "tomorrow at 9": "2026-03-04 09:00",
        "tomorrow": "2026-03-04 21:00",
        "tonight": "2026-03-03 20:00",
        "tonight at 9": "2026-03-03 21:00",
        "today 22:00": "2026-03-03 22:00",
        "in 2 hours": "2026-03-03 20:00",
        "in an hour": "2026-03-03 19:00",
        "in three days": "2026-03-06 21:00",
        "6 March 18:00": "2026-03-06 18:00",
        "March 6th at 7pm": "2026-03-06 19:00",
        "06/03 18:00": "2026-03-06 18:00",
        "2026-03-06 18:00": "2026-03-06 18:00",
        "8pm": "2026-03-03 20:00",
        "17:00": "2026-03-04 17:00",
        "sunday": "2026-03-08 21:00",
        "saturday morning": "2026-03-07 09:00",
        "the day after tomorrow at 9": "2026-03-05 09:00",
        "tuesday 20:00": "2026-03-10 20:00",
        "next week": "2026-03-10 21:00",
        "half past seven": "2026-03-03 19:30",
        "12am friday": "2026-03-06 00:00",
        "1 January": "2027-01-01 21:00",
        "29 February": "2028-02-29 21:00",
        "06:30": "2026-03-04 06:30",
    },
    "de": {
        "Freitag 18 Uhr": "2026-03-06 18:00",
        "morgen um 20:00": "2026-03-04 20:00",
        "Heute Abend": "2026-03-03 20:00",
        "heute 21 Uhr": "2026-03-03 21:00",
        "übermorgen": "2026-03-05 21:00",
        "uebermorgen": "2026-03-05 21:00",
        "in zwei Stunden": "2026-03-03 20:00",
        "am 6. März um 18 Uhr": "2026-03-06 18:00",
        "Freitag um 6": "2026-03-06 18:00",
        "6.3. 18:00": "2026-03-06 18:00",
        "06.03.2026, 18.30 Uhr": "2026-03-06 18:30",
        "heute Abend um 8": "2026-03-03 20:00",
        "nächsten Freitag 18:00": "2026-03-06 18:00",
        "morgen früh um 7": "2026-03-04 07:00",
        "Samstag vormittags": "2026-03-07 10:00",
        "in zwei Wochen": "2026-03-17 21:00",
    },
    "es": {
        "mañana a las 20:00": "2026-03-04 20:00",
        "manana a las 20:00": "2026-03-04 20:00",
        "el viernes a las 6 de la tarde": "2026-03-06 18:00",
        "esta noche": "2026-03-03 21:00",
        "hoy a las 9 pm": "2026-03-03 21:00",
        "pasado mañana": "2026-03-05 21:00",
        "en dos horas": "2026-03-03 20:00",
        "6 de marzo 18:00": "2026-03-06 18:00",
        "el próximo viernes": "2026-03-06 21:00",
        "mañana por la mañana": "2026-03-04 09:00",
        "a la una de la tarde": "2026-03-04 13:00",
        "viernes 20h": "2026-03-06 20:00",
    },
}
NOT_UNDERSTOOD = {
    "en": ["when I can", "soon", "Friday or Saturday", "friday saturday", "25:00", "31 February", "6 7 8", "", "in",
           "tomorrow at the latest please", "pm", "March", "10:00 11:00"],
    "de": ["wenn ich dazu komme", "Freitag, spätestens Samstag", "bald"],
    "es": ["cuando pueda", "pronto", "viernes o sábado"],
}  # fmt: skip


@pytest.mark.parametrize(("code", "words"), [(code, one) for code in UNDERSTOOD for one in UNDERSTOOD[code]])
def test_what_is_understood(code: str, words: str) -> None:
    found = read(words, TEXTS[code], NOW)
    expected = UNDERSTOOD[code][words]
    assert (f"{found.at(time(21)):%Y-%m-%d %H:%M}" if found else None) == expected


@pytest.mark.parametrize(
    ("code", "words"), [(code, words) for code, lines in NOT_UNDERSTOOD.items() for words in lines]
)
def test_half_understood_is_not_understood(code: str, words: str) -> None:
    assert read(words, TEXTS[code], NOW) is None


@given(words=st.text(max_size=60), code=st.sampled_from(["en", "de", "es"]))
def test_anything_can_be_typed(words: str, code: str) -> None:
    found = read(words, TEXTS[code], NOW)
    assert found is None or any(sign.isalnum() for sign in words)
