"""Header lines, written by hand: ids raw, text as RFC 2047 words, one mailbox to a line.

The library's writer turns a long Message-ID in References into an encoded-word, which breaks threading with Outlook
(cpython issue 100991), lets an encoded line break through (CVE-2024-6923) and loses blanks at folds (3.11).
"""

import base64
import re
from collections.abc import Iterator
from email.utils import format_datetime

from mailticket.core.compose.letter import Outgoing

CRLF = "\r\n"
LINE_MAX = 76  # of an encoded line (RFC 2047, section 2); folded text is kept below it too
ENCODED_BYTES_MAX = 45  # of text in one encoded-word: 60 characters of base64 beside =?utf-8?b??=
ID_CHARACTERS_MAX = 900  # on one line, below the 998 of RFC 5322, section 2.1.1
REFERENCES_FIRST, REFERENCES_LAST = 1, 20  # what is kept of a long chain

_ID = re.compile(r"<[!-;=?-~]{1,898}>")
_ATOM_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]{1,200}")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


def is_id(value: str) -> bool:
    """Whether it can stand in an id header as it is: printable ASCII in brackets and no encoded-word."""
    return bool(_ID.fullmatch(value)) and len(value) <= ID_CHARACTERS_MAX and "=?" not in value


def is_address(value: str) -> bool:
    """Whether it is a plain ASCII addr-spec, the only thing that is ever mailed to."""
    return bool(_ADDRESS.fullmatch(value)) and ".." not in value


def sendable(address: str) -> str | None:
    """Return the address as mail servers take it, a domain of other letters in its ASCII form; None if it is none."""
    local, _, domain = address.strip().rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None
    return plain if is_address(plain) else None


def chain(references: tuple[str, ...], in_reply_to: str | None) -> tuple[str, ...]:
    """Return the References of a reply: each id once, the parent last, a long chain cut short (RFC 5322, 3.6.4)."""
    parent = (in_reply_to,) if in_reply_to else ()
    ids = [*dict.fromkeys(one for one in references if one not in parent), *parent]
    if len(ids) > REFERENCES_FIRST + REFERENCES_LAST:
        ids = [*ids[:REFERENCES_FIRST], *ids[-REFERENCES_LAST:]]
    return tuple(ids)


def header_lines(letter: Outgoing) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of every header but those of the MIME parts, folded with CRLF and a blank."""
    yield "Date", format_datetime(letter.date)
    yield "From", mailbox("From", letter.desk_name, letter.desk)
    yield "To", mailbox("To", letter.to_name, letter.to)
    yield "Subject", unstructured("Subject", letter.subject)
    yield "Message-ID", letter.message_id
    if letter.in_reply_to:
        yield "In-Reply-To", ids("In-Reply-To", (letter.in_reply_to,))
    if letter.references:
        yield "References", ids("References", letter.references)
    if letter.reply_to:
        yield "Reply-To", mailbox("Reply-To", letter.desk_name, letter.reply_to)
    if letter.auto_submitted:
        yield "Auto-Submitted", letter.auto_submitted
        # Exchange does not know RFC 3834; with this it sends neither vacation replies nor receipts (MS-OXCMAIL).
        yield "X-Auto-Response-Suppress", "All"
    yield "X-Loop", letter.desk
    yield "X-Mailticket-Notice", letter.notice
    if letter.ticket:
        yield "X-Mailticket-Ticket", letter.ticket
    yield "MIME-Version", "1.0"


def mailbox(header: str, name: str, address: str) -> str:
    """Write one mailbox with its display name, quoted or encoded as needed (RFC 5322, 3.4; RFC 2047, 5)."""
    if not name:
        return address
    if not name.isascii() or "=?" in name:
        phrase = encoded(name)
    elif _ATOM_PHRASE.fullmatch(name):
        phrase = name
    else:
        phrase = '"' + name.replace("\\", "").replace('"', "'") + '"'
    joined = f"{phrase} <{address}>"
    if len(header) + 2 + len(joined.rsplit(CRLF, 1)[-1]) > LINE_MAX:
        return f"{phrase}{CRLF} <{address}>"
    return joined


def unstructured(header: str, text: str) -> str:
    """Write free text: ASCII as it is, folded at blanks; the rest of a line with other letters as encoded-words.

    The bracketed number in front stays readable for gateways and for people who search in the source.
    """
    if text.isascii() and "=?" not in text:
        return _folded(text, len(header) + 2)
    front, bracket, rest = text.partition("] ")
    if bracket and front.startswith("[") and front.isascii() and "=?" not in front and rest:
        return f"{front}]{CRLF} {encoded(rest)}"
    return encoded(text)


def encoded(text: str) -> str:
    """Write text as encoded-words, each of whole characters (RFC 2047, section 5); blanks between them do not count."""
    words, chunk = [], b""
    for letter in text:
        more = letter.encode("utf-8", "replace")
        if len(chunk) + len(more) > ENCODED_BYTES_MAX:
            words.append(chunk)
            chunk = b""
        chunk += more
    words.append(chunk)
    return f"{CRLF} ".join(f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?=" for word in words)


def ids(header: str, values: tuple[str, ...]) -> str:
    """Write ids raw, a new line wherever the next one does not fit; a single long one is never touched."""
    return _folded(" ".join(values), len(header) + 2)


def _folded(text: str, used: int) -> str:
    lines, line = [], ""
    for word in text.split(" "):
        if line and used + len(line) + 1 + len(word) > LINE_MAX:
            lines.append(line)
            line, used = word, 1
        else:
            line = f"{line} {word}" if line else word
    return f"{CRLF} ".join([*lines, line])
