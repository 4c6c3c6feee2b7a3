"""Power that fails while the disk writes: the log of the database is cut anywhere, and the mailbox gives back the rest.

MAILTICKET_CUTS says how often it is cut (25), MAILTICKET_SEED where.
"""

import copy
import os
import random
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from mailticket.flows import receive, reconcile
from mailticket.flows.ports import Context
from mailticket.flows.resume import resume
from tests.build import a_mail
from tests.context import a_context, states
from tests.crash.days import START, rounds
from tests.fakes import Mailbox, Sender

CUTS = int(os.environ.get("MAILTICKET_CUTS", "25"))
SEED = int(os.environ.get("MAILTICKET_SEED", "1"))
MAILS = 6
NIGHT = START + timedelta(days=1)


@dataclass
class Left:
    """What a desk left behind that was killed: its database, the log of it, and its mailbox."""

    folder: Path
    mailbox: Mailbox

    def cut(self, at: int, folder: Path) -> Context:
        """Open a copy whose log ends at a byte."""
        shutil.copy(self.folder / "killed.db", folder / "mailticket.db")
        (folder / "mailticket.db-wal").write_bytes((self.folder / "killed.db-wal").read_bytes()[:at])
        return a_context(f"sqlite:///{folder}/mailticket.db")


@pytest.fixture(scope="module")
def left() -> Iterator[Left]:
    shm = Path("/dev/shm")
    folder, mailbox, sender = Path(tempfile.mkdtemp(dir=shm if shm.is_dir() else None)), Mailbox(), Sender()
    context = a_context(f"sqlite:///{folder}/mailticket.db")
    reconcile.remember(context, mailbox, "Done", START)
    rounds(context, mailbox, sender, START)
    with context.store.read() as work:
        work._connection.commit()  # type: ignore[attr-defined]
        work._connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[attr-defined]
    for n in range(MAILS):
        mailbox.put(a_mail(sender=f"Siti <siti{n}@example.org>", message_id=f"<torn{n}@example.org>"), START)
        rounds(context, mailbox, sender, START + timedelta(minutes=n))
    for end in ("", "-wal"):
        shutil.copy(folder / f"mailticket.db{end}", folder / f"killed.db{end}")
    context.store.close()
    yield Left(folder, mailbox)
    shutil.rmtree(folder)


def test_a_log_that_is_cut_anywhere_costs_no_mail(left: Left) -> None:
    chance, length = random.Random(SEED), (left.folder / "killed.db-wal").stat().st_size
    assert length > 100_000, "there is something to cut"
    kept_after = Counter[int]()
    for at in [0, length, *(chance.randrange(length) for _ in range(CUTS))]:
        with tempfile.TemporaryDirectory(dir=left.folder) as folder:
            context, mailbox = left.cut(at, Path(folder)), copy.deepcopy(left.mailbox)
            with sqlite3.connect(Path(folder) / "mailticket.db") as database:
                assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)], at
            database.close()
            kept_after[sum(states(context).values())] += 1
            resume(context, NIGHT)
            rounds(context, mailbox, Sender(), NIGHT)
            reconcile.reconcile(context, mailbox, "INBOX", NIGHT)
            reconcile.look_through(context, mailbox, "Done", NIGHT)
            while receive.process(context, NIGHT):
                pass
            assert states(context) == {"done": MAILS}, at
            with context.store.read() as work:
                assert sorted(t.citizen.email or "" for t in work.book.tickets()) == [
                    f"siti{n}@example.org" for n in range(MAILS)
                ]
            context.store.close()
    assert len(kept_after) > MAILS / 2, "it was cut in many places"
