"""The daemon: when which step of a round is done."""

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from mailticket.app import mailroom
from mailticket.app.round import MAILBOX, Done, Round
from mailticket.app.service import Service
from mailticket.app.troubles import Say
from mailticket.errors import DatabaseHeld, LoginRefused, MailticketError, SettingsError
from mailticket.settings import Settings

log = logging.getLogger("mailticket")
logging.getLogger("apscheduler").setLevel(logging.ERROR)  # it warns of every beat that a long flow skips

BACKOFF_SECONDS = (1, 5, 15, 60, 300)  # after the first, second, ... failure of the mailbox
LOGIN_BACKOFF_SECONDS = (5, 60, 300, 900)  # the same for a refused login, which may lock the account
TICK_SECONDS = {"hold": 10, "process": 5, "deliver": 5, "watch": 30, "digest": 30}
BY_THE_CLOCK = ("watch", "digest")  # what a wrong clock would set off
CLOCK_SECONDS = 5  # how often the clock is looked at
JUMP_SECONDS = 60  # by so much it may differ from what has passed: more is a jump, or the machine slept
STOP_SECONDS = 10  # for the mailbox to be let go of
JUMP_REST_SECONDS = 60  # after a jump nothing goes by the clock for a while: it may be set right at once


class Daemon:
    """The beat of the steps: a thread reads the mailbox, a scheduler wakes the others.

    SIGTERM finishes what is in hand. SIGHUP does so, too, and goes on by the settings as they are then; settings with
    faults are told, and those that were in force stay so.

    APScheduler is only a metronome: each tick asks the database what is due, so a missed tick heals at the next.
    """

    def __init__(
        self,
        service: Service,
        say: Say,
        progress: mailroom.Progress = mailroom.unseen,
        settings: Callable[[], Settings] | None = None,
    ) -> None:
        self.service, self.say = service, say
        self._settings = settings or (lambda: service.settings)  # as they are now
        self._progress = progress
        self.steady = Steady(service.clock, time.monotonic)
        self._telling = threading.Lock()
        self._begin()
        self._held: DatabaseHeld | None = None
        self._stop: Callable[[], object] = self.stopping.set
        self._mail_kept: Callable[[], object] = lambda: None

    def _begin(self) -> None:
        """Begin by the settings of the service: with new connections, of which nothing is known yet."""
        stopping = self.stopping = threading.Event()
        self.round = Round(
            self.service, self.say, self._progress, again=self._again, goes_on=lambda: not stopping.is_set()
        )
        self._failures = 0  # of the mailbox, in a row
        self._is_selected = self._reads = self._is_ready = False

    def run(self) -> None:
        """Run until SIGTERM or Ctrl-C."""
        self.round.start()
        asyncio.run(self._main())

    async def _main(self) -> None:
        loop = asyncio.get_running_loop()
        stop, asked = asyncio.Event(), asyncio.Event()

        def end() -> None:
            stop.set()
            asked.set()

        self._stop = lambda: loop.call_soon_threadsafe(end)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, end)
        loop.add_signal_handler(signal.SIGHUP, asked.set)
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

        self._mail_kept = lambda: asyncio.run_coroutine_threadsafe(answer(), loop)
        reader = self._reader()
        while not stop.is_set():
            await asked.wait()
            asked.clear()
            fresh = None if stop.is_set() else await asyncio.to_thread(self._fresh)
            if fresh is None and not stop.is_set():
                continue
            log.info("finishing what is in hand")
            scheduler.pause()
            self.stopping.set()
            self.round.mailbox.stop()
            async with AsyncExitStack() as held:
                for lock in locks.values():
                    await held.enter_async_context(lock)
                await asyncio.to_thread(reader.join, STOP_SECONDS)
                await asyncio.to_thread(self.round.sender.close)
                if fresh is not None and not stop.is_set():
                    await asyncio.to_thread(self._go_on, fresh)
                    reader = self._reader()
            if not stop.is_set():
                scheduler.resume()
                self._beat_now(scheduler)
        clock.cancel()
        scheduler.shutdown(wait=False)
        if self._held is not None:
            raise self._held

    def _reader(self) -> threading.Thread:
        """Start the thread that reads the mailbox."""
        reader = threading.Thread(
            target=self._read_mailbox, args=(self.round, self.stopping), name="mailbox", daemon=True
        )
        reader.start()
        return reader

    def _fresh(self) -> Service | None:
        """The desk by the settings as they are now, or None with their faults told."""
        try:
            return self.service.renewed(self._settings())
        except SettingsError as error:
            problems = list(error.problems)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the desk goes on as it was
            problems = [str(error) if isinstance(error, MailticketError) else f"{type(error).__name__}: {error}"]
        for problem in problems:
            self.say(problem)
        self.say(f"settings: {len(problems)} faults; those that were read before stay in force")
        return None

    def _go_on(self, fresh: Service) -> None:
        """Begin anew by other settings, on the same database."""
        self.service.become(fresh)
        self._begin()
        self.say("settings: read again, and in force")
        done = self.round.attempt("start", self._start)
        self._logged("start", done)

    def _start(self) -> int:
        self.round.start()
        return 0

    @staticmethod
    def _beat_now(scheduler: AsyncIOScheduler) -> None:
        for job in scheduler.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))

    async def _watch_the_clock(self, scheduler: AsyncIOScheduler) -> None:
        """Keep the metronome going when the clock is set: its next beats are times of day."""
        while True:
            await asyncio.sleep(CLOCK_SECONDS)  # by what passes, not by the clock
            jump = self.steady.jump()
            if jump:
                self.say(f"the clock jumped by {jump:+.0f} s, or the machine slept: going on from now")
                self._beat_now(scheduler)

    def tick(self, name: str) -> None:
        """Do one step until nothing of it is due; what it fails for is tried again at the next tick."""
        if name in BY_THE_CLOCK and self.steady.rests():
            return
        try:
            done = self._logged(name, self.round.do(name))
            if name == "process" and done.error is None:
                self._reads = True
                self._tell_ready()
            while done.changed and not self.stopping.is_set():
                done = self._logged(name, self.round.do(name))
        except DatabaseHeld as error:  # another daemon works on this database since the connection to it was lost
            self._held = error
            self._stop()

    def _again(self, name: str, error: Exception) -> str:
        if name != MAILBOX:
            return "; trying again"
        return f"; trying again in {self._wait_after(error)} s"

    def _wait_after(self, error: Exception) -> int:
        """How long the mailbox is left alone after it failed once more."""
        if not isinstance(error, MailticketError):
            return BACKOFF_SECONDS[-1]
        waits = LOGIN_BACKOFF_SECONDS if isinstance(error, LoginRefused) else BACKOFF_SECONDS
        return waits[min(self._failures, len(waits) - 1)]

    def _logged(self, name: str, done: Done) -> Done:
        """Log where a fault of the program is, the first time."""
        if done.is_unexpected and done.is_news:
            log.error("%s failed", name, exc_info=done.error)
        return done

    def _read_mailbox(self, one: Round, stopping: threading.Event) -> None:
        """Keep new mail for as long as we run; a failing server is asked again after a growing wait."""
        while not stopping.is_set():
            done = self._logged(MAILBOX, one.attempt(MAILBOX, lambda: self._look(one, stopping)))
            if done.error is None:
                self._failures = 0
            else:
                wait = self._wait_after(done.error)
                self._failures += 1
                stopping.wait(wait)
        one.mailbox.close()

    def _look(self, one: Round, stopping: threading.Event) -> int:
        """Wait until something may have arrived, and keep it; at first, and after a failure, without waiting."""
        settings = self.service.settings.mailbox
        if self._is_selected and not self._failures:
            one.mailbox.wait(settings.poll_interval_seconds)
        if stopping.is_set():
            return 0
        if not self._is_selected:
            one.mailbox.newest(settings.folder)
            self._is_selected = True
            self._tell_ready()
        new = one.fetch()
        if new:
            self._mail_kept()
        return new

    def _tell_ready(self) -> None:
        """Say once that mail can come in, and be read."""
        with self._telling:
            if self._is_selected and self._reads and not self._is_ready:
                self.say("mailticket: ready")
                self._is_ready = True


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
