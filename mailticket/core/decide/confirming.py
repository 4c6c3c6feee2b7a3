"""A machine that nobody vouches for names a citizen: the address may be anybody's, until its owner says so by a reply.

Until then one question goes there and nothing else; an officer has the ticket, and sees who really wrote.
"""

import re
from dataclasses import dataclass, replace

from mailticket.core import deadline
from mailticket.core.decide import letters
from mailticket.core.decide.letters import Origin
from mailticket.core.decision import Facts, Incoming, Present
from mailticket.core.found import Action
from mailticket.core.happenings import Silence, What
from mailticket.core.notices.letters import DetailsMissing
from mailticket.core.notices.notice import Notice
from mailticket.core.people import Role
from mailticket.core.proof import Believed
from mailticket.core.thread import How
from mailticket.core.ticket import Event, Ticket
from mailticket.core.writer import Via

_DENIES = re.compile(
    r"(?i)^\W{0,5}(?:bukan|tidak|no|nope)\W{0,5}$|\bbukan (?:dari )?(?:saya|kami|aku|sy)\b"
    r"|\b(?:tidak|tdk|tak|gak|ga|nggak|belum) (?:pernah|merasa)(?: \w{1,20}){0,3}"
    r"(?: (?:me)?(?:ng|ny|n|m)?(?:irim|ulis|lapor|adu|kirim|tulis)\w{0,6})|\bsalah (?:alamat|orang|kirim)\b"
    r"|\bnot (?:me|mine|from me)\b|\b(?:did(?: no|n['’]?)t|never) (?:write|send|submit|file|sent|wrote)\b"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What the owner of an address says to our question."""

    ticket: Ticket
    event: Event
    is_owner: bool


def is_open(ticket: Ticket) -> bool:
    """Whether the owner of the address has not said yet that the report is theirs."""
    return ticket.silent is not None and ticket.silent.kind is Silence.UNCONFIRMED


def question(incoming: Incoming, ticket: Ticket, facts: Facts, present: Present) -> tuple[Notice, ...]:
    """Return the one question, where the relay is what it says and nothing else speaks against an answer.

    An address gets one, whatever machines name it in how many reports, until its owner has said something.
    """
    silent, relay = ticket.silent, incoming.clues.relay
    if silent is None or silent.kind is not Silence.UNCONFIRMED or "reason" in silent.fields:
        return ()
    if facts.is_asked_whose or relay is None or relay.verdict is not Believed.PASS:
        return ()
    value = DetailsMissing(ticket.missing, deadline.working_days(ticket, present.policy), first=True, confirms=True)
    return letters.to_citizen(value, ("confirm", incoming.id), replace(ticket, silent=None), Origin.of(incoming))


def said(incoming: Incoming, ticket: Ticket, present: Present) -> Said | None:
    """Return what a reply says to the question; None when there is none, or when it is not its owner's reply."""
    reading, token = incoming.reading, incoming.binding.token
    is_owners = (
        incoming.binding.how is How.TOKEN
        and token is not None
        and token.role == Role.CITIZEN
        and reading.writer.via is Via.ITSELF
        and incoming.clues.sender == (ticket.citizen.email or "").lower()
        and incoming.clues.proof.verdict is not Believed.FAIL
        and reading.screening.action is Action.ACCEPT
    )
    if not is_open(ticket) or not is_owners:
        return None
    if _DENIES.search(reading.reply.text):
        what = What.ADDRESS_DENIED()
        after = replace(ticket, citizen=replace(ticket.citizen, email=None), silent=Silence.NO_ADDRESS())
        return Said(after, Event(present.now, what, "citizen"), is_owner=False)
    return Said(replace(ticket, silent=None), Event(present.now, What.ADDRESS_CONFIRMED(), "citizen"), is_owner=True)
