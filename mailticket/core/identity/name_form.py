"""What can be a name by its form: where one begins and ends in a text, and which display names are a person's."""

import re
from collections.abc import Sequence

from mailticket.core.identity.name_words import (
    ADDRESS_WORDS,
    DEGREE,
    DEVICES,
    GREETING,
    GREETINGS,
    HONORIFIC,
    JOB,
    NAMES_TOO,
    NICKNAMES,
    ORGANISATION,
    PARTICLES,
    PSEUDONYMS,
    STOP,
    TITLES,
)
from mailticket.core.places import place_at

WORDS_MAX = 8
LENGTH_MAX = 60
_BRACKETS = re.compile(r"\([^()]{0,60}\)|[\"“”]")
_BAR = re.compile(r"\s[|–-]\s|[|/]")
_GAP = re.compile(r"[ \t]{0,4}\n?[ \t]{0,4}")
_LEAD = re.compile(r"\s{0,4}")
_TOKEN = re.compile(r"\(?[^\W\d_][^\W\d_'’‘`ʼ.\-]*(?:['’‘`ʼ.\-]+[^\W\d_]+){0,6}[.'’]?")
_GOES_ON = re.compile(r" [A-Z][a-z]|[ ]?(?:,|$)")  # a name with another of its words, or its end


def from_display(name: str) -> str | None:
    """Return a display name that is plausibly a person's, without pictures, brackets and what stands behind a bar."""
    text = _BRACKETS.sub(" ", name)
    text = _BAR.split(text)[0]
    text = " ".join("".join(c if c.isalnum() or c in " .,'’`ʼ-" else " " for c in text).split()).strip(" .,-")
    if not text or any(c.isdigit() for c in text) or len(text) > LENGTH_MAX:
        return None
    first = text.split()[0].lower().rstrip(".")
    text = HONORIFIC.sub("", text)
    words = [w.lower().strip(".,") for w in text.split()]
    if words[:2] == ["wa", "ode"]:
        words = words[1:]  # alone "wa" is WhatsApp
    if (
        not words
        or len(words) > WORDS_MAX
        or first in NICKNAMES
        or (len(words) == 1 and ("." in text or words[0] in DEVICES))
    ):
        return None
    if PSEUDONYMS.issuperset(words) or (len(words) == 1 and words[0] in ADDRESS_WORDS):
        return None
    if any(
        w in ORGANISATION or (w in STOP and w not in NAMES_TOO) or w in JOB or w in DEVICES for w in words
    ) or NICKNAMES.issuperset(words):
        return None
    return text


def take_name(text: str, *, lower: bool = False) -> tuple[str, int]:
    """Return the name that a text begins with, and where it ends; "" when it begins with none.

    With `lower` words without capitals count as well; what is no name must then be known by its word.
    """
    capitals = text[:120].upper() == text[:120]
    end = at = 0
    words: list[str] = []
    while len(words) < WORDS_MAX:
        gap = (_GAP if words else _LEAD).match(text, at)
        token = _TOKEN.match(text, gap.end() if gap else at)
        if token is None or ("\n" in text[at : token.start()] and words):
            break
        word = token.group().lstrip("(")
        bare = word.lower().rstrip(".'’")
        ends = _ends_name(word, bare, first=not words) and not (words and bare in PARTICLES)
        if ends and not (bare in NAMES_TOO and _GOES_ON.match(text, token.end())):
            break
        particle = bare in PARTICLES and words
        if not (word[0].isupper() or particle or lower or capitals):
            break
        if (capitals or (lower and not word[0].isupper())) and len(words) >= 5:
            break
        words.append(word)
        end = at = token.end()
        if text[at : at + 1] == ",":
            degree = DEGREE.match(text, at)
            if degree and degree.group().strip(" ,.").lower() not in ADDRESS_WORDS:
                end = at = degree.end()
            break
        if word.endswith(".") and len(bare) > 3 and bare not in TITLES:
            end -= 1
            break
    while words and words[-1] in PARTICLES:
        words.pop()
        end = text.rfind(" ", 0, end)
    value = " ".join(text[:end].lstrip("( \t\n").split())
    value = HONORIFIC.sub("", value)
    if not _is_plausible(value, words):
        return "", 0
    return value, end


def _ends_name(word: str, bare: str, *, first: bool) -> bool:
    """True for a word that is no part of a name; "Dr." is a title, "dr" is short for "dari"."""
    if word[0].isupper() and word.endswith(".") and bare in TITLES:
        return False
    stem = bare.removesuffix("nya")
    if bare in GREETINGS:
        return first
    if word == "Wa":  # Wa Ode; "WA" and "wa" are WhatsApp
        return False
    return (
        bare in STOP or bare in ADDRESS_WORDS or stem in JOB or stem in ORGANISATION or GREETING.match(bare) is not None
    )


def _is_plausible(value: str, words: Sequence[str]) -> bool:
    core = [w for w in words if w.lower().strip(".") not in TITLES]
    if (
        not core
        or not value
        or len(value) > LENGTH_MAX
        or PSEUDONYMS.issuperset(value.lower().split())
        or all(len(w.strip(".")) < 2 for w in core)
    ):
        return False
    place = place_at([w.strip(".,") for w in core])
    return not (place and place.words == len(core) and not place.is_word)
