"""Dates, hours, numbers and fixed words as people write them, in Indonesian (`id`) and English (`en`).

Indonesian: "Senin, 30 Maret 2026", "pukul 10.15 WIB", decimal comma, a dot between thousands (EYD V; domain facts 5).
"""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

DAYS: Mapping[str, tuple[str, ...]] = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: Mapping[str, tuple[str, ...]] = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
        "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip
SHORT = 3  # letters of a shortened day or month
MEGA, KILO = 1_000_000, 1_000

# What a person is asked to fill in; the parser of our own form knows these labels.
LABELS: Mapping[str, Mapping[str, str]] = {
    "id": {
        "name": "Nama lengkap",
        "address": "Alamat lengkap",
        "phone": "Nomor telepon",
        "email": "Alamat surel",
        "detail": "Uraian",
    },
    "en": {
        "name": "Full name",
        "address": "Full address",
        "phone": "Phone number",
        "email": "E-mail address",
        "detail": "Your report",
    },
}

KINDS: Mapping[str, Mapping[str, str]] = {
    "id": {
        "pengaduan": "Pengaduan",
        "aspirasi": "Aspirasi",
        "permohonan_informasi": "Permohonan informasi",
        "lainnya": "Lainnya",
    },
    "en": {
        "pengaduan": "Complaint",
        "aspirasi": "Aspiration",
        "permohonan_informasi": "Request for information",
        "lainnya": "Other",
    },
}

CHANNELS: Mapping[str, str] = {  # by which a report came; shown to staff, in Indonesian only
    "email": "surel",
    "telepon": "telepon",
    "whatsapp": "WhatsApp",
    "laporan": "laporan",
    "surat": "surat",
    "datang_langsung": "datang langsung",
    "lapor": "LAPOR",
    "lainnya": "kanal lain",
}

STATUSES: Mapping[str, str] = {  # shown to staff, in Indonesian only
    "awaiting_details": "menunggu kelengkapan",
    "open": "menunggu petugas",
    "awaiting_citizen": "menunggu pelapor",
    "with_unit": "diteruskan",
    "unit_answered": "konsep jawaban unit menunggu petugas",
    "answered": "dijawab",
    "closed": "selesai",
}


def on_date(day: date, language: str = "id") -> str:
    """Write a date: "30 Maret 2026"."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def on_day(day: date, language: str = "id") -> str:
    """Write a date with its day of the week: "Senin, 30 Maret 2026"."""
    return f"{DAYS[language][day.weekday()]}, {on_date(day, language)}"


def short_day(day: date, language: str = "id") -> str:
    """Write a date for a subject line: "Sen 30 Mar"."""
    return f"{DAYS[language][day.weekday()][:SHORT]} {day.day} {MONTHS[language][day.month - 1][:SHORT]}"


def at_hour(at: datetime, zone: ZoneInfo, language: str = "id") -> str:
    """Write an hour with its zone: "10.15 WIB"; a zone without a name of letters as "UTC+05"."""
    local = at.astimezone(zone)
    name = local.tzname() or ""
    separator = "." if language == "id" else ":"
    return f"{local:%H}{separator}{local:%M} {name if name.isalpha() else f'UTC{name}'}"


def on_moment(at: datetime, zone: ZoneInfo, language: str = "id") -> str:
    """Write a moment: "Senin, 30 Maret 2026 pukul 10.15 WIB"."""
    word = "pukul" if language == "id" else "at"
    return f"{on_day(at.astimezone(zone).date(), language)} {word} {at_hour(at, zone, language)}"


def days_left(working_days: int) -> str:
    """Write how long a ticket still has, shortly, for a table: "2 hk", "hari terakhir", "lewat 1 hk" (hari kerja)."""
    if working_days == 0:
        return "hari terakhir"
    return f"{number(working_days)} hk" if working_days > 0 else f"lewat {number(-working_days)} hk"


def number(value: float, places: int = 0, language: str = "id") -> str:
    """Write a number with separated thousands and that many decimal places: "1.234,5"."""
    english = f"{value:,.{places}f}"
    return english if language == "en" else english.translate(str.maketrans(",.", ".,"))


def size(content_bytes: int, language: str = "id") -> str:
    """Write the size of a file, given in bytes, as people are used to: "1,2 MB", "340 KB"."""
    if content_bytes >= MEGA:
        return f"{number(content_bytes / MEGA, 1, language)} MB"
    return f"{number(max(1, round(content_bytes / KILO)), 0, language)} KB"


def listed(words: tuple[str, ...], language: str = "id") -> str:
    """Join words into running text: "a, b, dan c"."""
    conjunction = "dan" if language == "id" else "and"
    if len(words) <= 2:
        return f" {conjunction} ".join(words)
    return f"{', '.join(words[:-1])}, {conjunction} {words[-1]}"
