"""An answer as another citizen may read it, whose report was merged into the one that is answered."""

import pytest

from mailticket.core.citizen import Citizen
from mailticket.core.decide.merging import impersonal

SITI = Citizen("Siti Aminah", "Jl. Mawar 5", "+6281234567890", "siti@example.org")
REST = "pembayaran dimulai pada 6 April 2026, pukul 09.00."


@pytest.mark.parametrize(
    "salutation",
    ["Yth. Ibu Siti,", "Ibu Siti,", "Bapak/Ibu Siti Aminah,", "Ibu Siti yang kami hormati,", "Kepada Yth. Ibu Siti\n", "Selamat pagi Bu,", "Dear Ms Siti,", "Bu,"],
)  # fmt: skip
def test_the_salutation_is_left_out_and_the_sentence_begins_with_a_capital(salutation):
    assert impersonal(f"{salutation} {REST}", SITI) == REST.capitalize().replace("april", "April")


@pytest.mark.parametrize(
    "text",
    [
        "Ibu dapat mengambil simpanannya mulai 6 April, pukul 09.00.",
        "Bapak Sutrisno selaku ketua sudah kami panggil, dan beliau berjanji membayar.",
        "Kepada anggota yang jatuh tempo, pembayaran dimulai 6 April.",
        "Pak Camat dan pengurus sudah bertemu, pembayaran dimulai 6 April.",
    ],
)
def test_a_first_sentence_about_somebody_is_no_salutation(text):
    assert impersonal(text, SITI) == text
