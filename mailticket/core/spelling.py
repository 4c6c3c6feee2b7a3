"""How single values of the settings are spelt: a type for each, with its test and the words for a value that fails it.

The fields of the settings use the types; mailticket.settings.values holds the text of the file against them.
"""

import ipaddress
import re
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Spelling:
    """What a text must be: its test, and what is said of one that fails it (`{given}` stands for that text)."""

    fits: Callable[[str], bool]
    otherwise: str


def is_address(text: str) -> bool:
    """Whether the text is a plain ASCII addr-spec: dot-atom, at sign, host name (RFC 5321, section 4.1.2)."""
    local, at, domain = text.rpartition("@")
    return (
        at == "@"
        and len(local) <= 64
        and len(domain) <= 253
        and all(_ATOM.fullmatch(atom) for atom in local.split("."))
        and all(_LABEL.fullmatch(label) for label in domain.split("."))
    )


def _is_bounce_address(text: str) -> bool:
    return is_address(text.replace("{token}", "x"))


def _is_host(text: str) -> bool:
    if re.fullmatch(r"[A-Za-z0-9._-]{1,253}", text):
        return True
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def is_day(text: str) -> bool:
    """Whether the text is a date in the long form; 20261231 could as well be a number of seconds."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_weekdays(text: str) -> bool:
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if first not in _WEEKDAYS or (dash and last not in _WEEKDAYS):
            return False
    return True


def _is_time_zone(text: str) -> bool:
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_filled(text: str) -> bool:
    return bool(text.strip())


def _is_database_url(text: str) -> bool:
    return text != "sqlite:///:memory:" and bool(re.fullmatch(r"sqlite:///[^?]+|postgresql\+psycopg://.+", text))


def _has_no_password(text: str) -> bool:
    return text.startswith("sqlite:") or ":" not in text.partition("://")[2].rpartition("@")[0]


def _like(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


Text = Annotated[str, Spelling(_is_filled, "must not be empty")]
Id = Annotated[
    str,
    Spelling(_like(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}"), "must be a short name of letters, digits, . _ -, not {given}"),
]
# A token key's id stands in every token, and a Message-ID has little room.
KeyId = Annotated[str, Spelling(_like(r"[A-Za-z0-9]{1,8}"), "must be 1 to 8 letters and digits, not {given}")]
TicketPrefix = Annotated[str, Spelling(_like(r"[A-Za-z0-9]{1,12}"), "must be 1 to 12 letters and digits, not {given}")]
Address = Annotated[str, Spelling(is_address, "must be a plain e-mail address, not {given}")]
BounceAddress = Annotated[str, Spelling(_is_bounce_address, "must be like bounce+{{token}}@host, not {given}")]
Host = Annotated[str, Spelling(_is_host, "must be a host name or an IP address, not {given}")]
DatabaseUrl = Annotated[
    str,
    # Not repeated: it may hold a password.
    Spelling(_is_database_url, "must be sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"),
    Spelling(_has_no_password, "must not hold the password; database.password names it"),
]
Language = Annotated[
    str,
    Spelling(_like(r"auto|[a-z]{2,3}(-[A-Za-z]{2,4})?"), "must be auto or a language like id or pt-BR, not {given}"),
]
TimeZone = Annotated[str, Spelling(_is_time_zone, "must be a time zone like Asia/Jakarta, not {given}")]
Country = Annotated[str, Spelling(_like(r"[A-Z]{2}"), "must be a country code like ID, not {given}")]
Day = Annotated[date, Spelling(is_day, "must be a date like 2026-12-31, not {given}")]
Hour = Annotated[str, Spelling(_like(r"([01][0-9]|2[0-3]):[0-5][0-9]"), 'must be an hour like "16:00", not {given}')]
Weekdays = Annotated[str, Spelling(_is_weekdays, "must be days like mon-thu or mon,wed, not {given}")]
