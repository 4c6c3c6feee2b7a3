"""Whose matter is it that somebody writes in another person's ticket? The citizen's still, or the writer's own.

A neighbour forwards our answer with a complaint, a fellow victim replies to all, a sample letter is copied: each has a
matter of their own. A lawyer, a child, the citizen from the office's address add to the one that there is.
"""

import re
from dataclasses import replace
from typing import Any

from mailticket.core.citizen import Field, FieldName
from mailticket.core.decide.details import READ, STATED_MIN
from mailticket.core.decision import Incoming
from mailticket.core.found import Reading
from mailticket.core.happenings import Hold
from mailticket.core.people import Role
from mailticket.core.proof import Believed
from mailticket.core.thread import How, is_citizens
from mailticket.core.ticket import Ticket

STATED = frozenset({"label", "prose", "bare"})  # what the writer newly says of the writer, by Field.source
UNSAID = frozenset({"form", "address"})  # a name from a quotation, or guessed from the e-mail address
TITLES = frozenset(
    (
        "bapak ibu pak bu bpk sdr sdri saudara saudari haji hajjah hj drs dra ir dr mr mrs ms adv sh alm almh bin binti"
    ).split()
)
NAME_WORD_MIN = 3
_THREAD_HOLDS = frozenset({Hold.NOT_ITS_CITIZEN, Hold.SEVERAL, Hold.NOT_IN_BOOK})
_FORWARD = re.compile(
    r"^[> ]{0,6}(?:-{2,20} ?(?:forward|original|pesan|terusan)|begin forwarded|(?:dari|from) ?:)", re.IGNORECASE | re.M
)


def own_matter(incoming: Incoming) -> bool:
    """Whether somebody tells a matter of their own in the thread of a ticket that is another person's."""
    binding, clues, reading = incoming.binding, incoming.clues, incoming.reading
    ticket, token = binding.ticket, binding.token
    if (token is not None and token.role != Role.CITIZEN) or not clues.alone:
        return False
    if ticket is None:
        is_held = binding.why_held is not None and binding.why_held.kind in _THREAD_HOLDS
        is_false = clues.proof.verdict is Believed.FAIL
        return is_held and not is_false and reading.matter.has_story and _is_whole(reading, None)
    if clues.sender == (ticket.citizen.email or "").lower():
        return False  # by the registered address, even where it is not believed, nothing new begins
    return _tells_own(reading, ticket, trusted=token is not None or binding.how is How.RELEASED)


def is_another(incoming: Incoming, ticket: Ticket) -> bool:
    """Whether it is not certain that the ticket's own citizen wrote."""
    return not is_citizens(incoming.clues, ticket)


def names_another(reading: Reading, ticket: Ticket) -> bool:
    """Whether the writer states another name than the recorded one: then phone and address are that person's."""
    name, known = reading.identity.name, ticket.citizen.name
    return _is_stated(name) and bool(known) and not _alike(name.value or "", known or "")


def without_theirs(incoming: Incoming, ticket: Ticket | None) -> Incoming:
    """Leave out what stands in the quotation of the ticket's citizen: the writer is somebody else."""
    identity = incoming.reading.identity
    theirs: dict[str, Field] = {
        name: Field()
        for name in READ
        if (one := getattr(identity, name)).source == "form" and _is_value_of(one.value, ticket, name)
    }
    if not theirs:
        return incoming
    display = incoming.reading.mail.from_[0].name
    if FieldName.NAME in theirs and display:
        theirs[FieldName.NAME] = Field(display, "from", 0.5, "the sender's name")
    fields: dict[str, Any] = {**theirs}
    return replace(incoming, reading=replace(incoming.reading, identity=replace(identity, **fields)))


def _tells_own(reading: Reading, ticket: Ticket, *, trusted: bool) -> bool:
    """Whether the words tell it; `trusted`: by our mail or an officer's word the writer has to do with the ticket."""
    matter = reading.matter
    if matter.reaction or matter.thanks or _is_same_person(reading, ticket):
        return False
    if matter.behalf and _names_citizen(reading, ticket):
        return False
    if _is_whole(reading, ticket) and (matter.has_story or matter.fellow or not trusted):
        return True
    if matter.behalf or (trusted and not _bears_another_name(reading, ticket)):
        return False
    return matter.fellow or (matter.own and matter.has_story)


def _is_whole(reading: Reading, ticket: Ticket | None) -> bool:
    """Whether the writer states a full identity that is not the recorded one."""
    identity = reading.identity
    known = ticket.citizen.name if ticket is not None else None
    is_named = _is_stated(identity.name) and not (known and _alike(identity.name.value or "", known))
    return is_named and (_is_stated(identity.phone) or _is_stated(identity.address))


def _is_same_person(reading: Reading, ticket: Ticket) -> bool:
    identity, citizen = reading.identity, ticket.citizen
    if _is_stated(identity.phone) and identity.phone.value == citizen.phone:
        return True
    name = identity.name
    if not name.value or name.source in UNSAID or not citizen.name or not _alike(name.value, citizen.name):
        return False
    # Namesakes have neither the phone nor the address in common.
    told = [
        (new.value, known)
        for new, known in ((identity.phone, citizen.phone), (identity.address, citizen.address))
        if _is_stated(new) and known
    ]
    return not (len(told) > 1 and all(_bare(new) != _bare(known) for new, known in told))


def _bears_another_name(reading: Reading, ticket: Ticket) -> bool:
    name, known = reading.identity.name, ticket.citizen.name
    return bool(name.value and name.source not in UNSAID and known) and not _alike(name.value or "", known or "")


def _names_citizen(reading: Reading, ticket: Ticket) -> bool:
    """Whether the ticket's citizen is spoken of, above what is forwarded."""
    forwarded = _FORWARD.search(reading.reply.text)
    text = reading.reply.text[: forwarded.start()] if forwarded else reading.reply.text
    spoken = set(re.findall(r"\w+", text.casefold()))
    return any(len(word) >= NAME_WORD_MIN and word in spoken for word in _words(ticket.citizen.name or ""))


def _is_value_of(value: str | None, ticket: Ticket | None, name: str) -> bool:
    known = getattr(ticket.citizen, name) if ticket is not None else None
    return bool(value and known) and (_bare(value) in _bare(known) or _bare(known) in _bare(value))


def _is_stated(one: Field) -> bool:
    return bool(one.value) and one.source in STATED and one.confidence >= STATED_MIN


def _alike(one: str, other: str) -> bool:
    """Whether two names can be one person's: each word of the shorter begins a word of the longer, or the reverse."""
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    return bool(shorter) and all(any(a.startswith(b) or b.startswith(a) for b in longer) for a in shorter)


def _words(name: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", name.casefold()) if word not in TITLES]


def _bare(value: str | None) -> str:
    return "".join(letter for letter in (value or "").casefold() if letter.isalnum())
