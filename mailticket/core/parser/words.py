"""Header text: encoded-words (RFC 2047) broken in every known way, and raw bytes beyond ASCII."""

import binascii
import re

from mailticket.core.text import clean, decode, one_line

_START = re.compile(rb"=\?([^\s?=]{0,60})\?([bBqQ])\?")
_BLANKS = b" \t\r\n"
_WHITE = re.compile(r"[\t\n\u2028\u2029]")
# A byte of a Q word that a fold cut in two: =C 3, = C3.
_Q_CUT = re.compile(rb"=(?:[ \t]{1,20}([0-9A-Fa-f]{2})|([0-9A-Fa-f])[ \t]{1,20}([0-9A-Fa-f]))")
_Q_BYTE = re.compile(rb"=([0-9A-Fa-f]{2})")


def decode_words(value: bytes, hint: str | None = None, defects: list[str] | None = None) -> str:
    """Return a header value as text, cleaned, on one line; `hint` is the charset that the body declares."""
    return one_line(_decoded(value, hint, defects), _LENGTH_MAX)


def decode_name(value: bytes, hint: str | None = None) -> str:
    """Return the name of a file as decode_words does, its blanks kept as they are."""
    return name_line(_decoded(value, hint, None))


def name_line(text: str) -> str:
    """Return the cleaned name of a file on one line, runs of blanks inside it kept."""
    return _WHITE.sub(" ", clean(text[:_LENGTH_MAX])).strip()


def _decoded(value: bytes, hint: str | None, defects: list[str] | None) -> str:
    """Decode the encoded-words of a value, and what stands between them."""
    if b"=?" not in value:
        if value.isascii() and b"\x1b" not in value:
            return value.decode("ascii")
        return _raw_text(value, hint, defects)
    pieces: list[str] = []
    waiting: tuple[bytes, str] | None = None  # bytes of words of one charset; a character may be cut between words
    place = 0
    for start, end, charset, payload in _words(value):
        between = value[place:start]
        if between.strip(_BLANKS) or waiting is None:
            pieces.append(_flush(waiting, defects))
            pieces.append(_raw_text(between, hint, defects))
            waiting = (payload, charset)
        elif waiting[1].lower() == charset.lower() and not charset.lower().startswith(_STATEFUL):
            waiting = (waiting[0] + payload, charset)
        else:
            pieces.append(_flush(waiting, defects))
            waiting = (payload, charset)
        place = end
    pieces.append(_flush(waiting, defects))
    pieces.append(_raw_text(value[place:], hint, defects))
    return "".join(pieces)


_LENGTH_MAX = 100_000
_CUT_MAX = 5_000  # bytes of base64 that is put together again
_STATEFUL = ("iso-2022", "utf-7", "hz", "csiso2022", "unicode-1-1-utf-7", "utf-16", "utf16")


def _words(value: bytes) -> list[tuple[int, int, str, bytes]]:
    """Return the encoded-words: start, end, charset, decoded bytes. Linear: each byte is looked at a fixed number of times."""
    found: list[tuple[int, int, str, bytes]] = []
    place, end_known = 0, True
    encoded = b""  # the base64 of the word before
    while match := _START.search(value, place):
        start, body = match.start(), match.end()
        charset = match.group(1).decode("ascii", "replace").split("*", 1)[0]
        letter = match.group(2).lower()
        end = value.find(b"?=", body) if end_known else -1
        if letter == b"q" and end >= 0 and value[end + 2 : end + 4].isalnum() and value[end - 1 : end] != b" ":
            end = _q_end(value, body, end)
        following = _START.search(value, body, end if end >= 0 else min(len(value), body + 2_000))
        if end < 0:
            end_known = False
            stop = following.start() if following else len(value)
            payload, after = value[body:stop].rstrip(), stop
        elif following:
            payload, after = value[body : following.start()].rstrip(), following.start()
        else:
            payload, after = value[body:end], end + 2
        decoded = _payload(payload, letter)
        if decoded is None:
            place = body
            continue
        if letter == b"b" and encoded and not value[place:start].strip(_BLANKS) and charset == found[-1][2]:
            whole = _uncut(encoded, found[-1][3], payload, decoded)
            if whole is not None:
                start, payload, decoded = found.pop()[0], encoded + payload, whole
        encoded = payload if letter == b"b" else b""
        found.append((start, after, charset, decoded))
        place = after
    return found


def _uncut(before: bytes, decoded_before: bytes, payload: bytes, decoded: bytes) -> bytes | None:
    """Decode two words whose base64 was cut as one string and not encoded each by itself; None unless it was."""
    if len(before) % 4 == 0 or b"=" in before or len(before) > _CUT_MAX or _is_utf8(decoded_before + decoded):
        return None
    whole = _payload(before + payload, b"b")
    return whole if whole is not None and _is_utf8(whole) else None


def _is_utf8(data: bytes) -> bool:
    """True for UTF-8, but for a character cut at its end."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end == len(data) and error.reason == "unexpected end of data"
    return True


def _q_end(value: bytes, body: int, end: int) -> int:
    """Return the end of a Q word whose text holds "?=" itself: a question mark before an escaped byte."""
    for _ in range(20):
        further = value.find(b"?=", end + 2)
        if further < 0 or not re.match(rb"[0-9A-F]{2}", value[end + 2 : end + 4]) or b"=?" in value[end + 2 : further]:
            return end
        if any(byte in _BLANKS for byte in value[end:further]):
            return end
        end = further
    return end


def _payload(payload: bytes, letter: bytes) -> bytes | None:
    """Decode the text of a word; None when it is nothing that was ever encoded."""
    if letter == b"q":
        payload = _Q_CUT.sub(rb"=\1\2\3", payload)
        return _Q_BYTE.sub(lambda m: bytes([int(m.group(1), 16)]), payload.replace(b"_", b" "))
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", payload.replace(b"-", b"+") if b"+" not in payload else payload)
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    try:
        return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
    except binascii.Error:
        return None


def _flush(waiting: tuple[bytes, str] | None, defects: list[str] | None) -> str:
    """Return the text of the words that waited."""
    if waiting is None:
        return ""
    text, defect = decode(waiting[0], waiting[1])
    if defect and defects is not None:
        defects.append(f"header {defect}")
    return text


def _raw_text(value: bytes, hint: str | None, defects: list[str] | None) -> str:
    """Return raw bytes of a header as text: UTF-8, else what the body declares, else a guess."""
    if value.isascii() and b"\x1b" not in value:
        return value.decode("ascii")
    text, _ = decode(value, None)
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        if hint:
            text, _ = decode(value, hint)
    if defects is not None and not value.isascii():
        defects.append("header: raw bytes beyond ASCII")
    return text
