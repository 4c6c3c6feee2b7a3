"""What becomes of mail that no person wrote: our own come back, bounces, receipts, vacation replies, lists."""

from mailticket.core.decide import delivery
from mailticket.core.decision import Decision, Facts, Incoming, Present
from mailticket.core.found import Bounce
from mailticket.core.happenings import What
from mailticket.core.mail import Mail
from mailticket.core.notices.letters import Letter
from mailticket.core.notices.notice import Loss
from mailticket.core.people import Role
from mailticket.core.policy import Policy
from mailticket.core.proof import Believed
from mailticket.core.thread import How
from mailticket.core.ticket import Event, Message, Ticket


def is_our_own(mail: Mail, policy: Policy) -> bool:
    """True for a mail that this desk sent: our address with our loop or notice header.

    From any other address these headers do nothing here; the screen sees to it that no loop header is ever answered.
    """
    loops = {value.strip().lower() for value in mail.header_all("X-Loop")}
    own = {f"<{address}>" for address in policy.own_addresses} | policy.own_addresses
    sender = mail.from_[0].address.lower() if mail.from_ else ""
    return sender in policy.own_addresses and (bool(loops & own) or mail.header("X-Mailticket-Notice") is not None)


def dropped(incoming: Incoming, facts: Facts, present: Present) -> Decision:
    """No ticket comes of it; where a token or our Message-ID names one, it is an event there."""
    screening, ticket = incoming.reading.screening, incoming.binding.ticket
    assert screening.rule is not None  # an ordinary mail is not dropped
    why = screening.rule(evidence=screening.why)
    if screening.bounce is not None:
        return _bounced(incoming, ticket, screening.bounce, facts, present)
    if ticket is None:
        return Decision((why,))
    return Decision((why,), ticket=ticket, events=(Event(present.now, What.MACHINE(reason=why), "mailticket"),))


def _bounced(incoming: Incoming, ticket: Ticket | None, bounce: Bounce, facts: Facts, present: Present) -> Decision:
    """A bounce of a mail of ours: noted; a hard bounce of an answer opens the ticket again."""
    screening, sent = incoming.reading.screening, facts.bounced
    if sent is None or not _is_true(incoming, bounce, sent, facts):
        # It changes nothing, and is told where a token or an id of ours says which ticket it means.
        assert screening.rule is not None  # a bounce is known by its rule
        why, is_known = screening.rule(evidence=screening.why), incoming.binding.how in (How.TOKEN, How.ID)
        told = (Event(present.now, What.MACHINE(reason=why), "mailticket"),) if ticket is not None and is_known else ()
        return Decision((why,), ticket=ticket if is_known else None, events=told)
    letter = Letter.of(sent.notice) if sent.notice else None
    kind = What.BOUNCED if bounce.permanent else What.DELAYED
    what = kind(notice=letter or "", status=bounce.status or "-")
    event = Event(present.now, what, "mailticket")
    if ticket is None or letter is None or not bounce.permanent:
        return Decision((what,), ticket=ticket, events=(event,))
    says = incoming.reading.screening.why
    loss = delivery.Lost(
        letter,
        sent.to,
        f"{says} ({bounce.status})" if bounce.status else says,
        sent.text,
        key=sent.id,
        is_answer=letter.loss is Loss.ANSWER,
        blocks=letter.role is Role.CITIZEN and delivery.is_against_address(says, bounce.status),
    )
    return delivery.undelivered(ticket, event, loss, present)


def _is_true(incoming: Incoming, bounce: Bounce, sent: Message, facts: Facts) -> bool:
    """Whether a bounce can be believed: of a sender not known to be false, and about the very person whom we mailed.

    Whoever has seen a mail of ours knows its Message-ID. To the address that was made for one mail alone a server may
    also return it in the name of another, to whom its reader passes his mail on.
    """
    if incoming.clues.proof.verdict is Believed.FAIL:
        return False
    to, named = sent.to.lower(), [address.lower() for address in bounce.recipients]
    return facts.returned or to in named or (not named and to in incoming.reading.mail.text.lower())
