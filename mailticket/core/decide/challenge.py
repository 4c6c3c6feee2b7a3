"""The answer to "did you send this?": a yes from the registered mailbox lets one held mail go on, once and for a time.

A challenge goes to the registered address and nowhere else, so whoever can answer it reads that mailbox. It stands for
the mail server's verdict or for our doubts of a text; the held mail still needs its own token and its own address.
"""

import re

from mailticket.core import deadline
from mailticket.core.decide.carry import asked
from mailticket.core.decision import Decision, Facts, Incoming, Present, Release
from mailticket.core.happenings import Hold, What
from mailticket.core.people import Person
from mailticket.core.post import MailState
from mailticket.core.ticket import Event, MessageState

DAYS_MAX = 7  # for so long a challenge can be answered

_AROUND = " \t.,!:;*_\"'()-"
_YES = frozenset({
    "ya", "iya", "y", "yes", "betul", "benar", "ya benar", "ya betul", "ya saya", "benar saya", "ya saya kirim",
    "ya kirim", "ya kirimkan", "ya lanjutkan", "ya setuju", "setuju", "ok", "oke", "ya silakan",
})  # fmt: skip
_NO = frozenset({"tidak", "bukan", "no", "n", "bukan saya", "tidak bukan saya", "batal", "jangan"})


def is_answer(text: str) -> bool:
    """Return whether the first line written is a plain yes or no."""
    return _first_line(text) in _YES | _NO


def is_too_late(incoming: Incoming, person: Person, present: Present) -> bool:
    """Return whether the question is too old to be answered."""
    token = incoming.binding.token
    assert token is not None  # only a token makes a challenge
    return (deadline.local_day(present.now, present.policy) - token.issued_on).days > DAYS_MAX


def answered(incoming: Incoming, person: Person, facts: Facts, present: Present) -> Decision:
    """A yes or no by who was asked; a question can be answered once."""
    token, ticket = incoming.binding.token, incoming.binding.ticket
    assert token is not None
    if facts.about is None or facts.about.state is not MailState.HELD:
        return asked(incoming, ticket, person, Hold.ANSWERED_BEFORE, present)
    says_no = _first_line(incoming.reading.reply.text) in _NO
    what = (What.DENIED if says_no else What.CONFIRMED)(person=person.id, mail=token.about)
    return Decision(
        (what,),
        ticket=ticket,
        message=incoming.as_message(person.author, MessageState.NOTE) if ticket is not None else None,
        events=(Event(present.now, what, person.id),),
        releases=() if says_no else (Release(token.about, token.number),),
    )


def _first_line(text: str) -> str:
    line = next((line for line in text.split("\n") if line.strip(_AROUND)), "")
    return " ".join(re.sub(r"[,.;:!]", " ", line.strip(_AROUND)).casefold().split())
