"""A citizen who wishes not to be named is asked once, and without an answer served as far as it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mailticket.core import deadline
from mailticket.core.decide import marks, officer
from mailticket.core.decision import Decision, Desk
from mailticket.core.mail import Notice, Person
from mailticket.core.policy import Policy
from mailticket.core.ticket import Event, Message, Status, Ticket


def is_served(ticket: Ticket, policy: Policy) -> bool:
    """Whether a ticket goes on without what is missing: the matter is told, and the citizen was asked once."""
    return (
        ticket.anonymous and ticket.asked >= 1 and policy.intake.anonymous == "serve" and "detail" not in ticket.missing
    )


def is_due(ticket: Ticket, desk: Desk) -> bool:
    """Whether the one question has had its time: what would be a reminder is the beginning of the work."""
    if ticket.status is not Status.AWAITING_DETAILS or not is_served(ticket, desk.policy):
        return False
    dues = deadline.dues(ticket, desk.policy, desk.calendar, desk.now)
    return any(due.kind in ("reminder", "close_no_response") for due in dues)


def serve(ticket: Ticket, messages: Sequence[Message], loads: Mapping[str, int], desk: Desk) -> Decision:
    """Open the ticket with what there is: the clock starts, the citizen is told the date, an officer gets it."""
    policy, now = desk.policy, desk.now
    opened = replace(ticket.completed(now), clock_at=ticket.clock_at or now)
    opened = replace(opened, officer=ticket.officer or officer.assign(ticket, loads, policy))
    opened = deadline.with_clock(opened, policy, desk.calendar)
    why = f"served without {', '.join(ticket.missing)}: the citizen wishes not to be named; due on {opened.due_on}"
    notices = tuple(_to_officer(person, opened, messages, desk) for person in officer.responsible(opened, policy))
    if ticket.citizen.email and not ticket.silent:
        to = Person("citizen", "citizen", ticket.citizen.name or "", ticket.citizen.email)
        values = {"working_days": deadline.working_days(opened, policy)}
        notices += (Notice("citizen.acknowledged", f"acknowledged:{ticket.number}", to, values, ticket.language),)
    return Decision(why, ticket=opened, events=(Event(now, "opened", "mailticket", why),), notices=notices)


def _to_officer(person: Person, ticket: Ticket, messages: Sequence[Message], desk: Desk) -> Notice:
    told = [message for message in messages if message.author == "citizen"]
    category = next((c.name for c in desk.policy.categories if c.id == ticket.category), ticket.category)
    text = "\n\n".join(message.full_text or message.text for message in told)
    values = {
        "reason": "new",
        "note": "",
        "category_name": category,
        "words": (),
        "earlier": (),
        "text": text,
        "marks": marks.of(ticket, text, desk.policy),
        "unsure": marks.unsure(ticket),
        "history": (),
        "days_left": deadline.days_left(ticket, desk.calendar, deadline.local_day(desk.now, desk.policy)),
    }
    key = f"assigned:{ticket.number}:{person.id}:{ticket.due_on}:served"
    return Notice("officer.assigned", key, person, values, files_from=tuple(m.id for m in told if m.id is not None))
