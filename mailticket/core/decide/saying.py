"""What a text of the staff's says: whether it tells a citizen something, or only nods, asks, or talks to colleagues."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from mailticket.core.decide.saying_words import (
    ABOUT_THE_CITIZEN,
    ASKING,
    AUTOMATIC,
    CHATTY,
    CLOSING,
    COMING,
    CONCRETE,
    EMPTY,
    LETTER,
    LIGHT,
    OFFERED,
    OURSELVES,
    SPELLINGS,
    TO_A_CITIZEN,
    TO_A_COLLEAGUE,
    TO_A_SUPERIOR,
    TO_AN_OFFICE,
    TRIAL,
    UNFINISHED,
    VOCATIVES,
    WAITING,
    among_us,
)

SUBSTANCE_MIN = 3.0  # words that tell something, a light one counted half; fewer answer nobody
LETTER_MIN = 7.0  # of a letter that greets its citizen: it may speak of colleagues, too
CHAT_MAX = 6.0  # a longer text may call its citizen "mbak"
CHARACTERS_MAX = 4_000  # what is longer says something
NAME_WORDS_MAX = 10  # of a line that begins with a name of the staff: it and the lines below it are no news
NICKNAME_MIN = 3  # letters of a name
WORK_WORDS_MAX = 6  # of a promise that names nothing but the work to be done
BEGINNING = 100  # characters in which a letter names its reader

BEFORE_A_COLLEAGUE = frozenset(
    "mbak mas bang kak pak bu teh kang mohon tolong minta sama ke tanya biar sdr cc dear hi halo hai contact"
    " ask".split()
)

_WORD = re.compile(r"[^\W_]+")
_END = re.compile(r"(?<=[.!?;])\s|\n")
_PART = re.compile(r",|\b(?:dan|lalu|tetapi|tapi|namun|sehingga|and|but)\b")
_APOSTROPHES = re.compile("['\u2019`]")
_NOT_WORDS = re.compile(r"[^\w\s.,;:!?/@-]|_")


class Saying(Enum):
    """What a text says."""

    ANSWER = auto()
    NOTHING = auto()  # not a word
    UNFINISHED = auto()  # with room left for what is still to be written, or broken off
    NOD = auto()  # an acknowledgement, or a promise without a day
    QUESTION = auto()
    COLLEAGUE = auto()  # to somebody of the office
    LITTLE = auto()  # too few words to tell by


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: tuple[str, ...]
    asks: bool
    promises: bool

    def substance(self, known: frozenset[str] = frozenset()) -> float:
        """Count what tells something; the citizen knows the own name."""
        words = (word for word in self.words if word not in EMPTY and word not in known)
        return sum(0.5 if word in LIGHT else 1.0 for word in words)

    def tells(self, known: frozenset[str]) -> bool:
        """Whether one word at least tells something: below "Yth. Ibu Siti" that is enough."""
        return any(word not in EMPTY and word not in LIGHT and word not in known for word in self.words)


def what_it_says(
    text: str, staff: Iterable[str] = (), topics: Iterable[str] = (), citizen: Iterable[str] = ()
) -> Saying:
    """Return what a text says; `staff` and `citizen` are words of names, `topics` of the desk's matters."""
    if len(text) > CHARACTERS_MAX:
        return Saying.ANSWER
    if UNFINISHED.search(text.strip()):
        return Saying.UNFINISHED
    staff = frozenset(staff)
    said = _above_the_name(_APOSTROPHES.sub("", text.casefold()), staff)
    lines = _NOT_WORDS.sub(" ", said)
    sentences = [one for part in _END.split(lines) if _WORD.search(part) for one in _parts(part)]
    if not sentences:
        return Saying.QUESTION if "?" in text else Saying.NOTHING
    plain = " ".join(_spelt(lines))
    if TRIAL.search(plain):
        return Saying.NOTHING
    if AUTOMATIC.search(plain):
        return Saying.NOD
    known = frozenset(citizen)
    told = sum(one.substance(known) for one in sentences if not one.asks and not one.promises)
    asked = any(one.asks for one in sentences)
    greets = (
        bool(LETTER.search(plain)) and not TO_AN_OFFICE.search(plain) and not TO_A_SUPERIOR.search(plain[:BEGINNING])
    )
    is_letter = greets and told >= LETTER_MIN
    if not is_letter and _is_among_us(plain, lines, told, staff):
        return Saying.QUESTION if asked and told < SUBSTANCE_MIN else Saying.COLLEAGUE
    tells = any(one.tells(known) for one in sentences if not one.asks and not one.promises)
    is_told = tells and (greets or told >= SUBSTANCE_MIN) and not _asks_openly(sentences[-1])
    is_for_citizens = CONCRETE.search(lines) or not (TO_A_CITIZEN | frozenset(topics)).isdisjoint(plain.split())
    if any(one.asks for one in sentences[-2:]) and VOCATIVES.isdisjoint(plain.split()):
        return Saying.QUESTION
    if is_told and is_for_citizens:
        return Saying.ANSWER
    if asked:
        return Saying.QUESTION
    return Saying.NOD if told < 1 or any(one.promises for one in sentences) else Saying.LITTLE


