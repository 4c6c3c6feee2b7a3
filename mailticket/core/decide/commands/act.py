"""What the commands of one mail bring about, step by step: each takes an Act and returns the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mailticket.core.decision import Beside, Facts, Incoming, Present, Release
from mailticket.core.found import Command
from mailticket.core.happenings import Happening, Hold
from mailticket.core.mail import Attachment
from mailticket.core.notices.notice import Notice
from mailticket.core.people import Person
from mailticket.core.ticket import Event, Message, Ticket

Piece = tuple[str, str]  # who got it ("": nobody, it is a note), and its words
TO_THE_CITIZEN = "pelapor"


@dataclass(frozen=True)
class Act:
    """What has been brought about so far by the commands of one mail."""

    incoming: Incoming
    ticket: Ticket | None
    person: Person
    facts: Facts
    present: Present
    files: tuple[Attachment, ...] = ()  # what an answer carries
    lost: tuple[str, ...] = ()  # names of pictures and files that belong to it and were not received
    text: str = ""  # the text below the commands, for the one command (or the answer) that it belongs to
    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = ()
    done: tuple[Happening, ...] = ()  # what the receipt says
    cancels: tuple[str, ...] = ()
    releases: tuple[Release, ...] = ()
    beside: tuple[Beside, ...] = ()  # what becomes true of other tickets
    remembers: Mapping[str, str] = field(default_factory=dict)
    message: Message | None = None  # what enters the book in place of the mail itself
    kept_files: tuple[Attachment, ...] | None = None  # and with which files
    script: str = ""  # what an officer must tell a citizen by phone, who cannot be written to
    script_asks: bool = False  # the script is a question, not the answer
    to_citizen: bool = False  # somebody's words go to the citizen
    pieces: tuple[Piece, ...] = ()  # what becomes of each piece of text, for the receipt
    unit_sees: tuple[Piece, ...] = ()  # what a unit reads that shall not know the citizen
    shows_help: bool = False  # the receipt lists the commands, and about no ticket the form of #daftar
    is_note: bool = False  # the mail is a note of its ticket
    wants_receipt: bool = True
    past_others: bool = False  # only this citizen was told, not those whose reports were merged into the ticket

    def with_(self, ticket: Ticket | None, what: Happening, *notices: Notice) -> "Act":
        """Return the act with a new ticket value, an event and what it sends; the receipt says the event."""
        event = Event(self.present.now, what, self.person.id)
        return replace(
            self,
            ticket=ticket,
            events=(*self.events, event),
            notices=(*self.notices, *notices),
            done=(*self.done, what),
        )

    def told(self, whom: str, words: str) -> "Act":
        """Return the act with words that somebody got by it; to nobody: a note."""
        return replace(self, pieces=(*self.pieces, (whom, words))) if words else self

    @property
    def own(self) -> Ticket:
        """The ticket, for commands that are only given in one."""
        assert self.ticket is not None  # core.decide.carry sees to it by the row's place
        return self.ticket


class Refused(Exception):
    """A command cannot be carried out: its sender is asked."""

    def __init__(self, reason: Hold, command: Command, slips: tuple[Happening, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.command = command
        self.slips = slips  # the lines that are to blame
