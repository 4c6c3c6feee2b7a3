"""`#data`: an officer corrects what was read of a citizen, and nobody is mailed for it but the officer."""

from dataclasses import replace

import pytest

from mailticket.core.citizen import Citizen
from mailticket.core.decide import details
from mailticket.core.found import CommandTrouble
from mailticket.core.happenings import Silence, What
from mailticket.core.post import MailState, Waiting
from mailticket.core.reading import read
from mailticket.core.ticket import Errand, Purpose, Status
from tests.core.desk import NOW, POLICY, Memory, a_ticket, notices, signed, verdict, written
from tests.core.test_command import orders

SITI = Citizen("Siti", "Jl. Mawar 5", None, "siti@example.org", "DI Yogyakarta")
WAITS = {
    "status": Status.AWAITING_DETAILS, "missing": ("phone",), "asked": 1, "asked_at": NOW, "clock_at": None,
    "complete_at": None, "officer": None, "legs": (), "draft": None, "citizen": SITI,
}  # fmt: skip
KABAG = ("K <kabag@example.org>", "supervisor", "kabag")


def ordered(
    text: str, desk: Memory | None = None, by: tuple[str, str, str] = ("R <rina@example.org>", "officer", "rina")
):
    sender, role, person = by
    return (desk or Memory()).decided(written(text, sender, signed(role, person), verdict()))


def amended(decision) -> list[str]:
    return [event.what.said("id") for event in decision.events if event.what.kind is What.AMENDED]


def refused(text: str, desk: Memory | None = None) -> str:
    """What its writer is told of a mail that changed nothing."""
    desk = desk or Memory()
    decision = ordered(text, desk)
    assert (notices(decision), decision.state) == (["officer.held"], MailState.HELD)
    assert decision.ticket == desk.ticket
    value = decision.notices[0].value
    return "; ".join([value.reason.word, *(one.said("id") for one in value.slips)])


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Nama: Siti Nurhaliza, S.E.", "name", "Siti Nurhaliza, S.E."),
        ("Nama lengkap : Siti Nurhaliza", "name", "Siti Nurhaliza"),
        ("nama pelapor = Siti Nurhaliza", "name", "Siti Nurhaliza"),
        ("- Full name: Siti Nurhaliza", "name", "Siti Nurhaliza"),
        ("Alamat: Jl. Kenanga 7, Kec. Silo, Kab. Jember", "address", "Jl. Kenanga 7, Kec. Silo, Kab. Jember"),
        ("Alamat rumah: Jl. Kenanga 7,\nKec. Silo, Kab. Jember", "address", "Jl. Kenanga 7, Kec. Silo, Kab. Jember"),
        ("Almt: Jl. Kenanga 7, Jember", "address", "Jl. Kenanga 7, Jember"),
        ("Address: Jl. Kenanga 7, Jember", "address", "Jl. Kenanga 7, Jember"),
        ("Telepon: 0813-9876 5432", "phone", "+6281398765432"),
        ("No. HP/WA : +62 813 9876 5432 (WA)", "phone", "+6281398765432"),
        ("*Phone number:* 0813 9876 5432", "phone", "+6281398765432"),
        ("Surel: siti.baru@example.com", "email", "siti.baru@example.com"),
        ("Alamat e-mail: siti.baru@example.com", "email", "siti.baru@example.com"),
        ("Email: <siti.baru@example.com>", "email", "siti.baru@example.com"),
        ("Telepon: -", "phone", None),
        ("Alamat: –", "address", None),
        ("Nama: (kosong)", "name", None),
        ("Alamat: tidak diketahui", "address", None),
        ("Nama\tSiti Nurhaliza", "name", "Siti Nurhaliza"),
    ],
)
def test_a_line_below_corrects_one_detail(line: str, field: str, value: str | None) -> None:
    before = a_ticket()
    after = ordered(f"#data\n{line}").ticket
    assert getattr(after.citizen, field) == value
    unchanged = {"name", "address", "phone", "email"} - {field}
    assert all(getattr(after.citizen, name) == getattr(before.citizen, name) for name in unchanged)
    assert (after.status, after.due_on, after.missing) == (before.status, before.due_on, ())


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Jenis: aspirasi", "aspirasi"),
        ("Jenis laporan: Permohonan informasi", "permohonan_informasi"),
        ("Kind: information", "permohonan_informasi"),
        ("Jenis: lainnya", "lainnya"),
    ],
)
def test_the_kind_is_corrected_alike(line: str, kind: str) -> None:
    assert ordered(f"#data\n{line}").ticket.kind == kind


