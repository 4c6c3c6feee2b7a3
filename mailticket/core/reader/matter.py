"""What speaks for a kind of matter, and for there being enough of it to begin work: words, and what the rules count."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WORDS_MAX = 400  # of the text and subject that are looked at
PAIRS, CHARACTERS = True, 4  # two words in a row; beginnings of words of so many letters
_EMAIL = re.compile(r"\S{1,64}@\S{1,100}")
_PHONE = re.compile(r"(?:\+62|0)[\d\- ]{8,20}\d")
_MONEY = re.compile(r"[Rr]p\.? ?[\d.,]{1,20}")
_DIGITS = re.compile(r"\d{1,40}")
_WORD = re.compile(r"[^\W_]{1,40}|\?")


@dataclass(frozen=True, slots=True)
class Telling:
    """What the writer says of the matter, and what the rules make of it; `kind` None: unknown what they would say."""

    subject: str
    text: str
    is_reply: bool
    has_form: bool
    kind: str | None = None
    told: bool = False  # the rules found words that tell the kind
    detail: bool = False
    counts: Sequence[int] = ()  # facts, figures, names, topics, events, words
    thanks: bool = False


def features(telling: Telling) -> dict[str, float]:
    """Return the features with their weights."""
    words = _words(telling.text)
    found: dict[str, float] = {}
    grams = {f"w={word}" for word in words}
    grams |= {f"b={word[: CHARACTERS + 1]}" for word in words if len(word) > CHARACTERS + 1}
    grams |= {f"ww={one} {two}" for one, two in pairwise(words)}
    if not telling.is_reply:
        grams |= {f"s={word}" for word in _words(telling.subject)}
    weight = 4.0 / math.sqrt(len(grams) or 1)
    found.update(dict.fromkeys(grams, weight))
    length = len(words)
    questions = telling.text.count("?")
    found |= {
        "bias": 1.0,
        f"length={min(8, int(math.log2(length + 1)))}": 1.0,
        f"reply={telling.is_reply:d}{telling.has_form:d}": 1.0,
        f"questions={min(questions, 3)}": 1.0,
        f"reply={telling.is_reply:d}&length={min(8, int(math.log2(length + 1)))}": 1.0,
        f"subject={bool(telling.subject):d}": 1.0,
    }
    if telling.kind is None:
        found["unruled"] = 1.0
        return found
    found |= {
        f"kind={telling.kind}": 2.0,
        f"kind={telling.kind}&told={telling.told:d}": 1.0,
        f"detail={telling.detail:d}": 2.0,
        f"kind={telling.kind}&detail={telling.detail:d}": 1.0,
        f"thanks={telling.thanks:d}": 1.0,
    }
    for name, count in zip(("facts", "figures", "names", "topics", "events"), telling.counts, strict=False):
        found[f"{name}={min(count, 8)}"] = 0.5
    return found


def _words(text: str) -> list[str]:
    text = _EMAIL.sub(" xemail ", text)
    text = _PHONE.sub(" xphone ", text)
    text = _MONEY.sub(" xmoney ", text)
    return _WORD.findall(_DIGITS.sub("0", text).lower())[:WORDS_MAX]
