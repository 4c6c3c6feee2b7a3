"""What becomes of mail that no person wrote: our own come back, bounces, receipts, vacation replies, lists."""

from mailticket.core import deadline
from mailticket.core.decide.officer import responsible
from mailticket.core.decision import Decision, Desk, Facts, Incoming
from mailticket.core.found import Bounce
from mailticket.core.mail import Mail, Notice
from mailticket.core.policy import Policy
from mailticket.core.ticket import STOPPED, Event, Message, Status, Ticket

ANSWERS = frozenset({"citizen.answered", "citizen.closed", "citizen.referred", "citizen.question"})


def is_our_own(mail: Mail, policy: Policy) -> bool:
    """True for a mail that this desk sent: our address with our loop or notice header.

    From any other address these headers do nothing here; the screen sees to it that no loop header is ever answered.
    """
    loops = {value.strip().lower() for value in mail.header_all("X-Loop")}
    own = {f"<{address}>" for address in policy.own_addresses} | policy.own_addresses
    sender = mail.from_[0].address.lower() if mail.from_ else ""
    return sender in policy.own_addresses and (bool(loops & own) or mail.header("X-Mailticket-Notice") is not None)


def dropped(incoming: Incoming, facts: Facts, desk: Desk) -> Decision:
    """No ticket comes of it; where a token or our Message-ID names one, it is an event there."""
    screening = incoming.reading.screening
    why = f"{screening.rule}: {screening.why}"
    ticket = incoming.binding.ticket
    if ticket is None:
        return Decision(why)
    if screening.bounce is not None:
        return _bounced(incoming, ticket, screening.bounce, facts, desk)
    event = Event(desk.now, screening.rule or "machine", "mailticket", f"{why}; nothing changes")
    return Decision(why, ticket=ticket, events=(event,))


def _bounced(incoming: Incoming, ticket: Ticket, bounce: Bounce, facts: Facts, desk: Desk) -> Decision:
    """A bounce of a mail of ours: noted; a hard bounce of an answer opens the ticket again."""
    sent = next((m for m in facts.messages if m.message_id and m.message_id == bounce.original_message_id), None)
    what = sent.notice if sent else None
    kind = "permanent" if bounce.permanent else "temporary"
    why = f"bounce ({kind}, {bounce.status or 'no status'}) of {what or 'a mail of ours'}"
    event = Event(desk.now, "bounced", "mailticket", why)
    if not (bounce.permanent and sent and what in ANSWERS):
        return Decision(why, ticket=ticket, events=(event,))
    if ticket.status in STOPPED or ticket.status is Status.AWAITING_CITIZEN:
        ticket = deadline.with_clock(ticket.undelivered().resumed(desk.now), desk.policy, desk.calendar)
    return Decision(
        f"{why}: the ticket is open again",
        ticket=ticket,
        events=(event, Event(desk.now, "reopened", "mailticket", "the citizen did not get our answer")),
        notices=_tell_officer(incoming, ticket, bounce, sent, desk),
    )


def _tell_officer(
    incoming: Incoming, ticket: Ticket, bounce: Bounce, sent: Message, desk: Desk
) -> tuple[Notice, ...]:
    to = responsible(ticket, desk.policy)
    values = {
        "address": ", ".join(bounce.recipients) or ticket.citizen.email or "",
        "status": bounce.status or "",
        "says": incoming.reading.screening.why,
        "phone": ticket.citizen.phone or "",
        "text": sent.text,
    }
    return tuple(Notice("officer.undelivered", f"undelivered:{incoming.id}:{p.id}", p, values) for p in to)
