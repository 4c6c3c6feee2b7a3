"""What could not be processed is listed, kept whole, and put back by a person."""

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
