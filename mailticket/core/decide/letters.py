"""Makers of notices: the letter to the citizen, what an officer gets of a ticket, the question about a held mail."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from mailticket.core import deadline
from mailticket.core.citizen import FieldName
from mailticket.core.decide import marks, staff
from mailticket.core.decision import Decision, Facts, Incoming, Present
from mailticket.core.found import Reply
from mailticket.core.happenings import Hold
from mailticket.core.lures import leads_somewhere
from mailticket.core.mail import Attachment
from mailticket.core.notices.letters import Acknowledged, Assigned, Doubted, Followup, Held, Letter
from mailticket.core.notices.notice import NUMBER, Cuts, Handing, History, Key, News, Notice, Value
from mailticket.core.people import Person, Role
from mailticket.core.policy import Policy
from mailticket.core.post import MailState
from mailticket.core.proof import Believed
from mailticket.core.ticket import Direction, Errand, Message, MessageState, Status, Ticket

OneDoubted = TypeVar("OneDoubted", bound=Doubted)
PROPOSALS = (Hold.FORWARDED, Hold.UNIT_UNPROVEN)  # their mails say in their own way what a yes brings about


@dataclass(frozen=True, slots=True)
class Origin:
    """The mail that a letter comes of: what makes its key unique, what it refers to, which files travel."""

    key: object  # the kept mail, or a word where there is none
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    files: tuple[Attachment, ...] = ()
    words: tuple[str, ...] = ()  # by which the category was known
    is_cut: bool = False  # its text is longer than can be read
    vouched: bool | None = None  # the mail is proven; None: no mail is behind it

    @classmethod
    def of(cls, incoming: Incoming) -> "Origin":
        """Return what a letter takes of a mail that it answers."""
        mail, reading = incoming.reading.mail, incoming.reading
        words, is_cut = reading.matter.category_words, reading.reply.is_cut
        vouched = incoming.clues.proof.verdict is Believed.PASS
        return cls(incoming.id, mail.message_id, _chain(incoming), mail.attachments, words, is_cut, vouched)


def citizen(ticket: Ticket) -> Person:
    """Return the citizen as one who is mailed: always at the registered address.

    By no name that another told, and by none that leads somewhere.
    """
    name = ticket.citizen.name or ""
    is_told = any(one.field == FieldName.NAME and one.by_another for one in ticket.details)
    name = "" if is_told or leads_somewhere(name) else name
    return Person(Role.CITIZEN, "citizen", name, ticket.citizen.email or "")


def to_citizen(value: Value, key: Key, ticket: Ticket, origin: Origin | None = None) -> tuple[Notice, ...]:
    """Return one automatic mail to the citizen; none when the ticket is silent or has no address."""
    if ticket.silent is not None or not ticket.citizen.email:
        return ()
    in_reply_to, references = (origin.in_reply_to, origin.references) if origin is not None else (None, ())
    vouched = origin.vouched if origin is not None else None
    return (Notice(value, key, citizen(ticket), ticket.language, in_reply_to, references, vouched=vouched),)


def acknowledged(ticket: Ticket, present: Present, origin: Origin | None = None) -> tuple[Notice, ...]:
    """Return the letter that says by when the answer comes, once for each ticket."""
    value = Acknowledged(deadline.working_days(ticket, present.policy))
    return to_citizen(value, ("acknowledged", ticket.number or NUMBER), ticket, origin)


def answer(
    value: Value,
    key: Key,
    errand: Errand,
    ticket: Ticket,
    facts: Facts,
    present: Present,
    files: Sequence[Attachment] = (),
    files_from: tuple[int, ...] = (),
) -> Notice:
    """Return the letter with a person's words; it waits its undo time first, and refers to the citizen's last mail."""
    last = next((m for m in reversed(facts.messages) if m.is_citizens and m.message_id), None)
    return Notice(
        value,
        key,
        citizen(ticket),
        ticket.language,
        in_reply_to=last.message_id if last else None,
        references=tuple(m.message_id for m in facts.messages if m.message_id and _citizen_may_know(m)),
        attachments=tuple(files),
        files_from=files_from,
        not_before=present.now + timedelta(seconds=present.policy.limits.undo_seconds),
        errand=errand,
    )


def written_on(ticket: Ticket, present: Present) -> tuple[date | None, date, int | None]:
    """Return when an answer of today closes (None: it is closed), its date, and the working days taken."""
    policy, calendar = present.policy, present.calendar
    today = deadline.local_day(present.now, policy)
    return (
        None
        if ticket.status is Status.CLOSED
        else calendar.after(today, policy.clock.close_answered_after_working_days),
        today,
        _days_used(ticket, today, present),
    )


def words_of(messages: Sequence[Message]) -> str:
    """What a citizen wrote, without our letters quoted below it; of the first mail also what others wrote."""
    return "\n\n".join(part for n, m in enumerate(messages) if (part := _words(m, is_first=n == 0)))


def _words(message: Message, *, is_first: bool) -> str:
    if message.cuts is not None:
        return message.text
    return message.full_text or message.text if is_first else message.text or message.full_text


def cuts_of(messages: Sequence[Message]) -> Cuts:
    """Return what is left out of these mails; none of one that is shown whole."""
    return tuple(cut for message in messages for cut in message.cuts or ())


def _days_used(ticket: Ticket, today: date, present: Present) -> int | None:
    """Say 0 only of an answer of the very day: another that the clock counts no day for tells no number."""
    used = deadline.days_used(ticket, present.policy, present.calendar, today)
    return used or (0 if today == deadline.local_day(ticket.received_at, present.policy) else None)


def assigned(
    origin: Origin,
    ticket: Ticket,
    messages: Sequence[Message],
    reason: Handing,
    facts: Facts,
    present: Present,
    note: str = "",
) -> tuple[Notice, ...]:
    """Return the mail that gives an officer a ticket: the facts, and the citizen's words with their files."""
    policy = present.policy
    text = words_of(messages)
    value = Assigned(
        reason=reason,
        text=text,
        category_name=next((c.name for c in policy.categories if c.id == ticket.category), ticket.category),
        note=note,
        words=origin.words,
        earlier=facts.others,
        marks=marks.of(ticket, text[: policy.limits.letter_characters_max], policy),
        unsure=marks.unsure(ticket, policy),
        history=history(facts, policy, shown=messages),
        days_left=days_left(ticket, present),
        is_cut=origin.is_cut,
        cuts=cuts_of(messages),
        unasked=ticket.unasked.why if ticket.unasked is not None else None,
        close_on=close_on(ticket, present),
    )
    rows = tuple(message.id for message in messages if message.id is not None)
    return tuple(
        Notice(
            value,
            ("assigned", ticket.number or NUMBER, person.id, ticket.due_on, origin.key),
            person,
            attachments=origin.files,
            files_from=rows,
        )
        for person in staff.responsible(ticket, policy)
    )


