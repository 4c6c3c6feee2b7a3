"""What is left out of a person's text is told to the officer, and an answer that would lose more than a signature waits."""

import pytest

from mailticket.core.happenings import Hold
from mailticket.core.notices.letters import Draft, Followup, Held
from mailticket.core.people import Role
from mailticket.core.ticket import Status
from tests.core.desk import Memory, a_ticket, notices, signed, verdict, written

RINA = "Rina Wulandari <rina@example.org>"
ANSWER = "Yth. Ibu Siti, simpanan Ibu dibayar mulai 6 April 2026 di loket koperasi."


def answered(text: str, **more: object):
    return Memory(ticket=a_ticket()).decided(
        written(text, RINA, own=signed("officer", "rina"), above=verdict()), **more
    )


def held(text: str) -> Held:
    decision = answered(text)
    assert notices(decision) == ["officer.held"]
    value = decision.notices[0].value
    assert isinstance(value, Held)
    return value


@pytest.mark.parametrize("lost", ["KTP dan KK", "Loket tiga\nBuka setiap hari"])
def test_an_answer_that_would_lose_more_than_a_signature_waits_and_shows_what(lost: str) -> None:
    value = held(f"{ANSWER}\n\n-- \n{lost}")
    assert (value.reason, value.asks) == (Hold.LOSES_TEXT, True)
    assert value.text == ANSWER
    assert value.lost.removeprefix("--").strip() == lost


@pytest.mark.parametrize(
    "signature",
    [
        "Salam,\nRina",
        "-- \nRina Wulandari",
        "-- \nDodi Saputra",
        "Hormat kami,\nTim Pengaduan",
        "Dikirim dari iPhone saya",
        "-- \nTelp 021-5204366",
    ],
)
def test_a_known_signature_holds_nothing(signature: str) -> None:
    decision = answered(f"{ANSWER}\n\n{signature}")
    (answer,) = (notice for notice in decision.notices if notice.to.role is Role.CITIZEN)
    assert getattr(answer.value, "text", None) == ANSWER


def test_a_yes_sends_what_was_shown_without_what_is_left_out() -> None:
    decision = answered(f"{ANSWER}\n\n-- \nKTP dan KK", released=True)
    (answer,) = (notice for notice in decision.notices if notice.to.role is Role.CITIZEN)
    assert getattr(answer.value, "text", None) == ANSWER


def test_of_whatever_is_held_the_officer_sees_the_signature_in_one_line() -> None:
    value = held(f"#ttup\n{ANSWER}\n\nSalam,\nRina")
    assert value.cuts == (("signature", "Salam, Rina"),)
    assert value.lost == ""


def test_a_citizens_signature_is_told_to_the_officer() -> None:
    decision = Memory(ticket=a_ticket()).decided(
        written(
            "Uangnya belum kembali, Pak.\n\nSalam,\nSiti Aminah\nHP 0812-3456-7890",
            "Siti Aminah <siti@example.org>",
            own=signed("citizen", "citizen"),
            above=verdict(),
        )
    )
    (told,) = (notice.value for notice in decision.notices if isinstance(notice.value, Followup))
    assert told.text == "Uangnya belum kembali, Pak."
    assert told.cuts == (("signature", "Salam, Siti Aminah, HP 0812-3456-7890"),)


def test_a_units_signature_stands_below_its_draft() -> None:
    decision = Memory(ticket=a_ticket(status=Status.WITH_UNIT, draft=None)).decided(
        written(
            f"{ANSWER}\n\nHormat kami,\nDinas Koperasi",
            "unit@example.org",
            own=signed("unit", "perkoperasian"),
            above=verdict(),
        )
    )
    (draft,) = (notice.value for notice in decision.notices if isinstance(notice.value, Draft))
    assert (draft.text, draft.cuts) == (ANSWER, (("signature", "Hormat kami, Dinas Koperasi"),))
