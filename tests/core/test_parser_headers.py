"""Senders, subjects, ids, dates and file names, however mailers write them."""

import pytest

from mailticket.core.parser import parse


def head(*lines):
    return parse("\n".join(lines).encode() + b"\n\nIsi.")


def sender(value):
    return [
        (one.name, one.address)
        for one in parse(b"From: " + (value if isinstance(value, bytes) else value.encode()) + b"\n\nIsi.").from_
    ]


@pytest.mark.parametrize(
    ("value", "name", "address"),
    [
        ("Budi Santoso <budi@example.org>", "Budi Santoso", "budi@example.org"),
        ("budi@example.org", "", "budi@example.org"),
        ("<budi@EXAMPLE.ORG>", "", "budi@example.org"),
        ('"Santoso, Budi" <budi@example.org>', "Santoso, Budi", "budi@example.org"),
        ('"Budi \\"Bud\\" S" <budi@example.org>', 'Budi "Bud" S', "budi@example.org"),
        ("budi@example.org (Budi Santoso)", "Budi Santoso", "budi@example.org"),
        ("Budi (rumah (lama)) Santoso <budi@example.org> (x)", "Budi Santoso", "budi@example.org"),
        ("=?utf-8?B?QnVkacOpIFM=?= <budi@example.org>", "Budié S", "budi@example.org"),
        ("=?utf-8?Q?Santoso,_Budi?= <budi@example.org>", "Santoso, Budi", "budi@example.org"),
        ('"=?utf-8?Q?Budi_S?=" <budi@example.org>', "Budi S", "budi@example.org"),
        ("=?utf-8?Q?Budi_=3Cbudi=40example.org=3E?=", "Budi", "budi@example.org"),
        ("'Budi' <budi@example.org>", "Budi", "budi@example.org"),
        ("Budi <mailto:budi@example.org>", "Budi", "budi@example.org"),
        ("Budi <@relay.example,@b.example:budi@example.org>", "Budi", "budi@example.org"),
        ("Budi budi@example.org", "Budi", "budi@example.org"),
        ("Budi <budi@example.org", "Budi", "budi@example.org"),
        ("Budi < budi @ example.org >", "Budi", "budi@example.org"),
        ("Büdi <büdi@exämple.org>", "Büdi", "büdi@exämple.org"),
        ("Budi <budi@xn--exmple-cua.example>", "Budi", "budi@xn--exmple-cua.example"),
        ('"budi santoso"@example.org', "", '"budi santoso"@example.org'),
        ("budi@example.org <budi@example.org>", "budi@example.org", "budi@example.org"),
        ("MAILER-DAEMON (Mail Delivery System)", "Mail Delivery System", "MAILER-DAEMON"),
        ("Budi\n Santoso\n <budi@example.org>", "Budi Santoso", "budi@example.org"),
        ("Santoso, Budi <budi@example.org>", "Santoso, Budi", "budi@example.org"),  # the quotes forgotten
        ("Budi [mailto:budi@example.org]", "Budi", "budi@example.org"),
        ("Budi < Santoso <budi@example.org>", "Budi < Santoso", "budi@example.org"),
        ("Budi Santoso (budi@example.org)", "Budi Santoso", "budi@example.org"),
        ("Budi <<budi@example.org>>", "Budi", "budi@example.org"),
        ("Budi <budi@surat(kantor).  example.org>", "Budi", "budi@surat.example.org"),
        ("Budi <budi @ surat . example . org>", "Budi", "budi@surat.example.org"),
    ],
)  # fmt: skip
def test_a_sender_is_found(value, name, address):
    assert sender(value) == [(name, address)]


def test_several_senders_groups_and_several_headers_give_all():
    assert [a for _, a in sender("a@example.org, B <b@example.org>")] == ["a@example.org", "b@example.org"]
    assert [a for _, a in sender("Kami: a@example.org, B <b@example.org>;")] == ["a@example.org", "b@example.org"]
    assert sender("undisclosed-recipients:;") == []
    assert [one.address for one in head("From: a@example.org", "From: b@example.org").from_] == [
        "a@example.org",
        "b@example.org",
    ]
    assert [one.address for one in head("From: a@example.org", "To: , b@example.org,, c@example.org").to] == [
        "b@example.org",
        "c@example.org",
    ]


