"""The mail inside a forwarded mail: who wrote it, and what it says; attached whole, or copied below a header block."""

import re

from mailticket.core.found import Inner
from mailticket.core.mail import Mail
from mailticket.core.parser import parse
from mailticket.core.parser.address import read_addresses

BLOCK_LINES_MAX = 12  # of the header block that a mail program writes above what it forwards
LABELS_MIN = 2  # a lone "Dari: ..." is a line of a letter

_FROM = re.compile(
    r"^[>\s*_]{0,12}(?:dari|from|pengirim|von|de|van|från)[*_\s]{0,4}:[*_\s]{0,4}(?P<who>\S.{3,300})$", re.IGNORECASE
)
_OTHER = re.compile(
    r"^[>\s*_]{0,12}(?P<label>kepada|to|untuk|cc|tembusan|date|tanggal|dikirim|sent|subject|subjek|perihal|hal|an"
    r"|gesendet|betreff|datum|à|objet|reply-to)[*_\s]{0,4}:[*_\s]{0,4}(?P<value>.{0,500})$",
    re.IGNORECASE,
)
_SUBJECTS = frozenset({"subject", "subjek", "perihal", "hal", "betreff", "objet"})
_LINK = re.compile(r"\s{0,3}<mailto:[^>]{1,300}>|\[mailto:([^\]]{1,300})\]", re.IGNORECASE)


def inner_of(mail: Mail) -> Inner | None:
    """Return the forwarded mail inside, or None; only where its writer's address can be read."""
    for file in mail.attachments:
        if file.content_type == "message/rfc822":
            inner = parse(file.content)
            if len(inner.from_) == 1 and inner.from_[0].address:
                return Inner(inner.from_[0], inner.subject, inner.text, inner.attachments, inner.message_id)
    lines = mail.text.split("\n")
    for n, line in enumerate(lines):
        found = _FROM.match(line)
        block = _block(lines, n) if found else None
        if found is None or block is None:
            continue
        senders = read_addresses(_LINK.sub(r" <\1>", found["who"]).replace("<>", "").encode("utf-8", "replace"))
        if len(senders) == 1 and "@" in senders[0].address:
            end, subject = block
            text = "\n".join(lines[end:]).strip()
            return Inner(senders[0], subject or mail.subject, text, mail.attachments)
    return None


def _block(lines: list[str], start: int) -> tuple[int, str] | None:
    """Where the header block that begins with a From line ends, and its subject; None when it is no such block."""
    end, labels, subject = start + 1, 1, ""
    for n in range(start - 1, max(start - 4, -1), -1):  # Dates and subjects stand above the sender in some programs.
        found = _OTHER.match(lines[n])
        if found is None:
            break
        labels += 1
        subject = found["value"].strip() if found["label"].lower() in _SUBJECTS else subject
    for n in range(start + 1, min(start + BLOCK_LINES_MAX, len(lines))):
        found = _OTHER.match(lines[n])
        if found is None:
            if lines[n].strip():
                break
            continue
        labels, end = labels + 1, n + 1
        subject = found["value"].strip() if found["label"].lower() in _SUBJECTS else subject
    return (end, subject) if labels >= LABELS_MIN else None
