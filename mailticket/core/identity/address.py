"""The citizen's postal address: a chain of parts (street, RT/RW, village, district, regency), labelled or not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mailticket.core.identity.labels import Labelled
from mailticket.core.identity.owner import Owner, owner
from mailticket.core.identity.passage import LINE_MAX, Line, Passage, Zone, is_wrapped, unwrapped
from mailticket.core.identity.regions import place_at
from mailticket.core.vocabulary import Vocabulary

CONFIDENCE_MIN = 0.5
ADDRESS_MAX = 300  # characters
GAP_MAX = 75  # characters between two parts of one address
TAIL_MAX = 140  # characters behind the last part in which a city may follow
VALUE_WORDS_MAX = 6
BARE_WORDS_MAX = 5  # between the last part of an address and a city that no mark divides from it

_STREET = (
    r"jl|jln|jalan|gg|gang|lorong|lrg|perum|perumahan|komplek|kompleks|komp|ruko|rukan|apartemen|apartment|apt|cluster|blok|gedung|gd|graha|menara|wisma|plaza"
    r"|griya|rusun|residence|kavling|kav"
)
_VILLAGE = (
    r"dusun|dsn|dukuh|dkh?|kampung|kp|kmp|lingkungan|lk|link|banjar|br|jorong|nagari|gampong|huta|pekon|desa|ds|kelurahan|kel|kalurahan|negeri|pulau|gubuk|pp|ponpes"
    r"|pesantren|padukuhan|kebon|lembang|ohoi"
)
_PART = re.compile(
    rf"\b(?=\w)(?<![@/'-])(?:(?P<street>{_STREET})|(?P<rt>rt|rw|rt/rw)|(?P<village>{_VILLAGE})|(?P<district>kecamatan|kec|kapanewon|kemantren|distrik)"
    r"|(?P<regency>kabupaten|kab|kota|kotamadya|kodya)|(?P<province>provinsi|propinsi|prov))(?![^\W\d_])(?P<dot>\.?)[ \t]*[:.]?[ \t]*(?P<value>[^\W_])",
    re.IGNORECASE,
)
_BEGINS_PART = Vocabulary(
    rf"(?:{_STREET}|rt|rw|{_VILLAGE}|kecamatan|kec|kapanewon|kemantren|distrik|kabupaten|kab|kota|kotamadya|kodya|provinsi|propinsi|prov)(?![^\W\d_])",
    is_open=True,
)  # every part begins with one of these
_WORDS_THAT_END = (
    "saya sy kami kita aku anda yang yg dan atau dengan untuk utk karena krn tidak tdk sudah sdh belum ada adalah mohon minta tolong mau ingin akan dari dr di ke pada"
    " oleh dalam sejak sampai hingga kalau jika bila agar supaya nomernya telepon telp tlp hp handphone wa whatsapp email surel kontak nik ktp no.hp nohp"
    " disuruh kepada bahwa ini itu tersebut bisa dapat boleh harus tapi tetapi padahal terima and but or the is my with please to for in at on since who which"
    " namun serta juga telah sedang lagi seperti setempat lain sekarang setiap punya ngaku bade ti nu selaku sebagai menyampaikan tempat kerja saja nama orang ibu bapak pak bu"
    " where that if we you have was are call me mobile phone hape tlpn nomornya beralamat alamat berkas petugas kantor usaha katanya atas"
)
_ENDS = frozenset(_WORDS_THAT_END.split())
_ENDS_NOT = frozenset({"Dalam"})  # with a capital a part of a name: "Kec. Teluk Dalam"
_SENTENCE_END = re.compile(
    r"(?=[.!?]\s)(?<!\bkec)(?<!\bkab)(?<!\bkel)(?<!\bprov)(?<!\bblok)(?<!\bkomp)(?<!\bperum)(?<!\bgang)(?<!\bprof)(?<!\bjend)(?<!\bletjen)(?<!\bmayjen)(?<!\bmoh)(?<!\bmuh)(?<!\bdsn)"
    r"(?<!\bdkh)(?<!\bjln)(?<!\blrg)(?<!\bkav)(?<!\bkap)(?<!\bdrs)(?<=[^\W\d_]{3})[.!?]",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[!?;()\[\]{}<>\"“”@|•=]|\s/\s|https?:|\n\s*\n|\s[-–]\s(?=[A-Z][a-z]+ )")
_POSTCODE_HERE = re.compile(r"^[1-9]\d{4}(?!\d)")
_REGENCY_WORD = re.compile(r"^(?:kota|kabupaten|kab\.?|kodya|kotamadya|provinsi|propinsi|prov\.?)[ \t]*", re.IGNORECASE)
_CUE_SELF = re.compile(
    r"(?<!\w)(?:tinggal|berdomisili|domisili|beralamat|alamat|alamatnya|almt|rumah|kos|kost|ngekos|mengontrak|live|living|address|reside|asal|by post)(?!\w)[^.!?]{0,45}$", re.IGNORECASE
)
_DIVIDED = re.compile(r"[,\d\n]")
_HOME = re.compile(r"domisili|tinggal|sekarang|rumah|benar", re.IGNORECASE)
_CALLED_WRONG = re.compile(r"(?<!\w)(?:salah|bukan|lama|dulu)(?!\w)[^,;]{0,30}$", re.IGNORECASE)
_WENT_THERE = re.compile(r"^(?!.*(?<!\w)(?:pindah|alamat|kirim\w*|surat)(?!\w)).*(?<!\w)(?:ke|menuju|depan|dekat|sebelah|seberang)$", re.IGNORECASE | re.DOTALL)
_INTRODUCES = frozenset("identitas nama data saya pelapor pengirim nm".split())
_SECRETARIAT = re.compile(r"(?<!\w)sekretariat", re.IGNORECASE)
_NUMBER = re.compile(r"\d{6}|\d[\d .()-]{7,20}\d|:")
_POSTCODE_LAST = re.compile(r"(?<!\d)[1-9]\d{4}(?!\d)\W{0,4}$")
_ENDS_VALUE = re.compile(r"[,\n;:()!?@\"|/]|\s[-–]\s")
_DIGITS = re.compile(r"[\d.-]{7,40}")
_TAIL_GAP = re.compile(r"(?:[ \t]|,|\n(?!\s{0,20}\n)|\.(?=\s{0,4}\d{5})|\s-\s|-(?=\d{5})){0,8}")
_PLAIN_PART = re.compile(r"[A-Z][\w'.-]{1,25}(?: [A-Z0-9][\w'.-]{0,25}){0,3}(?=[,\n]|$)")
_COMMA = re.compile(r"(?<!\s)\s{1,9},")
_NAME_WORD = re.compile(r"[^\W\d_]+")
_NEEDS_MORE = re.compile(r"(?:rt|rw|gg|gang|blok|lorong)\b", re.IGNORECASE)
_BEGINS_HERE = re.compile(r"[:;,.]\s|(?<!\w)(?:di|dari|dr|alamat|rumah|tinggal|domisili)\s", re.IGNORECASE)
_HOUSE_NUMBER = re.compile(r"[. ]{0,3}\d{1,4}[A-Za-z]?(?![\d-])")
_WORD = re.compile(r"[^\W_][\w'’/.-]*")
_LOWER_OK = frozenset("no nomor nomer km rt rw blok gang gg lantai lt unit kav kavling dan i ii iii iv v vi nomer. no. kel kec kab prov kota tower lor kidul wetan kulon".split())


@dataclass(frozen=True, slots=True)
class Postal:
    """An address as the writer typed it, on one line, with how sure it is that it is the writer's, and why."""

    value: str
    confidence: float
    source: str
    place: str
    why: str


