"""An order from the digest names its ticket, and a digest releases held mail, line by line."""

from dataclasses import replace

import pytest

from mailticket.core import token
from mailticket.core.decision import Facts
from mailticket.core.happenings import Hold
from mailticket.core.post import LedgerRow, MailState, Place
from mailticket.core.ticket import Status
from tests.core.desk import NOW, NUMBER, OTHER, Memory, a_ticket, notices, signed, verdict, written

KABAG = "Kepala Bagian <kabag@example.org>"


def ordered(text: str, desk: Memory | None = None, officer: str | None = None, facts: Facts | None = None):
    own = signed("supervisor", "kabag", token.DESK) if officer is None else signed("officer", officer, token.DESK)
    sender = KABAG if officer is None else f"Petugas <{officer}@example.org>"
    desk = desk or Memory(ticket=a_ticket(status=Status.OPEN, legs=(), draft=None))
    if facts is not None:
        desk = replace(desk, facts=facts)
    return desk.decided(written(text, sender, own, above=verdict(), subject="Re: Ringkasan harian, Selasa"))


def test_a_supervisor_acts_on_a_ticket_that_the_digest_lists():
    decision = ordered(f"#tugaskan {NUMBER} dodi\n\nMohon segera.")
    assert (decision.ticket.number, decision.ticket.officer) == (NUMBER, "dodi")
    assert notices(decision) == ["officer.assigned", "officer.receipt"]


@pytest.mark.parametrize(
    "text",
    [
        f"#perpanjang {NUMBER} 3, menunggu data",
        f"#perpanjang {NUMBER}, 3 menunggu data",
        f"#perpanjang: {NUMBER} 3; menunggu data",
    ],
)
def test_what_stands_behind_the_number_belongs_to_the_command(text):
    assert ordered(text).ticket.extension_working_days == 3


def test_several_commands_for_one_ticket_need_its_number_once():
    decision = ordered(f"#kategori {NUMBER} ksp\n#tugaskan dodi")
    assert (decision.ticket.category, decision.ticket.officer) == ("ksp", "dodi")


def test_an_officer_acts_on_the_own_tickets_alone():
    assert ordered(f"#catatan {NUMBER} sudah ditelepon", officer="rina").ticket is not None
    assert ordered(f"#catatan {NUMBER} sudah ditelepon", officer="dodi").state == "held"


@pytest.mark.parametrize(
    "text",
    [
        "#lengkap",
        f"#tugaskan {NUMBER} dodi\n#kategori {OTHER} ksp",
        "#tugaskan KUKM-2026-000999 dodi",
        f"Tolong {NUMBER} dipercepat.",
    ],
)
def test_without_one_known_number_nothing_is_done(text):
    assert ordered(text).state == "held"


def test_a_merge_names_both_tickets():
    decision = ordered(f"#gabung {NUMBER} {OTHER}")
    assert (decision.ticket.number, decision.ticket.status) == (NUMBER, Status.CLOSED)


def a_row(mail: int, state: MailState = MailState.HELD, sender: str = "orang@example.com") -> LedgerRow:
    return LedgerRow(mail, Place("a", "INBOX", 1, mail), None, sender, NOW, state, None, (), 1)


HELD = Facts(
    held={12: a_row(12), 13: a_row(13), 14: a_row(14, MailState.DONE), 15: a_row(15, sender="rina@example.org")}
)


@pytest.mark.parametrize(
    "text",
    [
        f"#lepas 12\n#lepas 13 {NUMBER}",
        f"#lepas 12\n\n#lepas #13 {NUMBER}\n\nTerima kasih",
        f"# lepas: 12\n/lepas 13 {NUMBER}",
    ],
)
def test_each_line_releases_a_held_mail(text):
    assert [(one.mail, one.ticket) for one in ordered(text, facts=HELD).releases] == [(12, "desk"), (13, NUMBER)]


@pytest.mark.parametrize("mail", [14, 15, 99])
def test_what_is_not_held_or_bears_an_officers_name_is_not_released(mail):
    decision = ordered(f"#lepas {mail}", facts=HELD)
    assert (decision.releases, decision.notices[0].value.reason) == ((), Hold.NO_HELD)
