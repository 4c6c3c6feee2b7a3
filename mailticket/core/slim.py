"""A kept mail without what the book has a second time: the lines of its files, which their bytes can give back.

The slim form is an index and the bytes between the files. Whether bytes are a whole mail or a slim one, nothing but
their hash says: a mail of a stranger's that looks like a slim one is whole, and is read as it stands.
"""

import binascii
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

BYTES_MIN = 4_096  # of a file: with smaller ones little is won
BLOCK_BYTES = 65_536  # of base64 that is made at a time
NAME = b"mailticket slim 1"
AS_IT_IS = 0  # width of lines: there are none, a file stands as it is
BEGIN_BYTES, TRIES = 64, 4  # by which such a file is looked for; in so many places that begin alike

# Where base64 may begin, and where it surely ends.
_BEGIN = re.compile(rb"\n\r?\n(?=[A-Za-z0-9+/]{40})")
_END = re.compile(rb"\r?\n(?:--|\r?\n)")

FileOf = Callable[[str], bytes | None]


class Damaged(ValueError):
    """What is kept of a mail does not make up its bytes any more."""


@dataclass(frozen=True, slots=True, order=True)
class _Stretch:
    """Where a file stands in a mail, and how."""

    start: int
    end: int
    file: str
    width: int = AS_IT_IS
    line_end: bytes = b""


def slim(raw: bytes, files: Mapping[str, bytes]) -> bytes | None:
    """Return a mail without what these files (by their sha256) give back; None where nothing is won."""
    index: list[tuple[int, str, int, str]] = []
    between: list[bytes] = []
    place = 0
    encoded = [one for start, end in _bodies(raw) if (one := _encoded(raw, start, end, files)) is not None]
    for one in sorted((*encoded, *_plain(raw, files, {one.file for one in encoded}))):
        if one.start >= place:  # else it stands within an attached mail that is left out
            between.append(raw[place : one.start])
            index.append((one.start - place, one.file, one.width, one.line_end.decode()))
            place = one.end
    form = b"\n".join((NAME, json.dumps(index).encode(), b"".join((*between, raw[place:]))))
    return form if index and len(form) < len(raw) else None


def whole(stored: bytes, sha256: str, file_of: FileOf) -> bytes:
    """Return the bytes of a mail that is kept whole or slim; raises Damaged when they are not those of this hash."""
    if hashlib.sha256(stored).hexdigest() == sha256:
        return stored
    try:
        raw = b"".join(_pieces(stored, file_of))
    except (TypeError, ValueError, RecursionError) as error:
        raise Damaged(f"the kept mail {sha256} cannot be made whole: {error}") from error
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise Damaged(f"the kept mail {sha256} is not what it was: its bytes have changed in the database")
    return raw


def _bodies(raw: bytes) -> Iterator[tuple[int, int]]:
    """Stretches that may be a file in base64: from below an empty line up to the next one, or to a delimiter."""
    place = 0
    while (found := _BEGIN.search(raw, place)) is not None:
        start = found.end()
        ends = _END.search(raw, start)
        end = ends.start() if ends else len(raw.rstrip(b"\r\n"))
        if end - start > BYTES_MIN:
            yield start, end
        place = max(start, end - 1)


def _encoded(raw: bytes, start: int, end: int, files: Mapping[str, bytes]) -> _Stretch | None:
    """The file that gives exactly these lines."""
    try:
        content = binascii.a2b_base64(memoryview(raw)[start:end])
    except binascii.Error:
        return None
    file = hashlib.sha256(content).hexdigest()
    if file not in files or len(content) < BYTES_MIN:
        return None
    first = raw.find(b"\n", start, end)
    line_end = b"\r\n" if first > 0 and raw[first - 1 : first] == b"\r" else b"\n"
    width = end - start if first < 0 else first + 1 - len(line_end) - start
    place = start
    for block in _lines(content, width, line_end):
        if not raw.startswith(block, place, end):
            return None
        place += len(block)
    return _Stretch(start, end, file, width, line_end) if place == end else None


def _plain(raw: bytes, files: Mapping[str, bytes], found: set[str]) -> Iterator[_Stretch]:
    """The files that stand in a mail as they are: attached mails, and lists in plain text."""
    for file, content in files.items():
        if file in found or len(content) < BYTES_MIN:
            continue
        begin, place = b"\n" + content[:BEGIN_BYTES], -1
        for _ in range(TRIES):
            place = raw.find(begin, place + 1)
            if place < 0:
                break
            if raw.startswith(content, place + 1):
                yield _Stretch(place + 1, place + 1 + len(content), file)
                break


def _lines(content: bytes, width: int, line_end: bytes) -> Iterator[bytes]:
    """A file in base64, a few lines at a time, without the line end behind the last one."""
    step = 3 * width * max(1, BLOCK_BYTES // (4 * width))  # bytes that fill their lines
    for start in range(0, len(content), step):
        text = binascii.b2a_base64(content[start : start + step], newline=False)
        block = line_end.join(text[place : place + width] for place in range(0, len(text), width))
        yield line_end + block if start else block


def _pieces(stored: bytes, file_of: FileOf) -> Iterator[bytes]:
    """What a slim mail is made of, in order; raises TypeError or ValueError for what is none."""
    name, _, rest = stored.partition(b"\n")
    if name != NAME:
        raise ValueError("its bytes have changed in the database")
    index, _, between = rest.partition(b"\n")
    place = 0
    for length, file, width, line_end in json.loads(index):
        if length < 0 or width < AS_IT_IS:
            raise ValueError("its index has changed in the database")
        yield between[place : place + length]
        place += length
        content = file_of(file)
        if content is None:
            raise ValueError(f"its file {file} is gone")
        if width == AS_IT_IS:
            yield content
        else:
            yield from _lines(content, width, line_end.encode())
    yield between[place:]
