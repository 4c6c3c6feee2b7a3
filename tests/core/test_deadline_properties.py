"""Whatever happens to a ticket in whatever order, no rung is lost or told twice, and no deadline moves without a word."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from mailticket.core import deadline
from mailticket.core import policy as p
from mailticket.core.deadline import Calendar
from mailticket.core.decide import clock
from mailticket.core.decision import Decision, Present
from mailticket.core.happenings import Move, What
from mailticket.core.ticket import STOPPED, WAITING, Leg, Outcome, Purpose, Status, Ticket, Told

WIB = ZoneInfo("Asia/Jakarta")
START = datetime(2026, 3, 2, 9, tzinfo=WIB).astimezone(UTC)
POLICY = p.Policy(
    p.Desk("info@example.org", ticket_prefix="KUKM"),
    officers=(p.Officer("rina", "Rina", "rina@example.org"),),
    supervisors=(
        p.Supervisor("kabag", "Kabag", "kabag@example.org"),
        p.Supervisor("karo", "Karo", "karo@example.org", "head"),
    ),
    units=(p.Unit("kop", "Deputi", ("unit@example.org",)),),
    intake=p.Intake(close_after_working_days=15),
)
HOLIDAYS = [START.date() + timedelta(days=n) for n in (9, 16, 17, 18, 30)]
ACTS = ("wait", "ask", "reply", "extend", "holiday", "workday", "answer", "bounce", "close", "reopen", "forward",
        "unit", "ack", "kind")  # fmt: skip


@dataclass
class Life:
    """A ticket, its calendar, and all that was told of it."""

    ticket: Ticket
    calendar: Calendar = field(default_factory=lambda: Calendar(dict.fromkeys(HOLIDAYS, "libur")))
    now: datetime = START
    keys: list[str] = field(default_factory=list)
    carried: set[Told] = field(default_factory=set)  # rungs told of a date from which the calendar moved the ticket

    @property
    def desk(self) -> Present:
        return Present(POLICY, self.calendar, self.now)

    def becomes(self, after: Ticket) -> None:
        """What a mail does: the ticket changes, and a moved date is told with it."""
        after = deadline.with_clock(after, POLICY, self.calendar)
        self.enact(clock.with_reason(self.ticket, Decision("x", ticket=after), self.desk))

    def enact(self, decision: Decision) -> None:
        before, after = self.ticket, decision.ticket
        assert after is not None
        if before.due_on and after.due_on != before.due_on:
            told = [e.what.fields for e in decision.events if e.what.kind is What.DUE_MOVED]
            assert any(why["before"] == before.due_on for why in told)
            assert any(why["after"] == after.due_on for why in told)
        for notice in decision.notices:
            assert notice.key not in self.keys
            if notice.errand.purpose is Purpose.RUNG:
                assert deadline.is_office_hour(self.now, POLICY, self.calendar)
                assert Told(notice.errand.about, notice.errand.due_on) not in self.carried
        self.keys += [notice.key for notice in decision.notices]
        self.ticket = after

    def watch(self) -> None:
        """What the daemon does once it looks."""
        if self.ticket.next_at is not None and self.ticket.next_at <= self.now:
            self.enact(clock.due(self.ticket, (), self.desk))
            assert self.ticket.next_at is None or self.ticket.next_at > self.now

    def calendar_becomes(self, calendar: Calendar) -> None:
        self.calendar = calendar
        told = {one.rung for one in self.ticket.rungs if one.due_on == self.ticket.due_on}
        decision = clock.recounted(self.ticket, self.desk, Move.RULES())
        if decision is not None:
            known = set(self.ticket.rungs)
            self.enact(decision)
            self.carried |= {Told(rung, self.ticket.due_on) for rung in told} - known


def act(life: Life, what: str) -> None:
    """Let something happen to the ticket, if it may happen to it now."""
    ticket, now = life.ticket, life.now
    stopped, waiting = ticket.status in STOPPED, ticket.status in WAITING
    if what == "ask" and not stopped:
        life.becomes(ticket.paused_for(Status.AWAITING_CITIZEN, now, "asked"))
    elif what == "reply" and waiting:
        life.becomes(ticket.moved(Status.OPEN).resumed(now))
    elif what == "extend" and not stopped:
        life.becomes(replace(ticket, extension_working_days=ticket.extension_working_days + 2))
    elif what == "kind" and not stopped:
        other = "pengaduan" if ticket.kind == "permohonan_informasi" else "permohonan_informasi"
        life.becomes(replace(ticket, kind=other))
    elif what == "holiday":
        day = life.calendar.after(now.astimezone(WIB).date(), 2)
        life.calendar_becomes(Calendar({**life.calendar.off, day: "baru"}))
    elif what == "workday":
        off = dict(life.calendar.off)
        off.pop(max(off, default=None), None)
        life.calendar_becomes(Calendar(off))
    elif what == "answer" and not stopped:
        life.becomes(ticket.answered(now))
    elif what == "bounce" and stopped:
        life.becomes(ticket.undelivered(now))
    elif what == "close" and not stopped:
        life.becomes(ticket.closed(Outcome.RESOLVED, now))
    elif what == "reopen" and stopped:
        life.becomes(ticket.reopened(now))
    elif what == "forward" and not stopped:
        due = deadline.leg_due_on(now, POLICY.units[0], POLICY, life.calendar, ticket.due_on)
        life.becomes(ticket.forwarded(Leg("kop", now, due)))
    elif what == "unit" and ticket.status is Status.WITH_UNIT:
        life.becomes(ticket.unit_replied("kop", None, now))
    elif what == "ack":
        life.becomes(replace(ticket, held_until=now + timedelta(hours=4)))


def some(acts: tuple[str, ...]) -> st.SearchStrategy[list[tuple[str, int, bool]]]:
    """Acts with the hours before them, and whether the daemon was up then."""
    return st.lists(st.tuples(st.sampled_from(acts), st.integers(0, 100), st.booleans()), max_size=30)


steps = some(ACTS)
steps_of_an_open_ticket = some(("wait", "ask", "reply", "extend", "holiday", "workday", "forward", "unit", "kind"))


def lived(steps_: list[tuple[str, int, bool]]) -> Life:
    """Live through the steps: hours pass, the daemon is up or down, something happens."""
    ticket = Ticket("x", START, "KUKM-2026-000001", Status.OPEN, officer="rina", complete_at=START, clock_at=START)
    life = Life(deadline.with_clock(ticket, POLICY, Calendar(dict.fromkeys(HOLIDAYS, "libur"))))
    for what, hours, is_up in steps_:
        life.now += timedelta(hours=hours)
        if is_up:
            life.watch()
        act(life, what)
    return life


@given(steps)
@settings(max_examples=80, deadline=None)
def test_no_rung_is_told_twice_nor_again_after_the_calendar_moved_it(steps_: list[tuple[str, int, bool]]) -> None:
    life = lived(steps_)
    assert len(set(life.ticket.rungs)) == len(life.ticket.rungs)


@given(steps_of_an_open_ticket)
@settings(max_examples=80, deadline=None)
def test_no_rung_is_lost(steps_: list[tuple[str, int, bool]]) -> None:
    life = lived(steps_)
    act(life, "reply")
    # Some days later everything has fallen due that could have been put off.
    day = life.calendar.after(life.now.astimezone(WIB).date(), 3)
    life.now = datetime.combine(day, datetime.min.time().replace(hour=10), WIB).astimezone(UTC)
    life.watch()
    ticket = life.ticket
    if ticket.status in STOPPED:  # closed, because the citizen was silent for too long
        return
    assert ticket.due_on is not None
    assert ticket.clock_at is not None
    for rung in POLICY.escalation.rungs:
        on = life.calendar.after(ticket.due_on, -rung.working_days_left)
        at = datetime.combine(on, datetime.min.time().replace(hour=8), WIB)
        if ticket.clock_at < at <= life.now and life.calendar.is_working(on):
            assert Told(rung.id, ticket.due_on) in ticket.rungs


@given(steps)
@settings(max_examples=80, deadline=None)
def test_the_explanation_names_every_day_once_and_counts_to_the_due_date(steps_: list[tuple[str, int, bool]]) -> None:
    life = lived(steps_)
    today = life.now.astimezone(WIB).date()
    said = deadline.explain(life.ticket, (), POLICY, life.calendar, today)
    days = [day.on for day in said.days]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert said.due_on in days
    if deadline.days_left(life.ticket, life.calendar, today) is not None and not any(
        pause.until is None for pause in life.ticket.pauses
    ):
        wanted = deadline.working_days(life.ticket, POLICY) + life.ticket.extension_working_days
        numbered = [day for day in said.days if day.counted]
        assert [day.number for day in numbered] == list(range(1, wanted + 1))
        assert numbered[-1].on == said.due_on
    if life.ticket.status not in STOPPED:
        assert said.due_on == life.ticket.due_on


@given(steps)
@settings(max_examples=50, deadline=None)
def test_counting_anew_by_the_same_calendar_changes_nothing(steps_: list[tuple[str, int, bool]]) -> None:
    life = lived(steps_)
    before = replace(life.ticket, next_at=None)
    again = deadline.recounted(life.ticket, POLICY, life.calendar)
    assert replace(again, next_at=None) == before
