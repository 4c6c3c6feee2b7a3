"""What the SMTP server's answer to one of our mails brings about: an accepted answer stops the clock."""

from dataclasses import replace

from mailticket.core import deadline
from mailticket.core.decide import clock, officer
from mailticket.core.decision import Decision, Desk
from mailticket.core.mail import Notice
from mailticket.core.ticket import STOPPED, Event, Outcome, Ticket


def accepted(ticket: Ticket, key: str, desk: Desk) -> Decision | None:
    """The mail with this key is out; None when that changes nothing of the ticket.

    `answer:<mail>` answers the ticket; `closing:<outcome>:<mail>` answers and closes it. That an escalation is out is
    proof that somebody was told in time.
    """
    if key.startswith("rung:"):
        _, _, rung, due, role, person = key.split(":")
        why = f"{rung} of {due} to {role} {person}: accepted by the mail server"
        return Decision(why, ticket=ticket, events=(Event(desk.now, "delivered", "mailticket", why),))
    if ticket.answering != key:
        return None
    what, _, rest = key.partition(":")
    ticket = ticket.answered(desk.now)
    events = [Event(desk.now, "answered", "mailticket", "the mail server has accepted the answer")]
    if what == "closing":
        outcome = Outcome(rest.partition(":")[0])
        ticket = ticket.closed(outcome, desk.now)
        events.append(Event(desk.now, "closed", "mailticket", outcome.value))
    ticket = deadline.with_clock(ticket, desk.policy, desk.calendar)
    return Decision("answer accepted", ticket=ticket, events=tuple(events))


def refused(ticket: Ticket, key: str, notice: str, recipient: str, says: str, text: str, desk: Desk) -> Decision:
    """The mail with this key can never be delivered; when it was an answer, an officer must reach the citizen else."""
    why = f"{notice} to the {notice.partition('.')[0]} was refused: {says}"
    event = Event(desk.now, "undelivered", "mailticket", why)
    if not notice.startswith("citizen.") or ticket.answering != key:
        return Decision(why, ticket=ticket, events=(event,))
    before = ticket
    if ticket.status in STOPPED:
        ticket = ticket.undelivered()
    ticket = deadline.with_clock(replace(ticket, answering=None), desk.policy, desk.calendar)
    values = {"address": recipient, "status": "", "says": says, "phone": ticket.citizen.phone or "", "text": text}
    notices = tuple(
        Notice("officer.undelivered", f"undelivered:{key}:{p.id}", p, values)
        for p in officer.responsible(ticket, desk.policy)
    )
    return clock.with_reason(before, Decision(why, ticket=ticket, events=(event,), notices=notices), desk)
