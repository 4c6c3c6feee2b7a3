"""Whose matter, which ticket, over the whole way from the mailbox to the outbox."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from mailticket.core import token as tokens
from mailticket.core.ticket import Event, Ticket
from mailticket.flows import receive
from mailticket.flows.ports import Context
from tests.build import COMPLETE, a_mail, quoted, text_of
from tests.context import RINA, when
from tests.crash.days import last, sent
from tests.fakes import Folder
from tests.flows.test_deliver_late import Desk as OneTicket

NOW = when("2026-03-16 09:00")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SITI, BUDI = "Siti Aminah <siti@example.org>", "Budi Hartono <budi@example.net>"
FIRST, SECOND, THIRD = (f"KUKM-2026-00000{n}" for n in (1, 2, 3))
OF_BUDI = """Saya juga anggota KSP Maju Mandiri. Simpanan saya Rp 80.000.000 sejak Desember 2025 tidak bisa ditarik.
Mohon laporan saya dicatat juga.

Nama: Budi Hartono
Alamat: Jl. Anggrek No. 4 RT 01 RW 02, Kec. Cibeunying Kidul, Kota Bandung
No. HP: 0812-9988-7766
"""
AGAIN = COMPLETE.replace("Saya sudah tiga kali datang", "Kami sudah empat kali pergi")
BY_PHONE = """#daftar telepon
Nama: Joko
Alamat: Jl. Kenanga 7, Kec. Silo, Kab. Jember
HP: 0813 9876 5432

Simpanan saya di KSP Maju sejak Januari 2026 Rp 5.000.000 tidak bisa ditarik."""
ANSWER = "Yth. Ibu Siti Aminah,\n\nPengurus wajib membuka loket pencairan paling lambat 10 April 2026."


class Desk(OneTicket):
    """A desk of several tickets and people."""

    def ticket_of(self, number: str) -> Ticket | None:
        with self.context.store.read() as work:
            return work.book.ticket(number)

    def numbers(self) -> list[str]:
        with self.context.store.read() as work:
            return [str(ticket.number) for ticket in work.book.tickets()]

    def history(self, number: str) -> list[Event]:
        with self.context.store.read() as work:
            return list(work.book.events(number))

    def answers(self, text: str, number: str, now, sender: str = RINA) -> None:
        """The officer replies to the last mail of a ticket that she has."""
        mine = [
            m
            for m in sent(self.sender)
            if m["X-Mailticket-Ticket"] == number and sender.endswith(f"<{m['To'].addresses[0].addr_spec}>")
        ]
        self.gets(a_mail(text, sender, reply_to=mine[-1], proven=True), now)

    def told(self, address: str) -> list[str]:
        """Which notices an address got, in order."""
        return [str(m["X-Mailticket-Notice"]) for m in sent(self.sender) if address in str(m["To"])]


@pytest.fixture
def desk(context: Context, database: str) -> Desk:
    return Desk(context, database)


def tickets_in(mail: EmailMessage) -> set[str]:
    """The tickets whose tokens or numbers stand in the head of a mail."""
    head = " ".join(str(mail[name] or "") for name in ("Message-ID", "In-Reply-To", "References", "Reply-To"))
    return {one.split("-")[1] for one in tokens.find(head)}


# A new matter in an old thread.


def in_old_thread(desk: Desk) -> EmailMessage:
    """Siti's report is closed, and she tells another matter in its thread; the mail that she gets."""
    desk.opens()
    desk.answers(f"#tutup\n{ANSWER}", FIRST, NOW + HOUR)
    desk.sends(NOW + 3 * HOUR)
    closed = last(desk.sender, "citizen.closed")
    story = "Saya ingin melaporkan hal lain. Koperasi Maju Jaya menahan sertifikat tanah orang tua saya sejak Februari 2026."
    acknowledged = last(desk.sender, "citizen.acknowledged")
    thread = {
        "In-Reply-To": str(closed["Message-ID"]),
        "References": f"{acknowledged['Message-ID']} {closed['Message-ID']}",
    }
    desk.gets(a_mail(story, SITI, "Sertifikat ditahan", headers=thread), NOW + DAY)
    desk.sends(NOW + DAY)
    return last(desk.sender, "citizen.details_missing")


