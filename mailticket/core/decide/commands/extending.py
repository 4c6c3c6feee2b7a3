"""`#perpanjang N, REASON`: a supervisor adds working days to the deadline, and says why."""

import re
from dataclasses import replace

from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.row import SUPERVISORS, TEXT, Row
from mailticket.core.found import Command
from mailticket.core.happenings import Hold, What
from mailticket.core.ticket import STOPPED

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
    return act.with_(ticket, What.EXTENDED(days=days, note=found["reason"]))


PERPANJANG = Row(
    "perpanjang", "extend", SUPERVISORS, TEXT, "#perpanjang N, ALASAN", "batas waktu ditambah N hari kerja", perpanjang,
    common=SUPERVISORS,
)  # fmt: skip
