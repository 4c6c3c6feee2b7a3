"""A mail that did not go out is put back by hand, when its server takes mail again."""

from collections.abc import Sequence
from datetime import datetime

from mailticket.core.decide import delivery
from mailticket.core.post import OutboxRow, SendState
from mailticket.flows.enact import enact
from mailticket.flows.ports import Context, Work

GIVEN_UP = frozenset({SendState.DEAD, SendState.UNKNOWN})


def put_back(context: Context, ids: Sequence[int] | None, now: datetime) -> tuple[int, ...]:
    """Let mails go out now: these, or (None) all that are given up; returns which. Nothing is put back that went out.

    What is not true any more, since its ticket went on meanwhile, stays where it is.
    """
    with context.store.write() as work:
        rows = [row for row in work.outbox.unsent() if ids is None or row.send.id in ids]
        wanted = [row for row in rows if row.state in (GIVEN_UP if ids is None else {*GIVEN_UP, SendState.QUEUED})]
        return tuple(row.send.id for row in wanted if _put_back(context, work, row, now))


def _put_back(context: Context, work: Work, row: OutboxRow, now: datetime) -> bool:
    ticket = work.book.ticket(row.send.ticket) if row.send.ticket is not None else None
    if ticket is not None and delivery.why_stale(ticket, row.send) is not None:
        return False
    work.outbox.put_back(row.send.id, now)
    if ticket is not None and row.state in GIVEN_UP:
        enact(context, work, delivery.put_back(ticket, row.send, context.present(now)), now)
    return True
