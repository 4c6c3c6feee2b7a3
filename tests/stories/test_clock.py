"""Stories 11 to 13: rungs, each once, to its people; the digest; the calendar."""

from datetime import date
from pathlib import Path

from mailticket.core.happenings import What
from tests.build import COMPLETE, a_mail, quoted, text_of
from tests.stories.desk import RINA, Story, notices

RUNGS = (
    ("2026-03-26 08:00", ["officer.escalated"], {"rina@example.org"}),
    ("2026-03-27 08:00", ["officer.escalated", "supervisor.escalated"], {"rina@example.org", "kabag@example.org"}),
    ("2026-03-30 08:00", ["supervisor.escalated"], {"kabag@example.org"}),
    ("2026-03-31 08:00", ["supervisor.escalated"] * 2, {"kabag@example.org", "karo@example.org"}),
)


def test_11_each_rung_goes_once_to_its_people(desk: Story) -> None:
    desk.complaint()
    for time, names, people in RUNGS:
        mails = [m for m in desk.at(time) if "escalated" in str(m["X-Mailticket-Notice"])]
        assert notices(mails) == names, time
        assert {m["To"].addresses[0].addr_spec for m in mails} == people
        assert desk.run() == []


def test_12_after_a_week_of_silence_only_the_highest_rung_is_sent(desk: Story) -> None:
    desk.complaint()
    mails = [m for m in desk.at("2026-04-01 09:00") if "escalated" in str(m["X-Mailticket-Notice"])]
    assert notices(mails) == ["supervisor.escalated"] * 2
    assert desk.events().count("passed") == 3


def test_13_one_digest_on_a_working_day_and_none_on_a_holiday(desk: Story) -> None:
    desk.complaint()
    mails = desk.at("2026-03-17 07:30")
    assert notices(mails) == ["officer.digest", "supervisor.digest", "supervisor.digest"]
    assert desk.run() == []
    assert desk.at("2026-03-18 07:30") == []  # joint leave


def test_the_digest_of_a_missed_day_is_told_the_next_working_day_and_never_on_a_holiday(desk: Story) -> None:
    desk.complaint()
    assert desk.at("2026-03-18 07:30") == []  # the 17th was missed, this is joint leave
    assert desk.at("2026-03-25 06:00") == []
    digest = next(m for m in desk.at("2026-03-25 07:30") if m["X-Mailticket-Notice"] == "supervisor.digest")
    assert "Laporan baru 1" in text_of(digest)
    digest = next(m for m in desk.at("2026-03-26 07:30") if m["X-Mailticket-Notice"] == "supervisor.digest")
    assert "Laporan baru 0" in text_of(digest)


def test_the_digest_is_sent_when_there_is_nothing_to_tell(desk: Story) -> None:
    assert desk.run() == []
    mails = desk.at("2026-03-17 07:30")
    assert notices(mails) == ["supervisor.digest"] * 2
    assert "Tidak ada yang lewat batas" in text_of(mails[0])


def test_what_happens_in_the_very_moment_of_the_digest_is_told_in_the_next(desk: Story) -> None:
    desk.run()
    desk.put(a_mail(), "2026-03-17 07:29")
    desk.at("2026-03-17 07:30")
    desk.put(a_mail(sender="Budi <budi@example.org>"), "2026-03-17 07:30")
    desk.run()
    desk.at("2026-03-25 07:30")
    told = [
        text_of(m) for m in desk.sink.mails() if m["X-Mailticket-Notice"] == "supervisor.digest" and "kabag" in m["To"]
    ]
    assert [("Laporan baru 1" in text) for text in told] == [True, True]


def test_an_escalation_explains_the_deadline_and_its_acceptance_is_proof(desk: Story) -> None:
    desk.complaint()
    (mail,) = [m for m in desk.at("2026-03-26 08:00") if m["X-Mailticket-Notice"] == "officer.escalated"]
    assert "Sen 16 Mar: lengkap pukul 09.00 WIB = hari ke-0" in text_of(mail)
    assert "Kam 19 Mar: tidak dihitung: Hari Suci Nyepi" in text_of(mail)
    assert "Sen 30 Mar: hari ke-5 = batas waktu" in text_of(mail)
    assert desk.events()[-2:] == ["escalated", "delivered"]


def test_staff_are_not_mailed_at_night(desk: Story) -> None:
    desk.complaint()
    assert [m for m in desk.at("2026-03-26 20:00") if "escalated" in str(m["X-Mailticket-Notice"])] == []
    assert "officer.escalated" in notices(desk.at("2026-03-27 08:00"))


