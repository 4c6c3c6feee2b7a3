"""Backscatter: who forges senders by the hundred gets our mail sent to a bounded number of them, and no words along."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mailticket.flows import receive
from mailticket.flows.ports import Context
from tests.build import COMPLETE, a_mail
from tests.context import POLICY, a_context, put_rows, when
from tests.fakes import Mailbox, Sender
from tests.flows.test_deliver import drain

NOW = when("2026-03-16 09:00")
FORGED = 60
PER_DOMAIN, PER_SENDER = 20, 3
PAYLOAD = "BELI OBAT MURAH http://evil.example/"


@pytest.fixture
def context(database: str) -> Iterator[Context]:
    """A context with small limits, so that few mails show what many do."""
    limits = replace(POLICY.limits, automatic_per_domain_hour_max=PER_DOMAIN, automatic_per_sender_day_max=PER_SENDER)
    context = a_context(database, replace(POLICY, limits=limits))
    put_rows(database, {})
    yield context
    context.store.close()


def answers(context: Context, senders: list[str]) -> list[tuple[str, bytes]]:
    """What goes to citizens after these have written; the whole of it is sent."""
    mailbox, server = Mailbox(), Sender()
    for n, sender in enumerate(senders):
        mailbox.put(a_mail(f"{COMPLETE}\n{PAYLOAD}{n}", f"x <{sender}>", subject=f"{PAYLOAD}{n}"), NOW)
    while receive.keep(context, mailbox, "INBOX", NOW).new:
        pass
    while receive.process(context, NOW):
        pass
    drain(context, server, NOW)
    return [(to, data) for _, to, data in server.accepted if to != "rina@example.org"]


def test_a_domain_of_victims_gets_no_more_than_its_hours_share_without_the_forgers_words(context: Context) -> None:
    sent = answers(context, [f"a{n}@victim.example" for n in range(FORGED)])
    assert len(sent) == PER_DOMAIN
    assert not any(b"evil.example" in data or b"OBAT" in data for _, data in sent)
    with context.store.read() as work:
        assert sum(1 for _ in work.book.tickets()) == FORGED


def test_a_single_victim_gets_no_more_than_the_days_share(context: Context) -> None:
    assert len(answers(context, ["victim@victim.example"] * 10)) == PER_SENDER
