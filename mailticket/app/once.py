"""One run: fetch, process, watch, summarise and deliver until nothing is left to do; and the import of older mail."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

from mailticket.app import mailroom
from mailticket.app.desk import Desk, folders, kinds
from mailticket.errors import LoginRefused, MailticketError, SettingsError
from mailticket.flows import deliver, receive, recount, summarise, watch

ATTEMPTS_MAX = 2  # of a step that fails: a lock that another held or a line that was cut is over by the second


def run_once(desk: Desk, say: Callable[[str], None], progress: mailroom.Progress = mailroom.unseen) -> bool:
    """Fetch, process, watch, summarise and deliver until a round changes nothing; False when a server failed.

    One failing server does not stop the other steps.
    """
    at = desk.clock()
    _refuse_the_past(desk, at)
    mailbox, sender, steps = desk.mailbox(), desk.sender(), _Steps()

    def fetch() -> int:
        return mailroom.keep_all(desk, mailbox, at, progress, steps.trouble) + mailroom.compare(desk, mailbox, at, say)

    def send() -> int:
        delivered = deliver.deliver(desk.house, sender, at)
        if delivered.trouble is not None:
            steps.trouble(delivered.trouble)
        return delivered.claimed

    try:
        with desk.store.write() as work:
            work.release(at)
        desk.renew_calendar()
        recount.recount(desk.house, at)
        changed = True
        while changed:
            changed = any(
                [
                    steps.do("mailbox", fetch),
                    steps.do("process", lambda: receive.process(desk.house, at, kinds(desk.settings))),
                    steps.do("watch", lambda: watch.watch(desk.house, at)),
                    steps.do("digest", lambda: summarise.summarise(desk.house, at, desk.warnings)),
                    steps.do("deliver", send),
                ]
            )
    finally:
        mailbox.close()
        sender.close()
    for line in steps.said():
        say(line)
    return steps.all_done


class _Steps:
    """Does steps one by one: what one of them fails for is kept to be said, stops no other, and counts the second time.

    A step that has failed so often is left alone for the rest of the run; a refused login is not even tried twice.
    """

    def __init__(self) -> None:
        self._failures: Counter[str] = Counter()
        self._failing: dict[str, str] = {}  # step -> why it failed the last time
        self._passed: list[str] = []
        self._troubles: list[str] = []

    def do(self, name: str, step: Callable[[], int]) -> int:
        """Do a step; return how much it changed, 1 when it is to be tried again."""
        if self._failures[name] >= ATTEMPTS_MAX:
            return 0
        try:
            changed = step()
        except Exception as error:  # noqa: BLE001 -- whatever it is, the other steps are not held up by it
            expected = isinstance(error, MailticketError)
            self._failing[name] = str(error) if expected else f"{name}: unexpected {type(error).__name__}: {error}"
            self._failures[name] += ATTEMPTS_MAX if isinstance(error, LoginRefused) else 1
            return int(self._failures[name] < ATTEMPTS_MAX)
        if name in self._failing:
            self._passed.append(f"{name}: {self._failing.pop(name)}; it worked the next time")
        return changed

    def trouble(self, says: str) -> None:
        """Note what was refused within a step that went on."""
        self._troubles.append(says)

    def said(self) -> list[str]:
        """What is to be said of all that, each thing once."""
        return list(dict.fromkeys([*self._passed, *self._troubles, *self._failing.values()]))

    @property
    def all_done(self) -> bool:
        """Whether nothing is left that failed."""
        return not self._troubles and not self._failing


def import_since(desk: Desk, since: date, progress: mailroom.Progress) -> int:
    """Read mail that arrived on or after a date, without sending anything; return how many mails were new."""
    mailbox, new = desk.mailbox(), 0
    try:
        for folder, _ in folders(desk.settings):
            uid, more = 0, True
            while more:
                kept, uid = receive.keep_since(desk.house, mailbox, folder, since, uid, desk.clock())
                new, more = new + kept.new, kept.more
                progress(new, kept.left if more else 0)
    finally:
        mailbox.close()
    while receive.process(desk.house, desk.clock(), kinds(desk.settings)):
        pass
    return new


def _refuse_the_past(desk: Desk, at: datetime) -> None:
    """`--at` before the newest thing in the database would rewrite history."""
    with desk.store.read() as work:
        newest = work.newest_event_at()
    if newest is not None and at < newest:
        said = newest.astimezone(desk.zone).isoformat(timespec="seconds")
        raise SettingsError([f"--at: the database has an event at {said}, which is later"])
