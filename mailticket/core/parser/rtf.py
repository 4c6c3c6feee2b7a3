"""Compressed RTF (MS-OXRTFCP) and the text in it, as far as a mail's body needs it."""

import re
import struct

from mailticket.core.text import decode

LENGTH_MAX = 2_000_000  # bytes of RTF that are unpacked

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20"
    b"\\b\\i\\u\\tab\\tx"
)
_RING = 4_096
_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'\r\n])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\", re.DOTALL
)
_BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"cell": "\t", b"row": "\n", b"emdash": "\u2014", b"endash": "\u2013",
           b"lquote": "\u2018", b"rquote": "\u2019", b"ldblquote": "\u201c", b"rdblquote": "\u201d", b"bullet": "\u2022"}  # fmt: skip
# Groups whose text nobody reads.
_HIDDEN = frozenset({b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"generator", b"htmltag",
                     b"themedata", b"datastore", b"listtable", b"listoverridetable", b"rsidtbl", b"xmlnstbl", b"fldinst",
                     b"mhtmltag", b"header", b"footer"})  # fmt: skip


class RtfError(ValueError):
    """The bytes are no compressed RTF."""


def decompress(data: bytes) -> bytes:
    """Unpack LZFu, or return what was stored unpacked; raises RtfError for anything else."""
    if len(data) < 16:
        raise RtfError("too short")
    _, size, kind = struct.unpack_from("<II4s", data)
    if kind == b"MELA":
        return data[16 : 16 + min(size, LENGTH_MAX)]
    if kind != b"LZFu":
        raise RtfError("unknown compression")
    ring = bytearray(_DICTIONARY.ljust(_RING, b"\0"))
    write, place, out = len(_DICTIONARY), 16, bytearray()
    while place < len(data) and len(out) < min(size, LENGTH_MAX):
        control, place = data[place], place + 1
        for bit in range(8):
            if place >= len(data):
                break
            if not control >> bit & 1:
                run = data[place : place + 1]
                place += 1
            else:
                reference = int.from_bytes(data[place : place + 2], "big")
                offset, length, place = reference >> 4, (reference & 15) + 2, place + 2
                if offset == write:
                    return bytes(out)
                run = _copied(ring, offset, length, write)
            for byte in run:
                ring[write] = byte
                write = (write + 1) % _RING
            out += run
    return bytes(out)


def _copied(ring: bytearray, offset: int, length: int, write: int) -> bytes:
    """Return a run from the ring; it may reach into the bytes that it writes itself."""
    run = bytearray()
    for step in range(length):
        place = (offset + step) % _RING
        ahead = (place - write) % _RING
        run.append(run[ahead] if ahead < step else ring[place])
    return bytes(run)


def rtf_to_text(data: bytes) -> str:
    """Return the readable text of an RTF document."""
    pieces: list[str] = []
    pending = bytearray()  # bytes of the document's charset
    hidden: list[bool] = []
    is_hidden, charset, skip, skipped = False, "windows-1252", 0, 1

    def flush() -> None:
        if pending:
            pieces.append(decode(bytes(pending), charset)[0])
            pending.clear()

    for match in _TOKEN.finditer(data[:LENGTH_MAX]):
        word, number, code, symbol, brace, run = match.groups()
        if brace == b"{":
            hidden.append(is_hidden)
        elif brace == b"}":
            is_hidden = hidden.pop() if hidden else False
        elif word == b"ansicpg" and number:
            charset = f"windows-{int(number)}"
        elif word == b"uc" and number:
            skipped = int(number)
        elif word in _HIDDEN or symbol == b"*":
            is_hidden = True
        elif is_hidden:
            continue
        elif word == b"u" and number:
            flush()
            pieces.append(chr(int(number) & 0xFFFF))
            skip = skipped
        elif word in _BREAKS:
            flush()
            pieces.append(_BREAKS[word])
        elif code or run or (symbol and symbol in b"\\{}~"):
            found = bytes([int(code, 16)]) if code else run or symbol.replace(b"~", b" ")
            pending += found[skip:]
            skip = max(0, skip - len(found))
    flush()
    text = "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "").strip()
