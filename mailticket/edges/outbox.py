"""The outbox: what must go out, rendered, one recipient a row.

States: queued -> sending -> in_data -> sent; dead when refused for good; unknown when the line was cut after DATA once
more than we resend; cancelled when it need not go out any more. A claim is a lease on `due_at`: a row whose sender died
falls due again by itself, and is resent byte for byte.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, delete, exists, func, insert, select, update

from mailticket.core.mail import Notice, Rendered
from mailticket.core.post import ClaimedSend
from mailticket.edges.ledger import clean
from mailticket.edges.tables import blocks, messages, outbox

OPEN = ("queued", "sending", "in_data")
CLAIMED = ("sending", "in_data")


class Outbox:
    """The part of a transaction that sends."""

    _connection: Connection

    def queue(
        self,
        notice: Notice,
        rendered: Rendered,
        ticket: str | None,
        message: int | None,
        now: datetime,
        not_before: datetime | None = None,
    ) -> bool:
        """Add a row once per key; False: the key was known and nothing was added."""
        automatic = notice.name.startswith("citizen.") and not notice.is_human
        row = {
            "key": notice.key,
            "ticket": ticket,
            "notice": notice.name,
            "sender": rendered.sender,
            "recipient": rendered.recipient,
            "address": rendered.recipient.lower(),
            "domain": rendered.recipient.rpartition("@")[2].lower(),
            "automatic": automatic,
            "data": rendered.data,
            "message": message,
            "state": "queued",
            "due_at": not_before or notice.not_before or now,
            "attempts": 0,
            "queued_at": now,
            "says": "",
            "unknowns": 0,
        }
        return self._insert_new(outbox, row, ["key"])

    def has_key(self, key: str) -> bool:
        """Whether a notice with this key was ever queued."""
        return bool(self._connection.execute(select(exists().where(outbox.c.key == key))).scalar())

    def link(self, key: str, message: int) -> None:
        """Say which message of the book a row sends."""
        self._connection.execute(update(outbox).where(outbox.c.key == key).values(message=message))

    def cancel(self, key: str, why: str, now: datetime) -> bool:
        """Cancel a row that is still queued; False: too late."""
        values = {"state": "cancelled", "says": clean(why), "settled_at": now}
        which = (outbox.c.key == key) & (outbox.c.state == "queued")
        message = self._connection.execute(select(outbox.c.message).where(which)).scalar()
        done = self._connection.execute(update(outbox).where(which).values(**values)).rowcount == 1
        if done and message is not None:
            self._connection.execute(update(messages).where(messages.c.id == message).values(state="cancelled"))
        return done

    def waiting(self, ticket: str) -> tuple[str, ...]:
        """Keys of a ticket's mails to the citizen that have not left, in order: they can still be stopped."""
        which = (outbox.c.ticket == ticket, outbox.c.state == "queued", outbox.c.notice.startswith("citizen."))
        found = select(outbox.c.key).where(*which).order_by(outbox.c.id)
        return tuple(self._connection.execute(found).scalars())

    def has_due_sends(self, now: datetime) -> bool:
        """Whether a row may be due: one index look-up, and no lock, when there is none."""
        due = outbox.c.state.in_(OPEN) & ((outbox.c.due_at <= now) | outbox.c.state.in_(CLAIMED))
        return bool(self._connection.execute(select(exists().where(due))).scalar())

    def claim_sends(self, now: datetime, lease_until: datetime, limit: int, automatic: int) -> Sequence[ClaimedSend]:
        """Take rows that are due, oldest first and per ticket and recipient in order, counting the attempt before it.

        At most `automatic` of them are automatic mail to citizens.
        """
        earlier = outbox.alias("earlier")
        first = ~exists().where(
            earlier.c.ticket == outbox.c.ticket,
            earlier.c.recipient == outbox.c.recipient,
            earlier.c.id < outbox.c.id,
            earlier.c.state.in_(OPEN),
        )
        # A lease that ends later than one given now was given by a clock that has been set back since.
        lapsed = outbox.c.state.in_(CLAIMED) & ((outbox.c.due_at <= now) | (outbox.c.due_at > lease_until))
        queued = (outbox.c.state == "queued") & (outbox.c.due_at <= now)
        due: list[Any] = []
        for which in (lapsed, queued):  # apart: of one state alone the index has them in order, and few are looked at
            some = select(outbox.c.id, outbox.c.automatic).where(which, first)
            if automatic <= 0:
                some = some.where(outbox.c.automatic.is_(False))
            some = some.order_by(outbox.c.id).limit(limit).with_for_update(skip_locked=True, of=outbox)
            due += self._connection.execute(some)
        found, room = [], automatic
        for row in sorted(due, key=lambda row: row.id)[:limit]:
            if not row.automatic or room > 0:
                found.append(row.id)
            room -= row.automatic
        if not found:
            return ()
        self._connection.execute(
            update(outbox)
            .where(outbox.c.id.in_(found))
            .values(
                state="sending",
                attempts=outbox.c.attempts + 1,
                due_at=lease_until,
                unknowns=outbox.c.unknowns + case((outbox.c.state == "in_data", 1), else_=0),
            )
        )
        rows = self._connection.execute(select(outbox).where(outbox.c.id.in_(found)).order_by(outbox.c.id))
        return [_claimed(row) for row in rows]

    def unclaim_sends(self, sends: Sequence[int], now: datetime) -> None:
        """Give claimed rows back untried: no attempt is counted."""
        which = outbox.c.id.in_(list(sends)) & (outbox.c.state == "sending")
        values = {"state": "queued", "attempts": outbox.c.attempts - 1, "due_at": now}
        self._connection.execute(update(outbox).where(which).values(**values))

    def mark_in_data(self, send: int) -> None:
        """The DATA command is about to be given."""
        self._connection.execute(
            update(outbox).where(outbox.c.id == send, outbox.c.state == "sending").values(state="in_data")
        )

    def settle_send(
        self, send: int, state: str, says: str, now: datetime, again_at: datetime | None = None, unknown: bool = False
    ) -> None:
        """Set sent | dead | unknown | cancelled, or `queued` again with `again_at`."""
        values: dict[str, Any] = {"state": state, "says": clean(says)}
        values |= {"due_at": again_at} if again_at is not None else {"settled_at": now}
        if unknown:
            values["unknowns"] = outbox.c.unknowns + 1
        self._connection.execute(update(outbox).where(outbox.c.id == send).values(**values))
        if again_at is None:
            message = select(outbox.c.message).where(outbox.c.id == send).scalar_subquery()
            self._connection.execute(update(messages).where(messages.c.id == message).values(state=state))

    def sent_from(self, senders: Sequence[str]) -> int | None:
        """The message of the book that went out with one of these envelope senders, if exactly one did (VERP)."""
        found = select(outbox.c.message).where(outbox.c.sender.in_([one.lower() for one in senders])).limit(2)
        rows = self._connection.execute(found).scalars().all()
        return rows[0] if len(rows) == 1 else None

    def block(self, address: str, until: datetime, why: str) -> None:
        """Send nothing automatic to an address until a time."""
        self._connection.execute(delete(blocks).where(blocks.c.address == address.lower()))
        self._connection.execute(insert(blocks).values(address=address.lower(), until=until, why=clean(why)))

    def blocked(self, address: str, now: datetime) -> str | None:
        """Why nothing automatic is sent to an address now, or None."""
        which = (blocks.c.address == address.lower()) & (blocks.c.until > now)
        return self._connection.execute(select(blocks.c.why).where(which)).scalar()

    def automatic_count(self, since: datetime, address: str | None = None, domain: str | None = None) -> int:
        """How many automatic mails to citizens were queued since (to an address, to a domain, in all)."""
        which = [outbox.c.automatic.is_(True), outbox.c.queued_at > since]
        if address is not None:
            which.append(outbox.c.address == address.lower())
        if domain is not None:
            which.append(outbox.c.domain == domain.lower())
        return int(self._connection.execute(select(func.count()).select_from(outbox).where(*which)).scalar_one())

    def automatic_sent(self, since: datetime) -> int:
        """How many automatic mails to citizens were sent since."""
        which = (outbox.c.automatic.is_(True), outbox.c.state == "sent", outbox.c.settled_at > since)
        return int(self._connection.execute(select(func.count()).select_from(outbox).where(*which)).scalar_one())

    def outbox_rows(self, ticket: str | None = None) -> Sequence[tuple[str, str, str, str]]:
        """(key, notice, recipient, state) in order."""
        found = select(outbox.c.key, outbox.c.notice, outbox.c.recipient, outbox.c.state).order_by(outbox.c.id)
        if ticket is not None:
            found = found.where(outbox.c.ticket == ticket)
        return [(r.key, r.notice, r.recipient, r.state) for r in self._connection.execute(found)]

    def _insert_new(self, table: Any, row: dict[str, Any], unique: Sequence[str]) -> bool:
        raise NotImplementedError  # the ledger's, in the same transaction


def _claimed(row: Any) -> ClaimedSend:
    return ClaimedSend(
        row.id,
        row.ticket,
        row.notice,
        row.key,
        row.sender,
        row.recipient,
        row.data,
        row.attempts,
        row.queued_at,
        unknowns=row.unknowns,
        message=row.message,
    )
