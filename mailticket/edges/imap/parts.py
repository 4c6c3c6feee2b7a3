"""The files of a mail as its server describes them: BODYSTRUCTURE (RFC 3501, 7.4.2) to names and sizes."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from mailticket.core.parser.words import decode_name
from mailticket.core.post import ServerPart

PARTS_MAX = 100
DEPTH_MAX = 20
NAME_MAX = 255
_BASE64_LINE, _BASE64_DECODED = 78, 57  # bytes of an encoded line with its end, and of what it holds


def files_of(structure: Any) -> tuple[ServerPart, ...]:
    """Return the files of a mail; () where the server's answer is none that can be read."""
    try:
        return tuple(part for part, _ in zip(_leaves(structure, 0), range(PARTS_MAX), strict=False))
    except (TypeError, ValueError, IndexError, AttributeError, RecursionError):
        return ()


def _leaves(structure: Any, depth: int) -> Iterator[ServerPart]:
    """Yield what is a file: it has a name, or is no text."""
    first = structure[0]
    if isinstance(first, (tuple, list)):
        if depth < DEPTH_MAX:
            # A multipart is its parts, as a list of them or one after the other, and then its subtype.
            children = first if isinstance(first, list) else [one for one in structure if isinstance(one, tuple)]
            for child in children:
                yield from _leaves(child, depth + 1)
        return
    kind = f"{_text(first)}/{_text(structure[1])}".lower()
    name = _name(structure)
    if name or not kind.startswith("text/"):
        size = int(structure[6] or 0)
        is_base64 = _text(structure[5]).lower() == "base64"
        yield ServerPart(name, kind, size * _BASE64_DECODED // _BASE64_LINE if is_base64 else size)


def _name(structure: Any) -> str:
    """Return the file name: of the disposition, else of the type."""
    dispositions = [
        one[1] for one in structure[7:] if isinstance(one, tuple) and len(one) == 2 and _is_disposition(one)
    ]
    for parameters, key in [*((one, "filename") for one in dispositions), (structure[2], "name")]:
        if isinstance(parameters, (tuple, list)):
            pairs = dict(zip((_text(one).lower() for one in parameters[::2]), parameters[1::2], strict=False))
            if name := pairs.get(key):
                return decode_name(_bytes(name))[:NAME_MAX]
            if name := pairs.get(f"{key}*"):  # RFC 2231, 4: charset'language'percent-encoded
                return unquote(_text(name).rpartition("'")[2], errors="replace")[:NAME_MAX]
    return ""


def _is_disposition(one: Any) -> bool:
    return _text(one[0]).lower() in ("attachment", "inline")


def _text(value: Any) -> str:
    return _bytes(value).decode("ascii", "replace")


def _bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value or "").encode()
