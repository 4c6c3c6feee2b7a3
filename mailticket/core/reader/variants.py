"""Variants of a labelled mail: other names, places, numbers and labels, another register; what is whose stays the same.

The tagger would otherwise learn the few hundred names and places of its lessons by heart.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from mailticket import lexicon
from mailticket.core.reader.marks import ADDRESS, NAME, PHONE, spans_of_tags
from mailticket.core.reader.tokens import Row, Token, tokens_of

LOWER, UPPER = 0.08, 0.03  # shares of variants that are written in small or capital letters
POOLED = 0.5  # of addresses that are another mail's; of the others words are exchanged
OTHER_LABEL, OTHER_COLON = 0.5, 0.08
PLACE_WORD_MIN = 4
_LABELS = (
    (
        re.compile(r"\bnama(?: lengkap)?\b(?=\s{0,9}[:=])", re.IGNORECASE),
        "Nama;Nama lengkap;Nama Lengkap;NAMA;nama;Nama saya;Nm;Nama pelapor;Nama pemohon;Nama (sesuai KTP);Pelapor;Nama jelas;Saya",
    ),
    (
        re.compile(r"\balamat(?: lengkap)?\b(?=\s{0,9}[:=])", re.IGNORECASE),
        "Alamat;Alamat lengkap;ALAMAT;alamat;Alamat rumah;Almt;Tempat tinggal;Alamat domisili;Domisili;Rumah;alamat saya;Tinggal di",
    ),
    (
        re.compile(
            r"\b(?:no(?:mor)?\.? ?)?(?:telepon/hp|hp/wa|telp|telepon|hp|wa|tlp|handphone|kontak)\b(?=\s{0,9}\.?\s{0,9}[:=])",
            re.IGNORECASE,
        ),
        "HP;No. HP;No HP/WA;WA;Telp;Telepon;no hp;Kontak;No. yang bisa dihubungi;Handphone;nomor wa;Tlp;Nomor telepon",
    ),
)
_COLON = re.compile(r"\s{0,9}:\s{0,9}")


Some = TypeVar("Some")


class Chance(Protocol):
    """What chance is asked for, as `random.Random` has it."""

    def random(self) -> float:
        """Return a number from 0 to 1."""

    def randrange(self, start: int, stop: int = ..., /) -> int:
        """Return a whole number below `stop`, or below `start` from 0."""

    def choice(self, seq: Sequence[Some], /) -> Some:
        """Return one of several."""

    def choices(self, population: Sequence[Some], /, *, k: int) -> list[Some]:
        """Return one of several, so many times."""

    def sample(self, population: Sequence[Some], /, k: int) -> list[Some]:
        """Return so many different ones."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What is put in place: names and addresses of the lessons, and words of names and places."""

    names: Sequence[str]
    addresses: Sequence[str]
    given: Sequence[str]
    places: Sequence[str]

    @classmethod
    def of(cls, names: Sequence[str], addresses: Sequence[str]) -> "Stock":
        """Take names and addresses of the lessons, and the language's."""
        flags = lexicon.words()
        given = [word.title() for word, of in flags.items() if "F" in of or "L" in of]
        places = [
            word.title() for word, of in flags.items() if "V" in of and of.isalpha() and len(word) >= PLACE_WORD_MIN
        ]
        return cls(names, addresses, given, places)


