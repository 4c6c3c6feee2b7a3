"""Lines under construction: pieces become lines, cells become rows, and the whole becomes a text with marks."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from mailticket.core.mail import Mark, Markup

RULE = "_" * 32  # what Outlook itself writes for <hr> in plain text
_NOT_SHOWN = re.compile("[\\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\u2800\ufeff]+")
_SHOWN = re.compile("[^\\s\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\u2800\ufeff]")
_SPACES = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LABEL = re.compile(r"(?:(?:no|nr|telp?|tgl|kab|kec|kel|ds|prov)\. ?)?[^\W\d_][^:;.!?]{0,39}", re.I)


class Sign(NamedTuple):
    """A thing between lines: a blank line, a quote that opens (+1) or closes (-1), a mark's begin or end."""

    what: str  # blank | quote | begin | end
    depth: int = 0
    markup: Markup | None = None


BLANK = Sign("blank")
END = Sign("end")


class Page:
    """Lines, with signs between them, and the line that is being written."""

    def __init__(self) -> None:
        self.items: list[str | Sign] = []
        self._pieces: list[str] = []
        self._raw = False  # the line holds preformatted text
        self._bullet = ""
        self._alts: list[str] = []

    def add(self, text: str) -> None:
        """Add text to the line, white space already folded."""
        self._pieces.append(text)

    def preformatted(self, text: str) -> None:
        """Add text whose line ends and blanks count."""
        first, *rest = text.replace("\r\n", "\n").split("\n")
        self._raw = True
        self._pieces.append(first)
        for line in rest:
            self.line_break()
            self._raw = True
            self._pieces.append(line)

    def bullet(self, text: str) -> None:
        """Set what stands before the next line."""
        self._bullet = text

    def picture(self, alt: str) -> None:
        """Remember the name of a picture; it is shown only if nothing else is."""
        self._alts.append(alt)

    def line_break(self) -> None:
        """End the line; an empty one is a blank line."""
        if not self._flush():
            self.items.append(BLANK)

    def end_block(self, *, blank: bool) -> None:
        """End the line if it holds anything, and leave a blank line if the block wants one."""
        self._flush()
        if blank:
            self.items.append(BLANK)

    def rule(self) -> None:
        """Draw a horizontal rule."""
        self._flush()
        self.items.append(RULE)

    def quote(self, step: int) -> None:
        """Open (+1) or close (-1) a level of quotation."""
        self._flush()
        self.items.append(Sign("quote", step))

    def sign(self, sign: Sign) -> None:
        """Put a mark's begin or end between the lines."""
        self._flush()
        self.items.append(sign)

    def place(self) -> tuple[int, int, int]:
        """Return where the next text will stand."""
        return len(self.items), len(self._pieces), len(self._alts)

    def end_link(self, place: tuple[int, int, int], target: Callable[[str], str | None]) -> None:
        """Add the target of the link whose text began at the place, if `target` wants it shown."""
        items, pieces, alts = place
        same_line = items == len(self.items)
        text = "".join(self._pieces[pieces:]) if same_line else "".join(self._pieces)
        if not same_line:
            text = " ".join([i for i in self.items[items:] if isinstance(i, str)][:5]) + text
        if not _NOT_SHOWN.sub("", text):
            alt = " ".join(self._alts[alts:])
            if not alt:
                return
            del self._alts[alts:]
            self._pieces.append(alt)
            text = alt
        shown = target(text)
        if not shown:
            return
        if same_line or self._pieces:
            self._pieces.append(f" <{shown}>")
        else:
            for index in range(len(self.items) - 1, items - 1, -1):
                line = self.items[index]
                if isinstance(line, str):
                    self.items[index] = f"{line} <{shown}>"
                    break

    def last_line(self) -> str:
        """Return the line that was last finished, without its marks."""
        return next((item for item in reversed(self.items[-12:]) if isinstance(item, str)), "")

    def lines(self) -> list[str]:
        """Return the finished lines."""
        return [item for item in self.items if isinstance(item, str)]

    def lay_out(self) -> tuple[str, tuple[Mark, ...]]:
        """Return the text, and its marks as offsets into it."""
        self._flush()
        if self._alts and not self.lines():
            self.items.extend(self._alts)
        return _lay_out(self.items)

    def _flush(self) -> bool:
        """Finish the line; False when there was nothing in it. A line of nothing but hard spaces is a blank line."""
        if not self._pieces:
            return False
        line = "".join(self._pieces)
        raw, self._raw = self._raw, False
        self._pieces.clear()
        if _SHOWN.search(line) is None:
            if "\u00a0" in line:
                self.items.append(BLANK)
                return True
            return False
        line = line.replace("\u00a0", " ").rstrip() if raw else _SPACES.sub(" ", line.replace("\t", " ")).strip()
        self.items.append(self._bullet + line)
        self._bullet = ""
        return True


