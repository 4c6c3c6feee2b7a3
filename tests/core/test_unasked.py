"""Something is missing and nobody may ask for it: an officer has it, with the reason, and it ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailticket.core import deadline
from mailticket.core.citizen import Citizen
from mailticket.core.deadline import DueKind, next_step
from mailticket.core.decide import clock, later
from mailticket.core.decision import Decision, Facts, Present
from mailticket.core.happenings import Silence, What
from mailticket.core.notices.notice import Handing, News
from mailticket.core.ticket import RUNNING, Outcome, Pause, Status, Ticket, Unasked
from tests.core.desk import CALENDAR, DESK, NOW, POLICY, Memory, a_ticket, notices, signed, verdict, written

STORY = (
    "Nama: Budi Santoso\nAlamat: Jl. Kenanga 7, Kec. Silo, Kab. Jember, Jawa Timur\n"
    "Saya anggota KSP Maju. Sejak Januari 2026 simpanan saya Rp 5.000.000 tidak bisa ditarik. Mohon bantuan."
)
BUDI = "Budi Santoso <budi@example.com>"
UNASKED = {
    "blind copy": {"to": "orang@example.net"},
    "forwarded by a server": {"to": "lama@kemenkopukm.go.id"},
    "DMARC fail": {"above": verdict("example.com", "fail")},
    "spam flag": {"extra": "X-Spam-Flag: YES\r\n"},
    "a form without an address": {"sender": "Formulir <noreply@form.example.com>"},
    "too old": {"age": timedelta(days=4)},
    "imported": {"quiet": True},
}


def present(now=NOW, policy=POLICY) -> Present:
    return Present(policy, CALENDAR, now)


def opened(facts: Facts | None = None, age: timedelta = timedelta(), quiet: bool = False, **changes: str) -> Decision:
    raw = written(STORY, **{"sender": BUDI, "subject": "Simpanan", "to": DESK, **changes})
    return Memory(facts=facts or Facts()).decided(raw, received_at=NOW - age, quiet=quiet)


def born(decision: Decision) -> Ticket:
    assert decision.ticket is not None
    return replace(decision.ticket, number="KUKM-2026-000009")


@pytest.mark.parametrize("why", UNASKED)
def test_an_officer_gets_what_nobody_may_ask_about_with_the_reason(why):
    decision = opened(**UNASKED[why])
    assert notices(decision) == ["officer.assigned"]
    (assigned,) = decision.notices
    assert (assigned.value.reason, assigned.to.id) == (Handing.UNASKED, "rina")
    assert assigned.value.unasked is not None
    ticket = born(decision)
    assert (ticket.status, ticket.officer) == (Status.AWAITING_DETAILS, "rina")
    assert assigned.value.close_on == date(2026, 3, 31)
    (told,) = (event.what for event in decision.events if event.what.kind is What.UNASKED)
    assert told.said("id").startswith("belum lengkap (nomor telepon")
    assert "tidak ditanya: " in told.said("id")
    assert next_step(ticket, POLICY, CALENDAR).who == ("rina",)


def test_it_is_recalled_then_told_to_the_supervisors_and_ends():
    ticket, told = born(opened(to="orang@example.net")), []
    for day in range(30):
        decision = clock.due(ticket, (), present(NOW + timedelta(days=day)))
        ticket = decision.ticket
        told += [(day, notice.to.id, notice.value.what) for notice in decision.notices]
    assert told == [(2, "rina", News.UNASKED), (6, "rina", News.UNASKED), (6, "kabag", News.UNASKED)]
    assert (ticket.status, ticket.outcome, ticket.unasked) == (Status.CLOSED, Outcome.NO_RESPONSE, None)


def test_who_takes_it_as_complete_starts_its_clock():
    desk = Memory(
        ticket=replace(a_ticket(), **{**HOLE, "unasked": Unasked(Silence.NOT_TO_US(), NOW), "officer": "rina"})
    )
    raw = written("#lengkap", own=signed(), above=verdict())
    ticket = desk.decided(raw).ticket
    assert (ticket.status, ticket.unasked) == (Status.OPEN, None)
    assert ticket.due_on


@pytest.mark.parametrize(
    ("limit", "wait"), [("automatic_sender_day", timedelta(days=1)), ("automatic_domain_hour", timedelta(hours=1))]
)
def test_what_a_limit_stands_against_is_asked_when_its_time_is_over(limit, wait):
    met = Facts(**{limit: 10_000})
    decision = opened(facts=met)
    assert notices(decision) == []
    ticket = born(decision)
    assert (ticket.status, ticket.next_at, ticket.silent) == (Status.AWAITING_DETAILS, NOW + wait, None)
    assert not later.is_due(ticket, present(NOW + wait - timedelta(minutes=1)))
    assert later.is_due(ticket, present(NOW + wait))

    still = later.ask(ticket, (), met, present(NOW + wait))
    assert (notices(still), still.ticket.next_at) == ([], NOW + 2 * wait)
    asked = later.ask(ticket, (), Facts(), present(NOW + wait))
    assert notices(asked) == ["citizen.details_missing"]
    assert (asked.ticket.unasked, asked.ticket.asked) == (None, 1)
    over = later.ask(ticket, (), met, present(NOW + timedelta(days=3)))
    assert notices(over) == ["officer.assigned"]


def test_a_complete_mail_over_a_limit_goes_to_an_officer_and_its_later_letters_go_out():
    decision = Memory(facts=Facts(automatic_sender_day=10_000)).decided(
        written(f"{STORY}\nHP: 0813 9876 5432", BUDI, subject="Simpanan")
    )
    assert (notices(decision), decision.ticket.silent) == (["officer.assigned"], None)


def test_who_was_asked_often_and_writes_again_is_seen_by_an_officer():
    desk = Memory(ticket=replace(a_ticket(), **{**HOLE, "asked": 3, "asked_at": NOW - timedelta(days=1)}))
    decision = desk.decided(
        written("Saya tidak mengerti, apa lagi yang kurang?", "Siti <siti@example.org>", signed("citizen", "citizen"))
    )
    assert notices(decision) == ["officer.assigned"]
    again = replace(desk, ticket=replace(decision.ticket, number=desk.ticket.number)).decided(
        written("Halo, tolong dibalas.", "Siti <siti@example.org>", signed("citizen", "citizen"))
    )
    assert notices(again) == ["officer.followup"]


HOLE = {"status": Status.AWAITING_DETAILS, "missing": ("phone",), "clock_at": None, "complete_at": None, "legs": (), "draft": None, "officer": None,
        "citizen": Citizen("Siti Aminah", "Jl. Mawar 5", None, "siti@example.org"), "due_on": None}  # fmt: skip
LIVES = {
    "details are awaited": {**HOLE, "asked": 1, "asked_at": NOW},
    "an officer has what nobody asks": {**HOLE, "unasked": Unasked(Silence.NOT_TO_US(), NOW), "officer": "rina"},
    "a limit is waited for": {**HOLE, "unasked": Unasked(Silence.SENDER_LIMIT(count=6), NOW, NOW + timedelta(days=1))},
    "open": {"status": Status.OPEN},
    "late": {"status": Status.OPEN, "clock_at": NOW - timedelta(days=200)},
    "without an officer": {"status": Status.OPEN, "officer": None},
    "of an officer who left": {"status": Status.OPEN, "officer": "joko"},
    "the citizen is asked": {"status": Status.AWAITING_CITIZEN, "asked": 1, "asked_at": NOW, "pauses": (Pause(NOW, None, ""),)},
    "with a unit": {"status": Status.WITH_UNIT},
    "a draft": {"status": Status.UNIT_ANSWERED},
    "answered": {"status": Status.ANSWERED, "answered_at": NOW},
}  # fmt: skip


@pytest.mark.parametrize("life", LIVES)
def test_every_ticket_that_is_not_closed_has_a_next_step_with_a_day_and_a_person(life):
    ticket = a_ticket(**LIVES[life])
    for day in range(60):
        step = next_step(ticket, POLICY, CALENDAR)
        assert step is not None, f"after {day} days: {ticket.status}"
        assert step.who
        now = NOW + timedelta(days=day)
        if later.is_due(ticket, present(now)):
            ticket = later.ask(ticket, (), Facts(), present(now)).ticket
        ticket = clock.due(ticket, (), present(now)).ticket
        if ticket.status is Status.CLOSED:
            break
        assert ticket.next_at > now
    assert ticket.status is Status.CLOSED or ticket.status in RUNNING


@pytest.mark.parametrize(
    "life",
    [HOLE, {"status": Status.OPEN, "clock_at": None, "due_on": None}, {"status": Status.ANSWERED, "answered_at": None}],
)
def test_a_ticket_that_nothing_would_ever_happen_to_has_no_next_step(life):
    assert next_step(a_ticket(**life), POLICY, CALENDAR) is None


def test_a_step_that_nobody_takes_is_none():
    nobody = replace(POLICY, officers=(), supervisors=())
    assert next_step(a_ticket(status=Status.OPEN), nobody, CALENDAR) is None


def test_a_late_ticket_is_told_of_again_and_again():
    ticket = a_ticket(status=Status.OPEN, legs=(), draft=None)
    told = []
    for day in range(40):
        now = NOW + timedelta(days=day)
        decision = clock.due(ticket, (), present(now))
        ticket = decision.ticket
        told += [day for event in decision.events if event.what.kind is What.ESCALATED and day > 8]
    assert told == [14, 21, 28, 35]  # each five working days


def test_after_long_only_the_last_of_the_repeated_rungs_is_told():
    ticket = a_ticket(status=Status.OPEN, legs=(), draft=None)
    decision = clock.due(ticket, (), present(NOW + timedelta(days=365)))
    assert [event.what.kind for event in decision.events].count(What.ESCALATED) == 1
    assert decision.ticket.next_at > NOW + timedelta(days=365)
    assert {due.kind for due in deadline.dues(decision.ticket, POLICY, CALENDAR, NOW)} <= {DueKind.RUNG}
