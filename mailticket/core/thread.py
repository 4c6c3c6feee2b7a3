"""Which ticket does a mail belong to, and who really speaks? Two questions, answered apart.

Clues come from the mail alone (tokens, ids, numbers); the flow looks them up; `bind` weighs them in this order:
a signed token, then an id of a mail that we know with a participant as sender, then the number with a participant as
sender. Anything less is held or a new matter, never a ticket by guess. From another address than the citizen's, a
citizen's token counts only with our mail around it: by itself it can be copied to anybody.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from mailticket.core import token as tokens
from mailticket.core.found import Reading
from mailticket.core.happenings import Happening, Hold, Link
from mailticket.core.mail import Mail
from mailticket.core.people import Role
from mailticket.core.policy import Policy
from mailticket.core.proof import Believed, Proof, relayed
from mailticket.core.ticket import STOPPED, Message, Status, Ticket
from mailticket.core.token import Keys, Token
from mailticket.core.writer import Via

_REPLY_PREFIX = re.compile(
    r"(?:(?<!\w)(?:re|fwd?|bls|trs|tr|balasan|jawab)\s{0,2}:|\[[^\]]{1,40}\])\s{0,3}", re.IGNORECASE
)
_TAG = re.compile(
    r"\[[^\]]{1,60}\]|\((?:external|eksternal)\)|(?<![^\s])(?:re|fwd?|bls|balasan)\s{0,2}:", re.IGNORECASE
)
SAME_WORDS_MIN = 8
AROUND_MAX = 3_000  # characters that lists and gateways put around a text: banner, footer, disclaimer
SAME_CHARACTERS_MAX = 200_000  # longer ones are compared as they stand: to split them takes long


@dataclass(frozen=True, slots=True)
class Clues:
    """What the mail alone says of its thread and its sender."""

    tokens: tuple[Token, ...]  # valid ones, each once, the nearest first
    expired: tuple[Token, ...]
    ids: tuple[str, ...]  # In-Reply-To, then References from the newest
    numbers: tuple[str, ...]  # ticket numbers in the subject
    sender: str | None  # who wrote, in lower case, proven or not: the first From address, or whom a relay names
    alone: bool  # exactly one From address: only then is `sender` a participant of anything
    proof: Proof
    relay: Proof | None = None  # of the From line, where that is a relay and not the writer
    shown: frozenset[Token] = frozenset()  # tokens with our mail around them: its quotation, or an address that it gave
    in_ids: tuple[tuple[str, Token], ...] = ()  # ids of the mail that bear tokens

    @property
    def candidates(self) -> tuple[str, ...]:
        """Ticket numbers that tokens or the subject name."""
        return tuple(dict.fromkeys([*(t.number for t in (*self.tokens, *self.expired)), *self.numbers]))


@dataclass(frozen=True, slots=True)
class Known:
    """A mail of the book that bears one of the ids of a mail."""

    id: str
    number: str  # of its ticket
    sent: bool  # by us


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
    by_text: dict[str, Token] = {}
    for text in (*reading.traced_texts, *reading.token_texts):
        token = tokens.verify(text, keys, persons(policy), policy.desk.ticket_prefix)
        if token is None or (token.role != "citizen" and text not in reading.token_texts):
            continue  # whoever sends a mail of staff again can write what the servers note of its way
        by_text[text] = token
        kept = old if tokens.expired(token, today, policy.trust.token_days) else valid
        if token not in kept:
            kept.append(token)
    ids = tuple(dict.fromkeys([*mail.in_reply_to, *reversed(mail.references)]))
    return Clues(
        tokens=tuple(valid),
        expired=tuple(old),
        ids=ids,
        numbers=numbers_in(mail.subject, policy),
        sender=(reading.written_by.address.lower() or None) if reading.written_by is not None else None,
        alone=len(mail.from_) == 1,
        proof=reading.proof if reading.writer.via is Via.ITSELF else relayed(reading.proof),
        relay=None if reading.writer.via is Via.ITSELF else reading.proof,
        shown=frozenset(token for text, token in by_text.items() if text in reading.quoted_tokens),
        in_ids=tuple((id_, by_text[text]) for id_ in ids for text in tokens.find(id_) if text in by_text),
    )


def with_id(seen: Clues, message_id: str, keys: Keys, policy: Policy) -> Clues:
    """Add what a bounce says of the mail that it returns: its Message-ID, which bears our token when it is ours."""
    verified = (
        tokens.verify(text, keys, persons(policy), policy.desk.ticket_prefix) for text in tokens.find(message_id)
    )
    found = tuple(token for token in verified if token is not None)
    return replace(seen, tokens=found or seen.tokens, ids=(message_id, *seen.ids), shown=seen.shown | frozenset(found))


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


def without_numbers(subject: str, policy: Policy) -> str:
    """Return a subject without the marks of a reply to a ticket of this desk; one without any as it is."""
    if not numbers_in(subject, policy):
        return subject
    pattern = re.compile(rf"\[?\b{re.escape(policy.desk.ticket_prefix)}-\d{{4}}-\d{{6,9}}\b\]?", re.IGNORECASE)
    return " ".join(_REPLY_PREFIX.sub("", pattern.sub("", subject)).split()) or subject


def bind(seen: Clues, by_number: Mapping[str, Ticket], known: Sequence[Known]) -> Binding:
    """Decide which ticket it is and by whose voice.

    `by_number` holds the tickets that the clues name, `known` the mails of the book that bear an id of the mail.
    """
    seen = _in_our_thread(seen, by_number, known)
    if seen.tokens:
        return _by_token(seen, by_number)
    by_id = dict.fromkeys(one.number for one in known)
    named = dict.fromkeys([*by_id, *(token.number for token in seen.expired), *seen.numbers])
    tickets = [by_number[number] for number in named if number in by_number]
    # One id can be known in tickets of several people: among them the sender's own.
    own = [ticket for ticket in tickets if is_citizens(seen, ticket)]
    if own:
        ticket = next((one for one in own if one.number in seen.numbers), own[0])
        return Binding(ticket, How.ID if ticket.number in by_id else How.NUMBER)
    if tickets:
        number = tickets[0].number or ""
        return Binding(tickets[0], How.HELD, why_held=Hold.NOT_ITS_CITIZEN(number=number), about=number)
    return Binding(None, How.NEW)


def is_citizens(seen: Clues, ticket: Ticket) -> bool:
    """Whether the citizen of a ticket wrote, by the From line alone, unless it is doubled or known to be false."""
    known = (ticket.citizen.email or "").lower()
    return bool(known) and seen.sender == known and seen.alone and seen.proof.verdict is not Believed.FAIL


def in_own(binding: Binding, seen: Clues, of_sender: Sequence[Ticket]) -> Binding:
    """Bind what somebody writes in another person's thread to the ticket that came of it before, the newest first."""
    ticket, token = binding.ticket, binding.token
    is_citizen = token.role == Role.CITIZEN if token is not None else binding.how is How.HELD
    if ticket is None or not is_citizen or is_citizens(seen, ticket):
        return binding
    own = (one for one in of_sender if one.follows == ticket.number and is_citizens(seen, one))
    return next((Binding(one, How.ID) for one in own), binding)


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
    if ticket.status not in STOPPED or not reading.matter.has_story or reading.matter.thanks or reading.reply.quote:
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


