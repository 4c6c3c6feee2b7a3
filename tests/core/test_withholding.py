import unicodedata

import pytest

from mailticket.core.citizen import Citizen
from mailticket.core.compose.view import withheld
from mailticket.core.decide.details import learn
from mailticket.core.reading import read
from mailticket.core.ticket import Detail, Ticket
from mailticket.core.withholding import without_identity
from tests.core.desk import NOW, POLICY
from tests.growth import GROWTH_MAX, growth

SITI = Citizen("Siti Aminah", "Jl. Mawar No. 5, Kec. Silo, Kab. Jember", "+6281234567890", "siti@example.org")
TICKET = Ticket("Pungli", NOW, citizen=SITI, confidential=True)


def hidden(text, citizen=SITI):
    return without_identity(text, [citizen.name or ""], [citizen.address or ""])


def test_a_unit_does_not_learn_who_complains_in_confidence():
    text = (
        "Nama: Siti Aminah\nNo HP : 0812 3456 7890\nSaya, siti AMINAH, tinggal di Jl. Mawar No. 5, kena pungli.\n"
        "Balas ke Siti@Example.org atau +62 812-3456-7890.\n\nAminah"
    )
    shown = hidden(text)
    for known in ("siti", "aminah", "mawar", "3456", "7890", "example.org"):
        assert known not in shown.lower()
    assert "kena pungli" in shown


@pytest.mark.parametrize(
    "number",
    [
        "0812\u20133456\u20137890", "0812\u20113456\u20117890", "0812/3456/7890", "0812_3456_7890", "0812.3456.7890", "(0812) 3456 7890",
        "+62 (812) 3456-7890", "62 812 3456 7890", "08 12 34 56 78 90", "0812\u00a03456\u00a07890", "08211111222", "021-5299277", "(0331) 486 123",
        "0812:3456:7890", "0812*3456*7890", "0812|3456|7890", "0812~3456~7890", "0812;3456;7890", "0812'3456'7890", "Rp 081234567890", "081.234.567.890",
        "0812 - 3456 - 7890", "３５０９２１６８０４８５０００１", "3509216804850001", "35.0921.680485.0001", "198504162010011002", "19850416 201001 1 002", "1234567890", "0012-3456-78-9",
    ],
)  # fmt: skip
def test_no_number_that_may_lead_to_somebody_reaches_the_unit(number):
    shown = hidden(f"Hubungi saya {number} ya, atau lewat kantor.")
    assert shown.replace("Rp ", "") == "Hubungi saya [dirahasiakan] ya, atau lewat kantor."


@pytest.mark.parametrize(
    "label", ["HP-", "WA/", "WA -", "No.HP", "hp", "wa", "Telp:", "(WA)", "tel.", "HP–", "WA/Telp/"]
)
def test_a_number_that_is_glued_to_its_label_does_not_reach_the_unit(label):
    assert hidden(f"Bisa ke {label}081234567890, pagi.") == f"Bisa ke {label}[dirahasiakan], pagi."


@pytest.mark.parametrize(
    "text",
    [
        "Rp 25.000.000 sejak 12-05-2025", "Rp25000000 disetor 12/05/2025", "sebesar 125.000.000,00", "tahun 2023, 2024, 2025 dan 2026", "2023-2026",
        "KUKM-2026-000123", "nomor kukm-2026-0001234", "06/Per/M.KUKM/IX/2020", "SK-1234/2025", "Rp 62.500.000.000", "2023 - 2024", "pukul 08.00-16.00", "2026-03-16 09.15", "16.03.2026", "UU No. 25 Tahun 1992", "bunga 2,5% x 12 bulan", "usaha saya jalan terus",
        "sudah jalan 3 bulan", "kampung kami", "pengurus dan anggota",
    ],
)  # fmt: skip
def test_amounts_dates_and_plain_words_stay(text):
    assert hidden(text) == text


@pytest.mark.parametrize(
    "address",
    [
        "Jalan Mawar Nomor 5", "jl mawar 5", "JLN. MAWAR NO 5", "Jl Mawar/5", "mawar no.5", "Jl. Melati Raya No. 12 RT 03/RW 02", "Dusun Krajan RT 02 RW 01",
        "jl kenanga merah no 8", "Perum Griya Asri Blok C3/5", "Gg. Buntu 3", "RT 03 RW 02", "rt.03/02", "Kampung Rawa Indah", "jalan mawar no 5", "jalan kenanga merah nomor 12",
    ],
)  # fmt: skip
def test_no_street_in_prose_reaches_the_unit(address):
    assert (
        hidden(f"Rumah ibu saya di {address}, mohon didatangi.") == "Rumah ibu saya di [dirahasiakan], mohon didatangi."
    )


