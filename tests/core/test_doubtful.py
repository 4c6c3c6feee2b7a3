"""What is read, and may be wrong: it counts as given, is shown as doubtful, and gives way to what is said surely."""

from dataclasses import replace
from pathlib import Path

import pytest

from mailticket.core import inspection
from mailticket.core.citizen import Alternative, Citizen, Field
from mailticket.core.decide import marks
from mailticket.core.decision import Decision
from mailticket.core.notices.letters import UnitForwarded
from mailticket.core.notices.notice import Notice
from mailticket.core.policy import Reader
from mailticket.core.reading import read
from mailticket.core.ticket import Detail, DetailState, Status, Ticket
from mailticket.edges.jinja import Renderer
from mailticket.edges.rows import row_of_ticket, ticket_of
from tests.core.desk import KEYS, NOW, NUMBER, POLICY, Memory, a_ticket, as_sure, notices, signed, verdict, written

RENDER = Renderer(POLICY, KEYS, [Path(__file__).parents[2] / "templates"])
BUDI = "Budi Santoso <budi@example.com>"
SITI = "Siti Aminah <siti@example.org>"
ADDRESS = "Jl. Kenanga 7, Kel. Mulyo, Kec. Silo, Kab. Jember, Jawa Timur"
NO_PHONE = f"Nama: Budi Santoso\nAlamat: {ADDRESS}\n\nSejak Januari 2026 simpanan saya Rp 5.000.000 di KSP Maju tidak bisa ditarik. Mohon bantuan."
WHOLE = NO_PHONE.replace("\n\n", "\nHP: 0813 9876 5432\n\n", 1)
ENGLISH = f"Name: Budi Santoso\nAddress: {ADDRESS}\nPhone: 0813 9876 5432\n\nSince January 2026 I have not been able to withdraw my savings of Rp 5.000.000 from the cooperative KSP Maju. Please help me."
UNSURE = {"address": 0.61}
MARK = "(mohon periksa)"


def opened(text: str = WHOLE, **sure: float) -> Decision:
    return Memory().decided(written(text, BUDI, subject="Simpanan tidak bisa ditarik"), sure=sure)


def the(decision: Decision, name: str) -> Notice:
    (notice,) = (notice for notice in decision.notices if notice.name == name)
    return notice


def shown(decision: Decision, name: str) -> str:
    """What a letter says, on one line."""
    broken = len(RENDER.broken)
    text = RENDER(the(decision, name), replace(decision.ticket, number=NUMBER), NOW).text
    assert RENDER.broken[broken:] == []
    return " ".join(text.split())


def doubtful_ticket(**changes: object) -> Ticket:
    """Siti's, of whom the address and the name are not sure."""
    details = (
        Detail("name", DetailState.PRESENT, "from", 0.45),
        Detail("address", DetailState.PRESENT, "prose", 0.61),
        Detail("phone", DetailState.PRESENT, "label", 0.95),
    )
    citizen = Citizen("Siti Aminah", ADDRESS, "+6281234567890", "siti@example.org", "Jawa Timur")
    return a_ticket(status=Status.OPEN, legs=(), draft=None, **{"details": details, "citizen": citizen, **changes})


def answered(text: str, ticket: Ticket, sender: str = SITI, **sure: float) -> Decision:
    """What the citizen's answer to a letter of ours brings about."""
    return Memory(ticket=ticket).decided(written(text, sender, signed("citizen", "citizen")), sure=sure)


def doubts(ticket: Ticket) -> set[str]:
    return {field for field, doubt in marks.unsure(ticket, POLICY).items() if doubt}


def test_what_is_doubtful_counts_as_given_and_is_not_asked_for() -> None:
    decision = opened(**UNSURE)
    assert decision.ticket.missing == ()
    assert notices(decision) == ["citizen.acknowledged", "officer.assigned"]


def test_the_citizen_is_shown_which_of_the_recorded_data_may_be_wrong_and_how_to_correct_it() -> None:
    says = shown(opened(**UNSURE), "citizen.acknowledged")
    assert f"Alamat : Jl. K****, Kel. Mulyo, Kec. Silo, Kab. Jember, Jawa Timur {MARK} Telepon" in says
    assert says.count(MARK) == 2  # on its row, and in the sentence
    assert 'balas surel ini dan tuliskan yang benar secara lengkap, misalnya "Alamat: ..."' in says
    assert "Kenanga" not in says


def test_the_same_in_english() -> None:
    says = shown(opened(ENGLISH, **UNSURE), "citizen.acknowledged")
    assert "Jawa Timur (please check) Phone" in says
    assert 'please reply with the right one in full, for example "Address: ..."' in says


def test_where_all_is_sure_nothing_is_to_be_checked() -> None:
    decision = opened()
    assert MARK not in shown(decision, "citizen.acknowledged")
    assert "Jika ada data yang keliru" in shown(decision, "citizen.acknowledged")
    assert " %" not in shown(decision, "officer.assigned")


