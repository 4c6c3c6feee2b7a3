"""The book: tickets, their correspondence with its files, and their history."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from mailticket.core.mail import Attachment
from mailticket.core.ticket import Citizen, Detail, Event, FileRef, Leg, Message, Outcome, Pause, Status, Ticket
from mailticket.edges.ledger import clean
from mailticket.edges.tables import events, files, message_files, messages, numbers, tickets

_CITIZEN = tuple(field.name for field in fields(Citizen))
_OWN_FORM = ("citizen", "status", "outcome", "missing", "details", "legs", "pauses", "rungs")
_AT_WORK = tuple(s.value for s in Status if s not in (Status.ANSWERED, Status.CLOSED))
_PLAIN = tuple(f.name for f in fields(Ticket) if f.name not in _OWN_FORM)


class Book:
    """The part of a transaction that knows tickets."""

    _connection: Connection
    _writes: bool

    def next_number(self, year: int, prefix: str) -> str:
        """Take the next number of the year; a rolled back transaction gives it back."""
        self._insert_new(numbers, {"year": year, "last": 0}, ["year"])
        last = self._connection.execute(
            update(numbers).where(numbers.c.year == year).values(last=numbers.c.last + 1).returning(numbers.c.last)
        ).scalar_one()
        return f"{prefix}-{year}-{last:06d}"

    def put_ticket(self, ticket: Ticket) -> None:
        """Insert or update by number."""
        if ticket.number is None:
            raise ValueError("a ticket without a number cannot be kept")
        row = _row_of(ticket)
        changed = self._connection.execute(update(tickets).where(tickets.c.number == ticket.number).values(**row))
        if changed.rowcount == 0:
            self._connection.execute(insert(tickets).values(**row))

    def ticket(self, number: str) -> Ticket | None:
        """One ticket, or None; letters of any case. Who writes holds it, so that no change of another is lost."""
        found = select(tickets).where(tickets.c.number == clean(number.upper()))
        row = self._connection.execute(self._held(found)).first()
        return ticket_of(row) if row else None

    def tickets(self, status: str | None = None) -> Iterator[Ticket]:
        """All tickets in the order of their numbers."""
        found = select(tickets).order_by(tickets.c.number)
        if status is not None:
            found = found.where(tickets.c.status == status)
        for row in self._connection.execute(found.execution_options(yield_per=500)):
            yield ticket_of(row)

    def due_tickets(self, now: datetime, limit: int) -> Sequence[Ticket]:
        """Tickets with `next_at <= now`, earliest first; one index look-up when there are none."""
        found = select(tickets).where(tickets.c.next_at <= now).order_by(tickets.c.next_at).limit(limit)
        return [ticket_of(row) for row in self._connection.execute(self._held(found, skip_locked=True))]

    def tickets_of(self, address: str, limit: int = 20) -> Sequence[Ticket]:
        """Tickets whose registered address it is, newest first, closed ones included."""
        found = select(tickets).where(tickets.c.email.in_({address, address.lower()}))
        return [ticket_of(r) for r in self._connection.execute(found.order_by(tickets.c.number.desc()).limit(limit))]

    def officer_loads(self) -> dict[str, int]:
        """Officer id -> number of tickets that are neither answered nor closed."""
        found = (
            select(tickets.c.officer, func.count())
            .where(tickets.c.officer.is_not(None), tickets.c.status.in_(_AT_WORK))
            .group_by(tickets.c.officer)
        )
        return {row[0]: row[1] for row in self._connection.execute(found)}

    def add_message(self, ticket: str | None, message: Message, attachments: Sequence[Attachment]) -> int:
        """Insert a message with its files (their bytes once per hash); returns its row."""
        row = {
            "ticket": ticket,
            "at": message.at,
            "direction": message.direction,
            "author": message.author,
            "from_": clean(message.from_),
            "to": clean(message.to),
            "subject": clean(message.subject),
            "message_id": clean(message.message_id),
            "text": clean(message.text),
            "full_text": clean(message.full_text),
            "mail": message.mail,
            "notice": message.notice,
            "state": message.state,
        }
        id_ = self._connection.execute(insert(messages).values(**row).returning(messages.c.id)).scalar_one()
        for position, file in enumerate(attachments):
            self._insert_new(files, {"sha256": file.sha256, "content": file.content}, ["sha256"])
            self._connection.execute(
                insert(message_files).values(
                    message=id_,
                    position=position,
                    sha256=file.sha256,
                    filename=clean(file.filename),
                    safe_name=clean(file.safe_name),
                    content_type=file.content_type[:255],
                    size=file.size,
                    inline=file.inline,
                    content_id=clean(file.content_id),
                )
            )
        return int(id_)

    def messages(self, ticket: str) -> Sequence[Message]:
        """The correspondence in order."""
        rows = self._connection.execute(select(messages).where(messages.c.ticket == ticket).order_by(messages.c.id))
        refs = self._file_refs(select(messages.c.id).where(messages.c.ticket == ticket))
        return [_message_of(row, tuple(refs.get(row.id, ()))) for row in rows]

    def files(self, message: int) -> Sequence[Attachment]:
        """The files of a message, with their bytes."""
        found = (
            select(message_files, files.c.content)
            .join(files, files.c.sha256 == message_files.c.sha256)
            .where(message_files.c.message == message)
            .order_by(message_files.c.position)
        )
        return [
            Attachment(r.filename, r.content_type, r.content, r.safe_name, r.inline, r.content_id)
            for r in self._connection.execute(found)
        ]

    def add_events(self, ticket: str | None, what: Sequence[Event]) -> None:
        """Append to the history."""
        if what:
            self._connection.execute(
                insert(events),
                [{"ticket": ticket, "at": e.at, "what": e.what, "by": e.by, "why": clean(e.why)} for e in what],
            )

    def events(self, ticket: str) -> Sequence[Event]:
        """The history in order."""
        rows = self._connection.execute(select(events).where(events.c.ticket == ticket).order_by(events.c.id))
        return [Event(r.at, r.what, r.by, r.why) for r in rows]

    def newest_event_at(self) -> datetime | None:
        """The time of the newest event (`--at` may not lie before it)."""
        return self._connection.execute(select(func.max(events.c.at))).scalar()

    def numbers_by_message_ids(self, ids: Sequence[str]) -> Sequence[str]:
        """Numbers of the tickets in which a mail with one of these ids stands, each once, in the order of the ids."""
        if not ids:
            return ()
        found = select(messages.c.message_id, messages.c.ticket).where(
            messages.c.message_id.in_(list(ids)[:100]), messages.c.ticket.is_not(None)
        )
        rows: dict[str, str] = {r.message_id: r.ticket for r in self._connection.execute(found)}
        return tuple(dict.fromkeys(rows[i] for i in ids if i in rows))

    def message(self, row: int) -> Message | None:
        """One message of the book, or None."""
        found = self._connection.execute(select(messages).where(messages.c.id == row)).first()
        return _message_of(found, ()) if found else None

    def messages_with_id(self, message_id: str) -> Sequence[tuple[str | None, Message]]:
        """(ticket, message) of every mail of the book that bears this Message-ID."""
        rows = self._connection.execute(select(messages).where(messages.c.message_id == message_id))
        return [(row.ticket, _message_of(row, ())) for row in rows]

    def forget_note(self, mail: int) -> None:
        """Take a held mail out of the correspondence, since it is decided anew and enters it again."""
        which = select(messages.c.id).where(
            messages.c.mail == mail, messages.c.direction == "in", messages.c.state.in_(("held", "note"))
        )
        self._connection.execute(delete(message_files).where(message_files.c.message.in_(which)))
        self._connection.execute(delete(messages).where(messages.c.id.in_(which)))

    def set_message_state(self, message: int, state: str) -> None:
        """Set what became of a message (sent, dead, cancelled, ...)."""
        self._connection.execute(update(messages).where(messages.c.id == message).values(state=state))

    def _held(self, found: Select[Any], *, skip_locked: bool = False) -> Select[Any]:
        """Lock the rows of a writing transaction; SQLite has one writer and knows no row locks."""
        return found.with_for_update(skip_locked=skip_locked) if self._writes else found

    def _file_refs(self, which: Any) -> dict[int, list[FileRef]]:
        refs: dict[int, list[FileRef]] = {}
        found = select(message_files).where(message_files.c.message.in_(which)).order_by(message_files.c.position)
        for r in self._connection.execute(found):
            refs.setdefault(r.message, []).append(FileRef(r.safe_name, r.content_type, r.size, r.sha256, r.inline))
        return refs

    def _insert_new(self, table: Any, row: dict[str, Any], unique: Sequence[str]) -> bool:
        raise NotImplementedError  # the ledger's, in the same transaction


def _row_of(ticket: Ticket) -> dict[str, Any]:
    row = {name: getattr(ticket, name) for name in _PLAIN}
    row |= {name: getattr(ticket.citizen, name) for name in _CITIZEN}
    row |= {"status": ticket.status.value, "outcome": ticket.outcome.value if ticket.outcome else None}
    row |= {"missing": list(ticket.missing), "rungs": list(ticket.rungs)}
    row |= {"details": [asdict(detail) for detail in ticket.details]}
    row |= {"legs": [_plain(asdict(leg)) for leg in ticket.legs], "pauses": [_plain(asdict(p)) for p in ticket.pauses]}
    return {name: clean(value) if isinstance(value, str) else value for name, value in row.items()}


def ticket_of(row: Row[Any]) -> Ticket:
    """Return the ticket that a row of the book holds."""
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Ticket(
        **plain,
        status=Status(row.status),
        outcome=Outcome(row.outcome) if row.outcome else None,
        citizen=Citizen(**{name: getattr(row, name) for name in _CITIZEN}),
        details=tuple(Detail(**detail) for detail in row.details),
        missing=tuple(row.missing),
        rungs=tuple(row.rungs),
        pauses=tuple(Pause(_time(p["since"]), _time(p["until"]), p["why"]) for p in row.pauses),  # type: ignore[arg-type]
        legs=tuple(_leg_of(leg) for leg in row.legs),
    )


def _leg_of(leg: dict[str, Any]) -> Leg:
    return Leg(
        unit=leg["unit"],
        forwarded_at=datetime.fromisoformat(leg["forwarded_at"]),
        due_on=date.fromisoformat(leg["due_on"]),
        instruction=leg["instruction"],
        answered_at=_time(leg["answered_at"]),
        chased=tuple(leg["chased"]),
    )


def _message_of(row: Row[Any], refs: tuple[FileRef, ...]) -> Message:
    return Message(
        at=row.at,
        direction=row.direction,
        author=row.author,
        from_=row.from_,
        to=row.to,
        subject=row.subject,
        message_id=row.message_id,
        text=row.text,
        full_text=row.full_text,
        id=row.id,
        mail=row.mail,
        notice=row.notice,
        state=row.state,
        attachments=refs,
    )


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """Times and dates as ISO text, as JSON wants them."""

    def one(v: Any) -> Any:
        if isinstance(v, date):
            return v.isoformat()
        return list(v) if isinstance(v, tuple) else clean(v) if isinstance(v, str) else v

    return {k: one(v) for k, v in value.items()}


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
