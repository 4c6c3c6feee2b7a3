"""What the human newly wrote: the quotations of all clients, inline answers, forwards and letters."""

from datetime import UTC, datetime

import pytest

from mailticket.core.mail import Address, Mail, Mark, Markup
from mailticket.core.parser import parse
from mailticket.core.reply import separate


def a_mail(text, subject="Re: Laporan", name="Joko Wiyono", address="joko@warga.example", **more):
    return Mail(
        message_id="<a@warga.example>",
        from_=(Address(name, address),),
        sender=None,
        reply_to=(),
        to=(Address("", "info@desk.example"),),
        cc=(),
        subject=subject,
        date=datetime(2026, 3, 16, 9, tzinfo=UTC),
        in_reply_to=more.pop("in_reply_to", ()),
        references=(),
        headers=(),
        raw_from=(),
        content_type="text/plain",
        text=text,
        **more,
    )


def new_text(text, **more):
    return " ".join(separate(a_mail(text, **more)).text.split())


ATTRIBUTIONS = [
    "Pada tanggal Sel, 28 Mei 2024 pukul 08.00 Meja Layanan <\ninfo@desk.example> menulis:",
    "Pada Sab, 15 Jun 2024 pukul 14.59 Meja Layanan <info@desk.example>\nmenulis:",
    'Pada 3 Apr 2014 11.03, "Meja Layanan" <info@desk.example> menulis:',
    "Pada 12 Mei 2025, pukul 10.00, Meja Layanan <info@desk.example> menulis:",
    "Pada Selasa, 12 Mei 2020 10.20.30 WIB, Meja Layanan <info@desk.example> menulis:",
    "--- Pada Sel, 12/1/10, Meja Layanan <info@desk.example> menulis:",
    "----- Pada 24 Jan 2024, pukul 08:00, Meja Layanan info@desk.example\nmenulis:",
    "Meja Layanan menulis pada 24/01/2024 08:00:".replace(
        " menulis pada 24/01/2024 08:00:", " <info@desk.example> menulis di 24/01/2024 08:00:"
    ),
    "2024-05-30 08.00, info@desk.example ditulis:",
    "On Tue, Mar 19, 2024 at 8:00 AM Desk <info@desk.example> wrote:",
    'On Mar 8, 2012 9:59 AM, "Desk" <\nr+7f1b094ceb90e18cca93@desk.example> wrote:',
    "On 11-Apr-2011, at 6:54 PM, Roman Desk <info@desk.example> sent:",
    "On Fri, May 6, 2011 at 6:03 PM, The Desk from the Ministry\n<info@desk.example> wrote:",
    "Op 13-02-2014 3:18 schreef Desk <info@desk.example>:",
    "Op 17-feb.-2015, om 13:18 heeft Desk <info@desk.example> het volgende geschreven:",
    "Am 12.03.2020 um 10:00 schrieb Desk <info@desk.example>:",
    "Le 23 janv. 2015 à 22:03, Desk <info@desk.example> a écrit :",
    "W dniu 28 stycznia 2015 01:53 użytkownik Desk <info@desk.example>\nnapisał:",
    "Den 14 september, 2015 02:23:18, Desk (info@desk.example) skrev:",
    "El mar, 2 jun 2020 a las 10:00, Desk (<info@desk.example>) escribió:",
    "Em ter., 2 de jun. de 2020 às 10:00, Desk <info@desk.example> escreveu:",
    "Il giorno mar 2 giu 2020 alle ore 10:00 Desk <info@desk.example> ha scritto:",
    "вт, 2 июн. 2020 г. в 10:00, Desk <info@desk.example>:",
    "2 июня 2020 г., в 10:00, Desk <info@desk.example> написал(а):",
    "2014-10-17 11:28 GMT+03:00 Desk <\ninfo@desk.example>:",
    "Desk <info@desk.example> 于2020年6月2日周二 上午10:00写道：",
    "2020年6月2日(火) 10:00 Desk <info@desk.example>:",
    "2020년 6월 2일 (화) 오전 10:00, Desk <info@desk.example>님이 작성:",
    "Vào Th 3, 2 thg 6, 2020 vào lúc 10:00 Desk <info@desk.example> đã viết:",
    "Desk <info@desk.example>, 2 Haz 2020 Sal, 10:00 tarihinde şunu yazdı:",
    "Dne út 2. 6. 2020 10:00 Desk <info@desk.example> napsal(a):",
    "ti 2. kesäk. 2020 klo 10.00 Desk (info@desk.example) kirjoitti:",
    '10:00 AM, June 2, 2020, "Desk" <info@desk.example>:',
    "Desk <info@desk.example> schrieb am Di., 2.\nJuni 2020, 10:00:",
    "Desk <info@desk.example> 在 2020年6月2日 周二 10:00 写道：",
    "2020/06/02 10:00、Desk <info@desk.example> のメッセージ:",
    "On Tuesday, June 2, 2020, desk via Ministry wrote:",
    "El martes, 2 de junio de 2020, desk escribió:",
    "вторник, 2 июня 2020 г. пользователь desk написал:",
]


