"""The kept mail as the flows see it: a part of a transaction, see `ports.store`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from mailticket.core.happenings import Happening
from mailticket.core.post import ClaimedMail, Cursor, LedgerRow, MailState, RawMail, Stamp, WithFiles


class Ledger(Protocol):
    """Every mail ever seen: its bytes once per content, its places once each, and what became of it there."""

    def keep(self, mail: RawMail, now: datetime, quiet: bool = False) -> bool:
        """Keep bytes once per sha256 and the place once; False: the place was known. A second one is a `duplicate`.

        A known place whose size or time of arrival is another one names another mail by now, which is kept. Quiet:
        imported, nothing automatic goes out.
        """
        ...

    def cursor(self, account: str, folder: str) -> Cursor | None:
        """How far the folder has been read, or None before the first time."""
        ...

    def set_cursor(self, account: str, folder: str, cursor: Cursor) -> None:
        """Note how far the folder has been read."""
        ...

    def known(self, account: str, folder: str, uidvalidity: int, first: int, last: int) -> Mapping[int, Stamp]:
        """UIDs of a folder, from one to another, that are in the ledger, with the size and time of their mails."""
        ...

    def uids_kept_whole(self, account: str, folder: str, uidvalidity: int) -> set[int]:
        """UIDs of a folder whose mails are in the ledger with all their bytes."""
        ...

    def knows(self, mail: RawMail) -> bool:
        """Whether the very bytes of a mail are kept, wherever they were seen."""
        ...

    def claim(self, now: datetime, lease_until: datetime, limit: int, bytes_max: int) -> Sequence[ClaimedMail]:
        """Take mails that are due, the least tried and oldest first, counting the attempt before it is made.

        Together they have at most so many bytes; one that has more is taken alone.
        """
        ...

    def settle(
        self,
        mail: int,
        state: MailState,
        ticket: str | None,
        why: tuple[Happening, ...],
        message_id: str | None = None,
        from_: str | None = None,
        about: str | None = None,
    ) -> None:
        """Set what became of a kept mail; `about` is the ticket that a held one seems to be about."""
        ...

    def free_claims(self, now: datetime) -> None:
        """Give back what a daemon that is gone had claimed: only for the one that holds the database."""
        ...

    def postpone(self, mail: int, until: datetime, why: Happening) -> None:
        """Let a kept mail fall due again at a time."""
        ...

    def let_go(self, mail: int, ticket: str, now: datetime) -> bool:
        """Let a held mail be decided anew, once, as one of this ticket (or "desk"); False: too late."""
        ...

    def done_with(self, mail: int, why: tuple[Happening, ...]) -> None:
        """Set a held mail aside for good: nothing lets it go any more."""
        ...

    def retry(self, ids: Sequence[int] | None, force_ticket: bool) -> int:
        """Put shunted (force_ticket: also dropped and held) mails back with no attempts counted; None: all shunted."""
        ...

    def mail(self, mail: int) -> LedgerRow | None:
        """What became of a kept mail."""
        ...

    def trace(self, word: str) -> Sequence[LedgerRow]:
        """Where a mail went: by Message-ID, address, number of the ticket that it is in or seems about, or sha256."""
        ...

    def shunted(self) -> Sequence[LedgerRow]:
        """Mails that could not be processed."""
        ...

    def raw(self, mail: int) -> bytes | None:
        """The bytes of a kept mail, as they came; raises Permanent when they are not those any more."""
        ...

    def with_files(self, after: int, before: datetime, bytes_min: int, limit: int) -> Sequence[WithFiles]:
        """Mails kept before a time that have a file of that size, in the order of their messages, behind a message."""
        ...

    def slim(self, forms: Mapping[str, bytes]) -> None:
        """Keep mails (by their sha256) in their slim form from now on."""
        ...
