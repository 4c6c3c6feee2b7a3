"""The values of a decision: what came in, what the book says, and what must become true because of it.

A Decision is the whole contract between thinking and doing: everything in it becomes true in one transaction, or
nothing does. The rules and the order in which they are asked are in core.decide.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailticket.core.citizen import Citizen
from mailticket.core.deadline import Calendar
from mailticket.core.found import Reading
from mailticket.core.happenings import Happening
from mailticket.core.mail import Attachment
from mailticket.core.notices.notice import Notice
from mailticket.core.people import Author, Role
from mailticket.core.policy import Policy
from mailticket.core.post import LedgerRow, MailState, Waiting
from mailticket.core.thread import Binding, Clues, How
from mailticket.core.ticket import Direction, Event, Message, MessageState, Status, Ticket

BLOCK_DAYS = 30  # an address that does not exist gets no automatic mail for so long


@dataclass(frozen=True, slots=True)
class Release:
    """A kept mail that was held, and that a person now lets go on."""

    mail: int  # row of the kept mail
    ticket: str  # number of the ticket that it is released to, or "desk"


@dataclass(frozen=True)
class Beside:
    """What becomes true of another ticket than the one that the decision is about."""

    ticket: Ticket
    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Decision:
    """Everything that must become true, in one transaction."""

    why: tuple[Happening, ...]  # what is told of the mail; one line where people read
    state: MailState = MailState.DONE  # of the kept mail
    ticket: Ticket | None = None  # its new value; number None: to be born
    message: Message | None = None
    files: tuple[Attachment, ...] = ()
    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = ()
    cancels: tuple[str, ...] = ()  # keys of mails that must not go out any more
    releases: tuple[Release, ...] = ()  # held mails that are to be decided anew
    settles: tuple[int, ...] = ()  # held mails that are done with: nothing lets them go any more
    remembers: Mapping[str, str] = field(default_factory=dict)  # what the desk keeps in mind beside its tickets
    blocks: tuple[str, ...] = ()  # addresses that get no automatic mail for BLOCK_DAYS
    unblocks: tuple[str, ...] = ()  # addresses that do again
    about: str | None = None  # the ticket that a held mail seems to be about
    beside: tuple[Beside, ...] = ()
    past_others: bool = False  # only the ticket's own citizen was told, not those whose reports were merged into it


@dataclass(frozen=True, slots=True)
class Present:
    """What every decision is made by: the settings, the calendar, and the present."""

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
    sent_by_hand: bool = False  # from the sent folder: what somebody wrote in webmail
    quiet: bool = False  # imported: nothing automatic goes out
    force_ticket: bool = False  # `retry --ticket`: a person says that it is one
    released: bool = False  # it was held, and its officer said yes to a challenge

    def by_hand(self) -> "Incoming":
        """The mail as a person's: of what bears a machine's mark the text is not read at first."""
        read = self.reading.by_hand
        return (
            self if read is None else replace(self, reading=replace(self.reading, reply=read.reply, orders=read.orders))
        )

    def apart(self) -> "Incoming":
        """The mail as one that begins a matter: nothing that is sent because of it refers to the old thread."""
        mail = replace(self.reading.mail, references=(), in_reply_to=())
        return replace(self, reading=replace(self.reading, mail=mail), binding=Binding(None, How.NEW))

    def as_message(self, author: Author, state: MessageState = MessageState.RECEIVED) -> Message:
        """The incoming mail as a message of its ticket."""
        mail, written_by = self.reading.mail, self.reading.written_by
        told = self.reading.told if author.role is Role.CITIZEN else None
        return Message(
            at=self.received_at,
            direction=Direction.IN,
            author=author,
            from_=written_by.address if written_by is not None else "",
            to=", ".join(address.address for address in mail.to),
            subject=mail.subject,
            message_id=mail.message_id,
            text=told.text if told is not None else self.reading.reply.text,
            full_text=mail.text,
            mail=self.id,
            state=state,
            dated=mail.date,
            cuts=told.cuts if told is not None else None,
            is_cut=self.reading.reply.is_cut,
        )


@dataclass(frozen=True)
class Facts:
    """What the book says, looked up before deciding."""

    messages: tuple[Message, ...] = ()  # of the bound ticket, else of the twin
    others: tuple[tuple[str, str, Status], ...] = ()  # (number, subject, status) of the sender's other tickets
    earlier: Citizen | None = None  # what the sender, if proven, told in the newest of them
    recalled: Ticket | None = None  # the sender's ticket in which a mail that is asked back stands
    twin: Ticket | None = None  # a ticket of the sender, not closed, that says the same in other mail
    ours: bool = False  # the Message-ID is of a mail that we sent
    bounced: Message | None = None  # our mail that a bounce returns
    same: str | None = None  # the ticket in which an equal mail of this sender already stands
    unheard: Ticket | None = None  # the same, where it gets no automatic answer because of the way by which that came
    about: LedgerRow | None = None  # the kept mail that the challenge in this mail asks about
    held: Mapping[int, LedgerRow] = field(default_factory=dict)  # the kept mails that `#lepas` names, by their rows
    repeats: bool = False  # a mail of staff that was carried out before, under another Message-ID
    returned: bool = False  # the bounce came to the address that was made for one mail of ours alone
    waiting: tuple[Waiting, ...] = ()  # the ticket's mails to the citizen that can still be stopped
    is_asked_whose: bool = False  # the address that would be mailed was asked already whether its owner wrote
    automatic_sender_day: int = 0
    automatic_domain_hour: int = 0
    named: Mapping[str, Ticket] = field(default_factory=dict)  # tickets of the book that commands name, by that number
    goes_on: Ticket | None = None  # the ticket in which the matter of the bound one goes on, since it was merged
    onward: tuple[Message, ...] = ()  # of that ticket
    merged: tuple[Ticket, ...] = ()  # tickets that were merged into the bound one
    loads: Mapping[str, int] = field(default_factory=dict)  # open tickets by officer
