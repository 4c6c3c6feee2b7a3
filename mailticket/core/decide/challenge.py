"""The answer to "did you send this?": a yes from the registered mailbox lets one held mail go on, once and for a time.

A challenge goes to the registered address and nowhere else, so whoever can answer it reads that mailbox. It stands for
the mail server's verdict or for our doubts of a text; the held mail still needs its own token and its own address. A no
is final. Whatever else is written in reply to a question is no answer to the citizen: it is asked about in its turn.
"""

from mailticket.core import deadline
from mailticket.core.decide.carry import asked
from mailticket.core.decide.consent import says_no, says_yes
from mailticket.core.decision import Decision, Facts, Incoming, Present, Release
from mailticket.core.happenings import Happening, Hold, What
from mailticket.core.people import Person
from mailticket.core.post import LedgerRow, MailState
from mailticket.core.ticket import Event, MessageState
from mailticket.core.token import CHALLENGE, CHALLENGE_DAYS_MAX


def is_answer(incoming: Incoming, person: Person) -> bool:
    """Return whether the mail says a plain yes or no."""
    text = _text(incoming)
    return says_no(text) or says_yes(text, person.name)


def is_question_answered(incoming: Incoming, person: Person) -> bool:
    """Return whether the mail is a plain yes or no in reply to a question of ours."""
    token = incoming.binding.token
    is_reply = token is not None and token.purpose == CHALLENGE and not incoming.released
    return is_reply and is_answer(incoming, person)


def is_too_late(incoming: Incoming, person: Person, present: Present) -> bool:
    """Return whether the question is too old to be answered."""
    token = incoming.binding.token
    assert token is not None  # only a token makes a challenge
    return (deadline.local_day(present.now, present.policy) - token.issued_on).days > CHALLENGE_DAYS_MAX


def answered(incoming: Incoming, person: Person, facts: Facts, present: Present) -> Decision:
    """A yes or no by who was asked; a question can be answered once."""
    token, ticket = incoming.binding.token, incoming.binding.ticket
    assert token is not None
    if facts.about is None or facts.about.state is not MailState.HELD:
        return asked(incoming, ticket, person, Hold.ANSWERED_BEFORE, present)
    is_no = says_no(_text(incoming))
    if not is_no and not _is_enough(facts.about):
        return asked(incoming, ticket, person, Hold.NOT_A_YES, present)
    what = (What.DENIED if is_no else What.CONFIRMED)(person=person.id, mail=token.about)
    return Decision(
        (what,),
        ticket=ticket,
        message=incoming.as_message(person.author, MessageState.NOTE) if ticket is not None else None,
        events=(Event(present.now, what, person.id),),
        releases=() if is_no else (Release(token.about, token.number),),
        settles=(token.about,) if is_no else (),
    )


def _is_enough(held: LedgerRow) -> bool:
    """Whether a yes lets this mail go: not where we asked which command, ticket or unit is meant."""
    reasons = [one.fields["reason"] for one in held.why if "reason" in one.fields]
    return not reasons or any(isinstance(one, Happening) and one.kind.row.releasable for one in reasons)


def _text(incoming: Incoming) -> str:
    """What was written: of a mail that bears a machine's mark nothing."""
    return incoming.reading.reply.text
