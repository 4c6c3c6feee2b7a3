"""`#batal`: stop the sender's own mail while it still waits; a unit takes its draft back."""

from collections.abc import Sequence
from dataclasses import replace

from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.row import EVERYONE, MOVES, TEXT, Row
from mailticket.core.found import Command
from mailticket.core.happenings import Hold, What
from mailticket.core.people import Author, Role
from mailticket.core.ticket import Errand, Message, Purpose, Status, Ticket


def batal(act: Act, command: Command) -> Act:
    """Stop what waits in the sender's name."""
    if act.person.role is Role.UNIT:
        return _draft_back(act, command)
    ticket = act.own
    mine = [waiting for waiting in act.facts.waiting if _is_mine(act, waiting.errand)]
    call = ticket.answering if ticket.answering and ticket.answering.purpose is Purpose.CALL else None
    is_call = call is not None and _is_mine(act, call)
    if not mine and not is_call:
        raise Refused(Hold.TOO_LATE, command)
    if is_call or any(waiting.errand.is_same(ticket.answering) for waiting in mine):
        ticket = replace(ticket, answering=None)
    if any(waiting.errand.purpose is Purpose.QUESTION for waiting in mine):
        clock_at = ticket.clock_at or act.present.now  # it was asked about before it was complete
        ticket = ticket.moved(Status.OPEN, question=None, asked=0, asked_at=None, reminders=0, clock_at=clock_at)
        ticket = ticket.resumed(act.present.now)
    act = replace(act, cancels=(*act.cancels, *(waiting.key for waiting in mine)))
    return act.with_(ticket, What.UNDONE())


def _is_mine(act: Act, errand: Errand) -> bool:
    return errand.mail is not None and errand.ordered_by == act.person.id


def without_draft(ticket: Ticket, unit: Author, messages: Sequence[Message]) -> Ticket | None:
    """Return the ticket without this unit's draft that waits; None where there is none.

    An officer who has read it can still write it to the citizen.
    """
    mine = {message.id for message in messages if message.author == unit}
    if ticket.draft is None or ticket.draft not in mine or ticket.status is not Status.UNIT_ANSWERED:
        return None
    return replace(ticket.moved(Status.WITH_UNIT), draft=None)


def _draft_back(act: Act, command: Command) -> Act:
    ticket = without_draft(act.own, act.person.author, act.facts.messages)
    if ticket is None:
        raise Refused(Hold.TOO_LATE, command)
    return replace(act.with_(ticket, What.DRAFT_WITHDRAWN()), is_note=True)


BATAL = Row("batal", "undo", EVERYONE, TEXT | MOVES, "#batal", "menghentikan surel yang belum berangkat", batal)
