"""What a person wrote stays whole: lists, rules, tables and postscripts are text, whatever mark stands in front of them.

What is left out is left out because something says so (a name, a formula, a number, a mail server's warning), and it is
kept beside the text with why.
"""

import pytest

from mailticket.core.found import Left
from mailticket.core.parser import parse
from mailticket.core.reply import separate
from tests.core.test_reply import a_mail

WRITER = {"name": "Rina Wulandari", "address": "rina@desk.example"}
SIGNED = "Salam,\nRina Wulandari\nAnalis Kebijakan\nHP 0812-3456-7890"
QUOTE = "\n\nPada Sen, 16 Mar 2026 pukul 09.02 Meja Layanan <info@desk.example> menulis:\n\n> Laporan baru.\n> Mohon dijawab.\n"
INTRO = "Yth. Ibu Siti, mohon membawa:"


def reply_to(text, **more):
    return separate(a_mail(text, **{**WRITER, **more}))


def html(body, subject="Re: Laporan", name="Rina Wulandari"):
    head = f"From: {name} <rina@desk.example>\nTo: info@desk.example\nSubject: {subject}\nContent-Type: text/html; charset=utf-8\n\n"
    return separate(parse((head + body).encode()))


def squeezed(text):
    return " ".join(text.split())


LISTS = [
    "- KTP\n- Kartu Keluarga\n- Bilyet simpanan",
    "-KTP\n-Kartu Keluarga",
    "– KTP\n– Kartu Keluarga",
    "— KTP\n— Kartu Keluarga",
    "~ KTP\n~ Kartu Keluarga",
    "-- KTP\n-- Kartu Keluarga",
    "--KTP\n--Kartu Keluarga",
    "/ KTP\n/ Kartu Keluarga",
    "• KTP\n• Kartu Keluarga",
    "* KTP\n* Kartu Keluarga",
    "+ KTP\n+ Kartu Keluarga",
    "> KTP dan Kartu Keluarga",
    "1. KTP\n2. Kartu Keluarga",
    "1) KTP\n2) Kartu Keluarga",
    "a. KTP\nb. Kartu Keluarga",
    "a) KTP\nb) Kartu Keluarga",
    "A. KTP\nB. Kartu Keluarga",
    "(1) KTP\n(2) Kartu Keluarga",
    "i. KTP\nii. Kartu Keluarga",
    "✅ KTP\n✅ Kartu Keluarga",
    "👉 KTP\n👉 Kartu Keluarga",
    "- Andi Saputra\n- Dewi Lestari",
    "- Rina Wulandari\n- Dewi Lestari",
    "- Dewi Lestari\n- Rina Wulandari",
    "- Senin\n- Kamis",
    "KTP\nKartu Keluarga\nBilyet",
    "-\tKTP\n-\tKartu Keluarga",
    "  - KTP\n    - asli\n    - fotokopi\n  - Kartu Keluarga",
    "- Warga Negara Indonesia\n- Anggota Aktif Koperasi",
    "- KTP",
    "– KTP",
    "~ KTP",
    "- Kantor Dinas\n  Jl. Melati 12\n- Kantor Kecamatan",
]
TAILS = ["", "\n\nMohon datang pukul 09.00.", "\n\nTerima kasih atas perhatian Ibu.", "\n\nKami tunggu"]


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("items", [one for one in LISTS if not one.startswith(">")])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_list_is_text_in_answers_and_reports(gap, items, tail):
    body = f"{INTRO}{gap}{items}{tail}"
    for subject in ("Re: Laporan", "Pengaduan simpanan"):
        assert reply_to(body, subject=subject).text == body
    signed = reply_to(f"{body}\n\n{SIGNED}{QUOTE}")
    assert signed.text == body
    assert [(cut.what, cut.text, cut.known) for cut in signed.cuts] == [(Left.SIGNATURE, SIGNED, True)]


