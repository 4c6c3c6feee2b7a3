"""Working days, due dates, pauses, rungs and their explanation: the only module that counts days.

Deadlines are dates in the desk's zone. The day of receipt is day 0 and the count ends with the N-th working day after
it (holidays and joint leave are no working days); a working day at whose end we waited for the citizen is not counted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailticket.core.policy import Policy, Rung, Unit
from mailticket.core.ticket import STOPPED, WAITING, Event, Leg, Pause, Status, Ticket

DAYS_MAX = 3_660  # no count of ours is longer than ten years
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ONE_DAY = timedelta(days=1)
LATE_DAYS_SHOWN_MAX = 10  # of an overdue ticket the explanation shows so many days after the due date
CHASERS = (0, 1)  # a unit is reminded on its due date and on the next working day


@dataclass(frozen=True)
class Calendar:
    """Which days are working days: Monday to Friday, but for `off` (date -> name of the holiday)."""

    off: Mapping[date, str] = field(default_factory=dict)

    def is_working(self, day: date) -> bool:
        """Return whether the desk works on that day."""
        return day.weekday() < 5 and day not in self.off

    def why_off(self, day: date) -> str | None:
        """Return why a day is no working day, or None."""
        if day in self.off:
            return self.off[day]
        return ("Sabtu" if day.weekday() == 5 else "Minggu") if day.weekday() >= 5 else None

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


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that has fallen due on a ticket; `passed`: a later one of its kind is due too, it is only recorded."""

    kind: str  # rung | reminder | chaser | close_no_response | close_resolved
    at: datetime
    rung: Rung | None = None
    unit: str | None = None
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the explanation of a deadline."""

    on: date
    why: str
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a deadline is what it is, day by day."""

    start_on: date | None
    due_on: date | None
    days: tuple[Day, ...]


def local_day(at: datetime, policy: Policy) -> date:
    """Return the date of a moment in the desk's zone."""
    return at.astimezone(ZoneInfo(policy.desk.timezone)).date()


def working_days(ticket: Ticket, policy: Policy) -> int:
    """Return how many working days the desk has: by category, else by kind, else as for everything."""
    category = next((c for c in policy.categories if c.id == ticket.category), None)
    if category is not None and category.working_days is not None:
        return category.working_days
    by_kind = {str(kind): days for kind, days in policy.clock.working_days_by_kind.items()}
    return by_kind.get(ticket.kind, policy.clock.working_days)


def start_on(ticket: Ticket, policy: Policy, calendar: Calendar) -> date | None:
    """Return day 0, or None while the clock has not started.

    With a cut-off hour, what comes later counts as received on the next working day, and so does what comes on a day
    off: otherwise a mail of Friday evening would be due after one of Saturday.
    """
    if ticket.clock_at is None:
        return None
    local = ticket.clock_at.astimezone(ZoneInfo(policy.desk.timezone))
    cutoff = policy.clock.cutoff
    if cutoff is None or (calendar.is_working(local.date()) and local.time() < time.fromisoformat(cutoff)):
        return local.date()
    return calendar.after(local.date(), 1)


def due_on(ticket: Ticket, policy: Policy, calendar: Calendar) -> date | None:
    """Return the last day on which the ticket is in time, or None while the clock has not started.

    A pause that still runs is taken at its longest, so that the date holds whatever the citizen does.
    """
    start = start_on(ticket, policy, calendar)
    if start is None:
        return None
    last = start
    for day in _count(start, ticket, policy, calendar):
        last = day.on
    return last


def with_clock(ticket: Ticket, policy: Policy, calendar: Calendar) -> Ticket:
    """Return the ticket with its due date and `next_at`; called after everything that changes a ticket."""
    if ticket.status not in STOPPED:
        ticket = replace(ticket, due_on=due_on(ticket, policy, calendar))
    return replace(ticket, next_at=next_at(ticket, policy, calendar))


def next_at(ticket: Ticket, policy: Policy, calendar: Calendar) -> datetime | None:
    """Return when something falls due next: the earliest rung, reminder, chaser or closing."""
    return min((one.at for one in _pending(ticket, policy, calendar)), default=None)


