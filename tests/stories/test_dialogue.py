"""The dialogue: what is asked for, how answers come, and what becomes of those who do not answer."""

import pytest

from tests.build import COMPLETE, a_mail, quoted, text_of
from tests.stories.desk import Story, notices

STORY = "\n".join(COMPLETE.splitlines()[5:])  # the matter without a word about the writer
NAMELESS = f"Saya tidak mau menyebutkan nama.\n\n{STORY}"


def form_of(mail):
    """The lines of the form in a mail that asks."""
    labels = ("Nama lengkap:", "Alamat lengkap:", "Nomor telepon:", "Alamat surel:", "Uraian:")
    return [line for line in mail.get_body(("plain",)).get_content().splitlines() if line.startswith(labels)]


def without_digests(mails):
    return [name for name in notices(mails) if not name.endswith(".digest")]


def test_details_given_in_three_mails_complete_the_ticket(desk: Story) -> None:
    desk.put(a_mail("Mau lapor pak, tolong dibantu.", sender="x77 <x77@example.org>", subject="lapor"))
    (asked,) = desk.at("09:00")
    assert form_of(asked) == ["Nama lengkap: ", "Alamat lengkap: ", "Nomor telepon: ", "Uraian: "]
    desk.put(
        a_mail(
            f"Nama saya Siti Aminah, hp 0812 3456 7890\n\n{quoted(asked)}",
            reply_to=asked,
            sender="x77 <x77@example.org>",
        ),
        "10:00",
    )
    (again,) = desk.at("10:01")
    assert form_of(again) == ["Alamat lengkap: ", "Uraian: "]
    desk.put(
        a_mail(
            f"Jl. Mawar 5, Kel. Cibubur, Kec. Ciracas, Jakarta Timur\n\n{quoted(again)}",
            reply_to=again,
            sender="x77 <x77@example.org>",
        ),
        "11:00",
    )
    (last,) = desk.at("11:01")
    assert form_of(last) == ["Uraian: "]
    desk.put(a_mail(f"{STORY}\n\n{quoted(last)}", reply_to=last, sender="x77 <x77@example.org>"), "12:00")
    assert notices(desk.at("12:01")) == ["citizen.acknowledged", "officer.assigned"]
    citizen = desk.ticket()["citizen"]
    assert (citizen["name"], citizen["phone"], citizen["province"]) == ("Siti Aminah", "+6281234567890", "DKI Jakarta")


def test_a_form_filled_in_inside_a_phones_quotation_is_taken(desk: Story) -> None:
    desk.put(a_mail(STORY))
    (asked,) = desk.at("09:00")
    body = asked.get_body(("plain",)).get_content()
    filled = body.replace(
        "Alamat lengkap: ", "Alamat lengkap: Dusun Krajan RT 02 RW 01, Desa Sidomulyo, Kec. Silo, Kab. Jember"
    )
    filled = filled.replace("Nomor telepon: ", "Nomor telepon: 0812-3456-7890")
    desk.put(
        a_mail(
            "\n\nDikirim dari Galaxy saya\n\n-------- Pesan asli --------\nDari: Bagian Komunikasi <info@kemenkopukm.go.id>\n"
            f"Tanggal: 16/03/26 09.00 (GMT+07:00)\nKepada: siti@example.org\nSubjek: {asked['Subject']}\n\n{filled}",
            reply_to=asked,
        ),
        "10:00",
    )
    assert notices(desk.at("10:01")) == ["citizen.acknowledged", "officer.assigned"]
    assert desk.ticket()["citizen"]["province"] == "Jawa Timur"


