"""One run: rounds until one changes nothing; and the import of older mail."""

from collections import Counter
from datetime import date, datetime

from mailticket.app import mailroom
from mailticket.app.round import STEPS, Round
from mailticket.app.service import Service, folders, kinds
from mailticket.app.troubles import Say
from mailticket.errors import LoginRefused, SettingsError
from mailticket.flows import receive

ATTEMPTS_MAX = 2  # of a step that fails: a lock that another held or a line that was cut is over by the second


def run_once(service: Service, say: Say, progress: mailroom.Progress = mailroom.unseen) -> bool:
    """Do rounds until one changes nothing; False when something stayed wrong.

    A step that failed twice is left alone for the rest of the run, and a refused login is not even tried twice.
    """
    at = service.clock()
    _refuse_the_past(service, at)
    one, failures = Round(service, say, progress, clock=lambda: at), Counter[str]()
    try:
        one.start()
        changed = True
        while changed:
            changed = False
            for name in STEPS:
                if failures[name] >= ATTEMPTS_MAX:
                    continue
                done = one.do(name)
                if done.error is not None:
                    failures[name] += ATTEMPTS_MAX if isinstance(done.error, LoginRefused) else 1
                    changed |= failures[name] < ATTEMPTS_MAX
                changed |= done.changed > 0
    finally:
        one.close()
    return not one.troubles


def import_since(service: Service, since: date, progress: mailroom.Progress) -> int:
    """Read mail that arrived on or after a date, without sending anything; return how many mails were new."""
    mailbox, new = service.mailbox(), 0
    try:
        for folder, _ in folders(service.settings):
            uid, more = 0, True
            while more:
                kept, uid = receive.keep_since(service.context, mailbox, folder, since, uid, service.clock())
                new, more = new + kept.new, kept.more
                progress(new, kept.left if more else 0)
    finally:
        mailbox.close()
    while receive.process(service.context, service.clock(), kinds(service.settings)):
        pass
    return new


def _refuse_the_past(service: Service, at: datetime) -> None:
    """`--at` before the newest thing in the database would rewrite history."""
    with service.store.read() as work:
        newest = work.book.newest_event_at()
    if newest is not None and at < newest:
        said = newest.astimezone(service.zone).isoformat(timespec="seconds")
        raise SettingsError([f"--at: the database has an event at {said}, which is later"])
