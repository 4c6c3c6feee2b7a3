"""A mail arrives: keep it, and only then understand it and let its consequences become true.

`keep` commits the bytes before IMAP hears anything. `process` claims kept mails (counting the attempt before it is
made), reads them in a killable child outside any transaction, and settles many in one commit, each in a savepoint.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailticket.core import thread
from mailticket.core.command import is_release
from mailticket.core.decide import decide, filing, officer
from mailticket.core.decision import Decision, Facts, Incoming
from mailticket.core.found import Reading
from mailticket.core.mail import Mail
from mailticket.core.policy import Policy
from mailticket.core.post import ClaimedMail
from mailticket.core.ticket import Citizen, Event, Message, Status, Ticket
from mailticket.errors import MailticketError, Transient
from mailticket.flows.enact import enact
from mailticket.flows.ports import House, Mailbox, Work

LEASE = timedelta(minutes=15)
BATCH = 50  # mails claimed at a time
COMMIT = 16  # mails settled in one commit, about 50 ms of write time
RETRY = timedelta(minutes=1)
UNENDED_MAX = 10  # attempts during which the whole program died: more likely the power's fault than the mail's
ROW_DIGITS_MAX = 9  # of a kept mail's row: what a database's integer holds for sure
TWINS_MAX = 5  # tickets of a sender that a mail without a ticket is compared with
TWIN_AGE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Folders:
    """Which folders hold another kind of mail than citizens send; None: not read."""

    spam: str | None = None
    sent: str | None = None


NO_FOLDERS = Folders()


@dataclass(frozen=True, slots=True)
class Kept:
    """What one look into a folder brought."""

    new: int  # places not seen before
    more: bool  # look again at once
    skipped: int  # older than mailbox.start, left untouched
    left: int = 0  # at most so many mails more


def keep(house: House, mailbox: Mailbox, folder: str, now: datetime, processed_folder: str | None = None) -> Kept:
    """Fetch what is new in a folder and commit it; only then, and only if asked to, move it."""
    with house.store.read() as work:
        cursor = work.cursor(mailbox.account, folder)
    batch = mailbox.fetch(folder, cursor, BATCH)
    if not batch.mails and batch.cursor == cursor:
        return Kept(0, batch.more, batch.skipped)
    with house.store.write() as work:
        new = sum(work.keep(mail, now) for mail in batch.mails)
        work.set_cursor(mailbox.account, folder, batch.cursor)
    for mail in batch.mails:
        if mail.oversize:  # its original is nowhere but in the mailbox
            mailbox.flag(mail.place)
        elif processed_folder is not None:
            mailbox.move(mail.place, processed_folder)
    return Kept(new, batch.more, batch.skipped, batch.left)


def keep_since(
    house: House, mailbox: Mailbox, folder: str, since: date, after_uid: int, now: datetime
) -> tuple[Kept, int]:
    """Keep mail of an import, which brings about no automatic mail; returns also the UID to go on from.

    The folder's cursor stays where it is: what is new since then is the daemon's.
    """
    batch = mailbox.fetch_since(folder, since, BATCH, after_uid)
    with house.store.write() as work:
        new = sum(work.keep(mail, now, quiet=True) for mail in batch.mails)
    return Kept(new, batch.more, batch.skipped, batch.left), batch.cursor.last_uid


def process(house: House, now: datetime, folders: Folders = NO_FOLDERS) -> int:
    """Understand the mails that are due and let their consequences become true; returns how many were claimed."""
    with house.store.write() as work:
        claimed = work.claim_mails(now, now + LEASE, BATCH)
    read = [(mail, _read(house, mail)) for mail in claimed]
    for start in range(0, len(read), COMMIT):
        _settle(house, read[start : start + COMMIT], now, folders)
    return len(claimed)


def _read(house: House, mail: ClaimedMail) -> Reading | str:
    """The reading, or why there is none."""
    if not mail.raw.strip():
        return "empty: 0 bytes"
    if mail.attempts > UNENDED_MAX:
        return f"{mail.attempts - 1} attempts never came to an end"
    try:
        return signed(house, mail.raw, house.read(mail.raw, house.policy))
    except MailticketError as error:
        return str(error)


def signed(house: House, raw: bytes, reading: Reading) -> Reading:
    """Add who signed a mail that bears an officer's address, where the desk itself must find out; asks DNS."""
    sender = reading.mail.from_[0].address.lower() if reading.mail.from_ else None
    if house.signers is None or officer.registered(sender, house.policy) is None:
        return reading
    return replace(reading, mail=replace(reading.mail, signed_by=house.signers(raw)))


