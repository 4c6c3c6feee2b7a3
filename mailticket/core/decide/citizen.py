"""What citizens' mails bring about: a new ticket, details completed, a follow-up, a reopening."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from mailticket.core import deadline
from mailticket.core.citizen import FieldName
from mailticket.core.decide import addressee, confirming, details, letters, merging, opening, whose
from mailticket.core.decide.letters import Origin
from mailticket.core.decide.silence import WINDOWS, why_silent
from mailticket.core.decision import Beside, Decision, Facts, Incoming, Present
from mailticket.core.found import Reading
from mailticket.core.happenings import Happening, Silence, What
from mailticket.core.mail import is_news
from mailticket.core.notices.notice import Handing, News, Notice
from mailticket.core.people import CITIZEN
from mailticket.core.policy import Kind
from mailticket.core.thread import How
from mailticket.core.ticket import RUNNING, STOPPED, Event, Message, Status, Ticket


def opened(incoming: Incoming, facts: Facts, present: Present, follows: str | None = None) -> Decision:
    """A new matter: a ticket, and one answer at once (or the reason why none)."""
    reading = incoming.reading
    matter = reading.matter
    if facts.twin is not None:
        return _repeated(incoming, facts.twin, facts, present)
    says_nothing = not (reading.reply.text or reading.reply.form).strip() and not reading.screening.is_auto_response
    if matter.kind is Kind.LAINNYA and not matter.detail and says_nothing:
        # An empty mail is asked for everything, and only what has a kind is asked about.
        matter = replace(matter, kind=Kind.PENGADUAN, kind_why="no text: in doubt a complaint")
    email = addressee.registered(reading, present.policy)
    begun = opening.by_mail(incoming, email, matter, facts, present, follows)
    return _decided(
        incoming, replace(begun, notices=(*begun.notices, *confirming.question(incoming, begun.ticket, facts, present)))
    )


def split(incoming: Incoming, old: Ticket | None, why: Happening, facts: Facts, present: Present) -> Decision:
    """A matter of its own that was written in another ticket's thread: linked, and no mail of it names the old one."""
    if facts.twin is not None:
        return _repeated(incoming, facts.twin, replace(facts, messages=()), present)
    number = old.number if old is not None else None
    decision = opened(incoming.apart(), replace(facts, messages=()), present, number)
    if number is None:
        return decision
    linked = Event(present.now, What.LINKED(number=number, reason=why), "mailticket")
    return replace(decision, why=(*decision.why, linked.what), events=(*decision.events, linked))


def answered_after_all(incoming: Incoming, ticket: Ticket, facts: Facts, present: Present) -> Decision | None:
    """The same mail by a way that leaves no doubt of its writer, as a list had left: what was not answered is now."""
    if ticket.status in STOPPED or whose.is_another(incoming, ticket) or why_silent(incoming, facts, present):
        return None
    ticket, origin = replace(ticket, silent=None), Origin.of(incoming)
    event = _event(What.REPEATED(number=ticket.number or ""), present)
    if ticket.status is Status.AWAITING_DETAILS:
        begun = opening.asked(ticket, origin, present)
        return Decision((begun.why,), ticket=begun.ticket, events=(event, *begun.events), notices=begun.notices)
    return Decision(
        (event.what,), ticket=ticket, events=(event,), notices=letters.acknowledged(ticket, present, origin)
    )


def carried_on(incoming: Incoming, merged: Ticket, ticket: Ticket, facts: Facts, present: Present) -> Decision:
    """What is written in a merged ticket goes to the one in which the matter goes on; the merged one stays closed."""
    passed = Beside(merged, (_event(What.PASSED_ON(number=ticket.number or ""), present),))
    came = _event(What.CAME_BY(number=merged.number or ""), present)
    facts = replace(facts, messages=facts.onward)
    is_anothers = merging.is_anothers(merged, ticket)
    decision = (_added if is_anothers else replied)(incoming, ticket, facts, present)
    return replace(decision, events=(*decision.events, came), beside=(*decision.beside, passed))


def replied(incoming: Incoming, ticket: Ticket, facts: Facts, present: Present) -> Decision:
    """A citizen's follow-up; whose address was named by a machine says by it whether the report is theirs."""
    said = confirming.said(incoming, ticket, present)
    if said is None:
        return _replied(incoming, ticket, facts, present)
    decision = _replied(incoming, said.ticket, facts, present)
    notices, after = decision.notices, decision.ticket
    assert after is not None  # a reply never loses its ticket
    if said.is_owner and after.status in RUNNING:
        notices += letters.acknowledged(after, present, Origin.of(incoming))
    if not said.is_owner and not notices:
        notices = letters.followup(incoming, after, News.REPLY, facts, present)
    return replace(
        decision, why=(said.event.what, *decision.why), events=(said.event, *decision.events), notices=notices
    )


