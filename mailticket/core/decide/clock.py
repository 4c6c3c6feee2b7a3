"""What time brings about: rungs of the escalation ladder, reminders, chasers, ends of pauses, closings."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mailticket.core import deadline, words
from mailticket.core.decide import officer
from mailticket.core.decision import Decision, Desk
from mailticket.core.mail import Notice, Person
from mailticket.core.policy import Policy, Rung
from mailticket.core.ticket import Event, Outcome, Ticket

ROUNDS_MAX = 5  # what falls due can let something else fall due, but no more often than a ticket has kinds of dues
ESCALATIONS_MAX = 10  # to one person in one run; more tickets than these are lines of one mail

NOTHING = "nothing was due"
Crowd = tuple[str, str]  # a notice's name and a person's id


def due(ticket: Ticket, events: tuple[Event, ...], desk: Desk) -> Decision:
    """Do all that has fallen due on a ticket; afterwards nothing of it is due any more."""
    decision = Decision(NOTHING, ticket=ticket)
    for _ in range(ROUNDS_MAX):
        found = deadline.dues(ticket, desk.policy, desk.calendar, desk.now)
        if not found:
            break
        for one in found:
            decision = _one(decision, one, events, desk)
        assert decision.ticket is not None  # it began with one
        after = deadline.with_clock(decision.ticket, desk.policy, desk.calendar)
        decision, ticket = with_reason(ticket, replace(decision, ticket=after), desk), after
    at = deadline.next_at(ticket, desk.policy, desk.calendar, after=desk.now)
    return replace(decision, ticket=replace(ticket, next_at=at))


def recounted(ticket: Ticket, desk: Desk, why: str) -> Decision | None:
    """Count a ticket anew because the calendar or the clock's settings changed; None when nothing of it changes."""
    after = deadline.recounted(ticket, desk.policy, desk.calendar)
    if after == ticket:
        return None
    decision = Decision(why, ticket=after)
    if ticket.due_on is None or after.due_on is None or ticket.due_on == after.due_on:
        return decision
    said = f"{words.on_date(ticket.due_on)} menjadi {words.on_date(after.due_on)}: {why}"
    return replace(decision, events=(Event(desk.now, "due_moved", "mailticket", said),))


def with_reason(before: Ticket | None, decision: Decision, desk: Desk) -> Decision:
    """Return the decision with an event that says why the ticket's due date moves, if it does."""
    if before is None or decision.ticket is None:
        return decision
    same = before.number == decision.ticket.number
    why = deadline.why_moved(before, decision.ticket, desk.policy, desk.calendar) if same else None
    if why is None:
        return decision
    return replace(decision, events=(*decision.events, Event(desk.now, "due_moved", "mailticket", why)))


def crowded(decisions: Sequence[Decision]) -> frozenset[Crowd]:
    """Return to whom more tickets than `ESCALATIONS_MAX` are escalated at once: one mail shall tell of them all."""
    found = Counter((n.name, n.to.id) for decision in decisions for n in decision.notices if _is_escalation(n))
    return frozenset(crowd for crowd, count in found.items() if count > ESCALATIONS_MAX)


def without(decision: Decision, crowds: frozenset[Crowd]) -> Decision:
    """Return the decision without the escalations that a bundle tells."""
    kept = tuple(n for n in decision.notices if not (_is_escalation(n) and (n.name, n.to.id) in crowds))
    return replace(decision, notices=kept)


def bundled(decisions: Sequence[Decision], crowds: frozenset[Crowd], desk: Desk) -> Decision:
    """Return the decision that sends one escalation to each of these people, with a line for each ticket."""
    found: dict[Crowd, list[tuple[Ticket, Notice]]] = defaultdict(list)
    for decision in decisions:
        for notice in decision.notices:
            if _is_escalation(notice) and (notice.name, notice.to.id) in crowds and decision.ticket is not None:
                found[notice.name, notice.to.id].append((decision.ticket, notice))
    bundles = tuple(_bundle(group, desk) for group in found.values())
    # By their keys each ticket gets its own proof of delivery (delivery.accepted) once the bundle is out.
    keys = ("\n".join(notice.key for _, notice in group) for group in found.values())
    remembers = {bundle.key: told for bundle, told in zip(bundles, keys, strict=True)}
    return Decision("many tickets fell due together", notices=bundles, remembers=remembers)


def _is_escalation(notice: Notice) -> bool:
    return notice.name.endswith(".escalated")


