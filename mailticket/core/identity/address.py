"""The citizen's postal address: labelled, in a sentence, on lines of its own or in the signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailticket.core.identity.chain import (
    BEGINS_PART,
    ENDS,
    SENTENCE_END,
    Chain,
    chains,
    has_city,
    is_complete,
    one_line,
)
from mailticket.core.identity.labels import Labelled
from mailticket.core.identity.owner import Owner, owner
from mailticket.core.identity.passage import LINE_MAX, Line, Passage, Zone, is_wrapped, unwrapped
from mailticket.core.places import place_at

CONFIDENCE_MIN = 0.5
PLACES_MAX = 5  # names of places behind the writer's name
LABELLED_MAX = 160  # characters of a labelled address without a known part
_CUE_SELF = re.compile(
    r"(?<!\w)(?:tinggal|berdomisili|domisili|beralamat|alamat|alamatnya|almt|rumah|kos|kost|ngekos|mengontrak|live|living|address|reside|asal|by post)(?!\w)[^.!?]{0,45}$",
    re.IGNORECASE,
)
_DIVIDED = re.compile(r"[,\d\n]")
# Countries from which citizens and buyers write, as the last word of an address.
_ABROAD = re.compile(
    r",\s{0,3}(?:the )?(?:malaysia|singapura|singapore|brunei(?: darussalam)?|taiwan|hong ?kong|macau|jepang|japan|korea(?: selatan)?|south korea|tiongkok|china"
    r"|india|thailand|filipina|philippines|vietnam|timor[ -]leste|arab saudi|saudi arabia|qatar|uni emirat arab|uae|turki|turkey|mesir|egypt|australia|new zealand"
    r"|selandia baru|belanda|netherlands|belgia|belgium|jerman|germany|prancis|france|inggris|england|uk|united kingdom|swiss|switzerland|austria|italia|italy"
    r"|spanyol|spain|swedia|sweden|denmark|norwegia|norway|amerika serikat|usa|united states|kanada|canada)\W{0,3}$",
    re.IGNORECASE,
)
_HOME = re.compile(r"domisili|tinggal|sekarang|rumah|benar", re.IGNORECASE)
_CALLED_WRONG = re.compile(
    r"(?<!\w)(?:salah|bukan|lama|dulu)(?!\w)(?![^,;]*(?<!\w)(?:benar|betul|baru)(?!\w))[^,;]{0,30}$", re.IGNORECASE
)
_WENT_THERE = re.compile(
    r"^(?!.*(?<!\w)(?:pindah|alamat|kirim\w*|surat)(?!\w)).*(?<!\w)(?:ke|menuju|depan|dekat|sebelah|seberang)$",
    re.IGNORECASE | re.DOTALL,
)
_INTRODUCES = frozenset("identitas nama data saya pelapor pengirim nm".split())
_SECRETARIAT = re.compile(r"(?<!\w)sekretariat", re.IGNORECASE)
_PLACE_NAME = re.compile(r"[A-Z][\w.'-]{2,25}(?: [A-Z][\w.'-]{0,25}){0,2}")
_NAME_WORD = re.compile(r"[^\W\d_]+")
_NEEDS_MORE = re.compile(r"(?:rt|rw|gg|gang|blok|lorong)\b", re.IGNORECASE)
_BEGINS_HERE = re.compile(r"[:;,.]\s|(?<!\w)(?:di|dari|dr|alamat|rumah|tinggal|domisili)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Postal:
    """An address as the writer typed it, on one line, with how sure it is that it is the writer's, and why."""

    value: str
    confidence: float
    source: str
    place: str
    why: str


def find_addresses(
    lines: Sequence[Line], labels: Sequence[Labelled], passage: Passage, names: Sequence[str], *, speaks_for: bool
) -> list[Postal]:
    """Return the writer's addresses, the surest first."""
    found = [*_labelled(lines, labels, speaks_for=speaks_for)]
    taken = {
        index
        for label in labels
        if label.field not in ("matter", "subject") and not label.inside
        for index in _lines_of(label)
    }
    parts = {index for index, _, _ in passage.find(BEGINS_PART, LINE_MAX)}
    for first, last in _blocks(lines, taken):
        if not parts.isdisjoint(range(first, last)):
            found.extend(_in_block(lines, first, last, names, speaks_for=speaks_for))
    if not found:
        found.extend((*_abroad(lines), *_behind_name(lines, names)))
    return sorted((a for a in found if a.confidence >= CONFIDENCE_MIN), key=lambda a: -a.confidence)


