"""Put the house together, and let it run: once, or as a daemon. The only module that knows everybody and the time."""

import asyncio
import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from mailticket.core.deadline import Calendar
from mailticket.edges import holidays
from mailticket.edges.child import ChildReader
from mailticket.edges.imap import ImapMailbox
from mailticket.edges.smtp import SmtpSender
from mailticket.edges.store import SqlStore
from mailticket.edges.templates import Renderer
from mailticket.errors import MailticketError, SettingsError
from mailticket.flows import deliver, receive, summarise, watch
from mailticket.flows.ports import Clock, House
from mailticket.settings import Settings, is_loopback, shipped, token_keys

log = logging.getLogger("mailticket")

CALENDAR_YEARS_BACK = 2
CALENDAR_YEARS_AHEAD = 3


@dataclass
class Desk:
    """A house that is open: its settings, store, mailbox and sender, and the present."""

    settings: Settings
    house: House
    store: SqlStore
    reader: ChildReader
    renderer: Renderer
    clock: Clock
    warnings: tuple[str, ...]

    @property
    def zone(self) -> ZoneInfo:
        """The desk's time zone."""
        return ZoneInfo(self.settings.desk.timezone)

    def mailbox(self) -> ImapMailbox:
        """A mailbox by the settings; connects when it is first used."""
        m, limits = self.settings.mailbox, self.settings.limits
        return ImapMailbox(
            host=m.host,
            port=m.port,
            tls=m.tls,
            user=m.user,
            password=m.password.read(),
            start=m.start,
            size_max=limits.mail_size_bytes_max,
            zone=self.zone,
        )

    def sender(self) -> SmtpSender:
        """A sender by the settings; connects when it is first used."""
        s = self.settings.smtp
        return SmtpSender(
            host=s.host, port=s.port, tls=s.tls, user=s.user, password=s.password.read() if s.password else None
        )


def now() -> datetime:
    """The present; nothing below app asks for it."""
    return datetime.now(UTC)


@contextmanager
def opened(settings: Settings, clock: Clock = now, hold: bool = False) -> Iterator[Desk]:
    """Open the house: database migrated (and held, when `hold`), templates and calendar loaded; closed at the end."""
    policy = settings.policy
    password = settings.database.password.read() if settings.database.password else None
    store = SqlStore(settings.database.url, password)
    reader = ChildReader(
        "mailticket.core.reading:read", settings.limits.read_seconds_max, settings.limits.read_memory_bytes_max
    )
    try:
        if hold:
            store.hold()
        store.migrate()
        keys = token_keys(settings)
        calendar, warnings = calendar_of(settings, clock())
        renderer = Renderer(policy, keys, [shipped("templates")])
        house = House(store, reader, renderer, policy, keys, calendar)
        yield Desk(settings, house, store, reader, renderer, clock, warnings)
    finally:
        reader.close()
        store.close()


def calendar_of(settings: Settings, at: datetime) -> tuple[Calendar, tuple[str, ...]]:
    """The working days of the years around the present, and what is to be said of their coverage."""
    c = settings.calendar
    decrees = tuple((d.number, d.date, d.valid_from, d.file) for d in c.decrees)
    first, last = at.year - CALENDAR_YEARS_BACK, at.year + CALENDAR_YEARS_AHEAD
    return holidays.load(c.country, c.joint_leave, c.add, c.remove, decrees, first, last, at.date())


def fixed_clock(settings: Settings, at: datetime) -> Clock:
    """The clock of `--at`; refused unless mail can only go to this machine (SettingsError)."""
    if not is_loopback(settings.smtp.host):
        raise SettingsError([f"smtp.host: --at is only for a mail server on this machine, not {settings.smtp.host}"])
    return lambda: at


def run_once(desk: Desk, say: Callable[[str], None]) -> bool:
    """Fetch, process, watch, summarise and deliver until a round changes nothing; False when a server failed.

    One failing server does not stop the other steps.
    """
    at = desk.clock()
    _refuse_the_past(desk, at)
    troubles: list[str] = []
    sender = desk.sender()
    try:
        with desk.store.write() as work:
            work.release(at)
        while True:
            changed = 0 if any(t.startswith("imap") for t in troubles) else _fetch(desk, at, troubles)
            changed += receive.process(desk.house, at, desk.settings.mailbox.spam_folder)
            changed += watch.watch(desk.house, at)
            changed += summarise.summarise(desk.house, at, desk.warnings)
            delivered = deliver.deliver(desk.house, sender, at)
            if delivered.trouble is not None:
                troubles.append(f"smtp {desk.settings.smtp.host}: {delivered.trouble}")
            if changed + delivered.claimed == 0:
                break
    finally:
        sender.close()
    for trouble in dict.fromkeys(troubles):
        say(trouble)
    return not troubles


def _fetch(desk: Desk, at: datetime, troubles: list[str]) -> int:
    """Keep what is new in every folder."""
    mailbox = desk.mailbox()
    new = 0
    try:
        for folder, target in folders(desk.settings):
            more = True
            while more:
                kept = receive.keep(desk.house, mailbox, folder, at, target)
                new, more = new + kept.new, kept.more
    except MailticketError as error:
        troubles.append(f"imap {desk.settings.mailbox.host}: {error}")
    finally:
        mailbox.close()
    return new


