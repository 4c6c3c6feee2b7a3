"""What an officer files is told as a careful clerk tells it: the citizen's words, a title of the matter, the channel."""

import pytest

from mailticket.core import token
from mailticket.core.reading import read
from mailticket.core.report import Report
from tests.core.desk import DESK, POLICY, Memory, signed, verdict, written

TOLD = "Sejak Januari 2026 simpanan saya Rp 5.000.000 di KSP Maju tidak bisa ditarik. Mohon bantuan."
DETAILS = """Nama lengkap: Budi Santoso
Alamat lengkap: Jl. Kenanga 7, Kec. Silo, Kab. Jember, Jawa Timur
Nomor telepon: 0813 9876 5432
"""
FORM = f"{DETAILS}Uraian: {TOLD}"
DIGEST = """Ringkasan harian Anda, Selasa 17 Maret 2026.

Terbuka : 3
KUKM-2026-000002 : Sertifikat ditahan

--
Bagian Komunikasi dan Aspirasi Publik"""
HELP = """Surel Anda telah dilaksanakan: daftar perintah.

MENDAFTARKAN LAPORAN WARGA

Balas surel ini dengan formulir berikut. Kanal: telepon, WhatsApp,
laporan, surat, datang langsung, atau LAPOR dengan nomornya.

> #daftar
> Kanal:
> Nama lengkap:
> Alamat lengkap:
> Nomor telepon:
> Alamat surel:
> Uraian:

--
Bagian Komunikasi dan Aspirasi Publik"""
FILLED = HELP.replace("Kanal:\n", "Kanal: WhatsApp\n").replace(
    "> Nama lengkap:\n> Alamat lengkap:\n> Nomor telepon:\n> Alamat surel:\n> Uraian:",
    "\n".join(f"> {line}" for line in FORM.split("\n")),
)
GMAIL = f"Pada Sel, 17 Mar 2026 pukul 07.30 Bagian Komunikasi <{DESK}> menulis:\n"
OUTLOOK = (
    f"Dari: Bagian Komunikasi <{DESK}>\nDikirim: Selasa, 17 Maret 2026 07.30\n"
    "Kepada: Rina Wulandari <rina@example.org>\nSubjek: [mailticket] Ringkasan harian\n\n"
)
SIGNATURES = (
    "",
    "\n\n-- \nRina Wulandari\nAnalis Pengaduan\nHP 0811 0000 1111",
    "\n\nSalam,\nRina Wulandari\nBagian Komunikasi dan Aspirasi Publik",
    "\n\nRina\n\nSent from Outlook for Android",
)


def marked(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def filed(text: str, sent: tuple[str, ...] = (), subject: str = "Re: [mailticket] Ringkasan harian") -> Report:
    raw = written(text, own=signed(number=token.DESK), above=verdict(), subject=subject)
    report = read(raw, POLICY, sent).report
    assert report is not None
    return report


@pytest.mark.parametrize("below", ["", GMAIL + marked(DIGEST), OUTLOOK + DIGEST, f"{'_' * 32}\n{OUTLOOK}{DIGEST}"])
@pytest.mark.parametrize("signature", SIGNATURES)
def test_a_filed_report_holds_the_citizens_words_alone(signature: str, below: str) -> None:
    report = filed(f"#daftar WA\n{FORM}{signature}\n\n{below}", (DIGEST,) if below else ())
    assert (report.body, report.channel) == (FORM, "whatsapp")
    assert report.identity.name.value == "Budi Santoso"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (FORM, "Sejak Januari 2026 simpanan saya Rp 5.000.000 di KSP Maju tidak bisa ditarik."),
        (f"{DETAILS}Uraian:\n{TOLD}", "Sejak Januari 2026 simpanan saya Rp 5.000.000 di KSP Maju tidak bisa ditarik."),
        (f"Uraian: Pengurus KSP Maju kabur.\n{DETAILS}", "Pengurus KSP Maju kabur."),
        (f"{DETAILS}\n{TOLD}", "Sejak Januari 2026 simpanan saya Rp 5.000.000 di KSP Maju tidak bisa ditarik."),
        (f"Kronologi : {'simpanan ' * 30}\n{DETAILS}", "simpanan simpanan simpanan simpanan simpanan simpanan simpanan simpanan..."),
        (f"Perihal: Simpanan macet\n{FORM}", "Simpanan macet"),
        ("Nama: Budi\nHP: 0813 9876 5432\nSimpanan macet", "Simpanan macet"),
        (DETAILS, "Laporan lewat WhatsApp"),
    ],
)  # fmt: skip
def test_the_title_of_a_filed_report_is_its_matter_and_no_detail_of_the_citizen(body: str, title: str) -> None:
    assert filed(f"#daftar WA\n{body}").title == title


def test_an_officers_own_subject_is_the_title() -> None:
    assert filed(f"#daftar WA\n{FORM}", subject="Simpanan Budi").title == "Simpanan Budi"


@pytest.mark.parametrize("sent", [(), (HELP,)])
def test_what_is_typed_into_the_form_in_the_quotation_is_taken_once_with_its_channel(sent: tuple[str, ...]) -> None:
    report = filed(f"#daftar\n\n{GMAIL}{marked(FILLED)}", sent)
    assert report.channel == "whatsapp"
    assert report.body.count("Nama lengkap: Budi Santoso") == 1
    assert report.body.count(TOLD) == 1


def test_the_list_of_channels_in_our_own_letter_names_none() -> None:
    wrapped = HELP.replace("berikut. Kanal: telepon, WhatsApp,\n", "berikut.\nKanal: telepon, WhatsApp,\n")
    assert filed(f"#daftar\n{FORM}\n\n{GMAIL}{marked(wrapped)}").channel == "lainnya"


def test_a_reply_to_a_letter_of_ours_forwards_nobodys_mail() -> None:
    text = f"Baik, saya cek dulu.\n\n{OUTLOOK}{DIGEST}"
    raw = written(text, own=signed(number=token.DESK), above=verdict(), subject="Re: [mailticket] Ringkasan harian")
    assert read(raw, POLICY).report is None
    assert Memory().decided(raw).ticket is None
