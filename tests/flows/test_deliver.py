"""A mail goes out: claimed, sent outside any transaction, settled; what is in the outbox is exactly what goes out."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from itertools import count

import pytest
import sqlalchemy as sa

from mailticket.core.post import Outcome, Verdict
from mailticket.edges.smtp import SmtpSender
from mailticket.edges.tables import outbox
from mailticket.flows import deliver, receive
from mailticket.flows.ports import Context
from tests import scripted
from tests.build import a_mail
from tests.context import POLICY, a_context, outbox_rows, when, words
from tests.fakes import DOWN, LATER, REFUSED, UNKNOWN, Mailbox, Sender

NOW = when("2026-03-16 09:00")
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
# The test pattern of the makers of virus scanners, in two parts, so that no scanner takes this file for one.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
VIRUS = Outcome(Verdict.DEAD, "554 5.7.1 virus found: Eicar-Test-Signature", 554)


_numbers = count()


def a_ticket(context: Context, now=NOW, **mail) -> None:
    """A complaint that was understood: an acknowledgement and an assignment wait in the outbox."""
    mailbox = Mailbox()
    mailbox.account = f"account {next(_numbers)}"
    mailbox.put(a_mail(**mail), now)
    receive.keep(context, mailbox, "INBOX", now)
    receive.process(context, now)


def rows(context: Context) -> dict[str, str]:
    return {notice: state for _, notice, _, state in outbox_rows(context)}


def drain(context: Context, sender: Sender, now) -> int:
    sent = 0
    while True:
        delivered = deliver.deliver(context, sender, now)
        sent += delivered.sent
        if not delivered.claimed or delivered.trouble:
            return sent


def test_what_is_due_goes_out_once(context: Context) -> None:
    a_ticket(context)
    sender = Sender()
    assert drain(context, sender, NOW) == 2
    assert rows(context) == {"citizen.acknowledged": "sent", "officer.assigned": "sent"}
    assert drain(context, sender, NOW + DAY) == 0
    with context.store.read() as work:
        assert [m.state for m in work.book.messages("KUKM-2026-000001")] == ["received", "sent", "sent"]


def test_the_network_is_never_spoken_to_inside_a_transaction(context: Context) -> None:
    a_ticket(context)
    sender = Sender()

    def write(what: str) -> None:
        with context.store.write() as work:  # would wait for ever behind an open one
            work.memory.set("sending", what)

    sender.waits = write
    assert drain(context, sender, NOW) == 2


def test_a_mail_that_may_be_taken_later_is_sent_again_within_the_hour_with_the_same_bytes(context: Context) -> None:
    a_ticket(context)
    sender = Sender(LATER)
    assert drain(context, sender, NOW) == 1
    assert "queued" in rows(context).values()
    assert drain(context, sender, NOW) == 0
    assert drain(context, sender, NOW + 60 * MINUTE) == 1
    assert len({data for _, _, data in sender.accepted}) == 2


def test_a_dead_server_ends_the_round_and_costs_no_mail_an_attempt_but_one(context: Context) -> None:
    for n in range(5):
        a_ticket(context, NOW, sender=f"Siti <siti{n}@example.org>")
    sender = Sender(DOWN)
    delivered = deliver.deliver(context, sender, NOW)
    assert (delivered.sent, delivered.trouble) == (0, "connection refused")
    assert len(sender.tried) == 1
    assert drain(context, sender, NOW + 60 * MINUTE) == 10


def test_a_refused_mail_does_not_hold_up_the_next(context: Context) -> None:
    a_ticket(context)
    sender = Sender(REFUSED)
    assert drain(context, sender, NOW) == 1
    assert sorted(rows(context).values()) == ["dead", "sent"]


def test_a_complaint_that_a_virus_scanner_keeps_from_the_officer_is_told_without_its_file(context: Context) -> None:
    a_ticket(context, files=(("laporan.pdf", EICAR),))
    sender = Sender()
    sender.refuses["rina@example.org"] = VIRUS
    deliver.deliver(context, sender, NOW)
    assert rows(context) == {
        "citizen.acknowledged": "sent",
        "officer.assigned": "dead",
        "officer.undelivered": "queued",
    }
    sender.refuses.clear()
    drain(context, sender, NOW + MINUTE)
    told = sender.accepted[-1][2]
    assert b64encode(EICAR)[:40] not in told
    assert b"Sejak Januari 2026 simpanan" in told
    assert b64encode(EICAR)[:40] not in b"".join(data for _, to, data in sender.accepted if to == "siti@example.org")


def test_an_unknown_outcome_is_sent_once_more_and_then_counted(context: Context) -> None:
    a_ticket(context)
    sender = Sender()
    sender.refuses["siti@example.org"] = UNKNOWN
    drain(context, sender, NOW)
    drain(context, sender, NOW + 60 * MINUTE)
    drain(context, sender, NOW + DAY)
    assert sender.tried.count("siti@example.org") == 2
    assert rows(context)["citizen.acknowledged"] == "unknown"


@pytest.mark.parametrize("step", ["mail", "data", "accepted"])
def test_a_sender_that_dies_again_and_again_sends_no_mail_more_than_twice(context: Context, step: str) -> None:
    class Killed(BaseException):
        pass

    a_ticket(context)
    sender, now = Sender(), NOW

    def die(what: str) -> None:
        if what == step and len(sender.tried) < 6:
            raise Killed

    sender.waits = die
    for _ in range(12):
        try:
            drain(context, sender, now)
        except Killed:
            if step == "mail":
                sender.tried.append("nobody")
        now += 31 * MINUTE
    assert set(rows(context).values()) <= {"sent", "unknown"}
    assert len(sender.accepted) <= 4
    if step == "mail":
        assert len(sender.accepted) == 2


def test_the_order_of_a_tickets_mails_to_one_person_is_kept(context: Context) -> None:
    a_ticket(context)
    sender = Sender()
    sender.refuses["rina@example.org"] = LATER
    drain(context, sender, NOW)
    first = sender.tried.count("rina@example.org")
    mailbox = Mailbox()
    mailbox.account = "follow-up"
    with context.store.read() as work:
        acknowledged = next(m for m in work.book.messages("KUKM-2026-000001") if m.notice == "citizen.acknowledged")
    mailbox.put(a_mail("Tambahan: saya punya buktinya.", headers={"In-Reply-To": acknowledged.message_id or ""}), NOW)
    receive.keep(context, mailbox, "INBOX", NOW + MINUTE)
    receive.process(context, NOW + MINUTE)
    drain(context, sender, NOW + MINUTE)
    assert rows(context)["officer.followup"] == "queued"
    assert sender.tried.count("rina@example.org") == first
    sender.refuses.clear()
    drain(context, sender, NOW + 60 * MINUTE)
    drain(context, sender, NOW + 60 * MINUTE)
    to_rina = [data for _, recipient, data in sender.accepted if recipient == "rina@example.org"]
    assert [b"officer.assigned" in data for data in to_rina] == [True, False]


def test_a_mail_is_given_up_after_some_days_and_its_ticket_says_so(context: Context) -> None:
    a_ticket(context)
    sender, now = Sender(), NOW
    sender.refuses["siti@example.org"] = LATER
    while now < NOW + 6 * DAY:
        drain(context, sender, now)
        now += timedelta(hours=4)
    assert rows(context)["citizen.acknowledged"] == "dead"
    assert 20 <= sender.tried.count("siti@example.org") <= 80
    with context.store.read() as work:
        assert "undelivered" in words(work.book.events("KUKM-2026-000001"))


def test_automatic_mail_over_the_limit_of_an_hour_waits_and_mail_to_staff_does_not(context: Context) -> None:
    limits = replace(POLICY.limits, automatic_per_hour_max=2)
    few = a_context(str(context.store._engine.url), replace(POLICY, limits=limits))  # type: ignore[attr-defined]
    for n in range(4):
        a_ticket(few, NOW, sender=f"Siti <siti{n}@example.net>")
    sender = Sender()
    drain(few, sender, NOW)
    automatic = [b"citizen.acknowledged" in data for _, _, data in sender.accepted]
    assert (automatic.count(True), automatic.count(False)) == (2, 4)
    drain(few, sender, NOW + 61 * MINUTE)
    assert [b"citizen.acknowledged" in data for _, _, data in sender.accepted].count(True) == 4
    few.store.close()


def test_a_server_that_closes_in_the_midst_is_left_alone_for_a_while_and_gets_the_rest_on_another_connection(
    context: Context,
) -> None:
    for n in range(3):
        a_ticket(context, sender=f"Siti <siti{n}@example.org>")
    with scripted.running(scripted.Smtp()) as server:
        server.answers["RCPT"] = [b"250 ok", b"250 ok", b"421 4.7.0 too many mails"]
        sender = SmtpSender(scripted.HOST, server.port, "none", None, None)
        cut = deliver.deliver(context, sender, NOW)
        assert (cut.claimed, cut.sent) == (6, 2)
        assert cut.trouble == "4.7.0 too many mails"
        server.answers.clear()
        assert drain(context, sender, NOW + MINUTE / 2) == 0
        connections = server.connections
        assert drain(context, sender, NOW + MINUTE) == 4
        sender.close()
    assert (connections, server.connections) == (2, 3)
    assert len(server.kept) == len(set(server.kept)) == 6
    with context.store.read() as work:
        queued = [
            row.data
            for row in work._connection.execute(sa.select(outbox.c.data).order_by(outbox.c.priority, outbox.c.id))
        ]  # type: ignore[attr-defined]
        tried = work._connection.execute(sa.select(sa.func.sum(outbox.c.attempts))).scalar_one()  # type: ignore[attr-defined]
    assert [message_from_bytes(one)["Message-ID"] for one in server.kept] == [
        message_from_bytes(bytes(one))["Message-ID"] for one in queued
    ]
    assert tried == 7, "only the mail that was refused is tried twice"
