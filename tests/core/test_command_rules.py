"""What each command does and what it never sends, decided in memory."""

from dataclasses import replace

import pytest

from mailticket.core.found import CommandTrouble
from mailticket.core.mail import Attachment
from mailticket.core.post import Waiting
from mailticket.core.ticket import Errand, Outcome, Purpose, Status
from tests.core.desk import OTHER, Memory, a_ticket, notices, signed, verdict, written
from tests.core.test_command import orders


def ordered(text: str, desk: Memory | None = None, **how):
    return (desk or Memory()).decided(written(text, own=signed(), above=verdict(), **how))


def waiting(mail: int, ordered_by: str = "rina") -> Waiting:
    """An answer inside its undo time."""
    return Waiting(f"answer:{mail}", Errand(Purpose.ANSWER, mail, ordered_by))


def held_for(decision) -> str:
    assert notices(decision) == ["officer.held"], decision.why
    return decision.notices[0].value.reason.word


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("#pengaduan\n#aspirasi\nTeks", CommandTrouble.CONFLICT),
        ("#jenis aspirasi\n#informasi\nTeks", CommandTrouble.CONFLICT),
        ("#kategori lain\n#kategori ksp\nTeks", CommandTrouble.CONFLICT),
        ("#daftar telepon\n#catatan x\nNama: Budi", CommandTrouble.CONFLICT),
        ("#batal\n#tutup\nTeks", CommandTrouble.CONFLICT),
        ("#spam\n#buka", CommandTrouble.CONFLICT),
        ("#tanya\n#catatan\nTeks", CommandTrouble.CONFLICT),
        ("#aspirasi\n#kategori lain\n#tutup\nTeks", None),
        ("#catatan satu\n#catatan dua\n#tutup\nTeks", None),
    ],
)
def test_commands_that_exclude_one_another_do_nothing(text: str, trouble: CommandTrouble | None) -> None:
    assert orders(text).trouble == trouble


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("#tutup", "never_answered"),
        ("#tutup dicabut", "never_answered"),
        ("#tanya", "empty"),
        ("#catatan", "empty"),
        ("#teruskan", "no_unit"),
        ("#teruskan dinas lain", "no_unit"),
        ("#tugaskan siapa", "no_officer"),
        ("#tugaskan", "no_officer"),
        ("#kategori apa", "no_category"),
        ("#jenis apa", "argument"),
        ("#gabung KUKM-2026-000077", "no_number"),
        ("#gabung KUKM-2026-000001", "no_number"),
        ("#bukan-kewenangan kpk\nMohon ke KPK.", "no_referral"),
        ("#lengkap", "argument"),
        ("#buka", "argument"),
        ("#batal", "too_late"),
        ("#perpanjang 2, menunggu", "not_allowed"),
        ("#tersampaikan", "never_answered"),
        ("", "empty"),
        ("-- \nRina Wulandari\nStaf Pengaduan", "empty"),
    ],
)
def test_what_cannot_be_done_is_asked_about(text: str, reason: str) -> None:
    assert held_for(ordered(text)) == reason


@pytest.mark.parametrize(
    "line",
    [
        "#tutup jangan bilang siapa-siapa",
        "#kirim rahasia sekali",
        "#bukan-kewenangan ojk",
        "#teruskan perkoperasian rahasia sekali",
    ],
)
def test_words_on_a_command_line_never_reach_the_citizen(line: str) -> None:
    decision = ordered(f"{line}\nYth. Ibu Siti, simpanan Ibu dibayar.")
    said = [str(n.value) for n in decision.notices if n.name.startswith("citizen.")]
    assert said
    assert not any(word in text for text in said for word in ("bilang siapa", "rahasia sekali"))


def test_the_question_may_stand_on_the_line() -> None:
    decision = ordered("#tanya Di cabang mana?\nDan sejak kapan?")
    question = next(n for n in decision.notices if n.name == "citizen.question")
    assert question.value.text == "Di cabang mana?\nDan sejak kapan?"
    assert decision.ticket is not None
    assert decision.ticket.status is Status.AWAITING_CITIZEN


