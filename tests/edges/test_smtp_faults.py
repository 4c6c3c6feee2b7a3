"""What becomes of a mail at each word of an SMTP server: sent, later, refused for good, or unknown (RFC 5321, 4.2)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from mailticket.core.post import Outcome, Verdict
from mailticket.edges import smtp as edge
from mailticket.edges.smtp import SmtpSender
from mailticket.errors import Permanent, Transient
from tests import scripted

MAIL = b"Subject: x\r\n\r\n.dot\r\n..two dots\r\nend"


@pytest.fixture
def server() -> Iterator[scripted.Smtp]:
    with scripted.running(scripted.Smtp()) as server:
        yield server


@pytest.fixture
def send(server: scripted.Smtp) -> Iterator[Callable[..., Outcome]]:
    """Send a mail; `marks` counts how often DATA was announced."""
    sender = SmtpSender(scripted.HOST, server.port, "none", None, None)

    def send(to: str = "siti@example.org", before: Callable[[], None] = lambda: None) -> Outcome:
        return sender.send("", to, MAIL, before)

    yield send
    sender.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONNECT_SECONDS", "COMMAND_SECONDS", "DATA_SECONDS"):
        monkeypatch.setattr(edge, name, 0.3)


def test_a_mail_that_is_taken_is_sent_as_it_is(server, send):
    assert send() == Outcome(Verdict.SENT, "250 2.0.0 kept", 250)
    assert server.kept == [MAIL.replace(b"\r\n.", b"\r\n..") + b"\r\n"]


REPLIES = (
    # verb, answer, verdict, whether the server is of no use for the next mail either
    ("GREETING", "421 4.3.2 too busy", Verdict.LATER, True),
    ("GREETING", "554 5.7.1 no", Verdict.LATER, True),
    ("MAIL", "451 4.3.0 later", Verdict.LATER, False),
    ("MAIL", "550 5.7.1 not you", Verdict.LATER, True),
    ("MAIL", "530 5.7.0 authentication required", Verdict.LATER, True),
    ("MAIL", "554 no", Verdict.LATER, True),
    ("MAIL", "552 5.3.4 too large", Verdict.DEAD, False),
    ("MAIL", "421 4.3.2 closing", Verdict.LATER, True),
    ("RCPT", "450 4.2.0 greylisted", Verdict.LATER, False),
    ("RCPT", "452 4.2.2 mailbox full", Verdict.LATER, False),
    ("RCPT", "550 5.1.1 no such user", Verdict.DEAD, False),
    ("RCPT", "550 no such user here", Verdict.DEAD, False),
    ("RCPT", "550 5.2.1 mailbox disabled", Verdict.DEAD, False),
    ("RCPT", "550 5.4.1 recipient address rejected: access denied", Verdict.DEAD, False),
    ("RCPT", "554 5.7.1 relay access denied", Verdict.LATER, False),
    ("RCPT", "554 no", Verdict.LATER, False),
    ("RCPT", "530 5.7.0 authentication required", Verdict.LATER, False),
    ("RCPT", "550 relay not permitted", Verdict.LATER, False),
    ("RCPT", "550 5.1.8 sender address rejected", Verdict.LATER, False),
    ("RCPT", "421 4.7.0 too many connections", Verdict.LATER, True),
    ("DATA", "452 4.3.1 no room", Verdict.LATER, False),
    ("DATA", "554 5.6.0 no", Verdict.DEAD, False),
    ("BODY", "451 4.3.0 later", Verdict.LATER, False),
    ("BODY", "421 4.3.0 closing", Verdict.LATER, True),
    ("BODY", "554 5.7.1 looks like spam", Verdict.DEAD, False),
)


@pytest.mark.parametrize(("verb", "answer", "verdict", "host_down"), REPLIES, ids=lambda value: str(value)[:12])
def test_each_reply_says_what_becomes_of_the_mail(server, send, verb, answer, verdict, host_down):
    server.answers[verb] = [answer.encode()]
    outcome = send()
    assert (outcome.verdict, outcome.host_down) == (verdict, host_down)
    assert answer[4:] in outcome.says
    if not host_down:
        assert outcome.code == int(answer[:3])


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "BODY"])
def test_a_refused_mail_does_not_hold_up_the_next_on_the_same_connection(server, send, verb):
    server.answers[verb] = [
        b"451 later" if verb != "RCPT" else b"550 no",
        b"354 go on" if verb == "DATA" else b"250 ok",
    ]
    assert send().verdict is not Verdict.SENT
    assert send().verdict is Verdict.SENT
    assert server.connections == 1


@pytest.mark.parametrize("silence", [scripted.GONE, scripted.HANG], ids=["closed", "silent"])
@pytest.mark.parametrize(
    ("verb", "verdict"),
    [("GREETING", Verdict.LATER), ("EHLO", Verdict.LATER), ("MAIL", Verdict.LATER), ("RCPT", Verdict.LATER),
     ("MIDDLE", Verdict.UNKNOWN), ("BODY", Verdict.UNKNOWN)],
)  # fmt: skip
def test_a_lost_line_is_only_doubtful_after_data(server, send, impatient, verb, silence, verdict):
    server.answers[verb] = [silence]
    marks = []
    outcome = send(before=lambda: marks.append(1))
    assert outcome.verdict is verdict
    assert len(marks) == (verdict is Verdict.UNKNOWN)
    server.answers.clear()
    assert send().verdict is Verdict.SENT


def test_a_connection_that_died_while_it_was_idle_is_renewed_once(server, send):
    assert send().verdict is Verdict.SENT
    server.answers["MAIL"] = [b"421 4.4.2 idle too long", b"250 ok"]
    assert send().verdict is Verdict.SENT
    server.answers["MAIL"] = [scripted.GONE, b"250 ok"]
    assert send().verdict is Verdict.SENT
    assert server.connections == 3


def test_a_connection_is_used_for_many_mails_but_not_for_ever(server, send, monkeypatch):
    monkeypatch.setattr(edge, "MAILS_PER_CONNECTION", 3)
    assert [send().verdict for _ in range(7)] == [Verdict.SENT] * 7
    assert server.connections == 3
    assert server.heard.count("QUIT") == 2


def test_mails_of_several_threads_leave_one_after_the_other_on_one_connection(server, send):
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(send, [f"siti{n}@example.org" for n in range(12)]))
    assert [outcome.verdict for outcome in outcomes] == [Verdict.SENT] * 12
    assert (server.connections, len(server.kept)) == (1, 12)
    assert [said.split()[0] for said in server.heard[1:4]] == ["MAIL", "RCPT", "DATA"]


def test_a_server_that_says_nothing_to_quit_spoils_nothing(server, impatient):
    sender = SmtpSender(scripted.HOST, server.port, "none", None, None)
    server.answers["QUIT"] = [scripted.HANG]
    assert sender.send("", "siti@example.org", MAIL, lambda: None).verdict is Verdict.SENT
    sender.close()


def test_an_address_beyond_ascii_is_refused_before_a_word_is_said(server, send):
    outcome = send("siti@kopérasi.example")
    assert (outcome.verdict, outcome.code) == (Verdict.DEAD, 550)
    assert not [heard for heard in server.heard if heard.startswith("MAIL")]


def test_a_server_that_takes_such_addresses_gets_them(send, server):
    server.extensions.append("SMTPUTF8")
    assert send("siti@kopérasi.example").verdict is Verdict.SENT


def test_trouble_of_the_database_before_data_sends_nothing_and_spoils_no_connection(server, send):
    def full() -> None:
        raise Transient("database is full")

    with pytest.raises(Transient, match="full"):
        send(before=full)
    assert server.kept == []
    assert send().verdict is Verdict.SENT


def test_a_refused_login_leaves_the_mail_for_later_and_says_so(server):
    server.extensions.append("AUTH PLAIN LOGIN")
    server.answers["AUTH"] = [b"535 5.7.8 bad password"]
    sender = SmtpSender(scripted.HOST, server.port, "none", "desk", "wrong")
    outcome = sender.send("", "siti@example.org", MAIL, lambda: None)
    assert (outcome.verdict, outcome.host_down) == (Verdict.LATER, True)
    assert "bad password" in outcome.says
    with pytest.raises(Permanent, match="bad password"):
        sender.check()
    sender.close()


def test_without_starttls_no_mail_and_no_password_is_said(server):
    sender = SmtpSender(scripted.HOST, server.port, "starttls", "desk", "sesame")
    outcome = sender.send("", "siti@example.org", MAIL, lambda: None)
    assert (outcome.verdict, outcome.host_down) == (Verdict.LATER, True)
    assert "STARTTLS" in outcome.says.upper()
    assert not [heard for heard in server.heard if heard.startswith(("AUTH", "MAIL"))]
    sender.close()


def test_a_server_that_is_not_there_is_said_with_its_name(server):
    server.close()
    sender = SmtpSender(scripted.HOST, server.port, "none", None, None)
    outcome = sender.send("", "siti@example.org", MAIL, lambda: None)
    assert (outcome.verdict, outcome.host_down) == (Verdict.LATER, True)
    assert outcome.says.startswith(f"smtp {scripted.HOST}:{server.port}: ")
    with pytest.raises(Transient):
        sender.check()
    sender.close()
