"""Mails of our own that come back as files: programs attach what they answer, and with it somebody's token.

Whoever holds a token speaks in its owner's name, and what we write to a unit is not for the citizen. So such a file
goes to nobody; it stays in the mail in which it came.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailticket.core import token as tokens
from mailticket.core.mail import Attachment, Mail
from mailticket.core.parser import parse

DEPTH_MAX = 4  # mails within mails that are looked into
LOOKED_AT_MAX = 2_097_152  # bytes that are decoded of a file: the head and text of a mail stand at its beginning
PACKED_FILES_MAX, PACKED_BYTES_MAX = 1_000, 33_554_432  # of an archive; of all those of a mail
# What a token looks like (core.token), in bytes: to decode a large file would take longer than to look at it.
_TOKEN = re.compile(rb"[Tt][0-9]{2}-[0-9A-Za-z]{1,7}-[cousCOUS][rcRC][0-9A-Za-z]{3,10}-[A-Za-z2-7]{16}(?![A-Za-z0-9])")
_SEEN_OR_HEARD = ("image/", "audio/", "video/")
_ARCHIVE, _LISTED = b"PK\x03\x04", b"PK\x01\x02"
_HEAD = re.compile(rb"(?i)\s{0,9}(?:received|return-path|delivered-to|from|message-id|mime-version|date|subject):")


@dataclass(slots=True)
class Room:
    """How many bytes may still be unpacked of the files of one mail, whatever lies in them how often."""

    left: int = PACKED_BYTES_MAX


def marked(mail: Mail) -> Mail:
    """Return the mail with those of its files marked that hold a token of ours."""
    if not mail.attachments:
        return mail
    room = Room()
    files = tuple(replace(file, is_ours=True) if holds_token(file, room) else file for file in mail.attachments)
    return replace(mail, attachments=files)


def holds_token(file: Attachment, room: Room) -> bool:
    """Return whether a token can be read in a file, in a mail inside it, or in what is packed into it."""
    return _holds(file, 0, room)


def _holds(file: Attachment, depth: int, room: Room) -> bool:
    if depth > DEPTH_MAX or file.content_type.startswith(_SEEN_OR_HEARD):
        return False
    start = file.content[:LOOKED_AT_MAX]
    # Outlook writes the mails that it keeps in letters of two bytes.
    if _TOKEN.search(file.content) or (b"\x00" in start and _TOKEN.search(start.replace(b"\x00", b""))):
        return True
    if start.startswith(_ARCHIVE):
        return any(_holds(one, depth + 1, room) for one in _packed(file, room))
    if not (file.content_type.startswith("message/") or _HEAD.match(start)):
        return False
    inner = parse(file.content)
    said = " ".join((inner.message_id or "", *inner.in_reply_to, *inner.references, inner.text))
    return bool(tokens.find(said)) or any(_holds(one, depth + 1, room) for one in inner.attachments)


def _packed(archive: Attachment, room: Room) -> Iterator[Attachment]:
    """Yield the files of an archive, or of an office document, which is one: not more than can be looked at."""
    if archive.content.count(_LISTED) > PACKED_FILES_MAX:
        return
    try:
        with zipfile.ZipFile(io.BytesIO(archive.content)) as opened:
            for member in opened.infolist():
                with opened.open(member) as content:
                    start = content.read(min(room.left, LOOKED_AT_MAX))
                room.left -= len(start)
                yield Attachment(member.filename, "", start, member.filename)
    except Exception:  # noqa: BLE001 (a broken or locked archive raises many things, and nobody else can read it either)
        return