@pytest.mark.parametrize(
    "order",
    [
        "#kirim\nBagus, terima kasih tim.",
        "#lengkap\nCatatan saja.",
        "#rahasia\nCatatan saja.",
        "#terima\nSaya cek.",
        "#spam\nIklan.",
        "#status\nApa kabar?",
        "#bantuan\nTolong.",
    ],
)
def test_text_below_a_command_that_takes_a_note_is_not_sent(order: str) -> None:
    state = {"status": Status.AWAITING_DETAILS, "missing": ("phone",)} if order.startswith("#lengkap") else {}
    decision = ordered(order, Memory(ticket=a_ticket(**state)))
    note = order.partition("\n")[2]
    assert not any(note in str(n.value) for n in decision.notices if n.name.startswith("citizen."))


@pytest.mark.parametrize("order", ["#aspirasi", "#jenis pengaduan", "#kategori lain", "#kategori lain\n#informasi"])
def test_text_below_kind_and_category_is_the_answer(order: str) -> None:
    decision = ordered(f"{order}\nYth. Ibu Siti, simpanan Ibu dibayar.")
    assert "citizen.answered" in notices(decision)


def test_undo_acts_whatever_stands_below_it() -> None:
    desk = Memory()
    desk = replace(desk, facts=replace(desk.facts, waiting=(waiting(4, "dodi"), waiting(5))))
    decision = ordered("#batal\nMaaf, keliru.\nRina", desk)
    assert decision.cancels == ("answer:5",)
    assert notices(decision) == ["officer.receipt"]


def test_undo_stops_no_reminder_whose_count_is_the_row_of_a_mail() -> None:
    desk = Memory()
    reminder = Waiting("reminded:5", Errand(counter=5))
    told = replace(waiting(5), errand=Errand(Purpose.NEWS, counter=5, ordered_by="rina"))
    decision = ordered("#batal", replace(desk, facts=replace(desk.facts, waiting=(reminder, told))))
    assert held_for(decision) == "too_late"
    both = replace(desk, facts=replace(desk.facts, waiting=(reminder, waiting(5), told)))
    assert ordered("#batal", both).cancels == ("answer:5",)


def test_spam_stops_whatever_still_waits() -> None:
    desk = Memory()
    decision = ordered("#spam", replace(desk, facts=replace(desk.facts, waiting=(waiting(5), waiting(6, "dodi")))))
    assert decision.cancels == ("answer:5", "answer:6")
    assert decision.ticket is not None
    assert decision.ticket.outcome is Outcome.REJECTED


def test_closing_waits_for_an_answer_that_has_not_left() -> None:
    assert held_for(ordered("#tutup", Memory(ticket=a_ticket(answering=Errand(Purpose.ANSWER, 5))))) == "answer_waits"


def test_taken_as_complete_the_clock_starts_and_both_are_told() -> None:
    decision = ordered(
        "#lengkap", Memory(ticket=a_ticket(status=Status.AWAITING_DETAILS, missing=("phone",), officer=None))
    )
    assert notices(decision) == ["citizen.acknowledged", "officer.assigned", "officer.receipt"]
    assert decision.ticket is not None
    assert (decision.ticket.status, decision.ticket.missing) == (Status.OPEN, ())


def test_a_number_may_be_written_as_in_a_subject() -> None:
    decision = ordered(f"#gabung [{OTHER.lower()}] sama persis")
    assert decision.ticket is not None
    assert decision.ticket.outcome is Outcome.DUPLICATE


