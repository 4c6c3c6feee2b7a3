"""An answer compared with the very mail that it answers: our words are ours whatever the client did to them."""

import textwrap
import time

import pytest

from mailticket.core import reply as replies
from mailticket.core.as_seen import as_seen
from mailticket.core.found import Reply
from mailticket.core.mail import Mail
from mailticket.core.parser import parse
from mailticket.core.reading import read
from mailticket.core.reply import Known, Sent
from tests.core.desk import POLICY
from tests.core.test_reply import a_mail
from tests.core.test_reply_linear import GROWTH_MAX, SHORT

DESK = "Bagian Komunikasi dan Aspirasi Publik"
SUBJECT = "[KUKM-2026-000001] Laporan diterima, mohon lengkapi data"
LETTER = f"""\
Yth. Bapak/Ibu Siti Rahmawati,

Terima kasih telah menghubungi {DESK},
Kementerian Koperasi dan UKM. Laporan Anda telah kami terima dengan
nomor tiket KUKM-2026-000001.

Agar dapat kami tindak lanjuti, kami masih memerlukan:

- nomor telepon yang dapat kami hubungi
- alamat lengkap (jalan/dusun, desa/kelurahan, kecamatan, kota/kabupaten)

Mohon balas surel ini, lalu isi setelah tanda titik dua:

Nomor telepon:
Alamat lengkap:

Data berikut sudah kami terima, jadi tidak perlu diisi ulang. Sebagian
kami samarkan demi keamanan Anda.

Nama        : Siti Rahmawati
Surel       : siti.rahmawati@pos.example
Isi laporan : sudah kami terima

Jangka waktu jawaban 5 hari kerja dihitung sejak data Anda lengkap.
Layanan ini tidak dipungut biaya.

Hormat kami,
{DESK}
Kementerian Koperasi dan UKM

--
{DESK}
Kementerian Koperasi dan UKM
Pusat panggilan 1500 587 | WhatsApp 0811 1451 587
info@kemenkopukm.example | https://ppid.kemenkopukm.example
Layanan ini tidak dipungut biaya. Kami tidak pernah meminta uang, kata
sandi, PIN, atau kode OTP.
"""
SENT = Sent(as_seen(SUBJECT, LETTER, DESK))
ATTRIBUTION = f"Pada Sen, 16 Mar 2026 pukul 09.02 {DESK} <info@kemenkopukm.example> menulis:\n"
HEAD = (
    f"From: {DESK} <info@kemenkopukm.example>\nSent: Monday, March 16, 2026 9:02 AM\n"
    f"To: Siti Rahmawati <siti@pos.example>\nSubject: {SUBJECT}\n\n"
)
PHONE, STREET = "0812-3456-7712", "Jl. Kenanga No. 8,\nKec. Semarang Selatan, Kota Semarang"
FILLED = LETTER.replace("telepon:\n", f"telepon: {PHONE}\n").replace("lengkap:\n", f"lengkap: {STREET}\n")
BELOW = LETTER.replace("telepon:\n", f"telepon:\n{PHONE}\n").replace("lengkap:\n", f"lengkap:\n{STREET}\n")
IN_FORM = f"Nomor telepon: {PHONE}\nAlamat lengkap: {STREET}"
FORM = IN_FORM.replace(",\n", ", ")
UPPER, MIDDLE, LOWER = ("\n".join(LETTER.split("\n")[begin:end]) for begin, end in ((0, 12), (12, 20), (20, 99)))
NEW = "Nomor saya 0812-3456-7712, mohon segera dibantu."


def separate(mail: Mail, *, copies: bool = False) -> Reply:
    return replies.separate(mail, known=Known(sent=SENT, copies=copies))


def marked(text: str, mark: str = "> ") -> str:
    return "".join(f"{mark}{line}".rstrip() + "\n" for line in text.rstrip("\n").split("\n"))


def wrapped(text: str, width: int) -> str:
    return "\n\n".join(textwrap.fill(" ".join(part.split()), width) for part in text.split("\n\n"))


