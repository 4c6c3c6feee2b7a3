"""Officers who are asked before anything is done, and what they do beside answering: filing, telling by phone."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from tests.build import AUTHSERV, a_mail, quoted, text_of
from tests.stories.desk import DODI, KABAG, RINA, UNIT, Story, notices

ANSWER = "Yth. Ibu Siti,\n\nKoperasi akan membayar simpanan Ibu paling lambat 10 April 2026."
FORM = """#daftar telepon
Nama lengkap: Budi Santoso
Alamat lengkap: Jl. Kenanga 7, Kec. Wonosobo, Kab. Wonosobo, Jawa Tengah
Nomor telepon: 0813 9876 5432
Alamat surel: -
Uraian: Koperasi Sumber Rejeki tidak mengadakan rapat anggota sejak 2023 dan pengurusnya tidak bisa ditemui. \
Saya anggota sejak 2015 dan simpanan pokok saya belum dikembalikan sampai sekarang.
"""


def sent(mails: list[EmailMessage], notice: str) -> EmailMessage:
    """The only mail of this name."""
    (one,) = (mail for mail in mails if mail["X-Mailticket-Notice"] == notice)
    return one


def test_a_yes_from_the_registered_mailbox_stands_for_the_verdict_once(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(f"{ANSWER}\n\n{quoted(assigned)}", RINA, reply_to=assigned), "10:00")
    asked = sent(desk.at("10:01"), "officer.not_done")
    assert "Balas YA" in asked["Subject"]
    assert asked["To"] == "Rina Wulandari <rina@example.org>"
    desk.put(a_mail(f"Ya\n\n-- \nRina\n\n{quoted(asked)}", RINA, reply_to=asked), "10:30")
    assert notices(desk.at("10:31")) == ["officer.receipt"]
    answered = sent(desk.at("10:40"), "citizen.answered")
    assert "paling lambat 10 April 2026" in text_of(answered)
    desk.put(a_mail(f"YA.\n\n{quoted(asked)}", RINA, reply_to=asked), "11:00")
    assert notices(desk.at("11:10")) == ["officer.held"]


def test_a_no_leaves_it_undone(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(ANSWER, RINA, reply_to=assigned), "10:00")
    asked = sent(desk.at("10:01"), "officer.not_done")
    desk.put(a_mail("Bukan saya", RINA, reply_to=asked), "10:30")
    assert desk.at("10:40") == []
    assert desk.ticket()["status"] == "open"


def test_after_a_no_a_later_yes_sends_nothing(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail("Baik Pak, segera kami tindak lanjuti.", RINA, reply_to=assigned, proven=True), "10:00")
    asked = sent(desk.at("10:01"), "officer.held")
    assert "Baik Pak, segera kami tindak lanjuti." in text_of(asked)
    desk.put(a_mail(f"Jangan dikirim, bu.\n\n{quoted(asked)}", RINA, reply_to=asked, proven=True), "10:10")
    assert desk.at("10:11") == []
    desk.put(a_mail(f"YA\n\n{quoted(asked)}", RINA, reply_to=asked, proven=True), "10:20")
    assert notices(desk.at("10:30")) == ["officer.held"]
    assert desk.ticket()["status"] == "open"


def test_another_text_in_reply_to_a_question_is_sent_by_a_yes_of_its_own(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail("ok", RINA, reply_to=assigned, proven=True), "10:00")
    first = sent(desk.at("10:01"), "officer.held")
    desk.put(a_mail(f"{ANSWER}\n\n{quoted(first)}", RINA, reply_to=first, proven=True), "10:10")
    second = sent(desk.at("10:11"), "officer.held")
    desk.put(a_mail(f"ya, kirim\n\n{quoted(second)}", RINA, reply_to=second, proven=True), "10:20")
    desk.at("10:21")
    assert "10 April 2026" in text_of(sent(desk.at("10:30"), "citizen.answered"))
    desk.put(a_mail("YA", RINA, reply_to=first, proven=True), "10:40")
    assert notices(desk.at("10:50")) == ["officer.held"]


def test_an_officers_recall_within_the_undo_time_stops_the_answer(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(ANSWER, RINA, reply_to=assigned, proven=True), "10:00")
    desk.at("10:00")
    subject = f"Recall: Re: {assigned['Subject']}"
    desk.put(
        a_mail('Rina Wulandari would like to recall the message, "x".', RINA, subject=subject, proven=True), "10:01"
    )
    assert "officer.receipt" in notices(desk.at("10:01"))
    assert desk.at("10:20") == []
    assert desk.ticket()["status"] == "open"


def test_a_yes_of_somebody_else_or_too_late_is_none(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(ANSWER, RINA, reply_to=assigned), "10:00")
    asked = sent(desk.at("10:01"), "officer.not_done")
    desk.put(a_mail("YA", "Jahat <jahat@example.com>", reply_to=asked, proven=True), "10:30")
    assert notices(desk.at("10:40")) == ["officer.not_done"]
    desk.put(a_mail("YA", DODI, reply_to=asked, proven=True), "10:50")
    assert notices(desk.at("10:55")) == ["officer.not_done"]
    desk.put(a_mail("YA", RINA, reply_to=asked, proven=True), "2026-03-25 08:10")
    assert notices([m for m in desk.at("2026-03-25 08:11") if "digest" not in m["X-Mailticket-Notice"]]) == [
        "officer.not_done"
    ]
    assert desk.ticket()["status"] == "open"


@pytest.mark.parametrize(
    "text",
    [
        "Untuk kalangan internal: koperasi ini pernah bermasalah.",
        "Yth. Ibu Siti,\n\nTerlampir surat jawaban kami.",
        "Yth. Ibu Siti,\n\nKoperasi mentransfer ke rekening BCA 1234567890 atas nama ketua.",
        "Mbak Dodi, tolong dicek dulu ya.",
    ],
    ids=["internal", "no attachment", "foreign account", "colleague"],
)
def test_an_answer_that_may_not_be_meant_so_is_asked_about_and_sent_by_a_yes(desk: Story, text: str) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(text, RINA, reply_to=assigned, proven=True), "10:00")
    asked = sent(desk.at("10:10"), "officer.held")
    desk.put(a_mail("YA", RINA, reply_to=asked, proven=True), "10:30")
    desk.at("10:31")
    assert notices(desk.at("10:40")) == ["citizen.answered"]


def test_a_corrected_text_in_reply_to_the_question_is_the_answer(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(f"#ttup\n{ANSWER}", RINA, reply_to=assigned, proven=True), "10:00")
    held = sent(desk.at("10:10"), "officer.held")
    assert "#tutup" in text_of(held)
    desk.put(a_mail(f"#tutup\n{ANSWER}\n\n{quoted(held)}", RINA, reply_to=held, proven=True), "10:30")
    desk.at("10:31")
    assert "10 April 2026" in text_of(sent(desk.at("10:40"), "citizen.closed"))


def test_a_phone_call_is_filed_answered_by_phone_and_told(desk: Story) -> None:
    desk.complaint()
    digest = sent(desk.at("2026-03-17 07:30"), "officer.digest")
    desk.put(a_mail(FORM, RINA, reply_to=digest, proven=True), "2026-03-17 08:00")
    mails = [m for m in desk.at("2026-03-17 08:01") if m["X-Mailticket-Notice"] != "officer.digest"]
    assert notices(mails) == ["officer.assigned", "officer.receipt"]
    ticket = next(t for t in desk.tickets() if t["channel"] == "telepon")
    assert ticket["citizen"]["name"] == "Budi Santoso"
    assert ticket["citizen"]["phone"] == "+6281398765432"
    assert ticket["citizen"]["email"] is None
    assert (ticket["status"], ticket["due_on"]) == ("open", "2026-03-31")
    assigned = sent(mails, "officer.assigned")
    sender = RINA if "rina@" in assigned["To"] else DODI
    desk.put(
        a_mail("Yth. Bapak Budi, pengurus kami panggil Kamis.", sender, reply_to=assigned, proven=True),
        "2026-03-17 09:00",
    )
    script = sent(desk.at("2026-03-17 09:10"), "officer.receipt")
    assert "0813-9876-5432" in text_of(script)
    assert "pengurus kami panggil Kamis" in text_of(script)
    desk.put(a_mail("#tersampaikan", sender, reply_to=script, proven=True), "2026-03-17 10:00")
    assert notices(desk.at("2026-03-17 10:10")) == ["officer.receipt"]
    ticket = next(t for t in desk.tickets() if t["channel"] == "telepon")
    assert (ticket["status"], ticket["answered_at"][:16]) == ("answered", "2026-03-17T10:10")


def test_a_filing_that_is_delivered_or_sent_once_more_is_one_ticket(desk: Story) -> None:
    desk.complaint()
    digest = sent(desk.at("2026-03-17 07:30"), "officer.digest")
    raw = a_mail(FORM, RINA, reply_to=digest, proven=True)
    desk.put(raw, "2026-03-17 08:00")
    assert "officer.receipt" in notices(desk.at("2026-03-17 08:01"))
    verdict, _, rest = raw.partition(b"\r\n")
    desk.put(verdict + b"\r\nReceived: from mx by box; Tue, 17 Mar 2026 09:00:00 +0700\r\n" + rest, "2026-03-17 09:00")
    assert desk.at("2026-03-17 09:01") == []
    assert len(desk.tickets()) == 2


def test_a_filing_without_the_desks_token_needs_a_yes(desk: Story) -> None:
    desk.now = desk.when("2026-03-16 09:00")
    desk.put(a_mail(FORM, RINA, subject="Telepon dari warga", proven=True))
    asked = sent(desk.run(), "officer.not_done")
    assert desk.tickets() == []
    desk.put(a_mail(f"YA\n\n{quoted(asked)}", RINA, reply_to=asked, proven=True), "09:30")
    assert notices(desk.at("09:31")) == ["officer.assigned", "officer.receipt"]
    assert desk.ticket()["citizen"]["name"] == "Budi Santoso"


FORWARDED = """Mohon didaftarkan.

