"""Any mail that the world sends is read: structure, text and files, however it is put together."""

import base64

import pytest

from mailticket.core.parser import parse
from mailticket.core.reply import separate


def mail(body, head="Content-Type: text/plain; charset=utf-8", encoding="utf-8"):
    return parse(f"From: Budi <budi@example.org>\nSubject: Surat\n{head}\n\n{body}".encode(encoding))


def parts(*ones, kind="mixed", boundary="b"):
    """Write a multipart of parts, each given with its own head."""
    body = "".join(f"--{boundary}\n{one}\n" for one in ones)
    return mail(f"{body}--{boundary}--\n", f'Content-Type: multipart/{kind}; boundary="{boundary}"')


def files(one):
    return [(file.filename, file.content_type, file.content) for file in one.attachments]


TEXT = "Content-Type: text/plain; charset=utf-8\n\nIsi surat."
PDF = "Content-Type: application/pdf; name=bukti.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n"


def test_text_and_file_of_a_mixed_mail_are_told_apart():
    one = parts(TEXT, PDF)
    assert one.text == "Isi surat."
    assert files(one) == [("bukti.pdf", "application/pdf", b"%PDF-")]
    assert one.defects == ()


@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: multipart/mixed",  # no boundary declared
        "Content-Type: multipart/mixed; boundary=other",  # a wrong one
        "Content-Type: multipart/mixed;\nboundary=b",  # the fold lost its blank
        "Content-Type: multipart/mixed boundary=b",  # the semicolon was forgotten
        'Content-Type: Multipart/Mixed; charset="x"; BOUNDARY = "b"',
    ],
)
def test_parts_are_found_whatever_became_of_the_boundary(head):
    one = mail(f"--b\n{TEXT}\n--b\n{PDF}\n--b--\n", head)
    assert (one.text, files(one)) == ("Isi surat.", [("bukti.pdf", "application/pdf", b"%PDF-")])


def test_a_boundary_may_end_in_a_blank():
    one = mail(f"--b \n{TEXT}\n--b \n{PDF}\n--b --\n", 'Content-Type: multipart/mixed; boundary="b "')
    assert (one.text, files(one)) == ("Isi surat.", [("bukti.pdf", "application/pdf", b"%PDF-")])


def test_a_multipart_that_never_ends_is_read_to_its_end():
    one = mail(f"--b\n{TEXT}\n--b\n{PDF}", "Content-Type: multipart/mixed; boundary=b")
    assert (one.text, len(one.attachments)) == ("Isi surat.", 1)


def test_a_multipart_without_any_part_is_text():
    assert mail("Halo saja.", "Content-Type: multipart/mixed; boundary=b").text == "Halo saja."


def test_a_boundary_beyond_ascii_is_found():
    one = mail(
        "--pemisah-µ\nContent-Type: text/plain; charset=utf-8\n\nHalo\n",
        'Content-Type: multipart/alternative; boundary="pemisah-µ"',
    )
    assert one.text == "Halo"


def test_similar_boundaries_are_told_apart():
    inner = "Content-Type: multipart/alternative; boundary=bb\n\n--bb\n\nIsi.\n--bb--"
    one = mail(f"--b\n{inner}\n--b\n{PDF}\n--b--\n", "Content-Type: multipart/mixed; boundary=b")
    assert (one.text, len(one.attachments)) == ("Isi.", 1)


def test_a_part_without_a_name_is_a_file_all_the_same():
    one = parts(TEXT, "Content-Type: image/jpeg\nContent-Transfer-Encoding: base64\n\n/9j/")
    assert files(one) == [(None, "image/jpeg", b"\xff\xd8\xff")]
    assert one.attachments[0].safe_name == "attachment.jpg"


@pytest.mark.parametrize("parameter", ["name", "filename", "file"])
def test_a_type_may_name_the_file(parameter):
    assert files(parts(TEXT, f"Content-Type: application/pdf; {parameter}=bukti.pdf\n\n%PDF"))[0][0] == "bukti.pdf"


def test_a_part_may_have_its_name_in_content_location():
    one = parts(
        TEXT, "Content-Type: image/jpeg\nContent-Location: Foto25.jpg\nContent-Transfer-Encoding: base64\n\n/9j/"
    )
    assert one.attachments[0].filename == "Foto25.jpg"


