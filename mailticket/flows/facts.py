"""What the book says of a mail: looked up in the transaction that settles it, by index, before it is decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailticket.core import thread
from mailticket.core.citizen import Citizen
from mailticket.core.compose import ids
from mailticket.core.decide import addressee, confirming
from mailticket.core.decide.commands.releasing import named_mails
from mailticket.core.decision import Facts, Incoming
from mailticket.core.found import Reading
from mailticket.core.mail import Mail
from mailticket.core.people import STAFF, Role
from mailticket.core.policy import Policy
from mailticket.core.post import LedgerRow
from mailticket.core.proof import Believed
from mailticket.core.ticket import Direction, Message, MessageState, Status, Ticket
from mailticket.core.token import CHALLENGE
from mailticket.flows.ports import Book, Context, Outbox, Work
from mailticket.flows.prepare import Prepared, first_words

TWINS_MAX = 5  # tickets of a sender that a mail without a ticket is compared with
TWIN_AGE = timedelta(days=30)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def bounced_mail(context: Context, work: Work, reading: Reading) -> Message | None:
    """Our mail that a bounce returns: by the envelope sender that was made for it alone, else by its Message-ID."""
    bounce = reading.screening.bounce
    if bounce is None:
        return None
    row = _made_for_it(context, work, reading.mail)
    if row is not None:
        return work.book.message(row)
    known = work.book.messages_with_id(bounce.original_message_id) if bounce.original_message_id else ()
    return next((message for _, message in known if message.direction is Direction.OUT), None)


def _made_for_it(context: Context, work: Work, mail: Mail) -> int | None:
    """The message that went out with the envelope sender to which this mail came, if one alone did."""
    envelope = (*mail.header_all("Delivered-To"), *mail.header_all("X-Original-To"))
    addresses = {a.address.lower() for a in (*mail.to, *mail.cc)} | {a.strip().strip("<>").lower() for a in envelope}
    senders = {ids.as_made(one, context.policy) for one in addresses - context.policy.own_addresses}
    return work.outbox.message_by_sender(sorted(senders))


def facts_of(
    context: Context, work: Work, mail: Prepared, incoming: Incoming, bounced: Message | None, now: datetime
) -> Facts:
    """Look up what a decision about a mail needs to know."""
    book, outbox, received = work.book, work.outbox, mail.reading.mail
    ticket, sender = incoming.binding.ticket, incoming.clues.sender or ""
    number = ticket.number if ticket is not None else None
    known = book.messages_with_id(received.message_id) if received.message_id else ()
    others = [one for one in book.tickets_of(sender) if one.number != number] if sender else []
    same = next((other for other, message in known if _is_same(message, received, sender)), None)
    filed = work.memory.get(mail.filed_as) if mail.filed_as is not None else None
    asked = _asked_about(incoming)
    mailed = addressee.of(incoming, context.policy)
    twin = _twin(book, others, mail, incoming, now)
    limits = limits_met(outbox, mailed, now, vouched=incoming.clues.proof.verdict is Believed.PASS)
    standing = number or (twin.number if twin is not None else None)
    goes_on = _last(book, ticket) if ticket is not None and ticket.merged_into else None
    merged = _merged(book, number) if number is not None and _is_staffs(incoming) else ()
    return Facts(
        messages=tuple(book.messages(standing)) if standing else (),
        others=tuple((one.number or "", one.subject, one.status) for one in others),
        bounced=bounced,
        returned=bounced is not None and _made_for_it(context, work, mail.reading.mail) == bounced.id,
        repeats=any(work.memory.get(name) is not None for name in mail.reading.fingerprints),
        earlier=_earlier(others, incoming),
        twin=twin,
        recalled=_recalled(others, incoming),
        ours=any(message.direction is Direction.OUT for _, message in known),
        same=same or filed,
        unheard=_unheard(book, same),
        about=work.ledger.mail(asked) if asked else None,
        held=_named_by_lepas(work, incoming),
        waiting=tuple(one for of in (number, *(other.number for other in merged)) if of for one in outbox.waiting(of)),
        is_asked_whose=bool(mailed and incoming.clues.relay) and any(map(confirming.is_open, book.tickets_of(mailed))),
        automatic_sender_day=limits.sender_day,
        automatic_domain_hour=limits.domain_hour,
        named=dict(_named(book, incoming, context.policy)),
        goes_on=goes_on,
        onward=tuple(book.messages(goes_on.number)) if goes_on is not None and goes_on.number else (),
        merged=merged,
        loads=book.officer_loads(),
    )


@dataclass(frozen=True, slots=True)
class Met:
    """How much automatic mail an address, and its domain, have got of late."""

    sender_day: int
    domain_hour: int


def limits_met(outbox: Outbox, address: str, now: datetime, *, vouched: bool) -> Met:
    """Count what the limits of automatic mail are measured by; of who is proven only what proven mails brought."""
    address = address.lower()
    return Met(
        outbox.automatic_count(now - DAY, address, vouched=vouched) if address else 0,
        outbox.automatic_count(now - HOUR, domain=address.rpartition("@")[2], vouched=vouched),
    )


def _named_by_lepas(work: Work, incoming: Incoming) -> dict[int, LedgerRow]:
    rows = (work.ledger.mail(row) for row in named_mails(incoming.reading.orders))
    return {row.id: row for row in rows if row is not None}


def _asked_about(incoming: Incoming) -> int:
    """The kept mail that a challenge is about; 0: none."""
    token = incoming.binding.token
    return token.about if token is not None and token.purpose == CHALLENGE else 0


def _earlier(others: Sequence[Ticket], incoming: Incoming) -> Citizen | None:
    """What a returning citizen told before; only one whom the mail server vouches for is recognised by the address."""
    if incoming.clues.proof.verdict is not Believed.PASS:
        return None
    # What a machine said of somebody whose address it named is not what that person told.
    own = (ticket for ticket in others if not confirming.is_open(ticket))
    return next((ticket.citizen for ticket in own if ticket.citizen.name), None)


def _twin(book: Book, others: Sequence[Ticket], mail: Prepared, incoming: Incoming, now: datetime) -> Ticket | None:
    """The sender's ticket in which the same words stand under the same subject: sent twice or to two addresses."""
    ticket = incoming.binding.ticket
    if incoming.force_ticket or (ticket is not None and thread.is_citizens(incoming.clues, ticket)):
        return None
    received = mail.reading.mail
    for ticket in others[:TWINS_MAX]:
        if ticket.status is not Status.CLOSED and now - ticket.received_at <= TWIN_AGE and ticket.number:
            theirs = (m for m in book.messages(ticket.number) if m.is_citizens and m.subject == received.subject)
            alike = (m.full_text for m in theirs if first_words(m.full_text) == mail.first_words)
            if any(thread.says_the_same(text, received.text) for text in alike):
                return ticket
    return None