@pytest.mark.parametrize(
    "value",
    [
        "<Undisclosed-Recipient:@mail.example.org;>",
        "<undisclosed-recipients:;>",
        "undisclosed-recipients:@mail.example.org;",
    ],
)
def test_a_group_without_members_is_no_address(value):
    assert head("From: a@example.org", f"To: {value}").to == ()


def test_a_name_in_raw_bytes_is_rescued():
    assert sender("Büdi <budi@example.org>".encode("cp1252")) == [("Büdi", "budi@example.org")]


def test_a_subject_in_raw_cyrillic_is_rescued():
    one = parse("From: a@example.org\nSubject: Узнай как зарабатывать от 1000$ в неделю!\n\nx".encode("cp1251"))
    assert one.subject == "Узнай как зарабатывать от 1000$ в неделю!"


def test_a_quote_that_nothing_closes_is_looked_behind_once():
    assert sender(b"Budi " + b'\\"' * 100_000 + b" <budi@example.org>")[0][1] == "budi@example.org"


def test_quotes_that_an_address_needs_not_are_dropped():
    assert sender(b'"budi"@"example.org"') == [("", "budi@example.org")]
    assert sender(b'"budi santoso"@example.org') == [("", '"budi santoso"@example.org')]


def test_an_address_has_no_controls():
    assert sender(b"Budi <bu\x00di@exa\x07mple.org>") == [("Budi", "budi@example.org")]