SECTIONS = [
    "Jadwal loket:\nSenin 09.00\nKamis 09.00\n\nMohon membawa KTP.",
    "Pencairan tahap satu 6 April\nPencairan tahap dua 4 Mei",
    "Tahap satu\nTahap dua",
    "Loket A\nLoket B\nLoket C",
    "Kantor Pusat\nKantor Cabang Bandung",
    "Bapak Andi Saputra\nIbu Dewi Lestari",
    "Nomor bilyet:\nTanggal setor:\nNama penerima:",
    "Uang tunai Rp5.000.000",
    "KTP",
    "HASIL RAPAT\nPengurus hadir semua",
    "Sudah dibayar",
    "LAMPIRAN",
]
RULES = [
    "---",
    "-----",
    "--------------------",
    "====",
    "==========",
    "*****",
    "***",
    "____",
    "______________",
    "~~~~",
    "- - - -",
    "—————",
    "* * *",
    "-=-=-=-",
]


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("rule", RULES)
def test_a_drawn_line_above_short_lines_is_text(rule, section):
    body = f"Yth. Ibu Siti, pengaduan sudah kami teliti.\n\n{rule}\n\n{section}"
    assert reply_to(body).text == body
    assert reply_to(body, subject="Pengaduan").text == body
    closed = f"Yth. Ibu Siti, pengaduan sudah kami teliti.\n\n{rule}\n{section}\n{rule}"
    assert reply_to(closed).text == closed
    assert reply_to(f"{body}\n\n{SIGNED}{QUOTE}").text == body


@pytest.mark.parametrize("mark", ["-- ", "--", "—"])
@pytest.mark.parametrize(
    "section",
    [
        "- KTP\n- Kartu Keluarga",
        "1. KTP\n2. Kartu Keluarga",
        "PS: bawa juga bilyetnya",
        "NB: loket tutup hari Jumat",
        "Tanggal\tJumlah\n6 April\tRp15.000.000",
        "| Tanggal | Jumlah |\n| 6 April | Rp15.000.000 |",
        "Keputusan ini berlaku sejak 1 April 2026 dan tidak dapat diubah.",
        "Silakan hubungi kantor dinas di nomor 022-1234567 jika masih ada pertanyaan.",
        "Senin: 09.00 sampai 12.00\nKamis: 09.00 sampai 12.00",
        "Apakah Ibu masih menyimpan bilyet aslinya?",
    ],
)
def test_what_is_text_is_text_below_the_mark_of_a_signature_too(section, mark):
    body = f"Yth. Ibu Siti, pengaduan sudah kami teliti.\n\n{mark}\n{section}"
    assert squeezed(reply_to(body).text) == squeezed(body)


POSTSCRIPTS = [
    "PS: bawa juga bilyetnya",
    "P.S. Bawa juga bilyetnya.",
    "NB: loket tutup hari Jumat",
    "N.B. loket tutup hari Jumat",
    "NB. Loket tutup hari Jumat",
    "nb : loket tutup hari jumat",
    "Catatan: loket tutup hari Jumat",
    "CATATAN: loket tutup hari Jumat",
    "*Catatan:* loket tutup hari Jumat",
    "Note: the office is closed on Friday",
    "Catatan: bukti transfer mohon dikirim lewat email terpisah.",
    "NB:\n- KTP\n- Kartu Keluarga",
    "Tambahan: uang sudah ada di kas koperasi",
    "Lampiran:\n1. Surat dinas\n2. Berita acara",
    "- KTP\n- Kartu Keluarga",
    "1. KTP\n2. Kartu Keluarga",
    "| Tanggal | Jumlah |\n| 6 April | Rp15.000.000 |",
    "Tanggal\tJumlah\n6 April\tRp15.000.000",
    "Mohon datang sebelum pukul 12.00 karena loket hanya buka setengah hari.",
]
NAMES = [
    "Salam,\nRina Wulandari",
    "Salam,\n\nRina Wulandari\nAnalis Kebijakan",
    "Terima kasih,\nRina",
    "Hormat kami,\n\nRina Wulandari\nNIP 19790812 200501 2 004",
    "Best regards,\nRina Wulandari",
    "Wassalam, Rina",
]


