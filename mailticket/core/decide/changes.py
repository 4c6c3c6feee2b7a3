"""Commands that change the ticket or tell of it, and send the citizen at most word of the end."""

import re
from dataclasses import replace
from datetime import timedelta

from mailticket.core import command as commands
from mailticket.core import words
from mailticket.core.decide import officer
from mailticket.core.decide.act import Act, Refused
from mailticket.core.found import Command
from mailticket.core.mail import HUMAN, Notice, Person
from mailticket.core.ticket import STOPPED, WAITING, Outcome, Status

EXTENSION_WORKING_DAYS_MAX = 60  # as long as the longest clock of the service standard
_EXTENSION = re.compile(
    r"(?P<days>[0-9]{1,3})(?:\s{0,5}hari(?: kerja)?)?[\s,;:.-]{1,10}(?P<reason>\S.{0,500})", re.DOTALL
)


def lengkap(act: Act, command: Command) -> Act:
    """`#lengkap`: take an incomplete ticket as complete; the clock starts."""
    if act.ticket.status is not Status.AWAITING_DETAILS:
        raise Refused("argument", command)
    now = act.desk.now
    ticket = replace(act.ticket.completed(now), clock_at=act.ticket.clock_at or now)
    return act.with_(
        ticket, "completed", f"taken as complete by {act.person.id}", done="laporan dianggap lengkap"
    )


def tugaskan(act: Act, command: Command) -> Act:
    """`#tugaskan PETUGAS`: hand the ticket to another officer, who gets it with its whole correspondence."""
    other = commands.officer_of(command.argument or "", act.desk.policy.officers)
    if other is None:
        raise Refused("argument", command)
    ticket = replace(act.ticket, officer=other.id)
    citizens = tuple(message for message in act.facts.messages if message.author == "citizen")
    notices = officer.assigned(act.incoming, ticket, citizens, "handed_over", act.facts, act.desk)
    note = f": {act.text}" if act.text else ""
    return act.with_(ticket, "assigned", f"to {other.id}{note}", *notices, done=f"diserahkan kepada {other.name}")


def jenis(act: Act, command: Command) -> Act:
    """`#jenis KIND`, or the kind itself as command: change the kind, and with it the clock."""
    row = commands.lookup(command.name)
    named = command.argument or "" if row is not None and row.name == "jenis" else command.name
    kind = commands.kind_of(named)
    if kind is None:
        raise Refused("argument", command)
    return act.with_(replace(act.ticket, kind=kind), "kind", kind, done=f"jenis: {words.KINDS['id'][kind]}")


def kategori(act: Act, command: Command) -> Act:
    """`#kategori NAME`: change the category, and with it the clock and who may know the citizen."""
    category = commands.category_of(command.argument or "", act.desk.policy.categories)
    if category is None:
        raise Refused("argument", command)
    confidential = act.ticket.confidential or category.confidential
    ticket = replace(act.ticket, category=category.id, confidential=confidential)
    return act.with_(ticket, "category", category.id, done=f"kategori: {category.name}")


def rahasia(act: Act, command: Command) -> Act:
    """`#rahasia`: units do not learn who complains."""
    return act.with_(replace(act.ticket, confidential=True), "confidential", act.text or "identity masked toward units",
                     done="identitas pelapor disamarkan bagi unit kerja")  # fmt: skip


def gabung(act: Act, command: Command) -> Act:
    """`#gabung NUMBER`: the same matter is handled in another ticket of the book."""
    number = (command.argument or "").strip().upper()
    if number == act.ticket.number or number not in act.facts.named:
        raise Refused("argument", command)
    ticket = act.ticket.closed(Outcome.DUPLICATE, act.desk.now)
    to = Person("citizen", "citizen", ticket.citizen.name or "", ticket.citizen.email or "")
    values = {"text": "", "outcome": Outcome.DUPLICATE.value}
    notice = Notice("citizen.closed", f"closed:{act.incoming.id}", to, values, ticket.language)
    tells = ticket.citizen.email and not ticket.silent
    return act.with_(ticket, "merged", f"same matter as {number}", *((notice,) if tells else ()),
                     done=f"digabung dengan {number}")  # fmt: skip