def test_an_attached_mail_is_a_file_to_the_byte_and_no_text():
    inner = "From: Siti <siti@example.org>\nSubject: Lama\n\nIsi lama.  \n"
    one = parts(TEXT, f"Content-Type: message/rfc822\n\n{inner}")
    assert one.text == "Isi surat."
    assert files(one) == [(None, "message/rfc822", inner.encode())]
    assert one.attachments[0].safe_name == "Lama.eml"


def test_where_nothing_else_is_said_an_attached_mail_is_read_as_a_forward():
    inner = "From: Siti <siti@example.org>\nSubject: =?utf-8?Q?Keluh=61n?=\nContent-Type: text/plain\n\n#tutup\n"
    one = parts("Content-Type: text/plain\n\n \n", f"Content-Type: message/rfc822\n\n{inner}")
    assert (
        one.text == "---------- Forwarded message ---------\nFrom: Siti <siti@example.org>\nSubject: Keluhan\n\n#tutup"
    )
    assert files(one) == [(None, "message/rfc822", inner.encode())]
    assert one.command_text == ""
    assert separate(one).text == one.text


def test_a_mail_that_a_report_returns_is_not_its_text():
    assert parts("Content-Type: message/rfc822\n\nSubject: x\n\nIsi.", kind="report").text == ""


def test_an_attached_mail_in_base64_is_decoded():
    inner = base64.b64encode(b"Subject: x\n\nIsi.").decode()
    one = parts(TEXT, f"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}\n")
    assert one.attachments[0].content == b"Subject: x\n\nIsi."


def test_the_better_of_two_alternatives_is_the_text():
    html = "Content-Type: text/html; charset=utf-8\n\n<p>Simpanan <b>saya</b> hilang.</p>"
    assert (
        parts("Content-Type: text/plain\n\nSimpanan saya hilang.", html, kind="alternative").text
        == "Simpanan saya hilang."
    )
    assert parts("Content-Type: text/plain\n\n", html, kind="alternative").text == "Simpanan saya hilang."
    stub = "Content-Type: text/plain\n\nYour mail program does not support HTML."
    assert parts(
        stub, html.replace("hilang", "hilang sejak Maret dan tidak kembali sampai hari ini juga"), kind="alternative"
    ).text.startswith("Simpanan saya hilang sejak")


def test_an_alternative_with_a_name_is_no_file():
    one = parts(
        "Content-Type: text/plain\n\nIsi surat.",
        "Content-Type: text/html; name=surat.html\n\n<p>Isi surat.</p>",
        kind="alternative",
    )
    assert (one.text, files(one)) == ("Isi surat.", [])


def test_the_same_text_for_a_watch_or_a_webmail_is_no_file():
    html = "Content-Type: text/html\n\n<p>Isi surat.</p>"
    for kind in ("text/x-amp-html", "text/watch-html"):
        one = mail(
            f"--b\n{TEXT}\n--b\nContent-Type: {kind}\n\n<p>Isi surat.</p>\n--b\n{html}\n--b--\n",
            "Content-Type: multipart/alternative; boundary=b",
        )
        assert (one.text, one.attachments) == ("Isi surat.", ())


def test_a_text_that_was_sent_as_a_file_is_the_text_where_there_is_no_other():
    first = "Content-Type: text/plain; name=surat.txt\nContent-Disposition: inline; filename=surat.txt\n\nIsi surat."
    one = parts(first, first.replace("surat", "lain"))
    assert (one.text, files(one)) == ("Isi surat.", [("lain.txt", "text/plain", b"Isi lain.")])


def test_a_text_that_is_attached_without_a_name_is_read_where_there_is_no_other():
    attached = "Content-Type: text/plain\nContent-Disposition: attachment\n\nIsi surat."
    assert (parts(attached).text, len(parts(attached).attachments)) == ("Isi surat.", 1)
    assert parts(TEXT, attached.replace("surat", "lain")).text == "Isi surat."
    assert parts(attached.replace("attachment", "attachment; filename=surat.txt")).text == ""


def test_rtf_is_the_text_where_there_is_no_other():
    rtf = r"{\rtf1\ansi\pard Isi \b surat\b0 .\par}"
    assert mail(rtf, "Content-Type: text/rtf").text == "Isi surat."
    assert parts(TEXT, f"Content-Type: text/rtf\n\n{rtf}").text == "Isi surat."
    assert mail(rtf, "Content-Type: text/rtf\nContent-Disposition: attachment; filename=surat.rtf").text == ""


