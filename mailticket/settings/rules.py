"""What a value of settings.yaml must be beyond its type: a table of rules for single values, then rules across keys.

They read the text of the file itself, not the finished values, so that one faulty value hides no other problem.
A value that is not even of its type is left to pydantic.
"""

import ipaddress
import re
import zoneinfo
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from mailticket.settings.document import Place, Problem, find, spell

Check = Callable[[str], str | None]  # the text of a value -> what is wrong with it


def problems(tree: Any) -> Iterator[Problem]:
    """Yield everything that is wrong with the values, one rule after the other."""
    for patterns, check in VALUES:
        for pattern in patterns.split():
            for place, value in find(tree, pattern):
                wrong = check(value) if isinstance(value, str) else None
                if wrong:
                    yield place, wrong
    for rule in (_filled, _unique, _known, _not_ourselves, _encrypted, _login, _folders, _hours, _new_holidays):
        yield from rule(tree)


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only be this machine; names are not looked up."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def is_address(text: str) -> bool:
    """Whether the text is a plain ASCII addr-spec: dot-atom, at sign, host name (RFC 5321, section 4.1.2)."""
    local, at, domain = text.rpartition("@")
    return (
        at == "@"
        and len(local) <= 64
        and len(domain) <= 253
        and all(_ATOM.fullmatch(atom) for atom in local.split("."))
        and all(_LABEL.fullmatch(label) for label in domain.split("."))
    )


_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def between(low: int, high: int) -> Check:
    """Make the check of a whole number."""

    def check(text: str) -> str | None:
        try:
            number = int(text)
        except ValueError:
            return None
        return None if low <= number <= high else f"must be from {low} to {high}, not {number}"

    return check


def like(pattern: str, wanted: str) -> Check:
    """Make the check of a spelling."""
    compiled = re.compile(pattern)
    return lambda text: None if compiled.fullmatch(text) else f"must be {wanted}, not {text!r}"


def _address(text: str) -> str | None:
    return None if is_address(text) else f"must be a plain e-mail address, not {text!r}"


def _bounce_address(text: str) -> str | None:
    return None if is_address(text.replace("{token}", "x")) else f"must be like bounce+{{token}}@host, not {text!r}"


def _host(text: str) -> str | None:
    if re.fullmatch(r"[A-Za-z0-9._-]{1,253}", text):
        return None
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return f"must be a host name or an IP address, not {text!r}"
    return None


def _day(text: str) -> str | None:
    # Pydantic alone would take 20261231 for seconds since 1970.
    try:
        valid = date.fromisoformat(text).isoformat() == text
    except ValueError:
        valid = False
    return None if valid else f"must be a date like 2026-12-31, not {text!r}"


def _start(text: str) -> str | None:
    return None if text in ("now", "all") or not _day(text) else f"must be now, all or a date, not {text!r}"


def _days(text: str) -> str | None:
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if first not in _WEEKDAYS or (dash and last not in _WEEKDAYS):
            return f"must be days like mon-thu or mon,wed, not {text!r}"
    return None


def _timezone(text: str) -> str | None:
    try:
        zoneinfo.ZoneInfo(text)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return f"must be a time zone like Asia/Jakarta, not {text!r}"
    return None


def _database_url(text: str) -> str | None:
    if re.fullmatch(r"sqlite:///[^?]+", text) and text != "sqlite:///:memory:":
        return None
    if not re.fullmatch(r"postgresql\+psycopg://.+", text):
        return "must be sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"  # not repeated: it may hold a password
    user = text.partition("://")[2].rpartition("@")[0]
    return "must not hold the password; database.password names it" if ":" in user else None


_hour = like(r"([01][0-9]|2[0-3]):[0-5][0-9]", 'an hour like "16:00"')
_id = like(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}", "a short name of letters, digits, . _ -")


def _text(text: str) -> str | None:
    return None if text.strip() else "must not be empty"


