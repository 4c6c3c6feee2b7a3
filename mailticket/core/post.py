"""Values that pass between the desk and the mail servers: places, raw mails, cursors, outcomes, claims."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from mailticket.core.happenings import Happening
from mailticket.core.notices.letters import Letter
from mailticket.core.ticket import NO_ERRAND, Errand, Telling

if TYPE_CHECKING:
    from mailticket.core.parser.glance import Glance


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail was seen; all four together are unique for ever (RFC 3501, 2.3.1.1)."""

    account: str
    folder: str
    uidvalidity: int
    uid: int


Stamp = tuple[int, datetime]  # RFC822.SIZE and INTERNALDATE: what tells one mail from another before it is downloaded


@dataclass(frozen=True, slots=True)
class ServerPart:
    """A file of a mail as its server describes it (RFC 3501, 7.4.2, BODYSTRUCTURE)."""

    name: str
    content_type: str
    size: int  # about so many bytes when decoded


@dataclass(frozen=True)
class RawMail:
    """A mail as fetched. Oversize: `raw` holds header and text only, the original stays in the mailbox."""

    place: Place
    raw: bytes
    received_at: datetime  # INTERNALDATE, aware
    size: int  # RFC822.SIZE, bytes
    oversize: bool = False
    parts: tuple[ServerPart, ...] = ()  # of an oversize mail: what the server says of its files

    @cached_property
    def sha256(self) -> str:
        """Hash of the bytes, in hexadecimal."""
        return hashlib.sha256(self.raw).hexdigest()

    @cached_property
    def glance(self) -> "Glance":
        """What its head says of it."""
        from mailticket.core.parser.glance import glance  # noqa: PLC0415 -- the book is read without the parser

        return glance(self.raw)


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a folder has been read.

    Mails below `since_below` that arrived before `since` were there at the first start: they stay untouched.
    """

    uidvalidity: int
    last_uid: int
    since: datetime | None = None
    since_below: int = 0


@dataclass(frozen=True)
class Batch:
    """What one fetch gave; `cursor` is how far it got (also over UIDs that vanished)."""

    mails: tuple[RawMail, ...]
    cursor: Cursor
    more: bool  # call again at once
    vanished: int = 0  # expunged between SEARCH and FETCH
    skipped: int = 0  # older than mailbox.start: left untouched, counted
    left: int = 0  # at most so many mails more
    refused: tuple[int, ...] = ()  # UIDs that are there and that the server does not give now


class MailState(StrEnum):
    """What became of a kept mail at one place."""

    KEPT = "kept"  # not decided yet
    DONE = "done"
    DUPLICATE = "duplicate"
    HELD = "held"
    SHUNTED = "shunted"


class SendState(StrEnum):
    """How far an outgoing mail is."""

    QUEUED = "queued"
    SENDING = "sending"
    IN_DATA = "in_data"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"
    CANCELLED = "cancelled"


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
    perhaps_all: bool = False  # the same refusal of another recipient tells whether it means everybody


@dataclass(frozen=True)
class ClaimedMail:
    """A kept mail whose lease we hold; `attempts` counts this one."""

    id: int
    place: Place
    raw: bytes
    received_at: datetime
    attempts: int
    oversize: bool
    quiet: bool = False  # imported: nothing automatic goes out
    force_ticket: bool = False  # `retry --ticket`
    released_to: str | None = None  # the ticket that an officer's yes let it go to, or "desk"
    size: int = 0  # bytes of the whole mail, of which `raw` is the beginning when it is oversize
    parts: tuple[ServerPart, ...] = ()
    damage: str = ""  # why its bytes cannot be had any more; there are none then


@dataclass(frozen=True, slots=True)
class WithFiles:
    """A kept mail whose files stand in the book, with a message of the book that has them."""

    message: int
    mail: int
    sha256: str
    size: int
    is_decided: bool


@dataclass(frozen=True, slots=True)
class ClaimedSend:
    """An outbox row whose lease we hold; `attempts` counts this one."""

    id: int
    ticket: str | None
    letter: Letter
    key: str
    sender: str
    recipient: str
    data: bytes
    attempts: int
    queued_at: datetime
    unknowns: int = 0  # how often its outcome was unknown, a lease that ran out in `in_data` included
    message: int | None = None  # its row in the book
    errand: Errand = NO_ERRAND
    tells: tuple[Telling, ...] = ()


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A row of `outbox`: a mail that has not gone out."""

    send: ClaimedSend  # without its bytes
    state: SendState
    due_at: datetime
    says: str  # the mail server's last word


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail to a citizen that has not left, so that it can still be stopped."""

    key: str
    errand: Errand


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row of `trace` and `shunted`."""

    id: int
    place: Place
    message_id: str | None
    from_: str | None
    received_at: datetime
    state: MailState
    ticket: str | None
    why: tuple[Happening, ...]
    attempts: int
    about: str | None = None  # the ticket that a held mail seems to be about
    subject: str | None = None  # as its head says, like message_id and from_ until the mail is read
    sent_at: datetime | None = None  # its Date


@dataclass(frozen=True, slots=True)
class SentRow:
    """A row of `trace`: a mail of ours, wherever it is by now."""

    id: int
    ticket: str | None
    letter: Letter
    message_id: str | None
    from_: str
    to: str
    subject: str
    queued_at: datetime
    state: SendState
    attempts: int
    says: str  # the mail server's last word
