"""What mails in one language call things: the values of its file of labels, which an edge reads."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import TypeGuard

from mailticket.core import words
from mailticket.core.notices import CITIZEN_NOTICES
from mailticket.core.policy import FIELDS

# The sections of the file that name things, and the names that each language must have in them.
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "fields": FIELDS,
    "kinds": tuple(words.KINDS),
    "titles": CITIZEN_NOTICES,
    "sentences": ("opening", "due", "form", "free", "reply"),
}
TEXTS = ("moment", *(f"{section}.{name}" for section, names in SECTIONS.items() for name in names))
# What stands in braces in a text, for a value.
BRACES: Mapping[str, frozenset[str]] = {
    "moment": frozenset({"day", "hour"}),
    "sentences.opening": frozenset({"number"}),
    "sentences.due": frozenset({"due"}),
}


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one language."""

    moment: str  # "{day} pukul {hour}"
    fields: Mapping[str, str]  # what a person is asked to fill in
    kinds: Mapping[str, str]
    titles: Mapping[str, str]  # of the built-in text of citizens' notices
    sentences: Mapping[str, str]  # of which built-in text is made
    greetings: tuple[str, ...]  # with which an answer begins that has its own salutation


def problems(tree: object) -> Iterator[str]:
    """Yield everything that is wrong with what a file of labels holds, its place first."""
    if not isinstance(tree, dict):
        yield "must hold keys with their labels"
        return
    found = _flat(tree)
    greetings = found.pop("greetings", None)
    if not isinstance(greetings, list) or not greetings or not all(_is_text(one) for one in greetings):
        yield "greetings: must be a list of words"
    for place in TEXTS:
        text = found.get(place)
        if text is None:
            yield f"{place}: missing"
        elif not _is_text(text):
            yield f"{place}: must be one line of text"
        elif place in BRACES and _braces(text) != BRACES[place]:
            yield f"{place}: must have {' and '.join(f'{{{one}}}' for one in sorted(BRACES[place]))} in it"
    yield from (f"{place}: no label of this name" for place in found if place not in TEXTS)


def labels_of(tree: Mapping[str, object]) -> Labels:
    """Return the labels of a file that has no problems."""
    flat = _flat(tree)
    greetings = flat["greetings"]
    sections = {
        section: {name: str(flat[f"{section}.{name}"]) for name in names} for section, names in SECTIONS.items()
    }
    return Labels(
        moment=str(flat["moment"]), greetings=tuple(greetings if isinstance(greetings, list) else ()), **sections
    )


def _flat(tree: Mapping[str, object]) -> dict[str, object]:
    flat = dict[str, object]()
    for key, value in tree.items():
        flat |= {f"{key}.{name}": text for name, text in value.items()} if isinstance(value, dict) else {key: value}
    return flat


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip()) and "\n" not in value


def _braces(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return set()


def salutation(labels: Iterable[Labels]) -> re.Pattern[str]:
    """Return the pattern of a text that begins with a greeting of any of these languages."""
    words_of_all = "|".join(re.escape(greeting) for one in labels for greeting in one.greetings)
    return re.compile(rf"\s{{0,20}}(?:{words_of_all})\b", re.IGNORECASE)
