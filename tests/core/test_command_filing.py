"""`#daftar` and forwarded mails: whose report it is, by which channel, and nothing of the officer's in it."""

from dataclasses import replace

import pytest

from mailticket.core import token
from mailticket.core.happenings import Hold
from mailticket.core.ticket import Status
from tests.core.desk import Memory, notices, signed, verdict, written

DESK_TOKEN = {"number": token.DESK}
FORM = """Nama lengkap: Budi Santoso
Alamat lengkap: Jl. Kenanga 7, Kec. Silo, Kab. Jember, Jawa Timur
Nomor telepon: 0813 9876 5432
Alamat surel: {email}
Uraian: Saya anggota KSP Maju. Sejak Januari 2026 simpanan saya Rp 5.000.000 tidak bisa ditarik. Mohon bantuan."""
OFFICERS_SIGNATURE = "\n\n-- \nRina Wulandari\nJl. Rasuna Said, Jakarta\nHP 0811 0000 1111"


def filed(text: str, **how):
    return Memory().decided(written(text, own=signed(**DESK_TOKEN), above=verdict(), subject="Telepon warga", **how))


@pytest.mark.parametrize(
    ("order", "line", "channel"),
    [
        ("#daftar telepon", "", "telepon"),
        ("#daftar WhatsApp", "", "whatsapp"),
        ("#daftar WA", "", "whatsapp"),
        ("#daftar datang langsung", "", "datang_langsung"),
        ("#daftar", "Kanal: surat\n", "surat"),
        ("#daftar", "Kanal: laporan\n", "laporan"),
        ("#register phone", "", "telepon"),
        ("#daftar", "", "lainnya"),
    ],
)
def test_the_channel_stands_on_the_line_or_in_the_form(order: str, line: str, channel: str) -> None:
    decision = filed(f"{order}\n{line}{FORM.format(email='-')}{OFFICERS_SIGNATURE}")
    assert decision.ticket is not None
    assert decision.ticket.channel == channel
    citizen = decision.ticket.citizen
    assert (citizen.name, citizen.phone, citizen.email) == ("Budi Santoso", "+6281398765432", None)
    assert decision.ticket.status is Status.OPEN
    assert notices(decision) == ["officer.assigned", "officer.receipt"]
    assert decision.message is not None
    assert "Rasuna" not in decision.message.text


@pytest.mark.parametrize("order", ["#daftar LAPOR 6451234", "#daftar lapor #6451234", "#daftar SP4N-LAPOR no. 6451234"])
def test_lapor_comes_with_its_number(order: str) -> None:
    decision = filed(f"{order}\n{FORM.format(email='-')}")
    assert decision.ticket is not None
    assert decision.ticket.channel == "lapor"
    assert "LAPOR 6451234" in decision.ticket.subject


def test_a_citizen_with_an_address_is_written_to_and_asked_there() -> None:
    decision = filed(f"#daftar telepon\n{FORM.format(email='budi@example.com')}")
    assert [n.to.address for n in decision.notices if n.name == "citizen.acknowledged"] == ["budi@example.com"]
    lacking = FORM.format(email="budi@example.com").replace("Nomor telepon: 0813 9876 5432\n", "")
    decision = filed(f"#daftar surat\n{lacking}")
    assert decision.ticket is not None
    assert (decision.ticket.status, decision.ticket.missing) == (Status.AWAITING_DETAILS, ("phone",))
    assert notices(decision) == ["citizen.details_missing", "officer.receipt"]
    assert all(n.in_reply_to is None for n in decision.notices if n.name.startswith("citizen."))


def test_without_a_word_the_form_comes_back() -> None:
    decision = filed("#daftar")
    assert notices(decision) == ["officer.held"]
    assert decision.notices[0].value.reason is Hold.REGISTER


INNER = (
    "From: Wati Lestari <wati@example.com>\r\nSubject: Sertifikat ditahan\r\nMessage-ID: <w@example.com>\r\n\r\n"
    "Sertifikat rumah saya ditahan KSP Maju sejak Januari 2026 walau sudah lunas. Mohon bantuan. HP 0812 1111 2222\r\n"
)


@pytest.mark.parametrize("how", ["attached", "inline", "outlook"])
def test_a_forwarded_mail_is_its_writers(how: str) -> None:
    if how == "attached":
        head = written("x", own=signed(**DESK_TOKEN), above=verdict(), subject="Fwd: Sertifikat ditahan").split(
            b"\r\n\r\n"
        )[0]
        head = head.replace(
            b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit",
            b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b",
        )
        raw = (
            head
            + (
                "\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n#daftar surel\r\n"
                f"--b\r\nContent-Type: message/rfc822\r\n\r\n{INNER}\r\n--b--\r\n"
            ).encode()
        )
        decision = Memory().decided(raw)
    else:
        body = INNER.partition("\r\n\r\n")[2].replace("\r\n", "\n")
        block = {
            "inline": "---------- Forwarded message ---------\nDari: Wati Lestari <wati@example.com>\nDate: Sen, 16 Mar 2026\n"
            "Subject: Sertifikat ditahan\nTo: <rina@example.org>",
            "outlook": "________________________________\nDari: Wati Lestari <wati@example.com>\nDikirim: Senin, 16 Maret 2026 07:12\n"
            "Kepada: Rina Wulandari\nSubjek: Sertifikat ditahan",
        }[how]
        decision = filed(f"#daftar surel\n\n{block}\n\n{body}")
    assert decision.ticket is not None, decision.why
    assert decision.ticket.citizen.email == "wati@example.com"
    assert (decision.ticket.subject, decision.ticket.channel) == ("Sertifikat ditahan", "email")
    assert not any(n.to.address == "rina@example.org" and n.name.startswith("citizen.") for n in decision.notices)


def test_a_forwarded_mail_without_a_word_is_proposed_only() -> None:
    text = "Mohon didaftarkan.\n\n---------- Forwarded message ---------\nDari: Wati <wati@example.com>\nSubject: x\n\nTolong."
    decision = Memory().decided(written(text, above=verdict(), subject="Fwd: x"))
    assert notices(decision) == ["officer.held"]
    assert decision.notices[0].value.proposed_address == "wati@example.com"
    assert decision.notices[0].asks_about == 9


def test_a_released_forgery_still_needs_the_registered_address() -> None:
    decision = Memory().decided(written("#spam", "Dodi <dodi@example.org>", signed()), released=True)
    assert notices(decision) == ["officer.not_done"]
    failing = Memory().decided(written("#spam", own=signed(), above=verdict(result="fail")), released=True)
    assert notices(failing) == ["officer.not_done"]


def test_a_units_address_with_a_citizens_token_is_not_the_citizen() -> None:
    desk = Memory()
    desk = replace(desk, ticket=replace(desk.ticket, status=Status.OPEN))
    decision = desk.decided(written("Ini jawaban kami.", "Unit <koperasi@example.net>", signed("citizen", "citizen")))
    assert decision.state == "held"
    assert not any(n.startswith("citizen.") for n in notices(decision))


def test_a_mailbox_that_is_an_officers_and_a_units_writes_drafts_with_the_units_token() -> None:
    desk = Memory()
    unit = replace(desk.policy.units[0], addresses=("rina@example.org",))
    desk = replace(desk, policy=replace(desk.policy, units=(unit,)))
    decision = desk.decided(written("Sudah kami panggil.", own=signed("unit", "perkoperasian"), above=verdict()))
    assert notices(decision) == ["officer.draft"]
    assert "citizen.answered" in notices(
        desk.decided(written("Yth. Ibu Siti, dibayar.", own=signed(), above=verdict()))
    )
