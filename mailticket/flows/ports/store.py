"""The database as the flows see it: one transaction, and its parts by who uses them.

What a method does is said here and nowhere else; the adapter says how, where that needs saying.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from mailticket.core.digest import DigestFacts, Mark
from mailticket.core.happenings import Happening, What
from mailticket.core.mail import Attachment
from mailticket.core.notices.notice import Notice, Rendered
from mailticket.core.post import ClaimedSend, OutboxRow, SendState, SentRow, Waiting
from mailticket.core.thread import Known
from mailticket.core.ticket import Event, Message, Status, Ticket
from mailticket.flows.ports.ledger import Ledger


class Book(Protocol):
    """Tickets, their correspondence with its files, and their history; the desk's own history bears no number."""

    def next_number(self, year: int, prefix: str) -> str:
        """Take the next number of the year; a rolled back transaction gives it back."""
        ...

    def put_ticket(self, ticket: Ticket) -> None:
        """Insert or update by number."""
        ...

    def ticket(self, number: str) -> Ticket | None:
        """One ticket, or None; letters of any case. Who writes holds it, so that no change of another is lost."""
        ...

    def numbers_of(self, serial: int, year: int | None) -> Sequence[str]:
        """Numbers of the tickets with this serial (of this year), the newest year first, whatever their prefix."""
        ...

    def tickets(self, status: Status | None = None) -> Iterator[Ticket]:
        """All tickets (in this status) in the order of their numbers."""
        ...

    def unclosed(self) -> Iterator[Ticket]:
        """Tickets that are not closed (answered ones may still come back), in the order of their numbers."""
        ...

    def due_tickets(self, now: datetime, limit: int) -> Sequence[Ticket]:
        """Tickets with `next_at <= now`, earliest first; one index look-up when there are none."""
        ...

    def tickets_of(self, address: str, limit: int = 20) -> Sequence[Ticket]:
        """Tickets whose registered address it is, newest first, closed ones included."""
        ...

    def officer_loads(self) -> dict[str, int]:
        """Officer id -> number of tickets that are neither answered nor closed."""
        ...

    def add_message(self, ticket: str | None, message: Message, attachments: Sequence[Attachment]) -> int:
        """Insert a message with its files (their bytes once per hash); returns its row."""
        ...

    def messages(self, ticket: str) -> Sequence[Message]:
        """The correspondence in order."""
        ...

    def message(self, row: int) -> Message | None:
        """One message of the book, without its files, or None."""
        ...

    def messages_with_id(self, message_id: str) -> Sequence[tuple[str | None, Message]]:
        """(ticket, message) of every mail of the book that bears this Message-ID."""
        ...

    def known(self, ids: Sequence[str]) -> Sequence[Known]:
        """Mails of tickets that bear one of these ids, in the order of the ids, of one id the newest ticket's first."""
        ...

    def merged_into(self, number: str) -> Sequence[Ticket]:
        """Tickets that were merged into this one, in the order of their numbers."""
        ...

    def sent_with_ids(self, ids: Sequence[str], limit: int) -> Sequence[Message]:
        """Mails of ours that bear one of these Message-IDs, in the order of the ids."""
        ...

    def sent_last(self, ticket: str, limit: int) -> Sequence[Message]:
        """The newest mails of ours in a ticket, the newest first."""
        ...

    def forget_note(self, mail: int) -> None:
        """Take a held mail out of the correspondence, since it is decided anew and enters it again."""
        ...

    def files(self, message: int) -> Sequence[Attachment]:
        """The files of a message, with their bytes."""
        ...

    def add_events(self, ticket: str | None, what: Sequence[Event]) -> None:
        """Append to the history of a ticket, or to the desk's own."""
        ...

    def events(self, ticket: str) -> Sequence[Event]:
        """The history in order."""
        ...

    def numbers_with(self, what: Sequence[What], after: str, limit: int) -> Sequence[str]:
        """Numbers of tickets in whose history one of these stands, in order, from behind a number on."""
        ...

    def newest_event_at(self) -> datetime | None:
        """The time of the newest event (`--at` may not lie before it)."""
        ...