@pytest.mark.parametrize(
    ("value", "subject"),
    [
        ("=?utf-8?B?TGFwb3JhbiDigJ4x4oCd?=", "Laporan „1”"),
        ("=?utf-8?Q?Laporan_=E2=80=93_satu?=", "Laporan – satu"),
        ("=?UTF-8?q?a?= =?utf-8?q?b?=", "ab"),
        ("=?utf-8?q?a?=\n =?utf-8?q?b?= c", "ab c"),
        ("=?utf-8?B?w6k?= =?utf-8?B?w6k=?=", "éé"),  # padding lost
        ("=?utf-8?B?4oKs?==?utf-8?B?4oKs?=", "€€"),  # glued
        ("=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=", "café"),  # a character cut between words
        ("=??Q?caf=C3=A9?= baru", "café baru"),  # no charset at all
        ("=?utf-8?Q?caf=C3=A\n 9_baru=\n C3=A9?=", "café barué"),  # folded inside a byte
        ("=?utf-8?Q?apa kabar?=", "apa kabar"),  # raw blanks inside
        ("=?utf-8?Q?apa?kabar?=", "apa?kabar"),
        ("=?utf-8?Q?tak_selesai", "tak selesai"),
        ("=?iso-8859-1?Q?caf=E9?=", "café"),
        ("=?x-unknown?Q?caf=C3=A9?=", "café"),
        ("=?NONE?B?VEVTVA=?=", "TEST"),
        ("=?utf-8*en?Q?halo?=", "halo"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?iso-2022-jp?B?GyRCJDMbKEI=?=", "こ"),
        ("=?utf-8?B?5L2?= =?utf-8?B?g5aW9?=", "你好"),  # encoded as one, then cut into words
        ("=?utf-8?Q?=ED=A0=BD=ED=B8=80?=", "😀"),  # each half of the character by itself
        ("harga =?100? rupiah?=", "harga =?100? rupiah?="),
        ("naïve – raw", "naïve – raw"),
        ("a\n\tb", "a b"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_subject_is_decoded(value, subject):
    assert head("From: a@example.org", f"Subject: {value}").subject == subject


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("Mon, 16 Mar 2026 08:00:00 +0700", "2026-03-16T08:00:00+07:00"),
        ("16 Mar 26 08:00 GMT", "2026-03-16T08:00:00+00:00"),
        ("Mon, 16 Mar 2026 08:00:00 WIB", "2026-03-16T08:00:00+07:00"),
        ("Senin, 16 Maret 2026 08.00.00 +0700", "2026-03-16T08:00:00+07:00"),
        ("2026-03-16T08:00:00Z", "2026-03-16T08:00:00+00:00"),
        ("Mon, 16 Mar 2026 08:00:00 +9900", "2026-03-16T08:00:00+00:00"),
        ("Mon, 16 Mar 2026 08:00:00 +07:00", "2026-03-16T08:00:00+07:00"),
        ("Mon, 16 Mar 2026 08:00:00 GMT+0700", "2026-03-16T08:00:00+07:00"),
        ("Mon, 16 Mar 2026 08:00:00 +0700(WIB)", "2026-03-16T08:00:00+07:00"),
        ("Mon, 16 Mar 2026 08:00:00 +0700Received: from gerbang", "2026-03-16T08:00:00+07:00"),
        ("Mon, 16 Mar 2026 08(pagi):   00  :  00 +0700", "2026-03-16T08:00:00+07:00"),
        ("Mon Mar 16 08:00:00 WIB 2026", "2026-03-16T08:00:00+07:00"),
        ("16/03/2026 08:00", "2026-03-16T08:00:00+00:00"),
    ],
)  # fmt: skip
def test_a_date_is_read(value, iso):
    assert head("From: a@example.org", f"Date: {value}").date.isoformat() == iso


@pytest.mark.parametrize("value", ["", "kemarin", "99 Foo 2026", "Mon, 31 Feb 2026 08:00:00 +0700", "1" * 500])
def test_what_is_no_date_is_none(value):
    assert head("From: a@example.org", f"Date: {value}").date is None


@pytest.mark.parametrize(
    ("value", "found"),
    [("<1@a>", "<1@a>"), ("1@a", "<1@a>"), ("<1@\n a>", "<1@a>"), ("<1@a> (x)", "<1@a>"), ("", None), ("<>", None)],
)
def test_an_id_keeps_its_brackets(value, found):
    assert head(f"Message-ID: {value}").message_id == found


def test_references_are_read_in_order_and_once():
    one = head("References: <1@a> junk <2@a>\n <1@a>", "In-Reply-To: Your message of Monday <2@a>")
    assert (one.references, one.in_reply_to) == (("<1@a>", "<2@a>"), ("<2@a>",))


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ("filename=bukti.pdf", "bukti.pdf"),
        ('filename="bukti setor.pdf"', "bukti setor.pdf"),
        ("filename=bukti setor.pdf", "bukti setor.pdf"),
        ('filename="a\\"b.pdf"', 'a"b.pdf'),
        ("filename*=utf-8''bukti%20%E2%82%AC.pdf", "bukti €.pdf"),
        ("filename*0=bukti; filename*1=-setor.pdf", "bukti-setor.pdf"),
        ("filename*0*=utf-8''bukti%20; filename*1*=%E2%82%AC; filename*2=.pdf", "bukti €.pdf"),
        ("filename*1=-setor.pdf; filename*0=bukti", "bukti-setor.pdf"),
        ("filename*0*=utf-8''%E2%82; filename*1*=%AC.pdf", "€.pdf"),
        ("filename*=iso-8859-1'en'caf%E9.pdf", "café.pdf"),
        ("filename*=bukti.pdf", "bukti.pdf"),
        ('filename="=?utf-8?B?YnVrdGkucGRm?="', "bukti.pdf"),
        ("filename==?utf-8?Q?bukti=5F1.pdf?=", "bukti_1.pdf"),
        ('filename="=?utf-8?Q?buk?=\n =?utf-8?Q?ti.pdf?="', "bukti.pdf"),
        ('filename="büktí.pdf"', "büktí.pdf"),
        ('filename="../../etc/passwd"', "../../etc/passwd"),
        ('filename="bukti (1).pdf"', "bukti (1).pdf"),
        ("filename=bukti (1).pdf (berkas)", "bukti (1).pdf"),
        ("filename=bukti(1).pdf; size=1", "bukti(1).pdf"),
        ("filename*=utf-8''bukti%20(1).pdf", "bukti (1).pdf"),
        ("filename='bukti.pdf'", "bukti.pdf"),
        ('filename=bukti.pdf"', "bukti.pdf"),
        ("filename*=utf-8'bukti%20%E2%82%AC.pdf", "bukti €.pdf"),
        ("filename*0=us-ascii'en'bukti; filename*1*=%20setor.pdf", "bukti setor.pdf"),
        ('filename*0="bukti"; filename*1="=?utf-8?Q?_=E2=82=AC?=.pdf"', "bukti €.pdf"),
    ],
)  # fmt: skip
def test_a_file_name_is_decoded(parameters, name):
    one = head("From: a@example.org", "Content-Type: application/pdf", f"Content-Disposition: attachment; {parameters}")
    assert one.attachments[0].filename == name


