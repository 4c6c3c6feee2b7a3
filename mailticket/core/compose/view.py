"""What a template is given: the desk, the ticket and the notice's values, cleaned and masked for this recipient.

No text of somebody else reaches a template as it came: controls and tokens are taken out, identity and account numbers
hidden, for citizens the officers' own addresses, for units the identity of a citizen who shall not be known.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from mailticket.core import masking, words
from mailticket.core import token as tokens
from mailticket.core.command import COMMANDS
from mailticket.core.compose.clean import clean_line, clean_text, each_text
from mailticket.core.compose.labels import Labels
from mailticket.core.mail import Notice
from mailticket.core.policy import FIELDS, STAFF_LANGUAGE, Policy
from mailticket.core.ticket import Citizen, Ticket

Change = Callable[[str], str]

WORDS_OF_OTHERS = ("text", "instruction", "question")  # values in which a citizen's identity may stand
NAME_CHARACTERS_MAX = 80
ADDRESS_CHARACTERS_MAX = 300

# What officers are reminded of at the foot of a mail; the whole list comes with #bantuan.
COMMON = ("tanya", "teruskan", "tutup", "catatan", "kirim", "lengkap", "bantuan")


def view(
    notice: Notice, ticket: Ticket | None, policy: Policy, labels: Mapping[str, Labels], now: datetime
) -> dict[str, Any]:
    """Return every value that the templates of this notice may use (templates/README has the table)."""
    change = partial(cleaned, notice=notice, policy=policy)
    hidden = is_identity_hidden(notice, ticket)
    values = {key: each_text(value, change) for key, value in notice.values.items()}
    if hidden and ticket is not None:
        hide = partial(masking.without_identity, citizen=ticket.citizen)
        values |= {key: each_text(values[key], hide) for key in WORDS_OF_OTHERS if key in values}
    language = notice.language if notice.language in labels else STAFF_LANGUAGE
    return {
        "desk": policy.desk,
        "to": replace(notice.to, name=clean_line(notice.to.name, NAME_CHARACTERS_MAX)),
        "notice": notice.name,
        "language": language,
        "now": now,
        "today": now.astimezone(ZoneInfo(policy.desk.timezone)).date(),
        "undo_minutes": -(-policy.limits.undo_seconds // 60),
        "working_days": policy.clock.working_days,
        "due_time": policy.clock.due_time.replace(":", "."),
        "commands": [row for row in COMMANDS if row.name in COMMON and notice.to.role in row.roles],
        "can_undo": policy.limits.undo_seconds > 0,
        "units": policy.units,
        "officers": policy.officers,
        "categories": policy.categories,
        "identity_hidden": hidden,
        "days_left": None,
        **_of_ticket(notice, ticket, policy, labels[language], change, hidden=hidden),
        **values,
    }


def cleaned(text: str, notice: Notice, policy: Policy) -> str:
    """Return text of somebody else as this recipient may see it."""
    text = masking.without_numbers(tokens.strip(clean_text(text)))
    if notice.to.role == "citizen":
        text = masking.without_addresses(text, staff_addresses(policy), policy.desk.address)
    return text


def staff_addresses(policy: Policy) -> frozenset[str]:
    """The officers' and supervisors' own addresses, lower case; citizens never see them."""
    officers, supervisors = policy.officers, policy.supervisors
    addresses = (*(one.address for one in officers), *(one.address for one in supervisors))
    return frozenset(address.lower() for address in addresses) - policy.own_addresses


def is_identity_hidden(notice: Notice, ticket: Ticket | None) -> bool:
    """Whether this recipient must not learn who complains: a unit, of a confidential ticket."""
    return notice.to.role == "unit" and ticket is not None and ticket.confidential


def _of_ticket(
    notice: Notice, ticket: Ticket | None, policy: Policy, labels: Labels, change: Change, *, hidden: bool
) -> dict[str, Any]:
    if ticket is None:
        return {"number": None, "ticket": None, "citizen": Citizen(), "due_on": None, "missing": (), "form": ()}
    citizen = _citizen(ticket.citizen, notice.to.role, change, hidden=hidden)
    subject = clean_line(change(ticket.subject))
    missing = tuple(notice.values.get("missing", ticket.missing))
    category = next((one.name for one in policy.categories if one.id == ticket.category), ticket.category)
    return {
        "number": ticket.number,
        "ticket": replace(
            ticket, subject=masking.without_identity(subject, ticket.citizen) if hidden else subject, citizen=citizen
        ),
        "citizen": citizen,
        "kind_name": labels.kinds.get(ticket.kind, ticket.kind),
        "category_name": category,
        "channel_name": words.CHANNELS.get(ticket.channel, ticket.channel),
        "status_name": words.STATUSES[ticket.status.value],
        "officer_name": next((one.name for one in policy.officers if one.id == ticket.officer), ""),
        "unit_names": tuple(one.name for one in policy.units if one.id in ticket.units),
        "form": tuple(labels.fields[field] for field in missing if field in FIELDS),
        "missing": missing,
        "known": {
            field: None if field in missing else getattr(citizen, field) for field in FIELDS if field != "detail"
        },
        "detail_known": "detail" not in missing,
        "due_on": ticket.due_on,
    }


def _citizen(citizen: Citizen, role: str, change: Change, *, hidden: bool) -> Citizen:
    """The citizen's details as this role sees them."""
    if hidden:
        return Citizen(province=citizen.province)
    name = clean_line(change(citizen.name or ""), NAME_CHARACTERS_MAX) or None
    email = clean_line(citizen.email or "") or None
    province = clean_line(citizen.province or "") or None
    address = clean_line(clean_text(citizen.address or "").replace("\n", ", "), ADDRESS_CHARACTERS_MAX) or None
    if role == "citizen":
        return Citizen(name, masking.address(address), masking.phone(citizen.phone), email, province)
    return Citizen(name, masking.without_numbers(address or "") or None, dialled(citizen.phone), email, province)


def dialled(phone: str | None) -> str | None:
    """Write a phone number of E.164 as people dial and read it: "0812-3456-7890"; others stay as they are."""
    if not phone or not phone.startswith("+62"):
        return clean_line(phone) if phone else None
    digits = masking.local_digits(phone)
    return "-".join(re.findall(r"\d{1,4}", digits))
