"""Which days are working days, and counting along them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

DAYS_MAX = 3_660  # no count of ours is longer than ten years
ONE_DAY = timedelta(days=1)
SATURDAY = 5  # date.weekday()


@dataclass(frozen=True)
class Calendar:
    """Which days are working days: Monday to Friday, but for `off` (date -> name of the holiday)."""

    off: Mapping[date, str] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Return whether the desk works on that day."""
        return day.weekday() < SATURDAY and day not in self.off

    def why_off(self, day: date) -> str | None:
        """Return why a day is no working day, or None."""
        if day in self.off:
            return self.off[day]
        if day.weekday() < SATURDAY:
            return None
        return "Sabtu" if day.weekday() == SATURDAY else "Minggu"

    def after(self, day: date, working_days: int) -> date:
        """Return the n-th working day strictly after (negative: before) a day; 0: the day itself."""
        step = ONE_DAY if working_days > 0 else -ONE_DAY
        left = abs(working_days)
        for _ in range(DAYS_MAX):
            if left == 0:
                break
            day += step
            left -= self.is_working(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Return the number of working days after `first` up to and with `last`; negative when `last` is earlier."""
        if last < first:
            return -self.working_days_between(last, first)
        days = min((last - first).days, DAYS_MAX)
        return sum(self.is_working(first + ONE_DAY * n) for n in range(1, days + 1))

    def differences(self, other: "Calendar") -> tuple[tuple[date, str | None], ...]:
        """Return the days that the other calendar has otherwise, with its name for a day off, None for a working day.

        Only in the years that both know, so that a new year in view is no change; a day off with another name is none.
        """
        years = {day.year for day in self.off} & {day.year for day in other.off}
        days = sorted(day for day in self.off.keys() ^ other.off.keys() if day.year in years)
        return tuple((day, other.off.get(day)) for day in days if day.weekday() < SATURDAY)
