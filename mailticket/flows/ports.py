"""What the flows ask of the outside: Protocols for Mailbox, Sender, Read, Render, Clock and Store.

Adapters in edges fill them; tests fill Mailbox, Sender and Read with fakes, never the Store.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from mailticket.core.mail import Attachment, Notice
from mailticket.core.policy import Policy
from mailticket.core.reading import Reading
from mailticket.core.ticket import Event, Message, Ticket

Clock = Callable[[], datetime]  # the present, aware, UTC
Read = Callable[[bytes, Policy], Reading]  # raises errors.Transient when the child hung, died or ran out of memory


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail was seen; all four together are unique for ever (RFC 3501, 2.3.1.1)."""

    account: str
    folder: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True)
class RawMail:
    """A mail as fetched. Oversize: `raw` holds header and text only, the original stays in the mailbox."""

    place: Place
    raw: bytes
    received_at: datetime  # INTERNALDATE
    size: int  # RFC822.SIZE
    oversize: bool = False


class Mailbox(Protocol):
    """One IMAP account. Every method may raise errors.Transient (try later) or errors.Permanent (refused)."""

    def fetch(self, folder: str, after: "Cursor | None", limit: int) -> "Batch":
        """Return the next mails above the cursor, oldest first; `\\Seen` is neither set nor read."""
        ...

    def fetch_since(self, folder: str, since: date, limit: int, after_uid: int) -> "Batch":
        """Return mails that arrived on or after a date (start and import)."""
        ...

    def move(self, place: Place, target: str) -> bool:
        """Move a kept mail by the MOVE extension; False if the server has none or the mail is gone."""
        ...

    def wait(self, seconds: float) -> bool:
        """IDLE (or sleep) until something may have arrived; at most 60 s at a time; True: look now."""
        ...

    def close(self) -> None:
        """Close without waiting."""
        ...


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a folder has been read."""

    uidvalidity: int
    last_uid: int


@dataclass(frozen=True)
class Batch:
    """What one fetch gave; `cursor` is how far it got (also over UIDs that vanished)."""

    mails: tuple[RawMail, ...]
    cursor: Cursor
    more: bool  # call again at once
    vanished: int = 0  # expunged between SEARCH and FETCH
    skipped: int = 0  # older than mailbox.start: left untouched, counted


class Verdict(StrEnum):
    """What became of one sending."""

    SENT = "sent"
    LATER = "later"  # 4xx, no connection: same bytes again later
    DEAD = "dead"  # 5xx: refused for good
    UNKNOWN = "unknown"  # lost between DATA and its answer


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of the SMTP server, in its own words; `host_down`: no use to try the next one now."""

    verdict: Verdict
    says: str
    code: int | None = None
    host_down: bool = False


