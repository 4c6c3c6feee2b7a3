"""Which ticket does a mail belong to, and who really speaks? Two questions, answered apart.

Clues come from the mail alone (tokens, ids, numbers); the flow looks them up; `bind` weighs them in this order:
a signed token, then an id of a mail that we know with a participant as sender, then the number with a participant as
sender. Anything less is held or a new matter, never a ticket by guess.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from mailticket.core import token as tokens
from mailticket.core.found import Reading
from mailticket.core.happenings import Happening, Hold, Link
from mailticket.core.policy import Policy
from mailticket.core.proof import Believed, Proof, relayed
from mailticket.core.ticket import STOPPED, Status, Ticket
from mailticket.core.token import Keys, Token
from mailticket.core.writer import Via

_REPLY_PREFIX = re.compile(r"(?:(?:re|fwd?|bls|trs|tr|balasan|jawab)\s{0,2}:|\[[^\]]{1,40}\])\s{0,3}", re.IGNORECASE)
SAME_WORDS_MIN = 8
SAME_CHARACTERS_MAX = 200_000  # longer ones are compared as they stand: to split them takes long


@dataclass(frozen=True, slots=True)
class Clues:
    """What the mail alone says of its thread and its sender."""

    tokens: tuple[Token, ...]  # valid ones, each once
    expired: tuple[Token, ...]
    ids: tuple[str, ...]  # In-Reply-To, then References from the newest
    numbers: tuple[str, ...]  # ticket numbers in the subject
    sender: str | None  # who wrote, in lower case, proven or not: the first From address, or whom a relay names
    alone: bool  # exactly one From address: only then is `sender` a participant of anything
    proof: Proof
    relay: Proof | None = None  # of the From line, where that is a relay and not the writer

    @property
    def candidates(self) -> tuple[str, ...]:
        """Ticket numbers that tokens or the subject name."""
        return tuple(dict.fromkeys([*(t.number for t in (*self.tokens, *self.expired)), *self.numbers]))


class How(StrEnum):
    """By what a mail is bound to a ticket."""

    TOKEN = "token"  # noqa: S105 (a word, no secret)
    ID = "id"
    NUMBER = "number"
    NEW = "new"  # to none
    HELD = "held"  # a person decides
    RELEASED = "released"  # a person has decided


@dataclass(frozen=True, slots=True)
class Binding:
    """The answer to both questions."""

    ticket: Ticket | None
    how: How
    token: Token | None = None
    why_held: Happening | None = None
    about: str | None = None  # the ticket that a held mail seems to be about


def clues(reading: Reading, keys: Keys, policy: Policy, today: date) -> Clues:
    """Collect what the mail says; only tokens that verify are kept."""
    mail = reading.mail
    valid: list[Token] = []
    old: list[Token] = []
    for text in reading.token_texts:
        token = tokens.verify(text, keys, persons(policy), policy.desk.ticket_prefix)
        if token is None:
            continue
        kept = old if tokens.expired(token, today, policy.trust.token_days) else valid
        if token not in kept:
            kept.append(token)
    return Clues(
        tokens=tuple(valid),
        expired=tuple(old),
        ids=tuple(dict.fromkeys([*mail.in_reply_to, *reversed(mail.references)])),
        numbers=numbers_in(mail.subject, policy),
        sender=(reading.written_by.address.lower() or None) if reading.written_by is not None else None,
        alone=len(mail.from_) == 1,
        proof=reading.proof if reading.writer.via is Via.ITSELF else relayed(reading.proof),
        relay=None if reading.writer.via is Via.ITSELF else reading.proof,
    )


def with_id(seen: Clues, message_id: str, keys: Keys, policy: Policy) -> Clues:
    """Add what a bounce says of the mail that it returns: its Message-ID, which bears our token when it is ours."""
    found = (tokens.verify(text, keys, persons(policy), policy.desk.ticket_prefix) for text in tokens.find(message_id))
    return replace(
        seen, tokens=tuple(token for token in found if token is not None) or seen.tokens, ids=(message_id, *seen.ids)
    )


def persons(policy: Policy) -> Mapping[str, Sequence[str]]:
    """Who a token can be bound to, by role."""
    return {
        "citizen": ("citizen",),
        "officer": tuple(officer.id for officer in policy.officers),
        "supervisor": tuple(supervisor.id for supervisor in policy.supervisors),
        "unit": tuple(unit.id for unit in policy.units),
    }


def numbers_in(subject: str, policy: Policy) -> tuple[str, ...]:
    """Ticket numbers of this desk in a subject, in order, each once."""
    pattern = re.compile(rf"\b{re.escape(policy.desk.ticket_prefix)}-(\d{{4}})-(\d{{6,9}})\b", re.IGNORECASE)
    found = (f"{policy.desk.ticket_prefix}-{year}-{serial}" for year, serial in pattern.findall(subject))
    return tuple(dict.fromkeys(found))


def bind(seen: Clues, by_number: Mapping[str, Ticket], by_id: Sequence[str]) -> Binding:
    """Decide which ticket it is and by whose voice.

    `by_number` holds the tickets that the clues name, `by_id` the numbers of those in which an id of the mail is known.
    """
    if seen.tokens:
        return _by_token(seen, by_number)
    expired = {token.number for token in seen.expired}
    for number in dict.fromkeys([*by_id, *expired, *seen.numbers]):
        ticket = by_number.get(number)
        if ticket is None:
            continue
        if _is_participant(seen, ticket):
            return Binding(ticket, How.ID if number in by_id else How.NUMBER)
        return Binding(ticket, How.HELD, why_held=Hold.NOT_ITS_CITIZEN(number=number), about=number)
    return Binding(None, How.NEW)


def released(binding: Binding, ticket: Ticket | None) -> Binding:
    """Bind a held mail to the ticket that an officer let it go to; its own token still says whose voice it is."""
    if binding.token is not None or ticket is None:
        return binding
    return Binding(ticket, How.RELEASED)


def another_matter(reading: Reading, ticket: Ticket, now: datetime, policy: Policy) -> Happening | None:
    """Say why a citizen's mail in an ended ticket is a matter of its own, or None: then it opens the ticket again."""
    if ticket.closed_at is not None and ticket.status is Status.CLOSED:
        days = (now - ticket.closed_at).days
        if days > policy.trust.token_days:
            return Link.LONG_CLOSED(days=days)
    if ticket.status not in STOPPED or not reading.matter.detail or reading.matter.thanks or reading.reply.quote:
        return None
    subject = reading.mail.subject.strip()
    plain = _REPLY_PREFIX.sub("", subject).strip()
    is_reply = plain != subject or bool(numbers_in(subject, policy))
    if not plain or is_reply or plain.casefold() == ticket.subject.strip().casefold():
        return None
    return Link.OTHER_STORY()


