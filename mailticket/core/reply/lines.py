"""A mail's text as lines: how deep each is quoted, what the HTML said of it, and to which part it belongs."""

import re
from dataclasses import dataclass
from enum import Enum

from mailticket.core.found import Left
from mailticket.core.mail import Mark, Markup

BARE_MAX = 1_000  # characters of a line that rules look at

CLOSER_LINES = 3  # lines above in which the bracket was opened
CLOSER_MAX = 40  # characters of the rest of an attribution that begins with the bracket of its address

_MARKS = re.compile(r"^[ \t]{0,4}(?:>[ \t]?){1,60}")
_PREFIX = re.compile(
    r"[ \t]{0,4}(?:[|:}]|[A-Z]{2,4}>)(?= )"
)  # quote marks other than ">", known by the attribution above
_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x2060, 0xFEFF))


class Part(Enum):
    """What a line is."""

    NEW = "new"
    QUOTE = "quote"
    SIGNATURE = "signature"


@dataclass(slots=True)
class Line:
    """One line; `bare` is what rules look at: no quote marks, nothing invisible, blanks folded."""

    text: str
    bare: str
    depth: int
    markup: Markup | None = None
    part: Part = Part.NEW
    left: Left | None = None  # of what is in part SIGNATURE: what it is
    known: bool = True  # and whether that is known by what it holds
    found: bool = False  # inside a quotation of our mail

    def leave(self, left: Left, *, known: bool = True) -> None:
        """Leave this line out of the text."""
        self.part, self.left, self.known = Part.SIGNATURE, left, known

    @property
    def quoted(self) -> bool:
        """True when marks of the text or of the HTML say that it is a quotation."""
        return self.depth > 0 or self.markup is Markup.QUOTE


def read_lines(text: str, marks: tuple[Mark, ...]) -> list[Line]:
    """Cut the text into lines."""
    lines: list[Line] = []
    start = 0
    ordered = sorted(marks, key=lambda mark: mark.start)
    at = 0
    raws = text.split("\n")
    for index, raw in enumerate(raws):
        closes = raw[:1] == ">" and len(raw) <= CLOSER_MAX and _closes_address(raws, index)
        line = Line(raw, bare(raw), 0) if closes else _read_line(raw)
        middle = start + len(raw) // 2
        while at < len(ordered) and ordered[at].end <= middle:
            at += 1
        if raw.strip() and at < len(ordered) and ordered[at].start <= middle:
            line.markup = ordered[at].what
        lines.append(line)
        start += len(raw) + 1
    return lines


def _closes_address(raws: list[str], index: int) -> bool:
    """True for the rest of an attribution that was broken before the bracket of its address: "> wrote:"."""
    opened = "".join(raws[max(0, index - CLOSER_LINES) : index])
    return raws[index].rstrip().endswith((":", "：")) and opened.count("<") > opened.count(">")


def _read_line(raw: str) -> Line:
    """Return one line without its markup."""
    marks = _MARKS.match(raw) if ">" in raw[:5] else None
    if marks is None or raw.startswith(">From ") or raw.endswith("<<<"):
        # mbox files put a mark before a line that begins with "From "; ">>> look here <<<" is an arrow.
        return Line(raw, bare(raw), 0)
    return Line(raw, bare(raw[marks.end() :]), marks.group().count(">"))


def bare(text: str) -> str:
    """Return a line as rules see it."""
    text = text[:BARE_MAX]
    if not text.isascii():
        text = text.translate(_INVISIBLE)
    return " ".join(text.split())


def without_marks(line: Line) -> str:
    """Return a line without its quote marks."""
    marks = _MARKS.match(line.text) if line.depth else None
    return line.text[marks.end() :] if marks else line.text


def next_filled(lines: list[Line], index: int) -> int | None:
    """Return the index of the first line from `index` on that holds something."""
    return next((i for i in range(index, len(lines)) if lines[i].bare), None)


def mark_prefixed(lines: list[Line], first: int) -> None:
    """Take the lines that begin as the one below an attribution does for quoted: "| ", ": ", "JD> "."""
    prefix = _PREFIX.match(lines[first].text) if not lines[first].quoted else None
    if prefix is None:
        return
    for line in lines[first:]:
        if line.text.startswith(prefix.group()):
            line.bare, line.depth = bare(line.text[prefix.end() :]), 1
