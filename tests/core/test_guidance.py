"""Supervisors guide, officers answer: nothing of a supervisor's plain reply reaches a citizen."""

import pytest

from mailticket.core.happenings import Hold, What
from mailticket.core.notices.letters import Answered, Followup
from mailticket.core.notices.notice import News
from mailticket.core.people import Role
from mailticket.core.ticket import MessageState, Status
from tests.core.desk import Memory, a_ticket, notices, signed, verdict, written

KABAG = "Kepala Bagian <kabag@example.org>"
ANSWER = "Yth. Ibu Siti,\n\nsimpanan Ibu dibayar pekan depan."


def said(text: str, **ticket: object):
    return Memory(ticket=a_ticket(**ticket)).decided(
        written(text, KABAG, own=signed("supervisor", "kabag"), above=verdict())
    )


@pytest.mark.parametrize(
    "text",
    [
        "Tono, tolong segera diselesaikan ya",
        "Mohon segera dijawab.",
        "Sudah sampai mana ini?",
        "#kategori lain\n\nTolong diperiksa juga koperasinya.",
        ANSWER,
    ],
)
@pytest.mark.parametrize("status", [Status.OPEN, Status.AWAITING_DETAILS, Status.CLOSED])
def test_a_supervisors_text_is_guidance_for_the_officer(text: str, status: Status) -> None:
    decision = said(text, status=status)
    assert not any(notice.to.role is Role.CITIZEN for notice in decision.notices)
    (told,) = (notice for notice in decision.notices if isinstance(notice.value, Followup))
    assert (told.to.id, told.value.what) == ("rina", News.GUIDANCE)
    assert told.value.text in text
    assert What.GUIDED in [event.what.kind for event in decision.events]
    assert decision.message is not None
    assert decision.message.state is MessageState.NOTE
    assert decision.ticket is not None
    assert (decision.ticket.status, decision.ticket.answering) == (status, None)
    assert "officer.receipt" in notices(decision)


def test_with_jawab_a_supervisor_answers() -> None:
    decision = said(f"#jawab\n{ANSWER}")
    (answer,) = (notice for notice in decision.notices if notice.to.role is Role.CITIZEN)
    assert isinstance(answer.value, Answered)
    assert answer.value.text == ANSWER


@pytest.mark.parametrize("text", ["#jawab", "-- \nKepala Bagian", ""])
def test_nothing_said_is_no_guidance(text: str) -> None:
    decision = said(text)
    assert [event.what.fields["reason"].kind for event in decision.events] == [Hold.EMPTY]
    assert notices(decision) == ["officer.held"]
