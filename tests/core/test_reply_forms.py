"""Attributions, separators and header blocks of clients in many languages, and prose that resembles them."""

import pytest

from mailticket.core.reply import separate
from tests.core.test_reply import a_mail

ANSWER = "Sudah saya kirim kemarin."
OLD = "Mohon lengkapi data.\nTerima kasih."
ATTRIBUTIONS = [
    "Meja Layanan <info@desk.example> wrote:",
    "Meja Layanan (info@desk.example) wrote:",
    "blumfeldt schrieb am Do. 20. Juni 2024 um 14:49:",
    "El El vie, 3 de marzo de 2023 a la(s) 9:21 a.m., Mesa <info@desk.example> escribió:",
    "info@desk.example wrote:",
    "Desk via Lapor <info@desk.example> schrieb:",
    "* Meja Layanan <info@desk.example> wrote:",
    "* Meja Layanan <info@desk.example> [2026-11-02 10:15]:",
    "Missatge de Meja Layanan <info@desk.example> del dia dl., 2 de nov. 2026 a les 10:15:",
    "Wiadomość napisana przez Meja Layanan <info@desk.example> w dniu 02.11.2026, o godz. 10:15:",
    "Meja Layanan <info@desk.example> şunları yazdı (2 Kas 2026 10:15):",
    "Noong Lun, Nob 2, 2026 nang 10:15 AM, sinulat ni Meja Layanan <info@desk.example> ang:",
    "सोम, 2 नव॰ 2026 को 10:15 am बजे को Meja Layanan <info@desk.example> ने लिखा:",
    "пон, 2. нов 2026. у 10:15 Meja Layanan <info@desk.example> је написао/ла:",
    "Meja Layanan kirjoitti 2.11.2026 klo 10.15:",
    "Meja Layanan wrote on Mon, 2 Nov 2026 10:15:",
    "On Nov 2, 2026,\nat 10:15,\nMeja Layanan <info@desk.example> wrote:",
    "On Mon, Nov 2, 2026 at 10:15 AM Meja Layanan\n\n<\nmailto:Meja Layanan <info@desk.example>\n> wrote:",
    "tir. 2. nov. 2026 kl. 10:15 skrev Meja Layanan <info@desk.example\n>:",
    "Op 2 november 2026 10:15 schreef Meja Layanan het volgende:",
    "在 2026/11/2 10:15, 服务台 写道:",
    "服务台 於 2026/11/2 上午 10:15 寫道:",
    "2026-11-02 오전 10:15에 Meja Layanan 이(가) 쓴 글:",
    ">>> Meja Layanan <info@desk.example> 11/2/2026 10:15 AM >>>",
]
# A mail that answers nothing may be a reply whose headers were lost; only what no one types counts there.
UNMISTAKABLE = [
    "On Wed, Sep 25, 2013, at 03:57 PM, meja_layanan wrote:",
    "On Thursday, June 27, 2013, meja via Lapor Desa wrote:",
    "El jueves, 21 de noviembre de 2013, mesa escribió:",
    "Am 02.11.26 um 10:15 schrieb Meja Layanan:",
    "2.11.2026 10:15 tarihinde Meja Layanan yazdı:",
    "2026. 11. 02. 10:15 keltezéssel, Meja Layanan írta:",
    "Στις 2/11/26 10:15, ο/η Meja Layanan έγραψε:",
    "في الاثنين، ٢ نوفمبر ٢٠٢٦ في ١٠:١٥ ص تمت كتابة ما يلي بواسطة Meja <info@desk.example>:",
    "בתאריך יום ב׳, 2 בנוב׳ 2026 ב-10:15 מאת Meja <info@desk.example>:",
    "Meja Layanan <info@desk.example> wrote:",
]
HEADS = [
    '---Original---\nFrom: "Meja"<info@desk.example>\nDate: Mon, Nov 2, 2026 10:15 AM\nTo: "Joko"<joko@warga.example>;\nSubject: x',
    "---- 回复的原邮件 ----\n| 发件人 | Meja<info@desk.example> |\n| 日期 | 2026年11月02日 10:15 |",
    "---- Replied Message ----\n| From | Meja<info@desk.example> |",
    "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Monday, November 2, 2026 10:15 AM, Meja <info@desk.example> wrote:",
    "-----הודעה מקורית-----", "-----رسالة أصلية-----", "-----Вихідне повідомлення-----", "-----邮件原件-----", "---------- 원본 메일 ----------",
    "-------- ข้อความเดิม --------", "-----Izvorna poruka-----", "-------- Mesajul original --------",
    "จาก: Meja <info@desk.example>\nส่ง: 2 พฤศจิกายน 2569 10:15\nถึง: Joko <joko@warga.example>\nเรื่อง: RE: x",
    "От: Meja <info@desk.example>\nИзпратено: понеделник, 2 ноември 2026 г. 10:15\nДо: Joko <joko@warga.example>\nОтносно: RE: x",
    'Message du 02/11/26 10:15\nDe : "Meja" <info@desk.example>\nA : joko@warga.example\nObjet : x',
    '====\n\nMessage du : 02/11/2026 10:15\nDe : "Meja" <info@desk.example>\nA : joko@warga.example\nSujet : x',
    "Meja Layanan/Humas/KUKM@KUKM\n11/02/2026 10:15 AM\n\nTo\nJoko\ncc\n\nSubject\nRe: x",
    "From: Meja [mailto:info@desk.example]\nSent: Monday, November 2, 2026 10:15 AM",
    "-----------------------------------------------\nReply above this line",
    "---\n*Previous Replies*", "---\n*Vorherige Antworten*",
    "## Bitte gib deine Antwort über dieser Zeile ein. ##", "## Wpisz swoją odpowiedź nad tą linią ##",
]  # fmt: skip


