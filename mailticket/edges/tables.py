"""The tables, as SQLAlchemy Core knows them; migrations/ makes and changes them.

Times are UTC (`UtcDateTime`), dates are the desk's. What is only read back with its row (pauses, legs, rungs) is JSON,
and so are happenings, so that no sentence is kept: earlier versions kept one (`why`), and their rows still have it.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

from mailticket.core.citizen import VALUES, FieldName
from mailticket.core.happenings import SAID, Family, Happening, Silence, What, as_plain, from_plain
from mailticket.core.notices.notice import Priority
from mailticket.core.ticket import Purpose

metadata = MetaData()

YEAR_MIN, YEAR_MAX = 2, 9996  # the last one is a leap year, so that every date fits into it
KEY_BYTES_MAX = 1_000  # of what an index holds; the longest Message-ID and address that people have are far shorter


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC on both databases; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware in, UTC to the database (SQLite stores no zone)."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        # The edges of Python's years are no times in every zone; a stranger can write them into a Date.
        value = value.replace(year=min(max(value.year, YEAR_MIN), YEAR_MAX)).astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware UTC out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Key(TypeDecorator[str]):
    """Text that an index holds, and that strangers can make long: PostgreSQL takes no entry over a third of a page.

    A long one is kept as its beginning and its hash, and is looked for as the same.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text, or what stands for it."""
        known = clean(value)
        data = known.encode() if known is not None else b""
        if len(data) <= KEY_BYTES_MAX:
            return known
        mark = f"#{hashlib.sha256(data).hexdigest()}"  # within the limit, so that what is read back is found again
        return data[: KEY_BYTES_MAX - len(mark)].decode("utf-8", "ignore") + mark


class HappeningJson(TypeDecorator[Happening]):
    """A happening, kept as canonical JSON; `earlier` stands for what is no happening of this version."""

    impl = Text
    cache_ok = True

    def __init__(self, earlier: Family) -> None:
        super().__init__()
        self.earlier = earlier

    def process_bind_param(self, value: Happening | None, dialect: Dialect) -> str | None:
        """Family and fields in."""
        return None if value is None else _dumped(as_plain(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Happening | None:
        """The happening out; a sentence of an earlier version as it stands, a newer version's kind by its word."""
        return None if value is None else happening_of(_loaded(value), self.earlier)


