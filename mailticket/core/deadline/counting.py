"""From day 0 to the due date, day by day: clocks by kind and category, cut-off hour, pauses, extensions."""

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from mailticket.core.deadline.calendar import DAYS_MAX, ONE_DAY, Calendar
from mailticket.core.policy import Policy
from mailticket.core.ticket import Pause, Ticket


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


def counts_as_received(at: datetime, policy: Policy, calendar: Calendar) -> date:
    """Return the date on which what came at a moment counts as received.

    With a cut-off hour, what comes later counts as received on the next working day, and so does what comes on a day
    off: otherwise a mail of Friday evening would be due after one of Saturday.
    """
    local = at.astimezone(ZoneInfo(policy.desk.timezone))
    cutoff = policy.clock.cutoff
    if cutoff is None or (calendar.is_working(local.date()) and local.time() < time.fromisoformat(cutoff)):
        return local.date()
    return calendar.after(local.date(), 1)


def start_on(ticket: Ticket, policy: Policy, calendar: Calendar) -> date | None:
    """Return day 0, or None while the clock has not started."""
    return None if ticket.clock_at is None else counts_as_received(ticket.clock_at, policy, calendar)


def due_on(ticket: Ticket, policy: Policy, calendar: Calendar) -> date | None:
    """Return the last day on which the ticket is in time, or None while the clock has not started.

    A pause that still runs does not move it yet: how long it will last only the citizen knows. It moves when the pause
    ends, by the working days waited.
    """
    start = start_on(ticket, policy, calendar)
    if start is None:
        return None
    return max(counted(start, ticket, policy, calendar), default=start)


def counted(start: date, ticket: Ticket, policy: Policy, calendar: Calendar) -> Iterator[date]:
    """Yield the counted days after day 0, the last of which is the due date."""
    left = working_days(ticket, policy) + ticket.extension_working_days
    paused = paused_days(ticket, policy, calendar)
    day = start if policy.clock.first_day_counts else start + ONE_DAY
    for _ in range(DAYS_MAX):
        if left == 0:
            return
        if calendar.is_working(day) and day not in paused:
            left -= 1
            yield day
        day += ONE_DAY


def paused_days(
    ticket: Ticket, policy: Policy, calendar: Calendar, running_until: date | None = None
) -> dict[date, Pause]:
    """Return the working days that are not counted because we waited for the citizen, each with its pause.

    As the day of receipt is day 0, so the day on which the citizen's reply is received is the last of the pause, and
    the day of our question is none of it. A pause counts for `clock.pause_working_days_max` working days at most; one
    that still runs counts up to `running_until`.
    """
    paused: dict[date, Pause] = {}
    for pause in ticket.pauses:
        end = counts_as_received(pause.until, policy, calendar) if pause.until is not None else running_until
        if end is None:
            continue
        day = local_day(pause.since, policy)
        for _ in range(policy.clock.pause_working_days_max):
            day = calendar.after(day, 1)
            if day > end:
                break
            paused[day] = pause
    return paused


def days_used(ticket: Ticket, policy: Policy, calendar: Calendar, today: date) -> int | None:
    """Return how many working days the desk has taken so far, without those that it waited; None: none are counted."""
    start = start_on(ticket, policy, calendar)
    if start is None or ticket.first_due_on is not None:
        return None
    waited = paused_days(ticket, policy, calendar, running_until=today)
    return calendar.working_days_between(start, today) - sum(start < day <= today for day in waited)


def reply_by(asked_on: date, policy: Policy, calendar: Calendar) -> date:
    """Return the last day on which the citizen's reply comes in time: the next morning the ticket is closed."""
    return calendar.after(calendar.after(asked_on, policy.intake.close_after_working_days), -1)


def running_pause(ticket: Ticket) -> Pause | None:
    """Return the pause that still runs, if there is one."""
    return ticket.pauses[-1] if ticket.pauses and ticket.pauses[-1].until is None else None


def days_left(ticket: Ticket, calendar: Calendar, today: date) -> int | None:
    """Return the working days until the due date; 0: today is the last day; negative: so many days late."""
    return None if ticket.due_on is None else calendar.working_days_between(today, ticket.due_on)


def is_overdue(ticket: Ticket, today: date) -> bool:
    """Return whether the due date has ended (late is only what the day has ended for)."""
    return ticket.due_on is not None and today > ticket.due_on