@pytest.mark.parametrize("line", ATTRIBUTIONS)
def test_in_a_reply_the_attribution_of_a_client_begins_the_quotation(line):
    for old in (OLD, OLD.replace("Mohon", "> Mohon").replace("Terima", "> Terima")):
        assert separate(a_mail(f"{ANSWER}\n\n{line}\n\n{old}\n")).text == ANSWER


@pytest.mark.parametrize("line", UNMISTAKABLE)
def test_what_only_a_client_writes_begins_a_quotation_in_any_mail(line):
    assert separate(a_mail(f"{ANSWER}\n\n{line}\n\n{OLD}\n", subject="Laporan")).text == ANSWER


@pytest.mark.parametrize("head", HEADS)
def test_separators_and_header_blocks_in_other_languages_begin_the_quotation(head):
    assert separate(a_mail(f"{ANSWER}\n\n{head}\n\n{OLD}\n")).text == ANSWER


@pytest.mark.parametrize("subject", ["Re: Laporan", "Laporan"])
@pytest.mark.parametrize(
    "prose",
    [
        "Saya sudah kirim bukti ke Budi <budi@ksp.example> tanggal 12 Mei 2024 pukul 10.00:\n\n1. kuitansi\n2. foto",
        "Saya mendapat surel dari KSP Mulia <admin@ksp.example> pada 3 Maret 2024 pukul 09.00:\n\nUang kembali besok.",
        "Tolong kirim jawaban ke Budi Santoso <budi@ksp.example> paling lambat 2 Nov 2026 pukul 10:15:\n\nnomor rekening, nama",
        "Budi Santoso (budi@ksp.example) pengurus koperasi:\n\nDia tidak membayar.",
        "Alamat surel: Budi Santoso <budi@ksp.example>:\n\nmohon dicatat",
        "Pengurus menulis pada 12 Mei 2024:\n\nuang tidak bisa diambil",
        "Pengurus menulis di papan:\n\nuang tidak bisa diambil",
        "Saya transfer pada 12 Mei 2024 10:00:\n\n500.000 rupiah",
        "Saya tanya.\n\nDari: joko@warga.example\nTanggal: 12 Mei 2024 10.00\nIsi: uang kami hilang",
        "Ketua/Sekretaris KSP Mulia\nPada rapat itu kami dijanjikan uang kembali.",
        "Catatan rapat 12/05/2024 10:00\nKetua/Sekretaris/Bendahara\nTo\nsemua anggota tidak dibayar",
        "Harga naik:\n>>> lihat 12/05/2024 10:00 <<<\nlalu jawab.",
        "Kami minta barang ini:\n\n--- asli ---\nBarang ini asli.",
        "Message du président 12/05/2024:\n\nbonjour",
    ],
)
def test_prose_that_resembles_an_attribution_stays(subject, prose):
    assert " ".join(separate(a_mail(prose, subject=subject)).text.split()) == " ".join(prose.split())


@pytest.mark.parametrize(
    "prose",
    ["Pengurus wrote on 12 May 2024 10:00:\n\nthe money is gone", "Batas atas 5 juta\nNilai < 10:\nlebih > 3: tidak"],
)
def test_a_person_who_reports_what_another_wrote_is_kept_in_a_new_mail(prose):
    assert " ".join(separate(a_mail(prose, subject="Laporan")).text.split()) == " ".join(prose.split())


