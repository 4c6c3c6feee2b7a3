"""What the flows ask of the outside: Protocols for Mailbox, Sender, Read, Render, Clock and Store.

Adapters in edges fill them; tests fill Mailbox, Sender and Read with fakes, never the Store.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from mailticket.core.deadline import Calendar
from mailticket.core.decision import Desk
from mailticket.core.digest import DigestFacts, Mark
from mailticket.core.found import Reading
from mailticket.core.mail import Attachment, Notice, Rendered
from mailticket.core.policy import Policy
from mailticket.core.post import Batch, ClaimedMail, ClaimedSend, Cursor, LedgerRow, Outcome, Place, RawMail, Stamp
from mailticket.core.ticket import Event, Message, Ticket
from mailticket.core.token import Keys

Clock = Callable[[], datetime]  # the present, aware, UTC
Read = Callable[[bytes, Policy], Reading]  # raises errors.Transient when the child hung, died or ran out of memory


Signers = Callable[[bytes], tuple[str, ...]]  # domains whose DKIM signature of a mail is good; asks DNS


class Mailbox(Protocol):
    """One IMAP account. Every method may raise errors.Transient (try later) or errors.Permanent (refused)."""

    account: str

    def fetch(self, folder: str, after: Cursor | None, limit: int) -> Batch:
        r"""Return the next mails above the cursor, oldest first; `\Seen` is neither set nor read."""
        ...

    def fetch_since(self, folder: str, since: date, limit: int, after_uid: int) -> Batch:
        """Return mails that arrived on or after a date (import)."""
        ...

    def uids(self, folder: str, cursor: Cursor) -> tuple[int, Sequence[int]]:
        """Return (UIDVALIDITY, UIDs, ascending) of a folder, without what is older than the first start takes."""
        ...

    def stamps(self, folder: str, uids: Sequence[int]) -> Mapping[int, Stamp]:
        """Return size and time of arrival of these mails, as far as they are still there."""
        ...

    def fetch_uids(self, folder: str, cursor: Cursor, uids: Sequence[int]) -> Batch:
        """Return these mails; when they are many the first of them, and where the cursor of the batch stands."""
        ...

    def newest(self, folder: str) -> Cursor:
        """Return the cursor behind the newest mail of a folder."""
        ...

    def move(self, place: Place, target: str) -> bool:
        """Move a kept mail by the MOVE extension; False if the server has none or the mail is gone."""
        ...

    def flag(self, place: Place) -> bool:
        """Mark a kept mail as too large to be kept whole; False if the server keeps no such marks."""
        ...

    def wait(self, seconds: float) -> bool:
        """IDLE (or wait) until something may have arrived; at most 60 s at a time; True: look now."""
        ...

    def close(self) -> None:
        """Close without waiting."""
        ...


class Sender(Protocol):
    """The way out. `before_data` is called (and must return) just before DATA: the row becomes `in_data` there."""

    def send(self, sender: str, recipient: str, data: bytes, before_data: Callable[[], None]) -> Outcome:
        """Send one mail to one recipient; never raises for what a server or network does."""
        ...

    def close(self) -> None:
        """Quit politely."""
        ...


class Render(Protocol):
    """Notice -> bytes; pure (templates loaded at start), never fails: a broken template falls back to built-in text."""

    def __call__(self, notice: Notice, ticket: Ticket | None, now: datetime) -> Rendered:
        """Render, lint and return."""
        ...


class Work(Protocol):
    """What can be done in one transaction: ledger (kept mail), book (tickets), outbox, memory."""

    def savepoint(self) -> AbstractContextManager[None]:
        """A part that can fail alone."""
        ...

    # ledger
    def keep(self, mail: RawMail, now: datetime, quiet: bool = False) -> bool:
        """Keep bytes once per sha256 and the place once; False: the place was known. A second one is a `duplicate`.

        A known place whose size or time of arrival is another one names another mail by now, which is kept.
        """
        ...

    def cursor(self, account: str, folder: str) -> Cursor | None:
        """How far the folder has been read, or None before the first time."""
        ...

    def set_cursor(self, account: str, folder: str, cursor: Cursor) -> None:
        """Note how far the folder has been read."""
        ...

    def known(self, account: str, folder: str, uidvalidity: int, first: int, last: int) -> Mapping[int, Stamp]:
        """UIDs of a folder, from one to another, that are in the ledger, with the size and time of their mails."""
        ...

    def uids_kept_whole(self, account: str, folder: str, uidvalidity: int) -> set[int]:
        """UIDs of a folder whose mails are in the ledger with all their bytes."""
        ...

    def knows(self, raw: bytes) -> bool:
        """Whether these very bytes are kept, wherever they were seen."""
        ...

    def claim_mails(self, now: datetime, lease_until: datetime, limit: int) -> Sequence[ClaimedMail]:
        """Take mails that are due, the least tried and oldest first, counting the attempt."""
        ...

    def settle_mail(
        self,
        mail: int,
        state: str,
        ticket: str | None,
        why: str,
        message_id: str | None = None,
        from_: str | None = None,
    ) -> None:
        """Set state (done | shunted | held), ticket and why of a kept mail."""
        ...

    def release(self, now: datetime) -> None:
        """Give back what a daemon that is gone had claimed: only for the one that holds the database."""
        ...

    def postpone_mail(self, mail: int, until: datetime, why: str) -> None:
        """Let a kept mail fall due again at a time."""
        ...

    def release_mail(self, mail: int, ticket: str, now: datetime) -> bool:
        """Let a held mail be decided anew, once, as one of this ticket (or "desk"); False: too late."""
        ...

    def kept_mail(self, mail: int) -> LedgerRow | None:
        """What became of a kept mail."""
        ...

    def retry_mails(self, ids: Sequence[int] | None, force_ticket: bool) -> int:
        """Put shunted (force_ticket: also dropped and held) mails back with no attempts counted; None: all shunted."""
        ...

    def trace(self, word: str) -> Sequence[LedgerRow]:
        """Where a mail went: by Message-ID, address, ticket number or sha256."""
        ...

    # book
    def next_number(self, year: int, prefix: str) -> str:
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

    def tickets_of(self, address: str, limit: int = 20) -> Sequence[Ticket]:
        """Tickets whose registered address it is, newest first, closed ones included."""
        ...

    def officer_loads(self) -> dict[str, int]:
        """Officer id -> number of tickets that are neither answered nor closed."""
        ...

    def add_message(self, ticket: str | None, message: Message, attachments: Sequence[Attachment]) -> int:
        """Insert a message with its files (once per hash); returns its row."""
        ...

    def messages(self, ticket: str) -> Sequence[Message]:
        """The correspondence in order."""
        ...

    def forget_note(self, mail: int) -> None:
        """Take a held mail out of the correspondence, since it is decided anew and enters it again."""
        ...

    def message(self, row: int) -> Message | None:
        """One message of the book, or None."""
        ...

    def messages_with_id(self, message_id: str) -> Sequence[tuple[str | None, Message]]:
        """(ticket, message) of every mail of the book that bears this Message-ID."""
        ...

    def files(self, message: int) -> Sequence[Attachment]:
        """The files of a message, with their bytes."""
        ...

    def add_events(self, ticket: str | None, what: Sequence[Event]) -> None:
        """Append to the history."""
        ...

    def events(self, ticket: str) -> Sequence[Event]:
        """The history in order."""
        ...

    def numbers_by_message_ids(self, ids: Sequence[str]) -> Sequence[str]:
        """Numbers of the tickets in which a mail with one of these ids stands, each once."""
        ...

    # outbox
    def queue(
        self,
        notice: Notice,
        rendered: Rendered,
        ticket: str | None,
        message: int | None,
        now: datetime,
        not_before: datetime | None = None,
    ) -> bool:
        """Add a row once per key; False: the key was known and nothing was added."""
        ...

    def has_key(self, key: str) -> bool:
        """Whether a notice with this key was ever queued."""
        ...

    def cancel(self, key: str, why: str, now: datetime) -> bool:
        """Cancel a row that is still queued; False: too late."""
        ...

    def waiting(self, ticket: str) -> Sequence[str]:
        """Keys of a ticket's mails to the citizen that have not left, in order: they can still be stopped."""
        ...

    def has_due_sends(self, now: datetime) -> bool:
        """Whether a row may be due; without a lock."""
        ...

    def claim_sends(self, now: datetime, lease_until: datetime, limit: int, automatic: int) -> Sequence[ClaimedSend]:
        """Take due rows, oldest first and per ticket and recipient in order, counting the attempt; state `sending`.

        At most `automatic` of them are automatic mail to citizens. A row whose lease ran out in `in_data` is counted
        as one more unknown.
        """
        ...

    def unclaim_sends(self, sends: Sequence[int], now: datetime) -> None:
        """Give claimed rows back untried: no attempt is counted."""
        ...

    def mark_in_data(self, send: int) -> None:
        """The DATA command is about to be given."""
        ...

    def settle_send(
        self, send: int, state: str, says: str, now: datetime, again_at: datetime | None = None, unknown: bool = False
    ) -> None:
        """Set sent | dead | unknown | cancelled, or `queued` again with `again_at`."""
        ...

    def sent_from(self, senders: Sequence[str]) -> int | None:
        """The message (its row) that went out with one of these envelope senders, if exactly one did (VERP)."""
        ...

    def block(self, address: str, until: datetime, why: str) -> None:
        """Send nothing automatic to an address until a time."""
        ...

    def blocked(self, address: str, now: datetime) -> str | None:
        """Why nothing automatic is sent to an address now, or None."""
        ...

    def automatic_count(self, since: datetime, address: str | None = None, domain: str | None = None) -> int:
        """How many automatic mails to citizens were queued since (to an address, to a domain, in all)."""
        ...

    def automatic_sent(self, since: datetime) -> int:
        """How many automatic mails to citizens were sent since."""
        ...

    # what a digest counts
    def unclosed(self) -> Iterator[Ticket]:
        """Tickets that are not closed (answered ones may still come back), in the order of their numbers."""
        ...

    def mark(self, at: datetime, past: bool = False) -> Mark:
        """How far a digest of this moment tells; `past`: as it would have been then, else up to the newest row."""
        ...

    def events_in(self, after: Mark, until: Mark) -> Sequence[tuple[str | None, Event]]:
        """All tickets' events between two marks, in order."""
        ...

    def digest_facts(self, after: Mark, until: Mark) -> DigestFacts:
        """What ledger and outbox count between two marks, and what waits in all."""
        ...

    # memory of the desk
    def get(self, name: str) -> str | None:
        """A remembered value (digest watermark, first run, ...)."""
        ...

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        ...


class Store(Protocol):
    """The database. `write` is one transaction (BEGIN IMMEDIATE, first come first served), `read` a snapshot."""

    def write(self) -> AbstractContextManager[Work]:
        """One writing transaction: commits on leaving, rolls back on an exception."""
        ...

    def read(self) -> AbstractContextManager[Work]:
        """One reading transaction."""
        ...


@dataclass(frozen=True)
class House:
    """What every flow needs, put together once by app."""

    store: Store
    read: Read
    render: Render
    policy: Policy
    keys: Keys
    calendar: Calendar
    signers: Signers | None = None  # only where the settings ask for DKIM checked here

    def desk(self, now: datetime) -> Desk:
        """What core needs of the house at a moment."""
        return Desk(self.policy, self.calendar, now)
