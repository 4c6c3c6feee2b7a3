from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import getaddresses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailticket.core.compose import Outgoing, compose, fitting, problems
from mailticket.core.compose.clean import clean_line, clean_text
from mailticket.core.compose.headers import chain, is_id, sendable
from mailticket.core.mail import Attachment

LETTER = Outgoing(
    notice="citizen.answered",
    ticket="KUKM-2026-000123",
    desk="desk@example.org",
    desk_name="Bagian Komunikasi dan Aspirasi Publik",
    to="siti@example.org",
    to_name="Siti Aminah",
    subject="[KUKM-2026-000123] Jawaban atas laporan Anda",
    date=datetime(2026, 3, 30, 3, 15, tzinfo=UTC),
    message_id="<t26-3f-cr1qy-abcdefghijklmnop.qrstuvwxyz23@example.org>",
    text="Yth. Ibu Siti,\n\nterima kasih.\n",
)


def nothing_wrong(letter, data=None, own=lambda token: True, staff=frozenset()):
    return problems(data or compose(letter), letter, own, staff)


def header(data, name):
    return str(make_header(decode_header(unfolded(data, name))))


def unfolded(data, name):
    return message_from_bytes(data)[name].replace("\r\n", "").replace("\n", "")


def a_file(name="bukti.pdf", content=b"%PDF", content_type="application/pdf"):
    return Attachment(name, content_type, content, name)


def test_a_plain_mail_is_the_same_bytes_each_time_and_passes_the_linter():
    assert compose(LETTER) == compose(LETTER)
    assert nothing_wrong(LETTER) == ()


def test_the_headers_stand_in_their_order_and_nothing_else():
    names = [line.split(":")[0] for line in compose(LETTER).decode().split("\r\n\r\n")[0].split("\r\n")]
    assert names == [
        "Date",
        "From",
        "To",
        "Subject",
        "Message-ID",
        "X-Loop",
        "X-Mailticket-Notice",
        "X-Mailticket-Ticket",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ]


def test_an_automatic_mail_says_so_to_every_kind_of_server():
    message = message_from_bytes(compose(replace(LETTER, auto_submitted="auto-replied")))
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["X-Loop"] == "desk@example.org"


NASTY = (
    "Laporan\r\nBcc: evil@example.org",
    "=?utf-8?q?hi=0D=0ABcc:_evil=40example.org?=",
    "Pengaduan " * 100,
    "Жалоба на кооператив: не возвращают вклад уже три года, прошу помочь " * 3,
    "कोऑपरेटिव 合作社 😀😀😀" * 20,
    '"quotes" <evil@example.org>, (comment)',
    "\u202etxt.exe\u2066",
    "a\x00b\x1bc\ud800d",
    "",
    " ",
)


@pytest.mark.parametrize("text", NASTY)
def test_whatever_a_citizen_writes_makes_no_header_of_its_own(text):
    letter = replace(LETTER, subject=clean_line(f"[KUKM-2026-000123] {text}"), to_name=clean_line(text, 80))
    data = compose(letter)
    assert nothing_wrong(letter, data) == ()
    assert message_from_bytes(data)["Bcc"] is None
    assert header(data, "Subject") == letter.subject
    assert [address for _, address in getaddresses([unfolded(data, "To")])] == ["siti@example.org"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=600))
def test_any_name_subject_and_text_passes_the_linter(name, subject, text):
    letter = replace(
        LETTER,
        to_name=clean_line(name, 80),
        desk_name=clean_line(name),
        subject=clean_line(f"[KUKM-2026-000123] {subject}"),
        text=clean_text(text),
    )
    assert nothing_wrong(letter) == ()


def test_the_number_stays_readable_in_front_of_an_encoded_subject():
    data = compose(replace(LETTER, subject="[KUKM-2026-000123] Жалоба"))
    assert b"Subject: [KUKM-2026-000123]\r\n =?utf-8?b?" in data


def test_a_long_id_of_another_server_is_neither_encoded_nor_cut():
    long_id = f"<{'x' * 300}@example.org>"
    letter = replace(LETTER, in_reply_to=long_id, references=("<first@example.org>", long_id))
    data = compose(letter)
    assert nothing_wrong(letter, data) == ()
    assert message_from_bytes(data)["In-Reply-To"] == long_id
    assert message_from_bytes(data)["References"].split() == ["<first@example.org>", long_id]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x@example.org",
        "<a b@example.org>",
        "<a@example.org",
        "<=?utf-8?q?a?=@example.org>",
        "<é@example.org>",
        f"<{'x' * 990}@e>",
        "<a\r\nB:c>",
    ],
)
def test_what_is_no_id_is_never_put_into_an_id_header(value):
    assert not is_id(value)


def test_a_name_that_looks_encoded_is_not_decoded_by_the_reader():
    name = "=?utf-8?q?Rina=0D=0ABcc=3A_evil?="
    assert header(compose(replace(LETTER, to_name=name)), "To") == f"{name} <siti@example.org>"


def test_a_long_chain_of_references_keeps_its_beginning_and_its_end():
    ids = tuple(f"<{n}@example.org>" for n in range(100))
    kept = chain(ids, "<99@example.org>")
    assert len(kept) == 21
    assert (kept[0], kept[-1]) == ("<0@example.org>", "<99@example.org>")


