"""`#perpanjang N, REASON`: a supervisor adds working days to the deadline, and says why."""

import re
from dataclasses import replace

from mailticket.core import deadline
from mailticket.core.decide import letters
from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.row import SUPERVISORS, TEXT, Row
from mailticket.core.found import Command
from mailticket.core.happenings import Hold, What
from mailticket.core.notices.letters import Extended, Followup
from mailticket.core.notices.notice import News, Notice
from mailticket.core.ticket import STOPPED, Ticket

EXTENSION_WORKING_DAYS_MAX = 60  # as long as the longest clock of the service standard
_EXTENSION = re.compile(
    r"(?P<days>[0-9]{1,3})(?:\s{0,5}hari(?: kerja)?)?[\s,;:.-]{1,10}(?P<reason>\S.{0,500})", re.DOTALL
)


def perpanjang(act: Act, command: Command) -> Act:
    """Add the working days."""
    found = _EXTENSION.fullmatch(" ".join(part for part in (command.argument, act.text) if part))
    days = int(found["days"]) if found else 0
    if found is None or not 0 < days <= EXTENSION_WORKING_DAYS_MAX or act.own.status in STOPPED:
        raise Refused(Hold.ARGUMENT, command)
    ticket = replace(act.own, extension_working_days=act.own.extension_working_days + days)
    ticket = deadline.with_clock(ticket, act.present.policy, act.present.calendar)
    return act.with_(ticket, What.EXTENDED(days=days, note=found["reason"]), *_told(act, ticket, found["reason"]))


def _told(act: Act, ticket: Ticket, reason: str) -> tuple[Notice, ...]:
    """The officer works by the new date, and the citizen was promised the old one; the reason stays in the house."""
    value = Followup(News.EXTENDED, act.person.name, reason, days_left=letters.days_left(ticket, act.present))
    to_officer = letters.to_responsible(value, "extended", act.incoming.id, ticket, act.present)
    to_citizen = letters.to_citizen(Extended(), ("told_extended", act.incoming.id), ticket) if ticket.due_on else ()
    return (*(notice for notice in to_officer if notice.to.id != act.person.id), *to_citizen)


PERPANJANG = Row(
    "perpanjang", "extend", SUPERVISORS, TEXT, "#perpanjang N, ALASAN", "batas waktu ditambah N hari kerja", perpanjang,
    common=SUPERVISORS,
)  # fmt: skip
