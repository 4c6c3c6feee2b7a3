"""The database: engines, transactions, migrations, and the lock that one daemon holds.

SQLite runs in WAL with synchronous=FULL; every writing transaction is BEGIN IMMEDIATE behind a first-come-first-served
gate (without it a batch writer starves the sender). PostgreSQL uses the same SQL with FOR UPDATE SKIP LOCKED. On both a
commit has reached the disk when it is answered, and no lock is waited for without an end.
"""

import fcntl
import os
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from mailticket.edges.book import SqlBook
from mailticket.edges.ledger import SqlLedger, SqlMemory
from mailticket.edges.outbox import SqlOutbox
from mailticket.edges.tally import WRITERS, SqlTally
from mailticket.errors import DatabaseHeld, Permanent, Transient

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 30  # for a lock that another holds, on either database
PROGRAM_LIMIT = "54"  # class of SQLSTATE: a row or index entry too large, which PostgreSQL's driver calls operational
ADVISORY_LOCK = 0x6D61696C  # "mail": one daemon per PostgreSQL database


class SqlWork:
    """One transaction, by its parts."""

    def __init__(self, connection: Connection, *, writes: bool = False) -> None:
        self._connection = connection
        self.ledger = SqlLedger(connection)
        self.book = SqlBook(connection, writes)
        self.outbox = SqlOutbox(connection)
        self.memory = SqlMemory(connection)
        self.tally = SqlTally(connection)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        with _mapped(self._connection.engine), self._connection.begin_nested():
            yield


class SqlStore:
    """The store on SQLite or PostgreSQL; `url` as in settings, the password apart from it."""

    def __init__(self, url: str, password: str | None = None) -> None:
        parsed = make_url(url)
        if password is not None:
            parsed = parsed.set(password=password)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.path = Path(parsed.database) if self.is_sqlite and parsed.database else None
        self._gate = _Gate() if self.is_sqlite else None
        self._lock: Any = None
        self._holds = False  # whether the lock is to be ours
        if self.path is not None and not self.path.parent.is_dir():
            raise Permanent(f"database.url: the folder {self.path.parent} does not exist")
        self._engine = _engine(parsed, self.is_sqlite)

    def migrate(self) -> None:
        """Bring the tables to the newest form; raises Permanent or Transient with what stands in the way."""
        if self.path is not None and not self.path.exists():
            try:
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            except OSError as error:
                raise Transient(f"database {self.path}: {error.strerror}") from error
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with _mapped(self._engine), self._engine.connect() as connection:
            heads = ScriptDirectory.from_config(config).get_heads()
            if set(MigrationContext.configure(connection).get_current_heads()) == set(heads):
                return
            connection.rollback()
            if self.is_sqlite:
                # A batch alter with foreign keys ON silently deletes all child rows, so they are off before BEGIN.
                connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
                connection.rollback()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if self.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                connection.rollback()
                raise Permanent("the migration would leave rows without their parents: nothing was changed")
            connection.commit()
            if self.is_sqlite:
                connection.exec_driver_sql("PRAGMA foreign_keys=ON")

    @contextmanager
    def write(self) -> Iterator[SqlWork]:
        with _mapped(self._engine):
            if self._gate is None:
                with self._engine.begin() as connection:
                    connection.execute(text("SELECT pg_advisory_xact_lock_shared(:n)"), {"n": WRITERS})
                    yield SqlWork(connection, writes=True)
                return
            with self._gate, self._engine.connect() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                try:
                    yield SqlWork(connection, writes=True)
                except BaseException:
                    connection.rollback()
                    raise
                connection.commit()

    @contextmanager
    def read(self) -> Iterator[SqlWork]:
        with _mapped(self._engine), self._engine.connect() as connection:
            if self.is_sqlite:
                connection.exec_driver_sql("BEGIN")
            yield SqlWork(connection)
            connection.rollback()

    def hold(self) -> None:
        """Be the only daemon on this database until closed; raises DatabaseHeld at once when another one is."""
        if self.path is not None:
            try:
                self._lock = Path(f"{self.path}.lock").open("a")  # noqa: SIM115 -- held open for as long as we run
            except OSError as error:
                raise Transient(f"database {self.path}.lock: {error.strerror}") from error
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                self._lock.close()
                self._lock = None
                raise DatabaseHeld(f"another mailticket holds {self.path}") from error
        elif not self.is_sqlite:
            with _mapped(self._engine), ExitStack() as stack:
                lock = stack.enter_context(self._engine.connect())
                taken = lock.execute(text("SELECT pg_try_advisory_lock(:n)"), {"n": ADVISORY_LOCK}).scalar()
                lock.commit()
                if not taken:
                    raise DatabaseHeld("another mailticket holds this database")
                self._lock = lock
                stack.pop_all()  # it stays open for as long as we run
        self._holds = True

    def hold_on(self) -> bool:
        """See that the lock is still ours; where its connection was lost, take it again, or raise DatabaseHeld.

        A file's lock is the kernel's and ends with the process only. Returns whether it had to be taken again.
        """
        if self.is_sqlite or not self._holds:
            return False
        try:
            if self._lock is not None:
                with self._lock.begin():
                    self._lock.execute(text("SELECT 1"))
                return False
        except DBAPIError:
            self._lock.close()
            self._lock = None
        self.hold()  # or again at the next call, when the server is not back yet
        return True

    def close(self) -> None:
        """Let go of the lock and all connections."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None
        self._holds = False
        self._engine.dispose()


def _engine(url: URL, is_sqlite: bool) -> Engine:
    if not is_sqlite:
        engine = create_engine(url, pool_pre_ping=True, pool_size=5)

        @event.listens_for(engine, "connect")
        def settle(connection: DBAPIConnection, _record: object) -> None:
            cursor = connection.cursor()
            cursor.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
            # A commit that was answered must outlive a power failure, whatever the server's own setting.
            cursor.execute(
                "SELECT set_config('synchronous_commit', 'on', false)"
                " WHERE current_setting('synchronous_commit') = 'off'"
            )
            cursor.close()
            connection.commit()

        return engine
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        wait = f"busy_timeout={BUSY_SECONDS * 1000}"
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", wait):
            connection.execute(f"PRAGMA {pragma}")

    return engine


@contextmanager
def _mapped(engine: Engine) -> Iterator[None]:
    """Map the database's errors to ours: what is wrong with the database is not wrong with the mail in hand."""
    try:
        yield
    except DBAPIError as error:
        is_of_the_data = str(getattr(error.orig, "sqlstate", None) or "").startswith(PROGRAM_LIMIT)
        if error.connection_invalidated or (isinstance(error, OperationalError) and not is_of_the_data):
            raise Transient(_said(engine, error.orig)) from error
        raise
    except (PoolTimeoutError, sqlite3.OperationalError) as error:
        raise Transient(_said(engine, error)) from error


def _said(engine: Engine, error: object) -> str:
    """What the database says, on one line."""
    return f"database {engine.url}: {' '.join(str(error).split())}"


class _Gate:
    """A lock that is given in the order in which it was asked for; threading.Lock is not."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def __enter__(self) -> None:
        with self._mutex:
            if not self._taken:
                self._taken = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    def __exit__(self, *_: object) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False
