"""Of a mail is known what of it is there, of a ticket with which others it belongs together and who sees to it.

The files of a mail that was not fetched whole stand beside it; a message knows its own date; a ticket knows why its
citizen was not asked for what is missing.
"""

import re
from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

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


def upgrade() -> None:
    """Go forward; there is no way back."""
    op.add_column("places", sa.Column("parts", sa.JSON(), nullable=True))
    op.add_column("tickets", sa.Column("follows", sa.String(length=64), nullable=True))
    op.add_column("tickets", sa.Column("merged_into", sa.String(length=64), nullable=True))
    op.create_index("ix_tickets_merged_into", "tickets", ["merged_into"])
    op.add_column("tickets", sa.Column("unasked", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("dated", sa.DateTime(timezone=True), nullable=True))
    _fill_relations()


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
