"""`#daftar`: a ticket for a citizen who did not write; a forwarded mail that its officer confirms is filed alike."""

import hashlib
from dataclasses import replace

from mailticket.core.decide import opening
from mailticket.core.decide.commands.act import Act, Refused
from mailticket.core.decide.commands.row import MOVES, NOUN, OFFICERS, TEXT, Place, Row, Trait
from mailticket.core.found import Command
from mailticket.core.happenings import Hold, What
from mailticket.core.mail import Mail
from mailticket.core.ticket import Event, Status


def daftar(act: Act, command: Command) -> Act:
    """Open the ticket of the report that the mail tells."""
    incoming, report = act.incoming, act.incoming.reading.report
    if report is None or not report.body:
        raise Refused(Hold.REGISTER, command)
    begun = opening.filed(incoming, report, act.facts, act.present)
    asked = {"then": What.ASKED(missing=begun.ticket.missing)} if begun.ticket.status is Status.AWAITING_DETAILS else {}
    filed = What.FILED(channel=report.channel, detail=report.channel_number, **asked)
    return replace(
        act,
        ticket=begun.ticket,
        events=(Event(act.present.now, filed, act.person.id), *begun.events),
        notices=begun.notices,
        done=(filed,),
        message=begun.message,
        pieces=(("laporan", report.body),),
        kept_files=report.inner.files if report.inner is not None else incoming.reading.mail.attachments,
        remembers={name_of(incoming.reading.mail, incoming.clues.sender or ""): f"mail {incoming.id}"},
    )


def name_of(mail: Mail, sender: str) -> str:
    """Under which name it is remembered that a mail was filed: by whatever way it comes again, id and date are its own.

    The ticket's own message is the citizen's and bears no id of the officer's.
    """
    own = (mail.date.isoformat(),) if mail.message_id and mail.date else (mail.subject, mail.text)
    said = "\n".join((sender, mail.message_id or "", *own))
    return f"filed:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"


DAFTAR = Row(
    "daftar", "register", OFFICERS, TEXT | MOVES | Trait.ALONE | NOUN, "#daftar KANAL",
    "tiket untuk warga yang tidak menulis surel", daftar, Place.DESK,
)  # fmt: skip