@pytest.mark.parametrize("postscript", POSTSCRIPTS)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_added_below_the_name_is_text_and_the_name_is_not(name, postscript):
    reply = reply_to(f"Yth. Ibu Siti, uang cair 6 April 2026.\n\n{name}\n\n{postscript}")
    assert squeezed(reply.text) == squeezed(f"Yth. Ibu Siti, uang cair 6 April 2026. {postscript}")
    assert squeezed(reply.signature) == squeezed(name)
    assert all(cut.known for cut in reply.cuts)
    close = f"Yth. Ibu Siti, uang cair 6 April 2026.\n\n{name}\n\n{postscript}\n\nDikirim dari iPhone saya{QUOTE}"
    assert squeezed(reply_to(close).text) == squeezed(reply.text)


def test_a_postscript_on_the_line_below_the_name_is_text():
    reply = reply_to("Uang cair 6 April 2026.\n\nSalam,\nRina Wulandari\nNB: bawa KTP asli\ndan fotokopinya")
    assert reply.text == "Uang cair 6 April 2026.\n\nNB: bawa KTP asli\ndan fotokopinya"
    assert reply.signature == "Salam,\nRina Wulandari"


@pytest.mark.parametrize(
    "body",
    [
        "Terima kasih, berikut syaratnya.\n\nTerima kasih,\n\n- KTP\n- Kartu Keluarga",
        "Berikut syaratnya.\n\nSalam,\n1. KTP\n2. Kartu Keluarga",
        "Berikut jadwalnya.\n\nTerima kasih,\n\nTanggal\tJumlah\n6 April\tRp15.000.000\n4 Mei\tRp30.000.000",
        "Berikut jadwalnya.\n\nHormat kami,\n\n| Tanggal | Jumlah |\n|---|---|\n| 6 April | Rp15.000.000 |",
        "Berikut jadwalnya:\n\nTanggal        Jumlah\n6 April 2026   Rp15.000.000\n4 Mei 2026     Rp30.000.000",
        "Berikut jadwalnya:\n\nSenin      09.00\nKamis      13.00",
        "Berikut angsurannya:\n\nTahap | Tanggal | Jumlah\nI | 6 April | 15 juta\nII | 4 Mei | 30 juta",
        "Ibu dapat menghubungi petugas kami:\n\nAndi Saputra\nDinas Koperasi Kota Bandung\nHP 0813-1111-2222",
        "Ibu dapat menghubungi:\n\n- Andi Saputra, HP 0813-1111-2222\n- Dewi Lestari, HP 0813-3333-4444",
        "Jika Ibu bukan anggota koperasi, surat ini tidak berlaku.\n\nJika Anda bukan anggota, mohon abaikan tagihannya.",
        "Isi email Ibu sudah kami baca.\n\nIsi email tanggal 3 Maret sudah kami teruskan kepada pengurus.",
        "Sudah kami periksa.\n\nCatatan: kami sudah mengirim surel kepada pengurus pada 3 Maret.",
        "Sudah kami periksa.\n\nPENTING: simpan pesan dari pengurus koperasi sebagai bukti.",
    ],
)
def test_what_a_letter_may_end_with_is_text(body):
    assert squeezed(reply_to(body).text) == squeezed(body)
    assert squeezed(reply_to(body, subject="Pengaduan", name="Budi").text) == squeezed(body)


