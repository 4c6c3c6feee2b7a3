"""What the flows are handed in tests: a real database, renderer and calendar, the reader in this process; no network."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy import create_engine

from mailticket.core import policy as p
from mailticket.core.deadline import Calendar
from mailticket.core.reading import read
from mailticket.core.ticket import Event
from mailticket.edges import holidays
from mailticket.edges.jinja import Renderer
from mailticket.edges.store import SqlStore
from mailticket.edges.tables import metadata, outbox, places
from mailticket.flows.ports import Context
from tests.build import AUTHSERV, DESK

WIB = ZoneInfo("Asia/Jakarta")
KEYS = (("k1", b"a key for tests only, 32 bytes.."),)
RINA = "Rina Wulandari <rina@example.org>"
KABAG = "Kepala Bagian <kabag@example.org>"
UNIT = "Deputi Bidang Perkoperasian <koperasi@example.net>"

POLICY = p.Policy(
    desk=p.Desk(address=DESK, ticket_prefix="KUKM"),
    officers=(p.Officer("rina", "Rina Wulandari", "rina@example.org"),),
    supervisors=(p.Supervisor("kabag", "Kepala Bagian", "kabag@example.org"),),
    units=(p.Unit("perkoperasian", "Deputi Bidang Perkoperasian", ("koperasi@example.net",)),),
    categories=(p.Category("ksp", "KSP bermasalah", keywords={"simpanan": 2}), p.OTHER),
    trust=p.Trust(authserv_id=AUTHSERV),
)


def when(text: str) -> datetime:
    """A time on the desk's clock: "2026-03-16 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=WIB).astimezone(UTC)


@cache
def calendar() -> Calendar:
    """Working days of Indonesia around 2026."""
    today = when("2026-03-16 09:00").date()
    return holidays.load("ID", joint_leave=True, add={}, remove=[], decrees=(), first=2025, last=2028, today=today)[0]


def renderer(policy: p.Policy = POLICY) -> Renderer:
    """A renderer with the shipped templates."""
    return Renderer(policy, KEYS, [Path(__file__).parents[1] / "templates"])


usual_renderer = cache(renderer)


def a_context(url: str, policy: p.Policy = POLICY, **changes: Any) -> Context:
    """A context on a database, which is brought to the newest form."""
    store = SqlStore(url)
    store.migrate()
    render = usual_renderer() if policy is POLICY else renderer(policy)
    return replace(Context(store, read, render, policy, KEYS, calendar()), **changes)


def states(context: Context) -> dict[str, int]:
    """How many places of mails are in each state."""
    found = sa.select(places.c.state, sa.func.count()).group_by(places.c.state)
    with context.store.read() as work:
        return {row[0]: row[1] for row in work._connection.execute(found)}  # type: ignore[attr-defined]


def outbox_rows(context: Context) -> list[tuple[str, str, str, str]]:
    """(key, notice, recipient, state) of every mail of the outbox, in order."""
    found = sa.select(outbox.c.key, outbox.c.notice, outbox.c.recipient, outbox.c.state).order_by(outbox.c.id)
    with context.store.read() as work:
        return [tuple(row) for row in work._connection.execute(found)]  # type: ignore[attr-defined]


def words(events: Iterable[Event]) -> list[str]:
    """The words of a history."""
    return [event.what.kind.known_as for event in events]


Rows = dict[str, list[dict[str, Any]]]


@cache
def _engine(url: str) -> sa.Engine:
    """One engine for each database, which remembers the statements that it has put together; it holds no connection."""
    return create_engine(url, poolclass=sa.NullPool)


def rows_of(url: str) -> Rows:
    """Everything that is in a database."""
    engine = _engine(url)
    with engine.connect() as connection:
        return {t.name: [dict(row._mapping) for row in connection.execute(t.select())] for t in metadata.sorted_tables}


def put_rows(url: str, rows: Rows) -> None:
    """Empty a database and put rows into it: quicker than a new one."""
    engine = _engine(url)
    with engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
        for table in metadata.sorted_tables:
            if rows.get(table.name):
                connection.execute(table.insert(), rows[table.name])