def _settle(house: House, read: Sequence[tuple[ClaimedMail, Reading | str]], now: datetime, folders: Folders) -> None:
    with house.store.write() as work:
        for mail, reading in read:
            try:
                with work.savepoint():
                    if isinstance(reading, str):
                        _failed(house, work, mail, reading, now)
                    else:
                        _consequences(house, work, mail, reading, now, folders)
            except Transient:
                raise  # the database, not the mail
            except Exception as error:  # noqa: BLE001 -- one bad mail never holds up the next
                with work.savepoint():
                    _failed(house, work, mail, f"{type(error).__name__}: {error}", now)


def _consequences(
    house: House, work: Work, mail: ClaimedMail, reading: Reading, now: datetime, folders: Folders
) -> None:
    """Decide and make it true."""
    if mail.released_to is not None:
        work.forget_note(mail.id)
    decision, incoming = decided(house, work, mail, reading, now, folders)
    number = enact(house, work, decision, now)
    message_id, sender = reading.mail.message_id or "", incoming.clues.sender or ""
    work.settle_mail(mail.id, decision.state, number, decision.why, message_id, sender)


def decided(
    house: House, work: Work, mail: ClaimedMail, reading: Reading, now: datetime, folders: Folders = NO_FOLDERS
) -> tuple[Decision, Incoming]:
    """Look up what the book says, and decide; nothing becomes true by it."""
    received_at = min(mail.received_at, now)
    today = now.astimezone(ZoneInfo(house.policy.desk.timezone)).date()
    clues = thread.clues(reading.mail, house.keys, house.policy, today)
    bounced = _bounced(house, work, reading)
    if bounced is not None and bounced.message_id:
        clues = thread.with_id(clues, bounced.message_id, house.keys, house.policy)
    by_id = work.numbers_by_message_ids(clues.ids)
    found = {number: work.ticket(number) for number in (*clues.candidates, *by_id)}
    binding = thread.bind(clues, {number: ticket for number, ticket in found.items() if ticket}, by_id)
    if mail.released_to is not None:
        binding = thread.released(binding, work.ticket(mail.released_to))
    incoming = Incoming(
        id=mail.id,
        reading=reading,
        clues=clues,
        binding=binding,
        received_at=received_at,
        oversize=mail.oversize,
        suspected_spam=mail.place.folder == folders.spam,
        sent_by_hand=mail.place.folder == folders.sent,
        quiet=mail.quiet,
        force_ticket=mail.force_ticket,
        released=mail.released_to is not None,
    )
    return decide(incoming, _facts(house, work, incoming, bounced, now), house.desk(now)), incoming


def _bounced(house: House, work: Work, reading: Reading) -> Message | None:
    """Our mail that a bounce returns: by the envelope sender that was made for it alone, else by its Message-ID."""
    mail, bounce = reading.mail, reading.screening.bounce
    if bounce is None:
        return None
    envelope = (*mail.header_all("Delivered-To"), *mail.header_all("X-Original-To"))
    addresses = {a.address.lower() for a in (*mail.to, *mail.cc)} | {a.strip().strip("<>").lower() for a in envelope}
    row = work.sent_from(sorted(addresses - house.policy.own_addresses))
    if row is not None:
        return work.message(row)
    known = work.messages_with_id(bounce.original_message_id) if bounce.original_message_id else ()
    return next((message for _, message in known if message.direction == "out"), None)