@pytest.mark.parametrize("end", ["--b-", "--b--->", "--b-- junk"])
def test_a_last_delimiter_that_is_misspelt_ends_the_last_part(end):
    one = mail(f"--b\n{TEXT}\n--b\n{PDF}\n{end}\nbelow", "Content-Type: multipart/mixed; boundary=b")
    assert (one.text, files(one)) == ("Isi surat.", [("bukti.pdf", "application/pdf", b"%PDF-")])


@pytest.mark.parametrize(
    ("body", "text"), [("Isi surat.--b--\n", "Isi surat."), ("Isi --b-- surat.\n", "Isi --b-- surat.")]
)
def test_a_last_delimiter_may_lack_a_line_of_its_own(body, text):
    assert mail(f"--b\nContent-Type: text/plain\n\n{body}", "Content-Type: multipart/mixed; boundary=b").text == text


@pytest.mark.parametrize("before", [":", "::  ", "\f", "\v"])
def test_a_field_behind_a_colon_is_none(before):
    one = parse(f"From: budi@example.org\n{before}From: jahat@example.net\n\nIsi.".encode())
    assert ([a.address for a in one.from_], one.text) == (["budi@example.org"], "Isi.")


def test_an_inner_boundary_that_begins_like_the_outer_one_does_not_end_it():
    inner = f"Content-Type: multipart/mixed; boundary=b-2\n\n--b-2\n{TEXT}\n--b-2\n{PDF}\n"
    one = mail(f"--b\n{inner}", "Content-Type: multipart/mixed; boundary=b")
    assert (one.text, files(one)) == ("Isi surat.", [("bukti.pdf", "application/pdf", b"%PDF-")])


def test_a_text_of_a_phone_that_has_a_location_is_text():
    one = parts("Content-Type: text/plain\nContent-Disposition: inline\nContent-Location: text.txt\n\nHalo.", PDF)
    assert (one.text, len(one.attachments)) == ("Halo.", 1)


def test_a_disposition_that_nobody_knows_makes_no_file_of_a_text():
    assert mail("<p>Halo</p>", "Content-Type: text/html\nContent-Disposition: =?utf-8?Q?invalid?=").text == "Halo"


def test_a_name_given_whole_is_taken_before_its_sections():
    one = parts("Content-Type: application/pdf; name*0=s; name*=utf-8''s%C3%BCrat.pdf; name*1=urat.pdf\n\n%PDF-")
    assert [file.filename for file in one.attachments] == ["sürat.pdf"]


def test_the_name_of_a_file_keeps_its_blanks_but_those_of_a_fold():
    one = parts('Content-Type: application/pdf; name="bukti  setoran\n        Mei.pdf"\n\n%PDF-')
    assert [file.filename for file in one.attachments] == ["bukti  setoran Mei.pdf"]


def test_a_calendar_beside_the_text_is_a_file():
    one = parts(
        TEXT,
        "Content-Type: text/calendar; method=REQUEST; charset=utf-8\n\nBEGIN:VCALENDAR\nEND:VCALENDAR",
        kind="alternative",
    )
    assert (one.text, one.attachments[0].content_type) == ("Isi surat.", "text/calendar")


def test_the_pictures_of_html_are_inline_files():
    html = 'Content-Type: text/html\n\n<p>Lihat <img src="cid:a@b"></p>'
    one = parts(
        html,
        "Content-Type: image/png; name=x.png\nContent-ID: <a@b>\nContent-Transfer-Encoding: base64\n\niVBORw==",
        kind="related",
    )
    assert [(file.filename, file.content_id, file.inline) for file in one.attachments] == [("x.png", "a@b", True)]


def test_signed_mail_is_read_and_its_signature_kept():
    smime = parts(
        TEXT,
        "Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\nMAo=",
        kind="signed; protocol=x",
    )
    assert (smime.text, smime.attachments[0].filename) == ("Isi surat.", "smime.p7s")
    armoured = mail(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nIsi surat.\n- -- \nBudi\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
    )
    assert separate(armoured).text == "Isi surat."
    assert "-----BEGIN PGP SIGNATURE-----" in armoured.text


