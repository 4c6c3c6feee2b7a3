"""A YAML file -> plain values in which every scalar is text, with the line of each, and no key given twice.

YAML 1.1 makes 960 of 16:00, False of no and a float of 1.10, and takes the last of two equal keys in silence. So the
nodes are read as they were typed: only null is understood, the rest is left to whoever knows what the key means.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from mailticket.errors import SettingsError

Place = tuple[str | int, ...]  # ("officers", 0, "address")
Problem = tuple[Place, str]

_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True)
class Document:
    """What stands in the file: str, None, lists and dicts; `lines` by place, and what is wrong with the file itself."""

    tree: Any
    lines: dict[Place, int]
    problems: list[Problem] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest one above that stands in the file."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 0)


def read(path: Path) -> Document:
    """Read a YAML file; SettingsError with one problem if it cannot be read at all."""
    try:
        node = yaml.compose(path.read_text("utf-8-sig"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise SettingsError([f"{path}: cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise SettingsError([f"{path}: is not UTF-8 text"]) from error
    except yaml.YAMLError as error:
        raise SettingsError([f"{path}: {_syntax(error)}"]) from error
    document = Document({}, {})
    if node is None:
        return document
    if not isinstance(node, yaml.MappingNode):
        raise SettingsError([f"{path}: must hold sections, each a key with its values"])
    return Document(_value(node, (), document, ()), document.lines, document.problems)


def find(tree: Any, pattern: str) -> Iterator[tuple[Place, Any]]:
    """Yield every value that a pattern like `officers.*.address` names, with its place."""
    found: list[tuple[Place, Any]] = [((), tree)]
    for step in pattern.split("."):
        found = [
            ((*place, key), value) for place, node in found for key, value in _children(node) if step in ("*", str(key))
        ]
    yield from found


def spell(place: Place) -> str:
    """Write a place as people do: officers[0].address."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return text.removeprefix(".")


def _value(node: yaml.Node, place: Place, into: Document, above: tuple[yaml.Node, ...]) -> Any:
    into.lines[place] = node.start_mark.line + 1
    if node in above:
        into.problems.append((place, "refers to itself"))
        return None
    above = (*above, node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, index), into, above) for index, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, into, above)
    text = str(node.value)
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        # Many settings end in a header, where a line break would begin another header.
        into.problems.append((place, "must be a single line"))
    return None if node.tag == _NULL else text


def _mapping(node: yaml.MappingNode, place: Place, into: Document, above: tuple[yaml.Node, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            into.problems.append((place, f"has a key that is no text in line {key.start_mark.line + 1}"))
        elif key.value in values:
            lines = f"lines {into.lines[(*place, key.value)]} and {key.start_mark.line + 1}"
            into.problems.append(((*place, key.value), f"is given twice, in {lines}"))
        else:
            values[key.value] = _value(value, (*place, key.value), into, above)
            into.lines[(*place, key.value)] = key.start_mark.line + 1
    return values


def _children(node: Any) -> list[tuple[str | int, Any]]:
    if isinstance(node, dict):
        return list(node.items())
    return list(enumerate(node)) if isinstance(node, list) else []


def _syntax(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"line {error.problem_mark.line + 1}, column {error.problem_mark.column + 1}: {error.problem}"
    return "is not YAML: " + " ".join(str(error).split())