def test_several_lines_are_one_correction_and_the_history_tells_old_and_new() -> None:
    decision = ordered("#data\n\nNama: Siti Rahayu\n\nTelepon: -\nJenis: aspirasi\n\n--\nRina")
    assert amended(decision) == [
        "nama: Siti Aminah menjadi Siti Rahayu",
        "nomor telepon: +6281234567890 menjadi (kosong)",
        "jenis: pengaduan menjadi aspirasi",
    ]
    assert {event.by for event in decision.events} == {"rina"}
    assert notices(decision) == ["officer.receipt"]
    done = [one.said("id") for one in decision.notices[0].value.done]
    assert done == ["data pelapor diperbaiki: nama, nomor telepon, jenis", *amended(decision)]


def test_the_first_line_may_stand_beside_the_command() -> None:
    assert ordered("#data Telepon: 0813 9876 5432\nNama: Siti Rahayu").ticket.citizen.phone == "+6281398765432"


def test_a_supervisor_may_correct_as_well_and_a_unit_may_not() -> None:
    assert ordered("#data\nNama: Siti Rahayu", by=KABAG).ticket.citizen.name == "Siti Rahayu"
    unit = Memory().decided(
        written("#data\nNama: X", "U <koperasi@example.net>", signed("unit", "perkoperasian"), verdict("example.net"))
    )
    assert notices(unit) == ["officer.held"]


def test_what_a_kept_mail_bears_of_it_hides_the_values() -> None:
    decision = ordered(
        "#data\nNama: Siti Rahayu\nTelepon: 0813 9876 5432\nAlamat: Jl. Kenanga 7, Jember\nSurel: a@example.com"
    )
    said = "; ".join(one.said("id") for one in decision.why)
    assert said.startswith("nama: ")
    assert not any(word in said for word in ("Rahayu", "Aminah", "9876", "Kenanga", "Mawar", "siti@", "a@example.com"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Telepon: 12345", '"Telepon: 12345": bukan nomor telepon'),
        ("Telepon: 0813 9876 5432 atau 0812 1111 2222", "bukan nomor telepon"),
        ("Telepon:", '"Telepon:": isinya kosong'),
        ("Tanggal lahir: 1 Mei 1980", '"Tanggal lahir: 1 Mei 1980": bukan baris data'),
        ("Nama koperasi: KSP Maju", '"Nama koperasi: KSP Maju": bukan baris data'),
        ("HP suami: 0813 9876 5432", "bukan baris data"),
        ("Mohon dicatat ya.", '"Mohon dicatat ya.": bukan baris data'),
        ("Jenis: surat cinta", '"Jenis: surat cinta": bukan jenis laporan'),
        ("Jenis: -", "bukan jenis laporan"),
        ("Nama: 0813 9876 5432", "bukan nama"),
        ("Nama: www.example.com", "bukan nama"),
        ("Alamat: 5", "bukan alamat"),
        ("Surel: siti di example.com", "bukan alamat surel pelapor"),
        ("Surel: rina@example.org", "bukan alamat surel pelapor"),
        ("Surel: info@kemenkopukm.go.id", "bukan alamat surel pelapor"),
        ("Surel: no-reply@example.com", "bukan alamat surel pelapor"),
        ("Nama: Siti\nNama: Sinta", '"Nama: Sinta": sudah disebut di atas'),
    ],
)
def test_one_bad_line_is_told_and_nothing_is_changed(text: str, told: str) -> None:
    said = refused(
        f"#data\nAlamat rumah: Jl. Kenanga 7, Jember\n\n{text}" if "Alamat" not in text else f"#data\n{text}"
    )
    assert said.startswith("data; ")
    assert told in said


