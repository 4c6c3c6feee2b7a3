"""What officers and units are shown of a citizen's words: what the citizen wrote, without our letter below it."""

from dataclasses import replace

import pytest

from mailticket.core.decide import letters
from mailticket.core.happenings import Hold
from mailticket.core.notices.letters import Held
from mailticket.core.ticket import Status
from tests.core.desk import DESK, MESSAGES, NOW, Memory, a_ticket, notices, signed, verdict, written

TOLD = "Simpanan saya Rp 5.000.000 di KSP Maju Bersama sejak Januari 2026 tidak bisa ditarik. Mohon bantuan."
OURS = """Yth. Bapak/Ibu Siti Aminah,

Laporan Anda telah kami terima dengan nomor tiket KUKM-2025-000009.
Jangka waktu jawaban: 5 hari kerja. Layanan ini tidak dipungut biaya.

Hormat kami,
Bagian Komunikasi"""
QUOTED = "\n".join(f"> {line}".rstrip() for line in OURS.split("\n"))
BELOW = f"\n\nPada Sel, 17 Mar 2026 pukul 07.30 Bagian Komunikasi <{DESK}> menulis:\n{QUOTED}"
OUTLOOK = f"\n\n{'_' * 32}\nDari: Bagian Komunikasi <{DESK}>\nDikirim: Selasa, 17 Maret 2026\nKepada: siti@example.org\nSubjek: Laporan\n\n{OURS}"
THEIRS = (
    "\n\nPada Sen, 16 Mar 2026 pukul 10.00 KSP Maju <ksp@example.com> menulis:\n> Simpanan Ibu belum dapat kami bayar."
)
SIGNATURE = "\n\nHormat saya,\nSiti Aminah\nJl. Mawar 5, Jember"
SITI = "Siti Aminah <siti@example.org>"
OPEN = a_ticket(status=Status.OPEN, draft=None, legs=())


def told(text: str, subject: str = "Re: Laporan"):
    """The mail of a citizen as a message of the ticket that it opens."""
    decision = Memory(messages=()).decided(written(text, SITI, subject=subject))
    assert decision.message is not None
    return replace(decision.message, id=1)


def assigned(*messages):
    origin = letters.Origin("x")
    desk = Memory(ticket=OPEN, messages=messages)
    from mailticket.core.decision import Present
    from mailticket.core.notices.notice import Handing
    from tests.core.desk import CALENDAR

    (notice,) = letters.assigned(origin, OPEN, messages, Handing.NEW, desk.facts, Present(desk.policy, CALENDAR, NOW))
    return notice.value


@pytest.mark.parametrize("below", [BELOW, OUTLOOK])
def test_an_officer_reads_the_citizens_text_without_our_letter_and_what_was_cut_on_one_line(below: str) -> None:
    value = assigned(told(TOLD + SIGNATURE + below))
    assert value.text == TOLD
    assert value.cuts == (("signature", "Hormat saya, Siti Aminah, Jl. Mawar 5, Jember"),)


def test_a_unit_reads_the_same() -> None:
    desk = Memory(ticket=OPEN, messages=(told(TOLD + SIGNATURE + BELOW),))
    decision = desk.decided(written("#teruskan perkoperasian", own=signed(), above=verdict()))
    (value,) = (notice.value for notice in decision.notices if notice.name == "unit.forwarded")
    assert (value.text, [what for what, _ in value.cuts]) == (TOLD, ["signature"])


def test_what_somebody_else_wrote_stays_in_the_report() -> None:
    value = assigned(told("Mohon ditindaklanjuti, ini jawaban koperasinya." + THEIRS, subject="Simpanan"))
    assert "belum dapat kami bayar" in value.text


def test_a_list_below_a_mark_stays_in_the_report() -> None:
    value = assigned(told(f"{TOLD}\n\n-- \nBerkas: KTP dan kartu keluarga{BELOW}"))
    assert "KTP dan kartu keluarga" in value.text


@pytest.mark.parametrize("form", ["Nama lengkap: Siti Aminah\nNomor telepon: 0812 3456 7890"])
def test_details_filled_in_inside_our_letter_are_shown_without_the_letter(form: str) -> None:
    marked = "\n".join(f"> {line}" for line in form.split("\n"))
    later = told(f"{BELOW}\n{marked}")
    value = assigned(replace(MESSAGES[0], id=5), later)
    assert form in value.text
    assert "dipungut" not in value.text


def test_a_mail_of_an_older_book_is_shown_whole() -> None:
    old = replace(MESSAGES[0], text=TOLD, full_text=TOLD + BELOW)
    assert assigned(old).text == TOLD + BELOW


def kirim(desk: Memory, **how):
    return desk.decided(written("#kirim", own=signed(), above=verdict()), **how)


def test_a_draft_that_a_limit_cut_is_asked_about_before_it_is_sent() -> None:
    draft = replace(MESSAGES[1], is_cut=True)
    desk = Memory(messages=(MESSAGES[0], draft))
    (asked,) = kirim(desk).notices
    assert isinstance(asked.value, Held)
    assert (asked.value.reason, asked.value.goes_out) == (Hold.CUT_SHORT, draft.text)
    assert "citizen.answered" in notices(kirim(desk, released=True))


def test_a_draft_beyond_the_limit_of_lines_is_known_to_be_cut() -> None:
    text = "\n".join(f"baris {n}" for n in range(6_000))
    decision = Memory().decided(written(text, "Unit <koperasi@example.net>", signed("unit", "perkoperasian")))
    assert decision.message is not None
    assert decision.message.is_cut
