"""The staff changed: open tickets of officers who are gone are given to others, when the desk starts or reloads."""

from datetime import datetime

from mailticket.core.decide import handing
from mailticket.flows.enact import enact
from mailticket.flows.ports import Context

BATCH = 50  # tickets in one commit


def hand_over(context: Context, now: datetime) -> int:
    """Assign anew what belongs to nobody who is there; return how many tickets."""
    with context.store.read() as work:
        numbers = [t.number or "" for t in work.book.unclosed() if handing.is_orphaned(t, context.policy)]
    for start in range(0, len(numbers), BATCH):
        with context.store.write() as work:
            for number in numbers[start : start + BATCH]:
                ticket = work.book.ticket(number)
                if ticket is None or not handing.is_orphaned(ticket, context.policy):
                    continue
                messages, loads = work.book.messages(number), work.book.officer_loads()
                enact(context, work, handing.handed_on(ticket, messages, loads, context.present(now)), now)
    return len(numbers)
