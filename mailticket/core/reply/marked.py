"""Signatures behind a mark: what the HTML calls one, and what stands below "-- ", a drawn line or a dash before a name.

A mark alone proves nothing: people draw lines between sections, begin lists with dashes, and type into the block that
their mail program keeps for the signature. What stands there is one by what it holds.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from mailticket.core.found import Left
from mailticket.core.mail import Markup
from mailticket.core.reply import content
from mailticket.core.reply.lines import Line, Part
from mailticket.core.reply.writer import closes, is_device, is_disclaimer, is_writer, paragraph, speaks

LINES_MAX = 14  # filled lines below a mark that can be a signature
BARE_LINES_MAX = 4  # of one that holds nothing by which it is known
BARE_LINE_MAX = 60  # characters of its lines

_SIGNATURE_MARK = "-- "  # RFC 3676, 4.3
_MARK = re.compile(r"(?:--|—|‐‐|- -|-- ?\*{1,2})")
_RULE = re.compile(
    r"(?:-{3,200}|[—–]{2,200}|_{2,200}|={3,200}|\*{3,200}|~{3,200}|[-_=*~]{3,200}|(?:[-_=*~] ){3,100}[-_=*~]?)"
)
_DASH_NAME = re.compile(r"(?:[-–—~]{1,2} ?|/)[A-Z][\w.'’]{0,30}(?: [A-Z][\w.'’]{0,30}){0,3}")
_LIST_FOOTER = re.compile(
    r"[\w .\[\]-]{1,60} (?:mailing list|mailing-list|milis)\Z|mil(?:ing )?is [\w .-]{1,60}\Z|mailing list [\w .-]{1,60}\Z"
    r"|https?://[^\s]{1,200}(?:listinfo|/lists?/|groups\.)",
    re.I,
)
_FULL_NAME = re.compile(r"[A-Z][^\W\d_]{1,20}(?: [A-Z]\.?)?(?: [A-Z][^\W\d_]{1,20}){1,2}")


def leave_marked(segment: Sequence[Line], names: frozenset[str]) -> None:
    """Leave out what the HTML calls a signature, but not what a person typed into it."""
    for markup, group in groupby(segment, key=lambda line: line.markup if line.bare else Markup.SIGNATURE):
        lines = list(group)
        if markup is not Markup.SIGNATURE or not any(line.markup for line in lines):
            continue
        lines = [line for line in lines if line.part is Part.NEW]
        proof = next((i for i, line in enumerate(lines) if line.bare and _proves(lines, i, names)), None)
        typed = _typed(lines, proof)
        if proof is None and any(typed):
            continue
        bare = [line.bare for line in lines if line.bare]
        short = len(bare) <= BARE_LINES_MAX and all(len(text) <= BARE_LINE_MAX for text in bare)
        for line, is_text in zip(lines, typed, strict=True):
            if not is_text and line.bare:
                line.leave(Left.SIGNATURE, known=proof is not None or short)


def _typed(lines: Sequence[Line], proof: int | None) -> list[bool]:
    """Return of each line of a marked signature whether it is text: lists, postscripts, and sentences above the name."""
    typed = [False] * len(lines)
    is_text = False
    for index, line in enumerate(lines):
        if not line.bare:
            continue
        if index == 0 or not lines[index - 1].bare:
            above = proof is None or index < proof
            is_text = _is_typed(lines, index, above=above)
        if index == proof or content.begins_content(lines, index):
            is_text = index != proof
        typed[index] = is_text
    return typed


def _is_typed(lines: Sequence[Line], index: int, *, above: bool) -> bool:
    """True for a paragraph in a marked signature that is text; below the name a motto is none."""
    whole = paragraph(lines, index)
    if is_disclaimer(lines, index) or is_device(whole):
        return False
    if above:
        return content.is_sentence(whole) or content.is_fact(lines[index].bare)
    return content.is_sentence(whole) and content.words_of(whole) > content.SLOGAN_WORDS_MAX


def leave_delimited(segment: Sequence[Line], names: frozenset[str]) -> None:
    """Leave out the lines of devices, and what stands below a mark if it is a signature."""
    for index, line in enumerate(segment):
        text = line.bare
        if not text or line.part is not Part.NEW:
            continue
        if is_device(text):
            line.leave(Left.DEVICE)
            if index > 2 and _FULL_NAME.fullmatch(segment[index - 1].bare) and _ends_paragraph(segment, index - 2):
                segment[index - 1].leave(Left.SIGNATURE)
        elif line.text == _SIGNATURE_MARK or _MARK.fullmatch(text) or _RULE.fullmatch(text):
            _leave_below(segment, index, names)
        elif _DASH_NAME.fullmatch(text) and _closes_text(segment, index, names):
            line.leave(Left.SIGNATURE)
            _leave_below(segment, index, names)


def _leave_below(segment: Sequence[Line], index: int, names: frozenset[str]) -> None:
    """Leave out a mark with the signature below it; without one it is a line that somebody drew."""
    if index and segment[index - 1].bare.endswith(":"):
        return  # what was announced stands below the line
    mark = segment[index]
    is_rule = mark.text != _SIGNATURE_MARK and _RULE.fullmatch(mark.bare) is not None
    end, proof = _block(segment, index, names)
    filled = [line.bare for line in segment[index + 1 : end] if line.bare]
    if not filled or len(filled) > LINES_MAX:
        return
    if proof is not None:
        first, is_footer = _first(segment, index + 1), _is_footer(segment, index + 1, end)
        if is_rule and proof != first and not is_footer and not closes(segment[first].bare):
            return
        left = Left.FOOTER if is_footer else Left.SIGNATURE
        for line in segment[index:end]:
            if line.part is Part.NEW:
                line.leave(left)
        return
    ends = not any(line.bare and line.part is Part.NEW for line in segment[end:])
    bare = len(filled) <= BARE_LINES_MAX and all(len(text) <= BARE_LINE_MAX for text in filled)
    if mark.text == _SIGNATURE_MARK and ends and bare:
        for line in segment[index:end]:
            line.leave(Left.SIGNATURE, known=False)


def _block(segment: Sequence[Line], mark: int, names: frozenset[str]) -> tuple[int, int | None]:
    """Return where what can be a signature below a mark ends, and the first of its lines that proves it."""
    drawn = segment[mark].text != _SIGNATURE_MARK and _RULE.fullmatch(segment[mark].bare) is not None
    end, proof, filled = mark + 1, None, 0
    index = mark + 1
    while index < len(segment) and filled <= LINES_MAX:
        line = segment[index]
        if line.bare and line.part is Part.NEW:
            if is_disclaimer(segment, index):
                proof = index if proof is None else proof
                index = end = _paragraph_end(segment, index)
                continue
            if not is_device(line.bare) and (
                content.begins_content(segment, index)
                or content.is_fact(line.bare)
                or (drawn and line.bare.startswith("#"))
            ):
                break
            proves = _names_writer(segment, index, names) if drawn else _proves(segment, index, names)
            starts = not segment[index - 1].bare or index == mark + 1
            whole = paragraph(segment, index) if starts else line.bare
            if proof is None and proves:
                proof = index
            elif content.is_sentence(whole) and (proof is None or content.words_of(whole) > content.SLOGAN_WORDS_MAX):
                break
            filled += 1
            end = index + 1
        index += 1
    return end, proof


def _proves(lines: Sequence[Line], index: int, names: frozenset[str]) -> bool:
    """True for a line by which a signature is known."""
    text = lines[index].bare
    return _names_writer(lines, index, names) or speaks(text) or closes(text.strip("*_ ")) or is_device(text)


def _names_writer(lines: Sequence[Line], index: int, names: frozenset[str]) -> bool:
    """True for the writer's name, or for what only a footer says."""
    return is_writer(lines[index].bare, names) or _is_footer(lines, index, min(len(lines), index + LINES_MAX))


