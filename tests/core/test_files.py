"""Files: those that were not received whole, those that are mails of our own, and the pictures that an answer shows."""

import base64
import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from mailticket.core import own_mail
from mailticket.core.happenings import Hold, What
from mailticket.core.mail import Attachment
from mailticket.core.notices.letters import Answered
from mailticket.core.own_mail import Room, marked
from mailticket.core.parser import parse
from mailticket.core.people import Author, Role
from mailticket.core.post import ClaimedMail, Place, ServerPart
from mailticket.core.reading import read
from mailticket.core.ticket import Direction, FileRef, Leg, Message, MessageState, Status
from mailticket.core.whole import THE_REST, as_received
from mailticket.edges.imap.parts import files_of
from tests.core.desk import POLICY, Memory, a_ticket, parsed, signed, verdict, written
from tests.edges.test_attacks import RENDER

NOW = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
HEAD = b'From: siti@example.org\nSubject: Bukti\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nTerlampir bukti.\n'


def holds_token(file):
    return own_mail.holds_token(file, Room())


def part(name, content, kind="application/pdf"):
    coded = base64.encodebytes(content)
    return b'--b\nContent-Type: %s; name="%s"\nContent-Transfer-Encoding: base64\n\n%s' % (
        kind.encode(),
        name.encode(),
        coded,
    )


def received(raw, kept, parts=()):
    """The files of a mail of which only so many bytes were fetched."""
    mail = ClaimedMail(1, Place("a", "INBOX", 1, 1), raw[:kept], NOW, 1, oversize=True, size=len(raw), parts=parts)
    return [
        (f.safe_name, len(f.content), f.lost_bytes) for f in as_received(read(mail.raw, POLICY), mail).mail.attachments
    ]


WHOLE = (
    HEAD
    + part("satu.pdf", b"1" * 900)
    + part("dua.pdf", b"2" * 3000)
    + part("tiga.jpg", b"3" * 600, "image/jpeg")
    + b"--b--\n"
)
SERVERS = (
    ServerPart("satu.pdf", "application/pdf", 900),
    ServerPart("dua.pdf", "application/pdf", 3000),
    ServerPart("tiga.jpg", "image/jpeg", 600),
)


def test_a_file_that_was_cut_and_those_behind_it_are_named_with_their_size_and_not_held():
    assert received(WHOLE, 2500, SERVERS) == [("satu.pdf", 900, 0), ("dua.pdf", 0, 3000), ("tiga.jpg", 0, 600)]


def test_without_word_from_the_server_the_rest_of_the_mail_is_named():
    assert received(WHOLE, 2500) == [("satu.pdf", 900, 0), ("dua.pdf", 0, len(WHOLE) - 2500)]


def test_a_mail_that_was_cut_in_its_text_lacks_a_rest():
    assert received(WHOLE, len(HEAD) - 5) == [(THE_REST, 0, len(WHOLE) - len(HEAD) + 5)]


def test_two_files_of_one_name_are_told_apart():
    twice = (SERVERS[0], SERVERS[0])
    raw = HEAD + part("satu.pdf", b"1" * 900) + part("satu.pdf", b"1" * 900) + b"--b--\n"
    assert received(raw, 1700, twice) == [("satu.pdf", 900, 0), ("satu.pdf", 0, 900)]


def test_a_servers_description_gives_names_and_sizes():
    text = (b"TEXT", b"PLAIN", (b"CHARSET", b"utf-8"), None, None, b"7BIT", 20, 2, None, None, None)
    pdf = (
        b"APPLICATION",
        b"PDF",
        (b"NAME", b"=?utf-8?Q?b=C3=BCkti.pdf?="),
        None,
        None,
        b"BASE64",
        7800,
        None,
        (b"ATTACHMENT", None),
        None,
    )
    image = (
        b"IMAGE",
        b"JPEG",
        None,
        b"<x>",
        None,
        b"BINARY",
        99,
        None,
        (b"INLINE", (b"FILENAME*", b"UTF-8''foto%20KTP.jpg")),
        None,
    )
    inner = ([image, text], b"RELATED", None, None, None)
    assert files_of(([text, pdf, inner], b"MIXED", None, None, None)) == (
        ServerPart("bükti.pdf", "application/pdf", 5700),
        ServerPart("foto KTP.jpg", "image/jpeg", 99),
    )


