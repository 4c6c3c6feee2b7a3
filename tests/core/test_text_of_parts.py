"""All text of a mail is read: a footer behind base64, a second plain part, what stands below a picture in the HTML."""

import base64

import pytest

from mailticket.core.found import Left
from mailticket.core.mail import is_news
from mailticket.core.parser import parse
from mailticket.core.reply import separate

HEAD = "From: Rina Wulandari <rina@desk.example>\nTo: info@desk.example\nSubject: {subject}\nMIME-Version: 1.0\n"
ANSWER = "Yth. Ibu Siti, uang Ibu dibayar mulai 6 April 2026 di loket koperasi, mohon membawa KTP asli dan bilyet."
PICTURE = "data:image/png;base64," + "iVBORw0KGgo" + "A" * 1_500_000


def mail(head, body, subject="Re: Laporan"):
    return parse((HEAD.format(subject=subject) + head + "\n" + body).encode())


def encoded(text):
    return base64.encodebytes(text.encode()).decode()


FOOTERS = [
    "-- \nMilis warga",
    "--\nMilis warga\nwarga@lists.example",
    "_______________________________________________\nWarga mailing list\nwarga@lists.example\nhttps://lists.example/listinfo/warga",
    "\n-- \nAnda menerima pesan ini karena berlangganan grup Warga.",
    "---------------------------------------------------------------------\nTo unsubscribe, e-mail: warga-unsubscribe@lists.example",
    "*** Surel ini sudah dipindai ***",
    "This e-mail has been scanned for viruses.",
]


@pytest.mark.parametrize("footer", FOOTERS)
@pytest.mark.parametrize("length", [0, 1, 2])  # with each padding of base64
@pytest.mark.parametrize("words", [ANSWER, "Baik, Bu."])
def test_behind_a_text_in_base64_a_plain_footer_spoils_nothing_and_stands_apart(words, length, footer):
    text = words + "!" * length
    raw = mail(
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n", encoded(text) + footer + "\n"
    )
    assert raw.text.startswith(text + "\n")
    assert " ".join(raw.text.split()).endswith(" ".join(footer.split()))


def test_a_footer_of_a_list_behind_base64_is_no_part_of_the_answer():
    raw = mail(
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n", encoded(ANSWER) + FOOTERS[2]
    )
    reply = separate(raw)
    assert reply.text == ANSWER
    assert [cut.what for cut in reply.cuts] == [Left.FOOTER]


def test_behind_a_file_in_base64_a_footer_is_dropped():
    body = (
        "--b\nContent-Type: text/plain\n\nTerlampir.\n--b\nContent-Type: application/pdf; name=a.pdf\n"
        f"Content-Disposition: attachment; filename=a.pdf\nContent-Transfer-Encoding: base64\n\n{encoded('%PDF-1.4 isi')}-- \nMilis warga desa\n--b--\n"
    )
    assert mail("Content-Type: multipart/mixed; boundary=b\n", body).attachments[0].content == b"%PDF-1.4 isi"


def alternative(*parts):
    body = "".join(f"--b\nContent-Type: {kind}; charset=utf-8\n\n{text}\n" for kind, text in parts)
    return mail("Content-Type: multipart/alternative; boundary=b\n", body + "--b--\n").text


MORE = "Tambahan: loket tutup pada hari Jumat tanggal 10 April."


@pytest.mark.parametrize(
    "parts",
    [
        (("text/plain", ANSWER), ("text/plain", MORE)),
        (("text/plain", ANSWER), ("text/html", f"<p>{ANSWER}</p>"), ("text/plain", MORE)),
        (("text/plain", ANSWER), ("text/plain", MORE), ("text/html", f"<p>{ANSWER}</p>")),
        (("text/html", f"<p>{ANSWER}</p>"), ("text/html", f"<p>{MORE}</p>")),
    ],
)
def test_a_second_text_in_an_alternative_is_kept(parts):
    text = alternative(*parts)
    assert ANSWER in text
    assert text.count(MORE) == 1
    assert text.index(ANSWER) < text.index(MORE)


@pytest.mark.parametrize(
    "parts",
    [
        (("text/plain", ANSWER), ("text/html", f"<p>{ANSWER}</p>")),
        (("text/plain", ANSWER), ("text/plain", ANSWER)),
        (("text/plain", ANSWER), ("text/plain", ANSWER.replace(" ", "\n", 1)), ("text/html", f"<b>{ANSWER}</b>")),
    ],
)
def test_the_same_text_in_several_dresses_is_one(parts):
    assert " ".join(alternative(*parts).split()) == ANSWER


