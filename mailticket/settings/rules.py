"""What the values of settings.yaml must be to one another: rules across keys.

They read the text of the file itself, not the finished values, so that one faulty value hides no other problem.
"""

import ipaddress
from collections.abc import Iterator
from typing import Any

from mailticket.settings.document import Place, Problem, find, spell


def problems(tree: Any) -> Iterator[Problem]:
    """Yield whatever does not go together, one rule after the other."""
    for rule in (_filled, _unique, _known, _not_ourselves, _encrypted, _login, _folders, _hours):
        yield from rule(tree)


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only be this machine; names are not looked up."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


# Lists that must not be empty.
FILLED = "officers supervisors categories units.*.addresses escalation.rungs.*.to trust.token_keys"

# In each row every value must be the only one of its kind; what one and the same item says twice does no harm.
UNIQUE = (
    "officers.*.id",
    "officers.*.address",  # else it is unsure who answered
    "supervisors.*.id",
    "supervisors.*.address",
    "units.*.id units.*.name units.*.aliases.*",  # else it is unsure where #teruskan goes
    "categories.*.id",
    "desk.referrals.*.id",
    "escalation.rungs.*.id",
    "escalation.rungs.*.working_days_left",
    "trust.token_keys.*.id",
)

# A value of the first pattern must be one of the second's.
KNOWN = (("officers.*.categories.*", "categories.*.id"), ("categories.*.unit", "units.*.id"))


def _filled(tree: Any) -> Iterator[Problem]:
    for pattern in FILLED.split():
        for place, value in find(tree, pattern):
            if value == []:
                yield place, "must name at least one"


def _unique(tree: Any) -> Iterator[Problem]:
    for patterns in UNIQUE:
        seen: dict[str, Place] = {}
        for place, text in (hit for pattern in patterns.split() for hit in _texts(tree, pattern)):
            first = seen.setdefault(text.casefold(), place)
            if _item(first) != _item(place):
                yield place, f"{text!r} is taken by {spell(first)}"


def _known(tree: Any) -> Iterator[Problem]:
    for pattern, among in KNOWN:
        known = {text for _, text in _texts(tree, among)}
        for place, text in _texts(tree, pattern):
            if text not in known:
                yield place, f"no {among.replace('.*.', ' have the ')} {text!r}"


def _not_ourselves(tree: Any) -> Iterator[Problem]:
    # Mail to ourselves would be our own mail come back, and that is never answered.
    ours = {text.casefold() for pattern in ("desk.address", "desk.aliases.*") for _, text in _texts(tree, pattern)}
    # A form of the own site may well send in our name: the citizen stands in Reply-To or in the form.
    for pattern in ("officers.*.address", "supervisors.*.address", "units.*.addresses.*"):
        for place, text in _texts(tree, pattern):
            if text.casefold() in ours:
                yield place, f"{text!r} is the desk's own address"


def _encrypted(tree: Any) -> Iterator[Problem]:
    for section in ("mailbox", "smtp"):
        values = _section(tree, section)
        host = values.get("host")
        allowed = str(values.get("plaintext_allowed", "false")).lower() in ("true", "yes", "on", "1", "t", "y")
        if values.get("tls") == "none" and isinstance(host, str) and not allowed and not is_loopback(host):
            yield (section, "tls"), f"none sends passwords and mail in plain text to {host}; see plaintext_allowed"


def _login(tree: Any) -> Iterator[Problem]:
    smtp = _section(tree, "smtp")
    if {"user", "password"} <= smtp.keys() and (smtp["user"] is None) != (smtp["password"] is None):
        yield ("smtp", "password"), "user and password are given together, or both are null"


def _folders(tree: Any) -> Iterator[Problem]:
    mailbox = _section(tree, "mailbox")
    seen = {mailbox.get("folder", "INBOX"): "folder"}
    for key in ("processed_folder", "spam_folder", "sent_folder"):
        name = mailbox.get(key)
        if name is not None and seen.setdefault(name, key) != key:
            yield ("mailbox", key), f"must be another folder than mailbox.{seen[name]}"


def _hours(tree: Any) -> Iterator[Problem]:
    for place, row in find(tree, "clock.office_hours.*"):
        for first, last in (("open", "close"), ("from", "to")):
            values = (row.get(first), row.get(last)) if isinstance(row, dict) else (None, None)
            if all(isinstance(value, str) for value in values) and str(values[0]) > str(values[1]):
                yield (*place, last), f"must not be before {first}"


def _texts(tree: Any, pattern: str) -> Iterator[tuple[Place, str]]:
    return ((place, value) for place, value in find(tree, pattern) if isinstance(value, str))


def _section(tree: Any, name: str) -> dict[str, Any]:
    values = tree.get(name)
    return values if isinstance(values, dict) else {}


def _item(place: Place) -> Place:
    """Cut a place behind its first list index: ("units", 1, "aliases", 0) is about ("units", 1)."""
    index = next(index for index, step in enumerate(place) if isinstance(step, int))
    return place[: index + 1]
