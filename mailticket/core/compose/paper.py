"""Wording laid out: what a text template gives, read into blocks, then written as plain text and as HTML.

A template is written as plain text reads. A blank line ends a block; lines of prose are joined and folded again, but
for a line that ends with a backslash; `Label : value` is a fact (without a value it is left out); `- ` a list; `## ` a
heading; after a line `--` comes the foot. Words of other people are marked by filters, line by line: they are neither
folded nor read for any of this, whatever they contain.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

WIDTH = 72
LABEL_WIDTH_MAX = 20
# Of the private use area, so that no cleaned text contains them.
QUOTED, VERBATIM, FORM, DRAWN, FOLDED = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
_FACT = re.compile(r"(?P<label>\S[^:\n]{0,28}?) {1,20}:(?: (?P<value>.*))?")
_TICKET = re.compile(r"\b[A-Z]{2,12}-\d{4}-\d{6,9}\b")  # phones break a line at its hyphens otherwise
QUOTED_LINES_MAX, QUOTED_LINES_SHOWN = 40, 20  # a longer quotation folds in HTML, where the mail program can
HOLD = "\u00a0"  # a blank at which a line is not folded: dates stay whole


class BlockKind(StrEnum):
    """What a block is; its value names its style."""

    PROSE = "prose"
    FACTS = "facts"
    LIST = "list"
    HEADING = "heading"
    FOOT = "foot"
    QUOTED = "quoted"
    FOLDED = "folded"
    VERBATIM = "verbatim"
    FORM = "form"
    DRAWN = "drawn"


_MARKS = {
    QUOTED: BlockKind.QUOTED,
    VERBATIM: BlockKind.VERBATIM,
    FORM: BlockKind.FORM,
    DRAWN: BlockKind.DRAWN,
    FOLDED: BlockKind.FOLDED,
}


@dataclass(frozen=True, slots=True)
class Block:
    """One block: its kind, and its lines (facts: label, tab, value)."""

    kind: BlockKind
    lines: tuple[str, ...]


class Marked(str):
    """Text whose every line is marked as somebody else's, or as a line of the form."""

    __slots__ = ()


def quoted(text: str) -> Marked:
    """Mark words of another person that are shown as a quotation."""
    return _mark(QUOTED, text)


def folded(text: str) -> Marked:
    """Mark words of other people that are a quotation in text, and in HTML fold below the heading in front of them."""
    return _mark(FOLDED, text)


def verbatim(text: str) -> Marked:
    """Mark words that a person wrote to the recipient: they stand as they were written."""
    return _mark(VERBATIM, text)


def form(labels: Iterable[str]) -> Marked:
    """Mark the lines of a form: a label, a colon, and room."""
    return _mark(FORM, "\n".join(f"{label}: " for label in labels))


def drawn(lines: Iterable[str]) -> Marked:
    """Mark the lines of a table or a drawing, in which every blank counts."""
    return _mark(DRAWN, "\n".join(lines))


def _mark(mark: str, text: str) -> Marked:
    text = text.strip("\n")
    return Marked("\n".join(mark + line for line in text.split("\n"))) if text.strip() else Marked("")


def parse(text: str) -> tuple[Block, ...]:
    """Read what a template gave into blocks."""
    blocks: list[Block] = []
    kind: BlockKind | None = None
    lines: list[str] = []

    def end() -> None:
        nonlocal kind, lines
        if lines and kind is not None:
            blocks.append(Block(kind, tuple(lines)))
        kind, lines = None, []

    for line in text.split("\n"):
        if kind == BlockKind.FOOT:
            lines += [line.strip()] if line.strip() else []
        elif line[:1] in _MARKS and line:
            if kind != _MARKS[line[0]]:
                end()
            kind = _MARKS[line[0]]
            lines.append(line[1:])
        elif not line.strip():
            end()
        elif line.rstrip() == "--":
            end()
            kind = BlockKind.FOOT
        elif line.startswith("## "):
            end()
            blocks.append(Block(BlockKind.HEADING, (line[3:].strip(),)))
        else:
            found, content = _classified(line, kind)
            if found is None and lines:
                lines[-1] += f" {content}"
                continue
            if found is not kind:
                end()
            kind = found or BlockKind.PROSE
            if content is not None:
                lines.append(content)
    end()
    return tuple(blocks)


