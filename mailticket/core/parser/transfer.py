"""Content transfer encodings, undone as far as the bytes allow."""

import binascii
import re

_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_BLANKS = b" \t\r\n"
_FOREIGN_MIN = 3  # signs that are no base64: one or two are damage, more are a line of something else
# Three words in a row and no long run: a text that was labelled base64 but never encoded.
_PROSE = re.compile(rb"\b[A-Za-z]{2,20}[,.;:]? [A-Za-z]{1,20}[,.;:]? [A-Za-z]{2,20}\b")
_RUN = re.compile(rb"[A-Za-z0-9+/=]{40}")
_LABEL_BYTES = 2_000
_PADDING = re.compile(rb"=+")
_SOFT_BREAK = re.compile(rb"=[ \t]{1,20}(?=\r?\n)")
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)


def decode_transfer(raw: bytes, encoding: str) -> tuple[bytes, bool]:
    """Return the decoded bytes and whether the encoding was known and kept to."""
    if "base64" in encoding or encoding == "b":
        return decode_base64(raw)
    if "quoted" in encoding or encoding == "q":
        return binascii.a2b_qp(_SOFT_BREAK.sub(b"=", raw)), True
    if "uu" in encoding:
        begin = _UU_BEGIN.search(raw)
        decoded = decode_uu(raw[begin.end() if begin else 0 :])[0]
        return (decoded, True) if begin or decoded else (raw, False)
    return raw, not encoding or encoding.split(";", maxsplit=1)[0].strip() in ("7bit", "8bit", "binary")


def decode_base64(raw: bytes) -> tuple[bytes, bool]:
    """Decode base64 whatever stands between its characters; padding inside begins a new stretch, plain text stays."""
    head = raw[:_LABEL_BYTES]
    if b" " in head and _PROSE.search(head) and not _RUN.search(head):
        return raw, False
    kept = raw.translate(None, _NOT_BASE64)
    padded = kept.rstrip(b"=")
    if b"=" in padded or len(kept) != len(raw.translate(None, _BLANKS)):
        kept = _before_footer(raw).translate(None, _NOT_BASE64)
        padded = kept.rstrip(b"=")
    if b"=" not in padded and len(padded) % 4 != 1:
        return binascii.a2b_base64(padded + b"=" * (-len(padded) % 4)), True
    pieces, clean = [], True
    for found in _PADDING.split(kept):
        stretch = found
        if len(stretch) % 4 == 1:
            stretch, clean = found[:-1], False
        pieces.append(binascii.a2b_base64(stretch + b"=" * (-len(stretch) % 4)))
    return b"".join(pieces), clean


def _before_footer(raw: bytes) -> bytes:
    """Cut what stands behind the base64: a line of other signs below an empty or a padded one, or a checksum.

    The checksum is that of PGP (RFC 9580, 6.1), whose armour without its first and last line is base64.
    """
    length, may_end, begun = 0, False, False
    for line in raw.splitlines(keepends=True):
        bare = line.strip(_BLANKS)
        is_checksum = bare.startswith(b"=") and len(bare) == 5
        foreign = len(bare) - len(bare.translate(None, _NOT_BASE64))
        if begun and (is_checksum or (may_end and foreign >= _FOREIGN_MIN)):
            return raw[:length]
        may_end = not bare or bare.endswith(b"=")
        begun = begun or bool(bare)
        length += len(line)
    return raw


def decode_uu(raw: bytes) -> tuple[bytes, int]:
    """Decode the lines of a uuencoded file after its begin; return the bytes and where its end line ends (0: none)."""
    pieces: list[bytes] = []
    place = 0
    while place < len(raw):
        line_end = raw.find(b"\n", place) + 1 or len(raw)
        line = raw[place:line_end].rstrip(b"\r\n")
        place = line_end
        if line == b"end":
            return b"".join(pieces), place
        if not line or line in (b"`", b" "):
            continue
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Mailers add or cut trailing blanks; the first character says how long the line really is.
            length = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                pieces.append(binascii.a2b_uu(line[:length]))
            except binascii.Error:
                return b"".join(pieces), 0
    return b"".join(pieces), 0
