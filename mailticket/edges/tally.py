"""What a digest counts: open tickets, and what the ledger, the book and the outbox have got since the last one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from mailticket.core.digest import DigestFacts, HeldMail, Mark
from mailticket.core.post import MailState, SendState
from mailticket.core.ticket import Event
from mailticket.edges.rows import because_of, event_of
from mailticket.edges.tables import events, outbox, places

HELD_MAX = 1_000  # mails that wait for a person; a digest shows the newest
LATE_SEND = timedelta(hours=1)  # a mail that is queued for longer is told of
WRITERS = 0x77726974  # "writ": the advisory lock that every writing transaction shares on PostgreSQL


class SqlTally:
    """The part of a transaction that counts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mark(self, at: datetime, past: bool = False) -> Mark:
        if not past and self._connection.dialect.name == "postgresql":
            # Rows of another transaction may be numbered already but not committed yet. All that write share this lock
            # (store.write): who has it alone knows that there are none.
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": WRITERS})
        newest = ((events, events.c.at), (places, places.c.kept_at), (outbox, outbox.c.queued_at))
        return Mark(at, *(self._newest(table, when if past else None, at) for table, when in newest))

    def events_in(self, after: Mark, until: Mark) -> Sequence[tuple[str | None, Event]]:
        found = select(events).where(events.c.id > after.event, events.c.id <= until.event).order_by(events.c.id)
        return [(row.ticket, event_of(row)) for row in self._connection.execute(found)]

    def digest_facts(self, after: Mark, until: Mark) -> DigestFacts:
        since = (places.c.id > after.mail) & (places.c.id <= until.mail)
        no_ticket = since & (places.c.state == MailState.DONE.value) & places.c.ticket.is_(None)
        reasons = (places.c.because, places.c.why)
        unanswered = self._connection.execute(select(*reasons, func.count()).where(no_ticket).group_by(*reasons))
        waiting = self._by_state(places, places.c.state.in_((MailState.KEPT.value, MailState.SHUNTED.value)))
        late = (outbox.c.state == SendState.QUEUED.value) & (outbox.c.queued_at < until.at - LATE_SEND)
        return DigestFacts(
            mails=self._by_state(places, since),
            sends=self._by_state(outbox, (outbox.c.id > after.send) & (outbox.c.id <= until.send)),
            unanswered=tuple((because_of(row), row[2]) for row in unanswered),
            waiting=waiting | self._by_state(outbox, late),
            held=self._held(),
        )

    def _held(self) -> tuple[HeldMail, ...]:
        which = places.c.state == MailState.HELD.value
        found = select(places).where(which).order_by(places.c.id.desc()).limit(HELD_MAX)
        rows = self._connection.execute(found)
        return tuple(HeldMail(row.id, row.from_ or "", row.received_at, because_of(row)) for row in rows)

    def _newest(self, table: Table, when: Any, at: datetime) -> int:
        found = select(func.coalesce(func.max(table.c.id), 0))
        if when is not None:
            found = found.where(when <= at)
        return int(self._connection.execute(found).scalar_one())

    def _by_state(self, table: Table, which: Any) -> dict[str, int]:
        found = select(table.c.state, func.count()).where(which).group_by(table.c.state)
        return {row[0]: row[1] for row in self._connection.execute(found)}
