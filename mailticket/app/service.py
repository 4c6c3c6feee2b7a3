"""The open desk: its settings, store, mailbox and sender, and the present."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailticket.app import calendar, sample
from mailticket.app.configuration import read_settings
from mailticket.app.open_book import OpenBook, now, store_of
from mailticket.core.found import Reading
from mailticket.core.policy import Policy, TrustMode
from mailticket.core.token import Keys
from mailticket.edges.child import ChildReader
from mailticket.edges.imap import ImapMailbox
from mailticket.edges.jinja import Renderer
from mailticket.edges.smtp import SmtpSender
from mailticket.edges.store import SqlStore
from mailticket.errors import SettingsError
from mailticket.flows import receive
from mailticket.flows.ports import Clock, Context
from mailticket.settings import Settings, is_loopback, shipped, token_keys

READ = "mailticket.core.reading:read"
READS = {TrustMode.DKIM: "mailticket.edges.dkim:read"}  # where the desk itself must find out who signed a mail
BROKEN_TOLD_MAX = 5  # failing templates that one digest names


@dataclass
class Service(OpenBook):
    """A desk that is open."""

    context: Context
    reader: ChildReader[Reading]
    renderer: Renderer
    calendar_warnings: tuple[str, ...]
    calendar_on: date
    is_trial: bool = False  # its present is told (`--at`)
    _proven_by: Policy | None = None  # the policy by which the reader has read the sample

    def warnings(self) -> tuple[str, ...]:
        """What the digest warns of: the calendar, and templates that failed."""
        broken = tuple(f"Templat surel rusak, teks cadangan dipakai: {one}" for one in self.renderer.broken)
        return self.calendar_warnings + broken[:BROKEN_TOLD_MAX]

    def renew_calendar(self) -> bool:
        """Load the calendar of another day than before: decrees become valid, years come into view."""
        today = self.clock().astimezone(self.zone).date()
        if today == self.calendar_on:
            return False
        renewed, self.calendar_warnings = calendar.of(self.settings, today)
        self.context, self.calendar_on = replace(self.context, calendar=renewed), today
        return True

    def prove_reading(self) -> None:
        """Read a sample as citizens' mails are read; raises Transient when no mail can be read now.

        A child that starts may still read nothing, by too little memory for one. Then no mail is claimed: one after the
        other would lose its attempts.
        """
        if self._proven_by is not self.context.policy:
            sample.read(self.reader, self.context.policy)
            self._proven_by = self.context.policy
        self.reader.start(self.context.policy)

    def renewed(self, settings: Settings) -> "Service":
        """The same desk by other settings, on the same database; SettingsError when they cannot be put in force."""
        if settings.database != self.settings.database:
            raise SettingsError(["database: another database is taken at the next start, not at a reload"])
        return put_together(settings, self.store, self.clock, token_keys(settings))

    def become(self, other: "Service") -> None:
        """Take over the parts of the desk by other settings; nothing may be in hand."""
        self.reader.close()
        vars(self).update(vars(other))

    def mailbox(self) -> ImapMailbox:
        """A mailbox by the settings; connects when it is first used."""
        return mailbox_of(self.settings, self.clock)

    def sender(self) -> SmtpSender:
        """A sender by the settings; connects when it is first used."""
        return sender_of(self.settings)


def mailbox_of(settings: Settings, clock: Clock) -> ImapMailbox:
    """Return a mailbox by the settings; it connects when it is first used."""
    m, zone = settings.mailbox, ZoneInfo(settings.desk.timezone)
    return ImapMailbox(
        host=m.host,
        port=m.port,
        tls=m.tls,
        user=m.user,
        password=m.password.read(),
        start=m.start,
        size_max=settings.limits.mail_size_bytes_max,
        zone=zone,
        clock=clock,
    )


def sender_of(settings: Settings) -> SmtpSender:
    """Return a sender by the settings; it connects when it is first used."""
    s = settings.smtp
    password = s.password.read() if s.password else None
    return SmtpSender(host=s.host, port=s.port, tls=s.tls, user=s.user, password=password)


@contextmanager
def opened(settings: Settings, clock: Clock = now, hold: bool = False) -> Iterator[Service]:
    """Open the desk to write; with `hold` as its daemon, which alone makes the tables and carries them forward."""
    store = store_of(settings)
    with closing(store):
        if hold:
            store.hold()
            store.migrate()
        else:
            store.check()
        service = put_together(settings, store, clock, token_keys(settings, make=hold))
        try:
            yield service
        finally:
            service.reader.close()


@contextmanager
def opened_to_try(path: Path | None) -> Iterator[Service]:
    """Open the whole desk of a settings file to say what it would write: nothing is made or carried forward."""
    settings = read_settings(path, reads_mail=True)
    store = store_of(settings, reads=True)
    with closing(store):
        store.check()
        service = put_together(settings, store, now, token_keys(settings, make=False))
        try:
            yield service
        finally:
            service.reader.close()


def put_together(settings: Settings, store: SqlStore, clock: Clock, keys: Keys) -> Service:
    """Return a desk on a store: its templates and calendar are loaded, its reader starts when it is first used."""
    policy = settings.policy
    today = clock().astimezone(ZoneInfo(settings.desk.timezone)).date()
    days, warnings = calendar.of(settings, today)
    renderer = Renderer(policy, keys, [shipped("templates")])
    reader = reader_of(settings)
    context = Context(store, reader, renderer, policy, keys, days, reader.briefly)
    return Service(settings, store, clock, context, reader, renderer, warnings, today)


def reader_of(settings: Settings) -> ChildReader[Reading]:
    """Return a reader of mails in a child; it starts when it is first used."""
    limits = settings.limits
    reads = READS.get(settings.trust.officers, READ)
    return ChildReader(reads, limits.read_seconds_max, limits.read_memory_bytes_max, limits.read_first_seconds_max)


@contextmanager
def opened_at(path: Path | None, at: str | None = None, hold: bool = False) -> Iterator[Service]:
    """Open the desk of a settings file to write; `at` is the present of a trial, as ISO 8601 writes it."""
    settings = read_settings(path, reads_mail=True)
    with opened(settings, now if at is None else fixed_clock(settings, at), hold) as service:
        service.is_trial = at is not None
        yield service


def fixed_clock(settings: Settings, at: str) -> Clock:
    """The clock of `--at`; refused unless mail can only go to this machine (SettingsError)."""
    try:
        present = datetime.fromisoformat(at)
    except ValueError as error:
        raise SettingsError([f"--at: {at!r} is no time; write it as 2026-03-16T09:00"]) from error
    if present.tzinfo is None:
        present = present.replace(tzinfo=ZoneInfo(settings.desk.timezone))
    if not is_loopback(settings.smtp.host):
        raise SettingsError([f"smtp.host: --at is only for a mail server on this machine, not {settings.smtp.host}"])
    return lambda: present


def folders(settings: Settings) -> list[tuple[str, str | None]]:
    """The folders that are read, each with the folder that kept mails are moved to."""
    m = settings.mailbox
    # The mailbox's own folder comes last: it stays selected, and IDLE tells of the selected folder only.
    others: list[tuple[str, str | None]] = [(name, None) for name in (m.spam_folder, m.sent_folder) if name]
    return [*others, (m.folder, m.processed_folder)]


def kinds(settings: Settings) -> receive.Folders:
    """Which folders hold another kind of mail."""
    return receive.Folders(spam=settings.mailbox.spam_folder, by_hand=settings.mailbox.sent_folder)
