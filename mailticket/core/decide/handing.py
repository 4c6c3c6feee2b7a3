"""Somebody left the desk: the tickets that were that person's go to those who are there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mailticket.core import deadline
from mailticket.core.decide import letters, staff
from mailticket.core.decide.letters import Origin
from mailticket.core.decision import Decision, Facts, Present
from mailticket.core.happenings import What
from mailticket.core.notices.notice import Handing
from mailticket.core.policy import Policy
from mailticket.core.ticket import RUNNING, STOPPED, Event, Message, Ticket

NOTE = "{name} tidak lagi menangani tiket ini"


def is_orphaned(ticket: Ticket, policy: Policy) -> bool:
    """Whether a ticket is at work without an officer, or with one who is none of the desk any more."""
    if not policy.officers:
        return False
    if ticket.officer is None:
        return ticket.status in RUNNING
    return not staff.is_officer(ticket.officer, policy)


def handed_on(ticket: Ticket, messages: Sequence[Message], loads: Mapping[str, int], present: Present) -> Decision:
    """Give it to another officer, who gets it with its whole correspondence; of an answered one nobody is told."""
    before = ticket.officer or ""
    after = replace(ticket, officer=staff.assign(ticket, loads, present.policy))
    after = deadline.with_clock(after, present.policy, present.calendar)
    (person,) = staff.responsible(after, present.policy)
    what = What.HANDED_ON(name=person.name, officer=person.id, before=before)
    event = Event(present.now, what, "mailticket")
    told = tuple(message for message in messages if message.is_citizens)
    notices = letters.assigned(
        Origin(f"left:{before}"),
        after,
        told,
        Handing.HANDED_OVER if after.unasked is None else Handing.UNASKED,
        Facts(messages=tuple(messages), loads=loads),
        present,
        note=NOTE.format(name=before) if before else "",
    )
    return Decision((what,), ticket=after, events=(event,), notices=() if after.status in STOPPED else notices)
