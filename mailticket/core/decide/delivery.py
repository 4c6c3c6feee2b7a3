"""What becomes of our own mail: accepted by the server, refused, of unknown outcome, or no longer true when late."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from mailticket.core import deadline
from mailticket.core.decide import clock, officer
from mailticket.core.decision import Decision, Desk
from mailticket.core.mail import Notice
from mailticket.core.ticket import RUNNING, STOPPED, WAITING, Event, Outcome, Status, Ticket

# The citizen waits for these, or we wait for the citizen to answer them: undelivered, somebody must telephone.
ANSWERS = frozenset({"citizen.answered", "citizen.closed", "citizen.referred", "citizen.question"})
QUESTIONS = frozenset({"citizen.details_missing", "citizen.reminded"})
# Somebody works by these; refused, perhaps because of a file that a virus scanner dislikes, they are told without it.
WORK = frozenset({"unit.forwarded", "officer.assigned", "officer.followup", "officer.draft"})

# Enhanced statuses (RFC 3463) that do not speak of the address: a full mailbox, the system, policy, content.
_NOT_THE_ADDRESS = ("5.2.2", "5.2.3", "5.3.", "5.4.", "5.5.", "5.6.", "5.7.")
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


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


def each_of(bundle: str | None) -> Mapping[str, str]:
    """The escalations that a bundle told, by what is remembered of it: key -> ticket number."""
    return {key: key.split(":")[1] for key in (bundle or "").split("\n") if key}


def refused(ticket: Ticket, key: str, notice: str, recipient: str, says: str, text: str, desk: Desk) -> Decision:
    """The mail with this key can never be delivered; when the citizen needs it, an officer must telephone."""
    event = Event(desk.now, "undelivered", "mailticket", f"{notice} was refused: {says}")
    blocks = (recipient,) if notice.startswith("citizen.") and is_against_address(says) else ()
    is_answer = ticket.answering == key or key.startswith("question:")
    return undelivered(ticket, event, blocks, notice, is_answer, key, recipient, says, text, desk)


def undelivered(
    ticket: Ticket,
    event: Event,
    blocks: tuple[str, ...],
    notice: str,
    is_answer: bool,
    key: str,
    recipient: str,
    says: str,
    text: str,
    desk: Desk,
) -> Decision:
    """A mail did not reach its reader: an answer opens the ticket again, and whoever must act on it is told."""
    before = ticket
    events: tuple[Event, ...] = (event,)
    if is_answer:
        if ticket.status in STOPPED or ticket.status is Status.AWAITING_CITIZEN:
            ticket = ticket.undelivered().resumed(desk.now)
            why = "the citizen did not get our mail; the clock goes on"
            events = (event, Event(desk.now, "reopened", "mailticket", why))
        ticket = deadline.with_clock(replace(ticket, answering=None), desk.policy, desk.calendar)
    elif not (notice in QUESTIONS and ticket.status in WAITING) and notice not in WORK:
        return Decision(event.why, ticket=ticket, events=events, blocks=blocks)
    status = _ENHANCED.search(says)
    values = {
        "address": recipient,
        "status": status[0] if status and status[0] not in event.why else "",
        "says": says,
        "phone": ticket.citizen.phone or "",
        "text": text,
        "what": notice,
    }
    notices = tuple(
        Notice("officer.undelivered", f"undelivered:{key}:{p.id}", p, values)
        for p in officer.responsible(ticket, desk.policy)
    )
    decision = Decision(event.why, ticket=ticket, events=events, notices=notices, blocks=blocks)
    return clock.with_reason(before, decision, desk)


def unknown(ticket: Ticket, key: str, notice: str, recipient: str, text: str, desk: Desk) -> Decision:
    """It stayed unknown whether a mail went out: counted as sent, and told; a forward is for an officer to repeat."""
    event = Event(desk.now, "unknown", "mailticket", f"{notice}: whether it went out is unknown; not sent again")
    if notice == "unit.forwarded":
        says = "tidak diketahui apakah surel ini sampai; tidak dikirim ulang"
        return undelivered(ticket, event, (), notice, False, key, recipient, says, text, desk)  # noqa: FBT003
    decision = accepted(ticket, key, desk)
    if decision is None:
        return Decision(event.why, ticket=ticket, events=(event,))
    return replace(decision, events=(event, *decision.events))


def is_held_when_unknown(notice: str, recipient: str, desk_address: str) -> bool:
    """A complaint that was perhaps forwarded outside the house is not forwarded twice without a person's word."""
    domain, own = (address.rpartition("@")[2].lower() for address in (recipient, desk_address))
    return notice == "unit.forwarded" and domain != own


def is_against_address(says: str, status: str | None = None) -> bool:
    """Whether a refusal for good says that the address takes no mail, and not that this one mail is unwanted."""
    found = [status] if status else _ENHANCED.findall(says)
    return not any(one.startswith(_NOT_THE_ADDRESS) for one in found if one)


def why_stale(ticket: Ticket, notice: str, key: str) -> str | None:
    """Why a mail that waited long need not go out any more, or None: it is still true.

    An acknowledgement and an answer are always still true.
    """
    rule = _STALE.get(notice)
    return rule(ticket, key) if rule is not None else None


def _rung(ticket: Ticket, key: str) -> str | None:
    if ticket.status not in RUNNING:
        return f"the ticket is {ticket.status.value} meanwhile"
    if ticket.answering:
        return "an answer is on its way"
    # rung:<ticket>:<rung>:<due date>:<role>:<person>
    return None if f":{ticket.due_on}:" in key else f"the ticket is due on {ticket.due_on} meanwhile"


def _asking(ticket: Ticket, key: str) -> str | None:
    return None if ticket.status in WAITING else "the citizen has answered meanwhile"


def _chasing(ticket: Ticket, key: str) -> str | None:
    # chaser:<ticket>:<unit>:<day>:<n>
    waits = any(leg.answered_at is None and f":{leg.unit}:" in key for leg in ticket.legs)
    return None if waits and ticket.status in RUNNING else "the unit is not waited for any more"


def _closing(ticket: Ticket, key: str) -> str | None:
    return None if ticket.status is Status.CLOSED else "the ticket is open again"


_STALE: Mapping[str, Callable[[Ticket, str], str | None]] = {
    "officer.escalated": _rung,
    "supervisor.escalated": _rung,
    "citizen.reminded": _asking,
    "citizen.details_missing": _asking,
    "unit.reminded": _chasing,
    "citizen.closed_no_response": _closing,
}
