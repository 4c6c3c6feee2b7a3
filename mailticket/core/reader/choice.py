"""The choice: of all candidates one or none, with a probability and the others beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from mailticket.core.reader.candidates import Candidate, addresses, names, spans_of
from mailticket.core.reader.evidence import Evidence
from mailticket.core.reader.features import features
from mailticket.core.reader.marks import ADDRESS, NAME, PHONE, number_of
from mailticket.core.reader.models import Models
from mailticket.core.reader.numbers import numbers
from mailticket.core.reader.tokens import Row, Token, rows_of, tokens_of

OTHERS_MAX = 3  # alternatives that are told
OTHERS_MIN = 0.05  # probability from which one is
NEARLY = 0.5  # of the chance of the most probable spelling


@dataclass(frozen=True, slots=True)
class Choice:
    """What is most probably the writer's; `row` is where it stands, None: in the rules alone."""

    value: str
    chance: float
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A mail as rows and tokens, with the tagger's chances."""

    rows: list[Row]
    tokens: list[Token]
    chances: dict[str, tuple[list[float], list[float]]]


def look(evidence: Evidence, models: Models) -> Seen:
    """Cut a mail into tokens and tag them."""
    rows = rows_of(evidence.display, evidence.subject, evidence.lines)
    tokens = tokens_of(rows)
    marked = features(rows, tokens, evidence.sender, evidence.display)
    return Seen(rows, tokens, models.spans.chances(marked, (NAME, ADDRESS, PHONE)))


def name_candidates(evidence: Evidence, seen: Seen) -> list[Candidate]:
    """Return what may be the writer's name."""
    return names(evidence, seen.rows, seen.tokens, spans_of(*seen.chances[NAME]))


def address_candidates(evidence: Evidence, seen: Seen) -> list[Candidate]:
    """Return what may be the writer's address."""
    return addresses(evidence, seen.rows, seen.tokens, spans_of(*seen.chances[ADDRESS]))


def number_candidates(evidence: Evidence, seen: Seen) -> dict[str, list[str]]:
    """Return every number with its features."""
    begin, inside = seen.chances[PHONE]
    tagged: dict[str, float] = {}
    for at, token in enumerate(seen.tokens):
        number = number_of(token)
        if number is not None:
            tagged[number] = max(tagged.get(number, 0.0), begin[at] + inside[at])
    return numbers(evidence, seen.rows, tagged)


def ranked(
    candidates: Sequence[Candidate], chances: Sequence[float], tokens: Sequence[Token], *, whole: bool = False
) -> list[Choice]:
    """Return the choices, the most probable first; candidates that are one thing in other bounds share their chance.

    `whole`: of these the longest is taken that is nearly as probable, as a name is given in full.
    """
    order = sorted(zip(chances, candidates, strict=True), key=lambda one: (-one[0], one[1].value))
    taken: set[str] = set()
    found: list[Choice] = []
    for chance, one in order:
        if one.key in taken:
            continue
        kin = [(other, of) for other, of in order if of is not one and of.key in one.kin and of.key not in taken]
        near = [of for other, of in kin if whole and other >= NEARLY * chance and of.words > one.words]
        best = max(near, key=lambda of: (len(of.words), of.value), default=one)
        taken |= {one.key, *one.kin}
        row = tokens[max(best.spans, key=lambda span: span.mean).first].row if best.spans else None
        found.append(Choice(best.value, min(1.0, chance + sum(other for other, _ in kin)), row))
    return found