def _bundle(group: Sequence[tuple[Ticket, Notice]], desk: Desk) -> Notice:
    group = sorted(group, key=lambda one: (one[0].due_on or desk.now.date(), one[0].number or ""))
    first = group[0][1]
    categories = {category.id: category.name for category in desk.policy.categories}
    rows = tuple(
        (
            ticket.number or "",
            categories.get(ticket.category, ticket.category),
            notice.values["officer_name"] or "-",
            words.short_day(ticket.due_on) if ticket.due_on else "-",
            words.days_left(notice.values["days_left"]),
        )
        for ticket, notice in group
    )
    days_left = min(notice.values["days_left"] for _, notice in group)
    return Notice(first.name, f"{first.key}:together", first.to, {"rows": rows, "days_left": days_left})


def _one(so_far: Decision, one: deadline.Due, events: tuple[Event, ...], desk: Desk) -> Decision:
    ticket = so_far.ticket
    assert ticket is not None  # due() began with it
    if one.kind == "rung" and one.rung is not None:
        return _rung(so_far, ticket, one.rung, one.passed, events, desk)
    if one.kind == "reminder":
        return _reminder(so_far, ticket, one.passed, desk)
    if one.kind == "chaser" and one.unit is not None:
        return _chaser(so_far, ticket, one, desk)
    if one.kind == "pause_over":
        why = f"{desk.policy.clock.pause_working_days_max} working days are the longest pause: the clock runs again"
        return _and(so_far, ticket.resumed(one.at), Event(desk.now, "pause_over", "mailticket", why))
    if one.kind == "close_no_response":
        closed = ticket.closed(Outcome.NO_RESPONSE, desk.now)
        notice = _to_citizen(
            "citizen.closed_no_response",
            f"no_response:{ticket.number}:{ticket.asked_at}",
            ticket,
            {"missing": ticket.missing, "question": ticket.question},
        )
        return _and(so_far, closed, Event(desk.now, "closed", "mailticket", "no_response"), *notice)
    closed = ticket.closed(Outcome.RESOLVED, desk.now)
    notice = _to_citizen(
        "citizen.closed", f"resolved:{ticket.number}:{ticket.answered_at}", ticket, {"text": "", "outcome": "resolved"}
    )
    return _and(so_far, closed, Event(desk.now, "closed", "mailticket", "resolved"), *notice)


def _rung(
    so_far: Decision, ticket: Ticket, rung: Rung, passed: bool, events: tuple[Event, ...], desk: Desk
) -> Decision:
    done = replace(ticket, rungs=(*ticket.rungs, f"{rung.id}:{ticket.due_on}"))
    if passed:
        return _and(so_far, done, Event(desk.now, "passed", "mailticket", f"{rung.id}: a higher rung is due"))
    done = replace(done, held_until=None)
    today = deadline.local_day(desk.now, desk.policy)
    explanation = deadline.explain(ticket, events, desk.policy, desk.calendar, today)
    officers = officer.responsible(ticket, desk.policy)
    values = {
        "rung": rung.id,
        "rows": (),
        "days_left": deadline.days_left(ticket, desk.calendar, today),
        "explanation": deadline.lines(explanation),
        "officer_name": officers[0].name if officers else "",
        "unit_names": tuple(u.name for u in desk.policy.units if u.id in ticket.units),
        "position": ticket.status.value,
    }
    people = dict.fromkeys(person for role in rung.to for person in _people(role, ticket, desk.policy))
    notices = tuple(
        Notice(f"{to.role}.escalated", f"rung:{ticket.number}:{rung.id}:{ticket.due_on}:{to.role}:{to.id}", to, values)
        for to in people
    )
    told = ", ".join(dict.fromkeys(notice.to.id for notice in notices)) or "nobody"
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
    leg = next(leg for leg in reversed(ticket.legs) if leg.unit == one.unit and leg.answered_at is None)
    day = deadline.local_day(one.at, desk.policy).isoformat()
    legs = tuple(replace(x, chased=(*x.chased, day)) if x is leg else x for x in ticket.legs)
    done = replace(ticket, legs=legs)
    if one.passed or unit is None:
        return _and(so_far, done, Event(desk.now, "passed", "mailticket", f"chaser to {one.unit} of {day}"))
    late = desk.calendar.working_days_between(leg.due_on, today)
    values = {"due_on": leg.due_on, "instruction": leg.instruction, "days_left": -late}
    notices = tuple(
        Notice(
            "unit.reminded",
            f"chaser:{ticket.number}:{unit.id}:{day}:{n}",
            Person("unit", unit.id, unit.name, a),
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
    why = event.why if so_far.why == NOTHING else f"{so_far.why}; {event.why}"
    return replace(so_far, why=why, ticket=ticket, events=(*so_far.events, event), notices=(*so_far.notices, *notices))
