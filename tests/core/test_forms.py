"""Mail of a web form: the citizen is whom the form names, never the form's own address."""

from dataclasses import replace

import pytest

from mailticket.core.decision import Decision
from mailticket.core.policy import Intake, WebForm
from tests.core.desk import DESK, POLICY, Memory, notices, written
from tests.core.test_opening import form

SARI = "sari@pos.example"
RELAY = "wordpress@kemenkopukm.go.id"
MAILER = "X-Mailer: PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer)\r\n"
OWN = {"From is the desk's own address": (DESK, Intake())}
FORMS = OWN | {
    "it is that, and the settings name it": (DESK, Intake(web_forms=(WebForm(DESK),))),
    "From is a relay that the settings name": (RELAY, Intake(web_forms=(WebForm(RELAY),))),
}


def decided(sender: str, intake: Intake, text: str, extra: str = "") -> Decision:
    policy = replace(POLICY, intake=intake)
    raw = written(text, f"Formulir Kontak <{sender}>", subject="Pengaduan koperasi", extra=MAILER + extra)
    return Memory(policy=policy).decided(raw)


@pytest.mark.parametrize(("sender", "intake"), FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize(
    ("text", "extra"),
    [
        (form(Alamat_surel=""), f"Reply-To: Sari Lestari <{SARI}>\r\n"),
        (form(Alamat_surel=SARI), f"Reply-To: Sari Lestari <{SARI}>\r\n"),
        (form(Alamat_surel=SARI), ""),
        (form(Alamat_surel=SARI), f"Reply-To: {DESK}\r\n"),
        (form(Alamat_surel=SARI), "Reply-To: noreply@kemenkopukm.go.id\r\n"),
        (form(Alamat_surel="", Email=SARI), ""),
        (form(Alamat_surel="", more=f"E-mail : {SARI}\n"), ""),
    ],
)
def test_the_citizen_is_whom_the_form_names(sender: str, intake: Intake, text: str, extra: str) -> None:
    decision = decided(sender, intake, text, extra)
    assert decision.ticket is not None
    assert decision.ticket.citizen.email == SARI
    assert decision.ticket.citizen.name == "Budi Santoso"
    assert "citizen.acknowledged" in notices(decision)
    assert {notice.to.address for notice in decision.notices if notice.name.startswith("citizen.")} == {SARI}


@pytest.mark.parametrize(("sender", "intake"), FORMS.values(), ids=FORMS.keys())
@pytest.mark.parametrize("typed", ["", DESK, "noreply@kemenkopukm.go.id"])
def test_where_the_form_names_nobody_nothing_is_mailed_to_the_form(sender: str, intake: Intake, typed: str) -> None:
    decision = decided(sender, intake, form(Alamat_surel=typed))
    assert decision.ticket is not None
    assert decision.ticket.citizen.email is None
    assert not any(name.startswith("citizen.") for name in notices(decision))
    assert notices(decision) == ["officer.assigned"]  # nobody can be asked: an officer sees to it


def test_the_name_of_the_form_is_not_the_citizens() -> None:
    decision = decided(DESK, Intake(), form(Alamat_surel=SARI, Nama_lengkap=""))
    assert decision.ticket is not None
    assert decision.ticket.citizen.name is None


def test_a_relay_that_nobody_named_is_never_the_citizen_either() -> None:
    for text, extra, expected in (
        (form(Alamat_surel=""), f"Reply-To: {SARI}\r\n", SARI),
        (form(Alamat_surel=SARI), "", SARI),
        (form(Alamat_surel=""), "", None),
    ):
        decision = decided(RELAY, Intake(), text, extra)
        assert decision.ticket is not None
        assert decision.ticket.citizen.email == expected


def test_the_usual_layout_of_a_contact_form_names_the_citizen() -> None:
    text = (
        f"Dari: Sari Lestari <{SARI}>\nPerihal: Simpanan tidak bisa ditarik\n\nIsi Pesan:\n{form(Alamat_surel='', Nama_lengkap='')}"
        "\n--\nSurel ini dikirim dari formulir kontak pada Kementerian (https://kementerian.example)\n"
    )
    decision = decided(DESK, Intake(), text)
    assert decision.ticket is not None
    assert decision.ticket.citizen.email == SARI
