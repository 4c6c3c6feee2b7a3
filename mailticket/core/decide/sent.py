"""What the sent folder tells: an answer that somebody wrote in webmail, past the desk, is an answer all the same."""

from dataclasses import replace

from mailticket.core import deadline
from mailticket.core.decide import machine
from mailticket.core.decision import Decision, Desk, Facts, Incoming
from mailticket.core.ticket import STOPPED, Event, Ticket


def written(incoming: Incoming, facts: Facts, desk: Desk) -> Decision:
    """A mail of the sent folder: it answers a ticket when it refers to a mail of it and goes to its citizen.

    Only who may write into the account puts a mail there, so that no further proof is asked for.
    """
    if facts.ours or machine.is_our_own(incoming.reading.mail, desk.policy):
        return Decision("our own mail, as the server keeps it")
    ticket = incoming.binding.ticket
    if ticket is None or not _refers(incoming, facts):
        return Decision("sent from webmail; refers to no mail of a ticket")
    if not _goes_to_citizen(incoming, ticket):
        return Decision(f"sent from webmail; refers to {ticket.number}, but does not go to its citizen")
    message = replace(incoming.as_message("desk"), direction="out", notice="citizen.answered", state="sent")
    why = "answered in webmail"
    if ticket.status in STOPPED:
        event = Event(desk.now, "sent", "desk", f"{why}; it had ended already")
    else:
        event = Event(desk.now, "answered", "desk", why)
        ticket = deadline.with_clock(ticket.answered(incoming.received_at), desk.policy, desk.calendar)
    return Decision(why, ticket=ticket, message=message, files=incoming.reading.mail.attachments, events=(event,))


def _refers(incoming: Incoming, facts: Facts) -> bool:
    """By a mail's id, not by the number in a subject: a forward of the ticket to somebody bears that as well."""
    return bool({message.message_id for message in facts.messages} & set(incoming.clues.ids))


def _goes_to_citizen(incoming: Incoming, ticket: Ticket) -> bool:
    mail = incoming.reading.mail
    recipients = {address.address.lower() for address in (*mail.to, *mail.cc)}
    return (ticket.citizen.email or "").lower() in recipients
