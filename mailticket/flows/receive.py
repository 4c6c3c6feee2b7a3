"""A mail arrives: keep it, and only then understand it and let its consequences become true.

`keep` commits the bytes before IMAP hears anything. `process` claims kept mails (counting the attempt before it is
made), reads and prepares them outside any transaction, and settles many in one commit, each in a savepoint.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mailticket.core import thread
from mailticket.core.decide import decide, numbered
from mailticket.core.decision import Decision, Incoming
from mailticket.core.happenings import Happening, Shunt, What
from mailticket.core.post import ClaimedMail, Cursor, MailState, RawMail
from mailticket.core.thread import Binding, Clues
from mailticket.core.ticket import Event
from mailticket.errors import Transient
from mailticket.flows import kept_back
from mailticket.flows.enact import enact
from mailticket.flows.facts import bounced_mail, facts_of
from mailticket.flows.ports import Context, Mailbox, Work
from mailticket.flows.prepare import Prepared, hashed, prepare

LEASE = timedelta(minutes=15)
BATCH = 50  # mails claimed at a time
COMMIT = 16  # mails settled in one commit, about 50 ms of write time
RETRY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Folders:
    """Which folders hold another kind of mail than citizens send; None: not read."""

    spam: str | None = None
    by_hand: str | None = None  # what somebody wrote in webmail


NO_FOLDERS = Folders()


@dataclass(frozen=True, slots=True)
class Kept:
    """What one look into a folder brought."""

    new: int  # places not seen before
    more: bool  # look again at once
    skipped: int  # older than mailbox.start, left untouched
    left: int = 0  # at most so many mails more
    kept_back: int = 0  # mails of this folder that the server does not give now: asked for again


def keep(context: Context, mailbox: Mailbox, folder: str, now: datetime, processed_folder: str | None = None) -> Kept:
    """Fetch what is new in a folder and commit it; only then, and only if asked to, move it."""
    with context.store.read() as work:
        cursor = work.ledger.cursor(mailbox.account, folder)
    batch, new = mailbox.fetch(folder, cursor, BATCH), 0
    if batch.mails or batch.cursor != cursor:
        mails = hashed(batch.mails)
        with context.store.write() as work:
            new = sum(work.ledger.keep(mail, now) for mail in mails)
            work.ledger.set_cursor(mailbox.account, folder, batch.cursor)
            kept_back.note(work.memory, mailbox.account, folder, batch.cursor, batch.refused, now)
        _moved(mailbox, mails, processed_folder)
    with context.store.read() as work:
        again = kept_back.due(work.memory, mailbox.account, folder, batch.cursor, now)
        waiting = kept_back.count(work.memory, mailbox.account, folder)
    if again:
        asked, waiting = _keep_again(context, mailbox, folder, batch.cursor, again, now, processed_folder)
        new += asked
    return Kept(new, batch.more, batch.skipped, batch.left, waiting)


def _keep_again(
    context: Context,
    mailbox: Mailbox,
    folder: str,
    cursor: Cursor,
    again: Sequence[int],
    now: datetime,
    processed_folder: str | None,
) -> tuple[int, int]:
    """Ask once more for what the server did not give, and keep it; return how many were new and how many wait still."""
    batch = mailbox.fetch_uids(folder, cursor, again)
    mails = hashed(batch.mails)
    unasked = [uid for uid in again if uid > batch.cursor.last_uid] if batch.more else []
    with context.store.write() as work:
        new = sum(work.ledger.keep(mail, now) for mail in mails)
        kept_back.asked_again(work.memory, mailbox.account, folder, cursor, batch.refused, unasked, now)
    _moved(mailbox, mails, processed_folder)
    return new, len(batch.refused) + len(unasked)


def _moved(mailbox: Mailbox, mails: Sequence[RawMail], processed_folder: str | None) -> None:
    """Move what is kept, if that is asked for."""
    for mail in mails:
        if mail.oversize:  # its original is nowhere but in the mailbox
            mailbox.flag(mail.place)
        elif processed_folder is not None:
            mailbox.move(mail.place, processed_folder)


def keep_since(
    context: Context, mailbox: Mailbox, folder: str, since: date, after_uid: int, now: datetime
) -> tuple[Kept, int]:
    """Keep mail of an import, which brings about no automatic mail; returns also the UID to go on from.

    The folder's cursor stays where it is: what is new since then is the daemon's.
    """
    batch = mailbox.fetch_since(folder, since, BATCH, after_uid)
    mails = hashed(batch.mails)
    with context.store.write() as work:
        new = sum(work.ledger.keep(mail, now, quiet=True) for mail in mails)
    return Kept(new, batch.more, batch.skipped, batch.left), batch.cursor.last_uid


def process(context: Context, now: datetime, folders: Folders = NO_FOLDERS) -> int:
    """Understand the mails that are due and let their consequences become true; returns how many were claimed."""
    with context.store.write() as work:
        claimed = work.ledger.claim(now, now + LEASE, BATCH, context.policy.limits.claim_bytes_max)
    for start in range(0, len(claimed), COMMIT):  # what was read does not wait for what is slow to read
        read = [(mail, prepare(context, mail, now)) for mail in claimed[start : start + COMMIT]]
        _settle(context, read, now, folders)
    return len(claimed)


Read = Sequence[tuple[ClaimedMail, Prepared | Happening]]


def _settle(context: Context, read: Read, now: datetime, folders: Folders) -> None:
    """Many in one commit, since a commit takes long; where that fails, each by itself.

    What the database refuses of one mail, for a reason that nobody has thought of, takes no other with it. Where it
    takes none of them it is the database's fault, unless a mail that is alone was refused before.
    """
    try:
        _together(context, read, now, folders)
    except Transient as error:
        mail = read[0][0]
        refused = {mail: str(error)} if len(read) == 1 else _one_by_one(context, read, now, folders)
        if len(refused) == len(read) and mail.attempts == 1:
            raise
        for mail, says in refused.items():
            with context.store.write() as work:
                _failed(context, work, mail, Shunt.FAILED(error=says), now)


def _one_by_one(context: Context, read: Read, now: datetime, folders: Folders) -> dict[ClaimedMail, str]:
    """Settle each by itself; return those that the database refuses, all of them when it takes not one of two."""
    refused: dict[ClaimedMail, str] = {}
    for n, one in enumerate(read):
        try:
            _together(context, [one], now, folders)
        except Transient as error:
            refused[one[0]] = str(error)
            if n == 1 and len(refused) == len(read[:2]):
                return {mail: str(error) for mail, _ in read}
    return refused


def _together(context: Context, read: Read, now: datetime, folders: Folders) -> None:
    with context.store.write() as work:
        for mail, found in read:
            try:
                with work.savepoint():
                    if isinstance(found, Happening):
                        _failed(context, work, mail, found, now)
                    else:
                        _consequences(context, work, mail, found, now, folders)
            except Transient:
                raise  # the database, not the mail
            except Exception as error:  # noqa: BLE001 -- one bad mail never holds up the next
                with work.savepoint():
                    _failed(context, work, mail, Shunt.FAILED(error=f"{type(error).__name__}: {error}"), now)


def _consequences(
    context: Context, work: Work, mail: ClaimedMail, found: Prepared, now: datetime, folders: Folders
) -> None:
    """Decide and make it true."""
    if mail.released_to is not None:
        work.book.forget_note(mail.id)
    decision = decided(context, work, mail, found, now, folders)
    number = enact(context, work, decision, now)
    message_id, sender = found.reading.mail.message_id or "", found.clues.sender or ""
    work.ledger.settle(mail.id, decision.state, number, decision.why, message_id, sender, decision.about)


def decided(
    context: Context, work: Work, mail: ClaimedMail, found: Prepared, now: datetime, folders: Folders = NO_FOLDERS
) -> Decision:
    """Look up what the book says, and decide; nothing becomes true by it."""
    policy, clues = context.policy, found.clues
    bounced = bounced_mail(context, work, found.reading)
    if bounced is not None and bounced.message_id:
        clues = thread.with_id(clues, bounced.message_id, context.keys, policy)
    binding = _bound(work, clues)
    if mail.released_to is not None:
        binding = thread.released(binding, work.book.ticket(mail.released_to))
    reading = found.reading
    named = numbered.number_of(binding, reading.orders, policy)
    if named is not None:
        binding, reading = numbered.bound(binding, work.book.ticket(named)), numbered.without_number(reading, policy)
    incoming = Incoming(
        id=mail.id,
        reading=reading,
        clues=clues,
        binding=binding,
        received_at=min(mail.received_at, now),
        oversize=mail.oversize,
        suspected_spam=mail.place.folder == folders.spam,
        sent_by_hand=mail.place.folder == folders.by_hand,
        quiet=mail.quiet,
        force_ticket=mail.force_ticket,
        released=mail.released_to is not None,
    )
    return decide(incoming, facts_of(context, work, found, incoming, bounced, now), context.present(now))


def _bound(work: Work, clues: Clues) -> Binding:
    known = work.book.known(clues.ids)
    numbers = dict.fromkeys((*clues.candidates, *(one.number for one in known)))
    tickets = {number: work.book.ticket(number) for number in numbers}
    binding = thread.bind(clues, {number: ticket for number, ticket in tickets.items() if ticket}, known)
    if binding.ticket is None or not clues.sender:
        return binding
    return thread.in_own(binding, clues, work.book.tickets_of(clues.sender))


def _failed(context: Context, work: Work, mail: ClaimedMail, why: Happening, now: datetime) -> None:
    """Try again later, or set it aside: kept whole, listed, put back by `retry`."""
    if mail.attempts < context.policy.limits.attempts_max and mail.raw.strip():
        work.ledger.postpone(mail.id, now + RETRY, why)
        return
    work.ledger.settle(mail.id, MailState.SHUNTED, None, (why,))
    work.book.add_events(None, [Event(now, What.SHUNTED(mail=mail.id, reason=why), "mailticket")])
