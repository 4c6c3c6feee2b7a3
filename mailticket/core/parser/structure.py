"""Bytes to a tree of parts: our own splitter, iterative and linear, exact to the byte.

The standard library's parser recurses per level, re-serialises attached mails, ends a header block at the first
broken line and loses bodies whose boundary is wrong; this one keeps every byte where it was.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailticket.core.mail import SMUGGLED
from mailticket.core.parser.parameters import Value, read_value
from mailticket.core.parser.transfer import decode_transfer

HEADER_BYTES_MAX = 262_144
FIELDS_MAX = 2_000
PARTS_MAX = 200
BOUNDARY_MAX = 200  # bytes of one that is looked for backwards, which takes their number times the body's; legal are 70
DEPTH_MAX = 30
SCRAP_LINES_NEAR = 3  # lines that are no field, above one that is
SCRAP_LINES_MAX = 50

_FIELD = re.compile(rb"^([!-9;-~]{1,1900})[ \t]{0,20}:")
# A field that some program named with blanks in it, or that is hidden behind a colon: X-Our Server: mail1, :From: a@b
_BLANK_IN_NAME = re.compile(
    rb"[:\v\f][:\v\f \t]{0,9}[!-9;-~]{1,60}:|(?:x|content|list|resent|thread)-[!-9;-~]{1,60}(?: [!-9;-~]{1,40}){1,3}[ \t]{0,20}:",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    rb"(?:x-[!-9;-~]{1,80}|content-[a-z-]{2,30}|resent-[a-z-]{2,15}|list-[a-z-]{2,20}|arc-[a-z-]{2,30}|dkim-signature"
    rb"|authentication-results|received(?:-spf)?|return-path|delivered-to|message-id|date|from|sender|reply-to|to|cc|bcc"
    rb"|subject|mime-version|in-reply-to|references|importance|priority|precedence|auto-submitted|user-agent|thread-topic"
    rb"|thread-index|organi[sz]ation|envelope-to|disposition-notification-to|errors-to|accept-language|keywords|comments"
    rb"|status|feedback-id|domainkey-signature|original-recipient|lines|xref)[ \t]{0,20}:",
    re.IGNORECASE,
)
# What the second half of a head that an empty line cut in two may still say; never who vouches for it.
_LATE = re.compile(
    rb"from|to|cc|reply-to|subject|date|message-id|in-reply-to|references|mime-version|content-[a-z-]{2,30}",
    re.IGNORECASE,
)
_FOLD = re.compile(rb"(?<![ \t])[ \t]{0,1000}[\r\n]{1,4}[ \t]{1,1000}")
_LINE_ENDS = re.compile(rb"[\r\n]{1,4}(?=[ \t]|\Z)")
_NOT_TYPE = re.compile(r"[^a-z0-9!#$&^_.+/*-]")  # RFC 6838, 4.2
# A folded parameter that lost the blank before it.
_PARAMETER = re.compile(
    rb"(?:boundary|charset|name|filename|format|report-type|type|start)\*?[ \t]{0,9}=", re.IGNORECASE
)
_DELIMITER_END = re.compile(
    rb"[ \t]{0,5}(--)?[ \t]{0,50}(?:\r{0,2}\n|\r|\Z)"
)  # blanks at the end of a boundary are none of it
_GUESSED_DELIMITER = re.compile(
    rb"^--([!-~][!-~ ]{0,199}?)[ \t]{0,20}\r{0,2}\n(?=content-[a-z-]{2,30}[ \t]{0,9}:)", re.MULTILINE | re.IGNORECASE
)


def unfold(value: bytes) -> bytes:
    """Return a value on one line; a line that lost the blank which makes it a fold stands behind one."""
    if b"\n" not in value and b"\r" not in value:
        return value
    return _LINE_ENDS.sub(b"", value).replace(b"\r", b" ").replace(b"\n", b" ")


@dataclass(frozen=True, slots=True)
class Field:
    """One header field as it stands in the bytes; the value still folded, without its last line end."""

    name: bytes
    value: bytes
    late: bool = False  # from below an empty line in the head
    spaced: bool = False  # a blank stands before its colon

    @property
    def unfolded(self) -> bytes:
        """The value on one line, its outer blanks dropped."""
        return unfold(self.value).strip()


@dataclass(slots=True)
class Part:
    """One MIME part: its fields, its bytes, and its children if it is a multipart that could be split."""

    fields: tuple[Field, ...]
    raw: bytes  # the body as it stands, still encoded
    default_type: str = "text/plain"
    children: list["Part"] = field(default_factory=list)
    depth: int = 0
    alternative: bool = False  # one of several dresses of the same content
    unended: bool = False  # nothing says where it ends: of a mail that was cut, the part that was cut
    decoded: bytes | None = None
    content_type: Value = field(init=False)
    disposition: Value = field(init=False)

    def __post_init__(self) -> None:
        self.content_type = read_value(self._refolded(b"content-type"))
        self.disposition = read_value(self._refolded(b"content-disposition"))

    def _refolded(self, name: bytes) -> bytes:
        """Return the first value of a field on one line, the blanks around each fold as one; b"" if there is none."""
        value = next((f.value for f in self.fields if f.name.lower() == name), b"")
        return _FOLD.sub(b" ", value).replace(b"\r", b"").replace(b"\n", b"").strip()

    def first(self, name: bytes) -> bytes | None:
        """Return the first value of a field, unfolded."""
        return next((f.unfolded for f in self.fields if f.name.lower() == name), None)

    @property
    def type(self) -> str:
        """The content type in lower case, without parameters; what is no type is text/plain (RFC 2045, 5.2)."""
        kind = _NOT_TYPE.sub("", self.content_type.word)
        if not kind:
            return self.default_type
        if kind.count("/") != 1 or kind.startswith("/") or kind.endswith("/"):
            if self.content_type.raw_parameter("name") and kind not in ("text", "html"):
                return "application/octet-stream"
            return {"text": "text/plain", "html": "text/html", "multipart": "multipart/mixed"}.get(
                kind.split("/")[0], "text/plain"
            )
        return kind

    @property
    def transfer_encoding(self) -> str:
        """The content transfer encoding in lower case."""
        return (self.first(b"content-transfer-encoding") or b"").decode("latin-1").lower()

    @property
    def content(self) -> bytes:
        """The body with its transfer encoding undone, once."""
        if self.decoded is None:
            self.decoded = decode_transfer(self.raw, self.transfer_encoding, is_text=self.type.startswith("text/"))[0]
        return self.decoded

    def walk(self) -> Iterator["Part"]:
        """Yield this part and all below it in order."""
        stack = [self]
        while stack:
            part = stack.pop()
            yield part
            stack.extend(reversed(part.children))


def split(raw: bytes, depth: int = 0) -> tuple[Part, list[str]]:
    """Return the tree of parts of a mail, or of a part `depth` below it, and the defects of its structure."""
    defects: list[str] = []
    fields, start = read_fields(raw, 0, len(raw), defects)
    if not depth and fields and not any(one.name.lower() == b"from" for one in fields):
        fields, start = _second_half(raw, fields, start, defects)
    head = raw[:start] if depth == 0 else b""
    if b"\0" in head or b"\r" in head.replace(b"\r\n", b""):
        defects.append(SMUGGLED)
    root = Part(fields, raw[start:], depth=depth, unended=True)
    todo, count = [root], 1
    while todo:
        part = todo.pop(0)
        if not part.type.startswith("multipart/"):
            continue
        if part.depth >= DEPTH_MAX:
            defects.append("structure: nested too deeply")
            continue
        for start, end, body in _pieces(part, defects):
            if count >= PARTS_MAX:
                defects.append("structure: too many parts")
                return root, defects
            fields, inner = read_fields(body, start, end, defects)
            default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
            child = Part(
                fields,
                body[inner:end],
                default,
                depth=part.depth + 1,
                alternative=part.type == "multipart/alternative",
                unended=part.unended and end == len(body),
            )
            part.children.append(child)
            todo.append(child)
            count += 1
    return root, defects


def read_fields(raw: bytes, start: int, end: int, defects: list[str]) -> tuple[tuple[Field, ...], int]:
    """Read a header block; return its fields and where the body begins."""
    fields: list[Field] = []
    place, size_max = start, start + HEADER_BYTES_MAX
    name: bytes | None = None
    value_from = value_to = 0
    while place < end:
        line_end = raw.find(b"\n", place, end) + 1 or end
        line = raw[place : min(line_end, place + 2_000)]
        bare = line.rstrip(b"\r\n")
        if place == start and line[:1] in b" \t" and _FIELD.match(line.lstrip()):
            place += len(line) - len(line.lstrip())  # nothing stands above that it could continue
            line = bare = line.strip()
        if line[:1] in b" \t" and (bare.strip() or not _ends_at(raw, line_end, end)):
            value_to = line_end  # a continuation; a line of blanks is one only where the header goes on below it
        elif not bare:
            place = line_end
            break
        else:
            match = _FIELD.match(line)
            left_out = match is None and bool(
                _BLANK_IN_NAME.match(line) or (name is None and line.startswith((b"From ", b">From ")))
            )
            if (
                match is None
                and not left_out
                and _is_scrap(raw, line, name, line_end, end, fields if not start else None)
            ):
                defects.append("header: a line that is no field")
                value_to = line_end
            elif match is None and not left_out:
                defects.append("header: ends without an empty line")
                break
            else:
                _add(fields, name, raw, value_from, value_to, size_max, defects)
                name = match.group(1) if match else None
                value_from, value_to = (place + match.end(), line_end) if match else (0, 0)
        place = line_end
    _add(fields, name, raw, value_from, value_to, size_max, defects)
    return tuple(fields), place


def _is_scrap(raw: bytes, line: bytes, name: bytes | None, line_end: int, end: int, above: list[Field] | None) -> bool:
    """True for a line that is no field and all the same does not end the head: one above it or in its midst.

    `above` are the fields so far of a mail's own head, None within a part.
    """
    if name is None:  # "---- Original message ----", put above a whole head by who passed it on
        return _known_at(raw, line_end, end) and _known_at(raw, raw.find(b"\n", line_end, end) + 1, end)
    if line.startswith(b"--"):
        return False
    has_sender = above is None or name.lower() == b"from" or any(one.name.lower() == b"from" for one in above)
    return bool(_PARAMETER.match(line)) or _goes_on(raw, line_end, end, has_sender=has_sender)


def _known_at(raw: bytes, place: int, end: int) -> bool:
    """True when a field that is well known begins here."""
    return 0 < place < end and _KNOWN.match(raw, place, min(end, place + 200)) is not None


def _second_half(
    raw: bytes, fields: tuple[Field, ...], start: int, defects: list[str]
) -> tuple[tuple[Field, ...], int]:
    """Add what follows an empty line in the midst of a head, where that half holds the sender and is no quoted head."""
    late, end = read_fields(raw, len(raw) - len(raw[start:].lstrip()), len(raw), [])
    names = {one.name.lower() for one in late}
    if (
        b"from" not in names
        or not names & {b"message-id", b"mime-version", b"content-type"}
        or not names & {b"date", b"subject", b"to"}
    ):
        return fields, start
    defects.append("header: cut in two by an empty line")
    known = {one.name.lower() for one in fields}
    more = (
        Field(one.name, one.value, late=True)
        for one in late
        if one.name.lower() not in known and _LATE.fullmatch(one.name)
    )
    return (*fields, *more), end


def _add(
    fields: list[Field], name: bytes | None, raw: bytes, start: int, end: int, size_max: int, defects: list[str]
) -> None:
    """Add the finished field unless the header block is beyond its caps."""
    if name is None:
        return
    if start >= size_max or len(fields) >= FIELDS_MAX:
        if "header: too long, cut" not in defects:
            defects.append("header: too long, cut")
        return
    if end > size_max:
        end = size_max
        defects.append("header: too long, cut")
    spaced = raw[start - 2 : start - 1] in (b" ", b"\t")
    fields.append(Field(name, raw[start:end].rstrip(b"\r\n").lstrip(b" \t"), spaced=spaced))


def _goes_on(raw: bytes, place: int, end: int, *, has_sender: bool) -> bool:
    """True when a known field follows, so that broken lines above it do not end the header.

    Near by any will do. Further on it takes the sender who is still missing, or two fields of which none names a
    second sender, as the quoted head in a text would.
    """
    for distance in range(SCRAP_LINES_MAX):
        if place >= end:
            return False
        line_end = raw.find(b"\n", place, end) + 1 or end
        line = raw[place : min(line_end, place + 200)]
        if not line.strip() or line.startswith(b"--"):
            return False
        if _KNOWN.match(line):
            is_sender = line[:5].lower() == b"from:"
            return distance < SCRAP_LINES_NEAR or (
                not has_sender
                if is_sender
                else _known_at(raw, line_end, end) and raw[line_end : line_end + 5].lower() != b"from:"
            )
        place = line_end
    return False


def _ends_at(raw: bytes, place: int, end: int) -> bool:
    """True when a line of blanks that ends here is the end of the header."""
    line_end = raw.find(b"\n", place, end) + 1 or end
    line = raw[place : min(line_end, place + 300)]
    return not line.strip() or not (_FIELD.match(line) or line[:1] in b" \t")


def _pieces(part: Part, defects: list[str]) -> list[tuple[int, int, bytes]]:
    """Return where the parts of a multipart begin and end, with the buffer that they stand in."""
    boundary = part.content_type.raw_parameter("boundary").rstrip()
    body = part.raw
    if not boundary:
        defects.append("structure: multipart without boundary")
    pieces = _split_at(body, boundary) if boundary else []
    if not pieces and "base64" in part.transfer_encoding:
        body = part.content  # forbidden by RFC 2045, 6.4, and sent all the same
        pieces = _split_at(body, boundary) if boundary else []
    if not pieces:
        guessed = _GUESSED_DELIMITER.search(body)
        if guessed:
            defects.append("structure: boundary guessed")
            pieces = _split_at(body, guessed.group(1))
        elif boundary:
            defects.append("structure: boundary not found")
    return [(start, end, body) for start, end in pieces]


def _split_at(body: bytes, boundary: bytes) -> list[tuple[int, int]]:
    """Return the stretches between the delimiter lines; the last may lack its end."""
    delimiter = b"--" + boundary
    pieces: list[tuple[int, int]] = []
    opened: int | None = None
    place = body.find(delimiter)
    while place >= 0 and len(pieces) <= PARTS_MAX:
        match = _DELIMITER_END.match(body, place + len(delimiter)) if place == 0 or body[place - 1] in b"\r\n" else None
        if match:
            if opened is not None:
                pieces.append((opened, _before_line_end(body, opened, place)))
            opened = None if match.group(1) else match.end()
        place = body.find(delimiter, place + len(delimiter))
    if opened is not None and opened < len(body):
        pieces.append((opened, _misspelt_end(body, boundary, opened)))
    return pieces


def _misspelt_end(body: bytes, boundary: bytes, opened: int) -> int:
    """Return where a last part without its end ends: before a delimiter with a dash too few, junk behind it or no line of its own."""
    end = body.rfind(b"--" + boundary + b"-", opened) if len(boundary) <= BOUNDARY_MAX else -1
    # A longer boundary that begins alike is declared inside the part, so its bytes stand there once more.
    if end <= opened or body.find(boundary, opened) < end:
        return len(body)
    if body[end - 1] not in b"\r\n" and body[end:].strip() != b"--" + boundary + b"--":
        return len(body)
    return _before_line_end(body, opened, end)


def _before_line_end(body: bytes, start: int, end: int) -> int:
    """Step back over the line end that belongs to the delimiter (RFC 2046, 5.1.1)."""
    if end > start and body[end - 1 : end] == b"\n":
        end -= 1
        if end > start and body[end - 1 : end] == b"\r":
            end -= 1
    return end
