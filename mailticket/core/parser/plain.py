"""What stands inside text/plain: flowed lines (RFC 3676), and files in uuencode or yEnc."""

import re
from typing import NamedTuple

from mailticket.core.parser.transfer import decode_uu
from mailticket.core.text import decode

_QUOTED = re.compile(r">+")
_UU_BEGIN = re.compile(r"^begin(?: [0-7]{3,4}) ([^\n]{1,255})\n", re.MULTILINE)
_FILES_MAX = 100
# yEnc (yenc.org, version 1.3): a first line with the name, lines of bytes each moved by 42, a last line.
_Y_BEGIN = re.compile(
    rb"^=ybegin [^\r\n]{0,200}?name=([^\r\n]{1,255})\r?\n(?:=ypart [^\r\n]{0,200}\r?\n)?", re.MULTILINE
)
_Y_ESCAPED = re.compile(rb"=(.)", re.DOTALL)
_Y_SHIFT = bytes((byte - 42) % 256 for byte in range(256))


class InnerFile(NamedTuple):
    """A file that stood encoded in a text."""

    name: str
    content: bytes


def unflow(text: str, delsp: bool) -> str:
    """Join the flowed lines of format=flowed; quoted lines keep their depth as "> " marks."""
    lines: list[list[str]] = []  # each in pieces: joined one by one they would be copied as often as there are lines
    open_depth = -1  # depth of the paragraph that goes on, -1: none
    for line in text.split("\n"):
        match = _QUOTED.match(line)
        depth = len(match.group()) if match else 0
        content = line[depth:]
        content = content.removeprefix(" ")  # space-stuffing
        if content == "-- ":
            open_depth = -1
            lines.append(["> " * depth + content])
            continue
        flows = content.endswith(" ")
        kept = content[:-1] if flows and delsp else content
        if open_depth == depth:
            lines[-1].append(kept)
        else:
            lines.append(["> " * depth + kept if depth else kept])
        open_depth = depth if flows else -1
    whole = ("".join(pieces) for pieces in lines)
    return "\n".join(line if line.endswith("-- ") else line.rstrip() for line in whole)


def take_uuencoded(text: str) -> tuple[str, list[InnerFile]]:
    """Return the text without the uuencoded files in it, and the files."""
    if "\nbegin " not in text and not text.startswith("begin "):
        return text, []
    kept: list[str] = []
    files: list[InnerFile] = []
    place = 0
    while len(files) < _FILES_MAX and (match := _UU_BEGIN.search(text, place)):
        stop = text.find("\nend", match.end() - 1)
        if stop < 0:
            break
        body = text[match.end() : stop + 4].encode("latin-1", "replace")
        content, end = decode_uu(body)
        kept.append(text[place : match.start()] if end else text[place : match.end()])
        place = match.end() + (end or 0)
        if end:
            files.append(InnerFile(match.group(1).strip(), content))
    kept.append(text[place:])
    return "".join(kept), files


def take_yenc(data: bytes) -> tuple[bytes, list[InnerFile]]:
    """Return the bytes of a text without the files in yEnc in it, and the files."""
    kept: list[bytes] = []
    files: list[InnerFile] = []
    place = 0
    while len(files) < _FILES_MAX and (match := _Y_BEGIN.search(data, place)):
        stop = data.find(b"\n=yend", match.end() - 1)
        if stop < 0:
            break
        lines = data[match.end() : stop].replace(b"\r", b"").replace(b"\n", b"")
        content = _Y_ESCAPED.sub(lambda escaped: bytes([(escaped[1][0] - 64) % 256]), lines).translate(_Y_SHIFT)
        files.append(InnerFile(decode(match.group(1).strip(), None)[0], content))
        kept.append(data[place : match.start()])
        place = data.find(b"\n", stop + 1) + 1 or len(data)
    kept.append(data[place:])
    return b"".join(kept), files
