"""Mails of our own that come back as files: programs attach what they answer, and with it somebody's token.

Whoever holds a token speaks in its owner's name, and what we write to a unit is not for the citizen. So such a file
goes to nobody; it stays in the mail in which it came.
"""

import re
from dataclasses import replace

from mailticket.core import token as tokens
from mailticket.core.mail import Attachment, Mail
from mailticket.core.parser import parse

DEPTH_MAX = 4  # mails within mails that are looked into
LOOKED_AT_MAX = 2_097_152  # bytes of a file: the head and the text of a mail stand at its beginning
# What a token looks like (core.token), in bytes: to decode a large file would take longer than to look at it.
_TOKEN = re.compile(rb"[Tt][0-9]{2}-[0-9A-Za-z]{1,7}-[cousCOUS][rcRC][0-9A-Za-z]{3,10}-[A-Za-z2-7]{16}(?![A-Za-z0-9])")
_NAMED_MAIL = re.compile(r"(?i)\.(?:eml|msg|emlx|mht|mhtml|txt|html?)$")
_HEAD = re.compile(rb"(?i)\s{0,9}(?:received|return-path|delivered-to|from|message-id|mime-version|date|subject):")


def marked(mail: Mail) -> Mail:
    """Return the mail with those of its files marked that hold a token of ours."""
    if not any(map(_may_be_mail, mail.attachments)):
        return mail
    files = tuple(replace(file, is_ours=True) if holds_token(file) else file for file in mail.attachments)
    return replace(mail, attachments=files)


def holds_token(file: Attachment, depth: int = 0) -> bool:
    """Return whether a token can be read in a file that is a mail, or the text of one."""
    if not _may_be_mail(file) or depth > DEPTH_MAX:
        return False
    start = file.content[:LOOKED_AT_MAX]
    # Outlook writes the mails that it keeps in letters of two bytes.
    if _TOKEN.search(start) or (b"\x00" in start and _TOKEN.search(start.replace(b"\x00", b""))):
        return True
    if not (file.content_type.startswith("message/") or _HEAD.match(start)):
        return False
    inner = parse(file.content)
    said = " ".join((inner.message_id or "", *inner.in_reply_to, *inner.references, inner.text))
    return bool(tokens.find(said)) or any(holds_token(one, depth + 1) for one in inner.attachments)


def _may_be_mail(file: Attachment) -> bool:
    kind = file.content_type
    return (
        kind.startswith(("message/", "text/"))
        or kind == "application/vnd.ms-outlook"
        or _NAMED_MAIL.search(file.filename or "") is not None
        or _HEAD.match(file.content) is not None
    )
