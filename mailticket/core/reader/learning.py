"""From mails that a person has read to what the tagger and the choosers learn: examples of tokens and of answers.

A chooser learns from candidates as the tagger gives them for mails that it has not seen; what the rules say counts
only where they had not seen the mail either (`rules_are_honest`), and each such mail is shown without them as well.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mailticket.core.masking import local_digits
from mailticket.core.reader.candidates import HONORIFIC, folded
from mailticket.core.reader.choice import Seen, address_candidates, name_candidates, number_candidates
from mailticket.core.reader.evidence import Evidence
from mailticket.core.reader.features import features
from mailticket.core.reader.marks import Gold, tags_of
from mailticket.core.reader.matter import Telling
from mailticket.core.reader.matter import features as matter_features
from mailticket.core.reader.models import NO, YES
from mailticket.core.reader.provinces import provinces
from mailticket.core.reader.tokens import rows_of, tokens_of
from mailticket.core.reader.variants import Chance, Stock, vary

SAME_ADDRESS = 0.85  # F1 of words, from which two addresses are one
SEEN_MIN = 2  # mails in which a word must stand to tell the kind

Marks = Sequence[str] | Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One mail: what the reader sees of it, and what is right; a field that is not in `right` nobody has judged."""

    id: str
    collection: str
    evidence: Evidence
    telling: Telling
    right: Mapping[str, Sequence[str]]  # the value and others that are as good; none: it is not there
    best: Mapping[str, str | None]
    tolerated: Mapping[str, Sequence[str]] = field(default_factory=dict)  # where none is best: they may stand or not
    kinds: Sequence[str] = ()  # that are as good
    others: Sequence[tuple[str, str]] = ()  # what is somebody else's
    rules_are_honest: bool = True

    @property
    def gold(self) -> Gold:
        """What the tagger shall find."""
        return Gold(
            self.best.get("name"),
            [name for name in self.right.get("name", ()) if name != self.best.get("name")],
            self.best.get("address"),
            self.best.get("phone"),
            self.others,
        )

    def unruled(self) -> "Lesson":
        """Return it as if nobody knew what the rules say."""
        evidence = replace(self.evidence, names=None, addresses=None, phones=None, province=None)
        return replace(self, evidence=evidence, telling=replace(self.telling, kind=None, counts=()))


@dataclass(frozen=True, slots=True)
class Tagged:
    """The tokens of one mail with their features and labels."""

    features: list[list[str]]
    tags: list[str]


def tagged(lesson: Lesson, stock: Stock | None = None, chance: Chance | None = None) -> Tagged:
    """Return what the tagger learns from a mail, or from a variant of it."""
    evidence = lesson.evidence
    rows = rows_of(evidence.display, evidence.subject, evidence.lines)
    tokens = tokens_of(rows)
    tags = tags_of(lesson.gold, tokens)
    if stock is not None and chance is not None:
        rows, tokens, tags = vary(rows, tokens, tags, stock, chance)
    return Tagged(features(rows, tokens, evidence.sender, rows[0].text), tags)


def stock_of(lessons: Sequence[Lesson]) -> Stock:
    """Return the names and addresses of lessons, for variants of them."""
    names = [lesson.best["name"] for lesson in lessons if lesson.best.get("name")]
    addresses = [lesson.best["address"] for lesson in lessons if lesson.best.get("address")]
    return Stock.of([name for name in names if name], [address for address in addresses if address])


def answers(lesson: Lesson, seen: Seen, question: str) -> Iterator[tuple[Marks, str]]:
    """Yield what a chooser learns from a mail: features of a candidate, or of the matter, and the answer."""
    for shown in (lesson, lesson.unruled()) if lesson.rules_are_honest else (lesson.unruled(),):
        if question in ("kind", "detail"):
            if question in lesson.best:
                yield matter_features(shown.telling), str(lesson.best[question])
        elif question in lesson.right:
            yield from _of_field(shown, seen, question)


def _of_field(lesson: Lesson, seen: Seen, question: str) -> Iterator[tuple[Marks, str]]:
    """The candidates for a field, and whether each is right; where none is best, what may stand is passed over."""
    right = lesson.right[question]
    tolerated = lesson.tolerated.get(question, ()) if not right else ()
    for value, marks in candidates(lesson.evidence, seen, question, lesson.best.get("address")):
        if not any(is_right(question, value, [one]) for one in tolerated):
            yield marks, YES if is_right(question, value, right) else NO


def candidates(evidence: Evidence, seen: Seen, question: str, address: str | None) -> Iterator[tuple[str, list[str]]]:
    """Yield each candidate for a field with its features; `address` is the one that was chosen, for the province."""
    if question == "name":
        yield from ((one.value, one.features) for one in name_candidates(evidence, seen))
    elif question == "address":
        yield from ((one.value, one.features) for one in address_candidates(evidence, seen))
    elif question == "phone":
        yield from number_candidates(evidence, seen).items()
    else:
        yield from provinces(evidence, seen.rows, address).items()


def is_right(field: str, value: str | None, right: Sequence[str]) -> bool:
    """Whether a value is one of the right ones; None: whether there is none."""
    if value is None or not right:
        return value is None and not right
    return any(_is_same(field, value, one) for one in right)


def _is_same(field: str, one: str, other: str) -> bool:
    if field == "phone":
        return local_digits(one) == local_digits(other)
    left, right = folded(one), folded(other)
    if field == "name":
        return folded(HONORIFIC.sub("", one)) == folded(HONORIFIC.sub("", other))
    if field != "address":
        return left == right
    rest, common = list(right), 0
    for word in left:
        if word in rest:
            rest.remove(word)
            common += 1
    return 2 * common >= SAME_ADDRESS * (len(left) + len(right))


def often(examples: Sequence[tuple[Marks, str]]) -> list[tuple[Marks, str]]:
    """Leave out of weighted features those that stand in hardly any example: they tell nothing of other mails."""
    counts: dict[str, int] = {}
    for marks, _ in examples:
        for mark in marks:
            counts[mark] = counts.get(mark, 0) + 1
    return [
        ({mark: weight for mark, weight in marks.items() if counts[mark] >= SEEN_MIN}, answer)
        if isinstance(marks, Mapping)
        else (marks, answer)
        for marks, answer in examples
    ]
