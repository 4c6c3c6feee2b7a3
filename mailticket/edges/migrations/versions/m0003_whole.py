"""Of a mail is known what of it is there, of a ticket with which others it belongs together and who sees to it.

The files of a mail that was not fetched whole stand beside it; a message knows its date and what is left out of its
text; a ticket knows why its citizen was not asked for what is missing. What went out long ago leaves its hash and size.
No token stands in words.
"""

import re
from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

from mailticket.edges.migrations.heads import fill_heads

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NUMBER = re.compile(r"[A-Za-z][A-Za-z0-9]{0,31}-\d{4}-\d{6,9}")

tickets = sa.table(
    "tickets",
    sa.column("number", sa.String()),
    sa.column("status", sa.String()),
    sa.column("outcome", sa.String()),
    sa.column("follows", sa.String()),
    sa.column("merged_into", sa.String()),
)
events = sa.table(
    "events",
    sa.column("id", sa.Integer()),
    sa.column("ticket", sa.String()),
    sa.column("what", sa.String()),
    sa.column("why", sa.Text()),
    sa.column("because", sa.Text()),
)
_TOKEN = re.compile(
    r"(?:\bref[ \t]{0,3}:\s{0,3}(?:> ?){0,9})?"
    r"(?<![a-z0-9])t\d{2}-[0-9a-z]{1,7}-[cous][rc][0-9a-z]{3,10}-[a-z2-7]{16}(?![a-z0-9])",
    re.I,
)
_MAY_HOLD_ONE = tuple(f"%-{role}{purpose}%" for role in "cous" for purpose in "rc")

# Where people's words stand, by the columns of each table and its key.
_WORDS = (
    ("messages", "id", ("subject", "text", "full_text")),
    ("tickets", "number", ("subject", "question")),
    ("events", "id", ("why", "because")),
)


def upgrade() -> None:
    """Go forward; there is no way back."""
    op.add_column("places", sa.Column("parts", sa.JSON(), nullable=True))
    op.add_column("places", sa.Column("subject", sa.Text(), nullable=True))
    op.add_column("places", sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
    fill_heads()
    op.add_column("tickets", sa.Column("follows", sa.String(length=64), nullable=True))
    op.add_column("tickets", sa.Column("merged_into", sa.String(length=64), nullable=True))
    op.create_index("ix_tickets_merged_into", "tickets", ["merged_into"])
    op.add_column("tickets", sa.Column("unasked", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("dated", sa.DateTime(timezone=True), nullable=True))
    op.add_column("messages", sa.Column("cuts", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("messages", sa.Column("is_cut", sa.Boolean(), nullable=False, server_default=sa.false()))
    _fill_relations()
    for table, key, names in _WORDS:
        for name in names:
            _without_tokens(table, key, name)
    op.add_column("outbox", sa.Column("data_sha256", sa.String(length=64), nullable=True))
    op.add_column("outbox", sa.Column("data_bytes", sa.Integer(), nullable=True))
    # Which automatic mails a proven mail brought about stands in the indexes by which they are counted.
    op.add_column("outbox", sa.Column("vouched", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name, by in (("outbox_by_address", "address"), ("outbox_by_domain", "domain")):
        op.drop_index(name, "outbox")
        op.create_index(name, "outbox", ["automatic", by, "queued_at", "vouched"])


def _fill_relations() -> None:
    """Only the history said which tickets belong together."""
    connection = op.get_bind()
    for number, other in _named_by("linked").items():
        connection.execute(sa.update(tickets).where(tickets.c.number == number).values(follows=other))
    still = (tickets.c.status == "closed") & (tickets.c.outcome == "duplicate")
    for number, other in _named_by("merged").items():
        connection.execute(sa.update(tickets).where(tickets.c.number == number, still).values(merged_into=other))


def _named_by(what: str) -> Mapping[str, str]:
    """The ticket that the last event of a kind names, by the ticket in whose history it stands."""
    found = sa.select(events.c.ticket, events.c.why, events.c.because).where(
        events.c.what == what, events.c.ticket.is_not(None)
    )
    named = ((row.ticket, _NUMBER.search(f"{row.because or ''} {row.why or ''}"))
             for row in op.get_bind().execute(found.order_by(events.c.id)))  # fmt: skip
    return {ticket: number[0].upper() for ticket, number in named if number is not None and number[0] != ticket}


def _without_tokens(table: str, key: str, name: str) -> None:
    connection = op.get_bind()
    words = sa.table(table, sa.column(key), sa.column(name, sa.Text()))
    column = words.c[name]
    may = sa.or_(*(sa.func.lower(column).like(pattern) for pattern in _MAY_HOLD_ONE))
    for row, text in connection.execute(sa.select(words.c[key], column).where(may)).all():
        without = _TOKEN.sub("", text)
        if without != text:
            connection.execute(sa.update(words).where(words.c[key] == row).values({name: without}))
