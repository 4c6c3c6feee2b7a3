"""Each night the ledger is compared with the mailbox, folder by folder, and what it lacks is fetched.

A mail may be missing though its UID was passed: the server would not give it that day, the database that knew it was
replaced by an older one, or the mailbox was, and gives UIDs a second time. Mails that were moved once kept have other
UIDs there, and are known by their content; those that should have been moved and were not are moved now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailticket.core.happenings import What
from mailticket.core.post import Cursor, Place
from mailticket.core.ticket import Event
from mailticket.flows.ports import Context, Mailbox
from mailticket.flows.prepare import hashed

BATCH = 50  # mails fetched at a time
WINDOW = 1_000  # mails of which size and time of arrival are asked for at a time
OTHERS_MAX = 1_000  # mails fetched again in one night because they look changed: some servers' sizes are never the same
MOVES_MAX = 1_000  # mails moved afterwards in one night: new mail waits meanwhile


@dataclass(frozen=True, slots=True)
class Compared:
    """What one comparison found in a folder."""

    seen: int  # mails looked at
    fetched: int  # of them missing in the ledger


def reconcile(context: Context, mailbox: Mailbox, folder: str, now: datetime) -> Compared:
    """Fetch what lies in a folder that is read, and is not in the ledger."""
    with context.store.read() as work:
        cursor = work.ledger.cursor(mailbox.account, folder)
    if cursor is None:
        return Compared(0, 0)
    uidvalidity, uids = mailbox.uids(folder, cursor)
    if uidvalidity != cursor.uidvalidity:
        return Compared(0, 0)  # the next look goes through all of it anyway
    fetched = others = 0
    for start in range(0, len(uids), WINDOW):
        window = [uid for uid in uids[start : start + WINDOW] if uid <= cursor.last_uid]
        missing, other = _missing(context, mailbox, folder, uidvalidity, window)
        room = OTHERS_MAX - others
        others += len(other)
        fetched += _fetched(context, mailbox, folder, cursor, sorted([*missing, *other[: max(room, 0)]]), now)
    return _noted(context, folder, Compared(len(uids), fetched), now)


def _missing(
    context: Context, mailbox: Mailbox, folder: str, uidvalidity: int, uids: Sequence[int]
) -> tuple[list[int], list[int]]:
    """UIDs that the ledger does not know, and those that it knows as a mail of another size or time of arrival."""
    if not uids:
        return [], []
    with context.store.read() as work:
        known = work.ledger.known(mailbox.account, folder, uidvalidity, uids[0], uids[-1])
    stamps = mailbox.stamps(folder, [uid for uid in uids if uid in known])
    return [uid for uid in uids if uid not in known], [uid for uid, stamp in stamps.items() if stamp != known[uid]]


def _fetched(
    context: Context, mailbox: Mailbox, folder: str, cursor: Cursor, missing: Sequence[int], now: datetime
) -> int:
    """Fetch mails and keep them; return how many were new."""
    fetched = 0
    while missing:
        batch = mailbox.fetch_uids(folder, cursor, missing[:BATCH])
        mails = hashed(batch.mails)
        with context.store.write() as work:
            fetched += sum(work.ledger.keep(mail, now) for mail in mails)
        missing = [uid for uid in missing if uid > batch.cursor.last_uid]
    return fetched


def move_kept(context: Context, mailbox: Mailbox, folder: str, target: str) -> int:
    """Move mails that were kept but not moved, since the daemon or the server failed in between; return how many."""
    with context.store.read() as work:
        cursor = work.ledger.cursor(mailbox.account, folder)
    if cursor is None:
        return 0
    uidvalidity, uids = mailbox.uids(folder, cursor)
    with context.store.read() as work:
        whole = work.ledger.uids_kept_whole(mailbox.account, folder, uidvalidity)
    moved = 0
    for uid in [uid for uid in uids if uid in whole][:MOVES_MAX]:
        if not mailbox.move(Place(mailbox.account, folder, uidvalidity, uid), target):
            break  # no MOVE, no such folder, over quota: the next would fare no better tonight
        moved += 1
    return moved


def remember(context: Context, mailbox: Mailbox, folder: str, now: datetime) -> None:
    """Note, once, where a folder that mails are moved to stands: what lies there already is not the desk's."""
    with context.store.read() as work:
        if work.ledger.cursor(mailbox.account, folder) is not None:
            return
    cursor = mailbox.newest(folder)
    with context.store.write() as work:
        work.ledger.set_cursor(mailbox.account, folder, replace(cursor, since=now, since_below=cursor.last_uid + 1))


def look_through(context: Context, mailbox: Mailbox, folder: str, now: datetime) -> Compared:
    """Keep what lies in a folder that mails are moved to, and whose content the ledger does not know."""
    with context.store.read() as work:
        cursor = work.ledger.cursor(mailbox.account, folder)
    seen = fetched = 0
    more = cursor is not None
    while more:
        batch = mailbox.fetch(folder, cursor, BATCH)
        mails = hashed(batch.mails)
        with context.store.write() as work:
            fetched += sum(work.ledger.keep(mail, now) for mail in mails if not work.ledger.knows(mail))
            work.ledger.set_cursor(mailbox.account, folder, batch.cursor)
        seen, cursor, more = seen + len(batch.mails), batch.cursor, batch.more
    return _noted(context, folder, Compared(seen, fetched), now)


def _noted(context: Context, folder: str, found: Compared, now: datetime) -> Compared:
    if found.fetched:
        with context.store.write() as work:
            work.book.add_events(None, [Event(now, What.COMPARED(folder=folder, count=found.fetched), "mailticket")])
    return found