class Outbox(Protocol):
    """What must go out, rendered, one recipient a row; and the addresses that get nothing automatic."""

    def queue(
        self, key: str, notice: Notice, rendered: Rendered, ticket: str | None, message: int | None, now: datetime
    ) -> bool:
        """Add a row once per key; False: the key was known and nothing was added."""
        ...

    def has_key(self, key: str) -> bool:
        """Whether a notice with this key was ever queued."""
        ...

    def cancel(self, key: str, why: str, now: datetime) -> bool:
        """Cancel a row that is still queued; False: too late."""
        ...

    def waiting(self, ticket: str) -> Sequence[Waiting]:
        """A ticket's mails to the citizen that have not left, in order: they can still be stopped."""
        ...

    def has_due(self, now: datetime) -> bool:
        """Whether a row may be due; one index look-up, and no lock, when there is none."""
        ...

    def claim(self, now: datetime, lease_until: datetime, limit: int, automatic: int) -> Sequence[ClaimedSend]:
        """Take due rows, counting the attempt before it is made; state `sending`.

        By their priority, then oldest first, and per ticket and recipient in order. At most `automatic` of them are
        automatic mail to citizens. A row whose lease ran out in `in_data` is counted as one more unknown.
        """
        ...

    def unclaim(self, sends: Sequence[int], now: datetime) -> None:
        """Give claimed rows back untried: no attempt is counted."""
        ...

    def free_claims(self, now: datetime) -> None:
        """Give back what a daemon that is gone had claimed: only for the one that holds the database."""
        ...

    def mark_in_data(self, send: int) -> None:
        """Note that the DATA command is about to be given."""
        ...

    def settle(
        self,
        send: int,
        state: SendState,
        says: str,
        now: datetime,
        again_at: datetime | None = None,
        unknown: bool = False,
    ) -> None:
        """Set sent | dead | unknown | cancelled, or `queued` again with `again_at`; the book's message as well."""
        ...

    def unsent(self) -> Sequence[OutboxRow]:
        """The rows that have not gone out and were not cancelled: waiting, on their way, dead or unknown, in order."""
        ...

    def trace(self, word: str) -> Sequence[SentRow]:
        """What became of our own mails: by Message-ID, recipient or ticket number."""
        ...

    def put_back(self, send: int, now: datetime) -> None:
        """Let a row fall due now as if it had never been tried; the book's message waits again."""
        ...

    def sent_whole(self, before: datetime, limit: int) -> Sequence[tuple[int, int]]:
        """Rows that went out before a time and still have their bytes, with how many."""
        ...

    def drop_bytes(self, sends: Sequence[int], before: datetime) -> None:
        """Drop the bytes of rows that went out before a time; their hash and size stay."""
        ...

    def message_by_sender(self, senders: Sequence[str]) -> int | None:
        """The message (its row) that went out with one of these envelope senders, if exactly one did (VERP)."""
        ...

    def block(self, address: str, until: datetime, why: tuple[Happening, ...]) -> None:
        """Send nothing automatic to an address until a time."""
        ...

    def unblock(self, address: str) -> None:
        """Send automatic mail to an address again."""
        ...

    def blocked(self, address: str, now: datetime) -> tuple[Happening, ...] | None:
        """Why nothing automatic is sent to an address now, or None."""
        ...

    def automatic_count(
        self, since: datetime, address: str | None = None, domain: str | None = None, *, vouched: bool = False
    ) -> int:
        """How many automatic mails to citizens were queued since (to a mailbox, to a domain, in all).

        Vouched: only those that proven mails brought about, so that nobody's forged mails count against the person.
        """
        ...

    def is_vouched(self, ticket: str) -> bool:
        """Whether a proven mail has brought about an automatic mail of this ticket."""
        ...

    def doubts_count(self, since: datetime, address: str, *, vouched: bool) -> int:
        """How many mails about doubtful mails were queued to somebody of the staff since; proven ones or others."""
        ...

    def automatic_sent(self, since: datetime) -> int:
        """How many automatic mails to citizens the mail server has accepted since."""
        ...


class Memory(Protocol):
    """Single values that the desk keeps in mind: how far the digest told, when a server was down, who wants what."""

    def get(self, name: str) -> str | None:
        """A remembered value."""
        ...

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        ...


class Tally(Protocol):
    """What a digest counts."""

    def mark(self, at: datetime, past: bool = False) -> Mark:
        """How far a digest of this moment tells; `past`: as it would have been then, else up to the newest row."""
        ...

    def events_in(self, after: Mark, until: Mark) -> Sequence[tuple[str | None, Event]]:
        """All tickets' events between two marks, in order."""
        ...

    def digest_facts(self, after: Mark, until: Mark) -> DigestFacts:
        """What ledger and outbox count between two marks, and what waits in all."""
        ...


class Work(Protocol):
    """What can be done in one transaction, by its parts."""

    @property
    def ledger(self) -> Ledger:
        """The kept mail."""
        ...

    @property
    def book(self) -> Book:
        """The tickets."""
        ...

    @property
    def outbox(self) -> Outbox:
        """The mail that goes out."""
        ...

    @property
    def memory(self) -> Memory:
        """What is kept in mind."""
        ...

    @property
    def tally(self) -> Tally:
        """What a digest counts."""
        ...

    def savepoint(self) -> AbstractContextManager[None]:
        """A part that can fail alone."""
        ...


class Store(Protocol):
    """The database. `write` is one transaction (BEGIN IMMEDIATE, first come first served), `read` a snapshot."""

    def write(self) -> AbstractContextManager[Work]:
        """One writing transaction: commits on leaving, rolls back on an exception."""
        ...

    def read(self) -> AbstractContextManager[Work]:
        """One reading transaction."""
        ...
