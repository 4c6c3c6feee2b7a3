"""What time brings about: rungs of the escalation ladder, reminders, chasers, ends of pauses, closings."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from mailticket.core import deadline, words
from mailticket.core.deadline import Due, DueKind
from mailticket.core.decide import letters, staff
from mailticket.core.decision import Decision, Present
from mailticket.core.happenings import Happening, What
from mailticket.core.notices.letters import (
    Closed,
    ClosedNoResponse,
    Followup,
    OfficerEscalated,
    Reminded,
    SupervisorEscalated,
    UnitReminded,
)
from mailticket.core.notices.notice import News, Notice
from mailticket.core.people import Person, Role
from mailticket.core.policy import Policy, Rung, RungRecipient
from mailticket.core.ticket import Errand, Event, Outcome, Purpose, Telling, Ticket, Told

ROUNDS_MAX = 5  # what falls due can let something else fall due, but no more often than a ticket has kinds of dues
ESCALATIONS_MAX = 1  # to one person in one run; more tickets than these are lines of one mail

Crowd = tuple[str, str]  # a notice's name and a person's id
ESCALATED = {Role.OFFICER: OfficerEscalated, Role.SUPERVISOR: SupervisorEscalated}


@dataclass(frozen=True)
class _Tick:
    """One thing that is due, and what it is judged by."""

    due: Due
    events: tuple[Event, ...]  # the ticket's history
    present: Present


def due(ticket: Ticket, events: tuple[Event, ...], present: Present) -> Decision:
    """Do all that has fallen due on a ticket; afterwards nothing of it is due any more."""
    decision = Decision((), ticket=ticket)
    for _ in range(ROUNDS_MAX):
        found = deadline.dues(ticket, present.policy, present.calendar, present.now)
        if not found:
            break
        for one in found:
            assert decision.ticket is not None  # it began with one
            decision = FOLLOWS[one.kind](decision, decision.ticket, _Tick(one, events, present))
        assert decision.ticket is not None
        after = deadline.with_clock(decision.ticket, present.policy, present.calendar)
        decision, ticket = with_reason(ticket, replace(decision, ticket=after), present), after
    at = deadline.next_at(ticket, present.policy, present.calendar, after=present.now)
    return replace(decision, ticket=replace(ticket, next_at=at))


def recounted(ticket: Ticket, present: Present, why: Happening) -> Decision | None:
    """Count a ticket anew because the calendar or the clock's settings changed; None when nothing of it changes."""
    after = deadline.recounted(ticket, present.policy, present.calendar)
    if after == ticket:
        return None
    if ticket.due_on is None or after.due_on is None or ticket.due_on == after.due_on:
        return Decision((why,), ticket=after)
    moved = What.DUE_MOVED(before=ticket.due_on, after=after.due_on, reason=why)
    return Decision((why,), ticket=after, events=(Event(present.now, moved, "mailticket"),))


def with_reason(before: Ticket | None, decision: Decision, present: Present) -> Decision:
    """Return the decision with an event that says why the ticket's due date moves, if it does."""
    if before is None or decision.ticket is None or before.number != decision.ticket.number:
        return decision
    moved = deadline.why_moved(before, decision.ticket, present.policy, present.calendar)
    if moved is None:
        return decision
    return replace(decision, events=(*decision.events, Event(present.now, moved, "mailticket")))


def crowded(decisions: Sequence[Decision]) -> frozenset[Crowd]:
    """Return to whom more tickets than `ESCALATIONS_MAX` are escalated at once: one mail shall tell of them all."""
    found = Counter((n.name, n.to.id) for decision in decisions for n in decision.notices if _is_escalation(n))
    return frozenset(crowd for crowd, count in found.items() if count > ESCALATIONS_MAX)


def without(decision: Decision, crowds: frozenset[Crowd]) -> Decision:
    """Return the decision without the escalations that a bundle tells."""
    kept = tuple(n for n in decision.notices if not (_is_escalation(n) and (n.name, n.to.id) in crowds))
    return replace(decision, notices=kept)


def bundled(decisions: Sequence[Decision], crowds: frozenset[Crowd], present: Present) -> Decision:
    """Return the decision that sends one escalation to each of these people, with a line for each ticket."""
    found: dict[Crowd, list[tuple[Ticket, Notice]]] = defaultdict(list)
    for decision in decisions:
        for notice in decision.notices:
            if _is_escalation(notice) and (notice.name, notice.to.id) in crowds and decision.ticket is not None:
                found[notice.name, notice.to.id].append((decision.ticket, notice))
    return Decision((), notices=tuple(_bundle(group, present) for group in found.values()))


