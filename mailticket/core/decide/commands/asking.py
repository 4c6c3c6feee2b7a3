"""`#tanya`: an officer asks the citizen, and the clock stands until the answer."""

from dataclasses import replace

from mailticket.core import deadline
from mailticket.core.decide import letters
from mailticket.core.decide.commands.act import TO_THE_CITIZEN, Act
from mailticket.core.decide.commands.answering import goes_on
from mailticket.core.decide.commands.meaning import meant
from mailticket.core.decide.commands.phoning import asked_by_phone
from mailticket.core.decide.commands.row import MOVES, OFFICERS, ONLY_OFFICERS, WORDS, Row
from mailticket.core.found import Command
from mailticket.core.happenings import What
from mailticket.core.notices.letters import Question
from mailticket.core.ticket import Errand, Purpose, Status


def tanya(act: Act, command: Command) -> Act:
    """Put the question on the line and below it to the citizen."""
    question = "\n".join(part for part in (command.argument or "", act.text) if part)
    act = replace(act, text=question)
    meant(act, command, by="tanya")
    act = goes_on(act, command)
    if not act.own.citizen.email:
        return asked_by_phone(act, question)
    policy, now = act.present.policy, act.present.now
    errand = Errand(Purpose.QUESTION, act.incoming.id, act.person.id)
    ticket = act.own.paused_for(Status.AWAITING_CITIZEN, now, "waiting for the citizen's answer")
    ticket = replace(ticket, question=question)
    close_on = deadline.reply_by(deadline.local_day(now, policy), policy, act.present.calendar)
    _, answered_on, working_day = letters.written_on(ticket, act.present)
    notice = letters.answer(
        Question(question, close_on, answered_on, working_day),
        ("question", act.incoming.id),
        errand,
        ticket,
        act.facts,
        act.present,
        act.files,
    )
    act = act.with_(ticket, What.QUESTIONED(question=question), notice).told(TO_THE_CITIZEN, question)
    return replace(act, to_citizen=True)


TANYA = Row(
    "tanya", "ask", OFFICERS, WORDS | MOVES, "#tanya",
    "pertanyaan kepada pelapor; jangka waktu berhenti sampai dijawab", tanya, common=ONLY_OFFICERS,
)  # fmt: skip
