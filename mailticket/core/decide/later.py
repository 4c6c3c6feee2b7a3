"""What was put off is done: a question that a limit of the hour or the day stood against."""

from collections.abc import Sequence
from datetime import timedelta

from mailticket.core.decide import opening
from mailticket.core.decide.letters import Origin
from mailticket.core.decide.silence import why_not_now
from mailticket.core.decision import Decision, Facts, Present
from mailticket.core.ticket import Message, Status, Ticket


def is_due(ticket: Ticket, present: Present) -> bool:
    """Whether the time has come to ask for what is missing."""
    unasked = ticket.unasked
    is_waiting = unasked is not None and unasked.ask_at is not None and unasked.ask_at <= present.now
    return is_waiting and ticket.status is Status.AWAITING_DETAILS


def ask(ticket: Ticket, messages: Sequence[Message], facts: Facts, present: Present) -> Decision:
    """Ask now; where the limit is still met, later; and what has waited too long for an answer is an officer's."""
    told = tuple(message for message in messages if message.is_citizens)
    last = told[-1] if told else None
    references = tuple(message.message_id for message in told if message.message_id)
    origin = Origin(
        last.mail if last is not None else "later", last.message_id if last is not None else None, references
    )
    why, unasked = why_not_now(facts, present), ticket.unasked
    assert unasked is not None  # is_due() asked
    too_late = unasked.since + timedelta(hours=present.policy.limits.answer_age_hours_max)
    if why is None:
        begun = opening.asked(ticket, origin, present)
    elif present.now < too_late:
        begun = opening.put_off(ticket, why, present)
    else:
        begun = opening.unasked(ticket, told, origin, why, facts, present)
    return Decision((begun.why,), ticket=begun.ticket, events=begun.events, notices=begun.notices)
