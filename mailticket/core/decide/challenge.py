"""The answer to "did you send this?": a yes from the registered mailbox lets one held mail go on, once and for a time.

A challenge goes to the registered address and nowhere else, so whoever can answer it reads that mailbox. It stands for
the mail server's verdict or for our doubts of a text; the held mail still needs its own token and its own address.
"""

import re

from mailticket.core import deadline
from mailticket.core.decide import officer
from mailticket.core.decision import Decision, Desk, Facts, Incoming, Release
from mailticket.core.mail import Person
from mailticket.core.ticket import Event

DAYS_MAX = 7  # for so long a challenge can be answered

_AROUND = " \t.,!:;*_\"'()-"
_YES = frozenset({
    "ya", "iya", "y", "yes", "betul", "benar", "ya benar", "ya betul", "ya saya", "benar saya", "ya saya kirim",
    "ya kirim", "ya kirimkan", "ya lanjutkan", "ya setuju", "setuju", "ok", "oke", "ya silakan",
})  # fmt: skip
_NO = frozenset({"tidak", "bukan", "no", "n", "bukan saya", "tidak bukan saya", "batal", "jangan"})


def says_yes(text: str) -> bool:
    """Whether the first line written is a plain yes."""
    return _first_line(text) in _YES


def says_no(text: str) -> bool:
    """Whether the first line written is a plain no."""
    return _first_line(text) in _NO


def answered(incoming: Incoming, person: Person, facts: Facts, desk: Desk) -> Decision:
    """A yes or no to a challenge; anything that does not fit is told to the registered address, and nothing is done."""
    token, ticket = incoming.binding.token, incoming.binding.ticket
    assert token is not None
    proof = incoming.clues.proof
    if proof.address != person.address.lower():
        return officer.not_done(incoming, ticket, person, "other_address", desk)
    if proof.verdict == "fail":
        return officer.not_done(incoming, ticket, person, "failed_verdict", desk)
    if (deadline.local_day(desk.now, desk.policy) - token.issued_on).days > DAYS_MAX:
        return officer.not_done(incoming, ticket, person, "expired", desk)
    if facts.about is None or facts.about.state != "held":
        return officer.held(incoming, ticket, person, "answered_before", desk)
    message = incoming.as_message(f"{person.role}:{person.id}", "note") if ticket is not None else None
    if says_no(incoming.reading.reply.text):
        why = f"{person.id} says no to mail {token.about}: it stays undone"
        return Decision(why, ticket=ticket, message=message, events=(Event(desk.now, "denied", person.id, why),))
    why = f"{person.id} says yes to mail {token.about}: it is decided anew"
    return Decision(
        why,
        ticket=ticket,
        message=message,
        events=(Event(desk.now, "confirmed", person.id, why),),
        releases=(Release(token.about, token.number),),
    )


def _first_line(text: str) -> str:
    line = next((line for line in text.split("\n") if line.strip(_AROUND)), "")
    return " ".join(re.sub(r"[,.;:!]", " ", line.strip(_AROUND)).casefold().split())
