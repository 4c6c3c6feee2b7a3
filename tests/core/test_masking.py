import pytest

from mailticket.core import masking
from tests.growth import GROWTH_MAX, growth


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("+6281234567890", "0812-****-7890"),
        ("+62215299277", "0215-****-9277"),
        ("+4915123456789", "4915-****-6789"),
        ("+621", "****"),
        (None, None),
        ("", None),
    ],
)
def test_of_a_phone_number_its_ends_can_be_recognised(phone, shown):
    assert masking.phone(phone) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("Jl. Mawar No. 5, Kec. Silo, Kab. Jember", "Jl. M****, Kec. Silo, Kab. Jember"),
        (
            "Dusun Krajan RT 02 RW 01, Desa Sidomulyo, Kec. Silo, Jember",
            "Dusun K****, Desa Sidomulyo, Kec. Silo, Jember",
        ),
        ("Br. Kaja, Peliatan, Kec Ubud, Gianyar", "B****, P****, Kec Ubud, Gianyar"),
        ("Jalan Melati 7", "Jalan M****"),
        ("Perum Griya Asri Blok C3/5", "Perum G****"),
        (None, None),
    ],
)
def test_of_an_address_the_district_stays_readable(address, shown):
    assert masking.address(address) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("NIK saya 3509216804850001", "NIK saya ****01"),
        ("nik: 3509.2168.0485.0001, mohon dicek", "nik: ****01, mohon dicek"),
        ("3509 2110 0485 0001", "****01"),
        ("rek BCA 0812345678 a.n. Siti", "rek BCA ****78 a.n. Siti"),
        ("No. Rekening : 1234-5678-90", "No. Rekening : ****90"),
        ("transfer ke Mandiri 1370012345678", "transfer ke Mandiri ****78"),
        ("NPWP 01.234.567.8-901.000", "NPWP ****00"),
    ],
)
def test_identity_and_account_numbers_leave_the_desk_hidden(text, shown):
    assert masking.without_numbers(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "HP saya 0812-3456-7890",
        "KUKM-2026-000123",
        "Rp 12.500.000 sejak 12-05-2025",
        "hubungi 1500 587 atau +62 811 1451 587",
        "NIB 9120001234567",
        "saya anggota BRI sejak tahun 2023",
    ],
)
def test_other_numbers_stay_as_they_are(text):
    assert masking.without_numbers(text) == text


def test_staff_are_reached_at_the_address_of_the_desk():
    text = masking.without_addresses(
        "Hubungi Rina@Example.org. Atau lain@example.org", frozenset({"rina@example.org"}), "desk@example.org"
    )
    assert "rina" not in text.lower()
    assert "lain@example.org" in text


@pytest.mark.parametrize(
    "evil", ["1" * 50_000, "rek " * 12_500, "1 " * 25_000, "a@" * 25_000, "nama" * 12_500, " :" * 25_000]
)
def test_hostile_text_is_masked_in_linear_time(evil):
    def masked(part):
        masking.without_numbers(part)
        masking.without_addresses(part, frozenset(), "")
        masking.address(part)

    assert growth(masked, evil) < GROWTH_MAX
