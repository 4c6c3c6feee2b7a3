"""The working days by the settings, and by them why a ticket's deadline is what it is."""

from datetime import date

from mailticket.app.book import found, found_number
from mailticket.app.open_book import OpenBook
from mailticket.core import deadline, shapes
from mailticket.core.deadline import Calendar
from mailticket.core.shapes import Shape
from mailticket.edges import holidays
from mailticket.settings import Settings

YEARS_BACK = 2
YEARS_AHEAD = 3


def of(settings: Settings, today: date) -> tuple[Calendar, tuple[str, ...]]:
    """The working days of the years around a day, and what is to be said of their coverage."""
    c = settings.calendar
    decrees = [holidays.Decree(d.number, d.date, d.valid_from, d.file, d.replace) for d in c.decrees]
    first, last = today.year - YEARS_BACK, today.year + YEARS_AHEAD
    return holidays.load(c.country, c.joint_leave, c.add, c.remove, decrees, first, last, today)


def explanation(book: OpenBook, number: str) -> Shape:
    """Return day by day why a ticket's deadline is what it is."""
    with book.store.read() as work:
        number = found_number(work, number)
        ticket = found(work.book.ticket(number), number)
        events = work.book.events(number)
    calendar, _ = of(book.settings, book.clock().astimezone(book.zone).date())
    today = deadline.local_day(book.present(), book.settings.policy)
    return shapes.explanation(number, deadline.explain(ticket, events, book.settings.policy, calendar, today))
