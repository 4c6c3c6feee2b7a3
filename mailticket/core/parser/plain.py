"""What stands inside text/plain: flowed lines (RFC 3676) and files in uuencode."""

import re
from typing import NamedTuple

from mailticket.core.parser.transfer import decode_uu

_QUOTED = re.compile(r">+")
_UU_BEGIN = re.compile(r"^begin(?: [0-7]{3,4}) ([^\n]{1,255})\n", re.MULTILINE)
_UU_FILES_MAX = 100


class UuFile(NamedTuple):
    """A file that stood uuencoded in a text."""

    name: str
    content: bytes


def unflow(text: str, delsp: bool) -> str:
    """Join the flowed lines of format=flowed; quoted lines keep their depth as "> " marks."""
    lines: list[str] = []
    open_depth = -1  # depth of the paragraph that goes on, -1: none
    for line in text.split("\n"):
        match = _QUOTED.match(line)
        depth = len(match.group()) if match else 0
        content = line[depth:]
        content = content.removeprefix(" ")  # space-stuffing
        if content == "-- ":
            open_depth = -1
            lines.append("> " * depth + content)
            continue
        flows = content.endswith(" ")
        kept = content[:-1] if flows and delsp else content
        if open_depth == depth:
            lines[-1] += kept
        else:
            lines.append("> " * depth + kept if depth else kept)
        open_depth = depth if flows else -1
    return "\n".join(line if line.endswith("-- ") else line.rstrip() for line in lines)


def take_uuencoded(text: str) -> tuple[str, list[UuFile]]:
    """Return the text without the uuencoded files in it, and the files."""
    if "\nbegin " not in text and not text.startswith("begin "):
        return text, []
    kept: list[str] = []
    files: list[UuFile] = []
    place = 0
    while len(files) < _UU_FILES_MAX and (match := _UU_BEGIN.search(text, place)):
        stop = text.find("\nend", match.end() - 1)
        if stop < 0:
            break
        body = text[match.end() : stop + 4].encode("latin-1", "replace")
        content, end = decode_uu(body)
        kept.append(text[place : match.start()] if end else text[place : match.end()])
        place = match.end() + (end or 0)
        if end:
            files.append(UuFile(match.group(1).strip(), content))
    kept.append(text[place:])
    return "".join(kept), files
