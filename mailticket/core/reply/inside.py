"""What a person typed inside the quotation of our mail, and our own words outside of any: told apart by what we sent.

The lines come as marks, attributions and header blocks divide them. Here a line of a quotation becomes new text when
our mail does not hold it, and a line of the new text becomes a quotation when it stands in a stretch of our mail.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice, pairwise

from mailticket.core.reply.attribution import find_attribution
from mailticket.core.reply.form import LABEL, fits
from mailticket.core.reply.headers import find_head
from mailticket.core.reply.lines import Line, Part, without_marks
from mailticket.core.reply.ours import ECHO_MAX, LONG, SHORT, WORDS_MAX, Sent, Word, align, words_of

TYPED = 0.5  # share of our words below which a line is a person's
COVERED, COVERED_MIN = 0.8, 5  # share of pairs of our words in a line of at least so many, that is ours
QUOTATION_WORDS = 6  # words of ours in a row, in new text, that are a quotation without marks
MOSTLY_OURS = 0.7  # of a quotation in which staff may have typed an answer
TYPED_LINES_MAX = 10  # lines that a person types between two of ours
NOISE_MAX = 2  # characters of what a list or a table puts between our words
FRAME_LINES = 3  # lines at the beginning and end of a mail of ours that nobody copies into a text

_BEFORE = re.compile(r"[+(@#/\"'“”‘’Rr]{0,4}$|[Rr][Pp]\.? ?$")
_LINK = re.compile(r"https?://[^\s<>]{1,500}")


class Kind(Enum):
    """Whose a line is."""

    EMPTY = "empty"  # nothing to tell by
    OURS = "ours"
    TYPED = "typed"
    MIXED = "mixed"  # our words, and between or behind them a person's


@dataclass(frozen=True, slots=True)
class Piece:
    """What a person typed into a line of ours."""

    start: int
    end: int
    text: str
    label: str  # of the form, in front of it


@dataclass(frozen=True, slots=True)
class Told:
    """A line, and what the comparison says of it."""

    line: Line
    kind: Kind
    spots: tuple[int, ...] = ()  # where its words stand in our mail
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Compared:
    """The lines anew, and what was filled in behind labels of ours; None: nothing of ours is in them."""

    lines: list[Line]
    form: str | None
    below: bool  # something new stands below words of ours that bear no marks


def compare(lines: Sequence[Line], sent: Sent, *, copies: bool) -> Compared:
    """Tell our words from a person's; who `copies` may have taken words of ours over into an own text."""
    told = _told(lines, sent)
    if not any(one.spots for one in told):
        return Compared(list(lines), None, below=False)
    found = _found(told, MOSTLY_OURS if copies else 0.0)
    gone = _unmarked(told, sent, copies=copies)
    new = (at for at, one in enumerate(told) if one.line.part is Part.NEW and one.kind is not Kind.EMPTY)
    last_new = max((at for at in new if at not in gone), default=-1)
    fresh: list[Line] = []
    for at, one in enumerate(told):
        if at in found:
            fresh.extend(_divided(one))
        else:
            if at in gone:
                one.line.part = Part.QUOTE
            fresh.append(one.line)
    form = _form(told, found, sent, unmarked=bool(gone))
    return Compared(fresh, form, below=any(at < last_new for at in gone))


def _told(lines: Sequence[Line], sent: Sent) -> list[Told]:
    """Each line with what our mail says of it."""
    words: list[Word] = []
    for number, line in enumerate(lines):
        words.extend(islice(words_of(line.text, number), WORDS_MAX - len(words)))
    place = align(words, sent)
    told, at = [], 0
    for number, line in enumerate(lines):
        begin = at
        while at < len(place) and words[at].line == number:
            at += 1
        before = place[begin - 1] if begin else -1
        told.append(_one(line, words[begin:at], place[begin:at], before, sent))
    return told


def _one(line: Line, words: Sequence[Word], place: Sequence[int], before: int, sent: Sent) -> Told:
    """Whose a line is; `before` is where the last word in front of it stands."""
    spots = tuple(spot for spot in place if spot >= 0)
    if len(words) == 1 and not spots and before >= 0 and sent.begins(before + 1, words[0].key):
        return Told(line, Kind.OURS)  # the quotation was cut within a word
    if not words:
        link = _LINK.search(line.bare)
        is_typed = link is not None and link.group() not in sent.text and before < 0
        return Told(line, Kind.TYPED if is_typed else Kind.EMPTY)
    if len(spots) == len(words):
        return Told(line, Kind.OURS, spots)
    pieces = tuple(_pieces(line, words, place, sent))
    if place[0] in sent.facts and pieces:
        whole = without_marks(line)
        return Told(line, Kind.MIXED, spots, (Piece(len(line.text) - len(whole), len(line.text), whole.strip(), ""),))
    goes_on = before >= 0 and place[0] == before + 1 and before not in sent.stops
    is_behind = goes_on or any(piece.label for piece in pieces) or _is_beside(place, sent)
    if len(spots) < TYPED * len(words) and not is_behind:
        question = sent.words[max(0, before - ECHO_MAX) : before + 1] if before in sent.asked else []
        is_version = _is_covered(words, sent.pairs) and not _is_covered(words, frozenset(pairwise(question)))
        is_ours = line.part is Part.QUOTE and is_version
        return Told(line, Kind.OURS if is_ours else Kind.TYPED, spots if is_ours else ())
    return Told(line, Kind.MIXED if pieces else Kind.OURS, spots, pieces)


