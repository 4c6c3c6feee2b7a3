"""What may be the writer's name or address: spans of the mail, what the rules found, the From name; and what speaks for each.

Candidates are many and the choice is made afterwards, so that what is right is hardly ever missing among them.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mailticket import lexicon
from mailticket.core.reader.evidence import Evidence, Rules, Said
from mailticket.core.reader.tokens import Row, Token, text_of

THRESHOLDS = (0.5, 0.25, 0.08)  # from which a stretch of tokens is a candidate
NAME_TOKENS_MAX, ADDRESS_TOKENS_MIN, PLACES_MAX = 8, 2, 12  # the last: tokens of a run of places
SAME = 0.85  # of words, that make two addresses one
OVERLAPS = 0.6
SAID_MAX = 6  # candidates of the rules

HONORIFIC = re.compile(
    r"^(?:bapak|bpk|pak|ibu|bu|sdr|sdri|saudara|saudari|tuan|tn|nyonya|ny|mr|mrs|ms|yth|nama|bp)\b\.?\s{1,9}",
    re.IGNORECASE,
)
ORGANISATION = frozenset(
    "koperasi koprasi kop ksp ksu kspps kud kopkar kopma kopwan kopdit kopontren primkop bmt cu cv pt ud pd yayasan"
    " paguyuban forum lsm komunitas serikat himpunan ikatan asosiasi persatuan gabungan kelompok toko warung bengkel"
    " dapur rumah kedai butik sanggar craft snack catering katering bakery kue batik tenun konveksi studio store shop"
    " official admin info humas sekretariat sekretaris redaksi media news berita pemdes desa dinas kantor kecamatan"
    " kelurahan bumdes bank office loan support team tim layanan formulir form website situs corporate secretary"
    " marketing sales service noreply lembaga dewan pengurus universitas sekolah smk sma pondok pesantren redmi oppo"
    " vivo samsung xiaomi realme iphone infinix galaxy mahasiswa warga anggota nasabah korban petani nelayan pedagang"
    " usaha umkm ukm mitra group grup network legal law jaya abadi mandiri sejahtera berkah".split()
)
NICKNAME = frozenset(
    "cak bang opung mama mamah bapak pak bu ibu mbak mas kang teh om tante bunda abah ayah umi ummi uda uni daeng bro"
    " sis kak adek neng cik koh ci mbah pakde bude bli mbok papa pace mace ina ama".split()
)
STREET = frozenset("jl jalan jln gg gang lorong perum perumahan komplek kompleks blok".split())
QUARTER = frozenset("kec kecamatan kel kelurahan desa ds dsn dusun kampung kp nagari gampong distrik".split())
TOWN = frozenset("kab kabupaten kota kabupten kodya".split())
COMMON = 4  # step of frequency up to which a word is more probably no place
_TOKEN = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"[@\d<>]")  # in no name of a person
NOBODY = frozenset("anonymous anonim anonymus null none unknown noname rahasia".split())


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of tokens and how sure the tagger is of it: on average, and of its weakest token."""

    first: int
    last: int
    mean: float
    least: float
    begins: float


@dataclass(slots=True)
class Candidate:
    """A value with all that speaks for it."""

    key: str
    value: str = ""
    best: float = -1.0  # what the value was taken for
    spans: list[Span] = field(default_factory=list)
    chosen: Said | None = None  # by the rules
    listed: tuple[int, Said] | None = None  # among theirs, and at which place
    features: list[str] = field(default_factory=list)
    kin: frozenset[str] = frozenset()  # keys of candidates that are the same thing in other bounds
    words: frozenset[str] = field(init=False)  # without signs, in lower case

    def __post_init__(self) -> None:
        """Cut the key into words once."""
        self.words = frozenset(folded(self.key))

    @property
    def surest(self) -> float:
        """How sure the tagger is of it."""
        return max((span.mean for span in self.spans), default=0.0)

    def take(self, value: str, weight: float) -> None:
        """Keep the surest spelling."""
        if weight > self.best:
            self.value, self.best = value, weight


def folded(text: str) -> list[str]:
    """Return the words of a text without signs, in lower case."""
    return _TOKEN.findall(text.casefold())


