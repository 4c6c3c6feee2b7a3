"""What the supervisors and each officer are told in the morning."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter
from zoneinfo import ZoneInfo

from mailticket.core import words
from mailticket.core.deadline import Calendar, days_left, is_overdue, local_day, next_step
from mailticket.core.digest import waiting as waiting_for
from mailticket.core.digest.paper import Bar, Digest, DigestFacts, Section
from mailticket.core.happenings import SAID, Family, What, said
from mailticket.core.policy import Policy
from mailticket.core.ticket import RUNNING, STOPPED, Event, Status, Ticket

ROWS_MAX = 20  # of one section; the whole is in the attached file
DUE_SOON_DAYS = 2  # working days that an officer's own digest looks ahead

Happened = Sequence[tuple[str | None, Event]]
Sent = tuple[str, str, str, str]  # ticket, when, what, to whom
SWITCH = "Balas dengan #resi mati jika tidak ingin diberi tahu lagi."
COLUMNS = ("Tiket", "Perihal", "Di tangan", "Batas")


@dataclass(frozen=True, slots=True)
class Open:
    """The open tickets of a day, sorted into what is to be told of each."""

    today: date
    next_day: date
    policy: Policy
    calendar: Calendar
    tickets: tuple[Ticket, ...]
    forgotten: tuple[Ticket, ...] = ()  # without a next step, answered ones too
    now: datetime | None = None

    @classmethod
    def of(cls, tickets: Iterable[Ticket], policy: Policy, calendar: Calendar, now: datetime) -> "Open":
        """Take the open ones of these tickets, the earliest deadline first."""
        today = local_day(now, policy)
        all_of_them = list(tickets)
        lost = tuple(ticket for ticket in all_of_them if _is_forgotten(ticket, policy, calendar))
        own = [ticket for ticket in all_of_them if ticket.status not in STOPPED]
        own.sort(key=lambda ticket: (ticket.due_on or date.max, ticket.number or ""))
        return cls(today, calendar.after(today, 1), policy, calendar, tuple(own), lost, now)

    def of_officer(self, officer: str) -> "Open":
        """The same day with one officer's tickets."""
        own = tuple(ticket for ticket in self.tickets if ticket.officer == officer)
        return Open(self.today, self.next_day, self.policy, self.calendar, own)

    @property
    def late(self) -> list[Ticket]:
        """Tickets whose last day has ended."""
        return [ticket for ticket in self.tickets if self.is_late(ticket)]

    def is_late(self, ticket: Ticket) -> bool:
        """Whether a ticket's last day has ended, and nobody waits for the citizen."""
        return not ticket.paused and is_overdue(ticket, self.today)

    def due(self, on: date) -> list[Ticket]:
        """Tickets in our hands whose last day it is."""
        return [ticket for ticket in self.tickets if ticket.status in RUNNING and ticket.due_on == on]

    def rows(self) -> Iterable[tuple[str, ...]]:
        """Every open ticket as a line of the attached file, under `FILE_COLUMNS`."""
        for ticket in self.tickets:
            left = days_left(ticket, self.calendar, self.today)
            yield (
                ticket.number or "",
                local_day(ticket.received_at, self.policy).isoformat(),
                ticket.kind,
                _category(ticket, self.policy),
                words.STATUSES[ticket.status.value],
                _officer(ticket, self.policy),
                ", ".join(ticket.units),
                ticket.citizen.province or "",
                ticket.due_on.isoformat() if ticket.due_on else "",
                "" if left is None else str(left),
                "ya" if ticket.paused else "tidak",
            )


FILE_COLUMNS = (
    "tiket", "diterima", "jenis", "kategori", "keadaan", "petugas", "unit", "provinsi", "batas", "sisa_hari_kerja",
    "dijeda",
)  # fmt: skip