def _is_footer(segment: Sequence[Line], begin: int, end: int) -> bool:
    """True for the footer of a mailing list or a disclaimer."""
    place = _first(segment, begin)
    if place >= end:
        return False
    return _LIST_FOOTER.match(segment[place].bare) is not None or is_disclaimer(segment, place)


def _paragraph_end(segment: Sequence[Line], begin: int) -> int:
    """Return the first line from one on that is empty."""
    return next((i for i in range(begin, len(segment)) if not segment[i].bare), len(segment))


def _first(segment: Sequence[Line], begin: int) -> int:
    """Return the first line from one on that holds something."""
    return next((i for i in range(begin, len(segment)) if segment[i].bare), len(segment))


def _closes_text(segment: Sequence[Line], index: int, names: frozenset[str]) -> bool:
    """True for the writer's name behind a dash, below an empty line and text; one entry of a list is an entry."""
    text = segment[index].bare
    if not is_writer(text.lstrip("-–—~/ "), names) or (index and segment[index - 1].bare):
        return False
    if index + 1 < len(segment) and segment[index + 1].bare[:1] == text[0]:
        return False
    return text.startswith(("--", "—")) or any(line.bare for line in segment[:index])


def _ends_paragraph(segment: Sequence[Line], index: int) -> bool:
    """True for an empty line below text that asks for nothing behind it."""
    return (
        not segment[index].bare and bool(segment[index - 1].bare) and not segment[index - 1].bare.endswith((":", ","))
    )
