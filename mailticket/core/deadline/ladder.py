"""What falls due on a ticket and when: rungs, reminders, chasers, the end of a pause, closings; `next_at`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, auto
from itertools import takewhile

from mailticket.core.deadline.calendar import Calendar
from mailticket.core.deadline.counting import due_on, local_day, running_pause
from mailticket.core.deadline.hours import at_work, is_office_hour, next_office_hour
from mailticket.core.policy import Policy, Rung, Unit
from mailticket.core.ticket import RUNNING, STOPPED, WAITING, Leg, Status, Ticket, Told, Unasked

REPEATS_MAX = 1_000  # of the last rung: years
CHASERS = (0, 1)  # a unit is reminded on its due date and on the next working day


class DueKind(Enum):
    """What can fall due on a ticket."""

    RUNG = auto()
    CHASER = auto()
    REMINDER = auto()
    ASK = auto()  # what a limit let wait
    UNASKED = auto()  # whoever has it is reminded of what the citizen was not asked for
    PAUSE_OVER = auto()
    CLOSE_NO_RESPONSE = auto()
    CLOSE_RESOLVED = auto()


TO_STAFF = frozenset(
    {DueKind.RUNG, DueKind.CHASER, DueKind.UNASKED}
)  # mails that wait for office hours; the citizen's do not
# What happens because the citizen is silent.
OF_SILENCE = frozenset({DueKind.REMINDER, DueKind.PAUSE_OVER, DueKind.CLOSE_NO_RESPONSE, DueKind.CLOSE_RESOLVED})
ALONE = frozenset({DueKind.PAUSE_OVER, DueKind.CLOSE_NO_RESPONSE, DueKind.CLOSE_RESOLVED})  # nothing else beside it


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that has fallen due on a ticket; `passed`: a later one of its kind is due too, it is only recorded."""

    kind: DueKind
    at: datetime
    rung: Rung | None = None
    unit: str | None = None
    passed: bool = False


def with_clock(ticket: Ticket, policy: Policy, calendar: Calendar) -> Ticket:
    """Return the ticket with its due date and `next_at`; called after everything that changes a ticket."""
    if ticket.status not in STOPPED:
        ticket = replace(ticket, due_on=due_on(ticket, policy, calendar))
    return replace(ticket, next_at=next_at(ticket, policy, calendar))


def next_at(ticket: Ticket, policy: Policy, calendar: Calendar, after: datetime | None = None) -> datetime | None:
    """Return when something falls due next: the earliest rung, reminder, chaser, end of a pause or closing.

    What should have been told to staff before `after`, but was not in office hours, falls due with the next of them.
    """
    times = [one.at for one in pending(ticket, policy, calendar)]
    if after is not None:
        times = [at if at > after else next_office_hour(after, policy, calendar) for at in times]
    return min(times, default=None)


def dues(ticket: Ticket, policy: Policy, calendar: Calendar, now: datetime) -> tuple[Due, ...]:
    """Return what has fallen due, earliest first; of several of one kind only the latest is not `passed`.

    A closing ends the ticket, so that nothing else of it is due any more; a pause that ends lets nothing else fall due
    before the due date has moved. Staff are told in office hours only.
    """
    awake = is_office_hour(now, policy, calendar)
    waiting = pending(ticket, policy, calendar, now)
    found = [one for one in waiting if one.at <= now and (awake or one.kind not in TO_STAFF)]
    found.sort(key=lambda one: one.at)
    alone = next((one for one in found if one.kind in ALONE), None)
    if alone is not None:
        return (alone,)
    latest = {(one.kind, one.unit): one for one in found}
    return tuple(one if latest[one.kind, one.unit] is one else replace(one, passed=True) for one in found)


def is_of_silence(ticket: Ticket, policy: Policy, calendar: Calendar, now: datetime) -> bool:
    """Return whether something has fallen due because the citizen has not written."""
    return any(one.kind in OF_SILENCE and one.at <= now for one in pending(ticket, policy, calendar, now))


def leg_due_on(now: datetime, unit: Unit, policy: Policy, calendar: Calendar, ticket_due: date | None) -> date:
    """Return by when a unit should reply: its own days, but if possible a working day before the ticket is due."""
    today = local_day(now, policy)
    due = calendar.after(today, unit.reply_working_days)
    if ticket_due is not None:
        due = min(due, calendar.after(ticket_due, -1))
    return max(due, calendar.after(today, 1))


def recounted(ticket: Ticket, policy: Policy, calendar: Calendar) -> Ticket:
    """Return the ticket under another calendar or other clocks; rungs told of the old date are not told again.

    A unit keeps the date that it was told.
    """
    old_due, ticket = ticket.due_on, with_clock(ticket, policy, calendar)
    if ticket.due_on == old_due or ticket.due_on is None:
        return ticket
    told = (Told(one.rung, ticket.due_on) for one in ticket.rungs if one.due_on == old_due)
    rungs = dict.fromkeys((*ticket.rungs, *told))
    return with_clock(replace(ticket, rungs=tuple(rungs)), policy, calendar)


