"""What becomes of our own mail: accepted by the server, refused, of unknown outcome, or no longer true when late."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from mailticket.core import deadline, masking
from mailticket.core.decide import clock, letters
from mailticket.core.decision import Decision, Present
from mailticket.core.happenings import Happening, Stale, What
from mailticket.core.notices.letters import Letter, Undelivered
from mailticket.core.notices.notice import Lasting, Loss
from mailticket.core.people import Role
from mailticket.core.post import ClaimedSend
from mailticket.core.ticket import RUNNING, STOPPED, WAITING, Event, Purpose, Status, Telling, Ticket

# Enhanced statuses (RFC 3463) that do not speak of the address: a full mailbox, the system, policy, content.
_NOT_THE_ADDRESS = ("5.2.2", "5.2.3", "5.3.", "5.4.", "5.5.", "5.6.", "5.7.")
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
ORDERED = frozenset({Purpose.ANSWER, Purpose.CLOSING, Purpose.ADDENDUM, Purpose.QUESTION})  # by a person of the staff


@dataclass(frozen=True, slots=True)
class Lost:
    """A mail that can never be delivered."""

    letter: Letter
    recipient: str
    says: str  # the mail server's words
    text: str
    key: object  # what makes the notice of it unique
    is_answer: bool  # the citizen waits for it, or we for the citizen's answer to it
    blocks: bool  # the address takes no mail at all


def accepted(ticket: Ticket, send: ClaimedSend, present: Present) -> Decision | None:
    """The mail is out; None when that changes nothing of the ticket."""
    events: tuple[Event, ...] = ()
    if send.errand.purpose is Purpose.RUNG and send.errand.due_on is not None:
        telling = Telling(send.ticket or "", send.errand.about, send.errand.due_on)
        events = (proven(telling, send.errand.ordered_by, present.now),)
    elif send.errand.is_same(ticket.answering):
        ticket, events = _answered(ticket, send, present)
    elif send.errand.purpose is Purpose.ADDENDUM:
        events = (Event(present.now, What.ADDED(), "mailticket"),)
    if send.errand.purpose in ORDERED and send.errand.ordered_by:
        sent = What.SENT(notice=send.letter, to=masking.email(send.recipient))
        events = (*events, Event(present.now, sent, send.errand.ordered_by))
    return Decision(tuple(event.what for event in events), ticket=ticket, events=events) if events else None


def proven(telling: Telling, person: str, at: datetime) -> Event:
    """Return the proof that somebody was told of a ticket in time."""
    what = What.DELIVERED(rung=telling.rung, due_on=telling.due_on, person=person)
    return Event(at, what, "mailticket")


def refused(ticket: Ticket, send: ClaimedSend, says: str, text: str, present: Present) -> Decision:
    """The mail can never be delivered; when the citizen needs it, an officer must telephone."""
    is_answer = send.errand.is_same(ticket.answering) or send.errand.purpose in ORDERED
    blocks = send.letter.role is Role.CITIZEN and is_against_address(says)
    what = What.UNDELIVERED(notice=send.letter, says=says)
    lost = Lost(send.letter, send.recipient, says, text, send.key, is_answer, blocks)
    return undelivered(ticket, Event(present.now, what, "mailticket"), lost, present)


def undelivered(ticket: Ticket, event: Event, lost: Lost, present: Present) -> Decision:
    """A mail did not reach its reader: an answer opens the ticket again, and whoever must act on it is told."""
    before = ticket
    events: tuple[Event, ...] = (event,)
    blocks = (lost.recipient,) if lost.blocks else ()
    loss = lost.letter.loss
    if lost.is_answer:
        if ticket.status in STOPPED or ticket.status is Status.AWAITING_CITIZEN:
            ticket = ticket.undelivered(present.now)
            events = (event, Event(present.now, What.UNANSWERED_AGAIN(), "mailticket"))
        ticket = deadline.with_clock(replace(ticket, answering=None), present.policy, present.calendar)
    elif not (loss is Loss.ASKING and ticket.status in WAITING) and loss is not Loss.WORK:
        return Decision((event.what,), ticket=ticket, events=events, blocks=blocks)
    value = Undelivered(lost.letter, lost.recipient, lost.says, ticket.citizen.phone or "", lost.text)
    notices = letters.to_responsible(value, "undelivered", lost.key, ticket, present)
    decision = Decision((event.what,), ticket=ticket, events=events, notices=notices, blocks=blocks)
    return clock.with_reason(before, decision, present)


def unknown(ticket: Ticket, send: ClaimedSend, text: str, present: Present) -> Decision:
    """It stayed unknown whether a mail went out: counted as sent, and told; a forward is for an officer to repeat."""
    what = What.UNKNOWN(notice=send.letter)
    event = Event(present.now, what, "mailticket")
    if send.letter is Letter.UNIT_FORWARDED:
        says = "tidak diketahui apakah surel ini sampai; tidak dikirim ulang"
        lost = Lost(send.letter, send.recipient, says, text, send.key, is_answer=False, blocks=False)
        return undelivered(ticket, event, lost, present)
    decision = accepted(ticket, send, present)
    if decision is None:
        return Decision((what,), ticket=ticket, events=(event,))
    return replace(decision, events=(event, *decision.events))


def put_back(ticket: Ticket, send: ClaimedSend, present: Present) -> Decision:
    """A mail that was given up goes out again; an answer is on its way once more, so that it can answer the ticket."""
    what = What.PUT_BACK(notice=send.letter, to=masking.email(send.recipient))
    if send.errand.purpose in (Purpose.ANSWER, Purpose.CLOSING) and ticket.status in RUNNING and not ticket.answering:
        ticket = replace(ticket, answering=send.errand)
    return Decision((what,), ticket=ticket, events=(Event(present.now, what, "mailticket"),))


def is_held_when_unknown(send: ClaimedSend, desk_address: str) -> bool:
    """A complaint that was perhaps forwarded outside the house is not forwarded twice without a person's word."""
    domain, own = (address.rpartition("@")[2].lower() for address in (send.recipient, desk_address))
    return send.letter is Letter.UNIT_FORWARDED and domain != own


