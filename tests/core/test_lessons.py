"""What corrections teach: never more than somebody vouches for."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailticket.core.citizen import Citizen
from mailticket.core.happenings import Happening, What
from mailticket.core.lessons import Example, Lesson
from mailticket.core.people import CITIZEN
from mailticket.core.policy import Intake
from mailticket.core.ticket import Detail, DetailState, Direction, Event, Message
from tests.core.desk import DESK, a_ticket

AT = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)
TEXT = """Simpanan saya di KSP Maju tidak bisa ditarik sejak Januari. Ketuanya Budi Hartono, 0811-222-3333.

Siti Aminah
Jln Mawar no 5 Cibubur, Ciracas, Jakarta Timur
wa 0812 3456 7890
"""
SITI = Citizen(
    "Siti Aminah", "Jl. Mawar 5, Cibubur, Ciracas, Jakarta Timur", "+6281234567890", "siti@example.org", "DKI Jakarta"
)
RECEIVED = What.RECEIVED(kind="pengaduan", because="words", category="ksp", missing=())


def received(*missing: str) -> Happening:
    return What.RECEIVED(kind="pengaduan", because="words", category="ksp", missing=missing)


def amended(field: str, old: str, new: str) -> Happening:
    return What.AMENDED(field=field, old=old, new=new)


def lesson(*history: Happening, answered: bool = False, **changes: object) -> Lesson:
    ticket = replace(a_ticket(citizen=SITI, answered_at=AT if answered else None), **changes)
    return Lesson(ticket, tuple(Event(AT, what, "rina") for what in history), Intake())


def taught(
    of: Lesson, text: str = TEXT, *, is_first: bool = True, sender: str = "Siti A <siti@example.org>"
) -> Example | None:
    raw = f"From: {sender}\r\nTo: {DESK}\r\nSubject: Simpanan\r\n\r\n{text}".encode()
    message = Message(
        AT, Direction.IN, CITIZEN, "siti@example.org", DESK, "Simpanan", "<a@b>", text, text, id=1, mail=1
    )
    return of.of(message, raw, is_first=is_first)


def gold(of: Lesson, text: str = TEXT, **more: object) -> dict[str, str | None]:
    example = taught(of, text, **more)
    assert example is not None
    assert example.known == frozenset(example.gold)
    return dict(example.gold)


@pytest.mark.parametrize(
    ("field", "old", "new", "why"),
    [
        ("name", "Budi Hartono", "Siti Aminah", "it stands below the text"),
        ("phone", "+62811222333", "+6281234567890", "written with blanks"),
        ("address", "", "Jl. Mawar 5, Cibubur, Ciracas, Jakarta Timur", "in another spelling"),
        ("email", "x@example.org", "siti@example.org", "the From line"),
    ],
)
def test_what_an_officer_stated_and_the_mail_tells_is_known(field: str, old: str, new: str, why: str) -> None:
    known = gold(lesson(RECEIVED, amended(field, old, new)))
    assert known == {field: new, **({"province": "DKI Jakarta"} if field == "address" else {})}


def test_what_an_officer_took_out_the_mail_does_not_tell() -> None:
    nobodys = lesson(RECEIVED, amended("phone", "+62811222333", ""), citizen=replace(SITI, phone=None))
    assert gold(nobodys) == {"phone": None}


def test_a_value_from_elsewhere_says_nothing_of_what_was_read() -> None:
    other = replace(SITI, phone="+6285700001111")
    assert taught(lesson(RECEIVED, amended("phone", "+62811222333", other.phone), citizen=other)) is None


def test_a_value_from_elsewhere_where_nothing_was_read_leaves_that_right() -> None:
    other = replace(SITI, phone="+6285700001111")
    assert gold(lesson(received("phone"), amended("phone", "", other.phone), citizen=other)) == {"phone": None}


def test_a_value_that_stands_there_in_part_is_not_known() -> None:
    other = replace(SITI, address="Jl. Kenanga 8, Kel. Susukan, Ciracas, Jakarta Timur 13750")
    assert taught(lesson(RECEIVED, amended("address", "", other.address), citizen=other)) is None


def test_of_a_ticket_that_was_answered_what_nobody_corrected_is_confirmed() -> None:
    history = (RECEIVED, amended("name", "Budi Hartono", "Siti Aminah"))
    assert gold(lesson(*history)) == {"name": "Siti Aminah"}
    assert gold(lesson(*history, answered=True)) == {
        "name": SITI.name,
        "address": SITI.address,
        "phone": SITI.phone,
        "email": SITI.email,
        "province": SITI.province,
        "kind": "pengaduan",
        "detail": "told",
    }


def test_what_was_confirmed_as_it_stood_is_known_before_the_answer() -> None:
    assert gold(lesson(RECEIVED, What.DETAILS_CONFIRMED(details=("phone", "kind")))) == {
        "phone": SITI.phone,
        "kind": "pengaduan",
    }


def test_what_the_citizen_told_when_asked_the_first_mail_does_not_tell() -> None:
    history = (received("phone"), What.FILLED(given=("phone",)), amended("name", "x", "Siti Aminah"))
    later = lesson(*history, answered=True, citizen=replace(SITI, phone="+6285700001111"))
    assert gold(later)["phone"] is None
    assert gold(lesson(*history, answered=True))["phone"] == SITI.phone  # it was there, and was asked for all the same


def test_what_was_asked_for_and_never_given_is_not_told() -> None:
    history = (received("phone"), amended("name", "x", "Siti Aminah"))
    assert gold(lesson(*history, answered=True, citizen=replace(SITI, phone=None)))["phone"] is None


def test_what_nobody_asked_for_may_stand_there() -> None:
    history = (RECEIVED, amended("name", "x", "Siti Aminah"))
    assert "phone" not in gold(lesson(*history, answered=True, citizen=replace(SITI, phone=None)))


def test_what_the_citizen_put_right_was_perhaps_right_before() -> None:
    history = (RECEIVED, What.CORRECTED(details=("phone",)), amended("name", "x", "Siti Aminah"))
    assert "phone" not in gold(lesson(*history, answered=True, citizen=replace(SITI, phone="+6285700001111")))


def test_what_an_earlier_ticket_told_this_mail_does_not() -> None:
    details = (Detail("phone", DetailState.PRESENT, "earlier"),)
    other = replace(SITI, phone="+6285700001111")
    history = (RECEIVED, amended("name", "x", "Siti Aminah"))
    assert gold(lesson(*history, answered=True, citizen=other, details=details))["phone"] is None


def test_the_kind_that_an_officer_stated_is_known() -> None:
    assert gold(lesson(RECEIVED, What.KIND(kind="aspirasi"), kind="aspirasi")) == {"kind": "aspirasi"}
    assert gold(lesson(RECEIVED, amended("kind", "pengaduan", "lainnya"), kind="lainnya")) == {"kind": "lainnya"}


def test_a_report_taken_as_complete_was_told() -> None:
    assert gold(lesson(received("detail"), What.COMPLETED())) == {"detail": "told"}


def test_what_was_missing_when_it_was_taken_as_complete_is_not_known() -> None:
    of = lesson(received("phone", "detail"), What.COMPLETED(), answered=True, citizen=replace(SITI, phone=None))
    assert "phone" not in gold(of)
    assert gold(of)["detail"] == "told"


def test_a_report_that_an_officer_had_to_ask_about_before_any_work_was_not_told() -> None:
    asked = What.QUESTIONED(question="Koperasi yang mana?")
    assert gold(lesson(RECEIVED, asked)) == {"detail": None}
    assert gold(lesson(RECEIVED, asked, answered=True))["detail"] is None


@pytest.mark.parametrize(
    "history",
    [
        (RECEIVED,),
        (RECEIVED, What.FORWARDED(name="U", unit="u", due_on=AT.date()), What.QUESTIONED(question="Kapan?")),
        (RECEIVED, What.QUESTIONED(question="Kapan?"), What.UNDONE()),
        (received("phone"), What.QUESTIONED(question="Kapan?")),
        (RECEIVED, amended("name", "x", "y"), What.FILED(channel="telepon")),
        (RECEIVED, amended("name", "x", "y"), What.REJECTED()),
        (amended("name", "x", "y"),),
    ],
)
def test_what_is_no_word_on_the_reading_teaches_nothing(history: tuple[Happening, ...]) -> None:
    assert not lesson(*history, answered=True).teaches


def test_of_a_kind_that_is_not_asked_about_nobody_says_whether_it_was_told() -> None:
    other = What.RECEIVED(kind="lainnya", because="words", category="ksp", missing=())
    assert "detail" not in gold(lesson(other, amended("name", "x", "Siti Aminah"), answered=True, kind="lainnya"))


def test_a_later_mail_teaches_what_it_told_of_a_detail_that_was_stated() -> None:
    of = lesson(RECEIVED, amended("phone", "+62811222333", SITI.phone), answered=True)
    assert gold(of, "Nomor saya 081234567890.", is_first=False) == {"phone": SITI.phone, "email": SITI.email}
    assert taught(of, "Terima kasih banyak.", is_first=False) is None
    former = (Detail("phone", DetailState.MISSING, "officer", former=("+628112223333",)),)
    taken_out = lesson(
        RECEIVED, amended("phone", "+628112223333", ""), citizen=replace(SITI, phone=None), details=former
    )
    assert gold(taken_out, "Ketua: 0811-222-3333", is_first=False) == {"phone": None}


def test_mails_of_one_writer_stay_together() -> None:
    first = taught(lesson(RECEIVED, amended("name", "x", "Siti Aminah")))
    other = taught(lesson(RECEIVED, amended("name", "x", "Siti Aminah"), number="KUKM-2026-000009"))
    assert first is not None
    assert other is not None
    assert first.group == other.group
    assert "siti" not in first.group
