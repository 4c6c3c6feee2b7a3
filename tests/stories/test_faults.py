"""Stories 14 to 17: bad mail, a mail server that is down, a desk that is killed, faulty settings; and real Postfix."""

import json
import random
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from mailticket.core.notices.notice import Notice, Rendered
from mailticket.edges.child import ChildReader
from mailticket.errors import Transient
from tests import program, servers
from tests.build import a_mail, text_of
from tests.stories.desk import RINA, Story, notices

UNKNOWN_CHARSET = (
    b"From: Budi <budi@example.org>\r\nTo: info@kemenkopukm.go.id\r\nSubject: Simpanan\r\nMessage-ID: <c1@example.org>\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=x-tidak-dikenal\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    b"Simpanan saya di KSP Maju tidak bisa ditarik \x93sejak Januari\x94 2026, mohon dibantu.\r\n"
)
NO_FROM = b"To: info@kemenkopukm.go.id\r\nSubject: tanpa pengirim\r\nMessage-ID: <n1@example.org>\r\n\r\nHalo.\r\n"
HANGS = a_mail("Mail yang menggantung.", "Joko <joko@example.org>", headers={"X-Test": "hangs"})
ABORTS = a_mail("Mail yang mematikan.", "Tono <tono@example.org>", headers={"X-Test": "aborts"})


@pytest.fixture
def told(tmp_path: Path, imap_port: int, sink: servers.Sink, database: str) -> Story:
    """A desk for the command line: its settings are written, nobody holds it."""
    story = Story(tmp_path, imap_port, sink, database)
    story.write()
    return story


@pytest.fixture
def hostile_reader(desk: Story) -> Iterator[None]:
    """Let the desk read with a function that some mails can hang or kill, for a second at most."""
    reader = ChildReader("tests.hostile:read", 1, desk._service.settings.limits.read_memory_bytes_max)
    desk._service.context = replace(desk._service.context, read=reader, read_first=reader.briefly)
    yield
    reader.close()


def once(story: Story, at: str) -> program.Ended:
    """Run the program once at a time."""
    return program.run("run", "--once", "--at", story.when(at).isoformat(), "--settings", story.settings_path)


def shapes(story: Story, *arguments: str) -> list[dict[str, Any]]:
    """What a command prints as JSON."""
    done = program.run(*arguments, "--json", "--settings", story.settings_path)
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


def test_14_bad_mails_are_kept_and_the_good_one_is_answered(desk: Story, hostile_reader: None) -> None:
    for raw in (b"\r\n", NO_FROM, HANGS, ABORTS, UNKNOWN_CHARSET, a_mail()):
        desk.put(raw)
    desk.at("09:00")
    desk.at("09:10")
    desk.at("09:20")
    mails = desk.sink.mails("citizen.acknowledged")
    assert [m["To"].addresses[0].addr_spec for m in mails] == ["siti@example.org"]
    attempts = sorted((row["attempts"], row["message_id"] == "<n1@example.org>") for row in desk.shunted())
    assert attempts == [(1, False), (1, True), (3, False), (3, False)]
    assert {t["citizen"]["email"] for t in desk.tickets()} == {"siti@example.org", "budi@example.org"}


def test_15_what_a_dead_mail_server_did_not_take_goes_out_once_when_it_is_back(told: Story) -> None:
    told.sink.down()
    told.put(a_mail())
    down = once(told, "09:00")
    assert down.code == 1
    assert len([line for line in down.err if "smtp" in line]) == 1
    (ticket,) = shapes(told, "show", "KUKM-2026-000001")
    planned = {m["message_id"] for m in ticket["messages"] if m["direction"] == "out"}
    told.sink.up()
    assert once(told, "10:00").code == 0
    assert once(told, "11:00").code == 0
    assert notices(told.sink.mails()) == ["citizen.acknowledged", "officer.assigned"]
    assert {m["Message-ID"] for m in told.sink.mails()} == planned


def test_16_a_desk_that_is_killed_at_random_loses_nothing_and_opens_no_second_ticket(told: Story) -> None:
    chance = random.Random(16)
    for n in range(3):
        told.put(a_mail(sender=f"Siti Aminah <siti{n}@example.org>"))
        arguments = ["run", "--once", "--at", told.when(f"09:0{n}").isoformat(), "--settings", told.settings_path]
        process = subprocess.Popen([program.PROGRAM, *arguments], stderr=subprocess.DEVNULL)
        enough = len(told.sink.kept) + chance.randint(0, 2)
        servers.wait_until(lambda: process.poll() is not None or len(told.sink.kept) >= enough, "it sends")  # noqa: B023
        process.kill()
        process.wait()
    assert once(told, "11:00").code == 0
    tickets = shapes(told, "tickets")
    assert sorted(t["citizen"]["email"] for t in tickets) == [f"siti{n}@example.org" for n in range(3)]
    assert len({m["Message-ID"] for m in told.sink.mails("citizen.acknowledged")}) == 3


