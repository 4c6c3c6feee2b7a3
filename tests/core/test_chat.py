"""What others say in a chat is theirs; letters as phones draw them are letters; what is encrypted tells nothing."""

import base64

import pytest

from mailticket.core.citizen import Identity
from mailticket.core.parser import parse
from mailticket.core.reading import read
from mailticket.core.text.letters import plain
from tests.core.desk import POLICY

MATTER = "Simpanan saya Rp25.000.000 di KSP Rukun Sentosa Semarang tidak bisa dicairkan sejak Januari 2026, kantor selalu tutup."


def written(text, sender="sari88@pos.example", subject="Pengaduan koperasi", more=""):
    head = f"From: {sender}\nTo: info@kemenkopukm.go.id\nSubject: {subject}\n{more}Content-Type: text/plain; charset=utf-8\n\n"
    return read((head + text).encode(), POLICY)


def identity(text, sender="sari88@pos.example") -> Identity:
    return written(text, sender).identity


@pytest.mark.parametrize(
    "stamp",
    [
        "12/03/26 10.17 - {}: ",
        "12/03/2026, 10:17 - {}: ",
        "3/12/26, 10:17 AM - {}: ",
        "3/12/26, 10:17\u202fAM - {}: ",
        "[12/03/26 10.17.02] {}: ",
        "\u200e[3/12/26, 10:17:02 PM] {}: ",
        "[10.17, 12/3/2026] {}: ",
        "[10:17 AM, 3/12/2026] {}: ",
        "12/03/26 pukul 10.17 - {}: ",
        "2026-03-12 10.17 - {}: ",
        "{}, [12/03/2026 10:17]\n",
        "{}, [12 Mar 2026 10.17]:\n",
    ],
)
def test_number_and_street_of_the_other_side_of_a_chat_are_not_the_citizens(stamp):
    said = "Rumah saya di Jl. Melati No. 9 RT 02 RW 01, Kel. Tembalang, Kota Semarang, hp 0812-7777-8888"
    text = f"{MATTER}\n\n{stamp.format('Sari')}Pak kapan cair?\n{stamp.format('Bambang KSP')}Sabar bu\n{said}\n{stamp.format('+62 812-7777-8888')}transfer dulu ke sini\n"
    found = identity(text)
    assert (found.address.value, found.phone.value) == (None, None)


def test_details_that_the_writer_gave_in_the_chat_are_the_writers():
    found = identity(
        "Berikut percakapannya:\n\n12/03/26 10.15 - Sari Lestari: nomor saya 0812-3456-7712\n"
        "12/03/26 10.17 - Bendahara: nomor saya 0812-7777-8888\n",
        "Sari Lestari <sari@pos.example>",
    )
    assert found.phone.value == "+6281234567712"


def test_what_stands_below_the_chat_is_the_writers_again():
    found = identity(
        "12/03/26 10.17 - Bendahara KSP: hubungi 0812-7777-8888\n\nNama: Sari Lestari\nHP: 0812-3456-7712\n"
        "Alamat: Jl. Kenanga No. 8, Kel. Lamper, Kec. Semarang Selatan, Kota Semarang\n"
    )
    assert (found.name.value, found.phone.value) == ("Sari Lestari", "+6281234567712")
    assert found.address.value is not None


def test_what_the_program_says_between_two_turns_belongs_to_nobody():
    found = identity(
        "12/03/26 10.14 - Pesan dan panggilan terenkripsi secara end-to-end.\nJl. Melati No. 9, Kota Semarang\n"
        "12/03/26 10.15 - Sari: halo\n12/03/26 10.16 - +62 812-7777-8888 keluar\n"
    )
    assert (found.address.value, found.phone.value) == (None, None)


