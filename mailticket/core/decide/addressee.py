"""To which address a citizen's mail goes: the one that wrote, for a form of ours the one that it names."""

from mailticket.core.decision import Incoming
from mailticket.core.found import Reading
from mailticket.core.policy import Policy
from mailticket.core.senders import is_unread
from mailticket.core.writer import Via


def registered(reading: Reading, policy: Policy) -> str | None:
    """Return the address that all mail of a new ticket goes to; never one of ours.

    Another address in the text is kept with the matter only: to mail it would let anyone send our mail to anyone.
    """
    writer = reading.writer
    named = writer.address.address if writer.address is not None else reading.identity.email.value
    if writer.via is Via.ITSELF:
        return named
    never = policy.own_addresses | policy.form_addresses
    return None if not named or named.lower() in never or is_unread(named) else named


def unconfirmed_by(reading: Reading, policy: Policy) -> str | None:
    """Return the machine that names the address and that nobody vouches for; None: the address is its writer's own."""
    is_relays = reading.writer.via is Via.RELAY and registered(reading, policy) is not None
    return reading.mail.from_[0].address.lower() if is_relays else None


def of(incoming: Incoming, policy: Policy) -> str:
    """Return the address, in lower case, that automatic mail would go to because of this mail; "" for none."""
    reading, report = incoming.reading, incoming.reading.report
    if not reading.mail.from_:
        return ""
    if report is None:
        return (registered(reading, policy) or "").lower()
    return ((report.inner.sender.address if report.inner is not None else report.identity.email.value) or "").lower()
