"""The calendar: the library's days, decrees in force, the site's own changes, and what is to be warned of."""

from datetime import date
from pathlib import Path

import pytest

from mailticket.core.deadline import Calendar
from mailticket.edges import holidays
from mailticket.errors import SettingsError

TODAY = date(2026, 3, 16)


def load(today: date = TODAY, joint_leave: bool = True, **changes: object) -> tuple[Calendar, tuple[str, ...]]:
    given = {"add": {}, "remove": (), "decrees": (), **changes}
    return holidays.load("ID", joint_leave=joint_leave, first=2025, last=2029, today=today, **given)  # type: ignore[arg-type]


def decree(
    folder: Path,
    text: str,
    number: str = "SKB 7",
    day: str = "2026-01-01",
    valid: str = "2026-01-01",
    replace: bool = False,
) -> holidays.Decree:
    path = folder / f"{number}.csv"
    path.write_text(text, "utf-8")
    return holidays.Decree(number, date.fromisoformat(day), date.fromisoformat(valid), path, replace)


def holidays_of(year: int, count: int) -> str:
    """So many holidays, one a month and then a second one, none of which the library knows."""
    return "".join(f"{year}-{n % 12 + 1:02d}-{3 + n // 12:02d}, Hari {n}\n" for n in range(count))


def test_public_holidays_and_joint_leave_are_days_off() -> None:
    calendar, _ = load()
    assert calendar.why_off(date(2026, 3, 19)) == "Hari Suci Nyepi"
    assert "Cuti Bersama" in str(calendar.why_off(date(2026, 3, 18)))


def test_joint_leave_can_be_switched_off() -> None:
    calendar, _ = load(joint_leave=False)
    assert calendar.is_working(date(2026, 3, 18))
    assert not calendar.is_working(date(2026, 3, 19))


def test_a_decree_of_a_whole_year_replaces_the_library_for_that_year_alone(tmp_path: Path) -> None:
    lines = (
        "# SKB tiga menteri\n2028-01-01, Tahun Baru\n\n2028-03-27; Cuti bersama Idul Fitri\n2028-05-02,Waisak,holiday\n"
    )
    calendar, _ = load(decrees=(decree(tmp_path, lines, replace=True),))
    assert calendar.why_off(date(2028, 3, 27)) == "Cuti bersama Idul Fitri (SKB 7)"
    assert calendar.is_working(date(2028, 8, 17))
    assert not calendar.is_working(date(2027, 8, 17))
    without, _ = load(decrees=(decree(tmp_path, lines, replace=True),), joint_leave=False)
    assert without.is_working(date(2028, 3, 27))
    assert not without.is_working(date(2028, 5, 2))


def test_a_decree_of_changes_amends_what_is_known(tmp_path: Path) -> None:
    calendar, _ = load(decrees=(decree(tmp_path, "+2026-08-18, Cuti bersama, tambahan, joint\n-2026-05-15\n"),))
    assert calendar.why_off(date(2026, 8, 18)) == "Cuti bersama, tambahan (SKB 7)"
    assert calendar.is_working(date(2026, 5, 15))
    assert not calendar.is_working(date(2026, 3, 19))


def test_the_later_decree_counts_and_only_from_the_day_on_which_it_is_valid(tmp_path: Path) -> None:
    first = decree(tmp_path, "+2026-08-18, A\n", "SKB 1")
    second = decree(tmp_path, "-2026-08-18\n", "SKB 2", day="2026-02-01", valid="2026-06-01")
    assert not load(decrees=(second, first))[0].is_working(date(2026, 8, 18))
    assert load(decrees=(second, first), today=date(2026, 6, 1))[0].is_working(date(2026, 8, 18))


def test_the_site_has_the_last_word() -> None:
    calendar, _ = load(add={date(2026, 12, 31): "Layanan tutup"}, remove=(date(2026, 3, 18),))
    assert calendar.why_off(date(2026, 12, 31)) == "Layanan tutup"
    assert calendar.is_working(date(2026, 3, 18))


@pytest.mark.parametrize(
    "text", ["", "2026-13-01, x\n", "Idul Fitri\n", "2026-03-20\n", "+2026-03-20, a\n2026-03-21, b\n"]
)
def test_a_decree_that_cannot_be_read_is_a_fault_of_the_settings(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        load(decrees=(decree(tmp_path, text),))
    assert all(problem.startswith("calendar.decrees: ") for problem in raised.value.problems)


def test_a_decree_of_a_few_days_does_not_replace_a_year_unless_it_says_so(tmp_path: Path) -> None:
    for lines in (
        "2026-08-18, Cuti bersama, joint\n",
        holidays_of(2026, 11),
        holidays_of(2026, 11) + "".join(f"2026-10-{day}, Cuti bersama\n" for day in range(10, 20)),
        holidays_of(2028, 14) + "2026-01-01, Tahun Baru\n",
    ):
        with pytest.raises(SettingsError) as raised:
            load(decrees=(decree(tmp_path, lines, valid="2027-01-01"),))
        (problem,) = raised.value.problems
        assert "all holidays of 2026" in problem
        assert "with + or -" in problem
        assert "replace: true" in problem
        assert load(decrees=(decree(tmp_path, lines, replace=True),))[0].is_working(date(2026, 12, 25))


def test_a_decree_of_a_plausible_year_replaces_it(tmp_path: Path) -> None:
    calendar, _ = load(decrees=(decree(tmp_path, holidays_of(2028, 12)),))
    assert calendar.is_working(date(2028, 8, 17))
    assert not calendar.is_working(date(2028, 8, 3))


def test_a_year_without_joint_leave_is_warned_of_from_october_on(tmp_path: Path) -> None:
    assert load(today=date(2027, 9, 30))[1] == ()
    warning = ("Cuti bersama 2028 belum tersedia; tenggat dapat bergeser.",)
    assert load(today=date(2027, 10, 1))[1] == warning
    assert load(today=date(2028, 2, 1))[1] == warning
    assert load(today=date(2027, 10, 1), joint_leave=False)[1] == ()
    told = decree(tmp_path, "+2028-03-27, Cuti bersama Idul Fitri\n", day="2027-09-20", valid="2027-09-20")
    assert load(today=date(2027, 10, 1), decrees=(told,))[1] == ()
