"""What an officer states below `#data`: lines such as "Telepon: 0812..." or "Nama: -", one for each detail.

Nothing is guessed here: a line is taken as it stands, or its officer is told why it is not.
"""

import re
from collections.abc import Callable, Mapping

from mailticket.core.citizen import FieldName
from mailticket.core.command import text_taker
from mailticket.core.command.near import near
from mailticket.core.decide import staff
from mailticket.core.decide.commands import AMENDS, lookup
from mailticket.core.decide.commands.arguments import kind_of
from mailticket.core.found import KIND, Command, Correction, Corrections, Orders
from mailticket.core.happenings import Slip
from mailticket.core.identity.labels import field_of
from mailticket.core.identity.owner import Owner
from mailticket.core.identity.phone import numbers_of
from mailticket.core.lures import leads_somewhere
from mailticket.core.places import province_of
from mailticket.core.policy import Policy
from mailticket.core.report import NONE_VALUE
from mailticket.core.senders import reads_no_answers
from mailticket.core.thread import numbers_in

LINES_MAX = 100  # of what stands below the command
VALUE_MAX = 500  # characters
LETTERS_MIN = 2  # of a name or an address
_LINE = re.compile(
    r"[>\s*•_-]{0,12}(?:\d{1,2}[.)]\s{0,4})?(?P<label>[^\W\d_][^:=：\n]{0,60}?)[\s*_]{0,9}[:=：\t](?P<value>.*)"
)
_KIND = re.compile(r"\W{0,3}(?:jenis(?:nya)?|jns|kind|type)\b", re.IGNORECASE)
_AROUND = " \t\u00a0*_"
_NO_NAME = re.compile(r"[\d@:/<>=#]")
_MAILBOX = re.compile(r"<?(?P<address>[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6})>?")


def corrections_of(orders: Orders, policy: Policy) -> Corrections | None:
    """Return what the lines below `#data` state; None where no command is that one, or may have meant it."""
    at = next((n for n, command in enumerate(orders.commands) if _amends(command)), None)
    if at is None:
        return None
    first, _, rest = (orders.commands[at].argument or "").partition(" ")
    beside = rest if numbers_in(first, policy) else f"{first} {rest}"
    taker = text_taker(orders.commands)
    below = orders.text if taker == at or taker is None else ""
    return _read(f"{beside}\n{below}".split("\n")[:LINES_MAX], policy)


def _amends(command: Command) -> bool:
    row = lookup(command.name)
    return row.name == AMENDS if row is not None else AMENDS in near(command.name)


def _read(lines: list[str], policy: Policy) -> Corrections:
    typed: dict[str, str] = {}  # the line of each field, one that goes on as one
    values: dict[str, str] = {}
    slips = []
    above = ""
    for line in lines:
        said = line.strip(_AROUND)
        found = _LINE.fullmatch(line)
        field = _field(found["label"]) if found is not None else None
        if not said:
            above = ""
        elif found is None and above == FieldName.ADDRESS:
            values[above] = f"{values[above].rstrip(',')}, {said}" if values[above] else said
        elif found is None or field is None:
            slips.append(Slip.NO_LABEL(line=said))
        elif field in values:
            slips.append(Slip.TWICE(line=said))
        else:
            above, typed[field], values[field] = field, said, found["value"].strip(_AROUND)
    stated = []
    for field, value in values.items():
        taken, slip = _taken(field, " ".join(value.split()), policy)
        if slip is None:
            stated.append(Correction(field, taken))
        else:
            slips.append(slip(line=typed[field]))
    address = next((one.value for one in stated if one.field == FieldName.ADDRESS), None)
    return Corrections(tuple(stated), province_of(address) if address else None, tuple(slips))


def _field(label: str) -> str | None:
    """Return what a label announces of the citizen, in any spelling that the reader knows."""
    if _KIND.match(label):
        return KIND
    announced = field_of(label)
    if announced is None or announced[1] is not Owner.SELF or announced[0] not in TAKES:
        return None
    return announced[0]


def _taken(field: str, value: str, policy: Policy) -> tuple[str | None, Slip | None]:
    if not value:
        return None, Slip.NO_VALUE
    if NONE_VALUE.fullmatch(value.strip("()")) and field != KIND:
        return None, None
    take, slip = TAKES[field]
    taken = take(value, policy) if len(value) <= VALUE_MAX else None
    return taken, None if taken else slip


def _name(value: str, policy: Policy) -> str | None:
    return None if _NO_NAME.search(value) or not _is_written(value) else value


def _address(value: str, policy: Policy) -> str | None:
    return value if _is_written(value) else None


def _is_written(value: str) -> bool:
    return sum(map(str.isalpha, value)) >= LETTERS_MIN and not leads_somewhere(value)


def _phone(value: str, policy: Policy) -> str | None:
    numbers = numbers_of(value)
    return numbers[0] if len(numbers) == 1 else None


def _email(value: str, policy: Policy) -> str | None:
    found = _MAILBOX.fullmatch(value.rstrip("."))
    if found is None:
        return None
    address = found["address"]
    is_ours = address.lower() in policy.own_addresses or staff.registered(address.lower(), policy) is not None
    is_units = staff.unit_at(address.lower(), policy) is not None
    return None if is_ours or is_units or reads_no_answers(address) else address


def _kind(value: str, policy: Policy) -> str | None:
    return kind_of(value)


TAKES: Mapping[str, tuple[Callable[[str, Policy], str | None], Slip]] = {
    FieldName.NAME: (_name, Slip.NO_NAME),
    FieldName.ADDRESS: (_address, Slip.NO_POSTAL),
    FieldName.PHONE: (_phone, Slip.NO_PHONE),
    FieldName.EMAIL: (_email, Slip.NO_EMAIL),
    KIND: (_kind, Slip.NO_KIND),
}
