from datetime import UTC, date, datetime
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
    assert words.on_moment(MORNING, JAKARTA, "en") == "Monday, 30 March 2026 at 10:15 WIB"


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


def test_both_languages_have_labels_for_the_same_fields_and_kinds():
    assert words.LABELS["id"].keys() == words.LABELS["en"].keys()
    assert words.KINDS["id"].keys() == words.KINDS["en"].keys()


def test_the_labels_of_the_form_are_the_ones_of_the_contract():
    assert list(words.LABELS["id"].values()) == [
        "Nama lengkap",
        "Alamat lengkap",
        "Nomor telepon",
        "Alamat surel",
        "Uraian",
    ]
