"""Signatures without their markup: delimiters, device lines, closing formulas, the writer's name, disclaimers."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

from mailticket.core.mail import Markup
from mailticket.core.reply.lines import Line, Part
from mailticket.core.reply.office import find_official, find_unit
from mailticket.core.reply.wording import BANNER, CLOSING, DEVICE, DISCLAIMER, EXCUSE, FAREWELL, NOT_A_DEVICE

BLOCK_LINES_MAX = 14  # filled lines of a signature that only its form gives away
LINE_MAX = 160  # characters of a line in such a signature
DISCLAIMER_PARAGRAPHS_MAX = 8
CLOSING_WORDS_MAX = 4  # words of a closing formula before a name on the same line
SAME_LINE_MAX = 50  # characters of both
FORMULA_MAX = 90  # characters of a closing formula
RULE_WORDS_MAX = 6  # words of a sentence below a drawn line: with more of them the line parts two stretches of text

_DELIMITER = re.compile(r"^(?:-{2,40}|[—–]{1,40}|‐‐|- -|_{2,40}|-- ?\*{1,2}|={3,40}|\*{5,40})")
_LIST_FOOTER = re.compile(r"^[_-]{20,80}")
_DASH_NAME = re.compile(r"^(?:[-–—~]{1,2} ?|/)[A-Z][\w.'’]{0,30}(?: [A-Z][\w.'’]{0,30}){0,3}")
_FULL_NAME = re.compile(r"[A-Z][^\W\d_]{1,20}(?: [A-Z]\.?)?(?: [A-Z][^\W\d_]{1,20}){1,2}")
_TARGET = re.compile(r" ?<https?://[^<>\s]{1,300}>|\[https?://[^\[\]\s]{1,300}\]")  # of a link in the line

_SALUTES = re.compile(r"dengan hormat", re.I)  # above a letter, not below it
_MATTER_LABEL = re.compile(r"(?:uraian|kronologi|isi|permasalahan|pertanyaan|keluhan)[^\n:]{0,30} ?:", re.I)
_LETTERS = re.compile(r"[^\W\d_]+")
_TITLES = frozenset(
    "bapak pak bpk ibu bu sdr sdri mr mrs ms dr drs ir prof h hj se sh mm st ssos skom msi spd kh ny tn mas".split()
)
_SENTENCE_END = re.compile(r"[.!?]$")
_CONTACT = re.compile(
    r"(?<![^\W_])(?:tel(?:p|epon|ephone|efon)?|hp|wa|whatsapp|phone|mobile|mob|fax|faks|e-?mail|surel|web|website|alamat"
    r"|address|t|m|f|e|a|p|w|nip|ext|call|cell|office|direct|skype|twitter|ig|instagram|facebook"
    r"|linkedin)\b ?\.? ?[:.(+|\d]"
    r"|https?://|www\.|[\w.-]{1,64}@[\w-]|\+?\d[\d ()./-]{6,20}",
    re.I,
)


def is_device(text: str) -> bool:
    """True for a line that a phone or a mail program adds by itself."""
    text = _TARGET.sub("", text) if "http" in text else text
    if len(text) > LINE_MAX:
        return False
    if EXCUSE.fullmatch(text):
        return True
    return DEVICE.fullmatch(text) is not None and not NOT_A_DEVICE.search(text) and len(text.split()) <= 14


def separate_signature(segment: Sequence[Line], names: frozenset[str], *, inner: bool) -> None:
    """Mark the lines of a signature in a stretch of new text; `inner`: it stands between quotations."""
    for line in segment:
        if line.markup is Markup.SIGNATURE:
            line.part = Part.SIGNATURE
    _banner(segment)
    delimiter = _delimiter(segment)
    if delimiter is not None:
        _mark(segment, delimiter)
    if inner:
        return
    for _ in range(DISCLAIMER_PARAGRAPHS_MAX):
        rest = _filled(segment)
        if not rest:
            return
        begin = _last_paragraph(segment, rest)
        if begin is None:
            break
        _mark(segment, begin)
    for rule in (find_official, _closing, _name, find_unit, _farewell):
        begin = rule(segment, _filled(segment), names)
        if begin is not None:
            _mark(segment, begin)


def _mark(segment: Sequence[Line], begin: int) -> None:
    """Give everything from a line on to the signature."""
    for line in segment[begin:]:
        line.part = Part.SIGNATURE


def _filled(segment: Sequence[Line]) -> list[int]:
    """Return the indexes of the lines that hold new text."""
    return [i for i, line in enumerate(segment) if line.bare and line.part is Part.NEW]


def _banner(segment: Sequence[Line]) -> None:
    """Take away the warning that a mail server put above the text."""
    first = next((line for line in segment if line.bare), None)
    if first is not None and len(first.bare) > 20 and BANNER.match(first.bare):
        first.part = Part.SIGNATURE


def _delimiter(segment: Sequence[Line]) -> int | None:
    """Return the line that begins a signature by a delimiter (RFC 3676, 4.3, and what else stands for it)."""
    for index, line in enumerate(segment):
        text = line.bare
        if not text or line.part is not Part.NEW:
            continue
        if is_device(text):
            line.part = Part.SIGNATURE
            if index > 2 and _FULL_NAME.fullmatch(segment[index - 1].bare) and _ends_paragraph(segment, index - 2):
                segment[index - 1].part = Part.SIGNATURE
            continue
        if line.text == "-- " or (text in ("--", "—") and _small(segment, index + 1)):
            return index
        if _DELIMITER.fullmatch(text) or _LIST_FOOTER.fullmatch(text):
            if index and segment[index - 1].bare.endswith(":"):
                continue  # what was announced stands below the line
            if _is_name_block(_below(segment, index + 1), frozenset(), words_max=RULE_WORDS_MAX):
                return index
        elif _DASH_NAME.fullmatch(text) and _closes_text(segment, index) and _small(segment, index + 1):
            return index
    return None


def _closes_text(segment: Sequence[Line], index: int) -> bool:
    """True for a line below an empty one; behind a single dash a name closes a text, and is an answer without one."""
    if index and segment[index - 1].bare:
        return False
    return segment[index].bare.startswith(("--", "—")) or any(line.bare for line in segment[:index])


def _ends_paragraph(segment: Sequence[Line], index: int) -> bool:
    """True for an empty line below text that asks for nothing behind it."""
    return (
        not segment[index].bare and bool(segment[index - 1].bare) and not segment[index - 1].bare.endswith((":", ","))
    )


def _small(segment: Sequence[Line], begin: int) -> bool:
    """True when what follows is not more than a signature can be."""
    rest = _below(segment, begin)
    return len(rest) <= BLOCK_LINES_MAX and all(len(text) <= LINE_MAX for text in rest)


def _below(segment: Sequence[Line], begin: int) -> list[str]:
    """Return the filled lines from a line on, no further than shows that they are too many for a signature."""
    filled = (segment[place].bare for place in range(begin, len(segment)) if segment[place].bare)
    return list(islice(filled, BLOCK_LINES_MAX + 1))


def _last_paragraph(segment: Sequence[Line], filled: list[int]) -> int | None:
    """Return where the last paragraph begins, if it is a disclaimer or a device line."""
    last = filled[-1]
    if is_device(segment[last].bare):
        return last
    begin = last
    while begin > 0 and segment[begin - 1].bare and segment[begin - 1].part is Part.NEW and last - begin < 30:
        if DISCLAIMER.match(segment[begin].bare):
            break
        begin -= 1
    return begin if DISCLAIMER.match(segment[begin].bare) else None


def _closing(segment: Sequence[Line], filled: list[int], names: frozenset[str]) -> int | None:
    """Return the closing formula that stands alone on its line above a name."""
    for place in range(max(0, len(filled) - BLOCK_LINES_MAX - 1), len(filled) - 1):
        index = filled[place]
        text = segment[index].bare.strip("*_ ")
        if not _closes(text) or (place == 0 and (_SALUTES.match(text) or text.endswith(":"))):
            continue
        below = [segment[i].bare for i in filled[place + 1 :]]
        if text.endswith(".") and any(_closes(line.strip("*_ ")) for line in below):
            continue  # a sentence of thanks above the formula
        if _is_name_block(below, names):
            return index
    return None


def _closes(text: str) -> bool:
    """True for a closing formula; some are written in two languages ("Med venlig hilsen / Kind regards")."""
    return len(text) <= FORMULA_MAX and all(CLOSING.fullmatch(one) for one in text.split(" / "))


def _name(segment: Sequence[Line], filled: list[int], names: frozenset[str]) -> int | None:
    """Return the line of the writer's own name at the end of the text."""
    for place in range(max(1, len(filled) - BLOCK_LINES_MAX), len(filled)):
        index = filled[place]
        if segment[index].bare[0] in "-•*" and segment[index - 1].bare[:1] == segment[index].bare[0]:
            continue  # the last of a list of names
        if _closes_by_name(segment[index].bare, names):
            return index
        if segment[index - 1].bare and place < len(filled) - 1:
            continue
        below = [segment[i].bare for i in filled[place:]]
        if is_writer(below[0], names) and _is_name_block(below, names):
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


