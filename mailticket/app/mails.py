"""What the command line asks of the kept mail: where one went, what was set aside, what did not go out."""

from collections.abc import Sequence

from mailticket.app.book import found_number
from mailticket.app.open_book import OpenBook
from mailticket.core import shapes
from mailticket.core.shapes import Shape


def trace(book: OpenBook, word: str) -> Sequence[Shape]:
    """Say where a mail went: by Message-ID, address, ticket number or sha256; what came in, then what went out."""
    with book.store.read() as work:
        for meant in (word, found_number(work, word)):  # a Message-ID of ours names that mail before its ticket
            came = [shapes.place(row, book.zone) for row in work.ledger.trace(meant)]
            found = came + [shapes.sent(row, book.zone) for row in work.outbox.trace(meant)]
            if found:
                return found
    return []


def shunted(book: OpenBook) -> Sequence[Shape]:
    """Return the mails that could not be processed."""
    with book.store.read() as work:
        return [shapes.place(row, book.zone) for row in work.ledger.shunted()]


def outbox(book: OpenBook) -> Sequence[Shape]:
    """Return the mails that have not gone out."""
    with book.store.read() as work:
        return [shapes.outgoing(row, book.zone) for row in work.outbox.unsent()]
