"""Time zones by a person's own words: guessed from the language, found by a city's name, or chosen from a list.

Babel, which knows them, is imported when it is asked: a start does not wait for it.
"""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from dialogue.text import plain

# Where a country has several zones, the one most of its people live in.
MOST = {
    "US": "America/New_York",
    "CA": "America/Toronto",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "MX": "America/Mexico_City",
    "RU": "Europe/Moscow",
    "ES": "Europe/Madrid",
    "PT": "Europe/Lisbon",
    "CL": "America/Santiago",
    "AR": "America/Argentina/Buenos_Aires",
    "ID": "Asia/Jakarta",
    "NZ": "Pacific/Auckland",
    "DE": "Europe/Berlin",
    "CN": "Asia/Shanghai",
}
AT_HOME = {"en": "Europe/London", "de": "Europe/Berlin", "es": "Europe/Madrid"}

REGIONS: dict[str, tuple[str, ...]] = {
    "europe": (
        "Atlantic/Reykjavik", "Europe/Lisbon", "Europe/London", "Europe/Dublin", "Europe/Madrid", "Europe/Paris",
        "Europe/Berlin", "Europe/Vienna", "Europe/Rome", "Europe/Warsaw", "Europe/Athens", "Europe/Helsinki",
        "Europe/Kyiv", "Europe/Istanbul", "Europe/Moscow",
    ),
    "america": (
        "America/St_Johns", "America/Halifax", "America/New_York", "America/Chicago", "America/Denver",
        "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu", "America/Mexico_City",
        "America/Bogota", "America/Lima", "America/Caracas", "America/Santiago", "America/Argentina/Buenos_Aires",
        "America/Sao_Paulo",
    ),
    "asia": (
        "Asia/Jerusalem", "Asia/Dubai", "Asia/Tehran", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka",
        "Asia/Bangkok", "Asia/Singapore", "Asia/Shanghai", "Asia/Manila", "Asia/Seoul", "Asia/Tokyo",
    ),
    "africa": (
        "Africa/Casablanca", "Africa/Accra", "Africa/Lagos", "Africa/Algiers", "Africa/Cairo", "Africa/Johannesburg",
        "Africa/Nairobi",
    ),
    "pacific": (
        "Australia/Perth", "Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland",
        "Pacific/Chatham", "Pacific/Fiji",
    ),
}  # fmt: skip


def guess(language: str | None) -> str:
    """The zone to ask about first, from an account's language such as "en", "en-US" or "de"."""
    from babel import Locale
    from babel.core import UnknownLocaleError, get_global

    try:
        locale = Locale.parse((language or "en").replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return AT_HOME["en"]
    if not locale.territory:
        return AT_HOME.get(locale.language, AT_HOME["en"])
    zones = get_global("territory_zones").get(locale.territory, [])
    return MOST.get(locale.territory) or next((zone for zone in zones if zone in available_timezones()), "UTC")


@cache
def _names(language: str) -> dict[str, str]:
    """Cities as a language names them, and as the zones' own names do."""
    from babel import Locale
    from babel.core import get_global
    from babel.dates import get_timezone_location

    locale = Locale.parse(language)
    names: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        region, _, city = zone.rpartition("/")
        if region and not region.startswith(("Etc", "US", "SystemV", "posix", "right")):
            names.setdefault(plain(city.replace("_", " ")), zone)
    for zone in {one for zones in get_global("territory_zones").values() for one in zones} & available_timezones():
        names[plain(get_timezone_location(zone, locale=locale, return_city=True))] = zone
    return names


def find(words: str, language: str) -> str | None:
    """The zone of a city, in the person's own language or in English."""
    said = plain(words)
    for names in (_names(language), _names("en")):
        if said in names:
            return names[said]
    close = {zone for name, zone in _names(language).items() if len(said) >= 4 and name.startswith(said)}
    return close.pop() if len(close) == 1 else None


def city(zone: str, language: str) -> str:
    """A zone as people say it: its best known city."""
    from babel import Locale
    from babel.dates import get_timezone_location

    return str(get_timezone_location(ZoneInfo(zone), locale=Locale.parse(language), return_city=True))
