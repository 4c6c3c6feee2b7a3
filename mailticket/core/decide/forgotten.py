"""A ticket to which nothing would ever happen again: somebody gets it, with a day."""

from collections.abc import Sequence
from dataclasses import replace

from mailticket.core import deadline
from mailticket.core.decide import letters, opening, staff
from mailticket.core.decide.letters import Origin
from mailticket.core.decision import Decision, Facts, Present
from mailticket.core.happenings import Silence, What
from mailticket.core.notices.notice import Handing
from mailticket.core.ticket import Event, Message, Status, Ticket

NOTE = "tiket ini tidak mempunyai langkah berikut"


def is_forgotten(ticket: Ticket, present: Present) -> bool:
    """Whether a ticket that is not closed has no next step, or the clock does not know of it."""
    step = deadline.next_step(ticket, present.policy, present.calendar)
    return ticket.status is not Status.CLOSED and (step is None or ticket.next_at is None)


def remembered(ticket: Ticket, messages: Sequence[Message], facts: Facts, present: Present) -> Decision:
    """Give a forgotten ticket its next step."""
    known = deadline.with_clock(ticket, present.policy, present.calendar)
    if deadline.next_step(known, present.policy, present.calendar) is not None:
        return Decision((), ticket=known)
    told, origin = tuple(message for message in messages if message.is_citizens), Origin("forgotten")
    if ticket.status is Status.AWAITING_DETAILS:
        why = ticket.silent or Silence.NEVER_ASKED()
        begun = opening.unasked(ticket, told, origin, why, facts, present)
        return _told(Decision((), ticket=begun.ticket, events=begun.events, notices=begun.notices), present)
    if ticket.status is Status.ANSWERED:
        known = replace(ticket, answered_at=ticket.answered_at or present.now)
        known = deadline.with_clock(known, present.policy, present.calendar)
        return _told(Decision((), ticket=known), present)
    if ticket.status is Status.AWAITING_CITIZEN:
        known = replace(ticket, asked_at=ticket.asked_at or present.now)
        known = deadline.with_clock(known, present.policy, present.calendar)
        return _told(Decision((), ticket=known), present)
    known = opening.started(ticket, present.now, facts.loads, present)
    notices = letters.assigned(origin, known, told, Handing.HANDED_OVER, facts, present, note=NOTE)
    return _told(Decision((), ticket=known, notices=notices), present)


def _told(decision: Decision, present: Present) -> Decision:
    assert decision.ticket is not None  # remembered() gives one
    told = tuple(person.id for person in staff.responsible(decision.ticket, present.policy))
    what = What.REMEMBERED(told=told)
    event = Event(present.now, what, "mailticket")
    return replace(decision, why=(what,), events=(event, *decision.events))
