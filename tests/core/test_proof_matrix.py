"""The authority matrix: whose token, what the mail server says, which command; only the right cells act."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from mailticket.core import token
from mailticket.core.decide.commands import COMMANDS
from mailticket.core.found import Action, Reading
from mailticket.core.happenings import Hold, Screened
from mailticket.core.people import Author, Role
from mailticket.core.post import Waiting
from mailticket.core.reading import read
from mailticket.core.screen import RULES
from mailticket.core.ticket import Errand, Purpose, Status, Ticket
from tests.core.desk import OTHER, Memory, a_ticket, acted, notices, signed, verdict, written

# Each command as it would be carried out for its right sender, and in which state of the ticket.
ORDERS = {
    "jawab": ("#jawab\nYth. Ibu Siti, simpanan Ibu dibayar.", {}),
    "tutup": ("#tutup\nYth. Ibu Siti, simpanan Ibu dibayar.", {}),
    "teruskan": ("#teruskan perkoperasian\nMohon dicek.", {}),
    "tanya": ("#tanya\nDi cabang mana?", {}),
    "arahan": ("#arahan\nTono, tolong diselesaikan.", {}),
    "catatan": ("#catatan sudah ditelepon", {}),
    "kirim": ("#kirim", {}),
    "lengkap": ("#lengkap", {"status": Status.AWAITING_DETAILS, "missing": ("phone",)}),
    "tugaskan": ("#tugaskan dodi", {}),
    "data": ("#data\nNama: Siti Rahayu", {}),
    "jenis": ("#jenis aspirasi", {}),
    "pengaduan": ("#pengaduan", {}),
    "aspirasi": ("#aspirasi", {}),
    "informasi": ("#informasi", {}),
    "kategori": ("#kategori lain", {}),
    "rahasia": ("#rahasia", {}),
    "gabung": ("#gabung KUKM-2026-000002", {}),
    "bukan-kewenangan": ("#bukan-kewenangan ojk\nMohon hubungi OJK.", {}),
    "spam": ("#spam", {}),
    "buka": ("#buka", {"status": Status.CLOSED}),
    "terima": ("#terima", {}),
    "perpanjang": ("#perpanjang 2, menunggu dokumen", {}),
    "batal": ("#batal", {}),
    "status": ("#status", {}),
    "bantuan": ("#bantuan", {}),
    "daftar": ("#daftar telepon\nNama: Budi Santoso\nUraian: Koperasi saya tidak pernah mengadakan rapat anggota.", {}),
    "lepas": ("#lepas 7", {}),
    "tersampaikan": ("#tersampaikan sudah dijelaskan", {}),
    "resi": ("#resi mati", {}),
    "": ("Yth. Ibu Siti,\n\nSimpanan Ibu dibayar pekan depan.", {}),
}
EXPIRED = {"day": date(2025, 11, 1)}
TOKENS = {
    "good": signed,
    "other officer's": lambda role, person: signed("officer", "dodi"),
    "other ticket's": lambda role, person: signed(role, person, number=OTHER),
    "unknown ticket's": lambda role, person: signed(role, person, number="KUKM-2026-000099"),
    "citizen's": lambda role, person: signed("citizen", "citizen"),
    "unit's": lambda role, person: signed("unit", "perkoperasian"),
    "other role's": lambda role, person: signed(
        "supervisor" if role == "officer" else "officer", "kabag" if role == "officer" else "rina"
    ),
    "none": lambda role, person: None,
    "expired": lambda role, person: signed(role, person, **EXPIRED),
    "forged": lambda role, person: signed(role, person)[:-4] + "abcd",
    "another key's": lambda role, person: token.sign(
        (("x", b"not ours"),), "KUKM-2026-000001", role, person, "r", date(2026, 3, 16)
    ),
}
VERDICTS = {
    "pass": verdict(),
    "fail": verdict(result="fail"),
    "none": "",
    "other domain": verdict(domain="example.com"),
    "other server": verdict(server="mx.evil.example"),
    "forged header": "Received: from a by b; Mon, 16 Mar 2026 08:00:00 +0700\r\n" * 2 + verdict(),
    "fail above a forged pass": verdict(result="fail")
    + "Received: from a by b; Mon, 16 Mar 2026 08:00:00 +0700\r\n"
    + verdict(),
    "only spf": "Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=rina@example.org\r\n",
    "pass in a comment": "Authentication-Results: mx.example.org; dkim=fail (dmarc=pass header.from=example.org) header.d=x.example\r\n",
}
PEOPLE = {"officer": ("officer", "rina", "Rina Wulandari <rina@example.org>"),
          "supervisor": ("supervisor", "kabag", "Kepala Bagian <kabag@example.org>")}  # fmt: skip


def decided(who: str, order: str, bears: str | None, says: str):
    role, person, sender = PEOPLE[who]
    text, _ = ORDERS[order]
    desk = Memory(ticket=ticket_of(order))
    if order == "batal":
        errand = Errand(Purpose.ANSWER, 5, person)
        mine = replace(desk.messages[1], author=Author(Role(role), person), mail=5)
        desk = replace(
            desk, messages=(*desk.messages, mine), facts=replace(desk.facts, waiting=(Waiting("answer:5", errand),))
        )
    raw = written(text, sender, bears, says, subject="Re: [KUKM-2026-000001] Simpanan")
    return desk.decided(raw, about="held" if order == "lepas" else None, like=words(text, sender))


@cache
def ticket_of(order: str) -> Ticket:
    """The ticket on which a command would be carried out."""
    return a_ticket(**ORDERS[order][1])


PLAIN = (ORDERS[""][0], PEOPLE["officer"][2])


@cache
def words(text: str, sender: str) -> Reading:
    """The reading of a mail with these words; the cells of the matrix differ in their heads alone."""
    return read(written(text, sender), Memory().policy)


def test_the_matrix_knows_every_command() -> None:
    assert set(ORDERS) - {""} == {row.name for row in COMMANDS}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("who", PEOPLE)
def test_with_an_own_token_and_a_passing_verdict_a_command_acts(who: str, order: str) -> None:
    decision = decided(who, order, signed(*PEOPLE[who][:2]), VERDICTS["pass"])
    allowed = all(who in row.roles for row in COMMANDS if row.name == order)
    assert acted(decision) == allowed, decision.why
    if not allowed:
        assert notices(decision) == ["officer.held"]


@pytest.mark.parametrize("says", VERDICTS)
@pytest.mark.parametrize("bears", TOKENS)
@pytest.mark.parametrize("who", PEOPLE)
def test_any_other_cell_does_nothing(who: str, bears: str, says: str) -> None:
    if (bears, says) == ("good", "pass"):
        return
    for order in ORDERS:
        made = TOKENS[bears](*PEOPLE[who][:2])
        decision = decided(who, order, made, VERDICTS[says])
        assert not acted(decision), (order, decision.why)
        assert decision.state == "held"
        assert not any(n.startswith(("citizen.", "unit.")) for n in notices(decision)), order
        assert decision.ticket is None or replace(decision.ticket, next_at=None) == replace(
            ticket_of(order), next_at=None, number=decision.ticket.number
        )


@pytest.mark.parametrize("bears", ["citizen's", "unit's", "none", "expired"])
@pytest.mark.parametrize("order", ORDERS)
def test_what_is_not_done_is_told_to_the_registered_address_alone(order: str, bears: str) -> None:
    decision = decided("officer", order, TOKENS[bears]("officer", "rina"), VERDICTS["pass"])
    assert [n.to.address for n in decision.notices] == ["rina@example.org"]
    assert notices(decision) == ["officer.not_done"]


@pytest.mark.parametrize("order", ORDERS)
def test_a_unit_only_writes_drafts_and_notes(order: str) -> None:
    desk = Memory(ticket=a_ticket(**ORDERS[order][1]))
    decision = desk.decided(
        written(
            ORDERS[order][0], "Unit <koperasi@example.net>", signed("unit", "perkoperasian"), verdict("example.net")
        )
    )
    assert not any(n.startswith("citizen.") for n in notices(decision))
    expected = {
        "": ["officer.draft"],
        "catatan": ["officer.followup"],
        "status": ["officer.receipt"],
        "bantuan": ["officer.receipt"],
        "batal": ["officer.receipt"],
    }
    assert notices(decision) == expected.get(order, ["officer.held"])
    assert {n.to.role for n in decision.notices} == ({"unit"} if order not in ("", "catatan") else {"officer"})


def test_a_command_of_a_citizen_is_only_text() -> None:
    for order, (text, _) in ORDERS.items():
        decision = Memory(ticket=a_ticket(status=Status.OPEN)).decided(
            written(text, "Siti <siti@example.org>", signed("citizen", "citizen"), verdict())
        )
        assert decision.ticket is not None
        assert decision.ticket.status is Status.OPEN, order
        assert not any(n.startswith(("unit.", "citizen.")) for n in notices(decision)), order


@pytest.mark.parametrize(("says", "asks"), [("none", True), ("other server", True), ("fail", False), ("pass", False)])
def test_a_yes_is_asked_for_only_where_nothing_speaks_against_the_sender(says: str, asks: bool) -> None:
    decision = decided("officer", "", signed() if says != "pass" else None, VERDICTS[says])
    assert [(notice.value.asks, notice.asks_about) for notice in decision.notices] == [(asks, 9)]


@pytest.mark.parametrize(
    "mark",
    [
        "Auto-Submitted: auto-generated\r\n",
        "Auto-Submitted: auto-replied\r\n",
        "X-Auto-Response-Suppress: All\r\n",
        "Precedence: bulk\r\n",
        "X-Spam-Flag: YES\r\n",
    ],
)
@pytest.mark.parametrize("order", ["", "tutup", "teruskan", "tanya", "kirim", "bukan-kewenangan"])
def test_a_mail_that_a_machine_wrote_orders_nothing_with_whatever_token(order: str, mark: str) -> None:
    text, state = ORDERS[order]
    decision = Memory(ticket=a_ticket(**state)).decided(
        written(text, "Rina Wulandari <rina@example.org>", signed(), verdict(), extra=mark)
    )
    assert not any(n.startswith(("citizen.", "unit.")) for n in notices(decision))
    assert decision.ticket is None or decision.ticket.status is a_ticket(**state).status


def test_after_a_yes_a_mail_with_a_machines_mark_is_a_persons_text() -> None:
    text, _ = ORDERS[""]
    raw = written(
        text, "Rina Wulandari <rina@example.org>", signed(), verdict(), extra="Auto-Submitted: auto-generated\r\n"
    )
    asked = Memory().decided(raw)
    assert notices(asked) == ["officer.not_done"]
    assert "Simpanan Ibu dibayar pekan depan." in asked.notices[0].value.text
    answer = next(n for n in Memory().decided(raw, released=True).notices if n.name == "citizen.answered")
    assert answer.value.text == text
    closed = written(
        f"#tutup\n{text}",
        "Rina Wulandari <rina@example.org>",
        signed(),
        verdict(),
        extra="Auto-Submitted: auto-generated\r\n",
    )
    assert "citizen.closed" in notices(Memory().decided(closed, released=True))


@pytest.mark.parametrize("rule", [rule.name for rule in RULES if rule.action is Action.SILENT])
def test_what_the_screen_would_not_answer_is_refused_by_that_name_although_it_has_a_text(rule: Screened) -> None:
    plain = words(*PLAIN)
    silent = replace(plain, screening=replace(plain.screening, action=Action.SILENT, rule=rule))
    decision = Memory().decided(written(*PLAIN, signed(), verdict()), like=silent)
    assert silent.reply.text
    assert notices(decision) == ["officer.not_done"]
    assert decision.notices[0].value.reason is Hold.AUTOMATIC
