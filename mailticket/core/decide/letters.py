"""Commands that send something to the citizen or a unit: the plain answer, close, refer, forward, ask, send, note."""

from dataclasses import replace

from mailticket.core import command as commands
from mailticket.core import deadline
from mailticket.core.decide import officer
from mailticket.core.decide.act import Act, Refused
from mailticket.core.found import Command
from mailticket.core.mail import Notice, Person
from mailticket.core.ticket import Leg, Outcome, Status, Ticket


def answered(act: Act) -> Act:
    """Send the text to the citizen: what a mail without a command means."""
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


def tutup(act: Act, command: Command) -> Act:
    """`#tutup`: answer with the text and close; without text only what was answered before."""
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


def teruskan(act: Act, command: Command) -> Act:
    """`#teruskan UNIT`: hand it to a unit, with an instruction; the citizen is told."""
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


def tanya(act: Act, command: Command) -> Act:
    """`#tanya`: ask the citizen; the clock stands until the answer."""
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


def catatan(act: Act, command: Command) -> Act:
    """`#catatan`: keep a note; nobody is mailed."""
    note = "\n".join(part for part in (command.argument or "", act.text) if part)
    if not note:
        raise Refused("empty", command)
    return act.with_(act.ticket, "noted", note, done="catatan disimpan")


def kirim(act: Act, command: Command) -> Act:
    """`#kirim`: send the unit's draft to the citizen."""
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


def bukan_kewenangan(act: Act, command: Command) -> Act:
    """`#bukan-kewenangan LEMBAGA`: refer the citizen to another institution and close as out of scope."""
    referral = commands.referral_of(command.argument or "", act.desk.policy.desk.referrals)
    if referral is None:
        raise Refused("argument", command)
    if not act.ticket.citizen.email:
        raise Refused("no_address", command)
    extra = {"institution": referral.name, "channel": referral.channel}
    ticket, notice = officer.answer(
        act.incoming, act.ticket, act.text, act.facts, act.desk, notice="citizen.referred",
        key=f"closing:{Outcome.OUT_OF_SCOPE.value}", extra=extra, files=act.files,
    )  # fmt: skip
    return act.with_(
        ticket, "closing_queued", f"referred to {referral.id} by {act.person.id}", notice,
        done=f"pelapor diarahkan ke {referral.name}, lalu tiket ditutup",
    )  # fmt: skip


def _citizen(ticket: Ticket) -> Person:
    return Person("citizen", "citizen", ticket.citizen.name or "", ticket.citizen.email or "")
