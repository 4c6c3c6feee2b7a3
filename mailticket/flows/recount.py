"""The calendar or the clock's settings change: open deadlines are counted anew, and each move is written to its ticket.

What they were last counted by is remembered in the database, so that a change is noticed whenever it was made. A crash
in between is harmless: the memory is renewed at the end, and counting anew twice does nothing.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime

from mailticket.core.deadline import Calendar
from mailticket.core.decide import clock
from mailticket.core.happenings import Happening, Move, What
from mailticket.core.policy import Policy
from mailticket.core.ticket import Event
from mailticket.flows.enact import enact
from mailticket.flows.ports import Context

COUNTED_BY = "deadline:counted_by"
BATCH = 50  # tickets in one commit
DAYS_TOLD_MAX = 5  # of a change of the calendar; the rest is counted


def recount(context: Context, now: datetime) -> int:
    """Count all deadlines anew if the calendar or the rules are others than before; return how many moved."""
    current = _memory(context.calendar, context.policy)
    with context.store.read() as work:
        known = work.memory.get(COUNTED_BY)
        numbers = [t.number or "" for t in work.book.unclosed()] if known not in (None, current) else []
    if known == current:
        return 0
    moved = 0
    if known is not None:
        off = json.loads(known)["off"]
        why = _why(Calendar({date.fromisoformat(day): name for day, name in off.items()}), context.calendar)
        for start in range(0, len(numbers), BATCH):
            moved += _recounted(context, numbers[start : start + BATCH], why, now)
    with context.store.write() as work:
        work.memory.set(COUNTED_BY, current)
        if moved:
            work.book.add_events(None, [Event(now, What.RECOUNTED(reason=why, count=moved), "mailticket")])
    return moved


def _recounted(context: Context, numbers: Sequence[str], why: Happening, now: datetime) -> int:
    moved = 0
    with context.store.write() as work:
        for number in numbers:
            ticket = work.book.ticket(number)
            decision = clock.recounted(ticket, context.present(now), why) if ticket is not None else None
            if decision is not None:
                enact(context, work, decision, now)
                moved += bool(decision.events)
    return moved


def _memory(calendar: Calendar, policy: Policy) -> str:
    """What deadlines and `next_at` are counted by, as text: the days off, and a hash of the rules."""
    clocks = [(category.id, category.working_days) for category in policy.categories]
    rules = repr((policy.desk.timezone, policy.clock, policy.escalation, policy.intake, clocks))
    off = {day.isoformat(): name for day, name in sorted(calendar.off.items())}
    return json.dumps({"off": off, "rules": hashlib.sha256(rules.encode()).hexdigest()}, ensure_ascii=False)


def _why(before: Calendar, after: Calendar) -> Happening:
    changes = before.differences(after)
    if not changes:
        return Move.SETTINGS()
    days = tuple(Move.DAY_OFF(on=day, why=name) if name else Move.WORKING_DAY(on=day) for day, name in changes)
    if len(days) <= DAYS_TOLD_MAX:
        return Move.CALENDAR(days=days)
    return Move.CALENDAR(days=days[:DAYS_TOLD_MAX], more=len(days) - DAYS_TOLD_MAX)
