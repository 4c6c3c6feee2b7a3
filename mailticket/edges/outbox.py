"""The outbox: what must go out, rendered, one recipient a row.

States: queued -> sending -> in_data -> sent; dead when refused for good; unknown when the line was cut after DATA once
more than we resend; cancelled when it need not go out any more. A claim is a lease on `due_at`: a row whose sender died
falls due again by itself, and is resent byte for byte.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, delete, exists, func, insert, literal, or_, select, update

from mailticket.core.happenings import Happening
from mailticket.core.notices.letters import Letter
from mailticket.core.notices.notice import Notice, Rendered
from mailticket.core.people import Role
from mailticket.core.post import ClaimedSend, OutboxRow, SendState, SentRow, Waiting
from mailticket.core.senders import mailbox_of
from mailticket.core.ticket import NO_ERRAND
from mailticket.edges.rows import errand_of, insert_new, plain_tells, row_of_errand, tells_of
from mailticket.edges.tables import blocks, clean, messages, outbox

_QUEUED = SendState.QUEUED.value
CLAIMED = (SendState.SENDING.value, SendState.IN_DATA.value)
OPEN = (_QUEUED, *CLAIMED)
_ERRAND = tuple(outbox.c[name] for name in row_of_errand(NO_ERRAND))
_BUT_DATA = tuple(column for column in outbox.c if not column.name.startswith("data"))
_DOUBTS = (Letter.NOT_DONE.word, Letter.HELD.word)
_TO_CITIZENS = tuple(letter.word for letter in Letter if letter.role is Role.CITIZEN)


class SqlOutbox:
    """The part of a transaction that sends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def queue(
        self, key: str, notice: Notice, rendered: Rendered, ticket: str | None, message: int | None, now: datetime
    ) -> bool:
        row = {
            "key": key,
            "ticket": ticket,
            "notice": notice.name,
            "priority": notice.value.letter.row.priority.value,
            **row_of_errand(notice.errand),
            "tells": plain_tells(notice.tells),
            "sender": rendered.sender,
            "recipient": rendered.recipient,
            "address": mailbox_of(rendered.recipient),
            "domain": rendered.recipient.rpartition("@")[2].lower(),
            "vouched": notice.vouched or False,
            "automatic": notice.is_automatic_to_citizen,
            "data": rendered.data,
            "message": message,
            "state": _QUEUED,
            "due_at": notice.not_before or now,
            "attempts": 0,
            "queued_at": now,
            "says": "",
            "unknowns": 0,
        }
        return insert_new(self._connection, outbox, row, ["key"])

    def has_key(self, key: str) -> bool:
        return bool(self._connection.execute(select(exists().where(outbox.c.key == key))).scalar())

    def cancel(self, key: str, why: str, now: datetime) -> bool:
        values = {"state": SendState.CANCELLED.value, "says": clean(why), "settled_at": now}
        which = (outbox.c.key == key) & (outbox.c.state == _QUEUED)
        message = self._connection.execute(select(outbox.c.message).where(which)).scalar()
        done = self._connection.execute(update(outbox).where(which).values(**values)).rowcount == 1
        if done and message is not None:
            state = SendState.CANCELLED.value
            self._connection.execute(update(messages).where(messages.c.id == message).values(state=state))
        return done

    def waiting(self, ticket: str) -> Sequence[Waiting]:
        which = (outbox.c.ticket == ticket, outbox.c.state == _QUEUED, outbox.c.notice.in_(_TO_CITIZENS))
        found = select(outbox.c.key, *_ERRAND).where(*which).order_by(outbox.c.id)
        return [Waiting(row.key, errand_of(row)) for row in self._connection.execute(found)]

    def has_due(self, now: datetime) -> bool:
        due = outbox.c.state.in_(OPEN) & ((outbox.c.due_at <= now) | outbox.c.state.in_(CLAIMED))
        return bool(self._connection.execute(select(exists().where(due))).scalar())

    def claim(self, now: datetime, lease_until: datetime, limit: int, automatic: int) -> Sequence[ClaimedSend]:
        earlier = outbox.alias("earlier")
        first = ~exists().where(
            earlier.c.ticket == outbox.c.ticket,
            earlier.c.recipient == outbox.c.recipient,
            earlier.c.id < outbox.c.id,
            earlier.c.state.in_(OPEN),
        )
        # A lease that ends later than one given now was given by a clock that has been set back since.
        lapsed = outbox.c.state.in_(CLAIMED) & ((outbox.c.due_at <= now) | (outbox.c.due_at > lease_until))
        queued = (outbox.c.state == _QUEUED) & (outbox.c.due_at <= now)
        due: list[Any] = []
        for which in (lapsed, queued):  # apart: of one state alone the index has them in order, and few are looked at
            some = select(outbox.c.id, outbox.c.priority, outbox.c.automatic).where(which, first)
            if automatic <= 0:
                some = some.where(outbox.c.automatic.is_(False))
            some = (
                some.order_by(outbox.c.priority, outbox.c.id).limit(limit).with_for_update(skip_locked=True, of=outbox)
            )
            due += self._connection.execute(some)
        found, room = [], automatic
        for row in sorted(due, key=lambda row: (row.priority, row.id))[:limit]:
            if not row.automatic or room > 0:
                found.append(row.id)
            room -= row.automatic
        if not found:
            return ()
        self._connection.execute(
            update(outbox)
            .where(outbox.c.id.in_(found))
            .values(
                state=SendState.SENDING.value,
                attempts=outbox.c.attempts + 1,
                due_at=lease_until,
                unknowns=outbox.c.unknowns + case((outbox.c.state == SendState.IN_DATA.value, 1), else_=0),
            )
        )
        rows = self._connection.execute(
            select(outbox).where(outbox.c.id.in_(found)).order_by(outbox.c.priority, outbox.c.id)
        )
        return [_claimed(row) for row in rows]

    def unclaim(self, sends: Sequence[int], now: datetime) -> None:
        which = outbox.c.id.in_(list(sends)) & (outbox.c.state == SendState.SENDING.value)
        values = {"state": _QUEUED, "attempts": outbox.c.attempts - 1, "due_at": now}
        self._connection.execute(update(outbox).where(which).values(**values))

    def mark_in_data(self, send: int) -> None:
        self._connection.execute(
            update(outbox)
            .where(outbox.c.id == send, outbox.c.state == SendState.SENDING.value)
            .values(state=SendState.IN_DATA.value)
        )

    def settle(
        self,
        send: int,
        state: SendState,
        says: str,
        now: datetime,
        again_at: datetime | None = None,
        unknown: bool = False,
    ) -> None:
        values: dict[str, Any] = {"state": state.value, "says": clean(says)}
        values |= {"due_at": again_at} if again_at is not None else {"settled_at": now}
        if unknown:
            values["unknowns"] = outbox.c.unknowns + 1
        self._connection.execute(update(outbox).where(outbox.c.id == send).values(**values))
        if again_at is None:
            message = select(outbox.c.message).where(outbox.c.id == send).scalar_subquery()
            self._connection.execute(update(messages).where(messages.c.id == message).values(state=state.value))

    def unsent(self) -> Sequence[OutboxRow]:
        ended = (SendState.SENT.value, SendState.CANCELLED.value)
        columns = (*_BUT_DATA, literal(b"").label("data"))
        found = self._connection.execute(select(*columns).where(outbox.c.state.not_in(ended)).order_by(outbox.c.id))
        return [OutboxRow(_claimed(row), SendState(row.state), row.due_at, row.says) for row in found]

    def trace(self, word: str) -> Sequence[SentRow]:
        word = clean(word) or ""
        bracketed = word if word.startswith("<") else f"<{word}>"
        mail = messages.alias("mail")
        which = or_(
            mail.c.message_id.in_((word, bracketed)),
            outbox.c.address == word.lower(),
            func.lower(outbox.c.ticket) == word.lower(),
        )
        found = (
            select(*_BUT_DATA, mail.c.message_id, mail.c.subject, mail.c.from_)
            .join(mail, mail.c.id == outbox.c.message, isouter=True)
            .where(which)
            .order_by(outbox.c.id)
        )
        return [
            SentRow(
                row.id,
                row.ticket,
                Letter(row.notice),
                row.message_id,
                row.from_ or "",
                row.recipient,
                row.subject or "",
                row.queued_at,
                SendState(row.state),
                row.attempts,
                row.says,
            )
            for row in self._connection.execute(found)
        ]

    def put_back(self, send: int, now: datetime) -> None:
        values = {"state": _QUEUED, "due_at": now, "queued_at": now, "attempts": 0, "unknowns": 0, "settled_at": None}
        self._connection.execute(update(outbox).where(outbox.c.id == send).values(**values))
        message = select(outbox.c.message).where(outbox.c.id == send).scalar_subquery()
        self._connection.execute(update(messages).where(messages.c.id == message).values(state=_QUEUED))

    def sent_whole(self, before: datetime, limit: int) -> Sequence[tuple[int, int]]:
        found = select(outbox.c.id, func.length(outbox.c.data)).where(_went_out(before)).order_by(outbox.c.id)
        return [(row[0], row[1]) for row in self._connection.execute(found.limit(limit))]

    def drop_bytes(self, sends: Sequence[int], before: datetime) -> None:
        for send in sends:
            which = (outbox.c.id == send) & _went_out(before)
            data = self._connection.execute(select(outbox.c.data).where(which).with_for_update()).scalar()
            if data is not None:
                left = {"data": b"", "data_sha256": hashlib.sha256(data).hexdigest(), "data_bytes": len(data)}
                self._connection.execute(update(outbox).where(which).values(**left))

    def message_by_sender(self, senders: Sequence[str]) -> int | None:
        found = select(outbox.c.message).where(outbox.c.sender.in_(senders)).limit(2)
        rows = self._connection.execute(found).scalars().all()
        return rows[0] if len(rows) == 1 else None

    def block(self, address: str, until: datetime, why: tuple[Happening, ...]) -> None:
        self._connection.execute(delete(blocks).where(blocks.c.address == address.lower()))
        self._connection.execute(insert(blocks).values(address=address.lower(), until=until, why=why))

    def unblock(self, address: str) -> None:
        self._connection.execute(delete(blocks).where(blocks.c.address == address.lower()))

    def blocked(self, address: str, now: datetime) -> tuple[Happening, ...] | None:
        which = (blocks.c.address == address.lower()) & (blocks.c.until > now)
        return self._connection.execute(select(blocks.c.why).where(which)).scalar()

    def is_vouched(self, ticket: str) -> bool:
        which = (outbox.c.ticket == ticket, outbox.c.automatic.is_(True), outbox.c.vouched.is_(True))
        return bool(self._connection.execute(select(exists().where(*which))).scalar())

    def doubts_count(self, since: datetime, address: str, *, vouched: bool) -> int:
        which = (
            outbox.c.automatic.is_(False),
            outbox.c.address == mailbox_of(address),
            outbox.c.queued_at > since,
            outbox.c.notice.in_(_DOUBTS),
            outbox.c.vouched.is_(vouched),
        )
        return int(self._connection.execute(select(func.count()).select_from(outbox).where(*which)).scalar_one())

    def automatic_count(
        self, since: datetime, address: str | None = None, domain: str | None = None, *, vouched: bool = False
    ) -> int:
        which = [outbox.c.automatic.is_(True), outbox.c.queued_at > since]
        if vouched:
            which.append(outbox.c.vouched.is_(True))
        if address is not None:
            which.append(outbox.c.address == mailbox_of(address))
        if domain is not None:
            which.append(outbox.c.domain == domain.lower())
        return int(self._connection.execute(select(func.count()).select_from(outbox).where(*which)).scalar_one())

    def automatic_sent(self, since: datetime) -> int:
        which = (outbox.c.automatic.is_(True), outbox.c.state == SendState.SENT.value, outbox.c.settled_at > since)
        return int(self._connection.execute(select(func.count()).select_from(outbox).where(*which)).scalar_one())

    def free_claims(self, now: datetime) -> None:
        self._connection.execute(update(outbox).where(outbox.c.state.in_(CLAIMED)).values(due_at=now))


def _went_out(before: datetime) -> ColumnElement[bool]:
    """Whether a row went out before a time, and still has its bytes."""
    sent = (outbox.c.state == SendState.SENT.value) & (outbox.c.settled_at < before)
    return sent & outbox.c.data_bytes.is_(None)


def _claimed(row: Any) -> ClaimedSend:
    return ClaimedSend(
        row.id,
        row.ticket,
        Letter(row.notice),
        row.key,
        row.sender,
        row.recipient,
        row.data,
        row.attempts,
        row.queued_at,
        unknowns=row.unknowns,
        message=row.message,
        errand=errand_of(row),
        tells=tells_of(row.tells),
    )