def _is_escalation(notice: Notice) -> bool:
    return isinstance(notice.value, OfficerEscalated | SupervisorEscalated)


def _bundle(group: Sequence[tuple[Ticket, Notice]], present: Present) -> Notice:
    group = sorted(group, key=lambda one: (one[0].due_on or present.now.date(), one[0].number or ""))
    first = group[0][1]
    rows, tells, fewest = [], [], []
    for ticket, notice in group:
        value = notice.value
        assert isinstance(value, OfficerEscalated | SupervisorEscalated)  # _is_escalation chose them
        left = value.days_left or 0
        due_on = words.short_day(ticket.due_on) if ticket.due_on else "-"
        subject = words.shortened(ticket.subject)
        rows.append((ticket.number or "", subject, value.officer_name or "-", due_on, words.days_left(left)))
        fewest.append(left)
        if notice.errand.due_on is not None:
            # By these each ticket gets its own proof of delivery once the bundle is out.
            tells.append(Telling(ticket.number or "", notice.errand.about, notice.errand.due_on))
    value = ESCALATED[first.to.role](days_left=min(fewest), rows=tuple(rows))
    errand = Errand(ordered_by=first.to.id)
    return Notice(value, (*first.key, "together"), first.to, errand=errand, tells=tuple(tells))


def _rung(so_far: Decision, ticket: Ticket, tick: _Tick) -> Decision:
    rung, present = tick.due.rung, tick.present
    assert rung is not None and ticket.due_on is not None  # noqa: PT018 (core.deadline says both of a rung)
    done = replace(ticket, rungs=(*ticket.rungs, Told(rung.id, ticket.due_on)))
    if tick.due.passed:
        return _and(so_far, done, What.PASSED(rung=rung.id), present)
    over = deadline.repeated(done, present.policy, present.calendar, present.now)
    done = replace(done, held_until=None, rungs=tuple(dict.fromkeys((*done.rungs, *over))))
    people = tuple(dict.fromkeys(person for to in rung.to for person in _people(to, ticket, present.policy)))
    notices = tuple(_escalation(person, ticket, rung, tick) for person in people)
    told = tuple(dict.fromkeys(person.id for person in people))
    return _and(so_far, done, What.ESCALATED(rung=rung.id, told=told), present, *notices)


def _escalation(to: Person, ticket: Ticket, rung: Rung, tick: _Tick) -> Notice:
    policy, calendar = tick.present.policy, tick.present.calendar
    today = deadline.local_day(tick.present.now, policy)
    officers = staff.responsible(ticket, policy)
    value = ESCALATED[to.role](
        days_left=deadline.days_left(ticket, calendar, today),
        rung=rung.id,
        explanation=deadline.lines(deadline.explain(ticket, tick.events, policy, calendar, today)),
        officer_name=officers[0].name if officers else "",
        unit_names=tuple(unit.name for unit in policy.units if unit.id in ticket.units),
        position=ticket.status,
    )
    key = ("rung", ticket.number, rung.id, ticket.due_on, to.role, to.id)
    errand = Errand(Purpose.RUNG, ordered_by=to.id, about=rung.id, due_on=ticket.due_on)
    return Notice(value, key, to, errand=errand)


def _people(role: RungRecipient, ticket: Ticket, policy: Policy) -> tuple[Person, ...]:
    if role is RungRecipient.OFFICER:
        return staff.responsible(ticket, policy)
    return tuple(
        Person(Role.SUPERVISOR, s.id, s.name, s.address) for s in policy.supervisors if str(s.role) == str(role)
    )


def _reminder(so_far: Decision, ticket: Ticket, tick: _Tick) -> Decision:
    present = tick.present
    done = replace(ticket, reminders=ticket.reminders + 1)
    if tick.due.passed:
        return _and(so_far, done, What.PASSED(reminder=done.reminders), present)
    asked_on = deadline.local_day(ticket.asked_at or present.now, present.policy)
    close_on = deadline.reply_by(asked_on, present.policy, present.calendar)
    value = Reminded(ticket.missing, ticket.question, close_on)
    key = ("reminded", ticket.number, ticket.asked_at, done.reminders)
    notices = tuple(
        replace(notice, errand=Errand(counter=done.reminders)) for notice in letters.to_citizen(value, key, ticket)
    )
    return _and(so_far, done, What.REMINDED(reminder=done.reminders), present, *notices)


