"""Put the desk together, and let it run: once, or as a daemon. The only floor that knows everybody and the time.

Its parts are imported when they are first asked for: `inspect` and `--help` must not wait for databases and schedulers.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mailticket.app.again import put_back, retry
    from mailticket.app.book import MailShown, TicketShown, history, save, tickets
    from mailticket.app.calendar import explanation
    from mailticket.app.checks import Check, check
    from mailticket.app.configuration import read_settings, shipped_settings
    from mailticket.app.daemon import Daemon
    from mailticket.app.demo import EXPECTED, Totals, run_demo, sort_of
    from mailticket.app.files import Unreadable, inspect, inspect_lines
    from mailticket.app.learn import learn_reader
    from mailticket.app.mails import outbox, shunted, trace
    from mailticket.app.once import import_since, run_once
    from mailticket.app.open_book import OpenBook, opened_to_read
    from mailticket.app.preview import Rehearsed, digest, rehearse
    from mailticket.app.service import Service, opened, opened_at, opened_to_try
    from mailticket.app.understood import Fact, Understood
    from mailticket.core.ticket import Status
    from mailticket.settings import Settings

# Where what the command line may use stands, below `mailticket`.
_PARTS = {
    "app.again": ("put_back", "retry"),
    "app.book": ("MailShown", "TicketShown", "history", "save", "tickets"),
    "app.calendar": ("explanation",),
    "app.checks": ("Check", "check"),
    "app.configuration": ("read_settings", "shipped_settings"),
    "app.daemon": ("Daemon",),
    "app.demo": ("EXPECTED", "Totals", "run_demo", "sort_of"),
    "app.learn": ("learn_reader",),
    "app.files": ("Unreadable", "inspect", "inspect_lines"),
    "app.mails": ("outbox", "shunted", "trace"),
    "app.once": ("import_since", "run_once"),
    "app.open_book": ("OpenBook", "opened_to_read"),
    "app.preview": ("Rehearsed", "digest", "rehearse"),
    "app.service": ("Service", "opened", "opened_at", "opened_to_try"),
    "app.understood": ("Fact", "Understood"),
    "core.ticket": ("Status",),
    "settings": ("Settings",),
}
_PART_OF = {name: part for part, names in _PARTS.items() for name in names}

__all__ = [
    "EXPECTED",
    "Check",
    "Daemon",
    "Fact",
    "MailShown",
    "OpenBook",
    "Rehearsed",
    "Service",
    "Settings",
    "Status",
    "TicketShown",
    "Totals",
    "Understood",
    "Unreadable",
    "check",
    "digest",
    "explanation",
    "history",
    "import_since",
    "inspect",
    "inspect_lines",
    "learn_reader",
    "opened",
    "opened_at",
    "opened_to_read",
    "opened_to_try",
    "outbox",
    "put_back",
    "read_settings",
    "rehearse",
    "retry",
    "run_demo",
    "run_once",
    "save",
    "shipped_settings",
    "shunted",
    "sort_of",
    "tickets",
    "trace",
]


def __getattr__(name: str) -> Any:
    """Import the module that has this name."""
    if name not in _PART_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"mailticket.{_PART_OF[name]}"), name)
