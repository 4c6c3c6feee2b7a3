"""Gather from book and ledger what officers' corrections teach the reader; nothing of it leaves the machine.

One mail after the other, and each ticket in a transaction of its own: whoever writes meanwhile is not held up, and of a
large book no more is in memory than one ticket's history and one mail.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailticket.core.lessons import TEACHING, Example, Lesson
from mailticket.core.policy import Intake
from mailticket.core.ticket import Message
from mailticket.flows.ports import Store

AT_ONCE = 500  # numbers of tickets that are looked up together


@dataclass(frozen=True, slots=True)
class _Page:
    lesson: Lesson
    messages: tuple[Message, ...]  # the citizen's own, in order


def examples(store: Store, intake: Intake) -> Iterator[Example]:
    """Yield every example of the book, in the order of the tickets' numbers and of their mails."""
    for number in _numbers(store):
        page = _page(store, number, intake)
        for n, message in enumerate(page.messages if page is not None and page.lesson.teaches else ()):
            with store.read() as work:
                raw = work.ledger.raw(message.mail) if message.mail is not None else None
            example = page.lesson.of(message, raw, is_first=n == 0) if page is not None and raw else None
            if example is not None:
                yield example


def _numbers(store: Store) -> Iterator[str]:
    after = ""
    while True:
        with store.read() as work:
            numbers = work.book.numbers_with(TEACHING, after, AT_ONCE)
        yield from numbers
        if len(numbers) < AT_ONCE:
            return
        after = numbers[-1]


def _page(store: Store, number: str, intake: Intake) -> _Page | None:
    with store.read() as work:
        ticket = work.book.ticket(number)
        if ticket is None:
            return None
        lesson = Lesson(ticket, tuple(work.book.events(number)), intake)
        told = [message for message in work.book.messages(number) if message.is_citizens and message.mail is not None]
    own = {(ticket.citizen.email or "").casefold(), told[0].from_.casefold() if told else ""}
    return _Page(lesson, tuple(message for message in told if message.from_.casefold() in own))