def vary(
    rows: Sequence[Row], tokens: Sequence[Token], tags: Sequence[str], stock: Stock, chance: Chance
) -> tuple[list[Row], list[Token], list[str]]:
    """Return another mail of the same kind with its tokens and labels."""
    texts = [row.text for row in rows]
    owners: dict[tuple[str, str], str] = {}
    changes: list[tuple[int, int, int, str, str]] = []  # row, start, end, new text, tag
    for tag, first, last in spans_of_tags(tags):
        new = _instead(tag, _spelt(texts, tokens, first, last), stock, chance, owners)
        begin, end = tokens[first].row, tokens[last].row
        if begin == end:
            changes.append((begin, tokens[first].start, tokens[last].end, new, f"B-{tag}"))
            continue
        at = new.find(",", len(new) // 3) + 1 or len(new)
        changes.append((begin, tokens[first].start, len(texts[begin]), new[:at].rstrip(), f"B-{tag}"))
        changes.extend((between, 0, len(texts[between]), "", "") for between in range(begin + 1, end))
        changes.append((end, 0, tokens[last].end, new[at:].lstrip(), f"I-{tag}"))
    found: list[Row] = []
    marked: list[tuple[int, int, int, str]] = []
    register = chance.random()
    for number, row in enumerate(rows):
        text, kept = _changed(texts[number], [change[1:] for change in changes if change[0] == number])
        if number > 1:
            text, kept = _labelled(text, kept, chance)
        if register < LOWER:
            text = text.lower()
        elif register < LOWER + UPPER:
            text = text.upper()
        found.append(Row(row.zone, text))
        marked.extend((number, start, end, tag) for start, end, tag in kept)
    again = tokens_of(found)
    return found, again, _tagged(again, marked)


def _spelt(texts: Sequence[str], tokens: Sequence[Token], first: int, last: int) -> str:
    if tokens[first].row == tokens[last].row:
        return texts[tokens[first].row][tokens[first].start : tokens[last].end]
    return " ".join(token.text for token in tokens[first : last + 1])


def _instead(tag: str, old: str, stock: Stock, chance: Chance, owners: dict[tuple[str, str], str]) -> str:
    """Another value of the same kind; the same one again where the mail says the same again."""
    if tag.endswith(NAME):
        full = owners.setdefault((tag, old.split(maxsplit=1)[0].casefold()), _name(stock, chance))
        new = full if len(old.split()) > 1 else full.split()[0]
    elif tag.endswith(ADDRESS):
        new = owners.setdefault((tag, old.casefold()), _address(old, stock, chance))
    elif tag == PHONE or re.match(r"\(?(?:\+|0|62|8)", old):
        new = owners.setdefault((tag, re.sub(r"\D", "", old)[-8:]), _number(chance))
    else:
        new = re.sub(r"\d", lambda _: str(chance.randrange(10)), old)
    return new.upper() if old.isupper() and len(old) > 4 else new.lower() if old.islower() else new


def _name(stock: Stock, chance: Chance) -> str:
    kind = chance.random()
    if kind < 0.4 and stock.names:
        return chance.choice(stock.names)
    count = chance.choice((1, 2, 2, 2, 3))
    pool = [name for whole in chance.sample(list(stock.names), min(2, len(stock.names))) for name in whole.split()]
    words = [
        chance.choice(pool) if pool and chance.random() < 0.4 else chance.choice(stock.given) for _ in range(count)
    ]
    return " ".join(words)


def _address(old: str, stock: Stock, chance: Chance) -> str:
    if stock.addresses and chance.random() < POOLED:
        return chance.choice(stock.addresses)
    flags = lexicon.words()

    def other(word: re.Match[str]) -> str:
        is_place = set("RDV") & set(flags.get(word[0].lower(), "")) and len(word[0]) >= PLACE_WORD_MIN
        return chance.choice(stock.places) if is_place and chance.random() < 0.8 else word[0]

    return re.sub(r"\d+", lambda found: str(chance.randrange(1, 10 ** len(found[0]))), re.sub(r"[^\W\d_]+", other, old))


def _number(chance: Chance) -> str:
    digits = "08" + chance.choice("12357895") + "".join(chance.choices("0123456789", k=chance.choice((8, 9, 9))))
    form = chance.random()
    if form < 0.45:
        return digits
    if form < 0.65:
        return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"
    if form < 0.85:
        return f"{digits[:4]} {digits[4:8]} {digits[8:]}"
    return f"+62{digits[1:]}"


def _changed(text: str, changes: Sequence[tuple[int, int, str, str]]) -> tuple[str, list[tuple[int, int, str]]]:
    """The text with its changes, and where the new values stand."""
    made, kept, at = "", [], 0
    for start, end, new, tag in sorted(changes):
        made += text[at:start]
        if tag and new:
            kept.append((len(made), len(made) + len(new), tag))
        made += new
        at = end
    return made + text[at:], kept


def _labelled(
    text: str, kept: Sequence[tuple[int, int, str]], chance: Chance
) -> tuple[str, list[tuple[int, int, str]]]:
    """Exchange a label in front of the first value."""
    before = min((start for start, _, _ in kept), default=len(text))
    head, rest = text[:before], text[before:]
    if chance.random() < OTHER_LABEL:
        for label, others in _LABELS:
            head = label.sub(lambda _, others=others: chance.choice(others.split(";")), head, count=1)  # type: ignore[misc]
    if chance.random() < OTHER_COLON:
        head = _COLON.sub(lambda _: chance.choice((" ; ", " = ", ": ", " : ", ":")), head, count=1)
    moved = len(head) - before
    return head + rest, [(start + moved, end + moved, tag) for start, end, tag in kept]


def _tagged(tokens: Sequence[Token], marked: Sequence[tuple[int, int, int, str]]) -> list[str]:
    tags = []
    for token in tokens:
        tag = next((tag for row, start, end, tag in marked if row == token.row and start <= token.start < end), "O")
        begins = any(row == token.row and start == token.start for row, start, _, _ in marked)
        tags.append(tag if tag == "O" or begins else f"I-{tag[2:]}")
    return tags
