"""What is not taken, in whatever field it is typed: the keys to somebody's things, and where somebody is (R10, R11).

A hint is said to its author, and nothing of it is stored. What only looks like it (a year, a time, a price, a phone
number) is left alone.
"""

import re

KEYWORD = (
    r"pass ?words?|pass ?phrases?|passwort|passwörter|kennwort|kennwörter|zugangsdaten|contraseñas?|contrasenas?|pw|pwd"
)
PIN = (
    r"pins?|pin ?codes?|pass ?codes?|puk|unlock codes?|entsperrcodes?|geheimzahl(?:en)?|código de (?:desbloqueo|acceso)"
)
MINE = r"(?:my|his|her|your|mein|sein|ihr|dein|mi|su|tu)"
IS = r"(?:\s*[:=]\s*|\s+(?:is|was|ist|war|lautet|es|era)\s+(?:now\s+|jetzt\s+|ahora\s+)?)"
QUOTED = r"[\"'“„«`]?"
OF = r"(?:\s+\w+){0,4}?"  # "for the phone"
NO_NUMBER_OF = r"(?!\s*(?:%|€|euros?|uhr|am\b|pm\b|:))"

SECRETS = [
    # a colon or an equals sign before it, or a sign or a digit within it, or somebody's own and the last word
    re.compile(rf"\b(?:{KEYWORD}){OF}\s*[:=]\s*{QUOTED}\S{{4,}}", re.I),
    re.compile(rf"\b(?:{KEYWORD}){OF}{IS}{QUOTED}(?=\S*[\d!@#$%^&*_])(?=\S*[^\W_])\S{{5,}}", re.I),
    re.compile(rf"\b{MINE}\s+(?:\w+\s+)?(?:{KEYWORD}){OF}{IS}{QUOTED}\S{{4,}}$", re.I),
    re.compile(rf"\b(?:{PIN})\b{OF}(?:{IS}|\s+){QUOTED}\d(?:[ -]?\d){{3,7}}\b{NO_NUMBER_OF}", re.I),
    re.compile(r"\bimei\b\D{0,12}\d{2}[\s-]?\d{6}[\s-]?\d{6}[\s-]?\d", re.I),
]
NUMBER = re.compile(r"(?<![\d+.,/-])\d(?:[ -]?\d){12,18}(?!\d|[.,/-]\d)")
PLACES = [
    re.compile(r"(?<![\d.])-?\d{1,2}\.\d{4,}\s*°?\s*[NS]?\s*[,;/ ]\s*-?\d{1,3}\.\d{4,}(?![\d.])", re.I),
    re.compile(r"\d{1,3}\s*°\s*\d{1,2}\s*['’′]\s*(?:[\d.]+\s*(?:\"|”|″|''))?\s*[NSEWO]\b", re.I),
    re.compile(
        r"\b(?:maps\.google\.|google\.[a-z.]{2,6}/maps|maps\.app\.goo\.gl|goo\.gl/maps|maps\.apple\.com|openstreetmap\.org|"
        r"osm\.org/|waze\.com/|bing\.com/maps|here\.com/|yandex\.[a-z]+/maps|what3words\.com|w3w\.co|glympse\.com|"
        r"find-?my\b.*icloud)",
        re.I,
    ),
    re.compile(r"(?:^|\s)geo:-?\d", re.I),
    re.compile(r"(?:^|\s)///\w+\.\w+\.\w+", re.I),
    re.compile(r"\b[23456789CFGHJMPQRVWX]{8}\+[23456789CFGHJMPQRVWX]{2,3}\b"),
]


def refused(words: str) -> str | None:
    """The key of the hint, where words hold something that is not taken."""
    if any(one.search(words) for one in PLACES):
        return "talk-no-places"
    if any(one.search(words) for one in SECRETS) or any(_counts_out(found[0]) for found in NUMBER.finditer(words)):
        return "talk-no-secrets"
    return None


def _counts_out(written: str) -> bool:
    """A bank card's or a device's number: its last digit fits the others (Luhn)."""
    digits = [int(sign) for sign in written if sign.isdigit()]
    if len(digits) != 15 and not 2 <= digits[0] <= 6:
        return False
    total = sum(sum(divmod(2 * one, 10)) if place % 2 else one for place, one in enumerate(reversed(digits)))
    return total % 10 == 0 and len(set(digits)) > 1
