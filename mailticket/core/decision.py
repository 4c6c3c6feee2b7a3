"""What must become true because a mail came in: `decide(incoming, facts, desk) -> Decision`.

A Decision is the whole contract between thinking and doing: everything in it becomes true in one transaction, or
nothing does. The rules are in decide/{citizen,officer,unit,machine}.py; the order in which they are asked is here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailticket.core.deadline import Calendar
from mailticket.core.mail import Attachment, Notice
from mailticket.core.policy import Policy
from mailticket.core.reading import Action, Reading
from mailticket.core.thread import Binding, Clues
from mailticket.core.ticket import Event, Message, Ticket

NUMBER = "*"  # stands in keys for the number of a ticket that is not born yet


@dataclass(frozen=True)
class Decision:
    """Everything that must become true, in one transaction."""

    why: str
    state: str = "done"  # of the kept mail: done | duplicate | held | shunted
    ticket: Ticket | None = None  # its new value; number None: to be born
    message: Message | None = None
    files: tuple[Attachment, ...] = ()
    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = ()
    cancels: tuple[str, ...] = ()  # keys of mails that must not go out any more


@dataclass(frozen=True, slots=True)
class Desk:
    """What every decision needs of the house."""

    policy: Policy
    calendar: Calendar
    now: datetime


@dataclass(frozen=True)
class Incoming:
    """One mail that was read, with what the mailbox said of it."""

    id: int  # row of the kept mail
    reading: Reading
    clues: Clues
    binding: Binding
    received_at: datetime
    oversize: bool = False
    suspected_spam: bool = False  # from the spam folder
    quiet: bool = False  # imported: nothing automatic goes out
    force_ticket: bool = False  # `retry --ticket`: a person says that it is one


@dataclass(frozen=True)
class Facts:
    """What the book says, looked up before deciding."""

    messages: tuple[Message, ...] = ()  # of the bound ticket
    others: tuple[tuple[str, str, str], ...] = ()  # (number, subject, status) of the sender's other tickets
    ours: bool = False  # the Message-ID is of a mail that we sent
    same: str | None = None  # the ticket in which an equal mail of this sender already stands
    automatic_sender_day: int = 0
    automatic_domain_hour: int = 0
    loads: Mapping[str, int] = field(default_factory=dict)  # open tickets by officer


def decide(incoming: Incoming, facts: Facts, desk: Desk) -> Decision:
    """Say what follows from one mail; the first rule that speaks decides."""
    from mailticket.core.decide import citizen, machine, officer, unit

    reading = incoming.reading
    binding = incoming.binding
    if not reading.mail.from_:
        return Decision("no sender: there is nobody to answer", state="shunted")
    if incoming.force_ticket and not (binding.token and binding.ticket):
        return citizen.opened(incoming, facts, desk)
    if facts.ours or machine.is_our_own(reading.mail, desk.policy):
        return Decision("our own mail come back")
    if facts.same:
        return Decision(f"the same mail already stands in {facts.same}", ticket=None)
    if reading.screening.action is Action.DROP:
        return machine.dropped(incoming, facts, desk)
    if binding.token is not None and binding.token.role in ("officer", "supervisor"):
        return officer.spoke(incoming, facts, desk)
    staff = officer.registered(incoming.clues.sender, desk.policy)
    if staff is not None:
        return officer.unproven(incoming, staff, desk)
    if binding.token is not None and binding.token.role == "unit":
        return unit.replied(incoming, facts, desk)
    if unit.registered(incoming.clues.sender, desk.policy) is not None:
        return unit.without_token(incoming, desk)
    if binding.how == "held":
        return Decision(binding.why, state="held")
    if binding.ticket is not None:
        return citizen.replied(incoming, binding.ticket, facts, desk)
    return citizen.opened(incoming, facts, desk)