def says_the_same(known: str, new: str) -> bool:
    """True when two mails have the same words, whatever their lines; short ones say too little to tell."""
    if len(new) > SAME_CHARACTERS_MAX:
        return known == new
    words = new.split()
    return len(words) >= SAME_WORDS_MIN and known.split() == words


def _by_token(seen: Clues, by_number: Mapping[str, Ticket]) -> Binding:
    # An expired token opens nothing, but it can still contradict: the mail is then about two things.
    if len({_voice(token) for token in (*seen.tokens, *seen.expired)}) > 1:
        return Binding(None, How.HELD, why_held=Hold.SEVERAL())
    token = seen.tokens[0]  # of one voice; the nearest: In-Reply-To before what older mails of the thread bore
    ticket = by_number.get(token.number)
    if ticket is None and token.number != tokens.DESK:
        return Binding(None, How.HELD, token, Hold.NOT_IN_BOOK(number=token.number))
    return Binding(ticket, How.TOKEN, token)


def _is_participant(seen: Clues, ticket: Ticket) -> bool:
    """Without a token the citizen is believed by the From line alone, unless it is doubled or known to be false."""
    known = (ticket.citizen.email or "").lower()
    return bool(known) and seen.sender == known and seen.alone and seen.proof.verdict is not Believed.FAIL


def _voice(token: Token) -> tuple[str, str, str]:
    return token.number, token.role, token.person
