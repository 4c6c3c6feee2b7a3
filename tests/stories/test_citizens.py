"""Stories 1 to 6: what citizens write, and what machines write."""

from tests.build import COMPLETE, a_mail, quoted, text_of
from tests.stories.desk import Story, notices

WITHOUT_PHONE = COMPLETE.replace("No HP: 0812 3456 7890\n", "")


def test_1_a_complete_complaint_is_acknowledged_with_its_date_and_given_to_an_officer(desk: Story) -> None:
    acknowledged, assigned = desk.complaint()
    assert "30 Maret 2026" in text_of(acknowledged)
    assert acknowledged["To"].addresses[0].addr_spec == "siti@example.org"
    assert acknowledged["Auto-Submitted"] == "auto-replied"
    assert assigned["To"].addresses[0].addr_spec == "rina@example.org"
    ticket = desk.ticket()
    assert (ticket["number"], ticket["status"], ticket["due_on"]) == ("KUKM-2026-000001", "open", "2026-03-30")
    assert ticket["citizen"]["phone"] == "+6281234567890"


def test_2_the_same_bytes_again_and_a_second_run_change_nothing(desk: Story) -> None:
    raw = a_mail()
    desk.put(raw)
    assert len(desk.at("09:00")) == 2
    desk.put(raw)
    assert desk.run() == []
    assert desk.run() == []
    assert len(desk.tickets()) == 1
    traced = [(row["direction"], row["state"]) for row in desk.trace("siti@example.org")]
    assert traced == [("in", "done"), ("in", "duplicate"), ("out", "sent")]


def test_3_a_missing_phone_alone_is_asked_for(desk: Story) -> None:
    desk.put(a_mail(WITHOUT_PHONE))
    (asked,) = desk.at("09:00")
    assert asked["X-Mailticket-Notice"] == "citizen.details_missing"
    lines = asked.get_body(("plain",)).get_content().splitlines()
    assert "Nomor telepon: " in [line for line in lines if line.startswith("Nomor telepon")]
    assert not [line for line in lines if line in ("Nama lengkap: ", "Alamat lengkap: ", "Alamat surel: ", "Uraian: ")]
    ticket = desk.ticket()
    assert (ticket["status"], ticket["missing"], ticket["due_on"]) == ("awaiting_details", ["phone"], None)
    assert "tidak dipungut biaya" in text_of(asked)


def test_4_a_reply_with_the_bare_number_completes_it(desk: Story) -> None:
    desk.put(a_mail(WITHOUT_PHONE))
    (asked,) = desk.at("09:00")
    desk.put(a_mail(f"0812 3456 7890\n\n{quoted(asked)}", reply_to=asked), "10:00")
    assert notices(desk.at("10:01")) == ["citizen.acknowledged", "officer.assigned"]
    assert (desk.ticket()["status"], desk.ticket()["due_on"]) == ("open", "2026-03-30")


def test_4_the_form_filled_in_inside_the_quotation_completes_it(desk: Story) -> None:
    desk.put(a_mail(WITHOUT_PHONE))
    (asked,) = desk.at("09:00")
    filled = quoted(asked).replace("> Nomor telepon: ", "> Nomor telepon: 0812 3456 7890")
    desk.put(
        a_mail(
            f"Pada Sen, 16 Mar 2026 09.00, Bagian Komunikasi <info@kemenkopukm.go.id> menulis:\n\n{filled}",
            reply_to=asked,
        ),
        "10:00",
    )
    assert notices(desk.at("10:01")) == ["citizen.acknowledged", "officer.assigned"]
    assert desk.ticket()["citizen"]["phone"] == "+6281234567890"


def test_4_a_reply_from_another_address_with_the_token_is_answered_at_the_registered_one(desk: Story) -> None:
    desk.put(a_mail(WITHOUT_PHONE))
    (asked,) = desk.at("09:00")
    other = "Siti <siti.kantor@example.net>"
    desk.put(a_mail(f"0812 3456 7890\n\n{quoted(asked)}", sender=other, reply_to=asked), "10:00")
    acknowledged, _ = desk.at("10:01")
    assert acknowledged["To"].addresses[0].addr_spec == "siti@example.org"
    assert desk.ticket()["status"] == "open"


def test_5_a_stranger_with_the_number_alone_changes_nothing(desk: Story) -> None:
    desk.complaint()
    before = desk.ticket()
    stranger = a_mail("Nomor saya 0813 1111 2222", "Orang Lain <lain@example.net>", "Re: [KUKM-2026-000001] Laporan")
    desk.put(stranger, "10:00")
    assert desk.at("10:01") == []
    assert desk.ticket() == before
    assert [row["state"] for row in desk.trace("lain@example.net")] == ["held"]


def test_6_machines_get_neither_answer_nor_ticket(desk: Story) -> None:
    bounce = (
        b"From: MAILER-DAEMON@mx.example.org\r\nTo: info@kemenkopukm.go.id\r\nSubject: Undelivered Mail\r\n"
        b"Message-ID: <b1@mx.example.org>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nYour mail could not be delivered.\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n"
        b"Final-Recipient: rfc822; x@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n--b--\r\n"
    )
    receipt = bounce.replace(b"delivery-status", b"disposition-notification").replace(b"<b1@", b"<r1@")
    desk.put(a_mail("Saya sedang cuti.", subject="Otomatis: cuti", headers={"Auto-Submitted": "auto-replied"}))
    desk.put(bounce)
    desk.put(a_mail("Berita koperasi", headers={"List-Id": "<berita.example.org>", "Precedence": "list"}))
    desk.put(receipt)
    assert desk.at("09:00") == []
    assert desk.tickets() == []


def test_a_thank_you_after_the_acknowledgement_changes_nothing(desk: Story) -> None:
    acknowledged, _ = desk.complaint()
    desk.put(a_mail(f"Terima kasih banyak.\n\n{quoted(acknowledged)}", reply_to=acknowledged), "10:00")
    assert desk.at("10:01") == []
    assert desk.ticket()["status"] == "open"


def test_an_empty_mail_is_a_ticket_with_everything_missing(desk: Story) -> None:
    desk.put(a_mail("", "joko@example.org", subject=""))
    (asked,) = desk.at("09:00")
    assert asked["X-Mailticket-Notice"] == "citizen.details_missing"
    ticket = desk.ticket()
    assert (ticket["status"], ticket["missing"]) == ("awaiting_details", ["name", "address", "phone", "detail"])
