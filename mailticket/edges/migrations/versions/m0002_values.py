"""What a row means stands in its columns: errands instead of parsed keys, happenings instead of sentences.

The only place that reads old keys and old sentences apart. Letters and priorities are written out, since a migration
says what was true when it was made.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ANSWER, CITIZEN, WORK, TOLD = 1, 2, 3, 4
PRIORITIES: Mapping[str, int] = {
    "citizen.question": ANSWER,
    "citizen.answered": ANSWER,
    "citizen.referred": ANSWER,
    "citizen.acknowledged": CITIZEN,
    "citizen.details_missing": CITIZEN,
    "citizen.reminded": CITIZEN,
    "citizen.forwarded": CITIZEN,
    "citizen.closed": CITIZEN,
    "citizen.closed_no_response": CITIZEN,
    "officer.assigned": WORK,
    "officer.followup": WORK,
    "officer.draft": WORK,
    "officer.escalated": WORK,
    "officer.undelivered": WORK,
    "unit.forwarded": WORK,
    "unit.reminded": WORK,
    "supervisor.escalated": WORK,
}
# Sentences that the digest read apart, by what happened; their first word is a reason that is still called so.
SENTENCES: Mapping[str, re.Pattern[str]] = {
    "held": re.compile(r"held: (?P<reason>\w+); \w+ (?P<person>\S+) is asked"),
    "not_done": re.compile(r"not done: (?P<reason>\w+); the registered address of \w+ (?P<person>\S+) is told"),
}
REASONS = frozenset(
    (
        "unknown unmarked below conflict quoted_above not_allowed argument empty no_unit no_officer "
        "no_category no_referral no_number no_draft empty_draft no_held never_answered answer_waits "
        "too_late answered_before register no_ticket other_number internal no_attachment foreign_number "
        "colleague many_recipients forwarded unit_unproven citizen_token foreign_ticket several expired "
        "no_token other_address failed_verdict no_verdict wrong_date automatic no_ticket_token"
    ).split()
)
TOGETHER = ":together"  # ends the key of an escalation that tells of many tickets

outbox = sa.table(
    "outbox",
    sa.column("id", sa.Integer()),
    sa.column("key", sa.String()),
    sa.column("notice", sa.String()),
    sa.column("priority", sa.Integer()),
    sa.column("purpose", sa.String()),
    sa.column("order_mail", sa.Integer()),
    sa.column("ordered_by", sa.String()),
    sa.column("outcome", sa.String()),
    sa.column("about", sa.String()),
    sa.column("due_on", sa.Date()),
    sa.column("counter", sa.Integer()),
    sa.column("tells", sa.JSON()),
)
tickets = sa.table(
    "tickets",
    sa.column("number", sa.String()),
    sa.column("details", sa.JSON()),
    sa.column("rungs", sa.JSON()),
    sa.column("answering", sa.Text()),
)
places = sa.table(
    "places",
    sa.column("id", sa.Integer()),
    sa.column("state", sa.String()),
    sa.column("why", sa.Text()),
    sa.column("about", sa.String()),
)
events = sa.table(
    "events",
    sa.column("id", sa.Integer()),
    sa.column("what", sa.String()),
    sa.column("why", sa.Text()),
    sa.column("because", sa.Text()),
)
messages = sa.table(
    "messages", sa.column("mail", sa.Integer()), sa.column("direction", sa.String()), sa.column("author", sa.String())
)
memory = sa.table("memory", sa.column("name", sa.String()), sa.column("value", sa.Text()))


@dataclass(frozen=True, slots=True)
class Errand:
    """What a key said of its mail."""

    purpose: str = "news"
    mail: int | None = None
    ordered_by: str = ""
    outcome: str | None = None
    about: str = ""
    due_on: str | None = None
    counter: int | None = None


def upgrade() -> None:
    """Go forward; there is no way back."""
    _columns()
    staff = _staff_by_mail()
    _fill_outbox(staff)
    _fill_bundles()
    _fill_tickets(staff)
    _fill_held()
    _fill_reasons()


def _columns() -> None:
    op.add_column("events", sa.Column("because", sa.Text(), nullable=True))
    op.add_column("places", sa.Column("because", sa.Text(), nullable=True))
    op.add_column("places", sa.Column("about", sa.String(length=64), nullable=True))
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    # SQLite reads through a large value to get at what stands behind it: `data` stays the last column.
    place = "sender" if is_sqlite else None
    with op.batch_alter_table("outbox", recreate="always" if is_sqlite else "never") as batch:
        batch.drop_index("outbox_queue")
        for column in (
            sa.Column("priority", sa.Integer(), nullable=False, server_default=str(TOLD)),
            sa.Column("purpose", sa.String(length=16), nullable=False, server_default="news"),
            sa.Column("order_mail", sa.Integer(), nullable=True),
            sa.Column("ordered_by", sa.String(length=80), nullable=False, server_default=""),
            sa.Column("outcome", sa.String(length=32), nullable=True),
            sa.Column("about", sa.String(length=64), nullable=False, server_default=""),
            sa.Column("due_on", sa.Date(), nullable=True),
            sa.Column("counter", sa.Integer(), nullable=True),
            sa.Column("tells", sa.JSON(), nullable=True),
        ):
            batch.add_column(column, insert_before=place)
        batch.create_index("outbox_queue", ["state", "priority", "id", "due_at", "automatic"], unique=False)


def _staff_by_mail() -> dict[int, str]:
    """The officer or supervisor who wrote a kept mail, by its row."""
    found = sa.select(messages.c.mail, messages.c.author).where(
        messages.c.direction == "in",
        messages.c.mail.is_not(None),
        sa.or_(messages.c.author.like("officer:%"), messages.c.author.like("supervisor:%")),
    )
    return {row.mail: row.author.partition(":")[2] for row in op.get_bind().execute(found)}


def _fill_outbox(staff: Mapping[int, str]) -> None:
    connection = op.get_bind()
    for priority in sorted(set(PRIORITIES.values())):
        names = [name for name, one in PRIORITIES.items() if one == priority]
        connection.execute(sa.update(outbox).where(outbox.c.notice.in_(names)).values(priority=priority))
    found = [(row.id, errand_of(row.key, staff)) for row in connection.execute(sa.select(outbox.c.id, outbox.c.key))]
    _update(
        outbox,
        "id",
        [
            {
                "id": row,
                "purpose": errand.purpose,
                "order_mail": errand.mail,
                "ordered_by": errand.ordered_by,
                "outcome": errand.outcome,
                "about": errand.about,
                "due_on": date.fromisoformat(errand.due_on) if errand.due_on else None,
                "counter": errand.counter,
            }
            for row, errand in found
            if errand != Errand()
        ],
    )


def _fill_bundles() -> None:
    """The escalations that one mail told together were remembered by their keys."""
    connection = op.get_bind()
    bundles = memory.c.name.like(f"rung:%{TOGETHER}")
    rows = []
    for row in connection.execute(sa.select(memory).where(bundles)):
        # rung:<ticket>:<rung>:<due date>:<role>:<person>
        keys = [key.split(":") for key in row.value.split("\n") if key]
        people = [key[5] for key in keys]
        rows.append({"key": row.name, "ordered_by": people[0] if people else "", "tells": [key[1:4] for key in keys]})
    _update(outbox, "key", rows)
    connection.execute(sa.delete(memory).where(bundles))


def _fill_tickets(staff: Mapping[int, str]) -> None:
    rungs, doubtful, answering = [], [], []
    for row in op.get_bind().execute(
        sa.select(tickets.c.number, tickets.c.rungs, tickets.c.details, tickets.c.answering)
    ):
        if row.rungs:
            rungs.append({"number": row.number, "rungs": [rung.rsplit(":", 1) for rung in row.rungs]})
        if any(detail["state"] == "invalid" for detail in row.details):
            doubtful.append({"number": row.number, "details": [_detail(detail) for detail in row.details]})
        if row.answering:
            errand = json.dumps(asdict(errand_of(row.answering, staff)))
            answering.append({"number": row.number, "answering": errand})
    for changed in (rungs, doubtful, answering):
        _update(tickets, "number", changed)


def _fill_held() -> None:
    """The ticket that a held mail seemed to be about was a word of its sentence."""
    connection = op.get_bind()
    held = connection.execute(sa.select(places.c.id, places.c.why).where(places.c.state == "held")).all()
    words = {row.id: [word.strip(".,:;()") for word in row.why.split()] for row in held}
    known = set(connection.execute(sa.select(tickets.c.number)).scalars()) if held else set()
    about = {row: next((word for word in said if word in known), None) for row, said in words.items()}
    _update(places, "id", [{"id": row, "about": number} for row, number in about.items() if number is not None])


def _fill_reasons() -> None:
    """Why a mail was held or not done is told in the next digest in words; all else stays the sentence that it was."""
    rows = []
    for row in op.get_bind().execute(
        sa.select(events.c.id, events.c.what, events.c.why).where(events.c.what.in_(SENTENCES))
    ):
        found = SENTENCES[row.what].fullmatch(row.why)
        if found is not None and found["reason"] in REASONS:
            reason = {"kind": f"hold.{found['reason']}", "fields": {}}
            happening = {"kind": f"what.{row.what}", "fields": {"reason": reason, "person": found["person"]}}
            rows.append({"id": row.id, "because": json.dumps(happening)})
    _update(events, "id", rows)


def errand_of(key: str, staff: Mapping[int, str]) -> Errand:
    """Read a key of the last version."""
    first, _, rest = key.partition(":")
    parts = rest.split(":")
    if first in ("answer", "question", "closed"):  # <mail>
        purpose = "news" if first == "closed" else first
        return _ordered(purpose, parts[0], staff)
    if first in ("closing", "call"):  # <outcome>:<mail>
        return replace(_ordered(first, parts[-1], staff), outcome=parts[0] or None)
    if first == "rung" and len(parts) == 5:  # <ticket>:<rung>:<due date>:<role>:<person>
        return Errand("rung", ordered_by=parts[4], about=parts[1], due_on=parts[2])
    if first == "chaser":  # <ticket>:<unit>:<day>:<address>
        return Errand("chaser", about=parts[1])
    if first == "reminded":  # <ticket>:<asked at>:<count>
        return Errand(counter=int(parts[-1]))
    return Errand()


def _ordered(purpose: str, mail: str, staff: Mapping[int, str]) -> Errand:
    return Errand(purpose, int(mail), staff.get(int(mail), ""))


def _detail(detail: dict[str, Any]) -> dict[str, Any]:
    """Why what was written cannot be taken was the first word of a sentence."""
    doubt = detail["why"].partition(":")[0] if detail["state"] == "invalid" else None
    return {**detail, "doubt": doubt}


def _update(table: sa.TableClause, key: str, rows: Sequence[dict[str, Any]]) -> None:
    """Change many rows, each found by its key."""
    if not rows:
        return
    new = {name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in rows[0] if name != key}
    change = sa.update(table).where(table.c[key] == sa.bindparam("old")).values(**new)
    op.get_bind().execute(
        change, [{"old" if name == key else f"new_{name}": value for name, value in row.items()} for row in rows]
    )
