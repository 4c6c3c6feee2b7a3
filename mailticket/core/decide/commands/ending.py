"""Ends without an answer: merged with another ticket, rejected as spam."""

from dataclasses import replace

from mailticket.core.decide import letters
from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.row import MOVES, OFFICERS, TEXT, Row
from mailticket.core.found import Command
from mailticket.core.happenings import Hold, What
from mailticket.core.notices.letters import Closed
from mailticket.core.thread import numbers_in
from mailticket.core.ticket import Outcome


def gabung(act: Act, command: Command) -> Act:
    """`#gabung NUMBER`: the same matter is handled in another ticket of the book."""
    number = next(iter(numbers_in(command.argument or "", act.present.policy)), None)
    if number is None or number == act.own.number or number not in act.facts.named:
        raise Refused(Hold.NO_NUMBER, command)
    ticket = act.own.closed(Outcome.DUPLICATE, act.present.now)
    notices = letters.to_citizen(Closed(Outcome.DUPLICATE), ("closed", act.incoming.id), ticket)
    return act.with_(ticket, What.MERGED(number=number), *notices)


def spam(act: Act, command: Command) -> Act:
    """`#spam`: closed as rejected; nothing is sent, not even an answer that still waits."""
    act = replace(act, cancels=(*act.cancels, *(waiting.key for waiting in act.facts.waiting)))
    return act.with_(act.own.closed(Outcome.REJECTED, act.present.now), What.REJECTED(note=act.text))


GABUNG = Row("gabung", "merge", OFFICERS, TEXT | MOVES, "#gabung NOMOR", "digabung dengan tiket lain", gabung)
SPAM = Row("spam", "spam", OFFICERS, TEXT | MOVES, "#spam", "ditutup sebagai ditolak; tidak ada yang dikirim", spam)
