"""Why a deadline is what it is, in Indonesian: day by day for `explain`, as a few lines in escalations, as an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from mailticket.core import words
from mailticket.core.deadline.calendar import ONE_DAY, SATURDAY, Calendar
from mailticket.core.deadline.counting import (
    counted,
    due_on,
    local_day,
    paused_days,
    running_pause,
    start_on,
    working_days,
)
from mailticket.core.happenings import SAID, Happening, Move, What
from mailticket.core.policy import ClockStart, Policy
from mailticket.core.ticket import STOPPED, Event, Ticket

COUNTED, WEEKEND = "dihitung", "tidak dihitung: akhir pekan"  # groups of days
LATE_DAYS_SHOWN_MAX = 10  # of an overdue ticket the explanation shows so many days after the due date


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the explanation of a deadline; `number` of those that count."""

    on: date
    why: str
    number: int | None = None
    group: str = ""  # days of one group that follow each other are one line of a mail; "": those of the same words

    @property
    def counted(self) -> bool:
        """True for a working day that the desk has used, or will."""
        return self.number is not None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a deadline is what it is, day by day."""

    start_on: date | None
    due_on: date | None
    days: tuple[Day, ...]


def explain(ticket: Ticket, events: Sequence[Event], policy: Policy, calendar: Calendar, today: date) -> Explanation:
    """Return day by day why the deadline is what it is: every day from the receipt to the due date, once.

    While a pause runs the days after our question are not counted, and the due date is the one that will move.
    """
    start, due = start_on(ticket, policy, calendar), due_on(ticket, policy, calendar)
    if start is None or due is None or ticket.clock_at is None:
        return Explanation(None, None, ())
    pause = running_pause(ticket)
    count = _Count(
        start,
        {day: n for n, day in enumerate(counted(start, ticket, policy, calendar), 1)},
        frozenset(paused_days(ticket, policy, calendar, running_until=today)),
        local_day(pause.since, policy) if pause else None,
        _receipt(ticket, start, policy),
    )
    first = min(count.receipt)
    late = due if ticket.status in STOPPED else min(today, due + ONE_DAY * LATE_DAYS_SHOWN_MAX)
    days = [_day(first + ONE_DAY * n, count, calendar) for n in range((max(due, late) - first).days + 1)]
    extended = [_extension(e) for e in events if e.what.kind is What.EXTENDED and e.at >= ticket.clock_at]
    moved = f" (diperpanjang: {'; '.join(extended)})" if extended else ""
    end = "batas waktu, bergeser sebanyak hari kerja yang dijeda" if pause else "batas waktu"
    return Explanation(
        start, due, tuple(Day(d.on, f"{d.why} = {end}{moved}", d.number) if d.on == due else d for d in days)
    )


def lines(said: Explanation) -> tuple[str, ...]:
    """Return an explanation as lines of a mail; days of one sort that follow each other are one line."""
    return tuple(_line(tuple(run)) for _, run in groupby(said.days, _group))


def why_moved(before: Ticket, after: Ticket, policy: Policy, calendar: Calendar) -> Happening | None:
    """Return that a ticket's due date is another one than before, or None when it is the same or the first one.

    What nothing in the ticket explains comes of another calendar or other settings.
    """
    if before.due_on is None or after.due_on is None or before.due_on == after.due_on:
        return None
    days = working_days(after, policy)
    extension = after.extension_working_days - before.extension_working_days
    reasons = (
        (before.clock_at != after.clock_at, Move.REOPENED()),
        (extension != 0, Move.EXTENDED(days=extension)),
        (days != working_days(before, policy), Move.SERVICE(days=days)),
        (before.pauses != after.pauses, Move.PAUSED(days=len(paused_days(after, policy, calendar)))),
    )
    told = tuple(why for is_so, why in reasons if is_so) or (Move.RULES(),)
    return What.DUE_MOVED(before=before.due_on, after=after.due_on, reason=told)


def _extension(event: Event) -> str:
    """Who added how many days, and why; an event of an earlier version says it in its own words."""
    fields = event.what.fields
    if SAID in fields:
        return str(fields[SAID])
    return f"{fields['days']} hari kerja oleh {event.by}: {fields['note']}"


@dataclass(frozen=True, slots=True)
class _Count:
    """What is known of the days of one ticket."""

    start: date
    numbers: Mapping[date, int]
    paused: frozenset[date]
    asked_on: date | None  # while a pause runs
    receipt: Mapping[date, str]


def _day(on: date, count: _Count, calendar: Calendar) -> Day:
    """What is to be said of one day."""
    receipt = count.receipt.get(on)
    if on in count.paused:
        return Day(on, "dijeda: menunggu pelapor")
    if count.asked_on is not None and on > count.asked_on and calendar.is_working(on):
        return Day(on, "belum dihitung: menunggu pelapor")
    if on in count.numbers:
        number = f"hari ke-{count.numbers[on]}"
        plain = COUNTED if receipt is None else ""
        return Day(on, f"{receipt} = {number}" if receipt else number, count.numbers[on], plain)
    if receipt:
        return Day(on, f"{receipt} = hari ke-0" if on == count.start else receipt)
    if not calendar.is_working(on):
        is_weekend = on.weekday() >= SATURDAY and on not in calendar.off
        return Day(on, f"tidak dihitung: {calendar.why_off(on)}", group=WEEKEND if is_weekend else "")
    return Day(on, "lewat batas waktu")


def _receipt(ticket: Ticket, start: date, policy: Policy) -> Mapping[date, str]:
    """The words on the day on which it came, and on the one on which it counts as received."""
    assert ticket.clock_at is not None  # explain() asks only with a clock
    what = (
        "dibuka kembali"
        if ticket.first_due_on
        else "lengkap"
        if policy.clock.start is ClockStart.COMPLETE
        else "diterima"
    )
    said = f"{what} pukul {words.at_hour(ticket.clock_at, ZoneInfo(policy.desk.timezone))}"
    on = local_day(ticket.clock_at, policy)
    return {on: said} if on == start else {on: f"{said}, lewat jam terima", start: "dianggap diterima"}


def _group(day: Day) -> str:
    return day.group or day.why


def _line(run: Sequence[Day]) -> str:
    first, last = run[0], run[-1]
    if first is last:
        return f"{words.short_day(first.on)}: {first.why}"
    said = f"hari ke-{first.number} s.d. ke-{last.number}" if first.group == COUNTED else _group(first)
    return f"{words.short_day(first.on)} s.d. {words.short_day(last.on)}: {said}"