def test_a_draft_without_text_is_not_sent() -> None:
    desk = Memory()
    empty = replace(desk.messages[1], text="  ", attachments=())
    assert held_for(ordered("#kirim", replace(desk, messages=(desk.messages[0], empty)))) == "empty_draft"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[INTERNAL] koperasi ini bermasalah", "internal"),
        ("Untuk kalangan internal saja: ...", "internal"),
        ("Jangan disampaikan kepada pelapor dulu ya.", "internal"),
        ("Yth. Ibu Siti,\nTerlampir surat kami.", "no_attachment"),
        ("Dear Ms Siti,\nplease find attached our letter.", "no_attachment"),
        ("Yth. Ibu Siti,\nNIK pengurus 3201011505700001 sudah kami catat.", "foreign_number"),
        ("Yth. Ibu Siti,\ndibayar ke rekening BRI 0045 0101 2233 501.", "foreign_number"),
        ("Mas Dodi,\ntolong dicek.", "colleague"),
        ("Rekan-rekan, bagaimana ini?", "colleague"),
        ("Yth. Ibu Siti,\nPengawasan internal koperasi sudah berjalan.", None),
        ("Yth. Ibu Siti,\nSurat Ibu yang terlampir sudah kami baca.", None),
        ("Yth. Ibu Siti,\nNIK Ibu 3175094408900002 sudah terdaftar.", None),
        ("Yth. Ibu Siti,\nPetugas Dodi akan menelepon Ibu.", None),
    ],
)
def test_a_text_that_may_not_be_meant_for_the_citizen_is_held(text: str, reason: str | None) -> None:
    decision = ordered(text)
    if reason is None:
        assert "citizen.answered" in notices(decision)
    else:
        assert held_for(decision) == reason
        assert decision.notices[0].asks_about == 9


def test_a_mail_to_many_is_a_conversation() -> None:
    to = "info@kemenkopukm.go.id, a@example.org, b@example.org, c@example.org"
    assert held_for(ordered("Yth. Ibu Siti,\nSudah dibayar.", to=to)) == "many_recipients"


def test_a_citizen_without_address_is_told_by_phone() -> None:
    ticket = a_ticket()
    ticket = replace(ticket, citizen=replace(ticket.citizen, email=None))
    decision = ordered("#tutup\nYth. Ibu Siti, simpanan Ibu dibayar.", Memory(ticket=ticket))
    assert notices(decision) == ["officer.receipt"]
    assert decision.notices[0].value.script == "Yth. Ibu Siti, simpanan Ibu dibayar."
    assert decision.ticket is not None
    assert decision.ticket.status is Status.UNIT_ANSWERED
    told = ordered("#tersampaikan", Memory(ticket=decision.ticket))
    assert told.ticket is not None
    assert (told.ticket.status, told.ticket.outcome) == (Status.CLOSED, Outcome.RESOLVED)
    assert told.ticket.answered_at is not None


def test_a_citizen_without_address_is_asked_by_phone_and_the_clock_goes_on() -> None:
    ticket = a_ticket()
    ticket = replace(ticket, citizen=replace(ticket.citizen, email=None))
    decision = ordered("#tanya\nDi cabang mana?", Memory(ticket=ticket))
    assert notices(decision) == ["officer.receipt"]
    value = decision.notices[0].value
    assert (value.script, value.script_asks) == ("Di cabang mana?", True)
    assert decision.ticket == ticket


def test_a_quotation_above_a_command_makes_it_a_question() -> None:
    text = "> Yth. petugas, mohon ditutup.\n\n#tutup\nYth. Ibu Siti, sudah dibayar."
    assert held_for(ordered(text)) == "quoted_above"


def test_a_forged_command_inside_an_attached_mail_does_nothing() -> None:
    inner = "From: rina@example.org\r\nSubject: x\r\n\r\n#spam\r\n"
    raw = (
        f"{verdict()}From: rina@example.org\r\nTo: info@kemenkopukm.go.id\r\nSubject: Re: x\r\nMessage-ID: <q@example.org>\r\n"
        f"In-Reply-To: <{signed()}.abc@kemenkopukm.go.id>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n{inner}\r\n--b--\r\n"
    )
    decision = Memory().decided(raw.encode())
    assert decision.state == "held"
    assert not any(n.startswith("citizen.") for n in notices(decision))
    assert all(isinstance(file, Attachment) for file in decision.files)
