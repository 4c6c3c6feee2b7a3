"""The real daemon on real servers is killed at random moments, while somebody else tidies up its mailbox.

Nothing that it saw is lost, no mail makes two tickets, and none is answered twice but for the counted unknowns.
MAILTICKET_KILLS says how often it is killed (6), MAILTICKET_SEED which moments are chosen.
"""

import contextlib
import hashlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Self

import sqlalchemy as sa
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from mailticket.edges.tables import outbox, places, tickets
from tests import servers
from tests.build import COMPLETE, a_mail
from tests.stories.desk import SETTINGS

KILLS = int(os.environ.get("MAILTICKET_KILLS", "6"))
SEED = int(os.environ.get("MAILTICKET_SEED", "1"))
MAILS = 30 * min(KILLS, 10)
TAKEN_MAX = 30  # so many the other client takes away, some of them before the desk has seen them
STARTS = 0.2  # so many of the lives end while it starts
START_SECONDS, WORK_SECONDS = (0.5, 3.0), (0.0, 2.0)  # how long it lives from its start, or from when it is ready
END_SECONDS_MAX = 180
MORE = "limits: {{automatic_per_domain_hour_max: 100000, automatic_per_hour_max: 100000}}"

_users = count(1)


class Tidier:
    """A second client on the mailbox: flags, moves away and expunges at random, and remembers what it took away."""

    def __init__(self, port: int, user: str, chance: random.Random) -> None:
        self.port, self.user, self.chance = port, user, chance
        self.taken: set[str] = set()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._tidy)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _tidy(self) -> None:
        with IMAPClient(servers.HOST, self.port, ssl=False) as client:
            client.login(self.user, servers.PASSWORD)
            while not self._stop.wait(0.2):
                client.select_folder("INBOX")
                uids = client.search()
                if not uids:
                    continue
                uid, deed = self.chance.choice(uids), self.chance.choice(["flag", "flag", "move", "expunge"])
                if deed == "flag" or len(self.taken) >= TAKEN_MAX:
                    client.add_flags(uid, [b"\\Seen", b"\\Flagged"])
                    continue
                raw = client.fetch(uid, ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
                if raw is None:
                    continue
                self.taken.add(hashlib.sha256(raw).hexdigest())
                if deed == "move":
                    with contextlib.suppress(IMAPClientError):  # the desk may have moved it first
                        client.move(uid, "Archive")
                else:
                    client.delete_messages(uid)
                    client.expunge([uid])


@contextmanager
def daemon(settings: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The real program, with a log beside its settings; whatever happens, it and its child are gone at the end."""
    with (settings.parent / "daemon.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "mailticket", "run", "--settings", settings], stderr=log, start_new_session=True
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def put(port: int, user: str, numbers: range) -> list[str]:
    """Let mails arrive; return their hashes as the mailbox has them."""
    hashes = []
    with IMAPClient(servers.HOST, port, ssl=False) as client:
        client.login(user, servers.PASSWORD)
        for folder in ("Done", "Archive"):
            if not client.folder_exists(folder):
                client.create_folder(folder)
        for n in numbers:
            text = COMPLETE.replace("siti@example.org", f"siti{n}@example.org")
            raw = a_mail(text, f"Siti Aminah <siti{n}@example.org>", message_id=f"<kill{n}@example.org>")
            client.append("INBOX", raw, msg_time=datetime.now().astimezone())
            hashes.append(hashlib.sha256(raw).hexdigest())
    return hashes


def live(process: "subprocess.Popen[bytes]", log: Path, chance: random.Random) -> None:
    """Let a daemon live for a while: into its start, or into its work."""
    seconds = chance.uniform(*START_SECONDS)
    if chance.random() > STARTS:
        ready = log.read_bytes().count(b"mailticket: ready") + 1
        wait_until(lambda: log.read_bytes().count(b"mailticket: ready") >= ready, process, servers.START_SECONDS_MAX)
        seconds = chance.uniform(*WORK_SECONDS)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    assert process.poll() is None, log.read_text()


def wait_until(is_so: Callable[[], bool], process: "subprocess.Popen[bytes]", seconds_max: float) -> None:
    """Ask again until something is so, while a process lives."""
    end = time.monotonic() + seconds_max
    while not is_so():
        assert process.poll() is None
        assert time.monotonic() < end
        threading.Event().wait(0.1)


def is_done(engine: sa.Engine, port: int, user: str) -> bool:
    """Whether nothing is left to fetch, to process or to send."""
    with IMAPClient(servers.HOST, port, ssl=False) as client, engine.connect() as connection:
        client.login(user, servers.PASSWORD)
        client.select_folder("INBOX", readonly=True)
        known = set(connection.execute(sa.select(places.c.uid).where(places.c.folder == "INBOX")).scalars())
        open_rows = outbox.c.state.in_(("queued", "sending", "in_data"))
        waiting = connection.execute(sa.select(sa.func.count()).where(open_rows)).scalar_one()
        kept = connection.execute(sa.select(sa.func.count()).where(places.c.state == "kept")).scalar_one()
        return not set(client.search()) - known and not waiting and not kept


def test_killed_at_random_it_loses_nothing_and_does_nothing_twice(
    tmp_path: Path, imap_port: int, sink: servers.Sink, database: str
) -> None:
    user, chance = f"killed{next(_users)}", random.Random(SEED)
    (tmp_path / "imap.secret").write_text(servers.PASSWORD)
    settings = tmp_path / "settings.yaml"
    text = SETTINGS.format(imap=imap_port, smtp=sink.port, url=database, user=user, more=MORE.format())
    settings.write_text(text.replace("start: all}", "start: all, processed_folder: Done}"))
    engine = sa.create_engine(database, poolclass=sa.NullPool)
    hashes = put(imap_port, user, range(MAILS // 10))
    with Tidier(imap_port, user, chance) as tidier:
        for n in range(KILLS):
            with daemon(settings) as process:
                live(process, tmp_path / "daemon.log", chance)
                process.kill()
            put_until = MAILS // 10 + (MAILS - MAILS // 10) * (n + 1) // KILLS
            hashes += put(imap_port, user, range(len(hashes), put_until))
    with daemon(settings) as process:
        wait_until(lambda: is_done(engine, imap_port, user), process, END_SECONDS_MAX)
        process.terminate()
        assert process.wait(30) == 0
    with engine.connect() as connection:
        ledger = Counter(connection.execute(sa.select(places.c.sha256).where(places.c.state == "done")).scalars())
        states = Counter(connection.execute(sa.select(places.c.state)).scalars())
        numbers = connection.execute(sa.select(tickets.c.email)).scalars().all()
        rows = connection.execute(sa.select(outbox.c.data, outbox.c.unknowns, outbox.c.state)).all()
    engine.dispose()
    assert set(hashes) - set(ledger) <= tidier.taken, "a mail is lost"
    assert set(states) <= {"done", "duplicate"}, states
    assert sorted(numbers) == sorted(set(numbers)), "a mail made two tickets"
    assert len(numbers) == len(ledger)
    copies = Counter(data for _, _, data in sink.kept)
    unknowns = {bytes(row.data): row.unknowns for row in rows}
    assert {row.state for row in rows} <= {"sent", "unknown"}
    assert set(copies) <= set(unknowns), "what went out is not what is in the outbox"
    assert all(copies[data] >= 1 or unknown for data, unknown in unknowns.items()), "an answer is lost"
    doubled = {data: n for data, n in copies.items() if n > 1}
    assert all(n - 1 <= unknowns[data] for data, n in doubled.items()), "an answer went out twice, uncounted"
    sys.stdout.write(
        f"{len(hashes)} mails, {len(ledger)} seen, {len(tidier.taken)} taken by another, {KILLS} kills: 0 lost, "
        f"{len(doubled)} sent twice of {sum(unknowns.values())} unknown\n"
    )