def _abroad(lines: Sequence[Line]) -> list[Postal]:
    """Return the lines that are an address in another country as a whole."""
    rows = [line for line in lines if "," in line.text and len(line.text) <= LABELLED_MAX and ":" not in line.text]
    return [
        Postal(row.text.strip(), 0.7, "bare", row.place, "in another country")
        for row in rows
        if _is_abroad(row.text) and ENDS.isdisjoint(_NAME_WORD.findall(row.text.rpartition(",")[0].lower()))
    ]


def _behind_name(lines: Sequence[Line], names: Sequence[str]) -> list[Postal]:
    """Return what stands behind the writer's name in a line of names of places: "Suratmi, Gondangan, Jogonalan, Klaten"."""
    found = []
    for line in lines:
        first, *places = [piece.strip(" .") for piece in line.text.split(",")]
        if first in names and 3 <= len(places) <= PLACES_MAX and all(map(_PLACE_NAME.fullmatch, places)):
            place = place_at(places[-1].split())
            if place is not None and not place.is_province:
                found.append(Postal(", ".join(places), 0.6, "bare", line.place, "behind the writer's name"))
    return found


def _is_abroad(text: str) -> bool:
    """True for a text that ends with another country and has a number: of the house, or of the place."""
    return _ABROAD.search(text) is not None and any(letter.isdigit() for letter in text)


def _lines_of(label: Labelled) -> range:
    return range(label.index, label.index + label.value.count("\n") + 1)


def _labelled(lines: Sequence[Line], labels: Sequence[Labelled], *, speaks_for: bool) -> list[Postal]:
    found = []
    for label in labels:
        if label.field != "address":
            continue
        text = unwrapped(label.value.split("\n"))
        inside = [chain for chain in chains(text) if is_complete(chain.levels)]
        if inside:
            start = 0 if inside[0].start <= 45 and not SENTENCE_END.search(text[: inside[0].start]) else inside[0].start
            value = one_line(text[start : inside[0].end])
        elif (has_city(text) or _is_abroad(text)) and _DIVIDED.search(text) and len(text) <= LABELLED_MAX:
            value = one_line(SENTENCE_END.split(text, maxsplit=1)[0])
        else:
            continue
        line = lines[label.index]
        if line.zone is Zone.FORM:
            score, source = 0.97, "form"
        else:
            source = "label"
            score = 0.92 if label.owner is Owner.SELF else 0.1
            if label.owner is Owner.ORGANISATION:
                score = 0.7 if speaks_for else 0.25
        score += 0.02 if _HOME.search(label.label) and score > 0.5 else 0
        found.append(Postal(value, score, source, line.place, f"labelled {label.label}"))
    return found


def _blocks(lines: Sequence[Line], taken: set[int]) -> list[tuple[int, int]]:
    """Return runs of lines without an empty one between; lines of labelled values break them."""
    found = []
    first = None
    for index, line in enumerate(lines):
        if line.text.strip() and index not in taken and (first is None or lines[first].zone is line.zone):
            first = index if first is None else first
            continue
        if first is not None:
            found.append((first, index))
        first = index if line.text.strip() and index not in taken else None
    if first is not None:
        found.append((first, len(lines)))
    return found


