"""The reader that learned: tokens, labels, variants, candidates, and the choice of one or none."""

import io
import zipfile
from dataclasses import replace
from random import Random

import pytest

from mailticket.core.citizen import Field
from mailticket.core.reader import Chosen, details
from mailticket.core.reader.candidates import Span, bucket, names, spans_of
from mailticket.core.reader.evidence import Evidence, Rules, Said
from mailticket.core.reader.features import features
from mailticket.core.reader.learning import is_right, stock_of
from mailticket.core.reader.marks import Gold, spans_of_tags, tags_of
from mailticket.core.reader.models import QUESTIONS, SCALES, SPANS, Models, models, pack
from mailticket.core.reader.numbers import NUMBERS_MAX, e164, numbers
from mailticket.core.reader.provinces import provinces
from mailticket.core.reader.tokens import rows_of, text_of, tokens_of
from mailticket.core.reader.variants import Stock, vary

LINES = (
    ("text", "Saya Sari Lestari, anggota KSP Maju di Bandung."),
    ("text", "Alamat: Jl. Melati No. 5 RT 02 RW 03,"),
    ("text", "Kel. Cihapit, Kec. Bandung Wetan, Kota Bandung"),
    ("text", "HP 0812-3456-7890, kalau penagihnya 0857 1111 2222"),
)
MAIL = Evidence("Sari", "sari.lestari@pos.example", "Simpanan", LINES, is_reply=False, has_form=False)
GOLD = Gold(
    name="Sari Lestari",
    address="Jl. Melati No. 5 RT 02 RW 03, Kel. Cihapit, Kec. Bandung Wetan, Kota Bandung",
    phone="+6281234567890",
    others=(("phone", "0857 1111 2222"),),
)


def seen(evidence=MAIL):
    rows = rows_of(evidence.display, evidence.subject, evidence.lines)
    return rows, tokens_of(rows)


def labelled(gold=GOLD):
    rows, tokens = seen()
    found = {}
    for tag, first, last in spans_of_tags(tags_of(gold, tokens)):
        found.setdefault(tag, text_of(rows, tokens, first, last))
    return found


def test_a_number_an_address_and_a_word_are_one_token_each() -> None:
    tokens = tokens_of(rows_of("", "", (("text", "Hub. 0812-3456-7890 atau a.b@pos.example, Nur'aini"),)))
    assert [(token.text, token.kind) for token in tokens if token.kind != "sign"] == [
        ("Hub", "word"),
        ("0812-3456-7890", "number"),
        ("atau", "word"),
        ("a.b@pos.example", "email"),
        ("Nur'aini", "word"),
    ]


def test_what_a_person_said_becomes_labels_over_the_lines() -> None:
    assert labelled() == {
        "NAME": "Sari Lestari",
        "ADDRESS": "Jl. Melati No. 5 RT 02 RW 03, Kel. Cihapit, Kec. Bandung Wetan, Kota Bandung",
        "PHONE": "0812-3456-7890",
        "OTHER-NUMBER": "0857 1111 2222",
    }


def test_an_address_that_was_written_down_with_a_word_less_is_found_all_the_same() -> None:
    shorter = replace(GOLD, address="Jl. Melati 5 RT 02 RW 03, Kel. Cihapit, Kec. Bandung Wetan, Kota Bandung")
    assert labelled(shorter)["ADDRESS"].startswith("Jl. Melati No. 5")


def test_features_are_the_same_every_time() -> None:
    rows, tokens = seen()
    assert features(rows, tokens, MAIL.sender, MAIL.display) == features(rows, tokens, MAIL.sender, MAIL.display)


@pytest.mark.parametrize("seed", range(40))
def test_a_variant_has_other_values_and_the_same_owners(seed: int) -> None:
    rows, tokens = seen()
    tags = tags_of(GOLD, tokens)
    stock = Stock.of(["Made Wirawan", "Ni Luh Ayu"], ["Dusun Krajan RT 1, Desa Silo, Kab. Jember"])
    other_rows, other_tokens, other_tags = vary(rows, tokens, tags, stock, Random(seed))
    found = {tag: text_of(other_rows, other_tokens, a, b) for tag, a, b in spans_of_tags(other_tags)}
    assert {"NAME", "ADDRESS", "PHONE", "OTHER-NUMBER"} <= set(found)
    assert "Sari Lestari" not in found["NAME"]
    assert found["PHONE"] != "0812-3456-7890"
    assert len(other_tokens) == len(other_tags)


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("081234567890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("+620812345678", "+62812345678"),
        ("81234567890", "+6281234567890"),
        ("0062812345678", "+62812345678"),
        ("+85261234567", "+85261234567"),
        ("12345678", None),
    ],
)
def test_a_number_is_written_as_it_is_dialled(typed: str, dialled: str | None) -> None:
    assert e164(typed) == dialled


@pytest.mark.parametrize(
    "typed",
    ["0812 3456 7890", "0812.3456.7890", "nol delapan satu dua 34567890", "O812-3456-789O", "wa.me/6281234567890"],
)
def test_every_number_is_a_candidate(typed: str) -> None:
    evidence = replace(MAIL, lines=(("text", f"saya {typed}"),))
    rows, _ = seen(evidence)
    assert "+6281234567890" in numbers(evidence, rows, {})