---------- Forwarded message ---------
Dari: Wati Lestari <wati@example.com>
Date: Sen, 16 Mar 2026 pukul 07.12
Subject: Koperasi menahan sertifikat saya
To: Rina Wulandari <rina@example.org>


Nama: Wati Lestari
Alamat: Jl. Melati 3, Kec. Silo, Kab. Jember, Jawa Timur
HP: 0812 1111 2222

Saya sudah melunasi pinjaman di KSP Maju pada Januari 2026, tetapi sertifikat rumah saya tidak dikembalikan
sampai sekarang. Mohon bantuan.
"""


def test_a_mail_forwarded_by_an_officer_is_filed_for_its_sender_by_a_yes(desk: Story) -> None:
    desk.now = desk.when("2026-03-16 09:00")
    desk.put(a_mail(FORWARDED, RINA, subject="Fwd: Koperasi menahan sertifikat saya", proven=True))
    asked = sent(desk.run(), "officer.held")
    assert "wati@example.com" in text_of(asked)
    assert desk.tickets() == []
    desk.put(a_mail(f"YA\n\n{quoted(asked)}", RINA, reply_to=asked, proven=True), "09:30")
    mails = desk.at("09:31")
    assert notices(mails) == ["citizen.acknowledged", "officer.assigned", "officer.receipt"]
    acknowledged = sent(mails, "citizen.acknowledged")
    assert acknowledged["To"] == "Wati Lestari <wati@example.com>"
    assert "rina@example.org" not in acknowledged.as_string()
    assert (desk.ticket()["citizen"]["phone"], desk.ticket()["subject"]) == (
        "+6281211112222",
        "Koperasi menahan sertifikat saya",
    )


def test_a_units_mail_without_its_token_becomes_a_draft_only_by_the_officers_yes(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail("#teruskan pengawasan", RINA, reply_to=assigned, proven=True), "10:00")
    desk.at("10:01")
    number = desk.ticket()["number"]
    desk.put(a_mail("Koperasi sudah kami panggil.", UNIT, subject=f"Jawaban atas {number}"), "11:00")
    asked = sent(desk.at("11:01"), "officer.held")
    assert desk.ticket()["status"] == "with_unit"
    desk.put(a_mail("YA", RINA, reply_to=asked, proven=True), "11:30")
    assert notices(desk.at("11:31")) == ["officer.draft"]
    assert desk.ticket()["status"] == "unit_answered"


def test_a_units_draft_is_edited_and_sent_back_and_released(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail("#teruskan pengawasan", RINA, reply_to=assigned, proven=True), "10:00")
    forwarded = sent(desk.at("10:01"), "unit.forwarded")
    desk.put(a_mail("Sudah kami panggil.", UNIT, reply_to=forwarded), "11:00")
    draft = sent(desk.at("11:01"), "officer.draft")
    desk.put(a_mail("#teruskan pengawasan\nKapan dibayar?", RINA, reply_to=draft, proven=True), "11:30")
    again = sent(desk.at("11:31"), "unit.forwarded")
    assert "Kapan dibayar?" in text_of(again)
    desk.put(a_mail("Sudah kami panggil; dibayar 10 April 2026.", UNIT, reply_to=again), "12:00")
    draft = sent(desk.at("12:01"), "officer.draft")
    desk.put(a_mail("#kirim\nTerima kasih, tim.", RINA, reply_to=draft, proven=True), "12:30")
    assert notices(desk.at("12:31")) == ["officer.receipt"]
    text = text_of(sent(desk.at("12:40"), "citizen.answered"))
    assert "dibayar 10 April 2026" in text
    assert "Terima kasih, tim" not in text


def test_a_colleague_answers_with_an_own_token_and_the_officer_is_shown(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(ANSWER, DODI, reply_to=assigned, proven=True), "10:00")
    told = sent(desk.at("10:01"), "officer.not_done")
    assert "dodi@example.org" in told["To"]
    desk.put(a_mail(f"#jawab\n{ANSWER}", DODI, reply_to=told, proven=True), "10:30")
    mails = desk.at("10:31")
    assert notices(mails) == ["officer.followup", "officer.receipt"]
    assert "rina@example.org" in sent(mails, "officer.followup")["To"]
    assert notices(desk.at("10:40")) == ["citizen.answered"]


def test_an_officer_on_a_phone_closes_with_a_capital_and_a_signature_line(desk: Story) -> None:
    _, assigned = desk.complaint()
    mail = EmailMessage(policy=SMTP)
    mail["Authentication-Results"] = f"{AUTHSERV}; dmarc=pass header.from=example.org"
    mail["From"], mail["To"] = RINA, "info@kemenkopukm.go.id"
    mail["Subject"], mail["Message-ID"] = f"Re: {assigned['Subject']}", "<phone.1@example.org>"
    mail["In-Reply-To"] = mail["References"] = str(assigned["Message-ID"])
    said = "Koperasi akan membayar simpanan Ibu paling lambat 10 April 2026."
    mail.set_content(f"#Tutup\u00a0\n\nYth. Ibu Siti,\n{said}\n\nDikirim dari iPhone saya\n\n{quoted(assigned)}")
    mail.add_alternative(
        f"<html><body><div>#Tutup&nbsp;</div><div><br></div><div>Yth. Ibu Siti,</div><div>{said}</div><br>"
        "<div>Dikirim dari iPhone saya</div><div><br><blockquote type='cite'>Pada 16 Mar 2026, "
        "info@kemenkopukm.go.id menulis:<br>Laporan baru</blockquote></div></body></html>",
        subtype="html",
    )
    desk.put(mail.as_bytes(), "10:00")
    (receipt,) = desk.at("10:01")
    assert "#batal" in text_of(receipt)
    closed = sent(desk.at("10:05"), "citizen.closed")
    assert said in text_of(closed)
    assert "iPhone" not in text_of(closed)
    assert (desk.ticket()["status"], desk.ticket()["outcome"]) == ("closed", "resolved")


def test_a_held_mail_of_the_digest_is_released_to_its_ticket(desk: Story) -> None:
    desk.complaint()
    number = desk.ticket()["number"]
    desk.put(
        a_mail("Saya suaminya; ini bukti setorannya.", "Suami <suami@example.com>", subject=f"Tiket {number}"), "10:00"
    )
    assert desk.at("10:01") == []
    digest = sent(desk.at("2026-03-17 07:30"), "officer.digest")
    row = desk.trace("suami@example.com")[0]["id"]
    desk.put(a_mail(f"#lepas {row}", RINA, reply_to=digest, proven=True), "2026-03-17 08:00")
    assert notices(desk.at("2026-03-17 08:01")) == ["officer.followup", "officer.receipt"]
    assert "replied" in desk.events(number)


def test_what_went_out_in_an_officers_name_is_told_once_the_next_morning_until_it_is_switched_off(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(ANSWER, RINA, reply_to=assigned, proven=True), "10:00")
    assert notices(desk.at("10:01")) == ["officer.receipt"]
    assert notices(desk.at("10:05")) == ["citizen.answered"]
    told = sent(desk.at("2026-03-17 07:30"), "officer.receipt")  # no ticket is open, so that no digest goes
    assert told["To"] == "Rina Wulandari <rina@example.org>"
    assert "s****@example.org" in text_of(told)
    assert "10.05 WIB" in text_of(told)
    assert "officer.receipt" not in notices(desk.at("2026-03-18 07:30"))
    desk.put(a_mail("#resi mati\n\n-- \nRina", RINA, reply_to=told, proven=True), "08:00")
    assert notices(desk.at("08:01")) == ["officer.receipt"]
    desk.put(a_mail(f"#tutup\n{ANSWER}", RINA, reply_to=assigned, proven=True), "09:00")
    desk.at("09:01")
    assert notices(desk.at("09:05")) == ["citizen.closed"]
    assert "officer.receipt" not in notices(desk.at("2026-03-19 07:30"))


def test_what_a_supervisor_wrote_is_told_in_the_supervisors_own_digest_until_it_is_switched_off(desk: Story) -> None:
    desk.complaint()
    urgent = next(m for m in desk.at("2026-03-27 08:00") if m["X-Mailticket-Notice"] == "supervisor.escalated")
    assert "kabag@" in urgent["To"]
    desk.put(
        a_mail(
            f"#jawab\n{ANSWER}",
            KABAG,
            reply_to=urgent,
            proven=True,
            headers={"Date": "Fri, 27 Mar 2026 08:30:00 +0700"},
        ),
        "2026-03-27 08:30",
    )
    assert "officer.receipt" in notices(desk.at("2026-03-27 08:31"))
    assert "citizen.answered" in notices(desk.at("2026-03-27 08:35"))
    digests = {
        m["To"].split("@")[0].split("<")[1]: m
        for m in desk.at("2026-03-30 07:30")
        if m["X-Mailticket-Notice"] == "supervisor.digest"
    }
    assert "TERKIRIM ATAS NAMA ANDA" in text_of(digests["kabag"])
    assert "TERKIRIM ATAS NAMA ANDA" not in text_of(digests["karo"])
    desk.put(
        a_mail(
            "#resi mati",
            KABAG,
            reply_to=digests["kabag"],
            proven=True,
            headers={"Date": "Mon, 30 Mar 2026 08:00:00 +0700"},
        ),
        "2026-03-30 08:00",
    )
    off = sent(desk.at("2026-03-30 08:01"), "officer.receipt")
    assert "dimatikan" in text_of(off)


def test_automatic_mail_is_told_to_no_officer(desk: Story) -> None:
    desk.complaint()
    digest = sent(desk.at("2026-03-17 07:30"), "officer.digest")
    assert "Terkirim atas nama Anda" not in text_of(digest)


def test_an_answer_that_waited_through_an_outage_of_ours_goes_out(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(ANSWER, RINA, reply_to=assigned, proven=True), "10:00")
    desk.at("2026-04-08 09:00")
    assert "citizen.answered" in notices(desk.at("2026-04-08 09:10"))


def test_an_old_genuine_answer_that_somebody_sends_again_is_asked_about(desk: Story) -> None:
    _, assigned = desk.complaint()
    desk.put(a_mail(ANSWER, RINA, reply_to=assigned, proven=True), "2026-04-08 08:00")
    asked = sent(desk.at("2026-04-08 09:00"), "officer.not_done")
    assert "Senin, 16 Maret 2026 pukul 08.00 WIB" in text_of(asked)
    assert "tiba Rabu, 8 April 2026 pukul 08.00 WIB" in text_of(asked)
    assert "citizen.answered" not in notices(desk.at("2026-04-08 09:10"))


def test_a_second_sender_smuggled_behind_a_bare_cr_acts_on_no_path(desk: Story) -> None:
    """Of a bare CR in what it is given Dovecot makes a line of its own: a From that nobody has checked."""
    _, assigned = desk.complaint()
    raw = a_mail(ANSWER, "Jahat <jahat@example.org>", reply_to=assigned, proven=True)
    for n, evil in enumerate((b"X-A: y\rFrom: rina@example.org\r\n", b"From: rina@example.org\rX-A: y\r\n")):
        smuggled = raw.replace(b"From: Jahat", evil + b"From: Jahat", 1).replace(
            b"Message-ID: <", b"Message-ID: <%d" % n
        )
        desk.put(smuggled, "10:00")
    assert set(notices(desk.at("10:10"))) <= {"officer.not_done"}
    assert desk.at("10:20") == []
    assert desk.ticket()["status"] == "open"