class Sender(Protocol):
    """The way out. `before_data` is called (and must return) just before DATA: the row becomes `in_data` there."""

    def send(self, sender: str, recipient: str, data: bytes, before_data: Callable[[], None]) -> Outcome:
        """Send one mail to one recipient; never raises for what a server or network does."""
        ...

    def close(self) -> None:
        """Quit politely."""
        ...


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail ready to go: exactly what is in the outbox and on the wire."""

    data: bytes
    message_id: str
    subject: str
    sender: str  # envelope sender, "" for automatic mail to citizens
    recipient: str
    text: str  # the plain part, for the book


class Render(Protocol):
    """Notice -> bytes; pure (templates loaded at start), never fails: a broken template falls back to built-in text."""

    def __call__(self, notice: Notice, ticket: Ticket | None, now: datetime) -> Rendered:
        """Render, lint and return; the report of a failed template is in `broken`."""
        ...


@dataclass(frozen=True)
class ClaimedMail:
    """A kept mail whose lease we hold; `attempts` counts this one."""

    id: int
    place: Place
    raw: bytes
    received_at: datetime
    attempts: int
    oversize: bool


@dataclass(frozen=True, slots=True)
class ClaimedSend:
    """An outbox row whose lease we hold."""

    id: int
    ticket: str | None
    notice: str
    key: str
    sender: str
    recipient: str
    data: bytes
    attempts: int
    queued_at: datetime
    was_in_data: bool  # the lease ran out in `in_data`: its outcome is unknown


class Store(Protocol):
    """The database. `write` is one transaction (BEGIN IMMEDIATE, first come first served), `read` a snapshot."""

    def write(self) -> AbstractContextManager["Work"]:
        """One writing transaction: commits on leaving, rolls back on an exception."""
        ...

    def read(self) -> AbstractContextManager["Work"]:
        """One reading transaction."""
        ...


class Work(Protocol):
    """What can be done in one transaction: ledger (kept mail), book (tickets), outbox, memory."""

    def savepoint(self) -> AbstractContextManager[None]:
        """A part that can fail alone."""
        ...

    # ledger
    def keep(self, mail: RawMail, now: datetime) -> bool:
        """Commit bytes once per sha256 and the place once; False: the place was known. A second place is a `duplicate`."""
        ...

    def cursor(self, account: str, folder: str) -> Cursor | None:
        """How far the folder has been read, or None before the first time."""
        ...

    def set_cursor(self, account: str, folder: str, cursor: Cursor) -> None:
        """Note how far the folder has been read."""
        ...

    def claim_mails(self, now: datetime, lease_until: datetime, limit: int) -> Sequence[ClaimedMail]:
        """Take mails that are due, oldest first, counting the attempt."""
        ...

    def settle_mail(self, mail: int, state: str, ticket: str | None, why: str) -> None:
        """Set state (done | shunted | held), ticket and why of a kept mail."""
        ...

    def postpone_mail(self, mail: int, until: datetime, why: str) -> None:
        """Let a kept mail fall due again at a time."""
        ...

    def retry_mails(self, ids: Sequence[int] | None, force_ticket: bool) -> int:
        """Put shunted (or, with force_ticket, dropped and held) mails back with no attempts counted; None: all shunted."""
        ...

    # book
    def next_number(self, year: int) -> str:
        """Take the next number of the year; a rolled back transaction gives it back."""
        ...

    def put_ticket(self, ticket: Ticket) -> None:
        """Insert or update by number."""
        ...

    def ticket(self, number: str) -> Ticket | None:
        """One ticket, or None."""
        ...

    def tickets(self, status: str | None = None) -> Iterator[Ticket]:
        """All tickets in the order of their numbers."""
        ...

    def due_tickets(self, now: datetime, limit: int) -> Sequence[Ticket]:
        """Tickets with `next_at <= now`, earliest first; one index look-up when there are none."""
        ...

    def add_message(self, ticket: str | None, message: Message, attachments: Sequence[Attachment]) -> int:
        """Insert a message with its files (once per hash); returns its row."""
        ...

    def messages(self, ticket: str) -> Sequence[Message]:
        """The correspondence in order."""
        ...

    def message(self, id: int) -> Message | None:  # noqa: A002 -- the word of the field
        """One message by row."""
        ...

    def files(self, message: int) -> Sequence[Attachment]:
        """The files of a message, with their bytes."""
        ...

    def add_events(self, ticket: str | None, events: Sequence[Event]) -> None:
        """Append to the history."""
        ...

    def events(self, ticket: str) -> Sequence[Event]:
        """The history in order."""
        ...

    def events_between(self, after: datetime, until: datetime) -> Sequence[tuple[str | None, Event]]:
        """All tickets' events in (after, until]."""
        ...

    def tickets_by_message_ids(self, ids: Sequence[str]) -> Sequence[tuple[str, str]]:
        """(message_id, ticket number) for every id that a message of the book (in or out) bears."""
        ...

    def open_tickets_of(self, address: str) -> Sequence[Ticket]:
        """Tickets whose registered address it is, newest first, closed ones included."""
        ...

    def officer_loads(self) -> dict[tuple[str, str], int]:
        """(officer id, category) -> number of tickets that are not answered or closed."""
        ...

    # outbox
    def queue(self, notice: Notice, rendered: Rendered, ticket: str | None, message: int | None, now: datetime) -> bool:
        """Add a row once per key; False: the key was known and nothing was added."""
        ...

    def has_key(self, key: str) -> bool:
        """Whether a notice with this key was ever queued."""
        ...

    def cancel(self, key: str, why: str) -> bool:
        """Cancel a row that is still queued; False: too late."""
        ...

    def claim_sends(self, now: datetime, lease_until: datetime, limit: int) -> Sequence[ClaimedSend]:
        """Take rows that are due (per ticket in order), counting the attempt; state `sending`."""
        ...

    def mark_in_data(self, send: int) -> None:
        """The DATA command is about to be given."""
        ...

    def settle_send(self, send: int, state: str, says: str, now: datetime, again_at: datetime | None = None) -> None:
        """Set sent | dead | unknown | cancelled, or `queued` again with `again_at`."""
        ...

    def automatic_count(self, since: datetime, address: str | None = None, domain: str | None = None) -> int:
        """How many automatic mails to citizens were queued since (to an address, to a domain, in all)."""
        ...

    def delay_automatic(self, until: datetime) -> int:
        """Automatic mails wait their turn: those due and not yet sent are put off; returns how many."""
        ...

    # memory of the desk
    def get(self, name: str) -> str | None:
        """A remembered value (digest watermark, first run, ...)."""
        ...

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        ...

    def newest_event_at(self) -> datetime | None:
        """The time of the newest thing in the database (`--at` may not lie before it)."""
        ...

    def counts(self, after: datetime, until: datetime) -> dict[str, int]:
        """Mails by state seen in (after, until], and rows of the outbox by state: the digest's proof line."""
        ...


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of `trace` and `shunted`."""

    id: int
    place: Place
    message_id: str | None
    from_: str | None
    received_at: datetime
    state: str
    ticket: str | None
    why: str
    attempts: int