# Patterns of keys, separated by blanks, and the check that their values must pass.
VALUES: tuple[tuple[str, Check], ...] = (
    ("desk.address desk.aliases.* officers.*.address supervisors.*.address units.*.addresses.*", _address),
    ("intake.web_forms.*.from", _address),
    ("smtp.bounce_address", _bounce_address),
    ("mailbox.host smtp.host", _host),
    ("mailbox.port smtp.port", between(1, 65535)),
    ("mailbox.start", _start),
    ("database.url", _database_url),
    ("desk.timezone", _timezone),
    # Whether there are templates of it is known when they are read (edges.jinja).
    ("desk.language", like(r"auto|[a-z]{2,3}(-[A-Za-z]{2,4})?", "auto or a language like id or pt-BR")),
    ("desk.ticket_prefix", like(r"[A-Za-z0-9]{1,12}", "1 to 12 letters and digits")),
    ("calendar.country", like(r"[A-Z]{2}", "a country code like ID")),
    ("officers.*.id supervisors.*.id units.*.id categories.*.id desk.referrals.*.id escalation.rungs.*.id", _id),
    # The key's id stands in every token, and a Message-ID has little room.
    ("trust.token_keys.*.id", like(r"[A-Za-z0-9]{1,8}", "1 to 8 letters and digits")),
    ("desk.institution desk.name officers.*.name supervisors.*.name units.*.name categories.*.name", _text),
    ("desk.referrals.*.name desk.referrals.*.channel mailbox.user smtp.user trust.authserv_id", _text),
    ("mailbox.folder mailbox.processed_folder mailbox.spam_folder mailbox.sent_folder desk.templates_folder", _text),
    ("clock.cutoff clock.due_time clock.office_hours.*.open clock.office_hours.*.close", _hour),
    ("escalation.time digest.time report.time", _hour),
    ("clock.office_hours.*.days", _days),
    ("clock.office_hours.*.from clock.office_hours.*.to", _day),
    ("calendar.remove.* calendar.decrees.*.date calendar.decrees.*.valid_from", _day),
    ("clock.working_days clock.working_days_by_kind.* categories.*.working_days", between(1, 365)),
    ("units.*.reply_working_days intake.close_after_working_days", between(1, 365)),
    ("intake.remind_after_working_days.* clock.close_answered_after_working_days", between(1, 365)),
    ("clock.pause_working_days_max", between(0, 365)),
    ("escalation.rungs.*.working_days_left", between(-365, 365)),
    ("escalation.acknowledged_holds_hours", between(0, 24 * 365)),
    ("categories.*.keywords.*", between(1, 1000)),
    ("intake.asks_max trust.received_above_max", between(0, 100)),
    ("report.day_of_month", between(1, 28)),
    ("mailbox.poll_interval_seconds", between(1, 86400)),
    ("smtp.connections_max limits.attempts_max", between(1, 100)),
    ("trust.token_days limits.retry_days_max retention.closed_days retention.raw_mail_days", between(1, 36500)),
    ("limits.mail_size_bytes_max limits.outgoing_size_bytes_max limits.read_memory_bytes_max", between(1, 2**40)),
    ("limits.read_seconds_max", between(1, 3600)),
    ("limits.undo_seconds", between(0, 86400)),
    ("limits.answer_age_hours_max", between(0, 24 * 365)),
    ("limits.automatic_per_sender_day_max limits.automatic_per_domain_hour_max", between(0, 10**9)),
    ("limits.automatic_per_hour_max", between(1, 10**9)),
)

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
    for pattern in ("officers.*.address", "supervisors.*.address", "units.*.addresses.*", "intake.web_forms.*.from"):
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


def _new_holidays(tree: Any) -> Iterator[Problem]:
    for place, _ in find(tree, "calendar.add.*"):
        wrong = _day(str(place[-1]))
        if wrong:
            yield place, wrong


def _texts(tree: Any, pattern: str) -> Iterator[tuple[Place, str]]:
    return ((place, value) for place, value in find(tree, pattern) if isinstance(value, str))


def _section(tree: Any, name: str) -> dict[str, Any]:
    values = tree.get(name)
    return values if isinstance(values, dict) else {}


def _item(place: Place) -> Place:
    """Cut a place behind its first list index: ("units", 1, "aliases", 0) is about ("units", 1)."""
    index = next(index for index, step in enumerate(place) if isinstance(step, int))
    return place[: index + 1]