@pytest.mark.parametrize(
    "picture",
    [
        f'<img src="{PICTURE}">',
        f"<img src='{PICTURE}'>",
        f"<img src={PICTURE}>",
        f'<img alt="" src="{PICTURE}" width=100>',
        f'<div style="background:url({PICTURE})"></div>',
        f"<style>p {{ background: url('{PICTURE}') }}</style>",
        '<img src="data:image/svg+xml;utf8,<svg>' + "<g></g>" * 30_000 + '</svg>">',
        '<img src="data:image/png;base64,\n' + ("QUJD" * 18 + "\n") * 20_000 + '">',
    ],
)
def test_a_picture_inside_the_html_costs_nothing_of_its_text(picture):
    raw = mail("Content-Type: text/html; charset=utf-8\n", f"<p>Yth. Ibu Siti,</p>{picture}<p>{ANSWER}</p>")
    assert ANSWER in raw.text
    assert not raw.is_cut
    assert not separate(raw).is_cut


def test_a_picture_inside_the_html_is_a_file_that_the_text_shows():
    picture = b"\x89PNG" + bytes(range(256)) * 200
    source = f'<p>{ANSWER}</p><img src="data:image/png;base64,{base64.b64encode(picture).decode()}">'
    (file,) = mail("Content-Type: text/html; charset=utf-8\n", source).attachments
    assert (file.content, file.content_type, file.inline) == (picture, "image/png", True)
    assert is_news(file)


def test_words_about_data_stay():
    raw = mail("Content-Type: text/html; charset=utf-8\n", '<p title="x">data:image/png;base64,QUJD adalah kode.</p>')
    assert raw.text == "data:image/png;base64,QUJD adalah kode."


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", "<p>" + "kata " * 250_000 + "</p>"),
        ("text/html", "<p>a</p>" * 15_000 + "<p>akhir</p>"),
        ("text/plain", "kata " * 450_000),
        ("text/plain", "kata\n" * 6_000 + "akhir"),
    ],
)
def test_a_text_that_is_longer_than_can_be_read_says_so(kind, body):
    raw = mail(f"Content-Type: {kind}; charset=utf-8\n", body)
    assert separate(raw).is_cut


FIRST = "Yth. Bapak,\n\nini pesan dari pengurus:\n\n"


@pytest.mark.parametrize(
    "quotation",
    [
        '<blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid">Uang Ibu akan cair bulan depan.<br>Sabar ya.</blockquote>',
        '<blockquote type="cite">Uang Ibu akan cair bulan depan.<br>Sabar ya.</blockquote>',
        '<div class="gmail_quote"><blockquote class="gmail_quote">Uang Ibu akan cair bulan depan.<br>Sabar ya.</blockquote></div>',
    ],
)
def test_a_quotation_without_its_attribution_is_text_in_a_first_mail(quotation):
    body = f"<div>Yth. Bapak, ini pesan dari pengurus:</div>{quotation}<div>Mohon ditindaklanjuti.</div>"
    kind = "Content-Type: text/html; charset=utf-8\n"
    text = separate(mail(kind, body, subject="Pengaduan simpanan")).text
    assert "Uang Ibu akan cair bulan depan." in text
    assert "Sabar ya." in text
    assert "Mohon ditindaklanjuti." in text
    assert "Sabar ya." not in separate(mail(kind, body, subject="Re: Pengaduan simpanan")).text


def test_marks_without_an_attribution_are_text_in_a_first_mail():
    text = "Ini pesan pengurus di grup:\n\n> uang cair bulan depan\n> sabar ya\n\nSampai sekarang belum."
    kind = "Content-Type: text/plain; charset=utf-8\n"
    assert separate(mail(kind, text, subject="Pengaduan")).text == text


def test_in_a_first_mail_a_quotation_with_its_attribution_goes():
    body = (
        '<div>Mohon dibantu.</div><div class="gmail_quote"><div class="gmail_attr">Pada Sel, 28 Mei 2024 pukul 08.20 Meja &lt;info@desk.example&gt;'
        ' menulis:<br></div><blockquote class="gmail_quote">Mohon nomor Anda.</blockquote></div>'
    )
    assert (
        separate(mail("Content-Type: text/html; charset=utf-8\n", body, subject="Pengaduan")).text == "Mohon dibantu."
    )
