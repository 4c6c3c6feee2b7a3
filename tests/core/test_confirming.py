"""A machine that nobody vouches for cannot make our mail go to whomever it names."""

from dataclasses import replace
from email.message import EmailMessage

import pytest

from mailticket.core.decision import Decision
from mailticket.core.happenings import Silence, What
from mailticket.core.policy import Intake, WebForm
from mailticket.core.ticket import Status, Ticket
from tests.core.desk import NOW, NUMBER, POLICY, Memory, notices, parsed, signed, verdict, written
from tests.core.test_opening import form
from tests.edges.test_attacks import RENDER

VICTIM = "korban@example.com"
RELAY = "noreply@forms.example"
WAYS = {
    "typed into the form": (form(Alamat_surel=VICTIM), ""),
    "in Reply-To": (form(Alamat_surel=""), f"Reply-To: Korban <{VICTIM}>\r\n"),
}


def came(text: str = "", extra: str = "", above: str = "", sender: str = RELAY) -> Decision:
    text = text or form(Alamat_surel=VICTIM)
    return Memory().decided(written(text, f"Formulir <{sender}>", subject="Laporan", extra=extra, above=above))


def opened() -> Ticket:
    ticket = came(above=verdict("forms.example")).ticket
    assert ticket is not None
    return replace(ticket, number=NUMBER)


def replied(text: str, sender: str = VICTIM, above: str = "") -> Decision:
    raw = written(text, sender, own=signed("citizen", "citizen"), above=above, subject="Re: Apakah Anda")
    return Memory(ticket=opened()).decided(raw)


@pytest.mark.parametrize("sender", [RELAY, "wordpress@toko.example", "www-data@web.example"])
@pytest.mark.parametrize(("text", "extra"), WAYS.values(), ids=WAYS.keys())
def test_one_question_goes_to_the_named_address_and_nothing_else(text: str, extra: str, sender: str) -> None:
    decision = came(text, extra, verdict(sender.partition("@")[2]), sender)
    assert [n.name for n in decision.notices if n.to.address == VICTIM] == ["citizen.details_missing"]
    assert "officer.assigned" in notices(decision)


@pytest.mark.parametrize("above", ["", verdict("forms.example", "fail"), verdict("else.example")])
def test_of_an_unproven_machine_not_even_that(above: str) -> None:
    decision = came(above=above)
    assert not any(n.to.address == VICTIM for n in decision.notices)
    assert decision.ticket is not None
    assert decision.ticket.silent is not None
    assert decision.ticket.silent.kind is Silence.UNCONFIRMED


def test_the_officer_sees_who_wrote() -> None:
    (assigned,) = (n for n in came(above=verdict("forms.example")).notices if n.name == "officer.assigned")
    assert any(RELAY in mark and "belum dibenarkan" in mark for mark in assigned.value.marks)


def test_the_question_repeats_nothing_of_the_report() -> None:
    decision = came(form(Alamat_surel=VICTIM, Nama_lengkap="Penipu Ulung"), above=verdict("forms.example"))
    (asked,) = (n for n in decision.notices if n.name == "citizen.details_missing")
    assert decision.ticket is not None
    mail = parsed(RENDER(asked, replace(decision.ticket, number=NUMBER), NOW).data)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "BUKAN SAYA" in text
    assert not any(word in text for word in ("Penipu", "Kenanga", "0813", RELAY, "forms.example"))


@pytest.mark.parametrize("text", ["Ya", "YA, itu laporan saya.", "Benar, saya yang mengirim.", "Betul. Mohon dibantu."])
def test_the_owners_reply_confirms_it_and_the_report_is_acknowledged(text: str) -> None:
    decision = replied(text)
    assert decision.ticket is not None
    assert decision.ticket.silent is None
    assert "citizen.acknowledged" in notices(decision)
    assert What.ADDRESS_CONFIRMED in {event.what.kind for event in decision.events}


@pytest.mark.parametrize(
    "text",
    ["Bukan saya", "BUKAN SAYA.", "bukan", "Maaf saya tidak pernah mengirim laporan ini", "Salah alamat", "Not me",
     "I didn't send this", "Saya tidak merasa menulis laporan tersebut."],
)  # fmt: skip
def test_who_denies_it_is_never_mailed_again_and_the_officer_is_told(text: str) -> None:
    decision = replied(text)
    assert decision.ticket is not None
    assert decision.ticket.citizen.email is None
    assert not any(n.to.address == VICTIM for n in decision.notices)
    assert "officer.followup" in notices(decision)


@pytest.mark.parametrize(
    ("sender", "above"),
    [("lain@example.com", ""), (VICTIM, verdict("example.com", "fail")), (f"Formulir <{RELAY}>", "")],
)
def test_nobody_else_can_confirm_it(sender: str, above: str) -> None:
    decision = replied("Ya", sender, above)
    assert What.ADDRESS_CONFIRMED not in {event.what.kind for event in decision.events}
    assert not any(n.to.address == VICTIM for n in decision.notices)


def test_an_officers_answer_is_held_until_it_is_confirmed_or_the_officer_says_yes() -> None:
    raw = written("Yth. Bapak, simpanan Bapak dibayar tanggal 6 April 2026.", own=signed(), above=verdict())
    ticket = replace(opened(), status=Status.OPEN, officer="rina")
    decision = Memory(ticket=ticket).decided(raw)
    assert notices(decision) == ["officer.held"]
    assert decision.notices[0].value.asks


def test_a_form_that_the_settings_vouch_for_names_the_citizen() -> None:
    policy = replace(POLICY, intake=Intake(web_forms=(WebForm(RELAY),)))
    raw = written(form(Alamat_surel=VICTIM), RELAY, subject="Laporan")
    decision = Memory(policy=policy).decided(raw)
    assert "citizen.acknowledged" in notices(decision)


def test_a_machine_that_a_person_may_read_is_a_relay_only_where_it_names_somebody() -> None:
    named = came(extra=f"Reply-To: {VICTIM}\r\n", above=verdict("app.example"), sender="notify@app.example")
    itself = came(form(Alamat_surel=""), sender="notify@app.example")
    assert [d.ticket.citizen.email for d in (named, itself) if d.ticket] == [VICTIM, "notify@app.example"]
