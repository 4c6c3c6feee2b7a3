"""Carry out what a proven officer, supervisor or unit wrote: commands one after the other on one value, or the answer.

All of a mail's commands are one Decision, hence one transaction. A command that cannot be carried out raises Refused:
then nothing of the mail is done, and its sender is asked.
"""

from collections.abc import Sequence
from dataclasses import replace

from mailticket.core import command as commands
from mailticket.core import deadline
from mailticket.core.decide import letters, receipts
from mailticket.core.decide.commands import FILES_REPORTS, Place, Trait, lookup
from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.amending import without_values
from mailticket.core.decide.commands.answering import answered
from mailticket.core.decide.commands.noting import guided
from mailticket.core.decision import Decision, Facts, Incoming, Present
from mailticket.core.found import Command
from mailticket.core.happenings import Happening, Hold, What
from mailticket.core.notices.letters import Held
from mailticket.core.people import Person, Role
from mailticket.core.pictures import shown, without_marks
from mailticket.core.post import MailState
from mailticket.core.ticket import Event, MessageState, Ticket
from mailticket.core.token import CHALLENGE


def is_about_no_ticket(given: Sequence[Command]) -> bool:
    """Whether these commands are about no ticket of the mail that they answer."""
    return any((row := lookup(command.name)) is not None and row.place is Place.DESK for command in given)


def carried_out(incoming: Incoming, ticket: Ticket | None, person: Person, facts: Facts, present: Present) -> Decision:
    """Do what the mail orders; without a command an officer's text is the answer, a supervisor's is guidance."""
    orders = incoming.reading.orders
    given = orders.commands or _implied(incoming, ticket)
    attached = incoming.reading.mail.attachments
    pictured = shown(orders.text.strip(), incoming.reading.reply.signature, attached)
    lost = (*pictured.missing, *(file.safe_name for file in attached if file.lost_bytes))
    act = Act(incoming, ticket, person, facts, present, files=pictured.files, lost=lost)
    text, taker = without_marks(pictured.text), commands.text_taker(given)
    try:
        for n, command in _in_order(given):
            act = _one(replace(act, text=text if n == taker else ""), command)
        if taker is None and (text or not given) and ticket is not None and person.role is not Role.UNIT:
            act = replace(act, text=text)
            act = guided(act) if person.role is Role.SUPERVISOR and text else answered(act, Command(""))
    except Refused as refused:
        preview = None
        if refused.reason.row.releasable and not incoming.released:
            preview = carried_out(replace(incoming, released=True), ticket, person, facts, present)
        decision = asked(incoming, ticket, person, refused.reason, present, refused.command, preview)
        return _with_slips(decision, refused.slips)
    return _decided(act)


def asked(
    incoming: Incoming,
    ticket: Ticket | None,
    person: Person,
    reason: Hold,
    present: Present,
    command: Command | None = None,
    preview: Decision | None = None,
) -> Decision:
    """Nothing is done, and the sender is asked what was meant; `preview` is what a yes would bring about."""
    word = command.name if command is not None else incoming.reading.orders.word
    held = What.HELD(reason=reason(), person=person.id)
    return Decision(
        (held,),
        state=MailState.HELD,
        ticket=ticket,
        message=incoming.as_message(person.author, MessageState.HELD) if ticket else None,
        files=incoming.reading.mail.attachments if ticket else (),
        events=(Event(present.now, held, person.id),),
        notices=(letters.asking(incoming, person, letters.held(incoming, ticket, reason, word, preview)),),
    )


def _with_slips(decision: Decision, slips: tuple[Happening, ...]) -> Decision:
    """Tell the sender which lines cannot be taken."""
    notices = (
        replace(notice, value=replace(notice.value, slips=slips)) if isinstance(notice.value, Held) else notice
        for notice in decision.notices
    )
    return replace(decision, notices=tuple(notices)) if slips else decision


def superseded(incoming: Incoming) -> tuple[int, ...]:
    """Return the held mail that this one was written in place of: in reply to the question about it."""
    token = incoming.binding.token
    return (token.about,) if token is not None and token.purpose == CHALLENGE and token.about else ()


def _implied(incoming: Incoming, ticket: Ticket | None) -> tuple[Command, ...]:
    """A forwarded mail that its officer confirmed is filed without a command."""
    report = incoming.reading.report
    is_forwarded = ticket is None and incoming.released and report is not None and report.inner is not None
    return (Command(FILES_REPORTS),) if is_forwarded else ()


def _in_order(given: Sequence[Command]) -> list[tuple[int, Command]]:
    """What a ticket is comes first, then whose it is, then where it goes: every letter tells of it as it is at last."""

    def turn(one: tuple[int, Command]) -> int:
        row = lookup(one[1].name)
        return 0 if row is None else 2 if Trait.MOVES in row.traits else 1 if Trait.HANDS_ON in row.traits else 0

    return sorted(enumerate(given), key=turn)


def _one(act: Act, command: Command) -> Act:
    row = lookup(command.name)
    if row is None:
        raise Refused(Hold.UNKNOWN, command)
    if act.person.role not in row.roles:
        raise Refused(Hold.NOT_ALLOWED, command)
    if act.ticket is None and row.place is Place.TICKET:
        raise Refused(Hold.NO_TICKET, command)
    try:
        done = row.handler(act, command)
    except ValueError as error:  # a move that the state machine does not allow
        raise Refused(Hold.ARGUMENT, command) from error
    if done.ticket is not None:
        # What the next one tells is told of the ticket as it is by now.
        done = replace(done, ticket=deadline.with_clock(done.ticket, act.present.policy, act.present.calendar))
    is_told = done.script or len(done.pieces) > len(act.pieces) or len(done.unit_sees) > len(act.unit_sees)
    return done if is_told else done.told("", act.text)


def _decided(act: Act) -> Decision:
    incoming, ticket = act.incoming, act.ticket
    if ticket is not None:
        act = replace(act, ticket=deadline.with_clock(ticket, act.present.policy, act.present.calendar))
    is_note_of_ticket = act.is_note or act.person.role is Role.UNIT
    state = MessageState.NOTE if is_note_of_ticket else MessageState.RECEIVED
    message = act.message or (incoming.as_message(act.person.author, state) if ticket is not None else None)
    files = incoming.reading.mail.attachments if act.kept_files is None else act.kept_files
    return Decision(
        tuple(without_values(event.what) for event in act.events),
        ticket=act.ticket,
        message=message,
        files=files if ticket is not None else (),
        events=act.events,
        notices=(*act.notices, *receipts.colleague(act), *receipts.receipt(act)),
        cancels=act.cancels,
        releases=act.releases,
        settles=superseded(incoming),
        remembers=act.remembers,
        beside=act.beside,
        past_others=act.past_others,
    )
