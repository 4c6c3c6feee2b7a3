"""Ids of outgoing mail: its token and Message-ID, the envelope sender, and whose ids may stand in it."""

import base64
import hashlib
from datetime import datetime
from zoneinfo import ZoneInfo

from mailticket.core import token as tokens
from mailticket.core.compose.headers import is_id
from mailticket.core.compose.lint import MESSAGE_ID_CHARACTERS_MAX
from mailticket.core.notices.notice import Notice
from mailticket.core.people import Role
from mailticket.core.policy import Policy
from mailticket.core.ticket import Ticket

UNIQUE_CHARACTERS = 12  # of a Message-ID beside its token; 60 bits of a hash
DOMAIN_INSTEAD = "mailticket.invalid"  # in a Message-ID, where no part of the desk's domain is short enough


def token(notice: Notice, ticket: Ticket | None, policy: Policy, keys: tokens.Keys, now: datetime) -> str:
    """Sign the recipient's own token: a reply to this mail is known by it."""
    number = ticket.number if ticket is not None and ticket.number else tokens.DESK
    today = now.astimezone(ZoneInfo(policy.desk.timezone)).date()
    purpose = tokens.CHALLENGE if notice.asks_about else tokens.REPLY
    return tokens.sign(
        keys, number, notice.to.role, notice.to.id, purpose, today, notice.asks_about or notice.shows or 0
    )


def message_id(token: str, seed: str, domain: str) -> str:
    """Return `<token.unique@domain>`, at most 70 characters; of a long domain the last labels."""
    digest = hashlib.sha256(seed.encode("utf-8", "replace")).digest()
    unique = base64.b32encode(digest).decode("ascii").lower()[:UNIQUE_CHARACTERS]
    room = MESSAGE_ID_CHARACTERS_MAX - len(f"<{token}.{unique}@>")
    labels = domain.lower().split(".")
    while len(".".join(labels)) > room and len(labels) > 2:
        labels = labels[1:]
    chosen = ".".join(labels)
    return f"<{token}.{unique}@{chosen if len(chosen) <= room else DOMAIN_INSTEAD}>"


def envelope_sender(notice: Notice, message_id: str, policy: Policy) -> str:
    """Return the envelope sender: nobody for automatic mail to citizens (RFC 3834, 3.3), so that no bounce can loop.

    `{token}` becomes token and hash of the Message-ID, so that a bounce names the very mail (VERP).
    """
    if notice.to.role is Role.CITIZEN and not notice.value.is_human:
        return ""
    own = message_id[1:].partition("@")[0]
    return (policy.bounce_address or policy.desk.address).replace("{token}", own)


def as_made(address: str, policy: Policy) -> str:
    """Return an address as the envelope sender that was made by the settings, whatever case it comes back in."""
    before, _, after = (policy.bounce_address or policy.desk.address).partition("{token}")
    low = address.lower()
    if not low.startswith(before.lower()) or not low.endswith(after.lower()):
        return low
    return f"{before}{low[len(before) : len(low) - len(after)]}{after}"


def may_name(message_id: str, number: str | None, notice: Notice, policy: Policy, keys: tokens.Keys) -> bool:
    """Whether an id may stand in this mail: well formed, and without a token of another person or ticket."""
    return is_id(message_id) and all(is_own(one, number, notice, policy, keys) for one in tokens.find(message_id))


def is_own(token: str, number: str | None, notice: Notice, policy: Policy, keys: tokens.Keys) -> bool:
    """Whether a token is the recipient's own, of the mail's ticket: a reply that bears two could not be acted on."""
    persons = {notice.to.role.value: (notice.to.id,)}
    found = tokens.verify(token, keys, persons, policy.desk.ticket_prefix)
    return found is not None and found.number == (number or tokens.DESK)
