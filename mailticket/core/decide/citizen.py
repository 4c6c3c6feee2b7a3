"""What citizens' mails bring about: a new ticket, details completed, a follow-up, a reopening."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from mailticket.core import deadline
from mailticket.core.decide import details, served
from mailticket.core.decide.officer import assign, assigned, followup
from mailticket.core.decision import NUMBER, Decision, Desk, Facts, Incoming
from mailticket.core.found import Action, Reading
from mailticket.core.mail import Notice, Person
from mailticket.core.policy import Policy
from mailticket.core.screen import reads_no_answers
from mailticket.core.ticket import Citizen, Event, Message, Outcome, Status, Ticket


def opened(incoming: Incoming, facts: Facts, desk: Desk) -> Decision:
    """A new matter: a ticket, and one answer at once (or the reason why none)."""
    reading, policy, now = incoming.reading, desk.policy, desk.now
    matter = reading.matter
    if facts.twin is not None:
        return _repeated(incoming, facts.twin, desk)
    says_nothing = not (reading.reply.text or reading.reply.form).strip() and not reading.screening.is_auto_response
    if matter.kind == "lainnya" and not matter.detail and says_nothing:
        # An empty mail is asked for everything, and only what has a kind is asked about.
        matter = replace(matter, kind="pengaduan", kind_why="no text: in doubt a complaint")
    learned = details.learn(reading, _registered(reading, policy), Citizen(), (), facts.earlier)
    category = next((c for c in policy.categories if c.id == matter.category), policy.categories[-1])
    ticket = Ticket(
        subject=reading.mail.subject,
        received_at=incoming.received_at,
        kind=matter.kind,
        category=category.id,
        language=policy.desk.language_for(reading.matter.language),
        citizen=learned.citizen,
        details=learned.details,
        missing=details.missing(learned.citizen, learned.details, matter.detail, matter.kind, policy),
        confidential=category.confidential or matter.confidential or matter.anonymous,
        anonymous=matter.anonymous,
        silent=why_silent(incoming, facts, desk),
        clock_at=incoming.received_at if policy.clock.start == "received" else None,
    )
    message = incoming.as_message("citizen")
    event = Event(now, "received", "citizen", reading.why)
    if ticket.missing:
        return _ask_new(incoming, ticket, message, event, desk)
    return _complete(incoming, replace(ticket, missing=()), (message,), (event,), facts, desk)


def replied(incoming: Incoming, ticket: Ticket, facts: Facts, desk: Desk) -> Decision:
    """A citizen's follow-up: fills what is missing, answers a question, reopens, or is only attached."""
    reading, now = incoming.reading, desk.now
    message = incoming.as_message("citizen")
    event = Event(now, "replied", "citizen", incoming.binding.why)
    if reading.matter.withdrawn and incoming.binding.how == "token":
        return Decision(
            "the citizen takes the report back: the officer is told",
            ticket=ticket,
            message=message,
            files=reading.mail.attachments,
            events=(event,),
            notices=followup(incoming, ticket, "withdrawal", facts, desk),
        )
    if _is_only_thanks(reading) and ticket.status is not Status.AWAITING_DETAILS:
        rating = reading.matter.rating
        why = f"the citizen's rating: {rating}" if rating else "only thanks: attached, nothing changes"
        return Decision(
            why,
            ticket=ticket,
            message=message,
            files=reading.mail.attachments,
            events=(Event(now, "rated" if rating else "thanked", "citizen", why),),
        )
    if ticket.missing:
        return _details_given(incoming, ticket, message, event, facts, desk)
    learned = details.learn(reading, None, ticket.citizen, ticket.details)
    ticket = replace(ticket, citizen=learned.citizen, details=learned.details)
    events = (event, *_corrections(learned, now))
    if ticket.status in (Status.ANSWERED, Status.CLOSED):
        return _reopened(incoming, ticket, message, events, facts, desk)
    what = "reply"
    if ticket.status is Status.AWAITING_CITIZEN:
        ticket = deadline.with_clock(
            replace(ticket.moved(Status.OPEN).resumed(now), question=None, asked=0, asked_at=None, reminders=0),
            desk.policy,
            desk.calendar,
        )
        what = "answer"
    return Decision(
        f"the citizen's {what} is attached",
        ticket=ticket,
        message=message,
        files=reading.mail.attachments,
        events=events,
        notices=followup(incoming, ticket, what, facts, desk),
    )


