"""Somebody else expunges mails while the desk looks for them and fetches them, on a real Dovecot.

MAILTICKET_RACES says how often (50), MAILTICKET_SEED at which moments.
"""

import os
import random
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from imapclient import IMAPClient

from mailticket.edges.imap import ImapMailbox
from tests import servers

RACES = int(os.environ.get("MAILTICKET_RACES", "50"))
SEED = int(os.environ.get("MAILTICKET_SEED", "1"))
AT = datetime(2026, 3, 16, 2, tzinfo=UTC)
MAILS = 4  # put into the mailbox in each round; one of them is expunged
HEAD_START_SECONDS = 0.004  # at most so long the desk is at work before the other strikes


def a_mail(n: int) -> bytes:
    return b"Subject: %d\r\n\r\nSurat %d\r\n" % (n, n)


def test_a_mail_that_is_expunged_while_it_is_looked_for_is_passed_over_and_no_other_is_lost(imap_port: int) -> None:
    chance = random.Random(SEED)
    mailbox = ImapMailbox(
        servers.HOST, imap_port, "none", "race", servers.PASSWORD, "all", 1 << 20, ZoneInfo("Asia/Jakarta"), lambda: AT
    )
    cursor, got, taken, caught = None, list[bytes](), set[bytes](), 0
    with IMAPClient(servers.HOST, imap_port, ssl=False) as other, ThreadPoolExecutor(1) as pool:
        other.login("race", servers.PASSWORD)
        for round_ in range(RACES):
            mails = [a_mail(round_ * MAILS + n) for n in range(MAILS)]
            for raw in mails:
                other.append("INBOX", raw, msg_time=AT)
            other.select_folder("INBOX")
            uids = other.search()[-MAILS:]
            victim, pause = chance.randrange(MAILS), chance.uniform(0, HEAD_START_SECONDS)
            taken.add(mails[victim])

            def strike(uid: int = uids[victim], pause: float = pause) -> None:
                threading.Event().wait(pause)
                other.delete_messages([uid])
                other.expunge([uid])

            struck = pool.submit(strike)
            more = True
            while more:
                batch = mailbox.fetch("INBOX", cursor, 50)
                # A server that gives no bytes has lost it or keeps it back for now: it is asked for again.
                cursor, more, caught = batch.cursor, batch.more, caught + batch.vanished + len(batch.refused)
                got += [mail.raw for mail in batch.mails]
            struck.result()
    mailbox.close()
    put = {a_mail(n) for n in range(RACES * MAILS)}
    assert len(got) == len(set(got)), "a mail was fetched twice"
    assert set(got) <= put, "what was fetched is no mail that was put there"
    assert put - set(got) <= taken, "a mail is lost"
    assert caught, "none was expunged between SEARCH and FETCH"
    sys.stdout.write(f"{RACES} races: {caught} caught between SEARCH and FETCH, {len(put - set(got))} gone unseen\n")
