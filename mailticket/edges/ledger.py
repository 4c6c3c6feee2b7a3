"""The ledger: every mail ever seen, its bytes once per content, its places once each, and what became of it."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from mailticket.core.post import ClaimedMail, Cursor, LedgerRow, Place, RawMail, Stamp
from mailticket.edges.tables import contents, cursors, memory, outbox, places

_PLACE = ("account", "folder", "uidvalidity", "uid")


class Ledger:
    """The part of a transaction that keeps mail."""

    _connection: Connection

    def keep(self, mail: RawMail, now: datetime, quiet: bool = False) -> bool:
        """Keep the bytes once per sha256 and the place once; False: the place was known already."""
        sha256 = hashlib.sha256(mail.raw).hexdigest()
        new = self._insert_new(contents, {"sha256": sha256, "raw": mail.raw, "kept_at": now}, ["sha256"])
        place = mail.place
        row = {
            "account": place.account,
            "folder": place.folder,
            "uidvalidity": place.uidvalidity,
            "uid": place.uid,
            "sha256": sha256,
            "received_at": mail.received_at,
            "kept_at": now,
            "size": mail.size,
            "oversize": mail.oversize,
            "state": "kept" if new else "duplicate",
            "due_at": now,
            "attempts": 0,
            "force_ticket": False,
            "quiet": quiet,
            "why": "" if new else "the same bytes were kept before",
        }
        return self._insert_new(places, row, _PLACE) or (self._leaves(row) and self._insert_new(places, row, _PLACE))

    def _leaves(self, row: dict[str, Any]) -> bool:
        """Whether a known place names another mail by now, against RFC 3501, 2.3.1.1: then the old one leaves it.

        Other bytes alone do not say so: some servers write a mail anew each time it is asked for.
        """
        old = self._connection.execute(select(places).where(*(places.c[name] == row[name] for name in _PLACE))).one()
        if old.sha256 == row["sha256"] or (old.size, old.received_at) == (row["size"], row["received_at"]):
            return False
        self._connection.execute(update(places).where(places.c.id == old.id).values(uid=-old.id))  # nobody's UID
        return True

    def cursor(self, account: str, folder: str) -> Cursor | None:
        """How far the folder has been read, or None before the first time."""
        where = (cursors.c.account == account) & (cursors.c.folder == folder)
        row = self._connection.execute(select(cursors).where(where)).first()
        return Cursor(row.uidvalidity, row.last_uid, row.since, row.since_below) if row else None

    def set_cursor(self, account: str, folder: str, cursor: Cursor) -> None:
        """Note how far the folder has been read."""
        where = (cursors.c.account == account) & (cursors.c.folder == folder)
        self._connection.execute(delete(cursors).where(where))
        self._connection.execute(
            insert(cursors).values(
                account=account,
                folder=folder,
                uidvalidity=cursor.uidvalidity,
                last_uid=cursor.last_uid,
                since=cursor.since,
                since_below=cursor.since_below,
            )
        )

    def known(self, account: str, folder: str, uidvalidity: int, first: int, last: int) -> dict[int, Stamp]:
        """UIDs of a folder, from one to another, that are in the ledger, with the size and time of their mails."""
        where = (
            places.c.account == account,
            places.c.folder == folder,
            places.c.uidvalidity == uidvalidity,
            places.c.uid.between(first, last),
        )
        found = self._connection.execute(select(places.c.uid, places.c.size, places.c.received_at).where(*where))
        return {row.uid: (row.size, row.received_at) for row in found}

    def uids_kept_whole(self, account: str, folder: str, uidvalidity: int) -> set[int]:
        """UIDs of a folder whose mails are in the ledger with all their bytes."""
        where = (places.c.account == account, places.c.folder == folder, places.c.uidvalidity == uidvalidity)
        return set(self._connection.execute(select(places.c.uid).where(*where, ~places.c.oversize)).scalars())

    def knows(self, raw: bytes) -> bool:
        """Whether these very bytes are kept, wherever they were seen."""
        kept = contents.c.sha256 == hashlib.sha256(raw).hexdigest()
        return self._connection.execute(select(contents.c.sha256).where(kept)).first() is not None

    def claim_mails(self, now: datetime, lease_until: datetime, limit: int) -> Sequence[ClaimedMail]:
        """Take mails that are due, the least tried and oldest first, counting the attempt before it is made.

        One that was tried before is taken alone: if it took the program with it, its neighbours had no part in it. And
        it waits for those tried less often: it holds up none, and where power fails often no mail bears all the blame.
        """
        due = (
            select(places.c.id, places.c.attempts)
            # A lease that ends later than one given now was given by a clock that has been set back since.
            .where(places.c.state == "kept", or_(places.c.due_at <= now, places.c.due_at > lease_until))
            .order_by(places.c.attempts, places.c.received_at, places.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        found = self._connection.execute(due).all()
        if not found:
            return ()
        ids = [row.id for row in takewhile(lambda row: row.attempts == 0, found)] or [found[0].id]
        self._connection.execute(
            update(places).where(places.c.id.in_(ids)).values(attempts=places.c.attempts + 1, due_at=lease_until)
        )
        rows = self._connection.execute(
            select(places, contents.c.raw)
            .join(contents, contents.c.sha256 == places.c.sha256)
            .where(places.c.id.in_(ids))
            .order_by(places.c.received_at, places.c.id)
        )
        return [
            ClaimedMail(
                r.id,
                Place(r.account, r.folder, r.uidvalidity, r.uid),
                r.raw,
                r.received_at,
                r.attempts,
                r.oversize,
                quiet=r.quiet,
                force_ticket=r.force_ticket,
                released_to=r.released_to,
            )
            for r in rows
        ]

    def settle_mail(
        self,
        mail: int,
        state: str,
        ticket: str | None,
        why: str,
        message_id: str | None = None,
        from_: str | None = None,
    ) -> None:
        """Set what became of a kept mail."""
        values = {"state": state, "ticket": ticket, "why": clean(why), "force_ticket": False}
        if message_id is not None or from_ is not None:
            values |= {"message_id": clean(message_id), "from_": clean(from_)}
        self._connection.execute(update(places).where(places.c.id == mail).values(**values))

    def release(self, now: datetime) -> None:
        """Give back what a daemon that is gone had claimed: only for the one that holds the database."""
        self._connection.execute(
            update(places).where(places.c.state == "kept", places.c.due_at > now, places.c.why == "").values(due_at=now)
        )
        self._connection.execute(update(outbox).where(outbox.c.state.in_(("sending", "in_data"))).values(due_at=now))

    def postpone_mail(self, mail: int, until: datetime, why: str) -> None:
        """Let a kept mail fall due again at a time."""
        self._connection.execute(update(places).where(places.c.id == mail).values(due_at=until, why=clean(why)))

    def retry_mails(self, ids: Sequence[int] | None, force_ticket: bool) -> int:
        """Put mails back to be processed, with no attempts counted; None: all that are shunted."""
        which = places.c.state == "shunted"
        if ids is not None:
            which = places.c.id.in_(ids) & (
                which | (places.c.state.in_(("done", "held")) & places.c.ticket.is_(None) if force_ticket else which)
            )
        # Due since it came, so that the next run takes it whatever present that run is told (`--at`).
        values = {"state": "kept", "attempts": 0, "due_at": places.c.received_at, "force_ticket": force_ticket}
        return self._connection.execute(update(places).where(which).values(**values)).rowcount

    def release_mail(self, mail: int, ticket: str, now: datetime) -> bool:
        """Let a held mail be decided anew, once; False: it is not held, or was released before."""
        which = (places.c.id == mail) & (places.c.state == "held") & places.c.released_to.is_(None)
        values = {"state": "kept", "attempts": 0, "due_at": now, "why": "", "released_to": ticket}
        return self._connection.execute(update(places).where(which).values(**values)).rowcount == 1

    def kept_mail(self, mail: int) -> LedgerRow | None:
        """What became of a kept mail."""
        return next(iter(self._rows(places.c.id == mail)), None)

    def trace(self, word: str) -> Sequence[LedgerRow]:
        """Where a mail went: by Message-ID, address, ticket number or sha256."""
        word = clean(word) or ""
        bracketed = word if word.startswith("<") else f"<{word}>"
        return self._rows(
            or_(
                places.c.message_id.in_((word, bracketed)),
                func.lower(places.c.from_) == word.lower(),
                func.lower(places.c.ticket) == word.lower(),
                places.c.sha256 == word.lower(),
            )
        )

    def shunted(self) -> Sequence[LedgerRow]:
        """Mails that could not be processed."""
        return self._rows(places.c.state == "shunted")

    def raw(self, mail: int) -> bytes | None:
        """The bytes of a kept mail."""
        found = select(contents.c.raw).join(places, places.c.sha256 == contents.c.sha256).where(places.c.id == mail)
        return self._connection.execute(found).scalar()

    def get(self, name: str) -> str | None:
        """A remembered value (the digest's watermark, the first run, ...)."""
        return self._connection.execute(select(memory.c.value).where(memory.c.name == name)).scalar()

    def set(self, name: str, value: str) -> None:
        """Remember a value."""
        self._connection.execute(delete(memory).where(memory.c.name == name))
        self._connection.execute(insert(memory).values(name=name, value=value))

    def _rows(self, which: ColumnElement[bool]) -> Sequence[LedgerRow]:
        found = select(places).where(which).order_by(places.c.id)
        return [
            LedgerRow(
                r.id,
                Place(r.account, r.folder, r.uidvalidity, r.uid),
                r.message_id,
                r.from_,
                r.received_at,
                r.state,
                r.ticket,
                r.why,
                r.attempts,
            )
            for r in self._connection.execute(found)
        ]

    def _insert_new(self, table: Table, row: dict[str, Any], unique: Iterable[str]) -> bool:
        """Insert unless the unique key is there; whether it was inserted."""
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        statement = dialect.insert(table).values(**row).on_conflict_do_nothing(index_elements=list(unique))
        # RETURNING, since psycopg's rowcount says nothing of an INSERT with defaults.
        return self._connection.execute(statement.returning(literal(1))).first() is not None


def clean(value: str | None) -> str | None:
    """Text that both databases take: no NUL, no lone surrogates."""
    if value is None:
        return None
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