def why_silent(incoming: Incoming, facts: Facts, desk: Desk) -> str | None:
    """The reason why this mail gets no automatic answer, or None; any doubt is a reason (RFC 3834, section 2)."""
    reading, policy = incoming.reading, desk.policy
    mail, limits, own = reading.mail, policy.limits, policy.own_addresses
    sender = mail.from_[0].address.lower()
    recipients = {address.address.lower() for address in (*mail.to, *mail.cc)}
    resent = " ".join(mail.header_all("Resent-To") + mail.header_all("Resent-Cc")).lower()
    age_hours = (desk.now - incoming.received_at).total_seconds() / 3600
    rules = (
        (incoming.quiet, "imported mail"),
        (incoming.suspected_spam, "spam folder"),
        (reading.screening.action is not Action.ACCEPT, f"{reading.screening.rule}: {reading.screening.why}"),
        (incoming.oversize, "larger than limits.mail_size_bytes_max"),
        (age_hours > limits.answer_age_hours_max, f"older than {limits.answer_age_hours_max} hours"),
        (sender in own, "sent from our own address"),
        # A blind copy or a list brought it here: no one who wrote to us asked for an answer (RFC 5230, section 4.5).
        (not _is_to_us(recipients, resent, policy), "not addressed to the desk"),
        (incoming.clues.proof.verdict == "fail", f"sender not proven: {incoming.clues.proof.why}"),
        (
            facts.automatic_sender_day >= limits.automatic_per_sender_day_max,
            f"over {limits.automatic_per_sender_day_max} automatic mails to this sender in a day",
        ),
        (
            facts.automatic_domain_hour >= limits.automatic_per_domain_hour_max,
            f"over {limits.automatic_per_domain_hour_max} automatic mails to this domain in an hour",
        ),
    )
    return next((why for is_so, why in rules if is_so), None)


def person(ticket: Ticket) -> Person:
    """The citizen as one who is mailed: always at the registered address."""
    return Person("citizen", "citizen", ticket.citizen.name or "", ticket.citizen.email or "")


def _details_given(
    incoming: Incoming, ticket: Ticket, message: Message, event: Event, facts: Facts, desk: Desk
) -> Decision:
    reading, now, policy = incoming.reading, desk.now, desk.policy
    learned = details.learn(reading, _registered(reading, policy), ticket.citizen, ticket.details)
    told = "detail" not in ticket.missing or reading.matter.detail
    missing = details.missing(learned.citizen, learned.details, told, ticket.kind, policy)
    given = tuple(field for field in ticket.missing if field not in missing)
    was_closed = ticket.status is Status.CLOSED
    ticket = replace(
        ticket,
        citizen=learned.citizen,
        details=learned.details,
        missing=missing,
        anonymous=ticket.anonymous or reading.matter.anonymous,
        confidential=ticket.confidential or reading.matter.confidential or reading.matter.anonymous,
    )
    filled = Event(now, "filled", "citizen", ", ".join(given) or "nothing of what was asked")
    events = (event, filled, *_corrections(learned, now))
    if not missing or served.is_served(ticket, policy):
        messages = (*(m for m in facts.messages if m.author == "citizen"), message)
        decision = _complete(incoming, replace(ticket, missing=()), messages, events, facts, desk)
        return replace(decision, why=f"the reply gives {', '.join(given) or 'nothing more'}: {decision.why}")
    if was_closed:
        ticket = replace(
            ticket.moved(Status.AWAITING_DETAILS), outcome=None, closed_at=None, asked=0, asked_at=None, reminders=0
        )
    quiet = ticket.silent or why_silent(incoming, facts, desk)
    if quiet or _is_only_thanks(reading) or ticket.asked >= policy.intake.asks_max or not ticket.citizen.email:
        ticket = deadline.with_clock(ticket, policy, desk.calendar)
        reason = quiet or f"asked {ticket.asked} times already"
        return Decision(
            f"still missing {', '.join(missing)}; not asked again: {reason}",
            ticket=ticket,
            message=message,
            files=reading.mail.attachments,
            events=events,
        )
    return _ask(incoming, ticket, message, events, desk)


def _ask_new(incoming: Incoming, ticket: Ticket, message: Message, event: Event, desk: Desk) -> Decision:
    if ticket.silent is None and ticket.citizen.email:
        return _ask(incoming, ticket, message, (event,), desk)
    why = ticket.silent or "no address to ask at"
    ticket = deadline.with_clock(ticket, desk.policy, desk.calendar)
    return Decision(
        f"new ticket, missing {', '.join(ticket.missing)}; not asked: {why}",
        ticket=ticket,
        message=message,
        files=incoming.reading.mail.attachments,
        events=(event, Event(desk.now, "not_answered", "mailticket", why)),
    )


def _ask(incoming: Incoming, ticket: Ticket, message: Message, events: tuple[Event, ...], desk: Desk) -> Decision:
    first = ticket.asked == 0
    ticket = ticket.paused_for(Status.AWAITING_DETAILS, desk.now, "waiting for details")
    ticket = replace(ticket, details=details.asked_for(ticket.details, ticket.missing))
    ticket = deadline.with_clock(ticket, desk.policy, desk.calendar)
    values = {"missing": ticket.missing, "working_days": deadline.working_days(ticket, desk.policy), "first": first}
    notice = _to_citizen("citizen.details_missing", f"details_missing:{incoming.id}", ticket, values, incoming)
    return Decision(
        f"missing {', '.join(ticket.missing)}: asked",
        ticket=ticket,
        message=message,
        files=incoming.reading.mail.attachments,
        events=(*events, Event(desk.now, "asked", "mailticket", ", ".join(ticket.missing))),
        notices=(notice,),
    )