SIGNATURES = [
    "-- \nRina Wulandari\nAnalis Kebijakan\nKementerian Koperasi",
    "--\nRina Wulandari",
    "---\nRina Wulandari\nAnalis Kebijakan",
    "_______________\nRina Wulandari | Analis | 0812-3456-7890",
    "==========\nRina Wulandari",
    "Salam,\nRina",
    "Hormat kami,\n\n\nRina Wulandari, S.E., M.M.\nKepala Bidang Pengawasan\nNIP 19790812 200501 2 004",
    "Terima kasih,\n\nRina Wulandari\nJl. HR Rasuna Said Kav. 3-4, Jakarta\nTelp. (021) 520-4366\nwww.desk.example",
    "-- \nRina Wulandari\nMelayani dengan hati, tanpa pungutan biaya apa pun.",
    "- Rina",
    "~ Rina",
    "— Rina Wulandari",
    "Best regards,\nRina Wulandari\nSenior Analyst\n+62 812 3456 7890",
    "Rina Wulandari\nAnalis Kebijakan",
    "Dikirim dari iPhone saya",
    "Salam,\nRina\n\nPERHATIAN: Email ini bersifat rahasia dan hanya ditujukan kepada penerima.",
    "Apabila Anda bukan penerima yang dimaksud, mohon hapus surel ini beserta lampirannya.",
    "Informasi dalam email ini bersifat rahasia dan hanya untuk penerima yang dituju.",
    "_______________________________________________\nWarga mailing list\nhttps://lists.example/listinfo/warga",
    "-- \nAnda menerima pesan ini karena berlangganan grup Warga.\nUntuk berhenti berlangganan, kirim surel ke x@lists.example.",
]


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("body", ["Uang cair 6 April 2026.", f"{INTRO}\n\n- KTP\n- Kartu Keluarga"])
def test_real_signatures_and_footers_still_go(body, signature):
    for rest in ("", QUOTE):
        reply = reply_to(f"{body}\n\n{signature}{rest}")
        assert reply.text == body
        assert squeezed(" ".join(cut.text for cut in reply.cuts)) == squeezed(signature)
        assert all(cut.known for cut in reply.cuts)


@pytest.mark.parametrize(
    "name", ["Rina Wulandari", "Nama: Rina Wulandari", "N a m a : Rina Wulandari", "Saya Rina Wulandari"]
)
@pytest.mark.parametrize(
    "matter",
    [
        "Saya menabung di koperasi sejak 2017. Ketuanya Pak Ronald (0852 7011 9088) selalu bilang minggu depan.",
        "tabungan saya 38 juta tidak dapat diambil, hubungi saya di 0812-3456-7890",
        "Uang saya dibawa lari oleh pengurus yang tinggal di Jl. Melati 12 dekat pasar dan tidak kembali",
        "- simpanan pokok\n- simpanan wajib",
    ],
)
def test_a_letter_that_begins_with_the_writers_name_is_no_signature(name, matter):
    body = f"Yth. Bapak/Ibu,\n\n{name}\nJl. Kenanga 8, Kota Semarang\nHP 0812-3456-7712\n\n{matter}"
    assert reply_to(body, subject="Pengaduan").text == body
    assert reply_to(body).text == body


def test_what_only_the_mark_above_it_says_is_a_signature_is_left_out_as_unknown():
    reply = reply_to("Uang cair 6 April 2026.\n\n-- \nKTP dan KK")
    assert reply.text == "Uang cair 6 April 2026."
    assert [(cut.what, cut.known) for cut in reply.cuts] == [(Left.SIGNATURE, False)]


