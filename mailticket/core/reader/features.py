"""What tells of each token whether it begins a name, an address or a number of the writer's: the features of the spans."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from mailticket import lexicon
from mailticket.core.reader.tokens import FROM, Row, Token

AROUND = (-3, -2, -1, 1, 2, 3)
NEAR = 2  # tokens around, of which more than the word counts
WORDS_MAX = 20_000  # whose features are remembered
LEFT, OWNERS_LEFT = 80, 90  # characters to the left in which labels, and words of whose it is, are looked for
LABEL_WORDS = 4

OWN = frozenset(
    "saya sy aku kami my i me gue gw beta ane ulun kulo abdi nama perkenalkan pelapor pengadu pemohon".split()
)
OTHER = frozenset(
    "ketua bendahara sekretaris manajer manager pengurus pengawas petugas penagih kolektor marketing admin oknum an"
    " atasnama suami istri anak almarhum alm almarhumah terlapor teradu pelaku direktur pimpinan kepala cs pegawai"
    " karyawan staf staff tetangga teman kakak adik rekening rek bank norek hubungi kantor koperasi ksp koperasinya"
    " pak bapak ibu bu sdr sdri".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_LABEL = re.compile(r"^[\s\-*•▪>\d.)(]{0,12}([^\W\d_][^:=;\n]{0,40}?)\s{0,9}[.…_]{0,40}\s{0,9}[:=;：]")
_FREQUENT = re.compile(r"\d")
_LINE_FROM_TOP, _LINE_FROM_END, _LENGTH, _INDEX, _INDEX_FROM_END, _LABEL_DISTANCE = (
    tuple(f"{name}={number}" for number in range(9)) for name in ("lf", "le", "ln", "ti", "te", "ld")
)
_END = {offset: f"{offset}END" for offset in AROUND}


@lru_cache(WORDS_MAX)
def _shape(text: str) -> str:
    made = "".join(
        "d" if letter.isdigit() else ("X" if letter.isupper() else "x") if letter.isalpha() else letter
        for letter in text
    )
    return re.sub(r"(.)\1{2,}", r"\1\1+", made)[:8]


@lru_cache(WORDS_MAX)
def base(text: str, kind: str) -> tuple[str, ...]:
    """Return what a token says by itself; the word and its shape come first."""
    low = text.lower()
    word = low if kind in ("word", "sign") else kind if kind in ("number", "email") else f"D{len(text)}"
    found = [f"w={word}", f"sh={_shape(text)}"]
    if kind == "word":
        flags = lexicon.words().get(low, "")
        frequency = _FREQUENT.search(flags)
        case = "U" if text.isupper() and len(text) > 1 else "T" if text[0].isupper() else "l"
        found += [f"p3={low[:3]}", f"s3={low[-3:]}", f"wf={frequency[0] if frequency else 0}", f"cap={case}"]
        found += [f"G{flag}" for flag in flags if flag.isalpha()]
    elif kind == "number":
        digits = re.sub(r"\D", "", text)
        begins = (
            "+62" if text.lstrip("(").startswith("+62") else digits[:2] if digits[:2] in ("08", "62") else digits[:1]
        )
        found += [f"nl={len(digits)}", f"np={begins}"]
    elif kind == "digits" and len(text) == 5:
        found.append("POSTCODE")
    return tuple(found)


@lru_cache(WORDS_MAX * 2)
def _seen_from(text: str, kind: str, offset: int, mark: str) -> tuple[str, ...]:
    """Return what a token says of the one `offset` before it; `mark`: another line is between."""
    of = base(text, kind)
    seen = [f"{offset}{mark}{of[0]}"]
    if abs(offset) <= NEAR:
        seen.append(f"{offset}{mark}{of[1]}")
        seen += [f"{offset}{feature}" for feature in of[2:] if feature[0] in "Gwc"]
    return tuple(seen)


@lru_cache(WORDS_MAX)
def _joined(one: str, two: str) -> str:
    return f"bg={one}|{two}"


@lru_cache(4_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower()))


def features(rows: Sequence[Row], tokens: Sequence[Token], sender: str, display: str) -> list[list[str]]:
    """Return the features of each token; `sender` is the address in From."""
    local = re.sub(r"[^a-z]", "", sender.split("@", maxsplit=1)[0].lower())
    shown = frozenset(_words(display))
    bases = [base(token.text, token.kind) for token in tokens]
    places = _phrases(tokens)
    lines = [_of_line(rows, number) for number in range(len(rows))]
    full = [number for number, row in enumerate(rows) if row.text.strip()]
    order = {number: at for at, number in enumerate(full)}
    found: list[list[str]] = []
    for begin, end in _stretches(tokens):
        number = tokens[begin].row
        place = order.get(number, 0)
        of_row = [
            _LINE_FROM_TOP[min(place, 6)],
            _LINE_FROM_END[min(len(full) - 1 - place, 8)],
            _LENGTH[min((end - begin) // 2, 8)],
            *lines[number],
        ]
        left = _Left(rows[number].text)
        for at in range(begin, end):
            token = tokens[at]
            own = [*bases[at], *places[at]]
            if token.kind == "word":
                low = token.text.lower()
                if low in shown:
                    own.append("DISP")
                if len(low) > 2 and low in local:
                    own.append("LOC")
            _around(own, at, tokens, places)
            own.append(_joined(bases[at - 1][0], bases[at][0]) if at > begin else "BOL")
            if at == end - 1:
                own.append("EOL")
            own.append(_INDEX[min(at - begin, 5)])
            own.append(_INDEX_FROM_END[min(end - 1 - at, 4)])
            own += of_row
            own += left.of(token.start)
            found.append([f"F{one}" for one in own] if rows[number].zone == FROM else own)
    return found


def _stretches(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield where the tokens of each row begin and end."""
    begin = 0
    for at in range(1, len(tokens) + 1):
        if at == len(tokens) or tokens[at].row != tokens[begin].row:
            yield begin, at
            begin = at


