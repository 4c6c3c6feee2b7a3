"""Hostile bytes to Mail: structure, sender, ids, date, all text and all files of anything that calls itself a mail.

mail-parser opens a head that is not plain and says what is wrong with it. The tree of parts, the addresses, the ids, the texts and
the files are read by this package from the bytes themselves: it is exact where the standard library
re-serialises, iterative where that recurses, and keeps what mail-parser loses or merges.
"""

from mailticket.core.mail import Address, Mail
from mailticket.core.parser.address import read_addresses, read_name
from mailticket.core.parser.body import read_content
from mailticket.core.parser.content import join
from mailticket.core.parser.dates import read_date
from mailticket.core.parser.head import find_faults
from mailticket.core.parser.ids import read_id, read_ids
from mailticket.core.parser.structure import Part, split
from mailticket.core.parser.words import decode_words
from mailticket.core.text import clean, decode, one_line

__all__ = ["parse"]

DEFECTS_MAX = 50
SAVED_BYTES = 65_536  # of a mail that cannot be parsed
SUBJECT_MAX = 2_000


def parse(raw: bytes) -> Mail:
    """Return the mail; whatever the bytes are, it never raises, and says in `defects` what was wrong."""
    try:
        return _parse(raw)
    except Exception as error:  # noqa: BLE001  The one catch-all: a mail that breaks a rule we do not know is still a mail.
        return _saved(raw, f"parser: {type(error).__name__}")


def _parse(raw: bytes) -> Mail:
    """Read everything."""
    root, defects = split(_repaired(raw))
    hint = root.content_type.parameter("charset") or next(
        (charset for part in root.walk() if (charset := part.content_type.parameter("charset"))), None
    )
    headers = tuple(
        (field.name.decode("ascii", "replace"), decode_words(field.unfolded, hint)) for field in root.fields
    )
    content = read_content(root, hint, defects)
    text, marks = join(content.blocks)
    defects.extend(find_faults(root))
    return Mail(
        message_id=read_id(root.first(b"message-id") or b""),
        from_=_addresses(root, b"from", hint, defects) or _without_address(root, hint),
        sender=next(iter(_addresses(root, b"sender", hint, defects)), None),
        reply_to=_addresses(root, b"reply-to", hint, defects),
        to=_addresses(root, b"to", hint, defects),
        cc=_addresses(root, b"cc", hint, defects),
        subject=one_line(decode_words(root.first(b"subject") or b"", hint, defects), SUBJECT_MAX),
        date=read_date(decode_words(root.first(b"date") or b"")),
        in_reply_to=_ids(root, b"in-reply-to"),
        references=_ids(root, b"references"),
        headers=headers,
        raw_from=tuple(field.value for field in root.fields if field.name.lower() == b"from" and not field.late),
        raw_results=_results(root),
        content_type=root.type,
        text=text,
        marks=marks,
        attachments=tuple(content.attachments),
        is_cut=content.is_cut,
        defects=tuple(dict.fromkeys(clean(defect) for defect in defects))[:DEFECTS_MAX],
        command_text="" if content.is_forward else content.blocks[0].text if len(content.blocks) > 1 else None,
    )


def _repaired(raw: bytes) -> bytes:
    """Undo what transports do to a mail: a mark or empty lines before it, line ends of carriage returns only."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    stripped = raw.lstrip(b"\r\n")
    raw = stripped if stripped and stripped is not raw else raw
    if b"\n" not in raw[:100_000].rstrip(b"\n") and b"\r" in raw[:10_000].rstrip():
        raw = raw.replace(b"\r", b"\n")
    return raw


def _addresses(root: Part, name: bytes, hint: str | None, defects: list[str]) -> tuple[Address, ...]:
    """Return the mailboxes of all headers of a name."""
    return tuple(
        address
        for field in root.fields
        if field.name.lower() == name
        for address in read_addresses(field.value, hint, defects)
    )


def _without_address(root: Part, hint: str | None) -> tuple[Address, ...]:
    """Return who wrote where the From line says a name alone: nobody who can be answered."""
    name = read_name(root.first(b"from") or b"", hint)
    return (Address(name, ""),) if name and "@" not in name else ()


def _ids(root: Part, name: bytes) -> tuple[str, ...]:
    """Return the ids of all headers of a name, each once."""
    return tuple(
        dict.fromkeys(one for field in root.fields if field.name.lower() == name for one in read_ids(field.unfolded))
    )


def _results(root: Part) -> tuple[tuple[int, bytes], ...]:
    """Return what mail servers found, raw, each with the number of Received lines above it.

    A blank before the colon hides a line from programs that take out forged ones, and no server writes it.
    """
    received, found = 0, []
    for field in root.fields:
        name = field.name.lower()
        received += name == b"received"
        if name == b"authentication-results" and not (field.late or field.spaced):
            found.append((received, field.value))
    return tuple(found)


def _saved(raw: bytes, defect: str) -> Mail:
    """Return a mail with as much text as can be saved."""
    text = clean(decode(raw[:SAVED_BYTES], None)[0])
    return Mail(
        message_id=None,
        from_=(),
        sender=None,
        reply_to=(),
        to=(),
        cc=(),
        subject="",
        date=None,
        in_reply_to=(),
        references=(),
        headers=(),
        raw_from=(),
        content_type="text/plain",
        text=text,
        is_cut=len(raw) > SAVED_BYTES,
        defects=(defect,),
    )
