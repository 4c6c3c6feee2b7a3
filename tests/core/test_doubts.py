"""Who speaks to the citizen: an officer's answer goes out, and whatever answers nobody is asked about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailticket.core.decide.doubts import ROWS
from mailticket.core.decide.saying import Saying, what_it_says
from mailticket.core.happenings import Hold
from mailticket.core.people import Author, Role
from mailticket.core.ticket import Direction, Message, MessageState, Status
from tests.core.desk import MESSAGES, NOW, Memory, a_ticket, notices, signed, verdict, written
from tests.core.officers_texts import ANSWERS, NO_ANSWERS

STAFF = ("rina", "wulandari", "dodi", "saputra", "bagus", "santoso")


def said(text: str, **how):
    return Memory(ticket=a_ticket(status=Status.OPEN), **how).decided(written(text, own=signed(), above=verdict()))


def test_what_answers_nobody_is_no_answer() -> None:
    assert [text for text in NO_ANSWERS if what_it_says(text, STAFF) is Saying.ANSWER] == []


def test_a_short_answer_is_one() -> None:
    assert [text for text in ANSWERS if what_it_says(text, STAFF) is not Saying.ANSWER] == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ok", Hold.NOD),
        ("Baik Pak, segera kami tindak lanjuti.", Hold.NOD),
        ("Terima kasih atas laporan Bapak/Ibu. Laporan sudah kami terima dan akan segera kami proses.", Hold.NOD),
        ("\U0001f44d nanti saya cek", Hold.COLLEAGUE),
        (
            "Yth. Ibu Siti Aminah,\n\nlaporan telah kami terima dan sedang kami tindak lanjuti bersama unit terkait.",
            Hold.NOD,
        ),
        ("Dear Ms Siti, we are still working on your case.", Hold.NOD),
        ("?", Hold.QUESTION),
        ("Koperasi mana?", Hold.QUESTION),
        ("Mohon arahan Bu Kabag.", Hold.COLLEAGUE),
        ("Kami teruskan ke Deputi ya mbak", Hold.COLLEAGUE),
        ("Uangnya ada.", Hold.LITTLE),
    ],
)
def test_it_is_held_and_asked_about_with_the_very_text(text: str, reason: Hold) -> None:
    decision = said(text)
    assert notices(decision) == ["officer.held"]
    (asked,) = decision.notices
    assert (asked.value.reason, asked.value.asks, asked.asks_about) == (reason, True, 9)
    assert asked.value.goes_out == text
    assert decision.ticket is not None
    assert (decision.ticket.status, decision.ticket.answering) == (Status.OPEN, None)


@pytest.mark.parametrize(
    "below",
    [
        "Rina Wulandari\nAnalis Kebijakan Ahli Muda\nBiro Komunikasi dan Informasi",
        "Best regards,\nRina W | Public Complaints Officer | Ministry of Cooperatives",
        "Salam,\nRina\nJl. HR Rasuna Said Kav. 3-4, Kuningan",
    ],
)
def test_a_name_and_an_office_below_make_no_answer_of_a_nod(below: str) -> None:
    assert what_it_says(f"Noted\n\n{below}", STAFF) is Saying.NOD


def test_what_the_mail_shows_is_what_a_yes_sends() -> None:
    raw = written("Mohon arahan Bu Kabag.\n\n-- \nRina Wulandari\nAnalis", own=signed(), above=verdict())
    (asked,) = Memory().decided(raw).notices
    assert [what for what, _ in asked.value.cuts] == ["signature"]
    assert "Rina Wulandari" in asked.value.cuts[0][1]
    (answer,) = (n for n in Memory().decided(raw, released=True).notices if n.to.role is Role.CITIZEN)
    assert answer.value.text == asked.value.goes_out == "Mohon arahan Bu Kabag."


@pytest.mark.parametrize("text", ["ok", "Sudah.", "Mohon arahan Bu Kabag.", "Ini siapa yang pegang?"])
def test_jawab_says_outright_that_it_is_the_answer(text: str) -> None:
    assert "citizen.answered" in notices(said(f"#jawab\n{text}"))


@pytest.mark.parametrize("text", ["Terlampir surat kami.", "[internal] Pengurusnya pernah dipidana dua kali."])
def test_jawab_says_nothing_of_a_file_that_is_missing_or_of_what_is_internal(text: str) -> None:
    assert notices(said(f"#jawab\n{text}")) == ["officer.held"]


@pytest.mark.parametrize(
    "text",
    [
        "Terima kasih atas laporan Bapak/Ibu. Simpanan Ibu dibayar koperasi tanggal 10 April 2026.",
        "Kirim berkasnya ke ppid@example.go.id dengan menyebutkan nomor tiket.",
        "Lengkap sudah berkas Ibu, pencairan dilakukan bank penyalur hari Jumat.",
        "Buka tautan nik.example.go.id untuk memeriksa nomor induk koperasi.",
        "Send us a copy of the loan contract and we will forward it to the bank.",
    ],
)
def test_a_text_that_begins_like_a_command_is_an_answer_all_the_same(text: str) -> None:
    assert "citizen.answered" in notices(said(text))


@pytest.mark.parametrize(
    "text", ["tutup saja, koperasinya sudah dibubarkan tahun 2021.", "kirim ke pelapor", "Terima."]
)
def test_a_command_without_its_mark_is_asked_about_and_a_yes_sends_it_as_the_answer(text: str) -> None:
    raw = written(text, own=signed(), above=verdict())
    (asked,) = Memory().decided(raw).notices
    assert (asked.value.reason, asked.value.goes_out) == (Hold.UNMARKED, text)
    assert "citizen.answered" in notices(Memory().decided(raw, released=True))


def earlier(text: str, minutes: int, **changes: object) -> Message:
    at = NOW - timedelta(minutes=minutes)
    author = Author(Role.OFFICER, "rina")
    return replace(Message(at, Direction.IN, author, "rina@example.org", "", "Re", None, text, id=5, mail=5), **changes)


FIRST, SECOND = "Simpanan Ibu dibayar koperasi tanggal 10 April 2026.", "Koperasi membayar tanggal 10 April di Bandung."
SENT = replace(
    MESSAGES[0], id=6, mail=None, direction=Direction.OUT, author=Author(Role.DESK, ""), notice="citizen.answered"
)


@pytest.mark.parametrize(
    ("before", "is_held"),
    [
        ((earlier(SECOND, 600),), True),
        ((earlier(SECOND, 2, state=MessageState.HELD),), True),
        ((earlier(FIRST, 2), replace(SENT, at=NOW - timedelta(minutes=2))), True),
        ((earlier(FIRST, 2), replace(SENT, at=NOW - timedelta(minutes=2), state=MessageState.CANCELLED)), False),
        ((earlier(FIRST, 60), replace(SENT, at=NOW - timedelta(minutes=60))), False),
        ((earlier(SECOND, 600, author=Author(Role.OFFICER, "dodi")),), False),
        ((earlier(SECOND, 9), replace(SENT, at=NOW - timedelta(minutes=9), state=MessageState.CANCELLED)), False),
        ((earlier(SECOND, 9), replace(SENT, at=NOW - timedelta(minutes=9), state=MessageState.SENT)), True),
    ],
)
def test_the_same_again_or_another_answer_at_once_may_be_a_programs(before: tuple[Message, ...], is_held: bool) -> None:
    decision = said(SECOND, messages=(*MESSAGES, *before))
    assert (notices(decision) == ["officer.held"]) is is_held
    if is_held:
        assert decision.notices[0].value.reason is Hold.REPEATED


def test_every_doubt_has_its_reason_an_example_and_the_word_that_releases_it() -> None:
    for row in ROWS:
        assert row.reason.row.releasable, row
        assert row.example
        assert row.settled_by <= {"jawab", "tanya", "kirim", "tutup", "bukan-kewenangan"}


@pytest.mark.parametrize(
    "text",
    [
        "Terima kasih telah menghubungi kami. Pesan Anda telah kami terima dan akan segera kami balas pada jam kerja 08.00-16.00.",
        "Mulai 1 April 2026 alamat surel saya berubah menjadi rina@kantor.example.",
        "Email Anda sudah kami terima. Kami akan merespons dalam 1x24 jam.",
        "Thank you. Your message has been received and we will get back to you within 2 days.",
    ],
)
def test_what_a_program_says_in_place_of_its_owner_is_no_answer(text: str) -> None:
    assert what_it_says(text, STAFF) is Saying.NOD
