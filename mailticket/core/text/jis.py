"""ISO-2022-JP as mailers of Windows write it: with the characters that only their code page has (①, ㈱, 髙)."""

import re

_ESCAPE = re.compile(rb"\x1b(\$[@B]|\([BJI]|\$\(D)")
_KANJI_LINE = re.compile(rb"(?:[\x21-\x7e]{2})*\r?")
_NOT_KANJI = frozenset({b"", b"(B", b"(J"})


def decode_jis(data: bytes) -> str | None:
    """Return the text, its double bytes read by code page 932; None if it is no such text."""
    pieces: list[str] = []
    state, place = b"", 0
    try:
        for escape in _ESCAPE.finditer(data):
            pieces.append(_stretch(data[place : escape.start()], state))
            state, place = escape.group(1), escape.end()
        pieces.append(_stretch(data[place:], state))
    except UnicodeDecodeError:
        return None
    return "".join(pieces)


def _stretch(data: bytes, state: bytes) -> str:
    """Decode what stands between two escapes; a line end returns to ASCII (RFC 1468)."""
    if state in _NOT_KANJI:
        return data.decode("ascii")
    line, end, rest = data.partition(b"\n")
    if state == b"(I":
        return bytes(byte | 0x80 for byte in line).decode("cp932") + (end + rest).decode("ascii")
    if state == b"$(D":
        raise UnicodeDecodeError("jis", data, 0, 1, "a set that code page 932 does not have")
    if not _KANJI_LINE.fullmatch(line):
        raise UnicodeDecodeError("jis", line, 0, 1, "no pairs of bytes")
    shifted = bytes(byte for at in range(0, len(line) - 1, 2) for byte in _shifted(line[at], line[at + 1]))
    return shifted.decode("cp932") + (end + rest).decode("ascii")


def _shifted(row: int, cell: int) -> tuple[int, int]:
    """Return the two bytes of Shift JIS for a row and a cell of JIS X 0208."""
    lead = (row - 0x21) // 2 + (0x81 if row <= 0x5E else 0xC1)
    if row % 2 == 0:
        return lead, cell + 0x7E
    return lead, cell + (0x20 if cell >= 0x60 else 0x1F)
