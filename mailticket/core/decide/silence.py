"""Why a mail gets no automatic answer: an ordered table; any doubt is a reason (RFC 3834, section 2)."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from mailticket.core.decide import addressee
from mailticket.core.decision import Facts, Incoming, Present
from mailticket.core.found import Action
from mailticket.core.happenings import Family, Happening, Screened, Silence
from mailticket.core.policy import Policy
from mailticket.core.proof import Believed
from mailticket.core.senders import reads_no_answers

Rule = tuple[bool, Happening]
OF_RELAYS = frozenset({Screened.NO_REPLY_SENDER, Screened.MACHINE_SENDER})  # what any relay's address says

# What speaks of an hour or a day, and not of the mail or its writer: after so long the answer is tried again.
WINDOWS: Mapping[Family, timedelta] = {
    Silence.SENDER_LIMIT: timedelta(days=1),
    Silence.DOMAIN_LIMIT: timedelta(hours=1),
}


def why_silent(incoming: Incoming, facts: Facts, present: Present) -> Happening | None:
    """Return the reason why the writer of this mail gets no automatic answer, or None."""
    rules = (*_of_its_way(incoming, present), *_of_the_mail(incoming, present.policy), *_of_limits(facts, present))
    relay = addressee.unconfirmed_by(incoming.reading, present.policy)
    if relay is None:
        return next((why for is_so, why in rules if is_so), None)
    also = next((why for is_so, why in rules if is_so and why.kind not in OF_RELAYS), None)
    return Silence.UNCONFIRMED(sender=relay, **({"reason": also} if also is not None else {}))


def why_silent_to(address: str | None, incoming: Incoming, facts: Facts, present: Present) -> Happening | None:
    """Return the reason why a citizen gets no automatic answer for whom an officer filed a report, or None.

    The mail is the officer's and proven: nothing of it speaks of the citizen but the address.
    """
    rules = (
        *_of_its_way(incoming, present),
        ((address or "").lower() in present.policy.own_addresses, Silence.OWN_ADDRESS()),
        (reads_no_answers(address or ""), Screened.NO_REPLY_SENDER(evidence=address or "")),
        *_of_limits(facts, present),
    )
    return next((why for is_so, why in rules if is_so), None)


def why_not_now(facts: Facts, present: Present) -> Happening | None:
    """Return the limit that what was put off still meets, or None: it can be said now."""
    return next((why for is_so, why in _of_limits(facts, present) if is_so), None)


def _of_its_way(incoming: Incoming, present: Present) -> Iterator[Rule]:
    hours, age = present.policy.limits.answer_age_hours_max, present.now - incoming.received_at
    yield incoming.quiet, Silence.IMPORTED()
    yield incoming.suspected_spam, Silence.SPAM_FOLDER()
    yield age.total_seconds() / 3600 > hours, Silence.TOO_OLD(hours=hours)


def _of_the_mail(incoming: Incoming, policy: Policy) -> Iterator[Rule]:
    screening = incoming.reading.screening
    if screening.action is not Action.ACCEPT and screening.rule is not None:
        yield True, screening.rule(evidence=screening.why)
    yield incoming.oversize, Silence.OVERSIZE()
    yield addressee.registered(incoming.reading, policy) is None, Silence.NO_ADDRESS()
    # A blind copy or a list brought it here: no one who wrote to us asked for an answer (RFC 5230, section 4.5).
    yield not _is_to_us(incoming, policy), Silence.NOT_TO_US()
    yield incoming.clues.proof.verdict is Believed.FAIL, Silence.NOT_PROVEN(evidence=incoming.clues.proof.why)


def _of_limits(facts: Facts, present: Present) -> Iterator[Rule]:
    limits = present.policy.limits
    by_sender, by_domain = limits.automatic_per_sender_day_max, limits.automatic_per_domain_hour_max
    yield facts.automatic_sender_day >= by_sender, Silence.SENDER_LIMIT(count=by_sender)
    yield facts.automatic_domain_hour >= by_domain, Silence.DOMAIN_LIMIT(count=by_domain)


def is_addressed(incoming: Incoming, policy: Policy) -> bool:
    """Whether the desk stands in To or Cc, by itself or as a list of ours."""
    mail = incoming.reading.mail
    recipients = {address.address.lower() for address in (*mail.to, *mail.cc)}
    own = policy.own_addresses | {name.lower() for name in policy.lists}
    plain = {f"{local.split('+', 1)[0]}@{domain}" for local, _, domain in (r.partition("@") for r in recipients)}
    return bool((recipients | plain) & own)


def _is_to_us(incoming: Incoming, policy: Policy) -> bool:
    mail = incoming.reading.mail
    if incoming.reading.alone is not None:
        return True  # through a list of ours
    resent = " ".join(mail.header_all("Resent-To") + mail.header_all("Resent-Cc")).lower()
    return any(own in resent for own in policy.own_addresses) or is_addressed(incoming, policy)
