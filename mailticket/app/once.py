"""One run: fetch, process, watch, summarise and deliver until nothing is left to do; and the import of older mail."""

from collections.abc import Callable
from datetime import date, datetime

from mailticket.app import mailroom
from mailticket.app.desk import Desk, folders, kinds
from mailticket.errors import MailticketError, SettingsError
from mailticket.flows import deliver, receive, recount, summarise, watch


def run_once(desk: Desk, say: Callable[[str], None], progress: mailroom.Progress = mailroom.unseen) -> bool:
    """Fetch, process, watch, summarise and deliver until a round changes nothing; False when a server failed.

    One failing server does not stop the other steps.
    """
    at = desk.clock()
    _refuse_the_past(desk, at)
    troubles: list[str] = []
    mailbox, sender = desk.mailbox(), desk.sender()
    reached = True
    try:
        with desk.store.write() as work:
            work.release(at)
        desk.renew_calendar()
        recount.recount(desk.house, at)
        while True:
            changed = 0
            if reached:
                try:
                    changed = mailroom.keep_all(desk, mailbox, at, progress, troubles.append)
                    changed += mailroom.compare(desk, mailbox, at, say)
                except MailticketError as error:
                    troubles.append(str(error))
                    reached = False
            changed += receive.process(desk.house, at, kinds(desk.settings))
            changed += watch.watch(desk.house, at)
            changed += summarise.summarise(desk.house, at, desk.warnings)
            delivered = deliver.deliver(desk.house, sender, at)
            if delivered.trouble is not None:
                troubles.append(delivered.trouble)
            if changed + delivered.claimed == 0:
                break
    finally:
        mailbox.close()
        sender.close()
    for trouble in dict.fromkeys(troubles):
        say(trouble)
    return not troubles


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