def _replied(incoming: Incoming, ticket: Ticket, facts: Facts, present: Present) -> Decision:
    """A citizen's follow-up: fills what is missing, answers a question, reopens, or is only attached."""
    reading = incoming.reading
    event = _event(What.REPLIED(how=incoming.binding.how), present)
    if reading.matter.withdrawn and incoming.binding.how is How.TOKEN:
        notices = letters.followup(incoming, ticket, News.WITHDRAWAL, facts, present)
        return _attached(incoming, ticket, (event, _event(What.WITHDRAWN(), present)), notices)
    if reading.matter.reaction:
        return _attached(incoming, ticket, (_event(What.THANKED(), present),))
    if _is_only_thanks(reading, ticket):
        rating = reading.matter.rating
        return _attached(incoming, ticket, (_event(What.RATED(rating=rating) if rating else What.THANKED(), present),))
    if is_incomplete(ticket):
        return _details_given(incoming, ticket, event, facts, present)
    learned = _learned(incoming, ticket, None, present)
    ticket = replace(ticket, citizen=learned.citizen, details=learned.details)
    heard = HEARD[ticket.status](incoming, ticket, facts, present)
    return _told_of(incoming, heard, (event, *_corrections(learned, present)), facts, present)


def is_incomplete(ticket: Ticket) -> bool:
    """Whether a ticket still waits to become complete: what nobody has begun to work on.

    One on which an officer has asked or answered is in an officer's hands, whatever the citizen has not told.
    """
    if ticket.status is Status.CLOSED:
        return bool(ticket.missing) and ticket.complete_at is None and ticket.answered_at is None
    return ticket.status is Status.AWAITING_DETAILS


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a citizen's reply makes of a ticket, and what its officer is told."""

    ticket: Ticket
    news: News
    events: tuple[Event, ...] = ()


def _noted(incoming: Incoming, ticket: Ticket, facts: Facts, present: Present) -> _Heard:
    """The ticket stays where it is."""
    return _Heard(ticket, News.REPLY)


def _reopened(incoming: Incoming, ticket: Ticket, facts: Facts, present: Present) -> _Heard:
    ticket, again = opening.reopened(ticket, incoming.received_at, facts, present)
    return _Heard(ticket, News.REOPENED, (again,))


def _question_answered(incoming: Incoming, ticket: Ticket, facts: Facts, present: Present) -> _Heard:
    """The clock goes on from when the answer came; where an officer asked before it had begun, it begins."""
    ticket = replace(ticket, question=None, asked=0, asked_at=None, reminders=0)
    if ticket.clock_at is None:
        return _Heard(opening.started(ticket, incoming.received_at, facts.loads, present), News.ANSWER)
    ticket = ticket.moved(Status.OPEN).resumed(incoming.received_at)
    return _Heard(deadline.with_clock(ticket, present.policy, present.calendar), News.ANSWER)


# What follows when a citizen writes, by where the ticket stands; what is incomplete takes the details instead.
HEARD: Mapping[Status, Callable[[Incoming, Ticket, Facts, Present], _Heard]] = {
    Status.AWAITING_DETAILS: _noted,
    Status.OPEN: _noted,
    Status.AWAITING_CITIZEN: _question_answered,
    Status.WITH_UNIT: _noted,
    Status.UNIT_ANSWERED: _noted,
    Status.ANSWERED: _reopened,
    Status.CLOSED: _reopened,
}


def _details_given(incoming: Incoming, ticket: Ticket, event: Event, facts: Facts, present: Present) -> Decision:
    reading, policy = incoming.reading, present.policy
    learned = _learned(incoming, ticket, addressee.registered(reading, policy), present)
    has_detail = "detail" not in ticket.missing or reading.matter.detail
    missing = details.missing(learned.citizen, learned.details, has_detail, ticket.kind, policy)
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
    events = (event, _event(What.FILLED(given=given), present), *_corrections(learned, present))
    quiet = why_silent(incoming, facts, present)
    if not missing or opening.is_served(ticket, present):
        messages = (*(m for m in facts.messages if m.is_citizens), incoming.as_message(CITIZEN))
        return _decided(incoming, _completed(incoming, ticket, messages, quiet, facts, present), events)
    if was_closed:
        ticket = replace(
            ticket.moved(Status.AWAITING_DETAILS), outcome=None, closed_at=None, asked=0, asked_at=None, reminders=0
        )
    origin = Origin.of(incoming)
    why = ticket.silent or quiet or _why_not_asked(ticket, reading, policy.intake.asks_max)
    if why is None:
        return _decided(incoming, opening.asked(ticket, origin, present), events)
    if why.kind in WINDOWS:
        return _decided(incoming, opening.put_off(ticket, why, present), events)
    not_asked = Event(present.now, What.NOT_ASKED_AGAIN(missing=missing, reason=why), "mailticket")
    has_officer = ticket.unasked is not None and ticket.unasked.ask_at is None
    if has_officer or (ticket.asked_at is not None and why.kind is not Silence.ASKED_OFTEN):
        # It is in somebody's hands, or the question that was put before still stands with its reminders.
        told = letters.followup(incoming, ticket, News.REPLY, facts, present) if has_officer else ()
        ticket = deadline.with_clock(ticket, policy, present.calendar)
        return _attached(incoming, ticket, (*events, not_asked), told)
    messages = (*(m for m in facts.messages if m.is_citizens), incoming.as_message(CITIZEN))
    return _decided(incoming, opening.unasked(ticket, messages, origin, why, facts, present), (*events, not_asked))


