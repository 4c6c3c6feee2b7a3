"""A genuine mail of staff, sent again or reframed by somebody else, and a false one of a unit: neither gets anywhere."""

from dataclasses import replace

import pytest

from mailticket.core.decision import Decision, Facts
from mailticket.core.happenings import Hold
from mailticket.core.policy import Trust
from mailticket.core.reading import read
from mailticket.core.ticket import MessageState
from tests.core.desk import DESK, POLICY, Memory, notices, signed, verdict, written

ANSWER = "Yth. Ibu Siti,\n\nSimpanan Ibu dibayar pekan depan."
DATE = "Date: Tue, 17 Mar 2026 09:30:00 +0700\r\n"
UNIT = "Deputi <koperasi@example.net>"
UNITS_WORDS = "Koperasi sudah dipanggil dan akan membayar pada tanggal 1 April."


def asked(decision: Decision) -> Hold | None:
    """Why the officer was asked, if nothing else was done."""
    assert decision.state == "held"
    (notice,) = decision.notices
    assert notice.name == "officer.not_done"
    return notice.value.reason


def answer(**how) -> bytes:
    return written(ANSWER, own=signed(), above=how.pop("above", verdict()), extra=DATE + how.pop("extra", ""), **how)


def test_a_plain_answer_is_carried_out_and_remembered_by_its_words_and_by_its_bytes() -> None:
    decision = Memory().decided(answer())
    assert "citizen.answered" in notices(decision)
    assert len([name for name in decision.remembers if name.startswith("written:")]) == 2


@pytest.mark.parametrize(
    "line",
    ["Date: Tue, 17 Mar 2026 09:30:00 +0700", "Subject: lain", f"To: {DESK}", "Content-Type: text/plain", "Content-Transfer-Encoding: 8bit",
     "Cc: x@example.com", "In-Reply-To: <x@example.com>", "References: <x@example.com>", "Message-ID: <x@example.com>"],
)  # fmt: skip
def test_a_line_that_stands_twice_is_asked_about(line: str) -> None:
    again = f"{line}\r\n"
    name = line.split(":", maxsplit=1)[0]
    if f"\r\n{name}:".encode() not in b"\r\n" + answer():
        again *= 2
    for raw in (answer(extra=again), again.encode() + answer()):
        assert asked(Memory().decided(raw)) is Hold.DOUBLED
    assert "citizen.answered" in notices(Memory().decided(answer(extra=again), released=True))


@pytest.mark.parametrize(
    "to", ["rina@example.org", "undisclosed-recipients:;", f"{DESK}.evil.example", f'"{DESK}" <x@example.com>', ""]
)
def test_a_mail_that_is_not_addressed_to_the_desk_is_asked_about(to: str) -> None:
    extra = f"Resent-To: {DESK}\r\nDelivered-To: {DESK}\r\nX-Original-To: {DESK}\r\nBcc: {DESK}\r\n"
    assert asked(Memory().decided(answer(to=to, extra=extra))) is Hold.NOT_TO_US


@pytest.mark.parametrize(
    "to", [DESK, DESK.upper(), f"Desk <{DESK}>", f"x@example.com, {DESK}", DESK.replace("@", "+t@")]
)
def test_a_mail_to_the_desk_under_any_name_is_none(to: str) -> None:
    assert "citizen.answered" in notices(Memory().decided(answer(to=to)))
    copied = answer(to="siti@example.org", extra=f"Cc: {to}\r\n")
    assert "citizen.answered" in notices(Memory().decided(copied))


def test_the_same_mail_under_another_id_is_asked_about() -> None:
    first = Memory().decided(answer())
    known = replace(Memory(), facts=Facts(repeats=True))
    assert asked(known.decided(answer())) is Hold.SENT_AGAIN
    assert "citizen.answered" in notices(known.decided(answer(), released=True))
    assert first.remembers


@pytest.mark.parametrize(
    "again",
    [
        lambda raw: raw.replace(b"<one@example.org>", b"<two@example.org>"),
        lambda raw: b"Received: from a by b; Tue, 17 Mar 2026 10:00:00 +0700\r\nX-A: b\r\n" + raw,
        lambda raw: raw.replace(b"text/plain; charset=utf-8", b"text/html"),
        lambda raw: raw.replace(b"text/plain; charset=utf-8", b'multipart/mixed; boundary="x"'),
        lambda raw: raw.replace(b"8bit", b"7bit").replace(b"\r\n", b"\n"),
        lambda raw: raw + b"\r\n\r\n",
        lambda raw: raw.replace(b"Simpanan Ibu dibayar", b"Simpanan=20Ibu dibayar").replace(
            b"8bit", b"quoted-printable"
        ),
    ],
)
def test_a_mail_sent_again_is_known_by_its_words_or_by_its_bytes(again) -> None:
    raw = answer()
    assert set(read(raw, POLICY).fingerprints) & set(read(again(raw), POLICY).fingerprints)


