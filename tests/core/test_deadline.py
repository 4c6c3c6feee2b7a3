"""Working days, due dates, pauses, rungs: the table of known-good dates, and the rules one by one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailticket.core import deadline
from mailticket.core import policy as policies
from mailticket.core.deadline import Calendar
from mailticket.core.decide import clock
from mailticket.core.decision import Present
from mailticket.core.happenings import What
from mailticket.core.policy import Clock, OfficeHours, Policy, Unit
from mailticket.core.ticket import Event, Leg, Pause, Status, Ticket, Told
from mailticket.edges import holidays

WIB = ZoneInfo("Asia/Jakarta")
CALENDAR, _ = holidays.load(
    "ID", joint_leave=True, add={}, remove=(), decrees=(), first=2024, last=2028, today=date(2026, 1, 1)
)
POLICY = Policy(policies.Desk("info@example.org", ticket_prefix="KUKM"))

# Received, due when the day of receipt is not counted, due when it is (domain facts, holidays 0.109, both categories).
KNOWN = """
2025-03-26 2025-04-11 2025-04-10
2025-08-14 2025-08-22 2025-08-21
2025-12-23 2026-01-02 2025-12-31
2026-02-13 2026-02-24 2026-02-23
2026-03-16 2026-03-30 2026-03-27
2026-05-11 2026-05-20 2026-05-19
2026-05-22 2026-06-03 2026-06-02
2026-12-18 2026-12-29 2026-12-28
2027-03-04 2027-03-19 2027-03-18
2027-05-12 2027-05-25 2027-05-24
2026-11-21 2026-11-27 2026-11-27
2026-11-22 2026-11-27 2026-11-27
2026-11-23 2026-11-30 2026-11-27
"""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def a_ticket(clock_at: str = "2026-03-16 09:00", **changes: object) -> Ticket:
    start = at(clock_at)
    ticket = Ticket("x", start, "KUKM-2026-000001", Status.OPEN, complete_at=start, clock_at=start)
    return deadline.with_clock(replace(ticket, **changes), POLICY, CALENDAR)  # type: ignore[arg-type]


def with_clock(**changes: object) -> Policy:
    return replace(POLICY, clock=replace(Clock(), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("line", KNOWN.split("\n")[1:-1])
def test_known_good_dates(line: str) -> None:
    received, not_counted, counted = line.split()
    ticket = a_ticket(f"{received} 10:00")
    assert ticket.due_on == date.fromisoformat(not_counted)
    assert deadline.due_on(ticket, with_clock(first_day_counts=True), CALENDAR) == date.fromisoformat(counted)


def test_a_mail_at_a_minute_to_midnight_is_of_that_day() -> None:
    assert a_ticket("2026-11-20 23:59").due_on == date(2026, 11, 27)


def test_the_day_is_that_of_the_desk_wherever_the_server_stands() -> None:
    ticket = a_ticket()
    shifted = replace(ticket, clock_at=datetime(2026, 11, 20, 17, 30, tzinfo=UTC))  # Saturday 00:30 in Jakarta
    assert deadline.start_on(shifted, POLICY, CALENDAR) == date(2026, 11, 21)


def test_a_cut_off_hour_makes_the_next_working_day_the_day_of_receipt() -> None:
    policy = with_clock(cutoff="16:00")
    assert deadline.due_on(a_ticket("2026-11-20 15:59"), policy, CALENDAR) == date(2026, 11, 27)
    assert deadline.due_on(a_ticket("2026-11-20 16:00"), policy, CALENDAR) == date(2026, 11, 30)
    assert deadline.due_on(a_ticket("2026-11-21 10:00"), policy, CALENDAR) == date(2026, 11, 30)


def paused(since: str, until: str | None) -> tuple[Pause, ...]:
    return (Pause(at(since), at(until) if until else None, "asked"),)


@pytest.mark.parametrize(
    ("since", "until", "due"),
    [
        ("2026-03-16 10:00", "2026-03-17 09:00", "2026-03-31"),  # asked on day 0, answered on the next: one day waited
        ("2026-03-17 10:00", "2026-03-17 15:00", "2026-03-30"),  # answered on the day of the question
        ("2026-03-17 10:00", "2026-03-26 09:00", "2026-04-01"),  # the 25th and 26th; the days between are days off
        ("2026-03-17 10:00", "2026-03-21 09:00", "2026-03-30"),  # answered on a day off
        ("2026-03-27 10:00", "2026-03-29 09:00", "2026-03-30"),  # asked on Friday, answered on Sunday
        ("2026-03-27 10:00", "2026-03-30 09:00", "2026-03-31"),
    ],
)
def test_a_deadline_moves_by_the_working_days_waited(since: str, until: str, due: str) -> None:
    assert a_ticket(pauses=paused(since, until)).due_on == date.fromisoformat(due)


def test_a_pause_that_runs_does_not_move_the_deadline_yet_and_lets_no_rung_fall_due() -> None:
    ticket = a_ticket(pauses=paused("2026-03-17 10:00", None), status=Status.AWAITING_CITIZEN)
    assert ticket.due_on == date(2026, 3, 30)
    assert ticket.paused
    assert due(ticket, "2026-03-31 08:00") == []


def test_a_pause_lasts_ten_working_days_at_most_then_the_clock_runs_again() -> None:
    ticket = a_ticket("2026-06-02 09:00", pauses=paused("2026-06-03 09:00", None), status=Status.AWAITING_CITIZEN)
    assert due(ticket, "2026-06-19 07:59") == []
    assert due(ticket, "2026-06-19 08:00") == [("pause_over", False)]
    decision = clock.due(ticket, (), Present(POLICY, CALENDAR, at("2026-06-19 08:00")))
    assert decision.ticket is not None
    assert decision.ticket.due_on == CALENDAR.after(date(2026, 6, 2), 15)
    assert not decision.ticket.paused
    assert [event.what.kind for event in decision.events] == [What.PAUSE_OVER, What.DUE_MOVED]


def test_an_extension_adds_working_days() -> None:
    assert a_ticket(extension_working_days=2).due_on == CALENDAR.after(date(2026, 3, 30), 2)


def test_information_requests_have_ten_days() -> None:
    assert deadline.working_days(a_ticket(kind="permohonan_informasi"), POLICY) == 10


def due(ticket: Ticket, when: str) -> list[tuple[str, bool]]:
    found = deadline.dues(ticket, POLICY, CALENDAR, at(when))
    return [(one.rung.id if one.rung else one.kind.name.lower(), one.passed) for one in found]


def test_rungs_fall_due_at_their_hour_and_once() -> None:
    ticket = a_ticket()
    assert due(ticket, "2026-03-26 07:59") == []
    assert due(ticket, "2026-03-26 08:00") == [("warning", False)]
    assert due(replace(ticket, rungs=(Told("warning", date(2026, 3, 30)),)), "2026-03-26 09:00") == []
    assert ticket.next_at == at("2026-03-26 08:00")


def test_of_several_rungs_only_the_highest_is_not_passed() -> None:
    assert due(a_ticket(), "2026-04-02 08:00") == [
        ("warning", True),
        ("urgent", True),
        ("due", True),
        ("overdue", False),
    ]


def test_staff_are_not_mailed_before_office_hours() -> None:
    hours = (OfficeHours("mon-fri", "09:00", "15:00"),)
    policy = with_clock(office_hours=hours)
    ticket = deadline.with_clock(a_ticket(), policy, CALENDAR)
    assert ticket.next_at == at("2026-03-26 09:00")


def test_an_acknowledged_ticket_holds_its_next_rung() -> None:
    held = a_ticket(held_until=at("2026-03-26 11:00"))
    assert due(held, "2026-03-26 10:59") == []
    assert due(held, "2026-03-26 11:00") == [("warning", False)]


def test_a_clock_shorter_than_the_ladder_skips_what_was_never_due() -> None:
    short = with_clock(working_days=1)
    ticket = deadline.with_clock(replace(a_ticket("2026-06-08 09:00"), kind="pengaduan"), short, CALENDAR)
    names = [one.rung.id for one in deadline.dues(ticket, short, CALENDAR, at("2026-06-30 08:00")) if one.rung]
    assert names == ["due", "overdue"]


def test_reminders_and_closing_of_one_who_does_not_answer() -> None:
    asked = replace(
        a_ticket(), status=Status.AWAITING_DETAILS, clock_at=None, due_on=None, asked=1, asked_at=at("2026-06-08 09:00")
    )
    assert due(asked, "2026-06-10 08:00") == [("reminder", False)]
    assert due(replace(asked, reminders=1), "2026-06-12 08:00") == [("reminder", False)]
    assert due(asked, "2026-07-10 08:00") == [("close_no_response", False)]


def test_a_unit_is_chased_on_its_date_and_the_day_after() -> None:
    leg = Leg("perkoperasian", at("2026-03-16 10:00"), date(2026, 3, 26))
    ticket = a_ticket(status=Status.WITH_UNIT, legs=(leg,))
    assert ("chaser", False) in due(ticket, "2026-03-26 08:00")
    chased = replace(leg, chased=("2026-03-26",))
    assert ("chaser", False) not in due(replace(ticket, legs=(chased,)), "2026-03-26 09:00")
    assert ("chaser", False) in due(replace(ticket, legs=(chased,)), "2026-03-27 08:00")


def test_a_unit_answers_a_day_before_the_ticket_is_due() -> None:
    unit = Unit("u", "Unit", ("u@example.org",), reply_working_days=9)
    assert deadline.leg_due_on(at("2026-03-16 10:00"), unit, POLICY, CALENDAR, date(2026, 3, 30)) == date(2026, 3, 27)


def test_an_answered_ticket_closes_after_five_working_days() -> None:
    answered = a_ticket(status=Status.ANSWERED, answered_at=at("2026-06-08 09:00"))
    assert due(answered, "2026-06-15 08:00") == [("close_resolved", False)]


def test_nothing_is_due_on_a_closed_ticket() -> None:
    assert a_ticket(status=Status.CLOSED).next_at is None


def test_the_explanation_counts_to_the_due_date_and_names_the_holidays() -> None:
    said = deadline.explain(a_ticket(), (), POLICY, CALENDAR, date(2026, 3, 16))
    assert [day.on for day in said.days if day.counted][-1] == said.due_on == date(2026, 3, 30)
    assert sum(day.counted for day in said.days) == 5
    assert "Nyepi" in next(day.why for day in said.days if day.on == date(2026, 3, 19))
    assert said.days[0].why.endswith("hari ke-0")


def test_an_extension_is_explained() -> None:
    events = (Event(at("2026-03-17 09:00"), What.EXTENDED(days=2, note="menunggu dokumen"), "kabag"),)
    said = deadline.explain(a_ticket(extension_working_days=2), events, POLICY, CALENDAR, date(2026, 3, 17))
    assert "menunggu dokumen" in said.days[-1].why


def test_counting_back_and_forth_meets_again() -> None:
    for n in range(1, 400):
        day = date(2026, 1, 5) + timedelta(days=n)
        if CALENDAR.is_working(day):
            assert CALENDAR.after(CALENDAR.after(day, 7), -7) == day
            assert CALENDAR.working_days_between(day, CALENDAR.after(day, 7)) == 7


def test_a_calendar_without_holidays_knows_the_weekend() -> None:
    assert Calendar().why_off(date(2026, 6, 6)) == "Sabtu"
    assert Calendar().why_off(date(2026, 6, 8)) is None


@pytest.mark.parametrize(
    ("moment", "day_zero"),
    [
        ("2026-11-20T23:59:00+09:00", "2026-11-20"),  # 21.59 in Jakarta, from Jayapura
        ("2026-11-21T00:30:00+08:00", "2026-11-20"),  # 23.30 in Jakarta, from Makassar
        ("2026-11-21T01:30:00+08:00", "2026-11-21"),
        ("2028-02-29T10:00:00+07:00", "2028-02-29"),
        ("2026-12-31T23:00:00+07:00", "2026-12-31"),
        ("2026-12-31T17:30:00+00:00", "2027-01-01"),
    ],
)
def test_day_0_is_the_date_on_the_desks_clock(moment: str, day_zero: str) -> None:
    ticket = replace(a_ticket(), clock_at=datetime.fromisoformat(moment))
    assert deadline.start_on(ticket, POLICY, CALENDAR) == date.fromisoformat(day_zero)


def test_a_leap_day_and_the_turn_of_the_year_are_days_like_others() -> None:
    assert deadline.due_on(a_ticket("2028-02-25 10:00"), POLICY, Calendar()) == date(2028, 3, 3)
    assert a_ticket("2026-12-30 10:00").due_on == date(2027, 1, 8)  # the 1st and the 5th are holidays


def test_when_the_calendar_moves_a_date_rungs_that_were_told_are_not_told_again() -> None:
    told = a_ticket(rungs=(Told("warning", date(2026, 3, 30)),))
    longer = deadline.Calendar({**CALENDAR.off, date(2026, 3, 27): "Cuti bersama"})
    moved = deadline.recounted(told, POLICY, longer)
    assert moved.due_on == date(2026, 3, 31)
    assert [one.rung.id for one in deadline.dues(moved, POLICY, longer, at("2026-03-26 09:00")) if one.rung] == []
    assert deadline.recounted(moved, POLICY, longer) == moved


def test_a_unit_that_was_asked_twice_is_chased_for_the_newer_question() -> None:
    legs = tuple(Leg("perkoperasian", at("2026-03-16 10:00"), date(2026, 3, day)) for day in (25, 26))
    ticket = a_ticket(status=Status.WITH_UNIT, legs=legs)
    assert ("chaser", False) not in due(ticket, "2026-03-25 09:00")
    decision = clock.due(ticket, (), Present(POLICY, CALENDAR, at("2026-03-26 09:00")))
    assert decision.ticket is not None
    assert decision.ticket.next_at is not None
    assert decision.ticket.next_at > at("2026-03-26 09:00")


def test_a_pause_is_explained_and_long_stretches_are_one_line() -> None:
    ticket = a_ticket(pauses=paused("2026-03-25 10:00", "2026-03-27 09:00"))
    lines = deadline.lines(deadline.explain(ticket, (), POLICY, CALENDAR, date(2026, 3, 27)))
    assert "Kam 26 Mar s.d. Jum 27 Mar: dijeda: menunggu pelapor" in lines
    assert "Sab 28 Mar s.d. Min 29 Mar: tidak dihitung: akhir pekan" in lines
    assert "Sen 30 Mar s.d. Sel 31 Mar: hari ke-3 s.d. ke-4" in lines
    assert lines[-1] == "Rab 1 Apr: hari ke-5 = batas waktu"


def test_a_season_has_office_hours_of_its_own() -> None:
    ramadan = OfficeHours("mon-fri", "09:30", "15:00", from_=date(2026, 2, 18), to=date(2026, 3, 27))
    policy = with_clock(office_hours=(*Clock().office_hours, ramadan))
    assert deadline.next_at(a_ticket(), policy, CALENDAR) == at("2026-03-26 09:30")
    assert not deadline.is_office_hour(at("2026-03-26 08:00"), policy, CALENDAR)
    assert deadline.is_office_hour(at("2026-03-30 08:00"), policy, CALENDAR)
    assert not deadline.is_office_hour(at("2026-03-28 10:00"), policy, CALENDAR)