def test_a_quoted_forward_is_kept_with_the_words_below_it():
    text = "Ini dia.\n\n> Begin forwarded message:\n>\n> From: KSP <a@ksp.example>\n> Subject: Undangan\n>\n> Mari menabung.\n\nMohon dicek."
    assert separate(a_mail(text, subject="Undangan")).text == text


def test_a_long_rest_of_a_quoted_line_is_known_by_the_comma_before_it():
    quoted = "> Mohon sebutkan nama koperasi, alamat lengkap koperasi, nomor telepon,\nnama pengurus yang Bapak temui di kantor\n>"
    assert separate(a_mail(f"Baik.\n\nOn 27/02/2024 08:00, Desk wrote:\n{quoted}\n")).text == "Baik."


def test_an_answer_below_a_quoted_question_is_not_the_rest_of_its_line():
    quoted = "> Apakah Bapak sudah menerima surat kami yang dikirim pada bulan lalu itu?\nsudah saya terima dari pak lurah kemarin\n>"
    assert (
        separate(a_mail(f"On 27/02/2024 08:00, Desk wrote:\n{quoted}\n")).text
        == "sudah saya terima dari pak lurah kemarin"
    )


def test_what_a_drawn_line_parts_from_its_announcement_is_no_signature():
    text = "Nomor rekening:\n-----\n12345\n-----\nTerima kasih atas bantuannya."
    assert separate(a_mail(text)).text == text


def test_a_closing_formula_in_two_languages_is_one():
    assert separate(a_mail("Setuju.\n\nMed venlig hilsen / Kind regards\n\nJoko Wiyono\nKetua")).text == "Setuju."


ONE_LINE = [
    "On Wed, Apr 4, 2012 at 3:59 PM, Meja <info@desk.example> wrote: > Mohon > lengkapi",
    "On Wed, Apr 4, 2012 at 3:59 PM, Meja <info@desk.example> wrote: Mohon lengkapi",
    "On Wed, Apr 4, 2012 at 3:59 PM, Meja <info@desk.example> wrote:\nMohon lengkapi",
    'On 03/19/2013 at 9:19 AM, "Meja"  wrote:Mohon lengkapi',
    "Pada tanggal Sel, 28 Mei 2024 pukul 08.00 Meja <info@desk.example> menulis: Yth. Bapak",
    "-----Original Message-----\nFrom: Meja <info@desk.example>\nSent: Monday\n\nMohon lengkapi",
    "-----Original Message----- From: Meja <info@desk.example> Sent: 2/11/2026 10:15 To: Joko Subject: x Mohon",
    "________________________________ From: Meja <info@desk.example> Sent: Monday, 2 Nov 2026 10:15 To: Joko Subject: x Mohon",
    "Dari: Meja <info@desk.example> Dikirim: Senin, 2 Nov 2026 10.15 Kepada: Joko Perihal: x Mohon",
]  # fmt: skip


@pytest.mark.parametrize("subject", ["Re: Laporan", "Laporan"])
@pytest.mark.parametrize("quotation", ONE_LINE)
@pytest.mark.parametrize("between", [" ", "\n", "\n\n"])
def test_words_before_a_quotation_that_lost_its_line_ends_stay(between, quotation, subject):
    assert separate(a_mail(f"{ANSWER}{between}{quotation}", subject=subject)).text == ANSWER


@pytest.mark.parametrize(
    "prose",
    [
        "Saya bayar ---- lalu hilang. From: mana uangnya?",
        "Data: a@warga.example Dari: Joko Kepada: desa Hal: uang Tanggal: kemarin",
        "Pada Sen, 24 Jun 2024 pada 09.09, pengurus menulis: uang hangus",
        "Pada Senin, 12 Mei 2024, pengurus via WhatsApp menulis:\n\nuang tidak bisa dicairkan",
        "Pada tanggal 12 Mei 2024 pukul 10.00 ketua koperasi menulis:\n\nuang tidak bisa dicairkan",
        "On Monday, 12 May 2024, the manager wrote:\n\nthe money is gone",
    ],
)
def test_a_report_of_what_another_said_is_kept_in_a_reply_too(prose):
    assert " ".join(separate(a_mail(prose)).text.split()) == " ".join(prose.split())


@pytest.mark.parametrize("mark", ["|", ":", "}", "ML>"])
def test_other_quote_marks_are_known_by_the_attribution_above_them(mark):
    text = f"On 27/02/2024 08:00, Meja Layanan wrote:\n{mark} Mohon nomor.\n{mark} Terima kasih.\n\n0812 3456 7890\n"
    assert separate(a_mail(text)).text == "0812 3456 7890"


