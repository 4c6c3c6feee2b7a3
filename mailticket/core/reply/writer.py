"""Who signs: the writer's name, a formula above it, particulars below it; and what machines put under a text."""

import re
import unicodedata
from collections.abc import Sequence

from mailticket.core.reply.content import is_contact, is_house, is_sentence
from mailticket.core.reply.lines import Line, Part
from mailticket.core.reply.wording import (
    CLOSING,
    CONFIDES,
    DEVICE,
    DISCLAIMER,
    EXCUSE,
    NOT_A_DEVICE,
    OWN_WORDS,
    WEAK_DISCLAIMER,
)

LINE_MAX = 160  # characters of a line in a signature
FORMULA_MAX = 90  # characters of a closing formula
PARAGRAPH_MAX = 2_000  # characters of a paragraph that are looked at
PARAGRAPH_LINES_MAX = 40

_TARGET = re.compile(r" ?<https?://[^<>\s]{1,300}>|\[https?://[^\[\]\s]{1,300}\]")  # of a link in the line
_LETTERS = re.compile(r"[^\W\d_]+")
_TITLES = frozenset(
    "bapak pak bpk ibu bu sdr sdri mr mrs ms dr drs dra apt ns ir prof h hj se sh mm st ssos skom msi spd kh ny tn mas".split()
)


def is_device(text: str) -> bool:
    """True for a line that a phone or a mail program adds by itself."""
    text = _TARGET.sub("", text) if "http" in text else text
    if len(text) > LINE_MAX:
        return False
    if EXCUSE.fullmatch(text):
        return True
    return DEVICE.fullmatch(text) is not None and not NOT_A_DEVICE.search(text) and len(text.split()) <= 14


def is_disclaimer(segment: Sequence[Line], begin: int) -> bool:
    """True where a disclaimer, a scanner's note or a list's footer begins; weak words must confide something, too."""
    if not DISCLAIMER.match(segment[begin].bare):
        return False
    whole = paragraph(segment, begin)
    if OWN_WORDS.search(whole):
        return False
    return not WEAK_DISCLAIMER.match(segment[begin].bare) or CONFIDES.search(whole) is not None


def paragraph(segment: Sequence[Line], begin: int) -> str:
    """Return the lines from one on to the next that is empty or no new text, as one."""
    pieces: list[str] = []
    for line in segment[begin : begin + PARAGRAPH_LINES_MAX]:
        if not line.bare or line.part is not Part.NEW:
            break
        pieces.append(line.bare)
    return " ".join(pieces)[:PARAGRAPH_MAX]


def closes(text: str) -> bool:
    """True for a closing formula; some are written in two languages ("Med venlig hilsen / Kind regards")."""
    return len(text) <= FORMULA_MAX and all(CLOSING.fullmatch(one) for one in text.split(" / "))


def speaks(text: str) -> bool:
    """True for what is put below a name: a number, an address, a title, an office."""
    if is_contact(text):
        return not is_sentence(text)
    return is_house(text)


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
