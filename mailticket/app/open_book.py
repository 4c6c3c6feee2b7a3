"""The open ticket book: what its readers need of the desk, without mailbox, reader, templates and calendar.

Most commands only look something up; the desk's other parts would cost most of their time.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailticket.app.configuration import read_settings
from mailticket.edges.store import SqlStore
from mailticket.flows.ports import Clock
from mailticket.settings import Settings

PRESENT = "run:present"  # memory: the present that the last run was told (`--at`), "" for none


@dataclass
class OpenBook:
    """A ticket book that is open."""

    settings: Settings
    store: SqlStore
    clock: Clock

    @property
    def zone(self) -> ZoneInfo:
        """The desk's time zone."""
        return ZoneInfo(self.settings.desk.timezone)

    def present(self) -> datetime:
        """The present that the last run had: after a trial (`--at`) the book is read as of then."""
        with self.store.read() as work:
            told = work.memory.get(PRESENT)
        return datetime.fromisoformat(told) if told else self.clock()


def now() -> datetime:
    """The present; nothing below app asks for it."""
    return datetime.now(UTC)


@contextmanager
def opened_to_read(path: Path | None) -> Iterator[OpenBook]:
    """Open the ticket book of a settings file to read in it: nothing is made, nothing is carried forward."""
    settings = read_settings(path)
    store = store_of(settings, reads=True)
    with closing(store):
        store.check()
        yield OpenBook(settings, store, now)


def store_of(settings: Settings, *, reads: bool = False) -> SqlStore:
    """Return the store by the settings; it connects when it is first used."""
    password = settings.database.password.read() if settings.database.password else None
    return SqlStore(settings.database.url, password, reads=reads)
