"""Once a night the kept mails of long ago lose the lines of their files: the book has those files, once by their hash.

A mail that is decided is hardly ever read again. Who does read it gets every byte, from the one place that knows how it
is kept. How far the nights got is remembered with what they did, so that one that is interrupted is only shorter.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from mailticket.core import slim as form
from mailticket.core.post import WithFiles
from mailticket.errors import Permanent
from mailticket.flows import nightly
from mailticket.flows.ports import Context

DONE_ON = "slim:done_on"  # memory: the day on which nothing was left to do
UP_TO = "slim:up_to"  # memory: the last message whose mail was looked at
AT_ONCE = 200  # mails in one call; the beat goes on with the next
BYTES_AT_ONCE = 33_554_432  # in one call, likewise
BATCH_BYTES = 8_388_608  # in one commit, so that nobody who writes waits long


def slim(context: Context, now: datetime) -> int:
    """Look at the next mails that have files, if that is due; return at how many."""
    before = now - timedelta(days=context.policy.limits.sent_bytes_days)
    with context.store.read() as work:
        if not nightly.is_due(context, work.memory, DONE_ON, now):
            return 0
        after = int(work.memory.get(UP_TO) or 0)
        found = work.ledger.with_files(after, before, form.BYTES_MIN, AT_ONCE)
    count = 0
    for batch in _batches(found):
        slimmer = {one.sha256: slimmed for one in batch if (slimmed := _slimmed(context, one)) is not None}
        with context.store.write() as work:
            work.ledger.slim(slimmer)
            work.memory.set(UP_TO, str(batch[-1].message))
        count += len(batch)
    if not found:
        with context.store.write() as work:
            nightly.done(context, work.memory, DONE_ON, now)
    return count


def _slimmed(context: Context, one: WithFiles) -> bytes | None:
    """The slim form of a mail, from which it was made whole again; None where nothing is won."""
    if not one.is_decided:
        return None  # it is decided anew, and enters the book once more
    with context.store.read() as work:
        try:
            raw = work.ledger.raw(one.mail)
        except Permanent:
            return None  # it stays as it is, and whoever asks for it is told
        files = {file.sha256: file.content for file in work.book.files(one.message)}
    slimmed = form.slim(raw, files) if raw is not None else None
    if slimmed is None or form.whole(slimmed, one.sha256, files.get) != raw:
        return None
    return slimmed


def _batches(found: Sequence[WithFiles]) -> Iterator[Sequence[WithFiles]]:
    """As many as one call may take, in parts of which each is one commit."""
    batch: list[WithFiles] = []
    total = size = 0
    for one in found:
        if total and total + one.size > BYTES_AT_ONCE:
            break
        if batch and size + one.size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(one)
        size, total = size + one.size, total + one.size
    if batch:
        yield batch
