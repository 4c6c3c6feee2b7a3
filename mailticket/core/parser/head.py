"""What mail-parser finds wrong with the head of a mail: it opens every head but those that are plainly in order.

To open one costs more than all else that is read of a typical mail's structure, and of a plain head it has nothing to
say: mailboxes as RFC 5322 (3.4) writes them without comments, and one date whose weekday is right.
"""

import re
from datetime import date

import mailparser

from mailticket.core.parser.structure import Part

OPENED_MAX = 65_536  # bytes of the head that mail-parser is given

# What mail-parser judges; it reads the trace and signatures of a mail at more cost than all the rest.
_HEAD = frozenset({b"from", b"sender", b"reply-to", b"to", b"cc", b"subject", b"date", b"message-id", b"mime-version"})
_MAILBOXES = frozenset({b"from", b"sender", b"reply-to", b"to", b"cc"})
_ADDRESS = rb"[\w+=-]{1,64}(?:\.[\w+=-]{1,64}){0,9}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,9}"
_MAILBOX = rb"\s{0,2}(?:(?:\"[\w ',.-]{1,80}\"|(?:[\w'-]{1,40} ){1,6}|) ?<" + _ADDRESS + rb">|" + _ADDRESS + rb")"
_LIST = re.compile(_MAILBOX + rb"(?:," + _MAILBOX + rb"){0,99}")
_DAYS = (b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun")
_MONTHS = (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec")
_DATE = re.compile(
    rb"\s?(?P<day>"
    + b"|".join(_DAYS)
    + rb"), (?P<on>[0-3]?\d) (?P<month>"
    + b"|".join(_MONTHS)
    + rb") (?P<year>20\d\d)"
    rb" [01]\d:[0-5]\d(?::[0-5]\d)? [+-](?:0\d|1[0-4])[0-5]\d(?: \([A-Z]{3,5}\))?"
)


def find_faults(root: Part) -> list[str]:
    """Return what mail-parser finds wrong with the head."""
    return [] if is_plain(root) else open_head(root)


def open_head(root: Part) -> list[str]:
    """Let mail-parser open the head; return the defects that it names."""
    head = b"\n".join(b"%s: %s" % (field.name, field.value) for field in root.fields if field.name.lower() in _HEAD)
    try:
        # Without encoded-words: it would log those that it can't decode, and logs carry no text of mails.
        opened = mailparser.parse_from_bytes(head[:OPENED_MAX].replace(b"=?", b"=") + b"\n\n")
    except Exception as error:  # noqa: BLE001  A foreign parser on hostile bytes may raise anything.
        return [f"mail-parser: {type(error).__name__}"]
    return [f"mail-parser: {name}" for name in sorted(opened.defects_categories)]


def is_plain(root: Part) -> bool:
    """True when sender, recipients and date are so plain that nothing can be wrong with them."""
    dates = [field.value for field in root.fields if field.name.lower() == b"date"]
    if len(dates) != 1 or not _is_right(dates[0]):
        return False
    return all(_LIST.fullmatch(field.value) for field in root.fields if field.name.lower() in _MAILBOXES)


def _is_right(value: bytes) -> bool:
    """True for a date with its right weekday."""
    found = _DATE.fullmatch(value)
    if found is None:
        return False
    try:
        on = date(int(found["year"]), _MONTHS.index(found["month"]) + 1, int(found["on"]))
    except ValueError:
        return False
    return _DAYS[on.weekday()] == found["day"]