def digest(open_: Open, events: Happened, facts: DigestFacts, since: datetime) -> Digest:
    """Tell the supervisors everything since the last digest."""
    late, due_today, due_next = open_.late, open_.due(open_.today), open_.due(open_.next_day)
    waiting = Counter(ticket.status for ticket in open_.tickets)
    in_hand = sum(ticket.unasked is not None and ticket.unasked.ask_at is None for ticket in open_.tickets)
    counted = Counter(event.what.kind for _, event in events)
    drafts = [ticket for ticket in open_.tickets if ticket.status is Status.UNIT_ANSWERED]
    return Digest(
        title="Ringkasan harian",
        on=open_.today,
        lead=_lead(len(late), len(due_today), len(open_.tickets)),
        headline=(
            ("Lewat batas", len(late)),
            ("Jatuh tempo hari ini", len(due_today)),
            (f"Jatuh tempo {words.short_day(open_.next_day)}", len(due_next)),
            ("Laporan baru", counted[What.RECEIVED]),
            ("Menunggu petugas", waiting[Status.OPEN] + in_hand),
            ("Menunggu unit kerja", waiting[Status.WITH_UNIT]),
            ("Menunggu rilis konsep", waiting[Status.UNIT_ANSWERED]),
            ("Menunggu pelapor", waiting[Status.AWAITING_CITIZEN] + waiting[Status.AWAITING_DETAILS] - in_hand),
        ),
        sections=(
            *_tickets("Lewat batas", late, open_, "Mohon tindak lanjut hari ini."),
            *_tickets("Jatuh tempo hari ini", due_today, open_, _forecast(len(due_today))),
            *_tickets(f"Jatuh tempo {words.on_day(open_.next_day)}", due_next, open_),
            *_tickets("Konsep unit kerja menunggu rilis", drafts, open_),
            *waiting_for.forgotten(open_.forgotten, ROWS_MAX),
            *waiting_for.unasked(open_.tickets, open_.policy, open_.calendar, ROWS_MAX),
            *waiting_for.held(facts.held, open_.policy, open_.now or since, ROWS_MAX),
            *_since(counted, since, open_.policy),
            *_happenings(events, frozenset(mail.id for mail in facts.held)),
            *_unanswered(events, facts),
            *_by_province(open_),
        ),
        bars=_bars(open_) if open_.tickets else (),
        warnings=(*facts.warnings, *_backlog(facts)),
        proof=f"{_proof(facts)} {words.number(len(open_.forgotten))} tiket tanpa langkah berikut.",
        subject=_subject("Ringkasan", open_, (len(late), "lewat batas"), (len(due_today), "jatuh tempo hari ini")),
    )


def officer_digest(officer: str, open_: Open, sent: Sequence[Sent] = ()) -> Digest | None:
    """Tell an officer the own open tickets, the most urgent first, and what went out; None without open ones."""
    own = open_.of_officer(officer)
    if not own.tickets:
        return None
    late = own.late
    soon_until = own.calendar.after(own.today, DUE_SOON_DAYS)
    soon = [t for t in own.tickets if t.status in RUNNING and t.due_on and own.today <= t.due_on <= soon_until]
    drafts = [t for t in own.tickets if t.status is Status.UNIT_ANSWERED]
    told = {ticket.number for ticket in (*late, *soon)}
    rest = [ticket for ticket in own.tickets if ticket.number not in told and ticket.unasked is None]
    return Digest(
        title="Tiket Anda",
        on=own.today,
        lead=_lead(len(late), len(own.due(own.today)), len(own.tickets)),
        headline=(
            ("Lewat batas", len(late)),
            ("Segera jatuh tempo", len(soon)),
            ("Konsep menunggu rilis", len(drafts)),
            ("Lainnya", len(rest)),
        ),
        sections=(
            *_tickets("Lewat batas", late, own, "Mohon dijawab hari ini."),
            *_tickets("Segera jatuh tempo", soon, own),
            *_tickets("Lainnya", rest, own),
            *waiting_for.unasked(own.tickets, own.policy, own.calendar, ROWS_MAX),
            *_sent(sent),
        ),
        bars=(),
        warnings=(),
        proof=f"{words.number(len(own.tickets))} tiket terbuka atas nama Anda.",
        subject=_subject("Tiket Anda", own, (len(late), "lewat batas"), (len(soon), "segera jatuh tempo")),
    )


def with_sent(digest: Digest, sent: Sequence[Sent]) -> Digest:
    """Add to a supervisor's digest what went out in that supervisor's name."""
    return replace(digest, sections=(*digest.sections, *_sent(sent)))


def sent_for(person: str, events: Happened, policy: Policy) -> tuple[Sent, ...]:
    """What went out to citizens in the name of an officer or supervisor, in order."""
    zone = ZoneInfo(policy.desk.timezone)
    own = [(number, event) for number, event in events if event.what.kind is What.SENT and event.by == person]
    told = []
    for number, event in own:
        at = f"{words.short_day(event.at.astimezone(zone).date())} {words.at_hour(event.at, zone)}"
        told.append((number or "", at, *_sent_what(event)))
    return tuple(told)


