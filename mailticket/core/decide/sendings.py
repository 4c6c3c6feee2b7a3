"""What went out in an officer's or supervisor's name: kept in the history, and told to that person the next morning.

The undo receipt has told already what will go out and when; one more mail after each answer would only be noise. So
what was really accepted is told together: in the person's digest, or as one receipt where no digest goes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from mailticket.core import masking
from mailticket.core.decide.delivery import ANSWERS
from mailticket.core.ticket import Event, Message

SENT = "sent"  # the word of the history
SWITCHED: Mapping[bool, str] = {
    True: "kabar surel terkirim dinyalakan", False: "kabar surel terkirim dimatikan",
}  # fmt: skip
_ORDERED = frozenset({"answer", "closing", "question"})  # first words of the keys of mail that somebody ordered
_OFF = "off"


def event_of(key: str, notice: str, recipient: str, messages: Sequence[Message], at: datetime) -> Event | None:
    """The event that a mail of the staff's to the citizen is out, or None: nobody ordered it.

    `messages` are the ticket's; a key ends with the kept mail that ordered it.
    """
    what, _, rest = key.partition(":")
    if what not in _ORDERED or notice not in ANSWERS:
        return None
    mail = rest.rpartition(":")[2]
    author = next((m.author for m in messages if m.direction == "in" and str(m.mail) == mail), "")
    role, _, person = author.partition(":")
    is_staff = role in ("officer", "supervisor")
    return Event(at, SENT, person, f"{notice} to {masking.email(recipient)}") if is_staff else None


def is_wanted(value: str | None) -> bool:
    """Whether somebody wants to be told, by what is remembered."""
    return value != _OFF


def name_of(person: str) -> str:
    """Under which name it is remembered whether somebody of the staff wants to be told."""
    return f"sendings:{person}"


def remembered(person: str, *, is_on: bool) -> Mapping[str, str]:
    """What to remember so that somebody of the staff is told, or not."""
    return {name_of(person): "on" if is_on else _OFF}