def test_without_a_line_its_writer_is_told_how_they_look() -> None:
    assert refused("#data") == "data"


def test_of_several_commands_none_is_done_where_a_line_is_bad() -> None:
    assert refused("#rahasia\n#data\nTelepon: x").startswith("data; ")


def test_text_for_the_citizen_needs_a_command_of_its_own() -> None:
    assert orders("#data\n#tutup\nTeks").trouble is CommandTrouble.CONFLICT
    assert orders("Data Ibu sudah kami terima, mohon menunggu sampai Jumat.").trouble is None


def test_what_stood_so_already_is_confirmed() -> None:
    decision = ordered("#data\nNama: Siti Aminah\nTelepon: 081234567890")
    assert [event.what.kind for event in decision.events] == [What.DETAILS_CONFIRMED]
    assert [event.what.said("id") for event in decision.events] == ["sudah demikian: nama, nomor telepon"]
    assert {one.field: (one.source, one.confidence) for one in decision.ticket.details} == {
        "name": ("officer", 1.0),
        "phone": ("officer", 1.0),
    }


def test_the_province_follows_the_address() -> None:
    desk = Memory(ticket=a_ticket(citizen=SITI))
    assert ordered("#data\nAlamat: Jl. Kenanga 7, Jember", desk).ticket.citizen.province == "Jawa Timur"
    assert ordered("#data\nAlamat: Jl. Kenanga 7", desk).ticket.citizen.province == "DI Yogyakarta"
    assert ordered("#data\nAlamat: -", desk).ticket.citizen.province is None


def test_a_ticket_that_waited_for_that_detail_alone_begins_and_its_citizen_is_not_mailed() -> None:
    decision = ordered("#data\nTelepon: 0813 9876 5432", Memory(ticket=a_ticket(**WAITS)))
    ticket = decision.ticket
    assert (ticket.status, ticket.missing, ticket.clock_at) == (Status.OPEN, (), NOW)
    assert ticket.due_on
    assert ticket.officer
    assert notices(decision) == ["officer.assigned", "officer.receipt"]
    kinds = [event.what.kind for event in decision.events]
    assert kinds == [What.AMENDED, What.OPENED, What.NOT_ANSWERED]
    assert decision.events[-1].what.fields["reason"].kind is Silence.BY_OFFICER


def test_taken_as_complete_in_the_same_mail_its_citizen_is_told_the_date() -> None:
    decision = ordered("#lengkap\n#data\nTelepon: 0813 9876 5432", Memory(ticket=a_ticket(**WAITS)))
    assert notices(decision) == ["citizen.acknowledged", "officer.assigned", "officer.receipt"]
    assert decision.ticket.status is Status.OPEN


def test_a_ticket_goes_on_waiting_for_what_is_still_missing() -> None:
    desk = Memory(ticket=a_ticket(**{**WAITS, "missing": ("phone", "detail")}))
    decision = ordered("#data\nTelepon: 0813 9876 5432\nAlamat: -", desk)
    assert (decision.ticket.status, decision.ticket.missing) == (Status.AWAITING_DETAILS, ("address", "detail"))
    assert notices(decision) == ["officer.receipt"]


def test_a_kind_that_is_not_asked_about_misses_nothing() -> None:
    decision = ordered("#data\nJenis: lainnya", Memory(ticket=a_ticket(**WAITS)))
    assert (decision.ticket.status, decision.ticket.missing) == (Status.OPEN, ())


def test_a_ticket_that_ended_stays_ended() -> None:
    closed = a_ticket(**{**WAITS, "status": Status.CLOSED, "closed_at": NOW})
    decision = ordered("#data\nTelepon: 0813 9876 5432", Memory(ticket=closed))
    assert (decision.ticket.status, decision.ticket.missing) == (Status.CLOSED, ())
    assert notices(decision) == ["officer.receipt"]


