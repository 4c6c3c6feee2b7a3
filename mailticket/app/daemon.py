"""The daemon: a thread that reads the mailbox, and a scheduler that wakes the flows."""

import asyncio
import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from mailticket.app.desk import Desk, folders
from mailticket.errors import MailticketError
from mailticket.flows import deliver, receive, recount, summarise, watch

log = logging.getLogger("mailticket")

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
        recount.recount(self.desk.house, self.desk.clock())
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
            "watch": self._watch,
            "summarise": lambda: summarise.summarise(desk.house, desk.clock(), desk.warnings),
        }
        try:
            while steps[name]() and not self.stopping.is_set():
                pass
        except MailticketError as error:
            self.say(f"{name}: {error}; trying again")
        except Exception:
            log.exception("%s failed; trying again", name)

    def _watch(self) -> int:
        if self.desk.renew_calendar():  # a decree is valid from today, or the library knows another year
            recount.recount(self.desk.house, self.desk.clock())
        return watch.watch(self.desk.house, self.desk.clock())

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
