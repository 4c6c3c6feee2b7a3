"""Time passes: rungs, reminders, chasers, pauses and closings of the tickets whose `next_at` has come.

The database is asked one question, `next_at <= now`; core.decide.clock says what follows. Each ticket is its own
savepoint; the unique keys of the outbox make running it twice do nothing.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from mailticket.core.decide import clock, served
from mailticket.core.decision import Decision
from mailticket.core.ticket import Event, Ticket
from mailticket.errors import Transient
from mailticket.flows.enact import enact
from mailticket.flows.ports import House, Work

BATCH = 200  # tickets in one commit, and so the lines of an escalation that tells of many
PUT_OFF = timedelta(hours=1)


def watch(house: House, now: datetime) -> int:
    """Do what has fallen due; returns on how many tickets."""
    with house.store.read() as work:  # nothing due is the common case: it costs one index look-up and no write lock
        if not work.due_tickets(now, 1):
            return 0
    with house.store.write() as work:
        tickets = work.due_tickets(now, BATCH)
        decisions = [_decided(house, work, ticket, now) for ticket in tickets]
        crowds = clock.crowded(decisions)
        done = [one for one in decisions if _enacted(house, work, clock.without(one, crowds), now)]
        enact(house, work, clock.bundled(done, crowds, house.desk(now)), now)
    return len(tickets)


def _decided(house: House, work: Work, ticket: Ticket, now: datetime) -> Decision:
    """What follows for a ticket; one of which nothing can be said is put off."""
    try:
        desk = house.desk(now)
        if served.is_due(ticket, desk):
            return served.serve(ticket, work.messages(ticket.number or ""), work.officer_loads(), desk)
        decision = clock.due(ticket, tuple(work.events(ticket.number or "")), house.desk(now))
        after = decision.ticket.next_at if decision.ticket is not None else None
        assert after is None or after > now, f"still due at {after}"
    except Transient:
        raise
    except Exception as error:  # noqa: BLE001 -- one odd ticket never holds up the others
        return _put_off(ticket, now, error)
    return decision


def _enacted(house: House, work: Work, decision: Decision, now: datetime) -> bool:
    """Make a ticket's decision true; False when it can't be, then the ticket is put off."""
    try:
        with work.savepoint():
            enact(house, work, decision, now)
    except Transient:
        raise
    except Exception as error:  # noqa: BLE001 -- as above
        before = work.ticket(decision.ticket.number or "") if decision.ticket is not None else None
        if before is not None:
            enact(house, work, _put_off(before, now, error), now)
        return False
    return True


def _put_off(ticket: Ticket, now: datetime, error: Exception) -> Decision:
    why = f"{type(error).__name__}: {error}"
    event = Event(now, "put_off", "mailticket", why)
    return Decision(why, ticket=replace(ticket, next_at=now + PUT_OFF), events=(event,))
