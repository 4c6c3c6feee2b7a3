"""Signatures known by what they hold: closing formulas, the writer's name, offices; disclaimers and device lines.

A mark in front says little (reply.marked); what is text wherever it stands (reply.content) is none of a signature.
"""

import re
from collections.abc import Sequence

from mailticket.core.found import Left
from mailticket.core.reply import content
from mailticket.core.reply.banner import is_banner
from mailticket.core.reply.lines import Line, Part
from mailticket.core.reply.marked import leave_delimited, leave_marked
from mailticket.core.reply.office import find_official, find_unit, is_number
from mailticket.core.reply.wording import CLOSING, FAREWELL
from mailticket.core.reply.writer import (
    FORMULA_MAX,
    LINE_MAX,
    closes,
    fold,
    is_device,
    is_disclaimer,
    is_writer,
    paragraph,
    speaks,
)

BLOCK_LINES_MAX = 14  # filled lines of a signature that only its form gives away
DISCLAIMER_PARAGRAPHS_MAX = 8
BANNER_PARAGRAPHS_MAX = 3
CLOSING_WORDS_MAX = 4  # words of a closing formula before a name on the same line
SAME_LINE_MAX = 50  # characters of both
NAME_WORDS_MAX = 4  # words of a name that stands alone below a formula
LOOKED_BACK_MAX = 200  # filled lines above the end in which a signature is looked for
LIMITS_MAX = 8
SLOGAN_MAX = 60  # characters of a motto in the lines of a name
ABOVE_MAX = 2  # signatures above a postscript, a list or another paragraph

_SALUTES = re.compile(r"dengan hormat", re.I)  # above a letter, not below it
_MATTER_LABEL = re.compile(r"(?:uraian|kronologi|isi|permasalahan|pertanyaan|keluhan)[^\n:]{0,30} ?:", re.I)
# With what a list of particulars begins, be it below "Pelapor" or a formula: nobody signs so.
_PARTICULAR = re.compile(r"(?:nama|name|identitas|data diri)(?: \w{1,20}){0,3} ?[.…]{0,40} ?:", re.I)
# The cells of a table that lost its lines.
_CELL = re.compile(
    r"(?:terlapor|nama|alamat|telepon|no\.? ?hp|hp|nik|identitas)(?: (?:pelapor|terlapor|lengkap|anda))?", re.I
)
# What is left in a text part of the picture that a virus scanner puts in front of its note.
_PICTURE = re.compile(
    r"<https?://[^<>\s]{1,500}>|\[(?:https?://|cid:|image:)[^\[\]]{1,500}\](?:<https?://[^<>\s]{1,500}>)?", re.I
)
_SENTENCE_END = re.compile(r"[.!?]$")


def separate_signature(segment: Sequence[Line], names: frozenset[str], *, inner: bool) -> None:
    """Leave the lines of a signature out of a stretch of new text; `inner`: it stands between quotations."""
    leave_marked(segment, names)
    leave_delimited(segment, names)
    if inner:
        return
    for _ in range(DISCLAIMER_PARAGRAPHS_MAX):
        rest = _filled(segment)
        if not rest:
            return
        found = _last_paragraph(segment, rest)
        if found is None:
            break
        begin, left = found
        _leave(segment, begin, len(segment), left)
    _leave_at(segment, len(segment), names)
    for _ in range(ABOVE_MAX):
        if not any(_leave_at(segment, limit, names, is_end=False) for limit in _limits(segment, _filled(segment))):
            return


def _leave_at(segment: Sequence[Line], limit: int, names: frozenset[str], *, is_end: bool = True) -> bool:
    """Leave out the signature that ends above a line: at the end of the text, or above what is text again.

    Above a list, a table or another paragraph it must be certain; a postscript stands below a name by its nature.
    """
    certain = not is_end and not content.is_postscript(segment[limit].bare)
    found = False
    for rule in RULES:
        filled = [index for index in _filled(segment) if index < limit]
        begin = rule(segment[:limit], filled, names)
        if begin is None or _holds_text(segment, begin, filled):
            continue
        if not certain or found or _is_certain(segment, begin, limit, names):
            known = found or _is_known(segment, begin, filled, names)
            _leave(segment, begin, limit, Left.SIGNATURE, known=known)
            found = True
    return found