def _chaser(so_far: Decision, ticket: Ticket, tick: _Tick) -> Decision:
    present = tick.present
    today = deadline.local_day(present.now, present.policy)
    unit = staff.unit_by_id(tick.due.unit or "", present.policy)
    leg = next(leg for leg in reversed(ticket.legs) if leg.unit == tick.due.unit and leg.answered_at is None)
    day = deadline.local_day(tick.due.at, present.policy).isoformat()
    done = replace(ticket, legs=tuple(replace(x, chased=(*x.chased, day)) if x is leg else x for x in ticket.legs))
    if tick.due.passed or unit is None:
        return _and(so_far, done, What.PASSED(unit=leg.unit, day=day), present)
    late = present.calendar.working_days_between(leg.due_on, today)
    value = UnitReminded(leg.due_on, leg.instruction, -late)
    errand = Errand(Purpose.CHASER, about=unit.id, counter=len(leg.chased) + 1)
    notices = tuple(
        Notice(value, ("chaser", ticket.number, unit.id, day, n), person, errand=errand)
        for n, person in enumerate(staff.unit_people(unit))
    )
    return _and(so_far, done, What.CHASED(unit=unit.id, due_on=leg.due_on), present, *notices)


def _unasked(so_far: Decision, ticket: Ticket, tick: _Tick) -> Decision:
    """Whoever has a ticket whose citizen is not asked is reminded of it; the last time also the supervisors."""
    present, unasked = tick.present, ticket.unasked
    assert unasked is not None  # core.deadline says so
    count = unasked.told + 1
    done = replace(ticket, unasked=replace(unasked, told=count))
    if tick.due.passed:
        return _and(so_far, done, What.PASSED(reminder=count), present)
    people = staff.responsible(ticket, present.policy)
    if count >= len(present.policy.intake.remind_after_working_days):
        people = (*people, *_people(RungRecipient.SUPERVISOR, ticket, present.policy))
    value = Followup(News.UNASKED, "", "", unasked=unasked.why, close_on=letters.close_on(ticket, present))
    notices = tuple(
        Notice(value, ("unasked", ticket.number, count, person.id), person) for person in dict.fromkeys(people)
    )
    told = tuple(notice.to.id for notice in notices)
    return _and(so_far, done, What.UNASKED_TOLD(told=told), present, *notices)


def _pause_over(so_far: Decision, ticket: Ticket, tick: _Tick) -> Decision:
    days = tick.present.policy.clock.pause_working_days_max
    return _and(so_far, ticket.resumed(tick.due.at), What.PAUSE_OVER(days=days), tick.present)


def _no_response(so_far: Decision, ticket: Ticket, tick: _Tick) -> Decision:
    closed = ticket.closed(Outcome.NO_RESPONSE, tick.present.now)
    value = ClosedNoResponse(ticket.missing, ticket.question)
    notices = letters.to_citizen(value, ("no_response", ticket.number, ticket.asked_at), ticket)
    return _and(so_far, closed, What.CLOSED(outcome=Outcome.NO_RESPONSE.value), tick.present, *notices)


def _resolved(so_far: Decision, ticket: Ticket, tick: _Tick) -> Decision:
    closed = ticket.closed(Outcome.RESOLVED, tick.present.now)
    key = ("resolved", ticket.number, ticket.answered_at)
    notices = letters.to_citizen(Closed(Outcome.RESOLVED), key, ticket)
    return _and(so_far, closed, What.CLOSED(outcome=Outcome.RESOLVED.value), tick.present, *notices)


def _and(so_far: Decision, ticket: Ticket, what: Happening, present: Present, *notices: Notice) -> Decision:
    return replace(
        so_far,
        why=(*so_far.why, what),
        ticket=ticket,
        events=(*so_far.events, Event(present.now, what, "mailticket")),
        notices=(*so_far.notices, *notices),
    )


FOLLOWS: Mapping[DueKind, Callable[[Decision, Ticket, _Tick], Decision]] = {
    DueKind.RUNG: _rung,
    DueKind.REMINDER: _reminder,
    DueKind.CHASER: _chaser,
    DueKind.UNASKED: _unasked,
    DueKind.PAUSE_OVER: _pause_over,
    DueKind.CLOSE_NO_RESPONSE: _no_response,
    DueKind.CLOSE_RESOLVED: _resolved,
}
