"""Message-IDs (RFC 5322, 3.6.4), with or without what belongs around them."""

import re

from mailticket.core.parser.words import decode_words

IDS_MAX = 1_000
_LENGTH_MAX = 998
_BRACKETED = re.compile(r"<([^<>]{1,998})>")
_BLANKS = re.compile(r"\s+")


def read_id(value: bytes) -> str | None:
    """Return the one id of a Message-ID header with its brackets; None when there is nothing to be one."""
    found = read_ids(value)
    if found:
        return found[0]
    bare = _BLANKS.sub("", decode_words(value)).strip("<>,;\"'")
    return f"<{bare[:_LENGTH_MAX]}>" if bare else None


def read_ids(value: bytes) -> tuple[str, ...]:
    """Return the ids of a References or In-Reply-To header in order, each once; words that are no ids are left out."""
    text = decode_words(value)
    found = [_BLANKS.sub("", match) for match in _BRACKETED.findall(text)]
    if not found:
        found = [word.strip("<>,;\"'()") for word in re.split(r"[\s,]+", text) if "@" in word]
    return tuple(dict.fromkeys(f"<{one}>" for one in found if one))[-IDS_MAX:]
