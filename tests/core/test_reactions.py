"""A reaction is not a word: from an officer no answer, from a citizen no news."""

from dataclasses import replace

import pytest

from mailticket.core.happenings import Hold, What
from mailticket.core.kind.reaction import is_reaction
from mailticket.core.mail import Attachment
from mailticket.core.people import Role
from mailticket.core.ticket import Status
from tests.core.desk import Memory, a_ticket, notices, signed, verdict, written

REACTIONS = (
    "\U0001f44d",
    "\u2764\ufe0f",
    "\U0001f64f\U0001f3fb \U0001f44d!",
    "\u2764\ufe0f\n\nSiti Aminah reacted via Gmail\n<https://www.google.com/gmail/about/?x=1#app>",
    "\U0001f44d\n\nRina Wulandari bereaksi melalui Gmail",
    "\U0001f44d\n\nSiti Aminah menanggapi melalui Gmail\n<https://www.google.com/gmail/about/?x=1#app>",
    "[Like] Siti Aminah reacted to your message:",
    "Liked \u201cYth. Ibu Siti,\nsimpanan Ibu dibayar pekan depan.\u201d",
    "Menyukai \u201cLaporan Anda kami terima\u201d",
)
WORDS = (
    "Yth. Ibu Siti, simpanan Ibu dibayar pekan depan. \U0001f64f",
    "ok \U0001f44d",
    "?",
    "\U0001f44d 5",
    "He reacted to your message: the manager shouted at me, and nothing was paid.\nPlease help.",
    "He reacted to your message: he shouted at me and paid nothing.",
    "Liked it, but my money has not come.",
    "",
)


@pytest.mark.parametrize("text", REACTIONS)
def test_an_officers_or_supervisors_reaction_is_no_answer(text: str) -> None:
    for role, person, sender in (
        ("officer", "rina", "Rina Wulandari <rina@example.org>"),
        ("supervisor", "kabag", "Kepala Bagian <kabag@example.org>"),
    ):
        decision = Memory(ticket=a_ticket()).decided(written(text, sender, own=signed(role, person), above=verdict()))
        assert notices(decision) == ["officer.held"]
        assert [event.what.fields["reason"].kind for event in decision.events] == [Hold.EMPTY]
        assert not any(notice.to.role is Role.CITIZEN for notice in decision.notices)


@pytest.mark.parametrize("text", REACTIONS)
@pytest.mark.parametrize(
    "state",
    [
        {"status": Status.OPEN},
        {"status": Status.AWAITING_CITIZEN, "question": "Sejak kapan?"},
        {"status": Status.AWAITING_DETAILS, "missing": ("phone",)},
        {"status": Status.ANSWERED},
        {"status": Status.CLOSED},
    ],
    ids=lambda state: str(state["status"]),
)
def test_a_citizens_reaction_changes_nothing(text: str, state: dict) -> None:
    ticket = a_ticket(**state)
    decision = Memory(ticket=ticket).decided(
        written(text, "Siti Aminah <siti@example.org>", own=signed("citizen", "citizen"))
    )
    assert decision.notices == ()
    assert [event.what.kind for event in decision.events] == [What.THANKED]
    assert decision.message is not None
    assert decision.ticket is not None
    assert replace(decision.ticket, next_at=None) == replace(ticket, next_at=None)


@pytest.mark.parametrize("text", WORDS)
def test_words_are_no_reaction(text: str) -> None:
    assert not is_reaction(text)


def test_a_file_beside_it_is_news() -> None:
    photo = Attachment("bukti.jpg", "image/jpeg", b"x", "bukti.jpg")
    assert not is_reaction("\U0001f44d", (photo,))
    assert is_reaction("\U0001f44d", (replace(photo, content_type="text/vnd.google.email-reaction+json"),))


def test_gmail_says_in_a_part_of_its_own_that_it_is_a_reaction() -> None:
    told = Attachment(None, "text/vnd.google.email-reaction+json", b"{}", "reaction.json", inline=True)
    assert is_reaction("\U0001f44d\n\nSiti Aminah hat \u00fcber Gmail reagiert", (told,))
    assert not is_reaction("\U0001f44d\n\nSiti Aminah hat \u00fcber Gmail reagiert")
    assert not is_reaction("\U0001f44d Uang saya belum kembali.\n\nSiti Aminah reacted via Gmail", (told,))
