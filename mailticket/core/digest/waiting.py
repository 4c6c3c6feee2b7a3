"""What waits for a word of a person: mails that are held, tickets whose citizen is not asked, forgotten ones."""

from collections.abc import Sequence
from datetime import datetime

from mailticket.core import masking, words
from mailticket.core.deadline import Calendar, close_on, local_day
from mailticket.core.digest.paper import HeldMail, Section
from mailticket.core.policy import Policy
from mailticket.core.ticket import Ticket
from mailticket.core.token import CHALLENGE_DAYS_MAX

RELEASE = "#lepas"
BY_SENDER = "jawaban pengirimnya"
HELD_NOTE = (
    "Balas ringkasan ini dengan kata pada kolom terakhir, satu baris untuk tiap surel. Untuk tiket tertentu tambahkan"
    " nomornya: #lepas SUREL NOMOR."
)
SENDERS_NOTE = "Hanya pengirimnya sendiri yang dapat melepas surel ini; pertanyaannya sudah dikirim kepadanya."
ACT_NOTE = "Balas ringkasan ini dengan #lengkap NOMOR, #tugaskan NOMOR PETUGAS, atau perintah lain diikuti nomornya."


def held(mails: Sequence[HeldMail], policy: Policy, now: datetime, rows_max: int) -> tuple[Section, ...]:
    """Each mail that anybody of the staff can let go, one by one, the newest first.

    What bears the name of staff waits for the yes of who was asked, for as long as it can be said; nobody else can.
    """
    own = {one.address.lower() for one in policy.officers} | {one.address.lower() for one in policy.supervisors}
    is_asked = {mail.id for mail in mails if mail.from_.lower() in own}
    mails = [mail for mail in mails if mail.id not in is_asked or (now - mail.received_at).days < CHALLENGE_DAYS_MAX]
    if not mails:
        return ()
    shown = mails[:rows_max]
    orders = tuple("" if mail.id in is_asked else f"{RELEASE} {mail.id}" for mail in shown)
    rows = tuple(
        (
            str(mail.id),
            masking.email(mail.from_) or "-",
            _age(mail.received_at, now, policy),
            _why(mail),
            order or BY_SENDER,
        )
        for mail, order in zip(shown, orders, strict=True)
    )
    more = len(mails) - len(shown)
    note = f"... dan {words.number(more)} surel lain. " if more > 0 else ""
    note += HELD_NOTE if any(orders) else SENDERS_NOTE  # nobody is told to reply with a word that stands nowhere
    return (Section("Surel tertahan", ("Surel", "Dari", "Umur", "Sebab", "Melepas"), rows, note, orders=orders),)


def unasked(tickets: Sequence[Ticket], policy: Policy, calendar: Calendar, rows_max: int) -> tuple[Section, ...]:
    """Tickets that lack something which their citizen is not asked for, with what comes next."""
    rows = tuple(_unasked(ticket, policy, calendar) for ticket in tickets if ticket.unasked is not None)
    if not rows:
        return ()
    more = len(rows) - rows_max
    note = f"... dan {words.number(more)} tiket lain. " if more > 0 else ""
    columns = ("Tiket", "Perihal", "Sebab", "Berikutnya")
    return (Section("Belum lengkap, pelapor tidak ditanya", columns, rows[:rows_max], note + ACT_NOTE),)


def forgotten(tickets: Sequence[Ticket], rows_max: int) -> tuple[Section, ...]:
    """Tickets that have no next step; there should be none."""
    if not tickets:
        return ()
    rows = tuple((ticket.number or "", ticket.subject, words.STATUSES[ticket.status.value]) for ticket in tickets)
    columns = ("Tiket", "Perihal", "Keadaan")
    return (Section("Tanpa langkah berikut", columns, rows[:rows_max], "Malam ini diserahkan kepada petugas."),)


def _unasked(ticket: Ticket, policy: Policy, calendar: Calendar) -> tuple[str, ...]:
    unasked = ticket.unasked
    assert unasked is not None  # unasked() chose them
    officer = next((one.name for one in policy.officers if one.id == ticket.officer), "Atasan")
    if unasked.ask_at is not None:
        then = f"pelapor ditanya {words.short_day(local_day(unasked.ask_at, policy))}"
    else:
        then = f"{officer}; ditutup {words.short_day(close_on(unasked, policy, calendar))}"
    missing = ", ".join(words.DETAILS.get(field, field) for field in ticket.missing)
    return ticket.number or "", ticket.subject, f"belum ada {missing}; {unasked.why.said('id')}", then


def _why(mail: HeldMail) -> str:
    return "; ".join(dict.fromkeys(reason.said("id") for reason in mail.reasons)) or "-"


def _age(at: datetime, now: datetime, policy: Policy) -> str:
    days = (local_day(now, policy) - local_day(at, policy)).days
    return f"{words.number(days)} hari" if days else "hari ini"