CLIENTS = {
    "marks": ATTRIBUTION + marked(FILLED),
    "doubled marks": ATTRIBUTION + marked(FILLED, "> > "),
    "no marks below an attribution": ATTRIBUTION + FILLED,
    "no marks below a header block": HEAD + FILLED,
    "nothing but the text": FILLED,
    "a dash for the delimiter, other bullets": ATTRIBUTION + marked(FILLED.replace("- ", "* ").replace("--", "—")),
    "no-break blanks": ATTRIBUTION + marked(FILLED.replace("kami ", "kami\u00a0")),
    "hyphens put into words": ATTRIBUTION + marked(FILLED.replace("Kementerian", "Kemen\u00adterian")),
    "lines cut again": ATTRIBUTION + marked(wrapped(FILLED.replace("\nAlamat lengkap:", "\n\nAlamat lengkap:").replace(STREET, "S"), 60).replace("lengkap: S", f"lengkap: {STREET}")),
    "text made from HTML": f"{HEAD}{DESK} · KUKM-2026-000001\nLaporan diterima, mohon lengkapi data\n{FILLED}",
    "links": ATTRIBUTION + marked(FILLED.replace("https://ppid.kemenkopukm.example", "https://ppid.kemenkopukm.example<https://apc01.safelinks.example/?url=https%3A%2F%2Fppid&data=05>").replace("info@kemenkopukm.example", "[info@kemenkopukm.example](mailto:info@kemenkopukm.example)")),
    "an older mail below": ATTRIBUTION + marked(f"{FILLED}\nPada Jum, 13 Mar 2026 pukul 08.00 Siti <siti@pos.example> menulis:\n> Simpanan saya tidak bisa dicairkan\n> sejak November."),
}  # fmt: skip


@pytest.mark.parametrize("text", CLIENTS.values(), ids=CLIENTS.keys())
def test_what_was_filled_in_is_new_and_all_else_is_ours(text):
    reply = separate(a_mail(text))
    assert (reply.text.replace("\n\n", "\n"), reply.form) == (IN_FORM, FORM)


@pytest.mark.parametrize(
    "attribution",
    [
        "Pada Sen, 16 Mar 2026 pukul 11.02 Bagian Komunikasi\ndan Aspirasi Publik <info@kemenkopukm.example> menulis:",
        "On Mon, Mar 16, 2026 at 9:02 AM Bagian Komunikasi\ndan Aspirasi Publik <info@kemenkopukm.example> wrote:",
        "Pada Sen, 16 Mar 2026 pukul 11.02 Bagian Komunikasi dan Aspirasi\nPublik <info@kemenkopukm.example> menulis:",
    ],
)
def test_an_attribution_that_breaks_within_the_name_of_the_desk_is_no_text(attribution):
    assert separate(a_mail(f"{NEW}\n\n{attribution}\n\n{marked(LETTER)}")).text == NEW


@pytest.mark.parametrize("text", [HEAD + " ".join(FILLED.split()), HEAD + wrapped(FILLED, 998)])
def test_a_form_is_read_although_the_client_joined_its_lines(text):
    assert separate(a_mail(text)).form == FORM


@pytest.mark.parametrize("text", [ATTRIBUTION + marked(BELOW), HEAD + BELOW, ATTRIBUTION + BELOW, BELOW])
def test_an_answer_below_its_label_is_the_labels(text):
    reply = separate(a_mail(text))
    assert (reply.text.split("\n\n"), reply.form) == ([PHONE, STREET], FORM)


TYPED = {
    "above the letter, in its marks": ATTRIBUTION + marked(f"{NEW}\n\n{LETTER}"),
    "below the letter, in its marks": ATTRIBUTION + marked(f"{LETTER}\n{NEW}"),
    "amid the letter, in its marks": ATTRIBUTION + marked(LETTER.replace("Data berikut", f"{NEW}\n\nData berikut")),
    "amid the letter, without marks": ATTRIBUTION + marked(LETTER).replace("> Data", f"{NEW}\n> Data"),
    "below the header block": HEAD + NEW,
    "below the attribution": ATTRIBUTION + "\n" + NEW,
    "between header block and letter": f"{HEAD}{NEW}\n\n{LETTER}",
    "below header block and letter": f"{HEAD}{LETTER}\n{NEW}",
    "above a letter without marks": f"{NEW}\n\n{LETTER}",
    "below a letter without marks": f"{LETTER}\n{NEW}",
    "below half of a letter": ATTRIBUTION + marked(f"{LETTER[:520]}\n\n{NEW}"),
    "behind one of our lines": ATTRIBUTION + marked(LETTER.replace("kami hubungi", f"kami hubungi {NEW}")),
    "above a letter that lost some marks": f"{NEW}\n\n{ATTRIBUTION}{marked(UPPER)}{MIDDLE}\n{marked(LOWER)}",
    "above everything": f"{NEW}\n\n{ATTRIBUTION}{marked(LETTER)}",
}  # fmt: skip


