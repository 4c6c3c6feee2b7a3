"""What the command line asks of the ticket book: lists, and one ticket with its history."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mailticket.app.open_book import OpenBook
from mailticket.app.saving import PrivateFolder
from mailticket.core import deadline, shapes, token
from mailticket.core.shapes import Shape
from mailticket.core.ticket import Direction, Message, Status, Ticket
from mailticket.errors import Permanent
from mailticket.flows.ports import Work

# 2, 000002, 2026-2 or KUKM-2026-2, as people shorten a number.
_SHORT = re.compile(
    r"(?:(?:(?P<prefix>[a-z0-9]{1,12})-)?(?P<year>\d{4})-)?(?P<serial>\d{1,9})", re.IGNORECASE | re.ASCII
)


@dataclass(frozen=True, slots=True)
class MailShown:
    """One mail of the correspondence, as a person reads it."""

    is_out: bool
    at: str
    what: str  # the notice, or who wrote it
    state: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class TicketShown:
    """One ticket with its whole history: the shape for programs, and the mails for people."""

    shape: Shape
    mails: tuple[MailShown, ...]


def tickets(book: OpenBook, status: Status | None) -> Iterator[Shape]:
    """Yield the ticket book, or the tickets in one status."""
    today = _today(book)
    with book.store.read() as work:
        for ticket in work.book.tickets(status):
            yield shapes.ticket(ticket, book.zone, today)


def history(book: OpenBook, number: str) -> TicketShown:
    """Return one ticket with its whole history."""
    with book.store.read() as work:
        number = found_number(work, number)
        ticket = found(work.book.ticket(number), number)
        events, messages = work.book.events(number), work.book.messages(number)
    shape = shapes.history(ticket, events, messages, book.zone, _today(book))
    return TicketShown(shape, tuple(_shown(message, book) for message in messages))


def save(book: OpenBook, number: str, folder: Path) -> int:
    """Write a ticket's mails and files into a folder; return how many files.

    They are identity cards and names of those who complain: nobody but this user may read them.
    """
    into = PrivateFolder(folder)
    with book.store.read() as work:
        number = found_number(work, number)
        for n, message in enumerate(work.book.messages(number), 1):
            name = f"{n:04d}-{message.direction}"
            raw = work.ledger.raw(message.mail) if message.mail is not None else None
            content = raw if raw is not None else message.text.encode()
            into.put(f"{name}.{'eml' if raw is not None else 'txt'}", content)
            for file in work.book.files(message.id) if message.id is not None else ():
                into.put(f"{name}-{file.safe_name}", file.content)
    return into.count


def found_number(work: Work, word: str) -> str:
    """The number of the ticket that a person means: in full, its end alone, or the reference line of a letter."""
    if work.book.ticket(word) is not None:
        return word.upper()
    reference, short = token.PATTERN.search(word), _SHORT.fullmatch(word.strip(" #[]"))
    prefix, year, serial = "", None, 0
    if reference is not None:
        year, serial = 2000 + int(reference["year"]), int(reference["serial"], 36)
    elif short is not None:
        prefix, serial = short["prefix"] or "", int(short["serial"])
        year = int(short["year"]) if short["year"] else None
    numbers = work.book.numbers_of(serial, year) if serial else ()
    return next((number for number in numbers if number.lower().startswith(prefix.lower())), word)


def _today(book: OpenBook) -> date:
    return deadline.local_day(book.present(), book.settings.policy)


def found(ticket: Ticket | None, number: str) -> Ticket:
    """See that there is the ticket that was asked for."""
    if ticket is None:
        raise Permanent(f"{number}: there is no such ticket (mailticket tickets lists them)")
    return ticket


def _shown(message: Message, book: OpenBook) -> MailShown:
    author = message.author
    who = f"{author.role}:{author.id}" if author.id else author.role.value
    return MailShown(
        is_out=message.direction is Direction.OUT,
        at=shapes.time(message.at, book.zone) or "",
        what=message.notice or who,
        state=message.state.value,
        subject=message.subject,
        text=message.text,
    )
