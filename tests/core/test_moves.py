"""Every status takes every mail, and whatever comes leaves the ticket with somebody and a day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mailticket.core import deadline
from mailticket.core.citizen import Citizen
from mailticket.core.decide import citizen
from mailticket.core.decide.commands import COMMANDS
from mailticket.core.decision import Facts
from mailticket.core.notices.notice import News
from mailticket.core.reading import read
from mailticket.core.ticket import RUNNING, Leg, Pause, Status
from tests.core.desk import CALENDAR, NOW, POLICY, Memory, a_ticket, notices, signed, verdict, written

CITIZEN = "Siti Aminah <siti@example.org>"
UNIT = "Deputi <koperasi@example.net>"
PHOTO = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=xx\r\n\r\n--xx\r\nContent-Type: text/plain\r\n\r\n{}\r\n"
    "--xx\r\nContent-Type: image/jpeg; name=bukti.jpg\r\nContent-Disposition: attachment; filename=bukti.jpg\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\n/9j/4AAQSkZJRg==\r\n--xx--\r\n"
)
SINCE = datetime(2026, 3, 16, 4, 0, tzinfo=UTC)


def by_citizen(text: str, extra: str = "") -> bytes:
    return written(text, CITIZEN, signed("citizen", "citizen"), extra=extra)


def with_photo(text: str) -> bytes:
    raw = by_citizen("")
    return raw.partition(b"Content-Type:")[0] + PHOTO.format(text).encode()


def standing(status: Status, **changes: object) -> Memory:
    """The desk with one ticket in a status, as it comes to be there."""
    now = {
        Status.AWAITING_DETAILS: {"clock_at": None, "complete_at": None, "missing": ("phone",), "asked": 1, "asked_at": SINCE,
                                  "legs": (), "draft": None, "officer": None},
        Status.OPEN: {"legs": (), "draft": None},
        Status.AWAITING_CITIZEN: {"asked": 1, "asked_at": SINCE, "question": "Kapan?", "pauses": (Pause(SINCE, None, ""),)},
        Status.WITH_UNIT: {"draft": None},
        Status.UNIT_ANSWERED: {},
        Status.ANSWERED: {"answered_at": SINCE, "draft": None},
        Status.CLOSED: {"answered_at": SINCE, "closed_at": SINCE, "draft": None},
    }[status]  # fmt: skip
    return Memory(ticket=a_ticket(**{"status": status, **now, **changes}))


BEFORE_IT_BEGAN = {"clock_at": None, "complete_at": None, "missing": ("phone",), "citizen": Citizen("Siti", "Jl. Mawar 5", None, "siti@example.org"), "pauses": ()}  # fmt: skip
WHATEVER = {
    "more": by_citizen("Saya tambahkan bahwa kantor koperasi tutup sejak Senin."),
    "phone": by_citizen("Nomor HP saya 0813-2298-4471"),
    "thanks": by_citizen("Terima kasih banyak."),
    "thanks, but": by_citizen("Terima kasih, tetapi uang saya belum kembali."),
    "yes": by_citizen("Sudah, terima kasih."),
    "rating": by_citizen("5"),
    "empty": by_citizen(""),
    "withdrawn": by_citizen("Saya ingin mencabut laporan saya."),
    "photo": with_photo("Terima kasih, ini fotonya"),
    "rating with a photo": with_photo("5"),
    "vacation": by_citizen("Saya sedang cuti.", "Auto-Submitted: auto-replied\r\n"),
    "failing": verdict("example.org", "fail").encode() + by_citizen("Uang saya belum kembali."),
    "a unit's": written("Koperasi sudah kami panggil, uang dikembalikan Jumat.", UNIT, signed("unit", "perkoperasian")),
    "officer's answer": verdict().encode() + written("Uang Ibu dikembalikan hari Jumat di kantor koperasi.", own=signed()),
    "supervisor's": verdict().encode() + written("Tolong dipercepat ya.", "K <kabag@example.org>", signed("supervisor", "kabag")),
}  # fmt: skip
ARGUMENTS = {"teruskan": "perkoperasian", "gabung": "KUKM-2026-000002", "tugaskan": "dodi", "jenis": "aspirasi", "kategori": "ksp", "perpanjang": "3, menunggu data", "bukan-kewenangan": "ojk", "tanya": "Kapan bilyet jatuh tempo?"}  # fmt: skip


def standings() -> Iterator[Memory]:
    """Tickets in every status, also such as an officer asked or answered before they were complete."""
    for status in Status:
        yield standing(status)
        if status not in RUNNING:
            yield standing(status, **BEFORE_IT_BEGAN)


@pytest.mark.parametrize("came", WHATEVER)
def test_every_status_takes_every_mail(came):
    reading = read(WHATEVER[came], POLICY)
    for desk in standings():
        decision = desk.decided(WHATEVER[came], like=reading)
        if decision.ticket is not None and decision.ticket.status in RUNNING:
            assert decision.ticket.clock_at, f"{desk.ticket.status}: nobody would look at it again"


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_every_status_takes_every_command(row):
    order = f"#{row.name} {ARGUMENTS.get(row.name, '')}\n\nUang Ibu dikembalikan hari Jumat di kantor koperasi."
    orders = [
        verdict().encode() + written(order, "R <rina@example.org>", signed()),
        verdict().encode() + written(order, "K <kabag@example.org>", signed("supervisor", "kabag")),
    ]
    readings = [(raw, read(raw, POLICY)) for raw in orders]
    for desk in standings():
        for raw, reading in readings:
            decision = desk.decided(raw, like=reading)
            if decision.ticket is not None and decision.ticket.status in RUNNING:
                assert decision.ticket.clock_at, f"{desk.ticket.status}: nobody would look at it again"


def test_what_follows_a_citizens_mail_is_told_for_every_status():
    assert set(citizen.HEARD) == set(Status)


@pytest.mark.parametrize("status", [Status.AWAITING_CITIZEN, Status.ANSWERED])
def test_who_was_asked_or_answered_without_a_phone_is_not_asked_for_it_when_replying(status):
    decision = standing(status, **BEFORE_IT_BEGAN).decided(WHATEVER["more"])
    assert notices(decision) == ["officer.followup"]
    assert decision.ticket.status in RUNNING
    assert decision.ticket.due_on


def test_a_phone_number_that_comes_later_is_taken_all_the_same():
    decision = standing(Status.AWAITING_CITIZEN, **BEFORE_IT_BEGAN).decided(WHATEVER["phone"])
    assert decision.ticket.citizen.phone == "+6281322984471"


@pytest.mark.parametrize(
    "text",
    [
        "Sudah, terima kasih.",
        "Terima kasih. Nomor bilyetnya A-1234.",
        "5",
        "Iya pak, makasih",
        "Terima kasih, tapi belum",
    ],
)
def test_what_answers_a_question_of_ours_is_an_answer(text):
    decision = standing(Status.AWAITING_CITIZEN).decided(by_citizen(text))
    assert (decision.ticket.status, notices(decision)) == (Status.OPEN, ["officer.followup"])
    assert decision.ticket.question is None


def test_plain_thanks_answer_no_question():
    decision = standing(Status.AWAITING_CITIZEN).decided(by_citizen("Terima kasih banyak."))
    assert (decision.ticket.status, notices(decision)) == (Status.AWAITING_CITIZEN, [])


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.CLOSED])
@pytest.mark.parametrize(
    "text", ["Terima kasih atas jawabannya, tetapi uang saya belum kembali.", "makasih, tp blm cair"]
)
def test_thanks_with_a_but_open_the_ticket_again(status, text):
    decision = standing(status).decided(by_citizen(text))
    assert (decision.ticket.status, notices(decision)) == (Status.OPEN, ["officer.followup"])


@pytest.mark.parametrize(
    "status", [Status.OPEN, Status.AWAITING_CITIZEN, Status.WITH_UNIT, Status.ANSWERED, Status.CLOSED]
)
@pytest.mark.parametrize("text", ["Terima kasih, berikut buktinya", "5", "Terima kasih."])
def test_a_file_is_news_whatever_is_said_with_it(status, text):
    decision = standing(status).decided(with_photo(text))
    assert notices(decision) == ["officer.followup"]
    assert [file.filename for file in decision.notices[0].attachments] == ["bukti.jpg"]


@pytest.mark.parametrize("status", [Status.OPEN, Status.WITH_UNIT, Status.ANSWERED])
def test_the_same_words_again_with_a_file_are_told(status):
    again = with_photo("Simpanan saya tidak cair").replace(b"In-Reply-To", b"X-Nothing")
    desk = standing(status)
    decision = replace(desk, facts=Facts(twin=desk.ticket)).decided(again)
    assert notices(decision) == ["officer.followup"]
    assert decision.ticket.number == desk.ticket.number


def test_the_same_words_again_bring_no_mail():
    desk = standing(Status.OPEN)
    decision = replace(desk, facts=Facts(twin=desk.ticket)).decided(written("Simpanan saya tidak cair", CITIZEN))
    assert notices(decision) == []


def test_the_pause_ends_when_the_answer_was_received_however_late_it_is_read():
    """The daemon stood still from the 17th to the 24th: these days are the desk's, not hers."""
    desk = standing(Status.AWAITING_CITIZEN)
    on_time = desk.decided(by_citizen("Jatuh tempo bulan Mei."))
    late = replace(desk, now=NOW + timedelta(days=7)).decided(by_citizen("Jatuh tempo bulan Mei."), received_at=NOW)
    assert late.ticket.due_on == on_time.ticket.due_on
    assert late.ticket.pauses[-1].until == NOW


