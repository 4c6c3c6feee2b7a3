"""Nothing is due, at any size of the book: the watch asks once, and the database looks into one index."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, text

from mailticket.core.ticket import Ticket
from mailticket.flows import watch
from mailticket.flows.ports import Context
from tests.context import put_rows, rows_of, when

NOW = when("2026-03-16 09:00")
TICKETS = 2_000  # enough for PostgreSQL to prefer an index to reading the table


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, object]]]:
    """What is asked of the database."""
    asked: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, _context, _many) -> None:
        asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def full(context: Context, database: str) -> Context:
    """A book in which nothing is due yet, and every other ticket is never due again."""
    with context.store.write() as work:
        work.book.put_ticket(Ticket("x", NOW, "KUKM-2026-000000"))
    (row,) = rows_of(database)["tickets"]
    times = (None if n % 2 else NOW + timedelta(hours=1 + n) for n in range(TICKETS))
    put_rows(
        database, {"tickets": [{**row, "number": f"KUKM-2026-{n:06d}", "next_at": at} for n, at in enumerate(times)]}
    )
    return context


def test_when_nothing_is_due_the_watch_asks_one_question(full: Context) -> None:
    with statements(full.store._engine) as asked:  # type: ignore[attr-defined]
        assert watch.watch(full, NOW) == 0
    selects = [statement for statement, _ in asked if statement.lstrip().upper().startswith("SELECT")]
    assert len(selects) == 1
    assert [s for s, _ in asked if s.split()[0].upper() in ("INSERT", "UPDATE", "DELETE", "LOCK")] == []


def test_the_question_is_one_look_into_an_index(full: Context) -> None:
    engine = full.store._engine  # type: ignore[attr-defined]
    with statements(engine) as asked:
        watch.watch(full, NOW)
    statement, parameters = next((s, p) for s, p in asked if "next_at" in s and s.lstrip().upper().startswith("SELECT"))
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("ANALYZE tickets"))
        explain = "EXPLAIN" if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
        plan = " ".join(str(row) for row in connection.exec_driver_sql(f"{explain} {statement}", parameters))
    assert "ix_tickets_next_at" in plan
    assert "SCAN tickets" not in plan
    assert "Seq Scan" not in plan
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