@dataclass(frozen=True, slots=True)
class _Chain:
    start: int
    end: int
    levels: frozenset[str]


def find_addresses(
    lines: Sequence[Line], labels: Sequence[Labelled], passage: Passage, names: Sequence[str], *, speaks_for: bool
) -> list[Postal]:
    """Return the writer's addresses, the surest first."""
    found = [*_labelled(lines, labels, speaks_for=speaks_for)]
    taken = {index for label in labels if label.field not in ("matter", "subject") and not label.inside for index in _lines_of(label)}
    parts = {index for index, _, _ in passage.find(_BEGINS_PART, LINE_MAX)}
    for first, last in _blocks(lines, taken):
        if not parts.isdisjoint(range(first, last)):
            found.extend(_in_block(lines, first, last, names, speaks_for=speaks_for))
    return sorted((a for a in found if a.confidence >= CONFIDENCE_MIN), key=lambda a: -a.confidence)


def is_complete(levels: frozenset[str]) -> bool:
    """True for a street or a village with a district or a city, or a district with a city (domain facts 3.3)."""
    low = bool(levels & {"street", "rt", "village"})
    return (low and bool(levels & {"district", "city"})) or {"district", "city"} <= levels


def chains(text: str, *, is_head: bool = False) -> list[_Chain]:
    """Return the stretches of a text that are addresses; in a letterhead offices stand above the street."""
    parts = [part for part in _PART.finditer(text) if _is_part(text, part)]
    found: list[_Chain] = []
    at = 0
    while at < len(parts):
        last = at
        while last + 1 < len(parts) and _is_bridge(text[parts[last].start("value") : parts[last + 1].start()]):
            last += 1
        street = next((n for n in range(at, last + 1) if parts[n].group("street")), at) if is_head else at
        found.append(_chain(text, parts[street : last + 1]))
        at = last + 1
    return [chain for chain in found if chain.end - chain.start <= ADDRESS_MAX]


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
            start = 0 if inside[0].start <= 45 and not _SENTENCE_END.search(text[: inside[0].start]) else inside[0].start
            value = _one_line(text[start : inside[0].end])
        elif _has_city(text) and _DIVIDED.search(text) and len(text) <= 160:
            value = _one_line(_SENTENCE_END.split(text, maxsplit=1)[0])
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
        found.append(Postal(_one_line(text[start : chain.end]), score, source, line.place, why))
    return found


