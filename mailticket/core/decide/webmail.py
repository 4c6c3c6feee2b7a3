"""What the sent folder tells: an answer that somebody wrote in webmail, past the desk, is an answer all the same."""

from dataclasses import replace

from mailticket.core import deadline
from mailticket.core.decide import machine
from mailticket.core.decision import Decision, Facts, Incoming, Present
from mailticket.core.happenings import Drop, What
from mailticket.core.notices.letters import Letter
from mailticket.core.people import DESK
from mailticket.core.ticket import STOPPED, Direction, Event, MessageState, Ticket


def written(incoming: Incoming, facts: Facts, present: Present) -> Decision:
    """A mail of the sent folder: it answers a ticket when it refers to a mail of it and goes to its citizen.

    Only who may write into the account puts a mail there, so that no further proof is asked for.
    """
    if facts.ours or machine.is_our_own(incoming.reading.mail, present.policy):
        return Decision((Drop.SENT_COPY(),))
    ticket = incoming.binding.ticket
    if ticket is None or not _refers(incoming, facts):
        return Decision((Drop.SENT_ELSEWHERE(),))
    if not _goes_to_citizen(incoming, ticket):
        return Decision((Drop.SENT_PAST_CITIZEN(number=ticket.number or ""),))
    message = replace(
        incoming.as_message(DESK, MessageState.SENT), direction=Direction.OUT, notice=Letter.ANSWERED.word
    )
    what = What.SENT_BY_HAND()
    if ticket.status not in STOPPED:
        what = What.ANSWERED_BY_HAND()
        ticket = deadline.with_clock(ticket.answered(incoming.received_at), present.policy, present.calendar)
    return Decision(
        (what,),
        ticket=ticket,
        message=message,
        files=incoming.reading.mail.attachments,
        events=(Event(present.now, what, "desk"),),
        past_others=what == What.ANSWERED_BY_HAND(),
    )


def _refers(incoming: Incoming, facts: Facts) -> bool:
    """By a mail's id, not by the number in a subject: a forward of the ticket to somebody bears that as well."""
    return bool({message.message_id for message in facts.messages} & set(incoming.clues.ids))


def _goes_to_citizen(incoming: Incoming, ticket: Ticket) -> bool:
    mail = incoming.reading.mail
    recipients = {address.address.lower() for address in (*mail.to, *mail.cc)}
    return (ticket.citizen.email or "").lower() in recipients