@pytest.mark.parametrize(
    "form",
    [
        "*Nama:* {name}\n*Alamat:* {address}\n*No HP:* {phone}",
        "Nama : *{name}*\nAlamat : *{address}*\nHP : *{phone}*",
        "**Nama:** {name}\n**Alamat:** {address}\n**HP:** {phone}",
        "_Nama_: {name}\n_Alamat_: {address}\n_HP_: {phone}",
        "*NAMA : {name}*\n*ALAMAT : {address}*\n*HP : {phone}*",
        "Ｎａｍａ： {name}\nＡｌａｍａｔ： {address}\nＨＰ： {phone}",
        "𝗡𝗮𝗺𝗮: {name}\n𝘼𝙡𝙖𝙢𝙖𝙩: {address}\n𝙽𝚘 𝙷𝙿: {phone}",
        "ⓃⒶⓂⒶ: {name}\nᴀʟᴀᴍᴀᴛ: {address}\n🅷🅿: {phone}",
        "🅽🅰🅼🅰: {name}\n🄰🄻🄰🄼🄰🅃: {address}\nHP: {phone}",
        "N\u200ba\u200bma: {name}\nAla\u00admat: {address}\nH\u2060P: {phone}",
        "\u200fNama: \u202b{name}\u202c\nAlamat\u200e: {address}\nHP: \u202a{phone}\u202c",
        "▪️*Nama*\u00a0: {name}\n▪️*Alamat*\u00a0: {address}\n▪️*HP*\u00a0: {phone}",
    ],
)
def test_labels_are_read_without_their_dress(form):
    address = "Jl. Kenanga No. 8, Kel. Lamper, Kec. Semarang Selatan, Kota Semarang"
    found = identity(
        f"{MATTER}\n\n" + form.format(name="Sari Lestari", address=address, phone="0812\u20113456\u20117712")
    )
    assert found.name.value == "Sari Lestari"
    assert found.address.value == address
    assert found.phone.value == "+6281234567712"


@pytest.mark.parametrize(
    "digits", ["٠٨١٢٣٤٥٦٧٧١٢", "۰۸۱۲۳۴۵۶۷۷۱۲", "０８１２３４５６７７１２", "𝟬𝟴𝟭𝟮𝟯𝟰𝟱𝟲𝟳𝟳𝟭𝟮", "०८१२३४५६७७१२"]
)
def test_digits_of_any_script_are_digits(digits):
    assert identity(f"{MATTER}\nHP: {digits}").phone.value == "+6281234567712"


def test_a_fancy_sender_name_is_a_name():
    assert identity(MATTER, "𝓢𝓪𝓻𝓲 𝓛𝓮𝓼𝓽𝓪𝓻𝓲 <s88@pos.example>").name.value == "Sari Lestari"


def test_what_is_kept_of_a_text_stays_as_it_was_typed():
    assert written("𝗡𝗮𝗺𝗮: *Sari*").reply.text == "𝗡𝗮𝗺𝗮: *Sari*"


@pytest.mark.parametrize("text", ["2*3*4", "a_b_c", "_siti_@pos.example", "* satu\n* dua", "~ 5 juta ~", "___"])
def test_marks_that_stress_nothing_stay(text):
    assert plain(text) == text


ARMOUR = "-----BEGIN PGP MESSAGE-----\n\nhQEMA9xkA0AAAAABAf9abc\n=abcd\n-----END PGP MESSAGE-----\n"
SERVICES = [
    """Sari Lestari (sari@pos.example) has sent you a protected message.

Read the message<https://outlook.office365.com/Encryption/retrieve.ashx?x>

Email encryption by Microsoft Office 365. Microsoft Corporation, One Microsoft Way, Redmond, WA 98052
""",
    """Sari Lestari telah mengirimi Anda email melalui mode rahasia Gmail:

Pengaduan simpanan KSP Maju Rp25.000.000 tidak bisa ditarik sejak 2023
<https://confidential-mail.google.com/msg/AB12>

Gmail: Email by Google
Google LLC, 1600 Amphitheatre Parkway, Mountain View, CA 94043, USA
""",
    "Sari Lestari has sent you an email via Gmail confidential mode:\nLihat email <https://confidential-mail.google.com/msg/AB12>\nGoogle LLC, 1600 Amphitheatre Parkway, Mountain View\n",
    "You have received a secure message\nSari Lestari sent you a secure message. Click https://secure.example.test/read to read it.\nJl. Mawar No. 3, Kota Bogor\n",
]


@pytest.mark.parametrize(
    "text",
    [
        ARMOUR,
        ARMOUR.replace("-----END PGP MESSAGE-----\n", ""),
        ARMOUR.replace("MESSAGE", "PUBLIC KEY BLOCK"),
        *SERVICES,
    ],
)
def test_an_encrypted_letter_has_neither_details_nor_matter(text):
    long = "Simpanan saya Rp25.000.000 di KSP Rukun Sentosa tidak bisa ditarik sejak Januari 2026"
    reading = written(text, "Sari Lestari <sari@pos.example>", long)
    found = reading.identity
    assert (found.name.value, found.address.value, found.phone.value) == ("Sari Lestari", None, None)
    assert not reading.matter.detail
    assert set(reading.missing) >= {"address", "phone", "detail"}


