"""A unit may answer by its own ticket program: its answer is a draft, and no program is ever asked back."""

from dataclasses import replace

import pytest

from mailticket.core.happenings import What
from mailticket.core.ticket import MessageState, Status
from tests.core.desk import POLICY, Memory, a_ticket, notices, signed, written

UNIT = "Deputi Bidang Perkoperasian <koperasi@example.net>"
ANSWER = "Kami telah memanggil pengurus koperasi. Pencairan simpanan dimulai tanggal 6 April 2026."
PROGRAMS = {
    "a list": "List-Id: <perkoperasian.tiket.example>\r\n",
    "a list that calls itself so": "List-Id: <x.tiket.example>\r\nPrecedence: list\r\n",
    "Auto-Submitted": "Auto-Submitted: auto-generated\r\n",
    "Redmine": "X-Mailer: Redmine\r\nX-Auto-Response-Suppress: All\r\nAuto-Submitted: auto-generated\r\n",
    "all of it": "X-Auto-Response-Suppress: All\r\nAuto-Submitted: auto-generated\r\nPrecedence: bulk\r\nList-Id: <a.tiket>\r\n",
    "osTicket": "X-Mailer: osTicket Mailer\r\nAuto-Submitted: auto-generated\r\nX-Autoreply-From: x@y.example\r\n"[:59]
    + "\r\n",
    "bulk": "Precedence: bulk\r\n",
    "RT": "RT-Ticket: koperasi #12\r\nRT-Originator: dodi@example.net\r\nPrecedence: bulk\r\nX-Managed-By: RT\r\n",
    "Zendesk": "X-Zendesk-From-Account-Id: 1\r\nX-Auto-Response-Suppress: All\r\nAuto-Submitted: auto-generated\r\n",
}


def desk() -> Memory:
    return Memory(ticket=a_ticket(status=Status.WITH_UNIT, draft=None))


@pytest.mark.parametrize("marks", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_an_answer_by_a_units_program_is_a_draft_and_marked(marks: str) -> None:
    decision = desk().decided(written(ANSWER, UNIT, own=signed("unit", "perkoperasian"), above=marks))
    assert notices(decision) == ["officer.draft"]
    (draft,) = decision.notices
    assert (draft.value.text, draft.value.machine) == (ANSWER, True)
    assert decision.ticket is not None
    assert decision.ticket.status is Status.UNIT_ANSWERED
    assert "program" in decision.events[0].what.said("id")


def test_an_answer_by_a_person_is_not_marked() -> None:
    (draft,) = desk().decided(written(ANSWER, UNIT, own=signed("unit", "perkoperasian"))).notices
    assert not draft.value.machine


@pytest.mark.parametrize(
    ("marks", "text"),
    [
        ("Auto-Submitted: auto-replied\r\n", "Saya sedang cuti sampai tanggal 20."),
        ("X-Autoreply: yes\r\n", ANSWER),
        ("X-Zendesk-From-Account-Id: 1\r\nAuto-Submitted: auto-generated\r\n", ""),
        ("Auto-Submitted: auto-generated\r\n", ""),
        ("List-Id: <a.tiket>\r\n", ""),
        ("Auto-Submitted: auto-generated\r\n", "#ttup\nselesai"),
    ],
)
def test_no_program_is_asked_back_whatever_it_sends(marks: str, text: str) -> None:
    decision = desk().decided(written(text, UNIT, own=signed("unit", "perkoperasian"), above=marks))
    assert not any(notice.to.role == "unit" for notice in decision.notices)
    assert not any(name.startswith(("citizen.", "officer.held")) for name in notices(decision))


def test_what_a_program_merely_reports_changes_nothing_but_is_kept_with_the_ticket() -> None:
    decision = desk().decided(
        written("", UNIT, own=signed("unit", "perkoperasian"), above="Auto-Submitted: auto-generated\r\n")
    )
    assert decision.ticket is not None
    assert decision.ticket.status is Status.WITH_UNIT
    assert [event.what.kind for event in decision.events] == [What.MACHINE]


@pytest.mark.parametrize("marks", ["List-Id: <a.tiket>\r\n", "Auto-Submitted: auto-generated\r\n"])
def test_without_the_token_the_officer_of_the_named_ticket_is_asked(marks: str) -> None:
    raw = written(ANSWER, UNIT, above=marks, subject="Re: [KUKM-2026-000001] Simpanan")
    decision = desk().decided(raw)
    assert [(notice.name, notice.to.id) for notice in decision.notices] == [("officer.held", "rina")]
    assert decision.message is not None
    assert decision.message.state is MessageState.HELD
    (asked,) = decision.notices
    assert asked.value.text == ANSWER


def test_a_unit_whose_own_address_is_a_machines_is_still_that_unit() -> None:
    unit = replace(POLICY.units[0], addresses=("noreply@tiket.example.net",))
    memory = replace(desk(), policy=replace(POLICY, units=(unit,)))
    raw = written(
        ANSWER, "noreply@tiket.example.net", subject="[KUKM-2026-000001] x", extra="Reply-To: a@b.example\r\n"
    )
    decision = memory.decided(raw)
    assert [(notice.name, notice.to.id) for notice in decision.notices] == [("officer.held", "rina")]


def test_a_units_program_that_names_no_ticket_is_held_and_not_asked() -> None:
    decision = desk().decided(written(ANSWER, UNIT, above="Auto-Submitted: auto-generated\r\n", subject="Tiket 12"))
    assert (decision.state, decision.notices) == ("held", ())
    assert decision.events[0].what.kind is What.HELD


def test_of_what_nobody_proves_to_be_a_units_no_word_goes_on() -> None:
    """Its first paragraph, what stands under a line and its files are anybody's words, with links in them."""
    text = "Klik https://jahat.example/masuk sekarang.\n-- \nTagihan https://jahat.example/bayar"
    decision = desk().decided(written(text, UNIT, subject="Tagihan"))
    assert [notice.to.role for notice in decision.notices] == ["unit"]
    assert "jahat" not in str(decision.notices[0].value)
