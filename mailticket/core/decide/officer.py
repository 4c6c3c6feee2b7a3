"""What officers' and supervisors' mails bring about: who is believed, what is held, and the plain answer.

A mail acts only when the From line is strict and proven, the token is the sender's own for this ticket, nothing quoted
stands above the command, and no machine wrote it. Anything less is kept as a note and the registered address is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from mailticket.core import deadline
from mailticket.core.command import read_orders
from mailticket.core.decide import marks
from mailticket.core.decide.act import Act
from mailticket.core.decision import NUMBER, Decision, Desk, Facts, Incoming
from mailticket.core.forwarded import inner_of
from mailticket.core.found import Action, Command
from mailticket.core.mail import Attachment, Notice, Person
from mailticket.core.policy import Officer, Policy, Supervisor
from mailticket.core.proof import is_out_of_time
from mailticket.core.reply import separate
from mailticket.core.ticket import Event, Message, Ticket
from mailticket.core.token import DESK

# What a yes from the registered address can stand for: the mail server's verdict, and our doubts of a text;
# never the address itself, never the token.
ANSWERABLE = frozenset({
    "no_verdict", "wrong_date", "automatic", "no_ticket_token", "forwarded", "unit_unproven",
    "internal", "no_attachment", "foreign_number", "colleague", "many_recipients",
})  # fmt: skip


def unproven(incoming: Incoming, person: Person, desk: Desk) -> Decision:
    """A mail from a registered officer's address without an own token: never a ticket by itself, never a command."""
    binding, clues = incoming.binding, incoming.clues
    if binding.token is not None:
        reason = "citizen_token" if binding.token.role == "citizen" else "foreign_ticket"
        return not_done(incoming, binding.ticket, person, reason, desk)
    if binding.how == "held" and clues.tokens:
        return not_done(incoming, None, person, "several", desk)
    if any(token.number != DESK for token in clues.expired):
        return not_done(incoming, binding.ticket, person, "expired", desk)
    if binding.ticket is not None:
        return not_done(incoming, binding.ticket, person, "no_token", desk)
    doubt = doubt_of(incoming, person)
    if doubt not in (None, "no_verdict"):
        return not_done(incoming, None, person, doubt, desk)
    if incoming.reading.orders.commands:
        # Nothing but the registered mailbox can prove a command that belongs to no ticket.
        return not_done(incoming, None, person, "no_ticket_token", desk)
    inner = inner_of(incoming.reading)
    if inner is not None:
        proposed = {"proposed_name": inner.sender.name, "proposed_address": inner.sender.address}
        return held(incoming, None, person, "forwarded", desk, extra=proposed)
    return held(incoming, None, person, "no_ticket", desk)


def doubt_of(incoming: Incoming, person: Person) -> str | None:
    """Why this sender is not believed to be that person, or None (reliability rules 1 to 5 of an officer's mail)."""
    proof, screening = incoming.clues.proof, incoming.reading.screening
    if proof.address is None or proof.address != person.address.lower():
        return "other_address"
    if proof.verdict == "fail":
        return "failed_verdict"
    if proof.verdict != "pass" and not incoming.released:
        return "no_verdict"
    if is_out_of_time(incoming.reading.mail, incoming.received_at) and not incoming.released:
        return "wrong_date"
    # Whatever the screen would not answer by itself is by a machine for all we know, although it bears a good token.
    if (screening.is_auto_response or screening.action is not Action.ACCEPT) and not incoming.released:
        return "automatic"
    return None


def by_hand(incoming: Incoming) -> Incoming:
    """The mail as a person's: of what bears a machine's mark the text is not read at first (screen, reply)."""
    reading = incoming.reading
    if not reading.screening.is_auto_response:
        return incoming
    reply = separate(reading.mail)
    return replace(incoming, reading=replace(reading, reply=reply, orders=read_orders(reply, reading.mail)))


