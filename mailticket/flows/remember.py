"""Once a day every ticket that is not closed is looked at: one to which nothing would happen again gets a next step."""

from collections.abc import Sequence
from datetime import datetime

from mailticket.core.decide import forgotten
from mailticket.core.decision import Facts
from mailticket.errors import Transient
from mailticket.flows import nightly
from mailticket.flows.enact import enact
from mailticket.flows.ports import Context, Work

LOOKED_ON = "steps:looked_on"
BATCH = 50  # tickets in one commit


def remember(context: Context, now: datetime) -> int:
    """Give a next step to every ticket without one, if that is due; returns to how many."""
    present = context.present(now)
    with context.store.read() as work:
        if not nightly.is_due(context, work.memory, LOOKED_ON, now):
            return 0
        numbers = [t.number or "" for t in work.book.unclosed() if forgotten.is_forgotten(t, present)]
    for start in range(0, len(numbers), BATCH):
        _remember(context, numbers[start : start + BATCH], now)
    with context.store.write() as work:
        nightly.done(context, work.memory, LOOKED_ON, now)
    return len(numbers)


def _remember(context: Context, numbers: Sequence[str], now: datetime) -> None:
    with context.store.write() as work:
        for number in numbers:
            try:
                with work.savepoint():
                    _one(context, work, number, now)
            except Transient:
                raise
            except Exception:  # noqa: BLE001, S112 -- one odd ticket holds up no other; the digest tells of it
                continue


def _one(context: Context, work: Work, number: str, now: datetime) -> None:
    ticket, present = work.book.ticket(number), context.present(now)
    if ticket is None or not forgotten.is_forgotten(ticket, present):
        return
    facts = Facts(messages=tuple(work.book.messages(number)), loads=work.book.officer_loads())
    enact(context, work, forgotten.remembered(ticket, facts.messages, facts, present), now)