@pytest.mark.parametrize(
    "name",
    [
        "sitiaminah",
        "SitiAminah88",
        "siti_aminah",
        "SITI-AMINAH",
        "siti.aminah",
        "Siti  Aminah",
        "Siti\nAminah",
        "Aminah",
        "siti88",
        "Sitinya",
        "siti-nya",
        "aminahlah",
        "Aminahku",
        "Ｓｉｔｉ Ａｍｉｎａｈ",
        "𝓢𝓲𝓽𝓲 𝓐𝓶𝓲𝓷𝓪𝓱",
        "Si\u00adti Ami\u00adnah",
        "*Siti* _Aminah_",
    ],
)
def test_no_spelling_of_the_name_reaches_the_unit(name):
    shown = unicodedata.normalize("NFKC", hidden(f"Pelapornya {name}.")).replace("\u00ad", "").lower()
    assert "siti" not in shown
    assert "aminah" not in shown


@pytest.mark.parametrize(
    "handle",
    [
        "@siti.aminah",
        "wa.me/6281234567890",
        "https://t.me/sitiam",
        "instagram.com/s.aminah",
        "www.facebook.com/profile.php?id=1000",
        "s_a@pos.example",
        "s.a88 @ pos.example",
        "s.a88[at]pos.example",
        "s.a88 (at) pos (dot) example",
        "s.a88＠pos.example",
        "s.a88{at}pos.example",
    ],
)
def test_no_mailbox_and_no_handle_reaches_the_unit(handle):
    assert hidden(f"Akun saya {handle} di sana") == "Akun saya [dirahasiakan] di sana"


@pytest.mark.parametrize(
    "line",
    ["IG: siti_am88", "telegram : sitiam", "Instagram: siti.am", "FB: Dewi Mawar", "TTL: Jember, 5 April 1985", "Tempat/Tanggal Lahir: Jember, 05-04-1985",
     "Tgl lahir : 5/4/85", "No. Rekening: 12345678", "Nomor Anggota: 0012", "Akun TikTok: dewi"],
)  # fmt: skip
def test_a_line_of_a_form_that_tells_who_somebody_is_is_withheld(line):
    label = line.partition(":")[0]
    assert hidden(f"Data:\n{line}\nMohon dibantu.") == f"Data:\n{label}: [dirahasiakan]\nMohon dibantu."


def test_of_a_long_address_no_part_is_told_by_itself():
    citizen = Citizen(address="Jl. Mawar No. 5 RT 02/RW 03, Kel. Sukamaju, Kec. Silo")
    assert hidden("Rumah di mawar 5 itu.", citizen) == "Rumah di [dirahasiakan] itu."
    assert hidden("Rumah di Mawar No.5.", citizen) == "Rumah di [dirahasiakan]."


def test_words_that_only_look_like_the_name_stay():
    shown = hidden("Situasi di koperasi aman.", Citizen(name="Siti Aman"))
    assert shown == "Situasi di koperasi [dirahasiakan]."
    assert hidden("Harganya @ 5.000 per buah, dibeli di pasar.") == "Harganya @ 5.000 per buah, dibeli di pasar."


def test_what_was_corrected_is_withheld_like_what_is_valid():
    raw = b"From: siti@example.org\nSubject: x\n\nNama: Siti Rahayu\nAlamat baru: Jl. Kenanga No. 8, Kel. Lamper, Kota Semarang\n"
    identity = read(raw, POLICY).identity
    learned = learn(identity, None, SITI, (Detail("name"), Detail("address")), take_from=0.65)
    assert learned.corrected
    ticket = Ticket("x", NOW, citizen=learned.citizen, details=learned.details, confidential=True)
    shown = withheld("Dahulu Aminah dari Mawar 5, kini Rahayu di Kenanga 8.", ticket)
    assert shown == "Dahulu [dirahasiakan] dari [dirahasiakan], kini [dirahasiakan] di [dirahasiakan]."


def test_a_file_is_not_named_after_the_citizen():
    assert withheld("KTP_SITI_AMINAH_3509216804850001.pdf", TICKET) == "KTP_[dirahasiakan]_[dirahasiakan].pdf"


@pytest.mark.parametrize(
    "evil",
    [
        "1" * 50_000,
        "1 " * 25_000,
        "a@" * 25_000,
        "nama" * 12_500,
        " :" * 25_000,
        "jl " * 16_000,
        "Jl. A B C " * 5_000,
        "Siti " * 10_000,
        "rt 1 " * 10_000,
        "0-" * 25_000,
        "@a." * 16_000,
        "a[at]" * 10_000,
        "a @ " * 12_500,
        "\n" * 50_000,
        "jalan a b no " * 4_000,
        "ig : " * 10_000,
        "a@a(dot)" * 6_000,
    ],
)
def test_hostile_text_is_withheld_in_linear_time(evil):
    assert growth(lambda part: withheld(part, TICKET), evil) < GROWTH_MAX
