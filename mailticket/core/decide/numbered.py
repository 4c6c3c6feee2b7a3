"""An order from the digest names its ticket: `#lengkap KUKM-2026-000123`. It counts where the digest lists the ticket.

The digest bears a token of the desk and of no ticket, so that whoever writes must name one. A supervisor sees every
ticket, an officer the own ones.
"""

import re
from dataclasses import replace

from mailticket.core.decide.commands import Place, lookup
from mailticket.core.found import Command, Orders, Reading
from mailticket.core.people import Role
from mailticket.core.policy import Policy
from mailticket.core.thread import Binding, numbers_in
from mailticket.core.ticket import Ticket
from mailticket.core.token import DESK

_WORD = re.compile(r"[^\s,;:]+[\s,;:]*")


def number_of(binding: Binding, orders: Orders, policy: Policy) -> str | None:
    """Return the ticket that the commands of a mail to the desk name behind their first word, if it is one ticket."""
    token = binding.token
    if token is None or token.number != DESK or binding.ticket is not None:
        return None
    found = {number for command in orders.commands if (number := _named(command, policy)) is not None}
    return found.pop() if len(found) == 1 else None


def bound(binding: Binding, ticket: Ticket | None) -> Binding:
    """Bind a mail to the ticket that it names, if its sender sees that ticket in the digest."""
    token = binding.token
    if token is None or ticket is None:
        return binding
    is_seen = token.role == Role.SUPERVISOR or ticket.officer == token.person
    return replace(binding, ticket=ticket) if is_seen else binding


def without_number(reading: Reading, policy: Policy) -> Reading:
    """Return the reading with the ticket's number taken out of the commands that begin with it."""
    orders = reading.orders
    commands = tuple(
        command if _named(command, policy) is None else replace(command, argument=_rest(command))
        for command in orders.commands
    )
    return replace(reading, orders=replace(orders, commands=commands))


def _named(command: Command, policy: Policy) -> str | None:
    row = lookup(command.name)
    first = _WORD.match(command.argument or "")
    if row is None or row.place is Place.DESK or first is None:
        return None
    return next(iter(numbers_in(first[0], policy)), None)


def _rest(command: Command) -> str | None:
    return _WORD.sub("", command.argument or "", count=1).strip() or None
