import re

import pytest

from mailticket.core.compose.paper import HOLD, as_html, as_text, drawn, folded, form, parse, quoted, verbatim
from tests.growth import GROWTH_MAX, growth


def text(wording):
    return as_text(parse(wording))


def test_prose_is_folded_again_however_the_template_was_wrapped():
    written = text("Satu dua tiga\nempat lima.\n\n" + "kata " * 40)
    assert written.startswith("Satu dua tiga empat lima.\n\nkata")
    assert max(map(len, written.split("\n"))) <= 72


def test_a_backslash_keeps_a_line():
    assert text("Hormat kami,\\\nBagian\\\nKementerian") == "Hormat kami,\nBagian\nKementerian"


def test_facts_stand_in_columns_and_empty_ones_vanish():
    assert text("Nama : Siti\nAlamat : \nNomor telepon : 0812") == "Nama          : Siti\nNomor telepon : 0812"


def test_a_long_fact_hangs_below_its_value():
    lines = text("Alamat : " + "panjang " * 15).split("\n")
    assert all(line.startswith("         ") for line in lines[1:])


def test_a_list_keeps_its_items():
    assert text("Kami perlu:\n- nama\n- alamat\n  lengkap") == "Kami perlu:\n\n- nama\n- alamat lengkap"


def test_words_of_others_are_neither_folded_nor_read():
    evil = "## judul\n- daftar\n--\nNama : palsu\n" + "x" * 300 + "\\"
    assert text(f"Isi:\n\n{quoted(evil)}") == "Isi:\n\n" + "\n".join("> " + line for line in evil.split("\n"))
    assert text(verbatim(evil)) == evil
    assert "<h2" not in as_html(parse(verbatim(evil)))


def test_a_form_has_a_line_for_each_label_and_room_after_the_colon():
    assert text(form(["Nama lengkap", "Uraian"])) == "Nama lengkap: \nUraian: "
    html = as_html(parse(form(["Nama lengkap", "Uraian"])))
    assert html.count("<div><b>") == 2


def test_the_foot_begins_with_the_mark_of_a_signature():
    assert text("Salam.\n\n--\nBagian\n\nTelepon") == "Salam.\n\n-- \nBagian\nTelepon"


def test_a_date_is_not_broken_at_the_end_of_a_line():
    for n in range(60, 75):
        written = text("x" * n + " " + f"30{HOLD}Maret{HOLD}2026")
        assert "30 Maret 2026" in written


def test_a_drawing_keeps_its_blanks():
    assert text(drawn(["a   1", "bb  2"])) == "a   1\nbb  2"
    assert "<pre" in as_html(parse(drawn(["a   1"])))


def test_nothing_of_others_becomes_markup():
    evil = '<script>alert(1)</script> & "x"'
    for wording in (
        evil,
        quoted(evil),
        verbatim(evil),
        folded(evil),
        f"Nama : {evil}",
        f"- {evil}",
        f"## {evil}",
        f"--\n{evil}",
    ):
        assert "<script" not in as_html(parse(wording))


def test_a_long_quotation_folds_in_html_and_is_whole_in_text():
    long = "\n".join(f"baris {n}" for n in range(100))
    assert "<details>" in as_html(parse(quoted(long)))
    assert "baris 99" in as_html(parse(quoted(long)))
    assert text(quoted(long)).count("\n") == 99


def test_earlier_letters_fold_below_their_heading_in_html_and_stand_as_a_quotation_in_text():
    blocks = parse(
        f"Ringkas.\n\n## Surat sebelumnya (2 surel)\n\n{folded('Senin, Siti:' + chr(10) + 'a <b>')}\n\nAkhir."
    )
    assert as_text(blocks) == "Ringkas.\n\nSURAT SEBELUMNYA (2 SUREL)\n\n> Senin, Siti:\n> a <b>\n\nAkhir."
    html = as_html(blocks)
    assert re.search(
        r"<details[^>]*><summary[^>]*>Surat sebelumnya \(2 surel\)</summary><blockquote[^>]*>Senin, Siti:<br>a &lt;b&gt;",
        html,
    )
    assert "<h2" not in html
    assert html.endswith("</details>\n" + as_html(parse("Akhir.")))


@pytest.mark.parametrize("evil", ["x" * 40_000, "a : " * 10_000, " " * 40_000 + ":", "- \n" * 10_000, ": " * 12_000])
def test_hostile_wording_is_laid_out_in_linear_time(evil):
    assert growth(lambda part: (text(quoted(part)), as_html(parse(verbatim(part)))), evil) < GROWTH_MAX
