"""A mail asked back by its sender: an answer that still waits is stopped, and no ticket comes of it."""

from dataclasses import replace

from mailticket.core.decide import letters, staff
from mailticket.core.decide.carry import asked, carried_out
from mailticket.core.decide.commands import UNDOES
from mailticket.core.decide.commands.undoing import without_draft
from mailticket.core.decision import Decision, Facts, Incoming, Present
from mailticket.core.found import Command, Orders
from mailticket.core.happenings import Drop, Hold, What
from mailticket.core.notices.notice import News
from mailticket.core.people import CITIZEN, Author, Person, Role
from mailticket.core.proof import Believed
from mailticket.core.ticket import Event, MessageState


def said(incoming: Incoming, facts: Facts, present: Present) -> Decision | None:
    """What follows from a recall; None: the mail is none, or nobody's whom we know to be false."""
    if incoming.reading.matter.recalls is None or incoming.clues.proof.verdict is Believed.FAIL:
        return None
    person = staff.registered(incoming.clues.sender, present.policy)
    return _of_staff(incoming, person, facts, present) if person is not None else _of_others(incoming, facts, present)


def _of_staff(incoming: Incoming, person: Person, facts: Facts, present: Present) -> Decision:
    """As if `#batal` stood in it. It needs no proof: the most that it can do is that nothing goes out."""
    ticket = incoming.binding.ticket
    if ticket is None:
        return asked(incoming, None, person, Hold.NO_TICKET, present)
    reading = replace(incoming.reading, orders=Orders((Command(UNDOES),)))
    return carried_out(replace(incoming, reading=reading), ticket, person, facts, present)


def _of_others(incoming: Incoming, facts: Facts, present: Present) -> Decision:
    """A citizen's or a unit's: told at its ticket. What was read cannot be unread."""
    binding = incoming.binding
    ticket = binding.ticket if binding.ticket is not None and binding.why_held is None else facts.recalled
    if ticket is None:
        return Decision((Drop.RECALL(),))
    unit = staff.unit_at(incoming.clues.sender, present.policy)
    author = CITIZEN if unit is None else Author(Role.UNIT, unit.id)
    event = Event(present.now, What.RECALLED(subject=incoming.reading.matter.recalls or ""), author.id or "citizen")
    told = letters.followup(incoming, ticket, News.REPLY, facts, present) if ticket.officer else ()
    ticket = (without_draft(ticket, author, facts.messages) if unit is not None else None) or ticket
    return Decision(
        (event.what,),
        ticket=ticket,
        message=incoming.as_message(author, MessageState.NOTE),
        events=(event,),
        notices=told,
    )
