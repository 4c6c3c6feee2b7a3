"""To which address a citizen's mail goes: the one that really wrote, for a web form the one typed into it."""

from mailticket.core.decision import Incoming
from mailticket.core.found import Reading
from mailticket.core.policy import Policy
from mailticket.core.senders import reads_no_answers


def registered(reading: Reading, policy: Policy) -> str | None:
    """Return the address that all mail of a new ticket goes to.

    Another address in the text is kept with the matter only: to mail it would let anyone send our mail to anyone.
    """
    sender = reading.mail.from_[0].address
    forms = {form.from_.lower() for form in policy.intake.web_forms}
    if sender.lower() in forms or reads_no_answers(sender):
        return reading.identity.email.value
    return sender


def of(incoming: Incoming, policy: Policy) -> str:
    """Return the address, in lower case, that automatic mail would go to because of this mail; "" for none."""
    reading, report = incoming.reading, incoming.reading.report
    if not reading.mail.from_:
        return ""
    if report is None:
        return (registered(reading, policy) or "").lower()
    return ((report.inner.sender.address if report.inner is not None else report.identity.email.value) or "").lower()
