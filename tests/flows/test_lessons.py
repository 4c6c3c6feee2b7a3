"""What officers' corrections teach, gathered from a book as it came to be."""

from email.message import EmailMessage

import pytest

from mailticket.flows import lessons
from mailticket.flows.ports import Context
from tests.build import a_mail
from tests.context import POLICY, RINA
from tests.flows.test_sent import DATE, Desk

NAMED = "Siti Rahayu <rahayu@example.com>"


@pytest.fixture
def desk(context: Context) -> Desk:
    return Desk(context)


def assigned_to_rina(mails: list[EmailMessage]) -> EmailMessage:
    return next(mail for mail in mails if mail["X-Mailticket-Notice"] == "officer.assigned")


def ordered(desk: Desk, text: str, about: EmailMessage, at: str) -> list[EmailMessage]:
    return desk.got(a_mail(text, RINA, reply_to=about, proven=True, headers=DATE), at)


def test_each_corrected_ticket_gives_its_mail_as_it_came_and_what_should_have_been_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (
        a_mail(), a_mail(sender=NAMED, subject="Rapat anggota"), a_mail(sender="Budi <budi@example.net>", subject="Lain")
    )  # fmt: skip
    for raw, order, at in (
        (first, "#data\nTelepon: -\nJenis: aspirasi", "09"),
        (second, "#catatan sudah dibaca", "10"),
        (third, "#data\nNama: Siti Aminah", "11"),
    ):
        about = assigned_to_rina(desk.got(raw, f"2026-03-16 {at}:00"))
        sent = ordered(desk, order, about, f"2026-03-16 {at}:30")
        assert not any("citizen." in (mail["X-Mailticket-Notice"] or "") for mail in sent)
    monkeypatch.setattr(lessons, "AT_ONCE", 1)
    found = list(lessons.examples(desk.context.store, POLICY.intake))
    assert [(one.raw, dict(one.gold)) for one in found] == [
        (first, {"phone": None, "kind": "aspirasi"}),
        (third, {"name": "Siti Aminah"}),
    ]
    assert found[0].group != found[1].group


def test_a_book_without_corrections_teaches_nothing(desk: Desk) -> None:
    desk.got(a_mail(), "2026-03-16 09:00")
    assert list(lessons.examples(desk.context.store, POLICY.intake)) == []


def test_a_mail_that_is_not_kept_any_more_is_passed_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    about = assigned_to_rina(desk.got(a_mail(), "2026-03-16 09:00"))
    ordered(desk, "#data\nTelepon: -", about, "2026-03-16 09:30")
    monkeypatch.setattr("mailticket.edges.ledger.SqlLedger.raw", lambda self, mail: None)
    assert list(lessons.examples(desk.context.store, POLICY.intake)) == []