def _recalled(others: Sequence[Ticket], incoming: Incoming) -> Ticket | None:
    """The sender's ticket with the subject that a recall names."""
    subject = incoming.reading.matter.recalls
    same = (one for one in others if subject is not None and one.subject.strip().lower() == subject.strip().lower())
    return next(same, None)


def _named(book: Book, incoming: Incoming, policy: Policy) -> Iterator[tuple[str, Ticket]]:
    """Ticket numbers that stand behind commands, each with the ticket in which its matter goes on."""
    for command in incoming.reading.orders.commands:
        for number in thread.numbers_in(command.argument or "", policy):
            ticket = book.ticket(number)
            if ticket is not None:
                yield number, _last(book, ticket)


def _last(book: Book, ticket: Ticket) -> Ticket:
    """The ticket in which the matter of a merged one goes on; of others the ticket itself."""
    seen = {ticket.number}
    while ticket.merged_into is not None and ticket.merged_into not in seen:
        seen.add(ticket.merged_into)
        after = book.ticket(ticket.merged_into)
        if after is None:
            break
        ticket = after
    return ticket


def _merged(book: Book, number: str) -> tuple[Ticket, ...]:
    """All tickets whose matter goes on in this one."""
    found: dict[str, Ticket] = {}
    ahead = [number]
    while ahead:
        for ticket in book.merged_into(ahead.pop()):
            if ticket.number and ticket.number != number and ticket.number not in found:
                found[ticket.number] = ticket
                ahead.append(ticket.number)
    return tuple(found.values())


def _is_staffs(incoming: Incoming) -> bool:
    token = incoming.binding.token
    return token is not None and token.role in STAFF


def _unheard(book: Book, number: str | None) -> Ticket | None:
    ticket = book.ticket(number) if number is not None else None
    return ticket if ticket is not None and ticket.silent is not None else None


def _is_same(known: Message, mail: Mail, sender: str) -> bool:
    """A mail delivered twice differs in its trace headers, and by what a list or gateway put around it.

    Another text under the same id is another mail: some web forms give all of theirs the same one.
    """
    if known.direction is not Direction.IN or known.from_.lower() != sender:
        return False
    if (known.full_text, known.subject) == (mail.text, mail.subject):
        return True
    # In the name of staff each way is judged by itself: of two copies one may prove its sender.
    is_judged = known.state is MessageState.RECEIVED and known.author.role is not Role.UNPROVEN
    return is_judged and known.dated is not None and known.dated == mail.date and thread.is_copy(known, mail)
