"""Our own words in an answer to a mail of ours, found by comparing with the very mail that we sent.

Clients rewrap what they quote, add marks or eat them, change blanks, bullets and links, and turn HTML into text of
their own; the words stay, in their order. So both texts are compared word by word: long stretches of equal words first,
shorter ones only in the room between them. What is left over inside a quotation of ours was typed by the person.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest

SENT_WORDS_MAX = 20_000  # of our mails that are compared
WORDS_MAX = 40_000  # of the answer; a person types and quotes some hundreds
LONG, SHORT = 6, 3  # words in a row that are ours wherever they stand; that are ours in their place
LABEL_WORDS_MAX = 5
ROW_WORDS_MAX = 30  # of a line that is compared as a whole
ECHO_MAX = 15  # words of ours with which a person may answer them
GAP_SPARE = 50  # words that we look ahead where the order of the quotation is not ours
BROKEN_MAX = 12  # words, in pieces, that a client can have cut anywhere

_TOKEN = re.compile(r"(?P<link>(?:[a-z][a-z0-9+.-]{1,30}://|mailto:|tel:)[^\s<>\[\]]+)|[^\W_]+", re.I)
_LABELLED = re.compile(r"[^\n:：]{1,60}[:：]")
_COLON = re.compile(r"[\s*_]{0,20}[:：]|[ ]?(?:\t|  |\|)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line: where it stands, and what it is compared by."""

    line: int
    start: int
    end: int
    key: str
    labels: bool = False  # a colon stands behind it, or what a table leaves of one


def words_of(text: str, line: int = 0) -> Iterator[Word]:
    """The words of a line, without links: clients write those anew."""
    for found in _TOKEN.finditer(text):
        if found["link"] is None:
            word = found.group()
            key = word.lower() if word.isascii() else unicodedata.normalize("NFKC", word).casefold()
            yield Word(line, found.start(), found.end(), key, _COLON.match(text, found.end()) is not None)


