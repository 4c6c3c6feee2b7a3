"""The province that the citizen lives, studies or works in: from the address, else from a place that the writer names."""

import re
from collections.abc import Sequence

from mailticket.core.citizen import Field
from mailticket.core.identity.owner import Owner, owner
from mailticket.core.identity.passage import Line, Passage, Zone
from mailticket.core.places import place_at, province_of
from mailticket.core.vocabulary import Vocabulary

_PREPOSITION = Vocabulary(
    r"(?:dari|dr|di|ti|saking|asal|warga|kota|kab\.?|kabupaten|from|in|domisili|alamat|orang)(?!\w)[ \t]*(?:: ?)?(?:kota |kab(?:upaten|\.)? ?)?(?=[^\W\d_])",
    is_open=True,
)
_DATELINE = re.compile(r"^\s*([A-Z][\w ]{2,30}),\s*\d{1,2}[ -/](?:\w{3,9}|\d{1,2})[ -/]\d{2,4}\s*\.?$")
_PEOPLE = re.compile(
    r"(?<!\w)(?:ibu-ibu|bapak-bapak|warga|petani|nelayan|perajin|pengrajin|guru|mahasiswa|pelaku|pedagang|pegawai|pengurus|penduduk|owner|sebagai)(?!\w)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?<!\w)(?:nasabah|cabang|kantor\w*|bank|unit|dinas\w*|pengurusnya|ketua\w*|petugas\w*|ksp|kud|koperasinya|visiting|pernah|dulu|program|gedung|rs)(?!\w)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?;]\s")
_LIVES = re.compile(
    r"(?<!\w)(?:(?:tinggal|domisili|berdomisili|live|asal|kuliah)(?!\w)[^,]{0,20}|semester(?!\w)[^,]{0,50}|salam(?: hangat| hormat)? )$",
    re.IGNORECASE,
)
_PIECE = re.compile(r"\s[-–|]\s|,\s")
_WORD = re.compile(r"[^\W\d_]+")
# Whoever sells at a market or is a member of a cooperative there is at home there.
_AT = frozenset("pasar pelabuhan terminal desa kampung kelurahan kecamatan kec".split())
_MEMBER = re.compile(r"(?<!\w)(?:saya|sy|aku|kami|beta)(?!\w) (?:adalah )?anggota(?!\w)[^,.]{0,50}$", re.IGNORECASE)
WINDOW = 90
LENGTH_MAX = 3_000  # characters of a line


def find_province(address: str | None, lines: Sequence[Line], passage: Passage) -> Field:
    """Return the writer's province."""
    if address and (province := province_of(address)):
        return Field(province, "address", 0.95, "the address lies there", "address")
    if named := _named(lines, passage):
        return named
    for line in lines:
        if dateline := _DATELINE.match(line.text):
            place = place_at(_WORD.findall(dateline.group(1)))
            if place:
                return Field(place.province, "prose", 0.6, "the letter is dated there", line.place)
    return _signed(lines) or _last(lines)


def _last(lines: Sequence[Line]) -> Field:
    """A place that stands alone on the last line, below the name."""
    last = next((line for line in reversed(lines) if line.number and line.text.strip()), None)
    words = _WORD.findall(last.text) if last else []
    place = place_at(words) if words else None
    if last is None or place is None or place.words != len(words):
        return Field(why="no place that is the writer's")
    return Field(place.province, "signature", 0.55, "below the name", last.place)


def _named(lines: Sequence[Line], passage: Passage) -> Field | None:
    """Find "saya ... dari Medan", "saya tinggal di Tangerang"; else "ibu-ibu di Lombok Tengah"."""
    of_people = None
    for index, start, match in passage.find(_PREPOSITION, LENGTH_MAX):
        line, end = lines[index], match.end() - start
        words = _WORD.findall(line.text[end : end + 60])
        if words and words[0].lower() in _AT:
            words = next((words[n:] for n in range(1, 4) if place_at(words[n:])), [])
        place = place_at(words)
        if place is None or (place.is_word and not words[0][0].isupper()):
            continue
        before = _SENTENCE.split(line.text[: match.start() - start])[-1][-WINDOW:]
        lives = _LIVES.search(before) or match.group().startswith("alamat") or _MEMBER.search(before)
        if _BESIDE.search(before[-40:]) and not lives:
            continue
        whose = owner(before)
        found = Field(place.province, "prose", 0.7, "the writer names it", line.place)
        if lives or whose is Owner.SELF:
            return found
        if of_people is None and _PEOPLE.search(before + match.group()):
            of_people = found
    return of_people


def _signed(lines: Sequence[Line]) -> Field | None:
    """A place behind the name or the firm in the signature."""
    for line in lines:
        if line.zone is Zone.SIGNATURE and len(line.text) < 60:
            for piece in _PIECE.split(line.text)[1:]:
                words = _WORD.findall(piece)
                place = place_at(words)
                if place and place.words == len(words):
                    return Field(place.province, "signature", 0.6, "named in the signature", line.place)
    return None
