"""Address headers: mailboxes out of anything (RFC 5322, 3.4, its obsolete forms, and what mailers send instead)."""

import itertools
import re

from mailticket.core.mail import Address
from mailticket.core.parser.structure import unfold
from mailticket.core.parser.words import decode_words
from mailticket.core.text import one_line

ADDRESSES_MAX = 2_000
_VALUE_MAX = 262_144
_ANGLE_MAX = 2_000  # bytes between angle brackets; an address has 320, a route some more

# It begins where a word begins: tried at every character of a long word it would be slow.
_BARE = re.compile(
    r"(?<![^\s<>\"(),:;\[\]])(?<![^\s<>\"(),:;\[\]]\[)[^\s<>\"(),:;\[\]]{1,200}@(?:[^\s<>\"(),:;\[\]@]{1,255}|\[[^\s\]]{1,80}\])"
)
_ENCODED = re.compile(rb"=\?[^\s?=]{1,60}\?[bBqQ]\?[^\s?]{0,200}\?=")
# A group's name with its colon, put where an address belongs: <Undisclosed-Recipient:@mail.example.org;>
_GROUP = re.compile(r"[^@:\[\]]{1,80}:(?:;|@[^@;]{1,255};);?(?:\"?@[^@]{1,255})?")
# A mailbox of the server itself: root, MAILER-DAEMON. With a capital, or encoded, it is somebody's name.
_LOCAL_NAME = re.compile(rb"[a-z0-9][a-z0-9._+-]{0,200}|(?i:mailer-daemon|postmaster|root)")
_BLANKS = re.compile(r"\s+")
_NEEDLESS = re.compile(r"\"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*\"")  # quotes around what needs none
_OBSOLETE = re.compile(
    r"\s?[\w-]{1,63}(?:\s?\.\s?[\w-]{1,63}){1,9}\s?"
)  # a domain with blanks around its dots (RFC 5322, 4.4)
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u00ad\ufeff]")


def read_addresses(value: bytes, hint: str | None = None, defects: list[str] | None = None) -> tuple[Address, ...]:
    """Return the mailboxes of one address header in order, groups flattened; a name without an address is left out."""
    value = unfold(value[:_VALUE_MAX])
    if b"\x1b" in value:  # ISO-2022 in the raw has commas and quotes inside its characters
        value = decode_words(value, hint, defects).encode()
    found: list[Address] = []
    for entry in _entries(value):
        found.extend(_mailboxes(entry, hint, defects) or _encoded(entry, hint, defects))
        if len(found) >= ADDRESSES_MAX:
            break
    return tuple(found)


def read_name(value: bytes, hint: str | None = None) -> str:
    """Return the name in an address header that holds no address: =?UTF-8?B?U2l0aQ==?= <>."""
    return next(
        (name for entry in _entries(unfold(value[:_VALUE_MAX])) if (name := _name(entry.words, hint, None))), ""
    )


def _encoded(entry: "_Entry", hint: str | None, defects: list[str] | None) -> list[Address]:
    """Read an entry that was encoded whole, which RFC 2047, 5 forbids; its words are read once, never again."""
    value = b" ".join(raw for raw, _ in entry.words)
    decoded = decode_words(value, hint).encode() if b"=?" in value else b""
    if not decoded or b"=?" in decoded:
        return []
    found = [address for inner in _entries(decoded) for address in _mailboxes(inner, hint, None)]
    if found and defects is not None:
        defects.append("header: address inside an encoded-word")
    return found


class _Entry:
    """What stands between two commas: words of the name, comments, and what stood in angle brackets."""

    def __init__(self) -> None:
        self.words: list[tuple[bytes, bool]] = []  # bytes, quoted
        self.comments: list[bytes] = []
        self.angles: list[tuple[bytes, int]] = []  # bytes, number of words before it


