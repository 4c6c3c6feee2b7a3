"""What becomes of mail that no person wrote: our own come back, bounces, receipts, vacation replies, lists."""

from mailticket.core.decide import delivery
from mailticket.core.decision import Decision, Desk, Facts, Incoming
from mailticket.core.found import Bounce
from mailticket.core.mail import Mail
from mailticket.core.policy import Policy
from mailticket.core.ticket import Event, Ticket


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
    if screening.bounce is not None and (ticket is not None or facts.bounced is not None):
        return _bounced(incoming, ticket, screening.bounce, facts, desk)
    if ticket is None:
        return Decision(why)
    event = Event(desk.now, screening.rule or "machine", "mailticket", f"{why}; nothing changes")
    return Decision(why, ticket=ticket, events=(event,))


def _bounced(incoming: Incoming, ticket: Ticket | None, bounce: Bounce, facts: Facts, desk: Desk) -> Decision:
    """A bounce of a mail of ours: noted; a hard bounce of an answer opens the ticket again."""
    sent = facts.bounced
    kind = "permanent" if bounce.permanent else "temporary"
    notice = sent.notice or "" if sent else ""
    why = f"bounce ({kind}, {bounce.status or 'no status'}) of {notice or 'a mail of ours'}"
    event = Event(desk.now, "bounced", "mailticket", why)
    if ticket is None or sent is None or not bounce.permanent:
        return Decision(why, ticket=ticket, events=(event,))
    says = incoming.reading.screening.why
    blocked = notice.startswith("citizen.") and delivery.is_against_address(says, bounce.status)
    return delivery.undelivered(
        ticket,
        event,
        (sent.to,) if blocked else (),
        notice,
        notice in delivery.ANSWERS,
        str(sent.id),
        sent.to,
        f"{says} ({bounce.status})" if bounce.status else says,
        sent.text,
        desk,
    )