def answer(
    incoming: Incoming,
    ticket: Ticket,
    text: str,
    facts: Facts,
    desk: Desk,
    notice: str = "citizen.answered",
    key: str = "answer",
    extra: Mapping[str, object] | None = None,
    files: Sequence[Attachment] = (),
    files_from: tuple[int, ...] = (),
) -> tuple[Ticket, Notice]:
    """The mail to the citizen, and the ticket that waits for it to be accepted; it waits its undo time first."""
    policy, now = desk.policy, desk.now
    key = f"{key}:{incoming.id}"
    today = deadline.local_day(now, policy)
    values: dict[str, object] = {
        "text": text,
        "close_on": desk.calendar.after(today, policy.clock.close_answered_after_working_days),
        "answered_on": today,
        "working_day": desk.calendar.working_days_between(deadline.local_day(ticket.received_at, policy), today),
        **(extra or {}),
    }
    last = next((m for m in reversed(facts.messages) if m.author == "citizen" and m.message_id), None)
    return replace(ticket, answering=key), Notice(
        notice,
        key,
        Person("citizen", "citizen", ticket.citizen.name or "", ticket.citizen.email or ""),
        values,
        ticket.language,
        in_reply_to=last.message_id if last else None,
        references=tuple(
            m.message_id
            for m in facts.messages
            if m.author in ("citizen", "desk") and m.message_id and (m.notice or "citizen.").startswith("citizen.")
        ),
        attachments=tuple(files),
        files_from=files_from,
        not_before=now + timedelta(seconds=policy.limits.undo_seconds),
    )


def receipt(incoming: Incoming, person: Person, act: Act, text: str, is_note: bool) -> Notice:
    """One short receipt of what was done: what goes out and when, or what must be told by phone."""
    sends_at = next((notice.not_before for notice in act.notices if notice.not_before is not None), None)
    values = {
        "done": act.done,
        "sends_at": sends_at,
        "text": text,
        "script": act.script,
        "script_asks": act.script_asks,
        "sent": (),
        "is_note": is_note and sends_at is None and not act.script,
        "register": False,
    }
    return _staff_notice("officer.receipt", f"receipt:{incoming.id}", person, values, incoming)


def told_colleague(act: Act) -> tuple[Notice, ...]:
    """When somebody else wrote to the citizen, the ticket's officer is shown what."""
    if not act.to_citizen or act.ticket.officer in (None, act.person.id):
        return ()
    desk = act.desk
    values = {
        "text": act.incoming.reading.orders.text,
        "what": "colleague",
        "from_": act.person.name,
        "history": (),
        "days_left": deadline.days_left(act.ticket, desk.calendar, deadline.local_day(desk.now, desk.policy)),
    }
    return tuple(
        Notice("officer.followup", f"colleague:{act.incoming.id}:{p.id}", p, values)
        for p in responsible(act.ticket, act.desk.policy)
    )


def assigned(
    incoming: Incoming,
    ticket: Ticket,
    messages: Sequence[Message],
    reason: str,
    facts: Facts,
    desk: Desk,
    note: str = "",
) -> tuple[Notice, ...]:
    """The mail that gives an officer a ticket: the facts, and the citizen's words with their files."""
    policy = desk.policy
    category = next((c for c in policy.categories if c.id == ticket.category), None)
    text = "\n\n".join(m.full_text or m.text for m in messages)
    values = {
        "reason": reason,
        "note": note,
        "category_name": category.name if category else ticket.category,
        "words": incoming.reading.matter.category_words,
        "earlier": facts.others,
        "text": text,
        "marks": marks.of(ticket, text, policy),
        "unsure": marks.unsure(ticket),
        "history": history(facts, desk.policy, shown=messages),
        "days_left": deadline.days_left(ticket, desk.calendar, deadline.local_day(desk.now, policy)),
    }
    number = ticket.number or NUMBER
    return tuple(
        Notice(
            "officer.assigned",
            f"assigned:{number}:{p.id}:{ticket.due_on}:{incoming.id}",
            p,
            values,
            attachments=incoming.reading.mail.attachments,
            files_from=tuple(m.id for m in messages if m.id is not None),
        )
        for p in responsible(ticket, policy)
    )


def followup(incoming: Incoming, ticket: Ticket, what: str, facts: Facts, desk: Desk) -> tuple[Notice, ...]:
    """Tell the responsible officer that the citizen wrote again."""
    mail, reply = incoming.reading.mail, incoming.reading.reply
    left = deadline.days_left(ticket, desk.calendar, deadline.local_day(desk.now, desk.policy))
    values = {
        "text": reply.text or mail.text,
        "what": what,
        "from_": mail.from_[0].address,
        "days_left": left,
        "history": history(facts, desk.policy),
    }
    return tuple(
        Notice("officer.followup", f"followup:{incoming.id}:{p.id}", p, values, attachments=mail.attachments)
        for p in responsible(ticket, desk.policy)
    )


