"""What an officer sees at a glance of a new complaint: perhaps spam, perhaps not our business, details not sure."""

from dataclasses import replace
from pathlib import Path

import pytest

from mailticket.core.decision import Decision
from mailticket.core.notices.notice import Notice
from mailticket.edges.jinja import Renderer
from tests.core.desk import KEYS, NOW, NUMBER, POLICY, Memory, verdict, written

RENDER = Renderer(POLICY, KEYS, [Path(__file__).parents[2] / "templates"])
TOLD = "Alamat: Jl. Kenanga 7, Kec. Silo, Kab. Jember, Jawa Timur\nHP: 0813 9876 5432\n\nSejak Januari 2026 simpanan saya Rp 5.000.000 di KSP Maju tidak bisa ditarik. Mohon bantuan."
NAMED = f"Nama: Budi Santoso\n{TOLD}"
BUDI = "Budi Santoso <budi@example.com>"
ADVERT = "Kami jasa SEO: website Anda di page one Google. Price list terlampir, klik link di bawah ini."


def assigned(decision: Decision) -> Notice:
    (notice,) = (notice for notice in decision.notices if notice.name == "officer.assigned")
    return notice


def shown(decision: Decision) -> str:
    """What the officer reads, on one line."""
    broken = len(RENDER.broken)
    text = RENDER(assigned(decision), replace(decision.ticket, number=NUMBER), NOW).text
    assert len(RENDER.broken) == broken
    return " ".join(text.split())


def test_an_ordinary_complaint_bears_no_mark() -> None:
    decision = Memory().decided(written(NAMED, BUDI, subject="Simpanan tidak bisa ditarik"))
    assert assigned(decision).value.marks == ()
    assert not any(assigned(decision).value.unsure.values())
    assert "Perhatian" not in shown(decision)
    assert "belum pasti" not in shown(decision)


@pytest.mark.parametrize(
    ("above", "extra", "says"),
    [
        ("", "X-Spam-Flag: YES\r\n", "kemungkinan spam: ditandai sebagai spam"),
        (verdict("example.com", "fail"), "", "kemungkinan spam: pengirim gagal diperiksa"),
    ],
)
def test_what_the_mail_server_suspects_is_marked_and_still_given_to_an_officer(
    above: str, extra: str, says: str
) -> None:
    decision = Memory().decided(written(NAMED, BUDI, subject="Simpanan tidak bisa ditarik", above=above, extra=extra))
    assert f"Perhatian : {says}" in shown(decision)


@pytest.mark.parametrize("name", ["Rina Wulandari", "RINA WULANDARI", "Deputi Bidang Perkoperasian"])
def test_a_stranger_who_bears_the_name_of_one_of_us_is_marked(name: str) -> None:
    text = NAMED.replace("Budi Santoso", name)
    decision = Memory().decided(written(text, f"{name} <palsu@example.com>", subject="Simpanan tidak bisa ditarik"))
    assert "Perhatian : bernama" in shown(decision)
    assert "tetapi menulis dari luar" in shown(decision)


def test_an_advertisement_is_marked_with_the_words_that_made_it_one() -> None:
    decision = Memory().decided(written(ADVERT, BUDI, subject="Ranking website"))
    assert "Perhatian : kemungkinan spam: berisi kata-kata iklan (" in shown(decision)


@pytest.mark.parametrize(
    "text", [f"{NAMED}\nPengurus menjanjikan bonus dan hadiah.", "Terima kasih atas bantuannya, salam sukses."]
)
def test_a_complaint_about_such_words_is_no_advertisement(text: str) -> None:
    notices = Memory().decided(written(text, BUDI, subject="Simpanan tidak bisa ditarik")).notices
    assert not any(getattr(notice.value, "marks", ()) for notice in notices)


@pytest.mark.parametrize(
    ("head", "is_marked"),
    [
        ("Kepada Yth.\nKepala Otoritas Jasa Keuangan\ndi Jakarta", True),
        ("Yth. OJK", True),
        ("Kepada Yth.\nKementerian Koperasi dan UKM\nTembusan: Otoritas Jasa Keuangan", False),
        ("Yth. Bapak/Ibu,", False),
        ("Saya sudah melapor ke Otoritas Jasa Keuangan.", False),
    ],
)
def test_a_letter_to_another_institution_is_marked_with_the_command_that_refers_it(head: str, is_marked: bool) -> None:
    decision = Memory().decided(written(f"{head}\n\n{NAMED}", BUDI, subject="Simpanan tidak bisa ditarik"))
    says = "Perhatian : mungkin bukan kewenangan: ditujukan kepada Otoritas Jasa Keuangan (#bukan-kewenangan ojk)"
    assert (says in shown(decision)) == is_marked


def test_a_name_from_the_senders_line_alone_is_shown_as_not_sure() -> None:
    decision = Memory().decided(written(TOLD, BUDI, subject="Simpanan tidak bisa ditarik"), sure={"name": 0.45})
    assert "Pelapor : Budi Santoso (belum pasti, 45 %: dari nama pengirim)" in shown(decision)