def _entries(value: bytes) -> list[_Entry]:
    """Cut a header at its commas and semicolons, and each entry into its tokens; one pass."""
    entries: list[_Entry] = []
    entry, start, place, end = _Entry(), 0, 0, len(value)
    quotes_close = True  # a quote that none closes is looked behind once, not again from each quote after it

    def word(stop: int) -> None:
        text = value[start:stop].strip()
        if text:
            entry.words.append((text, False))

    while place < end and len(entries) < ADDRESSES_MAX and len(entry.angles) < ADDRESSES_MAX:
        byte = value[place]
        if byte == 0x3D and (encoded := _ENCODED.match(value, place)):
            place = encoded.end()  # a comma in it is none of ours, though RFC 2047, 5 (3) forbids it there
        elif byte == 0x22:  # "
            stop = _string_end(value, place + 1) if quotes_close else -1
            quotes_close = stop >= 0
            if stop < 0 or _local_part(value, stop):
                place = place + 1 if stop < 0 else stop + 1
                if value[place : place + 2] == b'@"':  # the domain in quotes, too
                    place = _string_end(value, place + 2) + 1 or place + 2
                continue
            word(place)
            entry.words.append((value[place + 1 : stop], True))
            start = place = stop + 1
        elif byte == 0x28:  # (
            word(place)
            stop = _comment_end(value, place)
            entry.comments.append(value[place + 1 : stop])
            start = place = stop + 1
        elif byte == 0x3C:  # <
            stop = _angle_end(value, place + 1)
            if value[stop : stop + 1] != b">" and b"@" not in value[place:stop]:
                place = stop  # a sign in a name: Budi < Santoso <budi@example.org>
                continue
            word(place)
            entry.angles.append((value[place + 1 : stop], len(entry.words)))
            start = place = stop + 1 if value[stop : stop + 1] == b">" else stop
        elif byte == 0x3A and not _is_address_colon(value, start, place):  # a group's name ends here
            entry, start, place = _Entry(), place + 1, place + 1
        elif byte in b",;":
            word(place)
            entries.append(entry)
            entry, start, place = _Entry(), place + 1, place + 1
        else:
            place += 1
    if start < end:
        word(end)
    entries.append(entry)
    _join_names(entries)
    return entries


def _join_names(entries: list[_Entry]) -> None:
    """Give a name that its comma cut in two back to its mailbox: Doe, John <john@example.org>, quotes forgotten."""
    for entry, following in itertools.pairwise(entries):
        alone = entry.words and not entry.angles and not entry.comments
        if alone and following.words and following.angles and not any(b"@" in word for word, _ in entry.words):
            last, quoted = entry.words[-1]
            words = [*entry.words[:-1], (last + b",", quoted)]
            following.words[:0] = words
            following.angles = [(raw, before + len(words)) for raw, before in following.angles]
            entry.words = []


def _string_end(value: bytes, place: int) -> int:
    """Return where the quoted string ends, -1 if it never does."""
    while True:
        stop = value.find(b'"', place)
        if stop < 0:
            return -1
        backslashes = 0
        while backslashes < 50 and value[stop - 1 - backslashes] == 0x5C:
            backslashes += 1
        if backslashes % 2 == 0:
            return stop
        place = stop + 1


def _local_part(value: bytes, stop: int) -> bool:
    """True when the quoted string is the local part of a bare address ("a b"@example.org)."""
    return value[stop + 1 : stop + 2] == b"@"


def _comment_end(value: bytes, place: int) -> int:
    """Return where a comment ends, nested ones included; an open one ends with the header."""
    depth = 0
    while place < len(value):
        byte = value[place]
        if byte == 0x5C:
            place += 1
        elif byte == 0x28:
            depth += 1
        elif byte == 0x29:
            depth -= 1
            if depth == 0:
                return place
        place += 1
    return len(value)


def _angle_end(value: bytes, place: int) -> int:
    """Return where angle brackets end: at >, or before the next comma where it is missing."""
    if value[place : place + 1] == b'"':
        stop = _string_end(value, place + 1)
        close = value.find(b">", stop) if stop > 0 else -1
        return close if close >= 0 else len(value)
    end = min(len(value), place + _ANGLE_MAX)
    close = value.find(b">", place, end)
    opening = value.find(b"<", place, close if close >= 0 else end)
    if close >= 0 and opening < 0:
        return close
    stops = [stop for stop in (opening, value.find(b",", place, end), value.find(b";", place, end)) if stop >= 0]
    return min(stops, default=end)


def _is_address_colon(value: bytes, start: int, place: int) -> bool:
    """True for a colon that ends no group's name: mailto:, or one inside an encoded-word or an IPv6 literal."""
    text = value[start:place]
    return text.strip().lower() == b"mailto" or b"[" in text or text.count(b"=?") > text.count(b"?=") or b"@" in text