def dues(ticket: Ticket, policy: Policy, calendar: Calendar, now: datetime) -> tuple[Due, ...]:
    """Return what has fallen due, earliest first; of several of one kind only the latest is not `passed`.

    A closing ends the ticket, so that nothing else of it is due any more.
    """
    found = sorted((one for one in _pending(ticket, policy, calendar) if one.at <= now), key=lambda one: one.at)
    closing = next((one for one in found if one.kind.startswith("close_")), None)
    if closing is not None:
        return (closing,)
    latest = {(one.kind, one.unit): one for one in found}
    return tuple(one if latest[one.kind, one.unit] is one else replace(one, passed=True) for one in found)


def leg_due_on(now: datetime, unit: Unit, policy: Policy, calendar: Calendar, ticket_due: date | None) -> date:
    """Return by when a unit should reply: its own days, but if possible a working day before the ticket is due."""
    today = local_day(now, policy)
    due = calendar.after(today, unit.reply_working_days)
    if ticket_due is not None:
        due = min(due, calendar.after(ticket_due, -1))
    return max(due, calendar.after(today, 1))


def days_left(ticket: Ticket, calendar: Calendar, today: date) -> int | None:
    """Return the working days until the due date; 0: today is the last day; negative: so many days late."""
    return None if ticket.due_on is None else calendar.working_days_between(today, ticket.due_on)


def is_overdue(ticket: Ticket, today: date) -> bool:
    """Return whether the due date has ended (late is only what the day has ended for)."""
    return ticket.due_on is not None and today > ticket.due_on


def explain(
    ticket: Ticket, events: Sequence[Event], policy: Policy, calendar: Calendar, today: date
) -> Explanation:
    """Return day by day why the deadline is what it is, in Indonesian."""
    start = start_on(ticket, policy, calendar)
    if start is None or ticket.clock_at is None:
        return Explanation(None, None, ())
    local = ticket.clock_at.astimezone(ZoneInfo(policy.desk.timezone))
    what = "dibuka kembali" if ticket.first_due_on else "lengkap" if policy.clock.start == "complete" else "diterima"
    days = [] if local.date() == start else [Day(local.date(), f"{what} pukul {local:%H.%M}, lewat jam terima")]
    counted = {day.on: day for day in _count(start, ticket, policy, calendar)}
    paused = _paused_days(ticket, policy, calendar)
    due = max(counted, default=start)
    shown_until = due if ticket.status in STOPPED else max(due, min(today, due + ONE_DAY * LATE_DAYS_SHOWN_MAX))
    for n in range((shown_until - start).days + 1):
        on = start + ONE_DAY * n
        if on in counted:
            days.append(counted[on])
        elif on == start:
            days.append(Day(on, f"{what} pukul {local:%H.%M} = hari ke-0"))
        elif not calendar.is_working(on):
            days.append(Day(on, f"tidak dihitung: {calendar.why_off(on)}"))
        elif on in paused:
            days.append(Day(on, "dijeda: menunggu pelapor"))
        else:
            days.append(Day(on, "lewat batas waktu"))
    extended = [event.why for event in events if event.what == "extended"]
    if extended and days:
        days[-1] = replace(days[-1], why=f"{days[-1].why} (diperpanjang: {'; '.join(extended)})")
    return Explanation(start, due, tuple(days))


def _count(start: date, ticket: Ticket, policy: Policy, calendar: Calendar) -> Iterator[Day]:
    """Yield the counted days, the last of which is the due date."""
    wanted = working_days(ticket, policy) + ticket.extension_working_days
    paused = _paused_days(ticket, policy, calendar)
    first = start if policy.clock.first_day_counts else start + ONE_DAY
    number = 0
    for n in range(DAYS_MAX):
        day = first + ONE_DAY * n
        if number == wanted:
            return
        if calendar.is_working(day) and day not in paused:
            number += 1
            yield Day(day, f"hari ke-{number}" + (" = batas waktu" if number == wanted else ""), counted=True)


def _paused_days(ticket: Ticket, policy: Policy, calendar: Calendar) -> frozenset[date]:
    """Return the working days that are not counted because at their end we waited for the citizen."""
    paused: set[date] = set()
    for pause in ticket.pauses:
        day = local_day(pause.since, policy)
        end = _pause_end(pause, policy, calendar)
        while day < end:
            if calendar.is_working(day):
                paused.add(day)
            day += ONE_DAY
    return frozenset(paused)