def is_against_address(says: str, status: str | None = None) -> bool:
    """Whether a refusal for good says that the address takes no mail, and not that this one mail is unwanted."""
    found = [status] if status else _ENHANCED.findall(says)
    return not any(one.startswith(_NOT_THE_ADDRESS) for one in found if one)


def why_stale(ticket: Ticket, send: ClaimedSend) -> Happening | None:
    """Return why a mail that waited long need not go out any more, or None: it is still true."""
    return _STALE[send.letter.lasting](ticket, send)


def _answered(ticket: Ticket, send: ClaimedSend, present: Present) -> tuple[Ticket, tuple[Event, ...]]:
    ticket = ticket.answered(present.now)
    events = [Event(present.now, What.ANSWERED(), "mailticket")]
    if send.errand.purpose is Purpose.CLOSING and send.errand.outcome is not None:
        ticket = ticket.closed(send.errand.outcome, present.now)
        events.append(Event(present.now, What.CLOSED(outcome=send.errand.outcome.value), "mailticket"))
    return deadline.with_clock(ticket, present.policy, present.calendar), tuple(events)


def _always(ticket: Ticket, send: ClaimedSend) -> Happening | None:
    return None


def _while_due(ticket: Ticket, send: ClaimedSend) -> Happening | None:
    if ticket.status not in RUNNING:
        return Stale.ENDED(status=ticket.status.value)
    if ticket.answering is not None:
        return Stale.ANSWERING()
    return None if send.errand.due_on == ticket.due_on else Stale.DUE_ANEW(due_on=ticket.due_on or "-")


def _while_asking(ticket: Ticket, send: ClaimedSend) -> Happening | None:
    return None if ticket.status in WAITING else Stale.ANSWERED()


def _while_unit_owes(ticket: Ticket, send: ClaimedSend) -> Happening | None:
    waits = any(leg.answered_at is None and leg.unit == send.errand.about for leg in ticket.legs)
    return None if waits and ticket.status in RUNNING else Stale.UNIT_DONE()


def _while_closed(ticket: Ticket, send: ClaimedSend) -> Happening | None:
    return None if ticket.status is Status.CLOSED else Stale.OPEN_AGAIN()


_STALE: Mapping[Lasting, Callable[[Ticket, ClaimedSend], Happening | None]] = {
    Lasting.ALWAYS: _always,
    Lasting.WHILE_DUE: _while_due,
    Lasting.WHILE_ASKING: _while_asking,
    Lasting.WHILE_UNIT_OWES: _while_unit_owes,
    Lasting.WHILE_CLOSED: _while_closed,
}