def _sent_what(event: Event) -> tuple[str, str]:
    """What went out and to whom; an event of an earlier version says both in its own words."""
    fields = event.what.fields
    if SAID in fields:
        return str(fields[SAID]), "-"
    notice = fields["notice"]
    return notice.row.id if isinstance(notice, Family) else str(notice), str(fields["to"])


def _sent(sent: Sequence[Sent]) -> tuple[Section, ...]:
    more = len(sent) - ROWS_MAX
    note = f"... dan {words.number(more)} surel lain. " if more > 0 else ""
    columns = ("Tiket", "Waktu", "Surel", "Kepada")
    return (Section("Terkirim atas nama Anda", columns, tuple(sent[:ROWS_MAX]), note + SWITCH),) if sent else ()


def _subject(title: str, day: Open, *counted: tuple[int, str]) -> str:
    """The numbers that matter, and what it is: "3 lewat batas, 2 jatuh tempo hari ini - Ringkasan Sen 16 Mar"."""
    told = [f"{words.number(count)} {what}" for count, what in counted if count]
    return f"{', '.join(told) or 'Tidak ada yang lewat batas'} - {title} {words.short_day(day.today)}"


def _is_forgotten(ticket: Ticket, policy: Policy, calendar: Calendar) -> bool:
    return ticket.status is not Status.CLOSED and next_step(ticket, policy, calendar) is None


def _lead(late: int, due_today: int, open_: int) -> str:
    """The day in a sentence."""
    if not late and not due_today:
        return f"Tidak ada yang lewat batas atau jatuh tempo hari ini; {words.number(open_)} laporan terbuka."
    parts = [f"{words.number(late)} laporan lewat batas"] if late else []
    parts += [f"{words.number(due_today)} akan lewat besok bila tidak ada tindakan"] if due_today else []
    return f"{'; '.join(parts)}."


def _forecast(count: int) -> str:
    return f"{words.number(count)} akan lewat besok bila tidak ada tindakan." if count else ""


def _tickets(title: str, tickets: Sequence[Ticket], day: Open, note: str = "") -> tuple[Section, ...]:
    """A table of tickets; none without any."""
    if not tickets:
        return ()
    rows = tuple(
        (ticket.number or "", words.shortened(ticket.subject), _holder(ticket, day.policy), _left(ticket, day))
        for ticket in tickets[:ROWS_MAX]
    )
    more = len(tickets) - ROWS_MAX
    rest = f"... dan {words.number(more)} tiket lain, lihat berkas terlampir. " if more > 0 else ""
    return (Section(title, COLUMNS, rows, rest + note, is_cut=more > 0),)


def _category(ticket: Ticket, policy: Policy) -> str:
    return next((c.name for c in policy.categories if c.id == ticket.category), ticket.category)


def _officer(ticket: Ticket, policy: Policy) -> str:
    return next((officer.name for officer in policy.officers if officer.id == ticket.officer), ticket.officer or "")


def _holder(ticket: Ticket, policy: Policy) -> str:
    """Whom the ticket waits for."""
    if ticket.paused and (ticket.unasked is None or ticket.unasked.ask_at is not None):
        return "Pelapor"
    if ticket.status is Status.WITH_UNIT and ticket.units:
        return next((unit.name for unit in policy.units if unit.id == ticket.units[-1]), ticket.units[-1])
    return _officer(ticket, policy) or "Tanpa petugas"


def _left(ticket: Ticket, day: Open) -> str:
    left = days_left(ticket, day.calendar, day.today)
    if ticket.paused:
        return "dijeda"
    if left is None or ticket.due_on is None:
        return "-"
    return words.days_left(left) if left <= 0 else words.short_day(ticket.due_on)


def _since(counted: Mapping[Family, int], since: datetime, policy: Policy) -> tuple[Section, ...]:
    """What happened since the last digest, in numbers."""
    titles: Counter[str] = Counter()
    for kind in sorted(What, key=lambda one: one.row.counted):
        if kind.row.counted:
            titles[kind.row.title] += counted.get(kind, 0)
    rows = tuple((title, words.number(count)) for title, count in titles.items() if count)
    at = words.on_moment(since, ZoneInfo(policy.desk.timezone))
    return (Section("Sejak ringkasan terakhir", ("Kejadian", "Jumlah"), rows, f"Sejak {at}."),) if rows else ()