def _learned(incoming: Incoming, ticket: Ticket, email: str | None, present: Present) -> details.Learned:
    """What a mail says of the citizen: by the citizen; another address only adds, and nothing of another person."""
    reading, take_from = incoming.reading, present.policy.reader.take_from
    is_new = FieldName.DETAIL in ticket.missing
    states = details.with_matter(ticket.details, reading.matter, take_from, is_new=is_new)
    if not whose.is_another(incoming, ticket):
        return details.learn(reading.identity, email, ticket.citizen, states, take_from=take_from)
    if whose.names_another(reading, ticket):
        return details.Learned(ticket.citizen, states, (), ())
    # Without an address of its own a ticket gets the one whose mail a person of the staff let go to it.
    known = email if incoming.binding.how is How.RELEASED else None
    return details.learn(reading.identity, known, ticket.citizen, states, take_from=take_from, by_another=True)


def _added(incoming: Incoming, ticket: Ticket, facts: Facts, present: Present) -> Decision:
    """The word of another citizen whose report was merged: it is told, and speaks for nobody but its writer."""
    if incoming.reading.matter.reaction or _is_thanks(incoming.reading):
        return _attached(incoming, ticket, (_event(What.THANKED(), present),))
    heard = (_reopened if ticket.status in STOPPED else _noted)(incoming, ticket, facts, present)
    return _told_of(incoming, heard, (_event(What.REPLIED(how=incoming.binding.how), present),), facts, present)


def _completed(
    incoming: Incoming,
    ticket: Ticket,
    messages: Sequence[Message],
    quiet: Happening | None,
    facts: Facts,
    present: Present,
) -> opening.Begun:
    handing = Handing.COMPLETED if len(messages) > 1 else Handing.NEW
    since, origin = incoming.received_at, Origin.of(incoming)
    return opening.completed(ticket, since, messages, origin, handing, facts, present, quiet)


def _why_not_asked(ticket: Ticket, reading: Reading, asks_max: int) -> Happening | None:
    rules = (
        (_is_thanks(reading), Silence.ONLY_THANKS()),
        (ticket.asked >= asks_max, Silence.ASKED_OFTEN(count=ticket.asked)),
        (not ticket.citizen.email, Silence.NO_ADDRESS()),
    )
    return next((why for is_so, why in rules if is_so), None)


def _repeated(incoming: Incoming, ticket: Ticket, facts: Facts, present: Present) -> Decision:
    """The same complaint again, sent twice or to two addresses: one ticket, and no second answer.

    A file that was not there before is news; what is not complete yet is handed over with all its files once it is.
    """
    event = _event(What.REPEATED(number=ticket.number or ""), present)
    known = {file.sha256 for message in facts.messages for file in message.attachments}
    files = (file for file in incoming.reading.mail.attachments if is_news(file))
    if is_incomplete(ticket) or all(file.sha256 in known for file in files):
        return _attached(incoming, ticket, (event,))
    heard = HEARD[ticket.status](incoming, ticket, facts, present)
    return _told_of(incoming, heard, (event,), facts, present)


def _told_of(incoming: Incoming, heard: _Heard, events: tuple[Event, ...], facts: Facts, present: Present) -> Decision:
    """Attach a mail, and tell the ticket's officer of it."""
    notices = letters.followup(incoming, heard.ticket, heard.news, facts, present)
    return _attached(incoming, heard.ticket, (*events, *heard.events), notices)


def _decided(incoming: Incoming, begun: opening.Begun, events: tuple[Event, ...] = ()) -> Decision:
    return _attached(incoming, begun.ticket, (*events, *begun.events), begun.notices)


def _attached(
    incoming: Incoming, ticket: Ticket, events: tuple[Event, ...], notices: tuple[Notice, ...] = ()
) -> Decision:
    return Decision(
        tuple(event.what for event in events),
        ticket=ticket,
        message=incoming.as_message(CITIZEN),
        files=incoming.reading.mail.attachments,
        events=events,
        notices=notices,
    )


def _event(what: Happening, present: Present) -> Event:
    return Event(present.now, what, "citizen")


def _corrections(learned: details.Learned, present: Present) -> tuple[Event, ...]:
    return (_event(What.CORRECTED(details=learned.corrected), present),) if learned.corrected else ()


def _is_only_thanks(reading: Reading, ticket: Ticket) -> bool:
    """Whether a mail says nothing that anybody waits for; to a question of ours "Sudah, terima kasih." is an answer.

    To a request for details even plain thanks are looked at: what is missing was perhaps given before.
    """
    if ticket.status is Status.AWAITING_CITIZEN:
        return reading.matter.thanks and not reading.matter.replies
    return _is_thanks(reading) and not is_incomplete(ticket)


def _is_thanks(reading: Reading) -> bool:
    return reading.matter.thanks or reading.matter.rating is not None