@dataclass
class Sent:
    """The text of our mails, by its words."""

    text: str
    words: list[str] = field(default_factory=list)
    rows: dict[tuple[str, ...], list[int]] = field(default_factory=dict)  # whole lines: where each begins
    labels: dict[tuple[str, ...], list[int]] = field(default_factory=dict)  # words before a colon: where they begin
    label_ends: dict[int, str] = field(default_factory=dict)  # last word of a label that is to be filled in -> label
    facts: set[int] = field(default_factory=set)  # first words of lines with a label and its value
    asked: set[int] = field(default_factory=set)  # last words of questions
    stops: set[int] = field(default_factory=set)  # last words of lines that end a sentence or a paragraph

    def __post_init__(self) -> None:
        """Read the text into words."""
        lines = self.text.split("\n")
        for line, following in zip_longest(lines, lines[1:], fillvalue=""):
            words = tuple(words_of(line))
            keys = tuple(word.key for word in words)
            begin = len(self.words)
            if not keys or begin + len(keys) > SENT_WORDS_MAX:
                continue
            self.words.extend(keys)
            self.rows.setdefault(keys, []).append(begin)
            if not following.strip() or line.rstrip().endswith((".", "!", "?", ":", ";")):
                self.stops.add(len(self.words) - 1)
            self.asked.update(begin + at for at, word in enumerate(words) if line[word.end :].startswith("?"))
            label = _LABELLED.match(line)
            if label is None:
                continue
            labelled = tuple(word.key for word in words_of(label.group()))
            if not 0 < len(labelled) <= LABEL_WORDS_MAX:
                continue
            self.labels.setdefault(labelled, []).append(begin)
            if len(labelled) == len(keys):
                self.label_ends[begin + len(keys) - 1] = label.group().strip(" \t:：>*-")
            else:
                self.facts.add(begin)

    @cached_property
    def long(self) -> Mapping[tuple[str, ...], list[int]]:
        """Where each stretch of words begins that is ours wherever it stands."""
        return self._stretches(LONG)

    @cached_property
    def short(self) -> Mapping[tuple[str, ...], list[int]]:
        """Where each stretch begins that is ours in its place."""
        return self._stretches(SHORT)

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Words that follow one another."""
        return frozenset(zip(self.words, self.words[1:], strict=False))

    def begins(self, at: int, letters: str) -> bool:
        """Whether the word at a place begins with these letters and goes on."""
        return at < len(self.words) and self.words[at] != letters and self.words[at].startswith(letters)

    def _stretches(self, size: int) -> dict[tuple[str, ...], list[int]]:
        found: dict[tuple[str, ...], list[int]] = {}
        for at in range(len(self.words) - size + 1):
            found.setdefault(tuple(self.words[at : at + size]), []).append(at)
        return found


def align(words: Sequence[Word], sent: Sent) -> list[int]:
    """Return for each word where it stands in what we sent, or -1: linear in both."""
    place = [-1] * len(words)
    keys = [word.key for word in words]
    _match(place, keys, (0, len(keys)), sent, (0, len(sent.words)), LONG, anywhere=True)
    for gap in _gaps(place):
        _match(place, keys, gap, sent, _room(place, gap, sent), SHORT)
    for gap in _gaps(place):
        _match_lines(place, words, gap, sent)
    for begin, end in _gaps(place):
        low, high = _room(place, (begin, end), sent)
        is_small = end - begin <= BROKEN_MAX and high - low <= BROKEN_MAX
        if is_small and "".join(keys[begin:end]) == "".join(sent.words[low:high]):
            place[begin:end] = [low] * (end - begin)  # the same letters, cut into words elsewhere
    return place


def _gaps(place: Sequence[int]) -> list[tuple[int, int]]:
    """The stretches of words that are not ours so far."""
    gaps, begin = [], None
    for at, spot in enumerate([*place, 0]):
        if spot < 0 and begin is None:
            begin = at
        elif spot >= 0 and begin is not None:
            gaps.append((begin, at))
            begin = None
    return gaps


def _room(place: Sequence[int], gap: tuple[int, int], sent: Sent) -> tuple[int, int]:
    """The stretch of ours that belongs into a gap."""
    begin, end = gap
    low = place[begin - 1] + 1 if begin else 0
    high = place[end] if end < len(place) else len(sent.words)
    return (low, high) if low <= high else (low, min(len(sent.words), low + end - begin + GAP_SPARE))


def _match(
    place: list[int],
    keys: Sequence[str],
    gap: tuple[int, int],
    sent: Sent,
    room: tuple[int, int],
    size: int,
    *,
    anywhere: bool = False,
) -> None:
    """Find stretches of so many words of a gap in a room of ours, in order; each word is passed once.

    Words of a question that stand again right behind it are a person's, who answers in its words.
    """
    (at, end), (low, high) = gap, room
    index = sent.long if size == LONG else sent.short
    expected, after = low, at
    while at + size <= end:
        spot = _nearest(index.get(tuple(keys[at : at + size]), ()), expected, low if anywhere else expected, high)
        is_answer = expected - 1 in sent.asked and at - after <= ECHO_MAX
        if spot is None or (is_answer and expected - ECHO_MAX <= spot < expected):
            at += 1
            continue
        while at < end and spot < high and keys[at] == sent.words[spot]:
            place[at] = spot
            at, spot = at + 1, spot + 1
        expected, after = spot, at


def _nearest(spots: Sequence[int], expected: int, low: int, high: int) -> int | None:
    """The first of these places behind the expected one, else the first of all that are allowed."""
    for least in (expected, low):
        at = bisect_left(spots, least)
        if at < len(spots) and spots[at] < high:
            return spots[at]
    return None


def _match_lines(place: list[int], words: Sequence[Word], gap: tuple[int, int], sent: Sent) -> None:
    """Find lines of a gap that are whole lines of ours, and labels in front of what a person filled in."""
    low, high = _room(place, gap, sent)
    at, end = gap
    while at < end:
        after = at
        while after < end and words[after].line == words[at].line:
            after += 1
        begins = at == 0 or words[at - 1].line != words[at].line
        ends = after == len(words) or words[after].line != words[at].line
        count = after - at
        keys = tuple(word.key for word in words[at:after]) if count <= ROW_WORDS_MAX else ()
        spot = _nearest(sent.rows.get(keys, ()), low, low, high) if begins and ends else None
        if spot is None and begins:
            spot, count = _label(words[at : min(after, at + LABEL_WORDS_MAX)], sent, low, high)
        if spot is not None:
            place[at : at + count] = range(spot, spot + count)
            low = spot + count
        for last in range(at + (count if spot is not None else 0), after):
            if words[last].labels:
                low = _inner_label(place, words, (at, last + 1), sent, (low, high))
        at = after


def _inner_label(
    place: list[int], words: Sequence[Word], span: tuple[int, int], sent: Sent, room: tuple[int, int]
) -> int:
    """Find the label that ends with a stretch of words, where lines were joined; return where ours goes on."""
    (begin, end), (low, high) = span, room
    for count in range(min(LABEL_WORDS_MAX, end - begin), 0, -1):
        spot = _nearest(sent.labels.get(tuple(word.key for word in words[end - count : end]), ()), low, low, high)
        if spot is not None and all(one < 0 for one in place[end - count : end]):
            place[end - count : end] = range(spot, spot + count)
            return spot + count
    return low


def _label(words: Sequence[Word], sent: Sent, low: int, high: int) -> tuple[int | None, int]:
    """Where the label stands that a line begins with, and how many words it has."""
    for count in range(len(words), 0, -1):
        spots = sent.labels.get(tuple(word.key for word in words[:count]), ()) if words[count - 1].labels else ()
        spot = _nearest(spots, low, low, high)
        if spots:
            return (spots[0] if spot is None else spot), count
    return None, 0