@pytest.mark.parametrize("text", TYPED.values(), ids=TYPED.keys())
def test_what_was_typed_is_found_wherever_it_stands(text):
    assert separate(a_mail(text)).text == NEW


@pytest.mark.parametrize("text", [ATTRIBUTION + marked(LETTER), HEAD + LETTER, ATTRIBUTION + LETTER, LETTER])
def test_a_pure_quotation_is_no_text(text):
    reply = separate(a_mail(text))
    assert (reply.text, reply.form) == ("", "")


@pytest.mark.parametrize("said", ["Ya", "5", "Ya, benar.", "Siti Rahmawati", "Terima kasih atas bantuannya"])
def test_a_short_answer_of_a_persons_own_is_not_ours(said):
    assert (
        separate(a_mail(ATTRIBUTION + marked(LETTER.replace("Data berikut", f"{said}\n\nData berikut")))).text == said
    )
    assert separate(a_mail(f"{said}\n\n{ATTRIBUTION}{marked(LETTER)}")).text == said


def test_a_text_that_shares_words_with_our_letter_stays_whole():
    text = (
        "Bapak menulis bahwa kami masih memerlukan nomor telepon. Nomor telepon saya 0812-3456-7712.\n"
        "Laporan saya sudah diterima sejak Senin, dan layanan ini katanya tidak dipungut biaya."
    )
    assert separate(a_mail(f"{text}\n\n{ATTRIBUTION}{marked(LETTER)}")).text == text


def test_a_form_that_was_typed_anew_stays_text():
    reply = separate(a_mail(f"{IN_FORM}\n\n{ATTRIBUTION}{marked(LETTER)}"))
    assert (reply.text, reply.form, reply.inside) == (IN_FORM, "", False)


def test_a_detail_that_was_corrected_in_its_line_is_new_with_its_label():
    text = LETTER.replace(": Siti Rahmawati", ": Siti Rahmawaty, S.E.")
    assert separate(a_mail(ATTRIBUTION + marked(text))).text == "Nama        : Siti Rahmawaty, S.E."


def test_what_a_person_wrote_before_and_quotes_is_not_new():
    older = "Simpanan saya tidak bisa dicairkan\nsejak November."
    own = "Pada Jum, 13 Mar 2026 pukul 08.00 Siti <siti@pos.example> menulis:\n"
    assert separate(a_mail(own + marked(older))).text == ""
    assert separate(a_mail(f"{NEW}\n\n{ATTRIBUTION}{marked(LETTER + own + marked(older))}")).text == NEW


def test_coloured_words_and_cells_of_a_table_in_the_quotation_are_new():
    rows = "".join(f"<div>{line or '<br>'}</div>" for line in LETTER.split("\n"))
    coloured = rows.replace("Nomor telepon:", f'Nomor telepon: <span style="color:blue">{PHONE}</span>')
    page = f'<div class="gmail_quote"><div class="gmail_attr">{ATTRIBUTION}</div><blockquote class="gmail_quote">{coloured}</blockquote></div>'
    assert separate(html(page)).text == f"Nomor telepon: {PHONE}"
    table = "<table><tr><td>Nomor telepon:</td><td>0812-3456-7712</td></tr><tr><td>Alamat lengkap:</td><td></td></tr></table>"
    page = f'<div class="gmail_quote"><blockquote>{rows.replace("<div>Nomor telepon:</div>", table)}</blockquote></div>'
    assert separate(html(page)).form == f"Nomor telepon: {PHONE}"


