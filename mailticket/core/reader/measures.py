"""How good a reader is: of each detail how often it is right, of what is missing how often exactly, and its calibration."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mailticket.core.citizen import Field
from mailticket.core.reader import Chosen, details, judge
from mailticket.core.reader.evidence import Rules
from mailticket.core.reader.learning import Lesson, is_right
from mailticket.core.reader.models import Models, scaled

DETAILS = ("name", "address", "phone", "province")
ASKED = ("name", "address", "phone")
SCALES = tuple(step / 20 for step in range(4, 41))  # that are tried
STEPS = 10  # of probability, in which calibration is told


@dataclass(frozen=True, slots=True)
class Measured:
    """What was right of one mail."""

    given: Mapping[str, tuple[bool, bool, bool]]  # of each detail: is it there, was it given, was that right
    judged: Mapping[str, bool]
    missing: bool
    asked_for_given: bool
    chances: Sequence[tuple[str, float, bool]]  # of what, how sure, and whether it was right


@dataclass
class Measures:
    """Sums over mails."""

    mails: int = 0
    counts: dict[str, list[int]] = field(default_factory=dict)  # there and right, given, there
    right: dict[str, int] = field(default_factory=dict)
    calibration: list[list[float]] = field(default_factory=lambda: [[0, 0.0, 0] for _ in range(STEPS)])

    def add(self, one: Measured) -> None:
        """Take in one mail."""
        self.mails += 1
        for name, (there, given, right) in one.given.items():
            sums = self.counts.setdefault(name, [0, 0, 0])
            for at, is_so in enumerate((given and right and there, given, there)):
                sums[at] += is_so
        for name, is_so in (*one.judged.items(), ("missing", one.missing), ("asked", one.asked_for_given)):
            self.right[name] = self.right.get(name, 0) + is_so
        for _, chance, right in one.chances:
            step = self.calibration[min(STEPS - 1, int(chance * STEPS))]
            step[0] += 1
            step[1] += chance
            step[2] += right

    def figures(self) -> dict[str, float]:
        """Return F1 of each detail, and shares of the rest."""
        found = {name: 2 * right / (given + there or 1) for name, (right, given, there) in self.counts.items()}
        return found | {name: count / self.mails for name, count in self.right.items()}


def measured(lesson: Lesson, models: Models, ask_from: float) -> Measured:
    """Read a mail and compare."""
    evidence = lesson.evidence
    ruled = Chosen(_ruled(evidence.names), _ruled(evidence.addresses), _ruled(evidence.phones), Field())
    chosen = details(evidence, ruled, models, ask_from)
    given: dict[str, tuple[bool, bool, bool]] = {}
    chances: list[tuple[str, float, bool]] = []
    for name in DETAILS:
        if name not in lesson.right:
            continue
        found: Field = getattr(chosen, name)
        right = is_right(name, found.value, lesson.right[name])
        given[name] = (bool(lesson.best[name]), found.value is not None, right)
        chances.append((name, found.confidence, right))
    matter = judge(lesson.telling, models, ask_from)
    judged: dict[str, bool] = {}
    if "kind" in lesson.best:
        judged["kind"] = matter.kind in (lesson.best["kind"], *lesson.kinds)
        chances.append(("kind", matter.kind_chance, judged["kind"]))
    if "detail" in lesson.best:
        judged["detail"] = matter.is_told is (lesson.best["detail"] == "yes")
        chances.append(("detail", matter.told_chance, judged["detail"]))
    asked = [name for name in ASKED if name in given and not given[name][1]]
    absent = [name for name in ASKED if name in given and not given[name][0]]
    return Measured(
        given, judged, asked == absent and judged.get("detail", True), bool(set(asked) - set(absent)), chances
    )


def _ruled(rules: Rules | None) -> Field:
    said = rules.chosen if rules is not None else None
    return Field(said.value, said.source, said.confidence) if said else Field()


def scales_of(measured: Iterable[Measured]) -> dict[str, float]:
    """Return for each question the scale by which what is said of it comes to be right as often as it says."""
    told: dict[str, list[tuple[float, bool]]] = {}
    for one in measured:
        for question, chance, right in one.chances:
            told.setdefault(question, []).append((chance, right))
    return {question: min(SCALES, key=lambda scale: _loss(pairs, scale)) for question, pairs in sorted(told.items())}


def _loss(pairs: Sequence[tuple[float, bool]], scale: float) -> float:
    """How badly chances foretell what is right: the mean of what each wrong or unsure word costs, in its logarithm."""
    sure = (scaled(chance, scale) for chance, _ in pairs)
    return -sum(math.log(one if right else 1 - one) for one, (_, right) in zip(sure, pairs, strict=True)) / len(pairs)


def rescaled(one: Measured, scales: Mapping[str, float]) -> Measured:
    """Return it with calibrated chances."""
    return replace(one, chances=[(name, scaled(chance, scales[name]), right) for name, chance, right in one.chances])
