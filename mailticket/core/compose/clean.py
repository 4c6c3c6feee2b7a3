"""Clean text of others before it goes into a header or a body: a citizen's subject or name may contain anything."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

# C0 and C1 controls, line and paragraph separators, marks that reorder text (bidi), invisible joiners, surrogates and
# the private use area, whose first characters mark lines inside core.compose.paper.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff\ue000-\uf8ff]"
)
_SPACE = re.compile(r"\s{1,10000}")
ELLIPSIS = "..."


def clean_text(value: str) -> str:
    r"""Return text with \n line ends and without control, reordering and private characters."""
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _CONTROLS.sub("", value).replace("\u00a0", " ").replace("\t", "    ")


def clean_line(value: str, characters_max: int = 200) -> str:
    """Return text as one line without control characters, at most so many characters long."""
    line = _SPACE.sub(" ", clean_text(value)).strip()
    return line if len(line) <= characters_max else line[: characters_max - len(ELLIPSIS)].rstrip() + ELLIPSIS


def each_text(value: Any, change: Any) -> Any:
    """Return the value with every string in it changed, however deep it lies in tuples, mappings and dataclasses."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple | list):
        return tuple(each_text(one, change) for one in value)
    if isinstance(value, dict):
        return {key: each_text(one, change) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: each_text(getattr(value, f.name), change) for f in fields(value) if f.init})
    return value