BANNERS = [
    "EXTERNAL EMAIL: Do not click links or open attachments unless you trust the sender.",
    "[EKSTERNAL] - Jangan mengklik tautan atau membuka lampiran dari pengirim yang tidak Anda kenal.",
    "Email eksternal! Hati-hati dengan tautan dan lampiran.",
    "Scanned by Sophos. This message was scanned for viruses.",
    "PERHATIAN: Email ini berasal dari luar organisasi. Jangan klik tautan atau buka lampiran kecuali Anda mengenal pengirimnya.",
    "PERHATIAN: Email ini berasal dari luar organisasi\nJangan klik tautan atau buka lampiran kecuali Anda mengenal pengirimnya.",
    "PERINGATAN! Surel ini dikirim dari luar Kementerian. Harap berhati-hati terhadap tautan dan lampiran.",
    "*** EMAIL EKSTERNAL ***\nPesan ini berasal dari pengirim eksternal. Waspada terhadap tautan.",
    "[EKSTERNAL] Email ini berasal dari luar lingkungan instansi.",
    "Hati-hati: pesan ini datang dari luar jaringan kantor.",
    "Pengirim surel ini berada di luar organisasi Anda.",
    "[EXTERNAL EMAIL]",
    "[EXTERNAL]",
    "[EXT]",
    "EXTERNAL EMAIL",
    "*EXTERNAL SENDER*",
    "[EXTERNAL EMAIL] DO NOT CLICK links or attachments unless you recognize the sender and know the content is safe.",
    "CAUTION: This email originated from outside of the organization. Do not click links or open attachments unless you recognize the sender and know the content is safe.",
    "CAUTION: This email originated from outside of the organization. Do not click\nlinks or open attachments unless you recognize the sender and know the content\nis safe.",
    "Warning: This message originated from outside the organization.\nWarning: Use caution when following links or opening attachments.",
    "CAUTION\nThis email came from an external sender. Do not open attachments unless you trust the sender.",
    "This Message Is From an External Sender\nThis message came from outside your organization.\n\nReport Suspicious <https://us-phishalarm.example/x>",
    "You don't often get email from rina@desk.example. Learn why this is important <https://aka.ms/LearnAboutSenderIdentification>",
    "You don’t often get email from rina@desk.example. Learn why this is important",
    "Some people who received this message don't often get email from rina@desk.example. Learn why this is important",
    "Anda tidak sering mendapatkan email dari rina@desk.example. Pelajari mengapa ini penting",
    "Anda jarang menerima email dari rina@desk.example. Pelajari mengapa ini penting<https://aka.ms/x>",
    "Email from an external source. Think before you click.",
    "This email has been scanned for viruses by MailScanner.",
    "Email ini telah dipindai oleh antivirus.",
    "----------\nPERHATIAN: Surel ini dari luar instansi. Jangan membuka lampiran.\n----------",
]
ANSWER = "Yth. Ibu Siti, uang cair 6 April 2026."


@pytest.mark.parametrize("banner", BANNERS)
def test_a_warning_of_the_mail_server_is_left_out_at_the_top_and_at_the_end(banner):
    for text in (f"{banner}\n\n{ANSWER}", f"{banner}\n{ANSWER}", f"{banner}\n\n\n{ANSWER}{QUOTE}"):
        reply = reply_to(text)
        assert reply.text == ANSWER
        assert {cut.what for cut in reply.cuts} == {Left.BANNER}
        assert not reply.quote_above
    assert reply_to(f"{ANSWER}\n\n{banner}").text == ANSWER
    assert reply_to(f"{ANSWER}\n\n{banner}{QUOTE}").text == ANSWER
    assert reply_to(f"{banner}\n\n#tutup\n{ANSWER}").text == f"#tutup\n{ANSWER}"


def test_words_behind_a_warning_on_its_line_stay():
    assert reply_to(f"[EXTERNAL EMAIL] {ANSWER}").text == ANSWER
    assert reply_to(f"PERHATIAN: Email ini berasal dari luar organisasi. {ANSWER}").text == ANSWER


@pytest.mark.parametrize(
    "body",
    [
        '<table><tr><td style="background:#ffeb9c"><b>PERHATIAN:</b> Email ini berasal dari luar organisasi. Jangan klik tautan.</td></tr></table><br>',
        "<table><tr><td>!</td><td><b>CAUTION:</b> This email originated from outside of the organization.</td></tr></table><p></p>",
        "<div style='border:1px solid'><p><strong>CAUTION:</strong> External email. Do not click links unless you know the sender.</p></div>",
        '<div>You don\'t often get email from rina@desk.example. <a href="https://aka.ms/LearnAboutSenderIdentification">Learn why this is important</a></div>',
    ],
)
def test_a_warning_in_a_table_is_left_out(body):
    assert html(f"<html><body>{body}<div>{ANSWER}</div></body></html>").text == ANSWER


