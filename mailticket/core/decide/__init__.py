"""What follows from a mail: `decide(incoming, facts, present) -> Decision`.

The voices stand in one module each (citizen, officer, unit, machine, webmail), and in clock and delivery what time and
the mail server bring about. The order in which the voices are asked is the table below: it is the policy of the desk.
"""

from collections.abc import Callable
from dataclasses import replace

from mailticket.core import thread
from mailticket.core.decide import citizen, clock, machine, officer, recall, staff, unit, webmail, whose
from mailticket.core.decision import Decision, Facts, Incoming, Present
from mailticket.core.found import Action
from mailticket.core.happenings import Drop, Link, Shunt, What
from mailticket.core.people import STAFF, Role
from mailticket.core.post import MailState
from mailticket.core.proof import Believed
from mailticket.core.ticket import Event
from mailticket.core.writer import Via

Voice = Callable[[Incoming, Facts, Present], Decision | None]  # None: it has nothing to say of this mail


def decide(incoming: Incoming, facts: Facts, present: Present) -> Decision:
    """Say what follows from one mail, and why a due date moves by it."""
    if incoming.released:
        incoming = incoming.by_hand()
    said = (voice(incoming, facts, present) for voice in VOICES)
    decision = next(one for one in said if one is not None)
    return clock.with_reason(incoming.binding.ticket, decision, present)


def _nobody(incoming: Incoming, facts: Facts, present: Present) -> Decision | None:
    return None if incoming.clues.sender else Decision((Shunt.NO_SENDER(),), state=MailState.SHUNTED)


def _by_force(incoming: Incoming, facts: Facts, present: Present) -> Decision | None:
    is_known = incoming.binding.token is not None and incoming.binding.ticket is not None
    return citizen.opened(incoming, facts, present) if incoming.force_ticket and not is_known else None


def _webmail(incoming: Incoming, facts: Facts, present: Present) -> Decision | None:
    return webmail.written(incoming, facts, present) if incoming.sent_by_hand else None


def _ourselves(incoming: Incoming, facts: Facts, present: Present) -> Decision | None:
    is_ours = facts.ours or machine.is_our_own(incoming.reading.mail, present.policy)
    return Decision((Drop.OUR_OWN(),)) if is_ours else None


def _again(incoming: Incoming, facts: Facts, present: Present) -> Decision | None:
    if not facts.same or incoming.released:
        return None
    answered = citizen.answered_after_all(incoming, facts.unheard, facts, present) if facts.unheard else None
    return answered or Decision((Drop.SAME(place=facts.same),))


def _recall(incoming: Incoming, facts: Facts, present: Present) -> Decision | None:
    return recall.said(incoming, facts, present)


def _machine(incoming: Incoming, facts: Facts, present: Present) -> Decision | None:
    is_dropped = incoming.reading.screening.action is Action.DROP and not unit.may_be_an_answer(incoming, present)
    return machine.dropped(incoming, facts, present) if is_dropped else None


def _staff(incoming: Incoming, facts: Facts, present: Present) -> Decision | None:
    token = incoming.binding.token
    return officer.spoke(incoming, facts, present) if token is not None and token.role in STAFF else None


def _staff_unproven(incoming: Incoming, facts: Facts, present: Present) -> Decision | None:
    person = staff.registered(incoming.clues.sender, present.policy)
    own, token = staff.unit_at(incoming.clues.sender, present.policy), incoming.binding.token
    # One mailbox for both: with the unit's token it is the unit that writes.
    is_units = own is not None and token is not None and (token.role, token.person) == (Role.UNIT, own.id)
    return officer.unproven(incoming, person, facts, present) if person is not None and not is_units else None


def _unit(incoming: Incoming, facts: Facts, present: Present) -> Decision | None:
    token, own = incoming.binding.token, staff.unit_at(incoming.clues.sender, present.policy)
    if token is not None and token.role == Role.UNIT:
        return unit.replied(incoming, staff.unit_by_id(token.person, present.policy), facts, present)
    if own is None:
        return None
    if incoming.released:
        return unit.replied(incoming, own, facts, present)
    return unit.without_token(incoming, own, present)


def _own_matter(incoming: Incoming, facts: Facts, present: Present) -> Decision | None:
    """A matter of the writer's own in another person's thread: a ticket of the writer's, linked."""
    if not whose.own_matter(incoming):
        return None
    ticket = incoming.binding.ticket
    return citizen.split(whose.without_theirs(incoming, ticket), ticket, Link.OTHER_PERSON(), facts, present)


def _held(incoming: Incoming, facts: Facts, present: Present) -> Decision | None:
    """The digest lists it, with the word that lets it go."""
    binding = incoming.binding
    if binding.why_held is None or incoming.released:
        return None
    what = What.HELD(reason=binding.why_held, mail=incoming.id)
    event = Event(present.now, what, "mailticket")
    return Decision((binding.why_held,), state=MailState.HELD, events=(event,), about=binding.about)


def _citizen(incoming: Incoming, facts: Facts, present: Present) -> Decision:
    """A citizen's words; who writes to us can be written to."""
    decision, sender, reading = _of_citizen(incoming, facts, present), incoming.clues.sender, incoming.reading
    is_own = reading.screening.action is Action.ACCEPT and reading.writer.via is not Via.RELAY
    if sender is None or not is_own or incoming.clues.proof.verdict is Believed.FAIL:
        return decision
    return replace(decision, unblocks=(sender,))


def _of_citizen(incoming: Incoming, facts: Facts, present: Present) -> Decision:
    ticket = incoming.binding.ticket
    if ticket is None:
        return citizen.opened(incoming, facts, present)
    goes_on = facts.goes_on or ticket
    another = thread.another_matter(incoming.reading, goes_on, present.now, present.policy)
    if another is not None:
        return citizen.split(incoming, goes_on, another, facts, present)
    if facts.goes_on is not None:
        return citizen.carried_on(incoming, ticket, facts.goes_on, facts, present)
    return citizen.replied(incoming, ticket, facts, present)


VOICES: tuple[Voice, ...] = (
    _nobody,  # without a sender there is nobody to answer
    _by_force,  # `retry --ticket`: a person says that it is one
    _webmail,  # the sent folder: what somebody wrote past the desk
    _ourselves,  # our own mail come back is never answered
    _again,  # the same mail, delivered twice
    _recall,  # of a mail that its sender asks back: nothing more goes out
    _machine,  # bounces, receipts, vacation, lists: an event at most
    _staff,  # with a token of staff: believed or not, held or carried out
    _staff_unproven,  # from an address of staff without one: never a ticket by itself
    _unit,  # a unit's words can only become a draft
    _own_matter,  # a neighbour, a fellow victim: a ticket of their own, whatever thread it is written in
    _held,  # a token or number that does not fit: a person decides
    _citizen,  # whatever is left is a citizen's
)
