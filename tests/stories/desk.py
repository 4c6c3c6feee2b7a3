"""A whole desk for stories: real Dovecot, a real SMTP sink, a real database, and the clock of the story."""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from imapclient import IMAPClient

from mailticket import app, settings
from mailticket.core.found import Reading
from mailticket.core.ticket import Event
from mailticket.edges.child import ChildReader
from tests import servers
from tests.build import a_mail
from tests.context import words

WIB = ZoneInfo("Asia/Jakarta")
RINA = "Rina Wulandari <rina@example.org>"
DODI = "Dodi Saputra <dodi@example.org>"
KABAG = "Kepala Bagian <kabag@example.org>"
UNIT = "Deputi Bidang Perkoperasian <koperasi@example.net>"

_numbers = itertools.count(1)
# The children that read, by what bounds them: a start takes longer than most stories, and a child keeps nothing of a mail.
readers: dict[tuple[str, int, int], ChildReader[Reading]] = {}

SETTINGS = """
desk: {{address: info@kemenkopukm.go.id, ticket_prefix: KUKM}}
mailbox: {{host: 127.0.0.1, port: {imap}, tls: none, user: {user}, password: {{file: imap.secret}}, start: all}}
smtp: {{host: 127.0.0.1, port: {smtp}, tls: none, user: null, password: null}}
database: {{url: "{url}"}}
officers:
  - {{id: rina, name: Rina Wulandari, address: rina@example.org}}
  - {{id: dodi, name: Dodi Saputra, address: dodi@example.org, categories: [lain]}}
supervisors:
  - {{id: kabag, name: Kepala Bagian, address: kabag@example.org, role: supervisor}}
  - {{id: karo, name: Kepala Biro, address: karo@example.org, role: head}}
units:
  - {{id: perkoperasian, name: Deputi Bidang Perkoperasian, aliases: [pengawasan], addresses: [koperasi@example.net]}}
categories:
  - {{id: ksp, name: KSP bermasalah, unit: perkoperasian, keywords: {{simpanan: 2, ksp: 1}}}}
  - {{id: lain, name: Lain-lain}}
trust: {{officers: authentication_results, authserv_id: mx.example.org, token_keys: [{{id: k1, secret: {{file: k1.key}}}}]}}
{more}
"""


@dataclass
class Story:
    """One desk and its mailbox; `at` moves the clock and lets the desk run once."""

    folder: Path
    imap_port: int
    sink: servers.Sink
    url: str
    user: str = field(default_factory=lambda: f"desk{next(_numbers)}")
    more: str = ""
    smtp_port: int | None = None  # None: the sink's own
    now: datetime = datetime(2026, 3, 16, 9, tzinfo=WIB)
    said: list[str] = field(default_factory=list)
    _service: Any = None

    @property
    def settings_path(self) -> Path:
        """The settings file of this desk."""
        return self.folder / "settings.yaml"

    def write(self) -> Path:
        """Write the settings file."""
        (self.folder / "imap.secret").write_text(servers.PASSWORD)
        port = self.sink.port if self.smtp_port is None else self.smtp_port
        self.settings_path.write_text(
            SETTINGS.format(imap=self.imap_port, smtp=port, url=self.url, user=self.user, more=self.more)
        )
        return self.settings_path

    @contextmanager
    def open(self) -> Iterator["Story"]:
        """Write the settings and keep the context open."""
        self.write()
        with self.opened():
            yield self

    @contextmanager
    def opened(self) -> Iterator["Story"]:
        """Keep the context open, by the settings as they are."""
        with app.opened(settings.load(self.settings_path), lambda: self.now, hold=True) as service:
            self._service, own = service, service.reader
            service.reader = reader = readers.setdefault((own._read, own._seconds, own._memory), own)
            service.context = replace(service.context, read=reader, read_first=reader.briefly)
            try:
                yield self
            finally:  # closed with the desk is only what no other story reads by
                service.reader = ChildReader("", 0, 0)

    def put(self, raw: bytes, at: str | None = None, folder: str = "INBOX") -> bytes:
        """Let a mail arrive; without a time now."""
        with IMAPClient(servers.HOST, self.imap_port, ssl=False) as client:
            client.login(self.user, servers.PASSWORD)
            if not client.folder_exists(folder):
                client.create_folder(folder)
            client.append(folder, raw, msg_time=self.when(at) if at else self.now)
        return raw

    def at(self, time: str) -> list[EmailMessage]:
        """Let the desk run once at a time; return what it sent."""
        self.now = self.when(time)
        return self.run()

    def run(self) -> list[EmailMessage]:
        """Let the desk run once now; return what it sent."""
        before = len(self.sink.kept)
        self.ok = app.run_once(self._service, self.said.append)
        assert self._service.renderer.broken == []
        return self.sink.mails()[before:]

    def when(self, time: str) -> datetime:
        """A time of this story's day, or of a day: "09:05" or "2026-03-17 08:00"."""
        if len(time) == 5:
            return datetime.combine(self.now.date(), datetime.strptime(time, "%H:%M").time(), WIB)  # noqa: DTZ007
        return datetime.fromisoformat(time).replace(tzinfo=WIB)

    def tickets(self) -> list[dict[str, Any]]:
        """The ticket book as `tickets --json` prints it."""
        return [json.loads(json.dumps(shape)) for shape in app.tickets(self._service, None)]

    def ticket(self) -> dict[str, Any]:
        """The only ticket."""
        (one,) = self.tickets()
        return one

    def events(self, number: str | None = None) -> list[str]:
        """The words of a ticket's history."""
        return words(self.history(number or self.ticket()["number"]))

    def history(self, number: str) -> list[Event]:
        """A ticket's history."""
        with self._service.store.read() as work:
            return list(work.book.events(number))

    def trace(self, word: str) -> list[dict[str, Any]]:
        """What `trace --json` prints."""
        return list(app.trace(self._service, word))

    def shunted(self) -> list[dict[str, Any]]:
        """What `shunted --json` prints."""
        return list(app.shunted(self._service))

    def complaint(self, at: str = "2026-03-16 09:00") -> tuple[EmailMessage, EmailMessage]:
        """Let a complete complaint arrive and be answered: the citizen's and the officer's mail."""
        self.now = self.when(at)
        self.put(a_mail())
        mails = {str(m["X-Mailticket-Notice"]): m for m in self.run()}
        return mails["citizen.acknowledged"], mails["officer.assigned"]


def notices(mails: list[EmailMessage]) -> list[str]:
    """The names of notices, sorted."""
    return sorted(str(mail["X-Mailticket-Notice"]) for mail in mails)