def test_the_address_is_not_changed_while_an_answer_to_the_old_one_waits() -> None:
    desk = Memory()
    waits = replace(desk, facts=replace(desk.facts, waiting=(Waiting("answer:5", Errand(Purpose.ANSWER, 5, "rina")),)))
    assert refused("#data\nSurel: siti.baru@example.com", waits) == "answer_waits"
    assert ordered("#data\nNama: Siti Rahayu", waits).ticket.citizen.name == "Siti Rahayu"


def test_an_address_that_an_officer_states_is_written_to() -> None:
    nobodys = a_ticket(silent=Silence.NO_ADDRESS(), citizen=replace(SITI, email=None))
    assert ordered("#data\nSurel: siti.baru@example.com", Memory(ticket=nobodys)).ticket.silent is None
    limited = a_ticket(silent=Silence.IMPORTED(), citizen=SITI)
    assert ordered("#data\nSurel: siti.baru@example.com", Memory(ticket=limited)).ticket.silent is not None


def told(ticket, text: str):
    """What the citizen's next mail makes of the details."""
    mail = written(text, "Toko Maju <siti@example.org>", signed("citizen", "citizen"))
    identity = read(mail, POLICY).identity
    take_from = POLICY.reader.take_from
    return details.learn(identity, "siti@example.org", ticket.citizen, ticket.details, take_from=take_from)


def test_what_an_officer_took_out_is_not_read_back_in() -> None:
    wrong = a_ticket(citizen=replace(SITI, name="Toko Maju", phone="+6281234567890"))
    taken_out = ordered("#data\nNama: -\nTelepon: 0813 9876 5432", Memory(ticket=wrong)).ticket
    after = told(taken_out, "Nomor HP: 0812 3456 7890\n\nUang saya belum kembali.")
    assert (after.citizen.name, after.citizen.phone) == (None, "+6281398765432")
    assert "Toko Maju" in next(one for one in after.details if one.field == "name").former


def test_a_citizen_can_still_correct_what_an_officer_stated() -> None:
    stated = ordered("#data\nTelepon: 0813 9876 5432").ticket
    after = told(stated, "Nomor HP: 0811 2222 3333\n\nUang saya belum kembali.")
    assert after.citizen.phone == "+6281122223333"


def test_the_old_mailbox_is_still_withheld_after_the_citizen_wrote_again() -> None:
    ticket = ordered("#data\nSurel: siti.baru@example.com").ticket
    after = told(ticket, "Uang saya belum kembali.")
    assert next(one for one in after.details if one.field == "email").former == ("siti@example.org",)


def test_in_reply_to_the_digest_it_names_its_ticket() -> None:
    number = "KUKM-2026-000001"
    desk = Memory()
    raw = written(
        f"#data {number}\nNama: Siti Rahayu", own=signed(number="desk"), above=verdict(), subject="Re: Ringkasan"
    )
    assert desk.decided(raw).ticket.citizen.name == "Siti Rahayu"


def test_a_number_of_another_ticket_is_asked_about() -> None:
    assert refused("#data KUKM-2026-000002\nNama: Siti Rahayu") == "other_number"
    assert ordered("#data KUKM-2026-000001\nNama: Siti Rahayu").ticket.citizen.name == "Siti Rahayu"


def test_a_mistyped_word_is_asked_about_and_its_yes_carries_it_out() -> None:
    raw = written("#datta\nNama: Siti Rahayu", own=signed(), above=verdict())
    assert notices(Memory().decided(raw)) == ["officer.held"]
    assert Memory().decided(raw, released=True).ticket.citizen.name == "Siti Rahayu"


def test_a_mail_with_a_machines_mark_corrects_after_a_yes() -> None:
    raw = written("#data\nNama: Siti Rahayu", own=signed(), above=verdict(), extra="Auto-Submitted: auto-generated\r\n")
    asked = Memory().decided(raw)
    assert notices(asked) == ["officer.not_done"]
    assert not any("Aminah" in one.said("id") for one in asked.notices[0].value.does)
    assert Memory().decided(raw, released=True).ticket.citizen.name == "Siti Rahayu"