def test_a_forgotten_semicolon_costs_no_file_name():
    one = head(
        "From: a@example.org", "Content-Type: application/pdf", "Content-Disposition: attachment filename=bukti.pdf"
    )
    assert one.attachments[0].filename == "bukti.pdf"


def test_a_comment_in_a_content_type_is_no_part_of_it():
    one = parse(
        "From: a@example.org\nContent-Type: (x) text/plain (y); charset=koi8-r (Cyrillic)\n\nУзнай".encode("koi8-r")
    )
    assert one.text == "Узнай"


def test_a_content_type_in_an_encoded_word_is_read():
    one = parse(b"From: a@example.org\nContent-Type: =?utf-8?Q?text/html;_charset=3Dutf-8?=\n\n<p>Halo</p>")
    assert (one.text, one.attachments) == ("Halo", ())


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("con.txt", "_con.txt"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        (" . ", "attachment.pdf"),
    ],
)
def test_a_file_name_is_made_safe_and_the_declared_one_kept(name, safe):
    one = head(
        "From: a@example.org", "Content-Type: application/pdf", f'Content-Disposition: attachment; filename="{name}"'
    )
    assert one.attachments[0].safe_name == safe


def test_an_empty_line_in_the_midst_of_a_head_costs_neither_sender_nor_subject():
    one = parse(
        b"Return-Path: <ani@example.org>\nReceived: by mx.example.org\n\nFrom: Ani <ani@example.org>\nSubject: Jalan rusak\n"
        b"Message-ID: <1@example.org>\nAuthentication-Results: mx.example.org; dmarc=pass\n\nHalo.\n"
    )
    assert (one.from_[0].address, one.subject, one.text) == ("ani@example.org", "Jalan rusak", "Halo.")
    # Whoever can make the server stop early proves nothing by it.
    assert one.raw_from == ()
    assert "authentication-results" not in [name.lower() for name, _ in one.headers]


def test_a_quoted_head_at_the_start_of_a_text_is_text():
    text = "From: Budi <budi@example.org>\nSubject: Lama\nTo: Ani <ani@example.org>\n\nHalo."
    assert parse(f"Subject: Baru\n\n{text}\n".encode()).text == text
    assert parse(f"From: ani@example.org\n\n{text}\n".encode()).text == text


@pytest.mark.parametrize("gap", ["\n", "\n   \n\n"])
def test_a_head_that_empty_lines_cut_in_two_is_read_whole(gap):
    half = "Content-Type: text/plain; charset=utf-8\nFrom: Budi <budi@example.org>\nTo: desk@example.org\nSubject: Laporan\n"
    one = parse(f"Mime-Version: 1.0\nMessage-Id: <1@example.org>\n{gap}{half}\nIsi surat.".encode())
    assert (one.from_[0].address, one.subject, one.text) == ("budi@example.org", "Laporan", "Isi surat.")


def test_a_mailbox_that_is_encoded_whole_stands_beside_others():
    one = head("To: =?utf-8?B?IkJ1ZGkiIDxidWRpQGV4YW1wbGUub3JnPg==?=, siti@example.org")
    assert [(to.name, to.address) for to in one.to] == [("Budi", "budi@example.org"), ("", "siti@example.org")]


def test_a_field_with_blanks_in_its_name_is_no_text():
    one = parse(b"From: Budi <budi@example.org>\nX-Spam Report: none\n\nIsi surat.")
    assert (one.from_[0].address, one.text) == ("budi@example.org", "Isi surat.")


@pytest.mark.parametrize("before", ["From: budi@example.org", "From: Budi\n <budi@example.org>"])
def test_a_line_that_is_no_field_changes_no_address(before):
    one = parse(f"{before}\nnobody knows\nTo: desk@example.org\nSubject: Surat\nkedua\nDate: x\n\nIsi surat.".encode())
    assert ([one.address for one in one.from_], one.subject) == (["budi@example.org"], "Surat kedua")


def test_a_bracket_inside_an_address_makes_no_other_address_of_it():
    assert [one.address for one in head("From: budi[siti@example.org").from_] != ["siti@example.org"]
    assert [one.address for one in head("From: Siti [siti@example.org]").from_] == ["siti@example.org"]