@pytest.mark.parametrize(
    "own",
    [
        "PERHATIAN: koperasi ini menipu anggota di luar kota.",
        "PERHATIAN! Email ini saya kirim dari luar negeri karena saya bekerja di Taiwan.",
        "PENTING: Surel ini saya tulis karena simpanan saya tidak cair.",
        "PERINGATAN dari koperasi: jangan klik tautan.\n\nItu bunyi pesan yang saya terima.",
        "Peringatan: uang saya hilang. Jangan buka lampiran sebelum membaca ini.",
        "Saya menerima email dari luar organisasi koperasi yang meminta uang.",
        "Anda tidak sering membalas email saya.",
        "External auditors have found that the money is gone.",
        "Jangan klik tautan dari penipu itu.",
        "Warning: this cooperative is a fraud.",
        "Hati-hati: pengurus koperasi datang dari luar daerah.",
        "PENTING: mohon email ini bersifat rahasia karena saya takut kepada pengurus.",
        "Mohon surel ini dirahasiakan dan hanya untuk Bapak.",
    ],
)
def test_a_warning_of_a_person_about_an_own_matter_stays(own):
    body = f"{own}\n\nMohon ditindaklanjuti."
    assert reply_to(body, subject="Pengaduan").text == body
    assert reply_to(own).text == own


def test_advice_of_an_officer_below_a_warning_stays():
    body = "Jangan klik apa pun yang dikirim penipu itu, Bu. Kami sudah melapor."
    assert reply_to(f"[EXTERNAL EMAIL]\n\n{body}").text == body


@pytest.mark.parametrize(
    "signature",
    [
        '<div class="gmail_signature"><div>Rina Wulandari<br>Analis Kebijakan</div></div>',
        '<div data-smartmail="gmail_signature">Rina Wulandari</div>',
        '<div id="Signature"><p>Rina Wulandari</p><p>Kementerian Koperasi</p><p>021-5204366</p></div>',
        '<div class="moz-signature">-- <br>Rina Wulandari</div>',
        '<div class="gmail_signature">Tim Pengaduan</div>',
    ],
)
def test_a_signature_that_the_markup_names_goes(signature):
    reply = html(f"<div>{ANSWER}</div><br>{signature}")
    assert reply.text == ANSWER
    assert all(cut.known for cut in reply.cuts)


@pytest.mark.parametrize(
    "typed",
    [
        "Yth. Ibu Siti, uang Ibu sudah dapat diambil di loket.",
        "<ul><li>KTP</li><li>Kartu Keluarga</li></ul>",
        "NB: loket tutup hari Jumat",
        "<ol><li>KTP</li><li>Kartu Keluarga</li></ol>",
    ],
)
def test_what_was_typed_into_the_block_of_the_signature_is_text(typed):
    plain = squeezed(html(f"<div>{typed}</div>").text)
    assert (
        squeezed(html(f'<div>{ANSWER}</div><div class="gmail_signature"><div>{typed}</div></div>').text)
        == f"{ANSWER} {plain}"
    )
    inside = html(
        f'<div>{ANSWER}</div><div class="gmail_signature"><div>{typed}</div><br><div>Rina Wulandari</div><div>Analis Kebijakan</div></div>'
    )
    assert squeezed(inside.text) == f"{ANSWER} {plain}"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Syaratnya:</p><ul><li>KTP</li><li>KK</li></ul>", "Syaratnya: - KTP - KK"),
        ("<p>Syaratnya:</p><ol><li>KTP</li><li>KK</li></ol><p>Salam,<br>Rina Wulandari</p>", "Syaratnya: 1. KTP 2. KK"),
        ("<p>Hasil rapat.</p><hr><p>Tahap satu<br>Tahap dua</p>", None),
        ("<table><tr><th>Tanggal</th><th>Jumlah</th><th>Loket</th></tr><tr><td>6 April</td><td>15 juta</td><td>A</td></tr></table>", None),
    ],
)  # fmt: skip
def test_lists_rules_and_tables_of_html_are_text(body, text):
    reply = html(body)
    if text is None:
        assert not reply.cuts
        assert all(word in reply.text for word in ("Tahap", "dua") if word in body)
        assert all(word in reply.text for word in ("6 April", "15 juta") if word in body)
    else:
        assert squeezed(reply.text) == text