def _happenings(events: Happened, held: frozenset[int]) -> list[Section]:
    """What went differently than planned, by its reason; what is still held stands in a table of its own."""
    found: dict[str, Counter[tuple[str, str]]] = {
        kind.row.title: Counter() for kind in sorted(What, key=lambda one: one.row.listed) if kind.row.listed
    }
    for number, event in events:
        if event.what.kind.row.listed and event.what.fields.get("mail") not in held:
            found[event.what.kind.row.title][number or "-", event.what.said("id")] += 1
    sections = []
    for title, counted in found.items():
        rows = tuple((number, why, words.number(count)) for (number, why), count in counted.most_common(ROWS_MAX))
        more = len(counted) - ROWS_MAX
        if rows:
            note = f"... dan {words.number(more)} lainnya." if more > 0 else ""
            sections.append(Section(title, ("Tiket", "Sebab", "Kali"), rows, note))
    return sections


def _unanswered(events: Happened, facts: DigestFacts) -> list[Section]:
    """Mails that got no automatic answer, and those that became no ticket, by the reason."""
    counted = Counter(event.what.said("id") for _, event in events if event.what.kind is What.NOT_ANSWERED)
    for why, count in facts.unanswered:
        counted[said(why, "id")] += count
    rows = tuple((why, words.number(count)) for why, count in counted.most_common(ROWS_MAX))
    return [Section("Tidak dijawab otomatis", ("Sebab", "Surel"), rows)] if rows else []


def _by_province(open_: Open) -> list[Section]:
    counted = Counter(ticket.citizen.province or "tidak diketahui" for ticket in open_.tickets)
    late = Counter(ticket.citizen.province or "tidak diketahui" for ticket in open_.late)
    rows = tuple((name, words.number(count), words.number(late[name])) for name, count in counted.most_common(ROWS_MAX))
    return [Section("Terbuka menurut provinsi", ("Provinsi", "Terbuka", "Lewat batas"), rows)] if rows else []


def _bars(open_: Open) -> tuple[Bar, ...]:
    """Open tickets by officer, then by the unit that has them."""
    with_unit = [t for t in open_.tickets if t.status is Status.WITH_UNIT and t.units]
    by_officer = Counter(map(attrgetter("officer"), open_.tickets))
    late_by_officer = Counter(map(attrgetter("officer"), open_.late))
    by_unit = Counter(ticket.units[-1] for ticket in with_unit)
    late_by_unit = Counter(ticket.units[-1] for ticket in with_unit if open_.is_late(ticket))
    people = [(officer.name, officer.id) for officer in open_.policy.officers]
    known = {id_ for _, id_ in people}
    people += [(id_ or "Tanpa petugas", id_) for id_ in by_officer if id_ not in known]
    bars = [Bar(name, by_officer[id_], late_by_officer[id_]) for name, id_ in people]
    units = [unit for unit in open_.policy.units if by_unit[unit.id]]
    return (*bars, *(Bar(unit.name, by_unit[unit.id], late_by_unit[unit.id]) for unit in units))


def _backlog(facts: DigestFacts) -> tuple[str, ...]:
    """What waits for a person or a server, however old it is."""
    waiting = facts.waiting
    warnings = (
        ("shunted", "surel tidak dapat diproses (mailticket shunted)"),
        ("kept", "surel belum diproses"),
        ("queued", "surel belum terkirim setelah satu jam"),
    )
    return tuple(f"{words.number(waiting[state])} {what}." for state, what in warnings if waiting.get(state))


def _proof(facts: DigestFacts) -> str:
    """The line that proves that no mail is lost: every mail seen is in the ledger, and has a state."""
    went = (
        ("sent", "terkirim"),
        ("waiting", "menunggu"),
        ("dead", "ditolak"),
        ("unknown", "tidak pasti"),
        ("cancelled", "dibatalkan"),
    )
    sends = dict(facts.sends)
    sends["waiting"] = sum(sends.pop(state, 0) for state in ("queued", "sending", "in_data"))
    mails, all_of_them = facts.mails, words.number(sum(facts.mails.values()))
    came = [f"Surel: {all_of_them} masuk", f"{all_of_them} tercatat"]
    for state, name in (("kept", "tanpa keputusan"), ("held", "tertahan"), ("shunted", "tidak dapat diproses")):
        came.append(f"{words.number(mails.get(state, 0))} {name}")
    return f"{', '.join(came)}. Surel keluar: {_sum(sends, went)}."


def _sum(counts: Mapping[str, int], names: Sequence[tuple[str, str]]) -> str:
    parts = [f"{words.number(counts[state])} {name}" for state, name in names if counts.get(state)]
    total = words.number(sum(counts.values()))
    return f"{total} = {' + '.join(parts)}" if parts else total