def _pause_end(pause: Pause, policy: Policy, calendar: Calendar) -> date:
    """Return the first day after a pause; it lasts `clock.pause_working_days_max` working days at most."""
    first = local_day(pause.since, policy)
    longest = calendar.after(first - ONE_DAY, policy.clock.pause_working_days_max) + ONE_DAY
    return longest if pause.until is None else min(local_day(pause.until, policy), longest)


def _pending(ticket: Ticket, policy: Policy, calendar: Calendar) -> Iterator[Due]:
    """Yield everything that will fall due on a ticket and was not done yet, passed or coming."""
    if ticket.status is Status.CLOSED:
        return
    if ticket.status is Status.ANSWERED:
        if ticket.answered_at is not None:
            days = policy.clock.close_answered_after_working_days
            yield Due("close_resolved", _days_after(ticket.answered_at, days, policy, calendar))
        return
    yield from _rungs(ticket, policy, calendar)
    if ticket.status in WAITING and ticket.asked_at is not None:
        for n, days in enumerate(policy.intake.remind_after_working_days):
            if n >= ticket.reminders:
                yield Due("reminder", _days_after(ticket.asked_at, days, policy, calendar))
        days = policy.intake.close_after_working_days
        yield Due("close_no_response", _days_after(ticket.asked_at, days, policy, calendar))
    if ticket.status is Status.WITH_UNIT:
        for leg in ticket.legs:
            yield from _chasers(leg, policy, calendar)


def _rungs(ticket: Ticket, policy: Policy, calendar: Calendar) -> Iterator[Due]:
    if ticket.due_on is None or ticket.clock_at is None:
        return
    pause = ticket.pauses[-1] if ticket.pauses and ticket.pauses[-1].until is None else None
    earliest = _at_work(_pause_end(pause, policy, calendar), policy, calendar) if pause else ticket.clock_at
    for rung in policy.escalation.rungs:
        if f"{rung.id}:{ticket.due_on}" in ticket.rungs:
            continue
        at = _at_work(calendar.after(ticket.due_on, -rung.working_days_left), policy, calendar)
        # A clock shorter than the ladder starts on the rung that it has reached: the lower ones were never due.
        if at > ticket.clock_at:
            yield Due("rung", max(at, earliest, ticket.held_until or earliest), rung=rung)


def _chasers(leg: Leg, policy: Policy, calendar: Calendar) -> Iterator[Due]:
    if leg.answered_at is not None:
        return
    for days in CHASERS:
        at = _at_work(calendar.after(leg.due_on, days), policy, calendar)
        if local_day(at, policy).isoformat() not in leg.chased:
            yield Due("chaser", at, unit=leg.unit)


def _days_after(at: datetime, days: int, policy: Policy, calendar: Calendar) -> datetime:
    return _at_work(calendar.after(local_day(at, policy), days), policy, calendar)


def _at_work(day: date, policy: Policy, calendar: Calendar) -> datetime:
    """Return when on that day people are mailed: `escalation.time`, but inside office hours of a working day."""
    if not calendar.is_working(day):
        day = calendar.after(day, 1)
    at = time.fromisoformat(policy.escalation.time)
    for row in policy.clock.office_hours:
        in_season = (row.from_ is None or row.from_ <= day) and (row.to is None or day <= row.to)
        if in_season and WEEK[day.weekday()] in _weekdays(row.days):
            opens, closes = time.fromisoformat(row.open), time.fromisoformat(row.close)
            at = at if opens <= at < closes else opens
            if row.from_ is not None:  # a row of a season (Ramadan) speaks before the ordinary one
                break
    return datetime.combine(day, at, ZoneInfo(policy.desk.timezone)).astimezone(UTC)


def _weekdays(days: str) -> frozenset[str]:
    """Read "mon-thu", "fri" or "mon,wed"."""
    found: set[str] = set()
    for part in days.split(","):
        first, _, last = part.strip().partition("-")
        found.update(WEEK[WEEK.index(first) : WEEK.index(last or first) + 1])
    return frozenset(found)
