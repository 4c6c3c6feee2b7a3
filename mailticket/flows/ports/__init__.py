"""What the flows ask of the outside, and the one value in which they are handed it.

Adapters in edges fill these Protocols; tests fill the network's with fakes, never the store's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mailticket.core.deadline import Calendar
from mailticket.core.decision import Present
from mailticket.core.found import Reading
from mailticket.core.notices.notice import Notice, Rendered
from mailticket.core.policy import Policy
from mailticket.core.ticket import Ticket
from mailticket.core.token import Keys
from mailticket.flows.ports.ledger import Ledger
from mailticket.flows.ports.network import Mailbox, Sender
from mailticket.flows.ports.store import Book, Memory, Outbox, Store, Tally, Work

__all__ = [
    "Book",
    "Clock",
    "Context",
    "Ledger",
    "Mailbox",
    "Memory",
    "Outbox",
    "Read",
    "Render",
    "Sender",
    "Store",
    "Tally",
    "Work",
]

Clock = Callable[[], datetime]  # the present, aware, UTC


class Read(Protocol):
    """Bytes, and the texts of ours that they may answer -> Reading."""

    def __call__(self, raw: bytes, policy: Policy, sent: Sequence[str] = ()) -> Reading:
        """Read; raises errors.Transient when the child hung, died or ran out of memory."""
        ...


class Render(Protocol):
    """Notice -> bytes; pure (templates loaded at start), never fails: a broken template falls back to built-in text."""

    def __call__(self, notice: Notice, ticket: Ticket | None, now: datetime) -> Rendered:
        """Render, lint and return."""
        ...


@dataclass(frozen=True)
class Context:
    """What every flow needs, put together once by app."""

    store: Store
    read: Read
    render: Render
    policy: Policy
    keys: Keys
    calendar: Calendar
    read_first: Read | None = None  # `read` with less patience, for a mail's first attempt

    def present(self, now: datetime) -> Present:
        """What core decides by at a moment."""
        return Present(self.policy, self.calendar, now)
