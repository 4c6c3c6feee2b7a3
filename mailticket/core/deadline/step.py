"""The next step of a ticket, with its day and whose it is: nobody waits in the dark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mailticket.core.deadline.calendar import Calendar
from mailticket.core.deadline.counting import local_day
from mailticket.core.deadline.ladder import OF_SILENCE, Due, DueKind, pending
from mailticket.core.policy import Policy, RungRecipient
from mailticket.core.ticket import RUNNING, Status, Ticket

CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class Step:
    """What happens next if nobody does anything before: on which day, and who is then told or waited for."""

    on: date
    what: DueKind
    who: tuple[str, ...]  # ids of staff or of a unit, or "citizen"


def next_step(ticket: Ticket, policy: Policy, calendar: Calendar) -> Step | None:
    """Return the next step of a ticket that is not closed, or None: then it is forgotten.

    A day on which nobody is told, since there is nobody any more, is no step.
    """
    if ticket.status is Status.CLOSED:
        return None
    dues = sorted(pending(ticket, policy, calendar), key=lambda due: due.at)
    steps = [Step(local_day(due.at, policy), due.kind, who) for due in dues if (who := _who(due, ticket, policy))]
    if ticket.status in RUNNING and not any(step.what in (DueKind.RUNG, DueKind.PAUSE_OVER) for step in steps):
        return None  # a unit may be chased, but nobody here would ever look
    return next(iter(steps), None)


def _who(due: Due, ticket: Ticket, policy: Policy) -> tuple[str, ...]:
    if due.kind is DueKind.RUNG and due.rung is not None:
        people = [person for to in due.rung.to for person in _told(to, ticket, policy)]
        return tuple(dict.fromkeys(people))
    if due.kind is DueKind.CHASER:
        return tuple(unit.id for unit in policy.units if unit.id == due.unit)
    if (due.kind in OF_SILENCE and ticket.unasked is None) or due.kind is DueKind.ASK:
        return (CITIZEN,)
    return tuple(_told(RungRecipient.OFFICER, ticket, policy))


def _told(to: RungRecipient, ticket: Ticket, policy: Policy) -> Sequence[str]:
    supervisors: Mapping[str, str] = {one.id: str(one.role) for one in policy.supervisors}
    if to is not RungRecipient.OFFICER:
        return [id_ for id_, role in supervisors.items() if role == str(to)]
    return [one.id for one in policy.officers if one.id == ticket.officer] or list(supervisors)