def _above_the_name(text: str, staff: frozenset[str]) -> str:
    """Leave out a name and an office below the words, as far as they were not known for a signature."""
    lines = text.split("\n")
    for n, line in enumerate(lines):
        words = _WORD.findall(line)
        is_closing = bool(words) and all(word in CLOSING for word in words)
        if n and words and (is_closing or (words[0] in staff and len(words) <= NAME_WORDS_MAX)):
            return "\n".join(lines[:n])
    return text


def _is_among_us(plain: str, lines: str, told: float, staff: frozenset[str]) -> bool:
    if TO_AN_OFFICE.search(plain) or among_us().search(plain) or ABOUT_THE_CITIZEN.search(plain):
        return True
    if told < CHAT_MAX and TO_A_COLLEAGUE.search(plain):
        return True
    first, words = _WORD.search(lines), plain.split()
    if not CHATTY.isdisjoint(_WORD.findall(lines)):
        return True
    if told < CHAT_MAX and not {"saya", "i", "im"}.isdisjoint(words):
        return True  # letters of an office say "kami"
    begins = first is not None and _calls(first[0], staff) and lines[first.end() :].lstrip(" ")[:1] in (",", ":")
    return begins or any(a in BEFORE_A_COLLEAGUE and b in staff for a, b in pairwise(words))


def _calls(word: str, staff: frozenset[str]) -> bool:
    """Whether a word is a name of the staff, or what colleagues make of it: "Dod," "Rin,"."""
    return word in staff or (len(word) >= NICKNAME_MIN and any(name.startswith(word) for name in staff))


def _parts(sentence: str) -> Iterator[_Sentence]:
    """Yield what a sentence says one after the other; a question asks all of it."""
    asks = sentence.rstrip().endswith("?")
    for part in _PART.split(sentence):
        words = tuple(_spelt(part))
        if words:
            yield _Sentence(words, asks or words[0] in ASKING, _promises(words, part))


def _promises(words: tuple[str, ...], part: str) -> bool:
    """Whether it says nothing but what will be done: by us, or by nobody in particular, and on no day."""
    pairs = zip(words, (*words[1:], ""), strict=True)
    is_coming = words[0] in WAITING or any(
        (a in COMING and (b in OURSELVES or (b in EMPTY and b.startswith("di")))) or (a in OURSELVES and b in COMING)
        for a, b in pairs
    )
    work = sum(word not in EMPTY and word not in LIGHT for word in words)
    is_plain = words[0] in OURSELVES and words[1:2] and words[1] in EMPTY and words[-1] in COMING
    return bool(is_coming or is_plain) and work <= WORK_WORDS_MAX and CONCRETE.search(part) is None


def _asks_openly(last: _Sentence) -> bool:
    """Whether a text ends in a bare "Bagaimana, Bu?": what stands above it is told to whoever shall decide."""
    return last.asks and last.substance() < 2 and OFFERED.search(" ".join(last.words)) is None


def _spelt(text: str) -> Iterable[str]:
    return (SPELLINGS.get(word, word) for word in _WORD.findall(text))