# In whatever language: an address, a date and a colon above quoted lines.
ABOVE_A_QUOTE = [
    "Missatge de Desk <info@desk.example> del dia dl., 2 de juny 2020 a les 10:00:",
    "Noong Mar, Hun 2, 2020 nang 10:00 AM sinulat ni/nina Desk <info@desk.example> ang:",
    "मंगल, 2 जून 2020 को 10:00 am बजे को Desk <info@desk.example> ने लिखा:",
    "في الثلاثاء، 2 يونيو 2020 في 10:00 ص تمت كتابة ما يلي بواسطة Desk <info@desk.example>:",
    "Kontakt Desk (<info@desk.example>) kirjutas kuupäeval T, 2. juuni 2020 kell 10:00:",
    "Pada Sel, 2 Jun 2020 pada 10:00 PG Desk <info@desk.example> menulis:",
    "Quoting Desk <info@desk.example>:",
    "Zitat von Desk <info@desk.example>:",
]


@pytest.mark.parametrize("line", ABOVE_A_QUOTE)
def test_a_line_with_address_and_date_above_a_quotation_belongs_to_it(line):
    assert new_text(f"Baik.\n\n{line}\n\n> Mohon lengkapi data.\n") == "Baik."


@pytest.mark.parametrize("line", ATTRIBUTIONS)
def test_what_stands_below_an_attribution_is_quoted(line):
    for quoted in ("> Mohon lengkapi data.\n> Terima kasih.", "Mohon lengkapi data.\nTerima kasih."):
        reply = separate(a_mail(f"Nomor saya 0812 3456 7890\n\n{line}\n\n{quoted}\n"))
        assert reply.text == "Nomor saya 0812 3456 7890"
        assert "lengkapi" in reply.quote
        assert not reply.quote_above


def test_a_date_and_a_name_are_an_attribution_where_a_quote_follows():
    text = "Baik.\n\n2016-03-03 17:21 GMT+01:00 Meja Layanan\n\n> Mohon lengkapi.\n"
    assert new_text(text, subject="Laporan") == "Baik."


def test_an_attribution_with_nothing_below_is_known_by_date_time_and_name():
    assert new_text("Baik.\n\n- Le 2021-04-09 23:25, Meja Layanan a écrit :\n", subject="Laporan") == "Baik."


@pytest.mark.parametrize("line", ["On 27/02/2024 08:00, Meja Layanan wrote:", "Pada 05/02/2024 08.00, Meja Layanan menulis:",
                                  "Meja Layanan menulis:", "Meja Layanan wrote:", "On Monday, 24 September, 2012 at 3:46 PM, bob wrote:"])  # fmt: skip
def test_an_attribution_without_an_address_is_known_by_the_quote_below(line):
    assert new_text(f"Baik.\n{line}\n> Mohon lengkapi.\n", subject="Laporan") == "Baik."