def test_an_answer_inside_a_form_whose_marks_the_client_ate_is_the_citizens_alone(desk: Story) -> None:
    desk.put(a_mail(STORY))
    (asked,) = desk.at("09:00")
    body = asked.get_body(("plain",)).get_content()
    filled = body.replace("Alamat lengkap: ", "Alamat lengkap:\nJl. Mawar 5, Kel. Cibubur, Kec. Ciracas, Jakarta Timur")
    filled = filled.replace("Nomor telepon: ", "Nomor telepon:\n0812-3456-7890")
    desk.put(a_mail(f"{filled}\nMohon segera dibantu, saya sudah tua.\n", reply_to=asked), "10:00")
    sent = desk.at("10:01")
    assert notices(sent) == ["citizen.acknowledged", "officer.assigned"]
    citizen = desk.ticket()["citizen"]
    assert (citizen["phone"], citizen["province"]) == ("+6281234567890", "DKI Jakarta")
    told = text_of(sent[1])
    assert "Mohon segera dibantu, saya sudah tua." in told
    assert "isi setelah tanda titik dua" not in told


def test_a_correction_changes_the_field_and_the_officer_is_told(desk: Story) -> None:
    acknowledged, _ = desk.complaint()
    desk.put(
        a_mail(
            f"Alamat saya salah, yang benar Jl. Melati 7, Kel. Baktijaya, Kec. Sukmajaya, Kota Depok.\n\n"
            f"{quoted(acknowledged)}",
            reply_to=acknowledged,
        ),
        "10:00",
    )
    assert notices(desk.at("10:01")) == ["officer.followup"]
    citizen = desk.ticket()["citizen"]
    assert citizen["address"] == "Jl. Melati 7, Kel. Baktijaya, Kec. Sukmajaya, Kota Depok"
    assert (citizen["province"], citizen["phone"]) == ("Jawa Barat", "+6281234567890")
    assert "corrected" in desk.events()


def test_a_number_that_is_no_number_is_asked_for_again_with_the_reason(desk: Story) -> None:
    desk.put(a_mail(COMPLETE.replace("0812 3456 7890", "0812 345")))
    (asked,) = desk.at("09:00")
    assert form_of(asked) == ["Nomor telepon: "]
    assert "nomor yang Anda tulis tampaknya belum lengkap" in text_of(asked)


def test_what_two_labels_contradict_is_asked_not_guessed(desk: Story) -> None:
    desk.put(a_mail(COMPLETE.replace("No HP: 0812 3456 7890", "No HP: 0812 3456 7890\nNo HP: 0813 1111 2222")))
    (asked,) = desk.at("09:00")
    assert form_of(asked) == ["Nomor telepon: "]
    assert "dua yang berbeda" in text_of(asked)


def test_an_anonymous_citizen_is_asked_once_and_served_on_the_reply(desk: Story) -> None:
    desk.put(a_mail(NAMELESS, sender="xq77 <xq77@example.org>"))
    (asked,) = desk.at("09:00")
    assert asked["X-Mailticket-Notice"] == "citizen.details_missing"
    desk.put(
        a_mail(
            f"Maaf, saya tetap tidak mau menyebutkan nama.\n\n{quoted(asked)}",
            reply_to=asked,
            sender="xq77 <xq77@example.org>",
        ),
        "10:00",
    )
    assert notices(desk.at("10:01")) == ["citizen.acknowledged", "officer.assigned"]
    assert desk.ticket()["status"] == "open"


def test_an_anonymous_citizen_who_does_not_answer_is_served_in_place_of_a_reminder(desk: Story) -> None:
    desk.put(a_mail(NAMELESS, sender="xq77 <xq77@example.org>"))
    assert notices(desk.at("09:00")) == ["citizen.details_missing"]
    assert without_digests(desk.at("2026-03-25 08:00")) == ["citizen.acknowledged", "officer.assigned"]
    assert (desk.ticket()["status"], desk.ticket()["due_on"]) == ("open", "2026-04-01")
    assert desk.run() == []