def test_a_new_matter_in_an_old_thread_names_nothing_of_the_old(desk: Desk) -> None:
    asked = in_old_thread(desk)
    assert desk.ticket_of(SECOND).follows == FIRST
    assert FIRST not in str(asked)
    assert tickets_in(asked) == {"2"}


@pytest.mark.parametrize("as_sent_before", [False, True])
def test_the_answer_to_a_new_matter_reaches_it(desk: Desk, as_sent_before: bool) -> None:
    asked = in_old_thread(desk)
    headers = {}
    if as_sent_before:  # when our mails still took over the ids of the old thread
        old = " ".join(
            str(m["Message-ID"])
            for m in sent(desk.sender)
            if m["X-Mailticket-Ticket"] == FIRST and "siti" in str(m["To"])
        )
        headers = {"In-Reply-To": str(asked["Message-ID"]), "References": f"{old} {asked['Message-ID']}"}
    text = f"Alamat: Jl. Mawar 5, Kec. Ciracas, Jakarta Timur\nHP: 0812 3456 7890\n\n{quoted(asked)}"
    reply = a_mail(text, SITI, f"Re: {asked['Subject']}", reply_to=None if headers else asked, headers=headers)
    desk.gets(reply, NOW + 2 * DAY)
    assert desk.ticket_of(SECOND).status == "open"
    assert desk.ticket_of(FIRST).status == "closed"


def test_a_reply_to_the_receipt_of_a_filed_report_is_carried_out(desk: Desk) -> None:
    desk.opens()
    desk.answers(BY_PHONE, FIRST, NOW + HOUR)
    desk.sends(NOW + HOUR)
    receipt = last(desk.sender, "officer.receipt")
    assert tickets_in(receipt) == {"2"}
    desk.gets(a_mail("#catatan sudah ditelepon", RINA, reply_to=receipt, proven=True), NOW + 2 * HOUR)
    assert "noted" in [event.what.kind.known_as for event in desk.history(SECOND)]


# Another person in the thread.


def by_budi(text: str = OF_BUDI, **more) -> bytes:
    """Budi replies to all on Siti's own mail."""
    headers = {
        "In-Reply-To": "<siti.1@example.org>",
        "References": "<siti.1@example.org>",
        "Cc": "info@kemenkopukm.go.id",
    }
    return a_mail(text, BUDI, "Re: Simpanan tidak bisa ditarik", to="siti@example.org", headers=headers, **more)


def test_a_fellow_victim_has_a_ticket_and_is_answered(desk: Desk) -> None:
    desk.gets(a_mail(message_id="<siti.1@example.org>"), NOW)
    before = desk.ticket_of(FIRST)
    desk.gets(by_budi(), NOW + HOUR)
    desk.sends(NOW + HOUR)
    assert desk.ticket_of(FIRST) == before
    second = desk.ticket_of(SECOND)
    assert (second.follows, second.citizen.name, second.citizen.email) == (FIRST, "Budi Hartono", "budi@example.net")
    assert desk.told("budi@example.net") == ["citizen.acknowledged"]
    assert desk.told("siti@example.org") == ["citizen.acknowledged"]
    assert "<siti.1@example.org>" not in str(last(desk.sender, "citizen.acknowledged"))


def test_the_same_words_of_a_fellow_again_and_more_of_them_stay_in_that_ticket(desk: Desk) -> None:
    desk.gets(a_mail(message_id="<siti.1@example.org>"), NOW)
    desk.gets(by_budi(), NOW + HOUR)
    desk.gets(by_budi(), NOW + 2 * HOUR)
    desk.gets(by_budi("Tambahan: nomor bilyet A-1234."), NOW + 3 * HOUR)
    assert desk.numbers() == [FIRST, SECOND]
    with desk.context.store.read() as work:
        assert sum(message.is_citizens for message in work.book.messages(SECOND)) == 3


def test_every_member_who_answers_a_circular_with_the_desk_in_copy_has_a_ticket(desk: Desk) -> None:
    circular = "Kepada para anggota, kami mohon bersabar. Pencairan simpanan anggota ditunda sampai Juni 2026 karena likuiditas."
    desk.gets(a_mail(circular, "KSP Maju <info@kspmaju.example>", "Edaran", message_id="<siti.1@example.org>"), NOW)
    for n, name in enumerate(("Budi Hartono", "Joko Susilo", "Ani Lestari")):
        text = OF_BUDI.replace("Budi Hartono", name).replace("7766", f"776{n}")
        headers = {"In-Reply-To": "<siti.1@example.org>", "Cc": "info@kemenkopukm.go.id"}
        desk.gets(
            a_mail(text, f"{name} <anggota{n}@example.net>", "Re: Edaran", to="info@kspmaju.example", headers=headers),
            NOW + HOUR,
        )
    assert len(desk.numbers()) == 4
    assert [desk.ticket_of(number).citizen.email for number in desk.numbers()[1:]] == [
        f"anggota{n}@example.net" for n in range(3)
    ]


