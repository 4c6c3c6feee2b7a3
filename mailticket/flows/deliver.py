"""A mail goes out: claim (commit), send outside any transaction, settle (commit).

A row is marked `in_data` just before DATA. What is lost before that mark is sent again; what is lost after it is of
unknown outcome and is sent once more, byte for byte: a doubled answer beats a lost one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailticket.core.decide import delivery
from mailticket.core.post import ClaimedSend, Outcome, Verdict
from mailticket.flows.enact import enact
from mailticket.flows.ports import House, Sender, Work

LEASE = timedelta(minutes=15)
BATCH = 20  # rows claimed at a time
RETRY_MINUTES = (1, 2, 5, 15, 30, 60)  # after the first, second, ... failure; then hourly
RESENDS_OF_UNKNOWN_MAX = 1


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of sending did; `trouble` is the server's word when it could not be used at all."""

    claimed: int = 0
    sent: int = 0
    trouble: str | None = None


def deliver(house: House, sender: Sender, now: datetime) -> Delivered:
    """Send what is due; one refused mail never holds up the next, a dead server ends the round."""
    hourly = house.policy.limits.automatic_per_hour_max
    with house.store.write() as work:
        room = work.automatic_sent(now - timedelta(hours=1)) < hourly
        claimed = work.claim_sends(now, now + LEASE, BATCH, automatic=room)
    sent = 0
    trouble: str | None = None
    for row in claimed:
        if row.was_in_data and row.unknowns >= RESENDS_OF_UNKNOWN_MAX:
            _settle(house, row, Outcome(Verdict.UNKNOWN, "its outcome stayed unknown"), now)
            continue
        if trouble is not None:
            outcome = Outcome(Verdict.LATER, trouble, host_down=True)
        else:
            outcome = sender.send(row.sender, row.recipient, row.data, lambda row=row: _mark(house, row))  # type: ignore[misc]
        _settle(house, row, outcome, now)
        sent += outcome.verdict is Verdict.SENT
        trouble = trouble or (outcome.says if outcome.host_down else None)
    return Delivered(len(claimed), sent, trouble)


def _mark(house: House, row: ClaimedSend) -> None:
    with house.store.write() as work:
        work.mark_in_data(row.id)


def _settle(house: House, row: ClaimedSend, outcome: Outcome, now: datetime) -> None:
    verdict, says = outcome.verdict, outcome.says
    too_old = now - row.queued_at > timedelta(days=house.policy.limits.retry_days_max)
    with house.store.write() as work:
        if verdict is Verdict.SENT:
            work.settle_send(row.id, "sent", says, now)
            _accepted(house, work, row, now)
        elif verdict is Verdict.UNKNOWN and row.unknowns < RESENDS_OF_UNKNOWN_MAX:
            work.settle_send(row.id, "queued", says, now, again_at=now + _wait(row.attempts), unknown=True)
        elif verdict is Verdict.UNKNOWN:
            work.settle_send(row.id, "unknown", says, now, unknown=True)
            _accepted(house, work, row, now)
        elif verdict is Verdict.LATER and not too_old:
            work.settle_send(row.id, "queued", says, now, again_at=now + _wait(row.attempts))
        else:
            work.settle_send(row.id, "dead", says, now)
            _refused(house, work, row, says, now)


def _accepted(house: House, work: Work, row: ClaimedSend, now: datetime) -> None:
    """An answer that is out stops the ticket's clock."""
    ticket = work.ticket(row.ticket) if row.ticket else None
    decision = delivery.accepted(ticket, row.key, house.desk(now)) if ticket else None
    if decision is not None:
        enact(house, work, decision, now)


def _refused(house: House, work: Work, row: ClaimedSend, says: str, now: datetime) -> None:
    """A mail that can never be delivered is an event; an answer goes back to an officer."""
    ticket = work.ticket(row.ticket) if row.ticket else None
    if ticket is None:
        return
    text = next((m.text for m in work.messages(ticket.number or "") if m.notice == row.notice), "")
    decision = delivery.refused(ticket, row.key, row.notice, row.recipient, says, text, house.desk(now))
    enact(house, work, decision, now)


def _wait(attempts: int) -> timedelta:
    """How long until the next attempt."""
    minutes = RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1]
    return timedelta(minutes=minutes)
