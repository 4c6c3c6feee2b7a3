"""The one way in which a ticket is opened, asked about, completed and reopened, whichever way its matter came.

A report comes by mail, through a web form, by an import, filed by an officer (`#daftar`), forwarded by one, or released
after it was held. What differs is said by the caller: who wrote, which mail a letter refers to, to whom it is given.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailticket.core import deadline
from mailticket.core.citizen import Citizen, Identity
from mailticket.core.decide import details, letters, staff
from mailticket.core.decide.letters import Origin
from mailticket.core.decide.silence import WINDOWS, why_silent, why_silent_to
from mailticket.core.decision import Decision, Facts, Incoming, Present
from mailticket.core.found import Matter, Report
from mailticket.core.happenings import Happening, Silence, What
from mailticket.core.notices.letters import DetailsMissing
from mailticket.core.notices.notice import Handing, Notice
from mailticket.core.people import CITIZEN
from mailticket.core.policy import Anonymous, ClockStart
from mailticket.core.thread import without_numbers
from mailticket.core.ticket import Event, Message, Status, Ticket, Unasked

BY_MAIL = "email"


@dataclass(frozen=True)
class Begun:
    """What an opening brings about; the caller makes its decision of it."""

    ticket: Ticket
    why: Happening
    events: tuple[Event, ...]
    notices: tuple[Notice, ...] = ()
    message: Message | None = None  # of a filed report: the citizen's words


def by_mail(
    incoming: Incoming, email: str | None, matter: Matter, facts: Facts, present: Present, follows: str | None = None
) -> Begun:
    """Open a ticket for what a citizen wrote to the desk; `email` is the address that all mail goes to.

    `follows`: the ticket in whose thread it was written.
    """
    reading = incoming.reading
    why = why_silent(incoming, facts, present)
    subject = without_numbers(reading.mail.subject, present.policy)
    ticket = _new(incoming, subject, reading.identity, matter, email, why, facts.earlier, present)
    ticket = replace(ticket, follows=follows)
    told = (incoming.as_message(CITIZEN),)
    return _begun(ticket, told, Origin.of(incoming), Handing.NEW, matter, facts, present, _for_now(why))


def filed(incoming: Incoming, report: Report, facts: Facts, present: Present) -> Begun:
    """Open a ticket for a citizen who did not write: an officer filed or forwarded the report.

    Mail goes to the address that really wrote a forwarded mail; another one in its text would let anybody aim ours.
    """
    inner = report.inner
    identity = report.identity
    email = inner.sender.address if inner is not None else identity.email.value
    subject = f"{report.title} ({report.channel_number})" if report.channel_number else report.title
    why = why_silent_to(email, incoming, facts, present)
    ticket = _new(incoming, subject, identity, report.matter, email, why, None, present)
    # The officer has asked already: what the citizen has not, or does not tell, is not asked once more.
    states = details.asked_for(ticket.details, identity.refused)
    missing = details.missing(ticket.citizen, states, report.matter.detail, ticket.kind, present.policy)
    ticket = replace(ticket, channel=report.channel, details=states, missing=missing)
    message = replace(
        incoming.as_message(CITIZEN),
        from_=email or "",
        subject=subject,
        text=report.body,
        full_text=report.body,
        cuts=None,
        message_id=inner.message_id if inner is not None else None,
    )
    files, words = incoming.reading.mail.attachments, report.matter.category_words
    origin = Origin(incoming.id, files=files, words=words, vouched=True)
    begun = _begun(ticket, (message,), origin, Handing.FILED, report.matter, facts, present, _for_now(why))
    return replace(begun, message=message)


def asked(ticket: Ticket, origin: Origin, present: Present) -> Begun:
    """Ask the citizen for what is missing, and for nothing else; the clock stands meanwhile."""
    first = ticket.asked == 0
    ticket = ticket.paused_for(Status.AWAITING_DETAILS, present.now, "waiting for details")
    ticket = replace(ticket, details=details.asked_for(ticket.details, ticket.missing))
    ticket = _clocked(ticket, present)
    value = DetailsMissing(ticket.missing, deadline.working_days(ticket, present.policy), first)
    what = What.ASKED(missing=ticket.missing)
    notices = letters.to_citizen(value, ("details_missing", origin.key), ticket, origin)
    return Begun(ticket, what, (Event(present.now, what, "mailticket"),), notices)


def put_off(ticket: Ticket, why: Happening, present: Present) -> Begun:
    """A limit stands against the question: it is put once the hour or day is over that the limit speaks of."""
    since = ticket.unasked.since if ticket.unasked is not None else present.now
    later = Unasked(why, since, present.now + WINDOWS[why.kind])
    ticket = _clocked(replace(ticket.moved(Status.AWAITING_DETAILS), unasked=later), present)
    what = What.ASKED_LATER(missing=ticket.missing, reason=why)
    return Begun(ticket, what, (Event(present.now, what, "mailticket"),))


def unasked(
    ticket: Ticket, messages: Sequence[Message], origin: Origin, why: Happening, facts: Facts, present: Present
) -> Begun:
    """Something is missing, and the citizen is not asked for it: an officer gets the ticket with the reason."""
    ticket = _given(ticket.moved(Status.AWAITING_DETAILS), facts.loads, present)
    ticket = _clocked(replace(ticket, unasked=Unasked(why, present.now)), present)
    told = tuple(person.id for person in staff.responsible(ticket, present.policy))
    what = What.UNASKED(missing=ticket.missing, reason=why, told=told)
    notices = letters.assigned(origin, ticket, messages, Handing.UNASKED, facts, present)
    not_answered = Event(present.now, What.NOT_ANSWERED(reason=why), "mailticket")
    return Begun(ticket, what, (Event(present.now, what, "mailticket"), not_answered), notices)


def completed(
    ticket: Ticket,
    since: datetime,
    messages: Sequence[Message],
    origin: Origin,
    handing: Handing,
    facts: Facts,
    present: Present,
    quiet: Happening | None = None,
) -> Begun:
    """Everything needed is there, or will not come: the clock starts, the citizen is told the date, an officer gets it.

    `quiet`: why the citizen is not told now although the ticket may be answered.
    """
    without = ticket.missing
    if ticket.status is Status.CLOSED:
        ticket = _clocked(_given(replace(ticket.reopened(since), missing=()), facts.loads, present), present)
    else:
        ticket = started(ticket, since, facts.loads, present)
    silent = ticket.silent or quiet or (None if ticket.citizen.email else Silence.NO_ADDRESS())
    notices = letters.acknowledged(ticket, present, origin) if silent is None else ()
    notices += letters.assigned(origin, ticket, messages, handing, facts, present)
    # What is missing and was never asked for says why; of a citizen who is not named the asking was tried.
    reason = {"reason": Silence.ANONYMOUS()} if without and ticket.anonymous else {}
    what = What.OPENED(due_on=ticket.due_on or "", without=without, **reason)
    events = [Event(present.now, what, "mailticket")]
    if silent is not None:
        events.append(Event(present.now, What.NOT_ANSWERED(reason=silent), "mailticket"))
    return Begun(ticket, what, tuple(events), notices)


def reopened(ticket: Ticket, since: datetime, facts: Facts, present: Present) -> tuple[Ticket, Event]:
    """Open an ended ticket again because its citizen wrote; the days count from that mail."""
    ticket = _clocked(_given(ticket.reopened(since), facts.loads, present), present)
    return ticket, Event(present.now, What.REOPENED(due_on=ticket.due_on or ""), "citizen")


def started(ticket: Ticket, since: datetime, loads: Mapping[str, int], present: Present) -> Ticket:
    """Return the ticket as complete since a time, with an officer; its clock counts from then, if it does not yet."""
    ticket = replace(ticket.completed(since), clock_at=ticket.clock_at or since)
    return _clocked(_given(ticket, loads, present), present)


def is_served(ticket: Ticket, present: Present) -> bool:
    """Whether a ticket goes on without what is missing: the matter is told, and the citizen was asked once.

    A citizen who wishes not to be named is asked once, and without an answer served as far as it goes.
    """
    return (
        ticket.anonymous
        and ticket.asked >= 1
        and present.policy.intake.anonymous is Anonymous.SERVE
        and "detail" not in ticket.missing
    )


def is_due(ticket: Ticket, present: Present) -> bool:
    """Whether the one question has had its time: what would be a reminder is the beginning of the work."""
    if ticket.status is not Status.AWAITING_DETAILS or not is_served(ticket, present):
        return False
    dues = deadline.dues(ticket, present.policy, present.calendar, present.now)
    return any(due.kind in (deadline.DueKind.REMINDER, deadline.DueKind.CLOSE_NO_RESPONSE) for due in dues)


def serve(ticket: Ticket, messages: Sequence[Message], loads: Mapping[str, int], present: Present) -> Decision:
    """Open the ticket of a citizen who is not named with what there is."""
    citizens = tuple(message for message in messages if message.is_citizens)
    begun = completed(ticket, present.now, citizens, Origin("served"), Handing.NEW, Facts(loads=loads), present)
    return Decision((begun.why,), ticket=begun.ticket, events=begun.events, notices=begun.notices)


def _new(
    incoming: Incoming,
    subject: str,
    identity: Identity,
    matter: Matter,
    email: str | None,
    silent: Happening | None,
    earlier: Citizen | None,
    present: Present,
) -> Ticket:
    policy = present.policy
    take_from = policy.reader.take_from
    learned = details.learn(identity, email, Citizen(), (), earlier, take_from=take_from)
    states = details.with_matter(learned.details, matter, take_from, is_new=True)
    states = details.with_kind(states, matter, take_from)
    category = next((c for c in policy.categories if c.id == matter.category), policy.categories[-1])
    return Ticket(
        subject=subject,
        received_at=incoming.received_at,
        kind=matter.kind,
        category=category.id,
        language=policy.desk.language_for(matter.language),
        citizen=learned.citizen,
        details=states,
        missing=details.missing(learned.citizen, states, matter.detail, matter.kind, policy),
        confidential=category.confidential or matter.confidential or matter.anonymous,
        anonymous=matter.anonymous,
        silent=None if _for_now(silent) is not None else silent,
        clock_at=incoming.received_at if policy.clock.start is ClockStart.RECEIVED else None,
    )


def _begun(
    ticket: Ticket,
    messages: Sequence[Message],
    origin: Origin,
    handing: Handing,
    matter: Matter,
    facts: Facts,
    present: Present,
    quiet: Happening | None,
) -> Begun:
    """Ask for what is missing where it can be asked, now or later; else begin, or let an officer see to it."""
    received = What.RECEIVED(
        kind=matter.kind, because=matter.kind_why, category=matter.category, missing=ticket.missing
    )
    event = Event(present.now, received, "citizen")
    can_ask = ticket.silent is None and bool(ticket.citizen.email)
    if ticket.missing and can_ask:
        begun = asked(ticket, origin, present) if quiet is None else put_off(ticket, quiet, present)
    elif ticket.missing and ticket.channel == BY_MAIL and handing is not Handing.FILED:
        begun = unasked(ticket, messages, origin, ticket.silent or Silence.NO_ADDRESS(), facts, present)
    else:
        begun = completed(ticket, messages[-1].at, messages, origin, handing, facts, present, quiet)
    return replace(begun, events=(event, *begun.events))


def _for_now(why: Happening | None) -> Happening | None:
    """The reason, where it is a limit of the hour or the day: it silences the moment, and not the ticket."""
    return why if why is not None and why.kind in WINDOWS else None


def _given(ticket: Ticket, loads: Mapping[str, int], present: Present) -> Ticket:
    if staff.is_officer(ticket.officer, present.policy):
        return ticket
    return replace(ticket, officer=staff.assign(ticket, loads, present.policy))


def _clocked(ticket: Ticket, present: Present) -> Ticket:
    return deadline.with_clock(ticket, present.policy, present.calendar)
