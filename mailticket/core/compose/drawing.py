"""Tables and bars drawn in plain text."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from mailticket.core import words
from mailticket.core.compose import paper
from mailticket.core.digest import Bar

BAR_CELLS = 24  # the longest bar of a drawing in plain text
BAR_LABEL_WIDTH = 32
TABLE_WIDTH = 76


def table(rows: Sequence[Sequence[Any]], columns: Sequence[str] = ()) -> paper.Marked:
    """Draw a table of text: columns aligned, the widest ones narrowed until a line fits, their cells folded.

    Words, and above all a ticket's number, stay whole for as long as there is another column to narrow.
    """
    cells = [[str(cell) for cell in row] for row in (columns, *rows) if row]
    if not cells:
        return paper.Marked("")
    count = max(len(row) for row in cells)
    cells = [row + [""] * (count - len(row)) for row in cells]
    widths = [min(max(len(row[n]) for row in cells), TABLE_WIDTH) for n in range(count)]
    longest = [max((len(word) for row in cells for word in row[n].split()), default=1) for n in range(count)]
    while sum(widths) + 2 * (count - 1) > TABLE_WIDTH and max(widths) > 1:
        able = [n for n in range(count) if widths[n] > longest[n]] or range(count)
        widths[max(able, key=lambda n: widths[n])] -= 1
    return paper.drawn(line for row in cells for line in _row(row, widths))


def _row(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    folded = [textwrap.wrap(cell, width, break_on_hyphens=False) for cell, width in zip(row, widths, strict=True)]
    for line in zip_longest(*folded, fillvalue=""):
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip()


def bars(counts: Sequence[Bar]) -> paper.Marked:
    """Draw counts as bars of characters, what is late of them first and with another sign."""
    most = max((bar.count for bar in counts), default=0) or 1
    room = min(max((len(bar.label) for bar in counts), default=0), BAR_LABEL_WIDTH)
    return paper.drawn(line for bar in counts for line in _bar(bar, most, room))


def _bar(bar: Bar, most: int, room: int) -> Iterator[str]:
    label = textwrap.wrap(bar.label, room) or [""]
    cells, late = -(-bar.count * BAR_CELLS // most), -(-bar.late * BAR_CELLS // most)
    told = f"{words.number(bar.count)}, lewat {words.number(bar.late)}" if bar.late else words.number(bar.count)
    yield from label[:-1]
    yield f"{label[-1]:<{room}}  {'!' * late + '#' * (cells - late):<{BAR_CELLS}}  {told}"
