"""What the reader chooses by: the writer's own lines, the head, and what the rules say."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A value that a rule found, how sure it is, and where it looked."""

    value: str
    confidence: float
    source: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What the rules say of one detail: all that they found, and what they would take."""

    chosen: Said | None
    listed: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One mail as the reader sees it; rules None: unknown what they would have said before they knew the mail."""

    display: str
    sender: str
    subject: str
    lines: Sequence[tuple[str, str]]  # zone, text
    is_reply: bool
    has_form: bool
    names: Rules | None = None
    addresses: Rules | None = None
    phones: Rules | None = None
    province: Said | None = None
    own_numbers: frozenset[str] = frozenset()  # of the desk, and those that a label says are somebody else's
    places: Sequence[str] = ()  # of each line, for people
