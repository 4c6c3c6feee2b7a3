"""The daemon: a thread that reads the mailbox, and a scheduler that wakes the flows."""

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from mailticket.app import mailroom
from mailticket.app.desk import Desk, kinds
from mailticket.errors import Held, LoginRefused, MailticketError
from mailticket.flows import deliver, receive, recount, summarise, watch

log = logging.getLogger("mailticket")
logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns of every beat that a long flow skips

BACKOFF_SECONDS = (1, 5, 15, 60, 300)  # after the first, second, ... failure of the mailbox
LOGIN_BACKOFF_SECONDS = (5, 60, 300, 900)  # the same for a refused login, which may lock the account
TICK_SECONDS = {"hold": 10, "process": 5, "deliver": 5, "watch": 30, "summarise": 30}
BY_THE_CLOCK = ("watch", "summarise")  # what a wrong clock would set off
CLOCK_SECONDS = 5  # how often the clock is looked at
JUMP_SECONDS = 60  # by so much it may differ from what has passed: more is a jump, or the machine slept
JUMP_REST_SECONDS = 60  # after a jump nothing goes by the clock for a while: it may be set right at once


class Daemon:
    """One thread reads the mailbox, a scheduler wakes the flows; SIGTERM finishes what is in hand.

    APScheduler is only a metronome: each tick asks the database what is due, so a missed tick heals at the next.
    """

    def __init__(self, desk: Desk, say: Callable[[str], None], progress: mailroom.Progress = mailroom.unseen) -> None:
        self.desk, self.say, self.progress = desk, say, progress
        self.stopping = threading.Event()
        self.mailbox = desk.mailbox()
        self.sender = desk.sender()
        self.steady = Steady(desk.clock, time.monotonic)
        self._troubles: dict[str, str] = {}
        self._held: Held | None = None
        self._stop: Callable[[], object] = self.stopping.set

    def run(self) -> None:
        """Run until SIGTERM or Ctrl-C."""
        with self.desk.store.write() as work:
            work.release(self.desk.clock())
        recount.recount(self.desk.house, self.desk.clock())
        asyncio.run(self._main())

    async def _main(self) -> None:
        loop = asyncio.get_running_loop()
        stop = asyncio.Event()
        self._stop = lambda: loop.call_soon_threadsafe(stop.set)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        locks = {name: asyncio.Lock() for name in TICK_SECONDS}

        async def tick(name: str) -> None:
            async with locks[name]:
                if not self.stopping.is_set():
                    await asyncio.to_thread(self.tick, name)

        at_once = datetime.now(UTC)
        for name, seconds in TICK_SECONDS.items():
            scheduler.add_job(tick, "interval", args=[name], seconds=seconds, id=name, next_run_time=at_once)
        scheduler.start()
        clock = loop.create_task(self._watch_the_clock(scheduler))

        async def answer() -> None:
            await tick("process")
            await tick("deliver")

        def mail_kept() -> None:
            asyncio.run_coroutine_threadsafe(answer(), loop)

        reader = threading.Thread(target=self._read_mailbox, args=[mail_kept], name="mailbox", daemon=True)
        reader.start()
        await stop.wait()
        log.info("stopping: finishing what is in hand")
        scheduler.pause()
        clock.cancel()
        self.stopping.set()
        self.mailbox.stop()
        for lock in locks.values():
            await lock.acquire()
        scheduler.shutdown(wait=False)
        await asyncio.to_thread(reader.join, 10)
        await asyncio.to_thread(self.sender.close)
        if self._held is not None:
            raise self._held

    async def _watch_the_clock(self, scheduler: AsyncIOScheduler) -> None:
        """Keep the metronome going when the clock is set: its next beats are times of day."""
        while True:
            await asyncio.sleep(CLOCK_SECONDS)  # by what passes, not by the clock
            jump = self.steady.jump()
            if jump:
                self.say(f"the clock jumped by {jump:+.0f} s, or the machine slept: going on from now")
                for job in scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))

    def tick(self, name: str) -> None:
        """Run one flow until nothing of it is due; what goes wrong is said and tried again at the next tick."""
        if name in BY_THE_CLOCK and self.steady.rests():
            return
        desk = self.desk
        steps: dict[str, Callable[[], int]] = {
            "hold": self._hold,
            "process": self._process,
            "deliver": self._deliver,
            "watch": self._watch,
            "summarise": lambda: summarise.summarise(desk.house, desk.clock(), desk.warnings),
        }
        try:
            while steps[name]() and not self.stopping.is_set():
                pass
        except Held as error:  # another daemon works on this database since the connection to it was lost
            self._held = error
            self._stop()
        except MailticketError as error:
            self._trouble(name, str(error))
        except Exception as error:
            if self._trouble(name, f"{type(error).__name__}: {error}"):
                log.exception("%s failed", name)
        else:
            self._over(name)

    def _hold(self) -> int:
        if self.desk.store.hold_on():  # the database was gone: what was in hand then need not wait for its lease
            with self.desk.store.write() as work:
                work.release(self.desk.clock())
        return 0

    def _process(self) -> int:
        self.desk.reader.start(self.desk.house.policy)  # nothing is claimed before there is somebody to read it
        return receive.process(self.desk.house, self.desk.clock(), kinds(self.desk.settings))

    def _watch(self) -> int:
        if self.desk.renew_calendar():  # a decree is valid from today, or the library knows another year
            recount.recount(self.desk.house, self.desk.clock())
        return watch.watch(self.desk.house, self.desk.clock())

    def _deliver(self) -> int:
        delivered = deliver.deliver(self.desk.house, self.sender, self.desk.clock())
        if delivered.trouble is not None:
            self._trouble("smtp", delivered.trouble)
            return 0
        if delivered.claimed:
            self._over("smtp")
        return delivered.claimed

    def _trouble(self, name: str, says: str) -> bool:
        """Say what is wrong, once for as long as it stays so; True when it is news."""
        if self._troubles.get(name) == says:
            return False
        self._troubles[name] = says
        self.say(f"{name}: {says}; trying again")
        return True

    def _folder_trouble(self, says: str) -> None:
        if says not in self._troubles:
            self._troubles[says] = says
            self.say(f"{says}; trying again")

    def _over(self, name: str) -> None:
        if self._troubles.pop(name, None) is not None:
            self.say(f"{name}: works again")

    def _read_mailbox(self, mail_kept: Callable[[], None]) -> None:
        """Keep new mail for as long as we run; a failing server is asked again after a growing wait."""
        failures, ready = 0, False
        while not self.stopping.is_set():
            try:
                if not ready:
                    self.mailbox.newest(self.desk.settings.mailbox.folder)
                    self.say("mailticket: ready")
                    ready = True
                at = self.desk.clock()
                new = mailroom.keep_all(
                    self.desk, self.mailbox, at, self.progress, self._folder_trouble, lambda: not self.stopping.is_set()
                )
                if new + mailroom.compare(self.desk, self.mailbox, at, self.say):
                    mail_kept()
                if failures:
                    self.say("mailbox: works again")
                failures = 0
                self.mailbox.wait(self.desk.settings.mailbox.poll_interval_seconds)
            except MailticketError as error:
                waits = LOGIN_BACKOFF_SECONDS if isinstance(error, LoginRefused) else BACKOFF_SECONDS
                wait = waits[min(failures, len(waits) - 1)]
                failures += 1
                self.say(f"mailbox: {error}; trying again in {wait} s")
                self.stopping.wait(wait)
            except Exception:
                log.exception("reading the mailbox failed; trying again")
                self.stopping.wait(BACKOFF_SECONDS[-1])
        self.mailbox.close()


class Steady:
    """Compares the clock with the time that has really passed."""

    def __init__(self, clock: Callable[[], datetime], passed: Callable[[], float]) -> None:
        self._clock, self._passed = clock, passed
        self._seen = (clock().timestamp(), passed())
        self._rest_until = 0.0

    def jump(self) -> float:
        """By how many seconds the clock went wrong since the last call; 0.0 when it did not."""
        (clock_before, passed_before), now = self._seen, (self._clock().timestamp(), self._passed())
        self._seen = now
        jump = (now[0] - clock_before) - (now[1] - passed_before)
        if abs(jump) < JUMP_SECONDS:
            return 0.0
        self._rest_until = now[1] + JUMP_REST_SECONDS
        return jump

    def rests(self) -> bool:
        """Whether the clock jumped a moment ago, so that nothing should go by it yet."""
        return self._passed() < self._rest_until
