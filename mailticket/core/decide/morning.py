"""Whether somebody of the staff is told in the morning what went out in the own name (`#resi`)."""

from collections.abc import Mapping

_OFF = "off"


def is_wanted(value: str | None) -> bool:
    """Whether somebody wants to be told in the morning, by what is remembered."""
    return value != _OFF


def name_of(person: str) -> str:
    """Under which name it is remembered whether somebody of the staff wants to be told."""
    return f"sendings:{person}"


def remembered(person: str, *, is_on: bool) -> Mapping[str, str]:
    """What to remember so that somebody of the staff is told, or not."""
    return {name_of(person): "on" if is_on else _OFF}
