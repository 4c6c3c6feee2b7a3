"""The steps of a round, once, and the one place that knows what follows when a step fails.

`run` and `run --once` do the same steps and differ in the beat alone. What fails is said once for as long as it stays
so, and never holds up another step; that another daemon holds the database ends everything (DatabaseHeld).
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from mailticket.app import mailroom
from mailticket.app.open_book import PRESENT
from mailticket.app.service import Service, kinds
from mailticket.app.troubles import Say, Troubles
from mailticket.errors import DatabaseHeld, MailticketError, Transient
from mailticket.flows import deliver, handover, lighten, receive, recount, remember, slim, summarise, watch
from mailticket.flows.ports import Clock
from mailticket.flows.resume import resume

Step = Callable[[], int]  # returns how much it changed
Again = Callable[[str, Exception], str]  # what the beat does about a step that failed, as it is said

STEPS = ("mailbox", "process", "watch", "digest", "deliver")  # of a round, in order
MAILBOX = "mailbox"  # the step that has a thread of its own in the daemon
NOT_YET = "{}: not carried out by this version; nothing is reported or deleted"  # sections of the settings
SMTP = "smtp"  # the mail server, of which one step tells without failing


def not_again(name: str, error: Exception) -> str:
    """The beat that says nothing of another attempt."""
    return ""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one step."""

    changed: int = 0
    error: Exception | None = None
    is_news: bool = False  # the error was not said before

    @property
    def is_unexpected(self) -> bool:
        """Whether the error is a fault of the program."""
        return self.error is not None and not isinstance(self.error, MailticketError)


class Round:
    """The steps on one mailbox and one mail server."""

    def __init__(
        self,
        service: Service,
        say: Say,
        progress: mailroom.Progress = mailroom.unseen,
        clock: Clock | None = None,
        again: Again = not_again,
        goes_on: Callable[[], bool] = lambda: True,
    ) -> None:
        self.service, self.clock = service, clock or service.clock
        self.mailbox, self.sender = service.mailbox(), service.sender()
        self.troubles = Troubles(say)
        self._hears = False  # whether the mailbox was read when it was last looked into
        self._say, self._progress, self._again, self._goes_on = say, progress, again, goes_on
        self._steps = MappingProxyType(
            {
                "hold": self._hold,
                "mailbox": self.fetch,
                "process": self._process,
                "watch": self._watch,
                "digest": self._digest,
                "deliver": self._deliver,
            }
        )

    def start(self) -> None:
        """Take up what an earlier run left, and count deadlines anew if that is needed."""
        if self.service.settings.to_come:
            self._say(f"settings: {NOT_YET.format(', '.join(self.service.settings.to_come))}")
        resume(self.service.context, self.clock())
        self.service.renew_calendar()
        recount.recount(self.service.context, self.clock())
        handed = handover.hand_over(self.service.context, self.clock())
        if handed:
            self._say(f"{handed} tickets of officers who are gone were given to others")
        with self.service.store.write() as work:
            work.memory.set(PRESENT, self.clock().isoformat() if self.service.is_trial else "")

    def do(self, name: str) -> Done:
        """Do one step of a round."""
        return self.attempt(name, self._steps[name])

    def attempt(self, name: str, step: Step) -> Done:
        """Do a step; whatever it fails for is told, but for DatabaseHeld."""
        try:
            changed = step()
        except DatabaseHeld:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, the other steps are not held up by it
            self._hears &= name != MAILBOX
            says = str(error) if isinstance(error, MailticketError) else f"unexpected {type(error).__name__}: {error}"
            return Done(error=error, is_news=self.troubles.note(name, says, self._again(name, error)))
        self.troubles.over(name)
        return Done(changed)

    def fetch(self) -> int:
        """Keep what is new in the mailbox, and once a night what is missing."""
        at = self.clock()
        new = mailroom.keep_all(self.service, self.mailbox, at, self._progress, self.troubles, self._goes_on)
        self._hears = True
        return new + mailroom.compare(self.service, self.mailbox, at, self._say)

    def close(self) -> None:
        """Let go of both servers."""
        self.mailbox.close()
        self.sender.close()

    def _hold(self) -> int:
        if self.service.store.hold_on():  # the database was gone: what was in hand then need not wait for its lease
            resume(self.service.context, self.clock())
        return 0

    def _process(self) -> int:
        self.service.prove_reading()  # nothing is claimed before there is somebody to read it
        return receive.process(self.service.context, self.clock(), kinds(self.service.settings))

    def _watch(self) -> int:
        if self.service.renew_calendar():  # a decree is valid from today, or the library knows another year
            recount.recount(self.service.context, self.clock())
        remember.remember(self.service.context, self.clock())
        watched = watch.watch(self.service.context, self.clock(), hears=self._hears)
        # Last, since no deadline may wait for them.
        lightened = lighten.lighten(self.service.context, self.clock())
        return watched + lightened + slim.slim(self.service.context, self.clock())

    def _digest(self) -> int:
        return summarise.summarise(self.service.context, self.clock(), self.service.warnings)

    def _deliver(self) -> int:
        delivered = deliver.deliver(self.service.context, self.sender, self.clock())
        if delivered.trouble is not None:
            self.troubles.note(SMTP, delivered.trouble, self._again(SMTP, Transient(delivered.trouble)))
            return 0
        if delivered.claimed:
            self.troubles.over(SMTP)
        return delivered.claimed
