"""Who only reads in the book makes nothing and changes nothing; what stands in the way is told in plain words."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from mailticket.edges.store import SqlStore
from mailticket.errors import MailticketError, Permanent, Transient
from mailticket.flows import receive
from tests import last_schema
from tests.build import a_mail
from tests.context import a_context, when
from tests.fakes import Mailbox

NOW = when("2026-03-16 09:00")
NOBODY = 65534


def fill(url: str) -> None:
    """Make a book of one ticket."""
    context, mailbox = a_context(url), Mailbox()
    mailbox.put(a_mail(), NOW)
    receive.keep(context, mailbox, "INBOX", NOW)
    receive.process(context, NOW)
    context.store.close()


def numbers(url: str) -> list[str | None]:
    """What a command reads."""
    store = SqlStore(url, reads=True)
    try:
        store.check()
        with store.read() as work:
            return [ticket.number for ticket in work.book.tickets()]
    finally:
        store.close()


def seen(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file of a folder, with its owner and a hash of its bytes."""
    return {p.name: (p.stat().st_uid, hashlib.sha256(p.read_bytes()).hexdigest()) for p in folder.iterdir()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "book"
    folder.mkdir()
    return folder / "mailticket.db"


def test_reading_makes_no_database(path: Path) -> None:
    with pytest.raises(Permanent, match="there is none yet; `mailticket run` makes it"):
        numbers(f"sqlite:///{path}")
    assert seen(path.parent) == {}


def test_reading_leaves_no_trace_whether_or_not_somebody_writes(path: Path) -> None:
    url = f"sqlite:///{path}"
    fill(url)
    alone = seen(path.parent)
    assert numbers(url) == ["KUKM-2026-000001"]
    assert seen(path.parent) == alone
    daemon = SqlStore(url)
    with daemon.write() as work:
        work.memory.set("seen", "yes")
    beside = set(seen(path.parent))
    assert numbers(url) == ["KUKM-2026-000001"]
    assert set(seen(path.parent)) == beside == {"mailticket.db", "mailticket.db-wal", "mailticket.db-shm"}
    daemon.close()


def test_what_a_killed_daemon_left_in_the_log_is_read(path: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{path}"
    fill(url)
    daemon = SqlStore(url)
    with daemon.write() as work:
        work.memory.set("seen", "yes")
    left = tmp_path / "left"
    left.mkdir()
    for file in path.parent.iterdir():  # as the disk holds it when nobody could close it
        (left / file.name).write_bytes(file.read_bytes())
    daemon.close()
    store = SqlStore(f"sqlite:///{left}/mailticket.db", reads=True)
    with store.read() as work:
        assert work.memory.get("seen") == "yes"
    store.close()


def test_a_book_that_is_read_without_a_lock_and_written_meanwhile_is_read_again(path: Path) -> None:
    url = f"sqlite:///{path}"
    fill(url)
    store = SqlStore(url, reads=True)

    def read_while_a_daemon_comes_and_goes() -> None:
        with store.read() as work:
            list(work.book.tickets())
            daemon = SqlStore(url)
            with daemon.write() as other:
                other.memory.set("seen", "yes")
            daemon.close()

    with pytest.raises(Transient, match="changed while it was read"):
        read_while_a_daemon_comes_and_goes()
    with store.read() as work:
        list(work.book.tickets())
    store.close()


def test_reading_cannot_write(database: str) -> None:
    fill(database)
    store = SqlStore(database, reads=True)
    with pytest.raises((MailticketError, sa.exc.DBAPIError), match=r"read-?only"), store.read() as work:
        work.memory.set("seen", "yes")
    store.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file away")
@pytest.mark.parametrize("reads", [True, False])
def test_the_database_of_another_user_is_refused_by_all(path: Path, reads: bool) -> None:
    url = f"sqlite:///{path}"
    fill(url)
    os.chown(path, NOBODY, NOBODY)
    before = seen(path.parent)
    with pytest.raises(Permanent, match=r"belongs to nobody; .* \(sudo -u nobody mailticket"):
        SqlStore(url, reads=reads)
    assert seen(path.parent) == before


def test_earlier_tables_are_left_to_the_daemon(database: str) -> None:
    last_schema.make(database)
    with pytest.raises(Permanent, match="earlier version; `mailticket run` carries them forward"):
        numbers(database)
    engine = sa.create_engine(database)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "0001"
    engine.dispose()


def test_the_tables_of_a_newer_version_are_nobodys(database: str) -> None:
    fill(database)
    engine = sa.create_engine(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0815'")
    engine.dispose()
    with pytest.raises(Permanent, match=r"newer version \(0815\); use that mailticket"):
        numbers(database)
    daemon = SqlStore(database)
    with pytest.raises(Permanent, match=r"newer version \(0815\); use that mailticket"):
        daemon.migrate()
    daemon.close()


def test_a_database_without_tables_holds_no_book(postgres: Callable[[], str]) -> None:
    with pytest.raises(Permanent, match="holds no ticket book yet"):
        numbers(postgres())


def opened_by_the_daemon(url: str) -> None:
    store = SqlStore(url)
    try:
        store.migrate()
    finally:
        store.close()


@pytest.mark.parametrize("opens", [numbers, opened_by_the_daemon])
def test_a_file_that_is_no_database_is_told_so(path: Path, opens: Callable[[str], object]) -> None:
    path.write_text("Laporan bulan Maret.\n" * 1000)
    with pytest.raises(Permanent, match="file is not a database: another file, or a broken one"):
        opens(f"sqlite:///{path}")


@pytest.mark.parametrize("opens", [numbers, opened_by_the_daemon])
def test_a_damaged_database_is_told_so(path: Path, opens: Callable[[str], object]) -> None:
    fill(f"sqlite:///{path}")
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(bytes(path.stat().st_size - 4096))
    with pytest.raises(Permanent, match="malformed: another file, or a broken one; bring a back-up"):
        opens(f"sqlite:///{path}")


def test_what_is_no_file_or_stands_in_no_folder_is_told_so(path: Path) -> None:
    path.mkdir()
    with pytest.raises(Permanent, match="is no file"):
        SqlStore(f"sqlite:///{path}")
    (path / "file").write_text("")
    with pytest.raises(Permanent, match="is no folder"):
        SqlStore(f"sqlite:///{path}/file/mailticket.db")
    with pytest.raises(Permanent, match="does not exist"):
        SqlStore(f"sqlite:///{path}/nowhere/mailticket.db")


def test_a_folder_may_be_called_as_people_call_folders(path: Path) -> None:
    folder = path.with_name("Meja #1, 100% & lain")
    folder.mkdir()
    fill(f"sqlite:///{folder}/buku.db")
    assert numbers(f"sqlite:///{folder}/buku.db") == ["KUKM-2026-000001"]


def test_what_postgresql_refuses_is_told_and_no_fault_of_ours(postgres: Callable[[], str]) -> None:
    url = postgres()
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute("DROP ROLE IF EXISTS guest")
        owner.execute("CREATE ROLE guest LOGIN")
    foreign = url.replace("desk@", "guest@", 1)
    assert foreign != url
    with pytest.raises(Permanent, match=r"permission denied .* \(its owner has to grant that"):
        opened_by_the_daemon(foreign)
    with pytest.raises(Transient, match="does not exist"):
        opened_by_the_daemon(url.replace("desk@", "stranger@", 1))
    with pytest.raises(Transient, match="does not exist"):
        opened_by_the_daemon(f"{url}_that_is_not_there")