@pytest.mark.parametrize(
    ("address", "sent_to"),
    [
        ("siti@example.org", "siti@example.org"),
        ("siti@bücher.example", "siti@xn--bcher-kva.example"),
        ("a@b>\r\nRCPT TO:<evil", None),
        ("Victim <evil@example.org>", None),
        ("a@example.org, b@example.org", None),
        ("sité@example.org", None),
        ("", None),
    ],
)
def test_mail_goes_to_one_plain_address_or_to_none(address, sent_to):
    assert sendable(address) == sent_to


@pytest.mark.parametrize(
    "name",
    ["bukti.pdf", "foto ktp (1).jpg", 'surat "penting"; a=b.pdf', "Ünïcode 文件 📎.pdf", "x" * 150 + ".pdf", "ा" * 60],
)
def test_a_file_arrives_under_its_own_name(name):
    content = bytes(range(256)) * 50
    letter = replace(LETTER, attachments=(a_file(name, content),))
    data = compose(letter)
    assert nothing_wrong(letter, data) == ()
    part = next(part for part in message_from_bytes(data).walk() if part.get_content_disposition() == "attachment")
    assert part.get_filename() == name
    assert part.get_payload(decode=True) == content


@pytest.mark.parametrize(
    "declared", ["message/rfc822", "multipart/mixed", "text/html\r\nBcc: evil@example.org", "", "x"]
)
def test_a_file_of_a_dangerous_type_is_only_bytes(declared):
    letter = replace(LETTER, attachments=(a_file("a.eml", b"From: a\n\nb", declared),))
    assert nothing_wrong(letter) == ()
    assert b"Content-Type: application/octet-stream" in compose(letter)


def test_an_empty_file_is_a_file_too():
    letter = replace(LETTER, attachments=(a_file(content=b""),))
    part = next(part for part in message_from_bytes(compose(letter)).walk() if part.get_filename())
    assert part.get_payload(decode=True) == b""


def test_html_stands_beside_the_text_and_files_beside_both():
    letter = replace(LETTER, html="<p>é</p>\n", attachments=(a_file(),))
    assert nothing_wrong(letter) == ()
    kinds = [part.get_content_type() for part in message_from_bytes(compose(letter)).walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"]


def test_a_line_of_others_without_end_is_encoded_not_broken():
    letter = replace(LETTER, text="> " + "x" * 5000 + "\n.\nFrom here\n" + "blanks at the end   \n")
    assert nothing_wrong(letter) == ()


def test_files_that_do_not_fit_are_left_out_in_order():
    small, big = a_file("a.txt", b"x" * 1000), a_file("b.txt", b"y" * 100_000)
    again = a_file("a.txt", b"x" * 1000)
    sent, left_out = fitting([big, small, again], 10_000)
    assert sent == (small,)
    assert left_out == (big,)


def test_what_fits_is_reckoned_as_it_is_sent():
    file = a_file(content=b"z" * 100_000)
    needed = len(compose(replace(LETTER, attachments=(file,)))) - len(compose(LETTER))
    assert fitting([file], needed - 500)[0] == ()
    assert fitting([file], needed + 500)[0] == (file,)


def spoilt(old, new):
    return compose(
        replace(LETTER, in_reply_to="<a@example.org>", references=("<a@example.org>",), auto_submitted="auto-replied")
    ).replace(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"From: ", b"From: evil@example.org\r\nFrom: "),
        (b"To: ", b"Bcc: evil@example.org\r\nTo: "),
        (b"In-Reply-To: <a@", b"In-Reply-To: =?utf-8?q?=3Ca?=@"),
        (b"X-Loop: desk@example.org\r\n", b""),
        (b"Auto-Submitted: auto-replied\r\n", b""),
        (b"\r\nTo:", b"\nTo:"),
        (b"terima kasih", b"terima\rkasih"),
        (b"terima kasih", b"terima k\xc3\xa1sih"),
        (b"terima kasih", b"x" * 999),
        (b"terima kasih", b"lain"),
        (b"Subject: [KUKM-2026-000123]", b"Subject:"),
        (b"@example.org>\r\nIn", b"-much-longer-than-seventy-characters@example.org>\r\nIn"),
        (b"siti@example.org", b"siti@example.org, evil@example.org"),
    ],
)
def test_the_linter_sees_every_seeded_mistake(old, new):
    letter = replace(
        LETTER, in_reply_to="<a@example.org>", references=("<a@example.org>",), auto_submitted="auto-replied"
    )
    assert problems(spoilt(b"", b""), letter, lambda token: True) == ()
    assert problems(spoilt(old, new), letter, lambda token: True) != ()


def test_the_linter_stops_a_token_of_somebody_else():
    letter = replace(LETTER, text="Ref: t26-3f-or1qy-abcdefghijklmnop\n")
    assert nothing_wrong(letter, own=lambda token: "-cr" in token) == ("a token that is not the recipient's",)


def test_the_linter_stops_an_officers_own_address():
    letter = replace(LETTER, text="Hubungi Rina@example.org\n")
    assert nothing_wrong(letter, staff=frozenset({"rina@example.org"})) == ("an officer's own address",)
    assert nothing_wrong(replace(letter, text="farina@example.org\n"), staff=frozenset({"rina@example.org"})) == ()