def test_while_another_detail_is_asked_for_the_doubtful_one_is_only_shown() -> None:
    decision = opened(NO_PHONE, **UNSURE)
    says = shown(decision, "citizen.details_missing")
    assert decision.ticket.missing == ("phone",)
    assert f"Jawa Timur {MARK} Surel" in says
    assert 'misalnya "Alamat: ..."' in says
    assert "Alamat lengkap:" not in says  # no line of the form


def test_the_officer_sees_how_sure_it_is_and_why() -> None:
    says = shown(opened(name=0.5, address=0.61), "officer.assigned")
    assert f"Alamat : {ADDRESS} (belum pasti, 61 %: dari baris berlabel)" in says
    assert "Pelapor : Budi Santoso (belum pasti, 50 %: dari baris berlabel)" in says
    assert "Telepon : 0813-9876-5432 Surel" in says


def test_doubts_of_the_matter_are_told_to_the_officer_only() -> None:
    decision = opened(kind=0.58, detail=0.52, province=0.6)
    says = shown(decision, "officer.assigned")
    assert "Jenis : Pengaduan (belum pasti, 58 %: dari isi surel)" in says
    assert "Perhatian : belum pasti isi laporan cukup jelas untuk ditangani (52 %)" in says
    assert "Provinsi : Jawa Timur (belum pasti, 60 %: dari alamat pelapor)" in says
    assert MARK not in shown(decision, "citizen.acknowledged")


def test_a_unit_is_not_told_how_sure_it_is() -> None:
    decision = opened(**UNSURE)
    ticket = replace(decision.ticket, number=NUMBER)
    order = written("#teruskan perkoperasian\nMohon dicek.", own=signed(), above=verdict())
    forwarded = the(Memory(ticket=ticket).decided(order), UnitForwarded.letter.word)
    said = RENDER(forwarded, ticket, NOW).text
    assert "Kenanga" in said
    assert MARK not in said
    assert "belum pasti" not in said


@pytest.mark.parametrize("take_from", [0.0, 0.61])
def test_the_desk_says_from_when_on_it_is_sure(take_from: float) -> None:
    policy = replace(POLICY, reader=Reader(take_from=take_from))
    raw = written(WHOLE, BUDI, subject="Simpanan tidak bisa ditarik")
    decision = Memory(policy=policy).decided(raw, sure={**UNSURE, "kind": 0.7, "detail": 0.7})
    assert not any(the(decision, "officer.assigned").value.unsure.values())


def test_a_doubt_outlives_the_mail_that_brought_it() -> None:
    asked = opened(NO_PHONE, address=0.61, kind=0.58, detail=0.52).ticket
    kept = type("Row", (), {**row_of_ticket(replace(asked, number=NUMBER)), "rungs": [], "answering": None})
    decision = answered("Nomor telepon: 0813 9876 5432", ticket_of(kept), BUDI)
    says = shown(decision, "officer.assigned")
    assert "(belum pasti, 61 %: dari baris berlabel)" in says
    assert "Pengaduan (belum pasti, 58 %" in says
    assert "cukup jelas untuk ditangani (52 %)" in says
    assert f"Jawa Timur {MARK}" in shown(decision, "citizen.acknowledged")


@pytest.mark.parametrize(
    ("says", "fields", "became"),
    [
        (f"Alamat: {ADDRESS}", {"name"}, f"Alamat : {ADDRESS} (dipastikan pelapor)"),
        ("Alamat: Jl. Melati 9, Kec. Silo, Kab. Jember", {"name"}, "Alamat : Jl. Melati 9, Kec. Silo, Kab. Jember (diubah)"),
        ("Nama: Siti Aminah", {"address"}, "Nama : Siti Aminah (dipastikan pelapor)"),
        ("Nama: Siti Rahayu", {"address"}, "Nama : Siti Rahayu (diubah)"),
    ],
)  # fmt: skip
def test_a_doubt_ends_when_the_citizen_says_it_surely(says: str, fields: set[str], became: str) -> None:
    decision = answered(says, doubtful_ticket(), **dict.fromkeys({"name", "address"} - fields, 0.95))
    assert doubts(decision.ticket) == fields
    assert became in shown(decision, "officer.followup")


def test_what_is_changed_unsurely_is_told_to_the_officer_as_doubtful() -> None:
    decision = answered("Alamat: Jl. Melati 9, Kec. Silo, Kab. Jember", doubtful_ticket(details=()), address=0.71)
    policy = replace(POLICY, reader=Reader(take_from=0.8))
    before = doubtful_ticket(details=())
    assert marks.changed(before, decision.ticket, policy) == {
        "address": "diubah; belum pasti, 71 %: dari baris berlabel"
    }
    assert marks.changed(before, before, policy) == {}


def test_an_answer_that_changes_nothing_shows_no_details() -> None:
    assert the(answered("Kapan ada kabar?", doubtful_ticket()), "officer.followup").value.changed == {}


