"""What work units' mails bring about: a reply with the unit's own token is a draft that an officer releases."""

from collections.abc import Mapping
from dataclasses import replace

from mailticket.core import command as commands
from mailticket.core import deadline, words
from mailticket.core.decide import officer
from mailticket.core.decide.act import Act
from mailticket.core.decision import Decision, Desk, Facts, Incoming
from mailticket.core.found import CommandTrouble
from mailticket.core.mail import Notice, Person
from mailticket.core.policy import Policy, Unit
from mailticket.core.ticket import Event, Status, Ticket

# A unit's text is read by an officer before it goes anywhere, so that an unmarked "Kirim ..." needs no question.
TROUBLES = frozenset(CommandTrouble) - {CommandTrouble.UNMARKED}


def replied(incoming: Incoming, unit: Unit | None, facts: Facts, desk: Desk) -> Decision:
    """A unit's reply: a draft; never to the citizen directly. It needs no proof, since it can only become a draft."""
    ticket = incoming.binding.ticket
    if unit is None or ticket is None:
        return Decision("a unit's token without its unit or ticket", state="held")
    orders, reply = incoming.reading.orders, incoming.reading.reply
    person = as_person(unit, incoming.clues.sender)
    if orders.trouble in TROUBLES:
        return officer.held(incoming, ticket, person, orders.trouble.value, desk)
    if orders.commands:
        if reply.quote_above:
            return officer.held(incoming, ticket, person, "quoted_above", desk)
        return _ordered(incoming, ticket, unit, person, facts, desk)
    if not reply.text.strip() and not incoming.reading.mail.attachments:
        return officer.held(incoming, ticket, person, "empty", desk)
    ticket = deadline.with_clock(ticket.unit_replied(unit.id, None, desk.now), desk.policy, desk.calendar)
    values = {
        "unit_name": unit.name,
        "text": reply.text.strip(),
        "files": tuple(a.safe_name for a in incoming.reading.mail.attachments if not a.inline),
        "days_left": _left(ticket, desk),
        "history": officer.history(facts, desk.policy),
    }
    return _kept(incoming, ticket, unit, "draft", _to_officers("officer.draft", incoming, ticket, values, desk), desk)


def without_token(incoming: Incoming, unit: Unit, desk: Desk) -> Decision:
    """A unit's mail without its token: held; the officer of the ticket that it names can let it go on."""
    ticket = incoming.binding.ticket
    if ticket is None or unit.id not in ticket.units:
        return officer.held(incoming, None, as_person(unit, incoming.clues.sender), "no_ticket", desk)
    values = {"unit_name": unit.name}
    asked = [
        officer.held(incoming, ticket, person, "unit_unproven", desk, extra=values)
        for person in officer.responsible(ticket, desk.policy)
    ]
    why = f"from {unit.id} without its token, perhaps about {ticket.number}: held"
    return Decision(
        why,
        state="held",
        ticket=ticket,
        message=incoming.as_message(f"unproven:{unit.id}", "held"),
        files=incoming.reading.mail.attachments,
        events=(Event(desk.now, "held", "mailticket", why),),
        notices=tuple(notice for one in asked for notice in one.notices),
    )


def by_id(id_: str, policy: Policy) -> Unit | None:
    """The unit with this id now, or None."""
    return next((unit for unit in policy.units if unit.id == id_), None)


def registered(address: str | None, policy: Policy) -> Unit | None:
    """The unit that has this address, or None."""
    return next((u for u in policy.units if address in {a.lower() for a in u.addresses}), None)


def as_person(unit: Unit, sender: str | None) -> Person:
    """The unit as one who is mailed: at the address that wrote, if it is a registered one."""
    address = next((a for a in unit.addresses if a.lower() == sender), unit.addresses[0])
    return Person("unit", unit.id, unit.name, address)


def _ordered(incoming: Incoming, ticket: Ticket, unit: Unit, person: Person, facts: Facts, desk: Desk) -> Decision:
    """The few things that a unit may order: a note, its draft taken back, where it stands, help."""
    given = [(commands.lookup(c.name), c) for c in incoming.reading.orders.commands]
    refused = next((c for row, c in given if row is None or "unit" not in row.roles), None)
    if refused is not None:
        return officer.held(incoming, ticket, person, "not_allowed", desk, refused)
    names = {row.name for row, _ in given if row is not None}
    text = incoming.reading.orders.text.strip()
    if "catatan" in names:
        note = "\n".join(part for part in (*(c.argument or "" for _, c in given), text) if part)
        if not note:
            return officer.held(incoming, ticket, person, "empty", desk)
        values = {
            "text": note,
            "what": "unit_note",
            "from_": unit.name,
            "days_left": _left(ticket, desk),
            "history": (),
        }
        told = _to_officers("officer.followup", incoming, ticket, values, desk)
        return _kept(incoming, ticket, unit, "note", told, desk)
    done: tuple[str, ...] = ()
    if "batal" in names:
        mine = {m.id for m in facts.messages if m.author == f"unit:{unit.id}" and m.id is not None}
        if ticket.draft not in mine or ticket.status is not Status.UNIT_ANSWERED:
            return officer.held(incoming, ticket, person, "too_late", desk)
        ticket = replace(ticket.moved(Status.WITH_UNIT), draft=None)
        done = ("konsep jawaban ditarik kembali",)
    if "status" in names:
        done = (*done, words.STATUSES[ticket.status.value])
    if "bantuan" in names:
        done = (*done, "daftar perintah", *commands.help_lines("unit"))
    act = Act(incoming, ticket, person, facts, desk, files=(), done=done)
    receipt = officer.receipt(incoming, person, act, text, is_note=bool(text))
    return _kept(incoming, ticket, unit, "note", (receipt,), desk)


def _kept(
    incoming: Incoming, ticket: Ticket, unit: Unit, state: str, notices: tuple[Notice, ...], desk: Desk
) -> Decision:
    """The mail as a draft or note of the ticket; the row of a draft is born with it, and the flow puts it in."""
    why = f"{state} of {unit.id} for the officer"
    event = Event(desk.now, "drafted" if state == "draft" else "noted", unit.id, why)
    return Decision(
        why,
        ticket=ticket,
        message=incoming.as_message(f"unit:{unit.id}", state),
        files=incoming.reading.mail.attachments,
        events=(event,),
        notices=notices,
    )


def _to_officers(
    name: str, incoming: Incoming, ticket: Ticket, values: Mapping[str, object], desk: Desk
) -> tuple[Notice, ...]:
    return tuple(
        Notice(name, f"draft:{incoming.id}:{p.id}", p, values, attachments=incoming.reading.mail.attachments)
        for p in officer.responsible(ticket, desk.policy)
    )


def _left(ticket: Ticket, desk: Desk) -> int | None:
    return deadline.days_left(ticket, desk.calendar, deadline.local_day(desk.now, desk.policy))
