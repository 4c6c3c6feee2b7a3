"""What follows from a mail: `decide(incoming, facts, desk) -> Decision`.

The rules stand in one module per voice (citizen, officer with orders, unit, machine), and in clock and delivery for
what time and the mail server bring about. The order in which they are asked is here: it is the policy of the desk.
"""

from dataclasses import replace

from mailticket.core import thread
from mailticket.core.decide import citizen, clock, filing, machine, officer, orders, sent, unit
from mailticket.core.decision import Decision, Desk, Facts, Incoming
from mailticket.core.found import Action
from mailticket.core.ticket import Event


def decide(incoming: Incoming, facts: Facts, desk: Desk) -> Decision:
    """Say what follows from one mail, and why a due date moves by it."""
    return clock.with_reason(incoming.binding.ticket, _decided(incoming, facts, desk), desk)


def _decided(incoming: Incoming, facts: Facts, desk: Desk) -> Decision:
    """The first rule that speaks decides."""
    if incoming.released:
        incoming = officer.by_hand(incoming)
    reading = incoming.reading
    binding = incoming.binding
    if not reading.mail.from_:
        return Decision("no sender: there is nobody to answer", state="shunted")
    if incoming.force_ticket and not (binding.token and binding.ticket):
        return citizen.opened(incoming, facts, desk)
    if incoming.sent_by_hand:
        return sent.written(incoming, facts, desk)
    if facts.ours or machine.is_our_own(reading.mail, desk.policy):
        return Decision("our own mail come back")
    if facts.same and not incoming.released:
        return Decision(f"the same mail already stands in {facts.same}", ticket=None)
    if reading.screening.action is Action.DROP:
        return machine.dropped(incoming, facts, desk)
    if binding.token is not None and binding.token.role in ("officer", "supervisor"):
        return orders.spoke(incoming, facts, desk)
    staff = officer.registered(incoming.clues.sender, desk.policy)
    work_unit = unit.registered(incoming.clues.sender, desk.policy)
    voice = (binding.token.role, binding.token.person) if binding.token is not None else None
    if work_unit is not None and voice == ("unit", work_unit.id):
        staff = None  # one mailbox for both: with the unit's token it is the unit that writes
    if staff is not None:
        if incoming.released and binding.token is None and binding.ticket is None:
            return filing.spoke(incoming, staff, facts, desk)
        return officer.unproven(incoming, staff, desk)
    if binding.token is not None and binding.token.role == "unit":
        return unit.replied(incoming, unit.by_id(binding.token.person, desk.policy), facts, desk)
    if work_unit is not None:
        if incoming.released:
            return unit.replied(incoming, work_unit, facts, desk)
        return unit.without_token(incoming, work_unit, desk)
    if binding.how == "held" and not incoming.released:
        # The digest lists it, with the word that lets it go.
        told = f"{binding.why}: #lepas {incoming.id}"
        return Decision(binding.why, state="held", events=(Event(desk.now, "held", "mailticket", told),))
    if binding.ticket is not None:
        own_matter = thread.another_matter(reading, binding.ticket, desk.now, desk.policy)
        if own_matter is None:
            return citizen.replied(incoming, binding.ticket, facts, desk)
        decision = citizen.opened(incoming, replace(facts, messages=()), desk)
        linked = Event(desk.now, "linked", "mailticket", f"{binding.ticket.number}: {own_matter}")
        return replace(decision, events=(*decision.events, linked))
    return citizen.opened(incoming, facts, desk)
