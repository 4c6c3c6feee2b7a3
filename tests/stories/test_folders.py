"""The other folders: spam, sent, and the one that kept mails are moved to; and the nightly comparison."""

import shutil
import sqlite3
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests import program, servers
from tests.build import DESK, a_mail
from tests.stories.desk import Story, notices

ANSWER = "Yth. Ibu Siti, koperasi akan membayar simpanan Ibu paling lambat 10 April 2026."


@pytest.fixture
def story(tmp_path: Path, imap_port: int, sink: servers.Sink) -> Callable[[str], Story]:
    """A desk on SQLite with some more settings of its mailbox."""

    def made(more: str) -> Story:
        story = Story(tmp_path, imap_port, sink, f"sqlite:///{tmp_path}/mailticket.db")
        text = story.write().read_text()
        story.settings_path.write_text(text.replace("start: all", f"start: all, {more}"))
        with client(story) as imap:
            for folder in ("Junk", "Sent", "Done"):
                imap.create_folder(folder)
        return story

    return made


def client(story: Story) -> IMAPClient:
    imap = IMAPClient(servers.HOST, story.imap_port, ssl=False)
    imap.login(story.user, servers.PASSWORD)
    return imap


def by_hand(story: Story, mail: EmailMessage | None, to: str, text: str = ANSWER) -> None:
    """Let somebody answer in webmail, which keeps what it sent."""
    refers = {"In-Reply-To": str(mail["In-Reply-To"]), "References": str(mail["In-Reply-To"])} if mail else {}
    story.put(a_mail(text, f"Bagian Komunikasi <{DESK}>", "Re: laporan", to, headers=refers), "10:00", folder="Sent")


def test_suspected_spam_becomes_a_ticket_but_gets_no_automatic_answer(story):
    desk = story("spam_folder: Junk")
    with desk.opened():
        desk.put(a_mail(), folder="Junk")
        assert notices(desk.at("09:00")) == ["officer.assigned"]
        assert desk.ticket()["status"] == "open"


def test_an_answer_written_in_webmail_stops_the_clock(story):
    desk = story("sent_folder: Sent")
    with desk.opened():
        acknowledged, _ = desk.complaint()
        by_hand(desk, acknowledged, "siti@example.org")
        assert desk.at("10:01") == []
        assert desk.ticket()["status"] == "answered"
        assert desk.ticket()["answered_at"] == "2026-03-16T10:00:00+07:00"
        assert "answered" in desk.events()


@pytest.mark.parametrize("to", ["rina@example.org", "orang.lain@example.net"])
def test_a_mail_from_webmail_to_somebody_else_is_no_answer(story, to):
    desk = story("sent_folder: Sent")
    with desk.opened():
        acknowledged, _ = desk.complaint()
        by_hand(desk, acknowledged, to)
        by_hand(desk, None, "siti@example.org", "Tanpa rujukan: [KUKM-2026-000001]")
        desk.at("10:01")
        assert desk.ticket()["status"] == "open"


def test_what_the_server_itself_files_as_sent_is_our_own_mail(story):
    desk = story("sent_folder: Sent")
    with desk.opened():
        acknowledged, _ = desk.complaint()
        desk.put(acknowledged.as_bytes(), "10:00", folder="Sent")
        assert desk.at("10:01") == []
        assert (desk.ticket()["status"], len(desk.tickets())) == ("open", 1)


def test_kept_mails_are_moved_and_found_there_by_the_nightly_comparison_of_an_older_database(story, tmp_path):
    desk = story("processed_folder: Done")
    with desk.opened():
        desk.put(a_mail())
        desk.at("09:00")
    copy = tmp_path / "backup.db"
    with sqlite3.connect(tmp_path / "mailticket.db") as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    with desk.opened():
        desk.put(a_mail(sender="Budi <budi@example.org>"), "11:00")
        desk.at("11:00")
    with client(desk) as imap:
        assert [imap.folder_status(name)[b"MESSAGES"] for name in ("INBOX", "Done")] == [0, 2]
    for path in tmp_path.glob("mailticket.db*"):
        path.unlink()
    shutil.move(copy, tmp_path / "mailticket.db")
    with desk.opened():
        desk.at("12:00")
        assert len(desk.tickets()) == 1
        desk.at("2026-03-17 06:00")
        assert {t["citizen"]["email"] for t in desk.tickets()} == {"siti@example.org", "budi@example.org"}
        assert [line for line in desk.said if "not in the ledger" in line]
        desk.at("2026-03-18 06:00")
        assert len(desk.tickets()) == 2