def test_a_refused_address_is_asked_for_once(desk: Story) -> None:
    desk.put(a_mail(COMPLETE.replace("Alamat: Jl. Mawar 5, Kel. Cibubur, Kec. Ciracas, Jakarta Timur 13720\n", "")))
    (asked,) = desk.at("09:00")
    assert form_of(asked) == ["Alamat lengkap: "]
    desk.put(
        a_mail(f"Maaf pak, alamat tidak bisa saya kasih, takut orangnya datang.\n\n{quoted(asked)}", reply_to=asked),
        "10:00",
    )
    assert notices(desk.at("10:01")) == ["citizen.acknowledged", "officer.assigned"]


def test_silence_brings_two_reminders_and_a_closing_that_says_how_to_go_on(desk: Story) -> None:
    desk.put(a_mail(STORY))
    desk.at("09:00")
    assert without_digests(desk.at("2026-03-25 08:00")) == ["citizen.reminded"]
    assert without_digests(desk.at("2026-03-27 08:00")) == ["citizen.reminded"]
    (closed,) = (m for m in desk.at("2026-04-07 16:30") if str(m["X-Mailticket-Notice"]).startswith("citizen."))
    assert closed["X-Mailticket-Notice"] == "citizen.closed_no_response"
    assert "cukup balas surel ini" in text_of(closed)
    desk.put(
        a_mail(
            f"Alamat: Jl. Mawar 5, Kel. Cibubur, Jakarta Timur\nHP: 0812 3456 7890\n\n{quoted(closed)}", reply_to=closed
        ),
        "2026-04-08 09:00",
    )
    assert "citizen.acknowledged" in notices(desk.at("2026-04-08 09:01"))
    assert desk.ticket()["status"] == "open"


@pytest.mark.parametrize("proven", [True, False])
def test_a_returning_citizen_is_not_asked_again_if_the_mail_server_vouches_for_the_address(desk: Story, proven) -> None:
    desk.complaint()
    other = "Mohon informasi syarat KUR untuk usaha jamu saya, apakah perlu agunan dan ke bank mana saya mendaftar?"
    desk.put(a_mail(other, subject="Tanya KUR", proven=proven), "10:00")
    mails = desk.at("10:01")
    assert notices(mails) == (["citizen.acknowledged", "officer.assigned"] if proven else ["citizen.details_missing"])
    if proven:
        assert "KUKM-2026-000001" in text_of(
            mails[1] if mails[1]["X-Mailticket-Notice"] == "officer.assigned" else mails[0]
        )


def test_the_same_complaint_sent_twice_is_one_ticket(desk: Story) -> None:
    desk.complaint()
    desk.put(a_mail(message_id="<again@example.org>", to="menteri@example.org, info@kemenkopukm.go.id"), "10:00")
    assert desk.at("10:01") == []
    assert len(desk.tickets()) == 1
    assert "repeated" in desk.events()


def test_identity_and_account_numbers_are_masked_in_what_leaves_the_desk(desk: Story) -> None:
    desk.put(a_mail(f"NIK: 3509124507880003\nRekening BCA 1234567890\n{COMPLETE}"))
    for mail in desk.at("09:00"):
        assert "3509124507880003" not in text_of(mail)
        assert "1234567890" not in text_of(mail).replace("0812-3456-7890", "").replace("0812 3456 7890", "")


def test_an_english_writer_is_written_to_in_english_until_the_end(desk: Story) -> None:
    desk.put(
        a_mail(
            "Dear Sir,\n\nI am a member of a cooperative in Ubud and I have not been paid for the coffee that I delivered in "
            "January 2026. Could you please help me to get my money back from the cooperative?\n\nKind regards,\nMary Smith",
            sender="Mary Smith <mary@example.org>",
            subject="Unpaid coffee",
        )
    )
    (asked,) = desk.at("09:00")
    assert "We still need" in text_of(asked) or "we still need" in text_of(asked)
    desk.put(
        a_mail(
            f"Jalan Raya Ubud 12, Ubud, Gianyar 80571, +62 812 3456 7890\n\n{quoted(asked)}",
            reply_to=asked,
            sender="Mary Smith <mary@example.org>",
        ),
        "10:00",
    )
    assert desk.at("10:01")[0]["Subject"].endswith("We have received your report")
