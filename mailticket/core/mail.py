"""Values of mail: what came in (`Mail`, `Address`, `Attachment`) and what must go out (`Notice`). All frozen."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from mailticket.core.policy import STAFF_LANGUAGE

# A defect: of a CR or NUL by itself one reader makes a new line, another a blank, a third nothing (SMTP smuggling).
SMUGGLED = "header: bare CR or NUL"


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: display name (decoded, "" if none) and addr-spec (as typed, domain in lower case)."""

    name: str
    address: str


@dataclass(frozen=True)
class Attachment:
    """A part that is not the chosen text: a file, an inline picture, an attached mail, a signature."""

    filename: str | None  # as declared, decoded
    content_type: str  # lower case, without parameters
    content: bytes  # decoded
    safe_name: str  # what people are shown and files are called; never empty
    inline: bool = False  # shown inside the HTML (a cid: picture); signature pictures are of this sort
    content_id: str | None = None

    @property
    def size(self) -> int:
        """Size in bytes of the decoded content."""
        return len(self.content)

    @cached_property
    def sha256(self) -> str:
        """Hash of the decoded content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


class Markup(StrEnum):
    """What the HTML of a mail said of a stretch of its text."""

    QUOTE = "quote"  # gmail_quote, yahoo_quoted, divRplyFwdMsg, blockquote type=cite, moz-cite-prefix, ...
    SIGNATURE = "signature"  # gmail_signature, moz-signature, ...
    FORWARD = "forward"  # a forwarded mail's header block and what follows


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of `Mail.text` (character offsets, end exclusive) with what the markup said of it."""

    start: int
    end: int
    what: Markup


@dataclass(frozen=True)
class Mail:
    """One mail as it came in, decoded; nothing here is judged yet. Headers that are missing are None or empty."""

    message_id: str | None  # with its angle brackets
    from_: tuple[Address, ...]  # all mailboxes of all From headers, in order
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str  # decoded, one line
    date: datetime | None  # aware
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]  # every top-level header in order, name as written, value unfolded and decoded
    raw_from: tuple[bytes, ...]  # the From header values as they stand in the bytes, still folded: for strict proof
    content_type: str
    text: str  # everything a person can read in it, as plain text, \n line ends
    marks: tuple[Mark, ...] = ()  # what the HTML said of stretches of `text`; empty for plain text
    attachments: tuple[Attachment, ...] = ()
    defects: tuple[str, ...] = ()
    command_text: str | None = None  # the top-level text part alone if `text` has more; "" where it has none of it
    signed_by: tuple[str, ...] = ()  # domains whose DKIM signature the desk itself found good (trust.officers: dkim)

    def header(self, name: str) -> str | None:
        """Return the first value of a header, or None."""
        return next(iter(self.header_all(name)), None)

    def header_all(self, name: str) -> tuple[str, ...]:
        """Return all values of a header in order."""
        return self._values.get(name.lower(), ())

    @cached_property
    def _values(self) -> Mapping[str, tuple[str, ...]]:
        """The headers by their names: many rules ask for one."""
        values: dict[str, list[str]] = {}
        for name, value in self.headers:
            values.setdefault(name.lower(), []).append(value)
        return {name: tuple(found) for name, found in values.items()}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is mailed: role and id make the token, address and name the To line."""

    role: str  # citizen | officer | unit | supervisor
    id: str  # id in settings; for the citizen "citizen"; for a unit its id
    name: str
    address: str


@dataclass(frozen=True)
class Notice:
    """A mail that must go out: which template, to whom, with what; rendered in the transaction that creates it.

    `key` is the memory of what happened (`acknowledged:<ticket>`): a second notice with the same key is nothing.
    `values` are what this template needs beside `ticket` and `desk`; the table of names is in templates/README.
    """

    name: str  # "citizen.acknowledged"
    key: str
    to: Person
    values: Mapping[str, Any] = field(default_factory=dict)
    language: str = STAFF_LANGUAGE
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    not_before: datetime | None = None  # an answer inside its undo time, a rung outside office hours
    files_from: tuple[int, ...] = ()  # rows of messages in the book whose files travel with it
    message: int | None = None  # the incoming message that an answer carries; the answer's text is that message's
    asks_about: int | None = None  # the kept mail that a yes to this one lets go on: its token is a challenge

    @property
    def is_human(self) -> bool:
        """True for mail that carries a person's own words to a citizen: no Auto-Submitted, the desk as sender."""
        return self.name in HUMAN or (self.name == "citizen.closed" and bool(self.values.get("text")))


HUMAN = frozenset({"citizen.answered", "citizen.question", "citizen.referred"})
AUTO_REPLIED = frozenset({"citizen.acknowledged", "citizen.details_missing"})


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail ready to go: exactly what is in the outbox and on the wire."""

    data: bytes
    message_id: str
    subject: str
    sender: str  # envelope sender, "" for automatic mail to citizens
    recipient: str
    text: str  # the plain part, for the book
