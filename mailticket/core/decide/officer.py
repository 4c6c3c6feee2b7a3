"""What officers' and supervisors' mails bring about: who is believed, what is held, what is carried out.

A mail acts only when the From line is strict and proven, the token is the sender's own for this ticket, nothing quoted
stands above the command, and no machine wrote it. Anything less is kept as a note and the registered address is asked.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from mailticket.core.decide import challenge, letters, staff
from mailticket.core.decide.carry import asked, carried_out, is_about_no_ticket
from mailticket.core.decide.commands import lookup
from mailticket.core.decide.silence import is_addressed
from mailticket.core.decision import Decision, Facts, Incoming, Present
from mailticket.core.found import Action, CommandTrouble, Orders
from mailticket.core.happenings import Hold, What
from mailticket.core.notices.letters import NotDone
from mailticket.core.people import Author, Person, Role
from mailticket.core.post import MailState
from mailticket.core.proof import Believed, is_out_of_time
from mailticket.core.thread import How
from mailticket.core.ticket import Event, MessageState, Ticket
from mailticket.core.token import CHALLENGE, DESK

ONCE = (
    "date", "from", "sender", "reply-to", "to", "cc", "message-id", "in-reply-to", "references", "subject",
    "mime-version", "content-type", "content-transfer-encoding",
)  # fmt: skip

# What is wrong with the commands themselves, by what the grammar found.
TROUBLES = {
    CommandTrouble.UNKNOWN: Hold.UNKNOWN,
    CommandTrouble.UNMARKED: Hold.UNMARKED,
    CommandTrouble.BELOW: Hold.BELOW,
    CommandTrouble.CONFLICT: Hold.CONFLICT,
}
# What a yes to the mail that shows it settles.
LET_GO = frozenset({CommandTrouble.UNKNOWN, CommandTrouble.UNMARKED, CommandTrouble.BELOW})


def spoke(incoming: Incoming, facts: Facts, present: Present) -> Decision:
    """A mail with an officer's or supervisor's token: believed or not, held or carried out."""
    token, ticket = incoming.binding.token, incoming.binding.ticket
    assert token is not None  # decide() sends only mails with a staff token here
    person = staff.by_id(token.role, token.person, present.policy)
    if person is None:
        left = What.HELD(reason=Hold.LEFT(person=token.person))
        return Decision((left,), state=MailState.HELD)
    if challenge.is_question_answered(incoming, person):
        doubt = _first(DOUBTS_OF_A_YES, incoming, person, present)
        if doubt is not None:
            return not_done(incoming, ticket, person, doubt, facts, present)
        return challenge.answered(incoming, person, facts, present)
    doubt = doubt_of(incoming, person, present) or _repeated(incoming, facts)
    if doubt is not None:
        colleague = staff.registered(incoming.clues.sender, present.policy)
        if doubt is Hold.OTHER_ADDRESS and colleague is not None and colleague.id != person.id:
            person, doubt = colleague, Hold.FOREIGN_TICKET
        return not_done(incoming, ticket, person, doubt, facts, present)
    if ticket is None and token.number != DESK:
        return asked(incoming, None, person, Hold.NO_TICKET, present)
    if incoming.clues.numbers and token.number not in (*incoming.clues.numbers, DESK):
        return asked(incoming, ticket, person, Hold.OTHER_NUMBER, present)  # a new subject over an old mail
    if is_about_no_ticket(incoming.reading.orders.commands):
        ticket = None
    if token.purpose == CHALLENGE and not incoming.reading.orders.commands and not incoming.released:
        preview = _preview(incoming, ticket, person, facts, present)
        decision = asked(incoming, ticket, person, Hold.NOT_A_YES, present, preview=preview)
        # A program answers every question with the same words: it is not asked for ever.
        return replace(decision, notices=()) if _was_asked(incoming, person, facts) else decision
    return wrote(incoming, ticket, person, facts, present)


def wrote(incoming: Incoming, ticket: Ticket | None, person: Person, facts: Facts, present: Present) -> Decision:
    """What somebody of the staff wrote who is believed, in a ticket or about none."""
    orders, report = incoming.reading.orders, incoming.reading.report
    if incoming.reading.reply.quote_above and orders.commands:
        return asked(incoming, ticket, person, Hold.QUOTED_ABOVE, present)
    if orders.trouble is not None and not (incoming.released and _may_go(orders)):
        preview = _preview(incoming, ticket, person, facts, present) if _may_go(orders) else None
        reason = TROUBLES[orders.trouble]
        if reason is Hold.UNKNOWN and preview is not None and preview.state is not MailState.HELD:
            reason = Hold.NEAR
        return asked(incoming, ticket, person, reason, present, preview=preview)
    if incoming.reading.reply.inside and ticket is not None and not incoming.released:
        preview = _preview(incoming, ticket, person, facts, present)
        return asked(incoming, ticket, person, Hold.INSIDE, present, preview=preview)
    if ticket is None and not orders.commands:
        is_forwarded = report is not None and report.inner is not None
        if not is_forwarded:
            return asked(incoming, None, person, Hold.NO_TICKET, present)
        if not incoming.released:
            return asked(incoming, None, person, Hold.FORWARDED, present)
    decision = carried_out(_as_corrected(incoming), ticket, person, facts, present)
    if decision.state is not MailState.DONE:
        return decision
    return replace(decision, remembers={**decision.remembers, **_remembered(incoming)})


def unproven(incoming: Incoming, person: Person, facts: Facts, present: Present) -> Decision:
    """A mail from a registered address of staff without an own token: never a ticket by itself, never a command."""
    binding, clues = incoming.binding, incoming.clues
    if incoming.released and binding.token is None and binding.ticket is None:
        return wrote(incoming, None, person, facts, present)
    if _failed(incoming, person, present):
        return not_done(incoming, binding.ticket, person, Hold.FAILED_VERDICT, facts, present)
    if binding.token is not None:
        reason = Hold.CITIZEN_TOKEN if binding.token.role == Role.CITIZEN else Hold.FOREIGN_TICKET
        return not_done(incoming, binding.ticket, person, reason, facts, present)
    if binding.how is How.HELD and clues.tokens:
        return not_done(incoming, None, person, Hold.SEVERAL, facts, present)
    if any(token.number != DESK for token in clues.expired):
        return not_done(incoming, binding.ticket, person, Hold.EXPIRED, facts, present)
    if binding.ticket is not None:
        return not_done(incoming, binding.ticket, person, Hold.NO_TOKEN, facts, present)
    doubt = doubt_of(incoming, person, present)
    if doubt not in (None, Hold.NO_VERDICT):
        return not_done(incoming, None, person, doubt, facts, present)
    if incoming.reading.orders.commands:
        # Nothing but the registered mailbox can prove a command that belongs to no ticket.
        return not_done(incoming, None, person, Hold.NO_TICKET_TOKEN, facts, present)
    report = incoming.reading.report
    is_forwarded = report is not None and report.inner is not None
    return asked(incoming, None, person, Hold.FORWARDED if is_forwarded else Hold.NO_TICKET, present)


def _repeated(incoming: Incoming, facts: Facts) -> Hold | None:
    """Whether it was carried out before, under another Message-ID: perhaps a genuine mail sent again."""
    return Hold.SENT_AGAIN if facts.repeats and not incoming.released else None


def _remembered(incoming: Incoming) -> dict[str, str]:
    return dict.fromkeys(incoming.reading.fingerprints, f"mail {incoming.id}")


def doubt_of(incoming: Incoming, person: Person, present: Present) -> Hold | None:
    """Return why this sender is not believed to be that person, or None."""
    return _first(DOUBTS_OF_THE_SENDER, incoming, person, present)


def not_done(
    incoming: Incoming, ticket: Ticket | None, person: Person, reason: Hold, facts: Facts, present: Present
) -> Decision:
    """The sender is not proven: kept as a note, and the registered address is told."""
    reading, by_hand = incoming.reading, incoming.by_hand()
    what = What.NOT_DONE(person=person.id, reason=reason())
    # Nothing is repeated of what the mail server calls false: its words are an attacker's.
    text = "" if reason is Hold.FAILED_VERDICT else by_hand.reading.reply.text
    value = NotDone(reason=reason, text=text, written_at=reading.mail.date, received_at=incoming.received_at)
    if text:
        reply = by_hand.reading.reply
        value = replace(value, cuts=letters.left_out(reply), lost=letters.lost(reply))
    if reason.row.releasable and not incoming.released:
        value = letters.previewed(value, by_hand, _preview(by_hand, ticket, person, facts, present))
    author = Author(Role.UNPROVEN, person.id)
    return Decision(
        (what,),
        state=MailState.HELD,
        ticket=ticket,
        message=incoming.by_hand().as_message(author, MessageState.NOTE) if ticket else None,
        files=reading.mail.attachments if ticket else (),
        events=(Event(present.now, what, "mailticket"),),
        notices=(letters.asking(incoming, person, value),),
    )


def _preview(incoming: Incoming, ticket: Ticket | None, person: Person, facts: Facts, present: Present) -> Decision:
    """Return what a yes would bring about."""
    return wrote(replace(incoming, released=True), ticket, person, facts, present)


def _was_asked(incoming: Incoming, person: Person, facts: Facts) -> bool:
    """Whether the very words are held already."""
    said = incoming.reading.reply.text.split()
    held = (m for m in facts.messages if m.state is MessageState.HELD and m.author == person.author)
    return any(m.text.split() == said for m in held)


def _may_go(orders: Orders) -> bool:
    """Whether a yes can say what is meant: not of a word that is like no command, or like several."""
    return orders.trouble in LET_GO and (orders.trouble is not CommandTrouble.UNKNOWN or bool(orders.near))


def _as_corrected(incoming: Incoming) -> Incoming:
    """Take the mistyped command for the one that its writer said yes to."""
    orders = incoming.reading.orders
    if orders.trouble is not CommandTrouble.UNKNOWN:
        return incoming
    meant = tuple(replace(one, name=orders.near[0]) if lookup(one.name) is None else one for one in orders.commands)
    reading = replace(incoming.reading, orders=replace(orders, commands=meant, trouble=None))
    return replace(incoming, reading=reading)


Doubt = tuple[Hold, Callable[[Incoming, Person, Present], bool]]


def _first(doubts: tuple[Doubt, ...], incoming: Incoming, person: Person, present: Present) -> Hold | None:
    return next((reason for reason, speaks in doubts if speaks(incoming, person, present)), None)


def _other_address(incoming: Incoming, person: Person, present: Present) -> bool:
    return incoming.clues.proof.address != person.address.lower()


def _failed(incoming: Incoming, person: Person, present: Present) -> bool:
    return incoming.clues.proof.verdict is Believed.FAIL


def _no_verdict(incoming: Incoming, person: Person, present: Present) -> bool:
    return incoming.clues.proof.verdict is not Believed.PASS and not incoming.released


def _wrong_date(incoming: Incoming, person: Person, present: Present) -> bool:
    return is_out_of_time(incoming.reading.mail, incoming.received_at) and not incoming.released


def _doubled(incoming: Incoming, person: Person, present: Present) -> bool:
    """A line that may stand only once (RFC 5322, section 3.6): one reader takes the first, a signature the last."""
    counted = Counter(name.lower() for name, _ in incoming.reading.mail.headers)
    return any(counted[name] > 1 for name in ONCE) and not incoming.released


def _not_to_us(incoming: Incoming, person: Person, present: Present) -> bool:
    return not is_addressed(incoming, present.policy) and not incoming.released


def _automatic(incoming: Incoming, person: Person, present: Present) -> bool:
    """Whatever the screen would not answer by itself is by a machine for all we know, although its token is good."""
    screening = incoming.reading.screening
    return (screening.is_auto_response or screening.action is not Action.ACCEPT) and not incoming.released


# Reliability rules 1 to 5 of an officer's mail, in their order.
DOUBTS_OF_THE_SENDER: tuple[Doubt, ...] = (
    (Hold.FAILED_VERDICT, _failed),
    (Hold.OTHER_ADDRESS, _other_address),  # no strict From line, or not the one that is registered
    (Hold.DOUBLED, _doubled),  # another mail than its writer sent can be made of it
    (Hold.NOT_TO_US, _not_to_us),  # sent to somebody else, who sends it on
    (Hold.NO_VERDICT, _no_verdict),  # a yes from the registered mailbox stands for it
    (Hold.WRONG_DATE, _wrong_date),  # perhaps a genuine mail sent again by somebody else
    (Hold.AUTOMATIC, _automatic),
)
# A yes or no to a question of ours proves by itself that its writer reads the registered mailbox.
DOUBTS_OF_A_YES: tuple[Doubt, ...] = (
    (Hold.FAILED_VERDICT, _failed),
    (Hold.OTHER_ADDRESS, _other_address),
    (Hold.EXPIRED, challenge.is_too_late),
)