def test_17_three_faults_in_the_settings_are_three_lines(tmp_path: Path, sink: servers.Sink) -> None:
    told = Story(tmp_path, servers.free_port(), sink, f"sqlite:///{tmp_path}/mailticket.db")
    text = told.write().read_text()
    for good, bad in (
        ("start: all", "start: kemarin"),
        ("tls: none, user: null", "tls: maybe, user: null"),
        ("address: rina@example.org", "address: rina"),
    ):
        assert good in text
        text = text.replace(good, bad)
    told.settings_path.write_text(text)
    done = program.run("run", "--once", "--settings", told.settings_path)
    assert done.code == 2
    assert [line.partition(":")[0] for line in sorted(done.err)] == ["mailbox.start", "officers[0].address", "smtp.tls"]
    assert done.out == ""


def test_a_complaint_is_answered_through_a_real_postfix(
    tmp_path: Path, imap_port: int, sink: servers.Sink, postfix_port: int, database: str
) -> None:
    story = Story(tmp_path, imap_port, sink, database, smtp_port=postfix_port)
    with story.open():
        story.put(a_mail())
        story.at("09:00")
        servers.wait_until(lambda: len(sink.kept) == 2, "Postfix hands both mails on")
    by_notice: dict[str, EmailMessage] = {str(m["X-Mailticket-Notice"]): m for m in sink.mails()}
    assert sorted(by_notice) == ["citizen.acknowledged", "officer.assigned"]
    sender = {to: from_ for from_, to, _ in sink.kept}
    assert sender == {"siti@example.org": "<>", "rina@example.org": "info@kemenkopukm.go.id"}


def test_an_answer_that_a_real_postfix_returns_opens_the_ticket_and_makes_a_call_of_it(
    tmp_path: Path,
    server_folders: Callable[[str], Path],
    sink: servers.Sink,
    database: str,
    postfix: Callable[..., AbstractContextManager[int]],
) -> None:
    imap = server_folders("dovecot-bounce")
    box = {"info@kemenkopukm.go.id": imap / "mail" / "bounced" / "Maildir"}
    with (
        servers.dovecot(imap) as imap_port,
        postfix(sink.port, maildirs=box) as smtp_port,
        Story(tmp_path, imap_port, sink, database, user="bounced", smtp_port=smtp_port).open() as story,
    ):
        story.put(a_mail())
        story.at("09:00")
        servers.wait_until(lambda: len(sink.kept) == 2, "Postfix hands both mails on")
        (assigned,) = sink.mails("officer.assigned")
        sink.answers["siti@example.org"] = "550 5.1.1 no such user"
        story.put(a_mail("Yth. Ibu Siti, simpanan Ibu dibayar.", RINA, reply_to=assigned, proven=True), "10:00")
        story.at("10:00")
        story.at("10:10")
        servers.wait_until(lambda: len(mails_in(story)) == 3, "Postfix returns it")
        story.at("10:20")
        servers.wait_until(lambda: bool(sink.mails("officer.undelivered")), "the officer is told")
        (told,) = sink.mails("officer.undelivered")
        assert "0812-3456-7890" in text_of(told)
        assert "5.1.1" in text_of(told)
        assert (len(story.tickets()), story.ticket()["status"]) == (1, "open")
        assert [what for what in story.events() if what in ("answered", "bounced")] == ["answered", "bounced"]
        with story._service.store.read() as work:
            assert work.outbox.blocked("siti@example.org", story.now) is not None


def mails_in(story: Story) -> list[int]:
    """The UIDs of what is in the mailbox."""
    with IMAPClient(servers.HOST, story.imap_port, ssl=False) as client:
        client.login(story.user, servers.PASSWORD)
        client.select_folder("INBOX", readonly=True)
        return list(client.search())


def refusing(desk: Story, notice: str, times: int) -> None:
    """Let the database refuse what a notice is written into, so many times, as it does for a lock that another holds."""
    render, left = desk._service.context.render, iter(range(times))

    def refuse(what: Notice, *more: Any) -> Rendered:
        if what.name == notice and next(left, None) is not None:
            raise Transient("the database is busy")
        return render(what, *more)

    desk._service.context = replace(desk._service.context, render=refuse)


def test_a_step_that_fails_in_passing_stops_no_other_and_is_done_the_next_time(desk: Story) -> None:
    desk.at("07:00")
    refusing(desk, "supervisor.digest", times=1)
    desk.put(a_mail())
    assert notices(desk.at("07:45")) == [
        "citizen.acknowledged",
        "officer.assigned",
        "officer.digest",
        "supervisor.digest",
        "supervisor.digest",
    ]
    assert desk.ok
    assert desk.said == ["digest: the database is busy", "digest: works again"]


def test_a_step_that_fails_again_is_a_failure_of_the_run_but_the_others_are_done(desk: Story) -> None:
    desk.at("07:00")
    refusing(desk, "supervisor.digest", times=2)
    desk.put(a_mail())
    assert notices(desk.at("07:45")) == ["citizen.acknowledged", "officer.assigned"]
    assert not desk.ok
    assert desk.said == ["digest: the database is busy"]
    assert "supervisor.digest" in notices(desk.at("07:46"))
    assert desk.ok