def test_a_table_is_no_quotation():
    text = "Tabel:\n| Nama | Simpanan |\n| Joko | 5 juta |"
    assert separate(a_mail(text)).text == text


def test_the_last_of_a_list_of_names_is_no_signature():
    text = "Pengadu:\n- Siti Aminah\n- Joko Wiyono"
    assert separate(a_mail(text)).text == text


def test_a_name_behind_a_dash_is_an_answer_where_nothing_stands_above_it():
    assert separate(a_mail("- Siti Aminah\n\nOn 27/02/2024 08:00, Desk wrote:\n> Nama?")).text == "- Siti Aminah"


@pytest.mark.parametrize(
    "signature",
    [
        "Udvozlettel,\nAnna",
        "Do widzenia,\n\nTriss",
        "Freundliche Grüsse",
        "أُرسلت من الـ iPhone",
        "Az iPhone-omról küldve",
        "Изпратено от моя iPhone",
        "Met vriendelijke groet\n\nJan de Vries\nManager",
        "Hartelijke groet,\nJan",
        "Hoogachtend,\n\nJan de Vries",
        "Mit bestem Gruß\nMax",
        "Salutations distinguées\nMarie",
        "مع أطيب التحيات\n\nسامي",
        "Yang benar,\n\nAhmad bin Ali",
        "Saya yang menjalankan amanah,\n\nAhmad bin Ali",
        "Lataa Outlook Android-laitteille",
        "Windows 10 için Posta ile gönderildi",
        "Android için Outlook’u edinin",
        "发自 Outlook",
        "Envoyé à partir d’Outlook pour Android",
        "Terkirim dari Samsung Mobile",
        "Đã gửi từ iPhone của tôi",
    ],
)
def test_signatures_in_more_languages_are_parted(signature):
    assert separate(a_mail(f"{ANSWER}\n\n{signature}")).text == ANSWER


def test_a_closing_formula_of_several_words_needs_no_empty_line_above():
    assert (
        separate(a_mail(f"{ANSWER}\nMit freundlichen Grüßen\n-----Original-Nachricht-----\nVon: Meja\n\nAlt")).text
        == ANSWER
    )


def test_two_dashes_before_a_name_are_a_signature_below_a_quotation_too():
    text = "On 27/02/2024 08:00, Desk wrote:\n> Nama?\n\nSudah saya kirim.\n\n> Terima kasih\n\n  -- Joko"
    assert separate(a_mail(text)).text == "Sudah saya kirim."


def test_a_sentence_of_thanks_above_the_closing_formula_belongs_to_the_text():
    assert (
        separate(a_mail("Mohon dicek.\n\nTerima kasih.\n\nHormat kami,\nJoko Wiyono")).text
        == "Mohon dicek.\n\nTerima kasih."
    )


BLOCK = "From: KSP Mulia <promo@ksp.example>\nDate: Mon, Nov 2, 2026 at 10:15 AM\nSubject: Undangan\nTo: <joko@warga.example>\n\nMari menabung."
ANNOUNCEMENTS = [
    "Mulai pesan yang diteruskan:", "Začátek přeposílané zprávy:", "Välitetty viesti alkaa:", "Započni proslijeđenu poruku:", "Továbbított levél kezdete:",
    "Videresendt melding:", "Początek przekazywanej wiadomości:", "Începe mesajul redirecționat:", "Начало переадресованного сообщения:",
    "Začiatok preposlanej správy:", "Vidarebefordrat mejl:", "İleti başlangıcı:", "Початок листа, що пересилається:",
]  # fmt: skip
LINES = ["----- Перенаправлене повідомлення -----", "-------- Proslijeđena poruka --------", "--- Treść przekazanej wiadomości ---",
         "---------- メッセージを転送 ----------", "---------- Wiadomość przesłana dalej ----------"]  # fmt: skip


QUOTED = "\n".join(f"> {line}".rstrip() for line in BLOCK.split("\n"))


@pytest.mark.parametrize("subject", ["Fwd: Undangan", "Undangan"])
@pytest.mark.parametrize(
    "forwarded",
    [f"{line}\n\n{BLOCK}" for line in [*ANNOUNCEMENTS, *LINES]]
    + [f"{line}\n\n{QUOTED}" for line in ANNOUNCEMENTS]
    + [f"> {line}\n>\n{QUOTED}" for line in ANNOUNCEMENTS],
)
def test_what_is_forwarded_is_kept_in_whatever_language(forwarded, subject):
    text = f"Apakah ini benar?\n\n{forwarded}"
    assert separate(a_mail(text, subject=subject)).text == text


