"""Who works on a ticket and whether it is open: complete, assign, acknowledge an escalation, reopen."""

from dataclasses import replace
from datetime import timedelta

from mailticket.core.decide import letters, opening
from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.arguments import officer_of
from mailticket.core.decide.commands.row import MOVES, OFFICERS, ONLY_OFFICERS, SUPERVISORS, TEXT, Row, Trait
from mailticket.core.decide.letters import Origin
from mailticket.core.found import Command
from mailticket.core.happenings import Hold, What
from mailticket.core.notices.notice import Handing
from mailticket.core.ticket import STOPPED, Message, Status


def lengkap(act: Act, command: Command) -> Act:
    """`#lengkap`: take an incomplete ticket as complete; the clock starts, and the citizen is told the date."""
    if any(event.what.kind is What.OPENED for event in act.events):
        # A line above completed it, which alone tells the citizen nothing.
        return act.with_(act.own, What.COMPLETED(), *letters.acknowledged(act.own, act.present))
    if act.own.status is not Status.AWAITING_DETAILS:
        raise Refused(Hold.ARGUMENT, command)
    ticket = opening.started(act.own, act.incoming.received_at, act.facts.loads, act.present)
    assigned = letters.assigned(
        Origin.of(act.incoming), ticket, _citizens(act), Handing.COMPLETED, act.facts, act.present
    )
    # The citizen was told that the days begin when the report is complete; now they have begun.
    return act.with_(ticket, What.COMPLETED(), *assigned, *letters.acknowledged(ticket, act.present))


def tugaskan(act: Act, command: Command) -> Act:
    """`#tugaskan PETUGAS`: hand the ticket to another officer, who gets it with its whole correspondence."""
    other = officer_of(command.argument or "", act.present.policy.officers)
    if other is None:
        raise Refused(Hold.NO_OFFICER, command)
    ticket = replace(act.own, officer=other.id)
    notices = letters.assigned(
        Origin.of(act.incoming), ticket, _citizens(act), Handing.HANDED_OVER, act.facts, act.present, note=act.text
    )
    act = act.with_(ticket, What.ASSIGNED(name=other.name, officer=other.id, note=act.text), *notices)
    return act.told(other.name, act.text)


def terima(act: Act, command: Command) -> Act:
    """`#terima`: somebody takes care; the next rung waits for `escalation.acknowledged_holds_hours`."""
    until = act.present.now + timedelta(hours=act.present.policy.escalation.acknowledged_holds_hours)
    return act.with_(replace(act.own, held_until=until), What.ACKNOWLEDGED())


def buka(act: Act, command: Command) -> Act:
    """`#buka`: open an answered or closed ticket again, with a new due date."""
    if act.own.status not in STOPPED:
        raise Refused(Hold.ARGUMENT, command)
    note = "; ".join(part for part in (command.argument, act.text) if part)
    return act.with_(act.own.reopened(act.incoming.received_at), What.REOPENED(note=note))


def _citizens(act: Act) -> tuple[Message, ...]:
    return tuple(message for message in act.facts.messages if message.is_citizens)


LENGKAP = Row(
    "lengkap", "complete", OFFICERS, TEXT | Trait.VERB | Trait.HANDS_ON, "#lengkap",
    "laporan dianggap lengkap; jangka waktu mulai berjalan", lengkap, common=ONLY_OFFICERS,
)  # fmt: skip
TUGASKAN = Row(
    "tugaskan", "assign", OFFICERS, TEXT | Trait.HANDS_ON, "#tugaskan PETUGAS", "dialihkan kepada petugas lain",
    tugaskan, common=SUPERVISORS,
)  # fmt: skip
BUKA = Row("buka", "reopen", OFFICERS, TEXT | MOVES | Trait.VERB, "#buka", "tiket dibuka kembali", buka)
TERIMA = Row(
    "terima",
    "ack",
    OFFICERS,
    TEXT | Trait.VERB,
    "#terima",
    "peringatan berikutnya ditahan sebentar",
    terima,
    common=SUPERVISORS,
)
