"""What went out long ago is not kept twice: its bytes go, what the book says of it stays."""

import hashlib
from datetime import timedelta

import pytest
import sqlalchemy as sa

from mailticket.core.post import Outcome, SendState, Verdict
from mailticket.edges.tables import outbox
from mailticket.flows import deliver, lighten, receive, resend
from mailticket.flows.ports import Context
from tests.build import a_mail
from tests.context import POLICY, when
from tests.fakes import Mailbox, Sender

NOW = when("2026-03-16 09:00")
LATER = NOW + timedelta(days=POLICY.limits.sent_bytes_days + 1)
NUMBER = "KUKM-2026-000001"
DEED = b"%PDF-1.7 akta " + bytes(range(256)) * 40
GONE = Outcome(Verdict.DEAD, "550 5.1.1 no such user", code=550)


def came_and_went(context: Context, sender: Sender) -> None:
    mailbox = Mailbox()
    mailbox.put(a_mail(files=(("akta.pdf", DEED),)), NOW)
    receive.keep(context, mailbox, "INBOX", NOW)
    receive.process(context, NOW)
    deliver.deliver(context, sender, NOW)


def kept(context: Context) -> list[tuple[str, bytes, str | None, int | None]]:
    """State, bytes, and what is left of them, of every mail of the outbox in order."""
    c = outbox.c
    found = sa.select(c.state, c.data, c.data_sha256, c.data_bytes).order_by(c.id)
    with context.store.read() as work:
        return [tuple(row) for row in work._connection.execute(found)]  # type: ignore[attr-defined]


def test_the_bytes_of_what_went_out_go_when_none_can_come_back(context: Context) -> None:
    came_and_went(context, Sender())
    before = kept(context)
    assert len(before) == 2
    assert lighten.lighten(context, LATER) == len(before)
    assert kept(context) == [(state, b"", hashlib.sha256(data).hexdigest(), len(data)) for state, data, *_ in before]


def test_what_went_out_lately_is_kept(context: Context) -> None:
    came_and_went(context, Sender())
    before = kept(context)
    assert lighten.lighten(context, LATER - timedelta(days=2)) == 0
    assert kept(context) == before


def test_what_may_still_be_sent_again_keeps_its_bytes(context: Context) -> None:
    sender = Sender()
    sender.refuses = {"siti@example.org": GONE}
    came_and_went(context, sender)
    assert lighten.lighten(context, LATER) == 1
    assert [(state, bool(data)) for state, data, *_ in kept(context)] == [("dead", True), ("sent", False)]
    assert len(resend.put_back(context, None, LATER)) == 1
    sender = Sender()
    deliver.deliver(context, sender, LATER)
    assert [(to, b"Siti Aminah" in data) for _, to, data in sender.accepted] == [("siti@example.org", True)]


def test_what_went_out_is_not_put_back_without_its_bytes(context: Context) -> None:
    came_and_went(context, Sender())
    lighten.lighten(context, LATER)
    with context.store.read() as work:
        ids = [row.id for row in work.outbox.trace(NUMBER)]
    assert len(ids) == 2
    assert resend.put_back(context, ids, LATER) == ()
    assert resend.put_back(context, None, LATER) == ()
    sender = Sender()
    assert deliver.deliver(context, sender, LATER).claimed == 0


def test_the_book_tells_the_same_of_it(context: Context) -> None:
    came_and_went(context, Sender())

    def told() -> object:
        with context.store.read() as work:
            messages = work.book.messages(NUMBER)
            rows = work.outbox.trace("siti@example.org")
            return messages, rows, [work.book.files(one.id or 0) for one in messages], work.book.events(NUMBER)

    before = told()
    lighten.lighten(context, LATER)
    assert told() == before
    with context.store.read() as work:
        assert {row.state for row in work.outbox.trace(NUMBER)} == {SendState.SENT}


def test_it_is_done_once_a_night_and_a_part_at_a_time(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    came_and_went(context, Sender())
    monkeypatch.setattr(lighten, "AT_ONCE", 1)
    night = when("2026-05-01 02:30")
    minute = timedelta(minutes=1)
    assert [lighten.lighten(context, night + n * minute) for n in range(4)] == [1, 1, 0, 0]
    whole = {"data": b"another", "data_sha256": None, "data_bytes": None}
    with context.store.write() as work:
        work._connection.execute(sa.update(outbox).values(whole))  # type: ignore[attr-defined]
    assert lighten.lighten(context, night + 5 * minute) == 0
    assert lighten.lighten(context, when("2026-05-02 01:59")) == 0
    assert lighten.lighten(context, when("2026-05-02 02:00")) > 0
