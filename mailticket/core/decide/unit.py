"""What work units' mails bring about: a reply with the unit's own token is a draft that an officer releases."""

from dataclasses import replace

from mailticket.core import deadline
from mailticket.core.decide import letters, staff
from mailticket.core.decide.carry import asked, carried_out
from mailticket.core.decide.officer import TROUBLES
from mailticket.core.decision import Decision, Facts, Incoming, Present
from mailticket.core.found import CommandTrouble
from mailticket.core.happenings import Hold, What
from mailticket.core.notices.letters import Draft
from mailticket.core.people import Author, Role
from mailticket.core.pictures import shown, without_marks
from mailticket.core.policy import Unit
from mailticket.core.post import MailState
from mailticket.core.ticket import Event, MessageState


def replied(incoming: Incoming, unit: Unit | None, facts: Facts, present: Present) -> Decision:
    """A unit's reply: a draft; never to the citizen directly. It needs no proof, since it can only become a draft."""
    ticket = incoming.binding.ticket
    if unit is None or ticket is None:
        return Decision((What.HELD(reason=Hold.NO_UNIT_NOW()),), state=MailState.HELD)
    orders, reply = incoming.reading.orders, incoming.reading.reply
    person = staff.unit_person(unit, incoming.clues.sender)
    # A unit's text is read by an officer before it goes anywhere, so that an unmarked "Kirim ..." needs no question.
    if orders.trouble not in (None, CommandTrouble.UNMARKED):
        return asked(incoming, ticket, person, TROUBLES[orders.trouble], present)
    if orders.commands and reply.quote_above:
        return asked(incoming, ticket, person, Hold.QUOTED_ABOVE, present)
    if orders.commands:
        return carried_out(incoming, ticket, person, facts, present)
    if not reply.text.strip() and not incoming.reading.mail.attachments:
        return asked(incoming, ticket, person, Hold.EMPTY, present)
    return _drafted(incoming, unit, facts, present)


def without_token(incoming: Incoming, unit: Unit, present: Present) -> Decision:
    """A unit's mail without its token: held; the officer of the ticket that it names can let it go on."""
    ticket = incoming.binding.ticket
    if ticket is None or unit.id not in ticket.units:
        return asked(incoming, None, staff.unit_person(unit, incoming.clues.sender), Hold.NO_TICKET, present)
    people = staff.responsible(ticket, present.policy)
    value = letters.held(incoming, ticket, Hold.UNIT_UNPROVEN, incoming.reading.orders.word, unit.name)
    # Of several supervisors each is asked; the first yes counts.
    among = [(person.id,) if len(people) > 1 else () for person in people]
    held = What.HELD(reason=Hold.UNIT_UNPROVEN(), person=unit.id)
    return Decision(
        (held,),
        state=MailState.HELD,
        ticket=ticket,
        message=incoming.as_message(Author(Role.UNPROVEN, unit.id), MessageState.HELD),
        files=incoming.reading.mail.attachments,
        events=(Event(present.now, held, "mailticket"),),
        notices=tuple(letters.asking(incoming, person, value, *own) for person, own in zip(people, among, strict=True)),
    )


def _drafted(incoming: Incoming, unit: Unit, facts: Facts, present: Present) -> Decision:
    """The mail as a draft of the ticket; the row of a draft is born with it, and the flow puts it in."""
    mail, ticket = incoming.reading.mail, incoming.binding.ticket
    assert ticket is not None  # replied() asked
    ticket = deadline.with_clock(
        ticket.unit_replied(unit.id, None, incoming.received_at), present.policy, present.calendar
    )
    pictured = shown(incoming.reading.reply.text.strip(), incoming.reading.reply.signature, mail.attachments)
    value = Draft(
        unit.name,
        without_marks(pictured.text),
        files=tuple(file.safe_name for file in pictured.files),
        history=letters.history(facts, present.policy),
        days_left=letters.days_left(ticket, present),
        cuts=letters.left_out(incoming.reading.reply),
        is_cut=incoming.reading.reply.is_cut,
    )
    what = What.DRAFTED(name=unit.name, unit=unit.id)
    return Decision(
        (what,),
        ticket=ticket,
        message=replace(incoming.as_message(Author(Role.UNIT, unit.id), MessageState.DRAFT), text=pictured.text),
        files=pictured.files,
        events=(Event(present.now, what, unit.id),),
        notices=letters.to_responsible(value, "draft", incoming.id, ticket, present, pictured.files),
    )