def test_both_halves_of_an_apple_double_are_files():
    double = (
        "Content-Type: multipart/appledouble; boundary=c\n\n--c\nContent-Type: application/applefile; name=a.doc\nContent-Transfer-Encoding: base64\n\nAAUWBw==\n"
        "--c\nContent-Type: application/msword; name=a.doc\nContent-Transfer-Encoding: base64\n\n0M8R4A==\n--c--"
    )
    assert [(name, kind) for name, kind, _ in files(parts(TEXT, double))] == [
        ("a.doc", "application/applefile"),
        ("a.doc", "application/msword"),
    ]


def test_flowed_lines_are_joined_and_quotes_keep_their_depth():
    one = mail(
        "Baris ini \nmengalir.\n> kutipan \n> lama\n>> tua\n-- \nBudi\n",
        "Content-Type: text/plain; format=flowed; charset=utf-8",
    )
    assert one.text == "Baris ini mengalir.\n> kutipan lama\n> > tua\n-- \nBudi"
    assert mail("kata \nkata \n", "Content-Type: text/plain; format=flowed; delsp=yes").text == "katakata"


def test_a_file_in_uuencode_inside_the_text_is_a_file():
    one = mail("Lampiran:\nbegin 644 cat.txt\n#0V%T\n`\nend\nSekian.\n")
    assert (one.text.split(), files(one)) == (
        ["Lampiran:", "Sekian."],
        [("cat.txt", "application/octet-stream", b"Cat")],
    )


def test_a_file_in_yenc_inside_the_text_is_a_file():
    lines = bytes((byte + 42) % 256 for byte in b"%PDF-1.4 isi").replace(b"=", b"=}") + b"=}"
    body = b"Terlampir.\n=ybegin line=128 size=13 name=bukti setor.pdf\n" + lines + b"\n=yend size=13\nSalam\n"
    one = parse(b"From: Budi <budi@example.org>\nContent-Type: text/plain; charset=iso-8859-1\n\n" + body)
    assert one.text.split() == ["Terlampir.", "Salam"]
    assert files(one) == [("bukti setor.pdf", "application/octet-stream", b"%PDF-1.4 isi\x13")]


def test_a_part_in_uuencode_is_decoded():
    for body in ("begin 644 cat.txt\n#0V%T\n`\nend\n", "#0V%T\n`\n", "#0V%T\n`\nend\n"):
        one = parts(
            TEXT,
            f"Content-Type: application/octet-stream; name=cat.txt\nContent-Transfer-Encoding: x-uuencode\n\n{body}",
        )
        assert files(one) == [("cat.txt", "application/octet-stream", b"Cat")]
    assert mail("Isi surat.\n", "Content-Transfer-Encoding: x-uuencode").text == "Isi surat."


@pytest.mark.parametrize("encoding", ["base64", "Base64", "BASE-64 base64", '"base64"', "base64;", " base64 (x)"])
def test_base64_is_known_however_it_is_written(encoding):
    assert mail("SXNpIHN1cmF0Lg==", f"Content-Transfer-Encoding: {encoding}").text == "Isi surat."


@pytest.mark.parametrize("footer", ["\n_____\nMailing list\nhttp://lists.example.org/", "--junk-->\nbelow", "=zH6Q"])
def test_what_a_gateway_wrote_behind_base64_is_no_part_of_it(footer):
    one = parts(
        TEXT, f"Content-Type: application/pdf; name=bukti.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0=\n{footer}"
    )
    assert files(one) == [("bukti.pdf", "application/pdf", b"%PDF-")]


@pytest.mark.parametrize(
    "body",
    [
        "SXNpIHN1cmF0Lg",
        "SXNpIHN1\n\n cmF0Lg==\n",
        "SXNpI!HN1c?mF0Lg==",
        "SXNp\n\nIHN1c!mF0\n\nLg==",
        "SXNpIHN1cmF0Lg====",
    ],
)
def test_broken_base64_gives_what_it_holds(body):
    assert mail(body, "Content-Transfer-Encoding: base64").text == "Isi surat."


