"""Commands: what is one, what is none, and what makes trouble instead of reaching a citizen."""

import pytest

from mailticket.core.command import near, read_orders
from mailticket.core.decide.commands.arguments import category_of, officer_of, outcome_of, unit_of
from mailticket.core.found import CommandTrouble, Reply
from mailticket.core.parser import parse
from mailticket.core.policy import Category, Officer, Unit

MAIL = parse(b"From: rina@example.org\r\n\r\nx\r\n")
UNITS = (
    Unit("lpdb", "LPDB-KUMKM", ("a@example.org",), aliases=("pembiayaan",)),
    Unit("per", "Deputi Bidang Perkoperasian", ("b@example.org",), aliases=("deputi",)),
)
OFFICERS = (Officer("rina", "Rina Wulandari", "r@example.org"), Officer("rini", "Rini Astuti", "i@example.org"))


def orders(text: str):
    return read_orders(Reply(text, "", "", quote_above=False, form=""), MAIL)


def read(text: str) -> list[tuple[str, str | None]]:
    return [(command.name, command.argument) for command in orders(text).commands]


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("#tutup\nSelesai.", [("tutup", None)]),
        ("#TUTUP", [("tutup", None)]),
        ("# teruskan : Pembiayaan\n\nMohon dijawab.", [("teruskan", "Pembiayaan")]),
        ("#Tutup:\nYth.", [("tutup", None)]),
        ("\uff03tutup", [("tutup", None)]),
        ("/tutup", [("tutup", None)]),
        ("*#tutup*\nYth.", [("tutup", None)]),
        ("#\u200btutup\u00a0", [("tutup", None)]),
        ("#teruskan\u00a0pengawasan", [("teruskan", "pengawasan")]),
        ("#aspirasi\n#tutup\n\nTeks", [("aspirasi", None), ("tutup", None)]),
        (
            "#pengaduan\n\n#tugaskan siti\n\n#catatan\n\nTeks",
            [("pengaduan", None), ("tugaskan", "siti"), ("catatan", None)],
        ),
        ("#bukan-kewenangan ojk", [("bukan-kewenangan", "ojk")]),
        ("#close", [("close", None)]),
        ("Yth. Bapak,\nTerima kasih.", []),
        ("Ikuti kampanye #BanggaBuatanIndonesia", []),
        ("/home/desk/surat.pdf terlampir", []),
    ],
)
def test_commands_are_read_from_the_top(text: str, commands: list[tuple[str, str | None]]) -> None:
    assert read(text) == commands


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("#ttup\nSelesai", CommandTrouble.UNKNOWN),
        ("#terusan pengawasan", CommandTrouble.UNKNOWN),
        ("#apaini\nTeks", CommandTrouble.UNKNOWN),
        ("tutup saja, sudah dijawab", CommandTrouble.UNMARKED),
        ("Kirim.", CommandTrouble.UNMARKED),
        ("Selamat siang,\n\n#tutup\n\nSelesai", CommandTrouble.BELOW),
        ("Apakah saya harus ketik #teruskan atau #tutup?", CommandTrouble.BELOW),
        ("Selamat siang,\n#ttup", CommandTrouble.BELOW),
        ("#tanya\n#tutup\nTeks", CommandTrouble.CONFLICT),
        ("#catatan\n#tutup\nTeks", CommandTrouble.CONFLICT),
        ("#teruskan lpdb\n#tutup", CommandTrouble.CONFLICT),
        ("#catatan x\n" * 40 + "Teks", CommandTrouble.CONFLICT),
        ("#catatan x\n" * 20 + "Teks", None),
        ("#tutup\nYth. Bapak Iqbal", None),
        ("Pengaduan Bapak sudah kami teruskan.", None),
        ("Informasi lebih lanjut ada di situs kami.", None),
        ("#aspirasi\n#tutup\nTeks", None),
        ("#teruskan lpdb\n#teruskan per\nMohon dijawab", None),
        ("#catatan sudah ditelepon\n#tutup\nTeks", None),
    ],
)
def test_what_is_doubtful_makes_trouble(text: str, trouble: CommandTrouble | None) -> None:
    assert orders(text).trouble == trouble


def test_the_text_is_what_stands_below_the_commands() -> None:
    assert orders("#aspirasi\n#tutup\n\nYth. Bapak,\n\nSelesai.").text == "Yth. Bapak,\n\nSelesai."
    assert orders("Yth. Bapak,\n\nSelesai.").text == "Yth. Bapak,\n\nSelesai."


def test_a_misspelt_command_names_what_it_may_have_meant() -> None:
    assert near("ttup") == ("tutup",)
    assert near("terusan")[0] == "teruskan"
    assert near("selamat") == ()


@pytest.mark.parametrize(
    ("argument", "unit", "rest"),
    [
        ("lpdb", "lpdb", ""),
        ("LPDB-KUMKM, mohon dijawab", "lpdb", "mohon dijawab"),
        ("Pembiayaan", "lpdb", ""),
        ("deputi bidang perkoperasian mohon dicek", "per", "mohon dicek"),
        ("deputi mohon dicek", "per", "mohon dicek"),
        ("lpdbx", None, "lpdbx"),
        ("", None, ""),
    ],
)
def test_a_unit_is_the_longest_name_that_the_argument_begins_with(argument: str, unit: str | None, rest: str) -> None:
    found, left = unit_of(argument, UNITS)
    assert (found.id if found else None, left) == (unit, rest)


def test_an_officer_is_named_by_id_or_a_part_of_the_name_that_is_unique() -> None:
    assert officer_of("rina", OFFICERS) == OFFICERS[0]
    assert officer_of("Astuti", OFFICERS) == OFFICERS[1]
    assert officer_of("rin", OFFICERS) is None


def test_outcomes_and_categories_are_named_in_words() -> None:
    assert outcome_of("selesai") == ("resolved", "")
    assert outcome_of("dicabut oleh pelapor") == ("withdrawn", "oleh pelapor")
    assert outcome_of("lain") == ("resolved", "lain")
    assert category_of("KSP bermasalah", (Category("ksp", "KSP bermasalah"),)) is not None


@pytest.mark.parametrize("worst", ["#" * 100_000, " *_" * 33_000, "#a" * 50_000, "a" * 100_000, "#tutup " * 15_000])
def test_the_worst_text_is_read_in_no_time(worst: str) -> None:
    assert orders(worst) is not None