def _classified(line: str, kind: BlockKind | None) -> tuple[BlockKind | None, str | None]:
    """Return the kind of a line (None: the one before goes on) and its content (None: a fact without a value)."""
    if line.startswith("- "):
        return BlockKind.LIST, line[2:].strip()
    fact = _FACT.fullmatch(line.rstrip()) if not line.startswith(" ") else None
    if fact is not None:
        value = (fact["value"] or "").strip()
        return BlockKind.FACTS, f"{fact['label'].strip()}\t{value}" if value else None
    if kind in (BlockKind.LIST, BlockKind.FACTS) and line.startswith("  "):
        return None, line.strip()
    return BlockKind.PROSE, line.strip()


def as_text(blocks: Sequence[Block], width: int = WIDTH) -> str:
    """Write blocks as plain text: our own folded, others' words as they are."""
    written = "\n\n".join("\n".join(_text_lines(block, width)) for block in blocks if block.lines)
    return written.replace(HOLD, " ")


def _text_lines(block: Block, width: int) -> Iterator[str]:
    if block.kind == BlockKind.PROSE:
        for run in _runs(block.lines):
            yield from _fold(run, width)
    elif block.kind == BlockKind.LIST:
        for line in block.lines:
            yield from _fold(line, width, "- ", "  ")
    elif block.kind == BlockKind.FACTS:
        facts = [line.split("\t", 1) for line in block.lines]
        room = min(max(len(label) for label, _ in facts), LABEL_WIDTH_MAX)
        for label, value in facts:
            yield from _fold(value, width, f"{label:<{room}} : ", " " * (room + 3))
    elif block.kind == BlockKind.HEADING:
        yield from _fold(block.lines[0].upper(), width)
    elif block.kind == BlockKind.FOOT:
        yield "-- "
        for line in block.lines:
            yield from _fold(line, width)
    else:
        mark = "> " if block.kind in (BlockKind.QUOTED, BlockKind.FOLDED) else ""
        yield from (mark + (line if block.kind == BlockKind.FORM else line.rstrip()) for line in block.lines)


def _runs(lines: Sequence[str]) -> Iterator[str]:
    """Join lines of prose; a backslash at the end of one keeps the break."""
    run: list[str] = []
    for line in lines:
        if line.endswith("\\"):
            yield " ".join([*run, line[:-1].rstrip()])
            run = []
        else:
            run.append(line)
    if run:
        yield " ".join(run)


def _fold(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )


# Styles stand on the elements because many mail programs drop style sheets. No colour of text or ground is set where it
# can be left to the reader's program, so that a dark screen stays dark; lines and the accent can be seen on both.
STYLE = {
    "p": "margin:0 0 1em",
    "heading": "margin:1.6em 0 .5em;font-size:1em;font-weight:600",
    "table": "border-collapse:collapse;width:100%;margin:0 0 1.2em;border-top:1px solid #8884",
    "label": "padding:.4em .9em .4em 0;text-align:left;vertical-align:top;font-weight:400;opacity:.72;"
    "border-bottom:1px solid #8884;white-space:nowrap;width:1%",
    "value": "padding:.4em 0;vertical-align:top;border-bottom:1px solid #8884;overflow-wrap:anywhere",
    "list": "margin:0 0 1em;padding-left:1.3em",
    "quoted": "margin:0 0 1.2em;padding:.1em 0 .1em 1em;border-left:4px solid #8886;overflow-wrap:anywhere",
    "verbatim": "margin:0 0 1.2em;overflow-wrap:anywhere",
    "form": "margin:0 0 1.2em;padding:.9em 1em;border:1px solid #2f7dc8;border-radius:6px;line-height:2",
    "foot": "margin:2em 0 0;padding-top:.9em;border-top:1px solid #8884;font-size:.82em;opacity:.72",
    "drawn": "margin:0 0 1.2em;font-size:.82em;overflow-x:auto",
    "folded": "margin:1.6em 0 1.2em;padding:.7em 0;border:solid #8884;border-width:1px 0",
    "summary": "font-weight:600;cursor:pointer",
}


