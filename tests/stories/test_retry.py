"""What could not be processed is listed, kept whole, and put back by a person."""

from tests.build import a_mail
from tests.stories.desk import Story, notices

NO_SENDER = b"To: info@kemenkopukm.go.id\r\nSubject: Tanpa pengirim\r\n\r\nIsi surat.\r\n"
OUT_OF_OFFICE = (
    b"From: Joko <joko@example.org>\r\nTo: info@kemenkopukm.go.id\r\nSubject: Otomatis: cuti\r\n"
    b"Message-ID: <cuti@example.org>\r\nAuto-Submitted: auto-replied\r\n\r\nSaya sedang cuti.\r\n"
)


def test_a_shunted_mail_is_put_back_whatever_the_present_of_the_next_run(desk: Story) -> None:
    desk.put(NO_SENDER)
    assert desk.at("09:00") == []
    (row,) = desk.shunted()
    with desk._service.store.write() as work:
        assert work.ledger.retry([row["id"]], force_ticket=False) == 1
    assert desk.shunted() == []
    assert desk.at("09:00") == []
    assert [one["id"] for one in desk.shunted()] == [row["id"]]


def test_a_dropped_mail_becomes_a_ticket_when_a_person_says_so(desk: Story) -> None:
    desk.put(OUT_OF_OFFICE)
    assert desk.at("09:00") == []
    (row,) = desk.trace("joko@example.org")
    with desk._service.store.write() as work:
        assert work.ledger.retry([row["id"]], force_ticket=True) == 1
    assert notices(desk.at("09:01")) == ["officer.assigned"]  # an officer reads it; the machine gets no answer
    assert desk.ticket()["citizen"]["email"] == "joko@example.org"


def test_a_trace_tells_what_came_in_and_what_went_out_with_the_mail_servers_word(desk: Story) -> None:
    acknowledged, assigned = desk.complaint()
    desk.put(NO_SENDER)
    desk.at("09:01")
    rows = desk.trace("siti@example.org")
    assert [(row["direction"], row["state"], row["ticket"]) for row in rows] == [
        ("in", "done", "KUKM-2026-000001"),
        ("out", "sent", "KUKM-2026-000001"),
    ]
    came, went = rows
    assert (came["from"], came["subject"], came["date"][:10]) == (
        "siti@example.org",
        desk.ticket()["subject"],
        "2026-03-16",
    )
    assert (went["notice"], went["to"], went["subject"]) == (
        "citizen.acknowledged", "siti@example.org", acknowledged["Subject"],
    )  # fmt: skip
    assert went["why"].startswith("250")
    assert desk.trace(str(assigned["Message-ID"])) == desk.trace("rina@example.org")
    assert [row["direction"] for row in desk.trace("1")] == ["in", "out", "out"]
    (shunted,) = desk.shunted()
    assert (shunted["from"], shunted["subject"], shunted["date"]) == (None, "Tanpa pengirim", None)


def test_a_mail_that_was_refused_is_traced_with_the_refusal(desk: Story) -> None:
    desk.sink.answers["siti@example.org"] = "550 5.1.1 no such user"
    desk.put(a_mail())
    desk.at("09:00")
    went = desk.trace("siti@example.org")[-1]
    assert (went["direction"], went["state"]) == ("out", "dead")
    assert "550 5.1.1 no such user" in went["why"]


def test_a_held_mail_is_traced_by_the_number_that_it_names(desk: Story) -> None:
    desk.complaint()
    desk.put(a_mail("Apa kabarnya?", "Orang <orang@example.org>", subject="Re: [KUKM-2026-000001]"))
    desk.at("09:10")
    assert ("held", "orang@example.org") in [(row["state"], row["from"]) for row in desk.trace("KUKM-2026-000001")]
