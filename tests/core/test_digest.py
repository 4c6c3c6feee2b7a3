"""What supervisors and officers are told in the morning: every open ticket in its place, every event once."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailticket.core import digest as digests
from mailticket.core.citizen import Citizen
from mailticket.core.deadline import Calendar
from mailticket.core.digest import Bar, DigestFacts, HeldMail, as_csv
from mailticket.core.digest.waiting import SENDERS_NOTE
from mailticket.core.happenings import Happening, Hold, Screened, Shunt, Silence, What
from mailticket.core.notices.letters import Letter
from mailticket.core.policy import Category, Desk, Officer, Policy, Supervisor, Unit
from mailticket.core.ticket import Event, Leg, Pause, Status, Ticket, Unasked

WIB = ZoneInfo("Asia/Jakarta")
NOW = datetime(2026, 6, 10, 7, 30, tzinfo=WIB)  # a Wednesday
SINCE = NOW - timedelta(days=1)
POLICY = Policy(
    Desk("info@example.org", ticket_prefix="KUKM"),
    supervisors=(Supervisor("kabag", "Kepala Bagian", "kabag@example.org"),),
    officers=(Officer("rina", "Rina", "rina@example.org"), Officer("dodi", "Dodi", "dodi@example.org")),
    units=(Unit("kop", "Deputi", ("unit@example.org",)),),
    categories=(Category("ksp", "KSP bermasalah"), Category("lain", "Lain-lain")),
)


def a_ticket(n: int, due: str | None = "2026-06-12", status: Status = Status.OPEN, **changes: object) -> Ticket:
    due_on = date.fromisoformat(due) if due else None
    ticket = Ticket(
        "x", SINCE, f"KUKM-2026-{n:06d}", status, category="ksp", officer="rina", clock_at=SINCE, due_on=due_on
    )
    return replace(ticket, **changes)  # type: ignore[arg-type]


def an_event(what: Happening, number: str | None = "KUKM-2026-000001") -> tuple[str | None, Event]:
    return (number, Event(NOW, what, "mailticket"))


def told(*tickets: Ticket, events: tuple[tuple[str | None, Event], ...] = (), facts: DigestFacts = DigestFacts()):  # noqa: B008
    return digests.digest(digests.Open.of(tickets, POLICY, Calendar(), NOW), events, facts, SINCE)


def section(digest: digests.Digest, title: str) -> digests.Section:
    (found,) = [one for one in digest.sections if one.title.startswith(title)]
    return found


def test_tickets_stand_under_late_today_and_tomorrow_the_most_urgent_first() -> None:
    digest = told(
        a_ticket(1, "2026-06-08"), a_ticket(2, "2026-06-05"), a_ticket(3, "2026-06-10"), a_ticket(4, "2026-06-11")
    )
    assert [row[0][-1] for row in section(digest, "Lewat batas").rows] == ["2", "1"]
    assert section(digest, "Lewat batas").rows[0][3] == "lewat 3 hari kerja"
    assert [row[0][-1] for row in section(digest, "Jatuh tempo hari ini").rows] == ["3"]
    assert [row[0][-1] for row in section(digest, "Jatuh tempo Kamis, 11 Juni 2026").rows] == ["4"]
    assert digest.lead == "2 laporan lewat batas; 1 akan lewat besok bila tidak ada tindakan."


def test_on_friday_tomorrow_is_monday() -> None:
    friday = datetime(2026, 6, 12, 7, 30, tzinfo=WIB)
    digest = digests.digest(
        digests.Open.of([a_ticket(1, "2026-06-15")], POLICY, Calendar(), friday), (), DigestFacts(), SINCE
    )
    assert digest.headline[2] == ("Jatuh tempo Sen 15 Jun", 1)


def test_who_waits_for_the_citizen_is_never_late() -> None:
    pause = (Pause(SINCE, None, "asked"),)
    digest = told(a_ticket(1, "2026-06-05", Status.AWAITING_CITIZEN, pauses=pause))
    assert ("Lewat batas", 0) in digest.headline
    assert ("Menunggu pelapor", 1) in digest.headline


def test_answered_and_closed_tickets_are_not_open() -> None:
    digest = told(a_ticket(1, "2026-06-05", Status.ANSWERED, answered_at=NOW), a_ticket(2, "2026-06-05", Status.CLOSED))
    assert digest.lead == "Tidak ada yang lewat batas atau jatuh tempo hari ini; 0 laporan terbuka."
    assert digest.sections == ()


def held(mail: int, sender: str = "orang@example.com", days: int = 0) -> HeldMail:
    return HeldMail(mail, sender, NOW - timedelta(days=days), (Hold.NOT_ITS_CITIZEN(number="KUKM-2026-000001"),))


def test_held_mails_stand_one_by_one_with_the_word_that_releases_each() -> None:
    digest = told(facts=DigestFacts(held=(held(13), held(12, days=3), held(11, "rina@example.org"))))
    found = section(digest, "Surel tertahan")
    why = "menyebut KUKM-2026-000001, tetapi bukan dari pelapornya"
    assert found.rows == (
        ("13", "o****@example.com", "hari ini", why, "#lepas 13"),
        ("12", "o****@example.com", "3 hari", why, "#lepas 12"),
        ("11", "r****@example.org", "hari ini", why, "jawaban pengirimnya"),
    )
    assert found.orders == ("#lepas 13", "#lepas 12", "")


def test_what_staff_were_asked_about_is_listed_for_as_long_as_they_can_answer() -> None:
    old, new = held(10, "rina@example.org", days=8), held(11, "rina@example.org", days=6)
    assert [row[0] for row in section(told(facts=DigestFacts(held=(new, old))), "Surel tertahan").rows] == ["11"]
    assert section(told(facts=DigestFacts(held=(new,))), "Surel tertahan").note == SENDERS_NOTE


def test_many_held_mails_are_counted_beyond_those_shown() -> None:
    found = section(told(facts=DigestFacts(held=tuple(held(n) for n in range(1, 31)))), "Surel tertahan")
    assert len(found.rows) == 20
    assert found.note.startswith("... dan 10 surel lain. ")


def test_what_the_citizen_is_not_asked_for_stands_by_number_with_its_end() -> None:
    details = {"missing": ("phone",), "clock_at": None, "subject": "Simpanan"}
    given = a_ticket(1, None, Status.AWAITING_DETAILS, unasked=Unasked(Silence.NOT_TO_US(), SINCE), **details)
    later = a_ticket(
        2, None, Status.AWAITING_DETAILS, unasked=Unasked(Silence.SENDER_LIMIT(count=6), SINCE, NOW), **details
    )
    found = section(told(given, later), "Belum lengkap")
    assert found.rows == (
        ("KUKM-2026-000001", "Simpanan", "belum ada nomor telepon; tidak dialamatkan kepada kami", "Rina; ditutup Sel 23 Jun"),
        ("KUKM-2026-000002", "Simpanan", "belum ada nomor telepon; batas 6 jawaban otomatis", "pelapor ditanya Rab 10 Jun"),
    )  # fmt: skip
    assert ("Menunggu petugas", 1) in told(given, later).headline
    own = digests.officer_digest("rina", digests.Open.of([given], POLICY, Calendar(), NOW))
    assert own is not None
    assert [one.title for one in own.sections] == ["Belum lengkap, pelapor tidak ditanya"]


def test_the_proof_says_how_many_tickets_have_no_next_step_and_which() -> None:
    assert told(a_ticket(1)).proof.endswith("0 tiket tanpa langkah berikut.")
    lost = told(
        a_ticket(1, None, Status.AWAITING_DETAILS, clock_at=None), a_ticket(2, answered_at=None, status=Status.ANSWERED)
    )
    assert lost.proof.endswith("2 tiket tanpa langkah berikut.")
    assert [row[0][-1] for row in section(lost, "Tanpa langkah berikut").rows] == ["1", "2"]


def test_what_happened_is_counted_and_what_went_wrong_is_told_with_its_reason() -> None:
    received = What.RECEIVED(kind="pengaduan", because="", category="ksp", missing=())
    events = (
        an_event(received),
        an_event(received),
        an_event(What.ANSWERED()),
        an_event(What.UNDELIVERED(notice=Letter.ANSWERED, says="550 no such user")),
        an_event(What.HELD(reason=Hold.EMPTY(), person="rina")),
        an_event(What.SHUNTED(mail=7, reason=Shunt.FAILED(error="it hung")), None),
        an_event(What.NOT_ANSWERED(reason=Silence.TOO_OLD(hours=72))),
        an_event(What.NOT_ANSWERED(reason=Silence.TOO_OLD(hours=72))),
    )
    vacation = (Screened.VACATION_HEADER(evidence="Auto-Submitted"),)
    digest = told(events=events, facts=DigestFacts(unanswered=((vacation, 3),)))
    assert section(digest, "Sejak ringkasan").rows == (("Laporan baru", "2"), ("Dijawab", "1"))
    assert section(digest, "Surel tidak sampai").rows[0][1] == "jawaban ditolak: 550 no such user"
    assert section(digest, "Ditahan").rows[0][1] == "rina: tidak ada teksnya"
    assert section(digest, "Tidak dapat diproses").rows == (("-", "surel 7: galat: it hung", "1"),)
    assert section(digest, "Tidak dijawab otomatis").rows == (
        ("jawaban otomatis", "3"),
        ("lebih lama dari 72 jam", "2"),
    )


def test_the_proof_adds_up_and_what_waits_is_warned_of() -> None:
    facts = DigestFacts(
        mails={"done": 9, "held": 1, "kept": 2},
        sends={"sent": 1200, "queued": 3, "in_data": 1},
        waiting={"shunted": 4, "kept": 2},
        warnings=("Cuti bersama 2028 belum tersedia.",),
    )
    digest = told(facts=facts)
    assert digest.proof == (
        "Surel: 12 masuk, 12 tercatat, 2 tanpa keputusan, 1 tertahan, 0 tidak dapat diproses. Surel keluar: 1.204 = 1.200 terkirim + 4 menunggu. 0 tiket tanpa langkah berikut."
    )
    assert digest.warnings[0] == "Cuti bersama 2028 belum tersedia."
    assert digest.warnings[1].startswith("4 surel tidak dapat diproses")


def test_bars_show_who_has_how_much_and_what_is_late() -> None:
    leg = (Leg("kop", SINCE, date(2026, 6, 9)),)
    digest = told(
        a_ticket(1, "2026-06-05"),
        a_ticket(2),
        a_ticket(3, status=Status.WITH_UNIT, legs=leg),
        a_ticket(4, officer="gone"),
    )
    assert digest.bars == (Bar("Rina", 3, 1), Bar("Dodi", 0), Bar("gone", 1), Bar("Deputi", 1))


def test_provinces_are_counted() -> None:
    digest = told(a_ticket(1, "2026-06-05", citizen=Citizen(province="Papua")), a_ticket(2))
    assert section(digest, "Terbuka menurut provinsi").rows == (("Papua", "1", "1"), ("tidak diketahui", "1", "0"))


def test_a_long_list_is_cut_and_its_whole_goes_into_a_file() -> None:
    open_ = digests.Open.of([a_ticket(n, "2026-06-05") for n in range(50)], POLICY, Calendar(), NOW)
    late = section(digests.digest(open_, (), DigestFacts(), SINCE), "Lewat batas")
    assert (len(late.rows), late.is_cut) == (digests.ROWS_MAX, True)
    assert late.note.startswith("... dan 30 tiket lain")
    lines = as_csv(digests.FILE_COLUMNS, open_.rows()).decode("utf-8-sig").splitlines()
    assert len(lines) == 51
    assert (
        lines[1] == "KUKM-2026-000000;2026-06-09;pengaduan;KSP bermasalah;menunggu petugas;Rina;;;2026-06-05;-3;tidak"
    )


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        *(("=1+1", "'=1+1"), ("+1+1", "'+1+1"), ("-2+3", "'-2+3"), ("@x", "'@x"), ("\uff1d1+1", "'\uff1d1+1")),
        *(("\t=1+1", " '=1+1"), ("\r=1+1", " '=1+1"), ("a\n=1+1", "a =1+1"), ("  =1+1", "  '=1+1"), ("=", "'=")),
        *(("a;=1+1", '"a;\'=1+1"'), ("a,=1+1", "a,'=1+1"), ('a"=1+1', '"a""\'=1+1"'), ("a,\t@x", "a, '@x")),
        *(
            ('a"b', '"a""b"'),
            ("a;b", '"a;b"'),
            ("-3", "-3"),
            ("2026-06-05", "2026-06-05"),
            ("Budi - Ani", "Budi - Ani"),
        ),
    ],
)
def test_no_cell_of_the_file_is_a_formula_or_breaks_its_line(cell: str, written: str) -> None:
    assert as_csv(("a",), [(cell,)]).decode("utf-8-sig").splitlines()[1] == written


def test_an_officer_is_told_the_own_tickets_alone() -> None:
    open_ = digests.Open.of(
        [a_ticket(1, "2026-06-05"), a_ticket(2, "2026-06-11"), a_ticket(3, "2026-06-30"), a_ticket(4, officer="dodi")],
        POLICY,
        Calendar(),
        NOW,
    )
    own = digests.officer_digest("rina", open_)
    assert own is not None
    assert [(one.title, len(one.rows)) for one in own.sections] == [
        ("Lewat batas", 1),
        ("Segera jatuh tempo", 1),
        ("Lainnya", 1),
    ]
    assert own.headline == (("Lewat batas", 1), ("Segera jatuh tempo", 1), ("Konsep menunggu rilis", 0), ("Lainnya", 1))
    assert digests.officer_digest("nobody", open_) is None


def test_an_officer_is_told_what_went_out_in_the_own_name() -> None:
    answer = Event(NOW, What.SENT(notice=Letter.ANSWERED, to="s****@example.org"), "rina")
    happened = [("KUKM-2026-000001", answer), ("KUKM-2026-000002", replace(answer, by="dodi"))]
    sent = digests.sent_for("rina", happened, POLICY)
    assert sent == (("KUKM-2026-000001", "Rab 10 Jun 07.30 WIB", "jawaban", "s****@example.org"),)
    own = digests.officer_digest("rina", digests.Open.of([a_ticket(1)], POLICY, Calendar(), NOW), sent)
    assert own is not None
    assert own.sections[-1].rows == sent


def test_the_subject_of_a_digest_says_the_numbers_that_matter() -> None:
    late = told(a_ticket(1, "2026-06-08"), a_ticket(2, "2026-06-05"), a_ticket(3, "2026-06-10"))
    assert late.subject == "2 lewat batas, 1 jatuh tempo hari ini - Ringkasan Rab 10 Jun"
    assert told(a_ticket(1, "2026-06-30")).subject == "Tidak ada yang lewat batas - Ringkasan Rab 10 Jun"
    own = digests.officer_digest("rina", digests.Open.of([a_ticket(1, "2026-06-11")], POLICY, Calendar(), NOW))
    assert own is not None
    assert own.subject == "1 segera jatuh tempo - Tiket Anda Rab 10 Jun"


def test_each_row_says_what_the_ticket_is_about() -> None:
    ticket = a_ticket(
        1,
        "2026-06-08",
        subject="Simpanan saya di KSP Maju tidak bisa ditarik sejak bulan Januari 2026 padahal jatuh tempo",
    )
    section_ = section(told(ticket), "Lewat batas")
    assert section_.columns[1] == "Perihal"
    assert section_.rows[0][1] == "Simpanan saya di KSP Maju tidak bisa ditarik sejak bulan Januari ..."