def _facts(house: House, work: Work, incoming: Incoming, bounced: Message | None, now: datetime) -> Facts:
    mail, ticket = incoming.reading.mail, incoming.binding.ticket
    sender = incoming.clues.sender or ""
    known = work.messages_with_id(mail.message_id) if mail.message_id else ()
    others = [t for t in work.tickets_of(sender) if ticket is None or t.number != ticket.number] if sender else []
    return Facts(
        messages=tuple(work.messages(ticket.number)) if ticket is not None and ticket.number else (),
        others=tuple((t.number or "", t.subject, t.status.value) for t in others),
        bounced=bounced,
        earlier=_earlier(others, incoming),
        twin=_twin(work, others, incoming, now),
        ours=any(message.direction == "out" for _, message in known),
        same=next((number for number, message in known if _is_same(message, mail, sender)), None)
        or _filed(work, incoming, house),
        about=work.kept_mail(asked) if (asked := _asked_about(incoming)) else None,
        waiting=tuple(work.waiting(ticket.number)) if ticket is not None and ticket.number else (),
        automatic_sender_day=work.automatic_count(now - timedelta(days=1), address=sender) if sender else 0,
        automatic_domain_hour=work.automatic_count(now - timedelta(hours=1), domain=sender.rpartition("@")[2]),
        named=frozenset(_named(work, incoming, house.policy)),
        loads=work.officer_loads(),
    )


def _asked_about(incoming: Incoming) -> int:
    """The kept mail that a challenge or `#lepas` is about; 0: none."""
    token = incoming.binding.token
    if token is not None and token.about:
        return token.about
    given = next((c.argument or "" for c in incoming.reading.orders.commands if is_release(c)), "")
    row = given.split()[0].lstrip("#") if given.split() else ""
    return int(row) if row.isascii() and row.isdigit() and len(row) <= ROW_DIGITS_MAX else 0


def _earlier(others: Sequence[Ticket], incoming: Incoming) -> Citizen | None:
    """What a returning citizen told before; only one whom the mail server vouches for is recognised by the address."""
    if incoming.clues.proof.verdict != "pass":
        return None
    return next((ticket.citizen for ticket in others if ticket.citizen.name), None)


def _twin(work: Work, others: Sequence[Ticket], incoming: Incoming, now: datetime) -> Ticket | None:
    """The sender's ticket in which the same words stand under the same subject: sent twice or to two addresses."""
    if incoming.binding.ticket is not None or incoming.force_ticket:
        return None
    for ticket in others[:TWINS_MAX]:
        if ticket.status is not Status.CLOSED and now - ticket.received_at <= TWIN_AGE and ticket.number:
            mail = incoming.reading.mail
            said = (m for m in work.messages(ticket.number) if m.author == "citizen" and m.subject == mail.subject)
            if any(thread.says_the_same(message.full_text, mail.text) for message in said):
                return ticket
    return None


def _filed(work: Work, incoming: Incoming, house: House) -> str | None:
    """The mail of an officer that was filed already and is this one, delivered or sent once more."""
    sender = incoming.clues.sender or ""
    is_staff = officer.registered(sender, house.policy) is not None
    return work.get(filing.name_of(incoming.reading.mail, sender)) if is_staff else None


def _named(work: Work, incoming: Incoming, policy: Policy) -> Iterator[str]:
    """Ticket numbers that stand behind commands and are in the book."""
    for command in incoming.reading.orders.commands:
        for number in thread.numbers_in(command.argument or "", policy):
            if work.ticket(number) is not None:
                yield number


def _is_same(known: Message, mail: Mail, sender: str) -> bool:
    """A mail delivered twice differs in its trace headers only; another text under the same id is another mail."""
    said = (known.direction, known.from_.lower(), known.full_text, known.subject)
    return said == ("in", sender, mail.text, mail.subject)


def _failed(house: House, work: Work, mail: ClaimedMail, why: str, now: datetime) -> None:
    """Try again later, or set it aside: kept whole, listed, put back by `retry`."""
    if mail.attempts < house.policy.limits.attempts_max and mail.raw.strip():
        work.postpone_mail(mail.id, now + RETRY, why)
        return
    work.settle_mail(mail.id, "shunted", None, why)
    work.add_events(None, [Event(now, "shunted", "mailticket", f"mail {mail.id}: {why}")])
