"""Carry out what a proven officer wrote: commands one after the other on one value, or the plain answer.

Each command is a small function from Act to Act; all of a mail's commands are one Decision, hence one transaction.
A command that cannot be carried out raises Refused: then nothing of the mail is done, and the officer is asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from mailticket.core import command as commands
from mailticket.core import deadline
from mailticket.core.decide import challenge, changes, filing, letters, officer
from mailticket.core.decide.act import Act, Refused
from mailticket.core.decision import Decision, Desk, Facts, Incoming
from mailticket.core.found import Command
from mailticket.core.mail import Person
from mailticket.core.ticket import Ticket
from mailticket.core.token import CHALLENGE, DESK

HANDLERS: Mapping[str, Callable[[Act, Command], Act]] = {
    "tutup": letters.tutup,
    "teruskan": letters.teruskan,
    "tanya": letters.tanya,
    "catatan": letters.catatan,
    "kirim": letters.kirim,
    "bukan-kewenangan": letters.bukan_kewenangan,
    "lengkap": changes.lengkap,
    "tugaskan": changes.tugaskan,
    "jenis": changes.jenis,
    "pengaduan": changes.jenis,
    "aspirasi": changes.jenis,
    "informasi": changes.jenis,
    "kategori": changes.kategori,
    "rahasia": changes.rahasia,
    "gabung": changes.gabung,
    "spam": changes.spam,
    "buka": changes.buka,
    "terima": changes.terima,
    "perpanjang": changes.perpanjang,
    "batal": changes.batal,
    "status": changes.status,
    "bantuan": changes.bantuan,
    "resi": changes.resi,
    "tersampaikan": letters.tersampaikan,
}


def spoke(incoming: Incoming, facts: Facts, desk: Desk) -> Decision:
    """A mail with an officer's or supervisor's token: believed or not, held or carried out."""
    token, ticket = incoming.binding.token, incoming.binding.ticket
    assert token is not None  # decide() sends only mails with a staff token here
    person = officer.staff_by_id(token.role, token.person, desk.policy)
    if person is None:
        return Decision(f"{token.role} {token.person} is not on the staff any more", state="held")
    said = incoming.reading.reply.text
    if token.purpose == CHALLENGE and (challenge.says_yes(said) or challenge.says_no(said)):
        return challenge.answered(incoming, person, facts, desk)
    doubt = officer.doubt_of(incoming, person)
    if doubt is not None:
        colleague = officer.registered(incoming.clues.sender, desk.policy)
        if doubt == "other_address" and colleague is not None and colleague.id != person.id:
            person, doubt = colleague, "foreign_ticket"
        return officer.not_done(incoming, ticket, person, doubt, desk)
    if ticket is None and token.number != DESK:
        return officer.held(incoming, None, person, "no_ticket", desk)
    if incoming.clues.numbers and token.number not in (*incoming.clues.numbers, DESK):
        return officer.held(incoming, ticket, person, "other_number", desk)  # a new subject over an old mail
    if ticket is None or filing.is_outside(incoming.reading.orders):
        return filing.spoke(incoming, person, facts, desk)
    if incoming.reading.reply.quote_above and incoming.reading.orders.commands:
        return officer.held(incoming, ticket, person, "quoted_above", desk)
    if incoming.reading.orders.trouble is not None:
        return officer.held(incoming, ticket, person, incoming.reading.orders.trouble.value, desk)
    return carried_out(incoming, ticket, person, facts, desk)


def carried_out(incoming: Incoming, ticket: Ticket, person: Person, facts: Facts, desk: Desk) -> Decision:
    """Do what the mail orders; without a command its text is the answer to the citizen."""
    orders = incoming.reading.orders
    files = tuple(a for a in incoming.reading.mail.attachments if not (a.inline and a.content_id))
    act = Act(incoming, ticket, person, facts, desk, files=files)
    text, taker = orders.text.strip(), commands.text_taker(orders.commands)
    try:
        for n, command in enumerate(orders.commands):
            act = _one(replace(act, text=text if n == taker else ""), command)
        if taker is None and (text or not orders.commands):
            act = letters.answered(replace(act, text=text))
    except Refused as refused:
        return officer.held(incoming, ticket, person, refused.reason, desk, refused.command)
    act = replace(act, ticket=deadline.with_clock(act.ticket, desk.policy, desk.calendar))
    receipt = officer.receipt(incoming, person, act, orders.text, taker is not None)
    return Decision(
        "; ".join(act.done),
        ticket=act.ticket,
        message=incoming.as_message(f"{person.role}:{person.id}", _message_state(orders.commands)),
        files=incoming.reading.mail.attachments,
        events=act.events,
        notices=(*act.notices, *officer.told_colleague(act), receipt),
        cancels=act.cancels,
        remembers=act.remembers,
    )


def _one(act: Act, command: Command) -> Act:
    row = commands.lookup(command.name)
    if row is None or row.name not in HANDLERS:
        raise Refused("unknown", command)
    if act.person.role not in row.roles:
        raise Refused("not_allowed", command)
    try:
        return HANDLERS[row.name](act, command)
    except ValueError as error:  # a move that the state machine does not allow
        raise Refused("argument", command) from error


def _message_state(given: tuple[Command, ...]) -> str:
    names = {row.name for row in (commands.lookup(command.name) for command in given) if row is not None}
    return "note" if "catatan" in names else "received"
