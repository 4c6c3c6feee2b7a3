"""Values to rows and back: tickets, messages and events of the book, errands of the outbox."""

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date, datetime
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Row, Table, literal

from mailticket.core.citizen import VALUES, Citizen, Doubt
from mailticket.core.happenings import SAID, Happening, Silence, What, as_plain
from mailticket.core.people import Author, Role
from mailticket.core.ticket import (
    Detail,
    DetailState,
    Direction,
    Errand,
    Event,
    FileRef,
    Leg,
    Message,
    MessageState,
    Outcome,
    Pause,
    Purpose,
    Status,
    Telling,
    Ticket,
    Told,
    Unasked,
)
from mailticket.edges.tables import clean, cleaned, happening_of

_OWN_FORM = ("citizen", "status", "outcome", "missing", "details", "legs", "pauses", "rungs", "answering", "unasked")
_PLAIN = tuple(f.name for f in fields(Ticket) if f.name not in _OWN_FORM)
_WORDS = frozenset(what.word for what in What)


def insert_new(connection: Connection, table: Table, row: dict[str, Any], unique: Iterable[str]) -> bool:
    """Insert unless the unique key is there; whether it was inserted."""
    dialect = import_module(
        f"sqlalchemy.dialects.{connection.dialect.name}"
    )  # the other one would cost more of a start
    statement = dialect.insert(table).values(**row).on_conflict_do_nothing(index_elements=list(unique))
    # RETURNING, since psycopg's rowcount says nothing of an INSERT with defaults.
    return connection.execute(statement.returning(literal(1))).first() is not None


def row_of_ticket(ticket: Ticket) -> dict[str, Any]:
    """Return the row that holds a ticket."""
    row = {name: getattr(ticket, name) for name in _PLAIN}
    row |= {name: getattr(ticket.citizen, name) for name in VALUES}
    row |= {"status": ticket.status.value, "outcome": ticket.outcome.value if ticket.outcome else None}
    row |= {"missing": list(ticket.missing), "rungs": [[one.rung, one.due_on.isoformat()] for one in ticket.rungs]}
    row |= {"details": [_plain(asdict(detail)) for detail in ticket.details]}
    row |= {"legs": [_plain(asdict(leg)) for leg in ticket.legs], "pauses": [_plain(asdict(p)) for p in ticket.pauses]}
    row |= {"answering": json.dumps(_plain(asdict(ticket.answering))) if ticket.answering else None}
    row |= {"unasked": _row_of_unasked(ticket.unasked) if ticket.unasked else None}
    return {name: clean(value) if isinstance(value, str) else value for name, value in row.items()}


def ticket_of(row: Row[Any]) -> Ticket:
    """Return the ticket that a row of the book holds."""
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Ticket(
        **plain,
        status=Status(row.status),
        outcome=Outcome(row.outcome) if row.outcome else None,
        citizen=Citizen(**{name: getattr(row, name) for name in VALUES}),
        details=tuple(_detail_of(detail) for detail in row.details),
        missing=tuple(row.missing),
        rungs=tuple(Told(rung, date.fromisoformat(due_on)) for rung, due_on in row.rungs),
        pauses=tuple(Pause(datetime.fromisoformat(p["since"]), _time(p["until"]), p["why"]) for p in row.pauses),
        legs=tuple(_leg_of(leg) for leg in row.legs),
        answering=_errand_of(json.loads(row.answering)) if row.answering else None,
        unasked=_unasked_of(json.loads(row.unasked)) if row.unasked else None,
    )


def _row_of_unasked(unasked: Unasked) -> str:
    plain = {"why": as_plain(unasked.why), "since": unasked.since.isoformat(), "told": unasked.told}
    return json.dumps(cleaned(plain | {"ask_at": unasked.ask_at.isoformat() if unasked.ask_at else None}))


def _unasked_of(plain: dict[str, Any]) -> Unasked:
    since = datetime.fromisoformat(plain["since"])
    return Unasked(happening_of(plain["why"], Silence.EARLIER), since, _time(plain["ask_at"]), plain["told"])


def row_of_message(ticket: str | None, message: Message) -> dict[str, Any]:
    """Return the row that holds a message, without its files."""
    author = message.author
    return {
        "ticket": ticket,
        "at": message.at,
        "direction": message.direction.value,
        "author": f"{author.role.value}:{author.id}" if author.id else author.role.value,
        "from_": clean(message.from_),
        "to": clean(message.to),
        "subject": clean(message.subject),
        "message_id": clean(message.message_id),
        "text": clean(message.text),
        "full_text": clean(message.full_text),
        "mail": message.mail,
        "notice": message.notice,
        "state": message.state.value,
        "dated": message.dated,
        "cuts": None if message.cuts is None else [[what, clean(said)] for what, said in message.cuts],
        "is_cut": message.is_cut,
    }


