"""winmail.dat (MS-OXTNEF), read as far as files and text need it; attachments that are mails are read into, once deep."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from mailticket.core.parser.rtf import RtfError, decompress, rtf_to_text
from mailticket.core.text import decode, one_line

FILES_MAX = 100
DEPTH_MAX = 3  # a forwarded mail inside a forwarded mail is still read
_VALUES_MAX = 10_000  # properties of one block; ordinary mails have some 60
_SIGNATURE = b"\x78\x9f\x3e\x22"

_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}")

# Attributes of the stream (MS-OXTNEF, 2.1.3).
_BODY, _MESSAGE_PROPERTIES, _CODE_PAGE = 0x800C, 0x9003, 0x9007
_NEW_FILE, _FILE_TITLE, _FILE_DATA, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005

# Properties (MS-OXPROPS).
_P_BODY, _P_RTF, _P_HTML = 0x1000, 0x1009, 0x1013
_P_DATA, _P_NAME, _P_LONG_NAME, _P_TYPE, _P_DISPLAY_NAME = 0x3701, 0x3704, 0x3707, 0x370E, 0x3001

# Property types of a fixed size, padded to four bytes.
_SIZES = {0x01: 4, 0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_STRING8, _UNICODE, _OBJECT, _BINARY, _MANY = 0x1E, 0x1F, 0x0D, 0x102, 0x1000


class TnefError(ValueError):
    """The bytes are no TNEF."""


@dataclass(frozen=True, slots=True)
class TnefFile:
    """A file inside."""

    name: str | None
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Tnef:
    """What was inside."""

    text: str | None
    files: tuple[TnefFile, ...]
    html: str | None = None


class _Property(NamedTuple):
    """One MAPI property with its first value."""

    id: int
    kind: int
    value: bytes


@dataclass(slots=True)
class _File:
    """An attachment while its attributes are read; the properties' names are better than the old 8.3 title."""

    title: str = ""
    data: bytes = b""
    properties: list[_Property] = field(default_factory=list)


def read_tnef(data: bytes, depth: int = 0) -> Tnef:
    """Read the stream; raises TnefError when it is none. A stream that is cut gives what stands before the cut."""
    if not data.startswith(_SIGNATURE):
        raise TnefError("not a TNEF stream")
    charset, body = "windows-1252", ""
    message: list[_Property] = []
    files: list[_File] = []
    for name, value in _attributes(data):
        if name == _CODE_PAGE and len(value) >= 4:
            charset = f"windows-{struct.unpack_from('<I', value)[0]}"
        elif name == _BODY:
            body = decode(value.rstrip(b"\0"), charset)[0]
        elif name == _MESSAGE_PROPERTIES:
            message = _properties(value)
        elif name == _NEW_FILE and len(files) < FILES_MAX:
            files.append(_File())
        elif files and name == _FILE_TITLE:
            files[-1].title = decode(value.split(b"\0", 1)[0], charset)[0]
        elif files and name == _FILE_DATA:
            files[-1].data = value
        elif files and name == _FILE_PROPERTIES:
            files[-1].properties = _properties(value)
    found = [inner for one in files for inner in _finished(one, charset, depth)]
    text = body or _text(message, _P_BODY, charset) or _rtf(message)
    return Tnef(text or None, tuple(found)[:FILES_MAX], _text(message, _P_HTML, charset) or None)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the attributes by their ids; checksums are not looked at, since what is wrong in them is still text."""
    place = 6  # signature and key
    while place + 9 <= len(data):
        level, name, length = struct.unpack_from("<BII", data, place)
        if level not in (1, 2):
            return
        yield name & 0xFFFF, data[place + 9 : place + 9 + length]
        place += 9 + length + 2


def _properties(data: bytes) -> list[_Property]:
    """Read a block of MAPI properties; it ends where it can no longer be read."""
    found: list[_Property] = []
    try:
        count, place = struct.unpack_from("<I", data)[0], 4
        for _ in range(min(count, _VALUES_MAX)):
            kind, name = struct.unpack_from("<HH", data, place)
            place += 4
            if name >= 0x8000:
                place = _behind_name(data, place)
            value, place = _value(data, place, kind)
            found.append(_Property(name, kind & ~_MANY, value))
    except struct.error:
        pass
    return found


def _behind_name(data: bytes, place: int) -> int:
    """Return where the name of a named property ends: a set's id, then a number or a string."""
    is_string = struct.unpack_from("<I", data, place + 16)[0]
    number = struct.unpack_from("<I", data, place + 20)[0]
    return place + 24 + (_padded(number) if is_string else 0)


def _value(data: bytes, place: int, kind: int) -> tuple[bytes, int]:
    """Return the first value of a property and where the next property begins."""
    single = kind & ~_MANY
    count = 1
    if kind & _MANY or single in (_STRING8, _UNICODE, _OBJECT, _BINARY):
        count, place = struct.unpack_from("<I", data, place)[0], place + 4
    first = b""
    for index in range(min(count, _VALUES_MAX)):
        if single in _SIZES:
            length = size = _SIZES[single]
        else:
            length, place = struct.unpack_from("<I", data, place)[0], place + 4
            size = _padded(length)
        if place + length > len(data):
            raise struct.error("cut")
        first = first if index else data[place : place + length]
        place += size
    return first, place


def _padded(length: int) -> int:
    """Round up to four bytes."""
    return (length + 3) & ~3


def _text(properties: list[_Property], name: int, charset: str) -> str:
    """Return a property as text, "" if it is absent."""
    one = next((one for one in properties if one.id == name and one.value), None)
    if one is None:
        return ""
    if one.kind == _UNICODE:
        return one.value.decode("utf-16-le", "replace").rstrip("\0")
    return decode(one.value.rstrip(b"\0"), charset)[0]


def _rtf(properties: list[_Property]) -> str:
    """Return the text of the compressed RTF body, "" if there is none."""
    one = next((one for one in properties if one.id == _P_RTF), None)
    if one is None:
        return ""
    try:
        return rtf_to_text(decompress(one.value))
    except RtfError:
        return ""


def _finished(one: _File, charset: str, depth: int) -> list[TnefFile]:
    """Return an attachment as a file; a mail inside gives its text and its files."""
    name = (
        _text(one.properties, _P_LONG_NAME, charset)
        or one.title
        or _text(one.properties, _P_NAME, charset)
        or _text(one.properties, _P_DISPLAY_NAME, charset)
    )
    inside = next((p for p in one.properties if p.id == _P_DATA), None)
    if inside is not None and inside.kind == _OBJECT and inside.value[16:20] == _SIGNATURE and depth < DEPTH_MAX:
        inner = read_tnef(inside.value[16:], depth + 1)
        content = (inner.text or inner.html or "").encode()
        return [TnefFile(f"{one_line(name) or 'mail'}.txt", "text/plain", content)] * bool(content) + list(inner.files)
    data = one.data or (inside.value if inside is not None else b"")
    if inside is not None and inside.kind == _OBJECT and not one.data:
        data = data[16:]  # behind the interface's id
    kind = _text(one.properties, _P_TYPE, charset).lower()
    kind = kind if _TYPE.fullmatch(kind) else "application/octet-stream"
    return [TnefFile(one_line(name) or None, kind, data)] if data or name else []