def _judged(before: str, line: Line, above: Sequence[str], writer: frozenset[str], *, speaks_for: bool) -> tuple[float, str]:
    """Say how sure it is that an address is the writer's."""
    whose = owner(before, writer)
    cue = _CUE_SELF.search(before) is not None
    if line.zone is Zone.FORM:
        return 0.95, "the form"
    if writer and not set(_NAME_WORD.findall(before.lower())) - writer - _INTRODUCES and writer <= set(_NAME_WORD.findall(before.lower())):
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
    while row > 0 and (is_wrapped(texts[row - 1]) or texts[row - 1].endswith(":") or (start > begin and begin == starts[row] and len(texts[row - 1]) > 45)):
        row -= 1
        begin = starts[row]
        if start - begin > 160:
            break
    before = text[begin:start]
    ends = list(_SENTENCE_END.finditer(before))
    return (before[ends[-1].end() :] if ends else before).strip()


def _extended(text: str, chain: _Chain, line_start: int, names: Sequence[str]) -> int:
    """Take the few words before a part that is none by itself: "rungkut lor gang 5", "alamat saya: gilingan rt 3"."""
    start = chain.start
    if _NEEDS_MORE.match(text, start):
        line_start = max(line_start, max((cue.end() for cue in _BEGINS_HERE.finditer(text, line_start, start)), default=0))
    left = text[line_start:start]
    words = left.split()
    if not left.strip() or len(words) > 3 or any(mark in left for mark in ",:;()@/|."):
        return start
    lowered = {word.lower() for word in words}
    if lowered & _ENDS or any(lowered & set(name.lower().split()) for name in names):
        return start
    return line_start


def _is_part(text: str, part: re.Match[str]) -> bool:
    """True when a word such as "jalan" or "desa" begins a part of an address here, and is no noun in a sentence."""
    value = _WORD.match(text, part.start("value"))
    word = value.group().lower().rstrip(".") if value else ""
    if word in _ENDS and part.lastgroup != "rt":
        return False
    if part.group("rt"):
        return text[part.start("value")] in "0123456789oO"
    first = text[part.start("value")]
    if first.isupper() or first.isdigit() or part.group("dot"):
        return True
    # A writer who uses no capitals: only what is followed by another part or a known place counts.
    ahead = text[part.start("value") : part.start("value") + GAP_MAX]
    words = [w.group() for w in _WORD.finditer(ahead)][:4]
    return bool(place_at(words) if words else None) or _PART.search(ahead) is not None


def _is_bridge(gap: str) -> bool:
    """True when what stands between two parts still is address: short, no sentence, no verb."""
    if len(gap) > GAP_MAX or _BREAK.search(gap) or _SENTENCE_END.search(gap) or _NUMBER.search(gap):
        return False
    words = [word.group().rstrip(".") for word in _WORD.finditer(gap)]
    return not any(word.lower() in _ENDS and word not in _ENDS_NOT for word in words)


def _chain(text: str, parts: Sequence[re.Match[str]]) -> _Chain:
    levels = {_level(part) for part in parts}
    end = _value_end(text, parts[-1])
    end = _with_tail(text, end)
    if "regency" not in levels and not _has_city(text[parts[0].start() : end]):
        end = _with_bare_city(text, end)
    stretch = text[parts[0].start() : end]
    if "regency" in levels or "province" in levels or _has_city(stretch):
        levels.add("city")
    if _POSTCODE_LAST.search(stretch):
        levels.add("city")
    return _Chain(parts[0].start(), end, frozenset(levels))


