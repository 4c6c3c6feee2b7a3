"""For how long one mail holds all who write: small mails and mails of 20 MB, of citizens and in an officer's name.

    PYTHONPATH=. .venv/bin/python tests/benchmarks/writing_held.py [--megabytes 20]

Whatever takes longer the larger a mail is must be done before the writing transaction. The floor is the bare insert of
as many bytes into a table of the same database, in the same run. Reading is timed beside it; nobody waits for that.
"""

import argparse
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from mailticket.flows import receive
from mailticket.flows.ports import Context
from tests.build import AUTHSERV, COMPLETE, DESK, a_mail
from tests.context import POLICY, RINA, a_context, when
from tests.fakes import Mailbox

NOW = when("2026-03-16 09:00")
LINE = "Simpanan berjangka saya tidak bisa dicairkan sejak Januari 2026, mohon bantuannya.\n"
PASS = f"{AUTHSERV}; dmarc=pass header.from=example.org"
TOKEN = re.compile(rb"Ref: (\S+)")


class Timed:
    """A store that remembers how long each writer held it."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.held: list[float] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextmanager
    def write(self) -> Iterator[Any]:
        """Time one writing transaction, its commit included."""
        with self._store.write() as work:
            start = time.perf_counter()
            yield work
        self.held.append(time.perf_counter() - start)


def officer(token: str, text: str = "Laporan Ibu sudah kami periksa.", **more: Any) -> EmailMessage:
    """An officer's proven mail in a ticket."""
    head = {"From": RINA, "Authentication-Results": PASS, "In-Reply-To": f"<{token}.x@{DESK.partition('@')[2]}>"}
    return message(text, **{**head, **more})


def message(text: str, **head: str) -> EmailMessage:
    """A mail with these headers."""
    mail = EmailMessage()
    for name, value in {"To": DESK, "Subject": "Simpanan", "Date": "Mon, 16 Mar 2026 09:00:00 +0700", **head}.items():
        mail[name] = value
    mail["Message-ID"] = f"<{abs(hash((text[:200], len(text), *head.items())))}@example.org>"
    mail.set_content(text)
    return mail


def with_file(mail: EmailMessage, content: bytes) -> EmailMessage:
    """The mail with a file."""
    mail.add_attachment(content, maintype="application", subtype="pdf", filename="bukti.pdf")
    return mail


def forward(mail: EmailMessage, inner: EmailMessage) -> EmailMessage:
    """The mail with another one attached."""
    mail.add_attachment(inner)
    return mail


def cases(token: str, size: int) -> dict[str, Callable[[], EmailMessage]]:
    """What is tried, by name; the first is a small mail."""
    text, content = LINE * (size // len(LINE)), b"%PDF" + bytes(size * 3 // 4)
    citizen = {"From": "Budi <budi@example.com>"}
    return {
        "officer, a small answer": lambda: officer(token),
        "officer, a long answer": lambda: officer(token, text),
        "officer, a long note": lambda: officer(token, f"#catatan\n\n{text}"),
        "officer, a long text below a quotation": lambda: officer(
            token, f"Baik.\n\n> {text.replace(chr(10), chr(10) + '> ')}"
        ),
        "officer, an answer with a file": lambda: with_file(officer(token), content),
        "officer, a forward": lambda: forward(officer(token, "#daftar surat"), message(text, **citizen)),
        "officer, without proof": lambda: message(text, From=RINA),
        "officer, without a token": lambda: message(text, From=RINA, **{"Authentication-Results": PASS}),
        "citizen, a long text": lambda: message(text, **citizen),
        "citizen, a file": lambda: with_file(message(COMPLETE, **citizen), content),
    }


def held_by(context: Context, raw: bytes) -> tuple[float, float]:
    """Return the seconds that the longest writer held, and those that all of the processing took."""
    mailbox = Mailbox()
    mailbox.account = f"desk{time.perf_counter_ns()}@imap.test"
    mailbox.put(raw, NOW)
    receive.keep(context, mailbox, "INBOX", NOW, None)
    store = Timed(context.store)
    start = time.perf_counter()
    done = receive.process(replace(context, store=store), NOW + timedelta(seconds=1))
    assert done == 1
    return max(store.held), time.perf_counter() - start


def floor(folder: Path, size: int) -> float:
    """Return the seconds of a bare insert of so many bytes."""
    connection = sqlite3.connect(folder / "floor.db", isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (x BLOB)")
    start = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO t VALUES (?)", (bytes(size),))
    connection.execute("COMMIT")
    return time.perf_counter() - start


def say(line: str) -> None:
    """Write a line at once: a case may take long."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Print a line for each case."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--megabytes", type=int, default=20)
    size = options.parse_args().megabytes * 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        policy = replace(POLICY, limits=replace(POLICY.limits, mail_size_bytes_max=2 * size))
        context = a_context(f"sqlite:///{folder}/mailticket.db", policy)
        held_by(context, a_mail())
        token = ticket_token(folder)
        say(f"{'':42}{'held':>9}{'in all':>9}")
        say(f"{'floor: a bare insert':42}{floor(folder, size):8.3f}s")
        for case, make in cases(token, size).items():
            held, whole = held_by(context, make().as_bytes())
            say(f"{case:42}{held:8.3f}s{whole:8.2f}s")
        context.store.close()


def ticket_token(folder: Path) -> str:
    """Return the token with which the officer answers the first ticket."""
    connection = sqlite3.connect(folder / "mailticket.db")
    (data,) = connection.execute("SELECT data FROM outbox WHERE notice = 'officer.assigned'").fetchone()
    found = TOKEN.search(data)
    assert found is not None
    return found[1].decode().strip()


if __name__ == "__main__":
    main()
