"""Every province that a mail names or a place of which it names, and what speaks for the writer's living there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailticket import lexicon
from mailticket.core.places import place_at, province_of
from mailticket.core.reader.evidence import Evidence
from mailticket.core.reader.features import OTHER, OWN
from mailticket.core.reader.tokens import Row

WORDS_MAX = 250  # of one line
LEFT_WORDS, RIGHT_WORDS, DISTRICT_WORDS = 6, 2, 3
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that stands in a line."""

    province: str
    level: str  # province, regency, district
    first: int  # word of the line
    count: int


def provinces(evidence: Evidence, rows: Sequence[Row], address: str | None) -> dict[str, list[str]]:
    """Return each province that may be the writer's, with its features; `address`: the one that was chosen."""
    found: dict[str, dict[str, None]] = {}
    counts: dict[str, int] = {}
    there = province_of(address) if address else None
    low = (address or "").casefold()
    for number, row in enumerate(rows):
        words = _WORD.findall(row.text)[:WORDS_MAX]
        for mention in _mentions(words):
            text = " ".join(words[mention.first : mention.first + mention.count]).casefold()
            marks = _around(words, mention, row, len(rows) - number)
            marks.append(f"in-address={bool(address) and text in low:d}{mention.level}")
            found.setdefault(mention.province, {}).update(dict.fromkeys(marks))
            counts[mention.province] = counts.get(mention.province, 0) + 1
    said = evidence.province
    for province in (there, said.value if said else None):
        if province:
            found.setdefault(province, {})
    return {
        province: [
            *marks,
            f"address={'here' if province == there else 'elsewhere' if there else 'none'}",
            f"n={min(counts.get(province, 0), 4)}",
            f"others={min(len(found) - 1, 4)}",
            f"reply={evidence.is_reply:d}{evidence.has_form:d}",
            f"address={'here' if province == there else 'elsewhere' if there else 'none'}&others={min(len(found) - 1, 2)}",
            *_said(province, evidence),
        ]
        for province, marks in found.items()
    }


def _said(province: str, evidence: Evidence) -> list[str]:
    if evidence.names is None:
        return ["unruled"]
    said = evidence.province
    rule = "none" if said is None else "here" if said.value == province else "elsewhere"
    return [f"rule={rule}", f"rule={rule}&said={said.source if said else ''}"]


def _mentions(words: Sequence[str]) -> Iterator[Mention]:
    at = 0
    districts, flags = lexicon.districts(), lexicon.words()
    while at < len(words):
        place = place_at(words, at)
        if place is not None and not (place.is_word and not words[at][0].isupper()):
            yield Mention(place.province, "province" if place.is_province else "regency", at, place.words)
            at += place.words
            continue
        known = flags.get(words[at].lower(), "")
        for count in range(min(DISTRICT_WORDS, len(words) - at) if "D" in known else 0, 0, -1):
            province = districts.get(" ".join(words[at : at + count]).lower())
            if province:
                yield Mention(province, "district", at, count)
                at += count - 1
                break
        at += 1


def _around(words: Sequence[str], mention: Mention, row: Row, from_end: int) -> list[str]:
    end = mention.first + mention.count
    left = [word.lower() for word in words[max(0, mention.first - LEFT_WORDS) : mention.first]]
    right = [word.lower() for word in words[end : end + RIGHT_WORDS]]
    marks = [
        f"zone={row.zone}",
        f"level={mention.level}",
        f"capital={words[mention.first][0].isupper():d}",
        f"from-end={min(from_end, 6)}",
        f"alone={len(words) <= mention.count + 1:d}",
        f"begins={mention.first == 0:d}",
        f"short={len(words) <= 6:d}",
        f"own={any(word in OWN for word in left):d}",
        f"other={any(word in OTHER for word in left):d}",
    ]
    for back, word in enumerate(reversed(left)):
        marks += [f"left{min(back, 3)}={word}", f"left={word}"]
    return [*marks, *(f"right={word}" for word in right)]
