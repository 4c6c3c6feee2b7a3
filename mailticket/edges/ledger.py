"""The ledger: every mail ever seen, its bytes once per content, its places once each, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import datetime
from itertools import accumulate, takewhile
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, delete, func, insert, or_, select, update

from mailticket.core.happenings import Drop, Happening
from mailticket.core.post import ClaimedMail, Cursor, LedgerRow, MailState, Place, RawMail, ServerPart, Stamp, WithFiles
from mailticket.core.slim import Damaged, whole
from mailticket.edges.rows import because_of, insert_new
from mailticket.edges.tables import clean, contents, cursors, files, memory, message_files, messages, places
from mailticket.errors import Permanent

_PLACE = ("account", "folder", "uidvalidity", "uid")
_KEPT = MailState.KEPT.value
_NO_REASON: dict[str, Any] = {"why": "", "because": None}


class SqlLedger:
    """The part of a transaction that keeps mail."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, mail: RawMail, now: datetime, quiet: bool = False) -> bool:
        new = insert_new(
            self._connection, contents, {"sha256": mail.sha256, "raw": mail.raw, "kept_at": now}, ["sha256"]
        )
        place = mail.place
        row = {
            "account": place.account,
            "folder": place.folder,
            "uidvalidity": place.uidvalidity,
            "uid": place.uid,
            "sha256": mail.sha256,
            "received_at": mail.received_at,
            "kept_at": now,
            "size": mail.size,
            "oversize": mail.oversize,
            "parts": [astuple(part) for part in mail.parts] or None,
            "state": (MailState.KEPT if new else MailState.DUPLICATE).value,
            "due_at": now,
            "attempts": 0,
            "force_ticket": False,
            "quiet": quiet,
            "why": "",
            "because": None if new else (Drop.SAME_BYTES(),),
            "message_id": clean(mail.glance.message_id),
            "from_": clean(mail.glance.sender),
            "subject": clean(mail.glance.subject),
            "sent_at": mail.glance.date,
        }
        return self._insert_place(row) or (self._leaves(row) and self._insert_place(row))

    def _insert_place(self, row: dict[str, Any]) -> bool:
        return insert_new(self._connection, places, row, _PLACE)

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
        where = (cursors.c.account == account) & (cursors.c.folder == folder)
        row = self._connection.execute(select(cursors).where(where)).first()
        return Cursor(row.uidvalidity, row.last_uid, row.since, row.since_below) if row else None

    def set_cursor(self, account: str, folder: str, cursor: Cursor) -> None:
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
        where = (
            places.c.account == account,
            places.c.folder == folder,
            places.c.uidvalidity == uidvalidity,
            places.c.uid.between(first, last),
        )
        found = self._connection.execute(select(places.c.uid, places.c.size, places.c.received_at).where(*where))
        return {row.uid: (row.size, row.received_at) for row in found}

    def uids_kept_whole(self, account: str, folder: str, uidvalidity: int) -> set[int]:
        where = (places.c.account == account, places.c.folder == folder, places.c.uidvalidity == uidvalidity)
        return set(self._connection.execute(select(places.c.uid).where(*where, ~places.c.oversize)).scalars())

    def knows(self, mail: RawMail) -> bool:
        found = select(contents.c.sha256).where(contents.c.sha256 == mail.sha256)
        return self._connection.execute(found).first() is not None

    def claim(self, now: datetime, lease_until: datetime, limit: int, bytes_max: int) -> Sequence[ClaimedMail]:
        """One that was tried before is taken alone: if it took the program with it, its neighbours had no part in it.

        And it waits for those tried less often: it holds up none, and where power fails often no mail bears all the
        blame.
        """
        kept = func.length(contents.c.raw)  # fewer than it has when it is read, where it is kept slim
        size = case((~places.c.oversize & (places.c.size > kept), places.c.size), else_=kept)
        due = (
            select(places.c.id, places.c.attempts, size.label("bytes"))
            .join(contents, contents.c.sha256 == places.c.sha256)
            # A lease that ends later than one given now was given by a clock that has been set back since.
            .where(places.c.state == _KEPT, or_(places.c.due_at <= now, places.c.due_at > lease_until))
            .order_by(places.c.attempts, places.c.received_at, places.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=places)
        )
        found = self._connection.execute(due).all()
        if not found:
            return ()
        together = accumulate(row.bytes for row in found)
        ids = [
            row.id
            for row, size in takewhile(
                lambda one: one[0].attempts == 0 and one[1] <= bytes_max, zip(found, together, strict=True)
            )
        ] or [found[0].id]
        # The reason of an earlier attempt is over: what has one waits for its time, and is not in anybody's hand.
        values = {"attempts": places.c.attempts + 1, "due_at": lease_until, **_NO_REASON}
        self._connection.execute(update(places).where(places.c.id.in_(ids)).values(**values))
        rows = self._connection.execute(
            select(places, contents.c.raw)
            .join(contents, contents.c.sha256 == places.c.sha256)
            .where(places.c.id.in_(ids))
            .order_by(places.c.received_at, places.c.id)
        ).all()
        return [self._claimed(row) for row in rows]

    def _claimed(self, row: Any) -> ClaimedMail:
        try:
            raw, damage = self._whole(row), ""
        except Permanent as error:  # its own fault: the others that were claimed with it are read
            raw, damage = b"", str(error)
        return ClaimedMail(
            row.id,
            _place_of(row),
            raw,
            row.received_at,
            row.attempts,
            row.oversize,
            quiet=row.quiet,
            force_ticket=row.force_ticket,
            released_to=row.released_to,
            size=row.size,
            parts=tuple(ServerPart(*part) for part in row.parts or ()),
            damage=damage,
        )

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
        values: dict[str, Any] = {"state": state.value, "ticket": ticket, "force_ticket": False, "about": about}
        values |= {"why": "", "because": why}
        # Until now it bore what a glance at its head said; where the reading found nothing, that is more than nothing.
        values |= {"message_id": clean(message_id)} if message_id else {}
        values |= {"from_": clean(from_)} if from_ else {}
        self._connection.execute(update(places).where(places.c.id == mail).values(**values))

    def free_claims(self, now: datetime) -> None:
        which = (places.c.state == _KEPT) & (places.c.due_at > now) & (places.c.why == "") & places.c.because.is_(None)
        self._connection.execute(update(places).where(which).values(due_at=now))

    def postpone(self, mail: int, until: datetime, why: Happening) -> None:
        values = {"due_at": until, "why": "", "because": (why,)}
        self._connection.execute(update(places).where(places.c.id == mail).values(**values))

    def retry(self, ids: Sequence[int] | None, force_ticket: bool) -> int:
        which = places.c.state == MailState.SHUNTED.value
        if ids is not None:
            decided = places.c.state.in_((MailState.DONE.value, MailState.HELD.value)) & places.c.ticket.is_(None)
            which = places.c.id.in_(ids) & (which | decided if force_ticket else which)
        # Due since it came, so that the next run takes it whatever present that run is told (`--at`).
        values = {"state": _KEPT, "attempts": 0, "due_at": places.c.received_at, "force_ticket": force_ticket}
        return self._connection.execute(update(places).where(which).values(**values)).rowcount

    def let_go(self, mail: int, ticket: str, now: datetime) -> bool:
        which = (places.c.id == mail) & (places.c.state == MailState.HELD.value) & places.c.released_to.is_(None)
        values = {"state": _KEPT, "attempts": 0, "due_at": now, "released_to": ticket, **_NO_REASON}
        return self._connection.execute(update(places).where(which).values(**values)).rowcount == 1

    def done_with(self, mail: int, why: tuple[Happening, ...]) -> None:
        which = (places.c.id == mail) & (places.c.state == MailState.HELD.value)
        values = {"state": MailState.DONE.value, "why": "", "because": why}
        self._connection.execute(update(places).where(which).values(**values))

    def mail(self, mail: int) -> LedgerRow | None:
        return next(iter(self._rows(places.c.id == mail)), None)

    def trace(self, word: str) -> Sequence[LedgerRow]:
        word = clean(word) or ""
        bracketed = word if word.startswith("<") else f"<{word}>"
        return self._rows(
            or_(
                places.c.message_id.in_((word, bracketed)),
                func.lower(places.c.from_) == word.lower(),
                func.lower(places.c.ticket) == word.lower(),
                func.lower(places.c.about) == word.lower(),
                places.c.sha256 == word.lower(),
            )
        )

    def shunted(self) -> Sequence[LedgerRow]:
        return self._rows(places.c.state == MailState.SHUNTED.value)

    def raw(self, mail: int) -> bytes | None:
        found = select(places.c.id, contents).join(contents, contents.c.sha256 == places.c.sha256)
        row = self._connection.execute(found.where(places.c.id == mail)).first()
        return None if row is None else self._whole(row)

    def _whole(self, row: Any) -> bytes:
        """The bytes of a mail, however they are kept: the only way to them."""

        def file_of(sha256: str) -> bytes | None:
            return self._connection.execute(select(files.c.content).where(files.c.sha256 == sha256)).scalar()

        try:
            return whole(row.raw, row.sha256, file_of)
        except Damaged as error:
            raise Permanent(f"mail {row.id}: {error}") from error

    def with_files(self, after: int, before: datetime, bytes_min: int, limit: int) -> Sequence[WithFiles]:
        large = select(message_files.c.message).where(
            message_files.c.message > after, message_files.c.size >= bytes_min
        )
        found = (
            select(messages.c.id.label("message"), places)
            .join(places, places.c.id == messages.c.mail)
            .where(messages.c.id > after, messages.c.id.in_(large))
            .order_by(messages.c.id)
            .limit(limit)
        )
        # A message enters the book after its mail: behind the first one that is too young all are.
        old = takewhile(lambda row: row.kept_at < before, self._connection.execute(found))
        return [WithFiles(row.message, row.id, row.sha256, row.size, row.state != _KEPT) for row in old]

    def slim(self, forms: Mapping[str, bytes]) -> None:
        for sha256, form in forms.items():
            self._connection.execute(update(contents).where(contents.c.sha256 == sha256).values(raw=form))

    def _rows(self, which: ColumnElement[bool]) -> Sequence[LedgerRow]:
        found = select(places).where(which).order_by(places.c.id)
        return [
            LedgerRow(
                r.id,
                _place_of(r),
                r.message_id,
                r.from_,
                r.received_at,
                MailState(r.state),
                r.ticket,
                because_of(r),
                r.attempts,
                r.about,
                r.subject,
                r.sent_at,
            )
            for r in self._connection.execute(found)
        ]


class SqlMemory:
    """The part of a transaction that remembers single values."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        return self._connection.execute(select(memory.c.value).where(memory.c.name == name)).scalar()

    def set(self, name: str, value: str) -> None:
        self._connection.execute(delete(memory).where(memory.c.name == name))
        self._connection.execute(insert(memory).values(name=name, value=value))


def _place_of(row: Any) -> Place:
    return Place(row.account, row.folder, row.uidvalidity, row.uid)
