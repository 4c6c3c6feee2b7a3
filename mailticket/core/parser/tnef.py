"""winmail.dat (MS-OXTNEF), read as far as files and text need it."""

from dataclasses import dataclass


class TnefError(ValueError):
    """The bytes are no TNEF."""


@dataclass(frozen=True, slots=True)
class TnefFile:
    """A file inside."""

    name: str | None
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Tnef:
    """What was inside."""

    text: str | None
    files: tuple[TnefFile, ...]


def read_tnef(data: bytes) -> Tnef:
    """Read the stream; raises TnefError when it is none."""
    raise TnefError("not read yet")
