"""Stories 11 to 13: rungs, each once, to its people; the digest."""

from tests.build import a_mail, quoted
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


def test_without_an_answer_to_our_question_the_ticket_is_closed_and_a_reply_reopens_it(desk: Story) -> None:
    desk.put(a_mail("Simpanan saya di KSP Maju Mandiri tidak bisa ditarik sejak Januari 2026, mohon dibantu agar uang "
                    "saya dikembalikan oleh pengurus koperasi itu."))  # fmt: skip
    (asked,) = desk.at("09:00")
    reminded = [m for m in desk.at("2026-03-25 08:00") if m["X-Mailticket-Notice"] == "citizen.reminded"]
    assert len(reminded) == 1
    mails = [m for m in desk.at("2026-04-15 09:00") if str(m["X-Mailticket-Notice"]).startswith("citizen.")]
    assert notices(mails) == ["citizen.closed_no_response"]
    assert (desk.ticket()["status"], desk.ticket()["outcome"]) == ("closed", "no_response")
    desk.put(a_mail(f"Alamat: Jl. Mawar 5, Kel. Cibubur, Jakarta Timur\nHP: 0812 3456 7890\n\n{quoted(asked)}",
                    reply_to=asked), "2026-04-16 09:00")  # fmt: skip
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
