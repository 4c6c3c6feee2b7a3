"""The value of a happening: a kind with its fields. A sentence is made of it only where a person reads it.

Between the rooms travel kinds and fields; `said` writes the sentence, in Indonesian for staff and in English for the
administrator's commands. In a label `{field}` is filled in; `[...]` is left out where its fields are empty, and
`[...|instead]` gives way to what stands behind the bar.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cache
from string import Formatter
from typing import Any, Self

from mailticket.core import words

_OPTIONAL = re.compile(r"\[([^\[\]|]{0,200})(?:\|([^\[\]]{0,200}))?\]")
SAID = "said"  # the field of an old row that was kept as a sentence
FAMILIES: dict[str, type["Family"]] = {}  # every family of kinds, by its name


# What people call the words that stand in some fields, by language and field.
WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    **{("id", name): words.DETAILS for name in ("missing", "given", "details", "without")},
    ("id", "field"): words.DETAILS,
    ("id", "kind"): words.KINDS,
    ("id", "status"): words.STATUSES,
    ("en", "how"): {"id": "Message-ID", "released": "release by a person", "held": "release by a person"},
}


@dataclass(frozen=True, slots=True)
class Row:
    """How a kind is kept, and how people read it."""

    word: str  # how it is kept, and what `show --json` calls it unless `known_as` says otherwise
    id: str  # for staff
    en: str  # for the administrator
    title: str = ""  # what the digest calls all of this kind
    counted: int = 0  # the digest says how many: its place among what is counted; 0: it does not
    listed: int = 0  # the digest tells each by its number and reason: its place among these
    releasable: bool = False  # a YA of the person who is asked lets the held mail go on
    suspect: bool = False  # perhaps spam or forged
    known_as: str = ""  # its word for programs, where it shares that with another kind

    def label(self, language: str) -> str:
        """Return the label in a language; staff's is the Indonesian one."""
        return self.en if language == "en" else self.id


class Family(Enum):
    """A family of kinds; a member called with its fields is a happening."""

    row: Row

    def __new__(cls, row: Row) -> Self:
        """Keep the row beside the member, whose value is its word."""
        one = object.__new__(cls)
        one._value_ = row.word
        one.row = row
        return one

    def __init_subclass__(cls, **more: Any) -> None:
        """Know every family, so that a kept row finds its kind again."""
        super().__init_subclass__(**more)
        FAMILIES[cls.__name__.lower()] = cls

    def __call__(self, **fields: "Field") -> "Happening":
        """Return the happening of this kind; TypeError where fields are missing or unknown."""
        must, may = fields_of(self.row.id, self.row.en)
        if not must <= fields.keys() <= may:
            raise TypeError(f"{self.name} takes {sorted(may)}, not {sorted(fields)}")
        if isinstance(fields.get("reason"), str):
            raise TypeError(f"{self.name}: a reason is a happening, not the sentence {fields['reason']!r}")
        return Happening(self, fields)

    @classmethod
    def of(cls, word: str) -> Self:
        """Return the member that is kept by this word; ValueError where there is none."""
        return cls(word)  # type: ignore[arg-type]  # an enum is called with a value, not with what made it

    def __str__(self) -> str:
        """Write the word, where a program reads it."""
        return self.row.word

    @property
    def word(self) -> str:
        """How it is kept."""
        return self.row.word

    @property
    def known_as(self) -> str:
        """Its word for programs."""
        return self.row.known_as or self.row.word


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, or one reason."""

    kind: Family
    fields: Mapping[str, "Field"] = field(default_factory=dict)

    def said(self, language: str = "en") -> str:
        """Write it as a sentence."""
        if SAID in self.fields:
            return str(self.fields[SAID])
        texts = {
            name: _written(value, language, WORDS.get((language, name), {})) for name, value in self.fields.items()
        }
        return _filled(self.kind.row.label(language), texts)


Field = str | int | date | Family | Happening | tuple[Any, ...]  # a tuple holds more of these


def said(several: tuple[Happening, ...], language: str = "en") -> str:
    """Write several happenings as one line."""
    return "; ".join(dict.fromkeys(one.said(language) for one in several))


def as_plain(one: Field) -> Any:
    """Return a happening or a field as JSON can hold it."""
    if isinstance(one, Happening):
        return {"kind": _named(one.kind), "fields": {name: as_plain(value) for name, value in one.fields.items()}}
    if isinstance(one, Family):
        return {"kind": _named(one)}
    if isinstance(one, tuple):
        return [as_plain(value) for value in one]
    return {"date": one.isoformat()} if isinstance(one, date) else one


def from_plain(value: Any) -> Happening:
    """Return the happening that `as_plain` wrote; ValueError for a kind that this version does not know."""
    found = _field(value)
    return found if isinstance(found, Happening) else Happening(found)


def _field(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_field(one) for one in value)
    if not isinstance(value, Mapping):
        return value
    if "date" in value:
        return date.fromisoformat(value["date"])
    family, _, word = value["kind"].partition(".")
    if family not in FAMILIES:
        raise ValueError(f"{value['kind']} is no happening of this version")
    kind = FAMILIES[family].of(word)
    if "fields" not in value:
        return kind
    return Happening(kind, {name: _field(one) for name, one in value["fields"].items()})


def _named(kind: Family) -> str:
    return f"{type(kind).__name__.lower()}.{kind.word}"


@cache
def fields_of(*labels: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the fields that a happening with these labels must have, and those that it may have."""
    must = frozenset(name for label in labels for name in _names(_OPTIONAL.sub("", label)))
    return must, frozenset(name for label in labels for name in _names(label))


def _names(label: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(label) if name]


def _filled(label: str, texts: Mapping[str, str]) -> str:
    def chosen(found: re.Match[str]) -> str:
        is_there = all(texts.get(name) for name in _names(found[1]))
        return found[1] if is_there else found[2] or ""

    return _OPTIONAL.sub(chosen, label).format_map(texts)


def _written(value: Field, language: str, named: Mapping[str, str]) -> str:
    if isinstance(value, Happening):
        return value.said(language)
    if isinstance(value, Family):
        return value.row.label(language)
    if isinstance(value, tuple):
        joint = "; " if any(isinstance(one, Happening) for one in value) else ", "
        return joint.join(_written(one, language, named) for one in value)
    return words.on_date(value, language) if isinstance(value, date) else named.get(str(value), str(value))
