"""What a digest counts: open tickets, and what the ledger, the book and the outbox have got since the last one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, func, select, text

from mailticket.core.digest import DigestFacts, Mark
from mailticket.core.ticket import Event, Status, Ticket
from mailticket.edges.book import ticket_of
from mailticket.edges.tables import events, outbox, places, tickets

LATE_SEND = timedelta(hours=1)  # a mail that is queued for longer is told of
WRITERS = 0x77726974  # "writ": the advisory lock that every writing transaction shares on PostgreSQL


class Tally:
    """The part of a transaction that counts."""

    _connection: Connection

    def unclosed(self) -> Iterator[Ticket]:
        """Tickets that are not closed (answered ones may still come back), in the order of their numbers."""
        left = [status.value for status in Status if status is not Status.CLOSED]
        found = select(tickets).where(tickets.c.status.in_(left)).order_by(tickets.c.number)
        for row in self._connection.execute(found.execution_options(yield_per=500)):
            yield ticket_of(row)

    def mark(self, at: datetime, past: bool = False) -> Mark:
        """How far a digest of this moment tells; `past`: as it would have been then, else up to the newest row."""
        if not past and self._connection.dialect.name == "postgresql":
            # Rows of another transaction may be numbered already but not committed yet. All that write share this lock
            # (store.write): who has it alone knows that there are none.
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": WRITERS})
        newest = ((events, events.c.at), (places, places.c.kept_at), (outbox, outbox.c.queued_at))
        return Mark(at, *(self._newest(table, when if past else None, at) for table, when in newest))

    def events_in(self, after: Mark, until: Mark) -> Sequence[tuple[str | None, Event]]:
        """All tickets' events between two marks, in order."""
        found = select(events).where(events.c.id > after.event, events.c.id <= until.event).order_by(events.c.id)
        return [(r.ticket, Event(r.at, r.what, r.by, r.why)) for r in self._connection.execute(found)]

    def digest_facts(self, after: Mark, until: Mark) -> DigestFacts:
        """What ledger and outbox count between two marks, and what waits in all."""
        since = (places.c.id > after.mail) & (places.c.id <= until.mail)
        no_ticket = since & (places.c.state == "done") & places.c.ticket.is_(None)
        unanswered: Counter[str] = Counter()
        for row in self._connection.execute(select(places.c.why).where(no_ticket)):
            unanswered[row.why] += 1
        waiting = self._by_state(places, places.c.state.in_(("kept", "shunted")))
        late = (outbox.c.state == "queued") & (outbox.c.queued_at < until.at - LATE_SEND)
        return DigestFacts(
            mails=self._by_state(places, since),
            sends=self._by_state(outbox, (outbox.c.id > after.send) & (outbox.c.id <= until.send)),
            unanswered=unanswered,
            waiting=waiting | self._by_state(outbox, late),
        )

    def _newest(self, table: Table, when: Any, at: datetime) -> int:
        found = select(func.coalesce(func.max(table.c.id), 0))
        if when is not None:
            found = found.where(when <= at)
        return int(self._connection.execute(found).scalar_one())

    def _by_state(self, table: Table, which: Any) -> dict[str, int]:
        found = select(table.c.state, func.count()).where(which).group_by(table.c.state)
        return {row[0]: row[1] for row in self._connection.execute(found)}
