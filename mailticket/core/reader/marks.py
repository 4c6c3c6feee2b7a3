"""What a person said of a mail, as labels of its tokens: what the tagger learns from."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailticket.core.reader.candidates import folded
from mailticket.core.reader.numbers import e164
from mailticket.core.reader.tokens import Token

OUTSIDE = "O"
NAME, ADDRESS, PHONE = "NAME", "ADDRESS", "PHONE"
OTHERS = {"name": "OTHER-NAME", "address": "OTHER-ADDRESS", "phone": "OTHER-NUMBER", "number": "OTHER-NUMBER"}
WINDOW_MIN = 0.8  # F1 of words, from which a stretch is the address that a person wrote down
ADDRESSES_MAX, NAMES_MAX = 3, 9  # times that a value is looked for
_LOOKS = str.maketrans("OolISB", "001158")


@dataclass(frozen=True, slots=True)
class Gold:
    """What a person would say is the writer's, and what is somebody else's."""

    name: str | None = None
    names: Sequence[str] = ()  # accepted as well
    address: str | None = None
    phone: str | None = None  # E.164
    others: Sequence[tuple[str, str]] = ()  # what it is ("name", "phone" ...), as typed


def tags_of(gold: Gold, tokens: Sequence[Token]) -> list[str]:
    """Return the label of each token: B- begins a value, I- goes on in it."""
    tags = [OUTSIDE] * len(tokens)
    words = _words(tokens)
    if gold.address:
        want = folded(gold.address)
        found = list(_stretches(words, want, ADDRESSES_MAX)) or _nearly(words, want)
        _mark(tags, found, ADDRESS)
    if gold.name:
        own = set(folded(gold.name))
        for name in (gold.name, *(one for one in gold.names if one and set(folded(one)) <= own)):
            _mark(tags, _stretches(words, folded(name), NAMES_MAX), NAME)
    if gold.phone:
        _mark(tags, ((at, at) for at, token in enumerate(tokens) if number_of(token) == gold.phone), PHONE)
    for what, text in gold.others:
        if what in OTHERS:
            _mark(tags, _stretches(words, folded(text), NAMES_MAX), OTHERS[what])
    return tags


def number_of(token: Token) -> str | None:
    """Return the number that a token is, in E.164."""
    if token.kind != "number":
        return None
    plus = "+" if token.text.lstrip("(").startswith("+") else ""
    return e164(plus + re.sub(r"\D", "", token.text.translate(_LOOKS)))


def _words(tokens: Sequence[Token]) -> list[tuple[str, int]]:
    """Each word, and the token that it stands in."""
    found: list[tuple[str, int]] = []
    for at, token in enumerate(tokens):
        found.extend([("@", at)] if token.kind == "email" else [(word, at) for word in folded(token.text)])
    return found


def _stretches(words: Sequence[tuple[str, int]], want: Sequence[str], most: int) -> Iterator[tuple[int, int]]:
    at = count = 0
    while want and at + len(want) <= len(words) and count < most:
        if [word for word, _ in words[at : at + len(want)]] == list(want):
            yield words[at][1], words[at + len(want) - 1][1]
            at += len(want)
            count += 1
        else:
            at += 1


def _nearly(words: Sequence[tuple[str, int]], want: Sequence[str]) -> list[tuple[int, int]]:
    """The stretch that is most like an address which a person wrote down in another order or without some words."""
    wanted = Counter(want)
    best, place = WINDOW_MIN, None
    for at, (word, _) in enumerate(words):
        if word not in wanted:
            continue
        for length in range(max(1, len(want) - 2), len(want) + 9):
            part = [one for one, _ in words[at : at + length]]
            if len(part) < length or part[-1] not in wanted:
                continue
            alike = 2 * sum((Counter(part) & wanted).values()) / (length + len(want))
            if alike > best:
                best, place = alike, (words[at][1], words[at + length - 1][1])
    return [place] if place else []


def _mark(tags: list[str], stretches: Iterator[tuple[int, int]] | Sequence[tuple[int, int]], tag: str) -> None:
    for first, last in stretches:
        if all(one == OUTSIDE for one in tags[first : last + 1]):
            tags[first : last + 1] = [f"B-{tag}", *[f"I-{tag}"] * (last - first)]


def spans_of_tags(tags: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield each labelled stretch: what it is, its first and last token."""
    at = 0
    while at < len(tags):
        if tags[at].startswith("B-"):
            end = at
            while end + 1 < len(tags) and tags[end + 1] == f"I-{tags[at][2:]}":
                end += 1
            yield tags[at][2:], at, end
            at = end
        at += 1
