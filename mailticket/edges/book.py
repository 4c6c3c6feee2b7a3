"""The book: tickets, their correspondence with its files, and their history."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from mailticket.core.happenings import What
from mailticket.core.mail import Attachment
from mailticket.core.thread import Known
from mailticket.core.ticket import Direction, Event, FileRef, Message, MessageState, Status, Ticket
from mailticket.edges.rows import (
    event_of,
    insert_new,
    message_of,
    row_of_event,
    row_of_message,
    row_of_ticket,
    ticket_of,
)
from mailticket.edges.tables import clean, events, files, message_files, messages, numbers, tickets

_AT_WORK = tuple(s.value for s in Status if s not in (Status.ANSWERED, Status.CLOSED))
_NOT_CLOSED = tuple(s.value for s in Status if s is not Status.CLOSED)
_OUT = Direction.OUT.value
IDS_MAX = 100  # ids of a mail that are looked for; the nearest stand first
KNOWN_MAX = 200  # mails that bear one of them: some web forms give all of theirs the same id
MERGED_MAX = 100  # tickets in which one answer is told
_UNDECIDED = (MessageState.HELD.value, MessageState.NOTE.value)


class SqlBook:
    """The part of a transaction that knows tickets; one that writes locks the tickets that it looks at."""

    def __init__(self, connection: Connection, writes: bool) -> None:
        self._connection, self._writes = connection, writes

    def next_number(self, year: int, prefix: str) -> str:
        insert_new(self._connection, numbers, {"year": year, "last": 0}, ["year"])
        last = self._connection.execute(
            update(numbers).where(numbers.c.year == year).values(last=numbers.c.last + 1).returning(numbers.c.last)
        ).scalar_one()
        return f"{prefix}-{year}-{last:06d}"

    def put_ticket(self, ticket: Ticket) -> None:
        if ticket.number is None:
            raise ValueError("a ticket without a number cannot be kept")
        row = row_of_ticket(ticket)
        changed = self._connection.execute(update(tickets).where(tickets.c.number == ticket.number).values(**row))
        if changed.rowcount == 0:
            self._connection.execute(insert(tickets).values(**row))

    def ticket(self, number: str) -> Ticket | None:
        found = select(tickets).where(tickets.c.number == clean(number.upper()))
        row = self._connection.execute(self._held(found)).first()
        return ticket_of(row) if row else None

    def numbers_of(self, serial: int, year: int | None) -> Sequence[str]:
        ends = f"%-{'____' if year is None else f'{year:04d}'}-{serial:06d}"
        found = self._connection.execute(select(tickets.c.number).where(tickets.c.number.like(ends))).scalars()
        return sorted(found, key=lambda number: number.rsplit("-", 2)[1:], reverse=True)

    def tickets(self, status: Status | None = None) -> Iterator[Ticket]:
        return self._all(select(tickets) if status is None else select(tickets).where(tickets.c.status == status.value))

    def unclosed(self) -> Iterator[Ticket]:
        return self._all(select(tickets).where(tickets.c.status.in_(_NOT_CLOSED)))

    def due_tickets(self, now: datetime, limit: int) -> Sequence[Ticket]:
        found = select(tickets).where(tickets.c.next_at <= now).order_by(tickets.c.next_at).limit(limit)
        return [ticket_of(row) for row in self._connection.execute(self._held(found, skip_locked=True))]

    def tickets_of(self, address: str, limit: int = 20) -> Sequence[Ticket]:
        found = select(tickets).where(tickets.c.email.in_({address, address.lower()}))
        return [ticket_of(r) for r in self._connection.execute(found.order_by(tickets.c.number.desc()).limit(limit))]

    def officer_loads(self) -> dict[str, int]:
        found = (
            select(tickets.c.officer, func.count())
            .where(tickets.c.officer.is_not(None), tickets.c.status.in_(_AT_WORK))
            .group_by(tickets.c.officer)
        )
        return {row[0]: row[1] for row in self._connection.execute(found)}

    def add_message(self, ticket: str | None, message: Message, attachments: Sequence[Attachment]) -> int:
        row = row_of_message(ticket, message)
        id_ = self._connection.execute(insert(messages).values(**row).returning(messages.c.id)).scalar_one()
        for position, file in enumerate(attachments):
            insert_new(self._connection, files, {"sha256": file.sha256, "content": file.content}, ["sha256"])
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
        rows = self._connection.execute(select(messages).where(messages.c.ticket == ticket).order_by(messages.c.id))
        refs = self._file_refs(select(messages.c.id).where(messages.c.ticket == ticket))
        return [message_of(row, refs.get(row.id, ())) for row in rows]

    def files(self, message: int) -> Sequence[Attachment]:
        found = (
            select(message_files, files.c.content)
            .join(files, files.c.sha256 == message_files.c.sha256)
            .where(message_files.c.message == message)
            .order_by(message_files.c.position)
        )
        return [
            Attachment(
                r.filename,
                r.content_type,
                r.content,
                r.safe_name,
                r.inline,
                r.content_id,
                # Of a file that was not received whole there is no content, only the size that it would have.
                lost_bytes=0 if len(r.content) == r.size else r.size,
            )
            for r in self._connection.execute(found)
        ]

    def add_events(self, ticket: str | None, what: Sequence[Event]) -> None:
        if what:
            self._connection.execute(insert(events), [row_of_event(ticket, event) for event in what])

    def events(self, ticket: str) -> Sequence[Event]:
        rows = self._connection.execute(select(events).where(events.c.ticket == ticket).order_by(events.c.id))
        return [event_of(row) for row in rows]

    def numbers_with(self, what: Sequence[What], after: str, limit: int) -> Sequence[str]:
        which = (events.c.ticket > after, events.c.what.in_([one.word for one in what]))
        found = select(events.c.ticket).where(*which).distinct().order_by(events.c.ticket).limit(limit)
        return self._connection.execute(found).scalars().all()

    def newest_event_at(self) -> datetime | None:
        return self._connection.execute(select(func.max(events.c.at))).scalar()

    def known(self, ids: Sequence[str]) -> Sequence[Known]:
        if not ids:
            return ()
        found = (
            select(messages.c.message_id, messages.c.ticket, messages.c.direction)
            .where(messages.c.message_id.in_(list(ids)[:IDS_MAX]), messages.c.ticket.is_not(None))
            .order_by(messages.c.ticket.desc())
            .limit(KNOWN_MAX)
            .distinct()
        )
        rows = [Known(r.message_id, r.ticket, r.direction == _OUT) for r in self._connection.execute(found)]
        place = _place_in(ids)
        return sorted(rows, key=lambda one: place(one.id))

    def merged_into(self, number: str) -> Sequence[Ticket]:
        found = select(tickets).where(tickets.c.merged_into == number).order_by(tickets.c.number).limit(MERGED_MAX)
        return [ticket_of(row) for row in self._connection.execute(self._held(found))]

    def message(self, row: int) -> Message | None:
        found = self._connection.execute(select(messages).where(messages.c.id == row)).first()
        return message_of(found) if found else None

    def messages_with_id(self, message_id: str) -> Sequence[tuple[str | None, Message]]:
        rows = self._connection.execute(select(messages).where(messages.c.message_id == message_id))
        return [(row.ticket, message_of(row)) for row in rows]

    def sent_with_ids(self, ids: Sequence[str], limit: int) -> Sequence[Message]:
        which = (messages.c.direction == _OUT, messages.c.message_id.in_(list(ids)))
        rows = self._connection.execute(select(messages).where(*which).order_by(messages.c.id.desc()).limit(limit))
        place = _place_in(ids)
        return sorted(map(message_of, rows), key=lambda message: place(message.message_id or ""))

    def sent_last(self, ticket: str, limit: int) -> Sequence[Message]:
        which = (messages.c.direction == _OUT, messages.c.ticket == ticket)
        rows = self._connection.execute(select(messages).where(*which).order_by(messages.c.id.desc()).limit(limit))
        return [message_of(row) for row in rows]

    def forget_note(self, mail: int) -> None:
        which = select(messages.c.id).where(
            messages.c.mail == mail, messages.c.direction == Direction.IN.value, messages.c.state.in_(_UNDECIDED)
        )
        self._connection.execute(delete(message_files).where(message_files.c.message.in_(which)))
        self._connection.execute(delete(messages).where(messages.c.id.in_(which)))

    def _all(self, found: Select[Any]) -> Iterator[Ticket]:
        """Read them from the database a few at a time."""
        for row in self._connection.execute(found.order_by(tickets.c.number).execution_options(yield_per=500)):
            yield ticket_of(row)

    def _held(self, found: Select[Any], *, skip_locked: bool = False) -> Select[Any]:
        """Lock the rows of a writing transaction; SQLite has one writer and knows no row locks."""
        return found.with_for_update(skip_locked=skip_locked) if self._writes else found

    def _file_refs(self, which: Any) -> dict[int, list[FileRef]]:
        refs: dict[int, list[FileRef]] = {}
        found = select(message_files).where(message_files.c.message.in_(which)).order_by(message_files.c.position)
        for r in self._connection.execute(found):
            refs.setdefault(r.message, []).append(FileRef(r.safe_name, r.content_type, r.size, r.sha256, r.inline))
        return refs


def _place_in(ids: Sequence[str]) -> Callable[[str], int]:
    """Where an id stands among these; one that is not among them, as a long id comes back shortened, at the end."""
    places = {id_: place for place, id_ in reversed(list(enumerate(ids)))}
    return lambda id_: places.get(id_, len(ids))
