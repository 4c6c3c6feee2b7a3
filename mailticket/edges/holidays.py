"""The working days of a country: the library's public holidays and joint leave, decrees and the site's own changes.

The library learns of joint leave months after its decree, so a decree file replaces it for a year, and a year without
joint leave is told as a warning (from October of the year before).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import holidays
import yaml

from mailticket.core.deadline import Calendar
from mailticket.errors import SettingsError

PUBLIC, JOINT_LEAVE = "public", "government"  # the library's categories
WARNING_MONTH = 10  # the decree on the next year's joint leave comes in September

Decrees = Sequence[tuple[str, date, date, Path]]  # number, date, valid from, file


def load(
    country: str, joint_leave: bool, add: Mapping[date, str], remove: Sequence[date], decrees: Decrees,
    first: int, last: int, today: date,
) -> tuple[Calendar, tuple[str, ...]]:  # fmt: skip
    """Return the calendar of the years first to last, and what is to be warned of; SettingsError for a bad decree."""
    off: dict[date, str] = {}
    warnings: list[str] = []
    decreed = _decreed(decrees, today)
    for year in range(first, last + 1):
        if year in decreed:
            off.update(decreed[year])
            continue
        off.update(_library(country, year, PUBLIC))
        leave = _library(country, year, JOINT_LEAVE) if joint_leave else {}
        off.update(leave)
        is_near = year == today.year or (year == today.year + 1 and today.month >= WARNING_MONTH)
        if joint_leave and not leave and is_near:
            warnings.append(f"Cuti bersama {year} belum tersedia; tenggat dapat bergeser.")
    off.update(add)
    for day in remove:
        off.pop(day, None)
    return Calendar(off), tuple(warnings)


def _library(country: str, year: int, category: str) -> dict[date, str]:
    """The library's days of one category, in the country's own language whatever the environment says."""
    try:
        found = holidays.country_holidays(country, years=year, categories=(category,), language="id")
    except (NotImplementedError, ValueError):
        try:
            found = holidays.country_holidays(country, years=year)
        except NotImplementedError as error:
            raise SettingsError([f"calendar.country: {country} is not known to the holiday library"]) from error
        if category == JOINT_LEAVE:
            return {}
    return {day: str(name) for day, name in found.items()}


def _decreed(decrees: Decrees, today: date) -> dict[int, dict[date, str]]:
    """The days of the decrees in force, by year; the latest decree of a year counts."""
    years: dict[int, dict[date, str]] = {}
    for number, _, valid_from, path in sorted(decrees, key=lambda decree: decree[1]):
        if valid_from > today:
            continue
        years |= _file(path, number)
    return years


def _file(path: Path, number: str) -> dict[int, dict[date, str]]:
    """Read a decree file: lines of `2026-03-20: Cuti bersama Idul Fitri`."""
    try:
        lines = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError([f"calendar.decrees: {path} cannot be read: {error}"]) from error
    if not isinstance(lines, dict) or not all(isinstance(day, date) for day in lines):
        raise SettingsError([f"calendar.decrees: {path} must be lines of `2026-03-20: name of the day`"])
    years: dict[int, dict[date, str]] = {}
    for day, name in lines.items():
        years.setdefault(day.year, {})[day] = f"{name} ({number})"
    return years
