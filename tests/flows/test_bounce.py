"""Bounces find the very mail that came back, and never make a ticket."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailticket.flows.ports import Context
from tests.build import COMPLETE, a_mail
from tests.context import POLICY, RINA, a_context, put_rows, when
from tests.crash.days import last
from tests.flows.test_deliver_late import Desk

NOW = when("2026-03-16 09:00")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def a_bounce(to: str, recipient: str, returned: str = "", status: str = "5.1.1", action: str = "failed") -> bytes:
    """A report by RFC 3464; `returned` is the header of our mail."""
    return f"""Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <{abs(hash((to, status, returned)))}@mx.example.org>
Date: Mon, 16 Mar 2026 10:00:00 +0700
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system at host mx.example.org.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} user unknown

--b
Content-Type: text/rfc822-headers

{returned}
--b--
""".replace("\n", "\r\n").encode()


@pytest.fixture
def desk(context: Context) -> Desk:
    return Desk(context)


@pytest.fixture
def verp(database: str):
    context = a_context(database, replace(POLICY, bounce_address="bounce+{token}@kemenkopukm.go.id"))
    put_rows(database, {})
    yield Desk(context)
    context.store.close()


def assigned(desk: Desk):
    return last(desk.sender, "officer.assigned")


def answered(desk: Desk) -> None:
    desk.opens()
    desk.officer("Yth. Ibu Siti, simpanan Ibu dibayar.", NOW + HOUR)
    desk.sends(NOW + 2 * HOUR)
    assert desk.ticket.status == "answered"


def tickets(desk: Desk) -> int:
    with desk.context.store.read() as work:
        return len(list(work.book.tickets()))


def test_a_hard_bounce_of_an_answer_by_message_id_opens_the_ticket_and_makes_a_call_of_it(desk: Desk) -> None:
    answered(desk)
    sent = last(desk.sender, "citizen.answered")
    desk.gets(a_bounce("info@kemenkopukm.go.id", "siti@example.org", f"Message-ID: {sent['Message-ID']}\n"), NOW + DAY)
    assert desk.ticket.status == "open"
    assert desk.sends(NOW + DAY) == ["officer.undelivered"]
    told = last(desk.sender, "officer.undelivered").get_body(("plain",)).get_content()
    assert "0812-3456-7890" in told
    assert "simpanan Ibu dibayar" in told
    assert "5.1.1" in told
    assert tickets(desk) == 1


def test_a_bounce_to_the_address_made_for_one_mail_needs_nothing_else(verp: Desk) -> None:
    answered(verp)
    envelope = next(s for s, _, data in verp.sender.accepted if b"citizen.answered" in data)
    assert envelope.startswith("bounce+t26-")
    verp.gets(a_bounce(envelope, "someone-else@example.org"), NOW + DAY)
    assert verp.ticket.status == "open"
    assert "officer.undelivered" in verp.sends(NOW + DAY)


def test_a_bounce_of_another_mail_of_the_ticket_leaves_the_answer_alone(verp: Desk) -> None:
    answered(verp)
    envelope = next(s for s, _, data in verp.sender.accepted if b"officer.receipt" in data)
    verp.gets(a_bounce(envelope, "rina@example.org"), NOW + DAY)
    assert verp.ticket.status == "answered"
    assert "bounced" in verp.events()
    assert verp.sends(NOW + DAY) == []


def test_a_temporary_bounce_changes_nothing(desk: Desk) -> None:
    answered(desk)
    sent = last(desk.sender, "citizen.answered")
    raw = a_bounce(
        "info@kemenkopukm.go.id", "siti@example.org", f"Message-ID: {sent['Message-ID']}\n", "4.4.1", "delayed"
    )
    desk.gets(raw, NOW + DAY)
    assert desk.ticket.status == "answered"
    assert desk.sends(NOW + DAY) == []


def test_a_hard_bounce_stops_automatic_mail_to_the_address_for_a_time(desk: Desk) -> None:
    desk.opens()
    sent = last(desk.sender, "citizen.acknowledged")
    desk.gets(a_bounce("info@kemenkopukm.go.id", "siti@example.org", f"Message-ID: {sent['Message-ID']}\n"), NOW + HOUR)
    false = {"Authentication-Results": "mx.example.org; dmarc=fail header.from=example.org"}
    desk.gets(a_mail(f"{COMPLETE}\nLaporan kedua.", subject="Lain", headers=false), NOW + 2 * HOUR)
    desk.gets(
        a_mail("#teruskan perkoperasian\nMohon dicek.", RINA, reply_to=assigned(desk), proven=True), NOW + 3 * HOUR
    )
    assert "citizen.forwarded" not in desk.sends(NOW + 4 * HOUR)


def test_who_writes_to_us_can_be_written_to_again(desk: Desk) -> None:
    desk.opens()
    sent = last(desk.sender, "citizen.acknowledged")
    desk.gets(a_bounce("info@kemenkopukm.go.id", "siti@example.org", f"Message-ID: {sent['Message-ID']}\n"), NOW + HOUR)
    desk.gets(a_mail(f"{COMPLETE}\nLaporan kedua.", subject="Lain"), NOW + 2 * HOUR)
    assert "citizen.acknowledged" in desk.sends(NOW + 2 * HOUR)


FAILING = "Authentication-Results: mx.example.org; dmarc=fail header.from=mx.example.org\r\n"


@pytest.mark.parametrize(
    ("recipient", "above"),
    [("somebody@example.org", ""), ("siti@example.org.evil.example", ""), ("", ""), ("siti@example.org", FAILING)],
    ids=["another person", "a longer address", "nobody", "a false sender"],
)
def test_a_forged_bounce_with_the_right_message_id_opens_nothing_and_blocks_nobody(
    desk: Desk, recipient: str, above: str
) -> None:
    answered(desk)
    at = desk.ticket.answered_at
    sent = last(desk.sender, "citizen.answered")
    raw = a_bounce("info@kemenkopukm.go.id", recipient, f"Message-ID: {sent['Message-ID']}\n")
    desk.gets(above.encode() + raw, NOW + DAY)
    assert (desk.ticket.status, desk.ticket.answered_at) == ("answered", at)
    assert "bounced" not in desk.events()
    assert desk.sends(NOW + DAY) == []
    with desk.context.store.read() as work:
        assert work.outbox.blocked("siti@example.org", NOW + DAY) is None


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@mx.example.org", "siti@example.org", "postmaster@example.org"])
def test_a_bounce_of_no_mail_of_ours_is_no_event_of_a_ticket_whose_number_it_names(desk: Desk, sender: str) -> None:
    desk.opens()
    before = desk.events()
    number = desk.ticket.number.encode()
    raw = a_bounce("info@kemenkopukm.go.id", "siti@example.org", "Message-ID: <x@example.org>\n")
    raw = raw.replace(b"Subject: ", b"Subject: [" + number + b"] ").replace(
        b"MAILER-DAEMON@mx.example.org", sender.encode()
    )
    desk.gets(raw, NOW + HOUR)
    assert desk.events() == before
    assert "bounced" not in desk.events()


@pytest.mark.parametrize(
    "returned", ["", "Message-ID: <of-somebody-else@example.org>\n"], ids=["nothing", "a foreign id"]
)
def test_a_bounce_of_nothing_of_ours_is_dropped(desk: Desk, returned: str) -> None:
    answered(desk)
    desk.gets(a_bounce("info@kemenkopukm.go.id", "siti@example.org", returned), NOW + DAY)
    assert (desk.ticket.status, tickets(desk)) == ("answered", 1)
    assert desk.sends(NOW + DAY) == []


def test_the_same_bounce_twice_makes_one_call(desk: Desk) -> None:
    answered(desk)
    sent = last(desk.sender, "citizen.answered")
    for to in ("info@kemenkopukm.go.id", "Info <info@kemenkopukm.go.id>"):
        desk.gets(a_bounce(to, "siti@example.org", f"Message-ID: {sent['Message-ID']}\n"), NOW + DAY)
    assert desk.sends(NOW + DAY) == ["officer.undelivered"]


def test_an_address_made_for_one_mail_is_known_whatever_its_case(database: str) -> None:
    context = a_context(database, replace(POLICY, bounce_address="Bounce+{token}@Mail.Kemenkopukm.go.id"))
    put_rows(database, {})
    desk = Desk(context)
    answered(desk)
    envelope = next(s for s, _, data in desk.sender.accepted if b"citizen.answered" in data)
    assert envelope.startswith("Bounce+t26-")
    for n, written in enumerate((envelope.upper(), envelope.lower(), envelope)):
        desk.gets(a_bounce(written, f"someone{n}@example.org"), NOW + DAY)
        assert desk.events().count("bounced") == n + 1
    context.store.close()
