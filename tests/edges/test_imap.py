"""One suite for the mailbox of the flows' tests and for the real one, on a real Dovecot."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from imapclient import IMAPClient

from mailticket.core.post import Batch, Cursor
from mailticket.edges.imap import ImapMailbox
from tests import fakes, servers

AT = datetime(2026, 3, 16, 2, tzinfo=UTC)
_users = count(1)


@dataclass
class Account:
    """A mailbox as the desk sees it, and the hands of somebody else in the same account."""

    mailbox: Any
    put: Callable[[bytes, datetime], int]
    expunge: Callable[[int], None]
    contents: Callable[[str], list[bytes]]

    def fill(self, *mails: bytes) -> None:
        for raw in mails:
            self.put(raw, AT)

    def all(self, cursor: Cursor | None = None, limit: int = 50) -> tuple[list[bytes], Cursor]:
        """Fetch until there is no more."""
        got: list[bytes] = []
        while True:
            batch: Batch = self.mailbox.fetch("INBOX", cursor, limit)
            got += [mail.raw for mail in batch.mails]
            cursor = batch.cursor
            if not batch.more:
                return got, cursor


def mail(n: int) -> bytes:
    return b"Subject: %d\r\n\r\nSurat %d\r\n" % (n, n)


@pytest.fixture(params=["fake", "dovecot"])
def account(request: pytest.FixtureRequest) -> Iterator[Account]:
    if request.param == "fake":
        fake = fakes.Mailbox()
        yield Account(
            fake,
            fake.put,
            lambda uid: fake.folders["INBOX"].mails.pop(uid) and None,
            lambda folder: [raw for raw, _ in fake.folders[folder].mails.values()],
        )
        return
    port, user = request.getfixturevalue("imap_port"), f"contract{next(_users)}"
    mailbox = ImapMailbox(
        servers.HOST, port, "none", user, servers.PASSWORD, "all", 1 << 20, ZoneInfo("Asia/Jakarta"), lambda: AT
    )
    with IMAPClient(servers.HOST, port, ssl=False) as other:
        other.login(user, servers.PASSWORD)
        other.create_folder("Done")

        def put(raw: bytes, at: datetime) -> int:
            other.append("INBOX", raw, msg_time=at)
            other.select_folder("INBOX", readonly=True)
            return int(max(other.search()))

        def expunge(uid: int) -> None:
            other.select_folder("INBOX")
            other.delete_messages([uid])
            other.expunge([uid])

        def contents(folder: str) -> list[bytes]:
            other.select_folder(folder, readonly=True)
            uids = other.search()
            return [other.fetch([uid], ["BODY.PEEK[]"])[uid][b"BODY[]"] for uid in uids]

        yield Account(mailbox, put, expunge, contents)
    mailbox.close()


def test_an_empty_mailbox_gives_nothing_and_a_cursor(account):
    batch = account.mailbox.fetch("INBOX", None, 50)
    assert (batch.mails, batch.more, batch.cursor.last_uid) == ((), False, 0)


def test_mails_come_oldest_first_each_once(account):
    account.fill(*(mail(n) for n in range(7)))
    got, cursor = account.all(limit=3)
    assert got == [mail(n) for n in range(7)]
    assert account.all(cursor) == ([], cursor)
    account.fill(mail(8))
    assert account.all(cursor)[0] == [mail(8)]


def test_each_mail_has_its_place_size_and_time_of_arrival(account):
    uid = account.put(mail(1), datetime(2026, 3, 15, 20, 30, tzinfo=UTC))
    (raw,) = account.mailbox.fetch("INBOX", None, 50).mails
    assert (raw.place.account, raw.place.folder, raw.place.uid) == (account.mailbox.account, "INBOX", uid)
    assert (raw.size, raw.received_at) == (len(mail(1)), datetime(2026, 3, 15, 20, 30, tzinfo=UTC))


def test_size_and_time_of_arrival_are_told_without_the_mail(account):
    uids = [account.put(mail(n), datetime(2026, 3, 15, 20, n, tzinfo=UTC)) for n in range(3)]
    fetched = account.mailbox.fetch("INBOX", None, 50).mails
    account.expunge(uids[1])
    stamps = account.mailbox.stamps("INBOX", uids)
    assert stamps == {one.place.uid: (one.size, one.received_at) for one in fetched if one.place.uid != uids[1]}
    assert account.mailbox.stamps("INBOX", []) == {}


def test_a_mail_that_somebody_deleted_is_not_missed(account):
    account.fill(mail(1), mail(2), mail(3))
    account.expunge(2)
    assert account.all()[0] == [mail(1), mail(3)]


def test_reading_leaves_everything_as_it_was(account):
    account.fill(mail(1), mail(2))
    account.all()
    assert account.contents("INBOX") == [mail(1), mail(2)]


def test_a_kept_mail_is_moved_and_a_second_move_does_no_harm(account):
    account.fill(mail(1), mail(2))
    place = account.mailbox.fetch("INBOX", None, 50).mails[0].place
    assert account.mailbox.move(place, "Done")
    account.mailbox.move(place, "Done")
    assert (account.contents("INBOX"), account.contents("Done")) == ([mail(2)], [mail(1)])


def test_an_import_takes_mails_from_a_day_on(account):
    for n, day in enumerate((1, 10, 20, 25)):
        account.put(mail(n), datetime(2026, 3, day, 5, tzinfo=UTC))
    first = account.mailbox.fetch_since("INBOX", date(2026, 3, 10), 2, 0)
    assert ([raw.raw for raw in first.mails], first.more) == ([mail(1), mail(2)], True)
    rest = account.mailbox.fetch_since("INBOX", date(2026, 3, 10), 2, first.cursor.last_uid)
    assert ([raw.raw for raw in rest.mails], rest.more) == ([mail(3)], False)


def test_a_wait_ends_when_a_mail_arrives(account):
    account.all()
    account.fill(mail(1))
    assert account.mailbox.wait(30)


@pytest.fixture
def dovecot(server_folders: Callable[[str], Any]) -> Iterator[tuple[Any, int]]:
    folder = server_folders("lossy")
    with servers.dovecot(folder) as port:
        yield folder, port


def test_a_dovecot_that_lost_its_list_of_uids_is_read_again(dovecot):
    folder, port = dovecot
    mailbox = ImapMailbox(
        servers.HOST, port, "none", "loses", servers.PASSWORD, "all", 1 << 20, ZoneInfo("Asia/Jakarta"), lambda: AT
    )
    with IMAPClient(servers.HOST, port, ssl=False) as other:
        other.login("loses", servers.PASSWORD)
        for n in range(3):
            other.append("INBOX", mail(n), msg_time=AT)
    cursor = mailbox.fetch("INBOX", None, 50).cursor
    mailbox.close()
    for path in (folder / "mail/loses/Maildir").glob("dovecot*"):
        with contextlib.suppress(NotADirectoryError):
            path.unlink()
    shutil.rmtree(folder / "mail/loses/Maildir/.INBOX", ignore_errors=True)
    again = ImapMailbox(
        servers.HOST, port, "none", "loses", servers.PASSWORD, "all", 1 << 20, ZoneInfo("Asia/Jakarta"), lambda: AT
    )
    batch = again.fetch("INBOX", Cursor(cursor.uidvalidity - 1, cursor.last_uid), 50)
    assert sorted(one.raw for one in batch.mails) == [mail(0), mail(1), mail(2)]
    again.close()


def test_the_heads_of_the_newest_mails_are_shown_without_the_rest(imap_port):
    user = f"heads{next(_users)}"
    mailbox = ImapMailbox(
        servers.HOST, imap_port, "none", user, servers.PASSWORD, "all", 1 << 20, ZoneInfo("Asia/Jakarta"), lambda: AT
    )
    assert mailbox.heads("INBOX", 2) == []
    with IMAPClient(servers.HOST, imap_port, ssl=False) as other:
        other.login(user, servers.PASSWORD)
        for n in range(3):
            other.append("INBOX", mail(n))
    heads = mailbox.heads("INBOX", 2)
    mailbox.close()
    assert [mail(n).startswith(head.rstrip()) and len(head) < len(mail(n)) for n, head in enumerate(heads, 1)] == [
        True
    ] * 2
