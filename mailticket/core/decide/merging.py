"""Tickets that were merged: the matter goes on in one of them, and the citizen of each other one hears of its end.

Another citizen's ticket gets the answer without the first citizen's name and files; where the first one ends without an
answer, or was answered by phone or in webmail, past the desk, it is opened again: nobody's report ends because somebody
else took theirs back or was called.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mailticket.core import masking
from mailticket.core.citizen import Citizen
from mailticket.core.decide import letters, opening
from mailticket.core.decide.commands.act import Act
from mailticket.core.decide.letters import Origin
from mailticket.core.decision import Beside, Facts, Present
from mailticket.core.happenings import What
from mailticket.core.notices.letters import Answered
from mailticket.core.notices.notice import Handing
from mailticket.core.ticket import Errand, Message, Outcome, Purpose, Status, Ticket
from mailticket.core.withholding import WITHHELD, without_values

# How a ticket can end so that its answer is one for everybody whose report was merged into it.
ANSWERS = frozenset({None, Outcome.RESOLVED, Outcome.OUT_OF_SCOPE})
SALUTATION_MAX = 80  # characters up to the comma or the end of the line
# "Ibu dapat mengambil uangnya pada 6 April, ..." begins as some salutations do, and is none: a name follows in those.
_TITLE = r"(?:(?:bapak|ibu|pak|bu|sdr|sdri|saudara|saudari)\b\.?[ /]?){1,3}"
_SALUTATION = re.compile(
    r"\A\s{0,9}(?:"
    rf"(?:yth|dear|yang terhormat|halo|hai|hi|selamat (?:pagi|siang|sore|malam)|kepada (?:yth|{_TITLE}))\b"
    rf"[^,\n]{{0,{SALUTATION_MAX}}}"
    rf"|{_TITLE}(?: ?(?-i:[A-Z])[\w.'’-]{{0,30}}){{0,5}}"
    r"(?: yang (?:kami |saya )?(?:ter)?hormat\w*| yang (?:baik|budiman))?)"
    r"(?:,|\n)\s{0,9}",
    re.IGNORECASE,
)


def is_anothers(ticket: Ticket, other: Ticket) -> bool:
    """Whether two tickets are different people's."""
    return (ticket.citizen.email or "").lower() != (other.citizen.email or "").lower() or not ticket.citizen.email


def shared(act: Act, text: str, outcome: Outcome | None = None) -> Act:
    """Send the answer to the other citizens as well whose reports were merged into the ticket."""
    if outcome not in ANSWERS:
        return act
    for other in act.facts.merged:
        if not is_anothers(act.own, other) or not other.citizen.email:
            continue
        _, answered_on, working_day = letters.written_on(other, act.present)
        value = Answered(impersonal(text, act.own.citizen), None, answered_on, working_day, shared=True)
        errand = Errand(Purpose.ADDENDUM, act.incoming.id, act.person.id)
        key = ("answer", act.incoming.id, other.number)
        notice = letters.answer(value, key, errand, other, Facts(), act.present)
        files = ", ".join(file.safe_name for file in act.files)
        what = What.ANSWER_SHARED(number=other.number or "", without=files)
        beside = Beside(other, notices=(notice,))
        act = replace(act.with_(act.ticket, what), beside=(*act.beside, beside))
    return act


def impersonal(text: str, citizen: Citizen) -> str:
    """Return an answer as another citizen may read it: without its salutation, and without who complained."""
    names, addresses = ([value] if value else [] for value in (citizen.name, citizen.address))
    if citizen.email:
        text = re.sub(re.escape(citizen.email), WITHHELD, text, flags=re.IGNORECASE)
    digits = masking.local_digits(citizen.phone).lstrip("0") if citizen.phone else ""
    if digits:
        number = r"[\W_]{0,3}".join(digits)
        text = re.sub(rf"(?<!\d)(?:\+?62|0)?[\W_]{{0,3}}{number}(?!\d)", WITHHELD, text)
    bare = _SALUTATION.sub("", text, count=1)
    return without_values(bare[:1].upper() + bare[1:], names, addresses).strip()


def leaves_alone(ticket: Ticket) -> bool:
    """Whether a ticket has ended without an answer, and does not go on in another one either."""
    return ticket.status is Status.CLOSED and ticket.outcome not in ANSWERS and ticket.merged_into is None


def left_alone(
    ticket: Ticket, merged: Sequence[tuple[Ticket, Sequence[Message]]], loads: Mapping[str, int], present: Present
) -> tuple[Beside, ...]:
    """Open the other citizens' tickets again that were merged into one that ended without an answer for them."""
    found = []
    for other, messages in merged:
        if not is_anothers(ticket, other):
            continue
        again, event = opening.reopened(other, present.now, Facts(loads=loads), present)
        citizens = tuple(message for message in messages if message.is_citizens)
        origin = Origin(f"left:{ticket.number}")
        notices = letters.assigned(origin, again, citizens, Handing.HANDED_OVER, Facts(loads=loads), present)
        found.append(Beside(again, (replace(event, by="mailticket"),), notices))
    return tuple(found)