def _is_beside(place: Sequence[int], sent: Sent) -> bool:
    """True when a whole line of ours, or a long stretch of it, begins or ends the line."""
    for run in (_run(place, 1), _run(place[::-1], -1)[::-1]):
        if len(run) >= LONG or (len(run) >= SHORT and tuple(sent.words[run[0] : run[-1] + 1]) in sent.rows):
            return True
    return False


def _run(place: Sequence[int], step: int) -> list[int]:
    """The first places, as far as they follow one another."""
    run: list[int] = []
    for spot in place:
        if spot < 0 or (run and spot != run[-1] + step):
            break
        run.append(spot)
    return run


def _is_covered(words: Sequence[Word], pairs: frozenset[tuple[str, str]]) -> bool:
    """True when nearly all words stand in pairs that we wrote: our mail in another version, or an answer in its words."""
    if len(words) < COVERED_MIN:
        return False
    covered = set[int]()
    for at, (one, two) in enumerate(pairwise(words)):
        if (one.key, two.key) in pairs:
            covered |= {at, at + 1}
    return len(covered) >= COVERED * len(words)


def _pieces(line: Line, words: Sequence[Word], place: Sequence[int], sent: Sent) -> Iterator[Piece]:
    """The stretches of a line that are not ours, without what a client puts between our words."""
    at = 0
    while at < len(words):
        if place[at] >= 0:
            at += 1
            continue
        end = at
        while end < len(words) and place[end] < 0:
            end += 1
        label = sent.label_ends.get(place[at - 1], "") if at and words[at - 1].labels else ""
        start = words[at - 1].end if at else 0
        start = words[at].start - len(_BEFORE.search(line.text[start : words[at].start]).group())  # type: ignore[union-attr]
        stop = words[end].start if end < len(words) else len(line.text)
        text = line.text[start:stop].rstrip(" \t|>*_").strip()
        said = "".join(word.key for word in words[at:end])
        is_noise = len(said) <= NOISE_MAX and (at == 0 or end < len(words))
        is_broken = at > 0 and end == len(words) and sent.begins(place[at - 1] + 1, said)
        if text and (label or not (is_noise or is_broken)):
            yield Piece(start, start + len(text), text, label)
        at = end


def _found(told: Sequence[Told], ours_min: float) -> set[int]:
    """The lines of quotations of ours in which a person typed something.

    Less than `ours_min` of ours, counted in words: it quotes something else, in which nobody typed.
    """
    found = set[int]()
    for zone in _zones(told):
        ours = [told[at] for at in zone if told[at].spots and told[at].line.part is Part.QUOTE]
        if not ours or _share(told, zone) < ours_min:
            continue
        depth = max(one.line.depth for one in ours)
        for at in zone:
            one = told[at]
            if one.line.part is Part.QUOTE and one.kind in (Kind.TYPED, Kind.MIXED) and one.line.depth <= depth:
                found.add(at)
    return found


def _share(told: Sequence[Told], zone: Sequence[int]) -> float:
    """Return how much of the quoted words in a zone stand on lines of ours, those on which both write left out."""
    words = {Kind.OURS: 0, Kind.TYPED: 0}
    for one in (told[at] for at in zone):
        if one.line.part is Part.QUOTE and one.kind in words:
            words[one.kind] += len(one.line.bare.split())
    return words[Kind.OURS] / (sum(words.values()) or 1)


def _zones(told: Sequence[Told]) -> Iterator[list[int]]:
    """The lines below each attribution or header block, without those."""
    lines = [one.line for one in told]
    zone: list[int] = []
    at = 0
    heads = _heads(told, lines)
    while at < len(told):
        if at in heads:
            yield zone
            zone, at = [], heads[at]
        else:
            zone.append(at)
            at += 1
    yield zone


def _heads(told: Sequence[Told], lines: list[Line]) -> dict[int, int]:
    """Where attributions and header blocks begin that are not ours, and where they end."""
    heads = dict[int, int]()
    for at, one in enumerate(told):
        if one.line.part is not Part.QUOTE or not one.line.bare:
            continue
        head = find_head(lines, at)
        if head is not None:
            heads[head.begin] = max(head.end, at + 1)
            continue
        attribution = find_attribution(lines, at)
        # The name of the desk, which stands in our mail, may fill the second line of one that a client broke in two.
        if attribution is not None and any(told[of].kind is not Kind.OURS for of in range(attribution[0], at + 1)):
            heads[attribution[0]] = at + 1
    return heads


