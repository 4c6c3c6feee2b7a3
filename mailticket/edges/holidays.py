"""The working days of a country: the library's public holidays and joint leave, decrees and the site's own changes.

The library learns of joint leave months after its decree, so a decree file replaces or amends it for a year, and a year
without joint leave is told as a warning (from October of the year before).

A decree file has a line for each day: `2026-03-20, Cuti bersama Idul Fitri, joint`. The kind is `holiday` or `joint`
(joint leave, which `calendar.joint_leave` switches); without one a name that begins with "Cuti bersama" is joint leave.
A file whose lines begin with + and - amends what is known before it: `+2026-08-18, Cuti bersama, joint` is a new day
off, `-2026-05-15` is a working day again. Lines without them are a whole year, in place of the library's: so few that
they can be none are refused, since whoever forgot the + would wipe all other holidays out, unless the decree says
`replace: true`.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import holidays

from mailticket.core.deadline import Calendar
from mailticket.errors import SettingsError

PUBLIC, JOINT_LEAVE = "public", "government"  # the library's categories
WARNING_MONTH = 10  # the decree on the next year's joint leave comes in September

HOLIDAYS_OF_A_YEAR_MIN = 12  # without joint leave; Indonesia has some sixteen

Days = dict[date, tuple[str, bool]]  # day off -> its name, and whether it is joint leave

_LINE = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:\s*[,;:\t]\s*(?P<name>[^,;\s].*?)(?:\s*[,;\t]\s*(?P<kind>holiday|joint))?)?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decree:
    """A decree on days off; `replace` says that its file is a whole year, however few days it names."""

    number: str
    dated: date
    valid_from: date
    file: Path
    replace: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a decree file."""

    sign: str
    day: date
    name: str
    is_joint: bool


def load(
    country: str,
    joint_leave: bool,
    add: Mapping[date, str],
    remove: Sequence[date],
    decrees: Sequence[Decree],
    first: int,
    last: int,
    today: date,
) -> tuple[Calendar, tuple[str, ...]]:
    """Return the calendar of the years first to last, and what is to be warned of; SettingsError for a bad decree."""
    known: Days = {}
    for year in range(first, last + 1):
        known |= {day: (name, False) for day, name in _library(country, year, PUBLIC).items()}
        known |= {day: (name, True) for day, name in _library(country, year, JOINT_LEAVE).items()}
    for decree in sorted(decrees, key=lambda decree: decree.dated):
        lines = _file(decree)  # a file that cannot be read is told at once, not on the day on which it becomes valid
        if decree.valid_from <= today:
            known = _decreed(known, decree.number, lines)
    warnings = _warnings({day.year for day, (_, is_joint) in known.items() if is_joint}, today) if joint_leave else ()
    off = {day: name for day, (name, is_joint) in known.items() if joint_leave or not is_joint}
    off |= add
    for day in remove:
        off.pop(day, None)
    return Calendar(off), warnings


def _warnings(years: set[int], today: date) -> tuple[str, ...]:
    """The years that are near and whose joint leave nobody has told us."""
    near = (today.year, today.year + 1) if today.month >= WARNING_MONTH else (today.year,)
    return tuple(f"Cuti bersama {year} belum tersedia; tenggat dapat bergeser." for year in near if year not in years)


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


def _decreed(known: Days, number: str, lines: Sequence[_Line]) -> Days:
    """The days off after a decree: a whole year in place of what was known, or changes of it."""
    replaced = {line.day.year for line in lines if not line.sign}
    days = {day: what for day, what in known.items() if day.year not in replaced}
    for line in lines:
        if line.sign == "-":
            days.pop(line.day, None)
        else:
            days[line.day] = (f"{line.name} ({number})", line.is_joint)
    return days


def _file(decree: Decree) -> list[_Line]:
    """Read a decree file; blank lines and those after # are comments."""
    path = decree.file
    try:
        texts = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError([f"calendar.decrees: {path} cannot be read: {error}"]) from error
    lines, wrong = [], []
    for n, text in enumerate(texts, 1):
        said = text.partition("#")[0].strip()
        if not said:
            continue
        line = _line(said)
        if line is None:
            wrong.append(f"calendar.decrees: {path}, line {n}: must be like `2026-03-20, name of the day, joint`")
        else:
            lines.append(line)
    if not lines and not wrong:
        wrong.append(f"calendar.decrees: {path} has no days")
    if len({bool(line.sign) for line in lines}) > 1:
        wrong.append(f"calendar.decrees: {path} mixes lines of a whole year with changes (+ and -)")
    elif not decree.replace:
        wrong += _no_years(path, lines)
    if wrong:
        raise SettingsError(wrong)
    return lines


def _no_years(path: Path, lines: Sequence[_Line]) -> list[str]:
    """The years that a file would replace and that it has too few holidays for."""
    counts = Counter(line.day.year for line in lines if not line.sign and not line.is_joint)
    return [
        f"calendar.decrees: {path} would replace all holidays of {year}, and names {counts[year]} (a whole year has at"
        f" least {HOLIDAYS_OF_A_YEAR_MIN}): begin each line of a change with + or -, or say replace: true"
        for year in sorted({line.day.year for line in lines if not line.sign})
        if counts[year] < HOLIDAYS_OF_A_YEAR_MIN
    ]


def _line(text: str) -> _Line | None:
    """Read one line; None when it is none."""
    found = _LINE.fullmatch(text)
    if found is None:
        return None
    try:
        day = date.fromisoformat(found["day"])
    except ValueError:
        return None
    name, kind = (found["name"] or "").strip("\"' "), (found["kind"] or "").lower()
    if not name and found["sign"] != "-":
        return None
    return _Line(found["sign"], day, name, kind == "joint" or (not kind and name.casefold().startswith("cuti bersama")))