def test_a_paused_ticket_is_not_escalated_and_its_date_moves_with_the_answer(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail("#tanya Cabang mana?", RINA, reply_to=assigned, proven=True), "2026-03-17 10:00")
    desk.at("2026-03-17 10:00")
    question = next(m for m in desk.at("2026-03-17 10:05") if m["X-Mailticket-Notice"] == "citizen.question")
    assert desk.ticket()["due_on"] == "2026-03-30"
    assert [m for m in desk.at("2026-03-30 08:00") if "escalated" in str(m["X-Mailticket-Notice"])] == []
    assert desk.ticket()["overdue"] is False
    desk.put(a_mail("Ciracas.", reply_to=question), "2026-03-30 09:00")
    desk.at("2026-03-30 09:00")
    assert desk.ticket()["due_on"] == "2026-04-06"  # the 25th to the 27th and the 30th were waited
    assert "due_moved" in desk.events()


def test_two_tickets_due_together_are_one_mail_with_a_line_each(desk: Story) -> None:
    for n in range(2):
        desk.put(a_mail(COMPLETE.replace("siti@", f"w{n}@"), f"Warga <w{n}@example.org>"))
    desk.run()
    mails = [m for m in desk.at("2026-03-30 08:00") if m["X-Mailticket-Notice"] == "supervisor.escalated"]
    assert len(mails) == 1
    assert sum(f"KUKM-2026-{n:06d}" in text_of(mails[0]) for n in range(1, 3)) == 2
    assert mails[0]["X-Mailticket-Ticket"] is None
    assert desk.run() == []
    for n in range(1, 3):
        proof = What.DELIVERED(rung="due", due_on=date(2026, 3, 30), person="kabag")
        assert proof in [event.what for event in desk.history(f"KUKM-2026-{n:06d}")]


def test_a_new_decree_moves_open_deadlines_is_told_and_repeats_no_rung(desk: Story, tmp_path: Path) -> None:
    desk.complaint()
    desk.at("2026-03-26 08:00")
    decree = tmp_path / "skb.csv"
    decree.write_text("+2026-03-27, Cuti bersama tambahan, joint\n")
    desk.more = (
        f'calendar: {{decrees: [{{number: SKB 5, date: 2026-03-25, valid_from: 2026-03-26, file: "{decree}"}}]}}'
    )
    desk._service.store.close()
    with desk.open():
        assert [m for m in desk.at("2026-03-26 09:00") if "escalated" in str(m["X-Mailticket-Notice"])] == []
        assert desk.ticket()["due_on"] == "2026-03-31"
        assert "due_moved" in desk.events()
        mails = desk.at("2026-03-30 08:00")
        assert "officer.escalated" in notices(mails)  # the rung of one day left; that of two days was told
        told = next(text_of(m) for m in mails if m["X-Mailticket-Notice"] == "supervisor.digest")
        assert "30 Maret 2026 menjadi 31 Maret 2026" in told
        assert "Cuti bersama tambahan (SKB 5)" in told


def test_without_an_answer_to_our_question_the_ticket_is_closed_and_a_reply_reopens_it(desk: Story) -> None:
    desk.put(
        a_mail(
            "Simpanan saya di KSP Maju Mandiri tidak bisa ditarik sejak Januari 2026, mohon dibantu agar uang "
            "saya dikembalikan oleh pengurus koperasi itu."
        )
    )
    (asked,) = desk.at("09:00")
    reminded = [m for m in desk.at("2026-03-25 08:00") if m["X-Mailticket-Notice"] == "citizen.reminded"]
    assert len(reminded) == 1
    mails = [m for m in desk.at("2026-04-15 09:00") if str(m["X-Mailticket-Notice"]).startswith("citizen.")]
    assert notices(mails) == ["citizen.closed_no_response"]
    assert (desk.ticket()["status"], desk.ticket()["outcome"]) == ("closed", "no_response")
    desk.put(
        a_mail(
            f"Alamat: Jl. Mawar 5, Kel. Cibubur, Jakarta Timur\nHP: 0812 3456 7890\n\n{quoted(asked)}", reply_to=asked
        ),
        "2026-04-16 09:00",
    )
    desk.at("2026-04-16 09:01")
    assert desk.ticket()["status"] == "open"


def test_an_answered_ticket_closes_by_itself_and_a_reply_reopens_it_with_a_new_date(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail("Sudah kami selesaikan, simpanan dibayar besok.", RINA, reply_to=assigned, proven=True), "10:00")
    desk.at("10:01")
    (answered,) = desk.at("10:05")
    desk.at("2026-03-30 09:00")
    assert desk.ticket()["status"] == "closed"
    desk.put(a_mail(f"Belum dibayar sampai hari ini!\n\n{quoted(answered)}", reply_to=answered), "2026-04-01 09:00")
    assert "officer.followup" in notices(desk.at("2026-04-01 09:01"))
    assert (desk.ticket()["status"], desk.ticket()["due_on"]) == ("open", "2026-04-09")
