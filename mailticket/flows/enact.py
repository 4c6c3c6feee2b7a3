"""Make a Decision true: ticket, message, files, events and rendered mails, in the caller's transaction."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mailticket.core import token as tokens
from mailticket.core.decide import merging
from mailticket.core.decision import BLOCK_DAYS, Beside, Decision
from mailticket.core.happenings import Happening, Hold, Silence, What, said
from mailticket.core.notices.letters import Doubted, NotDone
from mailticket.core.notices.notice import Notice, written
from mailticket.core.people import DESK, Role
from mailticket.core.ticket import Direction, Event, Message, MessageState, Ticket
from mailticket.errors import MailticketError
from mailticket.flows.ports import Context, Work


def enact(context: Context, work: Work, decision: Decision, now: datetime) -> str | None:
    """Write everything down and return the ticket's number; a new ticket gets its number here."""
    ticket = decision.ticket
    if ticket is not None and ticket.number is None:
        desk = context.policy.desk
        year = ticket.received_at.astimezone(ZoneInfo(desk.timezone)).year
        ticket = replace(ticket, number=work.book.next_number(year, desk.ticket_prefix))
    if ticket is not None:
        work.book.put_ticket(ticket)
    number = ticket.number if ticket is not None else None
    if decision.message is not None:
        files = [file for file in decision.files if not file.is_ours]
        row = work.book.add_message(number, decision.message, files)
        if decision.message.state is MessageState.DRAFT and ticket is not None:
            ticket = replace(ticket, draft=row)
            work.book.put_ticket(ticket)
    work.book.add_events(number, decision.events)
    for key in decision.cancels:
        if not work.outbox.cancel(key, said(decision.why), now):
            # It left between the look and the commit: nothing of this becomes true, the mail is decided anew.
            raise MailticketError(f"{key} is on its way")
    for release in decision.releases:
        work.ledger.let_go(release.mail, release.ticket, now)
    for mail in decision.settles:
        work.ledger.done_with(mail, decision.why)
    for name, value in decision.remembers.items():
        work.memory.set(name, value)
    for address in decision.unblocks:
        work.outbox.unblock(address)
    for address in decision.blocks:
        work.outbox.block(address, now + timedelta(days=BLOCK_DAYS), decision.why)
    for notice in decision.notices:
        _queue(context, work, notice, ticket, now)
    for beside in (*decision.beside, *_left_alone(context, work, ticket, decision, now)):
        work.book.put_ticket(beside.ticket)
        work.book.add_events(beside.ticket.number, beside.events)
        for notice in beside.notices:
            _queue(context, work, notice, beside.ticket, now)
    return number


def _left_alone(
    context: Context, work: Work, ticket: Ticket | None, decision: Decision, now: datetime
) -> tuple[Beside, ...]:
    """What becomes of the reports that were merged into one that has ended without an answer for them."""
    if ticket is None or ticket.number is None or not (decision.past_others or merging.leaves_alone(ticket)):
        return ()
    merged = [(other, work.book.messages(other.number or "")) for other in work.book.merged_into(ticket.number)]
    return merging.left_alone(ticket, merged, work.book.officer_loads(), context.present(now)) if merged else ()


def _over_limit(context: Context, work: Work, notice: Notice, now: datetime) -> Happening | None:
    """Why a mail that time brings about is one too many for its mailbox; of a mail's own answer its decision has asked.

    Who is proven is counted apart: what others wrote in that name does not count.
    """
    if not notice.is_automatic_to_citizen or not notice.value.letter.row.by_itself or notice.in_reply_to is not None:
        return None
    most = context.policy.limits.automatic_per_sender_day_max
    count = work.outbox.automatic_count(now - timedelta(days=1), notice.to.address, vouched=bool(notice.vouched))
    return Silence.SENDER_LIMIT(count=most) if count >= most else None


def _is_one_of_many(context: Context, work: Work, notice: Notice, now: datetime) -> bool:
    """Whether somebody of the staff was told of so many doubtful mails in the hour that one mail tells of the rest."""
    most = context.policy.limits.doubts_per_person_hour_max
    since = now - timedelta(hours=1)
    return work.outbox.doubts_count(since, notice.to.address, vouched=bool(notice.vouched)) >= most


def _instead_of_many(notice: Notice, now: datetime) -> Notice:
    """The one mail of the hour that tells of all further ones; the digest lists each."""
    hour = now.astimezone(UTC).strftime("%Y%m%d%H")
    value = NotDone(reason=Hold.MANY, text="", written_at=None, received_at=now)
    return Notice(value, ("doubts", notice.to.role.value, notice.to.id, notice.to.address, hour), notice.to)


def _queue(context: Context, work: Work, notice: Notice, ticket: Ticket | None, now: datetime) -> None:
    """Render one notice and put it into the outbox, once per key."""
    number = ticket.number if ticket is not None else None
    key = written(notice.key, number)
    if work.outbox.has_key(key):
        return
    if notice.is_automatic_to_citizen:
        why = work.outbox.blocked(notice.to.address, now)
        if why is not None:
            reason = Silence.BLOCKED(notice=notice.value.letter, reason=why)
            work.book.add_events(number, [Event(now, What.NOT_ANSWERED(reason=reason), "mailticket")])
            return
    if notice.vouched is None and number is not None:
        notice = replace(notice, vouched=work.outbox.is_vouched(number))
    over = _over_limit(context, work, notice, now)
    if over is not None:
        work.book.add_events(number, [Event(now, What.NOT_ANSWERED(reason=over), "mailticket")])
        return
    if isinstance(notice.value, Doubted) and _is_one_of_many(context, work, notice, now):
        notice, ticket, number = _instead_of_many(notice, now), None, None
        key = written(notice.key, number)
        if work.outbox.has_key(key):
            return
    files = [file for row in notice.files_from for file in work.book.files(row)]
    notice = replace(notice, attachments=(*notice.attachments, *files), files_from=())
    rendered = context.render(notice, ticket, now)
    message = Message(
        at=now,
        direction=Direction.OUT,
        author=DESK,
        from_=context.policy.desk.address,
        to=rendered.recipient,
        subject=rendered.subject,
        message_id=rendered.message_id,
        text=tokens.blanked(rendered.text).rstrip(),
        notice=notice.name,
        state=MessageState.QUEUED,
    )
    files = [file for file in notice.attachments if not file.is_ours]
    row = work.book.add_message(number, message, files if notice.to.role is Role.CITIZEN else ())
    work.outbox.queue(key, notice, rendered, number, row, now)