def folders(settings: Settings) -> list[tuple[str, str | None]]:
    """The folders that are read, each with the folder that kept mails are moved to."""
    m = settings.mailbox
    read: list[tuple[str, str | None]] = [(m.folder, m.processed_folder)]
    if m.spam_folder:
        read.append((m.spam_folder, None))
    return read


def _refuse_the_past(desk: Desk, at: datetime) -> None:
    """`--at` before the newest thing in the database would rewrite history."""
    with desk.store.read() as work:
        newest = work.newest_event_at()
    if newest is not None and at < newest:
        said = newest.astimezone(desk.zone).isoformat(timespec="seconds")
        raise SettingsError([f"--at: the database has an event at {said}, which is later"])


BACKOFF_SECONDS = (1, 5, 15, 60, 300)  # after the first, second, ... failure of the mailbox
TICK_SECONDS = {"process": 5, "deliver": 5, "watch": 30, "summarise": 30}


class Daemon:
    """One thread reads the mailbox, a scheduler wakes the flows; SIGTERM finishes what is in hand.

    APScheduler is only a metronome: each tick asks the database what is due, so a missed tick heals at the next.
    """

    def __init__(self, desk: Desk, say: Callable[[str], None]) -> None:
        self.desk = desk
        self.say = say
        self.stopping = threading.Event()
        self.mailbox = desk.mailbox()
        self.sender = desk.sender()

    def run(self) -> None:
        """Run until SIGTERM or Ctrl-C."""
        with self.desk.store.write() as work:
            work.release(self.desk.clock())
        asyncio.run(self._main())

    async def _main(self) -> None:
        loop = asyncio.get_running_loop()
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        locks = {name: asyncio.Lock() for name in TICK_SECONDS}

        async def tick(name: str) -> None:
            async with locks[name]:
                if not self.stopping.is_set():
                    await asyncio.to_thread(self._tick, name)

        for name, seconds in TICK_SECONDS.items():
            scheduler.add_job(tick, "interval", args=[name], seconds=seconds, id=name)
        scheduler.start()

        def mail_kept() -> None:
            for name in ("process", "deliver"):
                asyncio.run_coroutine_threadsafe(tick(name), loop)

        reader = threading.Thread(target=self._read_mailbox, args=[mail_kept], name="mailbox", daemon=True)
        reader.start()
        await stop.wait()
        log.info("stopping: finishing what is in hand")
        scheduler.pause()
        self.stopping.set()
        self.mailbox.stop()
        for lock in locks.values():
            await lock.acquire()
        scheduler.shutdown(wait=False)
        await asyncio.to_thread(reader.join, 10)
        self.sender.close()

    def _tick(self, name: str) -> None:
        """Run one flow until nothing of it is due; what goes wrong is said and tried again at the next tick."""
        desk = self.desk
        steps: dict[str, Callable[[], int]] = {
            "process": lambda: receive.process(desk.house, desk.clock(), desk.settings.mailbox.spam_folder),
            "deliver": self._deliver,
            "watch": lambda: watch.watch(desk.house, desk.clock()),
            "summarise": lambda: summarise.summarise(desk.house, desk.clock(), desk.warnings),
        }
        try:
            while steps[name]() and not self.stopping.is_set():
                pass
        except MailticketError as error:
            self.say(f"{name}: {error}; trying again")
        except Exception:
            log.exception("%s failed; trying again", name)

    def _deliver(self) -> int:
        delivered = deliver.deliver(self.desk.house, self.sender, self.desk.clock())
        if delivered.trouble is not None:
            self.say(f"smtp {self.desk.settings.smtp.host}: {delivered.trouble}; trying again")
            return 0
        return delivered.claimed

    def _read_mailbox(self, mail_kept: Callable[[], None]) -> None:
        """Keep new mail for as long as we run; a failing server is asked again after a growing wait."""
        failures, ready = 0, False
        while not self.stopping.is_set():
            try:
                if self._keep_all():
                    mail_kept()
                failures = 0
                if not ready:
                    self.say("mailticket: ready")
                    ready = True
                self.mailbox.wait(self.desk.settings.mailbox.poll_interval_seconds)
            except MailticketError as error:
                wait = BACKOFF_SECONDS[min(failures, len(BACKOFF_SECONDS) - 1)]
                failures += 1
                self.say(f"imap {self.desk.settings.mailbox.host}: {error}; trying again in {wait} s")
                self.stopping.wait(wait)
            except Exception:
                log.exception("reading the mailbox failed; trying again")
                self.stopping.wait(BACKOFF_SECONDS[-1])
        self.mailbox.close()

    def _keep_all(self) -> int:
        new = 0
        for folder, target in folders(self.desk.settings):
            more = True
            while more and not self.stopping.is_set():
                kept = receive.keep(self.desk.house, self.mailbox, folder, self.desk.clock(), target)
                new, more = new + kept.new, kept.more
        return new
