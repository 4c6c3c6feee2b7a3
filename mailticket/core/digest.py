"""Tickets and events -> Digest: what a supervisor or an officer reads in the morning, as tables of words and numbers.

The digest is pure data; templates draw it. It is sent when it is empty, too: it is the heartbeat of the desk.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from mailticket.core import words
from mailticket.core.deadline import Calendar, days_left, is_overdue, local_day
from mailticket.core.policy import Policy
from mailticket.core.ticket import RUNNING, STOPPED, Event, Status, Ticket

ROWS_MAX = 40  # of one section; the rest is counted
DUE_SOON_DAYS = 2  # working days that an officer's own digest looks ahead


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """What the ledger and the outbox count, and what there is to warn of."""

    mails: Mapping[str, int] = field(default_factory=dict)  # by state, since the last digest
    sends: Mapping[str, int] = field(default_factory=dict)  # by state, since the last digest
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a digest, with a remark below it."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """What is told of a day."""

    title: str
    on: date
    headline: tuple[tuple[str, int], ...]
    sections: tuple[Section, ...]
    bars: tuple[tuple[str, int], ...]
    warnings: tuple[str, ...]
    proof: str


@dataclass(frozen=True, slots=True)
class _Day:
    """The present of a digest."""

    today: date
    next_day: date
    policy: Policy
    calendar: Calendar


def digest(
    tickets: Sequence[Ticket], events: Sequence[tuple[str | None, Event]], facts: DigestFacts, policy: Policy,
    calendar: Calendar, since: datetime, now: datetime,
) -> Digest:  # fmt: skip
    """Tell the supervisors everything since the last digest."""
    day = _day(policy, calendar, now)
    open_ = [ticket for ticket in tickets if ticket.status not in STOPPED]
    late = [t for t in open_ if not t.paused and is_overdue(t, day.today)]
    due_today = [t for t in open_ if t.status in RUNNING and t.due_on == day.today]
    due_next = [t for t in open_ if t.status in RUNNING and t.due_on == day.next_day]
    new = [ticket for ticket in tickets if since < ticket.received_at <= now]
    waiting = Counter(ticket.status for ticket in open_)
    return Digest(
        title="Ringkasan harian",
        on=day.today,
        headline=(
            ("Lewat batas", len(late)),
            ("Jatuh tempo hari ini", len(due_today)),
            ("Jatuh tempo besok", len(due_next)),
            ("Baru", len(new)),
            ("Menunggu petugas", waiting[Status.OPEN]),
            ("Menunggu unit kerja", waiting[Status.WITH_UNIT]),
            ("Menunggu rilis konsep", waiting[Status.UNIT_ANSWERED]),
            ("Menunggu pelapor", waiting[Status.AWAITING_CITIZEN] + waiting[Status.AWAITING_DETAILS]),
        ),
        sections=(
            _tickets("Lewat batas", late, day, "Mohon tindak lanjut hari ini."),
            _tickets("Jatuh tempo hari ini", due_today, day, _forecast(len(due_today))),
            _tickets("Jatuh tempo hari kerja berikutnya", due_next, day),
            _tickets("Konsep unit kerja menunggu rilis", [t for t in open_ if t.status is Status.UNIT_ANSWERED], day),
            *_happenings(events),
            *_by_province(open_),
        ),
        bars=_bars(open_, policy),
        warnings=facts.warnings,
        proof=_proof(facts),
    )  # fmt: skip


def officer_digest(
    officer: str, tickets: Sequence[Ticket], events: Sequence[tuple[str | None, Event]], facts: DigestFacts,
    policy: Policy, calendar: Calendar, since: datetime, now: datetime,
) -> Digest | None:  # fmt: skip
    """Tell an officer the own open tickets, the most urgent first; None without any."""
    day = _day(policy, calendar, now)
    own = [ticket for ticket in tickets if ticket.officer == officer and ticket.status not in STOPPED]
    if not own:
        return None
    late = [t for t in own if not t.paused and is_overdue(t, day.today)]
    soon = [t for t in own if t.status in RUNNING and t.due_on is not None and t not in late
            and calendar.working_days_between(day.today, t.due_on) <= DUE_SOON_DAYS]  # fmt: skip
    rest = [t for t in own if t not in late and t not in soon]
    return Digest(
        title="Tiket Anda",
        on=day.today,
        headline=(("Lewat batas", len(late)), ("Segera jatuh tempo", len(soon)), ("Lainnya", len(rest))),
        sections=(
            _tickets("Lewat batas", late, day),
            _tickets("Segera jatuh tempo", soon, day),
            _tickets("Lainnya", rest, day),
        ),
        bars=(),
        warnings=(),
        proof=f"{words.number(len(own))} tiket terbuka.",
    )


def _day(policy: Policy, calendar: Calendar, now: datetime) -> _Day:
    today = local_day(now, policy)
    return _Day(today, calendar.after(today, 1), policy, calendar)


def _tickets(title: str, tickets: Sequence[Ticket], day: _Day, note: str = "") -> Section:
    """A table of tickets, the earliest deadline first."""
    ordered = sorted(tickets, key=lambda ticket: (ticket.due_on or date.max, ticket.number or ""))
    rows = tuple(
        (ticket.number or "", _category(ticket, day.policy), _holder(ticket, day.policy), _left(ticket, day))
        for ticket in ordered[:ROWS_MAX]
    )
    more = f"... dan {words.number(len(ordered) - ROWS_MAX)} tiket lain. " if len(ordered) > ROWS_MAX else ""
    columns = ("Tiket", "Kategori", "Di tangan", "Batas")
    return Section(title, columns if rows else (), rows, more + note if rows else "Tidak ada.")


def _category(ticket: Ticket, policy: Policy) -> str:
    return next((c.name for c in policy.categories if c.id == ticket.category), ticket.category)


def _holder(ticket: Ticket, policy: Policy) -> str:
    """Whom the ticket waits for."""
    if ticket.paused:
        return "Pelapor"
    if ticket.status is Status.WITH_UNIT and ticket.units:
        return next((unit.name for unit in policy.units if unit.id == ticket.units[-1]), ticket.units[-1])
    return next((officer.name for officer in policy.officers if officer.id == ticket.officer), "Tanpa petugas")


def _left(ticket: Ticket, day: _Day) -> str:
    left = days_left(ticket, day.calendar, day.today)
    if ticket.paused:
        return "dijeda"
    if left is None or ticket.due_on is None:
        return "-"
    if left < 0:
        return f"lewat {words.number(-left)} hk"
    return "hari ini" if left == 0 else f"{words.short_day(ticket.due_on)} ({words.number(left)} hk)"


def _forecast(count: int) -> str:
    return f"{words.number(count)} akan lewat besok bila tidak ada tindakan." if count else ""


# What of the history a supervisor is told, in the order of the digest.
HAPPENINGS: Mapping[str, str] = {
    "undelivered": "Jawaban tidak sampai",
    "bounced": "Surel kembali (bounce)",
    "held": "Ditahan, perlu diputuskan orang",
    "not_done": "Perintah tanpa bukti pengirim",
    "shunted": "Tidak dapat diproses",
    "not_answered": "Tidak dijawab otomatis",
    "put_off": "Ditunda karena galat",
}


def _happenings(events: Sequence[tuple[str | None, Event]]) -> list[Section]:
    """What went differently than planned, by its reason."""
    sections = []
    for what, title in HAPPENINGS.items():
        counted = Counter((number or "-", event.why) for number, event in events if event.what == what)
        rows = tuple((number, why, words.number(count)) for (number, why), count in counted.most_common(ROWS_MAX))
        if rows:
            sections.append(Section(title, ("Tiket", "Sebab", "Kali"), rows))
    return sections


def _by_province(open_: Sequence[Ticket]) -> list[Section]:
    counted = Counter(ticket.citizen.province or "tidak diketahui" for ticket in open_)
    rows = tuple((name, words.number(count)) for name, count in counted.most_common(ROWS_MAX))
    return [Section("Terbuka menurut provinsi", ("Provinsi", "Tiket"), rows)] if rows else []


def _bars(open_: Sequence[Ticket], policy: Policy) -> tuple[tuple[str, int], ...]:
    """Open tickets by officer, then by the unit that has them."""
    by_officer = Counter(ticket.officer for ticket in open_)
    by_unit = Counter(ticket.units[-1] for ticket in open_ if ticket.status is Status.WITH_UNIT and ticket.units)
    bars = [(officer.name, by_officer[officer.id]) for officer in policy.officers]
    bars += [("Tanpa petugas", by_officer[None])] if by_officer[None] else []
    return (*bars, *((unit.name, by_unit[unit.id]) for unit in policy.units if by_unit[unit.id]))


def _proof(facts: DigestFacts) -> str:
    """The line that proves that no mail is lost: every mail seen has a state."""
    mails, sends = facts.mails, facts.sends
    total = sum(mails.values())
    undecided = mails.get("kept", 0)
    held, shunted = mails.get("held", 0), mails.get("shunted", 0)
    waiting = sends.get("queued", 0) + sends.get("sending", 0) + sends.get("in_data", 0)
    return (
        f"{words.number(total)} surel masuk, {words.number(total)} tercatat, "
        f"{words.number(undecided)} tanpa keputusan, "
        f"{words.number(held)} tertahan, {words.number(shunted)} tidak dapat diproses. "
        f"Keluar: {words.number(sends.get('sent', 0))} terkirim, {words.number(waiting)} menunggu, "
        f"{words.number(sends.get('dead', 0))} ditolak, {words.number(sends.get('unknown', 0))} tidak pasti."
    )