def _around(own: list[str], at: int, tokens: Sequence[Token], places: Sequence[Sequence[str]]) -> None:
    """Add what the neighbours of a token say."""
    row, count = tokens[at].row, len(tokens)
    for offset in AROUND:
        other = at + offset
        if not 0 <= other < count:
            own.append(_END[offset])
            continue
        neighbour = tokens[other]
        own += _seen_from(neighbour.text, neighbour.kind, offset, "" if neighbour.row == row else "/")
        if places[other] and -NEAR <= offset <= NEAR:
            own += [f"{offset}{place}" for place in places[other]]


class _Left:
    """What stands to the left in one line: the label, and words that tell whose it is; asked from left to right."""

    def __init__(self, text: str) -> None:
        self._words = [(found.start(), found.group()) for found in _WORD.finditer(text.lower())]
        self._colons = [at for at, letter in enumerate(text) if letter in ":=;"]
        self._text = text
        self._labels: dict[int, list[str]] = {}
        self._next_word = self._next_colon = 0

    def of(self, start: int) -> list[str]:
        """Return the features of a token that begins there."""
        words, colons = self._words, self._colons
        while self._next_word < len(words) and words[self._next_word][0] < start:
            self._next_word += 1
        while self._next_colon < len(colons) and colons[self._next_colon] < start:
            self._next_colon += 1
        found: list[str] = []
        if self._next_colon and start - colons[self._next_colon - 1] <= LEFT:
            colon = colons[self._next_colon - 1]
            found += self._label(colon)
            found.append(_LABEL_DISTANCE[min(5, len(self._text[colon:start].split()))])
        own = other = False
        for back in range(min(8, self._next_word)):
            place, word = words[self._next_word - 1 - back]
            if start - place > OWNERS_LEFT:
                break
            if not own and word in OWN:
                found += [f"own={back // 2}", f"ownw={word}"]
                own = True
            if not other and word in OTHER:
                found += [f"oth={back // 2}", f"othw={word}"]
                other = True
        return found

    def _label(self, colon: int) -> list[str]:
        if colon not in self._labels:
            words = [word for place, word in self._words if place < colon and colon - place <= LEFT][-LABEL_WORDS:]
            ends = [f"labl={words[-1]}", f"lab1={words[0]}"] if words else []
            self._labels[colon] = [*(f"lab={word}" for word in words), *ends]
        return self._labels[colon]


def _of_line(rows: Sequence[Row], number: int) -> list[str]:
    """What all tokens of a line share: its zone, the label above it, the lines around."""
    row = rows[number]
    found = [f"z={row.zone}"]
    before = number - 1
    while before > 1 and not rows[before].text.strip():
        before -= 1
    above = rows[before].text if before > 1 else ""
    after = number + 1
    while after < len(rows) and not rows[after].text.strip():
        after += 1
    if not _LABEL.match(row.text) and above:
        stripped = above.strip()
        label = _LABEL.match(above)
        if stripped.endswith(":") and len(stripped) < 60:
            found += [f"plab={word}" for word in _words(stripped)[-LABEL_WORDS:]]
        elif label:
            found += [f"plab={word}" for word in _words(label[1])[-LABEL_WORDS:]]
    if after < len(rows):
        begins = re.search(r"\w+", rows[after].text[:40].lower())
        if begins:
            found.append(f"nx={begins[0] if begins[0].isalpha() else 'D'}")
    else:
        found.append("nx=END")
    ends = re.findall(r"[^\W\d_]+|,$", above[-60:].lower())
    if ends:
        found += [f"pv={ends[-1]}", f"pv2={' '.join(ends[-2:])}"]
    found.append(f"pb={number > 0 and not rows[number - 1].text.strip():d}")
    heading = _heading(rows, number)
    found += [f"hd={word}" for word in heading]
    return found


def _heading(rows: Sequence[Row], number: int) -> tuple[str, ...]:
    """The words of the last line above, in the same block, that ends with a colon."""
    for above in range(number - 1, max(1, number - 8), -1):
        text = rows[above].text.strip()
        if not text:
            return ()
        if text.endswith(":"):
            return _words(text)[-6:]
    return ()


def _phrases(tokens: Sequence[Token]) -> list[list[str]]:
    """Which tokens are part of a place's name of several words."""
    known = lexicon.phrases()
    found: list[list[str]] = [[] for _ in tokens]
    for at, (one, two) in enumerate(pairwise(tokens)):
        if one.kind != "word" or two.kind != "word" or one.row != two.row:
            continue
        phrase = f"{one.text} {two.text}".lower()
        kinds = [(phrase, 2)]
        if at + 2 < len(tokens) and tokens[at + 2].row == one.row and tokens[at + 2].kind == "word":
            kinds.append((f"{phrase} {tokens[at + 2].text.lower()}", 3))
        for name, length in kinds:
            kind = known.get(name)
            if kind:
                for part in range(at, at + length):
                    if f"ph{kind}" not in found[part]:
                        found[part].append(f"ph{kind}")
    return found