def followup(incoming: Incoming, ticket: Ticket, what: News, facts: Facts, present: Present) -> tuple[Notice, ...]:
    """Tell the responsible officer that the citizen wrote again."""
    mail, reply, written_by = incoming.reading.mail, incoming.reading.reply, incoming.reading.written_by
    told = incoming.reading.told
    value = Followup(
        what,
        written_by.address if written_by is not None else "",
        told.text if told.text or told.cuts is not None else mail.text,
        history=history(facts, present.policy),
        days_left=days_left(ticket, present),
        cuts=told.cuts if told.cuts is not None else left_out(reply) if told.text else (),
        is_cut=reply.is_cut,
        changed=marks.changed(incoming.binding.ticket, ticket, present.policy),
    )
    return to_responsible(value, "followup", incoming.id, ticket, present, mail.attachments)


def to_responsible(
    value: Value, kind: str, about: object, ticket: Ticket, present: Present, files: Sequence[Attachment] = ()
) -> tuple[Notice, ...]:
    """Return what those are told who are responsible for the ticket, once about one thing; `kind` begins the key."""
    return tuple(
        Notice(value, (kind, about, person.id), person, attachments=tuple(files))
        for person in staff.responsible(ticket, present.policy)
    )


def asking(incoming: Incoming, person: Person, value: Doubted, *among: str) -> Notice:
    """Return the mail that asks about a held one; its token tells a reply to the question from any other.

    `among`: where several are asked about one mail, each is told apart by an id.
    """
    key = (value.letter.name.lower(), incoming.id, value.reason.word, *among)
    notice = to_staff(value, key, person, incoming)
    verdict = incoming.clues.proof.verdict
    notice = replace(notice, vouched=verdict is Believed.PASS)
    if verdict is Believed.FAIL:
        # Nothing of a forger's words is carried to the staff, and nothing threads with a mail that they never wrote.
        notice = replace(notice, value=value.unquoted(), in_reply_to=None, references=())
    return replace(notice, asks_about=incoming.id)


