"""Time passes: rungs, reminders, chasers and closings of the tickets whose `next_at` has come.

The database is asked one question, `next_at <= now`; core.decide.clock says what follows. Each ticket is its own
savepoint; the unique keys of the outbox make running it twice do nothing.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from mailticket.core.decide import clock
from mailticket.core.ticket import Event, Ticket
from mailticket.errors import Transient
from mailticket.flows.enact import enact
from mailticket.flows.ports import House, Work

BATCH = 50  # tickets in one commit
PUT_OFF = timedelta(hours=1)


def watch(house: House, now: datetime) -> int:
    """Do what has fallen due; returns on how many tickets."""
    with house.store.read() as work:  # nothing due is the common case: it costs one index look-up and no write lock
        if not work.due_tickets(now, 1):
            return 0
    with house.store.write() as work:
        tickets = work.due_tickets(now, BATCH)
        for ticket in tickets:
            try:
                with work.savepoint():
                    _one(house, work, ticket, now)
            except Transient:
                raise
            except Exception as error:  # noqa: BLE001 -- one odd ticket never holds up the others
                _put_off(work, ticket, now, f"{type(error).__name__}: {error}")
    return len(tickets)


def _one(house: House, work: Work, ticket: Ticket, now: datetime) -> None:
    events = tuple(work.events(ticket.number or ""))
    decision = clock.due(ticket, events, house.desk(now))
    if decision.ticket is not None and decision.ticket.next_at is not None and decision.ticket.next_at <= now:
        raise AssertionError(f"still due at {decision.ticket.next_at}")
    enact(house, work, decision, now)


def _put_off(work: Work, ticket: Ticket, now: datetime, why: str) -> None:
    work.put_ticket(replace(ticket, next_at=now + PUT_OFF))
    work.add_events(ticket.number, [Event(now, "put_off", "mailticket", why)])