@pytest.mark.parametrize(
    ("body", "text"),
    [("a=20b=\nc", "a bc"), ("50=% lebih =ZZ", "50=% lebih =ZZ"), ("a= \nb", "ab"), ("caf=C3=A9=", "café")],
)
def test_broken_quoted_printable_gives_what_it_holds(body, text):
    assert (
        mail(body, "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable").text == text
    )


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "utf-8"), ("UTF8", "utf-8"), ("iso-8859-1", "utf-8"), ("us-ascii", "utf-8"), ("unknown-8bit", "utf-8"), ("x-unknown", "cp1252"),
        ("us-ascii", "cp1252"), ("iso-8859-1", "cp1252"), ("utf-8", "cp1252"), ("windows-1252", "cp1252"), ("cp-1252", "cp1252"), ("latin1", "cp1252"),
    ],
)  # fmt: skip
def test_a_wrong_or_unknown_charset_loses_no_letter(charset, encoding):
    text = "Kédua «café» – “di sini”"
    assert mail(text, f"Content-Type: text/plain; charset={charset}", encoding).text == text


@pytest.mark.parametrize(
    ("text", "encoding"), [("Это сообщение о кооперативе.", "cp1251"), ("請儘快回覆郵件，謝謝。", "big5")]
)
def test_what_is_beyond_ascii_is_guessed_where_ascii_is_declared(text, encoding):
    assert mail(text, "Content-Type: text/plain; charset=us-ascii", encoding).text == text


def test_a_label_of_double_bytes_on_utf_8_is_seen_through():
    for text, encoding in (("你好，世界。", "utf-8"), ("你好，世界。", "gb18030"), ("你好", "gb18030")):
        assert mail(text, "Content-Type: text/plain; charset=gb2312", encoding).text == text


def test_quotes_of_windows_under_a_chinese_label_are_read():
    assert mail("It’s – “mahal”", "Content-Type: text/plain; charset=gb2312", "cp1252").text == "It’s – “mahal”"


def test_signs_of_windows_that_became_controls_on_the_way_are_read():
    assert mail("Harga \u0080 5 \u0096 \u0093murah\u0094").text == "Harga € 5 – “murah”"


def test_utf_16_may_end_in_the_middle_of_a_character():
    raw = (
        b"From: Budi <budi@example.org>\nContent-Type: text/plain; charset=utf-16\n\n"
        + "Isi surat".encode("utf-16")
        + b"\n"
    )
    assert parse(raw).text == "Isi surat"


def test_a_guess_at_the_charset_is_a_defect():
    assert any(
        "charset" in defect for defect in mail("café", "Content-Type: text/plain; charset=x-unknown", "cp1252").defects
    )


def test_line_ends_that_became_network_line_ends_twice_are_one_each():
    assert parse(b"Subject: Surat\r\r\nFrom: budi@example.org\r\r\n\r\r\nsatu\r\r\ndua\r\r\n").text == "satu\ndua"


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_line_ends_of_carriage_returns_alone_are_line_ends(end):
    one = parse(b"From: Budi <budi@example.org>\rSubject: Surat\r\rBaris satu\rBaris dua" + end)
    assert (one.subject, one.text) == ("Surat", "Baris satu\nBaris dua")


@pytest.mark.parametrize(
    "before",
    [
        b"\xef\xbb\xbf",
        b"\n\n",
        b"From budi@example.org Mon Mar 16 08:00:00 2026\n",
        b">From budi@example.org Mon Mar 16 08:00:00 2026\n",
    ],
)
def test_what_transports_put_before_a_mail_is_undone(before):
    one = parse(before + b"From: Budi <budi@example.org>\nSubject: Surat\n\nIsi.")
    assert (one.subject, one.text, one.from_[0].address) == ("Surat", "Isi.", "budi@example.org")


def test_the_name_of_a_field_may_be_longer_than_a_line_may_be():
    one = mail("Isi surat.", f"X-Gerbang{'-Nama-Panjang' * 90}: ya\nContent-Language: id")
    assert (one.text, one.header("content-language"), one.defects) == ("Isi surat.", "id", ())


def test_a_head_may_begin_with_blanks():
    one = parse(b"  From: Budi <budi@example.org>\nSubject: Surat\n\nIsi.")
    assert ([a.address for a in one.from_], one.subject) == (["budi@example.org"], "Surat")


def test_a_type_that_is_none_with_a_name_is_a_file():
    assert files(mail("%PDF", "Content-Type: unknown; name=bukti.pdf")) == [
        ("bukti.pdf", "application/octet-stream", b"%PDF")
    ]