def _mailboxes(entry: _Entry, hint: str | None, defects: list[str] | None) -> list[Address]:
    """Make mailboxes of one entry's tokens."""
    found: list[Address] = []
    used = 0
    for raw, words_before in entry.angles:
        address = _address(_text(raw, hint))
        if address:
            name = _name(entry.words[used:words_before], hint, defects)
            found.append(Address(name or (_comment(entry, hint) if len(entry.angles) == 1 else ""), address))
            used = words_before
    if found:
        return found
    return _bare(entry, hint, defects)


def _bare(entry: _Entry, hint: str | None, defects: list[str] | None) -> list[Address]:
    """Find an address without brackets: alone, behind a name, or with its name in a comment."""
    for index, (raw, quoted) in enumerate(entry.words):
        text = _text(raw, hint)
        if quoted and (len(entry.words) > 1 or entry.comments) and "@" not in text:
            continue
        match = _BARE.search(text) if "@" in text else None
        if raw.startswith(b'"') and b'"@' in raw:
            return [Address(_comment(entry, hint), _address(text) or text)]
        if match is None and re.fullmatch(r"[^\s@]{1,200} ?@ ?[^\s@]{1,255}", text):
            match = _BARE.search(text.replace(" ", ""))
        address = _address(match.group()) if match else None
        if match and address:
            before = [*entry.words[:index], (_before(text[: match.start()]).encode(), False)]
            return [Address(_name(before, hint, defects) or _comment(entry, hint), address)]
    if len(entry.words) == 1 and not entry.words[0][1] and not entry.angles:
        raw = entry.words[0][0].strip(b"<> ")
        if _LOCAL_NAME.fullmatch(raw):
            return [Address(_comment(entry, hint), raw.decode("ascii")[:320])]
    inner = _BARE.search(_comment(entry, hint)) if entry.words else None
    address = _address(inner.group()) if inner else None
    return [Address(_name(entry.words, hint, defects), address)] if address else []  # Budi Santoso (budi@example.org)


def _before(text: str) -> str:
    """Return the name before an address without what only introduced the address."""
    text = text.strip("<[ ")
    return text[:-7].rstrip("<[ ") if text.lower().endswith("mailto:") else text


def _address(text: str) -> str | None:
    """Return an addr-spec: route and mailto: dropped, blanks dropped, the domain in lower case; None if it is none."""
    text = _UNSEEN.sub("", text).strip().strip("<>'").strip()
    if text.lower().startswith("mailto:"):
        text = text[7:].split("?", 1)[0]
    if ":" in text and _GROUP.fullmatch(text.lstrip('"')):
        return None
    if text.startswith("@") and ":" in text:
        text = text.split(":", 1)[1]  # a source route (RFC 5322, 4.4)
    if "=?" in text:
        text = decode_words(text.encode())
    if not text.startswith('"'):
        text = re.sub(r"\([^()]{0,200}\)", "", text)
        local, at, domain = text.rpartition("@")
        text = local + at + _BLANKS.sub("", domain) if _OBSOLETE.fullmatch(domain) else text
        inner = _BARE.search(text) if _BLANKS.search(text.strip()) else None
        text = inner.group() if inner else _BLANKS.sub("", text)
    local, at, domain = text.rpartition("@")
    if not at:
        return text[:320] if text.strip('"') else None
    domain = domain.strip(' .>"').lower()
    if _NEEDLESS.fullmatch(local):
        local = local[1:-1]
    return f"{local}@{domain}"[:600] if local.strip() and domain else None


def _name(words: list[tuple[bytes, bool]], hint: str | None, defects: list[str] | None) -> str:
    """Join the words of a display name, decoded, without the quotes around it."""
    pieces = [re.sub(rb"\\(.)", rb"\1", raw) if quoted else raw for raw, quoted in words]
    name = decode_words(b" ".join(piece for piece in pieces if piece), hint, defects)
    while len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].strip()
    return name.strip().strip('"').strip(" <")


def _comment(entry: _Entry, hint: str | None) -> str:
    """Return the last comment as a name (root@example.org (Cron Daemon))."""
    if not entry.comments:
        return ""
    return decode_words(re.sub(rb"\\(.)", rb"\1", entry.comments[-1]), hint).strip('"')


def _text(raw: bytes, hint: str | None) -> str:
    """Return bytes as text; addresses beyond ASCII are UTF-8 (RFC 6532), else a guess."""
    return decode_words(raw, hint) if not raw.isascii() or b"=?" in raw else one_line(raw.decode("ascii"), _VALUE_MAX)
