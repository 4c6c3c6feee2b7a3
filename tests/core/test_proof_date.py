"""An old genuine mail that somebody sends again has a good verdict and a good token; only its Date tells."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest

from mailticket.core.happenings import Hold
from mailticket.core.people import Author, Role
from mailticket.core.proof import DATE_AWAY_MAX, is_out_of_time
from mailticket.core.reading import read
from mailticket.core.ticket import MessageState
from tests.core.desk import NOW, Memory, acted, notices, signed, verdict, written

ORDERS = (
    "#tutup\nYth. Ibu Siti, simpanan Ibu dibayar.",
    "Yth. Ibu Siti,\n\nSimpanan Ibu dibayar pekan depan.",
    "#spam",
)
SECOND = timedelta(seconds=1)


def dated(text: str, at: datetime | str | None) -> bytes:
    value = format_datetime(at) if isinstance(at, datetime) else at
    return written(text, own=signed(), above=verdict(), extra=f"Date: {value}\r\n" if value is not None else "")


@pytest.mark.parametrize("away", [-DATE_AWAY_MAX, -SECOND, timedelta(0), SECOND, DATE_AWAY_MAX])
def test_a_mail_written_within_two_weeks_of_its_arrival_acts(away: timedelta) -> None:
    for order in ORDERS:
        assert acted(Memory().decided(dated(order, NOW + away))), order


@pytest.mark.parametrize(
    "away", [-DATE_AWAY_MAX - SECOND, DATE_AWAY_MAX + SECOND, timedelta(days=-400), timedelta(days=4000)]
)
def test_a_mail_written_long_before_or_after_its_arrival_is_asked_about(away: timedelta) -> None:
    for order in ORDERS:
        decision = Memory().decided(dated(order, NOW + away))
        assert not acted(decision), decision.why
        (notice,) = decision.notices
        assert (notice.name, notice.to.address, notice.asks_about) == ("officer.not_done", "rina@example.org", 9)
        assert notice.value.reason is Hold.WRONG_DATE
        assert decision.message is not None
        assert (decision.message.state, decision.message.author) == (MessageState.NOTE, Author(Role.UNPROVEN, "rina"))


def test_a_yes_of_the_honest_officer_whose_clock_is_wrong_lets_it_act() -> None:
    desk = Memory()
    assert acted(desk.decided(dated(ORDERS[1], datetime(2015, 1, 1, tzinfo=UTC)), released=True))
    challenge = signed(purpose="c", day=date(2026, 3, 17), about=7)
    yes = written("YA", own=challenge, extra="Date: Thu, 1 Jan 2015 07:00:00 +0700\r\n")
    assert desk.decided(yes, about="held").releases


@pytest.mark.parametrize("value", [None, "", "kemarin sore", "Mon, 99 Foo 20x6 88:99:00 +0700"])
def test_a_mail_without_a_readable_date_is_judged_by_the_rest(value: str | None) -> None:
    assert acted(Memory().decided(dated(ORDERS[1], value)))


def test_mail_that_waited_for_us_is_compared_with_its_arrival_and_not_with_now() -> None:
    mail = read(dated(ORDERS[1], NOW - timedelta(days=40)), Memory().policy).mail
    assert not is_out_of_time(mail, NOW - timedelta(days=40) + timedelta(minutes=1))
    assert is_out_of_time(mail, NOW)


def test_a_yes_outside_a_ticket_is_asked_for_just_the_same() -> None:
    desk = Memory()
    raw = written(
        "#daftar telepon\nNama: Budi",
        above=verdict(),
        subject="Telepon",
        extra="Date: Thu, 1 Jan 2015 07:00:00 +0700\r\n",
    )
    decision = replace(desk).decided(raw)
    assert notices(decision) == ["officer.not_done"]
    assert decision.notices[0].value.reason is Hold.WRONG_DATE
