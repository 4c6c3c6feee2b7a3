"""Structured values with parameters: Content-Type and Content-Disposition (RFC 2045, RFC 2183, RFC 2231), leniently."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from mailticket.core.parser.words import decode_name, decode_words, name_line
from mailticket.core.text import codec, decode

# A comment stands before the value, or behind a blank at the end of it or of a parameter; what has more behind it is
# the number of a copy in a file's name (Invoice (1).pdf).
_COMMENT = re.compile(rb"\A\s{0,20}\([^()\"]{0,200}\)|(?<=[ \t\r\n;])\([^()\"]{0,200}\)(?=\s{0,20}(?:;|\Z))")
_SLASH = re.compile(rb"[ \t]{1,20}/[ \t]{0,20}|(?<=/)[ \t]{1,20}")
_SECTION = re.compile(r"([^*]{1,60})(?:\*([0-9]{1,4}))?(\*)?")
PARAMETERS_MAX = 200


@dataclass(frozen=True, slots=True)
class Value:
    """The first word of the value in lower case, and its parameters as they stand."""

    word: str
    parameters: Mapping[str, bytes] = field(default_factory=dict)

    def raw_parameter(self, name: str) -> bytes:
        """Return the bytes of a plain parameter, b"" if there is none."""
        return self.parameters.get(name, b"")

    def parameter(self, name: str) -> str | None:
        """Return a short technical parameter (charset, format) as text in lower case."""
        value = self.parameters.get(name) or self.parameters.get(f"{name}*")
        if value is None:
            return None
        text = value.decode("latin-1").strip()
        return (text.split("'")[-1] if "'" in text and f"{name}*" in self.parameters else text).lower()[:80]

    def text_parameter(self, name: str, hint: str | None = None) -> str | None:
        """Return a parameter for people (a file name): RFC 2231 put together, encoded-words decoded; None if absent."""
        sections: dict[int, tuple[bytes, bool]] = {}
        for key, value in self.parameters.items():
            match = _SECTION.fullmatch(key)
            if match and match.group(1) == name and (match.group(2) or match.group(3)):
                if not match.group(2):
                    sections = {0: (value, True)}  # whole: what else is there are its sections for older readers
                    break
                sections[int(match.group(2))] = (value, bool(match.group(3)))
        if sections:
            text = _join_sections(sections, hint)
            if text:
                return text
        plain = self.parameters.get(name)
        if plain is None:
            return None
        if len(plain) > 1 and plain[:1] == plain[-1:] == b"'":
            plain = plain[1:-1]  # quoted as a shell would
        return decode_name(_unfold(plain), hint)


def read_value(raw: bytes) -> Value:
    """Read a value with parameters; what cannot be read is left out."""
    if raw.lstrip().startswith(b"=?"):
        raw = decode_words(raw).encode()  # no encoded-word may stand here (RFC 2047, 5), and some do
    if b"(" in raw:
        raw = _without_comments(raw)
    first, _, rest = raw.partition(b";")
    first = _SLASH.sub(b"/", first.strip())
    word = first.split(None, 1)[0].partition(b"(")[0] if first else b""
    if b"=" in first[len(word) :] and b"=" not in word:
        rest = first[len(word) :] + b";" + rest  # the semicolon was forgotten: text/plain charset=utf-8
    if b"=" in word and b"/" not in word:
        word, rest = b"", raw  # no type at all: "; charset=utf-8", "name=x"
    parameters: dict[str, bytes] = {}
    for name, value in _parameters(rest):
        parameters.setdefault(name, value)
        if len(parameters) >= PARAMETERS_MAX:
            break
    return Value(word.decode("latin-1").strip("\"'<>,; ").lower(), parameters)


def _without_comments(raw: bytes) -> bytes:
    """Drop comments (RFC 5322, 3.2.2); what stands between quotes is none."""
    pieces: list[bytes] = []
    place = quotes = 0
    for comment in _COMMENT.finditer(raw):
        before = raw[place : comment.start()]
        quotes += before.count(b'"') - before.count(b'\\"')
        pieces.append(before if quotes % 2 == 0 else raw[place : comment.end()])
        place = comment.end()
    return b"".join([*pieces, raw[place:]])


def _parameters(raw: bytes) -> list[tuple[str, bytes]]:
    """Cut `; name=value` pairs apart, quoted values and missing quotes and semicolons included."""
    found: list[tuple[str, bytes]] = []
    place, end = 0, len(raw)
    while place < end and len(found) < 2 * PARAMETERS_MAX:
        equals = raw.find(b"=", place)
        if equals < 0:
            break
        name = raw[place:equals].strip(b"; \t\r\n").rsplit(b";", 1)[-1].strip().split()[-1:]
        place = equals + 1
        while place < end and raw[place] in b" \t\r\n":
            place += 1
        if raw[place : place + 1] == b'"':
            value, place = _quoted(raw, place + 1)
        else:
            stop = raw.find(b";", place)
            stop = end if stop < 0 else stop
            value = raw[place:stop].strip()
            if value.endswith(b'"') and value.count(b'"') == 1:
                value = value[:-1]  # the first of two quotes forgotten
            # Without quotes a blank ends the value only where another parameter follows without its semicolon.
            gap = re.search(rb"[ \t]+[A-Za-z][A-Za-z0-9*-]{0,40}=[^=]", value[:2_000])
            if gap:
                value, stop = value[: gap.start()], place + gap.start() + 1
            place = stop
        if name:
            found.append((name[0].decode("latin-1").lower(), value))
    return found


def _quoted(raw: bytes, place: int) -> tuple[bytes, int]:
    """Read a quoted string from behind its opening quote; a quote inside a name ends it only before ; or the end."""
    pieces: list[bytes] = []
    start = place
    while place < len(raw):
        byte = raw[place]
        if byte == 0x5C and raw[place + 1 : place + 2] in (b'"', b"\\"):
            pieces.append(raw[start:place])
            start = place + 1
            place += 2
            continue
        if byte == 0x22:
            rest = raw[place + 1 : place + 200].lstrip(b" \t\r\n")
            if not rest or rest.startswith(b";") or b"=" in rest[:60] or b'"' not in raw[place + 1 : place + 300]:
                return b"".join([*pieces, raw[start:place]]), place + 1
        place += 1
    return b"".join([*pieces, raw[start:]]).rstrip(), len(raw)


def _join_sections(sections: Mapping[int, tuple[bytes, bool]], hint: str | None) -> str:
    """Join the sections of RFC 2231 in their order, gaps ignored; charset and language stand in the first."""
    order = sorted(sections)
    first, encoded = sections[order[0]]
    charset = hint
    pieces: list[bytes] = []
    if first.count(b"'") >= 2 and any(is_encoded for _, is_encoded in sections.values()):
        name, _, rest = first.split(b"'", 2)
        if encoded or codec(name.decode("latin-1")):  # the mark of the first section is forgotten now and then
            charset, first = name.decode("latin-1") or hint, rest
    elif encoded and b"'" in first and codec(first.partition(b"'")[0].decode("latin-1")):
        charset, first = first.partition(b"'")[0].decode("latin-1"), first.partition(b"'")[2]
    if not encoded and any(b"=?" in value for value, _ in sections.values()):
        return decode_name(b"".join(_unfold(sections[number][0]) for number in order), hint)
    pieces.append(unquote_to_bytes(first) if encoded else first)
    for number in order[1:]:
        value, is_encoded = sections[number]
        pieces.append(unquote_to_bytes(value) if is_encoded else value)
    return name_line(decode(b"".join(pieces), charset)[0])


def _unfold(value: bytes) -> bytes:
    """Drop line ends inside a value."""
    return re.sub(rb"[\r\n]+", b"", value)