TAGS = {BlockKind.QUOTED: "blockquote", BlockKind.VERBATIM: "div", BlockKind.FOOT: "div"}  # others are paragraphs


def as_html(blocks: Sequence[Block]) -> str:
    """Write blocks as HTML, everything escaped; a heading in front of a folded block is what opens it."""
    written: list[str] = []
    blocks = [block for block in blocks if block.lines]
    for n, block in enumerate(blocks):
        folds_next = [b.kind for b in blocks[n : n + 2]] == [BlockKind.HEADING, BlockKind.FOLDED]
        if block.kind == BlockKind.FOLDED:
            written.append(_folded(blocks[n - 1] if n and blocks[n - 1].kind == BlockKind.HEADING else None, block))
        elif not folds_next:
            written.append(_html(block))
    return "\n".join(written).replace(HOLD, " ")


def _folded(heading: Block | None, block: Block) -> str:
    """What a mail program without `details` shows is a heading and a quotation all the same."""
    label = escape(heading.lines[0]) if heading is not None else "..."
    quotation = f'<blockquote style="{STYLE["quoted"]};margin-top:1em">{_broken(block.lines)}</blockquote>'
    summary = f'<summary style="{STYLE["summary"]}">{label}</summary>'
    return f'<details style="{STYLE["folded"]}">{summary}{quotation}</details>'


def _html(block: Block) -> str:
    style = STYLE.get(block.kind, STYLE["p"])
    if block.kind == BlockKind.FACTS:
        rows = (line.split("\t", 1) for line in block.lines)
        cells = "".join(
            f'<tr><th scope="row" style="{STYLE["label"]}">{escape(label)}</th>'
            f'<td style="{STYLE["value"]}">{escape(value)}</td></tr>\n'
            for label, value in rows
        )
        return f'<table role="presentation" style="{STYLE["table"]}">\n{cells}</table>'
    if block.kind == BlockKind.LIST:
        items = "".join(f"<li>{escape(line)}</li>\n" for line in block.lines)
        return f'<ul style="{style}">\n{items}</ul>'
    if block.kind == BlockKind.HEADING:
        return f'<h2 style="{style}">{escape(block.lines[0])}</h2>'
    if block.kind == BlockKind.FORM:
        # Each line on its own element: a phone's mail program keeps it a line when the citizen types into it.
        rows_of_form = "".join(f"<div><b>{escape(line.strip())}</b>&nbsp;</div>\n" for line in block.lines)
        return f'<div style="{style}">\n{rows_of_form}</div>'
    if block.kind == BlockKind.DRAWN:
        return f'<pre style="{style}">{escape(chr(10).join(block.lines))}</pre>'
    if block.kind == BlockKind.QUOTED and len(block.lines) > QUOTED_LINES_MAX:
        shown, rest = block.lines[:QUOTED_LINES_SHOWN], block.lines[QUOTED_LINES_SHOWN:]
        more = f"<details><summary>... (+{len(rest)})</summary>{_broken(rest)}</details>"
        return f'<blockquote style="{style}">{_broken(shown)}{more}</blockquote>'
    lines = _runs(block.lines) if block.kind == BlockKind.PROSE else block.lines
    tag = TAGS.get(block.kind, "p")
    return f'<{tag} style="{style}">{_broken(lines)}</{tag}>'


def _broken(lines: Iterable[str]) -> str:
    whole = r'<span style="white-space:nowrap">\g<0></span>'
    return "<br>".join(_TICKET.sub(whole, escape(line)) for line in lines)
