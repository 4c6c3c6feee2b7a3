"""The reader's weights: one file that holds a tagger of spans and a chooser for each thing that is chosen.

All are conditional random fields as python-crfsuite makes and reads them; a chooser is one of sequences of one.
"""

import io
import json
import math
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import Self

import pycrfsuite

from mailticket import lexicon

SPANS, SCALES, SUM = "spans", "scales", "sum"
QUESTIONS = ("name", "address", "phone", "province", "kind", "detail")
FEATURES = b"1"  # another number where features change their meaning: older weights are then refused
YES, NO = "yes", "no"
MAGIC = b"lCRF"
STAMP = (1980, 1, 1, 0, 0, 0)  # of every file in the archive: equal weights are equal bytes


class _Model:
    """A conditional random field; crfsuite reads its bytes as long as it lives, so that they are kept."""

    def __init__(self, model: bytes) -> None:
        self._bytes = model
        self._tagger = pycrfsuite.Tagger()
        if not model.startswith(MAGIC):  # crfsuite would read past the end of anything else
            raise ValueError("no conditional random field")
        self._tagger.open_inmemory(model)
        self._labels = tuple(sorted(self._tagger.labels()))

    def _chance(self, label: str, at: int) -> float:
        return float(self._tagger.marginal(label, at)) if label in self._labels else 0.0


class Spans(_Model):
    """How probable it is that each token begins a value, or goes on in one."""

    def chances(
        self, features: Sequence[Sequence[str]], tags: Sequence[str]
    ) -> dict[str, tuple[list[float], list[float]]]:
        """Return for each tag what the tokens' chances are: to begin it, and to go on in it."""
        if features:
            self._tagger.set(features)
        count = range(len(features))
        return {
            tag: ([self._chance(f"B-{tag}", at) for at in count], [self._chance(f"I-{tag}", at) for at in count])
            for tag in tags
        }


class Chooser(_Model):
    """How probable each answer to one question is."""

    def chances(self, features: Sequence[str] | Mapping[str, float]) -> dict[str, float]:
        """Return the chance of each answer."""
        self._tagger.set([features])
        return {label: self._chance(label, 0) for label in self._labels}

    def yes(self, features: Sequence[str] | Mapping[str, float]) -> float:
        """Return the chance of yes."""
        self._tagger.set([features])
        return self._chance(YES, 0)


class Models:
    """All weights of a reader."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.spans = Spans(parts[SPANS])
        self.choosers = {name: Chooser(model) for name, model in parts.items() if name not in (SPANS, SCALES)}
        self._scales: Mapping[str, float] = json.loads(parts.get(SCALES, b"{}"))

    def calibrated(self, question: str, chance: float) -> float:
        """Return how often what is said with such a chance was right on mails that were not learned from."""
        return scaled(chance, self._scales.get(question, 1.0))

    @classmethod
    def of(cls, packed: bytes) -> Self:
        """Open what `pack` made; raises ValueError where it is something else."""
        try:
            with zipfile.ZipFile(io.BytesIO(packed)) as archive:
                parts = {name: archive.read(name) for name in archive.namelist()}
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise ValueError(f"no weights of a reader: {error}") from error
        if parts.pop(SUM, b"") != _sum(parts) or not parts.keys() >= {SPANS, SCALES, *QUESTIONS}:
            raise ValueError("no weights of this version's reader, or damaged ones")
        return cls(parts)


def scaled(chance: float, scale: float) -> float:
    """Move a chance towards a half (scale below 1) or away from it, evenly in its logarithmic odds."""
    bounded = min(max(chance, 1e-6), 1 - 1e-6)
    return 1 / (1 + math.exp(-scale * math.log(bounded / (1 - bounded))))


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return all weights as one file."""
    parts = {**parts, SUM: _sum(parts)}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(parts):
            archive.writestr(zipfile.ZipInfo(name, STAMP), parts[name], zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


def _sum(parts: Mapping[str, bytes]) -> bytes:
    """What proves that the parts are whole, and made for the features of this version."""
    whole = sha256(FEATURES)
    for name in sorted(parts):
        whole.update(name.encode() + b"\0" + sha256(parts[name]).digest())
    return whole.hexdigest().encode()


@cache
def models(path: str | None) -> Models:
    """Return the weights of a file, or those that are shipped; opened once in a process."""
    return Models.of(lexicon.weights(path))
