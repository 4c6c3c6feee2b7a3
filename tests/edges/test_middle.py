"""Somebody between us and the mail servers: without the server's own certificate nothing secret is said to anybody."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailticket.core.post import Verdict
from mailticket.edges.imap import ImapMailbox, Patience
from mailticket.edges.smtp import SmtpSender
from mailticket.errors import Transient
from tests import scripted

NOW = datetime(2026, 3, 16, 2, tzinfo=UTC)
SECRETS = ("LOGIN", "AUTH", "MAIL", "sesame")


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Self-made certificates with their keys: one for this machine's address, one for another name."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    made = {}
    for name, subject in (("own", "IP:127.0.0.1"), ("other", "DNS:mail.evil.example")):
        made[name] = tmp_path_factory.mktemp("tls") / f"{name}.pem"
        subprocess.run(
            [
                openssl,
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=mail",
                "-addext",
                f"subjectAltName={subject}",
                "-keyout",
                made[name],
                "-out",
                made[name].with_suffix(".crt"),
            ],
            check=True,
            capture_output=True,
        )
        made[name].write_text(made[name].read_text() + made[name].with_suffix(".crt").read_text())
    return made


class _Secured(scripted.Server):
    """A scripted server that speaks TLS from the beginning, or from STARTTLS on."""

    certificate: Path
    how = "implicit"

    def play(self, line: socket.socket) -> None:
        """Play one connection."""
        if self.how == "implicit":
            self.secured(line, super().play)
        else:
            super().play(line)

    def secured(self, line: socket.socket, play: Callable[[socket.socket], None]) -> None:
        """Begin TLS, and go on inside it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        with context.wrap_socket(line, server_side=True) as wrapped:
            self._open.append(wrapped)
            play(wrapped)


class Imap(_Secured, scripted.Imap):
    """An IMAP server with a certificate."""


class Smtp(_Secured, scripted.Smtp):
    """An SMTP server with a certificate."""

    def say(self, line: socket.socket, answer: bytes) -> None:
        """Answer; after the word that TLS begins, begin it, without a second greeting."""
        if answer != b"\r\n":
            super().say(line, answer)
        if answer.startswith(b"220 begin"):
            self.answers["GREETING"] = [b""]
            self.secured(line, super().play)
            raise EOFError


def starttls(server: Imap, line: socket.socket, tag: str, arguments: str, slipped_in: str = "") -> bytes:
    """What the IMAP server does at STARTTLS."""
    line.sendall(f"{tag} OK begin\r\n{slipped_in}".encode())
    server.greeting = b""
    server.secured(line, server.play)
    return scripted.GONE


@contextmanager
def imap(how: str, certificate: Path) -> Iterator[tuple[Imap, ImapMailbox]]:
    """A server and our mailbox on it."""
    with scripted.running(Imap("IMAP4rev1 IDLE MOVE UIDPLUS STARTTLS")) as server:
        server.how, server.certificate = how, certificate
        server.on["STARTTLS"] = starttls
        mailbox = ImapMailbox(
            scripted.HOST,
            server.port,
            how,
            "desk",
            "sesame",
            "all",
            10_000,
            ZoneInfo("Asia/Jakarta"),
            lambda: NOW,
            Patience(connect=5, read=5, operation=10, idle=0.2),
        )
        yield server, mailbox
        mailbox.close()


@contextmanager
def smtp(how: str, certificate: Path) -> Iterator[tuple[Smtp, SmtpSender]]:
    """A server and our sender to it."""
    with scripted.running(Smtp("SIZE 10000000,AUTH PLAIN LOGIN,STARTTLS")) as server:
        server.how, server.certificate = how, certificate
        server.answers |= {"STARTTLS": [b"220 begin"], "AUTH": [b"235 welcome"]}
        sender = SmtpSender(scripted.HOST, server.port, how, "desk", "sesame")
        yield server, sender
        sender.close()


def told(server: scripted.Imap | scripted.Smtp) -> list[str]:
    """What the server heard that is nobody else's business."""
    return [heard for heard in server.heard if any(word in heard.upper() for word in map(str.upper, SECRETS))]


@pytest.mark.parametrize("how", ["implicit", "starttls"])
@pytest.mark.parametrize(
    ("certificate", "trusted"), [("own", False), ("other", True)], ids=["self-signed", "other name"]
)
def test_a_wrong_certificate_gets_no_password_and_no_mail(certificates, monkeypatch, how, certificate, trusted):
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates[certificate].with_suffix(".crt")))
    with imap(how, certificates[certificate]) as (server, mailbox):
        with pytest.raises(Transient, match=r"(?i)certificate.*see mailbox\.tls"):
            mailbox.fetch("INBOX", None, 50)
        assert told(server) == []
    with smtp(how, certificates[certificate]) as (server, sender):
        outcome = sender.send("", "siti@example.org", b"Subject: x\r\n\r\ny", lambda: None)
        assert (outcome.verdict, outcome.host_down) == (Verdict.LATER, True)
        assert "certificate" in outcome.says.lower()
        assert (told(server), server.kept) == ([], [])


@pytest.mark.parametrize("how", ["implicit", "starttls"])
def test_the_servers_own_certificate_is_believed(certificates, monkeypatch, how):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates["own"].with_suffix(".crt")))
    with imap(how, certificates["own"]) as (server, mailbox):
        server.folders["INBOX"].put(b"one")
        assert [mail.raw for mail in mailbox.fetch("INBOX", None, 50).mails] == [b"one"]
        assert told(server)
    with smtp(how, certificates["own"]) as (server, sender):
        assert sender.send("", "siti@example.org", b"Subject: x\r\n\r\ny", lambda: None).verdict is Verdict.SENT
        assert len(server.kept) == 1


def test_starttls_that_is_offered_and_then_refused_is_not_gone_without(certificates):
    with imap("starttls", certificates["own"]) as (server, mailbox):
        server.on["STARTTLS"] = lambda server, line, tag, arguments: f"{tag} NO not now\r\n".encode()
        with pytest.raises(Transient):
            mailbox.fetch("INBOX", None, 50)
        assert told(server) == []
    with smtp("starttls", certificates["own"]) as (server, sender):
        server.answers["STARTTLS"] = [b"454 4.7.0 not now"]
        assert sender.send("", "siti@example.org", b"Subject: x\r\n\r\ny", lambda: None).verdict is Verdict.LATER
        assert (told(server), server.kept) == ([], [])


def test_what_is_slipped_in_before_tls_begins_is_not_taken_for_the_servers_word(certificates, monkeypatch):
    """Response injection at STARTTLS (CVE-2011-0411, GHSA-vxj7-4xrp-5vr4)."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates["own"].with_suffix(".crt")))

    with imap("starttls", certificates["own"]) as (server, mailbox):
        server.on["STARTTLS"] = partial(starttls, slipped_in="* PREAUTH welcome\r\n* 1 EXISTS\r\nA9 OK injected\r\n")
        assert mailbox.fetch("INBOX", None, 50).mails == ()
        assert [heard for heard in server.heard if heard.startswith("LOGIN")]
    with smtp("starttls", certificates["own"]) as (server, sender):
        server.answers["STARTTLS"] = [b"220 begin\r\n250 injected"]  # taken for the answer to EHLO, it would hide AUTH
        assert sender.send("", "siti@example.org", b"Subject: x\r\n\r\ny", lambda: None).verdict is Verdict.SENT
        assert [heard for heard in server.heard if heard.startswith("AUTH")]