def _unmarked(told: Sequence[Told], sent: Sent, *, copies: bool) -> set[int]:
    """The lines of the new text that are our mail without marks."""
    quoted = {spot for one in told if one.line.part is Part.QUOTE for spot in one.spots}
    frame = _frame(sent)
    gone = set[int]()
    for stretch in _stretches(told):
        spots = [spot for at in stretch for spot in told[at].spots]
        is_twice = sum(spot in quoted for spot in spots) * 2 > len(spots)
        is_copied = copies and not frame.intersection(spots)
        is_quotation = _longest(spots) >= QUOTATION_WORDS and not is_twice and not is_copied
        if is_quotation or _goes_on(told, stretch):
            gone.update(_last_copies(told, stretch))
            gone.update(at for at in range(stretch[0], stretch[-1] + 1) if told[at].kind is Kind.EMPTY)
    return gone


def _last_copies(told: Sequence[Told], stretch: Sequence[int]) -> Iterator[int]:
    """Our lines in a stretch; of one that stands there twice the first was taken over into a text above."""
    seen = set[int]()
    for at in reversed(stretch):
        spots = told[at].spots
        if told[at].kind is Kind.OURS and sum(spot in seen for spot in spots) * 2 <= len(spots):
            yield at
        seen.update(spots)


def _longest(spots: Sequence[int]) -> int:
    """How many words stand in a row as they stand in ours."""
    longest = row = 0
    before = -1
    for spot in spots:
        row = row + 1 if spot == before + 1 else 1
        longest, before = max(longest, row), spot
    return longest


def _frame(sent: Sent) -> set[int]:
    """Where the first and the last lines of our mail stand: nobody takes those over into a text."""
    begins = sorted(spot for spots in sent.rows.values() for spot in spots)
    ends = [*begins[1:], len(sent.words)]
    edge = [*range(min(FRAME_LINES, len(begins))), *range(max(0, len(begins) - FRAME_LINES), len(begins))]
    return {spot for row in edge for spot in range(begins[row], ends[row])}


def _stretches(told: Sequence[Told]) -> Iterator[list[int]]:
    """Lines of new text that are ours or partly so, with no more than some typed ones between them."""
    stretch: list[int] = []
    between = 0
    for at, one in enumerate(told):
        between += one.kind is Kind.TYPED
        if one.line.part is Part.NEW and one.kind in (Kind.OURS, Kind.MIXED):
            stretch.append(at)
            between = 0
        elif stretch and (one.line.part is not Part.NEW or between > TYPED_LINES_MAX):
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _goes_on(told: Sequence[Told], stretch: Sequence[int]) -> bool:
    """True for lines that lost their marks: the quotation goes on in them word for word."""
    if any(told[at].kind is not Kind.OURS for at in stretch):
        return False
    spots = [spot for at in stretch for spot in told[at].spots]
    above = next((told[at] for at in range(stretch[0] - 1, -1, -1) if told[at].line.bare), None)
    below = next((told[at] for at in range(stretch[-1] + 1, len(told)) if told[at].line.bare), None)
    after = above is not None and above.line.part is Part.QUOTE and above.spots[-1:] == (spots[0] - 1,)
    before = below is not None and below.line.part is Part.QUOTE and below.spots[:1] == (spots[-1] + 1,)
    return after or before


def _divided(one: Told) -> Iterator[Line]:
    """The line as new text; of one that holds words of ours, too, what was typed apart from them."""
    if one.kind is Kind.TYPED:
        text = without_marks(one.line).strip()
        yield Line(text, one.line.bare, 0, part=Part.NEW, found=True)
        return
    at = 0
    for piece in one.pieces:
        between = one.line.text[at : piece.start].strip(" \t>*_|:")
        if between and between != piece.label:
            yield Line(one.line.text[at : piece.start], "", one.line.depth, part=Part.QUOTE)
        text = f"{piece.label}: {piece.text}" if piece.label else piece.text
        yield Line(text, " ".join(text.split()), 0, part=Part.NEW, found=True)
        at = piece.end
    if one.line.text[at:].strip():
        yield Line(one.line.text[at:], "", one.line.depth, part=Part.QUOTE)


def _form(told: Sequence[Told], found: set[int], sent: Sent, *, unmarked: bool) -> str:
    """What was filled in behind labels of our form, one line each; an answer may stand or go on on the lines below."""
    filled: list[str] = []
    label = ""  # of the line that is being filled in
    for at, one in enumerate(told):
        if one.kind is Kind.EMPTY:
            continue
        is_new = at in found or (one.line.part is Part.NEW and (unmarked or one.kind is Kind.TYPED))
        if one.kind is Kind.TYPED and is_new and label and fits(label, one.line.bare):
            if filled and filled[-1].startswith(f"{label}: "):
                filled[-1] += f" {without_marks(one.line).strip()}"
            else:
                filled.append(f"{label}: {without_marks(one.line).strip()}")
            continue
        labelled = [piece for piece in one.pieces if piece.label]
        if one.kind is Kind.MIXED and is_new:
            filled += [f"{piece.label}: {piece.text}" for piece in labelled]
        label = sent.label_ends.get(one.spots[-1], "") if one.kind is Kind.OURS and one.spots else ""
        if labelled and is_new and labelled[-1].end >= len(one.line.text.rstrip()):
            label = labelled[-1].label
    return "\n".join(line for line in filled if LABEL.fullmatch(line))
