"""A citizen without an e-mail address: an officer tells the answer by phone, and says `#tersampaikan`."""

from dataclasses import replace

from mailticket.core.decide import merging
from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.row import MOVES, OFFICERS, TEXT, Row
from mailticket.core.found import Command
from mailticket.core.happenings import Hold, What
from mailticket.core.notices.letters import Letter
from mailticket.core.ticket import Errand, Outcome, Purpose, Status


def by_phone(act: Act, text: str, outcome: Outcome | None = None) -> Act:
    """Give the answer to the officer, who tells it."""
    errand = Errand(Purpose.CALL, act.incoming.id, act.person.id, outcome)
    act = replace(act.with_(replace(act.own, answering=errand), What.TO_BE_TOLD()), script=text)
    return merging.shared(act, text, outcome)


def asked_by_phone(act: Act, question: str) -> Act:
    """Give the question to the officer, who puts it; the clock goes on, since nobody waits for the citizen's mail."""
    return replace(act.with_(act.own, What.TO_BE_ASKED(question=question)), script=question, script_asks=True)


def tersampaikan(act: Act, command: Command) -> Act:
    """`#tersampaikan`: the citizen was told by phone; this is the answer, and the clock stops."""
    note = "\n".join(part for part in (command.argument or "", act.text) if part)
    call = act.own.answering
    if call is not None and call.purpose is not Purpose.CALL:
        raise Refused(Hold.ANSWER_WAITS, command)
    was_written = call is not None or _was_undelivered(act)
    if not was_written and not note:
        raise Refused(Hold.NEVER_ANSWERED, command)
    if act.own.status is Status.CLOSED:
        return act.with_(replace(act.own, answering=None), What.TOLD(note=note))
    act = replace(act.with_(act.own.answered(act.present.now), What.TOLD(note=note)), past_others=not was_written)
    if call is None or call.outcome is None:
        return act
    return act.with_(act.own.closed(call.outcome, act.present.now), What.CLOSED(outcome=call.outcome.value))


def _was_undelivered(act: Act) -> bool:
    return any(message.notice == Letter.UNDELIVERED.word for message in act.facts.messages)


TERSAMPAIKAN = Row(
    "tersampaikan", "told", OFFICERS, TEXT | MOVES, "#tersampaikan", "pelapor sudah diberi tahu lewat telepon",
    tersampaikan,
)  # fmt: skip
