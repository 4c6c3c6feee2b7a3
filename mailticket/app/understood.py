"""What was understood of a mail, as a person reads it: facts with their reasons, and the text with its parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from mailticket.core.citizen import VALUES, Field
from mailticket.core.found import Reading
from mailticket.core.reply import Known, Line, Part, take_apart


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was understood."""

    label: str
    says: str
    because: str = ""
    sort: str = ""  # how it is shown: verdict, found, missing, nothing, command, doubt


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that follow one another and are of one part."""

    part: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Understood:
    """One mail, understood."""

    path: Path
    _read: Reading
    _known: Known

    @property
    def action(self) -> str:
        """What the mail alone deserves."""
        return self._read.screening.action.value

    @property
    def rule(self) -> str | None:
        """The rule of the screen that spoke."""
        return _rule(self._read)

    @property
    def kind(self) -> str:
        """The kind of the matter."""
        return self._read.matter.kind

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing."""
        return tuple(self._read.missing)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Everything but the text."""
        return tuple(_facts(self._read))

    @property
    def text(self) -> tuple[Stretch, ...]:
        """The text by its parts."""
        return tuple(_stretches(self._read, self._known))


def _rule(read: Reading) -> str | None:
    rule = read.screening.rule
    return rule.word if rule is not None else None


def _facts(read: Reading) -> Iterator[Fact]:
    """Everything but the text, label by label."""
    mail, screening, matter = read.mail, read.screening, read.matter
    yield Fact("from", ", ".join(f"{one.name} <{one.address}>".strip() for one in mail.from_) or "nobody")
    yield Fact("subject", mail.subject or "none")
    yield Fact("date", mail.date.isoformat(sep=" ", timespec="minutes") if mail.date else "none")
    because = f" by the rule {_rule(read)}: {screening.why}" if screening.rule else f": {screening.why}"
    yield Fact("verdict", screening.action.value, because.rstrip(": "), "verdict")
    flags = {"automatic": screening.is_auto_response, "a bounce": screening.is_bounce, "from a list": screening.is_list}
    if any(flags.values()):
        yield Fact("", f"it is {', '.join(word for word, flag in flags.items() if flag)}", sort="doubt")
    if screening.bounce:
        bounce = screening.bounce
        yield Fact("bounce", f"{', '.join(bounce.recipients) or 'recipient unknown'}  {bounce.status or 'no status'}")
    yield Fact("kind", matter.kind, _sure(matter.kind_confidence, matter.kind_why))
    yield Fact("category", matter.category, ", ".join(matter.category_words))
    yield Fact("language", matter.language)
    for name in VALUES:
        field = getattr(read.identity, name)
        yield _field(name, field, is_missing=name in read.missing)
        for other in field.alternatives:
            yield Fact("", f"or {other.value}", _sure(other.confidence, other.why), "nothing")
    why = _sure(matter.detail_confidence, matter.detail_why)
    yield Fact("detail", "enough", why) if matter.detail else Fact("detail", "missing", why, "missing")
    for command in read.orders.commands:
        yield Fact("command", f"#{command.name}  {command.argument or ''}".rstrip(), sort="command")
    if read.orders.trouble:
        yield Fact("held", f"{read.orders.trouble.value}: {read.orders.word}", sort="doubt")
    for file in mail.attachments:
        yield Fact("file", file.safe_name, f"{file.content_type}, {file.size} bytes")
    for defect in mail.defects:
        yield Fact("defect", defect, sort="doubt")


def _field(name: str, field: Field, *, is_missing: bool) -> Fact:
    """One detail with its evidence, or why there is none."""
    if field.value:
        evidence = ": ".join(filter(None, (field.source, field.why)))
        return Fact(name, field.value, _sure(field.confidence, evidence), "found")
    why = _sure(field.confidence, field.why)
    return Fact(name, "missing", why, "missing") if is_missing else Fact(name, "-", why, "nothing")


def _sure(confidence: float, why: str) -> str:
    """How sure it is that this is right, and why; what only a rule says has no number for what it did not find."""
    return ", ".join(filter(None, (f"{confidence:.0%} sure" if confidence else "", why)))


def _stretches(read: Reading, known: Known) -> Iterator[Stretch]:
    """The text by its parts, each without empty lines at its ends."""
    lines = [Line(line, line.strip(), 0, part=Part.QUOTE) for line in read.mail.text.split("\n")]
    if not read.screening.is_auto_response:
        lines = take_apart(read.mail, known).lines
    for part, group in groupby(lines, key=lambda line: line.part):
        stretch = list(group)
        filled = [index for index, line in enumerate(stretch) if line.bare]
        if filled:
            yield Stretch(part.value, tuple(line.text.rstrip() for line in stretch[filled[0] : filled[-1] + 1]))