def test_a_forward_below_the_line_of_a_reply_is_kept():
    text = (
        'Apakah ini benar?\n\nOn November 2, 2026 at 10:15 AM, "KSP Mulia" <promo@ksp.example> wrote:\n\nMari menabung.'
    )
    assert separate(a_mail(text, subject="FW: Undangan")).text == text
    assert separate(a_mail(text, subject="Re: Undangan")).text == "Apakah ini benar?"


TO_FIRST = "À : Jean Dupont\nDe : Marie Martin\nObjet : Essai\nEnvoyé : lundi 3 mars 2014 10:12\n\nCeci est un test"


@pytest.mark.parametrize("drawn", ["", "_____________________________________________\n\n"])
@pytest.mark.parametrize(
    "block", [TO_FIRST, "To: Joko <joko@warga.example>\nFrom: Meja\nDate: Mon, 2 Feb 2026 10:15\nSubject: x\n\nMohon"]
)
def test_a_header_block_can_begin_with_whom_it_went_to(drawn, block):
    assert separate(a_mail(f"{ANSWER}\n\n{drawn}{block}")).text == ANSWER


@pytest.mark.parametrize("subject", ["Re: Laporan", "Laporan"])
@pytest.mark.parametrize(
    "text",
    [
        "Kepada Yth: Kepala Desk\nDari: Joko Wiyono\nTanggal: 12 Maret 2026\nPerihal: Laporan\n\nMohon ditindaklanjuti.",
        "Kepada: Kepala Desk\nDari: Joko Wiyono\nTanggal: 12 Maret 2026\nPerihal: Laporan\n\nMohon ditindaklanjuti.",
        "Kepada: Kepala Desk\nDari: Joko Wiyono\nTanggal: 12 Maret 2026 10:30\nPerihal: Laporan\n\nMohon ditindaklanjuti.",
        "Mohon dicatat.\n\nKepada: Kepala Desk\nDari: Joko Wiyono\nTanggal: 12 Maret 2026 10:30\nPerihal: Laporan",
        TO_FIRST,
        "Dari: Joko Wiyono\nKepada: Kepala Desk\nTanggal: 12 Maret 2026 10:30\nPerihal: Laporan\n\nMohon ditindaklanjuti.",
        "Tanggal: 12 Maret 2026\nDari: Joko Wiyono joko@warga.example\nPerihal: Laporan\n\nMohon ditindaklanjuti.",
        "Kepada:\nKepala Desk\nDari: Joko Wiyono joko@warga.example\nTanggal: 12 Maret 2026\nPerihal: Laporan\n\nMohon dibalas.",
        "Bukti transfer:\n\nPengirim: Joko\nTanggal: 12 Maret 2026 10:30\nPenerima: Budi\nPerihal: 500.000\n\nTidak sampai.",
        "Bukti transfer:\n\nPengirim: Joko\nPenerima: Budi\nTanggal: 12 Maret 2026 10:30\nJumlah: 500.000\n\nTidak sampai.",
        "Bukti transfer:\n\nPengirim: Joko (joko@warga.example)\nPenerima: Budi\nPerihal: 500.000\n\nTidak sampai.",
        "NIK saya salah. Yang benar:\n3171234567890001",
        "Nama saya salah tulis. Yang benar\nBudi Santoso",
        "Foto yang saya kirim dari Outlook tidak terbuka.",
    ],
)
def test_the_head_of_a_memo_and_what_is_right_are_kept(text, subject):
    assert separate(a_mail(text, subject=subject)).text == text


@pytest.mark.parametrize(
    "block",
    [
        "Dari: Meja <info@desk.example>\nTanggal: 12 Maret 2026 10.30.00 WIB\nKepada: Joko <joko@warga.example>\nPerihal: Re: Laporan",
        "Dari: Meja\nDikirim: 12 Maret 2026 10:30\nKepada: Joko\nPerihal: Re: Laporan",
        "Dari: Meja\nTanggal: 12 Maret 2026 10:30\nKepada: Joko\nSubjek: Re: Laporan",
    ],
)
def test_a_header_block_of_a_mail_program_in_indonesian_begins_the_quotation(block):
    assert separate(a_mail(f"{ANSWER}\n\n{block}\n\nMohon dilengkapi.")).text == ANSWER


@pytest.mark.parametrize(
    "text",
    [
        "Yang menolak saya:\n\nBidang Perizinan",
        "Surat sudah saya kirim kepada\n\nDinas Koperasi",
        "Pejabat yang menandatangani:\n\nKepala Dinas\nBudi Santoso\nNIP. 19700101 199003 1 001",
    ],
)
def test_an_office_that_the_text_announces_is_no_signature(text):
    assert separate(a_mail(text, subject="Laporan")).text == text
