"""Where a place is: provinces by name, regency, city or postcode. The table is in west and east."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from mailticket.core.places import east, west

BEGINNING = 3  # letters of a name that tell that it may be a place's
NAME_WORDS_MAX = 5  # "Ogan Komering Ulu Selatan"; the longest names have four, the longest English ones five

# Names that are words as well, or first names: alone they are no evidence, only behind kab., kota or a comma.
_WORDS = frozenset(
    "batu buru bone muna metro pati ende palu toba karo siak tapin pali oki oku batang kendal mulia badung agam nias "
    "asmat mappi puncak malaka sarmi lingga kaur tebo bungo sigi buol poso luwu wajo gowa maros barru bima berau lahat".split()
)


class Place(NamedTuple):
    """A place as it was recognised; `words` is how many words of the text it took."""

    province: str
    words: int
    is_province: bool
    is_word: bool  # its name is a word or a first name too


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalpha())


def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return provinces by name, regencies and cities by name, provinces by prefix of the postcode."""
    provinces: dict[str, str] = {}
    places: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for province, others, postcodes, below in (*west.ROWS, *east.ROWS):
        provinces |= {_key(name): province for name in (province, *others.split(";")) if name}
        prefixes |= dict.fromkeys(postcodes.split(), province)
        for entry in below.split(";"):
            kind = "kota" if entry.strip().startswith("*") else "kab"
            for name in entry.split("="):
                # Kota Banjar is in Jawa Barat, Kabupaten Banjar in Kalimantan Selatan: the only name in two provinces.
                places.setdefault(_key(name), province)
                places[kind + _key(name)] = province
    return provinces, places, prefixes


_PROVINCES, _PLACES, _PREFIXES = _tables()
# Most words begin no place's name: they are told by their first letters. A name may have one letter less in its first word.
_BEGINNINGS = frozenset(key[:length] for key in (*_PROVINCES, *_PLACES) for length in range(1, BEGINNING + 1))
_POSTCODE = re.compile(r"(?<![\d.,/-])[1-9]\d{4}(?![\d/-]|[.,]\d)")
_WORD = re.compile(r"[^\W_]+")


def place_at(words: Sequence[str], index: int = 0) -> Place | None:
    """Return the longest name of a province, regency or city that begins at a word."""
    if index >= len(words) or words[index][:BEGINNING].lower() not in _BEGINNINGS:
        return None
    ahead = words[index : index + NAME_WORDS_MAX]
    longest = next((n for n, word in enumerate(ahead) if not word.replace("-", "").isalpha()), len(ahead))
    for count in range(longest, 0, -1):
        key = _key("".join(words[index : index + count]))
        if key in _PROVINCES:
            return Place(_PROVINCES[key], count, is_province=True, is_word=False)
        if key in _PLACES:
            return Place(_PLACES[key], count, is_province=False, is_word=key in _WORDS)
    return None


def by_postcode(code: str) -> str | None:
    """Return the province of a postcode of five digits."""
    return _PREFIXES.get(code[:2]) or _PREFIXES.get(code[:3])


def province_of(address: str) -> str | None:
    """Return the province of an address: its parts vote, what is named regency or province above all."""
    found = list(_WORD.finditer(address))
    words = [word.group() for word in found]
    votes: dict[str, float] = {}
    index = 0
    while index < len(words):
        place = place_at(words, index)
        before = words[index - 1].lower() if index else ""
        level = _LEVELS.get(before, "")
        if place is None or _is_word(address, found, index, place, level):
            index += 1
            continue
        kind = level and _PLACES.get(level + _key("".join(words[index : index + place.words])))
        province = kind or place.province
        # What stands last is the larger part: "Kec. Kupang Tengah, Kab. Kupang, NTT".
        weight = 0.5 if before in _SMALLER else 3.0 if place.is_province else 2.5 if level else 1.5
        votes[province] = votes.get(province, 0) + weight + index / 100
        index += place.words
    for code in _POSTCODE.findall(address):
        if by_code := by_postcode(code):
            votes[by_code] = votes.get(by_code, 0) + 2
    return max(votes, key=lambda name: votes[name]) if votes else None


def _is_word(address: str, found: Sequence[re.Match[str]], index: int, place: Place, level: str) -> bool:
    """True when what could be a name is a word here: of a hamlet in Bali, or without anything that makes it a city's."""
    if found[index].group().lower() == "banjar" and _HAMLET.match(address, found[index].end()):
        return True
    return place.is_word and not level and not _stands_alone(address, found, index, place.words)


def _stands_alone(address: str, found: Sequence[re.Match[str]], index: int, count: int) -> bool:
    """True when a name is a part by itself, between commas, or ends the address."""
    before = address[: found[index].start()].rstrip()
    after = address[found[index + count - 1].end() :].lstrip()
    if before.endswith(","):
        return not after or after[0] in ",.0123456789"
    return not after and _SMALLER.isdisjoint(word.group().lower() for word in found[max(index - 2, 0) : index])


_HAMLET = re.compile(r" [A-Z]")  # its name, behind "Banjar"
_LEVELS = {"kab": "kab", "kabupaten": "kab", "kota": "kota", "kodya": "kota", "kotamadya": "kota"}
# After these a name is a street's, a village's or a district's, whatever it is called.
_SMALLER = frozenset(
    "jl jln jalan gg gang raya kec kecamatan kel kelurahan desa ds dusun dsn kampung kp distrik perum perumahan komp komplek kompleks cluster griya blok no".split()
)
