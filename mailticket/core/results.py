"""Authentication-Results (RFC 8601) read from its raw bytes: what one mail server found, or nothing at all.

Senders put words of their own choosing into these lines (their name in the envelope, in HELO, in their DNS). So a line
is read by a strict and bounded grammar, before any encoded-word is decoded, and one that breaks it says nothing.
"""

import re
from dataclasses import dataclass

LENGTH_MAX = 16_384  # bytes of a line; the longest of large providers have 2,000
COMMENTS_DEPTH_MAX = 10
CLAUSES_MAX = 100

_FOLD = rb"\r?\n(?=[ \t])"
_PIECE = re.compile(
    rb"(?P<blank>(?:" + _FOLD + rb"|[ \t])+)"
    rb'|(?P<quoted>"(?:[ !#-\[\]-~\t\x80-\xff]|\\[\t -~]|' + _FOLD + rb')*")'
    rb"|(?P<word>[!#-\'*-:<-\[\]-~\x80-\xff]+)"
    rb"|(?P<end>;)|(?P<open>\()"
)
_IN_COMMENT = re.compile(rb"(?:[ -'*-\[\]-~\t\x80-\xff]|\\[\t -~]|" + _FOLD + rb")+|[()]")
_STATEMENT = re.compile(
    rb"\s?(?P<name>[A-Za-z0-9][\w-]{0,63})(?:\s?(?P<mark>[./])\s?(?P<of>[A-Za-z0-9][\w-]{0,63}))?\s?=\s?"
    rb'(?P<value>(?:"(?:[^"\\]|\\.)*"|[^\s"])+)(?:\s|\Z)',
    re.DOTALL,
)
_SERVER = re.compile(rb'(?P<id>[^\s"=]+)(?:\s1)?')  # a version other than 1 is another grammar (section 2.2)
_NONE = b"none"  # the server tried nothing


@dataclass(frozen=True, slots=True)
class Clause:
    """What one method found: `dmarc=pass header.from=example.org`."""

    method: str  # lower case, without its version
    result: str  # lower case
    properties: tuple[tuple[str, str], ...] = ()  # ("header.from", "example.org"), names and values in lower case


@dataclass(frozen=True, slots=True)
class Results:
    """One line that could be read."""

    server: str | None  # the authserv-id in lower case; None in Microsoft's form, which names no server
    clauses: tuple[Clause, ...]


def read_results(raw: bytes) -> Results | None:
    """Read one line as it stands in the bytes; None when any of it breaks the grammar."""
    parts = _parts(raw) if len(raw) <= LENGTH_MAX else None
    if parts is None or len(parts) > CLAUSES_MAX:
        return None
    first, *others = parts
    named = _SERVER.fullmatch(first)
    if named is None:
        others = parts
    if [one for one in others if one] == [_NONE]:
        others = []
    clauses = [_clause(one) for one in others if one]
    if named is None and not clauses:
        return None
    whole = tuple(clause for clause in clauses if clause is not None)
    server = named["id"].decode("utf-8", "replace").lower() if named is not None else None
    return Results(server, whole) if len(whole) == len(clauses) else None


def _parts(raw: bytes) -> list[bytes] | None:
    """Split a line at its semicolons, without its comments and with single blanks; None when it is not well formed."""
    parts, kept = [], bytearray()
    place = 0
    while place < len(raw):
        piece = _PIECE.match(raw, place)
        if piece is None:
            return None
        place = piece.end()
        if piece["end"]:
            parts.append(bytes(kept).strip())
            kept.clear()
        elif piece["blank"] or piece["open"]:
            if piece["open"]:
                end = _comment_end(raw, place)
                if end is None:
                    return None
                place = end
            if not kept.endswith(b" "):
                kept += b" "
        else:
            kept += piece[0]
    return [*parts, bytes(kept).strip()]


def _comment_end(raw: bytes, place: int) -> int | None:
    """Return where the comment ends that was opened before this place; None: nowhere, or it is nested too deeply."""
    depth = 1
    while depth:
        piece = _IN_COMMENT.match(raw, place)
        if piece is None:
            return None
        place = piece.end()
        depth += {b"(": 1, b")": -1}.get(piece[0], 0)
        if depth > COMMENTS_DEPTH_MAX:
            return None
    return place


def _clause(text: bytes) -> Clause | None:
    """Read `method=result` and the properties behind it, every byte of it."""
    place, said = 0, []
    while place < len(text):
        found = _STATEMENT.match(text, place)
        if found is None:
            return None
        place = found.end()
        said.append(found)
    method, *properties = said
    if method["mark"] == b"." or (method["mark"] and method["of"] != b"1"):
        return None
    return Clause(
        _lower(method["name"]), _lower(method["value"]), tuple((_name(one), _value(one)) for one in properties)
    )


def _name(found: re.Match[bytes]) -> str:
    return _lower(found["name"]) + (f".{_lower(found['of'])}" if found["mark"] == b"." else "")


def _value(found: re.Match[bytes]) -> str:
    value = found["value"]
    if value.startswith(b'"') and value.endswith(b'"'):
        value = re.sub(rb"\\(.)", rb"\1", value[1:-1], flags=re.DOTALL)
    return _lower(value)


def _lower(value: bytes) -> str:
    return value.decode("utf-8", "replace").lower()