def test_two_texts_that_say_different_things_are_both_read():
    assert (
        parts(
            "Content-Type: text/plain\n\nIni pesan dalam teks biasa.",
            "Content-Type: text/html\n\n<p>Ini pesan dalam teks indah.</p>",
        ).text
        == "Ini pesan dalam teks biasa.\n\nIni pesan dalam teks indah."
    )


def test_a_text_that_only_says_it_is_base64_is_read_as_it_stands():
    assert mail("Uang saya tidak kembali.", "Content-Transfer-Encoding: base64").text == "Uang saya tidak kembali."


def test_japanese_of_windows_is_read():
    text = b"\x1b$B-!#1ET\x1b(B abc \x1b(I12\x1b(B"
    assert parse(b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n" + text).text == "①１都 abc ｱｲ"
    assert parse(b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n\x1b$B-!#1\r\nabc").text == "①１\nabc"
    broken = b"Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n\x1b$BEz@\x14$N\x1b(B"
    assert parse(broken).text == "答\ufffdの"


def test_a_broken_line_in_the_head_does_not_end_it():
    one = parse(
        b"Received: from x\nquite Delivered-To: x@example.org\nFrom: Budi <budi@example.org>\nSubject: Surat\n\nIsi."
    )
    assert (one.subject, one.text) == ("Surat", "Isi.")
    assert "header: a line that is no field" in one.defects


def test_a_line_above_the_head_costs_neither_sender_nor_subject():
    one = parse(
        b"---- Surat asli ----\nReturn-Path: budi@example.org\nReceived: from x\nby y\nFrom: Budi <budi@example.org>\nSubject: Surat\n\nIsi."
    )
    assert ([a.address for a in one.from_], one.subject, one.text) == (["budi@example.org"], "Surat", "Isi.")


def test_a_field_with_a_blank_in_its_name_is_left_out():
    one = parse(b"From: budi@example.org\nContent-Type: text/plain\nX-Our Server: mail1\n\nIsi.")
    assert (one.content_type, one.text, one.attachments) == ("text/plain", "Isi.", ())


def test_what_stands_above_the_first_part_is_the_text_where_no_part_has_one():
    for above, text in (("Berkas saya.", "Berkas saya."), ("This is a multi-part message in MIME format.", "")):
        assert mail(f"{above}\n--b\n{PDF}\n--b--\n", "Content-Type: multipart/mixed; boundary=b").text == text


def test_a_japanese_word_in_an_english_text_is_read_whatever_is_declared():
    text = "Service desk reply from ピーター・ジョーンズ of the office in Jakarta, as agreed last week."
    assert parse(b"Content-Type: text/plain; charset=iso-8859-1\n\n" + text.encode("shift_jis")).text == text


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"\x00",
        b"Halo",
        b": x",
        b"Subject",
        b"From:",
        b"\xff" * 50,
        b"--b\n--b--",
        b"Content-Type: multipart/mixed; boundary=\n\n--\n",
    ],
)
def test_scraps_are_read(raw):
    parse(raw)


def test_nothing_of_a_mail_is_logged(caplog):
    parse(
        b"From: =?utf-8?B?=?utf-8?B? <budi@example.org>\nSubject: =?utf-8?b?rahasia?b?b?\nReferences: <a>=?x?q??=\nContent-Type: multipart/x; boundary=b\n\n--b\n\nx"
    )
    assert not caplog.records


def test_depth_parts_and_files_have_limits():
    deep = "Isi."
    for level in range(60):
        deep = f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n{deep}\n--b{level}--\n"
    one = parse(f"From: <a@example.org>\n{deep}".encode())
    assert "structure: nested too deeply" in one.defects
    assert (one.text, [file.content_type for file in one.attachments]) == ("", ["multipart/mixed"])
    wide = mail("".join(f"--b\n{PDF}\n" for _ in range(1_000)), "Content-Type: multipart/mixed; boundary=b")
    assert len(wide.attachments) == 100
    assert {"structure: too many parts", "structure: too many attachments"} <= set(wide.defects)


def test_a_head_of_any_size_is_cut():
    one = parse(
        b"Subject: Surat\nFrom: Budi <budi@example.org>\n" + b"X-Junk: " + b"a" * 1_000_000 + b"\nX-Last: x\n\nIsi."
    )
    assert (one.subject, one.text, one.header("x-last")) == ("Surat", "Isi.", None)
    assert "header: too long, cut" in one.defects
