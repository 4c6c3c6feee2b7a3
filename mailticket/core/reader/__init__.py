"""The reader that learned: what the rules found is evidence, spans and numbers are candidates, a chooser takes one or none.

`details` chooses a citizen's details, `matter` the kind and whether there is enough to begin. A value is left out only
where it is surely missing (`reader.ask_from`); what is taken bears its probability and the others that it might be.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailticket.core.citizen import Alternative, Doubt, Field
from mailticket.core.reader.choice import (
    OTHERS_MAX,
    OTHERS_MIN,
    Choice,
    Seen,
    address_candidates,
    look,
    name_candidates,
    number_candidates,
    ranked,
)
from mailticket.core.reader.evidence import Evidence
from mailticket.core.reader.matter import Telling, features
from mailticket.core.reader.models import Models
from mailticket.core.reader.provinces import provinces
from mailticket.core.reader.tokens import FROM, SUBJECT

__all__ = ["Chosen", "Judged", "details", "judge"]

NOTHING_FOUND = 0.97  # how often a detail of which there is no candidate is really not there
ASK_FOR_MATTER = 0.6  # probability from which the matter is asked for at the latest: with none nobody can begin
_SOURCES = {FROM: "from", SUBJECT: "subject", "signature": "signature", "form": "form"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The details that were chosen, in place of those that the rules would take."""

    name: Field
    address: Field
    phone: Field
    province: Field


@dataclass(frozen=True, slots=True)
class Judged:
    """What a matter most probably is."""

    kind: str
    kind_chance: float
    is_told: bool
    told_chance: float  # that `is_told` is right


def details(evidence: Evidence, ruled: Chosen, models: Models, ask_from: float) -> Chosen:
    """Choose each detail; `ruled` is what the rules would take, with reasons and places."""
    seen = look(evidence, models)
    chances = models.choosers
    names = name_candidates(evidence, seen)
    name = _calibrated(
        "name", ranked(names, [chances["name"].yes(one.features) for one in names], seen.tokens, whole=True), models
    )
    addresses = address_candidates(evidence, seen)
    found = ranked(addresses, [chances["address"].yes(one.features) for one in addresses], seen.tokens)
    address = _calibrated("address", found, models)
    numbers = number_candidates(evidence, seen)
    phone = _calibrated("phone", _sorted(numbers, [chances["phone"].yes(marks) for marks in numbers.values()]), models)
    taken = _field(ruled.address, address, evidence, seen, ask_from)
    places = provinces(evidence, seen.rows, taken.value)
    province = _sorted(places, [chances["province"].yes(marks) for marks in places.values()])
    province = _calibrated("province", province, models)
    return Chosen(
        name=_field(ruled.name, name, evidence, seen, ask_from),
        address=taken,
        phone=_field(ruled.phone, phone, evidence, seen, ask_from),
        # Nobody is asked for it: what is more probable than not is taken.
        province=_field(ruled.province, province, evidence, seen, 0.5),
    )


def judge(telling: Telling, models: Models, ask_from: float) -> Judged:
    """Say what kind of matter it is, and whether a reader could start handling it."""
    marks = features(telling)
    kinds = models.choosers["kind"].chances(marks)
    kind = max(sorted(kinds), key=lambda one: kinds[one])
    told = models.calibrated("detail", models.choosers["detail"].yes(marks))
    is_told = 1 - told < min(ask_from, ASK_FOR_MATTER)
    return Judged(kind, models.calibrated("kind", kinds[kind]), is_told, told if is_told else 1 - told)


def _calibrated(question: str, choices: Sequence[Choice], models: Models) -> list[Choice]:
    return [replace(choice, chance=models.calibrated(question, choice.chance)) for choice in choices]


def _sorted(values: dict[str, list[str]], chances: Sequence[float]) -> list[Choice]:
    found = zip(chances, values, strict=True)
    return [Choice(value, chance) for chance, value in sorted(found, key=lambda one: (-one[0], one[1]))]


def _field(ruled: Field, choices: Sequence[Choice], evidence: Evidence, seen: Seen, ask_from: float) -> Field:
    """The most probable value, unless it is surely missing; the rules' reason where they would take the same."""
    best = choices[0] if choices else None
    if ruled.doubt is Doubt.CONTRADICTED:  # what the writer says twice and differently is asked, not guessed
        return replace(ruled, confidence=NOTHING_FOUND, alternatives=_others(choices, ruled))
    if best is None or 1 - best.chance >= ask_from:
        others = _others(choices, ruled)
        chance = 1 - best.chance if best is not None else NOTHING_FOUND
        if ruled.value is None:
            return replace(ruled, confidence=chance, alternatives=others)
        return Field(confidence=chance, why=f"not the writer's: {ruled.why}", alternatives=others)
    others = _others(choices[1:], ruled)
    if ruled.value is not None and ruled.value.casefold() == best.value.casefold():
        return replace(ruled, confidence=best.chance, alternatives=others)
    source, place, why = _stands(best, evidence, seen)
    return Field(best.value, source, best.chance, why, place, alternatives=others)


def _others(choices: Sequence[Choice], ruled: Field) -> tuple[Alternative, ...]:
    told = (choice for choice in choices[:OTHERS_MAX] if choice.chance >= OTHERS_MIN)
    return tuple(
        Alternative(choice.value, choice.chance, ruled.why if choice.value == ruled.value else "another candidate")
        for choice in told
    )


def _stands(choice: Choice, evidence: Evidence, seen: Seen) -> tuple[str, str, str]:
    """Where a value stands that the rules do not take: its source, place and reason."""
    row = choice.row
    if row is None:
        row = next((at for at, one in enumerate(seen.rows) if choice.value in one.text), None)
    if row is None:
        return "prose", "", "put together from several lines"
    zone = seen.rows[row].zone
    if zone == FROM:
        return "from", "From", "the name of the sender"
    source = _SOURCES.get(zone, "prose")
    if zone == SUBJECT:
        return source, "subject", "in the subject"
    line = seen.rows[row].text
    before = line[: max(0, line.find(choice.value))].strip(" :=-*\t")
    label = before.rsplit(",")[-1].strip()[-40:]
    place = evidence.places[row - 2] if row - 2 < len(evidence.places) else ""
    if not label:
        return source, place, "a line by itself"
    return source, place, f"behind {label!r}"
