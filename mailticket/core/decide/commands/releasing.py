"""`#lepas SUREL NOMOR`: a held mail of the digest goes on, to the ticket named or as a new one."""

from dataclasses import replace

from mailticket.core.decide import staff
from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.row import MOVES, OFFICERS, TEXT, Place, Row, Trait
from mailticket.core.decision import Release
from mailticket.core.found import Command, Orders
from mailticket.core.happenings import Hold, What
from mailticket.core.post import MailState
from mailticket.core.thread import numbers_in
from mailticket.core.token import DESK

ROW_DIGITS_MAX = 9  # of a kept mail's row: what a database's integer holds for sure


def lepas(act: Act, command: Command) -> Act:
    """Let the held mail go to the ticket named, else to the one that it seems to be about."""
    row = act.facts.held.get(_row_of(command))
    sender = (row.from_ or "").lower() if row is not None else ""
    if row is None or row.state is not MailState.HELD or staff.registered(sender, act.present.policy) is not None:
        # What bears an officer's name is released by that officer's own yes, and by nobody else's.
        raise Refused(Hold.NO_HELD, command)
    named = next(iter(numbers_in(command.argument or "", act.present.policy)), None)
    number = named or row.about
    act = act.with_(act.ticket, What.RELEASED(mail=row.id, number=number or ""))
    release = Release(row.id, number or DESK)
    return replace(act, releases=tuple(dict.fromkeys((*act.releases, release))))


def named_mails(orders: Orders) -> tuple[int, ...]:
    """Return the rows of the kept mails that the `#lepas` lines of a mail name."""
    rows = (_row_of(command) for command in orders.commands if command.name in (LEPAS.name, LEPAS.english))
    return tuple(dict.fromkeys(row for row in rows if row))


def _row_of(command: Command) -> int:
    """The row that stands behind the word; 0: none."""
    given = (command.argument or "").split()
    row = given[0].strip("#.,;:") if given else ""
    return int(row) if row.isascii() and row.isdigit() and len(row) <= ROW_DIGITS_MAX else 0


LEPAS = Row(
    "lepas", "release", OFFICERS, TEXT | MOVES | Trait.TWICE, "#lepas SUREL NOMOR",
    "surel yang ditahan masuk ke tiketnya, atau menjadi tiket baru", lepas, Place.DESK,
)  # fmt: skip
