"""Once a night the bytes of what went out long ago are dropped: its words and files stand in the book.

They are kept for as long as a mail may come back. What may still be sent again keeps them however old it is.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mailticket.flows import nightly
from mailticket.flows.ports import Context

DONE_ON = "lighten:done_on"  # memory: the day on which nothing was left to drop
AT_ONCE = 500  # mails in one call; the beat goes on with the next
BATCH_BYTES = 8_388_608  # in one commit, so that nobody who writes waits long
BATCH = 50  # mails in one commit, likewise


def lighten(context: Context, now: datetime) -> int:
    """Drop what is no longer needed, if that is due; return of how many mails."""
    before = now - timedelta(days=context.policy.limits.sent_bytes_days)
    with context.store.read() as work:
        if not nightly.is_due(context, work.memory, DONE_ON, now):
            return 0
        found = work.outbox.sent_whole(before, AT_ONCE)
    for batch in _batches(found):
        with context.store.write() as work:
            work.outbox.drop_bytes(batch, before)
    if len(found) < AT_ONCE:
        with context.store.write() as work:
            nightly.done(context, work.memory, DONE_ON, now)
    return len(found)


def _batches(found: Sequence[tuple[int, int]]) -> list[list[int]]:
    batches: list[list[int]] = []
    room = 0
    for send, size in found:
        if not batches or size > room or len(batches[-1]) == BATCH:
            batches.append([])
            room = BATCH_BYTES
        batches[-1].append(send)
        room -= size
    return batches