def _complete(
    incoming: Incoming, ticket: Ticket, messages: Sequence[Message], events: tuple[Event, ...], facts: Facts, desk: Desk
) -> Decision:
    """Everything needed is there: the clock starts, the citizen is told the date, an officer gets it."""
    policy, now = desk.policy, desk.now
    start = ticket.clock_at or incoming.received_at
    again = ticket.status is Status.CLOSED
    ticket = ticket.reopened(incoming.received_at) if again else replace(ticket.completed(now), clock_at=start)
    ticket = replace(ticket, missing=(), officer=ticket.officer or assign(ticket, facts.loads, policy))
    ticket = deadline.with_clock(ticket, policy, desk.calendar)
    notices: tuple[Notice, ...] = ()
    quiet = ticket.silent or (why_silent(incoming, facts, desk) if ticket.number else None)
    if quiet is None and ticket.citizen.email:
        number = ticket.number or NUMBER
        values = {"working_days": deadline.working_days(ticket, policy)}
        notices = (_to_citizen("citizen.acknowledged", f"acknowledged:{number}", ticket, values, incoming),)
        events = (*events, Event(now, "opened", "mailticket", f"complete; due on {ticket.due_on}"))
        why = "complete: acknowledged"
    else:
        reason = quiet or "no address to answer to"
        events = (
            *events,
            Event(now, "opened", "mailticket", f"due on {ticket.due_on}"),
            Event(now, "not_answered", "mailticket", reason),
        )
        why = f"complete; not acknowledged: {reason}"
    notices += assigned(incoming, ticket, messages, "completed" if len(messages) > 1 else "new", facts, desk)
    return Decision(
        why,
        ticket=ticket,
        message=messages[-1],
        files=incoming.reading.mail.attachments,
        events=events,
        notices=notices,
    )


def _reopened(
    incoming: Incoming, ticket: Ticket, message: Message, events: tuple[Event, ...], facts: Facts, desk: Desk
) -> Decision:
    ticket = ticket.reopened(incoming.received_at)
    ticket = replace(ticket, officer=ticket.officer or assign(ticket, facts.loads, desk.policy))
    ticket = deadline.with_clock(ticket, desk.policy, desk.calendar)
    why = f"a reply after the end: open again, due on {ticket.due_on}"
    return Decision(
        why,
        ticket=ticket,
        message=message,
        files=incoming.reading.mail.attachments,
        events=(*events, Event(desk.now, "reopened", "citizen", why)),
        notices=followup(incoming, ticket, "reopened", facts, desk),
    )


def _repeated(incoming: Incoming, ticket: Ticket, desk: Desk) -> Decision:
    """The same complaint again, sent twice or to two addresses: one ticket, and no second answer."""
    why = f"the same words already stand in {ticket.number}: attached to it"
    return Decision(
        why,
        ticket=ticket,
        message=incoming.as_message("citizen"),
        files=incoming.reading.mail.attachments,
        events=(Event(desk.now, "repeated", "citizen", why),),
    )


def _corrections(learned: details.Learned, now: datetime) -> tuple[Event, ...]:
    if not learned.corrected:
        return ()
    return (Event(now, "corrected", "citizen", f"{', '.join(learned.corrected)}: the citizen states another one"),)


def _to_citizen(name: str, key: str, ticket: Ticket, values: Mapping[str, object], incoming: Incoming) -> Notice:
    mail = incoming.reading.mail
    references = (*mail.references, mail.message_id) if mail.message_id else mail.references
    return Notice(
        name, key, person(ticket), values, ticket.language, in_reply_to=mail.message_id, references=references
    )


def _is_only_thanks(reading: Reading) -> bool:
    return reading.matter.thanks or reading.matter.rating is not None


def _is_to_us(recipients: set[str], resent: str, policy: Policy) -> bool:
    if any(own in resent for own in policy.own_addresses):
        return True
    if recipients & policy.own_addresses:
        return True
    plain = {f"{local.split('+', 1)[0]}@{domain}" for local, _, domain in (r.partition("@") for r in recipients)}
    return bool(plain & policy.own_addresses)


def _registered(reading: Reading, policy: Policy) -> str | None:
    """The address that all mail goes to: the sender's; for a web form the one typed into the form.

    Another address in the text is kept with the matter only: to mail it would let anyone send our mail to anyone.
    """
    sender = reading.mail.from_[0].address
    forms = {form.from_.lower() for form in policy.intake.web_forms}
    if sender.lower() in forms or reads_no_answers(sender):
        return reading.identity.email.value
    return sender


def closed_for_silence(ticket: Ticket, desk: Desk) -> Ticket:
    """No answer to our question: closed for now; a reply reopens it."""
    return deadline.with_clock(ticket.closed(Outcome.NO_RESPONSE, desk.now), desk.policy, desk.calendar)