def _level(part: re.Match[str]) -> str:
    return next(level for level in ("street", "rt", "village", "district", "regency", "province") if part.group(level))


def _value_end(text: str, part: re.Match[str]) -> int:
    """Return where the last part's name ends."""
    start = part.start("value")
    words = list(_WORD.finditer(text, start, start + 80))
    if part.group("regency") or part.group("province"):
        place = place_at([word.group().rstrip(".") for word in words[:5]])
        if place:
            return words[place.words - 1].end()
    capitals = text[start].isupper()
    end = start
    for count, word in enumerate(words):
        between = text[end : word.start()].replace(",", "" if text[word.start()].isdigit() and text[word.start() - 1] == "," else ",")
        if count and _ENDS_VALUE.search(between):
            break
        token = word.group()
        bare = token.lower().rstrip(".")
        if count >= VALUE_WORDS_MAX or (count and bare in _ENDS and token not in _ENDS_NOT):
            break
        if count and capitals and token[0].islower() and bare not in _LOWER_OK and not place_at([bare]):
            break
        if _DIGITS.fullmatch(token) or (bare in ("no", "nomor", "nomer") and not _HOUSE_NUMBER.match(text, word.end())):
            break
        end = word.end()
        if token.endswith(".") and bare not in _LOWER_OK and len(bare) > 3 and bare not in ("jend", "prof", "letjen"):
            return end - 1
    return end - 1 if end and text[end - 1] == "." else end


def _with_tail(text: str, end: int) -> int:
    """Go on to the city, province and postcode behind the last part."""
    tail = text[end : end + TAIL_MAX]
    best = at = 0
    segments = 0
    while at < len(tail) and segments <= 6:
        gap = _TAIL_GAP.match(tail, at)
        begin = gap.end() if gap else at
        if begin == at and at:
            break
        taken = _place_end(tail, begin)
        if taken:
            best = at = taken
            segments += 1
            continue
        # A part without a word before it, "Depok Jaya,": short, with capitals, and a place must follow.
        plain = _PLAIN_PART.match(tail, begin)
        if plain is None or "," not in text[end : end + begin] + "," or any(w.lower() in _ENDS and w not in _ENDS_NOT for w in plain.group().split()):
            break
        at = plain.end()
        segments += 1
    return end + best


def _with_bare_city(text: str, end: int) -> int:
    """Go on to a city that ends the line behind a few words without a mark: "jl mawar 5 kabil nongsa batam"."""
    rest = text[end:].split("\n", maxsplit=1)[0]
    words = list(_WORD.finditer(rest))
    for index, word in enumerate(words[:BARE_WORDS_MAX]):
        place = place_at([w.group().rstrip(".,") for w in words[index:]])
        if place and not place.is_word and not rest[words[index + place.words - 1].end() :].strip(" .,"):
            return end + words[index + place.words - 1].end()
        if word.group().lower().rstrip(".") in _ENDS or not word.group().isalpha():
            break
    return end


def _place_end(tail: str, begin: int) -> int:
    """Return where a city, a province or a postcode ends that begins here, or 0."""
    if code := _POSTCODE_HERE.match(tail[begin:]):
        return begin + code.end()
    named = _REGENCY_WORD.match(tail[begin:])
    start = begin + (named.end() if named else 0)
    words = list(_WORD.finditer(tail, start, start + 60))[:5]
    if not words or words[0].start() != start:
        return 0
    place = place_at([word.group().rstrip(".,") for word in words])
    if place is None or "\n\n" in tail[start : words[place.words - 1].end()]:
        return 0
    end = words[place.words - 1].end()
    return end - 1 if tail[end - 1] == "." else end


def _has_city(text: str) -> bool:
    words = [word.group().rstrip(".") for word in _WORD.finditer(text)]
    return any(place_at(words, index) is not None for index in range(len(words)))


def _one_line(text: str) -> str:
    """Join the lines of an address with commas, wrapped ones with a blank."""
    rows = [" ".join(row.split()) for row in text.split("\n") if row.strip()]
    joined = rows[0] if rows else ""
    for before, row in pairwise(rows):
        joined += (" " if is_wrapped(before) or before.endswith(",") or not _begins_part(row) else ", ") + row
    return _COMMA.sub(",", joined).strip(" ,;.-/")


def _begins_part(row: str) -> bool:
    match = _PART.match(row)
    return match is not None or place_at(row.replace(".", " ").split()) is not None
