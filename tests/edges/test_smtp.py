"""One suite for whatever mails are handed to: the fake of the flows' tests, an SMTP sink, a real Postfix."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from mailticket.core.post import Outcome, Verdict
from mailticket.edges.smtp import SmtpSender
from tests import fakes, servers

MAIL = (
    b"From: desk@example.org\r\nSubject: Titik\r\nMessage-ID: <1@example.org>\r\nDate: Mon, 16 Mar 2026 08:00:00 +0700\r\n"
    b"To: siti@example.org\r\n\r\n.baris bertitik\r\n..dua\r\nakhir\r\n"
)


@dataclass
class Way:
    """A sender, and what came out at the other end."""

    sender: Any
    came: Callable[[int], list[tuple[str, str, bytes]]]  # waits for so many

    def send(self, to: str, mail: bytes = MAIL, before: Callable[[], None] = lambda: None) -> Outcome:
        outcome: Outcome = self.sender.send("desk@example.org", to, mail, before)
        return outcome


@pytest.fixture(params=["fake", "sink", "postfix"])
def way(request: pytest.FixtureRequest) -> Iterator[Way]:
    if request.param == "fake":
        fake = fakes.Sender()
        fake.refuses["nobody@example.org"] = fakes.REFUSED
        yield Way(fake, lambda count: fake.accepted)
        return
    sink: servers.Sink = request.getfixturevalue("sink")
    port = sink.port if request.param == "sink" else request.getfixturevalue("postfix_port")
    if request.param == "sink":
        sink.answers["nobody@example.org"] = "550 5.1.1 no such user"
    sender = SmtpSender(servers.HOST, port, "none", None, None)

    def came(count: int) -> list[tuple[str, str, bytes]]:
        servers.wait_until(lambda: len(sink.kept) >= count, "the mail arrives")
        return sink.kept

    yield Way(sender, came)
    sender.close()


def test_a_mail_arrives_byte_for_byte(way):
    assert way.send("siti@example.org").verdict is Verdict.SENT
    ((sender, to, data),) = way.came(1)
    assert (sender, to) == ("desk@example.org", "siti@example.org")
    assert data.endswith(MAIL)  # a relay puts its trace on top


def test_data_is_announced_once_and_before_it_is_given(way):
    seen: list[int] = []
    way.send("siti@example.org", before=lambda: seen.append(1))
    assert seen == [1]


def test_a_refused_recipient_is_refused_for_good_and_the_next_is_served(way):
    refused = way.send("nobody@example.org")
    # Postfix says of its access table "554 5.7.1 Access denied", which may as well mean everybody.
    assert refused.verdict is Verdict.DEAD or refused.perhaps_all
    assert not refused.host_down
    assert refused.code is not None
    assert refused.code >= 550
    assert way.send("siti@example.org").verdict is Verdict.SENT
    assert [to for _, to, _ in way.came(1)] == ["siti@example.org"]
