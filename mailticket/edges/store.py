"""The database: engines, transactions, migrations, and the lock that one daemon holds.

SQLite runs in WAL with synchronous=FULL; every writing transaction is BEGIN IMMEDIATE behind a first-come-first-served
gate (without it a batch writer starves the sender). PostgreSQL uses the same SQL with FOR UPDATE SKIP LOCKED. On both a
commit has reached the disk when it is answered, and no lock is waited for without an end.

A store that only reads creates nothing, not even the files that SQLite keeps beside a database: made by root, they
would keep the daemon out of its own book. For the same reason nobody but its owner opens a SQLite file at all.
"""

import fcntl
import os
import pwd
import sqlite3
import stat
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from mailticket.edges.book import SqlBook
from mailticket.edges.ledger import SqlLedger, SqlMemory
from mailticket.edges.outbox import SqlOutbox
from mailticket.edges.tally import WRITERS, SqlTally
from mailticket.errors import DatabaseHeld, MailticketError, Permanent, Transient

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 30  # for a lock that another holds, on either database
PROGRAM_LIMIT = "54"  # class of SQLSTATE: a row or index entry too large, which PostgreSQL's driver calls operational
REVISION_TABLE = "alembic_version"  # Alembic's own
ADVISORY_LOCK = 0x6D61696C  # "mail": one daemon per PostgreSQL database


class Tables(Enum):
    """Of which version the tables in a database are."""

    CURRENT = "current"
    EARLIER = "earlier"
    NONE = "none"


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
    """The store on SQLite or PostgreSQL; `url` as in settings, the password apart from it; `reads`: it only reads."""

    def __init__(self, url: str, password: str | None = None, *, reads: bool = False) -> None:
        parsed = make_url(url)
        if password is not None:
            parsed = parsed.set(password=password)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.path = Path(parsed.database) if self.is_sqlite and parsed.database else None
        self._gate = _Gate() if self.is_sqlite else None
        self._lock: Any = None
        self._holds = False  # whether the lock is to be ours
        if self.path is not None:
            _refuse_foreign(self.path)
        self._engine = _engine(parsed, self.is_sqlite, self.path if reads else None, reads=reads)
        self._only_reads = reads

    def migrate(self) -> None:
        """Bring the tables to the newest form; raises Permanent or Transient with what stands in the way."""
        if self.path is not None and not self.path.exists():
            try:
                os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
            except OSError as error:
                raise Transient(f"database {self.path}: {error.strerror}") from error
        with _mapped(self._engine), self._engine.connect() as connection:
            if self._state(connection) is Tables.CURRENT:
                return
            connection.rollback()
            if self.is_sqlite:
                # A batch alter with foreign keys ON silently deletes all child rows, so they are off before BEGIN.
                connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
                connection.rollback()
            _upgrade(connection)
            if self.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                connection.rollback()
                raise Permanent("the migration would leave rows without their parents: nothing was changed")
            connection.commit()
            if self.is_sqlite:
                connection.exec_driver_sql("PRAGMA foreign_keys=ON")

    def check(self) -> None:
        """See that the tables are there and of this version; raises Permanent with what is to be done.

        Only the daemon makes them and carries them forward, at its start: a command beside it would do so under its
        hands.
        """
        if self.path is not None and not self.path.exists():
            raise Permanent(f"{self._named}: there is none yet; `mailticket run` makes it at its first start")
        state = self.state()
        if state is Tables.NONE:
            raise Permanent(f"{self._named}: holds no ticket book yet; `mailticket run` makes it at its first start")
        if state is Tables.EARLIER:
            says = "its tables are those of an earlier version; `mailticket run` carries them forward at its next start"
            raise Permanent(f"{self._named}: {says}")

    def state(self) -> Tables:
        """Return of which version the tables are; raises Permanent for a newer one's."""
        with _mapped(self._engine), self._engine.connect() as connection:
            return self._state(connection)

    def _state(self, connection: Connection) -> Tables:
        known, found = revisions(), set()
        if inspect(connection).has_table(REVISION_TABLE):
            found = set(connection.exec_driver_sql(f"SELECT version_num FROM {REVISION_TABLE}").scalars())  # noqa: S608
        if found - set(known):
            says = f"its tables are those of a newer version ({', '.join(sorted(found))}); use that mailticket"
            raise Permanent(f"{self._named}: {says}")
        if found == {known[-1]}:
            return Tables.CURRENT
        return Tables.EARLIER if found else Tables.NONE

    @property
    def _named(self) -> str:
        return f"database {self.path or self._engine.url}"

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
        path = self.path if self._only_reads else None
        before = _stamp(path) if path is not None and not _is_in_use(path) else None
        try:
            with _mapped(self._engine), self._engine.connect() as connection:
                if self.is_sqlite:
                    connection.exec_driver_sql("BEGIN")
                yield SqlWork(connection)
                connection.rollback()
        finally:
            if path is not None and before is not None and before != _stamp(path):
                # Read without a lock, and a daemon that has started since wrote to it: what was read may be torn.
                raise Transient(f"database {path}: it was changed while it was read; ask again")

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
                raise DatabaseHeld(f"another mailticket holds {self.path}: stop it first") from error
        elif not self.is_sqlite:
            with _mapped(self._engine), ExitStack() as stack:
                lock = stack.enter_context(self._engine.connect())
                taken = lock.execute(text("SELECT pg_try_advisory_lock(:n)"), {"n": ADVISORY_LOCK}).scalar()
                lock.commit()
                if not taken:
                    raise DatabaseHeld("another mailticket holds this database: stop it first")
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


