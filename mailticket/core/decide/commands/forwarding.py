"""`#teruskan UNIT`: hand the ticket to a unit, with an instruction; the citizen is told."""

from dataclasses import replace

from mailticket.core import deadline
from mailticket.core.decide import letters, staff
from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.answering import goes_on
from mailticket.core.decide.commands.arguments import unit_of
from mailticket.core.decide.commands.row import MOVES, OFFICERS, ONLY_OFFICERS, TEXT, Row, Trait
from mailticket.core.found import Command
from mailticket.core.happenings import Hold, What
from mailticket.core.notices.letters import Forwarded, UnitForwarded
from mailticket.core.notices.notice import Notice
from mailticket.core.ticket import Leg


def teruskan(act: Act, command: Command) -> Act:
    """Forward to the unit that the argument names; the rest of the line and the text are the instruction."""
    policy, now = act.present.policy, act.present.now
    unit, rest = unit_of(command.argument or "", policy.units)
    if unit is None:
        raise Refused(Hold.NO_UNIT, command)
    act = goes_on(act, command)
    instruction = "\n".join(part for part in (rest, act.text) if part)
    due = deadline.leg_due_on(now, unit, policy, act.present.calendar, act.own.due_on)
    masked = act.own.confidential or unit.confidential
    ticket = replace(act.own.forwarded(Leg(unit.id, now, due, instruction)), confidential=masked)
    told = [message for message in act.facts.messages if message.is_citizens]
    words = letters.words_of(told)
    value = UnitForwarded(unit.name, instruction, due, act.person.name, words, () if masked else letters.cuts_of(told))
    to_unit = (
        Notice(
            value,
            ("forwarded", act.incoming.id, unit.id, n),
            person,
            attachments=act.files,
            files_from=tuple(message.id for message in told if message.id is not None),
        )
        for n, person in enumerate(staff.unit_people(unit))
    )
    to_citizen = letters.to_citizen(
        Forwarded(unit.name, ticket.due_on), ("told_forwarded", act.incoming.id, unit.id), ticket
    )
    what = What.FORWARDED(name=unit.name, unit=unit.id, due_on=due)
    act = act.with_(ticket, what, *to_unit, *to_citizen)
    if not masked:
        return act.told(unit.name, instruction)
    sees = ((f"Petunjuk untuk {unit.name}", instruction), (f"Isi laporan untuk {unit.name}", words))
    return replace(act, unit_sees=(*act.unit_sees, *((what, said) for what, said in sees if said)))


TERUSKAN = Row(
    "teruskan", "forward", OFFICERS, TEXT | MOVES | Trait.TWICE, "#teruskan UNIT",
    "diteruskan ke unit kerja, dengan petunjuk Anda", teruskan, common=ONLY_OFFICERS,
)  # fmt: skip