def pending(ticket: Ticket, policy: Policy, calendar: Calendar, until: datetime | None = None) -> Iterator[Due]:
    """Yield everything that will fall due on a ticket and was not done yet, passed or coming.

    The last rung is repeated for as long as the ticket is open; of these only the last up to a time, or the next one.
    """
    if ticket.status is Status.CLOSED:
        return
    if ticket.status is Status.ANSWERED:
        if ticket.answered_at is not None:
            days = policy.clock.close_answered_after_working_days
            yield Due(DueKind.CLOSE_RESOLVED, _days_after(ticket.answered_at, days, policy, calendar))
        return
    pause = running_pause(ticket)
    if pause is not None:
        days = policy.clock.pause_working_days_max + 1
        yield Due(DueKind.PAUSE_OVER, _days_after(pause.since, days, policy, calendar))
    else:
        yield from _rungs(ticket, policy, calendar, until)
    if ticket.unasked is not None:
        yield from _unasked(ticket.unasked, policy, calendar)
    elif ticket.status in WAITING and ticket.asked_at is not None:
        for n, days in enumerate(policy.intake.remind_after_working_days):
            if n >= ticket.reminders:
                yield Due(DueKind.REMINDER, _days_after(ticket.asked_at, days, policy, calendar))
        days = policy.intake.close_after_working_days
        yield Due(DueKind.CLOSE_NO_RESPONSE, _days_after(ticket.asked_at, days, policy, calendar))
    if ticket.status in RUNNING:
        for leg in {leg.unit: leg for leg in ticket.legs if _is_owed(leg, ticket)}.values():
            yield from _chasers(leg, policy, calendar)


def close_on(unasked: Unasked, policy: Policy, calendar: Calendar) -> date:
    """Return when a ticket ends whose citizen was not asked, if nobody does anything about it."""
    return calendar.after(local_day(unasked.since, policy), policy.intake.close_after_working_days)


def _unasked(unasked: Unasked, policy: Policy, calendar: Calendar) -> Iterator[Due]:
    if unasked.ask_at is not None:
        yield Due(DueKind.ASK, unasked.ask_at)
        return
    for days in policy.intake.remind_after_working_days[unasked.told :]:
        yield Due(DueKind.UNASKED, _days_after(unasked.since, days, policy, calendar))
    yield Due(DueKind.CLOSE_NO_RESPONSE, at_work(close_on(unasked, policy, calendar), policy, calendar))


def _is_owed(leg: Leg, ticket: Ticket) -> bool:
    """Whether a unit still owes its answer; what it owed before the ticket was opened again it owes no more."""
    return leg.answered_at is None and (ticket.clock_at is None or leg.forwarded_at >= ticket.clock_at)


def repeated(ticket: Ticket, policy: Policy, calendar: Calendar, until: datetime) -> tuple[Told, ...]:
    """Return the repeats of the last rung that are over by a time: with it they are told."""
    passed = takewhile(lambda due: due.at <= until, _repeats(ticket, policy, calendar))
    return tuple(Told(due.rung.id, ticket.due_on) for due in passed if due.rung and ticket.due_on)


def _rungs(ticket: Ticket, policy: Policy, calendar: Calendar, until: datetime | None) -> Iterator[Due]:
    if ticket.due_on is None or ticket.clock_at is None:
        return
    for rung in policy.escalation.rungs:
        if Told(rung.id, ticket.due_on) in ticket.rungs:
            continue
        at = at_work(calendar.after(ticket.due_on, -rung.working_days_left), policy, calendar)
        # A clock shorter than the ladder starts on the rung that it has reached: the lower ones were never due.
        if at > ticket.clock_at:
            yield Due(DueKind.RUNG, max(at, ticket.held_until or at), rung=rung)
    last = _last(policy)
    if last is not None and Told(last.id, ticket.due_on) in ticket.rungs:
        yield from _again(ticket, policy, calendar, until)


def _again(ticket: Ticket, policy: Policy, calendar: Calendar, until: datetime | None) -> Iterator[Due]:
    """The last rung once more: a late ticket is not told of once and then forgotten."""
    repeats = _repeats(ticket, policy, calendar)
    following = next(repeats, None)
    for due in repeats:
        if until is None or due.at > until:
            break
        following = due
    if following is not None:
        yield following


def _repeats(ticket: Ticket, policy: Policy, calendar: Calendar) -> Iterator[Due]:
    """Yield the repeats of the last rung that were not told of yet, one after the other."""
    last = _last(policy)
    if last is None or ticket.due_on is None:
        return
    for n in range(1, REPEATS_MAX):
        days = last.working_days_left - n * policy.escalation.repeat_after_working_days
        rung = Rung(f"{last.id}+{n}", days, last.to)
        if Told(rung.id, ticket.due_on) not in ticket.rungs:
            at = at_work(calendar.after(ticket.due_on, -days), policy, calendar)
            yield Due(DueKind.RUNG, max(at, ticket.held_until or at), rung=rung)


def _last(policy: Policy) -> Rung | None:
    return min(policy.escalation.rungs, key=lambda rung: rung.working_days_left, default=None)


def _chasers(leg: Leg, policy: Policy, calendar: Calendar) -> Iterator[Due]:
    """Those that were not sent yet, by their number: under another calendar their days are others."""
    for days in CHASERS[len(leg.chased) :]:
        yield Due(DueKind.CHASER, at_work(calendar.after(leg.due_on, days), policy, calendar), unit=leg.unit)


def _days_after(at: datetime, days: int, policy: Policy, calendar: Calendar) -> datetime:
    return at_work(calendar.after(local_day(at, policy), days), policy, calendar)
