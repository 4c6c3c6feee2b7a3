"""Signatures, device lines and disclaimers, told from what belongs to the text."""

import pytest

from mailticket.core.reply import separate
from tests.core.test_reply import a_mail

BODY = "Laporan sudah kami periksa dan kami teruskan ke dinas."
QUOTE = "\n\nOn 27/02/2024 08:00, Desk wrote:\n> Mohon nomor.\n"


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nJoko Wiyono\nPranata Humas",
        "--\nJoko",
        "Hormat kami,\nJoko Wiyono\nPengawas Koperasi\nNIP 19790812 200501 1 004\nJl. HR Rasuna Said Kav. 3-4, Jakarta\nHP 0813 1190 2285",
        "Salam,\n\nJoko Wiyono",
        "Terima kasih,\nJoko",
        "Kind regards,\nJoko Wiyono\nSupervision Officer",
        "Mit freundlichen Grüßen\n\nJoko Wiyono",
        "Cordialement,\nJoko",
        "Joko Wiyono\nAnalis Pembiayaan",
        "Sekretaris Dinas,\n\nttd\n\nDrs. Ujang Sukmana, M.Si.\nPembina Tingkat I\nNIP 19690711 199403 1 005",
        "Kepala Biro Hukum dan Kerja Sama,\n\nJoko Wiyono, S.H.\nNIP. 197205191998031001",
        "Bidang Pengawasan",
        "Bidang UKM\nDinas Koperasi",
        "Budi Santoso\nSent from my iPhone",
        "Kh\nPeter",
        "—\nBudi Santoso\nKetua di Koperasi Mulia",
        "Joko W.",
        "Joko Wiyono, S.E., M.M.\nKepala Bidang",
        "Dikirim dari iPhone saya",
        "Dikirim dari Galaxy saya",
        "Dikirim dari Yahoo Mail di Android",
        "Dapatkan Outlook untuk Android<https://aka.ms/x>",
        "Get Outlook for iOS<https://aka.ms/x>",
        "Sent from my iPhone",
        "Sent from my Verizon Wireless BlackBerry",
        "Sent from Mail for Windows",
        "Von meinem iPhone gesendet",
        "Envoyé de mon iPhone",
        "Enviado desde mi iPhone",
        "iPhoneから送信",
        "從我的 iPhone 傳送",
        "Télécharger Outlook pour iOS<https://aka.ms/x>",
        "Budi from mobile",
        "Vom Handy gesendet",
        "Sent from Mail <https://go.example/x> for Windows",
        "Salam, Joko",
        "LG Joko",
        "Thanks and regards Joko W.",
        "发自我的iPhone",
        "Salam,\nJoko\n\nDISCLAIMER: This e-mail is confidential and intended solely for the addressee.",
        "PERHATIAN: Email ini beserta lampirannya bersifat rahasia dan hanya ditujukan kepada penerima yang dimaksud.",
        "_______________________________________________\nwarga mailing list\nwarga@lists.example",
    ],
)
def test_a_signature_is_parted_from_the_text(signature):
    for rest in ("", QUOTE):
        reply = separate(a_mail(f"{BODY}\n\n{signature}{rest}"))
        assert reply.text == BODY
        assert reply.signature.replace("-- ", "--") == signature.replace("-- ", "--")


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY} Terima kasih.",
        f"{BODY}\n\nTerima kasih atas laporan Bapak.",
        f"{BODY}\n\nSent from my desk, is much easier than my mobile phone.",
        "this is a text with a -- in the middle",
        f"{BODY}\n\nDemikian disampaikan, terima kasih.",
        "Terima kasih,\nnamun masih ada yang ingin saya tanyakan kepada Bapak, yaitu mengenai simpanan saya. Mohon penjelasan.",
        f"{BODY}\n\nSalam untuk Joko di kantor.",
        "- butir pertama\n- butir kedua",
        "Data kami:\n-----\nNama koperasi Mulia\n\n-----\n\nGaris di atas hanya pemisah dan bukan tanda tangan.",
        "1. Tarsono\n2. Jalan Kalimantan\n3. 0857-2663-1948",
    ],
)
def test_what_only_resembles_a_signature_stays_in_the_text(text):
    assert separate(a_mail(text + QUOTE)).text == text


def test_a_name_alone_is_an_answer_and_no_signature():
    assert separate(a_mail("Joko Wiyono" + QUOTE)).text == "Joko Wiyono"


def test_an_answer_between_quotations_is_never_a_signature():
    text = "On 27/02/2024 08:00, Desk wrote:\n> Nama?\n\nJoko Wiyono\n\n> Nomor?\n\n0812 3456 7890\n"
    assert separate(a_mail(text)).text == "Joko Wiyono\n\n0812 3456 7890"


def test_a_mail_with_nothing_but_a_signature_has_no_text():
    reply = separate(a_mail("Dikirim dari Galaxy saya"))
    assert (reply.text, reply.signature) == ("", "Dikirim dari Galaxy saya")


def test_a_command_is_never_taken_for_a_signature():
    assert separate(a_mail("Terima kasih,\n#tutup\n\nSudah selesai.")).text == "Terima kasih,\n#tutup\n\nSudah selesai."


def test_the_banner_of_a_mail_server_is_not_text():
    reply = separate(a_mail(f"[EXTERNAL] CAUTION: This email originated from outside of the organization.\n\n{BODY}"))
    assert reply.text == BODY


def test_a_letter_that_begins_with_its_salutation_is_no_signature():
    text = (
        "Dengan hormat,\n\nKami kirimkan jawaban warga kami:\n\nNama lengkap : Ujang Suparman\nNo HP : 0831-2019-4478\n"
        "Uraian : sudah dibayar, masih ditagih\n\nOperator Desa"
    )
    assert "Uraian : sudah dibayar" in separate(a_mail(text, subject="Re: lapor")).text