def is_copy(known: Message, mail: Mail) -> bool:
    """Whether a mail is one that came before, with the tag of a list in its subject or words around its text."""
    if _untagged(known.subject) != _untagged(mail.subject):
        return False
    if max(len(known.full_text), len(mail.text)) > SAME_CHARACTERS_MAX:
        return known.full_text == mail.text
    less, more = sorted((" ".join(text.split()) for text in (known.full_text, mail.text)), key=len)
    place = f" {more} ".find(f" {less} ")
    return place >= 0 and bool(less) and len(more) - len(less) <= AROUND_MAX


def _untagged(subject: str) -> str:
    """The subject without tags in brackets and marks of a reply, however often a list put them there."""
    return " ".join(_TAG.sub(" ", subject).casefold().split())


def _in_our_thread(seen: Clues, by_number: Mapping[str, Ticket], known: Sequence[Known]) -> Clues:
    """Leave out citizens' tokens that another address bears without any mail of ours around them."""
    sent = {one.id for one in known if one.sent}
    ours = seen.shown | {token for id_, token in seen.in_ids if id_ in sent}

    def counts(token: Token) -> bool:
        if token.role != Role.CITIZEN or token in ours:
            return True
        ticket = by_number.get(token.number)
        return ticket is None or is_citizens(seen, ticket)

    return replace(seen, tokens=tuple(filter(counts, seen.tokens)), expired=tuple(t for t in seen.expired if counts(t)))


def _by_token(seen: Clues, by_number: Mapping[str, Ticket]) -> Binding:
    # An expired token opens nothing, but it can still contradict: the mail is then about two things.
    if len({_voice(token) for token in (*seen.tokens, *seen.expired)}) > 1:
        return _of_several(seen, by_number)
    token = seen.tokens[0]  # of one voice; the nearest: In-Reply-To before what older mails of the thread bore
    ticket = by_number.get(token.number)
    if ticket is None and token.number != tokens.DESK:
        return Binding(None, How.HELD, token, Hold.NOT_IN_BOOK(number=token.number))
    return Binding(ticket, How.TOKEN, token)


def _of_several(seen: Clues, by_number: Mapping[str, Ticket]) -> Binding:
    """Of one person's tokens of linked tickets the newest ticket's counts; a ticket's before the desk's own."""
    held = Binding(None, How.HELD, why_held=Hold.SEVERAL())
    if len({(token.role, token.person) for token in (*seen.tokens, *seen.expired)}) > 1:
        return held
    numbers = {token.number for token in (*seen.tokens, *seen.expired)} - {tokens.DESK}
    tickets = [by_number[number] for number in sorted(numbers, reverse=True) if number in by_number]
    if len(tickets) < len(numbers) or not _are_linked(tickets):
        return held
    if seen.tokens[0].role == Role.CITIZEN:
        own = [ticket for ticket in tickets if is_citizens(seen, ticket)]
        if not own and len({(ticket.citizen.email or "").lower() for ticket in tickets}) > 1:
            return held  # of different people, and written by none of them
        tickets = own or tickets
    token = next((token for token in seen.tokens if token.number == tickets[0].number), None)
    return Binding(tickets[0], How.TOKEN, token) if token is not None else held


def _are_linked(tickets: Sequence[Ticket]) -> bool:
    """Whether each but one came up, or goes on, in another of them."""
    numbers = {ticket.number for ticket in tickets}
    loose = [t for t in tickets if t.follows not in numbers and t.merged_into not in numbers]
    return len(loose) <= 1


def _voice(token: Token) -> tuple[str, str, str]:
    return token.number, token.role, token.person