def bucket(chance: float) -> int:
    """Return a coarse step of a probability."""
    return sum(chance >= edge for edge in (0.02, 0.08, 0.25, 0.5, 0.75, 0.9, 0.97, 0.995))


def spans_of(begin: Sequence[float], inside: Sequence[float]) -> dict[tuple[int, int], Span]:
    """Return the stretches of tokens that may be one thing, at several thresholds."""
    found: dict[tuple[int, int], Span] = {}
    both = [one + other for one, other in zip(begin, inside, strict=True)]
    for least in THRESHOLDS:
        at = 0
        while at < len(both):
            if both[at] < least:
                at += 1
                continue
            end = at
            while end + 1 < len(both) and both[end + 1] >= least and not (begin[end + 1] > max(inside[end + 1], 0.3)):
                end += 1
            part = both[at : end + 1]
            found.setdefault((at, end), Span(at, end, sum(part) / len(part), min(part), begin[at]))
            at = end + 1
    return found


def names(
    evidence: Evidence, rows: Sequence[Row], tokens: Sequence[Token], spans: Mapping[tuple[int, int], Span]
) -> list[Candidate]:
    """Return what may be the writer's name."""
    found: dict[str, Candidate] = {}
    for span in spans.values():
        value = _bare(text_of(rows, tokens, span.first, span.last))
        if span.last - span.first < NAME_TOKENS_MAX and _may_be_name(value):
            _add(found, value, span.mean, span)
    display = _bare(evidence.display)
    if _may_be_name(display):
        _add(found, display, 0.05)
    _add_said(found, evidence.names, _bare)
    everything = list(found.values())
    sight = _Sight(evidence, display, everything, tokens)
    for one in everything:
        _relate(one, everything)
        one.features = _common(one, everything, evidence, evidence.names is not None, rows, tokens)
        one.features += _of_name(one, everything, sight)
    return everything


def _may_be_name(text: str) -> bool:
    words = folded(text)
    is_long_enough = any(len(word) > 1 for word in words) and len(words) <= NAME_TOKENS_MAX
    return is_long_enough and not _FIGURE.search(text) and NOBODY.isdisjoint(words)


class _Sight:
    """What all candidates for the name are held against: the From name, the address, how sure the text is of each."""

    def __init__(
        self, evidence: Evidence, display: str, everything: Sequence[Candidate], tokens: Sequence[Token]
    ) -> None:
        self.shown = " ".join(folded(display))
        self.display = frozenset(folded(display))
        self.local = re.sub(r"[^a-z]", "", evidence.sender.split("@", maxsplit=1)[0].lower())
        self.in_text = {
            one.key: max((span.mean for span in one.spans if tokens[span.first].row > 1), default=0.0)
            for one in everything
        }


def _of_name(one: Candidate, everything: Sequence[Candidate], sight: _Sight) -> list[str]:
    """What is asked of a name alone."""
    words, own, step = folded(one.value), one.words, f"p={bucket(one.surest)}"
    related = [other for other in everything if other is not one and own & other.words]
    larger = max((other.surest for other in related if other.words > own), default=0.0)
    smaller = max((other.surest for other in related if other.words < own), default=0.0)
    elsewhere = max((sight.in_text[other.key] for other in everything if not own & other.words), default=0.0)
    flags = [lexicon.words().get(word, "") for word in words]
    count = sum("F" in flag or "L" in flag for flag in flags)
    given = "all" if count == len(words) else "some" if count else "none"
    in_text = sight.in_text[one.key]
    f = [
        f"words={min(len(words), 5)}",
        f"larger={bucket(larger)}",
        f"smaller={bucket(smaller)}",
        f"elsewhere={bucket(elsewhere)}",
        f"given={given}",
        f"common={min((int(flag[0]) if flag[:1].isdigit() else 9 for flag in flags), default=9)}",
        f"case={'U' if one.value.isupper() else 'l' if one.value.islower() else 'T'}",
        f"shown={one.key == sight.shown:d}{bool(own & sight.display):d}",
        f"intext={bucket(in_text)}",
        f"local={any(len(word) > 2 and word in sight.local for word in words):d}",
        f"{step}&words={min(len(words), 3)}",
        f"{step}&case={one.value.isupper():d}{one.value.islower():d}",
    ]
    f += ["organisation"] if own & ORGANISATION else []
    f += ["from-organisation"] if sight.display & ORGANISATION else []
    f += [f"nick={len(words)}"] if words and words[0] in NICKNAME else []
    if one.key == sight.shown and not in_text:
        f += ["only-from", f"only-from&{step}", f"only-from&elsewhere={bucket(elsewhere)}"]
        f += [f"only-from&words={min(len(words), 3)}", f"only-from&given={given}"]
        f += [f"end={word[-3:]}" for word in words] if not count else []
    return f


