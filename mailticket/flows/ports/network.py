"""The network as the flows see it: the mailbox that mail comes from, and the way out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol

from mailticket.core.post import Batch, Cursor, Outcome, Place, Stamp


class Mailbox(Protocol):
    """One IMAP account. Every method may raise errors.Transient (try later) or errors.Permanent (refused)."""

    account: str

    def fetch(self, folder: str, after: Cursor | None, limit: int) -> Batch:
        r"""Return the next mails above the cursor, oldest first; `\Seen` is neither set nor read."""
        ...

    def fetch_since(self, folder: str, since: date, limit: int, after_uid: int) -> Batch:
        """Return mails that arrived on or after a date (import)."""
        ...

    def uids(self, folder: str, cursor: Cursor) -> tuple[int, Sequence[int]]:
        """Return (UIDVALIDITY, UIDs, ascending) of a folder, without what is older than the first start takes."""
        ...

    def stamps(self, folder: str, uids: Sequence[int]) -> Mapping[int, Stamp]:
        """Return size and time of arrival of these mails, as far as they are still there."""
        ...

    def fetch_uids(self, folder: str, cursor: Cursor, uids: Sequence[int]) -> Batch:
        """Return these mails; when they are many the first of them, and where the cursor of the batch stands."""
        ...

    def newest(self, folder: str) -> Cursor:
        """Return the cursor behind the newest mail of a folder."""
        ...

    def move(self, place: Place, target: str) -> bool:
        """Move a kept mail by the MOVE extension; False if the server has none or the mail is gone."""
        ...

    def flag(self, place: Place) -> bool:
        """Mark a kept mail as too large to be kept whole; False if the server keeps no such marks."""
        ...

    def wait(self, seconds: float) -> bool:
        """IDLE (or wait) until something may have arrived; at most 60 s at a time; True: look now."""
        ...

    def close(self) -> None:
        """Close without waiting."""
        ...


class Sender(Protocol):
    """The way out. `before_data` is called (and must return) just before DATA: the row becomes `in_data` there."""

    def send(self, sender: str, recipient: str, data: bytes, before_data: Callable[[], None]) -> Outcome:
        """Send one mail to one recipient; never raises for what a server or network does."""
        ...

    def close(self) -> None:
        """Quit politely."""
        ...
