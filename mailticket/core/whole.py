"""What of a mail was received whole: a file that was cut is no file any more, and is named with its size.

Of a mail beyond `limits.mail_size_bytes_max` only the beginning is fetched. Half a document looks like a document to
who gets it, so no part of it goes on to anybody.
"""

from dataclasses import replace

from mailticket.core.found import Reading
from mailticket.core.mail import Attachment
from mailticket.core.parser.filename import safe_name
from mailticket.core.post import ClaimedMail, ServerPart

THE_REST = "bagian surel yang tidak diterima"  # where the server does not say what it is


def as_received(reading: Reading, kept: ClaimedMail) -> Reading:
    """Return the reading of a mail that was cut, its files known as whole or as not received."""
    files = _files(reading.mail.attachments, kept)
    return replace(reading, mail=replace(reading.mail, attachments=files))


def lost(name: str, content_type: str, size: int) -> Attachment:
    """Return a file that was announced and not received."""
    return Attachment(name or None, content_type, b"", safe_name(name, content_type), lost_bytes=max(1, size))


def _files(found: tuple[Attachment, ...], kept: ClaimedMail) -> tuple[Attachment, ...]:
    whole = tuple(file for file in found if not file.unended)
    announced = list(kept.parts)
    for file in whole:
        known = next((part for part in announced if _is_same(part, file)), None)
        if known is not None:
            announced.remove(known)
    missing = tuple(lost(part.name, part.content_type, part.size) for part in announced)
    if not missing:
        rest = max(1, kept.size - len(kept.raw))
        cut = next((file for file in found if file.unended), None)
        missing = (lost(cut.safe_name, cut.content_type, rest) if cut else lost(THE_REST, "", rest),)
    return whole + missing


def _is_same(part: ServerPart, file: Attachment) -> bool:
    return part.content_type == file.content_type and part.name in (file.filename or "", file.safe_name, "")