def join_row(page: Page, cells: Sequence[Page], *, is_form: bool) -> None:
    """Write a table row: a form's row as "label: value", other rows on one line, rows of blocks one after another."""
    filled = [cell for cell in cells if cell.lines()]
    for cell in cells:
        page._alts.extend(cell._alts)
    counts = [len(cell.lines()) for cell in filled]
    if len(filled) > 1 and all(count == 1 for count in counts):
        line = _row_line([cell.lines()[0] for cell in filled], is_form=is_form)
        signs = [item for cell in filled for item in cell.items if isinstance(item, Sign) and item.what != "blank"]
        page.items.extend(sign for sign in signs if sign.depth > 0 or sign.what == "begin")
        page.items.append(line)
        page.items.extend(sign for sign in signs if sign.depth < 0 or sign.what == "end")
        return
    if is_form and len(filled) == 2 and counts[0] == 1 and _is_label(filled[0].lines()[0]):
        label = filled[0].lines()[0]
        first = next(index for index, item in enumerate(filled[1].items) if isinstance(item, str))
        if not any(isinstance(item, Sign) and item.what != "blank" for item in filled[1].items[: first + 1]):
            value = filled[1].items[first]
            page.items.append(_row_line([label, str(value)], is_form=True))
            page.items.extend(filled[1].items[first + 1 :])
            return
    for cell in cells:
        page.items.extend(cell.items)


def _row_line(texts: list[str], *, is_form: bool) -> str:
    """Join the one-line cells of a row."""
    if len(texts) == 3 and texts[1] == ":":
        texts = [texts[0], texts[2]]
    if len(texts) == 2 and (is_form or texts[0].endswith(":")) and _is_label(texts[0]):
        return f"{texts[0].rstrip(': ')}: {texts[1].lstrip(': ')}".rstrip()
    return "  ".join(texts)


def _is_label(text: str) -> bool:
    """True for a short phrase that can name what stands beside it."""
    return len(text.split()) <= 6 and _LABEL.fullmatch(text.rstrip(": ")) is not None


def _lay_out(items: Sequence[str | Sign]) -> tuple[str, tuple[Mark, ...]]:
    """Join lines with their quote marks; marks begin at the first line after their begin and end with the last before."""
    pieces: list[str] = []
    marks: list[list[int]] = []  # start (-1: not yet) and end
    kinds: list[Markup] = []  # of the marks, in their order
    opened: list[int] = []  # indexes into marks; -1 for one inside another
    length = depth = last_depth = 0
    blank = False
    for item in items:
        if isinstance(item, str):
            if pieces:
                gap = "\n" + (("> " * min(depth, last_depth)).rstrip() + "\n" if blank else "")
                pieces.append(gap)
                length += len(gap)
            for index in opened:
                if index >= 0 and marks[index][0] == -1:
                    marks[index][0] = length
            line = "> " * depth + item if depth else item
            pieces.append(line)
            length += len(line)
            blank, last_depth = False, depth
        elif item.what == "blank":
            blank = True
        elif item.what == "quote":
            depth += item.depth
        elif item.what == "begin":
            assert item.markup is not None
            opened.append(len(marks) if not opened else -1)
            if opened[-1] >= 0:
                marks.append([-1, -1])
                kinds.append(item.markup)
        elif opened:
            index = opened.pop()
            if index >= 0:
                marks[index][1] = length
    for mark in marks:
        if mark[1] == -1:
            mark[1] = length
    found = [Mark(start, end, kind) for (start, end), kind in zip(marks, kinds, strict=True) if start != -1]
    return "".join(pieces), _joined("".join(pieces), found)


def _joined(text: str, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Join neighbours of one kind with nothing but blanks between; drop a signature that is all there is."""
    joined: list[Mark] = []
    for mark in marks:
        before = joined[-1] if joined else None
        if before and before.what is mark.what and not text[before.end : mark.start].strip("> \n"):
            joined[-1] = Mark(before.start, mark.end, mark.what)
        else:
            joined.append(mark)
    outside, place = [], 0
    for mark in joined:
        outside.append(text[place : mark.start])
        place = mark.end
    if not "".join([*outside, text[place:]]).strip():
        joined = [mark for mark in joined if mark.what is not Markup.SIGNATURE]
    return tuple(joined)
