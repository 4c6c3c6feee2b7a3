"""Commands that send something to the citizen or a unit: the plain answer, close, refer, forward, ask, send, note."""

from dataclasses import replace

from mailticket.core import command as commands
from mailticket.core import deadline
from mailticket.core.decide import caution, officer
from mailticket.core.decide.act import Act, Refused
from mailticket.core.found import Command
from mailticket.core.mail import Notice, Person
from mailticket.core.ticket import Leg, Outcome, Status, Ticket

CALL = "call"  # first word of Ticket.answering while an answer waits to be told by phone


def answered(act: Act) -> Act:
    """Send the text to the citizen: what a mail without a command means."""
    _meant(act, Command(""))
    if not act.ticket.citizen.email:
        return _by_phone(act, act.text)
    ticket, notice = officer.answer(act.incoming, act.ticket, act.text, act.facts, act.desk, files=act.files)
    return _sent(act, ticket, "answer_queued", f"answer by {act.person.id}", notice, "jawaban untuk pelapor")


def tutup(act: Act, command: Command) -> Act:
    """`#tutup`: answer with the text and close; without text only what was answered before."""
    named, rest = commands.outcome_of(command.argument or "")
    outcome = named or Outcome.RESOLVED.value
    note = f"; {rest}" if rest else ""
    if act.text:
        _meant(act, command)
        if not act.ticket.citizen.email:
            return _by_phone(act, act.text, outcome)
        ticket, notice = officer.answer(
            act.incoming,
            act.ticket,
            act.text,
            act.facts,
            act.desk,
            notice="citizen.closed",
            key=f"closing:{outcome}",
            extra={"outcome": outcome},
            files=act.files,
        )
        why = f"answer and closing ({outcome}) by {act.person.id}{note}"
        return _sent(act, ticket, "closing_queued", why, notice, "jawaban untuk pelapor, lalu tiket ditutup")
    if act.ticket.answering is not None:
        raise Refused("answer_waits", command)
    if act.ticket.answered_at is None:
        raise Refused("never_answered", command)
    ticket = act.ticket.closed(Outcome(outcome), act.desk.now)
    notice = Notice(
        "citizen.closed",
        f"closed:{act.incoming.id}",
        _citizen(act.ticket),
        {"text": "", "outcome": outcome},
        act.ticket.language,
    )
    notices = (notice,) if act.ticket.citizen.email else ()
    return act.with_(ticket, "closed", f"closed, {outcome}{note}", *notices, done="tiket ditutup")


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
        "instruction": instruction,
        "due_on": due,
        "unit_name": unit.name,
        "text": words,
        "officer_name": act.person.name,
    }
    rows = tuple(m.id for m in act.facts.messages if m.author == "citizen" and m.id is not None)
    to_unit = tuple(
        Notice(
            "unit.forwarded",
            f"forwarded:{act.incoming.id}:{unit.id}:{n}",
            Person("unit", unit.id, unit.name, address),
            values,
            attachments=act.files,
            files_from=rows,
        )
        for n, address in enumerate(unit.addresses)
    )
    to_citizen = Notice(
        "citizen.forwarded",
        f"told_forwarded:{act.incoming.id}:{unit.id}",
        _citizen(act.ticket),
        {"unit_name": unit.name, "due_on": ticket.due_on},
        act.ticket.language,
    )
    notices = (*to_unit, to_citizen) if act.ticket.citizen.email and not act.ticket.silent else to_unit
    return act.with_(
        ticket, "forwarded", f"to {unit.id}, its answer due on {due}", *notices, done=f"diteruskan ke {unit.name}"
    )


def tanya(act: Act, command: Command) -> Act:
    """`#tanya`: ask the citizen; the clock stands until the answer."""
    question = "\n".join(part for part in (command.argument or "", act.text) if part)
    act = replace(act, text=question)
    _meant(act, command)
    if not act.ticket.citizen.email:
        return _asked_by_phone(act, question)
    policy, now = act.desk.policy, act.desk.now
    today = deadline.local_day(now, policy)
    ticket = replace(
        act.ticket.paused_for(Status.AWAITING_CITIZEN, now, "waiting for the citizen's answer"), question=question
    )
    close_on = act.desk.calendar.after(today, policy.intake.close_after_working_days)
    _, notice = officer.answer(
        act.incoming,
        ticket,
        question,
        act.facts,
        act.desk,
        notice="citizen.question",
        key="question",
        extra={"close_on": close_on},
        files=act.files,
    )
    return _sent(act, ticket, "asked", question, notice, "pertanyaan kepada pelapor")


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
    if not draft.text.strip():
        raise Refused("empty_draft", command)
    act = replace(act, text=draft.text, files=())
    _meant(act, command, files=bool(draft.attachments))
    if not act.ticket.citizen.email:
        return _by_phone(act, draft.text)
    ticket, notice = officer.answer(
        act.incoming,
        act.ticket,
        draft.text,
        act.facts,
        act.desk,
        files_from=(draft.id,) if draft.id is not None else (),
    )
    why = f"the draft of {draft.author} released by {act.person.id}"
    return _sent(act, ticket, "answer_queued", why, notice, "konsep jawaban unit kerja dikirim kepada pelapor")


