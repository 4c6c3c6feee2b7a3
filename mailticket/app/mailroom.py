"""The mailbox as the desk goes through it: every folder for what is new, and once a night for what is missing."""

import logging
from collections.abc import Callable
from datetime import datetime

from mailticket.app.service import Service, folders
from mailticket.app.troubles import Say, Troubles
from mailticket.edges.imap import ImapMailbox
from mailticket.errors import Permanent
from mailticket.flows import nightly, receive, reconcile

log = logging.getLogger("mailticket")

KEPT_BACK = "mails of {}"
COMPARED_ON = "compared:on"  # memory: the day of the last comparison

Progress = Callable[[int, int], None]  # mails read so far, and at most how many are left


def unseen(done: int, left: int) -> None:
    """The progress that nobody looks at."""


def keep_all(
    service: Service,
    mailbox: ImapMailbox,
    at: datetime,
    progress: Progress,
    troubles: Troubles,
    goes_on: Callable[[], bool],
) -> int:
    """Keep what is new in every folder, oldest first, without a limit; return how many mails were new.

    A folder that the server refuses is told, and holds up no other.
    """
    new = 0
    for folder, target in folders(service.settings):
        try:
            if target is not None:
                reconcile.remember(service.context, mailbox, target, at)
        except Permanent:
            log.debug("%s is not there yet: it is made when a mail is moved", target)
        try:
            more = True
            while more and goes_on():
                kept = receive.keep(service.context, mailbox, folder, at, target)
                new, more = new + kept.new, kept.more
                progress(new, kept.left if more else 0)
            if kept.kept_back:
                troubles.note(
                    KEPT_BACK.format(folder), f"the server does not give {kept.kept_back} mails now; asked again"
                )
            else:
                troubles.over(KEPT_BACK.format(folder))
        except Permanent as error:
            troubles.note(f"folder {folder}", str(error))
        else:
            troubles.over(f"folder {folder}")
    return new


def compare(service: Service, mailbox: ImapMailbox, at: datetime, say: Say) -> int:
    """Compare the ledger with all folders, if that is due; return how many mails were missing and are kept now."""
    with service.store.read() as work:
        if not nightly.is_due(service.context, work.memory, COMPARED_ON, at):
            return 0
        is_first = work.memory.get(COMPARED_ON) is None
    fetched = 0
    if not is_first:  # on the first day there is nothing to compare with
        for folder, target in folders(service.settings):
            for name, look in ((folder, reconcile.reconcile), (target, reconcile.look_through)):
                try:
                    fetched += look(service.context, mailbox, name, at).fetched if name is not None else 0
                except Permanent as error:
                    say(str(error))
            try:
                if target is not None:
                    reconcile.move_kept(service.context, mailbox, folder, target)
            except Permanent as error:
                say(str(error))
    if fetched:
        say(f"{fetched} mails of the mailbox were not in the ledger, and are kept now")
    with service.store.write() as work:
        nightly.done(service.context, work.memory, COMPARED_ON, at)
    return fetched
