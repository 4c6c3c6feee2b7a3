"""What the commands of one mail bring about, step by step: each takes an Act and returns the next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mailticket.core.decision import Desk, Facts, Incoming
from mailticket.core.found import Command
from mailticket.core.mail import Attachment, Notice, Person
from mailticket.core.ticket import Event, Ticket


@dataclass(frozen=True)
class Act:
    """What has been brought about so far by the commands of one mail."""

    incoming: Incoming
    ticket: Ticket
    person: Person
    facts: Facts
    desk: Desk
    files: tuple[Attachment, ...]
    text: str = ""  # the text below the commands, for the one command (or the answer) that it belongs to
    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = ()
    done: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()
    remembers: Mapping[str, str] = field(default_factory=dict)
    script: str = ""  # what an officer must tell a citizen by phone, who cannot be written to
    script_asks: bool = False  # the script is a question, not the answer
    to_citizen: bool = False  # somebody's words go to the citizen

    def with_(self, ticket: Ticket, what: str, why: str, *notices: Notice, done: str = "") -> "Act":
        """Return the act with a new ticket value, an event and what it sends."""
        event = Event(self.desk.now, what, self.person.id, why)
        return replace(
            self,
            ticket=ticket,
            events=(*self.events, event),
            notices=(*self.notices, *notices),
            done=(*self.done, done or why),
        )


class Refused(Exception):
    """A command cannot be carried out; `reason` is a word of officer.held."""

    def __init__(self, reason: str, command: Command) -> None:
        super().__init__(reason)
        self.reason = reason
        self.command = command