def _is_name_block(below: list[str], names: frozenset[str], words_max: int = LINE_MAX) -> bool:
    """True for a name and what people put under it; a sentence of more words is none of it."""
    if not below or len(below) > BLOCK_LINES_MAX or any(len(text) > LINE_MAX or text.startswith("#") for text in below):
        return False
    if below[0].endswith(":") or any(_MATTER_LABEL.match(text) for text in below):
        return False
    first = below[0].strip("*_ ()~-.,")
    words = first.split()
    if not words or len(words) > 9 or "?" in first or len(first) > 80:
        return False
    if any(_is_prose(text, words_max) for text in below):
        return False
    return is_writer(first, names) or _SENTENCE_END.search(below[0]) is None or len(words) <= 3


def _is_prose(text: str, words_max: int) -> bool:
    """True for a sentence that is no slogan and no line with a phone number."""
    long = len(text) > 60 or len(text.split()) > words_max
    return long and _SENTENCE_END.search(text) is not None and _CONTACT.search(text) is None


def is_writer(text: str, names: frozenset[str]) -> bool:
    """True when a line names the writer: most words of the From name, or its first word and initials."""
    text = text.split("|", maxsplit=1)[0].split(" - ", maxsplit=1)[0]
    if not names or len(text) > 70:
        return False
    words = [fold(word) for word in _LETTERS.findall(text)]
    words = [word for word in words if word not in _TITLES]
    if not words or len(words) > 8:
        return False
    known = sum(1 for word in words if word in names or (len(word) == 1 and any(n.startswith(word) for n in names)))
    if (
        next((word for word in words if len(word) > 1), words[0]) not in names
    ):  # "I Made Wirawan": an initial may stand first
        return False
    return known * 2 >= min(len(words), len(names)) and (known >= 2 or len(words) <= 2)


def fold(word: str) -> str:
    """Return a word without case and accents."""
    if word.isascii():
        return word.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))


def writer_names(name: str, address: str) -> frozenset[str]:
    """Return the words of the writer's name; those of the local part where there is no name."""
    source = name or address.partition("@")[0]
    words = {fold(word) for word in _LETTERS.findall(source)}
    return frozenset(word for word in words if len(word) > 1 and word not in _TITLES)