def test_an_encrypted_letter_in_the_form_of_mime_has_no_matter_either():
    raw = (
        b"From: Sari <sari@pos.example>\nSubject: Simpanan saya Rp25.000.000 di KSP Rukun Sentosa tidak bisa ditarik\n"
        b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\n\n--b\n'
        b"Content-Type: application/pgp-encrypted\n\nVersion: 1\n\n--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\n"
        + ARMOUR.encode()
        + b"\n--b--\n"
    )
    assert not read(raw, POLICY).matter.detail


def test_what_stands_beside_an_armoured_block_is_read():
    reading = written(f"{MATTER}\nHP: 0812-3456-7712\n\n{ARMOUR}")
    assert reading.matter.detail
    assert reading.identity.phone.value == "+6281234567712"


def test_to_write_of_a_secure_message_is_not_to_be_one():
    assert written(f"{MATTER} Pengurus katanya sent you a secure message, padahal tidak ada.").matter.detail


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (b"=?UTF-8?B?U2l0aQ==?= <>", "Siti"),
        (b"Siti <>", "Siti"),
        (b'"Siti Aminah" <>', "Siti Aminah"),
        (b"=?UTF-8?Q?Siti_Aminah?=", "Siti Aminah"),
        (b"siti <>", "siti"),
    ],
)
def test_a_name_alone_is_no_address(line, name):
    (sender,) = parse(b"From: " + line + b"\nSubject: x\n\nHalo").from_
    assert (sender.name, sender.address) == (name, "")


@pytest.mark.parametrize("name", [b"root", b"MAILER-DAEMON", b"www-data"])
def test_a_mailbox_of_the_server_itself_is_an_address(name):
    (sender,) = parse(b"From: " + name + b"\n\nHalo").from_
    assert sender.address == name.decode()


@pytest.mark.parametrize(
    "scrap",
    [
        b"Received: from a\nby b\nwith c\nfor d\n; Mon, 16 Mar\n",
        b"DKIM-Signature: v=1; a=rsa\nbh=abc=;\nb=xxxxxxxxx\nyyyyyyyyyyyyyy\nzzzzzzzzzzz\nwwwwww=\n",
        b"X-Long: one\n" + b"yet another line of it\n" * 40,
    ],
)
def test_the_head_goes_on_behind_lines_that_should_have_been_indented(scrap):
    mail = parse(scrap + b"From: Sari <sari@pos.example>\nTo: info@kemenkopukm.go.id\nSubject: Pengaduan\n\nHalo")
    assert (mail.from_[0].address, mail.subject, mail.text) == ("sari@pos.example", "Pengaduan", "Halo")
    mail = parse(b"From: Sari <sari@pos.example>\n" + scrap + b"To: info@kemenkopukm.go.id\nSubject: Pengaduan\n\nHalo")
    assert (mail.subject, mail.text) == ("Pengaduan", "Halo")


def test_a_text_without_an_empty_line_above_it_is_no_head():
    text = b"Halo\nsaya Sari\nmau lapor\nbegini\nceritanya\nFrom: lain@pos.example\nSubject: lama"
    mail = parse(b"From: sari@pos.example\nSubject: x\n" + text)
    assert (mail.from_[0].address, len(mail.from_), mail.text) == ("sari@pos.example", 1, text.decode())


@pytest.mark.parametrize("left", [1, 2])
def test_a_letter_cut_in_two_is_no_other_letter(left):
    whole = "Pengaduan “Sari”".encode()
    cut = whole[: len(whole) - 3 + left]
    for word in (
        b"=?UTF-8?B?" + base64.b64encode(cut) + b"?=",
        b"=?UTF-8?Q?" + b"".join(b"=%02X" % c for c in cut) + b"?=",
    ):
        assert parse(b"From: a@pos.example\nSubject: " + word + b"\n\nx").subject == "Pengaduan “Sari\ufffd"


@pytest.mark.parametrize(
    "text",
    ["Tan 李明", "投诉", "关于合作社的投诉", "Pengaduan 投诉 KSP Maju Bersama Sejahtera dari anggota lama", "李小明"],
)
def test_raw_gbk_is_chinese(text):
    assert parse(b"From: a@pos.example\nSubject: " + text.encode("gbk") + b"\n\nx").subject == text


@pytest.mark.parametrize("text", ["Café", "Garçon à Nîmes", "Bjö Åæøä", "São Paulo", "Größe"])
def test_accents_of_latin_1_stay_accents(text):
    assert parse(b"From: a@pos.example\nSubject: " + text.encode("latin-1") + b"\n\nx").subject == text
