"""What officers do without a ticket: `#daftar` for a citizen who did not write, and a mail that they forward.

The citizen's details are read from the form below `#daftar`, or from the forwarded mail, never from the officer's own
From line or signature.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace

from mailticket.core import command as commands
from mailticket.core import deadline, identity, kind
from mailticket.core.decide import officer, sendings
from mailticket.core.decide.act import Act
from mailticket.core.decision import NUMBER, Decision, Desk, Facts, Incoming, Release
from mailticket.core.forwarded import Inner, inner_of
from mailticket.core.found import Identity, Matter, Orders, Reading, Reply
from mailticket.core.mail import Address, Mail, Notice, Person
from mailticket.core.policy import FIELDS, Policy
from mailticket.core.thread import numbers_in
from mailticket.core.ticket import Citizen, Event, Status, Ticket
from mailticket.core.token import DESK

CHANNELS: Mapping[str, str] = {
    "telepon": "telepon", "telp": "telepon", "telpon": "telepon", "phone": "telepon", "call centre": "telepon",
    "whatsapp": "whatsapp", "wa": "whatsapp", "laporan": "laporan", "surat": "surat", "letter": "surat",
    "datang langsung": "datang_langsung", "langsung": "datang_langsung", "tatap muka": "datang_langsung",
    "lapor": "lapor", "sp4n": "lapor", "sp4n-lapor": "lapor", "surel": "email", "email": "email",
}  # fmt: skip
_CHANNEL_LINE = re.compile(r"(?im)^[>\s*-]{0,12}(?:kanal|channel)\s{0,5}:[ \t]{0,20}(?P<value>[^\n]{0,100})\n?")
_SUBJECT_LINE = re.compile(
    r"(?im)^[>\s*-]{0,12}(?:perihal|hal|subjek|subject)\s{0,5}:[ \t]{0,20}(?P<value>[^\n]{1,200})\n?"
)
_PREFIX = re.compile(
    r"^(?:\s{0,3}(?:(?:re|fwd?|bls|trs|tr|terusan|balasan)\s?:|\[[^\]]{1,40}\])){1,9}\s{0,3}", re.IGNORECASE
)
_LAPOR_NUMBER = re.compile(r"[#\d][\d.-]{3,19}")
PLAIN_RECEIPT: Mapping[str, object] = {
    "sends_at": None, "text": "", "script": "", "script_asks": False, "is_note": False, "register": False, "sent": (),
}  # fmt: skip
_NOTHING = frozenset({"-", "tidak ada", "tak ada", "kosong", "n/a"})


def is_outside(orders: Orders) -> bool:
    """Whether these orders are about no ticket of the mail that they answer."""
    return bool(_names(orders) & {"daftar", "lepas"})


def name_of(mail: Mail, sender: str) -> str:
    """Under which name it is remembered that a mail was filed: sent again, only its trace headers are others.

    The ticket's own message is the citizen's and bears no id of the officer's.
    """
    said = "\n".join((sender, mail.message_id or "", mail.subject, mail.text))
    return f"filed:{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}"


def spoke(incoming: Incoming, person: Person, facts: Facts, desk: Desk) -> Decision:
    """What a proven officer wrote outside of any ticket: a filing, a cry for help, or something to ask about."""
    orders = incoming.reading.orders
    if incoming.reading.reply.quote_above and orders.commands:
        return officer.held(incoming, None, person, "quoted_above", desk)
    if orders.trouble is not None:
        return officer.held(incoming, None, person, orders.trouble.value, desk)
    names = _names(orders)
    inner = inner_of(incoming.reading)
    if names == {"daftar"} or (not names and inner is not None and incoming.released):
        return _filed(incoming, person, inner, facts, desk)
    if names == {"lepas"}:
        return _released(incoming, person, facts, desk)
    if names == {"resi"}:
        return _switched(incoming, person, desk)
    if not names and inner is not None:
        proposed = {"proposed_name": inner.sender.name, "proposed_address": inner.sender.address}
        return officer.held(incoming, None, person, "forwarded", desk, extra=proposed)
    if names and names <= {"bantuan", "status"}:
        return _helped(incoming, person, facts, desk)
    return officer.held(incoming, None, person, "no_ticket", desk)


def _released(incoming: Incoming, person: Person, facts: Facts, desk: Desk) -> Decision:
    """`#lepas`: a held mail of the digest goes to the ticket named, else to the one that it seems to be about."""
    given = incoming.reading.orders.commands[0]
    row = facts.about
    sender = (row.from_ or "").lower() if row is not None else ""
    if row is None or row.state != "held" or officer.registered(sender, desk.policy) is not None:
        # What bears an officer's name is released by that officer's own yes, and by nobody else's.
        return officer.held(incoming, None, person, "no_held", desk, given)
    named = numbers_in(given.argument or "", desk.policy) or numbers_in(row.why, desk.policy)
    number = next(iter(named), DESK)
    why = f"mail {row.id} released by {person.id} to {number}"
    done = f"surel {row.id} dilepas ke {number if number != DESK else 'tiket baru'}"
    values = {**PLAIN_RECEIPT, "done": (done,)}
    notice = Notice(
        "officer.receipt", f"receipt:{incoming.id}", person, values, in_reply_to=incoming.reading.mail.message_id
    )
    return Decision(
        why,
        events=(Event(desk.now, "released", person.id, why),),
        releases=(Release(row.id, number),),
        notices=(notice,),
    )


def _switched(incoming: Incoming, person: Person, desk: Desk) -> Decision:
    """`#resi` in reply to the digest."""
    given = incoming.reading.orders.commands[0]
    is_on = commands.switch_of(given.argument or "")
    if is_on is None:
        return officer.held(incoming, None, person, "argument", desk, given)
    notice = Notice(
        "officer.receipt",
        f"receipt:{incoming.id}",
        person,
        {**PLAIN_RECEIPT, "done": (sendings.SWITCHED[is_on],)},
        in_reply_to=incoming.reading.mail.message_id,
    )
    why = f"{person.id}: {sendings.SWITCHED[is_on]}"
    return Decision(
        why,
        events=(Event(desk.now, "switched", person.id, why),),
        notices=(notice,),
        remembers=sendings.remembered(person.id, is_on=is_on),
    )


def _names(orders: Orders) -> set[str]:
    return {row.name for row in (commands.lookup(c.name) for c in orders.commands) if row is not None}


def _filed(incoming: Incoming, person: Person, inner: Inner | None, facts: Facts, desk: Desk) -> Decision:
    mail, orders = incoming.reading.mail, incoming.reading.orders
    text = (
        inner.text
        if inner is not None
        else "\n".join(part for part in (orders.text.strip(), incoming.reading.reply.form) if part)
    )
    argument = next((c.argument or "" for c in orders.commands), "")
    channel, detail = _channel(f"{argument}\n{text}", "email" if inner is not None else "lainnya")
    named = _SUBJECT_LINE.search(text)
    body = text if inner is not None else _SUBJECT_LINE.sub("", _CHANNEL_LINE.sub("", text)).strip()
    if not body:
        return officer.held(incoming, None, person, "register", desk)
    title = inner.subject if inner is not None else named["value"].strip() if named else _title(mail.subject, body)
    reading = _read(incoming.reading, inner, title, body, desk.policy)
    citizen = _citizen(reading.identity, inner)
    subject = f"{title} ({detail})" if detail else title
    ticket = _ticket(incoming, reading.matter, citizen, subject, channel, desk)
    message = replace(
        incoming.as_message("citizen"),
        from_=citizen.email or "",
        subject=subject,
        text=body,
        full_text=body,
        message_id=inner.message_id if inner is not None else None,
    )
    why = f"filed by {person.id}: {channel}" + (f", {detail}" if detail else "")
    events = (Event(desk.now, "filed", person.id, why), Event(desk.now, "received", "citizen", reading.matter.kind_why))
    ticket, notices, event = _begun(incoming, ticket, message, facts, desk)
    asked = ticket.status is Status.AWAITING_DETAILS
    done = "laporan terdaftar" + ("; data yang kurang ditanyakan kepada pelapor" if asked else "")
    act = Act(incoming, ticket, person, facts, desk, files=(), done=(done,))
    receipt = officer.receipt(incoming, person, act, body, is_note=False)
    return Decision(
        why,
        ticket=ticket,
        message=message,
        files=inner.files if inner is not None else mail.attachments,
        events=(*events, event),
        notices=(*notices, receipt),
        remembers={name_of(mail, incoming.clues.sender or ""): f"mail {incoming.id}"},
    )


def _begun(
    incoming: Incoming, ticket: Ticket, message: object, facts: Facts, desk: Desk
) -> tuple[Ticket, tuple[Notice, ...], Event]:
    """Ask the citizen for what is missing where there is an address to ask at; else the clock starts."""
    policy, now = desk.policy, desk.now
    to = Person("citizen", "citizen", ticket.citizen.name or "", ticket.citizen.email or "")
    if ticket.missing and ticket.citizen.email:
        ticket = ticket.paused_for(Status.AWAITING_DETAILS, now, "waiting for details")
        ticket = deadline.with_clock(ticket, policy, desk.calendar)
        values = {"missing": ticket.missing, "working_days": deadline.working_days(ticket, policy), "first": True}
        notice = Notice("citizen.details_missing", f"details_missing:{incoming.id}", to, values, ticket.language)
        return ticket, (notice,), Event(now, "asked", "mailticket", ", ".join(ticket.missing))
    lacking = ", ".join(ticket.missing)
    ticket = replace(ticket.completed(now), clock_at=ticket.clock_at or incoming.received_at)
    ticket = replace(ticket, officer=officer.assign(ticket, facts.loads, policy))
    ticket = deadline.with_clock(ticket, policy, desk.calendar)
    notices = officer.assigned(incoming, ticket, (incoming.as_message("citizen"),), "filed", facts, desk)
    if ticket.citizen.email:
        values = {"working_days": deadline.working_days(ticket, policy)}
        notices += (Notice("citizen.acknowledged", f"acknowledged:{NUMBER}", to, values, ticket.language),)
    why = f"due on {ticket.due_on}" + (f"; not known and nobody to ask by mail: {lacking}" if lacking else "")
    return ticket, notices, Event(now, "opened", "mailticket", why)


def _ticket(incoming: Incoming, matter: Matter, citizen: Citizen, subject: str, channel: str, desk: Desk) -> Ticket:
    policy = desk.policy
    category = next((c for c in policy.categories if c.id == matter.category), policy.categories[-1])
    have = {field for field in FIELDS if field != "detail" and getattr(citizen, field)}
    have |= {"detail"} if matter.detail else set()
    asked = matter.kind in policy.intake.ask_kinds
    return Ticket(
        subject=subject,
        received_at=incoming.received_at,
        kind=matter.kind,
        category=category.id,
        channel=channel,
        language=policy.desk.language_for(matter.language),
        citizen=citizen,
        missing=tuple(f for f in FIELDS if asked and f in policy.intake.required and f not in have),
        confidential=category.confidential or matter.confidential,
        anonymous=matter.anonymous,
        clock_at=incoming.received_at if policy.clock.start == "received" else None,
    )


def _read(outer: Reading, inner: Inner | None, title: str, body: str, policy: Policy) -> Reading:
    """Read the citizen's words as a mail of their own, without anything of the officer's."""
    sender: tuple[Address, ...] = (inner.sender,) if inner is not None else ()
    mail: Mail = replace(
        outer.mail,
        from_=sender,
        sender=None,
        reply_to=(),
        subject=title,
        text=body,
        marks=(),
        message_id=None,
        in_reply_to=(),
        references=(),
        command_text=None,
        raw_from=(),
    )
    reply = Reply(body, "", "", quote_above=False, form="")
    found = identity.extract(mail, reply, policy)
    return replace(outer, mail=mail, reply=reply, identity=found, matter=kind.understand(mail, reply, found, policy))


def _citizen(found: Identity, inner: Inner | None) -> Citizen:
    values = {
        name: None if (field.value or "").strip().casefold() in _NOTHING else field.value
        for name, field in (
            ("name", found.name),
            ("address", found.address),
            ("phone", found.phone),
            ("email", found.email),
            ("province", found.province),
        )
    }
    if inner is not None:
        # The address that really wrote; another one in the text would let anybody aim our mail.
        values["email"] = inner.sender.address
    return Citizen(**values)


def _channel(text: str, default: str) -> tuple[str, str]:
    """The channel that the officer names, and for LAPOR the number there."""
    line = _CHANNEL_LINE.search(text)
    for said in (text.split("\n", 1)[0], line["value"] if line else ""):
        words = " ".join(re.sub(r"[,:;()!]", " ", said).casefold().split())
        for word in sorted(CHANNELS, key=len, reverse=True):
            if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", words):
                number = _LAPOR_NUMBER.search(words) if CHANNELS[word] == "lapor" else None
                return CHANNELS[word], f"LAPOR {number[0].lstrip('#')}" if number else ""
    return default, ""


def _title(subject: str, body: str) -> str:
    """A subject of the officer's own mail, unless it only answers one of ours; else the first words of the matter."""
    plain = _PREFIX.sub("", subject).strip()
    if plain and plain == subject.strip():
        return plain
    told = next((line for line in body.split("\n") if len(line) > 30 and ":" not in line[:25]), body)
    return told.strip()[:80]


def _helped(incoming: Incoming, person: Person, facts: Facts, desk: Desk) -> Decision:
    done = ("daftar perintah", *commands.help_lines(person.role))
    values = {**PLAIN_RECEIPT, "done": done, "register": True}
    notice = Notice(
        "officer.receipt", f"receipt:{incoming.id}", person, values, in_reply_to=incoming.reading.mail.message_id
    )
    why = f"help for {person.id}"
    return Decision(why, events=(Event(desk.now, "helped", person.id, why),), notices=(notice,))