@pytest.mark.parametrize(
    "prose",
    [
        "Petugas menulis: tidak bisa dicairkan.\nSaya kecewa.",
        "Pada tanggal 12 Mei 2024 pukul 10.00 pengurus menulis:\nuang tidak bisa dicairkan",
        "On 12 May 2024 the manager wrote:\nthe money is gone",
        "Kepada Yth.\nBapak Menteri\nPerihal: Laporan\nDari: Joko\nTanggal: 12 Mei 2024\n\nUang kami hilang.",
        "Nomor: 12/KSP/2024\nLampiran: 1\nPerihal: Permohonan\n\nDengan hormat, kami mohon bantuan.",
        "Dari: Joko\nAlamat: Jl. Mawar 1\n\nUang kami hilang.",
        "Uang kami > 5 juta.\n> 5 tahun kami menunggu.",
        "On Monday, 12 May 2024, the manager wrote:\nthe money is gone",
        "Baca ini\n>>> lihat https://ksp.example <<<\nlalu jawab.",
    ],
)
def test_letters_and_prose_are_no_quotations(prose):
    assert new_text(prose, subject="Laporan") == " ".join(prose.split())


HEADS = [
    "________________________________\nDari: Meja Layanan <info@desk.example>\nDikirim: Kamis, 30 Mei 2024 08.00\nKepada: Joko <joko@warga.example>\nSubjek: Re: Laporan",
    "Dari: Meja Layanan <info@desk.example>\nDikirim: Kamis, 30 Mei 2024 08.00\nKepada: Joko\nSubjek: Re: Laporan",
    "From: Desk <info@desk.example>\nSent: Thursday, May 30, 2024 9:02 AM\nTo: Joko\nSubject: Re: Laporan",
    "*From:* info@desk.example [mailto:\ninfo@desk.example]\n*Sent:* Wednesday, June 27, 2012 3:05 PM\n*To:* joko@warga.example\n*Subject:* Re",
    "-----Original Message-----\nFrom: Desk\nSent: Thursday",
    "-------- Pesan asli --------\nDari: Meja <info@desk.example>\nTanggal: 04/04/24 08.00 (GMT+07:00)\nKepada: joko@warga.example\nSubjek: Re",
    "-------- Pesan Orisinal --------\nSubyek: Re\nTerkirim: 4 April\nDari: Meja",
    'Dari: "Meja" <info@desk.example>\nKe: joko@warga.example\nTerkirim: Senin, 3 Juni 2024 11:00:03\nSubjek: Re',
    "Von: info@desk.example\nGesendet: Dienstag, 25. November 2014 14:59\nAn: Joko\nBetreff: Re",
    "De : Desk [mailto:info@desk.example]\nEnvoyé : vendredi 23 janvier 2015 16:39\nÀ : Joko\nObjet : Re",
    "Från: Desk [mailto:info@desk.example]\nSkickat: den 26 augusti 2015 14:45\nTill: Joko\nÄmne: RE",
    "Date: Wed, 16 May 2012 00:15:02 -0600\nTo: joko@warga.example\nFrom: info@desk.example\nSubject: Re",
    "-----Ursprüngliche Nachricht-----",
    "##- Please type your reply above this line -##",
    "--- Balas di atas garis ini ---",
    "Reply ABOVE THIS LINE",
    "Please type your reply above this line",
    "-- new reply above --",
    "## Bitte schreiben Sie Ihre Antwort oberhalb dieser Zeile ##",
    "== Veuillez répondre au-dessus de cette ligne ==",
    "## 请在此行上方回复 ##",
    "-------- Original message --------From: Desk <info@desk.example> Date: 2/5/16  10:01 AM  (GMT+07:00) To: joko@warga.example",
    "*----- Original Message -----*\n*From:* info@desk.example",
    "Tanggal: Senin, 16 Maret 2026 08.00 Dari: info@desk.example Kepada: Joko Perihal: Laporan Anda",
    "Feladó: Desk <info@desk.example>\nElküldve: 2026. március 4. 10:12\nCímzett: Joko <joko@warga.example>\nTárgy: Laporan",
]  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
def test_what_stands_below_a_header_block_is_quoted(head):
    reply = separate(a_mail(f"Sudah saya kirim.\n\n{head}\n\nYth. Bapak,\nmohon lengkapi data.\n"))
    assert reply.text == "Sudah saya kirim."
    assert "mohon lengkapi" in reply.quote


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        ("Fwd: Undangan", "---------- Forwarded message ---------\nDari: KSP Mulia <promo@ksp.example>\nDate: Rab, 7 Feb 2024\nSubject: Undangan\nTo: <joko@warga.example>"),
        ("Trs: Undangan", "---------- Pesan yang diteruskan ----------\nDari: KSP Mulia <promo@ksp.example>"),
        ("Fwd: Undangan", "Begin forwarded message:\n\nFrom: KSP Mulia <promo@ksp.example>\nDate: 7 February 2024\nTo: Joko\nSubject: Undangan"),
        ("FW: Undangan", "From: KSP Mulia <promo@ksp.example>\nSent: Wednesday, February 7, 2024 4:41 PM\nTo: Joko\nSubject: Undangan"),
        ("Undangan", "> Begin forwarded message:\n>\n> From: KSP Mulia <promo@ksp.example>\n> Subject: Undangan\n>\n> Mari menabung."),
        ("Undangan", "Forwarded message:\n\n*From:* KSP Mulia <promo@ksp.example>\n*To:* Joko <joko@warga.example>\n*Subject:* Undangan"),
    ],
)  # fmt: skip
def test_a_forwarded_mail_is_content(subject, line):
    mark = "> " if line.startswith(">") else ""
    text = (
        f"Apakah ini benar?\n\nTerima kasih,\nJoko\n\n{line}\n{mark}\n{mark}Yth. Anggota,\n{mark}bunga 18% per tahun."
    )
    reply = separate(a_mail(text, subject=subject))
    assert " ".join(reply.text.split()) == " ".join(text.split())
    assert reply.quote == ""