def addresses(
    evidence: Evidence, rows: Sequence[Row], tokens: Sequence[Token], spans: Mapping[tuple[int, int], Span]
) -> list[Candidate]:
    """Return what may be the writer's address."""
    found: dict[str, Candidate] = {}
    for span in spans.values():
        if span.last - span.first + 1 >= ADDRESS_TOKENS_MIN:
            _add(found, _trimmed(text_of(rows, tokens, span.first, span.last)), span.mean, span, same=SAME)
    for first, last in _places(tokens):
        _add(found, _trimmed(text_of(rows, tokens, first, last)), 0.05, same=SAME)
    _add_said(found, evidence.addresses, _trimmed, same=SAME)
    everything = list(found.values())
    for one in everything:
        _relate(one, everything)
        one.features = _common(one, everything, evidence, evidence.addresses is not None, rows, tokens) + _of_address(
            one
        )
    return everything


def _places(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield each run of at least two names of places in a row of which one is a regency's: "abeli kendari"."""
    at = 0
    while at < len(tokens):
        end, places, towns = at, 0, 0
        while end < len(tokens) and end - at < PLACES_MAX and tokens[end].row == tokens[at].row:
            flags = lexicon.words().get(tokens[end].text.lower(), "") if tokens[end].kind == "word" else ""
            if set("RDVP") & set(flags):
                places += 1
                towns += "R" in flags
            elif not (end > at and (tokens[end].text in ",./-" or tokens[end].text.lower() in QUARTER | TOWN)):
                break
            end += 1
        if places > 1 and towns:
            yield at, end - 1
        at = max(end, at + 1)


def _of_address(one: Candidate) -> list[str]:
    """What is asked of an address alone."""
    words, own = folded(one.value), one.words
    flags = [lexicon.words().get(word, "") for word in words]
    kinds = [_kind_of(word, flag) for word, flag in zip(words, flags, strict=True)]
    regencies = sum("R" in flag for flag in flags)
    place = f"place={bool(own & (STREET | QUARTER)):d}{min(regencies, 1)}"
    noise = kinds.count("word") / max(1, len(words))
    step = f"p={bucket(one.surest)}"
    return [
        f"street={bool(own & STREET):d}",
        f"quarter={bool(own & QUARTER):d}",
        f"rt={bool(own & {'rt', 'rw'}):d}",
        f"kab={bool(own & TOWN):d}",
        f"regency={min(regencies, 3)}",
        f"district={min(sum('D' in flag for flag in flags), 3)}",
        f"village={min(4, int(4 * sum('V' in flag for flag in flags) / max(1, len(flags))))}",
        f"postcode={any(len(word) == 5 and word.isdigit() for word in words):d}",
        f"words={min(len(words) // 2, 8)}",
        f"few={min(len(words), 4)}",
        f"commas={min(one.value.count(','), 4)}",
        f"first={kinds[0]}",
        f"last={kinds[-1]}",
        f"noise={int(5 * noise)}",
        f"sentence={'. ' in one.value:d}{kinds[0] == 'word':d}",
        place,
        f"{step}&{place}",
        f"{step}&noise={int(5 * noise)}",
        f"few={min(len(words), 4)}&{place}",
    ]


def _kind_of(word: str, flags: str) -> str:
    if word in STREET:
        return "street"
    if word in QUARTER or word in TOWN or word in ("rt", "rw", "no", "km"):
        return "label"
    if word.isdigit():
        return "figure"
    if "R" in flags or "P" in flags:
        return "town"
    if flags[:1].isdigit() and int(flags[0]) <= COMMON:
        return "word"
    return "place" if set("DV") & set(flags) else "rare"


def _common(
    one: Candidate,
    everything: Sequence[Candidate],
    evidence: Evidence,
    has_rules: bool,
    rows: Sequence[Row],
    tokens: Sequence[Token],
) -> list[str]:
    """What is asked of every candidate."""
    surest = one.surest
    best = max(one.spans, key=lambda span: span.mean) if one.spans else None
    others = [other.surest for other in everything if other is not one and other.key not in one.kin]
    rest = max(others, default=0.0)
    f = [
        f"p={bucket(surest)}",
        f"least={bucket(best.least if best else 0.0)}",
        f"begins={bucket(best.begins if best else 0.0)}",
        f"rest={bucket(rest)}",
        f"p={bucket(surest)}&rest={bucket(rest)}",
        f"top={surest >= max((other.surest for other in everything), default=0.0):d}",
        f"n={min(len(everything), 5)}",
        f"spans={min(len(one.spans), 3)}",
        f"reply={evidence.is_reply:d}{evidence.has_form:d}",
    ]
    f.extend(f"zone={zone}" for zone in sorted({rows[tokens[span.first].row].zone for span in one.spans}))
    if best is not None:
        row = tokens[best.first].row
        f += [
            f"at={min(tokens[best.first].start // 8, 6)}",
            f"from-end={min(len(rows) - row, 8)}",
            f"line={min(row, 8)}",
            f"ends={min((len(rows[row].text) - tokens[best.last].end) // 8, 4) if tokens[best.last].row == row else 9}",
        ]
    if not has_rules:
        f.append("unruled")
        return f
    relatives = [other for other in everything if other.key in one.kin]
    rule = "own" if one.chosen else "kin" if any(other.chosen for other in relatives) else "none"
    if rule == "none" and any(other.chosen for other in everything):
        rule = "other"
    f += [f"rule={rule}", f"p={bucket(surest)}&rule={rule}", f"rest={bucket(rest)}&rule={rule}"]
    if one.chosen:
        f += [f"said={one.chosen.source}", f"sure={int(one.chosen.confidence * 20)}"]
        f.append(f"p={bucket(surest)}&said={one.chosen.source}")
    if one.listed:
        f += [f"listed={min(one.listed[0], 3)}", f"listed-sure={int(one.listed[1].confidence * 10)}"]
    longest = max([len(other.key) for other in relatives] + [len(one.key)])
    f.append(f"share={int(5 * len(one.key) / longest)}&rule={rule}")
    return f


def _relate(one: Candidate, everything: Sequence[Candidate]) -> None:
    own = one.words
    one.kin = frozenset(
        other.key
        for other in everything
        if other is not one and len(own & other.words) >= OVERLAPS * min(len(own), len(other.words))
    )


def _add(found: dict[str, Candidate], value: str, weight: float, *spans: Span, same: float = 1.0) -> Candidate | None:
    key = " ".join(folded(value))
    if not key or "@" in value:
        return None
    if key not in found and same < 1:
        key = next((other for other in found if _alike(other, key) >= same), key)
    one = found.setdefault(key, Candidate(key))
    one.take(value, weight)
    one.spans.extend(spans)
    return one


def _add_said(found: dict[str, Candidate], said: Rules | None, clean: Callable[[str], str], same: float = 1.0) -> None:
    if said is None:
        return
    for at, one in enumerate(said.listed[:SAID_MAX]):
        candidate = _add(found, clean(one.value), 0.3, same=same)
        if candidate is not None and candidate.listed is None:
            candidate.listed = (at, one)
    if said.chosen is not None:
        candidate = _add(found, clean(said.chosen.value), 0.5 if same == 1 else 0.7, same=same)
        if candidate is not None:
            candidate.chosen = said.chosen


def _alike(one: str, other: str) -> float:
    """The F1 of two texts' words."""
    left, right = one.split(), other.split()
    rest = list(right)
    common = 0
    for word in left:
        if word in rest:
            rest.remove(word)
            common += 1
    return 2 * common / (len(left) + len(right))


def _bare(name: str) -> str:
    return HONORIFIC.sub("", HONORIFIC.sub("", name)).strip(" .,:-(\"'“”*_/|~)").strip()


def _trimmed(address: str) -> str:
    return address.strip(" .,:-(*_~")
