"""A ticket opens in one way, whichever way its matter came: by mail, filed by an officer, or forwarded by one."""

from dataclasses import replace

import pytest

from mailticket.core import token
from mailticket.core.decide import delivery
from mailticket.core.decision import Decision, Facts, Present
from mailticket.core.happenings import Hold, What
from mailticket.core.notices.letters import Letter
from mailticket.core.people import Role
from mailticket.core.post import ClaimedSend
from mailticket.core.ticket import NO_ERRAND, Outcome, Purpose, Status
from tests.core.desk import CALENDAR, NOW, POLICY, Memory, a_ticket, notices, signed, verdict, written

DETAILS = {
    "Nama lengkap": "Budi Santoso",
    "Alamat lengkap": "Jl. Kenanga 7, Kec. Silo, Kab. Jember, Jawa Timur",
    "Nomor telepon": "0813 9876 5432",
    "Alamat surel": "budi@example.com",
    "Uraian": "Saya anggota KSP Maju. Sejak Januari 2026 simpanan saya Rp 5.000.000 tidak bisa ditarik. Mohon bantuan.",
}
SECRET = "Saya minta identitas saya dirahasiakan dan tidak ingin disebut namanya."
WAYS = ("mail", "filed", "forwarded")


def form(**changes: str) -> str:
    """The form with some of its lines changed; `more` stands below it."""
    more = changes.pop("more", "")
    lines = {**DETAILS, **{label.replace("_", " "): value for label, value in changes.items()}}
    return "\n".join(f"{label}: {value}" for label, value in lines.items() if value) + f"\n{more}"


def opened(way: str, text: str, sender: str = "budi@example.com", facts: Facts | None = None) -> Decision:
    """The same report, as it comes by mail, by an officer's form, or forwarded by an officer who said yes."""
    desk = Memory(facts=facts or Facts())
    if way == "mail":
        return desk.decided(written(text, f"Budi Santoso <{sender}>", subject="Simpanan"))
    own = signed(number=token.DESK)
    if way == "filed":
        return desk.decided(written(f"#daftar telepon\n{text}", own=own, above=verdict(), subject="Re: Ringkasan"))
    block = (
        f"---------- Forwarded message ---------\nDari: Budi <{sender}>\nDate: Sen, 16 Mar 2026\nSubject: Simpanan\n"
    )
    raw = written(f"{block}\n{text}", own=own, above=verdict(), subject="Fwd: Simpanan")
    return desk.decided(raw, released=True)


@pytest.mark.parametrize("way", WAYS)
def test_a_complete_report_is_acknowledged_and_given_to_an_officer(way: str) -> None:
    decision = opened(way, form())
    assert {"citizen.acknowledged", "officer.assigned"} <= set(notices(decision))
    assert decision.ticket is not None
    assert (decision.ticket.status, decision.ticket.officer) == (Status.OPEN, "rina")
    assert {What.RECEIVED, What.OPENED} <= {event.what.kind for event in decision.events}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_missing_is_asked_for_alone(way: str) -> None:
    decision = opened(way, form(Nomor_telepon=""))
    (asked,) = (notice for notice in decision.notices if notice.name == "citizen.details_missing")
    assert (asked.value.missing, asked.to.address) == (("phone",), "budi@example.com")


@pytest.mark.parametrize("way", WAYS)
def test_who_wishes_not_to_be_named_is_not_named_to_units(way: str) -> None:
    decision = opened(way, form(more=SECRET))
    assert decision.ticket is not None
    assert decision.ticket.confidential


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("limit", ["automatic_sender_day", "automatic_domain_hour"])
def test_over_a_limit_nothing_automatic_goes_out_and_the_reason_is_kept(way: str, limit: str) -> None:
    decision = opened(way, form(), facts=Facts(**{limit: 10_000}))
    assert not any(name.startswith("citizen.") for name in notices(decision))
    assert decision.ticket is not None
    assert decision.ticket.silent is None, "a limit speaks of an hour or a day, and not of the ticket"
    assert What.NOT_ANSWERED in {event.what.kind for event in decision.events}


@pytest.mark.parametrize("way", ["filed", "forwarded"])
def test_an_address_that_reads_no_answers_is_never_written_to(way: str) -> None:
    decision = opened(way, form(Alamat_surel="noreply@example.com"), sender="noreply@example.com")
    assert not any(name.startswith("citizen.") for name in notices(decision))
    assert decision.ticket is not None
    assert decision.ticket.status is Status.OPEN  # nobody can be asked: an officer begins with what there is


@pytest.mark.parametrize(
    "said", ["-", "–", "tidak ada", "tidak punya", "belum punya", "tdk ada", "tidak mau menyebutkan", "rahasia"]
)
def test_what_the_citizen_told_an_officer_not_to_have_is_not_asked_for_again(said: str) -> None:
    decision = opened("filed", form(Nomor_telepon=said))
    assert "citizen.details_missing" not in notices(decision)
    assert decision.ticket is not None
    assert decision.ticket.missing == ()