def test_below_a_command_a_forward_is_not_what_the_officer_wrote():
    text = "#catatan\nJawaban dinas di bawah.\n\n---------- Forwarded message ---------\nDari: Dinas <dinas@kota.example>\n\nYth. Ibu,\nsudah kami panggil."
    reply = separate(a_mail(text, subject="Fwd: Klarifikasi"))
    assert reply.text == "#catatan\nJawaban dinas di bawah."
    assert "sudah kami panggil" in reply.quote


def test_inline_answers_are_joined_with_an_empty_line():
    text = (
        "Jawaban di bawah.\n\nOn Tue, Mar 19, 2024 at 8:00 AM Desk <info@desk.example> wrote:\n\n> 1. Berapa?\n>\nDua kelompok.\n\n"
        "> 2. Boleh online?\n>\nBoleh.\n\n> Cara menangani: balas.\n\nSemoga membantu.\n-- \nJoko"
    )
    reply = separate(a_mail(text))
    assert reply.text == "Jawaban di bawah.\n\nDua kelompok.\n\nBoleh.\n\nSemoga membantu."
    assert reply.signature == "--\nJoko"
    assert not reply.quote_above


def test_an_answer_below_the_quotation_has_the_quote_above():
    reply = separate(a_mail("On 27/02/2024 08:00, Desk wrote:\n> Mohon nomor.\n\n0812 3456 7890\n"))
    assert reply.text == "0812 3456 7890"
    assert reply.quote_above


def test_words_and_attribution_on_one_line_are_parted():
    text = "baik pak On Wed, Apr 4, 2012 at 3:59 PM, info@desk.example wrote:\n> Mohon nomor."
    assert new_text(text) == "baik pak"


def test_yahoo_on_phones_goes_on_with_the_quote_on_the_line_of_the_attribution():
    text = "KENAPA LAGI??\n\n  Pada Sen, 24 Jun 2024 pada 09.09, Meja Layanan menulis:   Yth. Bapak/Ibu,\n\nMohon lengkapi."
    assert new_text(text) == "KENAPA LAGI??"


