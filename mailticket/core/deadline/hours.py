"""When staff are mailed: inside the office hours of a working day."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from mailticket.core.deadline.calendar import Calendar
from mailticket.core.policy import OfficeHours, Policy

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def at_work(day: date, policy: Policy, calendar: Calendar) -> datetime:
    """Return when people are mailed on a day: at `escalation.time`, but inside office hours of a working day."""
    if not calendar.is_working(day):
        day = calendar.after(day, 1)
    at, hours = time.fromisoformat(policy.escalation.time), _hours(day, policy)
    if hours and not any(opens <= at < closes for opens, closes in hours):
        at = next((opens for opens, _ in hours if opens > at), hours[0][0])
    return datetime.combine(day, at, ZoneInfo(policy.desk.timezone)).astimezone(UTC)


def is_office_hour(at: datetime, policy: Policy, calendar: Calendar) -> bool:
    """Return whether staff may be mailed at a moment."""
    return next_office_hour(at, policy, calendar) == at


def next_office_hour(at: datetime, policy: Policy, calendar: Calendar) -> datetime:
    """Return the first moment from this one on at which staff may be mailed; a day that no row names has any hour."""
    zone = ZoneInfo(policy.desk.timezone)
    local = at.astimezone(zone)
    if calendar.is_working(local.date()):
        hours = _hours(local.date(), policy)
        opens = next((max(opens, local.time()) for opens, closes in hours if local.time() < closes), None)
        if not hours or opens is not None:
            return datetime.combine(local.date(), opens or local.time(), zone).astimezone(UTC)
    return at_work(calendar.after(local.date(), 1), policy, calendar)


def _hours(day: date, policy: Policy) -> tuple[tuple[time, time], ...]:
    """The office hours of a day, earliest first; rows of a season (Ramadan) speak before the ordinary ones."""
    rows = [row for row in policy.clock.office_hours if _is_for(row, day)]
    season = [row for row in rows if row.from_ is not None or row.to is not None]
    return tuple(sorted((time.fromisoformat(row.open), time.fromisoformat(row.close)) for row in season or rows))


def _is_for(row: OfficeHours, day: date) -> bool:
    in_season = (row.from_ is None or row.from_ <= day) and (row.to is None or day <= row.to)
    return in_season and WEEK[day.weekday()] in _weekdays(row.days)


def _weekdays(days: str) -> frozenset[str]:
    """Read "mon-thu", "fri" or "mon,wed"."""
    found: set[str] = set()
    for part in days.split(","):
        first, _, last = part.strip().partition("-")
        found.update(WEEK[WEEK.index(first) : WEEK.index(last or first) + 1])
    return frozenset(found)