def _limits(segment: Sequence[Line], filled: list[int]) -> list[int]:
    """Return the last lines with which something begins that is text wherever it stands, the last first."""
    limits: list[int] = []
    for place in range(len(filled) - 1, max(0, len(filled) - LOOKED_BACK_MAX), -1):
        index = filled[place]
        begins = content.begins_content(segment, index) and not content.begins_content(segment, filled[place - 1])
        if begins or (not segment[index - 1].bare and content.is_sentence(paragraph(segment, index))):
            limits.append(index)
            if len(limits) >= LIMITS_MAX:
                break
    return limits


def _is_certain(segment: Sequence[Line], begin: int, limit: int, names: frozenset[str]) -> bool:
    """True for the writer's name with a formula above it or particulars below it, and for a civil servant's number.

    Without a formula it is the head of a letter where nothing is said above it.
    """
    texts = [line.bare for line in segment[begin:limit] if line.bare]
    if not _closes_all(texts[0]) and not any(content.is_sentence(paragraph(segment, index)) for index in range(begin)):
        return False
    if any(is_number(text) for text in texts):
        return True
    named = any(is_writer(text, names) or _closes_by_name(text, names) for text in texts)
    return named and (_closes_all(texts[0]) or any(speaks(text) for text in texts))


def _closes_all(text: str) -> bool:
    """True for a formula, be there a name behind it or not."""
    text = text.strip("*_ ")
    return closes(text) or CLOSING.match(text) is not None


def _is_known(segment: Sequence[Line], begin: int, filled: list[int], names: frozenset[str]) -> bool:
    """True where what stands below a formula is known for a signature by what it holds, or is one short name."""
    texts = [segment[index].bare for index in filled if index >= begin]
    if any(speaks(text) or is_writer(text, names) or _closes_by_name(text, names) for text in texts):
        return True
    below = texts[1:] if closes(texts[0].strip("*_ ")) else texts
    return len(below) <= 1 and all(len(text.split()) <= NAME_WORDS_MAX for text in below)


def _leave(segment: Sequence[Line], begin: int, end: int, left: Left, *, known: bool = True) -> None:
    """Leave out the lines from one to another that are not left out yet."""
    for line in segment[begin:end]:
        if line.part is Part.NEW:
            line.leave(left, known=known)


def _filled(segment: Sequence[Line]) -> list[int]:
    """Return the indexes of the lines that hold new text."""
    return [i for i, line in enumerate(segment) if line.bare and line.part is Part.NEW]


def _last_paragraph(segment: Sequence[Line], filled: list[int]) -> tuple[int, Left] | None:
    """Return where the last paragraph begins, if it is a disclaimer, a device line or a mail server's warning."""
    last = filled[-1]
    if is_device(segment[last].bare):
        return last, Left.DEVICE
    begin = last
    while begin > 0 and segment[begin - 1].bare and segment[begin - 1].part is Part.NEW and last - begin < 30:
        if is_disclaimer(segment, begin):
            break
        begin -= 1
    if is_disclaimer(segment, begin):
        while begin > 0 and _PICTURE.fullmatch(segment[begin - 1].bare) and segment[begin - 1].part is Part.NEW:
            begin -= 1
        return begin, Left.FOOTER
    starts = [i for i in filled if i <= begin and (i == 0 or not segment[i - 1].bare)][-BANNER_PARAGRAPHS_MAX:]
    warned = next((start for start in reversed(starts) if is_banner(segment, start)), None)
    return None if warned is None else (warned, Left.BANNER)


def _closing(segment: Sequence[Line], filled: list[int], names: frozenset[str]) -> int | None:
    """Return the closing formula that stands alone on its line above a name."""
    for place in range(max(0, len(filled) - BLOCK_LINES_MAX - 1), len(filled) - 1):
        index = filled[place]
        text = segment[index].bare.strip("*_ ")
        if not closes(text) or (place == 0 and (_SALUTES.match(text) or text.endswith(":"))):
            continue
        below = filled[place + 1 :]
        if text.endswith(".") and any(closes(segment[i].bare.strip("*_ ")) for i in below):
            continue  # a sentence of thanks above the formula
        if _is_name_block(segment, below, names):
            return index
    return None


