"""Which ticket a mail belongs to: tokens before ids before numbers, and in doubt none."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mailticket.core import thread, token
from mailticket.core.happenings import What
from mailticket.core.ticket import Status
from tests.core.desk import NUMBER, OTHER, POLICY, Memory, a_ticket, notices, signed, verdict, written

SITI = "Siti Aminah <siti@example.org>"
STORY = (
    "Nama: Siti Aminah\nAlamat: Jl. Mawar 5, Kec. Ciracas, Jakarta Timur\nHP: 0812 3456 7890\n\n"
    "Sertifikat halal usaha saya ditolak oleh dinas pada Februari 2026 tanpa penjelasan. Mohon bantuan."
)


def test_a_citizens_token_opens_the_ticket_from_any_address() -> None:
    decision = Memory(ticket=a_ticket(status=Status.OPEN)).decided(
        written("Ini buktinya.", "Suami <suami@example.com>", signed("citizen", "citizen"))
    )
    assert decision.ticket is not None
    assert decision.ticket.number == NUMBER
    assert decision.ticket.citizen.email == "siti@example.org"


@pytest.mark.parametrize(
    ("subject", "kept"),
    [("software: gagal [KUKM-2026-000001]", "software: gagal"), ("Re: Fwd: [KUKM-2026-000001] Simpanan", "Simpanan")],
)
def test_a_subject_loses_its_number_and_what_mail_programs_put_before_it(subject: str, kept: str) -> None:
    assert thread.without_numbers(subject, POLICY) == kept


@pytest.mark.parametrize(
    ("sender", "above", "state"),
    [
        (SITI, "", "done"),
        (SITI, verdict(), "done"),
        (SITI, verdict(result="fail"), "held"),
        ("Jahat <evil@example.com>", verdict("example.com"), "held"),
        ("Siti <siti@example.org>, Jahat <evil@example.com>", "", "held"),
    ],
)
def test_the_number_needs_its_citizen_as_sender(sender: str, above: str, state: str) -> None:
    raw = written("Ini buktinya.", sender, above=above, subject=f"Re: [{NUMBER}] Simpanan")
    decision = Memory(ticket=a_ticket(status=Status.OPEN)).decided(raw)
    assert decision.state == state
    if state == "held":
        assert decision.notices == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (signed("citizen", "citizen"), signed("citizen", "citizen", number=OTHER)),
        (signed("citizen", "citizen"), signed("officer", "rina")),
        (signed("officer", "rina"), signed("officer", "dodi")),
        (signed("officer", "rina"), signed("officer", "rina", number=OTHER, day=date(2025, 11, 1))),
    ],
)
def test_tokens_that_disagree_are_held(first: str, second: str) -> None:
    for sender in (SITI, "rina@example.org"):
        decision = Memory().decided(written(f"Ya.\n\nRef: {second}", sender, first, verdict()))
        assert decision.state == "held"
        assert not any(n.startswith(("citizen.", "unit.")) for n in notices(decision))


@pytest.mark.parametrize("where", ["To", "Cc", "Delivered-To", "In-Reply-To", "References", "text"])
def test_a_token_is_found_wherever_our_mails_put_it(where: str) -> None:
    own = signed("citizen", "citizen")
    extra, text = "", "Ini buktinya."
    if where in ("To", "Cc", "Delivered-To"):
        extra = f"{where}: info+{own}@kemenkopukm.go.id\r\n"
    elif where == "text":
        text += f"\n\n> Ref: {own.upper()}"
    else:
        extra = f"{where}: <{own}.abcdefghijkl@kemenkopukm.go.id>\r\n"
    decision = Memory(ticket=a_ticket(status=Status.OPEN)).decided(written(text, "a@example.com", extra=extra))
    assert decision.ticket is not None
    assert decision.ticket.number == NUMBER


def test_the_nearest_of_one_persons_tokens_counts() -> None:
    asked = signed(purpose=token.CHALLENGE, about=7)
    raw = written("YA", own=asked, extra=f"References: <{signed()}.a@x> <{asked}.b@x>\r\n")
    assert [release.mail for release in Memory().decided(raw, about="held").releases] == [7]
    again = written("YA", own=signed(), above=verdict(), extra=f"References: <{asked}.b@x>\r\n")
    assert Memory().decided(again, about="held").releases == ()


@pytest.mark.parametrize(
    ("text", "sender", "above", "day", "about"),
    [
        ("YA", "Dodi <dodi@example.org>", verdict(), date(2026, 3, 16), "held"),
        ("YA", "Jahat <evil@example.com>", verdict("example.com"), date(2026, 3, 16), "held"),
        ("YA", "Rina <rina@example.org>", verdict(result="fail"), date(2026, 3, 16), "held"),
        ("YA", "Rina <rina@example.org>", "", date(2026, 3, 9), "held"),
        ("YA", "Rina <rina@example.org>", verdict(), date(2026, 3, 16), "done"),
        ("YA", "Rina <rina@example.org>", verdict(), date(2026, 3, 16), None),
        ("Ya ampun, siapa ini?", "Rina <rina@example.org>", "", date(2026, 3, 16), "held"),
        ("Tidak", "Rina <rina@example.org>", verdict(), date(2026, 3, 16), "held"),
    ],
)
def test_only_a_plain_yes_of_the_registered_address_in_time_releases(text, sender, above, day, about) -> None:
    own = signed(purpose=token.CHALLENGE, about=7, day=day)
    decision = Memory().decided(written(text, sender, own, above), about=about)
    assert decision.releases == ()
    assert not any(n.startswith(("citizen.", "unit.")) for n in notices(decision))


def test_a_challenge_of_another_mail_or_person_verifies_as_nothing_else() -> None:
    text = signed(purpose=token.CHALLENGE, about=7)
    head, _, code = text.rpartition("-")
    persons = {"officer": ("rina", "dodi")}
    assert token.verify(text, (("k1", b"a key of the test desk"),), persons, "KUKM").about == 7  # type: ignore[union-attr]
    assert token.verify(f"{head[:-1]}8-{code}", (("k1", b"a key of the test desk"),), persons, "KUKM") is None
    assert token.verify(f"{head[:-1]}-{code}", (("k1", b"a key of the test desk"),), persons, "KUKM") is None


def closed(days_ago: int):
    now = datetime(2026, 3, 17, 3, 0, tzinfo=UTC)
    return replace(
        a_ticket(status=Status.CLOSED), closed_at=now.replace(year=2025) if days_ago > 300 else now, next_at=None
    )


def test_a_reply_to_a_ticket_closed_long_ago_is_a_new_one_that_names_the_old() -> None:
    raw = written(STORY, SITI, None, subject=f"Re: [{NUMBER}] Simpanan")
    decision = Memory(ticket=closed(365)).decided(raw)
    assert decision.ticket is not None
    assert decision.ticket.number is None
    assert any(event.what.kind is What.LINKED and event.what.fields["number"] == NUMBER for event in decision.events)


def test_another_story_under_another_subject_is_a_new_ticket() -> None:
    raw = written(STORY, SITI, signed("citizen", "citizen"), subject="Sertifikat halal ditolak")
    assert Memory(ticket=closed(0)).decided(raw).ticket.number is None  # type: ignore[union-attr]
    same = written(STORY, SITI, signed("citizen", "citizen"), subject=f"Re: [{NUMBER}] Simpanan")
    assert Memory(ticket=closed(0)).decided(same).ticket.number == NUMBER  # type: ignore[union-attr]