def message_of(row: Row[Any], refs: Iterable[FileRef] = ()) -> Message:
    """Return the message that a row of the book holds."""
    role, _, person = row.author.partition(":")
    return Message(
        at=row.at,
        direction=Direction(row.direction),
        author=Author(Role(role), person),
        from_=row.from_,
        to=row.to,
        subject=row.subject,
        message_id=row.message_id,
        text=row.text,
        full_text=row.full_text,
        id=row.id,
        mail=row.mail,
        notice=row.notice,
        state=MessageState(row.state),
        dated=row.dated,
        cuts=None if row.cuts is None else tuple((what, said) for what, said in row.cuts),
        is_cut=row.is_cut,
        attachments=tuple(refs),
    )


def row_of_event(ticket: str | None, event: Event) -> dict[str, Any]:
    """Return the row that holds an event."""
    return {
        "ticket": ticket,
        "at": event.at,
        "what": event.what.kind.word,
        "by": clean(event.by),
        "why": "",
        "because": event.what,
    }


def event_of(row: Row[Any]) -> Event:
    """Return the event that a row of the history holds; an earlier version kept a word and a sentence."""
    if row.because is not None:
        return Event(row.at, row.because, row.by)
    kind = What(row.what) if row.what in _WORDS else What.EARLIER
    return Event(row.at, Happening(kind, {SAID: row.why}), row.by)


def because_of(row: Row[Any]) -> tuple[Happening, ...]:
    """Return why a kept mail is where it is; an earlier version kept a sentence."""
    if row.because is not None:
        return tuple(row.because)
    return (Happening(What.EARLIER, {SAID: row.why}),) if row.why else ()


def row_of_errand(errand: Errand) -> dict[str, Any]:
    """Return the columns of the outbox that hold an errand."""
    return {
        "purpose": errand.purpose.value,
        "order_mail": errand.mail,
        "ordered_by": errand.ordered_by,
        "outcome": errand.outcome.value if errand.outcome else None,
        "about": errand.about,
        "due_on": errand.due_on,
        "counter": errand.counter,
    }


def errand_of(row: Row[Any]) -> Errand:
    """Return the errand that a row of the outbox holds."""
    return Errand(
        purpose=Purpose(row.purpose),
        mail=row.order_mail,
        ordered_by=row.ordered_by,
        outcome=Outcome(row.outcome) if row.outcome else None,
        about=row.about,
        due_on=row.due_on,
        counter=row.counter,
    )


def plain_tells(tells: Iterable[Telling]) -> list[list[str]] | None:
    """Return what a mail tells together as JSON can hold it; None where it tells nothing so."""
    return [[one.ticket, one.rung, one.due_on.isoformat()] for one in tells] or None


def tells_of(value: list[list[str]] | None) -> tuple[Telling, ...]:
    """Return what a row of the outbox tells together."""
    return tuple(Telling(ticket, rung, date.fromisoformat(due_on)) for ticket, rung, due_on in value or ())


def _detail_of(detail: dict[str, Any]) -> Detail:
    doubt = detail.get("doubt")
    own_form = {
        "state": DetailState(detail["state"]),
        "doubt": Doubt(doubt) if doubt else None,
        "former": tuple(detail.get("former", ())),
    }
    return Detail(**{**detail, **own_form})


def _leg_of(leg: dict[str, Any]) -> Leg:
    return Leg(
        unit=leg["unit"],
        forwarded_at=datetime.fromisoformat(leg["forwarded_at"]),
        due_on=date.fromisoformat(leg["due_on"]),
        instruction=leg["instruction"],
        answered_at=_time(leg["answered_at"]),
        chased=tuple(leg["chased"]),
    )


def _errand_of(value: dict[str, Any]) -> Errand:
    return Errand(
        purpose=Purpose(value["purpose"]),
        mail=value["mail"],
        ordered_by=value["ordered_by"],
        outcome=Outcome(value["outcome"]) if value["outcome"] else None,
        about=value["about"],
        due_on=date.fromisoformat(value["due_on"]) if value["due_on"] else None,
        counter=value["counter"],
    )


def _plain(value: dict[str, Any]) -> dict[str, Any]:
    """Times and dates as ISO text, as JSON wants them."""
    return {name: one.isoformat() if isinstance(one, date) else cleaned(one) for name, one in value.items()}


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