def test_an_extension_is_told_to_the_officer_and_to_the_citizen():
    order = written("#perpanjang 3, menunggu data bank", "K <kabag@example.org>", signed("supervisor", "kabag"))
    decision = standing(Status.OPEN).decided(verdict().encode() + order)
    assert notices(decision) == ["citizen.extended", "officer.followup", "officer.receipt"]
    (told,) = (notice for notice in decision.notices if notice.name == "officer.followup")
    assert (told.value.what, told.value.text) == (News.EXTENDED, "menunggu data bank")


def test_nobody_is_told_of_an_extension_who_was_never_told_of_a_date():
    order = written("#perpanjang 3, menunggu data bank", "K <kabag@example.org>", signed("supervisor", "kabag"))
    decision = standing(Status.AWAITING_DETAILS).decided(verdict().encode() + order)
    assert "citizen.extended" not in notices(decision)


@pytest.mark.parametrize("status", [Status.OPEN, Status.WITH_UNIT, Status.UNIT_ANSWERED])
def test_every_unit_that_owes_an_answer_is_chased_whatever_another_has_answered(status):
    legs = (Leg("perkoperasian", SINCE, date(2026, 3, 18)), Leg("lpdb", SINCE, date(2026, 3, 18), answered_at=NOW))
    ticket = standing(status, legs=legs).ticket
    found = deadline.dues(ticket, POLICY, CALENDAR, datetime(2026, 3, 18, 3, 0, tzinfo=UTC))
    assert [due.unit for due in found if due.kind is deadline.DueKind.CHASER] == ["perkoperasian"]