BLOCK = "<b>From:</b> Meja &lt;info@desk.example&gt;<br><b>Sent:</b> Monday, March 16, 2026 9:02 AM<br><b>To:</b> Siti<br><b>Subject:</b> Laporan"
OUTLOOK = {
    "on the web": f'<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">{BLOCK}</div>',
    "desktop": f'<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>{BLOCK}</p></div>',
}


@pytest.mark.parametrize("block", OUTLOOK.values(), ids=OUTLOOK.keys())
def test_what_was_typed_below_outlooks_block_is_new_with_our_mail_at_hand_or_without(block):
    letter = "".join(f"<div>{line or '<br>'}</div>" for line in LETTER.split("\n"))
    for below in (f"<p>{NEW}</p>", f"<p>{NEW}</p>{letter}"):
        assert separate(html(block + below)).text == NEW
        assert replies.separate(html(block + below)).text == NEW
    assert separate(html(f"{block}{letter}<p>{NEW}</p>")).text == NEW
    assert replies.separate(html(block + letter)).text == ""


def test_words_where_a_number_is_asked_for_are_no_number():
    reply = separate(a_mail(ATTRIBUTION + marked(LETTER.replace("telepon:\n", "telepon:\nnanti saya susulkan\n"))))
    assert (reply.text, reply.form) == ("nanti saya susulkan", "")


def test_a_draft_that_was_taken_over_above_an_unmarked_quotation_stays_in_the_text():
    taken = "Jangka waktu jawaban 5 hari kerja dihitung sejak data Anda lengkap.\nLayanan ini tidak dipungut biaya."
    assert separate(a_mail(f"{taken}\n\n{LETTER}"), copies=True).text == taken


@pytest.mark.parametrize(
    "put",
    [
        ("Yth.", "PERHATIAN: Email ini berasal dari luar organisasi. Jangan klik tautan atau lampiran.\n\nYth."),
        ("sandi, PIN, atau kode OTP.", "sandi, PIN, atau kode OTP.\n\nVirus-free. www.avast.com"),
        ("Surel       : siti", "Surel       : siti.rahmawati@pos.example<x-apple-data-detectors://3> siti"),
    ],
)
def test_what_machines_put_into_the_quotation_is_no_persons(put):
    reply = separate(a_mail(f"{NEW}\n\n{ATTRIBUTION}{marked(LETTER.replace(*put))}"))
    assert (reply.text, reply.inside) == (NEW, False)


def html(page: str) -> Mail:
    head = "From: Siti <siti@pos.example>\r\nSubject: Re: x\r\nIn-Reply-To: <a@b.example>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    return parse(head.encode() + page.encode())


def test_what_stands_inside_a_quotation_is_told():
    assert separate(a_mail(ATTRIBUTION + marked(f"{LETTER}\n{NEW}"))).inside
    assert separate(a_mail(HEAD + NEW)).inside
    assert not separate(a_mail(f"{NEW}\n\n{ATTRIBUTION}{marked(LETTER)}")).inside
    assert not separate(a_mail(f"{NEW}\n\n{LETTER}")).inside


def test_words_of_ours_that_somebody_of_the_staff_took_over_stay_in_the_text():
    taken = "Jangka waktu jawaban 5 hari kerja dihitung sejak data Anda lengkap.\nLayanan ini tidak dipungut biaya."
    for below in ("", f"\n\n{ATTRIBUTION}{marked(LETTER)}"):
        assert separate(a_mail(f"Bapak/Ibu yang kami hormati,\n\n{taken}{below}"), copies=True).text.endswith(taken)


def test_an_attribution_or_header_block_on_top_hides_no_text_where_our_mail_is_not_at_hand():
    for text in (
        HEAD + NEW,
        f"{ATTRIBUTION}\n{NEW}",
        f"{HEAD}{NEW}\n\n{LETTER}",
        ATTRIBUTION + marked(f"{NEW}\n\n{LETTER}"),
    ):
        reply = replies.separate(a_mail(text))
        assert (reply.text, reply.inside) == (NEW, True)
    for text in (HEAD + LETTER, ATTRIBUTION + LETTER, f"{HEAD}{DESK} · KUKM-2026-000001\n{LETTER}"):
        assert replies.separate(a_mail(text)).text == ""


