"""Carry out what a proven officer wrote: commands one after the other on one value, or the plain answer.

Each command is a small function from Act to Act; all of a mail's commands are one Decision, hence one transaction.
A command that cannot be carried out raises Refused: then nothing of the mail is done, and the officer is asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from mailticket.core import command as commands
from mailticket.core import deadline
from mailticket.core.decide import officer
from mailticket.core.decision import Decision, Desk, Facts, Incoming
from mailticket.core.found import Command
from mailticket.core.mail import Attachment, Notice, Person
from mailticket.core.ticket import Event, Leg, Outcome, Status, Ticket


@dataclass(frozen=True)
class Act:
    """What has been brought about so far by the commands of one mail."""

    incoming: Incoming
    ticket: Ticket
    person: Person
    facts: Facts
    desk: Desk
    files: tuple[Attachment, ...]
    text: str = ""  # the text below the commands, for the one command (or the answer) that it belongs to
    events: tuple[Event, ...] = ()
    notices: tuple[Notice, ...] = ()
    done: tuple[str, ...] = ()
    cancels: tuple[str, ...] = ()

    def with_(self, ticket: Ticket, what: str, why: str, *notices: Notice, done: str = "") -> "Act":
        """Return the act with a new ticket value, an event and what it sends."""
        event = Event(self.desk.now, what, self.person.id, why)
        return replace(
            self, ticket=ticket, events=(*self.events, event), notices=(*self.notices, *notices),
            done=(*self.done, done or why),
        )  # fmt: skip


class Refused(Exception):
    """A command cannot be carried out; `reason` is a word of officer.held."""

    def __init__(self, reason: str, command: Command) -> None:
        super().__init__(reason)
        self.reason = reason
        self.command = command


def spoke(incoming: Incoming, facts: Facts, desk: Desk) -> Decision:
    """A mail with an officer's or supervisor's token: believed or not, held or carried out."""
    token, ticket = incoming.binding.token, incoming.binding.ticket
    assert token is not None  # decide() sends only mails with a staff token here
    person = officer.staff_by_id(token.role, token.person, desk.policy)
    if person is None:
        return Decision(f"{token.role} {token.person} is not on the staff any more", state="held")
    doubt = officer.doubt_of(incoming, person)
    if doubt is not None:
        return officer.not_done(incoming, ticket, person, doubt, desk)
    if ticket is None:
        return officer.held(incoming, None, person, "no_ticket", desk)
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
            act = _answered(replace(act, text=text))
    except Refused as refused:
        return officer.held(incoming, ticket, person, refused.reason, desk, refused.command)
    act = replace(act, ticket=deadline.with_clock(act.ticket, desk.policy, desk.calendar))
    receipt = officer.receipt(incoming, person, act.done, orders.text, act.notices)
    return Decision(
        "; ".join(act.done), ticket=act.ticket,
        message=incoming.as_message(f"{person.role}:{person.id}", _message_state(orders.commands)),
        files=incoming.reading.mail.attachments, events=act.events, notices=(*act.notices, receipt),
        cancels=act.cancels,
    )  # fmt: skip


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


def _answered(act: Act) -> Act:
    text = act.text
    if not text:
        raise Refused("empty", Command(""))
    if not act.ticket.citizen.email:
        raise Refused("no_address", Command(""))
    ticket, notice = officer.answer(
        act.incoming, act.ticket, text, act.facts, act.desk, files=act.files
    )
    return act.with_(
        ticket, "answer_queued", f"answer by {act.person.id}", notice, done="jawaban untuk pelapor"
    )


def _tutup(act: Act, command: Command) -> Act:
    outcome, rest = commands.outcome_of(command.argument or "")
    outcome = outcome or Outcome.RESOLVED.value
    if act.text and not act.ticket.citizen.email:
        raise Refused("no_address", command)
    if not act.text and act.ticket.answered_at is None and act.ticket.answering is None:
        raise Refused("never_answered", command)
    if not act.text:
        ticket = act.ticket.closed(Outcome(outcome), act.desk.now)
        notice = Notice(
            "citizen.closed", f"closed:{act.incoming.id}", _citizen(act.ticket), {"text": "", "outcome": outcome},
            act.ticket.language,
        )  # fmt: skip
        notices = (notice,) if act.ticket.citizen.email else ()
        return act.with_(ticket, "closed", f"closed, {outcome}" + (f"; {rest}" if rest else ""), *notices)
    ticket, notice = officer.answer(
        act.incoming, act.ticket, act.text, act.facts, act.desk, notice="citizen.closed",
        key=f"closing:{outcome}", extra={"outcome": outcome}, files=act.files,
    )  # fmt: skip
    return act.with_(
        ticket, "closing_queued", f"answer and closing ({outcome}) by {act.person.id}" + (f"; {rest}" if rest else ""),
        notice, done="jawaban untuk pelapor, lalu tiket ditutup",
    )  # fmt: skip


def _teruskan(act: Act, command: Command) -> Act:
    policy, now = act.desk.policy, act.desk.now
    unit, rest = commands.unit_of(command.argument or "", policy.units)
    if unit is None:
        raise Refused("no_unit", command)
    instruction = "\n".join(part for part in (rest, act.text) if part)
    due = deadline.leg_due_on(now, unit, policy, act.desk.calendar, act.ticket.due_on)
    masked = act.ticket.confidential or unit.confidential
    ticket = replace(act.ticket.forwarded(Leg(unit.id, now, due, instruction)), confidential=masked)
    words = "\n\n".join(m.full_text or m.text for m in act.facts.messages if m.author == "citizen")
    values = {
        "instruction": instruction, "due_on": due, "unit_name": unit.name, "text": words,
        "officer_name": act.person.name,
    }  # fmt: skip
    rows = tuple(m.id for m in act.facts.messages if m.author == "citizen" and m.id is not None)
    to_unit = tuple(
        Notice(
            "unit.forwarded", f"forwarded:{act.incoming.id}:{unit.id}:{n}",
            Person("unit", unit.id, unit.name, address), values, attachments=act.files, files_from=rows,
        )
        for n, address in enumerate(unit.addresses)
    )  # fmt: skip
    to_citizen = Notice(
        "citizen.forwarded", f"told_forwarded:{act.incoming.id}:{unit.id}", _citizen(act.ticket),
        {"unit_name": unit.name, "due_on": ticket.due_on}, act.ticket.language,
    )  # fmt: skip
    notices = (*to_unit, to_citizen) if act.ticket.citizen.email and not act.ticket.silent else to_unit
    return act.with_(
        ticket, "forwarded", f"to {unit.id}, its answer due on {due}", *notices, done=f"diteruskan ke {unit.name}"
    )


def _tanya(act: Act, command: Command) -> Act:
    question = "\n".join(part for part in (command.argument or "", act.text) if part)
    if not question:
        raise Refused("empty", command)
    if not act.ticket.citizen.email:
        raise Refused("no_address", command)
    policy, now = act.desk.policy, act.desk.now
    today = deadline.local_day(now, policy)
    ticket = replace(
        act.ticket.paused_for(Status.AWAITING_CITIZEN, now, "waiting for the citizen's answer"), question=question
    )
    close_on = act.desk.calendar.after(today, policy.intake.close_after_working_days)
    _, notice = officer.answer(
        act.incoming, ticket, question, act.facts, act.desk, notice="citizen.question", key="question",
        extra={"close_on": close_on}, files=act.files,
    )  # fmt: skip
    return act.with_(ticket, "asked", question, notice, done="pertanyaan kepada pelapor")


def _catatan(act: Act, command: Command) -> Act:
    note = "\n".join(part for part in (command.argument or "", act.text) if part)
    if not note:
        raise Refused("empty", command)
    return act.with_(act.ticket, "noted", note, done="catatan disimpan")


def _kirim(act: Act, command: Command) -> Act:
    draft = next((m for m in act.facts.messages if m.id is not None and m.id == act.ticket.draft), None)
    if draft is None:
        raise Refused("no_draft", command)
    if not act.ticket.citizen.email:
        raise Refused("no_address", command)
    ticket, notice = officer.answer(
        act.incoming, act.ticket, draft.text, act.facts, act.desk,
        files_from=(draft.id,) if draft.id is not None else (),
    )  # fmt: skip
    return act.with_(
        ticket, "answer_queued", f"the draft of {draft.author} released by {act.person.id}", notice,
        done="konsep jawaban unit kerja dikirim kepada pelapor",
    )  # fmt: skip


def _lengkap(act: Act, command: Command) -> Act:
    if act.ticket.status is not Status.AWAITING_DETAILS:
        raise Refused("argument", command)
    now = act.desk.now
    ticket = replace(act.ticket.completed(now), clock_at=act.ticket.clock_at or now)
    return act.with_(
        ticket, "completed", f"taken as complete by {act.person.id}", done="laporan dianggap lengkap"
    )


def _citizen(ticket: Ticket) -> Person:
    return Person("citizen", "citizen", ticket.citizen.name or "", ticket.citizen.email or "")


HANDLERS: Mapping[str, Callable[[Act, Command], Act]] = {
    "tutup": _tutup,
    "teruskan": _teruskan,
    "tanya": _tanya,
    "catatan": _catatan,
    "kirim": _kirim,
    "lengkap": _lengkap,
}