def test_a_quote_whose_line_ends_were_lost_is_known_by_its_marks():
    text = "Baik.\n\nOn Fri, Feb 5, 2016 at 10:01 AM Desk <info@desk.example> wrote: > Mohon > lengkapi."
    assert new_text(text) == "Baik."


def test_a_pure_quotation_has_no_new_text():
    reply = separate(
        a_mail("Pada tanggal Jum, 17 Mei 2024 08.00, Meja <\ninfo@desk.example> menulis:\n\n> Mohon lengkapi.\n")
    )
    assert reply.text == ""
    assert "Mohon lengkapi" in reply.quote


def test_automatic_mail_has_no_new_text():
    assert separate(a_mail("Saya sedang cuti."), is_auto=True).text == ""


def test_the_rest_of_a_line_that_a_mailer_broke_stays_in_the_quotation():
    text = "Baik.\n\nOn 27/02/2024 08:00, Desk wrote:\n> Mohon sebutkan nama koperasi dan alamat lengkap koperasi yang Bapak\nlaporkan kemarin\n> kepada kami.\n"
    assert new_text(text) == "Baik."


def test_a_link_that_a_mailer_broke_off_stays_in_the_quotation():
    text = "Baik.\n\nOn 27/02/2024 08:00, Desk wrote:\n> Lihat\n (https://desk.example/c/YzOTYzMmE) >\n> kepada kami.\n"
    assert new_text(text) == "Baik."


def test_the_markup_of_the_html_counts_before_the_text():
    text = "Baik.\n\nKutipan tanpa tanda apa pun.\nBaris kedua.\n\nJoko\nKetua"
    quote = text.index("Kutipan"), text.index("\n\nJoko")
    marks = (Mark(*quote, Markup.QUOTE), Mark(text.index("Joko"), len(text), Markup.SIGNATURE))
    reply = separate(a_mail(text, marks=marks))
    assert (reply.text, reply.signature) == ("Baik.", "Joko\nKetua")
    assert reply.quote == "Kutipan tanpa tanda apa pun.\nBaris kedua."


def test_bold_type_around_a_command_is_not_text():
    assert new_text("*#tutup*\nSudah selesai.") == "#tutup Sudah selesai."
    assert new_text("*#tutup* selesai\nSudah.") == "#tutup selesai Sudah."


def test_all_parts_together_are_the_whole_text():
    text = "Baik.\n\nSalam,\nJoko\n\nOn 27/02/2024 08:00, Desk wrote:\n> Mohon nomor.\n"
    reply = separate(a_mail(text))
    together = f"{reply.text}\n{reply.signature}\n{reply.quote}"
    assert sorted(line for line in together.split("\n") if line) == sorted(line for line in text.split("\n") if line)


def test_the_line_that_outlook_draws_above_the_quotation_is_not_text():
    raw = (
        b"From: Joko <joko@warga.example>\nTo: info@desk.example\nSubject: Re: Laporan\nContent-Type: text/html; charset=utf-8\n\n"
        b'<div>0812 3456 7890</div><hr><div id="divRplyFwdMsg"><b>Dari:</b> Meja</div><div>Mohon nomor</div>'
    )
    assert separate(parse(raw)).text == "0812 3456 7890"


def test_gmail_html_only_is_taken_apart_by_its_markup():
    raw = (
        b"From: Joko <joko@warga.example>\nTo: info@desk.example\nSubject: Re: Laporan\nContent-Type: text/html; charset=utf-8\n\n"
        b'<div dir="ltr">0812 3456 7890</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Pada Sel, 28 Mei 2024 pukul 08.20'
        b' Meja &lt;<a href="mailto:info@desk.example">info@desk.example</a>&gt; menulis:<br></div><blockquote class="gmail_quote">Mohon nomor</blockquote></div>'
    )
    assert separate(parse(raw)).text == "0812 3456 7890"