UNITS = ["> Nomor telepon: x", "Nomor telepon:", "> kami masih memerlukan a", "Hormat kami,\nx", "a", "kami " * 6,
         "> > Yth. Bapak/Ibu Siti Rahmawati,\n> a", ATTRIBUTION + "a", HEAD + "a", "Terima kasih telah"]  # fmt: skip


@pytest.mark.parametrize("ours", [LETTER, LETTER * 20, "kami " * 9_000])
@pytest.mark.parametrize("unit", UNITS)
def test_the_comparison_is_linear(unit, ours):
    sent = Sent(ours)

    def seconds(lines: int) -> float:
        mail = a_mail("\n".join([unit] * (lines // (unit.count("\n") + 1))) + "\nakhir")
        began = time.process_time()
        replies.separate(mail, known=Known(sent=sent))
        return time.process_time() - began

    assert any(seconds(4 * SHORT) < GROWTH_MAX * seconds(SHORT) for _ in range(3))


def test_a_text_of_a_mebibyte_takes_no_longer_than_a_person_waits():
    began = time.process_time()
    replies.separate(a_mail("kami masih memerlukan nomor " * 40_000), known=Known(sent=SENT))
    assert time.process_time() - began < 3


def test_a_quotation_of_another_letter_holds_no_answer_of_the_staffs():
    ours = "Laporan baru telah terdaftar dan diserahkan kepada Anda.\n\nTiket : KUKM-2026-000001\nKeadaan : menunggu petugas\n"
    text = (
        "#kirim\n\nPada Sen, 16 Mar 2026 pukul 09.02 Bagian Komunikasi <info@kemenkopukm.go.id> menulis:\n\n"
        "> Konsep jawaban dari Deputi menunggu rilis.\n> Tiket : KUKM-2026-000001\n> Mohon diperiksa lebih dahulu sebelum dikirim kepada pelapor.\n"
        "> Jadwal pencairan sudah disusun oleh pengurus koperasi.\n"
    )
    raw = (
        "From: Rina <rina@example.org>\r\nSubject: Re: x\r\nIn-Reply-To: <a@b>\r\n\r\n" + text.replace("\n", "\r\n")
    ).encode()
    reading = read(raw, POLICY, (ours,))
    assert not reading.reply.inside
    assert reading.reply.text == "#kirim"


QUESTIONS = """\
Yth. Petugas Penghubung,

Mohon Saudara menjawab dengan membalas surel ini pada butir berikut:

1. Apakah koperasi tersebut terdaftar dan masih aktif sampai hari ini?
2. Tindakan apa yang sudah atau akan dilakukan oleh dinas koperasi
setempat?
3. Kapan tindakan tersebut selesai?

Apabila laporan bukan kewenangan Saudara, tuliskan alasannya.
"""
ECHOES = [
    ("hari ini?", "Terdaftar dan aktif sampai hari ini."),
    ("hari ini?", "Koperasi tersebut terdaftar dan masih aktif sampai hari ini."),
    ("hari ini?", "Ya, koperasi tersebut terdaftar dan masih aktif."),
    ("selesai?", "Selesai."),
    ("selesai?", "Tindakan tersebut selesai 31 Maret 2026."),
    ("setempat?", "Pemanggilan pengurus."),
    ("setempat?", "Sudah, ke kecamatan."),
]


@pytest.mark.parametrize(("question", "answer"), ECHOES)
@pytest.mark.parametrize("gap", [" ", "\n", "\n\n"])
@pytest.mark.parametrize("quoted", [lambda text: HEAD + text, lambda text: ATTRIBUTION + marked(text)])
def test_an_answer_in_the_words_of_the_question_is_whole(quoted, gap, question, answer):
    text = quoted(QUESTIONS.replace(question, f"{question}{gap}{answer}"))
    assert replies.separate(a_mail(text), known=Known(sent=Sent(QUESTIONS))).text == answer


@pytest.mark.parametrize("verb", ["menulis:   ", "menulis: ", "menulis:  > "])
def test_an_attribution_with_our_letter_on_its_line_is_no_persons(verb):
    attribution = f"  Pada Rab, 18 Mar 2026 pada 14:40, {DESK}<info@kemenkopukm.example> {verb}"
    assert separate(a_mail(f"{NEW}\n \n{attribution}{LETTER}")).text == NEW
