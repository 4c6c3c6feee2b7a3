"""Values of a mail that came in: `Mail`, `Address`, `Attachment`. All frozen."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

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
    unended: bool = False  # the last of the mail, and nothing says where it ends
    lost_bytes: int = 0  # size of a file that was not received whole: there is none of its content then
    is_ours: bool = False  # a mail that the desk itself sent: it holds somebody's token

    @property
    def size(self) -> int:
        """Size in bytes of the decoded content, or about what it would have."""
        return self.lost_bytes or len(self.content)

    @cached_property
    def sha256(self) -> str:
        """Hash of the decoded content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


LOGO_BYTES_MAX = 32_768  # of a picture that the HTML shows; what a camera or a screenshot makes is larger
# What programs put beside a text: signatures of a mail, cards of its writer, a reaction.
_BESIDE = frozenset({
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys",
    "text/vcard", "text/x-vcard", "text/directory", "text/vnd.google.email-reaction+json",
})  # fmt: skip


def is_news(file: Attachment) -> bool:
    """Whether a file is something that its sender wants to be seen, and not a part of the mail's dress."""
    is_footer = file.content_type in ("text/plain", "text/html") and not file.filename
    is_logo = file.inline and file.content_id is not None and file.size <= LOGO_BYTES_MAX
    return file.content_type not in _BESIDE and not is_footer and not is_logo


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
    is_cut: bool = False  # a limit of reading cut the text
    command_text: str | None = None  # the top-level text part alone if `text` has more; "" where it has none of it
    # Each Authentication-Results as it stands in the bytes, with the number of Received lines above it.
    raw_results: tuple[tuple[int, bytes], ...] = ()
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