def test_of_tickets_that_know_an_id_the_senders_is_meant(desk: Desk) -> None:
    same = "<contact-form@web.example>"
    budis = COMPLETE.replace("Siti Aminah", "Budi Hartono").replace("siti@example.org", "budi@example.net")
    for sender, text in (
        (SITI, COMPLETE),
        (BUDI, budis),
        ("Joko <joko@example.com>", budis.replace("Budi Hartono", "Joko Susilo")),
    ):
        desk.gets(a_mail(text, sender, message_id=same), NOW)
    assert desk.numbers() == [FIRST, SECOND, THIRD]
    desk.gets(a_mail("Tambahan: bilyet nomor 00123.", BUDI, "Re: Simpanan", headers={"In-Reply-To": same}), NOW + HOUR)
    with desk.context.store.read() as work:
        assert [message.from_ for message in work.book.messages(SECOND) if message.is_citizens] == [
            "budi@example.net"
        ] * 2


# One mail on several ways.


def copy(
    text: str = COMPLETE, subject: str = "Simpanan tidak bisa ditarik", sender: str = SITI, **headers: str
) -> bytes:
    return a_mail(text, sender, subject, message_id="<c1@example.org>", headers=headers or None)


@pytest.mark.parametrize(
    "other",
    [
        copy(subject="[Pengaduan] Simpanan tidak bisa ditarik"),
        copy(f"{COMPLETE}\n-- \nSurel ini dipindai oleh Gateway.\n"),
        copy(f"PERHATIAN: surel ini berasal dari luar.\n\n{COMPLETE}", "[EXTERNAL] [Pengaduan] Simpanan tidak bisa ditarik"),
        copy(f"{COMPLETE}\n_______________________________________________\nPengaduan mailing list\nhttps://lists.example/pengaduan\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("reverse", [False, True])
def test_copies_of_one_mail_through_lists_are_one_ticket(desk: Desk, other: bytes, reverse: bool) -> None:
    for raw in (other, copy()) if reverse else (copy(), other):
        desk.gets(raw, NOW)
    assert desk.numbers() == [FIRST]
    assert desk.sends(NOW) == ["citizen.acknowledged", "officer.assigned"]


def test_a_copy_that_a_list_made_doubtful_does_not_keep_the_other_from_being_answered(desk: Desk) -> None:
    failing = {"Authentication-Results": "mx.example.org; dmarc=fail header.from=example.org"}
    marked = copy(f"{COMPLETE}\n-- \nMilis pengaduan\n", "[Pengaduan] Simpanan tidak bisa ditarik")
    head = "".join(f"{name}: {value}\r\n" for name, value in failing.items()).encode()
    desk.gets(head + marked, NOW)
    assert desk.sends(NOW) == ["officer.assigned"]
    desk.gets(copy(), NOW + MINUTE)
    assert desk.numbers() == [FIRST]
    assert desk.sends(NOW + MINUTE) == ["citizen.acknowledged"]


def test_a_report_that_is_filed_through_a_list_as_well_is_one_ticket(desk: Desk) -> None:
    desk.opens()
    form = "#daftar telepon\nNama: Joko\nAlamat: Jl. Kenanga 7, Kec. Silo, Kab. Jember\nHP: 0813 9876 5432\n\n"
    story = "Simpanan saya di KSP Maju sejak Januari 2026 Rp 5.000.000 tidak bisa ditarik."
    assigned = last(desk.sender, "officer.assigned")
    for footer in ("", "\n_______________________________________________\nMilis petugas\n"):
        filed = a_mail(form + story + footer, RINA, reply_to=assigned, proven=True, message_id="<f1@example.org>")
        desk.gets(filed, NOW + HOUR)
    assert desk.numbers() == [FIRST, SECOND]


@pytest.mark.parametrize(
    "other",
    [
        copy(sender="Budi Hartono <budi@example.net>"),
        copy(COMPLETE.replace("12.500.000", "99.000.000")),
        copy("Tanya syarat mendirikan koperasi baru di Kota Bandung, berapa jumlah anggotanya?", "Tanya syarat"),
        copy(f"{COMPLETE}\nDan satu lagi: pengurus juga menahan ijazah saya.", Date="Tue, 17 Mar 2026 08:00:00 +0700"),
    ],
)  # fmt: skip
def test_another_mail_under_the_same_id_is_another_mail(desk: Desk, other: bytes) -> None:
    desk.gets(copy(), NOW)
    desk.gets(other, NOW + MINUTE)
    with desk.context.store.read() as work:
        assert sum(message.is_citizens for number in desk.numbers() for message in work.book.messages(number)) == 2


# What was merged.


def merged(desk: Desk, of_budi: bool) -> EmailMessage:
    """The second ticket is merged into the first; the mail that its citizen gets."""
    desk.opens()
    second = a_mail(OF_BUDI, BUDI, "Laporan KSP") if of_budi else a_mail(AGAIN, SITI, "Simpanan belum cair")
    desk.gets(second, NOW + HOUR)
    desk.sends(NOW + HOUR)
    desk.answers(f"#gabung {FIRST}", SECOND, NOW + 2 * HOUR)
    desk.sends(NOW + 2 * HOUR)
    return last(desk.sender, "citizen.closed")


def test_a_merged_report_of_the_same_citizen_names_the_one_that_goes_on(desk: Desk) -> None:
    closed = merged(desk, of_budi=False)
    assert FIRST in text_of(closed)
    assert "pelapor lain" not in text_of(closed)
    assert "taken_in" in [event.what.kind.known_as for event in desk.history(FIRST)]


def test_a_merged_report_of_another_citizen_says_nothing_of_the_first(desk: Desk) -> None:
    closed = merged(desk, of_budi=True)
    assert "budi@example.net" in str(closed["To"])
    assert FIRST not in text_of(closed)
    assert "laporan Anda yang lain" not in text_of(closed)
    assert "jawabannya juga kami kirim kepada Anda" in text_of(closed)


@pytest.mark.parametrize("of_budi", [False, True])
@pytest.mark.parametrize("notice", ["citizen.acknowledged", "citizen.closed"])
def test_a_reply_to_a_merged_report_goes_to_the_one_that_goes_on(desk: Desk, of_budi: bool, notice: str) -> None:
    merged(desk, of_budi)
    mine = [m for m in sent(desk.sender) if m["X-Mailticket-Ticket"] == SECOND and m["X-Mailticket-Notice"] == notice]
    text = f"Tambahan: pengurus menawarkan cicilan 10 persen.\n\n{quoted(mine[-1])}"
    desk.gets(a_mail(text, BUDI if of_budi else SITI, reply_to=mine[-1]), NOW + DAY)
    assert (desk.ticket_of(SECOND).status, desk.ticket_of(SECOND).merged_into) == ("closed", FIRST)
    assert desk.ticket_of(FIRST).citizen.name == "Siti Aminah"
    assert desk.sends(NOW + DAY) == ["officer.followup"]
    assert last(desk.sender, "officer.followup")["X-Mailticket-Ticket"] == FIRST


@pytest.mark.parametrize("command", ["", "#tutup\n"])
def test_every_citizen_of_a_merged_report_gets_the_answer(desk: Desk, command: str) -> None:
    merged(desk, of_budi=True)
    desk.answers(command + ANSWER, FIRST, NOW + DAY)
    desk.sends(NOW + DAY + HOUR)
    (answer,) = [
        m for m in sent(desk.sender) if m["X-Mailticket-Notice"] == "citizen.answered" and "budi" in str(m["To"])
    ]
    assert "10 April 2026" in text_of(answer)
    assert "Siti" not in str(answer)
    assert FIRST not in str(answer)
    assert tickets_in(answer) == {"2"}
    assert desk.ticket_of(SECOND).status == "closed"
    assert SECOND in text_of(last(desk.sender, "officer.receipt"))


def test_the_same_citizen_is_answered_once(desk: Desk) -> None:
    merged(desk, of_budi=False)
    desk.answers(ANSWER, FIRST, NOW + DAY)
    desk.sends(NOW + DAY + HOUR)
    assert desk.told("siti@example.org").count("citizen.answered") == 1


def test_undo_stops_the_answer_to_every_citizen(desk: Desk) -> None:
    merged(desk, of_budi=True)
    desk.answers(ANSWER, FIRST, NOW + DAY)
    desk.answers("#batal", FIRST, NOW + DAY + MINUTE)
    assert "citizen.answered" not in desk.sends(NOW + DAY + HOUR)


@pytest.mark.parametrize("command", ["#spam", "#tutup dicabut\nLaporan Ibu kami tutup sesuai permintaan Ibu."])
def test_a_merged_report_of_another_citizen_opens_again_when_the_first_ends_without_an_answer(
    desk: Desk, command: str
) -> None:
    merged(desk, of_budi=True)
    desk.answers(command, FIRST, NOW + DAY)
    notices = desk.sends(NOW + DAY + HOUR)
    assert desk.ticket_of(SECOND).status == "open"
    assert desk.ticket_of(SECOND).merged_into is None
    assert "officer.assigned" in notices + desk.sends(NOW + DAY + 2 * HOUR)
    assert "citizen.answered" not in desk.told("budi@example.net")


def test_who_is_told_by_phone_is_told_alone(desk: Desk) -> None:
    merged(desk, of_budi=True)
    desk.answers("#tersampaikan sudah saya telepon, Ibu Siti sudah paham", FIRST, NOW + DAY)
    assert desk.ticket_of(FIRST).status == "answered"
    assert (desk.ticket_of(SECOND).status, desk.ticket_of(SECOND).merged_into) == ("open", None)
    assert "officer.assigned" in desk.sends(NOW + DAY + HOUR)


def test_an_answer_from_webmail_is_its_own_citizens_alone(desk: Desk) -> None:
    merged(desk, of_budi=True)
    acknowledged = next(m for m in sent(desk.sender) if m["X-Mailticket-Ticket"] == FIRST)
    by_hand = a_mail(ANSWER, "info@kemenkopukm.go.id", to="siti@example.org", reply_to=acknowledged)
    desk.mailbox.folders["Sent"] = Folder()
    desk.mailbox.put(by_hand, NOW + DAY, "Sent")
    receive.keep(desk.context, desk.mailbox, "Sent", NOW + DAY)
    assert receive.process(desk.context, NOW + DAY, receive.Folders(by_hand="Sent"))
    assert desk.ticket_of(FIRST).status == "answered"
    assert (desk.ticket_of(SECOND).status, desk.ticket_of(SECOND).merged_into) == ("open", None)


def test_a_text_that_is_told_by_phone_goes_to_the_others_by_mail(desk: Desk) -> None:
    desk.opens()
    desk.answers(BY_PHONE, FIRST, NOW)
    desk.gets(a_mail(OF_BUDI, BUDI, "Laporan KSP"), NOW + HOUR)
    desk.sends(NOW + HOUR)
    desk.answers(f"#gabung {SECOND}", THIRD, NOW + 2 * HOUR)
    desk.sends(NOW + 2 * HOUR)
    desk.answers(ANSWER, SECOND, NOW + DAY)
    desk.answers("#tersampaikan", SECOND, NOW + DAY + HOUR)
    desk.sends(NOW + DAY + 2 * HOUR)
    assert desk.told("budi@example.net").count("citizen.answered") == 1
    assert desk.ticket_of(THIRD).merged_into == SECOND


def test_another_citizens_report_is_not_merged_into_one_that_is_answered(desk: Desk) -> None:
    desk.opens()
    desk.answers(ANSWER, FIRST, NOW + HOUR)
    desk.sends(NOW + 2 * HOUR)
    desk.gets(a_mail(OF_BUDI, BUDI, "Laporan KSP"), NOW + 3 * HOUR)
    desk.sends(NOW + 3 * HOUR)
    desk.answers(f"#gabung {FIRST}", SECOND, NOW + 4 * HOUR)
    assert desk.ticket_of(SECOND).status == "open"
    assert desk.sends(NOW + 4 * HOUR) == ["officer.held"]


def test_a_merged_report_is_not_merged_round_in_a_circle(desk: Desk) -> None:
    merged(desk, of_budi=False)
    desk.answers(f"#gabung {SECOND}", FIRST, NOW + DAY)
    assert desk.ticket_of(FIRST).status == "open"
    assert desk.ticket_of(FIRST).merged_into is None