@pytest.mark.parametrize(
    ("says", "sure"),
    [
        (f"Alamat: {ADDRESS}", {"address": 0.6}),
        (f"Rumah saya di {ADDRESS}.", {"address": 0.5}),
        ("Alamat : Jl. K****, Kel. Mulyo, Kec. Silo, Kab. Jember, Jawa Timur (mohon periksa)\nsudah benar", {}),
        ("Kapan ada kabar mengenai laporan saya?", {}),
    ],
)
def test_a_doubt_does_not_end_by_what_is_no_surer(says: str, sure: dict[str, float]) -> None:
    ticket = answered(says, doubtful_ticket(), **sure).ticket
    assert ticket.details[1] == doubtful_ticket().details[1]
    assert ticket.citizen.address == ADDRESS


@pytest.mark.parametrize("text", [WHOLE, ENGLISH])
@pytest.mark.parametrize("is_known", [True, False])
@pytest.mark.parametrize("marked", [True, False])
def test_our_own_letter_quoted_below_an_answer_ends_no_doubt(text: str, is_known: bool, marked: bool) -> None:
    decision = opened(text, name=0.5, address=0.61)
    ours = RENDER(the(decision, "citizen.acknowledged"), replace(decision.ticket, number=NUMBER), NOW).text
    quoted = "\n".join(f"> {line}" for line in ours.split("\n")) if marked else ours
    head = (
        "Pada Sel, 17 Mar 2026 10.00 Layanan <info@kemenkopukm.go.id> menulis:"
        if marked
        else "-----Original Message-----\nFrom: Layanan <info@kemenkopukm.go.id>\nSent: 17 Maret 2026\nTo: Budi\nSubject: Laporan"
    )
    mail = written(f"Kapan ada kabar mengenai ini?\n\n{head}\n{quoted}", BUDI, subject="Re: Laporan")
    identity = read(mail, POLICY, (ours,) if is_known else ()).identity
    assert (identity.name.value, identity.name.source) == ("Budi Santoso", "from")
    assert identity.address.value is None
    assert identity.phone.value is None


def test_another_address_ends_no_doubt_of_the_citizens() -> None:
    decision = Memory(ticket=doubtful_ticket()).decided(
        written(f"Alamat: {ADDRESS}\n\nSaya anaknya, menulis untuk Ibu Siti Aminah.", "Rudi <rudi@example.net>", signed("citizen", "citizen"))
    )  # fmt: skip
    assert decision.ticket is not None
    assert "address" in doubts(decision.ticket)


def test_a_matter_told_surely_ends_its_doubt_and_one_told_unsurely_begins_none() -> None:
    unsure = Detail("detail", DetailState.PRESENT, "matter", 0.52)
    story = "Sejak Januari 2026 simpanan saya Rp 5.000.000 di KSP Maju tidak bisa ditarik. Mohon bantuan."
    assert "detail" not in doubts(answered(story, doubtful_ticket(details=(unsure,))).ticket)
    assert "detail" not in doubts(answered(story, doubtful_ticket(), detail=0.5).ticket)
    assert "detail" in doubts(answered(story, doubtful_ticket(details=(unsure,)), detail=0.5).ticket)


@pytest.mark.parametrize(
    ("order", "fields"),
    [
        (f"#data\nAlamat: {ADDRESS}", {"name", "kind"}),
        ("#data\nNama: Siti Rahayu", {"address", "kind", "province"}),
        ("#data\nJenis: aspirasi", {"name", "address", "province"}),
        ("#aspirasi", {"name", "address", "province"}),
        ("#pengaduan", {"name", "address", "province"}),
    ],
)
def test_an_officers_word_ends_a_doubt(order: str, fields: set[str]) -> None:
    ticket = doubtful_ticket()
    beside = (Detail("province", DetailState.PRESENT, "prose", 0.6), Detail("kind", DetailState.PRESENT, "matter", 0.5))
    ticket = replace(ticket, details=(*ticket.details, *beside))
    after = Memory(ticket=ticket).decided(written(order, own=signed(), above=verdict())).ticket
    assert after is not None
    assert doubts(after) == fields


def test_programs_are_told_how_sure_each_thing_is_and_what_else_it_may_be() -> None:
    whole = as_sure(read(written(WHOLE, BUDI), POLICY), kind=0.91234, detail=0.88, address=0.61)
    other = Alternative("Jl. Melati 9, Kab. Jember", 0.22, "the letter is dated there")
    identity = replace(whole.identity, address=replace(whole.identity.address, alternatives=(other,)), phone=Field())
    shape = inspection.shape(replace(whole, identity=identity))
    assert list(shape["confidence"]) == ["name", "address", "phone", "email", "province", "kind", "detail"]
    assert shape["confidence"]["kind"] == 0.912
    assert (shape["confidence"]["address"], shape["confidence"]["detail"]) == (0.61, 0.88)
    assert set(shape["alternatives"]) == {"name", "address", "phone", "email", "province"}
    assert shape["alternatives"]["address"] == [
        {"value": "Jl. Melati 9, Kab. Jember", "confidence": 0.22, "why": "the letter is dated there"}
    ]
    assert shape["alternatives"]["name"] == []