def test_a_replica_that_lagged_behind_heals_itself_from_the_mailbox(tmp_path, imap_port, sink, postgres):
    url = postgres()
    desk = Story(tmp_path, imap_port, sink, url)
    text = desk.write().read_text()
    desk.settings_path.write_text(text.replace("start: all", "start: all, processed_folder: Done"))
    with client(desk) as imap:
        imap.create_folder("Done")
    with desk.opened():
        desk.put(a_mail(), "09:00")
        desk.at("09:00")
    replica = postgres.copy(url)
    with desk.opened():
        desk.put(a_mail(sender="Budi <budi@example.org>"), "11:00")
        desk.at("11:00")
    settings = desk.settings_path.read_text()
    assert url in settings
    desk.settings_path.write_text(settings.replace(url, replica))
    with desk.opened():
        desk.at("12:00")
        assert len(desk.tickets()) == 1
        desk.at("2026-03-17 06:00")
        desk.at("2026-03-18 06:00")
        assert {t["citizen"]["email"] for t in desk.tickets()} == {"siti@example.org", "budi@example.org"}
    told = [mail["To"].rpartition("<")[2] for mail in sink.mails("citizen.acknowledged")]
    # What was told in the gap is told once more, since the replica does not know it; what was told before is not.
    assert told == ["siti@example.org>", "budi@example.org>", "budi@example.org>"]


def test_a_mail_that_the_ledger_lost_is_fetched_in_the_night(story, tmp_path):
    desk = story("poll_interval_seconds: 60")
    with desk.opened():
        desk.put(a_mail(), "09:00")
        desk.put(a_mail(sender="Budi <budi@example.org>"), "09:00")
        desk.at("09:00")
    with sqlite3.connect(tmp_path / "mailticket.db") as database:
        database.execute("DELETE FROM places WHERE from_ = 'budi@example.org'")
        database.execute("DELETE FROM contents WHERE sha256 NOT IN (SELECT sha256 FROM places)")
    database.close()
    with desk.opened():
        desk.at("10:00")
        assert [row for row in desk.trace("budi@example.org") if row["direction"] == "in"] == []
        desk.at("2026-03-17 06:00")
        assert [row["uid"] for row in desk.trace("budi@example.org") if row["direction"] == "in"] == [2]


def test_kept_mails_that_still_lie_in_the_mailbox_are_moved_in_the_night(story):
    desk = story("poll_interval_seconds: 60")
    with desk.opened():
        desk.put(a_mail())
        desk.at("09:00")
    text = desk.settings_path.read_text()
    desk.settings_path.write_text(text.replace("start: all", "start: all, processed_folder: Done"))
    with desk.opened():
        desk.at("10:00")
        desk.at("2026-03-17 06:00")
        assert len(desk.tickets()) == 1
    with client(desk) as imap:
        assert [imap.folder_status(name)[b"MESSAGES"] for name in ("INBOX", "Done")] == [0, 1]
    with desk.opened():
        desk.at("2026-03-18 06:00")
        traced = desk.trace("siti@example.org")
        assert [row["state"] for row in traced if row["direction"] == "in"] == ["done"]


def test_a_folder_that_is_not_there_is_told_and_holds_up_no_other(story):
    desk = story("spam_folder: Nirgends, processed_folder: Baru")
    with desk.opened():
        desk.put(a_mail())
        assert notices(desk.at("09:00")) == ["citizen.acknowledged", "officer.assigned"]
        assert not desk.ok
        assert [line for line in desk.said if "folder Nirgends" in line]
        desk.at("2026-03-17 06:00")
    with client(desk) as imap:
        assert imap.folder_status("Baru")[b"MESSAGES"] == 1


def test_an_import_reads_older_mail_without_sending_anything(story):
    desk = story("poll_interval_seconds: 60")
    desk.settings_path.write_text(desk.settings_path.read_text().replace("start: all", "start: 2026-03-15"))
    desk.put(a_mail(), "2026-03-01 09:00")
    with desk.opened():
        assert desk.at("2026-03-16 09:00") == []
        assert desk.tickets() == []
    done = program.run("import", "--since", "2026-02-20", "--settings", desk.settings_path)
    assert (done.code, done.out) == (0, "1 mails imported\n")
    with desk.opened():
        assert len(desk.tickets()) == 1
    assert desk.sink.mails("citizen.acknowledged") == []