@pytest.mark.parametrize(
    "evil", [None, (), (1,), ((),), "x", (b"A",), ([], b"MIXED"), (b"IMAGE", b"PNG", 7, None, None, None, b"many")]
)
def test_a_servers_nonsense_says_nothing(evil):
    assert files_of(evil) == ()


def test_what_a_server_describes_is_bounded():
    deep = (b"IMAGE", b"PNG", None, None, None, b"BASE64", 10)
    for _ in range(2000):
        deep = ([deep], b"MIXED")
    assert files_of(deep) == ()
    assert len(files_of(([(b"IMAGE", b"PNG", None, None, None, b"BASE64", 10)] * 5000, b"MIXED"))) == 100


def eml(token, name="original.eml", kind="message/rfc822", where="id"):
    told = {
        "id": f"Message-ID: <{token}.abc@kemenkopukm.go.id>\r\nSubject: x\r\n\r\nIsi",
        "text": f"Subject: x\r\n\r\nIsi\r\n-- \r\nRef: {token}\r\n",
    }
    told["coded"] = (
        "Subject: x\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(f"Ref: {token}".encode()).decode()
    )
    content = f"From: info@kemenkopukm.go.id\r\n{told[where]}".encode()
    return Attachment(name, kind, content, name)


@pytest.mark.parametrize("where", ["id", "text", "coded"])
@pytest.mark.parametrize(
    ("name", "kind"),
    [("original.eml", "message/rfc822"), ("ATT00001", "application/octet-stream"), ("asli.txt", "text/plain")],
)
def test_a_mail_of_our_own_that_is_attached_is_known(where, name, kind):
    assert holds_token(eml(signed("unit", "perkoperasian"), name, kind, where))


def test_a_mail_of_our_own_is_known_within_other_mails_and_in_the_form_that_outlook_keeps():
    inner = eml(signed()).content
    outer = b"From: a@example.org\r\nSubject: Fwd\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n"
    outer += b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(inner) + b"--b--\r\n"
    assert holds_token(Attachment("luar.eml", "message/rfc822", outer, "luar.eml"))
    assert holds_token(
        Attachment("x.msg", "application/vnd.ms-outlook", b"\xd0\xcf" + f"Ref: {signed()}".encode("utf-16-le"), "x.msg")
    )


def zipped(*members, how=zipfile.ZIP_DEFLATED):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", how) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return held.getvalue()


