"""The JSON shapes that programs read (`tickets`, `show`, `explain`, `trace`): plain dicts, keys binding.

Of `inspect` only what its command adds is here. A mail's own shape is in `inspection`, so that a child which reads
mails does not load what tickets need.

Times are ISO 8601 in the desk's offset; unknown is None.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailticket.core import deadline
from mailticket.core.happenings import said
from mailticket.core.post import LedgerRow, OutboxRow, SentRow
from mailticket.core.ticket import STOPPED, Direction, Event, Message, Ticket

Shape = dict[str, Any]


def with_path(path: str, line: str) -> str:
    """The line of `inspect --json` with the file's path before all else."""
    return f'{{"path": {json.dumps(path, ensure_ascii=False)}, {line[1:]}'


def unreadable(path: str, why: str) -> Shape:
    """The line of `inspect --json` for a file that could not be read."""
    return {"path": path, "defects": [why]}


def ticket(one: Ticket, zone: ZoneInfo, today: date) -> Shape:
    """One line of `tickets --json`."""
    return {
        "number": one.number,
        "status": one.status.value,
        "outcome": one.outcome.value if one.outcome else None,
        "kind": one.kind,
        "category": one.category,
        "channel": one.channel,
        "language": one.language,
        "subject": one.subject,
        "citizen": asdict(one.citizen),
        "missing": list(one.missing),
        "officer": one.officer,
        "units": list(one.units),
        "confidential": one.confidential,
        "received_at": time(one.received_at, zone),
        "complete_at": time(one.complete_at, zone),
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "paused": one.paused,
        "overdue": one.status not in STOPPED and not one.paused and deadline.is_overdue(one, today),
        "answered_at": time(one.answered_at, zone),
        "closed_at": time(one.closed_at, zone),
    }


def history(one: Ticket, events: Sequence[Event], messages: Sequence[Message], zone: ZoneInfo, today: date) -> Shape:
    """The line of `show --json`: the ticket with its whole history."""
    return {
        **ticket(one, zone, today),
        "events": [_event(event, zone) for event in events],
        "messages": [_message(message, zone) for message in messages],
    }


def explanation(number: str, said: deadline.Explanation) -> Shape:
    """The line of `explain --json`."""
    return {
        "number": number,
        "start_on": said.start_on.isoformat() if said.start_on else None,
        "due_on": said.due_on.isoformat() if said.due_on else None,
        "days": [{"on": day.on.isoformat(), "counted": day.counted, "why": day.why} for day in said.days],
    }


def place(row: LedgerRow, zone: ZoneInfo) -> Shape:
    """One line of `trace --json` and `shunted --json`: a mail that came in."""
    return {
        "direction": Direction.IN.value,
        "id": row.id,
        "folder": row.place.folder,
        "uidvalidity": row.place.uidvalidity,
        "uid": row.place.uid,
        "message_id": row.message_id or None,
        "from": row.from_ or None,
        "received_at": time(row.received_at, zone),
        "state": row.state.value,
        "ticket": row.ticket,
        "why": said(row.why),
        "attempts": row.attempts,
        "subject": row.subject or None,
        "date": time(row.sent_at, zone),
    }


def sent(row: SentRow, zone: ZoneInfo) -> Shape:
    """One line of `trace --json`: a mail of ours; `why` is the mail server's last word."""
    return {
        "direction": Direction.OUT.value,
        "id": row.id,
        "folder": None,
        "uidvalidity": None,
        "uid": None,
        "message_id": row.message_id or None,
        "from": row.from_ or None,
        "received_at": None,
        "state": row.state.value,
        "ticket": row.ticket,
        "why": row.says,
        "attempts": row.attempts,
        "subject": row.subject or None,
        "date": time(row.queued_at, zone),
        "notice": row.letter.word,
        "to": row.to,
    }


def outgoing(row: OutboxRow, zone: ZoneInfo) -> Shape:
    """One line of `outbox --json`."""
    send = row.send
    return {
        "id": send.id,
        "ticket": send.ticket,
        "notice": send.letter.word,
        "to": send.recipient,
        "state": row.state.value,
        "attempts": send.attempts,
        "queued_at": time(send.queued_at, zone),
        "due_at": time(row.due_at, zone),
        "says": row.says or None,
    }


def time(at: datetime | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 in the desk's offset, to the second."""
    return at.astimezone(zone).isoformat(timespec="seconds") if at else None


def _event(event: Event, zone: ZoneInfo) -> Shape:
    return {"at": time(event.at, zone), "what": event.what.kind.known_as, "by": event.by, "why": event.what.said()}


def _message(message: Message, zone: ZoneInfo) -> Shape:
    return {
        "at": time(message.at, zone),
        "direction": message.direction.value,
        "notice": message.notice,
        "from": message.from_,
        "to": message.to,
        "subject": message.subject,
        "message_id": message.message_id,
        "state": message.state.value,
        "attachments": [
            {"filename": f.filename, "content_type": f.content_type, "size": f.size, "sha256": f.sha256}
            for f in message.attachments
        ],
    }
