"""Every error that mailticket raises on purpose.

    MailticketError
    ├── SettingsError   settings.yaml cannot be used; `problems` lists all of them        (exit 2)
    ├── Transient       it did not work now and may work later: network, login, full disk (exit 1)
    │   └── LoginRefused  the password is not taken: asked again seldom, lest the account be locked
    ├── Permanent       it will not work however often it is tried: refused, unreadable   (exit 1)
    └── DatabaseHeld            another daemon holds the database                                 (exit 3)

Foreign exceptions are mapped to this tree at the edges and nowhere else.
"""

from collections.abc import Sequence


class MailticketError(Exception):
    """The base of the tree; `str(error)` is a sentence for the administrator."""


class SettingsError(MailticketError):
    """settings.yaml cannot be used; each problem is one line, path first."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class Transient(MailticketError):
    """It did not work now and may work later."""


class LoginRefused(Transient):
    """A server does not take the password; each further attempt may lock the account."""


class Permanent(MailticketError):
    """It will not work however often it is tried."""


class DatabaseHeld(MailticketError):
    """Another daemon holds the database."""