def revisions() -> list[str]:
    """Return the revisions of the tables, the earliest first, as the names of the migrations' files say them."""
    return sorted(path.name[1:5] for path in (MIGRATIONS / "versions").glob("m[0-9]*.py"))


def _upgrade(connection: Connection) -> None:
    """Carry the tables forward by Alembic, which costs a third of a start and is seldom needed: hence imported here."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _refuse_foreign(path: Path) -> None:
    """Raise Permanent when there can be no database of ours at a path."""
    try:
        if not path.parent.is_dir():
            is_there = "is no folder" if path.parent.exists() else "does not exist"
            raise Permanent(f"database.url: the folder {path.parent} {is_there}")
        if not path.exists():
            return
        found = path.stat()
    except OSError as error:
        raise Permanent(f"database {path}: {error.strerror}") from error
    if not stat.S_ISREG(found.st_mode):
        raise Permanent(f"database {path}: is no file")
    if found.st_uid != os.geteuid():
        owner, user = _name_of(found.st_uid), _name_of(os.geteuid())
        says = f"belongs to {owner}; files that {user} made beside it would keep the daemon out"
        raise Permanent(f"database {path}: {says}: say it as {owner} (sudo -u {owner} mailticket ...)")


def _name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"#{user}"


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a database file is written."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _is_in_use(path: Path) -> bool:
    """Whether SQLite keeps a log beside a database: somebody has it open, or was killed with it open."""
    return any(Path(f"{path}{end}").exists() for end in ("-wal", "-journal"))


def _engine(url: URL, is_sqlite: bool, to_read: Path | None, *, reads: bool) -> Engine:
    if not is_sqlite:
        return _postgresql(url, reads=reads)

    def connect_to_read() -> sqlite3.Connection:
        # To open a database in WAL mode makes the files of its log where there are none. Then nobody has it open, all
        # of it stands in the one file, and it can be read as if nobody ever wrote to it.
        how = "mode=ro" if _is_in_use(Path(to_read or "")) else "mode=ro&immutable=1"
        uri = f"file:{quote(str(to_read))}?{how}"
        return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)

    if to_read is not None:
        engine = create_engine(url, creator=connect_to_read, poolclass=NullPool)
    else:
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    wait = f"busy_timeout={BUSY_SECONDS * 1000}"
    writing = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", wait)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in ("query_only=ON", wait) if reads else writing:
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _postgresql(url: URL, *, reads: bool) -> Engine:
    engine = create_engine(url, pool_pre_ping=True, pool_size=5)

    @event.listens_for(engine, "connect")
    def settle(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
        # A commit that was answered must outlive a power failure, whatever the server's own setting.
        cursor.execute(
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
        )
        if reads:
            cursor.execute("SET default_transaction_read_only = on")
        cursor.close()
        connection.commit()

    return engine


# What SQLite says of a file that is none of its databases, or not a whole one.
_BROKEN = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
# What it says of a file or a folder in which it may not write.
_CLOSED = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
_FORBIDDEN = "42501"  # PostgreSQL's code for what its user may not do


@contextmanager
def _mapped(engine: Engine) -> Iterator[None]:
    """Map the database's errors to ours: what is wrong with the database is not wrong with the mail in hand."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        found = _meant(engine, cause)
        if found is not None:
            raise found from error
        is_of_the_data = str(getattr(cause, "sqlstate", None) or "").startswith(PROGRAM_LIMIT)
        passes = isinstance(error, OperationalError | sqlite3.OperationalError) and not is_of_the_data
        if passes or (isinstance(error, DBAPIError) and error.connection_invalidated):
            raise Transient(_said(engine, cause)) from error
        raise
    except PoolTimeoutError as error:
        raise Transient(_said(engine, error)) from error


def _meant(engine: Engine, cause: object) -> MailticketError | None:
    """What a person has to put right, in words; None: what the database says is enough, or it is about a mail."""
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in _BROKEN:
        return Permanent(f"{_said(engine, cause)}: another file, or a broken one; bring a back-up, or see database.url")
    if code in _CLOSED:
        return Transient(f"{_said(engine, cause)} (may this user write there, and in its folder?)")
    if getattr(cause, "sqlstate", None) == _FORBIDDEN:
        return Permanent(f"{_said(engine, cause)} (its owner has to grant that to the user of database.url)")
    return None


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
