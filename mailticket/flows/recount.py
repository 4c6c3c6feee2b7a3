"""The calendar or the clock's settings change: open deadlines are counted anew, and each move is written to its ticket.

What they were last counted by is remembered in the database, so that a change is noticed whenever it was made. A crash
in between is harmless: the memory is renewed at the end, and counting anew twice does nothing.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime

from mailticket.core import words
from mailticket.core.deadline import Calendar
from mailticket.core.decide import clock
from mailticket.core.policy import Policy
from mailticket.core.ticket import Event
from mailticket.flows.enact import enact
from mailticket.flows.ports import House

COUNTED_BY = "deadline:counted_by"
BATCH = 50  # tickets in one commit
DAYS_TOLD_MAX = 5  # of a change of the calendar; the rest is counted


def recount(house: House, now: datetime) -> int:
    """Count all deadlines anew if the calendar or the rules are others than before; return how many moved."""
    current = _memory(house.calendar, house.policy)
    with house.store.read() as work:
        known = work.get(COUNTED_BY)
        numbers = [t.number or "" for t in work.unclosed()] if known not in (None, current) else []
    if known == current:
        return 0
    moved = 0
    if known is not None:
        off = json.loads(known)["off"]
        why = _why(Calendar({date.fromisoformat(day): name for day, name in off.items()}), house.calendar)
        for start in range(0, len(numbers), BATCH):
            moved += _recounted(house, numbers[start : start + BATCH], why, now)
    with house.store.write() as work:
        work.set(COUNTED_BY, current)
        if moved:
            work.add_events(None, [Event(now, "recounted", "mailticket", f"{why}: {words.number(moved)} laporan")])
    return moved


def _recounted(house: House, numbers: Sequence[str], why: str, now: datetime) -> int:
    moved = 0
    with house.store.write() as work:
        for number in numbers:
            ticket = work.ticket(number)
            decision = clock.recounted(ticket, house.desk(now), why) if ticket is not None else None
            if decision is not None:
                enact(house, work, decision, now)
                moved += bool(decision.events)
    return moved


def _memory(calendar: Calendar, policy: Policy) -> str:
    """What deadlines and `next_at` are counted by, as text: the days off, and a hash of the rules."""
    clocks = [(category.id, category.working_days) for category in policy.categories]
    rules = repr((policy.desk.timezone, policy.clock, policy.escalation, policy.intake, clocks))
    off = {day.isoformat(): name for day, name in sorted(calendar.off.items())}
    return json.dumps({"off": off, "rules": hashlib.sha256(rules.encode()).hexdigest()}, ensure_ascii=False)


def _why(before: Calendar, after: Calendar) -> str:
    changes = before.differences(after)
    if not changes:
        return "aturan waktu pada pengaturan berubah"
    days = [f"{words.on_date(day)} {f'libur ({name})' if name else 'hari kerja'}" for day, name in changes]
    more = f", dan {words.number(len(days) - DAYS_TOLD_MAX)} hari lain" if len(days) > DAYS_TOLD_MAX else ""
    return f"kalender berubah: {', '.join(days[:DAYS_TOLD_MAX])}{more}"