def test_what_a_unit_owed_before_the_ticket_was_opened_again_is_not_chased():
    legs = (Leg("perkoperasian", SINCE, date(2026, 3, 18)),)
    desk = standing(Status.ANSWERED, legs=legs)
    again = desk.decided(by_citizen("Terima kasih, tetapi uang saya belum kembali."))
    found = deadline.dues(again.ticket, POLICY, CALENDAR, datetime(2026, 3, 18, 3, 0, tzinfo=UTC))
    assert [due for due in found if due.kind is deadline.DueKind.CHASER] == []


def test_a_son_who_writes_with_the_token_completes_it_with_his_mothers_number():
    desk = standing(Status.AWAITING_DETAILS, citizen=Citizen("Siti", "Jl. Mawar 5", None, "siti@example.org"))
    raw = written("Nomor HP ibu saya 0813-2298-4471", "Andi <andi@example.com>", signed("citizen", "citizen"))
    decision = desk.decided(raw)
    assert decision.ticket.status is Status.OPEN
    assert (decision.ticket.citizen.phone, decision.ticket.citizen.name) == ("+6281322984471", "Siti")
    (told,) = (notice for notice in decision.notices if notice.name == "citizen.acknowledged")
    assert told.to.address == "siti@example.org"


def test_a_ticket_is_complete_since_its_last_detail_was_received():
    desk = standing(Status.AWAITING_DETAILS, citizen=Citizen("Siti", "Jl. Mawar 5", None, "siti@example.org"))
    late = replace(desk, now=NOW + timedelta(days=7)).decided(WHATEVER["phone"], received_at=NOW)
    assert (late.ticket.complete_at, late.ticket.clock_at) == (NOW, NOW)
    assert late.ticket.due_on == date(2026, 3, 24)


def test_a_mail_that_crossed_our_question_does_not_end_the_pause_before_it_began():
    desk = standing(Status.AWAITING_CITIZEN, pauses=(Pause(NOW, None, ""),))
    decision = desk.decided(by_citizen("Jatuh tempo bulan Mei."), received_at=NOW - timedelta(hours=2))
    assert decision.ticket.pauses[-1].until == NOW