@pytest.mark.parametrize("name", ["Anonymous", "null", "a", "<b>Budi</b>", "x77", "Budi " * 60])
def test_what_is_no_persons_name_is_no_candidate(name: str) -> None:
    evidence = replace(MAIL, display=name, lines=())
    rows, tokens = seen(evidence)
    assert names(evidence, rows, tokens, {}) == []


def test_a_toll_free_number_is_no_citizens() -> None:
    evidence = replace(MAIL, lines=(("text", "hotline 0800 123 4567"),))
    rows, _ = seen(evidence)
    assert "+628001234567" not in numbers(evidence, rows, {})


def test_many_numbers_cost_no_more_than_many() -> None:
    lines = tuple(("text", f"HP 08{n:010}") for n in range(2_000))
    evidence = replace(MAIL, lines=lines)
    rows, _ = seen(evidence)
    assert len(numbers(evidence, rows, {})) <= NUMBERS_MAX + 20


def test_damaged_weights_and_those_of_another_version_are_refused() -> None:
    parts = dict.fromkeys((SPANS, SCALES, *QUESTIONS), b"lCRF")
    with pytest.raises(ValueError, match="damaged"):
        Models.of(pack({SPANS: b"lCRF"}))
    packed, other = io.BytesIO(pack(parts)), io.BytesIO()
    with zipfile.ZipFile(packed) as whole, zipfile.ZipFile(other, "w") as changed:
        for name in whole.namelist():
            changed.writestr(name, whole.read(name) + (b"x" if name == SPANS else b""))
    with pytest.raises(ValueError, match="damaged"):
        Models.of(other.getvalue())


def test_the_desks_own_number_is_none() -> None:
    evidence = replace(MAIL, own_numbers=frozenset({"+6281234567890"}))
    rows, _ = seen(evidence)
    assert "+6281234567890" not in numbers(evidence, rows, {})


def test_a_stretch_is_found_in_several_bounds() -> None:
    begin, inside = [0.0, 0.9, 0.0, 0.0], [0.0, 0.0, 0.6, 0.3]
    assert set(spans_of(begin, inside)) == {(1, 2), (1, 3)}
    assert [bucket(chance) for chance in (0, 0.3, 0.6, 1)] == [0, 3, 4, 8]


def test_the_from_name_and_the_rules_name_are_candidates_beside_the_spans() -> None:
    evidence = replace(MAIL, names=Rules(Said("Bu Lestari", 0.8, "prose"), (Said("Bu Lestari", 0.8, "prose"),)))
    rows, tokens = seen(evidence)
    at = next(n for n, token in enumerate(tokens) if token.text == "Lestari")
    found = names(evidence, rows, tokens, {(at - 1, at): Span(at - 1, at, 0.9, 0.8, 0.9)})
    assert {one.value for one in found} == {"Sari", "Sari Lestari", "Lestari"}
    assert all(one.kin for one in found if one.value == "Sari Lestari")


def test_a_district_tells_its_province() -> None:
    evidence = replace(MAIL, lines=(("text", "saya warga kecamatan Tapalang"),))
    rows, _ = seen(evidence)
    assert "Sulawesi Barat" in provinces(evidence, rows, None)


@pytest.mark.parametrize(
    ("field", "value", "right", "expected"),
    [
        ("name", "Bapak Sari", ["Sari"], True),
        ("name", "Sari L", ["Sari"], False),
        ("phone", "+6281234567890", ["081234567890"], True),
        ("address", "Jl. Melati 5 Kota Bandung", ["Jl Melati 5, Bandung"], True),
        ("address", "Bandung", ["Jl. Melati 5, Bandung"], False),
        ("name", None, [], True),
        ("name", None, ["Sari"], False),
        ("name", "Sari", [], False),
    ],
)
def test_what_counts_as_right(field: str, value: str | None, right: list[str], expected: bool) -> None:
    assert is_right(field, value, right) is expected


def test_equal_weights_are_equal_bytes_and_others_are_refused() -> None:
    assert pack({"b": b"2", "a": b"1"}) == pack({"a": b"1", "b": b"2"})
    with pytest.raises(ValueError, match="no weights of a reader"):
        Models.of(b"nothing")


def test_the_writers_own_details_are_chosen_and_not_the_collectors() -> None:
    chosen = details(MAIL, Chosen(Field(), Field(), Field(), Field()), models(None), 0.6)
    assert (chosen.name.value, chosen.phone.value) == ("Sari Lestari", "+6281234567890")
    assert chosen.address.value is not None
    assert "Cihapit" in chosen.address.value
    assert chosen.province.value == "Jawa Barat"
    assert all(0.5 < field.confidence <= 1 for field in (chosen.name, chosen.phone, chosen.address))


def test_the_higher_the_bar_the_more_is_given() -> None:
    """What is only probably missing is not asked for."""
    bare = replace(MAIL, lines=(("text", "info dong min, sari lestari bandung"),), display="", sender="x@pos.example")
    given = [
        sum(field.value is not None for field in (chosen.name, chosen.address, chosen.phone))
        for chosen in (
            details(bare, Chosen(Field(), Field(), Field(), Field()), models(None), bar) for bar in (0.5, 0.9, 1.0)
        )
    ]
    assert given == sorted(given)


def test_stock_holds_what_the_lessons_have() -> None:
    assert stock_of([]).names == []
    assert len(stock_of([]).given) > 500
