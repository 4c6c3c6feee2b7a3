"""What the letters of one mail say: of the ticket as it is after all of its commands, and who got which words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mailticket.core.decide import delivery
from mailticket.core.decision import Present
from mailticket.core.happenings import Hold
from mailticket.core.notices.letters import Answered, Forwarded, Letter
from mailticket.core.policy import Category
from mailticket.core.post import ClaimedSend
from mailticket.core.ticket import Errand, MessageState, Pause, Purpose, Status
from tests.core.desk import CALENDAR, MESSAGES, NOW, NUMBER, POLICY, Memory, a_ticket, signed, verdict, written

ANSWER = "Yth. Ibu Siti,\n\nsimpanan Ibu dibayar koperasi pekan depan."
OPEN = a_ticket(status=Status.OPEN, draft=None)


def ordered(text: str, desk: Memory | None = None, own: str | None = None, **how):
    return (desk or Memory(ticket=OPEN)).decided(written(text, own=own or signed(), above=verdict()), **how)


def value(decision, kind):
    return next(notice.value for notice in decision.notices if isinstance(notice.value, kind))


def receipt(decision):
    return next(notice.value for notice in decision.notices if notice.name == "officer.receipt")


@pytest.mark.parametrize("text", ["#kategori lain\n#teruskan perkoperasian", "#teruskan perkoperasian\n#kategori lain"])
def test_all_letters_of_a_mail_tell_the_date_that_its_commands_lead_to(text: str) -> None:
    policy = replace(POLICY, categories=(POLICY.categories[0], Category("lain", "Lain-lain", working_days=20)))
    decision = ordered(text, Memory(ticket=OPEN, policy=policy))
    assert decision.ticket is not None
    assert decision.ticket.due_on != OPEN.due_on
    assert value(decision, Forwarded).due_on == decision.ticket.due_on


def test_a_forward_that_overtakes_an_answer_is_not_undone_by_it() -> None:
    waits = replace(OPEN, answering=Errand(Purpose.ANSWER, 5, "rina"))
    decision = ordered("#teruskan perkoperasian\nMohon dicek.", Memory(ticket=waits))
    assert decision.ticket is not None
    send = ClaimedSend(1, NUMBER, Letter.ANSWERED, "k", "", "siti@example.org", b"", 1, NOW, errand=waits.answering)
    after = delivery.accepted(decision.ticket, send, Present(POLICY, CALENDAR, NOW))
    assert after is not None
    assert after.ticket is not None
    assert after.ticket.status is Status.WITH_UNIT


def test_nothing_goes_on_while_a_letter_waits_that_says_it_is_closed() -> None:
    waits = replace(OPEN, answering=Errand(Purpose.CLOSING, 5, "rina"))
    decision = ordered("#teruskan perkoperasian", Memory(ticket=waits))
    assert decision.notices[0].value.reason is Hold.ANSWER_WAITS


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("#teruskan perkoperasian, segera\nMohon dicek.", (("Deputi Bidang Perkoperasian", "segera\nMohon dicek."),)),
        ("#catatan sudah ditelepon\nDua kali.", (("", "sudah ditelepon\nDua kali."),)),
        ("#tanya Di cabang mana?\nSejak kapan?", (("pelapor", "Di cabang mana?\nSejak kapan?"),)),
        ("#tugaskan dodi\nMohon dibantu.", (("Dodi Saputra", "Mohon dibantu."),)),
        ("#rahasia\nAda ancaman.", (("", "Ada ancaman."),)),
        (ANSWER, (("pelapor", ANSWER),)),
        (f"#kategori lain\n{ANSWER}", (("pelapor", ANSWER),)),
        (f"#catatan lama\n#tutup\n{ANSWER}", (("", "lama"), ("pelapor", ANSWER))),
    ],
)
def test_the_receipt_says_of_each_piece_of_text_who_got_it(text: str, pieces: tuple[tuple[str, str], ...]) -> None:
    assert receipt(ordered(text)).pieces == pieces


OLDER = MESSAGES[1]
NEWER = replace(
    OLDER, id=3, mail=8, message_id="<unit.2@example.net>", text="Koperasi sudah membayar seluruh simpanan."
)
WITH_BOTH = Memory(ticket=a_ticket(draft=3), messages=(*MESSAGES, NEWER))


def test_the_draft_that_the_mail_showed_is_released_and_no_other() -> None:
    decision = ordered("#kirim", WITH_BOTH, own=signed(about=8))
    assert value(decision, Answered).text == NEWER.text
    assert receipt(decision).pieces == (("pelapor", NEWER.text),)


def test_where_a_newer_draft_has_come_it_is_asked_and_a_yes_sends_the_one_that_was_shown() -> None:
    older = signed(about=2)
    (asked,) = ordered("#kirim", WITH_BOTH, own=older).notices
    assert (asked.value.reason, asked.value.goes_out) == (Hold.NEWER_DRAFT, OLDER.text)
    assert value(ordered("#kirim", WITH_BOTH, own=older, released=True), Answered).text == OLDER.text


def test_a_mail_that_shows_a_draft_says_so_in_its_token() -> None:
    decision = Memory(ticket=a_ticket(status=Status.WITH_UNIT, draft=None)).decided(
        written("Koperasi sudah membayar.", "Deputi <koperasi@example.net>", own=signed("unit", "perkoperasian"))
    )
    (told,) = decision.notices
    assert (told.name, told.shows, told.asks_about) == ("officer.draft", 9, None)
    assert decision.message is not None
    assert decision.message.state is MessageState.DRAFT


def test_the_days_that_an_answer_took_are_those_of_its_clock() -> None:
    now = datetime(2026, 4, 6, 3, 0, tzinfo=UTC)
    pause = Pause(datetime(2026, 3, 17, 3, 0, tzinfo=UTC), datetime(2026, 3, 31, 3, 0, tzinfo=UTC), "asked")
    waited = replace(OPEN, pauses=(pause,))
    assert value(ordered(ANSWER, Memory(ticket=waited, now=now)), Answered).working_day == 5
    incomplete = replace(OPEN, status=Status.AWAITING_DETAILS, clock_at=None, complete_at=None, missing=("phone",))
    assert value(ordered(ANSWER, Memory(ticket=incomplete, now=now)), Answered).working_day is None


def test_the_citizen_has_the_whole_of_the_day_by_which_to_reply() -> None:
    decision = ordered("#tanya Di cabang mana?")
    asked = next(n.value for n in decision.notices if n.name == "citizen.question")
    assert decision.ticket is not None
    assert decision.ticket.asked_at == NOW
    assert asked.close_on < CALENDAR.after(date(2026, 3, 17), POLICY.intake.close_after_working_days)
    assert CALENDAR.is_working(asked.close_on)