def to_staff(value: Value, key: Key, person: Person, incoming: Incoming) -> Notice:
    """Return an answer to a mail of staff or of a unit."""
    return Notice(value, key, person, in_reply_to=incoming.reading.mail.message_id, references=_chain(incoming))


def held(
    incoming: Incoming, ticket: Ticket | None, reason: Hold, word: str, preview: Decision | None, unit_name: str = ""
) -> Held:
    """Return what the sender of a held mail is told; `preview` is what a yes would bring about."""
    report = incoming.reading.report
    inner = report.inner if report is not None and reason is Hold.FORWARDED else None
    value = Held(
        reason=reason,
        text=incoming.reading.reply.text,
        word=word,
        near=incoming.reading.orders.near,
        guess=ticket.number if ticket else None,
        proposed_name=inner.sender.name if inner else "",
        proposed_address=inner.sender.address if inner else "",
        unit_name=unit_name,
        cuts=left_out(incoming.reading.reply),
        lost=lost(incoming.reading.reply),
        asks=reason in PROPOSALS,
    )
    return previewed(value, incoming, preview)


def previewed(value: OneDoubted, incoming: Incoming, preview: Decision | None) -> OneDoubted:
    """Show what a yes would bring about: what is done, the words that go out, and which files stay behind."""
    if preview is None or preview.state is MailState.HELD:
        return value
    out = next((n for n in preview.notices if n.to.role is Role.CITIZEN and n.value.is_human), None)
    files = () if out is None else tuple(file.safe_name for file in out.attachments)
    return replace(
        value,
        asks=True,
        does=preview.why,
        goes_out=getattr(out.value, "text", "") if out is not None else "",
        goes_with=files,
        stays=tuple(file.safe_name for file in incoming.reading.mail.attachments if file.safe_name not in files),
    )


def lost(reply: Reply) -> str:
    """Return what was left out although it may be text, as it was written."""
    return "\n\n".join(cut.text for cut in reply.cuts if not cut.known)


def left_out(reply: Reply) -> Cuts:
    """Return what was left out of a person's text beside the quotation, each stretch on one line."""
    return tuple((cut.what.value, cut.on_one_line) for cut in reply.cuts)


def history(facts: Facts, policy: Policy, shown: Sequence[Message] = ()) -> History:
    """Return who wrote what and when in this ticket, newest first, without what is shown above it already."""
    names = {**staff.names(policy), (Role.CITIZEN, ""): "pelapor"}
    above = {message.id for message in shown}
    earlier = [
        (m.at, names[key] + (" (catatan)" if m.state is MessageState.NOTE else ""), m.text)
        for m in reversed(facts.messages)
        if (key := (m.author.role, m.author.id)) in names
        and m.direction is Direction.IN
        and m.state is not MessageState.HELD
        and m.id not in above
        and m.text.strip()
    ]
    room, most = policy.limits.history_characters_max, policy.limits.history_mail_characters_max
    earlier = [(at, who, text if len(text) <= most else f"{text[:most]}\n[...]") for at, who, text in earlier]
    for n, (at, who, text) in enumerate(earlier):
        room -= len(text)
        if room < 0:
            left = f"[... {len(earlier) - n} surel yang lebih lama ada di buku tiket: mailticket show]"
            return (*earlier[:n], (at, who, left))
    return tuple(earlier)


def close_on(ticket: Ticket, present: Present) -> date | None:
    """Return when a ticket ends whose citizen is not asked for what is missing; None for any other."""
    if ticket.unasked is None:
        return None
    return deadline.close_on(ticket.unasked, present.policy, present.calendar)


def days_left(ticket: Ticket, present: Present) -> int | None:
    """Return the working days left until the due date, negative when late."""
    return deadline.days_left(ticket, present.calendar, deadline.local_day(present.now, present.policy))


def _chain(incoming: Incoming) -> tuple[str, ...]:
    mail = incoming.reading.mail
    return (*mail.references, mail.message_id) if mail.message_id else mail.references


def _citizen_may_know(message: Message) -> bool:
    """Whether the citizen has this mail: the own ones, and ours to the citizen."""
    return message.is_citizens or (message.author.role is Role.DESK and _is_to_citizen(message))


def _is_to_citizen(message: Message) -> bool:
    return message.notice is None or Letter.of(message.notice).role is Role.CITIZEN