def bukan_kewenangan(act: Act, command: Command) -> Act:
    """`#bukan-kewenangan LEMBAGA`: refer the citizen to another institution and close as out of scope."""
    referral = commands.referral_of(command.argument or "", act.desk.policy.desk.referrals)
    if referral is None:
        raise Refused("no_referral", command)
    if act.text:
        _meant(act, command)
    if not act.ticket.citizen.email:
        words = "\n\n".join(part for part in (act.text, f"{referral.name}: {referral.channel}") if part)
        return _by_phone(act, words, Outcome.OUT_OF_SCOPE.value)
    extra = {"institution": referral.name, "channel": referral.channel}
    ticket, notice = officer.answer(
        act.incoming,
        act.ticket,
        act.text,
        act.facts,
        act.desk,
        notice="citizen.referred",
        key=f"closing:{Outcome.OUT_OF_SCOPE.value}",
        extra=extra,
        files=act.files,
    )
    why = f"referred to {referral.id} by {act.person.id}"
    done = f"pelapor diarahkan ke {referral.name}, lalu tiket ditutup"
    return _sent(act, ticket, "closing_queued", why, notice, done)


def tersampaikan(act: Act, command: Command) -> Act:
    """`#tersampaikan`: the citizen was told by phone; this is the answer, and the clock stops."""
    note = "\n".join(part for part in (command.argument or "", act.text) if part)
    what, _, rest = (act.ticket.answering or "").partition(":")
    if what != CALL and act.ticket.answering is not None:
        raise Refused("answer_waits", command)
    if what != CALL and not note and not any(m.notice == "officer.undelivered" for m in act.facts.messages):
        raise Refused("never_answered", command)
    ticket = act.ticket.answered(act.desk.now)
    act = act.with_(ticket, "told", note or f"by phone, by {act.person.id}", done="pelapor sudah diberi tahu")
    outcome = rest.rpartition(":")[0] if what == CALL else ""
    if not outcome:
        return act
    return act.with_(act.ticket.closed(Outcome(outcome), act.desk.now), "closed", outcome, done="tiket ditutup")


def _meant(act: Act, command: Command, *, files: bool = False) -> None:
    """Refuse a text that is none, or of which its writer may not have meant that the citizen gets it as it stands."""
    if not act.text:
        raise Refused("empty", command)
    if act.incoming.released:
        return
    doubt = caution.doubt_of(
        act.text,
        files=files or bool(act.files),
        incoming=act.incoming,
        ticket=act.ticket,
        facts=act.facts,
        policy=act.desk.policy,
    )
    if doubt is not None:
        raise Refused(doubt, command)


def _sent(act: Act, ticket: Ticket, what: str, why: str, notice: Notice, done: str) -> Act:
    return replace(act.with_(ticket, what, why, notice, done=done), to_citizen=True)


def _by_phone(act: Act, text: str, outcome: str = "") -> Act:
    """The citizen has no e-mail address: the answer goes to the officer, who tells it and says `#tersampaikan`."""
    ticket = replace(act.ticket, answering=f"{CALL}:{outcome}:{act.incoming.id}")
    why = "the citizen has no e-mail address: to be told by phone"
    return replace(act.with_(ticket, "to_be_told", why, done="mohon sampaikan lewat telepon"), script=text)


def _asked_by_phone(act: Act, question: str) -> Act:
    """The question goes to the officer, who puts it; the clock goes on, since nobody waits for the citizen's mail."""
    act = act.with_(act.ticket, "to_be_asked", question, done="mohon tanyakan lewat telepon")
    return replace(act, script=question, script_asks=True)


def _citizen(ticket: Ticket) -> Person:
    return Person("citizen", "citizen", ticket.citizen.name or "", ticket.citizen.email or "")
