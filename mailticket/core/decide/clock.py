"""What time brings about: rungs of the escalation ladder, reminders, chasers, closings."""

from collections.abc import Mapping
from dataclasses import replace

from mailticket.core import deadline
from mailticket.core.decide import officer
from mailticket.core.decision import Decision, Desk
from mailticket.core.mail import Notice, Person
from mailticket.core.policy import Policy, Rung
from mailticket.core.ticket import Event, Outcome, Ticket


def due(ticket: Ticket, events: tuple[Event, ...], desk: Desk) -> Decision:
    """Do all that has fallen due on a ticket; afterwards nothing of it is due any more."""
    decision = Decision("nothing was due", ticket=ticket)
    for one in deadline.dues(ticket, desk.policy, desk.calendar, desk.now):
        decision = _one(decision, one, events, desk)
    ticket = decision.ticket or ticket
    return replace(decision, ticket=deadline.with_clock(ticket, desk.policy, desk.calendar))


def _one(so_far: Decision, one: deadline.Due, events: tuple[Event, ...], desk: Desk) -> Decision:
    ticket = so_far.ticket
    assert ticket is not None  # due() began with it
    if one.kind == "rung" and one.rung is not None:
        return _rung(so_far, ticket, one.rung, one.passed, events, desk)
    if one.kind == "reminder":
        return _reminder(so_far, ticket, one.passed, desk)
    if one.kind == "chaser" and one.unit is not None:
        return _chaser(so_far, ticket, one, desk)
    if one.kind == "close_no_response":
        closed = ticket.closed(Outcome.NO_RESPONSE, desk.now)
        notice = _to_citizen(
            "citizen.closed_no_response", f"no_response:{ticket.number}:{ticket.asked_at}", ticket,
            {"missing": ticket.missing, "question": ticket.question},
        )  # fmt: skip
        return _and(so_far, closed, Event(desk.now, "closed", "mailticket", "no_response"), *notice)
    closed = ticket.closed(Outcome.RESOLVED, desk.now)
    notice = _to_citizen(
        "citizen.closed", f"resolved:{ticket.number}:{ticket.answered_at}", ticket, {"text": "", "outcome": "resolved"}
    )
    return _and(so_far, closed, Event(desk.now, "closed", "mailticket", "resolved"), *notice)


def _rung(
    so_far: Decision, ticket: Ticket, rung: Rung, passed: bool, events: tuple[Event, ...], desk: Desk
) -> Decision:
    done = replace(ticket, rungs=(*ticket.rungs, f"{rung.id}:{ticket.due_on}"), held_until=None)
    if passed:
        return _and(so_far, done, Event(desk.now, "passed", "mailticket", f"{rung.id}: a higher rung is due"))
    today = deadline.local_day(desk.now, desk.policy)
    explanation = deadline.explain(ticket, events, desk.policy, desk.calendar, today)
    officers = officer.responsible(ticket, desk.policy)
    values = {
        "rung": rung.id,
        "days_left": deadline.days_left(ticket, desk.calendar, today),
        "explanation": tuple(f"{day.on}: {day.why}" for day in explanation.days),
        "officer_name": officers[0].name if officers else "",
        "unit_names": tuple(u.name for u in desk.policy.units if u.id in ticket.units),
        "position": ticket.status.value,
    }
    notices = tuple(
        Notice(
            f"{'officer' if role == 'officer' else 'supervisor'}.escalated",
            f"rung:{ticket.number}:{rung.id}:{ticket.due_on}:{role}:{person.id}", person, values,
        )
        for role in rung.to for person in _people(role, ticket, desk.policy)
    )  # fmt: skip
    told = ", ".join(dict.fromkeys(notice.to.id for notice in notices))
    return _and(so_far, done, Event(desk.now, "escalated", "mailticket", f"{rung.id}: {told}"), *notices)


def _people(role: str, ticket: Ticket, policy: Policy) -> tuple[Person, ...]:
    if role == "officer":
        return officer.responsible(ticket, policy)
    return tuple(Person("supervisor", s.id, s.name, s.address) for s in policy.supervisors if s.role == role)


def _reminder(so_far: Decision, ticket: Ticket, passed: bool, desk: Desk) -> Decision:
    done = replace(ticket, reminders=ticket.reminders + 1)
    if passed:
        return _and(so_far, done, Event(desk.now, "passed", "mailticket", f"reminder {done.reminders}"))
    asked_on = deadline.local_day(ticket.asked_at or desk.now, desk.policy)
    close_on = desk.calendar.after(asked_on, desk.policy.intake.close_after_working_days)
    values = {"missing": ticket.missing, "question": ticket.question, "close_on": close_on}
    key = f"reminded:{ticket.number}:{ticket.asked_at}:{done.reminders}"
    notice = _to_citizen("citizen.reminded", key, ticket, values)
    return _and(so_far, done, Event(desk.now, "reminded", "mailticket", f"reminder {done.reminders}"), *notice)


def _chaser(so_far: Decision, ticket: Ticket, one: deadline.Due, desk: Desk) -> Decision:
    today = deadline.local_day(desk.now, desk.policy)
    unit = next((u for u in desk.policy.units if u.id == one.unit), None)
    leg = next(leg for leg in reversed(ticket.legs) if leg.unit == one.unit)
    day = deadline.local_day(one.at, desk.policy).isoformat()
    legs = tuple(replace(x, chased=(*x.chased, day)) if x is leg else x for x in ticket.legs)
    done = replace(ticket, legs=legs)
    if one.passed or unit is None:
        return _and(so_far, done, Event(desk.now, "passed", "mailticket", f"chaser to {one.unit} of {day}"))
    late = desk.calendar.working_days_between(leg.due_on, today)
    values = {"due_on": leg.due_on, "instruction": leg.instruction, "days_left": -late}
    notices = tuple(
        Notice(
            "unit.reminded", f"chaser:{ticket.number}:{unit.id}:{day}:{n}", Person("unit", unit.id, unit.name, a),
            values,
        )
        for n, a in enumerate(unit.addresses)
    )
    return _and(so_far, done, Event(desk.now, "chased", "mailticket", f"{unit.id}: due on {leg.due_on}"), *notices)


def _to_citizen(name: str, key: str, ticket: Ticket, values: Mapping[str, object]) -> tuple[Notice, ...]:
    """One automatic mail to the citizen; none when the ticket is silent or has no address."""
    if ticket.silent or not ticket.citizen.email:
        return ()
    to = Person("citizen", "citizen", ticket.citizen.name or "", ticket.citizen.email)
    return (Notice(name, key, to, values, ticket.language),)


def _and(so_far: Decision, ticket: Ticket, event: Event, *notices: Notice) -> Decision:
    why = event.why if so_far.why == "nothing was due" else f"{so_far.why}; {event.why}"
    return replace(
        so_far, why=why, ticket=ticket, events=(*so_far.events, event), notices=(*so_far.notices, *notices)
    )
