"""Time passes: rungs, reminders, chasers, pauses and closings of the tickets whose `next_at` has come.

The database is asked one question, `next_at <= now`; core.decide.clock says what follows. Each ticket is its own
savepoint; the unique keys of the outbox make running it twice do nothing.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from mailticket.core import deadline
from mailticket.core.decide import clock, later, opening
from mailticket.core.decision import Decision, Facts
from mailticket.core.happenings import What
from mailticket.core.ticket import Event, Ticket
from mailticket.errors import Transient
from mailticket.flows.enact import enact
from mailticket.flows.facts import limits_met
from mailticket.flows.ports import Context, Work

BATCH = 200  # tickets in one commit, and so the lines of an escalation that tells of many
PUT_OFF = timedelta(hours=1)


def watch(context: Context, now: datetime, *, hears: bool = True) -> int:
    """Do what has fallen due; returns on how many tickets.

    While the mailbox cannot be read (`hears` False) nobody's silence counts: the answer may lie in it.
    """
    with context.store.read() as work:  # nothing due is the common case: it costs one index look-up and no write lock
        if not work.book.due_tickets(now, 1):
            return 0
    with context.store.write() as work:
        tickets = work.book.due_tickets(now, BATCH)
        decisions = [_decided(context, work, ticket, now, hears=hears) for ticket in tickets]
        crowds = clock.crowded(decisions)
        done = [one for one in decisions if _enacted(context, work, clock.without(one, crowds), now)]
        enact(context, work, clock.bundled(done, crowds, context.present(now)), now)
    return len(tickets)


def _decided(context: Context, work: Work, ticket: Ticket, now: datetime, *, hears: bool) -> Decision:
    """What follows for a ticket; one of which nothing can be said is put off."""
    try:
        present, number = context.present(now), ticket.number or ""
        if not hears and deadline.is_of_silence(ticket, context.policy, context.calendar, now):
            return Decision((), ticket=replace(ticket, next_at=now + PUT_OFF))
        if opening.is_due(ticket, present):
            return opening.serve(ticket, work.book.messages(number), work.book.officer_loads(), present)
        if later.is_due(ticket, present):
            is_vouched = work.outbox.is_vouched(ticket.number or "")
            met = limits_met(work.outbox, ticket.citizen.email or "", now, vouched=is_vouched)
            loads = work.book.officer_loads()
            facts = Facts(automatic_sender_day=met.sender_day, automatic_domain_hour=met.domain_hour, loads=loads)
            return later.ask(ticket, work.book.messages(number), facts, present)
        decision = clock.due(ticket, tuple(work.book.events(number)), present)
        after = decision.ticket.next_at if decision.ticket is not None else None
        assert after is None or after > now, f"still due at {after}"
    except Transient:
        raise
    except Exception as error:  # noqa: BLE001 -- one odd ticket never holds up the others
        return _put_off(ticket, now, error)
    return decision


def _enacted(context: Context, work: Work, decision: Decision, now: datetime) -> bool:
    """Make a ticket's decision true; False when it can't be, then the ticket is put off."""
    try:
        with work.savepoint():
            enact(context, work, decision, now)
    except Transient:
        raise
    except Exception as error:  # noqa: BLE001 -- as above
        before = work.book.ticket(decision.ticket.number or "") if decision.ticket is not None else None
        if before is not None:
            enact(context, work, _put_off(before, now, error), now)
        return False
    return True


def _put_off(ticket: Ticket, now: datetime, error: Exception) -> Decision:
    what = What.PUT_OFF(error=f"{type(error).__name__}: {error}")
    return Decision((what,), ticket=replace(ticket, next_at=now + PUT_OFF), events=(Event(now, what, "mailticket"),))