def test_a_filed_report_holds_nothing_of_the_officers_own() -> None:
    decision = opened("filed", form() + "\n\n-- \nRina Wulandari\nJl. Rasuna Said, Jakarta")
    (assigned,) = (notice for notice in decision.notices if notice.name == "officer.assigned")
    assert "Rasuna" not in assigned.value.text


CLOSED = {"status": Status.CLOSED, "outcome": Outcome.RESOLVED, "closed_at": NOW, "answered_at": NOW}


def a_send(decision: Decision, **changes: object) -> ClaimedSend:
    """The outbox row of the citizen's mail of a decision."""
    notice = next(n for n in decision.notices if n.name.startswith("citizen."))
    send = ClaimedSend(1, "T", Letter.of(notice.name), "k", "", notice.to.address, b"", 1, NOW, errand=notice.errand)
    return replace(send, **changes)


@pytest.mark.parametrize(
    "text", ["Yth. Ibu Siti,\nsimpanan Ibu dibayar.", "#tutup\nYth. Ibu Siti,\nsimpanan Ibu dibayar."]
)
def test_an_answer_to_a_closed_ticket_is_an_addendum_and_it_stays_closed(text: str) -> None:
    ordered = Memory(ticket=a_ticket(**CLOSED)).decided(written(text, own=signed(), above=verdict()))
    assert ordered.ticket is not None
    assert (ordered.ticket.status, ordered.ticket.answering) == (Status.CLOSED, None)
    send = a_send(ordered)
    assert send.errand.purpose is Purpose.ADDENDUM
    sent = delivery.accepted(ordered.ticket, send, Present(POLICY, CALENDAR, NOW))
    assert sent is not None
    assert sent.ticket is not None
    assert sent.ticket.status is Status.CLOSED
    assert [event.what.kind for event in sent.events] == [What.ADDED, What.SENT]


def test_an_addendum_tells_the_citizen_of_no_closing_to_come_and_of_no_other_outcome() -> None:
    def ordered(text: str) -> Decision:
        return Memory(ticket=a_ticket(**CLOSED)).decided(written(text, own=signed(), above=verdict()))

    (answer,) = (n for n in ordered("Yth. Ibu Siti,\nsimpanan Ibu dibayar.").notices if n.to.role is Role.CITIZEN)
    assert answer.value.close_on is None
    other = ordered("#tutup duplikat\nYth. Ibu Siti,\nsimpanan Ibu dibayar.")
    assert [event.what.fields["reason"].kind for event in other.events] == [Hold.ARGUMENT]
    assert not any(n.to.role is Role.CITIZEN for n in other.notices)


def test_a_closed_ticket_whose_addendum_is_refused_is_open_again_and_somebody_telephones() -> None:
    ordered = Memory(ticket=a_ticket(**CLOSED)).decided(
        written("Yth. Ibu Siti,\nsimpanan Ibu dibayar.", own=signed(), above=verdict())
    )
    assert ordered.ticket is not None
    lost = delivery.refused(ordered.ticket, a_send(ordered), "550 no such user", "...", Present(POLICY, CALENDAR, NOW))
    assert lost.ticket is not None
    assert lost.ticket.status is Status.OPEN
    assert notices(lost) == ["officer.undelivered"]


@pytest.mark.parametrize("text", ["#tutup", "#tanya\nDi cabang mana?", "#teruskan perkoperasian"])
def test_what_a_closed_ticket_does_not_allow_is_asked_about_before_a_mail_is_queued(text: str) -> None:
    decision = Memory(ticket=a_ticket(**CLOSED)).decided(written(text, own=signed(), above=verdict()))
    assert notices(decision) == ["officer.held"]


def test_nothing_follows_from_a_mail_that_nobody_waits_for() -> None:
    ticket = a_ticket()
    send = ClaimedSend(1, "T", Letter.ACKNOWLEDGED, "k", "", "siti@example.org", b"", 1, NOW, errand=NO_ERRAND)
    assert delivery.accepted(ticket, send, Present(POLICY, CALENDAR, NOW)) is None


def test_each_of_two_supervisors_is_asked_about_one_units_mail() -> None:
    policy = replace(
        POLICY, supervisors=(*POLICY.supervisors, replace(POLICY.supervisors[0], id="karo", address="karo@example.org"))
    )
    desk = Memory(ticket=a_ticket(officer=None), policy=policy)
    raw = written("Sudah kami periksa.", "Unit <koperasi@example.net>", subject="Re: [KUKM-2026-000001] Simpanan")
    decision = desk.decided(raw)
    assert [notice.to.id for notice in decision.notices] == ["kabag", "karo"]
    assert len({notice.key for notice in decision.notices}) == 2
