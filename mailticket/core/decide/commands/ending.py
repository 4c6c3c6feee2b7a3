"""Ends without an answer: merged with another ticket, rejected as spam."""

from dataclasses import replace

from mailticket.core.decide import letters, merging
from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.row import MOVES, OFFICERS, TEXT, Row
from mailticket.core.decision import Beside
from mailticket.core.found import Command
from mailticket.core.happenings import Hold, What
from mailticket.core.notices.letters import Closed
from mailticket.core.thread import numbers_in
from mailticket.core.ticket import STOPPED, Event, Outcome


def gabung(act: Act, command: Command) -> Act:
    """`#gabung NUMBER`: the same matter goes on in another ticket of the book, or where that one goes on."""
    named = next(iter(numbers_in(command.argument or "", act.present.policy)), None)
    into = act.facts.named.get(named or "")
    if into is None or into.number is None or into.number == act.own.number:
        raise Refused(Hold.NO_NUMBER, command)
    is_anothers = merging.is_anothers(act.own, into)
    if is_anothers and into.status in STOPPED:
        raise Refused(Hold.ENDED, command)  # its answer has gone out, and this citizen would never get one
    ticket = act.own.merged(into.number, act.present.now)
    value = Closed(Outcome.DUPLICATE, goes_on="" if is_anothers else into.number)
    notices = letters.to_citizen(value, ("closed", act.incoming.id), ticket)
    taken = Event(act.present.now, What.TAKEN_IN(number=act.own.number or ""), act.person.id)
    act = act.with_(ticket, What.MERGED(number=into.number), *notices)
    return replace(act, beside=(*act.beside, Beside(into, (taken,))))


def spam(act: Act, command: Command) -> Act:
    """`#spam`: closed as rejected; nothing is sent, not even an answer that still waits."""
    act = replace(act, cancels=(*act.cancels, *(waiting.key for waiting in act.facts.waiting)))
    return act.with_(act.own.closed(Outcome.REJECTED, act.present.now), What.REJECTED(note=act.text))


GABUNG = Row("gabung", "merge", OFFICERS, TEXT | MOVES, "#gabung NOMOR", "digabung dengan tiket lain", gabung)
SPAM = Row("spam", "spam", OFFICERS, TEXT | MOVES, "#spam", "ditutup sebagai ditolak; tidak ada yang dikirim", spam)