def spam(act: Act, command: Command) -> Act:
    """`#spam`: closed as rejected; nothing is sent, not even an answer that still waits."""
    waiting = (act.ticket.answering,) if act.ticket.answering else ()
    act = replace(act, cancels=(*act.cancels, *waiting))
    ticket = act.ticket.closed(Outcome.REJECTED, act.desk.now)
    return act.with_(ticket, "closed", f"spam; {act.text}".rstrip("; "), done="ditutup sebagai spam")


def buka(act: Act, command: Command) -> Act:
    """`#buka`: open an answered or closed ticket again, with a new due date."""
    if act.ticket.status not in STOPPED:
        raise Refused("argument", command)
    note = "; ".join(part for part in (command.argument, act.text) if part) or f"by {act.person.id}"
    return act.with_(act.ticket.reopened(act.desk.now), "reopened", note, done="dibuka kembali")


def terima(act: Act, command: Command) -> Act:
    """`#terima`: somebody takes care; the next rung waits for `escalation.acknowledged_holds_hours`."""
    until = act.desk.now + timedelta(hours=act.desk.policy.escalation.acknowledged_holds_hours)
    return act.with_(replace(act.ticket, held_until=until), "acknowledged", f"by {act.person.id}",
                     done="peringatan berikutnya ditahan")  # fmt: skip


def perpanjang(act: Act, command: Command) -> Act:
    """`#perpanjang N, REASON`: add working days to the deadline; a supervisor says why."""
    found = _EXTENSION.fullmatch(" ".join(part for part in (command.argument, act.text) if part))
    days = int(found["days"]) if found else 0
    if found is None or not 0 < days <= EXTENSION_WORKING_DAYS_MAX or act.ticket.status in STOPPED:
        raise Refused("argument", command)
    ticket = replace(act.ticket, extension_working_days=act.ticket.extension_working_days + days)
    why = f"{days} hari kerja oleh {act.person.id}: {found['reason']}"
    return act.with_(ticket, "extended", why, done=f"batas waktu ditambah {days} hari kerja")


def batal(act: Act, command: Command) -> Act:
    """`#batal`: stop the sender's own mail to the citizen while it still waits."""
    own = f"{act.person.role}:{act.person.id}"
    mine = [m.mail for m in act.facts.messages if m.author == own and m.mail is not None]
    waits = any(m.direction == "out" and m.state == "queued" and (m.notice in HUMAN or m.notice == "citizen.closed")
                for m in act.facts.messages)  # fmt: skip
    keys = [f"question:{mail}" for mail in mine[-1:]]
    if act.ticket.answering is not None and act.ticket.answering.rpartition(":")[2] in {str(mail) for mail in mine}:
        keys = [act.ticket.answering]
    elif act.ticket.status is not Status.AWAITING_CITIZEN:
        keys = []
    if not waits or not keys:
        raise Refused("too_late", command)
    ticket = replace(act.ticket, answering=None)
    if ticket.status in WAITING:
        ticket = replace(ticket.moved(Status.OPEN).resumed(act.desk.now), question=None, asked=0, asked_at=None)
    act = replace(act, cancels=(*act.cancels, *keys))
    return act.with_(ticket, "undone", f"by {act.person.id}", done="surel kepada pelapor dibatalkan")


def status(act: Act, command: Command) -> Act:
    """`#status`: the receipt shows where the ticket stands."""
    return act.with_(act.ticket, "status", f"asked by {act.person.id}", done=words.STATUSES[act.ticket.status.value])


def bantuan(act: Act, command: Command) -> Act:
    """`#bantuan`: the receipt lists the commands."""
    lines = [f"{row.usage}: {row.effect}" for row in commands.COMMANDS if act.person.role in row.roles]
    return replace(act, done=(*act.done, "daftar perintah", *lines))
