"""What was on its way when the program was upgraded goes on as it would have gone (tests/last_schema.py)."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest
import sqlalchemy as sa

from mailticket.core.happenings import What
from mailticket.core.ticket import Outcome, Status, Ticket
from mailticket.edges.tables import messages
from mailticket.flows import deliver, receive, watch
from mailticket.flows.ports import Context
from tests import last_schema
from tests.build import a_mail
from tests.context import RINA, a_context, outbox_rows, when, words
from tests.crash.days import sent
from tests.fakes import REFUSED, Mailbox, Sender

NUMBER = "KUKM-2026-{:06d}".format
NOW = when("2026-04-01 09:10")  # the undo time of the last mails is over
DATE = {"Date": "Wed, 01 Apr 2026 09:05:00 +0700"}


@pytest.fixture
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """The database of the last schema, opened by this program."""
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path_factory.mktemp('old')}/old.db" if is_sqlite else request.getfixturevalue("postgres")()
    last_schema.fill(url)
    context = a_context(url)
    yield context
    context.store.close()


both = pytest.mark.parametrize("upgraded", ["sqlite", "postgresql"], indirect=True)


def send(context: Context, sender: Sender, at: str = "2026-04-01 09:10") -> list[str]:
    """Let all go out that is due; return the names of what was accepted, with their recipients."""
    before = len(sender.accepted)
    while deliver.deliver(context, sender, when(at)).claimed:
        pass
    return [to for _, to, _ in sender.accepted[before:]]


def get(context: Context, text: str, notice: str, number: str | None, at: str = "2026-04-01 09:05") -> None:
    """Let the officer answer the newest mail of a notice (about a ticket)."""
    answered = EmailMessage()
    with context.store.read() as work:
        which = messages.c.ticket == number if number else messages.c.ticket.is_(None)
        found = sa.select(messages.c.subject, messages.c.message_id).where(messages.c.notice == notice, which)
        own = work._connection.execute(found.order_by(messages.c.id.desc())).first()  # type: ignore[attr-defined]
    answered["Subject"], answered["Message-ID"] = own
    mailbox = Mailbox()
    mailbox.account = f"for {number}"
    mailbox.put(a_mail(text, RINA, reply_to=answered, proven=True, headers=DATE), when(at))
    receive.keep(context, mailbox, "INBOX", when(at))
    assert receive.process(context, when(at)) == 1


def ticket(context: Context, number: int) -> Ticket:
    with context.store.read() as work:
        found = work.book.ticket(NUMBER(number))
    assert found is not None
    return found


def events(context: Context, number: int) -> list[str]:
    with context.store.read() as work:
        return words(work.book.events(NUMBER(number)))


def states(context: Context) -> dict[str, str]:
    return {key: state for key, _, _, state in outbox_rows(context)}


@both
def test_an_answer_that_was_queued_answers_its_ticket(upgraded: Context) -> None:
    assert "siti02@example.org" in send(upgraded, Sender())
    assert ticket(upgraded, 3).status is Status.ANSWERED
    with upgraded.store.read() as work:
        by = {event.what.kind: event.by for event in work.book.events(NUMBER(3))}
    assert (by[What.ANSWERED], by[What.SENT]) == ("mailticket", "rina")


@both
def test_a_closing_that_was_queued_closes_its_ticket(upgraded: Context) -> None:
    send(upgraded, Sender())
    closed = ticket(upgraded, 4)
    assert (closed.status, closed.outcome, closed.answering) == (Status.CLOSED, Outcome.RESOLVED, None)


@both
def test_a_question_that_was_queued_and_is_refused_opens_its_ticket(upgraded: Context) -> None:
    sender = Sender()
    sender.refuses["siti04@example.org"] = REFUSED
    send(upgraded, sender)
    assert ticket(upgraded, 5).status is Status.OPEN
    assert "undelivered" in events(upgraded, 5)


@both
@pytest.mark.parametrize(("number", "key"), [(3, "answer:33"), (4, "closing:resolved:34"), (5, "question:35")])
def test_undo_finds_what_was_queued(upgraded: Context, number: int, key: str) -> None:
    get(upgraded, "#batal", "officer.assigned", NUMBER(number))
    assert states(upgraded)[key] == "cancelled"
    assert (ticket(upgraded, number).status, ticket(upgraded, number).answering) == (Status.OPEN, None)
    assert events(upgraded, number)[-1] == "undone"


@both
def test_a_stale_rung_is_cancelled_and_one_that_is_still_true_goes_out(upgraded: Context) -> None:
    send(upgraded, Sender())
    found = states(upgraded)
    assert found[f"rung:{NUMBER(19)}:overdue:2026-03-31:supervisor:kabag"] == "cancelled"
    assert found[f"rung:{NUMBER(20)}:overdue:2026-03-31:supervisor:kabag"] == "sent"
    assert events(upgraded, 19).count("cancelled") == 1
    assert "cancelled" not in events(upgraded, 20)
    with upgraded.store.read() as work:
        proofs = [event.what for event in work.book.events(NUMBER(20)) if event.what.kind is What.DELIVERED]
    assert "kabag" in proofs[-1].said()


@both
def test_a_bundle_proves_each_escalation_that_it_tells(upgraded: Context) -> None:
    send(upgraded, Sender())
    for number in (1, 2, 8, 9, 10, 11, 12, 13):
        with upgraded.store.read() as work:
            found = [event.what for event in work.book.events(NUMBER(number))]
        told = [one.fields["rung"] for one in found if one.kind is What.DELIVERED and "rung" in one.fields]
        assert {"warning", "overdue"} <= set(told), number


@both
def test_no_rung_reminder_or_chaser_is_told_a_second_time(upgraded: Context) -> None:
    watch.watch(upgraded, when("2026-04-01 08:00"))
    before = outbox_rows(upgraded)
    while watch.watch(upgraded, NOW):
        pass
    assert outbox_rows(upgraded) == before


@both
def test_what_was_to_be_told_by_phone_is_told(upgraded: Context) -> None:
    for number, status in ((17, Status.ANSWERED), (18, Status.CLOSED)):
        get(upgraded, "#tersampaikan", "officer.assigned", NUMBER(number))
        assert ticket(upgraded, number).status is status
    assert ticket(upgraded, 18).outcome is Outcome.RESOLVED


@both
def test_a_held_mail_can_be_let_go_to_the_ticket_that_it_seemed_to_be_about(upgraded: Context) -> None:
    get(upgraded, "#lepas 21", "officer.digest", None)
    while receive.process(upgraded, NOW):
        pass
    with upgraded.store.read() as work:
        row = work.ledger.mail(21)
    assert row is not None
    assert row.ticket == NUMBER(3)


@both
def test_who_was_blocked_before_the_upgrade_is_answered_after_writing_again(upgraded: Context) -> None:
    with upgraded.store.read() as work:
        assert work.outbox.blocked("refused@example.com", NOW) is not None
    mailbox = Mailbox()
    mailbox.account = "after the upgrade"
    again = a_mail(sender="Ditolak <refused@example.com>", subject="Laporan lain", headers=DATE)
    mailbox.put(again, NOW)
    receive.keep(upgraded, mailbox, "INBOX", NOW)
    receive.process(upgraded, NOW)
    with upgraded.store.read() as work:
        assert work.outbox.blocked("refused@example.com", NOW) is None
    sender = Sender()
    send(upgraded, sender)
    assert [mail for mail in sent(sender) if "refused@example.com" in str(mail["To"])]
