"""Our own form, filled in by the citizen inside the quotation of our mail."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from mailticket.core.citizen import FieldName
from mailticket.core.identity.labels import FORM_LABELS
from mailticket.core.reply.lines import Line, Part

CONTINUATION_MAX = 30  # lines of one answer

# The labels of the form, with the words that people and earlier templates put before and behind them.
_FIELD = (
    rf"^(?:[-*•]|\d[.)])? ?\*?(?P<label>{'|'.join(FORM_LABELS.values())})"
    r"(?P<more>(?: ?/ ?[^\W\d_]{1,12}| \([^()]{1,60}\)| (?:permasalahan|pengaduan|laporan|masalah|anda|aspirasi|singkat"
    r"|yang (?:dapat|bisa) dihubungi|of (?:the |your )?(?:matter|complaint|problem|report))){0,3})"
)
LABEL = re.compile(_FIELD + r" ?\*? ?[:：] ?\*?(?P<value>.*)", re.I)
# A table's cells lose their colon in some clients' plain text: the value then begins like a name or a number.
_CELL = re.compile(_FIELD + r" (?-i:(?P<value>[A-Z0-9+(].*))", re.I)
_CELL_EMPTY = re.compile(_FIELD, re.I)
_EMPTY = re.compile(r"^[\s._…*-]*")
_EXAMPLE = re.compile(
    r"\b(?:contoh|misalnya|example)\b", re.I
)  # in a heading: what stands below was filled in by the desk


_ASKS_PHONE = re.compile(FORM_LABELS[FieldName.PHONE], re.I)
_ASKS_EMAIL = re.compile(FORM_LABELS[FieldName.EMAIL], re.I)


def fits(label: str, answer: str) -> bool:
    """False for what cannot answer a label: words where a number or an address is asked for."""
    if _ASKS_PHONE.match(label):
        return any(letter.isdigit() for letter in answer)
    return "@" in answer or not _ASKS_EMAIL.match(label)


def read_form(lines: Sequence[Line]) -> str:
    """Return the filled lines as "Label: value", one per field; "" when nothing was filled in."""
    filled: list[str] = []
    labels = _without_example(lines, [_label(line) if line.part is Part.QUOTE else None for line in lines])
    places = [index for index, label in enumerate(labels) if label is not None]
    for place, following in zip_longest(places, places[1:]):
        label = labels[place]
        if label is None or ((label.re is not LABEL or label.group("label").lower() == "nama") and len(places) < 2):
            continue
        values = [label.groupdict().get("value") or ""]
        for index in range(place + 1, min(following or len(lines), place + CONTINUATION_MAX)):
            if not lines[index].bare and lines[place].depth > 0 and not "".join(values):
                continue  # an empty line between the quoted label and the answer below it
            if not _continues(lines[index], lines[place], values, bounded=following is not None):
                break
            values.append(lines[index].bare)
        value = " ".join(value.strip() for value in values if not _EMPTY.fullmatch(value)).strip()
        if value:
            filled.append(f"{label.group('label')}{label.group('more')}: {value}")
    return "\n".join(filled)


def _without_example(lines: Sequence[Line], labels: list[re.Match[str] | None]) -> list[re.Match[str] | None]:
    """Return the labels without those of an example: from its heading to the next line that is none of it."""
    kept: list[re.Match[str] | None] = []
    inside = begun = False
    for line, label in zip(lines, labels, strict=True):
        if line.part is Part.QUOTE and line.bare.endswith((":", "：")) and _EXAMPLE.search(line.bare):
            inside, begun = True, False
        elif inside and line.bare and label is None and begun:
            inside = False
        begun = begun or (inside and label is not None)
        kept.append(None if inside else label)
    return kept


def _label(line: Line) -> re.Match[str] | None:
    """Return the label of our form that a line begins with."""
    return LABEL.fullmatch(line.bare) or _CELL.fullmatch(line.bare) or _CELL_EMPTY.fullmatch(line.bare)


def _continues(line: Line, label: Line, values: list[str], *, bounded: bool) -> bool:
    """True for a line that goes on with the answer: wrapped, or typed on the line below the label.

    Where the quotation has no marks, only the next label shows where an answer ends.
    """
    if not line.bare:
        return False
    if line.part is Part.NEW:
        return label.depth > 0  # an answer below its quoted label
    if line.part is not Part.QUOTE or line.depth != label.depth:
        return False
    if not values[0]:
        return label.depth == 0 and bounded and not line.bare.startswith("(")  # below the label, up to the next one
    return label.depth > 0 or bounded
