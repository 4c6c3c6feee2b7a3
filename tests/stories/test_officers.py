"""Stories 7 to 10: officers and units work by replying, and nobody acts by forging a sender."""

from email.message import EmailMessage

import pytest

from tests.build import a_mail, quoted, text_of
from tests.stories.desk import DODI, KABAG, RINA, UNIT, Story, notices

ANSWER = "Yth. Ibu Siti,\n\nKoperasi akan membayar simpanan Ibu paling lambat 10 April 2026."


def test_7_a_proven_reply_answers_the_citizen_with_its_file(desk: Story) -> None:
    _, assigned = desk.complaint()
    reply = f"{ANSWER}\n\n-- \nRina Wulandari\nrina@example.org\n\n{quoted(assigned)}"
    desk.put(a_mail(reply, RINA, reply_to=assigned, proven=True, files=(("jawaban.pdf", b"%PDF-1.4 x"),)), "10:00")
    assert notices(desk.at("10:01")) == ["officer.receipt"]
    assert desk.ticket()["status"] == "open"
    (answered,) = desk.at("10:05")
    assert answered["X-Mailticket-Notice"] == "citizen.answered"
    assert "paling lambat 10 April 2026" in text_of(answered)
    assert "rina@example.org" not in answered.as_string()
    assert answered["Auto-Submitted"] is None
    assert [part.get_filename() for part in answered.iter_attachments()] == ["jawaban.pdf"]
    assert answered["In-Reply-To"].endswith("@example.org>")
    assert desk.ticket()["status"] == "answered"


def test_8_without_a_verdict_nothing_goes_out_and_the_registered_address_is_told(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(ANSWER, RINA, reply_to=assigned), "10:00")
    (told,) = desk.at("10:10")
    assert told["X-Mailticket-Notice"] == "officer.not_done"
    assert told["To"].addresses[0].addr_spec == "rina@example.org"
    assert told["X-Mailticket-Ticket"] == "KUKM-2026-000001"
    assert desk.ticket()["status"] == "open"


def test_8_with_the_citizens_token_nothing_goes_out(desk: Story) -> None:
    acknowledged, _ = desk.complaint()
    desk.put(a_mail(ANSWER, RINA, reply_to=acknowledged, proven=True), "10:00")
    assert notices(desk.at("10:10")) == ["officer.not_done"]
    assert desk.ticket()["status"] == "open"


def test_8_from_another_address_nothing_goes_out(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(ANSWER, "Rina Wulandari <rina@example.net>", reply_to=assigned, proven=True), "10:00")
    (told,) = desk.at("10:10")
    assert told["X-Mailticket-Notice"] == "officer.not_done"
    assert told["To"].addresses[0].addr_spec == "rina@example.org"
    assert desk.ticket()["status"] == "open"


@pytest.mark.parametrize(
    "text",
    ["#ttup\nSudah selesai.", "tutup saja, sudah dijawab", "Selamat siang,\n\n#tutup\n\nSudah selesai.", "-- \nRina"],
    ids=["misspelt", "without its mark", "below a greeting", "empty"],
)
def test_9_what_is_doubtful_is_held_and_asked_about(desk: Story, text: str) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(f"{text}\n\n{quoted(assigned)}", RINA, reply_to=assigned, proven=True), "10:00")
    (held,) = desk.at("10:10")
    assert held["X-Mailticket-Notice"] == "officer.held"
    assert held["X-Mailticket-Ticket"] == "KUKM-2026-000001"
    assert desk.ticket()["status"] == "open"