def _in_block(lines: Sequence[Line], first: int, last: int, names: Sequence[str], *, speaks_for: bool) -> list[Postal]:
    texts = [lines[index].text.strip() for index in range(first, last)]
    text = unwrapped(texts)
    starts = [0]
    for part in texts:
        starts.append(starts[-1] + len(part) + 1)
    found = []
    writer = frozenset(_NAME_WORD.findall(names[0].lower())) if names else frozenset()
    for chain in chains(text, is_head=lines[first].zone is Zone.HEAD):
        if not is_complete(chain.levels):
            continue
        row = max(index for index, start in enumerate(starts[:-1]) if start <= chain.start)
        start = _extended(text, chain, starts[row], names)
        line = lines[first + row]
        before = _sentence_before(text, start, row, starts, texts)
        score, why = _judged(before, line, texts[:row], writer, speaks_for=speaks_for)
        source = "signature" if line.zone is Zone.SIGNATURE else "prose"
        found.append(Postal(one_line(text[start : chain.end]), score, source, line.place, why))
    return found


def _judged(
    before: str, line: Line, above: Sequence[str], writer: frozenset[str], *, speaks_for: bool
) -> tuple[float, str]:
    """Say how sure it is that an address is the writer's."""
    whose = owner(before, writer)
    cue = _CUE_SELF.search(before) is not None
    if line.zone is Zone.FORM:
        return 0.95, "the form"
    if writer and writer <= set(_NAME_WORD.findall(before.lower())) <= writer | _INTRODUCES:
        return 0.85, "behind the writer's name"
    if _WENT_THERE.search(before):
        return 0.3, "where the writer went"
    if _CALLED_WRONG.search(before):
        return 0.3, "called wrong or old"
    if line.zone is Zone.HEAD:
        return 0.66, "in the letterhead"
    if not before:
        if line.zone is Zone.SIGNATURE:
            office = any(_OFFICE.search(text) for text in above[-4:])
            return (0.62, "an office's in the signature") if office else (0.78, "in the signature")
        return 0.74, "on lines of its own"
    if _SECRETARIAT.search(before):
        return 0.65, "the writer's office"
    if whose is Owner.OTHER or (whose is Owner.CONTACT and not cue):
        return 0.15, "somebody else's"
    if whose is Owner.ORGANISATION and line.zone is Zone.SIGNATURE:
        return 0.6, "an office's in the signature"
    if whose is Owner.ORGANISATION:
        return (0.6, "the organisation that the writer speaks for") if speaks_for else (0.2, "an organisation's")
    if whose is Owner.OURS:
        return 0.68, "the writer's organisation's"
    if whose is Owner.SELF and cue:
        return 0.88, "the writer says to live there"
    if cue:
        return 0.8, "behind a word for address"
    if whose is Owner.SELF:
        return 0.72, "in a sentence about the writer"
    return (0.7, "in the signature") if line.zone is Zone.SIGNATURE else (0.55, "in the text")


_OFFICE = re.compile(
    r"(?<!\w)(?:pt|cv|ud|tbk|bank|universitas|fakultas|kampus|institut|kantor|harian|media|founder|direktur|director|manager|officer|staff|sekolah)(?!\w)",
    re.IGNORECASE,
)


def _sentence_before(text: str, start: int, row: int, starts: Sequence[int], texts: Sequence[str]) -> str:
    """Return the words before an address in its sentence; a line above counts only where it is wrapped or ends with a colon."""
    begin = starts[row]
    while row > 0 and (
        is_wrapped(texts[row - 1])
        or texts[row - 1].endswith(":")
        or (start > begin and begin == starts[row] and len(texts[row - 1]) > 45)
    ):
        row -= 1
        begin = starts[row]
        if start - begin > 160:
            break
    before = text[begin:start]
    ends = list(SENTENCE_END.finditer(before))
    return (before[ends[-1].end() :] if ends else before).strip()


def _extended(text: str, chain: Chain, line_start: int, names: Sequence[str]) -> int:
    """Take the few words before a part that is none by itself: "rungkut lor gang 5", "alamat saya: gilingan rt 3"."""
    start = chain.start
    if _NEEDS_MORE.match(text, start):
        line_start = max(
            line_start, max((cue.end() for cue in _BEGINS_HERE.finditer(text, line_start, start)), default=0)
        )
    left = text[line_start:start]
    words = left.split()
    if not left.strip() or len(words) > 3 or any(mark in left for mark in ",:;()@/|."):
        return start
    lowered = {word.lower() for word in words}
    if lowered & ENDS or any(lowered & set(name.lower().split()) for name in names):
        return start
    return line_start