class HappeningsJson(TypeDecorator[tuple[Happening, ...]]):
    """Several happenings in order, kept as a list of the same."""

    impl = Text
    cache_ok = True

    def __init__(self, earlier: Family) -> None:
        super().__init__()
        self.earlier = earlier

    def process_bind_param(self, value: tuple[Happening, ...] | None, dialect: Dialect) -> str | None:
        """Kinds and fields in."""
        return None if value is None else _dumped([as_plain(one) for one in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Happening, ...] | None:
        """The happenings out, as above."""
        if value is None:
            return None
        found = _loaded(value)
        return tuple(happening_of(one, self.earlier) for one in (found if isinstance(found, list) else [found]))


def clean(value: str | None) -> str | None:
    """Text that both databases take: no NUL, no lone surrogates."""
    if value is None:
        return None
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def cleaned(value: Any) -> Any:
    """The same for what becomes JSON."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: cleaned(one) for name, one in value.items()}
    return [cleaned(one) for one in value] if isinstance(value, list | tuple) else value


def _dumped(value: Any) -> str:
    return json.dumps(cleaned(value), sort_keys=True, ensure_ascii=False)


def _loaded(text: str) -> Any:
    """What the JSON says; text that is none is a sentence."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def happening_of(value: Any, earlier: Family) -> Happening:
    """Return a kept happening; a sentence of an earlier version as it stands, a newer version's kind by its word."""
    if not isinstance(value, dict) or "kind" not in value:
        return Happening(earlier, {SAID: str(value)})
    try:
        return from_plain(value)
    except ValueError:
        return Happening(earlier, {SAID: str(value["kind"])})


def _id() -> Column[Any]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


# The bytes of every mail ever kept, once per content; of a slim one those of its files stand in `files` alone. Nobody
# reads them but through the ledger, which makes them whole.
contents = Table(
    "contents",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("raw", LargeBinary, nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
)

# Each place where a mail was seen, once per (account, folder, UIDVALIDITY, UID); its state is what became of it there.
places = Table(
    "places",
    metadata,
    _id(),
    Column("account", String(255), nullable=False),
    Column("folder", String(255), nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("sha256", String(64), ForeignKey("contents.sha256"), nullable=False, index=True),
    Column("received_at", UtcDateTime, nullable=False),
    Column("kept_at", UtcDateTime, nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("oversize", Boolean, nullable=False),
    Column("parts", JSON(none_as_null=True)),  # of an oversize mail: its files as the server describes them
    Column("state", String(16), nullable=False),  # kept | done | duplicate | shunted | held
    Column("due_at", UtcDateTime, nullable=False),  # while kept: when it may be (re)claimed
    Column("attempts", Integer, nullable=False),
    Column("force_ticket", Boolean, nullable=False),
    Column("released_to", String(64)),  # held once, and let go by an officer to this ticket, or "desk"
    Column("quiet", Boolean, nullable=False),  # imported: nothing automatic goes out
    Column("message_id", Key, index=True),
    Column("from_", Key, index=True),
    Column("subject", Text),
    Column("sent_at", UtcDateTime),  # its Date
    Column("ticket", String(64), index=True),
    Column("why", Text, nullable=False),  # what an earlier version said of it
    Column("because", HappeningsJson(What.EARLIER)),
    Column("about", String(64)),  # the ticket that a held mail seems to be about
    UniqueConstraint("account", "folder", "uidvalidity", "uid"),
    # Those that wait, in the order in which they are taken.
    Index("places_queue", "state", "attempts", "received_at", "id", "due_at"),
)

cursors = Table(
    "cursors",
    metadata,
    Column("account", String(255), primary_key=True),
    Column("folder", String(255), primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("last_uid", BigInteger, nullable=False),
    Column("since", UtcDateTime),  # what was there at the first start and is older stays untouched
    Column("since_below", BigInteger, nullable=False),
)

# The last serial given in each year: counted without gaps, since a rollback gives it back.
numbers = Table("numbers", metadata, Column("year", Integer, primary_key=True), Column("last", Integer, nullable=False))

tickets = Table(
    "tickets",
    metadata,
    Column("number", String(64), primary_key=True),
    Column("status", String(32), nullable=False),
    Column("outcome", String(32)),
    Column("kind", String(32), nullable=False),
    Column("category", String(64), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("language", String(8), nullable=False),
    Column("subject", Text, nullable=False),
    *(Column(name, Key, index=True) if name == FieldName.EMAIL else Column(name, Text) for name in VALUES),
    Column("details", JSON, nullable=False),
    Column("missing", JSON, nullable=False),
    Column("officer", String(64)),
    Column("legs", JSON, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("anonymous", Boolean, nullable=False),
    Column("silent", HappeningJson(Silence.EARLIER)),
    Column("received_at", UtcDateTime, nullable=False),
    Column("complete_at", UtcDateTime),
    Column("clock_at", UtcDateTime),
    Column("pauses", JSON, nullable=False),
    Column("extension_working_days", Integer, nullable=False),
    Column("due_on", Date),
    Column("first_due_on", Date),
    Column("rungs", JSON, nullable=False),
    Column("held_until", UtcDateTime),
    Column("asked", Integer, nullable=False),
    Column("asked_at", UtcDateTime),
    Column("reminders", Integer, nullable=False),
    Column("question", Text),
    Column("draft", Integer),
    Column("answering", Text),  # an errand as JSON
    Column("unasked", Text),  # why the citizen was not asked for what is missing, as JSON
    Column("answered_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("next_at", UtcDateTime, index=True),
    Column("follows", String(64)),
    Column("merged_into", String(64), index=True),
    Index("tickets_loads", "status", "officer"),
)

messages = Table(
    "messages",
    metadata,
    _id(),
    Column("ticket", String(64), ForeignKey("tickets.number"), index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("direction", String(3), nullable=False),
    Column("author", String(80), nullable=False),
    Column("from_", Text, nullable=False),
    Column("to", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("message_id", Key, index=True),
    Column("text", Text, nullable=False),
    Column("full_text", Text, nullable=False),
    Column("mail", Integer, ForeignKey("places.id"), index=True),
    Column("notice", String(64)),
    Column("state", String(16), nullable=False),
    Column("dated", UtcDateTime),
    Column("cuts", JSON(none_as_null=True)),
    Column("is_cut", Boolean, nullable=False, server_default=false()),
)

# Once per content, whichever mails they came with; slim mails need them, too.
files = Table(
    "files", metadata, Column("sha256", String(64), primary_key=True), Column("content", LargeBinary, nullable=False)
)

message_files = Table(
    "message_files",
    metadata,
    Column("message", Integer, ForeignKey("messages.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("sha256", String(64), ForeignKey("files.sha256"), nullable=False),
    Column("filename", Text),
    Column("safe_name", Text, nullable=False),
    Column("content_type", String(255), nullable=False),
    Column("size", Integer, nullable=False),
    Column("inline", Boolean, nullable=False),
    Column("content_id", Text),
)

events = Table(
    "events",
    metadata,
    _id(),
    Column("ticket", String(64), index=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("what", String(64), nullable=False),
    Column("by", String(80), nullable=False),
    Column("why", Text, nullable=False),  # what an earlier version said of it
    Column("because", HappeningJson(What.EARLIER)),
)

# What must go out, one recipient a row, rendered; the unique key is the memory of what happened, and says nothing else.
outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("key", String(255), nullable=False, unique=True),
    Column("ticket", String(64), index=True),
    Column("notice", String(64), nullable=False),  # the letter's name
    Column("priority", Integer, nullable=False, server_default=str(Priority.TOLD.value)),  # the smaller goes first
    Column("purpose", String(16), nullable=False, server_default=Purpose.NEWS.value),
    Column("order_mail", Integer),  # the kept mail that ordered it
    Column("ordered_by", String(80), nullable=False, server_default=""),
    Column("outcome", String(32)),
    Column("about", String(64), nullable=False, server_default=""),
    Column("due_on", Date),
    Column("counter", Integer),
    Column("tells", JSON(none_as_null=True)),  # the escalations that it tells together
    Column("sender", Key, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("address", Key, nullable=False),  # the mailbox that the recipient leads to, to count by
    Column("domain", Key, nullable=False),
    Column("vouched", Boolean, nullable=False, server_default=false()),  # a proven mail brought it about
    Column("automatic", Boolean, nullable=False),  # an automatic mail to a citizen: counted against the limits
    Column("message", Integer, ForeignKey("messages.id")),
    Column("state", String(16), nullable=False),  # queued | sending | in_data | sent | unknown | dead | cancelled
    Column("due_at", UtcDateTime, nullable=False),  # queued: not before; sending, in_data: the end of the lease
    Column("attempts", Integer, nullable=False),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("says", Text, nullable=False),
    Column("unknowns", Integer, nullable=False),  # how often its outcome was unknown
    # The last columns: SQLite reads through a large value to get at what stands behind it.
    Column("data", LargeBinary, nullable=False),  # empty once it went out long ago, and these stand for it:
    Column("data_sha256", String(64)),
    Column("data_bytes", Integer),
    # Those that wait, in the order in which they go.
    Index("outbox_queue", "state", "priority", "id", "due_at", "automatic"),
    Index("outbox_sender", "sender"),
    Index("outbox_by_address", "automatic", "address", "queued_at", "vouched"),
    Index("outbox_by_domain", "automatic", "domain", "queued_at", "vouched"),
    Index("outbox_sent", "automatic", "state", "settled_at"),
)

# Addresses that get no automatic mail for a time, because one was refused for good or came back.
blocks = Table(
    "blocks",
    metadata,
    Column("address", String(320), primary_key=True),
    Column("until", UtcDateTime, nullable=False),
    Column("why", HappeningsJson(What.EARLIER), nullable=False),
)

memory = Table("memory", metadata, Column("name", String(255), primary_key=True), Column("value", Text, nullable=False))
