"""What work units' mails bring about: a reply with the unit's own token is a draft that an officer releases."""

from dataclasses import replace

from mailticket.core import deadline
from mailticket.core.decide import challenge, letters, staff
from mailticket.core.decide.carry import asked, carried_out
from mailticket.core.decide.officer import TROUBLES
from mailticket.core.decision import Decision, Facts, Incoming, Present
from mailticket.core.found import CommandTrouble
from mailticket.core.happenings import Happening, Hold, Screened, What
from mailticket.core.notices.letters import Doubted, Draft, Held
from mailticket.core.people import Author, Role
from mailticket.core.pictures import shown, without_marks
from mailticket.core.policy import TrustMode, Unit
from mailticket.core.post import MailState
from mailticket.core.proof import Believed
from mailticket.core.ticket import Event, MessageState, Ticket

# Marks of a unit's ticket program, list or form, by which somebody of the unit may have answered all the same.
# Not here: whatever says nothing but that a mail came, was read, is not wanted, or that nobody is there.
ANSWERS = frozenset({
    Screened.LIST, Screened.BULK, Screened.GENERATED, Screened.PROGRAM, Screened.NO_REPLY_SENDER,
    Screened.MACHINE_SENDER, Screened.MACHINE_MADE, Screened.ACKNOWLEDGEMENT, Screened.VACATION_DOUBT,
})  # fmt: skip
NO_MACHINES = frozenset({None, Screened.SPAM_FLAG, Screened.HOP_COUNT})  # of the way, and not of who wrote


def may_be_an_answer(incoming: Incoming, present: Present) -> bool:
    """Whether a mail that bears a machine's mark is a unit's about a ticket, and may be its answer."""
    token, own = incoming.binding.token, staff.unit_at(incoming.clues.sender, present.policy)
    is_units = token.role == Role.UNIT if token is not None else own is not None
    return is_units and incoming.binding.ticket is not None and incoming.reading.screening.rule in ANSWERS


def replied(incoming: Incoming, unit: Unit | None, facts: Facts, present: Present) -> Decision:
    """A unit's reply: a draft; never to the citizen directly. It needs no proof, since it can only become a draft."""
    ticket = incoming.binding.ticket
    if unit is None or ticket is None:
        return Decision((What.HELD(reason=Hold.NO_UNIT_NOW()),), state=MailState.HELD)
    if _is_false(incoming):
        return _failed(incoming, ticket, unit, present)
    if _is_machines(incoming):
        return _by_machine(incoming.by_hand(), unit, ticket, facts, present)
    orders, reply = incoming.reading.orders, incoming.reading.reply
    person = staff.unit_person(unit, incoming.clues.sender)
    if challenge.is_question_answered(incoming, person):
        return asked(incoming, ticket, person, Hold.NOT_A_YES, present)  # a bare "ya" is no draft
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
        if _is_false(incoming) or _is_machines(incoming):
            reason = Hold.UNIT_FAILED() if _is_false(incoming) else Hold.NO_TICKET()
            held = What.HELD(reason=reason, mail=incoming.id)
            return Decision((held,), state=MailState.HELD, events=(Event(present.now, held, "mailticket"),))
        decision = asked(incoming, None, staff.unit_person(unit, incoming.clues.sender), Hold.NO_TICKET, present)
        return decision if incoming.clues.proof.verdict is Believed.PASS else _unquoted(decision)
    if _is_false(incoming):
        return _failed(incoming, ticket, unit, present)
    if _is_machines(incoming):
        incoming = incoming.by_hand()
    value = letters.held(incoming, ticket, Hold.UNIT_UNPROVEN, incoming.reading.orders.word, None, unit.name)
    held = What.HELD(reason=Hold.UNIT_UNPROVEN(), person=unit.id)
    return _held_for_officer(incoming, ticket, unit, held, value, present)


def _unquoted(decision: Decision) -> Decision:
    """Repeat nothing of what anybody may have written in the unit's name, with a link in it."""
    notices = (replace(one, value=one.value.unquoted()) for one in decision.notices if isinstance(one.value, Doubted))
    return replace(decision, notices=tuple(notices))


def _is_machines(incoming: Incoming) -> bool:
    return incoming.reading.screening.rule not in NO_MACHINES and not incoming.released


def _by_machine(incoming: Incoming, unit: Unit, ticket: Ticket, facts: Facts, present: Present) -> Decision:
    """What a unit's program sent is a draft, if it can be the unit's words; the program is never asked back."""
    screening, reply = incoming.reading.screening, incoming.reading.reply
    assert screening.rule is not None  # what no rule speaks of is no machine's
    if screening.rule in ANSWERS and (reply.text.strip() or incoming.reading.mail.attachments):
        return _drafted(incoming, unit, facts, present)
    what = What.MACHINE(reason=screening.rule(evidence=screening.why))
    return Decision(
        (what,),
        ticket=ticket,
        message=incoming.as_message(Author(Role.UNIT, unit.id), MessageState.NOTE),
        files=incoming.reading.mail.attachments,
        events=(Event(present.now, what, unit.id),),
    )


def _is_false(incoming: Incoming) -> bool:
    """Whether the mail server says that the sender is false, and no person has decided otherwise."""
    return incoming.clues.proof.verdict is Believed.FAIL and not incoming.released


def _written_from(incoming: Incoming, unit: Unit, present: Present) -> tuple[str, bool, bool]:
    """Return the address that wrote, whether it is the unit's, and whether something beside its token proves it."""
    sender, is_asked = incoming.clues.sender, present.policy.trust.officers != TrustMode.NONE
    is_registered = staff.unit_at(sender, present.policy) == unit
    return sender or "", is_registered, is_asked and incoming.clues.proof.verdict is Believed.PASS


def _failed(incoming: Incoming, ticket: Ticket, unit: Unit, present: Present) -> Decision:
    """Held, and those responsible are told; nothing that a forger wrote is put before them as a unit's draft."""
    held = What.HELD(reason=Hold.UNIT_FAILED(), mail=incoming.id)
    value = letters.held(incoming, ticket, Hold.UNIT_FAILED, "", None, unit.name)  # letters.asking repeats none of it
    return _held_for_officer(incoming, ticket, unit, held, value, present)


def _held_for_officer(
    incoming: Incoming, ticket: Ticket, unit: Unit, held: Happening, value: Held, present: Present
) -> Decision:
    """Keep a mail in a unit's name, and ask those who are responsible for the ticket."""
    people = staff.responsible(ticket, present.policy)
    # Of several supervisors each is asked; the first yes counts.
    among = [(person.id,) if len(people) > 1 else () for person in people]
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
        written_from=_written_from(incoming, unit, present),
        files=tuple(file.safe_name for file in pictured.files),
        history=letters.history(facts, present.policy),
        days_left=letters.days_left(ticket, present),
        cuts=letters.left_out(incoming.reading.reply),
        is_cut=incoming.reading.reply.is_cut,
        machine=_is_machines(incoming),
    )
    what = What.DRAFTED(name=unit.name, unit=unit.id, **({"by": "program"} if value.machine else {}))
    return Decision(
        (what,),
        ticket=ticket,
        message=replace(incoming.as_message(Author(Role.UNIT, unit.id), MessageState.DRAFT), text=pictured.text),
        files=pictured.files,
        events=(Event(present.now, what, unit.id),),
        # A reply to it names the draft that it shows.
        notices=tuple(
            replace(notice, shows=incoming.id)
            for notice in letters.to_responsible(value, "draft", incoming.id, ticket, present, pictured.files)
        ),
    )
