"""Patterns of many words, tried only where one of their words begins.

Python's `re` tries every alternative at every letter. A text that is searched for many vocabularies is therefore cut
into words once, and each vocabulary looks only at the words that begin like one of its own.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from string import ascii_lowercase
from typing import Self

HEAD = 4  # letters by which a word is found

# A blank in place of all that is no letter of a to z: so the words are found fastest.
_ONLY_LETTERS = bytes(byte if chr(byte) in ascii_lowercase else 0x20 for byte in range(256))
_LEFT_OUT = ("?", "*")  # what stands before these may be left out
_MARK = re.compile(r"(?:[ ,.'/-]|\\[.])[?*]")
# What ends a word of fewer letters than a head: something that is no letter, or that none follows.
_WORD_ENDS = re.compile(r"$|[ ,'/-](?![?*])|\\[.](?![?*])|\(\?!(?:\\w|\[\^\\W\\d_\])\)")
_GROUP = re.compile(r"\(\?(?::|P<\w+>)")


@dataclass(frozen=True, slots=True)
class Words:
    """A text, or a part of one, and where its words begin, by their first letters."""

    _typed: str
    _lowered: str
    _places: Mapping[str, Sequence[int]]  # of all of its words
    _begin: int
    _end: int

    @classmethod
    def of(cls, text: str) -> Self:
        """Cut a text into words."""
        lower = lowered(text)
        places: dict[str, list[int]] = defaultdict(list)
        place = 0
        for word in lower.encode("ascii", "replace").translate(_ONLY_LETTERS).decode("ascii").split(" "):
            if word:
                places[word[:HEAD]].append(place)
            place += len(word) + 1
        return cls(text, lower, dict(places), 0, len(text))

    def part(self, begin: int, end: int | None = None) -> Self:
        """Return the words of a part of the text, which are not looked for again."""
        begin, end, _ = slice(begin, end).indices(len(self._typed))
        return replace(self, _begin=begin, _end=end)

    @property
    def typed(self) -> str:
        """The text as it was typed."""
        return self._typed[self._begin : self._end]

    @property
    def text(self) -> str:
        """The text in lower case."""
        return self._lowered[self._begin : self._end]

    def begin_with(self, heads: frozenset[str]) -> bool:
        """Whether a word begins with one of these letters."""
        return not heads.isdisjoint(self._places)

    def find(self, heads: frozenset[str], pattern: re.Pattern[str], *, typed: bool = False) -> Iterator[re.Match[str]]:
        """Yield what a pattern matches at the words that begin with these letters, as `finditer` does."""
        text, end = self._typed if typed else self._lowered, self._begin
        for place in sorted([place for head in heads & self._places.keys() for place in self._places[head]]):
            if end <= place < self._end and (found := pattern.match(text, place, self._end)):
                end = found.end()
                yield found

    def without(self, matches: Iterable[re.Match[str]]) -> str:
        """Return the text with a blank in place of each match."""
        kept, end = [], self._begin
        for match in matches:
            kept.append(self._lowered[end : match.start()])
            end = match.end()
        return " ".join((*kept, self._lowered[end : self._end]))

    def has(self, word: str) -> bool:
        """True when a word, or several, in lower case stands in the text by itself, not inside another."""
        text, place = self._lowered, self._lowered.find(word, self._begin, self._end)
        while place >= 0:
            end = place + len(word)
            if not text[max(place - 1, 0) : place].isalnum() and not text[end : end + 1].isalnum():
                return True
            place = text.find(word, place + 1, self._end)
        return False


class Vocabulary:
    """Words that are searched for together, as the alternatives of a regular expression.

    Each begins with four plain letters in lower case (fewer if the word is shorter) at the beginning of a word, and
    the match ends with a word, unless it `is_open`. `typed`: it is for the text as it was typed, in capitals or not.
    """

    def __init__(self, alternatives: str, *, typed: bool = False, is_open: bool = False) -> None:
        self._heads = frozenset(head for word in _split(alternatives) for head in _heads(word))
        self._alternatives, self._typed, self._is_open = alternatives, typed, is_open

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What it searches with, made when a text has one of the beginnings: few have one of each vocabulary."""
        end = "" if self._is_open else r"(?!\w)"
        return re.compile(rf"\b(?=\w)(?:{self._alternatives}){end}", re.IGNORECASE if self._typed else re.NOFLAG)

    def find(self, words: Words) -> Iterator[re.Match[str]]:
        """Yield the matches in their order, as `finditer` does."""
        if not words.begin_with(self._heads):
            return iter(())
        return words.find(self._heads, self.pattern, typed=self._typed)

    def found(self, words: Words) -> dict[str, None]:
        """Return what was found, each once, in the order of its first place."""
        return dict.fromkeys(match.group() for match in self.find(words))

    def is_in(self, words: Words) -> bool:
        """True when one of the words is in the text."""
        return next(self.find(words), None) is not None

    def without(self, words: Words) -> str:
        """Return the text with a blank in place of each match."""
        return words.without(self.find(words))


def lowered(text: str) -> str:
    """Return the text in lower case, each letter at its place."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(letter.lower()[:1] for letter in text)  # a capital I with a dot becomes two characters


def _split(alternatives: str) -> list[str]:
    """Cut a pattern at its outermost bars."""
    words, depth, start = [], 0, 0
    for place, letter in enumerate(alternatives):
        depth += (letter in "([") - (letter in ")]")
        if letter == "|" and depth == 0:
            words.append(alternatives[start:place])
            start = place + 1
    return [*words, alternatives[start:]]


def _heads(word: str) -> Iterator[str]:
    """Yield the letters that an alternative may begin with; ValueError when they are too few to find it by."""
    while word.startswith("(?<!"):
        word = word[_group_end(word) + 1 :]  # what must not stand before it
    plain = next((n for n, letter in enumerate(word[:HEAD]) if letter not in ascii_lowercase), min(len(word), HEAD))
    head, behind = word[:plain], word[plain:]
    if head and behind.startswith(_LEFT_OUT):
        yield from _heads(head[:-1] + behind[1:])
        yield from _heads(head + behind[1:])
    elif (len(head) == HEAD and behind[:1] != "{") or (head and _WORD_ENDS.match(behind)):
        yield head
    elif head and (mark := _MARK.match(behind)):
        yield from _heads(head + behind[mark.end() :])
        yield head
    elif group := _GROUP.match(behind):
        end = _group_end(behind)
        rest = behind[end + 1 :]
        options = _split(behind[group.end() : end])
        if rest.startswith(_LEFT_OUT):
            rest = rest[1:]
            options.append("")
        for option in options:
            yield from _heads(f"{head}{option}{rest}")
    else:
        raise ValueError(f"{word!r}: a word of a vocabulary begins with {HEAD} letters of its own")


def _group_end(pattern: str) -> int:
    """Return where the group that a pattern begins with is closed."""
    depth = 0
    for place, letter in enumerate(pattern):
        depth += (letter == "(") - (letter == ")")
        if depth == 0:
            return place
    raise ValueError(f"{pattern!r}: a group is not closed")
