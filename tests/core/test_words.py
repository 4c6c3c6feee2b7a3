from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailticket.core import words

JAKARTA = ZoneInfo("Asia/Jakarta")
MORNING = datetime(2026, 3, 30, 3, 15, tzinfo=UTC)


def test_a_date_is_written_as_in_a_letter():
    assert words.on_date(date(2026, 3, 30)) == "30 Maret 2026"
    assert words.on_day(date(2026, 3, 30)) == "Senin, 30 Maret 2026"
    assert words.on_day(date(2026, 11, 6)) == "Jumat, 6 November 2026"
    assert words.short_day(date(2026, 3, 27)) == "Jum 27 Mar"


def test_an_english_writer_reads_english_dates():
    assert words.on_day(date(2026, 3, 30), "en") == "Monday, 30 March 2026"
    assert words.on_moment(MORNING, JAKARTA, "en", "{day} at {hour}") == "Monday, 30 March 2026 at 10:15 WIB"


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("Asia/Jakarta", "10.15 WIB"),
        ("Asia/Makassar", "11.15 WITA"),
        ("Asia/Jayapura", "12.15 WIT"),
        ("Asia/Dubai", "07.15 UTC+04"),
    ],
)
def test_an_hour_bears_the_zone_that_its_reader_lives_in(zone, hour):
    assert words.at_hour(MORNING, ZoneInfo(zone)) == hour


def test_a_moment_near_midnight_has_the_day_of_the_desk():
    late = datetime(2026, 3, 29, 17, 30, tzinfo=UTC)
    assert words.on_moment(late, JAKARTA) == "Senin, 30 Maret 2026 pukul 00.30 WIB"


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [(0, 0, "0"), (1234, 0, "1.234"), (12.25, 1, "12,2"), (1234567.5, 1, "1.234.567,5"), (-3.14, 2, "-3,14")],
)
def test_numbers_have_a_decimal_comma_and_dots_between_thousands(value, places, written):
    assert words.number(value, places) == written


def test_english_numbers_are_the_other_way_round():
    assert words.number(1234.5, 1, "en") == "1,234.5"


def test_file_sizes_are_told_as_people_know_them():
    assert words.size(1_234_567) == "1,2 MB"
    assert words.size(340_000) == "340 KB"
    assert words.size(1) == "1 KB"
    assert words.size(12_345_678, "en") == "12.3 MB"


def test_a_list_of_words_reads_as_a_sentence():
    assert words.listed(("nama",)) == "nama"
    assert words.listed(("nama", "alamat")) == "nama dan alamat"
    assert words.listed(("name", "address", "phone"), "en") == "name, address, and phone"


# EYD V and world English, against what CLDR may change.
NAMES = {
    "id": (
        "Senin Selasa Rabu Kamis Jumat Sabtu Minggu",
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    ),
    "en": (
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "January February March April May June July August September October November December",
    ),
}


@pytest.mark.parametrize("language", NAMES)
def test_every_day_of_a_leap_year_is_written_out_in_full(language):
    days, months = (names.split() for names in NAMES[language])
    for day in (date(2028, 1, 1) + timedelta(n) for n in range(366)):
        weekday, month = days[day.weekday()], months[day.month - 1]
        assert words.on_date(day, language) == f"{day.day} {month} 2028"
        assert words.on_day(day, language) == f"{weekday}, {day.day} {month} 2028"
        assert words.short_day(day, language) == f"{weekday[:3]} {day.day} {month[:3]}"


@pytest.mark.parametrize(
    ("language", "day", "short", "number", "listed"),
    [
        ("nl", "maandag 30 maart 2026", "ma 30 mrt", "1.234,5", "a, b en c"),
        ("de", "Montag, 30. März 2026", "Mo. 30. März", "1.234,5", "a, b und c"),
        ("pt-BR", "segunda-feira, 30 de março de 2026", "seg. 30 de mar.", "1.234,5", "a, b e c"),
    ],
)
def test_any_other_language_is_written_as_its_people_write_it(language, day, short, number, listed):
    assert words.on_day(date(2026, 3, 30), language) == day
    assert words.short_day(date(2026, 3, 30), language) == short
    assert words.number(1234.5, 1, language) == number
    assert words.listed(("a", "b", "c"), language) == listed


def test_a_number_is_rounded_as_it_is_and_not_as_it_looks():
    assert words.number(0.15, 1) == "0,1"  # a little less than 0.15
    assert words.number(0.25, 1) == "0,2"
    assert words.number(0.35, 1) == "0,3"
    assert words.number(10**12) == "1.000.000.000.000"


@pytest.mark.parametrize(
    ("name", "known"),
    [("id", True), ("pt-BR", True), ("ID", False), ("pt_BR", False), ("xx", False), ("attic", False), ("", False)],
)
def test_a_language_is_known_by_the_one_name_that_it_has(name, known):
    assert words.is_language(name) == known