def _name(segment: Sequence[Line], filled: list[int], names: frozenset[str]) -> int | None:
    """Return the line of the writer's own name at the end of the text."""
    for place in range(max(1, len(filled) - BLOCK_LINES_MAX), len(filled)):
        index = filled[place]
        if segment[index].bare[0] in "-•*" and segment[index - 1].bare[:1] == segment[index].bare[0]:
            continue  # the last of a list of names
        if _closes_by_name(segment[index].bare, names) and not any(_is_text(segment, i) for i in filled[place + 1 :]):
            return index
        if segment[index - 1].bare and place < len(filled) - 1:
            continue
        if is_writer(segment[index].bare, names) and _is_name_block(segment, filled[place:], names):
            return index
    return None


def _closes_by_name(text: str, names: frozenset[str]) -> bool:
    """True for a closing formula with the writer's name on the same line ("LG Max", "Salam, Joko")."""
    if len(text) > SAME_LINE_MAX or not _mentions(text, names):
        return False
    words = text.split()[: CLOSING_WORDS_MAX + 1]
    return any(
        CLOSING.fullmatch(" ".join(words[:count])) and is_writer(text.split(maxsplit=count)[-1], names)
        for count in range(1, len(words))
    )


def _mentions(text: str, names: frozenset[str]) -> bool:
    """True when a word of the writer's name is in the text; asked before what takes longer."""
    folded = fold(text)
    return any(name in folded for name in names)


def _farewell(segment: Sequence[Line], filled: list[int], names: frozenset[str]) -> int | None:
    """Return a closing formula without a name that ends the text."""
    if len(filled) < 2:
        return None
    below = any(line.part is Part.SIGNATURE and line.bare for line in segment[filled[-1] + 1 :])
    text = segment[filled[-1]].bare.strip("*_ ")
    if len(text) > FORMULA_MAX or (segment[filled[-1] - 1].bare and " " not in text):
        return None
    if FAREWELL.fullmatch(text) or (below and text.endswith(",") and CLOSING.fullmatch(text)):
        return filled[-1]
    return None


def _is_name_block(segment: Sequence[Line], block: Sequence[int], names: frozenset[str]) -> bool:
    """True for a name and what people put under it; a sentence, a list or a table is none of it."""
    if not block or len(block) > BLOCK_LINES_MAX:
        return False
    below = [segment[index].bare for index in block]
    if any(len(text) > LINE_MAX or text.startswith("#") or _MATTER_LABEL.match(text) for text in below):
        return False
    if _PARTICULAR.match(below[0]) or any(_CELL.fullmatch(text) for text in below):
        return False
    first = below[0].strip("*_ ()~-.,")
    words = first.split()
    if not words or len(words) > 9 or "?" in first or len(first) > 80 or below[0].endswith(":"):
        return False
    if any(_is_text(segment, index) for index in block):
        return False
    named = is_writer(first, names)
    return named or ((_SENTENCE_END.search(below[0]) is None or len(words) <= 3) and not first[0].islower())


def _holds_text(segment: Sequence[Line], begin: int, filled: Sequence[int]) -> bool:
    """True when something below the first line of what looks like a signature is text."""
    return any(_is_text(segment, index) for index in filled if index > begin)


def _is_text(segment: Sequence[Line], index: int) -> bool:
    """True for a line that is no part of a signature: of a list or table, a postscript, a sum or hour, a sentence."""
    text = segment[index].bare
    if content.begins_content(segment, index) or content.is_fact(text):
        return True
    if index and not segment[index - 1].bare:
        return content.is_sentence(paragraph(segment, index))
    return len(text) > SLOGAN_MAX and _SENTENCE_END.search(text) is not None and not content.is_contact(text)


def _official(segment: Sequence[Line], filled: list[int], names: frozenset[str]) -> int | None:
    """Return where the block with a civil servant's number begins; title, office and numbers may stand below it."""
    number = next((place for place in reversed(range(len(filled))) if is_number(segment[filled[place]].bare)), None)
    if number is None or len(filled) - number > BLOCK_LINES_MAX:
        return None
    is_last = all(speaks(segment[index].bare) for index in filled[number + 1 :])
    return find_official(segment, filled[: number + 1] if is_last else filled)


RULES = (_official, _closing, _name, find_unit, _farewell)
