"""Dates, hours, numbers and lists as each language writes them (CLDR, by Babel), and the fixed words of the staff.

Indonesian: "Senin, 30 Maret 2026", "pukul 10.15 WIB", decimal comma, a dot between thousands (EYD V; domain facts 5).
"""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, localedata
from babel.core import UnknownLocaleError
from babel.dates import DateTimePattern, parse_pattern
from babel.lists import format_list
from babel.numbers import NumberPattern
from babel.numbers import parse_pattern as parse_number_pattern

from mailticket.core.policy import STAFF_LANGUAGE

MEGA, KILO = 1_000_000, 1_000
MOMENT = "{day} pukul {hour}"  # as the staff read it; citizens' languages have it among their labels

KINDS: Mapping[str, str] = {  # shown to staff; citizens' languages have them among their labels
    "pengaduan": "Pengaduan",
    "aspirasi": "Aspirasi",
    "permohonan_informasi": "Permohonan informasi",
    "lainnya": "Lainnya",
}

CHANNELS: Mapping[str, str] = {  # by which a report came; shown to staff
    "email": "surel",
    "telepon": "telepon",
    "whatsapp": "WhatsApp",
    "laporan": "laporan",
    "surat": "surat",
    "datang_langsung": "datang langsung",
    "lapor": "LAPOR",
    "lainnya": "kanal lain",
}

DETAILS: Mapping[str, str] = {  # of the citizen; shown to staff
    "name": "nama",
    "address": "alamat",
    "phone": "nomor telepon",
    "email": "alamat surel",
    "detail": "uraian",
    "kind": "jenis",
}

STATUSES: Mapping[str, str] = {  # shown to staff
    "awaiting_details": "menunggu kelengkapan",
    "open": "menunggu petugas",
    "awaiting_citizen": "menunggu pelapor",
    "with_unit": "diteruskan",
    "unit_answered": "konsep jawaban unit menunggu petugas",
    "answered": "dijawab",
    "closed": "selesai",
}


@dataclass(frozen=True, slots=True)
class _Patterns:
    """How one language orders the parts of dates and hours."""

    date: DateTimePattern
    day: DateTimePattern
    short: DateTimePattern
    hour: DateTimePattern


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


@cache
def _patterns(language: str) -> _Patterns:
    """The patterns of a language, in its form for the world (001 of UN M.49) if it has one: 30 March, not March 30."""
    world = f"{language}_001"
    locale = Locale.parse(world) if localedata.exists(world) else _locale(language)
    return _Patterns(
        date=locale.date_formats["long"],
        day=parse_pattern(locale.date_formats["full"].pattern.replace("dd", "d")),
        short=parse_pattern(locale.datetime_skeletons["MMMEd"].pattern.replace(",", "")),
        hour=locale.datetime_skeletons["Hm"],
    )


@cache
def _number_pattern(language: str, places: int) -> NumberPattern:
    whole = _locale(language).decimal_formats[None].pattern.partition(".")[0]
    return parse_number_pattern(f"{whole}.{'0' * places}" if places else whole)


def is_language(name: str) -> bool:
    """Whether CLDR knows a language of this name, as "id" or "pt-BR"."""
    try:
        return str(_locale(name)).replace("_", "-") == name
    except (UnknownLocaleError, ValueError):
        return False


def on_date(day: date, language: str = STAFF_LANGUAGE) -> str:
    """Write a date: "30 Maret 2026"."""
    return _patterns(language).date.apply(day, _locale(language))


def on_day(day: date, language: str = STAFF_LANGUAGE) -> str:
    """Write a date with its day of the week: "Senin, 30 Maret 2026"."""
    return _patterns(language).day.apply(day, _locale(language))


def short_day(day: date, language: str = STAFF_LANGUAGE) -> str:
    """Write a date for a subject line: "Sen 30 Mar"."""
    return _patterns(language).short.apply(day, _locale(language))


def at_hour(at: datetime, zone: ZoneInfo, language: str = STAFF_LANGUAGE) -> str:
    """Write an hour with its zone: "10.15 WIB"; a zone without a name of letters as "UTC+05"."""
    local = at.astimezone(zone)
    name = local.tzname() or ""
    hour = _patterns(language).hour.apply(local, _locale(language))
    return f"{hour} {name if name.isalpha() else f'UTC{name}'}"


def on_moment(at: datetime, zone: ZoneInfo, language: str = STAFF_LANGUAGE, form: str = MOMENT) -> str:
    """Write a moment: "Senin, 30 Maret 2026 pukul 10.15 WIB"."""
    return form.format(day=on_day(at.astimezone(zone).date(), language), hour=at_hour(at, zone, language))


def days_left(working_days: int) -> str:
    """Write how long a ticket still has, shortly, for a table: "2 hari kerja", "hari terakhir"."""
    if working_days == 0:
        return "hari terakhir"
    return f"{number(working_days)} hari kerja" if working_days > 0 else f"lewat {number(-working_days)} hari kerja"


def shortened(subject: str, characters_max: int = 70) -> str:
    """Shorten the subject of a ticket at a word, for a line of a table."""
    return textwrap.shorten(subject, characters_max, placeholder=" ...") or "(tanpa perihal)"


def number(value: float, places: int = 0, language: str = STAFF_LANGUAGE) -> str:
    """Write a number with separated thousands and that many decimal places: "1.234,5"."""
    written: str = _number_pattern(language, places).apply(Decimal(value), _locale(language))
    return written


def size(content_bytes: int, language: str = STAFF_LANGUAGE) -> str:
    """Write the size of a file, given in bytes, as people are used to: "1,2 MB", "340 KB"."""
    if content_bytes >= MEGA:
        return f"{number(content_bytes / MEGA, 1, language)} MB"
    return f"{number(max(1, round(content_bytes / KILO)), 0, language)} KB"


def listed(words: tuple[str, ...], language: str = STAFF_LANGUAGE) -> str:
    """Join words into running text: "a, b, dan c"."""
    return format_list(words, locale=_locale(language))
