"""The open desk: its settings, store, mailbox and sender, and the present."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailticket.app import sample
from mailticket.app.configuration import read_settings
from mailticket.core.deadline import Calendar
from mailticket.core.found import Reading
from mailticket.core.policy import Policy, TrustMode
from mailticket.core.token import Keys
from mailticket.edges import holidays
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
CALENDAR_YEARS_BACK = 2
CALENDAR_YEARS_AHEAD = 3
BROKEN_TOLD_MAX = 5  # failing templates that one digest names


@dataclass
class Service:
    """A desk that is open."""

    settings: Settings
    context: Context
    store: SqlStore
    reader: ChildReader[Reading]
    renderer: Renderer
    clock: Clock
    calendar_warnings: tuple[str, ...]
    calendar_on: date
    is_trial: bool = False  # its present is told (`--at`)
    _proven_by: Policy | None = None  # the policy by which the reader has read the sample

    @property
    def zone(self) -> ZoneInfo:
        """The desk's time zone."""
        return ZoneInfo(self.settings.desk.timezone)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the digest warns of: the calendar, and templates that failed."""
        broken = tuple(f"Templat surel rusak, teks cadangan dipakai: {one}" for one in self.renderer.broken)
        return self.calendar_warnings + broken[:BROKEN_TOLD_MAX]

    def renew_calendar(self) -> bool:
        """Load the calendar of another day than before: decrees become valid, years come into view."""
        today = self.clock().astimezone(self.zone).date()
        if today == self.calendar_on:
            return False
        calendar, self.calendar_warnings = calendar_of(self.settings, today)
        self.context, self.calendar_on = replace(self.context, calendar=calendar), today
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


def now() -> datetime:
    """The present; nothing below app asks for it."""
    return datetime.now(UTC)


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
def opened_to_read(path: Path | None, signs: bool = False) -> Iterator[Service]:
    """Open the desk of a settings file to read in its book: nothing is made, nothing is carried forward.

    The keys are there only for those who look at tokens or render mails (`signs`).
    """
    settings = read_settings(path)
    store = store_of(settings, reads=True)
    with closing(store):
        store.check()
        service = put_together(settings, store, now, token_keys(settings, make=False) if signs else ())
        try:
            yield service
        finally:
            service.reader.close()


def store_of(settings: Settings, *, reads: bool = False) -> SqlStore:
    """Return the store by the settings; it connects when it is first used."""
    password = settings.database.password.read() if settings.database.password else None
    return SqlStore(settings.database.url, password, reads=reads)


def put_together(settings: Settings, store: SqlStore, clock: Clock, keys: Keys) -> Service:
    """Return a desk on a store: its templates and calendar are loaded, its reader starts when it is first used."""
    policy = settings.policy
    today = clock().astimezone(ZoneInfo(settings.desk.timezone)).date()
    calendar, warnings = calendar_of(settings, today)
    renderer = Renderer(policy, keys, [shipped("templates")])
    reader = reader_of(settings)
    context = Context(store, reader, renderer, policy, keys, calendar, reader.briefly)
    return Service(settings, context, store, reader, renderer, clock, warnings, today)


def reader_of(settings: Settings) -> ChildReader[Reading]:
    """Return a reader of mails in a child; it starts when it is first used."""
    limits = settings.limits
    reads = READS.get(settings.trust.officers, READ)
    return ChildReader(reads, limits.read_seconds_max, limits.read_memory_bytes_max, limits.read_first_seconds_max)


def calendar_of(settings: Settings, today: date) -> tuple[Calendar, tuple[str, ...]]:
    """The working days of the years around a day, and what is to be said of their coverage."""
    c = settings.calendar
    decrees = [holidays.Decree(d.number, d.date, d.valid_from, d.file, d.replace) for d in c.decrees]
    first, last = today.year - CALENDAR_YEARS_BACK, today.year + CALENDAR_YEARS_AHEAD
    return holidays.load(c.country, c.joint_leave, c.add, c.remove, decrees, first, last, today)


@contextmanager
def opened_at(path: Path | None, at: str | None = None, hold: bool = False) -> Iterator[Service]:
    """Open the desk of a settings file to write; `at` is the present of a trial, as ISO 8601 writes it."""
    settings = read_settings(path)
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
