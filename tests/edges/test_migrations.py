"""Migrations on filled tables: nothing is lost, and what would leave rows without their parents is not done."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from mailticket.edges import store as stores
from mailticket.edges.tables import metadata
from mailticket.errors import Permanent
from mailticket.flows import receive
from tests.build import a_mail
from tests.context import a_context, rows_of, when
from tests.fakes import Mailbox

NOW = when("2026-03-16 09:00")
NEXT = '''"""A later migration."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{last}", None, None


def upgrade() -> None:
    """Change the table that all others hang on, as only a batch alter can on SQLite."""
    with op.batch_alter_table("tickets") as batch:
        batch.add_column(sa.Column("later", sa.Text()))
        batch.alter_column("subject", nullable=True)
    with op.batch_alter_table("contents") as batch:
        batch.add_column(sa.Column("later", sa.Text()))
{more}
'''


@pytest.fixture
def filled(database: str) -> str:
    context, mailbox = a_context(database), Mailbox()
    for n in range(3):
        mailbox.put(a_mail(sender=f"Siti <siti{n}@example.org>", files=(("bukti.pdf", b"x"),)), NOW)
    receive.keep(context, mailbox, "INBOX", NOW)
    receive.process(context, NOW)
    context.store.close()
    return database


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations, to which a test adds one."""
    folder = tmp_path / "migrations"
    shutil.copytree(stores.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(stores, "MIGRATIONS", folder)
    return folder


def add(folder: Path, more: str = "") -> None:
    last = max(path.name[1:5] for path in (folder / "versions").glob("m[0-9]*.py"))
    (folder / "versions" / "m9999_later.py").write_text(NEXT.format(last=last, more=more))


def test_the_migrations_make_the_tables_that_the_code_knows(filled: str) -> None:
    engine = sa.create_engine(filled)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_changing_a_parent_table_keeps_all_its_children(filled: str, later: Path) -> None:
    before = rows_of(filled)
    assert all(before[name] for name in ("tickets", "messages", "message_files", "places", "outbox", "events"))
    add(later)
    store = stores.SqlStore(filled)
    store.migrate()
    store.migrate()
    assert rows_of(filled) == before
    if store.is_sqlite:
        with store.read() as work:
            assert work._connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    store.close()


def test_a_migration_that_fails_changes_nothing(filled: str, later: Path) -> None:
    before = rows_of(filled)
    add(later, '    raise ZeroDivisionError("half way")')
    store = stores.SqlStore(filled)
    with pytest.raises(ZeroDivisionError):
        store.migrate()
    store.close()
    assert rows_of(filled) == before
    engine = sa.create_engine(filled)
    assert "later" not in {column["name"] for column in sa.inspect(engine).get_columns("tickets")}
    engine.dispose()


def test_a_migration_that_would_leave_orphans_is_not_done(tmp_path: Path, later: Path) -> None:
    url = f"sqlite:///{tmp_path}/mailticket.db"
    context, mailbox = a_context(url), Mailbox()
    mailbox.put(a_mail(), NOW)
    receive.keep(context, mailbox, "INBOX", NOW)
    receive.process(context, NOW)
    context.store.close()
    before = rows_of(url)
    add(later, '    op.execute("DELETE FROM tickets")')
    store = stores.SqlStore(url)
    with pytest.raises(Permanent, match="without their parents"):
        store.migrate()
    store.close()
    assert rows_of(url) == before
