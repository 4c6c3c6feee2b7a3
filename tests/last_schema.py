"""A filled database of an earlier schema, as the program of that time left it (tests/edges/schema_0001.json).

It holds what was on its way in the evening of 2026-04-01: answers, a closing, a question, rungs, bundles, chasers and
reminders that wait; tickets in every state; held, shunted and dropped mails; and an event of every word.
"""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from mailticket.edges.store import MIGRATIONS

ROWS = Path(__file__).parent / "edges" / "schema_0001.json"


def make(url: str, revision: str = "0001") -> None:
    """Make the tables of a revision in an empty database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
    engine.dispose()


def fill(url: str) -> None:
    """Make the tables of the last schema, with the rows of that evening."""
    make(url)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        told = json.loads(ROWS.read_text("utf-8"))
        for table in tables.sorted_tables:
            if table.name not in told:
                continue
            columns = [table.c[name] for name in told[table.name]["columns"]]
            rows = told[table.name]["rows"]
            connection.execute(
                table.insert(), [{c.name: _value(c, v) for c, v in zip(columns, row, strict=True)} for row in rows]
            )
            if "id" in table.c and engine.dialect.name == "postgresql":
                last = max(row[0] for row in rows)
                connection.execute(
                    sa.text("SELECT setval(pg_get_serial_sequence(:t, 'id'), :n)"), {"t": table.name, "n": last}
                )
    engine.dispose()


def _value(column: sa.Column[Any], value: Any) -> Any:
    """A value as the column takes it."""
    if value is None:
        return None
    kind = column.type
    if isinstance(kind, sa.DateTime):
        at = datetime.fromisoformat(value)
        return at if getattr(kind, "timezone", False) else at.replace(tzinfo=None)
    if isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    return value.encode("latin-1") if isinstance(kind, sa.LargeBinary) else value
