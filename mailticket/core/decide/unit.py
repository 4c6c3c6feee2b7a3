"""What work units' mails bring about: a reply with the unit's own token is a draft that an officer releases."""

from mailticket.core import deadline
from mailticket.core.decide import officer
from mailticket.core.decision import Decision, Desk, Facts, Incoming
from mailticket.core.mail import Notice
from mailticket.core.policy import Policy, Unit
from mailticket.core.ticket import Event


def replied(incoming: Incoming, facts: Facts, desk: Desk) -> Decision:
    """A unit's reply: a draft; never to the citizen directly. It needs no proof, since it can only become a draft."""
    token, ticket = incoming.binding.token, incoming.binding.ticket
    assert token is not None  # decide() sends only mails with a unit's token here
    unit = next((u for u in desk.policy.units if u.id == token.person), None)
    if unit is None or ticket is None:
        return Decision(f"a unit's token without its unit or ticket: {token.person}", state="held")
    text = incoming.reading.reply.text.strip()
    author = f"unit:{unit.id}"
    if not text and not incoming.reading.mail.attachments:
        message = incoming.as_message(author, "note")
        return Decision("an empty reply of a unit: kept", ticket=ticket, message=message,
                        events=(Event(desk.now, "unit_empty", unit.id, "nothing newly written"),))  # fmt: skip
    is_note = any(command.name in ("catatan", "note") for command in incoming.reading.orders.commands)
    message = incoming.as_message(author, "note" if is_note else "draft")
    left = deadline.days_left(ticket, desk.calendar, deadline.local_day(desk.now, desk.policy))
    values = {
        "unit_name": unit.name,
        "text": text,
        "files": tuple(a.safe_name for a in incoming.reading.mail.attachments if not a.inline),
        "days_left": left,
    }
    notice = "officer.followup" if is_note else "officer.draft"
    if is_note:
        values = {"text": text, "what": "unit_note", "from_": unit.name, "days_left": left}
    notices = tuple(
        Notice(notice, f"draft:{incoming.id}:{p.id}", p, values, attachments=incoming.reading.mail.attachments)
        for p in officer.responsible(ticket, desk.policy)
    )
    if not is_note:
        # The row of the draft is born with this decision; the flow puts it in.
        ticket = deadline.with_clock(ticket.unit_replied(unit.id, None, desk.now), desk.policy, desk.calendar)
    why = f"{'note' if is_note else 'draft'} of {unit.id} for the officer"
    return Decision(
        why, ticket=ticket, message=message, files=incoming.reading.mail.attachments,
        events=(Event(desk.now, "noted" if is_note else "drafted", unit.id, why),), notices=notices,
    )  # fmt: skip


def without_token(incoming: Incoming, desk: Desk) -> Decision:
    """A unit's mail without its token: held; the officers learn of it from the digest."""
    why = f"from {incoming.clues.sender}, a unit's address, without the unit's token"
    return Decision(why, state="held", ticket=incoming.binding.ticket,
                    events=(Event(desk.now, "held", "mailticket", why),))  # fmt: skip


def registered(address: str | None, policy: Policy) -> Unit | None:
    """The unit that has this address, or None."""
    return next((u for u in policy.units if address in {a.lower() for a in u.addresses}), None)
