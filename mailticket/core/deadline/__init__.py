"""Working days, due dates, pauses, rungs and their explanation: the only package that counts days.

Deadlines are dates in the desk's zone. The day of receipt is day 0 and the count ends with the N-th working day after
it; holidays and joint leave are no working days, and the working days that we waited for the citizen are not counted.
"""

from mailticket.core.deadline.calendar import Calendar
from mailticket.core.deadline.counting import (
    days_left,
    days_used,
    due_on,
    is_overdue,
    local_day,
    reply_by,
    start_on,
    working_days,
)
from mailticket.core.deadline.explanation import Day, Explanation, explain, lines, why_moved
from mailticket.core.deadline.hours import is_office_hour
from mailticket.core.deadline.ladder import (
    Due,
    DueKind,
    close_on,
    dues,
    is_of_silence,
    leg_due_on,
    next_at,
    recounted,
    repeated,
    with_clock,
)
from mailticket.core.deadline.step import Step, next_step

__all__ = [
    "Calendar",
    "Day",
    "Due",
    "DueKind",
    "Explanation",
    "Step",
    "close_on",
    "days_left",
    "days_used",
    "due_on",
    "dues",
    "explain",
    "is_of_silence",
    "is_office_hour",
    "is_overdue",
    "leg_due_on",
    "lines",
    "local_day",
    "next_at",
    "next_step",
    "recounted",
    "repeated",
    "reply_by",
    "start_on",
    "why_moved",
    "with_clock",
    "working_days",
]
