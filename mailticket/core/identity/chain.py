"""Where in a text an address stands: a chain of parts (street, RT/RW, village, district, regency)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from mailticket.core.identity.passage import is_wrapped
from mailticket.core.places import place_at
from mailticket.core.vocabulary import Vocabulary

ADDRESS_MAX = 300  # characters
GAP_MAX = 75  # characters between two parts of one address
TAIL_MAX = 140  # characters behind the last part in which a city may follow
VALUE_WORDS_MAX = 6
BARE_WORDS_MAX = 5  # between the last part of an address and a city that no mark divides from it

_STREET = (
    r"jl|jln|jalan|gg|gang|lorong|lrg|perum|perumahan|komplek|kompleks|komp|ruko|rukan|apartemen|apartment|apt|cluster|blok|gedung|gd|graha|menara|wisma|plaza"
    r"|griya|villa|vila|rusun|residence|kavling|kav"
)
_VILLAGE = (
    r"dusun|dsn|dukuh|dkh?|kampung|kp|kmp|lingkungan|lingk|lk|link|banjar|br|jorong|nagari|gampong|huta|pekon|desa|ds|kelurahan|kel|kalurahan|negeri|pulau|gubuk|pp|ponpes"
    r"|pesantren|padukuhan|kebon|lembang|ohoi"
)
_PART = re.compile(
    rf"\b(?=\w)(?<![@/'-])(?:(?P<street>{_STREET})|(?P<rt>rt|rw|rt/rw)|(?P<village>{_VILLAGE})|(?P<district>kecamatan|kec|kapanewon|kemantren|distrik)"
    r"|(?P<regency>kabupaten|kab|kota|kotamadya|kodya)|(?P<province>provinsi|propinsi|prov))(?![^\W\d_])(?P<dot>\.?)[ \t]*[:.]?[ \t]*(?P<value>[^\W_])",
    re.IGNORECASE,
)
BEGINS_PART = Vocabulary(
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
ENDS = frozenset(_WORDS_THAT_END.split())
_ENDS_NOT = frozenset({"Dalam", "Dr"})  # with a capital a part of a name: "Kec. Teluk Dalam", "Jl. Dr. Angka"
SENTENCE_END = re.compile(
    r"(?=[.!?]\s)(?<!\bkec)(?<!\bkab)(?<!\bkel)(?<!\bprov)(?<!\bblok)(?<!\bkomp)(?<!\bperum)(?<!\bgang)(?<!\bprof)(?<!\bjend)(?<!\bletjen)(?<!\bmayjen)(?<!\babd)(?<!\blingk)(?<!\bmoh)(?<!\bmuh)(?<!\bdsn)"
    r"(?<!\bdkh)(?<!\bjln)(?<!\blrg)(?<!\bkav)(?<!\bkap)(?<!\bdrs)(?:(?<=[^\W\d_]{3})|(?<=[\w ]{2}\)))[.!?]",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[!?;()\[\]{}<>\"“”@|•=]|\s/\s|https?:|\n\s*\n|\s[-–]\s(?=[A-Z][a-z]+ (?![Kk][Mm]\b))")
_POSTCODE_HERE = re.compile(r"^[1-9]\d{4}(?!\d)")
_REGENCY_WORD = re.compile(r"^(?:kota|kabupaten|kab\.?|kodya|kotamadya|provinsi|propinsi|prov\.?)[ \t]*", re.IGNORECASE)
_NUMBER = re.compile(r"\d{6}|\d[\d .()-]{7,20}\d|:")
_POSTCODE_LAST = re.compile(r"(?<!\d)[1-9]\d{4}(?!\d)\W{0,4}$")
_ENDS_VALUE = re.compile(r"[,\n;:()!?@\"|/]|\s[-–]\s")
_TITLED = re.compile(r"(?:Pak|Bapak|Ibu|Bu)(?= [A-Z])")  # "Gg. Pak Madjid": of a street's name
_DIGITS = re.compile(r"[\d.-]{7,40}")
_TAIL_GAP = re.compile(r"(?:[ \t]|,|\n(?!\s{0,20}\n)|\.(?=\s{0,4}\d{5})|\s-\s|-(?=\d{5})){0,8}")
_PLAIN_PART = re.compile(r"[A-Z][\w'.-]{1,25}(?: [A-Z0-9][\w'.-]{0,25}){0,3}(?=[,\n]|$)")
_ASIDE = re.compile(r"\([^()\n]{1,15}\)")  # "Kampung Yabamaru (SP 7), Distrik ..."
_BLOCK_CODE = re.compile(
    r"(?<!\w)[A-Z][a-z]{3,20} [A-Z]{2,3} ?[IVX\d]{1,4}/\d{1,4},? {1,2}$"
)  # as in Yogyakarta: "Nitikan UH 6/412 RT 38"
_COMMA = re.compile(r"(?<!\s)\s{1,9},")
_HOUSE_NUMBER = re.compile(r"[. ]{0,3}\d{1,4}[A-Za-z]?(?![\d-])")
_WORD = re.compile(r"[^\W_][\w'’/.-]*")
_LOWER_OK = frozenset(
    "no nomor nomer km rt rw blok gang gg lantai lt unit kav kavling dan i ii iii iv v vi nomer. no. kel kec kab prov kota tower lor kidul wetan kulon".split()
)


@dataclass(frozen=True, slots=True)
class Chain:
    """Where an address stands, and what parts it has."""

    start: int
    end: int
    levels: frozenset[str]


def is_complete(levels: frozenset[str]) -> bool:
    """True for a street or a village with a district or a city, or a district with a city."""
    low = bool(levels & {"street", "rt", "village"})
    return (low and bool(levels & {"district", "city"})) or {"district", "city"} <= levels


def chains(text: str, *, is_head: bool = False) -> list[Chain]:
    """Return the stretches of a text that are addresses; in a letterhead offices stand above the street."""
    parts = [part for part in _PART.finditer(text) if _is_part(text, part)]
    found: list[Chain] = []
    at = 0
    while at < len(parts):
        last = at
        while last + 1 < len(parts) and _is_bridge(text[parts[last].start("value") : parts[last + 1].start()]):
            last += 1
        street = next((n for n in range(at, last + 1) if parts[n].group("street")), at) if is_head else at
        found.append(_chain(text, parts[street : last + 1]))
        at = last + 1
    return [chain for chain in found if chain.end - chain.start <= ADDRESS_MAX]


def _is_part(text: str, part: re.Match[str]) -> bool:
    """True when a word such as "jalan" or "desa" begins a part of an address here, and is no noun in a sentence."""
    value = _WORD.match(text, part.start("value"))
    word = value.group().rstrip(".") if value else ""
    if (
        _ends(word)
        and part.lastgroup != "rt"
        and not (part.group("street") and _TITLED.match(text, part.start("value")))
    ):
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
    gap = _TITLED.sub("", _ASIDE.sub("", gap) if "(" in gap else gap, count=1)
    if len(gap) > GAP_MAX or _BREAK.search(gap) or SENTENCE_END.search(gap) or _NUMBER.search(gap):
        return False
    return not any(_ends(word.group().rstrip(".")) for word in _WORD.finditer(gap))


def _ends(word: str) -> bool:
    """True for a word, without its full stop, that ends an address."""
    return word.lower() in ENDS and word not in _ENDS_NOT


def _chain(text: str, parts: Sequence[re.Match[str]]) -> Chain:
    levels = {_level(part) for part in parts}
    end = _value_end(text, parts[-1])
    end = _with_tail(text, end)
    start = parts[0].start()
    if parts[0].group("rt") and (code := _BLOCK_CODE.search(text, max(0, start - GAP_MAX), start)):
        start = code.start()
    if "regency" in levels or has_city(text[start:end]):
        levels.add("city")
    elif (longer := _with_bare_city(text, end)) > end:
        end = longer
        levels.add("city")
    if "province" in levels or _POSTCODE_LAST.search(text[start:end]):
        levels.add("city")
    return Chain(start, end, frozenset(levels))


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
        between = text[end : word.start()].replace(
            ",", "" if text[word.start()].isdigit() and text[word.start() - 1] == "," else ","
        )
        if count and _ENDS_VALUE.search(between):
            break
        token = word.group()
        bare = token.lower().rstrip(".")
        if count >= VALUE_WORDS_MAX or (count and _ends(token.rstrip("."))):
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
        if plain is None or "," not in text[end : end + begin] + "," or any(map(_ends, plain.group().split())):
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
        if word.group().lower().rstrip(".") in ENDS or not word.group().isalpha():
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


def has_city(text: str) -> bool:
    """True when a province, regency or city is named."""
    words = [word.group().rstrip(".") for word in _WORD.finditer(text)]
    return any(place_at(words, index) is not None for index in range(len(words)))


def one_line(text: str) -> str:
    """Join the lines of an address with commas, wrapped ones with a blank."""
    rows = [" ".join(row.split()) for row in text.split("\n") if row.strip()]
    joined = rows[0] if rows else ""
    for before, row in pairwise(rows):
        joined += (" " if is_wrapped(before) or before.endswith(",") or not _begins_part(row) else ", ") + row
    return _COMMA.sub(",", joined).strip(" ,;.-/")


def _begins_part(row: str) -> bool:
    match = _PART.match(row)
    return match is not None or place_at(row.replace(".", " ").split()) is not None
