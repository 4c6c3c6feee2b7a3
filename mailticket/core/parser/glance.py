"""What stands on the envelope of a mail: told when it is kept, before it is read, and also when it can never be read.

Only the first bytes of the head are looked at, and of each field only so many: it is done in the daemon's own process
for every mail, hostile ones included.
"""

from dataclasses import dataclass
from datetime import datetime

from mailticket.core.parser.address import read_addresses
from mailticket.core.parser.dates import read_date
from mailticket.core.parser.ids import read_id
from mailticket.core.parser.structure import read_fields
from mailticket.core.parser.words import decode_words
from mailticket.core.text import one_line

HEAD_BYTES_MAX = 65_536
FIELD_BYTES_MAX = 2_000
SUBJECT_MAX = 200


@dataclass(frozen=True, slots=True)
class Glance:
    """Who wrote, about what, when, and by what id; None where the head does not say."""

    message_id: str | None = None
    sender: str | None = None
    subject: str | None = None
    date: datetime | None = None


def glance(raw: bytes) -> Glance:
    """Return what the head says; whatever the bytes are, it never raises."""
    try:
        return _glance(raw[:HEAD_BYTES_MAX].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
    except Exception:  # noqa: BLE001  To keep a mail comes before to know whose it is.
        return Glance()


def _glance(head: bytes) -> Glance:
    fields: dict[bytes, bytes] = {}
    for field in read_fields(head, 0, len(head), [])[0]:
        fields.setdefault(field.name.lower(), field.unfolded[:FIELD_BYTES_MAX])
    addresses = read_addresses(fields.get(b"from", b""))
    return Glance(
        message_id=read_id(fields.get(b"message-id", b"")),
        sender=addresses[0].address.lower() if addresses else None,
        subject=one_line(decode_words(fields.get(b"subject", b"")), SUBJECT_MAX) or None,
        date=read_date(decode_words(fields.get(b"date", b""))),
    )