PASTED = {
    "of a phone, between lines": "-----Isi SMS-----\nDari: +62 812-5550-0190\nTanggal: 14/03/2026 07.02\nBAYAR HARI INI\n-----Akhir SMS-----",
    "of a phone, in English": "----- Text message -----\nFrom: 0812 5550 0190\nDate: 14/03/2026 07:02\nPAY TODAY OR ELSE",
    "of a phone, below a drawn line": "----------\nDari: +62 812-5550-0190\nTanggal: 14/03/2026 07.02\nBAYAR HARI INI",
    "of a chat": "--- Pesan WhatsApp ---\nPengirim: Penagih (0812-5550-0190)\nTanggal: 14/03/2026 07.02\nKepada: saya\nBayar hari ini",
    "of a bank": "=====Bukti Transfer=====\nDari: Siti Aminah\nKepada: KSP Tirta\nTanggal: 14/03/2026 07:02\nPerihal: setoran\nRp5.000.000",
    "of a mail, with its end": "-----Isi Email-----\nDari: tagih@ksp.example\nTanggal: 14 Maret 2026 07:02\nPerihal: Tagihan\nBayar hari ini\n-----Akhir Email-----",
    "of a press office": "-----Siaran Pers-----\nDari: Humas KSP Tirta\nTanggal: 14 Maret 2026\nKantor kami tutup.",
}


@pytest.mark.parametrize("pasted", PASTED.values(), ids=PASTED.keys())
def test_a_message_pasted_as_evidence_is_text(pasted):
    body = f"Yth. Ibu Siti, ini isi pesannya:\n\n{pasted}\n\nDari mana mereka dapat nomor saya?"
    assert reply_to(body, subject="Ancaman penagih").text == body
    assert reply_to(body).text == body
    assert reply_to(f"{body}{QUOTE}").text == body


def test_a_mail_pasted_into_a_new_one_is_text():
    body = (
        "Saya menerima surel ini:\n\nDari: tagih@ksp.example\nTanggal: 14 Maret 2026 07:02\nKepada: siti@pos.example\n"
        "Perihal: Tagihan\n\nBayar hari ini.\n\nDari mana mereka dapat alamat saya?"
    )
    assert reply_to(body, subject="Ancaman penagih").text == body


@pytest.mark.parametrize("sender", ["Dra. Endang Pujiastuti", "Dinas Koperasi Sukamaju"])
def test_an_official_signs_with_number_title_office_and_numbers_below(sender):
    signed = (
        "Dra. Endang Pujiastuti, M.Si.\nNIP 19700101 199503 2 001\nKepala Bidang Kelembagaan\nDinas Koperasi dan UKM Kabupaten Sukamaju\n"
        "Jalan Pemuda Nomor 1, Sukamaju 55000\nTelp. (0555) 555-0188 ext. 12 | Faks. (0555) 555-0189"
    )
    text = "Laporan sudah kami teruskan ke Bidang Pengawasan, narahubung 0812-5550-0166."
    reply = reply_to(f"{text}\n\n{signed}{QUOTE}", name=sender, address="diskop@sukamaju.example")
    assert (reply.text, [cut.text for cut in reply.cuts]) == (text, [signed])


def test_particulars_in_a_list_below_the_delimiter_are_a_signature():
    body = "Mohon mediasi.\n\n-- \nRina Wulandari\n• HP/WA: 0812-5550-0133\n• Alamat: Jalan Kenari 5, Kota Teluk"
    assert reply_to(body).text == "Mohon mediasi."


@pytest.mark.parametrize("picture", ["<https://www.avast.com/sig-email?utm_medium=email>", "[image: Avast logo]"])
@pytest.mark.parametrize("note", ["Bebas virus.www.avast.com", "Virus-free.www.avast.com"])
def test_the_picture_of_a_virus_scanner_goes_with_its_note(note, picture):
    assert reply_to(f"Mohon dijawab.\n\n{picture}\n{note}\n<https://www.avast.com/sig-email>").text == "Mohon dijawab."


def test_asterisks_that_a_person_typed_around_a_line_stay():
    assert reply_to("Mohon dijawab.\n*tidak lewat SMS*").text == "Mohon dijawab.\n*tidak lewat SMS*"