def test_10_a_unit_drafts_and_the_officer_releases(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(
        a_mail(f"#teruskan perkoperasian\nMohon dicek.\n\n{quoted(assigned)}", RINA, reply_to=assigned, proven=True),
        "10:00",
    )
    mails = desk.at("10:01")
    assert notices(mails) == ["citizen.forwarded", "officer.receipt", "unit.forwarded"]
    forwarded = next(m for m in mails if m["X-Mailticket-Notice"] == "unit.forwarded")
    assert "Mohon dicek." in text_of(forwarded)
    assert desk.ticket()["status"] == "with_unit"
    assert desk.ticket()["units"] == ["perkoperasian"]
    draft_text = "Koperasi sudah kami panggil dan berjanji membayar dalam dua minggu."
    desk.put(
        a_mail(
            f"{draft_text}\n\n{quoted(forwarded)}",
            UNIT,
            reply_to=forwarded,
            files=(("berita-acara.pdf", b"%PDF-1.4 y"),),
        ),
        "2026-03-17 09:00",
    )
    draft = next(m for m in desk.at("2026-03-17 09:01") if m["X-Mailticket-Notice"] == "officer.draft")
    assert draft_text in text_of(draft)
    assert desk.ticket()["status"] == "unit_answered"
    desk.put(a_mail(f"#kirim\n\n{quoted(draft)}", RINA, reply_to=draft, proven=True), "2026-03-17 10:00")
    assert notices(desk.at("2026-03-17 10:01")) == ["officer.receipt"]
    (answered,) = desk.at("2026-03-17 10:05")
    assert answered["X-Mailticket-Notice"] == "citizen.answered"
    assert draft_text in text_of(answered)
    assert [part.get_filename() for part in answered.iter_attachments()] == ["berita-acara.pdf"]
    assert desk.ticket()["status"] == "answered"


def test_own_text_in_reply_to_a_draft_is_the_answer_in_its_place(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail("#teruskan pengawasan", RINA, reply_to=assigned, proven=True), "10:00")
    forwarded = next(m for m in desk.at("10:01") if m["X-Mailticket-Notice"] == "unit.forwarded")
    desk.put(a_mail("Konsep dari unit.", UNIT, reply_to=forwarded), "11:00")
    (draft,) = desk.at("11:01")
    desk.put(a_mail(f"{ANSWER}\n\n{quoted(draft)}", RINA, reply_to=draft, proven=True), "12:00")
    desk.at("12:01")
    (answered,) = desk.at("12:05")
    assert "paling lambat 10 April 2026" in text_of(answered)
    assert "Konsep dari unit" not in text_of(answered)


def test_a_question_pauses_the_clock_until_the_citizen_answers(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(f"#tanya\nDi cabang mana?\n\n{quoted(assigned)}", RINA, reply_to=assigned, proven=True), "10:00")
    desk.at("10:01")
    (question,) = desk.at("10:05")
    assert question["X-Mailticket-Notice"] == "citizen.question"
    assert "Di cabang mana?" in text_of(question)
    assert desk.ticket()["status"] == "awaiting_citizen"
    assert desk.ticket()["paused"] is True
    desk.put(a_mail(f"Cabang Ciracas.\n\n{quoted(question)}", reply_to=question), "2026-03-25 09:00")
    assert "officer.followup" in notices(desk.at("2026-03-25 09:01"))
    assert (desk.ticket()["status"], desk.ticket()["due_on"]) == ("open", "2026-04-01")


def test_closing_with_text_answers_and_closes(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(f"#tutup\n{ANSWER}", RINA, reply_to=assigned, proven=True), "10:00")
    desk.at("10:01")
    (closed,) = desk.at("10:05")
    assert closed["X-Mailticket-Notice"] == "citizen.closed"
    assert "10 April 2026" in text_of(closed)
    assert (desk.ticket()["status"], desk.ticket()["outcome"]) == ("closed", "resolved")


def test_a_note_stays_inside(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail("#catatan\nPelapor minta ditelepon.", RINA, reply_to=assigned, proven=True), "10:00")
    assert notices(desk.at("10:10")) == ["officer.receipt"]
    assert "noted" in desk.events()


def test_an_incomplete_ticket_is_taken_as_complete(desk: Story) -> None:
    desk.put(a_mail("Simpanan saya di KSP Maju tidak bisa ditarik sejak Januari.", "Joko <joko@example.org>"))
    desk.at("09:00")
    assert desk.ticket()["status"] == "awaiting_details"


def test_another_officers_token_does_not_act(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(ANSWER, DODI, reply_to=assigned, proven=True), "10:00")
    assert notices(desk.at("10:10")) == ["officer.not_done"]
    assert desk.ticket()["status"] == "open"


def order(desk: Story, mail: EmailMessage, text: str, at: str, sender: str = RINA) -> list[str]:
    """Let an officer reply with an order; the notices that it brings at once."""
    desk.put(a_mail(text, sender, reply_to=mail, proven=True), at)
    return notices(desk.at(at))


def test_undo_stops_an_answer_that_still_waits(desk: Story) -> None:
    _, assigned = desk.complaint()
    order(desk, assigned, ANSWER, "10:00")
    order(desk, assigned, "#batal", "10:01")
    assert desk.at("10:10") == []
    assert desk.ticket()["status"] == "open"
    assert order(desk, assigned, "#batal ya", "10:11") == ["officer.held"]


def test_undo_stops_a_question_and_the_clock_goes_on(desk: Story) -> None:
    _, assigned = desk.complaint()
    order(desk, assigned, "#tanya\nDi cabang mana?", "10:00")
    order(desk, assigned, "#batal", "10:01")
    assert desk.at("10:10") == []
    assert (desk.ticket()["status"], desk.ticket()["due_on"]) == ("open", "2026-03-30")


def test_a_ticket_is_handed_over_with_its_kind_and_category(desk: Story) -> None:
    _, assigned = desk.complaint()
    assert order(desk, assigned, "#aspirasi\n#kategori lain\n#tugaskan dodi\nMohon dibantu.", "10:00") == [
        "officer.assigned",
        "officer.receipt",
    ]
    ticket = desk.ticket()
    assert (ticket["kind"], ticket["category"], ticket["officer"]) == ("aspirasi", "lain", "dodi")


def test_only_a_supervisor_extends_and_says_why(desk: Story) -> None:
    _, assigned = desk.complaint()
    assert order(desk, assigned, "#perpanjang 2, menunggu dokumen", "10:00") == ["officer.held"]
    escalated = next(m for m in desk.at("2026-03-27 08:00") if m["X-Mailticket-Notice"] == "supervisor.escalated")
    order(desk, escalated, "#perpanjang 2, menunggu dokumen", "2026-03-27 09:00", KABAG)
    assert desk.ticket()["due_on"] == "2026-04-01"


def test_an_information_request_has_ten_days(desk: Story) -> None:
    _, assigned = desk.complaint()
    order(desk, assigned, "#informasi", "10:00")
    assert (desk.ticket()["kind"], desk.ticket()["due_on"]) == ("permohonan_informasi", "2026-04-07")


def test_spam_is_closed_without_a_word(desk: Story) -> None:
    _, assigned = desk.complaint()
    assert order(desk, assigned, "#spam", "10:00") == ["officer.receipt"]
    assert (desk.ticket()["status"], desk.ticket()["outcome"]) == ("closed", "rejected")
    order(desk, assigned, "#buka keliru", "10:05")
    assert desk.ticket()["status"] == "open"


def test_help_and_status_come_by_mail(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail("#status\n#bantuan", RINA, reply_to=assigned, proven=True), "10:00")
    (receipt,) = desk.at("10:00")
    assert "#teruskan UNIT" in text_of(receipt)
    assert "menunggu petugas" in text_of(receipt)
