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
_MARK = re.compile(rb"(?:-{2,200}|_{2,200}|\*{2,200}|~{2,200})")
_CONTROLS = bytes({*range(32), 127} - set(b"\t\r\n"))
_FOREIGN_TEXT_MIN = 16  # bytes without a control among them, which no accident makes
_FOOTER_BYTES = 20_000
_UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)


def decode_transfer(raw: bytes, encoding: str, *, is_text: bool = False) -> tuple[bytes, bool]:
    """Return the decoded bytes and whether the encoding was known and kept to.

    What a mailing list or a scanner put in plain behind a text in base64 is text, too; behind a file it is nothing.
    """
    if "base64" in encoding or encoding == "b":
        body, footer = part_footer(raw)
        decoded, kept = decode_base64(body)
        if not footer:
            return decoded, kept
        if is_text and not _is_readable(decoded):
            return decode_base64(raw)
        return (decoded.rstrip(b"\r\n") + b"\n\n" + footer if is_text and b"\0" not in decoded else decoded), kept
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


def part_footer(raw: bytes) -> tuple[bytes, bytes]:
    """Part base64 from plain lines behind it: a mark ("-- ", a drawn line), or words, and no base64 below them."""
    length = 0
    begun = False
    for line in raw.splitlines(keepends=True):
        bare = line.strip(_BLANKS)
        if begun and bare and (_MARK.fullmatch(bare) or _is_words(bare)):
            footer = raw[length:]
            return (raw, b"") if _RUN.search(footer[:_FOOTER_BYTES]) else (raw[:length], footer)
        if bare and not begun and bare.translate(None, _NOT_BASE64) != bare:
            return raw, b""
        begun = begun or bool(bare)
        length += len(line)
    return raw, b""


def _is_words(line: bytes) -> bool:
    """True for a line that no damage makes of base64: several words, and signs that it does not have."""
    return b" " in line and len(line) - len(line.translate(None, _NOT_BASE64)) >= _FOREIGN_MIN


def _is_readable(decoded: bytes) -> bool:
    """True for bytes that are text, in whichever charset; letters that were never encoded give none."""
    if not decoded or decoded[:_LABEL_BYTES].translate(None, _CONTROLS) != decoded[:_LABEL_BYTES]:
        return False
    try:
        decoded.decode()
    except UnicodeDecodeError:
        return len(decoded) >= _FOREIGN_TEXT_MIN
    return True


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