@pytest.mark.parametrize(
    "other",
    [
        lambda raw: raw.replace(b"09:30:00", b"09:31:00"),
        lambda raw: raw.replace(b"dibayar", b"tidak dibayar"),
        lambda raw: raw.replace(b"rina@", b"dodi@"),
        lambda raw: raw.replace(b"Re: Simpanan", b"Re: Pinjaman"),
    ],
)
def test_another_mail_is_not_taken_for_the_same(other) -> None:
    raw = answer()
    assert not set(read(raw, POLICY).fingerprints) & set(read(other(raw), POLICY).fingerprints)


@pytest.mark.parametrize(
    "name", ["X-Original-To", "Delivered-To", "X-Forwarded-To", "Envelope-To", "Return-Path", "X-A"]
)
@pytest.mark.parametrize("whose", [("officer", "rina"), ("supervisor", "kabag"), ("unit", "perkoperasian")])
def test_a_token_of_staff_in_a_line_that_nobody_signs_is_none(name: str, whose: tuple[str, str]) -> None:
    sender = {"rina": "Rina <rina@example.org>", "kabag": "Kabag <kabag@example.org>"}.get(whose[1], UNIT)
    domain = "example.net" if sender is UNIT else "example.org"
    token = signed(*whose)
    raw = written(ANSWER, sender, above=verdict(domain), extra=f"{DATE}{name}: info+{token}@kemenkopukm.go.id\r\n")
    decision = Memory().decided(raw)
    assert decision.state == "held"
    assert not any(one.startswith("citizen.") or one == "officer.draft" for one in notices(decision))


def test_a_citizens_token_counts_where_servers_note_it() -> None:
    token = signed("citizen", "citizen")
    raw = written("Ada lagi.", "Siti <siti@example.org>", extra=f"Delivered-To: info+{token}@kemenkopukm.go.id\r\n")
    assert notices(Memory().decided(raw)) == ["officer.followup"]


FALSE = {
    "a reply": UNITS_WORDS,
    "a note": f"#catatan {UNITS_WORDS}",
    "an unknown command": f"#kirimkan\n{UNITS_WORDS}",
    "an empty one": "",
    "a command below": f"Yth. Ibu,\n#catatan {UNITS_WORDS}",
}


@pytest.mark.parametrize("what", FALSE)
@pytest.mark.parametrize("bears", [True, False])
def test_a_failing_mail_in_a_units_name_is_no_draft_and_the_officer_is_told_without_its_words(what, bears) -> None:
    raw = written(
        FALSE[what],
        UNIT,
        signed("unit", "perkoperasian") if bears else None,
        verdict("example.net", "fail"),
        subject="Re: [KUKM-2026-000001] Simpanan",
    )
    decision = Memory().decided(raw)
    assert decision.state == "held"
    assert notices(decision) in (["officer.held"], [])
    assert all(notice.to.role != "unit" for notice in decision.notices)
    if bears:
        (notice,) = decision.notices
        assert (notice.to.address, notice.value.reason) == ("rina@example.org", Hold.UNIT_FAILED)
        assert notice.value.text == ""
        assert not notice.value.asks
    assert decision.message is None or decision.message.state is not MessageState.DRAFT
    released = Memory().decided(raw, released=True)
    if what == "a reply" and bears:
        assert notices(released) == ["officer.draft"]


@pytest.mark.parametrize(
    ("sender", "above", "registered", "proven"),
    [
        (UNIT, verdict("example.net"), True, True),
        (UNIT, "", True, False),
        ("Staf <staf@example.net>", verdict("example.net"), False, True),
        ("Orang <orang@evil.example>", "", False, False),
    ],
)
def test_a_draft_shows_who_wrote_it_and_what_proves_it(sender: str, above: str, registered: bool, proven: bool) -> None:
    decision = Memory().decided(written(UNITS_WORDS, sender, signed("unit", "perkoperasian"), above))
    (notice,) = decision.notices
    assert notice.name == "officer.draft"
    address, *found = notice.value.written_from
    assert sender.endswith(f"<{address}>")
    assert found == [registered, proven]


def test_where_nothing_is_proven_a_draft_does_not_say_so() -> None:
    desk = Memory(policy=replace(POLICY, trust=Trust(officers="none")))
    (notice,) = desk.decided(written(UNITS_WORDS, UNIT, signed("unit", "perkoperasian"))).notices
    assert notice.value.written_from == ("koperasi@example.net", True, False)
