"""Date headers as mailers write them, broken ones included, as aware datetimes."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

# What the standard library does not know: zones met in mails (hours from UTC), and months in Indonesian.
_ZONES = {
    "wib": 7, "wita": 8, "wit": 9, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "bst": 1, "ist": 5.5, "jst": 9, "kst": 9,
    "sgt": 8, "hkt": 8, "aest": 10, "aedt": 11, "msk": 3, "eet": 2, "eest": 3, "wet": 0, "west": 1, "met": 1, "nzst": 12,
}  # fmt: skip
_MONTHS = {
    "januari": "Jan", "februari": "Feb", "pebruari": "Feb", "maret": "Mar", "april": "Apr", "mei": "May", "juni": "Jun",
    "juli": "Jul", "agustus": "Aug", "agu": "Aug", "agt": "Aug", "ags": "Aug", "september": "Sep", "sept": "Sep",
    "oktober": "Oct", "okt": "Oct", "november": "Nov", "nopember": "Nov", "nop": "Nov", "desember": "Dec", "des": "Dec",
    "januar": "Jan", "februar": "Feb", "mär": "Mar", "mrz": "Mar", "dez": "Dec",
}  # fmt: skip
_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]{1,3}(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,9})?)?\s{0,3}(Z|[+-]\d{2}:?\d{2})?"
)
_NUMERIC = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:,?[T ]{1,3}(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?")
_WORDS = re.compile(r"[^\W\d_]+")
_DAY = re.compile(r"^\s*[^\W\d_]{2,12}\.?,?\s+(?=\d)")
_ZONE_NAME = re.compile(r"\b([A-Za-z]{2,5})(?:\)?$| \d{4}$)")  # at the end, or before the year as Java writes it
_COLON_ZONE = re.compile(
    r"\s{0,3}(?:GMT|UTC)?([+-]\d{2}):?(\d{2})(?=\s{0,3}(?:[(A-Za-z]|$))", re.IGNORECASE
)  # GMT+0700, +07:00, +0700Received: of a line that lost its end
_COMMENT = re.compile(r"\([^()]{0,200}\)")
_COLON = re.compile(r"(?<!\s)\s{0,9}:\s{0,9}")
_DOTTED_TIME = re.compile(r"\b(\d{1,2})\.(\d{2})(?:\.(\d{2}))?\b(?!\.\d{4})")


def read_date(text: str) -> datetime | None:
    """Return the date of a header value, aware (UTC where it names no zone); None if it is none."""
    text = text.strip()[:200]
    if not text:
        return None
    return _standard(text) or _iso(text) or _standard(_translated(text)) or _numeric(text) or _standard(_tidied(text))


def _standard(text: str) -> datetime | None:
    """Read RFC 5322 and its relatives by the standard library's lenient reader."""
    try:
        parts = parsedate_tz(_COLON_ZONE.sub(r" \1\2 ", text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if parts is None or not any(character.isalpha() for character in text):
        return None
    seconds = parts[9]
    if not seconds:
        zone = _ZONE_NAME.search(text)
        seconds = int(_ZONES.get(zone.group(1).lower(), 0) * 3600) if zone else 0
    return _made(*parts[:6], seconds=seconds)


def _iso(text: str) -> datetime | None:
    """Read ISO 8601."""
    match = _ISO.search(text)
    if match is None:
        return None
    zone = (match.group(7) or "Z").replace(":", "")
    seconds = 0 if zone == "Z" else int(zone[0] + "1") * (int(zone[1:3]) * 3600 + int(zone[3:5]) * 60)
    return _made(*(int(group or 0) for group in match.groups()[:6]), seconds=seconds)


def _numeric(text: str) -> datetime | None:
    """Read day/month/year, or month/day/year where only that is a date."""
    match = _NUMERIC.search(text)
    if match is None:
        return None
    day, month, year, *time = (int(group or 0) for group in match.groups())
    if month > 12:
        day, month = month, day
    return _made(year, month, day, *time, seconds=0)


def _translated(text: str) -> str:
    """Return the text with months in English, without the name of the day, and with colons in the time."""
    text = _WORDS.sub(lambda match: _MONTHS.get(match.group().lower(), match.group()), _DAY.sub("", text))
    return _DOTTED_TIME.sub(lambda match: ":".join(group for group in match.groups() if group), text)


def _tidied(text: str) -> str:
    """Return the text without comments, and without blanks around the colons (RFC 5322, 4.3)."""
    return _COLON.sub(":", _COMMENT.sub(" ", text))


def _made(year: int, month: int, day: int, hour: int, minute: int, second: int, *, seconds: int) -> datetime | None:
    """Make an aware datetime; an impossible zone is UTC, an impossible date None."""
    if year < 100:
        year += 2000 if year < 70 else 1900
    zone = UTC if seconds == 0 or abs(seconds) > 15 * 3600 else timezone(timedelta(seconds=seconds))
    try:
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
    except (ValueError, OverflowError):
        return None
