"""Commands that change the ticket or tell of it, and send the citizen at most word of the end."""

import re
from dataclasses import replace
from datetime import timedelta

from mailticket.core import command as commands
from mailticket.core import deadline, words
from mailticket.core.decide import officer, sendings
from mailticket.core.decide.act import Act, Refused
from mailticket.core.found import Command
from mailticket.core.mail import Notice, Person
from mailticket.core.thread import numbers_in
from mailticket.core.ticket import STOPPED, Message, Outcome, Status

EXTENSION_WORKING_DAYS_MAX = 60  # as long as the longest clock of the service standard
_EXTENSION = re.compile(
    r"(?P<days>[0-9]{1,3})(?:\s{0,5}hari(?: kerja)?)?[\s,;:.-]{1,10}(?P<reason>\S.{0,500})", re.DOTALL
)


def lengkap(act: Act, command: Command) -> Act:
    """`#lengkap`: take an incomplete ticket as complete; the clock starts."""
    if act.ticket.status is not Status.AWAITING_DETAILS:
        raise Refused("argument", command)
    now, policy = act.desk.now, act.desk.policy
    ticket = replace(act.ticket.completed(now), clock_at=act.ticket.clock_at or now)
    ticket = replace(ticket, officer=ticket.officer or officer.assign(ticket, act.facts.loads, policy))
    ticket = deadline.with_clock(ticket, policy, act.desk.calendar)
    notices = officer.assigned(act.incoming, ticket, _citizens(act), "completed", act.facts, act.desk)
    if ticket.citizen.email and not ticket.silent:
        # The citizen was told that the days begin when the report is complete; now they have begun.
        to = Person("citizen", "citizen", ticket.citizen.name or "", ticket.citizen.email)
        values = {"working_days": deadline.working_days(ticket, policy)}
        notices += (Notice("citizen.acknowledged", f"acknowledged:{ticket.number}", to, values, ticket.language),)
    return act.with_(
        ticket, "completed", f"taken as complete by {act.person.id}", *notices, done="laporan dianggap lengkap"
    )


def tugaskan(act: Act, command: Command) -> Act:
    """`#tugaskan PETUGAS`: hand the ticket to another officer, who gets it with its whole correspondence."""
    other = commands.officer_of(command.argument or "", act.desk.policy.officers)
    if other is None:
        raise Refused("no_officer", command)
    ticket = replace(act.ticket, officer=other.id)
    notices = officer.assigned(act.incoming, ticket, _citizens(act), "handed_over", act.facts, act.desk, note=act.text)
    note = f": {act.text}" if act.text else ""
    return act.with_(ticket, "assigned", f"to {other.id}{note}", *notices, done=f"diserahkan kepada {other.name}")


def jenis(act: Act, command: Command) -> Act:
    """`#jenis KIND`, or the kind itself as command: change the kind, and with it the clock."""
    row = commands.lookup(command.name)
    named = command.argument or "" if row is not None and row.name == "jenis" else command.name
    kind = commands.kind_of(named)
    if kind is None:
        raise Refused("argument", command)
    return act.with_(replace(act.ticket, kind=kind), "kind", kind, done=f"jenis: {words.KINDS[kind]}")


def kategori(act: Act, command: Command) -> Act:
    """`#kategori NAME`: change the category, and with it the clock and who may know the citizen."""
    category = commands.category_of(command.argument or "", act.desk.policy.categories)
    if category is None:
        raise Refused("no_category", command)
    confidential = act.ticket.confidential or category.confidential
    ticket = replace(act.ticket, category=category.id, confidential=confidential)
    return act.with_(ticket, "category", category.id, done=f"kategori: {category.name}")


def rahasia(act: Act, command: Command) -> Act:
    """`#rahasia`: units do not learn who complains."""
    return act.with_(
        replace(act.ticket, confidential=True),
        "confidential",
        act.text or "identity masked toward units",
        done="identitas pelapor disamarkan bagi unit kerja",
    )


def gabung(act: Act, command: Command) -> Act:
    """`#gabung NUMBER`: the same matter is handled in another ticket of the book."""
    number = next(iter(numbers_in(command.argument or "", act.desk.policy)), None)
    if number is None or number == act.ticket.number or number not in act.facts.named:
        raise Refused("no_number", command)
    ticket = act.ticket.closed(Outcome.DUPLICATE, act.desk.now)
    to = Person("citizen", "citizen", ticket.citizen.name or "", ticket.citizen.email or "")
    values = {"text": "", "outcome": Outcome.DUPLICATE.value}
    notice = Notice("citizen.closed", f"closed:{act.incoming.id}", to, values, ticket.language)
    tells = ticket.citizen.email and not ticket.silent
    return act.with_(
        ticket, "merged", f"same matter as {number}", *((notice,) if tells else ()), done=f"digabung dengan {number}"
    )


def spam(act: Act, command: Command) -> Act:
    """`#spam`: closed as rejected; nothing is sent, not even an answer that still waits."""
    act = replace(act, cancels=(*act.cancels, *act.facts.waiting))
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
    return act.with_(
        replace(act.ticket, held_until=until),
        "acknowledged",
        f"by {act.person.id}",
        done="peringatan berikutnya ditahan",
    )


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
    mine = {str(m.mail) for m in act.facts.messages if m.author == own and m.mail is not None}
    keys = tuple(key for key in act.facts.waiting if key.rpartition(":")[2] in mine)
    what, _, rest = (act.ticket.answering or "").partition(":")
    call = what == "call" and rest.rpartition(":")[2] in mine
    if not keys and not call:
        raise Refused("too_late", command)
    ticket = replace(act.ticket, answering=None) if call or act.ticket.answering in keys else act.ticket
    if any(key.startswith("question:") for key in keys):
        ticket = replace(ticket.moved(Status.OPEN).resumed(act.desk.now), question=None, asked=0, asked_at=None)
    act = replace(act, cancels=(*act.cancels, *keys))
    return act.with_(ticket, "undone", f"by {act.person.id}", done="surel kepada pelapor dibatalkan")


def status(act: Act, command: Command) -> Act:
    """`#status`: the receipt shows where the ticket stands."""
    return act.with_(act.ticket, "status", f"asked by {act.person.id}", done=words.STATUSES[act.ticket.status.value])


def bantuan(act: Act, command: Command) -> Act:
    """`#bantuan`: the receipt lists the commands."""
    return replace(act, done=(*act.done, "daftar perintah", *commands.help_lines(act.person.role)))


def resi(act: Act, command: Command) -> Act:
    """`#resi`: whether its writer is told in the morning what went out."""
    is_on = commands.switch_of(command.argument or "")
    if is_on is None:
        raise Refused("argument", command)
    act = replace(act, remembers={**act.remembers, **sendings.remembered(act.person.id, is_on=is_on)})
    return act.with_(act.ticket, "switched", command.argument or "", done=sendings.SWITCHED[is_on])


def _citizens(act: Act) -> tuple[Message, ...]:
    return tuple(message for message in act.facts.messages if message.author == "citizen")