PACKED = {
    "archive": ("surat.zip", "application/zip", zipped(("foto.jpg", b"p"), ("asli.eml", eml(signed()).content))),
    "archive, not compressed": ("surat.zip", "application/x-zip-compressed", zipped(("asli.eml", eml(signed()).content), how=zipfile.ZIP_STORED)),
    "archive in an archive": ("surat.zip", "application/zip", zipped(("dalam.zip", zipped(("asli.txt", f"Ref: {signed()}"))))),
    "coded mail in an archive": ("surat.zip", "application/zip", zipped(("asli.eml", eml(signed(), where="coded").content))),
    "office document": ("surat.docx", "application/octet-stream", zipped(("word/document.xml", f"<w:t>Ref: {signed()}</w:t>"))),
    "archive in a mail": ("luar.eml", "message/rfc822", b"From: a@example.org\r\nContent-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                          + base64.encodebytes(zipped(("asli.eml", eml(signed()).content)))),
    "folder of mails": ("arsip.mbox", "application/mbox", b"From rina Mon Mar 16 2026\r\n" + eml(signed()).content),
    "rich text": ("surat.rtf", "application/rtf", b"{\\rtf1 Ref: " + signed().encode() + b"}"),
    "calendar": ("undangan.ics", "application/ics", f"DESCRIPTION:{signed()}".encode()),
    "far below": ("panjang.txt", "text/plain", b"x\n" * 1_500_000 + eml(signed()).content),
}  # fmt: skip


@pytest.mark.parametrize("name", PACKED)
def test_a_mail_of_our_own_is_known_however_it_is_packed(name):
    file, kind, content = PACKED[name]
    assert holds_token(Attachment(file, kind, content, file))


def test_an_archive_is_looked_into_within_bounds():
    bomb = zipped(*((f"{n}.txt", b"\0" * 4_000_000) for n in range(10)))
    assert not holds_token(
        Attachment("a.zip", "application/zip", zipped(*((f"{n}.zip", bomb) for n in range(50))), "a.zip")
    )
    bombs = tuple(Attachment(f"{n}.zip", "application/zip", bomb, f"{n}.zip") for n in range(50))
    assert marked(replace(parse(HEAD), attachments=bombs)).attachments == bombs
    many = zipped(*((f"{n}", b"") for n in range(1_100)))
    assert not holds_token(Attachment("a.zip", "application/zip", many, "a.zip"))
    whole = zipped(("asli.eml", eml(signed()).content))
    for n in range(0, len(whole), 7):
        holds_token(Attachment("a.zip", "application/zip", whole[:n], "a.zip"))
        holds_token(Attachment("a.zip", "application/zip", whole[:n] + b"\xff" + whole[n + 1 :], "a.zip"))


def test_a_unit_is_not_told_the_names_of_mails_that_were_left_out():
    officer = written("#teruskan perkoperasian", own=signed(), above=verdict())
    ticket = a_ticket(status=Status.OPEN, draft=None, legs=(), confidential=True)
    decision = Memory(ticket=ticket).decided(officer)
    (notice,) = (one for one in decision.notices if one.to.role == "unit")
    file = replace(eml(signed(), "Keluhan Siti Aminah 081234567890.eml"), is_ours=True)
    sent = RENDER(replace(notice, attachments=(file,)), decision.ticket, NOW).data
    assert "Aminah" not in parsed(sent).get_body(("plain",)).get_content()


def test_other_files_are_what_they_are():
    for file in (
        Attachment(
            "surat.eml", "message/rfc822", b"From: a@example.org\r\nSubject: x\r\n\r\nIsi t26-1 saja", "surat.eml"
        ),
        Attachment("foto.jpg", "image/jpeg", signed().encode(), "foto.jpg"),
        Attachment("kosong.txt", "text/plain", b"", "kosong.txt"),
    ):
        assert not holds_token(file)


def test_the_reading_marks_what_goes_to_nobody():
    raw = HEAD + part("original.eml", eml(signed()).content, "message/rfc822") + part("bukti.pdf", b"%PDF") + b"--b--\n"
    assert [(f.safe_name, f.is_ours) for f in read(raw, POLICY).mail.attachments] == [
        ("original.eml", True),
        ("bukti.pdf", False),
    ]
    assert marked(parse(HEAD)) == parse(HEAD)


def pictured(text, *pictures, signature="", html=None):
    """An officer's answer with pictures as (name, content id, size)."""
    foot = f"\r\n\r\nSalam,\r\nRina Wulandari\r\n{signature}" if signature else ""
    head = written("", own=signed(), above=verdict()).partition(b"\r\nContent-Type")[0]
    head = head.partition(b"\r\n\r\n")[0]
    body = f'\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/{"html" if html else "plain"}; charset=utf-8\r\n\r\n{html or text + foot}\r\n'
    for name, cid, size in pictures:
        body += f'--b\r\nContent-Type: image/png; name="{name}"\r\nContent-ID: <{cid}>\r\nContent-Disposition: inline; filename="{name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        body += base64.encodebytes(b"p" * size).decode()
    return Memory(ticket=a_ticket()).decided(head + (body + "--b--\r\n").encode())


def answer_of(decision):
    return next(notice for notice in decision.notices if isinstance(notice.value, Answered))


TEXT = "Yth. Ibu Siti,\r\njadwal pencairan simpanan Ibu sebagai berikut:\r\n{}\r\nMohon datang ke kantor koperasi dengan KTP."


@pytest.mark.parametrize(
    ("mark", "name", "cid"),
    [
        ("[image: image.png]", "image.png", "ii_abc"),
        ("[cid:image002.png@01DA]", "image002.png", "image002.png@01DA"),
        ("[cid:ii_abc]", "Tangkapan Layar.png", "ii_abc"),
        ("<image0.png>", "image0.png", "x@apple"),
    ],
)
def test_a_picture_that_the_answer_shows_goes_with_it_however_small(mark, name, cid):
    notice = answer_of(pictured(TEXT.format(mark), (name, cid, 900)))
    assert [file.safe_name for file in notice.attachments] == [name]
    assert f"[{name}]" in notice.value.text
    assert mark == f"[{name}]" or mark not in notice.value.text


def test_a_logo_that_only_the_signature_shows_stays_behind_however_large():
    decision = pictured(
        TEXT.format("[image: image.png]"),
        ("image.png", "a", 900),
        ("logo.png", "b", 90_000),
        signature="[image: logo.png]",
    )
    assert [file.safe_name for file in answer_of(decision).attachments] == ["image.png"]


def test_of_html_alone_a_large_picture_goes_and_a_small_one_is_dress():
    html = "<p>Yth. Ibu Siti, jadwal pencairan simpanan Ibu kami kirimkan di bawah ini.</p><img src='cid:a'><p>Rina Wulandari</p><img src='cid:b'>"
    decision = pictured("", ("image001.png", "a", 60_000), ("image002.png", "b", 4_000), html=html)
    assert [file.safe_name for file in answer_of(decision).attachments] == ["image001.png"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Yth. Ibu Siti, lokasi kantor koperasi ada pada gambar ini.</p><img src='cid:a'><p>Salam,<br>Rina Wulandari</p>",
        "<p>Yth. Ibu Siti, lokasi kantor koperasi yang baru sebagai berikut, mohon datang hari Senin.</p><img src='cid:a'>",
    ],
)
def test_of_html_alone_a_small_picture_goes_that_the_text_speaks_of_or_no_signature_can_hold(html):
    decision = pictured("", ("image001.png", "a", 4_000), html=html)
    assert [file.safe_name for file in answer_of(decision).attachments] == ["image001.png"]


