"""Make a Decision true: ticket, message, files, events and rendered mails, in the caller's transaction."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailticket.core.decision import BLOCK_DAYS, NUMBER, Decision
from mailticket.core.mail import Notice
from mailticket.core.ticket import Event, Message, Ticket
from mailticket.errors import MailticketError
from mailticket.flows.ports import House, Work


def enact(house: House, work: Work, decision: Decision, now: datetime) -> str | None:
    """Write everything down and return the ticket's number; a new ticket gets its number here."""
    ticket = decision.ticket
    if ticket is not None and ticket.number is None:
        year = ticket.received_at.astimezone(ZoneInfo(house.policy.desk.timezone)).year
        ticket = replace(ticket, number=work.next_number(year, house.policy.desk.ticket_prefix))
    if ticket is not None:
        work.put_ticket(ticket)
    number = ticket.number if ticket is not None else None
    if decision.message is not None:
        row = work.add_message(number, decision.message, decision.files)
        if decision.message.state == "draft" and ticket is not None:
            ticket = replace(ticket, draft=row)
            work.put_ticket(ticket)
    work.add_events(number, decision.events)
    for key in decision.cancels:
        if not work.cancel(key, decision.why, now):
            # It left between the look and the commit: nothing of this becomes true, the mail is decided anew.
            raise MailticketError(f"{key} is on its way")
    for release in decision.releases:
        work.release_mail(release.mail, release.ticket, now)
    for name, value in decision.remembers.items():
        work.set(name, value)
    for address in decision.blocks:
        work.block(address, now + timedelta(days=BLOCK_DAYS), decision.why)
    for notice in decision.notices:
        _queue(house, work, notice, ticket, now)
    return number


def _queue(house: House, work: Work, notice: Notice, ticket: Ticket | None, now: datetime) -> None:
    """Render one notice and put it into the outbox, once per key."""
    number = ticket.number if ticket is not None else None
    notice = replace(notice, key=notice.key.replace(NUMBER, number or NUMBER))
    if work.has_key(notice.key):
        return
    if notice.name.startswith("citizen.") and not notice.is_human:
        why = work.blocked(notice.to.address, now)
        if why is not None:
            said = f"{notice.name}: the address takes no mail: {why}"
            work.add_events(number, [Event(now, "not_answered", "mailticket", said)])
            return
    files = [file for row in notice.files_from for file in work.files(row)]
    notice = replace(notice, attachments=(*notice.attachments, *files), files_from=())
    rendered = house.render(notice, ticket, now)
    message = Message(
        at=now,
        direction="out",
        author="desk",
        from_=house.policy.desk.address,
        to=rendered.recipient,
        subject=rendered.subject,
        message_id=rendered.message_id,
        text=rendered.text,
        notice=notice.name,
        state="queued",
    )
    row = work.add_message(number, message, notice.attachments if notice.name.startswith("citizen.") else ())
    work.queue(notice, rendered, number, row, now)