def history(facts: Facts, policy: Policy, shown: Sequence[Message] = ()) -> tuple[tuple[datetime, str, str], ...]:
    """Who wrote what and when in this ticket, newest first, without what is shown above it already."""
    names = {f"officer:{o.id}": o.name for o in policy.officers}
    names |= {f"supervisor:{s.id}": s.name for s in policy.supervisors}
    names |= {f"unit:{u.id}": u.name for u in policy.units}
    names["citizen"] = "pelapor"
    above = {message.id for message in shown}
    return tuple(
        (m.at, names[m.author] + (" (catatan)" if m.state == "note" else ""), m.text)
        for m in reversed(facts.messages)
        if m.direction == "in" and m.author in names and m.state != "held" and m.id not in above and m.text.strip()
    )


def responsible(ticket: Ticket, policy: Policy) -> tuple[Person, ...]:
    """The ticket's officer; without one, the supervisors."""
    for officer in policy.officers:
        if officer.id == ticket.officer:
            return (_person("officer", officer),)
    return tuple(_person("supervisor", s) for s in policy.supervisors)


def assign(ticket: Ticket, loads: Mapping[str, int], policy: Policy) -> str | None:
    """The officer with the fewest open tickets among those of the category; ties by the order in the settings."""
    able = [o for o in policy.officers if not o.categories or ticket.category in o.categories] or list(policy.officers)
    return min(able, key=lambda officer: loads.get(officer.id, 0)).id if able else None


def registered(address: str | None, policy: Policy) -> Person | None:
    """The officer or supervisor who has this address, or None."""
    for role, people in (("officer", policy.officers), ("supervisor", policy.supervisors)):
        for one in people:
            if address is not None and one.address.lower() == address:
                return _person(role, one)
    return None


def staff_by_id(role: str, id_: str, policy: Policy) -> Person | None:
    """The officer or supervisor with this id now, or None."""
    people: Sequence[Officer | Supervisor] = policy.officers if role == "officer" else policy.supervisors
    return next((_person(role, one) for one in people if one.id == id_), None)


def held(
    incoming: Incoming,
    ticket: Ticket | None,
    person: Person,
    reason: str,
    desk: Desk,
    command: Command | None = None,
    extra: Mapping[str, object] | None = None,
) -> Decision:
    """Nothing is done, and the sender is asked what was meant."""
    orders = incoming.reading.orders
    values = {
        "reason": reason,
        "word": command.name if command else orders.word,
        "near": orders.near,
        "text": incoming.reading.reply.text,
        "guess": ticket.number if ticket else None,
        "asks": reason in ANSWERABLE,
        **(extra or {}),
    }
    why = f"held: {reason}; {person.role} {person.id} is asked"
    return Decision(
        why,
        state="held",
        ticket=ticket,
        message=_note(incoming, person, "held") if ticket else None,
        files=incoming.reading.mail.attachments if ticket else (),
        events=(Event(desk.now, "held", person.id, why),),
        notices=(_asking("officer.held", reason, person, values, incoming),),
    )


def not_done(incoming: Incoming, ticket: Ticket | None, person: Person, reason: str, desk: Desk) -> Decision:
    """The sender is not proven: kept as a note, and the registered address is told."""
    incoming = by_hand(incoming)
    why = f"not done: {reason}; the registered address of {person.role} {person.id} is told"
    values = {
        "reason": reason,
        "text": incoming.reading.reply.text,
        "asks": reason in ANSWERABLE,
        "written_at": incoming.reading.mail.date,
        "received_at": incoming.received_at,
    }
    return Decision(
        why,
        state="held",
        ticket=ticket,
        message=_note(incoming, person, "note") if ticket else None,
        files=incoming.reading.mail.attachments if ticket else (),
        events=(Event(desk.now, "not_done", "mailticket", why),),
        notices=(_asking("officer.not_done", reason, person, values, incoming),),
    )


def _note(incoming: Incoming, person: Person, state: str) -> Message:
    author = f"{person.role}:{person.id}" if state != "note" else f"unproven:{person.id}"
    return incoming.as_message(author, state)


def _asking(name: str, reason: str, to: Person, values: Mapping[str, object], incoming: Incoming) -> Notice:
    """The mail that asks about a held one; where a yes is enough, its token is a challenge for that one mail."""
    key = f"{name.partition('.')[2]}:{incoming.id}:{reason}"
    notice = _staff_notice(name, key, to, values, incoming)
    return replace(notice, asks_about=incoming.id) if reason in ANSWERABLE else notice


def _staff_notice(name: str, key: str, to: Person, values: Mapping[str, object], incoming: Incoming) -> Notice:
    mail = incoming.reading.mail
    references = (*mail.references, mail.message_id) if mail.message_id else mail.references
    return Notice(name, key, to, values, in_reply_to=mail.message_id, references=references)


def _person(role: str, one: Officer | Supervisor) -> Person:
    return Person(role, one.id, one.name, one.address)