def test_an_answer_that_shows_a_picture_which_is_not_there_is_asked_about():
    decision = pictured(TEXT.format("[cid:image002.png@01DA]"), ("image001.png", "logo", 900))
    assert [event.what.kind for event in decision.events] == [What.HELD]
    assert decision.events[0].what.fields["reason"].kind is Hold.FILE_LOST


def test_a_units_draft_shows_its_pictures_and_keeps_the_mark_of_one_that_is_missing():
    own = signed("unit", "perkoperasian")
    raw = written("Jadwal pencairan:\r\n[cid:image002.png@01DA]", "Deputi <koperasi@example.net>", own=own)
    decision = Memory(
        ticket=a_ticket(status=Status.WITH_UNIT, legs=(Leg("perkoperasian", NOW, NOW.date(), ""),))
    ).decided(raw)
    assert "[cid:image002.png@01DA]" in decision.message.text
    draft = replace(decision.message, id=7)
    memory = Memory(ticket=replace(decision.ticket, draft=7), messages=(draft,))
    sent = memory.decided(written("#kirim", own=signed(), above=verdict()))
    assert sent.events[0].what.fields["reason"].kind is Hold.FILE_LOST


def test_a_units_file_that_was_not_received_whole_is_asked_about_before_it_is_missed():
    cut = FileRef("surat.pdf", "application/pdf", 3_000_000, sha256(b"").hexdigest())
    assert not cut.is_whole
    draft = Message(
        NOW,
        Direction.IN,
        Author(Role.UNIT, "perkoperasian"),
        "u@example.net",
        "",
        "",
        None,
        TEXT.format("Terima kasih."),
        id=7,
        state=MessageState.DRAFT,
        attachments=(cut,),
    )
    memory = Memory(
        ticket=a_ticket(status=Status.UNIT_ANSWERED, draft=7, legs=(Leg("perkoperasian", NOW, NOW.date(), ""),)),
        messages=(draft,),
    )
    sent = memory.decided(written("#kirim", own=signed(), above=verdict()))
    assert sent.events[0].what.fields["reason"].kind is Hold.FILE_LOST
